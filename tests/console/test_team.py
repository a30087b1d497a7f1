"""The advisory team: members, duty by half day, who is away; what happens while nobody is there."""

from datetime import timedelta
from pathlib import Path

from content.library import Content
from content.vietnamese import VIETNAM
from handlers.live import on_duty
from storage.database import Transaction
from storage.handoff_models import DutyTurn, Half, StaffAbsence
from storage.staff_models import Role
from tests.console.test_talks import Owner, ask, ward
from tests.support.desk import desk
from tests.support.live import MONDAY
from tests.support.site import Site

TEAM = "/to-tu-van"
TODAY = MONDAY.astimezone(VIETNAM).date()  # a Monday, at ten
LAST_WEEK = TODAY - timedelta(days=7)


async def ids(at: Site) -> dict[str, int]:
    return await at.core.database.read(lambda tx: {one.login: one.id for one in tx.staff.all()})


async def turns(at: Site, first: int = 0, last: int = 6) -> list[tuple[str, str, str]]:
    def work(tx: Transaction) -> list[tuple[str, str, str]]:
        names = {one.id: one.login for one in tx.staff.all()}
        found = tx.duties.between(TODAY + timedelta(days=first), TODAY + timedelta(days=last))
        return [(f"{t.day:%d/%m}", t.half, names[t.staff_id]) for t in found]

    return await at.core.database.read(work)


async def test_a_week_is_planned_by_half_days_and_copied(tmp_path: Path, content: Content) -> None:
    async with (
        ward(tmp_path, content) as (at, _),
        desk(at, "an", Role.CLERK) as an,
        desk(at, "binh", Role.RESPONDER),
    ):
        who = await ids(at)
        _, page = await an.get(TEAM)
        assert "Chưa có thành viên nào" in page and "Không có ai trực buổi này" in page
        for login in ("an", "binh"):
            await an.get(TEAM)
            done = await an.post(f"{TEAM}/thanh-vien", member=who[login], subjects=["thue"])
            assert done[0] == 303
        status, page, _ = await an.post(
            f"{TEAM}/truc", day="24/11", half="both", member=who["binh"], week="23/11/2026"
        )
        assert status == 303
        assert await turns(at) == [("24/11", "morning", "binh"), ("24/11", "afternoon", "binh")]
        # Twice, or of a day that is over: said, and what was typed stays.
        again = await an.post(f"{TEAM}/truc", day="24/11", half="both", member=who["binh"])
        assert again[0] == 409 and "đã trực buổi ấy" in again[1] and 'value="24/11"' in again[1]
        past = await an.post(f"{TEAM}/truc", day="20/11", half="morning", member=who["an"])
        assert past[0] == 409 and "Ngày ấy đã qua" in past[1]
        odd = await an.post(f"{TEAM}/truc", day="31/2", half="morning", member=who["an"])
        assert odd[0] == 400
        # The week after: but for whoever is away then.
        await an.post(
            f"{TEAM}/nghi", away=who["binh"], first="1/12", last="1/12", half="morning",
            instead=who["an"],
        )  # fmt: skip
        assert (await an.post(f"{TEAM}/chep", week="30/11/2026"))[0] == 303
        assert await turns(at, 7, 13) == [("01/12", "afternoon", "binh")]
        _, page = await an.get(f"{TEAM}?tuan=1/12/2026")
        assert "thứ Ba, 1/12/2026" in page and "Cán bộ binh" in page
        assert "Cán bộ an thay" in page


async def test_whoever_is_on_duty_is_told_first(tmp_path: Path, content: Content) -> None:
    async with (
        ward(tmp_path, content) as (at, _),
        desk(at, "an", Role.CLERK) as an,
        desk(at, "binh", Role.CLERK) as binh,
    ):
        who = await ids(at)
        await ask(an), await ask(binh)
        for login in ("an", "binh"):
            await an.get(TEAM)
            await an.post(f"{TEAM}/thanh-vien", member=who[login])
        await an.post(f"{TEAM}/truc", day="23/11", half="morning", member=who["binh"])
        _, page = await an.get(TEAM)
        assert "Đang trực: <b>Cán bộ binh</b>" in page
        owner = Owner(at)
        await owner.says("gặp cán bộ")
        assert (await owner.talk()).told == (who["binh"],)
        await binh.get(TEAM)
        turn = (await at.core.database.read(lambda tx: tx.duties.on(TODAY, Half.MORNING)))[0]
        assert (await an.post(f"{TEAM}/truc/bo", duty=turn.id))[0] == 303
        await an.get(TEAM)
        assert (await an.post(f"{TEAM}/thanh-vien/bo", member=who["binh"]))[0] == 303
        assert "Không có ai trực" in (await an.get(TEAM))[1]


async def test_those_who_plan_nothing_only_look(tmp_path: Path, content: Content) -> None:
    async with (
        ward(tmp_path, content) as (at, _),
        desk(at, "an", Role.CLERK),
        desk(at, "motcua", Role.RESPONDER) as stop,
    ):
        status, page = await stop.get(TEAM)
        assert status == 200 and '<form method="post" action="/can-bo/to-tu-van' not in page
        who = await ids(at)
        assert (await stop.post(f"{TEAM}/thanh-vien", member=who["an"]))[0] == 403


async def test_what_the_plan_says_of_nobody_is_so(tmp_path: Path, content: Content) -> None:
    """Where nobody can be told, the page says what the assistant does then."""
    async with ward(tmp_path, content) as (at, clock), desk(at, "an", Role.CLERK) as an:
        assert "Không ai báo được lúc này" in (await an.get(TEAM))[1]
        await ask(an)
        page = (await an.get(TEAM))[1]
        assert "Không ai báo được lúc này" not in page and "báo lần lượt" in page
        clock.pass_time(hours=9)
        await an.login("an")
        assert "Ngoài giờ làm việc" in (await an.get(TEAM))[1]


async def test_a_deputy_stands_in_while_somebody_is_away(tmp_path: Path, content: Content) -> None:
    async with (
        ward(tmp_path, content) as (at, clock),
        desk(at, "an", Role.CLERK) as an,
        desk(at, "binh", Role.CLERK) as binh,
    ):
        who = await ids(at)
        await ask(an), await ask(binh)

        def plan(tx: Transaction) -> None:
            number = tx.duties.ids.next()
            tx.duties.add(DutyTurn(number, who["an"], TODAY, Half.MORNING, "", who["binh"]))
            number = tx.duties.ids.next()
            tx.duties.add_absence(StaffAbsence(number, who["an"], LAST_WEEK, TODAY))

        await at.core.database.transaction(plan)
        able = await at.core.database.read(lambda tx: on_duty.able(tx, clock.now))
        assert {one.login for one in able} == {"an", "binh"}
        owner = Owner(at)
        await owner.says("gặp cán bộ")
        assert (await owner.talk()).told == (who["binh"],)
        assert "vắng" in (await an.get(TEAM))[1]
