"""The form behind a link that works once: every repeat shows the first result."""

import asyncio
from html import unescape
from pathlib import Path
from typing import Any

from bot.app import utc_now
from content.library import Content
from handlers.conference.facts import facts_of
from handlers.conference.seating import Wanted
from handlers.conference.seats import register
from storage.database import Transaction
from storage.event_models import Event
from tests.support.conference import at_desk, change_event, make_event
from tests.support.site import Site, site
from tests.web.test_chat import session

FORM = {
    "name": "Nguyễn Thị Hoa",
    "phone": "0912345678",
    "business": "Phở Hoa",
    "kind": "household",
    "neighbourhood": "tổ 5",
    "people": "2",
    "agree": "1",
}


def filled(event: Event, **typed: str) -> dict[str, str]:
    """The form as its page sends it."""
    return FORM | {"shown": facts_of(event).packed()} | typed


async def furnish(at: Site, **given: Any) -> Event:
    def work(tx: Transaction) -> Event:
        event = make_event(tx, now=utc_now(), **given)
        contact = tx.contacts.meet("web", "7", utc_now())
        told = {"sector": "ăn uống", "tax_code": "0100109106"}
        tx.people.keep_profile(contact.id, utc_now(), told)
        until = event.starts_at
        tx.people.make_link("token", contact.id, event.id, until)
        return event

    return await at.core.database.transaction(work)


async def test_a_double_click_a_reload_and_going_back_show_the_ticket(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        event = await furnish(at)
        address = f"{at.url}/dang-ky/token"
        answers = await asyncio.gather(
            *(browser.post(address, data=filled(event), allow_redirects=False) for _ in range(4))
        )
        assert {answer.status for answer in answers} == {303}
        assert len({answer.headers["location"] for answer in answers}) == 1
        again = await browser.get(address)
        assert again.status == 200 and "/ve/" in str(again.url)
        late = await browser.post(address, data=filled(event, phone="0987654321"))
        assert "/ve/" in str(late.url)
        made = await at.core.database.transaction(lambda tx: tx.registrations.of_event(event.id))
        assert len(made) == 1 and made[0].companions == 1
        known = await at.core.database.transaction(
            lambda tx: tx.people.profile(made[0].contact_id or 0)
        )
        assert known and known.name == "Nguyễn Thị Hoa"
        assert (known.sector, known.tax_code) == ("ăn uống", "0100109106")


async def test_a_refused_form_does_not_use_the_link_up(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        event = await furnish(at)

        def take(tx: Transaction) -> None:
            other = tx.contacts.meet("web", "8", utc_now())
            wanted = Wanted("Nam", "+84912345678")
            register(at_desk(tx, utc_now()), event, wanted, contact_id=other.id, source="chat")

        await at.core.database.transaction(take)
        address = f"{at.url}/dang-ky/token"
        refused = await browser.post(address, data=filled(event))
        assert refused.status == 409 and "đã được đăng ký" in await refused.text()
        good = await browser.post(address, data=filled(event, phone="0987654321"))
        assert good.status == 200 and "/ve/" in str(good.url)
        assert (await browser.get(f"{at.url}/dang-ky/doan-mo")).status == 404


async def test_what_is_too_long_is_said_and_nothing_typed_is_lost(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        event = await furnish(at)
        address, long = f"{at.url}/dang-ky/token", "Tạp hóa Hoa " * 40
        for field in ("name", "phone", "business", "neighbourhood"):
            refused = await browser.post(address, data=filled(event) | {field: long})
            page = await refused.text()
            assert refused.status == 400 and "Dài quá" in page and long.strip() in page
        made = await at.core.database.transaction(lambda tx: tx.registrations.of_event(event.id))
        assert made == []


async def test_an_old_phone_number_is_shown_as_what_it_became(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        event = await furnish(at)
        address = f"{at.url}/dang-ky/token"
        asked = await browser.post(address, data=filled(event, phone="0166 912 3456"))
        page = await asked.text()
        assert asked.status == 400 and "số cũ" in page and 'value="0369 123 456"' in page
        sent = await browser.post(address, data=filled(event, phone="0369 123 456"))
        assert "/ve/" in str(sent.url)


async def test_a_form_whose_event_changed_meanwhile_is_read_again_first(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        event = await furnish(at)
        moved = await change_event(at.core.database, event, place="Nhà văn hóa B")
        address = f"{at.url}/dang-ky/token"
        for sent in (filled(event), FORM):  # FORM: a page that was open before this was compared
            asked = await browser.post(address, data=sent)
            page = unescape(await asked.text())
            assert asked.status == 409 and "chưa đăng ký" in page and "Nhà văn hóa B" in page
            assert 'value="Phở Hoa"' in page and facts_of(moved).packed() in page
            assert (event.place in page) is ("shown" in sent)
        made = await at.core.database.transaction(lambda tx: tx.registrations.of_event(event.id))
        assert made == []
        assert "/ve/" in str((await browser.post(address, data=filled(moved))).url)
