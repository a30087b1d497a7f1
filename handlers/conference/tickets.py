"""A registration as its owner sees it: the ticket, giving it up, changing it, taking an offer."""

import re
from dataclasses import replace

from content.calls_off import before_what_stays, is_of_kind, seat_given_back
from content.codes import CodeKind
from content.families import lost_ticket
from content.meetings import is_of_that_name
from content.parties import named, renamed
from content.vietnamese import fold
from handlers.conference import leaving
from handlers.conference.named import names
from handlers.conference.offers import Desk
from handlers.conference.outcomes import Decided
from handlers.conference.outcomes import SeatOutcome as Result
from handlers.conference.seating import Wanted
from handlers.conference.seats import accept, cancel, change
from handlers.people.room import free_for
from handlers.talk.messages import Choice, Reply
from handlers.talk.replies import told_first
from handlers.talk.turn import Outcome, Turn
from handlers.talk.wishes import wants_to_speak
from storage.event_models import Event, EventState, Registration, RegistrationState

_S = RegistrationState
_GIVES_BACK = re.compile(
    r"\b(?:khong|ko|k|hong) (?:di|du)\b(?!.*\bvan\b).*\bhuy (?:giup|ho|di|luon)\b"
)
MOST_BY_TAP = 3


def told(turn: Turn, event: Event, decided: Decided, *, brief: bool = False) -> Outcome:
    """What became of a registration, said to the person who asked for it; `brief`: when and where
    it is stands above already."""
    registration = decided.registration
    match decided.outcome:
        case Result.SEATED | Result.WAITING | Result.CHANGED | Result.ALREADY if registration:
            fresh = decided.outcome is not Result.ALREADY
            return show(turn, registration, event, fresh=fresh, brief=brief)
        case Result.FULL if registration:
            return turn.say("ticket/no_more_seats", back=turn.menu_choice(), event=event)
    return turn.say(
        f"ticket/{decided.outcome}",
        [turn.choice("staff", "staff")],
        turn.menu_choice(),
        event=event,
    )


def show(
    turn: Turn,
    registration: Registration,
    event: Event,
    *,
    fresh: bool = False,
    brief: bool = False,
) -> Outcome:
    """The ticket, with what can be done with it; its QR code first where it opens the door."""
    place = (
        turn.tx.registrations.place_in_line(registration)
        if registration.state is _S.WAITLISTED
        else 0
    )
    text = turn.words_of(
        "ticket/show",
        registration=registration,
        event=event,
        fresh=fresh,
        brief=brief,
        line=place,
        free=free_for(turn.tx, event, registration) if place else 0,
        in_vain=registration.state is _S.WAITLISTED and event.never_fits(registration),
        address=f"{turn.site}/ve/{registration.token}" if turn.site else "",
    )
    outcome = turn.reply(text, _choices(turn, registration, event), turn.menu_choice())
    lets_in = registration.state in (_S.CONFIRMED, _S.CHECKED_IN)
    if not lets_in or event.state is EventState.CANCELLED:
        return outcome
    words = turn.words_of("ticket/qr", code=registration.code)
    return Outcome(outcome.conversation, (Reply(words, qr=registration.code), *outcome.replies))


def _choices(turn: Turn, registration: Registration, event: Event) -> list[Choice]:
    if event.state is EventState.CANCELLED:
        return []
    base = f"ticket:{registration.id}"
    another = [turn.choice("register_another", f"event:{event.id}:another")]
    another = another if event.takes_registrations(turn.now) else []
    match registration.state:
        case _S.OFFERED:
            return [
                turn.choice("take_seat", f"{base}:accept"),
                turn.choice("give_up_seat", f"{base}:cancel"),
            ]
        case _S.CONFIRMED:
            ask = [turn.choice("ask_ward", "ask_ward")] if event.takes_questions(turn.now) else []
            return [
                *ask,
                turn.choice("change_people", f"{base}:people"),
                turn.choice("cancel_ticket", f"{base}:cancel"),
                *another,
            ]
        case _S.WAITLISTED:
            people = [turn.choice("change_people", f"{base}:people")]
            several = people if registration.seats > 1 else []
            return [*several, turn.choice("leave_line", f"{base}:cancel"), *another]
    return []


def mine(turn: Turn) -> Outcome:
    """This contact's registrations for what is still to come."""
    found, lost = living(turn), not turn.action and lost_ticket(turn.text)
    if not found:
        events = [turn.choice("events", "events")]
        return turn.say("ticket/none", events, turn.menu_choice(), lost=lost)
    if len(found) == 1:
        shown = show(turn, *found[0])
        *before, last = shown.replies
        told = f"{turn.words_of('ticket/lost')}\n\n{last.text}"
        return replace(shown, replies=(*before, replace(last, text=told))) if lost else shown
    named = names(turn.content, (event for _, event in found))
    choices = [
        Choice(turn.words_of("ticket/choice", registration=r, event=named[e.id]), f"ticket:{r.id}")
        for r, e in found
    ]
    return turn.say("ticket/list", choices, turn.menu_choice())


def party(turn: Turn) -> Outcome | None:
    """Somebody with a ticket speaks of more or fewer people: how many may come, and the choice.
    None for whoever has no ticket, or several."""
    found = living(turn)
    if len(found) != 1:
        return None
    registration, event = found[0]
    shown = act(turn, registration.id, "people")
    said = turn.words_of("ticket/party", most=max(people_to_choose(event)))
    *before, last = shown.replies
    told = replace(last, text=f"{said}\n\n{last.text}")
    return replace(shown, replies=(*before, told))


def speak(turn: Turn) -> Outcome:
    """Whoever comes says that they want to speak there, or no more: noted for the ward, and said.
    Whoever has no registration, or several, sees those."""
    wish, found = wants_to_speak(turn.text), living(turn)
    if wish is None or len(found) != 1:
        return mine(turn)
    registration, event = found[0]
    decided = change(at_desk(turn), event, registration, Wanted(wants_to_speak=wish))
    shown = told(turn, event, decided)
    if decided.outcome not in (Result.CHANGED, Result.ALREADY):
        return shown
    said = turn.words_of("ticket/speak", wish=wish)
    *before, last = shown.replies
    return replace(shown, replies=(*before, replace(last, text=f"{said}\n\n{last.text}")))


def fewer(turn: Turn) -> Outcome | None:
    """Some do not come, others do: how many come is asked, and nothing is given up by it. None for
    whoever has no ticket, or several."""
    found = living(turn)
    if len(found) != 1:
        return None
    registration, event = found[0]
    if registration.companions == 0 and _GIVES_BACK.search(fold(turn.text)):
        return act(turn, registration.id, "cancel")  # `mẹ em không đi được nữa, hủy giúp em`
    asks = registration.companions > 0 and registration.state is _S.CONFIRMED
    outcome = act(turn, registration.id, "people") if asks else show(turn, registration, event)
    said = turn.words_of("ticket/fewer", registration=registration, asks=asks)
    *before, last = outcome.replies
    return replace(outcome, replies=(*before, replace(last, text=f"{said}\n\n{last.text}")))


def instead(turn: Turn) -> Outcome | None:
    """Another comes in place of whoever registered: whose name the ticket bears, and how that is
    changed; nothing is done by it. None for whoever has no ticket, or several."""
    found = living(turn)
    if len(found) != 1:
        return None
    registration, _ = found[0]
    base = f"ticket:{registration.id}"
    choices = [
        turn.choice("change_name", "privacy:correct"),
        turn.choice("change_people", f"{base}:people"),
        turn.choice("cancel_ticket", f"{base}:cancel"),
    ]
    return turn.say("ticket/instead", choices, turn.menu_choice(), registration=registration)


def cancel_mine(turn: Turn) -> Outcome:
    """`hủy đăng ký`: asks once more, for the only registration there is, or the one that is named:
    `hủy lớp tập huấn, giữ hội nghị`."""
    found = living(turn)
    if said := seat_given_back(turn.text):  # of a class only one is no conference
        found = [one for one in found if is_of_kind(said, one[1].title)]
    alone = act(turn, found[0][0].id, "cancel") if len(found) == 1 else give_up_named(turn)
    return alone or mine(turn)


def of_names(turn: Turn, text: str) -> list[tuple[Registration, Event]]:
    """Those of this contact's tickets whose people a text names: `chị Hà`."""
    found = living(turn)
    return [found[place] for place in named(text, tuple(one.name for one, _ in found))]


def give_up_named(turn: Turn) -> Outcome | None:
    """Asks once more for the one of several tickets whose event, or whose people, are named; None
    for any other."""
    found, said = living(turn), before_what_stays(turn.text)
    if turn.action or len(found) < 2:
        return None
    if len(theirs := of_names(turn, said)) == 1:
        return act(turn, theirs[0][0].id, "cancel")
    named = [one for one, of in found if is_of_that_name(said, of.title, of.kind)]
    return act(turn, named[0].id, "cancel") if len(named) == 1 else None


def still_reminded(turn: Turn, outcome: Outcome) -> Outcome:
    """What came of `đừng nhắc nữa`; the reminder that goes with a ticket does not end by it, which
    is said first."""
    of_ticket = "nhac" in fold(turn.text) and not turn.action and living(turn)
    return told_first(outcome, turn.words_of("ticket/not_reminded")) if of_ticket else outcome


def in_another_name(turn: Turn) -> Outcome | None:
    """Another comes in somebody's place, by name: their ticket, or the only one there is, bears
    that name from now on; code and number stay. None for other words."""
    going, name = renamed(turn.text)
    found = living(turn) if name else []
    theirs = of_names(turn, going) if len(found) > 1 else found
    if len(theirs) != 1 or theirs[0][0].name == name:
        return None
    return with_name(turn, *theirs[0], name)


def living(turn: Turn) -> list[tuple[Registration, Event]]:
    """What this contact has registered for that is still to come."""
    found = []
    for registration in turn.tx.registrations.of_contact(turn.contact.id):
        event = turn.tx.events.get(registration.event_id)
        if event and registration.is_alive and event.ends_at > turn.now:
            found.append((registration, event))
    return found


def seats_of(turn: Turn, registration: Registration) -> int:
    """How many it is for by now."""
    fresh = turn.tx.registrations.get(registration.id)
    return fresh.seats if fresh is not None else 0


def act(turn: Turn, registration_id: int, action: str) -> Outcome:
    """Something done with a ticket; somebody else's is as good as none."""
    registration = turn.tx.registrations.get(registration_id)
    if registration is None or not turn.owns(registration.contact_id):
        events = [turn.choice("events", "events")]
        return turn.say("ticket/none", events, turn.menu_choice(), lost=False)
    event = turn.tx.events.get(registration.event_id)
    if event is None:
        return turn.say("ticket/none", back=turn.menu_choice(), lost=False)
    if event.state is EventState.CANCELLED:
        return show(turn, registration, event)
    base = f"ticket:{registration.id}"
    match action.split(":"):
        case ["accept"]:
            return told(turn, event, accept(at_desk(turn), event, registration))
        case ["cancel"] if registration.is_alive:
            choices = [turn.choice("cancel_sure", f"{base}:cancel:sure")]
            keep = turn.choice("keep_ticket", base)
            return turn.say(
                "ticket/cancel", [*choices, keep], registration=registration, event=event
            )
        case ["decline"] if registration.state is _S.OFFERED:
            return _cancelled(turn, registration, event)
        case ["cancel", "sure"] if registration.state is _S.CANCELLED:
            return _given_up(turn, event)  # pressed twice: the first result
        case ["cancel", "sure"]:
            return _cancelled(turn, registration, event)
        case ["people"] if registration.state in (_S.CONFIRMED, _S.WAITLISTED):
            counts = people_to_choose(event)
            choices = [turn.choice(f"people_{n}", f"{base}:people:{n}") for n in counts]
            return turn.say("ticket/people", choices, turn.choice("back", base), event=event)
        case ["people", count] if count in ("1", "2", "3"):
            return _now_so_many(turn, registration, event, int(count), [])
        case ["people", count, "less", *gone] if count in ("1", "2", "3"):
            return _now_so_many(turn, registration, event, int(count), gone)
    return show(turn, registration, event)


def is_done(turn: Turn, registration_id: int, action: str) -> bool:
    """Whether what is asked to be done with a ticket of this person's is done already."""
    registration = turn.tx.registrations.get(registration_id)
    if registration is None or not turn.owns(registration.contact_id):
        return False
    match action.split(":"):
        case ["cancel", "sure"]:
            return registration.state is _S.CANCELLED
        case ["people", count]:
            return registration.is_alive and count == str(registration.seats)
    return False


def with_companions(turn: Turn, registration: Registration, event: Event, names: str) -> Outcome:
    """The ticket with the names of who comes along, `, ` between them."""
    changed = change(at_desk(turn), event, registration, Wanted(companion_names=names))
    return _written(turn, event, changed, turn.words_of("ticket/companions", names=names))


def with_needs(turn: Turn, registration: Registration, event: Event, needs: str) -> Outcome:
    """The ticket with what is to be ready for who comes."""
    changed = change(at_desk(turn), event, registration, Wanted(needs=needs))
    return _written(turn, event, changed, turn.words_of("ticket/needs", needs=needs))


def with_name(turn: Turn, registration: Registration, event: Event, name: str) -> Outcome:
    """The same ticket, in the name as it is right."""
    changed = change(at_desk(turn), event, registration, Wanted(name=name))
    words = turn.words_of("ticket/renamed", before=registration.name, after=name)
    return _written(turn, event, changed, words)


def _written(turn: Turn, event: Event, changed: Decided, words: str) -> Outcome:
    """The ticket as it stands; `words` before it, where what they say was written on it."""
    shown = told(turn, event, changed)
    return told_first(shown, words) if changed.outcome is Result.CHANGED else shown


def _now_so_many(
    turn: Turn, registration: Registration, event: Event, people: int, gone: list[str]
) -> Outcome:
    """Another number of people, `gone` of those named staying at home. Whoever waits with so few
    that there are seats takes them by it."""
    if (asked := leaving.ask(turn, registration, people, gone)) is not None:
        return asked
    desk, waited = at_desk(turn), registration.state is _S.WAITLISTED
    names = ", ".join(leaving.staying(registration, gone)) if people > 1 else ""
    decided = change(
        desk, event, registration, Wanted(companions=people - 1, companion_names=names)
    )
    fresh = decided.registration
    if waited and fresh is not None and fresh.state is _S.OFFERED:
        decided = accept(desk, event, fresh)
    return told(turn, event, decided)


def _cancelled(turn: Turn, registration: Registration, event: Event) -> Outcome:
    decided = cancel(at_desk(turn), event, registration)
    if decided.outcome is not Result.CANCELLED:
        return show(turn, registration, event)
    return _given_up(turn, event)


def _given_up(turn: Turn, event: Event) -> Outcome:
    again = [turn.choice("register_again", f"event:{event.id}:register")]
    return turn.say("ticket/cancelled", again, turn.menu_choice(), event=event)


def people_to_choose(event: Event) -> range:
    """How many people may be chosen in one tap; more of them ask the staff."""
    return range(1, min(MOST_BY_TAP, 1 + event.most_companions) + 1)


def at_desk(turn: Turn) -> Desk:
    """Where the person of this turn takes, changes and gives back seats for themselves."""
    return Desk(turn.tx, turn.content, turn.now)


def by_code(turn: Turn, code: str) -> Outcome | None:
    """A ticket's code: the owner sees the ticket, anybody else only that it stands."""
    registration = turn.tx.registrations.by_code(code)
    if registration is None:
        return None
    event = turn.tx.events.get(registration.event_id)
    if event and turn.owns(registration.contact_id):
        return show(turn, registration, event)
    held = event is not None and event.state is not EventState.CANCELLED
    alive, back, kind = registration.is_alive and held, turn.menu_choice(), CodeKind.TICKET
    return turn.say("ticket/other", back=back, code=code, event=event, alive=alive, kind=kind)
