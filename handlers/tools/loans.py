"""Vay vốn: which programmes may fit, with what papers, and whom to see. Never a promise."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from handlers.talk.flow import Said
from handlers.talk.turn import Outcome, Turn


class LoanStep(StrEnum):
    PURPOSE = "purpose"
    WHO = "who"
    SECURITY = "security"
    DONE = "done"


PURPOSES = ("trade", "farm", "jobs", "green", "home")
WHO = ("household", "worker", "company")
SECURITY = ("has", "none")


@dataclass(frozen=True, slots=True)
class Need:
    step: LoanStep = LoanStep.PURPOSE
    purpose: str = ""
    who: str = ""
    security: str = ""


class LoanTool:
    name = "loans"
    version = 1

    def begin(self) -> Need:
        return Need()

    def restore(self, memory: dict[str, Any]) -> Need:
        return Need(**(memory | {"step": LoanStep(memory["step"])}))

    def takes_text(self, memory: Need) -> bool:
        return False

    def choices(self, memory: Need) -> Sequence[tuple[str, str]]:
        match memory.step:
            case LoanStep.PURPOSE:
                return tuple((f"purpose_{value}", value) for value in PURPOSES)
            case LoanStep.WHO:
                return tuple((f"who_{value}", value) for value in WHO)
            case LoanStep.SECURITY:
                return tuple((f"security_{value}", value) for value in SECURITY)
        return ()

    def advance(self, memory: Need, said: Said) -> Need | None:
        match memory.step:
            case LoanStep.PURPOSE if said.value == "home":
                return replace(memory, step=LoanStep.DONE, purpose=said.value)
            case LoanStep.PURPOSE if said.value in PURPOSES:
                return replace(memory, step=LoanStep.WHO, purpose=said.value)
            case LoanStep.WHO if said.value in WHO:
                return replace(memory, step=LoanStep.SECURITY, who=said.value)
            case LoanStep.SECURITY if said.value in SECURITY:
                return replace(memory, step=LoanStep.DONE, security=said.value)
        return None

    def is_done(self, memory: Need) -> bool:
        return memory.step is LoanStep.DONE

    def finish(self, turn: Turn, memory: Need) -> Outcome:
        choices = [
            turn.choice("loan_papers", "faq:ho-so-vay"),
            turn.choice("loan_fraud", "faq:vay-lua-dao"),
            turn.choice("staff", "staff"),
        ]
        return turn.say("loans/result", choices, turn.menu_choice(), need=memory)
