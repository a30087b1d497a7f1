"""What time it is. Who decides is told it; only doors and loops ask."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)
