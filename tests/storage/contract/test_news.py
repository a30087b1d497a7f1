"""The monthly news, what is due by itself, and the evidence of who was reached."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from storage.broadcast_models import Audience, ItemState, NewsItem, Outreach, Schedule
from storage.database import Transaction
from storage.event_models import EventState
from storage.models import Kind, OutboxState, Settled
from tests.storage.contract.records import (
    LATER,
    TODAY,
    broadcast,
    contact,
    event,
    on_every_engine,
    question,
    registration,
)
from tests.support.clock import START


@on_every_engine
def test_items_of_a_month_in_the_order_they_were_made(tx: Transaction) -> None:
    made = [
        tx.news.add(
            NewsItem(
                id=tx.news.ids.next(),
                month=month,
                topic="thue",
                title=f"Tin {month}",
                summary="Một dòng.",
                state=ItemState.PROPOSED,
                created_at=START,
                source=source,
                applies_from=TODAY,
            )
        )
        for month, source in (("2026-11", "broadcast:1"), ("2026-12", None), ("2026-11", None))
    ]
    assert tx.news.of_month("2026-11") == [made[0], made[2]]
    assert tx.news.has_source("broadcast:1")
    assert not tx.news.has_source("broadcast:2")
    included = tx.news.save(replace(made[0], state=ItemState.INCLUDED))
    assert tx.news.get(made[0].id) == included
    assert tx.news.get(1) is None


@on_every_engine
def test_a_run_is_taken_once(tx: Transaction) -> None:
    digest = Schedule("digest", 5, "08:00", 24, LATER)
    tx.schedules.keep(digest)
    tx.schedules.keep(Schedule("audit", 0, "02:00", 1, START))
    tx.schedules.keep(replace(digest, day=6, enabled=False))
    assert [kept.what for kept in tx.schedules.all()] == ["audit", "digest"]
    assert tx.schedules.get("digest") == replace(digest, day=6, enabled=False)
    assert tx.schedules.get("none") is None
    assert tx.schedules.claim("digest", START, LATER, "done")
    assert not tx.schedules.claim("digest", START, LATER, "done")
    assert tx.schedules.claim("digest", LATER, LATER, "late")
    assert tx.schedules.runs("digest") == [(LATER, LATER, "late"), (START, LATER, "done")]
    assert tx.schedules.runs("digest", 1) == [(LATER, LATER, "late")]
    tx.schedules.unclaim("digest", LATER)
    assert tx.schedules.claim("digest", LATER, LATER, "again")
    assert tx.schedules.delete_runs_before(LATER) == 1
    assert tx.schedules.runs("digest") == [(LATER, LATER, "again")]
    tx.schedules.unclaim_after("digest", LATER)
    assert tx.schedules.runs("digest") == [(LATER, LATER, "again")]
    tx.schedules.unclaim_after("digest", START)
    assert tx.schedules.runs("digest") == []


@on_every_engine
def test_neighbourhoods_and_how_many_businesses_they_have(tx: Transaction) -> None:
    tx.reach.set_neighbourhood("1", 10)
    tx.reach.set_neighbourhood("2", 20)
    tx.reach.set_neighbourhood("1", 12)
    assert tx.reach.neighbourhoods() == {"1": 12, "2": 20}
    tx.reach.remove_neighbourhood("2")
    assert tx.reach.neighbourhoods() == {"1": 12}


def visit(tx: Transaction, day: date, business: str, at: datetime = START) -> Outreach:
    number = tx.reach.ids.next()
    return tx.reach.add_outreach(
        Outreach(number, day, "3", "thue", "visit", business, business.lower(), "an", at)
    )


@on_every_engine
def test_visits_are_listed_by_day_and_lose_the_name(tx: Transaction) -> None:
    late, early = visit(tx, TODAY, "Phở"), visit(tx, TODAY - timedelta(days=1), "Bún")
    first, last = str(TODAY - timedelta(days=1)), str(TODAY + timedelta(days=1))
    assert tx.reach.outreach(first, last) == [early, late]
    assert tx.reach.outreach(first, str(TODAY)) == [early]
    assert tx.reach.forget_names_before(str(TODAY)) == 1
    assert tx.reach.forget_names_before(str(TODAY)) == 0
    assert [one.business for one in tx.reach.outreach(first, last)] == ["", "Phở"]


@on_every_engine
def test_evidence_is_graded_by_how_somebody_was_reached(tx: Transaction) -> None:
    sent, read, page, back = (
        contact(tx, name, "web" if name in "pb" else "test") for name in ("s", "r", "p", "b")
    )
    tx.people.keep_profile(sent, START, {"phone": "+841", "neighbourhood": "3"})
    made = broadcast(tx, Audience(topics=("thue",)))
    for person in (sent, read, page, back):
        tx.subscriptions.add(person, "thue", START)
    tx.audiences.expand(
        replace(made, audience=made.audience.replace('"topics":[]', '"topics":["thue"]')), LATER, 9
    )
    for person in (sent, read, page, back):
        row = tx.outbox.add(
            person, "{}", START, kind=Kind.BROADCAST, claimed=True, broadcast_id=made.id
        )
        assert row
        tx.ledger.mark_queued(made.id, [person])
        tx.outbox.settle([Settled(row, OutboxState.SENT)], START)
    tx.ledger.mark_read(made.id, read, LATER)
    contact(tx, "b", "web", now=LATER)
    registration(tx, event(tx).id, phone="+842", arrived_at=START)
    called_off = event(tx, code="HN-OFF222", state=EventState.CANCELLED)
    registration(tx, called_off.id, phone="+843", arrived_at=START)
    asked = question(tx)
    visit(tx, TODAY, "Phở")
    day = timedelta(days=1)
    found = tx.reach.evidence(START, START + day, str(TODAY), str(TODAY + day), ["web"])
    assert {(one.who, one.grade) for one in found} == {
        ("+841", "B"),
        (f"contact:{read}", "A"),
        (f"contact:{back}", "B"),
        ("+842", "A"),
        (f"asked:{asked.id}", "A"),
        ("business:phở", "C"),
    }
    assert [(one.neighbourhood, one.topic, one.at) for one in found if one.who == "+841"] == [
        ("3", "thue", START)
    ]
    assert tx.reach.evidence(START + day, START + 2 * day, "2027-01-01", "2027-01-02", []) == []
