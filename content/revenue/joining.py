"""How a figure of a later message stands to those told before."""

import re
from enum import StrEnum

from content.amounts import Period
from content.revenue.kin import is_of_family, says_apart
from content.revenue.told import BONUS, Lack, ToldFigures, id_of
from content.spoken import asks
from content.vietnamese import fold


class How(StrEnum):
    """What a later figure is to those before."""

    IN_PLACE = "in_place"  # a correction, an answer to our question, or only supposed
    ADDED = "added"
    LESS = "less"  # taken off: goods brought back
    PART = "part"  # of what was told, so no new sum
    FAMILY = "family"  # somebody else's of the family: whose household?
    NEXT_YEAR = "next_year"
    MONTHS = "months"  # of some months of the year, the others stay as they were told
    AGAIN = "again"  # the same told anew: it takes the place of the former (`again`)
    UNSAID = "unsaid"  # to be asked


NEXT_YEAR = re.compile(
    r"\b(?:sang n[aă]m(?! nay)(?: (?:sau|toi|tới|2027))?|n[aă]m (?:sau|toi|tới|2027)|2027)\b"
)
_MENDS = re.compile(
    r"\b(?:nham|lon|sai|khong phai|moi dung|dung ra|that ra|ban that|y toi la|sua lai|a quen|y quen"
    r"|tinh lai|(?:con|xuong|len) (?:co |khoang |chung )?\d)\b"
)
_SUPPOSED = re.compile(
    r"\b(?:neu|gia su|gia nhu|vi du|thi sao|the con|hang xom|ban toi"
    r"|(?<!cho )(?<!giao )(?<!voi )(?<!cua )nguoi (?:ta|khac))\b"
)
_AND_THAT = re.compile(r"^(?:[a-z]+[ ,.]+){0,2}(?:the|vay)? ?con\b")
_THIS_YEAR = re.compile(r"\bnam nay\b")
_ANOTHERS = re.compile(r"\b(?:hang xom|nguoi ta|nguoi khac|ban (?:toi|em)|ben canh|nha ben)\b")
_PART = re.compile(r"\b(?:trong do|trong so|trong day|rieng|ke ca|tinh ca|da gom|bao gom)\b")
_LESS = re.compile(
    r"^(?:nhung |ma |a |thi )?(?:(?!(?:chua|khong|ko|da) )\w+ ){0,2}?(?:bot|tru|giam)\b"
    r"(?! (?:con|xuong)\b)"
    r"|\b(?:tra lai|hoan lai|hoan hang|hang hoan|bi hoan|hang tra|khach tra(?= (?:lai|hang)\b))\b"
)
_ADDS = re.compile(
    r"^(?:va|voi|ca(?! (?:nam|thang|hai|ba|quy|tat|nha)\b)|cung|roi|nua la|ngoai)\b"
    r"|\b(?:nua|them|(?<!tong )cong(?! (?:tac|lai|het|ty|nhan|hai|ca)\b)|ngoai ra"
    r"|voi lai|cung voi"
    r"|phu them|cuoi tuan|(?:sang|trua|chieu|dem|buoi toi) (?:thi |toi |em )?(?:ban|lam|mo|chay)"
    r"|toi (?:thi |toi |em )(?:ban|lam|mo|chay)"
    r"|shopee|tiktok|lazada|tiki|grab|online|tren mang|qua mang|ship|giao hang"
    r"|nha tro|phong tro|cho thue|ngoai cho|o cho)\b"
)
# `tôi còn mặt bằng cho thuê`, `còn bán cả túi xách`: one more.
_STILL_MORE = re.compile(
    r"\bcòn (?:có |cho |bán |làm |chạy |nhận |mở |mặt bằng |thêm )(?!không|được không)"
    r"|\b(?:toi|minh|nha|bac|chi|co|anh|em|chu|ong|ba|chau|tui|e) con (?:co|mat bang|mot|cho|ban"
    r"|lam|chay|nhan|mo)\b"
)
# `còn đồng nhôm thì mỗi tháng 30 triệu`: one more thing, where no time is named by it.
_AND_ONE = re.compile(
    r"^(?:da |a |thi )?con (?!lai\b|toi\b|em\b|minh\b|may\b|cac\b|nhung\b|neu\b|khoang\b|co\b"
    r"|duoc\b|chi\b|ngay\b|thang\b|tuan\b|nam\b|quy\b|mua\b|hom\b|bua\b|dip\b|le\b|tet\b"
    r"|cuoi\b|dau\b|buoi\b|sang\b|chieu\b|dem\b|thu\b|t\d|\d|cn\b|chu nhat)"
    r"(?:[a-z]+ ){1,4}(?:thi|la)\b"
)
_EVENING = re.compile(r"\btối (?:bán|làm|mở|chạy)\b")  # `tôi bán` adds nothing
# What was said before, named: `cộng lại với cái hồi nãy`.
_THE_FORMER = re.compile(
    r"\b(?:hoi nay|luc nay|khi nay|vua roi|o tren|ben tren|luc truoc|cau truoc|cai truoc|so kia"
    r"|cai kia|cai cu|ca hai cai|voi cai do)\b"
)
_SUMS_UP = re.compile(r"\b(?:cong lai|cong het|tong cong|gop lai|gop chung|tinh chung|tinh gop)\b")
# Asked for so much that another figure is most likely the answer.
_ANSWERED_BY_A_FIGURE = frozenset(
    {
        *(Lack.PERIOD, Lack.REVENUE, Lack.WHICH_YEAR, Lack.WHOLE_YEAR, Lack.FIGURE, Lack.RANGE),
        *(Lack.SPLIT, Lack.OWNERS, Lack.COMMISSION, Lack.UNIT),
    }
)
_WHOLE_YEAR = re.compile(r"\b(?:ca nam|tong(?: cong)?|tat ca|tinh ra|gop lai|cong lai)\b")


def names_year(folded: str) -> bool:
    """Whether a line says that its figure is the whole year's."""
    return _WHOLE_YEAR.search(folded) is not None


# `chồng chị chạy xe riêng 700 triệu` is no part of hers.
_INSIDE = re.compile(r"\b(?:trong do|trong so|trong day|da gom|bao gom)\b")


def says_part(said: str) -> bool:
    """Whether a figure is said to be a part of those told before: `trong đấy 300 triệu`."""
    return _PART.search(fold(said)) is not None


def how_told(before: ToldFigures, lack: Lack | None, said: str, now: ToldFigures) -> How:
    """What the figure of `said` (read as `now`) is to those of `before`, of which we asked for
    `lack`."""
    folded = fold(said)
    if NEXT_YEAR.search(folded):
        return How.NEXT_YEAR
    of_family = is_of_family(said)
    if forgot_to_tell(folded) and _adds(said) and now.shares and not of_family:
        return How.ADDED
    if _MENDS.search(folded) or (_is_the_same(before, now) and not of_family):
        return How.IN_PLACE
    if _COUNTS_IT_TOO.search(folded) and _is_another_trade(before, now) and not of_family:
        return How.ADDED
    if now.named and all(id_of(mention.named) == BONUS for mention in now.named):
        return How.ADDED
    if says_part(said) and not (of_family and (says_apart(folded) or not _INSIDE.search(folded))):
        return How.PART
    if of_family:  # of one's own, something else, and theirs that is apart
        mine = now.theirs and now.shares and _is_another_trade(before, now)
        return How.ADDED if mine else How.FAMILY
    if _LESS.search(folded):
        return How.LESS
    asks_of_another = _AND_THAT.search(folded) and _is_another_trade(before, now)
    if _SUPPOSED.search(folded) and not asks_of_another:
        return How.IN_PLACE
    if len(now.shares) > 1 and _SUMS_UP.search(folded) and not _THE_FORMER.search(folded):
        return How.IN_PLACE  # of a line with several, `cộng lại` is of these
    if lack is Lack.WHICH_YEAR and _THIS_YEAR.search(folded):
        return How.IN_PLACE
    if _adds(said) and not (lack is Lack.KIND and not now.shares):
        return How.ADDED
    if Lack.WHOLE_YEAR in before.doubts & now.doubts:
        return How.ADDED  # another part of the year
    of_several = lack is Lack.PERIOD and len(before.shares) > 1  # of which is another one no answer
    if lack in _ANSWERED_BY_A_FIGURE and not of_several and not _is_another_trade(before, now):
        return How.IN_PLACE
    yearly = any(share.period is Period.YEAR for share in now.shares)
    if yearly and _WHOLE_YEAR.search(folded):
        return How.IN_PLACE
    return How.UNSAID


# `còn cái mặt bằng 20 triệu một tháng, tính cả tiền ấy`, `à quên, Grab 15 triệu một tháng nữa`
_COUNTS_IT_TOO = re.compile(
    r"\b(?:tinh|cong|ke|gop) (?:ca|them|luon)(?: [a-z]+){0,2} (?:ay|do|day|nay|nua|vao|vo)\b"
)
_FORGOT = re.compile(
    r"^(?:a|o|ua|y|chet|ui)?,? ?(?:t |toi |em |e )?quen(?: mat| chua(?: ke| tinh| noi))?\b|\bnx\b"
    r"|\bquen (?:mat |chua |khong )*(?:ke|tinh|noi)\b"
)


_UNTOLD = re.compile(r"\bquen (?:mat |chua |khong )+(?:ke|tinh|noi)\b")


def forgot_to_tell(folded: str) -> bool:
    """Whether a line tells one more thing that was forgotten: `à quên grab 15 triệu một tháng`."""
    return _FORGOT.search(folded) is not None


def is_one_more(said: str) -> bool:
    """Whether a line tells of one more thing that is done besides: `còn bán cả túi xách`."""
    more = _STILL_MORE.search(said.lower()) or _AND_ONE.search(fold(said))
    return more is not None and not asks(said)


def _adds(said: str) -> bool:
    folded, evening = fold(said), _EVENING.search(said.lower())
    if _UNTOLD.search(folded):
        return True
    return bool(evening or is_one_more(said) or _ADDS.search(folded) or _THE_FORMER.search(folded))


def stands_by_itself(said: str) -> bool:
    """Whether a line says that its figure is more, less, a part, another's, or another year's."""
    folded = fold(said)
    marks = (NEXT_YEAR, _PART, _LESS, _ANOTHERS)
    return _adds(said) or is_of_family(said) or any(mark.search(folded) for mark in marks)


def is_of_some_months(before: ToldFigures, now: ToldFigures) -> bool:
    """Whether a figure is of some months of the same business, told behind the usual month's."""
    usual = len(before.shares) == 1 and before.shares[0].period is Period.MONTH
    parts = len(now.shares) == 1 and Lack.WHOLE_YEAR in now.doubts
    return usual and not before.doubts and parts and not _is_another_trade(before, now)


def is_near(before: ToldFigures, amount: int) -> bool:
    """Whether an amount without a time may be of the same time as the last one told."""
    return bool(before.shares) and is_near_to(before.shares[-1].amount, amount)


def is_near_to(old: int, new: int) -> bool:
    """Whether two sums may be of the same time."""
    return old <= new * _NEAR and new <= old * _NEAR


_NEAR = 5  # times more or less


def is_of_next_year(folded: str) -> bool:
    """Whether a line speaks of the next year."""
    return NEXT_YEAR.search(folded) is not None


def speaks_of_next_year(text: str) -> bool:
    """The same of a line as it was typed."""
    return is_of_next_year(fold(text))


def mends(folded: str) -> bool:
    """Whether a line puts right what was told: `nhầm`, `không phải`."""
    return _MENDS.search(folded) is not None


def says_more(folded: str) -> bool:
    """Whether a line says that it adds to what was told: `và rau`, `thêm`, `với cái hồi nãy`."""
    if forgot_to_tell(folded) or _COUNTS_IT_TOO.search(folded):
        return True
    return bool(_SAYS_MORE.search(folded) or _THE_FORMER.search(folded))


_SAYS_MORE = re.compile(
    r"^(?:va|voi|ca(?! (?:nam|thang|hai|ba|quy|tat|nha)\b)|cung|roi|ngoai)\b"
    r"|\b(?:nua|them|(?<!tien )cong(?! (?:tac|lai|het|ty|nhan)\b)|ngoai ra)\b"
)


def _is_the_same(before: ToldFigures, now: ToldFigures) -> bool:
    """Whether no amount is told that was not told before."""
    told = {share.amount for share in before.shares}
    return bool(now.shares) and {share.amount for share in now.shares} <= told


def _is_another_trade(before: ToldFigures, now: ToldFigures) -> bool:
    old = {id_of(mention.named) for mention in before.named}
    new = {id_of(mention.named) for mention in now.named}
    return bool(old and new) and not new <= old


def adds_words_out(folded: str) -> str:
    """A line without its words of adding."""
    return _ADDS.sub("", _DELIVERS.sub("", _FORGOT.sub("", folded)))


_DELIVERS = re.compile(r"\b(?:grab|shopee|be|gojek|xanh sm)? ?(?:food|ngon)\b")
