"""The monthly news in the conversation: this month's, older ones, and that it was read."""

from dataclasses import replace
from datetime import date
from typing import Any

from content.calendar import local
from content.commands import typed
from content.news import month_name
from content.vietnamese import fold
from content.whole import read_whole
from handlers.broadcast import endings, subscriptions
from handlers.broadcast.words import for_everybody
from handlers.talk.flow import Flow, ask_again
from handlers.talk.messages import Choice, IncomingKind
from handlers.talk.public_pages import of_news
from handlers.talk.replies import plain
from handlers.talk.turn import Outcome, Turn
from storage.broadcast_models import Broadcast, BroadcastKind

SHOWN = 8
_READ = {fold(words) for words in typed("have_read")}


def this_month(turn: Turn) -> Outcome:
    """The latest monthly news that went out; what else went out when there is none."""
    published = turn.tx.broadcasts.published()
    digest = next((b for b in published if b.kind is BroadcastKind.DIGEST), None)
    return archive(turn) if digest is None else _digest(turn, digest)


def archive(turn: Turn) -> Outcome:
    published = turn.tx.broadcasts.published()[:SHOWN]
    if not published:
        return turn.say("news/none_yet", [_subscribe(turn)], turn.menu_choice())
    choices = [Choice(_line(turn, broadcast), f"news:{broadcast.id}") for broadcast in published]
    page = f"{turn.site}/tin-tuc" if turn.site else ""
    return turn.say("news/archive", choices, turn.menu_choice(), page=page)


def show(turn: Turn, broadcast_id: int, place: int | None = None) -> Outcome:
    """One that went out; `place` is an item of a digest."""
    found = turn.tx.broadcasts.get(broadcast_id)
    public = (BroadcastKind.DIGEST, BroadcastKind.NEWS)
    if found is None or found.started_at is None or found.kind not in public:
        return archive(turn)
    if found.kind is BroadcastKind.DIGEST:
        if place is None or place >= len(found.news):
            return _digest(turn, found)
        back = turn.choice("back_to_news", f"news:{found.id}")
        text = turn.words_of("news/item", item=found.news[place])
        return turn.reply(text, back=back, page=f"{of_news(found)}#tin-{place + 1}")
    corrected = turn.tx.broadcasts.corrections_of(found.id)
    later = next((b for b in corrected if b.started_at is not None), None)
    choices = [turn.choice("see_correction", f"news:{later.id}")] if later else []
    shown = for_everybody(turn.tx, turn.content, found)
    text = turn.words_of(
        "news/one",
        broadcast=shown,
        text=shown.text,
        at=_day(found),
        corrected=later is not None,
    )
    return turn.reply(text, choices, turn.choice("older_news", "news:old"), page=of_news(found))


def read(turn: Turn, broadcast_id: int) -> bool:
    """Notes that this person read a broadcast; False when it was never sent to them."""
    return turn.tx.ledger.mark_read(broadcast_id, turn.contact.id, turn.now)


def have_read(turn: Turn, broadcast_id: int) -> Outcome:
    """Somebody taps that they have read it: thanked, and the conversation stays where it is."""
    said = turn.say("news/thanks_read" if read(turn, broadcast_id) else "system/stale")
    return Outcome(turn.conversation, said.replies)


def _digest(turn: Turn, digest: Broadcast) -> Outcome:
    choices = [
        Choice(item["title"], f"news:{digest.id}:{place}") for place, item in enumerate(digest.news)
    ]
    choices.append(turn.choice("older_news", "news:old"))
    if not turn.tx.subscriptions.topics_of(turn.contact.id):
        choices.append(_subscribe(turn))
    text = turn.words_of("news/month", month=month_name(digest.month or ""))
    return turn.reply(text, choices, turn.menu_choice(), page=of_news(digest))


def _subscribe(turn: Turn) -> Choice:
    return turn.choice("news", "news")


def _line(turn: Turn, broadcast: Broadcast) -> str:
    shown = for_everybody(turn.tx, turn.content, broadcast)
    return turn.words_of("choices/news_line", title=shown.title, at=_day(shown))


def _day(broadcast: Broadcast) -> date:
    return local(broadcast.started_at or broadcast.created_at).date()


def act(turn: Turn, action: str) -> Outcome:
    """`old`: the months before; `<id>`, `<id>:<page>`: one; else it is about who gets it."""
    match action.split(":"):
        case ["old"]:
            return archive(turn)
        case [item] if (number := read_whole(item)) is not None:
            return show(turn, number)
        case [item, place] if (number := read_whole(item)) is not None:
            return show(turn, number, read_whole(place) or 0)
        case ["end", what]:
            return endings.act(turn, what)
        case ["stop"]:
            return endings.stop(turn)
    return subscriptions.act(turn, action)


def typed_read(turn: Turn, running: tuple[Flow[Any], Any] | None) -> Outcome | None:
    """Somebody types that they have read a broadcast, wherever the conversation stands; it goes on
    from there."""
    if turn.incoming.kind is not IncomingKind.TEXT or plain(turn.text) not in _READ:
        return None
    last = turn.tx.ledger.last_received(turn.contact.id)
    if last is None or not read(turn, last):
        return None
    thanks = turn.say("news/thanks_read").replies
    if running is None:
        return Outcome(turn.conversation, (replace(thanks[0], menu=0),))
    again = ask_again(turn, *running)
    return Outcome(again.conversation, (*thanks, *again.replies))
