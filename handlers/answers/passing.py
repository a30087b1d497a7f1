"""A remark in passing, of nothing that is asked here: met in one line, with no list of answers that
only share a word with it."""

import re

from content.agreeing import is_question as asks_something
from content.danger import alarm_in
from content.other_matter import is_question, tells_money
from content.reports import wants_action
from content.search import Reading
from content.takings.tokens import tells_figures
from content.vietnamese import bare_words
from handlers.answers import urgent
from handlers.talk import wishes
from handlers.talk.messages import IncomingKind
from handlers.talk.replies import SEND_WHOLE
from handlers.talk.turn import Outcome, Turn

_DECLINED = "decline_"  # of the replies to what is none of ours
# `hôm nay rét nhỉ`: nothing is wanted to be told.
_REMARKS = re.compile(
    r"\b(?:nhi|ghe|qua|qua troi|ghe luon|thiet|that|roi|ne|hen|ha|he|ta)(?: (?:chau|con|em|a"
    r"|ban))*$"
)
# `mua mô, mấy tiền`, `dưới ngưỡng ch`: asked in fewer letters than a question has elsewhere.
_MAY_ASK = re.compile(
    r"\b(?:may (?:tien|gio|ngay)|bao nhieu|bao gio|nhiu|ra sao|o dau|(?:the|bai|cai|cho|khi) nao"
    r"|mo(?=$| may))\b|\b(?:k|ko|khong|hong|hok|hk|hem|ch|chua|chu)$"
    r"|\b(?:co|duoc) .*\b(?:k|ko|hk)\b"
)
_ORDERS = re.compile(r"\b(?:xoa|huy|sua|doi|gui|ghi|nhac|bo)\b")
FEWEST = 4  # words: fewer may be an answer to something
_IN_SCOPE = 0.2  # surer, and it may be something we answer
_A_TALE, _HARDLY_OURS, _HARDLY_RIGHT = 8, 0.5, 0.3
_FOR_THE_WARD, _MEANT = 0.3, 0.4  # surer, and it may be a matter of the ward, a wish


def met(turn: Turn, reading: Reading) -> Outcome | None:
    """One kind line to a remark; None for what may be asked, told or wished for."""
    text = turn.text
    if turn.incoming.group is not None or turn.incoming.kind is not IncomingKind.TEXT:
        return None
    if len(text.split()) < FEWEST or urgent.is_on(turn) or _may_be_ours(text, reading):
        return None
    plain = bare_words(text)
    if _MAY_ASK.search(plain):
        return None
    remark = _REMARKS.search(plain) is not None
    if reading.fixed and not (remark and reading.fixed.startswith(_DECLINED)):
        return None
    if turn.content.trades.mentions(text) or (asks_something(text) and not remark):
        return None
    if is_question(text) or tells_money(text) or tells_figures(text) or alarm_in(text):
        return None
    if wishes.wish_in(text) or wants_action(text) or may_be_meant(turn):
        return None
    return turn.say("faq/in_passing", [turn.choice("send_asked", SEND_WHOLE)], turn.menu_choice())


def _may_be_ours(text: str, reading: Reading) -> bool:
    """Whether it may be something we answer: of a whole sentence that asks nothing only what is
    rather sure is."""
    if reading.confidence < _IN_SCOPE:
        return False
    tale = len(text.split()) >= _A_TALE and "?" not in text and not reading.fixed
    tale = tale and not any(map(str.isdecimal, text)) and not _ORDERS.search(bare_words(text))
    return not (tale and reading.confidence < _HARDLY_OURS and reading.right < _HARDLY_RIGHT)


def may_be_meant(turn: Turn, beside: str = "") -> bool:
    """Whether the words may be a wish, but for `beside`, or something for the ward to see to."""
    understanding = turn.content.understanding
    heard = understanding.intents(turn.text)
    wished = max((one.sure for one in heard if one.name != beside), default=0.0 if heard else 1.0)
    told = sum(one.sure for one in understanding.petitions(turn.text))
    return wished >= _MEANT or told >= _FOR_THE_WARD
