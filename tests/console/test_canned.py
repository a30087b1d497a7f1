"""Canned answers and answers of the assistant, put into a draft by one press: over real HTTP."""

from pathlib import Path

from content.library import Content
from storage.audit import JournalFilter
from storage.canned import CannedAnswer
from storage.database import Transaction
from storage.staff_models import Role
from tests.console.test_drafts import given, kept
from tests.console.test_questions import ask
from tests.support.desk import Desk, desk
from tests.support.site import Site, site

TEXT = "Kính gửi ông/bà. Hôm nay, {ngày}, {cơ quan} nhận câu {mã}; trả lời trước {hạn}. {cán bộ}"


async def all_of(at: Site) -> list[CannedAnswer]:
    def work(tx: Transaction) -> list[CannedAnswer]:
        found = [one for staff in tx.staff.all() for one in tx.canned.of(staff.id, staff.office)]
        return list({one.id: one for one in found}.values())

    return await at.core.database.transaction(work)


async def write(person: Desk, reach: str, title: str = "Lời chào", **fields: str) -> int:
    await person.get("/cau-mau")
    status, _, _ = await person.post(
        "/cau-mau/them", {"title": title, "text": TEXT, "basis": "", "reach": reach} | fields
    )
    return status


async def test_each_has_their_own_their_office_s_and_the_ward_s(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "an", Role.RESPONDER) as an,
        desk(at, "binh", Role.RESPONDER) as binh,
        desk(at, "thue", Role.EXTERNAL, office="thue") as outside,
        desk(at, "thuky", Role.CLERK) as clerk,
        desk(at, "tin", Role.COMMUNICATOR) as reader,
    ):
        assert await write(an, "own", "Của riêng tôi") == 303
        assert await write(an, "office", "Của cả phòng") == 303
        assert await write(an, "ward", "Của cả phường") == 409  # whoever assigns writes those
        assert await write(clerk, "ward", "Của cả phường") == 303
        assert (await reader.get("/cau-mau"))[0] == 403
        seen = {}
        for who, person in (("an", an), ("binh", binh), ("thue", outside)):
            _, page = await person.get("/cau-mau")
            titles = ("Của riêng tôi", "Của cả phòng", "Của cả phường")
            seen[who] = [title for title in titles if title in page]
        assert seen["an"] == ["Của riêng tôi", "Của cả phòng", "Của cả phường"]
        assert seen["binh"] == ["Của cả phòng", "Của cả phường"]
        assert seen["thue"] == ["Của cả phường"]
        # Found without marks; a stranger's address says nothing.
        assert "Của cả phòng" in (await an.get("/cau-mau?tim=ca%20phong"))[1]
        own = next(one for one in await all_of(at) if one.reach == "own")
        assert (await binh.get(f"/cau-mau/{own.id}"))[0] == 404


async def test_one_is_changed_removed_and_on_record_with_who_and_when(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "an", Role.RESPONDER) as an,
        desk(at, "binh", Role.RESPONDER) as binh,
    ):
        assert await write(an, "office") == 303
        assert await write(an, "own", text="Gửi {ông}") == 409  # no such place to fill in
        [one] = await all_of(at)
        await binh.get(f"/cau-mau/{one.id}")
        status, _, _ = await binh.post(
            f"/cau-mau/{one.id}/sua", title="Mở đầu", text=TEXT, basis="", reach="office"
        )
        assert status == 303
        _, page = await an.get("/cau-mau")
        assert "Mở đầu" in page and "Cán bộ an viết" in page and "Cán bộ binh sửa" in page
        await an.get(f"/cau-mau/{one.id}")
        assert (await an.post(f"/cau-mau/{one.id}/xoa"))[0] == 303
        assert await all_of(at) == []
        lines = await at.core.database.transaction(
            lambda tx: tx.audit.lines(
                JournalFilter(deeds=["canned.add", "canned.edit", "canned.remove"])
            )
        )
        assert [line.action for line in lines] == ["canned.remove", "canned.edit", "canned.add"]


async def test_a_press_puts_it_into_the_draft_below_what_is_typed(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "an", Role.RESPONDER) as an:
        question = await ask(at, "Hộ kinh doanh doanh thu bao nhiêu thì phải nộp thuế?")
        await given(at, question.code)
        await write(an, "own", basis="Nghị quyết 1")
        [one] = await all_of(at)
        _, page = await an.get(f"/cau-hoi/{question.code}")
        assert "Câu trả lời có sẵn hợp với câu hỏi này" in page
        fields = {
            "draft": f"answer:{question.code}",
            "do": "answer",
            "text": "Tôi đã xem.",
            "basis": "Điều 2",
            "insert": f"canned:{one.id}",
        }
        fields["csrf"] = an.csrf
        for _ in range(2):  # pressed twice: put in once
            status, _, to = await an.post(f"/cau-hoi/{question.code}/chen", fields)
            assert status == 303 and to.endswith("#nhap-answer")
        [draft] = await kept(at)
        [text] = draft.fields["text"]
        assert text.startswith("Tôi đã xem.\n\nKính gửi") and question.code in text
        assert "{" not in text and draft.fields["basis"] == ["Điều 2; Nghị quyết 1"]
        _, page = await an.get(f"/cau-hoi/{question.code}")
        assert question.code in page and "Kính gửi ông/bà. Hôm nay," in page
        # An answer of the assistant comes with what it rests on.
        entry = page.partition('value="entry:')[2].partition('"')[0]
        assert entry in content.knowledge.entries
        fields = {"draft": f"answer:{question.code}", "text": "", "basis": ""}
        status, _, _ = await an.post(
            f"/cau-hoi/{question.code}/chen", fields | {"insert": f"entry:{entry}"}
        )
        [draft] = await kept(at)
        law = content.knowledge.entries[entry].sources[0].law.name
        assert status == 303 and law in draft.fields["basis"][0] and draft.fields["text"][0]
        assert (
            await at.core.database.transaction(lambda tx: tx.questions.draft(question.id)) is None
        )  # nothing was sent, nor submitted
        for odd in ("canned:7", "entry:khong-co", "x", ""):
            status, _, _ = await an.post(f"/cau-hoi/{question.code}/chen", fields | {"insert": odd})
            assert status == 404
        status, _, _ = await an.post(
            f"/cau-hoi/{question.code}/chen",
            fields | {"insert": f"canned:{one.id}", "text": "dài " * 1490},
        )
        assert status == 400
