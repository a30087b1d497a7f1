"""Nobody decides on what they did not see. A form carries the fingerprint of the records its page
showed; a save compares it, inside its transaction, with what is stored now."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from markupsafe import Markup

from content.vietnamese import clock_of, read_typed_day
from storage.rows import fingerprint

FIELD = "seen"
OPENED = "opened"  # what each field of the form held when its page was made, in a few letters each
DIGEST = 8
NAME_LENGTH = 8  # of a version: which records, before how they are
# Several boxes to tick: not to be typed on the page of both texts, in no order, and none is sent of
# those that are empty.
CHOSEN = (
    *("roles", "kinds", "channels", "event_states", "subjects"),
    *("questions", "sectors", "neighbourhoods", "trades", "groups"),
)
# Picked from a list: not to be typed there, either; said in the words of the list.
PICKED = (
    *("category", "kind", "wants_to_speak", "office", "field", "topic", "base", "event", "works"),
    *("group", "certainty", "entry_certainty", "entry_office"),
    *("member", "deputy", "half", "subject", "away", "instead"),
)
# A time of day: one is the same however it is written, and so is a day, in whatever field.
CLOCKS = ("time", "end", "registration_time", "questions_time", "clock")


class Unseen(StrEnum):
    """Why a write needs no fingerprint of what its page showed."""

    READS = "reads"  # shows or hands out; nothing is changed
    ADDS = "adds"  # something new beside what stands; the act itself knows what is there already
    OWN = "own"  # one's own session or account, and the old password is checked in the transaction
    HELD = "held"  # of a talk: whoever holds it does it, which the act itself asks
    KEYED = "keyed"  # each item brings its own key and gets its own answer


class NotChecked(RuntimeError):
    """A write that looked at nothing its page showed: a fault in our code. Nothing is kept."""


class Checked:
    """What the form of one request was made from. A page that comes back with errors carries the
    same again, not the version of a record changed since: what is typed on it was typed beside that
    one."""

    def __init__(self) -> None:
        self.given = ""  # what the form brought
        self.opened = ""  # ... and what its fields held at first
        self.done = False  # something was compared

    def require(self, now: Mapping[str, str], *shown: Any) -> None:
        """`shown` are the records as they are now. Raises Changed when the form was made from
        others, also when it brought nothing."""
        self.done = True
        version = version_of(*shown)
        if self.given != version:
            opened, self.given, self.opened = self.opened, "", ""
            raise Changed(now, version, opened)

    def field(self, *shown: Any, form: Mapping[str, str] | None = None) -> Markup:
        """`seen` in a template: the hidden field of a form that acts on these records, or lists of
        them. `form`: what its fields hold as they are stored, so that it can be told later what
        somebody really typed."""
        version, opened = version_of(*shown), opened_of(form) if form is not None else ""
        if self.given[:NAME_LENGTH] == version[:NAME_LENGTH]:
            version, opened = self.given, self.opened
        made = _hidden(FIELD, version)
        return made + _hidden(OPENED, opened) if opened else made


def _hidden(name: str, value: str) -> Markup:
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, value)


def opened_of(form: Mapping[str, str]) -> str:
    """What the fields of a form hold, in a few letters each: whoever sends it back with others has
    changed them."""
    return " ".join(f"{name}={_digest(name, value)}" for name, value in form.items())


def _digest(name: str, text: str) -> str:
    return hashlib.sha256(_plain(name, text).encode()).hexdigest()[:DIGEST]


def _plain(name: str, text: str) -> str:
    if day := read_typed_day(text):
        return day.isoformat()
    if name in CLOCKS and (clock := clock_of(text)):
        return clock
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    return "\n".join(sorted(lines) if name in CHOSEN else lines).strip()


def version_of(*shown: Any) -> str:
    """Which records, or lists of them, and how they are: in a few letters."""
    named = [
        (type(one).__name__, one.get("id") if isinstance(one, dict) else getattr(one, "id", None))
        for one in shown
    ]
    name = hashlib.sha256(repr(named).encode()).hexdigest()[:NAME_LENGTH]
    return name + fingerprint(*shown)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a refused form: its name, what this person typed, what is stored now."""

    name: str
    mine: str
    now: str
    is_one_field: bool  # typed in one field of the form, so it can be mended on the page
    is_theirs: bool = True  # somebody else changed it, too


class Changed(Exception):
    """What the form was made from is not what is stored now. Nothing was kept. `now` is the form as
    a fresh page would show it, `version` the fingerprint such a page would carry."""

    def __init__(self, now: Mapping[str, str], version: str, opened: str = "") -> None:
        super().__init__("changed meanwhile")
        self.now = now
        self.version = version
        self._opened = dict(part.split("=", 1) for part in opened.split() if "=" in part)

    def untouched(self, lists: Mapping[str, list[str]]) -> dict[str, str]:
        """The fields that come back as they were when the page was made, with what is stored now:
        this person did not type them."""
        return {
            name: now
            for name, now in self.now.items()
            if (typed := _sent(lists, name)) is not None
            and self._opened.get(name) == _digest(name, "\n".join(typed))
        }

    def theirs(self, lists: Mapping[str, list[str]]) -> dict[str, str]:
        """What somebody else changed and this person did not touch, as it is stored now."""
        return {
            name: now
            for name, now in self.untouched(lists).items()
            if self._opened[name] != _digest(name, now)
        }

    def differences(self, lists: Mapping[str, list[str]]) -> list[Difference]:
        """Field by field, what was typed beside what is stored; only where they differ."""
        found, untouched = [], self.untouched(lists)
        for name, now in self.now.items():
            typed = _sent(lists, name)
            if typed is None or name in untouched:
                continue
            mine = _plain(name, "\n".join(typed))
            if mine != _plain(name, now):
                one = len(typed) == 1 and name not in (*CHOSEN, *PICKED)
                theirs = self._opened.get(name) != _digest(name, now)
                found.append(Difference(name, mine, now, one, theirs))
        return found

    def own(
        self, lists: Mapping[str, list[str]], typed: Sequence[tuple[str, str]]
    ) -> list[tuple[str, str]]:
        """Of what came back, (field, text), what this person typed and is stored nowhere."""
        untouched = self.untouched(lists)
        return [
            (name, text)
            for name, text in typed
            if name not in untouched and _plain(name, text) != _plain(name, self.now.get(name, ""))
        ]

    def merged(self, lists: Mapping[str, list[str]]) -> dict[str, list[str]]:
        """The form with what this person typed, and all else as it is stored now."""
        stored = {
            name: [line for line in now.split("\n") if line]
            if name in CHOSEN or len(lists[name]) > 1
            else [now]
            for name, now in self.untouched(lists).items()
        }
        return {**lists, **stored}


def _sent(lists: Mapping[str, list[str]], name: str) -> list[str] | None:
    """What was sent of a field; None for one that the form does not have."""
    return lists.get(name, [] if name in CHOSEN else None)
