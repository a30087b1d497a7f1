"""The lists of questions staff work with: what each shows to whom, and what a search finds."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from content.fields import similar
from content.people import finds
from handlers.people.permissions import Action, may, sees_question, sorts_of
from handlers.question import answerers, versions
from handlers.question.clears import NOT_NARROWED, Narrowed
from storage.database import Transaction
from storage.question_models import Answer, Question, QuestionState
from storage.search import Searched
from storage.staff_models import Staff

MINE = "cho-toi"  # whatever waits for this person
NAMES = (
    MINE,
    "mo",
    "moi",
    "tre",
    "viec-toi",
    "khong-ai",
    "cho-duyet",
    "cho-dang",
    "xong",
    "tat-ca",
)
_S = QuestionState
# The lists of questions that wait for somebody, and for whom.
WAITING: Mapping[str, Action] = {
    "cho-duyet": Action.APPROVE_ANSWER,
    "tre": Action.DRAFT_ANSWER,
    "moi": Action.TRIAGE,
    "khong-ai": Action.TRIAGE,
    "viec-toi": Action.DRAFT_ANSWER,
    "cho-dang": Action.PUBLISH_ANSWER,
}
LATEST_FIRST = ("tat-ca", "xong")  # the other lists by their deadlines
SHOWN = 200  # on one page
PUBLISHED_SHOWN = 15  # on one page
FOUND_SHOWN = 5
_ALIKE = 0.2  # shared words of a question that says much the same as what is looked for


@dataclass(frozen=True, slots=True)
class Found:
    """The questions of one `page` (from 0, of `pages`) of a list, or of what a search found;
    `elsewhere`: in another list than the one that was searched. `counts`: how many each has."""

    questions: Sequence[Question]
    counts: dict[str, int]
    page: int
    pages: int
    elsewhere: bool = False


def seen_by(tx: Transaction, staff: Staff) -> list[Question]:
    """All this person may see."""
    return [question for question in tx.questions.all() if sees_question(staff, question)]


def look_up(
    tx: Transaction,
    staff: Staff,
    today: date,
    name: str,
    *,
    wanted: str = "",
    event: int | None,
    narrowed: Narrowed = NOT_NARROWED,
    page: int = 0,
) -> Found:
    """One list of what this person may see, what is due first; `event`: only what was asked at it
    or passed on to another, and of the kind it is `narrowed` to; `wanted`: what is searched for,
    there and, when nothing is there, everywhere. What is counted is what the lists show of that
    event, of every kind. Only what is being worked at is read whole; what is settled is counted,
    and read as far as the page shows it."""
    passed_on = tx.questions.passed_on(event) if event is not None else ()
    at_hand = [
        q
        for q in tx.questions.unsettled()
        if sees_question(staff, q) and (event is None or q.event_id == event or q.id in passed_on)
    ]
    settled = [(q, many) for q, many in tx.questions.settled(event) if sees_question(staff, q)]
    alike = {q.id: many for q, many in settled}
    every = [*at_hand, *(q for q, _ in settled)]
    lists = {one: of(tx, every, one, staff, today) for one in dict.fromkeys((*NAMES, name))}
    counts = {one: sum(alike.get(q.id, 1) for q in lists[one]) for one in NAMES}
    numbers = _in_order(tx, lists[name], alike, event, latest_first=name in LATEST_FIRST)
    elsewhere = False
    if wanted.strip():
        found, elsewhere = _searched(tx, staff, wanted, numbers, narrowed)
        numbers = [one.id for one in found]
    elif narrowed != NOT_NARROWED:
        fit = {one.id for one in narrowed.of(tx.questions.some(numbers))}
        numbers = [number for number in numbers if number in fit]
    pages = max(-(-len(numbers) // SHOWN), 1)
    page = min(page, pages - 1)
    shown = numbers[page * SHOWN : (page + 1) * SHOWN]
    read = {one.id: one for one in tx.questions.some(shown)}
    return Found([read[number] for number in shown], counts, page, pages, elsewhere)


def _in_order(
    tx: Transaction,
    listed: Iterable[Question],
    alike: Collection[int],
    event: int | None,
    *,
    latest_first: bool,
) -> list[int]:
    """The ids of a whole list: of those `listed` that are `alike`, each stands for others, too."""
    listed = list(listed)
    dues = {q.id: q.answer_by for q in listed if q.id not in alike}
    if ones := [q.id for q in listed if q.id in alike]:
        dues |= dict(tx.questions.settled_like(ones, event))
    if latest_first:
        return sorted(dues, reverse=True)
    return sorted(dues, key=lambda number: (dues[number], number))


def _searched(
    tx: Transaction, staff: Staff, wanted: str, numbers: Collection[int], narrowed: Narrowed
) -> tuple[list[Question], bool]:
    """What a search finds in a list, or else (True) in any; by its words, or else much the same."""
    hits, here = tx.search.found(Searched.QUESTION, wanted, sorts_of(staff)), set(numbers)
    found = narrowed.of(tx.questions.some(hits & here))
    if not found:
        found = _alike(narrowed.of(tx.questions.some(here)), wanted)
    if found:
        return found, False
    found = [one for one in tx.questions.some(hits) if sees_question(staff, one)]
    return found or (found := _alike(seen_by(tx, staff), wanted)), bool(found)


def of(
    tx: Transaction, questions: Iterable[Question], name: str, staff: Staff, today: date
) -> list[Question]:
    """Those of the questions that a list shows; a tile or a tab that leads there counts the same.
    Whoever approves is shown as waiting for approval what they may approve."""
    if name == MINE:
        return _mine(tx, list(questions), staff, today)
    reworded = set(tx.questions.with_new_words())
    people = tx.staff.all() if name == "khong-ai" else []
    found = [
        question
        for question in questions
        if (question.merged_into is None or name == "gop")
        and _is_in(question, name, staff, today, reworded, people)
    ]
    if name == "cho-duyet" and may(staff, Action.APPROVE_ANSWER):
        found = [q for q in found if versions.may_approve(staff, q, versions.waiting(tx, q))]
    return found


def _mine(
    tx: Transaction, questions: Sequence[Question], staff: Staff, today: date
) -> list[Question]:
    """In any list that waits for this person."""
    lists = [of(tx, questions, one, staff, today) for one in WAITING if may(staff, WAITING[one])]
    waiting = {question.id for found in lists for question in found}
    return [question for question in questions if question.id in waiting]


def by_deadline(questions: Iterable[Question], day: date) -> dict[str, list[Question]]:
    """Open questions that a day reminds of: past every date their askers were told, past the first
    one only, and due that day; none whose reminder was put off until later."""
    running = [
        one
        for one in questions
        if one.is_open and one.stopped_on is None and not one.is_quiet_on(day)
    ]
    return {
        "overdue": [q for q in running if q.overdue_on(day) and not q.extended_on(day)],
        "extended": [q for q in running if q.extended_on(day) and q.due != day],
        "due": [q for q in running if q.due == day],
    }


def _is_in(
    question: Question,
    name: str,
    staff: Staff,
    today: date,
    reworded: Collection[int],
    people: Sequence[Staff],
) -> bool:
    """`reworded`: questions whose answer waits for approval in other words; `people`: all staff."""
    match name:
        case "khong-ai":
            return answerers.is_out_of_reach(people, question)
        case "moi":
            return question.state is _S.RECEIVED
        case "tre":
            return question.overdue_on(today)
        case "cho-duyet":
            return question.state is _S.ANSWERED or question.id in reworded
        case "cho-dang":
            answered = question.state in (_S.DELIVERED, _S.CLOSED)
            return question.public and answered and question.id not in reworded
        case "viec-toi":
            mine = question.responder_id == staff.id or question.office == staff.office
            return mine and question.state in (_S.ASSIGNED, _S.WAITING_UPPER)
        case "xong":
            return not question.is_open and question.state is not _S.MERGED
        case "gop":
            return question.state is _S.MERGED
        case "tat-ca":
            return True
    return question.is_open


def _alike(questions: Sequence[Question], wanted: str) -> list[Question]:
    """Those that say much the same as what is looked for, the most alike first."""
    ranked = similar(wanted, [one.content for one in questions])
    return [questions[place] for score, place in ranked if score > _ALIKE]


Published = tuple[Question, Answer]


def published(tx: Transaction, page: int = 0) -> tuple[list[Published], int]:
    """A page of the questions that anybody may read, latest first, with their answers; and how many
    pages there are. A page too far is the last."""
    questions = tx.questions.published()
    pages = max(-(-len(questions) // PUBLISHED_SHOWN), 1)
    first = min(page, pages - 1) * PUBLISHED_SHOWN
    return _answered(tx, questions[first : first + PUBLISHED_SHOWN]), pages


def published_about(tx: Transaction, wanted: str) -> list[Published]:
    """Some of them that say the words looked for."""
    found = [one for one in tx.questions.published() if finds(wanted, one.published_text)]
    return _answered(tx, found[:FOUND_SHOWN])


def published_one(tx: Transaction, question_id: int) -> Published | None:
    """The one with this number, while it is published."""
    question = tx.questions.get(question_id)
    if question is None or question.state is not QuestionState.PUBLISHED:
        return None
    return next(iter(_answered(tx, [question])), None)


def _answered(tx: Transaction, questions: Sequence[Question]) -> list[Published]:
    pairs = ((one, tx.questions.approved(one.id)) for one in questions)
    return [(one, answer) for one, answer in pairs if answer is not None]


# What somebody goes through one after another, by what they may do.
_ROUNDS = (
    ("cho-duyet", Action.APPROVE_ANSWER),
    ("moi", Action.TRIAGE),
    ("viec-toi", Action.DRAFT_ANSWER),
)


def next_to(
    tx: Transaction, staff: Staff, today: date, question: Question
) -> tuple[Question, int] | None:
    """What this person deals with after this question: the next by its deadline in the first of
    their lists that has any, and how many that list has besides this one."""
    waiting = [one for one in tx.questions.open() if sees_question(staff, one)]
    for name, needed in _ROUNDS:
        if not may(staff, needed):
            continue
        others = [one for one in of(tx, waiting, name, staff, today) if one.id != question.id]
        if name == "cho-duyet":
            others = [
                one for one in others if versions.may_approve(staff, one, versions.waiting(tx, one))
            ]
        if others:
            return min(others, key=lambda one: (one.answer_by, one.id)), len(others)
    return None
