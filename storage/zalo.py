"""The tokens of the ward's Zalo OA, as they are kept (encrypted), and its articles."""

from dataclasses import dataclass
from datetime import datetime

from storage.connection import Connection
from storage.models import stamp
from storage.rows import Table


@dataclass(frozen=True, slots=True)
class OaTokens:
    """The pair of tokens, encrypted. `uncertain` counts refreshes whose answer nobody has."""

    access_token: str
    refresh_token: str
    expires_at: datetime
    connected_at: datetime
    refreshed_at: datetime
    refreshing_until: datetime | None = None
    uncertain: int = 0
    broken: str = ""
    known: dict[str, str] | None = None
    id: int = 1

    @property
    def learned(self) -> dict[str, str]:
        return self.known or {}


@dataclass(frozen=True, slots=True)
class Article:
    """A broadcast as an article of the OA: creating -> created -> sending -> sent, or failed; what
    Zalo did not answer is unsure. `words` are those it was made of (`articles.mark_of`)."""

    broadcast_id: int
    state: str
    at: datetime
    job: str = ""
    article: str = ""
    error: str = ""
    words: str = ""


class ZaloAccounts:
    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._rows = Table(connection, "zalo_oa", OaTokens)
        self._articles = Table(connection, "zalo_article", Article)

    def get(self) -> OaTokens | None:
        return self._rows.one("WHERE id = 1")

    def put(self, tokens: OaTokens) -> OaTokens:
        """Keeps this as the one row."""
        self._db.execute("DELETE FROM zalo_oa")
        return self._rows.add(tokens)

    def save(self, tokens: OaTokens) -> OaTokens:
        return self._rows.save(tokens)

    def delete(self) -> None:
        self._db.execute("DELETE FROM zalo_oa")

    def begin_consent(self, state: str, verifier: str, staff_id: int, until: datetime) -> None:
        """`state` hashed, `verifier` encrypted."""
        self._db.execute(
            "INSERT INTO zalo_consent (state, verifier, staff_id, expires_at)"
            " VALUES (:state, :verifier, :staff, :until)",
            {"state": state, "verifier": verifier, "staff": staff_id, "until": stamp(until)},
        )

    def take_consent(self, state: str, now: datetime) -> tuple[str, int] | None:
        """(verifier, who began it) of a consent under way, once; None for an unknown or old one."""
        self._db.execute("DELETE FROM zalo_consent WHERE expires_at < :now", {"now": stamp(now)})
        row = self._db.execute(
            "DELETE FROM zalo_consent WHERE state = :state RETURNING verifier, staff_id",
            {"state": state},
        ).fetchone()
        return (row["verifier"], row["staff_id"]) if row else None

    # ---- articles ----

    def article(self, broadcast_id: int) -> Article | None:
        return self._articles.one("WHERE broadcast_id = :id", id=broadcast_id)

    def put_article(self, article: Article) -> Article:
        self._db.execute(
            "DELETE FROM zalo_article WHERE broadcast_id = :id", {"id": article.broadcast_id}
        )
        return self._articles.add(article)

    def articles_in(self, *states: str) -> list[Article]:
        return self._articles.all(
            f"WHERE state IN {self._db.words.texts(':states')}", states=states
        )
