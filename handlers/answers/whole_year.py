"""The year of everything told over the last messages, read together as typed pieces
(`content.takings`), where all of it has its place and no other reader comes to the same sum."""

import re
from collections.abc import Sequence
from dataclasses import replace

from content.amounts import Period, amounts
from content.other_matter import is_question
from content.own_produce import is_own_produce
from content.reports import is_of_the_street
from content.revenue import (
    Lack,
    Share,
    Statement,
    StatementKind,
    Statements,
    ToldFigures,
    is_of_family,
    puts_away,
)
from content.revenue.told import id_of
from content.spoken import asks
from content.takings.pieces import names_business
from content.takings.tokens import (
    tells_figures,
    tells_sums,
    tokens_in,
    whole_in,
    without_slips,
)
from content.takings.told_line import tells_takings
from content.takings.year import Stream, YearTold, year_told
from content.trades import Named
from content.vietnamese import fold, tidy
from handlers.answers import chat, faq, figures, placing, takings, verdict
from handlers.answers.kept import MENDING
from handlers.talk.flow import read_told, rules_on
from handlers.talk.messages import IncomingKind
from handlers.talk.told import (
    asked_in,
    asking,
    is_open,
    keeping,
    kept_in,
    lines_in,
    lost_in,
    reckoned,
    stated,
    with_lines,
    with_open_closed,
)
from handlers.talk.turn import PATIENCE, Outcome, Turn
from storage.models import Conversation

Ends = tuple[float, float]
MOST_OF_A_NAME = 14  # words of a line that only says what somebody does
MOST_LINES, LONGEST = 6, 400  # messages; letters of one
_CLOSE, _ALIKE = 50, 40  # sums, years that differ by less than one in so many are the same
_DEMANDED = re.compile(
    r"\b(?:doi|bat|ep) (?:toi|tui|em|minh|chi|phai|nop|dong|dua|tien)\b|\b(?:lot tay"
    r"|an dinh|boi duong)\b"
    r"|\b(?:ong|ba|anh|chi|nguoi|thang|dua|co) (?:kia|nao|do|ay|ta)\b.*\b(?:thu|doi|lay|xin) "
)
_TOGETHER = re.compile(r"\b(?:chung|cung) (?:mot |1 )?(?:giay|ho|dang ky)\b|\bgop (?:lai|chung)\b")
# What asks of something else than what its sums come to.
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:bao hiem|bhxh|hoc phi|vay (?:von|ngan hang|duoc)|vay bao nhieu|le phi"
    r"|mon bai|lai suat|tra gop|no thue"
    r"|cham nop|hop dong lao dong|khieu nai|to cao|lua dao|hoan thue|ky gui|ban ho"
    r"|ve so|luong toi thieu|otp"
    r"|la tinh (?:mot|1|ca) (?:nam|thang)|la doanh thu hay)\b|^(?!.*\b(?:so|lo|ngai) ).*\bphat\b"
)
# What was told before was less than is meant, or more: `đã trừ xăng rồi á`, `chưa trừ thì 3tr`.
_CUT_BEFORE = re.compile(r"\b(?:da|chua) tru (?!(?:nghi|don|hang|hoan)\b)")
# What asks, without a sum, what those told come to.
_ASKS_THE_SUM = re.compile(
    r"\b(?:bao nhieu|may (?:tien|trieu|dong)|tinh (?:sao|the nao|ra)|(?:phai|co|bi) (?:phai )?"
    r"(?:nop|dong|chiu|dinh)|muc (?:nao|nay))\b"
)
# Money of one of the family inside what is told, or beside it: no takings of theirs.
_THEIRS_BESIDE = re.compile(
    r"\b(?:dam )?cuoi\b[^,.;]*|\bcoc vo\b[^,.;]*"
    r"|\b(?:con|con gai|con trai|bo|me|ba|ong|anh|chi|em|chau|vo|chong|vo chong)(?: [a-z]+){0,4}"
    r" (?:gui|cho|bieu|chuyen)(?: ve)?\b(?! thue)[^,.;]*|\b(?:la|do|vay|muon|cua)(?: cua)? (?:ba "
    r"|ong )?(?:me"
    r"|bo|ba|ong|chi|anh|em|vo|chong|con)\b[^,.;]*"
)


def answer(turn: Turn) -> Outcome | None:
    """The verdict on the year; None where something told has no place, nothing is sold, the line is
    about something else, or what reads single figures is sure, or asks something before."""
    if whole := _whole_told(turn):
        return whole
    if of_what := figures.on_what(turn):
        return of_what
    told = None if chat.name_of(turn) in chat.IN_PASSING else year_of(turn)
    if told is None or not told.goes_on or _is_known(turn, told):
        return None
    if _of_no_sale(turn, told):
        return verdict.on(turn, kept_in(turn))
    left = turn.words_of("faq/not_in_it", left=told.left) if told.left else ""
    asked = asking(turn, _stated(turn, told))
    if not verdict.words(asked, asked.conversation.asked or ""):
        return None
    return verdict.give(asked, [], beside=left)


def _whole_told(turn: Turn) -> Outcome | None:
    """The verdict on the year's whole, told where it was asked for; None for any other line."""
    if not is_open(turn.conversation) or turn.incoming.group is not None or turn.action:
        return None
    said = tidy(turn.text)
    if turn.incoming.kind is not IncomingKind.TEXT or (value := whole_in(said)) is None:
        return None
    before = lines_in(turn.conversation)
    named = {
        id_of(one.named): one.words
        for line in before
        for one in turn.content.trades.mentions(line)
        if not one.is_left and one.words
    }
    label = next(iter(named.values())) if len(named) == 1 else "doanh thu"
    line = f"{label}: doanh thu {round(value / 1000)} nghin mot nam tron"
    fresh = keeping(replace(turn, conversation=with_lines(turn.conversation, (line,))), ())
    return verdict.give(asking(fresh, stated(fresh, line)), [])


def year_of(turn: Turn) -> YearTold | None:
    """What the last messages and this one tell of the year together; None where that is unsure."""
    if (
        turn.incoming.group is not None
        or turn.action
        or turn.incoming.kind is not IncomingKind.TEXT
    ):
        return None
    if turn.conversation.entry == MENDING or len(turn.text) > LONGEST:
        return None
    if takings.may_be_swindled(turn):
        return None
    said = tidy(turn.text)
    of_figures = tells_figures(said)
    if not of_figures and not _names_alone(turn, said):
        return None
    if verdict.is_of_company(said) or verdict.is_of_paid_work(said) or is_own_produce(said):
        return None
    if is_of_something_else(said) or _knows_a_part(turn.conversation, kept_in(turn)):
        return None
    of_sum = of_figures and _ASKS_THE_SUM.search(fold(said))
    if asks(said) and not tells_sums(said) and not of_sum:
        return None
    lines = tuple(map(without_slips, (*lines_in(turn.conversation), said)))
    if any(map(_is_theirs, lines)):
        return None
    for some in (lines, lines[-1:]) if not kept_in(turn) else (lines,):
        mentions = [turn.content.trades.mentions(line) for line in some]
        told = year_told(some, mentions)
        if told.streams:
            return None if _drops_a_day(turn, some, told) else told
    return None


def is_of_something_else(said: str) -> bool:
    """Whether a line asks of something else than what its sums come to, or tells of less than was
    meant."""
    folded = fold(said)
    others = (_OF_SOMETHING_ELSE, _DEMANDED, _CUT_BEFORE)
    return any(one.search(folded) for one in others)


_CLAUSES = re.compile(r"[,;]\s+|\.\s+")
_SOME_DAYS = frozenset({"one_day", "week_end"})


def _drops_a_day(turn: Turn, lines: Sequence[str], told: YearTold) -> bool:
    """Whether a sum told of some days of the week (`rửa xe thì thứ bảy 40 xe mỗi xe 30k`) has no
    part in the year: without it the year is the same."""
    *before, last = lines
    parts = [part for part in _CLAUSES.split(last) if part.strip()]
    for place, part in enumerate(parts):
        names = {one.name for one in tokens_in(part, 0)}
        if len(parts) == 1 or not (names & _SOME_DAYS and "money" in names):
            continue
        rest = (*before, ", ".join((*parts[:place], *parts[place + 1 :])))
        without = year_told(rest, [turn.content.trades.mentions(line) for line in rest])
        if without.streams and (without.low, without.high) == (told.low, told.high):
            return True
    return False


def _is_theirs(line: str) -> bool:
    """Whether a line tells takings of one of the family who may be registered apart."""
    folded = fold(line)
    if not is_of_family(line) or not tells_figures(line) or _TOGETHER.search(folded):
        return False
    found = _THEIRS_BESIDE.search(folded)
    return found is None or is_of_family(f"{line[: found.start()]}{line[found.end() :]}")


def noted(turn: Turn, outcome: Outcome) -> Outcome:
    """The outcome with the message kept among the last ones that told something, where it did."""
    before = turn.conversation
    outcome = replace(outcome, conversation=with_open_closed(before, outcome.conversation))
    after = outcome.conversation
    if turn.incoming.group is not None or turn.incoming.kind is not IncomingKind.TEXT:
        return outcome
    if passed_over := _passed_over(turn, outcome):
        lost = (*lost_in(after), *passed_over)
        after = with_lines(after, (*lines_in(after), *passed_over)[-MOST_LINES:], lost)
        outcome = replace(outcome, conversation=after)
    if is_open(before) and lines_in(after) != lines_in(before):
        return outcome  # the year's whole took their place
    if turn.action or after.flow or len(turn.text) > LONGEST or before.entry == MENDING:
        return outcome
    if before.figures and not after.figures:
        return outcome  # forgotten on a word
    if takings.may_be_swindled(turn):
        return outcome
    said = tidy(turn.text)
    if _CUT_BEFORE.search(fold(said)):
        return replace(outcome, conversation=with_lines(after, ()))
    if _knows_a_part(before, kept_in(turn)):
        return outcome
    short = len(said.split()) <= MOST_OF_A_NAME and not asks(said)
    named = short and (_names(turn, said) if lines_in(before) else names_business(said))
    if not (tells_figures(said) or named) or _OF_SOMETHING_ELSE.search(fold(said)):
        return outcome
    lines = (*lines_in(before), said)[-MOST_LINES:]
    if puts_away(said):
        kept = with_lines(after, (said,))
    else:
        kept = with_lines(after, lines, placing.lost_after(turn, outcome))
    return replace(
        outcome, conversation=replace(kept, expires_at=kept.expires_at or turn.now + PATIENCE)
    )


def _passed_over(turn: Turn, outcome: Outcome) -> tuple[str, ...]:
    """What was told of takings and is in no sum: what was asked of it had no answer, or the message
    itself was taken for something to be sent (`ba phòng trống từ đầu năm`)."""
    said, trades = without_slips(tidy(turn.text)), turn.content.trades
    sent = outcome.conversation.flow and not turn.conversation.flow and not turn.action
    if sent and kept_in(turn) and not amounts(said):
        return (tidy(turn.text),) if tells_takings(said, trades.mentions(said), trades) else ()
    return placing.unanswered(turn, outcome)


def _knows_a_part(conversation: Conversation, kept: Statements) -> bool:
    """Whether figures were told of which the lines are not kept: these are not read by halves."""
    return bool(kept) and not lines_in(conversation)


def _names_alone(turn: Turn, said: str) -> bool:
    """Whether a line behind others that told something says no more than what somebody does."""
    few = len(said.split()) <= MOST_OF_A_NAME and not is_of_the_street(said)
    few = few and not is_of_family(said) and not is_question(said)
    return few and bool(lines_in(turn.conversation)) and _names(turn, said)


def _names(turn: Turn, said: str) -> bool:
    """Whether a line names what somebody does."""
    return bool(turn.content.trades.mentions(said)) or names_business(said)


_PROFIT = re.compile(r"\b(?:lãi|lời)\b")  # unmarked it may be `lại`


def _of_no_sale(turn: Turn, told: YearTold) -> bool:
    """Whether a line tells a profit and no takings, so that the year cannot have changed by it."""
    old, said = reckoned(turn, kept_in(turn)), without_slips(tidy(turn.text))
    if not _PROFIT.search(said.lower()) or not tells_sums(said):
        return False
    if not old.yearly or _alike(old.yearly, told.high):
        return False
    return not tells_takings(said, turn.content.trades.mentions(said), turn.content.trades)


def _is_known(turn: Turn, told: YearTold) -> bool:
    """Whether what the line alone tells, or the statements told before with it, has its answer."""
    if not lines_in(turn.conversation) and not kept_in(turn):
        return _stands(turn, read_told(turn, turn.text).parts, told)
    for reader in faq.OF_FIGURES:
        if outcome := reader(turn):
            found = asked_in(replace(turn, conversation=outcome.conversation))
            return _stands(turn, found, told)
    alone = reckoned(turn, read_told(turn, turn.text).parts)
    sure = alone.lacks(rules_on(turn.content, turn.today)) is None
    return (
        sure
        and bool(alone.shares)
        and _alike(alone.yearly, told.high)
        and _alike(told.low, told.high)
    )


_ASKED_FIRST = (Lack.OWNERS, Lack.COMMISSION)  # before any sum is made


def _alike(one: float | None, other: float) -> bool:
    return one is not None and abs(one - other) * _ALIKE <= max(one, other)


def _stands(turn: Turn, statements: Statements, told: YearTold) -> bool:
    """Whether what single figures come to stands: a sure sum, what is asked before any sum, or a
    day's takings by the number of days, where the year is within that or close to it."""
    old = reckoned(turn, statements)
    lack = old.lacks(rules_on(turn.content, turn.today))
    if lack in _ASKED_FIRST:
        return True
    if lack is None and lines_in(turn.conversation) and not _changes(turn.text):
        return bool(old.shares)  # its readers know better what puts right and what adds
    if lack is None:  # all of the one message has its place in `told`
        least, most = old.ends or (old.yearly, old.yearly)
        return bool(old.shares) and _alike(least, told.low) and _alike(most, told.high)
    daily = len(told.streams) == 1 and len(old.shares) == 1
    exact = lack is Lack.DAYS and told.streams[0].rate is None  # its days were told
    if daily and lack in (Lack.DAYS, Lack.RANGE) and old.low <= told.low and not exact:
        return told.high <= (old.high or told.high)
    if not daily or lack is not Lack.DAYS:
        return False
    least, most = old.ends or (old.yearly, old.yearly)
    if least is None or most is None:
        return False
    return (
        abs(least - told.low) * _CLOSE <= told.low and abs(most - told.high) * _CLOSE <= told.high
    )


def _changes(text: str) -> bool:
    """Whether a line tells how the sums before it change over the year: `tháng chạp gấp ba`."""
    names = {one.name for one in tokens_in(without_slips(tidy(text)), 0)}
    return bool(names & {"times", "fraction", "half_of", "stopped", "opened", "state", "share"})


def _stated(turn: Turn, told: YearTold) -> Statements:
    """The year as statements, one of each trade."""
    parts: list[Statement] = []
    for place, one in enumerate(_of_each_trade(told.streams)):
        text = _in_words(one)
        said = told.said if place == 0 else one.label or text
        found = stated(turn, text)[0].told if one.rate or one.monthly else figures_of(one, text)
        parts.append(Statement(StatementKind.SALES, said, found))
    return tuple(parts)


def _of_each_trade(streams: Sequence[Stream]) -> list[Stream]:
    """The streams, those of one trade as one, where it is named: each by itself would be read as
    that trade told anew."""
    found: dict[tuple[str, bool], Stream] = {}
    apart: list[Stream] = []
    for one in streams:
        same = (one.trade, one.on_platform)
        first = found.get(same)
        if not one.trade or first is None:
            found[same] = one
            apart.append(one)
            continue
        found[same] = replace(
            first,
            low=first.low + one.low,
            high=first.high + one.high,
            rate=_both(first.rate, one.rate),
            monthly=_both(first.monthly, one.monthly),
        )
        apart[apart.index(first)] = found[same]
    return apart


def _both(one: Ends | None, other: Ends | None) -> Ends | None:
    return (one[0] + other[0], one[1] + other[1]) if one and other else None


def figures_of(one: Stream, text: str) -> ToldFigures:
    """A trade's year, known between two ends."""
    low, high = _rounded(one)
    least = low if low < high else 0
    named = one.mention.named if one.mention else Named()
    by_app = high if one.on_platform else 0
    share = Share(named, high, Period.YEAR, 1, 1, low, high, on_platform=by_app, least=least)
    doubts = frozenset({Lack.RANGE}) if least else frozenset()
    mentions = (one.mention,) if one.mention else ()
    return ToldFigures(text, (share,), mentions, doubts=doubts, by_platform=one.on_platform)


def _rounded(one: Stream) -> tuple[int, int]:
    """The ends of a year, where it has two, as somebody would say them."""
    if one.low == one.high and not one.low % 1000:
        return round(one.low), round(one.high)
    return round(one.low / _SAID) * _SAID, round(one.high / _SAID) * _SAID


_SAID = 100_000


def _in_words(one: Stream) -> str:
    """One trade's year as it is read again."""
    low, high = (round(value / 1000) for value in one.rate or one.monthly or _rounded(one))
    figure = f"{low} nghin" if low == high else f"{low} den {high} nghin"
    of_time = "mot ngay" if one.rate else "mot thang" if one.monthly else "mot nam tron"
    time = f"{of_time}{' tren san' if one.on_platform else ''}"
    return f"{one.label or 'doanh thu'}: doanh thu {figure} {time}"
