"""What staff said of the columns of a list, for the next file with the same headings."""

from content.attendee_rows import Chosen, Listing
from storage.database import Transaction

_COLUMNS = "list-columns:"  # before the shape of a list, in the settings
_AS_READ = "as read"  # somebody looked at the columns and left them as they were


def remember(tx: Transaction, listing: Listing, chosen: Chosen) -> None:
    for about in listing.sheets:
        if about.shape and about.state == "read":
            columns = chosen.columns.get(about.at) or {}
            said = ",".join(f"{column}={meaning}" for column, meaning in sorted(columns.items()))
            tx.settings.put(f"{_COLUMNS}{about.shape}", said or _AS_READ)


def remembered(tx: Transaction, listing: Listing) -> dict[int, dict[int, str]]:
    """What was chosen for sheets of the same headings before, by the place of the sheet."""
    found = {}
    for about in listing.sheets:
        said = _said(tx, about.shape)
        if said and said != _AS_READ:
            pairs = (pair.split("=") for pair in said.split(","))
            found[about.at] = {int(column): meaning for column, meaning in pairs}
    return found


def are_known(tx: Transaction, listing: Listing) -> bool:
    """Whether somebody has looked at the columns of every sheet of it before."""
    sheets = [about for about in listing.sheets if about.state != "empty"]
    return all(about.state == "read" and _said(tx, about.shape) for about in sheets)


def _said(tx: Transaction, shape: str) -> str:
    return tx.settings.get(f"{_COLUMNS}{shape}") if shape else ""
