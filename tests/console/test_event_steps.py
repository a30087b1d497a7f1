"""The steps of an event and the way back from each; who asks for it to be published; what may be a
slip in its days."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import utc_now
from content.calendar import WorkingDays
from content.library import Content
from handlers.office.event_next import lacking, phase, warnings
from handlers.office.events import propose
from handlers.question import receiving
from storage.database import Transaction
from storage.event_models import Event, EventKind, EventState, ProgrammeLine
from storage.staff_models import Role
from tests.console.test_events import only_event
from tests.handlers.test_seats import sign_up
from tests.support.conference import make_event
from tests.support.desk import desk, employ
from tests.support.site import Site, site

STATE, ASK = "/su-kien/{}/trang-thai", "/su-kien/{}/de-nghi"


async def as_draft(at: Site) -> Event:
    def work(tx: Transaction) -> Event:
        return make_event(tx, now=utc_now(), state=EventState.DRAFT)

    return await at.core.database.transaction(work)


async def test_a_draft_is_proposed_by_whoever_may_not_publish_it(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "thuky", Role.CLERK) as clerk,
        desk(at, "lanhdao", Role.APPROVER) as approver,
    ):
        event = await as_draft(at)
        page = f"/su-kien/{event.id}"
        _, shown = await clerk.get(page)
        assert "Đề nghị công bố" in shown and ">Công bố<" not in shown
        _, _, to = await clerk.post(ASK.format(event.id), do="propose")
        _, shown = await clerk.get(to.removeprefix("/can-bo").partition("#")[0])
        assert "Đã đề nghị công bố" in shown and "Rút đề nghị" in shown
        assert "đề nghị công bố" in (await approver.get(""))[1]
        _, shown = await approver.get(page)
        assert "đã đề nghị công bố lúc" in shown and ">Công bố<" in shown
        # Taken back, and asked for again; published, nobody asks any more.
        assert (await clerk.post(ASK.format(event.id), do="unpropose"))[0] == 303
        assert "đề nghị công bố" not in (await approver.get(""))[1]
        await clerk.get(page)
        assert (await clerk.post(ASK.format(event.id), do="propose"))[0] == 303
        await approver.get(page)
        assert (await approver.post(STATE.format(event.id), do="publish"))[0] == 303
        now = await only_event(at)
        assert (now.state, now.proposed_by, now.proposed_at) == (EventState.OPEN, "", None)
        assert (await clerk.post(ASK.format(event.id), do="propose"))[0] in (400, 409)


async def test_whoever_may_publish_is_written_to(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at:
        event = await as_draft(at)
        await employ(at, "lanhdao", Role.APPROVER)
        await employ(at, "thuky", Role.CLERK)

        def work(tx: Transaction) -> tuple[str, ...]:
            by = {one.login: one for one in tx.staff.all()}
            contact = tx.contacts.meet("web", "1", utc_now())
            tx.staff_links.make_code("x", by["lanhdao"].id, utc_now() + timedelta(hours=1))
            tx.staff_links.use_code("x", contact.id, utc_now())
            here = tx.events.get(event.id)
            assert here
            _, told = propose(tx, content, here, by["thuky"], utc_now())
            return tuple(one.login for one in told)

        assert await at.core.database.transaction(work) == ("lanhdao",)


async def test_an_event_published_by_a_slip_is_a_draft_again_while_nobody_came(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.OWNER) as person:
        await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        event = await only_event(at)
        page, path = f"/su-kien/{event.id}", STATE.format(event.id)
        assert "Đưa về bản nháp" in (await person.get(page))[1]
        assert (await person.post(path, do="undo_publish"))[0] == 303
        assert (await only_event(at)).state is EventState.DRAFT
        await person.get(page)
        assert (await person.post(path, do="publish"))[0] == 303
        await at.core.database.transaction(lambda tx: sign_up(tx, event, 1))
        assert "Đưa về bản nháp" not in (await person.get(page))[1]
        assert (await person.post(path, do="undo_publish"))[0] == 409


async def test_a_cancellation_by_a_slip_is_taken_back_and_only_who_heard_it_hears(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.OWNER) as person:

        def fill(tx: Transaction) -> None:
            event = make_event(tx, now=utc_now(), days=30)
            sign_up(tx, event, 1)
            sign_up(tx, event, 2)

        await at.core.database.transaction(fill)
        event = await only_event(at)
        page, path = f"/su-kien/{event.id}", STATE.format(event.id)
        await person.get(page)
        assert (await person.post(path, do="cancel", sure=event.code, reason="bão"))[0] == 303
        owed = await at.core.database.transaction(lambda tx: tx.calls.open())
        assert [one.message for one in owed] == ["event/cancelled"] * 2
        # One of the two is called before it is taken back.
        await person.get("/goi-dien")
        assert (await person.post(f"/goi-dien/{owed[0].id}", do="told"))[0] == 303
        _, shown = await person.get(page)
        assert "Hủy nhầm" in shown
        assert (await person.post(path, do="undo_cancel"))[0] == 303
        now = await only_event(at)
        assert (now.state, now.cancel_reason) == (EventState.OPEN, "")
        again = await at.core.database.transaction(lambda tx: tx.calls.open())
        assert [(one.message, one.registration_id) for one in again] == [
            ("event/restored", owed[0].registration_id)
        ]
        assert "vẫn tổ chức" in (await person.get("/goi-dien"))[1]
        # Called off in earnest: both hear of it, once more.
        await person.get(page)
        assert (await person.post(path, do="cancel", sure=event.code, reason="bão"))[0] == 303
        owed = await at.core.database.transaction(lambda tx: tx.calls.open())
        assert {one.message for one in owed} == {"event/cancelled"} and len(owed) == 2


async def test_a_cancelled_draft_is_a_draft_again(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.OWNER) as person:
        event = await as_draft(at)
        page, path = f"/su-kien/{event.id}", STATE.format(event.id)
        await person.get(page)
        await person.post(path, do="cancel", sure=event.code, reason="bão")
        await person.get(page)
        assert (await person.post(path, do="undo_cancel"))[0] == 303
        assert (await only_event(at)).state is EventState.DRAFT


async def test_questions_carried_over_by_a_slip_come_back(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.OWNER) as person:

        def fill(tx: Transaction) -> Event:
            held = make_event(tx, now=utc_now(), state=EventState.HELD)
            make_event(tx, now=utc_now(), days=90, title="Kỳ sau")
            asked = receiving.Asked("Chợ ngập", "moi-truong", "paper", event_id=held.id)
            receiving.receive(tx, content, asked, utc_now(), actor="x")
            return held

        event = await at.core.database.transaction(fill)
        await person.get(f"/su-kien/{event.id}")
        assert (await person.post(f"/su-kien/{event.id}/chuyen-ky-sau"))[0] == 303
        _, shown = await person.get(f"/su-kien/{event.id}")
        assert "Chuyển nhầm" in shown
        assert (await person.post(f"/su-kien/{event.id}/dua-ve"))[0] == 303
        [question] = await at.core.database.transaction(lambda tx: tx.questions.open())
        assert (question.event_id, question.carried_from) == (event.id, None)
        _, shown = await person.get(f"/su-kien/{event.id}")
        assert "Chuyển nhầm" not in shown and "đã chuyển kỳ sau" not in shown


MONDAY = datetime(2026, 12, 21, 1, tzinfo=UTC)  # 8 o'clock here


@pytest.mark.parametrize(
    ("starts", "now", "found"),
    [
        (MONDAY, MONDAY - timedelta(days=30), ()),
        (MONDAY - timedelta(days=1), MONDAY - timedelta(days=30), ("day_off",)),
        (MONDAY - timedelta(hours=4), MONDAY - timedelta(days=30), ("odd_hour",)),
        (MONDAY, MONDAY - timedelta(days=2), ("short", "registration", "questions")),
        (MONDAY, MONDAY + timedelta(days=1), ("over", "registration", "questions")),
    ],
)
def test_what_may_be_a_slip_in_the_days_of_a_draft_is_named(
    starts: datetime, now: datetime, found: tuple[str, ...]
) -> None:
    event = a_draft(starts)
    assert warnings(event, now, WorkingDays()) == found


def a_draft(starts: datetime) -> Event:
    closes = starts - timedelta(days=3)
    return Event(
        1,
        "ABCDEF",
        EventKind.DIALOGUE,
        "Hội nghị",
        starts,
        starts + timedelta(hours=3),
        "Hội trường",
        80,
        closes,
        closes,
        starts - timedelta(days=40),
    )


def test_what_people_ask_of_it_and_nobody_wrote_is_named() -> None:
    event = a_draft(MONDAY)
    assert lacking(event, []) == ("contact", "parking", "doors", "host", "programme")
    assert lacking(event, [ProgrammeLine(1, 1, 0, "Khai mạc", "8 giờ")])[-1] == "host"
    assert phase(event, MONDAY) == "draft"
