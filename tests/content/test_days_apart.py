"""Days the ward does otherwise than the calendar: as staff type them, and whatever is reckoned."""

from datetime import date, datetime

import pytest

from content.calendar import local
from content.days_apart import read_line, tidied
from content.library import Content
from content.vietnamese import VIETNAM
from content.ward_parts import WardPart, WardUnread, read_values
from handlers.people.calendar import call_by, sending_days, working_days
from tests.support.ward import with_days, with_part

MONDAY = date(2026, 11, 30)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("line", "day", "note"),
    [
        ("2/1/2027: nghỉ bù Tết Dương lịch", date(2027, 1, 2), "nghỉ bù Tết Dương lịch"),
        ("thứ Bảy, 02/01/2027 - nghỉ bù", date(2027, 1, 2), "nghỉ bù"),
        ("Chủ nhật 3.1.2027", date(2027, 1, 3), ""),
        ("2027-01-04", date(2027, 1, 4), ""),
    ],
)
def test_a_line_is_read_as_people_write_it(line: str, day: date, note: str) -> None:
    assert read_line(line) == (day, note)


@pytest.mark.parametrize("line", ["", "nghỉ bù", "31/2/2027: nghỉ", "2/1: nghỉ", "²/1/2027"])
def test_what_names_no_day_is_none(line: str) -> None:
    assert read_line(line) is None


def test_lines_stand_in_order_and_alike() -> None:
    assert tidied(["04/01/2027: b", "thứ Bảy, 2/1/2027 – a"]) == ["2/1/2027: a", "4/1/2027: b"]


@pytest.mark.parametrize(
    ("off", "worked", "field", "why"),
    [
        ("2/1/2027\nnghỉ bù", "", "days_off", "ward_days"),
        ("2/1/2027: a\n02/01/2027: b", "", "days_off", "ward_day_twice"),
        ("2/1/2027: a", "2/1/2027: b", "days_worked", "ward_day_both"),
    ],
)
def test_what_cannot_be_is_refused_in_its_field(
    content: Content, off: str, worked: str, field: str, why: str
) -> None:
    typed = {"days_off": off, "days_worked": worked}
    with pytest.raises(WardUnread) as refusal:
        read_values(content.ward, WardPart.DAYS_APART, typed, MONDAY)
    assert (refusal.value.field, refusal.value.why) == (field, why)


def test_every_clock_of_the_ward_goes_by_them(content: Content) -> None:
    own = with_days(content, off=["30/11/2026: nghỉ bù"], worked=["5/12/2026: làm bù"]).ward
    friday = at("2026-11-27T16:00")
    assert local(call_by(working_days(own), friday, ())).date() == date(2026, 12, 1)
    assert working_days(own).after(date(2026, 12, 4), 1) == date(2026, 12, 5)
    assert sending_days(own).sending_time(at("2026-11-30T09:00")) == at("2026-12-01T08:00")
    assert working_days(content.ward).is_working(MONDAY)


def test_calls_go_by_the_hours_of_the_ward(content: Content) -> None:
    hours = with_part(content, WardPart.HOURS, week="7:30-11:30 và 13:30-16:30", saturday="").ward
    days = working_days(hours)
    assert call_by(days, at("2026-11-27T10:00"), ()) == at("2026-11-30T16:30")
    assert days.moment(at("2026-11-30T12:00")) == at("2026-11-30T13:30")  # nobody is there at noon
    assert days.moment(at("2026-11-30T16:45")) == at("2026-12-01T07:30")
    usual = working_days(content.ward)  # no hours are written there
    assert usual.moment(at("2026-11-30T07:00")) == at("2026-11-30T08:00")
    assert call_by(usual, at("2026-11-27T10:00"), ()) == at("2026-11-30T17:00")
