"""What staff publish in the console lies over the files: answers, facts and settings of the ward
that are exchanged while the program runs.

The files are the base (`content/faq`, `content/facts`, `content/ward.toml`). An answer published
at the desk takes the place of the file of the same name, or stands beside them all. One edition is
served at a time; what it holds belongs together and is exchanged in one step. An edition never has
fewer answers than the files and what was published: an answer that is withdrawn says so, it does
not disappear.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, TemplateError

from content.fact_text import fact_text
from content.facts import Fact, Facts, read_facts
from content.knowledge import UNSAID, Entry, Knowledge, misplaced, read_entry
from content.laws import Law, with_added
from content.operator import tell
from content.problems import Problem
from content.rendering import ward_in
from content.safe_templates import sandbox, strange_in
from content.search import Indexed, Parts, Understanding, build_understanding, indexed
from content.ward import Ward
from content.ward_parts import fields_of, laid, part_text, read_text, values_of

FACT = "fact:"  # before the name of a fact that is published by itself
WARD = "ward:"  # before the name of a part of the ward's settings


@dataclass(frozen=True, slots=True)
class Published:
    """An answer as it was published: its text as its file would be, and the facts it brought along
    as a file of facts would have them; `base` is the hash of the file it was written beside. Or one
    fact by itself: it has no text, and is called as `fact_entry` says. Or a part of the settings of
    the ward: its text is as `content/ward_parts.py` keeps it, and `ward_entry` says its name."""

    entry: str
    topic: str
    text: str
    facts: str = ""
    base: str = ""

    @property
    def fact(self) -> str:
        """The name of the fact it is; "" for an answer."""
        return fact_named(self.entry)

    @property
    def part(self) -> str:
        """The part of the ward's settings it is; "" for anything else."""
        return part_named(self.entry)

    @property
    def is_answer(self) -> bool:
        return is_answer(self.entry)


def fact_entry(name: str) -> str:
    """What a fact is called among what is published."""
    return f"{FACT}{name}"


def fact_named(entry: str) -> str:
    """The other way round; "" for an answer."""
    return entry.removeprefix(FACT) if entry.startswith(FACT) else ""


def ward_entry(part: str) -> str:
    """What a part of the ward's settings is called among what is published."""
    return f"{WARD}{part}"


def part_named(entry: str) -> str:
    """The other way round; "" for anything else."""
    return entry.removeprefix(WARD) if entry.startswith(WARD) else ""


def is_answer(entry: str) -> bool:
    """Whether what is published under this name is an answer."""
    return not entry.startswith((FACT, WARD))


@dataclass(frozen=True, slots=True, eq=False)
class Edition:
    """What is served: `serial` tells one from another, `laid` are the answers and facts that lie
    over the files, `unread` says why some could not be laid and the files stand in for them."""

    serial: int
    knowledge: Knowledge
    understood: Callable[[], Understanding]
    laid: Mapping[str, Published]
    facts: Mapping[str, Fact]  # those they brought along
    index: Mapping[str, Indexed]  # what `understanding` is made of
    unread: tuple[Problem, ...] = ()

    @property
    def ward(self) -> Ward:
        return self.knowledge.ward

    @property
    def understanding(self) -> Understanding:
        """Made when it is first asked for, which takes seconds: who makes documents or keeps
        accounts never does."""
        return self.understood()


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
        self.env = sandbox(env)  # of what is written at the desk
        self._in_force = ward_in(env)  # what every template says of the ward
        self._parts = parts
        index = indexed(files, files.entries)
        understood = cache(partial(build_understanding, parts, index))
        self.now = self._first = Edition(0, files, understood, {}, {}, index)

    @property
    def laws(self) -> Mapping[str, Law]:
        """The documents a source may name now."""
        return with_added(self._laws, self.now.ward.laws)

    def another(self) -> "Shelf":
        """A shelf of its own with the same files and edition: what is put on one is not on the
        other."""
        return copy(self)

    def in_ward(self, ward: Ward, env: Environment) -> "Shelf":
        """The same files in another ward, with nothing published in it. How messages are understood
        is shared: it was made with the offices of the first ward in the answers."""
        own = copy(self)
        own.env, own._in_force = sandbox(env), ward_in(env)
        own.files = self._over_the_files({}, self.files.facts, ward)
        own.now = own._first = replace(self._first, knowledge=own.files)
        return own

    def base_of(self, entry_id: str) -> str:
        """The hash of the file of an answer, or of a fact as its file has it; "" when there is
        none."""
        if (name := fact_named(entry_id)) and name in self.files.facts:
            return hash_of(fact_text(self.files.facts[name]))
        if part := part_named(entry_id):
            held = values_of(self.files.ward, part)
            return hash_of(part_text(held)) if any(held.values()) else ""
        entry = self.files.entries.get(entry_id)
        return hash_of(entry.text) if entry else ""

    def edition(self, serial: int, published: Sequence[Published]) -> Edition:
        """What is to be served once these lie over the files, in the order they were published: a
        later one has the last word about a fact, and what was published of a fact by itself before
        what an answer brought along. It changes nothing, takes up to a second, and may
        run in any thread."""
        before = self.now
        ward, parts, unread = self._ward(published)
        laid: dict[str, Entry] = {}
        facts: dict[str, Fact] = {}
        figures: set[str] = set()
        for one in sorted(published, key=lambda one: bool(one.fact)):
            if one.part:
                continue
            entry, brought, troubles = self.read(one, ward)
            unread += troubles
            if troubles or (entry is None and not one.fact):
                continue
            facts |= brought
            if entry is None:
                figures.add(one.entry)
            else:
                laid[entry.id] = entry
        knowledge = self._over_the_files(laid, self.files.facts.laid_over(facts), ward)
        if unsaid := _unsaid(knowledge, laid.values()):
            unread += unsaid
            laid = {
                one.id: one for one in laid.values() if one.path not in {u.file for u in unsaid}
            }
            knowledge = self._over_the_files(laid, knowledge.facts, ward)
        index = self._index(knowledge, facts)
        same = index == before.index
        fresh = None if same else self._understanding(index)
        return Edition(
            serial,
            knowledge,
            before.understood if fresh is None else lambda: fresh,
            {one.entry: one for one in published if one.entry in {*laid, *figures, *parts}},
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
        self._in_force.put(edition.ward)

    def put_ward(self, ward: Ward) -> None:
        """Serves the same answers in a ward as somebody else knows it to be now."""
        now = self.now.knowledge
        knowledge = Knowledge(now.topics, now.entries, now.facts, ward)
        self.put(replace(self.now, knowledge=knowledge))

    def _ward(self, published: Sequence[Published]) -> tuple[Ward, set[str], list[Problem]]:
        """The ward as these say, those of them that could be laid, and why others could not."""
        ward, parts, unread = self.files.ward, set[str](), list[Problem]()
        for one in published:
            if not one.part:
                continue
            made, troubles = self.read_part(one, ward)
            unread += troubles
            if made is not None:
                ward = made
                parts.add(one.entry)
        return ward, parts, unread

    def read_part(self, one: Published, ward: Ward) -> tuple[Ward | None, list[Problem]]:
        """The ward with a part as it was published; None, and why, when it cannot be read."""
        path = self._folder / f"{one.entry}.json"
        if not fields_of(ward, one.part):
            return None, [Problem(path, 1, tell("content.ward_part_none", part=one.part))]
        try:
            return laid(ward, one.part, read_text(ward, one.part, one.text)), []
        except (ValueError, TypeError) as error:
            return None, [Problem(path, 1, tell("content.ward_entry", error=error))]

    def read(
        self, one: Published, ward: Ward | None = None
    ) -> tuple[Entry | None, dict[str, Fact], list[Problem]]:
        """A text as written at the desk: the entry, None for a fact or when it cannot be built; the
        facts it brings along; what is wrong with it. `ward` has its office and documents, where
        that is not the ward of now."""
        if one.fact:
            return None, *self._read_fact(one, ward or self.now.ward)
        path = self._folder / "faq" / one.topic / f"{one.entry}.md"
        facts: dict[str, Fact] = {}
        ward = ward or self.now.ward
        laws = with_added(self._laws, ward.laws)
        troubles = read_facts(path.with_suffix(".yaml"), one.facts, laws, facts)
        if self.now.laid.get(one.entry) == one:
            return self.now.knowledge.entries[one.entry], facts, troubles
        # Looked through before it is compiled: that alone may already work something out.
        if strange := self._strange(path, one.text):
            return None, facts, [*troubles, *strange]
        entry, wrong = read_entry(path, one.text, laws, self.env)
        if entry is not None:
            wrong += misplaced(entry, one.text, self.files.topics, ward)
        return entry, facts, [*troubles, *wrong]

    def _read_fact(self, one: Published, ward: Ward) -> tuple[dict[str, Fact], list[Problem]]:
        path = self._folder / "facts" / f"{one.fact}.yaml"
        facts: dict[str, Fact] = {}
        troubles = read_facts(path, one.facts, with_added(self._laws, ward.laws), facts)
        if not troubles and list(facts) != [one.fact]:
            troubles = [Problem(path, 1, tell("content.fact_none", name=one.fact))]
        return facts, troubles

    def _strange(self, path: Path, text: str) -> list[Problem]:
        try:
            found = strange_in(self.env, text)  # its name may say a fact, too
        except TemplateError as error:
            return [Problem(path, 1, tell("content.template_wrong", error=error))]
        return [Problem(path, 1, tell("content.not_allowed", what=found))] if found else []

    def tried(self, one: Published) -> tuple[Knowledge | None, list[Problem]]:
        """All answers as they would be with this text among them, to be looked at: nothing of it is
        served. None when the text cannot be read."""
        now = self.now.knowledge
        if one.part:
            ward, troubles = self.read_part(one, now.ward)
            return Knowledge(now.topics, now.entries, now.facts, ward) if ward else None, troubles
        entry, facts, troubles = self.read(one)
        if one.fact and not troubles:
            return Knowledge(now.topics, now.entries, now.facts.laid_over(facts), now.ward), []
        if entry is None or troubles:
            return None, troubles
        entries = {**now.entries, entry.id: entry}
        tried = Knowledge(now.topics, entries, now.facts.laid_over(facts), now.ward)
        unsaid = _unsaid(tried, [entry])
        return (None, unsaid) if unsaid else (tried, [])

    def _over_the_files(self, laid: Mapping[str, Entry], facts: Facts, ward: Ward) -> Knowledge:
        files = self.files
        if not laid and facts is files.facts and ward is files.ward:
            return files
        laws = with_added(self._laws, ward.laws)
        entries = {**files.entries, **laid}
        entries = {name: _resting(entry, laws) for name, entry in entries.items()}
        return Knowledge(files.topics, entries, facts, ward)


def _resting(entry: Entry, laws: Mapping[str, Law]) -> Entry:
    """An answer that rests on the documents as they are known now: one may have ended since."""
    sources = tuple(replace(one, law=laws.get(one.law.id, one.law)) for one in entry.sources)
    return entry if sources == entry.sources else replace(entry, sources=sources)


def why_unsaid(knowledge: Knowledge, entry: str, day: date) -> Exception | None:
    """What keeps an answer from being said on a day; None where nothing does."""
    try:
        knowledge.short(entry, day)
        knowledge.details(entry, day)
        if titles := knowledge.entries[entry].titles:
            titles.on(knowledge.facts, day)
    except UNSAID as error:
        return error
    return None


def _unsaid(knowledge: Knowledge, entries: Iterable[Entry]) -> list[Problem]:
    """Why some of these cannot be said: a fact that a newer program does not have any more."""
    return [
        Problem(entry.path, 1, tell("content.answer_unmade", error=error))
        for entry in entries
        if (error := why_unsaid(knowledge, entry.id, entry.reviewed_on))
    ]


def hash_of(text: str) -> str:
    """What tells one text of an answer from another."""
    return hashlib.sha256(text.encode()).hexdigest()
