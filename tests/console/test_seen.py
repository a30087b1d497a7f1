"""Nobody overwrites or decides on what they did not see."""

import asyncio
import re
import threading
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from bot.app import utc_now
from bot.web.console import events, passwords
from bot.web.console.routes import PLACES
from bot.web.console.typed import HOME, page_of
from content.calendar import local
from content.library import Content
from content.vietnamese import long_day
from handlers.conference.seats import register
from handlers.people import accounts
from storage.broadcast_models import BroadcastState
from storage.database import Database, Transaction
from storage.event_models import Event, EventState
from storage.rows import StaleRow
from storage.staff_models import Role
from tests.handlers.test_seats import wanted
from tests.support.conference import at_desk, make_event
from tests.support.desk import PASSWORD, desk, employ, visitor
from tests.support.patience import PATIENCE_S
from tests.support.site import Site, site


async def the_event(at: Site) -> Event:
    [event] = await at.core.database.transaction(lambda tx: tx.events.all())
    return event


async def test_of_two_people_editing_the_second_sees_both_texts_and_loses_nothing(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "a", Role.CLERK) as one,
        desk(at, "b", Role.CLERK) as two,
    ):
        event = await at.core.database.transaction(lambda tx: make_event(tx))
        page, path = f"/su-kien/{event.id}", f"/su-kien/{event.id}/sua"
        await one.get(page)
        await two.get(page)
        first = {"about": "Của người thứ nhất", "parking": "sân sau", "doors": "7 giờ 30"}
        assert (await one.post(path, **first))[0] == 303
        status, shown, _ = await two.post(path, about="Của người thứ hai", bring="Sổ")
        assert status == 409
        assert "Của người thứ nhất" in shown and "Của người thứ hai" in shown and "Sổ" in shown
        kept = await the_event(at)
        assert (kept.about, kept.bring) == ("Của người thứ nhất", event.bring)
        assert (kept.parking, kept.doors, kept.meal) == ("sân sau", "7 giờ 30", "")
        # Having seen both, the second one may still decide for theirs.
        assert (await two.post(path, about="Của người thứ hai", bring="Sổ"))[0] == 303
        assert (await the_event(at)).about == "Của người thứ hai"


async def test_an_edit_that_changes_nothing_makes_nobody_elses_late(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "a", Role.CLERK) as one,
        desk(at, "b", Role.CLERK) as two,
    ):
        event = await at.core.database.transaction(lambda tx: make_event(tx))
        page, path = f"/su-kien/{event.id}", f"/su-kien/{event.id}/sua"
        await one.get(page)
        await two.get(page)
        assert (await one.post(path, about=event.about))[0] == 303
        assert (await two.post(path, about="Của người thứ hai"))[0] == 303
        assert (await the_event(at)).about == "Của người thứ hai"


async def test_an_edit_with_a_mistake_does_not_lose_what_came_meanwhile(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as one:
        event = await at.core.database.transaction(lambda tx: make_event(tx))
        page, path = f"/su-kien/{event.id}", f"/su-kien/{event.id}/sua"
        await one.get(page)
        assert (await one.post(path, about="x", end="05:00"))[0] == 400

        def meanwhile(tx: Transaction) -> None:
            [kept] = tx.events.all()
            tx.events.save(replace(kept, bring="Căn cước"))

        await at.core.database.transaction(meanwhile)
        assert (await one.post(path, about="x"))[0] == 409
        assert (await the_event(at)).bring == "Căn cước"


async def test_a_cancelled_event_is_not_brought_back_by_an_edit(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "a", Role.CLERK) as clerk,
        desk(at, "b", Role.APPROVER) as approver,
    ):
        for number in range(12):
            event = await at.core.database.transaction(partial(make_event, title=f"Số {number}"))
            page = f"/su-kien/{event.id}"
            await clerk.get(page)
            await approver.get(page)
            answers = await asyncio.gather(
                clerk.post(f"{page}/sua", about="mới"),
                approver.post(f"{page}/trang-thai", do="cancel", sure=event.code, reason="bão"),
            )
            every = await at.core.database.transaction(lambda tx: tx.events.all())
            kept = next(other for other in every if other.id == event.id)
            assert sorted(answer[0] for answer in answers) == [303, 409]
            cancelled = answers[1][0] == 303
            assert (kept.state is EventState.CANCELLED) is cancelled
            assert (kept.about == "mới") is not cancelled


async def test_a_decision_brings_what_it_was_made_from(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.OWNER) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx))
        path = f"/su-kien/{event.id}/trang-thai"
        for do in ("publish", "hold", "cancel", "report"):
            status, page, _ = await person.post(path, do=do, sure=event.code, seen="")
            assert status == 409 and "Người khác vừa sửa" in page, do
        assert (await the_event(at)).state is event.state


def held(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """A new password is being worked out: that it has begun, and that it may go on."""
    begun, go_on, new = threading.Event(), threading.Event(), passwords.new_password

    def work(*given: str) -> str:
        begun.set()
        assert go_on.wait(PATIENCE_S)
        return new(*given)

    monkeypatch.setattr(passwords, "new_password", work)
    return begun, go_on


async def test_switched_off_during_a_password_change_stays_switched_off(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = held(monkeypatch)
    async with (
        site(tmp_path, content) as at,
        desk(at, "quantri", Role.ADMIN) as admin,
        desk(at, "thuky", Role.CLERK) as person,
    ):
        staff = await at.core.database.transaction(lambda tx: tx.staff.by_login("thuky"))
        assert staff
        await admin.get("/nhan-su")
        await person.get("/tai-khoan")
        new = {"old": PASSWORD, "password": "con-meo-den-hai-tai", "again": "con-meo-den-hai-tai"}
        change = asyncio.create_task(person.post("/tai-khoan/mat-khau", new))
        assert await asyncio.to_thread(begun.wait, PATIENCE_S)  # the new one is worked out
        assert (await admin.post(f"/nhan-su/{staff.id}", do="off", leaves="clerk kthtdt"))[0] == 303
        go_on.set()
        assert (await change)[0] == 409
        kept = await at.core.database.transaction(lambda tx: tx.staff.by_login("thuky"))
        assert kept and not kept.active and kept.password == staff.password


async def test_a_first_run_link_used_thrice_at_once_sets_one_password(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, go_on = held(monkeypatch)
    async with site(tmp_path, content) as at, visitor(at) as person:
        _, token = await at.core.database.transaction(
            lambda tx: accounts.add_staff(
                tx, "moi", "Người mới", "kthtdt", frozenset({Role.CLERK}), utc_now()
            )
        )
        words = [f"con-trau-so-{number}-di-cay" for number in range(3)]
        posts = [
            asyncio.create_task(person.post(f"/kich-hoat/{token}", password=word, again=word))
            for word in words
        ]
        async with asyncio.timeout(PATIENCE_S):  # all three are there before one is done
            while at.pools.strangers._inside < len(words):  # noqa: ASYNC110  # a pool has no event
                await asyncio.sleep(0.01)
        go_on.set()
        answers = await asyncio.gather(*posts)
        assert sorted(answer[0] for answer in answers) == [303, 409, 409]
        person.http.cookie_jar.clear()
        signed_in = [await person.login("moi", word) for word in words]
        assert [status == 303 for status in signed_in] == [answer[0] == 303 for answer in answers]


async def test_a_row_read_in_another_transaction_cannot_be_saved(db: Database) -> None:
    event = await db.transaction(make_event)
    with pytest.raises(StaleRow):
        await db.transaction(lambda tx: tx.events.save(replace(event, title="cũ")))


NEWS = {"do": "save", "month": "2026-12", "topic": "chung", "title": "Tin", "summary": "Một dòng."}
EDITS = [
    (
        "/nhan-su",
        "/nhan-su/{staff}",
        {"do": "edit", "roles": ["owner"], "leaves": "clerk"},
        {"roles": ["door"]},
    ),
    (
        "/lich-gui",
        "/lich-gui/sua",
        {"what": "monthly_news", "day": "3", "clock": "09:30", "enabled": "1"},
        {"day": "4"},
    ),
    (
        "/ban-tin?thang=2026-12",
        "/ban-tin/muc",
        NEWS | {"item": "{item}", "basis": "Một"},
        {"basis": "Hai"},
    ),
]


@pytest.mark.parametrize(("page", "path", "first", "second"), EDITS)
async def test_every_other_record_of_the_console_is_guarded_alike(
    tmp_path: Path,
    content: Content,
    page: str,
    path: str,
    first: dict[str, Any],
    second: dict[str, Any],
) -> None:
    roles = (Role.OWNER, Role.ADMIN, Role.COMMUNICATOR)
    async with (
        site(tmp_path, content) as at,
        desk(at, "hoa", *roles) as one,
        desk(at, "nam", *roles) as two,
    ):
        staff = await employ(at, "bay", Role.CLERK)
        await one.get("/ban-tin?thang=2026-12")
        assert (await one.post("/ban-tin/muc", NEWS | {"item": "", "basis": "Gốc"}))[0] == 303
        items = await at.core.database.transaction(lambda tx: tx.news.of_month("2026-12"))
        item = next(one for one in items if one.basis == "Gốc")
        names = {"staff": staff.id, "item": item.id}
        fill = {
            name: value.format(**names) if name == "item" else value
            for name, value in first.items()
        }
        await one.get(page)
        await two.get(page)
        answers = await asyncio.gather(
            one.post(path.format(**names), fill),
            two.post(path.format(**names), fill | second),
        )
        assert sorted(answer[0] for answer in answers) == [303, 409]
        assert any("Người khác vừa sửa" in answer[1] for answer in answers)


async def three_guests(at: Site, event: Event) -> None:
    def guests(tx: Transaction) -> None:
        for number in (1, 2, 3):
            register(at_desk(tx), event, wanted(number), contact_id=None, source="paper")

    await at.core.database.transaction(guests)


async def test_only_what_somebody_typed_counts_as_theirs_and_the_rest_stays_as_stored(
    tmp_path: Path, content: Content
) -> None:
    """One moves the event; another, in a tab from before, corrects the contact only."""
    async with (
        site(tmp_path, content) as at,
        desk(at, "thuky", Role.CLERK) as mover,
        desk(at, "truong", Role.CLERK) as other,
    ):
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        before = events._as_form(event)

        await three_guests(at, event)
        page, path = f"/su-kien/{event.id}", f"/su-kien/{event.id}/sua"
        await mover.get(page)
        await other.get(page)
        moved = before | {"place": "Trường tiểu học", "time": "09:30"}
        assert (await mover.post(path, moved | {"tells": "1"}))[0] == 303
        status, shown, _ = await other.post(path, before | {"contact": "Bà Hoa"})
        assert status == 409
        assert [d for d in re.findall(r"<textarea name=\"(\w+)\"", shown)] == ["contact"]
        assert "từ trước, chưa ai sửa" in shown and "giữ như đang lưu" in shown
        assert "Trường tiểu học" in shown and "Bấm ghi thì" not in shown  # nobody is told of it
        assert f'href="/can-bo/su-kien/{event.id}"' in shown.partition("Xem bản mới")[0][-80:]
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', shown))
        fields.pop("csrf")
        assert (await other.post(path, fields | {"contact": "Bà Hoa"}))[0] == 303
        kept = await the_event(at)
        assert (kept.contact, kept.place) == ("Bà Hoa", "Trường tiểu học")
        assert local(kept.starts_at).strftime("%H:%M") == "09:30"


async def test_before_a_late_save_tells_people_it_is_said_how_many(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "thuky", Role.CLERK) as first,
        desk(at, "truong", Role.CLERK) as other,
    ):
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        before = events._as_form(event)

        await three_guests(at, event)
        path = f"/su-kien/{event.id}/sua"
        for person in (first, other):
            await person.get(f"/su-kien/{event.id}")
        assert (await first.post(path, before | {"contact": "Bà Hoa"}))[0] == 303
        later = local(event.starts_at + timedelta(days=1)).date()
        typed = {"place": "Nơi khác", "day": later.isoformat()}
        status, shown, _ = await other.post(path, before | typed)
        assert status == 409
        day = local(event.starts_at).date()
        assert long_day(later) in shown and long_day(day) in shown  # as people read a day
        assert f">{day.isoformat()}<" not in shown and f">{later.isoformat()}<" not in shown
        assert "xin chép lại" not in shown  # nothing else was typed
        assert "Bấm ghi thì báo cho 3 người</b>: phải gọi điện 3" in shown
        assert (await the_event(at)).place == event.place
        assert await at.core.database.transaction(lambda tx: tx.calls.open()) == []


async def test_an_empty_box_that_was_not_touched_keeps_what_another_ticked(
    tmp_path: Path, content: Content
) -> None:
    """Boxes that are empty send nothing; of a broadcast they say who gets it."""
    async with (
        site(tmp_path, content) as at,
        desk(at, "viet", Role.COMMUNICATOR) as one,
        desk(at, "sua", Role.COMMUNICATOR) as two,
    ):
        fields = {
            "kind": "news",
            "topic": "thue",
            "title": "Tin",
            "text": "Chữ",
            "base": "subscribers",
        }
        await one.get("/thong-bao/soan")
        _, _, to = await one.post("/thong-bao/soan", fields)
        path = to.removeprefix("/can-bo").partition("?")[0] + "/sua"
        for person in (one, two):
            await person.get(path)
        assert (await one.post(path, fields | {"kinds": "household"}))[0] == 303
        status, shown, _ = await two.post(path, fields | {"title": "Tin mới"})
        assert status == 409 and "giữ như đang lưu" in shown
        hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', shown)
        sent = {name: value for name, value in hidden if name != "csrf"}
        assert sent["kinds"] == "household"
        assert (await two.post(path, sent | {"title": "Tin mới"}))[0] == 303
        [kept] = await at.core.database.transaction(
            lambda tx: tx.broadcasts.in_states((BroadcastState.DRAFT,))
        )
        assert kept.title == "Tin mới" and kept.filter.kinds == ("household",)


def test_without_a_page_before_the_nearest_page_above_is_the_thing_itself() -> None:
    """Some browsers and proxies take the address of the page before away."""
    routes = [Route(HOME + place.path, lambda request: None, methods=["GET"])
              for place in PLACES if "GET" in place.methods]  # fmt: skip
    app = Starlette(routes=routes)
    for sent, leads in (
        ("/su-kien/7/sua", "/su-kien/7"),
        ("/su-kien/7/dai-bieu/8/sua", "/su-kien/7/dai-bieu/8"),
        ("/cau-hoi/KN-ABCDEFG", "/cau-hoi/KN-ABCDEFG"),
        ("/goi-dien/5/loi", "/goi-dien"),
    ):
        scope = {
            "type": "http",
            "path": HOME + sent,
            "headers": [],
            "app": app,
            "query_string": b"",
        }
        assert page_of(Request(scope)) == HOME + leads
