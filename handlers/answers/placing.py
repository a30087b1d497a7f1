"""Whether a sum may be said: what of the messages that told takings it is reckoned without."""

import re
from collections.abc import Set
from dataclasses import replace

from content.own_produce import is_own_produce
from content.revenue import Lack, Statements, ToldFigures, is_one_more, puts_away
from content.takings.bound import sums_among
from content.takings.placed import without_place
from content.takings.tokens import sums_in, tells_figures, tokens_in, without_slips, words_of
from content.takings.told_line import RESTS, is_spent, tells_takings
from content.trades import Trades
from content.vietnamese import fold, tidy
from handlers.answers.kept import MENDING
from handlers.talk.flow import rules_on
from handlers.talk.messages import IncomingKind
from handlers.talk.told import (
    as_kept,
    asked_in,
    doubted_in,
    is_open,
    kept_in,
    lines_in,
    lost_in,
    reckoned,
)
from handlers.talk.turn import Outcome, Turn

# Of the choices under whatever is said of figures.
_FIGURE, _OF_FIGURES = "figure:", ":asked"


# What is asked before anything is said of a year, whatever else has no place.
BEFORE_PLACE = (
    *(Lack.UNIT, Lack.KIND, Lack.REVENUE, Lack.WHICH_YEAR, Lack.WHOLE_YEAR, Lack.PERIOD),
    *(Lack.OWNERS, Lack.COMMISSION, Lack.SHOPS, Lack.FIGURE, Lack.GOOD_DAYS),
)


def lack_of(turn: Turn, told: ToldFigures) -> Lack | None:
    """What is to be asked before a sum of the year is said; None where it is sure and everything
    told has its place in it."""
    lack = told.lacks(rules_on(turn.content, turn.today))
    if lack in BEFORE_PLACE:
        return lack
    return Lack.PLACE if told.shares and left_out(turn, told) else lack


def left_out(turn: Turn, told: ToldFigures) -> tuple[str, ...]:
    """The pieces of this message, months written out, and of those before it that have no place in
    the year of `told`; () where every one has."""
    before = tuple(piece for line in _lost(turn, told) for piece in sums_in(line) or (line,))
    return (*before, *doubted_in(turn.conversation), *_left_of_this(turn, told))


_FRACTION = 3  # of what was told before, less than one part in so many
# `dạy thêm` adds nothing; `còn tạp hóa 2 tỷ thì sao` asks of it alone
_NOTHING_ADDED = re.compile(r"\b(?:day|hoc|lam) them\b|^con ")


def without_former(turn: Turn, statements: Statements) -> tuple[str, ...]:
    """The pieces told before that are in no sum of `statements`, told by this message: it adds to
    what it is reckoned without, or is a small part of it and does not say so. () for any other."""
    if turn.incoming.kind is not IncomingKind.TEXT or turn.action or turn.incoming.group:
        return ()
    said, told = tidy(turn.text), reckoned(turn, statements)
    if puts_away(said) or not told.shares:
        return ()
    former = reckoned(turn, kept_in(turn))
    if _falls(former, told) and not _tells_anew(said):
        return tuple(dict.fromkeys(p for one in former.parts for p in sums_in(one.said)))
    lines = [one for one in lines_in(turn.conversation) if not _has(as_kept(said), one)]
    own = len(told.parts) == 1 and sums_in(told.parts[0].said) == sums_in(as_kept(said))
    if not lines or not own or not _begins_adding(said):
        return ()
    pieces = tuple(dict.fromkeys(p for one in lines for p in sums_in(one)))
    return pieces or tuple(filter(tells_figures, lines)) or tuple(lines)


def _falls(former: ToldFigures, told: ToldFigures) -> bool:
    """Whether a year is but a small part of what it was before."""
    before, now = ((one.ends or (one.yearly or 0,)) for one in (former, told))
    return 0 < max(now) * _FRACTION < min(before)


def _tells_anew(said: str) -> bool:
    """Whether a line tells a sum with its time, so many of which price, or how long it is sold."""
    names = {one.name for one in tokens_in(without_slips(said), 0)}
    return bool(names & {"per", "per_year", "n_months", "opened", "stopped", "from_to", "months"})


def _begins_adding(said: str) -> bool:
    """Whether the first sum of a line is said to be one more: `còn live fb nữa, mỗi buổi 6tr`."""
    tokens = tokens_in(without_slips(said), 0)
    sums = [one for one in tokens if one.name in ("money", "number", "count")]
    if not sums:
        return False
    ends = [
        one.start for one in tokens if one.name in ("break", "money") and one.start > sums[0].end
    ]
    first = without_slips(said)[: min(ends, default=None)]
    return is_one_more(first) or words_of("adds", _NOTHING_ADDED.sub("", fold(first)))


def _left_of_this(turn: Turn, told: ToldFigures) -> tuple[str, ...]:
    """The same of this message; of one behind others, where it is a statement by itself: else its
    readers decide."""
    line = tidy(turn.text)
    if turn.incoming.kind is not IncomingKind.TEXT or turn.action or not tells_figures(line):
        return ()
    before = lines_in(turn.conversation) if turn.incoming.group is None else ()
    line, trades = without_slips(line), turn.content.trades
    mentions = trades.mentions(line)
    if before:
        joined = [" ".join((*before[n:], line)) for n in range(len(before) + 1)]  # read as one
        own = [
            one
            for one in told.parts
            if one.told.shares and any(_is_said(one.said, words) for words in joined)
        ]
        if not own:
            return ()
        if _is_said(own[0].said, tidy(turn.text)):  # else it was read as one with those before
            told = reckoned(turn, own)
        line = without_slips(own[0].said)
        mentions = trades.mentions(line)
    return without_place(line, mentions, told, trades, behind=bool(before))


def only_adds(turn: Turn, told: ToldFigures) -> bool:
    """Whether what has no place can only be more than what has, or is no takings at all: what may
    be days off, or in place of another sum, may be less."""
    left, trades = _left_of_this(turn, told), turn.content.trades
    lines = [*_lost(turn, told), *doubted_in(turn.conversation)]
    lines += [tidy(turn.text)] if left else []
    sums = {piece for line in lines for piece in sums_in(line)}
    known = {one.amount for one in told.shares}
    return set(left) <= sums and all(_is_no_less(one, trades, known) for one in lines)


def _is_no_less(line: str, trades: Trades, known: Set[float]) -> bool:
    again = sums_among([line])
    if is_spent(line, trades) or (again and again <= known):
        return True
    folded, names = fold(line), {one.name for one in tokens_in(line, 0)}
    more = words_of("adds", folded) and not words_of("mends", folded)
    return bool(more) and names.isdisjoint(RESTS)


def was_asked(turn: Turn, told: ToldFigures) -> bool:
    """Whether the year's whole was asked for already of pieces told before: they are set aside."""
    return bool(_lost(turn, told))


def _lost(turn: Turn, told: ToldFigures) -> list[str]:
    """The messages before that are in no statement of `told`, or in one that was never sure: such
    a statement has its place only where it is read anew together with this message."""
    said = as_kept(tidy(turn.text))
    anew = [one.said for one in told.parts if said and _has(one.said, said)]
    lost = [one for one in lost_in(turn.conversation) if not any(_has(by, one) for by in anew)]
    again = set(sums_in(without_slips(said)))  # the same sums, told more clearly
    return [one for one in lost if not (sums := set(sums_in(one))) or not sums <= again]


_MOST_ADDED = 3  # words by which a statement says of what time a message is


def _is_said(words: str, line: str) -> bool:
    """Whether a statement is one message, maybe with its time."""
    own, said = (fold(without_slips(one)).split() for one in (words, as_kept(line)))
    return set(said) <= set(own) and len(own) - len(said) <= _MOST_ADDED


def _has(words: str, line: str) -> bool:
    return fold(without_slips(line)) in fold(without_slips(words))


def unanswered(turn: Turn, outcome: Outcome) -> tuple[str, ...]:
    """The messages with a sum of which it was asked what it is, where something else came instead:
    it is in no year that is told from now on."""
    before, after = turn.conversation, outcome.conversation
    if (
        turn.action
        or not before.asked
        or not after.asked
        or before.entry
        or before.asked in after.asked
    ):
        return ()
    pending = [one for one in asked_in(turn) if one.told.shares and one not in kept_in(turn)]
    kept = kept_in(replace(turn, conversation=after))
    return tuple(
        one.said
        for one in pending
        if one.told.doubts & {Lack.KIND, Lack.UNIT}
        and not any(_has(by.said, one.said) for by in kept)
    )


def lost_after(turn: Turn, outcome: Outcome) -> tuple[str, ...]:
    """Which of the messages so far and this are in no statement after the turn, or in none that is
    sure."""
    lost = (*lost_in(turn.conversation), *lost_in(outcome.conversation))
    before, said = tuple(dict.fromkeys(lost)), as_kept(tidy(turn.text))
    if is_own_produce(said):
        return before  # it is no takings
    if is_open(outcome.conversation):
        return (*before, said)
    actions = [choice.action for reply in outcome.replies for choice in reply.choices]
    of_figures = any(one.startswith(_FIGURE) or one.endswith(_OF_FIGURES) for one in actions)
    after = replace(turn, conversation=outcome.conversation)
    kept = kept_in(after)
    if any(_has(one.said, said) for one in kept):
        asked = lack_of(turn, reckoned(turn, kept)) is Lack.PLACE
        return (*before, said) if asked else tuple(_lost(turn, ToldFigures(parts=kept)))
    if of_figures and outcome.conversation.entry in (None, MENDING):
        return tuple(_lost(turn, ToldFigures(parts=(*kept, *asked_in(after)))))
    line, trades = without_slips(tidy(turn.text)), turn.content.trades
    takes = tells_takings(line, trades.mentions(line), trades)
    return (*before, said) if takes else before
