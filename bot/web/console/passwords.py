"""Passwords of staff: argon2, slow on purpose, so beside the event loop."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from bot.running.pool import Pool
from storage.staff_models import Staff

SHORTEST_PASSWORD = 10

_hasher = PasswordHasher()


class BadPassword(ValueError):
    """A new password that would be easy to guess; the message is the name of the sentence."""


@cache
def _of_nobody() -> str:
    """Checked when there is no such login, so that the answer takes as long."""
    return _hasher.hash(secrets.token_urlsafe(12))


async def check_password(pool: Pool, staff: Staff | None, password: str) -> bool:
    """Slow on purpose, so beside the event loop; as slow for a login that does not exist.
    Raises Busy."""
    known = staff is not None and staff.password is not None and staff.active
    return await pool.run(_matches, staff, password) and known


def _matches(staff: Staff | None, password: str) -> bool:
    return matches(staff.password if staff else None, password)


def matches(kept: str | None, password: str) -> bool:
    """Whether a password is the one whose hash is kept; as slow where there is none (None), which
    nothing matches."""
    try:
        return _hasher.verify(kept or _of_nobody(), password) and bool(kept)
    except (VerifyMismatchError, InvalidHashError):
        return False


def new_password(password: str, login: str) -> str:
    """The hash to keep; takes as long as checking one. Raises BadPassword."""
    if len(password) < SHORTEST_PASSWORD:
        raise BadPassword("password_short")
    if login.lower() in password.lower() or len(set(password)) < 5:
        raise BadPassword("password_simple")
    return _hasher.hash(password)
