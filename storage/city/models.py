"""What the city knows of its wards and of the processes that serve them."""

from dataclasses import dataclass
from enum import StrEnum


class WardState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    MOVED = "moved"  # it is served elsewhere


@dataclass(frozen=True, slots=True)
class CityWard:
    """`host` is a name of its own, "" where it is reached as /w/<key>/; `settings` are sealed;
    `step` is the last migration of its schema that is known of."""

    key: str
    name: str
    schema: str
    folder: str
    host: str = ""
    settings: str = ""
    state: WardState = WardState.ACTIVE
    step: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class Placed:
    """A ward as those that serve the web find it: at `address` while a process has it, else ""."""

    key: str
    name: str
    host: str
    state: WardState
    address: str = ""
    worker: str = ""
    ready: bool = False
    lease_age_s: float = 0.0  # since the lease was renewed


@dataclass(frozen=True, slots=True)
class WorkerSeen:
    """A process that serves wards."""

    id: str
    address: str
    program: str
    wards: int
    beat_age_s: float


@dataclass(frozen=True, slots=True)
class WardShare:
    """What a process is to serve from now on; `extra` are those it is to give back."""

    wards: tuple[CityWard, ...]
    extra: tuple[str, ...] = ()
