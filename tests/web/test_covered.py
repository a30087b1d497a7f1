"""Numbers and words nobody should send are in no file of ours, whichever door they came through."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from openpyxl import Workbook

from bot.app import utc_now
from content.library import Content
from handlers.talk.messages import IncomingKind
from storage.staff_models import Role
from tests.support.conference import make_event
from tests.support.desk import desk as sitting
from tests.support.pictures import jpeg
from tests.support.play import exchange, playing, said
from tests.support.site import Site, site
from tests.web.test_chat import fields, session
from tests.web.test_notebook import says

CARD = "4111 1111 1111 1111"
SECRETS = ("031092001234", "031 092 001 234", CARD, "482910", "Hoa@1985", "0011004123456")
TEXT = (
    "Cống trước chợ bị tắc. cccd của tôi 031092001234, thẻ 4111 1111 1111 1111, mã OTP là 482910,"
    " mật khẩu: Hoa@1985, stk 0011004123456"
)


def kept_secrets(folder: Path) -> list[str]:
    """Which of the secrets stand in which file, as UTF-8."""
    return [
        f"{path.name}: {secret}"
        for path in folder.rglob("*")
        if path.is_file()
        for secret in SECRETS
        if secret.encode() in path.read_bytes()
    ]


@asynccontextmanager
async def conference(folder: Path, content: Content) -> AsyncIterator[tuple[Site, int]]:
    async with site(folder, content) as at:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        yield at, event.id


async def test_whoever_types_a_secret_is_told_and_it_is_not_kept(
    tmp_path: Path, content: Content
) -> None:
    async with conference(tmp_path, content) as (at, _), session() as browser:
        page = await says(browser, at, "cccd của tôi 031092001234")
        assert "số căn cước</strong>: tôi đã che đi và không lưu" in page
        page = await says(browser, at, TEXT, "gửi câu hỏi", TEXT, "1")
        assert "mã xác nhận (OTP), mật khẩu, số tài khoản, số thẻ" in page
        await says(browser, at, "xuất dữ liệu", "hủy", "031092001234 là số cccd")
        assert kept_secrets(tmp_path) == []
        await says(browser, at, "đăng ký hội nghị", "1", "Hoa 031092001234")
        await says(browser, at, "Nguyễn Thị Hoa", "0912345678", "Phở Hoa stk 0011004123456")
        form = aiohttp.FormData()
        page = await says(browser, at, "hủy", "gửi câu hỏi")
        for name, value in fields(page).items():
            form.add_field(name, value)
        form.add_field("text", TEXT)
        form.add_field("photo", jpeg(), filename="anh.jpg", content_type="image/jpeg")
        await browser.post(f"{at.url}/send", data=form)
        assert "Kèm 1 ảnh" in await (await browser.get(at.url)).text()
        assert kept_secrets(tmp_path) == []
    assert kept_secrets(tmp_path) == []


async def test_every_kind_of_message_is_covered_but_an_address_is_not(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        for kind in (
            *(IncomingKind.TEXT, IncomingKind.PHOTO, IncomingKind.UNREADABLE),
            *(IncomingKind.SHARED, IncomingKind.START),
        ):
            replies = await exchange(core, channel, said(TEXT, kind=kind))
            assert "tôi đã che đi" in replies[0].text, kind
        assert kept_secrets(tmp_path) == []
        moved = said("-1001234567890128", kind=IncomingKind.MOVED)
        await core.reception.receive(moved)
        found = await core.database.transaction(
            lambda tx: tx.contacts.find("test", "-1001234567890128")
        )
        assert found is not None


async def test_staff_type_for_a_citizen(tmp_path: Path, content: Content) -> None:
    async with (
        conference(tmp_path, content) as (at, event),
        sitting(at, "a", Role.CLERK) as desk,
    ):
        asked = {"source": "paper", "field": "khac", "asker": "Hoa 031 092 001 234"}
        await desk.get("/cau-hoi/them")
        _, _, to = await desk.post("/cau-hoi/them", asked, content=TEXT)
        assert "che=1" in to
        _, page = await desk.get(to.removeprefix("/can-bo"))
        assert "đã che đi và không lưu" in page and "Cống trước chợ bị tắc" in page
        guest = {"name": "Nguyễn Thị Hoa", "phone": "0912345678", "companions": "0"}
        guest |= {"kind": "household", "category": "business", "source": "paper"}
        guest |= {"business": "Phở Hoa 031092001234", "neighbourhood": "tổ 5"}
        await desk.get(f"/su-kien/{event}/them-dai-bieu")
        status, _, to = await desk.post(f"/su-kien/{event}/them-dai-bieu", guest)
        assert status == 303 and "che=1" in to
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(("Họ và tên", "Số điện thoại", "Tên hộ kinh doanh", "Số CCCD"))
        sheet.append(("Trần Văn Nam", "0987654321", "Quán Nam 031092001234", "031092001234"))
        packed = io.BytesIO()
        book.save(packed)
        await desk.get(f"/su-kien/{event}/nhap")
        _, page, _ = await desk.post(
            f"/su-kien/{event}/nhap", {"do": "keep"}, file=packed.getvalue()
        )
        assert "đã che, không lưu" in page
        assert kept_secrets(tmp_path) == []


async def test_a_code_in_the_message_after_its_name(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await exchange(core, channel, said("mã OTP của tôi"))
        replies = await exchange(core, channel, said("482910"))
        assert "mã xác nhận (OTP)" in replies[0].text
        await exchange(core, channel, said("gửi câu hỏi"))
        await exchange(core, channel, said("Tôi không vào được thuế điện tử, mã OTP nhận được là"))
        replies = await exchange(core, channel, said("482910"))
        assert "mã xác nhận (OTP)" in replies[0].text
        assert kept_secrets(tmp_path) == []
