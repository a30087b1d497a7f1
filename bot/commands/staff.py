"""`donghanh staff`: accounts from the command line, also while the assistant is running."""

from contextlib import AbstractAsyncContextManager

from bot.app import site_of, utc_now
from bot.commands.refusal import CommandRefused
from bot.settings.settings import Settings
from content.library import Content
from content.people import by_name
from content.vietnamese import tidy
from handlers.people import accounts
from storage import database
from storage.database import Database, Transaction
from storage.staff_models import Role


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
        raise CommandRefused(f"Tên đăng nhập {login!r}: chỉ chữ thường không dấu, số, chấm, gạch.")
    name, title = tidy(name), tidy(title)
    if not any(letter.isalpha() for letter in name):
        raise CommandRefused(
            "Họ tên (--name) đang trống: cần tên đầy đủ, ví dụ --name 'Nguyễn Văn An'."
        )
    unknown = [role for role in roles if role not in list(Role)]
    if unknown:
        raise CommandRefused(f"Không có vai trò {unknown[0]!r}. Các vai trò: {', '.join(Role)}.")
    if office not in content.ward.offices:
        known = ", ".join(content.ward.offices)
        raise CommandRefused(f"Không có cơ quan {office!r} trong ward.toml. Các mã: {known}.")
    now = utc_now()

    def work(tx: Transaction) -> str:
        if tx.staff.by_login(login) is not None:
            raise CommandRefused(
                f"Đã có tài khoản {login}. Cấp liên kết mới: donghanh staff link {login}"
            )
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
            raise CommandRefused(f"Không có tài khoản {login}.")
        tx.audit.write("staff.link", f"staff:{login}", now, by="command line")
        try:
            return accounts.invite(tx, staff, now)[1]
        except accounts.Off as off:
            raise CommandRefused(
                f"Tài khoản {login} đang tắt. Bật lại ở trang Nhân sự đã."
            ) from off

    async with _opened(settings) as db:
        return _printed(settings, login, await db.transaction(work))


async def listed(settings: Settings) -> str:
    async with _opened(settings) as db:
        people = await db.transaction(lambda tx: tx.staff.all())
    if not people:
        return "Chưa có ai. Thêm: donghanh staff add ten --name 'Họ Tên' --role admin"
    return "\n".join(
        f"{staff.login:20} {'' if staff.active else '(tắt) '}{staff.name}; {staff.office};"
        f" {', '.join(sorted(staff.roles))}"
        for staff in sorted(by_name(people), key=lambda one: not one.active)
    )


def _opened(settings: Settings) -> AbstractAsyncContextManager[Database]:
    """The database beside a running assistant, or made ready when there is none yet."""
    path = database.sqlite_path(settings.database_url)
    return database.open(settings.database_url, exclusive=not path.exists())


def _printed(settings: Settings, login: str, token: str) -> str:
    address = f"{site_of(settings)}/can-bo/kich-hoat/{token}"
    return (
        f"Liên kết đặt mật khẩu cho {login} (một lần, trong 72 giờ; gửi riêng cho đúng người):\n"
        f"{address}"
    )
