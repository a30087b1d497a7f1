"""What every act on a talk uses: a message to its owner or to the official's own chat, in order
with the lines; what happened, noted among the lines."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from content.calendar import today
from content.library import Content
from handlers.people import telling
from handlers.talk.markup import split
from handlers.talk.messages import Attachment, Reply
from handlers.talk.notices import PART
from handlers.talk.turn import REPLY_LASTS
from storage.calls import Way
from storage.database import Transaction
from storage.handoff_models import Handoff, HandoffLine, LineSide
from storage.models import Kind, OutboxState
from storage.staff_models import Staff


def say(
    tx: Transaction,
    content: Content,
    contact_id: int | None,
    name: str,
    now: datetime,
    *,
    key: str = "",
    due: datetime | None = None,
    files: Sequence[Attachment] = (),
    **values: Any,
) -> None:
    """Queues the message `name`, once per `key` ("": as often as asked), behind what waits for that
    contact and ahead of all that nobody asked for; nothing where there is nobody (any more) to say
    it to."""
    if contact_id is None or tx.contacts.get(contact_id) is None:
        return
    text = content.words.say(name, today=today(now), **values)
    parts = [Reply(part) for part in split(text, PART)]
    if files:
        parts[-1] = replace(parts[-1], attachment=files[0])
    for place, part in enumerate(parts):
        tx.outbox.add(
            contact_id, part.to_json(), now, kind=Kind.REPLY,
            dedupe_key=f"{key}{place}" if key else None, due=due,
            expires=(due or now) + REPLY_LASTS,
        )  # fmt: skip


def tell_owner(
    tx: Transaction, content: Content, talk: Handoff, name: str, now: datetime, **values: Any
) -> None:
    """What happened to a talk, to its owner: each time it happens."""
    office = office_name(content, talk.office)
    say(tx, content, talk.contact_id, name, now, **{"office": office, **values})


def tell_desk(
    tx: Transaction, content: Content, talk: Handoff, name: str, now: datetime, **values: Any
) -> None:
    """The same, to the official's own chat it is held through; nothing for the console, which shows
    what happened."""
    say(tx, content, talk.desk_contact_id, name, now, talk=talk, **values)


def happened(
    tx: Transaction, talk: Handoff, what: str, now: datetime, staff: Staff | None = None
) -> None:
    """Notes among the lines what happened, by a name that has its words in `live/events.j2`."""
    if talk.contact_id is None:
        return
    number = tx.handoffs.ids.next()
    by = staff.id if staff is not None else None
    tx.handoffs.add_line(
        HandoffLine(number, talk.id, talk.contact_id, now, LineSide.EVENT, what, by)
    )


def office_name(content: Content, office: str) -> str:
    """As people read it; the front office for one that is gone."""
    return content.ward.offices.get(office, content.ward.front_office).name


def subject_name(content: Content, talk: Handoff) -> str:
    """What the talk is about, as staff read it; "" for nothing named."""
    field = content.fields.get(talk.subject)
    return field.name if field is not None else ""


def number_of(talk: Handoff) -> str:
    """What people call a talk: short, and the same wherever it is shown."""
    return f"{talk.id // 64 % 10_000:04d}"


def is_reached(tx: Transaction, talk: Handoff, now: datetime) -> bool:
    """Whether what an official writes can go to the owner now (Zalo closes its window)."""
    return talk.contact_id is not None and telling.reaches(tx, talk.contact_id, now)


def way_of(tx: Transaction, talk: Handoff) -> Way | None:
    """How lines come to the owner; None where there is nobody any more. What does not arrive on
    their phone stands on a page of ours, in the order in which it was written."""
    if talk.contact_id is None:
        return None
    ways = tx.calls.ways(talk.contact_id)
    return next((way for way in ways if way.contact_id == talk.contact_id), None)


def said_by_owner(tx: Transaction, talk: Handoff) -> list[HandoffLine]:
    """What the owner wrote, in order; nothing that was taken back."""
    return [one for one in tx.handoffs.lines(talk.id) if one.side is LineSide.OWNER]


def picture(line: HandoffLine, site: str, title: str) -> tuple[Attachment, ...]:
    """The photo or document of a line as it is sent; `site` is where our own pages are, "" for
    nowhere, `title` what a photo is called."""
    if not line.photo:
        return ()
    name = line.title or title
    return (Attachment(line.photo, name, f"{site}/tep/{line.photo}" if site else ""),)


def became(tx: Transaction, line: HandoffLine) -> OutboxState | None:
    """How the message of a line stands: the least settled of its parts; None for none."""
    states = tx.outbox.states(line.key)
    return next((state for state in _WORST if state in states), None)


_WORST = (
    *(OutboxState.REFUSED, OutboxState.FAILED, OutboxState.UNCONFIRMED),
    *(OutboxState.PENDING, OutboxState.SENDING, OutboxState.SENT),
)
