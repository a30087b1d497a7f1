"""What staff publish in the console lies over the files: answers and facts that are exchanged while
the program runs.

The files are the base (`content/faq`, `content/facts`). An answer published at the desk takes the
place of the file of the same name, or stands beside them all. One edition is served at a time;
what it holds belongs together and is exchanged in one step. An edition never has fewer answers than
the files and what was published: an answer that is withdrawn says so, it does not disappear.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, TemplateError

from content.facts import Fact, FactMissing, Facts, read_facts
from content.knowledge import Entry, Knowledge, misplaced, read_entry
from content.laws import Law
from content.operator import tell
from content.problems import Problem
from content.safe_templates import sandbox, strange_in
from content.search import Indexed, Parts, Understanding, build_understanding, indexed


@dataclass(frozen=True, slots=True)
class Published:
    """An answer as it was published: its text as its file would be, and the facts it brought along
    as a file of facts would have them; `base` is the hash of the file it was written beside."""

    entry: str
    topic: str
    text: str
    facts: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Edition:
    """What is served: `serial` tells one from another, `laid` are the answers that lie over the
    files, `unread` says why some could not be laid and the files stand in for them."""

    serial: int
    knowledge: Knowledge
    understood: Callable[[], Understanding]
    laid: Mapping[str, Published]
    facts: Mapping[str, Fact]  # those they brought along
    index: Mapping[str, Indexed]  # what `understanding` is made of
    unread: tuple[Problem, ...] = ()

    @property
    def understanding(self) -> Understanding:
        """Made when it is first asked for, which takes seconds: who makes documents or keeps
        accounts never does."""
        return self.understood()


# Why an answer cannot be said: what it counts with may be no number.
_UNSAID = (FactMissing, TemplateError, TypeError, ValueError, ArithmeticError)


class Shelf:
    """The edition served now, and how another is made of the same files."""

    def __init__(
        self,
        files: Knowledge,
        folder: Path,
        laws: Mapping[str, Law],
        env: Environment,
        parts: Parts,
    ) -> None:
        self.files = files  # as they are without what staff published
        self._folder = folder
        self._laws = laws
        self._env = sandbox(env)
        self._parts = parts
        index = indexed(files, files.entries)
        understood = cache(partial(build_understanding, parts, index))
        self.now = Edition(0, files, understood, {}, {}, index)

    def another(self) -> "Shelf":
        """A shelf of its own with the same files and edition: what is put on one is not on the
        other."""
        return copy(self)

    def base_of(self, entry_id: str) -> str:
        """The hash of the file of an answer; "" when there is none."""
        entry = self.files.entries.get(entry_id)
        return hash_of(entry.text) if entry else ""

    def edition(self, serial: int, published: Sequence[Published]) -> Edition:
        """What is to be served once these lie over the files, in the order they were published: a
        later one has the last word about a fact. It changes nothing, takes up to a second, and may
        run in any thread."""
        before = self.now
        laid: dict[str, Entry] = {}
        facts: dict[str, Fact] = {}
        unread: list[Problem] = []
        for one in published:
            entry, brought, troubles = self.read(one)
            unread += troubles
            if entry is not None and not troubles:
                laid[entry.id] = entry
                facts |= brought
        knowledge = self._over_the_files(laid, self.files.facts.laid_over(facts))
        if unsaid := _unsaid(knowledge, laid.values()):
            unread += unsaid
            laid = {
                one.id: one for one in laid.values() if one.path not in {u.file for u in unsaid}
            }
            knowledge = self._over_the_files(laid, knowledge.facts)
        index = self._index(knowledge, facts)
        same = index == before.index
        fresh = None if same else self._understanding(index)
        return Edition(
            serial,
            knowledge,
            before.understood if fresh is None else lambda: fresh,
            {one.entry: one for one in published if one.entry in laid},
            facts,
            before.index if same else index,
            tuple(unread),
        )

    def _understanding(self, index: Mapping[str, Indexed]) -> Understanding:
        before = self.now
        return build_understanding(self._parts, index, (before.understanding, before.index))

    def _index(self, knowledge: Knowledge, facts: Mapping[str, Fact]) -> dict[str, Indexed]:
        """What understanding reads of these answers; of those that are as before it is known."""
        before = self.now
        known = before.knowledge.entries if facts == before.facts else {}
        there = knowledge.entries
        changed = [name for name, entry in there.items() if known.get(name) is not entry]
        fresh = indexed(knowledge, changed)
        return {name: fresh[name] if name in fresh else before.index[name] for name in there}

    def put(self, edition: Edition) -> None:
        """Serves this edition from now on: whoever looks sees the old one or the new one."""
        self.now = edition

    def read(self, one: Published) -> tuple[Entry | None, dict[str, Fact], list[Problem]]:
        """A text as written at the desk: the entry, None when it cannot be built; the facts it
        brings along; what is wrong with it."""
        path = self._folder / "faq" / one.topic / f"{one.entry}.md"
        facts: dict[str, Fact] = {}
        troubles = read_facts(path.with_suffix(".yaml"), one.facts, self._laws, facts)
        if self.now.laid.get(one.entry) == one:
            return self.now.knowledge.entries[one.entry], facts, troubles
        # Looked through before it is compiled: that alone may already work something out.
        if strange := self._strange(path, one.text):
            return None, facts, [*troubles, *strange]
        entry, wrong = read_entry(path, one.text, self._laws, self._env)
        if entry is not None:
            wrong += misplaced(entry, one.text, self.files.topics, self.files.ward)
        return entry, facts, [*troubles, *wrong]

    def _strange(self, path: Path, text: str) -> list[Problem]:
        try:
            found = strange_in(self._env, text.partition("\n---\n")[2])
        except TemplateError as error:
            return [Problem(path, 1, tell("content.template_wrong", error=error))]
        return [Problem(path, 1, tell("content.not_allowed", what=found))] if found else []

    def tried(self, one: Published) -> tuple[Knowledge | None, list[Problem]]:
        """All answers as they would be with this text among them, to be looked at: nothing of it is
        served. None when the text cannot be read."""
        entry, facts, troubles = self.read(one)
        if entry is None or troubles:
            return None, troubles
        now = self.now.knowledge
        entries = {**now.entries, entry.id: entry}
        tried = Knowledge(now.topics, entries, now.facts.laid_over(facts), now.ward)
        unsaid = _unsaid(tried, [entry])
        return (None, unsaid) if unsaid else (tried, [])

    def _over_the_files(self, laid: Mapping[str, Entry], facts: Facts) -> Knowledge:
        files = self.files
        if not laid and facts is files.facts:
            return files
        return Knowledge(files.topics, {**files.entries, **laid}, facts, files.ward)


def _unsaid(knowledge: Knowledge, entries: Iterable[Entry]) -> list[Problem]:
    """Why some of these cannot be said: a fact that a newer program does not have any more."""
    found = []
    for entry in entries:
        try:
            knowledge.short(entry.id, entry.reviewed_on)
            knowledge.details(entry.id, entry.reviewed_on)
        except _UNSAID as error:
            found.append(Problem(entry.path, 1, tell("content.answer_unmade", error=error)))
    return found


def hash_of(text: str) -> str:
    """What tells one text of an answer from another."""
    return hashlib.sha256(text.encode()).hexdigest()
