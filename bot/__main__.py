"""The `donghanh` command. Each command imports what it needs, so that small ones start at once."""

import asyncio
import errno
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from bot.settings.settings import ConfigError, Settings, read_settings


class _Commands(click.Group):
    """Every command ends in one line where the disk or the database does not do, never in a
    traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        from storage.database import StorageError

        try:
            return super().invoke(ctx)
        except StorageError as error:
            problem = str(error)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise  # whoever read our output has enough
            problem = f"Máy không cho đọc hoặc ghi {error.filename or 'tệp'}: {error.strerror}."
        return _fail(problem)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Đồng Hành: trợ lý của phường cho hộ kinh doanh."""


def _fail(message: object) -> NoReturn:
    """One line per problem on standard error, and a non-zero exit."""
    print(message, file=sys.stderr)
    raise SystemExit(2)


def _settings(**given: object) -> Settings:
    try:
        return read_settings(**given)  # type: ignore[arg-type]  # names of settings
    except ConfigError as error:
        _fail(error)


@main.command()
@click.option("--host", help="địa chỉ lắng nghe (mặc định 127.0.0.1)")
@click.option("--port", type=int, help="cổng (mặc định 8080; 0: cổng trống bất kỳ)")
@click.option("--database", "database_url", help="ví dụ sqlite:///data/donghanh.db")
def run(**given: Any) -> None:
    """Chạy trợ lý: web chat, và Telegram khi có TELEGRAM_BOT_TOKEN."""
    from bot import logs
    from bot.app import serve
    from bot.channels.base import Misconfigured
    from content.problems import ContentError
    from storage.database import StorageError

    settings = _settings(**given)
    logs.set_up(settings.log_level)

    def announce(address: str) -> None:
        print(_summary(settings, address), flush=True)

    try:
        asyncio.run(serve(settings, announce))
        return
    except (StorageError, ContentError, Misconfigured) as error:
        problem = logs.redact(str(error))
    except KeyboardInterrupt:
        raise SystemExit(0) from None
    _fail(problem)  # the error is gone by now, and with it all that its frames held


def _summary(settings: Settings, address: str) -> str:
    lines = [
        "Đồng Hành đang chạy.",
        f"  Web chat:      BẬT   {address}",
        f"  Cán bộ:        BẬT   {address}can-bo   Thêm người: donghanh staff add",
        f"  Cơ sở dữ liệu:       {settings.database_url}",
    ]
    lines += [vendor.summary(address) for vendor in settings.vendors]
    if not settings.public_url:
        lines.append("  Địa chỉ ngoài: CHƯA  Muốn có: đặt PUBLIC_URL=https://... trong tệp .env")
    elif not settings.trusted_proxies:
        lines.append("  Máy chủ web:   CHƯA  Đứng sau nginx, Caddy: đặt TRUSTED_PROXIES=127.0.0.1")
    return "\n".join([*lines, "Dừng: Ctrl+C"])


@main.command()
@click.option("--database", "database_url", help="mặc định: chat.db cạnh cơ sở dữ liệu chính")
def chat(database_url: str | None) -> None:
    """Trò chuyện trong cửa sổ dòng lệnh; cũng đọc được từ đầu vào chuẩn."""
    from bot import logs
    from content.problems import ContentError
    from storage.database import StorageError, sqlite_path

    settings = _settings()
    logs.set_up("WARNING")
    try:
        beside = sqlite_path(settings.database_url).with_name("chat.db")
        asyncio.run(_chat(settings, database_url or f"sqlite:///{beside}"))
    except (StorageError, ContentError) as error:
        _fail(error)
    except KeyboardInterrupt:
        raise SystemExit(0) from None


async def _chat(settings: Settings, url: str) -> None:
    from bot.app import build_core
    from bot.channels.terminal import TerminalChannel
    from content.library import load_content
    from storage import database

    channel = TerminalChannel()
    content = load_content(ward_file=settings.ward_file)
    async with database.open(url) as db:
        core = build_core(db, content, {channel.name: channel})
        for delivery in core.deliveries.values():
            await delivery.recover()
        await channel.start(core.reception.receive)
        await channel.play(sys.stdin, core.settle)
        await channel.stop()


@main.command()
@click.option("--database", "database_url", help="ví dụ sqlite:///data/donghanh.db")
def migrate(database_url: str | None) -> None:
    """Tạo hoặc nâng cấp cơ sở dữ liệu (lệnh run cũng tự làm việc này)."""
    from storage import database

    url = _settings(database_url=database_url).database_url

    async def work() -> None:
        async with database.open(url):
            pass

    try:
        asyncio.run(work())
    except database.StorageError as error:
        _fail(error)
    print(f"Cơ sở dữ liệu đã sẵn sàng: {url}")


@main.command(name="backup")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--database", "database_url", help="ví dụ sqlite:///data/donghanh.db")
def back_up(folder: Path, database_url: str | None) -> None:
    """Sao lưu cơ sở dữ liệu, ảnh, tệp kèm vào FOLDER; chạy được khi trợ lý đang chạy."""
    from bot.commands import backup
    from bot.files.backup import BackupFailed

    settings = _settings(database_url=database_url)
    try:
        print(asyncio.run(backup.back_up(settings, folder)))
    except BackupFailed as error:
        _fail(error)


@main.command(name="restore")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--older", is_flag=True, help="chấp nhận bản cũ hơn danh sách xóa dữ liệu")
@click.option("--database", "database_url", help="ví dụ sqlite:///data/donghanh.db")
def put_back(source: Path, older: bool, database_url: str | None) -> None:
    """Khôi phục từ một thư mục sao lưu (hoặc một tệp .db); dữ liệu cũ được cất, không xóa."""
    from bot.commands import backup
    from bot.files.restore import RestoreRefused

    settings = _settings(database_url=database_url)
    try:
        print(asyncio.run(backup.restore(settings, _content(), source, older=older)))
    except RestoreRefused as error:
        _fail(error)


@main.command()
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="kiểm như vào ngày này")
def check(on: datetime | None) -> None:
    """Kiểm toàn bộ nội dung: câu trả lời, sự kiện, văn bản luật, mẫu câu, câu trên trang."""
    from bot.web.page_faults import page_faults
    from content.library import check_content, load_content
    from content.problems import ContentError
    from content.review import coming_reviews
    from content.vietnamese import day

    try:
        content = load_content(ward_file=_settings().ward_file)
        warnings = check_content(content, _day(on))
        if faults := page_faults(content):
            raise ContentError(faults)
    except ContentError as error:
        print(error, file=sys.stderr)
        _fail(f"Nội dung có {len(error.problems)} lỗi.")
    soon = len(warnings)
    for warning in warnings[:5]:
        print(f"lưu ý: {warning}")
    if soon > 5:
        print(f"lưu ý: ... và {soon - 5} câu khác cũng sắp đến hạn rà soát")
    for ahead, ending in coming_reviews(content.knowledge, _day(on)):
        for office, entries in ending.items():
            named = ", ".join(f"{entry.id} ({day(entry.review_by)})" for entry in entries)
            print(
                f"hết hạn rà soát trong {ahead} ngày, {content.ward.office(office).name}: {named}"
            )
    print(f"Nội dung tốt: {len(content.knowledge.entries)} câu, {len(content.laws)} văn bản.")


@main.group()
def faq() -> None:
    """Kho câu hỏi: hỏi thử, tìm, liệt kê, chấm điểm."""


def _day(on: datetime | None) -> date:
    from content.vietnamese import VIETNAM

    return on.date() if on else datetime.now(VIETNAM).date()


def _content() -> Any:
    from content.library import load_content
    from content.problems import ContentError

    try:
        return load_content(ward_file=_settings().ward_file)
    except ContentError as error:
        _fail(error)


def _standard_input() -> Iterator[str]:
    """Lines of standard input; Notepad begins a file with a mark that is no part of the text."""
    for number, line in enumerate(sys.stdin):
        yield line if number else line.removeprefix("\ufeff")


@faq.command()
@click.argument("question")
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="trả lời như vào ngày này")
@click.option("--json", "as_json", is_flag=True, help="in JSON")
def ask(question: str, on: datetime | None, as_json: bool) -> None:
    """Hỏi một câu, xem câu trả lời."""
    from bot.commands.faq import ask_text

    print(ask_text(_content(), question, _day(on), as_json=as_json))


@faq.command()
@click.option("--jsonl", is_flag=True, required=True, help="đọc mỗi dòng một JSON {id, text}")
def search(jsonl: bool) -> None:
    """Đọc câu hỏi từ đầu vào chuẩn, in kết quả tìm cho từng câu."""
    from bot.commands.faq import BadLine, search_lines

    try:
        for line in search_lines(_content(), _standard_input()):
            print(line)
    except BadLine as error:
        _fail(error)


@faq.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="in JSON")
def list_(as_json: bool) -> None:
    """Liệt kê mọi câu hỏi: mã, chủ đề, căn cứ, hạn rà soát."""
    from bot.commands.faq import list_text

    print(list_text(_content(), as_json=as_json))


@faq.command()
@click.option(
    "--set",
    "path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="chỉ chấm một tập câu hỏi",
)
@click.option(
    "--write",
    "document",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="ghi kết quả vào tài liệu này (docs/faq-quality.md)",
)
def score(path: Path | None, document: Path | None) -> None:
    """Chấm điểm phần hiểu câu hỏi trên tập chỉnh và tập thử."""
    from bot.commands import scores

    content = _content()
    try:
        if path:
            print(scores.as_table(scores.score(content, path)))
            return
        text = scores.report(content)
        if document:
            scores.write(document, text)
    except (ValueError, OSError) as error:
        _fail(error)
    print(text)


@faq.command()
@click.option("--database", "database_url", help="ví dụ sqlite:///data/donghanh.db")
@click.option("--json", "as_json", is_flag=True, help="in JSON")
def inbox(database_url: str | None, as_json: bool) -> None:
    """Câu chưa trả lời được, gom theo ý giống nhau, kèm câu gần nhất."""
    from bot.commands.faq import kept_questions
    from bot.commands.inbox import inbox_text
    from storage.database import StorageError

    url = _settings(database_url=database_url).database_url
    try:
        kept = asyncio.run(kept_questions(url))
    except StorageError as error:
        _fail(error)
    print(inbox_text(_content(), kept, as_json=as_json))


@faq.command()
@click.argument("question")
@click.option("--topic", required=True, help="chủ đề, ví dụ thue")
def draft(question: str, topic: str) -> None:
    """Tạo tệp nháp cho một câu mới; chưa duyệt thì trợ lý không đọc như sự thật."""
    from bot.commands.inbox import draft as make
    from bot.commands.refusal import CommandRefused

    try:
        path = make(_content(), question, topic, _day(None))
        print(f"Đã tạo {path}. Soạn theo docs/viet-noi-dung.md.")
    except CommandRefused as error:
        _fail(f"Không tạo: {error}")


@faq.command()
@click.argument("entry")
@click.argument("wording")
@click.option("--sure", is_flag=True, help="câu này đang ra câu khác, vẫn muốn chuyển")
def add(entry: str, wording: str, *, sure: bool) -> None:
    """Thêm một cách hỏi vào một câu; chấm lại, hỏng câu khác thì không thêm."""
    from bot.commands.inbox import add_wording
    from bot.commands.refusal import CommandRefused

    try:
        print(add_wording(entry, wording, sure=sure))
    except CommandRefused as error:
        _fail(f"Không thêm: {error}")


@faq.command()
@click.option("--database", "database_url", help="ví dụ sqlite:///data/donghanh.db")
@click.option("--json", "as_json", is_flag=True, help="in JSON")
def unanswered(database_url: str | None, as_json: bool) -> None:
    """Những câu chưa trả lời được hoặc bị báo chưa đúng (không kèm danh tính)."""
    from bot.commands.faq import unanswered_text
    from storage.database import StorageError

    url = _settings(database_url=database_url).database_url
    try:
        print(asyncio.run(unanswered_text(url, as_json=as_json)))
    except StorageError as error:
        _fail(error)


@main.group()
def staff() -> None:
    """Tài khoản của cán bộ dùng bảng điều khiển."""


@staff.command(name="add")
@click.argument("login")
@click.option("--name", required=True, help="họ và tên")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    help="một vai trò, lặp lại được: owner, clerk, responder, external, approver, communicator,"
    " door, auditor, admin",
)
@click.option("--office", default="kthtdt", show_default=True, help="mã cơ quan trong ward.toml")
@click.option("--title", default="", help="chức vụ")
@click.option("--database", "database_url", help="ví dụ sqlite:///data/donghanh.db")
def staff_add(
    login: str, name: str, roles: tuple[str, ...], office: str, title: str, database_url: str | None
) -> None:
    """Thêm một người; in liên kết đặt mật khẩu, chỉ một lần. Chạy được khi trợ lý đang chạy."""
    from bot.commands.refusal import CommandRefused
    from bot.commands.staff import add
    from storage.database import StorageError

    settings = _settings(database_url=database_url)
    try:
        print(asyncio.run(add(settings, _content(), login, name, roles, office, title)))
    except (CommandRefused, StorageError) as error:
        _fail(error)


@staff.command(name="link")
@click.argument("login")
@click.option("--database", "database_url", help="ví dụ sqlite:///data/donghanh.db")
def staff_link(login: str, database_url: str | None) -> None:
    """Cấp liên kết đặt mật khẩu mới (quên mật khẩu, mất điện thoại)."""
    from bot.commands.refusal import CommandRefused
    from bot.commands.staff import link
    from storage.database import StorageError

    try:
        print(asyncio.run(link(_settings(database_url=database_url), login)))
    except (CommandRefused, StorageError) as error:
        _fail(error)


@staff.command(name="list")
@click.option("--database", "database_url", help="ví dụ sqlite:///data/donghanh.db")
def staff_list(database_url: str | None) -> None:
    """Ai có tài khoản."""
    from bot.commands.staff import listed
    from storage.database import StorageError

    try:
        print(asyncio.run(listed(_settings(database_url=database_url))))
    except StorageError as error:
        _fail(error)


@main.command()
# In a folder of its own: photos lie beside a database, and those its rows do not name are removed.
@click.option(
    "--database", "database_url", default="sqlite:///data/demo/demo.db", show_default=True
)
@click.option("--port", type=int, help="cổng (mặc định 8080)")
@click.option("--only-fill", is_flag=True, help="chỉ tạo dữ liệu, không chạy")
def demo(database_url: str, port: int | None, *, only_fill: bool) -> None:
    """Một hội nghị mẫu (người bịa ra) để dùng thử mọi thứ, trong tệp riêng."""
    from bot import logs
    from bot.demo.ward import AlreadyThere, demo_clock, fill, run_demo
    from content.vietnamese import when
    from storage.database import StorageError

    settings = _settings(database_url=database_url, port=port)
    logs.set_up("WARNING")
    clock, content = demo_clock(), _content()
    try:
        print(asyncio.run(fill(settings, content, clock())))
    except AlreadyThere as told:
        print(told)
    except StorageError as error:
        _fail(error)
    if only_fill:
        return

    def announce(address: str, telegram: str) -> None:
        print(
            f"Trang trò chuyện:    {address}\nBảng điều khiển:     {address}can-bo\n"
            f"Telegram dùng thử:   {telegram}/ (60 người đã đăng ký nhận tin)\n"
            f"Đồng hồ dùng thử:    {when(clock())}\nDừng: Ctrl+C",
            flush=True,
        )

    try:
        asyncio.run(run_demo(settings, content, announce, clock))
    except StorageError as error:
        _fail(error)
    except KeyboardInterrupt:
        raise SystemExit(0) from None


@main.command(name="demo-zalo")
@click.option("--buttons", is_flag=True, help="như một OA doanh nghiệp, có nút bấm")
def demo_zalo(*, buttons: bool) -> None:
    """Trò chuyện như trên Zalo OA, ngay tại đây, với một Zalo giả trên máy này."""
    from bot import logs
    from bot.demo.ward import demo_clock
    from bot.demo.zalo import run_zalo

    settings = _settings()
    logs.set_up("ERROR")
    talking = run_zalo(settings, _content(), demo_clock(), sys.stdin, sys.stdout, buttons=buttons)
    try:
        asyncio.run(talking)
    except KeyboardInterrupt:
        raise SystemExit(0) from None


@main.group()
def zalo() -> None:
    """Zalo OA và Zalo Bot: tạo khóa, kiểm tra trước khi dùng thật."""


@zalo.command(name="key")
def zalo_key() -> None:
    """In một khóa mới cho ZALO_OA_TOKEN_KEY. Giữ kín; mất khóa thì phải kết nối lại OA."""
    from cryptography.fernet import Fernet

    print(Fernet.generate_key().decode())


@zalo.command(name="probe")
@click.option("--send-to", default="", help="user_id của người đồng ý nhận vài tin thử")
@click.option(
    "--webhook",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="thân một webhook đã lưu nguyên từng byte",
)
@click.option("--signature", default="", help="giá trị X-ZEvent-Signature của webhook đó")
@click.option("--database", "database_url", help="ví dụ sqlite:///data/donghanh.db")
def zalo_probe(
    send_to: str, webhook: Path | None, signature: str, database_url: str | None
) -> None:
    """Hỏi Zalo những điều chưa ai xác nhận, in cài đặt nên đổi. Chỉ đọc, trừ khi có --send-to."""
    from bot import logs
    from bot.commands.zalo import is_there_to_ask, probe
    from storage.database import StorageError

    settings = _settings(database_url=database_url)
    logs.set_up("ERROR")
    if not is_there_to_ask(settings):
        _fail(
            "Chưa đặt ZALO_OA_APP_ID, ZALO_OA_ACCESS_TOKEN hay ZALO_BOT_TOKEN: chưa có gì để hỏi."
        )
    try:
        captured = webhook.read_bytes() if webhook else None
        ended_well = asyncio.run(probe(settings, _content(), send_to, captured, signature))
    except StorageError as error:
        _fail(error)
    raise SystemExit(0 if ended_well else 1)


@main.group()
def facts() -> None:
    """Số, hạn, mẫu theo luật: xem cái gì đổi, cái gì dựa vào văn bản nào."""


@facts.command()
@click.argument("before", type=click.DateTime(["%Y-%m-%d"]))
@click.argument("after", type=click.DateTime(["%Y-%m-%d"]))
def diff(before: datetime, after: datetime) -> None:
    """Câu trả lời nào khác nhau giữa hai ngày, và vì sao."""
    from bot.commands.facts import difference

    if before >= after:
        _fail("Ngày đầu phải trước ngày sau.")
    print(difference(_content(), before.date(), after.date()))


@facts.command()
@click.argument("document")
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="xét như vào ngày này")
def impact(document: str, on: datetime | None) -> None:
    """Mọi thứ dựa vào một văn bản, ví dụ "NĐ 68/2026"."""
    from bot.commands.facts import UnknownDocument
    from bot.commands.facts import impact as rests_on

    try:
        print(rests_on(_content(), document, _day(on)))
    except UnknownDocument as error:
        _fail(error)


@main.command()
@click.argument("name", required=False)
@click.option("--seconds", type=float, default=4.0, help="thời gian đo mỗi phép")
def bench(name: str | None, seconds: float) -> None:
    """Đo tốc độ, in mỗi dòng một JSON. Không có NAME thì chạy tất cả."""
    from bot.bench.runner import UnknownBench, run_benches

    try:
        run_benches(name, seconds)
    except UnknownBench as error:
        _fail(error)


if __name__ == "__main__":
    main()
