"""`donghanh bench readers`: how chats fare while one person of each role opens every page and
takes every export of a full ward (200,000 messages out, 20,000 registrations for one event, 5,000
questions), one after another without a pause, all of them at once, from a process of their own.
One JSON line: turns alone and turns meanwhile, measured by turns so that both have the same
machine, and the same with what pages show read in the chats' own transactions, as before there
were readers beside them.

    python -m bot.bench.readers
"""

import asyncio
import contextlib
import json
import random
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

import aiohttp

from bot.app import serve
from bot.bench.clerks import OFFICE, PASSWORD
from bot.bench.web import CHATTING, Chatters, Target, p95_ms, session, target
from bot.running.clock import utc_now
from bot.settings.settings import read_settings
from bot.web.console import passwords
from bot.web.console.routes import PLACES
from bot.web.console.typed import HOME
from content.calendar import WorkingDays, today
from content.codes import CodeKind
from content.library import Content, load_content
from handlers.conference.creating import new_event
from handlers.people import accounts
from storage import database
from storage.database import Transaction
from storage.engines.sqlite.serving import SqliteDatabase
from storage.event_models import (
    BusinessKind,
    Category,
    EventState,
    Registration,
    RegistrationState,
)
from storage.question_models import Question, QuestionState
from storage.staff_models import Role

T = TypeVar("T")
MESSAGES, REGISTRATIONS, QUESTIONS = 200_000, 20_000, 5_000
LOT = 1000
ROUNDS, MEASURED_S = 3, 20.0
STAFF = {str(role): role for role in Role}
SNAPSHOT, TRANSACTION = "snapshot", "transaction"


# ---- a full ward ----


def _staff(tx: Transaction, kept: str) -> None:
    for login, role in STAFF.items():
        made, _ = accounts.add_staff(
            tx, login, login, OFFICE, frozenset({role}), utc_now(), title=""
        )
        accounts.activate(tx, made, kept)


def _event(tx: Transaction, content: Content) -> int:
    template, now = content.event_templates["dialogue"], utc_now()
    starts, days = now + timedelta(days=20), WorkingDays()
    event = new_event(tx, template, "Hội nghị", starts, now, days=days, place="Hội trường")
    tx.events.save(replace(event, state=EventState.OPEN, capacity=REGISTRATIONS))
    return event.id


def _code(kind: CodeKind, number: int) -> str:
    """Of the usual length; none twice."""
    return f"{kind}-{number:07d}"


def _messages(tx: Transaction, numbers: range) -> None:
    for number in numbers:
        contact = tx.contacts.meet("web", f"p{number % 20_000}", utc_now())
        tx.outbox.add(contact.id, '{"text": "Xin chào"}', utc_now(), claimed=True)


def _registrations(tx: Transaction, numbers: range, event: int) -> None:
    now = utc_now()
    for number in numbers:
        tx.registrations.add(
            Registration(
                id=tx.registrations.ids.next(), event_id=event, code=_code(CodeKind.TICKET, number),
                token=f"token-{number}", contact_id=None, name=f"Lê Văn {number}",
                phone=f"+8498{10_000_000 + number}", kind=BusinessKind.HOUSEHOLD,
                category=Category.BUSINESS, state=RegistrationState.CONFIRMED, queued_at=now,
                source="paper", created_at=now, business=f"Tạp hóa {number}",
                neighbourhood=f"TDP {number % 30 + 1}",
            )
        )  # fmt: skip


def _questions(tx: Transaction, numbers: range, event: int) -> None:
    now = utc_now()
    for number in numbers:
        due = today(now) + timedelta(days=number % 20)
        tx.questions.add(
            Question(
                id=tx.questions.ids.next(), code=_code(CodeKind.QUESTION, number),
                content=f"Đèn đường ở ngõ {number} tắt, bao giờ phường sửa?", field="moi-truong",
                source="paper", state=QuestionState.RECEIVED, first_due=due, due=due,
                created_at=now, event_id=event, asker=f"Lê Văn {number}",
            )
        )  # fmt: skip


def _lots(count: int) -> Iterator[range]:
    return (range(first, min(first + LOT, count)) for first in range(0, count, LOT))


async def furnish(
    url: str,
    messages: int = MESSAGES,
    registrations: int = REGISTRATIONS,
    questions: int = QUESTIONS,
) -> int:
    """So many of each, and somebody of each role; returns the id of the event."""
    content = load_content(with_meaning=False)
    kept = await asyncio.to_thread(passwords.new_password, PASSWORD, "nobody")
    async with database.open(url) as db:
        await db.transaction(lambda tx: _staff(tx, kept))
        event = await db.transaction(lambda tx: _event(tx, content))
        for lot in _lots(messages):
            await db.transaction(partial(_messages, numbers=lot))
        for lot in _lots(registrations):
            await db.transaction(partial(_registrations, numbers=lot, event=event))
        for lot in _lots(questions):
            await db.transaction(partial(_questions, numbers=lot, event=event))
    return event


# ---- staff at work ----


class Round:
    """Every page and export, again and again, each role beside the others."""

    def __init__(self, url: str, event: int) -> None:
        self._url = url
        self._event = event
        self.shown: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    async def go(self) -> None:
        async with contextlib.AsyncExitStack() as open_:
            people = [await open_.enter_async_context(session()) for _ in STAFF]
            for person, login in zip(people, STAFF, strict=True):
                fields = {"login": login, "password": PASSWORD, "code": ""}
                async with person.post(
                    f"{self._url}{HOME}/dang-nhap", data=fields, allow_redirects=False
                ) as answer:
                    if answer.status != 303:
                        raise RuntimeError(f"{login} could not sign in: {answer.status}")
            await asyncio.gather(*(self._keep_opening(person) for person in people))

    async def _keep_opening(self, person: aiohttp.ClientSession) -> None:
        pages = list(self._pages())
        while True:
            random.shuffle(pages)
            for page in pages:
                await self._open(person, page)

    def _pages(self) -> Iterator[str]:
        for place in PLACES:
            if "GET" in place.methods and "dang-xuat" not in place.path:
                page = place.path.replace("{event}", str(self._event))
                if "{" not in page:
                    yield HOME + page

    async def _open(self, person: aiohttp.ClientSession, page: str) -> None:
        async with person.get(self._url + page, headers={"Accept": "text/html"}) as answer:
            await answer.read()
        self.shown[page] += answer.status == 200
        self.refused[page] += answer.status >= 500


# ---- measuring ----


async def _turns(at: Target, event: int | None) -> tuple[Chatters, dict[str, Counter[str]]]:
    """People chat, and with an event the staff are at work; the pages they saw and were refused."""
    people = Chatters(at)
    tasks = [asyncio.ensure_future(people.chat(number)) for number in range(CHATTING)]
    tasks.append(asyncio.ensure_future(asyncio.sleep(MEASURED_S)))
    async with _staff_at_work(at, event) as opened:
        ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        for one in ended:
            one.result()
    return people, opened


@contextlib.asynccontextmanager
async def _staff_at_work(at: Target, event: int | None) -> AsyncIterator[dict[str, Counter[str]]]:
    """In a process of their own, as their computers are: what a page costs its reader is not the
    server's. What they opened stands in the result afterwards."""
    opened: dict[str, Counter[str]] = {"shown": Counter(), "refused": Counter()}
    if event is None:
        yield opened
        return
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.bench.readers", "staff", at.url, str(event),
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield opened
        process.terminate()
        said, _ = await process.communicate()
        for how, pages in json.loads(said).items():
            opened[how].update(pages)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _be_staff(url: str, event: int) -> None:
    """Until somebody ends it."""
    busy = Round(url, event)
    work = asyncio.ensure_future(busy.go())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, work.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await work
    print(json.dumps({"shown": busy.shown, "refused": +busy.refused}), flush=True)


async def _by_turns(at: Target, event: int) -> dict[str, object]:
    quiet, busy, failed = list[float](), list[float](), 0
    shown, refused = Counter[str](), Counter[str]()
    await _turns(at, None)  # a program that has just begun is busy with other things
    for _ in range(ROUNDS):
        for now, turns in ((None, quiet), (event, busy)):
            people, opened = await _turns(at, now)
            turns += people.turns
            failed += people.failed
            shown += opened["shown"]
            refused += opened["refused"]
    return {
        "alone_p95_ms": p95_ms(quiet),
        "p95_ms": p95_ms(busy),
        "max_ms": round(max(busy) * 1e3, 1),
        "turns": len(busy),
        "failed": failed,
        "pages": shown.total(),
        "different_pages": len(+shown),
        "refused": refused,
    }


async def _measure(folder: Path) -> dict[str, object]:
    url = f"sqlite:///{folder}/r.db"
    event = await furnish(url)
    figures: dict[str, object] = {"bench": "readers"}
    for how in (SNAPSHOT, TRANSACTION):
        with target("bot.bench.readers", "serve", url, how) as at:
            figures |= {
                f"{how}_{name}": figure for name, figure in (await _by_turns(at, event)).items()
            }
    return figures


async def _in_a_transaction(
    self: SqliteDatabase, work: Callable[[Transaction], T], *, long: bool = False
) -> T:
    return await self.transaction(work)


def _serve(url: str, how: str) -> None:
    if how == TRANSACTION:
        SqliteDatabase.read = _in_a_transaction  # type: ignore[method-assign]
    settings = read_settings({"DATABASE_URL": url}, None, port=0)
    asyncio.run(serve(settings, lambda address: print(address, flush=True)))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(asyncio.run(_measure(Path(folder)))), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        _serve(*sys.argv[2:])
    elif sys.argv[1:2] == ["staff"]:
        asyncio.run(_be_staff(sys.argv[2], int(sys.argv[3])))
    else:
        main()
