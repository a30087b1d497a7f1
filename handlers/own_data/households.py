"""One household on several channels: linked by a code that is typed in the second one, never by a
guess from a name or a number. Linked channels show the same tickets and questions; news and
reminders come on one of them, so that nobody gets anything twice."""

from datetime import timedelta

from content.codes import CodeKind, new_code
from handlers.broadcast import subscriptions
from handlers.people import consents
from handlers.talk import notices
from handlers.talk.turn import Outcome, Turn
from storage.hashes import hashed
from storage.models import Contact
from storage.question_models import Purpose

CODE_LASTS = timedelta(minutes=10)


def show(turn: Turn) -> Outcome:
    """What is linked, and how to link one more or this one no longer."""
    others = _others(turn)
    choices = [turn.choice("link_code", "link:code")]
    if others:
        choices.append(turn.choice("link_leave", "link:leave"))
    return turn.say("household/show", choices, turn.menu_choice(), channels=_names(turn, others))


def act(turn: Turn, action: str) -> Outcome:
    match action:
        case "code":
            code = new_code(CodeKind.LINK)
            turn.tx.households.make_code(hashed(code), turn.contact.id, turn.now + CODE_LASTS)
            return turn.say("household/code", back=turn.menu_choice(), code=code)
        case "leave":
            return ask_leave(turn)
        case "leave:sure":
            left = turn.tx.households.leave(turn.contact.id)
            said = "household/left" if left else "household/not_linked"
            return turn.say(said, back=turn.menu_choice())
    return show(turn)


def ask_leave(turn: Turn) -> Outcome:
    others = _others(turn)
    if not others:
        return turn.say("household/not_linked", back=turn.menu_choice())
    sure = turn.choice("link_leave_sure", "link:leave:sure")
    return turn.say(
        "household/ask_leave", [sure], turn.choice("keep_link", "link"),
        channels=_names(turn, others),
    )  # fmt: skip


def join(turn: Turn, code: str) -> Outcome | None:
    """Links this channel to the one that asked for the code; None for a wrong or old code."""
    households, me = turn.tx.households, turn.contact
    other_id = households.use_code(hashed(code), turn.now)
    other = turn.tx.contacts.get(other_id) if other_id is not None else None
    if other is None:
        return None
    if other.id == me.id:  # the code is kept for the channel it is meant for
        households.make_code(hashed(code), me.id, turn.now + CODE_LASTS)
        return turn.say("household/other_channel", back=turn.menu_choice(), code=code)
    if other.id in households.members(me.id):
        return turn.say("household/already", back=turn.menu_choice())
    _keep_one(turn, other)
    households.join(me.id, other.id, turn.now)
    # Whoever looks over a shoulder could have typed the code: the first channel is told.
    notices.notify(
        turn.tx, turn.content, other.id, "household/joined_there", turn.now,
        key=f"household:{me.id}:{other.id}:{turn.now.isoformat()}",
        channel=_name(turn, me.channel),
    )  # fmt: skip
    others = [c for c in _others(turn) if c.id != me.id]
    return turn.say(
        "household/joined", back=turn.menu_choice(), channels=_names(turn, others),
        news=bool(turn.tx.subscriptions.topics_of_household(me.id)), abroad=turn.abroad,
    )  # fmt: skip


def _keep_one(turn: Turn, other: Contact) -> None:
    """News and reminders stay where they were asked for first."""
    tx, me = turn.tx, turn.contact
    theirs = tx.subscriptions.topics_of_household(other.id)
    if theirs and tx.subscriptions.topics_of_household(me.id):
        for member in tx.households.members(me.id):
            subscriptions.end_news(tx, member, turn.now)
    if tx.people.agreed(other.id, Purpose.REMINDER):
        for member in tx.households.members(me.id):
            consents.withdraw(tx, member, Purpose.REMINDER, turn.now)


def _others(turn: Turn) -> list[Contact]:
    """The other contacts of this household."""
    members = turn.tx.households.members(turn.contact.id)
    found = [turn.tx.contacts.get(member) for member in members if member != turn.contact.id]
    return [contact for contact in found if contact is not None]


def _names(turn: Turn, contacts: list[Contact]) -> list[str]:
    return [_name(turn, contact.channel) for contact in contacts]


def _name(turn: Turn, channel: str) -> str:
    return turn.content.words.console.get(f"channel_{channel}", channel)
