"""A document that is not in the list is added by one person and approved by another; from then on
answers and figures rest on it, and what rested on the one it replaces has to be read again."""

from dataclasses import replace
from pathlib import Path

from bot.commands.overlay import Files, difference, export
from bot.core.following import Following
from bot.web.console.figures import FIRST
from content.library import Content
from content.ward_parts import law_part
from storage.staff_models import Role
from tests.console.test_contents import ENTRY, NEW_YEAR, At, send
from tests.support.copies import copy_content, load_content
from tests.support.desk import Desk, desk
from tests.support.site import site

PATH = "/noi-dung/van-ban"
NAME = "Nghị định 10/2027/NĐ-CP"
LAW = "nghi_dinh_10_2027_nd_cp"
PART = f"/noi-dung/phuong/{law_part(LAW)}"
FORM = {"ward_title": NAME, "ward_subject": "Lương cơ sở mới", "ward_begins": "2027-01-01"}
BASIS = f"{NAME}: Điều 3"


async def add(person: Desk, **changed: str) -> tuple[int, str]:
    await person.get(PATH)
    status, page, _ = await person.post(f"{PATH}/them", FORM | changed)
    return status, page


async def approve(person: Desk) -> int:
    await person.get(PART)
    return (await person.post(f"{PART}/lam", do="publish"))[0]


async def figure(person: Desk, source: str) -> int:
    path = "/noi-dung/so-lieu/luong_co_so"
    await person.get(path)
    row = {"value_1": "2.700.000", "from_1": "2027-07-01", "source_1": source, "read_1": "full"}
    first = {"value_0": "2.530.000", "from_0": "2026-07-01", "read_0": "single"}
    first["source_0"] = "Nghị định 161/2026/NĐ-CP: lương cơ sở"
    return (await person.post(f"{path}/sua", {"meaning": "Lương", **first, **row, "do": "submit"}))[
        0
    ]


async def test_a_document_is_added_by_two_people_and_then_rested_on(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        desk(at, "hoa", Role.CLERK, Role.APPROVER) as author,
        desk(at, "nam", Role.APPROVER) as approver,
    ):
        status, page = await send(author, at, sources=BASIS)
        assert status == 400 and "/noi-dung/van-ban#them" in page  # whoever needs it is led there
        assert (await add(author))[0] == 303
        assert (await add(author))[0] == 409  # it waits
        assert await figure(author, BASIS) == 400  # nothing without the second person
        assert await approve(author) == 409
        _, waiting = await approver.get("/noi-dung?loc=cho-duyet")
        assert NAME in waiting
        assert await approve(approver) == 303
        assert (await add(author))[0] == 400  # it is known
        assert (await send(author, at, sources=BASIS))[0] == 303
        assert await figure(author, BASIS) == 303

        elsewhere = replace(content, shelf=content.shelf.another())
        await Following(at.core.database, elsewhere).catch_up()
        assert elsewhere.laws[LAW].name == NAME
        versions = await at.core.database.transaction(lambda tx: tx.entries.in_force())
    folder = copy_content(tmp_path / "content")
    export(versions, Files(folder))
    again = load_content(folder, with_meaning=False)
    assert again.laws[LAW] == elsewhere.laws[LAW]
    assert difference(versions, Files(folder)) == difference([], Files(folder))


async def test_what_is_wrong_with_a_document_is_said_beside_its_field(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        desk(at, "hoa", Role.CLERK) as author,
    ):
        wrong = {
            "ward_title": ("quy định mới", "không có dấu hai chấm"),
            "ward_begins": ("mai", "Ngày chưa đúng"),
            "ward_ends": ("2026-01-01", "Ngày hết phải sau ngày bắt đầu"),
            "ward_replaces": ("Nghị định 99/1999/NĐ-CP", "không đúng tên văn bản nào"),
        }
        for field, (typed, said) in wrong.items():
            status, page = await add(author, **{field: typed})
            assert status == 400 and said in page and typed in page, field
        assert not at.core.content.ward.laws


async def test_what_rested_on_a_replaced_document_is_not_renewed_unread(
    tmp_path: Path, content: Content
) -> None:
    old = content.knowledge.entries[ENTRY].sources[0].law
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        desk(at, "hoa", Role.CLERK) as author,
        desk(at, "nam", Role.APPROVER) as approver,
    ):
        assert (await add(author, ward_replaces=old.name))[0] == 303
        _, page = await approver.get(PART)
        assert content.knowledge.entries[ENTRY].question in page  # they see what it touches
        assert await approve(approver) == 303
        law = at.core.content.knowledge.entries[ENTRY].sources[0].law
        assert law.replaced_by == LAW and not law.in_force_on(NEW_YEAR.date())
        await author.get(f"/noi-dung/{ENTRY}")
        form = {"do": "confirm", "review_by": "2027-03-01"}
        status, page, _ = await author.post(f"/noi-dung/{ENTRY}/lam", form)
        assert status == 409 and old.name in page


async def test_what_is_new_at_the_desk_shows_no_empty_past(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        desk(at, "hoa", Role.CLERK) as author,
    ):
        assert (await add(author))[0] == 303
        _, page = await author.get(PART)
        assert NAME in page and "Bản gốc của chương trình" not in page
        assert "Đang có hiệu lực" not in page and "Đang dùng" not in page
        _, page = await author.get("/noi-dung/phuong/co-quan.kthtdt")
        assert "Bản gốc của chương trình" in page and "Đang có hiệu lực" in page


async def test_the_list_of_figures_begins_with_those_that_end_and_names_how_many_are_left(
    tmp_path: Path, content: Content
) -> None:
    path = "/noi-dung/so-lieu"
    async with site(tmp_path, content) as at, desk(at, "hoa", Role.CLERK) as author:
        _, page = await author.get(path)
        every = len(content.knowledge.facts)
        assert page.count(f"{path}/") == FIRST and f"Còn {every - FIRST} số nữa" in page
        _, page = await author.get(f"{path}?tat-ca=1")
        assert page.count(f"{path}/") == every and "số nữa" not in page
        _, page = await author.get(f"{path}?tim=lương")
        assert "số nữa" not in page
