"""One box for everything: what each role finds with it, and what stands on a person's page."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.app import utc_now
from content.library import Content
from handlers.question import receiving
from storage.database import Transaction
from storage.event_models import Event, Registration
from storage.question_models import Question
from storage.staff_models import Role
from tests.handlers.test_seats import sign_up
from tests.support.conference import make_event
from tests.support.desk import Desk, desk
from tests.support.site import Site, site

PHONE = "+84904111222"


def rows(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2]))


async def furnish(at: Site) -> tuple[Event, Registration, Question]:
    """One person at two events, a neighbour of the same name, and two questions, the second of
    somebody else from the same chat."""

    def work(tx: Transaction) -> tuple[Event, Registration, Question]:
        first, second = (
            make_event(tx, now=utc_now()),
            make_event(tx, now=utc_now(), title="Lớp học"),
        )
        given: dict[str, Any] = {
            "name": "Trần Thị Bảy",
            "business": "Tạp hóa Bảy",
            "neighbourhood": "TDP 12",
        }
        here = sign_up(tx, first, 1).registration
        there = sign_up(tx, second, 1).registration
        other = sign_up(tx, first, 2).registration
        assert here and there and other
        here = tx.registrations.save(replace(here, phone=PHONE, **given))
        tx.registrations.save(replace(there, phone=PHONE, **given))
        tx.registrations.save(replace(other, name="Trần Văn Bảy", phone="+84904111333"))
        asked = receiving.Asked(
            "Chợ ngập khi mưa", "moi-truong", "paper", phone=PHONE, asker="Bảy", public=True
        )
        question = receiving.receive(tx, at.core.content, asked, utc_now(), actor="x")
        asked = receiving.Asked("Bao giờ có chợ mới", "khac", "paper", asker="Ông Tám")
        receiving.receive(tx, at.core.content, asked, utc_now(), actor="x")
        return first, here, question

    return await at.core.database.transaction(work)


async def find(person: Desk, wanted: str) -> str:
    status, page = await person.get(f"/tim?tim={wanted}")
    assert status == 200
    return rows(page)


async def test_a_clerk_finds_people_questions_and_events(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "lan", Role.CLERK) as lan:
        event, here, question = await furnish(at)
        page = await find(lan, "bay")
        assert page.count("Trần Thị Bảy") == 1 and page.count("Trần Văn Bảy") == 1
        assert "2 lần đăng ký" in page and question.code in page
        for wanted in ("tran+thi+bay", "1222", "0904+111+222", here.code, here.code[3:].lower()):
            page = await find(lan, wanted)
            assert "Trần Thị Bảy" in page and "Trần Văn Bảy" not in page, wanted
        assert question.code in await find(lan, "chợ+ngập")
        assert question.code in await find(lan, question.code[4:8])
        assert event.title in await find(lan, "doi+thoai+quy+4")
        assert "Môn bài năm nay" in await find(lan, "mon+bai")
        page = await find(lan, "khongcogi")
        assert "Không tìm thấy gì" in page and "khongcogi" in page
        assert "Không tìm thấy" not in await find(lan, "")


async def test_the_page_of_a_person_has_all_that_is_theirs(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "lan", Role.CLERK) as lan:
        event, here, question = await furnish(at)
        _, page = await lan.get("/tim?tim=1222")
        found = re.search(r"/can-bo(/nguoi/dk-\d+)", page)
        assert found
        for path in (found[1], f"/nguoi/dk-{here.id}", f"/nguoi/ch-{question.id}"):
            status, page = await lan.get(path)
            text = rows(page)
            assert status == 200 and "Trần Thị Bảy" in text, path
            assert event.title in text and "Lớp học" in text, path
            assert question.code in text and "09xx xxx 222" in text, path
            assert "Ông Tám" not in text and "Trần Văn Bảy" not in text and PHONE[3:] not in page
        for wrong in ("dk-1", "dk-", "dk-x", "zz-5", "lh-1", "ch-99999999999999999999", "-"):
            assert (await lan.get(f"/nguoi/{wrong}"))[0] == 404, wrong


@pytest.mark.parametrize(
    ("role", "people", "questions", "events"),
    [
        (Role.OWNER, True, True, True),
        (Role.APPROVER, True, True, True),
        (Role.RESPONDER, False, False, True),
        (Role.EXTERNAL, False, False, False),
        (Role.COMMUNICATOR, False, False, True),
    ],
)
async def test_each_role_finds_only_what_it_may_see(
    tmp_path: Path, content: Content, role: Role, people: bool, questions: bool, events: bool
) -> None:
    async with site(tmp_path, content) as at, desk(at, "an", role, office="motcua") as an:
        event, here, question = await furnish(at)
        assert ("Trần Thị Bảy" in await find(an, "bay")) is people
        assert ("Trần Thị Bảy" in await find(an, "1222")) is people
        assert (question.code in await find(an, "cho+ngap")) is questions
        assert (event.title in await find(an, "doi+thoai")) is events
        assert ((await an.get(f"/nguoi/dk-{here.id}"))[0] == 200) is people
        assert ((await an.get(f"/nguoi/ch-{question.id}"))[0] == 200) is questions


async def test_an_auditor_finds_by_code_and_reads_no_name(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "kt", Role.AUDITOR) as kt:
        _, here, question = await furnish(at)
        assert "Bảy" not in await find(kt, "tran") + await find(kt, "1222")
        page = await find(kt, here.code)
        assert here.code in page and "Bảy" not in page.replace("Tạp hóa Bảy", "")
        for path in (f"/nguoi/dk-{here.id}", f"/nguoi/ch-{question.id}"):
            status, page = await kt.get(path)
            assert status == 200 and "Trần" not in rows(page)


@pytest.mark.parametrize("role", [Role.DOOR, Role.ADMIN])
async def test_who_finds_nothing_has_no_box(tmp_path: Path, content: Content, role: Role) -> None:
    async with site(tmp_path, content) as at, desk(at, "an", role) as an:
        _, page = await an.get("")
        assert 'action="/can-bo/tim"' not in page
        assert (await an.get("/tim?tim=bay"))[0] == 403
