"""A turn in the middle of a talk: what goes on with an answer is read beside it, what asks nothing
is met in a line, and no answer of another subject stands there instead."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from content.library import Content
from tests.support.play import check_words, last_replies


@pytest.mark.parametrize(
    ("lines", "wanted", "unwanted"),
    [
        (
            "hồ sơ vay vốn cần giấy tờ gì > trời mưa quá bán không được > giấy tờ thì cần những"
            " cái gì cháu nói chậm thôi bác ghi",
            ("Hồ sơ vay vốn",),
            ("Ý ông/bà là câu nào",),
        ),
        (
            "đăng ký hóa đơn điện tử ở đâu > mất bao lâu thì xong",
            ("bao lâu thì được chấp nhận",),
            ("Ý ông/bà là câu nào",),
        ),
        (
            "hồ sơ chuyển hộ kinh doanh thành công ty gồm những gì > Lệ phí bao nhiêu? Bữa trước có"
            " bên nớ báo 5 triệu trọn gói",
            ("Lệ phí lên doanh nghiệp",),
            ("chưa có câu trả lời chắc chắn",),
        ),
    ],
)
async def test_what_goes_on_is_read_beside_the_answer(
    tmp_path: Path,
    content_with_encoder: Content,
    lines: str,
    wanted: Sequence[str],
    unwanted: Sequence[str],
) -> None:
    reply, *_ = await last_replies(tmp_path, content_with_encoder, lines)
    check_words(reply.text, wanted, unwanted)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("à thế à may mà bác chưa chuyển", "yên tâm hơn"),
        ("thôi để tui về bàn lại với bà xã đã", "khi nào tiện"),
        ("ok để mai hỏi tiếp, giờ có khách tới nhận phòng", "khi nào tiện"),
    ],
)
async def test_a_remark_is_met_in_a_line(
    tmp_path: Path, content_with_encoder: Content, line: str, wanted: str
) -> None:
    lines = f"có người mời làm hồ sơ vay ngân hàng chính sách, thu phí trước > {line}"
    reply, *_ = await last_replies(tmp_path, content_with_encoder, lines)
    check_words(reply.text, (wanted,), ("Ý ông/bà là câu nào", "Gần nhất là câu này"))


async def test_two_things_asked_of_a_matter_are_both_answered(
    tmp_path: Path, content_with_encoder: Content
) -> None:
    lines = "hồ sơ chuyển hộ kinh doanh thành công ty gồm những gì > nộp ở đâu, bao lâu có giấy"
    first, second = await last_replies(tmp_path, content_with_encoder, lines)
    check_words(first.text, ("Phòng Đăng ký kinh doanh",), ())
    check_words(second.text, ("3 ngày làm việc",), ())


async def test_papers_asked_for_in_few_words_are_those_of_the_matter(
    tmp_path: Path, content_with_encoder: Content
) -> None:
    lines = "muốn đưa mã số thuế vào VNeID thì làm thế nào > dem theo giay to gi"
    reply, *_ = await last_replies(tmp_path, content_with_encoder, lines)
    check_words(reply.text, ("VNeID",), ("hội nghị",))


async def test_a_sure_question_means_the_same_after_any_answer(
    tmp_path: Path, content_with_encoder: Content
) -> None:
    lines = "hồ sơ vay vốn cần giấy tờ gì > hóa đơn xuất sai thì làm sao"
    reply, *_ = await last_replies(tmp_path, content_with_encoder, lines)
    check_words(reply.text, ("Hóa đơn sai",), ("vay vốn",))
