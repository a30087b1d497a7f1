"""The list of people to call."""

import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot.app import utc_now
from content.library import Content
from handlers.conference.inviting import issue, revoke
from handlers.conference.offers import Desk
from handlers.conference.seats import cancel, register
from handlers.office.events import cancel as call_off
from handlers.office.events import save_change
from handlers.own_data.erasure import erase_registration
from handlers.people.telling import tell
from handlers.question import asking_back
from storage.audit import JournalFilter
from storage.calls import BY_BROADCAST, CallState, CallTask
from storage.database import Transaction
from storage.event_models import Event, EventState
from storage.question_models import QuestionState
from storage.staff_models import Role
from tests.console.test_events import whole_form
from tests.console.test_questions import ask, do, now_of
from tests.handlers.test_seats import sign_up, wanted
from tests.support.conference import at_desk, make_event
from tests.support.desk import desk
from tests.support.phones import holds_phone
from tests.support.site import site


async def test_somebody_is_called_the_number_and_the_outcome_are_on_record(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "a", Role.CLERK) as clerk,
        desk(at, "b", Role.RESPONDER) as responder,
    ):

        def owe(tx: Transaction) -> int:
            event = make_event(tx, now=utc_now())
            who = sign_up(tx, event, 7).registration
            assert who
            told = tell(
                tx, content, who, "event/changed", utc_now(),
                key="k", registration=who, event=event,
            )  # fmt: skip
            return told.call_id or 0

        number = await at.core.database.transaction(owe)
        _, page = await clerk.get("")
        assert "<b>1</b> người chờ phường gọi điện" in page
        _, page = await clerk.get("/goi-dien")
        assert "Người 7" in page and "09xx xxx 007" in page and "0910 000 007" not in page
        _, page = await responder.get("/goi-dien")
        assert "Người 7" not in page and "Không phải gọi cho ai" in page
        for path in (f"/goi-dien/{number}", f"/goi-dien/{number}/so"):
            status, _, _ = await responder.post(path, do="told")
            assert status == 404
        await clerk.get("/goi-dien")
        status, page, _ = await clerk.post(f"/goi-dien/{number}/so")
        assert status == 200 and "0910 000 007" in page

        def correct(tx: Transaction) -> None:
            task = tx.calls.get(number)
            who = tx.registrations.get((task and task.registration_id) or 0)
            assert who
            tx.registrations.save(replace(who, phone="+84910000008"))

        await at.core.database.transaction(correct)  # whoever was called was somebody else
        assert (await clerk.post(f"/goi-dien/{number}", do="told"))[0] == 409
        await clerk.get("/goi-dien")
        status, _, to = await clerk.post(f"/goi-dien/{number}", do="unreached")
        assert status == 303 and "xong=call_unreached&" in to
        _, page = await clerk.get("/goi-dien")
        assert "Người 7" in page and "đã gọi 1 lần không gặp" in page  # and is called again
        await clerk.post(f"/goi-dien/{number}", do="told")
        _, page = await clerk.get("/goi-dien")
        assert "<td>đã báo</td>" in page and "Không phải gọi cho ai" in page
        await clerk.post(f"/goi-dien/{number}", do="undo")
        _, page = await clerk.get("/goi-dien")
        assert "đã gọi 1 lần không gặp" in page
        await clerk.post(f"/goi-dien/{number}", do="told")
        lines = await at.core.database.transaction(lambda tx: tx.audit.lines())
        assert [line.action for line in lines][:5] == [
            "call.told",
            "call.open",
            "call.told",
            "call.unreached",
            "phone.reveal",
        ]


async def test_the_page_says_whose_calls_it_shows_and_names_who_has_no_number(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "a", Role.OWNER) as clerk,
        desk(at, "b", Role.RESPONDER) as responder,
    ):

        def owe(tx: Transaction) -> int:
            event = make_event(tx, now=utc_now())
            who = sign_up(tx, event, 7).registration
            assert who
            tx.registrations.save(replace(who, phone=None))
            return event.id

        event = await at.core.database.transaction(owe)
        _, page = await responder.get("/goi-dien")
        assert "phần việc của ông/bà" in page and "Còn" not in page
        await clerk.get(f"/su-kien/{event}")
        _, page = await clerk.get(f"/su-kien/{event}")
        code = page.partition("Gõ mã sự kiện ")[2].partition(" ")[0]
        said = {"do": "cancel", "sure": code, "reason": "bão"}
        status, _, to = await clerk.post(f"/su-kien/{event}/trang-thai", **said)
        assert status == 303
        _, page = await clerk.get(to.partition("/can-bo")[2])
        assert "Không có cách nào báo cho 1 người" in page and 'href="/can-bo/goi-dien"' in page
        _, page = await clerk.get("/goi-dien")
        assert "Người 7" in page and "Không có số điện thoại" in page
        _, page = await responder.get("/goi-dien")
        assert "Còn 1 cuộc gọi do người khác phụ trách" in page


async def test_of_one_person_there_is_one_call_with_what_is_so_now(
    tmp_path: Path, content: Content
) -> None:
    """Three wait, with a phone only; then the first is offered a seat, the event moves, it is not
    held: never is an old place in line, day or promise left to be read out."""
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:

        def fill(tx: Transaction) -> Event:
            event = make_event(tx, seats=1, now=utc_now())
            by_ward = at_desk(tx, utc_now(), "a")
            for number in (1, 2, 3):
                register(by_ward, event, wanted(number), contact_id=None, source="import")
            return event

        event = await at.core.database.transaction(fill)
        _, page = await clerk.get("/goi-dien")
        assert page.count("<section") == 2 and "vị trí thứ 2" in page

        def leave(tx: Transaction) -> None:
            first = tx.registrations.of_event(event.id)[0]
            cancel(at_desk(tx, utc_now()), event, first)  # by themselves: nothing to be told

        await at.core.database.transaction(leave)
        _, page = await clerk.get("/goi-dien")
        assert page.count("<section") == 2 and page.count("nhận chỗ không") == 1
        assert page.count("thì chỗ chưa được nhận") == 1
        assert "vị trí thứ 1" in page and "vị trí thứ 2" not in page
        assert "<b>2</b> người" in page
        moved = replace(event, place="Hội trường C", version=2)

        def move(tx: Transaction) -> None:
            assert tx.events.get(event.id) == event
            save_change(at_desk(tx, utc_now(), "a"), event, moved)

        await at.core.database.transaction(move)
        _, page = await clerk.get("/goi-dien")
        assert page.count("<section") == 2 and page.count("tại Hội trường C") == 2
        assert event.place not in page and "giữ chỗ" not in page and "dùng được" not in page
        off = replace(moved, state=EventState.CANCELLED, version=3)

        def end(tx: Transaction) -> None:
            assert tx.events.get(event.id) == moved
            call_off(at_desk(tx, utc_now(), "a"), off)

        await at.core.database.transaction(end)
        _, page = await clerk.get("/goi-dien")
        assert page.count("<section") == 2 and page.count("không tổ chức") == 2
        assert "phường báo" not in page and "nhận chỗ" not in page
        _, page = await clerk.get("")
        assert "<b>2</b> người chờ phường gọi điện" in page
        tasks = await at.core.database.transaction(lambda tx: tx.calls.open())
        await clerk.get("/goi-dien")
        await clerk.post(f"/goi-dien/{tasks[0].id}", do="told")
        _, page = await clerk.get("/goi-dien")
        assert page.count("<section") == 1  # all that was to be said to them is said


async def test_what_an_asker_says_on_the_telephone_is_written_down(
    tmp_path: Path, content: Content
) -> None:
    """From the card or from the page of the question, it goes on as if told in the chat."""
    async with (
        site(tmp_path, content) as at,
        desk(at, "a", Role.CLERK) as clerk,
        desk(at, "b", Role.RESPONDER, office="thue") as tax,
        desk(at, "c", Role.RESPONDER, office="ttpvhcc") as other,
    ):
        for number, by_card in enumerate((True, False)):
            question = await ask(at, f"Cột đèn hỏng, câu {number}")
            assert await do(clerk, question, "assign", office="thue") == 303
            question = await now_of(at, question)
            assert await do(tax, question, "tell_more", note="Cột số 14") == 409  # nothing is asked
            asked = question.due
            assert await do(clerk, question, "ask_more", note="Cột đèn số mấy?") == 303
            [task] = await at.core.database.transaction(lambda tx: tx.calls.open())
            for person in (clerk, tax):
                _, page = await person.get("/goi-dien")
                assert "Cột đèn số mấy?" in page and "Ghi lại lời người hỏi" in page
            _, page = await clerk.get(f"/cau-hoi/{question.code}")
            assert "Ghi lại lời người hỏi" in page
            path = f"/goi-dien/{task.id}/loi"
            assert (await other.post(path, note="x"))[0] == 404
            if by_card:
                await tax.get("/goi-dien")
                assert (await tax.post(path, note=""))[0] == 400
                await tax.get("/goi-dien")
                status, _, to = await tax.post(path, note="Cột số 14")
                assert status == 303 and "xong=told_more" in to
                _, page = await tax.get("/goi-dien")
                assert "<td>đã báo</td>" in page and "Bấm nhầm, gọi lại" not in page
                assert "Lời đã nói: Câu hỏi" in page and "Cột đèn số mấy?" in page
            else:
                assert await do(tax, question, "tell_more", note="Cột số 14") == 303
            kept = await now_of(at, question)
            assert kept.state is QuestionState.ASSIGNED and kept.stopped_on is None
            assert kept.content.endswith("\n\n+ Cột số 14") and kept.due >= asked
            _, page = await clerk.get("/goi-dien")
            assert "Không phải gọi cho ai" in page
            _, page = await clerk.get(f"/cau-hoi/{question.code}")
            assert "Người hỏi bổ sung" in page and "Cán bộ b" in page
        lines = await at.core.database.transaction(lambda tx: tx.audit.lines())
        assert [line.actor for line in lines if line.action == "question.tell_more"] == ["b", "b"]


async def test_an_asker_who_told_more_meanwhile_is_not_written_down_for_twice(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:
        question = await ask(at, "Cột đèn hỏng")
        assert await do(clerk, question, "ask_more", note="Cột đèn số mấy?") == 303
        [task] = await at.core.database.transaction(lambda tx: tx.calls.open())
        await clerk.get("/goi-dien")

        def tell(tx: Transaction) -> None:
            fresh = tx.questions.get(question.id)
            assert fresh
            asking_back.told_more(tx, content, fresh, "Cột số 14", utc_now())

        await at.core.database.transaction(tell)
        status, page, _ = await clerk.post(f"/goi-dien/{task.id}/loi", note="Cột số 15")
        assert status == 409 and "Cột số 15" in page
        assert "15" not in (await now_of(at, question)).content
        assert await at.core.database.transaction(lambda tx: tx.calls.open()) == []


async def test_what_was_asked_is_still_shown_after_the_date_was_put_off(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK, Role.OWNER) as clerk:
        question = await ask(at, "Cột đèn hỏng")
        assert await do(clerk, question, "ask_more", note="Cột đèn số mấy?") == 303
        later = (question.due + timedelta(days=20)).isoformat()
        assert await do(clerk, question, "extend", note="chờ thợ", due=later) == 303

        def missing(tx: Transaction) -> str:
            fresh = tx.questions.get(question.id)
            step = asking_back.missing(tx, fresh) if fresh else None
            return step.note if step else ""

        assert await at.core.database.transaction(missing) == "Cột đèn số mấy?"


async def test_whoever_was_invited_on_paper_is_called_when_the_event_moves_or_falls_through(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.OWNER) as person:

        def fill(tx: Transaction) -> list[int]:
            events = [make_event(tx, now=utc_now(), state=state) for state in STATES]
            for event in events:
                for name, address in (("Công ty Á Đông", "12 phố Chợ"), ("Hộ Bà Tư", "")):
                    issue(tx, event, name, "Văn phòng", utc_now(), address=address)
                gone = issue(tx, event, "Hộ Ông Năm", "Văn phòng", utc_now())
                revoke(Desk(tx, content, utc_now()), event, gone, handed_out=False)
            return [event.id for event in events]

        for number in await at.core.database.transaction(fill):
            path = f"/su-kien/{number}"
            event = await at.core.database.transaction(partial(now_is, number))
            form = await whole_form(person, event)
            _, _, to = await person.post(
                f"{path}/sua", form | {"place": "Trường Phù Liễn", "tells": "1"}
            )
            _, page = await person.get(to.partition("/can-bo")[2])
            assert "2 giấy mời đã phát hành" in page and "cho 2 người" in page
            _, page = await person.get("/goi-dien")
            assert page.count("Trường Phù Liễn") == 2 and "<b>2</b> người phải được báo" in page
            assert "Công ty Á Đông" in page and "12 phố Chợ" in page and "Ông Năm" not in page
            await person.get(path)
            said = {"do": "cancel", "sure": event.code, "reason": "bão"}
            _, _, to = await person.post(f"{path}/trang-thai", **said)
            _, page = await person.get(to.partition("/can-bo")[2])
            assert page.count("chưa báo lịch đổi, hủy") == 2  # on the page of what is cancelled
            _, page = await person.get("/goi-dien")
            page = page.partition("Đã gọi gần đây")[0]
            assert page.count("không tổ chức") == 2 and "Trường Phù Liễn" not in page
            for call in re.findall(r'id="goi-(\d+)"', page):
                await person.get("/goi-dien")
                await person.post(f"/goi-dien/{call}", do="told")
            _, page = await person.get(path)
            assert page.count("đã báo lịch đổi, hủy") == 2
            _, page = await person.get("/goi-dien")
            assert "Không phải gọi cho ai" in page


STATES = (EventState.OPEN, EventState.DRAFT)


def now_is(number: int, tx: Transaction) -> Event:
    event = tx.events.get(number)
    assert event
    return event


async def test_a_call_taken_back_says_what_is_so_once_and_none_is_taken_back_once_it_is_past(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:

        def owe(tx: Transaction) -> Event:
            event = make_event(tx, now=utc_now())
            who = sign_up(tx, event, 7).registration
            assert who
            tell(
                tx, content, who, "event/changed", utc_now(),
                key=f"event:{event.id}:{who.id}:1", registration=who, event=event,
            )  # fmt: skip
            news = CallTask(
                tx.calls.ids.next(), "broadcast:1:r1", BY_BROADCAST, "Xin đến sớm 15 phút.",
                utc_now(), utc_now(), CallState.OPEN, registration_id=who.id,
            )  # fmt: skip
            tx.calls.add(news)
            return event

        event = await at.core.database.transaction(owe)
        _, before = await person.get("/goi-dien")
        [number] = re.findall(r'id="goi-(\d+)"', before)
        assert "Xin đến sớm" in said(before) and "Lịch đã đổi" in said(before)
        await person.post(f"/goi-dien/{number}", do="told")
        _, made = await person.get("/goi-dien")
        assert "Xin đến sớm" in made and "Lịch đã đổi" in made and "Bấm nhầm" in made
        await person.post(f"/goi-dien/{number}", do="undo")
        _, after = await person.get("/goi-dien")
        assert said(after) == said(before)
        await person.post(f"/goi-dien/{number}", do="told")

        def fall_through(tx: Transaction) -> None:
            call_off(at_desk(tx, utc_now()), replace(now_is(event.id, tx), state=CANCELLED))

        _, stale = await person.get("/goi-dien")
        await at.core.database.transaction(fall_through)
        await person.post(f"/goi-dien/{number}", do="undo")  # from the page as it was before
        _, page = await person.get("/goi-dien")
        assert "Bấm nhầm" in stale and "Bấm nhầm" not in page
        assert "không tổ chức" in said(page)
        assert "Xin đến sớm" not in said(page) and "Lịch đã đổi" not in said(page)


CANCELLED = EventState.CANCELLED


def said(page: str) -> str:
    """The words of the one call that is to be made."""
    [text] = re.findall(r"<blockquote>(.*?)</blockquote>", page, re.DOTALL)
    return str(text)


async def test_a_slip_that_cannot_be_undone_and_a_number_put_right_after_the_call_are_said(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK, Role.OWNER) as person:
        question = await ask(at, "Cống tắc")

        def owe(tx: Transaction) -> int:
            known = tx.questions.get(question.id)
            assert known
            tx.questions.save(replace(known, contact_id=None, phone="+84912000333"))
            told = tell(
                tx, content, tx.questions.get(question.id) or known, "question/restored",
                utc_now(), key="k", question=known, head=known,
            )  # fmt: skip
            return told.call_id or 0

        number = await at.core.database.transaction(owe)
        await person.get("/goi-dien")
        assert (await person.post(f"/goi-dien/{number}", do="told"))[2].count("call_told")
        await person.get(f"/cau-hoi/{question.code}")
        _, _, to = await person.post(f"/cau-hoi/{question.code}/dien-thoai", phone="0912000444")
        assert "phone_called_before" in to
        await person.get("/goi-dien")

        def overtaken(tx: Transaction) -> None:
            tx.calls.settle("k", utc_now())

        await at.core.database.transaction(overtaken)
        _, _, to = await person.post(f"/goi-dien/{number}", do="undo")
        assert "call_over" in to
        wanted = JournalFilter(deeds=["call.open"])
        assert await at.core.database.transaction(lambda tx: tx.audit.lines(wanted)) == []


async def test_the_open_card_of_an_erased_person_calls_nobody(
    tmp_path: Path, content: Content
) -> None:
    """Staff look at it while the person is erased: no number is shown, no call is noted."""
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:

        def owe(tx: Transaction) -> tuple[int, int]:
            event = make_event(tx, now=utc_now())
            who = sign_up(tx, event, 7).registration
            assert who
            told = tell(
                tx, content, who, "event/changed", utc_now(),
                key="k", registration=who, event=event,
            )  # fmt: skip
            return told.call_id or 0, who.id

        number, who_id = await at.core.database.transaction(owe)
        _, page = await clerk.get("/goi-dien")
        assert "Người 7" in page
        csrf, forms = clerk.csrf, dict(clerk.forms)

        def erase(tx: Transaction) -> None:
            who = tx.registrations.get(who_id)
            assert who
            erase_registration(tx, content, who, utc_now())

        await at.core.database.transaction(erase)
        for path, form in ((f"/goi-dien/{number}/so", {}), (f"/goi-dien/{number}", {"do": "told"})):
            clerk.csrf, clerk.forms = csrf, dict(forms)
            status, page, _ = await clerk.post(path, **form)
            assert status in (404, 409) and "Người 7" not in page
            assert not holds_phone(page, "0910000007")
        _, page = await clerk.get("/goi-dien")
        assert "Người 7" not in page and "Không phải gọi cho ai" in page
        lines = await at.core.database.transaction(lambda tx: tx.audit.lines(JournalFilter()))
        assert not [line for line in lines if line.action in ("phone.reveal", "call.told")]
