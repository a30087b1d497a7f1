"""The monthly digest, made of its items.

Nothing goes out from here: a digest is submitted like any broadcast and a person approves it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson

from content.library import Content
from content.news import (
    month_name,
)
from content.vietnamese import day
from handlers.broadcast import approval, drafting
from handlers.broadcast.news_items import included, prepare
from storage.broadcast_models import (
    Audience,
    Base,
    Broadcast,
    BroadcastKind,
    BroadcastState,
    NewsItem,
)
from storage.broadcasts import audience_json
from storage.database import Transaction
from storage.staff_models import Staff


def assemble(
    tx: Transaction, content: Content, month: str, now: datetime, *, by: Staff | None = None
) -> tuple[Broadcast, tuple[Staff, ...]] | None:
    """Makes the month's digest and submits it, with who was asked to approve it; None when there is
    one already, or no item. `by`: who has it made before its hour, and answers for it as its author
    does."""
    prepare(tx, content, now)
    if tx.broadcasts.digest_of(month) is not None:
        return None
    items = included(tx, month)
    if not items:
        return None
    made_by = (by.id,) if by else ()
    made = drafting.draft(
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
    return approval.submit(tx, content, made, now)


def refresh(tx: Transaction, content: Content, digest: Broadcast) -> Broadcast:
    """Takes the items anew, as they were edited since. Raises BroadcastRefused unless it is a
    draft."""
    if digest.state is not BroadcastState.DRAFT or digest.month is None:
        raise drafting.BroadcastRefused("broadcast_not_draft")
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
