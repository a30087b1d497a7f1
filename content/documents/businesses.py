"""The register on paper and as spreadsheets: who is where, to be signed; what one business told, to
be confirmed; numbers by trade and size."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from content.documents.folder import environment, letterhead
from content.documents.tables import BLANK, TO_WRITE
from content.documents.word import WordTable, write
from content.library import Content
from content.sheets import sheet
from content.vietnamese import day, order_key


@dataclass(frozen=True, slots=True)
class BusinessOnPaper:
    """As it is shown to whoever asks for it: what they may not see is not in it."""

    code: str
    name: str
    kind: str
    status: str
    owner: str
    phone: str
    place: str
    address: str
    trade: str
    workers: str
    tax_code: str
    needs: str = ""
    difficulties: str = ""
    area: str = ""


_COLUMNS = (
    ("number", 6), ("code", 14), ("business", 32), ("kind", 14), ("state", 16), ("owner", 26),
    ("phone", 16), ("neighbourhood", 14), ("address", 32), ("trade", 30), ("workers", 10),
    ("area", 10), ("tax_code", 18), ("needs", 30), ("difficulties", 30),
)  # fmt: skip


def workbook(content: Content, found: Sequence[BusinessOnPaper], narrowed: str) -> bytes:
    """One row each; `narrowed`: what the list is narrowed to, in words."""
    words = content.words.console
    rows = [
        (
            number, one.code, one.name, one.kind, one.status, one.owner, one.phone, one.place,
            one.address, one.trade, one.workers, one.area, one.tax_code, one.needs,
            one.difficulties,
        )
        for number, one in enumerate(found, 1)
    ]  # fmt: skip
    heads = [(words[f"business_col_{name}"], width) for name, width in _COLUMNS]
    return sheet(content, words["sheet_businesses"], narrowed, heads, rows)


def by_place(content: Content, found: Sequence[BusinessOnPaper], narrowed: str, on: date) -> bytes:
    """A table for each tổ dân phố, with room to sign."""
    words = content.words.console
    places: dict[str, list[BusinessOnPaper]] = {}
    for one in sorted(found, key=lambda one: (order_key(one.place), order_key(one.name))):
        places.setdefault(one.place, []).append(one)
    heads = [
        words[f"business_col_{name}"]
        for name in ("number", "business", "owner", "address", "trade", "phone", "signature")
    ]
    tables = {
        f"place{at}": WordTable(
            heads,
            (0.9, 3.6, 3.2, 3.4, 2.6, 2.1, 1.9),
            [
                (number, one.name, one.owner, one.address, one.trade, one.phone, "")
                for number, one in enumerate(some, 1)
            ],
            to_sign=True,
        )
        for at, some in enumerate(places.values())
    }
    text = environment(content).get_template("danh-sach-ho.j2").render(
        places=[(place, len(some)) for place, some in places.items()],
        count=len(found),
        narrowed=narrowed,
        on=on,
    )  # fmt: skip
    return write(text, letterhead(content, on.year), tables)


def confirmation(content: Content, one: BusinessOnPaper, on: date) -> bytes:
    """What the register says of one business, for its owner to read, put right and sign."""
    words = content.words.console
    said = (
        ("business", one.name), ("kind", one.kind), ("owner", one.owner), ("phone", one.phone),
        ("neighbourhood", one.place), ("address", one.address), ("trade", one.trade),
        ("workers", one.workers), ("area", one.area), ("tax_code", one.tax_code),
        ("state", one.status), ("needs", one.needs), ("difficulties", one.difficulties),
    )  # fmt: skip
    table = WordTable(
        [words[f"business_col_{name}"] for name in ("what", "said", "right", "corrected")],
        (4.2, 6.0, 1.6, 5.6),
        [(words[f"business_col_{name}"], text or BLANK, "☐", "") for name, text in said],
    )
    text = (
        environment(content)
        .get_template("phieu-xac-nhan-ho.j2")
        .render(code=one.code, on=on, blank=BLANK, to_write=TO_WRITE)
    )
    return write(text, letterhead(content, on.year), {"said": table})


def figures(
    content: Content,
    trades: Sequence[str],
    sizes: Sequence[str],
    counts: Mapping[tuple[str, str], int | None],
    few: str,
    on: date,
) -> bytes:
    """How many of each trade have which size; `few` stands for fewer than are told."""
    words = content.words.console
    heads = [(words["business_col_trade"], 44), *((size, 16) for size in sizes)]
    rows = [
        (trade, *(few if (n := counts.get((trade, size), 0)) is None else n for size in sizes))
        for trade in trades
    ]
    title = words["business_figures_title"].format(day=day(on))
    return sheet(content, words["sheet_businesses"], title, heads, rows)
