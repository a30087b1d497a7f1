"""Of several takings that were told, only some count: `bỏ quán cơm đi, chỉ còn nhà nghỉ`; or one of
them only up to a month: `từ tháng 9 không cho thuê nữa`."""

import re

from content.amounts import Period, amounts
from content.revenue.again import TIMES, spots_in
from content.revenue.bounds import THRESHOLD
from content.revenue.reckoning import FigureReader
from content.revenue.statements import sold_in, with_one
from content.revenue.told import Share, Statements, ToldFigures, id_of
from content.spoken import asks
from content.trades import Mention
from content.vietnamese import fold, tidy
from content.workdays import times_a_year

_STOPS = re.compile(
    r"\b(?:khong|ko|k|het|bo|dep|nghi|ngung|dung|dong|thoi)(?: (?:con|co|ban|lam|mo|di|cai|tinh"
    r"|luon|cho|nua|may|phan)){0,3} $"
)
_STAYS = re.compile(
    r"\b(?:chi con|con moi|con lai|chi tinh|chi lay|chi ban|chi lam|tinh rieng|rieng|moi minh)"
    r"(?: (?:co|moi|cai|phan|moi|minh|ban|lam|thue)){0,3} $"
)
_ONLY = re.compile(r"\b(?:thoi|chi|rieng)\b")
_SINCE = re.compile(r"\btu (?:dau |giua |cuoi )?(?:t|thang) ?(?P<month>[1-9]|1[0-2])\b")
_NO_MORE = re.compile(r"\b(?:khong|ko|k|het|nghi|dep|bo|don di|don|ngung|tra mat bang)\b")
_MOST_WORDS = 18


def only_some(old: ToldFigures, said: str, reader: FigureReader) -> Statements | None:
    """What is left of told takings (`old`) as `said` leaves some out; None where it leaves out
    none."""
    said = tidy(said)
    folded = fold(said)
    names = _names(old)
    if len(old.shares) < 2 or len(names) != len(old.shares) or old.doubts:
        return None
    if len(folded.split()) > _MOST_WORDS or not folded:
        return None
    spots = [one for one in reader.trades.mentions(said) if id_of(one.named) in names]
    if not spots:
        return None
    if since := _SINCE.search(folded):
        line = _until(old, names, spots, int(since["month"]), folded)
        return reader.stated(line) if line else None
    told = amounts(said)
    if told and not _tells_one_again(old, spots, [one.value for one in told], folded):
        return None
    line = _written(old, names, _left(names, spots, folded, told=bool(told)))
    return reader.stated(line) if line else None


def _left(names: dict[str, str], spots: list[Mention], folded: str, *, told: bool) -> set[str]:
    """Which of the told trades stay."""
    ids = {id_of(one.named) for one in spots}
    if told:
        return ids
    before = {id_of(one.named): folded[: one.start] for one in spots}
    kept = {one for one, words in before.items() if _STAYS.search(words)}
    gone = {one for one, words in before.items() if _STOPS.search(words)} - kept
    gone |= {id_of(one.named) for one in spots if one.is_left} - kept
    return kept or (set(names) - gone if gone else set())


def _tells_one_again(
    old: ToldFigures, spots: list[Mention], values: list[int], folded: str
) -> bool:
    """`nhà nghỉ 70 triệu một tháng thôi`, of two that were told."""
    if len(spots) != 1 or len(values) != 1 or not _ONLY.search(folded):
        return False
    of = id_of(spots[0].named)
    return any(one.amount == values[0] for one in old.shares if id_of(one.named) == of)


def _until(
    old: ToldFigures, names: dict[str, str], spots: list[Mention], month: int, folded: str
) -> str | None:
    gone = {id_of(one.named) for one in spots}
    share = next((one for one in old.shares if id_of(one.named) in gone), None)
    if len(gone) != 1 or month < 2 or not _NO_MORE.search(folded) or share is None:
        return None
    if share.period is not Period.MONTH:
        return None
    told = [
        _line(names[id_of(one.named)], one)
        if one is not share
        else f"{names[id_of(one.named)]} {one.amount * (month - 1) // 1000} nghìn một năm tròn"
        for one in old.shares
    ]
    return ", ".join(told)


def _names(old: ToldFigures) -> dict[str, str]:
    """What each told trade was called; fewer than there are takings where two are of one."""
    words = {id_of(one.named): one.words for one in old.named if one.words}
    ids = [id_of(one.named) for one in old.shares]
    return {one: words[one] for one in ids if words.get(one)}


def _written(old: ToldFigures, names: dict[str, str], left: set[str]) -> str | None:
    if not left or left >= set(names):
        return None
    return ", ".join(
        _line(names[id_of(one.named)], one) for one in old.shares if id_of(one.named) in left
    )


def _line(name: str, share: Share) -> str:
    if share.times == times_a_year("", share.period).usual and share.shops == 1:
        return f"{name} {share.amount // 1000} nghìn {TIMES[share.period]}"
    return f"{name} {share.yearly // 1000} nghìn một năm tròn"


_EACH_OWN = re.compile(
    r"^(?!.*\b(?:chuyen|sang ten|doi ten|doi chu|uy quyen|tu ten)\b)"
    r".*\b(?:ten|dung ten)(?: cua)? (?:e|em|toi|minh|t|chong|ck|vo|vk|con|me|bo)\b"
    r"|\b(?:tach|chia)(?: [a-z]+){0,3} (?:moi|hai|2|rieng|ho)\b"
    r"|\bmoi (?:dua|nguoi)(?: [a-z]+){0,2} (?:mot|1) (?:ho|ten|giay)\b"
)


def each_own(old: ToldFigures, said: str) -> list[tuple[str, int]]:
    """What each of several takings was called and comes to a year, where a line without sums says
    that they are of several people; [] where it does not."""
    words = [one.words for one in old.named if one.words]
    several = len(old.shares) > 1 and len(words) == len(old.shares) and not old.doubts
    own = [one for one in amounts(said) if one.value != THRESHOLD]  # `đều dưới 1 tỷ`
    if not several or own or not _EACH_OWN.search(fold(tidy(said))):
        return []
    return [(name, one.yearly) for name, one in zip(words, old.shares, strict=True)]


_ON_A_PLATFORM = re.compile(r"\b(?:shopee|tiktok|lazada|tiki)\b")


def with_trade(old: ToldFigures, said: str, reader: FigureReader) -> Statements | None:
    """Takings of which no trade was told, with the goods that a short line names: `quần áo ạ, bán
    shopee hết á`; None where it names none."""
    said = tidy(said)
    if not old.shares or old.named or amounts(said) or len(said.split()) > _A_FEW or asks(said):
        return None
    found = reader.trades.mentions(said) or reader.trades.mentions(f"bán {said}")
    named = {id_of(one.named): one.words for one in found if one.named.trade and not one.is_left}
    if len(named) != 1:
        return None
    platform = _ON_A_PLATFORM.search(fold(said))
    words = f"{next(iter(named.values()))}{f' trên {platform[0]}' if platform else ''}"
    told = old.parts
    for place in sold_in(told):
        told = with_one(told, place, reader.stated(f"{words}: {told[place].said}"))
    return told


_A_FEW = 8
_RAISED = re.compile(
    r"(?P<old>\d[\d.,]*) ?(?:tr|trieu|cu)? ?(?:dong )?(?:len|xuong|thanh|con) (?:thanh |con |den )?"
    r"(?P<new>\d[\d.,]* ?(?:trieu|tr|cu))\b"
)
_MILLION = 1_000_000


def raised(old: ToldFigures, said: str, reader: FigureReader) -> Statements | None:
    """What was told with one of its sums as it is to be from then on: `cái 15 lên 18 triệu`."""
    found = _RAISED.search(fold(said))
    if found is None:
        return None
    was = round(float(found["old"].replace(",", ".")) * _MILLION)
    spot = next((one for one in spots_in(old) if one.item.value == was), None)
    if spot is None:
        return None
    before, item = old.parts[spot.place].said, spot.item
    line = f"{before[: item.start]}{found['new']}{before[item.end :]}"
    return with_one(old.parts, spot.place, reader.stated(line))
