"""The survey in the console: written, approved by another, keyed in, read with nobody to be guessed
from it: over real HTTP."""

import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl

from bot.app import utc_now
from content.calendar import today
from content.library import Content
from handlers.survey import keyed
from handlers.survey.keyed import KeyedForm
from storage.business_models import Business, BusinessField, Entered, KnownFrom
from storage.database import Transaction
from storage.event_models import BusinessKind
from storage.staff_models import Role
from storage.survey_models import SurveySource, SurveyWave
from tests.support.desk import Desk, desk
from tests.support.site import Site, site
from tests.support.survey import running_wave


def fields(**changes: Any) -> dict[str, Any]:
    day = today(utc_now())
    plain = {
        "title": "Khảo sát năm 2026",
        "starts_on": f"{day:%d/%m/%Y}",
        "ends_on": f"{day + timedelta(days=30):%d/%m/%Y}",
        "questions": ["nghe", "kho_khan"],
        "own": "Có họp được buổi tối không?\n- Có\n- Không",
    }
    return plain | changes


async def only(at: Site) -> SurveyWave:
    (wave,) = await at.core.database.transaction(lambda tx: tx.surveys.waves())
    return wave


async def running(at: Site, content: Content, **changes: Any) -> SurveyWave:
    return await at.core.database.transaction(
        lambda tx: running_wave(tx, content, utc_now(), **changes)
    )


async def do(person: Desk, wave: SurveyWave, what: str) -> int:
    await person.get(f"/khao-sat/{wave.id}")
    status, _, _ = await person.post(f"/khao-sat/{wave.id}/lam", do=what)
    return status


def shop(tx: Transaction, number: int, place: str = "TDP 5", trade: str = "3.đ") -> Business:
    code = f"HB-{number}"
    kind, now = BusinessKind.HOUSEHOLD, utc_now()
    made = tx.businesses.add(Business(tx.businesses.ids.next(), code, kind, now, now))
    by = Entered(KnownFrom.STAFF, now, "an")
    named = {BusinessField.NAME: f"Quán {number}", BusinessField.TRADE: trade}
    tx.businesses.put(made.id, named, by)
    tx.businesses.add_place(made.id, by, neighbourhood=place)
    return made


async def test_one_writes_a_wave_and_another_approves_it(tmp_path: Path, content: Content) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "thuky", Role.CLERK) as clerk,
        desk(at, "chutich", Role.APPROVER) as chairman,
        desk(at, "kiemtra", Role.AUDITOR) as auditor,
    ):
        await clerk.get("/khao-sat/moi")
        status, page, _ = await clerk.post("/khao-sat/moi", fields(own="Có họp không?\n- Có"))
        assert status == 400 and "từ 2 đến 8 dòng" in page and "Khảo sát năm 2026" in page
        status, page, _ = await clerk.post("/khao-sat/moi", fields(questions=[]) | {"own": ""})
        assert status == 409 and "ít nhất một câu" in page
        assert (await clerk.post("/khao-sat/moi", fields()))[0] == 303
        wave = await only(at)
        assert [one["id"] for one in wave.asked] == ["nghe", "kho_khan", "rieng-1"]
        assert await do(chairman, wave, "approve") == 409  # nobody submitted it
        assert await do(clerk, wave, "submit") == 303
        assert await do(clerk, wave, "approve") == 403
        assert "Khảo sát năm 2026" in (await chairman.get(""))[1]  # on the first page
        assert "Khảo sát năm 2026" not in (await clerk.get(""))[1]
        assert await do(chairman, wave, "return") == 303
        await clerk.get(f"/khao-sat/{wave.id}/sua")
        status, _, _ = await clerk.post(f"/khao-sat/{wave.id}/sua", fields(title="Đợt hai"))
        assert status == 303
        assert await do(clerk, wave, "submit") == 303
        assert await do(chairman, wave, "approve") == 303
        _, page = await auditor.get(f"/khao-sat/{wave.id}")
        assert "Đợt hai" in page and "Đang hỏi" in page and "Kết thúc sớm" not in page
        assert (await auditor.get("/khao-sat/moi"))[0] == 403
        assert await do(clerk, wave, "end") == 303
        assert "Đã kết thúc" in (await auditor.get("/khao-sat"))[1]


async def test_a_paper_is_keyed_in_once_for_a_business_and_for_nobody(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "thuky", Role.CLERK) as clerk:
        wave = await running(at, content)
        await at.core.database.transaction(lambda tx: shop(tx, 1))

        def code(tx: Transaction) -> str:
            return keyed.coded(tx, content, wave, "TDP 5")[0][0]

        paper = await at.core.database.transaction(code)
        assert await at.core.database.transaction(code) == paper  # a code once given stays
        path = f"/khao-sat/{wave.id}/phieu"

        async def send(**given: Any) -> tuple[int, str]:
            _, page = await clerk.get(path)
            found = re.search(r'name="key" value="([^"]+)"', page)
            assert found
            sent = {"key": found[1], "agreed": "1", "q_nghe": "an_uong"} | given
            status, page, _ = await clerk.post(path, sent)
            return status, page

        assert (await send(who=paper, q_kho_khan=["von", "thue"]))[0] == 303
        status, page = await send(who=paper)
        assert status == 409 and "đã có phiếu" in page
        status, page = await send(who="KS-KHONG22")
        assert status == 409 and "Không có mã này" in page
        status, page = await send(q_kho_khan=["von", "thue", "dau_ra", "lao_dong"])
        assert status == 400 and "quá số ý" in page
        status, page = await send(agreed="")
        assert status == 400 and "Không có dấu đồng ý" in page
        assert (await send(who=wave.code.lower()))[0] == 303  # printed on a form for anybody
        (one, other) = await at.core.database.read(lambda tx: tx.surveys.of_wave(wave.id))
        assert one.done_at and one.source is SurveySource.PAPER and one.neighbourhood == "TDP 5"
        assert other.business_id is None and other.sector == "production"
        answers = await at.core.database.read(lambda tx: tx.surveys.answers(one.id))
        assert answers["kho_khan"] == ("von", "thue") and answers["lao_dong"] == ()


async def test_what_was_filled_in_while_it_asked_is_keyed_in_for_two_weeks_more(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "thuky", Role.CLERK) as clerk:
        day = today(utc_now())
        asked = {"starts": day - timedelta(days=40), "ends": day - timedelta(days=14)}
        late = await running(at, content, **asked)
        over = await running(at, content, **asked | {"ends": day - timedelta(days=15)})
        _, page = await clerk.get(f"/khao-sat/{late.id}")
        assert "Nhập phiếu giấy" in page and "còn nhập được đến hết" in page
        assert "Nhập phiếu giấy" not in (await clerk.get(f"/khao-sat/{over.id}"))[1]
        form = {"key": "a", "agreed": "1", "q_nghe": "an_uong"}
        for wave, status in ((late, 303), (over, 409)):
            await clerk.get(f"/khao-sat/{wave.id}")
            assert (await clerk.post(f"/khao-sat/{wave.id}/phieu", form))[0] == status
        found = await at.core.database.read(lambda tx: tx.surveys.of_wave(late.id))
        assert [one.source for one in found] == [SurveySource.PAPER]


async def test_what_is_of_few_is_hidden_and_the_denominators_are_of_the_register(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "thuky", Role.CLERK) as clerk:
        wave = await running(at, content)

        def fill(tx: Transaction) -> None:
            for number in range(40):
                shop(tx, number, "TDP 5" if number < 30 else "TDP 6")
            for number in range(20):
                trouble = "von" if number < 12 else "thue" if number < 17 else "lao_dong"
                chosen = {"nghe": ("an_uong",), "kho_khan": (trouble,), "ho_tro": ("vay",)}
                where = "TDP 5" if number < 15 else "TDP 6"
                form = KeyedForm(f"k{number}", chosen, SurveySource.PAPER, neighbourhood=where)
                keyed.take(tx, content, wave, form, utc_now())

        await at.core.database.transaction(fill)
        _, page = await clerk.get(f"/khao-sat/{wave.id}")
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
        assert "TDP 5 30 15 15 50,0%" in text and "TDP 6 10 5 5 50,0%" in text
        assert "Thiếu vốn 12 60,0%" in text
        assert "Thuế, hóa đơn, sổ sách 5 25,0%" in text
        assert "Khó tìm người làm … 0" in text and "dưới 5 hộ" in text
        status, data = await clerk.raw(f"/khao-sat/{wave.id}/ket-qua.xlsx")
        assert status == 200
        rows = list(openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].values)
        (few,) = [row for row in rows if row[2] == "Khó tìm người làm"]
        assert few[3] == "…" and 3 not in few
        (many,) = [row for row in rows if row[2] == "Thiếu vốn"]
        assert many[3] == 12


async def test_forms_are_printed_with_a_code_for_each_business(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "thuky", Role.CLERK) as clerk:
        wave = await running(at, content)
        await at.core.database.transaction(lambda tx: [shop(tx, n).id for n in range(3)])
        status, data = await clerk.raw(f"/khao-sat/{wave.id}/phieu.docx?to=TDP+5")
        assert status == 200
        text = written(data)
        codes = re.findall(r"Mã phiếu: (KS-\w{7})", text)
        assert len(set(codes)) == 3 and "Quán 1" in text
        assert "KHÔNG chuyển cơ quan thuế" in text and "☐ Ăn uống, giải khát" in text
        known = await at.core.database.read(lambda tx: tx.surveys.by_code(codes[0]))
        assert known is not None and known.begun_at is None
        status, data = await clerk.raw(f"/khao-sat/{wave.id}/phieu.docx")
        assert status == 200 and f"Mã phiếu: {wave.code}" in written(data)
        assert (await clerk.get(f"/khao-sat/{wave.id}/phieu.docx?to=TDP+99"))[0] == 404


def written(data: bytes) -> str:
    """The words of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        xml = packed.read("word/document.xml").decode()
    return re.sub(r"<[^>]+>", "", xml.replace("</w:p>", "\n"))
