"""What a household business owes for a year, from dated facts. Pure; nothing here is a decision.

Nghị định 68/2026/NĐ-CP (as changed by 141/2026), Luật 48/2024/QH15 Điều 12, Luật 109/2025/QH15
Điều 7, Nghị quyết 204/2025/QH15, Nghị quyết 43/2026/QH16; every figure is a fact
(`content/facts/thue.yaml`). Amounts are in đồng, shares in percent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import accumulate, pairwise

from content.facts import Facts
from content.operator import tell
from content.trades import NO_VAT, OPEN, Cut, Trade


class Band(StrEnum):
    """Yearly revenue, by what the law asks of it."""

    EXEMPT = "exempt"  # up to the threshold
    FREE_CHOICE = "free_choice"  # above it, up to where the ratio method ends
    BY_INCOME = "by_income"
    MONTHLY = "monthly"  # files every month


class Open(StrEnum):
    """What the law leaves open: the tax office decides, no figure is given."""

    VAT_JOINED = "vat_joined"  # shop and rent together above the threshold, one of them below it
    LIMITS_JOINED = "limits_joined"  # ... or above 3 or 50 tỷ together only
    CUT_JOINED = "cut_joined"  # ... or above the limit of the income cut
    AGENCY_VAT = "agency_vat"  # VAT on the commission of lotteries, insurance
    CUT_OF_TRADE = "cut_of_trade"  # whether the VAT cut holds for this trade
    NOT_SPLIT = "not_split"  # income tax of trades whose revenue cannot be told apart
    PASSED_LIMIT = "passed_limit"  # by ratio, and above 3 tỷ only in the course of the year


_RATES = (
    *("gtgt_hang_hoa", "gtgt_dich_vu", "gtgt_san_xuat", "gtgt_khac"),
    *("tncn_hang_hoa", "tncn_dich_vu", "tncn_san_xuat", "tncn_khac", "tncn_cho_thue"),
)


@dataclass(frozen=True, slots=True)
class TaxRules:
    """The figures in force on a day."""

    threshold: int
    ratio_limit: int
    monthly_from: int
    rates: Mapping[str, float]
    by_income: Mapping[Band, float]
    vat_cut: float  # of the rate, for goods and services that have it; 0 when it has ended
    income_cut: float
    income_cut_limit: int
    waived: int  # total tax a year up to which nothing is paid

    @classmethod
    def on(cls, facts: Facts, day: date) -> "TaxRules":
        """Raises FactMissing when a figure has no value on that day."""

        def figure(name: str) -> float:
            value = facts[name].on(day).value
            if not isinstance(value, int | float):
                raise TypeError(tell("content.fact_no_number", name=name))
            return value

        def while_it_lasts(name: str) -> float:
            return figure(name) if facts[name].holds_on(day) else 0

        return cls(
            threshold=int(figure("nguong_doanh_thu")),
            ratio_limit=int(figure("tran_cach_ty_le")),
            monthly_from=int(figure("nguong_khai_thang")),
            rates={name: figure(name) for name in _RATES},
            by_income={
                Band.FREE_CHOICE: figure("tncn_bac_1"),
                Band.BY_INCOME: figure("tncn_bac_2"),
                Band.MONTHLY: figure("tncn_bac_3"),
            },
            vat_cut=while_it_lasts("giam_gtgt"),
            income_cut=while_it_lasts("giam_tncn"),
            income_cut_limit=int(while_it_lasts("tran_giam_tncn")),
            waived=int(while_it_lasts("mien_thue_nho")),
        )

    @classmethod
    def of_year(cls, facts: Facts, year: int, today: date) -> "TaxRules":
        """The figures of a year asked about: those of its last day once it is over (the cut of
        2026 still holds for what was sold in 2026, asked in 1/2027)."""
        return cls.on(facts, min(date(year, 12, 31), max(today, date(year, 1, 1))))

    def band(self, revenue: int) -> Band:
        """`Điều 3, 4, 8 NĐ 68/2026`: exactly the threshold is still exempt."""
        if revenue <= self.threshold:
            return Band.EXEMPT
        if revenue <= self.ratio_limit:
            return Band.FREE_CHOICE
        return Band.BY_INCOME if revenue <= self.monthly_from else Band.MONTHLY

    def vat_rate(self, trade: Trade) -> float | None:
        """None where the law leaves it open."""
        if trade.vat == OPEN:
            return None
        return 0 if trade.vat == NO_VAT else self.rates[trade.vat]

    def income_rate(self, trade: Trade) -> float:
        return self.rates[trade.income]


@dataclass(frozen=True, slots=True)
class Part:
    """The revenue of one trade in a year; `on_platform` of it through platforms that withhold tax.
    `cut` says that none of it has the VAT cut (False), or leaves it to the trade (None)."""

    trade: Trade
    revenue: int
    on_platform: int = 0
    cut: bool | None = None


@dataclass(frozen=True, slots=True)
class VatLine:
    trade: Trade
    revenue: int
    rate: float | None
    tax: int | None  # None: left open
    reduced: int | None  # when all of it that may be is of the kind whose rate is cut


@dataclass(frozen=True, slots=True)
class IncomeLine:
    trade: Trade
    taxed: int  # revenue above what is deducted
    rate: float
    tax: int


@dataclass(frozen=True, slots=True)
class IncomeTax:
    """Personal income tax by one method: before the temporary cut, and after it (None when the
    law leaves open whether it holds)."""

    before: int
    after: int | None
    lines: tuple[IncomeLine, ...] = ()
    rate: float = 0.0
    profit: int = 0


@dataclass(frozen=True, slots=True)
class Withheld:
    """What platforms keep back from the first order, without any deduction (NĐ 252/2026 Điều 43,
    44)."""

    vat: int
    income: int


@dataclass(frozen=True, slots=True)
class Estimate:
    band: Band  # of the trades, or of the rent of whoever only rents out
    trades: int  # revenue of everything but renting out property
    rent_revenue: int
    vat: tuple[VatLine, ...]
    vat_total: int | None  # None: a line is left open
    vat_reduced: int | None  # None: no cut now, or a line is left open
    by_ratio: IncomeTax | None  # None: this revenue may not use the ratio method
    by_income: IncomeTax | None  # None: costs were not given
    rent: IncomeTax | None  # of renting out property; None without taxed rent
    withheld: Withheld | None  # None: nothing sold through platforms
    waived: bool  # so little that nothing is paid, by either method given
    open: frozenset[Open] = field(default_factory=frozenset)

    @property
    def revenue(self) -> int:
        return self.trades + self.rent_revenue

    @property
    def owes_nothing(self) -> bool:
        return not self.vat and self.by_ratio is None and self.by_income is None

    @property
    def lacks_income(self) -> bool:
        """Whether the trades owe income tax of which nothing can be told yet."""
        taxed = any(not line.trade.apart and line.tax is not None for line in self.vat)
        return taxed and self.by_ratio is None and self.by_income is None

    def total(self, way: IncomeTax | None) -> int | None:
        """VAT as cut where all that may be cut is, and income tax by `way` and of rent, after its
        cut; None when a part of it is left open."""
        return self._with_income(
            self.vat_total if self.vat_reduced is None else self.vat_reduced, way
        )

    def uncut(self, way: IncomeTax | None) -> int | None:
        """The same with VAT not cut: the cut hangs on the goods and on what the invoice says."""
        return self._with_income(self.vat_total, way)

    def _with_income(self, vat: int | None, way: IncomeTax | None) -> int | None:
        taxes = [vat, *(tax.after for tax in (way, self.rent) if tax is not None)]
        known = [tax for tax in taxes if tax is not None]
        return sum(known) if len(known) == len(taxes) else None


def estimate(
    rules: TaxRules, parts: Sequence[Part], costs: int | None = None, *, ratio_kept: bool = False
) -> Estimate:
    """The tax of a year whose revenue is `parts`, as if it had been above the threshold all year.

    `costs` are deductible costs, for the method by income. `ratio_kept`: taxed by ratio, and above
    its limit only in the course of this year, which stays by ratio (NĐ 68/2026 Điều 4.5.d). The
    quarter in which the threshold is first passed is left open by the law and not computed here.
    """
    merged = _merged(parts)
    property_ = [part for part in merged if part.trade.apart]
    trades = [part for part in merged if not part.trade.apart]
    sold, rented = _sum(trades), _sum(property_)
    left_open = _left_open(rules, sold, rented)
    lines = tuple(
        line
        for side, revenue in ((trades, sold), (property_, rented))
        for line in _vat_lines(rules, side, revenue, joined=Open.VAT_JOINED in left_open)
    )
    band = rules.band(sold if trades else rented)
    ratio = income = None
    if sold > rules.threshold and Open.LIMITS_JOINED not in left_open:
        sure = Open.CUT_JOINED not in left_open
        if band is Band.FREE_CHOICE or (ratio_kept and sold > rules.ratio_limit):
            ratio = _by_ratio(rules, trades, sure=sure)
        if costs is not None:
            income = _by_income(rules, band, sold, costs, sure=sure)
    left_open |= _open_in_lines(rules, lines)
    if ratio_kept and sold > rules.ratio_limit:
        left_open |= {Open.PASSED_LIMIT}
    rent = (
        _of_rent(rules, property_, sure=Open.CUT_JOINED not in left_open)
        if rented > rules.threshold
        else None
    )
    found = Estimate(
        band=band,
        trades=sold,
        rent_revenue=rented,
        vat=lines,
        vat_total=_total([line.tax for line in lines]),
        vat_reduced=_total([line.reduced for line in lines]) if rules.vat_cut else None,
        by_ratio=ratio,
        by_income=income,
        rent=rent,
        withheld=_withheld(rules, trades),
        waived=False,
        open=frozenset(left_open),
    )
    return _with_waiver(rules, found)


def _open_in_lines(rules: TaxRules, lines: Sequence[VatLine]) -> set[Open]:
    """What the law leaves open of the trades themselves."""
    found = set()
    if any(line.tax is None and line.rate is None for line in lines):
        found.add(Open.AGENCY_VAT)
    if rules.vat_cut and any(line.tax and line.trade.cut is Cut.OPEN for line in lines):
        found.add(Open.CUT_OF_TRADE)
    return found


def estimate_unsplit(rules: TaxRules, parts: Sequence[Part]) -> Estimate:
    """The same when the revenue of several trades cannot be told apart: VAT at the highest of
    their rates on all of it (TT 69/2025 Điều 5 khoản 2); income tax by ratio is left open."""
    highest = max(parts, key=lambda part: rules.vat_rate(part.trade) or 0)
    found = estimate(rules, [Part(highest.trade, sum(part.revenue for part in parts))])
    if found.by_ratio is None:
        return found
    return replace(found, by_ratio=None, waived=False, open=found.open | {Open.NOT_SPLIT})


@dataclass(frozen=True, slots=True)
class Quarter:
    """What falls due for a quarter before any cut."""

    revenue: int
    vat: int
    income: int


def by_quarter(rules: TaxRules, quarters: Sequence[Sequence[Part]]) -> tuple[Quarter, ...]:
    """The year's VAT and income tax by ratio, quarter by quarter, the deduction used up from the
    first quarter on as in return 01/CNKD (the law fixes only the year's deduction, NĐ 68/2026
    Điều 4.3). For trades whose VAT is not left open, without property."""
    nothing: list[Part] = []
    so_far = accumulate(quarters, lambda known, more: [*known, *more], initial=nothing)
    taxes = [_by_ratio(rules, _merged(known), sure=True).before for known in so_far]
    vat = [sum(line.tax or 0 for line in _vat(rules, _merged(parts))) for parts in quarters]
    return tuple(
        Quarter(_sum(parts), vat_of, after - before)
        for parts, vat_of, (before, after) in zip(quarters, vat, pairwise(taxes), strict=True)
    )


def balance(due: int, withheld: int) -> int:
    """What is still to be paid; below zero: what may be claimed back."""
    return due - withheld


def _merged(parts: Sequence[Part]) -> list[Part]:
    """One part for each trade and kind of cut, in the order they were said."""
    merged: dict[tuple[str, bool | None], Part] = {}
    for part in parts:
        known = merged.get((part.trade.id, part.cut))
        merged[part.trade.id, part.cut] = Part(
            part.trade,
            part.revenue + (known.revenue if known else 0),
            part.on_platform + (known.on_platform if known else 0),
            part.cut,
        )
    return list(merged.values())


def _sum(parts: Sequence[Part]) -> int:
    return sum(part.revenue for part in parts)


def _left_open(rules: TaxRules, sold: int, rented: int) -> set[Open]:
    """Where shop and rent together pass a limit that one of them does not: the law does not say
    whether they are added up (`law_2026` U15)."""
    if not sold or not rented:
        return set()

    def joined(limit: int, *sides: int) -> bool:
        return sold + rented > limit and any(side <= limit for side in sides)

    found = set()
    if joined(rules.threshold, sold, rented):
        found.add(Open.VAT_JOINED)
    if joined(rules.ratio_limit, sold) or joined(rules.monthly_from, sold):
        found.add(Open.LIMITS_JOINED)
    if rules.income_cut and joined(rules.income_cut_limit, sold, rented):
        found.add(Open.CUT_JOINED)
    return found


def _vat_lines(
    rules: TaxRules, parts: Sequence[Part], revenue: int, *, joined: bool
) -> list[VatLine]:
    if revenue > rules.threshold:
        return _vat(rules, parts)
    if not joined:
        return []
    return [
        VatLine(part.trade, part.revenue, rules.vat_rate(part.trade), None, None) for part in parts
    ]


def _vat(rules: TaxRules, parts: Sequence[Part]) -> list[VatLine]:
    lines = []
    for part in parts:
        rate = rules.vat_rate(part.trade)
        tax = None if rate is None else _share(part.revenue, rate)
        cut = part.cut is not False and part.trade.cut is Cut.SOME
        reduced = tax if tax is None or not cut else _share(tax, 100 - rules.vat_cut)
        lines.append(VatLine(part.trade, part.revenue, rate, tax, reduced))
    return lines


def _by_ratio(rules: TaxRules, parts: Sequence[Part], *, sure: bool) -> IncomeTax:
    """The deduction is taken once a year, first where it saves most (NĐ 68/2026 Điều 4.3)."""
    left = rules.threshold
    lines = []
    for part in sorted(parts, key=lambda part: -rules.income_rate(part.trade)):
        deducted = min(left, part.revenue)
        left -= deducted
        taxed, rate = part.revenue - deducted, rules.income_rate(part.trade)
        lines.append(IncomeLine(part.trade, taxed, rate, _share(taxed, rate)))
    before = sum(line.tax for line in lines)
    after = _after_cut(rules, _sum(parts), before) if sure else None
    return IncomeTax(before, after, tuple(lines))


def _of_rent(rules: TaxRules, parts: Sequence[Part], *, sure: bool) -> IncomeTax:
    """Always the rate on what is above the deduction of its own, whatever the revenue (Luật
    109/2025 Điều 7.4; NĐ 68/2026 Điều 4.4)."""
    return _by_ratio(rules, parts, sure=sure)


def _by_income(rules: TaxRules, band: Band, revenue: int, costs: int, *, sure: bool) -> IncomeTax:
    """Profit at the rate of the band, without the deduction (Luật 109/2025 Điều 7.2.a)."""
    profit = max(0, revenue - costs)
    rate = rules.by_income[band]
    before = _share(profit, rate)
    after = _after_cut(rules, revenue, before) if sure else None
    return IncomeTax(before, after, rate=rate, profit=profit)


def _after_cut(rules: TaxRules, revenue: int, tax: int) -> int:
    return _share(tax, 100 - rules.income_cut) if revenue <= rules.income_cut_limit else tax


def _withheld(rules: TaxRules, parts: Sequence[Part]) -> Withheld | None:
    sold = [part for part in parts if part.on_platform]
    if not sold:
        return None
    vat = sum(_share(part.on_platform, rules.vat_rate(part.trade) or 0) for part in sold)
    income = sum(_share(part.on_platform, rules.income_rate(part.trade)) for part in sold)
    return Withheld(vat, income)


def _with_waiver(rules: TaxRules, found: Estimate) -> Estimate:
    ways = [way for way in (found.by_ratio, found.by_income) if way is not None]
    totals = [found.total(way) for way in ways] or [found.total(None)]
    small = all(total is not None and total <= rules.waived for total in totals)
    return replace(found, waived=small and not found.owes_nothing)


def _total(taxes: Sequence[int | None]) -> int | None:
    known = [tax for tax in taxes if tax is not None]
    return sum(known) if len(known) == len(taxes) else None


def _share(amount: int, percent: float) -> int:
    """Percent of an amount, rounded to the đồng (half up)."""
    return (amount * round(percent * 100) + 5_000) // 10_000
