"""A form is taken whole or refused: nothing of it is left out, cut or made empty without a word."""

import io
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.app import utc_now
from bot.web.bodies import MEGABYTE, MOST_FIELDS
from content.library import Content
from storage.staff_models import Role
from tests.console.test_access import furnish
from tests.support.conference import make_event
from tests.support.desk import Desk, desk
from tests.support.site import site

TYPED = "Từ ngày 01/12/2026 bà con xem bảng giá mới ở nhà văn hóa"


async def send(clerk: Desk, path: str, fields: list[tuple[str, Any]]) -> tuple[int, str]:
    """(status, page) of a form with these fields, as often as they are named."""
    form = aiohttp.FormData([("csrf", clerk.csrf)])
    for name, value in fields:
        if isinstance(value, bytes):
            form.add_field(name, io.BytesIO(value), filename="anh.jpg")
        else:
            form.add_field(name, value)
    async with clerk.http.post(clerk.base + path, data=form, allow_redirects=False) as answer:
        return answer.status, await answer.text()


async def test_a_programme_of_four_hundred_lines_is_kept_whole(
    tmp_path: Path, content: Content
) -> None:
    """1,200 fields: more than six hundred were read as none at all."""
    async with site(tmp_path, content) as at, desk(at, "c", Role.OWNER, Role.CLERK) as clerk:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        await clerk.get(f"/su-kien/{event.id}")
        columns = {"time": ["8:00"] * 400, "content": [f"Việc {n}" for n in range(400)],
                   "who": ["Phòng"] * 400}  # fmt: skip
        status, _, _ = await clerk.post(f"/su-kien/{event.id}/chuong-trinh", columns)
        assert status == 303
        kept = await at.core.database.transaction(lambda tx: tx.events.programme(event.id))
        assert [line.content for line in kept] == columns["content"]


@pytest.mark.parametrize("with_file", [False, True])
async def test_a_form_of_too_many_fields_is_refused_and_comes_back(
    tmp_path: Path, content: Content, *, with_file: bool
) -> None:
    async with site(tmp_path, content) as at, desk(at, "c", Role.COMMUNICATOR) as clerk:
        await clerk.get("/thong-bao/soan")
        fields: list[tuple[str, Any]] = [("text", TYPED)]
        fields += [("channels", "telegram")] * MOST_FIELDS
        fields += [("file", b"x")] if with_file else []
        status, page = await send(clerk, "/thong-bao/soan", fields)
        assert status == 413 and "quá nhiều ô" in page and "Chưa ghi gì" in page and TYPED in page


async def test_what_was_typed_comes_back_when_the_file_is_too_large(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "c", Role.COMMUNICATOR) as clerk:
        await clerk.get("/thong-bao/soan")
        photo = b"\xff\xd8" + b"0" * (13 * MEGABYTE)
        status, page = await send(clerk, "/thong-bao/soan", [("text", TYPED), ("file", photo)])
        assert status == 413 and "lớn quá" in page and TYPED in page


async def test_two_files_for_one_place_are_not_half_taken(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "c", Role.COMMUNICATOR) as clerk:
        await clerk.get("/thong-bao/soan")
        fields = [("text", TYPED), ("file", b"a"), ("file", b"b")]
        status, page = await send(clerk, "/thong-bao/soan", fields)
        assert status == 400 and "Không đọc được" in page and TYPED in page


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/octet-stream"])
async def test_what_is_no_form_is_not_read_as_an_empty_one(
    tmp_path: Path, content: Content, kind: str
) -> None:
    async with site(tmp_path, content) as at, desk(at, "c", Role.CLERK) as clerk:
        headers = {"x-csrf": clerk.csrf, "content-type": kind}
        async with clerk.http.post(
            f"{clerk.base}/su-kien/tao", data=b'{"title": "a"}', headers=headers
        ) as answer:
            assert answer.status == 400 and "Không đọc được" in await answer.text()


async def test_a_text_that_is_too_long_is_never_cut_and_kept(
    tmp_path: Path, content: Content
) -> None:
    """Wherever a page forgets to look whether something was wrong: nothing is kept."""
    async with site(tmp_path, content) as at, desk(at, "a", Role.OWNER) as person:
        _, question, _ = await furnish(at)
        path = f"/cau-hoi/{question.code}"
        await person.get(path)
        given = {"do": "assign", "office": "kthtdt", "portal_code": "Mã trên Cổng dịch vụ " * 5}
        status, page, _ = await person.post(f"{path}/lam", given)
        assert status == 400 and "Dài quá" in page and given["portal_code"].strip() in page
        kept = await at.core.database.transaction(lambda tx: tx.questions.by_code(question.code))
        assert kept == question


async def test_a_long_name_of_a_business_is_never_cut_and_kept(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "c", Role.COMMUNICATOR, Role.CLERK) as clerk:
        await clerk.get("/tiep-can")
        name = "Hộ kinh doanh tạp hóa " + "rất dài " * 20
        fields = {"day": "2026-10-01", "neighbourhood": "TDP 5", "topic": "thue", "how": "visit"}
        status, page, _ = await clerk.post("/tiep-can/to-roi", fields, businesses=name)
        assert status == 400 and "dòng dài quá" in page and name.strip() in page


async def test_a_long_text_in_the_chat_without_its_script_is_not_said_to_be_kept(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, aiohttp.ClientSession() as browser:
        await browser.get(at.url)
        form = {"text": "Câu hỏi rất dài. " * 3000}
        async with browser.post(f"{at.url}/send", data=form) as answer:
            page = await answer.text()
        assert answer.status == 413 and "lớn quá" in page and "vẫn còn trong ô" not in page
