"""One request of a member of staff: who it is, and what they sent."""

import hashlib
import hmac
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.web.console import seen
from bot.web.console.typed import typed_in
from content.calendar import at, local
from content.cell_names import read_name_cell
from content.library import Content
from content.news import first_day, month_of
from content.people import old_form, read_name, read_phones, show_phone
from content.sensitive import NEVER_WRITTEN, Masked, Sensitive, mask
from content.vietnamese import clock_of, read_day_near, read_typed_day
from content.whole import read_whole
from handlers.conference.offers import Desk
from handlers.office.waiting import Counted
from handlers.people.permissions import Action, may
from handlers.people.refusing import NotDone
from storage.alarms import Alarm
from storage.database import Transaction
from storage.models import OutboxState
from storage.staff_models import Staff, StaffSession

WRITES = ("POST",)
# Fields with what a citizen said or is called: secrets in them are covered as in the chat.
CITIZENS_WORDS = (
    *("content", "asker", "name", "business", "neighbourhood", "position", "sector"),
    *("representative", "question_text", "shown_text", "note", "recipients"),
)
# What no person writes as words: keys of pages and forms, passwords. In every other field, a new
# one too, staff's own words never keep an identity number, a card or a code; an account may stand.
# The tax code of a household is its owner's number: the register keeps it in this field alone
# (docs/adr/0029), and shows it in part.
_TAX_NUMBER = "tax_number"
NO_WORDS = ("csrf", seen.FIELD, seen.OPENED, "password", "again", "key", "kept_file", _TAX_NUMBER)
# A digest of what a page showed, by itself or behind the name of a record: one of sixteen digits in
# seven hundred has twelve in a row that could be somebody's.
_DIGEST = re.compile(r"(?:[A-Za-z0-9-]+:)?(?=\d*[a-f])[0-9a-f]{16,64}")

_TYPED_MONTH = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{4})")


def covered_in(name: str, text: str) -> Masked:
    """What was typed into a field, as it is kept. Our own numbers, which forms carry along, may
    look like a card's."""
    if name in CITIZENS_WORDS:
        return mask(text)
    if name in NO_WORDS or _DIGEST.fullmatch(text):
        return Masked(text)
    is_said = any(map(str.isspace, text)) and any(map(str.isalpha, text))
    return mask(text, NEVER_WRITTEN if is_said else {Sensitive.IDENTITY})


# What a page says of the write that led to it: once, to whoever did it, not to whom the address is
# given or who opens it again.
BANNER = ("xong", "bao", "nhan", "che", "viec", "so")
BANNER_FOR = timedelta(seconds=60)
# What a page says of these it says itself, where it matters.
SAID_ELSEWHERE = ("move", "import", "found")


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
        self.refused_with = 400  # by HTTP, where there are errors
        self.covered = False  # secrets were taken out of what was typed
        self.alarms: list[Alarm] = []  # what channels wait for
        self.owes_second_step = False  # it is set up before anything else
        self.waiting = 0  # messages nobody answered yet; counted up to a hundred
        self.counted = Counted()  # what waits for them, in the menu
        self.heard: Mapping[int, Collection[OutboxState]] = {}  # staff told of the write before
        self.checked = seen.Checked()
        self.untouched: Collection[str] = ()  # fields that came back as their page had them
        self.noted: dict[str, Any] = {}
        self.page_key = ""  # of the page the form stood on, made anew for each page
        self.claimed = False  # this request is the one that does what the form asks for

    @property
    def is_refused(self) -> bool:
        """Whether what a form brought was not kept, for what `errors` says."""
        return self.request.method in WRITES and bool(self.errors)

    def refuse(self, refusal: NotDone) -> None:
        """Says at its field why what was asked for cannot be as things stand."""
        self.errors[refusal.field] = refusal.why
        self.refused_with = 409

    def kept_page(self, key: str) -> str:
        """What a page that was shown in this session is kept under."""
        return f"{self.session.csrf}:{key}"

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

    @property
    def written_to(self) -> list[int]:
        """The staff whom a message about the write before was queued for."""
        named = (read_whole(one) for one in self.banner.get("nhan", "").split("."))
        return [one for one in named if one]

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
    def mistakes(self) -> dict[str, str]:
        """(field, name of the sentence) of what is said above the page and beside its field."""
        return {name: why for name, why in self.errors.items() if name not in SAID_ELSEWHERE}

    def sent_fields(self) -> dict[str, list[str]]:
        """What each field of the form comes back with; none that a page keeps to itself."""
        return {
            name: [self.form[name]] if len(texts) == 1 else texts
            for name, texts in self.lists.items()
            if name in self.form
        }

    @property
    def typed(self) -> list[tuple[str, str]]:
        """(field, text) of the sentences somebody typed, to be given back to them; not what was
        chosen from a list."""
        return [
            (name, text)
            for name, text in typed_in(self.lists)
            if name not in self.untouched
            and (name in CITIZENS_WORDS or " " in text or read_typed_day(text))
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

    def person(self, name: str = "name", *, limit: int = 80) -> str | None:
        """The name of one person; None, and what is wrong with it in `errors`, for none or two."""
        typed = self.text(name, limit=limit)
        read = None if read_name_cell(typed).several else read_name(typed)
        if read is None:
            self.errors.setdefault(name, "two_people" if read_name(typed) else "name")
        return read

    def phone(self, name: str = "phone") -> str | None:
        """The number of one person; None for none, and for two, or one of before 2018, which are
        given back with what is wrong in `errors`: the last as the number it became."""
        typed = self.text(name)
        numbers = read_phones(typed)
        if len(numbers) > 1:
            self.errors[name] = "two_phones"
        elif numbers and old_form(typed, numbers[0]):
            self.form[name] = show_phone(numbers[0])
            self.errors[name] = "renumbered"
        elif typed and not numbers:
            self.errors[name] = "phone"
        return numbers[0] if numbers and name not in self.errors else None

    def day(self, name: str, *, required: bool = True, near: date | None = None) -> date | None:
        """`02/12/2026`, and however else people type a day; `02/12` is the one nearest to `near`,
        where that is given."""
        value = self.form.get(name, "").strip()
        if not value and not required:
            return None
        day = read_typed_day(value) or (read_day_near(value, near) if near else None)
        if day is None:
            self.errors[name] = "day"
        return day

    def month(self) -> str:
        """The month (`2026-12`) of the page's address, where it may be typed (`12/2026`), or of the
        form, or this one; 404 for none."""
        wanted = self.request.query_params.get("thang") or self.form.get("month", "")
        if typed := _TYPED_MONTH.fullmatch(wanted.strip()):
            wanted = f"{typed[2]}-{typed[1]:0>2}"
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

    def picked(self, name: str) -> int:
        """The number of what was picked from a list; 0 for nothing of it."""
        typed = self.text(name)
        number = read_whole(typed) if typed else 0
        if number is None:
            self.errors[name] = "choice"
        return number or 0

    def choice(self, name: str, allowed: Sequence[str]) -> str:
        value = self.form.get(name, "")
        if value not in allowed:
            self.errors[name] = "choice"
            return next(iter(allowed), "")
        return value
