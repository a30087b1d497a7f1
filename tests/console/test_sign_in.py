"""Failed sign-ins: they stop whoever keeps trying, and lock nobody out of their own account."""

import asyncio
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request

from bot.web.console import passwords, tries
from bot.web.limits import RateLimit
from content.codes import CodeKind, new_code
from content.library import Content
from storage.database import Transaction
from storage.event_models import Category, Invitation
from storage.staff_models import Role
from tests.support.clock import START
from tests.support.conference import make_event
from tests.support.desk import PASSWORD, SLOW, Desk, desk, employ, visitor
from tests.support.site import site

PROXY = ("127.0.0.1",)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of tries: argon2 would take a minute, and is not what is tested here."""
    monkeypatch.setattr(passwords, "_matches", lambda staff, password: password == PASSWORD)


async def sign_in(person: Desk, address: str, login: str = "a", password: str = PASSWORD) -> int:
    """Through a web server in front of us, which says whose request it is."""
    async with person.http.post(
        f"{person.base}/dang-nhap",
        data={"login": login, "password": password},
        headers={"X-Forwarded-For": address},
        allow_redirects=False,
    ) as answer:
        return answer.status


def test_the_programs_own_hashes_take_time_and_memory() -> None:
    assert SLOW.memory_cost >= 64 * 1024  # KiB
    assert SLOW.time_cost >= 3


async def test_who_may_say_whose_request_it_is_must_be_set(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[tries.Try | None] = []
    begin = tries.Tries.begin

    def noting(*given: Any) -> tries.Try | None:
        begun.append(begin(*given))
        return begun[-1]

    monkeypatch.setattr(tries.Tries, "begin", noting)
    async with site(tmp_path, content) as at, visitor(at) as thief, visitor(at) as owner:
        await employ(at, "a", Role.CLERK)
        tried = [await sign_in(thief, f"203.0.113.{n}", password="sai") for n in range(8)]
        # Counted as one, and waited for; nobody is locked out by what others try.
        assert tried == [403] * 8 and begun[-1] and begun[-1].wait_s > 0
        assert await sign_in(owner, "198.51.100.1") == 303


async def test_the_left_part_of_what_a_proxy_says_is_the_strangers_own(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content, trusted=PROXY) as at, visitor(at) as thief:
        await employ(at, "a", Role.CLERK)
        tried = [await sign_in(thief, f"{n}.1.1.1, 203.0.113.9", password="sai") for n in range(8)]
        assert tried == [403] * 6 + [429] * 2


async def test_one_network_of_ipv6_is_one_address(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content, trusted=PROXY) as at, visitor(at) as thief:
        await employ(at, "a", Role.CLERK)
        tried = [await sign_in(thief, f"2001:db8:1:1::{n}", password="sai") for n in range(7)]
        assert tried[-1] == 429
        assert await sign_in(thief, "2001:db8:1:2::1") == 303


async def test_ten_addresses_lock_the_owner_out_of_nothing(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "LONGEST_S", 0.2)
    async with (
        site(tmp_path, content, trusted=PROXY) as at,
        visitor(at) as owner,
        visitor(at) as thief,
        visitor(at) as owner_elsewhere,
    ):
        await employ(at, "a", Role.CLERK)
        assert await sign_in(owner, "198.51.100.1") == 303
        for n in range(12):
            for _ in range(7):
                await sign_in(thief, f"203.0.113.{n}", password="sai")
        # The thief has even the address the owner sits behind.
        assert [await sign_in(thief, "198.51.100.1", password="sai") for _ in range(7)][-1] == 429
        assert await sign_in(owner, "198.51.100.1") == 303
        assert await sign_in(owner_elsewhere, "198.51.100.77") == 303


async def test_a_known_browser_is_known_for_its_own_people_only(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content, trusted=PROXY) as at, visitor(at) as thief:
        await employ(at, "a", Role.CLERK)
        await employ(at, "b", Role.CLERK)
        assert await thief.login("b") == 303
        tried = [await sign_in(thief, "203.0.113.9", password=f"sai-{n}") for n in range(7)]
        assert tried == [403] * 6 + [429]
        tried = [await thief.login("b", f"sai-{n}") for n in range(22)]
        assert tried[:20] == [403] * 20 and tried[20:] == [429] * 2
        forged = {
            "Cookie": f"{tries.COOKIE}=eyJpZCI6IngiLCJvZiI6WzFdfQ.AAAA",
            "X-Forwarded-For": "203.0.113.9",
        }
        async with thief.http.post(
            f"{thief.base}/dang-nhap", data={"login": "a", "password": PASSWORD}, headers=forged
        ) as answer:
            assert answer.status == 429


async def test_signing_in_rightly_is_no_failure(tmp_path: Path, content: Content) -> None:
    """A whole office behind one address in the morning."""
    async with site(tmp_path, content) as at:
        await employ(at, "a", Role.CLERK)
        for _ in range(9):
            async with visitor(at) as person:
                assert await person.login("a") == 303


async def test_a_stranger_waits_longer_while_an_account_is_under_attack(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content, trusted=PROXY) as at, visitor(at) as thief:
        await employ(at, "a", Role.CLERK)
        for n in range(30):
            await sign_in(thief, f"203.0.113.{n}", password="sai")
        began = asyncio.get_running_loop().time()
        await sign_in(thief, "203.0.113.99", password="sai")
        assert asyncio.get_running_loop().time() - began > 0.8


def test_the_memory_of_long_names_is_short() -> None:
    limit = RateLimit(6, 600)
    tracemalloc.start()
    for number in range(20_000):
        limit.allows(f"{number}" + "x" * 9000)
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown < 40_000_000  # 190 MB when the names themselves were kept


@pytest.mark.parametrize("trusted", [(), PROXY])
async def test_a_hall_behind_one_address_checks_its_invitations(
    tmp_path: Path, content: Content, trusted: tuple[str, ...]
) -> None:
    async with site(tmp_path, content, trusted=trusted) as at, visitor(at) as guest:
        event = await at.core.database.transaction(lambda tx: make_event(tx))
        codes = await at.core.database.transaction(lambda tx: invited(tx, event.id))
        told = {"X-Forwarded-For": "203.0.113.5"}
        wrong = []
        for n in range(100):
            url = f"{at.url}/giay-moi/GM-222222{n % 10}"
            async with guest.http.get(url, headers=told) as answer:
                wrong.append(answer.status)
        assert set(wrong[:60]) == {404} and (429 in wrong) is bool(trusted)
        for code in codes:
            async with guest.http.get(f"{at.url}/giay-moi/{code}", headers=told) as answer:
                assert answer.status == 200 and "Giấy mời thật" in await answer.text()


def invited(tx: Transaction, event_id: int) -> list[str]:
    codes = [new_code(CodeKind.INVITATION) for _ in range(31)]
    for number, code in enumerate(codes):
        to = (f"Hộ {number}", Category.BUSINESS, "Phòng", START)
        tx.events.invite(Invitation(number + 1, event_id, code, *to))
    return codes


async def test_an_open_page_is_no_place_to_try_passwords(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        said = content.words.console["sign_in_throttled"]
        await person.get("/tai-khoan")
        pages = [(await person.post("/tai-khoan/mat-khau", old=f"sai-{n}"))[1] for n in range(11)]
        assert [said in page for page in pages] == [False] * 10 + [True]


async def test_only_a_browser_of_staff_is_given_back_what_it_sent(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:

        def end_all(tx: Transaction) -> None:
            for one in tx.staff.all():
                tx.staff.end_sessions_of(one.id)

        await at.core.database.transaction(end_all)
        typed = {"csrf": "x", "content": "Cống trước chợ tắc"}
        status, page, _ = await person.post("/cau-hoi/them", typed)
        assert status == 403 and "Cống trước chợ tắc" in page
        async with visitor(at) as stranger:
            status, page, _ = await stranger.post("/cau-hoi/them", typed)
            assert status == 403 and "Cống" not in page


def test_where_addresses_look_alike_whoever_guesses_waits_and_locks_nobody_out() -> None:
    counting = tries.Tries("key", secure=False)
    request = Request({"type": "http", "headers": [], "client": None})
    begun = [counting.begin(request, "chuphuong", None) for _ in range(100)]
    assert all(begun)
    waits = [one.wait_s for one in begun if one]
    assert waits[5] == 0 and waits[20] > 1 and waits[-1] == tries.LONGEST_S
