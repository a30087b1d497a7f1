"""A broadcast at the console, over real HTTP: written, approved by another, watched, proved."""

import asyncio
import dataclasses
import io
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import docx
import openpyxl
import pytest
from PIL import Image

from content.library import Content
from content.ward_parts import WardPart
from handlers.conference.seating import Wanted
from handlers.conference.seats import register
from storage.broadcast_models import BroadcastState
from storage.connection import only
from storage.database import Transaction
from storage.event_models import Event, EventState
from storage.staff_models import Role
from tests.console.test_ward_settings import act as act_on_part
from tests.console.test_ward_settings import write as write_part
from tests.support.broadcast import MONDAY, send_all, subscribe
from tests.support.clock import FixedClock
from tests.support.conference import at_desk, make_event
from tests.support.desk import Desk, desk, employ
from tests.support.patience import until
from tests.support.site import Site, site

DRAFT = {
    "kind": "news",
    "topic": "thue",
    "title": "Hạn thông báo doanh thu",
    "text": "Kính gửi {tên}. Hộ **dưới ngưỡng** gửi thông báo trước 29/1/2027.",
    "base": "subscribers",
}


@asynccontextmanager
async def office(
    folder: Path, content: Content, *, public_url: str = ""
) -> AsyncIterator[tuple[Site, FixedClock, Desk, Desk]]:
    """The site on a Monday morning, with twelve subscribers, an author and an approver."""
    clock = FixedClock(MONDAY)
    async with (
        site(folder, content, clock=clock, public_url=public_url) as at,
        desk(at, "truyenthong", Role.COMMUNICATOR) as author,
        desk(at, "lanhdao", Role.APPROVER) as approver,
    ):
        await at.core.database.transaction(lambda tx: subscribe(tx, 12, MONDAY, channel="web"))
        yield at, clock, author, approver


async def written(author: Desk, **changes: str) -> str:
    """The address of a new draft."""
    await author.get("/thong-bao/soan")
    status, page, location = await author.post("/thong-bao/soan", DRAFT | changes)
    assert status == 303, re.findall(r'class="fault"[^>]*>([^<]+)', page)
    return location.partition("/can-bo")[2].partition("?")[0]


async def move(person: Desk, path: str, do: str, **fields: str) -> tuple[int, str]:
    _, page = await person.get(path)
    if do == "submit" and ">Tôi đã đọc bản xem trước<" in page:
        await person.post(f"{path}/lam", {"do": "read"})
        await person.get(path)
    status, page, _ = await person.post(f"{path}/lam", {"do": do} | fields)
    return status, page


@pytest.mark.parametrize("name", ["thời gian", "địa điểm", "sự kiện"])
async def test_what_has_no_value_for_its_readers_is_refused_with_the_text_kept(
    tmp_path: Path, content: Content, name: str
) -> None:
    async with office(tmp_path, content) as (at, clock, author, approver):
        text = f"Mời ông/bà tới vào {{{name}}}."
        for field in ("text", "title"):
            await author.get("/thong-bao/soan")
            status, page, _ = await author.post("/thong-bao/soan", DRAFT | {field: text})
            assert status == 400 and text in page and f">{{{name}}}<" in page
            assert "không chung một sự kiện" in page

        # One written before that was known neither goes for approval nor is approved.
        path = await written(author)
        number = int(path.rpartition("/")[2])

        def plant(tx: Transaction) -> None:
            old = tx.broadcasts.get(number)
            assert old
            tx.broadcasts.save(dataclasses.replace(old, text=text))

        await at.core.database.transaction(plant)
        status, page = await move(author, path, "submit")
        assert status == 409 and "không chung một sự kiện" in page

        def pass_on(tx: Transaction) -> None:
            old = tx.broadcasts.get(number)
            assert old
            tx.broadcasts.save(dataclasses.replace(old, state=BroadcastState.SUBMITTED))

        await at.core.database.transaction(pass_on)
        assert (await move(approver, path, "approve", typed="12"))[0] == 409

        # Whoever shares an event is told when and where it is.
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=clock.now))
        chosen = {"base": "attendees", "event": str(event.id), "event_states": "coming"}
        await written(author, text=text, **chosen)
        nowhere = DRAFT | chosen | {"event": "", "text": text}
        assert (await author.post("/thong-bao/soan", nowhere))[0] == 400


async def test_pages_of_nobody_in_particular_show_no_braces(
    tmp_path: Path, content: Content
) -> None:
    async with office(tmp_path, content) as (at, clock, author, approver):
        path = await written(author, title="Gửi {tên}")
        await move(author, path, "submit")
        await move(approver, path, "approve", typed="12")
        await sent(at, clock)
        number = path.rpartition("/")[2]
        for page in ("/tin-tuc", f"/tin-tuc/{number}", "/tin-tuc/feed.xml"):
            async with author.http.get(at.url + page) as answer:
                said = re.sub(r"<script.*?</script>", "", await answer.text(), flags=re.DOTALL)
            assert answer.status == 200 and "{" not in said.replace("{}", "") and "Gửi" in said
        assert "{" not in await chat(at, clock, "tin cũ")


async def test_from_a_draft_to_the_proof(tmp_path: Path, content: Content) -> None:
    async with office(tmp_path, content) as (at, clock, author, approver):
        path = await written(author)
        _, page = await author.get(path)
        assert "Người nhận: 12" in page and "dưới ngưỡng</b>" in page  # as Telegram shows it
        assert (await move(author, path, "submit"))[0] == 303
        assert (await move(author, path, "approve", typed="12"))[0] == 403
        status, page = await move(approver, path, "approve", typed="11")
        assert status == 409 and "không khớp" in page
        assert (await move(approver, path, "approve", typed="12"))[0] == 303
        await sent(at, clock)
        _, page = await approver.get(path)
        assert "Đã gửi" in page and 'data-label="Chưa mở">12<' in page
        clock.pass_time(minutes=1)
        await at.core.database.transaction(
            lambda tx: [tx.contacts.meet("web", f"s{number}", clock.now) for number in range(12)]
        )
        _, page = await approver.get(path)
        assert 'data-label="Đã nhận">12<' in page
        status, page = await author.get(f"{path}/so?trang-thai=sent")
        assert status == 200 and page.count("Đã nhận") >= 12
        status, data = await approver.raw(f"{path}/so.xlsx")
        rows = list(openpyxl.load_workbook(io.BytesIO(data)).active.values)  # type: ignore[union-attr]
        assert status == 200 and sum("Đã nhận" in str(row) for row in rows) == 12
        status, data = await author.raw(f"{path}/bang-chung.docx")
        document = docx.Document(io.BytesIO(data))
        text = "\n".join(paragraph.text for paragraph in document.paragraphs)
        kept = await at.core.database.transaction(lambda tx: tx.broadcasts.latest()[0])
        assert status == 200 and kept.text_hash in text and "12/12 người" in text
        lines = await at.core.database.transaction(lambda tx: tx.audit.lines(limit=50))
        done = {line.action for line in lines}
        assert {"broadcast.create", "broadcast.submit", "broadcast.approve"} <= done
        assert {"export.ledger", "export.proof"} <= done


async def test_a_draft_comes_back_with_what_was_typed(tmp_path: Path, content: Content) -> None:
    async with office(tmp_path, content) as (_, _, author, _):
        await author.get("/thong-bao/soan")
        wrong = DRAFT | {"text": "Kính gửi {họ tên}", "link": "vidu.vn", "day": "2020-01-01",
                         "time": "8:00"}  # fmt: skip
        status, page, _ = await author.post("/thong-bao/soan", wrong)
        assert status == 400
        assert "Kính gửi {họ tên}" in page and "không hiểu" in page and ">{họ tên}<" in page
        assert "https://" in page and "Ngày này đã qua" in page


async def test_two_who_edit_the_same_draft_do_not_overwrite_each_other(
    tmp_path: Path, content: Content
) -> None:
    async with office(tmp_path, content) as (_, _, author, _):
        path = await written(author)
        _, page = await author.get(f"{path}/sua")
        version = re.search(r'name="seen" value="(\w+)"', page)
        assert version
        fields = DRAFT | {"seen": version[1]}
        assert (await author.post(f"{path}/sua", fields | {"title": "Bản một"}))[0] == 303
        status, page, _ = await author.post(f"{path}/sua", fields | {"title": "Bản hai"})
        assert status == 409 and "Người khác vừa sửa" in page
        assert "Bản một" in page and "Bản hai" in page


async def test_whoever_comes_too_late_reads_what_was_done_not_the_same_text_twice(
    tmp_path: Path, content: Content
) -> None:
    async with office(tmp_path, content) as (_, _, author, approver):
        path = await written(author)
        await move(author, path, "submit")
        await approver.get(path)
        assert (await move(author, path, "take_back"))[0] == 303
        read = {name: DRAFT[name] for name in ("title", "text")}
        decision = {"do": "approve", "typed": "12"} | read
        status, page, _ = await approver.post(f"{path}/lam", decision)
        assert (
            status == 409 and "rút thông báo chờ duyệt" in page and page.count(DRAFT["text"]) == 1
        )


async def test_it_can_be_taken_back_within_two_minutes(tmp_path: Path, content: Content) -> None:
    async with office(tmp_path, content) as (at, clock, author, approver):
        path = await written(author)
        await move(author, path, "submit")
        await move(approver, path, "approve", typed="12")
        clock.pass_time(seconds=60)
        async with author.http.get(f"{author.base}{path}/tien-do") as answer:
            assert (await answer.json())["left_s"] == 60
        assert (await move(author, path, "undo"))[0] == 303
        await sent(at, clock)
        kept = await at.core.database.transaction(lambda tx: tx.broadcasts.latest()[0])
        assert kept.state is BroadcastState.DRAFT


async def test_a_picture_and_a_document_are_checked_and_served(
    tmp_path: Path, content: Content
) -> None:
    async with office(tmp_path, content) as (at, _, author, _):
        await author.get("/thong-bao/soan")
        out = io.BytesIO()
        Image.new("RGB", (60, 40), "teal").save(out, "PNG")
        status, _, _ = await author.post("/thong-bao/soan", DRAFT, file=out.getvalue())
        assert status == 303
        kept = await at.core.database.transaction(lambda tx: tx.broadcasts.latest()[0])
        async with author.http.get(f"{at.url}/tep/{kept.attachment}") as answer:
            assert answer.status == 200 and answer.content_type == "image/jpeg"
        async with author.http.get(f"{at.url}/tep/../site.db") as answer:
            assert answer.status == 404
        await author.get("/thong-bao/soan")
        status, page, _ = await author.post("/thong-bao/soan", DRAFT, file=b"MZ not a picture")
        assert status == 400 and "Chỉ nhận ảnh, PDF hoặc Word" in page and DRAFT["title"] in page


async def test_a_person_decides_what_is_in_doubt(tmp_path: Path, content: Content) -> None:
    async with office(tmp_path, content) as (at, clock, author, approver):
        path = await written(author)
        await move(author, path, "submit")
        await move(approver, path, "approve", typed="12")
        await sent(at, clock)
        number = int(path.rpartition("/")[2])

        def doubt(tx: Transaction) -> None:
            rows = tx.ledger.rows(number, limit=3)
            for row, _, _ in rows:
                tx.outbox._db.execute(
                    "UPDATE recipient SET state = 'unconfirmed' WHERE contact_id = :id",
                    {"id": row.contact_id},
                )

        await at.core.database.transaction(doubt)
        _, page = await author.get(path)
        assert "3 người chưa rõ" in page
        status, page = await move(author, path, "correct")
        assert status == 409 and "quyết định trong sổ" in page
        await author.get(f"{path}/so?trang-thai=unconfirmed")
        fields = {"contact": "all", "arrived": "1"}
        assert (await author.post(f"{path}/quyet", fields))[0] == 303
        counts = await at.core.database.transaction(lambda tx: tx.ledger.counts(number))
        assert counts.by_state == {"sent": 3, "unopened": 9}  # a page nobody came back to
        await author.get(path)
        first = await author.post(f"{path}/lam", do="correct")
        again = await author.post(f"{path}/lam", do="correct", once="2")
        assert first[0] == 303 and again[0] == 409
        assert "đã có bản đính chính" in again[1]


async def test_the_monthly_news_page(tmp_path: Path, content: Content) -> None:
    async with office(tmp_path, content) as (_, _, author, approver):
        await author.get("/ban-tin?thang=2026-12")
        item = {"do": "save", "item": "", "month": "2026-12", "topic": "chung", "title": "Tin lẻ",
                "summary": "Một dòng.", "basis": "", "link": ""}  # fmt: skip
        status, page, _ = await author.post("/ban-tin/muc", item)
        assert status == 400 and "Tin lẻ" in page and "Xin điền" in page
        status, _, _ = await author.post("/ban-tin/muc", item | {"basis": "Kế hoạch của phường"})
        assert status == 303
        status, data = await author.raw("/ban-tin/doc-loa.docx?thang=2026-12")
        spoken = "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
        assert status == 200 and "Xin nhắc lại" in spoken and "**" not in spoken
        status, text = await author.raw("/ban-tin/mang-xa-hoi.txt?thang=2026-12")
        assert status == 200 and "TIN LẺ" in text.decode("utf-8-sig")
        await author.get("/ban-tin?thang=2026-12")
        status, _, location = await author.post("/ban-tin/lap", {"month": "2026-12"})
        assert status == 303 and "/thong-bao/" in location
        path = location.partition("/can-bo")[2].partition("?")[0]
        assert (await move(approver, path, "return", why="Xem lại căn cứ"))[0] == 303
        _, page = await author.get(path)
        assert "Xem lại căn cứ" in page
        assert (await move(author, path, "refresh"))[0] == 303
        assert (await author.get("/ban-tin?thang=2026-13"))[0] == 404


async def test_a_digest_names_who_had_it_made(tmp_path: Path, content: Content) -> None:
    async with office(tmp_path, content) as (_, _, author, _):
        await author.get("/ban-tin?thang=2026-12")
        _, _, location = await author.post("/ban-tin/lap", {"month": "2026-12"})
        _, page = await author.get(location.partition("/can-bo")[2].partition("?")[0])
        assert "Soạn: " in page and "Soạn: hệ thống" not in page


async def test_the_calendar_and_its_changes(tmp_path: Path, content: Content) -> None:
    async with office(tmp_path, content) as (at, _, author, _), desk(at, "tp", Role.OWNER) as head:
        _, page = await author.get("/lich-gui")
        assert "cuối tuần" in page and "Bản tin tháng" in page
        await head.get("/lich-gui")
        wrong = {"what": "monthly_news", "day": "3", "clock": "22:00", "enabled": "1"}
        status, page, _ = await head.post("/lich-gui/sua", wrong)
        assert status == 400 and "7:00" in page
        assert (await head.post("/lich-gui/sua", wrong | {"clock": "9:30"}))[0] == 303
        kept = await at.core.database.transaction(lambda tx: tx.schedules.get("monthly_news"))
        assert kept and (kept.day, kept.clock) == (3, "09:30")


async def test_the_numbers_of_twelve_places_are_one_paste(tmp_path: Path, content: Content) -> None:
    """Before this each was a form of its own."""
    async with office(tmp_path, content) as (at, _, author, _):
        await author.get("/tiep-can")
        status, page, _ = await author.post("/tiep-can/nhieu-to", lines="TDP 5; 4\nTDP 6")
        assert status == 400 and "TDP 6</textarea>" in page and "Chưa ghi số nào" in page
        pasted = "\n".join(f"{number}\t{30 + number}" for number in range(6, 18))
        assert (await author.post("/tiep-can/nhieu-to", lines=pasted))[0] == 303
        counted = await at.core.database.transaction(lambda tx: tx.reach.neighbourhoods())
        assert counted["TDP 6"] == 36 and counted["TDP 16"] == 46 and "TDP 5" not in counted


async def test_who_was_reached_is_counted_once(tmp_path: Path, content: Content) -> None:
    async with office(tmp_path, content) as (at, clock, author, approver):
        await author.get("/tiep-can")
        lines = {"day": "2026-11-23", "neighbourhood": "tổ 5", "how": "leaflet", "topic": "thue",
                 "businesses": "Tạp hóa Hoa\nTạp hóa Hoa\nQuán phở Bình"}  # fmt: skip
        assert (await author.post("/tiep-can/to-roi", lines))[0] == 303
        place = {"name": "TDP 5", "businesses": "4"}
        assert (await author.post("/tiep-can/so-ho", place))[0] == 303
        _, page = await author.get("/tiep-can?thang=2026-11")
        assert "50,0%" in page
        status, data = await approver.raw("/tiep-can.xlsx?thang=2026-11")
        rows = list(openpyxl.load_workbook(io.BytesIO(data)).active.values)  # type: ignore[union-attr]
        assert status == 200
        assert any(row[0] == "TDP 5" and row[4:7] == (2, 2, 50) for row in rows)
        # A message on the web chat counts when its reader came back.
        path = await written(author)
        await move(author, path, "submit")
        await move(approver, path, "approve", typed="12")
        await sent(at, clock)
        clock.pass_time(minutes=1)

        def back(tx: Transaction) -> None:
            tx.contacts.meet("web", "s1", clock.now)

        await at.core.database.transaction(back)
        _, page = await author.get("/tiep-can?thang=2026-11")
        assert "<b>3</b>\n<span>hộ đã tiếp cận" in page
        # Nobody knows this one's tổ, and nobody counted tổ 9: neither makes the share grow.
        assert "50,0%" in page and "75,0%" not in page
        lines |= {"neighbourhood": "tổ 9", "businesses": "Bún Bà Tư\nCà phê Năm"}
        assert (await author.post("/tiep-can/to-roi", lines))[0] == 303
        _, page = await author.get("/tiep-can?thang=2026-11")
        assert "<b>5</b>\n<span>hộ đã tiếp cận" in page and "<b>50,0%</b>" in page
        assert "<b>3</b>\n<span>hộ chưa biết tổ" in page
        assert "mức A" not in page and ">A<" not in page


async def test_a_chat_is_linked_by_its_code_and_can_announce(
    tmp_path: Path, content: Content
) -> None:
    async with office(tmp_path, content) as (at, clock, author, _):
        await author.get("/tai-khoan")
        _, page, _ = await author.post("/tai-khoan/lien-ket")
        code = re.search(r"CB-[0-9A-Z]{7}", page)
        assert code
        said = []
        for text in (code[0].lower(), "/thongbao", "1", "Hạn quý này", "Nội dung ngắn", "1"):
            said.append(await chat(at, clock, text))
        assert "Đã liên kết" in said[0] and "12 người" in said[4] and "chờ duyệt" in said[5]
        kept = await at.core.database.transaction(lambda tx: tx.broadcasts.latest()[0])
        assert kept.state is BroadcastState.SUBMITTED and kept.text == "Nội dung ngắn"
        # The code works once, and not after ten minutes.
        assert "không" in (await chat(at, clock, code[0], "other")).lower()
        _, page, _ = await author.post("/tai-khoan/lien-ket")
        late = re.search(r"CB-[0-9A-Z]{7}", page)
        assert late
        clock.pass_time(minutes=11)
        assert "Đã liên kết" not in await chat(at, clock, late[0], "other")


async def sent(at: Site, clock: FixedClock) -> None:
    """Everything that may go has gone; the site's own loops are at work, too."""
    await send_all(at.core, clock)
    going = (BroadcastState.APPROVED, BroadcastState.SENDING)
    await until(lambda: at.core.database.transaction(lambda tx: not tx.broadcasts.in_states(going)))


_numbers = iter(range(10_000))


async def chat(at: Site, clock: FixedClock, text: str, who: str = "staff") -> str:
    from handlers.talk.messages import Incoming, Reply

    await at.core.reception.receive(
        Incoming("web", f"m{next(_numbers)}", who, clock.now, text=text)
    )
    await at.core.settle()

    def last(tx: Transaction) -> str:
        rows = tx.outbox._db.execute(
            "SELECT body FROM outbox AS o JOIN contact AS c ON c.id = o.contact_id"
            " WHERE c.address = :who AND o.kind = 'reply' ORDER BY o.id DESC LIMIT 1",
            {"who": who},
        )
        return Reply.from_json(only(rows)["body"]).text

    return await at.core.database.transaction(last)


async def test_a_broadcast_is_approved_as_it_was_read(tmp_path: Path, content: Content) -> None:
    async with office(tmp_path, content) as (at, _, author, approver):
        path = await written(author)
        await move(author, path, "submit")
        await approver.get(path)
        assert (await move(author, path, "take_back"))[0] == 303
        await author.get(f"{path}/sua")
        assert (await author.post(f"{path}/sua", DRAFT | {"text": "Bản chưa ai đọc."}))[0] == 303
        assert (await move(author, path, "submit"))[0] == 303
        read = {"title": DRAFT["title"], "text": DRAFT["text"]}
        for do in ("approve", "return"):
            fields = {"do": do, "typed": "12", "why": "lời dặn"} | read
            status, shown, _ = await approver.post(f"{path}/lam", fields)
            assert status == 409 and "Bản chưa ai đọc." in shown and "dưới ngưỡng" in shown
            assert "lời dặn" in shown
        [kept] = await at.core.database.transaction(lambda tx: tx.broadcasts.latest())
        assert kept.state is BroadcastState.SUBMITTED
        assert (await move(approver, path, "approve", typed="12"))[0] == 303


async def test_a_file_that_was_chosen_is_not_lost_by_a_mistake_or_by_another_edit(
    tmp_path: Path, content: Content
) -> None:
    async with office(tmp_path, content) as (at, _, author, _approver):  # noqa: SIM117
        async with desk(at, "chu", Role.OWNER) as owner:
            path = await written(author)
            await author.get(f"{path}/sua")
            await owner.get(f"{path}/sua")
            picture = io.BytesIO()
            Image.new("RGB", (40, 30)).save(picture, "JPEG")
            assert (await owner.post(f"{path}/sua", DRAFT | {"text": "Của chủ."}))[0] == 303
            mistaken = DRAFT | {"title": "", "file": picture.getvalue()}
            status, page, _ = await author.post(f"{path}/sua", mistaken)
            carried = dict(re.findall(r'name="(kept_\w+)" value="([^"]+)"', page))
            assert status == 400 and set(carried) == {"kept_file", "kept_name"}
            mine = DRAFT | {"text": "Của tôi."} | carried
            status, page, _ = await author.post(f"{path}/sua", mine)
            carried = dict(re.findall(r'name="(kept_\w+)" value="([^"]+)"', page))
            assert status == 409 and set(carried) == {"kept_file", "kept_name"}
            assert "Của chủ." in page and "Của tôi." in page
            assert (await author.post(f"{path}/sua", mine))[0] == 303
            [kept] = await at.core.database.transaction(lambda tx: tx.broadcasts.latest())
            assert kept.attachment == carried["kept_file"] and kept.text == "Của tôi."
            # A name nobody was given is no file.
            await author.get(f"{path}/sua")
            forged = mine | {"kept_file": "../site.db"}
            await author.post(f"{path}/sua", forged)
            [kept] = await at.core.database.transaction(lambda tx: tx.broadcasts.latest())
            assert kept.attachment == carried["kept_file"]


async def test_an_edit_and_a_submission_at_the_same_moment(
    tmp_path: Path, content: Content
) -> None:
    async with office(tmp_path, content) as (at, _, author, _approver):  # noqa: SIM117
        async with desk(at, "chu", Role.OWNER) as owner:
            for number in range(8):
                path = await written(author, title=f"Tin {number}")
                await author.get(path)
                await owner.get(f"{path}/sua")
                text = f"Chữ của người thứ hai {number}."
                results = await asyncio.gather(
                    author.post(f"{path}/lam", {"do": "submit"}),
                    owner.post(f"{path}/sua", DRAFT | {"text": text}),
                )
                assert sorted(result[0] for result in results) in ([303, 409], [303, 303])
                kept = (await at.core.database.transaction(lambda tx: tx.broadcasts.latest()))[0]
                submitted = kept.state is BroadcastState.SUBMITTED
                assert not (submitted and kept.text == text)


async def test_both_texts_of_a_digest_show_its_items(tmp_path: Path, content: Content) -> None:
    async with office(tmp_path, content) as (at, _, author, approver):
        await author.get("/ban-tin?thang=2026-12")
        item = {"do": "save", "item": "", "month": "2026-12", "topic": "thue", "title": "Tin lẻ",
                "summary": "Chữ đã đọc.", "basis": "Luật", "link": ""}  # fmt: skip
        assert (await author.post("/ban-tin/muc", item))[0] == 303
        await author.get("/ban-tin?thang=2026-12")
        status, _, to = await author.post("/ban-tin/lap", month="2026-12")
        path = to.partition("/can-bo")[2].partition("?")[0]
        assert status == 303
        _, page = await approver.get(path)
        read = re.findall(r'name="items" value="([^"]+)"', page)
        assert any("Chữ đã đọc." in one for one in read)
        carried = {"title": "Bản tin", "items": read, "do": "approve", "typed": "12"}

        def change(tx: Transaction) -> None:
            [digest] = tx.broadcasts.latest()
            tx.broadcasts.save(
                dataclasses.replace(digest, items=digest.items.replace("đã đọc", "chưa đọc"))
            )

        await at.core.database.transaction(change)
        status, page, _ = await approver.post(f"{path}/lam", carried)
        assert status == 409 and "Chữ đã đọc." in page and "Chữ chưa đọc." in page


async def test_stopping_for_good_asks_for_the_number(tmp_path: Path, content: Content) -> None:
    async with office(tmp_path, content) as (at, clock, author, approver):
        path = await written(author)
        await move(author, path, "submit")
        await move(approver, path, "approve", typed="12")
        await at.core.database.transaction(
            lambda tx: tx.broadcasts.save(
                dataclasses.replace(
                    tx.broadcasts.latest()[0], state=BroadcastState.PAUSED, started_at=clock.now
                )
            )
        )
        total = (await at.core.database.transaction(
            lambda tx: tx.ledger.counts(tx.broadcasts.latest()[0].id)
        )).total  # fmt: skip
        status, page = await move(approver, path, "stop", why="sai", sure=str(total + 1))
        assert status == 409 and "Xin gõ đúng con số" in page
        assert (await move(approver, path, "stop", why="sai", sure=str(total)))[0] == 303


async def test_people_known_by_phone_only_are_counted_and_called(
    tmp_path: Path, content: Content
) -> None:
    async with office(tmp_path, content) as (at, clock, author, approver):

        def fill(tx: Transaction) -> int:
            event = make_event(tx, now=MONDAY)
            for number in range(47):
                asked = Wanted(name=f"Người {number}", phone=f"+8491{number:07}")
                register(at_desk(tx, now=MONDAY), event, asked, contact_id=None, source="import")
            nameless = Wanted(name="Không Số")
            register(at_desk(tx, now=MONDAY), event, nameless, contact_id=None, source="paper")
            return event.id

        event_id = await at.core.database.transaction(fill)
        _, page = await author.get(f"/thong-bao/soan?nguoi-nhan=attendees&su-kien={event_id}")
        assert 'value="notice" selected' in page
        path = await written(
            author, kind="notice", base="attendees", event=str(event_id), event_states="coming"
        )
        _, page = await author.get(path)
        assert "Người nhận: 47" in page and "Chưa có ai" not in page
        assert "Phải gọi điện cho 47 người" in page and "47 người không có kênh nhắn tin" in page
        assert "1 người trong nhóm không được báo" in page
        # Who that is, as each may see it: an author of news neither names nor registrations.
        assert "Không Số" not in page and "Văn thư xem được" in page
        _, page = await approver.get(path)
        assert f"/su-kien/{event_id}/dai-bieu/" in page and ">Không Số</a>" in page
        await move(author, path, "submit")
        assert (await move(approver, path, "approve", typed="0"))[0] == 409
        assert (await move(approver, path, "approve", typed="47"))[0] == 303
        await sent(at, clock)
        _, page = await approver.get(path)
        assert "còn phải gọi 47 người" in page
        _, data = await approver.raw(f"{path}/bang-chung.docx")
        text = "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
        assert "đã báo 0 người, còn phải gọi 47 người" in text
        async with desk(at, "thuky", Role.CLERK) as clerk:
            _, page = await clerk.get("/goi-dien")
            assert page.count('class="card" id="goi-') == 47


async def test_a_later_day_is_said_instead_of_two_minutes(tmp_path: Path, content: Content) -> None:
    async with office(tmp_path, content) as (at, clock, author, approver):
        path = await written(author, day="2026-11-29", time="09:00")  # a Sunday
        await move(author, path, "submit")
        _, page = await approver.get(path)
        assert "Duyệt, gửi từ 8 giờ, thứ Hai, 30/11/2026" in page and "2 phút" not in page
        await move(approver, path, "approve", typed="12")
        _, page = await approver.get(path)
        assert "Sẽ gửi từ <b>8 giờ, thứ Hai, 30/11/2026" in page and "giây" not in page
        clock.pass_time(minutes=3)
        await at.core.broadcaster.step()
        _, page = await approver.get(path)
        assert "Sẽ gửi lúc <b>8 giờ, thứ Hai, 30/11/2026" in page and "giây" not in page
        assert (await move(approver, path, "undo"))[0] == 303


async def test_the_first_of_two_approvals_is_not_called_approved(
    tmp_path: Path, content: Content
) -> None:
    async with office(tmp_path, content) as (_, _, author, approver):
        path = await written(author, kind="urgent", day="2026-11-25", time="12:00")
        await move(author, path, "submit")
        await approver.get(path)
        _, _, to = await approver.post(f"{path}/lam", {"do": "approve", "typed": "12"})
        assert "broadcast_approve_first" in to


async def test_an_author_without_a_chat_sees_the_new_hour(tmp_path: Path, content: Content) -> None:
    async with (
        office(tmp_path, content) as (at, clock, author, approver),
        desk(at, "vanphong", Role.CLERK) as clerk,
    ):
        path = await written(author, day="2026-11-29", time="09:00")
        await move(author, path, "submit")
        await move(approver, path, "approve", typed="12")
        clock.pass_time(minutes=3)
        await at.core.broadcaster.step()
        days = {"days_off": "30/11/2026: nghỉ bù"}
        assert (await write_part(clerk, at, WardPart.DAYS_APART, **days))[0] == 303
        assert await act_on_part(approver, WardPart.DAYS_APART, "publish") == 303
        _, page = await author.get("")
        assert "đổi giờ gửi: 8 giờ, thứ Ba, 1/12/2026" in page
        _, page = await author.get(path)
        assert "Giờ gửi đã đổi" in page and "thứ Ba, 1/12/2026" in page


async def test_an_author_sees_at_home_what_was_returned(tmp_path: Path, content: Content) -> None:
    async with office(tmp_path, content) as (_, _, author, approver):
        path = await written(author)
        await move(author, path, "submit")
        assert (await move(approver, path, "return", why="Thiếu ngày"))[0] == 303
        _, page = await author.get("")
        assert DRAFT["title"] in page and "Thiếu ngày" in page
        _, page = await approver.get("")
        assert "Thiếu ngày" not in page


async def test_who_can_approve_is_named_and_nobody_is_said_so(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "truongphong", Role.OWNER) as author,
        desk(at, "canbo", Role.COMMUNICATOR) as other,
    ):
        path = await written(author)
        _, page = await author.get(path)
        assert "Chưa ai duyệt được tin này" in page  # the only approver wrote it
        await move(author, path, "submit")
        _, page = await other.get(path)
        assert "Chưa ai duyệt được tin này" in page and "quản trị" in page
        await employ(at, "lanhdao", Role.APPROVER)
        _, page = await other.get(path)
        assert "Người duyệt được: Cán bộ lanhdao." in page and "Chưa ai" not in page


async def test_whoever_was_erased_since_is_counted_and_said(
    tmp_path: Path, content: Content
) -> None:
    async with office(tmp_path, content) as (at, clock, author, approver):
        path = await written(author)
        await move(author, path, "submit")
        await move(approver, path, "approve", typed="12")
        await sent(at, clock)

        def erase(tx: Transaction) -> None:
            broadcast = tx.broadcasts.latest()[0]
            for row, _, _ in tx.ledger.rows(broadcast.id):
                tx.ledger.forget_contact(row.contact_id)

        await at.core.database.transaction(erase)
        for filter_ in ("", "?trang-thai=unopened"):
            _, page = await author.get(f"{path}/so{filter_}")
            assert "Không có ai ở tình trạng này" not in page
            assert "Thêm 12 người đã được xóa dữ liệu" in page
        _, page = await author.get(f"{path}/so?trang-thai=failed")
        assert "Không có ai ở tình trạng này" in page and "đã được xóa" not in page
        _, data = await approver.raw(f"{path}/so.xlsx")
        rows = list(openpyxl.load_workbook(io.BytesIO(data)).active.values)  # type: ignore[union-attr]
        assert any("Thêm 12 người" in str(row) for row in rows)


async def test_nobody_is_told_of_an_event_that_is_a_draft(tmp_path: Path, content: Content) -> None:
    async with office(tmp_path, content) as (at, _, author, _):
        event = await at.core.database.transaction(
            lambda tx: make_event(tx, now=MONDAY, state=EventState.DRAFT)
        )
        await author.get("/thong-bao/soan")
        for number in (event.id, 404):
            fields = {"base": "attendees", "event": str(number), "event_states": "coming"}
            status, page, _ = await author.post("/thong-bao/soan", DRAFT | fields)
            assert status == 400 and 'class="fault"' in page


async def test_what_goes_to_the_people_of_a_cancelled_event_is_sent_knowingly(
    tmp_path: Path, content: Content
) -> None:
    async with office(tmp_path, content) as (at, clock, author, approver):

        def fill(tx: Transaction) -> Event:
            event = make_event(tx, now=clock())
            contact = tx.contacts.meet("web", "dự", clock())
            wanted = Wanted("Hoa", "+84912345678")
            register(at_desk(tx, clock()), event, wanted, contact_id=contact.id, source="chat")
            return event

        event = await at.core.database.transaction(fill)
        to_them = {"base": "attendees", "event": str(event.id), "event_states": "coming"}
        reminder = DRAFT | to_them | {"text": "{sự kiện} lúc {thời gian}."}
        path = await written(author, **reminder)

        def call_off(tx: Transaction) -> None:
            now = tx.events.get(event.id)
            assert now
            tx.events.save(dataclasses.replace(now, state=EventState.CANCELLED))

        await at.core.database.transaction(call_off)
        _, page = await author.get(path)
        assert "Sự kiện này đã hủy" in page
        assert (await move(author, path, "submit"))[0] == 409
        await author.get(f"{path}/sua")
        status, page, _ = await author.post(f"{path}/sua", reminder)
        assert status == 400 and "giờ và nơi tổ chức không còn đúng" in page and ", đã hủy)" in page
        sorry = reminder | {"text": "{sự kiện} không tổ chức, phường xin lỗi."}
        assert (await author.post(f"{path}/sua", sorry))[0] == 303
        assert (await move(author, path, "submit"))[0] == 303
        _, page = await approver.get(path)
        assert "Sự kiện này đã hủy" in page
        status, page = await move(approver, path, "approve", typed="1")
        assert status == 409 and "Chưa duyệt: sự kiện của tin này đã hủy" in page
        assert (await move(approver, path, "approve", typed="1", cancelled="1"))[0] == 303


async def test_whoever_approves_a_digest_reads_all_of_it(tmp_path: Path, content: Content) -> None:
    """Too long for one message, people get headlines and a page that stands once it was sent: the
    approver reads every word of it before, above the button, and no link leads nowhere."""
    async with office(tmp_path, content, public_url="http://phuong.test") as (
        at, _, author, approver,
    ):  # fmt: skip
        for number in range(8):
            await author.get("/ban-tin?thang=2026-12")
            item = {"do": "save", "item": "", "month": "2026-12", "topic": "thue",
                    "title": f"Tin số {number}", "summary": f"Chữ riêng {number}. " + "Dài. " * 50,
                    "basis": f"Luật số {number}", "concerns": f"Hộ loại {number}",
                    "link": f"https://phuong.test/{number}"}  # fmt: skip
            assert (await author.post("/ban-tin/muc", item))[0] == 303
        await author.get("/ban-tin?thang=2026-12")
        _, _, to = await author.post("/ban-tin/lap", month="2026-12")
        path = to.partition("/can-bo")[2].partition("?")[0]
        _, page = await approver.get(path)
        before = page.partition('id="duyet"')[0]
        for number in range(8):
            for said in ("Chữ riêng", "Luật số", "Hộ loại"):
                assert f"{said} {number}" in before
            assert f'href="https://phuong.test/{number}"' in before
        assert not re.findall(r'href="[^"]*/tin-tuc/', page) and 'href="#toan-van"' in page

        def change(tx: Transaction) -> None:
            [digest] = tx.broadcasts.latest()
            items = digest.items.replace("Luật số 3", "Luật số 33")
            tx.broadcasts.save(dataclasses.replace(digest, items=items))

        read = re.findall(r'name="items" value="([^"]+)"', page)
        await at.core.database.transaction(change)
        carried = {"title": "Bản tin", "items": read, "do": "approve", "typed": "12"}
        status, page, _ = await approver.post(f"{path}/lam", carried)
        assert status == 409 and "Luật số 3\n" in page and "Luật số 33" in page
