"""The monthly news: drafts from files and changing facts, one digest, each reader's part."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from content.library import Content
from content.news import changes, first_day, month_of
from handlers.broadcast import approval, digests, drafting, news_items
from storage.broadcast_models import Broadcast, BroadcastState, ItemState
from storage.database import Database, Transaction
from storage.staff_models import Role
from tests.support.broadcast import MONDAY, WARD, send_all, states
from tests.support.clock import FixedClock
from tests.support.conference import make_staff
from tests.support.play import exchange, playing, said

DECEMBER = MONDAY.replace(month=12, day=7)


def test_what_ends_with_the_year_is_proposed_in_december(content: Content) -> None:
    facts = content.knowledge.facts
    found = {change.fact.name: change for change in changes(facts, "2026-12")}
    ends = found["giam_gtgt"]
    assert (ends.old, ends.new, ends.on) == (20, None, date(2027, 1, 1))
    # A deadline that passes is no change of the law.
    assert "gia_han_han_de_nghi" not in found and "gia_han_quy_3" not in found


async def test_drafts_are_made_once(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        assert news_items.prepare(tx, content, MONDAY) > 8
        assert news_items.prepare(tx, content, MONDAY + timedelta(days=1)) == 0
        december = tx.news.of_month("2026-12")
        proposed = [item for item in december if item.state is ItemState.PROPOSED]
        assert any("GTGT" in item.title and "Nghị quyết 204" in item.basis for item in proposed)
        written = [item for item in december if item.state is ItemState.INCLUDED]
        assert any("29/1/2027" in item.summary for item in written)
        assert all(
            "20/4" not in item.summary and "31/7/2026" not in item.summary for item in december
        )

    await db.transaction(work)


async def test_a_month_has_one_digest_and_a_person_approves_it(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        made = digests.assemble(tx, content, "2026-12", DECEMBER)
        assert made is not None
        digest, _ = made
        assert digest.state is BroadcastState.SUBMITTED
        assert digests.assemble(tx, content, "2026-12", DECEMBER) is None
        assert all("đề xuất" not in item["title"] for item in digest.news)
        titles = {item["title"] for item in digest.news}
        proposed = {i.title for i in tx.news.of_month("2026-12") if i.state is ItemState.PROPOSED}
        assert titles and not titles & proposed, "what was only proposed is not news yet"

    await db.transaction(work)


async def test_whoever_mended_an_item_does_not_approve_the_digest(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        owner = make_staff(tx, "truongphong", Role.OWNER, now=DECEMBER)
        news_items.prepare(tx, content, DECEMBER)
        item = tx.news.of_month("2026-12")[0]
        tx.news.save(replace(item, author_id=owner.id, title="Tiêu đề đã sửa"))
        made = digests.assemble(tx, content, "2026-12", DECEMBER)
        assert made
        digest, _ = made
        assert owner.id in digest.authors
        contact = tx.contacts.meet("test", "x", DECEMBER)
        tx.subscriptions.add(contact.id, "thue", DECEMBER)
        with pytest.raises(drafting.BroadcastRefused, match="approve_own"):
            approval.approve(tx, WARD, digest, digest.version, owner, DECEMBER, typed=1)

    await db.transaction(work)


async def test_everybody_gets_the_part_they_asked_for(tmp_path: Path, content: Content) -> None:
    clock = FixedClock(DECEMBER)
    async with playing(tmp_path, content, clock) as (core, channel):

        def begin(tx: Transaction) -> Broadcast:
            wants = {"tax": ("thue",), "all": tuple(content.news.topics), "loans": ("vay-von",)}
            for address, topics in wants.items():
                contact = tx.contacts.meet("test", address, clock.now)
                for topic in topics:
                    tx.subscriptions.add(contact.id, topic, clock.now)
            made = digests.assemble(tx, content, "2026-12", clock.now)
            approver = make_staff(tx, "lanhdao", Role.APPROVER, now=clock.now)
            assert made
            digest, _ = made
            return approval.approve(tx, WARD, digest, digest.version, approver, clock.now, typed=2)

        made = await core.database.transaction(begin)
        await send_all(core, clock)
        texts = dict((address, reply.text) for address, reply in channel.sent)
        assert set(texts) == {"tax", "all"}  # there is no news about loans in December
        assert "Căn cứ" in texts["tax"] and "hóa đơn điện tử" not in texts["tax"]
        assert "hóa đơn điện tử" in texts["all"]
        assert all(len(text) <= 1800 for text in texts.values())
        assert "https://phuong.test/tin-tuc/2026-12" in texts["all"]
        assert await states(core, made) == {"sent": 2}

        replies = await exchange(core, channel, said("tin tháng này", address="tax"))
        assert "Tin chính sách tháng 12/2026" in replies[0].text
        replies = await exchange(core, channel, said("1", address="tax"))
        assert "Căn cứ" in replies[0].text
        replies = await exchange(core, channel, said("tin cũ", address="new"))
        assert any("12/2026" in choice.label for choice in replies[0].choices)


def test_every_written_item_reads_well_in_its_month(content: Content) -> None:
    months = {item.month for item in content.news.items}
    assert {"2026-11", "2026-12"} <= months
    for item in content.news.items:
        assert item.topic in content.news.topics
        assert month_of(first_day(item.month)) == item.month
