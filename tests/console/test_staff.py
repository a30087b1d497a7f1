"""The page of accounts: nothing ticked or typed is lost, and what is said of a person is edited."""

import re
from pathlib import Path

from bot.app import utc_now
from content.library import Content
from handlers.people import accounts, staff_links
from handlers.question import moves, receiving
from storage.database import Transaction
from storage.hashes import hashed
from storage.staff_models import Role
from tests.support.desk import desk, employ
from tests.support.site import site


def ticked(page: str) -> list[str]:
    """The roles ticked in the form for a new account."""
    form = page.partition('action="/can-bo/nhan-su/them"')[2]
    return re.findall(r'name="roles" value="(\w+)" checked', form)


async def test_a_form_with_a_mistake_comes_back_with_everything(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "quantri", Role.ADMIN) as admin:
        await employ(at, "cu", Role.CLERK)
        _, page = await admin.get("/nhan-su")
        assert ticked(page) == []
        fields = {"name": "Người Mới", "title": "Chuyên viên", "office": "thue",
                  "roles": ["approver", "door"]}  # fmt: skip
        for login in ("Tên Sai", "cu"):
            status, page, _ = await admin.post("/nhan-su/them", fields, login=login)
            assert status in (400, 409)
            assert set(ticked(page)) == {"approver", "door"}
            assert 'value="Người Mới"' in page and 'value="Chuyên viên"' in page
            assert 'value="thue" selected' in page
        status, page, _ = await admin.post("/nhan-su/them", fields, login="moi")
        assert status == 200 and ticked(page) == []


async def test_name_title_office_and_roles_are_edited(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "quantri", Role.ADMIN) as admin:
        staff = await employ(at, "thuky", Role.CLERK)
        path = f"/nhan-su/{staff.id}"
        await admin.get("/nhan-su")
        fields = {"do": "edit", "name": "Lê Thị Bé", "title": "Công chức", "office": "thue",
                  "roles": ["responder"]}  # fmt: skip
        status, page, _ = await admin.post(path, fields, name="", roles=["door"])
        assert status == 400 and 'value="Công chức"' in page
        mine = page.partition(f'action="/can-bo{path}"')[2].partition("</form>")[0]
        assert re.findall(r'value="(\w+)" checked', mine) == ["door"]
        status, page, _ = await admin.post(path, fields)  # the only clerk
        assert status == 409 and 'name="leaves" value="clerk kthtdt"' in page
        assert (await admin.post(path, fields, leaves="clerk kthtdt"))[0] == 303
        kept = await at.core.database.transaction(lambda tx: tx.staff.get(staff.id))
        assert kept and (kept.name, kept.title, kept.office) == ("Lê Thị Bé", "Công chức", "thue")
        assert kept.roles == {Role.RESPONDER} and kept.password == staff.password
        # What a form does not bring is not changed.
        assert (await admin.post(path, do="edit", roles=["clerk"]))[0] == 303
        kept = await at.core.database.transaction(lambda tx: tx.staff.get(staff.id))
        assert kept and kept.title == "Công chức" and kept.roles == {Role.CLERK}


async def test_whoever_answers_questions_does_not_leave_the_office_with_them(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "quantri", Role.ADMIN) as admin:
        staff = await employ(at, "canbo", Role.RESPONDER, Role.CLERK)

        def work(tx: Transaction) -> None:
            asked = receiving.Asked("Chợ ngập", "moi-truong", "paper")
            question = receiving.receive(tx, content, asked, staff.created_at, actor="x")
            moves.move(
                tx, question, moves.Move.ASSIGN, staff.created_at, staff=staff,
                office=staff.office, responder_id=staff.id,
            )  # fmt: skip

        await at.core.database.transaction(work)
        await admin.get("/nhan-su")
        fields = {"do": "edit", "roles": ["responder"], "office": "thue"}
        status, page, _ = await admin.post(f"/nhan-su/{staff.id}", fields)
        assert status == 409 and "còn câu hỏi được giao" in page
        kept = await at.core.database.transaction(lambda tx: tx.staff.get(staff.id))
        assert kept and kept.office == staff.office


async def test_an_account_that_was_switched_off_opens_by_nothing(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "quantri", Role.ADMIN) as admin:
        staff = await employ(at, "thuky", Role.CLERK)
        path = f"/nhan-su/{staff.id}"
        await admin.get("/nhan-su")
        _, page, _ = await admin.post(path, do="link")
        found = re.search(r"/can-bo/kich-hoat/[\w-]+", page)
        assert found

        def code(tx: Transaction) -> str:
            kept = tx.staff.get(staff.id)
            assert kept
            return staff_links.make_code(tx, kept, utc_now())

        made = await at.core.database.transaction(code)
        await admin.get("/nhan-su")
        assert (await admin.post(path, do="off"))[0] == 303
        assert (await admin.post(path, do="link"))[0] == 409
        for _ in range(2):  # while it is off; and on again, the old link stays dead
            async with admin.http.get(f"{at.url}{found[0]}") as answer:
                assert answer.status == 404
            await admin.get("/nhan-su")
            await admin.post(path, do="on")

        def use(tx: Transaction) -> int | None:
            contact = tx.contacts.meet("web", "x", utc_now())
            return tx.staff_links.use_code(hashed(made), contact.id, utc_now())

        assert await at.core.database.transaction(use) is None


async def test_nothing_is_told_to_whose_account_was_switched_off(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at:
        left = await employ(at, "nghi", Role.COMMUNICATOR)
        here = await employ(at, "con", Role.COMMUNICATOR)

        def tell(tx: Transaction) -> list[str]:
            people = []
            for number, person in enumerate((left, here)):
                contact = tx.contacts.meet("web", f"chat {number}", utc_now())
                code = staff_links.make_code(tx, person, utc_now())
                tx.staff_links.use_code(hashed(code), contact.id, utc_now())
                people.append(tx.staff.get(person.id) or person)
            people[0] = accounts.switch_off(tx, people[0])
            told = staff_links.tell(
                tx, content, people, "staff_chat/no_news", utc_now(), key="k", month="11/2026"
            )
            return [person.login for person in told]

        assert await at.core.database.transaction(tell) == ["con"]


async def test_the_audit_says_what_an_account_was_changed_to(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "quantri", Role.ADMIN) as admin:
        staff = await employ(at, "thuky", Role.CLERK)
        await admin.get("/nhan-su")
        await admin.post(
            f"/nhan-su/{staff.id}", do="edit", name="Lê Thị Bé", title="Công chức", roles=["clerk"]
        )
        lines = await at.core.database.transaction(lambda tx: tx.audit.lines())
        [line] = [line for line in lines if line.action == "staff.edit"]
        assert line.detail["name"] == "Lê Thị Bé" and line.detail["title"] == "Công chức"


async def test_a_leavers_questions_go_back_to_their_office_with_the_account_switched_off(
    tmp_path: Path, content: Content
) -> None:
    """Listed by code, without a word of them; handed back in the same act; colleagues told."""
    async with (
        site(tmp_path, content) as at,
        desk(at, "quantri", Role.ADMIN) as admin,
        desk(at, "lai", Role.EXTERNAL, office="thue") as stays,
    ):
        leaver = await employ(at, "di", Role.EXTERNAL, office="thue")

        def give(tx: Transaction) -> list[str]:
            codes = []
            for number in range(2):
                asked = receiving.Asked(f"Thuế câu {number}", "thue", "paper")
                question = receiving.receive(tx, content, asked, utc_now(), actor="x")
                moves.move(
                    tx, question, moves.Move.ASSIGN, utc_now(), staff=None,
                    office="thue", responder_id=leaver.id,
                )  # fmt: skip
                codes.append(question.code)
            return codes

        codes = await at.core.database.transaction(give)
        path = f"/nhan-su/{leaver.id}"
        await admin.get("/nhan-su")
        status, page, _ = await admin.post(path, do="off")
        assert status == 409 and all(code in page for code in codes)
        assert "Thuế câu" not in page and "Trả về cơ quan và tắt tài khoản" in page
        assert (await stays.get(f"/cau-hoi/{codes[0]}"))[0] == 404
        status, page, _ = await admin.post(path, do="edit", roles=["door"])
        assert status == 409  # could not answer them any more

        async def leave(page: str) -> tuple[int, str, str]:
            form = page.partition("Đang được giao")[2]
            seen = re.search(r'name="seen" value="(\w+)"', form)
            assert seen
            return await admin.post(path, do="leave", seen=seen[1])

        _, old = await admin.get("/nhan-su")
        more = await at.core.database.transaction(give)
        assert (await leave(old))[0] == 409  # more than was listed
        _, page = await admin.get("/nhan-su")
        status, _, to = await leave(page)
        assert status == 303 and "xong=staff_leave" in to
        for code in (*codes, *more):
            _, page = await stays.get(f"/cau-hoi/{code}")
            assert "Thuế câu" in page and "không giao riêng nữa" in page
        kept = await at.core.database.transaction(lambda tx: tx.staff.get(leaver.id))
        assert kept and not kept.active
        lines = await at.core.database.transaction(lambda tx: tx.audit.lines())
        released = {line.object for line in lines if line.action == "question.release"}
        assert released == {f"question:{code}" for code in (*codes, *more)}


async def test_what_an_account_leaves_without_anybody_is_said_before_and_after(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "quantri", Role.ADMIN) as admin,
        desk(at, "truongphong", Role.OWNER) as head,
    ):
        chief = await employ(at, "lanhdao", Role.APPROVER, office="lanh_dao")
        await employ(at, "thuky", Role.CLERK)
        await employ(at, "thuky2", Role.CLERK)
        _, page = await admin.get("/nhan-su")
        assert page.count("Tắt tài khoản này thì, không còn ai") == 2  # the head and the chief
        path = f"/nhan-su/{chief.id}"
        status, page, _ = await admin.post(path, do="off")
        assert status == 409 and "không còn ai vào được hệ thống với vai trò" in page
        kept = await at.core.database.transaction(lambda tx: tx.staff.get(chief.id))
        assert kept and kept.active
        assert (await admin.post(path, do="off", leaves="approver"))[0] == 409  # and the office
        for one in (admin, head):
            assert "Không còn ai vào được" not in (await one.get(""))[1]
        await admin.get("/nhan-su")
        assert (await admin.post(path, do="off", leaves="approver lanh_dao"))[0] == 303
        for one in (admin, head):
            assert "Không còn ai vào được hệ thống với vai trò" in (await one.get(""))[1]


async def test_a_leader_of_a_numbered_neighbourhood_is_appointed(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "quantri", Role.ADMIN) as admin:
        await admin.get("/nhan-su")
        fields = {"login": "to7", "name": "Tổ trưởng tổ 7", "office": "kthtdt", "roles": ["leader"]}
        status, page, _ = await admin.post("/nhan-su/them", fields, neighbourhood="xóm trên")
        assert status == 400 and "Xin ghi tổ có số" in page and 'value="xóm trên"' in page
        assert (await admin.post("/nhan-su/them", fields, neighbourhood="tổ 7"))[0] == 200
        made = await at.core.database.read(lambda tx: tx.staff.by_login("to7"))
        assert made is not None and made.neighbourhood == "TDP 7"
        edited = {"do": "edit", "roles": ["leader"], "neighbourhood": "TDP số 8"}
        await admin.get("/nhan-su")
        assert (await admin.post(f"/nhan-su/{made.id}", edited))[0] == 303
        made = await at.core.database.read(lambda tx: tx.staff.by_login("to7"))
        assert made is not None and made.neighbourhood == "TDP 8"
