"""`donghanh staff`: accounts from the command line, also while the assistant is running."""

from contextlib import AbstractAsyncContextManager

from bot.commands.refusal import CommandRefused
from bot.running.clock import utc_now
from bot.settings.settings import Settings
from bot.settings.site import site_of
from content.library import Content
from content.operator import tell
from content.people import by_name
from content.vietnamese import tidy
from handlers.people import accounts
from storage import database
from storage.database import Database, Transaction
from storage.staff_models import Role, Staff


async def add(
    settings: Settings,
    content: Content,
    login: str,
    name: str,
    roles: tuple[str, ...],
    office: str,
    title: str,
) -> str:
    """A new account; what to print. Raises CommandRefused and StorageError."""
    login = login.strip().lower()
    if not accounts.LOGIN.fullmatch(login):
        raise CommandRefused(tell("staff.bad_login", login=repr(login)))
    name, title = tidy(name), tidy(title)
    if not any(letter.isalpha() for letter in name):
        raise CommandRefused(tell("staff.no_name"))
    unknown = [role for role in roles if role not in list(Role)]
    if unknown:
        role, known = unknown[0], ", ".join(Role)
        raise CommandRefused(tell("staff.no_role", role=repr(role), known=known))
    if office not in content.ward.offices:
        known = ", ".join(content.ward.offices)
        raise CommandRefused(tell("staff.no_office", office=repr(office), known=known))
    now = utc_now()

    def work(tx: Transaction) -> str:
        if tx.staff.by_login(login) is not None:
            raise CommandRefused(tell("staff.has_account", login=login))
        given = frozenset(Role(role) for role in roles)
        _, token = accounts.add_staff(tx, login, name, office, given, now, title=title)
        tx.audit.write("staff.add", f"staff:{login}", now, roles=sorted(given), by="command line")
        return token

    async with _opened(settings) as db:
        return _printed(settings, login, await db.transaction(work))


async def link(settings: Settings, login: str) -> str:
    """A new first-run link; the old password stops working. Raises CommandRefused and
    StorageError."""
    now = utc_now()

    def work(tx: Transaction) -> str:
        staff = tx.staff.by_login(login.strip().lower())
        if staff is None:
            raise CommandRefused(tell("staff.no_account", login=login))
        tx.audit.write("staff.link", f"staff:{login}", now, by="command line")
        try:
            return accounts.invite(tx, staff, now)[1]
        except accounts.Off as off:
            raise CommandRefused(tell("staff.is_off", login=login)) from off

    async with _opened(settings) as db:
        return _printed(settings, login, await db.transaction(work))


async def listed(settings: Settings) -> str:
    async with _opened(settings) as db:
        people = await db.transaction(lambda tx: tx.staff.all())
    if not people:
        return tell("staff.nobody")
    people = sorted(by_name(people), key=lambda one: not one.active)
    return "\n".join(map(_line, people))


def _line(staff: Staff) -> str:
    name = staff.name if staff.active else f"{tell('staff.off')} {staff.name}"
    return f"{staff.login:20} {name}; {staff.office}; {', '.join(sorted(staff.roles))}"


def _opened(settings: Settings) -> AbstractAsyncContextManager[Database]:
    """The database beside a running assistant, or made ready when there is none yet."""
    url = settings.database_url
    return database.open(url, exclusive=not database.is_there(url))


def _printed(settings: Settings, login: str, token: str) -> str:
    address = f"{site_of(settings)}/can-bo/kich-hoat/{token}"
    link = tell("staff.link", login=login)
    return f"{link}\n{address}"
