"""What a message means where it stands: alone, as one of several short ones, as two questions in
one, or as "còn hồ sơ thì sao?" after an answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from content.knowledge import Entry
from content.search import Decision, Reading
from content.spoken import asks
from content.vietnamese import fold
from content.wording import AND, BESIDES, BETWEEN_QUESTIONS
from handlers.answers import verdict
from handlers.talk.turn import PATIENCE, Turn
from handlers.talk.wishes import wish_in

# People who write in bits send the next one within this.
IN_ONE_BREATH = timedelta(minutes=3)
# Longer than this is a question of its own, whatever came before.
SEND_ASKED = (
    "send_asked"  # offered where the answer was said to be none: what is typed next stands alone
)
FOLLOW_UP_WORDS = 9
QUESTIONS_ANSWERED = 3
PART_WORDS = 3
LIKELY = 0.75  # of its own best score, for few words to mean an entry without "còn", "thế"
CLOSE = 0.9  # of the best other score, to prefer an entry near the one shown before

_FOLLOWS_ON = re.compile(r"(?:the |vay |a |da )*(?:con|the|vay|roi|neu|nhung|ma)\b")
# "còn giấy tờ thì sao?" asks for more of the same answer.
_PAPERS = re.compile(r"\b(?:ho so|giay to|cac buoc|thu tuc|chuan bi gi|mau nao|chi tiet)\b")


@dataclass(frozen=True, slots=True)
class Understood:
    """`readings` has one item, or one per question asked; `asked` is the question as a whole.
    `more_of` is the entry shown before when the person wants more of the same; `left` are those
    of several matters in one message that have no reading of their own here."""

    readings: tuple[Reading, ...]
    asked: str
    more_of: Entry | None = None
    left: tuple[str, ...] = ()


def understand(turn: Turn) -> Understood:
    read = turn.content.understanding.read
    own = read(turn.text)
    if several := _several(turn):
        return Understood(several, turn.text)
    if len(matters := _matters_in(turn)) > 1:
        return _each(turn, own, matters)
    if joined := _joined(turn, own):
        return joined
    if followed := _following(turn, own):
        return followed
    return Understood((own,), turn.text)


def _several(turn: Turn) -> tuple[Reading, ...]:
    """The answers to two or three questions in one message, when we are sure of each."""
    for between in (BETWEEN_QUESTIONS, AND):
        parts = [part.strip() for part in between.split(turn.text)]
        asked = [part for part in parts if len(part.split()) >= PART_WORDS]
        whole = between is BETWEEN_QUESTIONS or len(asked) == len(parts)
        if not whole or not 2 <= len(asked) <= QUESTIONS_ANSWERED:
            continue
        readings = [turn.content.understanding.read(part) for part in asked]
        sure = [reading for reading in readings if reading.decision is Decision.ANSWER]
        found = {reading.entries[0].id: reading for reading in sure}
        if len(sure) == len(readings) and len(found) > 1:
            return tuple(found.values())
    return ()


def _each(turn: Turn, own: Reading, matters: list[str]) -> Understood:
    """Of several matters, those that have a sure answer; the message as a whole where none has."""
    readings = {part: turn.content.understanding.read(part) for part in matters}
    sure = {part: one for part, one in readings.items() if one.decision is Decision.ANSWER}
    found = {reading.entries[0].id: reading for reading in sure.values()}
    if not found and own.decision is Decision.ANSWER:
        return Understood((own,), turn.text)
    left = tuple(part for part in matters if part not in sure)
    return Understood(tuple(found.values())[:QUESTIONS_ANSWERED] or (own,), turn.text, left=left)


def _matters_in(turn: Turn) -> list[str]:
    """The questions and wishes of one message, each as typed; none for most messages."""
    parts = [part.strip(" ,.:-") for part in BESIDES.split(turn.text)]
    long = [part for part in parts if len(part.split()) >= PART_WORDS]
    if len(long) < 2:
        return []  # the message as a whole is read anyway
    return [part for part in long if _is_matter(turn, part)]


def _is_matter(turn: Turn, part: str) -> bool:
    if asks(part) or wish_in(part):
        return True
    return turn.content.understanding.read(part).decision is Decision.ANSWER


def _joined(turn: Turn, own: Reading) -> Understood | None:
    """Read together with the bit before, when that one was not answered and this helps."""
    conversation = turn.conversation
    if not conversation.asked or conversation.entry or not conversation.expires_at:
        return None
    if any(action == SEND_ASKED for _, _, action in conversation.choices):
        return None
    if verdict.was_given(turn):
        return None
    asked_at = conversation.expires_at - PATIENCE
    if abs(turn.now - asked_at) > IN_ONE_BREATH or own.decision is Decision.SMALLTALK:
        return None
    text = f"{conversation.asked} {turn.text}"
    together = turn.content.understanding.read(text)
    if _sureness(together.decision) > _sureness(own.decision):
        return Understood((together,), text)
    return None


def _following(turn: Turn, own: Reading) -> Understood | None:
    """Read with the entry shown before, when this is too little to stand alone."""
    entry = turn.content.knowledge.entries.get(turn.conversation.entry or "")
    words = fold(turn.text).split()
    if entry is None or len(words) > FOLLOW_UP_WORDS or own.decision is Decision.SMALLTALK:
        return None
    follows_on = _FOLLOWS_ON.match(" ".join(words)) is not None
    if own.decision is Decision.ANSWER and not follows_on:
        return None
    if own.fixed and not follows_on:
        return None
    if follows_on and _PAPERS.search(" ".join(words)) and entry.details:
        return Understood((own,), turn.text, more_of=entry)
    together = turn.content.understanding.read(f"{entry.menu} {turn.text}")
    others = [item for item in together.entries if item.id != entry.id]
    near = [item for item in others if _is_near(turn, entry, item.id)]
    alone = {item.id: item.score for item in own.entries}
    best = near[0] if near and near[0].score >= CLOSE * others[0].score else None
    most = max(alone.values(), default=0.0)
    likely = {name for name, score in alone.items() if score >= LIKELY * most}
    if best and (follows_on or best.id in likely) and _points_to(alone, best.id, entry.id):
        reading = Reading(Decision.ANSWER, together.confidence, tuple(near))
        return Understood((reading,), turn.text)
    first = together.entries[0].id if together.entries else ""
    if first == entry.id and entry.id in likely and entry.details:
        return Understood((together,), turn.text, more_of=entry)
    return None


def _points_to(alone: Mapping[str, float], other: str, entry: str) -> bool:
    """Whether the few words by themselves speak of the other entry rather than of this one."""
    return entry not in alone or alone.get(other, 0.0) > alone[entry]


def _is_near(turn: Turn, entry: Entry, other: str) -> bool:
    there = turn.content.knowledge.entries[other]
    return other in entry.related or entry.id in there.related or there.topic == entry.topic


def _sureness(decision: Decision) -> int:
    order = (Decision.UNKNOWN, Decision.CHOOSE, Decision.ANSWER)
    return order.index(decision) if decision in order else 0
