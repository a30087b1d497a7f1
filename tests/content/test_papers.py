"""The papers of a conference as they come out of a printer: pages, margins, what stands alone."""

import io
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from openpyxl import load_workbook

from bot.web.console.folder import gather
from content.documents.folder import make_one, papers
from content.documents.petitions import Folder
from content.library import Content
from content.ward import FRONT
from storage.database import Database, Transaction
from storage.event_models import Category, Invitation
from tests.console.test_folder import fill, text_of
from tests.support.clock import START
from tests.support.conference import make_event
from tests.support.printing import need_printer, printed

LONG = (
    "Hội nghị đối thoại giữa Ủy ban nhân dân phường với doanh nghiệp, hợp tác xã, hộ kinh doanh"
    " lần 2 năm 2026"
)
SIGNED = ("01-ke-hoach", "02-giay-moi", "10-bien-ban", "11-thong-bao-ket-luan", "12-bao-cao")
SIGNS = re.compile("Nơinhận:|THƯKÝCHỦ")


@pytest.fixture
def printer() -> None:
    need_printer()


async def lively(db: Database) -> Folder:
    """Six guests who came, one of them with two others; seven questions; a long name."""
    event = await db.transaction(lambda tx: fill(tx, _content()))
    folder = await gather(db, event, "https://phuong.test")
    guests = [
        replace(r, companions=2, arrived_people=3, companion_names="Lê Lan") if not n else r
        for n, r in enumerate(folder.registrations)
    ]
    minutes = {"chair": "Nguyễn Văn A, Chủ tịch", "conclusion": "1. Việc một.\n2. Việc hai."}
    return replace(folder, event=replace(event, title=LONG), registrations=guests, minutes=minutes)


def _content() -> Content:
    from tests.support.conference import loaded_content

    return loaded_content()


def made(content: Content, folder: Folder, stem: str) -> Any:
    paper = next(one for one in papers(folder) if one.stem == stem)
    return Document(io.BytesIO(make_one(content, folder, paper)))


async def test_nothing_is_said_of_a_meeting_that_was_not_held(
    db: Database, content: Content
) -> None:
    """Before this, the folder said `Có mặt: 0 người (0%)` weeks before the day."""
    event = await db.transaction(lambda tx: make_event(tx, now=START))
    folder = await gather(db, event, "")
    for stem in ("10-bien-ban", "11-thong-bao-ket-luan", "12-bao-cao-ket-qua"):
        text = text_of(made(content, folder, stem))
        assert not re.search(r"có mặt: 0 |\(0%\)|Có 0 ", text), stem
        assert "[...]" in text


@pytest.mark.parametrize(
    ("signer", "lines"),
    [
        ("", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
        ("vice_chairman", ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        ("office", ["TL. CHỦ TỊCH", "TRƯỞNG PHÒNG KINH TẾ, HẠ TẦNG VÀ ĐÔ THỊ"]),
    ],
)
async def test_it_is_signed_by_who_signs(
    db: Database, content: Content, signer: str, lines: list[str]
) -> None:
    folder = replace(await lively(db), signer=signer)
    document = made(content, folder, "01-ke-hoach")
    signature = document.tables[-1].rows[0].cells[1].text.split("\n")
    assert [line for line in signature if line][:-1] == lines


async def test_minutes_are_in_the_form_of_the_decree(db: Database, content: Content) -> None:
    folder = await lively(db)
    document = made(content, folder, "10-bien-ban")
    text = text_of(document)
    assert "tháng      năm" not in document.tables[0].rows[0].cells[1].text  # no line of the day
    assert "Phụ lục" in text and "DANH SÁCH ĐẠI BIỂU DỰ HỘI NGHỊ" in text
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert "1. Việc một." in lines and "2. Việc hai." in lines  # each by itself
    both = next(t for t in document.tables if "CHỦ TỌA" in text_of_table(t)).rows[0].cells
    assert "THƯ KÝ" in both[0].text and "CHỦ TỌA" in both[1].text
    assert both[1].text.endswith("Nguyễn Văn A")


def text_of_table(table: Any) -> str:
    return "\n".join(cell.text for row in table.rows for cell in row.cells)


async def test_appendices_are_numbered_in_roman_with_pages_of_their_own(
    db: Database, content: Content
) -> None:
    document = made(content, await lively(db), "12-bao-cao-ket-qua")
    lines = [(p.text, p.runs[0].italic if p.runs else None) for p in document.paragraphs]
    assert ("Phụ lục I", False) in lines and ("Phụ lục II", False) in lines
    assert sum(text.startswith("(Kèm theo Báo cáo số") and bool(i) for text, i in lines) == 2
    first, *annexes = [section._sectPr for section in document.sections]
    assert first.find(qn("w:pgNumType")) is None and len(annexes) == 2
    assert all(one.find(qn("w:pgNumType")).get(qn("w:start")) == "1" for one in annexes)


async def test_every_word_is_vietnamese_and_every_day_has_ten_signs(
    db: Database, content: Content
) -> None:
    folder = await lively(db)
    for paper in papers(folder):
        data = make_one(content, folder, paper)
        if paper.name.endswith(".xlsx"):
            continue
        document = Document(io.BytesIO(data))
        spoken = {mark.get(qn("w:val")) for mark in document.styles.element.iter(qn("w:lang"))}
        assert spoken == {"vi-VN"}, paper.name
        days = re.findall(r"\b\d{1,2}/\d{1,2}/\d{4}", text_of(document))
        assert all(len(day) == 10 for day in days), (paper.name, days)


async def test_whoever_comes_along_has_a_row_to_sign_a_badge_and_a_name_sign(
    db: Database, content: Content
) -> None:
    folder = await lively(db)
    table = made(content, folder, "05-danh-sach-dai-bieu").tables[-1]
    names = [row.cells[1].text for row in table.rows]
    assert len(names) == 1 + 6 + 2
    along = [name for name in names if "(đi cùng " in name]
    assert len(along) == 2 and along[0].startswith("Lê Lan")
    badges = made(content, folder, "07-the-dai-bieu").tables[0]
    assert sum(cell.text.startswith("THẺ") for row in badges.rows for cell in row.cells) == 8
    signs = made(content, folder, "06-bien-ten").tables[0].rows
    assert len(signs) == 2 * 8 and sum('string="Lê Lan"' in row._tr.xml for row in signs) == 2
    # A name to be written by hand is room on the sign, no row of dots as tall as letters.
    assert not any("...." in row._tr.xml for row in signs)


async def test_rows_to_sign_are_tall_enough_for_a_hand(db: Database, content: Content) -> None:
    folder = await lively(db)
    for stem in ("05-danh-sach-dai-bieu", "02-so-giao-giay-moi"):
        _, *rows = made(content, folder, stem).tables[-1].rows
        assert rows and all(row.height and row.height.cm >= 0.8 for row in rows), stem
    paper = next(one for one in papers(folder) if one.stem == "danh-sach-dang-ky")
    page: Any = load_workbook(io.BytesIO(make_one(content, folder, paper))).active
    assert all((page.row_dimensions[8 + n].height or 0) >= 24 for n in range(6))


async def test_a_name_sign_folds_and_two_fit_a_page(db: Database, content: Content) -> None:
    folder = await lively(db)
    rows = made(content, folder, "06-bien-ten").tables[0].rows
    assert len(rows) == 2 * sum(one.seats for one in folder.registrations)
    xml = [row._tr.xml for row in rows]
    assert all("rotation:180" in one for one in xml[::2])
    assert all("rotation" not in one for one in xml[1::2])
    assert sum(row.height.cm for row in rows[:4]) < 27.7 < sum(row.height.cm for row in rows[:5])


async def test_a_sheet_is_printed_in_letters_that_can_be_read(
    db: Database, content: Content
) -> None:
    folder = await lively(db)
    for paper in papers(folder)[-2:]:
        page: Any = load_workbook(io.BytesIO(make_one(content, folder, paper))).active
        widths = [one.width for one in page.column_dimensions.values()]
        assert sum(widths) <= 151, paper.name
        assert page.page_setup.orientation == "landscape" and page.print_title_rows


@pytest.mark.usefixtures("printer")
async def test_printed_papers_keep_their_margins_and_no_signature_stands_alone(
    db: Database, content: Content, tmp_path: Path
) -> None:
    """Of a lively conference of a long name; whoever signs has text above the name."""
    folder = await lively(db)
    word = [paper for paper in papers(folder) if paper.name.endswith(".docx")]
    files = {paper.name: make_one(content, folder, paper) for paper in word}
    shown = printed(files, tmp_path)
    for paper in word:
        pages = shown[paper.name]
        cards = paper.stem.startswith(("06", "07"))
        assert pages, paper.name
        for page in pages:
            left, right = (28, 28) if cards else (84, 41)  # 30 and 15 mm, less a hair
            assert all(x >= left for x, _, _ in page.words), (paper.name, page.text[:80])
            assert all(x <= page.width - right for _, x, _ in page.words), (paper.name, page.text)
        if paper.stem.startswith("02-giay"):
            assert len(pages) == 1  # a letter is a page
        if paper.stem.startswith(SIGNED):
            signed = [page.text for page in pages if SIGNS.search(page.text)]
            assert signed, (paper.name, [page.text[-200:] for page in pages])
            before = SIGNS.split(signed[-1])[0]
            assert len(before) > 50, (paper.name, before)


@pytest.mark.usefixtures("printer")
async def test_an_invitation_with_everything_on_it_is_one_page(
    db: Database, content: Content, tmp_path: Path
) -> None:
    """Before this the signature of one by the template stood on a page of its own."""
    folder = await lively(db)
    event = replace(
        folder.event,
        title=content.event_templates["dialogue"].title,
        bring=content.event_templates["dialogue"].bring,
        place="Hội trường Đảng ủy phường Phù Liễn",
        address="số 9/157 Nguyễn Lương Bằng, TDP Lý Thường Kiệt 2",
        host="Phó Chủ tịch Ủy ban nhân dân phường",
        contact="Văn phòng HĐND và UBND phường, 0225 3000 000",
    )
    invited = [
        replace(one, recipient="Hộ kinh doanh Nguyễn Thị Hoa", address="TDP Quy Tức 3")
        for one in folder.invitations
    ]
    full = replace(folder, event=event, invitations=invited, signer="vice_chairman")
    paper = next(one for one in papers(full) if one.stem == "02-giay-moi")
    shown = printed({"moi.docx": make_one(content, full, paper)}, tmp_path)
    assert len(shown["moi.docx"]) == len(invited) > 0


@pytest.mark.usefixtures("printer")
async def test_slips_to_hand_out_are_a_page_each_with_room_to_write(
    db: Database, content: Content, tmp_path: Path
) -> None:
    """On paper is asked what the chat asks, and agreed to in the same words."""
    folder = await lively(db)
    title = content.event_templates["dialogue"].title
    place = "Hội trường Đảng ủy phường Phù Liễn, số 9/157 Nguyễn Lương Bằng, TDP Lý Thường Kiệt 2"
    folder = replace(folder, event=replace(folder.event, title=title, place=place))
    paper = next(one for one in papers(folder) if one.stem == "02-phieu-giay")
    pages = printed({"phieu.docx": make_one(content, folder, paper)}, tmp_path)["phieu.docx"]
    register, ask, judge = (page.text for page in pages)
    assert "PHIẾUĐĂNGKÝTHAMDỰ" in register and "Họvàtên(*):....." in register
    assert "PHIẾUCÂUHỎI" in ask and "PHIẾUÝKIẾN" in judge
    for text, months in ((register, 12), (ask, 24)):
        assert "từđủ18tuổi,đồngý" in text and f"{months}tháng" in text


async def test_who_leads_the_conference_is_said_before_it(db: Database, content: Content) -> None:
    """Before this the plan left it open although the page of the event says it."""
    folder = await lively(db)
    folder = replace(folder, event=replace(folder.event, host="Bà B, Phó Chủ tịch"), minutes={})
    for stem in ("01-ke-hoach", "02-giay-moi", "04-kich-ban"):
        assert "Bà B, Phó Chủ tịch" in text_of(made(content, folder, stem)), stem


async def test_hours_and_numbers_stand_in_the_middle_and_short_words_do_not(
    db: Database, content: Content
) -> None:
    folder = await lively(db)
    hours = [replace(line, time="10h30") for line in folder.programme]
    invited = [replace(one, address="tổ 1") for one in folder.invitations]
    folder = replace(folder, programme=hours, invitations=invited)
    for stem, column, middle in (("03-chuong-trinh", 1, True), ("02-so-giao-giay-moi", 2, False)):
        rows = made(content, folder, stem).tables[-1].rows[1:]
        found = {row.cells[column].paragraphs[0].alignment for row in rows}
        assert (found == {WD_ALIGN_PARAGRAPH.CENTER}) is middle, stem


async def test_what_we_have_ourselves_is_transferred_to_nobody(
    db: Database, content: Content
) -> None:
    folder = await lively(db)
    ours = [replace(one, office=FRONT, answer="") for one in folder.petitions]
    names = [paper.name for paper in papers(replace(folder, petitions=ours))]
    assert any(one.waits for one in ours) and not [name for name in names if "chuyen" in name]


async def test_the_judgement_is_said_as_it_was_written(db: Database, content: Content) -> None:
    """Before this it was printed as what had gone well."""
    folder = replace(await lively(db), minutes={"judgement": "Thu 4 phiếu ý kiến."})
    lines = [one.text for one in made(content, folder, "12-bao-cao-ket-qua").paragraphs]
    at = lines.index("III. ĐÁNH GIÁ")
    assert lines[at + 1 : at + 4] == ["Thu 4 phiếu ý kiến.", "1. Ưu điểm", "[...]"]


@pytest.mark.parametrize(
    ("host", "called"),
    [("bà Trần Thị B", "Kính mời bà Trần Thị B"), ("Chủ tịch", "Kính mời đồng chí Chủ tịch")],
)
async def test_whoever_leads_is_called_once(
    db: Database, content: Content, host: str, called: str
) -> None:
    folder = await lively(db)
    folder = replace(folder, event=replace(folder.event, host=host))
    assert f"{called} phát biểu kết luận" in text_of(made(content, folder, "04-kich-ban"))


@pytest.mark.usefixtures("printer")
async def test_a_signature_takes_text_along_wherever_the_page_ends(
    db: Database, content: Content, tmp_path: Path
) -> None:
    """A text one line longer each time: somewhere the page ends right above the signature."""
    folder = await lively(db)
    files = {}
    for lines in range(0, 26, 2):
        minutes = {"judgement": "\n".join(f"Dòng thứ {n}." for n in range(lines))}
        one = replace(folder, petitions=[], minutes=minutes)
        paper = next(p for p in papers(one) if p.stem == "11-thong-bao-ket-luan")
        files[f"{lines}.docx"] = make_one(content, one, paper)
    shown = printed(files, tmp_path)
    assert any(len(pages) > 1 for pages in shown.values())
    for name, pages in shown.items():
        before, signed, _ = pages[-1].text.partition("Nơinhận:")
        assert signed and len(before) > 50, (name, before)


async def test_each_invitation_is_a_letter_of_its_own(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> Any:
        event = make_event(tx, now=START)
        for n in range(3):
            one = Invitation(
                n + 1, event.id, f"GM-234567{n}", f"Hộ {n}", Category.BUSINESS, "P", START
            )
            tx.events.invite(one)
        return event

    event = await db.transaction(work)
    document = made(content, await gather(db, event, ""), "02-giay-moi")
    assert sum(p.paragraph_format.page_break_before is True for p in document.paragraphs) == 2
    assert "PAGE" not in document.sections[0].header._element.xml
    listed = made(content, await gather(db, event, ""), "02-so-giao-giay-moi").tables[-1]
    assert [row.cells[3].text for row in listed.rows][1:] == [f"GM-234567{n}" for n in range(3)]


# What a process took at most may be that of whoever started it: counted from here on.
_A_FULL_HALL = """
from pathlib import Path
from content.documents.docx_writer import write
from content.documents.word import Letterhead, WordTable

head = Letterhead("UBND", ("UBND", "PHƯỜNG"), "VP", "CHXHCN", "ĐL", "Số:", "Ngày", "DỰ THẢO", "NN")
letter = [":merge letters", ":type GIẤY MỜI", ":about Dự", *["Kính mời: ⟦to⟧."] * 12,
          ":qr-beside ⟦qr⟧ | Mã ⟦code⟧", ":sign TM. UBND | Lê Văn A", ":end"]
rows = [(f"Hộ {n} & con", f"GM{n}", f"https://phuong.test/{n}") for n in range(1000)]
letters = WordTable(("to", "code", "qr"), (1, 1, 1), rows)
write("x", head, {})


def most():
    said = Path("/proc/self/status").read_text().partition("VmHWM:")[2]
    return int(said.split()[0]) // 1024


Path("/proc/self/clear_refs").write_text("5")
before = most()
write(chr(10).join(letter), head, {"letters": letters})
print(most() - before)
"""


def test_a_thousand_letters_take_little_memory() -> None:
    """As trees they took 150 MB of the process that makes documents, as a list of texts 30."""
    done = subprocess.run(
        [sys.executable, "-c", _A_FULL_HALL], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 24
