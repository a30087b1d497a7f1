"""The register in the console: who sees and changes what of it."""

import io
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import openpyxl

from bot.app import utc_now
from bot.web.console.console import Place
from bot.web.console.routes import PLACES
from content.library import Content
from handlers.people.permissions import may
from handlers.register import writing
from handlers.register.writing import WrittenBusiness, WrittenPlace
from handlers.survey import respondents
from storage.business_models import Business, BusinessField
from storage.database import Transaction
from storage.event_models import BusinessKind
from storage.staff_models import Role, Staff
from storage.survey_models import SurveySource
from tests.console.test_surveys import written
from tests.support.conference import make_event, make_staff
from tests.support.desk import desk
from tests.support.site import Site, site
from tests.support.survey import running_wave

NAME = BusinessField.NAME
PERSONAL = "031085001234"  # a tax code that is its owner's own number


def told_of(name: str, place: str, **given: object) -> WrittenBusiness:
    values = {NAME: name, BusinessField.REVENUE: "monthly", BusinessField.TAX_CODE: PERSONAL}
    where = WrittenPlace(neighbourhood=place, address="12 Lê Lợi")
    told = {"owner": "Đặng Thị Tư", "phone": "+84912345678"} | given
    return WrittenBusiness(BusinessKind.HOUSEHOLD, values, where, **told)  # type: ignore[arg-type]


async def kept(at: Site, name: str = "Phở Tư", place: str = "TDP 5") -> Business:
    def work(tx: Transaction) -> Business:
        author = tx.staff.by_login("x") or make_staff(tx, "x", Role.CLERK)
        return writing.add(tx, author, told_of(name, place), utc_now() - timedelta(days=1))

    return await at.core.database.transaction(work)


async def leader_of(at: Site, place: str) -> None:
    def work(tx: Transaction) -> None:
        staff = tx.staff.by_login("to5")
        assert staff is not None
        tx.staff.save(replace(staff, neighbourhood=place))

    await at.core.database.transaction(work)


async def test_a_business_is_added_found_changed_and_its_history_kept(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:
        await clerk.get("/so-ho/them")
        fields = {
            "name": "Phở Tư", "kind": "household", "trade": "3.đ", "tax_number": PERSONAL,
            "owner": "đặng thị tư", "phone": "0912 345 678", "neighbourhood": "to 5",
            "address": "12 Lê Lợi", "area": "12,5", "tenure": "rent", "workers": "3",
            "support": "vay", "vsic": "I5610: nhà hàng",
        }  # fmt: skip
        status, _, to = await clerk.post("/so-ho/them", fields)
        assert status == 303
        path = to.removeprefix("/can-bo").partition("?")[0]
        for wanted in ("tu", "pho", "345678", "001234", "dang thi"):
            _, page = await clerk.get(f"/so-ho?tim={wanted}")
            assert "Phở Tư" in page, wanted
        assert "Phở Tư" in (await clerk.get("/tim?tim=pho"))[1]
        _, page = await clerk.get(path)
        assert "12,5 m²" in page and "TDP 5" in page and "Vay vốn" in page
        assert PERSONAL not in page and "345678" not in page.replace(" ", "")
        assert (await clerk.post(f"{path}/sua", name="Phở Tư Béo", workers="4", support="vay"))[
            0
        ] == 303
        _, page = await clerk.get(path)
        assert "Phở Tư Béo" in page and "Trước đây (1)" in page
        number = int(path.rpartition("/")[2])
        (line,) = await at.core.database.read(lambda tx: tx.business_lists.some([number]))
        assert line.values[BusinessField.TAX_CODE] == PERSONAL  # an empty field left it
        assert line.persons[0].phone == "+84912345678"
        status, page, _ = await clerk.post(f"{path}/sua", area="rộng lắm")
        assert status == 400 and "rộng lắm" in page
        _, page = await clerk.get("/so-ho?can=vay&nguoi=2-4&nghe=3.đ")
        assert "Phở Tư Béo" in page
        assert "Phở Tư Béo" in (await clerk.get("/so-ho?ma-nganh=56"))[1]
        groups = dict(re.findall(r'<option value="([^"]+)"[^>]*>Cả nhóm ([^<]+)<', page))
        assert list(groups.values()) == ["Ăn uống, sản xuất, vận tải"]  # of those that are there
        (whole,) = groups
        assert "Phở Tư Béo" in (await clerk.get(f"/so-ho?nghe={quote(whole)}"))[1]
        for other in ("can=thue", "ma-nganh=47", "nghe=1.a+2.a"):
            assert "Phở Tư Béo" not in (await clerk.get(f"/so-ho?{other}"))[1]


async def test_a_status_needs_its_day_and_an_enterprise_its_number(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:
        made = await kept(at)
        path = f"/so-ho/{made.id}"
        await clerk.get(path)
        say = {"became": "converted", "from_day": "01/11/2026"}
        assert (await clerk.post(f"{path}/tinh-trang", say))[0] == 409
        proven = {"number": "0201234567", "proof": "GCN"}
        assert (await clerk.post(f"{path}/tinh-trang", say | proven))[0] == 303
        _, page = await clerk.get(path)
        assert "0201234567" in page and "Đã lên công ty" in page
        _, page = await clerk.get("/so-ho?tt=converted")
        assert "Phở Tư" in page


async def test_a_look_at_a_phone_is_on_record(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:
        made = await kept(at)
        path = f"/so-ho/{made.id}"
        _, page = await clerk.get(path)
        assert "0912 345 678" not in page
        (person,) = await at.core.database.read(lambda tx: tx.businesses.persons(made.id))
        _, page, _ = await clerk.post(f"{path}/so", person=person.id)
        assert "0912 345 678" in page
        lines = await at.core.database.read(lambda tx: tx.audit.lines())
        assert ("phone.reveal", f"business:{made.code}") in [(s.action, s.object) for s in lines]


async def test_a_leader_sees_their_neighbourhood_alone_and_no_revenue(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "to5", Role.LEADER) as leader:
        own, other = await kept(at), await kept_other(at)
        assert "Phở Tư" not in (await leader.get("/so-ho"))[1]  # no neighbourhood yet
        await leader_of(at, "TDP 5")
        _, page = await leader.get("/so-ho")
        assert "Phở Tư" in page and "Bún Sáu" not in page
        for address in ("/so-ho?to=TDP+6", "/so-ho?tim=bun", "/so-ho?tt=*"):
            assert "Bún Sáu" not in (await leader.get(address))[1]
        _, page = await leader.get(f"/so-ho/{own.id}")
        assert "Phở Tư" in page and "Doanh thu" not in page
        assert (await leader.get(f"/so-ho/{other.id}"))[0] == 404
        for what in ("sua", "tinh-trang", "nguoi", "het-nguoi", "so"):
            fields = {"became": "closed", "from_day": "01/11/2026", "person_name": "Lê Ba",
                      "relation": "worker", "person": "1", "name": "x"}  # fmt: skip
            assert (await leader.post(f"/so-ho/{other.id}/{what}", fields))[0] == 404, what
        fields = {"name": "Quán mới", "kind": "household", "neighbourhood": "TDP 6", "tenure": ""}
        assert (await leader.post("/so-ho/them", fields))[0] == 409
        assert (await leader.post(f"/so-ho/{own.id}/sua", note="ghé thăm"))[0] == 303
        (line,) = await at.core.database.read(lambda tx: tx.business_lists.some([own.id]))
        assert line.values[BusinessField.REVENUE] == "monthly"
        assert line.values[BusinessField.NOTE] == "ghé thăm"


async def kept_other(at: Site) -> Business:
    def work(tx: Transaction) -> Business:
        author = tx.staff.by_login("x")
        assert author is not None
        values = {NAME: "Bún Sáu"}
        place = WrittenPlace(neighbourhood="TDP 6")
        made = WrittenBusiness(BusinessKind.HOUSEHOLD, values, place)
        return writing.add(tx, author, made, utc_now())

    return await at.core.database.transaction(work)


async def test_an_auditor_sees_no_names_and_figures_hide_the_few(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "k", Role.AUDITOR) as auditor,
        desk(at, "t", Role.EXTERNAL) as outside,
    ):
        made = await kept(at)
        for address in ("/so-ho", f"/so-ho/{made.id}", "/so-ho?tim=tu", "/tim?tim=pho"):
            _, page = await auditor.get(address)
            assert "Đặng" not in page and "Phở Tư" not in page, address
        assert (await outside.get("/so-ho"))[0] == 403
        _, page = await outside.get("/so-lieu-ho")
        assert "dưới 5" in page and "Phở Tư" not in page


async def test_a_group_is_saved_and_removed(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:
        await clerk.get("/so-ho?can=vay&nguoi=2-4")
        fields = {"name": "2–4 lao động, muốn vay", "need": "vay", "size": "2-4"}
        assert (await clerk.post("/so-ho/nhom", fields))[0] == 303
        _, page = await clerk.get("/so-ho")
        assert "/can-bo/so-ho?can=vay&amp;nguoi=2-4" in page
        (group,) = await at.core.database.read(lambda tx: tx.business_lists.groups())
        assert (await clerk.post(f"/so-ho/nhom/{group.id}/xoa"))[0] == 303
        assert await at.core.database.read(lambda tx: tx.business_lists.groups()) == []


async def test_who_was_told_on_the_spot_leaves_the_list_of_whom_to_visit(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "a", Role.CLERK) as clerk,
        desk(at, "to5", Role.LEADER) as leader,
    ):
        own, other = await kept(at), await kept_other(at)
        _, page = await clerk.get("/so-ho?bao=chua")
        assert "Phở Tư" in page and "Bún Sáu" in page and "báo tận nơi" in page
        today = f"{utc_now():%d/%m/%Y}"
        fields = {"day": today, "how": "visit", "topic": "thue"}
        assert (await clerk.post("/so-ho/da-bao?bao=chua", fields))[0] == 400  # nobody is ticked
        await leader_of(at, "TDP 5")
        both = fields | {"told": [str(own.id), str(other.id)]}
        status, _, to = await leader.post("/so-ho/da-bao?bao=chua", both)
        assert status == 303 and "told_written" in to
        _, page = await clerk.get("/so-ho?bao=chua")
        assert "Phở Tư" not in page and "Bún Sáu" in page  # not theirs: nothing is written
        _, page = await clerk.get("/tiep-can")
        assert "TDP 5" in page
        status, _, to = await leader.post("/so-ho/da-bao", fields | {"told": [str(other.id)]})
        assert status == 303 and "nobody_told" in to
        lines = await at.core.database.read(lambda tx: tx.audit.lines())
        assert "reach.outreach" in [line.action for line in lines]


async def test_a_group_in_use_is_not_removed_and_narrows_a_broadcast_and_invitations(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "a", Role.CLERK) as clerk,
        desk(at, "o", Role.OWNER) as owner,
    ):
        await kept(at)
        await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        (event,) = await at.core.database.read(lambda tx: tx.events.all())
        await clerk.get("/so-ho?to=TDP+5")
        await clerk.post("/so-ho/nhom", {"name": "hộ tổ 5", "neighbourhood": "TDP 5"})
        (group,) = await at.core.database.read(lambda tx: tx.business_lists.groups())
        _, page, _ = await clerk.post(
            f"/su-kien/{event.id}/giay-moi", {"do": "register", "group": str(group.id)}
        )
        assert "Phở Tư; 12 Lê Lợi, TDP 5; HB-" in page
        status, _, _ = await clerk.post(f"/su-kien/{event.id}/giay-moi", {"do": "register"})
        assert status == 400
        _, page = await owner.get("/thong-bao/soan")
        assert "hộ tổ 5" in page
        fields = {
            "kind": "news", "topic": "thue", "base": "subscribers", "title": "Tin", "text": "Chữ",
            "group": str(group.id),
        }  # fmt: skip
        status, _, to = await owner.post("/thong-bao/soan", fields)
        assert status == 303
        _, page = await owner.get(to.removeprefix("/can-bo").partition("?")[0])
        assert "nhóm “hộ tổ 5” của Sổ hộ" in page and "có 1 hộ như vậy; 0 hộ" in page
        assert "/can-bo/so-ho?to=TDP+5&amp;bao=chua" in page
        await clerk.get("/so-ho")
        status, page, _ = await clerk.post(f"/so-ho/nhom/{group.id}/xoa")
        assert status == 409 and "đang dùng" in page


async def test_what_a_survey_said_of_the_premises_stands_on_the_card_alone(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "a", Role.CLERK) as clerk,
        desk(at, "to5", Role.LEADER) as leader,
    ):
        own = await kept(at)
        await leader_of(at, "TDP 5")

        def answer(tx: Transaction) -> None:
            wave, now = running_wave(tx, content, utc_now()), utc_now()
            subject = respondents.of_business(tx, content, wave, own.id)
            assert subject is not None
            who = respondents.begin(tx, wave, subject, SurveySource.PAPER, now)
            said = {"mat_bang": ("thue",), "dien_tich": ("50",), "kho_khan": ("von",)}
            for question, chosen in said.items():
                respondents.keep(tx, wave, who, question, chosen, now)
            respondents.finish(tx, who.id, now)

        await at.core.database.transaction(answer)
        _, page = await clerk.get(f"/so-ho/{own.id}")
        assert "Trả lời khảo sát “Khảo sát năm 2026”" in page and "Trên 20 đến 50 m²" in page
        assert "khảo sát, " in page.lower()  # the difficulty, with its source and day
        _, page = await leader.get(f"/so-ho/{own.id}")
        assert "Trên 20 đến 50 m²" not in page
        (place,) = await at.core.database.read(lambda tx: tx.businesses.places(own.id))
        assert place.area is None


def of_one_business(staff: Staff) -> list[Place]:
    """Every address of one business that this person may open at all."""
    found = [one for one in PLACES if one.path.startswith("/so-ho/{business}")]
    return [one for one in found if all(may(staff, action) for action in one.needs)]


async def test_every_address_of_another_neighbourhood_is_not_there_for_a_leader(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "to5", Role.LEADER) as leader:
        await kept(at)
        other = await kept_other(at)
        await leader_of(at, "TDP 5")
        staff = await at.core.database.read(lambda tx: tx.staff.by_login("to5"))
        assert staff is not None
        places = of_one_business(staff)
        assert len(places) >= 7
        fields = {"became": "closed", "from_day": "01/11/2026", "person_name": "Lê Ba",
                  "relation": "worker", "person": "1", "name": "x"}  # fmt: skip
        for place in places:
            path = place.path.replace("{business}", str(other.id))
            if "GET" in place.methods:
                status, _ = await leader.raw(path)
            else:
                status, _, _ = await leader.post(path, fields)
            assert status == 404, path
        for address in ("/so-ho/xuat.xlsx?to=TDP+6", "/so-ho/danh-sach-to.docx?to=TDP+6"):
            status, data = await leader.raw(address)
            assert status == 200
            text = sheet_text(data) if "xlsx" in address else written(data)
            assert "Bún Sáu" not in text, address
            assert "Phở Tư" in text, address
            assert "912345678" not in text.replace(" ", "") and PERSONAL not in text


def sheet_text(data: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(data))
    rows = (row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
    return "\n".join(str(cell) for row in rows for cell in row)


async def test_who_erases_by_a_number_is_told_that_the_register_has_it_too(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:
        made = await kept(at)
        for asked in ("", "?ai=KN-YR2UBHG", "?ai=0912345678"):
            assert (await clerk.get(f"/yeu-cau-du-lieu{asked}"))[0] == 200, asked
        _, page, _ = await clerk.post("/yeu-cau-du-lieu/xoa", phone="0912 345 678")
        assert "Sổ hộ cũng có số này" in page and f"/can-bo/so-ho/{made.id}" in page
