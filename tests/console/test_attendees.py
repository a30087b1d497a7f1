"""Attendees: the list, one person, spreadsheets in and out."""

import io
import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook

from bot.app import utc_now
from content.attendee_list import read_list
from content.attendee_rows import Listing
from content.library import Content
from content.spreadsheet import Unreadable
from content.vietnamese import fold
from handlers.conference import import_undo, imports
from handlers.conference.businesses import join_businesses
from handlers.conference.seats import cancel, register
from storage.audit import Deed, JournalFilter
from storage.database import StorageUnavailable, Transaction
from storage.event_models import Event, EventState, Registration, RegistrationState
from storage.staff_models import Role
from tests.handlers.test_seats import sign_up, wanted
from tests.support.conference import at_desk, make_event, make_staff
from tests.support.desk import desk
from tests.support.site import Site, site

HOSTILE = '=HYPERLINK("http://xau","x")'


def messy_sheet() -> bytes:
    """A list as it arrives from a tổ dân phố."""
    book = Workbook()
    page: Any = book.active
    page.merge_cells("A1:F1")
    page["A1"] = "UBND PHƯỜNG PHÙ LIỄN"
    page.merge_cells("A2:F2")
    page["A2"] = "DANH SÁCH HỘ KINH DOANH ĐĂNG KÝ DỰ HỘI NGHỊ"
    page.append([])
    page.append(
        ["STT", "Họ và tên chủ hộ", "Tên hộ kinh doanh", "Số điện thoại", "Tổ DP", "Ghi chú"]
    )
    rows = [
        (1, "NGUYỄN THỊ HOA", "Tạp hóa Hoa", 912345678, "Tổ 5", ""),
        (2, "trần văn nam", "Sửa xe Nam", "0987.654.321 - 0912 000 111", "tdp số 05", ""),
        (3, "Lê Thị Bình", "Phở Bình", "84911222333", "TDP 5", ""),
        (4, "Phạm An", "", "123", "tổ dân phố 5", ""),
        (5, "", "Quán không tên", "0911222444", "5", ""),
        (6, "Đỗ Văn Trùng", "Trùng", "0912345678", "T5", ""),
        (7, "Vũ Thị Cuối", HOSTILE, 934567890.0, 5, ""),
    ]
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_messy_sheet_is_read(content: Content) -> None:
    listing = read_list(messy_sheet(), content.ward.neighbourhoods)
    assert isinstance(listing, Listing)
    rows = listing.rows
    assert [row.name for row in rows][:3] == ["Nguyễn Thị Hoa", "Trần Văn Nam", "Lê Thị Bình"]
    assert [row.phone for row in rows][:3] == ["+84912345678", "+84987654321", "+84911222333"]
    assert {row.neighbourhood for row in rows} == {"TDP 5"}
    assert [row.problems for row in rows] == [
        (),
        (),
        (),
        ("row_phone",),
        ("row_name",),
        ("row_double",),
        (),
    ]


def test_what_is_no_such_sheet_is_refused(content: Content) -> None:
    assert read_list(b"not a zip", ()) is Unreadable.NOT_A_SHEET
    book = Workbook()
    out = io.BytesIO()
    book.save(out)
    assert read_list(out.getvalue(), ()) is Unreadable.EMPTY
    made: Any = book.active
    made.append(["Tên", "Ngày sinh"])
    out = io.BytesIO()
    book.save(out)
    assert read_list(out.getvalue(), ()) is Unreadable.NO_HEADING
    word = io.BytesIO()
    Document().save(word)
    assert read_list(word.getvalue(), ()) is Unreadable.WORD


async def list_of(at: Site, event_id: int) -> list[Registration]:
    return await at.core.database.transaction(lambda tx: tx.registrations.of_event(event_id))


async def test_an_import_is_tried_first_then_kept_and_the_errors_come_back_in_the_file(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        path = f"/su-kien/{event.id}/nhap"
        status, page, _ = await person.post(path, file=messy_sheet())
        assert status == 200 and "Xem thử, chưa ghi gì" in page and "Thêm mới: <b>4</b>" in page
        assert await list_of(at, event.id) == []
        held = page.split('name="held" value="')[1].split('"')[0]
        async with person.http.post(
            person.base + path, data={"csrf": person.csrf, "held": held, "do": "errors"}
        ) as answer:
            marked: Any = load_workbook(io.BytesIO(await answer.read())).active
        assert marked["G4"].value == "Lỗi"
        assert marked["G8"].value == "Số điện thoại chưa đúng" and marked["G5"].value is None
        names = [cell.value for cell in marked["B"][3:] if cell.value]
        assert marked.column_dimensions["B"].width > max(map(len, names))  # no name is cut
        key = person.csrf
        for _ in range(2):  # twice is once
            person.csrf = key
            status, page, _ = await person.post(path, held=held, do="keep")
            assert status == 200 and "Đã nhập" in page
        kept = await list_of(at, event.id)
        assert len(kept) == 4 and {r.source for r in kept} == {"import"}
        status, page, _ = await person.post(path, file=b"rubbish")
        assert status == 400 and "Không đọc được tệp" in page


def sheet_of(people: int, first_name: str = "Nguyễn Văn An") -> bytes:
    book = Workbook()
    page: Any = book.active
    page.append(["Họ và tên", "Điện thoại"])
    for number in range(people):
        page.append([f"Lê {chr(65 + number % 26)}" if number else first_name, f"09123{number:05}"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def token_in(page: str) -> str:
    return page.split('name="held" value="')[1].split('"')[0]


async def test_a_long_list_is_kept_in_lots_and_one_that_breaks_off_is_taken_up_again(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, kept = imports.import_rows, []

    def once(*given: Any, **named: Any) -> imports.Imported:
        kept.append(given[2])
        if len(kept) == 4:  # the trial, the first lot, the second lot, and then
            raise StorageUnavailable("full")
        return keep(*given, **named)

    monkeypatch.setattr(imports, "import_rows", once)
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(
            lambda tx: make_event(tx, now=utc_now(), seats=200)
        )
        path = f"/su-kien/{event.id}/nhap"
        data = sheet_of(120)
        _, page, _ = await person.post(path, file=data)
        status, page, _ = await person.post(path, held=token_in(page), do="keep")
        assert status == 503 and "Mới nhập được 100 trong 120 dòng" in page
        assert "nhập lại chính tệp này" in page and "Đã nhập." not in page
        assert len(await list_of(at, event.id)) == 100
        _, page, _ = await person.post(path, file=data)
        assert "Thêm mới: <b>20</b>" in page and "Đã có, không đổi: <b>100</b>" in page
        status, page, _ = await person.post(path, held=token_in(page), do="keep")
        assert status == 200 and "Đã nhập." in page
        assert len(await list_of(at, event.id)) == 120
        lines = await at.core.database.transaction(lambda tx: tx.audit.lines())
        lots = [line.detail for line in lines if line.action == "registration.import"]
        assert [lot["rows"] for lot in reversed(lots)] == [50, 50, 50, 50, 20]


async def test_a_row_that_would_name_somebody_else_is_shown_and_waits_for_a_tick(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        path = f"/su-kien/{event.id}/nhap"
        _, page, _ = await person.post(path, file=sheet_of(1))
        await person.post(path, held=token_in(page), do="keep")
        _, page, _ = await person.post(path, file=sheet_of(1, "Trần Thị Hương"))
        assert "họ tên: Nguyễn Văn An → <b>Trần Thị Hương</b>" in page
        assert "Thay bằng người trong tệp" in page and "Nhập 0 dòng tốt" in page
        _, left, _ = await person.post(path, held=token_in(page), do="keep")
        assert "không được ghi" in left
        [still] = await list_of(at, event.id)
        assert still.name == "Nguyễn Văn An"
        _, page, _ = await person.post(path, file=sheet_of(1, "Trần Thị Hương"))
        _, page, _ = await person.post(path, held=token_in(page), do="keep", instead="+84912300000")
        [now] = await list_of(at, event.id)
        assert now.name == "Trần Thị Hương" and "Đã nhập." in page


async def test_the_import_page_says_what_was_taken_and_what_was_not(
    tmp_path: Path, content: Content
) -> None:
    book = Workbook()
    old: Any = book.active
    old.title, old.sheet_state = "Năm ngoái", "hidden"
    page: Any = book.create_sheet("Năm nay")
    page.append(["STT", "Họ và tên", "SĐT nhà", "SĐT riêng", "Sở thích"])
    page.append([1, "La Văn Nam", "0225 3855 123", "", "cá", "đi xe lăn"])
    page.append([2, "NguyÔn V¨n An", "", "01669123456", ""])
    page.append(["Cộng", "", "", "", "2"])
    old.append(["Họ và tên", "SĐT"])
    out = io.BytesIO()
    book.save(out)
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        path = f"/su-kien/{event.id}/nhap"
        status, shown, _ = await person.post(path, file=out.getvalue())
        assert status == 200 and "1 dòng còn chữ hoặc số chưa lấy" in shown
        assert "chưa lấy, cột F: đi xe lăn" in shown
        for said in (
            *("“Năm ngoái”", "không đọc vì đang ẩn", "“Sở thích”", "dòng 4", "TCVN3"),
            *("La Văn Nam", "Nguyễn Văn An", "0369 123 456", "trong tệp: 01669123456"),
            *("Số 11 chữ số đã đổi", "Số lấy ở cột điện thoại khác"),
        ):
            assert said in shown, said
        for data, said in ((out.getvalue()[:-30], "tệp bị hỏng"), (b"abc", "Excel Workbook")):
            status, shown, _ = await person.post(path, file=data)
            assert status == 400 and said in shown


async def test_the_list_is_found_without_marks_and_handed_out_safely(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        path = f"/su-kien/{event.id}"
        for name, phone, business in (
            ("Nguyễn Thị Ánh", "0912345678", HOSTILE),
            ("Trần Văn Bình", "0912345679", "@SUM(A1)"),
            ("Lê An", "0912345670", "Phở An"),
        ):
            status, _, _ = await person.post(
                f"{path}/them-dai-bieu",
                name=name,
                phone=phone,
                business=business,
                kind="household",
                category="business",
                companions="0",
                source="paper",
                neighbourhood="tổ 5",
            )
            assert status == 303
        _, page = await person.get(f"{path}/dai-bieu?tim=thi+anh")
        assert "Nguyễn Thị Ánh" in page and "Trần Văn Bình" not in page
        _, page = await person.get(f"{path}/dai-bieu?tim=5679")
        assert "Trần Văn Bình" in page and "Lê An" not in page and "0912345679" not in page
        _, page = await person.get(f"{path}/dai-bieu?xep=ten")
        assert page.index("Lê An") < page.index("Nguyễn Thị Ánh") < page.index("Trần Văn Bình")
        _, data = await person.raw(f"{path}/xuat.xlsx")
        sheet: Any = load_workbook(io.BytesIO(data)).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=8, max_row=10)]
        assert [row[2] for row in rows] == ["Lê An", "Nguyễn Thị Ánh", "Trần Văn Bình"]
        assert rows[0][6] == "0912 345 670"  # text, with its zero
        assert rows[1][4] == f"'{HOSTILE}" and rows[2][4] == "'@SUM(A1)"
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
        actions = await at.core.database.transaction(lambda tx: tx.audit.lines())
        assert "export.attendees" in [line.action for line in actions]


async def test_a_phone_is_shown_by_a_click_that_is_on_record(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "a", Role.CLERK) as person,
        desk(at, "b", Role.AUDITOR) as auditor,
    ):
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        await at.core.database.transaction(lambda tx: sign_up(tx, event, 7))
        [one] = await list_of(at, event.id)
        path = f"/su-kien/{event.id}/dai-bieu/{one.id}"
        _, page = await person.get(path)
        assert "09xx xxx 007" in page and "000 007" not in page
        status, page, _ = await person.post(f"{path}/so")
        assert status == 200 and "0910 000 007" in page
        reveals = JournalFilter(deeds=[Deed.PHONE_REVEAL])
        lines = await at.core.database.transaction(lambda tx: tx.audit.lines(reveals))
        assert [(line.action, line.actor) for line in lines] == [("phone.reveal", "a")]
        _, page = await auditor.get(path)
        assert "Người 7" not in page and one.code in page

        def same_shop(tx: Transaction) -> None:
            for number in (8, 9):
                other = replace(wanted(number), business="Hộ 7")
                register(at_desk(tx), event, other, contact_id=None, source="chat")
            _, second, third = tx.registrations.of_event(event.id)
            join_businesses(tx, second, third)

        await at.core.database.transaction(same_shop)
        for one in await list_of(at, event.id):  # nor of whoever may be, or is, of one shop
            _, page = await auditor.get(f"/su-kien/{event.id}/dai-bieu/{one.id}")
            assert "Hộ 7" in page and not re.search(r"Người [789]", page)


async def test_what_was_typed_comes_back_when_something_is_wrong(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(
            lambda tx: make_event(tx, now=utc_now(), seats=0)
        )
        path = f"/su-kien/{event.id}/them-dai-bieu"
        fields = {"name": "Hoa <b>", "phone": "12", "business": "Phở", "kind": "household"}
        more = {"category": "business", "companions": "0", "source": "paper"}
        status, page, _ = await person.post(path, fields | more)
        assert status == 400 and "Phở" in page and "Hoa &lt;b&gt;" in page
        assert "Số điện thoại chưa đúng" in page
        good = {"name": "Khách", "phone": "", "category": "press"}
        status, page, _ = await person.post(path, fields | more | good)
        assert status == 409 and "Không còn chỗ" in page


async def test_people_are_found_as_they_are_shown(tmp_path: Path, content: Content) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "vanthu", Role.CLERK) as clerk,
        desk(at, "kiemtoan", Role.AUDITOR) as auditor,
    ):

        def work(tx: Transaction) -> tuple[Event, Registration]:
            event = make_event(tx, now=utc_now())
            decided = sign_up(tx, event, 1)
            assert decided.registration
            return event, decided.registration

        event, guest = await at.core.database.transaction(work)
        path = f"/su-kien/{event.id}/dai-bieu"
        assert guest.phone
        for text in (guest.name, fold(guest.name), guest.phone[-4:], f"0{guest.phone[3:9]}"):
            assert (
                guest.code in (await clerk.get(f"{path}?tim={text}"))[1]
                or guest.name in (await clerk.get(f"{path}?tim={text}"))[1]
            ), text
            assert guest.code not in (await auditor.get(f"{path}?tim={text}"))[1], text
        assert guest.code in (await auditor.get(f"{path}?tim={guest.code[3:]}"))[1]


async def test_staff_and_their_lists_stand_in_vietnamese_order(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "quantri", Role.ADMIN) as admin:
        names = ["Lê Bích", "Lê Bình", "Trần Hà", "Lê Hai", "Lê Đào", "Đỗ Ân", "Lê Ca"]

        def work(tx: Transaction) -> None:
            for number, name in enumerate(names):
                staff = make_staff(tx, f"nguoi{number}", Role.CLERK)
                tx.staff.save(replace(staff, name=name))

        await at.core.database.transaction(work)
        _, page = await admin.get("/nhan-su")
        ordered = ("Đỗ Ân", "Lê Bích", "Lê Bình", "Lê Ca", "Lê Đào", "Trần Hà", "Lê Hai")
        places = [page.find(f"<b>{name}</b>") for name in ordered]
        assert -1 not in places and places == sorted(places)


async def test_of_an_event_that_is_over_or_off_no_seat_is_offered_to_be_given(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:

        def fill(tx: Transaction) -> tuple[Event, Registration]:
            event = make_event(tx, now=utc_now())
            made = sign_up(tx, event, 1).registration
            assert made
            offered = replace(made, state=RegistrationState.OFFERED, offer_until=event.starts_at)
            return event, tx.registrations.save(offered)

        event, who = await at.core.database.transaction(fill)
        pages = (f"/su-kien/{event.id}/dai-bieu", f"/su-kien/{event.id}/dai-bieu/{who.id}")
        buttons = ("Ghi danh hộ", "Nhập từ Excel", "Nhận chỗ hộ")
        shown = "".join([(await person.get(path))[1] for path in pages])
        assert all(button in shown for button in buttons)
        past = replace(
            event, starts_at=utc_now() - timedelta(hours=5), ends_at=utc_now() - timedelta(hours=1)
        )
        for other in (replace(event, state=EventState.CANCELLED), past):

            def keep(tx: Transaction, changed: Event = other) -> None:
                assert tx.events.get(event.id)
                tx.events.save(changed)

            await at.core.database.transaction(keep)
            shown = "".join([(await person.get(path))[1] for path in pages])
            assert not any(button in shown for button in buttons)


async def test_who_hears_it_on_the_telephone_is_not_called_again(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:
        make = partial(make_event, now=utc_now(), seats=1)
        event = await at.core.database.transaction(make)
        base = f"/su-kien/{event.id}"
        fields = {"name": "Trần Văn Ba", "phone": "0912300001", "kind": "household",
                  "companions": "0", "category": "business", "source": "phone"}  # fmt: skip

        async def to_call() -> int:
            def count(tx: Transaction) -> int:
                found = tx.registrations.of_event(event.id)
                return sum(len(tx.calls.of_registration(one.id)) for one in found)

            return await at.core.database.transaction(count)

        async def act(path: str, form: str = "", **said: str) -> str:
            await clerk.get(form or path)
            status, page, to = await clerk.post(path, said)
            assert status == 303, page
            return (await clerk.get(to.partition("/can-bo")[2]))[1]

        await act(f"{base}/them-dai-bieu", **fields)
        full = fields | {"name": "Lê Thị Tư", "phone": "0912300002"}
        page = await act(f"{base}/them-dai-bieu", **full, heard="1")
        assert "Phải gọi điện" not in page and await to_call() == 0  # waits, and knows it
        people = await at.core.database.transaction(lambda tx: tx.registrations.of_event(event.id))
        hers = f"{base}/dai-bieu/{people[1].id}"
        for do in ("huy", "ghi-lai"):
            page = await act(f"{hers}/{do}", hers, heard="1")
            assert "Phải gọi điện" not in page and await to_call() == 0, do
        his = f"{base}/dai-bieu/{people[0].id}"
        page = await act(f"{his}/huy", his, heard="1")  # she is offered his seat, and does not know
        assert "Phải gọi điện cho 1 người" in page and await to_call() == 1
        lines = await at.core.database.transaction(lambda tx: tx.audit.lines())
        said = [one.detail.get("heard") for one in lines if one.action.startswith("registration.")]
        assert said == [True, True, True, True, None]
        page = await act(f"{hers}/huy", hers)
        assert "Phải gọi điện cho 1 người" in page  # nobody said it to her


async def test_who_has_no_phone_or_shares_one_is_registered_knowingly(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        path = f"/su-kien/{event.id}/them-dai-bieu"
        fields = {
            "name": "Trần Văn Ba", "phone": "", "business": "", "kind": "household",
            "neighbourhood": "TDP 1", "position": "", "companions": "0", "tax_code": "",
            "category": "business", "source": "paper",
        }  # fmt: skip

        async def post(**more: str) -> tuple[int, str]:
            await clerk.get(path)
            status, page, _ = await clerk.post(path, fields | more)
            return status, page

        status, page = await post()
        assert status == 400 and "Chưa lưu" in page and "Không có điện thoại" in page
        assert (await post(no_phone="1"))[0] == 303
        assert (await post(name="Lê Thị Tư", phone="0912345678"))[0] == 303
        wife = {"name": "Phạm Văn Năm", "phone": "0912345678"}
        status, page = await post(**wife)
        assert status == 409 and "dùng chung số này" in page
        assert (await post(**wife, shares_phone="1"))[0] == 303
        status, page = await post(**wife, shares_phone="1")
        assert status == 409 and "Phạm Văn Năm" in page  # not a third time
        assert "Tên vừa gõ cũng giống tên người này" in page and "vẫn ghi danh" in page

        def check(tx: Transaction) -> None:
            found = tx.registrations.of_event(event.id)
            assert [r.name for r in found] == ["Trần Văn Ba", "Lê Thị Tư", "Phạm Văn Năm"]
            first = tx.registrations.by_phone(event.id, "+84912345678")
            assert first and first.name == "Lê Thị Tư"

        await at.core.database.transaction(check)
        _, page = await clerk.get(f"/su-kien/{event.id}/dai-bieu")
        assert "3 đăng ký, 3 người</small>" in page
        # Father and son of one name and number: said of that very person, and only of him.
        _, page = await post(**wife, shares_phone="1")
        said = page.split('name="others" value="')[1].split('"')[0]
        assert (await post(**wife, shares_phone="1", others=said))[0] == 303
        assert (await post(**wife, shares_phone="1", others=said))[0] == 409  # pressed twice
        _, page = await clerk.get(f"/su-kien/{event.id}/dai-bieu")
        assert "4 đăng ký, 4 người</small>" in page


async def test_the_heading_counts_the_same_people_twice_over(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:

        def fill(tx: Transaction) -> Event:
            event = make_event(tx, now=utc_now())
            for number in range(3):
                sign_up(tx, event, number)
            cancel(at_desk(tx, utc_now()), event, tx.registrations.of_event(event.id)[0])
            return event

        event = await at.core.database.transaction(fill)
        _, page = await clerk.get(f"/su-kien/{event.id}/dai-bieu")
        assert "2 đăng ký, 2 người; không kể 1 đăng ký" in page


def listed(*people: tuple[str, str, str, str]) -> bytes:
    """A list of (name, shop, tổ dân phố, phone)."""
    book = Workbook()
    page: Any = book.active
    page.append(["Họ và tên", "Tên hộ", "Tổ dân phố", "Điện thoại"])
    for person in people:
        page.append(list(person))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


HOA = ("Trần Thị Hoa", "Bún cá Hoa", "TDP 2", "0912000111")
HOA_CORRECTED = ("Trần Thị Hoa", "Bún cá Hoa", "TDP 2", "0912000112")


async def test_a_corrected_phone_is_asked_about_and_doubles_nobody(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        path = f"/su-kien/{event.id}/nhap"

        async def taken_in(data: bytes, **said: Any) -> str:
            _, page, _ = await person.post(path, file=data)
            await person.post(path, held=token_in(page), do="keep", **said)
            return page

        await taken_in(listed(HOA))
        page = await taken_in(listed(HOA_CORRECTED))
        assert "Có thể là cùng một người" in page and "Thêm mới" not in page
        assert "09xx xxx 111 → <b>0912 000 112</b>" in page
        [one] = await list_of(at, event.id)
        assert one.phone == "+84912000111"
        await taken_in(listed(HOA_CORRECTED), person="same:+84912000112")
        [one] = await list_of(at, event.id)
        assert one.phone == "+84912000112"
        page = await taken_in(listed(HOA_CORRECTED))
        assert "Không có gì thay đổi" in page and 'value="keep"' not in page
        await taken_in(listed(HOA), person="other:+84912000111")
        assert len(await list_of(at, event.id)) == 2
        # The same name alone is said, and no more.
        page = await taken_in(listed(("Trần Thị Hoa", "Phở Hoa", "TDP 7", "0912000113")))
        assert "Thêm mới: <b>1</b>" in page and "Trùng họ tên với người khác" in page
        assert len(await list_of(at, event.id)) == 3


async def test_two_lines_of_one_person_under_two_numbers_are_asked_about(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        path = f"/su-kien/{event.id}/nhap"
        _, page, _ = await person.post(path, file=listed(HOA, HOA_CORRECTED))
        assert "Thêm mới: <b>1</b>" in page and "Trùng với một dòng ở trên" in page
        assert "same:" not in page
        await person.post(path, held=token_in(page), do="keep")
        assert len(await list_of(at, event.id)) == 1


GUEST = {
    **{"name": "Cụ Nguyễn Thị Không Máy", "phone": "", "business": "", "kind": "person"},
    **{"neighbourhood": "", "position": "", "companions": "0", "tax_code": ""},
    **{"category": "guest", "source": "paper"},
}


async def test_a_guest_without_a_phone_is_written_down_once(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        base = f"/su-kien/{event.id}"
        await person.get(f"{base}/them-dai-bieu")
        status, _, _ = await person.post(f"{base}/them-dai-bieu", GUEST)
        assert status == 303
        status, page, _ = await person.post(f"{base}/them-dai-bieu", GUEST)
        assert status == 409 and "Có thể người này đã đăng ký" in page
        [one] = await list_of(at, event.id)
        # With a number now: it goes to the registration that is there.
        number = GUEST | {"phone": "0912000111", "companions": "2"}
        status, page, _ = await person.post(f"{base}/them-dai-bieu", number)
        assert status == 409 and "đổi sang số 0912 000 111, 3 người đi" in page
        carried = dict(
            re.findall(r'type="hidden" name="(phone|companions)" value="([+\d]+)"', page)
        )
        assert carried == {"phone": "+84912000111", "companions": "2"}
        await person.post(f"{base}/dai-bieu/{one.id}/sua", carried)
        [one] = await list_of(at, event.id)
        assert (one.phone, one.companions) == ("+84912000111", 2)
        # Somebody else of this name: only once it was said.
        status, page, _ = await person.post(f"{base}/them-dai-bieu", GUEST)
        status, _, _ = await person.post(f"{base}/them-dai-bieu", GUEST | {"others": str(one.id)})
        assert status == 303 and len(await list_of(at, event.id)) == 2


@pytest.mark.parametrize("first", ["cung-nguoi", "huy"])
async def test_of_two_registrations_of_one_person_one_stays(
    tmp_path: Path, content: Content, first: str
) -> None:
    """Two pages opened before either was decided: one gives the first up, the other the second."""
    async with (
        site(tmp_path, content) as at,
        desk(at, "a", Role.CLERK) as one,
        desk(at, "b", Role.CLERK) as other,
    ):
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        await at.core.database.transaction(lambda tx: sign_up(tx, event, 1))
        again = replace(wanted(1), phone="+84912000112")
        await at.core.database.transaction(
            lambda tx: register(at_desk(tx), event, again, contact_id=None, source="paper")
        )
        wrong, right = await list_of(at, event.id)
        kept, given_up = (f"/su-kien/{event.id}/dai-bieu/{r.id}" for r in (right, wrong))
        page_of_one = kept if first == "cung-nguoi" else given_up
        await one.get(page_of_one)
        await other.get(kept)
        status, _, _ = await one.post(f"{page_of_one}/{first}", other=wrong.id)
        assert status == 303
        status, page, _ = await other.post(f"{kept}/huy")
        assert status == 409 and "Chưa" in page
        assert [r.state for r in await list_of(at, event.id) if r.is_alive] == [
            RegistrationState.CONFIRMED
        ]
        await other.get(kept)  # who has seen that it is the only one may give it up
        assert (await other.post(f"{kept}/huy"))[0] == 303


async def test_whoever_is_registered_twice_is_shown_and_made_one(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        await at.core.database.transaction(lambda tx: sign_up(tx, event, 1))
        await at.core.database.transaction(
            lambda tx: register(
                at_desk(tx),
                event,
                replace(wanted(1), phone="+84912000112"),
                contact_id=None,
                source="paper",
            )
        )
        wrong, right = await list_of(at, event.id)
        path = f"/su-kien/{event.id}/dai-bieu/{right.id}"
        _, page = await person.get(path)
        assert "Có thể là cùng một người" in page and "giữ đăng ký này" in page
        status, _, _ = await person.post(f"{path}/cung-nguoi", other=wrong.id)
        assert status == 303
        wrong, right = await list_of(at, event.id)
        assert (wrong.state, right.state) == (
            RegistrationState.CANCELLED,
            RegistrationState.CONFIRMED,
        )
        _, page = await person.get(path)
        assert "Có thể là cùng một người" not in page
        calls = await at.core.database.transaction(lambda tx: tx.calls.open())
        assert not calls  # they come as before: nobody tells them that anything was cancelled


async def test_the_file_with_reasons_has_one_for_every_row_that_is_not_kept(
    tmp_path: Path, content: Content
) -> None:
    book = Workbook()
    page: Any = book.active
    page.append(["Họ tên", "Điện thoại", "Số người"])
    page.append(["Vũ Đông Người", "0912100010", 30])
    page.append(["Lê Vừa Đủ", "0912100011", 1])
    page.append(["Số Sai", "123", 1])
    data = io.BytesIO()
    book.save(data)
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        path = f"/su-kien/{event.id}/nhap"
        _, shown, _ = await person.post(path, file=data.getvalue())
        held = shown.split('name="held" value="')[1].split('"')[0]
        async with person.http.post(
            person.base + path, data={"csrf": person.csrf, "held": held, "do": "errors"}
        ) as answer:
            marked: Any = load_workbook(io.BytesIO(await answer.read())).active
        reasons = {row[0]: row[-1] for row in marked.iter_rows(values_only=True)}
        assert reasons["Vũ Đông Người"] == content.words.console["outcome_too_many"]
        assert reasons["Lê Vừa Đủ"] is None and reasons["Số Sai"] == "Số điện thoại chưa đúng"
        assert await list_of(at, event.id) == []


async def test_a_row_loaded_before_undoes_nothing_that_was_chosen_since(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        path = f"/su-kien/{event.id}/nhap"

        async def taken_in(people: int) -> str:
            book = Workbook()
            page_: Any = book.active
            page_.append(["Họ và tên", "Điện thoại", "Số người"])
            page_.append(["Trần Thị Hoa", "0912000111", people])
            out = io.BytesIO()
            book.save(out)
            _, page, _ = await person.post(path, file=out.getvalue())
            await person.post(path, held=token_in(page), do="keep")
            return page

        def choose(tx: Transaction) -> None:
            [one] = tx.registrations.of_event(event.id)
            tx.registrations.save(replace(one, companions=2))

        await taken_in(2)
        await at.core.database.transaction(choose)
        page = await taken_in(2)  # the same file, for another row's sake
        assert "đã đổi từ đó" in page and "Không có gì thay đổi" in page
        [one] = await list_of(at, event.id)
        assert one.companions == 2
        page = await taken_in(4)  # the sheet says something new
        [one] = await list_of(at, event.id)
        assert one.companions == 3


async def test_who_waits_stands_with_their_place_in_line(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(
            lambda tx: make_event(tx, now=utc_now(), seats=1)
        )

        def fill(tx: Transaction) -> None:
            for number in (1, 2, 3):
                sign_up(tx, event, number)

        await at.core.database.transaction(fill)
        path = f"/su-kien/{event.id}/dai-bieu"
        _, page = await person.get(f"{path}?loc=waitlisted")
        assert page.index("thứ 1 trong hàng chờ") < page.index("Người 3")
        assert "thứ 2 trong hàng chờ" in page and "thứ 3" not in page
        last = (await list_of(at, event.id))[-1]
        assert "thứ 2 trong hàng chờ" in (await person.get(f"{path}/{last.id}"))[1]


async def test_an_import_taken_back_says_of_whom_something_stayed(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        path = f"/su-kien/{event.id}/nhap"
        _, page, _ = await person.post(path, file=sheet_of(1))
        await person.post(path, held=token_in(page), do="keep")
        [first] = await list_of(at, event.id)
        assert not first.loaded_over
        _, page, _ = await person.post(path, file=sheet_of(1, "Trần Thị Hương"))
        await person.post(path, held=token_in(page), do="keep", instead="+84912300000")

        def rename(tx: Transaction) -> None:
            there = tx.registrations.get(first.id)
            assert there
            tx.registrations.save(replace(there, name="Trần Thị Hường"))

        await at.core.database.transaction(rename)
        _, page = await person.get(f"/su-kien/{event.id}/dai-bieu")
        assert "thêm 0, sửa 1 đăng ký" in page and "Sửa: Trần Thị Hường" in page
        batch = re.search(r'name="at" value="([^"]+)"', page)
        assert batch
        status, page, _ = await person.post(f"/su-kien/{event.id}/bo-nhap", at=batch[1], sure="1")
        assert status == 200 and "Trần Thị Hường</a>" in page and "họ tên." in page
        [kept] = await list_of(at, event.id)
        assert kept.name == "Trần Thị Hường"


async def test_a_long_import_is_taken_back_in_lots_and_what_is_left_can_be_taken_up_again(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    lot, lots = import_undo.take_back_lot, []

    def once(*given: Any, **named: Any) -> import_undo.TakenBack:
        lots.append(given[2])
        if len(lots) == 2:
            raise StorageUnavailable("full")
        return lot(*given, **named)

    monkeypatch.setattr(import_undo, "take_back_lot", once)
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(
            lambda tx: make_event(tx, now=utc_now(), seats=120)
        )
        path = f"/su-kien/{event.id}"
        _, page, _ = await person.post(f"{path}/nhap", file=sheet_of(120))
        await person.post(f"{path}/nhap", held=token_in(page), do="keep")
        await at.core.database.transaction(lambda tx: sign_up(tx, event, 9))  # waits

        async def take_back(count: int) -> tuple[int, str, str]:
            _, page = await person.get(f"{path}/dai-bieu")
            batch = re.search(r'name="at" value="([^"]+)"', page)
            assert batch and f"thêm {count}" in page
            return await person.post(f"{path}/bo-nhap", at=batch[1], sure=str(count))

        _, page, _ = await take_back(120)
        assert "dừng giữa chừng" in page
        alive = [one for one in await list_of(at, event.id) if one.is_alive]
        assert len(alive) == 71  # a lot went, and nobody is offered anything yet
        _, _, to = await take_back(70)
        assert "import_taken_back" in to
        [waited] = [one for one in await list_of(at, event.id) if one.is_alive]
        assert waited.name == "Người 9" and waited.state is RegistrationState.OFFERED


async def test_columns_put_right_by_hand_are_remembered_for_the_next_file(
    tmp_path: Path, content: Content
) -> None:
    def rows(name: str, phone: str) -> str:
        return f"Người\tSố báo\tSố của họ\\n{name}\t0987654321\t{phone}".replace("\\n", "\n")

    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        path = f"/su-kien/{event.id}/nhap"
        status, page, _ = await person.post(path, pasted=rows("La Văn Nam", "0912345678"))
        assert status == 400 and 'name="col:0:2"' in page and "0912345678" in page
        chosen = {"col:0:0": "name", "col:0:1": "", "col:0:2": "phone"}
        status, page, _ = await person.post(path, held=token_in(page), **chosen)
        assert status == 200 and "Thêm mới: <b>1</b>" in page and "0912 345 678" in page
        kept = page.split('name="chosen" value="')[1].split('"')[0].replace("&#34;", '"')
        await person.post(path, held=token_in(page), do="keep", chosen=kept)
        assert [one.phone for one in await list_of(at, event.id)] == ["+84912345678"]
        status, page, _ = await person.post(path, pasted=rows("Lê Ba", "0912345670"))
        assert status == 200 and "Thêm mới: <b>1</b>" in page and "0912 345 670" in page


async def test_rows_and_whole_groups_can_be_left_out(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        path = f"/su-kien/{event.id}/nhap"
        _, page, _ = await person.post(path, file=sheet_of(3))
        assert 'name="leave" value="3|Sheet"' in page
        _, done, _ = await person.post(path, held=token_in(page), do="keep", leave="3|Sheet")
        assert "Cán bộ chọn bỏ dòng này" in done and "Thêm mới: <b>2</b>" in done
        assert [one.name for one in await list_of(at, event.id)] == ["Nguyễn Văn An", "Lê C"]
        _, page, _ = await person.post(path, file=sheet_of(5))
        assert "Thêm mới: <b>3</b>" in page and "Bỏ cả nhóm “Thêm mới” (3 dòng)" in page
        await person.post(path, held=token_in(page), do="keep", leave_group="new")
        assert len(await list_of(at, event.id)) == 2


def columns_of(page: str) -> dict[str, str]:
    """What the form of the second step sends as it stands."""
    sent = dict(re.findall(r'type="hidden" name="(held|chosen|was:\d+)" value="([^"]*)"', page))
    sent["chosen"] = sent.get("chosen", "").replace("&#34;", '"')
    for name, options in re.findall(r'<select name="(col:\d+:\d+)".*?>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


async def test_a_list_is_taken_in_in_three_steps_and_known_columns_are_not_asked_again(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        path = f"/su-kien/{event.id}/nhap"
        _, page, _ = await person.post(path, do="read", file=sheet_of(2))
        assert "Thêm mới" not in page and 'aria-current="step"' in page
        assert columns_of(page)["col:0:0"] == "name" and "0912300000" in page
        _, page, _ = await person.post(path, do="people", **columns_of(page))
        assert "Thêm mới: <b>2</b>" in page and "Các cột đọc như lần trước" not in page
        # Back to the columns, and on again: what was marked is still so.
        marked = {"leave": "3|Sheet", "held": token_in(page)}
        _, back, _ = await person.post(path, do="columns", **marked)
        assert 'name="leave" value="3|Sheet"' in back
        _, page, _ = await person.post(path, do="people", leave="3|Sheet", **columns_of(back))
        assert re.search(r'name="leave" value="3\|Sheet" form="keep" checked', page)
        # And back to the file, which need not be chosen anew.
        _, first, _ = await person.post(path, do="file", **marked)
        assert "Dùng tiếp, sang bước 2" in first and 'name="leave" value="3|Sheet"' in first
        _, page, _ = await person.post(path, do="columns", **marked)
        _, page, _ = await person.post(path, do="people", **columns_of(page))
        await person.post(path, do="keep", held=token_in(page))
        assert len(await list_of(at, event.id)) == 2
        _, page, _ = await person.post(path, do="read", file=sheet_of(3))
        assert "Thêm mới: <b>1</b>" in page and "Các cột đọc như lần trước" in page


async def test_people_without_phones_are_taken_marked_and_found(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        path = f"/su-kien/{event.id}"
        pasted = "STT\tHọ và tên\tTổ\n1\tNguyễn Văn An\t1\n2\tLê Ba\t2\n3\tLê Ba\t2"
        _, page, _ = await person.post(f"{path}/nhap", pasted=pasted)
        assert "Thêm mới: <b>2</b>" in page and "<b>2 người chưa có số điện thoại.</b>" in page
        assert 'value="other:4|"' in page and "same:" not in page
        await person.post(f"{path}/nhap", held=token_in(page), do="keep", person="other:4|")
        assert [one.phone for one in await list_of(at, event.id)] == [None, None, None]
        await at.core.database.transaction(lambda tx: sign_up(tx, event, 9))
        _, page = await person.get(f"{path}/dai-bieu")
        assert page.count("chưa có số điện thoại</") == 3
        _, page = await person.get(f"{path}/dai-bieu?loc=khong-so")
        assert "Nguyễn Văn An" in page and "Người 9" not in page
        async with person.http.get(f"{person.base}{path}/xuat.xlsx") as answer:
            made: Any = load_workbook(io.BytesIO(await answer.read())).active
        rows = {row[2]: row[6] for row in made.iter_rows(values_only=True)}
        assert rows["Nguyễn Văn An"] == "chưa có"
        # The list that came out may go in again: nobody is added.
        _, page, _ = await person.post(f"{path}/nhap", pasted=pasted)
        assert "Không có gì thay đổi" in page


async def test_slips_are_written_down_one_after_the_other(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        path = f"/su-kien/{event.id}/them-dai-bieu"
        said = {"kind": "household", "category": "business", "source": "paper", "companions": "0"}
        await person.get(path)
        _, _, to = await person.post(path, said, name="Lê Ba", phone="0912000003", another="1")
        assert to.partition("?")[0] == f"/can-bo{path}"
        _, _, to = await person.post(path, said, name="Lê Tư", phone="0912000004")
        assert "/dai-bieu/" in to
        _, page = await person.get(to.removeprefix("/can-bo"))
        assert "chưa đăng ký kinh doanh" in page and "(Hộ kinh doanh)" not in page
        assert {one.name for one in await list_of(at, event.id)} == {"Lê Ba", "Lê Tư"}


async def test_of_an_event_that_was_held_nobody_absent_is_shown_with_a_seat(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:

        def held(tx: Transaction) -> Event:
            event = make_event(tx, now=utc_now())
            for number in (1, 2):
                sign_up(tx, event, number)
            first = tx.registrations.of_event(event.id)[0]
            here = replace(first, state=RegistrationState.CHECKED_IN, arrived_people=1)
            tx.registrations.save(here)
            return tx.events.save(replace(event, state=EventState.HELD))

        event = await at.core.database.transaction(held)
        _, page = await person.get(f"/su-kien/{event.id}/dai-bieu")
        chips = re.findall(r'class="chip[^"]*">([^<]+)<', page)
        assert sorted(chips) == ["Có mặt", "Không đến"]
        _, data = await person.raw(f"/su-kien/{event.id}/xuat.xlsx")
        sheet: Any = load_workbook(io.BytesIO(data)).active
        listed = [cell.value for row in sheet.rows for cell in row]
        assert "Không đến" in listed and "Có chỗ" not in listed
