"""A question as its asker sees it: where it stands, the answer, a rating, one chance to reopen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from content.complaints import is_complaint
from content.spoken import adds_to_it
from handlers.answers import faq
from handlers.question import asking, asking_back, merging, moves, receiving, reopening, together
from handlers.talk import wishes
from handlers.talk.flow import Said, begin
from handlers.talk.messages import Choice
from handlers.talk.replies import told_first
from handlers.talk.turn import Outcome, Turn
from storage.database import Transaction
from storage.question_models import ANSWERED_STATES, Question, QuestionState

# Wrong digits of one person under one code, and of everybody together, within an hour.
TRIES, TRIES_OF_ALL = 5, 20
TRIES_WITHIN = timedelta(hours=1)
TEXT = 1500
NOTE_LETTERS = 3  # fewer are no words of a question

_S = QuestionState


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
    text = turn.words_of(
        "question/show",
        question=question,
        head=head,
        office=turn.content.ward.offices.get(head.office),
        answer=turn.tx.questions.approved(head.id) if answered else None,
        carried_to=_carried_to(turn, head),
        askers=turn.tx.questions.askers(head.id),
        more=_what_is_missing(turn, head),
        overdue=head.overdue_on(turn.today),
    )
    return turn.reply(text, _choices(turn, question, head), turn.menu_choice())


def _carried_to(turn: Turn, head: Question) -> str:
    """The conference it was passed on to, "" for none."""
    event = turn.tx.events.get(head.event_id) if head.carried_from and head.event_id else None
    return event.title if event is not None else ""


def _choices(turn: Turn, question: Question, head: Question) -> list[Choice]:
    base = f"question:{question.id}"
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


def act(turn: Turn, question_id: int, action: str) -> Outcome:
    """Something done with a question; somebody else's is as good as none."""
    question = turn.tx.questions.get(question_id)
    if question is None or not turn.owns(question.contact_id):
        return turn.say("question/none", [turn.choice("ask_ward", "ask_ward")], turn.menu_choice())
    head = together.head_of(turn.tx, question)
    base = f"question:{question.id}"
    match action.split(":"):
        case ["rate", stars] if stars in "12345" and head.state in ANSWERED_STATES:
            turn.tx.questions.save(replace(question, rating=int(stars)))
            again = int(stars) <= 2 and reopening.may_reopen(question, head, turn.now)
            offered = [turn.choice("reopen", f"{base}:reopen")] if again else []
            back = turn.menu_choice()
            return turn.say("question/rated", offered, back, stars=int(stars), may_reopen=again)
        case ["unhappy"] if head.state in ANSWERED_STATES:
            open_again = reopening.may_reopen(question, head, turn.now)
            offered = [turn.choice("reopen", f"{base}:reopen")] if open_again else []
            offered.append(turn.choice("see_question", base))
            return turn.say("question/unhappy", offered, turn.menu_choice(), may_reopen=open_again)
        case ["reopen"] if reopening.may_reopen(question, head, turn.now):
            return begin(turn, QUESTION_NOTE, QUESTION_NOTE.begin(question.id, Note.REOPEN))
        case ["more"] if head.state is _S.NEEDS_INFO:
            return begin(turn, QUESTION_NOTE, QUESTION_NOTE.begin(question.id, Note.MORE))
        case ["withdraw"] if head.is_open:
            sure = turn.choice("withdraw_sure", f"{base}:withdraw:sure")
            keep = turn.choice("keep_question", base)
            return turn.say("question/withdraw", [sure, keep], question=question)
        case ["withdraw", "sure"] if together.waits(turn.tx, question):
            take_back(turn.tx, question, turn.now)
            return turn.say("question/withdrawn", back=turn.menu_choice(), question=question)
    return show(turn, question)


def take_back(
    tx: Transaction,
    question: Question,
    now: datetime,
    *,
    by: str = moves.ASKER,
    move: moves.Move = moves.Move.WITHDRAW,
) -> None:
    """The asker takes the question back, or is erased (`move`) by whoever `by` names; others who
    asked the same keep theirs."""
    tx.calls.settle_question(question.id, now)  # nobody is called about it any more
    if question.state is _S.MERGED:
        gone = tx.questions.save(replace(question, state=_S.WITHDRAWN, closed_at=now))
        moves.record(tx, gone, move, by, now)
        return
    heirs = [one for one in tx.questions.merged_into(question.id) if one.state is _S.MERGED]
    moves.move(tx, question, move, now, staff=None, by=by, closed_at=now)
    if heirs:
        merging.inherit(tx, question, heirs, now)


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


class Note(StrEnum):
    HEARD = "heard"  # something was typed while staff wait for an answer: is it this?
    MORE = "more"
    ADD = "add"  # said by oneself, while nobody has answered yet
    REOPEN = "reopen"
    NOT_MEANT = "not_meant"
    DONE = "done"
    REDIRECTED = "redirected"


@dataclass(frozen=True, slots=True)
class QuestionNoteMemory:
    step: Note
    question_id: int  # the asker's own, also where another one's answer is theirs
    kind: Note
    text: str = ""
    code: str = ""


class QuestionNote:
    """One message about a question that exists: more facts, or why it is not answered."""

    name = "question_note"
    version = 3

    def begin(self, question_id: int = 0, kind: Note = Note.MORE) -> QuestionNoteMemory:
        return QuestionNoteMemory(kind, question_id, kind)

    def restore(self, memory: dict[str, Any]) -> QuestionNoteMemory:
        return QuestionNoteMemory(
            Note(memory["step"]),
            memory["question_id"],
            Note(memory["kind"]),
            memory["text"],
            memory["code"],
        )

    def takes_text(self, memory: QuestionNoteMemory) -> bool:
        return memory.step is not Note.HEARD

    def too_long(self, memory: QuestionNoteMemory, text: str) -> int | None:
        return TEXT if len(text) > TEXT and not is_complaint(text) else None

    def choices(self, memory: QuestionNoteMemory) -> Sequence[tuple[str, str]]:
        if memory.step is Note.HEARD:
            return (("send_note", "send"), ("not_a_note", "not"))
        return ()

    def advance(self, memory: QuestionNoteMemory, said: Said) -> QuestionNoteMemory | None:
        text = said.text.strip()
        if memory.step is Note.HEARD:
            step = {"send": Note.DONE, "not": Note.NOT_MEANT}.get(said.value)
            return replace(memory, step=step) if step else None
        if is_complaint(text):
            return replace(memory, step=Note.REDIRECTED)
        if sum(char.isalpha() for char in text) < NOTE_LETTERS:
            return None
        return replace(memory, step=Note.DONE, text=text)

    def is_done(self, memory: QuestionNoteMemory) -> bool:
        return memory.step in (Note.DONE, Note.REDIRECTED, Note.NOT_MEANT)

    def finish(self, turn: Turn, memory: QuestionNoteMemory) -> Outcome:
        if memory.step is Note.REDIRECTED:
            turn.tx.inbox.forget_text(turn.incoming.channel, turn.incoming.external_id)
            return turn.say("fixed/denounce", [turn.choice("staff", "staff")], turn.menu_choice())
        if memory.step is Note.NOT_MEANT:
            asked = replace(turn.incoming, text=memory.text, action="")
            return faq.answer_text(replace(turn, incoming=asked, action=""))
        question = turn.tx.questions.get(memory.question_id)
        if question is None:
            return turn.say("question/none", back=turn.menu_choice())
        head = together.head_of(turn.tx, question)
        if memory.kind is Note.REOPEN and reopening.may_reopen(question, head, turn.now):
            done = reopening.say_wrong(turn.tx, turn.content, question, memory.text, turn.now)
            again, back = done.question, turn.menu_choice()
            return turn.say("question/reopened", back=back, question=again, head=again)
        if memory.kind is Note.MORE and head.state is _S.NEEDS_INFO:
            told = asking_back.told_more(
                turn.tx, turn.content, head, memory.text, turn.now, asker=question
            )
            back = turn.menu_choice()
            return turn.say("question/told_more", back=back, question=question, head=told.question)
        if memory.kind is Note.ADD and receiving.takes_more(question):
            receiving.add_words(turn.tx, question, memory.text, turn.now)
            return turn.say(
                "question/added", back=turn.menu_choice(), question=question, text=memory.text
            )
        return show(turn, question)


QUESTION_NOTE = QuestionNote()


def report(turn: Turn) -> Outcome:
    """What the ward is asked to do: offered to be sent as it stands, or as more to a question."""
    return perhaps_more(turn) or asking.ask_ward(turn)


def perhaps_more(turn: Turn) -> Outcome | None:
    """Something typed while staff wait for what this person was asked: whether it is the answer.
    None when nobody waits, or it is small talk."""
    waiting = [
        question
        for question in turn.tx.questions.of_contact(turn.contact.id)
        if question.state is not _S.WITHDRAWN
        and together.head_of(turn.tx, question).state is _S.NEEDS_INFO
    ]
    text, kind = turn.text.strip(), Note.MORE
    if not waiting and (shown := _just_shown(turn)) and adds_to_it(text):
        waiting, kind = [shown], Note.ADD
    if not waiting or len(text) > TEXT or is_complaint(text) or faq.is_smalltalk(turn):
        return None
    question = max(waiting, key=lambda one: one.id)
    memory = QuestionNoteMemory(Note.HEARD, question.id, kind, text, question.code)
    return begin(turn, QUESTION_NOTE, memory)


def add(turn: Turn) -> Outcome:
    """More for a question that was sent, in the words beside the wish or in the next message: of
    the one shown just now, else of the latest that may still be added to."""
    text = wishes.added_to_question(turn.text) or ""
    own = turn.tx.questions.of_contact(turn.contact.id)
    open_ones = [one for one in own if receiving.takes_more(one)]
    asked = [one for one in own if together.head_of(turn.tx, one).state is _S.NEEDS_INFO]
    question = _just_shown(turn) or next(iter([*asked, *open_ones]), None)
    if not own:
        return asking.ask_ward(turn)
    if question is None:
        return told_first(mine(turn), turn.words_of("question/adds_no_more", question=own[0]))
    kind = Note.MORE if question in asked else Note.ADD
    enough = sum(char.isalpha() for char in text) >= NOTE_LETTERS and len(text) <= TEXT
    step = Note.HEARD if enough and not is_complaint(text) else Note.MORE
    words = text if step is Note.HEARD else ""
    memory = QuestionNoteMemory(step, question.id, kind, words, question.code)
    return begin(turn, QUESTION_NOTE, memory)


def _just_shown(turn: Turn) -> Question | None:
    """The person's own question that the last message was about, if more may be added to it."""
    if not turn.answers_fresh_list:
        return None
    for _, _, action in turn.conversation.choices:
        place, _, rest = action.partition(":")
        number = rest.partition(":")[0]
        if place != "question" or not number.isdecimal():
            continue
        question = turn.tx.questions.get(int(number))
        own = question is not None and turn.owns(question.contact_id)
        return question if question and own and receiving.takes_more(question) else None
    return None
