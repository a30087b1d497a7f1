"""Who gets which news: asked on its own, off until somebody says yes, ended by one word."""

from collections.abc import Sequence, Set
from datetime import datetime

from content.consenting import is_minors
from content.switched_on import Topics, asks_of_sending, numbers_in, speaks_of_topics
from handlers.people import consents
from handlers.talk.messages import Choice
from handlers.talk.replies import list_again
from handlers.talk.turn import Outcome, Turn
from storage.database import Transaction
from storage.question_models import Purpose

CONSENT = "news/consent"
TOPIC = "news:topic:"
CHOOSE = "news:choose"


def show(turn: Turn) -> Outcome:
    """The consent for those who have none; the topics for those who have."""
    topics = turn.tx.subscriptions.topics_of(turn.contact.id)
    if not topics and turn.tx.subscriptions.topics_of_household(turn.contact.id):
        here = turn.choice("news_here", "news:here")
        stop_ = turn.choice("news_stop", "news:stop")
        return turn.say("news/elsewhere", [here, stop_], turn.menu_choice(), abroad=turn.abroad)
    named = turn.content.news.named_in("" if turn.action else turn.text)
    if not topics:
        return _ask_consent(turn, named.wanted)
    return _changed(turn, named) or _topics(turn, topics)


def _ask_consent(turn: Turn, wanted: Sequence[str]) -> Outcome:
    """To news of the topics that were named, else to all of it or what is chosen then."""
    known = turn.content.news.topics
    names = [known[topic].name for topic in wanted]
    first = (
        Choice(turn.words_of("choices/news_of", names=names), f"news:of:{'+'.join(wanted)}")
        if wanted
        else turn.choice("news_all", "news:all")
    )
    return turn.say(
        CONSENT, [first, turn.choice("news_choose", CHOOSE)],
        turn.choice("disagree", "menu"), abroad=turn.abroad, topics=known.values(), names=names,
    )  # fmt: skip


def said_of_topics(turn: Turn) -> Outcome | None:
    """What is typed below the consent or the list of topics and names some of them: `đồng ý nhưng
    chỉ thuế với vay vốn`, `1 với 3`, `với lại vay vốn nữa`. None for anything else."""
    shown = {key: action for key, _, action in turn.conversation.choices if key}
    listed = {key: action.removeprefix(TOPIC) for key, action in shown.items() if TOPIC in action}
    if turn.action or not (listed or CHOOSE in shown.values()):
        return None
    if numbers := numbers_in(turn.text):
        if not all(number in listed for number in numbers):
            return None
        mine = turn.tx.subscriptions.topics_of(turn.contact.id)
        chosen = [listed[number] for number in numbers]
        on = tuple(topic for topic in chosen if topic not in mine)
        return _changed(turn, Topics(on, tuple(one for one in chosen if one in mine), False))
    if not speaks_of_topics(turn.text):
        return list_again(turn, "news/how_often") if asks_of_sending(turn.text) else None
    return None if is_minors(turn.text) else _changed(turn, turn.content.news.named_in(turn.text))


def _changed(turn: Turn, named: Topics) -> Outcome | None:
    """The topics after what was named; None where that is none of them."""
    mine = turn.tx.subscriptions.topics_of(turn.contact.id)
    kept = mine & set(named.wanted) if named.only and named.wanted else mine - {*named.unwanted}
    after = kept | set(named.wanted)
    if not (named.wanted or named.unwanted) or not (mine or after):
        return None
    if after - mine:
        _agree(turn, *sorted(after - mine))
    end_topics(turn.tx, turn.contact.id, mine - after, turn.now)
    return _topics(turn, after, said="news/changed", added=after - mine, ended=mine - after)


def act(turn: Turn, action: str) -> Outcome:
    known = turn.content.news.topics
    match action.split(":"):
        case ["all"]:
            _agree(turn, *known)
            return _topics(turn, frozenset(known), said="news/subscribed")
        case ["here"]:
            _agree(turn, *turn.tx.subscriptions.topics_of_household(turn.contact.id))
            mine = turn.tx.subscriptions.topics_of(turn.contact.id)
            return _topics(turn, mine, said="news/subscribed")
        case ["of", wanted] if after := {*wanted.split("+")} & {*known}:
            _agree(turn, *sorted(after))
            mine = turn.tx.subscriptions.topics_of(turn.contact.id)
            return _topics(turn, mine, said="news/changed", added=after)
        case ["choose"]:
            return _topics(turn, turn.tx.subscriptions.topics_of(turn.contact.id))
        case ["topic", topic] if topic in known:
            return _toggle(turn, topic)
    return show(turn)


def end(tx: Transaction, contact_id: int, now: datetime) -> bool:
    """Ends the news and the reminders of one contact; whether there were any."""
    had = end_news(tx, contact_id, now)
    return consents.withdraw(tx, contact_id, Purpose.REMINDER, now) or had


def end_news(tx: Transaction, contact_id: int, now: datetime) -> bool:
    """Ends the news alone, with what waits to be sent; whether there was any."""
    had = bool(tx.subscriptions.remove(contact_id))
    had |= bool(tx.people.withdraw(contact_id, Purpose.BROADCAST, now))
    tx.ledger.recall_contact(contact_id)
    return had


def end_topics(tx: Transaction, contact_id: int, topics: Set[str], now: datetime) -> None:
    """Ends some topics; with the last of them the news."""
    for topic in topics:
        tx.subscriptions.remove(contact_id, topic)
    if not tx.subscriptions.topics_of(contact_id):
        end_news(tx, contact_id, now)


def _toggle(turn: Turn, topic: str) -> Outcome:
    mine = turn.tx.subscriptions.topics_of(turn.contact.id)
    if topic in mine:
        end_topics(turn.tx, turn.contact.id, {topic}, turn.now)  # reminders are another consent
        return _topics(turn, mine - {topic}, said="news/topic_off", topic=topic)
    _agree(turn, topic)
    return _topics(turn, mine | {topic}, said="news/topic_on", topic=topic)


def _agree(turn: Turn, *topics: str) -> None:
    """News comes to the channel where it was asked for last: one copy for a household."""
    for member in turn.tx.households.members(turn.contact.id):
        if member != turn.contact.id:
            end_news(turn.tx, member, turn.now)
    consents.agree(turn, Purpose.BROADCAST, CONSENT)
    for topic in topics:
        turn.tx.subscriptions.add(turn.contact.id, topic, turn.now)


def _topics(
    turn: Turn,
    mine: Set[str],
    said: str = "",
    topic: str = "",
    added: Set[str] = frozenset(),
    ended: Set[str] = frozenset(),
) -> Outcome:
    """The topics, each to be switched on or off."""
    known = turn.content.news.topics
    offered = [
        Choice(
            turn.words_of("choices/topic_switch", topic=item.name, on=item.id in mine),
            f"news:topic:{item.id}",
        )
        for item in known.values()
    ]
    if mine:
        offered.append(turn.choice("news_stop", "news:stop"))
    first = (
        turn.words_of(
            said,
            topic=known[topic].name if topic else "",
            count=len(mine),
            added=[known[one].name for one in known if one in added],
            ended=[known[one].name for one in known if one in ended],
        )
        if said
        else ""
    )
    text = turn.words_of("news/topics", mine=[known[t].name for t in known if t in mine])
    return turn.reply("\n\n".join(filter(None, (first, text))), offered, turn.menu_choice())


def how_often(turn: Turn) -> Outcome:
    """How often the news comes, and how it ends."""
    return turn.say("news/how_often", [turn.choice("news", "news")], turn.menu_choice())
