"""Events: made from a template, edited, published, held, cancelled; posters, carrying over."""

from collections.abc import Mapping, Sequence
from dataclasses import fields

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.seen import Changed, Unseen
from bot.web.console.visit import Visit
from content.calendar import local
from content.event_templates import EventTemplate
from handlers.conference import creating, details, inviting
from handlers.conference import poster as posters
from handlers.conference.details import EventDetails
from handlers.conference.inviting import Invitee
from handlers.conference.staff_side import MovedAlong, Saved, has_moved
from handlers.office import carrying, drafts, event_page
from handlers.office import events as office_events
from handlers.office.drafts import DraftPlace, DraftShown
from handlers.people import telling
from handlers.people.calendar import sending_days, working_days
from handlers.people.refusing import NotDone
from handlers.people.telling import Told
from storage.database import Transaction
from storage.event_models import MOST_COMPANIONS, Event, EventKind
from storage.staff_models import Staff

# The part of an event's page a form of that address stands in; other forms stand in the overview.
_PARTS = {
    "sua": "thong-tin",
    "chuong-trinh": "chuong-trinh",
    "viec": "viec",
    "giay-moi": "giay-moi",
    "nhac-moi": "giay-moi",
    "thu-hoi": "giay-moi",
    "chuyen-ky-sau": "sau-hoi-nghi",
    "dua-ve": "sau-hoi-nghi",
}


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
    hall = next(iter(console.content.ward.halls), None)
    visit.form = {
        "kind": kind,
        "title": template.title,
        "place": hall.name if hall else "",
        "address": hall.address if hall else "",
        "time": "08:00",
    }
    return await _new_page(console, visit, template)


async def _new_page(
    console: Console,
    visit: Visit,
    template: EventTemplate,
    status: int = 200,
    alike: Sequence[Event] = (),
) -> Response:
    """`alike`: events that may be this very one, to be confirmed."""
    about = f"new-{template.kind}"
    return console.render(
        visit,
        "event_new",
        status,
        template=template,
        alike=alike,
        knows=creating.key(alike),
        drafts=await console.read(lambda tx: _drafts(tx, visit, about)),
    )


def _drafts(tx: Transaction, visit: Visit, about: str) -> dict[str, DraftShown]:
    return drafts.shown(tx, visit.staff, about, DraftPlace.EVENT)


async def create(console: Console, visit: Visit) -> Response:
    kind = visit.choice("kind", [str(kind) for kind in EventKind])
    template = console.content.event_templates[kind]
    title = visit.text("title", required=True, limit=300)
    place = visit.text("place", required=True)
    starts = visit.moment("day", "time")
    if visit.errors or starts is None:
        return await _new_page(console, visit, template, 400)

    def work(tx: Transaction) -> Event:
        return creating.create(
            tx,
            template,
            title,
            starts,
            visit.now,
            days=working_days(console.content.ward),
            place=place,
            address=visit.text("address"),
            knows=visit.text("knows"),
        )

    try:
        event = await console.write(
            visit,
            "event.create",
            lambda event: f"event:{event.id}",
            work,
            unseen=Unseen.ADDS,
            title=title,
        )
    except NotDone as refusal:
        visit.refuse(refusal)
        return await _new_page(console, visit, template, 400)
    except creating.EventsAlike as doubt:
        return await _new_page(console, visit, template, 409, doubt.events)
    return console.back(f"/su-kien/{event.id}", "event_created")


async def show(console: Console, visit: Visit) -> Response:
    return await page(console, visit)


async def page(
    console: Console,
    visit: Visit,
    status: int = 200,
    *,
    typed: Sequence[Mapping[str, str]] = (),
    repeated: Sequence[Invitee] = (),
    wrong: Sequence[str] = (),
    recipients: Sequence[str] = (),
) -> Response:
    """`typed` are lines of a programme that were not kept, `repeated` those of a list of whom to
    invite that a person has to decide about, `wrong` those that cannot be taken; `recipients` are
    lines of such a list, to be looked at first."""

    def work(tx: Transaction) -> tuple[event_page.EventPage, dict[str, DraftShown]]:
        event = find(tx, visit)
        view = event_page.view(tx, console.content, event, visit.now)
        return view, _drafts(tx, visit, str(event.id))

    view, kept = await console.read(work)
    shown = {field.name: getattr(view, field.name) for field in fields(view)}
    late = sum(not task.done_at and task.due_on < visit.today for task in view.tasks)
    return console.render(
        visit,
        "event",
        status,
        **shown,
        drafts=kept,
        part=_PARTS.get(visit.request.url.path.rpartition("/")[2], "tong-quan"),
        late=late,
        fresh=_as_form(view.event),
        groups=details.GROUPS,
        trades=console.content.trades,
        shown_of=inviting.as_shown,
        typed=typed,
        repeated=repeated,
        wrong=wrong,
        recipients=recipients,
        first_reminder=local(sending_days(console.content.ward).sending_time(visit.now)).date(),
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
        "doors": event.doors,
        "parking": event.parking,
        "host": event.host,
        "meal": event.meal,
        "capacity": str(event.capacity),
        "most_companions": str(event.most_companions),
        "per_business": str(event.per_business),
        "registration_day": local(event.registration_until).strftime("%Y-%m-%d"),
        "registration_time": local(event.registration_until).strftime("%H:%M"),
        "questions_day": local(event.questions_until).strftime("%Y-%m-%d"),
        "questions_time": local(event.questions_until).strftime("%H:%M"),
        **{f"reserved_{group}": str(event.reserved.get(group, 0)) for group in details.GROUPS},
    }


async def edit(console: Console, visit: Visit) -> Response:
    def as_seen(tx: Transaction) -> Event:
        event = find(tx, visit)
        visit.require_as_seen(_as_form(event), event)
        return event

    try:
        shown = await console.read(as_seen)
    except Changed as changed:
        return await _late(console, visit, changed)
    visit.keep_rest(_as_form(shown))
    wanted = _read(visit)
    if wanted is None:
        return await page(console, visit, 400)
    if (answer := await _ask_first(console, visit, shown, wanted)) is not None:
        return answer

    def work(tx: Transaction) -> Saved:
        event = as_seen(tx)
        changed = details.applied(event, wanted)
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
    more = {"viec": _moved_along(saved.moved)} if saved.moved.is_worth_saying else None
    return console.back(f"/su-kien/{event_id}", "saved", told=saved.told, more=more)


async def _ask_first(
    console: Console, visit: Visit, event: Event, wanted: EventDetails
) -> Response | None:
    """What tells people of another day or place is asked first, with how many; None where it tells
    nobody, or was asked."""
    after, said = details.applied(event, wanted), visit.text("tells")
    if said == "no":
        visit.errors["day"] = "nobody_told_yet"
        return await page(console, visit, 400)
    if said or not has_moved(event, after):
        return None
    would_tell = telling.tally(
        await console.database.rehearse(lambda tx: _tells(console, visit, tx, wanted))
    )
    if not would_tell.people:
        return None
    hidden = [
        (name, text) for name, texts in visit.lists.items() if name != "csrf" for text in texts
    ]
    return console.render(
        visit, "event_sure", before=event, after=after, would_tell=would_tell, hidden=hidden
    )


def _tells(
    console: Console, visit: Visit, tx: Transaction, wanted: EventDetails | None
) -> tuple[Told, ...]:
    """Whom it tells to save this, really done: for a rehearsal."""
    if wanted is None:
        return ()
    event = find(tx, visit)
    after = details.applied(event, wanted)
    try:
        return office_events.save_change(visit.desk(tx, console.content), event, after).told
    except NotDone:
        return ()


async def _late(console: Console, visit: Visit, changed: Changed) -> Response:
    """Somebody else saved the event meanwhile: both texts, and whom it would tell to save what was
    typed here beside."""
    would_tell = await console.try_merged(
        visit, changed, lambda tx: _tells(console, visit, tx, _read(visit))
    )
    visit.errors.clear()
    return console.show_both(visit, changed, would_tell=would_tell)


def _moved_along(moved: MovedAlong) -> str:
    """For the address of the page, and back: see `event.html`."""
    counts = (moved.days, moved.tasks, moved.dated, moved.programme)
    return ".".join(str(int(one)) for one in (*counts, moved.broadcasts, moved.invitations))


def _read(visit: Visit) -> EventDetails | None:
    """What the form says; None where `visit.errors` says why it cannot be."""
    starts, ends = visit.moment("day", "time"), visit.moment("day", "end")
    registration = visit.moment("registration_day", "registration_time")
    questions = visit.moment("questions_day", "questions_time")
    if starts and ends:
        try:
            ends = details.ending(starts, ends)
        except NotDone as refusal:
            visit.refuse(refusal)
    wanted = EventDetails(
        title=visit.text("title", required=True, limit=300),
        place=visit.text("place", required=True),
        starts_at=starts or visit.now,
        ends_at=ends or visit.now,
        address=visit.text("address"),
        map_url=visit.text("map_url"),
        about=visit.text("about", limit=2000),
        bring=visit.text("bring"),
        contact=visit.text("contact"),
        doors=visit.text("doors"),
        parking=visit.text("parking"),
        host=visit.text("host"),
        meal=visit.text("meal"),
        capacity=visit.whole("capacity", 0, details.MOST_SEATS),
        most_companions=visit.whole("most_companions", 0, MOST_COMPANIONS),
        per_business=visit.whole("per_business", 1, details.MOST_OF_A_BUSINESS),
        reserved={
            str(group): visit.whole(f"reserved_{group}", 0, details.MOST_RESERVED)
            for group in details.GROUPS
        },
        registration_until=registration or visit.now,
        questions_until=questions or visit.now,
    )
    visit.errors = details.mistakes(wanted) | visit.errors
    return None if visit.errors else wanted


async def set_state(console: Console, visit: Visit) -> Response:
    """Publish, hold, report, cancel; and back from held and reported. What cannot be undone
    (cancel), or is done before its day (hold), asks for the event's code first."""
    wanted = visit.choice("do", list(office_events.STEPS))
    if visit.errors:
        return await page(console, visit, 400)

    def work(tx: Transaction) -> tuple[Event, tuple[Told, ...]]:
        event = find(tx, visit)
        visit.require_as_seen({}, event, tx.events.programme(event.id))
        reason = visit.text("reason", limit=300) if wanted == "cancel" else ""
        if "reason" in visit.errors:
            raise NotDone("reason", "too_long")
        desk = visit.desk(tx, console.content)
        if reason:
            visit.note(reason=reason)
        return office_events.step(desk, event, wanted, sure=visit.text("sure"), reason=reason)

    event_id = visit.number("event")
    changed, told = await console.write(visit, f"event.{wanted}", f"event:{event_id}", work)
    done = office_events.sentence_of(wanted, changed, visit.now)
    return console.back(f"/su-kien/{event_id}", done, told=told)


async def propose(console: Console, visit: Visit) -> Response:
    """Whoever may not publish a draft asks those who may, or does so no more."""
    wanted = visit.choice("do", office_events.ASKS)
    if visit.errors:
        return await page(console, visit, 400)

    def work(tx: Transaction) -> Sequence[Staff] | None:
        event = find(tx, visit)
        visit.require_as_seen({}, event)
        if wanted == "unpropose":
            office_events.unpropose(tx, event)
            return None
        return office_events.propose(tx, console.content, event, visit.staff, visit.now)[1]

    event_id = visit.number("event")
    told = await console.write(visit, f"event.{wanted}", f"event:{event_id}", work)
    return console.back(f"/su-kien/{event_id}", f"event_{wanted}", staff=told)


async def set_open(console: Console, visit: Visit) -> Response:
    """Opens or closes registration, or questions, by hand."""
    what = visit.choice("what", office_events.DOORS)
    open_ = visit.text("open") == "1"

    def work(tx: Transaction) -> Event:
        event = find(tx, visit)
        visit.require_as_seen({}, event)
        return office_events.set_open(tx, event, what, open_=open_)

    event = await console.write(
        visit, f"event.{what}", f"event:{visit.number('event')}", work, open=open_
    )
    return console.back(f"/su-kien/{event.id}", "saved")


async def poster(console: Console, visit: Visit) -> Response:
    """One sheet of A4 with the QR codes that lead to registration."""
    event = await console.read(lambda tx: find(tx, visit))
    links = [("web", f"{console.site}/?su-kien={event.code}")]
    for name, chat_link in console.channels.chat_links.items():
        if address := chat_link(f"sk-{event.code}"):
            links.append((name, address))
    return console.render(
        visit, "poster", event=event, links=links, poster=posters.poster(event, visit.now)
    )


# ---- carrying over ----


async def carry(console: Console, visit: Visit) -> Response:
    """Open questions of this conference go to the next one's list."""

    def work(tx: Transaction) -> int:
        event = find(tx, visit)
        visit.require_as_seen({}, carrying.as_shown(tx, event))
        carried = carrying.carry(tx, event, visit.now, staff=visit.staff)
        if carried is None:
            return 0
        following, questions = carried
        visit.note(code=[question.code for question in questions], title=following.title)
        return len(questions)

    event_id = visit.number("event")
    count = await console.write(visit, "event.carry_over", f"event:{event_id}", work)
    done = "carried" if count else "nothing_carried"
    return console.back(f"/su-kien/{event_id}", done, "sau-hoi-nghi")


async def bring_back(console: Console, visit: Visit) -> Response:
    """What was carried over by a slip comes back, as far as it is still open."""

    def work(tx: Transaction) -> None:
        event = find(tx, visit)
        visit.require_as_seen({}, carrying.as_passed_on(tx, event))
        back = carrying.bring_back(tx, event, visit.now, staff=visit.staff)
        visit.note(code=[question.code for question in back])

    event_id = visit.number("event")
    await console.write(visit, "event.bring_back", f"event:{event_id}", work)
    return console.back(f"/su-kien/{event_id}", "brought_back", "sau-hoi-nghi")
