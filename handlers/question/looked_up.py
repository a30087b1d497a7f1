"""A question as its asker sees it: where it stands, the answer, what may still be done with it."""

from datetime import datetime, timedelta

from handlers.question import asking_back, files, reopening, together
from handlers.talk.messages import Choice
from handlers.talk.turn import Outcome, Turn
from storage.calls import CallState
from storage.database import Transaction
from storage.question_models import ANSWERED_STATES, Question, QuestionState

_S = QuestionState
# Wrong digits of one person under one code, and of everybody together, within an hour.
TRIES, TRIES_OF_ALL = 5, 20
TRIES_WITHIN = timedelta(hours=1)


def mine(turn: Turn) -> Outcome:
    """This contact's questions, the latest first."""
    found = turn.tx.questions.of_contact(turn.contact.id)[:8]
    if len(found) == 1:
        return show(turn, found[0])
    choices = [
        Choice(turn.words_of("question/choice", question=q), f"question:{q.id}") for q in found
    ]
    choices.append(turn.choice("ask_ward", "ask_ward"))
    return turn.say("question/list", choices, turn.menu_choice(), count=len(found))


def show(turn: Turn, question: Question) -> Outcome:
    """All there is to say to the asker."""
    head = together.head_of(turn.tx, question)
    answered = head.state in ANSWERED_STATES
    answer = turn.tx.questions.approved(head.id) if answered else None
    text = turn.words_of(
        "question/show",
        question=question,
        head=head,
        office=turn.content.ward.offices.get(head.office),
        answer=answer,
        files=files.for_asker(turn.tx, head, answer, turn.site),
        carried_to=_carried_to(turn, head),
        askers=turn.tx.questions.askers(head.id),
        more=_what_is_missing(turn, head),
        overdue=head.overdue_on(turn.today),
        call_by=call_owed(turn.tx, question),
    )
    return turn.reply(text, _choices(turn, question, head), turn.menu_choice())


def call_owed(tx: Transaction, question: Question) -> datetime | None:
    """By when its asker is called, who wished it; None for nobody."""
    calls = tx.calls.of_question(question.id)
    open_ones = (one for one in calls if one.state is CallState.OPEN)
    return next((one.due_at for one in open_ones if one.message == _WISHED), None)


_WISHED = "question/call_me"  # the call that is made of a wish to be called


def _carried_to(turn: Turn, head: Question) -> str:
    """The conference it was passed on to, "" for none."""
    event = turn.tx.events.get(head.event_id) if head.carried_from and head.event_id else None
    return event.title if event is not None else ""


def _choices(turn: Turn, question: Question, head: Question) -> list[Choice]:
    base = f"question:{question.id}"
    if head.state in ANSWERED_STATES and question.kind in reopening.TO_BE_DONE:
        judge = [turn.choice(one, f"{base}:{do}") for one, do in reopening.OUTCOMES]
        return judge if question.outcome is None else [turn.choice("say_word", f"{base}:word")]
    if head.state in ANSWERED_STATES:
        rate = question.rating is None
        rates = [turn.choice(f"rate_{n}", f"{base}:rate:{n}") for n in range(1, 6)] if rate else []
        again = [turn.choice("reopen", f"{base}:reopen")]
        return [*rates, *(again if reopening.may_reopen(question, head, turn.now) else [])]
    more = [turn.choice("tell_more", f"{base}:more")] if head.state is _S.NEEDS_INFO else []
    if head.is_open:
        more.append(turn.choice("withdraw", f"{base}:withdraw"))
    return more


def _what_is_missing(turn: Turn, question: Question) -> str:
    asked = asking_back.missing(turn.tx, question)
    return asked.note if asked else ""


def by_code(turn: Turn, code: str, digits: str = "") -> Outcome | None:
    """A question's code: the asker sees all, anybody else the state and the published answer. The
    last four digits of the phone, typed after the code, prove the asker on another channel."""
    question = turn.tx.questions.by_code(code)
    if question is None:
        return None
    if turn.owns(question.contact_id):
        return show(turn, question)
    locked = bool(digits and question.phone) and not _may_try(turn, code)
    if digits and question.phone and not locked:
        if question.phone.endswith(digits):
            return _read_only(turn, question)
        for subject in (f"code:{code}", f"code:{code}:{turn.contact.id}"):
            turn.tx.people.add_wrong_try(subject, turn.now)
    head = together.head_of(turn.tx, question)
    answer = turn.tx.questions.approved(head.id) if head.state is _S.PUBLISHED else None
    return turn.say(
        "question/other",
        back=turn.menu_choice(),
        question=head,
        code=code,
        office=turn.content.ward.offices.get(head.office),
        answer=answer,
        wrong_digits=bool(digits) and not locked,
        locked=locked,
        ask_digits=bool(question.phone),
    )


def _may_try(turn: Turn, code: str) -> bool:
    """One person's slips lock out nobody else; guessing from many sides is bounded, too."""
    since, count = turn.now - TRIES_WITHIN, turn.tx.people.count_wrong_tries
    mine = count(f"code:{code}:{turn.contact.id}", since)
    return mine < TRIES and count(f"code:{code}", since) < TRIES_OF_ALL


def _read_only(turn: Turn, question: Question) -> Outcome:
    shown = show(turn, question)
    return turn.reply(shown.replies[-1].text, back=turn.menu_choice())
