"""The same question of the same figures is not asked twice: the second time it is said what they
come to in each case, and the ward is offered."""

from dataclasses import replace

from content.revenue import ANSWERS, Lack, Sureness, ToldFigures, answers_to, completed
from content.tax import Band, TaxRules
from handlers.talk.flow import rules_on
from handlers.talk.messages import Choice
from handlers.talk.replies import SEND_ASKED
from handlers.talk.told import kept_in, reader, reckoned
from handlers.talk.turn import Turn

# The first tap under each question.
_SHOWN = {"day": Lack.PERIOD, "each": Lack.SHOPS, "together": Lack.OWNERS}
_AS_TOLD = (Lack.FIGURE, Lack.RANGE, Lack.WHOLE_YEAR, Lack.SPLIT, Lack.DAYS)


def cases(turn: Turn, told: ToldFigures, lack: Lack | None) -> str:
    """What is said instead of the question for what is lacking, where it was asked just before of
    the same sum; "" where it was not, or nothing can be said."""
    if lack is None or not _was_asked(turn, told, lack):
        return ""
    rules = rules_on(turn.content, turn.today)
    found = [
        (name, year, rules.band(year) is not Band.EXEMPT)
        for name in answers_to(lack, each=told.says_each)
        if name in ANSWERS and (year := _year(turn, told, lack, ANSWERS[name])) is not None
    ]
    if not found and (year := _as_told(told, lack, rules)):
        found = [("told", year, rules.band(year) is not Band.EXEMPT)]
    if not found:
        return ""
    first = told.untimed if lack is Lack.PERIOD else told.first
    return turn.words_of("faq/asked_twice", cases=found, first=first, rules=rules)


def offered(turn: Turn) -> list[Choice]:
    """What may be tapped besides: to send it to the ward."""
    return [turn.choice("send_asked", SEND_ASKED)]


def _was_asked(turn: Turn, told: ToldFigures, lack: Lack) -> bool:
    taps = [action for _, _, action in turn.conversation.choices]
    if not turn.answers_fresh_list or not any(tap.endswith(":asked") for tap in taps):
        return False
    kept = kept_in(turn)
    former = reckoned(turn, kept) if kept else None
    if former is None or former.first is None or told.first is None:
        return False
    shown = next((of for name, of in _SHOWN.items() if f"figure:{name}" in taps), None)
    before = former.lacks(rules_on(turn.content, turn.today))
    same = former.first.amount == told.first.amount and len(former.shares) == len(told.shares)
    return same and before is lack and (shown is lack or shown is None)


def _year(turn: Turn, told: ToldFigures, lack: Lack, said: str) -> int | None:
    whole = completed(told, lack, said, reader(turn))
    return reckoned(turn, whole).yearly if whole else None


def _as_told(told: ToldFigures, lack: Lack, rules: TaxRules) -> int | None:
    """The year's sum were it just what was told; None where that cannot be."""
    sure = all(share.sureness is Sureness.SAID for share in told.shares)
    if lack not in _AS_TOLD or not sure:
        return None
    bare = replace(told, doubts=told.doubts - {lack})
    return None if bare.lacks(rules) else bare.yearly
