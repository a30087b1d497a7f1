"""Businesses of the ward's register: what is known of each, from whom and since when."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from storage.event_models import BusinessKind

REGISTERED_KINDS = (BusinessKind.HOUSEHOLD, BusinessKind.ENTERPRISE, BusinessKind.COOPERATIVE)


class BusinessStatus(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    CLOSED = "closed"
    MOVED = "moved"
    CONVERTED = "converted"  # a household that became an enterprise

    @property
    def is_there(self) -> bool:
        """Whether the business is still one of the ward's: told, invited, asked, counted."""
        return self not in (BusinessStatus.CLOSED, BusinessStatus.MOVED)


class BusinessField(StrEnum):
    """What is known of a business beside its people and places."""

    NAME = "name"
    TRADE = "trade"  # a line of content/sectors.yaml
    TRADE_SAID = "trade_said"  # as a list or its owner writes it
    VSIC = "vsic"
    TAX_CODE = "tax_code"
    REGISTRATION = "registration"  # the number of its certificate
    REGISTERED_ON = "registered_on"  # ISO day
    WORKERS = "workers"  # how many, the owner among them
    REVENUE = "revenue"  # a band, never a figure
    FACILITIES = "facilities"
    DIFFICULTIES = "difficulties"  # names with spaces between (`many`)
    NEEDS = "needs"  # names with spaces between (`many`)
    # The plan's four criteria: declared by the owner, or documented where there is `proof`.
    LAW = "law"
    JOBS = "jobs"
    BUDGET = "budget"
    WELFARE = "welfare"
    NOTE = "note"


class KnownFrom(StrEnum):
    """Where something known of a business comes from."""

    IMPORT = "import"
    STAFF = "staff"
    OWNER = "owner"
    SURVEY = "survey"
    LEADER = "leader"


class Relation(StrEnum):
    """What a person is to a business."""

    OWNER = "owner"
    SPOUSE = "spouse"
    MANAGER = "manager"
    WORKER = "worker"
    OTHER = "other"


class Tied(StrEnum):
    """How it was shown that a chat is that person's."""

    NOT = ""
    CONTACT_CARD = "contact_card"  # the platform vouched for the number
    LETTER = "letter"  # a code from a letter
    STAFF = "staff"  # an official said yes


class Tenure(StrEnum):
    UNKNOWN = ""
    OWN = "own"
    RENT = "rent"


class Alike(StrEnum):
    """Why two businesses may be one."""

    PHONE = "phone"
    NAME = "name"  # nearly the same name, in one place of the ward
    OWNER = "owner"  # the owner's name and the address


class PairDecision(StrEnum):
    OPEN = ""
    SAME = "same"
    DIFFERENT = "different"


class ListOrigin(StrEnum):
    """Whose list was loaded."""

    TAX = "tax"
    REGISTRATION = "registration"
    STATISTICS = "statistics"
    MARKET = "market"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Entered:
    """Where a change comes from: its source, its moment, who made it (a login, or "owner"), and the
    import it is part of."""

    source: KnownFrom
    at: datetime
    actor: str
    import_id: int | None = None


@dataclass(frozen=True, slots=True)
class Business:
    """One business. `merged_into`: it counts as part of that one, None where it stands for itself.
    `erased_at`: since when only its trade, its place in the ward and its size are left."""

    id: int
    code: str
    kind: BusinessKind
    created_at: datetime
    updated_at: datetime
    status: BusinessStatus = BusinessStatus.ACTIVE
    version: int = 1
    merged_into: int | None = None
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BusinessValue:
    """A field as somebody gave it. The newest of a business is `current`; "" takes a value away.
    `origin` is the business it was written for, `business` the one it counts for since a merge."""

    id: int
    business: int
    origin: int
    field: BusinessField
    value: str
    source: KnownFrom
    at: datetime
    actor: str
    import_id: int | None = None
    proof: str = ""
    current: bool = True


@dataclass(frozen=True, slots=True)
class BusinessPerson:
    """Somebody of a business. `phone` is a number that can be called (E.164), `phone_said` what was
    written. `contact_id`: whose chat this is, once shown as `proof` says. `ended_at`: since when
    it is no longer so; what changes of a person ends one row and adds another."""

    id: int
    business: int
    origin: int
    name: str
    folded: str
    relation: Relation
    source: KnownFrom
    at: datetime
    actor: str
    phone: str | None = None
    phone_said: str = ""
    contact_id: int | None = None
    proof: Tied = Tied.NOT
    proven_at: datetime | None = None
    proven_by: str = ""
    proof_said: str = ""  # the paper or the call that showed an official
    import_id: int | None = None
    ended_at: datetime | None = None
    ended_by: str = ""
    ended_import: int | None = None


@dataclass(frozen=True, slots=True)
class BusinessPlace:
    """Where a business is. `area` in square metres, None where `area_said` cannot be read."""

    id: int
    business: int
    origin: int
    source: KnownFrom
    at: datetime
    actor: str
    neighbourhood: str = ""
    address: str = ""
    market: str = ""
    stall: str = ""
    area: float | None = None
    area_said: str = ""
    tenure: Tenure = Tenure.UNKNOWN
    import_id: int | None = None
    ended_at: datetime | None = None
    ended_by: str = ""
    ended_import: int | None = None


@dataclass(frozen=True, slots=True)
class StatusChange:
    """From when a business is something else. `number`: of the enterprise it became."""

    id: int
    business: int
    origin: int
    was: BusinessStatus
    became: BusinessStatus
    since: date
    source: KnownFrom
    at: datetime
    actor: str
    number: str = ""
    proof: str = ""
    import_id: int | None = None


@dataclass(frozen=True, slots=True)
class BusinessImport:
    """A list that was loaded, and what came of its rows. `mark` is the same for the same file."""

    id: int
    origin: ListOrigin
    name: str
    mark: str
    listed_on: date
    at: datetime
    actor: str
    rows_read: int = 0
    added: int = 0
    changed: int = 0
    ended: int = 0
    left_out: int = 0
    undone_at: datetime | None = None
    undone_by: str = ""


@dataclass(frozen=True, slots=True)
class BusinessPair:
    """Two businesses that may be one; `one` is the lower id."""

    id: int
    one: int
    other: int
    why: Alike
    found_at: datetime
    decision: PairDecision = PairDecision.OPEN
    decided_at: datetime | None = None
    decided_by: str = ""
    import_id: int | None = None


@dataclass(frozen=True, slots=True)
class BusinessMerge:
    """The business `gone` counts as part of `kept`, until that is undone."""

    id: int
    kept: int
    gone: int
    at: datetime
    actor: str
    undone_at: datetime | None = None
    undone_by: str = ""


PERSONAL_DIGITS = 12


def is_personal(tax_code: str) -> bool:
    """Whether a tax code is its owner's own number, as that of a household is since 2025: it is
    shown as a telephone number is, in part."""
    return len(tax_code) == PERSONAL_DIGITS and tax_code.isdecimal()


def many(value: str) -> tuple[str, ...]:
    """The names in a field that holds several."""
    return tuple(value.split())
