"""What was read of a list of people: its rows, its columns, and what became of each sheet."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from content.spreadsheet import Sheet
from content.vietnamese import fold


@dataclass(frozen=True, slots=True)
class RowChange:
    """What a row says otherwise than what is there: the name of the field, and both texts."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Left:
    """What stands in a row and was not taken: the letter of its column, and the text."""

    letter: str
    text: str


# What may become of a row that stands, or would stand, in the list of the event.
KEPT = ("new", "waiting", "changed", "same")


@dataclass(frozen=True, slots=True)
class AttendeeRow:
    """One row of a sheet: what was read, and what became, or would become, of it.

    `given` names the fields the row says something about; `typed_phone` is the phone as it stands
    in the sheet; `remark`: what its column of notes says. `problems` and `notes` name sentences:
    the first keep the row out, the second only say what was mended. `outcome` names what became of
    it, `changes` what the row says otherwise than a registration that is there already. `alike`:
    somebody of the event may be the same person under another number; `like` is the id of that
    registration where it is one that was there before the sheet, else 0. `left`: what of the row
    was not taken, but for the columns nothing is read of. `repeats`: how many rows above say the
    very same of somebody without a phone.
    """

    number: int
    sheet: str = ""
    name: str = ""
    phone: str = ""
    typed_phone: str = ""
    business: str = ""
    neighbourhood: str = ""
    position: str = ""
    people: int = 1
    remark: str = ""
    given: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    outcome: str = ""
    changes: tuple[RowChange, ...] = ()
    alike: bool = False
    like: int = 0
    left: tuple[Left, ...] = ()
    repeats: int = 0

    @property
    def ident(self) -> str:
        """How staff name its person when they decide who it is: the phone, else the row."""
        return self.phone or self.key

    @property
    def key(self) -> str:
        """How a form names the row."""
        return f"{self.number}|{self.sheet}"

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is not kept, as names of sentences; none for one that is, or is there already."""
        kept = self.outcome in ("", *KEPT)
        return self.problems or (() if kept else (f"outcome_{self.outcome}",))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its letter, what stands above it, what it was read as ("" for not), its
    first texts, its place from 0, and as which of `BY_HAND` it would be chosen by hand."""

    letter: str
    heading: str
    read_as: str
    examples: tuple[str, ...] = ()
    at: int = 0
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody says of a file: of its sheets, by their places from 0, what each column holds
    (column -> one of `BY_HAND`, "" for nothing), and those that are not read."""

    columns: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class SheetRead:
    """What was taken from one sheet. `state`: `read`, `hidden`, `no_heading`, `left_out`
    or `empty`; `skipped`: rows (as Excel counts) that name nobody; `cut_at`: the first row not read
    any more, or None; `wide`: something stands too far to the right; `font`: the old encoding it
    was typed in; `at`: its place in the file."""

    sheet: Sheet
    state: str
    heading_row: int = 0
    columns: tuple[Column, ...] = ()
    rows: int = 0
    skipped: tuple[int, ...] = ()
    cut_at: int | None = None
    font: str = ""
    at: int = 0  # its place in the file
    several: bool = False  # lists beside each other: their columns are not chosen by hand

    @property
    def is_read(self) -> bool:
        return self.state == "read"

    @property
    def is_hidden(self) -> bool:
        return self.state == "hidden"

    @property
    def is_left_out(self) -> bool:
        """Whether somebody said that it is not to be read."""
        return self.state == "left_out"

    @property
    def shape(self) -> str:
        """The same for sheets of the same headings, "" for one without."""
        said = "\x1f".join(f"{one.at}:{fold(one.heading)}" for one in self.columns if one.heading)
        known = self.state in ("read", "no_heading") and said and not self.several
        return hashlib.sha256(said.encode()).hexdigest()[:24] if known else ""


@dataclass(frozen=True, slots=True)
class Listing:
    rows: tuple[AttendeeRow, ...]
    sheets: tuple[SheetRead, ...]

    def of(self, about: SheetRead) -> list[AttendeeRow]:
        return [row for row in self.rows if row.sheet == about.sheet.name]

    @property
    def found(self) -> bool:
        """Whether a list was found in it, or else only what the file holds."""
        return any(about.state == "read" for about in self.sheets)

    @property
    def seems(self) -> Chosen:
        """What the columns of its sheets seem to hold, where no list was found."""
        columns = {
            about.at: {column.at: column.choice for column in about.columns}
            for about in self.sheets
            if any(column.choice for column in about.columns)
        }
        return Chosen(columns)

    @property
    def has_several(self) -> bool:
        """Whether rows of more than one sheet are among them."""
        return sum(about.state == "read" for about in self.sheets) > 1
