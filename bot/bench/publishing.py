"""Answers published one after another, each with a new way to ask, by two people as at the desk.

`python -m bot.bench.publishing 1000` prints how long the press of whoever approves takes, how long
after it the answer is found by its new wording, and the memory of this process after every tenth.
"""

import asyncio
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.app import settle_memory
from bot.core.following import Following
from content.library import Content, load_content
from content.overlay import Published
from content.written import fields_of, with_fields
from handlers.desk import acts
from storage import database
from storage.database import Database, Transaction
from storage.staff_models import Role, Staff

PAGE = os.sysconf("SC_PAGE_SIZE")
ENTRY = "mon-bai"
ASKED = "môn bài của quán {} bên đường {} nộp nữa hay thôi"  # no wording is another's


async def main(publications: int) -> None:
    content = load_content(with_encoder=True)
    chance = random.Random(17)
    presses, lives, memory = list[float](), list[float](), list[int]()
    with tempfile.TemporaryDirectory() as folder:
        async with database.open(f"sqlite:///{folder}/b.db") as db:
            author, approver = await db.transaction(_two)
            following = Following(db, content)
            settle_memory()
            for number in range(publications):
                words = (_word(chance), _word(chance))
                asked = ASKED.format(*words)
                await _submit(db, content, author, asked)
                began = time.perf_counter()
                await _publish(db, content, approver)
                pressed = time.perf_counter()
                await following.catch_up()
                found = content.understanding.read(asked)
                lives.append(time.perf_counter() - pressed)
                presses.append(pressed - began)
                if not found.entries or found.entries[0].id != ENTRY:
                    raise RuntimeError(f"{asked} is not understood")
                if number % (publications // 10 or 1) == 0:
                    memory.append(_memory_mb())
    print(
        json.dumps(
            {
                "bench": "publishing",
                "publications": publications,
                "press_p50_ms": _ms(presses, 0.5),
                "press_p95_ms": _ms(presses, 0.95),
                "live_p50_ms": _ms(lives, 0.5),
                "live_p95_ms": _ms(lives, 0.95),
                "rss_mb": memory,
            }
        )
    )


def _two(tx: Transaction) -> tuple[Staff, Staff]:
    def hire(login: str, role: Role) -> Staff:
        number = tx.staff.ids.next()
        return tx.staff.add(Staff(number, login, login, "kthtdt", frozenset({role}), _now()))

    return hire("hoa", Role.OWNER), hire("nam", Role.APPROVER)


async def _submit(db: Database, content: Content, author: Staff, asked: str) -> None:
    """The last of the ways to ask gives way to this one, so that an answer does not grow."""
    entry = content.knowledge.entries[ENTRY]
    fields = fields_of(entry.text, content.laws)
    known = [line for line in fields["ask"].splitlines() if not line.startswith("môn bài của quán")]
    text = with_fields(entry.text, {"ask": "\n".join([*known, asked])}, content.laws)
    one = Published(ENTRY, entry.topic, text)

    def work(tx: Transaction) -> None:
        made = acts.write(tx, content.shelf, one, author, _now(), entry.office)
        acts.submit(tx, content.shelf, made, _now())

    await db.transaction(work)


async def _publish(db: Database, content: Content, approver: Staff) -> None:
    def work(tx: Transaction) -> None:
        waits = acts.open_of(tx, ENTRY)
        if waits is None:
            raise RuntimeError("nothing waits")
        acts.publish(tx, content.shelf, waits, approver, _now())

    await db.transaction(work)


def _word(chance: random.Random) -> str:
    return "".join(chance.choice("bcdghklmnpst") + chance.choice("aeiou") for _ in range(2))


def _now() -> datetime:
    return datetime.now(UTC)


def _memory_mb() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE >> 20


def _ms(times: Sequence[float], share: float) -> float:
    return round(sorted(times)[min(int(len(times) * share), len(times) - 1)] * 1e3, 1)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
