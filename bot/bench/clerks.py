"""Staff for the kill bench: they assign, answer and approve questions, mend attendees and check
people in at the door. A form whose answer was cut off is sent again as it stood.
"""

import asyncio
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from datetime import time as time_of_day
from html.parser import HTMLParser

import aiohttp
import orjson

from bot.bench.crowd import AGAIN_S, Door, Noted
from bot.web.console.console import COOKIE
from content.calendar import WorkingDays, at, local
from content.library import Content
from handlers.conference import seats
from handlers.conference.creating import new_event
from handlers.conference.offers import Desk
from handlers.conference.seating import Wanted
from handlers.people import accounts
from handlers.question import receiving
from storage.database import Transaction
from storage.event_models import BusinessKind, EventState
from storage.staff_models import Role

PASSWORD = "con-trau-trang-9"  # noqa: S105  # of nobody
OFFICE = "kthtdt"
STAFF = {
    "thuky": Role.CLERK,
    "soanthao": Role.EXTERNAL,
    "lanhdao": Role.APPROVER,
    "cuavao": Role.DOOR,
}
SEATS = 100_000


@dataclass(frozen=True, slots=True)
class Work:
    """What lies on the desks: an event, its attendees as (id, code), questions by code."""

    event: int
    guests: tuple[tuple[int, str], ...]
    questions: tuple[str, ...]


def furnish(tx: Transaction, content: Content, count: int, kept: str, now: datetime) -> Work:
    """So many of each; `kept` is the hash of everybody's password."""
    for login, role in STAFF.items():
        office = OFFICE if role is not Role.APPROVER else "vanphong"
        person, _ = accounts.add_staff(tx, login, login, office, frozenset({role}), now, title="")
        accounts.activate(tx, person, kept)
    day = local(now).date() + timedelta(days=20)
    template = content.event_templates["dialogue"]
    starts, days = at(day, time_of_day(8)), WorkingDays()
    event = new_event(tx, template, "Hội nghị", starts, now, days=days, place="Hội trường")
    event = tx.events.save(replace(event, state=EventState.OPEN, capacity=SEATS, reserved={}))
    desk, guests, questions = Desk(tx, content, now, "thuky"), [], []
    for number in range(count):
        wanted = Wanted(
            name="Lê Văn Tám", phone=f"+8498{10_000_000 + number}", kind=BusinessKind.HOUSEHOLD
        )
        decided = seats.register(desk, event, wanted, contact_id=None, source="paper")
        if decided.registration is None:
            raise RuntimeError("nobody was seated")
        guests.append((decided.registration.id, decided.registration.code))
        asked = receiving.Asked(f"Đèn đường tắt {number}", "moi-truong", "paper")
        questions.append(receiving.receive(tx, content, asked, now, actor="bench").code)
    return Work(event.id, tuple(guests), tuple(questions))


class _Hidden(HTMLParser):
    """The hidden fields of each posting form of a page, by where it leads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method") == "post":
            self.forms.append((given.get("action", ""), {}))
        elif tag == "input" and given.get("type") == "hidden" and self.forms:
            self.forms[-1][1].setdefault(given["name"], given["value"])


class Clerk:
    """One signed-in member of staff; signs in again where the session ended."""

    def __init__(self, login: str, door: Door, http: aiohttp.ClientSession, noted: Noted) -> None:
        self._login = login
        self._door = door
        self._http = http
        self._noted = noted
        self._cookie = ""

    async def act(self, what: str, page: str, to: str, key: str = "", **given: str) -> bool:
        """Opens the page and sends its form that leads to `to` until there is an answer. Whether
        it was done; noted as (what, key or to) when it was."""
        form: dict[str, str] | None = None
        while True:
            try:
                if form is None and "items" in given:
                    form = await self._door_form(page, given)
                form = form or await self._form(page, to, given)
                if form is None:
                    return False
                async with self._http.post(
                    self._door.address + to,
                    data=form,
                    headers={"Cookie": self._cookie},
                    allow_redirects=False,
                ) as answer:
                    status, leads = answer.status, answer.headers.get("location", "")
                    body = await answer.read()
            except (aiohttp.ClientError, TimeoutError, ValueError):
                await asyncio.sleep(AGAIN_S)
                continue
            if "/dang-nhap" in leads:
                form, self._cookie = None, ""
            elif status == 303 or (status == 200 and b'"results"' in body):
                self._noted.console[what, key or to] += 1
                self._noted.hear("console", time.perf_counter())
                return True
            else:
                self._noted.refused[f"{what} {status}"] += 1
                if status == 403:  # the session ended while the page was open
                    form, self._cookie = None, ""
                elif status not in (429, 500, 503):
                    return False
            await asyncio.sleep(AGAIN_S)

    async def _form(self, page: str, to: str, given: dict[str, str]) -> dict[str, str] | None:
        """What the form that leads there carries, and what is given; None where there is none."""
        if not self._cookie and not await self._sign_in():
            raise ValueError("not signed in yet")
        headers = {"Cookie": self._cookie}
        async with self._http.get(
            self._door.address + page, headers=headers, allow_redirects=False
        ) as answer:
            text, status = await answer.text(), answer.status
        if status != 200:
            self._cookie = "" if status == 303 else self._cookie
            raise ValueError("the page is not shown")
        found = _Hidden(text).forms
        fitting = [
            hidden
            for action, hidden in found
            if action == to and hidden.get("do", given.get("do")) == given.get("do")
        ]
        if fitting:
            return fitting[0] | given
        return None

    async def _door_form(self, page: str, given: dict[str, str]) -> dict[str, str]:
        """The door's page sends by script, with the token that comes with its list."""
        if not self._cookie and not await self._sign_in():
            raise ValueError("not signed in yet")
        async with self._http.get(
            f"{self._door.address}{page}/danh-sach",
            headers={"Cookie": self._cookie, "Accept": "application/json"},
            allow_redirects=False,
        ) as answer:
            body = await answer.read()
        if answer.status != 200:
            self._cookie = "" if answer.status == 303 else self._cookie
            raise ValueError("the list is not shown")
        return {"csrf": str(orjson.loads(body)["csrf"])} | given

    async def _sign_in(self) -> bool:
        fields = {"login": self._login, "password": PASSWORD, "code": ""}
        async with self._http.post(
            f"{self._door.address}/can-bo/dang-nhap", data=fields, allow_redirects=False
        ) as answer:
            await answer.read()
            if answer.status == 303 and COOKIE in answer.cookies:
                self._cookie = f"{COOKIE}={answer.cookies[COOKIE].value}"
                return True
            self._noted.refused[f"sign-in {answer.status}"] += 1
        return False


async def work_through(
    work: Work, door: Door, http: aiohttp.ClientSession, noted: Noted, pause_s: float
) -> None:
    """Everything that lies there, one after another, as long as it lasts."""
    staff = {role: Clerk(login, door, http, noted) for login, role in STAFF.items()}
    for (guest, slip), code in zip(work.guests, work.questions, strict=True):
        case, person = f"/can-bo/cau-hoi/{code}", f"/can-bo/su-kien/{work.event}/dai-bieu/{guest}"
        for role, move, more in (
            (Role.CLERK, "assign", {"office": OFFICE}),
            (Role.EXTERNAL, "answer", {"text": f"Đã thay bóng đèn cho {code}."}),
            (Role.APPROVER, "approve", {}),
        ):
            if not await staff[role].act(move, case, f"{case}/lam", code, do=move, **more):
                break
        name = {"name": f"Lê Văn Chín {'abcdefghij'[guest % 10]}"}
        await staff[Role.CLERK].act("edit", person, f"{person}/sua", str(guest), **name)
        gate = f"/can-bo/su-kien/{work.event}/cua"
        items = orjson.dumps([{"key": slip, "code": slip}]).decode()
        await staff[Role.DOOR].act("arrive", gate, f"{gate}/diem-danh", slip, items=items)
        await asyncio.sleep(pause_s)
