"""What we say without being asked: to one contact, in the same transaction as the reason for it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from content.calendar import today
from content.library import Content
from handlers.talk import confirming
from handlers.talk.addressing import form_of, said_to_them
from handlers.talk.markup import split
from handlers.talk.messages import Attachment, Choice, Reply, numbered
from storage.database import Transaction
from storage.models import ContactState, Conversation, Kind, OutboxRow

_POINTS = re.compile(r"question:\d+:rate:\d")
_ASKS = re.compile(r"question:\d+:(rate:\d|outcome:\w+|reopen|more)|ticket:\d+:(accept|cancel)")

# Fits every channel with room for the choices.
PART = 1800


def notify(
    tx: Transaction,
    content: Content,
    contact_id: int | None,
    name: str,
    now: datetime,
    *,
    key: str,
    due: datetime | None = None,
    expires: datetime | None = None,
    choices: Sequence[tuple[str, str]] = (),
    **values: Any,
) -> bool:
    """Queues the message `name` for a contact, once per `key`; False when it was queued before,
    or when there is nobody to tell (left, erased, a group). `choices` are (label,
    action), of actions that last.

    Whoever has a registration or a question is told by `people.telling.tell`, which also finds
    another way where this one is closed.
    """
    contact = tx.contacts.get(contact_id) if contact_id is not None else None
    if contact is None or contact_id is None or contact.state is ContactState.LEFT:
        return False
    if contact.is_group:
        return False
    sent = queue(
        tx,
        content,
        contact_id,
        name,
        now,
        key=key,
        due=due,
        expires=expires,
        choices=choices,
        **values,
    )
    return sent is not None


def queue(
    tx: Transaction,
    content: Content,
    contact_id: int,
    name: str,
    now: datetime,
    *,
    key: str,
    due: datetime | None = None,
    expires: datetime | None = None,
    choices: Sequence[tuple[str, str]] = (),
    code: str = "",
    page: str = "",
    **values: Any,
) -> int | None:
    """Queues the message for a contact; returns the id of its last part, None when `key` was
    queued before. After `expires` its matter is over: it is not sent any more. `code` is what the
    person may type to see what it is about, whatever they are in the middle of; `page` is as in
    `Reply`."""
    text = content.words.say(name, today=today(now), **values)
    offered = tuple(Choice(content.words.label(label), action) for label, action in choices)
    *before, last = split(text, PART)
    said = [*(Reply(part) for part in before), Reply(last, offered, code=code, page=page)]
    form = form_of(tx, contact_id)
    parts = [said_to_them(part, form) for part in said]
    queued = None
    for place, part in enumerate(parts):
        queued = tx.outbox.add(
            contact_id,
            part.to_json(),
            now,
            kind=Kind.NOTICE,
            dedupe_key=f"{key}:{place}",
            due=due,
            expires=expires,
        )
    return queued


def attach(
    tx: Transaction,
    content: Content,
    contact_id: int,
    files: Sequence[Attachment],
    now: datetime,
    *,
    key: str,
    due: datetime | None,
    expires: datetime | None,
    code: str,
) -> None:
    """Queues what goes with the message of this key, behind it: a channel sends a file as far as it
    can, and else where it is."""
    for place, file in enumerate(files, 1):
        said = content.words.say("system/with_it", code=code, place=place, of=len(files))
        tx.outbox.add(
            contact_id,
            Reply(said, attachment=file).to_json(),
            now,
            kind=Kind.NOTICE,
            dedupe_key=f"{key}:file{place}",
            due=due,
            expires=expires,
        )


def as_it_goes(tx: Transaction, content: Content, row: OutboxRow, now: datetime) -> OutboxRow:
    """The row as it is sent at the moment. Its choices get numbers, which follow those of what was
    asked before and is not answered yet; but not in the middle of a form or of a confirmation,
    whose numbers they stay: then it says how to answer in words. Nothing is offered yet: nobody
    knows when it arrives."""
    reply = _unasked(row)
    if reply is None:
        return row
    conversation = tx.conversations.current(row.contact_id, now)
    if tx.handoffs.is_held_with(row.contact_id):
        # What is typed there is read by the other side of the talk, a digit too.
        plain = tuple(replace(choice, key="") for choice in reply.choices)
        words = content.words.say("system/after_talk")
        going = replace(reply, text=f"{reply.text}\n\n{words}", choices=plain, menu=0)
    elif conversation.flow is not None or _confirms(conversation):
        labels = [choice.label for choice in reply.choices]
        words = content.words.say("system/in_words", code=reply.code, labels=labels)
        plain = tuple(replace(choice, key="") for choice in reply.choices)
        going = replace(reply, text=f"{reply.text}\n\n{words}", choices=plain, menu=0)
    else:
        kept = _still_asked(conversation.choices, reply.choices)
        keyed = numbered(reply.choices, after=max((int(key) for key, _, _ in kept), default=0))
        going = replace(reply, choices=keyed, menu=conversation.menu + 1)
    return replace(row, body=going.to_json())


def arrived(tx: Transaction, row: OutboxRow, now: datetime, *, surely: bool = True) -> None:
    """The row went as `as_it_goes` gave it: from now on its numbers mean its choices, unless
    another list was made since. Then, or where nobody knows whether it arrived, they may be chosen
    in words."""
    reply = _unasked(row)
    if reply is None:
        return
    if surely:
        tx.outbox.keep_as_sent(row.id, row.body)
    conversation = tx.conversations.current(row.contact_id, now)
    offered = tuple((choice.key, choice.label, choice.action) for choice in reply.choices)
    if not surely or reply.menu != conversation.menu + 1:
        words = tuple(("", label, action) for _, label, action in offered)
        tx.conversations.save(replace(conversation, choices=(*conversation.choices, *words)))
        return
    kept = _still_asked(conversation.choices, reply.choices)
    tx.conversations.save(
        replace(
            conversation,
            menu=reply.menu,
            choices=(*kept, *offered),
            shown_at=conversation.shown_at if kept else now,  # what was asked is no younger for it
            pushed_at=now,
        )
    )


def _unasked(row: OutboxRow) -> Reply | None:
    """What a row offers without having been asked; None for any other."""
    if row.kind is not Kind.NOTICE:
        return None
    try:
        reply = Reply.from_json(row.body)
    except (ValueError, KeyError, TypeError):
        return None  # the sending says that it cannot be read
    return reply if reply.choices else None


def _confirms(conversation: Conversation) -> bool:
    """Whether the last list asks for a yes before something is done."""
    return any(confirming.asked_by(action) for _, _, action in conversation.choices)


def _still_asked(
    before: Sequence[tuple[str, str, str]], new: Sequence[Choice]
) -> list[tuple[str, str, str]]:
    """Of the choices before, those that answer something we asked: a digit typed for one of them
    is not taken for a choice of a message that came meanwhile. A message that asks for points names
    the digits itself, and one that asks the same again takes the place of the first."""
    kept = [one for one in before if one[0].isdecimal() and _ASKS.fullmatch(one[2])]
    asked = {choice.action for choice in new}
    if any(_POINTS.fullmatch(action) for action in asked) or any(one[2] in asked for one in kept):
        return []
    return kept
