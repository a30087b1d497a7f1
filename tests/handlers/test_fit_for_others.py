"""What others read of a question leads to nobody who asked it, whichever door it goes through."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from content.library import Content
from content.redaction import addresses, redact_addresses
from handlers.question import answering, approving, asking_back, closing, merging, routing, sharing
from handlers.question.fit import NotForThePublic
from handlers.question.moves import Move, move
from storage.database import Database, Transaction
from storage.question_models import Question
from storage.staff_models import Role
from tests.handlers.test_first_answer import asked
from tests.support.clock import START
from tests.support.conference import make_staff

PRIVATE = {
    "the name": "Cống tắc. Gọi ông Nguyễn Văn Bảy",
    "the telephone": "Cống tắc, gọi 0912 000 001",
    "the door": "Cống trước số nhà 12/3 ngõ 45 tắc",
    "the shop": "Cống trước Tạp hóa Minh Châu tắc",
}


def named(tx: Transaction, content: Content) -> Question:
    return tx.questions.save(
        replace(
            asked(tx, content, 1),
            asker="Nguyễn Văn Bảy",
            business="Tạp hóa Minh Châu",
            content="Cống trước nhà tôi số 12/3 ngõ 45 tắc",
            public=True,
        )
    )


@pytest.mark.parametrize("text", PRIVATE.values(), ids=PRIVATE.keys())
async def test_a_released_question_says_nothing_of_its_asker(
    db: Database, content: Content, text: str
) -> None:
    def work(tx: Transaction) -> None:
        question = named(tx, content)
        with pytest.raises(NotForThePublic) as refused:
            sharing.share(tx, content, question, text, judged=True)
        assert refused.value.places == ("shown_text",)
        proposed = sharing.proposed(question)
        assert "12/3" not in proposed and "[địa chỉ]" in proposed
        plain = "Cống đầu ngõ 45 tắc"
        assert sharing.share(tx, content, question, plain, judged=False).shown_text == plain

    await db.transaction(work)


async def test_who_only_looks_named_is_judged_by_a_person(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        question, text = named(tx, content), "Cống nhà bà Trần Thị Sáu tắc"
        with pytest.raises(NotForThePublic) as refused:
            sharing.share(tx, content, question, text, judged=False)
        assert refused.value.found.likely and not refused.value.found.sure
        sharing.share(tx, content, question, text, judged=True)

    await db.transaction(work)


@pytest.mark.parametrize("text", PRIVATE.values(), ids=PRIVATE.keys())
async def test_of_several_who_asked_none_reads_who_another_is(
    db: Database, content: Content, text: str
) -> None:
    def work(tx: Transaction) -> None:
        clerk, boss = make_staff(tx, "c", Role.CLERK), make_staff(tx, "b", Role.APPROVER)
        head, other = named(tx, content), asked(tx, content, 2)
        given = move(tx, head, Move.ASSIGN, START, staff=clerk)
        merging.merge(tx, content, other, given, START, staff=clerk)
        later = START.date() + timedelta(days=30)
        doors: list[Callable[[], object]] = [
            lambda: answering.answer(tx, content, given, text, "", START, staff=clerk),
            lambda: answering.answer(tx, content, given, "Đã rõ.", text, START, staff=clerk),
            lambda: asking_back.ask_more(tx, content, given, text, START, staff=clerk),
            lambda: routing.extend(tx, content, given, later, text, START, staff=boss),
            lambda: closing.redirect(tx, content, given, text, START, staff=clerk),
        ]
        for door in doors:
            with pytest.raises(NotForThePublic):
                door()
        officer = "Xin gọi ông Trần Văn Nam, 0987 654 321."  # of the staff, who may be called
        answering.answer(tx, content, given, officer, "", START, staff=clerk)

    await db.transaction(work)


async def test_who_joined_since_reads_nothing_of_the_first(db: Database, content: Content) -> None:
    """An answer to one alone may address them; it does not go to two so."""

    def work(tx: Transaction) -> None:
        clerk, boss = make_staff(tx, "c", Role.CLERK), make_staff(tx, "b", Role.APPROVER)
        head, other = named(tx, content), asked(tx, content, 2)
        given = move(tx, head, Move.ASSIGN, START, staff=clerk)
        text = "Kính gửi ông Nguyễn Văn Bảy: phường nạo vét tháng 12."
        done = answering.answer(tx, content, given, text, "", START, staff=clerk).question
        merging.merge(tx, content, other, done, START, staff=clerk)
        draft = tx.questions.draft(done.id)
        assert draft
        with pytest.raises(NotForThePublic) as refused:
            approving.approve(tx, content, done, draft.id, START, staff=boss)
        assert refused.value.places == ("text",)

    await db.transaction(work)


async def test_who_joins_is_not_asked_what_names_the_first(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        clerk = make_staff(tx, "c", Role.CLERK)
        head, other = named(tx, content), asked(tx, content, 2)
        what = "Ông Bảy gửi giúp ảnh chỗ cống tắc."
        waits = asking_back.ask_more(tx, content, head, what, START, staff=clerk).question
        with pytest.raises(NotForThePublic):
            merging.merge(tx, content, other, waits, START, staff=clerk)

    await db.transaction(work)


def test_a_door_is_somebodys_and_a_lane_is_not() -> None:
    for text, door in (
        ("nhà tôi ở số 12 ngõ 45 đường Hoàng Quốc Việt", "12"),
        ("Số nhà 45B tổ 3", "45b"),
        ("ở 12/3 ngõ 45", "12/3"),
        ("quầy số 14 chợ Phù Liễn", "14"),
        ("ki-ốt 7", "7"),
    ):
        assert list(addresses(text)) == [door], text
    for text in ("Đèn đầu ngõ 45 hỏng", "Nghị định số 68/2026", "Điều 12/3", "họp ngày 20/12"):
        assert not addresses(text) and redact_addresses(text) == text, text
