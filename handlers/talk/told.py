"""What somebody told of their business in a conversation: the statements that are kept, and those
behind the line asked about last. Saved as JSON in `Conversation.figures`."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import orjson

from content.amounts import amounts
from content.redaction import redact
from content.revenue import (
    BONUS,
    OF_PERIOD,
    FigureReader,
    Statement,
    Statements,
    Sureness,
    ToldFigures,
    asked_apart,
    restored,
    saved,
    words_of,
)
from content.stories import question_of
from content.trades import Trades
from handlers.talk.flow import LAST_YEAR_UNTIL, read_told
from handlers.talk.turn import PATIENCE, Outcome, Turn
from storage.models import Conversation

LONGEST = 500  # letters of a question


def reader(turn: Turn) -> FigureReader:
    """With what words are read today."""
    last_year = turn.today.month <= LAST_YEAR_UNTIL
    return FigureReader(turn.content.trades, turn.today.year, last_year)


def stated(turn: Turn, text: str, after: ToldFigures | None = None) -> Statements:
    """What a message states, maybe after others."""
    return reader(turn).stated(text, after) if after else read_told(turn, text).parts


def reckoned(turn: Turn, statements: Sequence[Statement]) -> ToldFigures:
    return reader(turn).reckoned(statements)


def kept_in(turn: Turn) -> Statements:
    """What was told of the business, and stays for the conversation."""
    kept, _ = _figures(turn.conversation.figures or "", turn.content.trades)
    return kept


def sure_in(turn: Turn) -> Statements:
    """The same, where nothing that was told beside it has no place in it."""
    return () if lost_in(turn.conversation) else kept_in(turn)


def asked_in(turn: Turn) -> Statements:
    """What is told by the line that was asked about last; nothing by one that asks of money beside
    what is sold, of which was said that it is not added."""
    asked = turn.conversation.asked or ""
    kept, pending = _figures(turn.conversation.figures or "", turn.content.trades)
    if pending and line_of(pending) == asked:
        return pending
    told = stated(turn, asked)
    if asked_apart(question_of(asked), known=bool(kept)) and not _tells_sales(turn, told):
        return ()
    return told


def _tells_sales(turn: Turn, statements: Statements) -> bool:
    """Whether what was sold is said outright, beside other money."""
    shares = [
        one
        for one in reckoned(turn, statements).shares
        if one.named.trade is None or one.named.trade.id != BONUS
    ]
    return bool(shares) and all(one.sureness is Sureness.SAID for one in shares)


def told_in(turn: Turn, line: str) -> ToldFigures:
    """What a line tells: those statements it is the words of, or a message read alone."""
    if line and line == turn.conversation.asked:
        return reckoned(turn, asked_in(turn))
    kept = kept_in(turn)
    return reckoned(turn, kept) if kept and line == line_of(kept) else read_told(turn, line)


def keeping(turn: Turn, kept: Statements) -> Turn:
    """The turn with these statements kept, () for none."""
    _, pending = _figures(turn.conversation.figures or "", turn.content.trades)
    figures = _packed(tuple(map(_redacted, kept)), pending, turn.conversation)
    return turn.keeping(figures=figures)


def asking(turn: Turn, statements: Statements) -> Turn:
    """The turn with these statements as what was asked about last."""
    asked = tuple(map(_redacted, statements))
    figures = _packed(kept_in(turn), asked, turn.conversation)
    until = turn.now + PATIENCE
    return turn.keeping(asked=line_of(asked), entry=None, figures=figures, expires_at=until)


def asking_words(turn: Turn, words: str) -> Turn:
    """The turn with words that tell nothing of a business as what was asked about last."""
    asked, until = redact(words)[:LONGEST], turn.now + PATIENCE
    return turn.keeping(asked=asked, entry=None, expires_at=until)


def line_of(statements: Sequence[Statement]) -> str:
    """The statements as the words that were asked."""
    return words_of(statements)[:LONGEST]


def _redacted(one: Statement) -> Statement:
    """A statement without what could lead back to a person."""
    said, text = redact(one.said), redact(one.told.text)
    if (said, text) == (one.said, one.told.text):
        return one
    return replace(one, said=said, told=replace(one.told, text=text))


_LINES, _LOST = "lines", "lost"
_HEARD = "heard"  # all messages of a talk of takings, for their tally
_MOST_HEARD = 10
_OPEN = "open"  # since when the year's whole is asked for
_SURE = "sure"  # the words of what a sure sum was told of last
_TALLIED = "tallied"  # the words of the statements that a tally of all messages made
_STAY = (_LINES, _LOST, _SURE, _TALLIED, _HEARD)  # while figures change
_DOUBTED = "doubted"  # the pieces for which the sum of this turn is not told


def lines_in(conversation: Conversation) -> tuple[str, ...]:
    """The last messages that told anything of a business, as they were typed."""
    return tuple(_raw(conversation).get(_LINES, ()))


def lost_in(conversation: Conversation) -> tuple[str, ...]:
    """Those of these messages that are in no statement, so that no year is sure without them."""
    return tuple(_raw(conversation).get(_LOST, ()))


def heard_in(conversation: Conversation) -> tuple[str, ...]:
    """The last messages of a talk of takings, those of one word too."""
    return tuple(_raw(conversation).get(_HEARD, ()))


def with_heard(conversation: Conversation, lines: Sequence[str]) -> Conversation:
    """The conversation with these as the messages of its talk of takings."""
    figures = _raw(conversation)
    if not figures and not lines:
        return conversation
    kept = list(map(as_kept, lines))[-_MOST_HEARD:]
    figures = {"kept": [], "asked": [], **figures, _HEARD: kept}
    return replace(conversation, figures=orjson.dumps(figures).decode())


def as_kept(line: str) -> str:
    """A message without what could lead back to a person."""
    return redact(line)[:LONGEST]


def with_lines(
    conversation: Conversation, lines: Sequence[str], lost: Sequence[str] = ()
) -> Conversation:
    """The conversation with these in their place, and those of them that are in no statement."""
    figures = _raw(conversation) or {"kept": [], "asked": []}
    if not lines and not figures["kept"] and not figures["asked"]:
        return replace(conversation, figures=None)
    told = {_LINES: list(map(as_kept, lines)), _LOST: list(map(as_kept, lost))}
    figures.pop(_DOUBTED, None)
    return replace(conversation, figures=orjson.dumps({**figures, **told}).decode())


def told_beside(turn: Turn, statements: Statements) -> Conversation:
    """The conversation as it is, with the figures that are reckoned while a form stands open: what
    is told later goes on with them."""
    figures = asking(turn, statements).conversation.figures
    held = replace(turn.conversation, figures=figures)
    return with_lines(held, (*lines_in(held), turn.text), lost_in(held))


def with_figures(conversation: Conversation, beside: Outcome) -> Conversation:
    """The conversation with the figures that were reckoned beside its form."""
    return replace(conversation, figures=beside.conversation.figures)


def doubted_in(conversation: Conversation) -> tuple[str, ...]:
    """The pieces told before that the sum of this turn leaves out, so that it is not told."""
    return tuple(_raw(conversation).get(_DOUBTED, ()))


def doubting(turn: Turn, pieces: Sequence[str]) -> Turn:
    """The turn with these as what its sum leaves out."""
    figures = _raw(turn.conversation) or {"kept": [], "asked": []}
    figures[_DOUBTED] = list(map(as_kept, pieces))
    return turn.keeping(figures=orjson.dumps(figures).decode())


def was_sure(turn: Turn, statements: Sequence[Statement]) -> bool:
    """Whether a sure sum of just these statements was told before."""
    return _raw(turn.conversation).get(_SURE) == line_of(statements)


def surely_told(turn: Turn, statements: Sequence[Statement]) -> Turn:
    """The turn with these as what a sure sum was told of."""
    figures = _raw(turn.conversation)
    if not figures:
        return turn
    return turn.keeping(figures=orjson.dumps({**figures, _SURE: line_of(statements)}).decode())


def tallied(turn: Turn, statements: Sequence[Statement]) -> Turn:
    """The turn with these as what a tally of all messages came to."""
    figures = _raw(turn.conversation) or {"kept": [], "asked": []}
    figures[_TALLIED] = line_of(tuple(map(_redacted, statements)))
    return turn.keeping(figures=orjson.dumps(figures).decode())


def is_tallied(turn: Turn) -> bool:
    """Whether what is kept is what a tally of all messages came to."""
    kept = kept_in(turn)
    return bool(kept) and _raw(turn.conversation).get(_TALLIED) == line_of(kept)


def opened(turn: Turn) -> Turn:
    """The turn with the year's whole asked for, since something told has no place in a sum."""
    figures = _raw(turn.conversation) or {"kept": [], "asked": []}
    return turn.keeping(figures=orjson.dumps({**figures, _OPEN: turn.now}).decode())


def is_open(conversation: Conversation) -> bool:
    """Whether the year's whole was asked for in the last reply."""
    return _open_since(conversation) is not None


def with_open_closed(before: Conversation, after: Conversation) -> Conversation:
    """The conversation after a turn: what was asked before it is not asked any more, unless it was
    asked again."""
    since = _open_since(before)
    if since is None or since != _open_since(after):
        return after
    figures = _raw(after)
    del figures[_OPEN]
    return replace(after, figures=orjson.dumps(figures).decode())


def _open_since(conversation: Conversation) -> str | None:
    return _raw(conversation).get(_OPEN)


def _raw(conversation: Conversation) -> dict[str, Any]:
    """What is saved, as JSON values; of an earlier version nothing."""
    raw = conversation.figures or ""
    return orjson.loads(raw) if raw.startswith("{") else {}


def _packed(kept: Statements, asked: Statements, conversation: Conversation) -> str | None:
    former = _raw(conversation)
    told = {name: former[name] for name in _STAY if former.get(name)}
    if not kept and not asked and not told:
        return None
    return orjson.dumps({"kept": saved(kept), "asked": saved(asked), **told}).decode()


@lru_cache(maxsize=64)
def _figures(figures: str, trades: Trades) -> tuple[Statements, Statements]:
    """(what is kept, what was asked about last). A line of an earlier version is forgotten, as it
    would be a day later."""
    if not figures.startswith("{"):
        return (), ()
    raw = orjson.loads(figures)
    return restored(raw["kept"], trades), restored(raw["asked"], trades)


def with_time_of(old: ToldFigures, said: str) -> str:
    """`thêm 600k nữa`, said of the time of the figure before."""
    item = amounts(said)[0]
    return f"{said[: item.end]} {OF_PERIOD[old.shares[0].period]}{said[item.end :]}"
