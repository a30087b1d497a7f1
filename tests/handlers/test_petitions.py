"""What the ward is asked to see to: its clock, who is told, what came of it, who says so."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from content.library import Content
from content.overlay import Published, Shelf, ward_entry
from content.vietnamese import VIETNAM
from content.ward_parts import WardPart, part_text, values_of
from handlers.clock import schedules, upkeep
from handlers.people.calendar import working_days
from handlers.people.refusing import NotDone
from handlers.question import (
    answering,
    approving,
    escalating,
    receiving,
    reopening,
    results,
    routing,
)
from handlers.question.clears import Clear, Narrowed, clear_of
from handlers.question.moves import NotAllowed
from handlers.question.results import CameOfIt
from storage.database import Database, Transaction
from storage.question_models import (
    Authority,
    Question,
    QuestionAbout,
    QuestionKind,
    QuestionResult,
    QuestionState,
    Urgency,
    Verdict,
)
from storage.staff_models import Role, Staff
from tests.support.clock import START
from tests.support.conference import add_event, loaded_content, make_staff
from tests.support.play import exchange, playing, said

KIND = QuestionKind
WEEK = {"week": "7:30-11:30 và 13:30-17:00", "saturday": ""}


def here(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A moment of 2026 on the clocks of the ward; 27/11 is a Friday."""
    return datetime(2026, month, day, hour, minute, tzinfo=VIETNAM).astimezone(UTC)


def having(content: Content, **parts: dict[str, str]) -> Content:
    """The content with settings of the ward as staff would have published them."""
    shelf: Shelf = content.shelf.another()
    laid = [
        Published(ward_entry(part), "", part_text(values_of(content.ward, part) | values))
        for part, values in parts.items()
    ]
    shelf.put(shelf.edition(1, laid))
    return replace(content, shelf=shelf)


@pytest.fixture
def in_hours(content: Content) -> Content:
    return having(content, **{WardPart.HOURS: WEEK})


def ask(
    tx: Transaction, content: Content, now: datetime, kind: KIND = KIND.PETITION, **more: object
) -> Question:
    text = str(more.pop("text", "Xin mở chợ đêm cho bà con"))
    asked = receiving.Asked(text, "khac", "chat", kind=kind, **more)  # type: ignore[arg-type]
    return receiving.receive(tx, content, asked, now, actor="contact")


def linked(tx: Transaction, login: str, *roles: Role, office: str = "kthtdt") -> Staff:
    """Somebody who can sign in and is told in a chat."""
    person = make_staff(tx, login, *roles, office=office)
    person = tx.staff.save(replace(person, password="x"))
    contact = tx.contacts.meet("telegram", f"chat-{login}", START)
    tx.staff_links.make_code(f"code-{login}", person.id, START + timedelta(days=999))
    assert tx.staff_links.use_code(f"code-{login}", contact.id, START)
    return person


def told(tx: Transaction, person: Staff) -> list[str]:
    contact = tx.contacts.find("telegram", f"chat-{person.login}")
    assert contact is not None
    return [str(line.body) for line in tx.transcripts.lines(contact.id)]


# ---- clocks ----


@pytest.mark.parametrize(
    ("kind", "urgency", "asked_at", "acknowledge_by", "due"),
    [
        # In the morning of a Wednesday: four office hours later is after noon.
        (KIND.ON_SITE, Urgency.USUAL, here(25, 9), here(25, 15), date(2026, 12, 2)),
        (KIND.ON_SITE, Urgency.URGENT, here(25, 11), here(25, 14), date(2026, 11, 27)),
        # On a Friday evening nobody is there before Monday.
        (KIND.ON_SITE, Urgency.URGENT, here(27, 20), here(30, 8, 30), date(2026, 12, 1)),
        (KIND.SERVICE, Urgency.URGENT, here(27, 16, 30), here(30, 11), date(2026, 12, 2)),
        (KIND.ASK, Urgency.USUAL, here(25, 7, 30), here(26, 8), date(2026, 12, 4)),
        (KIND.PETITION, Urgency.USUAL, here(28, 10), here(1, 8, month=12), date(2026, 12, 11)),
    ],
)
async def test_each_kind_and_urgency_has_its_clock_in_office_hours(
    db: Database,
    in_hours: Content,
    kind: KIND,
    urgency: Urgency,
    asked_at: datetime,
    acknowledge_by: datetime,
    due: date,
) -> None:
    question = await db.transaction(lambda tx: ask(tx, in_hours, asked_at, kind, urgency=urgency))
    assert question.first_due == question.due == due
    assert question.acknowledge_by == acknowledge_by


async def test_a_clock_is_a_setting_and_holidays_are_none_of_it(
    db: Database, content: Content
) -> None:
    own = having(
        content,
        **{
            WardPart.HOURS: WEEK,
            WardPart.CLOCKS: {"petition_usual": "2 giờ, 3 ngày"},
            WardPart.DAYS_APART: {"days_off": "30/11/2026: nghỉ bù", "days_worked": ""},
        },
    )
    question = await db.transaction(lambda tx: ask(tx, own, here(27, 16)))
    assert question.first_due == date(2026, 12, 3)  # Tuesday to Thursday
    assert question.acknowledge_by == here(1, 8, 30, month=12)
    assert working_days(own.ward).open_between(here(27, 16), here(1, 8, 30, month=12)) == (
        timedelta(hours=2)
    )


# ---- told at once, and upwards ----


async def test_a_new_case_is_told_at_once_or_when_the_office_opens(
    db: Database, in_hours: Content
) -> None:
    def work(tx: Transaction) -> None:
        clerk = linked(tx, "phan-cong", Role.CLERK)
        other = linked(tx, "nghe", Role.RESPONDER)
        day = ask(tx, in_hours, here(25, 9), KIND.ON_SITE, place="trước số 5", text="Cống tắc")
        [said_] = told(tx, clerk)
        assert day.code in said_ and "Phản ánh hiện trường" in said_ and "trước số 5" in said_
        assert "Cống tắc" not in said_ and not told(tx, other)
        night = ask(tx, in_hours, here(27, 22))
        assert night.code in told(tx, clerk)[-1]
        assert tx.outbox.next_due("telegram") == here(25, 9)
        tx.outbox.withdraw(f"new_question:{day.id}", here(25, 9))
        assert tx.outbox.next_due("telegram") == here(30, 7, 30)

    await db.transaction(work)


async def test_it_is_told_upwards_once_at_each_step(db: Database, in_hours: Content) -> None:
    own = having(
        in_hours, **{WardPart.HOURS: WEEK, WardPart.ABOVE: {"deputy": "pho", "head": "truong"}}
    )

    def work(tx: Transaction) -> None:
        clerk = linked(tx, "phan-cong", Role.CLERK)
        deputy, head = linked(tx, "pho", Role.OWNER), linked(tx, "truong", Role.APPROVER)
        question = ask(tx, own, here(25, 7, 30), KIND.ON_SITE)  # until Wednesday the 2nd
        before = {one.id: len(told(tx, one)) for one in (clerk, deputy, head)}

        def heard(now: datetime) -> list[int]:
            escalating.escalate(tx, own, now)
            escalating.escalate(tx, own, now)  # not twice
            return [len(told(tx, one)) - before[one.id] for one in (clerk, deputy, head)]

        assert heard(here(26, 9)) == [0, 0, 0]
        assert heard(here(27, 17, 30)) == [0, 0, 0]  # past half, but nobody is there
        assert heard(here(30, 8)) == [1, 1, 0]  # an owner assigns, too
        assert heard(here(1, 16, month=12)) == [2, 2, 0]
        assert heard(here(3, 8, month=12)) == [3, 3, 1]
        assert question.code in told(tx, head)[-1] and "hết thời hạn" in told(tx, head)[-1]
        assert "chưa có người nhận" in told(tx, head)[-1]

    await db.transaction(work)


async def test_the_week_is_summed_up_on_its_last_working_day(
    db: Database, in_hours: Content
) -> None:
    def work(tx: Transaction) -> None:
        clerk = linked(tx, "phan-cong", Role.CLERK)
        ask(tx, in_hours, here(25, 9), KIND.ON_SITE)
        before = len(told(tx, clerk))
        week = schedules.DUTIES["staff_week"].work
        assert week(tx, in_hours, here(26, 15, 30), here(26, 15, 30))
        assert len(told(tx, clerk)) == before
        assert week(tx, in_hours, here(27, 15, 30), here(27, 15, 30))
        assert "1 phản ánh hiện trường" in told(tx, clerk)[-1]
        assert schedules.DUTIES["staff_morning"].work(tx, in_hours, here(30, 8), here(30, 8))
        assert "chưa có người nhận" in told(tx, clerk)[-1]

    await db.transaction(work)


# ---- what came of it ----


def answered(
    tx: Transaction, content: Content, question: Question, given: CameOfIt | None, **more: object
) -> Question:
    clerk = next((one for one in tx.staff.all() if one.login == "thuky"), None)
    clerk = clerk or make_staff(tx, "thuky", Role.CLERK)
    boss = next((one for one in tx.staff.all() if one.login == "duyet"), None)
    boss = boss or make_staff(tx, "duyet", Role.APPROVER)
    if question.state is QuestionState.RECEIVED:
        question = routing.assign(
            tx, content, question, START, staff=clerk, office="kthtdt"
        ).question
    drafted = answering.answer(
        tx, content, question, "Phường đã thông cống.", str(more.pop("basis", "")), START,
        staff=clerk, given=given, **more,  # type: ignore[arg-type]
    ).question  # fmt: skip
    draft = tx.questions.draft(drafted.id)
    assert draft is not None
    return approving.approve(tx, content, drafted, draft.id, START, staff=boss).question


async def test_an_answer_needs_a_result_and_something_it_rests_on(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        question = ask(tx, content, START)
        solved = QuestionResult.SOLVED
        for given, basis, why in (
            (None, "NĐ 1", "result_missing"),
            (CameOfIt(solved), " ", "basis_or_proof"),
        ):
            with pytest.raises(NotDone) as refused:
                answered(tx, content, question, given, basis=basis)
            assert refused.value.why == why
            question = tx.questions.get(question.id) or question
        done = answered(tx, content, question, CameOfIt(solved, "Ảnh ngày 3/12"))
        assert (done.result, done.proof) == (solved, "Ảnh ngày 3/12")
        thanked = answered(tx, content, ask(tx, content, START, KIND.PRAISE), None)
        assert thanked.state is QuestionState.DELIVERED and thanked.result is None
        counts = results.count(tx.questions.all())
        assert (counts.answered, counts.solved, counts.confirmed) == (2, 1, 0)

    await db.transaction(work)


async def test_who_sent_it_says_whether_it_is_done_and_has_it_taken_up_once(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await exchange(core, channel, said("chào em"))

        def work(tx: Transaction) -> str:
            contact = tx.contacts.find("test", "7")
            assert contact is not None
            question = ask(tx, content, START, contact_id=contact.id)
            return answered(
                tx, content, question, CameOfIt(QuestionResult.SOLVED, "Biên bản 3")
            ).code

        code = await core.database.transaction(work)

        async def last(text: str) -> str:
            replies = await exchange(core, channel, said(text))
            return "\n".join(
                f"{one.text} {[choice.label for choice in one.choices]}" for one in replies
            )

        assert "Xong một phần" in await last(code)
        assert "xử lý lại" in await last("3")
        assert "viết trong một tin nhắn" in await last("1")
        assert "Đã mở lại" in await last("cống vẫn tắc, chưa thông")
        [kept] = await core.database.read(lambda tx: tx.questions.all())
        assert kept.reopened == 1 and kept.outcome is None


async def test_what_was_promised_is_asked_about_again_and_may_be_taken_up_then(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        contact = tx.contacts.meet("telegram", "hoi", START)
        question = ask(tx, content, START, contact_id=contact.id)
        given, day = CameOfIt(QuestionResult.SOLVED, "Kế hoạch 5"), START.date()
        done = answered(tx, content, question, given, promised_on=day + timedelta(days=10))
        assert done.ask_again_on == day + timedelta(days=14)
        later = here(14, 9, month=12) + timedelta(days=7)
        while working_days(content.ward).is_working(later.date()) is False:
            later += timedelta(days=1)
        upkeep.keep_up(tx, content, later)
        upkeep.keep_up(tx, content, later)
        lines = [str(line.body) for line in tx.transcripts.lines(contact.id)]
        assert sum("xong chưa" in one and "đã hứa làm" in one for one in lines) == 1
        asked = tx.questions.get(question.id)
        assert asked is not None and asked.ask_again_on is None
        assert reopening.may_reopen(asked, asked, later + timedelta(days=10))
        again = reopening.say_wrong(tx, content, asked, "chưa xong", later).question
        assert again.result is None and again.proof == ""
        with pytest.raises(NotAllowed):
            reopening.say_wrong(tx, content, again, "nữa", later)

    await db.transaction(work)


# ---- six clears ----


def test_lists_are_narrowed_by_kind_urgency_about_and_what_is_not_clear(content: Content) -> None:
    plain = Question(
        1, "KN-1", "x", "khac", "chat", QuestionState.RECEIVED, START.date(), START.date(), START
    )
    full = replace(
        plain, id=2, kind=KIND.ON_SITE, urgency=Urgency.URGENT, about=QuestionAbout.WORKS,
        responder_id=5, product="cống thông", authority=Authority.WARD,
        state=QuestionState.ASSIGNED,
    )  # fmt: skip
    assert clear_of(plain) == {Clear.WHEN} and clear_of(full) == set(Clear)
    both = [plain, full]
    assert Narrowed().of(both) == both == Narrowed(kind="x", lacks="y").of(both)
    assert Narrowed(kind="on_site").of(both) == Narrowed(about="works").of(both) == [full]
    assert Narrowed(urgency="usual").of(both) == Narrowed(lacks="product").of(both) == [plain]
    assert Verdict.DONE in set(Verdict)


WANTED = "đường trước tiệm đào ống nước gần 2 tháng chưa lấp, bụi mù, phường xem giúp em"


@pytest.mark.parametrize(
    ("lines", "sent"),
    [
        (["e la Nguyen Dinh Nghia 0986 270 153", "ừ gửi đi cháu"], True),
        (["gui luon di. e la Nguyen Dinh Nghia 0986 270 153", "đồng ý, gửi giúp bác nhé"], True),
        (["Em tên Lê Thị Bảy, số 0907 336 841, em đồng ý gửi đó", "Cám ơn con nghen"], False),
        (["em tên Lê Thị Bảy, số 0907 336 841", "gửi đi nhưng đừng ghi số"], False),
    ],
)
async def test_a_yes_with_polite_words_beside_it_sends_and_is_no_part_of_the_text(
    tmp_path: Path, content: Content, lines: list[str], sent: bool
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        for line in (WANTED, *lines):
            replies = await exchange(core, channel, said(line))
        held = await core.database.transaction(lambda tx: list(tx.questions.all()))
    shown = "\n".join(one.text for one in replies)
    assert [one.content for one in held] == ([WANTED] if sent else []), shown
    assert WANTED in shown and not any(line in shown for line in lines), shown


async def test_what_to_call_about_is_told_with_the_yes(tmp_path: Path, content: Content) -> None:
    lines = ("gọi lại cho chị nhé", "Đoàn Thị Liễu 0948 263 507, gọi sau 5h chiều")
    yes = "đồng ý, ghi là hỏi về chi phí lương với lên công ty nhé"
    async with playing(tmp_path, content) as (core, channel):
        for line in (*lines, yes):
            replies = await exchange(core, channel, said(line))
        held = await core.database.transaction(lambda tx: list(tx.questions.all()))
    assert len(held) == 1 and "chi phí lương" in held[0].content, replies[0].text


async def test_a_name_after_the_order_to_ask_is_who_asks(tmp_path: Path, content: Content) -> None:
    order = "lập cho anh câu hỏi gửi bên kinh tế phường là đất đấu thầu sắp hết hạn thế nào"
    lines = (order, "phạm văn sơn 0976 540 288 đồng ý", "a sai, 0976 540 289 moi dung")
    async with playing(tmp_path, content) as (core, channel):
        for line in lines:
            replies = await exchange(core, channel, said(line))
    shown = replies[0].text
    assert "“đất đấu thầu sắp hết hạn thế nào”" in shown and "Phạm Văn Sơn" in shown
    assert "0976 540 289" in shown and "moi dung" not in shown


@pytest.mark.parametrize(
    ("line", "signs_up"),
    [
        ("khoan, cho anh đăng ký hội nghị đã, hỏi trực tiếp cho nhanh. Lê Văn Khánh", True),
        ("à còn cái hội nghị phường, o muốn dự để hỏi chuyện ni", True),
        ("ba Tran Dinh Loi 0905 713 468, ban mi quang", False),
    ],
)
async def test_whoever_signs_up_or_says_who_they_are_raises_nothing(
    tmp_path: Path, line: str, signs_up: bool
) -> None:
    content = loaded_content(with_encoder=True)
    async with playing(tmp_path, content) as (core, channel):
        await add_event(core.database)
        replies = await exchange(core, channel, said(line))
    shown = "\n".join(one.text for one in replies)
    assert "Gửi phường" not in shown and "gửi phường xử lý" not in shown, shown
    assert ("Hội nghị" in shown) == signs_up, shown
