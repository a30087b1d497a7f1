"""Pages for owners beside the chat: the ticket, its calendar file, the one-time form, one's own
data, the check of an invitation, the published answers."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from bot.files.attachments import AttachmentStore, media_type
from bot.web.addresses import address_of
from bot.web.bodies import read_fields
from bot.web.limits import RateLimit, Refused
from bot.web.pages import environment, json_answer, wants_json
from bot.web.qr import qr_svg
from content.codes import CodeKind, find_code
from content.library import Content
from content.people import (
    BUSINESS_LIMIT,
    NAME_LIMIT,
    NEIGHBOURHOOD_LIMIT,
    old_form,
    read_name,
    read_neighbourhood,
    read_phone,
    show_phone,
)
from content.sensitive import mask
from content.vietnamese import clean
from handlers.broadcast import words
from handlers.conference import by_link, tickets
from handlers.conference.offers import Desk
from handlers.conference.registering import RegisterAnswers
from handlers.conference.seating import Wanted
from handlers.own_data import privacy
from handlers.people.room import free_for
from handlers.talk.markup import to_plain
from storage.broadcast_models import Broadcast
from storage.database import Database, Transaction
from storage.event_models import BusinessKind, Event, EventState, Registration
from storage.question_models import Answer, Profile, Question

TOKEN_LIMIT = 80
REMINDED_BEFORE = (timedelta(days=1), timedelta(hours=2))  # by the person's own calendar
FIELDS = ("name", "phone", "business", "kind", "neighbourhood", "people")
# Letters of each that are kept; of a phone number, with what stands around it.
LONGEST = {
    "name": NAME_LIMIT,
    "phone": 120,
    "business": BUSINESS_LIMIT,
    "neighbourhood": NEIGHBOURHOOD_LIMIT,
}


class VisitorPages:
    """`clock` gives the time now (aware, UTC); `wake` starts deliveries."""

    def __init__(
        self,
        database: Database,
        content: Content,
        clock: Callable[[], datetime],
        site: str,
        wake: Callable[[], None],
        version: str,
        attachments: AttachmentStore,
    ) -> None:
        self._database = database
        self._content = content
        self._clock = clock
        self._site = site
        self._wake = wake
        self._attachments = attachments
        # A real invitation is always shown, however many scan theirs behind one address; what it
        # says is no secret. Only wrong codes are counted, where we know whose they are.
        self._guesses = RateLimit(60, 3600)
        self._checks = RateLimit(30, 60)
        self._checked = RateLimit(1, 3600)  # a reload by the same browser is no second check
        env = environment(content)
        env.globals["version"] = version
        self._env = env

    def _page(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        html = self._env.get_template(f"visitor/{template}.html").render(
            **({"covered": False} | values)
        )
        headers = {"cache-control": "no-store", "x-robots-tag": "noindex"}
        return HTMLResponse(html, status, headers=headers)

    def _sorry(self, message: str, status: int) -> HTMLResponse:
        return self._page("message", status, text=self._content.words.say(message))

    async def unavailable(self, request: Request, error: Exception) -> Response:
        """Any page when nothing can be read: kind, and the truth."""
        return self._sorry("system/unavailable", 503)

    def refused(self, request: Request, refusal: Refused) -> Response:
        """Any request that was not taken: why, and what to do."""
        why = f"system/{refusal.why}"
        if wants_json(request):
            notice = to_plain(self._content.words.say(why))
            return json_answer({"notice": notice}, refusal.status)
        return self._sorry(why, refusal.status)

    def broken(self, request: Request) -> Response:
        """A fault of ours, on whatever page."""
        if wants_json(request):
            notice = to_plain(self._content.words.say("system/broken"))
            return json_answer({"notice": notice}, 500)
        return self._sorry("system/broken", 500)

    def nothing_here(self, request: Request, status: int) -> Response:
        """An address that is none of ours (404), or not one to send a form to (405)."""
        if wants_json(request):
            notice = to_plain(self._content.words.say("visitor/no_page"))
            return json_answer({"notice": notice}, status)
        return self._sorry("visitor/no_page", status)

    # ---- the ticket ----

    async def ticket(self, request: Request) -> Response:
        found = await self._ticket(request)
        if found is None:
            return self._sorry("visitor/no_ticket", 404)
        registration, event, line, free = found
        return self._page(
            "ticket",
            registration=registration,
            event=event,
            line=line,
            free=free,
            in_vain=event.never_fits(registration),
            qr=qr_svg(registration.code),
            covered="che" in request.query_params,
        )

    async def calendar(self, request: Request) -> Response:
        """The conference as an .ics file, with reminders a day and two hours before."""
        found = await self._ticket(request)
        if found is None:
            return self._sorry("visitor/no_ticket", 404)
        registration, event, *_ = found
        return Response(
            calendar_file(self._content, event, registration, self._site),
            media_type="text/calendar",
            headers={
                "content-disposition": f'attachment; filename="hoi-nghi-{event.code}.ics"',
                "cache-control": "no-store",
            },
        )

    async def _ticket(self, request: Request) -> tuple[Registration, Event, int, int] | None:
        token = str(request.path_params["token"])[:TOKEN_LIMIT]

        def work(tx: Transaction) -> tuple[Registration, Event, int, int] | None:
            registration = tx.registrations.by_token(token)
            event = tx.events.get(registration.event_id) if registration else None
            if registration is None or event is None or registration.anonymised_at:
                return None
            line = tx.registrations.place_in_line(registration)
            return registration, event, line, free_for(tx, event, registration)

        return await self._database.read(work)

    # ---- personal details on our own page instead of a foreign platform ----

    async def form(self, request: Request) -> Response:
        token, now = str(request.path_params["token"])[:TOKEN_LIMIT], self._clock()
        found = await self._database.read(lambda tx: by_link.find(tx, token, now))
        if isinstance(found, str):
            return self._led_to(found)
        contact_id, event, known = found
        if event.state is EventState.CANCELLED:  # nobody fills in what leads nowhere
            text = self._content.words.say("ticket/not_held", event=event)
            return self._page("message", 409, text=text)
        values = self._of_form(event, now)
        if request.method == "GET":
            return self._page("form", **values, form=_known(known))
        form, covered = _fields(await read_fields(request))
        errors: dict[str, str] = {}
        wanted = self._read(form, errors, values["most_people"])
        if wanted is None or errors:
            shown = values | {"errors": errors, "covered": covered}
            return self._page("form", 400, **shown, form=form)
        decided = await self._database.transaction(
            lambda tx: by_link.register(
                Desk(tx, self._content, now), token, contact_id, event.id, wanted
            )
        )
        self._wake()
        if isinstance(decided, str):
            return self._led_to(decided)
        if decided.registration is None or decided.outcome not in by_link.KEPT:
            text = self._content.words.say(f"ticket/{decided.outcome}", event=event)
            return self._page("message", 409, text=text)
        return _to_ticket(decided.registration.token, covered=covered)

    def _of_form(self, event: Event, now: datetime) -> dict[str, Any]:
        """What the form shows besides what was typed."""
        consent = self._content.words.say(
            "register/consent", memory=RegisterAnswers(event_title=event.title), today=now
        )
        most = max(tickets.people_to_choose(event))
        return {"event": event, "consent": consent, "errors": {}, "most_people": most}

    def _led_to(self, ticket: str) -> Response:
        """A link that was used shows the first result again: a double click, a reload, going back
        are no second registration."""
        return _to_ticket(ticket) if ticket else self._sorry("visitor/link_ended", 404)

    def _read(
        self, form: dict[str, str], errors: dict[str, str], most_people: int
    ) -> Wanted | None:
        """What the form was told. It asks for no sector, tax code or wish to speak: those stay."""
        errors |= {field: "too_long" for field, most in LONGEST.items() if len(form[field]) > most}
        if errors:
            return None
        name, phone = read_name(form["name"]), read_phone(form["phone"])
        if name is None:
            errors["name"] = "name"
        if phone is None:
            errors["phone"] = "phone"
        elif old_form(form["phone"], phone):
            # Shown as what it became, to be sent once more.
            form["phone"] = show_phone(phone)
            errors["phone"] = "renumbered"
        if form["people"] not in [str(n) for n in range(1, most_people + 1)]:
            errors["people"] = "choice"
        kind = form["kind"]
        if kind not in list(BusinessKind):
            errors["kind"] = "choice"
        if not form["neighbourhood"]:
            errors["neighbourhood"] = "required"
        if form.get("agree") != "1":
            errors["agree"] = "required"
        if errors or name is None:
            return None
        business = form["business"]
        return Wanted(
            name=name,
            phone=phone,
            kind=BusinessKind(kind) if business else BusinessKind.PERSON,
            business=business,
            neighbourhood=read_neighbourhood(
                form["neighbourhood"], self._content.ward.neighbourhoods
            ),
            companions=int(form["people"]) - 1,
        )

    # ---- one's own data ----

    async def own_data(self, request: Request) -> Response:
        """Everything about one contact as JSON, behind a link from the chat; within its day."""
        token, now = str(request.path_params["token"])[:TOKEN_LIMIT], self._clock()

        def work(tx: Transaction) -> dict[str, Any] | None:
            link = tx.people.link(token, now)
            if link is None or link[1] is not None:
                return None
            return privacy.as_json(tx, link[0], now)

        found = await self._database.read(work)
        if found is None:
            return self._sorry("visitor/link_ended", 404)
        return Response(
            orjson.dumps(found, option=orjson.OPT_INDENT_2),
            media_type="application/json",
            headers={
                "content-disposition": 'attachment; filename="du-lieu-cua-toi.json"',
                "cache-control": "no-store",
            },
        )

    # ---- is this invitation real? ----

    async def invitation(self, request: Request) -> Response:
        """What the QR code on an invitation opens."""
        found = find_code(str(request.path_params["code"])[:40])
        code = found[1] if found and found[0] is CodeKind.INVITATION else ""
        address = address_of(request.scope)

        def work(tx: Transaction) -> str | None:
            invitation = tx.events.invitation(code) if code else None
            event = tx.events.get(invitation.event_id) if invitation else None
            if invitation is None or event is None:
                return None
            browser = f"{code}|{address}|{request.headers.get('user-agent', '')}"
            if self._checked.allows(browser) and self._checks.allows(code):
                tx.events.save_invitation(replace(invitation, checked=invitation.checked + 1))
            return self._content.words.say("invitation/real", invitation=invitation, event=event)

        text = await self._database.transaction(work)
        if text is not None:
            return self._page("message", text=text)
        if address and not self._guesses.allows(address):
            return self._sorry("code/too_many", 429)
        shown = str(request.path_params["code"])[:16]
        unknown = self._content.words.say("invitation/unknown", code=_plain(shown))
        return self._page("message", 404, text=unknown)

    # ---- what the ward has answered ----

    async def published(self, request: Request) -> Response:
        def work(tx: Transaction) -> list[tuple[Question, Answer]]:
            pairs = ((q, tx.questions.approved(q.id)) for q in tx.questions.published())
            return [(q, a) for q, a in pairs if a is not None]

        found = await self._database.read(work)
        return self._page("published", found=found, fields=self._content.fields)

    # ---- the news ----

    async def news(self, request: Request) -> Response:
        """Everything that was sent to whoever asked for news, latest first."""
        return self._page("news", published=await self._published())

    async def news_one(self, request: Request) -> Response:
        """A month's digest (`/tin-tuc/2026-12`) or one piece of news, to read and to print."""
        name = str(request.path_params["name"])[:20]

        def work(tx: Transaction) -> tuple[Broadcast, list[Broadcast]] | None:
            for broadcast in tx.broadcasts.published():
                if name in (broadcast.month, str(broadcast.id)):
                    later = tx.broadcasts.corrections_of(broadcast.id)
                    shown = words.for_everybody(tx, self._content, broadcast)
                    return shown, [c for c in later if c.started_at is not None]
            return None

        found = await self._database.read(work)
        if found is None:
            return self._sorry("visitor/no_news", 404)
        broadcast, corrections = found
        return self._page(
            "news_one",
            broadcast=broadcast,
            corrections=corrections,
            text=broadcast.text,
        )

    async def _published(self) -> list[Broadcast]:
        def work(tx: Transaction) -> list[Broadcast]:
            found = tx.broadcasts.published()
            return [words.for_everybody(tx, self._content, broadcast) for broadcast in found]

        return await self._database.read(work)

    async def feed(self, request: Request) -> Response:
        """The same as an Atom feed, for the ward's own site and whoever follows it."""
        published = (await self._published())[:30]
        xml = self._env.get_template("visitor/feed.xml").render(
            published=published, site=self._site, now=self._clock()
        )
        return Response(xml, media_type="application/atom+xml")

    async def attachment(self, request: Request) -> Response:
        name = str(request.path_params["name"])[:TOKEN_LIMIT]
        path = await self._attachments.path(name)
        if path is None:
            return self._sorry("visitor/no_file", 404)
        headers = {"cache-control": "public, max-age=86400", "x-robots-tag": "noindex"}
        return FileResponse(path, media_type=media_type(name), headers=headers)


def _plain(text: str) -> str:
    return "".join(char for char in text if char.isalnum() or char == "-")


def _fields(given: dict[str, str]) -> tuple[dict[str, str], bool]:
    """What was typed, with every field of the form there; whether secrets were covered in it."""
    said = {name: mask(clean(value)) for name, value in given.items()}
    form = dict.fromkeys(FIELDS, "") | {name: one.text.strip() for name, one in said.items()}
    return form, any(one.kinds for one in said.values())


def _known(profile: Profile | None) -> dict[str, str]:
    blank = {name: "" for name in FIELDS} | {"kind": "household", "people": "1"}
    if profile is None:
        return blank
    return blank | {
        "name": profile.name,
        "phone": profile.phone,
        "business": profile.business,
        "kind": profile.kind or "household",
        "neighbourhood": profile.neighbourhood,
    }


def _to_ticket(token: str, *, covered: bool = False) -> Response:
    to = f"/ve/{token}?che=1" if covered else f"/ve/{token}"
    return Response(status_code=303, headers={"location": to})


def calendar_file(content: Content, event: Event, registration: Registration, site: str) -> bytes:
    """The event for the calendar of a phone. Same input, same bytes."""
    from icalendar import Alarm, Calendar  # kept out of a start
    from icalendar import Event as CalendarEvent

    calendar = Calendar()
    calendar.add("prodid", "-//Dong Hanh//vi")
    calendar.add("version", "2.0")
    entry = CalendarEvent()
    entry.add("uid", hashlib.sha256(f"{event.id}:{registration.id}".encode()).hexdigest()[:32])
    entry.add("dtstamp", event.created_at)
    entry.add("sequence", event.version)
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at)
    held = event.state != "cancelled"
    entry.add("summary", event.title)
    entry.add("location", ", ".join(part for part in (event.place, event.address) if part))
    address = f"{site}/ve/{registration.token}" if site else ""
    entry.add(
        "description",
        content.words.say("ticket/calendar", registration=registration, event=event, site=address),
    )
    for before in REMINDED_BEFORE if held else ():
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", event.title)
        alarm.add("trigger", -before)
        entry.add_component(alarm)
    entry.add("status", "CONFIRMED" if held else "CANCELLED")
    calendar.add_component(entry)
    packed: bytes = calendar.to_ical()
    return packed
