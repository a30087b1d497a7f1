"""What a form acts on was taken away meanwhile: the page says what it was, by whom and when, and
gives back what was typed."""

import re
from pathlib import Path

from bot.app import utc_now
from content.library import Content
from handlers.conference.inviting import issue
from handlers.conference.seats import register
from storage.alarms import Alarm
from storage.database import Transaction
from storage.event_models import Event, Invitation
from storage.staff_models import Role
from tests.handlers.test_seats import wanted
from tests.support.conference import at_desk, make_event
from tests.support.desk import desk
from tests.support.erasing import erase_phone
from tests.support.site import site

ROLES = (Role.OWNER, Role.ADMIN, Role.CLERK)


def prepare(tx: Transaction) -> tuple[Event, Invitation, int]:
    now = utc_now()
    event = make_event(tx, now=now)
    invitation = issue(tx, event, "Tạp hóa Hoa", "Phòng Kinh tế", now)
    guest = register(at_desk(tx, now), event, wanted(1), contact_id=None, source="paper")
    assert guest.registration is not None
    tx.set_aside.note("telegram", "9", "9", "chữ", "lỗi", now)
    tx.set_aside.give_up("telegram", "9", now)
    tx.alarms.put(Alarm("telegram", "refused", "", now))
    return event, invitation, guest.registration.id


async def test_whoever_acts_on_what_another_took_away_is_told_who_did(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "lan", *ROLES) as one,
        desk(at, "minh", *ROLES) as two,
    ):
        event, invitation, guest = await at.core.database.transaction(prepare)
        task = (await at.core.database.transaction(lambda tx: tx.events.tasks(event.id)))[0]
        page = f"/su-kien/{event.id}"
        named = {"task": str(task.id), "title": task.title}
        tick = named | {"do": "tick"}
        later = named | {"do": "date", "due": "2027-01-05"}
        telegram = {"channel": "telegram", "message": "9", "what": "refused"}
        kinds: tuple[tuple[str, str, dict[str, str], dict[str, str], str], ...] = (
            (page, f"{page}/viec", named | {"do": "remove"}, tick, "xóa việc"),
            (page, f"{page}/viec", {}, later, "5/1/2027"),
            (page, f"{page}/thu-hoi", {"code": invitation.code}, {}, invitation.code),
            ("/kenh", "/kenh/tin-de-rieng", telegram, {}, "xem"),
            ("/kenh", "/kenh/bao-dong", telegram, {}, "tắt báo"),
        )
        for place, path, first, second, says in kinds:
            if first:  # else on the page as it was read before
                await two.get(place)
                await one.get(place)
                assert (await one.post(path, first))[0] == 303, path
            status, shown, _ = await two.post(path, second or first)
            assert status == 409, path
            assert "Mục này không còn" in shown and "Chưa ghi gì" in shown, path
            assert says in shown and "Cán bộ lan" in shown, path
            assert re.search(r"\d{1,2} giờ", shown), path

        person = f"{page}/dai-bieu/{guest}"
        await two.get(person)
        now = utc_now()
        phone = wanted(1).phone or ""
        await at.core.database.transaction(lambda tx: erase_phone(tx, content, phone, now))
        status, shown, _ = await two.post(f"{person}/sua", {"business": "Bún cá Sửa"})
        assert status == 409 and "đã được xóa theo yêu cầu" in shown and "Bún cá Sửa" in shown
        status, shown, _ = await two.post(f"{page}/viec", {"do": "tick", "task": "77", "seen": ""})
        assert status == 409 and "Mục này không còn" in shown
