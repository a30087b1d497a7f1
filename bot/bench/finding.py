"""How long a search takes over a full ward: 20,000 people, 5,000 questions, by a clerk.

    python -m bot.bench.finding

One JSON line: milliseconds of a search by name, by last digits, by part of a code and by words of a
question,; in the process that serves, without the network.
"""

import asyncio
import json
import random
import tempfile
import time
from collections.abc import Callable
from functools import partial

from bot.bench import readers
from bot.bench.web import p95_ms
from content.library import load_content
from handlers.office import finding
from storage import database
from storage.database import Transaction
from storage.staff_models import Role

TIMES = 300


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/b.db"
        await readers.furnish(url)
        content = load_content(with_meaning=False)
        chance = random.Random(18)
        async with database.open(url) as db:
            clerk = await db.transaction(
                lambda tx: next(one for one in tx.staff.all() if Role.CLERK in one.roles)
            )

            async def timed(work: Callable[[Transaction, int], object]) -> float:
                took = []
                for _ in range(TIMES):
                    number = chance.randrange(readers.REGISTRATIONS)
                    began = time.perf_counter()
                    await db.read(partial(_do, work, number), long=True)
                    took.append(time.perf_counter() - began)
                return p95_ms(took)

            def look(wanted: str) -> Callable[[Transaction, int], object]:
                return lambda tx, number: finding.find(
                    tx, content, clerk, wanted.format(number, f"{number:07d}", 10_000_000 + number)
                )

            figures = {
                "everybody_p95_ms": await timed(look("le van")),
                "name_p95_ms": await timed(look("le van {}")),
                "digits_p95_ms": await timed(look("{2}")),
                "last_three_p95_ms": await timed(look("123")),
                "code_p95_ms": await timed(look("DK-{1}")),
                "words_p95_ms": await timed(look("den duong o ngo")),
                "nothing_p95_ms": await timed(look("khong ai ten la the")),
            }
    print(json.dumps({"bench": "finding", "people": readers.REGISTRATIONS, **figures}))


def _do(work: Callable[[Transaction, int], object], number: int, tx: Transaction) -> object:
    return work(tx, number)


if __name__ == "__main__":
    asyncio.run(main())
