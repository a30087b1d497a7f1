"""`donghanh bench restore`: a backup while 100 messages a second arrive, erasures, kill -9,
restore, and a start that must send nothing by itself."""

import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

from bot.files import backup
from content.library import load_content
from handlers.own_data import erasure
from storage import database
from storage.database import Database, Transaction
from storage.engines.sqlite import checks
from storage.models import Kind

TOKEN = "1:bench"  # noqa: S105  # of nobody
PEOPLE, ERASED, RATE = 40, 6, 100
READY_S = 2.0
WATCHED_S = 3.0  # after the restore; what would go by itself goes at once


def _name(number: int) -> str:
    return f"Người Bịa {number:03}"


def _fill(tx: Transaction, now: datetime) -> None:
    for number in range(PEOPLE):
        contact = tx.contacts.meet("telegram", f"{700_000 + number}", now)
        tx.people.keep_profile(contact.id, now, {"name": _name(number)})
        tx.subscriptions.add(contact.id, "thue", now)
        if number % 2:
            tx.outbox.add(contact.id, '{"text": "x"}', now, kind=Kind.NOTICE)


async def _prepare(url: str) -> None:
    async with database.open(url) as db:
        await db.transaction(lambda tx: _fill(tx, datetime.now(UTC)))


async def _erase(url: str) -> None:
    """Erases the first people, in a process that then ends as if killed."""
    content, now = load_content(), datetime.now(UTC)

    async def work(db: Database) -> None:
        for number in range(ERASED):
            address = f"{700_000 + number}"

            def one(tx: Transaction, address: str = address) -> None:
                contact = tx.contacts.find("telegram", address)
                if contact is not None:
                    erasure.erase(tx, content, contact.id, now)

            await db.transaction(one)

    async with database.open(url) as db:
        await work(db)
        os._exit(0)


def _start(command: list[str], **settings: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", *command],
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def _kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _api(rate: int) -> tuple[subprocess.Popen[str], str]:
    process = _start(
        ["bot.bench.fake_api", "--rtt-ms", "5", "--outstanding", "0", "--rate", str(rate)]
    )
    assert process.stdout is not None  # noqa: S101  # tells the type checker
    return process, f"http://127.0.0.1:{process.stdout.readline().strip()}"


def _program(url: str, api: str) -> subprocess.Popen[str]:
    process = _start(
        ["bot", "run", "--port", "0", "--database", url],
        TELEGRAM_BOT_TOKEN=TOKEN,
        TELEGRAM_API_URL=api,
    )
    assert process.stdout is not None  # noqa: S101  # the same
    process.stdout.readline()  # its first line says it is ready
    return process


def _command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments], capture_output=True, text=True, check=False
    )


def _sends(api: str) -> int:
    with urllib.request.urlopen(f"{api}/pacing", timeout=10) as answer:  # noqa: S310  # our own
        return int(json.loads(answer.read())["sends"])


def round_of(folder: Path, chance: random.Random) -> dict[str, int]:
    """One backup, kill and restore in an empty folder."""
    (folder / "data").mkdir()
    path = folder / "data" / "b.db"
    url = f"sqlite:///{path}"
    asyncio.run(_prepare(url))
    api, address = _api(RATE)
    program = _program(url, address)
    time.sleep(READY_S + chance.uniform(0, 0.5))
    backed_up = _command("backup", str(folder / "backups"), "--database", url)
    time.sleep(chance.uniform(0, 0.5))
    handled = _sends(address)
    _kill(program)
    _kill(api)
    subprocess.run([sys.executable, "-m", "bot.bench.restoring", url], check=True)
    [made] = backup.all_in(folder / "backups")
    restored = _command("restore", str(made.folder), "--database", url)
    whole = backed_up.returncode == restored.returncode == 0 and not checks.whole(path)
    present = b"".join(file.read_bytes() for file in path.parent.glob("b.db*"))
    back = sum(_name(number).encode() in present for number in range(ERASED))
    kept = sum(_name(number).encode() in present for number in range(ERASED, PEOPLE))
    api, address = _api(0)
    program = _program(url, address)
    time.sleep(WATCHED_S)
    again = _sends(address)
    _kill(program)
    _kill(api)
    return {
        "whole": int(whole and kept == PEOPLE - ERASED),
        "sent_again": again,
        "erased_back": back,
        "handled": handled,
    }


def run(rounds: int) -> dict[str, int]:
    """The sums of so many rounds."""
    chance, total = random.Random(20261126), {"rounds": rounds}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            for name, figure in round_of(Path(folder), chance).items():
                total[name] = total.get(name, 0) + figure
    return total


if __name__ == "__main__":
    asyncio.run(_erase(sys.argv[1]))
