"""The answers of the assistant in the console: renewed, corrected, added and withdrawn by two
people, and served at once."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from content.library import Content
from content.written import fields_of
from storage.staff_models import Role
from tests.support.desk import Desk, desk
from tests.support.site import Site, site

ENTRY = "mon-bai"
NEW_YEAR = datetime(2027, 1, 2, 2, tzinfo=UTC)
TODAY = date(2027, 1, 2)


class At:
    """A clock of its own."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def fields(at: Site, entry: str = ENTRY, **changed: str) -> dict[str, str]:
    """The form of an answer as it stands, with something typed into it."""
    served = at.core.content.knowledge.entries[entry]
    until = str(max(served.review_by, TODAY + timedelta(days=20)))
    known = fields_of(served.text, at.core.content.laws) | {"review_by": until}
    return known | changed


async def send(person: Desk, at: Site, entry: str = ENTRY, **changed: str) -> tuple[int, str]:
    path = f"/noi-dung/{entry}/sua"
    await person.get(path)
    status, page, _ = await person.post(path, fields(at, entry, **changed) | {"do": "submit"})
    return status, page


async def do(person: Desk, move: str, entry: str = ENTRY, **more: str) -> tuple[int, str]:
    await person.get(f"/noi-dung/{entry}")
    status, page, _ = await person.post(f"/noi-dung/{entry}/lam", {"do": move} | more)
    return status, page


def boxes(page: str) -> list[str]:
    return re.findall(r'name="item" value="([^"]+)"', page)


async def test_what_is_corrected_by_two_people_is_said_at_once(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        desk(at, "hoa", Role.CLERK) as author,
        desk(at, "nam", Role.APPROVER) as approver,
    ):
        assert (await send(author, at, short="**Không phải nộp nữa.**"))[0] == 303
        knowledge = at.core.content.knowledge
        assert not knowledge.short(ENTRY, TODAY).startswith("**Không phải nộp nữa.**")
        status, page = await do(author, "publish")
        assert status == 409 and "không thuộc quyền" in page
        _, page = await approver.get(f"/noi-dung/{ENTRY}")
        assert "Không phải nộp nữa." in page and "Đang dùng" in page
        assert (await do(approver, "publish"))[0] == 303
        assert at.core.content.knowledge.short(ENTRY, TODAY) == "**Không phải nộp nữa.**"
        async with author.http.get(f"{at.url}/cau/{ENTRY}") as answer:
            assert "Không phải nộp nữa." in await answer.text()
        _, page = await author.get(f"/noi-dung/{ENTRY}?ngay=2026-12-30")
        assert (
            "Không phải nộp nữa." not in page.partition("trợ lý nói")[2].partition("</section>")[0]
        )
        # ... and back again
        assert (await do(author, "undo", version_of="0"))[0] == 303
        assert (await do(approver, "publish"))[0] == 303
        assert at.core.content.knowledge.short(ENTRY, TODAY) == content.knowledge.short(
            ENTRY, TODAY
        )


async def test_ten_that_are_still_right_are_renewed_in_two_forms(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR + timedelta(days=200))) as at,
        desk(at, "hoa", Role.CLERK) as author,
        desk(at, "nam", Role.APPROVER) as approver,
    ):
        day = TODAY + timedelta(days=200)
        _, page = await author.get("/noi-dung")
        items = boxes(page)
        status, page, _ = await author.post("/noi-dung/con-dung", {"item": items[20:30]})
        assert status == 303
        _, page = await approver.get("/noi-dung?loc=cho-duyet")
        waiting = boxes(page)
        assert len(waiting) == 10
        _, mine = await author.get("/noi-dung?loc=cho-duyet")
        assert boxes(mine) == []  # nobody approves their own
        assert (await approver.post("/noi-dung/duyet", {"item": waiting}))[0] == 303
        for item in waiting:
            entry = at.core.content.knowledge.entries[item.partition(":")[0]]
            assert entry.servable_on(day), entry.id
        status, page, _ = await approver.post("/noi-dung/duyet", {"item": waiting[:2]})
        assert status == 409 and "vừa có người sửa" in page
        ended = next(item for item in items if item.startswith("gia-han-nop-thue:"))
        status, page, _ = await author.post("/noi-dung/con-dung", {"item": ended})
        assert status == 409 and "chưa dùng được" in page  # what it says ended: it is rewritten


async def test_what_may_not_be_said_comes_back_with_why(tmp_path: Path, content: Content) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        desk(at, "hoa", Role.CLERK) as author,
    ):
        status, page = await send(author, at, short="Nộp 300 nghìn mỗi năm.")
        assert status == 409 and "“300 nghìn”" in page and "Số liệu dùng được" in page
        assert "Nộp 300 nghìn mỗi năm.</textarea>" in page
        status, page = await send(author, at, sources="Nghị định 999/2026: Điều 1")
        assert status == 400 and "“Nghị định 999/2026: Điều 1”" in page
        known = fields(at)["ask"]
        status, page = await send(author, at, ask=f"{known}\nngân hàng không chịu cho vay làm sao")
        assert status == 409 and "Bị từ chối vay" in page
        status, page = await send(author, at, short="{{ ward.__class__ }}")
        assert status == 409 and "__class__" in page
        assert await at.core.database.transaction(lambda tx: tx.entries.of_entry(ENTRY)) == []


async def test_a_new_answer_is_understood_as_soon_as_it_is_approved(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        desk(at, "hoa", Role.CLERK) as author,
        desk(at, "nam", Role.APPROVER) as approver,
    ):
        form = {
            "topic": "phuong",
            "question": "Thả diều sáo phải xin phép ở đâu?",
            "menu": "Xin phép thả diều sáo",
            "short": "Không phải xin phép. Xin thả xa dây điện.",
            "details": "",
            "steps": "",
            "papers": "",
            "mistakes": "",
            "ask": "xin giấy phép thả diều sáo ở đâu\ntha dieu co phai xin phep khong",
            "sources": "Nghị quyết 198/2025/QH15: Điều 10",
            "certainty": "confirmed",
            "office": "kthtdt",
            "review_by": "2027-05-02",
            "do": "submit",
        }
        await author.get("/noi-dung/moi")
        status, page, to = await author.post("/noi-dung/moi", form)
        assert status == 303, page
        name = to.partition("?")[0].rpartition("/")[2]
        assert name == "tha-dieu-sao-phai-xin-phep-o-dau"
        assert (await do(approver, "publish", name))[0] == 303
        reading = at.core.content.understanding.read("muốn thả diều sáo thì xin phép chỗ nào")
        assert reading.entries[0].id == name
        assert (await do(author, "withdraw", name, why="Sai"))[0] == 303
        assert (await do(approver, "return", name, why="Chưa sai"))[0] == 303
        _, page = await author.get(f"/noi-dung/{name}")
        assert "Chưa sai" in page


async def test_a_draft_sent_from_its_card_is_looked_through_as_well(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        desk(at, "hoa", Role.CLERK) as author,
    ):
        ask = fields(at)["ask"] + "\nngân hàng không chịu cho vay làm sao"
        path = f"/noi-dung/{ENTRY}/sua"
        await author.get(path)
        assert (await author.post(path, fields(at, ask=ask) | {"do": "draft"}))[0] == 303
        status, page = await do(author, "submit")
        assert status == 409 and "Bị từ chối vay" in page
