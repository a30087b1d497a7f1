"""Invitations of an event: issued, one a line, and revoked."""

from starlette.responses import Response

from bot.web.console import events, list_file
from bot.web.console.console import Console
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.attendee_rows import Listing
from content.spreadsheet import Unreadable
from content.whole import MOST, read_whole
from handlers.conference import invited_from, inviting, unanswered
from handlers.conference.invited_from import Earlier
from handlers.office import of_register
from handlers.people.refusing import NotDone
from handlers.people.telling import Told
from storage.database import Transaction
from storage.event_models import Category


async def invite(console: Console, visit: Visit) -> Response:
    """One invitation per line: name, or name; address. All of them, or none and why: whoever is
    invited already, or stands there twice, is shown first, and a person decides."""
    if visit.text("do") == "load":
        return await _load(console, visit)
    if visit.text("do") == "register":
        return await _load_register(console, visit)
    event_id = visit.number("event")
    category = Category(visit.choice("category", [str(c) for c in Category]))
    try:
        lines = inviting.read_lines(visit.form.get("recipients", ""))
    except NotDone as refusal:
        visit.refuse(refusal)
    if visit.errors:
        return await events.page(console, visit, 400)

    def work(tx: Transaction) -> int:
        issued = inviting.invite(
            tx,
            events.find(tx, visit),
            lines,
            category,
            console.content.ward.offices[visit.staff.office].name,
            visit.now,
            decided=visit.text("repeated"),
            shown=visit.lists.get("shown", []),
        )
        visit.note(count=len(issued))
        return len(issued)

    try:
        count = await console.write(
            visit, "invitation.issue", f"event:{event_id}", work, unseen=Unseen.ADDS
        )
    except inviting.WrongNumbers as refusal:
        visit.refuse(refusal)
        return await events.page(console, visit, 409, wrong=refusal.lines)
    except inviting.NamedTwice as doubt:
        visit.errors["recipients"] = "recipients_repeated"
        return await events.page(console, visit, 409, repeated=doubt.repeated)
    done = "invited" if count else "nobody_invited"
    return console.back(f"/su-kien/{event_id}", done, "giay-moi")


async def _load(console: Console, visit: Visit) -> Response:
    """The lines of another event's people, or of a file, put into the form: nothing is issued
    before somebody has looked at them."""
    _, data = visit.files.get("file", ("", b""))
    if data:
        _, listing = await list_file.read(console, data)
        if isinstance(listing, Listing) and not listing.found and listing.seems.columns:
            # What the columns seem to hold is enough for lines that somebody looks at.
            _, listing = await list_file.read(console, data, listing.seems)
        if isinstance(listing, Listing) and not listing.found:
            listing = Unreadable.NO_HEADING
        if isinstance(listing, Unreadable):
            visit.errors["file"] = listing
            return await events.page(console, visit, 400)
        lines = invited_from.of_rows(listing.rows)
    else:
        which = Earlier(visit.choice("which", [str(one) for one in Earlier]))
        other = visit.whole("other", 1, MOST)
        if visit.errors:
            return await events.page(console, visit, 400)
        lines = await console.read(lambda tx: invited_from.of_event(tx, other, which))
    if not lines:
        visit.errors["file"] = "nobody_listed"
        return await events.page(console, visit, 400)
    return await events.page(console, visit, recipients=lines)


async def _load_register(console: Console, visit: Visit) -> Response:
    """The same of the businesses of a saved group, a trade, a tổ."""
    group, trade, place = visit.picked("group"), visit.text("trade"), visit.text("place")
    said = {"trade": trade, "neighbourhood": place}
    try:
        lines = await console.read(
            lambda tx: of_register.to_invite(tx, visit.staff, group, said, visit.today)
        )
    except NotDone as refusal:
        visit.refuse(refusal)
    else:
        if not lines:
            visit.errors["file"] = "nobody_listed"
    if visit.errors:
        return await events.page(console, visit, 400)
    return await events.page(console, visit, recipients=lines)


async def remind(console: Console, visit: Visit) -> Response:
    """Those chosen who have not answered, on a day; whoever answered meanwhile is left in peace."""
    event_id, day = visit.number("event"), visit.day("remind_on")
    chosen = {read_whole(one) or 0 for one in visit.lists.get("invited", [])}
    if visit.errors or day is None:
        return await events.page(console, visit, 400)

    def work(tx: Transaction) -> tuple[Told, ...]:
        desk = visit.desk(tx, console.content)
        told = unanswered.remind(desk, events.find(tx, visit), chosen, day)
        visit.note(day=day.isoformat(), count=len(told))
        return told

    told = await console.write(
        visit, "invitation.remind", f"event:{event_id}", work, unseen=Unseen.ADDS
    )
    return console.back(f"/su-kien/{event_id}", "reminded", "giay-moi", told=told)


async def revoke(console: Console, visit: Visit) -> Response:
    event_id, code = visit.number("event"), visit.text("code")

    def work(tx: Transaction) -> tuple[Told, ...]:
        event = events.find(tx, visit)
        invitation = inviting.find_good(tx, event_id, code)
        visit.require_as_seen({}, inviting.as_shown(invitation))
        desk = visit.desk(tx, console.content)
        # Handed out, as long as nobody says that it was not: better one visit too many.
        return inviting.revoke(desk, event, invitation, handed_out=visit.text("do") != "kept")

    told = await console.write(visit, "invitation.revoke", f"event:{event_id}", work, code=code)
    return console.back(f"/su-kien/{event_id}", "revoked", "giay-moi", told=told)
