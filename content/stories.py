"""Where the question of a story stands: what somebody tells around it asks nothing."""

import re

from content.spoken import asks
from content.vietnamese import bare_words

STORY = 40  # words; who writes that many tells something around what they ask
_PART = 3  # words; fewer are no question
_SENTENCE = re.compile(r"(?<=\?)\s*|[\n;!]+|(?<=[^\d\s])\.\s+")


_QUERY = re.compile(
    r"\b(?:gi|chi|ai|may|nao|dau|mo|rang|sao|bao|bn|nhieu|ntn|hay|sao vay|the nao|lam sao)\b"
)
_QUERY_END = re.compile(
    r"\b(?:khong|ko|k|kg|hong|hok|hem|chua|ha|he|nhi|a|nhieu)(?: (?:a|ha|vay|the|em|ad|nhi|z))*$"
)


def is_query(part: str) -> bool:
    """Whether a part of a message may be a question of its own: `đòi lại sao`, `giữ mấy năm`. As
    asked of what stands between two commas, where a question has few words."""
    said = bare_words(part)
    return asks(part) or bool(_QUERY.search(said) or _QUERY_END.search(said))


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
