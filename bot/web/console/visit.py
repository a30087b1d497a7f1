"""One request of a member of staff: who it is, what they sent, and how it is answered.

Every page goes through `Console.endpoint`: session, permission, form token, in that order. A page
that writes does so through `Console.write`, which records it in the audit in the same transaction,
once however often a form is sent. What it was made from is checked by `Visit.require_as_seen`: a
write that neither does so nor says why it need not (`Unseen`) is refused by `Console.write`.
"""

import asyncio
import hashlib
import hmac
import logging
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit
from weakref import WeakValueDictionary

import orjson
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Match

from bot.channels.oa import Articles, Connection
from bot.files.attachments import AttachmentStore
from bot.files.photos import PhotoStore
from bot.running.pools import Busy, Pools
from bot.web.bodies import read_form
from bot.web.console import accounts, seen
from bot.web.console.making import Jobs
from bot.web.console.seen import NotChecked, Unseen
from bot.web.console.tries import Tries
from bot.web.limits import Refused
from bot.web.pages import environment, json_answer, wants_json
from content.calendar import at, local
from content.library import Content
from content.news import first_day, month_of
from content.sensitive import mask
from content.vietnamese import clean, clock_of, read_day
from content.whole import read_whole
from handlers.conference.offers import Desk
from handlers.people import telling
from handlers.people.permissions import Action, may, sees_names
from handlers.people.telling import Told
from handlers.talk.messages import Policies, Reply
from storage.alarms import Alarm
from storage.database import Database, StorageUnavailable, Transaction
from storage.staff_models import Staff, StaffSession

log = logging.getLogger(__name__)

T = TypeVar("T")
HOME = "/can-bo"
COOKIE = "donghanh_can_bo"
WRITES = ("POST",)
# Fields with what a citizen said or is called: secrets in them are covered as in the chat.
CITIZENS_WORDS = (
    *("content", "asker", "name", "business", "neighbourhood", "position", "sector"),
    *("representative", "question_text", "shown_text", "note", "recipients"),
)
FILES_HELD = 10
HELD_FOR = timedelta(minutes=30)
PAGES_KEPT = 50
# What a page says of the write that led to it: once, to whoever did it, not to whom the address is
# given or who opens it again.
BANNER = ("xong", "bao", "nhan", "che", "viec")
BANNER_FOR = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class OwnForm:
    """What one of several forms of a page shows: its fields, and what is wrong with them."""

    form: Mapping[str, str]
    errors: Mapping[str, str]


class Visit:
    """A request with whoever makes it. `form` holds what was typed, cleaned; `errors` what is wrong
    with it, by field."""

    def __init__(
        self, request: Request, staff: Staff, session: StaffSession, now: datetime
    ) -> None:
        self.request = request
        self.staff = staff
        self.session = session
        self.now = now
        self.today = local(now).date()
        self.form: dict[str, str] = {}
        self.raw: dict[str, str] = {}  # passwords, as they were typed
        self.lists: dict[str, list[str]] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.errors: dict[str, str] = {}
        self.covered = False  # secrets were taken out of what was typed
        self.alarms: list[Alarm] = []  # what channels wait for
        self.checked = seen.Checked()
        self.noted: dict[str, Any] = {}
        self.page_key = ""  # of the page the form stood on, made anew for each page
        self.claimed = False  # this request is the one that does what the form asks for

    @property
    def is_refused(self) -> bool:
        """Whether what a form brought was not kept, for what `errors` says."""
        return self.request.method in WRITES and bool(self.errors)

    def own_form(
        self, path: str, fresh: Mapping[str, str] | None = None, **named: object
    ) -> OwnForm:
        """For the template of a page with several forms: what the one that leads to `path` shows.
        What was typed comes back where it was typed; any other form shows what is `fresh`. `named`:
        what tells the forms of one address apart, as they send it ("" for what one does not)."""
        came = self.request.method in WRITES and self.request.url.path == path
        if came and all(self.form.get(name, "") == str(value) for name, value in named.items()):
            return OwnForm(self.form, self.errors)
        return OwnForm(fresh or {}, {})

    @property
    def address(self) -> str:
        return self.request.client.host if self.request.client else ""

    def may(self, action: Action) -> bool:
        return may(self.staff, action)

    def desk(self, tx: Transaction, content: Content) -> Desk:
        """Where this person gives out seats for others, who are told of it; the form says whether
        they `heard` it from this person just now, which the journal keeps."""
        heard = self.text("heard") == "1"
        if heard:
            self.note(heard=True)
        return Desk(tx, content, self.now, self.staff.login, heard=heard)

    def number(self, name: str) -> int:
        """A number in the page's address; 404 for anything else."""
        number = read_whole(str(self.request.path_params[name]))
        if number is None:
            raise HTTPException(404)
        return number

    def once(self) -> str:
        """The key of this very form: the same page, the same address, the same fields."""
        files = {name: hashlib.sha256(data).hexdigest() for name, (_, data) in self.files.items()}
        fields = {
            name: typed
            for name, typed in self.lists.items()
            if name not in (seen.FIELD, seen.OPENED)
        }
        what = [self.staff.id, self.request.url.path, self.page_key, fields, files]
        return hashlib.sha256(orjson.dumps(what, option=orjson.OPT_SORT_KEYS)).hexdigest()

    # ---- what the write before led to ----

    @cached_property
    def banner(self) -> Mapping[str, str]:
        """What the address says of the write before: only within this session, for a minute."""
        query = self.request.query_params
        said = {name: query[name] for name in BANNER if name in query}
        since = read_whole(query.get("luc", "")) or 0
        fresh = 0 <= self.now.timestamp() - since <= BANNER_FOR.total_seconds()
        sealed = self._seal(self.request.url.path, said, since)
        return said if fresh and hmac.compare_digest(sealed, query.get("dau", "")) else {}

    def with_banner(self, response: Response) -> Response:
        """Seals what the address that a write leads to says of it."""
        to = urlsplit(response.headers.get("location", ""))
        said = {name: value for name, value in parse_qsl(to.query) if name in BANNER}
        if said:
            since = int(self.now.timestamp())
            seal = urlencode({"luc": since, "dau": self._seal(unquote(to.path), said, since)})
            response.headers["location"] = to._replace(query=f"{to.query}&{seal}").geturl()
        return response

    def _seal(self, path: str, said: Mapping[str, str], since: int) -> str:
        what = orjson.dumps([path, dict(said), since], option=orjson.OPT_SORT_KEYS)
        return hmac.new(self.session.csrf.encode(), what, hashlib.sha256).hexdigest()[:32]

    @property
    def typed(self) -> list[tuple[str, str]]:
        """(field, text) of the sentences somebody typed, to be given back to them; not what was
        chosen from a list."""
        return [
            (name, text)
            for name, text in _typed(self.lists)
            if name in CITIZENS_WORDS or " " in text
        ]

    # ---- reading the form ----

    def keep_rest(self, stored: Mapping[str, str]) -> None:
        """Fields the form did not bring stay as they are stored: what was not given is not
        changed. Not for boxes to tick, which bring nothing when they are empty."""
        for name, value in stored.items():
            self.form.setdefault(name, value)

    def note(self, **detail: Any) -> None:
        """What the work found out, for the line of the audit about it: what really changed, not
        what a form carried."""
        self.noted |= detail

    def require_as_seen(self, now: Mapping[str, str], *shown: Any) -> None:
        """To be called where the transaction has just read `shown` again (records or lists of
        them, as the page's template gave them to `seen`). `now` is the form as a fresh page would
        show it. Raises Changed, answered with both texts, when the page is out of date."""
        self.checked.require(now, *shown)

    def text(self, name: str, *, required: bool = False, limit: int = 500) -> str:
        value = self.form.get(name, "").strip()
        if required and not value:
            self.errors[name] = "required"
        if len(value) > limit:
            self.errors[name] = "too_long"
        return value[:limit]

    def whole(self, name: str, low: int, high: int) -> int:
        number = read_whole(self.form.get(name, ""), low, high)
        if number is None:
            self.errors[name] = "number"
            return low
        return number

    def day(self, name: str, *, required: bool = True) -> date | None:
        """`2026-12-11` from a date field, or `11/12/2026` as people type it."""
        value = self.form.get(name, "").strip()
        if not value and not required:
            return None
        day = read_day(value)
        if day is None:
            self.errors[name] = "day"
        return day

    def month(self) -> str:
        """The month (`2026-12`) of the page's address or form, or this one; 404 for none."""
        wanted = self.request.query_params.get("thang") or self.form.get("month", "")
        try:
            return month_of(first_day(wanted)) if wanted else month_of(self.today)
        except ValueError as error:
            raise HTTPException(404) from error

    def moment(self, day_name: str, time_name: str) -> datetime | None:
        """A date and a time in Viet Nam -> UTC."""
        day = self.day(day_name)
        clock = clock_of(self.form.get(time_name, ""))
        if clock is None:
            self.errors[time_name] = "time"
            return None
        return at(day, time.fromisoformat(clock)) if day else None

    def choice(self, name: str, allowed: Sequence[str]) -> str:
        value = self.form.get(name, "")
        if value not in allowed:
            self.errors[name] = "choice"
            return next(iter(allowed), "")
        return value


class Mistaken(Exception):
    """Something typed cannot be as it is (`Visit.errors`): nothing is kept."""


class Repeated(Exception):
    """This very form was sent before: nothing is done, the first result is shown."""


Page = Callable[["Console", Visit], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Place:
    """An address of the console, what it needs, and who answers."""

    path: str
    action: Action
    page: Page
    methods: Sequence[str] = field(default=("GET",))

    @property
    def needs(self) -> tuple[Action, ...]:
        """What it asks for, and sight of whatever its address names: nobody may act on, or be
        shown a part of, something they may not see."""
        sights = (sight for part, sight in _SIGHTS if part in self.path)
        return (self.action, *sights)


_SIGHTS = (
    ("{event}", Action.SEE_EVENTS),
    ("{registration}", Action.SEE_ATTENDEES),
    ("{code}", Action.SEE_QUESTIONS),
    ("{broadcast}", Action.SEE_NEWS),
)


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file somebody uploaded, with how many people had been erased by then."""

    staff_id: int
    since: datetime
    erasures: int
    name: str
    data: bytes


class Console:
    """What every page works with. `clock` gives the time now (aware, UTC); `site` is where the
    pages are; `wake` starts deliveries of what was queued."""

    def __init__(
        self,
        database: Database,
        content: Content,
        clock: Callable[[], datetime],
        photos: PhotoStore,
        *,
        site: str,
        secure: bool,
        wake: Callable[[], None],
        version: str,
        policies: Policies,
        attachments: AttachmentStore,
        pools: Pools,
        key: str,
        telegram_html: Callable[[Reply], str],
        telegram: Callable[[], str] = lambda: "",
        zalo_oa: Connection | None = None,
        articles: Articles | None = None,
    ) -> None:
        self.database = database
        self.content = content
        self.clock = clock
        self.photos = photos
        self.site = site
        self.secure = secure
        self.wake = wake
        self.policies = policies  # what each channel allows to say unasked
        self.attachments = attachments
        self.pools = pools
        self.jobs = Jobs(pools.documents, lambda: database.erasures)
        self.zalo_oa = zalo_oa
        self.articles = articles  # None: the OA may not, staff post by hand
        self.telegram = telegram  # the name of the bot, for links on posters
        self.telegram_html = telegram_html  # what a broadcast will look like there
        self.key = key
        self.tries = Tries(key, secure=secure)
        self.held: OrderedDict[str, HeldFile] = OrderedDict()
        self._under_way: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._pages: OrderedDict[str, Response] = OrderedDict()  # what forms ended with
        self._pages_as_of = database.erasures
        env = environment(content)
        env.globals |= {
            "version": version,
            "offices": content.ward.answering,
            "fields": content.fields,
        }
        self._env = env

    def endpoint(self, place: Place) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                return await self._answer(place, request)
            except StorageUnavailable:
                return self.plain("unavailable", 503)
            except Busy:
                return self.plain("busy", 503)

        return answer

    async def _answer(self, place: Place, request: Request) -> Response:
        now = self.clock()
        token = request.cookies.get(COOKIE, "")
        known, alarms = await self.database.transaction(
            lambda tx: (accounts.who(tx, token, now), tx.alarms.all())
        )
        if known is None:
            if request.method in WRITES:
                return await self._signed_out(request)
            wanted = request.url.path
            return RedirectResponse(f"{HOME}/dang-nhap?toi={quote(wanted)}", 303)
        visit = Visit(request, *known, now)
        visit.alarms = alarms
        if request.method in WRITES:
            try:
                await self._read_form(visit)
            except Refused as refusal:
                visit.lists = _by_name(refusal.read)
                return self._not_taken(visit, refusal.why, refusal.status)
        if not all(visit.may(action) for action in place.needs):
            return self._not_taken(visit, "not_allowed", 403)
        if request.method in WRITES and not self._is_ours(visit):
            return self._not_taken(visit, "form_expired", 403)
        if visit.page_key:
            return await self._do_once(place, visit)
        return await self._do(place, visit)

    async def _do_once(self, place: Place, visit: Visit) -> Response:
        """The second of two clicks waits for the first, and is shown what that one led to."""
        key = visit.once()
        async with self._under_way.setdefault(key, asyncio.Lock()):
            if await self.read(lambda tx: tx.once.is_claimed(key)):
                return await self._first_result(visit)
            try:
                response = await self._do(place, visit)
            except Repeated:  # another process was first
                return await self._first_result(visit)
            if visit.claimed:
                await self._keep_result(visit, response)
            return response

    async def _do(self, place: Place, visit: Visit) -> Response:
        try:
            response = _told_of_covering(visit, await place.page(self, visit))
        except seen.Changed as changed:
            return self.show_both(visit, changed)
        except Mistaken:
            return self._not_taken(visit, next(iter(visit.errors.values())), 400)
        except HTTPException as error:
            return self._not_taken(
                visit, _WHY.get(error.status_code, "not_found"), error.status_code
            )
        return visit.with_banner(response)

    async def _signed_out(self, request: Request) -> Response:
        """A form of somebody whose session is over: nothing is done, what was typed comes back. Of
        a browser nobody of ours signed in on, no byte is read."""
        if not self.tries.knows(request):
            return self.plain("signed_out", 403)
        try:
            form = await read_form(request)
        except Refused as refusal:
            return self.plain(refusal.why, refusal.status)
        return self.public(
            "not_taken",
            403,
            message="signed_out",
            typed=_typed(_by_name(form.items)),
            back=_page_before(request),
        )

    def _not_taken(self, visit: Visit, why: str, status: int) -> Response:
        """A request that led to nothing: why, and what was typed."""
        if wants_json(visit.request):
            return json_answer({"notice": self.content.words.console[why]}, status)
        typed, back = _typed(visit.lists), _page_before(visit.request)
        return self.render(visit, "not_taken", status, message=why, typed=typed, back=back)

    async def _keep_result(self, visit: Visit, response: Response) -> None:
        """For whoever sends this form again: where it led, or the page it ended with."""
        key, to = visit.once(), response.headers.get("location", "")
        if not to:
            pages = self._kept_pages()
            pages[key] = response
            while len(pages) > PAGES_KEPT:
                pages.popitem(last=False)
        await self.database.transaction(lambda tx: tx.once.keep_result(key, to))

    def show_both(self, visit: Visit, changed: seen.Changed, **values: Any) -> HTMLResponse:
        """What was typed beside what somebody else saved meanwhile; either can be taken. What this
        person did not touch stays as it is stored now."""
        differing = changed.differences(visit.lists)
        shown = {difference.name for difference in differing if difference.is_one_field}
        ours = ("csrf", seen.FIELD, seen.OPENED)
        hidden = [
            (name, value)
            for name, typed in changed.merged(visit.lists).items()
            for value in typed
            if name not in shown and name not in ours
        ]
        made = [(seen.FIELD, changed.version), (seen.OPENED, seen.opened_of(changed.now))]
        return self.render(
            visit,
            "changed",
            409,
            differing=differing,
            theirs=changed.theirs(visit.lists),
            hidden=[*hidden, *made],
            typed=[one for one in visit.typed if one[0] not in {d.name for d in differing}],
            back=_page_of(visit.request),
            **({"would_tell": None} | values),
        )

    async def try_merged(
        self, visit: Visit, changed: seen.Changed, work: Callable[[Transaction], Iterable[Told]]
    ) -> telling.Tally | None:
        """Whom it would tell, and how, if what this person typed were kept with all else as it is
        stored now: `work` is really done, on a copy. `visit` then holds that form. None for nobody,
        and where it would not be kept."""
        merged = changed.merged(visit.lists)
        visit.form |= {name: values[-1] for name, values in merged.items() if values}
        told = await self.database.rehearse(lambda tx: tuple(work(tx)))
        found = telling.tally(told)
        return found if found.people else None

    def _kept_pages(self) -> OrderedDict[str, Response]:
        """What forms ended with; none of them once somebody they may name was erased."""
        if self._pages_as_of != self.database.erasures:
            self._pages.clear()
            self._pages_as_of = self.database.erasures
        return self._pages

    async def _first_result(self, visit: Visit) -> Response:
        """Where the same form led the first time."""
        key = visit.once()
        if page := self._kept_pages().get(key):
            return page
        if to := await self.read(lambda tx: tx.once.result(key)):
            return RedirectResponse(to, 303)
        return self.plain("done_before", 200, visit)

    async def _read_form(self, visit: Visit) -> None:
        form = await read_form(visit.request)
        visit.files = form.files
        for name, value in form.items:
            text = clean(value)
            if name in CITIZENS_WORDS:
                said = mask(text)
                text, visit.covered = said.text, visit.covered or bool(said.kinds)
            visit.raw[name] = value
            visit.form[name] = text
            visit.lists.setdefault(name, []).append(text)
        visit.checked.given = visit.form.get(seen.FIELD, "")
        visit.checked.opened = visit.form.get(seen.OPENED, "")

    def _is_ours(self, visit: Visit) -> bool:
        """The form came from our own page, opened in this session. What follows the session's
        token is the page's own key: the same key with the same fields is the same form again."""
        given = visit.form.get("csrf") or visit.request.headers.get("x-csrf", "")
        token, _, visit.page_key = given.partition(".")
        return hmac.compare_digest(token.encode(), visit.session.csrf.encode())

    # ---- working with storage ----

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """What a page shows, looked up beside the traffic: no chat waits for it."""
        return await self.database.read(work)

    async def write(
        self,
        visit: Visit,
        action: str,
        object_: str | Callable[[T], str],
        work: Callable[[Transaction], T],
        *,
        unseen: Unseen | None = None,
        repeatable: bool = False,
        **detail: Any,
    ) -> T:
        """Does the work and records it, in one transaction; then lets deliveries start. `action`,
        the kind of `object_` and the names of `detail` are declared in `storage/audit.py`; what the
        work makes names itself only then, so `object_` may follow from its result.

        What the line tells besides, and only the work knows, it leaves with `Visit.note`.

        Raises Mistaken, and keeps nothing, when something typed was found wrong by then: a text cut
        at its limit, or the first choice instead of an unknown one, is not what was given. Raises
        Repeated when the form was sent before, unless it is `repeatable`: only shows or
        hands out something, which may be asked for again. Raises NotChecked, and keeps nothing,
        when the work did not compare what the page showed (`Visit.require_as_seen`) and `unseen`
        does not say why it need not.
        """
        claiming = bool(visit.page_key) and not visit.claimed and not repeatable

        def recorded(tx: Transaction) -> T:
            if claiming and not tx.once.claim(visit.once(), visit.now):
                raise Repeated
            visit.checked.done = False
            visit.noted = {}
            result = work(tx)
            if visit.errors:
                raise Mistaken
            if unseen is None and not visit.checked.done:
                raise NotChecked(action)
            tx.audit.write(
                action,
                object_ if isinstance(object_, str) else object_(result),
                visit.now,
                staff=visit.staff,
                address=visit.address,
                **(detail | visit.noted),
            )
            return result

        result = await self.database.transaction(recorded)
        visit.claimed = visit.claimed or claiming
        visit.checked.given = ""  # a page shown now is made from what stands now
        self.wake()
        return result

    def hold(self, visit: Visit, name: str, data: bytes) -> str:
        """Keeps an uploaded file between its trial and its use; the oldest make room."""
        token = secrets.token_urlsafe(16)
        self.held[token] = HeldFile(visit.staff.id, visit.now, self.database.erasures, name, data)
        while len(self.held) > FILES_HELD:
            self.held.popitem(last=False)
        return token

    def holding(self, visit: Visit, token: str) -> tuple[str, bytes] | None:
        """(name, data) of a file held for this person: not for long, and no list that may name
        somebody who was erased since."""
        for old, file in list(self.held.items()):
            over = visit.now - file.since > HELD_FOR
            if over or file.erasures != self.database.erasures:
                del self.held[old]
        found = self.held.get(token)
        mine = found is not None and found.staff_id == visit.staff.id
        return (found.name, found.data) if found and mine else None

    def forget_held(self) -> None:
        """Somebody was erased: no list or document that names them stays in memory."""
        self.held.clear()
        self.jobs.forget()
        self._pages.clear()

    # ---- answering ----

    def render(
        self, visit: Visit, template: str, status: int = 200, /, **values: Any
    ) -> HTMLResponse:
        """A page. What was typed comes back as `form`, what is wrong with it as `errors`."""
        html = self._env.get_template(f"console/{template}.html").render(
            visit=visit,
            staff=visit.staff,
            csrf=Markup(  # noqa: S704  # a token of ours: letters, digits, - and _
                f'<input type="hidden" name="csrf"'
                f' value="{visit.session.csrf}.{secrets.token_urlsafe(9)}">'
            ),
            seen=visit.checked.field,
            Action=Action,
            today=visit.today,
            now=visit.now,
            names=sees_names(visit.staff),
            form=visit.form,
            errors=visit.errors,
            done=visit.banner.get("xong", ""),
            covered=visit.covered or "che" in visit.banner,
            told=telling.from_query(visit.banner.get("bao", "")),
            **values,
        )
        return HTMLResponse(html, status, headers={"cache-control": "no-store"})

    def public(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page for somebody who is not signed in."""
        blank: dict[str, Any] = {
            "errors": {},
            "form": {},
            "staff": None,
            "visit": None,
            "done": "",
            "problem": "",
            "told": None,
            "covered": False,
        }
        given = blank | values
        html = self._env.get_template(f"console/{template}.html").render(**given)
        return HTMLResponse(html, status, headers={"cache-control": "no-store"})

    def refused(self, request: Request, refusal: Refused) -> Response:
        """A request nobody is known by yet, which was not taken: why, and what to do."""
        if wants_json(request):
            notice = self.content.words.console[refusal.why]
            return json_answer({"notice": notice}, refusal.status)
        return self.plain(refusal.why, refusal.status)

    def broken(self, request: Request) -> Response:
        """A fault of ours, on whatever page."""
        if wants_json(request):
            return json_answer({"notice": self.content.words.console["broken"]}, 500)
        return self.plain("broken", 500)

    def nothing_here(self, request: Request, status: int) -> Response:
        """An address of the console that is none."""
        if wants_json(request):
            return json_answer({"notice": self.content.words.console["not_found"]}, status)
        return self.plain("not_found", status)

    def plain(self, message: str, status: int, visit: Visit | None = None) -> HTMLResponse:
        """One sentence: why not, and where to go on."""
        if visit is not None:
            return self.render(visit, "message", status, message=message)
        return self.public("message", status, message=message)

    def back(
        self,
        to: str,
        done: str = "",
        anchor: str = "",
        told: Iterable[telling.Told] = (),
        staff: Sequence[Staff] | None = None,
        more: Mapping[str, str] | None = None,
    ) -> RedirectResponse:
        """After a write: the page again, with what was done said once, who is told of it, and which
        staff were written to in their own chats (None: nobody had to be); `more` of `BANNER`."""
        said = {"xong": done, "bao": telling.to_query(told), **(more or {})}
        if staff is not None:
            said["nhan"] = ".".join(str(person.id) for person in staff) or "0"
        mark = "&".join(f"{name}={quote(value)}" for name, value in said.items() if value)
        if mark:
            mark = f"{'&' if '?' in to else '?'}{mark}"
        return RedirectResponse(f"{HOME}{to}{mark}{'#' + anchor if anchor else ''}", 303)

    def file(self, data: bytes, name: str, kind: str) -> Response:
        return Response(
            data,
            media_type=kind,
            headers={
                "content-disposition": f'attachment; filename="{name}"',
                "cache-control": "no-store",
            },
        )


_WHY = {403: "move_not_allowed", 409: "move_not_allowed"}
_NOT_SHOWN = ("csrf", seen.FIELD, "password", "old", "again", "code", "sure", "do", "once",
              "since", "answer")  # fmt: skip


def _by_name(items: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {}
    for name, value in items:
        lists.setdefault(name, []).append(clean(value))
    return lists


def _typed(lists: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """(field, text) of what somebody typed into a form: no secrets, no keys of ours."""
    return [
        (name, text)
        for name, texts in lists.items()
        if name not in _NOT_SHOWN and "password" not in name
        for text in texts
        if text.strip()
    ]


def _page_before(request: Request) -> str:
    """The page the form stood on, as the browser says; our own pages only."""
    path = urlsplit(request.headers.get("referer", "")).path
    return path if path.startswith(HOME) and "//" not in path else HOME


def _page_of(request: Request) -> str:
    """The page of the thing a form was about: where it stood, as the browser says; else the nearest
    page above the address it was sent to."""
    before = _page_before(request)
    if before != HOME:
        return before
    path, routes = request.url.path, request.app.routes
    while path != HOME and path.startswith(HOME):
        scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}
        if any(route.matches(scope)[0] is Match.FULL for route in routes):
            return path
        path = path.rpartition("/")[0]
    return HOME


def _told_of_covering(visit: Visit, response: Response) -> Response:
    """The page after a form says so when something of it was covered."""
    to = response.headers.get("location", "")
    if visit.covered and to:
        path, mark, anchor = to.partition("#")
        response.headers["location"] = f"{path}{'&' if '?' in path else '?'}che=1{mark}{anchor}"
    return response
