"""What staff said of the columns of a list, for the next file with the same headings."""

from content.attendee_rows import Chosen, Listing
from storage.database import Transaction

_COLUMNS = "list-columns:"  # before the shape of a list, in the settings


def remember(tx: Transaction, listing: Listing, chosen: Chosen) -> None:
    for about in listing.sheets:
        if about.shape and (columns := chosen.columns.get(about.at)):
            said = ",".join(f"{column}={meaning}" for column, meaning in sorted(columns.items()))
            tx.settings.put(f"{_COLUMNS}{about.shape}", said)


def remembered(tx: Transaction, listing: Listing) -> dict[int, dict[int, str]]:
    """What was chosen for sheets of the same headings before, by the place of the sheet."""
    found = {}
    for about in listing.sheets:
        if about.shape and (said := tx.settings.get(f"{_COLUMNS}{about.shape}")):
            pairs = (pair.split("=") for pair in said.split(","))
            found[about.at] = {int(column): meaning for column, meaning in pairs}
    return found
