"""The figures that law can change: each is written anew by one person and published by another, and
every answer that speaks of it says the new one at once."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from content.fact_text import FactKind, fact_text, kind_of, shown
from content.facts import Fact, Value, read_facts
from content.knowledge import Entry
from content.library import Content
from content.named_figures import NAMED, users_of
from content.overlay import Published, fact_entry, hash_of
from content.vietnamese import fold, order_key
from handlers.desk import acts
from handlers.desk.acts import DeskMove, DeskRefused
from handlers.desk.lists import history
from handlers.desk.moving import DeskAsk, do_beside
from handlers.people.permissions import Action, may, writes_entry
from storage.database import Transaction
from storage.entry_models import EntryAct, EntryState, EntryVersion
from storage.staff_models import Staff

SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class FigureStanding:
    """How a figure stands: what is in force (None: it was never published), the version in the
    making, all versions, what this person may do, to which versions they may go back (0: the file),
    the answers that speak of it."""

    name: str
    fact: Fact | None
    open: EntryVersion | None
    versions: list[EntryVersion]
    moves: frozenset[DeskMove]
    earlier: list[int]
    users: list[Entry]

    @property
    def id(self) -> str:
        return self.name

    @property
    def seen(self) -> dict[str, str]:
        """What a page shows of it before somebody decides."""
        one = self.open
        return {
            "id": self.name,
            "text": hash_of(fact_text(self.fact)) if self.fact else "",
            "open": f"{one.id} {one.state} {hash_of(one.facts)}" if one else "",
        }


def standing(tx: Transaction, content: Content, staff: Staff, name: str) -> FigureStanding | None:
    """None when there is no such figure."""
    shelf, entry = content.shelf, fact_entry(name)
    facts = shelf.now.knowledge.facts
    fact = facts[name] if name in facts else None  # noqa: SIM401  # a missing one raises
    past = history(tx, shelf, entry, in_files=name in shelf.files.facts)
    if fact is None and not past.versions:
        return None
    users, served = users_of(shelf.now.knowledge, name), fact is not None
    found = acts.moves(
        staff, office_of(users), past.open, served=served, earlier=bool(past.earlier)
    )
    moves = found - {DeskMove.CONFIRM, DeskMove.WITHDRAW}
    return FigureStanding(name, fact, past.open, past.versions, moves, past.earlier, users)


def office_of(users: Sequence[Entry]) -> str:
    """Whose figure it is: that of most answers which speak of it."""
    offices = Counter(one.office for one in users)
    return max(sorted(offices), key=lambda name: offices[name], default="")


def written(version: EntryVersion, content: Content) -> Fact | None:
    """The fact of a version; None when it cannot be read any more."""
    facts: dict[str, Fact] = {}
    read_facts(Path(version.entry), version.facts, content.laws, facts)
    return next(iter(facts.values()), None)


def meaning_of(version: EntryVersion, content: Content) -> str:
    """What the figure of a version is."""
    fact = written(version, content)
    return fact.meaning if fact else version.entry


def write(tx: Transaction, content: Content, fact: Fact, ask: DeskAsk) -> EntryVersion:
    """A draft of a figure. Raises DeskRefused."""
    one = standing(tx, content, ask.staff, fact.name)
    if one is None:
        allowed = may(ask.staff, Action.WRITE_CONTENT)
    else:
        allowed = writes_entry(ask.staff, office_of(one.users))
    if not allowed:
        raise DeskRefused("entry_not_yours")
    act = EntryAct.EDIT if one and one.fact else EntryAct.NEW
    text = Published(fact_entry(fact.name), "", "", fact_text(fact))
    return acts.draft(tx, content.shelf, text, act, ask.staff, ask.now)


def do(
    tx: Transaction, content: Content, one: FigureStanding, move: DeskMove, ask: DeskAsk
) -> EntryVersion:
    """One move, if it is open to whoever asks. Raises DeskRefused."""

    def said_by(version: EntryVersion | None) -> Published:
        text = version.facts if version else fact_text(content.shelf.files.facts[one.name])
        return Published(fact_entry(one.name), "", "", text)

    return do_beside(tx, content, one, move, ask, said_by)


FAR = 3  # so many times more, or less, is more often a slip of the pen than a new law


def far_off(fact: Fact | None, newer: Fact | None) -> tuple[Value, Value] | None:
    """The value held before and one of a version in the making that is far from it: a zero too few,
    thousands for millions. None where nothing is."""
    if fact is None or newer is None:
        return None
    known = [one.value for one in fact.values]
    for one in newer.values:
        if one.value in known or not isinstance(one.value, int | float) or one.value <= 0:
            continue
        before = [was.value for was in fact.values if was.start <= one.start] or known
        was = before[-1]
        if isinstance(was, int | float) and was > 0 and not was / FAR <= one.value <= was * FAR:
            return was, one.value
    return None


def beside(content: Content, one: FigureStanding, today: date) -> list[tuple[Fact, str]]:
    """The other figures said in one sentence with this one, and what they are today: what follows
    from it has a value of its own, which nobody changes along."""
    facts = content.knowledge.facts
    lines = (line for entry in one.users for line in entry.text.splitlines())
    named = (set(NAMED.findall(line)) for line in lines)
    others = set().union(*(names for names in named if one.name in names)) - {one.name}
    found = [facts[name] for name in others if name in facts and facts[name].holds_on(today)]
    return [
        (fact, shown(fact.on(today).value))
        for fact in sorted(found, key=lambda fact: order_key(fact.meaning))
    ]


@dataclass(frozen=True, slots=True)
class FigureToPutIn:
    """A figure as it is put into an answer: what it is, what is written there, and what that reads
    like today ("" for nothing)."""

    meaning: str
    code: str
    reads: str


def to_put_in(content: Content, today: date) -> list[FigureToPutIn]:
    """All figures, by what they are, each shown as most answers show it."""
    knowledge = content.knowledge
    used = Counter(
        found for one in knowledge.entries.values() for found in _SHOWN.findall(one.text)
    )
    ways = {name: way for (name, way), _ in reversed(used.most_common())}
    found = [
        _to_put_in(content, fact, ways.get(fact.name, ""), today)
        for fact in knowledge.facts.values()
    ]
    return sorted(found, key=lambda one: order_key(one.meaning))


def _to_put_in(content: Content, fact: Fact, way: str, today: date) -> FigureToPutIn:
    if kind_of(fact) is FactKind.DAY:
        way = way or "day"
    code = f'{{{{ fact("{fact.name}"){" | " if way else ""}{way} }}}}'
    reads = ""
    if fact.holds_on(today):
        value = fact.on(today).value
        filters = content.shelf.env.filters
        reads = str(filters[way](value)) if way in filters else shown(value)
    return FigureToPutIn(fact.meaning, code, reads)


_SHOWN = re.compile(r'{{ *fact\("(\w+)"\) *(?:\| *(\w+) *)?}}')  # the figure, how it is shown


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure in the list: what it is today (None: nothing), until when, how many answers speak of
    it, and the state of a version in the making; `begins` when nothing holds yet."""

    name: str
    meaning: str
    value: object
    end: date | None
    users: int
    state: EntryState | None
    begins: date | None = None

    def is_due(self, today: date) -> bool:
        """Whether somebody has to see to it: nothing holds, or soon nothing will."""
        if self.begins is not None:
            return False
        return self.value is None or (self.end is not None and self.end <= today + SOON)


def look_up(tx: Transaction, content: Content, today: date, words: str = "") -> list[FigureRow]:
    """The figures whose meaning has these words: first those that end or ended."""
    knowledge = content.knowledge
    used = Counter(
        name for entry in knowledge.entries.values() for name in set(NAMED.findall(entry.text))
    )
    open_ = {one.entry: one.state for one in tx.entries.in_the_making()}
    wanted = fold(words).split()
    rows = [
        _row(fact, used[fact.name], open_.get(fact_entry(fact.name)), today)
        for fact in knowledge.facts.values()
        if all(word in fold(f"{fact.meaning} {fact.name}") for word in wanted)
    ]
    return sorted(rows, key=lambda row: (not row.is_due(today), row.end or date.max, row.name))


def _row(fact: Fact, users: int, state: EntryState | None, today: date) -> FigureRow:
    if not fact.holds_on(today):
        begins = min((one.start for one in fact.values if one.start > today), default=None)
        last = max((one.end for one in fact.values if one.end), default=None)
        return FigureRow(fact.name, fact.meaning, None, last, users, state, begins)
    now = fact.on(today)
    follows = now.end is not None and fact.holds_on(now.end + timedelta(days=1))
    return FigureRow(fact.name, fact.meaning, now.value, None if follows else now.end, users, state)
