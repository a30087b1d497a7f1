"""Whoever comes too late is told what happened meanwhile, and gets back what they typed."""

import re
from dataclasses import replace
from pathlib import Path

from content.library import Content
from storage.database import Transaction
from storage.event_models import EventTask, RegistrationState
from storage.staff_models import Role
from tests.handlers.test_seats import sign_up
from tests.support.clock import START
from tests.support.conference import make_event
from tests.support.desk import desk
from tests.support.site import site


async def test_the_page_says_what_others_did_and_gives_back_what_was_typed(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK, Role.OWNER) as person:
        db = at.core.database

        def fill(tx: Transaction) -> tuple[int, int, EventTask]:
            event = make_event(tx, capacity=4, reserved={"guest": 3})
            guest = sign_up(tx, event, 1).registration
            assert guest is not None
            tx.events.save(replace(event, capacity=3))
            task = EventTask(tx.events.ids.next(), event.id, START.date(), "Mượn loa", "Hoa")
            tx.events.add_task(task)
            return event.id, guest.id, task

        event_id, guest_id, task = await db.transaction(fill)
        page = f"/su-kien/{event_id}"
        _, shown = await person.get(page)
        assert "Thiếu 1 chỗ" in shown  # three reserved, one taken, three in all

        def meanwhile(tx: Transaction) -> None:
            [kept] = [one for one in tx.events.tasks(event_id) if one.id == task.id]
            tx.events.save_task(replace(kept, who="Nam"))
            guest = tx.registrations.get(guest_id)
            assert guest is not None
            tx.registrations.save(replace(guest, state=RegistrationState.CANCELLED))

        await person.get(f"{page}/dai-bieu/{guest_id}")
        await db.transaction(meanwhile)
        due = {"do": "date", "task": task.id, "title": task.title, "due": "2026-12-05"}
        status, shown, _ = await person.post(f"{page}/viec", due)
        assert status == 409 and "5/12/2026" in shown  # what was typed; the title nobody typed
        assert "xin chép lại" not in shown
        status, shown, _ = await person.post(f"{page}/dai-bieu/{guest_id}/sua", companions="2")
        assert status == 409 and re.search(r"nay là <b>Đã hủy</b>", shown)
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', shown))
        _, _, to = await person.post(
            f"{page}/dai-bieu/{guest_id}/sua", fields | {"companions": "2"}
        )
        assert "xong=saved_of_gone" in to
