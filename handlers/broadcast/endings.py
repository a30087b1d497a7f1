"""Which of what we send unasked ends and which goes on: the monthly news, the reminders of tax
dates, the news of meetings. One is ended without the others, and the reply says what still comes
and how to end that too."""

from collections.abc import Set

from content.sendings import Sending, WantedSendings, sendings_in
from content.vietnamese import has_marks
from content.wording import may_say_stop
from handlers.broadcast import subscriptions
from handlers.people import consents
from handlers.talk.messages import Choice, IncomingKind
from handlers.talk.turn import Outcome, Turn
from storage.database import Transaction
from storage.question_models import Purpose

END = "news:end:"
_NOTHING = WantedSendings(frozenset(), frozenset(), everything=True)
# What ends each; the meetings are a part of the news, and end with it.
_ASKED = (Sending.NEWS, Sending.REMINDERS)


def running(turn: Turn) -> frozenset[Sending]:
    """What this household gets."""
    topics = turn.tx.subscriptions.topics_of_household(turn.contact.id)
    members = turn.tx.households.members(turn.contact.id)
    reminded = any(turn.tx.people.agreed(member, Purpose.REMINDER) for member in members)
    found = {Sending.NEWS: bool(topics), Sending.MEETINGS: bool(topics & _meetings(turn))}
    return frozenset(one for one, runs in {**found, Sending.REMINDERS: reminded}.items() if runs)


def said(turn: Turn) -> Outcome | None:
    """Words that end what they name, or keep it; None for any others, and where topics of the news
    are spoken of below their list."""
    if turn.action or turn.incoming.kind is not IncomingKind.TEXT:
        return None
    wanted = sendings_in(turn.text)
    if wanted is None or (wanted.everything and not running(turn)):
        return None
    shown = [action for _, _, action in turn.conversation.choices]
    listed = any(one.startswith((subscriptions.TOPIC, subscriptions.CHOOSE)) for one in shown)
    if listed and Sending.REMINDERS not in wanted.ended | wanted.kept and not wanted.everything:
        return None
    return _done(turn, wanted)


def asked(turn: Turn) -> Outcome:
    """A wish that something stops: done where it says what, else asked back."""
    return _done(turn, (not turn.action and sendings_in(turn.text)) or _NOTHING)


def act(turn: Turn, what: str) -> Outcome:
    """`all`, or the one sending that a choice ends."""
    if what not in tuple(Sending):
        return stop(turn)
    return _done(turn, WantedSendings(frozenset({Sending(what)}), frozenset(), everything=False))


def stop(turn: Turn) -> Outcome:
    """No more news and reminders, at once, on every linked channel; what already waits to be sent
    is taken back."""
    members = turn.tx.households.members(turn.contact.id)
    had = any([subscriptions.end(turn.tx, member, turn.now) for member in members])
    return turn.say("news/stopped" if had else "news/not_subscribed", back=turn.menu_choice())


def means_stop(turn: Turn, said: str) -> bool:
    """Whether a lone dừng is meant: not đúng, which is the same without marks, and not the end of
    a form by somebody without news. `said` is folded."""
    if said != "dung" or not may_say_stop(turn.text):
        return False
    return bool(running(turn)) or (turn.conversation.flow is None and has_marks(turn.text))


def _done(turn: Turn, wanted: WantedSendings) -> Outcome:
    before = running(turn)
    if before and wanted.everything:
        return _ask_which(turn, before)
    if not before and not wanted.kept:
        return turn.say("news/not_subscribed", back=turn.menu_choice())
    topics = turn.content.news.named_in(f"bo {wanted.news}").unwanted if wanted.news else ()
    if Sending.NEWS in wanted.ended and topics:
        return _fewer(turn, wanted, {*topics})
    for member in turn.tx.households.members(turn.contact.id):
        _end(turn, turn.tx, member, wanted.ended)
    return _told(turn, wanted, before)


def _end(turn: Turn, tx: Transaction, member: int, ended: Set[Sending]) -> None:
    if Sending.NEWS in ended:
        subscriptions.end_news(tx, member, turn.now)
    elif Sending.MEETINGS in ended:
        subscriptions.end_topics(tx, member, _meetings_named(turn), turn.now)
    if Sending.REMINDERS in ended:
        consents.withdraw(tx, member, Purpose.REMINDER, turn.now)


def _fewer(turn: Turn, wanted: WantedSendings, topics: Set[str]) -> Outcome:
    """Only some topics of the news are named."""
    before = running(turn)
    had = topics & turn.tx.subscriptions.topics_of_household(turn.contact.id)
    for member in turn.tx.households.members(turn.contact.id):
        subscriptions.end_topics(turn.tx, member, topics, turn.now)
        _end(turn, turn.tx, member, wanted.ended - {Sending.NEWS})
    return _told(turn, wanted, before, _names(turn, topics), had=bool(had))


def _told(
    turn: Turn, wanted: WantedSendings, before: Set[Sending], topics: list[str] | None = None, *,
    had: bool = True,
) -> Outcome:  # fmt: skip
    after = running(turn)
    ended = [one for one in Sending if one in wanted.ended and one in before]
    if topics and not had:
        ended.remove(Sending.NEWS) if Sending.NEWS in ended else None
    missing = [one for one in Sending if one in wanted.kept and one not in after]
    offers = {
        Sending.NEWS: turn.choice("offer_news", "news"),
        Sending.MEETINGS: turn.choice("offer_news", "news"),
        Sending.REMINDERS: turn.choice("remind_me", "deadlines:remind"),
    }
    return turn.say(
        "news/ended",
        [offers[one] for one in missing][:1],
        turn.menu_choice(),
        ended=ended,
        absent=[one for one in Sending if one in wanted.ended and one not in ended],
        running=[one for one in _ASKED if one in after],
        meetings=_names(turn, _meetings_named(turn)),
        missing=missing,
        topics=topics or [],
    )


def _ask_which(turn: Turn, before: Set[Sending]) -> Outcome:
    """What may be ended, each by its own choice."""
    each = [turn.choice(f"end_{one}", f"{END}{one}") for one in _ASKED if one in before]
    fewer = [turn.choice("news_fewer", "news")] if Sending.NEWS in before else []
    choices: list[Choice] = [turn.choice("news_stop", "news:stop")]
    choices += each if len(each) > 1 else fewer
    names = [one for one in _ASKED if one in before]
    return turn.say("news/ask_stop", choices, turn.choice("keep_news", "menu"), running=names)


def _meetings(turn: Turn) -> frozenset[str]:
    return frozenset(one.id for one in turn.content.news.topics.values() if one.meetings)


def _meetings_named(turn: Turn) -> frozenset[str]:
    """Those that the words name, else all."""
    named = turn.content.news.named_in(f"bo {turn.text}").unwanted if turn.text else ()
    return frozenset(named) & _meetings(turn) or _meetings(turn)


def _names(turn: Turn, topics: Set[str]) -> list[str]:
    known = turn.content.news.topics
    return [known[one].name for one in known if one in topics]
