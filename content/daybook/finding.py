"""Which line of the account words speak of."""

import re
from dataclasses import replace

from content.daybook.heard import SumHeard, SumMessage
from content.daybook.lines import AccountLine, Ends
from content.daybook.state import MILLION, THOUSAND, SumAccount
from content.vietnamese import fold, has_marks


def with_line(account: SumAccount, place: int, line: AccountLine) -> SumAccount:
    """The account with a line in the place of another, which was spoken of last."""
    lines = (*account.lines[:place], line, *account.lines[place + 1 :])
    changed = tuple(dict.fromkeys((*account.changed, place)))
    return replace(account, lines=lines, last=place, changed=changed, is_read=True)


def with_one_more(account: SumAccount, line: AccountLine) -> SumAccount:
    """The account with one more line."""
    place = len(account.lines)
    changed = (*account.changed, place)
    return replace(account, lines=(*account.lines, line), last=place, changed=changed, is_read=True)


def named_in(account: SumAccount, told: SumMessage) -> int | None:
    """The line that a message speaks of by its name; None for none."""
    for place, line in enumerate(account.lines):
        if any(_names(told.text, word) for word in line.words):
            return place
    for place, line in enumerate(account.lines):
        if line.trade and any(line.trade == trade for trade, _ in told.names):
            return place
    return None


def _has_word(folded: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", folded) is not None


def line_with(account: SumAccount, one: SumHeard) -> int | None:
    """The line that has just this sum, or so many."""
    for place, line in enumerate(account.lines):
        for rate in line.rates:
            if one.price is not None and rate.price is not None and _same(one, rate.price):
                return place
            told = {(many.thing, many.high) for many in rate.counts}
            if one.price is None and any((m.thing, m.high) in told for m in one.counts):
                return place
    return None


def _same(one: SumHeard, price: Ends) -> bool:
    if one.price is None:
        return False
    sizes = (1, THOUSAND, MILLION) if one.bare else (1,)
    return any(one.price[1] * size == price[1] for size in sizes)


def line_of(account: SumAccount, one: SumHeard | None, told: SumMessage) -> int:
    """The line that something is said of: by its name, by its things, else the last."""
    if one is not None:
        counts = [_words_of(line, one) for line in account.lines]
        most = max(counts, default=0)
        if most:
            return counts.index(most)
        for place, line in enumerate(account.lines):
            if _by_trade(line, one):
                return place
    named = named_in(account, told)
    return account.last if named is None else named


def is_of(line: AccountLine, one: SumHeard) -> bool:
    """Whether a sum is said of this line."""
    return _words_of(line, one) > 0 or _by_trade(line, one)


def _words_of(line: AccountLine, one: SumHeard) -> int:
    """How many of the words that name a line stand by a sum."""
    return sum(_names(one.what, word) or _names(one.near, word) for word in line.words)


def _names(text: str, word: str) -> bool:
    """Whether words have this one; with their marks where both are marked: `bánh đa`, `trà đá`."""
    text = text.lower()
    if not (has_marks(text) and has_marks(word)):
        text, word = fold(text), fold(word)
    return re.search(rf"\b{re.escape(word)}\b", text) is not None


def _by_trade(line: AccountLine, one: SumHeard) -> bool:
    things = {many.thing for many in one.counts} | ({one.each} if one.each else set())
    if things & line.things:
        return True
    other = one.what and line.what  # `xôi`, then `chè`: of one trade, and two things
    return bool(one.trade) and one.trade == line.trade and not one.what_is_source and not other
