"""What was typed comes back when nothing could be done with it; what was done is said once."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import utc_now
from content.library import Content
from storage.database import Transaction
from storage.staff_models import Role
from tests.support.conference import make_event
from tests.support.desk import desk
from tests.support.site import site

TYPED = "Phòng đã cử người xuống xem, cống sẽ nạo vét trong tháng này"


async def test_what_was_typed_comes_back_when_the_session_is_over(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "c", Role.CLERK) as clerk:
        await clerk.get("/su-kien/moi")

        def ended(tx: Transaction) -> None:
            staff = tx.staff.by_login("c")
            assert staff is not None
            tx.staff.end_sessions_of(staff.id)

        await at.core.database.transaction(ended)
        status, page, _ = await clerk.post("/su-kien/tao", {"title": TYPED, "about": TYPED * 3})
        assert status == 403 and "Phiên làm việc đã hết" in page and "Chưa ghi gì" in page
        assert page.count(TYPED) == 4 and "Đăng nhập lại" in page
        assert "csrf" not in page


async def test_what_was_typed_comes_back_when_a_role_was_taken_away(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "c", Role.CLERK) as clerk:
        await clerk.get("/su-kien/moi")

        def less(tx: Transaction) -> None:
            staff = tx.staff.by_login("c")
            assert staff is not None
            tx.staff.save(replace(staff, roles=frozenset({Role.AUDITOR})))

        await at.core.database.transaction(less)
        status, page, _ = await clerk.post("/su-kien/tao", {"title": TYPED})
        assert status == 403 and TYPED in page and "Chưa ghi gì" in page


async def test_what_was_typed_comes_back_when_the_page_is_gone(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "c", Role.CLERK) as clerk:
        await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        await clerk.get("/su-kien/moi")
        status, page, _ = await clerk.post("/su-kien/99999/viec", {"title": TYPED})
        assert status == 404 and TYPED in page and "Không có trang này" in page


@pytest.mark.parametrize("address", ["/nhan-su?xong=saved", "/su-kien?xong=published"])
async def test_an_address_alone_says_of_nothing_that_it_was_done(
    tmp_path: Path, content: Content, address: str
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.ADMIN) as clerk:
        _, page = await clerk.get(address)
        assert 'class="done"' not in page


async def test_what_was_done_is_said_to_whoever_did_it_alone(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "a", Role.CLERK) as admin,
        desk(at, "b", Role.CLERK) as other,
    ):
        await admin.get("/tiep-can")
        counted = {"name": "TDP 5", "businesses": "40"}
        status, _, to = await admin.post("/tiep-can/so-ho", counted)
        assert status == 303 and "xong=" in to
        path = to.removeprefix("/can-bo")
        assert 'class="done"' in (await admin.get(path))[1]
        assert 'class="done"' not in (await other.get(path))[1]
        assert 'class="done"' not in (await admin.get(path.replace("xong=", "xong=x")))[1]
