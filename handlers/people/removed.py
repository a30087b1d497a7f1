"""What a form acts on is not there any more: somebody took it away meanwhile. One exception for
every kind of thing, and what the audit knows of it."""

from datetime import datetime

from storage.audit import Deed, JournalFilter
from storage.database import Transaction
from storage.staff_models import AuditLine

_LOOKED_AT = 200  # lines of the audit about one thing


class TakenAway(LookupError):
    """Nothing is kept. `about`: the object of the audit (`event:7`) by whose lines it is looked for
    who did it; `deeds`: what may have taken it away; `detail`: what such a line tells of it.
    `erased_at`: it was somebody who is erased since, of which no line tells."""

    def __init__(
        self, about: str, *deeds: Deed, erased_at: datetime | None = None, **detail: str
    ) -> None:
        super().__init__(about)
        self.about = about
        self.deeds = deeds
        self.detail = detail
        self.erased_at = erased_at


def line_of(tx: Transaction, gone: TakenAway, since: datetime) -> AuditLine | None:
    """The line of the audit about it; None where nobody of the staff did it since (aware)."""
    wanted = JournalFilter(since=since, deeds=gone.deeds, objects=[gone.about])
    return next(
        (
            line
            for line in tx.audit.lines(wanted, limit=_LOOKED_AT)
            if all(str(line.detail.get(name)) == value for name, value in gone.detail.items())
        ),
        None,
    )
