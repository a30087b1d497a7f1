"""What staff see of a petition: until when somebody is to take it in hand, and what the clocks of
the ward and its two readers mean."""

from pathlib import Path

from bot.app import utc_now
from content.library import Content
from content.vietnamese import when
from handlers.question import moves, receiving
from storage.database import Transaction
from storage.question_models import Question, QuestionKind, Urgency
from storage.staff_models import Role
from tests.support.desk import desk
from tests.support.site import site


async def test_a_question_nobody_took_says_until_when_somebody_is_to(
    tmp_path: Path, content: Content
) -> None:
    def come_in(tx: Transaction) -> Question:
        asked = receiving.Asked(
            "Nắp cống bị mất", "moi-truong", "chat",
            kind=QuestionKind.ON_SITE, urgency=Urgency.URGENT, place="trước số nhà 12",
        )  # fmt: skip
        return receiving.receive(tx, content, asked, utc_now(), actor="contact")

    async with site(tmp_path, content) as at, desk(at, "a", Role.OWNER) as head:
        question = await at.core.database.transaction(come_in)
        assert question.acknowledge_by is not None
        _, page = await head.get(f"/cau-hoi/{question.code}")
        assert "Cần có người nhận trước" in page and when(question.acknowledge_by) in page

        def give(tx: Transaction) -> None:
            fresh = tx.questions.get(question.id)
            assert fresh
            moves.move(tx, fresh, moves.Move.ASSIGN, utc_now(), staff=None, office=fresh.office)

        await at.core.database.transaction(give)
        _, page = await head.get(f"/cau-hoi/{question.code}")
        assert "Cần có người nhận trước" not in page


async def test_the_clocks_say_what_they_count_and_the_lane_that_it_is_shut(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.APPROVER) as boss:
        _, page = await boss.get("/noi-dung/phuong/thoi-han")
        assert page.count("Giờ làm việc để có người nhận; ngày làm việc để trả lời.") == 1
        assert page.count("Ví dụ: 8 giờ, 7 ngày") == 1
        _, page = await boss.get("/noi-dung/phuong/gui-kin")
        assert page.count("chưa chọn, nên trợ lý chưa nhận lời gửi kín") == 2
