"""Packs of the city as a ward keeps them. Every datetime is aware and in UTC."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class PackChoiceKind(StrEnum):
    TAKEN = "taken"  # proposed by somebody, approved by somebody else as everything is
    LEFT = "left"  # the ward's own stays
    APPLIED = "applied"  # a correction, at once


@dataclass(frozen=True, slots=True)
class CityPack:
    """`body` is the file as it came; `staff_id` is who brought it (None: it came by itself)."""

    id: int
    number: int
    day: date
    signer: str
    correction: bool
    body: str
    received_at: datetime
    staff_id: int | None = None


@dataclass(frozen=True, slots=True)
class PackChoice:
    """What became of one part of a pack; `version_id` is the version that was made of it."""

    pack_id: int
    entry: str
    choice: PackChoiceKind
    chosen_at: datetime
    version_id: int | None = None
    staff_id: int | None = None


@dataclass(frozen=True, slots=True)
class CityProposal:
    """A broadcast the city proposes: what the ward makes of it is its own."""

    number: int
    title: str
    text: str
    received_at: datetime
