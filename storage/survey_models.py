"""The yearly survey: a wave, and whoever answers it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

LATE = timedelta(days=14)  # for what was filled in while a wave asked


class SurveyState(StrEnum):
    """Where a wave stands. Whether an approved one runs, its days say."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ENDED = "ended"


class SurveySource(StrEnum):
    CHAT = "chat"
    WEB = "web"
    PAPER = "paper"
    LEADER = "leader"


@dataclass(frozen=True, slots=True)
class SurveyWave:
    """`asked` are its questions as JSON objects, in order; `ends` is the last day."""

    id: int
    code: str
    title: str
    asked: tuple[Any, ...]
    starts: date
    ends: date
    author_id: int
    created_at: datetime
    sectors: tuple[str, ...] = ()
    neighbourhoods: tuple[str, ...] = ()
    in_groups: tuple[int, ...] = ()  # saved groups of the register
    remind_on: tuple[str, ...] = ()
    reminded_on: date | None = None
    state: SurveyState = SurveyState.DRAFT
    approver_id: int | None = None
    approved_at: datetime | None = None
    version: int = 1

    def runs_on(self, day: date) -> bool:
        return self.state is SurveyState.APPROVED and self.starts <= day <= self.ends

    @property
    def forms_until(self) -> date:
        """The last day on which a form of paper, or from a stall, is still taken."""
        return self.ends + LATE

    def takes_forms_on(self, day: date) -> bool:
        """Whether forms filled in while it asked are still taken, also of one that was ended."""
        asked = self.state in (SurveyState.APPROVED, SurveyState.ENDED)
        return asked and self.starts <= day <= self.forms_until


@dataclass(frozen=True, slots=True)
class SurveyRespondent:
    """Who answers a wave. One without `begun_at` was only asked."""

    id: int
    wave_id: int
    source: SurveySource
    code: str | None = None
    key: str | None = None
    contact_id: int | None = None
    business_id: int | None = None
    neighbourhood: str = ""
    sector: str = ""
    staff_id: int | None = None
    begun_at: datetime | None = None
    done_at: datetime | None = None
    nameless_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SurveyPlace:
    """How many of a tổ and a trade began, and how many are done."""

    neighbourhood: str
    sector: str
    begun: int
    done: int


@dataclass(frozen=True, slots=True)
class SurveyBusiness:
    """A business of the register that may be asked; `trade` is a line of the list of trades."""

    id: int
    code: str
    neighbourhood: str
    trade: str
    name: str
