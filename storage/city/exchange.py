"""What wards tell their city, and what the city publishes for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import orjson

from storage.connection import Connection


@dataclass(frozen=True, slots=True)
class WardTold:
    """A ward's numbers by their names (None: a few), and when it told them (aware)."""

    ward: str
    figures: Mapping[str, int | None]
    told_at: datetime


class CityExchange:
    """On a transaction of the city's schema."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def tell(self, ward: str, figures: Mapping[str, int | None]) -> None:
        """A ward's numbers in the place of those before."""
        self._connection.execute(
            "INSERT INTO ward_figures (ward, figures) VALUES (:ward, :figures)"
            " ON CONFLICT (ward) DO UPDATE SET figures = excluded.figures, told_at = now()",
            {"ward": ward, "figures": orjson.dumps(dict(figures)).decode()},
        )

    def told(self) -> dict[str, WardTold]:
        """What each ward told last, by its key."""
        rows = self._connection.execute("SELECT ward, figures, told_at FROM ward_figures", {})
        return {
            row["ward"]: WardTold(row["ward"], orjson.loads(row["figures"]), row["told_at"])
            for row in rows
        }

    def publish(self, number: int, body: str) -> bool:
        """Whether the pack is there now: none had its number."""
        done = self._connection.execute(
            "INSERT INTO pack (number, body) VALUES (:number, :body) ON CONFLICT DO NOTHING",
            {"number": number, "body": body},
        )
        return done.rowcount == 1

    def propose(self, login: str, title: str, text: str) -> None:
        """A broadcast for every ward to write, approve and send by itself."""
        self._connection.execute(
            "INSERT INTO proposal (title, text, login) VALUES (:title, :text, :login)",
            {"title": title, "text": text, "login": login},
        )

    def proposals(self, after: int = 0) -> list[tuple[int, str, str]]:
        """(number, title, text) of those with a higher number, in their order."""
        rows = self._connection.execute(
            "SELECT number, title, text FROM proposal WHERE number > :after", {"after": after}
        )
        return sorted((row["number"], row["title"], row["text"]) for row in rows)

    def numbers(self) -> list[int]:
        """Of every pack that was published, in their order."""
        rows = self._connection.execute("SELECT number FROM pack", {})
        return sorted(row["number"] for row in rows)

    def pack(self, number: int) -> str:
        """The file of a pack; "" for none."""
        row = self._connection.execute(
            "SELECT body FROM pack WHERE number = :number", {"number": number}
        ).fetchone()
        return str(row["body"]) if row else ""
