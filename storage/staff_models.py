"""The staff who run the console, their sessions, and the audit of what they did."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

MARK = 24  # letters that tell one session from another
INVITE_LASTS = timedelta(hours=72)  # of the link that opens an account


class Role(StrEnum):
    """What somebody may do; which actions each has stands in `handlers/people/permissions.py`."""

    OWNER = "owner"  # trưởng phòng
    CLERK = "clerk"  # chuyên viên, thư ký
    RESPONDER = "responder"  # a ward office that answers
    EXTERNAL = "external"  # Thuế cơ sở, quản lý thị trường, công an
    APPROVER = "approver"  # chủ tịch, phó chủ tịch
    COMMUNICATOR = "communicator"
    DOOR = "door"
    AUDITOR = "auditor"
    ADMIN = "admin"
    LEADER = "leader"  # tổ trưởng: the businesses of one neighbourhood


@dataclass(frozen=True, slots=True)
class Staff:
    id: int
    login: str
    name: str
    office: str
    roles: frozenset[Role]
    created_at: datetime
    title: str = ""
    password: str | None = None
    totp: str | None = None
    totp_last: int | None = None
    invite: str | None = None
    invite_until: datetime | None = None
    active: bool = True
    signed_in_at: datetime | None = None
    quiet: bool = False  # the pages of the console make no sound
    neighbourhood: str = ""  # of a leader: the one they see to


@dataclass(frozen=True, slots=True)
class StaffSession:
    token: str
    staff_id: int
    csrf: str
    created_at: datetime
    seen_at: datetime
    device: str = ""  # what it was opened with, in a few words
    live_at: datetime | None = None  # when a page of it was last there to be told at once

    @property
    def mark(self) -> str:
        """What a page calls it: it opens nothing."""
        return self.token[:MARK]


@dataclass(frozen=True, slots=True)
class AuditLine:
    id: int
    at: datetime
    staff_id: int | None
    actor: str
    action: str
    object: str
    detail: dict[str, Any]
    address: str = ""
