"""Where the tests' databases stand; for another engine only this changes."""

from pathlib import Path


def address(folder: Path, name: str = "test") -> str:
    """Of a database of this name that lives as long as the folder."""
    return f"sqlite:///{folder}/{name}.db"
