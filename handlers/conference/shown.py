"""What is coming: the event, what can be done about it, and the beginning of a registration."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import orjson

from content.agreeing import is_question
from content.event_asked import TicketMatter, asked_of_event
from content.event_questions import EventMatter, asks_on_behalf, event_matters_in
from content.families import ForAnother, kin_in, registers_another, registers_self
from content.library import Content
from content.meetings import (
    asks_about_meeting,
    asks_when_or_where,
    is_of_that_name,
    named_by_title,
    names_a_course,
)
from content.parties import how_many, pair_in, uses_own_number
from content.spoken import has_no_phone
from content.vietnamese import fold
from handlers.answers import faq
from handlers.conference import invitations, joining, seat_first, tickets
from handlers.conference.asked import all_told
from handlers.conference.named import names
from handlers.conference.register_answers import has_what_holds
from handlers.conference.registering import RegisterFlow
from handlers.conference.reminders import REMIND_DAYS
from handlers.people import consents
from handlers.people.room import free_seats
from handlers.talk.flow import begin, heard, heard_text, resume
from handlers.talk.known_here import known_here
from handlers.talk.messages import Choice, Reply
from handlers.talk.public_pages import of_event
from handlers.talk.replies import told_first
from handlers.talk.turn import Outcome, Turn
from storage.database import Transaction
from storage.event_models import Category, Event, EventState, Registration
from storage.question_models import Purpose

REGISTER = RegisterFlow()
SEATS_OF_MOST = 2  # people of most registrations


def upcoming(turn: Turn) -> Outcome:
    """The one event that is coming, the list when there are several, or that there is none."""
    found = turn.tx.events.upcoming(turn.now)
    if len(found) == 1:
        return show(turn, found[0])
    named = names(turn.content, found)
    choices = [Choice(named[event.id], f"event:{event.id}") for event in found]
    always = [turn.choice("ask_ward", "ask_ward"), turn.choice("check_invitation", "invitation")]
    return turn.say("event/list", [*choices, *always], turn.menu_choice(), count=len(found))


def when_and_where(turn: Turn) -> Outcome:
    """When and where the meeting is, from the event itself; where none of that name is coming, the
    FAQ knows."""
    found = _of_that_name(turn, turn.tx.events.upcoming(turn.now))
    if len(found) == 1:
        return show(turn, found[0])
    return upcoming(turn) if found else faq.answer_text(turn)


def _of_that_name(turn: Turn, events: Sequence[Event]) -> list[Event]:
    """Of some events those that the words name, by their title or their kind (`lớp học`, `hội
    nghị`); all of them where they name none, and none where they name a course while only
    conferences are held."""
    titled = named_by_title(turn.text, [event.title for event in events])
    if titled:
        return [events[place] for place in titled]
    named = [e for e in events if is_of_that_name(turn.text, e.title, e.kind)]
    return named if named or names_a_course(turn.text) else list(events)


_OF_COMPLAINTS = re.compile(r"\b(?:kien(?! nghi)|khieu nai|to cao|khoi kien)\b")


def beside(turn: Turn, event_id: int) -> tuple[Reply, ...]:
    """When and where the event is, for somebody who asks it while filling in a form; nothing for
    any other message. In a form about an event (`event_id`, else 0) a few words are enough."""
    if _OF_COMPLAINTS.search(fold(turn.text)):
        return ()  # `kiện ở đâu` asks of no hall
    if event_id and asked_of_event(turn.text) is TicketMatter.REMIND and not tickets.living(turn):
        return (Reply(turn.words_of("event/reminds", days=REMIND_DAYS)),)
    asked = asks_when_or_where(turn.text) if event_id else asks_about_meeting(turn.text)
    coming = turn.tx.events.upcoming(turn.now)
    found = [event for event in coming if event.id == event_id]
    if found and not asked and (matters := _matters_in(turn.text)):
        return (Reply(all_told(turn, found[0], matters)),)
    if not asked:
        return ()
    found = found or coming
    return tuple(Reply(turn.words_of("event/show", event=e, now=turn.now)) for e in found)


def _matters_in(text: str) -> Sequence[EventMatter]:
    """What a line asks of the event that the form is about: few words are enough for a question."""
    if asks_on_behalf(text):
        return (EventMatter.BEHALF,)
    return event_matters_in(text, near=is_question(text))


def show(turn: Turn, event: Event) -> Outcome:
    mine = _mine(turn, event)
    text, choices = card(turn.content, event, turn.now, mine)
    return turn.reply(text, choices, turn.menu_choice(), page=of_event(event))


def card(
    content: Content, event: Event, now: datetime, mine: int | None = None
) -> tuple[str, tuple[Choice, ...]]:
    """The event and what can be done about it; `mine` is the id of one's own registration. The
    choices last, so a page may show the card before anything was said."""
    base = f"event:{event.id}"
    offered = []
    if mine:
        offered.append(("my_ticket", f"{base}:mine"))
    elif event.takes_registrations(now):
        offered.append(("register", f"{base}:register"))
    if event.takes_questions(now):
        offered.append(("ask_ward", f"{base}:ask"))
    offered += [("programme", f"{base}:programme"), ("check_invitation", f"{base}:invitation")]
    choices = tuple(Choice(content.words.label(label), action) for label, action in offered)
    return content.words.say("event/show", event=event, now=now), choices


def programme(turn: Turn, event: Event) -> Outcome:
    lines = turn.tx.events.programme(event.id)
    back = turn.choice("back_to_event", f"event:{event.id}")
    return turn.say("event/programme", back=back, event=event, lines=lines)


def register(
    turn: Turn,
    event: Event | None = None,
    another: ForAnother | None = None,
    *,
    own: bool = False,
) -> Outcome:
    """The form, or the ticket of whoever has registered already; for `another` always the form.
    Without an event: the next. `own`: for who writes, whoever else is spoken of."""
    another = another or (None if turn.action else _another_in(turn))
    if own or (not turn.action and all(pair_in(turn.text))):
        another = None  # both are named, and one of them writes
    if event is None:
        coming = _of_that_name(turn, turn.tx.events.upcoming(turn.now))
        if not coming and names_a_course(turn.text):
            return faq.answer_text(turn)
        open_ = [e for e in coming if e.takes_registrations(turn.now)]
        if len(open_) > 1 and another is not None:
            return _which_for_another(turn, open_, another)
        if len(open_) != 1:
            return show(turn, coming[0]) if len(coming) == 1 else upcoming(turn)
        event = open_[0]
    both = another is not None and another.with_self
    mine = _of_event(turn, event)
    only_others = all(one.registered_by for one in mine) and registers_self(turn.text)
    if another is None and mine and not only_others:
        return _of_another_open(turn) or _my_tickets(turn, event)
    if not event.takes_registrations(turn.now):
        return show(turn, event)
    begun = REGISTER.begin(
        event,
        turn.tx.people.profile(turn.contact.id),
        agreed=consents.has_agreed(turn, Purpose.CASE),
        abroad=turn.abroad and bool(turn.site),
        another=another,
    )
    begun = replace(begun, people=_came_before(turn, event)) if begun.known else begun
    if both or (another is None and heard_as(turn, "register_party")):
        begun = replace(begun, people=min(how_many(turn.text) or 2, begun.most_people))
    as_known = another is None and uses_own_number(turn.text)
    said = heard_text(turn, _with_who_it_is(turn)) if as_known else heard(turn)
    ahead = None if turn.action else REGISTER.opened(begun, said)
    held: tuple[Reply, ...] = ()
    if ahead and begun.agreed and not ahead.known and has_what_holds(ahead):
        ahead, held = seat_first.settled(turn, replace(ahead, holds=True))
    outcome = begin(turn, REGISTER, ahead or begun)
    outcome = replace(outcome, replies=(*held, *outcome.replies))
    if both and another:
        outcome = told_first(outcome, turn.words_of("register/both", whom=another.whom))
    if few := _few_seats(turn, event, (ahead or begun).people or 0):
        outcome = told_first(outcome, few)
    if turn.action:
        return outcome
    if ahead and ahead.opening:
        words = turn.words_of("register/told_ahead", text=ahead.opening, memory=ahead, alone=False)
        return told_first(outcome, words)
    lacks = len(turn.text.split()) > 1 and has_no_phone(turn.text)
    return told_first(outcome, turn.words_of("system/no_phone")) if lacks else outcome


def _with_who_it_is(turn: Turn) -> str:
    """`đăng ký giúp một ghế, vẫn thông tin đó`: the words with the name and number known here."""
    return ", ".join(filter(None, (turn.text, *known_here(turn))))


HEARD = 0.5  # so surely words mean that another comes, or more than one


def heard_as(turn: Turn, intent: str) -> bool:
    """Whether words no pattern knows mean to register so."""
    if turn.action:
        return False
    first = next(iter(turn.content.understanding.intents(turn.text)), None)
    return first is not None and first.name == intent and first.sure >= HEARD


def _another_in(turn: Turn) -> ForAnother | None:
    """Whom the words register in another's place, by what is said or by what it means."""
    known = registers_another(turn.text)
    if known is None and heard_as(turn, "register_another"):
        return ForAnother(kin_in(turn.text))
    return known


def register_self(turn: Turn) -> Outcome:
    """Whoever writes on somebody else's phone comes, and not whose phone it is."""
    return register(turn, own=True)


def _of_another_open(turn: Turn) -> Outcome | None:
    """The form for somebody else that waits since just now: the same wish goes on with it."""
    waiting = turn.conversation.waiting
    saved = orjson.loads(waiting[-1]) if waiting and not turn.conversation.flow else {}
    same = (saved.get("name"), saved.get("version")) == (REGISTER.name, REGISTER.version)
    if not same or not saved["memory"]["another"]:
        return None
    return resume(turn, {REGISTER.name: REGISTER})


def _which_for_another(turn: Turn, events: Sequence[Event], another: ForAnother) -> Outcome:
    named = names(turn.content, events)
    choices = [Choice(named[event.id], f"event:{event.id}:another") for event in events]
    return turn.say("register/which_event", choices, turn.menu_choice(), whom=another.whom)


def for_another(turn: Turn) -> Outcome:
    """To register somebody else, or another household; where no event takes anybody, the words
    were of something else."""
    if not _is_registering(turn):
        return faq.answer_text(turn)
    another = _another_in(turn)
    outcome = register(turn, another=another)
    if another is None or another.whom or not outcome.conversation.flow:
        return outcome
    return told_first(outcome, turn.words_of("register/each_own"))


def _my_tickets(turn: Turn, event: Event) -> Outcome:
    """What this chat has registered for an event: the ticket, or all of them."""
    own = _of_event(turn, event)
    return tickets.act(turn, own[0].id, "") if len(own) == 1 else tickets.mine(turn)


def _of_event(turn: Turn, event: Event) -> list[Registration]:
    return [one for one, of in tickets.living(turn) if of.id == event.id]


def _came_before(turn: Turn, event: Event) -> int:
    """How many were to come on the ticket for the event that was given back last; 0 for none."""
    own = turn.tx.registrations.of_contact(turn.contact.id)
    gone = [one for one in own if one.event_id == event.id and not one.registered_by]
    return max(gone, key=lambda one: one.id).companions + 1 if gone else 0


def _few_seats(turn: Turn, event: Event, people: int) -> str:
    """Said before the first question, where the seats left are not enough: how many there are, and
    what waiting asks of one; "" where they suffice. `people` is 0 where nobody said how many."""
    waited_for = turn.tx.registrations.how_many_wait(event.id)
    free = 0 if waited_for else max(0, free_seats(turn.tx, event, Category.BUSINESS))
    if free >= max(people, SEATS_OF_MOST):
        return ""
    return turn.words_of("register/few_seats", free=free)


def _mine(turn: Turn, event: Event) -> int | None:
    own = turn.tx.registrations.of_contact(turn.contact.id)
    return next((r.id for r in own if r.event_id == event.id and r.is_alive), None)


def come_together(turn: Turn) -> Outcome:
    """To register oneself with others, or to change how many come."""
    return tickets.party(turn) or (
        register(turn) if _is_registering(turn) else faq.answer_text(turn)
    )


def come_fewer(turn: Turn) -> Outcome:
    """Of those who were to come some do not."""
    several = tickets.mine if len(tickets.living(turn)) > 1 else faq.answer_text
    return tickets.fewer(turn) or tickets.give_up_named(turn) or several(turn)


def come_instead(turn: Turn) -> Outcome:
    """Whoever registered does not come, another does in their place."""
    return tickets.instead(turn) or faq.answer_text(turn)


def not_coming(turn: Turn) -> Outcome:
    """Somebody does not come; whoever has no ticket may have meant anything."""
    if tickets.living(turn):
        return tickets.cancel_mine(turn)
    if _OF_MEETING.search(fold(turn.text)):
        return turn.say("event/not_coming", back=turn.menu_choice())
    return faq.answer_text(turn)


_OF_MEETING = re.compile(r"\b(?:hoi nghi|doi thoai|ghi ten)\b")


_WRITES_DOWN = re.compile(r"\b(?:ghi ten|ghi danh)\b")


def register_what(turn: Turn) -> Outcome:
    """`đăng ký` alone: for the conference, where one is open, or the business."""
    if not _is_registering(turn):
        return faq.answer_text(turn)
    spoken_of = any(action.startswith("event:") for _, _, action in turn.conversation.choices)
    if spoken_of or _WRITES_DOWN.search(fold(turn.text)):
        return register(turn)  # of what was spoken of just now, or what no business is
    choices = [
        turn.choice("register_event", "register"),
        turn.choice("register_business", "topic:dang-ky"),
    ]
    return turn.say("register/which", choices, turn.menu_choice())


def _is_registering(turn: Turn) -> bool:
    return any(event.takes_registrations(turn.now) for event in turn.tx.events.upcoming(turn.now))


def announced(tx: Transaction, code: str) -> Event | None:
    """The event a poster's link names; a draft is as good as none."""
    event = tx.events.by_code(code)
    return event if event is not None and event.state is not EventState.DRAFT else None


def act(turn: Turn, event_id: int, action: str) -> Outcome:
    """Something done with an event; a draft is as good as none."""
    event = turn.tx.events.get(event_id)
    if event is None or event.state is EventState.DRAFT:
        return upcoming(turn)
    match action:
        case "register":
            return register(turn, event)
        case "told":
            return register(joining.as_told(turn), event)
        case "another":
            return register(turn, event, ForAnother())
        case "mine":
            return _my_tickets(turn, event)
        case "programme":
            return programme(turn, event)
        case "invitation":
            return invitations.ask(turn)
    return show(turn, event)
