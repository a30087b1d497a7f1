"""Events: made from a template, edited, published, held, cancelled; programme, tasks, posters,
invitations."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.seen import Changed, Unseen
from bot.web.console.visit import Visit
from bot.web.qr import qr_svg
from content.calendar import local
from content.people import by_name
from content.vietnamese import has_wrong_clock
from content.whole import read_whole
from handlers.broadcast import approval
from handlers.conference import invitations
from handlers.conference.invitations import Invitee, issue, recipients
from handlers.conference.seating import in_line, too_large_for_now
from handlers.conference.staff_side import MovedAlong, Saved, new_event
from handlers.office import events as office_events
from handlers.office.events import EventRefused
from handlers.people.permissions import Action, may
from handlers.people.room import free_seats
from handlers.people.telling import Told
from handlers.question import routing, together
from storage.database import Transaction
from storage.event_models import (
    MOST_COMPANIONS,
    Category,
    Event,
    EventKind,
    EventTask,
    Invitation,
)

MOST_INVITATIONS = 2000
LONGEST_RECIPIENT = 300
DECIDED = ("skip", "issue")  # about lines that name somebody twice
PAST_MIDNIGHT = timedelta(hours=8)  # an end before the beginning is the next day's, if so near
GROUPS = (Category.WARD, Category.CITY, Category.PRESS, Category.GUEST)


def find(tx: Transaction, visit: Visit) -> Event:
    """The event of the page's address; 404 for none."""
    event = tx.events.get(visit.number("event"))
    if event is None:
        raise HTTPException(404)
    return event


async def list_(console: Console, visit: Visit) -> Response:
    events = await console.read(lambda tx: tx.events.all())
    return console.render(visit, "events", events=events, templates=console.content.event_templates)


async def new(console: Console, visit: Visit) -> Response:
    kind = visit.request.query_params.get("mau", "dialogue")
    template = console.content.event_templates.get(kind)
    if template is None:
        raise HTTPException(404)
    hall = console.content.ward.offices.get("hoi_truong")
    visit.form = {
        "kind": kind,
        "title": template.title,
        "place": hall.name if hall else "",
        "address": hall.address if hall else "",
        "time": "08:00",
    }
    return console.render(visit, "event_new", template=template)


async def create(console: Console, visit: Visit) -> Response:
    kind = visit.choice("kind", [str(kind) for kind in EventKind])
    template = console.content.event_templates[kind]
    title = visit.text("title", required=True, limit=300)
    place = visit.text("place", required=True)
    starts = visit.moment("day", "time")
    if starts is not None and starts <= visit.now:
        visit.errors["day"] = "in_the_past"
    if visit.errors or starts is None:
        return console.render(visit, "event_new", 400, template=template)

    def work(tx: Transaction) -> Event:
        return new_event(
            tx, template, title, starts, visit.now, place=place, address=visit.text("address")
        )

    event = await console.write(
        visit,
        "event.create",
        lambda event: f"event:{event.id}",
        work,
        unseen=Unseen.ADDS,
        title=title,
    )
    return console.back(f"/su-kien/{event.id}", "event_created")


async def show(console: Console, visit: Visit) -> Response:
    return await _page(console, visit)


async def _page(
    console: Console,
    visit: Visit,
    status: int = 200,
    *,
    typed: Sequence[Mapping[str, str]] = (),
    repeated: Sequence[Invitee] = (),
) -> Response:
    """`typed` are lines of a programme that were not kept, `repeated` those of a list of whom to
    invite that a person has to decide about."""

    def work(tx: Transaction) -> dict[str, object]:
        event = find(tx, visit)
        taken = tx.registrations.seats_taken(event.id)
        return {
            "event": event,
            "lines": tx.events.programme(event.id),
            "tasks": tx.events.tasks(event.id),
            "taken": taken,
            "seats": sum(taken.values()),
            "free": free_seats(tx, event, Category.BUSINESS),
            "too_large": too_large_for_now(tx, event),
            "waiting": in_line(tx, event.id),
            "questions": (questions := tx.questions.of_event(event.id)),
            "still_open": sum(together.head_of(tx, q).is_open for q in questions),
            "passed_on": len(tx.questions.passed_on(event.id)),
            "open_questions": tx.questions.open_of_event(event.id),
            "following": tx.events.following(event),
            "invitations": (invited := tx.events.invitations(event.id)),
            "shown_of": shown_of,
            "told_of": {one.id: tx.calls.of_invitation(one.id) for one in invited},
            "to_carry": to_carry(tx, event),
            "announced": approval.those_about(tx, event.id),
            "groups": GROUPS,
            "publishers": [p.name for p in by_name(tx.staff.all()) if may(p, Action.PUBLISH_EVENT)],
        }

    values = await console.read(work)
    event = values["event"]
    if not isinstance(event, Event):
        raise HTTPException(404)
    return console.render(
        visit, "event", status, **values, fresh=_as_form(event), typed=typed, repeated=repeated
    )


def _as_form(event: Event) -> dict[str, str]:
    starts, ends = local(event.starts_at), local(event.ends_at)
    return {
        "title": event.title,
        "day": starts.strftime("%Y-%m-%d"),
        "time": starts.strftime("%H:%M"),
        "end": ends.strftime("%H:%M"),
        "place": event.place,
        "address": event.address,
        "map_url": event.map_url,
        "about": event.about,
        "bring": event.bring,
        "contact": event.contact,
        "capacity": str(event.capacity),
        "most_companions": str(event.most_companions),
        "per_business": str(event.per_business),
        "registration_day": local(event.registration_until).strftime("%Y-%m-%d"),
        "registration_time": local(event.registration_until).strftime("%H:%M"),
        "questions_day": local(event.questions_until).strftime("%Y-%m-%d"),
        "questions_time": local(event.questions_until).strftime("%H:%M"),
        **{f"reserved_{group}": str(event.reserved.get(group, 0)) for group in GROUPS},
    }


async def edit(console: Console, visit: Visit) -> Response:
    def as_seen(tx: Transaction) -> Event:
        event = find(tx, visit)
        visit.require_as_seen(_as_form(event), event)
        return event

    try:
        visit.keep_rest(_as_form(await console.read(as_seen)))
    except Changed as changed:
        return await _late(console, visit, changed)
    fields = _read(visit)
    if fields is None:
        return await _page(console, visit, 400)

    def work(tx: Transaction) -> Saved:
        event = as_seen(tx)
        changed = replace(event, version=event.version + 1, **fields)
        was, now = _as_form(event), _as_form(changed)
        visit.note(changed={name: [was[name], now[name]] for name in now if was[name] != now[name]})
        return office_events.save_change(visit.desk(tx, console.content), event, changed)

    event_id = visit.number("event")
    try:
        saved = await console.write(
            visit,
            "event.edit",
            f"event:{event_id}",
            work,
        )
    except Changed as changed:
        return await _late(console, visit, changed)
    except EventRefused as refusal:
        visit.errors[refusal.field] = refusal.why
        return await _page(console, visit, 409)
    more = {"viec": _moved_along(saved.moved)} if saved.moved.is_worth_saying else None
    return console.back(f"/su-kien/{event_id}", "saved", told=saved.told, more=more)


async def _late(console: Console, visit: Visit, changed: Changed) -> Response:
    """Somebody else saved the event meanwhile: both texts, and whom it would tell to save what was
    typed here beside."""

    def work(tx: Transaction) -> tuple[Told, ...]:
        event, fields = find(tx, visit), _read(visit)
        if fields is None:
            return ()
        after = replace(event, version=event.version + 1, **fields)
        try:
            return office_events.save_change(visit.desk(tx, console.content), event, after).told
        except EventRefused:
            return ()

    would_tell = await console.try_merged(visit, changed, work)
    visit.errors.clear()
    return console.show_both(visit, changed, would_tell=would_tell)


def _moved_along(moved: MovedAlong) -> str:
    """For the address of the page, and back: see `event.html`."""
    counts = (moved.days, moved.tasks, moved.dated, moved.programme)
    return ".".join(str(int(one)) for one in (*counts, moved.broadcasts, moved.invitations))


def _read(visit: Visit) -> dict[str, Any] | None:
    """The fields of the form, by their names in `Event`; None where `visit.errors` says why."""
    title = visit.text("title", required=True, limit=300)
    place = visit.text("place", required=True)
    starts, ends = visit.moment("day", "time"), visit.moment("day", "end")
    capacity = visit.whole("capacity", 0, 5000)
    registration = visit.moment("registration_day", "registration_time")
    questions = visit.moment("questions_day", "questions_time")
    reserved = {str(group): visit.whole(f"reserved_{group}", 0, 500) for group in GROUPS}
    if starts and ends and ends <= starts:
        ends += timedelta(days=1)
        if ends - starts > PAST_MIDNIGHT:
            visit.errors["end"] = "end_before_start"
    if sum(reserved.values()) > capacity:
        visit.errors["capacity"] = "reserved_too_many"
    for name, moment in (("registration_day", registration), ("questions_day", questions)):
        if moment and ends and moment > ends:
            visit.errors[name] = "after_the_event"
    map_url = visit.text("map_url")
    if map_url and not map_url.startswith(("https://", "http://")):
        visit.errors["map_url"] = "web_address"
    fields = {
        "title": title,
        "place": place,
        "starts_at": starts,
        "ends_at": ends,
        "address": visit.text("address"),
        "map_url": map_url,
        "about": visit.text("about", limit=2000),
        "bring": visit.text("bring"),
        "contact": visit.text("contact"),
        "capacity": capacity,
        "most_companions": visit.whole("most_companions", 0, MOST_COMPANIONS),
        "per_business": visit.whole("per_business", 1, 50),
        "reserved": {group: seats for group, seats in reserved.items() if seats},
        "registration_until": registration,
        "questions_until": questions,
    }
    return None if visit.errors else fields


async def set_state(console: Console, visit: Visit) -> Response:
    """Publish, hold, report, cancel; and back from held and reported. What cannot be undone
    (cancel), or is done before its day (hold), asks for the event's code first."""
    wanted = visit.choice("do", list(office_events.STEPS))
    if visit.errors:
        return await _page(console, visit, 400)

    def work(tx: Transaction) -> tuple[Event, tuple[Told, ...]]:
        event = find(tx, visit)
        visit.require_as_seen({}, event)
        reason = visit.text("reason", limit=300) if wanted == "cancel" else ""
        if "reason" in visit.errors:
            raise EventRefused("reason", "too_long")
        desk = visit.desk(tx, console.content)
        if reason:
            visit.note(reason=reason)
        return office_events.step(desk, event, wanted, sure=visit.text("sure"), reason=reason)

    event_id = visit.number("event")
    try:
        changed, told = await console.write(visit, f"event.{wanted}", f"event:{event_id}", work)
    except EventRefused as refusal:
        visit.errors[refusal.field] = refusal.why
        return await _page(console, visit, 400)
    done = f"event_{wanted}{_not_open(changed, visit.now) if wanted == 'publish' else ''}"
    return console.back(f"/su-kien/{event_id}", done, told=told)


def _not_open(event: Event, now: datetime) -> str:
    """What a published event does not take, as the end of the sentence's name."""
    seats = "" if event.takes_registrations(now) else "_no_seats"
    questions = "" if event.takes_questions(now) else "_no_questions"
    return seats + questions


async def set_open(console: Console, visit: Visit) -> Response:
    """Opens or closes registration, or questions, by hand."""
    what = visit.choice("what", ["registration", "questions"])
    open_ = visit.text("open") == "1"

    def work(tx: Transaction) -> Event:
        event = find(tx, visit)
        visit.require_as_seen({}, event)
        changes = {f"{what}_open": open_}
        return tx.events.save(
            replace(event, version=event.version + 1, **changes)  # type: ignore[arg-type]  # names of fields
        )

    event = await console.write(
        visit, f"event.{what}", f"event:{visit.number('event')}", work, open=open_
    )
    return console.back(f"/su-kien/{event.id}", "saved")


# ---- programme and tasks ----

_COLUMNS = ("time", "content", "who")
TASK_MOVES = ("add", "tick", "date", "remove")
LONGEST = (40, 400, 200)  # letters of each


async def save_programme(console: Console, visit: Visit) -> Response:
    """All lines at once; a line without content goes. `move` puts one line up or down."""
    times, contents, whos = (visit.lists.get(name, []) for name in _COLUMNS)
    lines = list(zip(times, contents, whos, strict=False))
    move = visit.text("move")
    direction, _, place = move.partition(":")
    here = read_whole(place)
    if here is not None and direction in ("up", "down"):
        there = here + (1 if direction == "down" else -1)
        if 0 <= here < len(lines) and 0 <= there < len(lines):
            lines[here], lines[there] = lines[there], lines[here]
    kept = [(t.strip(), c.strip(), w.strip()) for t, c, w in lines if c.strip()]
    if any(len(text) > most for line in kept for text, most in zip(line, LONGEST, strict=True)):
        visit.errors["programme"] = "programme_too_long"
    elif any(has_wrong_clock(time) for time, _, _ in kept):
        visit.errors["programme"] = "programme_time"
    if visit.errors:
        typed = [dict(zip(_COLUMNS, line, strict=True)) for line in kept]
        return await _page(console, visit, 400, typed=typed)
    event_id = visit.number("event")

    def work(tx: Transaction) -> None:
        find(tx, visit)
        current = tx.events.programme(event_id)
        now = {name: "\n".join(getattr(line, name) for line in current) for name in _COLUMNS}
        visit.require_as_seen(now, current)
        tx.events.set_programme(event_id, kept)

    await console.write(visit, "event.programme", f"event:{event_id}", work, lines=len(kept))
    return console.back(f"/su-kien/{event_id}", "saved", "chuong-trinh")


async def save_task(console: Console, visit: Visit) -> Response:
    """Ticks, adds, removes one task, or gives it another date."""
    event_id, do = visit.number("event"), visit.choice("do", TASK_MOVES)
    title, due = visit.text("title", limit=300), visit.day("due", required=False)
    who = visit.text("who")
    if (do == "add" and not (title and due)) or (do == "date" and not due):
        visit.errors["task"] = "task_incomplete"
    if visit.errors:
        visit.errors.setdefault("task", "task_incomplete")
        return await _page(console, visit, 400)

    def work(tx: Transaction) -> None:
        event = find(tx, visit)
        if do == "add" and event.is_over:
            raise EventRefused("task", "event_over")
        number = read_whole(visit.text("task"))
        task = tx.events.task(number) if number is not None else None
        if do == "add" and due:
            tx.events.add_task(EventTask(tx.events.ids.next(), event.id, due, title, who))
            return
        if task is None and number is not None:
            raise EventRefused("task", "task_gone")
        if task is None or task.event_id != event.id:
            raise HTTPException(404)
        visit.require_as_seen({}, task)
        match do:
            case "tick":
                done = None if task.done_at else visit.now
                name = "" if task.done_at else visit.staff.name
                tx.events.save_task(replace(task, done_at=done, done_by=name))
            case "date" if due:
                tx.events.save_task(replace(task, due_on=due))
            case "remove":
                tx.events.delete_task(task.id)

    adds = Unseen.ADDS if do == "add" else None
    try:
        await console.write(
            visit, f"task.{do}", f"event:{event_id}", work, unseen=adds, title=title
        )
    except EventRefused as refusal:
        visit.errors[refusal.field] = refusal.why
        return await _page(console, visit, 409)
    return console.back(f"/su-kien/{event_id}", "saved", "viec")


# ---- invitations ----


async def invite(console: Console, visit: Visit) -> Response:
    """One invitation per line: name, or name; address. All of them, or none and why: whoever is
    invited already, or stands there twice, is shown first, and a person decides."""
    event_id = visit.number("event")
    names = [line.strip() for line in visit.form.get("recipients", "").splitlines()]
    wanted = [name for name in names if name]
    if len(wanted) > MOST_INVITATIONS:
        visit.errors["recipients"] = "too_many_invitations"
    if any(len(name) > LONGEST_RECIPIENT for name in wanted):
        visit.errors["recipients"] = "recipient_too_long"
    if not wanted:
        visit.errors["recipients"] = "required"
    if visit.errors:
        return await _page(console, visit, 400)
    category = Category(visit.choice("category", [str(c) for c in Category]))

    decided, shown = visit.text("repeated"), visit.lists.get("shown", [])

    def work(tx: Transaction) -> int:
        event = find(tx, visit)
        if event.is_over:
            raise EventRefused("recipients", "event_over")
        listed = recipients(wanted, tx.events.invitations(event.id))
        repeated = [one for one in listed if one.twice]
        if repeated and (decided not in DECIDED or shown != _lines(repeated)):
            raise _Repeated(repeated)
        chosen = [one for one in listed if not one.twice or decided == "issue"]
        for one in chosen:
            issue(
                tx,
                event,
                one.name,
                console.content.ward.offices[visit.staff.office].name,
                visit.now,
                address=one.address,
                category=category,
            )
        return len(chosen)

    try:
        count = await console.write(
            visit,
            "invitation.issue",
            f"event:{event_id}",
            work,
            unseen=Unseen.ADDS,
            count=len(wanted),
        )
    except _Repeated as doubt:
        visit.errors["recipients"] = "recipients_repeated"
        return await _page(console, visit, 409, repeated=doubt.repeated)
    except EventRefused as refusal:
        visit.errors[refusal.field] = refusal.why
        return await _page(console, visit, 409)
    done = "invited" if count else "nobody_invited"
    return console.back(f"/su-kien/{event_id}", done, "giay-moi")


class _Repeated(Exception):
    """Some lines name whoever is invited already, or stands there twice. Nothing is kept."""

    def __init__(self, repeated: Sequence[Invitee]) -> None:
        super().__init__("repeated")
        self.repeated = repeated


def _lines(repeated: Sequence[Invitee]) -> list[str]:
    """As the page shows them, and the form gives them back."""
    return [one.line for one in repeated]


def shown_of(invitation: Invitation) -> dict[str, Any]:
    """What the page shows of an invitation, and its form decides on: that somebody checks it does
    not change it."""
    return {
        "id": invitation.code,
        "recipient": invitation.recipient,
        "revoked": invitation.revoked_at is not None,
    }


async def revoke(console: Console, visit: Visit) -> Response:
    event_id, code = visit.number("event"), visit.text("code")

    def work(tx: Transaction) -> None:
        invitation = tx.events.invitation(code)
        if invitation is None or invitation.event_id != event_id:
            raise HTTPException(404)
        visit.require_as_seen({}, shown_of(invitation))
        if invitation.revoked_at is None:
            invitations.revoke(tx, invitation, visit.now)

    await console.write(visit, "invitation.revoke", f"event:{event_id}", work, code=code)
    return console.back(f"/su-kien/{event_id}", "saved", "giay-moi")


async def poster(console: Console, visit: Visit) -> Response:
    """One sheet of A4 with the QR codes that lead to registration."""
    event = await console.read(lambda tx: find(tx, visit))
    bot = console.telegram()
    links = [("web", f"{console.site}/?su-kien={event.code}")]
    if bot:
        links.append(("telegram", f"https://t.me/{bot}?start=sk-{event.code}"))
    drawn = [(name, address, qr_svg(address)) for name, address in links]
    return console.render(visit, "poster", event=event, links=drawn)


# ---- carrying over ----


def to_carry(tx: Transaction, event: Event) -> dict[str, Any]:
    """Which questions go where, as the page shows it before they are carried over."""
    following = tx.events.following(event)
    return {
        "id": event.id,
        "to": following.id if following else None,
        "codes": [question.code for question in tx.questions.open_of_event(event.id)],
    }


async def carry(console: Console, visit: Visit) -> Response:
    """Open questions of this conference go to the next one's list."""

    def work(tx: Transaction) -> int:
        event = find(tx, visit)
        visit.require_as_seen({}, to_carry(tx, event))
        following = tx.events.following(event)
        if following is None:
            return 0
        asked = tx.questions.open_of_event(event.id)
        visit.note(code=[question.code for question in asked], title=following.title)
        return routing.carry_over(tx, asked, following, visit.now, staff=visit.staff)

    event_id = visit.number("event")
    count = await console.write(visit, "event.carry_over", f"event:{event_id}", work)
    return console.back(f"/su-kien/{event_id}", "carried" if count else "nothing_carried")
