"""The account: lines, and what each further message does to them. A message adds a line, completes
the one that lacks something, puts one right or takes one out; what it tells and nobody can place is
a line that is not counted, and says why."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from content.daybook.finding import line_of, line_with, named_in, with_line, with_one_more
from content.daybook.heard import SumHeard, SumMessage
from content.daybook.hearing import heard_in
from content.daybook.lines import AccountLine, DaysOff, Rate
from content.daybook.patterns import NET
from content.daybook.putting import priced, told_one
from content.daybook.sizes import with_counts
from content.daybook.state import DROPS, Aside, Remark, SumAccount
from content.daybook.taking import taken_out, without_former
from content.daybook.times import at_times, emptied, joined, with_days_off
from content.trades import Trades
from content.vietnamese import fold, tidy

_DIGITS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6}
_NUMBER = r"(?P<n>[1-9]|mot|hai|ba|bon|nam|sau)"
_OF_LINE = re.compile(
    rf"^(?:(?:cho|sua|doi|bo|xoa|tinh|thoi|a|nham|lai|giup|toi|em|minh|la|con|cai|khoan|o) )*"
    rf"(?:dong|khoan thu|muc) {_NUMBER}\b(?: (?:la|thanh|chi|sua|phai|thi|thanh ra|di))*[ :.,]*"
    r"|^(?:sua|doi) (?P<m>[1-9])(?= ?[:.]) ?[:.] *"
)
_RESET = re.compile(
    r"\b(?:quen|bo|xoa)(?: (?:het|sach|di))* (?:cac |may |nhung )?(?:so|con so)"
    r"(?: (?:nay|kia|do|cu|luc nay|hoi nay))*\b"
)
_SPENT = re.compile(
    r"\btien (?:[a-z]+ ){1,4}(?:het|mat|chiem|ngon)\b.*\b(?:nua|gan het|phan)\b"
    r"|\b(?:loi|lai) (?:moi|chi|co|duoc|chang|lai)\b.*\b(?:dong|nop|tinh|may|bao nhieu)\b"
    r"|\b(?:tien ban|ban ra)\b.*\b(?:dau|khong|chu|cho) (?:phai )?(?:la )?(?:tien )?(?:loi|lai)\b"
)
_ASKS_WHETHER_IN = re.compile(
    r"\b(?:da|co) (?:tinh|cong|gom|ke)\b(?=.*\b(?:chua|khong|ko|k|hong|hok)\b)"
)


def account_of(said: Iterable[str], trades: Trades) -> SumAccount:
    """The account that messages make, in the order they came."""
    account = SumAccount()
    for one in said:
        account = after(account, one, trades)
    return account


def after(account: SumAccount, text: str, trades: Trades) -> SumAccount:
    """The account after one more message."""
    said = tidy(text)
    folded = fold(said)
    account = replace(account, changed=(), remark="", is_read=False)
    if said.startswith("="):
        return _tapped(account, said[1:])
    if _RESET.search(folded):
        account = SumAccount()
    if named := _OF_LINE.search(folded):
        number = named["n"] or named["m"]
        place = (_DIGITS.get(number) or int(number)) - 1
        if place >= len(account.lines):
            return account
        if DROPS.search(folded[: named.end()]):
            return with_line(account, place, replace(account.lines[place], aside=Aside.DROPPED))
        rest = said[named.end() :]
        told = heard_in(rest, trades.mentions(rest))
        return _put_right(replace(account, last=place), told, named=place)
    return _heard(account, heard_in(said, trades.mentions(said)), said)


def _tapped(account: SumAccount, name: str) -> SumAccount:
    """The account after a tap under its question, or with a sum that another reader is sure of
    (`sum <least> <most> <trade> <words>`)."""
    if name.startswith("sum "):
        _, low, high, trade, what = f"{name} ".split(" ", 4)
        rate = Rate((float(low), float(high)), per="year")
        return with_one_more(
            account, AccountLine((rate,), what.strip(), "" if trade == "-" else trade)
        )
    if name == "no_rest":
        for number, one in enumerate(account.lines):
            if one.is_daily and not one.off.is_told:
                account = with_line(account, number, replace(one, off=DaysOff(none=True)))
        return account
    place = account.open_line
    if place is None:
        return account
    line = account.lines[place]
    match name:
        case "more" | "mine":
            return with_line(account, place, replace(line, aside=""))
        case "day" | "month" | "year":
            rate = replace(line.usual, per=name)
            return with_line(account, place, replace(line, rates=(rate, *line.rates[1:])))
        case "theirs":
            return with_line(account, place, replace(line, aside=Aside.THEIRS))
        case "instead" if place:
            rest = account.lines[:place]
            target = rest[-1]
            merged = replace(line, aside="", off=target.off, what=target.what or line.what)
            lines = (*rest[:-1], replace(merged, trade=target.trade), *account.lines[place + 1 :])
            return replace(account, lines=lines, last=place - 1, changed=(place - 1,), is_read=True)
    return account


def _heard(account: SumAccount, told: SumMessage, said: str) -> SumAccount:
    """What a message that names no line by its number does."""
    if out := taken_out(account, told, said):
        return out
    known = [line_with(account, one) for one in told.heard if not one.is_empty]
    told = replace(told, heard=without_former(account, told))
    bought = told.markup and (any(n is not None for n in known) or "nhap" in told.folded)
    sold = [one for one in told.heard if not one.kind]
    if told.markup and not bought:
        return account  # what is earned on it, others reckon
    for place, one in enumerate(sold):
        account = told_one(account, one, told, sold[:place])
    account = with_days_off(account, told, sold)
    back = next((o for o in told.heard if o.kind == "returned" and o.price is not None), None)
    if back is not None and account.lines and not told.returned:
        places = [n for n in known if n is not None]
        account = _came_back(account, places[0] if places else account.last, back)
    if told.returned and account.lines:
        places = [n for n in known if n is not None]
        place = places[0] if places else line_of(account, sold[0] if sold else None, told)
        line = account.lines[place]
        account = with_line(account, place, replace(line, returned=told.returned))
    if account.lines and (told.together > 1 or bought):
        account = _repriced(account, told)
    if account.lines and (told.net or told.fee):
        account = _by_platform(account, told, sold)
    if told.empty and account.lines:
        account = emptied(account, told.empty)
    if not account.lines and told.names:
        account = replace(account, named=told.names[0])
    return _remarked(account, told)


def _came_back(account: SumAccount, place: int, back: SumHeard) -> SumAccount:
    """A line without a sum that came back of it, of the same time."""
    line = account.lines[place]
    price = line.usual.price
    if price is None or back.price is None or not 0 < back.price[1] < price[1]:
        return account
    if back.per not in ("", line.usual.per):
        return account
    return with_line(account, place, replace(line, returned=back.price[1] / price[1]))


def _repriced(account: SumAccount, told: SumMessage) -> SumAccount:
    """A price of several days told as one, or of what was bought and is sold for more."""
    known = [line_with(account, one) for one in told.heard]
    place = next((n for n in known if n is not None), line_of(account, None, told))
    line = account.lines[place]
    if line.usual.price is None:
        return account
    times = (1 + told.markup) / told.together
    low, high = line.usual.price
    rate = replace(line.usual, price=(low * times, high * times))
    return with_line(account, place, replace(line, rates=(rate, *line.rates[1:])))


def _by_platform(account: SumAccount, told: SumMessage, sold: Sequence[SumHeard]) -> SumAccount:
    """A line told as what a platform left of it, or what part the platform keeps of such a line."""
    net = NET.search(told.folded)
    clause = told.text[: net.end()].rpartition(",")[2] if net else told.text
    named = named_in(account, replace(told, text=clause, names=()))
    place = account.last if named is None else named
    line = account.lines[place]
    if told.net and line.on_platform and (sold or told.fee):
        line = replace(line, net=True, share=told.fee)
        return with_line(account, place, line)
    waiting = [n for n, one in enumerate(account.lines) if one.lacks == "share"]
    if told.fee and waiting:
        return with_line(account, waiting[0], replace(account.lines[waiting[0]], share=told.fee))
    return account


def _remarked(account: SumAccount, told: SumMessage) -> SumAccount:
    kinds = {one.kind for one in told.heard if one.kind} - {
        "limit",
        "returned",
        "former",
        "supposed",
    }
    if account.lines and not account.changed and not kinds and _ASKS_WHETHER_IN.search(told.folded):
        return replace(account, remark=Remark.WHETHER_IN, is_read=True)
    spent = not told.heard and _SPENT.search(told.folded) and not told.off.is_told
    if account.lines and spent:
        return replace(account, remark=Remark.COSTS, is_read=True)
    if not account.lines or not (kinds or (told.fee and not account.changed)):
        return account
    inside = [one for one in told.heard if one.inside and one.kind == "no_sale"]
    if inside and inside[0].price is not None and inside[0].per:
        one = inside[0]
        line = AccountLine((Rate(one.price, "", (), one.per),), one.what, "", aside=Aside.PASSED)
        return with_one_more(account, line)
    remark = Remark.FEE if told.fee else Remark.NO_SALE
    if kinds & {"cost", "profit"}:
        remark = Remark.COSTS
    elif "inside" in kinds:
        remark = Remark.INSIDE
    return replace(account, remark=remark, is_read=True)


def _put_right(account: SumAccount, told: SumMessage, named: int) -> SumAccount:
    """The line that was named by its number, with what is said of it."""
    account = replace(account, last=named)
    for one in told.heard:
        line = account.lines[named]
        if one.price is not None and not one.has_when:
            account = with_line(account, named, replace(priced(line, one), aside=""))
        elif one.counts and not one.has_when:
            counts = with_counts(line.usual.counts, one.counts)
            rate = replace(line.usual, counts=counts)
            account = with_line(
                account, named, replace(line, rates=(rate, *line.rates[1:]), aside="")
            )
        elif one.has_when:
            account = with_line(account, named, at_times(line, one, account.lines))
        elif one.per:
            rate = replace(line.usual, per=one.per)
            account = with_line(account, named, replace(line, rates=(rate, *line.rates[1:])))
    if told.off.is_told:
        line = account.lines[named]
        account = with_line(
            account, named, replace(line, off=joined(line.off, told.off, mends=True))
        )
    if told.returned:
        account = with_line(account, named, replace(account.lines[named], returned=told.returned))
    return account
