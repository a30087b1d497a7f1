"""Erasing leaves nothing: every byte of every file is looked at."""

import asyncio
import hashlib
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import aiohttp

from bot.app import utc_now
from bot.core import eraser
from content.library import Content
from handlers.question import answering, approving, moves
from storage.database import Transaction
from storage.engines.sqlite import schema
from storage.event_models import RegistrationState
from storage.models import OutboxState
from storage.question_models import Question
from storage.staff_models import Role
from tests.support.conference import make_event, make_staff
from tests.support.desk import desk as sitting
from tests.support.patience import PATIENCE_S
from tests.support.pictures import jpeg
from tests.support.retention import forget_all
from tests.support.site import Site, site
from tests.web.test_chat import Visitor, fields, session
from tests.web.test_notebook import says

NAME, PHONE, SHOP, HOUSE = "Nguyễn Thị Huệ", "0912345678", "Bún Cá Bà Huệ", "nhà sau chùa Hang"
ASKED = "Cống trước cổng chợ Phù Liễn tắc từ hôm bão, nước ngập quầy bún của tôi"
LOST = "con lợn đất nhà Nguyễn Thị Huệ ăn gì cho chóng lớn xin hỏi quý phường"
REGISTER = ("đăng ký hội nghị", "1", NAME, PHONE, SHOP, "1", HOUSE, "1", "1", "1")
ALL = (NAME, "912345678", SHOP, HOUSE, ASKED, "quầy bún của tôi", "con lợn đất", "chùa Hang")


def fingerprints(*said: str) -> list[str]:
    """What somebody who tries every number would look for: whoever finds one knows whose it is."""
    makes = (hashlib.sha256, hashlib.sha1, hashlib.md5, hashlib.blake2b)
    return [make(word.encode()).hexdigest()[:16] for word in said for make in makes]


def ticked(page: str) -> list[str]:
    """What the page proposes to erase."""
    return re.findall(r'name="what" value="(\w+)" checked', page)


def found(folder: Path, words: Iterable[str]) -> set[str]:
    """Which of the words stand in which file of the folder."""
    return {
        f"{path.name}: {word}"
        for path in folder.rglob("*")
        if path.is_file()
        for word in words
        if word.encode() in path.read_bytes()
    }


async def with_photo(browser: Visitor, at: Site) -> None:
    page = await (await browser.get(at.url)).text()
    form = aiohttp.FormData()
    for name, value in fields(page).items():
        form.add_field(name, value)
    form.add_field("photo", jpeg(), filename="anh.jpg", content_type="image/jpeg")
    await browser.post(f"{at.url}/send", data=form)


async def tells_all(browser: Visitor, at: Site) -> None:
    """Registers, asks with a photo, asks what nobody understands."""
    assert "Đã giữ chỗ" in await says(browser, at, *REGISTER)
    await says(browser, at, LOST)
    await says(browser, at, f"gửi câu hỏi: {ASKED}")
    await with_photo(browser, at)
    assert "Đã nhận" in await says(browser, at, "1", "1", "1")


async def scrubbed(at: Site) -> None:
    """Until nothing is owed any more; whoever reads just then puts it off once."""
    async with asyncio.timeout(eraser.TRY_AGAIN_S + PATIENCE_S):
        while await at.core.database.transaction(  # noqa: ASYNC110  # rows have no event
            lambda tx: bool(tx.erasures.owed()) or tx.erasures.files()
        ):
            await asyncio.sleep(0.02)


async def said(at: Site) -> None:
    """Until nothing more is to be said to anybody."""
    async with asyncio.timeout(PATIENCE_S):
        while await at.core.database.transaction(  # noqa: ASYNC110  # rows have no event
            lambda tx: tx.outbox.count(OutboxState.PENDING) + tx.outbox.count(OutboxState.SENDING)
        ):
            await asyncio.sleep(0.02)


async def test_whoever_erases_in_the_chat_leaves_no_byte(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, session() as browser, session() as other:
        await at.core.database.transaction(lambda tx: make_event(tx, seats=2, now=utc_now()))
        await tells_all(browser, at)
        await says(other, at, "đăng ký hội nghị", "1", "Lê Văn Tám", "0987654321", "chưa", "tổ 2")
        await says(other, at, "2", "1")  # two people wait for the one seat left
        assert len(found(tmp_path, ALL)) >= len(ALL)
        pictures = [path.read_bytes() for path in (tmp_path / "photos").iterdir()]
        page = await says(browser, at, "xóa dữ liệu của tôi", "1", "1")
        assert "Đã xóa" in page
        await scrubbed(at)
        assert found(tmp_path, ALL) == set()
        request = await at.core.database.transaction(lambda tx: tx.people.requests()[0])
        me = await at.core.database.transaction(lambda tx: tx.contacts.get(request.contact_id or 0))
        assert me is not None
        assert found(tmp_path, fingerprints(me.address, f"web:{me.address}")) == set()
        assert f"Mã yêu cầu: <strong>{request.code}</strong>" in page
        assert list((tmp_path / "photos").iterdir()) == [] and len(pictures) == 1
        assert (tmp_path / "site.db-wal").stat().st_size < 100_000
        waiting = await at.core.database.transaction(
            lambda tx: tx.registrations.by_phone(tx.events.all()[0].id, "+84987654321")
        )
        assert waiting is not None and waiting.state is RegistrationState.OFFERED
        page = await says(browser, at, "dữ liệu của tôi")
        assert "Không có tên, số điện thoại nào" in page
    assert found(tmp_path, ALL) == set()


def answer_it(tx: Transaction, content: Content) -> Question:
    """Assigned, answered with the asker's name in it, approved, delivered."""
    clerk, boss = make_staff(tx, "a", Role.CLERK), make_staff(tx, "b", Role.APPROVER)
    question = tx.questions.all()[0]
    now = utc_now()
    question = moves.move(
        tx, question, moves.Move.ASSIGN, now, staff=clerk, note=NAME, office="kthtdt"
    )
    text = f"Kính gửi bà {NAME} ({PHONE}): phường đã nạo vét cống."
    words = question.content
    question = answering.answer(
        tx, content, question, text, "", now, staff=clerk, public_question=words
    ).question
    draft = tx.questions.answers(question.id)[0]
    return approving.approve(tx, content, question, draft.id, now, staff=boss).question


async def test_an_answered_question_goes_too_unless_it_was_published(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        await tells_all(browser, at)
        await at.core.database.transaction(lambda tx: answer_it(tx, content))
        await says(browser, at, "xóa dữ liệu của tôi", "1", "1")
        await scrubbed(at)
        assert found(tmp_path, (*ALL, "nạo vét")) == set()


async def test_a_question_kept_until_its_answer_goes_a_day_later(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        await tells_all(browser, at)
        page = await says(browser, at, "xóa dữ liệu của tôi", "2", "1")
        assert "1 câu hỏi đang chờ được giữ" in page
        await scrubbed(at)
        await says(browser, at, "cảm ơn")
        later = utc_now() + timedelta(days=1, hours=1)

        def answer_and_forget(tx: Transaction) -> bool:
            answer_it(tx, content)
            forget_all(tx, content, later)
            return bool(tx.people.erasures_to_finish())

        # While its answer is on the way to them, nothing is said to be erased.
        assert await at.core.database.transaction(answer_and_forget)
        at.core.wake()
        await said(at)
        await at.core.database.transaction(lambda tx: forget_all(tx, content, later))
        await scrubbed(at)
        question = await at.core.database.transaction(lambda tx: tx.questions.all()[0])
        assert question.asker == "" and ASKED not in question.content
        assert found(tmp_path, ALL) == set()


async def test_the_end_of_a_retention_leaves_no_name(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        await tells_all(browser, at)
        await at.core.database.transaction(lambda tx: answer_it(tx, content))

        def close(tx: Transaction) -> None:
            question = tx.questions.all()[0]
            tx.questions.save(replace(question, closed_at=utc_now(), content=f"{ASKED}. {NAME}"))

        await at.core.database.transaction(close)
        later = utc_now() + timedelta(days=365 * 3)
        await at.core.database.transaction(lambda tx: forget_all(tx, content, later))

        def forget_profile(tx: Transaction) -> None:
            contact = tx.registrations.of_event(tx.events.all()[0].id)[0].contact_id
            assert contact is None
            for request in tx.people.requests():
                assert request.contact_id is None

        await at.core.database.transaction(forget_profile)
        question = await at.core.database.transaction(lambda tx: tx.questions.all()[0])
        assert question.content.startswith(ASKED) and NAME not in question.content
        answer = await at.core.database.transaction(lambda tx: tx.questions.approved(question.id))
        assert answer is not None and "nạo vét" in answer.text and NAME not in answer.text
        await scrubbed(at)
        assert list((tmp_path / "photos").iterdir()) == []


async def test_a_busy_file_puts_the_erasure_off_and_it_is_done_later(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        await tells_all(browser, at)
        reader = sqlite3.connect(tmp_path / "site.db", isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM contact").fetchone()
        await says(browser, at, "xóa dữ liệu của tôi", "1", "1")
        await asyncio.sleep(0.3)
        assert await at.core.database.transaction(lambda tx: bool(tx.erasures.owed()))
        reader.execute("ROLLBACK")
        reader.close()
        assert await eraser.settle(at.core.database, at.core.photos)
        assert found(tmp_path, ALL) == set()


async def test_staff_erase_whoever_asks_at_the_counter(tmp_path: Path, content: Content) -> None:
    async with (
        site(tmp_path, content) as at,
        session() as browser,
        sitting(at, "c", Role.CLERK) as desk,
    ):
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        await tells_all(browser, at)
        second = await at.core.database.transaction(
            lambda tx: make_event(tx, now=utc_now(), title="Hội nghị khác")
        )
        assert second.id != event.id
        guest = {"name": NAME, "phone": PHONE, "companions": "0", "source": "paper"}
        guest |= {"kind": "household", "category": "business"}
        guest |= {"business": SHOP, "neighbourhood": HOUSE}
        await desk.get(f"/su-kien/{second.id}/them-dai-bieu")
        await desk.post(f"/su-kien/{second.id}/them-dai-bieu", guest)
        await desk.get("/yeu-cau-du-lieu")
        status, page, _ = await desk.post("/yeu-cau-du-lieu/xoa", {"phone": "0912 345 678"})
        assert status == 200 and page.count(NAME) >= 2 and "1 cuộc trò chuyện" in page
        assert found(tmp_path, (NAME,)) != set()
        sure = {"phone": "0912 345 678", "sure": "5678", "do": "erase", "what": ticked(page)}
        await desk.post("/yeu-cau-du-lieu/xoa", sure)
        await scrubbed(at)
        assert found(tmp_path, ALL) == set()
        _, page = await desk.get("/yeu-cau-du-lieu")
        assert NAME not in page and "Đã xong" in page
        numbers = ("0912345678", "+84912345678", "84912345678")
        known = fingerprints(*numbers, *(f"phone:{number}" for number in numbers))
        assert found(tmp_path, known) == set()
        status, page, _ = await desk.post("/yeu-cau-du-lieu/xoa", {"phone": "0912 345 678"})
        assert "Không có gì dưới số này" in page


async def test_requests_of_before_lose_what_led_back_to_somebody(
    tmp_path: Path, content: Content
) -> None:
    path = tmp_path / "site.db"
    before = next(file for file in schema.migrations() if "nameless" in file.stem)
    old = fingerprints("phone:+84912345678")[0]
    connection = sqlite3.connect(path, isolation_level=None)
    schema.applied(connection)
    for file in schema.migrations()[: schema.migrations().index(before)]:
        connection.executescript(file.read_text(encoding="utf-8"))
        connection.execute("INSERT INTO migration VALUES (:n, '')", {"n": int(file.name[:4])})
    connection.execute(
        "INSERT INTO data_request (subject, channel, kind, state, received_at, answer_by, done_by)"
        " VALUES (:subject, 'office', 'erase', 'done', '', '', '')",
        {"subject": old},
    )
    connection.close()
    assert found(tmp_path, [old]) != set()
    async with site(tmp_path, content) as at:
        await scrubbed(at)
        assert found(tmp_path, [old]) == set()
