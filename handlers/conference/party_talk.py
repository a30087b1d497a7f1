"""What is said of several people while they are registered one after the other: who they are by
now, one more, one who does not come, another instead. At any question of the form; of a single
registration too, whether there is a ticket yet."""

import re
from dataclasses import asdict, replace
from typing import Any

from content.event_questions import event_matter_in
from content.families import ForAnother
from content.parties import (
    Attendee,
    adds,
    asks_if_done,
    asks_who,
    called_in,
    drops_out,
    named,
    people_in,
    put_instead,
    renamed,
    second_in,
    sees_ticket,
)
from content.people import read_phone
from content.spoken import asks
from content.vietnamese import bare_words
from handlers.conference import along, party, tickets
from handlers.conference.register_answers import RegisterAnswers, RegisterStep
from handlers.conference.register_hearing import named_in
from handlers.conference.registering import RegisterFlow
from handlers.conference.seating import Wanted
from handlers.conference.seats import cancel, change
from handlers.talk import wishes
from handlers.talk.flow import CONSENT_STEP, heard, leave, mending_in, prompt, put_aside, saved_in
from handlers.talk.replies import told_first
from handlers.talk.turn import Outcome, Turn
from storage.event_models import Registration

_S = RegisterStep
_OPEN = (_S.NAME, _S.PHONE, _S.BUSINESS, _S.KIND, _S.NEIGHBOURHOOD, _S.PEOPLE, _S.SURE, _S.SUMMARY)
_TALKS = (*_OPEN, _S.CONSENT, _S.HELPER)
_DONE_YET = re.compile(r"(?:(?:da|u|the|vay) )*(?:xong|duoc) chua\b")
_THEM = re.compile(r"\b(?:anh|chi|ong|ba|co|bac|nguoi) (?:ay|do|nay|kia)\b|\bno\b")


def in_form(turn: Turn, flow: Any, memory: Any) -> Outcome | None:
    """The answer to what is said of who is registered, the form at the question where it stands;
    None for any other words."""
    if turn.action or not isinstance(flow, RegisterFlow) or memory.step not in _TALKS:
        return None
    text = turn.text
    sees = asks_who(text) or sees_ticket(text) or wishes.wish_in(text) == "my_ticket"
    if sees and event_matter_in(text, near=True) is not None:
        return None  # of tickets, and not one's own
    if sees or asks_if_done(text) or (memory.seat and _DONE_YET.match(bare_words(text))):
        return _again(turn, flow, memory, _standing(turn, memory, whole=sees))
    if asks(text):
        return None
    if memory.step is _S.CONSENT and along.changed(memory, text):
        return _changed(turn, flow, flow.told_ahead(memory, heard(turn)) or memory)
    if memory.step is _S.CONSENT and (other_way := party.swapped(memory, text)):
        return _changed(turn, flow, other_way)
    if memory.seat and (told := tickets.in_another_name(leave(turn))):
        return told
    if not memory.group:
        if memory.seat and (whom := second_in(text, memory.name)) is not None:
            return _one_more(turn, memory, whom)
        instead = _named_instead(turn, flow, memory) or _another_instead(turn, flow, memory)
        return instead or _nobody_left(turn, memory)
    return _drops(turn, flow, memory) or _joins(turn, flow, memory)


def _changed(turn: Turn, flow: RegisterFlow, ahead: RegisterAnswers) -> Outcome:
    """Who comes by now, in place of the page about the consent that is still asked for."""
    words = turn.words_of("register/told_ahead", text=ahead.opening, memory=ahead, alone=True)
    asked = prompt(turn, flow, ahead, [], [], mending_in(turn))
    first, *rest = asked.replies
    return replace(asked, replies=(replace(first, text=words), *rest))


def _one_more(turn: Turn, memory: RegisterAnswers, whom: str) -> Outcome | None:
    """Who has a seat tells of somebody else who comes, by name: a ticket of their own, about which
    they are asked as anybody is; the first one stands."""
    event = turn.tx.events.get(memory.event_id)
    if event is None or not event.takes_registrations(turn.now):
        return None
    flow = RegisterFlow()
    begun = flow.begin(event, turn.tx.people.profile(turn.contact.id), another=ForAnother(whom))
    ahead = flow.opened(begun, heard(turn)) or begun
    asked = prompt(leave(turn), flow, ahead)
    words = turn.words_of("register/told_ahead", text=ahead.opening, memory=ahead, alone=False)
    return told_first(asked, words) if ahead.opening else asked


def _again(
    turn: Turn, flow: RegisterFlow, memory: RegisterAnswers, words: str, *, moved: bool = False
) -> Outcome:
    """Some words above the question that is open; `moved`: it is another person's than before."""
    before = [] if moved else saved_in(turn, "before")
    ahead = [] if moved else saved_in(turn, "ahead")
    asked = prompt(turn, flow, replace(memory, noted=()), before, ahead, mending_in(turn))
    first, *rest = asked.replies
    if memory.step != CONSENT_STEP:
        return told_first(asked, words)
    still = turn.words_of("system/agree_still")
    return replace(asked, replies=(replace(first, text=f"{words}\n\n{still}"), *rest))


def _standing(turn: Turn, memory: RegisterAnswers, *, whole: bool) -> str:
    """Who has a ticket, who is being registered and what is missing there, who waits for it."""
    return turn.words_of(
        "register/standing",
        memory=memory,
        whole=whole,
        tickets=_registered(turn, memory) if whole or memory.group else [],
        missing=party.missing(memory),
        waits=[one["name"] or one["called"] for one in memory.others],
    )


def _registered(turn: Turn, memory: RegisterAnswers) -> list[Registration]:
    return [one for one, event in tickets.living(turn) if event.id == memory.event_id]


def _drops(turn: Turn, flow: RegisterFlow, memory: RegisterAnswers) -> Outcome | None:
    """Somebody of them does not come, or another does instead: out of the list at once; a ticket
    that is given out already is asked about."""
    if not drops_out(turn.text):
        return None
    going, comes = put_instead(turn.text)
    registered = _registered(turn, memory)
    waiting = tuple(one["name"] or one["called"] for one in memory.others)
    in_line, with_ticket = named(going, waiting), named(going, tuple(r.name for r in registered))
    is_open = bool(memory.name and named(going, (memory.name,)))
    if in_line or is_open:  # the ticket is of the same person
        with_ticket = ()
    if not (in_line or with_ticket or is_open) and comes and _THEM.search(bare_words(going)):
        is_open = bool(memory.name)
    if len(in_line) + len(with_ticket) + is_open != 1:
        return None
    if in_line:
        return _out_of_line(turn, flow, memory, in_line[0], comes)
    if is_open:
        return _not_this_one(turn, flow, memory, comes)
    kept = party.joined(memory, [comes]) if comes else memory
    ticket = registered[with_ticket[0]]
    aside = _again(turn, flow, kept, "")
    asked = tickets.act(
        put_aside(replace(turn, conversation=aside.conversation)), ticket.id, "cancel"
    )
    if comes is None:
        return asked
    return told_first(asked, turn.words_of("register/joins", names=[comes.name], there=[]))


_ONESELF = re.compile(
    r"\bten (?:em|toi|tui|minh|chau|con)\b|\b(?:em|toi|tui|minh) (?:di|du) thay\b"
)


def _named_instead(turn: Turn, flow: RegisterFlow, memory: RegisterAnswers) -> Outcome | None:
    """`thôi ghi tên em, Lê Thị Hồ, em đi thay má`: before anybody has agreed, the name told first
    is put away, and the number kept."""
    _, comes = renamed(turn.text)
    told = named_in(memory.opening) if memory.step is _S.CONSENT else None
    if not comes or told is None or told.name == comes:
        return None
    phone = read_phone(turn.text) or read_phone(memory.opening)
    kept = replace(memory, opening=", ".join(filter(None, (comes, phone))), ahead={})
    if _ONESELF.search(bare_words(turn.text)):
        kept = replace(kept, another=False, whom="")
    words = turn.words_of("register/instead", gone=told.name, comes=comes)
    return _again(turn, flow, kept, words)


def _another_instead(turn: Turn, flow: RegisterFlow, memory: RegisterAnswers) -> Outcome | None:
    """`bỏ sếp ra thay bằng chị Ngân 0912…`: of one who is registered by another."""
    going, comes = put_instead(turn.text)
    if comes is None or not memory.another or not memory.name:
        return None
    whom = bare_words(memory.whom)
    theirs = named(going, (memory.name,)) or (whom and whom in bare_words(going))
    if not theirs and not _THEM.search(bare_words(going)):
        return None
    kept = replace(memory, name=comes.name, phone=comes.phone or memory.phone, whom="")
    words = turn.words_of("register/instead", gone=memory.name, comes=comes.name)
    return _again(turn, flow, kept, words)


_TAKES_OUT = re.compile(
    r"\b(?:bo|gach|xoa|rut)(?: ten)? (?:anh|chi|ong|ba|co|chu|bac|em|no|chong|vo|ck|vk|me|ma)\b"
    r"(?: \w+){0,2} (?:ra|khoi)\b"
)


def _nobody_left(turn: Turn, memory: RegisterAnswers) -> Outcome | None:
    """`bỏ anh ra giúp mình`, of whoever alone was to be registered."""
    along_too = memory.ahead.get("companions") or str(memory.ahead.get("people", 1)) != "1"
    of_one = memory.step is _S.CONSENT and bool(memory.ahead.get("name")) and not along_too
    if not of_one or not _TAKES_OUT.search(bare_words(turn.text)):
        return None
    return leave(turn).say("register/nobody_left", back=turn.menu_choice())


def _out_of_line(
    turn: Turn, flow: RegisterFlow, memory: RegisterAnswers, place: int, comes: Attendee | None
) -> Outcome:
    others = list(memory.others)
    gone = others[place]["name"] or others[place]["called"]
    held = gone in memory.seats
    memory = _seat_passed_on(turn, memory, gone, comes)
    others[place : place + 1] = [asdict(comes)] if comes else []
    fewer = memory.several - 1 if memory.several and comes is None else memory.several
    kept = replace(memory, others=tuple(others), several=fewer)
    told = {"gone": gone, "comes": comes.name if comes else "", "held": held}
    words = turn.words_of("register/drops", **told)
    return _again(turn, flow, kept, words)


def _not_this_one(
    turn: Turn, flow: RegisterFlow, memory: RegisterAnswers, comes: Attendee | None
) -> Outcome:
    """Whoever the form is for just now does not come: it goes on with who does."""
    told = {"gone": memory.name, "comes": comes.name if comes else ""}
    words = turn.words_of("register/drops", **told, held=memory.name in memory.seats)
    memory = _seat_passed_on(turn, memory, memory.name, comes)
    line = ((asdict(comes),) if comes else ()) + memory.others
    fewer = memory.several - 1 if memory.several and comes is None else memory.several
    # As the one before, whose place in the count is taken.
    before = replace(memory, others=line, several=fewer, nth=memory.nth - 1, helper=_helper(memory))
    before = replace(before, another=True, neighbourhood=memory.last_place, phone="")
    if (form := party.following(before)) is not None:
        return _again(turn, flow, form, words, moved=True)
    over = leave(turn).say("register/nobody_left", back=turn.menu_choice())
    return told_first(over, words)


def _seat_passed_on(
    turn: Turn, memory: RegisterAnswers, gone: str, comes: Attendee | None
) -> RegisterAnswers:
    """The seat that was taken for them in this form is given back, or is of who comes instead."""
    seats = dict(memory.seats)
    registration = turn.tx.registrations.get(seats.pop(gone, 0))
    event = turn.tx.events.get(memory.event_id)
    if registration is None or event is None:
        return memory
    desk = tickets.at_desk(turn)
    if comes is None:
        cancel(desk, event, registration)
    else:
        change(desk, event, registration, Wanted(name=comes.name, phone=comes.phone or None))
        seats[comes.name] = registration.id
    return replace(memory, seats=seats)


def _helper(memory: RegisterAnswers) -> str:
    return memory.helper if memory.another else ""


def _joins(turn: Turn, flow: RegisterFlow, memory: RegisterAnswers) -> Outcome | None:
    """One more, by name; or one who is there already, which is said."""
    people = people_in(turn.text)
    waiting = tuple(one["name"] or one["called"] for one in memory.others)
    registered = tuple(one.name for one in _registered(turn, memory))
    if people and memory.step in (_S.NAME, _S.CONSENT):
        return None  # the form takes them
    there = [name for name in (*waiting, *registered, memory.name) if name]
    if people:
        if memory.step in (_S.SURE, _S.PHONE) and any(
            party.is_one(_current(memory), one) for one in people
        ):
            return None
        known = [there[place] for place in named(turn.text, tuple(there))]
        new = [one for one in people if not named(one.name, tuple(there))]
        told = [one for one in people if not named(one.name, (*registered, memory.name))]
        words = turn.words_of("register/joins", names=[one.name for one in new], there=known)
        return _again(turn, flow, party.joined(memory, told), words)
    if not adds(turn.text):
        return None
    if known := [there[place] for place in named(turn.text, tuple(there))]:
        return _again(turn, flow, memory, turn.words_of("register/joins", names=[], there=known))
    called = called_in(turn.text)
    if not called or memory.step in (_S.NAME, _S.HELPER):
        return None
    kept = party.joined(memory, [Attendee(called=called)])
    words = turn.words_of("register/joins", names=[called], there=[])
    return _again(turn, flow, kept, words)


def _current(memory: RegisterAnswers) -> Attendee:
    return Attendee(memory.name, memory.phone.strip("-"))
