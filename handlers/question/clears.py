"""The six things that are to be clear of a question before anybody works on it: who, what, by when,
whose responsibility, what comes of it, who may decide it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from content.fields import OTHER
from storage.question_models import (
    Question,
    QuestionAbout,
    QuestionKind,
    QuestionState,
    Urgency,
)


class Clear(StrEnum):
    WHO = "who"
    WHAT = "what"
    WHEN = "when"
    WHOSE = "whose"
    PRODUCT = "product"
    AUTHORITY = "authority"


def clear_of(question: Question) -> frozenset[Clear]:
    """Which of the six are clear. By when is, from the day it comes in: its asker was told."""
    said = {
        Clear.WHO: question.responder_id is not None or question.confidential,
        Clear.WHAT: question.field != OTHER or question.about is not None,
        Clear.WHEN: True,
        Clear.WHOSE: question.state is not QuestionState.RECEIVED,
        Clear.PRODUCT: bool(question.product),
        Clear.AUTHORITY: question.authority is not None,
    }
    return frozenset(one for one, is_clear in said.items() if is_clear)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list is narrowed to; "" for everything. `lacks`: one of the six that is not clear."""

    kind: str = ""
    urgency: str = ""
    about: str = ""
    lacks: str = ""

    def of(self, questions: Iterable[Question]) -> list[Question]:
        return [one for one in questions if self._takes(one)]

    def _takes(self, question: Question) -> bool:
        return (
            _fits(self.kind, question.kind, QuestionKind)
            and _fits(self.urgency, question.urgency, Urgency)
            and _fits(self.about, question.about or "", QuestionAbout)
            and (self.lacks not in set(Clear) or self.lacks not in clear_of(question))
        )


NOT_NARROWED = Narrowed()


def _fits(wanted: str, said: str, known: Iterable[str]) -> bool:
    """A value nobody knows narrows nothing."""
    return wanted not in set(known) or said == wanted
