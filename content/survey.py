"""The bank of survey questions (`content/survey.yaml`), and how an answer is read.

A question offers at most eight answers, each with a number; of some, several may be chosen. A
number of people, of square metres or a year's takings is read as the band it falls into.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from content.expressions import at_start
from content.operator import tell
from content.problems import Problem, line_of, read_file
from content.rendering import Words
from content.spelled import number, tokens_of
from content.vietnamese import fold, says

MOST_QUESTIONS = 12  # of a wave
MOST_OPTIONS = 8  # with the one that says nothing, each still has one digit
REVENUE = "revenue"
_OWN = "rieng-"  # what the ids of questions of staff begin with
_READS = ("", "people", "area", REVENUE)
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,30}")


@dataclass(frozen=True, slots=True)
class SurveyOption:
    """`upto` is the largest number of the band; None for the last, and where there is none.
    `say` is the message that has the label, where law can change a figure in it. `sector`: the
    group of trades it tells."""

    id: str
    label: str = ""
    upto: int | None = None
    say: str = ""
    sector: str = ""


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """`most` answers may be chosen. `private`: not for whoever asks at the stall."""

    id: str
    text: str
    options: tuple[SurveyOption, ...]
    most: int = 1
    reads: str = ""
    private: bool = False

    def label(self, option: str) -> str:
        """What an answer says; the id itself where it is none of the question's."""
        return next((one.label for one in self.options if one.id == option), option)


def load_survey(path: Path) -> tuple[tuple[SurveyQuestion, ...], list[Problem]]:
    """The bank in order, and what is wrong with the file."""
    text = read_file(path)
    found: list[SurveyQuestion] = []
    problems: list[Problem] = []
    for body in at_start.yaml(text) or ():
        try:
            question = question_of(body)
        except (KeyError, TypeError, ValueError) as error:
            problems.append(Problem(path, 1, tell("content.survey_unread", error=repr(error))))
            continue
        if question.id in {one.id for one in found}:
            at = line_of(text, question.id)
            problems.append(Problem(path, at, tell("content.survey_twice", question=question.id)))
        found.append(question)
    return tuple(found), problems


def question_of(body: Mapping[str, Any]) -> SurveyQuestion:
    """A question from what stands in the file, or is kept with a wave. Raises KeyError, TypeError,
    ValueError."""
    options = tuple(SurveyOption(**one) for one in body["options"])
    question = SurveyQuestion(**(dict(body) | {"options": options}))
    ids = [option.id for option in options]
    if not 2 <= len(ids) <= MOST_OPTIONS or len(set(ids)) < len(ids):
        raise ValueError(question.id)
    if not all(map(_ID.fullmatch, (question.id, *ids))) or question.reads not in _READS:
        raise ValueError(question.id)
    if not 1 <= question.most <= len(ids):
        raise ValueError(question.id)
    return question


def as_asked(question: SurveyQuestion, words: Words, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a question with the wave that asks it: the words of that day."""
    body = asdict(question)
    for option in body["options"]:
        if say := option.pop("say"):
            option["label"] = words.say(say, **facts)
    return body


def own_question(number_: int, text: str, lines: Sequence[str], most: int) -> SurveyQuestion:
    """One that staff wrote: an answer a line. Raises ValueError."""
    options = [SurveyOption(str(place), line) for place, line in enumerate(lines, 1)]
    return question_of(
        {
            "id": f"{_OWN}{number_}",
            "text": text,
            "options": [asdict(option) for option in options],
            "most": min(most, len(options)) if options else 1,
        }
    )


_ONLY_NUMBERS = re.compile(
    r"(?:(?:so|cau|y|va|voi|chon|muc|la|ca|cho|nua|a|nhe|da)\b|[\s,;.&+/-])*"
)


def chosen_in(question: SurveyQuestion, text: str) -> tuple[str, ...] | None:
    """The answers that a text chooses by number or label; None for none, and for more than may be
    chosen. `1, 3`, `1 3 5`, `135`, `2 và 4`."""
    said = fold(text)
    if re.search(r"\d", said) and _ONLY_NUMBERS.fullmatch(re.sub(r"\d", "", said)):
        return _by_number(question, re.findall(r"\d+", said))
    if question.reads and question.reads != REVENUE:
        return _by_band(question, text)
    named = tuple(one.id for one in question.options if says(text, one.label))
    pieces = [piece.strip() for piece in re.split(r"[,;\n]| và ", text) if piece.strip()]
    if not named and 1 < len(pieces) <= question.most:
        found = [one.id for piece in pieces for one in question.options if says(piece, one.label)]
        named = tuple(dict.fromkeys(found)) if len(found) == len(pieces) else ()
    return named if 0 < len(named) <= question.most else None


def _by_number(question: SurveyQuestion, typed: Sequence[str]) -> tuple[str, ...] | None:
    many = len(question.options)
    if len(typed) == 1 and len(typed[0]) > 1 and question.most > 1:
        typed = list(typed[0])
    if question.reads and len(typed) == 1 and not 1 <= int(typed[0]) <= many:
        return _by_band(question, typed[0])
    places = list(dict.fromkeys(int(one) for one in typed if len(one) < 3))
    if len(places) < len(set(typed)) or not all(1 <= place <= many for place in places):
        return None
    if not 0 < len(places) <= question.most:
        return None
    return tuple(question.options[place - 1].id for place in places)


_SQUARE = re.compile(r"\s*m(?:2|²)", re.I)  # `20m2`: its two is no number of its own


def _by_band(question: SurveyQuestion, text: str) -> tuple[str, ...] | None:
    """The band of the one number in a text: `3 trăm mét`, `5 người`."""
    if question.reads == REVENUE:
        return None
    tokens, _ = tokens_of(_SQUARE.sub(" ", text))
    found, place = [], 0
    while place < len(tokens):
        value, after = number(tokens, place)
        if value is not None:
            found.append(value)
        place = max(after, place + 1)
    if len(found) != 1 or found[0] <= 0:
        return None
    fitting = (one for one in question.options if one.upto is None or found[0] <= one.upto)
    return (next(fitting).id,)


def read_own(text: str) -> tuple[SurveyQuestion, ...]:
    """Questions that staff wrote: each a line, and below it its answers, each a line that begins
    with a dash. Raises ValueError."""
    blocks: list[tuple[str, list[str]]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith(("-", "–", "+", "*")):
            if not blocks:
                raise ValueError(line)
            blocks[-1][1].append(line[1:].strip())
        else:
            blocks.append((line, []))
    numbered = enumerate(blocks, 1)
    return tuple(own_question(place, asked, lines, 1) for place, (asked, lines) in numbered)


def written_own(questions: Sequence[SurveyQuestion]) -> str:
    """The same questions as they are typed; nothing of those of the bank."""
    own = [one for one in questions if one.id.startswith(_OWN)]
    return "\n\n".join(
        "\n".join([one.text, *(f"- {option.label}" for option in one.options)]) for one in own
    )
