"""Talks between an owner and an official, and who is on duty for them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class HandoffState(StrEnum):
    WAITING = "waiting"  # somebody was told; nobody is there yet
    HELD = "held"  # an official has it, and the assistant is silent
    ENDED = "ended"
    CASE = "case"  # it became a question with a code


class HandoffWhy(StrEnum):
    """What a talk was opened for."""

    ASKED = "asked"
    MISUNDERSTOOD = "misunderstood"
    DISTRESS = "distress"


class HandoffResult(StrEnum):
    """How a talk closed."""

    STAFF = "staff"  # its holder was done
    OWNER = "owner"  # the owner ended it
    NOBODY = "nobody"  # nobody took it in time
    CLOSED = "closed"  # the office closed, or was closed
    LEFT = "left"  # the owner cannot be written to any more
    ERASED = "erased"
    TURNED = "turned"  # its holder made it a question
    QUIET = "quiet"  # neither side wrote for long


class LineSide(StrEnum):
    OWNER = "owner"
    STAFF = "staff"
    NOTE = "note"  # among staff
    EVENT = "event"  # what happened to the talk; the text is a name of ours


class Half(StrEnum):
    """Half a working day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True, slots=True)
class Handoff:
    """One talk. `told`: staff ids, in the order they were told; `told_at` is when the last was, or
    when the wait began anew for somebody of `later`. `desk_contact_id`: the official's own chat it
    is held through, None in the console. `spoke_at`: the holder's last line, or when they came.
    `contact_id` None: only a count is left of it."""

    id: int
    contact_id: int | None
    state: HandoffState
    why: HandoffWhy
    subject: str
    office: str
    opened_at: datetime
    told: tuple[int, ...] = ()
    told_at: datetime | None = None
    later: tuple[int, ...] = ()
    holder_id: int | None = None
    desk_contact_id: int | None = None
    taken_at: datetime | None = None
    spoke_at: datetime | None = None
    asked_at: datetime | None = None
    slow: bool = False
    noted: bool = False
    closed_at: datetime | None = None
    result: str = ""
    question_id: int | None = None
    owner_lines: int = 0
    staff_lines: int = 0

    @property
    def is_open(self) -> bool:
        return self.state in (HandoffState.WAITING, HandoffState.HELD)


@dataclass(frozen=True, slots=True)
class HandoffLine:
    """One line. `channel` and `external_id` are those of the message it came by, None where it was
    typed in the console. `photo` is the name of a file of ours, `title` what a document is called
    ("" for a photo)."""

    id: int
    handoff_id: int
    contact_id: int
    at: datetime
    side: LineSide
    text: str
    staff_id: int | None = None
    photo: str = ""
    channel: str | None = None
    external_id: str | None = None
    withdrawn_at: datetime | None = None
    lost_at: datetime | None = None
    title: str = ""

    @property
    def key(self) -> str:
        """What the keys of its messages in the outbox begin with."""
        return f"line:{self.id}:"


@dataclass(frozen=True, slots=True)
class TeamMember:
    """Somebody of the advisory team, by the id of their account: what they see to (() for all), and
    who is told when they do not come."""

    id: int
    subjects: tuple[str, ...] = ()
    deputy_id: int | None = None


@dataclass(frozen=True, slots=True)
class DutyTurn:
    """Somebody is there on one half of a day for a subject ("" for all they see to); `deputy_id` is
    told when they do not come."""

    id: int
    staff_id: int
    day: date
    half: Half
    subject: str = ""
    deputy_id: int | None = None


@dataclass(frozen=True, slots=True)
class StaffAbsence:
    """Somebody is away from one day to another, both included; `half` "" for whole days;
    `instead_id` stands in for them."""

    id: int
    staff_id: int
    first_on: date
    last_on: date
    half: str = ""
    instead_id: int | None = None
