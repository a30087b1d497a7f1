"""Who somebody is, a list of people, or a number to call, told with no form open: the matter spoken
of just now takes it up with all that was told; else it is said that nothing of it is written."""

import re
from dataclasses import replace

import orjson

from content.call_me import is_of_stranger
from content.consenting import consents
from content.families import ForAnother, kin_in
from content.names import hear_name, is_full, own_name
from content.other_matter import is_question, tells_money
from content.parties import pair_in, people_in, uses_own_number
from content.people import may_be_one, read_phone, read_phones
from content.vietnamese import bare_words
from handlers import sent_or_not
from handlers.answers import faq
from handlers.conference import shown, tickets
from handlers.own_data import asked as own_asked
from handlers.question import asking
from handlers.talk import wishes
from handlers.talk.messages import IncomingKind
from handlers.talk.told import with_figures
from handlers.talk.turn import Outcome, Turn

_YES_FIRST = re.compile(
    r"(?:(?:da|a|u|uh|um) )*(?:u|uh|um|ok|oke|okie|duoc|dc|vang|co|roi|dong y)\b"
)
_SIGNS = re.compile(
    r"\b(?:dky|dk|dki|dang ky|dang ki|ghi danh|ghi ten|ghi)\b(?: (?:giup|ho|luon))* "
    r"(?:cho|ten|giup|minh|toi|tui|em|e|di)\b"
)
_CALLS = re.compile(
    r"\b(?:goi|dien|alo)\b(?: \w+){0,3} (?:truoc|sau|luc|buoi|chieu|sang|toi|trua|mai|may|gio)\b"
    r"|\bgoi (?:cho )?(?:con|vo|chong|me|bo|so|anh|chi|em|chau|may)\b"
)
_MEETINGS = ("hoi-nghi", "doi-thoai")
_PARTS = re.compile(r"[,.;\n]")
_MOST = 14  # words: a longer message tells a story
_FEW = 8


def heard(turn: Turn) -> Outcome | None:
    """A wish with a question beside it, or what is told of people; None for other words."""
    told = signed_up(turn) or sent_or_not.heard(turn) or wish_and_question(turn)
    return told or _as_it_stands(turn) or _taken_up(turn)


def _as_it_stands(turn: Turn) -> Outcome | None:
    """`vẫn số đó, chị đồng ý`, once the ticket is shown: it stands as it is, and is shown again."""
    shown_now = any(action.startswith("ticket:") for _, _, action in turn.conversation.choices)
    agrees = uses_own_number(turn.text) or consents(turn.text)
    if not shown_now or not agrees or len(turn.text.split()) > _FEW or is_question(turn.text):
        return None
    return tickets.mine(turn) if tickets.living(turn) else None


_ASKS_TO_SIGN = re.compile(
    r"\b(?:dky|dk|dki|dang ky|dang ki|ghi danh)\b|\bghi ten\b.*\b(?:hop|hoi nghi|doi thoai)\b"
    r"|\bghi (?:cho )?(?:co|bac|chu|em|e|toi|tui|anh|chi|minh|me|vo)(?: \w+)? (?:mot|1|hai|2)"
    r" (?:cho|suat|ve|nguoi)\b"
)


def signed_up(turn: Turn) -> Outcome | None:
    """Who wants to come, with name and number in the same message, however it is asked: `e đăng ký
    đi được không, Vũ Thị Hoa, 0934…`. The form begins with all of it; what is asked of the meeting
    besides is answered above. None for other words."""
    text = turn.text
    if turn.action or turn.incoming.kind is not IncomingKind.TEXT or not read_phone(text):
        return None
    if not _ASKS_TO_SIGN.search(bare_words(text)) or wishes.is_of_papers(text):
        return None
    if not _takes(turn) or is_of_stranger(text):
        return None
    called = hear_name(text)
    theirs = [registration.name for registration, _ in tickets.living(turn)]
    of_them = called is not None and any(may_be_one(one, called.name) for one in theirs)
    named = called is not None and called.sure and is_full(called.name)
    another = ForAnother() if theirs and named and not of_them else None
    begun = shown.register(_saying(turn, _with_name_known(turn, text)), another=another)
    if not begun.conversation.flow:
        return None
    asked = [part for part in _PARTS.split(text) if is_question(part) and not read_phone(part)]
    told = shown.beside(_saying(turn, asked[0]), 0) if asked else ()
    above = tuple(replace(one, choices=()) for one in told)
    return Outcome(begun.conversation, (*above, *begun.replies))


def _with_name_known(turn: Turn, text: str) -> str:
    """The words with the name that stands in what was being written for the ward, where they tell
    a number alone."""
    called = hear_name(text)
    if (called and called.sure and is_full(called.name)) or people_in(text) or all(pair_in(text)):
        return text
    forms = [form for form in (turn.conversation.flow, *turn.conversation.waiting[::-1]) if form]
    known = (orjson.loads(form).get("memory", {}).get("name", "") for form in forms)
    name = next((name for name in known if name), "")
    return f"{text}, {name}" if name else text


def _taken_up(turn: Turn) -> Outcome | None:
    """What takes up what is told; None for words that tell of nobody."""
    text = turn.text
    if turn.action or turn.incoming.kind is not IncomingKind.TEXT or is_of_stranger(text):
        return None
    if is_question(text) or wishes.wish_in(text):
        return None
    people, phones = people_in(text), read_phones(text)
    of_meeting = len(phones) > 1 or _is_of_meeting(turn)
    if len(people) > 1 and of_meeting and _takes(turn):
        return shown.register(turn, another=ForAnother(group=True, several=len(people)))
    if (whom := _comes_in(text)) and _takes(turn) and _is_of_meeting(turn):
        return shown.register(turn, another=ForAnother(whom))
    if not phones or tells_money(text):
        return None
    if _CALLS.search(bare_words(text)):
        return asking.call_me(turn)
    if _registers(turn):
        return shown.register(turn)
    return None


_COMES = re.compile(
    r"\b(?:muon|xin|dinh|se|cung) (?:cung )?(?:(?:di )?(?:du|nghe|hop|tham gia|hoi nghi)\b"
    r"|di(?: (?:cung|nua|voi|a|nhe|nha|em|chau))* *$)"
)


def _comes_in(text: str) -> str:
    """`bố tôi muốn đi nghe` -> `bố`, after the meeting was spoken of; "" for nobody."""
    return kin_in(text) if _COMES.search(bare_words(text)) else ""


def said_not_written(turn: Turn) -> Outcome | None:
    """A number, maybe with a name, that nothing takes up: that it is written nowhere, and the one
    question what it is for."""
    text = turn.text
    phone, called = read_phone(text), hear_name(text)
    words = len(bare_words(text).split())
    if turn.action or not phone or words > _MOST or is_of_stranger(text):
        return None
    if faq.is_sure(turn) or any(is_question(part) for part in (text, *_PARTS.split(text))):
        return None  # the number is beside a question, which is answered
    if (words > _FEW and not (called and called.sure)) or tells_money(text):
        return None
    choices = [turn.choice("call_me", "call_told"), turn.choice("ask_ward", "ask_ward")]
    if _takes(turn) and not tickets.living(turn):
        open_ = [e for e in turn.tx.events.upcoming(turn.now) if e.takes_registrations(turn.now)]
        act = f"event:{open_[0].id}:told" if len(open_) == 1 else "register"
        choices.insert(0, turn.choice("register_event", act))
    asked = turn.keeping(asked=text.strip()[: faq.KEPT_QUESTION], entry=None)
    return asked.say("chat/not_written", choices, turn.menu_choice())


def call_told(turn: Turn) -> Outcome:
    """The ward is asked to call, with what was told before the choice."""
    return asking.call_me(_saying(turn.keeping(asked=None), turn.conversation.asked or ""))


def _registers(turn: Turn) -> bool:
    """Whether a name and a number are told to come to the meeting that was spoken of just now."""
    called = hear_name(turn.text)
    named = bool(called and called.sure and is_full(called.name)) or len(people_in(turn.text)) == 1
    full = named or bool(own_name(turn.text))
    if not full or not _takes(turn) or tickets.living(turn):
        return False
    plain = bare_words(turn.text)
    if wishes.is_of_papers(turn.text):
        return False
    if _SIGNS.search(plain):
        return True
    told_all = named and bool(read_phone(turn.text))
    return (told_all or bool(_YES_FIRST.match(plain))) and _is_of_meeting(turn)


def _is_of_meeting(turn: Turn) -> bool:
    shown_now = [action for _, _, action in turn.conversation.choices]
    about = any(action.startswith(("event:", "register")) for action in shown_now)
    entry = turn.conversation.entry or ""
    asked = bare_words(turn.conversation.asked or "")
    return about or any(name in entry for name in _MEETINGS) or "hoi nghi" in asked


def _takes(turn: Turn) -> bool:
    return any(event.takes_registrations(turn.now) for event in turn.tx.events.upcoming(turn.now))


def wish_and_question(turn: Turn) -> Outcome | None:
    """`đăng ký giúp tôi, …. Hỏi trước: … ?`: the form is begun with what was told, and what is
    asked beside it is answered above it. None for one sentence, and for other wishes."""
    parts = [part for part in re.split(r"(?<=[.!?\n])\s+", turn.text.strip()) if part.strip()]
    if len(parts) < 2 or turn.action or not _takes(turn):
        return None
    wished = [part for part in parts if wishes.wish_in(part) in _REGISTERING and "?" not in part]
    asked = [part for part in parts if is_question(part)]
    if not wished or not asked or wishes.is_of_papers(wished[0]):
        return None
    question = " ".join(asked)
    rest = " ".join(part for part in parts if part not in asked)
    begun = shown.register(_saying(turn, rest))
    if not begun.conversation.flow:
        return None
    asking_it = _saying(turn, question)
    beside = own_asked.of_told(asking_it, shown.REGISTER.name) or faq.answer_beside(asking_it)
    beside = beside or turn.say("system/question_left", question=question)
    told = tuple(replace(reply, choices=()) for reply in beside.replies)
    return Outcome(with_figures(begun.conversation, beside), (*told, *begun.replies))


_REGISTERING = ("register", "register_party", "register_another", "register_which")


def _saying(turn: Turn, text: str) -> Turn:
    return replace(turn, incoming=replace(turn.incoming, text=text))
