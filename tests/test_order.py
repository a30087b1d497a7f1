"""The one order of Vietnamese texts: `order_key` and `name_key` of `content`, and nothing else.

The database sorts by bytes (Đ after Z, tổ 10 before tổ 2), so it sorts only by what is no text.
"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Numbers, days and code words storage may order by, beside ids and moments. Not names, titles,
# businesses, tổ dân phố, recipients: those are sorted in Python.
SORTABLE = {
    *("1", "id", "active", "count", "day", "done_by", "due_on", "entry", "first_due", "kind"),
    *("channel", "people", "place", "priority", "received", "seq", "serial", "since", "slot"),
    *("state", "step", "until", "what"),
}
WORDS = r"(?:name|title|business|neighbourhood|asker|recipient|position|sector|content|text|label)"
_ORDER = re.compile(r"ORDER BY((?:[^()\"`]|\([^()]*\))*)", re.I)
_KEY = re.compile(rf"key=lambda (\w+): \(?(?:fold\()?\1\.{WORDS}\b(?!_key)")
_FILTER = re.compile(r"(?<!roles )\|\s*(?:sort|dictsort|groupby)\b")


def unsorted(sql: str) -> set[str]:
    """The columns a query is ordered by that may hold words."""
    found: set[str] = set()
    for clause in _ORDER.findall(sql):
        columns = re.sub(r":\w+|'[^']*'|\b\w+\.|\b(?:LIMIT|OFFSET)\b.*", " ", clause)
        words = re.findall(r"\w+", columns)
        found |= {w for w in words if w.upper() not in {"DESC", "ASC", "AS", "AND"}}
    return {name for name in found if not name.endswith(("_id", "_at"))} - SORTABLE


def sources(*folders: str, ending: str = "*.py") -> list[Path]:
    return [path for folder in folders for path in (ROOT / folder).rglob(ending)]


def test_storage_orders_by_nothing_that_holds_words() -> None:
    for path in sources("storage"):
        strange = unsorted(path.read_text(encoding="utf-8"))
        assert not strange, f"{path.name} orders by {strange}: sort with content's order_key"


@pytest.mark.parametrize(
    "sql", ["ORDER BY active DESC, name", "ORDER BY g.business, g.id", "ORDER BY lower(title)"]
)
def test_an_order_by_words_is_caught(sql: str) -> None:
    assert unsorted(f'self._rows.all("{sql}")')


def test_the_database_has_no_order_of_its_own_that_pages_rely_on() -> None:
    for path in sources("bot", "handlers", "content"):
        found = _KEY.search(path.read_text(encoding="utf-8"))
        assert not found, f"{path}: {found and found[0]}: sort with content's by_name or order_key"


def test_no_template_sorts_words() -> None:
    for path in [*sources("bot", ending="*.html"), *sources("content", ending="*.j2")]:
        found = _FILTER.search(path.read_text(encoding="utf-8"))
        assert not found, f"{path}: {found and found[0]}: sort before the page, with order_key"


@pytest.mark.parametrize(
    "code", ["sorted(x, key=lambda s: s.name)", "a.sort(key=lambda r: (fold(r.business), r.id))"]
)
def test_a_sort_by_words_is_caught(code: str) -> None:
    assert _KEY.search(code)
