"""The ticket, and its calendar file."""

import hashlib
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from bot.web.keeping import AFTER_EVENT, may_keep
from bot.web.qr import qr_svg
from bot.web.visitor.answers import VisitorAnswers, token_of
from content.library import Content
from handlers.conference import ticket_page
from handlers.conference.ticket_page import TicketPage
from storage.event_models import Event, Registration

REMINDED_BEFORE = (timedelta(days=1), timedelta(hours=2))  # by the person's own calendar


class TicketPages:
    def __init__(self, answers: VisitorAnswers) -> None:
        self._answers = answers

    async def ticket(self, request: Request) -> Response:
        found = await self._ticket(request)
        if found is None:
            return self._answers.sorry("visitor/no_ticket", 404)
        covered, now = "che" in request.query_params, self._answers.clock()
        response = self._answers.page(
            "ticket",
            registration=found.registration,
            event=found.event,
            line=found.line,
            free=found.free,
            in_vain=found.in_vain,
            waits=found.waits,
            qr=qr_svg(found.registration.code),
            covered=covered,
        )
        if not covered:
            response.headers.update(may_keep(found.event.ends_at + AFTER_EVENT, now))
        return response

    async def calendar(self, request: Request) -> Response:
        """The conference as an .ics file, with reminders a day and two hours before."""
        found = await self._ticket(request)
        if found is None:
            return self._answers.sorry("visitor/no_ticket", 404)
        event = found.event
        return Response(
            calendar_file(self._answers.content, event, found.registration, self._answers.site),
            media_type="text/calendar",
            headers={
                "content-disposition": f'attachment; filename="hoi-nghi-{event.code}.ics"',
                "cache-control": "no-store",
            },
        )

    async def _ticket(self, request: Request) -> TicketPage | None:
        token = token_of(request)
        return await self._answers.database.read(lambda tx: ticket_page.find(tx, token))


def to_ticket(token: str, *, covered: bool = False) -> Response:
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
    held = event.takes_place
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
