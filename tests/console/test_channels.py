"""Connecting the Zalo OA, and what staff are told of a channel in trouble."""

from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.app import utc_now
from bot.loopback.zalo_oa import FakeOa
from content.library import Content
from handlers.clock import alarms
from handlers.people import staff_links
from handlers.talk.messages import SendingPolicy
from storage.database import Transaction
from storage.hashes import hashed
from storage.models import OutboxState
from storage.staff_models import Role
from tests.support.desk import Desk, desk
from tests.support.site import site
from tests.support.zalo_oa import live_oa


async def consent(person: Desk) -> str:
    """To Zalo and back; the address of our page that Zalo's answer leads to."""
    await person.get("/kenh")
    status, _, to_zalo = await person.post("/kenh/zalo", do="consent")
    assert status == 303
    async with person.http.get(to_zalo, allow_redirects=False) as zalo:
        back = zalo.headers["Location"]
    # From another site's page: without our cookie.
    async with aiohttp.ClientSession() as elsewhere, elsewhere.get(back) as page:
        text = await page.text()
    assert 'http-equiv="refresh"' in text
    onward = text.split("url=")[1].split('"')[0].replace("&amp;", "&")
    return onward.removeprefix("/can-bo")


async def test_the_oa_is_connected_from_the_console(tmp_path: Path, content: Content) -> None:
    fake = FakeOa()
    async with live_oa(tmp_path, content, fake, connected=False, public_url="") as live:
        async with desk(live.site, "quantri", Role.ADMIN) as person:
            _, page = await person.get("/kenh")
            assert "chưa kết nối" in page and f"{live.address}/can-bo/zalo/ve" in page
            onward = await consent(person)
            status, _ = await person.get(onward)
            assert status == 303
            _, page = await person.get("/kenh")
            assert "đang chạy" in page and fake.access_token not in page
            status, page = await person.get(onward)  # the same once more
            assert status == 409 and "không nhận lần kết nối này" in page
            await live.oa.channel.look()
            await person.post("/kenh/zalo", do="forget")
            _, page = await person.get("/kenh")
            assert "chưa kết nối" in page
            access, refresh = fake.new_pair()
            status, _, _ = await person.post(
                "/kenh/zalo", do="paste", access_token=access, refresh_token=refresh
            )
            assert status == 303 and await live.oa.account.token() == access
        audit = await live.db.transaction(lambda tx: [line.action for line in tx.audit.lines()])
        wanted = {"zalo.consent", "zalo.connect", "zalo.disconnect", "zalo.paste"}
        assert wanted <= set(audit)


async def test_another_persons_consent_is_nobodys(tmp_path: Path, content: Content) -> None:
    fake = FakeOa()
    async with (
        live_oa(tmp_path, content, fake, connected=False, public_url="") as live,
        desk(live.site, "quantri", Role.ADMIN) as person,
        desk(live.site, "chu", Role.OWNER) as other,
    ):
        onward = await consent(person)
        status, _ = await other.get(onward)
        assert status == 409
        assert await live.db.transaction(lambda tx: tx.zalo.get()) is None


async def test_an_alarm_is_told_once_and_seen_on_every_page(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "quantri", Role.ADMIN) as person:

        def work(tx: Transaction) -> list[bool]:
            staff = tx.staff.by_login("quantri")
            assert staff
            contact = tx.contacts.meet("web", "w1", utc_now())
            code = staff_links.make_code(tx, staff, utc_now())
            tx.staff_links.use_code(hashed(code), contact.id, utc_now())
            return [
                alarms.sound(tx, content, "zalo_oa", "consent", "-14014", utc_now())
                for _ in range(3)
            ]

        assert await at.core.database.transaction(work) == [True, False, False]
        _, page = await person.get("")
        assert "Zalo OA" in page and "đồng ý lại" in page
        told = await at.core.database.transaction(
            lambda tx: sum(tx.outbox.count(state) for state in OutboxState)
        )
        assert told == 1
        await at.core.database.transaction(lambda tx: alarms.end(tx, "zalo_oa", "consent"))
        _, page = await person.get("")
        assert "đồng ý lại" not in page


@pytest.mark.parametrize(("people", "messages"), [(45, 0), (1, 2700)])
async def test_a_limit_is_told_of_before_it_is_reached(
    people: int, messages: int, tmp_path: Path, content: Content
) -> None:
    policies = {
        "zalo_bot": SendingPolicy(monthly=3000, counts_everything=True, people=50),
        "telegram": SendingPolicy(per_second=30),
    }
    async with site(tmp_path, content) as at:

        def fill(tx: Transaction) -> None:
            for number in range(people):
                contact = tx.contacts.meet("zalo_bot", f"z{number}", utc_now())
            for number in range(messages):
                tx.inbox.record("zalo_bot", f"m{number}", contact.id, utc_now())

        def watch(tx: Transaction) -> list[tuple[str, str]]:
            alarms.watch(tx, content, policies, utc_now())
            return [(alarm.channel, alarm.what) for alarm in tx.alarms.all()]

        assert await at.core.database.transaction(watch) == []
        await at.core.database.transaction(fill)
        wanted = "people" if people > 1 else "quota"
        assert await at.core.database.transaction(watch) == [("zalo_bot", wanted)]
        # The next month begins anew.
        later = utc_now() + timedelta(days=32)
        await at.core.database.transaction(lambda tx: alarms.watch(tx, content, policies, later))
        left = await at.core.database.transaction(lambda tx: tx.alarms.all())
        assert len(left) == (1 if people > 1 else 0)


async def test_a_message_set_aside_is_listed_until_it_was_seen_to(
    tmp_path: Path, content: Content
) -> None:
    def fail(tx: Transaction) -> None:
        now = utc_now()
        for number in ("1", "2"):
            tx.set_aside.note("telegram", number, "7", f"tin số {number} <b>", "KeyError", now)
        tx.set_aside.give_up("telegram", "1", now)  # the other one is still tried
        alarms.sound(tx, content, "telegram", "set_aside", "KeyError", now)

    async with site(tmp_path, content) as at, desk(at, "quantri", Role.ADMIN) as person:
        await at.core.database.transaction(fail)
        _, page = await person.get("/kenh")
        assert "tin số 1 &lt;b&gt;" in page and "tin số 2" not in page
        await person.post("/kenh/tin-de-rieng", channel="telegram", message="1")
        _, page = await person.get("/kenh")
        assert "tin số 1" not in page and "không xử lý được" not in page


@pytest.mark.parametrize(
    ("do", "state", "said"),
    [("release", OutboxState.PENDING, "Đã cho gửi"), ("drop", OutboxState.REFUSED, "Đã bỏ")],
)
async def test_what_a_restore_held_goes_only_when_a_person_says_so(
    do: str, state: OutboxState, said: str, tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as place:

        def hold(tx: Transaction) -> None:
            contact = tx.contacts.meet("somewhere", "7", utc_now())
            tx.outbox.add(contact.id, '{"text": "x"}', utc_now())
            tx.outbox.hold_all(utc_now())
            alarms.sound(tx, content, "storage", "restored", "", utc_now())

        async with desk(place, "quantri", Role.ADMIN) as person:
            await place.core.database.transaction(hold)
            _, page = await person.get("/kenh")
            assert "Tin được giữ lại sau khi khôi phục (1)" in page
            status, _, back = await person.post("/kenh/tin-giu-lai", do=do, sure="2")
            assert status == 409
            status, _, back = await person.post("/kenh/tin-giu-lai", do=do, sure="1")
            assert status == 303
            _, page = await person.get(back.partition("/can-bo")[2])
            assert said in page and "Tin được giữ lại" not in page
        assert await place.core.database.transaction(lambda tx: tx.outbox.count(state)) == 1
        assert await place.core.database.transaction(lambda tx: tx.alarms.all()) == []
