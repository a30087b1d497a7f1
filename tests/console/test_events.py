"""Running a conference from the console: make, publish, change, cancel, carry over, hand on."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import utc_now
from content.calendar import WorkingDays, local
from content.library import Content
from content.vietnamese import local_day, long_day
from handlers.conference.creating import due_of
from handlers.conference.seating import Wanted
from handlers.conference.seats import register
from handlers.people.calendar import working_days
from handlers.question import receiving
from storage.database import Transaction
from storage.event_models import BusinessKind, Event, EventState, RegistrationState
from storage.staff_models import Role
from tests.handlers.test_seats import sign_up
from tests.support.conference import at_desk, make_event
from tests.support.desk import Desk, desk
from tests.support.site import Site, site


async def only_event(at: Site) -> Event:
    events = await at.core.database.transaction(lambda tx: tx.events.all())
    return events[0]


async def whole_form(person: Desk, event: Event) -> dict[str, str]:
    """The event's form as the page shows it."""
    from html.parser import HTMLParser

    class Fields(HTMLParser):
        found: dict[str, str] = {}  # noqa: RUF012  # one page, one reading
        inside = False
        area = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            if tag == "form":
                self.inside = (given.get("action") or "").endswith("/sua")
            if self.inside and tag == "input" and given.get("name") != "csrf":
                self.found[given.get("name") or ""] = given.get("value") or ""
            if self.inside and tag == "textarea":
                self.area = given.get("name") or ""
                self.found[self.area] = ""

        def handle_data(self, data: str) -> None:
            if self.area:
                self.found[self.area] += data

        def handle_endtag(self, tag: str) -> None:
            if tag == "textarea":
                self.area = ""

    reader = Fields()
    reader.found = {}
    reader.feed((await person.get(f"/su-kien/{event.id}"))[1])
    return reader.found


async def test_an_event_from_its_template_to_its_end(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK, Role.OWNER) as person:
        day = local(utc_now() + timedelta(days=25)).date()
        fields = {"kind": "dialogue", "title": "Hội nghị thử", "place": "Hội trường"}
        status, page, _ = await person.post(
            "/su-kien/tao", fields | {"day": "31/13/2026", "time": "8:00"}
        )
        assert status == 400 and "Ngày chưa đúng" in page and "Hội nghị thử" in page
        status, _, to = await person.post(
            "/su-kien/tao", fields | {"day": day.strftime("%d/%m/%Y"), "time": "8:00"}
        )
        assert status == 303
        event = await only_event(at)
        assert event.state is EventState.DRAFT and to.startswith(f"/can-bo/su-kien/{event.id}")
        closes, office = local(event.registration_until).date(), WorkingDays()
        assert closes <= day - timedelta(days=3) and office.is_working(closes)
        tasks = await at.core.database.transaction(lambda tx: tx.events.tasks(event.id))
        # A month before would be over: what is due is never due before the event was made.
        assert tasks[0].due_on == local(utc_now()).date() and tasks[-1].due_on > day
        assert day < tasks[-1].due_on <= day + timedelta(days=30)
        assert all(office.is_working(one.due_on) or one.due_on == day for one in tasks)
        path = f"/su-kien/{event.id}/trang-thai"
        steps = (("publish", "open"), ("hold", "held"), ("report", "reported"))
        back = (("undo_report", "held"), ("undo_hold", "open"), ("hold", "held"))
        for step, state in (*steps, *back):
            if step == "hold":  # before its day: only who types the code means it
                assert (await person.post(path, do=step))[0] == 409
            assert (await person.post(path, do=step, sure=event.code))[0] == 303
            assert (await only_event(at)).state == state
        assert (await person.post(path, do="publish"))[0] == 409


async def test_programme_lines_move_and_go(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        event = await only_event(at)
        path = f"/su-kien/{event.id}/chuong-trinh"
        lines = {"time": ["7:30", "8:00", ""], "content": ["Một", "Hai", ""], "who": ["", "", ""]}
        await person.get(f"/su-kien/{event.id}")
        await person.post(path, lines | {"move": "down:0"})
        kept = await at.core.database.transaction(lambda tx: tx.events.programme(event.id))
        assert [(line.time, line.content) for line in kept] == [("8h00", "Hai"), ("7h30", "Một")]
        await person.post(path, lines | {"content": ["Một", "", ""]})
        kept = await at.core.database.transaction(lambda tx: tx.events.programme(event.id))
        assert [line.content for line in kept] == ["Một"]
        # A part of the form is not the whole of it: nothing goes.
        for part in ({}, {"time": ["7:30"]}, {"content": ["Một"], "who": [""]}):
            assert (await person.post(path, part))[0] == 400
        kept = await at.core.database.transaction(lambda tx: tx.events.programme(event.id))
        assert [line.content for line in kept] == ["Một"]


async def test_nobody_publishes_a_programme_they_did_not_see(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "a", Role.CLERK) as clerk,
        desk(at, "b", Role.APPROVER) as leader,
    ):
        await at.core.database.transaction(lambda tx: make_event(tx, state=EventState.DRAFT))
        event = await only_event(at)
        path = f"/su-kien/{event.id}"
        await leader.get(path)
        await clerk.get(path)
        lines = {"time": ["8:00"], "content": ["Bán phần mềm"], "who": [""]}
        assert (await clerk.post(f"{path}/chuong-trinh", lines))[0] == 303
        assert (await leader.post(f"{path}/trang-thai", do="publish"))[0] == 409
        assert (await only_event(at)).state is EventState.DRAFT
        await leader.get(path)
        assert (await leader.post(f"{path}/trang-thai", do="publish"))[0] == 303


async def test_a_time_that_is_none_comes_back_with_the_programme(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        event = await only_event(at)
        _, page = await person.get(f"/su-kien/{event.id}")
        assert f'<small class="day">{long_day(local_day(event.starts_at))}</small>' in page
        lines = {"time": ["25h99", "8h30"], "content": ["Đón khách", "Khai mạc"], "who": ["", "A"]}
        status, page, _ = await person.post(f"/su-kien/{event.id}/chuong-trinh", lines)
        assert status == 400 and "giờ không đúng" in page
        assert 'value="25h99"' in page and 'value="Đón khách"' in page and 'value="8h30"' in page
        kept = await at.core.database.transaction(lambda tx: tx.events.programme(event.id))
        assert "25h99" not in [line.time for line in kept]


async def test_a_changed_day_tells_everyone_once_and_bad_input_comes_back(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:

        def fill(tx: Transaction) -> None:
            event = make_event(tx, now=utc_now(), seats=5)
            contact = tx.contacts.meet("web", "khach", utc_now())
            wanted = Wanted("Hoa", "+84912345678", BusinessKind.HOUSEHOLD, "Hoa", companions=1)
            register(at_desk(tx, utc_now()), event, wanted, contact_id=contact.id, source="chat")

        await at.core.database.transaction(fill)
        event = await only_event(at)
        form = await whole_form(person, event)
        path = f"/su-kien/{event.id}/sua"
        status, page, _ = await person.post(path, form | {"most_companions": "10"})
        assert status == 400 and "số hợp lệ" in page  # no registration could be stored with them
        status, page, _ = await person.post(path, form | {"capacity": "1", "place": "Nơi khác"})
        assert status == 409 and "Đã có nhiều người giữ chỗ" in page and "Nơi khác" in page
        status, page, _ = await person.post(path, form | {"end": "07:00"})
        assert status == 400 and "sau giờ bắt đầu" in page
        moved = form | {"place": "Nhà văn hóa"}
        status, page, _ = await person.post(path, moved)  # asked first: nothing is kept yet
        assert status == 200 and "báo cho 1 người" in page and "Nhà văn hóa" in page
        assert (await only_event(at)).place == event.place
        status, page, _ = await person.post(path, moved | {"tells": "no"})
        assert status == 400 and "chưa báo cho ai" in page and "Nhà văn hóa" in page
        status, _, to = await person.post(path, moved | {"tells": "1"})
        assert status == 303 and "xong=saved" in to and "goi.1" in to  # only a web page: call
        stale = form | {"place": "Nhà văn hóa", "about": "x"}
        status, page, _ = await person.post(path, stale)
        assert status == 409 and "Người khác vừa sửa" in page
        fresh = {"seen": (await whole_form(person, event))["seen"]}
        status, _, to = await person.post(path, stale | fresh)
        assert status == 303 and "told" not in to
        rows = await at.core.database.transaction(
            lambda tx: tx.transcripts.lines(tx.contacts.meet("web", "khach", utc_now()).id)
        )
        told = [row.body for row in rows if row.body and "Thay đổi" in row.body]
        assert len(told) == 1 and "Nhà văn hóa" in told[0]


async def test_cancelling_asks_for_the_code_and_leaves_the_questions_alive(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.OWNER) as person:

        def fill(tx: Transaction) -> None:
            event = make_event(tx, now=utc_now())
            asked = receiving.Asked("Chợ ngập", "moi-truong", "paper", event_id=event.id)
            receiving.receive(tx, content, asked, utc_now(), actor="x")
            sign_up(tx, event, 4)

        await at.core.database.transaction(fill)
        event = await only_event(at)
        path = f"/su-kien/{event.id}/trang-thai"
        await person.get(f"/su-kien/{event.id}")
        status, page, _ = await person.post(path, do="cancel", sure="sai", reason="bão")
        assert status == 409 and "gõ đúng mã" in page
        status, page, _ = await person.post(path, do="cancel", sure=event.code, reason=" ")
        assert status == 409 and "Xin điền mục này" in page  # whoever is told reads why
        assert (await person.post(path, do="cancel", sure=event.code, reason="bão"))[0] == 303
        assert (await only_event(at)).cancel_reason == "bão"
        assert "chỗ đã giữ lúc hủy" in (await person.get(f"/su-kien/{event.id}"))[1]
        _, page = await person.get(f"/su-kien/{event.id}/dai-bieu")
        assert ">Sự kiện đã hủy</span>" in page and ">Có chỗ</span>" not in page
        [question] = await at.core.database.transaction(lambda tx: tx.questions.open())
        assert question.event_id == event.id

        def later(tx: Transaction) -> Event:
            return make_event(tx, now=utc_now(), days=90, title="Kỳ sau")

        following = await at.core.database.transaction(later)
        await person.get(f"/su-kien/{event.id}")
        assert (await person.post(f"/su-kien/{event.id}/chuyen-ky-sau"))[0] == 303
        [question] = await at.core.database.transaction(lambda tx: tx.questions.open())
        assert (question.event_id, question.carried_from) == (following.id, event.id)
        assert "1 đã chuyển kỳ sau" in (await person.get(f"/su-kien/{event.id}"))[1]
        listed = await person.get(f"/cau-hoi?loc=tat-ca&su-kien={event.id}")
        assert question.code in listed[1]
        assert "Chuyển sang kỳ sau" in (await person.get(f"/cau-hoi/{question.code}"))[1]


async def test_more_seats_are_offered_to_those_who_wait(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:

        def fill(tx: Transaction) -> None:
            event = make_event(tx, now=utc_now(), seats=1)
            for number in (1, 2, 3):
                sign_up(tx, event, number)

        await at.core.database.transaction(fill)
        event = await only_event(at)
        form = await whole_form(person, event)
        await person.post(f"/su-kien/{event.id}/sua", form | {"capacity": "2"})
        states = [
            r.state
            for r in await at.core.database.transaction(
                lambda tx: tx.registrations.of_event(event.id)
            )
        ]
        S = RegistrationState
        assert states == [S.CONFIRMED, S.OFFERED, S.WAITLISTED]


async def test_an_invitation_can_be_checked_and_revoked(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        event = await only_event(at)
        await person.post(
            f"/su-kien/{event.id}/giay-moi",
            recipients="Tạp hóa Hoa; tổ 5\n\nQuán phở Lan",
            category="business",
        )
        invited = await at.core.database.transaction(lambda tx: tx.events.invitations(event.id))
        assert [(i.recipient, i.address) for i in invited] == [
            ("Tạp hóa Hoa", "tổ 5"),
            ("Quán phở Lan", ""),
        ]
        code = invited[0].code
        async with person.http.get(f"{at.url}/giay-moi/{code}") as answer:
            assert "Giấy mời thật" in await answer.text()
        async with person.http.get(f"{at.url}/giay-moi/GM-2222222") as answer:
            assert answer.status == 404 and "giấy mời giả" in await answer.text()
        path = f"/su-kien/{event.id}/thu-hoi"
        _, _, to = await person.post(path, code=code, do="handed_out")
        _, page = await person.get(to.partition("/can-bo")[2])
        assert (
            "Không có cách nào báo cho 1 người" in page
            and "mã không còn dùng được" in page
            and "chưa báo người giữ giấy" in page
        )
        async with person.http.get(f"{at.url}/giay-moi/{code}") as answer:
            assert "thu hồi" in await answer.text()
        # Whoever holds it is named until somebody told them, whatever becomes of the event.
        _, _, to = await person.post(path, code=invited[1].code, do="kept")
        assert "bao=" not in to
        _, page = await person.get("/goi-dien")
        assert "Tạp hóa Hoa" in page and "Quán phở Lan" not in page
        assert f"{code} dự" in page and "đã thu hồi, không còn dùng được" in page


async def test_the_poster_leads_into_the_chat(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        event = await only_event(at)
        _, page = await person.get(f"/su-kien/{event.id}/poster")
        address = f"{at.url}/?su-kien={event.code}"
        assert address in page and "<svg" in page
        async with person.http.get(address) as answer:
            shown = await answer.text()
        assert event.title in shown and "Đăng ký tham dự" in shown

        def hide(tx: Transaction) -> None:
            [kept] = tx.events.all()
            tx.events.save(replace(kept, state=EventState.DRAFT))

        await at.core.database.transaction(hide)
        async with person.http.get(address) as answer:
            assert event.title not in await answer.text()


async def test_an_evening_that_ends_after_midnight_can_be_saved(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        fields = {"kind": "dialogue", "title": "Họp tối", "place": "Nhà văn hóa"}
        day = local(utc_now() + timedelta(days=25)).date()
        when = {"day": day.isoformat(), "time": "21:00"}
        await person.post("/su-kien/tao", fields | when)
        event = await only_event(at)
        assert local(event.ends_at).date() > day
        form, path = await whole_form(person, event), f"/su-kien/{event.id}/sua"
        assert (await person.post(path, form))[0] == 303
        kept = await only_event(at)
        assert (kept.starts_at, kept.ends_at) == (event.starts_at, event.ends_at)
        status, page, _ = await person.post(path, await whole_form(person, kept) | {"end": "20:00"})
        assert status == 400 and "Giờ kết thúc phải sau giờ bắt đầu" in page


async def test_tasks_move_with_their_event_and_dated_ones_are_asked_about(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now(), days=60))
        event = await only_event(at)
        path = f"/su-kien/{event.id}"
        day = local(event.starts_at).date()
        own = {"title": "Mượn loa", "due": str(day - timedelta(days=2)), "who": "Hoa"}
        await person.get(path)
        await person.post(f"{path}/viec", own | {"do": "add"})
        before = await at.core.database.transaction(lambda tx: tx.events.tasks(event.id))
        await person.post(f"{path}/viec", {"do": "tick", "task": str(before[0].id)})
        await person.get(path)
        lines = {"time": ["8:00"], "content": ["Khai mạc"], "who": [""]}
        await person.post(f"{path}/chuong-trinh", lines)
        fields = await whole_form(person, event)
        moved = {"day": str(day + timedelta(days=2)), "time": "14:00", "end": "17:00"}
        status, _, to = await person.post(f"{path}/sua", fields | moved)
        assert status == 303
        _, page = await person.get(to.removeprefix("/can-bo"))
        assert "lùi lại 2 ngày" in page and "1 việc ghi hạn riêng giữ nguyên" in page
        assert "Giờ ghi trong chương trình giữ nguyên" in page
        after = await at.core.database.transaction(lambda tx: tx.events.tasks(event.id))
        by_id = {task.id: task for task in after}
        ahead = {what: days for days, what, _ in content.event_templates["dialogue"].tasks}
        made, new_day = local(event.created_at).date(), day + timedelta(days=2)
        for task in before[1:]:
            due = task.due_on
            if task.title != "Mượn loa":
                due = due_of(new_day, ahead[task.title], made, working_days(content.ward))
            assert by_id[task.id].due_on == due, task.title
        changed = sum(by_id[task.id].due_on != task.due_on for task in before)
        assert f"{changed} việc chưa xong đã đổi hạn theo" in page
        assert by_id[before[0].id].due_on == before[0].due_on  # done already
        loan = next(task for task in before if task.title == "Mượn loa")
        await person.get(path)
        fields = {"do": "date", "task": str(loan.id), "due": str(day)}
        assert (await person.post(f"{path}/viec", fields))[0] == 303
        kept = await at.core.database.transaction(lambda tx: tx.events.task(loan.id))
        assert kept is not None and kept.due_on == day


async def test_an_event_that_stays_on_its_day_moves_no_task(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now(), days=60))
        event = await only_event(at)
        before = await at.core.database.transaction(lambda tx: tx.events.tasks(event.id))
        fields = await whole_form(person, event)
        _, _, to = await person.post(f"/su-kien/{event.id}/sua", fields | {"place": "Nhà văn hóa"})
        assert "viec=" not in to
        assert await at.core.database.transaction(lambda tx: tx.events.tasks(event.id)) == before


async def test_a_line_pasted_twice_or_invited_before_is_shown_and_decided(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        event = await only_event(at)
        path = f"/su-kien/{event.id}/giay-moi"

        async def invited() -> list[str]:
            found = await at.core.database.transaction(lambda tx: tx.events.invitations(event.id))
            return [f"{one.recipient}; {one.address}" for one in found]

        first = {"recipients": "Hộ A; số 1\nTạp hóa; số 2\nTạp hóa; số 3", "category": "business"}
        await person.get(f"/su-kien/{event.id}")
        assert (await person.post(path, first))[0] == 303
        pasted = {"recipients": "hộ a;  Số 1\nHộ B; số 9\nHộ B; số 9", "category": "business"}
        status, page, _ = await person.post(path, pasted)
        assert status == 409 and len(await invited()) == 3
        assert "đã có giấy mời" in page and "trùng dòng ở trên" in page and "hộ a" in page
        shown = {"shown": ["hộ a; Số 1", "Hộ B; số 9"]}
        stale = pasted | {"shown": ["Hộ B; số 9"], "repeated": "issue"}
        assert (await person.post(path, stale))[0] == 409  # not what was shown
        assert (await person.post(path, pasted | shown | {"repeated": "skip"}))[0] == 303
        assert (await invited())[3:] == ["Hộ B; số 9"]
        again = {"recipients": "Hộ B; số 9", "category": "business", "shown": ["Hộ B; số 9"]}
        assert (await person.post(path, again | {"repeated": "issue"}))[0] == 303
        assert (await invited())[3:] == ["Hộ B; số 9", "Hộ B; số 9"]
        bare = {"recipients": "Hộ B", "category": "business", "shown": ["Hộ B"]}
        assert (await person.post(path, bare | {"repeated": "skip"}))[0] == 303
        assert len(await invited()) == 5


@pytest.mark.parametrize(
    ("changes", "invites", "says"),
    [
        ({}, True, "<b>đăng ký tham dự</b> và <b>gửi câu hỏi trước</b>"),
        ({"state": EventState.CANCELLED}, False, "đã hủy: không có tờ QR"),
        ({"state": EventState.HELD}, False, "đã tổ chức: không còn tờ QR"),
        ({"registration_open": False}, True, "Gửi câu hỏi trước"),
        ({"registration_open": False, "questions_open": False}, False, "đều đã đóng"),
    ],
)
async def test_a_poster_invites_to_what_is_open_and_to_nothing_else(
    tmp_path: Path, content: Content, changes: dict[str, Any], invites: bool, says: str
) -> None:
    def work(tx: Transaction) -> Event:
        return tx.events.save(replace(make_event(tx, now=utc_now()), **changes))

    async with site(tmp_path, content) as at, desk(at, "a", Role.OWNER) as person:
        event = await at.core.database.transaction(work)
        _, page = await person.get(f"/su-kien/{event.id}/poster")
        assert ("Mời bà con" in page) is invites and says in page
        _, page = await person.get(f"/su-kien/{event.id}")
        assert ("Tờ QR" in page) is (event.state is EventState.OPEN)
        assert ("chỗ còn cho" in page) is (event.state is not EventState.CANCELLED)


async def test_a_second_event_of_one_name_and_day_is_asked_about(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        day = local(utc_now() + timedelta(days=25)).date()
        fields = {"kind": "dialogue", "place": "Hội trường", "day": f"{day:%d/%m/%Y}"}
        first = {"title": "Hội nghị đối thoại", "time": "8:00"}
        again = {"title": "hội nghị  đối thoại", "time": "8:30"}
        await person.get("/su-kien/moi")
        assert (await person.post("/su-kien/tao", fields | first))[0] == 303
        await person.get("/su-kien/moi")
        status, page, _ = await person.post("/su-kien/tao", fields | again)
        assert status == 409 and "Chưa tạo" in page and "8 giờ" in page and "8:30" in page
        assert len(await at.core.database.transaction(lambda tx: tx.events.all())) == 1
        event = await only_event(at)
        sure = fields | again | {"knows": str(event.id)}
        assert (await person.post("/su-kien/tao", sure))[0] == 303
        other = fields | first | {"day": f"{day + timedelta(days=1):%d/%m/%Y}"}
        assert (await person.post("/su-kien/tao", other))[0] == 303  # another day is another event
