"""Pages change what was given, show what is there, and say what happened."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from bot.app import utc_now
from content.library import Content
from handlers.conference.seats import cancel, register
from storage.database import Transaction
from storage.event_models import Event, Registration, RegistrationState
from storage.staff_models import Role
from tests.handlers.test_given import FULL
from tests.handlers.test_seats import sign_up, wanted
from tests.support.conference import at_desk, make_event
from tests.support.desk import Desk, desk
from tests.support.site import Site, site

S = RegistrationState
PHONE = "0912345678"


def sheet(*rows: tuple[object, ...], heading: tuple[str, ...] = ()) -> bytes:
    book = Workbook()
    page: Any = book.active
    page.append(heading or ("STT", "Họ và tên", "Số điện thoại"))
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def furnish(at: Site, seats: int = 100, **given: Any) -> tuple[Event, Registration]:
    """An event and somebody who told everything in a chat; there is one seat less than three for
    each of the next."""

    def work(tx: Transaction) -> tuple[Event, Registration]:
        event = make_event(tx, now=utc_now(), seats=seats, **given)
        contact = tx.contacts.meet("telegram", "7", utc_now())
        one = register(
            at_desk(tx, utc_now()), event, FULL, contact_id=contact.id, source="chat"
        ).registration
        assert one
        return event, one

    return await at.core.database.transaction(work)


async def now(at: Site, registration: Registration) -> Registration:
    found = await at.core.database.transaction(lambda tx: tx.registrations.get(registration.id))
    assert found
    return found


async def bring_in(person: Desk, event: Event, data: bytes, **more: str) -> tuple[str, str]:
    """(the trial's page, the page after keeping)."""
    path = f"/su-kien/{event.id}/nhap"
    await person.get(path)
    _, trial, _ = await person.post(path, {"file": data} | more)
    held = trial.split('name="held" value="')[1].split('"')[0]
    _, kept, _ = await person.post(path, {"held": held, "do": "keep"} | more)
    return trial, kept


async def test_saving_the_attendees_page_unchanged_changes_nothing(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event, mine = await furnish(at)
        path = f"/su-kien/{event.id}/dai-bieu/{mine.id}"
        await person.get(path)
        old_form = {"name": mine.name, "business": mine.business, "kind": mine.kind}
        old_form |= {"neighbourhood": mine.neighbourhood, "position": mine.position}
        old_form |= {"companions": str(mine.companions), "category": mine.category}
        status, _, to = await person.post(f"{path}/sua", old_form)
        assert status == 303 and "nothing_changed" in to
        assert await now(at, mine) == mine
        status, _, to = await person.post(f"{path}/sua", old_form | {"position": "Quản lý"})
        assert status == 303 and await now(at, mine) == replace(mine, position="Quản lý")
        status, page, _ = await person.post(f"{path}/sua", {"companions": "12"})
        assert status == 409 and "Nhiều người hơn mức" in page


async def test_a_known_phone_is_shown_and_nothing_is_overwritten(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event, mine = await furnish(at)
        path = f"/su-kien/{event.id}/them-dai-bieu"
        form = {"name": "Hoa", "phone": PHONE, "kind": "household", "category": "business"}
        await person.get(path)
        status, page, _ = await person.post(
            path, form | {"companions": "9", "source": "paper", "neighbourhood": ""}
        )
        assert status == 409 and "đã có trong danh sách" in page and "Nguyễn Thị Hoa" in page
        assert f"/dai-bieu/{mine.id}" in page
        assert await now(at, mine) == mine


async def test_a_cancelled_person_is_put_back_by_a_person_only(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event, mine = await furnish(at)

        def give_back(tx: Transaction) -> None:
            cancel(at_desk(tx, utc_now()), event, tx.registrations.get(mine.id) or mine)

        await at.core.database.transaction(give_back)
        data = sheet((1, "Nguyễn Thị Hoa", PHONE), (2, "Trần Văn Nam", "0987654321"))
        trial, kept = await bring_in(person, event, data)
        for page in (trial, kept):
            assert "Đã hủy (hoặc quá hạn, vắng) trước đó, không ghi lại: <b>1</b>" in page
            assert "Thêm mới: <b>1</b>" in page
        assert (await now(at, mine)).state is S.CANCELLED
        again, _ = await bring_in(person, event, data)
        assert "Không có gì thay đổi" in again
        path = f"/su-kien/{event.id}/dai-bieu/{mine.id}"
        _, page = await person.get(path)
        assert "Ghi danh lại" in page
        status, _, _ = await person.post(f"{path}/ghi-lai")
        assert status == 303 and (await now(at, mine)).state is S.CONFIRMED


async def test_the_trial_of_an_import_is_its_result(tmp_path: Path, content: Content) -> None:
    """One seat is free, a party of two waits: whoever is imported waits behind them."""
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event, _ = await furnish(at, seats=4)

        def wait(tx: Transaction) -> None:
            sign_up(tx, event, 2, 2)

        await at.core.database.transaction(wait)
        trial, kept = await bring_in(person, event, sheet((1, "Trần Văn Nam", "0987654321")))
        for page in (trial, kept):
            assert "Vào danh sách chờ: <b>1</b>" in page and "Thêm mới" not in page
        assert "Phải gọi điện cho 1 người" in kept


async def test_an_offered_seat_is_taken_on_the_telephone(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event, mine = await furnish(at, seats=3)

        def wait(tx: Transaction) -> Registration:
            found = sign_up(tx, event, 2).registration
            assert found
            return found

        waits = await at.core.database.transaction(wait)
        path = f"/su-kien/{event.id}/dai-bieu"
        await person.get(f"{path}/{mine.id}")
        status, _, to = await person.post(f"{path}/{mine.id}/huy")
        # The owner's Telegram does not run here: both are called.
        assert status == 303 and "goi.2" in to
        _, page = await person.get(to.removeprefix("/can-bo"))
        assert "Phải gọi điện cho 2 người" in page
        _, page = await person.get("/goi-dien")
        assert "Có chỗ cho ông/bà dự" in page
        [task] = await at.core.database.transaction(lambda tx: tx.calls.of_registration(waits.id))
        before = (await now(at, waits)).offer_until
        await person.post(f"/goi-dien/{task.id}", do="told")
        assert (await now(at, waits)).state is S.OFFERED
        assert (await now(at, waits)).offer_until != before
        await person.get(f"{path}/{waits.id}")
        status, _, _ = await person.post(f"{path}/{waits.id}/nhan-cho")
        assert status == 303 and (await now(at, waits)).state is S.CONFIRMED
        status, _, _ = await person.post(f"{path}/{waits.id}/nhan-cho")
        assert status == 409  # made from a page that is out of date


async def test_common_names_are_for_staff_to_decide(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event, _ = await furnish(at, per_business=1)

        def fill(tx: Transaction) -> list[Registration]:
            made = []
            for number in range(3):
                shop = replace(wanted(number), business="Tạp hóa", neighbourhood="TDP 5")
                decided = register(
                    at_desk(tx, utc_now()), event, shop, contact_id=None, source="chat"
                )
                assert decided.registration
                made.append(decided.registration)
            return made

        shops = await at.core.database.transaction(fill)
        path = f"/su-kien/{event.id}/dai-bieu/{shops[0].id}"
        _, page = await person.get(path)
        assert page.count("Cùng một cơ sở</button>") == 2
        await person.post(f"{path}/cung-co-so", other=str(shops[1].id))
        _, page = await person.get(path)
        assert page.count("Cùng một cơ sở</button>") == 1 and "tách ra" in page
        await person.post(f"{path}/cung-co-so")
        assert (await now(at, shops[0])).business_key == ""


async def test_every_line_of_a_paste_is_issued_or_none(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event, _ = await furnish(at)
        path = f"/su-kien/{event.id}"
        lines = "\n".join(f"Hộ {number}; tổ {number % 12}" for number in range(620))
        await person.get(path)
        status, _, _ = await person.post(f"{path}/giay-moi", recipients=lines, category="business")
        issued = await at.core.database.transaction(lambda tx: len(tx.events.invitations(event.id)))
        assert status == 303 and issued == 620
        for paste in ("\n".join(["Hộ"] * 2001), "Hộ " * 200):
            status, page, _ = await person.post(
                f"{path}/giay-moi", recipients=paste, category="business"
            )
            assert status == 400 and "Chưa phát hành mã nào" in page
        status, page, _ = await person.post(
            f"{path}/chuong-trinh", time="8:00", content="x" * 401, who="A"
        )
        assert status == 400 and "Chương trình chưa lưu" in page and "x" * 401 in page


async def test_what_is_published_is_said_as_it_is(tmp_path: Path, content: Content) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "thuky", Role.CLERK) as clerk,
        desk(at, "lanhdao", Role.APPROVER) as boss,
    ):

        def drafts(tx: Transaction) -> tuple[Event, Event]:
            soon = make_event(tx, now=utc_now(), days=1, state="draft")
            over = make_event(tx, now=utc_now(), state="draft")
            over = replace(over, registration_until=utc_now(), questions_until=utc_now())
            return soon, tx.events.save(over)

        soon, over = await at.core.database.transaction(drafts)
        _, page = await clerk.get(f"/su-kien/{soon.id}")
        assert "Người công bố được: <b>Cán bộ lanhdao" in page
        for event, words in (
            (soon, "người dân đăng ký và gửi câu hỏi được"),
            (over, "người dân CHƯA đăng ký và chưa gửi câu hỏi được"),
        ):
            await boss.get(f"/su-kien/{event.id}")
            status, _, to = await boss.post(f"/su-kien/{event.id}/trang-thai", do="publish")
            assert status == 303
            _, page = await boss.get(to.removeprefix("/can-bo"))
            assert words in page
