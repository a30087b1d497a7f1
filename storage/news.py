"""The items of the monthly news, before they are frozen into a digest."""

from storage.broadcast_models import NewsItem
from storage.connection import Connection
from storage.ids import IdSource
from storage.rows import Table


class News:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self.ids = ids
        self._rows = Table(connection, "news_item", NewsItem)

    def add(self, item: NewsItem) -> NewsItem:
        return self._rows.add(item)

    def has_source(self, source: str) -> bool:
        """Whether an item was made from this source before."""
        return self._rows.one("WHERE source = :source", source=source) is not None

    def save(self, item: NewsItem) -> NewsItem:
        return self._rows.save(item)

    def get(self, item_id: int) -> NewsItem | None:
        return self._rows.one("WHERE id = :id", id=item_id)

    def of_month(self, month: str) -> list[NewsItem]:
        """In the order they were made."""
        return self._rows.all("WHERE month = :month ORDER BY id", month=month)
