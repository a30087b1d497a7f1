"""A form says everything that is wrong with it at once, and in words; a page of a new answer says
only what is so."""

import re
from html import unescape
from pathlib import Path

from content.library import Content
from content.ward_parts import WardPart
from storage.staff_models import Role
from tests.console.test_contents import NEW_YEAR, At
from tests.console.test_ward_settings import write
from tests.support.desk import desk
from tests.support.site import site

LAW = "Nghị định 68/2026/NĐ-CP: Điều 3"
NEW = {
    "topic": "phuong",
    "question": "Thả diều ở đê có phải xin phép không?",
    "menu": "Thả diều ở đê",
    "short": "**Xin hỏi phường trước khi thả.**",
    "ask": "thả diều ở đê có phải xin phép không",
    "sources": LAW,
    "certainty": "confirmed",
    "office": "kthtdt",
    "review_by": "2027-06-15",
    "do": "submit",
}
CODES = re.compile(r"\d{4}-\d\d-\d\d|«|\b(?:confirmed|one_source|kthtdt|submitted|None)\b")


def words_of(page: str) -> str:
    """What somebody reads of a page, without what fields hold."""
    bare = re.sub(r"(?s)<(script|style|template|textarea|option)\b.*?</\1>|<[^>]+>", " ", page)
    return unescape(bare)


async def test_what_is_wrong_is_said_at_once(tmp_path: Path, content: Content) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        desk(at, "hoa", Role.CLERK) as author,
    ):
        await author.get("/noi-dung/moi")
        wrong = {
            "menu": "",
            "short": "Nộp 512.345 đồng.",
            "sources": f"{LAW}\nNghị định chưa có 9/2027",
            "review_by": "2029-01-01",
        }
        status, page, _ = await author.post("/noi-dung/moi", NEW | wrong)
        told = words_of(page)
        assert status == 400 and "512.345 đồng" in told
        assert "Nghị định chưa có 9/2027" in told
        assert "thêm ở trang Nội dung" in told and "muộn nhất" in told
        assert 'id="menu-fault"' in page and not CODES.search(told)
        status, page = await write(
            author, at, WardPart.GENERAL, checked="mười", portal="không phải trang"
        )
        assert status == 400
        assert 'id="ward_checked-fault"' in page and 'id="ward_portal-fault"' in page


async def test_a_new_answer_that_waits_is_shown_as_what_it_is(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        desk(at, "hoa", Role.CLERK) as author,
        desk(at, "nam", Role.APPROVER) as approver,
    ):
        await author.get("/noi-dung/moi")
        status, _, to = await author.post("/noi-dung/moi", NEW)
        assert status == 303
        _, page = await approver.get(to.removeprefix("/can-bo").partition("?")[0])
        told = words_of(page)
        assert f"{NEW['question']}" in told and "chưa có trong trợ lý" in told
        assert "Đang dùng" not in told and "đang kiểm tra lại" not in told
        assert content.ward.front_office.name in told and not CODES.search(told)
        await author.get("/noi-dung/phuong")
        await author.post("/noi-dung/phuong/them", {"ward_name": "Trạm Y tế phường", "hall": "0"})
        _, page = await approver.get("/noi-dung?loc=dang-soan")
        assert "Trạm Y tế phường" in page and "tram_y_te" not in words_of(page)
