"""Accounts of staff and their sessions: an optional second step, sessions kept on the server.

A session is a random cookie whose hash is stored; signing in always makes a new one.
"""

import hmac
import re
import secrets
from dataclasses import replace
from datetime import datetime, timedelta

import pyotp

from storage.database import Transaction
from storage.hashes import hashed
from storage.staff_models import INVITE_LASTS, Role, Staff, StaffSession

SESSION_LASTS = timedelta(hours=12)
IDLE_FOR = timedelta(hours=2)
TOUCH_EVERY = timedelta(minutes=1)
STEP_S = 30

# In the list that outlives a restore: who was switched off since the copy stays off.
OFF, ON = "staff_off", "staff_on"

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


def check_totp(tx: Transaction, staff: Staff, code: str, now: datetime) -> bool:
    """The six digits of the second step; each code works once."""
    if not staff.totp:
        return True
    step = step_of(staff.totp, code, now, after=staff.totp_last or 0)
    if step is None:
        return False
    tx.staff.save(replace(staff, totp_last=step))
    return True


def step_of(secret: str, code: str, now: datetime, *, after: int) -> int | None:
    """Which stretch of time a code of the second step is of, where it is one of now and later than
    `after`; None for a wrong one."""
    digits = "".join(char for char in code if char.isascii() and char.isdecimal())
    current, totp = int(now.timestamp()) // STEP_S, pyotp.TOTP(secret)
    for step in (current - 1, current, current + 1):
        if step > after and hmac.compare_digest(totp.at(step * STEP_S), digits):
            return step
    return None


def open_session(
    tx: Transaction, staff: Staff, now: datetime, device: str = ""
) -> tuple[str, StaffSession]:
    """A fresh session on this `device` -> (what the cookie holds, the session)."""
    token = secrets.token_urlsafe(32)
    csrf = secrets.token_urlsafe(24)
    session = StaffSession(hashed(token), staff.id, csrf, now, now, device)
    tx.staff.open_session(session)
    current = tx.staff.get(staff.id) or staff
    tx.staff.save(replace(current, signed_in_at=now))
    return token, session


def who(
    tx: Transaction, token: str, now: datetime, *, touches: bool = True
) -> tuple[Staff, StaffSession] | None:
    """Whose session this cookie is; None for one that ended, or of an account switched off.
    `touches`: somebody did something; what a page asks by itself keeps no session open."""
    session = tx.staff.session(hashed(token)) if token else None
    if session is None:
        return None
    if now - session.created_at > SESSION_LASTS or now - session.seen_at > IDLE_FOR:
        tx.staff.end_session(session.token)
        return None
    staff = tx.staff.get(session.staff_id)
    if staff is None or not staff.active:
        return None
    if touches and now - session.seen_at > TOUCH_EVERY:
        tx.staff.touch(session.token, now)
    return staff, session


def still_on(tx: Transaction, session: StaffSession, now: datetime) -> Staff | None:
    """Whose session it is, as long as it is one; only looks."""
    kept = tx.staff.session(session.token)
    if kept is None or now - kept.created_at > SESSION_LASTS or now - kept.seen_at > IDLE_FOR:
        return None
    staff = tx.staff.get(kept.staff_id)
    return staff if staff is not None and staff.active else None


def is_there(tx: Transaction, session: StaffSession, now: datetime) -> None:
    """A page of this session is open, and shows by itself what comes."""
    tx.staff.sign_live(session.token, now)


def sessions_of(tx: Transaction, staff: Staff, now: datetime) -> list[StaffSession]:
    """Where somebody is signed in now, the latest used first."""
    return tx.staff.sessions_of(staff.id, now - SESSION_LASTS, now - IDLE_FOR)


def end_sessions(tx: Transaction, staff_id: int, mark: str, *, but: str) -> None:
    """One of somebody's sessions, as a page calls it; without a `mark` all of them, apart from the
    one with the hashed token `but`."""
    if mark:
        tx.staff.end_marked(staff_id, mark)
    else:
        tx.staff.end_sessions_of(staff_id, but=but)


def add_staff(
    tx: Transaction,
    login: str,
    name: str,
    office: str,
    roles: frozenset[Role],
    now: datetime,
    *,
    title: str = "",
    neighbourhood: str = "",
) -> tuple[Staff, str]:
    """A new account and the token of its first-run link, which is shown once."""
    staff = Staff(
        id=tx.staff.ids.next(),
        login=login,
        name=name,
        office=office,
        roles=roles,
        created_at=now,
        title=title,
        neighbourhood=neighbourhood,
    )
    tx.staff.add(staff)
    return invite(tx, staff, now)


class Off(Exception):
    """The account was switched off; it opens for nobody before it is switched on again."""


def invite(tx: Transaction, staff: Staff, now: datetime) -> tuple[Staff, str]:
    """A new first-run link: the old password and the second step no longer work. Raises Off."""
    if not staff.active:
        raise Off
    token = secrets.token_urlsafe(24)
    invited = replace(
        staff,
        password=None,
        totp=None,
        totp_last=None,
        invite=hashed(token),
        invite_until=now + INVITE_LASTS,
    )
    tx.staff.save(invited)
    tx.staff.end_sessions_of(staff.id)
    tx.recovery_codes.forget(staff.id)
    return invited, token


def activate(tx: Transaction, staff: Staff, kept: str) -> Staff:
    """The first password (`kept` is its hash) ends the link."""
    return tx.staff.save(replace(staff, password=kept, invite=None, invite_until=None))


def switch_off(tx: Transaction, staff: Staff) -> Staff:
    """Nothing opens the account any more: no session, no link that was not used yet, no code for a
    chat. Its password is kept for when it is switched on again."""
    tx.staff.end_sessions_of(staff.id)
    tx.staff_links.drop_codes_of(staff.id)
    tx.gone.add(OFF, staff.id)
    return tx.staff.save(replace(staff, active=False, invite=None, invite_until=None))


def switch_on(tx: Transaction, staff: Staff) -> Staff:
    """The account opens again, with the password it had."""
    tx.gone.add(ON, staff.id)
    return tx.staff.save(replace(staff, active=True))


def is_last_admin(tx: Transaction, staff: Staff) -> bool:
    others = [s for s in tx.staff.all() if s.active and Role.ADMIN in s.roles and s.id != staff.id]
    return Role.ADMIN in staff.roles and not others
