"""Answers published at the desk are served at once, in every process, and after any crash."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.core.following import Following
from content.library import Content
from storage.database import Database, Transaction
from storage.entry_models import EntryAct, EntryState, EntryVersion
from tests.support.clock import START
from tests.support.patience import PATIENCE_S

ENTRY, DAY = "mon-bai", date(2026, 11, 28)


def of_its_own(content: Content) -> Content:
    """The same content, as another process has it."""
    return replace(content, shelf=content.shelf.another())


def publish(
    tx: Transaction, content: Content, lines: Sequence[str], serial: int = 1, entry: str = ENTRY
) -> EntryVersion:
    """A later version of an answer: more lines at its end."""
    file = content.shelf.files.entries[entry]
    made = EntryVersion(
        id=tx.entries.ids.next(),
        entry=entry,
        topic=file.topic,
        act=EntryAct.EDIT,
        state=EntryState.PUBLISHED,
        text=file.text + "".join(f"- {line}\n" for line in lines),
        authors=(1,),
        created_at=START,
        changed_at=START,
        published_at=START,
        serial=serial,
    )
    return tx.entries.add(made)


async def test_what_is_published_is_served_in_every_process(db: Database, content: Content) -> None:
    here, there = of_its_own(content), of_its_own(content)
    followers = [Following(db, here), Following(db, there)]
    tasks = [asyncio.create_task(one.run()) for one in followers]
    await db.transaction(lambda tx: publish(tx, content, ["Nói thêm một câu."]))
    async with asyncio.timeout(PATIENCE_S):
        while not (here.shelf.now.serial == there.shelf.now.serial == 1):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    for task in tasks:
        task.cancel()
    for each in (here, there):
        assert (each.knowledge.details(ENTRY, DAY) or "").endswith("- Nói thêm một câu.")
    assert "Nói thêm" not in (content.knowledge.details(ENTRY, DAY) or "")


async def test_several_who_wait_for_the_same_edition_get_it_made_once(
    db: Database, content: Content
) -> None:
    own = of_its_own(content)
    following = Following(db, own)
    await following.catch_up()
    assert own.knowledge is content.knowledge  # nothing was published: nothing is made
    await db.transaction(lambda tx: publish(tx, content, ["Một."]))
    await asyncio.gather(*(following.catch_up() for _ in range(5)))
    edition = own.shelf.now
    await following.catch_up()
    assert own.shelf.now is edition and edition.serial == 1


async def test_a_version_that_cannot_be_read_stops_nobody(db: Database, content: Content) -> None:
    own = of_its_own(content)

    def work(tx: Transaction) -> None:
        broken = publish(tx, content, [])
        tx.entries.save(replace(broken, text="---\nnothing\n"))
        publish(tx, content, ["Câu của câu kia."], 2, "bi-tu-choi-vay")

    await db.transaction(work)
    await Following(db, own).catch_up()
    assert own.shelf.now.serial == 2
    assert list(own.shelf.now.laid) == ["bi-tu-choi-vay"]
    assert own.knowledge.entries[ENTRY] is content.shelf.files.entries[ENTRY]
