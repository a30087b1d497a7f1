"""Whoever asks to be erased may have been invited on paper: nothing of their name stays."""

from dataclasses import replace
from pathlib import Path

from bot.app import utc_now
from content.library import Content
from handlers.clock.restored import settle
from handlers.conference.inviting import issue
from handlers.conference.seating import Wanted
from handlers.conference.seats import register
from handlers.own_data import invited
from storage.database import Database, Transaction
from storage.event_models import BusinessKind, Event, Invitation
from storage.gone import GoneLine
from storage.staff_models import Role
from tests.support.clock import START
from tests.support.conference import at_desk, make_event
from tests.support.desk import desk
from tests.support.site import site
from tests.web.test_erasure import found, ticked

PATH = "/yeu-cau-du-lieu/xoa"
NAME, NUMBER = "Tô Văn Mười Hai", "0912000012"


def invite(tx: Transaction, event: Event, name: str) -> Invitation:
    return issue(tx, event, name, "UBND phường", utc_now(), address="số 7 ngõ Chợ")


async def test_names_on_invitations_go_with_the_person(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "thuky", Role.CLERK) as clerk:

        def fill(tx: Transaction) -> tuple[Invitation, Invitation]:
            event = make_event(tx, now=utc_now())
            wanted = Wanted(NAME, "+84912000012", BusinessKind.HOUSEHOLD, "Cơm", "TDP 7", 0)
            register(at_desk(tx, utc_now(), "vt"), event, wanted, contact_id=None, source="paper")
            return invite(tx, event, NAME), invite(tx, event, "Nguyễn Thị Khác")

        his, hers = await at.core.database.transaction(fill)
        await clerk.get("/yeu-cau-du-lieu")
        _, page, _ = await clerk.post(PATH, phone=NUMBER)
        assert his.code in page and hers.code not in page
        assert invited.key_of(his) not in ticked(page)  # staff say whose it is
        what = [*ticked(page), invited.key_of(his)]
        fields = {"phone": NUMBER, "do": "erase", "sure": NUMBER[-4:], "what": what}
        status, page, _ = await clerk.post(PATH, fields)
        assert status == 303, page
        assert await at.core.database.scrub()
        assert found(tmp_path, (NAME, NUMBER[1:])) == set()
        kept = await at.core.database.transaction(lambda tx: tx.events.invitation(his.code))
        assert kept and kept.revoked_at and not kept.address
        other = await at.core.database.transaction(lambda tx: tx.events.invitation(hers.code))
        assert other == hers


async def test_an_older_copy_forgets_the_invitation_again(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> list[GoneLine]:
        event = make_event(tx)
        one = invite(tx, event, NAME)
        invited.erase_one(tx, content, one, START)
        lines = tx.gone.since(0)
        tx.events.save_invitation(one)  # the copy: there it stands still
        settle(tx, content, [replace(line, id="again") for line in lines], START)
        again = tx.events.invitation(one.code)
        assert again and again.recipient == content.words.label("erased_name")
        return lines

    lines = await db.transaction(work)
    assert [line.kind for line in lines] == ["invitation"]
