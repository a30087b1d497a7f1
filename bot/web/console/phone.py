"""What the pages share that a phone keeps while it sees no network: the seal of what waits on it,
and the batch it sends once it sees one."""

import hmac
from datetime import datetime
from typing import Any

from starlette.exceptions import HTTPException

from bot.channels.answers import loads
from bot.web.console.console import Console
from bot.web.console.visit import Visit


def seal(
    console: Console, visit: Visit, about: str, number: int, list_until: datetime, until: datetime
) -> dict[str, Any]:
    """What a phone encrypts its list and what waits on it with: for this person and the `about` of
    that `number`, as long as they are signed in; the list to `list_until`, the key to `until`.
    Times in milliseconds, as browsers count."""
    whose = f"{about}:{visit.staff.id}:{number}"
    secret = hmac.digest(console.key.encode(), whose.encode(), "sha256")
    return {
        "csrf": visit.session.csrf,
        "owner": str(visit.staff.id),
        "key": secret.hex() if visit.now < until else "",
        "list_until": list_until.timestamp() * 1000,
        "key_until": until.timestamp() * 1000,
    }


def items_of(visit: Visit, most: int) -> list[dict[str, Any]]:
    """What is sent as `items`, a JSON list of objects. Raises HTTPException for anything else, and
    for more than `most` at once."""
    try:
        given = loads(visit.raw.get("items", "").encode("utf-8", "surrogatepass"))
    except ValueError as error:
        raise HTTPException(400) from error
    if not isinstance(given, list) or len(given) > most:
        raise HTTPException(400)
    return [item for item in given if isinstance(item, dict)]
