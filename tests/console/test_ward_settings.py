"""What the ward says of itself is written by one person and approved by another, and holds at once
in the chat, on open pages, in documents and in every process."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.following import Following
from content.calendar import local
from content.documents.folder import environment, letterhead
from content.library import Content
from content.ward_parts import WardPart, office_part, values_of
from handlers.people.calendar import working_days
from storage.event_models import EventState
from storage.staff_models import Role
from tests.console.test_contents import NEW_YEAR, At
from tests.support.conference import make_event
from tests.support.desk import Desk, desk
from tests.support.patience import PATIENCE_S
from tests.support.site import Site, site

PATH = "/noi-dung/phuong"
WEEK = "7:30-11:30 và 13:30-17:00"


async def write(
    person: Desk, at: Site, part: str, do: str = "submit", **fields: str
) -> tuple[int, str]:
    """Opens the part and sends its form with these fields."""
    await person.get(f"{PATH}/{part}")
    held = values_of(at.core.content.ward, part)
    form = {f"ward_{name}": text for name, text in (held | fields).items() if name != "hall"}
    status, page, _ = await person.post(f"{PATH}/{part}/sua", form, do="submit")
    return status, page


async def act(person: Desk, part: str, do: str, **more: str) -> int:
    await person.get(f"{PATH}/{part}")
    return (await person.post(f"{PATH}/{part}/lam", do=do, **more))[0]


async def test_an_office_s_phone_holds_everywhere_once_a_second_person_approved_it(
    tmp_path: Path, content: Content
) -> None:
    phone, part = "0225 3 111 222", office_part("kthtdt")
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        desk(at, "hoa", Role.CLERK, Role.APPROVER) as author,
        desk(at, "nam", Role.APPROVER) as approver,
    ):
        elsewhere = replace(content, shelf=content.shelf.another())
        other = asyncio.create_task(Following(at.core.database, elsewhere).run())

        async def open_page() -> str:
            async with author.http.get(f"{at.url}/cau/hoi-nghi-doi-thoai") as answer:
                return await answer.text()

        _, listed = await author.get(PATH)
        assert "chưa ghi" in listed and "Giờ làm việc" in listed
        status, page = await write(author, at, part, phone="gọi cô Hoa")
        assert status == 400 and "gọi cô Hoa" in page and "Chưa phải số điện thoại" in page
        assert (await write(author, at, part, phone=phone))[0] == 303
        assert phone not in await open_page() and not at.core.content.ward.front_office.phone
        assert await act(author, part, "publish") == 409  # never one's own
        _, waiting = await approver.get("/noi-dung?loc=cho-duyet")
        assert content.ward.front_office.name in waiting
        assert await act(approver, part, "publish") == 303
        assert at.core.content.ward.front_office.phone == phone
        assert at.core.content.words.ward.front_office.phone == phone
        assert phone in await open_page()
        async with asyncio.timeout(PATIENCE_S):
            while elsewhere.ward.front_office.phone != phone:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        assert await write(author, at, WardPart.SIGNING, chairman="Trần Văn Thử") == (303, "")
        assert await act(approver, WardPart.SIGNING, "publish") == 303
        data = await at.pools.documents.run(_signed, at.core.content)
        assert data == "Trần Văn Thử"  # in the process that makes documents
        assert environment(at.core.content) and letterhead(at.core.content, 2027)
        other.cancel()
        # ... and back
        _, page = await author.get(f"{PATH}/{part}")
        assert "Dùng lại bản này" in page
        assert await act(author, part, "undo", version_of="0") == 303
        assert await act(approver, part, "publish") == 303
        assert phone not in await open_page()
        _, journal = await approver.get("/nhat-ky")
        assert "bản trước của thông tin phường" in journal


def _signed(content: Content) -> str:
    return content.ward.chairman


async def test_two_who_write_the_same_part_see_both_texts(tmp_path: Path, content: Content) -> None:
    part = WardPart.GENERAL
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        desk(at, "hoa", Role.CLERK) as one,
        desk(at, "nam", Role.APPROVER) as two,
    ):
        for person in (one, two):
            await person.get(f"{PATH}/{part}")
        form = {f"ward_{name}": text for name, text in values_of(content.ward, part).items()}
        first = form | {"ward_reception": "sáng thứ Năm", "do": "draft"}
        second = form | {"ward_reception": "chiều thứ Hai", "do": "draft"}
        assert (await one.post(f"{PATH}/{part}/sua", first))[0] == 303
        status, page, _ = await two.post(f"{PATH}/{part}/sua", second)
        assert status == 409 and "sáng thứ Năm" in page and "chiều thứ Hai" in page


async def test_an_office_is_added_and_may_answer_questions(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        desk(at, "hoa", Role.CLERK) as author,
        desk(at, "nam", Role.APPROVER) as approver,
    ):
        await author.get(PATH)
        added = {"ward_name": "Trạm Y tế phường", "hall": "0"}
        assert (await author.post(f"{PATH}/them", {"ward_name": "", "hall": "0"}))[0] == 400
        status, _, to = await author.post(f"{PATH}/them", added)
        part = office_part("tram_y_te_phuong")
        assert status == 303 and f"{PATH}/{part}" in to
        assert await act(author, part, "submit") == 303
        assert await act(approver, part, "publish") == 303
        assert "tram_y_te_phuong" in at.core.content.ward.answering
        _, page = await author.get(PATH)
        assert "Trạm Y tế phường" in page


@pytest.mark.parametrize(
    ("role", "office", "part", "may"),
    [
        (Role.CLERK, "vanphong", WardPart.HOURS, True),
        (Role.OWNER, "vanphong", office_part("thue"), True),
        (Role.RESPONDER, "kthtdt", WardPart.HOURS, False),
        (Role.RESPONDER, "kthtdt", office_part("kthtdt"), True),
        (Role.RESPONDER, "kthtdt", office_part("thue"), False),
        (Role.EXTERNAL, "thue", office_part("thue"), True),
        (Role.EXTERNAL, "thue", WardPart.SIGNING, False),
        (Role.AUDITOR, "vanphong", WardPart.HOURS, False),
    ],
)
async def test_who_may_write_what(
    tmp_path: Path, content: Content, role: Role, office: str, part: str, may: bool
) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        desk(at, "nguoi", role, office=office) as person,
    ):
        status, page = await person.get(f"{PATH}/{part}")
        assert status == 200 and ("Ghi lại phần này" in page) is may
        fields = {"week": WEEK} if part == WardPart.HOURS else {}
        assert (await write(person, at, part, **fields))[0] in ((303,) if may else (403, 409))


async def test_days_off_are_said_by_two_and_hold_for_what_comes(
    tmp_path: Path, content: Content
) -> None:
    part = WardPart.DAYS_APART
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        desk(at, "hoa", Role.CLERK) as author,
        desk(at, "nam", Role.APPROVER) as approver,
    ):
        event = await at.core.database.transaction(
            lambda tx: make_event(tx, now=NEW_YEAR, title="Hội nghị quý", state=EventState.OPEN)
        )
        held = local(event.starts_at).date()
        day = f"{held.day}/{held.month}/{held.year}"
        status, page = await write(author, at, part, days_off=f"{day}: nghỉ\n31/2/2027: bão")
        assert status == 400 and "31/2/2027: bão" in page and "Có dòng chưa đúng ngày" in page
        assert (await write(author, at, part, days_off=f"{day} - nghỉ vì bão"))[0] == 303
        _, page = await approver.get(f"{PATH}/{part}")
        assert f"{day}: nghỉ vì bão" in page and "Hội nghị quý" in page and "không tự dời" in page
        assert "Ngày lễ sắp tới" in page and "Quốc khánh" in page
        assert await act(author, part, "publish") == 409
        assert working_days(at.core.content.ward).is_working(held)
        assert await act(approver, part, "publish") == 303
        assert not working_days(at.core.content.ward).is_working(held)
