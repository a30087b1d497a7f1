"""What is asked about one's own business: which one it is, a line that is to be put right, of what
day and number the enterprise is that it became."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from content.vietnamese import clean, read_typed_day
from content.whole import read_whole
from handlers.own_data import mine
from handlers.people import consents
from handlers.talk.flow import Said, begin
from handlers.talk.replies import told_first
from handlers.talk.turn import Outcome, Turn
from storage.business_claims import ClaimKind
from storage.question_models import Purpose

SAID_LIMIT = 300  # letters
_ENTERPRISE = re.compile(r"\d{10}")
MOST_WORKERS = 5000


class MineStep(StrEnum):
    CONSENT = "consent"
    WHICH = "text"  # in their own words
    LINE = "line"
    VALUE = "value"
    DAY = "day"
    NUMBER = "number"
    DONE = "done"
    REFUSED = "refused"


LINES = ("name", "trade_said", "address", "workers")


@dataclass(frozen=True, slots=True)
class MineTalk:
    step: MineStep = MineStep.CONSENT
    business_id: int = 0
    name: str = ""
    line: str = ""
    value: str = ""
    told_on: str = ""


class MineFlow:
    name = "my_business"
    version = 1

    def begin(self) -> MineTalk:
        return MineTalk()

    def restore(self, memory: dict[str, Any]) -> MineTalk:
        return MineTalk(**(memory | {"step": MineStep(memory["step"])}))

    def takes_text(self, memory: MineTalk) -> bool:
        return memory.step not in (MineStep.CONSENT, MineStep.LINE)

    def choices(self, memory: MineTalk) -> Sequence[tuple[str, str]]:
        if memory.step is MineStep.CONSENT:
            return (("agree", "yes"), ("disagree", "no"))
        if memory.step is MineStep.LINE:
            return tuple((f"my_business_{line}", line) for line in LINES)
        return ()

    def too_long(self, memory: MineTalk, text: str) -> int | None:
        return SAID_LIMIT if len(text) > SAID_LIMIT else None

    def advance(self, memory: MineTalk, said: Said) -> MineTalk | None:
        text = clean(said.text).strip()
        match memory.step:
            case MineStep.CONSENT if said.value in ("yes", "no"):
                agreed = said.value == "yes"
                return replace(memory, step=MineStep.WHICH if agreed else MineStep.REFUSED)
            case MineStep.LINE if said.value in LINES:
                return replace(memory, step=MineStep.VALUE, line=said.value)
            case MineStep.WHICH if len(text) > 2:
                return replace(memory, step=MineStep.DONE, value=text)
            case MineStep.VALUE if value := _value(memory.line, text):
                return replace(memory, step=MineStep.DONE, value=value)
            case MineStep.DAY if (day := read_typed_day(text)) and day <= said.today:
                return replace(memory, step=MineStep.NUMBER, told_on=day.isoformat())
            case MineStep.NUMBER if found := _ENTERPRISE.search(re.sub(r"[\s.-]", "", text)):
                return replace(memory, step=MineStep.DONE, value=found[0])
        return None

    def is_done(self, memory: MineTalk) -> bool:
        return memory.step in (MineStep.DONE, MineStep.REFUSED)

    def finish(self, turn: Turn, memory: MineTalk) -> Outcome:
        if memory.step is MineStep.REFUSED:
            return turn.say("my_business/refused", back=turn.menu_choice())
        if not memory.business_id:
            consents.agree(turn, Purpose.CASE, "my_business/consent")
            mine.claim(turn, ClaimKind.MINE, memory.value)
            return turn.say("my_business/claimed", back=turn.menu_choice())
        one = mine.find(turn, memory.business_id)
        if one is None:
            return mine.show(turn)
        if memory.told_on:
            mine.claim(
                turn, ClaimKind.CONVERTED, memory.value, one.business,
                since=read_typed_day(memory.told_on),
            )  # fmt: skip
            return told_first(mine.show(turn), turn.words_of("my_business/company_told"))
        mine.put_right(turn, one, memory.line, memory.value)
        return told_first(mine.show(turn), turn.words_of("my_business/mended"))


def _value(line: str, text: str) -> str:
    """What a line says from now on; "" for what it cannot say."""
    if line == "workers":
        found = re.findall(r"\d+", text)
        number = read_whole(found[0], 1, MOST_WORKERS) if len(found) == 1 else None
        return str(number or "")
    return text if any(char.isalpha() for char in text) else ""


def act(turn: Turn, rest: str) -> Outcome:
    """`mine`, `mine:claim`, `mine:<business>`, `mine:<business>:<what>`."""
    first, _, what = rest.partition(":")
    if first == "claim":
        return begin(turn, MINE, MineTalk())
    number = read_whole(first)
    if number is None:
        return mine.show(turn)
    one = mine.find(turn, number)
    if one is not None and what in ("mend", "company") and mine.speaks(one):
        step = MineStep.LINE if what == "mend" else MineStep.DAY
        return begin(turn, MINE, MineTalk(step, number, mine.name_of(one)))
    return mine.act(turn, number, what)


MINE = MineFlow()
