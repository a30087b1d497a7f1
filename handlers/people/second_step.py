"""The second step of signing in: who must have one, and the codes for whoever lost theirs.

A role may be asked to have it (`require`). Whoever signs in without it after that sets it up before
anything else. The recovery codes are shown once, kept as hashes, and each opens once.
"""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

import orjson

from content.library import Content
from handlers.people import accounts, staff_links
from storage.database import Transaction
from storage.hashes import hashed
from storage.models import moment, stamp
from storage.staff_models import Role, Staff, StaffSession

SETTING = "second_step_roles"
CODES = 10
DIGITS = 16  # of a recovery code: fifty bits, on the keypad of a telephone
FEW = 3  # codes left: time to make new ones


# ---- whom it is asked of ----


def required(tx: Transaction) -> Mapping[Role, datetime]:
    """Since when each role must have it; without those that need not."""
    kept = orjson.loads(tx.settings.get(SETTING, "{}"))
    return {Role(role): moment(since) for role, since in kept.items() if role in list(Role)}


def require(tx: Transaction, roles: Collection[Role], now: datetime) -> None:
    """These roles must have it, and no others. Who is signed in sets it up next time."""
    before = required(tx)
    since = {str(role): stamp(before.get(role, now)) for role in Role if role in roles}
    tx.settings.put(SETTING, orjson.dumps(since).decode())


def is_required_of(tx: Transaction, staff: Staff) -> bool:
    return bool(required(tx).keys() & staff.roles)


def owes(tx: Transaction, staff: Staff, session: StaffSession) -> bool:
    """Whether they must set it up now: nothing else is open to them in this session."""
    if staff.totp:
        return False
    since = required(tx)
    return any(role in since and session.created_at >= since[role] for role in staff.roles)


# ---- having it ----


def turn_on(tx: Transaction, own: Staff, secret: str, code: str, now: datetime) -> list[str] | None:
    """Keeps the secret, where `code` was made with it, and gives new recovery codes; None for a
    wrong code."""
    fresh = replace(own, totp=secret, totp_last=None)
    if not accounts.check_totp(tx, fresh, code, now):
        return None
    return make_codes(tx, own, now)


def turn_off(tx: Transaction, own: Staff) -> None:
    tx.staff.save(replace(own, totp=None, totp_last=None))
    tx.recovery_codes.forget(own.id)


def make_codes(tx: Transaction, staff: Staff, now: datetime) -> list[str]:
    """New recovery codes, to be shown once; the old ones open nothing any more."""
    codes = [f"{secrets.randbelow(10**DIGITS):0{DIGITS}}" for _ in range(CODES)]
    tx.recovery_codes.replace(staff.id, [_kept(staff, code) for code in codes], now)
    return [" ".join(code[at : at + 4] for at in range(0, DIGITS, 4)) for code in codes]


def use_code(
    tx: Transaction, content: Content, staff: Staff, typed: str, now: datetime
) -> int | None:
    """A recovery code in place of the six digits: how many are left; None for a wrong one. Its
    owner hears of it."""
    digits = "".join(char for char in typed if char.isascii() and char.isdecimal())
    if len(digits) != DIGITS or not tx.recovery_codes.use(staff.id, _kept(staff, digits), now):
        return None
    left = tx.recovery_codes.of(staff.id).left
    key = f"recovery:{staff.id}:{stamp(now)}"
    staff_links.tell(tx, content, [staff], "staff_chat/recovery_used", now, key=key, left=left)
    return left


def _kept(staff: Staff, digits: str) -> str:
    return hashed(f"{staff.id}:{digits}")
