"""The trades that a line names, as far as they tell of what its figures are."""

import re
from collections.abc import Sequence
from dataclasses import replace

from content.revenue.told import id_of
from content.trades import Mention, Named, Sector, Trades
from content.vietnamese import fold

RENT, GOODS, UNCLEAR_WORK = "rent", Sector.GOODS, "sửa chữa"
LETTING, ROOMS = "cho_thue", "phong_tro"
_WORKS = ("3.a", "3.e", "3.g", "xay_dung", "sua_chua")  # besides services
_LETTINGS = (ROOMS, LETTING)
_LET_PLACE = re.compile(
    r"cho (?:thue|muon) (?:\w+ ){0,3}(?:nha|can|mat bang|kho|dat|xuong|ki ?ot|cua hang|van phong)\b"
)
_FOR_LABOUR = re.compile(
    r"\b(?:tiền )?công(?: thợ| sửa| làm)?(?= (?:\d|một|hai|ba|khoảng|được|tầm|là))"
)


def trades_in(text: str, trades: Trades, of: Named | None) -> tuple[Mention, ...]:
    """What a line names, the trade that was asked about (`of`) first."""
    asked = [Mention(-1, -1, "", of)] if of else []
    return _specific(_with_labour([*asked, *_nearer(text, trades)], text, trades))


def lets(mentions: Sequence[Mention]) -> bool:
    """Whether something is let, so that a rent is revenue."""
    named = [mention.named for mention in mentions]
    return any(
        (one.trade is not None and one.trade.apart)
        or (one.unclear is not None and one.unclear.id in _LETTINGS)
        for one in named
    )


def does_work(mentions: Sequence[Mention]) -> bool:
    """Whether work is paid for (repairs, building), so that `tiền công` is revenue."""
    named = [mention.named for mention in mentions]
    return any(
        (one.trade is not None and not one.trade.apart and one.trade.sector == Sector.SERVICES)
        or (one.trade is not None and one.trade.id in _WORKS)
        or (one.unclear is not None and one.unclear.id in _WORKS)
        for one in named
    )


# `mặt bằng cho hàng thuốc thuê`, `tầng 2 cho 2 đứa sinh viên thuê`: the owner lets it.
_LET_OUT = re.compile(
    r"\b(?P<what>mat bang|can nha|nha|kho|xuong|dat|ki ?ot|cua hang|can ho|tang|lau|phong|gac)\b"
    r"(?: [a-z0-9]+){0,4}? (?P<to>cho (?:(?!vay\b|toi\b|minh\b)[a-z0-9]+ ){1,5}thue\b)"
)
_ROOMS = ("tang", "lau", "phong", "gac")
_LODGERS = re.compile(r"\b(?:sinh vien|cong nhan|hoc sinh|tro)\b")


def _let_out(text: str, trades: Trades) -> Mention | None:
    """What the owner says he lets to somebody."""
    folded = fold(text.lower().replace("thuế", "----"))
    found = _LET_OUT.search(folded)
    if found is None or len(folded) != len(text):
        return None
    lodged = found["what"] in _ROOMS or _LODGERS.search(found["to"])
    named = Named(unclear=trades.unclear[ROOMS]) if lodged else Named(trades[RENT])
    return Mention(found.start("to"), found.end("to"), "cho thuê", named)


def _nearer(text: str, trades: Trades) -> list[Mention]:
    """The mentions, `cho thuê 2 cái nhà` as the letting of a house; none that is not done, and none
    of what a tenant does."""
    let = _let_out(text, trades)
    said = _said_of(text, trades)
    if let is None:
        return said
    own = [one for one in said if one.end <= let.start or let.end <= one.start]
    return sorted([*own, let], key=lambda one: one.start)


def _said_of(text: str, trades: Trades) -> list[Mention]:
    folded = fold(text)
    return [
        replace(mention, named=Named(trades[RENT]))
        if mention.words == "cho thuê" and _LET_PLACE.match(folded, mention.start)
        else mention
        for mention in trades.mentions(text)
        if not (mention.is_left or _of_the_tenant(folded, mention) or _greets(folded, mention))
        and not _is_profit(folded, mention)
    ]


_PAPERS = re.compile(r" (?:to|phep|dang ky|nop|bao|moi|thue|rieng|ra)\b")


def _is_profit(folded: str, mention: Mention) -> bool:
    """`tien loi chia hai`: profit, and no convenience store; `giay to`: papers, and no shoes."""
    said = folded[mention.start : mention.end]
    if said == "giay" and _PAPERS.match(folded, mention.end):
        return True
    before = folded[: mention.start]
    return said == "tien loi" and not before.endswith(("cua hang ", "sieu thi ", "do "))


_TO_WHOM = re.compile(
    r" (?:chau|em|anh|chi|co|chu|bac|ong|ba|ad|shop|ban|moi nguoi|ca nha|phuong|can bo)\b"
)


def _greets(folded: str, mention: Mention) -> bool:
    """`chao chau ba ban ca`: a greeting without its mark, and no gruel."""
    begins = mention.start == 0 or folded[: mention.start].strip() in ("da", "em", "toi", "xin")
    is_chao = folded[mention.start : mention.end] == "chao"
    return begins and is_chao and _TO_WHOM.match(folded, mention.end) is not None


_LET_TO = re.compile(
    r"\bcho (?:thue|muon)\b[^,.;\d]*(?:\d [^,.;\d]*)?\b(?:cho|de|lam|mo)\b[^,.;\d]*$"
)


def _of_the_tenant(folded: str, mention: Mention) -> bool:
    """`cho thuê tầng 2 cho bạn làm nail`: what is done there is another's."""
    return _LET_TO.search(folded[: mention.start]) is not None


def _with_labour(mentions: Sequence[Mention], text: str, trades: Trades) -> list[Mention]:
    """`công 700 triệu, phụ tùng 900 triệu`: the labour is of the repair or building that is named,
    of an unclear one where none is."""
    found = list(mentions)
    for spot in _FOR_LABOUR.finditer(text.lower()):
        works = [m.named for m in mentions if m.named.trade and m.named.trade.sector != GOODS]
        work = works[-1] if works else trades.named(UNCLEAR_WORK)
        if any(mention.named.trade for mention in mentions):
            found.append(Mention(spot.start(), spot.end(), spot.group(), work))
    return sorted(found, key=lambda mention: mention.start)


def _specific(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Without `bán hàng`, `cửa hàng` where a trade is named more nearly."""
    near = [mention for mention in mentions if mention.words not in _GENERAL]
    near = near or list(mentions)
    if lets([mention for mention in near if id_of(mention.named) != LETTING]):
        near = [mention for mention in near if id_of(mention.named) != LETTING]
    return tuple(near)


_GENERAL = frozenset({"bán hàng", "bán hàng hóa", "bán lẻ", "chế biến", "đồ khô"})
