"""Which pages a visitor's own browser may keep, to show them where there is no network
(`static/visitor-sw.js`): those that say so, and no others."""

from datetime import UTC, datetime, timedelta

AFTER_EVENT = timedelta(days=7)  # a ticket is looked at once more, then it is of no use


def may_keep(until: datetime, now: datetime) -> dict[str, str]:
    """The header of a page that may be kept until then; none when that is over."""
    if until <= now:
        return {}
    return {"x-kept-until": until.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
