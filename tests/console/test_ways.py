"""By which ways staff are told: each of their own choosing, and what became of it is said."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import utc_now
from content.library import Content
from handlers.people import staff_links, ways
from handlers.question import moves, receiving
from storage.database import Transaction
from storage.models import OutboxState
from storage.question_models import Question
from storage.staff_links import StaffWay, WayKind
from storage.staff_models import Role, Staff
from tests.support.desk import Desk, desk, employ
from tests.support.mail import Mail, mail_server
from tests.support.patience import PATIENCE_S
from tests.support.push_service import OneBrowser, push_server
from tests.support.site import Site, site

ADDRESS = "hoa@phuong.test"
ASKER = "Nguyễn Văn Người Hỏi"


async def ways_of(at: Site, staff: Staff) -> list[StaffWay]:
    return await at.core.database.transaction(lambda tx: tx.staff_links.ways_of(staff.id))


async def settled(at: Site) -> None:
    """Until everything queued went that is not for when the office opens: after a start notices
    wait a second."""

    def waiting(tx: Transaction) -> bool:
        soon = utc_now() + timedelta(seconds=10)
        due = [tx.outbox.next_due(name) for name in at.core.deliveries]
        return bool(tx.outbox.count(OutboxState.SENDING)) or any(one and one < soon for one in due)

    async with asyncio.timeout(PATIENCE_S):
        while await at.core.database.transaction(waiting):
            await at.core.settle()
            await asyncio.sleep(0.05)


async def add_address(at: Site, person: Desk, mail: Mail, address: str = ADDRESS) -> None:
    """As somebody does who reads the letter."""
    await person.get("/tai-khoan")
    assert (await person.post("/tai-khoan/thu", do="ask", email=address))[0] == 303
    await settled(at)
    [code] = re.findall(r"Mã của ông/bà: (\d{6})", mail.letters[-1].get_content())
    assert (await person.post("/tai-khoan/thu", do="show", email_code=code))[0] == 303


async def assign(at: Site, to: Staff, *, goes: bool = True) -> Question:
    """A question with everything in it that no letter may say."""

    def work(tx: Transaction) -> Question:
        asked = receiving.Asked(
            "Chợ ngập, gọi tôi 0912345678", "moi-truong", "paper", asker=ASKER, phone="+84912345678"
        )
        # Entered by themselves, so that the hour does not decide whether "new question" goes, too.
        question = receiving.receive(tx, at.core.content, asked, utc_now(), actor=to.login)
        given = moves.move(
            tx, question, moves.Move.ASSIGN, utc_now(), staff=None, responder_id=to.id
        )
        staff_links.tell(
            tx, at.core.content, [to], "staff_chat/assigned", utc_now(),
            key=f"assigned:{given.id}", question=given, note="",
        )  # fmt: skip
        return given

    question = await at.core.database.transaction(work)
    if goes:
        await settled(at)
    return question


async def test_an_address_is_somebodys_once_they_read_its_letter(
    tmp_path: Path, content: Content
) -> None:
    async with (
        mail_server() as mail,
        site(tmp_path, content, letters=mail.settings()) as at,
        desk(at, "hoa", Role.CLERK) as person,
        desk(at, "khac", Role.CLERK) as other,
    ):
        staff = await at.core.database.transaction(lambda tx: tx.staff.by_login("hoa"))
        assert staff
        await person.get("/tai-khoan")
        status, page, _ = await person.post("/tai-khoan/thu", do="ask", email="hoa@phuong")
        assert status == 409 and 'value="hoa@phuong"' in page
        assert (await person.post("/tai-khoan/thu", do="ask", email=ADDRESS))[0] == 303
        await settled(at)
        assert mail.said() == ["Mã xác nhận địa chỉ thư"]
        await assign(at, staff)
        assert len(mail.letters) == 1  # not theirs yet
        assert (await person.post("/tai-khoan/thu", do="show", email_code="000000"))[0] == 409
        await add_address(at, person, mail)
        assert [(w.way, w.label) for w in await ways_of(at, staff)] == [(WayKind.EMAIL, ADDRESS)]
        await other.get("/tai-khoan")
        status, page, _ = await other.post("/tai-khoan/thu", do="ask", email=ADDRESS)
        assert status == 409 and "một tài khoản khác" in page


async def test_a_letter_says_a_code_and_what_to_do_and_nothing_of_a_citizen(
    tmp_path: Path, content: Content
) -> None:
    async with (
        mail_server() as mail,
        site(tmp_path, content, letters=mail.settings()) as at,
        desk(at, "hoa", Role.CLERK) as person,
    ):
        staff = await at.core.database.transaction(lambda tx: tx.staff.by_login("hoa"))
        assert staff
        await add_address(at, person, mail)
        question = await assign(at, staff)
        letter = mail.letters[-1]
        assert question.code in letter["subject"] and "giao cho ông/bà" in letter["subject"]
        body = letter.get_content()
        assert f"{at.url}/can-bo/cau-hoi/{question.code}" in body
        for told in (ASKER, "0912", "Chợ ngập"):
            assert told not in body and told not in letter["subject"]
        status, _ = await person.get(f"/cau-hoi/{question.code}")
        assert status == 200


@pytest.mark.parametrize("message", [*sorted(
    path.stem for path in Path("content/messages/vi/staff_chat").glob("*.j2")
)])  # fmt: skip
def test_no_short_form_holds_what_a_person_wrote(content: Content, message: str) -> None:
    path = Path(f"content/messages/vi/staff_notice/{message}.j2")
    if path.is_file():
        said = path.read_text(encoding="utf-8")
        for written in ("title", "note", "content", "asker", "phone", "name"):
            assert f".{written}" not in said and f"{{{{ {written}" not in said


async def test_a_dead_address_is_told_on_the_page_and_written_to_no_more(
    tmp_path: Path, content: Content
) -> None:
    async with (
        mail_server() as mail,
        site(tmp_path, content, letters=mail.settings()) as at,
        desk(at, "hoa", Role.CLERK) as person,
    ):
        staff = await at.core.database.transaction(lambda tx: tx.staff.by_login("hoa"))
        assert staff
        await add_address(at, person, mail)
        mail.refuses[ADDRESS] = "550 5.1.1 no such user"
        tried = mail.tried
        await assign(at, staff)
        await assign(at, staff)
        assert mail.tried == tried + 1
        _, page = await person.get("/tai-khoan")
        assert "Địa chỉ này không nhận thư" in page and "Gửi thử" not in page
        del mail.refuses[ADDRESS]
        [way] = await ways_of(at, staff)
        assert (await person.post("/tai-khoan/cach-bao", do="remove", way=way.contact_id))[0] == 303
        await add_address(at, person, mail)  # the same, mended
        await assign(at, staff)
        assert "giao cho ông/bà" in mail.said()[-1]


async def test_each_way_is_left_out_tried_and_taken_away(tmp_path: Path, content: Content) -> None:
    async with (
        mail_server() as mail,
        site(tmp_path, content, letters=mail.settings()) as at,
        desk(at, "hoa", Role.CLERK) as person,
        desk(at, "khac", Role.CLERK) as other,
    ):
        staff = await at.core.database.transaction(lambda tx: tx.staff.by_login("hoa"))
        assert staff
        await add_address(at, person, mail)
        [way] = await ways_of(at, staff)
        change = {"way": way.contact_id}
        status, _, _ = await other.post("/tai-khoan/cach-bao", change, do="remove")
        assert status == 409 and await ways_of(at, staff)  # not theirs
        await person.get("/tai-khoan")
        assert (await person.post("/tai-khoan/cach-bao", change, do="test"))[0] == 303
        await settled(at)
        assert mail.said()[-1] == "Tin thử: ông/bà được báo việc ở đây"
        _, page = await person.get("/tai-khoan")
        assert "Tin gần nhất đã gửi được" in page
        assert (await person.post("/tai-khoan/cach-bao", change, do="mute"))[0] == 303
        before = len(mail.letters)
        await assign(at, staff)
        assert len(mail.letters) == before
        assert (await person.post("/tai-khoan/cach-bao", change, do="unmute"))[0] == 303
        await assign(at, staff)
        assert len(mail.letters) == before + 1
        assert (await person.post("/tai-khoan/cach-bao", change, do="remove"))[0] == 303
        assert await ways_of(at, staff) == []
        kept = await at.core.database.transaction(lambda tx: tx.contacts.find("email", ADDRESS))
        assert kept is None


async def test_trial_messages_do_not_go_for_ever(tmp_path: Path, content: Content) -> None:
    async with (
        mail_server() as mail,
        site(tmp_path, content, letters=mail.settings()) as at,
        desk(at, "hoa", Role.CLERK) as person,
    ):
        await person.get("/tai-khoan")
        asked = [
            (await person.post("/tai-khoan/thu", do="ask", email=f"a{n}@phuong.test"))[0]
            for n in range(11)
        ]
        assert asked == [303] * 10 + [429]
        await settled(at)
        codes = [
            (await person.post("/tai-khoan/thu", do="show", email_code=f"{n:06}"))[0]
            for n in range(11)
        ]
        assert codes == [409] * 10 + [429]


async def test_where_no_mail_server_is_set_the_page_says_so(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "hoa", Role.CLERK) as person:
        _, page = await person.get("/tai-khoan")
        assert "Máy chủ chưa đặt nơi gửi thư" in page and "chưa chạy qua https" in page
        status, _, _ = await person.post("/tai-khoan/thu", do="ask", email=ADDRESS)
        assert status == 409


async def test_a_browser_is_woken_with_a_code_and_an_expired_one_is_told_on_the_page(
    tmp_path: Path, content: Content
) -> None:
    async with (
        push_server() as push,
        site(tmp_path, content, push=push) as at,
        desk(at, "hoa", Role.CLERK) as person,
        desk(at, "khac", Role.CLERK) as other,
    ):
        staff = await at.core.database.transaction(lambda tx: tx.staff.by_login("hoa"))
        assert staff
        browser = OneBrowser(f"{push.url}/may/1")
        await person.get("/tai-khoan")
        status, page, _ = await person.post("/tai-khoan/may", browser.fields)
        assert status == 200 and '"mark"' in page
        question = await assign(at, staff)
        told = browser.read(push.calls[-1].body)
        assert question.code in told["body"] and "Chợ" not in told["body"]
        assert told["url"] == f"/can-bo/cau-hoi/{question.code}"
        push.answers = [(410, {})]
        await assign(at, staff)
        _, page = await person.get("/tai-khoan")
        assert "Máy này không còn nhận tin" in page
        calls = len(push.calls)
        await assign(at, staff)
        assert len(push.calls) == calls
        # Whoever stands at the same browser now is told there, and the one before is not.
        await other.get("/tai-khoan")
        assert (await other.post("/tai-khoan/may", browser.fields))[0] == 200
        assert await ways_of(at, staff) == []


async def test_a_letter_waits_while_its_server_is_not_there_and_administrators_are_alarmed(
    tmp_path: Path, content: Content
) -> None:
    async with mail_server() as mail:
        own = mail.settings()
    async with site(tmp_path, content, letters=own) as at:
        staff = await employ(at, "hoa", Role.CLERK)

        def add(tx: Transaction) -> None:
            contact = tx.contacts.meet(ways.EMAIL, ADDRESS, utc_now())
            tx.staff_links.add_way(staff.id, contact.id, WayKind.EMAIL, ADDRESS, utc_now())

        await at.core.database.transaction(add)
        await assign(at, staff, goes=False)
        async with asyncio.timeout(PATIENCE_S):
            while not (alarms := await at.core.database.transaction(lambda tx: tx.alarms.all())):
                await at.core.settle()
                await asyncio.sleep(0.05)
        assert [(one.channel, one.what) for one in alarms] == [("email", "unreached")]
        [way] = await ways_of(at, staff)
        assert way.told == "pending"


async def test_it_is_said_that_somebody_was_told_only_when_it_was_taken(
    tmp_path: Path, content: Content
) -> None:
    async with (
        mail_server() as mail,
        site(tmp_path, content, letters=mail.settings()) as at,
        desk(at, "hoa", Role.RESPONDER, office="thue") as person,
        desk(at, "thuky", Role.CLERK) as clerk,
    ):
        await add_address(at, person, mail)
        hoa = await at.core.database.transaction(lambda tx: tx.staff.by_login("hoa"))
        assert hoa

        def receive(tx: Transaction) -> Question:
            asked = receiving.Asked("Chợ ngập", "thue", "paper")
            return receiving.receive(tx, content, asked, utc_now(), actor="x")

        for refused, said in (("", "Đã báo: "), ("554 no", "Chưa báo được: ")):
            mail.refuses = {ADDRESS: refused} if refused else {}
            question = await at.core.database.transaction(receive)
            await clerk.get(f"/cau-hoi/{question.code}")
            fields = {"do": "assign", "office": "thue", "responder": hoa.id}
            _, _, to = await clerk.post(f"/cau-hoi/{question.code}/lam", fields)
            await settled(at)
            _, page = await clerk.get(to.removeprefix("/can-bo").partition("#")[0])
            assert f"{said}{hoa.name}" in page
