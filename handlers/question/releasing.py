"""A question for everybody to read on /phan-anh, before it is answered, too: in words staff
prepared and somebody else released. Never by itself, never what its asker keeps private."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count

from content import anonymous
from content.library import Content
from content.vietnamese import local_day
from handlers.people import telling
from handlers.people.permissions import Action, may
from handlers.people.refusing import NotDone
from handlers.question import fit, versions
from handlers.question.hearing import Done, overtake, tell_askers, who_agreed
from handlers.question.moves import NotAllowed
from handlers.talk import public_pages
from storage.database import Transaction
from storage.public_cases import PublicCase
from storage.question_models import ANSWERED_STATES, Question, QuestionState
from storage.staff_models import Staff

SHOWN, TAKEN_DOWN = "case_shown", "case_taken_down"  # what the keys of their notices begin with
_NEVER = (QuestionState.WITHDRAWN, QuestionState.MERGED, QuestionState.REDIRECTED)


@dataclass(frozen=True, slots=True)
class CaseWords:
    """What everybody reads of it."""

    text: str
    place: str


def may_be_shown(question: Question) -> bool:
    """Whether its asker agreed that it is published and is still there; what is confidential
    never."""
    agreed = question.public and not question.confidential and question.anonymised_at is None
    return agreed and question.state not in _NEVER


def worded(question: Question, case: PublicCase | None) -> CaseWords:
    """As it was prepared, or a first proposal without what a machine finds of people."""
    if case is not None:
        return CaseWords(case.text, case.place)
    said = question.published_text or anonymous.proposed(question.content)
    return CaseWords(said, anonymous.proposed(question.place))


def may_prepare(staff: Staff, question: Question) -> bool:
    return may(staff, Action.TRIAGE) and may_be_shown(question)


def prepare(
    tx: Transaction,
    content: Content,
    question: Question,
    words: CaseWords,
    now: datetime,
    *,
    staff: Staff,
    judged: bool,
) -> PublicCase:
    """These words wait for somebody to release them; other words that stood there are shown no
    more. `judged`: a person has looked at what only looks like a name. Raises NotAllowed,
    NotForThePublic."""
    if not may_prepare(staff, question):
        raise NotAllowed("prepare for everybody what its asker keeps private")
    texts = {"case_text": words.text, "case_place": words.place}
    fit.require_fit(tx, content, question, texts, judged=judged)
    known = tx.public_cases.of(question.id)
    if known is not None and known.released_at is not None:
        overtake(tx, question, now, SHOWN)
    fresh = PublicCase(
        known.id if known else tx.public_cases.ids.next(),
        question.id, words.text, words.place, staff.id, now,
    )  # fmt: skip
    return tx.public_cases.save(fresh) if known else tx.public_cases.add(fresh)


def may_release(staff: Staff, question: Question, case: PublicCase | None) -> bool:
    """Whoever may approve its answer, and never one's own words."""
    if case is None or case.released_at is not None or not may_be_shown(question):
        return False
    return bool(versions.approvers([staff], question, case.author_id))


def release(
    tx: Transaction,
    content: Content,
    question: Question,
    now: datetime,
    *,
    staff: Staff,
    checked: bool,
    site: str = "",
) -> Done:
    """From now on everybody reads it, and those who asked are told where. `checked`: whoever
    releases it has read that nothing in it leads to anybody; `site`: where our own pages are, ""
    for nowhere. Raises NotDone, NotAllowed, NotForThePublic."""
    case = tx.public_cases.of(question.id)
    if case is None or not may_release(staff, question, case):
        raise NotAllowed("release")
    if not checked:
        raise NotDone("checked", "tick_to_publish")
    texts = {"case_text": case.text, "case_place": case.place}
    fit.require_fit(tx, content, question, texts, judged=True)
    tx.public_cases.save(replace(case, released_by=staff.id, released_at=now))
    key = f"{SHOWN}:{question.id}:{_times_taken_down(tx, question)}"
    told = tell_askers(
        tx, content, question, "question/case_shown", now, key=key, calls=False, site=site,
        askers=who_agreed(tx, question), page=public_pages.of_case(question.id),
    )  # fmt: skip
    return Done(question, told)


def may_take_down(staff: Staff, case: PublicCase | None) -> bool:
    """At once, and by anybody who may release or prepare."""
    able = may(staff, Action.APPROVE_ANSWER) or may(staff, Action.TRIAGE)
    return able and case is not None and case.released_at is not None


def take_down(
    tx: Transaction, content: Content, question: Question, now: datetime, *, staff: Staff
) -> Done:
    """Nobody reads it any more; its words stay, to be released again. Whoever was told that it is
    shown hears that it is not. Raises NotAllowed."""
    case = tx.public_cases.of(question.id)
    if case is None or not may_take_down(staff, case):
        raise NotAllowed("take down what is not shown")
    tx.public_cases.save(replace(case, released_by=None, released_at=None))
    times = _times_taken_down(tx, question)
    shown = f"{SHOWN}:{question.id}:{times}"
    heard = [one for one in who_agreed(tx, question) if telling.has_heard(tx, f"{shown}:{one.id}")]
    overtake(tx, question, now, SHOWN)
    told = tell_askers(
        tx, content, question, "question/case_taken_down", now,
        key=f"{TAKEN_DOWN}:{question.id}:{times}", calls=False, askers=heard,
    )  # fmt: skip
    return Done(question, told)


def _times_taken_down(tx: Transaction, question: Question) -> int:
    """How often somebody was told that it is shown no more: shown again, they are told again; in
    other words alone, they are not."""
    prefix = f"{TAKEN_DOWN}:{question.id}"
    return next(n for n in count() if not tx.outbox.states(f"{prefix}:{n}:"))


@dataclass(frozen=True, slots=True)
class OfCases:
    """For the console's list: without words, waiting to be released, shown."""

    unworded: list[Question]
    waiting: list[tuple[Question, PublicCase]]
    shown: list[tuple[Question, PublicCase]]


def of_staff(seen: list[Question], cases: list[PublicCase]) -> OfCases:
    """Of the questions somebody sees, those their askers agreed to publish."""
    by_question = {case.question_id: case for case in cases}
    open_to_all = [one for one in seen if may_be_shown(one)]
    worded_ = [(one, by_question[one.id]) for one in open_to_all if one.id in by_question]
    return OfCases(
        unworded=[one for one in open_to_all if one.id not in by_question],
        waiting=[pair for pair in worded_ if pair[1].released_at is None],
        shown=[pair for pair in worded_ if pair[1].released_at is not None],
    )


def answered_on(question: Question) -> date | None:
    """When it was answered; None while it is open."""
    settled = question.state in ANSWERED_STATES and question.answered_at is not None
    return local_day(question.answered_at) if settled and question.answered_at else None
