"""Staff in their own chats, linked by a one-time code; and staff told what waits for them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from content.codes import CodeKind, new_code
from content.library import Content
from content.people import by_name
from handlers.people import telling
from handlers.talk import notices
from handlers.talk.turn import Outcome, Turn
from storage.broadcast_models import Broadcast
from storage.database import Transaction
from storage.event_models import Event
from storage.handoff_models import Handoff
from storage.hashes import hashed
from storage.question_models import Question
from storage.staff_links import WayKind
from storage.staff_models import Staff

CODE_LASTS = timedelta(minutes=10)
# What staff are told waits for them in the console anyhow.
TOLD_LASTS = timedelta(hours=24)


def make_code(tx: Transaction, staff: Staff, now: datetime) -> str:
    """A code that links one chat to this person within ten minutes."""
    code = new_code(CodeKind.STAFF)
    tx.staff_links.make_code(hashed(code), staff.id, now + CODE_LASTS)
    return code


def link(turn: Turn, code: str) -> Outcome | None:
    """Links this chat; None for a wrong or old code."""
    staff_id = turn.tx.staff_links.use_code(hashed(code), turn.contact.id, turn.now)
    staff = turn.tx.staff.get(staff_id) if staff_id else None
    if staff is None or not staff.active:
        return None
    turn.tx.audit.write(
        "staff.chat_linked", f"staff:{staff.id}", turn.now, staff=staff,
        channel=turn.contact.channel,
    )  # fmt: skip
    return turn.say("staff_chat/linked", back=turn.menu_choice(), staff=staff)


def who(turn: Turn) -> Staff | None:
    """The member of staff this chat belongs to, while the account is on."""
    staff_id = turn.tx.staff_links.staff_of(turn.contact.id)
    staff = turn.tx.staff.get(staff_id) if staff_id else None
    return staff if staff is not None and staff.active else None


# ---- telling staff ----


def tell(
    tx: Transaction,
    content: Content,
    staff: Iterable[Staff],
    message: str,
    now: datetime,
    *,
    key: str,
    choices: Sequence[tuple[str, str]] = (),
    not_before: datetime | None = None,
    **values: Any,
) -> tuple[Staff, ...]:
    """Tells these people by the ways they chose (`ways`), once per `key`, at once or `not_before` a
    moment; those a message is on its way to. Whoever has none sees what waits on the console's
    first page. Nothing goes to whose account was switched off. `choices` are offered in chats
    alone."""
    short, page = _short(content, message), page_about(**values)
    told = []
    for person in by_name(one for one in staff if one.active):
        queued = [
            notices.notify(
                tx,
                content,
                way.contact_id,
                message if way.way is WayKind.CHAT else short,
                now,
                key=f"{key}:{way.contact_id}",
                due=not_before,
                expires=(not_before or now) + TOLD_LASTS,
                staff=person,
                page=page,
                choices=choices if way.way is WayKind.CHAT else (),
                **values,
            )
            and telling.reaches(tx, way.contact_id, now)
            for way in tx.staff_links.ways_of(person.id)
            if way.is_used
        ]
        if any(queued):
            told.append(person)
    return tuple(told)


def _short(content: Content, message: str) -> str:
    """The same where others may see it: a code and what to do."""
    name = f"staff_notice/{message.partition('/')[2]}"
    return name if content.words.has(name) else "staff_notice/other"


def page_about(**values: Any) -> str:
    """Where in the console it is about what the values hold: a path without its first slash."""
    match values:
        case {"talk": Handoff(id=number)}:
            return f"can-bo/tro-chuyen/{number}"
        case {"question": Question(code=code)}:
            return f"can-bo/cau-hoi/{code}"
        case {"broadcast": Broadcast(id=number)}:
            return f"can-bo/thong-bao/{number}"
        case {"event": Event(id=number)}:
            return f"can-bo/su-kien/{number}"
        case {"channel": _}:
            return "can-bo/kenh"
    return "can-bo"
