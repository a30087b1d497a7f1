"""`donghanh demo`: a believable conference to try everything with. Every person in it is invented
and says so in the name; all accounts share one password that is printed."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

import yaml

from bot.app import serve
from bot.channels.telegram.settings import TelegramSettings
from bot.core.conversation import Clock
from bot.demo import businesses, survey
from bot.demo.telegram import TOKEN, demo_telegram
from bot.running.clock import utc_now
from bot.settings.secret import Secret
from bot.settings.settings import Settings
from bot.web.console import passwords
from content.calendar import SendingDays, WorkingDays, at, local
from content.library import FOLDER, Content
from handlers.broadcast import news_items
from handlers.clock import schedules
from handlers.conference import arrivals, seats
from handlers.conference.creating import new_event
from handlers.conference.inviting import issue
from handlers.conference.offers import Desk
from handlers.conference.seating import Wanted
from handlers.live import team
from handlers.people import accounts, consents
from handlers.people.calendar import working_days
from handlers.question import (
    answering,
    approving,
    merging,
    moves,
    receiving,
    releasing,
    versions,
)
from handlers.question.moves import Move
from storage import database
from storage.addresses import shown
from storage.database import Transaction
from storage.event_models import BusinessKind, Event, EventState
from storage.question_models import Purpose, Question
from storage.staff_models import Role, Staff

PASSWORD = "dung-thu-2026"  # noqa: S105  # printed on purpose: the demo is for trying things
_WORDS: dict[str, Any] = yaml.safe_load((FOLDER / "demo.yaml").read_text(encoding="utf-8"))
MARK: str = _WORDS["mark"]


class AlreadyThere(Exception):
    """The demo was filled before; the message says how to use it."""


@dataclass(frozen=True, slots=True)
class InventedStaff:
    login: str
    name: str
    title: str
    office: str
    roles: tuple[Role, ...]


PEOPLE = tuple(
    InventedStaff(login, name, title, office, (Role(role),))
    for login, name, title, office, role in _WORDS["staff"]
)


def demo_clock() -> Clock:
    """The time, moved on to the next sending hour where it is none now: trying a broadcast should
    not have to wait for Monday."""
    now = utc_now()
    opens = SendingDays().sending_time(now)
    ahead = opens - now + timedelta(minutes=30) if opens > now else timedelta()
    return lambda: utc_now() + ahead


async def fill(settings: Settings, content: Content, now: datetime) -> str:
    """Fills an empty database; what to print. Raises AlreadyThere and StorageError."""
    async with database.open(settings.database_url) as db:
        if await db.transaction(lambda tx: bool(tx.staff.all())):
            raise AlreadyThere(_told(settings))
        await db.transaction(lambda tx: invent(tx, content, now))
    return _told(settings)


async def run_demo(
    settings: Settings, content: Content, announce: Callable[[str, str], None], clock: Clock
) -> None:
    """Serves the demo with a Telegram of its own; `announce` gets both addresses."""
    async with demo_telegram(settings.port + 1 if settings.port else 0, content) as telegram:
        here = settings.having(TelegramSettings(bot_token=Secret(TOKEN), api_url=telegram))
        await serve(here, lambda address: announce(address, telegram), clock)


def _told(settings: Settings) -> str:
    names = "\n".join(f"  {person.login:12} {person.title}" for person in PEOPLE)
    said: str = _WORDS["told"]
    return said.format(address=shown(settings.database_url), password=PASSWORD, names=names)


def invent(tx: Transaction, content: Content, now: datetime) -> None:
    """Staff, two conferences with attendees and questions, subscribers: everybody is made up."""
    chance = random.Random(2026)  # noqa: S311  # the same invented people every time
    kept = passwords.new_password(PASSWORD, MARK)  # one password, so one hash
    staff = {person.login: _account(tx, person, kept, now) for person in PEOPLE}
    titles = _WORDS["events"]
    past = _event(tx, content, now, days=-80, title=titles["past"])
    tx.events.save(replace(past, state=EventState.HELD))
    for task in tx.events.tasks(past.id):
        tx.events.save_task(replace(task, done_at=now, done_by=MARK))
    coming = _event(tx, content, now, days=18, title=titles["coming"])
    coming = tx.events.save(replace(coming, state=EventState.OPEN, capacity=115))
    training = _event(tx, content, now, days=40, title=titles["training"], kind="training")
    tx.events.save(replace(training, state=EventState.DRAFT))
    _people(tx, content, chance, past, 40, now - timedelta(days=90), arrive=0.8)
    _people(tx, content, chance, coming, 47, now - timedelta(days=3))
    _questions(tx, content, staff, past, coming, now)
    businesses.fill(tx, staff["thuky"], now)
    _subscribers(tx, chance, content, now)
    for login, fields in _WORDS["team"].items():
        team.put_member(tx, content, staff[login].id, fields, 0)
    for number in range(1, 6):
        recipient = f"{_WORDS['recipient']} {_WORDS['trades'][number]} {number} {MARK}"
        issue(tx, coming, recipient, content.ward.front_office.name, now)
    survey.half_done(tx, content, _WORDS["survey"], chance, now)


def _account(tx: Transaction, person: InventedStaff, kept: str, now: datetime) -> Staff:
    staff, _ = accounts.add_staff(
        tx,
        person.login,
        f"{person.name} {MARK}",
        person.office,
        frozenset(person.roles),
        now,
        title=person.title,
        neighbourhood=_WORDS["leads"] if Role.LEADER in person.roles else "",
    )
    return accounts.activate(tx, staff, kept)


def _event(
    tx: Transaction,
    content: Content,
    now: datetime,
    *,
    days: int,
    title: str,
    kind: str = "dialogue",
) -> Event:
    day = local(now).date() + timedelta(days=days)
    day = WorkingDays().after(day, 1)
    hall = content.ward.offices["hoi_truong"]
    template = content.event_templates[kind]
    where = {"place": hall.name, "address": hall.address}
    office = working_days(content.ward)
    return new_event(tx, template, title, at(day, time(8)), now, days=office, **where)


def _people(
    tx: Transaction,
    content: Content,
    chance: random.Random,
    event: Event,
    count: int,
    since: datetime,
    *,
    arrive: float = 0.0,
) -> None:
    for number in range(count):
        family, middle, given = (chance.choice(_WORDS[n]) for n in ("family", "middle", "given"))
        name = f"{family} {middle} {given} {MARK}"
        named = chance.random() < 0.85
        wanted = Wanted(
            name=name,
            phone=f"+8490000{event.id % 7}{number:03}",
            kind=BusinessKind.HOUSEHOLD if named else BusinessKind.PERSON,
            business=f"{chance.choice(_WORDS['trades'])} {given} {MARK}" if named else "",
            neighbourhood=f"TDP {chance.randint(1, 12)}",
            companions=chance.choice((0, 0, 0, 1, 1, 2)),
            wants_to_speak=chance.random() < 0.15,
        )
        moment = since + timedelta(minutes=37 * number)
        desk = Desk(tx, content, moment, staff="thuky")
        decided = seats.register(desk, event, wanted, contact_id=None, source="import")
        if decided.registration and chance.random() < arrive:
            door = Desk(tx, content, event.starts_at, staff="cua")
            arrivals.check_in(door, event, decided.registration)


def _questions(
    tx: Transaction,
    content: Content,
    staff: dict[str, Staff],
    past: Event,
    coming: Event,
    now: datetime,
) -> None:
    made = []
    for number, (field, text) in enumerate(_WORDS["questions"]):
        event = past if number in (4, 7) else coming
        asked = receiving.Asked(
            content=text,
            field=field,
            source=("chat", "paper", "phone")[number % 3],
            event_id=event.id,
            asker=f"{_WORDS['asker']} {number + 1} {MARK}",
            phone=f"+84900009{number:03}",
            neighbourhood=f"TDP {number + 1}",
            public=number % 2 == 0,
        )
        when = now - timedelta(days=14 - number)
        made.append(receiving.receive(tx, content, asked, when, actor="thuky"))
    clerk, approver, tax = staff["thuky"], staff["lanhdao"], staff["thue"]
    merging.merge(tx, content, made[3], made[2], now, staff=clerk)
    assigned = [
        moves.move(tx, question, Move.ASSIGN, now, staff=clerk, office=question.office)
        for question in (made[0], made[2], made[4], made[5])
    ]
    short = content.knowledge.short("nguong-doanh-thu", local(now).date())
    drafted = answering.answer(tx, content, assigned[0], _plain(short), "", now, staff=tax).question
    if draft := versions.waiting(tx, drafted):
        approving.approve(tx, content, drafted, draft.id, now, staff=approver)
    _shown(tx, content, [assigned[0], made[2], made[4]], now, clerk, approver)
    answering.answer(
        tx,
        content,
        assigned[1],
        _WORDS["answer"],
        "",
        now,
        staff=clerk,
        promised_on=local(now).date() + timedelta(days=20),
    )


def _shown(
    tx: Transaction,
    content: Content,
    questions: list[Question],
    now: datetime,
    clerk: Staff,
    approver: Staff,
) -> None:
    """What everybody reads on /phan-anh; one more waits to be released."""
    for number, one in enumerate(questions):
        question = tx.questions.get(one.id) or one
        words = releasing.worded(question, None)
        releasing.prepare(tx, content, question, words, now, staff=clerk, judged=True)
        if number < len(questions) - 1:
            releasing.release(tx, content, question, now, staff=approver, checked=True)


def _subscribers(tx: Transaction, chance: random.Random, content: Content, now: datetime) -> None:
    """Sixty people on the loopback Telegram who agreed to the news; a third named themselves."""
    topics = list(content.news.topics)
    for number in range(60):
        contact = tx.contacts.meet("telegram", str(1001 + number), now - timedelta(days=2))
        words = "news/consent"
        consents.record(tx, content, contact.id, "telegram", Purpose.BROADCAST, words, now)
        for topic in topics if number % 2 else chance.sample(topics, 3):
            tx.subscriptions.add(contact.id, topic, now - timedelta(days=1))
        if number % 3 == 0:
            given = chance.choice(_WORDS["given"])
            told = {
                "name": f"{chance.choice(_WORDS['family'])} {given} {MARK}",
                "business": f"{chance.choice(_WORDS['trades'])} {given} {MARK}",
                "kind": str(BusinessKind.HOUSEHOLD),
                "neighbourhood": f"TDP {1 + number % 12}",
            }
            tx.people.keep_profile(contact.id, now, told)
    for number in range(1, 13):
        tx.reach.set_neighbourhood(f"TDP {number}", 20 + 3 * number)
    schedules.ensure(tx, now)
    news_items.prepare(tx, content, now)


def _plain(text: str) -> str:
    return text.replace("**", "").replace("\\", "")
