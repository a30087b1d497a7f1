"""Where the tests' databases stand; those on PostgreSQL are `postgres.py`'s."""

from pathlib import Path


def address(folder: Path, name: str = "test") -> str:
    """Of a database of this name that lives as long as the folder."""
    return f"sqlite:///{folder}/{name}.db"
