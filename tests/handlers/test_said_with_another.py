"""What one of several askers says stays theirs: with them it goes on, and with them it goes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from content.calendar import today
from content.library import Content
from handlers.question import (
    answering,
    approving,
    asking_back,
    merging,
    moves,
    redoing,
    reopening,
    routing,
)
from handlers.question.receiving import Asked, receive
from storage.database import Transaction
from storage.question_models import Question, QuestionState
from storage.staff_models import Role, Staff
from tests.handlers.test_erasure import rows_with
from tests.support.clock import START
from tests.support.conference import make_staff
from tests.support.erasing import erase_phone
from tests.support.play import exchange, playing, said

WRONG = "Tôi hỏi đường vào chợ chứ không phải cống, xin trả lời lại"
MORE = "Ở ngay trước quầy số mười bốn của nhà tôi"


def _three(tx: Transaction, content: Content) -> tuple[Staff, Question, Question, Question]:
    """A question with two others joined to it: the second asked in a chat, the third on paper."""
    clerk = make_staff(tx, "thuky", Role.CLERK)
    second = tx.contacts.meet("test", "7", START)
    asked = Asked("Cống trước chợ tắc", "moi-truong", "paper", asker="Bà Một", phone="+84912000001")
    head = receive(tx, content, asked, START, actor="thuky")
    mine = replace(asked, contact_id=second.id, asker="Nguyễn Thị Huệ", phone="+84912345678")
    other = replace(asked, asker="Ông Ba", phone="+84912000003")
    joined = [receive(tx, content, one, START, actor="thuky") for one in (mine, other)]
    for one in joined:
        merging.merge(tx, content, one, head, START, staff=clerk)
    return clerk, head, joined[0], joined[1]


def _answer(tx: Transaction, content: Content, head: Question, clerk: Staff) -> None:
    leader = make_staff(tx, "lanhdao", Role.APPROVER)
    given = routing.assign(tx, content, head, START, staff=clerk, office="kthtdt").question
    answering.answer(tx, content, given, "Phường nạo vét cống.", "", START, staff=clerk)
    drafted = tx.questions.get(head.id)
    draft = tx.questions.draft(head.id)
    assert drafted and draft
    approving.approve(tx, content, drafted, draft.id, START, staff=leader)


def _fresh(tx: Transaction, question: Question) -> Question:
    found = tx.questions.get(question.id)
    assert found
    return found


async def _complain(tmp_path: Path, content: Content, then: Callable[[Transaction], None]) -> None:
    """The second of three says in the chat that the answer they share does not answer."""
    async with playing(tmp_path, content) as (core, channel):

        def prepare(tx: Transaction) -> str:
            clerk, head, mine, _ = _three(tx, content)
            _answer(tx, content, head, clerk)
            return mine.code

        code = await core.database.transaction(prepare)
        await exchange(core, channel, said(code))
        await exchange(core, channel, said("6"))
        replies = await exchange(core, channel, said(WRONG))
        assert "Đã mở lại câu hỏi" in replies[0].text and code in replies[0].text
        await core.database.transaction(then)
        assert await core.database.scrub()


async def test_who_finds_a_shared_answer_wrong_goes_on_alone_with_their_words(
    tmp_path: Path, content: Content
) -> None:
    def then(tx: Transaction) -> None:
        head, mine, other = tx.questions.all()[::-1]
        assert head.state is QuestionState.DELIVERED and other.merged_into == head.id
        assert mine.state is QuestionState.ASSIGNED and mine.merged_into is None
        assert mine.office == head.office and mine.due > today(START)
        assert redoing.sent_back(tx)[mine.id].note == WRONG
        assert all(step.note != WRONG for step in tx.questions.steps(head.id))
        told = tx.questions.approved(mine.id)
        assert told and told.text == "Phường nạo vét cống."
        called = {task.question_id for task in tx.calls.open()}
        assert called == {head.id, other.id}  # nobody is read the answer that is rewritten

    await _complain(tmp_path, content, then)


async def test_of_who_is_erased_no_word_stays_with_a_question_they_shared(
    tmp_path: Path, content: Content
) -> None:
    def then(tx: Transaction) -> None:
        assert erase_phone(tx, content, "+84912345678", START)

    await _complain(tmp_path, content, then)
    for word in ("đường vào chợ", "Nguyễn Thị Huệ", "912345678"):
        assert rows_with(tmp_path, word) == [], word


async def test_what_a_joined_asker_tells_more_goes_with_them(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):

        def prepare(tx: Transaction) -> tuple[str, int]:
            clerk, head, mine, _ = _three(tx, content)
            asking_back.ask_more(tx, content, _fresh(tx, head), "Chỗ nào?", START, staff=clerk)
            return mine.code, head.id

        code, head_id = await core.database.transaction(prepare)
        await exchange(core, channel, said(code))
        await exchange(core, channel, said("1"))
        replies = await exchange(core, channel, said(MORE))
        assert "Đã ghi thêm" in replies[0].text and code in replies[0].text

        def told(tx: Transaction) -> None:
            mine = tx.questions.by_code(code)
            head = tx.questions.get(head_id)
            assert mine and head and MORE in mine.content and MORE not in head.content
            assert head.state is QuestionState.RECEIVED
            erase_phone(tx, content, "+84912345678", START)

        await core.database.transaction(told)
        assert await core.database.scrub()
        assert rows_with(tmp_path, "quầy số mười bốn") == []


async def test_the_name_of_who_is_erased_goes_from_what_staff_wrote_of_the_shared_one(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, _):

        def work(tx: Transaction) -> None:
            clerk, head, _, _ = _three(tx, content)
            moves.move(
                tx, _fresh(tx, head), moves.Move.RELEASE, START,
                staff=make_staff(tx, "quantri", Role.ADMIN), note="Chị Nguyễn Thị Huệ gọi",
            )  # fmt: skip
            _answer(tx, content, _fresh(tx, head), clerk)
            draft = tx.questions.draft(head.id)
            assert draft
            tx.questions.save_answer(replace(draft, text="Thưa bà Nguyễn Thị Huệ, đã nạo vét."))
            erase_phone(tx, content, "+84912345678", START)

        await core.database.transaction(work)
        assert await core.database.scrub()
        assert rows_with(tmp_path, "Nguyễn Thị Huệ") == []


async def test_when_the_first_asker_finds_it_wrong_the_others_hear_that_it_is_rewritten(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):

        def work(tx: Transaction) -> None:
            clerk, head, mine, other = _three(tx, content)
            _answer(tx, content, head, clerk)
            reopening.say_wrong(tx, content, _fresh(tx, head), "Chưa thấy ai tới", START)
            cards = [task for task in tx.calls.open() if task.question_id == other.id]
            assert [card.message for card in cards] == ["question/reopened_for_all"]
            assert mine.code not in cards[0].text and other.code in cards[0].text
            assert "nạo vét" not in cards[0].text

        await core.database.transaction(work)
        await core.settle()
        assert "đang được xem lại" in channel.texts()[-1]


async def test_a_question_split_off_an_answered_one_has_one_card_to_read(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):

        def work(tx: Transaction) -> None:
            clerk, head, mine, other = _three(tx, content)
            _answer(tx, content, head, clerk)
            merging.split(tx, content, _fresh(tx, other), START, staff=clerk)
            merging.split(tx, content, _fresh(tx, mine), START, staff=clerk)
            cards = [task.message for task in tx.calls.open() if task.question_id == other.id]
            assert cards == ["question/split"]

        await core.database.transaction(work)
        await core.settle()
        assert not [text for text in channel.texts() if "nạo vét" in text]
        assert "được trả lời riêng" in channel.texts()[-1]
