"""What a business was told from others by, as marks that stay when it is erased at its owner's
wish: who loads a list that still has it is asked first."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from handlers.register.alike import Known, known
from storage.database import Transaction

_KEY = "erased_business_key"  # in the settings


@dataclass(frozen=True, slots=True)
class ErasedBefore:
    """The marks there are, and the key they were made with."""

    key: str
    marks: Mapping[str, datetime]

    def of(self, one: Known) -> datetime | None:
        """When the business it may be was erased; None for one that was not."""
        if not self.marks:
            return None
        return max((self.marks[m] for m in _marks(one, self.key) if m in self.marks), default=None)


def read(tx: Transaction) -> ErasedBefore:
    return ErasedBefore(tx.settings.get(_KEY), tx.business_erasures.all())


def note(tx: Transaction, business_id: int, now: datetime) -> None:
    """Before it is erased."""
    key = tx.settings.get_or_set(_KEY, secrets.token_hex(32))
    for line in tx.business_lists.some([business_id]):
        tx.business_erasures.note(_marks(known(line), key), now)


def _marks(one: Known, key: str) -> list[str]:
    said = [("tax", one.tax_code), ("registration", one.registration)]
    said += [("phone", phone) for phone in one.phones]
    said += [("name", f"{one.name}|{one.place}" if one.name and one.place else "")]
    return [
        hmac.new(key.encode(), f"{what}:{text}".encode(), hashlib.sha256).hexdigest()[:32]
        for what, text in said
        if text
    ]
