"""What is answered in the middle of a form in words no pattern knows: a yes with something beside
it, a no, that it is for later, that somebody wants out. Heard by examples (`content/answers.yaml`);
a name, a number or a question is none of these."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from content.agreeing import is_question
from content.consenting import is_no_consent
from content.names import hear_name, is_full
from content.people import read_phone
from content.search import Understanding
from content.short_answers import says_yes
from content.vietnamese import bare_words

LONGEST = 30  # words: a longer message tells a story
SURE = {"agrees": 0.6, "refuses": 0.5, "stop": 0.5, "later": 0.5}
SURE_OF_PART = 0.7
# Where words are taken as they are, what may be a name has to be heard more surely.
SURE_AT_NAME = 0.65
_PARTS = re.compile(r"[,;!?\n]+|\.(?=\s|$)|\s(?=(?:mà|nhưng|ma|nhung)\s)")
_NOT_AGREED = re.compile(
    r"\b(?:khong|ko|k|hong|hok|chua|chang|no)(?: (?:co|he|the|muon|duoc))* "
    r"(?:dong y|dong i|chiu|ung|nhat tri|bang long|cho phep|cho (?:ghi|luu))\b"
    r"|\b(?:neu|tru khi|voi dieu kien)\b"
)


class FormAnswer(StrEnum):
    YES = "agrees"
    NO = "refuses"
    STOP = "stop"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class YesBeside:
    """A yes: what is told beside it, and what is asked beside it; "" for nothing. `is_remark`: what
    is told is only said with it, and answers no question of the form."""

    beside: str = ""
    asked: str = ""
    is_remark: bool = False


def holds_no_consent(text: str, memory: Any) -> bool:
    """Whether a yes heard in some words would not be the consent that a form asks for: theirs,
    where it is of somebody else."""
    theirs = getattr(memory, "another", False) or getattr(memory, "group", False)
    return is_no_consent(text, theirs=bool(theirs))


def answer_in(understanding: Understanding, text: str, *, named: bool = False) -> FormAnswer | None:
    """The answer in some words; None where they may be anything else. `named`: a name of somebody
    or of something is asked for."""
    if not 0 < len(text.split()) <= LONGEST:
        return None
    first = next(iter(understanding.answers(text)), None)
    if first is None:
        return None
    least = max(SURE[first.name], SURE_AT_NAME if named else 0)
    if first.sure < least or (named and _may_be_told(text)):
        return None
    return FormAnswer(first.name)


def _may_be_told(text: str) -> bool:
    """`Trần Văn Thôi`, `0912…`: what may be a value, though its words say something else."""
    if read_phone(text):
        return True
    called = hear_name(text)
    return bool(called and called.sure and is_full(called.name) and text.strip().istitle())


def agreed_with(understanding: Understanding, text: str) -> YesBeside | None:
    """The yes in some words, with what stands beside it; None where none is said surely, or where
    it depends on something."""
    if _NOT_AGREED.search(bare_words(text)):
        return None
    parts = [part.strip() for part in _PARTS.split(text) if part and part.strip()]
    asked = [part for part in parts if f"{part}?" in text or is_question(part)]
    rest = [part for part in parts if part not in asked]
    told = ", ".join(rest)
    yes = [part for part in rest if _is_yes(understanding, part)]
    if not yes and answer_in(understanding, told) is not FormAnswer.YES:
        return None
    denied = (FormAnswer.NO, FormAnswer.STOP, FormAnswer.LATER)
    if answer_in(understanding, told) in denied:
        return None
    beside = [part for part in rest if part not in yes or read_phone(part)]
    return YesBeside(", ".join(beside), ", ".join(asked))


def _is_yes(understanding: Understanding, part: str) -> bool:
    first = next(iter(understanding.answers(part)), None)
    surely = first is not None and first.name == FormAnswer.YES and first.sure >= SURE_OF_PART
    return surely or says_yes(part)
