"""Answering: an entry, its details and basis, whether it was right, and what to do when unsure."""

from dataclasses import replace
from datetime import date
from functools import lru_cache

from content.knowledge import Certainty, Entry
from content.library import Content
from content.redaction import redact
from content.search import Decision, Reading
from content.vietnamese import fold
from handlers import menu
from handlers.messages import Choice
from handlers.turn import PATIENCE, Outcome, Turn
from storage.models import Reason

RELATED_SHOWN = 2
KEPT_QUESTION = 500
LETTERS_KEPT = 3  # less than this is no question anybody could answer


def answer_text(turn: Turn) -> Outcome:
    """Free text: the answer, a choice between close answers, a fixed reply, or an honest no."""
    named = turn.content.knowledge.topic_by_alias("-".join(fold(turn.text).split()))
    if named:
        return menu.show_topic(turn, named.id)
    if term := turn.content.glossary.asked_for(turn.text):
        return turn.say("faq/gloss", back=turn.menu_choice(), term=term)
    return from_reading(turn, turn.content.understanding.read(turn.text))


def from_reading(turn: Turn, reading: Reading) -> Outcome:
    asked = turn.keeping(asked=redact(turn.text)[:KEPT_QUESTION], expires_at=turn.now + PATIENCE)
    match reading.decision:
        case Decision.SMALLTALK:
            return fixed(turn, reading.fixed or "hello")
        case Decision.ANSWER:
            return show(asked, reading.entries[0].id)
        case Decision.CHOOSE:
            return choose(asked, turn.content.understanding.rivals(reading))
        case Decision.UNKNOWN if reading.fixed:
            return fixed(turn, reading.fixed)
        case Decision.UNKNOWN:
            return unknown(turn)


def show(turn: Turn, entry_id: str) -> Outcome:
    """The short answer, with its details, basis, neighbours and a verdict one tap away."""
    entry = turn.content.knowledge.entries.get(entry_id)
    if entry is None:
        return turn.say("system/stale", back=turn.menu_choice())
    turn = turn.keeping(entry=entry.id)
    if not entry.servable_on(turn.today):
        return _under_review(turn, entry)
    text = answer(turn.content, entry, turn.today)
    follow = [turn.choice("basis", f"faq:{entry.id}:basis")]
    if entry.details:
        follow.insert(0, turn.choice("details", f"faq:{entry.id}:details"))
    return _with_follow_up(turn, entry, text, follow)


@lru_cache(maxsize=1024)
def answer(content: Content, entry: Entry, on: date) -> str:
    """The answer as given on a day: the question, the short answer, and whom to ask if unsure."""
    return content.words.say(
        "faq/answer",
        entry=entry,
        short=content.knowledge.short(entry.id, on),
        office=content.ward.office(entry.office),
        open=entry.certainty is Certainty.OPEN,
        one_source=entry.certainty is Certainty.ONE_SOURCE,
    )


@lru_cache(maxsize=1024)
def small_print(content: Content, entry: Entry) -> str:
    """When the answer was reviewed, and that a machine gave it."""
    return content.words.say("faq/footer", entry=entry)


def details(turn: Turn, entry_id: str) -> Outcome:
    entry = turn.content.knowledge.entries.get(entry_id)
    if entry is None or not entry.servable_on(turn.today):
        return show(turn, entry_id)
    body = turn.content.knowledge.details(entry.id, turn.today) or ""
    short = turn.content.knowledge.short(entry.id, turn.today)
    terms = turn.content.glossary.used_in(f"{short}\n{body}")
    text = turn.content.words.say("faq/details", entry=entry, body=body, terms=terms)
    follow = [turn.choice("basis", f"faq:{entry.id}:basis")]
    return _with_follow_up(turn.keeping(entry=entry.id), entry, text, follow)


def basis(turn: Turn, entry_id: str) -> Outcome:
    entry = turn.content.knowledge.entries.get(entry_id)
    if entry is None or not entry.servable_on(turn.today):
        return show(turn, entry_id)
    text = turn.content.words.say("faq/basis", entry=entry)
    follow = [turn.choice("details", f"faq:{entry.id}:details")] if entry.details else []
    return _with_follow_up(turn.keeping(entry=entry.id), entry, text, follow)


def choose(turn: Turn, entry_ids: list[str]) -> Outcome:
    entries = [turn.content.knowledge.entries[entry_id] for entry_id in entry_ids]
    choices = [Choice(entry.question, f"faq:{entry.id}") for entry in entries]
    return turn.say("faq/choose", choices, turn.choice("none_of_these", "none"), count=len(choices))


def none_of_these(turn: Turn) -> Outcome:
    """None of the offered answers was meant: keep the question for the staff, offer other ways."""
    _keep(turn, Reason.UNKNOWN, turn.conversation.asked)
    return _offer_ways(turn.keeping(asked=None), "faq/none_of_these")


def unknown(turn: Turn) -> Outcome:
    _keep(turn, Reason.UNKNOWN, turn.text)
    return _offer_ways(turn, "faq/unknown")


def good(turn: Turn, entry_id: str) -> Outcome:
    turn.tx.feedback.rate(entry_id, turn.today, good=True)
    return turn.keeping(asked=None).say("faq/good", back=turn.menu_choice())


def bad(turn: Turn, entry_id: str) -> Outcome:
    turn.tx.feedback.rate(entry_id, turn.today, good=False)
    _keep(turn, Reason.WRONG, turn.conversation.asked, entry=entry_id)
    return _offer_ways(turn.keeping(asked=None), "faq/bad")


def fixed(turn: Turn, name: str) -> Outcome:
    """A reply written beforehand for small talk, danger, complaints or a neighbouring topic."""
    choices = [turn.choice("staff", "staff")]
    return turn.say(f"fixed/{name}", choices, turn.menu_choice())


def _under_review(turn: Turn, entry: Entry) -> Outcome:
    """Past its review date an answer is not served as fact."""
    return turn.say(
        "faq/under_review",
        [turn.choice("staff", "staff")],
        turn.menu_choice(),
        entry=entry,
        office=turn.content.ward.office(entry.office),
    )


def _with_follow_up(turn: Turn, entry: Entry, text: str, follow: list[Choice]) -> Outcome:
    entries = turn.content.knowledge.entries
    related = [Choice(entries[other].menu, f"faq:{other}") for other in entry.related]
    verdict = [turn.choice("good", f"good:{entry.id}"), turn.choice("bad", f"bad:{entry.id}")]
    footer = small_print(turn.content, entry)
    choices = [*follow, *related[:RELATED_SHOWN], *verdict]
    return turn.reply(text, choices, turn.menu_choice(), footer)


def _offer_ways(turn: Turn, message: str) -> Outcome:
    return turn.say(message, [turn.choice("staff", "staff")], turn.menu_choice())


def _keep(turn: Turn, reason: Reason, text: str | None, *, entry: str | None = None) -> None:
    if text and sum(char.isalpha() for char in text) >= LETTERS_KEPT:
        kept = redact(text.strip())[:KEPT_QUESTION]
        turn.tx.feedback.add_unanswered(kept, reason, turn.today, entry=entry)


def answer_beside(turn: Turn) -> Outcome | None:
    """In the middle of a form: the answer if we are sure of one, else None."""
    reading = turn.content.understanding.read(turn.text)
    if reading.decision is not Decision.ANSWER:
        return None
    outcome = show(turn, reading.entries[0].id)
    plain = tuple(replace(reply, choices=()) for reply in outcome.replies)
    return Outcome(turn.conversation, plain)
