"""What is said to our question for what figures lack: the statement that lacks it, as it is to be
read anew."""

import re

from content import workdays
from content.amounts import Period, amounts
from content.rests import count_of
from content.revenue.agency import agent_in, is_of_another, rate_in, says_outright
from content.revenue.corrected import without_trades
from content.revenue.figures import LARGE
from content.revenue.kin import is_of_family, says_whose, without_kin
from content.revenue.kinds import WORD, is_of_other, margin_in, other_words
from content.revenue.listed import of_each, says_all
from content.revenue.reckoning import A_YEAR, FigureReader, read
from content.revenue.shops import COUNT, EACH_OF, PLACE
from content.revenue.statements import sold_in, with_one
from content.revenue.told import Lack, Statements, Sureness, ToldFigures
from content.revenue.week import days_told, good_days
from content.short_answers import says_no, says_yes
from content.spoken import places
from content.trades import Trades
from content.vietnamese import fold, fold_in_place, tidy

# What may be tapped in answer to a question, as it would be typed (without marks, as all is read).
ANSWERS = {
    "day": "mot ngay",
    "month": "mot thang",
    "year": "mot nam",
    "each": "moi quan",
    "all": "tat ca",
    "sold": "tien ban hang",
    "sold_day": "tien ban hang mot ngay",
    "sold_month": "tien ban hang mot thang",
    "sold_year": "tien ban hang mot nam",
    "thousands": "nghin",
    "millions": "trieu",
    "together": "chung mot dang ky",
    "each_own": "moi nguoi dang ky rieng",
}
_PERIOD_SAID = {
    "ngay": "mot ngay",
    "tuan": "mot tuan",
    "thang": "mot thang",
    "quy": "mot quy",
    "nam": "mot nam tron",  # so that it is not asked again
}
OTHER_MONEY = "other"
MOST_OF_A_UNIT = 6  # words of an answer to what a number counts
_TIMES = {True: (), False: ("sold_month", "sold_year")}
_UNIT_SAID = re.compile(r"\b(?:trieu|tr|nghin|ngan|k|ty|ti|cu)\b")
_ADDS = re.compile(r"\b(?:nua|them|cong(?! (?:tac|lai|het|ty|nhan)\b))\b")
# What was said before, named: `cộng lại với cái hồi nãy`.
_THE_FORMER = re.compile(
    r"\b(?:hoi nay|luc nay|khi nay|vua roi|o tren|ben tren|luc truoc|cau truoc|cai truoc|so kia"
    r"|cai kia|cai cu|ca hai cai|voi cai do)\b"
)
_SUMS_UP = re.compile(r"\b(?:cong lai|cong het|tong cong|gop lai|gop chung|tinh chung|tinh gop)\b")
_EACH_SAID = re.compile(rf"\b(?:moi|tung|mot|1) {PLACE}\b")
_ALL_SAID = re.compile(r"\b(?:tat ca|ca (?:hai|ba|bon|\d+)|tong|gop|cong lai|het)\b")
_DAYS_SAID = re.compile(r"\b(?:ngay|nghi|buoi)\b")
_NUMBER_SAID = re.compile(r"(?:khoang |tam |chung )?(\d{1,3})(?: (?:ngay|quan|cua hang|phong))?")


def adds(now: ToldFigures, folded: str) -> bool:
    """Whether a line with a trade and a sum adds them to those told before: it says so. Of a line
    with several, `cộng lại` is of these."""
    if not now.shares or not now.named:
        return False
    if _ADDS.search(folded) or _THE_FORMER.search(folded):
        return True
    return len(now.shares) == 1 and bool(_SUMS_UP.search(folded))


def answers_to(lack: Lack, *, each: bool, timed: bool = True) -> tuple[str, ...]:
    """The keys of ANSWERS that may be tapped in answer to the question for what is lacking; of
    KIND also OTHER_MONEY. `timed`: it is known of what time the figure is."""
    if lack is Lack.PERIOD:
        return ("day", "month", "year")
    if lack is Lack.KIND:
        return ("sold" if timed else "sold_day", *_TIMES[timed], OTHER_MONEY)
    if lack is Lack.UNIT:
        return ("thousands", "millions")
    if lack is Lack.OWNERS:
        return ("together", "each_own")
    return ("each", "all") if lack is Lack.SHOPS and not each else ()


def completed(
    before: ToldFigures, lack: Lack | None, said: str, reader: FigureReader
) -> Statements | None:
    """The statements of `before` with what is said to the question for what they lack; None when
    `said` is no answer to it. Other figures are taken for those of before; of several statements,
    for those of the one that lacks it, or of the last."""
    said, told = _before_costs(tidy(said)) if lack is Lack.REVENUE else tidy(said), before.parts
    sold = sold_in(told)
    if not sold:
        return None
    alone = len(told) == 1
    lacking = [place for place in sold if lack in told[place].told.doubts]
    place = sold[0] if alone else lacking[0] if lacking else sold[-1]
    whole = _completed(before if alone else told[place].told, lack, said, reader.trades)
    if whole is None:
        return None
    new = reader.stated(whole)
    if whole == said and len(sold) == 1:
        return new  # a trade with a sum of its own: nothing told of the former is of it
    return with_one(told, place, new)


_BEFORE_COSTS = re.compile(
    r"\b(?:luc |khi )?chua tru(?: (?:gi|xang|dau|von|chi phi|het))*(?: thi)?\b"
)


def _before_costs(said: str) -> str:
    """`chưa trừ thì tầm 3 triệu` as what it is called: the sum before anything is spent."""
    found = _BEFORE_COSTS.search(fold_in_place(said))
    return f"{said[: found.start()]}doanh thu{said[found.end() :]}" if found else said


def _completed(before: ToldFigures, lack: Lack | None, said: str, trades: Trades) -> str | None:
    """The words of the one statement that lacks it, with what is said."""
    folded, now = fold(said), read(said, trades)
    if lack is Lack.UNIT:
        unit = _UNIT_SAID.search(folded)
        return (
            _with_unit(before, unit[0])
            if unit and not amounts(said) and len(said.split()) <= MOST_OF_A_UNIT
            else None
        )
    if lack is Lack.COMMISSION and len(before.shares) > 1:
        return _with_commission_beside(before, said, now)
    if lack is Lack.COMMISSION and (whole := _with_commission(before, said, now)):
        return whole
    if lack is Lack.OWNERS:
        return _of_owners(before, said, now, trades)
    if lack in (None, Lack.DAYS) and _is_daily(before) and (worked := _days_said(folded)):
        return f"{before.text}, {worked}"
    if lack is Lack.KIND and not now.shares:
        return _as_sold(before, said)
    if before.shares and adds(now, folded):
        return f"{before.text}, {said}"
    if before.shares and not now.named and (merged := _merged(before, said)):
        return merged
    if now.named and amounts(said) and not now.costs:
        lone = now.shares and len(now.shares) == 1 and amounts(said)[0].period is None
        if not (lone and lack):
            return said  # a trade with a sum of its own has nothing to do with what was before
    if not now.shares and lack in (None, Lack.DAYS) and workdays.tells(said) and _is_daily(before):
        return f"{said}. {before.text}"
    if lack is None and any(share.sureness is Sureness.ODD for share in now.shares):
        return None  # "sửa nhà dự kiến 300 triệu" mends nothing
    if now.shares:
        return _in_place(before, lack, said, now)
    if before.shares and (now.costs or (margin_in(said)[0] and not amounts(said))):
        return f"{before.text}, {said}"
    return _answered(before, lack, said, now)


def _with_commission(before: ToldFigures, said: str, now: ToldFigures) -> str | None:
    """The line with its commission: so many hundredths, or a sum in place of what is sold."""
    told, folded = amounts(said), fold(said)
    if says_outright(folded):
        return f"{before.text}, mua dut ban lai"
    if not told:
        return f"{before.text}, hoa hong {rate:g}%" if (rate := rate_in(folded)) else None
    if len(told) > 1 or now.named:
        return None
    period = told[0].period or before.shares[0].period
    figure = fold(said[told[0].start : told[0].end])
    return f"{agent_in(before.text)}: hoa hong {figure} {OF_PERIOD[period]}{_sure(period)}"


def _sure(period: Period) -> str:
    return " tron" if period is Period.YEAR else ""  # so that it is not asked again


def _with_commission_beside(before: ToldFigures, said: str, now: ToldFigures) -> str | None:
    """The line with the commission in place of the one sum that is sold for another, beside a trade
    of its own."""
    sold = [share for share in before.shares if is_of_another(share.named)]
    told, rate = amounts(said), rate_in(fold(said))
    if len(sold) != 1 or len(told) > 1 or now.named:
        return None
    value = sold[0].amount * rate / 100
    if told:
        times = A_YEAR[told[0].period] if told[0].period else sold[0].times
        value = told[0].value * times / sold[0].times
    item = next((one for one in amounts(before.text) if one.value == sold[0].amount), None)
    if not value or item is None:
        return None
    year = f" {_PERIOD_SAID['nam']}" if sold[0].period is Period.YEAR else ""
    figure = f"{round(value / 1000)} nghin{year} hoa hong"
    return f"{before.text[: item.start]}{figure}{before.text[item.end :]}"


def _in_place(before: ToldFigures, lack: Lack | None, said: str, now: ToldFigures) -> str:
    """Other figures in place of those of before, of the same trade where none is named."""
    label = " va ".join(dict.fromkeys(mention.words for mention in before.named if mention.words))
    first = next(iter(amounts(said)), None)
    bare = len(now.shares) == 1 and first is not None and first.period is None
    bare = bare and lack is not Lack.SHOPS
    small = bool(now.shares) and now.shares[0].amount < LARGE
    if bare and small and lack is Lack.REVENUE and (time := _time_of_first(before)):
        said = f"{said} {time}"  # of the time of the profit or the costs
    year = " mot nam" if bare and lack and now.shares[0].yearly >= LARGE else ""
    rest = f", {without_trades(before.text, before)}" if lack is Lack.REVENUE else ""
    if now.named:
        return f"{said}{year}{rest}"
    known = (before.shares and Lack.KIND not in before.doubts) or rest
    return f"{label or 'doanh thu'}: {said}{year}{rest}" if label or known else f"{said}{year}"


def _time_of_first(before: ToldFigures) -> str:
    first = next(iter(amounts(before.text)), None)
    short = first is not None and first.period in (Period.DAY, Period.WEEK, Period.MONTH)
    return OF_PERIOD[first.period] if short and first and first.period else ""


def _answered(before: ToldFigures, lack: Lack | None, said: str, now: ToldFigures) -> str | None:
    """The line of before with what it lacked; None when that was not said."""
    first = next((item for item in amounts(before.text)), None)
    if first is None:
        return None
    if now.named and lack is None:  # "còn quán phở thì sao": the same of another trade
        return f"{said}, {without_trades(before.text, before)}"
    folded, figure = fold(said), before.text[first.start : first.end]
    start, end = before.text[: first.start], before.text[first.end :]
    number = _NUMBER_SAID.fullmatch(folded)
    match lack:
        case Lack.PERIOD:
            period = _period_in(folded)
            whole = period and of_each(before.text, _untimed(before), period)
            return whole or (f"{start}{figure} {period}{end}" if period else None)
        case Lack.FIGURE | Lack.RANGE | Lack.SPLIT if says_all(folded) and (
            period := _period_in(folded)
        ):
            return of_each(before.text, _untimed(before), period)
        case Lack.SHOPS if EACH_OF.search(fold(before.text)):
            count = number[1] if number else next(iter(COUNT.findall(folded)), None)
            return f"{before.text}, {count} quan" if count else None
        case Lack.SHOPS if _EACH_SAID.search(folded):
            return f"{start}moi quan {figure}{end}"
        case Lack.SHOPS if _ALL_SAID.search(folded):
            return f"{start}tong cong {figure}{end}"
        case Lack.DAYS if number:
            return f"{before.text}, {_worked(int(number[1]))}"
        case Lack.GOOD_DAYS if days := good_days(folded) or _few_days(folded):
            return f"{before.text}, một tuần {days} ngày đông"
        case Lack.DAYS if _DAYS_SAID.search(folded):
            return f"{before.text}, {said}"
    return None


def _untimed(before: ToldFigures) -> list[int]:
    return [share.amount for share in before.shares if not share.has_time]


def _of_owners(before: ToldFigures, said: str, now: ToldFigures, trades: Trades) -> str | None:
    """The line with whose its figures are said to be: one household's (`chung một giấy phép`, `tôi
    đứng tên hết`), each his own, or another figure, of who speaks."""
    folded = fold(said)
    apart = f"{before.text}, {ANSWERS['each_own']}"
    if now.shares:
        if is_of_family(said):
            return None
        own = read(apart, trades)
        return _in_place(own if own.theirs else before, Lack.OWNERS, said, now)
    if says_whose(folded):
        return apart
    one = says_whose(folded) is False or _ONE_HOUSEHOLD.search(folded)
    return without_kin(before.text) if one else None


_ONE_HOUSEHOLD = re.compile(
    r"\b(?:chung|cung)(?: (?:mot|1|ho|giay|dang ky|cho|quan|nha|ten|nhau|luon|het))*\b"
    r"|\b(?:mot|1) (?:giay phep|giay|ho|nguoi|dang ky|ma so)\b|\b(?:toi|tui|em|minh) dung ten\b"
)


_FEW_DAYS_SAID = re.compile(
    r"(?:(?:khoang|tam|chung|duoc|co|chac|mot|moi|tuan|1) )*(?P<count>[1-6]|hai|ba|bon|nam|mot)"
    r"(?: (?:ngay|hom|bua|buoi|phien|thoi|a|gi|do|dong|tuan|mot|/))*"
)


def _few_days(folded: str) -> int:
    """How many days of a week a short answer tells; 0 for none."""
    found = _FEW_DAYS_SAID.fullmatch(folded)
    return count_of(found["count"]) if found else days_told(folded)


DAYS_A_MONTH = 31
_DAYS_ALONE = re.compile(
    r"(?:(?:a|o|thi|chac|dung(?: ra)?|khoang|tam|chung|duoc|ca nam|mot nam|moi nam|nam|chi|toi|em"
    r"|minh|ban|mo|lam|co|nham) )*"
    r"(?P<rest>nghi (?:het |khoang |tam |chung |co )*)?(?P<count>\d{1,3}|mot|hai|ba|bon|nam|sau)"
    r" (?P<of>ngay|thang)(?: (?:mot nam|1 nam|moi nam|thoi|a|nhe|gi do|tet|he))*"
)
_FEW_DAYS = 12  # rested: of a year, a month?


def tells_days(before: ToldFigures, said: str) -> bool:
    """Whether a short line tells on how many days the takings of a day come."""
    return _is_daily(before) and bool(_days_said(fold(said)) or workdays.tells(said))


def _days_said(folded: str) -> str:
    """A short line that tells only how much of the year is worked (`đúng 360 ngày`, `nghỉ 60 ngày`,
    `8 tháng thôi`), as it is read; "" where it is none, or may be of a month."""
    found = _DAYS_ALONE.fullmatch(folded)
    if found is None:
        return ""
    count = found["count"]
    if found["of"] == "thang":
        return f"mot nam {'nghi' if found['rest'] else 'ban'} {count} thang"
    if not count.isdecimal():
        return ""
    if not found["rest"]:
        return _worked(int(count))
    return f"mot nam nghi {count} ngay" if int(count) > _FEW_DAYS else ""


def _worked(days: int) -> str:
    per = "mot thang" if days <= DAYS_A_MONTH else "mot nam"
    return f"{per} ban {days} ngay"


def _period_in(folded: str) -> str | None:
    """The time a short answer names: `một tháng`; not `thế tháng 12 này tôi nghỉ bán`."""
    if len(other_words(folded)) > 2 or _A_DATE.search(folded):
        return None
    words = folded.split()
    return next((said for word, said in _PERIOD_SAID.items() if word in words), None)


_A_DATE = re.compile(r"\b(?:thang|nam|quy|ngay) (?:\d|nay|truoc|sau|toi|ngoai)")


def _is_daily(told: ToldFigures) -> bool:
    return any(share.period is Period.DAY for share in told.shares)


def _merged(before: ToldFigures, said: str) -> str | None:
    """The line before with another sum added (`thêm 600k nữa`), of the same time where none is
    said, or with its only sum mended (`nhầm, 85 thôi`); None where neither is said."""
    figures, news = amounts(before.text), amounts(said)
    if len(news) != 1:
        return None
    item = news[0]
    figure = said[item.start : item.end]
    period = item.period or before.shares[0].period
    if _ADDS.search(fold(said)):
        return f"{before.text}, them {figure} {OF_PERIOD[period]}"
    if len(figures) == 1 and _MENDS.search(fold(said)):
        old = figures[0]
        # Its own time, where one is said, takes the place of the other's.
        time = f" {OF_PERIOD[period]}" if item.period and item.period is not old.period else ""
        return f"{before.text[: old.start]}{figure}{time}{before.text[old.end :]}"
    return None


_MENDS = re.compile(
    r"\b(?:nham|moi dung|dung ra|that ra|ban that|y toi la|sua lai|ghi nham|noi nham"
    r"|(?:a|y|o|ua|ay) quen)\b"
)
OF_PERIOD = {
    Period.DAY: "mot ngay",
    Period.WEEK: "mot tuan",
    Period.MONTH: "mot thang",
    Period.QUARTER: "mot quy",
    Period.YEAR: "mot nam",
}


def is_other_money(said: str) -> bool:
    """Whether it says that a sum is not what was sold: `tiền khác`, `tiền vay`, `không phải`."""
    folded = fold(said)
    other = _OTHER_SAID.search(folded) is not None or is_of_other(said)
    return (other or says_no(said)) and not amounts(said)


def is_called_other(said: str) -> bool:
    """Whether a sum that was taken for takings is called another money: `không, tiền lương`, `đó là
    tiền vay mà`; a profit is none, which says something of the takings."""
    return _CALLED.match(fold(said)) is not None


_CALLED = re.compile(
    r"^(?:(?:a|o|u|da|uh|oi|thua|em|co|chu|anh|chi) )*"
    r"(?:(?:khong|ko|k|dau|nham)(?: phai)?[ ,.]*|(?:tien|la)\b ?(?=\w)|(?:do|day|so (?:do|nay|ay)"
    r"|cai (?:do|nay)|y (?:toi|em|co|chu|minh)|no) (?:la )?)+(?:tien )?"
    r"(?:luong|vay|muon|no|mung|cho|tang|thua ke|tro cap|boi thuong|ban (?:nha|dat|xe)"
    r"|tiet kiem|gop von|dat coc|thu ho|nguoi ta gui|nha nuoc ho tro)\b(?!.*(?:khong|ko|\?)$)"
)
_OTHER_SAID = re.compile(
    r"\b(?:khac|khong phai (?:tien )?(?:ban|doanh)|lai|loi|luong|chi phi|chi ra|von)\b"
)


def _as_sold(before: ToldFigures, said: str) -> str | None:
    """The line with its unsure figure called what was sold, where that was said."""
    folded, words = fold(said), WORD.findall(said.lower())
    named = next((name for word, name in _PERIOD_SAID.items() if word in folded.split()), "")
    period = "" if _A_NUMBER.search(folded) or len(other_words(said)) > 1 else named
    sold = any(places(words, group) for group in ("figure_sold", "figure_turnover", "of_sales"))
    unsure = before.unsure
    if unsure is None or is_other_money(said) or not (sold or period or says_yes(said)):
        return None
    item = next((one for one in amounts(before.text) if one.value == unsure.amount), None)
    if item is None:
        return None
    start, end = before.text[: item.start], before.text[item.end :]
    figure = before.text[item.start : item.end]
    return f"{start}doanh thu {figure}{f' {period}' if not unsure.has_time and period else ''}{end}"


# `1 vé một ngày` is another sum, which we cannot read.
_A_NUMBER = re.compile(r"\b(?!1 (?:ngay|tuan|thang|quy|nam)\b)(?:\d+|chuc|tram)\b")


def _with_unit(before: ToldFigures, unit: str) -> str:
    return re.sub(
        rf"\b{re.escape(before.number)}\b", f"{before.number} {unit}", before.text, count=1
    )
