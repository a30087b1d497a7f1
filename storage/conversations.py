"""Conversations: one row per contact, written whole at the end of a turn."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

import orjson

from storage.connection import Connection
from storage.lots import LOT
from storage.models import Conversation, moment, stamp
from storage.outbox import SHOWN, quotes


class WhyEnded(StrEnum):
    """Why a form came to an end by itself."""

    LATE = "late"  # nobody came back to it in time
    EMPTY = "empty"  # the same, and nothing was answered in it yet
    GONE = "gone"  # it rests on something that is gone: a question taken away, an older program
    MANY = "many"  # more were begun after it than are kept
    LEFT = "left"  # it has not: nobody came back that day, and it waits


class Conversations:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def load(self, contact_id: int, now: datetime) -> Conversation:
        """The saved conversation, or a fresh one for a contact that has none."""
        row = self._db.execute(
            "SELECT * FROM conversation WHERE contact_id = :id", {"id": contact_id}
        ).fetchone()
        if row is None:
            return Conversation(contact_id=contact_id, window_started_at=now)
        return Conversation(
            contact_id=contact_id,
            menu=row["menu"],
            choices=tuple(
                (key, label, action) for key, label, action in orjson.loads(row["choices"])
            ),
            entry=row["entry"],
            asked=row["asked"],
            flow=row["flow"],
            waiting=tuple(orjson.dumps(form).decode() for form in orjson.loads(row["waiting"])),
            expires_at=moment(row["expires_at"]) if row["expires_at"] else None,
            window_started_at=moment(row["window_started_at"]),
            window_count=row["window_count"],
            shown_at=moment(row["shown_at"]) if row["shown_at"] else None,
            pushed_at=moment(row["pushed_at"]) if row["pushed_at"] else None,
            dropped=row["dropped"],
            figures=row["figures"],
            danger=row["danger"],
            forms_until=moment(row["forms_until"]) if row["forms_until"] else None,
            misses=row["misses"],
            about=row["about"],
        )

    def current(self, contact_id: int, now: datetime) -> Conversation:
        """The conversation as it stands at the moment: without what nobody came back to in time."""
        return _as_of(self.load(contact_id, now), now)

    def save(self, conversation: Conversation) -> None:
        self._db.execute(
            "INSERT INTO conversation (contact_id, menu, choices, entry, asked, flow, expires_at,"
            " window_started_at, window_count, shown_at, pushed_at, dropped, waiting, figures,"
            " danger, forms_until, misses, about)"
            " VALUES (:contact_id, :menu, :choices, :entry, :asked, :flow, :expires_at,"
            " :window_started_at, :window_count, :shown_at, :pushed_at, :dropped, :waiting,"
            " :figures, :danger, :forms_until, :misses, :about)"
            " ON CONFLICT (contact_id) DO UPDATE SET menu = excluded.menu,"
            " choices = excluded.choices, entry = excluded.entry, asked = excluded.asked,"
            " flow = excluded.flow,"
            " expires_at = excluded.expires_at, window_started_at = excluded.window_started_at,"
            " window_count = excluded.window_count, shown_at = excluded.shown_at,"
            " pushed_at = excluded.pushed_at,"
            " dropped = excluded.dropped, waiting = excluded.waiting, figures = excluded.figures,"
            " danger = excluded.danger, forms_until = excluded.forms_until,"
            " misses = excluded.misses, about = excluded.about",
            {
                "contact_id": conversation.contact_id,
                "menu": conversation.menu,
                "choices": orjson.dumps(conversation.choices).decode(),
                "entry": conversation.entry,
                "asked": conversation.asked,
                "flow": conversation.flow,
                "expires_at": stamp(conversation.expires_at) if conversation.expires_at else None,
                "window_started_at": stamp(conversation.window_started_at),
                "window_count": conversation.window_count,
                "shown_at": stamp(conversation.shown_at) if conversation.shown_at else None,
                "pushed_at": stamp(conversation.pushed_at) if conversation.pushed_at else None,
                "dropped": conversation.dropped,
                "figures": conversation.figures,
                "danger": conversation.danger,
                "waiting": f"[{','.join(conversation.waiting)}]",
                "forms_until": stamp(conversation.forms_until)
                if conversation.forms_until
                else None,
                "misses": conversation.misses,
                "about": conversation.about,
            },
        )

    def forget_expired(self, now: datetime, most: int = LOT) -> int:
        """Drops the last question and the figures told of conversations nobody came back to, and
        in the end their forms; until then an open one waits.

        Returns how many. The moments are `expires_at` and `forms_until`, set by every turn that
        leaves any of them open.
        """
        rows = self._db.execute(
            "SELECT contact_id FROM conversation"
            " WHERE expires_at <= :now OR forms_until <= :now LIMIT :most",
            {"now": stamp(now), "most": most},
        ).fetchall()
        for row in rows:
            self.save(self.current(row["contact_id"], now))
        return len(rows)

    def forget(self, contact_id: int) -> None:
        """Where a conversation stands, with all that was said in it."""
        self._db.execute("DELETE FROM conversation WHERE contact_id = :id", {"id": contact_id})

    def forget_shown(self, text: str) -> None:
        """Forms of anybody that show them this text as somebody's question."""
        shown, _ = quotes(text[:SHOWN])
        quoted = f'"shown":"{shown}"'
        contains = self._db.words.contains
        rows = self._db.execute(
            "SELECT contact_id, window_started_at FROM conversation"
            f" WHERE {contains('flow', ':quoted')} OR {contains('waiting', ':quoted')}",
            {"quoted": quoted},
        ).fetchall()
        for row in rows:
            found = self.load(row["contact_id"], moment(row["window_started_at"]))
            self.save(without_forms(found, WhyEnded.GONE, lambda form: quoted in form))


def without_forms(
    conversation: Conversation, why: WhyEnded, is_over: Callable[[str], bool]
) -> Conversation:
    """The conversation without the forms, open or waiting, that are over, and with a note of them
    for the person. The choices of an open one mean nothing any more."""
    forms = (*conversation.waiting, *([conversation.flow] if conversation.flow else []))
    over = [form for form in forms if is_over(form)]
    if not over:
        return conversation
    gone = [orjson.loads(form) for form in over]
    names = dict.fromkeys(form["name"] for form in gone)
    if why is WhyEnded.LATE and not any(form.get("before") for form in gone):
        why = WhyEnded.EMPTY
    dropped = replace(
        conversation,
        waiting=tuple(form for form in conversation.waiting if form not in over),
        dropped=f"{why}:{','.join(names)}",
    )
    return replace(dropped, flow=None, choices=()) if conversation.flow in over else dropped


def _as_of(conversation: Conversation, now: datetime) -> Conversation:
    form, ends = conversation.flow, conversation.expires_at
    if form and ends is not None and ends <= now and orjson.loads(form).get("settled"):
        conversation = replace(conversation, flow=None, choices=())  # nothing of it is unsent
    until = conversation.forms_until or conversation.expires_at
    if until is not None and until <= now:
        over = without_forms(conversation, WhyEnded.LATE, lambda form: True)
        conversation = replace(over, forms_until=None)
    if conversation.expires_at is None or now < conversation.expires_at:
        return conversation
    left = _left(conversation)
    return replace(
        left, asked=None, about=None, figures=None, danger=None, misses=0, expires_at=None
    )


def _left(conversation: Conversation) -> Conversation:
    """The conversation once nobody came back to it that day: a form with an answer waits, any other
    is over."""
    form, told = conversation.flow, conversation.dropped
    if form and not orjson.loads(form).get("before"):
        conversation = without_forms(conversation, WhyEnded.EMPTY, lambda other: other == form)
    elif form:
        waiting = (*conversation.waiting, form)
        conversation = replace(conversation, flow=None, choices=(), waiting=waiting)
    if told or not conversation.waiting:
        return conversation
    names = dict.fromkeys(orjson.loads(form)["name"] for form in conversation.waiting)
    return replace(conversation, dropped=f"{WhyEnded.LEFT}:{','.join(names)}")
