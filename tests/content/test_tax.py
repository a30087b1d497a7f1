"""What a household owes: the reference's worked examples (B-7), thresholds, monotonicity."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.deadlines import Duty, next_deadlines
from content.library import Content
from content.tax import Band, Part, Rules, Sector, estimate, sector_named

TODAY = date(2026, 11, 21)
TY = 1_000_000_000
sectors = st.sampled_from(list(Sector))


@pytest.fixture(scope="session")
def rules(content: Content) -> Rules:
    return Rules.on(content.knowledge.facts, TODAY)


def test_a_grocery_of_1_6_billion(rules: Rules) -> None:
    found = estimate(rules, [Part(Sector.GOODS, 1_600_000_000)])
    assert found.vat_total == 16_000_000
    assert found.vat_reduced == 12_800_000
    assert found.by_ratio is not None
    assert (found.by_ratio.before, found.by_ratio.after) == (3_000_000, 2_100_000)


def test_a_repair_shop_of_1_2_billion(rules: Rules) -> None:
    found = estimate(rules, [Part(Sector.SERVICES, 1_200_000_000)])
    assert found.vat_total == 60_000_000
    assert found.by_ratio is not None
    assert (found.by_ratio.before, found.by_ratio.after) == (4_000_000, 2_800_000)


def test_a_pho_restaurant_of_900_million_owes_nothing(rules: Rules) -> None:
    found = estimate(rules, [Part(Sector.PRODUCTION, 900_000_000)], costs=100)
    assert found.band is Band.EXEMPT
    assert (found.vat_total, found.by_ratio, found.by_income) == (0, None, None)


@pytest.mark.parametrize(
    ("revenue", "band"),
    [
        (TY, Band.EXEMPT),
        (TY + 1, Band.FREE_CHOICE),
        (3 * TY, Band.FREE_CHOICE),
        (3 * TY + 1, Band.BY_INCOME),
        (50 * TY, Band.BY_INCOME),
        (50 * TY + 1, Band.MONTHLY),
    ],
)
def test_exactly_a_threshold_belongs_below_it(rules: Rules, revenue: int, band: Band) -> None:
    assert rules.band(revenue) is band


def test_the_method_by_income_has_its_three_rates(rules: Rules) -> None:
    for revenue, rate in ((2 * TY, 15), (4 * TY, 17), (60 * TY, 20)):
        found = estimate(rules, [Part(Sector.GOODS, revenue)], costs=revenue - 100_000_000)
        assert found.by_income is not None
        assert found.by_income.rate == rate
        assert found.by_income.before == 100_000_000 * rate // 100


def test_above_ten_billion_there_is_no_cut(rules: Rules) -> None:
    at, over = (
        estimate(rules, [Part(Sector.GOODS, revenue)], costs=0)
        for revenue in (10 * TY, 10 * TY + 1)
    )
    assert at.by_income is not None and over.by_income is not None
    assert at.by_income.after < at.by_income.before
    assert over.by_income.after == over.by_income.before


def test_the_deduction_is_taken_once_and_where_it_saves_most(rules: Rules) -> None:
    parts = [Part(Sector.GOODS, 900_000_000), Part(Sector.SERVICES, 600_000_000)]
    found = estimate(rules, parts)
    assert found.by_ratio is not None
    taxed = {line.sector: line.taxed for line in found.by_ratio.lines}
    assert taxed == {Sector.SERVICES: 0, Sector.GOODS: 500_000_000}


def test_a_loss_is_taxed_at_nothing_by_income_and_vat_stays(rules: Rules) -> None:
    found = estimate(rules, [Part(Sector.GOODS, 2 * TY)], costs=3 * TY)
    assert found.by_income is not None
    assert (found.by_income.profit, found.by_income.after) == (0, 0)
    assert found.vat_total == 20_000_000


def test_the_vat_cut_does_not_reach_rent_and_ends_with_the_year(content: Content) -> None:
    this_year = estimate(Rules.on(content.knowledge.facts, TODAY), [Part(Sector.RENT, 2 * TY)])
    assert this_year.vat_reduced == this_year.vat_total
    next_year = Rules.on(content.knowledge.facts, date(2027, 2, 1))
    assert estimate(next_year, [Part(Sector.GOODS, 2 * TY)]).vat_reduced is None


@given(sectors, st.integers(TY + 1, 3 * TY), st.integers(0, 10_000_000))
def test_more_revenue_never_means_less_tax_by_ratio(
    rules: Rules, sector: Sector, revenue: int, more: int
) -> None:
    if rules.band(revenue + more) is not Band.FREE_CHOICE:
        return
    less = estimate(rules, [Part(sector, revenue)])
    bigger = estimate(rules, [Part(sector, revenue + more)])
    assert less.by_ratio is not None and bigger.by_ratio is not None
    assert bigger.vat_total >= less.vat_total
    assert bigger.by_ratio.after >= less.by_ratio.after
    assert less.by_ratio.after <= less.by_ratio.before


@given(sectors, st.integers(1, 60 * TY), st.integers(0, 60 * TY), st.integers(0, 10_000_000))
def test_more_costs_never_mean_more_tax_by_income(
    rules: Rules, sector: Sector, revenue: int, costs: int, more: int
) -> None:
    low, high = (estimate(rules, [Part(sector, revenue)], costs=c) for c in (costs, costs + more))
    if low.by_income is not None and high.by_income is not None:
        assert 0 <= high.by_income.after <= low.by_income.after


@given(st.lists(st.tuples(sectors, st.integers(1, 2 * TY)), min_size=1, max_size=5))
def test_splitting_a_sector_changes_nothing(rules: Rules, parts: list[tuple[Sector, int]]) -> None:
    whole = estimate(rules, [Part(sector, revenue) for sector, revenue in parts])
    halves = [Part(s, half) for s, r in parts for half in (r // 2, r - r // 2) if half]
    assert estimate(rules, halves) == whole
    assert whole.revenue == sum(revenue for _, revenue in parts)


@given(sectors, st.integers(1, TY))
def test_nobody_up_to_the_threshold_owes_anything(
    rules: Rules, sector: Sector, revenue: int
) -> None:
    found = estimate(rules, [Part(sector, revenue)], costs=0)
    assert found.band is Band.EXEMPT and found.vat_total == 0 and found.by_income is None


@pytest.mark.parametrize(
    ("said", "sector"),
    [
        ("tạp hóa", Sector.GOODS),
        ("tôi sửa xe máy", Sector.SERVICES),
        ("cho thuê nhà", Sector.RENT),
        ("chạy taxi", Sector.PRODUCTION),
        ("quán phở", None),  # its group is the tax office's to say
        ("bán phụ tùng và sửa xe", None),
        ("abc", None),
    ],
)
def test_a_trade_names_its_sector_only_when_it_is_certain(
    content: Content, said: str, sector: Sector | None
) -> None:
    assert sector_named(said, content.sectors) == sector


@pytest.mark.parametrize(
    ("band", "today", "duty", "day"),
    [
        (Band.EXEMPT, TODAY, Duty.NOTICE, date(2027, 1, 31)),
        (Band.EXEMPT, date(2027, 1, 31), Duty.NOTICE, date(2027, 1, 31)),
        (Band.EXEMPT, date(2027, 2, 1), Duty.NOTICE, date(2028, 1, 31)),
        (Band.FREE_CHOICE, TODAY, Duty.QUARTER, date(2027, 1, 31)),
        (Band.FREE_CHOICE, date(2027, 2, 1), Duty.QUARTER, date(2027, 4, 30)),
        (Band.MONTHLY, TODAY, Duty.MONTH, date(2026, 12, 20)),
        (Band.MONTHLY, date(2026, 12, 21), Duty.MONTH, date(2027, 1, 20)),
    ],
)
def test_the_next_deadline(band: Band, today: date, duty: Duty, day: date) -> None:
    first = next_deadlines(band, today)[0]
    assert (first.duty, first.day) == (duty, day)


def test_a_deadline_at_a_weekend_names_the_friday_before() -> None:
    first = next_deadlines(Band.EXEMPT, TODAY)[0]
    assert first.better_by == date(2027, 1, 29)
    assert first.period == "năm 2026"


def test_landlords_file_twice_a_year() -> None:
    assert next_deadlines(Band.EXEMPT, TODAY, rents=True)[0].day == date(2027, 1, 31)
    assert next_deadlines(Band.EXEMPT, date(2027, 3, 1), rents=True)[0].day == date(2027, 7, 31)
