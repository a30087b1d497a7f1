"""Where the question of a story stands: what somebody tells around it asks nothing."""

import re

from content.spoken import asks

STORY = 40  # words; who writes that many tells something around what they ask
_PART = 3  # words; fewer are no question
_SENTENCE = re.compile(r"(?<=\?)\s*|[\n;!]+|(?<=[^\d\s])\.\s+")


def is_story(text: str) -> bool:
    """Whether a message is that long."""
    return len(text.split()) >= STORY


def sentences_of(text: str) -> tuple[str, ...]:
    """Its sentences, as typed, but for those of a word or two."""
    parts = (part.strip(" ,.:-") for part in _SENTENCE.split(text))
    return tuple(part for part in parts if len(part.split()) >= _PART)


def questions_of(text: str) -> tuple[str, ...]:
    """The sentences of a story that ask something; none of a shorter message."""
    return tuple(filter(asks, sentences_of(text))) if is_story(text) else ()


def question_of(text: str) -> str:
    """What a story asks, without what is told around it; any other text as it stands."""
    return ". ".join(questions_of(text)) or text
