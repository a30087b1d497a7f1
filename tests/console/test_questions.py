"""Questions at the console: assigned, answered, approved by somebody else, sent, published."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.app import utc_now
from content.library import Content
from handlers import casework
from storage.case_models import Question, QuestionState
from storage.database import Transaction
from storage.staff_models import Role
from tests.support.desk import Desk, desk
from tests.support.site import Site, site

S = QuestionState


async def ask(at: Site, text: str, *, who: str = "", public: bool = True) -> Question:
    def work(tx: Transaction) -> Question:
        contact = tx.contacts.meet("web", who, utc_now()) if who else None
        asked = casework.Asked(
            text,
            "thue",
            "chat",
            contact_id=contact.id if contact else None,
            asker="Chị Hoa",
            phone="+84912345678",
            public=public,
        )
        return casework.receive(tx, at.core.content, asked, utc_now(), actor="contact")

    return await at.core.database.transaction(work)


async def now_of(at: Site, question: Question) -> Question:
    found = await at.core.database.transaction(lambda tx: tx.questions.get(question.id))
    assert found
    return found


async def do(person: Desk, question: Question, move: str, **fields: object) -> int:
    status, _, _ = await person.post(f"/cau-hoi/{question.code}/lam", {"do": move, **fields})
    return status


async def heard(at: Site, who: str) -> list[str]:
    def work(tx: Transaction) -> list[str]:
        contact = tx.contacts.meet("web", who, utc_now())
        return [line.body for line in tx.transcripts.lines(contact.id) if line.body]

    return await at.core.database.transaction(work)


async def test_from_asked_to_published(tmp_path: Path, content: Content) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "thuky", Role.CLERK) as clerk,
        desk(at, "thue", Role.EXTERNAL, office="thue") as tax,
        desk(at, "lanhdao", Role.APPROVER, office="vanphong") as leader,
        desk(at, "tt", Role.COMMUNICATOR, office="ttsnc") as press,
    ):
        question = await ask(at, "Doanh thu 900 triệu có phải nộp thuế, gọi 0912345678", who="hoa")
        twin = await ask(at, "Doanh thu dưới 1 tỷ có nộp thuế không", who="nam")
        assert await do(clerk, twin, "merge", head=question.code) == 303
        assert await do(clerk, question, "assign", office="thue") == 303
        assert await do(tax, question, "answer", text="") == 400
        assert await do(tax, question, "answer", text="Không phải nộp.", basis="NĐ 141/2026") == 303
        assert await do(tax, question, "approve") == 409
        assert await do(clerk, question, "approve") == 409
        assert await do(leader, question, "want_changes", note="viết rõ hơn") == 303
        assert await do(tax, question, "answer", text="Từ 1 tỷ trở xuống thì không nộp.") == 303
        assert await do(leader, question, "approve") == 303
        assert (await now_of(at, question)).state is S.DELIVERED
        for who in ("hoa", "nam"):
            told = [body for body in await heard(at, who) if "Từ 1 tỷ trở xuống" in body]
            assert len(told) == 1, who
        assert (await press.get(f"/cau-hoi/{question.code}"))[0] == 200
        words = {"question_text": "Dưới 1 tỷ có nộp thuế không?", "answer_text": "Không."}
        assert await do(press, question, "publish", **words) == 400
        assert await do(press, question, "publish", checked="1", **words) == 303
        async with press.http.get(f"{at.url}/hoi-dap") as answer:
            page = await answer.text()
        assert "Dưới 1 tỷ có nộp thuế không?" in page
        assert "0912345678" not in page and "Chị Hoa" not in page
        assert await do(leader, question, "correct", text="Đúng 1 tỷ cũng không nộp.") == 303
        assert any("Đính chính" in body for body in await heard(at, "nam"))


async def test_nobody_approves_their_own_text(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.APPROVER, Role.OWNER) as person:
        question = await ask(at, "Thuế thế nào ạ")
        assert await do(person, question, "assign", office="thue") == 303
        assert await do(person, question, "answer", text="Thế này.") == 303
        assert await do(person, question, "approve") == 409
        assert (await now_of(at, question)).state is S.ANSWERED


async def test_another_offices_question_is_as_good_as_none(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "motcua", Role.RESPONDER, office="ttpvhcc") as other,
        desk(at, "kiemtra", Role.AUDITOR) as auditor,
    ):
        question = await ask(at, "Thuế thế nào ạ")
        for path in ("", "/anh/x"):
            assert (await other.get(f"/cau-hoi/{question.code}{path}"))[0] == 404
        assert await do(other, question, "answer", text="x") == 404
        assert (await other.post(f"/cau-hoi/{question.code}/so"))[0] == 404
        _, page = await other.get("/cau-hoi?loc=tat-ca")
        assert question.code not in page
        _, page = await auditor.get(f"/cau-hoi/{question.code}")
        assert "Thuế thế nào" in page and "Chị Hoa" not in page
        assert await do(auditor, question, "assign", office="thue") == 409


async def test_asking_more_stops_the_clock_and_extending_tells_the_asker(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK, Role.OWNER) as person:
        question = await ask(at, "Xin hỏi về giấy phép", who="hoa")
        assert await do(person, question, "ask_more", note="Giấy phép gì ạ?") == 303
        assert (await now_of(at, question)).stopped_on is not None
        assert any("Giấy phép gì" in body for body in await heard(at, "hoa"))
        other = await ask(at, "Xin hỏi về vỉa hè", who="hoa")
        later = (other.due + timedelta(days=10)).isoformat()
        assert await do(person, other, "extend", note="chờ cấp trên", due="2020-01-01") == 400
        assert await do(person, other, "extend", note="chờ cấp trên", due=later) == 303
        kept = await now_of(at, other)
        assert kept.due.isoformat() == later and kept.first_due == other.first_due
        assert any("chờ cấp trên" in body for body in await heard(at, "hoa"))


async def test_a_denunciation_is_pointed_on_and_its_text_purged(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        question = await ask(at, "Chuyện riêng không nên giữ", who="hoa")
        status = await do(person, question, "redirect", note="Gửi ban tiếp công dân", purge="1")
        assert status == 303
        kept = await now_of(at, question)
        assert kept.state is S.REDIRECTED and "Chuyện riêng" not in kept.content
        assert any("ban tiếp công dân" in body for body in await heard(at, "hoa"))


async def test_floor_questions_are_typed_one_after_the_other(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        fields = {"field": "khac", "source": "floor", "again": "1", "event": ""}
        for text in ("Câu một tại hội trường", "Câu hai tại hội trường"):
            status, _, to = await person.post("/cau-hoi/them", fields | {"content": text})
            assert status == 303 and "/them" in to
        status, page, _ = await person.post(
            "/cau-hoi/them", fields | {"content": "Câu ba", "phone": "12"}
        )
        assert status == 400 and "Câu ba" in page
        kept = await at.core.database.transaction(lambda tx: tx.questions.all())
        assert {q.source for q in kept} == {"floor"} and len(kept) == 2


async def test_overdue_counts_from_the_first_date_whatever_was_extended(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        question = await ask(at, "Câu hỏi đã lâu")
        long_ago = question.first_due - timedelta(days=60)

        def grow_old(tx: Transaction) -> None:
            [kept] = tx.questions.all()
            tx.questions.save(replace(kept, first_due=long_ago))

        await at.core.database.transaction(grow_old)
        _, page = await person.get("/cau-hoi?loc=tre")
        assert question.code in page and "trễ" in page
