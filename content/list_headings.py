"""Where a list of people begins in a sheet, and which of its columns say what.

Headings of one line to three, names in several columns, several columns of phones, other people's
names and phones beside the person's own, two lists side by side.
"""

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from content.cell_names import seems_name
from content.headings import (
    PHONE_OF_ANOTHER,
    Meaning,
    is_of_another,
    meaning_of,
    name_part,
    phone_rank,
    says_phone,
    weight,
)
from content.people import read_phones
from content.spreadsheet import Sheet, is_fault
from content.vietnamese import fold

LOOK_FOR_HEADER = 40
MOST_COLUMNS = 16384  # of a sheet
BEHIND_NAMES = -1  # no column of the sheet
_LONGEST_PHONES = 200  # letters of a cell with numbers in it
_NAMES = (Meaning.NAME, Meaning.FAMILY, Meaning.GIVEN)


@dataclass(frozen=True, slots=True)
class Headings:
    """Where a list begins and which columns say what: `first` and `last` are the lines of its
    headings, `columns` those it takes up. `phones` in the order they are tried; `BEHIND_NAMES`
    where the numbers stand behind the names, in one column."""

    first: int
    last: int
    columns: range
    labels: Mapping[int, str]
    names: tuple[int, ...]
    phones: tuple[int, ...]
    others: Mapping[Meaning, int]
    states: tuple[int, ...] = ()
    comes: tuple[int, ...] = ()


def find_lists(sheet: Sheet) -> tuple[Headings, ...]:
    """The lists of a sheet, from left to right: as a rule one, none without headings. A list of
    names with neither phones nor businesses is one only where names stand below."""
    return _lists(sheet) or _lists(sheet, of_names=True)


def _lists(sheet: Sheet, *, of_names: bool = False) -> tuple[Headings, ...]:
    anchors = anchors_of(sheet)
    for row in _first_rows(sheet):
        one = dict(sheet.rows[row])
        two = with_next_line(one, sheet, row, anchors)
        # A third line stands below a cell of the second that goes across columns, and nowhere else.
        split = any(anchors.get((row + 1, column + 1)) == (row + 1, column) for column in two)
        three = with_next_line(two, sheet, row + 1, anchors) if split else {}
        for last, labels in ((row + 2, three), (row + 1, two), (row, one)):
            if not labels:
                continue
            parts = (*_side_by_side(labels), labels)
            *beside, whole = (_headings(row, last, part, sheet, of_names) for part in parts)
            if len(beside) > 1 and all(beside):
                return tuple(found for found in beside if found)
            if whole and (not of_names or _names_stand_below(sheet, whole)):
                return (whole,)
    return ()


def _first_rows(sheet: Sheet) -> list[int]:
    """Where headings may stand: the first rows with more than one cell. A letter above the list may
    be as long as it likes."""
    rows = (row for row in sorted(sheet.rows) if len(sheet.rows[row]) > 1)
    return list(itertools.islice(rows, LOOK_FOR_HEADER))


# What a column that somebody chose by hand says, in a heading that is read so.
BY_HAND: Mapping[str, str] = {
    "name": "ho va ten",
    "family": "ho dem",
    "given": "ten",
    "phone": "dien thoai di dong",
    "phone_2": "dien thoai khac",
    "business": "ten ho kinh doanh",
    "neighbourhood": "to dan pho",
    "position": "chuc vu",
    "people": "so nguoi du",
    "companions": "so nguoi di cung",
    "comes": "xac nhan tham du",
    "state": "ghi chu",
}


def headed_by_hand(sheet: Sheet, chosen: Mapping[int, str]) -> tuple[Headings, ...]:
    """The list of a sheet whose columns somebody named: column -> one of `BY_HAND`, "" for none.
    Where no headings were found it begins with the first row."""
    there = find_lists(sheet)
    first = min(sheet.rows, default=0)
    labels: Mapping[int, str] = dict(sheet.rows.get(first, {}))
    if there:
        first, last, labels = there[0].first, there[0].last, there[0].labels
    elif is_of_people(labels.values()):
        first, last, labels = first - 1, first - 1, {}
    else:
        last = first
    named = {column: BY_HAND.get(meaning, "-") for column, meaning in chosen.items()}
    found = _headings(first, last, named, sheet, of_names=True)
    every = range(MOST_COLUMNS)
    return (replace(found, labels=labels, columns=every),) if found else ()


def is_of_people(texts: Iterable[str]) -> bool:
    """Whether a row is somebody already, and no headings: a number or a name stands in it."""
    return any(phones_in(text) or seems_name(text) for text in texts)


def part_of(sheet: Sheet, headings: Headings) -> Sheet:
    """What a sheet holds in the columns of one of its lists."""
    rows = {
        number: {column: text for column, text in cells.items() if column in headings.columns}
        for number, cells in sheet.rows.items()
    }
    return replace(sheet, rows=rows)


@lru_cache(maxsize=64)  # each row's own is asked for three times; of the rows before none stays
def phones_in(text: str) -> tuple[str, ...]:
    """The numbers in a cell; a cell with a page of text in it is none for a number."""
    return () if is_fault(text) or len(text) > _LONGEST_PHONES else tuple(read_phones(text))


def _side_by_side(labels: Mapping[int, str]) -> list[dict[int, str]]:
    """The headings of each list where one stands beside another of the same headings."""
    columns = sorted(labels)
    name = next((column for column in columns if meaning_of(labels[column]) in _NAMES), None)
    again = [] if name is None else [n for n in columns if labels[n] == labels[name]]
    starts = []
    for place in again[1:]:
        apart = place - again[0]
        while place - 1 > again[0] and labels.get(place - 1, "") == labels.get(place - 1 - apart):
            place -= 1
        starts.append(place)
    bounds = [0, *starts, columns[-1] + 1 if columns else 0]
    return [
        {column: labels[column] for column in columns if left <= column < right}
        for left, right in itertools.pairwise(bounds)
    ]


def anchors_of(sheet: Sheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Cell -> the first cell of the merged area it lies in, for the top of the sheet."""
    top = max(_first_rows(sheet), default=0)
    found = {}
    for first, left, last, right in sheet.merged:
        if first <= top:
            for row in range(first, min(last, first + 3) + 1):
                for column in range(left, min(right, left + 60) + 1):
                    found[row, column] = (first, left)
    return found


def with_next_line(
    above: Mapping[int, str],
    sheet: Sheet,
    row: int,
    anchors: Mapping[tuple[int, int], tuple[int, int]],
    means: Callable[[str], object] = meaning_of,
) -> dict[int, str]:
    """Labels of headings that go on in the line below `row` (`Liên hệ` over `Email` and `Điện
    thoại`), where they are `above` so far; none when the row below is a row of the list. What
    `means` nothing by itself has the label above it before it."""
    here = sheet.rows.get(row, {})
    below = sheet.rows.get(row + 1, {})
    if any(phones_in(text) or text.strip().isdecimal() for text in below.values()):
        return {}

    def upper(column: int) -> str:
        at_row, at_column = anchors.get((row, column), (row, column))
        return sheet.rows.get(at_row, {}).get(at_column, "") or above.get(column, "")

    covered = [
        column
        for column in below
        if anchors.get((row, column), (row, column)) != (row, column)
        or column not in here
        or anchors.get((row, column + 1)) == (row, column)
    ]
    if not any(means(below[column]) for column in covered):
        return {}
    labels = {}
    for column in sorted({*above, *below}):
        low = below.get(column, "")
        if low and means(low) is None:
            low = f"{upper(column)} {low}"
        labels[column] = low or above[column]
    return labels


def _names_stand_below(sheet: Sheet, headings: Headings) -> bool:
    """Whether names do, and no phones, which somebody may point to."""
    below = [row for row in sorted(sheet.rows) if row > headings.last][:LOOK_FOR_HEADER]
    said = [sheet.rows[row] for row in below]
    if any(phones_in(text) for cells in said for text in cells.values()):
        return False
    texts = (" ".join(cells.get(column, "") for column in headings.names) for cells in said)
    return any(seems_name(text.strip()) for text in texts)


def _headings(
    first: int, last: int, labels: Mapping[int, str], sheet: Sheet, of_names: bool
) -> Headings | None:
    meant: dict[Meaning, list[int]] = {}
    for column in sorted(labels):
        if meaning := meaning_of(labels[column]):
            meant.setdefault(meaning, []).append(column)
    names = _name_columns(meant, labels, sheet, first, last)
    phones = _own_phones(meant.get(Meaning.PHONE, ()), labels, names)
    others: dict[Meaning, int] = {
        meaning: min(columns, key=lambda column: weight(labels[column], meaning))
        for meaning, columns in meant.items()
        if meaning not in (*_NAMES, Meaning.PHONE, Meaning.STATE, Meaning.COMES, Meaning.OTHER)
    }
    if not phones and len(names) == 1 and says_phone(labels[names[0]]):
        phones = (BEHIND_NAMES,)
    if not names or not (
        of_names or Meaning.PHONE in meant or phones or Meaning.BUSINESS in others
    ):
        return None
    states, comes = tuple(meant.get(Meaning.STATE, ())), tuple(meant.get(Meaning.COMES, ()))
    # The columns behind the last heading are its own, too, where no other list stands there.
    right = max(labels) + 1
    following = min((c for c in sheet.rows.get(first, {}) if c >= right), default=MOST_COLUMNS)
    columns = range(min(labels), following)
    return Headings(first, last, columns, labels, names, phones, others, states, comes)


def _own_phones(
    columns: Sequence[int], labels: Mapping[int, str], names: Sequence[int]
) -> tuple[int, ...]:
    """The columns of phones in the order they are tried: not those of an officer, of who comes
    along or made the list, but where the list is of these people."""
    of_others = bool(names) and is_of_another(labels[names[0]])
    own = [place for place in columns if of_others or phone_rank(labels[place]) < PHONE_OF_ANOTHER]
    return tuple(sorted(own, key=lambda column: phone_rank(labels[column])))


def _name_columns(
    meant: Mapping[Meaning, Sequence[int]],
    labels: Mapping[int, str],
    sheet: Sheet,
    first: int,
    last: int,
) -> tuple[int, ...]:
    """The column of the name, or those that make it up, in the order a name is said."""
    family, given = meant.get(Meaning.FAMILY, ()), meant.get(Meaning.GIVEN, ())
    named = meant.get(Meaning.NAME, ())
    called = given or [place for place in named if fold(labels[place]).startswith("ten")]
    if family and called and (given or len(called) == len(named)):
        return (*sorted(family, key=lambda place: name_part(labels[place])), called[0])
    whole = [*named, *given]
    if not whole:
        return ()
    column = min(
        whole,
        key=lambda place: (is_of_another(labels[place]), weight(labels[place], Meaning.NAME)),
    )
    end = max(
        (
            area[3]
            for area in sheet.merged
            if area[1] <= column <= area[3] and area[0] <= first <= area[2]
        ),
        default=column,
    )
    columns = [column]
    following = column + 1
    while not labels.get(following) and (following <= end or _looks_given(sheet, following, last)):
        columns.append(following)
        following += 1
    return tuple(columns)


def _looks_given(sheet: Sheet, column: int, last: int) -> bool:
    """Whether a column without a heading goes on with the names of the one before it."""
    beside = [
        cells.get(column, "")
        for row, cells in sheet.rows.items()
        if row > last and cells.get(column - 1)
    ]
    good = [text for text in beside if _is_word(text)]
    return bool(good) and len(good) * 10 >= len(beside) * 6


def _is_word(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= 2 and all(word.isalpha() for word in words)
