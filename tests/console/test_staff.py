"""The page of accounts: nothing ticked or typed is lost, and what is said of a person is edited."""

import re
from pathlib import Path

from content.library import Content
from handlers import casework
from storage.database import Transaction
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
        assert (await admin.post(path, fields))[0] == 303
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
            asked = casework.Asked("Chợ ngập", "moi-truong", "paper")
            question = casework.receive(tx, content, asked, staff.created_at, actor="x")
            casework.move(
                tx, question, casework.Move.ASSIGN, staff.created_at, staff=staff,
                office=staff.office, responder_id=staff.id,
            )  # fmt: skip

        await at.core.database.transaction(work)
        await admin.get("/nhan-su")
        fields = {"do": "edit", "roles": ["responder"], "office": "thue"}
        status, page, _ = await admin.post(f"/nhan-su/{staff.id}", fields)
        assert status == 409 and "còn câu hỏi được giao" in page
        kept = await at.core.database.transaction(lambda tx: tx.staff.get(staff.id))
        assert kept and kept.office == staff.office
