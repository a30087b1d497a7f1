"""A figure told again of the same business: it takes the place of the former, which is shown, with
one tap to add it after all. Of several figures, or of one month alone, it is asked first."""

from content.amounts import Period
from content.revenue import (
    OF_PERIOD,
    PLUS,
    Again,
    How,
    ToldFigures,
    figures_told,
    in_all,
    is_again,
    item_at,
    joined,
    put_in_place,
    told_again,
)
from content.tax import Band
from content.vietnamese import tidy
from handlers.answers import verdict
from handlers.answers.kept import remember
from handlers.talk.flow import read_told, rules_on
from handlers.talk.turn import Outcome, Turn

PLUS_FORMER, INSTEAD, EVERY, ONCE = "plus", "instead", "every", "once"


def told(turn: Turn, before: str, old: ToldFigures, now: ToldFigures) -> Outcome | None:
    """The answer to a figure told again; None where the line tells none, or none alone."""
    if whole := in_all(before, old, turn.text, now):
        return verdict.give(verdict.asking(turn, whole), [])
    month = turn.today.month
    if again := told_again(before, old, turn.text, now, month):
        return _once_or_every(turn, before, again) or _replaced(turn, before, again)
    if is_again(old, turn.text, now) and not now.named and len(figures_told(before, old)) > 1:
        return _which(turn, before, old)
    return None


def chosen(turn: Turn, name: str) -> Outcome | None:
    """What was tapped under the verdict or the question; None for another tap."""
    line, _, said = (turn.conversation.asked or "").rpartition(f" {PLUS} ")
    if name in (EVERY, ONCE) and line:
        old = read_told(turn, line)
        now = read_told(turn, said, after=old)
        again = told_again(line, old, said, now, turn.today.month)
        if again is None:
            return None
        return verdict.give(verdict.asking(turn, again.text if name == EVERY else again.once), [])
    if name.startswith(INSTEAD) and line:
        item = item_at(line, read_told(turn, line), int(name.removeprefix(INSTEAD) or 0))
        again = put_in_place(line, item, said, turn.today.month) if item else None
        return _replaced(turn, line, again) if again else None
    if name.startswith(PLUS_FORMER):
        value, _, period = name.removeprefix(PLUS_FORMER).partition("_")
        former = f"{int(value) // 1000} nghin {OF_PERIOD[Period(period)]}"
        whole = joined(turn.conversation.figures or "", PLUS, former)
        return verdict.give(verdict.asking(turn, whole), [])
    return None


def _replaced(turn: Turn, before: str, again: Again) -> Outcome:
    add = turn.choice("figure_join", f"{verdict.FIGURE}{PLUS_FORMER}{again.old}_{again.period}")
    own = verdict.asking(turn, again.text)
    return verdict.give(own, [add], added_to=before, how=How.AGAIN)


def _once_or_every(turn: Turn, before: str, again: Again) -> Outcome | None:
    """Asked where `tháng này 90 triệu` means another thing for every month than for this alone."""
    if not again.once:
        return None
    rules = rules_on(turn.content, turn.today)
    every, once = (read_told(turn, line) for line in (again.text, again.once))
    if every.yearly is None or once.yearly is None:
        return None
    if {rules.band(every.yearly), rules.band(once.yearly)} == {Band.EXEMPT}:
        return None
    own = verdict.asking(turn, joined(before, PLUS, tidy(turn.text)))
    return own.say(
        "faq/every_or_once",
        [
            turn.choice(f"figure_every_{again.period}", f"{verdict.FIGURE}{EVERY}"),
            turn.choice(f"figure_once_{again.period}", f"{verdict.FIGURE}{ONCE}"),
        ],
        turn.menu_choice(),
        before=before,
        period=str(again.period),
        every=every.yearly,
        once=once.yearly,
        rules=rules,
    )


def _which(turn: Turn, before: str, old: ToldFigures) -> Outcome:
    """Asked where several figures were told, and one more that names none of them."""
    told = figures_told(before, old)
    whole = joined(before, PLUS, tidy(turn.text))
    own = remember(verdict.asking(turn, whole), before)
    tap = f"{verdict.FIGURE}{INSTEAD}"
    instead = [
        turn.choice(f"={turn.words_of('faq/instead_of', words=words)}", f"{tap}{n}")
        for n, words in enumerate(told)
    ]
    more = turn.choice("figure_more", f"{verdict.FIGURE}join")
    return own.say("faq/which_figure", [*instead, more], turn.menu_choice(), said=tidy(turn.text))
