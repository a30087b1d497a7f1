"""Questions asked of the ward and their answers; what people agreed to; their data requests."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class QuestionState(StrEnum):
    RECEIVED = "received"
    REDIRECTED = "redirected"
    MERGED = "merged"
    NEEDS_INFO = "needs_info"
    ASSIGNED = "assigned"
    WAITING_UPPER = "waiting_upper"
    ANSWERED = "answered"
    APPROVED = "approved"
    DELIVERED = "delivered"
    PUBLISHED = "published"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


# Nobody has had an answer yet.
OPEN_STATES = (
    QuestionState.RECEIVED,
    QuestionState.NEEDS_INFO,
    QuestionState.ASSIGNED,
    QuestionState.WAITING_UPPER,
    QuestionState.ANSWERED,
    QuestionState.APPROVED,
)
ANSWERED_STATES = (QuestionState.DELIVERED, QuestionState.PUBLISHED, QuestionState.CLOSED)


class QuestionKind(StrEnum):
    """What somebody sends to the ward; `content/petitions.py` guesses it, its asker confirms."""

    ASK = "ask"
    PETITION = "petition"
    ON_SITE = "on_site"  # seen in the street: it has a place
    SERVICE = "service"  # how one was served
    PRAISE = "praise"


class Urgency(StrEnum):
    USUAL = "usual"
    URGENT = "urgent"


class QuestionAbout(StrEnum):
    TIME = "time"
    COST = "cost"
    MANNER = "manner"
    RULES = "rules"
    WORKS = "works"  # streets, drains, lights


class Authority(StrEnum):
    """Who may decide what is asked for."""

    WARD = "ward"
    ABOVE = "above"
    OTHER = "other"  # neither the ward nor whoever stands above it


class QuestionResult(StrEnum):
    """What the ward says came of it."""

    SOLVED = "solved"
    GUIDED = "guided"
    PASSED_UP = "passed_up"
    NOT_OURS = "not_ours"


class Verdict(StrEnum):
    """What its asker says came of it."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"


@dataclass(frozen=True, slots=True)
class Question:
    id: int
    code: str
    content: str
    field: str
    source: str
    state: QuestionState
    first_due: date
    due: date
    created_at: datetime
    event_id: int | None = None
    carried_from: int | None = None
    contact_id: int | None = None
    asker: str = ""
    phone: str | None = None
    business: str = ""
    neighbourhood: str = ""
    public: bool = False
    merged_into: int | None = None
    office: str = ""
    co_offices: tuple[str, ...] = ()
    responder_id: int | None = None
    promised_on: date | None = None
    promise_kept_on: date | None = None  # the work promised by then was done
    stopped_on: date | None = None
    portal_code: str = ""
    rating: int | None = None
    reopened: int = 0
    published_text: str = ""
    shown_text: str = ""
    again_due: date | None = None  # promised when it was reopened
    quiet_until: date | None = None  # nobody is reminded of it before that day
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    anonymised_at: datetime | None = None
    kind: QuestionKind = QuestionKind.ASK
    urgency: Urgency = Urgency.USUAL
    about: QuestionAbout | None = None
    place: str = ""
    acknowledge_by: datetime | None = None  # somebody is to have it in hand by then
    confidential: bool = False
    readers: tuple[int, ...] = ()  # of a confidential one: the staff its asker was told of
    product: str = ""  # what is to come of it: a paper, a repair
    authority: Authority | None = None
    result: QuestionResult | None = None
    proof: str = ""  # what shows the result: a document, a photo
    outcome: Verdict | None = None
    ask_again_on: date | None = None  # what became of the work that was promised
    asked_again_on: date | None = None
    brought_by: str = ""  # the office that took it down and handed it in, "" for none
    version: int = 1

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def answer_by(self) -> date:
        """The date first promised; once reopened, the one promised then."""
        return self.again_due or self.first_due

    def overdue_on(self, today: date) -> bool:
        """Past the date that was promised, without an answer; never something one can edit away."""
        return self.is_open and self.stopped_on is None and today > self.answer_by

    def extended_on(self, today: date) -> bool:
        """Past the date that was promised, while the later one its asker was told is not:
        late, and no more than they know."""
        return self.overdue_on(today) and today <= self.due

    def is_untaken_at(self, now: datetime) -> bool:
        """Whether nobody has it in hand by the hour the ward set itself."""
        return self.to_be_taken_by is not None and self.to_be_taken_by < now

    @property
    def to_be_taken_by(self) -> datetime | None:
        """When somebody is to have it in hand; None once somebody has, or it has no such time."""
        return self.acknowledge_by if self.state is QuestionState.RECEIVED else None

    def is_quiet_on(self, today: date) -> bool:
        """Whether somebody put the reminder off until later; nothing else is put off by it."""
        return self.is_open and self.quiet_until is not None and today < self.quiet_until


@dataclass(frozen=True, slots=True)
class Answer:
    id: int
    question_id: int
    text: str
    basis: str
    author_id: int
    created_at: datetime
    approver_id: int | None = None
    approved_at: datetime | None = None
    public_text: str = ""  # where the public reads other words than the asker; "": the same
    public_question: str = ""  # the question as the public reads it; "": not worded yet
    promised_on: date | None = None  # what it says will be done, is done by then
    returned_at: datetime | None = None  # not approved: sent back, or taken back by its author
    files: tuple[int, ...] = ()  # what goes with it

    @property
    def for_the_public(self) -> str:
        return self.public_text or self.text


@dataclass(frozen=True, slots=True)
class QuestionStep:
    """One thing that happened to a question."""

    id: int
    question_id: int
    at: datetime
    actor: str
    action: str
    state: QuestionState
    note: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    name: str
    question_id: int | None
    contact_id: int | None
    size: int
    created_at: datetime


class Purpose(StrEnum):
    """What a consent is for; one never stands for another."""

    CASE = "case"  # registrations and questions of mine; kept consents name it so
    BROADCAST = "broadcast"
    SURVEY = "survey"
    REMINDER = "reminder"  # of tax dates that concern me
    PUSH = "push"  # this browser says that something new waits in its chat


@dataclass(frozen=True, slots=True)
class Consent:
    id: int
    contact_id: int | None
    purpose: Purpose
    text_hash: str
    channel: str
    given_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    contact_id: int
    updated_at: datetime
    name: str = ""
    phone: str = ""
    business: str = ""
    kind: str = ""
    neighbourhood: str = ""
    sector: str = ""
    tax_code: str = ""


class RequestKind(StrEnum):
    VIEW = "view"
    CORRECT = "correct"
    EXPORT = "export"
    ERASE = "erase"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class DataRequest:
    id: int
    contact_id: int | None
    subject: str  # drawn by lot; whose request it was stands in `contact_id` alone
    channel: str
    kind: RequestKind
    state: str
    received_at: datetime
    answer_by: date
    done_by: date
    done_at: datetime | None = None
    result: str = ""

    @property
    def code(self) -> str:
        """What the person was told and staff see: says of two people that they mean the same."""
        return self.subject[:8].upper()
