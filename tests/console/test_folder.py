"""The conference folder: opened again, the same bytes twice, hostile names and all."""

import asyncio
import io
import zipfile
from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.app import utc_now
from bot.web.console import jobs
from bot.web.console.folder import gather
from bot.web.console.making import KEPT_FOR, Jobs
from content.documents.folder import letterhead, make
from content.documents.word import write
from content.library import Content
from handlers.conference.arrivals import check_in, walk_in
from handlers.conference.seating import Wanted
from handlers.conference.seats import register
from handlers.office import papers
from handlers.question import answering, approving, merging, moves, receiving, routing
from storage.database import Database, Transaction
from storage.event_models import BusinessKind, Category, Invitation
from storage.staff_models import Role
from tests.support.clock import START
from tests.support.conference import add_event, at_desk, make_event, make_staff
from tests.support.desk import Desk, desk
from tests.support.papers import broken, held_up
from tests.support.patience import PATIENCE_S
from tests.support.site import DOCUMENTS, site

NAMES = ("Nguyễn Văn A", "<w:p>&amp;", "=1+1", ":page", "# Tiêu đề", "Tên\x00\x07lạ\nhai dòng")


def fill(tx: Transaction, content: Content) -> Any:
    event = make_event(tx, now=START, seats=50)
    clerk = make_staff(tx, "a", Role.CLERK)
    for number, name in enumerate(NAMES):
        wanted = Wanted(
            name, f"+8491000000{number}", BusinessKind.HOUSEHOLD, name, "TDP 1", wants_to_speak=True
        )
        decided = register(at_desk(tx, START), event, wanted, contact_id=None, source="chat")
        assert decided.registration
        check_in(at_desk(tx, staff="a"), event, decided.registration)
    for number in range(7):
        asked = receiving.Asked(
            f"Câu hỏi {number}\n:table guests\nrất dài " + "chữ " * 80,
            ("thue", "pccc")[number % 2],
            "chat" if number else "floor",
            event_id=event.id,
            asker=NAMES[number % 6],
        )
        question = receiving.receive(tx, content, asked, START, actor="x")
        if number == 3:
            assigned = moves.move(
                tx, question, moves.Move.ASSIGN, START, staff=clerk, office="thue"
            )
            done = answering.answer(tx, content, assigned, "Trả lời số ba.", "", START, staff=clerk)
            leader = make_staff(tx, "b", Role.APPROVER)
            approving.approve(
                tx,
                content,
                done.question,
                tx.questions.answers(question.id)[0].id,
                START,
                staff=leader,
            )
    tx.events.invite(
        Invitation(1, event.id, "GM-2345678", "Hộ <b>Hoa</b>", Category.BUSINESS, "Phòng", START)
    )
    return event


async def test_every_file_opens_and_says_what_it_must(db: Database, content: Content) -> None:
    event = await db.transaction(lambda tx: fill(tx, content))
    folder = await gather(db, event, "https://phuong.test")
    data = make(content, folder)
    assert make(content, folder) == data
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        files = {Path(name).name: packed.read(name) for name in packed.namelist()}
    assert len([name for name in files if name.endswith(".docx")]) == 16  # two offices
    assert all(name.isascii() for name in files)
    texts = {
        name: text_of(Document(io.BytesIO(body)))
        for name, body in files.items()
        if name.endswith(".docx")
    }
    for name, text in texts.items():
        handed_out = name.startswith(("02-phieu", "06-bien-ten", "07-the-dai-bieu"))
        assert handed_out or "DỰ THẢO" in text, name
    invitation = texts["02-giay-moi.docx"]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in invitation and "GM-2345678" in invitation
    assert "Số:        /GM-UBND" in invitation and "ngày      tháng      năm 2026" in invitation
    assert "Hộ <b>Hoa</b>" in invitation
    people = texts["05-danh-sach-dai-bieu.docx"]
    assert "<w:p>&amp;" in people and "Tên" in people and ":page" in people
    assert "+8491" not in people and "09xx" in people
    assert "Trả lời số ba." in texts["10-bien-ban.docx"]
    assert "[...]" in texts["10-bien-ban.docx"] and "[...]" in texts["12-bao-cao-ket-qua.docx"]
    assert "Tổng số: 7 ý kiến" in texts["12-bao-cao-ket-qua.docx"]
    assert "gửi trước hội nghị: 6" in texts["12-bao-cao-ket-qua.docx"]
    assert "Công an phường" in texts["09-phieu-chuyen-cong_an.docx"]
    sheet: Any = load_workbook(io.BytesIO(files["danh-sach-dang-ky.xlsx"])).active
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "'=1+1" in values
    book = load_workbook(io.BytesIO(files["tong-hop-kien-nghi.xlsx"]))
    assert book.active is not None


async def test_no_paper_asks_for_what_is_answered_or_erased(db: Database, content: Content) -> None:
    event = await db.transaction(lambda tx: fill(tx, content))
    folder = await gather(db, event, "")
    answered = next(one for one in folder.petitions if one.answer)
    waits = next(one for one in folder.petitions if one.office == answered.office and one.waits)
    erased = replace(waits, code="KN-ERASED2", erased=True)
    data = make(content, replace(folder, petitions=[answered, waits, erased]))
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        texts = {
            Path(name).name: text_of(Document(io.BytesIO(packed.read(name))))
            for name in packed.namelist()
            if "phieu-chuyen" in name or "ket-luan" in name
        }
    assert len(texts) == 2
    for text in texts.values():
        assert waits.code in text and erased.code not in text
        assert answered.code not in text


async def test_a_paper_says_nothing_that_waits_for_approval(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        clerk = make_staff(tx, "a", Role.CLERK)
        asked = receiving.Asked("Cống tắc", "thue", "floor", asker="Hoa")
        question = receiving.receive(tx, content, asked, START, actor="x")
        given = moves.move(tx, question, moves.Move.ASSIGN, START, staff=clerk, office="thue")
        promised = START.date() + timedelta(days=22)
        done = answering.answer(
            tx, content, given, "Chưa ai duyệt.", "", START, staff=clerk, promised_on=promised
        )
        paper = papers.petition(tx, done.question, None)
        assert paper.promised_on is None and paper.answer == "" and paper.due == given.due

    await db.transaction(work)


def text_of(document: Any) -> str:
    parts = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        parts += [cell.text for row in table.rows for cell in row.cells]
    return "\n".join(parts)


async def test_an_empty_conference_has_a_folder_too(db: Database, content: Content) -> None:
    event = await db.transaction(lambda tx: make_event(tx, now=START))
    data = make(content, await gather(db, event, ""))
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        assert not any("giay-moi" in name for name in packed.namelist())


async def test_only_those_of_a_party_who_came_are_counted(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> Any:
        event = make_event(tx, now=START)
        party = Wanted("Hoa", "+84912345678", companions=9)
        made = register(at_desk(tx), event, party, contact_id=None, source="chat").registration
        assert made
        check_in(at_desk(tx, staff="a"), event, made, people=4)
        absent = Wanted("Vắng", "+84912345679")
        register(at_desk(tx), event, absent, contact_id=None, source="chat")
        return event

    data = make(content, await gather(db, await db.transaction(work), ""))
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = packed.namelist()
        documents = [packed.read(name) for name in names if name.endswith(".docx")]
        listed = next(packed.read(name) for name in names if "danh-sach-dang-ky" in name)
    texts = [text_of(Document(io.BytesIO(body))) for body in documents]
    report = next(text for text in texts if "có mặt: 4 người" in text)
    assert "Số đăng ký: 11 người; có mặt: 4 người (36%)" in report
    # Its annex says who was there, not who was to come.
    assert report.count("(đi cùng Hoa)") == 3 and "Vắng" not in report
    sheet = load_workbook(io.BytesIO(listed)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.rows]
    assert ["Hoa", 10, "Có mặt", 4] in [[row[2], *row[7:10]] for row in rows]


async def test_a_hall_is_counted_alike_everywhere_and_walk_ins_apart(
    db: Database, content: Content
) -> None:
    """Of a party that waited one was let in: one seat, on every paper; the guest who had not
    registered is named as such."""

    def work(tx: Transaction) -> Any:
        event = make_event(tx, now=START, seats=3)
        desk = at_desk(tx, staff="a")
        for name, phone, more in (("Hoa", "+84912345671", 0), ("Lan", "+84912345672", 2)):
            wanted = Wanted(name, phone, companions=more)
            made = register(at_desk(tx), event, wanted, contact_id=None, source="chat").registration
            assert made
            check_in(desk, event, made, people=1)
        walk_in(desk, event, Wanted("Ông Khách"))
        return event

    event = await db.transaction(work)
    folder = await gather(db, event, "")
    papers = await papers_of(db, content, event)
    assert (
        "Số đăng ký: 2 người; có mặt: 3 người, gồm 2 người đã đăng ký (100%)"
        " và 1 khách không đăng ký trước." in papers["12-bao-cao-ket-qua.docx"]
    )
    assert "đi cùng Lan" not in papers["05-danh-sach-dai-bieu.docx"]
    with zipfile.ZipFile(io.BytesIO(make(content, folder))) as packed:
        name = next(n for n in packed.namelist() if "danh-sach-dang-ky" in n)
        sheet = load_workbook(io.BytesIO(packed.read(name))).worksheets[0]
    people = [row[7].value for row in sheet.iter_rows() if isinstance(row[7].value, int)]
    assert people == [1, 1, 1, 3]


async def test_the_minutes_are_written_by_a_person_and_the_download_is_on_record(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "WAIT_S", 120)
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await add_event(at.core.database, now=utc_now(), host="Phó Chủ tịch")
        path = f"/su-kien/{event.id}"
        _, page = await person.get(f"{path}/bien-ban")
        assert 'value="Phó Chủ tịch"' in page  # who was to lead it, until somebody writes
        assert (await person.post(f"{path}/bien-ban", conclusion="Giao Phòng làm."))[0] == 303
        status, data = await person.raw(f"{path}/ho-so.zip")
        assert status == 200
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            name = next(n for n in packed.namelist() if "ket-luan" in n)
            assert "Giao Phòng làm." in text_of(Document(io.BytesIO(packed.read(name))))
        lines = await at.core.database.transaction(lambda tx: tx.audit.lines())
        assert [line.action for line in lines].count("export.folder") == 1


async def test_a_folder_that_takes_long_is_made_beside_and_fetched_when_ready(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, begin, asked = tmp_path / "go", DOCUMENTS.begin, []

    def counted(*args: Any, **kwargs: Any) -> Any:
        asked.append(args)
        return begin(*args, **kwargs)

    monkeypatch.setattr(DOCUMENTS, "begin", counted)
    monkeypatch.setattr("bot.web.console.folder.make", partial(held_up, go, b"PK ready"))
    monkeypatch.setattr(jobs, "WAIT_S", 0.1)
    async with (
        site(tmp_path, content) as at,
        desk(at, "a", Role.CLERK) as person,
        desk(at, "b", Role.CLERK) as other,
    ):
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        address = f"/su-kien/{event.id}/ho-so.zip"
        first, again = [await where(person, address) for _ in range(2)]
        assert first == again and len(asked) == 1  # begun once
        page = first.removeprefix("/can-bo")
        status, text = await until(person, page, "Đã xong")
        assert status == 200 and "Đã xong 3 trên 12 tệp" in text and 'http-equiv="refresh"' in text
        assert await where(person, f"{page}/tai") == first
        assert (await other.get(page))[0] == 404 == (await other.get(f"{page}/tai"))[0]
        assert (await person.get("/dang-lam/doan-mo"))[0] == 404
        go.touch()
        status, text = await until(person, page, "Tệp đã xong")
        assert "Tệp đã xong" in text and "refresh" not in text
        assert await person.raw(f"{page}/tai") == (200, b"PK ready")
        lines = await at.core.database.transaction(lambda tx: tx.audit.lines())
        assert [line.action for line in lines].count("export.fetch") == 1


async def until(person: Desk, page: str, said: str) -> tuple[int, str]:
    """The page when it says that. It asks the other process nothing: that one tells."""
    async with asyncio.timeout(PATIENCE_S):
        while said not in (shown := await person.get(page))[1]:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return shown


async def where(person: Desk, path: str) -> str:
    async with person.http.get(person.base + path, allow_redirects=False) as answer:
        return answer.headers.get("location", "")


async def test_a_folder_that_could_not_be_made_says_so(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.console.folder.make", broken)
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        page = await where(person, f"/su-kien/{event.id}/ho-so.zip")
        status, _ = await until(person, page.removeprefix("/can-bo"), "Chưa làm được")
        assert status == 500


def test_what_was_made_is_dropped_after_a_while() -> None:
    made, later = Jobs(DOCUMENTS, lambda: 0), START + KEPT_FOR + timedelta(seconds=1)
    job = made.start(1, "a", "a.zip", "x", START, partial(bytes, b"x"), as_of=0)
    job.made.result(60)
    assert made.find(1, job.token, START) is job
    assert made.find(2, job.token, START) is None
    assert made.find(1, job.token, later) is None


class Ending(Future[bytes]):
    """Is over from the look after the next `looks`."""

    looks = 0

    def done(self) -> bool:
        self.looks -= 1
        return super().done() and self.looks < 0


async def test_a_page_says_one_thing_of_what_ends_while_it_is_written(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before this, the page looked twice: it said the file was ready and went on asking."""
    ending = Ending()
    monkeypatch.setattr(DOCUMENTS, "begin", lambda *args, **kwargs: ending)
    monkeypatch.setattr(jobs, "WAIT_S", 0.1)
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        page = (await where(person, f"/su-kien/{event.id}/ho-so.zip")).removeprefix("/can-bo")
        ending.set_result(b"PK ready")
        for looks in range(6):
            ending.looks = looks
            _, text = await person.get(page)
            assert ("Tệp đã xong" in text) is not ('http-equiv="refresh"' in text), looks


async def test_what_was_made_goes_when_somebody_is_erased(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before this, a folder with their name could be fetched for a quarter of an hour."""
    go = tmp_path / "go"
    monkeypatch.setattr("bot.web.console.folder.make", partial(held_up, go, b"PK names"))
    monkeypatch.setattr(jobs, "WAIT_S", 0.1)
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        zipped = f"/su-kien/{event.id}/ho-so.zip"
        page = (await where(person, zipped)).removeprefix("/can-bo")
        go.touch()
        await until(person, page, "Tệp đã xong")
        assert (await person.raw(f"{page}/tai"))[0] == 200
        await at.core.database.transaction(lambda tx: tx.erasures.ask())
        assert (await person.raw(f"{page}/tai"))[0] == 404 == (await person.get(page))[0]
        assert await person.raw(zipped) == (200, b"PK names")  # made anew, from what is there


def test_what_is_read_before_an_erasure_is_not_handed_out_after_it() -> None:
    erased = [0]
    made = Jobs(DOCUMENTS, lambda: erased[0])
    job = made.start(1, "a", "a.zip", "x", START, partial(bytes, b"x"), as_of=0)
    erased[0] = 1
    late = made.start(1, "b", "b.zip", "x", START, partial(bytes, b"x"), as_of=0)
    fresh = made.start(1, "a", "a.zip", "x", START, partial(bytes, b"x"), as_of=1)
    made.forget()
    assert made.find(1, job.token, START) is None is made.find(1, late.token, START)
    assert made.find(1, fresh.token, START) is fresh


def test_many_pictures_are_each_in_the_document(content: Content) -> None:
    head = letterhead(content, 2026)
    document = Document(io.BytesIO(write("\n".join(f":qr DK-{n}" for n in range(40)), head, {})))
    shapes = document.inline_shapes
    assert len(shapes) == 40 and len({shape._inline.docPr.id for shape in shapes}) == 40
    related = {shape._inline.graphic.graphicData.pic.blipFill.blip.embed for shape in shapes}
    blobs = {document.part.related_parts[name].blob for name in related}
    assert len(blobs) == 40 and all(blob.startswith(b"\x89PNG") for blob in blobs)
    assert len({document.part.related_parts[name].partname for name in related}) == 40


async def papers_of(db: Database, content: Content, event: Any) -> dict[str, str]:
    """By name, the text of every Word document of the conference's folder."""
    data = make(content, await gather(db, event, "https://x"))
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {
            name.rpartition("/")[2]: text_of(Document(io.BytesIO(packed.read(name))))
            for name in packed.namelist()
            if name.endswith(".docx")
        }


async def test_a_question_passed_on_stays_in_the_papers_of_where_it_was_asked(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> tuple[Any, list[Any]]:
        clerk = make_staff(tx, "a", Role.CLERK)
        events = [
            make_event(tx, now=START, days=days, title=f"Hội nghị {name}")
            for name, days in (("A", 1), ("B", 30), ("C", 60))
        ]
        asked = receiving.Asked("Chợ ngập", "moi-truong", "floor", event_id=events[0].id)
        question = receiving.receive(tx, content, asked, START, actor="x")
        for event in events[1:]:
            current = tx.questions.get(question.id)
            assert current
            routing.carry_over(tx, [current], event, START, staff=clerk)
        return question, events

    question, (first, second, last) = await db.transaction(work)
    for event, here, note in (
        (first, "chuyển kỳ sau: 1", "Chuyển kỳ sau: Hội nghị B"),
        (second, "kỳ trước chuyển sang: 1", "Chuyển kỳ sau: Hội nghị C"),
        (last, "kỳ trước chuyển sang: 1", "Kỳ trước chuyển sang: Hội nghị A"),
    ):
        papers = await papers_of(db, content, event)
        assert question.code in papers["08-so-cau-hoi.docx"], event.title
        assert question.code in papers["10-bien-ban.docx"], event.title
        assert "tiếp nhận 1 ý kiến" in papers["11-thong-bao-ket-luan.docx"], event.title
        assert question.code in papers["11-thong-bao-ket-luan.docx"], event.title
        report = papers["12-bao-cao-ket-qua.docx"]
        assert "Tổng số: 1" in report and here in report and note in report, event.title
    assert "chuyển kỳ sau" not in papers["12-bao-cao-ket-qua.docx"]  # the last one has it still
    steps = await db.transaction(lambda tx: tx.questions.steps(question.id))
    assert [(s.action, s.note) for s in steps[1:]] == [
        ("carry_over", "Hội nghị B"),
        ("carry_over", "Hội nghị C"),
    ]


async def test_a_question_joined_to_one_asked_elsewhere_stays_in_the_papers_with_its_answer(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> tuple[Any, Any]:
        clerk = make_staff(tx, "a", Role.CLERK)
        event = make_event(tx, now=START)
        head = receiving.receive(
            tx, content, receiving.Asked("Chợ ngập", "moi-truong", "chat"), START, actor="x"
        )
        here = receiving.Asked("Chợ ngập quá", "moi-truong", "floor", event_id=event.id)
        asked = receiving.receive(tx, content, here, START, actor="x")
        merging.merge(tx, content, asked, head, START, staff=clerk)
        return event, asked

    event, asked = await db.transaction(work)
    papers = await papers_of(db, content, event)
    assert asked.code in papers["10-bien-ban.docx"]
    assert "Tổng số: 1" in papers["12-bao-cao-ket-qua.docx"]
