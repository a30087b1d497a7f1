"""Texts and audiences of broadcasts that staff keep to use again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import orjson

from storage.connection import Connection
from storage.ids import IdSource
from storage.rows import Table


class KeptKind(StrEnum):
    TEXT = "text"
    AUDIENCE = "audience"


@dataclass(frozen=True, slots=True)
class KeptWriting:
    id: int
    what: KeptKind
    name: str
    content: str  # JSON: fields of the form, several values of one by lines
    kept_by: str
    kept_at: datetime

    @property
    def fields(self) -> dict[str, str]:
        return dict(orjson.loads(self.content))


class KeptWritings:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self.ids = ids
        self._db = connection
        self._rows = Table(connection, "kept_writing", KeptWriting)

    def all(self) -> list[KeptWriting]:
        """In the order they were kept."""
        return self._rows.all("ORDER BY id")

    def get(self, number: int) -> KeptWriting | None:
        return self._rows.one("WHERE id = :id", id=number)

    def named(self, what: KeptKind, name: str) -> KeptWriting | None:
        return self._rows.one("WHERE what = :what AND name = :name", what=what, name=name)

    def add(self, kept: KeptWriting) -> KeptWriting:
        return self._rows.add(kept)

    def save(self, kept: KeptWriting) -> KeptWriting:
        return self._rows.save(kept)

    def drop(self, number: int) -> None:
        self._db.execute("DELETE FROM kept_writing WHERE id = :id", {"id": number})
