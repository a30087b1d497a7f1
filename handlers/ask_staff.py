"""Leaving a question for the staff: write it, look at it once more, send it. No name is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from content.redaction import redact
from handlers.flow import Said
from handlers.turn import Outcome, Turn
from storage.models import Reason

LIMIT = 1000


class Step(StrEnum):
    QUESTION = "question"
    CONFIRM = "confirm"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Draft:
    step: Step = Step.QUESTION
    text: str = ""


class AskStaff:
    name = "ask_staff"
    version = 1

    def begin(self) -> Draft:
        return Draft()

    def restore(self, memory: dict[str, Any]) -> Draft:
        return Draft(Step(memory["step"]), memory["text"])

    def takes_text(self, memory: Draft) -> bool:
        return memory.step is Step.QUESTION

    def choices(self, memory: Draft) -> Sequence[tuple[str, str]]:
        if memory.step is Step.CONFIRM:
            return (("send", "send"), ("rewrite", "rewrite"))
        return ()

    def advance(self, memory: Draft, said: Said) -> Draft | None:
        match memory.step:
            case Step.QUESTION if said.text.strip():
                return Draft(Step.CONFIRM, redact(said.text.strip())[:LIMIT])
            case Step.CONFIRM if said.value == "send":
                return replace(memory, step=Step.DONE)
            case Step.CONFIRM if said.value == "rewrite":
                return Draft()
        return None

    def is_done(self, memory: Draft) -> bool:
        return memory.step is Step.DONE

    def finish(self, turn: Turn, memory: Draft) -> Outcome:
        turn.tx.feedback.add_unanswered(memory.text, Reason.FOR_STAFF, turn.today)
        return turn.say("ask_staff/done", back=turn.menu_choice())
