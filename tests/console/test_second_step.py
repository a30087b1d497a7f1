"""The second step: asked of a role, or a recovery code in its place; where one is signed in."""

import re
from dataclasses import replace
from pathlib import Path

import pyotp
import pytest

from bot.app import utc_now
from bot.web.console import passwords
from bot.web.console.devices import device_of
from content.library import Content
from handlers.people import accounts, second_step, staff_links
from storage.database import Transaction
from storage.staff_models import Role, Staff
from tests.support.desk import PASSWORD, Desk, desk, employ, visitor
from tests.support.site import Site, site

SET_UP = "/tai-khoan/hai-buoc"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
CODE = re.compile(r"<code>(\d{4} \d{4} \d{4} \d{4})</code>")


async def set_up(person: Desk) -> list[str]:
    """Turns it on as the page asks for it; the recovery codes it shows."""
    _, page = await person.get(SET_UP)
    secret = page.split('name="secret" value="')[1].split('"')[0]
    status, page, _ = await person.post(SET_UP, secret=secret, code=pyotp.TOTP(secret).now())
    assert status == 200
    return CODE.findall(page)


async def ask_of(at: Site, *roles: Role) -> None:
    await at.core.database.transaction(lambda tx: second_step.require(tx, roles, utc_now()))


async def with_codes(at: Site, staff: Staff) -> list[str]:
    """A second step nobody has the telephone of any more."""

    def work(tx: Transaction) -> list[str]:
        kept = tx.staff.get(staff.id)
        assert kept
        tx.staff.save(replace(kept, totp=pyotp.random_base32()))
        return second_step.make_codes(tx, kept, utc_now())

    return await at.core.database.transaction(work)


async def test_whoever_owes_a_second_step_goes_nowhere_before_it_is_set_up(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "cu", Role.CLERK) as signed_in,
        visitor(at) as person,
    ):
        await employ(at, "moi", Role.CLERK)
        await ask_of(at, Role.CLERK)
        assert (await signed_in.get("/cau-hoi"))[0] == 200  # next time
        assert await person.login("moi") == 303
        for path in ("", "/cau-hoi", "/tai-khoan", "/dang-lam/x"):
            async with person.http.get(person.base + path, allow_redirects=False) as answer:
                assert (answer.status, answer.headers.get("location")) == (303, f"/can-bo{SET_UP}")
        _, page = await person.get(SET_UP)
        assert "phải có xác minh hai bước" in page
        assert "/can-bo/cau-hoi" not in page  # a menu that leads nowhere
        status, page, _ = await person.post("/cau-hoi/them", content="Chợ ngập từ sáng")
        assert status == 403 and "Chợ ngập từ sáng" in page
        assert len(await set_up(person)) == second_step.CODES
        assert (await person.get("/cau-hoi"))[0] == 200


async def test_nobody_takes_off_what_their_role_must_have(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK, Role.ADMIN) as person:
        await person.get("/nhan-su")
        assert (await person.post("/nhan-su/hai-buoc", second_step=["clerk", "khac"]))[0] == 303
        assert await at.core.database.transaction(lambda tx: set(second_step.required(tx))) == {
            Role.CLERK
        }
        await set_up(person)
        status, page, _ = await person.post("/tai-khoan/bo-hai-buoc", old=PASSWORD)
        assert status == 409 and "không tắt được" in page
        await person.get("/nhan-su")
        assert (await person.post("/nhan-su/hai-buoc"))[0] == 303
        await person.get("/tai-khoan")
        assert (await person.post("/tai-khoan/bo-hai-buoc", old=PASSWORD))[0] == 303
        kept = await at.core.database.transaction(lambda tx: tx.staff.by_login("a"))
        assert kept and kept.totp is None
        left = await at.core.database.transaction(lambda tx: tx.recovery_codes.of(kept.id))
        assert left.made == 0


async def test_since_when_a_role_must_have_it_stays_when_another_is_added(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at:
        await ask_of(at, Role.CLERK)
        first = await at.core.database.transaction(second_step.required)
        await ask_of(at, Role.CLERK, Role.OWNER)
        then = await at.core.database.transaction(second_step.required)
        assert then[Role.CLERK] == first[Role.CLERK] < then[Role.OWNER]


async def test_a_recovery_code_opens_once_is_in_the_journal_and_its_owner_hears(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, visitor(at) as person:
        staff, other = await employ(at, "a", Role.CLERK), await employ(at, "b", Role.CLERK)
        codes = await with_codes(at, staff)
        await with_codes(at, other)

        def link(tx: Transaction) -> int:
            contact = tx.contacts.meet("web", "x", utc_now())
            tx.staff_links.make_code("m", staff.id, utc_now() + staff_links.CODE_LASTS)
            tx.staff_links.use_code("m", contact.id, utc_now())
            return contact.id

        await at.core.database.transaction(link)
        assert await person.login("b", code=codes[0]) == 403  # somebody else's
        assert await person.login("a", code=codes[0].replace(" ", "")) == 303
        _, page = await person.get("/tai-khoan")
        assert "Còn <b>9</b>/10 mã" in page
        assert await person.login("a", code=codes[0]) == 403

        def heard(tx: Transaction) -> tuple[list[str], str]:
            lines = [one.action for one in tx.audit.lines()]
            rows = tx.outbox._db.execute("SELECT body FROM outbox").fetchall()
            return lines, " ".join(row["body"] for row in rows)

        lines, bodies = await at.core.database.transaction(heard)
        assert lines.count("login.recovery_code") == 1
        assert bodies.count("mã dự phòng") == 1 and codes[0] not in bodies
        rows = await at.core.database.transaction(
            lambda tx: tx.outbox._db.execute("SELECT code FROM recovery_code").fetchall()
        )
        assert not {code.replace(" ", "") for code in codes} & {row["code"] for row in rows}


async def test_new_codes_end_the_old_and_need_the_password(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        old = await set_up(person)
        _, page = await person.get("/tai-khoan")
        assert not CODE.search(page)
        status, page, _ = await person.post("/tai-khoan/ma-du-phong", old="sai")
        assert status == 400 and not CODE.search(page)
        await person.get("/tai-khoan")
        status, page, _ = await person.post("/tai-khoan/ma-du-phong", old=PASSWORD)
        new = CODE.findall(page)
        assert status == 200 and len(new) == second_step.CODES and not set(new) & set(old)
        async with visitor(at) as again:
            assert await again.login("a", code=old[0]) == 403
            assert await again.login("a", code=new[0]) == 303


async def test_a_new_first_run_link_ends_the_codes(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at:
        staff = await employ(at, "a", Role.CLERK)
        await with_codes(at, staff)

        def work(tx: Transaction) -> int:
            kept = tx.staff.get(staff.id)
            assert kept
            accounts.invite(tx, kept, utc_now())
            return tx.recovery_codes.of(staff.id).left

        assert await at.core.database.transaction(work) == 0


async def test_recovery_codes_are_tried_no_faster_than_codes_of_the_second_step(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_matches", lambda staff, password: password == PASSWORD)
    async with site(tmp_path, content, trusted=("127.0.0.1",)) as at, visitor(at) as thief:
        [code, *_] = await with_codes(at, await employ(at, "a", Role.CLERK))
        tried = []
        for number in [*range(6), None]:
            typed = code if number is None else f"{number:016}"
            fields = {"login": "a", "password": PASSWORD, "code": typed}
            told = {"X-Forwarded-For": "203.0.113.9"}
            url = f"{thief.base}/dang-nhap"
            async with thief.http.post(url, data=fields, headers=told) as answer:
                tried.append(answer.status)
        assert tried == [403] * 6 + [429]


async def test_where_one_is_signed_in_is_listed_and_ended(tmp_path: Path, content: Content) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "a", Role.CLERK) as here,
        desk(at, "b", Role.CLERK) as other,
        visitor(at) as elsewhere,
        visitor(at) as third,
    ):
        for browser in (elsewhere, third):
            browser.http.headers["user-agent"] = CHROME
            assert await browser.login("a") == 303
        _, page = await here.get("/tai-khoan")
        assert (
            page.count("Chrome, Windows") == 4 and page.count("(máy này)") == 1
        )  # and for readers
        marks = re.findall(r'name="session" value="(\w+)"', page)
        assert len(marks) == 2
        await other.get("/tai-khoan")
        assert (await other.post("/tai-khoan/phien", session=marks[0]))[0] == 303  # not theirs
        assert [(await one.get(""))[0] for one in (elsewhere, third)] == [200, 200]
        await here.get("/tai-khoan")
        assert (await here.post("/tai-khoan/phien", session=marks[0]))[0] == 303
        assert sorted([(await one.get(""))[0] for one in (elsewhere, third)]) == [200, 303]
        assert (await here.post("/tai-khoan/phien"))[0] == 303
        assert [(await one.get(""))[0] for one in (elsewhere, third)] == [303, 303]
        assert (await here.get(""))[0] == 200


async def test_an_administrator_ends_sessions_of_others_and_keeps_their_own(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "quantri", Role.ADMIN) as admin,
        desk(at, "a", Role.CLERK) as person,
    ):
        staff = await at.core.database.transaction(lambda tx: tx.staff.by_login("a"))
        me = await at.core.database.transaction(lambda tx: tx.staff.by_login("quantri"))
        assert staff and me
        _, page = await admin.get("/nhan-su")
        form = page.partition(f'action="/can-bo/nhan-su/{staff.id}/phien"')[2]
        mark = re.search(r'name="session" value="(\w+)"', form)
        assert mark
        assert (await admin.post(f"/nhan-su/{staff.id}/phien", session=mark[1]))[0] == 303
        assert (await person.get(""))[0] == 303
        assert await person.login("a") == 303
        await admin.get("/nhan-su")
        assert (await admin.post(f"/nhan-su/{staff.id}/phien"))[0] == 303
        assert (await person.get(""))[0] == 303
        await admin.get("/nhan-su")
        assert (await admin.post(f"/nhan-su/{me.id}/phien"))[0] == 303
        assert (await admin.get(""))[0] == 200
        lines = await at.core.database.transaction(lambda tx: tx.audit.lines())
        assert [one.action for one in lines].count("staff.sessions_end") == 2


@pytest.mark.parametrize(
    ("said", "device"),
    [
        (CHROME, "Chrome, Windows"),
        (f"{CHROME} Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox, Linux"),
        ("<script>", ""),
    ],
)
def test_a_device_is_told_by_browser_and_system(said: str, device: str) -> None:
    assert device_of(said) == device
