"""Who gets in, and what each role may do: every role against every address of the console."""

import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest

from bot.app import utc_now
from bot.web.console.console import COOKIE, Place
from bot.web.console.routes import PLACES
from bot.web.console.tries import STEP_S
from content.library import Content
from handlers.people import accounts
from handlers.people.permissions import ALLOWED, Action, sees_question
from handlers.question import receiving
from storage.broadcast_models import Broadcast
from storage.business_models import Business, Entered, KnownFrom, Relation
from storage.database import Database, Transaction
from storage.event_models import BusinessKind, Registration
from storage.question_models import Question
from storage.staff_models import Role
from tests.handlers.test_seats import sign_up
from tests.support.broadcast import approved, subscribe
from tests.support.clock import START
from tests.support.conference import make_event, make_staff
from tests.support.desk import PASSWORD, Desk, desk, employ, visitor
from tests.support.site import Site, site

# What the practice of a ward says, written out once more by hand: the table in the code must agree.
EXPECTED = {
    Action.FIND: "owner clerk responder external approver communicator auditor",
    Action.SEE_QUESTIONS: "owner clerk responder external approver communicator auditor",
    Action.TRIAGE: "owner clerk",
    Action.DRAFT_ANSWER: "owner clerk responder external approver",
    Action.APPROVE_ANSWER: "owner approver",
    Action.PUBLISH_ANSWER: "owner approver communicator",
    Action.EXTEND: "owner approver",
    Action.SEE_EVENTS: "owner clerk responder approver communicator door auditor",
    Action.EDIT_EVENTS: "owner clerk",
    Action.PUBLISH_EVENT: "owner approver",
    Action.SEE_ATTENDEES: "owner clerk approver auditor",
    Action.EDIT_ATTENDEES: "owner clerk",
    Action.CHECK_IN: "owner clerk door",
    Action.REVEAL_PHONE: "owner clerk approver responder",
    Action.CALLS: "owner clerk approver responder",
    Action.EXPORT: "owner clerk approver",
    Action.FOLDER: "owner clerk approver",
    Action.SEE_NEWS: "owner clerk approver communicator auditor",
    Action.WRITE_NEWS: "owner communicator",
    Action.APPROVE_NEWS: "owner approver",
    Action.STEER_NEWS: "owner approver communicator",
    Action.REACH: "owner clerk approver communicator auditor",
    Action.RECORD_REACH: "owner clerk communicator",
    Action.SCHEDULES: "owner",
    Action.SEE_CONTENT: "owner clerk responder external approver communicator auditor",
    Action.WRITE_CONTENT: "owner clerk responder external approver",
    Action.APPROVE_CONTENT: "owner approver",
    Action.SEE_SURVEYS: "owner clerk approver auditor",
    Action.WRITE_SURVEYS: "owner clerk",
    Action.ASK_SURVEY: "owner clerk leader",
    Action.APPROVE_SURVEY: "owner approver",
    Action.HOLD_TALKS: "owner clerk responder external approver",
    Action.HAND_IN: "owner clerk external",
    Action.PLAN_DUTY: "owner clerk",
    Action.DATA_REQUESTS: "owner clerk approver auditor",
    Action.SETTLE_DATA_REQUESTS: "owner clerk",
    Action.AUDIT: "owner approver auditor admin",
    Action.ACCOUNTS: "admin",
    Action.SEE_BUSINESSES: "owner clerk approver auditor leader",
    Action.EDIT_BUSINESSES: "owner clerk leader",
    Action.MANAGE_BUSINESSES: "owner clerk",
    Action.BUSINESS_FIGURES: "owner clerk responder external approver communicator auditor",
    Action.CHANNELS: "owner admin",
    Action.HOME: " ".join(Role),
    Action.OWN_ACCOUNT: " ".join(Role),
}


def test_the_table_of_permissions_is_the_practice_of_the_ward() -> None:
    assert {action: set(text.split()) for action, text in EXPECTED.items()} == {
        action: {str(role) for role in roles} for action, roles in ALLOWED.items()
    }


async def furnish(at: Site) -> tuple[Registration, Question, Broadcast]:
    def work(tx: Transaction) -> tuple[Registration, Question, Broadcast]:
        event = make_event(tx, now=utc_now())
        registration = sign_up(tx, event, 1).registration
        asked = receiving.Asked("Chợ ngập khi mưa", "moi-truong", "paper", phone="+84912345678")
        question = receiving.receive(tx, at.core.content, asked, utc_now(), actor="x")
        assert registration
        subscribe(tx, 1, utc_now())
        tx.businesses.add(Business(1, "HB-2222222", BusinessKind.HOUSEHOLD, START, START))
        by = Entered(KnownFrom.STAFF, START, "x")
        tx.businesses.add_person(1, "Bà Tư", Relation.OWNER, by, phone="+84912345678")
        return registration, question, approved(tx, utc_now())

    return await at.core.database.transaction(work)


def filled(
    place: Place, registration: Registration, question: Question, broadcast: Broadcast
) -> str:
    return place.path.replace("{import}", "1").format(
        event=registration.event_id,
        conference=registration.event_id,
        registration=registration.id,
        code=question.code,
        broadcast=broadcast.id,
        entry="mon-bai",
        figure="luong_co_so",
        part="chung",
        pack="1",
        person=f"dk-{registration.id}",
        notice=1,
        name="x",
        paper="03-chuong-trinh.docx",
        request="1",
        staff="1",
        call="1",
        canned="1",
        wave="1",
        asked="1",
        claim="1",
        business="1",
        pair="1",
        merge="1",
        group="1",
        kept="1",
        talk="1",
    )


@pytest.mark.parametrize("role", list(Role))
async def test_every_role_at_every_address(tmp_path: Path, content: Content, role: Role) -> None:
    async with site(tmp_path, content) as at, desk(at, "nguoi", role) as person:
        furniture = await furnish(at)
        refusal = content.words.console["not_allowed"]
        for place in PLACES:
            if place.path == "/dang-xuat":
                continue
            for method in place.methods:
                path = filled(place, *furniture)
                if method == "GET":
                    status, page = await person.get(path)
                else:
                    status, page, _ = await person.post(path)
                refused = status == 403 and refusal in page
                allowed = all(role in ALLOWED[action] for action in place.needs)
                assert refused is not allowed, f"{role} {method} {path}: {status}"


async def test_nobody_gets_in_without_signing_in(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, visitor(at) as stranger:
        furniture = await furnish(at)
        for place in PLACES:
            path = filled(place, *furniture)
            if "GET" in place.methods:
                status, _ = await stranger.get(path)
                assert status == 303, path
            if "POST" in place.methods:
                status, _, _ = await stranger.post(path)
                assert status == 403, path


async def test_a_form_needs_the_token_of_its_own_session(tmp_path: Path, content: Content) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "a", Role.CLERK) as one,
        desk(at, "b", Role.CLERK) as other,
    ):
        fields = {"content": "Chợ ngập khi mưa", "field": "khac", "source": "floor"}
        mine, one.csrf = one.csrf, other.csrf
        assert (await one.post("/cau-hoi/them", fields))[0] == 403
        one.csrf = ""
        assert (await one.post("/cau-hoi/them", fields))[0] == 403
        one.csrf = mine
        assert (await one.post("/cau-hoi/them", fields))[0] == 303
        headers = {"Origin": "https://xau.example"}
        async with one.http.post(
            f"{one.base}/cau-hoi/them",
            data=fields | {"csrf": mine},
            headers=headers,
            allow_redirects=False,
        ) as answer:
            assert answer.status == 403
        kept = await at.core.database.transaction(lambda tx: tx.questions.all())
        assert len(kept) == 1


async def test_signing_in_makes_a_new_session_and_signing_out_ends_it(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, visitor(at) as person:
        await employ(at, "a", Role.CLERK)
        planted = {"Cookie": f"{COOKIE}=planted-by-somebody"}
        async with person.http.get(person.base, headers=planted, allow_redirects=False) as answer:
            assert answer.status == 303
        assert await person.login("a") == 303
        first = cookie(person)
        assert first not in ("", "planted-by-somebody")
        assert await person.login("a") == 303
        second = cookie(person)
        assert second != first
        assert (await person.get(""))[0] == 200
        await person.post("/dang-xuat")
        for token in (first, second):
            old = {"Cookie": f"{COOKIE}={token}"}
            async with (
                visitor(at) as again,
                again.http.get(again.base, headers=old, allow_redirects=False) as out,
            ):
                assert out.status == 303


def cookie(person: Desk) -> str:
    return next((c.value for c in person.http.cookie_jar if c.key == COOKIE), "")


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, visitor(at) as person:
        await employ(at, "a", Role.CLERK)
        async with person.http.post(
            f"{person.base}/dang-nhap",
            data={"login": "a", "password": PASSWORD},
            allow_redirects=False,
        ) as answer:
            given = answer.headers["set-cookie"].lower()
        assert "httponly" in given and "samesite=strict" in given and "path=/can-bo" in given


async def test_trying_passwords_is_slowed_down(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, visitor(at) as thief:
        await employ(at, "a", Role.CLERK)
        started = time.monotonic()
        tried = [await thief.login("a", f"sai-{n}") for n in range(9)]
        waited = STEP_S * (1 + 2)  # of the eighth and the ninth
        assert tried == [403] * 9 and time.monotonic() - started > waited
        assert await thief.login("a") == 303  # all addresses look alike here: nobody is locked out


async def test_after_signing_in_one_stays_on_our_pages(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, visitor(at) as person:
        await employ(at, "a", Role.CLERK)
        for wanted in ("https://xau.example/", "//xau.example", "/can-bo/\\xau", "/can-bo//x.vn"):
            fields = {"login": "a", "password": PASSWORD, "toi": wanted}
            _, _, location = await person.post("/dang-nhap", fields)
            assert location == "/can-bo", wanted
            person.http.cookie_jar.clear()


async def test_the_second_step_takes_each_code_once(tmp_path: Path, content: Content) -> None:
    secret = pyotp.random_base32()
    async with site(tmp_path, content) as at, visitor(at) as person:
        staff = await employ(at, "a", Role.CLERK)

        def protect(tx: Transaction) -> None:
            tx.staff.save(replace(tx.staff.get(staff.id) or staff, totp=secret))

        await at.core.database.transaction(protect)
        assert await person.login("a") == 403
        code = pyotp.TOTP(secret).now()
        assert await person.login("a", code=code) == 303
        assert await person.login("a", code=code) == 403


async def test_switching_the_second_step_on_needs_a_code_made_with_it(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        _, page = await person.get("/tai-khoan/hai-buoc")
        secret = page.split('name="secret" value="')[1].split('"')[0]
        seen = person.forms["/tai-khoan/hai-buoc"][-1]["seen"]
        for forged in ("", "-1", "²", "A" * 500):  # and is not said to be on, either
            status, page, to = await person.post(
                "/tai-khoan/hai-buoc", secret=forged, code="", seen=seen
            )
            assert (status, to) == (400, "") and "Mã" in page
        _, page = await person.get("/tai-khoan/hai-buoc")
        secret = page.split('name="secret" value="')[1].split('"')[0]
        status, _, _ = await person.post("/tai-khoan/hai-buoc", secret=secret, code="000000")
        kept = await at.core.database.transaction(lambda tx: tx.staff.by_login("a"))
        assert kept and kept.totp is None and status == 400
        code = pyotp.TOTP(secret).now()
        status, _, _ = await person.post("/tai-khoan/hai-buoc", secret=secret, code=code)
        kept = await at.core.database.transaction(lambda tx: tx.staff.by_login("a"))
        assert kept and kept.totp == secret and status == 200


async def test_a_first_run_link_works_once_and_asks_for_a_good_password(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, visitor(at) as person:
        _, token = await at.core.database.transaction(
            lambda tx: accounts.add_staff(
                tx, "moi", "Người mới", "kthtdt", frozenset({Role.CLERK}), utc_now()
            )
        )
        path = f"/kich-hoat/{token}"
        assert (await person.get(path))[0] == 200
        weak = await person.post(path, password="moi", again="moi")
        assert weak[0] == 400 and "10 ký tự" in weak[1]
        assert (await person.post(path, password=PASSWORD, again="khac"))[0] == 400
        assert (await person.post(path, password=PASSWORD, again=PASSWORD))[0] == 303
        assert (await person.get(""))[0] == 200
        assert (await person.get(path))[0] == 404
        assert (await person.get("/kich-hoat/doan-mo"))[0] == 404


async def test_an_account_switched_off_is_out_at_once(tmp_path: Path, content: Content) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "a", Role.CLERK) as person,
        desk(at, "quantri", Role.ADMIN) as admin,
    ):
        staff = await at.core.database.transaction(lambda tx: tx.staff.by_login("a"))
        assert staff
        await admin.get("/nhan-su")
        assert (await admin.post(f"/nhan-su/{staff.id}", do="off", leaves="clerk kthtdt"))[0] == 303
        assert (await person.get(""))[0] == 303
        assert await person.login("a") == 403


async def test_the_last_admin_stays_and_cases_are_handed_over_first(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "quantri", Role.ADMIN) as admin:
        me = await at.core.database.transaction(lambda tx: tx.staff.by_login("quantri"))
        assert me
        await admin.get("/nhan-su")
        assert (await admin.post(f"/nhan-su/{me.id}", do="off"))[0] == 409
        assert (await admin.post(f"/nhan-su/{me.id}", do="edit", roles=["clerk"]))[0] == 409
        busy = await employ(at, "ban", Role.RESPONDER)

        def give(tx: Transaction) -> None:
            asked = receiving.Asked("Chợ ngập", "moi-truong", "paper")
            question = receiving.receive(tx, content, asked, utc_now(), actor="x")
            tx.questions.save(replace(question, responder_id=busy.id))

        await at.core.database.transaction(give)
        await admin.get("/nhan-su")
        status, page, _ = await admin.post(f"/nhan-su/{busy.id}", do="off")
        assert status == 409 and "giao lại" in page


async def test_the_audit_cannot_be_changed_even_from_our_own_code(db: Database) -> None:
    await db.transaction(lambda tx: tx.audit.write("login", "staff:1", utc_now()))

    def change(tx: Transaction) -> None:
        tx.audit._db.execute("UPDATE audit SET action = 'x'")

    def delete(tx: Transaction) -> None:
        tx.audit._db.execute("DELETE FROM audit")

    for attack in (change, delete):
        with pytest.raises(Exception, match="append-only"):
            await db.transaction(attack)
    assert [line.action for line in await db.transaction(lambda tx: tx.audit.lines())] == ["login"]


async def test_an_office_sees_its_own_questions_and_an_outside_one_only_what_it_was_given(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        tax = make_staff(tx, "thue", Role.EXTERNAL, office="thue")
        tax2 = make_staff(tx, "thue2", Role.EXTERNAL, office="thue")
        ward = make_staff(tx, "motcua", Role.RESPONDER, office="ttpvhcc")
        asked = receiving.Asked("Thuế thế nào", "thue", "paper")
        question = receiving.receive(tx, content, asked, START, actor="x")
        assert sees_question(tax, question) and not sees_question(ward, question)
        given = replace(question, responder_id=tax2.id, co_offices=("ttpvhcc",))
        assert not sees_question(tax, given)
        assert sees_question(tax2, given) and sees_question(ward, given)

    await db.transaction(work)


async def test_a_session_ends_by_itself(db: Database) -> None:
    def work(tx: Transaction) -> None:
        staff = make_staff(tx, "a", Role.CLERK)
        token, _ = accounts.open_session(tx, staff, START)
        assert accounts.who(tx, token, START + timedelta(hours=1)) is not None
        assert accounts.who(tx, token, START + timedelta(hours=4)) is None
        assert accounts.who(tx, token, START + timedelta(hours=1)) is None  # and stays ended
        assert accounts.who(tx, "", START) is None

    await db.transaction(work)
