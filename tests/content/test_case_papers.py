"""The papers of one question, the register, the hand-in sheet, the advisory team: opened again, and
as they come out of a printer."""

import io
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from bot.web.console.folder import gather
from content.documents import advisory_team
from content.documents.case_papers import CaseOnPaper, CasePaper, make, offered
from content.documents.folder import make_one
from content.documents.folder import papers as papers_of
from content.documents.register import DaysAsked, RegisterLine, hand_in, register
from content.library import Content
from content.ward_parts import WardPart, office_part
from handlers.office import papers
from handlers.office import register as lines
from handlers.question import answering, approving, moves, receiving
from handlers.question.results import CameOfIt
from storage.database import Database, Transaction
from storage.event_models import EventState
from storage.question_models import Question, QuestionKind, QuestionResult
from storage.staff_models import Role
from tests.console.test_folder import fill, text_of
from tests.handlers.test_petitions import having
from tests.support.clock import START
from tests.support.conference import make_staff
from tests.support.printing import Page, need_printer, printed

ASKED = receiving.Asked(
    "Cống trước chợ tắc,\nmưa là ngập",
    "moi-truong",
    "paper",
    asker="Nguyễn Thị Hoa",
    phone="+84912345678",
    business="Quán phở Hoa",
    neighbourhood="TDP 3",
    kind=QuestionKind.ON_SITE,
    place="trước cổng chợ",
)


def received(tx: Transaction, content: Content) -> Question:
    make_staff(tx, "thuky", Role.CLERK)
    return receiving.receive(tx, content, ASKED, START, actor="thuky")


def answered(tx: Transaction, content: Content, text: str = "Phường đã nạo vét cống.") -> Question:
    clerk = make_staff(tx, "soan", Role.CLERK)
    leader = make_staff(tx, "duyet", Role.APPROVER)
    question = received(tx, content)
    given = moves.move(tx, question, moves.Move.ASSIGN, START, staff=clerk, office=question.office)
    came = CameOfIt(QuestionResult.SOLVED, "biên bản ngày 21/05/2026")
    done = answering.answer(
        tx, content, given, text, "Điều 1", START, staff=clerk, given=came
    ).question
    draft = tx.questions.answers(done.id)[0].id
    return approving.approve(tx, content, done, draft, START, staff=leader).question


def opened(content: Content, case: CaseOnPaper, paper: CasePaper, signer: str = "") -> Any:
    return Document(io.BytesIO(make(content, case, paper, 2026, signer)))


async def case_of(db: Database, content: Content, work: Any, **more: Any) -> CaseOnPaper:
    site = "https://phuong.test"
    return await db.transaction(lambda tx: papers.case(tx, work(tx, content, **more), site))


async def test_a_receipt_says_what_the_citizen_must_know(db: Database, content: Content) -> None:
    case = await case_of(db, content, received)
    assert offered(case) == [CasePaper.RECEIPT, CasePaper.TRANSFER]
    said = text_of(opened(content, case, CasePaper.RECEIPT))
    for word in (
        *(case.petition.code, "Cống trước chợ tắc", "trước cổng chợ", "Phản ánh hiện trường"),
        *("Nguyễn Thị Hoa", "Quán phở Hoa", "TDP 3", "Phòng Kinh tế, Hạ tầng và Đô thị"),
        *(f"{case.petition.due:%d/%m/%Y}", "https://phuong.test", "không công khai", "DỰ THẢO"),
    ):
        assert word in said, word
    assert "912345678" not in re.sub(r"\D", "", said)
    whole = text_of(opened(content, replace(case, phones=True), CasePaper.RECEIPT))
    assert "0912 345 678" in whole


async def test_a_letter_is_there_once_somebody_approved_it(db: Database, content: Content) -> None:
    case = await case_of(db, content, answered)
    assert CasePaper.REPLY in offered(case)
    said = text_of(opened(content, case, CasePaper.REPLY))
    for word in (
        *("V/v trả lời phản ánh hiện trường", "Kính gửi: ông/bà Nguyễn Thị Hoa, Quán phở Hoa"),
        *("Phường đã nạo vét cống.", "Căn cứ: Điều 1", "Kết quả: đã giải quyết"),
        *("biên bản ngày 21/05/2026", "- Lưu: VT, KTHTĐT.", "Số:        /UBND-KTHTĐT"),
    ):
        assert word in said, word


async def test_what_waits_for_approval_is_in_no_letter(db: Database, content: Content) -> None:
    def work(tx: Transaction, content: Content) -> Question:
        clerk = make_staff(tx, "soan", Role.CLERK)
        question = received(tx, content)
        given = moves.move(tx, question, moves.Move.ASSIGN, START, staff=clerk, office="kthtdt")
        came = CameOfIt(QuestionResult.SOLVED, "biên bản")
        return answering.answer(
            tx, content, given, "Chưa ai duyệt.", "", START, staff=clerk, given=came
        ).question

    case = await case_of(db, content, work)
    assert CasePaper.REPLY not in offered(case)
    assert "Chưa ai duyệt" not in text_of(opened(content, case, CasePaper.RECEIPT))


@pytest.mark.parametrize(
    ("signer", "lines_"),
    [
        ("chairman", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
        ("vice_chairman", ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        ("office", ["TL. CHỦ TỊCH", "TRƯỞNG PHÒNG KINH TẾ, HẠ TẦNG VÀ ĐÔ THỊ"]),
    ],
)
async def test_a_letter_is_signed_by_who_signs(
    db: Database, content: Content, signer: str, lines_: list[str]
) -> None:
    document = opened(content, await case_of(db, content, answered), CasePaper.REPLY, signer)
    signature = document.tables[-1].rows[0].cells[1].text.split("\n")
    assert [line for line in signature if line][:-1] == lines_
    spoken = {mark.get(qn("w:val")) for mark in document.styles.element.iter(qn("w:lang"))}
    assert spoken == {"vi-VN"}
    days = re.findall(r"\b\d{1,2}/\d{1,2}/\d{4}", text_of(document))
    assert days and all(len(day) == 10 for day in days)


async def test_of_what_was_erased_there_is_no_paper(db: Database, content: Content) -> None:
    case = await case_of(db, content, answered)
    assert offered(replace(case, petition=replace(case.petition, erased=True))) == []


async def test_what_is_confidential_goes_to_no_office(db: Database, content: Content) -> None:
    case = await case_of(db, content, received)
    assert CasePaper.TRANSFER not in offered(replace(case, confidential=True))


def line(number: int, **more: Any) -> RegisterLine:
    values: dict[str, Any] = {
        "code": f"KN-234567{number}", "received_at": START, "source": "paper", "asker": "=Hoa",
        "business": "Quán", "neighbourhood": "TDP 1", "content": "Cống tắc " * 12,
        "kind": "on_site", "field": "moi-truong", "office": "kthtdt",
        "first_due": date(2026, 6, 1), "due": date(2026, 6, 8), "answered_on": date(2026, 6, 2),
        "on_time": False, "portal_code": "", "state": "delivered", "result": "solved",
        "proof": "biên bản",
    }  # fmt: skip
    return RegisterLine(**(values | more))


COLUMNS = (
    "TT | Mã | Ngày nhận | Kênh | Người, đơn vị | Nội dung | Loại | Cơ quan chủ trì | Hạn lần đầu"
    " | Hạn hiện tại | Ngày trả lời | Đúng hạn (x) | Mã Cổng DVCQG | Kết quả"
)


def test_the_register_has_the_columns_of_the_practice_and_prints_on_a4(content: Content) -> None:
    asked = DaysAsked(date(2026, 5, 1), date(2026, 6, 30))
    data = register(content, asked, [line(1), line(2, on_time=True, result="")])
    page: Any = load_workbook(io.BytesIO(data)).active
    rows = [list(row) for row in page.iter_rows(values_only=True)]
    assert " | ".join(rows[6]) == COLUMNS
    assert rows[7][4].startswith("'=Hoa")  # nothing a spreadsheet would reckon
    assert rows[7][2] == datetime(2026, 11, 21)  # noqa: DTZ001  # as a spreadsheet has it
    assert rows[7][13] == "Đã giải quyết; biên bản" and rows[7][11] in ("", None)
    assert rows[8][11] == "x" and rows[8][13] == "Đã trả lời; biên bản"
    assert sum(one.width for one in page.column_dimensions.values()) <= 151
    assert page.page_setup.orientation == "landscape" and page.print_title_rows
    assert "01/05/2026" in rows[4][0] and "việc gửi kín" in rows[4][0]


async def test_the_register_leaves_out_what_is_confidential(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> list[str]:
        clerk = make_staff(tx, "a", Role.CLERK)
        reader = make_staff(tx, "b", Role.APPROVER)
        receiving.receive(tx, content, ASKED, START, actor="a")
        lane = replace(ASKED, content="Cán bộ vòi tiền", readers=(reader.id, clerk.id))
        receiving.receive(tx, content, lane, START, actor="asker")
        later = START + timedelta(days=40)
        receiving.receive(tx, content, replace(ASKED, content="Về sau"), later, actor="a")
        until = DaysAsked(None, (START + timedelta(days=1)).date())
        return [one.content for one in lines.listed(tx, reader, until)]

    assert await db.transaction(work) == [ASKED.content]


async def test_a_line_of_the_register_is_answered_with_what_it_was_joined_to(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> tuple[RegisterLine, RegisterLine, Question]:
        head = answered(tx, content)
        again = replace(ASKED, content="Ngập quá", asker="Lan")
        joined = receiving.receive(tx, content, again, START, actor="thuky", join=head)
        return lines.line(tx, head), lines.line(tx, joined), head

    own, joined, head = await db.transaction(work)
    assert own.on_time and own.answered_on == START.date() and own.result == "solved"
    assert joined.joined == head.code and joined.answered_on == own.answered_on


def test_the_advisory_team_is_led_by_the_chairman(content: Content) -> None:
    member = advisory_team.NamedMember("Trần Thị B", "Chuyên viên", "Phòng Kinh tế", ("Thuế",))
    on = date(2026, 11, 29)
    document = Document(io.BytesIO(advisory_team.decision(content, [member], on)))
    said = text_of(document)
    assert "QUYẾT ĐỊNH" in said and "Nghị quyết 68-NQ/TW ngày 04/05/2025" in said
    assert "Trần Thị B" in said and "Tổ trưởng" in said
    assert "Số:        /QĐ-UBND" in said
    table = document.tables[1]
    assert [row.cells[1].text for row in table.rows][2] == "Trần Thị B"
    empty = Document(io.BytesIO(advisory_team.decision(content, (), on, signer="vice_chairman")))
    assert len(empty.tables[1].rows) == 8
    assert "Luật Tổ chức chính quyền địa phương [số, ngày chưa nhập];" in said
    assert "Kế hoạch [số, ngày chưa nhập] của" in said
    entered = having(
        content,
        **{WardPart.SIGNING: {"government_law": "số 1/2025/QH15", "team_plan": "số 9/KH-UBND"}},
    )
    said = text_of(Document(io.BytesIO(advisory_team.decision(entered, [member], on))))
    assert "địa phương số 1/2025/QH15;" in said and "Kế hoạch số 9/KH-UBND của" in said
    sheets = [
        text_of(Document(io.BytesIO(hand_in(one, "thue", DaysAsked(), (), 2026))))
        for one in (content, having(content, **{office_part("thue"): {"above": "Thuế thành phố"}}))
    ]
    assert "[CƠ QUAN CẤP TRÊN CHƯA NHẬP]" in sheets[0] and "THUẾ THÀNH PHỐ" in sheets[1]
    assert "KT. CHỦ TỊCH" in text_of(empty) and "TM. ỦY BAN" not in text_of(empty)


async def test_a_news_item_tells_only_of_what_was(db: Database, content: Content) -> None:
    event = await db.transaction(lambda tx: fill(tx, content))
    folder = await gather(db, event, "https://phuong.test")

    def told(state: EventState) -> str:
        one = replace(folder, event=replace(event, state=state), registrations=[])
        paper = next(p for p in papers_of(one) if p.stem == "13-tin-bai")
        said = text_of(Document(io.BytesIO(make_one(content, one, paper))))
        assert ":text" not in said
        return said

    assert "đã tổ chức" not in told(EventState.OPEN) and "đăng ký" in told(EventState.OPEN)
    assert "đã tổ chức" in told(EventState.HELD) and "với [...] người dự" in told(EventState.HELD)
    assert "tiếp nhận 7 câu hỏi" in told(EventState.HELD)
    assert "không tổ chức" in told(EventState.CANCELLED)


async def test_printed_they_keep_their_margins_and_no_signature_stands_alone(
    db: Database, content: Content, tmp_path: Path
) -> None:
    """A letter one line longer each time: somewhere the page ends right above the signature."""
    need_printer()
    case = await case_of(db, content, answered)
    files: dict[str, bytes] = {}
    for count in range(1, 34, 2):
        text = "\n".join(f"Dòng thứ {n}." for n in range(count))
        one = replace(case, petition=replace(case.petition, answer=text))
        files[f"thu{count}.docx"] = make(content, one, CasePaper.REPLY, 2026, "vice_chairman")
    files["tiep-nhan.docx"] = make(content, case, CasePaper.RECEIPT, 2026, "")
    waits = replace(case, is_open=True)
    files["chuyen.docx"] = make(content, waits, CasePaper.TRANSFER, 2026, "")
    many = [line(n) for n in range(30)]
    files["tong-hop.docx"] = hand_in(content, "thue", DaysAsked(), many, 2026)
    files["to-tu-van.docx"] = advisory_team.decision(content, (), date(2026, 11, 29))
    files["so.xlsx"] = register(content, DaysAsked(), many)
    shown = printed(files, tmp_path)
    assert any(len(pages) > 1 for name, pages in shown.items() if name.startswith("thu"))
    for name, pages in shown.items():
        assert pages, name
        if name.endswith(".docx"):
            _in_margins(name, pages)
        if name.startswith("thu"):
            signed = pages[-1].text.partition("Nơinhận:")
            assert signed[1] and len(signed[0]) > 30, (name, signed[0])
        assert all(page.width > page.height for page in pages) is name.startswith(("tong", "so"))


def _in_margins(name: str, pages: list[Page]) -> None:
    for page in pages:
        assert all(left >= 84 for left, _, _ in page.words), (name, page.text[:80])
        assert all(right <= page.width - 41 for _, right, _ in page.words), (name, page.text[:80])
