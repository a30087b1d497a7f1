"""The staff's console: every request of it, from the session to the line of the audit.

Every page goes through `Console.endpoint`: session, permission, form token, in that order. A page
that writes does so through `Console.write`, which records it in the audit in the same transaction,
once however often a form is sent. What it was made from is checked by `Visit.require_as_seen`: a
write that neither does so nor says why it need not (`Unseen`) is refused by `Console.write`.
"""

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import quote
from weakref import WeakValueDictionary

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.running.pool import Busy
from bot.web.bodies import read_form
from bot.web.console import retold, seen
from bot.web.console.answers import AGAIN, Answers, LatePage
from bot.web.console.firsts import FirstResults
from bot.web.console.given import Given
from bot.web.console.held import HeldFiles
from bot.web.console.making import Jobs
from bot.web.console.seen import NotChecked, Unseen
from bot.web.console.tries import Tries
from bot.web.console.typed import HOME, by_name, page_before, typed_in
from bot.web.console.visit import BANNER_FOR, WRITES, Visit, covered_in
from bot.web.limits import Refused, Streams
from bot.web.pages import wants_json
from content.vietnamese import clean
from handlers.office import drafts, waiting
from handlers.office.drafts import DraftOf
from handlers.people import accounts, second_step, telling
from handlers.people.permissions import Action
from handlers.people.refusing import NotDone
from handlers.people.removed import TakenAway, line_of
from handlers.people.telling import Told
from storage.database import StorageUnavailable, Transaction
from storage.staff_models import Staff, StaffSession

T = TypeVar("T")
COOKIE = "donghanh_can_bo"
SECOND_STEP = "/tai-khoan/hai-buoc"  # where it is set up
DRAFT = "draft"  # the field of a form whose words are kept while they are typed
# Pages told of talks as they come: in all, of one address, of one person. The others ask.
STREAMS, STREAMS_OF_ONE, STREAMS_OF_STAFF = 200, 100, 4
MOST_COUNTED = 100  # messages without an answer, for the menu


def _who(
    tx: Transaction, token: str, now: datetime, *, touches: bool
) -> tuple[Staff, StaffSession, bool] | None:
    """Whose session it is, and whether they have to set up their second step before all else."""
    known = accounts.who(tx, token, now, touches=touches)
    return (*known, second_step.owes(tx, *known)) if known is not None else None


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
    is_before_all: bool = False  # open also to whoever must set up their second step first
    asks_by_itself: bool = False  # a page asks, nobody pressed: it keeps no session open

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
    ("{entry}", Action.SEE_CONTENT),
    ("{figure}", Action.SEE_CONTENT),
    ("{part}", Action.SEE_CONTENT),
    ("{pack}", Action.SEE_CONTENT),
    ("{talk}", Action.HOLD_TALKS),
    ("{wave}", Action.SEE_SURVEYS),
    ("{business}", Action.SEE_BUSINESSES),
)


class Console(Answers):
    """What every page works with: what it was given, and what it keeps from page to page."""

    def __init__(self, given: Given) -> None:
        super().__init__(given.content)
        database = self.database = given.database
        self.clock = given.clock
        self.photos = given.photos
        self.attachments = given.attachments
        self.answer_files = given.answer_files
        self.site = given.site
        self.secure = given.secure
        self.wake = given.wake
        self.pools = given.pools
        self.key = given.key
        self.channels = given.channels
        self.catch_up = given.catch_up
        self.letters = given.letters
        self.pack_key = given.pack_key
        self.wakes = given.wakes
        self.jobs = Jobs(given.pools.documents, lambda: database.erasures)
        self.tries = Tries(given.key, secure=given.secure)
        self.held = HeldFiles(lambda: database.erasures)
        self.shown_at: dict[str, Place] = {}  # the pages that only show, by their addresses
        self.streams = Streams(STREAMS, STREAMS_OF_ONE, STREAMS_OF_STAFF)
        self._first = FirstResults(database)
        self._under_way: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def endpoint(self, place: Place) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                response = await self._answer(place, request)
                if isinstance(response, LatePage):
                    await response.finish(self.pools.pages)
                    if response.key:
                        self._first.hold(response.key, response)
                return response
            except StorageUnavailable:
                return self.plain("unavailable", 503)
            except Busy:
                return self.plain("busy", 503)

        return answer

    async def _answer(self, place: Place, request: Request) -> Response:
        now = self.clock()
        token = request.cookies.get(COOKIE, "")
        known, alarms, unanswered = await self.database.transaction(
            lambda tx: (
                _who(tx, token, now, touches=not place.asks_by_itself),
                tx.alarms.all(),
                tx.feedback.count_waiting(MOST_COUNTED),
            )
        )
        if known is None:
            if request.method in WRITES:
                return await self._signed_out(request)
            wanted = request.url.path
            return RedirectResponse(f"{HOME}/dang-nhap?toi={quote(wanted)}", 303)
        staff, session, owes_second_step = known
        visit = Visit(request, staff, session, now)
        visit.owes_second_step = owes_second_step
        visit.alarms = alarms
        visit.waiting = unanswered
        if request.method in WRITES:
            try:
                await self._read_form(visit)
            except Refused as refusal:
                visit.lists = by_name(refusal.read)
                return self.not_taken(visit, refusal.why, refusal.status)
        if not all(visit.may(action) for action in place.needs):
            return self.not_taken(visit, "not_allowed", 403)
        if owes_second_step and not place.is_before_all:
            if request.method in WRITES or wants_json(request):
                return self.not_taken(visit, "second_step_first", 403)
            return RedirectResponse(f"{HOME}{SECOND_STEP}", 303)
        if request.method not in WRITES and (kept := self._came_back(visit)):
            return kept
        if request.method in WRITES and not self._is_ours(visit):
            return self.not_taken(visit, "form_expired", 403)
        if visit.page_key:
            return await self._do_once(place, visit)
        if not wants_json(request):
            visit.counted = await self.read(
                lambda tx: waiting.counted(tx, self.content, staff, now)
            )
        if staff_ids := visit.written_to:
            since = now - BANNER_FOR
            visit.heard = await self.read(lambda tx: tx.staff_links.last_told(staff_ids, since))
        return await self._do(place, visit)

    def _came_back(self, visit: Visit) -> Response | None:
        """The page that came back not taken, where the address names one of this session."""
        key = visit.request.query_params.get(AGAIN, "")
        return self._first.held(visit.kept_page(key)) if key else None

    async def _do_once(self, place: Place, visit: Visit) -> Response:
        """The second of two clicks waits for the first, and is shown what that one led to."""
        key = visit.once()
        async with self._under_way.setdefault(key, asyncio.Lock()):
            if await self._first.is_known(key):
                return await self._first_result(visit)
            try:
                response = await self._do(place, visit)
            except Repeated:  # another process was first
                return await self._first_result(visit)
            if visit.claimed:
                await self._first.keep(key, response)
            return response

    async def _do(self, place: Place, visit: Visit) -> Response:
        try:
            response = _told_of_covering(visit, await place.page(self, visit))
        except seen.Changed as changed:
            return self.show_both(visit, changed)
        except TakenAway as gone:
            return await self._say_gone(visit, gone)
        except Mistaken:
            return await self._come_back(place, visit)
        except NotDone as refusal:
            visit.refuse(refusal)
            return await self._come_back(place, visit)
        except HTTPException as error:
            if error.status_code == 400 and visit.errors:
                return await self._come_back(place, visit)
            if error.status_code == 404 and visit.checked.given:  # it was there for that page
                return self.gone(visit)
            return self.not_taken(
                visit, _WHY.get(error.status_code, "not_found"), error.status_code
            )
        return visit.with_banner(response)

    async def _come_back(self, place: Place, visit: Visit) -> Response:
        """The page a form that was found wrong stands on, with what was typed in it: the nearest
        above where it was sent to. Where this person sees none, what was typed alone."""
        path = place.path
        while path := path.rpartition("/")[0]:
            above = self.shown_at.get(path)
            if above is not None and all(visit.may(action) for action in above.needs):
                return visit.with_banner(await above.page(self, visit))
        return self.not_taken(visit, next(iter(visit.errors.values())), 400)

    async def _say_gone(self, visit: Visit, gone: TakenAway) -> Response:
        """What a form acts on is not there any more: what it was, and who took it away."""

        def work(tx: Transaction) -> list[retold.JournalLine]:
            line = line_of(tx, gone, visit.session.created_at)
            return retold.entries(tx, self.content, visit.staff, [line] if line else [])

        found = await self.read(work)
        return self.gone(visit, found[0] if found else None, gone.erased_at)

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
            again="",
            typed=typed_in(by_name(form.items)),
            back=page_before(request),
        )

    async def _first_result(self, visit: Visit) -> Response:
        """Where the same form led the first time."""
        found = await self._first.find(visit.once())
        return found or self.plain("done_before", 200, visit)

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

    async def _read_form(self, visit: Visit) -> None:
        form = await read_form(visit.request)
        visit.files = form.files
        for name, value in form.items:
            said = covered_in(name, clean(value))
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
        return await self.database.read(work, long=True)

    async def write(
        self,
        visit: Visit,
        action: str,
        object_: str | Callable[[T], str],
        work: Callable[[Transaction], T],
        *,
        unseen: Unseen | None = None,
        repeatable: bool = False,
        is_deed: Callable[[T], bool] = lambda _: True,
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

        `is_deed` is asked of what the work made: False leaves no line, as where somebody's draft is
        kept again while they type. What was typed in a form that keeps a draft is no draft any
        more once the form was taken.
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
            if (draft := DraftOf.read(visit.form.get(DRAFT, ""))) is not None:
                drafts.end(tx, visit.staff, draft)
            if not is_deed(result):
                return result
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
        self.database.talked.ring()  # whoever looks on may have signed out, or may no more
        return result

    def forget_held(self) -> None:
        """Somebody was erased: no list or document that names them stays in memory."""
        self.held.forget()
        self.jobs.forget()
        self._first.forget()


_WHY = {403: "not_yours", 409: "not_now"}


def _told_of_covering(visit: Visit, response: Response) -> Response:
    """The page after a form says so when something of it was covered."""
    to = response.headers.get("location", "")
    if visit.covered and to:
        path, mark, anchor = to.partition("#")
        response.headers["location"] = f"{path}{'&' if '?' in path else '?'}che=1{mark}{anchor}"
    return response
