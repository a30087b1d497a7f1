"""A member of staff at the console, over real HTTP."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import aiohttp

from bot.web.console import accounts
from storage.database import Transaction
from storage.staff_models import Role, Staff
from tests.support.clock import START
from tests.support.conference import make_staff
from tests.support.site import Site

PASSWORD = "con-trau-trang-9"
_CSRF = re.compile(r'name="csrf" value="([^"]+)"')


class Desk:
    """One browser of one person. `csrf` is the token of the page last read."""

    def __init__(self, session: aiohttp.ClientSession, site: Site) -> None:
        self.http = session
        self.base = f"{site.url}/can-bo"
        self.csrf = ""

    async def get(self, path: str) -> tuple[int, str]:
        async with self.http.get(self.base + path, allow_redirects=False) as answer:
            text = (await answer.read()).decode("utf-8", "replace")
        if found := _CSRF.search(text):
            self.csrf = found[1]
        return answer.status, text

    async def post(self, path: str, fields: Any = None, **more: Any) -> tuple[int, str, str]:
        """(status, page, where it leads)."""
        data = [("csrf", self.csrf), *((fields or {}) | more).items()]
        async with self.http.post(
            self.base + path, data=_form(data), allow_redirects=False
        ) as answer:
            return answer.status, await answer.text(), answer.headers.get("location", "")

    async def raw(self, path: str) -> tuple[int, bytes]:
        async with self.http.get(self.base + path, allow_redirects=False) as answer:
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


# Hashing is slow on purpose; in tests one hash serves everybody.
_HASH = accounts.new_password(PASSWORD, "nobody")


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
