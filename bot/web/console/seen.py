"""Nobody decides on what they did not see. A form carries the fingerprint of the records its page
showed; a save compares it, inside its transaction, with what is stored now."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from markupsafe import Markup

from storage.rows import fingerprint

FIELD = "seen"
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
    """What the form of one request was made from, found to be still true. A page that comes back
    with errors carries the same fingerprint again, not that of a record changed since."""

    def __init__(self) -> None:
        self._versions: dict[tuple[object, ...], str] = {}
        self.done = False  # something was compared

    def require(self, given: str, now: Mapping[str, str], *shown: Any) -> None:
        """`given` is the fingerprint the form brought; `shown` the records as they are now. Raises
        Changed when they differ, also when the form brought none."""
        self.done = True
        version = fingerprint(*shown)
        if given != version:
            raise Changed(now, version)
        self._versions[_names(shown)] = version

    def field(self, *shown: Any) -> Markup:
        """`seen` in a template: the hidden field of a form that acts on these records, or lists of
        them."""
        version = self._versions.get(_names(shown)) or fingerprint(*shown)
        return Markup(  # noqa: S704  # hexadecimal digits
            f'<input type="hidden" name="{FIELD}" value="{version}">'
        )


def _names(shown: tuple[Any, ...]) -> tuple[object, ...]:
    return tuple(
        (type(one), one.get("id") if isinstance(one, dict) else getattr(one, "id", None))
        for one in shown
    )


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
