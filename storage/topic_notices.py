"""What is said on top of the answers of a topic for a time, or instead of them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from storage.connection import Connection
from storage.ids import IdSource
from storage.rows import Table


class TopicNoticeKind(StrEnum):
    NOTICE = "notice"  # said on top of each answer
    PAUSE = "pause"  # no answer is given, but whom to ask


class TopicNoticeState(StrEnum):
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    ENDED = "ended"  # before its day


@dataclass(frozen=True, slots=True)
class TopicNotice:
    """`topic` is "" for every topic; both days are within."""

    id: int
    kind: TopicNoticeKind
    topic: str
    office: str
    text: str
    starts_on: date
    ends_on: date
    state: TopicNoticeState
    author_id: int
    created_at: datetime
    approver_id: int | None = None
    approved_at: datetime | None = None
    ended_at: datetime | None = None
    remark: str = ""

    def holds_on(self, day: date) -> bool:
        approved = self.state is TopicNoticeState.APPROVED
        return approved and self.starts_on <= day <= self.ends_on


class TopicNotices:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self.ids = ids
        self._rows = Table(connection, "topic_notice", TopicNotice)

    def add(self, notice: TopicNotice) -> TopicNotice:
        return self._rows.add(notice)

    def save(self, notice: TopicNotice) -> TopicNotice:
        return self._rows.save(notice)

    def get(self, notice_id: int) -> TopicNotice | None:
        return self._rows.one("WHERE id = :id", id=notice_id)

    def latest(self, limit: int = 100) -> list[TopicNotice]:
        """Latest first, whatever became of them."""
        return self._rows.all("WHERE 1 = 1 ORDER BY id DESC LIMIT :limit", limit=limit)

    def in_force(self, day: date) -> list[TopicNotice]:
        """What holds on a day, oldest first."""
        return self._rows.all(
            "WHERE state = 'approved' AND ends_on >= :day AND starts_on <= :day ORDER BY id",
            day=day,
        )

    def of_topic(self, topic: str, day: date) -> list[TopicNotice]:
        """What holds for one topic on a day, oldest first."""
        return [one for one in self.in_force(day) if one.topic in ("", topic)]

    def submitted(self) -> list[TopicNotice]:
        """What waits for an approver, oldest first."""
        return self._rows.all("WHERE state = 'submitted' ORDER BY id")
