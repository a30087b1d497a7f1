"""What is asked in a few words of the figures told before, answered for this owner: how much, how
often, when, where, why so much, whether it can be less, what if not; and that they be forgotten."""

import re
from datetime import date, timedelta

from content.revenue import (
    FigureQuestion,
    Statements,
    ToldFigures,
    asked_of_it,
    asks_briefly,
    names_notice,
    names_tax,
    paid_in,
    speaks_of_own,
)
from content.search import Decision
from content.vietnamese import fold, tidy
from handlers.answers import figures, later, placing, put_right, verdict
from handlers.talk.flow import rules_on
from handlers.talk.replies import list_again
from handlers.talk.told import asked_in, asking, kept_in, line_of, reckoned, told_in
from handlers.talk.turn import Outcome, Turn


def answer(turn: Turn) -> Outcome | None:
    """The answer; None where nothing was told, or the line is about something else."""
    line = _told(turn)
    if not line or turn.incoming.group is not None or _is_of_debt(turn):
        return None
    told = reckoned(turn, line)
    paid = paid_in(turn.text)
    asked = FigureQuestion.PAID if paid else asked_of_it(_without_trades(turn, told))
    if asked is None:
        return None
    if asked is FigureQuestion.FORGET:
        return figures.forget(turn)
    if _waits(turn):
        if tapped := later.said_of_family(turn):
            return later.chosen(turn, tapped)
        if asked is FigureQuestion.VERDICT and (both := later.of_both(turn)):
            return both
        return list_again(turn, "faq/which_first")
    if not _is_of_them(turn, asked):
        return None
    own, rules = asking(turn, line), rules_on(turn.content, turn.today)
    brief = asked is FigureQuestion.VERDICT and asks_briefly(turn.text)
    if placing.lack_of(turn, told) is not None or (asked is FigureQuestion.VERDICT and not brief):
        return verdict.give(own, [])
    found = verdict.reckon(own, told)
    return own.say(
        f"faq/of_figures/{'brief' if brief else asked}",
        verdict.offers(own, line_of(line)),
        turn.menu_choice(),
        told=told,
        result=found.result,
        sums=found.sums,
        paid=paid,
        whole=found.whole,
        quarters=found.quarters,
        due=found.due,
        others=verdict.duties_of(own, found.result)[1:],
        of_notice=names_notice(turn.text),
        invoices_by=_invoices_by(turn),
        bases=turn.content.deadlines,
        rules=rules,
    )


_DEBT = re.compile(r"\b(?:no|thieu) (?:thue|tien thue|cu|ngan sach)\b|\bcham nop\b")


def _is_of_debt(turn: Turn) -> bool:
    """Whether an old debt, and no tax of this year's figures, is spoken of."""
    shown = turn.conversation.entry or ""
    before = turn.conversation.asked or ""
    told = _DEBT.search(fold(before)) is not None and turn.answers_fresh_list
    return told or _DEBT.search(fold(turn.text)) is not None or "no-thue" in shown


REGISTER_INVOICES_IN = timedelta(days=30)  # NĐ 141/2026 Điều 1: from the last day of the quarter


def _invoices_by(turn: Turn) -> date:
    """By when whoever passes the threshold in this quarter registers for invoices."""
    first = (turn.today.month - 1) // 3 * 3 + 1
    following = date(turn.today.year + first // 10, (first + 3 - 1) % 12 + 1, 1)
    return following - timedelta(days=1) + REGISTER_INVOICES_IN


def _without_trades(turn: Turn, before: ToldFigures) -> str:
    """The line without the trades that were told before: `sửa xe với phụ tùng nộp bao nhiêu`."""
    told = {one.named for one in before.named}
    text = tidy(turn.text)
    said = turn.content.trades.mentions(text)
    if not said or any(one.named not in told for one in said):
        return turn.text
    bare = list(text)
    for one in said:
        bare[one.start : one.end] = " " * (one.end - one.start)
    return " ".join("".join(bare).split())


def _waits(turn: Turn) -> bool:
    """Whether it was asked just now which of the figures count: none is reckoned before that."""
    names = (later.FORMER, put_right.EVERY, put_right.INSTEAD)
    asked = tuple(f"{verdict.FIGURE}{name}" for name in names)
    shown = turn.conversation.choices
    return turn.answers_fresh_list and any(action.startswith(asked) for _, _, action in shown)


def _told(turn: Turn) -> Statements:
    """The figures that were asked about just now, or those kept."""
    pending = turn.conversation.asked or ""
    if turn.answers_fresh_list and verdict.was_given(turn) and told_in(turn, pending).has_figures:
        return asked_in(turn)
    return kept_in(turn)


_OF_ITSELF = (FigureQuestion.REFUND, FigureQuestion.NEXT)  # whatever was shown meanwhile


def _is_of_them(turn: Turn, asked: FigureQuestion) -> bool:
    """Whether the line is about the figures and not about the answer shown last, or sure alone."""
    if turn.answers_fresh_list and verdict.was_given(turn):
        return True
    if asked in _OF_ITSELF:
        return turn.content.understanding.read(turn.text).decision is not Decision.ANSWER
    shown = turn.conversation.entry is not None and not speaks_of_own(turn.text)
    if shown or not names_tax(turn.text):
        return False
    reading = turn.content.understanding.read(turn.text)
    return asked is FigureQuestion.VERDICT or reading.decision is not Decision.ANSWER
