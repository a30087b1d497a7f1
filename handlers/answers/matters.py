"""What of one message is read: the question of a story, or each of several matters in it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from content.search import Decision, Reading, Scored, Understanding
from content.spoken import asks
from content.stories import is_query, is_story, questions_of, sentences_of
from content.wording import AND, BESIDES, BETWEEN_QUESTIONS, CLAUSES
from handlers.talk.turn import Turn
from handlers.talk.wishes import wish_in

QUESTIONS_ANSWERED = 3
PART_WORDS = 3
NEAR_ENOUGH = 3
SURE_BESIDE = 0.6  # so surely the right entry: shown beside the answer to another part
# The readings that are answered, and the matters, as typed, that are not.
Each = tuple[tuple[Reading, ...], tuple[str, ...]]


def surest(turn: Turn, own: Reading, matters: Sequence[str]) -> Reading:
    """The reading of a story: its one question, what it tells where the question leans on that, or
    the whole of it, whichever is surest."""
    if len(matters) != 1 or not is_story(turn.text):
        return own
    understanding = turn.content.understanding
    asked = understanding.read(matters[0])
    if asked.decision is Decision.ANSWER:
        return asked
    near = [item.id for item in asked.entries[:NEAR_ENOUGH]]
    told = (understanding.read(part) for part in sentences_of(turn.text))
    leant_on = (
        one for one in told if one.decision is Decision.ANSWER and one.entries[0].id in near
    )
    if sure := next(leant_on, None) or (own if own.decision is Decision.ANSWER else None):
        return sure
    another = not any(item.id in near for item in own.entries[:1])
    if asked.decision is not Decision.CHOOSE:
        return own
    likelier = asked.right > own.right or (another and understanding.is_likely(asked))
    return asked if likelier else own


def several(turn: Turn) -> tuple[Reading, ...]:
    """The answers to two or three questions in one message, when we are sure of each."""
    for asked in _questions(turn.text):
        readings = [turn.content.understanding.read(part) for part in asked]
        sure = [reading for reading in readings if reading.decision is Decision.ANSWER]
        found = {reading.entries[0].id: reading for reading in sure}
        if len(sure) == len(readings) and len(found) > 1:
            return tuple(found.values())
    return ()


def _questions(text: str) -> Iterator[list[str]]:
    """Two or three questions of one message, for each way it may be parted."""
    for between in (BETWEEN_QUESTIONS, AND):
        parts = [part.strip() for part in between.split(text)]
        asked = [part for part in parts if len(part.split()) >= PART_WORDS]
        whole = between is BETWEEN_QUESTIONS or len(asked) == len(parts)
        if whole and 2 <= len(asked) <= QUESTIONS_ANSWERED:
            yield asked


def _clauses(understanding: Understanding, text: str) -> list[str]:
    """Two or three questions of one message that only a comma or a little word parts."""
    parts = [part.strip() for part in CLAUSES.split(understanding.spelled(text)) if part.strip()]
    asked = [part for part in parts if len(part.split()) >= PART_WORDS]
    if asked != parts or not 2 <= len(parts) <= QUESTIONS_ANSWERED or is_story(text):
        return []
    if understanding.known_as(text) or not all(map(is_query, parts)):
        return []
    return parts


def read_ahead(understanding: Understanding, text: str) -> None:
    """Reads a message and the parts of it that are read besides, so that who hears it afterwards
    finds all of them read. It takes time: it is for a thread."""
    text = understanding.spelled(text)
    understanding.read(text)
    for part in chain.from_iterable(_questions(text)):
        understanding.read(part)
    for number, part in enumerate(_clauses(understanding, text)):
        if not _is_sure(understanding.read(part)) and number == 0:
            break  # nothing is read of the others
    for part in filter(asks, sentences_of(text)) if questions_of(text) else _long_parts(text):
        understanding.read(part)


def in_clauses(
    turn: Turn, own: Reading, follow: Callable[[Turn, Reading], str]
) -> tuple[Reading, ...]:
    """The answers to two or three questions that only a comma or a little word parts, where each
    has one, alone or as it goes on (`follow`) with the one before. None where one has none, or
    the message as a whole (`own`) surely asks something else."""
    parts = _clauses(turn.content.understanding, turn.text)
    whole = own.entries[0].id if own.decision is Decision.ANSWER else ""
    found: list[str] = []
    for part in parts:
        reading, before = turn.content.understanding.read(part), found[-1] if found else ""
        entry = _likely(turn, reading, before) or _after(turn, part, reading, before, follow)
        if not entry:
            return ()
        # Of a sibling of what the whole asks, the whole knows better: `có nộp môn bài không`.
        known = any(item.id == whole for item in reading.entries[:NEAR_ENOUGH])
        found.append(whole if known and before and whole not in found else entry)
    if not found or len(set(found)) < len(found) or (whole and whole not in found):
        return ()
    return tuple(Reading(Decision.ANSWER, 1.0, (Scored(entry, 1.0),)) for entry in found)


def _likely(turn: Turn, reading: Reading, before: str) -> str:
    """The answer to one part of a message: surely, or likely and of the subject of the one
    before."""
    if not _is_sure(reading):
        return ""
    first = reading.entries[0].id
    own = reading.decision is Decision.ANSWER or not before
    return first if own or _alike(turn, first, before) else ""


def _is_sure(reading: Reading) -> bool:
    """Whether it has an answer alone, or likely has one."""
    if not reading.entries or reading.fixed:
        return False
    return reading.decision is Decision.ANSWER or reading.right >= SURE_BESIDE


def _alike(turn: Turn, one: str, other: str) -> bool:
    entries = turn.content.knowledge.entries
    return entries[one].topic == entries[other].topic


def _after(
    turn: Turn, part: str, reading: Reading, before: str, follow: Callable[[Turn, Reading], str]
) -> str:
    """The answer to a part as it goes on with the one before."""
    conversation = replace(turn.conversation, entry=before, asked=None)
    incoming = replace(turn.incoming, text=part)
    return follow(replace(turn, conversation=conversation, incoming=incoming), reading)


def each_of(turn: Turn, own: Reading, matters: Sequence[str]) -> Each:
    """Of several matters, those that have a sure answer; the message as a whole where none has."""
    readings = {part: turn.content.understanding.read(part) for part in matters}
    sure = {part: one for part, one in readings.items() if one.decision is Decision.ANSWER}
    found = {reading.entries[0].id: reading for reading in sure.values()}
    if not found and own.decision is Decision.ANSWER:
        return (own,), ()
    before = ""
    for part in matters:  # `mở hộ cần giấy gì? và mất bao lâu?`: the second leans on the first
        known = [item for item in own.entries[:NEAR_ENOUGH] if item.id not in found]
        leaning = _leaning(turn, readings[part], known, before) if before and asks(part) else None
        if leaning and part not in sure:
            sure[part] = leaning
            found.setdefault(leaning.entries[0].id, leaning)
        before = sure[part].entries[0].id if part in sure else before
    told = [own] if not found and is_story(turn.text) else list(found.values())
    left = tuple(part for part in matters if part not in sure and not _covers(told, readings[part]))
    return tuple(found.values())[:QUESTIONS_ANSWERED] or (own,), left


def _leaning(turn: Turn, reading: Reading, known: Sequence[Scored], before: str) -> Reading | None:
    """A question that is unsure alone, where the message as a whole speaks of the same answer, and
    of the subject of the question before it."""
    near = {item.id for item in reading.entries[:NEAR_ENOUGH]}
    both = [item for item in known if item.id in near]
    if reading.decision is not Decision.CHOOSE or not both:
        return None
    alike = _alike(turn, both[0].id, before)
    return Reading(Decision.ANSWER, reading.confidence, (both[0],)) if alike else None


def _covers(told: Sequence[Reading], reading: Reading) -> bool:
    """Whether what is said anyway is near enough what a sentence asks."""
    shown = {one.entries[0].id for one in told if one.entries}
    return any(item.id in shown for item in reading.entries[:NEAR_ENOUGH])


def matters_in(turn: Turn) -> list[str]:
    """The questions and wishes of one message, each as typed; none for most messages."""
    long = _long_parts(turn.text)
    if not long:
        return []
    if questions_of(turn.text):  # a story is read by its questions, not by what it tells
        return [part for part in sentences_of(turn.text) if asks(part) or wish_in(part)]
    return [part for part in long if _is_matter(turn, part)]


def _long_parts(text: str) -> list[str]:
    """What may be matters of their own; none of one that has a single one: it is read anyway."""
    parts = [part.strip(" ,.:-") for part in BESIDES.split(text)]
    long = [part for part in parts if len(part.split()) >= PART_WORDS]
    return long if len(long) > 1 else []


def _is_matter(turn: Turn, part: str) -> bool:
    if asks(part) or wish_in(part):
        return True
    return turn.content.understanding.read(part).decision is Decision.ANSWER
