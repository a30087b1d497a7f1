"""Retention without its lots."""

from datetime import datetime

from content.library import Content
from handlers.clock.retention import SWEEPS
from storage.database import Transaction


def forget_all(tx: Transaction, content: Content, now: datetime) -> None:
    """Everything that is due, in the one transaction of the test."""
    for sweep, full in SWEEPS.values():
        while sweep(tx, content, now) >= full:
            pass
