"""The answers of the assistant in the console: renewed, corrected, added and withdrawn by two
people, and served at once."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from content.library import Content
from content.written import fields_of
from handlers.desk.acts import open_of
from handlers.desk.lists import key_of
from storage.database import Transaction
from storage.models import Reason
from storage.staff_models import Role
from tests.support.desk import Desk, desk
from tests.support.site import Site, site

ENTRY, OTHER = "mon-bai", "ten-cong-ty"
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


async def key(at: Site, entry: str) -> str:
    """What a box of the list would send for an answer."""

    def work(tx: Transaction) -> str:
        open_ = open_of(tx, entry)
        return f"{entry}:{key_of(at.core.content.knowledge.entries[entry], open_)}"

    return await at.core.database.transaction(work)


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
        status, page, _ = await author.post("/noi-dung/con-dung", {"item": items[20:61]})
        assert status == 409 and "nhiều nhất 40 câu" in page  # and not forty of forty-one
        _, page = await approver.get("/noi-dung?loc=cho-duyet")
        assert boxes(page) == []
        status, page, _ = await author.post("/noi-dung/con-dung", {"item": items[20:30]})
        assert status == 303
        _, page = await approver.get("/noi-dung?loc=cho-duyet")
        waiting = boxes(page)
        assert len(waiting) == 10 and page.count("Hạn mới: ") == 10
        _, mine = await author.get("/noi-dung?loc=cho-duyet")
        assert boxes(mine) == []  # nobody approves their own
        assert (await approver.post("/noi-dung/duyet", {"item": waiting}))[0] == 303
        for item in waiting:
            entry = at.core.content.knowledge.entries[item.partition(":")[0]]
            assert entry.servable_on(day), entry.id
        status, page, _ = await approver.post("/noi-dung/duyet", {"item": waiting[:2]})
        assert status == 409 and "vừa có người sửa" in page
        # ... but what changes words, or withdraws them, is not approved by its name alone
        later = str(day + timedelta(days=20))
        assert (await send(author, at, short="**Thêm bừa.**", review_by=later))[0] == 303
        assert (await do(author, "withdraw", OTHER, why="Sai"))[0] == 303
        _, page = await approver.get("/noi-dung?loc=cho-duyet")
        assert boxes(page) == [] and page.count("Mở ra đọc rồi duyệt") == 2
        unread = [await key(at, name) for name in (ENTRY, OTHER)]
        status, page, _ = await approver.post("/noi-dung/duyet", {"item": unread})
        assert status == 409 and page.count("Xin mở câu ra đọc") == 2
        assert "Thêm bừa" not in at.core.content.knowledge.short(ENTRY, day)
        ended = next(item for item in items if item.startswith("gia-han-nop-thue:"))
        status, page, _ = await author.post("/noi-dung/con-dung", {"item": ended})
        assert status == 409 and "không có giá trị cho ngày 21/7/2027" in page  # it is rewritten


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
        status, page = await send(author, at, short='{{ fact("luong_co_so") | vnd }} {% if 1 %}')
        assert "hôm nay đọc là “2,53 triệu đồng”" in page and "Chèn vào chỗ đang gõ" in page
        assert "<code>{% if … %}</code>" in page  # what it is, as it stands in the text
        known = fields(at)["ask"]
        status, page = await send(author, at, ask=f"{known}\nngân hàng không chịu cho vay làm sao")
        assert status == 409 and "Bị từ chối vay" in page
        status, page = await send(author, at, short="{{ ward.__class__ }}")
        assert status == 409 and "__class__" in page
        status, page = await send(author, at, short="{% if today %} Một.")
        assert status == 409 and "Ô “Câu trả lời ngắn”, chỗ “{% if today %}”:" in page
        assert "Jinja" not in page and 'id="short-fault"' in page
        for until, why in (
            ("2030-01-01", "2/1/2028, vì mỗi câu phải đọc lại"),
            ("2026-11-01", "Hạn xem lại đã qua."),
        ):
            status, page = await do(author, "confirm", review_by=until)
            assert status == 409 and why in page and "phần bên dưới" not in page
            assert 'id="review_by-fault"' in page and f'value="{until}"' in page
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
        assert (await do(author, "drop", name))[0] == 303
        assert (await do(author, "withdraw", name, why="Sai thật"))[0] == 303
        _, page = await approver.get(f"/noi-dung/{name}")
        card = page.partition('id="ban-moi"')[2].partition("</section>")[0]
        assert "Duyệt là rút câu này" in card and "Duyệt rút, thôi trả lời câu này" in card
        assert "đang được phường kiểm tra lại" in card  # what people will read then
        assert "Xin thả xa dây điện" not in card and "Câu chữ không đổi" not in card
        _, _, to = await approver.post(f"/noi-dung/{name}/lam", {"do": "publish"})
        assert "entry_publish_gone" in to
        _, page = await author.get(f"/noi-dung/{name}")
        assert "Rút câu này" not in page  # it is


async def test_a_new_answer_saved_and_edited_keeps_its_topic(
    tmp_path: Path, content: Content
) -> None:
    """Its draft is edited before anybody approved it; its topic may be another, never none."""
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        desk(at, "hoa", Role.CLERK) as author,
        desk(at, "nam", Role.APPROVER) as approver,
    ):
        form = fields(at) | {
            "topic": "phuong",
            "question": "Thả diều sáo phải xin phép ở đâu?",
            "menu": "Xin phép thả diều sáo",
            "short": "Không phải xin phép.",
            "details": "", "steps": "", "papers": "", "mistakes": "",
            "ask": "xin giấy phép thả diều sáo ở đâu\ntha dieu co phai xin phep khong",
            "do": "draft",
        }  # fmt: skip
        await author.get("/noi-dung/moi")
        _, _, to = await author.post("/noi-dung/moi", form)
        name = to.partition("?")[0].rpartition("/")[2]
        path = f"/noi-dung/{name}/sua"
        _, page = await author.get(path)
        assert 'value="phuong" selected' in page
        form["short"] = "Không phải xin phép, xin thả xa dây điện."
        without = {name: value for name, value in form.items() if name != "topic"}
        status, page, _ = await author.post(path, without)
        assert status == 303, page
        await author.get(path)
        status, page, _ = await author.post(path, form | {"topic": "dang-ky", "do": "submit"})
        assert status == 303, page
        assert (await do(approver, "publish", name))[0] == 303
        assert at.core.content.knowledge.entries[name].topic == "dang-ky"


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


async def test_a_figure_is_renewed_and_one_typed_into_a_text_becomes_one(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        desk(at, "hoa", Role.CLERK) as author,
        desk(at, "nam", Role.APPROVER) as approver,
    ):
        _, page = await author.get("/noi-dung/so-lieu?tim=ngưỡng doanh thu")
        assert page.count("đã hết hạn") == 0
        path = "/noi-dung/so-lieu/luong_co_so"
        _, page = await author.get(path)
        assert "2.530.000" in page
        held = dict(re.findall(r'name="(\w+_\d)"(?: type="\w+")? value="([^"]*)"', page))
        new = {"value_1": "2.700.000", "from_1": "2027-07-01", "source_1": "nd-161-2026: Điều 3"}
        form = {"meaning": "Lương cơ sở", "do": "submit"} | held | new
        status, page, _ = await author.post(f"{path}/sua", form | {"from_1": "2026-07-01"})
        assert status == 409 and "luong_co_so" not in at.core.content.shelf.now.facts
        status, page, _ = await author.post(f"{path}/sua", form | {"source_1": "Nghị định 9"})
        assert status == 400 and 'value="2.700.000"' in page and "sai tên văn bản" in page
        assert (await author.post(f"{path}/sua", form))[0] == 303
        _, page = await approver.get("/noi-dung?loc=cho-duyet")
        assert path in page and "Lương cơ sở" in page
        _, page = await approver.get(path)
        assert (await approver.post(f"{path}/lam", do="publish"))[0] == 303
        fact = at.core.content.knowledge.facts["luong_co_so"]
        assert fact.on(date(2027, 6, 30)).value == 2_530_000
        assert fact.on(date(2027, 7, 1)).value == 2_700_000

        status, page = await send(author, at, short="Nộp 300 nghìn đồng mỗi năm.")
        assert status == 409 and "<legend>300 nghìn đồng</legend>" in page
        figure = {
            "figure_0": "300 nghìn đồng",
            "figure_meaning_0": "Mức thử của phường",
            "figure_value_0": "300 nghìn",
            "figure_from_0": "2026-01-01",
            "figure_source_0": "Nghị quyết 198/2025/QH15: Điều 10",
        }
        wrong = figure | {"figure_value_0": "nhiều"}
        status, page = await send(author, at, short="Nộp 300 nghìn đồng mỗi năm.", **wrong)
        assert status == 400 and 'value="Mức thử của phường"' in page
        status, page = await send(author, at, short="Nộp 300 nghìn đồng mỗi năm.", **figure)
        assert status == 303, page
        assert (await do(approver, "publish"))[0] == 303
        knowledge = at.core.content.knowledge
        assert knowledge.short(ENTRY, TODAY) == "Nộp 300.000 đồng mỗi năm."
        _, page = await author.get("/noi-dung/so-lieu/muc_thu_cua_phuong")
        assert "300.000" in page and knowledge.entries[ENTRY].question in page


async def test_who_is_overtaken_gets_back_what_they_typed_and_nothing_else(
    tmp_path: Path, content: Content
) -> None:
    was = fields_of(content.knowledge.entries[ENTRY].text, content.laws)
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        desk(at, "hoa", Role.CLERK) as first,
        desk(at, "nam", Role.APPROVER) as second,
    ):
        path = f"/noi-dung/{ENTRY}/sua"
        await second.get(path)
        mistaken = "- Nghe nói vẫn thu: không đúng."
        assert (await send(first, at, mistakes=mistaken))[0] == 303
        form = fields(at, details="- Người tới thu là giả danh.") | {"do": "submit"}
        status, page, _ = await second.post(path, form)
        assert status == 409 and "Người tới thu là giả danh" in page and mistaken in page
        assert was["mistakes"][:30] not in page.replace("&#34;", '"')  # they did not type that


async def test_who_would_answer_what_another_answers_is_led_there(
    tmp_path: Path, content: Content
) -> None:
    taken = content.knowledge.entries[ENTRY].ask[0]
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        desk(at, "hoa", Role.CLERK) as author,
    ):
        await at.core.database.transaction(
            lambda tx: tx.feedback.add_unanswered("thả diều ở đê", Reason.UNKNOWN, TODAY)
        )
        _, page = await author.get("/noi-dung/cau-hoi")
        key_ = re.search(r"moi\?tin=(\d+)", page)
        assert key_
        path = f"/noi-dung/moi?tin={key_[1]}"
        await author.get(path)
        form = fields(at, ask=taken, question="Thả diều?", menu="Thả diều", topic="phuong")
        form |= {"messages": key_[1], "do": "submit"}
        status, page, _ = await author.post(path, form)
        assert status == 409 and f"/noi-dung/{ENTRY}/sua?tin={key_[1]}" in page
