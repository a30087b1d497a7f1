"""The cases everybody reads on /phan-anh: how far each is, how long it took, and what was promised
and kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from content.vietnamese import local_day, order_key
from handlers.question.releasing import answered_on, may_be_shown
from storage.database import Transaction
from storage.public_cases import PublicCase
from storage.question_models import (
    ANSWERED_STATES,
    Question,
    QuestionResult,
    QuestionState,
    Verdict,
)

SHOWN = 15  # on one page


class CaseState(StrEnum):
    """How far a case is, in the words of the page."""

    RECEIVED = "received"
    IN_HAND = "in_hand"
    ABOVE = "above"
    ANSWERED = "answered"
    SOLVED = "solved"
    GUIDED = "guided"
    NOT_OURS = "not_ours"


OPEN = (CaseState.RECEIVED, CaseState.IN_HAND, CaseState.ABOVE)
_BY_RESULT = {
    QuestionResult.SOLVED: CaseState.SOLVED,
    QuestionResult.GUIDED: CaseState.GUIDED,
    QuestionResult.PASSED_UP: CaseState.ABOVE,
    QuestionResult.NOT_OURS: CaseState.NOT_OURS,
}


class Promise(StrEnum):
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    COMING = "coming"
    BROKEN = "broken"  # its day is past, and nobody said that it was done


@dataclass(frozen=True, slots=True)
class ShownCase:
    """One case, without anybody in it. `answer`: in the words that were published, "" for none;
    `days`: since it came, or until it was answered."""

    id: int
    text: str
    place: str
    field: str
    kind: str
    state: CaseState
    received_on: date
    answered_on: date | None
    due: date
    days: int
    askers: int = 1
    answer: str = ""
    promised_on: date | None = None
    kept_on: date | None = None
    promise: Promise | None = None

    @property
    def is_open(self) -> bool:
        return self.answered_on is None


@dataclass(frozen=True, slots=True)
class CasesWanted:
    """What of the cases is looked for; "" for all. `how_far`: a CaseState; `longest`: the ones that
    took longest first."""

    field: str = ""
    place: str = ""
    how_far: str = ""
    longest: bool = False


@dataclass(frozen=True, slots=True)
class CasesSeen:
    """A page of them, with how many there are by state and of what was promised, of all."""

    cases: Sequence[ShownCase]
    page: int
    pages: int
    found: int
    fields: Sequence[str]
    places: Sequence[str]
    by_state: dict[CaseState, int]
    by_promise: dict[Promise, int]

    @property
    def all(self) -> int:
        return sum(self.by_state.values())


def find(tx: Transaction, question_id: int, today: date) -> ShownCase | None:
    """The one with this number, while it is shown."""
    case, question = tx.public_cases.of(question_id), tx.questions.get(question_id)
    if case is None or question is None or not _is_shown(case, question):
        return None
    return _shown(tx, question, case, today)


def everything(tx: Transaction, today: date) -> list[ShownCase]:
    """The latest released first."""
    pairs = ((case, tx.questions.get(case.question_id)) for case in tx.public_cases.released())
    return [
        _shown(tx, question, case, today)
        for case, question in pairs
        if question is not None and _is_shown(case, question)
    ]


def look_up(tx: Transaction, today: date, wanted: CasesWanted, page: int) -> CasesSeen:
    """A page (from 0; one too far is the last) of those that are wanted."""
    cases = everything(tx, today)
    found = [one for one in cases if _is_wanted(one, wanted)]
    if wanted.longest:
        found.sort(key=lambda one: -one.days)
    pages = max(-(-len(found) // SHOWN), 1)
    page = min(page, pages - 1)
    return CasesSeen(
        found[page * SHOWN :][:SHOWN],
        page,
        pages,
        len(found),
        list(dict.fromkeys(one.field for one in cases)),
        sorted({one.place for one in cases if one.place}, key=order_key),
        {state: sum(one.state is state for one in cases) for state in CaseState},
        {kind: sum(one.promise is kind for one in cases) for kind in Promise},
    )


def _is_wanted(case: ShownCase, wanted: CasesWanted) -> bool:
    return (
        wanted.field in ("", case.field)
        and wanted.place in ("", case.place)
        and wanted.how_far in ("", case.state)
    )


def _is_shown(case: PublicCase, question: Question) -> bool:
    return case.released_at is not None and may_be_shown(question)


def _shown(tx: Transaction, question: Question, case: PublicCase, today: date) -> ShownCase:
    received, answered = local_day(question.created_at), answered_on(question)
    approved = tx.questions.approved(question.id)
    published = question.state is QuestionState.PUBLISHED and approved is not None
    promised = question.promised_on if question.state in ANSWERED_STATES else None
    return ShownCase(
        id=question.id,
        text=case.text,
        place=case.place,
        field=question.field,
        kind=str(question.kind),
        state=_state(question),
        received_on=received,
        answered_on=answered,
        due=question.due,
        days=((answered or today) - received).days,
        askers=tx.questions.askers(question.id),
        answer=approved.for_the_public if published and approved else "",
        promised_on=promised,
        kept_on=question.promise_kept_on if promised else None,
        promise=_promise(promised, question.promise_kept_on, today) if promised else None,
    )


def _state(question: Question) -> CaseState:
    if question.state in ANSWERED_STATES:
        denied = question.outcome is Verdict.NOT_DONE
        if question.result is None or (question.result is QuestionResult.SOLVED and denied):
            return CaseState.ANSWERED
        return _BY_RESULT[question.result]
    if question.state in (QuestionState.RECEIVED, QuestionState.NEEDS_INFO):
        return CaseState.RECEIVED
    if question.state is QuestionState.WAITING_UPPER:
        return CaseState.ABOVE
    return CaseState.IN_HAND


def _promise(promised_on: date, kept_on: date | None, today: date) -> Promise:
    if kept_on is not None:
        return Promise.KEPT if kept_on <= promised_on else Promise.KEPT_LATE
    return Promise.COMING if today <= promised_on else Promise.BROKEN
