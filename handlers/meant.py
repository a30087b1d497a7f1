"""What somebody is about in words no pattern knows, heard by their meaning
(`content/intents.yaml`). A question that has a sure answer is never taken for anything else."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from content.addressing import form_of_address
from content.amounts import amounts
from content.consenting import consents
from content.encoder.intents import Intent
from content.petitions import is_question
from content.redaction import redact
from content.revenue import tells_in_breaths
from content.search import Decision
from content.sendings import Sending, sendings_in
from content.spoken import asks
from content.turns import TurnKind
from content.vietnamese import bare_words, fold
from content.wants_person import asks_how, asks_number
from handlers.answers import faq, going_on, in_turn, pieces, urgent, verdict
from handlers.broadcast import endings, subscriptions
from handlers.conference import asked, shown, tickets
from handlers.own_data import called, privacy
from handlers.places import CALCULATE, PLACES
from handlers.question import looked_up
from handlers.talk import wishes
from handlers.talk.messages import Choice, IncomingKind
from handlers.talk.replies import list_again
from handlers.talk.told import asking, kept_in
from handlers.talk.turn import PATIENCE, Outcome, Turn

SURE = 0.6
# What takes something away, or has an answer of its own, has to be heard more surely; what only
# says something kind, less.
LEAST = {
    **{"stop_news": 0.8, "erase": 0.8, "cancel_ticket": 0.7, "home_visit": 0.8, "on_behalf": 0.7},
    "calculate_tax": 0.75,
    **{"distrust": 0.45, "withholds": 0.5, "introduces": 0.5, "plainer": 0.5, "verdict": 0.5},
    "own_tax": 0.5,
}
SURE_OF_ACT = 0.85  # where the words have a sure answer, too
SURE_UNANSWERED = 0.45  # where they have none: what it opens is as easily left
SURE_OF_OWN = 0.4
_OF_TICKET = ("cancel_ticket", "fewer", "instead", "my_ticket")
_OF_SENDINGS = ("stop_news", "stop_remind")
# What is wanted done, or shown of one's own, each by asking or showing first.
_ACTS = (
    *("register", "register_party", "register_another", "borrowed_phone", *_OF_TICKET),
    *("event_when", "event_bring", "remind", "news", *_OF_SENDINGS, "mend", "privacy", "erase"),
    *("call_me", "staff", "question", "address_me", "wrong_answer"),
)
# What begins something: nothing shown just now can be meant by it.
_BEGINS = (
    *("register", "register_party", "register_another", "borrowed_phone", "event_bring"),
    *("remind", "news", "stop_remind", "call_me", "erase", "address_me"),
)
# Patterns that tell more of these: several tickets, a seat given up by who is no more.
_AS_WELL = ("register", "register_party", "register_another", "bereaved", "not_coming")
MAYBE, MAYBE_TOO = 0.35, 0.15  # from which on it is offered, alone or beside a likelier one
MAYBE_A_QUESTION = 0.5  # the same where an answer is near, too
NEAR_SHOWN = 2
MEANT = "meant"  # what a choice begins with that leads there


def heard(turn: Turn) -> Outcome | None:
    """Where the likeliest intent of the words leads; None where none is heard surely enough."""
    if form_of_address(turn.text):
        return called.wished(turn)
    if _ASKS_IF_DONE.search(bare_words(turn.text)) and asks(turn.text):
        return _done_yet(turn)
    if _wants_person(turn):
        return PLACES["staff"](turn)
    first = _first(turn)
    if first is None or first.sure < _least(turn, first.name):
        return None
    if first.name in _SAID_AGAIN and consents(turn.text):
        return None  # a yes to what was offered, and nothing to be told once more
    return _lead(turn, first.name)


_SAID_AGAIN = ("plainer", "verdict", "introduces")


def surely(turn: Turn) -> Outcome | None:
    """Where an act leads that the words mean more surely than any pattern can tell; None where a
    pattern leads there, too."""
    first = _first(turn)
    if first is None or first.name not in _BEGINS or first.sure < SURE_OF_ACT:
        return None
    return None if wishes.wish_in(turn.text) in (first.name, *_AS_WELL) else _lead(turn, first.name)


def is_surely_an_act(turn: Turn) -> bool:
    """Whether something is wanted done here, so surely that the words are nothing the ward is to
    see to."""
    first = _first(turn)
    return first is not None and first.name in _ACTS and first.sure >= SURE


def _first(turn: Turn) -> Intent | None:
    """The likeliest intent that the words may have; None for none."""
    if in_turn.is_remark(turn):
        return None
    first = next(iter(_intents(turn)), None)
    if first is not None and first.name in _OF_EVENT and in_turn.goes_on(turn, asked.OF_WARD):
        return None  # `đem theo giấy tờ gì`, of the paper just spoken of
    if first is None or (first.name in _OF_FIGURES and _tells_sum(turn.text)):
        return None
    return first if _may_be(first.name, turn.text, first.sure) else None


def _least(turn: Turn, name: str) -> float:
    """How surely an intent has to be heard: where a question may be answered more surely, where it
    is of what this person has here (a ticket, news) less."""
    reading = turn.content.understanding.read(turn.text)
    if reading.decision is Decision.ANSWER:
        return SURE_OF_ACT
    if name in _OF_TICKET:
        return SURE_OF_OWN if tickets.living(turn) else LEAST.get(name, SURE)
    if name in _OF_SENDINGS:
        return SURE_OF_OWN if endings.running(turn) else LEAST.get(name, SURE)
    if name == "wrong_answer":
        return SURE_OF_OWN if turn.conversation.entry else SURE_OF_ACT
    if name in _ACTS and reading.decision is not Decision.CHOOSE:
        return min(SURE_UNANSWERED, LEAST.get(name, SURE))
    return LEAST.get(name, SURE)


def _wants_person(turn: Turn) -> bool:
    """Whether the answer to the words is that a person may be had: then one is, if there is one."""
    reading = turn.content.understanding.read(turn.text)
    surely = reading.decision is Decision.ANSWER or reading.right >= SURE
    if turn.incoming.group is None and not surely and asks_number(turn.text):
        return True
    if turn.incoming.group is not None or reading.fixed or not surely or asks_how(turn.text):
        return False
    return reading.entries[0].id == _A_PERSON


_ASKS_IF_DONE = re.compile(
    r"^(?:(?:the|vay|ma|roi|a|oi|cho hoi|ad|em|chau) )*(?:da|co) (?:co )?ai (?:\w+ ){0,2}(?:lam"
    r"|xem|sua|xu ly|giai quyet|xuong|ghe|doc|dong)\b"
    r"(?: (?:gi|den|toi|cho|tui|em|bac|co|chu|chi|anh|viec|cai|do|ay|nay|cau|cua))* chua\b"
)
_A_PERSON = "gap-can-bo-faq"  # in the catalogue
_OF_EVENT = ("event_bring", "event_when")
_OF_FIGURES = ("calculate_tax", "introduces", "verdict", "event_when")
_OF_MONEY = re.compile(
    r"\b(?:may|vai|\d+|muoi|chuc|tram|hon|gan) ?(?:trieu|tr|ty|nghin|ngan|cu|chuc|tram)\b"
    r"|\b(?:hai|ba|bon|nam|sau|bay|tam|chin) (?:tram|chuc|trieu|ty)\b"
)


def _tells_sum(text: str) -> bool:
    """Whether a sum is told, however unclear: `hai mươi mấy triệu`."""
    return bool(amounts(text) or _OF_MONEY.search(fold(text)) or tells_in_breaths(text))


def offered(turn: Turn) -> Outcome | None:
    """What the words may be about, to choose from, with the answers near them; None where an answer
    is surer, or nothing is likely."""
    if turn.incoming.group is None and (of_meeting := asked.unwritten(turn)):
        return of_meeting
    reading = turn.content.understanding.read(turn.text)
    meant = [one for one in _intents(turn) if _may_be(one.name, turn.text, one.sure)]
    likely = [one for one in meant if one.name not in ONLY_HEARD]
    if _tells_sum(turn.text):
        return None  # a sum is told: what it is of is asked by those who read sums
    near = reading.decision is Decision.CHOOSE
    least = MAYBE_A_QUESTION if near else MAYBE
    if reading.fixed or not likely or likely[0].sure < least:
        return None
    named = [likely[0], *(one for one in likely[1:] if one.sure >= MAYBE_TOO)]
    choices = [turn.choice(f"{MEANT}_{one.name}", f"{MEANT}:{one.name}") for one in named]
    entries = turn.content.understanding.rivals(reading, NEAR_SHOWN) if near else []
    known = turn.content.knowledge.entries
    choices += [Choice(known[one].question, f"faq:{one}") for one in entries]
    kept = turn.keeping(asked=redact(turn.text)[: faq.KEPT_QUESTION])
    none = turn.choice("none_of_these", faq.NONE)
    return urgent.shielded(turn, kept.say("faq/choose", choices, none, count=len(choices)))


def chosen(turn: Turn, name: str) -> Outcome:
    """What was offered and chosen, with the words it was said in."""
    said = replace(turn.incoming, kind=IncomingKind.TEXT, text=turn.conversation.asked or "")
    asking = replace(turn.keeping(asked=None), incoming=said, action="")
    known = name in LED or name in PLACES or name == "erase"
    led = _lead(asking, name) if known else None
    if led is None and name == "verdict":
        return CALCULATE(asking)
    return led or list_again(turn, "system/stale")


def _lead(turn: Turn, name: str) -> Outcome | None:
    if said := LED.get(name):
        return said(turn)
    if name not in (*PLACES, "erase"):
        return None
    if name in _TO_THE_WARD and len(turn.text.split()) >= _SAYS_IT:
        turn = turn.keeping(asked=turn.text.strip()[: faq.KEPT_QUESTION], entry=None)
    return PLACES[name](turn) if name in PLACES else privacy.act(turn, name)


_GIVES_BACK = re.compile(
    r"(?:(?:da|u|uh|a|thoi|vay|e|em|toi|cho|cu) )*(?:huy|rut)"
    r" (?:di|luon|giup|gium|ho|cho|dum|ve|dang ky|dang ki)\b"
)


def gives_seat_back(turn: Turn) -> bool:
    """Whether whoever has a ticket does not come, and nobody in their place."""
    if not tickets.living(turn):
        return False
    if _GIVES_BACK.match(bare_words(turn.text)):
        return True
    wish = wishes.wish_in(turn.text)
    return wish in ("cancel_ticket", "not_coming") or (
        not wish and intent_of(turn, SURE_OF_OWN) == "cancel_ticket"
    )


def intent_of(turn: Turn, least: float) -> str:
    """What the words are about, at least so surely; "" for nothing."""
    first = next(iter(_intents(turn)), None)
    sure = first is not None and first.sure >= least and _may_be(first.name, turn.text, least)
    return first.name if first and sure else ""


_OF_COMING = re.compile(
    r"\b(?:dang ky|dang ki|dk|dky|ghi (?:danh|ten)|hop|hoi nghi|doi thoai|tap huan|lop|buoi|di|du"
    r"|den|toi du|tham gia|suat|slot|(?:giu|mot|hai|ba|may|\d+) cho)\b"
)
_OF_DAYS = ("deadlines", "remind", "notebook")
_DAYS = re.compile(
    r"\b(?:han|lich|(?:ngay|hom|thang) nao(?! cung)|khi nao|bao gio|luc nao|nhac|thang nay|quy)\b"
)
# What the ward registers people for; a household registers its trade, too.
_OF_MEETING = re.compile(
    r"\b(?:hop|hoi nghi|doi thoai|tap huan|lop|buoi|du|tham gia|suat|slot|ve"
    r"|(?:giu|mot|hai|ba|may|\d+) cho)\b"
)
# That nobody heard, answered or helped, or how one was treated; not who calls one to work.
_UNHEARD = re.compile(
    r"\b(?:goi|alo|nhan|nhan tin|hoi|so|chuong|may|dien thoai|hotline)\b.*\b(?:khong|ko|k|chang"
    r"|cha|chua|hong|hem|deo|ban|thue bao|tut|im|cup|mai|hoai|ca (?:buoi|ngay|sang))\b"
    r"|\b(?:khong|ko|k|chang|cha|chua|dau) (?:co |thay )?ai\b.*\b(?:nghe|tra loi|rep|giai quyet"
    r"|tiep|truc|boc|bat|gap)\b"
    r"|\b(?:hanh dan|lam an|lam viec|man viec|kieu gi|thai do|coi thuong|buc|dun day"
    r"|da qua|hua|hen|di lai|di toi|phan anh|den phuong|len phuong|can bo|phuong)\b"
)
# Without a word of these an intent is not meant, however like its wordings the whole may be.
_NEEDS = {
    "angry_call": _UNHEARD,
    "unseen": re.compile(
        r"\b(?:giay|anh|hinh|chup|thong bao|sao ke|man hinh|bien lai|hoa don|so|cong van|van ban"
        r"|file|mau|tin nhan|cai (?:nay|ni)|don|quyet dinh|bien ban|photo|scan|phieu|ghi am"
        r"|to (?:giay|khai|bien|don|nay|kia|thong bao|ghi)|nay|kia|xem|coi|thay|nhin|dich)\b"
    ),
    "this_month": re.compile(
        r"\b(?:tin|ban tin|cap nhat|moi|co (?:gi|j|bien|tin|chi)|hot|chinh sach|su kien"
        r"|(?:thang|tuan) (?:nay|ni)|phuong)\b(?! ban)"
    ),
    # What is earned and reckoned up is told, and nobody distrusted.
    "distrust": re.compile(
        r"^(?!.*\b(?:cong vao|gop (?:vao|chung)|tinh (?:vao|chung|thue)|doanh thu|tien cong)\b)"
    ),
    "call_me": re.compile(
        r"\b(?:goi(?! (?:\w+ )?(?:la|bang)\b)|alo|dien|a lo|nhac may|lien lac|lien he|phon|phone"
        r"|call|may|so)\b"
    ),
}
_REGISTERS = "register"
_SAYS_IT = 7  # words: so many say what it is about, and what was said before is not meant
_TO_THE_WARD = ("question", "report", "call_me")
_OF_WARD = re.compile(
    r"\b(?:phuong|can bo|cb|uy ban|ubnd|chinh quyen|gui|chuyen|phan anh|kien nghi|gop y|goi|bao"
    r"|hoi nghi|y kien|nguoi)\b"
)


def _may_be(name: str, text: str, sure: float = 0) -> bool:
    """Whether an intent that opens a form may be meant: a question that names neither the meeting
    nor the ward is to be answered, and opens none."""
    if name.startswith(_REGISTERS):
        asked = is_question(text)
        of_meeting = _OF_MEETING if asked else _OF_COMING
        return (not asked and sure >= SURE) or bool(of_meeting.search(bare_words(text)))
    if name in _OF_DAYS and asks(text):
        return bool(_DAYS.search(bare_words(text)))  # how, why, whether: that is answered
    if needed := _NEEDS.get(name):
        return bool(needed.search(bare_words(text)))
    return name not in _TO_THE_WARD or not asks(text) or bool(_OF_WARD.search(bare_words(text)))


def _intents(turn: Turn) -> Sequence[Intent]:
    """What the words may be about; nothing for small talk. Of a question that has a sure answer
    only what is wanted done more surely."""
    understanding = turn.content.understanding
    reading = understanding.read(turn.text)
    if turn.incoming.group is not None:
        return ()
    found = understanding.intents(turn.text)
    if reading.fixed == "complaint":
        return tuple(one for one in found if one.name in ("plainer", "wrong_answer"))
    if reading.decision in _ANSWERED:
        return tuple(one for one in found if one.name in _ACTS and one.sure >= SURE_OF_ACT)
    return found


_ANSWERED = (Decision.ANSWER, Decision.SMALLTALK)
ONLY_HEARD = (
    *("introduces", "withholds", "comes_back", "done_yet", "news_topics", "home_visit"),
    *("on_behalf", "angry_call", "wrong_answer", "address_me", "own_tax"),
)


def _introduces(turn: Turn) -> Outcome | None:
    """Somebody says who they are and what they sell, and asks nothing yet."""
    if going_on.subject_of(turn) and in_turn.is_kind(turn, TurnKind.TELLS, in_turn.SURE):
        return in_turn.told(turn)
    if turn.content.trades.mentions(turn.text):
        told = redact(turn.text)[: faq.KEPT_QUESTION]
        turn = turn.keeping(asked=told, entry=None, expires_at=turn.now + PATIENCE)
        return turn.say("faq/trade_alone", [turn.choice("tax", "tool:tax")], turn.menu_choice())
    return faq.fixed(turn, "hello") if _GREETS.search(bare_words(turn.text)) else None


_GREETS = re.compile(r"\b(?:chao|alo|hi|hello|hoi|xin|tu van|cho (?:toi|em|chi|anh|minh)|la)\b")


def _sums_up(turn: Turn) -> Outcome | None:
    """Whether one pays and how much, by the figures told before."""
    kept = kept_in(turn)
    return verdict.give(asking(turn, kept), []) if kept else None


def _distrusts(turn: Turn) -> Outcome | None:
    choices, front = [turn.choice("staff", "staff")], turn.content.ward.front_office
    return turn.say("chat/trust", choices, turn.menu_choice(), office=front)


def _withholds(turn: Turn) -> Outcome | None:
    return turn.say("chat/withheld", back=turn.menu_choice())


def _comes_back(turn: Turn) -> Outcome | None:
    """What is still known is shown once more: the figures, the last answer; else the question is
    asked for again."""
    if kept_in(turn):
        return _sums_up(turn)
    return faq.in_plain_words(turn) or turn.say("chat/back_again", back=turn.menu_choice())


def _done_yet(turn: Turn) -> Outcome | None:
    """What stands of what may have been done: a ticket, a question, the news; else that nothing
    waits."""
    if tickets.living(turn):
        return tickets.mine(turn)
    if turn.tx.questions.of_contact(turn.contact.id):
        return looked_up.mine(turn)
    if turn.tx.subscriptions.topics_of(turn.contact.id):
        return subscriptions.show(turn)
    return turn.say("chat/nothing_recorded", back=turn.menu_choice())


def _plainer(turn: Turn) -> Outcome | None:
    return faq.in_plain_words(turn) or (_sums_up(turn) if kept_in(turn) else None)


def _topics(turn: Turn) -> Outcome | None:
    """The topics of whoever gets news; else that none is sent."""
    mine = turn.tx.subscriptions.topics_of(turn.contact.id)
    return subscriptions.show(turn) if mine else endings.asked(turn)


def _on_behalf(turn: Turn) -> Outcome | None:
    known = turn.content.knowledge.entries
    kept = turn.keeping(asked=redact(turn.text)[: faq.KEPT_QUESTION])
    return faq.choose(kept, [known[name] for name in _BY_ANOTHER if name in known])


def _advised(turn: Turn) -> Outcome | None:
    return faq.show(turn, _ADVISERS) if _ADVISERS in turn.content.knowledge.entries else None


def _no_more_news(turn: Turn) -> Outcome | None:
    """The news ended; what the words name, where they name it."""
    named = sendings_in(turn.text)
    return endings.asked(turn) if named else endings.act(turn, Sending.NEWS)


def _no_more_reminders(turn: Turn) -> Outcome | None:
    return tickets.still_reminded(turn, endings.act(turn, Sending.REMINDERS))


# Entries of the catalogue: who may do it in one's place, and who advises.
_BY_ANOTHER = ("nop-ho-so-giay", "etax-nop-thay", "nop-ho-so-ho-thay")
_ADVISERS = "to-tu-van"
LED: dict[str, Callable[[Turn], Outcome | None]] = {
    "introduces": _introduces,
    "verdict": _sums_up,
    "own_tax": pieces.of_own_tax,
    "calculate_tax": lambda turn: _sums_up(turn) or PLACES["calculate_tax"](turn),
    "plainer": _plainer,
    "where_in_it": faq.more_of_it,
    "distrust": _distrusts,
    "withholds": _withholds,
    "comes_back": _comes_back,
    "done_yet": _done_yet,
    "on_behalf": _on_behalf,
    "home_visit": _advised,
    "angry_call": lambda turn: faq.fixed(turn, "complaint"),
    "news_topics": _topics,
    "borrowed_phone": shown.register_self,
    "event_bring": asked.to_bring,
    "event_when": lambda turn: asked.of_it(turn) or shown.when_and_where(turn),
    "stop_news": _no_more_news,
    "stop_remind": _no_more_reminders,
    "wrong_answer": faq.contradicted,
    "address_me": called.wished,
}
