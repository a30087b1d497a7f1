"""A list of businesses as an office keeps it (tax, registration, statistics, a market) -> one
business a row, and a word about what cannot be taken. What is read is shown before it is kept."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from content.attendee_rows import Chosen, Column, SheetRead
from content.cell_names import read_name_cell
from content.headings import Meaning, is_address, meaning_of
from content.legacy_fonts import readings
from content.list_headings import anchors_of, with_next_line
from content.list_shown import letter
from content.people import read_neighbourhood, read_phones
from content.sensitive import mask as _mask
from content.spreadsheet import Sheet, Unreadable, is_fault, read_book
from content.square_metres import is_area_plain, read_square_metres
from content.trades import Trades
from content.unicode_cells import in_unicode
from content.vietnamese import fold, read_typed_day, tidy
from content.vsic import read_vsic
from content.whole import read_whole

MOST_ROWS = 20_000
_LOOK_FOR_HEADER = 40  # rows
_EXAMPLES = 3
_LIMITS = {"name": 120, "owner": 80, "address": 200, "trade_said": 300}
_LONGEST = 120  # of any other text


class BusinessColumn(StrEnum):
    """What a column of such a list holds."""

    NAME = "name"
    OWNER = "owner"
    PHONE = "phone"
    TAX_CODE = "tax_code"
    REGISTRATION = "registration"
    REGISTERED_ON = "registered_on"
    NEIGHBOURHOOD = "neighbourhood"
    ADDRESS = "address"
    TRADE = "trade_said"
    VSIC = "vsic"
    WORKERS = "workers"
    AREA = "area"
    MARKET = "market"
    STALL = "stall"
    STATUS = "status"
    KIND = "kind"
    NOTE = "note"


_C = BusinessColumn
# On folded words; the first that is found decides.
_HEADINGS: tuple[tuple[BusinessColumn, re.Pattern[str]], ...] = tuple(
    (column, re.compile(pattern))
    for column, pattern in (
        (_C.TAX_CODE, r"\b(?:mst|ma so thue|ma thue|so thue)\b"),
        (_C.REGISTERED_ON, r"\bngay (?:cap|dang ky)\b"),
        (
            _C.REGISTRATION,
            r"\b(?:gcn|dkkd|dkhkd|gpkd|giay phep|giay chung nhan|so dang ky|dang ky kinh doanh"
            r"|ma so ho)\b",
        ),
        (_C.VSIC, r"\b(?:ma nganh|vsic)\b"),
        (_C.WORKERS, r"\b(?:lao dong|so ld|nhan cong|nguoi lam|nhan vien)\b"),
        (_C.AREA, r"\bdien tich\b"),
        (_C.STALL, r"\b(?:sap|quay|ki ?ot|kiot|gian)\b"),
        (_C.MARKET, r"^(?:ten )?cho$"),
        (_C.STATUS, r"\b(?:trang thai|tinh trang)\b"),
        (_C.KIND, r"^loai(?: hinh)?(?: (?:co so|doanh nghiep|kinh te|to chuc))?$"),
        (_C.TRADE, r"\b(?:nganh|nghe|mat hang|linh vuc|noi dung kinh doanh)\b"),
        (_C.NOTE, r"^ghi chu"),
    )
)
_TAX_PAYER = re.compile(r"(?:ho ten |ten )?(?:nguoi nop thue|nnt)")
_NOT_TAKEN = re.compile(r"\b(?:cccd|cmnd|can cuoc|dinh danh|doanh thu|email|ngay sinh)\b")
_BY_MEANING = {
    Meaning.NAME: _C.OWNER,
    Meaning.PHONE: _C.PHONE,
    Meaning.BUSINESS: _C.NAME,
    Meaning.NEIGHBOURHOOD: _C.NEIGHBOURHOOD,
}
_STATUS = (
    ("closed", re.compile(r"cham dut|giai the|dong (?:ma|cua)|nghi han|bo kinh doanh|ngung han")),
    ("paused", re.compile(r"tam (?:ngung|nghi|dung)")),
    ("closed", re.compile(r"ngung|khong (?:con )?hoat dong|da nghi")),
    ("moved", re.compile(r"chuyen (?:di|dia diem|noi|phuong)|bo dia chi")),
    ("active", re.compile(r"dang|hoat dong|binh thuong")),
)
_KIND = (
    ("cooperative", re.compile(r"hop tac xa|\bhtx\b")),
    ("enterprise", re.compile(r"cong ty|doanh nghiep|\b(?:tnhh|cp|dntn)\b")),
    ("household", re.compile(r"\bho\b|hkd|ca the|ca nhan")),
)
_A_NUMBER = re.compile(r"\(?\d{1,3}\)?")


# Most rows of a list say the same tổ, the same trade; of the rows before few stay.
_place = lru_cache(maxsize=256)(read_neighbourhood)
mask = lru_cache(maxsize=256)(_mask)


class BusinessRowFault(StrEnum):
    """Why a row is not taken."""

    NOTHING = "business_row_nothing"  # neither a name nor an owner


class BusinessRowNote(StrEnum):
    """What of a row a person is to look at; it is taken all the same."""

    PHONE = "business_row_phone"
    TAX_CODE = "business_row_tax_code"
    AREA = "business_row_area"
    AREA_READ = "business_row_area_read"
    WORKERS = "business_row_workers"
    DAY = "business_row_day"
    PLACE = "business_row_place"
    TRADE = "business_row_trade"
    FONT = "business_row_font"
    CELL = "business_row_cell"


@dataclass(frozen=True, slots=True)
class BusinessRow:
    """`number`: as spreadsheets count. `values`: what the row says, by the name of the field; what
    it does not say is not in it. `phone` can be called, `phone_said` is as it was written."""

    number: int
    sheet: str
    values: Mapping[str, str]
    owner: str = ""
    phone: str | None = None
    phone_said: str = ""
    kind: str = ""
    status: str = ""
    neighbourhood: str = ""
    address: str = ""
    market: str = ""
    stall: str = ""
    area: float | None = None
    area_said: str = ""
    notes: tuple[BusinessRowNote, ...] = ()
    fault: BusinessRowFault | None = None

    @property
    def key(self) -> str:
        """How a form names the row."""
        return f"{self.number}|{self.sheet}"


@dataclass(frozen=True, slots=True)
class BusinessListing:
    rows: tuple[BusinessRow, ...]
    sheets: tuple[SheetRead, ...]

    @property
    def found(self) -> bool:
        return any(about.is_read for about in self.sheets)


_AS_READ = Chosen()  # nothing was said of the file


def read_businesses(
    data: bytes, neighbourhoods: Sequence[str], trades: Trades, chosen: Chosen = _AS_READ
) -> BusinessListing | Unreadable:
    """From every visible sheet that has headings we know, or whose columns somebody named. A file
    without headings comes back with its sheets, for that to be done."""
    book = read_book(data)
    if isinstance(book, Unreadable):
        return book
    if not any(sheet.rows for sheet in book):
        return Unreadable.EMPTY
    rows: list[BusinessRow] = []
    sheets: list[SheetRead] = []
    for at, sheet in enumerate(book):
        reader = _BusinessSheet(sheet, neighbourhoods, trades, chosen.columns.get(at))
        if at in chosen.left_out or not sheet.rows or (sheet.hidden and not reader.named):
            state = "left_out" if at in chosen.left_out else "hidden" if sheet.rows else "empty"
            sheets.append(SheetRead(sheet, state, columns=reader.shown(), at=at))
            continue
        found = reader.rows(MOST_ROWS - len(rows)) if reader.is_list else []
        rows += found
        sheets.append(
            SheetRead(
                sheet, "read" if reader.is_list else "no_heading", reader.heading + 1,
                reader.shown(), len(found), cut_at=reader.cut_at, at=at,
            )
        )  # fmt: skip
    return BusinessListing(tuple(rows), tuple(sheets))


class _BusinessSheet:
    """One sheet: where its headings are, and what its rows say."""

    def __init__(
        self,
        sheet: Sheet,
        neighbourhoods: Sequence[str],
        trades: Trades,
        named: Mapping[int, str] | None,
    ) -> None:
        self._sheet, self._neighbourhoods, self._trades = sheet, neighbourhoods, trades
        self._cells, self._doubtful = in_unicode(sheet)
        self.named = named
        self.cut_at = sheet.cut_at
        self.heading, self._heads, self.columns = self._headings()
        if named:
            self.columns = {BusinessColumn(said): at for at, said in named.items() if said}
        self._named_trades: dict[str, str] = {}

    @property
    def is_list(self) -> bool:
        return bool({_C.NAME, _C.OWNER} & self.columns.keys()) and (
            self.named is not None or len(self.columns) > 1
        )

    def _headings(self) -> tuple[int, dict[int, str], dict[BusinessColumn, int]]:
        """The last row of the headings (from 0; -1 for none), their texts, and which column says
        what."""
        best: tuple[int, dict[int, str], dict[BusinessColumn, int]] = (-1, {}, {})
        sheet = replace(self._sheet, rows=self._cells)
        anchors = anchors_of(sheet)
        for number in sorted(self._cells)[:_LOOK_FOR_HEADER]:
            heads, last = dict(self._cells[number]), number
            below = self._cells.get(number + 1, {})
            columns = _meant(heads)
            if len(columns) > 1 and len(_meant(below)) > 1 and not _is_data(below):
                columns = {**_meant(below), **columns}
                heads, last = {**below, **heads}, number + 1
            elif len(columns) > 1 and len(below) < len(heads):  # they part some of those above
                parted = with_next_line(heads, sheet, number, anchors, _column)
                if len(_meant(parted)) > len(columns):
                    heads, columns, last = parted, _meant(parted), number + 1
            if len(columns) > max(1, len(best[2])):
                best = (last, heads, columns)
        return best

    def shown(self) -> tuple[Column, ...]:
        """The columns as they were taken, with their first texts, secrets covered."""
        taken = {at: str(column) for column, at in self.columns.items()}
        columns = sorted({column for cells in self._cells.values() for column in cells})
        shown = []
        for at in columns:
            head = tidy(self._heads.get(at, ""))
            below = (
                tidy(cells[at])
                for number, cells in sorted(self._cells.items())
                if number > self.heading and cells.get(at, "").strip()
            )
            examples = tuple(mask(text).text[:40] for text in islice(below, _EXAMPLES))
            meant = taken.get(at, "")
            shown.append(Column(letter(at), head[:80], meant, examples, at, meant))
        return tuple(shown)

    def rows(self, room: int) -> list[BusinessRow]:
        found: list[BusinessRow] = []
        merged = _merged_down(self._sheet, self._cells)
        place = ""
        for number in sorted(self._cells):
            if number <= self.heading:
                continue
            own = self._cells[number]
            texts = [tidy(text) for _, text in sorted(own.items()) if text.strip()]
            if not texts or _are_column_numbers(texts):
                continue
            if len(texts) == 1 and (named := _place_of_line(texts[0], self._neighbourhoods)):
                place = named
                continue
            if len(found) >= room:
                self.cut_at = number + 1
                break
            cells = {**merged.get(number, {}), **own}
            said = {column: tidy(cells.get(at, "")) for column, at in self.columns.items()}
            if len(texts) == 1 and not (said.get(_C.NAME) or said.get(_C.OWNER)):
                continue  # a line between parts of the list, a signature below it
            row = self._row(number, said)
            if not row.neighbourhood and place:
                row = replace(row, neighbourhood=place)
            found.append(row)
        return found

    def _row(self, number: int, said: Mapping[BusinessColumn, str]) -> BusinessRow:
        notes: list[BusinessRowNote] = []
        faulty = {column for column, text in said.items() if is_fault(text)}
        if faulty:
            notes.append(BusinessRowNote.CELL)
        said = {column: "" if column in faulty else text for column, text in said.items()}
        if number in self._doubtful:
            notes.append(BusinessRowNote.FONT)
        owner = _owner(said.get(_C.OWNER, ""))
        name = said.get(_C.NAME, "")[: _LIMITS["name"]] or owner
        phones = read_phones(said.get(_C.PHONE, ""))
        if said.get(_C.PHONE) and not phones:
            notes.append(BusinessRowNote.PHONE)
        area = read_square_metres(said.get(_C.AREA, ""))
        if said.get(_C.AREA) and area is None:
            notes.append(BusinessRowNote.AREA)
        elif area is not None and not is_area_plain(said[_C.AREA]):
            notes.append(BusinessRowNote.AREA_READ)
        place, address = self._place(said, notes)
        values = self._values(said, notes) | ({"name": name} if name else {})
        return BusinessRow(
            number=number + 1,
            sheet=self._sheet.name,
            values=values,
            owner=owner,
            phone=phones[0] if phones else None,
            phone_said=_said_phone(said.get(_C.PHONE, ""), phones),
            kind=_kind(said.get(_C.KIND, ""), name),
            status=_first(_STATUS, said.get(_C.STATUS, "")),
            neighbourhood=place,
            address=address,
            market=said.get(_C.MARKET, "")[:80],
            stall=said.get(_C.STALL, "")[:40],
            area=area,
            area_said=said.get(_C.AREA, "")[:40],
            notes=tuple(dict.fromkeys(notes)),
            fault=None if name else BusinessRowFault.NOTHING,
        )

    def _values(
        self, said: Mapping[BusinessColumn, str], notes: list[BusinessRowNote]
    ) -> dict[str, str]:
        values: dict[str, str] = {}
        if tax := re.sub(r"[\s.]", "", said.get(_C.TAX_CODE, "")):
            values["tax_code"] = tax[:20]
            if not is_tax_code(tax):
                notes.append(BusinessRowNote.TAX_CODE)
        vsic, activity = read_vsic(said.get(_C.VSIC, ""))
        for column in (_C.REGISTRATION, _C.VSIC, _C.NOTE):
            if text := said.get(column, ""):
                values[str(column)] = mask(text).text[:_LONGEST]
        if vsic:
            values["vsic"] = vsic
        if trade := said.get(_C.TRADE, "") or activity:
            values["trade_said"] = mask(trade).text[: _LIMITS["trade_said"]]
            if meant := self._trade(trade):
                values["trade"] = meant
            else:
                notes.append(BusinessRowNote.TRADE)
        if text := said.get(_C.WORKERS, ""):
            number = read_whole(text.removesuffix(".0"), 0, 99_999)
            if number is None:
                notes.append(BusinessRowNote.WORKERS)
            else:
                values["workers"] = str(number)
        if text := said.get(_C.REGISTERED_ON, ""):
            day = read_typed_day(text)
            if day is None:
                notes.append(BusinessRowNote.DAY)
            else:
                values["registered_on"] = day.isoformat()
        return values

    def _trade(self, text: str) -> str:
        """The line of the list of trades that the words name; "" for none, and for several."""
        if text not in self._named_trades:
            named = self._trades.named(text).trade
            self._named_trades[text] = named.id if named else ""
        return self._named_trades[text]

    def _place(
        self, said: Mapping[BusinessColumn, str], notes: list[BusinessRowNote]
    ) -> tuple[str, str]:
        """(the tổ, the address): an address may name the tổ, a column of tổ may hold an address."""
        address = mask(said.get(_C.ADDRESS, "")).text[: _LIMITS["address"]]
        typed = said.get(_C.NEIGHBOURHOOD, "")
        column = self.columns.get(_C.NEIGHBOURHOOD, -1)
        headed = self._heads.get(column, "")
        if typed and not address and is_address(headed):
            address, typed = mask(typed).text[: _LIMITS["address"]], ""
        for text in (typed, address):
            place = _place(text, tuple(self._neighbourhoods)) if text else ""
            known = place in self._neighbourhoods or re.fullmatch(r"TDP \d{1,3}", place)
            if place and (known or text == typed):
                if not known:
                    notes.append(BusinessRowNote.PLACE)
                return place[:80], address
        return "", address


def _said_phone(text: str, phones: Sequence[str]) -> str:
    """A number that can be called as it is dialled, else what was written."""
    return f"0{phones[0].removeprefix('+84')}" if phones else mask(text).text[:40]


def is_tax_code(text: str) -> bool:
    """Whether it has as many digits as a tax code: 10, 13 with its branch, 12 of a person."""
    bare = text.replace("-", "")
    return bare.isdecimal() and len(bare) in (10, 12, 13) and len(set(bare)) > 1


def _meant(cells: Mapping[int, str]) -> dict[BusinessColumn, int]:
    columns: dict[BusinessColumn, int] = {}
    for at, label in sorted(cells.items()):
        if meant := _column(label):
            columns.setdefault(meant, at)
    if _C.ADDRESS not in columns and _C.NEIGHBOURHOOD in columns:
        # `Tổ` and `Địa chỉ` are one meaning of lists of people; here the second is the address.
        places = [at for at, label in sorted(cells.items()) if _column(label) is _C.NEIGHBOURHOOD]
        addresses = [at for at in places if is_address(cells[at])]
        others = [at for at in places if at not in addresses]
        if addresses and others:
            columns |= {_C.ADDRESS: addresses[0], _C.NEIGHBOURHOOD: others[0]}
    return columns


def _column(label: str) -> BusinessColumn | None:
    if len(label) > _LONGEST:
        return None
    for text in readings(tidy(label)):
        plain = " ".join(re.sub(r"[^a-z0-9]+", " ", fold(text)).split())
        if _NOT_TAKEN.search(plain):
            return None
        if _TAX_PAYER.fullmatch(plain):
            return _C.OWNER
        for column, pattern in _HEADINGS:
            if pattern.search(plain) and not plain.startswith("ten "):
                return column
        if plain.startswith("ten nganh"):
            return _C.TRADE
    return _BY_MEANING.get(meaning) if (meaning := meaning_of(label)) else None


def _is_data(cells: Mapping[int, str]) -> bool:
    return any(read_phones(text) or text.strip().isdecimal() for text in cells.values())


def _are_column_numbers(texts: Sequence[str]) -> bool:
    """`(1) (2) (3)` below the headings."""
    if len(texts) < 3 or not all(_A_NUMBER.fullmatch(text) for text in texts):
        return False
    numbers = [int(text.strip("()")) for text in texts]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _place_of_line(text: str, neighbourhoods: Sequence[str]) -> str:
    """The tổ that a line between businesses names; no number that stands alone: it is of a row
    that was left empty."""
    if text.strip("(). ").isdecimal():
        return ""
    place = _place(text, tuple(neighbourhoods))
    known = place in neighbourhoods or re.fullmatch(r"TDP \d{1,3}", place)
    return place if known and len(text) < 60 else ""


def _merged_down(sheet: Sheet, cells: Mapping[int, Mapping[int, str]]) -> dict[int, dict[int, str]]:
    """What a cell merged over several rows says in each of them."""
    down: dict[int, dict[int, str]] = {}
    for first, left, last, _ in sheet.merged:
        text = cells.get(first, {}).get(left, "")
        for row in range(first + 1, last + 1):
            if text:
                down.setdefault(row, {})[left] = text
    return down


def _owner(text: str) -> str:
    """A person's name in order; what is none stays as it was written."""
    return (read_name_cell(text).name or mask(text).text)[: _LIMITS["owner"]] if text else ""


def _kind(said: str, name: str) -> str:
    """What it is said to be, else what its name begins with; "" where neither says."""
    return _first(_KIND, said) or _first(_KIND[:2], name)


def _first(patterns: Sequence[tuple[str, re.Pattern[str]]], text: str) -> str:
    plain = fold(tidy(text))
    return next((said for said, pattern in patterns if plain and pattern.search(plain)), "")
