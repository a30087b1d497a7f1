"""What staff said of the columns of a list, for the next file with the same headings."""

from collections.abc import Sequence

from content.attendee_rows import Chosen, SheetRead
from storage.database import Transaction

# Before the shape of a list, in the settings: of people, of businesses.
PEOPLE, BUSINESSES = "list-columns:", "business-columns:"
_AS_READ = "as read"  # somebody looked at the columns and left them as they were


def remember(tx: Transaction, what: str, sheets: Sequence[SheetRead], chosen: Chosen) -> None:
    """`what` is listed: PEOPLE or BUSINESSES."""
    for about in sheets:
        if about.shape and about.state == "read":
            columns = chosen.columns.get(about.at) or {}
            said = ",".join(f"{column}={meaning}" for column, meaning in sorted(columns.items()))
            tx.settings.put(f"{what}{about.shape}", said or _AS_READ)


def remembered(
    tx: Transaction, what: str, sheets: Sequence[SheetRead]
) -> dict[int, dict[int, str]]:
    """What was chosen for sheets of the same headings before, by the place of the sheet."""
    found = {}
    for about in sheets:
        said = _said(tx, what, about.shape)
        if said and said != _AS_READ:
            pairs = (pair.split("=") for pair in said.split(","))
            found[about.at] = {int(column): meaning for column, meaning in pairs}
    return found


def are_known(tx: Transaction, what: str, sheets: Sequence[SheetRead]) -> bool:
    """Whether somebody has looked at the columns of every sheet of it before."""
    there = [about for about in sheets if about.state != "empty"]
    return all(about.state == "read" and _said(tx, what, about.shape) for about in there)


def _said(tx: Transaction, what: str, shape: str) -> str:
    return tx.settings.get(f"{what}{shape}") if shape else ""
