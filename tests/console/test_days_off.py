"""Days off and working Saturdays: nothing strange is taken without a word."""

from datetime import timedelta
from pathlib import Path

from bot.app import utc_now
from content.calendar import local
from content.library import Content
from storage.event_models import EventState
from storage.staff_models import Role
from tests.support.conference import make_event
from tests.support.desk import Desk, desk
from tests.support.site import Site, site

PUT = "/lich/sua"
TITLES = ("Hội nghị một", "Hội nghị hai")


async def kept(at: Site) -> list[tuple[str, bool, str]]:
    days = await at.core.database.transaction(lambda tx: tx.calendar.all())
    return [(day.isoformat(), works, note) for day, works, note in days]


async def put(admin: Desk, day: str, works: str = "0", **more: str) -> tuple[int, str, str]:
    await admin.get("/lich")
    return await admin.post(PUT, {"day": day, "works": works, "note": "Nghỉ bù"} | more)


async def test_a_day_that_stands_there_is_named(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.ADMIN) as admin:
        assert (await put(admin, "2027-03-03"))[0] == 303
        status, page, _ = await put(admin, "2027-03-03", "1", note="Làm bù")
        assert status == 409 and "đã có trong danh sách" in page
        assert 'value="Làm bù"' in page and 'value="2027-03-03"' in page
        assert "Người khác vừa sửa" not in page and "Loại ngày (1" not in page
        assert await kept(at) == [("2027-03-03", False, "Nghỉ bù")]


async def test_a_day_that_is_over_is_refused(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.ADMIN) as admin:
        status, page, _ = await put(admin, "2020-05-04")
        assert status == 400 and "Ngày này đã qua" in page and 'value="2020-05-04"' in page
        assert await kept(at) == []
        today = local(utc_now()).date().isoformat()
        assert (await put(admin, today))[0] == 303  # a storm closes the office this morning


async def test_a_day_off_that_was_one_anyway_is_said_to_be(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.ADMIN) as admin:
        for day, said in (
            ("2027-04-30", "vốn đã là ngày nghỉ"),  # a holiday
            ("2027-03-06", "vốn đã là ngày nghỉ"),  # a Saturday
        ):
            _, _, to = await put(admin, day)
            _, page = await admin.get(to.removeprefix("/can-bo"))
            assert said in page, day
        _, _, to = await put(admin, "2027-03-04", "1")
        _, page = await admin.get(to.removeprefix("/can-bo"))
        assert "vốn đã là ngày làm việc" in page
        _, _, to = await put(admin, "2027-03-13", "1")  # a working Saturday is news
        _, page = await admin.get(to.removeprefix("/can-bo"))
        assert "vốn đã" not in page and "Đã lưu" in page


async def test_a_day_with_an_event_on_it_asks_first(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.ADMIN) as admin:
        event = await at.core.database.transaction(
            lambda tx: make_event(tx, now=utc_now(), title="Hội nghị quý", state=EventState.OPEN)
        )
        day = local(event.starts_at).date()
        status, page, _ = await put(admin, day.isoformat())
        assert status == 409 and "Hội nghị quý" in page and "vẫn tổ chức" in page
        assert 'value="Nghỉ bù"' in page and await kept(at) == []
        assert (await put(admin, day.isoformat(), events=str(event.id)))[0] == 303
        assert (await put(admin, (day + timedelta(days=7)).isoformat()))[0] == 303
        assert len(await kept(at)) == 2


async def test_an_event_made_meanwhile_is_asked_about_too(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.ADMIN) as admin:
        events = await at.core.database.transaction(
            lambda tx: [make_event(tx, now=utc_now(), title=title) for title in TITLES]
        )
        day = local(events[0].starts_at).date().isoformat()
        status, page, _ = await put(admin, day, events=str(events[0].id))
        assert status == 409 and "Hội nghị hai" in page and await kept(at) == []
