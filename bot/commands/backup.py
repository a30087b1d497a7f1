"""`donghanh backup` and `donghanh restore`: what they print."""

import sys
from pathlib import Path

from bot.app import utc_now
from bot.files.backup import Backup
from bot.files.backup import back_up as make
from bot.files.restore import restore as put_back
from bot.settings.settings import Settings
from content.library import Content
from content.vietnamese import when
from storage import database


async def back_up(settings: Settings, folder: Path) -> str:
    """Raises BackupFailed and StorageError."""
    path = database.sqlite_path(settings.database_url)
    made = await make(path, folder, utc_now(), _progress)
    return told(made)


def told(made: Backup) -> str:
    lines = [f"Đã sao lưu và kiểm tra: {made.folder} ({made.files} tệp)."]
    if made.missing:
        lines.append(
            f"Lưu ý: {len(made.missing)} tệp có tên trong cơ sở dữ liệu nhưng không còn trên máy,"
            f" ví dụ {made.missing[0]}."
        )
    lines.append(
        "Không kèm tệp .env: cất riêng ZALO_OA_TOKEN_KEY và các mã khác, mất thì phải kết nối lại."
    )
    return "\n".join(lines)


def _progress(left: int, total: int) -> None:
    if sys.stderr.isatty() and total:
        end = "\n" if not left else ""
        print(f"\rCơ sở dữ liệu: {100 - 100 * left // total}%", end=end, file=sys.stderr)


async def restore(settings: Settings, content: Content, source: Path, *, older: bool) -> str:
    """Raises RestoreRefused and StorageError."""
    done = await put_back(settings.database_url, source, content, utc_now(), older=older)
    of = f" (bản lúc {when(done.made_at)})" if done.made_at else ""
    lines = [
        f"Đã khôi phục từ {source}{of}.",
        f"Dữ liệu trước đó được cất ở {done.aside}: xem xong thì xóa, không giữ quá 35 ngày.",
        f"Xóa lại dữ liệu của người đã xin xóa sau lúc sao lưu: {done.erased_again} mục.",
        f"Tin đang chờ được giữ lại: {done.held}. Không tự gửi gì cho tới khi quản trị chọn ở mục"
        " Kênh của bảng điều khiển.",
        "Tin người dân nhắn sau lúc sao lưu không có trong bản này. Zalo OA báo lỗi thì kết nối"
        " lại.",
    ]
    if done.missing:
        lines.append(f"Lưu ý: {len(done.missing)} tệp không có trong bản sao lưu.")
    return "\n".join(lines)
