"""`/thanh-pho`: the wards of a city in numbers, for the city's own people, who sign in with a
second step. Nobody of a ward is on it: wards tell numbers alone, and few as "some"."""

import asyncio
import io
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.running.clock import utc_now
from bot.running.pool import Pool
from bot.settings.city import CitySettings, unsealed
from bot.web.bodies import Bodies, read_fields
from bot.web.console import passwords
from bot.web.console.tries import Tries
from bot.web.headers import ENCODED
from bot.web.limits import Refused
from bot.web.origins import Origins, OurForms
from bot.web.pages import environment_of
from content.rendering import Words
from content.sheets import XLSX, steady
from content.vietnamese import order_key
from handlers.broadcast.drafting import TEXT_LIMIT, TITLE_LIMIT
from handlers.office.city_figures import WardFigures, read
from handlers.people.accounts import step_of
from storage.city.people import CityPerson
from storage.database import StorageError
from storage.engines.postgres.city import CityTables, PostgresCity

log = logging.getLogger(__name__)

T = TypeVar("T")
PATH = "/thanh-pho"
COOKIE = "donghanh_thanh_pho"
SHOWN = 11  # proposals, and one
COLUMNS = tuple(WardFigures.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class WardLine:
    """A ward and its numbers; `told_at` None: it has told none yet."""

    name: str
    figures: WardFigures
    told_at: datetime | None

    @property
    def share(self) -> int | None:
        """Of a hundred businesses so many were told; None where that is not known."""
        whole, told = self.figures.businesses, self.figures.informed
        return round(100 * told / whole) if whole and told is not None else None


class CityOffice:
    """Its pages, in these words."""

    def __init__(
        self, settings: CitySettings, words: Words, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._settings = settings
        self._words = words
        self._pages = environment_of(words)
        self._clock = clock
        self._secure = settings.url.startswith("https://")
        self._tries = Tries(settings.key.value, secure=self._secure)
        self._city: PostgresCity | None = None
        self._thread = Pool("city", 1, 200)
        self._checking = Pool("city passwords", 1, 20)
        self.app = self._build()

    def _build(self) -> Starlette:
        routes = [
            Route(PATH, self._show),
            Route(f"{PATH}/vao", self._sign_in, methods=["GET", "POST"]),
            Route(f"{PATH}/ra", self._sign_out, methods=["POST"]),
            Route(f"{PATH}/so-lieu.xlsx", self._workbook),
            Route(f"{PATH}/de-nghi", self._propose, methods=["POST"]),
        ]
        return Starlette(
            routes=routes,
            middleware=[
                Middleware(Bodies, hooks=(), staff=PATH, sign_in=(PATH,)),
                Middleware(
                    OurForms, origins=Origins(self._settings.url), hooks=(), refuse=self._refuse
                ),
            ],
            exception_handlers={Refused: self._refused, StorageError: self._away},
        )

    def close(self) -> None:
        if self._city is not None:
            self._city.close()

    async def _run(self, work: Callable[[CityTables], T]) -> T:
        return await self._thread.run(self._in_city, work)

    def _in_city(self, work: Callable[[CityTables], T]) -> T:
        self._city = self._city or PostgresCity(self._settings.database_url)
        return self._city.run(work)

    # ---- who ----

    async def _who(self, request: Request) -> CityPerson | None:
        token = request.cookies.get(COOKIE, "")
        return await self._run(lambda tx: tx.people.who(token)) if token else None

    async def _sign_in(self, request: Request) -> Response:
        if request.method == "GET":
            return self._page("sign_in", 200, problem="", login="")
        form = await read_fields(request)
        login = form.get("login", "").strip().lower()[:40]
        one = self._tries.begin(request, login, None)
        if one is None:
            return self._page("sign_in", 429, problem="too_often", login=login)
        await asyncio.sleep(one.wait_s)
        if not await self._is_right(login, form):
            await self._run(lambda tx: tx.people.note(login, "sign_in_failed"))
            return self._page("sign_in", 403, problem="wrong", login=login)
        self._tries.succeeded(one)
        token = secrets.token_urlsafe(32)

        def begin(tx: CityTables) -> None:
            tx.people.begin(login, token)
            tx.people.note(login, "sign_in")

        await self._run(begin)
        response = RedirectResponse(PATH, 303)
        response.set_cookie(
            COOKIE, token, path=PATH, httponly=True, samesite="strict", secure=self._secure
        )
        return response

    async def _is_right(self, login: str, form: dict[str, str]) -> bool:
        """Both the password and a code that was not used yet; one is as slow as the other."""
        person = await self._run(lambda tx: tx.people.get(login))
        kept, password = person.password if person else None, form.get("password", "")[:200]
        if not await self._checking.run(passwords.matches, kept, password) or person is None:
            return False
        secret = unsealed(self._settings, person.totp)
        step = step_of(secret, form.get("code", "")[:24], self._clock(), after=person.totp_last)
        return step is not None and await self._run(lambda tx: tx.people.take_code(login, step))

    async def _sign_out(self, request: Request) -> Response:
        token = request.cookies.get(COOKIE, "")
        await self._run(lambda tx: tx.people.end(token))
        response = RedirectResponse(f"{PATH}/vao", 303)
        response.delete_cookie(COOKIE, path=PATH)
        return response

    # ---- what they see ----

    async def _show(self, request: Request) -> Response:
        person = await self._who(request)
        if person is None:
            return RedirectResponse(f"{PATH}/vao", 303)
        return await self._table(person)

    async def _table(
        self, person: CityPerson, status: int = 200, title: str = "", text: str = ""
    ) -> Response:
        """`title` and `text` are what was typed and not taken."""
        lines, proposed = await self._run(lambda tx: (_lines(tx), tx.exchange.proposals()))
        return self._page(
            "office", status, person=person, lines=lines, proposed=proposed[:-SHOWN:-1],
            title=title, text=text,
        )  # fmt: skip

    async def _propose(self, request: Request) -> Response:
        """A broadcast for every ward; none is sent by it."""
        person = await self._who(request)
        if person is None:
            return RedirectResponse(f"{PATH}/vao", 303)
        form = await read_fields(request)
        title, text = form.get("title", "").strip(), form.get("text", "").strip()
        if not (title and text) or len(title) > TITLE_LIMIT or len(text) > TEXT_LIMIT:
            return await self._table(person, 400, title, text)

        def work(tx: CityTables) -> None:
            if (title, text) not in {(one[1], one[2]) for one in tx.exchange.proposals()}:
                tx.exchange.propose(person.login, title, text)
                tx.people.note(person.login, "propose")

        await self._run(work)
        return RedirectResponse(PATH, 303)

    async def _workbook(self, request: Request) -> Response:
        person = await self._who(request)
        if person is None:
            return RedirectResponse(f"{PATH}/vao", 303)

        def work(tx: CityTables) -> list[WardLine]:
            tx.people.note(person.login, "export")
            return _lines(tx)

        data = await self._checking.run(self._made, await self._run(work))
        headers = {
            "content-disposition": 'attachment; filename="so-lieu-cac-phuong.xlsx"',
            "cache-control": "no-store",
        }
        return Response(data, media_type=XLSX, headers=headers)

    def _made(self, lines: list[WardLine]) -> bytes:
        from openpyxl import Workbook

        say, book = partial(self._words.pages.say, "city/office"), Workbook(write_only=True)
        table, when = book.create_sheet(), self._words.filter("when")
        table.append([say(name) for name in ("ward", *COLUMNS, "share", "told_at")])
        for line in lines:
            numbers = [getattr(line.figures, name) for name in COLUMNS]
            shown = [say("few") if one is None else one for one in numbers]
            if line.told_at is None:
                table.append([line.name, *("" for _ in COLUMNS), "", say("not_yet")])
            else:
                table.append([line.name, *shown, line.share, when(line.told_at)])
        out = io.BytesIO()
        book.save(out)
        return steady(out.getvalue())

    def _page(self, page: str, status: int, **values: object) -> HTMLResponse:
        html = self._pages.get_template(f"city/{page}.html").render(**values)
        made = HTMLResponse(html, status, headers={"cache-control": "no-store"})
        made.raw_headers.extend(ENCODED)
        return made

    def _refuse(self, request: Request, refusal: Refused) -> Response:
        return self._page("sign_in", 403, problem="wrong", login="")

    async def _refused(self, request: Request, refusal: Exception) -> Response:
        return self._page("sign_in", 400, problem="wrong", login="")

    async def _away(self, request: Request, error: Exception) -> Response:
        log.error("the city's page: %s", error)
        return self._page("sign_in", 503, problem="away", login="")


def _lines(tx: CityTables) -> list[WardLine]:
    told = tx.exchange.told()
    lines = [
        WardLine(
            ward.name,
            read(told[ward.key].figures) if ward.key in told else read({}),
            told[ward.key].told_at if ward.key in told else None,
        )
        for ward in tx.wards.all()
    ]
    return sorted(lines, key=_as_listed)


def _as_listed(line: WardLine) -> tuple[object, ...]:
    return order_key(line.name)
