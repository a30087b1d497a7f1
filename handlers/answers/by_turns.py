"""What is said next to somebody in danger, so that no answer is the one before it.

A danger's sentences are files of `content/messages/vi/danger/`; what was told is kept by name.
"""

from content.danger import DISTRESS, EMERGENCY, VIOLENCE
from content.needs import DOCTOR, FIREMEN, GONE, POLICE, REPORTED, THEIRS
from content.perils import (
    BURNING,
    ELECTRIC,
    FIRE,
    GAS,
    ILL,
    LASTING,
    MEDICAL,
    RACKET,
    THREAT,
    TRAPPED,
    WATER,
)
from content.swindles import SCAM, SWINDLED

THERE = (DOCTOR, FIREMEN, POLICE, GONE, REPORTED)  # somebody helps by now
AFTER = "after"  # said once then
_KEPT = 8
# Said by turns while nothing new is heard.
TURNS: dict[str, tuple[str, ...]] = {
    DISTRESS: ("distress", "distress_2", "distress_3"),
    THEIRS: ("theirs_2", "theirs"),
    VIOLENCE: ("violence", "violence_2"),
    THREAT: ("threat_2", "threat_3"),
    EMERGENCY: ("emergency", "emergency_2"),
    FIRE: ("room_2", "emergency"),
    MEDICAL: ("ill_2", "ill_3"),
    SWINDLED: ("swindled", "swindled_2"),
    SCAM: ("scam", "scam_2"),
}
_ALIKE = {
    **dict.fromkeys((FIRE, GAS, BURNING, ELECTRIC, TRAPPED), FIRE),
    **dict.fromkeys((*ILL, WATER), MEDICAL),
    **dict.fromkeys((THREAT, RACKET), THREAT),
    THEIRS: THEIRS,
}


def said_next(kind: str, step: str, since: str, told: tuple[str, ...]) -> tuple[str, ...]:
    """`told` with what is said now at its end: the step asked for where it is new, else what comes
    next by turns; `since` is what the danger began with. Never what was said just before."""
    is_new = step not in (told if step in LASTING else told[-1:])
    if not (step and is_new):
        turns = TURNS[_ALIKE.get(step) or _ALIKE.get(since) or kind]
        step = AFTER if since in THERE else min(turns, key=lambda one: _place(told, one))
    return (*(one for one in told if one != step), step)[-_KEPT:]


def is_told_out(kind: str, since: str, told: tuple[str, ...]) -> bool:
    """Whether all that is said by turns of a danger was told; of despair there is always more."""
    return kind != DISTRESS and set(TURNS[_ALIKE.get(since) or kind]) <= set(told)


def _place(told: tuple[str, ...], name: str) -> int:
    return told.index(name) if name in told else -1
