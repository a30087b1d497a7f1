"""A member of staff at the console, over real HTTP."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from html import unescape
from typing import Any

import aiohttp
from argon2 import PasswordHasher

from bot.web.console import passwords
from storage.database import Transaction
from storage.staff_models import Role, Staff
from tests.support.clock import START
from tests.support.conference import make_staff
from tests.support.patience import PATIENCE_S
from tests.support.site import Site

PASSWORD = "con-trau-trang-9"
_BEING_MADE = "/can-bo/dang-lam/"
# What of a page is read: all of it, tag for tag, would take a minute of all tests.
_FORM_TAG = re.compile(r"""<(form|input)\b((?:"[^"]*"|'[^']*'|[^'">])*)>""")
_GIVEN = re.compile(r"""([\w-]+)=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")


def _forms(page: str) -> list[tuple[str, dict[str, str]]]:
    """The forms of a page: where each leads, and its hidden fields, as a browser sends them."""
    found: list[tuple[str, dict[str, str]]] = []
    for tag, attributes in _FORM_TAG.findall(page):
        given = {name: unescape("".join(value)) for name, *value in _GIVEN.findall(attributes)}
        if tag == "form" and given.get("method") == "post":
            found.append((given.get("action", ""), {}))
        elif tag == "input" and given.get("type") == "hidden" and found:
            found[-1][1].setdefault(given["name"], given.get("value", ""))
    return found


class Desk:
    """One browser of one person. `csrf` is the token of the page last read; `forms` are
    the hidden fields of the forms last read, by where they lead."""

    def __init__(self, session: aiohttp.ClientSession, site: Site) -> None:
        self.http = session
        self.origin = site.url
        self.base = f"{site.url}/can-bo"
        self.csrf = ""
        self.forms: dict[str, list[dict[str, str]]] = {}

    async def get(self, path: str) -> tuple[int, str]:
        async with self.http.get(self.base + path, allow_redirects=False) as answer:
            text = (await answer.read()).decode("utf-8", "replace")
        self._read(path, text)
        return answer.status, text

    def _read(self, path: str, page: str) -> None:
        """Remembers what the forms of the page carry."""
        if found := _forms(page):
            self.csrf = found[0][1].get("csrf", self.csrf)
            read: dict[str, list[dict[str, str]]] = {}
            for action, hidden in found:
                to = action.removeprefix("/can-bo") if action else path.partition("?")[0]
                read.setdefault(to, []).append(hidden)
            self.forms |= read

    def _hidden(self, path: str, fields: dict[str, Any]) -> dict[str, str]:
        """What the form that leads there carries, of several the one about the same thing."""
        for hidden in self.forms.get(path, []):
            same = all(str(fields.get(name, value)) == value for name, value in hidden.items())
            if "seen" in hidden and (same or "seen" in fields):
                return hidden
        return {}

    async def post(self, path: str, fields: Any = None, **more: Any) -> tuple[int, str, str]:
        """(status, page, where it leads). What the form on the page last read carries goes along,
        and the page it leads to is read, as a browser does."""
        hidden = self._hidden(path.partition("?")[0], (fields or {}) | more)
        carried = {"csrf": self.csrf}
        carried |= {name: hidden[name] for name in ("seen", "opened", "version") if name in hidden}
        data = carried | (fields or {}) | more
        async with self.http.post(
            self.base + path, data=_form(list(data.items())), allow_redirects=False
        ) as answer:
            status, page = answer.status, await answer.text()
            to = answer.headers.get("location", "")
        self._read(path, page)
        if to.startswith("/can-bo") and "/dang-nhap" not in to:
            await self.get(to.removeprefix("/can-bo").partition("#")[0])
        return status, page, to

    async def raw(self, path: str) -> tuple[int, bytes]:
        """(status, bytes). A document still being made is waited for, as its page waits for it."""
        async with self.http.get(self.base + path, allow_redirects=False) as answer:
            status, data = answer.status, await answer.read()
            to = answer.headers.get("location", "")
        if status == 303 and to.startswith(_BEING_MADE):
            return await self._fetched(to)
        return status, data

    async def _fetched(self, page: str) -> tuple[int, bytes]:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                async with self.http.get(f"{self.origin}{page}") as answer:
                    if f"{page}/tai" in await answer.text() or answer.status != 200:
                        break
                await asyncio.sleep(0.2)
        async with self.http.get(f"{self.origin}{page}/tai", allow_redirects=False) as answer:
            return answer.status, await answer.read()

    async def login(self, login: str, password: str = PASSWORD, code: str = "") -> int:
        fields = {"login": login, "password": password, "code": code}
        async with self.http.post(
            f"{self.base}/dang-nhap", data=fields, allow_redirects=False
        ) as answer:
            status = answer.status
        if status == 303:
            await self.get("")
        return status


def _form(pairs: list[tuple[str, Any]]) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in pairs:
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, bytes):
                form.add_field(name, item, filename="tep.xlsx")
            else:
                form.add_field(name, str(item))
    return form


# Hashing is slow on purpose: a quick one serves everybody here.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
SLOW = passwords._hasher  # the program's own
_HASH = QUICK.hash(PASSWORD)


async def employ(site: Site, login: str, *roles: Role, office: str = "kthtdt") -> Staff:
    """An account with the tests' password."""

    def work(tx: Transaction) -> Staff:
        staff = make_staff(tx, login, *roles, office=office, now=START)
        return tx.staff.save(replace(staff, password=_HASH))

    return await site.core.database.transaction(work)


@asynccontextmanager
async def desk(site: Site, login: str, *roles: Role, office: str = "kthtdt") -> AsyncIterator[Desk]:
    """A signed-in person with these roles."""
    await employ(site, login, *roles, office=office)
    async with visitor(site) as browser:
        assert await browser.login(login) == 303
        yield browser


@asynccontextmanager
async def visitor(site: Site) -> AsyncIterator[Desk]:
    """A browser nobody is signed in with."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        yield Desk(session, site)
