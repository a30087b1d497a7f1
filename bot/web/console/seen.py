"""Nobody decides on what they did not see. A form carries the fingerprint of the records its page
showed; a save compares it, inside its transaction, with what is stored now."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from markupsafe import Markup

from storage.rows import fingerprint

FIELD = "seen"
NAME_LENGTH = 8  # of a version: which records, before how they are
CHOSEN = ("roles",)  # several boxes to tick: not to be typed on the page of both texts


class Unseen(StrEnum):
    """Why a write needs no fingerprint of what its page showed."""

    READS = "reads"  # shows or hands out; nothing is changed
    ADDS = "adds"  # something new beside what stands; the act itself knows what is there already
    OWN = "own"  # one's own session or account, and the old password is checked in the transaction
    KEYED = "keyed"  # each item brings its own key and gets its own answer


class NotChecked(RuntimeError):
    """A write that looked at nothing its page showed: a fault in our code. Nothing is kept."""


class Checked:
    """What the form of one request was made from. A page that comes back with errors carries the
    same again, not the version of a record changed since: what is typed on it was typed beside that
    one."""

    def __init__(self) -> None:
        self.given = ""  # what the form brought
        self.done = False  # something was compared

    def require(self, now: Mapping[str, str], *shown: Any) -> None:
        """`shown` are the records as they are now. Raises Changed when the form was made from
        others, also when it brought nothing."""
        self.done = True
        version = version_of(*shown)
        if self.given != version:
            self.given = ""
            raise Changed(now, version)

    def field(self, *shown: Any) -> Markup:
        """`seen` in a template: the hidden field of a form that acts on these records, or lists of
        them."""
        version = version_of(*shown)
        if self.given[:NAME_LENGTH] == version[:NAME_LENGTH]:
            version = self.given
        return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, version)


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


class Changed(Exception):
    """What the form was made from is not what is stored now. Nothing was kept. `now` is the form as
    a fresh page would show it, `version` the fingerprint such a page would carry."""

    def __init__(self, now: Mapping[str, str], version: str) -> None:
        super().__init__("changed meanwhile")
        self.now = now
        self.version = version

    def differences(
        self, form: Mapping[str, str], lists: Mapping[str, list[str]]
    ) -> list[Difference]:
        """Field by field, what was typed beside what is stored; only where they differ."""
        found = []
        for name, now in self.now.items():
            typed = lists.get(name)
            if typed is None:
                continue
            mine = "\n".join(line for line in typed if line.strip())
            if mine.replace("\r\n", "\n").strip() != now.strip():
                one = len(typed) == 1 and name not in CHOSEN
                found.append(Difference(name, mine, now, one))
        return found
