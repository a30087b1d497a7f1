"""Words that go on with the answer a talk is about: read beside it and its neighbours, and answered
from it where it tells what they ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from content.aspects import Aspect, asked_in, lines_telling, named_in
from content.knowledge import Entry
from content.library import Content
from content.search import Scored
from handlers.answers import verdict
from handlers.talk.turn import Turn

# What each sign of a candidate weighs (`signs_of`), fitted to follow-ups of strangers and our own
# (`docs/faq-quality.md`).
WEIGHTS = (4.89, 4.25, 3.87, 3.52, 1.25, 0.36, 1.22, 1.47, 0.94, 0.7)
OTHERS = 3  # the nearest by themselves, of any subject


@dataclass(frozen=True, slots=True)
class GoneOn:
    """What words that go on may mean: the answers, each with its share, best first; `aspects` are
    what of a matter they ask for."""

    found: tuple[Scored, ...]
    aspects: tuple[Aspect, ...]


def subject_of(turn: Turn) -> Entry | None:
    """The answer the talk is about; None for none, and where it turned to figures told."""
    talk = turn.conversation
    about = None if verdict.was_given(turn) else talk.about
    return turn.content.knowledge.entries.get(talk.entry or about or "")


def read_on(turn: Turn, subject: Entry, text: str) -> GoneOn:
    """What a text means behind that answer."""
    aspects = asked_in(text)
    names, signs = signs_of(turn.content, turn.today, subject, text, aspects)
    weighed = np.asarray(signs) @ np.asarray(WEIGHTS)
    shares = np.exp(weighed - weighed.max())
    shares /= shares.sum()
    order = np.argsort(-shares)
    return GoneOn(tuple(Scored(names[at], float(shares[at])) for at in order), aspects)


def signs_of(
    content: Content, today: date, subject: Entry, text: str, aspects: Sequence[Aspect]
) -> tuple[list[str], list[tuple[float, ...]]]:
    """The answers near that one, and of each what speaks for it."""
    entries, understanding = content.knowledge.entries, content.understanding
    alone, behind = (
        understanding.all_by_meaning(text),
        understanding.all_by_meaning(f"{subject.menu} {text}"),
    )
    words, both = (
        understanding.all_by_words(text),
        understanding.all_by_words(f"{subject.menu} {text}"),
    )
    asked = {one.name for one in aspects}
    nearest = sorted(alone, key=alone.__getitem__, reverse=True)[:OTHERS]
    near = [
        one.id
        for one in entries.values()
        if one.id in nearest
        or one.topic == subject.topic
        or one.id in subject.related
        or subject.id in one.related
    ]
    told = bool(aspects) and bool(lines_telling(body_of(content, subject, today), aspects))
    return near, [
        (
            alone.get(name, 0.0),
            behind.get(name, 0.0),
            words.get(name, 0.0),
            both.get(name, 0.0),
            float(name in subject.related),
            float(subject.id in entries[name].related),
            float(entries[name].topic == subject.topic),
            float(name == subject.id),
            float(name != subject.id and not asked.isdisjoint(named_in(entries[name].question))),
            float(name == subject.id and told),
        )
        for name in near
    ]


def body_of(content: Content, entry: Entry, today: date) -> str:
    """All that an answer tells as of a day."""
    known = content.knowledge
    return f"{known.short(entry.id, today)}\n{known.details(entry.id, today) or ''}"
