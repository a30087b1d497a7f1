"""What is read of a talk to hear its numbers: one token a syllable, one a number, one a comma."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from content.account.hints import (
    KINDS,
    UNITS,
    folded_times,
    kinds_in,
    time_before,
    time_behind,
    unit_behind,
)
from content.account.numbers import Number
from content.encoder.tokens import Vocabulary
from content.vietnamese import fold_in_place

STOPS = (",", ".", "?", "!", ":", "/", "%", "+", "-")
MESSAGES = 6  # of a talk, the last ones are read
READ_AT_MOST = 112  # tokens of them
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[,.?!:/%+-]")
_LARGEST = 12  # digits
_CUT = re.compile(r"[,;.:?!\n](?=\s|$)")
_NEAR = 18  # letters before a number
_EXACT = 31  # days of a month; numbers up to it are read as they are


@dataclass(frozen=True, slots=True)
class TalkToken:
    """A word, or a number of the message (its place among them, -1 for a word)."""

    words: tuple[str, ...]
    number: int = -1
    hints: tuple[str, ...] = ()


END = TalkToken(("</s>",))  # of a message


def number_words(text: str, one: Number) -> tuple[str, ...]:
    """The names a number is read by: whether money, its size, how it is written."""
    written = text[one.start : one.end]
    kind = "M" if one.is_money else "N"
    names = [f"#{kind}", f"#{kind}{min(len(str(int(one.high))), _LARGEST)}"]
    if not one.is_money and one.low == one.high and one.high in range(1, _EXACT + 1):
        names.append(f"#={int(one.high)}")
    if one.low != one.high:
        names.append("#~")
    if not any(map(str.isdecimal, written)):
        names.append(f"#w{min(len(written.split()), 3)}")
        if len(written.split()) == 1:
            names.append(written.lower())
    return tuple(names)


def number_names() -> Iterator[str]:
    """All names a number is read by, but for its own words."""
    for kind in "MN":
        yield f"#{kind}"
        yield from (f"#{kind}{size}" for size in range(1, _LARGEST + 1))
    yield from (f"#={value}" for value in range(1, _EXACT + 1))
    yield from ("#~", "#w1", "#w2", "#w3")


def tokens_of(text: str, numbers: Sequence[Number]) -> list[TalkToken]:
    """A tidied message, each of its numbers one token."""
    found, at = [], 0
    of_words = [tuple(hints_of(text, numbers, one)) for one in numbers]
    for place, one in enumerate(numbers):
        found += words_between(text[at : one.start])
        found.append(TalkToken(number_words(text, one), place, of_words[place]))
        at = one.end
    return [*found, *words_between(text[at:])]


def hints_of(text: str, numbers: Sequence[Number], one: Number) -> Iterator[str]:
    """The kinds of words before a number and behind it in its clause, its unit, and the times
    named nearest."""
    masked = _masked(text, numbers)
    folded, timed = fold_in_place(masked), folded_times(masked)
    begin = max((cut.end() for cut in _CUT.finditer(masked, 0, one.start)), default=0)
    cut = _CUT.search(masked, one.end)
    end = cut.start() if cut else len(masked)
    for side, stretch in (
        ("a", folded[max(begin, one.start - _NEAR) : one.start]),
        ("k", folded[begin : one.start]),
        ("b", folded[one.end : end]),
    ):
        yield from (f"#{side}:{kind}" for kind in kinds_in(stretch))
    yield f"#u:{unit_behind(folded, one.end)}"
    yield f"#t:{time_before(timed, begin, one.start)}"
    yield f"#T:{time_behind(timed, one.end, end)}"


def _masked(text: str, numbers: Sequence[Number]) -> str:
    """The text, each number a word of its own length that names no figure."""
    typed = list(text)
    for one in numbers:
        typed[one.start : one.end] = "S" * (one.end - one.start)
    return "".join(typed)


def hint_names() -> Iterator[str]:
    """All names of hints."""
    yield from (f"#{side}:{kind}" for side in "akb" for kind in KINDS)
    yield from (f"#u:{unit}" for unit in ("", "thing", *UNITS))
    times = ("day", "week", "month", "quarter", "year")
    yield from (f"#t:{time}" for time in ("", *times))
    yield "#T:"
    yield from (f"#T:{time}{lead}{gap}" for time in times for lead in ("", "/") for gap in range(4))


def words_between(text: str) -> list[TalkToken]:
    """The words and stops of a stretch without numbers."""
    return [TalkToken((word,)) for word in _TOKEN.findall(text.lower())]


def rows_of(token: TalkToken, known: Vocabulary) -> list[int]:
    """The rows whose mean is the token."""
    if token.number < 0:
        return known.rows(token.words[0])
    return [row for word in (*token.words, *token.hints) for row in known.rows(word)]


@dataclass(frozen=True, slots=True)
class PlacedNumber:
    """A number of a talk: where its token is, of which message it is and at which place there."""

    at: int
    message: int
    place: int


@dataclass(frozen=True, slots=True)
class ReadTalk:
    """The tokens of a talk (of each the rows whose mean it is), the message of each (-1: of none),
    and its numbers."""

    rows: list[list[int]]
    messages: list[int]
    numbers: list[PlacedNumber]


def read(talk: Sequence[Sequence[TalkToken]], known: Vocabulary) -> ReadTalk:
    """The last messages of a talk; of too long ones the end."""
    tokens = [
        (token, message)
        for message, told in enumerate(talk)
        if message >= len(talk) - MESSAGES
        for token in (*told, END)
    ][-READ_AT_MOST:]
    return ReadTalk(
        [known.before[:1], *(rows_of(token, known) for token, _ in tokens)],
        [-1, *(message for _, message in tokens)],
        [
            PlacedNumber(at, message, token.number)
            for at, (token, message) in enumerate(tokens, 1)
            if token.number >= 0
        ],
    )
