"""What somebody with a ticket says of it in their own words: what stands on it is put right, and
what is asked of the meeting is answered from its own record, or said to be nowhere in it."""

import re
from dataclasses import replace

from content.event_asked import TicketMatter, asked_of_event
from content.event_questions import EventMatter
from content.families import with_companions
from content.lines import wavers
from content.meetings import is_of_that_name
from content.mends import Line, mends_in, name_of_another
from content.parties import asks_who, drops_out, put_instead
from content.people import read_phone, read_phones
from content.phone_roles import given_up
from content.special_needs import needs_in
from content.spoken import asks, becomes_so_many, read_people, says_company
from content.vietnamese import bare_words, fold
from handlers.conference import asked, tickets
from handlers.conference.reminders import REMIND_DAYS
from handlers.own_data import privacy
from handlers.talk.replies import list_again, told_first
from handlers.talk.turn import Outcome, Turn
from handlers.talk.wishes import is_of_papers

_LONGEST = 9  # words: more of them tell something else, too
_BY_SO_MANY = re.compile(
    r"\b(?:them|bot|giam|tru|nua|cong|huy|thieu|du|khong|ko|moi nguoi|tung|ban|om)\b"
    r"(?!.*\bthanh\b)(?! phai\b)"
)
_ENDS_ASKING = re.compile(
    r"\b(?:gi|nao|dau|sao|may|khong|ko|chua|ha|nhi)(?: (?:a|em|vay|the))*[ ?.]*$"
)
_OF_A_LINE = re.compile(r"\b(?:to|tdp|nguoi|ten|so dien thoai|sdt|quan|tiem) \w+")
_GIVES_UP = re.compile(r"\b(?:huy|bo|khong|ko|thoi)\b")
_STILL_COMES = re.compile(r"\b(?:van|cu) (?:di|du)(?: hop| hoi nghi)?(?: (?:day|do|nhe|nha|a))*$")
_LATER = (EventMatter.WHEN, EventMatter.FEE, EventMatter.BRING)  # asked of anything


def said_of_it(turn: Turn) -> Outcome | None:
    """The answer to whoever has a ticket and speaks of it; None for anything else."""
    if not tickets.living(turn) or is_of_papers(turn.text):
        return None
    comes = _STILL_COMES.search(bare_words(turn.text)) and not _GIVES_UP.search(fold(turn.text))
    if comes and not asks(turn.text):
        return tickets.mine(turn)
    if told := tickets.in_another_name(turn) or _by_number(turn) or _of_several(turn):
        return told
    if wavers(turn.text) and _OF_A_LINE.search(fold(turn.text)):
        return list_again(turn, "ticket/wavers")
    return (
        _their_name(turn)
        or _along(turn)
        or _needing(turn)
        or _people(turn)
        or _put_right(turn)
        or _asked(turn)
    )


_SAYS_NUMBER = re.compile(r"(?:(?:da|thi|so|sdt|so dt|dien thoai|cua|em|toi|tui|chi|minh|la) )*")


def _by_number(turn: Turn) -> Outcome | None:
    """A number alone that stands on one of their tickets: those are shown."""
    phones = read_phones(turn.text)
    words = re.sub(r"[\d+.\-]+", " ", bare_words(turn.text))
    alone = len(phones) == 1 and _SAYS_NUMBER.fullmatch(f"{words.strip()} ".lstrip())
    kept = {registration.phone for registration, _ in tickets.living(turn)}
    return tickets.mine(turn) if alone and set(phones) <= kept else None


def _of_several(turn: Turn) -> Outcome | None:
    """Of several tickets: all of them, or the one of somebody who is said not to come; that is
    asked back, and the others stay as they are."""
    if len(tickets.living(turn)) < 2 or asks(turn.text) > asks_who(turn.text):
        return None
    if asks_who(turn.text):
        return tickets.mine(turn)
    going, comes = put_instead(turn.text)
    named = tickets.of_names(turn, going) if drops_out(turn.text) else []
    if len(named) != 1:
        return None
    asked_back = tickets.act(turn, named[0][0].id, "cancel")
    if comes is None:
        return asked_back
    return told_first(asked_back, turn.words_of("ticket/then_another", who=comes.name))


def _their_name(turn: Turn) -> Outcome | None:
    """`tên mẹ em là Nguyễn Thị Thuỷ dấu hỏi, em gõ nhầm`: of somebody this person registered. The
    ticket of that name, or the only one there is, stays, with the name put right."""
    name = name_of_another(turn.text)
    if not name or asks(turn.text):
        return None
    found = tickets.living(turn)
    alike = [one for one in found if fold(one[0].name) == fold(name)]
    marked = bool(_NAMED_WRONG.search(fold(turn.text)))
    theirs = alike or (found if marked else [])
    if len(theirs) != 1 or theirs[0][0].name == name:
        return None
    return tickets.with_name(turn, *theirs[0], name)


_NAMED_WRONG = re.compile(r"\b(?:nham|sai|lon|sua|thieu|dung ra|moi dung)\b")


def _along(turn: Turn) -> Outcome | None:
    """Who comes along, told by name: written on the one ticket, and shown."""
    found = tickets.living(turn)
    if len(found) != 1 or asks(turn.text):
        return None
    registration, event = found[0]
    if not (names := with_companions(registration.companion_names or "", turn.text)):
        return None
    people = len(names.split(", ")) + 1
    if people - 1 > registration.companions:
        return tickets.party(turn)
    return tickets.with_companions(turn, registration, event, names)


def _needing(turn: Turn) -> Outcome | None:
    """What is to be ready for them, told: written on the one ticket, and shown."""
    needs, found = needs_in(turn.text), tickets.living(turn)
    if not needs or len(found) != 1 or asks(turn.text):
        return None
    registration, event = found[0]
    kept = dict.fromkeys((*filter(None, registration.needs.split(",")), *needs))
    return tickets.with_needs(turn, registration, event, ",".join(kept))


def _put_right(turn: Turn) -> Outcome | None:
    if (new := _new_number(turn)) and not asks(turn.text):
        meant = turn.words_of("privacy/phone_meant", phone=new)
        return privacy.put_right(replace(turn, incoming=replace(turn.incoming, text=meant)))
    told = mends_in(turn.text)
    named = any(one.value and not one.plain for one in told)
    if not told or _ENDS_ASKING.search(fold(turn.text)) or not (named or _is_shown(turn)):
        return None
    return privacy.put_right(turn)


def _new_number(turn: Turn) -> str:
    """The number that is to stand in place of one on their ticket, which is used no more; "" where
    nothing of it is said."""
    numbers = read_phones(turn.text)
    kept = {registration.phone for registration, _ in tickets.living(turn)}
    old = {read_phone(typed) for typed in given_up(turn.text)}
    return numbers[0] if len(numbers) > 1 and numbers[0] not in old and kept & old else ""


def _people(turn: Turn) -> Outcome | None:
    """How many come instead, in words: the one ticket is changed, and shown. More or fewer by a
    number (`thêm 1 người`) are no such words."""
    found, people = tickets.living(turn), _counted(turn)
    if not people or len(found) != 1:
        return None
    registration, event = found[0]
    if people not in tickets.people_to_choose(event):
        return tickets.party(turn)
    if people == registration.companions + 1:
        return tickets.show(turn, registration, event)
    changed = tickets.act(turn, registration.id, f"people:{people}")
    said = turn.words_of("ticket/now_people", before=registration.companions + 1, after=people)
    return told_first(changed, said) if tickets.seats_of(turn, registration) == people else changed


def _counted(turn: Turn) -> int:
    """How many are said to come in place of the number on the ticket; 0 where that is not sure."""
    text = turn.text
    if len(text.split()) <= _LONGEST and (many := becomes_so_many(text)):
        named = " nguoi" in fold(text) or "ve" in fold(text).split()
        return many if named or _is_shown(turn) else 0
    if _BY_SO_MANY.search(fold(text)) or len(text.split()) > _LONGEST or asks(text):
        return 0
    told = next((one for one in mends_in(text) if one.line is Line.PEOPLE), None)
    if told and (not told.plain or _is_shown(turn)):
        return read_people(told.value) or 0
    shown = [action for _, _, action in turn.conversation.choices]
    asked = any(action.startswith("ticket:") and ":people:" in action for action in shown)
    if asked and not told:
        return read_people(text) or 0
    return says_company(text) if _is_shown(turn) else 0


def _asked(turn: Turn) -> Outcome | None:
    matter = asked_of_event(turn.text)
    if matter is None:
        return None
    answered = bool(turn.conversation.entry) and not _is_shown(turn)
    if matter in _LATER and answered:
        return None  # of the answer just given
    found = tickets.living(turn)
    several = len({event.id for _, event in found}) > 1
    if matter is TicketMatter.TICKET or (several and not isinstance(matter, EventMatter)):
        return tickets.mine(turn)
    coming = turn.tx.events.upcoming(turn.now)
    named = [one.id for one in coming if is_of_that_name(turn.text, one.title, one.kind)]
    of_it = [one for one in found if one[1].id in named] if named else found
    if not of_it or (several and not named):
        return None  # of another that is coming, or of all of them
    registration, event = of_it[0]
    choices = [
        turn.choice("my_ticket", f"ticket:{registration.id}"),
        turn.choice("ask_ward", "ask_ward"),
    ]
    if isinstance(matter, EventMatter):
        return turn.reply(asked.told(turn, event, matter), choices, turn.menu_choice())
    return turn.say(
        "ticket/reminds", choices, turn.menu_choice(), registration=registration, days=REMIND_DAYS
    )


def _is_shown(turn: Turn) -> bool:
    """Whether the ticket, or its event, is what the last list was about."""
    shown = (action for key, _, action in turn.conversation.choices if key)
    return any(action.startswith(("ticket:", "event:")) for action in shown)
