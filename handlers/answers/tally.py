"""The year of all that was told, by what each number of the messages is heard as
(`content/account`), beside what reads single figures: told where that comes to nothing, and asked
about where the two differ."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from content.account.heard import layers
from content.account.reckoning import SOLD, AccountYear, years_of
from content.own_produce import is_own_produce
from content.revenue import Lack, Statement, StatementKind, Statements
from content.revenue.spans import FromTo, in_words
from content.search import Decision
from content.short_answers import says_yes
from content.spoken import asks
from content.takings.year import Stream
from content.vietnamese import tidy
from handlers.answers import faq, figures, placing, takings, urgent, verdict
from handlers.answers import whole_year as year
from handlers.answers.going_on import subject_of
from handlers.answers.in_turn import OF_LOANS
from handlers.answers.kept import MENDING
from handlers.talk.flow import rules_on
from handlers.talk.messages import IncomingKind
from handlers.talk.told import (
    asked_in,
    asking,
    doubted_in,
    heard_in,
    is_tallied,
    kept_in,
    lines_in,
    lost_in,
    opened,
    reckoned,
    tallied,
    with_heard,
    with_lines,
)
from handlers.talk.turn import Outcome, Turn

SURELY = (None, Lack.DAYS)
AS_FAR = (None, Lack.DAYS, Lack.RANGE, Lack.FIGURE)  # of a year known as far as it is shown
RIGHT = "tally"  # the tap that says so
SURE = 0.85  # a year that is as sure is said
ENOUGH = 0.7  # and one that is as sure is asked about
_ALIKE = 33  # years that differ by less than one in so many are the same


@dataclass(frozen=True, slots=True)
class ToldTally:
    """The year of the messages so far; `tells`: the last one tells some of it, or changes it;
    `numbers`: it tells a number of it; `several`: so did one before."""

    year: AccountYear | None
    tells: bool = False
    numbers: bool = False
    several: bool = False


def kept(turn: Turn, outcome: Outcome) -> Outcome:
    """The outcome with the message kept among the last ones that told something, weighed against
    the tally of all of them."""
    heard = heard_in(turn.conversation)
    if right := _confirmed(turn):
        return _with_heard(right, heard)
    outcome = year.noted(turn, outcome)
    if not _is_of_takings(turn, outcome):
        return outcome
    if _begins_anew(turn, outcome):
        heard = ()
    heard = (*heard, tidy(turn.text))
    tally = tally_of(heard)
    if len(heard) == 1 and not tally.tells and not lines_in(outcome.conversation):
        return outcome
    return _with_heard(_weighed(turn, outcome, tally), heard)


def _with_heard(outcome: Outcome, heard: Sequence[str]) -> Outcome:
    return replace(outcome, conversation=with_heard(outcome.conversation, heard))


def _begins_anew(turn: Turn, outcome: Outcome) -> bool:
    """Whether what was told before counts no more."""
    before, after = lines_in(turn.conversation), lines_in(outcome.conversation)
    return bool(before) and before[-1] not in after


def _weighed(turn: Turn, outcome: Outcome, tally: ToldTally) -> Outcome:
    """The outcome, or what the tally comes to, said or asked about."""
    if unplaced := _unplaced(turn, outcome, tally):
        return unplaced
    if tally.year is None:
        return outcome
    after = replace(turn, conversation=outcome.conversation)
    if _asks(after, outcome):
        return outcome
    held = _held(after, AS_FAR)
    if held and _agree(held, tally.year):
        return outcome
    if not _may_speak(turn, after, tally, held=held is not None):
        return outcome
    mine = is_tallied(turn) and kept_in(after) == kept_in(turn)
    if tally.year.sure >= SURE and (held is None or mine):
        return _said(turn, outcome, tally.year) or outcome
    if tally.year.sure >= ENOUGH:
        return _asked(turn, outcome, tally.year, doubted=held is not None)
    return outcome


def _may_speak(turn: Turn, after: Turn, tally: ToldTally, *, held: bool) -> bool:
    """Whether the tally has a word beside the reply: where several messages tell of it, and this
    one some. A year that another reader holds behind a message that tells no number stands."""
    if not tally.several or (held and not tally.numbers):
        return False
    if not tally.numbers and asks(tidy(turn.text)):
        return False
    return tally.tells or kept_in(after) != kept_in(turn)


def _unplaced(turn: Turn, outcome: Outcome, tally: ToldTally) -> Outcome | None:
    """What is understood without a message that tells more of the takings and that no reader took
    up; None where one did, or the tally has the same year."""
    after = replace(turn, conversation=outcome.conversation)
    held, said = _held(turn), tidy(turn.text)
    if held is None or kept_in(after) != kept_in(turn) or not tally.tells:
        return None
    if any(map(asks, (said, *said.split(",")))):
        return None
    if tally.year and (_agree(held, tally.year) or tally.year.sure >= ENOUGH):
        return None
    actions = [choice.action for reply in outcome.replies for choice in reply.choices]
    if any(one.startswith(verdict.FIGURE) or one.endswith(verdict.MARK) for one in actions):
        return None
    asked = verdict.give(asking(turn, kept_in(turn)), [], unplaced=(said,))
    return year.noted(turn, asked)


def _asks(after: Turn, outcome: Outcome) -> bool:
    """Whether the reply asks what a figure is, or which of two counts."""
    mend = f"{verdict.FIGURE}{figures.MEND}"
    actions = [choice.action for reply in outcome.replies for choice in reply.choices]
    if any(one.startswith(verdict.FIGURE) and one != mend for one in actions):
        return True
    if not after.conversation.asked or not verdict.was_given(after):
        return False
    asked = reckoned(after, asked_in(after))
    lack = asked.lacks(rules_on(after.content, after.today)) if asked.has_figures else None
    return lack in placing.BEFORE_PLACE


def _is_of_takings(turn: Turn, outcome: Outcome) -> bool:
    """Whether a message tells of the takings of whoever writes, with nothing else open."""
    before, after = turn.conversation, outcome.conversation
    if turn.incoming.group is not None or turn.action or before.flow or after.flow:
        return False
    if turn.incoming.kind is not IncomingKind.TEXT or before.entry == MENDING:
        return False
    if len(turn.text) > year.LONGEST or urgent.is_on(turn) or takings.may_be_swindled(turn):
        return False
    if before.figures and not after.figures:
        return False
    about = subject_of(turn)
    if about is not None and about.topic == OF_LOANS:
        return False
    said = tidy(turn.text)
    if verdict.is_of_company(said) or verdict.is_of_paid_work(said) or is_own_produce(said):
        return False
    if year.is_of_something_else(said):
        return False
    sure = turn.content.understanding.read(turn.text).decision is Decision.ANSWER
    return not (asks(said) and sure)


def tally_of(lines: Sequence[str]) -> ToldTally:
    """What messages, tidied, tell together."""
    known = layers()
    if known is None or not lines:
        return ToldTally(None)
    heard = list(zip(lines, known.talk(lines), strict=True))
    years = years_of(heard)
    last, before = years[-1], years[-2] if len(years) > 1 else None
    changes = last is not None and (before is None or not _agree((before.low, before.high), last))
    told = [any(one.role in SOLD for one in numbers) for _, numbers in heard]
    return ToldTally(last, told[-1] or changes, told[-1], several=any(told[:-1]))


def _held(turn: Turn, lacks: Container[Lack | None] = SURELY) -> tuple[float, float] | None:
    """The year that is held, with no more lacking than `lacks`; None for none."""
    kept = kept_in(turn)
    if not kept or lost_in(turn.conversation) or doubted_in(turn.conversation):
        return None
    told = reckoned(turn, kept)
    if told.lacks(rules_on(turn.content, turn.today)) not in lacks:
        return None
    return told.ends or (None if told.yearly is None else (told.yearly, told.yearly))


def _agree(held: tuple[float, float], tally: AccountYear) -> bool:
    ends = ((held[0], tally.low), (held[1], tally.high))
    return all(abs(one - other) * _ALIKE <= max(one, other) for one, other in ends)


def _said(turn: Turn, outcome: Outcome, tally: AccountYear) -> Outcome | None:
    """The verdict on the tally, and how it was reckoned; None where none can be given."""
    clean = replace(
        turn, conversation=with_lines(turn.conversation, lines_in(outcome.conversation))
    )
    asked = asking(clean, _statements(turn, outcome, tally))
    if not verdict.words(asked, asked.conversation.asked or ""):
        return None
    told = verdict.give(asked, [], beside=turn.words_of("faq/tally", flows=tally.flows))
    done = replace(asked, conversation=told.conversation)
    kept = tallied(done, kept_in(done)).conversation
    lines = lines_in(outcome.conversation)
    return replace(told, conversation=with_lines(kept, lines))


def _statements(turn: Turn, outcome: Outcome, tally: AccountYear) -> Statements:
    """The tally as a statement, of the trade where one is named."""
    mentions = [
        one
        for line in lines_in(outcome.conversation)
        for one in turn.content.trades.mentions(line)
        if not one.is_left and one.words
    ]
    names = {one.named for one in mentions}
    mention = mentions[0] if len(names) == 1 else None
    label = mention.words if mention else ""
    stream = Stream("", tally.low, tally.high, label=label, mention=mention)
    sum_ = in_words(FromTo(round(tally.low), round(tally.high)))
    said = f"{label or 'doanh thu'}: doanh thu {sum_} mot nam tron"
    return (Statement(StatementKind.SALES, said, year.figures_of(stream, said)),)


def _asked(turn: Turn, outcome: Outcome, tally: AccountYear, *, doubted: bool) -> Outcome:
    """What is understood, and whether it is right. `doubted`: another year is held, which is not
    any more."""
    lines = lines_in(outcome.conversation)
    if doubted:
        clean = replace(turn, conversation=with_lines(turn.conversation, lines, lines[-1:]))
    else:
        clean = replace(turn, conversation=outcome.conversation)
    offered = [turn.choice("figure_right", f"{verdict.FIGURE}{RIGHT}")]
    account = turn.words_of("faq/tally", flows=tally.flows)
    return opened(clean).say(
        "faq/tally_ask",
        offered,
        turn.menu_choice(),
        account=account,
        low=tally.low,
        high=tally.high,
    )


def go_on(turn: Turn, name: str) -> Outcome:
    """A tapped answer to what is asked of figures."""
    return (_right(turn) if name == RIGHT else None) or faq.go_on(turn, name)


def _right(turn: Turn) -> Outcome | None:
    """The verdict on the tally that was asked about; None where it is gone."""
    tally = tally_of(heard_in(turn.conversation)).year
    return _said(turn, Outcome(turn.conversation), tally) if tally else None


def _confirmed(turn: Turn) -> Outcome | None:
    """The same, where it is confirmed in words."""
    shown = f"{verdict.FIGURE}{RIGHT}" in {action for _, _, action in turn.conversation.choices}
    said = shown and not turn.action and turn.answers_fresh_list and says_yes(turn.text)
    return _right(turn) if said else None
