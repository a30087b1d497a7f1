"""The monthly news in the making: items from files and from facts that change, then the digest.

Nothing goes out from here: a digest is submitted like any broadcast and a person approves it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson

from content.calendar import today
from content.facts import Fact
from content.library import Content
from content.news import (
    FactChange,
    WrittenItem,
    basis_of,
    changes,
    month_name,
    month_of,
    next_month,
    shown,
)
from content.rendering import render_on
from content.vietnamese import day
from handlers.broadcast import approval
from storage.broadcast_models import (
    Audience,
    Base,
    Broadcast,
    BroadcastKind,
    BroadcastState,
    ItemState,
    NewsItem,
)
from storage.broadcasts import audience_json
from storage.database import Transaction
from storage.staff_models import Staff

# Which topic a changed fact belongs to, by the file of facts its law is told in.
_TOPIC_OF_ENTRY = {
    "thue": "thue",
    "hoa-don": "hoa-don",
    "vay-von": "vay-von",
    "doanh-nghiep": "chuyen-doi",
    "dang-ky": "chuyen-doi",
}


def prepare(tx: Transaction, content: Content, now: datetime) -> int:
    """Makes the drafts of this month and the next from what was written and what changes; how many
    are new. Running it again adds nothing twice."""
    month = month_of(today(now))
    return sum(_prepare_month(tx, content, wanted, now) for wanted in (month, next_month(month)))


def _prepare_month(tx: Transaction, content: Content, month: str, now: datetime) -> int:
    made = 0
    for written in content.news.of_month(month):
        if not tx.news.has_source(_source_of(written)):
            tx.news.add(_written(tx, content, written, now))
            made += 1
    for change in changes(content.knowledge.facts, month):
        if not tx.news.has_source(_source_of(change)):
            tx.news.add(_proposed(tx, content, month, change, now))
            made += 1
    return made


def _source_of(made_from: WrittenItem | FactChange) -> str:
    """What recognises an item that was made before."""
    if isinstance(made_from, WrittenItem):
        return f"file:{made_from.id}"
    return f"fact:{made_from.fact.name}:{made_from.on}"


def _written(tx: Transaction, content: Content, written: WrittenItem, now: datetime) -> NewsItem:
    return NewsItem(
        id=tx.news.ids.next(),
        month=written.month,
        topic=written.topic,
        title=written.title,
        summary=render_on(written.summary, content.knowledge.facts, today(now)),
        state=ItemState.INCLUDED,
        created_at=now,
        basis=basis_of(written, content.laws),
        applies_from=written.applies_from,
        concerns=written.concerns,
        source=_source_of(written),
    )


def _proposed(
    tx: Transaction, content: Content, month: str, change: FactChange, now: datetime
) -> NewsItem:
    """A draft that says what a fact was and becomes; a person decides whether it is news."""
    words = content.words
    law = content.laws[change.law]
    return NewsItem(
        id=tx.news.ids.next(),
        month=month,
        topic=_topic_of(content, change.fact),
        title=words.say("news/change_title", meaning=change.fact.meaning)[:110],
        summary=words.say(
            "news/change",
            old=shown(change.fact, change.old),
            new=shown(change.fact, change.new),
            on=change.on,
        ),
        state=ItemState.PROPOSED,
        created_at=now,
        basis=f"{law.name}, {change.article}",
        applies_from=change.on,
        source=_source_of(change),
    )


def _topic_of(content: Content, fact: Fact) -> str:
    """The topic of the answers that use the fact."""
    for entry in content.knowledge.entries.values():
        if entry.topic in _TOPIC_OF_ENTRY and f'"{fact.name}"' in entry.path.read_text("utf-8"):
            return _TOPIC_OF_ENTRY[entry.topic]
    return "chung"


# ---- the digest ----


def assemble(
    tx: Transaction, content: Content, month: str, now: datetime, *, by: Staff | None = None
) -> Broadcast | None:
    """Makes the month's digest and submits it; None when there is one already, or no item. `by`:
    who has it made before its hour, and answers for it as its author does."""
    prepare(tx, content, now)
    if tx.broadcasts.digest_of(month) is not None:
        return None
    items = included(tx, month)
    if not items:
        return None
    made_by = (by.id,) if by else ()
    made = approval.draft(
        tx,
        BroadcastKind.DIGEST,
        "chung",
        content.words.say("news/digest_title", month=month_name(month)),
        "",
        _audience(items),
        now,
        author=by,
        month=month,
        items=frozen(content, items),
        authors=tuple(dict.fromkeys((*made_by, *_authors(items)))),
    )
    return approval.submit(tx, made, now)


def refresh(tx: Transaction, content: Content, digest: Broadcast) -> Broadcast:
    """Takes the items anew, as they were edited since. Raises BroadcastRefused unless it is a
    draft."""
    if digest.state is not BroadcastState.DRAFT or digest.month is None:
        raise approval.BroadcastRefused("broadcast_not_draft")
    items = included(tx, digest.month)
    return tx.broadcasts.save(
        replace(
            digest,
            items=frozen(content, items),
            audience=audience_json(_audience(items)),
            authors=tuple(dict.fromkeys((*digest.authors, *_authors(items)))),
            version=digest.version + 1,
        )
    )


def included(tx: Transaction, month: str) -> list[NewsItem]:
    return [item for item in tx.news.of_month(month) if item.state is ItemState.INCLUDED]


def frozen(content: Content, items: Sequence[NewsItem]) -> str:
    """The items as they will be read, by topic in the order of the topics."""
    order = list(content.news.topics)
    listed = sorted(items, key=lambda item: (order.index(item.topic), item.id))
    plain: list[dict[str, Any]] = [
        {
            "topic": item.topic,
            "topic_name": content.news.topic_name(item.topic),
            "title": item.title,
            "summary": item.summary,
            "basis": item.basis,
            "applies_from": day(item.applies_from) if item.applies_from else "",
            "concerns": item.concerns,
            "link": item.link,
        }
        for item in listed
    ]
    return orjson.dumps(plain).decode()


def _audience(items: Sequence[NewsItem]) -> Audience:
    topics = tuple(sorted({item.topic for item in items}))
    return Audience(base=Base.SUBSCRIBERS, topics=topics)


def _authors(items: Sequence[NewsItem]) -> tuple[int, ...]:
    return tuple(sorted({item.author_id for item in items if item.author_id is not None}))
