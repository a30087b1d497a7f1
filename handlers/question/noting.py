"""One message about a question that exists: more facts, or why it is not answered."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from content.complaints import asks_where_to_denounce, is_complaint, tells_of_bribe
from content.mends import mends_in
from content.petitions import plainly_of_harassment
from content.spoken import adds_to_it, asks
from content.vietnamese import fold
from handlers.answers import faq, takings
from handlers.question import (
    asking,
    asking_back,
    moves,
    raising,
    receiving,
    reopening,
    together,
)
from handlers.question.looked_up import mine, show
from handlers.talk import wishes
from handlers.talk.flow import Said, begin
from handlers.talk.replies import told_first
from handlers.talk.turn import Outcome, Turn
from storage.question_models import Question, QuestionState

_S = QuestionState
TEXT = 1500
MORE_LETTERS = 10  # beside words that wait to be added
NOTE_LETTERS = 3  # fewer are no words of a question
_PUT_RIGHT = re.compile(
    r"(?:\w+ ){0,3}?(?:sua|doi|thay|chua) (?:lai |chu |cau )*(.{2,60}?) (?:thanh|bang|la|sang) \S"
)


class Note(StrEnum):
    HEARD = "heard"  # something was typed while staff wait for an answer: is it this?
    MORE = "more"
    ADD = "add"  # said by oneself, while nobody has answered yet
    REOPEN = "reopen"
    WORD = "word"  # about how it was dealt with
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
        return True

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
            return replace(memory, step=step) if step else _more_heard(memory, text)
        if is_complaint(text):
            return replace(memory, step=Note.REDIRECTED)
        if sum(char.isalpha() for char in text) < NOTE_LETTERS:
            return None
        return replace(memory, step=Note.DONE, text=text)

    def is_done(self, memory: QuestionNoteMemory) -> bool:
        return memory.step in (Note.DONE, Note.REDIRECTED, Note.NOT_MEANT)

    def finish(self, turn: Turn, memory: QuestionNoteMemory) -> Outcome:
        if memory.step is Note.REDIRECTED:
            return asking.confidentially(turn) or faq.denounced(turn)
        if memory.step is Note.NOT_MEANT:
            asked = replace(turn.incoming, text=memory.text, action="")
            return faq.answer_text(replace(turn, incoming=asked, action=""))
        question = turn.tx.questions.get(memory.question_id)
        if question is None:
            return turn.say("question/none", back=turn.menu_choice())
        head = together.head_of(turn.tx, question)
        if memory.kind is Note.REOPEN and reopening.may_reopen(question, head, turn.now):
            done = reopening.say_wrong(
                turn.tx, turn.content, question, memory.text, turn.now, site=turn.site
            )
            again, back = done.question, turn.menu_choice()
            return turn.say("question/reopened", back=back, question=again, head=again)
        if memory.kind is Note.WORD:
            moves.record(turn.tx, question, moves.WORD, moves.ASKER, turn.now, memory.text)
            return turn.say("question/word_kept", back=turn.menu_choice(), question=question)
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


def _more_heard(memory: QuestionNoteMemory, text: str) -> QuestionNoteMemory | None:
    """More words where it is asked whether those before are to be added: both, asked about once
    more. None for what is no part of them."""
    whole = f"{memory.text}\n{text}"
    enough = sum(char.isalpha() for char in text) >= MORE_LETTERS and len(whole) <= TEXT
    if memory.kind is not Note.ADD or not (enough or adds_to_it(text)) or asks(text):
        return None
    return replace(memory, text=whole)


QUESTION_NOTE = QuestionNote()


def report(turn: Turn) -> Outcome:
    """What the ward is asked to do: offered to be sent as it stands, or as more to a question."""
    return perhaps_more(turn) or asking.offered(turn) or asking.ask_ward(turn)


def for_the_ward(turn: Turn) -> Outcome | None:
    """What officials do to people, what is to be denounced, and what the ward is to see to; None
    for anything else, and where takings are told and nothing worse."""
    petitions = turn.content.understanding.petitions
    if takings.tells(turn, turn.text) and not plainly_of_harassment(petitions(turn.text)):
        return None
    if apart := asking.confidentially(turn):
        return apart
    if tells_of_bribe(turn.text) or asks_where_to_denounce(turn.text):
        return faq.denounced(turn)
    return raised(turn)


def raised(turn: Turn) -> Outcome | None:
    """What the ward is asked to see to, in words no pattern knows: offered to be sent, or as more
    to a question; None for anything else."""
    if raising.said(turn) is None:
        return None
    return perhaps_more(turn) or asking.offered(turn)


def perhaps_more(turn: Turn) -> Outcome | None:
    """Something typed while staff wait for what this person was asked: whether it is the answer.
    None when nobody waits, or it is small talk."""
    waiting = [
        question
        for question in turn.tx.questions.of_contact(turn.contact.id)
        if question.state is not _S.WITHDRAWN
        and not question.confidential  # its words are quoted nowhere
        and together.head_of(turn.tx, question).state is _S.NEEDS_INFO
    ]
    text, kind = turn.text.strip(), Note.MORE
    if not waiting and (shown := just_shown(turn)) and _adds(text, shown):
        waiting, kind = [shown], Note.ADD
    if not waiting or len(text) > TEXT or is_complaint(text) or faq.is_smalltalk(turn):
        return None
    question = max(waiting, key=lambda one: one.id)
    memory = QuestionNoteMemory(Note.HEARD, question.id, kind, text, question.code)
    return begin(turn, QUESTION_NOTE, memory)


def not_added(turn: Turn, outcome: Outcome, memory: QuestionNoteMemory) -> Outcome:
    """The outcome, after a word that what waited to be added was not."""
    words = turn.words_of("question/not_added", text=memory.text, code=memory.code)
    return told_first(outcome, words)


def add(turn: Turn) -> Outcome:
    """More for a question that was sent, in the words beside the wish or in the next message: of
    the one shown just now, else of the latest that may still be added to."""
    text = wishes.added_to_question(turn.text) or ""
    own = turn.tx.questions.of_contact(turn.contact.id)
    open_ones = [one for one in own if receiving.takes_more(one)]
    asked = [one for one in own if together.head_of(turn.tx, one).state is _S.NEEDS_INFO]
    question = just_shown(turn) or next(iter([*asked, *open_ones]), None)
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


def _adds(text: str, question: Question) -> bool:
    """Whether it is more of the question, or puts right some words that stand in it: `ngõ 6 chứ
    không phải ngõ 12`, `sửa ngõ 12 thành ngõ 6`."""
    put = _PUT_RIGHT.match(fold(text))
    wrong = [fold(one.wrong) for one in mends_in(text) if one.wrong] + ([put[1]] if put else [])
    return adds_to_it(text) or any(words in fold(question.content) for words in wrong)


def just_shown(turn: Turn) -> Question | None:
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
