"""Somebody who was shown an event, or who opened a poster's link, tells who they are without a word
of registering: `tôi tên Hoàng Văn Tuấn`, `sửa xe máy`, `sđt 0934…`. It is asked once whether they
want to register; what they told is kept with that question, and nothing of it is written down."""

import re
from dataclasses import replace

from content.agreeing import agreed_in
from content.names import hear_name, is_full, own_name
from content.parties import asks_if_done
from content.people import read_phone
from content.short_answers import says_yes
from content.spoken import asks
from content.trade_told import trade_told
from content.vietnamese import bare_words
from handlers.answers import start
from handlers.conference import tickets
from handlers.talk.messages import IncomingKind
from handlers.talk.turn import Outcome, Turn
from storage.event_models import Event

_SHOWN = re.compile(r"event:(\d+)(?::.*)?")
_ASKED = re.compile(r"event:(\d+):told")
_ONLY_PHONE = re.compile(
    r"(?:(?:so|sdt|so dt|dt|so dien thoai|dien thoai|cua|toi|em|chi|anh|chau|minh|la|goi|day"
    r"|a|nhe) )*"
    r"(?:\d[\d ]*)(?: (?:cua|toi|em|la|so|nhe|a|day|minh|chau))*"
)
_MOST = 400  # letters that are kept


def offered(turn: Turn) -> Outcome | None:
    """The question whether to register, for whoever tells of themselves; None for other words,
    for whoever has a ticket, and where no event, or more than one, may be meant."""
    if turn.action or turn.incoming.kind is not IncomingKind.TEXT or tickets.living(turn):
        return None
    event, asked = _meant(turn)
    if event is None:
        return None
    if asked and asks_if_done(turn.text):
        return _ask(turn, event, turn.conversation.asked or "", "done")
    near = asked or _is_shown(turn, event)
    if not _tells(turn.text, near=near) or not (near or _is_idle(turn)):
        return None
    before = (turn.conversation.asked or "") if asked else ""
    told = f"{before}, {turn.text.strip()}".strip(", ")[:_MOST]
    return _ask(turn, event, told, "more" if asked else "first")


def taken_up(turn: Turn) -> str:
    """The action that registers, after the question, where the words are a plain yes to it; "" for
    other words."""
    event, asked = _meant(turn)
    yes = says_yes(turn.text) or agreed_in(turn.text)
    return f"event:{event.id}:told" if event and asked and yes else ""


def _ask(turn: Turn, event: Event, told: str, what: str) -> Outcome:
    choices = [turn.choice("register_event", f"event:{event.id}:told")]
    kept = turn.keeping(asked=told, entry=None)
    return kept.say("event/joins", choices, turn.menu_choice(), event=event, told=told, what=what)


def _meant(turn: Turn) -> tuple[Event | None, bool]:
    """The event they may mean, and whether it was asked already if they register for it."""
    open_ = [one for one in turn.tx.events.upcoming(turn.now) if one.takes_registrations(turn.now)]
    shown = [action for _, _, action in turn.conversation.choices]
    asked = next((found for found in map(_ASKED.fullmatch, shown) if found), None)
    if asked and turn.answers_fresh_list:
        event = next((one for one in open_ if one.id == int(asked[1])), None)
        return event, event is not None
    near = [one for one in open_ if _is_shown(turn, one)]
    found = near or open_
    return (found[0] if len(found) == 1 else None), False


def _is_shown(turn: Turn, event: Event) -> bool:
    shown = (_SHOWN.fullmatch(action) for _, _, action in turn.conversation.choices)
    return any(found and int(found[1]) == event.id for found in shown)


def _is_idle(turn: Turn) -> bool:
    """Whether nothing was shown just now for which a name or a number may be given."""
    shown = [action for _, _, action in turn.conversation.choices]
    of_questions = any(action.startswith(("question:", "ask_ward", "privacy:")) for action in shown)
    return not of_questions and not start.is_contact(turn)


def _tells(text: str, *, near: bool) -> bool:
    """Whether a line tells a name, a number, or a trade, and nothing else; with no event shown
    just now, a name that is expressly one's own, or a full name with its number."""
    if asks(text):
        return False
    called, phone = hear_name(text), read_phone(text)
    full = called is not None and called.sure and is_full(called.name)
    if (own_name(text) and (near or full)) or (full and phone):
        return True
    if not near:
        return False
    plain = bare_words(text)
    return bool(phone and _ONLY_PHONE.fullmatch(plain)) or bool(trade_told(text))


def as_told(turn: Turn) -> Turn:
    """The turn as if what was told before the question had been said with the wish itself."""
    said = turn.conversation.asked or ""
    typed = replace(turn.incoming, kind=IncomingKind.TEXT, text=said, action="")
    return replace(turn.keeping(asked=None), incoming=typed, action="")
