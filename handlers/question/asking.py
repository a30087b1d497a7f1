"""A question to the ward: write it in one or more messages, see what is answered already, name the
field, agree, confirm. A complaint or a denunciation is pointed to its own way and not kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from content.commands import typed
from content.complaints import is_complaint
from content.fields import guess_field, similar
from content.mends import Line
from content.names import hear_name, own_name
from content.people import read_phone, show_phone
from content.reports import told_in
from content.search import Decision
from content.spoken import (
    adds_to_it,
    asks,
    ends_writing,
    holds_back,
    instead,
    is_courtesy,
    keeps_unnamed,
    rewrites,
    says_no,
    says_yes,
    stays_unnamed,
    stops_writing,
    waits,
)
from content.vietnamese import fold, says
from handlers.people import consents
from handlers.question import receiving
from handlers.talk import wishes
from handlers.talk.flow import Said, begin
from handlers.talk.turn import Outcome, Turn
from storage.event_models import Event
from storage.outbox import SHOWN
from storage.question_models import Profile, Purpose, Question

LONGEST = 2000
LETTERS = 10
MOST_PHOTOS = 3
ALIKE = 0.55  # shared words of a question asked before, to ask "is it the same?"
LOOKED_AT = 400  # of the latest questions


class AskStep(StrEnum):
    CONTENT = "content"
    SIMILAR = "similar"  # answered already
    JOIN = "join"  # asked already, not answered yet
    FIELD = "field"
    FIELDS = "fields"
    CONSENT = "consent"
    NAME = "name"
    SURE = "sure"  # of what may be no name
    PHONE = "phone"
    CONFIRM = "confirm"
    DONE = "done"
    SOLVED = "solved"
    STOPPED = "stopped"
    REFUSED = "refused"
    REDIRECTED = "redirected"


_FIELD_STEPS = (AskStep.FIELD, AskStep.FIELDS)
_ABOUT_THEM = (AskStep.NAME, AskStep.PHONE, AskStep.CONFIRM)  # in the order they are asked


@dataclass(frozen=True, slots=True)
class Draft:
    step: AskStep = AskStep.CONTENT
    event_id: int = 0
    content: str = ""
    earlier: bool = False  # the content was said before: is it the question?
    last: str = ""  # what was written to it just now: is that alone the question?
    held: bool = False  # it is not to be sent yet
    left_out: str = ""  # ... because of these words, which may have been meant for it
    nameless: bool = False  # no name is to be asked for
    photos: tuple[str, ...] = ()
    entry: str = ""  # the FAQ entry that may answer it
    answered: int = 0  # ... or the published question
    shown: str = ""  # its words
    join: int = 0
    join_count: int = 0
    looked: bool = False
    guess: str = ""
    field: str = ""
    agreed: bool = False
    identified: bool = False
    name: str = ""
    phone: str = ""
    public: bool = False
    fields: tuple[tuple[str, str], ...] = ()  # (id, name) to choose from
    added: bool = False  # more was said at the last look


class QuestionFlow:
    name = "question"
    version = 1

    def begin(
        self,
        event: Event | None = None,
        profile: Profile | None = None,
        text: str = "",
        *,
        meant: bool = False,
    ) -> Draft:
        """`text` is what was said before; `meant` when it was said to be the question."""
        draft = Draft(event_id=event.id if event else 0)
        if profile is not None:
            draft = replace(
                draft, identified=bool(profile.name), name=profile.name, phone=profile.phone
            )
        enough = sum(char.isalpha() for char in text) >= LETTERS and not is_complaint(text)
        enough = enough and len(text) <= LONGEST
        return replace(draft, content=text, earlier=not meant) if enough else draft

    def restore(self, memory: dict[str, Any]) -> Draft:
        lists = {
            "photos": tuple(memory["photos"]),
            "fields": tuple((a, b) for a, b in memory["fields"]),
        }
        return Draft(**(memory | lists | {"step": AskStep(memory["step"])}))

    def takes_text(self, memory: Draft) -> bool:
        named = (AskStep.NAME, AskStep.SURE, AskStep.PHONE, *_FIELD_STEPS)
        return memory.step in (AskStep.CONTENT, AskStep.CONFIRM, *named)

    def too_long(self, memory: Draft, text: str) -> int | None:
        whole = len(_joined(memory.content, text))
        if memory.step not in (AskStep.CONTENT, AskStep.CONFIRM) or whole <= LONGEST:
            return None
        if is_complaint(text) or says(text, *typed("written")):
            return None
        return max(0, LONGEST - (whole - len(text)))

    def choices(self, memory: Draft) -> Sequence[tuple[str, str]]:
        match memory.step:
            case AskStep.CONTENT if memory.earlier:
                return (
                    ("earlier_right", "done"),
                    ("earlier_other", "rewrite"),
                    ("write_more", "more"),
                )
            case AskStep.CONTENT if memory.content:
                alone = (("only_last", "last"),) if memory.last else ()
                return (("written", "done"), *alone, ("rewrite", "rewrite"))
            case AskStep.SIMILAR:
                return (("answers_me", "yes"), ("other_question", "no"))
            case AskStep.JOIN:
                return (("join", "yes"), ("other_question", "no"))
            case AskStep.FIELD:
                return (("right", "yes"), ("other_field", "no"))
            case AskStep.FIELDS:
                return tuple((f"={name}", field_id) for field_id, name in memory.fields)
            case AskStep.CONSENT:
                return (("agree", "yes"), ("disagree", "no"))
            case AskStep.NAME:
                return (("no_name", "skip"),)
            case AskStep.SURE:
                return (("sure_right", "yes"), ("sure_again", "no"))
            case AskStep.PHONE:
                return (("no_phone", "skip"),)
            case AskStep.CONFIRM:
                more = (("without_name", "nameless"),) if memory.name else ()
                return (
                    ("send_public", "public"),
                    ("send_private", "private"),
                    ("rewrite", "rewrite"),
                    *more,
                )
        return ()

    def arrive(self, turn: Turn, memory: Draft) -> Draft:
        """Looks for what is answered or asked already, then guesses the field."""
        if memory.step is AskStep.SIMILAR and not memory.looked:
            memory = replace(_look(turn, memory), looked=True)
            if not memory.shown:
                memory = replace(memory, step=AskStep.JOIN)
        if memory.step is AskStep.JOIN and not memory.join:
            memory = _look_for_company(turn, memory)
            if not memory.join:
                memory = replace(memory, step=AskStep.FIELD)
        if memory.step in _FIELD_STEPS:
            fields = turn.content.fields
            guess = memory.guess or guess_field(memory.content, fields)
            named = tuple((item.id, item.name) for item in fields.values())
            memory = replace(memory, guess=guess, shown=fields[guess].name, fields=named)
        if memory.step is AskStep.CONSENT and consents.has_agreed(turn, Purpose.CASE):
            memory = replace(memory, step=_who(memory), agreed=True)
        if memory.step is AskStep.CONFIRM:
            name = turn.content.fields[memory.field].name if memory.field else ""
            memory = replace(memory, shown=name)
        return memory

    def asking(self, memory: Draft, line: Line) -> Draft | None:
        asked = {Line.NAME: AskStep.NAME, Line.PHONE: AskStep.PHONE}.get(line)
        open_step = AskStep.NAME if memory.step is AskStep.SURE else memory.step
        if asked is None or open_step not in _ABOUT_THEM[_ABOUT_THEM.index(asked) :]:
            return None
        return memory if open_step is asked else replace(memory, step=asked)

    def mended(self, kept: Draft, answered: Draft, line: Line, said: Said) -> Draft:
        return replace(kept, **{str(line): getattr(answered, str(line))})

    def told(self, turn: Turn, memory: Draft, line: Line) -> str:
        return show_phone(memory.phone) if line is Line.PHONE else memory.name

    def advance(self, memory: Draft, said: Said) -> Draft | None:
        match memory.step:
            case AskStep.CONTENT:
                return _written(memory, said)
            case AskStep.SIMILAR if said.value == "yes":
                return replace(memory, step=AskStep.SOLVED)
            case AskStep.SIMILAR if said.value == "no":
                return replace(memory, step=AskStep.JOIN)
            case AskStep.JOIN if said.value == "yes":
                return replace(memory, step=AskStep.CONSENT)
            case AskStep.JOIN if said.value == "no":
                return replace(memory, step=AskStep.FIELD, join=0)
            case AskStep.FIELD if said.value == "yes":
                return replace(memory, step=AskStep.CONSENT, field=memory.guess)
            case AskStep.FIELD if said.value == "no":
                return replace(memory, step=AskStep.FIELDS)
            case AskStep.FIELD | AskStep.FIELDS:
                chosen = said.value or _named_field(memory, said.text)
                return replace(memory, step=AskStep.CONSENT, field=chosen) if chosen else None
            case AskStep.CONSENT if said.value == "yes":
                return replace(memory, step=_who(memory))
            case AskStep.CONSENT if said.value == "no":
                return replace(memory, step=AskStep.REFUSED)
            case AskStep.NAME | AskStep.SURE if not said.value and stays_unnamed(said.text):
                return replace(memory, step=AskStep.PHONE, name="")
            case AskStep.NAME if said.value == "skip" or says_no(said.text):
                return replace(memory, step=AskStep.PHONE, name="")
            case AskStep.SURE if said.value:
                return replace(memory, step=AskStep.PHONE if said.value == "yes" else AskStep.NAME)
            case AskStep.NAME | AskStep.SURE if called := hear_name(said.text):
                step = AskStep.PHONE if called.sure else AskStep.SURE
                return replace(memory, step=step, name=called.name)
            case AskStep.PHONE if said.value == "skip" or _leaves_open(said.text):
                return replace(memory, step=AskStep.CONFIRM, phone="")
            case AskStep.PHONE if phone := read_phone(said.text):
                return replace(memory, step=AskStep.CONFIRM, phone=phone)
            case AskStep.CONFIRM if said.value:
                return _confirmed(memory, said.value)
            case AskStep.CONFIRM:
                return _said_more(memory, said.text)
        return None

    def is_done(self, memory: Draft) -> bool:
        ends = (AskStep.DONE, AskStep.SOLVED, AskStep.STOPPED, AskStep.REFUSED, AskStep.REDIRECTED)
        return memory.step in ends

    def finish(self, turn: Turn, memory: Draft) -> Outcome:
        turn = turn.keeping(asked=None)
        match memory.step:
            case AskStep.REDIRECTED:
                turn.tx.inbox.forget_text(turn.incoming.channel, turn.incoming.external_id)
                return turn.say(
                    "fixed/denounce", [turn.choice("staff", "staff")], turn.menu_choice()
                )
            case AskStep.STOPPED:
                return turn.say("system/cancelled", back=turn.menu_choice())
            case AskStep.SOLVED:
                if memory.entry:
                    turn.tx.feedback.rate(memory.entry, turn.today, good=True)
                return turn.say("question/solved", back=turn.menu_choice())
            case AskStep.REFUSED:
                return turn.say(
                    "question/refused", [turn.choice("staff", "staff")], turn.menu_choice()
                )
        return _sent(turn, memory)


def _written(memory: Draft, said: Said) -> Draft | None:
    earlier, last = memory.earlier, memory.last
    memory = replace(memory, earlier=False, last="", held=False, left_out="")
    if said.value == "last":
        return replace(memory, content=last, looked=False)
    if said.value == "more":
        return memory
    if said.picture is not None and said.picture.name:
        return replace(
            memory,
            photos=(*memory.photos, said.picture.name)[:MOST_PHOTOS],
            content=_joined(memory.content, said.text),
        )
    if said.value == "rewrite":
        return replace(memory, content="", looked=False)
    if said.value == "":
        return _said(memory, said.text, earlier=earlier)
    return replace(memory, step=AskStep.SIMILAR) if memory.content else None


def _said(memory: Draft, text: str, *, earlier: bool) -> Draft | None:
    """A message while the question is written: a part of it, unless it only says that the question
    is whole, is given up, is written anew, waits, or is polite. It is added to an earlier remark:
    nothing that was written goes without a word."""
    if is_complaint(text):
        return replace(memory, step=AskStep.REDIRECTED, content="")
    if stops_writing(text) or (says_no(text) and not memory.content):
        return replace(memory, step=AskStep.STOPPED, content="")
    if not memory.content:
        return _first_said(memory, text)
    if ends_writing(text) or says(text, *typed("written")):
        return replace(memory, step=AskStep.SIMILAR)
    if waits(text):
        return replace(memory, earlier=earlier, held=True)
    if holds_back(text):
        return replace(memory, earlier=earlier, held=True, left_out=text.strip())
    if keeps_unnamed(text):
        return replace(memory, earlier=earlier, nameless=True, name="", phone="")
    if rewrites(text) or (says_no(text) and earlier):
        return replace(memory, content="", looked=False)
    if is_courtesy(text) or says_no(text):
        return replace(memory, earlier=earlier)
    if other := instead(text):
        return replace(memory, content=other, looked=False)
    if called := own_name(text):
        return replace(memory, earlier=earlier, identified=True, name=called)
    last = text.strip() if earlier else ""
    return replace(memory, content=_joined(memory.content, text), last=last, looked=False)


def _first_said(memory: Draft, text: str) -> Draft | None:
    """The first words of a question; None for what says nothing yet."""
    letters = sum(char.isalpha() for char in text)
    says_nothing = is_courtesy(text) or says_yes(text) or waits(text) or holds_back(text)
    if letters < LETTERS or says_nothing or own_name(text):
        return None
    return replace(memory, content=text.strip())


def _said_more(memory: Draft, text: str) -> Draft | None:
    """What is typed at the last look, besides a choice: more of the question, shown again before
    it is sent. Nothing stands in its place: both are read. None for what is none of it."""
    if is_complaint(text):
        return replace(memory, step=AskStep.REDIRECTED, content="")
    if stops_writing(text):
        return replace(memory, step=AskStep.STOPPED, content="")
    is_sure = says_yes(text) or ends_writing(text)
    if waits(text):
        return replace(memory, held=True, left_out="", added=False)
    if holds_back(text) and not is_sure:
        return replace(memory, held=True, left_out=text.strip(), added=False)
    if keeps_unnamed(text):
        return replace(memory, name="", phone="", held=False, added=False)
    if rewrites(text):
        return _confirmed(memory, "rewrite")
    polite = is_courtesy(text) or is_sure or says_no(text)
    if polite or says(text, *typed("written")):
        return None
    enough = sum(char.isalpha() for char in text) >= LETTERS and not asks(text)
    if not enough and not adds_to_it(text):
        return None
    return replace(memory, content=_joined(memory.content, text), added=True, held=False)


def _leaves_open(text: str) -> bool:
    return says_no(text) or (stays_unnamed(text) and read_phone(text) is None)


def _joined(before: str, text: str) -> str:
    return f"{before}\n{text.strip()}".strip()


def _who(memory: Draft) -> AskStep:
    return AskStep.CONFIRM if memory.identified or memory.nameless else AskStep.NAME


def _named_field(memory: Draft, text: str) -> str:
    """The field somebody types by name, or by a word of it."""
    plain = fold(text).strip(" .")
    if len(plain) < 3:
        return ""
    return next((field_id for field_id, name in memory.fields if plain in fold(name)), "")


def _confirmed(memory: Draft, value: str) -> Draft | None:
    match value:
        case "public" | "private":
            return replace(memory, step=AskStep.DONE, public=value == "public")
        case "rewrite":
            return replace(
                memory, step=AskStep.CONTENT, content="", looked=False, join=0, added=False
            )
        case "nameless":
            return replace(memory, name="", phone="")
    return None


def _look(turn: Turn, memory: Draft) -> Draft:
    """The official answer that may be the one: published for somebody else, or of the FAQ."""
    published = turn.tx.questions.published()[:LOOKED_AT]
    found = similar(memory.content, [question.published_text for question in published])
    if found and found[0][0] >= ALIKE:
        question = published[found[0][1]]
        answer = turn.tx.questions.approved(question.id)
        if answer is not None:
            words = turn.words_of("question/as_published", question=question, answer=answer)
            return replace(memory, answered=question.id, shown=words)
    reading = turn.content.understanding.read(memory.content)
    if reading.decision is Decision.ANSWER:
        entry = turn.content.knowledge.entries[reading.entries[0].id]
        if entry.servable_on(turn.today):
            short = turn.content.knowledge.short(entry.id, turn.today)
            return replace(memory, entry=entry.id, shown=f"**{entry.question}**\n\n{short}")
    return memory


def _look_for_company(turn: Turn, memory: Draft) -> Draft:
    """An open question that says the same, in the words staff let others see."""
    others = [
        other
        for other in turn.tx.questions.open()
        if other.shown_text and other.public and not turn.owns(other.contact_id)
    ][-LOOKED_AT:]
    found = similar(memory.content, [other.shown_text for other in others])
    if not found or found[0][0] < ALIKE:
        return memory
    other = others[found[0][1]]
    return replace(
        memory,
        join=other.id,
        join_count=turn.tx.questions.askers(other.id),
        shown=other.shown_text[:SHOWN],
        field=other.field,
    )


def _sent(turn: Turn, memory: Draft) -> Outcome:
    if not memory.agreed:
        consents.agree(turn, Purpose.CASE, "question/consent")
    before = turn.tx.people.profile(turn.contact.id)
    if memory.name:
        told = {"name": memory.name} | ({"phone": memory.phone} if memory.phone else {})
        turn.tx.people.keep_profile(turn.contact.id, turn.now, told)
    known = before if before and memory.name else None
    join: Question | None = turn.tx.questions.get(memory.join) if memory.join else None
    event = turn.tx.events.get(memory.event_id) if memory.event_id else None
    question = receiving.receive(
        turn.tx,
        turn.content,
        receiving.Asked(
            content=memory.content,
            field=memory.field,
            source="chat",
            contact_id=turn.contact.id,
            event_id=event.id if event and event.takes_questions(turn.now) else None,
            asker=memory.name,
            phone=memory.phone or None,
            business=known.business if known else "",
            neighbourhood=known.neighbourhood if known else "",
            public=memory.public,
        ),
        turn.now,
        actor="contact",
        join=join if join and join.is_open else None,
    )
    photos = turn.tx.questions.give_photos(turn.contact.id, list(memory.photos), question.id)
    return turn.say(
        "question/receipt",
        [turn.choice("see_question", f"question:{question.id}")],
        turn.menu_choice(),
        question=question,
        office=turn.content.ward.offices.get(question.office),
        photos=photos,
        event=event,
        join=join,
    )


QUESTION = QuestionFlow()


def ask_ward(turn: Turn, event_id: int = 0) -> Outcome:
    """A question to the ward's staff; what was asked just now and had no answer is offered."""
    event = turn.tx.events.get(event_id) if event_id else None
    if event is None:
        coming = [e for e in turn.tx.events.upcoming(turn.now) if e.takes_questions(turn.now)]
        event = coming[0] if len(coming) == 1 else None
    told = wishes.question_in(turn.text)
    last = turn.conversation.asked or ""
    answered = turn.conversation.entry and not wishes.means_the_last(turn.text)
    asked = told or told_in(turn.text) or ("" if answered else last)
    profile = turn.tx.people.profile(turn.contact.id)
    return begin(turn, QUESTION, QUESTION.begin(event, profile, asked, meant=bool(told)))
