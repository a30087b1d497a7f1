"""Three hundred and sixty sums as people write them, money that is not sales among them
(`files/money_said.tsv`, some written by somebody who never saw the program): none is read as
another, and only what was sold is taken for revenue."""

from datetime import date
from pathlib import Path

from content.library import Content
from content.revenue import ToldFigures, read
from content.tax import TaxRules

LINES = Path(__file__).parent / "files" / "money_said.tsv"


def reading(told: ToldFigures, rules: TaxRules) -> str:
    """The year's revenue in đồng where it is sure (`within` what, of a range that decides
    nothing), `ask` for what is asked first, `no` where it is not about revenue."""
    lack = told.lacks(rules) if told.has_figures else None
    if lack is not None:
        return f"ask {lack}"
    if not told.shares:
        return "no"
    return str(told.yearly) if told.yearly is not None else f"within {told.high}"


def test_no_sum_is_read_as_another(content: Content) -> None:
    rules = TaxRules.of_year(content.knowledge.facts, 2026, date(2026, 11, 27))
    rows = [line.split("\t") for line in LINES.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 300
    read_wrongly = [
        (line, meant, said)
        for line, meant in rows
        if (said := reading(read(line, content.trades), rules)) != meant
    ]
    assert read_wrongly == []
