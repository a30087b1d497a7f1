"""Answers as staff write them in the console, over the files of the program. Every datetime is
aware and in UTC."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EntryAct(StrEnum):
    """What its author does with an answer."""

    CONFIRM = "confirm"  # still right: a later review
    EDIT = "edit"
    NEW = "new"
    WITHDRAW = "withdraw"  # not to be given as true any more
    UNDO = "undo"  # as it was before


class EntryState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"  # by an approver, with a remark
    PUBLISHED = "published"  # in force
    SUPERSEDED = "superseded"  # was in force until another took its place
    WITHDRAWN = "withdrawn"  # taken back before it was, or no longer true when it was


OPEN_STATES = (EntryState.DRAFT, EntryState.SUBMITTED, EntryState.RETURNED)


@dataclass(frozen=True, slots=True)
class EntryVersion:
    """`text` is the whole answer as a file of it would be, `facts` the facts it brings along as a
    file of facts has them, `base` the hash of the file it was made beside. `serial` counts what was
    published, answer by answer: the highest says which content is the latest."""

    id: int
    entry: str
    topic: str
    act: EntryAct
    state: EntryState
    text: str
    authors: tuple[int, ...]
    created_at: datetime
    changed_at: datetime
    facts: str = ""
    base: str = ""
    submitted_at: datetime | None = None
    approver_id: int | None = None
    remark: str = ""
    published_at: datetime | None = None
    ended_at: datetime | None = None
    serial: int = 0

    @property
    def shown_state(self) -> str:
        """Its state, or "unserved" where what was published is that it be withdrawn."""
        withdrawn = self.act is EntryAct.WITHDRAW and self.state is EntryState.PUBLISHED
        return "unserved" if withdrawn else str(self.state)
