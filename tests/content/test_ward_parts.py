"""The settings of the ward that staff publish: they lie over `ward.toml` by parts, hold in every
template at once, and are read as the file is."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from content.calendar import SENDING, SendingDays, WorkingDays
from content.library import Content
from content.office_hours import office_now, read_hours, typed_spans
from content.overlay import Published, Shelf, ward_entry
from content.vietnamese import VIETNAM
from content.ward_parts import (
    WardPart,
    WardUnread,
    fields_of,
    id_of,
    laid,
    office_part,
    part_text,
    parts_of,
    read_values,
    values_of,
)

TODAY = date(2026, 11, 28)
WEEK = "7:30-11:30 và 13:30-17:00"


@pytest.fixture
def shelf(content: Content) -> Shelf:
    return content.shelf.another()


def settings(part: str, **values: str) -> Published:
    return Published(ward_entry(part), "", part_text(values))


def test_a_part_is_said_by_every_template_at_once_and_the_file_stands_again(
    content: Content, shelf: Shelf
) -> None:
    own = replace(content, shelf=shelf)
    phone = settings(office_part("kthtdt"), phone="0225 3 111 222")
    hours = settings(WardPart.HOURS, week=WEEK, saturday="7:30-11:30")
    contact = "staff/contact"
    assert "0225 3 111 222" not in own.words.say(contact, office=None)
    shelf.put(shelf.edition(1, [phone, hours]))
    assert own.ward.front_office.phone == "0225 3 111 222" == own.words.ward.front_office.phone
    assert own.ward.hours == f"{WEEK}, thứ Hai đến thứ Sáu; 7:30-11:30, thứ Bảy"
    said = own.words.say(contact, office=None)
    assert "0225 3 111 222" in said and WEEK in said
    name = content.ward.office("thue").name
    shelf.put(shelf.edition(2, [settings(office_part("thue"), name="Thuế cơ sở thử")]))
    day = TODAY
    told = [e for e in own.knowledge.entries if "Thuế cơ sở thử" in own.knowledge.short(e, day)]
    assert told and not any(name in own.knowledge.short(one, day) for one in told)
    shelf.put(shelf.edition(3, []))
    assert own.ward is content.ward and own.words.ward.hours == content.ward.hours
    assert name in own.knowledge.short(told[0], day)


def test_what_cannot_be_read_is_told_and_the_file_stands_in(shelf: Shelf) -> None:
    broken = Published(ward_entry(WardPart.HOURS), "", "{")
    strange = settings("khong-co", x="1")
    good = settings(WardPart.SIGNING, chairman="Ông A")
    edition = shelf.edition(4, [broken, strange, good])
    assert len(edition.unread) == 2 and list(edition.laid) == [good.entry]
    assert edition.ward.chairman == "Ông A" and edition.ward.place == shelf.files.ward.place


def test_every_part_read_back_is_the_same(content: Content) -> None:
    ward = content.ward
    for part in parts_of(ward):
        values = values_of(ward, part)
        assert set(values) == {one.name for one in fields_of(ward, part)}
        assert laid(ward, part, values) == ward, part
        assert read_values(ward, part, values, TODAY) == values


@pytest.mark.parametrize(
    ("part", "field", "typed", "why"),
    [
        (office_part("thue"), "name", " ", "required"),
        (office_part("thue"), "phone", "gọi cô Hoa", "ward_phone"),
        (office_part("thue"), "phone", "12", "ward_phone"),
        (WardPart.HOURS, "week", "7:30-11:30, 13:30", "ward_spans"),
        (WardPart.HOURS, "week", "11:30-7:30", "ward_spans"),
        (WardPart.HOURS, "week", "7:30-12:00 và 11:30-17:00", "ward_spans"),
        (WardPart.SENDING, "sending", "", "required"),
        (WardPart.SENDING, "sending", "8:00-11:00 và 20:00-22:00", "ward_sending_night"),
        (WardPart.GENERAL, "checked", "13/2026", "ward_month"),
        (WardPart.GENERAL, "checked", "12/2026", "ward_month_ahead"),
        (WardPart.GENERAL, "portal", "hỏi văn phòng", "ward_site"),
        (WardPart.GENERAL, "reception", "a" * 501, "too_long"),
        (WardPart.PLACES, "neighbourhoods", "TDP 5\ntdp 5", "line_twice"),
        (WardPart.HOTLINES, "bhxh", "", "required"),
    ],
)
def test_what_cannot_be_is_refused_in_its_field(
    content: Content, part: str, field: str, typed: str, why: str
) -> None:
    values = values_of(content.ward, part) | {field: typed}
    with pytest.raises(WardUnread) as refusal:
        read_values(content.ward, part, values, TODAY)
    assert (refusal.value.field, refusal.value.why) == (field, why)


def test_what_people_type_is_tidied(content: Content) -> None:
    ward = content.ward
    typed = {"week": " sáng 7h30 đến 11h30, chiều 13h30 đến 17h ", "saturday": ""}
    assert read_values(ward, WardPart.HOURS, typed, TODAY) == {"week": WEEK, "saturday": ""}
    lines = {"neighbourhoods": " TDP  5 \r\n\r\nTDP Ngõ Đá\r\n"}
    values = read_values(ward, WardPart.PLACES, lines, TODAY)
    assert laid(ward, WardPart.PLACES, values).neighbourhoods == ("TDP 5", "TDP Ngõ Đá")
    assert typed_spans("7:30-11:30 hoặc 13:30-17:00") == []


def test_an_office_and_a_hall_may_be_added(content: Content) -> None:
    name = id_of("Trạm Y tế phường", content.ward.offices)
    assert name == "tram_y_te_phuong" and id_of("?", ()) == ""
    values = values_of(content.ward, office_part(name)) | {"name": "Nhà văn hóa", "hall": "1"}
    ward = laid(content.ward, office_part(name), values)
    assert [one.name for one in ward.halls][1:] == ["Nhà văn hóa"]
    assert name in ward.offices and name not in ward.answering
    assert id_of("Trạm Y tế phường", ward.offices) == "tram_y_te_phuong_2"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("now", "opened", "changes"),
    [
        ("2026-11-28T08:00", True, "2026-11-28T11:30"),  # a Saturday
        ("2026-11-28T12:00", False, "2026-11-30T07:30"),
        ("2026-11-27T18:00", False, "2026-11-28T07:30"),
        ("2026-11-27T12:00", False, "2026-11-27T13:30"),  # lunch
    ],
)
def test_saturdays_count_where_the_ward_says_so(now: str, opened: bool, changes: str) -> None:
    found = office_now(f"{WEEK}, thứ Hai đến thứ Sáu; 7:30-11:30, thứ Bảy", WorkingDays(), at(now))
    assert found and (found.is_open, found.changes_at) == (opened, at(changes))
    entered = WorkingDays({date(2026, 11, 28): False})
    text = "7:30-11:30; 7:30-11:30, thứ Bảy"
    closed = office_now(text, entered, at("2026-11-28T08:00"))
    assert closed and closed.changes_at == at("2026-11-30T07:30")
    assert read_hours(f"{WEEK}, thứ Hai đến thứ Bảy").week == ()  # what is not read surely


def test_messages_nobody_asked_for_go_in_the_hours_of_the_ward() -> None:
    own = SendingDays(sending=typed_spans("9:00-10:00"))
    assert own.sending_time(at("2026-11-30T08:30")) == at("2026-11-30T09:00")
    assert SendingDays().sending_time(at("2026-11-30T08:30")) == at("2026-11-30T08:30")
    assert SENDING[0][0].hour == 8
