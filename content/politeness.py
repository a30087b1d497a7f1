"""Cuts what only is polite off a message, so that its question is read: greetings, thanks, hopes
for an answer, "may I ask". Words: `content/politeness.yaml`.

A word typed with marks counts by them (`cháo` greets nobody); typed without, as it may be meant.
Cut are clauses that hold nothing else, and such words at the very beginning or end, with a comma
or without. Never all of it: a message that is only polite stays as it was typed.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from content.expressions import at_start
from content.vietnamese import FORMS_KEPT, clean, fold, fold_in_place, has_marks, same_words

FILE = Path(__file__).with_name("politeness.yaml")

_WORD = re.compile(r"[^\W\d_]+")
_CLAUSE = re.compile(r"[.,!?;:\n]+(?!\d)")
_SAYS_SOMETHING = re.compile(r"[^\W_]")
_SPACES = re.compile(r" +")
_MARKS = re.compile(r"([.,!?;:])(?:\s*[.,!?;:])+")
_MASK = "~"
_HEARD = re.compile(rf"[^\W_]|{_MASK}")


@lru_cache(maxsize=FORMS_KEPT)
def question_in(text: str) -> str:
    """The message without its polite words; as it was typed when nothing else is in it."""
    typed = clean(text)
    if not _may_be_polite(typed):
        return text
    heard = _heard(typed)
    if len(heard) != len(typed) or not (spans := _polite(heard)):
        return text
    left, at = "", 0
    for start, end in spans:
        left += f"{typed[at:start]} "
        at = end
    left = _levelled(left + typed[at:])
    return left if _SAYS_SOMETHING.search(left) else text


def make_ready() -> None:
    """What the first polite message would have to wait for, a tenth of a second."""
    _telling()
    _forms()


def _may_be_polite(typed: str) -> bool:
    """Whether any of the words stands in it without which nothing is cut."""
    return not _telling().isdisjoint(_WORD.findall(fold(typed)))


@cache
def _telling() -> frozenset[str]:
    firsts = (
        "greeting", "asking", "thanks", "hope", "told", "help", "disturb", "wishes", "closing",
        "softly",
    )  # fmt: skip
    words = _load()
    lasts = ("thanks", "excuses", "opinion")
    return frozenset(fold(one).split()[0] for group in firsts for one in words[group]) | {
        fold(one).split()[-1] for group in lasts for one in words[group]
    }


def _levelled(text: str) -> str:
    """Without the marks that only stood between what was cut and what was not."""
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    left = "\n".join(line for line in lines if line)
    return _MARKS.sub(r"\1", left).lstrip(" .,!?;:)-").rstrip(" ,;:-)(^=")


def _heard(typed: str) -> str:
    """The text letter by letter without its marks; a word whose marks make it none of ours is
    masked."""
    folded = fold_in_place(typed)
    if not has_marks(typed) or len(folded) != len(typed):
        return folded
    return _WORD.sub(
        lambda found: (
            folded[found.start() : found.end()] if _is_ours(found[0]) else _MASK * len(found[0])
        ),
        typed,
    )


def _is_ours(word: str) -> bool:
    word = word.lower()
    meant = _words().get(fold(word), ())
    return any(same_words((word,), (one,)) for one in meant)


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """The words of the file, by their letters."""
    found: dict[str, tuple[str, ...]] = {}
    for phrases in _load().values():
        for word in " ".join(phrases).split():
            found[fold(word)] = (*found.get(fold(word), ()), word)
    return found


@cache
def _load() -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = at_start.yaml(FILE.read_text(encoding="utf-8-sig"))
    return loaded


def _polite(heard: str) -> list[tuple[int, int]]:
    """What to cut, as spans in their order."""
    spans, edges = [], [0]
    for mark in _CLAUSE.finditer(heard):
        edges += [mark.start(), mark.end()]
    edges.append(len(heard))
    clauses = [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    said = [(s, e) for s, e in clauses if _HEARD.search(heard, s, e)]
    kept = [span for span in said if not _forms().whole.fullmatch(heard, *_bare(heard, *span))]
    spans = [span for span in said if span not in kept]
    if not kept:
        return []
    (first, first_end), (last, last_end) = kept[0], kept[-1]
    begun = _forms().start.match(heard, *_bare(heard, first, first_end))
    opened = begun.end() if begun else first
    after = opened if kept[0] == kept[-1] else last
    ended = _forms().end.search(heard, *_bare(heard, after, last_end))
    if opened > first:
        spans.append((first, opened))
    if ended:
        spans.append((ended.start(), last_end))
    return sorted(spans)


def _bare(heard: str, start: int, end: int) -> tuple[int, int]:
    """The span without the spaces and marks at its ends."""
    part = heard[start:end]
    left = len(part) - len(part.lstrip(" -()\"'\n"))
    return start + left, max(start + left, start + len(part.rstrip(" -()\"'^=\n:")))


class _Forms:
    """The patterns over folded text: a clause that is polite as a whole, the beginning of one, the
    end of one."""

    def __init__(self, words: dict[str, list[str]]) -> None:
        self._some = {name: _any(phrases) for name, phrases in words.items()}
        some, person = self._some, self._some["people"]
        called = self._any_of("addressees", "particles") + "*"
        greet = rf"(?:{some['particles']}\s+|{person}\s+)*{some['greeting']}\b\s*{called}"
        call = rf"(?:da|thua)\s+{called[:-1]}+|{some['addressees']}\s+oi\b\s*{called}"
        disturb = rf"(?:{person}\s+)*{some['disturb']}\b\s*{called[:-1]}+"
        opinion = rf"xin\s+(?:{some['addressees']}\s+)?{some['opinion']}"
        closing = rf"(?:{some['closing']}|{opinion})\b\s*{called}"
        softly = rf"{some['softly']}\s+{some['addressees']}\b\s*{called}"
        excuse = rf"(?:{person}\s+)?(?:{some['excuses']}\b\s*)+{called}"
        ends = (
            self._thanks(), self._hoped(), self._wished(), *self._told(called), closing, softly,
            excuse,
        )  # fmt: skip
        asked = self._asked()
        whole = "|".join((*ends, greet, asked, disturb, call))
        starts = "|".join((asked, disturb, ends[0], call))
        self.whole = re.compile(rf"{called}(?:(?:{whole}){called})+")
        self.start = re.compile(
            rf"(?=.)(?:{called}{greet}\s*)?(?:{called}(?:{starts})\s*)*(?=\w|{_MASK})"
        )
        self.end = re.compile(rf"(?<![\w{_MASK}])(?:(?:{'|'.join(ends)}){called})+$")

    def _any_of(self, *groups: str) -> str:
        """A word of these groups and the spaces after it."""
        return rf"(?:(?:{'|'.join(self._some[group] for group in groups)})\b\s*)"

    def _asked(self) -> str:
        """May I ask."""
        person, soft = self._some["people"], self._any_of("asked_with", "particles") + "*"
        return (
            rf"cho(?:\s+(?:xin\s+)?{person})?(?:\s+{person})?(?:\s+xin)?\s+hoi\b\s*{soft}"
            rf"|(?:{person}\s+)*(?:muon|xin|can|nho|dinh)(?:\s+(?:xin|nho|duoc))?\s+hoi\b"
            rf"(?!\s+{self._some['not_after_ask']}\b)\s*{soft}"
            rf"|(?:{person}\s+)?hoi\s+{self._some['asked_with']}\b\s*{soft}"
        )

    def _thanks(self) -> str:
        some = self._some
        return (
            rf"(?:{some['people']}\s+)?(?:(?:xin|rat|chan thanh|tran trong)\s+)*"
            rf"{some['thanks']}\b\s*{self._any_of('thanks_with', 'addressees', 'particles')}*"
        )

    def _hoped(self) -> str:
        """I hope for an answer."""
        some = self._some
        after = self._any_of(
            "hoped", "hoped_with", "so_that", "help", "addressees", "particles"
        )  # fmt: skip
        return (
            rf"(?:{some['people']}\s+)?(?:rat\s+)?{some['hope']}\b\s*"
            rf"{self._any_of('hoped_with', 'addressees')}*{some['hoped']}\b\s*{after}*"
        )

    def _wished(self) -> str:
        some = self._some
        wished = self._any_of("wished", "addressees", "particles")
        return rf"(?:{some['people']}\s+)?(?:xin\s+)?{some['wishes']}\b\s*{wished}+"

    def _told(self, called: str) -> tuple[str, str]:
        """Tell me, please; and help me, please."""
        some, person = self._some, self._some["people"]
        told = (
            rf"(?:(?:xin|nho|mong|kinh|{some['addressees']})\s+)*{some['told']}\s+"
            rf"(?:{some['help']}\b\s*{called}(?:{some['so_that']}\b\s*{called})?"
            rf"|cho\s+{person}\s+{some['so_that']}\b\s*{called}"
            rf"|{person}\s+(?:voi|cai|nhe|nha|nghe)\b\s*{called})"
        )
        helped = rf"(?:xin|nho|mong)?\s*{some['help']}\s+{person}\s+(?:voi|cai|nhe|nha)\b"
        return told, rf"{helped}\s*{called}"


def _any(phrases: Iterable[str]) -> str:
    """Any of the phrases, the longest first."""
    folded = sorted(sorted({fold(phrase) for phrase in phrases}), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in folded) + ")"


@cache
def _forms() -> _Forms:
    return _Forms(_load())
