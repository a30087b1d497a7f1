"""How an office of the ward is reached, as its settings have it: its number, its address. One whose
number nobody entered is said to have none here, with where to go."""

from collections.abc import Iterator

from content import reaching
from content.reaching import Reaching
from content.search import Decision
from content.ward import Office
from handlers.talk.turn import Outcome, Turn


def answer(turn: Turn) -> Outcome | None:
    """The answer to how to reach an office; None for any other message."""
    asked = reaching.asked_of(turn.text, turn.content.ward, _lines(turn))
    if asked is None or _has_its_own_answer(turn, asked):
        return None
    told = turn.keeping(asked=None, entry=None)
    return told.say(
        "faq/reach",
        [turn.choice("staff", "staff")],
        turn.menu_choice(),
        offices=asked.offices,
        place=asked.place,
    )


def _lines(turn: Turn) -> Iterator[Office]:
    """The help lines that are no office's."""
    ward, words = turn.content.ward, turn.content.words.console
    for name, phone in ward.hotlines.items():
        if name not in ward.offices:
            called = words.get(f"label_ward_{name}", name)
            yield Office(name, called, phone=phone, also=reaching.LINES.get(name, ()))


def _has_its_own_answer(turn: Turn, asked: Reaching) -> bool:
    """Whether the settings have nothing to tell and an answer of that office's has: what to do
    instead."""
    if any(office.address if asked.place else office.phone for office in asked.offices):
        return False
    reading = turn.content.understanding.read(turn.text)
    if reading.decision is not Decision.ANSWER:
        return False
    entry = turn.content.knowledge.entries[reading.entries[0].id]
    return [office.id for office in asked.offices] == [entry.office]
