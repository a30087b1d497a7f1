"""What is told, after figures, of the money beside them, each said plainly with the verdict that it
leaves: bills taken in and paid on, goods sold for another, an application's part, takings that two
share and in whose name the business is registered."""

import re
from dataclasses import replace

from content.amounts import amounts
from content.revenue import (
    OF_PERIOD,
    Lack,
    Statements,
    is_after_app,
    is_of_family,
    is_shared,
    labelled,
    paid_on,
    sells_for_another,
    share_kept,
    splits_on_paper,
    takes_for_bills,
)
from content.revenue.named import lets
from content.revenue.statements import sold_in, with_one
from content.spoken import asks, asks_further
from content.vietnamese import fold, tidy
from handlers.answers import verdict
from handlers.answers.kept import MENDING, remember, told_before
from handlers.talk.flow import rules_on
from handlers.talk.told import asking, line_of, reader, reckoned, stated
from handlers.talk.turn import Outcome, Turn

HOLDER = f"{verdict.FIGURE}holder"
MINE, THEIRS = "holder_mine", "holder_theirs"
_MOST_OF_A_NAME = 9  # words


def answer(turn: Turn) -> Outcome | None:
    """The answer; None where no figures were told, or the line is about something else."""
    if turn.incoming.group is not None or turn.action:
        return None
    if named := _holder_named(turn):
        return chosen(turn, named)
    before = told_before(turn)
    if not before or not reckoned(turn, before).shares:
        return _first_of_app(turn)
    return (
        _paid_on(turn, before)
        or _for_another(turn, before)
        or _of_app(turn, before)
        or _split(turn, before)
        or _shared(turn, before)
        or _in_anothers_name(turn, before)
        or _paid_at_once(turn, before)
    )


def _paid_on(turn: Turn, before: Statements) -> Outcome | None:
    found = paid_on(turn.text)
    if found is None:
        return None
    more = f"doanh thu {found.kept // 1000} nghin {OF_PERIOD[found.period]}"
    whole = (*before, *stated(turn, more, reckoned(turn, before)))
    return _with_words(turn, whole, "paid_on", paid_on=found)


def _for_another(turn: Turn, before: Statements) -> Outcome | None:
    """What is said of goods sold for another, and the question whether they are in the sum told:
    the rest, told next, takes its place."""
    if not sells_for_another(turn.text):
        return None
    own = remember(asking(turn, before), before).keeping(entry=MENDING)
    return own.say(
        "faq/beside/for_another",
        [turn.choice("figure_not_in_it", f"{verdict.FIGURE}same")],
        turn.menu_choice(),
        bills=takes_for_bills(turn.text),
        line=line_of(before),
    )


_THEN_WHAT = re.compile(r"\bthi (?:sao|the nao)\b")


def _first_of_app(turn: Turn) -> Outcome | None:
    """The same where the first figure told is what an application left of it."""
    if not is_after_app(turn.text) or asks(turn.text):
        return None
    told = stated(turn, turn.text)
    shares = reckoned(turn, told).shares
    if not shares or not all(one.has_time for one in shares):
        return None
    rate = share_kept(turn.text)
    whole = _as_sold(told)
    return _before_share(turn, whole, rate) or _with_words(turn, whole, "app", rate=rate)


def _before_share(turn: Turn, whole: Statements, rate: float) -> Outcome | None:
    """The verdict on what is paid for goods before a marketplace's share of it is kept; None for
    other applications, and where that share is not known."""
    shares = reckoned(turn, whole).shares
    if not rate or len(shares) != 1 or not _SELLS_GOODS.search(fold(line_of(whole))):
        return None
    [share] = shares
    gross = round(share.amount * 100 / (100 - rate), -3)
    line = f"doanh thu {round(gross / 1000)} nghin {OF_PERIOD[share.period]} tren san"
    found = stated(turn, labelled(reckoned(turn, whole), line))
    sold = (replace(whole[0], told=found[0].told),)  # in the words it was told
    times = {"net": share.amount, "gross": round(gross), "period": str(share.period)}
    return _with_words(turn, sold, "app_gross", rate=rate, **times)


_SELLS_GOODS = re.compile(r"\b(?:shopee|tiktok|tts|tt shop|lazada|tiki|sendo|san tmdt)\b")


def _of_app(turn: Turn, before: Statements) -> Outcome | None:
    """The verdict with what an application keeps, or the question how much that is."""
    told = amounts(turn.text)
    rate = share_kept(turn.text)
    if told or asks_further(turn.text) or asks(turn.text) or _THEN_WHAT.search(fold(turn.text)):
        return None
    if not (rate or is_after_app(turn.text)):
        return None
    whole = before
    for place in sold_in(before):
        said = before[place].said
        if rate and not share_kept(said):
            whole = with_one(whole, place, reader(turn).stated(f"{said}, app an {rate:g}%"))
    if of_goods := _before_share(turn, _as_sold(before), rate):
        return of_goods
    return _with_words(turn, _as_sold(whole), "app", rate=rate)


def _as_sold(statements: Statements) -> Statements:
    """The statements as what was earned: what an application pays out is nothing else."""
    return tuple(replace(one, told=one.told.as_asked()) for one in statements)


def _split(turn: Turn, before: Statements) -> Outcome | None:
    """That one business stays one, whoever's names it is split among; and what that comes to."""
    return _with_words(turn, before, "split") if splits_on_paper(turn.text) else None


def _shared(turn: Turn, before: Statements) -> Outcome | None:
    if not is_shared(turn.text):
        return None
    own = remember(asking(turn, before), before)
    return own.say(
        "faq/beside/shared",
        [turn.choice(f"figure_{name}", f"{verdict.FIGURE}{name}") for name in (MINE, THEIRS)],
        turn.menu_choice(),
        verdict=verdict.words(own, line_of(before)),
    )


_THAT = re.compile(
    r"\b(?:nha|quan|tiem|cai|cho|phan|khoan|mat bang|can|shop|phong|day|sap)(?: nha)?"
    r" (?:do|day|ay|kia|nay|no)\b"
)


def _in_anothers_name(turn: Turn, before: Statements) -> Outcome | None:
    """The verdict without what was told last, which one of the family holds: `nhà đó đứng tên con
    trai cô`."""
    sold, folded = sold_in(before), fold(tidy(turn.text))
    if len(sold) < 2 or amounts(turn.text) or not is_of_family(turn.text):
        return None
    if not _THAT.search(folded) or not re.search(r"\bdung ten\b", folded):
        return None
    theirs = before[sold[-1]]
    rest = with_one(before, sold[-1], ())
    yearly = reckoned(turn, (theirs,)).yearly
    return _with_words(turn, rest, "anothers", theirs=yearly)


_AT_ONCE = re.compile(
    r"\btra(?: [a-z]+){0,3} (?:(?:mot|1|ca) nam|12 thang)(?: (?:mot|1|luon|la))* (?:cuc|lan|luot"
    r"|the)\b"
    r"|\btra (?:luon |truoc |gop |dut )+(?:(?:mot|1|ca|\d) nam|12 thang|6 thang)\b"
    r"|\b(?:mot|1|moi) nam (?:tra )?(?:mot|1) (?:lan|cuc)\b"
)


def _paid_at_once(turn: Turn, before: Statements) -> Outcome | None:
    """That a rent paid for the whole year at once is the year's all the same."""
    rents = any(lets(one.told.named) or "thue" in fold(one.said) for one in before)
    if not rents or amounts(turn.text) or not _AT_ONCE.search(fold(tidy(turn.text))):
        return None
    return _with_words(turn, before, "at_once")


def chosen(turn: Turn, name: str) -> Outcome | None:
    """What was tapped under the question in whose name it is; None for another tap."""
    before = told_before(turn)
    if name not in (MINE, THEIRS) or not before:
        return None
    return _with_words(turn, before, name)


_IN_THE_NAME = re.compile(r"\b(?:dung ten|ten|dang ky|giay phep|giay to)\b")


def _holder_named(turn: Turn) -> str:
    """The tap that a short line stands for where it was asked in whose name a business is; ""."""
    shown = any(action.startswith(HOLDER) for _, _, action in turn.conversation.choices)
    if not shown or not turn.answers_fresh_list or len(turn.text.split()) > _MOST_OF_A_NAME:
        return ""
    folded = fold(tidy(turn.text))
    if is_of_family(turn.text) or _OF_ANOTHER.search(folded):
        return THEIRS
    return MINE if _IN_THE_NAME.search(folded) and _OF_SPEAKER.search(folded) else ""


_OF_ANOTHER = re.compile(
    r"\b(?:no|ban|co em|co ay|anh ay|chi ay|ong ay|ba ay|ong kia|ba kia|nguoi kia|em gai|co kia"
    r"|nguoi ta)\b"
)
_OF_SPEAKER = re.compile(r"\b(?:toi|tui|minh|em|e|anh|chi|co|chu|bac|ba|ong|chau|con|o|nha)\b")


def _with_words(turn: Turn, whole: Statements, name: str, **values: object) -> Outcome:
    """The verdict on statements, which are kept, behind what is said of the money beside."""
    own = remember(asking(turn, whole), whole)
    line, told = line_of(whole), reckoned(turn, whole)
    return own.say(
        f"faq/beside/{name}",
        verdict.offers(own, line),
        turn.menu_choice(),
        verdict=verdict.words(own, line),
        yearly=told.yearly,
        asks=told.lacks(rules_on(turn.content, turn.today)) not in (None, Lack.DAYS),
        **values,
    )
