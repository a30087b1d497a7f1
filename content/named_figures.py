"""Recognises that somebody asks for a figure by its name: `lương cơ sở bây giờ bao nhiêu`. What a
figure is called is what staff wrote it means; only where nothing else is asked."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from content.fact_text import shown
from content.facts import Fact, SourceRead, Value
from content.knowledge import Entry, Knowledge
from content.vietnamese import bare_words

LONGEST = 20  # words
_ASIDE = re.compile(r"\(([^)]*)\)")
_SAME = re.compile(r", bằng (?!mấy)")  # `Mức tham chiếu, bằng lương cơ sở`: it has both names
_FEW = 2  # words of a name that is asked for
_MORE = re.compile(
    r"(?:(?:a|ad|anh|ba|bac|bay gio|bao nhieu|bn|bay nhieu|cac|chau|chi|cho|co|con|cua|dang|den"
    r"|do|dong|duoc|em|gi|gio|giup|hien gio|hien hanh|hien nay|hien tai|hoi|la|may|minh|moi"
    r"|mot|muc|nam|nao|nay|nhieu|nhe|o|oi|ong|quy dinh|ra sao|so|the nao|thang|thi|tien|toi"
    r"|truoc|tui|tu|vay|voi|xin|biet|muon|bang|1|ha|day|luc nay|ve|hom nay)(?: |$))*"
)


def asked_for(text: str, facts: Mapping[str, Fact], on: date) -> Fact | None:
    """The figure of the longest name that a message is made of, besides words that ask; one that
    has a value on the day, from a source that was read. None for any other message."""
    plain = bare_words(text)
    if len(plain.split()) > LONGEST:
        return None
    meanings = tuple((key, fact.meaning) for key, fact in facts.items())
    found = [
        (len(name), key)
        for name, key in _names(meanings)
        if name in plain and _is_made_of(plain, name)
        if facts[key].holds_on(on) and facts[key].on(on).source_read is not SourceRead.UNCONFIRMED
    ]
    return facts[max(found)[1]] if found else None


@lru_cache(maxsize=4)
def _names(meanings: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The names of each, looked through for every message, so worked out once."""
    return tuple((name, key) for key, meaning in meanings for name in _names_in(meaning))


def _names_in(meaning: str) -> tuple[str, ...]:
    parts = _SAME.split(_ASIDE.sub(" ", meaning))
    names = (bare_words(part).removeprefix("muc ") for part in parts)
    return tuple(name for name in names if len(name.split()) >= _FEW)


def _is_made_of(plain: str, name: str) -> bool:
    before, found, after = f" {plain} ".partition(f" {name} ")
    rest = " ".join(f"{before} {after}".split())
    return bool(found) and bool(_MORE.fullmatch(rest))


NAMED = re.compile(r'\bfact(?:_on)?\("(\w+)"\)')  # the figures a text speaks of


def users_of(knowledge: Knowledge, name: str) -> list[Entry]:
    """The answers that speak of a figure."""
    entries, written = knowledge.entries.values(), f'("{name}")'
    return [one for one in entries if written in one.text and name in NAMED.findall(one.text)]


def said(fact: Fact, value: Value) -> str:
    """A value with what it counts, where the name of the figure says so."""
    unit = next(iter(_ASIDE.findall(fact.meaning)), "")
    if unit.startswith("%"):
        return f"{shown(value)}{unit}"
    return f"{shown(value)} {unit}" if bare_words(unit).startswith("dong") else shown(value)


def called(fact: Fact) -> str:
    """What a figure is called, without what it counts in."""
    return " ".join(_ASIDE.sub(" ", fact.meaning).split())
