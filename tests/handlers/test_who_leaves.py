"""Fewer people come than are named on a registration: nobody is struck off unasked."""

from dataclasses import replace
from pathlib import Path

from bot.app import utc_now
from content.attendee_rows import AttendeeRow
from content.library import Content
from handlers.conference.imports import import_rows
from handlers.conference.outcomes import SeatOutcome as Result
from handlers.conference.seating import Wanted
from handlers.conference.seats import change, register
from storage.database import Database, Transaction
from storage.event_models import Event, Registration
from storage.staff_models import Role
from tests.handlers.test_seats import sign_up
from tests.support.clock import START
from tests.support.conference import at_desk, make_event
from tests.support.desk import desk
from tests.support.play import exchange, playing, said
from tests.support.site import site

NAMES = "Lê Thị Hai, Trần Văn Ba"


def party(tx: Transaction, event: Event) -> Registration:
    one = sign_up(tx, event, 1).registration
    assert one
    return tx.registrations.save(replace(one, companions=2, companion_names=NAMES))


async def test_whoever_takes_people_off_says_who(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx)
        one, staff = party(tx, event), at_desk(tx, staff="thuky")
        contact = tx.contacts.meet("test", "7", START)
        one = tx.registrations.save(replace(one, contact_id=contact.id))
        fewer = change(staff, event, one, Wanted(companions=1))
        assert fewer.outcome is Result.WHO_LEAVES and not fewer.told
        row = AttendeeRow(
            2, name=one.name, phone=one.phone or "", people=2, given=frozenset({"people"})
        )
        assert [r.outcome for r in import_rows(staff, event, [row]).rows] == ["who_leaves"]
        assert tx.registrations.get(one.id) == one
        said_so = change(staff, event, one, Wanted(companions=1, companion_names="Trần Văn Ba"))
        assert said_so.outcome is Result.CHANGED
        kept = tx.registrations.get(one.id)
        assert kept and (kept.companions, kept.companion_names) == (1, "Trần Văn Ba")
        [told] = tx.outbox.claim("test", START, 9)
        assert "Tên người đi cùng: Trần Văn Ba (trước là" in told.body
        alone = change(staff, event, kept, Wanted(companions=0)).registration
        assert alone and alone.companion_names == ""

    await db.transaction(work)


async def test_a_form_filled_in_anew_is_all_they_say(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx)
        contact = tx.contacts.meet("test", "7", START)
        one = tx.registrations.save(replace(party(tx, event), contact_id=contact.id))
        anew = Wanted(name=one.name, phone=one.phone, business=one.business, companions=1)
        done = register(at_desk(tx), event, anew, contact_id=contact.id, source="chat")
        assert done.outcome is Result.CHANGED and done.registration
        assert (done.registration.companions, done.registration.companion_names) == (1, "")

    await db.transaction(work)


async def test_the_page_of_an_attendee_asks_and_keeps_what_was_typed(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event, one = await at.core.database.transaction(
            lambda tx: ((event := make_event(tx, now=utc_now())), party(tx, event))
        )
        path = f"/su-kien/{event.id}/dai-bieu/{one.id}"
        await person.get(path)
        form = {"name": one.name, "companions": "1", "companion_names": NAMES}
        status, page, _ = await person.post(f"{path}/sua", form)
        assert status == 409 and "Xin hỏi ai không đi" in page and NAMES in page
        await person.get(path)
        form["companion_names"] = " Lê Thị Hai ,"
        assert (await person.post(f"{path}/sua", form))[0] == 303
        kept = await at.core.database.transaction(lambda tx: tx.registrations.get(one.id))
        assert kept and (kept.companions, kept.companion_names) == (1, "Lê Thị Hai")


async def test_in_the_chat_the_owner_is_asked_who_stays_at_home(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):

        def begin(tx: Transaction) -> Registration:
            contact = tx.contacts.meet("test", "7", START)
            one = party(tx, make_event(tx))
            return tx.registrations.save(replace(one, contact_id=contact.id))

        one = await core.database.transaction(begin)
        await exchange(core, channel, said("vé của tôi"))
        asked = (await exchange(core, channel, said("2 người nhé")))[-1]
        assert "Ai không đi" in asked.text and "Lê Thị Hai" in asked.choices[0].label
        stays = await core.database.transaction(lambda tx: tx.registrations.get(one.id))
        assert stays and (stays.companions, stays.companion_names) == (2, NAMES)
        await exchange(core, channel, said("Lê Thị Hai"))
        now = await core.database.transaction(lambda tx: tx.registrations.get(one.id))
        assert now and (now.companions, now.companion_names) == (1, "Trần Văn Ba")
