"""What is said while a form stands open or waits, and is no answer to its question: thanks, that
it is to wait, what the sending costs, who asks, and that one goes back to it."""

from pathlib import Path

import pytest

from content.aspects import asks_only_of
from content.borrowing import borrows_for
from content.goes_back import goes_back_to_it, without_it
from content.holding_on import asked_meanwhile, holds_on
from content.library import Content
from content.names import hear_name
from content.of_sending import asked_of_sending
from tests.support.conference import add_event
from tests.support.play import exchange, playing, said

LOUD = "quán nhậu cạnh tiệm tôi nó mở loa kẹo đến 12h đêm, ai mà chịu được, phường xử lý giúp"


async def _last(tmp_path: Path, content: Content, *lines: str) -> str:
    async with playing(tmp_path, content) as (core, channel):
        for line in lines:
            replies = await exchange(core, channel, said(line))
    return "\n".join(reply.text for reply in replies)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("cam on nghe", "chưa gửi"),
        ("thế nhé cảm ơn cháu", "chưa gửi"),
        ("the nhe, bac cam on chau, may co chau giang giai cho", "chưa gửi"),
        ("ma gui ri co mat tien chi khong", "không mất tiền"),
        ("the khong co ten thi phuong co giai quyet khong", "Không để tên vẫn gửi được"),
        ("bao lau thi co nguoi xuong", "ngày hẹn trả lời"),
        ("phản ánh này có ảnh hưởng hồ sơ của tôi k, sợ bị đì lắm", "không ghi tên"),
        ("à quên đừng gửi vội để tui hỏi mấy nhà bên ký chung luôn", "cứ thong thả"),
    ],
)
async def test_what_is_no_part_of_a_text_is_met_and_not_written(
    tmp_path: Path, content: Content, line: str, told: str
) -> None:
    shown = await _last(tmp_path, content, LOUD, line)
    assert told in shown.replace("*", "")
    assert line not in shown


@pytest.mark.parametrize(
    ("line", "told", "kept"),
    [
        ("bac la Tran Thi Vui, 0773 895 612, sap 18 day thit", "Tran Thi Vui, 0773 895 612", ""),
        (
            "tên tui là Trung số không chín không năm một hai ba bốn năm sáu",
            "Trung, 0905 123 456",
            "",
        ),
        ("0978 456 123. ma so 87 nha, toi moi ra ngo", "0978 456 123", "ma so 87 nha"),
        ("ghi ten toi cung duoc, Le Thi Nga, dung cho quan biet", "Le Thi Nga", "dung cho quan"),
        ("toi khong muon noi ten, no biet no lai kiem chuyen", "Không ghi tên", ""),
    ],
)
async def test_who_asks_stands_beside_the_text(
    tmp_path: Path, content: Content, line: str, told: str, kept: str
) -> None:
    shown = await _last(tmp_path, content, LOUD, line)
    assert told in shown and kept in shown
    assert line not in shown


@pytest.mark.parametrize("step", [(), ("1",), ("1", "1")])
async def test_no_name_is_no_part_of_the_text_at_any_question(
    tmp_path: Path, content: Content, step: tuple[str, ...]
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        for line in (LOUD, *step, "không ghi tên", "đồng ý", "gửi đi", "1", "1", "đồng ý"):
            await exchange(core, channel, said(line))
        held = await core.database.transaction(lambda tx: list(tx.questions.all()))
        shown = await exchange(core, channel, said("câu hỏi của tôi"))
    assert held and all("không ghi tên" not in one.content + one.place for one in held), shown


async def test_a_name_told_after_another_matter_is_of_the_text_that_waits(
    tmp_path: Path, content: Content
) -> None:
    aside = "tiệm nail của tôi tháng được 25 triệu thì thuế thế nào"
    shown = await _last(tmp_path, content, LOUD, aside, "toi la Phan Van Luc, may toi 0978 316 402")
    assert LOUD in shown and "Phan Van Luc, 0978 316 402" in shown
    again = await _last(tmp_path / "2", content, LOUD, aside, "quay lai cai don kia di")
    assert LOUD in again and "gửi phường xử lý" in again


@pytest.mark.parametrize(
    "text",
    [
        "bao giờ mới sửa xong cho dân",
        "bụi quá, sợ ảnh hưởng trẻ con",
        "nhà tôi bị ảnh hưởng, bị thu tiền hai lần",
        "họ thu tiền rác, có mất phí gì nữa không",
        "tên quán là Lan, có ghi biển không",
        "gửi xe ở chợ cũng thu tiền có đúng không",
        "bảng giá đất xem ở đâu",
    ],
)
def test_what_is_complained_of_is_nothing_asked_of_the_sending(text: str) -> None:
    assert asked_of_sending(text) is None


def test_a_question_behind_hold_on_is_heard_alone() -> None:
    asked = "c ban ca kho muc kho o cho thi co bat buoc giay attp ko"
    assert asked_meanwhile(f"khoan da, {asked}") == asked
    assert asked_meanwhile("khoan da, de toi hoi vo toi") == ""
    assert holds_on("mà thôi để em xem hôm đấy có ai trông cháu không đã, khoan đăng ký nhé")
    assert not holds_on("sao chưa gửi cho tôi") and not holds_on("đừng gửi nữa")


@pytest.mark.parametrize(
    ("text", "goes_back", "rest"),
    [
        ("rua a, mung qua. quay lai cai don kia di", True, "rua a, mung qua"),
        ("Rứa thì tiếp đi, số chị 0905 123 456", True, "số chị 0905 123 456"),
        ("quay lai chuyen thue di", False, ""),
        ("bước tiếp theo là gì", False, ""),
        ("làm tiếp hồ sơ vay thì cần gì", False, ""),
    ],
)
def test_whoever_goes_back_to_what_waits_is_heard(text: str, goes_back: bool, rest: str) -> None:
    assert goes_back_to_it(text) is goes_back
    assert not goes_back or without_it(text) == rest


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("thu tuc gom nhung gi", "Hồ sơ chuyển hộ kinh doanh thành công ty"),
        ("giay do xin o dau", "Phòng Đăng ký kinh doanh"),
        ("het bao nhieu tien", "Lệ phí lên doanh nghiệp"),
    ],
)
async def test_a_question_in_a_form_goes_on_with_what_the_form_is_about(
    tmp_path: Path, content_with_encoder: Content, line: str, told: str
) -> None:
    lines = ("lên doanh nghiệp", "cua hang vat lieu xay dung, 4 ty 8 mot nam", line)
    shown = await _last(tmp_path, content_with_encoder, *lines)
    assert told in shown and "khấu trừ" in shown


def test_a_name_told_without_a_stop_is_heard_and_so_is_no_loan() -> None:
    breath = "cho tôi đi hội nghị của phường với tôi muốn hỏi vụ thuê bãi đỗ xe tôi là Bùi Văn Khởi"
    called = hear_name(f"{breath} máy không chín không hai một tám sáu bảy ba năm")
    assert called is not None and called.name == "Bùi Văn Khởi"
    assert hear_name("tôi là chủ quán Cơm Tấm Ba Ghiền ở tổ 5 nè") is None
    assert borrows_for("vậy mua của bên nào, chỉ tên 1 cái đi cho nhanh") == ""
    assert borrows_for("vay mua máy may công nghiệp ở đâu") == "trade"


async def test_more_of_the_matter_beside_a_yes_is_written_before_it_goes(
    tmp_path: Path, content_with_encoder: Content
) -> None:
    more = "a con den duong hem 8 tat ca tuan roi, ghi luon"
    lines = (LOUD, "0933 444 555, goi buoi trua", more)
    shown = await _last(tmp_path, content_with_encoder, *lines)
    assert more in shown and "Chưa gửi cho ai" in shown.replace("*", "")


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("giay to can j z", True),
        ("mất tiền không", True),
        ("dki o dau v ad, lam onl dc k", True),
        ("thủ tục gồm những gì", True),
        ("vay ở đâu", False),
        ("hội nghị ở đâu", False),
        ("thuế nộp ở đâu", False),
        ("tôi bán phở", False),
    ],
)
def test_words_that_name_no_matter_are_known(text: str, only: bool) -> None:
    assert asks_only_of(text) is only


HANH = "cho chị đăng ký hội nghị một chỗ. Nguyễn Thị Hạnh, 0905 123 456"


@pytest.mark.parametrize(
    ("lines", "told", "gone"),
    [
        (("Cho thêm ông xã chị nữa, hai người được không?",), "2 người", "Vợ chồng cùng đứng tên"),
        (
            (
                "cho thêm ông xã chị nữa, hai người được không?",
                "Ông tên Trần Văn Lợi, dùng chung số với chị cũng được",
                "Ông xã kêu bận đi đám giỗ rồi, thôi bỏ ông ra, mình chị đi",
            ),
            "Nguyễn Thị Hạnh, số 0905 123 456",
            "Trần Văn Lợi",
        ),
        (("Rứa chừ chị còn mấy chỗ, đọc lại giùm chị",), "Đang để sẵn trong mẫu", "tôi đọc rồi"),
        (
            ("Được rồi, cảm ơn em, trời Huế mưa mấy bữa ni bán ế quá",),
            "muốn giữ chỗ thì gõ đồng ý",
            "Đã đăng ký",
        ),
        (("Ok bạn, rõ ràng dễ hiểu lắm.",), "muốn giữ chỗ thì gõ đồng ý", "Đã đăng ký"),
        (("thôi bỏ chị ra giùm",), "Không còn ai phải ghi nữa", "Trước hết xin"),
    ],
)
async def test_who_comes_is_put_right_before_the_consent(
    tmp_path: Path, content: Content, lines: tuple[str, ...], told: str, gone: str
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await add_event(core.database, days=14)
        for line in (HANH, *lines):
            replies = await exchange(core, channel, said(line))
    shown = "\n".join(reply.text for reply in replies).replace("*", "")
    assert told in shown and gone not in shown


async def test_two_numbers_told_the_wrong_way_round_are_turned(
    tmp_path: Path, content: Content
) -> None:
    lines = (
        "Bạn đăng ký hội nghị đối thoại cho hai chị em mình nhé, chị Nguyễn Thị Hạnh 0989 226 107,"
        " mình là Nguyễn Thị Hiền 0989 226 170.",
        "Ơ mình viết ngược số rồi, 107 mới là số mình, 170 là của chị Hạnh.",
    )
    async with playing(tmp_path, content) as (core, channel):
        await add_event(core.database, days=14)
        for line in lines:
            replies = await exchange(core, channel, said(line))
    shown = replies[0].text.replace("*", "")
    assert "Nguyễn Thị Hạnh (0989 226 170), Nguyễn Thị Hiền (0989 226 107)" in shown


async def test_when_to_call_is_kept_beside_who_asks(tmp_path: Path, content: Content) -> None:
    line = "Lê Đình Thuận, 0983 640 155. Đừng gọi giờ nghỉ trưa."
    shown = await _last(tmp_path, content, LOUD, line)
    assert "Lê Đình Thuận, 0983 640 155" in shown and "Đừng gọi giờ nghỉ trưa" in shown


async def test_figures_reckoned_beside_a_form_count_with_those_told_later(
    tmp_path: Path, content: Content
) -> None:
    rice = "quán em bán cơm trưa, ngày 90 suất, suất 35 ngàn, tháng bán 26 ngày, có phải nộp thuế k"
    async with playing(tmp_path, content) as (core, channel):
        await add_event(core.database, days=14)
        for line in ("đăng ký hội nghị", rice):
            first = await exchange(core, channel, said(line))
        more = "Chiều em còn bán thêm chè, ngày được 400 ngàn nữa, nãy quên nói"
        then = await exchange(core, channel, said(more))
    assert any("982,8 triệu" in reply.text for reply in first)
    assert not any("không vượt" in reply.text or "144 triệu" in reply.text for reply in then)
