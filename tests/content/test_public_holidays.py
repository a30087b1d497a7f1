"""Public holidays are the library's, which is loaded once on a machine."""

import sys
from datetime import date
from pathlib import Path

import holidays
import pytest

from content import public_holidays
from content.calendar import holiday
from content.public_holidays import of_year


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CACHE_DIRECTORY", str(tmp_path))
    forget()
    return tmp_path


def forget() -> None:
    """As at a start."""
    public_holidays._of_years.cache_clear()
    public_holidays.of_year.cache_clear()


@pytest.mark.parametrize("year", [1999, 2020, 2026, 2027, 2029, 2030])
def test_they_are_the_librarys(year: int) -> None:
    theirs = dict(holidays.country_holidays("VN", years=year, language="vi"))
    assert of_year(year) == theirs
    forget()
    assert of_year(year) == theirs  # as they were kept


def test_another_start_does_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    first = of_year(2026)
    forget()
    monkeypatch.setitem(sys.modules, "holidays", None)
    assert of_year(2026) == first
    assert holiday(date(2026, 9, 2)) == first[date(2026, 9, 2)]


def test_of_another_library_they_are_reckoned_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    first = of_year(2026)
    forget()
    monkeypatch.setattr(public_holidays, "version", lambda name: "0.1")
    monkeypatch.setattr(public_holidays, "_made", lambda years: [(date(2026, 1, 2), "Ngày khác")])
    assert of_year(2026) == {date(2026, 1, 2): "Ngày khác"} != first


def test_a_damaged_file_is_made_again(folder: Path) -> None:
    first = of_year(2026)
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:100])
    forget()
    assert of_year(2026) == first
