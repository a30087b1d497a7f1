"""Who gets which news: asked on its own, off until somebody says yes, ended by one word."""

from datetime import datetime

from content.vietnamese import has_marks
from content.wording import may_say_stop
from handlers.people import consents
from handlers.talk.messages import Choice
from handlers.talk.turn import Outcome, Turn
from storage.database import Transaction
from storage.question_models import Purpose

CONSENT = "news/consent"


def show(turn: Turn) -> Outcome:
    """The consent for those who have none; the topics for those who have."""
    topics = turn.tx.subscriptions.topics_of(turn.contact.id)
    if not topics and turn.tx.subscriptions.topics_of_household(turn.contact.id):
        here = turn.choice("news_here", "news:here")
        stop_ = turn.choice("news_stop", "news:stop")
        return turn.say("news/elsewhere", [here, stop_], turn.menu_choice(), abroad=turn.abroad)
    if not topics:
        choices = [
            turn.choice("news_all", "news:all"),
            turn.choice("news_choose", "news:choose"),
        ]
        return turn.say(
            CONSENT, choices, turn.choice("disagree", "menu"), abroad=turn.abroad,
            topics=turn.content.news.topics.values(),
        )  # fmt: skip
    return _topics(turn, topics)


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
        case ["choose"]:
            return _topics(turn, turn.tx.subscriptions.topics_of(turn.contact.id))
        case ["topic", topic] if topic in known:
            return _toggle(turn, topic)
        case ["stop"]:
            return stop(turn)
    return show(turn)


def ask_stop(turn: Turn) -> Outcome:
    """A sentence that seems to say stop: asked back, for it may have meant something else."""
    if not gets_something(turn):
        return turn.say("news/not_subscribed", back=turn.menu_choice())
    choices = [turn.choice("news_stop", "news:stop"), turn.choice("news_fewer", "news")]
    return turn.say("news/ask_stop", choices, turn.choice("keep_news", "menu"))


def gets_something(turn: Turn) -> bool:
    """Whether this household gets news, or this contact reminders."""
    return bool(turn.tx.subscriptions.topics_of_household(turn.contact.id)) or consents.has_agreed(
        turn, Purpose.REMINDER
    )


def stop(turn: Turn) -> Outcome:
    """No more news and reminders, at once, on every linked channel; what already waits to be sent
    is taken back."""
    members = turn.tx.households.members(turn.contact.id)
    had = any([end(turn.tx, member, turn.now) for member in members])
    return turn.say("news/stopped" if had else "news/not_subscribed", back=turn.menu_choice())


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


def means_stop(turn: Turn, said: str) -> bool:
    """Whether a lone dừng is meant: not đúng, which is the same without marks, and not the end of
    a form by somebody without news. `said` is folded."""
    if said != "dung" or not may_say_stop(turn.text):
        return False
    return gets_something(turn) or (turn.conversation.flow is None and has_marks(turn.text))


def _toggle(turn: Turn, topic: str) -> Outcome:
    mine = turn.tx.subscriptions.topics_of(turn.contact.id)
    if topic in mine:
        turn.tx.subscriptions.remove(turn.contact.id, topic)
        left = mine - {topic}
        if not left:
            end_news(turn.tx, turn.contact.id, turn.now)  # reminders are another consent
        return _topics(turn, left, said="news/topic_off", topic=topic)
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


def _topics(turn: Turn, mine: frozenset[str], said: str = "", topic: str = "") -> Outcome:
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
        turn.words_of(said, topic=known[topic].name if topic else "", count=len(mine))
        if said
        else ""
    )
    text = turn.words_of("news/topics", mine=[known[t].name for t in known if t in mine])
    return turn.reply("\n\n".join(filter(None, (first, text))), offered, turn.menu_choice())
