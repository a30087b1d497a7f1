"""Several questions dealt with at once: each by itself, as it was read, by whoever may."""

import re
from pathlib import Path

from bot.app import utc_now
from content.library import Content
from handlers.question import answering, moves, receiving
from storage.audit import JournalFilter
from storage.database import Transaction
from storage.question_models import Question, QuestionState
from storage.staff_models import Role
from tests.support.desk import Desk, desk, employ
from tests.support.site import Site, site

MANY = "/cau-hoi/nhieu?loc="
WORDS = ("Chợ ngập khi mưa", "Đèn ngõ 5 tắt", "Xin mở lớp hóa đơn", "Vỉa hè bị lấn", "Rác chưa gom")


async def ask(at: Site, *, answered_by: str = "", public: bool = False) -> list[Question]:
    """One question of each of the words; with answers that wait where somebody wrote them."""

    def work(tx: Transaction) -> list[Question]:
        made = []
        for words in WORDS:
            asked = receiving.Asked(words, "moi-truong", "paper", asker="Ông Tám", public=public)
            question = receiving.receive(tx, at.core.content, asked, utc_now(), actor="x")
            if answered_by:
                author = tx.staff.by_login(answered_by)
                assert author
                question = moves.move(
                    tx, question, moves.Move.ASSIGN, utc_now(), staff=author, office=author.office
                )
                question = answering.answer(
                    tx, at.core.content, question, f"Đã giao làm: {words}.", "QĐ 5", utc_now(),
                    staff=author, promised_on=None, public_question=f"{words}?" if public else "",
                ).question  # fmt: skip
            made.append(question)
        return made

    return await at.core.database.transaction(work)


async def boxes(person: Desk, name: str) -> list[str]:
    _, page = await person.get(f"/cau-hoi?loc={name}")
    return re.findall(r'name="item" value="([^"]+)"', page)


async def stands(at: Site, questions: list[Question]) -> list[Question]:
    found = await at.core.database.transaction(
        lambda tx: [tx.questions.get(one.id) for one in questions]
    )
    return [one for one in found if one]


async def test_ten_are_assigned_with_one_press(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "lan", Role.CLERK) as lan:
        await employ(at, "thue", Role.EXTERNAL, office="thue")
        questions = await ask(at)
        items = await boxes(lan, "moi")
        assert len(items) == 5
        status, page, to = await lan.post(MANY + "moi", {"item": items[:3], "to": "o:ttpvhcc"})
        assert status == 303 and "loc=moi" in to, page
        _, page = await lan.get(to.removeprefix("/can-bo"))
        assert "Đã giao 3 câu." in page and len(await boxes(lan, "moi")) == 2
        assert [one.office for one in await stands(at, questions)].count("ttpvhcc") == 3
        lines = await at.core.database.transaction(lambda tx: tx.audit.lines(JournalFilter()))
        assert [line.action for line in lines].count("question.assign") == 3

        # to somebody by name, to nobody, to an office that is none
        staff = await at.core.database.transaction(lambda tx: tx.staff.by_login("thue"))
        assert staff
        left = await boxes(lan, "moi")
        for wrong in ("", "o:ao", "s:1", f"s:{staff.id}0", "x"):
            status, page, _ = await lan.post(MANY + "moi", {"item": left, "to": wrong})
            assert status == 400 and len(await boxes(lan, "moi")) == 2, wrong
        assert (await lan.post(MANY + "moi", {"item": left, "to": f"s:{staff.id}"}))[0] == 303
        assert [one.responder_id for one in await stands(at, questions)].count(staff.id) == 2
        status, page, _ = await lan.post(MANY + "moi", {"to": "o:thue"})
        assert status == 409 and "Chưa đánh dấu câu nào" in page


async def test_answers_are_read_whole_and_approved_together(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "lan", Role.CLERK) as lan,
        desk(at, "minh", Role.APPROVER) as minh,
    ):
        questions = await ask(at, answered_by="lan")
        assert await boxes(lan, "cho-duyet") == []  # a clerk does not approve
        _, page = await minh.get("/cau-hoi?loc=cho-duyet")
        assert all(f"Đã giao làm: {words}." in page and words in page for words in WORDS)
        items = await boxes(minh, "cho-duyet")

        # one was written anew since the page was read: it is not approved, the others are
        def again(tx: Transaction) -> None:
            author, question = tx.staff.by_login("lan"), tx.questions.get(questions[0].id)
            assert author and question
            answering.answer(tx, at.core.content, question, "Chữ khác", "", utc_now(), staff=author)

        await at.core.database.transaction(again)
        status, page, _ = await minh.post(MANY + "cho-duyet", {"item": items})
        assert status == 409 and "Đã duyệt 4 câu" in page and questions[0].code in page
        assert "vừa có người khác làm" in page
        states = {one.id: one.state for one in await stands(at, questions)}
        assert states.pop(questions[0].id) is QuestionState.ANSWERED
        assert set(states.values()) == {QuestionState.DELIVERED}
        # what was sent is not sent again by the same press
        assert (await minh.post(MANY + "cho-duyet", {"item": items[1:]}))[0] == 409


async def test_the_next_question_that_waits_is_one_press_away(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "lan", Role.CLERK) as lan,
        desk(at, "minh", Role.APPROVER) as minh,
    ):
        questions = await ask(at, answered_by="lan")
        gone = []
        code = questions[0].code
        for left in (4, 3, 2, 1):
            _, page = await minh.get(f"/cau-hoi/{code}")
            following = re.search(r'class="button" href="/can-bo/cau-hoi/([^"]+)">([^<]+)', page)
            assert following and f"còn {left}" in following[2]
            answer = re.search(r'name="answer" value="(\d+)"', page)
            assert answer
            act = {"do": "approve", "answer": answer[1]}
            assert (await minh.post(f"/cau-hoi/{code}/lam", act))[0] == 303
            gone.append(code)
            code = following[1]
            assert code not in gone
        _, page = await minh.get(f"/cau-hoi/{code}")
        assert "Câu tiếp theo" not in page
        _, page = await lan.get(f"/cau-hoi/{code}")
        assert "Câu tiếp theo" not in page


async def test_one_s_own_answers_are_not_approved_among_others(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "minh", Role.OWNER) as minh:
        questions = await ask(at, answered_by="minh")
        assert await boxes(minh, "cho-duyet") == []
        forged = [f"{one.code}:{'0' * 20}" for one in questions]
        status, _, _ = await minh.post(MANY + "cho-duyet", {"item": forged})
        assert status == 409
        assert {one.state for one in await stands(at, questions)} == {QuestionState.ANSWERED}


async def test_what_everybody_will_read_is_shown_and_published_together(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "lan", Role.CLERK),
        desk(at, "minh", Role.APPROVER) as minh,
        desk(at, "thu", Role.COMMUNICATOR) as thu,
    ):
        questions = await ask(at, answered_by="lan", public=True)
        items = await boxes(minh, "cho-duyet")
        assert (await minh.post(MANY + "cho-duyet", {"item": items}))[0] == 303
        _, page = await thu.get("/cau-hoi?loc=cho-dang")
        assert all(f"{words}?" in page for words in WORDS) and "Ông Tám" not in page
        items = await boxes(thu, "cho-dang")
        status, page, _ = await thu.post(MANY + "cho-dang", {"item": items})
        assert status == 303, page
        assert {one.state for one in await stands(at, questions)} == {QuestionState.PUBLISHED}
        for wrong in ("moi", "cho-duyet", "tat-ca", ""):
            status, _, _ = await thu.post(MANY + wrong, {"item": items})
            assert status == 403
