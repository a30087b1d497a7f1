"""Spreadsheets as the ward hands them on: one title block, Times New Roman, A4 landscape, phones as
text, cells that cannot run as formulas. Same input, same bytes."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from content.attendee_rows import Listing
from content.library import Content
from content.people import by_name, mask_phone, show_phone
from content.vietnamese import long_day, paper_when, read_day, when

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BLANK_ROWS = 60  # of a list to be filled in
_ZIP_STAMP = (2026, 1, 1, 0, 0, 0)


def sheet(
    content: Content,
    title: str,
    subtitle: str,
    headings: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[Any]],
    *,
    total: Sequence[Any] = (),
    to_sign: bool = False,
) -> bytes:
    """One table as an xlsx file; `headings` are (text, width in characters); rows `to_sign` are
    tall enough for it."""
    from content import workbook

    return workbook.sheet(content, title, subtitle, headings, rows, total=total, to_sign=to_sign)


def list_with_errors(listing: Listing, words: Mapping[str, str]) -> bytes:
    """What was read of somebody's file, with one more column that says why a row is not kept."""
    from content import workbook

    return workbook.list_with_errors(listing, words)


def steady(
    packed: bytes, made: Mapping[str, Callable[[bytes], Iterable[bytes]]] | None = None
) -> bytes:
    """The same zip with one fixed time on every part: same content, same bytes. `made`: what
    becomes of the part with a name, piece by piece."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "docProps/core.xml":
                data = _without_times(data)
            fixed = zipfile.ZipInfo(item.filename, _ZIP_STAMP)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o600 << 16
            with new.open(fixed, "w") as part:
                part.writelines(
                    made[item.filename](data) if made and item.filename in made else [data]
                )
    return out.getvalue()


def _without_times(core: bytes) -> bytes:
    """openpyxl writes the moment of saving whatever it is told."""
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-01-01T00:00:00Z", core)


def attendee_sheet(
    content: Content,
    *,
    event_title: str,
    starts_at: datetime,
    was_held: bool,
    registrations: Sequence[Any],
    whole_phones: bool,
) -> bytes:
    """The list of those who registered, by given name; once it was held, a seat that nobody came
    to is told as such."""
    words = content.words.console

    def stands(registration: Any) -> str:
        if was_held and registration.holds_seats and not registration.present:
            return words["seat_not_used"]
        return words[f"state_{registration.state}"]

    headings = [
        (words["col_number"], 6),
        (words["col_code"], 14),
        (words["col_name"], 26),
        (words["col_position"], 20),
        (words["col_business"], 30),
        (words["col_neighbourhood"], 22),
        (words["col_phone"], 16),
        (words["col_people"], 8),
        (words["col_state"], 16),
        (words["col_came"], 9),
        (words["col_signature"], 18),
    ]
    show = show_phone if whole_phones else mask_phone
    ordered = by_name(registrations)
    rows = [
        (
            number,
            r.code,
            r.name,
            r.position,
            r.business,
            "" if r.neighbourhood == "-" else r.neighbourhood,
            show(r.phone) or words["col_no_phone"],
            r.seats,
            stands(r),
            r.present or "",
            "",
        )
        for number, r in enumerate(ordered, 1)
    ]
    people = sum(r.seats for r in registrations if r.state not in ("cancelled", "expired"))
    came = sum(r.present for r in registrations)
    total = ("", "", words["col_total"], "", "", "", "", people, "", came or "", "")
    title = f"{event_title}, {paper_when(starts_at)}"
    return sheet(
        content, words["sheet_attendees"], title, headings, rows, total=total, to_sign=True
    )


def blank_list(content: Content, event_title: str, starts_at: datetime) -> bytes:
    """A list to be filled in and imported, with the headings the import reads."""
    words = content.words.console
    headings = [
        (words["col_number"], 6),
        (words["col_name"], 28),
        (words["col_phone"], 16),
        (words["col_position"], 18),
        (words["col_business"], 30),
        (words["col_neighbourhood"], 18),
        (words["col_people"], 10),
    ]
    rows = [(number, *[""] * (len(headings) - 1)) for number in range(1, BLANK_ROWS + 1)]
    title = f"{event_title}, {paper_when(starts_at)}"
    return sheet(content, words["sheet_attendees"], title, headings, rows)


def ledger_sheet(
    content: Content, broadcast: Any, rows: Sequence[tuple[Any, str, str]], erased: int = 0
) -> bytes:
    """Everybody a broadcast was for and what became of it; `rows` are (row, name, tổ dân phố), and
    so many more were `erased` since."""
    words = content.words.console
    heads = (
        ("number", 6), ("name", 34), ("neighbourhood", 20), ("channel", 18), ("state", 20),
        ("reason", 26), ("when", 20), ("read_at", 20),
    )  # fmt: skip
    listed = (
        (
            number,
            name,
            neighbourhood,
            words.get(f"channel_{row.channel}", row.channel),
            words[f"recipient_{row.state}"],
            words.get(f"reason_{row.reason}", row.reason),
            row.settled_at or "",
            row.read_at or "",
        )
        for number, (row, name, neighbourhood) in enumerate(rows, 1)
    )
    return sheet(
        content,
        words["sheet_ledger"],
        f"{broadcast.title} ({when(broadcast.started_at) if broadcast.started_at else ''})"
        + (f". {words['ledger_erased'].format(count=erased)}" if erased else ""),
        [(words[f"col_{name}"], width) for name, width in heads],
        listed,
    )


def reach_sheet(
    content: Content,
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[Any]],
    total: Sequence[Any],
) -> bytes:
    """Who was reached, by tổ dân phố."""
    words = content.words.console
    widths = (28, *(16 for _ in heads[1:]))
    return sheet(
        content,
        words["sheet_reach"],
        title,
        list(zip(heads, widths, strict=True)),
        rows,
        total=total,
    )


# When, who, their office, what, about what, details, from which address.
Line = tuple[datetime, str, str, str, str, str, str]


def audit_sheet(content: Content, lines: Sequence[Line], since: str, until: str) -> bytes:
    """The audit in the words of its page, latest first; `since` and `until` are the days asked for,
    "" for none."""
    said = content.words.audit
    names = ("when", "who", "office", "what", "about", "details", "address")
    widths = (18, 24, 28, 34, 40, 46, 18)
    parts = [
        f"{said[f'sheet_{name}']} {long_day(day)}"
        for name, typed in (("from", since), ("to", until))
        if (day := read_day(typed)) is not None
    ]
    return sheet(
        content,
        said["sheet_title"],
        " ".join(parts) or said["sheet_all"],
        [(said[f"col_{name}"], width) for name, width in zip(names, widths, strict=True)],
        lines,
    )
