"""Days off that an administrator had entered go on when they become a setting of the ward."""

import sqlite3
from datetime import date

from content.library import Content
from content.overlay import Published
from handlers.people.calendar import working_days
from storage.engines.sqlite import schema

ENTERED = [
    ("2026-12-31", 0, "nghỉ bù: cả ngày"),
    ("2027-01-04", 0, ""),
    ("2027-01-09", 1, "làm bù"),
]


def moved(days: list[tuple[str, int, str]]) -> list[tuple[str, str, str]]:
    """(name, text, state) of what a database with these days holds once it was brought up."""
    files = schema.migrations()
    at = next(at for at, file in enumerate(files) if file.stem.endswith("days_apart"))
    connection = sqlite3.connect(":memory:")
    try:
        for file in files[:at]:
            connection.executescript(file.read_text(encoding="utf-8"))
        connection.executemany("INSERT INTO calendar_day VALUES (?, ?, ?)", days)
        connection.executescript(files[at].read_text(encoding="utf-8"))
        rows = connection.execute("SELECT entry, text, state FROM entry_version WHERE serial = 1")
        return list(rows)
    finally:
        connection.close()


def test_days_entered_before_go_on(content: Content) -> None:
    [(entry, text, state)] = moved(ENTERED)
    assert state == "published"
    shelf = content.shelf.another()
    edition = shelf.edition(1, [Published(entry, "", text)])
    assert not edition.unread
    assert edition.ward.days_off == ("31/12/2026: nghỉ bù: cả ngày", "4/1/2027")
    days = working_days(edition.ward)
    assert [days.is_working(date.fromisoformat(day)) for day, _, _ in ENTERED] == [
        *(False, False, True)
    ]


def test_where_none_was_entered_the_file_stands() -> None:
    assert moved([]) == []
