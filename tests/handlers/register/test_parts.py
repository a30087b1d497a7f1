"""A part of the register: who is written to, who is visited, who is invited, who is asked."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from content.codes import CodeKind, new_code
from content.library import Content
from handlers.broadcast import planning, reach, whom
from handlers.broadcast.reach import OutreachRound
from handlers.conference import inviting
from handlers.office import of_register
from handlers.survey import keyed, results, waves
from handlers.survey.keyed import KeyedForm
from storage.broadcast_models import Audience, Base, Broadcast
from storage.business_lists import UNTOLD, BusinessFilter, BusinessGroup
from storage.business_models import Business, BusinessField, Relation, Tied
from storage.database import Database, Transaction
from storage.staff_models import Role
from storage.survey_models import SurveySource
from tests.storage.contract.records import on_every_engine
from tests.storage.contract.test_businesses import STAFF, business
from tests.support.broadcast import MONDAY, approved, send_all, states, subscribe
from tests.support.clock import FixedClock
from tests.support.conference import make_staff
from tests.support.play import playing
from tests.support.survey import running_wave

TRADE = BusinessField.TRADE
PHONE = "+84912345678"


def shop(tx: Transaction, name: str, trade: str = "3.đ", place: str = "TDP 5") -> Business:
    made = business(tx, name)
    tx.businesses.put(made.id, {TRADE: trade, BusinessField.NEEDS: "vay"}, STAFF)
    tx.businesses.add_place(made.id, STAFF, neighbourhood=place, address="12 Lê Lợi")
    return made


def tie(tx: Transaction, of: Business, chat: int, phone: str | None = None) -> None:
    person = tx.businesses.add_person(of.id, "Bà Tư", Relation.OWNER, STAFF, phone=phone)
    tx.businesses.tie(person, chat, Tied.STAFF, STAFF)


def group(tx: Transaction, **wanted: str) -> BusinessGroup:
    made = BusinessGroup(tx.business_lists.ids.next(), "muốn vay", wanted, "an", MONDAY)
    return tx.business_lists.add_group(made)


async def test_one_message_goes_to_each_business_of_a_trade_whatever_its_chats(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, channel):

        def begin(tx: Transaction) -> Broadcast:
            one, two, other, nobody = subscribe(tx, 4, clock.now)
            food, cloth = shop(tx, "Phở"), shop(tx, "Vải", "1.a")
            shop(tx, "Bún")  # nobody of it has a chat
            tie(tx, food, one)
            tie(tx, food, two)
            tie(tx, cloth, other)
            assert nobody
            meant = Audience(topics=("thue",), trades=("3.đ",))
            made = approved(tx, clock.now, audience=meant, count=2)
            part = whom.part(tx, made, clock.now)
            assert part is not None and (part.businesses, part.written_to) == (2, 1)
            assert planning.count_told(tx, made, clock.now) == 2
            return made

        made = await core.database.transaction(begin)
        await send_all(core, clock)
        await send_all(core, clock)
        assert len(channel.sent) == 1 and channel.sent[0][0] in ("s0", "s1")
        assert await states(core, made) == {"sent": 1, "skipped": 1}
        day = MONDAY.date()
        told = await core.database.read(lambda tx: reach.reached_since(tx, *reach.quarter_of(day)))
        assert len(told) == 1


@on_every_engine
def test_whoever_was_visited_is_no_more_to_be_told_in_this_quarter(tx: Transaction) -> None:
    clerk = make_staff(tx, "a", Role.CLERK)
    one, other = shop(tx, "Phở"), shop(tx, "Bún")
    untold, day = group(tx, told=UNTOLD), MONDAY.date()
    assert whom.in_group(tx, untold, day) == {one.id, other.id}
    given = OutreachRound(day, "", "thue", "visit")
    reach.record_told(tx, given, tx.business_lists.some([one.id]), MONDAY, by=clerk)
    assert whom.in_group(tx, untold, day) == {other.id}
    assert whom.in_group(tx, untold, date(2027, 1, 4)) == {one.id, other.id}
    month = date(2026, 11, 1), date(2026, 12, 1)
    (line,) = reach.table(tx, {}, *month).lines
    assert (line.neighbourhood, line.businesses, line.c) == ("TDP 5", 2, 1)
    audience = Audience(base=Base.SUBSCRIBERS, topics=("thue",), group=untold.id)
    assert whom.businesses(tx, audience, MONDAY) == {other.id}
    tx.business_lists.remove_group(untold.id)
    assert whom.chats(tx, audience, MONDAY) == []


@on_every_engine
def test_two_businesses_of_one_chat_are_both_told_and_a_number_of_two_shows_nothing(
    tx: Transaction,
) -> None:
    (chat,) = subscribe(tx, 1, MONDAY)
    one, other, third, fourth = (shop(tx, name) for name in ("Phở", "Bún", "Xôi", "Chè"))
    tie(tx, one, chat)
    tie(tx, other, chat)
    for of in (third, fourth):
        tx.businesses.add_person(of.id, "Kế toán", Relation.OTHER, STAFF, phone=PHONE)
    whose = tx.business_lists.whose()
    assert {number for number, _ in whose[f"contact:{chat}"]} == {one.id, other.id}
    assert PHONE not in whose


async def test_invitations_are_listed_of_a_group_with_the_number_of_each(db: Database) -> None:
    def work(tx: Transaction) -> None:
        clerk = make_staff(tx, "a", Role.CLERK)
        (chat,) = subscribe(tx, 1, MONDAY)
        one = tx.businesses.save(replace(shop(tx, "Phở; Tư"), code=new_code(CodeKind.BUSINESS)))
        tie(tx, one, chat, PHONE)
        shop(tx, "Vải", "1.a", "TDP 6")
        wish, day = group(tx, need="vay"), MONDAY.date()
        lines = of_register.to_invite(tx, clerk, wish.id, {"trade": "3.đ"}, day)
        assert lines == [f"Phở, Tư; 12 Lê Lợi, TDP 5; {one.code}"]
        assert len(of_register.to_invite(tx, clerk, wish.id, {}, day)) == 2
        (who,) = inviting.recipients(lines, [], lambda known: inviting.phone_known_by(tx, known))
        assert (who.phone, who.address) == (PHONE, "12 Lê Lợi, TDP 5")
        leader = replace(clerk, roles=frozenset({Role.LEADER}), neighbourhood="TDP 6")
        assert len(of_register.to_invite(tx, leader, wish.id, {}, day)) == 1

    await db.transaction(work)


async def test_a_wave_asks_a_saved_group_and_whoever_stands_nowhere(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        one, other = shop(tx, "Phở"), shop(tx, "Vải", "1.a")
        food = group(tx, trade="3.đ")
        group(tx, told=UNTOLD)
        assert waves.groups(tx) == [food]
        wave = running_wave(tx, content, MONDAY, in_groups=(food.id,))
        asks = waves.asks(tx, wave)
        assert asks("TDP 5", "", one.id) and asks("", "", 0)
        assert not asks("TDP 5", "", other.id)

    await db.transaction(work)


async def test_whose_answers_lead_out_of_the_group_was_asked_all_the_same(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        one, other = shop(tx, "Phở"), shop(tx, "Bún")
        one = tx.businesses.save(replace(one, code=new_code(CodeKind.BUSINESS)))
        want_loans = group(tx, need="vay")
        wave = running_wave(tx, content, MONDAY, in_groups=(want_loans.id,))
        form = KeyedForm("a", {"ho_tro": ("thue",)}, SurveySource.PAPER, who=one.code)
        keyed.take(tx, content, wave, form, MONDAY)
        assert tx.business_lists.numbers(BusinessFilter(need="vay")) == [other.id]
        ((place,), _) = results.progress(tx, content, wave)
        assert (place.asked, place.done) == (2, 1)

    await db.transaction(work)
