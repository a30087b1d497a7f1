"""What a household business owes for a year, from dated facts. Pure; nothing here is a decision.

Rates and thresholds: Nghị định 68/2026/NĐ-CP (as changed by 141/2026), Luật 48/2024/QH15 Điều 12,
Luật 109/2025/QH15 Điều 7, Nghị quyết 204/2025/QH15, Nghị quyết 43/2026/QH16; every figure is a
fact (`content/facts/thue.yaml`). Amounts are in đồng, shares in percent.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from content.facts import Facts
from content.problems import Problem, line_of, read_yaml
from content.vietnamese import fold


class Sector(StrEnum):
    """The groups of Luật 48/2024 Điều 12 and Luật 109/2025 Điều 7."""

    GOODS = "goods"
    SERVICES = "services"
    PRODUCTION = "production"
    RENT = "rent"
    OTHER = "other"


class Band(StrEnum):
    """Yearly revenue, by what the law asks of it."""

    EXEMPT = "exempt"  # up to the threshold
    FREE_CHOICE = "free_choice"  # above it, up to where the ratio method ends
    BY_INCOME = "by_income"
    MONTHLY = "monthly"  # files every month


_FACTS = {
    Sector.GOODS: ("gtgt_hang_hoa", "tncn_hang_hoa"),
    Sector.SERVICES: ("gtgt_dich_vu", "tncn_dich_vu"),
    Sector.PRODUCTION: ("gtgt_san_xuat", "tncn_san_xuat"),
    Sector.RENT: ("gtgt_dich_vu", "tncn_cho_thue"),
    Sector.OTHER: ("gtgt_khac", "tncn_khac"),
}


@dataclass(frozen=True, slots=True)
class Rules:
    """The figures in force on a day."""

    threshold: int
    ratio_limit: int
    monthly_from: int
    vat: dict[Sector, float]
    income: dict[Sector, float]
    by_income: dict[Band, float]
    vat_cut: float  # of the rate, for goods and services that have it; 0 when it has ended
    income_cut: float
    income_cut_limit: int
    waived: int  # total tax a year up to which nothing is paid

    @classmethod
    def on(cls, facts: Facts, day: date) -> "Rules":
        """Raises FactMissing when a figure has no value on that day."""

        def figure(name: str) -> float:
            value = facts[name].on(day).value
            if not isinstance(value, int | float):
                raise TypeError(f"sự kiện «{name}» không phải là số")
            return value

        def while_it_lasts(name: str) -> float:
            return figure(name) if facts[name].holds_on(day) else 0

        return cls(
            threshold=int(figure("nguong_doanh_thu")),
            ratio_limit=int(figure("tran_cach_ty_le")),
            monthly_from=int(figure("nguong_khai_thang")),
            vat={sector: figure(vat) for sector, (vat, _) in _FACTS.items()},
            income={sector: figure(income) for sector, (_, income) in _FACTS.items()},
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

    def band(self, revenue: int) -> Band:
        """`Điều 3, 4, 8 NĐ 68/2026`: exactly the threshold is still exempt."""
        if revenue <= self.threshold:
            return Band.EXEMPT
        if revenue <= self.ratio_limit:
            return Band.FREE_CHOICE
        return Band.BY_INCOME if revenue <= self.monthly_from else Band.MONTHLY


@dataclass(frozen=True, slots=True)
class Part:
    """The revenue of one sector in a year."""

    sector: Sector
    revenue: int


@dataclass(frozen=True, slots=True)
class VatLine:
    sector: Sector
    revenue: int
    rate: float
    tax: int
    reduced: int | None  # when all of it is of the kind whose rate is cut; None: no cut now


@dataclass(frozen=True, slots=True)
class IncomeLine:
    sector: Sector
    taxed: int  # revenue above what is deducted
    rate: float
    tax: int


@dataclass(frozen=True, slots=True)
class IncomeTax:
    """Personal income tax by one method: before and after the temporary cut."""

    before: int
    after: int
    lines: tuple[IncomeLine, ...] = ()
    rate: float = 0.0
    profit: int = 0


@dataclass(frozen=True, slots=True)
class Estimate:
    band: Band
    revenue: int
    vat: tuple[VatLine, ...]
    vat_total: int
    vat_reduced: int | None
    by_ratio: IncomeTax | None  # None: this revenue may not use the ratio method
    by_income: IncomeTax | None  # None: costs were not given
    waived: bool  # so little that nothing is paid, by either method given


def estimate(rules: Rules, parts: Sequence[Part], costs: int | None = None) -> Estimate:
    """The tax of a year whose revenue is `parts`, as if it had been above the threshold all year.

    `costs` are deductible costs, for the method by income. The quarter in which the threshold is
    first passed is left open by the law and is not computed here.
    """
    merged: dict[Sector, int] = {}
    for part in parts:
        merged[part.sector] = merged.get(part.sector, 0) + part.revenue
    revenue = sum(merged.values())
    band = rules.band(revenue)
    if band is Band.EXEMPT:
        return Estimate(band, revenue, (), 0, None, None, None, waived=False)
    lines = tuple(_vat(rules, sector, amount) for sector, amount in merged.items())
    total = sum(line.tax for line in lines)
    reduced = sum(line.reduced or 0 for line in lines) if rules.vat_cut else None
    ratio = _by_ratio(rules, merged) if band is Band.FREE_CHOICE else None
    income = _by_income(rules, band, revenue, costs) if costs is not None else None
    least = total if reduced is None else reduced
    ways = [way.after for way in (ratio, income) if way is not None]
    waived = bool(ways) and least + max(ways) <= rules.waived
    return Estimate(band, revenue, lines, total, reduced, ratio, income, waived)


def _vat(rules: Rules, sector: Sector, revenue: int) -> VatLine:
    rate = rules.vat[sector]
    tax = _share(revenue, rate)
    reduced = _share(tax, 100 - rules.vat_cut) if rules.vat_cut else None
    # Renting out property is not among what the cut covers (Nghị quyết 204/2025/QH15).
    return VatLine(
        sector, revenue, rate, tax, tax if reduced and sector is Sector.RENT else reduced
    )


def _by_ratio(rules: Rules, merged: dict[Sector, int]) -> IncomeTax:
    """The deduction is taken once a year, first where it saves most (NĐ 68/2026 Điều 4)."""
    left = rules.threshold
    lines = []
    for sector in sorted(merged, key=lambda sector: -rules.income[sector]):
        deducted = min(left, merged[sector])
        left -= deducted
        taxed = merged[sector] - deducted
        rate = rules.income[sector]
        lines.append(IncomeLine(sector, taxed, rate, _share(taxed, rate)))
    before = sum(line.tax for line in lines)
    return IncomeTax(before, _after_cut(rules, sum(merged.values()), before), tuple(lines))


def _by_income(rules: Rules, band: Band, revenue: int, costs: int) -> IncomeTax:
    profit = max(0, revenue - costs)
    rate = rules.by_income[band]
    before = _share(profit, rate)
    return IncomeTax(before, _after_cut(rules, revenue, before), rate=rate, profit=profit)


def _after_cut(rules: Rules, revenue: int, tax: int) -> int:
    return _share(tax, 100 - rules.income_cut) if revenue <= rules.income_cut_limit else tax


def _share(amount: int, percent: float) -> int:
    """Percent of an amount, rounded to the đồng (half up)."""
    return int(amount * percent / 100 + 0.5)


def load_sectors(path: Path) -> tuple[dict[str, Sector], list[Problem]]:
    """Folded words for a trade -> its sector, and what is wrong with the file."""
    text, raw, problems = read_yaml(path)
    words: dict[str, Sector] = {}
    for name, trades in raw.items():
        if name not in list(Sector):
            problems.append(Problem(path, line_of(text, name), f"không có nhóm ngành «{name}»"))
            continue
        words |= {fold(str(trade)): Sector(name) for trade in trades}
    return words, problems


def sector_named(text: str, sectors: Mapping[str, Sector]) -> Sector | None:
    """The sector a message names, by its longest known trade; None when none, or several."""
    said = f" {' '.join(re.findall(r'[a-z0-9]+', fold(text)))} "
    found = sorted((trade for trade in sectors if f" {trade} " in said), key=len, reverse=True)
    kept = [t for n, t in enumerate(found) if not any(t in longer for longer in found[:n])]
    named = {sectors[trade] for trade in kept}
    return named.pop() if len(named) == 1 else None
