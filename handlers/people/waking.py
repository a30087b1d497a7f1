"""Browsers that are woken when something new waits in their chat: asked for by their owner alone,
ended by them, by the push service, or by nobody coming back with them for so long."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from content.library import Content
from handlers.people import consents
from storage.database import Transaction
from storage.pushes import PushSubscription
from storage.question_models import Purpose

CONSENT = "push/consent"
# As long as a browser is known by its cookie: later the chat it opened would be a new one.
LASTS = timedelta(days=90)
RENEWED_AFTER = timedelta(days=1)  # no write for every look at the page


@dataclass(frozen=True, slots=True)
class SealedBrowser:
    """Where a browser is reached, encrypted; `mark` names it; `ends` as its push service says."""

    text: str
    mark: str
    ends: datetime | None = None


def turn_on(
    tx: Transaction,
    content: Content,
    channel: str,
    address: str,
    browser: SealedBrowser,
    now: datetime,
) -> PushSubscription:
    """Its owner agreed, just now and on their page; of a contact one browser is kept."""
    contact = tx.contacts.meet(channel, address, now)
    consents.record(tx, content, contact.id, channel, Purpose.PUSH, CONSENT, now)
    return _keep(tx, _of(contact.id, browser, now), now)


def move(
    tx: Transaction, channel: str, address: str, browser: SealedBrowser, now: datetime
) -> bool:
    """The push service gave a browser another address; False where it is not woken any more."""
    contact = tx.contacts.find(channel, address)
    kept = tx.pushes.of(contact.id) if contact is not None else None
    if kept is None or tx.people.agreed(kept.contact_id, Purpose.PUSH) is None:
        return False
    moved = _of(kept.contact_id, browser, now)
    _keep(tx, replace(moved, created_at=kept.created_at, wake_at=kept.wake_at), now)
    return True


def _keep(tx: Transaction, subscription: PushSubscription, now: datetime) -> PushSubscription:
    """Whoever was woken by the same browser before, under another cookie, is not any more."""
    for contact_id in tx.pushes.keep(subscription):
        tx.people.withdraw(contact_id, Purpose.PUSH, now)
    return subscription


def _of(contact_id: int, browser: SealedBrowser, now: datetime) -> PushSubscription:
    ends = min(now + LASTS, browser.ends) if browser.ends else now + LASTS
    return PushSubscription(contact_id, browser.text, browser.mark, now, ends)


def turn_off(tx: Transaction, channel: str, address: str, now: datetime) -> None:
    """Its owner does not want it any more."""
    contact = tx.contacts.find(channel, address)
    if contact is not None:
        consents.withdraw(tx, contact.id, Purpose.PUSH, now)


def look(tx: Transaction, contact_id: int, now: datetime) -> str:
    """Its owner looks at the page; the mark of the browser that is woken for them, "" for none."""
    kept = tx.pushes.of(contact_id)
    if kept is None or kept.expires_at <= now:
        return ""
    tx.pushes.renew(contact_id, now + LASTS, now + LASTS - RENEWED_AFTER)
    return kept.mark


def opened(tx: Transaction, channel: str, address: str, now: datetime) -> None:
    """They pressed what woke them, and what waited stands before them: they came back."""
    if tx.contacts.find(channel, address) is not None:
        tx.contacts.meet(channel, address, now)


def end(tx: Transaction, subscription: PushSubscription, now: datetime) -> None:
    """The push service knows this browser no more: its owner took the permission back, or it is
    gone. One they turned on meanwhile stays."""
    if tx.pushes.remove(subscription.contact_id, subscription.mark):
        tx.people.withdraw(subscription.contact_id, Purpose.PUSH, now)


def end_expired(tx: Transaction, now: datetime) -> int:
    """Nobody came back with them; how many."""
    ended = tx.pushes.delete_expired(now)
    for contact_id in ended:
        tx.people.withdraw(contact_id, Purpose.PUSH, now)
    return len(ended)


def end_all(tx: Transaction, now: datetime) -> None:
    """None of them can be reached any more: our own key is another one."""
    for contact_id in tx.pushes.remove_all():
        tx.people.withdraw(contact_id, Purpose.PUSH, now)
