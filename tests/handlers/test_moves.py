"""The life of a question: every move from every state, the clock, merging, reopening."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from content.calendar import today
from content.complaints import is_complaint
from content.fields import guess_field, similar
from content.library import Content
from handlers.own_data import erasure
from handlers.people.telling import By
from handlers.question import (
    answering,
    approving,
    asking_back,
    merging,
    moves,
    receiving,
    reopening,
    together,
)
from handlers.question.moves import MOVES, Move, NotAllowed
from storage.broadcast_models import Audience, Base
from storage.database import Database, Transaction
from storage.question_models import Question, QuestionState
from storage.staff_models import Role
from tests.support.clock import START
from tests.support.conference import make_staff
from tests.support.ward import with_days

S = QuestionState


def ask(tx: Transaction, content: Content, text: str = "Chợ hay bị ngập") -> Question:
    asked = receiving.Asked(text, "moi-truong", "chat")
    return receiving.receive(tx, content, asked, START, actor="contact")


# The state machine once more, as the practice of the ward has it; the code must agree.
PRACTICE = {
    "redirect": ("received", "redirected"),
    "merge": ("received assigned", "merged"),
    "ask_more": ("received assigned", "needs_info"),
    "tell_more": ("needs_info", "received"),
    "assign": ("received assigned waiting_upper", "assigned"),
    "return": ("assigned", "received"),
    "forward": ("assigned", "waiting_upper"),
    "answer": ("assigned waiting_upper answered", "answered"),
    "want_changes": ("answered", "assigned"),
    "approve": ("answered", "approved"),
    "deliver": ("approved", "delivered"),
    "publish": ("delivered closed", "published"),
    "take_back": ("answered", "assigned"),
    "unpublish": ("published", "delivered"),
    "reopen": ("delivered published closed", "assigned"),
    "reopen_alone": ("merged", "assigned"),
    "close": ("delivered published", "closed"),
    "correct": ("delivered published closed", None),
    "reword": ("delivered published closed", None),
    "drop": ("delivered published closed", None),
    "refuse": ("delivered published closed", None),
    "accept": ("delivered published closed", None),
    "keep_promise": ("delivered published closed", None),
    "split": ("merged", "received"),
    "restore": ("redirected withdrawn", "received"),
    "withdraw": ("received needs_info assigned waiting_upper answered approved", "withdrawn"),
    "erase": ("received needs_info assigned waiting_upper answered approved", "withdrawn"),
    "release": ("received needs_info assigned waiting_upper answered approved", None),
    "put_off": ("received needs_info assigned waiting_upper answered approved", None),
    "extend": ("received needs_info assigned waiting_upper answered approved", None),
}


def test_the_moves_are_those_of_the_practice() -> None:
    written = {
        str(move): ({str(state) for state in origins}, str(target) if target else None)
        for move, (origins, target, _) in MOVES.items()
    }
    assert written == {name: (set(a.split()), b) for name, (a, b) in PRACTICE.items()}


async def test_a_move_is_open_only_from_its_states(db: Database, content: Content) -> None:
    def moves_from(tx: Transaction, state: QuestionState, move: Move) -> bool:
        question = tx.questions.save(replace(ask(tx, content), state=state))
        try:
            moved = moves.move(tx, question, move, START, staff=None)
        except NotAllowed:
            return False
        assert tx.questions.get(question.id) == moved
        return True

    def work(tx: Transaction) -> None:
        for state in S:
            for move in Move:
                assert moves_from(tx, state, move) is (state in MOVES[move][0]), (state, move)

    await db.transaction(work)


async def test_the_due_date_counts_working_days_and_holidays(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        # Saturday 21/11: seven working days later, without the 24th, is 2/12.
        assert ask(tx, content).first_due == date(2026, 12, 2)
        off = with_days(content, off=["25/11/2026: nghỉ"])
        assert ask(tx, off).first_due == date(2026, 12, 3)
        both = with_days(content, off=["25/11/2026: nghỉ"], worked=["28/11/2026: làm bù"])
        assert ask(tx, both).first_due == date(2026, 12, 2)

    await db.transaction(work)


async def test_the_clock_stands_still_while_the_asker_owes_an_answer(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        clerk = make_staff(tx, "a", Role.CLERK)
        question = moves.move(
            tx, ask(tx, content), Move.ASK_MORE, START,
            staff=clerk, note="Ở đâu?", stopped_on=today(START),
        )  # fmt: skip
        later = START + timedelta(days=10)
        assert not question.overdue_on(date(2027, 1, 1))
        told = asking_back.told_more(tx, content, question, "Ở cổng chợ", later).question
        assert told.state is S.RECEIVED and "cổng chợ" in told.content
        # From Saturday 21/11 to Tuesday 1/12 there are seven working days.
        assert told.first_due == date(2026, 12, 10)

    await db.transaction(work)


async def test_everybody_who_asked_keeps_their_own_question_and_all_are_answered(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        clerk = make_staff(tx, "a", Role.CLERK)
        leader = make_staff(tx, "b", Role.APPROVER)
        contacts = [tx.contacts.meet("test", str(n), START).id for n in range(3)]
        first, second, third = (
            tx.questions.save(replace(ask(tx, content), contact_id=contact)) for contact in contacts
        )
        second = merging.merge(tx, content, second, first, START, staff=clerk).question
        with pytest.raises(NotAllowed):
            merging.merge(tx, content, third, second, START, staff=clerk)
        merging.merge(tx, content, third, first, START, staff=clerk)
        assert tx.questions.askers(first.id) == 3
        assigned = moves.move(tx, first, Move.ASSIGN, START, staff=clerk, office="kthtdt")
        drafted = answering.answer(
            tx, content, assigned, "Đã nạo vét.", "", START, staff=clerk
        ).question
        draft = tx.questions.answers(first.id)[0]
        with pytest.raises(NotAllowed):
            approving.approve(tx, content, drafted, draft.id, START, staff=clerk)
        done = approving.approve(tx, content, drafted, draft.id, START, staff=leader)
        assert [told.by for told in done.told] == [By.MESSAGE] * 3

    await db.transaction(work)


async def test_an_answer_is_reopened_once_and_within_fifteen_days(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        delivered = tx.questions.save(
            replace(ask(tx, content), state=S.DELIVERED, answered_at=START)
        )
        assert not reopening.may_reopen(delivered, delivered, START + timedelta(days=16))
        again = reopening.say_wrong(
            tx, content, delivered, "chưa đúng", START + timedelta(days=3)
        ).question
        assert again.state is S.ASSIGNED and again.first_due == delivered.first_due
        answered = replace(again, state=S.DELIVERED)
        with pytest.raises(NotAllowed):
            reopening.say_wrong(tx, content, answered, "vẫn chưa", START + timedelta(days=4))

    await db.transaction(work)


@pytest.mark.parametrize(
    "text",
    [
        "Tôi tố cáo ông A ở chợ",
        "toi to cao can bo thue nhan tien cua toi",
        "cán bộ phường đòi tiền mới làm hồ sơ",
        "Tôi muốn khiếu nại quyết định xử phạt",
        "nó vòi vĩnh bà con suốt",
    ],
)
def test_a_complaint_is_recognised(text: str) -> None:
    assert is_complaint(text)


@pytest.mark.parametrize(
    "text",
    [
        "Chợ hay bị ngập mỗi khi mưa to",
        "Thủ tục khiếu nại như thế nào, nộp ở đâu",
        "khách hàng khiếu nại hàng lỗi thì xuất hóa đơn sao",
        "Hộ nghèo nhận tiền hỗ trợ ở đâu",
        "Khiếu nại thì nộp đơn ở đâu ạ",
    ],
)
def test_what_only_sounds_like_one_is_a_question(text: str) -> None:
    assert not is_complaint(text)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Vỉa hè trước quán có được kê bàn không", "xay-dung"),
        ("thue khoan nam nay the nao", "thue"),
        ("Cửa hàng có phải lắp bình chữa cháy không", "pccc"),
        ("muon vay von lam an", "von"),
        ("abc xyz", "khac"),
    ],
)
def test_the_field_is_guessed(content: Content, text: str, field: str) -> None:
    assert guess_field(text, content.fields) == field


def test_questions_that_say_the_same_are_found() -> None:
    others = [
        "Cống trước chợ tắc, mưa là ngập quầy hàng, đề nghị nạo vét",
        "Vay vốn giải quyết việc làm nộp hồ sơ ở đâu",
        "Biển hiệu to quá có bị phạt không",
    ]
    found = similar("Chợ ngập quầy hàng mỗi khi mưa, xin nạo vét cống", others)
    assert found[0][1] == 0 and found[0][0] > 0.3
    assert similar("Hoàn thuế môn bài", others) == []


async def test_whoever_has_the_answer_of_a_joined_question_waits_for_none(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        clerk, boss = make_staff(tx, "c", Role.CLERK), make_staff(tx, "b", Role.APPROVER)
        first, second = (
            receiving.receive(
                tx, content,
                receiving.Asked(
                    "Cống tắc", "khac", "chat", contact_id=tx.contacts.meet("test", who, START).id,
                    phone=phone,
                ), START, actor="contact",
            )
            for who, phone in (("1", "+84912000001"), ("2", "+84912000002"))
        )  # fmt: skip
        askers = Audience(base=Base.ASKERS)
        merging.merge(tx, content, second, first, START, staff=clerk)
        joined = tx.questions.get(second.id)
        assert joined and together.waits(tx, joined)
        assert tx.audiences.count_meant(askers, START) == {"test": 2}
        assert len(tx.audiences.members(0, askers, START, START)) == 2
        given = moves.move(tx, first, Move.ASSIGN, START, staff=clerk)
        done = answering.answer(tx, content, given, "Đã nạo vét.", "", START, staff=clerk)
        draft = tx.questions.draft(first.id)
        assert draft
        approving.approve(tx, content, done.question, draft.id, START, staff=boss)
        assert not together.waits(tx, joined)
        assert tx.audiences.count_meant(askers, START) == {}
        assert tx.audiences.members(0, askers, START, START) == []
        assert joined.contact_id
        erased = erasure.erase(tx, content, joined.contact_id, START, keep_open=True)
        assert erased.kept_open == 0  # nothing is still to come
        gone = tx.questions.get(second.id)
        assert gone and gone.anonymised_at == START and gone.phone is None

    await db.transaction(work)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Quán nhậu mở karaoke tới 1 giờ sáng ngày nào cũng vậy", False),
        ("cho tôi hỏi vay vốn ngân hàng", True),
        ("cho toi hoi vay von ngan hang", True),
    ],
)
def test_a_word_of_a_field_is_heard_with_its_own_marks_or_none(
    content: Content, text: str, heard: bool
) -> None:
    loans = next(one for one in content.fields.values() if "vay" in one.words).id
    assert (guess_field(text, content.fields) == loans) is heard
