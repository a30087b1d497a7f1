"""The items of the monthly news: from files, from facts that change, and as staff write them."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from content.calendar import today
from content.facts import Fact
from content.library import Content
from content.news import (
    FactChange,
    WrittenItem,
    basis_of,
    changes,
    month_of,
    next_month,
    shown,
)
from content.rendering import render_on
from storage.broadcast_models import ItemState, NewsItem
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
        summary=render_on(written.summary, content.knowledge.facts, today(now), content.ward),
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
        if entry.topic in _TOPIC_OF_ENTRY and f'"{fact.name}"' in entry.text:
            return _TOPIC_OF_ENTRY[entry.topic]
    return "chung"


# ---- what staff do with them ----


def add(
    tx: Transaction, month: str, fields: dict[str, Any], now: datetime, *, author: Staff
) -> NewsItem:
    """A new one, by whoever wrote it; it goes into the digest unless it is left out."""
    return tx.news.add(
        NewsItem(
            id=tx.news.ids.next(),
            month=month,
            state=ItemState.INCLUDED,
            created_at=now,
            author_id=author.id,
            **fields,
        )
    )


def change(tx: Transaction, item: NewsItem, fields: dict[str, Any], *, author: Staff) -> NewsItem:
    """Other words: whoever wrote them answers for the item from now on."""
    return tx.news.save(replace(item, author_id=author.id, **fields))


def include(tx: Transaction, item: NewsItem, *, wanted: bool) -> NewsItem:
    """Into the digest, or left out of it."""
    state = ItemState.INCLUDED if wanted else ItemState.LEFT_OUT
    return tx.news.save(replace(item, state=state))


def included(tx: Transaction, month: str) -> list[NewsItem]:
    return [item for item in tx.news.of_month(month) if item.state is ItemState.INCLUDED]
