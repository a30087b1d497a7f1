"""Whether a person can come, at forty moments of the calendar: the text about hours is right."""

from datetime import datetime
from pathlib import Path

import pytest

from content.library import Content
from content.vietnamese import VIETNAM
from content.ward_parts import WardPart
from handlers.live import on_duty
from storage.handoff_models import Half
from tests.support.live import stage
from tests.support.ward import with_parts

# Local time -> "" while somebody is told, else when it opens again.
MOMENTS = {
    # A working Monday, noon included; the Tuesday after is the day of culture.
    "2026-11-23 00:00": "7 giờ 30 hôm nay",
    "2026-11-23 07:29": "7 giờ 30 hôm nay",
    "2026-11-23 07:30": "",
    "2026-11-23 09:00": "",
    "2026-11-23 11:29": "",
    "2026-11-23 11:30": "13 giờ 30 hôm nay",
    "2026-11-23 12:15": "13 giờ 30 hôm nay",
    "2026-11-23 13:29": "13 giờ 30 hôm nay",
    "2026-11-23 13:30": "",
    "2026-11-23 16:59": "",
    "2026-11-23 17:00": "7 giờ 30, thứ Tư, 25/11/2026",
    "2026-11-23 23:59": "7 giờ 30, thứ Tư, 25/11/2026",
    # A Friday evening, and the Saturday whose morning is worked.
    "2026-11-27 16:59": "",
    "2026-11-27 17:00": "7 giờ 30, thứ Bảy, 28/11/2026",
    "2026-11-27 21:00": "7 giờ 30, thứ Bảy, 28/11/2026",
    "2026-11-28 07:00": "7 giờ 30 hôm nay",
    "2026-11-28 08:00": "",
    "2026-11-28 11:31": "7 giờ 30, thứ Hai, 30/11/2026",
    "2026-11-28 15:00": "7 giờ 30, thứ Hai, 30/11/2026",
    "2026-11-29 10:00": "7 giờ 30, thứ Hai, 30/11/2026",
    # New Year's day is a Friday; the Saturday after is off, too.
    "2026-12-31 16:30": "",
    "2026-12-31 17:30": "7 giờ 30, thứ Hai, 4/1/2027",
    "2027-01-01 09:00": "7 giờ 30, thứ Hai, 4/1/2027",
    "2027-01-02 09:00": "7 giờ 30, thứ Hai, 4/1/2027",
    "2027-01-03 18:00": "7 giờ 30, thứ Hai, 4/1/2027",
    "2027-01-04 07:31": "",
    # A Saturday worked whole in place of the Monday after it.
    "2027-01-16 09:00": "",
    "2027-01-16 12:00": "13 giờ 30 hôm nay",
    "2027-01-16 15:00": "",
    "2027-01-16 17:01": "7 giờ 30, thứ Ba, 19/1/2027",
    "2027-01-17 09:00": "7 giờ 30, thứ Ba, 19/1/2027",
    "2027-01-18 09:00": "7 giờ 30, thứ Ba, 19/1/2027",
    "2027-01-19 08:00": "",
    # Tết: from the evening of the 28th of the twelfth month on.
    "2027-02-03 16:00": "",
    "2027-02-03 17:00": "7 giờ 30, thứ Năm, 11/2/2027",
    "2027-02-04 17:00": "7 giờ 30, thứ Năm, 11/2/2027",
    "2027-02-05 09:00": "7 giờ 30, thứ Năm, 11/2/2027",
    "2027-02-06 00:05": "7 giờ 30, thứ Năm, 11/2/2027",
    "2027-02-08 14:00": "7 giờ 30, thứ Năm, 11/2/2027",
    "2027-02-10 16:59": "7 giờ 30, thứ Năm, 11/2/2027",
    "2027-02-11 07:30": "",
    # 30/4, and 1/5 that is a Saturday and given back on Monday.
    "2027-04-30 10:00": "7 giờ 30, thứ Ba, 4/5/2027",
}


@pytest.fixture
def of_ward(content: Content) -> Content:
    hours = {"week": "7:30-11:30 và 13:30-17:00", "saturday": "7:30-11:30"}
    apart = {
        "days_off": "2/1/2027: nghỉ Tết Dương lịch\n18/1/2027: nghỉ bù",
        "days_worked": "16/1/2027: làm bù",
    }
    return with_parts(content, {WardPart.HOURS: hours, WardPart.DAYS_APART: apart})


async def test_what_is_said_about_hours_is_right_at_every_moment(
    tmp_path: Path, of_ward: Content
) -> None:
    assert len(MOMENTS) >= 40
    wrong = []
    async with stage(tmp_path, of_ward) as at:
        for number, (moment, opens) in enumerate(MOMENTS.items()):
            at.clock.now = datetime.fromisoformat(moment).replace(tzinfo=VIETNAM)
            said = "\n".join(await at.owner("gặp cán bộ", address=f"o{number}"))
            told = "Đang báo" in said
            right = told if not opens else f"Mở lại {opens}." in said and not told
            if not right:
                wrong.append((moment, opens, said[:160]))
            # Whoever was told is not busy with the one before.
            at.at_desk()
            await at.owner("thôi", address=f"o{number}")
    assert wrong == []


async def test_without_hours_of_the_ward_none_are_stated(tmp_path: Path, content: Content) -> None:
    async with stage(tmp_path, content) as at:
        for number, hour in enumerate((6, 9, 12, 18, 23)):
            at.clock.now = datetime(2026, 11, 23, hour, tzinfo=VIETNAM)
            said = "\n".join(await at.owner("gặp cán bộ", address=f"o{number}"))
            assert "Mở lại" not in said
            assert ("Đang báo" in said) is (8 <= hour < 17)


@pytest.mark.parametrize(
    ("hour", "half"), [(7, Half.MORNING), (11, Half.MORNING), (13, Half.AFTERNOON)]
)
def test_the_halves_of_a_day(hour: int, half: Half) -> None:
    assert on_duty.half_of(datetime(2026, 11, 23, hour, 45, tzinfo=VIETNAM)) is half
