"""Whether somebody who told of a danger asks of something else by now: then it is answered."""

import re

from content.amounts import amounts
from content.danger import DISTRESS, EMERGENCY, VIOLENCE
from content.idioms import is_manner
from content.people import read_phones
from content.search import Decision
from content.spoken import asks
from content.swindles import SCAM, SWINDLED
from content.vietnamese import fold
from handlers.answers import takings
from handlers.talk import wishes
from handlers.talk.turn import Turn

GOES_ON_WORDS = 25  # a longer message stands alone
_A_SUBJECT = 4  # words: fewer name no other matter by themselves
_CLOSE = 0.31  # an answer this near to the words is of another matter than a danger
_ELSEWHERE = re.compile(
    r"\b(?:hoa don|etax|dang ky|hoi nghi|doanh thu|giay phep|ho so|ke khai|to khai"
    r"|ho kinh doanh|cong ty|lai suat|may tinh tien|cong (?:tac|thoat)|rac|via he|o ga|den duong"
    r"|vay von|hop phuong|di hop|buoi hop|cuoc hop|thu tuc|giay to|giay gi"
    r"|no thue|dong thue|tra dan|nop dan|dong (?:quan|tiem|cua hang|cua ho|ho|ma so)|nghi ban"
    r"|co (?:bao gio|hay) (?:goi|nhan|bat|hoi)"
    r"|cho (?:em |toi |tui |minh |bac )?hoi (?!nhau)|mo (?:quan|tiem|shop|cua hang|hang)|(?:dung"
    r"|sang) ten|thue co so|co quan thue (?:o|nam)|hoi truc tiep)\b"
)
_TRADE = re.compile(r"\b(?:ban|thu) (?:duoc |hang |ra )?\d|\bban (?:duoc|hang)\b")
# A sum that is lost, owed or wanted is no sum of sales.
_LOST_SUM = re.compile(
    r"\b(?:mat|chay|hong|thiet hai|den|no|vay|lay|lai|lo|cuop|trom|doi|tra|chuoc|vien phi)\b"
)
# Small talk that somebody in danger may mean otherwise: a farewell, a call whether one is there.
_MAY_BE_SAID = ("complaint", "abuse", "emergency", "okay", "hello", "goodbye", "lonely")
# Wishes that name what they are about. "Không đi nữa", "quên tôi đi" name nothing.
_WISHED = (
    *("register", "register_party", "register_which", "my_ticket", "tickets", "event_when"),
    *("news", "stop_news", "this_month", "deadlines", "invitation", "privacy", "my_questions"),
)
_TAX = re.compile(r"\b(?:thue|ban duoc|ban hang|ban (?:pho|com|bun|ca phe))\b")


def is_elsewhere(turn: Turn, kind: str) -> bool:
    """Whether the words, after a danger of that kind, are about some matter of a household's
    business, or a long story."""
    plain, asked = fold(turn.text), asks(turn.text)
    if _ELSEWHERE.search(plain) or (asked and "vay" in plain.split()):
        return True
    if takings.tells(turn, turn.text) and not _LOST_SUM.search(plain):
        return True
    if len(plain.split()) > GOES_ON_WORDS and (asked or kind != DISTRESS):
        return True
    if len(plain.split()) >= _A_SUBJECT and _is_near_an_answer(turn):
        return True
    if kind in (SCAM, SWINDLED):
        return bool(_TRADE.search(plain)) or wishes.wish_in(turn.text) in _WISHED
    if _LOST_SUM.search(plain) and not asked:
        return False
    return bool(_TAX.search(plain)) or bool(amounts(turn.text))


def is_clearly_elsewhere(turn: Turn, kind: str) -> bool:
    """The same for somebody who spoke of ending it or is threatened: only what names another
    matter, is sure to be answered, or wishes something of the ward's own. Not a likeness."""
    plain, asked = fold(turn.text), asks(turn.text)
    if _ELSEWHERE.search(plain) or (asked and "vay" in plain.split()) or is_manner(turn.text):
        return True
    reading = turn.content.understanding.read(turn.text)
    if reading.decision is Decision.ANSWER or wishes.wish_in(turn.text) in _WISHED:
        return True
    if reading.decision is Decision.SMALLTALK and reading.fixed not in _MAY_BE_SAID:
        return kind != DISTRESS or reading.fixed != "thanks"
    if _LOST_SUM.search(plain) and not asked:
        return False
    return bool(_TAX.search(plain)) or bool(amounts(turn.text))


def perhaps_none(turn: Turn, kind: str, *, goes_on: bool) -> bool:
    """Whether what sounds like a danger may be how unmarked words fall together, as the message is
    surely one of the catalogue's questions (`vo em da co hkd roi em mo them duoc khong`). It may be
    both: it is answered, below whom to call. Never despair, nor what a swindler does; but a number
    for the form that is open, after a danger told before, tells none by itself."""
    if goes_on and turn.conversation.flow and read_phones(turn.text) and not asks(turn.text):
        # The form asks for a number, and gets it; unless the danger itself is told once more.
        return not turn.content.understanding.danger_in(turn.text)
    if goes_on or kind not in (EMERGENCY, VIOLENCE) or not turn.text.isascii():
        return False
    if turn.conversation.flow or turn.incoming.group is not None or turn.action:
        return False
    return turn.content.understanding.read(turn.text).decision is Decision.ANSWER


def asks_of_trade(turn: Turn) -> bool:
    """Whether, beside whatever was heard, something of a trade, a tax, a paper is asked."""
    plain = fold(turn.text)
    about = _ELSEWHERE.search(plain) or _TAX.search(plain) or _TRADE.search(plain)
    return bool(about) and (asks(turn.text) or "hoi" in plain.split())


def _is_near_an_answer(turn: Turn) -> bool:
    nearest = turn.content.understanding.read(turn.text).entries[:1]
    return any(entry.score >= _CLOSE for entry in nearest)
