"""What the documents of a conference are made from: the event, its people, its questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from content.library import Content


@dataclass(frozen=True, slots=True)
class Petition:
    """A question with what belongs to it, as documents show it."""

    code: str
    content: str
    asker: str
    business: str
    neighbourhood: str
    field: str  # its id
    office: str  # its id
    co_offices: Sequence[str]
    answer: str
    basis: str
    state: str
    due: date
    promised_on: date | None
    source: str
    askers: int
    carried: str  # the title of the event it comes from, "" for none
    passed_on: str = ""  # the title of the event that has it on its list since, "" for none
    kept_on: date | None = None  # what was promised was done then
    erased: bool = False  # its asker had it erased: nothing of it is left to be done
    place: str = ""  # where it is, of what was seen in the street

    @property
    def waits(self) -> bool:
        """Whether an office is still to answer it."""
        return not self.answer and not self.erased


@dataclass(frozen=True, slots=True)
class Folder:
    """Everything the documents are made from. `signer`: who signs (`content/ward.py: SIGNERS`),
    "" for whoever signs as a rule in that ward."""

    event: Any
    programme: Sequence[Any]
    tasks: Sequence[Any]
    registrations: Sequence[Any]
    invitations: Sequence[Any]
    petitions: Sequence[Petition]
    site: str = ""
    minutes: Mapping[str, str] = field(default_factory=dict)
    phones: bool = False  # whole numbers on the lists
    signer: str = ""


def speaking_order(content: Content, petitions: Sequence[Petition]) -> list[Petition]:
    """Carried over first, then field by field, what many ask before what one asks."""
    fields = list(content.fields)
    return sorted(
        petitions, key=lambda p: (not p.carried, fields.index(p.field), -p.askers, p.code)
    )


def by_field(content: Content, petitions: Sequence[Petition]) -> list[tuple[Any, list[Petition]]]:
    """Each field that was asked about, with its questions."""
    found = [
        (item, [p for p in petitions if p.field == item.id]) for item in content.fields.values()
    ]
    return [(item, mine) for item, mine in found if mine]
