"""Who is told that somebody wants a person, in which order."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from content.library import Content
from content.vietnamese import VIETNAM
from handlers.live import on_duty
from storage.database import Transaction
from storage.handoff_models import (
    DutyTurn,
    Half,
    Handoff,
    HandoffState,
    HandoffWhy,
    StaffAbsence,
    TeamMember,
)
from storage.staff_models import Role
from tests.support.live import MONDAY, link, stage

TODAY = MONDAY.astimezone(VIETNAM).date()


def wanting(tx: Transaction, subject: str = "thue", office: str = "thue") -> Handoff:
    return Handoff(
        tx.handoffs.ids.next(), None, HandoffState.WAITING, HandoffWhy.ASKED, subject, office,
        MONDAY,
    )  # fmt: skip


def on(tx: Transaction, staff: int, subject: str = "", deputy: int | None = None) -> None:
    tx.duties.add(DutyTurn(tx.duties.ids.next(), staff, TODAY, Half.MORNING, subject, deputy))


async def order(
    folder: Path, content: Content, work: Callable[[Transaction, dict[str, int]], Handoff]
) -> list[list[str]]:
    """The logins of each tier, of a ward with people of several offices."""
    async with stage(folder, content, ()) as at:

        def furnish(tx: Transaction) -> list[list[str]]:
            people = {
                login: link(tx, login, "desks", MONDAY, role, office=office)
                for login, role, office in (
                    ("truong", Role.OWNER, "kthtdt"),
                    ("thuky", Role.CLERK, "kthtdt"),
                    ("thue1", Role.EXTERNAL, "thue"),
                    ("thue2", Role.EXTERNAL, "thue"),
                    ("motcua", Role.RESPONDER, "ttpvhcc"),
                    ("cua", Role.DOOR, "kthtdt"),
                )
            }
            talk = work(tx, people)
            found = on_duty.tiers(tx, content, talk, MONDAY)
            return [[one.login for one in tier] for tier in found]

        return await at.core.database.transaction(furnish)


async def test_without_duty_the_office_then_the_head_then_the_desk(
    tmp_path: Path, content: Content
) -> None:
    found = await order(tmp_path, content, lambda tx, people: wanting(tx))
    assert found == [["thue1", "thue2"], ["truong"], ["thuky"]]


async def test_who_is_on_duty_for_the_subject_comes_first_then_their_deputy(
    tmp_path: Path, content: Content
) -> None:
    def work(tx: Transaction, people: dict[str, int]) -> Handoff:
        on(tx, people["thue2"], "thue", people["motcua"])
        on(tx, people["thuky"])  # of all else
        return wanting(tx)

    found = await order(tmp_path, content, work)
    assert found == [["thue2"], ["motcua"], ["thue1"], ["truong"], ["thuky"]]


async def test_a_subject_without_duty_is_of_those_for_all(tmp_path: Path, content: Content) -> None:
    def work(tx: Transaction, people: dict[str, int]) -> Handoff:
        on(tx, people["thue2"], "thue")
        on(tx, people["motcua"])
        return wanting(tx, "moi-truong", "kthtdt")

    found = await order(tmp_path, content, work)
    assert found == [["motcua"], ["truong", "thuky"]]


async def test_whoever_is_away_is_left_out_and_the_deputy_stands_in(
    tmp_path: Path, content: Content
) -> None:
    def work(tx: Transaction, people: dict[str, int]) -> Handoff:
        on(tx, people["thue2"], "thue", people["motcua"])
        for login, half in (("thue2", ""), ("truong", Half.MORNING), ("thuky", Half.AFTERNOON)):
            number = tx.duties.ids.next()
            tx.duties.add_absence(StaffAbsence(number, people[login], TODAY, TODAY, half))
        return wanting(tx)

    found = await order(tmp_path, content, work)
    assert found == [["motcua"], ["thue1"], ["thuky"]]


async def test_whoever_stands_in_comes_before_the_deputy_and_members_see_to_subjects(
    tmp_path: Path, content: Content
) -> None:
    def work(tx: Transaction, people: dict[str, int]) -> Handoff:
        tx.duties.put(TeamMember(people["thue2"], ("thue",), people["motcua"]))
        tx.duties.put(TeamMember(people["thuky"], ("moi-truong",)))
        on(tx, people["thue2"])
        on(tx, people["thuky"])
        number = tx.duties.ids.next()
        away = StaffAbsence(number, people["thue2"], TODAY, TODAY, "", people["truong"])
        tx.duties.add_absence(away)
        return wanting(tx)

    found = await order(tmp_path, content, work)
    assert found == [["truong"], ["motcua"], ["thue1"], ["thuky"]]


async def test_on_another_half_of_the_day_nobody_of_this_one_comes_first(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content, ()) as at:

        def work(tx: Transaction) -> list[str]:
            link(tx, "an", "desks", MONDAY, Role.CLERK)
            binh = link(tx, "binh", "desks", MONDAY, Role.CLERK)
            on(tx, binh)
            talk = wanting(tx, "", "kthtdt")
            moments = (MONDAY, MONDAY + timedelta(hours=4), MONDAY + timedelta(days=1))
            return [on_duty.tiers(tx, content, talk, then)[0][0].login for then in moments]

        assert await at.core.database.transaction(work) == ["binh", "an", "an"]


async def test_whoever_holds_a_talk_is_not_told_of_another(
    tmp_path: Path, content: Content
) -> None:
    async with stage(tmp_path, content, ("an", "binh")) as at:
        await at.owner("gặp cán bộ")
        await at.take()
        at.at_desk("an"), at.at_desk("binh")
        await at.owner("gặp cán bộ", address="8")
        assert at.at_desk("an") == []
        assert "1. Nhận" in at.at_desk("binh")[0]
        # Done with the first, they hear of whoever still waits.
        await at.desk("an", "xong")
        last = at.channels["desks"].texts("an")[-2:]
        assert any("Người dân muốn nói chuyện" in text for text in last)
