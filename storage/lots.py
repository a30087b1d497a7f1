"""What is deleted because its time is over goes a lot at a time, so that no turn waits for it."""

from typing import Any

from storage.connection import Connection

LOT = 500  # rows of one transaction


def delete_lot(db: Connection, table: str, key: str, where: str, most: int, **given: Any) -> int:
    """Deletes at most so many rows of the table for which `where` holds; returns how many. `key` is
    its primary key, `a, b` for one of two columns. All four texts stand in our own code."""
    return db.execute(
        f"DELETE FROM {table} WHERE ({key}) IN"
        f" (SELECT {key} FROM {table} WHERE {where} LIMIT :most)",
        {"most": most, **given},
    ).rowcount
