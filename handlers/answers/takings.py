"""Whether a line tells what a business takes in, so that it is neither a petition nor what somebody
was made to pay, and clearly another matter than a danger spoken of before."""

import re

from content.amounts import amounts
from content.complaints import is_complaint
from content.reports import wants_action
from content.revenue import Sureness, tells_in_breaths
from content.takings.told_line import names_sale
from content.vietnamese import bare_words
from handlers.talk.flow import read_told
from handlers.talk.told import kept_in
from handlers.talk.turn import Turn

# Whoever is made to pay names who makes them.
_DEMANDED = re.compile(
    r"\b(?:can bo|cong chuc|phuong|cong an|thanh tra|kiem tra|qltt|quan ly thi truong|to truong"
    r"|chu tich|doi (?:tien|toi|em|phai|nop|dua|them)|bat|ep|thu tien|xin tien|lot tay|phong bi"
    r"|boi duong|bien ban|de nghi|kien nghi"
    r"|phan anh|gop y|mong (?!mot\b|1\b)|an dinh)\b"
)
# `tổng kết lại chỉ được 105 thôi, tính lại giúp em`, behind figures.
_RETELLS = re.compile(
    r"(?=.*\b\d{2,4}\b)(?=.*\b(?:tinh lai|tinh ra|tong ket|tong cong|cong lai|tinh giup)\b)"
)


_LONGEST = 1500  # letters: nobody tells takings at such length, and reading them costs


def tells(turn: Turn, text: str) -> bool:
    """Whether sums that were sold for are told, and nothing is asked of the ward."""
    if len(text) > _LONGEST:
        return False
    retold = bool(_RETELLS.match(bare_words(text))) and bool(kept_in(turn))
    tells_sums = bool(amounts(text)) or tells_in_breaths(text) or retold
    if not tells_sums or _DEMANDED.search(bare_words(text)):
        return False
    if is_complaint(text) or wants_action(text):
        return False
    if retold:
        return True
    told = read_told(turn, text)
    if any(share.sureness is Sureness.SAID for share in told.shares):
        return True
    return bool(told.shares) and (tells_in_breaths(text) or bool(kept_in(turn)))


def may_be_swindled(turn: Turn) -> bool:
    """Whether somebody may be at work who swindles: not where what is sold, or where, is named with
    what it brings (`chuyển khoản tháng 60 triệu, bán đồ gỗ`)."""
    if not turn.content.understanding.may_be_swindled(turn.text):
        return False
    return not names_sale(turn.text, turn.content.trades)
