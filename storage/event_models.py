"""Events and who comes. Every datetime is aware and in UTC; a date is one in Viet Nam."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

# What an event may let one registration bring, and what the table of registrations takes.
MOST_COMPANIONS = 9


class EventKind(StrEnum):
    DIALOGUE = "dialogue"
    QUARTERLY = "quarterly"
    TRAINING = "training"


class EventState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"  # published: registration and questions may come
    HELD = "held"
    REPORTED = "reported"
    CANCELLED = "cancelled"


class Category(StrEnum):
    """Delegate group. Only businesses and guests ever wait for a seat."""

    BUSINESS = "business"
    WARD = "ward"
    CITY = "city"
    PRESS = "press"
    GUEST = "guest"


NEVER_WAIT = (Category.WARD, Category.CITY, Category.PRESS)
# Nobody answers an offer in the last hours before the doors open.
OFFER_ENDS_BEFORE = timedelta(hours=2)


class BusinessKind(StrEnum):
    HOUSEHOLD = "household"
    ENTERPRISE = "enterprise"
    COOPERATIVE = "cooperative"
    PERSON = "person"  # trades without a registration


class RegistrationState(StrEnum):
    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"  # a seat is held for them until `offer_until`
    CHECKED_IN = "checked_in"
    CANCELLED = "cancelled"
    EXPIRED = "expired"  # did not take the offered seat in time
    NO_SHOW = "no_show"


# A registration in one of these takes seats.
SEATED = (RegistrationState.CONFIRMED, RegistrationState.OFFERED, RegistrationState.CHECKED_IN)
# ... and in one of these it still means something to its owner.
ALIVE = (*SEATED, RegistrationState.WAITLISTED)


@dataclass(frozen=True, slots=True)
class Event:
    id: int
    code: str
    kind: EventKind
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    capacity: int
    registration_until: datetime
    questions_until: datetime
    created_at: datetime
    address: str = ""
    map_url: str = ""
    about: str = ""
    bring: str = ""
    contact: str = ""
    doors: str = ""  # from when one may come in, as staff write it
    parking: str = ""
    host: str = ""  # who leads it
    meal: str = ""
    per_business: int = 2
    most_companions: int = MOST_COMPANIONS  # one registration brings at most so many more
    reserved: dict[str, int] = field(default_factory=dict)
    registration_open: bool = True
    questions_open: bool = True
    state: EventState = EventState.DRAFT
    cancel_reason: str = ""
    cancelled_from: str = ""  # the state it had before it was cancelled
    proposed_by: str = ""  # who asks for it to be published, by name; "" for nobody
    proposed_at: datetime | None = None
    minutes: dict[str, str] = field(default_factory=dict)
    version: int = 1

    @property
    def takes_place(self) -> bool:
        return self.state is not EventState.CANCELLED

    @property
    def was_held(self) -> bool:
        return self.state in (EventState.HELD, EventState.REPORTED)

    @property
    def is_over(self) -> bool:
        """Whether nothing about it may be changed any more."""
        return self.state in (EventState.CANCELLED, EventState.REPORTED)

    def takes_registrations(self, now: datetime) -> bool:
        return self.state is EventState.OPEN and self.takes_registrations_once_open(now)

    def takes_registrations_once_open(self, now: datetime) -> bool:
        """Whether people could register if it were published now."""
        return self.registration_open and now < self.registration_until

    def gives_seats(self, now: datetime) -> bool:
        """Whether anybody, staff too, may still get a seat or a place in line."""
        return self.state is not EventState.CANCELLED and now < self.ends_at

    def takes_questions(self, now: datetime) -> bool:
        return self.state is EventState.OPEN and self.questions_open and now < self.questions_until

    @property
    def last_offer(self) -> datetime:
        """From when on nobody is offered a seat any more."""
        return self.starts_at - OFFER_ENDS_BEFORE

    def latest_answer(self, now: datetime) -> datetime:
        """Until when an offered seat may be taken at most: in the last hours, until it begins."""
        return self.last_offer if self.last_offer > now else self.starts_at

    def most_seats(self, category: Category) -> int:
        """All the seats a delegate group may ever have."""
        others = sum(seats for group, seats in self.reserved.items() if group != category)
        return max(self.capacity - (0 if category in NEVER_WAIT else others), 0)

    def never_fits(self, wanted: "Registration") -> bool:
        """Whether the party is larger than all the seats its delegate group may ever have: to wait
        would be in vain, and hold up everybody behind."""
        return wanted.seats > self.most_seats(wanted.category)


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    id: int
    event_id: int
    place: int
    content: str
    time: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class EventTask:
    id: int
    event_id: int
    due_on: date
    title: str
    who: str = ""
    done_at: datetime | None = None
    done_by: str = ""


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many registrations of one state stand, with or without a phone, and how many people they
    are."""

    state: RegistrationState
    has_phone: bool
    registrations: int
    people: int


@dataclass(frozen=True, slots=True)
class LoadedPerson:
    """Of somebody only a sheet registered, what is needed to take that back."""

    id: int
    name: str
    state: RegistrationState
    companions: int
    created_at: datetime


TAKEN_BACK = "taken back"  # `loaded` of a registration whose import was; its marks after it


@dataclass(frozen=True, slots=True)
class Registration:
    id: int
    event_id: int
    code: str
    token: str
    contact_id: int | None
    name: str
    phone: str | None
    kind: BusinessKind
    category: Category
    state: RegistrationState
    queued_at: datetime
    source: str
    created_at: datetime
    business: str = ""
    business_key: str = ""  # tax code, or "=" and an id where staff decided; "" for not known
    neighbourhood: str = ""
    position: str = ""
    sector: str = ""
    tax_code: str = ""
    companions: int = 0
    wants_to_speak: bool = False
    offer_until: datetime | None = None
    arrived_at: datetime | None = None
    arrived_by: str = ""
    represented_by: str = ""
    walk_in: bool = False
    arrived_people: int | None = None  # of the party, with whoever registered; None before
    rest_released: bool = False  # the seats of the others of the party were given away
    state_before: str = ""  # before they arrived, `offered:<until>` of an offer; "" for a walk-in
    anonymised_at: datetime | None = None
    shares_phone: bool = False  # a second person of one number, registered knowingly
    loaded: str = ""  # a mark of each row of a sheet it was loaded from, the latest first
    loaded_over: str = ""  # JSON: when a sheet changed it last, and what from what; "" for never
    registered_by: str = ""  # the name of whoever registered them, where another did
    companion_names: str = ""  # with `, ` between them; as far as they were told
    invitation_id: int | None = None  # the paper invitation they showed at the door
    needs: str = ""  # of `content/special_needs.py`, with `,` between them: what is to be ready

    @property
    def seats(self) -> int:
        """How many seats the party holds, or would hold."""
        if self.state is RegistrationState.CHECKED_IN and self.rest_released:
            return self.present
        return max(self.present, 1 + self.companions)

    @property
    def present(self) -> int:
        """How many of the party have come."""
        return self.arrived_people or 0

    @property
    def came_in_part(self) -> bool:
        """Whether some of the party have come and others have not."""
        return 0 < self.present < self.seats

    @property
    def is_alive(self) -> bool:
        return self.state in ALIVE

    @property
    def is_taken_back(self) -> bool:
        """Whether it ended with the import that made it: nobody cancelled."""
        return self.loaded.startswith(TAKEN_BACK) and not self.is_alive

    @property
    def marks(self) -> list[str]:
        """The marks of the rows it was loaded from, the latest first."""
        return self.loaded.removeprefix(TAKEN_BACK).split()

    @property
    def holds_seats(self) -> bool:
        return self.state in SEATED


@dataclass(frozen=True, slots=True)
class Invitation:
    id: int
    event_id: int
    code: str
    recipient: str
    category: Category
    issued_by: str
    issued_at: datetime
    address: str = ""
    revoked_at: datetime | None = None
    checked: int = 0
    phone: str = ""  # E.164
