"""By which ways a member of staff is told: each of their own choosing, on their own account's page.

A chat is linked by its code (`staff_links`). An address of letters is theirs once the code of a
letter sent there was typed; a browser is the one they stand at. Letters and notices of browsers lie
open on screens and with others' servers: they say a code and what to do, and lead into the console.
"""

import re
import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from content.library import Content
from handlers.people.refusing import NotDone
from handlers.people.waking import SealedBrowser
from handlers.talk import notices
from storage.database import Transaction
from storage.hashes import hashed
from storage.models import stamp
from storage.pushes import PushSubscription
from storage.staff_links import StaffWay, WayKind
from storage.staff_models import Staff

EMAIL, PUSH = "email", "staff_push"  # the channels of letters and of staff's browsers
CODE_LASTS = timedelta(hours=1)
DIGITS = 6
BROWSER_LASTS = timedelta(days=400)
ACCOUNT = "can-bo/tai-khoan"
LONGEST = 254

_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}")


def find(tx: Transaction, staff: Staff, contact_id: int) -> StaffWay:
    """One of this person's ways. Raises NotDone."""
    ways = (way for way in tx.staff_links.ways_of(staff.id) if way.contact_id == contact_id)
    found = next(ways, None)
    if found is None:
        raise NotDone("way", "way_gone")
    return found


def make_quiet(tx: Transaction, staff: Staff, *, quiet: bool) -> None:
    """Pages of the console that are open make no sound, and so tell of nothing; or they do."""
    tx.staff.save(replace(tx.staff.get(staff.id) or staff, quiet=quiet))


def mute(tx: Transaction, staff: Staff, contact_id: int, *, muted: bool) -> None:
    """They are told there, or not. Raises NotDone."""
    tx.staff_links.mute(staff.id, find(tx, staff, contact_id).contact_id, muted=muted)


def remove(tx: Transaction, staff: Staff, contact_id: int) -> None:
    """The way is theirs no more; of an address or a browser nothing is kept. Raises NotDone."""
    way = find(tx, staff, contact_id)
    tx.staff_links.drop(staff.id, contact_id)
    if way.way is not WayKind.CHAT:
        tx.contacts.delete(contact_id)


def try_out(
    tx: Transaction, content: Content, staff: Staff, contact_id: int, now: datetime
) -> None:
    """A message that says it is a trial. Raises NotDone where nothing is taken there."""
    way = find(tx, staff, contact_id)
    if way.is_dead:
        raise NotDone("way", "way_dead")
    key = f"way_test:{contact_id}:{stamp(now)}"
    name = "staff_chat/test" if way.way is WayKind.CHAT else "staff_notice/test"
    expires = now + CODE_LASTS
    notices.notify(tx, content, contact_id, name, now, key=key, expires=expires, page=ACCOUNT)


# ---- letters ----


def ask_address(
    tx: Transaction, content: Content, staff: Staff, address: str, now: datetime
) -> None:
    """A letter with a code goes there. Raises NotDone for what is no address, or another's."""
    if len(address) > LONGEST or not _ADDRESS.fullmatch(address):
        raise NotDone("email", "email_form")
    known = tx.contacts.find(EMAIL, _plain(address))
    owner = tx.staff_links.staff_of(known.id) if known is not None else None
    if owner is not None and owner != staff.id:
        raise NotDone("email", "email_taken")
    _forget_unshown(tx, staff)
    contact = tx.contacts.meet(EMAIL, _plain(address), now)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    tx.staff_links.ask_address(staff.id, contact.id, _kept(staff, code), now + CODE_LASTS)
    notices.notify(
        tx, content, contact.id, "staff_notice/address_code", now,
        key=f"address:{staff.id}:{stamp(now)}", expires=now + CODE_LASTS, digits=code, page=ACCOUNT,
    )  # fmt: skip


def show_address(tx: Transaction, staff: Staff, code: str, now: datetime) -> None:
    """Somebody reads the letters sent there. Raises NotDone for a wrong or old code."""
    asked = tx.staff_links.address_of(staff.id)
    digits = "".join(char for char in code if char.isascii() and char.isdecimal())
    if asked is None or asked.expires_at <= now or asked.code != _kept(staff, digits):
        raise NotDone("email_code", "email_code_wrong")
    for way in tx.staff_links.ways_of(staff.id):
        if way.way is WayKind.EMAIL and way.contact_id != asked.contact_id:
            remove(tx, staff, way.contact_id)  # one address each
    tx.staff_links.add_way(staff.id, asked.contact_id, WayKind.EMAIL, asked.address, now)
    tx.staff_links.forget_address(staff.id)


def drop_asked(tx: Transaction, staff: Staff) -> None:
    """They do not want to show it any more."""
    _forget_unshown(tx, staff)


def _forget_unshown(tx: Transaction, staff: Staff) -> None:
    asked = tx.staff_links.address_of(staff.id)
    tx.staff_links.forget_address(staff.id)
    if asked is not None and tx.passers_by.is_one(asked.contact_id):
        tx.contacts.delete(asked.contact_id)


def _plain(address: str) -> str:
    name, _, domain = address.rpartition("@")
    return f"{name}@{domain.lower()}"


def _kept(staff: Staff, code: str) -> str:
    return hashed(f"{staff.id}:{code}")


# ---- browsers ----


def add_browser(
    tx: Transaction, staff: Staff, browser: SealedBrowser, device: str, now: datetime
) -> None:
    """The browser they stand at; whoever was told by it before is not any more."""
    contact = tx.contacts.meet(PUSH, browser.mark, now)
    ends = min(now + BROWSER_LASTS, browser.ends) if browser.ends else now + BROWSER_LASTS
    tx.pushes.keep(PushSubscription(contact.id, browser.text, browser.mark, now, ends))
    tx.staff_links.add_way(staff.id, contact.id, WayKind.PUSH, device, now)
