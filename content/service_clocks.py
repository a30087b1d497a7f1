"""How long the ward takes: for each kind of question and each urgency the office hours until
somebody has it in hand, and the working days until it is answered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from content.operator import tell
from content.vietnamese import fold

LONGEST_HOURS, LONGEST_DAYS = 80, 60
_CLOCK = re.compile(r"(\d{1,2})\s*(?:gio|g|h)\s*[,;/ ]*\s*(\d{1,2})\s*ngay")


@dataclass(frozen=True, slots=True)
class ServiceClock:
    hours: int  # of the office, until somebody has it in hand
    days: int  # working days, until it is answered


# By kind and urgency. What a site has to be looked at for takes longer, what is in danger less.
USUAL: Mapping[str, ServiceClock] = {
    "ask_usual": ServiceClock(8, 7),
    "ask_urgent": ServiceClock(4, 3),
    "petition_usual": ServiceClock(8, 10),
    "petition_urgent": ServiceClock(4, 5),
    "on_site_usual": ServiceClock(4, 5),
    "on_site_urgent": ServiceClock(1, 2),
    "service_usual": ServiceClock(8, 7),
    "service_urgent": ServiceClock(4, 3),
    "praise_usual": ServiceClock(16, 10),
    "praise_urgent": ServiceClock(16, 10),
}


def read_clock(text: str) -> ServiceClock | None:
    """`8 giờ, 7 ngày`; None for what cannot be one."""
    found = _CLOCK.fullmatch(fold(text).strip(" ."))
    if found is None:
        return None
    clock = ServiceClock(int(found[1]), int(found[2]))
    fits = 0 < clock.hours <= LONGEST_HOURS and 0 < clock.days <= LONGEST_DAYS
    return clock if fits else None


def clock_text(clock: ServiceClock) -> str:
    """As staff write it; what is read back is the same."""
    return tell("clock.text", hours=clock.hours, days=clock.days)


def usual_clock(name: str, answer_days: int) -> ServiceClock:
    """What holds where the ward says nothing; a question that is not urgent has the ward's own days
    to answer."""
    clock = USUAL[name]
    return replace(clock, days=answer_days) if name == "ask_usual" else clock


def clock_texts(answer_days: int) -> dict[str, str]:
    """All of those, as texts."""
    return {name: clock_text(usual_clock(name, answer_days)) for name in USUAL}
