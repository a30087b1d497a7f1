"""The year told anew, or what was told of it narrowed, by a later message: `sáu tháng đầu chín
chục, sáu tháng sau sáu chục`, `chiều thì nửa tháng có nửa tháng không`, `cứ cho là 120 đi`."""

import re
from dataclasses import replace

from content.amounts import Period, amounts
from content.revenue import (
    OF_PERIOD,
    Lack,
    Statement,
    StatementKind,
    Statements,
    ToldFigures,
    in_plain_words,
    is_near,
    is_of_family,
    is_one_more,
    labelled,
    mends,
    names_year,
    rejoined,
    retold,
    says_more,
    says_part,
    taken_off,
    tells_in_breaths,
    with_former_units,
    with_number,
    with_their_trades,
)
from content.revenue.days_off import as_said
from content.revenue.spans import TEN, FromTo, in_words, span_of
from content.revenue.told import id_of
from content.spoken import asks
from content.vietnamese import fold, tidy
from handlers.answers import verdict
from handlers.answers.kept import told_before
from handlers.talk.flow import read_told, rules_on
from handlers.talk.told import line_of, reader, reckoned, stated, with_time_of
from handlers.talk.turn import Turn


def whole_of(turn: Turn) -> Statements | None:
    """The year told anew in several breaths (`từ đầu năm đến tháng 11 được 780, tháng 12 thêm 90`),
    or what was told narrowed (`chiều thì nửa tháng có nửa tháng không`); None for anything else."""
    before = told_before(turn)
    if turn.incoming.group is not None or not (before or turn.conversation.asked):
        return None
    old, said = reckoned(turn, before), tidy(turn.text)
    if before and _CONFIRMS.match(fold(said)) and not amounts(said):
        return before
    if before and (narrowed := rejoined(old, said, reader(turn))):
        return narrowed
    if numbered := with_number(turn.conversation.asked or "", said):
        told = stated(turn, numbered)
        return told if reckoned(turn, told).shares else None
    if theirs := with_their_trades(turn.conversation.asked or "", said, turn.content.trades):
        return stated(turn, theirs) if not before else None
    if not before or is_of_family(said):
        return None
    if _MY_TURN.match(fold(said)) and _OF_SOMEBODY.search(fold(line_of(before))):
        told = stated(turn, said)  # what was told before was another's
        return told if reckoned(turn, told).named and reckoned(turn, told).shares else None
    for told_anew in (_all_in_it, _averaged, _settled, _of_parts, _returned, _left_over):
        if whole := told_anew(turn, old, said):
            return whole
    if not tells_in_breaths(said):
        return None
    plain = in_plain_words(said)
    now = read_told(turn, plain)
    new, former = ({id_of(one.named) for one in told.named} for told in (now, old))
    if not now.shares or is_one_more(said) or says_more(fold(plain)) or (former and new - former):
        return None
    lack = old.lacks(rules_on(turn.content, turn.today))
    if lack is None and not (mends(fold(said)) or names_year(fold(said))):
        return None  # beside what was told, or in its place: both are shown
    return stated(turn, plain if new else labelled(old, plain))


# `là tiền khách trả đó, chưa trừ gì hết trơn`: the same figures.
_CONFIRMS = re.compile(
    r"^(?:(?:da|u|uh|a|thi|cai|do|day|ay|so) )*(?:la |deu la )?(?:tien (?:khach (?:tra|dua)"
    r"|ban(?: hang)?"
    r"|thu ve)|doanh thu|chua tru)\b(?!.*\b(?:khong|ko|k|gi|sao|nao|bao nhieu|may)\b(?! het))"
    r"[a-z ,]*(?:chua tru|do|day|het|ca|thoi|ma|a|nha)\b"
)


# `70tr là tính cả đơn hoàn, đơn hoàn tầm 10tr`: of the sum that was told, so much came back.
_COMES_BACK = re.compile(
    r"\b(?:don|hang) (?:bi )?(?:hoan|tra lai|huy)\b|\b(?:hoan|huy) (?:don|hang)\b|\bbi? ?(?:boom"
    r"|bom)\b"
)


def _returned(turn: Turn, old: ToldFigures, said: str) -> Statements | None:
    """What was told without what came back of it, told now as a sum beside the former."""
    if not _COMES_BACK.search(fold(said)) or asks(said) or not old.shares:
        return None
    told = {share.amount for share in old.shares}
    back = [one for one in amounts(said) if one.value not in told]
    if len(back) != 1 or back[0].bound or back[0].value >= max(told):
        return None
    period = back[0].period or old.shares[0].period
    line = f"hoan hang {in_words(FromTo(back[0].value, back[0].value))} {OF_PERIOD[period]}"
    return (*old.parts, taken_off(line, turn.content.trades))


# `chín chục là chưa trừ dầu, còn có hai chục thôi`: what is left of each month, a profit.
_IS_LEFT = re.compile(
    r"\btru\b.*\bcon (?:(?:co|duoc|lai|chi|moi|khoang|tam) )*(?P<number>\d{1,3}|(?:hai|ba|bon|nam"
    r"|sau"
    r"|bay|tam|chin) chuc|chuc)(?: (?:trieu|tr|cu))?(?: (?:thoi|a|ma|day|do))*(?= ?(?:$|[,.;!?]"
    r"| ma\b))"
)


def _left_over(turn: Turn, old: ToldFigures, said: str) -> Statements | None:
    """What was told of each month, with what is left of it when all is paid; None where no tax is
    due, so that no profit is looked at, and for any other line."""
    found = _IS_LEFT.search(fold(said))
    monthly = len(old.shares) == 1 and old.shares[0].period is Period.MONTH and not old.doubts
    if found is None or not monthly or not verdict.owes(turn, old):
        return None
    span = span_of(found["number"]) or FromTo(TEN, TEN)
    made = span * 10**6
    if not 0 < made.most < old.shares[0].amount:
        return None
    line = f"lai {in_words(made)} mot thang"
    found_now = retold(old, line, read_told(turn, line), reader(turn))
    return found_now.told if found_now else None


def _of_parts(turn: Turn, old: ToldFigures, said: str) -> Statements | None:
    """The year told anew by its parts, in numbers of the unit that was told before (`sáu tháng đầu
    chín chục, sáu tháng sau sáu chục`)."""
    whole = with_former_units(old, said)
    if whole == said or says_more(fold(said)):
        return None
    told = stated(turn, labelled(old, whole))
    now = reckoned(turn, told)
    several = len(now.shares) > 1 and not now.doubts - {Lack.KIND}
    yearly = all(one.period is Period.YEAR and not one.has_time for one in now.shares)
    if not several or not yearly:
        return None
    whole_year = in_words(FromTo(now.low, now.high or now.low))
    return stated(turn, labelled(old, f"doanh thu {whole_year} mot nam tron"))


# `25 triệu là tiền nhập, bán ra thì lời thêm 20%`
_BOUGHT = re.compile(
    r"\b(?:tien|gia|von)(?: (?:toi|tui|em|minh|chau|anh|chi|bac))? (?:nhap|von|lay hang)\b"
)
_SOLD_FOR = re.compile(r"\b(?:ban|loi|lai|them)\b")


def tells_bought(text: str) -> bool:
    """Whether a line says of a sum that it was paid for the goods, and what they sell for beside:
    none of it was sold."""
    folded = fold(text)
    bought = _BOUGHT.search(folded) and _SOLD_FOR.search(folded)
    return bool(bought and amounts(text)) and not asks(text)


# `6tr là 2 buổi cộng lại rồi`, `700k là hai thợ gộp lại`
_IN_IT = re.compile(
    r"\b(?:la |cua |cho )?(?:ca )?(?:\d{1,2}|hai|ba|bon|nam|sau|may) (?:buoi|ngay|bua|hom|tho|nguoi"
    r"|dua|quay|sap|quan|cho|lan|ca|cai|xe|phong|ke)(?: [a-z]+){0,2} (?:cong|gop)(?: het| chung)*"
    r" (?:lai|roi|chung|vao)\b"
)
_SESSIONS = re.compile(
    r"\b(?P<time>tuan|thang)(?: (?:em|e|toi|tui|duoc|ban|live|khoang|tam|chung|co|lam))*"
    r" \d{1,2} (?:buoi|ngay|bua|hom|lan)\b"
)


def _all_in_it(turn: Turn, old: ToldFigures, said: str) -> Statements | None:
    """What was told, where one of its sums is said to be of all those counted beside it: of a week
    or a month it is that, and no sum of each; else it stays as it is. None for other words."""
    told = amounts(said)
    if not _IN_IT.search(fold(said)) or len(told) != 1 or asks(said):
        return None
    for place, part in enumerate(old.parts):
        if all(one.value != told[0].value for one in amounts(part.said)):
            continue
        found = _SESSIONS.search(fold(part.said))
        if found is None:
            return old.parts if len(part.told.shares) == 1 else None
        words = in_words(FromTo(told[0].value, told[0].value))
        new = stated(turn, f"doanh thu {words} mot {found['time']}")
        kept = replace(part, told=new[0].told)
        return (*old.parts[:place], kept, *old.parts[place + 1 :])
    return None


# `2 triệu rưỡi là bữa đông, chia ra chắc triệu tám`
_MEAN = re.compile(
    r"\b(?:chia (?:ra|deu|trung binh)|tinh (?:ra )?trung binh|tinh deu|trung binh|binh quan"
    r"|do dong)\b(?!.*\b(?:chia|trung binh|binh quan)\b)"
)


def _averaged(turn: Turn, old: ToldFigures, said: str) -> Statements | None:
    """The one figure told before as the mean that is told of it now, on the same days."""
    found = _MEAN.search(fold(said))
    if found is None or len(old.shares) != 1 or asks(said):
        return None
    [share], told = old.shares, amounts(said[found.end() :])
    if len(told) != 1 or told[0].period not in (None, share.period):
        return None
    value = told[0].value
    if value >= share.amount or not is_near(old, value):
        return None
    line = labelled(old, f"doanh thu {in_words(FromTo(value, value))} {OF_PERIOD[share.period]}")
    rests = as_said(line_of(old.parts))
    return stated(turn, f"{line}, {rests}" if rests else line)


# `cứ cho là 120 đi`, where a range was told, or nothing for sure.
_SUPPOSE = re.compile(
    r"[ ,.]*\b(?:(?:thi|thoi|cu) )*(?:cho la|coi la|tinh la|lay la|coi nhu la|coi nhu)"
    r"(?: (?:khoang|tam|chung))? (?P<number>\d{1,4}(?:[.,]\d)?)(?: ?(?P<unit>trieu|tr|ty|ti))?"
    r"(?P<time> (?:mot|moi) (?:thang|ngay|nam)|/thang)?(?: (?:di|nhe|a|day|thoi|cho chan))*"
    r"(?= ?(?:$|[,.;!?]))"
)


def _settled(turn: Turn, old: ToldFigures, said: str) -> Statements | None:
    """What was told with the one figure that is to be taken for it, and the part of it that is told
    in the same breath; None for any other line."""
    found = _SUPPOSE.search(fold(said))
    if found is None or len(old.shares) != 1:
        return None
    [share] = old.shares
    value = float(found["number"].replace(",", ".")) * (
        10**9 if (found["unit"] or "")[:2] in ("ty", "ti") else 10**6
    )
    time = (found["time"] or f" {OF_PERIOD[share.period]}").replace("/", " mot ")
    if not found["time"] and not is_near(old, round(value)):
        return None
    line = labelled(old, f"doanh thu {in_words(FromTo(value, value))}{time}")
    whole = stated(turn, line)
    rest = f"{said[: found.start()]}{said[found.end() :]}".strip(" ,.;")
    if not amounts(rest):
        return whole
    if not says_part(rest):
        return None
    [part, *_] = stated(turn, with_time_of(reckoned(turn, whole), rest), reckoned(turn, whole))
    return (*whole, Statement(StatementKind.PART, part.said, part.told))


_MY_TURN = re.compile(
    r"^(?:da |the |vay )*con (?:em|toi|tui|minh|chau|t|e|bac|chi)\b(?! (?:co|nua)\b)"
)
_OF_SOMEBODY = re.compile(
    r"^(?:[a-z]+[ ,]+){0,4}?(?:ba|ong|chi|anh|co|chu|bac|cau|bac) (?!toi\b|em\b|oi\b|ban\b"
    r"|hoi\b)[a-z]+\b"
    r".*(?:thi sao|co phai|phai (?:dong|nop)|bao nhieu)"
)
