"""Personal tax dates and reminders: only what is confirmed, seven and two days ahead, once."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.schedule import fire
from content.calendar import WorkingDays
from content.deadlines import Deadline, Duty, PartOfYear
from content.library import Content
from handlers.tools.deadlines import confirmed, reminder_day, reminder_due
from tests.support.clock import FixedClock
from tests.support.play import exchange, playing, said


def test_a_date_nobody_confirmed_is_not_shown(content: Content) -> None:
    answers = {"band": "exempt", "kind": "shop", "method": ""}
    assert [d.duty for d in confirmed(content, answers, date(2026, 11, 23), WorkingDays())] == [
        Duty.NOTICE
    ]
    bare = replace(content, deadlines={})
    assert not confirmed(bare, answers, date(2026, 11, 23), WorkingDays())


@pytest.mark.parametrize(
    ("aim", "ahead", "day"),
    [
        (date(2027, 1, 29), 7, date(2027, 1, 22)),
        (date(2027, 1, 29), 2, date(2027, 1, 27)),
        (date(2026, 12, 21), 2, date(2026, 12, 18)),  # a Saturday: earlier, never later
        (date(2027, 2, 12), 7, date(2027, 1, 28)),  # in the days of Tết
    ],
)
def test_a_reminder_on_a_day_off_goes_earlier(aim: date, ahead: int, day: date) -> None:
    found = reminder_day(WorkingDays(), aim, ahead)
    assert found <= day if ahead == 7 and aim.month == 2 else found == day


def test_a_missed_reminder_goes_while_it_helps() -> None:
    day = date(2027, 1, 29)
    deadline = Deadline(Duty.QUARTER, day, PartOfYear(2026, 4), day)
    days = WorkingDays()
    assert reminder_due(days, deadline, date(2027, 1, 21)) is None
    assert reminder_due(days, deadline, date(2027, 1, 25)) == 7
    assert reminder_due(days, deadline, date(2027, 1, 28)) == 2
    assert reminder_due(days, deadline, date(2027, 1, 30)) is None


async def test_reminders_go_twice_to_whoever_agreed(tmp_path: Path, content: Content) -> None:
    clock = FixedClock(datetime.fromisoformat("2027-01-11T02:00:00+00:00"))
    async with playing(tmp_path, content, clock) as (core, channel):
        for address, agrees in (("yes", True), ("no", False)):
            for text in ("hạn của tôi", "1", "1", "1", *(("1", "1") if agrees else ())):
                await exchange(core, channel, said(text, address=address))
        sent: list[str] = []
        while clock.now.date() < date(2027, 2, 3):
            clock.now += timedelta(hours=5)
            await fire(core.database, content, clock.now)
            await core.settle()
            found = [t for t in channel.texts("yes") if "Nhắc hạn thuế. Gửi" in t]
            if len(found) > len(sent):
                sent.append(f"{clock.now + timedelta(hours=7):%d/%m}")
        assert sent == ["22/01", "27/01"]
        assert not [t for t in channel.texts("no") if "Nhắc hạn thuế. Gửi" in t]
        text = found[0]
        assert "thứ Hai, 1/2/2027" in text and "29/1/2027" in text and "68/2026" in text


@pytest.mark.parametrize(
    "way", [("dừng",), ("hạn của tôi", "1"), ("dữ liệu của tôi", "5", "1", "1")]
)
async def test_whoever_stops_gets_not_even_what_waited(
    tmp_path: Path, content: Content, way: tuple[str, ...]
) -> None:
    clock = FixedClock(datetime.fromisoformat("2027-01-21T02:00:00+00:00"))
    async with playing(tmp_path, content, clock) as (core, channel):
        for text in ("hạn của tôi", *"11111"):
            await exchange(core, channel, said(text))
        await fire(core.database, content, clock.now)
        clock.now = datetime.fromisoformat("2027-01-22T04:30:00+00:00")  # 11:30, goes at 14:00
        await fire(core.database, content, clock.now)
        for text in way:
            replies = await exchange(core, channel, said(text))
        ended = ("không nhắc", "thôi nhắc", "Đã rút")
        assert any(words in replies[-1].text for words in ended), replies[-1].text
        clock.now += timedelta(hours=3)
        await core.settle()
        await exchange(core, channel, said("xin chào"))
        assert not [text for text in channel.texts() if "Nhắc hạn thuế. Gửi" in text]
