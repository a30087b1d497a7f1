"""What an owner's own figures mean in tax: the year's sum where it is sure, else the one thing that
is still to be asked. No example stands in for it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from content.amounts import Period, amounts
from content.compounds import names_another
from content.deadlines import Deadline, Owner, due_of_quarter, next_deadlines
from content.knowledge import Case, Entry
from content.late import never_declared
from content.revenue import (
    ANSWERS,
    LARGE,
    How,
    Lack,
    PutRight,
    Retelling,
    Share,
    Statements,
    Sureness,
    ToldFigures,
    adds,
    answers_to,
    completed,
    in_plain_words,
    is_called_other,
    is_of_family,
    is_other_money,
    other_words,
    share_kept,
    tells_in_breaths,
    with_sold,
)
from content.spoken import asks, asks_further, is_paid_work, not_cut_in, places
from content.takings.bound import most_with, sums_among, tells_months
from content.tax import Band, Estimate, Part, Quarter, TaxRules, by_quarter, estimate
from content.trades import Trade
from content.vietnamese import fold, tidy
from handlers.answers import placing, twice
from handlers.answers.kept import remember
from handlers.people.calendar import working_days
from handlers.talk.flow import read_told, rules_on
from handlers.talk.messages import Choice
from handlers.talk.told import (
    asked_in,
    asking,
    doubted_in,
    doubting,
    kept_in,
    line_of,
    lines_in,
    lost_in,
    opened,
    reader,
    surely_told,
    told_in,
    was_sure,
)
from handlers.talk.turn import Outcome, Turn

TAX_WORDS = frozenset(("thue", "gtgt", "vat", "tncn", "khoan", "dong", "nop", "khai"))
MOST_OTHER_WORDS = 2
MOST_OF_AN_ANSWER = 8  # words of an answer to our question what money it is
REDUCED = "giam"
MOST_OF_A_STORY = 12  # words of a line that tells of sales and of nothing more than they
MOST_OF_A_LONG_LINE = 9  # a line with more to say asks about more than a sum
_COMPANY = re.compile(r"\b(?:cong ty|cty|doanh nghiep|tndn)\b")  # taxed otherwise
UNKNOWN, ROOMS = "other", "phong_tro"
_DEALS_WITH = re.compile(
    r"\bcho (?:\w+ ){0,2}(?:cong ty|cty|doanh nghiep)(?: \w+){0,3} (?:thue|muon)\b"
    r"|\bluong (?:\w+ )?(?:cong ty|cty)\b"
    r"|\b(?:cong ty|cty)(?: \w+){0,3} (?:tra (?:tien )?(?:trung bay|quang cao)|thuong|chiet khau"
    r"|thue (?:mat bang|nha|kho|xe)"
    r"|nop thay|khau tru)\b"
    r"|\b(?:ban|giao|cung cap)(?: hang)? (?:cho|vao) (?:\w+ )?(?:cong ty|cty|doanh nghiep)\b"
)
_REFUND = re.compile(r"\b(?:hoan|da (?:nop|dong)|nop roi|nop thua|lay lai)\b")
_APART = re.compile(
    r"\b(?:tinh rieng|hay rieng|rieng hay|rieng (?:tung|moi)|rieng khong|tinh chung"
    r"|cong lai (?:khong|ha))\b"
)
EITHER = ("2.a", "rent")  # what rooms may be
FIGURE = "figure:"  # of the choices that answer what figures are of
MARK = ":asked"  # of the choices under an answer that begin from what was asked


@dataclass(frozen=True, slots=True)
class Sum:
    """The year's tax by one way: `least` with all that may be cut cut, `most` with no VAT cut."""

    way: str
    least: int
    most: int


def is_about_tax(turn: Turn, asked: str) -> bool:
    """Whether a line asks what its figures mean in tax: by its words, or because a trade with a
    figure is all it says."""
    words = fold(asked).split()
    told = told_in(turn, asked)
    if told.shares and tells_in_breaths(asked):
        return True
    if not TAX_WORDS.isdisjoint(words):
        asks = bool(told.has_figures and told.lacks(rules_on(turn.content, turn.today)))
        return not asks or len(other_words(asked)) <= MOST_OF_A_LONG_LINE
    if is_bare(told) and not other_words(_bare(turn, asked)):
        return True
    tells = bool(told.named) or "doanh thu" in " ".join(words)
    return tells and (is_all_figures(turn, asked) or "tinh" in words)


def is_bare(told: ToldFigures) -> bool:
    """Whether a line tells a sum and nothing of what it is."""
    return told.lacks_unit or any(share.sureness is Sureness.BARE for share in told.shares)


def is_another_case(turn: Turn, entry: Entry, asked: str) -> bool:
    """Whether the entry is of something that only sounds alike (`nông nghiệp`, `công nghiệp`), or
    reckons an example, and the line has figures of its own that are not the example's."""
    if names_another(fold(asked), fold(entry.question)):
        return True
    if entry.example is None:
        return False
    if told_in(turn, asked).lacks_unit:
        return True
    said = amounts(asked)
    if not said:
        return False
    told = told_in(turn, asked)
    trade = told.one_trade.trade.id if told.one_trade and told.one_trade.trade else ""
    same = (told.yearly, told.costs) == (entry.example.revenue, None) and not told.doubts
    same = same and any(item.value == entry.example.revenue for item in said)
    return not (same and entry.example.trade in ("", trade))


def is_off(turn: Turn, entry: Entry, asked: str) -> bool:
    """Whether an entry is about companies or loans, and the line tells what was sold and names
    neither."""
    if entry.topic not in _OTHER_TOPICS or _OTHER_TOPIC.search(fold(asked)):
        return False
    shares = told_in(turn, asked).shares
    return bool(shares) and all(share.sureness is Sureness.SAID for share in shares)


_OTHER_TOPICS = ("doanh-nghiep", "vay-von")
_OTHER_TOPIC = re.compile(r"\b(?:cong ty|cty|doanh nghiep|dn|tnhh|vay|von|the chap|giai ngan)\b")


_INVOICES = re.compile(r"\b(?:hoa don|hddt|bien lai|xuat hd|hoa don do)\b")
_A_PRICE = 1_000_000


def asks_of_invoices(asked: str) -> bool:
    """Whether a line is about invoices, its sums being only what a thing costs: `khách ăn bát phở
    bốn chục nghìn có ai lấy hóa đơn đâu`."""
    told = amounts(asked)
    if not told or not _INVOICES.search(fold(asked)):
        return False
    return all(one.value < _A_PRICE and one.period is None for one in told)


def is_of_company(asked: str) -> bool:
    """Whether a line speaks of a company, which is taxed otherwise; not of one that rents of the
    household, buys of it or gives it a bonus."""
    return _COMPANY.search(_DEALS_WITH.sub(" ", fold(asked))) is not None


def is_of_paid_work(asked: str) -> bool:
    """Whether a line asks of the tax on pay for work: whether that is a business's revenue depends
    on whether it is registered as one, so that no verdict on the sum alone is true."""
    taxed = bool(amounts(asked)) or not TAX_WORDS.isdisjoint(fold(asked).split())
    return taxed and is_paid_work(asked)


def tells_only(turn: Turn, asked: str) -> bool:
    """Whether a line is nothing but a trade and what it takes in: no question of its own."""
    if not any(map(str.isdecimal, asked)) and not amounts(tidy(asked)):
        return False  # most lines: no need to look for trades
    told = told_in(turn, asked)
    if told.shares and tells_in_breaths(asked) and not is_bare(told):
        return True
    if is_bare(told):
        return not other_words(_bare(turn, asked))
    sold = told.named or all(share.sureness is Sureness.SAID for share in told.shares)
    return bool(told.shares and sold) and is_all_figures(turn, asked)


def tells_sales(turn: Turn, asked: str) -> bool:
    """Whether a line says of a sum that it was sold for, whatever else it says: where nothing else
    answers it surely, what that sum means is worth more than a list."""
    told = told_in(turn, asked)
    sold = bool(told.shares) and all(share.sureness is Sureness.SAID for share in told.shares)
    return sold and not told.is_general and len(other_words(_bare(turn, asked))) <= MOST_OF_A_STORY


def words(turn: Turn, asked: str, *, household: bool = False) -> str:
    """The verdict on the figures of a line, or the question for what it lacks; "" without any, and
    of a company's, unless they are asked for as a household's."""
    if is_of_paid_work(asked):
        return turn.words_of("faq/paid_work")
    told = told_in(turn, asked)
    if not told.has_figures or (is_of_company(asked) and not household):
        return ""
    rules = rules_on(turn.content, turn.today)
    if lack := placing.lack_of(turn, told):
        general = told.is_general and lack is not Lack.PLACE
        return "" if general else _asked(turn, told, lack)
    result, rate = _estimate(turn, told), _kept_by_app(told)
    gross = int(round(result.revenue * 100 / (100 - rate), -5)) if rate else 0
    if result.owes_nothing and rules.band(gross) is not Band.EXEMPT:
        values = {"rate": rate, "net": result.revenue, "gross": gross, "goods": _is_goods(told)}
        return turn.words_of("faq/beside/gross", rules=rules, **values)
    return turn.words_of(
        "faq/case_revenue",
        gross=gross,
        rate=rate,
        goods=_is_goods(told),
        told=told,
        result=result,
        rules=rules,
        sums=sums(result) if _is_whole(told) else [],
        ends=_at_both_ends(turn, told),
        rooms=[(trade, sums(one)) for trade, one in _of_rooms(turn, told)],
        whole=_is_whole(told),
        vague=not told.doubts.isdisjoint((Lack.FIGURE, Lack.SHOPS, Lack.COMMISSION)),
        unclear=next((m.named.unclear for m in told.named if m.named.unclear), None),
        family=is_of_family(told.text),
        theirs=sum(share.yearly for share in told.theirs),
        by_platform=told.only_by_platform and bool(result.withheld) and bool(result.by_ratio),
        ratio_kept=told.keeps_ratio and bool(result.by_ratio),
        refund=_REFUND.search(fold(turn.text)) is not None,
        apart=_APART.search(fold(turn.text)) is not None and len(told.shares) > 1,
        some_costs=told.costs if is_part_of_costs(told) else None,
        likely=any(share.named.likely for share in told.shares),
        not_cut=not_cut_in(asked),
        quarters=_quarters_told(turn, told, result) if _is_whole(told) and not told.ends else (),
        articles=list(dict.fromkeys(s.named.trade.article for s in told.shares if s.named.trade)),
        due=_next_due(turn, result),
        overdue=_overdue(turn) if result.trades > rules.threshold and never_declared(asked) else (),
        bases=turn.content.deadlines,
    )


def _asked(turn: Turn, told: ToldFigures, lack: Lack) -> str:
    """The question for what figures lack, with what is sure of them before it."""
    rules = rules_on(turn.content, turn.today)
    # Of a part of the year no more is sure than what was sold in it.
    of_part = sum(min(one.amount, one.low) for one in told.shares)
    least = of_part if lack is Lack.WHOLE_YEAR else told.low
    left = placing.left_out(turn, told)
    by_months = tells_months(left)
    if lack is Lack.PLACE and not placing.only_adds(turn, told):
        least = 0
    aside = lack is Lack.PLACE and placing.was_asked(turn, told)
    return turn.words_of(
        "faq/lacks",
        lack=str(lack),
        told=told,
        passed=rules.band(least) is not Band.EXEMPT and lack is not Lack.PERIOD,
        left=_left_aside(told, left) if aside else left,
        aside=aside,
        account=_sure_rest(turn, told) if aside else (),
        lines=lines_in(turn.conversation),
        most_with=_most_with(turn, told, left) if lack is Lack.PLACE else None,
        understood=() if lack is not Lack.PLACE or by_months else _understood(turn, told, left),
        if_sold=None if left else _if_sold(turn, told),
        most=_at_most(turn, told) if lack in (Lack.FIGURE, Lack.RANGE) else [],
        usual=_as_usual(turn, told) if lack is Lack.DAYS else None,
        sums=[(_name_of(share), share.yearly) for share in told.shares],
        so_far=of_part if lack is Lack.WHOLE_YEAR and not left else 0,
        all_year=_over_a_year(told) if lack is Lack.WHOLE_YEAR and not left else 0,
        rules=rules,
    )


def _left_aside(told: ToldFigures, left: Sequence[str]) -> Sequence[str]:
    """The pieces that are set aside, without those that only say again what is reckoned."""
    sums = {one.amount for one in told.shares}
    return [one for one in left if not (found := sums_among([one])) or not found <= sums] or left


def _sure_rest(turn: Turn, told: ToldFigures) -> Sequence[Share]:
    """The figures of the last sure sum, where other pieces are set aside; () where what is told by
    now is not just these."""
    lack = told.lacks(rules_on(turn.content, turn.today))
    return told.shares if lack in (None, Lack.DAYS) and was_sure(turn, told.parts) else ()


def _understood(turn: Turn, told: ToldFigures, left: Sequence[str]) -> Sequence[Share]:
    """What of the figures is understood, where other pieces (`left`) have no place; () where any of
    it is among these, or a message before is in no sum: then it is but a part."""
    if lost_in(turn.conversation) or doubted_in(turn.conversation):
        return ()
    sums = sums_among(left)
    sure = all(one.sureness is Sureness.SAID and one.has_time for one in told.shares)
    return told.shares if sure and sums.isdisjoint(one.amount for one in told.shares) else ()


def _most_with(turn: Turn, told: ToldFigures, left: Sequence[str]) -> int | None:
    """The most the year may be, however the pieces without a place are meant, where that is under
    the limit; None where it is not, or not known."""
    year = told.yearly or max(told.ends or (0,))
    if not year or not _understood(turn, told, left):
        return None
    most = most_with(year, left)
    return round(most) if most and most <= rules_on(turn.content, turn.today).threshold else None


def _at_most(turn: Turn, told: ToldFigures) -> list[Sum]:
    """The year's tax at the upper end of what was told, where all of it may owe nothing."""
    rules = rules_on(turn.content, turn.today)
    if not _is_whole(told) or told.high is None or told.costs is not None:
        return []
    if rules.band(told.low) is not Band.EXEMPT or rules.band(told.high) is Band.EXEMPT:
        return []
    highest = (
        replace(one, amount=one.high, times=1, shops=1)
        for one in told.shares
        if one.high is not None
    )
    return sums(_estimate(turn, replace(told, shares=tuple(highest))))


_WHAT_IS_LEFT = re.compile(r"\b(?:con|ve|nhan)(?: (?:duoc|khoang|ve|lai|co|tam))* \d")


def _kept_by_app(told: ToldFigures) -> float:
    """The hundredths an application keeps beside the sums told; 0 where both sums were told."""
    both = len(amounts(told.text)) > len(told.shares) and _WHAT_IS_LEFT.search(fold(told.text))
    return 0.0 if both else share_kept(told.text)


_MONTHS = 12


def _over_a_year(told: ToldFigures) -> int:
    """The year's sum were every month as those told: `mới bán 3 tháng, 35 triệu một tháng`; 0 where
    no sum of a month was told."""
    monthly = [one for one in amounts(told.text) if one.period is Period.MONTH]
    alone = len(monthly) == 1 and len(told.shares) == 1 and monthly[0].bound is None
    return monthly[0].value * _MONTHS if alone else 0


def _is_goods(told: ToldFigures) -> bool:
    """Whether all of it is goods that a platform may sell: of these the law names all that is paid
    by the buyer as revenue."""
    return all(one.named.trade is not None and one.named.trade.on_platforms for one in told.shares)


def year_of(told: ToldFigures) -> tuple[int, int] | None:
    """The year's sum as it is known, by both its ends; None where it is not."""
    if told.ends:
        return told.ends
    return None if told.yearly is None else (told.yearly, told.yearly)


def _lower(told: ToldFigures) -> ToldFigures:
    """What was told, by the lower ends of its ranges."""
    return replace(told, shares=tuple(replace(s, amount=s.least or s.amount) for s in told.shares))


def _at_both_ends(turn: Turn, told: ToldFigures) -> list[tuple[int, list[Sum]]]:
    """(the year's sum, the tax of it) at both ends of a range of which the trade is known."""
    if told.ends is None or not _is_whole(told):
        return []
    found = [sums(_estimate(turn, one)) for one in (_lower(told), told)]
    return list(zip(told.ends, found, strict=True))


def _as_usual(turn: Turn, told: ToldFigures) -> Sum | None:
    """The year's tax of sums of a day on the days that are usual, where the trade is known."""
    if not _is_whole(told) or (told.is_vague and told.ends is None):
        return None
    highest, lowest = sums(_estimate(turn, told)), sums(_estimate(turn, _lower(told)))
    if not highest or not lowest:
        return None
    return Sum(highest[0].way, lowest[0].least, highest[0].most)


def _name_of(share: Share) -> str:
    """Of what trade a figure is, shortly; "" where none is named."""
    return share.named.trade.name.split(" (")[0] if share.named.trade else ""


def _overdue(turn: Turn) -> list[Deadline]:
    """The quarters of this year whose return is overdue, for whoever never filed one."""
    days = working_days(turn.content.ward)
    quarters = [due_of_quarter(turn.today.year, quarter, days) for quarter in (1, 2, 3, 4)]
    return [one for one in quarters if one.due < turn.today]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What told figures come to: `sums` where a trade is known for all of it (`whole`)."""

    result: Estimate
    sums: list[Sum]
    whole: bool
    due: Deadline | None
    quarters: tuple[Quarter, ...] = ()


def reckon(turn: Turn, told: ToldFigures) -> Reckoned:
    """The tax of figures that lack nothing, and what is to be done next."""
    result, whole = _estimate(turn, told), _is_whole(told)
    quarters = _quarters_told(turn, told, result) if whole else ()
    return Reckoned(result, sums(result) if whole else [], whole, _next_due(turn, result), quarters)


def _quarters_told(turn: Turn, told: ToldFigures, result: Estimate) -> tuple[Quarter, ...]:
    parts = _parts(told, turn.content.trades[UNKNOWN])
    return quarters_of(rules_on(turn.content, turn.today), parts, result)


def owes(turn: Turn, told: ToldFigures) -> bool:
    """Whether a told revenue is above the threshold, as far as it is known."""
    return rules_on(turn.content, turn.today).band(told.low) is not Band.EXEMPT


def _next_due(turn: Turn, result: Estimate) -> Deadline | None:
    """The one thing that is to be done next, of those confirmed with their article."""
    return next(iter(duties_of(turn, result)), None)


def duties_of(turn: Turn, result: Estimate) -> list[Deadline]:
    """What is to be done next of each duty of the owner, soonest first, where it is confirmed with
    its article."""
    owner = Owner(result.band, trades=bool(result.trades), rents=bool(result.rent_revenue))
    coming = next_deadlines(owner, turn.today, working_days(turn.content.ward))
    return [one for one in coming if one.duty in turn.content.deadlines]


def _if_sold(turn: Turn, told: ToldFigures) -> tuple[int, bool] | None:
    """(the year's sum, whether tax is due) of the one sum told, were it what is sold; None where
    that is not sure."""
    sold = [replace(share, sureness=Sureness.SAID) for share in told.shares]
    asked = replace(told, shares=tuple(sold), doubts=told.doubts - {Lack.KIND})
    rules = rules_on(turn.content, turn.today)
    year = asked.yearly
    if year is None or asked.lacks(rules):
        return None
    return year, rules.band(year) is not Band.EXEMPT


def choices(turn: Turn, asked: str) -> list[Choice]:
    """What may be tapped in answer to the question for what a line lacks."""
    told, lack = told_in(turn, asked), _lack(turn, asked)
    timed = told.unsure is None or _is_timed(told.unsure)
    names = answers_to(lack, each=told.says_each, timed=timed) if lack else ()
    return [turn.choice(f"figure_{name}", f"{FIGURE}{name}") for name in names]


def _is_timed(share: Share) -> bool:
    return share.has_time or share.amount >= LARGE


def give(
    turn: Turn,
    near: list[Choice],
    *,
    added_to: str = "",
    how: How | PutRight | Retelling = How.ADDED,
    beside: str = "",
    kept: Statements = (),
    noted: str = "",
    unplaced: Sequence[str] = (),
) -> Outcome:
    """The verdict as an answer by itself, with the answers near it to choose from. `added_to`: the
    earlier line whose figures are reckoned with those of the last one, as `how` says; `beside`:
    what is said behind the verdict; `kept`: the figures to remember, where more than `asked`;
    `noted`: costs or a profit, told now; `unplaced`: what is in no sum, so that none is told."""
    asked = turn.conversation.asked or ""
    before, whole = turn, kept or asked_in(turn)
    turn = remember(turn, whole)
    if doubted := unplaced or placing.without_former(before, whole):
        turn = doubting(turn, doubted)
    lack = _lack(turn, asked)
    cases = "" if noted else twice.cases(before, told_in(before, asked), lack)
    near = [] if is_of_paid_work(asked) else near
    offered = [*offers(turn, asked), *(twice.offered(turn) if cases else near)]
    asking = lack is not None
    turn = opened(turn) if lack is Lack.PLACE else turn
    turn = surely_told(turn, asked_in(turn)) if lack is None else turn
    back = turn.choice("none_of_these", "none")
    shown = cases or words(turn, asked) or _of_company(turn, asked)
    if lack is Lack.PLACE and isinstance(how, Retelling):
        added_to = ""  # what the message tells is not understood
    return turn.say(
        "faq/verdict",
        offered,
        back,
        verdict=shown,
        asking=asking,
        added_to=added_to,
        how=str(how),
        beside=beside,
        noted=noted,
    )


def _of_company(turn: Turn, asked: str) -> str:
    """What figures told of a company, or of becoming one, are of a household; "" of any other."""
    if not is_of_company(asked):
        return ""
    return turn.words_of("faq/company_figures", verdict=words(turn, asked, household=True))


def offers(turn: Turn, asked: str) -> list[Choice]:
    """What may be tapped under a verdict: the answers to what it asks, or to reckon closer, to be
    reminded of its date, to mend its figure."""
    closer = turn.choice("reckon_closer", f"tool:tax{MARK}")
    told = told_in(turn, asked)
    if is_of_paid_work(asked) or not told.shares or _lack(turn, asked) is not None:
        return [*choices(turn, asked), closer]
    return [
        closer,
        turn.choice("remind_me", f"tool:deadlines{MARK}"),
        turn.choice("mend_figure", f"{FIGURE}mend"),
    ]


def on(turn: Turn, whole: Statements) -> Outcome:
    """The verdict on statements."""
    return give(asking(turn, whole), [])


def _lack(turn: Turn, asked: str) -> Lack | None:
    """What the verdict on a line asks for; None where it asks nothing."""
    told = told_in(turn, asked)
    if not told.has_figures or is_of_paid_work(asked):
        return None
    return placing.lack_of(turn, told)


def was_given(turn: Turn) -> bool:
    """Whether what was shown last begins from what was asked: a verdict, a question for figures."""
    return any(action.endswith(MARK) for _, _, action in turn.conversation.choices)


def asks_more_of_it(turn: Turn) -> bool:
    """Whether a line asks only for more of the verdict shown last, which says all we know: no
    answer that happens to share a word with it is meant."""
    asked = turn.conversation.asked or ""
    shown = turn.answers_fresh_list and was_given(turn) and bool(told_in(turn, asked).shares)
    return shown and (asks_further(turn.text) or _MORE_OF_IT.fullmatch(fold(turn.text)) is not None)


_MORE_OF_IT = re.compile(
    r"(?:(?:cho|xin|xem|hoi|noi|toi|em|them|ro|ky|ki|phan|cai) )*"
    r"(?:chi tiet|can cu|cach tinh|giai thich|vi sao|tai sao|sao vay|sao lai the"
    r"|tinh (?:the nao|sao|kieu gi)|ro hon|ky hon)"
    r"(?: (?:hon|di|a|ha|nhe|voi|vay|the|giup|toi|em|nua))*[ ?.!]*"
)


def going_on(turn: Turn) -> Outcome | None:
    """The verdict on the whole of what was asked, where the line answers our question for figures
    or changes them (`còn nếu 3 tỷ 5 thì sao`); None where it is something else. What is added to
    what was asked before is named."""
    whole = _whole_of(turn)
    if whole is None:
        return None
    before, asked = turn.conversation.asked or "", line_of(whole)
    told = read_told(turn, turn.text)
    added = adds(told, fold(turn.text)) and asked.startswith(f"{tidy(before)},")
    return give(asking(turn, whole), [], added_to=before if added else "")


_HOW_MUCH = re.compile(r"\b(?:bao nhieu|bao lau|bn|nhiu|the nao|ra sao)\b")


def _whole_of(turn: Turn) -> Statements | None:
    before = turn.conversation.asked
    if not before or not turn.answers_fresh_list or is_of_company(turn.text):
        return None
    tells = is_all_figures(turn, turn.text) or tells_in_breaths(turn.text)
    if not _answers_what_it_is(turn) and not tells:
        return None
    if REDUCED in fold(turn.text).split():
        return None  # `bán bia được giảm 20% không` asks of the cut
    if asks(turn.text) and not amounts(turn.text) and _HOW_MUCH.search(fold(turn.text)):
        return None  # `thế lãi suất bao nhiêu một tháng` says of no sum whether it is a month's
    told = told_in(turn, before)
    entry = turn.content.knowledge.entries.get(turn.conversation.entry or "")
    of_figures = was_given(turn) or (entry is not None and entry.case is Case.REVENUE)
    asked_of_trade = bool(told.named) and not TAX_WORDS.isdisjoint(fold(before).split())
    if told.has_figures and of_figures:
        lack = told.lacks(rules_on(turn.content, turn.today))
    elif asked_of_trade and (amounts(turn.text) or tells_in_breaths(turn.text)):
        lack = None
    else:
        return None
    return completed(told, lack, turn.text, reader(turn))


def _answers_what_it_is(turn: Turn) -> bool:
    """Whether a short line follows our question what a sum is, or what its unit is."""
    lack = _lack(turn, turn.conversation.asked or "") if was_given(turn) else None
    return (
        lack in (Lack.KIND, Lack.UNIT, Lack.COMMISSION, Lack.OWNERS)
        and len(turn.text.split()) <= MOST_OF_AN_ANSWER
    )


def is_denied(turn: Turn) -> bool:
    """Whether a line says that the sum we asked about, or took for takings, was not sold for."""
    if not turn.answers_fresh_list or not was_given(turn):
        return False
    if len(turn.text.split()) > MOST_OF_AN_ANSWER or not is_other_money(turn.text):
        return False
    lack = _lack(turn, turn.conversation.asked or "")
    return lack is Lack.KIND or (lack is None and is_called_other(turn.text))


def tells_gift(turn: Turn, asked: str) -> bool:
    """Whether a short line tells a sum that somebody was given, and asks nothing of tax: no answer
    that happens to name the same sum is meant."""
    words = tidy(asked).lower().split()
    if len(words) > MOST_OF_AN_ANSWER or not amounts(asked) or not places(words, "figure_gift"):
        return False
    return TAX_WORDS.isdisjoint(fold(asked).split()) and not told_in(turn, asked).has_figures


def other_money(turn: Turn) -> Outcome:
    """Says that a sum is left out of the revenue."""
    told = None if len(kept_in(turn)) == 1 else turn.conversation.figures
    left = turn.keeping(asked=None, entry=None, figures=told)
    return left.say("faq/other_money", [turn.choice("tax", "tool:tax")], turn.menu_choice())


def chosen(turn: Turn, name: str) -> Turn | None:
    """The turn with what was asked and the tapped answer to what it lacked."""
    said = ANSWERS.get(name)
    if said is None:
        return None
    told = told_in(turn, turn.conversation.asked or "")
    lack = told.lacks(rules_on(turn.content, turn.today)) if told.has_figures else None
    whole = completed(told, lack, said, reader(turn))
    return None if whole is None else asking(turn, whole)


def sums(result: Estimate) -> list[Sum]:
    """The whole year's tax by each way, where nothing of it is left open or wanting."""
    if result.lacks_income:
        return []
    ways = [(way, tax) for way in ("by_ratio", "by_income") if (tax := getattr(result, way))]
    found = []
    for way, tax in ways or [("all", None)]:
        least, most = result.total(tax), result.uncut(tax)
        if least is not None and most is not None:
            found.append(Sum(way, least, most))
    return found


def _estimate(turn: Turn, told: ToldFigures) -> Estimate:
    return _reckoned(turn, told, turn.content.trades[UNKNOWN])


def _reckoned(turn: Turn, told: ToldFigures, unplaced: Trade) -> Estimate:
    """The tax of what was told, work without a trade reckoned as `unplaced`."""
    rules = rules_on(turn.content, turn.today)
    costs = None if is_part_of_costs(told) else told.costs
    return estimate(rules, _parts(told, unplaced), costs, ratio_kept=told.keeps_ratio)


LEAST_COSTS = 10  # of what was sold, less than a tenth is one bill and not the year's costs


def is_part_of_costs(told: ToldFigures) -> bool:
    """Whether the costs told are so small that they are some of the year's: no profit is reckoned
    with them, as no tax on it is near the truth."""
    sold = sum(share.yearly for share in told.shares)
    return told.costs is not None and told.costs * LEAST_COSTS < sold


def _parts(told: ToldFigures, unplaced: Trade) -> list[Part]:
    parts = []
    for share in told.shares:
        trade = share.named.trade or unplaced
        by_it = share.yearly if told.only_by_platform else share.on_platform
        parts.append(Part(trade, share.yearly, by_it if trade.on_platforms else 0))
    return parts


def quarters_of(rules: TaxRules, parts: Sequence[Part], result: Estimate) -> tuple[Quarter, ...]:
    """The four quarters of a year sold evenly, by ratio; nothing where that cannot be told."""
    sold = [part for part in parts if not part.trade.apart]
    open_vat = any(line.tax is None for line in result.vat)
    if result.by_ratio is None or not sold or open_vat:
        return ()
    quarters = [
        [Part(part.trade, part.revenue * n // 4 - part.revenue * (n - 1) // 4) for part in sold]
        for n in (1, 2, 3, 4)
    ]
    return by_quarter(rules, quarters)


def _of_rooms(turn: Turn, told: ToldFigures) -> list[tuple[Trade, Estimate]]:
    """Rooms let for long are lodging or the letting of a house, as the tax office finds: both."""
    rooms = [share.named.unclear for share in told.shares if share.named.unclear]
    if not rooms or any(work.id != ROOMS for work in rooms):
        return []
    trades = turn.content.trades
    return [(trades[one], _reckoned(turn, told, trades[one])) for one in EITHER]


def _is_whole(told: ToldFigures) -> bool:
    """Whether a trade is known for all of it, so that sums can be told."""
    return all(share.named.trade is not None for share in told.shares)


def is_all_figures(turn: Turn, text: str) -> bool:
    """Whether a line has little besides figures and trades."""
    return len(other_words(_bare(turn, text))) <= MOST_OTHER_WORDS


def _bare(turn: Turn, text: str) -> str:
    """A line folded, without its figures and trades."""
    text = tidy(in_plain_words(tidy(text)))
    bare = list(fold(text))
    spans = [(item.start, item.end) for item in with_sold(text, amounts(text))[0]]
    spans += [(mention.start, mention.end) for mention in turn.content.trades.mentions(text)]
    for start, end in spans:
        bare[start:end] = " " * (end - start)
    return "".join(bare)
