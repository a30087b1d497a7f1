"""A question to the ward: write it in one or more messages, see what is answered already, name the
field, agree, confirm. A complaint or a denunciation is pointed to its own way and not kept."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from content.call_me import says_what_about
from content.complaints import is_complaint, speaks_of_staff
from content.conditions import Condition
from content.fields import guess_field
from content.mends import Line
from content.names import hear_name, is_given_as_name
from content.parties import uses_own_number
from content.people import may_be_one, read_phone, show_phone
from content.redaction import redact
from content.reports import told_in
from content.short_answers import ends_writing, says_no, says_yes
from content.spoken import keeps_unnamed, stays_unnamed
from content.vietnamese import fold
from handlers.answers import faq
from handlers.people import consents, telling
from handlers.question import lane, raising, receiving
from handlers.question.asked_before import look_for_answer, look_for_company
from handlers.question.writing import (
    ABOUT_THEM,
    FIELD_STEPS,
    LAST_LOOKS,
    LETTERS,
    LONGEST,
    MOST_PHOTOS,
    TO_TALK,
    AskStep,
    Draft,
    InTalk,
    confirmed,
    confirms_call,
    goes_at_once,
    leaves_open,
    may_go,
    named_field,
    of_call,
    said_beside,
    said_more,
    told_beside,
    who_is_asked,
    whole_of,
    with_condition,
    written,
)
from handlers.talk import wishes
from handlers.talk.flow import Said, begin
from handlers.talk.known_here import known_here
from handlers.talk.replies import SEND_WHOLE
from handlers.talk.turn import PATIENCE, Outcome, Turn
from storage.event_models import Event
from storage.question_models import (
    Profile,
    Purpose,
    Question,
    QuestionAbout,
    QuestionKind,
    Urgency,
)

_WHEN_TO_CALL = re.compile(
    r"\b(?:goi|luc|tam|truoc|sau|buoi)\b.*\b(?:sang|trua|chieu|toi|gio|h|mai|mot)\b"
)
# `ghi là hỏi về chi phí lương`: what the ward is to call about
_TO_CALL_ABOUT = re.compile(r"^(?:(?:thi|nho|em|chau) )*(?:ghi (?:la|ro)|noi la|(?:de )?hoi ve)\b")


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
        whole: bool = False,
        photos: tuple[str, ...] = (),
        calls: bool = False,
        known: str = "",
    ) -> Draft:
        """`text` is what was said before; `meant` when it was said to be the question, `whole` when
        it is to be sent as it is. `photos` came before it. `calls`: the ward is asked to call, at
        the number `known` where no other is told."""
        draft = Draft(event_id=event.id if event else 0, photos=photos[:MOST_PHOTOS])
        if profile is not None:
            draft = replace(
                draft, identified=bool(profile.name), name=profile.name, phone=profile.phone
            )
        if calls:
            told = read_phone(text) or draft.phone or known
            return replace(
                draft, step=AskStep.CONSENT, content=text, calls=True, phone=told, name=draft.name
            )
        enough = sum(char.isalpha() for char in text) >= LETTERS and not is_complaint(text)
        enough = enough and len(text) <= LONGEST
        if not enough:
            return draft
        step = AskStep.WHOLE if whole else AskStep.CONTENT
        return replace(draft, step=step, content=text, earlier=not meant)

    def restore(self, memory: dict[str, Any]) -> Draft:
        lists = {
            "photos": tuple(memory["photos"]),
            "fields": tuple((a, b) for a, b in memory["fields"]),
            "offices": tuple((a, b) for a, b in memory.get("offices", ())),
            "readers": tuple(memory.get("readers", ())),
            "reader_names": tuple(memory.get("reader_names", ())),
        }
        return Draft(**(memory | lists | {"step": AskStep(memory["step"])}))

    def with_condition(self, memory: Draft, condition: Condition) -> Draft | None:
        return with_condition(memory, condition)

    def told_ahead(self, memory: Draft, said: Said) -> Draft | None:
        """Who asks, told before the consent: not asked for again after it."""
        called, plain = hear_name(said.text), fold(said.text)
        of_the_call = _WHEN_TO_CALL.search(plain) or _TO_CALL_ABOUT.match(plain)
        if memory.calls and not read_phone(said.text) and of_the_call:
            return replace(memory, content=whole_of(memory.content, said.text))
        if called is None or not is_given_as_name(called, said.text):
            return told_beside(memory, said.text) or said_beside(memory, said.text)
        phone = read_phone(said.text) or memory.phone
        return replace(memory, name=called.name, phone=phone, identified=True)

    def takes_text(self, memory: Draft) -> bool:
        named = (AskStep.NAME, AskStep.SURE, AskStep.PHONE, AskStep.CALL, *FIELD_STEPS)
        raised = (*raising.STEPS, AskStep.LANE)
        return memory.step in (AskStep.CONTENT, *LAST_LOOKS, *named, *raised)

    def too_long(self, memory: Draft, text: str) -> int | None:
        whole = len(whole_of(memory.content, text))
        if memory.step not in (AskStep.CONTENT, *LAST_LOOKS) or whole <= LONGEST:
            return None
        if is_complaint(text) or ends_writing(text):
            return None
        return max(0, LONGEST - (whole - len(text)))

    def choices(self, memory: Draft) -> Sequence[tuple[str, str]]:
        if memory.step in raising.STEPS:
            return raising.choices(memory)
        match memory.step:
            case AskStep.LANE:
                return _in_lane_choices(memory)
            case AskStep.WHOLE:
                return (("send_whole", "yes"), ("write_on", "more"))
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
            case AskStep.CONSENT if memory.calls and memory.phone:
                return (("agree", "yes"), ("call_other", "phone"), ("disagree", "no"))
            case AskStep.CONSENT:
                return (("agree", "yes"), ("disagree", "no"))
            case AskStep.NAME:
                return (("no_name", "skip"),)
            case AskStep.SURE:
                return (("sure_right", "yes"), ("sure_again", "no"))
            case AskStep.PHONE if memory.calls:
                return ()
            case AskStep.PHONE:
                return (("no_phone", "skip"),)
            case AskStep.CALL:
                return (("call_this", "yes"), ("call_other", "phone"))
            case AskStep.CONFIRM:
                return _ways_to_send(memory)
            case AskStep.OFFICE:
                return tuple((f"={name}", office) for office, name in memory.offices)
        return ()

    def arrive(self, turn: Turn, memory: Draft) -> Draft:
        """Looks for what is answered or asked already, then guesses the field."""
        if memory.step is AskStep.SIMILAR and not memory.looked:
            memory = replace(look_for_answer(turn, memory), looked=True)
            if not memory.shown:
                memory = replace(memory, step=AskStep.JOIN)
        if memory.step is AskStep.JOIN and not memory.join:
            memory = look_for_company(turn, memory)
            if not memory.join:
                memory = replace(memory, step=AskStep.FIELD)
        if memory.step in FIELD_STEPS:
            fields = turn.content.fields
            guess = memory.guess or guess_field(memory.content, fields)
            named = tuple((item.id, item.name) for item in fields.values())
            memory = replace(memory, guess=guess, shown=fields[guess].name, fields=named)
            # It is shown with the rest before it goes, or its writer wants nothing more asked.
            if _is_raised(memory) or (memory.hurried and memory.step is AskStep.FIELD):
                memory = replace(memory, step=AskStep.CONSENT, field=guess)
        if memory.step is AskStep.CONSENT and consents.has_agreed(turn, Purpose.CASE):
            memory = replace(memory, step=who_is_asked(memory), agreed=True)
        if memory.step is AskStep.CALL or (memory.step is AskStep.CONSENT and memory.calls):
            about = memory.content if says_what_about(memory.content) else ""
            memory = replace(memory, field=guess_field(about, turn.content.fields))
        if memory.step is AskStep.OFFER:
            guess = guess_field(memory.content, turn.content.fields)
            memory = replace(memory, guess=guess, agreed=consents.has_agreed(turn, Purpose.CASE))
        if memory.step is AskStep.WHOLE:
            field = guess_field(memory.content, turn.content.fields)
            agreed = consents.has_agreed(turn, Purpose.CASE)
            memory = replace(memory, field=field, agreed=agreed)
        if memory.step is AskStep.LANE:
            agreed = consents.has_agreed(turn, Purpose.CASE)
            field = guess_field(memory.content, turn.content.fields)
            memory = replace(memory, field=field, agreed=agreed)
        if memory.step is AskStep.CONFIRM:
            name = turn.content.fields[memory.field].name if memory.field else ""
            memory = replace(memory, shown=name)
        return _addressed(turn, memory)

    def asking(self, memory: Draft, line: Line) -> Draft | None:
        asked = {Line.NAME: AskStep.NAME, Line.PHONE: AskStep.PHONE}.get(line)
        open_step = AskStep.NAME if memory.step is AskStep.SURE else memory.step
        if asked is None or open_step not in ABOUT_THEM[ABOUT_THEM.index(asked) :]:
            return None
        return memory if open_step is asked else replace(memory, step=asked)

    def mended(self, kept: Draft, answered: Draft, line: Line, said: Said) -> Draft:
        return replace(kept, **{str(line): getattr(answered, str(line))})

    def told(self, turn: Turn, memory: Draft, line: Line) -> str:
        return show_phone(memory.phone) if line is Line.PHONE else memory.name

    def advance(self, memory: Draft, said: Said) -> Draft | None:
        if memory.step in raising.STEPS:
            return raising.advanced(memory, said)
        match memory.step:
            case AskStep.LANE:
                return _in_lane(memory, said)
            case AskStep.CONTENT | AskStep.WHOLE:
                return _in_words(memory, said)
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
            case AskStep.FIELD if not said.value and may_go(said.text):
                return replace(memory, step=AskStep.CONSENT, field=memory.guess, hurried=True)
            case AskStep.FIELD if said.value == "no":
                return replace(memory, step=AskStep.FIELDS)
            case AskStep.FIELD | AskStep.FIELDS:
                chosen = said.value or named_field(memory, said.text)
                if chosen:
                    return replace(memory, step=AskStep.CONSENT, field=chosen)
                return said_beside(memory, said.text)
            case AskStep.CONSENT if said.value == "yes" and goes_at_once(memory):
                return replace(memory, step=AskStep.DONE)  # all of it was shown
            case AskStep.CONSENT if said.value == "yes":
                return replace(memory, step=who_is_asked(memory))
            case AskStep.CONSENT if said.value == "phone":
                return replace(memory, phone="")
            case AskStep.CONSENT if said.value == "no":
                return replace(memory, step=AskStep.REFUSED)
            case AskStep.NAME | AskStep.SURE:
                return _who(memory, said)
            case AskStep.CALL:
                return of_call(memory, said)
            case AskStep.PHONE:
                return _by_phone(memory, said)
            case AskStep.OFFICE if said.value:
                return replace(memory, step=AskStep.CONFIRM, office=said.value)
            case AskStep.CONFIRM if said.value:
                return confirmed(memory, said.value)
            case AskStep.CONFIRM:
                return said_more(memory, said.text)
        return None

    def is_done(self, memory: Draft) -> bool:
        return memory.step in _ENDS

    def finish(self, turn: Turn, memory: Draft) -> Outcome:
        turn = turn.keeping(asked=None)
        match memory.step:
            case AskStep.REDIRECTED:
                return confidentially(turn) or faq.denounced(turn)
            case AskStep.ONLY_ASK:
                return faq.answer_text(_saying(turn, memory.content))
            case AskStep.STOPPED:
                return turn.say("system/cancelled", back=turn.menu_choice(), form=self.name)
            case AskStep.SOLVED:
                if memory.entry:
                    turn.tx.feedback.rate(memory.entry, turn.today, good=True)
                return turn.say("question/solved", back=turn.menu_choice())
            case AskStep.REFUSED:
                return turn.say(
                    "question/refused", [turn.choice("staff", "staff")], turn.menu_choice()
                )
        return _sent(turn, memory)


def _in_words(memory: Draft, said: Said) -> Draft | None:
    """What is written to the question. Words that were said before are sent as they are, without a
    name; or they are only the beginning."""
    if memory.step is AskStep.CONTENT:
        return written(memory, said)
    as_written = replace(memory, step=AskStep.CONTENT, agreed=False, field="")
    if said.value == "more":
        return as_written
    goes = says_yes(said.text) or ends_writing(said.text) or may_go(said.text)
    if said.value == "yes" or goes:
        return replace(memory, step=AskStep.DONE, name="", phone="")
    return written(as_written, said)


def _who(memory: Draft, said: Said) -> Draft | None:
    """Who asks, or that no name is given."""
    if not said.value and stays_unnamed(said.text):
        return _named(replace(memory, name=""), sure=True)
    asked = memory.step is AskStep.NAME
    if asked and (said.value == "skip" or says_no(said.text) or may_go(said.text)):
        return _named(replace(memory, name=""), sure=True)
    if not asked and said.value:
        right = said.value == "yes"
        return _named(memory, sure=True) if right else replace(memory, step=AskStep.NAME)
    if called := hear_name(said.text):
        told = read_phone(said.text) or memory.phone
        return _named(replace(memory, name=called.name, phone=told), sure=called.sure)
    number = read_phone(said.text)
    return replace(memory, phone=number) if number else None


def _by_phone(memory: Draft, said: Said) -> Draft | None:
    """The number of who asks, or none; where a call is wished there is one."""
    number = read_phone(said.text)
    more = "" if number or said.value else wishes.question_in(said.text)
    if more:
        return replace(memory, content=whole_of(memory.content, more), added=True)
    memory = replace(memory, added=False)
    if memory.calls:
        return replace(memory, step=AskStep.CALL, phone=number) if number else None
    if said.value == "skip" or leaves_open(said.text):
        return replace(memory, step=AskStep.CONFIRM, phone="")
    return replace(memory, step=AskStep.CONFIRM, phone=number) if number else None


def _named(memory: Draft, *, sure: bool) -> Draft:
    """The question after a name: its number, where that was not told with it."""
    after = AskStep.CONFIRM if memory.phone or memory.uncalled else AskStep.PHONE
    return replace(memory, step=after if sure else AskStep.SURE)


def _addressed(turn: Turn, memory: Draft) -> Draft:
    """Before it is sent, who gets it, and who else could."""
    if memory.step not in (*LAST_LOOKS, AskStep.OFFICE):
        return memory
    joined = turn.tx.questions.get(memory.join) if memory.join else None
    of_field = turn.content.fields[memory.field].office if memory.field else ""
    office = joined.office if joined else memory.office or of_field
    answering = turn.content.ward.answering
    return replace(
        memory,
        addressee=answering[office].name if office in answering else "",
        offices=tuple((key, one.name) for key, one in answering.items() if key != office),
        of_staff=speaks_of_staff(memory.content),
    )


def _is_another(memory: Draft, known: Profile) -> bool:
    """Whether somebody else asks than who is known in this chat: another name, and not their
    number."""
    named = bool(known.name) and not may_be_one(known.name, memory.name)
    return named and (not memory.phone or memory.phone != known.phone)


def _sent(turn: Turn, memory: Draft) -> Outcome:
    if not memory.agreed:
        shown = "question/whole" if memory.earlier else "question/consent"
        shown = "question/lane" if memory.readers else shown
        consents.agree(turn, Purpose.CASE, shown)
    before = turn.tx.people.profile(turn.contact.id)
    known = before if before and memory.name and not _is_another(memory, before) else None
    if memory.name and (known or not before):
        told = {"name": memory.name} | ({"phone": memory.phone} if memory.phone else {})
        turn.tx.people.keep_profile(turn.contact.id, turn.now, told)
    found = turn.tx.questions.get(memory.join) if memory.join else None
    join = found if found and found.is_open else None
    event = turn.tx.events.get(memory.event_id) if memory.event_id else None
    asked = receiving.Asked(
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
        office=memory.office,
        kind=QuestionKind(memory.kind or memory.guessed or QuestionKind.ASK),
        urgency=Urgency.URGENT if memory.urgent else Urgency.USUAL,
        about=QuestionAbout(memory.about) if memory.about else None,
        place=memory.place,
        readers=memory.readers,
    )
    first = receiving.sent_before(turn.tx, asked, turn.now)
    question = first or receiving.receive(
        turn.tx, turn.content, asked, turn.now, actor="contact", join=join
    )
    if memory.calls:
        return _to_be_called(turn, question)
    photos = turn.tx.questions.give_photos(turn.contact.id, list(memory.photos), question.id)
    return turn.say(
        "question/lane_receipt" if memory.readers else "question/receipt",
        [turn.choice("see_question", f"question:{question.id}")],
        turn.menu_choice(),
        question=question,
        office=turn.content.ward.offices.get(question.office),
        photos=photos,
        event=event,
        join=join,
        again=first is not None,
        names=memory.reader_names,
    )


def _to_be_called(turn: Turn, question: Question) -> Outcome:
    """The call stands on the list of those the ward owes, and by when it is made is said."""
    by = telling.ask_to_call(turn.tx, turn.content, question, turn.now)
    return turn.say(
        "question/call_receipt",
        [turn.choice("see_question", f"question:{question.id}")],
        turn.menu_choice(),
        question=question,
        office=turn.content.ward.offices.get(question.office),
        by=by,
    )


_ENDS = (
    *(AskStep.DONE, AskStep.SOLVED, AskStep.STOPPED, AskStep.REFUSED, AskStep.REDIRECTED),
    AskStep.ONLY_ASK,
)


def _ways_to_send(memory: Draft) -> Sequence[tuple[str, str]]:
    """How it may go, and what of it may still be changed."""
    shown = () if memory.unshown else (("send_public", "public"),)
    more = (("without_name", "nameless"),) if memory.name else ()
    if not memory.join:
        more = (*more, ("other_office", "office"))
    if _is_raised(memory):
        more = (*more, ("other_kind", "kind"))
    return (*shown, ("send_private", "private"), ("rewrite", "rewrite"), *more)


def _is_raised(memory: Draft) -> bool:
    """Whether it is anything but a question."""
    return (memory.kind or memory.guessed or QuestionKind.ASK) != QuestionKind.ASK


def _in_lane_choices(memory: Draft) -> Sequence[tuple[str, str]]:
    """Nothing is sent confidentially while nobody is named to read it."""
    in_talk = memory.talk == InTalk.OPEN
    send, drop = ("confide", "drop") if in_talk else ("yes", "no")
    readers = (("send_confidential", send),) if memory.readers else ()
    talk = (("to_the_official", TO_TALK),) if in_talk else ()
    return (*readers, *talk, ("not_confidential", drop))


def _in_lane(memory: Draft, said: Said) -> Draft | None:
    """What is said where it would go to two persons only: yes, no, or more of it. In a talk a yes
    or no may be an answer to the official: only a choice is one."""
    if said.value == TO_TALK:  # it came here since no talk is open any more
        over = replace(memory, talk=InTalk.OVER)
        return over if memory.readers else replace(over, step=AskStep.STOPPED, content="")
    alone = not said.value and memory.talk != InTalk.OPEN
    if said.value in ("yes", "confide") or (alone and (says_yes(said.text) or may_go(said.text))):
        return replace(memory, step=AskStep.DONE, name="", phone="") if memory.readers else None
    if said.value in ("no", "drop") or (alone and says_no(said.text)):
        return replace(memory, step=AskStep.STOPPED, content="")
    whole = whole_of(memory.content, said.text)
    enough = sum(char.isalpha() for char in said.text) >= LETTERS
    return replace(memory, content=whole, added=True) if enough and len(whole) <= LONGEST else None


def _saying(turn: Turn, text: str) -> Turn:
    """The turn as if these words had come by themselves."""
    return replace(turn, incoming=replace(turn.incoming, text=text, action=""), action="")


QUESTION = QuestionFlow()


def confidentially(turn: Turn) -> Outcome | None:
    """What officials do to people, offered to be sent to two named persons; None for anything else.
    While that lane is not open, it is said so and where to go; nothing of the message is kept."""
    if not lane.tells_of_it(turn, turn.text):
        return None
    drafted = lane.draft(turn, turn.text)
    if not drafted.readers:
        turn.tx.inbox.forget_text(turn.incoming.channel, turn.incoming.external_id)
        closed = turn.keeping(asked=None, entry=None)
        staff = turn.choice("staff", "staff")
        return lane.unshown(closed.say("fixed/bribe", [staff], turn.menu_choice()))
    return begin(turn.keeping(asked=None, entry=None), QUESTION, drafted)


def offered(turn: Turn) -> Outcome | None:
    """What the ward is asked to see to, offered to be sent with its words, photos and place; None
    where nothing of the kind is said."""
    raised = raising.said(turn)
    if raised is None:
        return None
    event, profile, photos = _begun_with(turn)
    memory = QUESTION.begin(event, profile, turn.text.strip(), meant=True, photos=photos)
    if not memory.content:
        return None
    memory = raising.drafted(replace(memory, step=AskStep.OFFER), raised)
    return begin(turn.keeping(asked=None, entry=None), QUESTION, memory)


def offered_beside(turn: Turn, outcome: Outcome) -> Outcome:
    """What helps in danger, with the offer to send what is wrong in the street to the ward: a wire
    on the ground is told to more than one."""
    raised = raising.heard(turn, turn.text)
    if raised is None or raised.kind != QuestionKind.ON_SITE or len(outcome.replies) != 1:
        return outcome
    told = replace(turn, conversation=outcome.conversation).keeping(
        asked=redact(turn.text), expires_at=turn.now + PATIENCE
    )
    send, staff = turn.choice("send_to_ward", SEND_WHOLE), turn.choice("staff", "staff")
    return told.reply(outcome.replies[0].text, [send, staff], turn.menu_choice())


def call_me(turn: Turn) -> Outcome:
    """The ward is asked to call: whom, by which number, and of what."""
    profile, (_, known) = turn.tx.people.profile(turn.contact.id), known_here(turn)
    text = turn.text.strip()
    draft = QUESTION.begin(None, profile, text, calls=True, known=known)
    told = bool(draft.phone) and uses_own_number(text) and confirms_call(text)
    if told and consents.has_agreed(turn, Purpose.CASE):  # `ừ số đấy, gọi sau 5h chiều`
        field = guess_field("", turn.content.fields)
        return _sent(turn.keeping(asked=None), replace(draft, agreed=True, field=field))
    return begin(turn, QUESTION, draft)


def send_whole(turn: Turn) -> Outcome:
    """What was said just now as a question to the ward, as it is; pictures sent with it too."""
    return ask_ward(turn, whole=True)


def ask_ward(turn: Turn, event_id: int = 0, *, whole: bool = False) -> Outcome:
    """A question to the ward's staff; what was asked just now and had no answer is offered."""
    event, profile, photos = _begun_with(turn, event_id)
    told = wishes.question_in(turn.text)
    last = turn.conversation.asked or ""
    means_it = whole or wishes.means_the_last(turn.text)
    answered = turn.conversation.entry and not means_it
    report = "" if means_it and last else told_in(turn.text)
    asked = told or report or ("" if answered else last)
    draft = QUESTION.begin(event, profile, asked, meant=bool(told), whole=whole, photos=photos)
    if keeps_unnamed(turn.text):
        draft = replace(draft, nameless=True, name="", phone="")
    return begin(turn, QUESTION, draft)


def _begun_with(
    turn: Turn, event_id: int = 0
) -> tuple[Event | None, Profile | None, tuple[str, ...]]:
    """What is known before a question is written: the conference it is for (the one given, or the
    only one that takes questions), who asks, and photos that came before it."""
    event = turn.tx.events.get(event_id) if event_id else None
    if event is None:
        coming = [e for e in turn.tx.events.upcoming(turn.now) if e.takes_questions(turn.now)]
        event = coming[0] if len(coming) == 1 else None
    photos = tuple(turn.tx.questions.loose_photos(turn.contact.id, turn.now - PATIENCE))
    return event, turn.tx.people.profile(turn.contact.id), photos
