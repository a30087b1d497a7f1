"""Questions about an event are answered from its own record; where that is silent, it is said."""

from pathlib import Path

import pytest

from content.library import Content
from storage.event_models import EventKind
from tests.support.conference import make_event
from tests.support.play import check_words, exchange, playing, said

GIVEN = {"parking": "sân sau hội trường", "doors": "từ 7 giờ 30", "contact": "bà Lan 0912 000 111"}


@pytest.mark.parametrize(
    ("lines", "given", "wanted", "unwanted"),
    [
        ("có gửi xe không", GIVEN, ["sân sau hội trường"], ["chưa ghi"]),
        ("có gửi xe không", {}, ["chưa ghi chỗ gửi xe"], []),
        ("mấy giờ mở cửa", GIVEN, ["từ 7 giờ 30"], ["chưa ghi"]),
        ("mấy giờ mở cửa", {}, ["chưa ghi mấy giờ mở cửa", "8 giờ"], []),
        ("có ăn trưa không", GIVEN, ["chưa ghi", "bà Lan"], []),
        ("có nước uống không", {"meal": "có nước, không ăn trưa"}, ["có nước"], ["chưa ghi"]),
        ("mang theo gì", {"bring": "giấy mời"}, ["giấy mời"], ["chưa ghi"]),
        ("cần mang giấy tờ gì", {"bring": ""}, ["chưa ghi phải mang gì"], []),
        ("mở hộ kinh doanh cần giấy tờ gì > mang theo gì", {"bring": "thước đo"}, [], ["thước đo"]),
        ("ai chủ trì", {"host": "bà Lê Thị Hà, Phó Chủ tịch"}, ["bà Lê Thị Hà"], ["chưa ghi"]),
        ("hội nghị do ai chủ trì vậy", {}, ["chưa ghi ai chủ trì"], []),
        ("hội nghị có chỗ cho xe lăn không", {}, ["chưa ghi", "nói rõ", "xe lăn"], []),
        ("còn chỗ không", {"seats": 7}, ["Còn 7 chỗ"], []),
        ("chương trình", {}, ["Phát biểu khai mạc"], []),
        ("hội nghị > ở đâu", {}, ["Hội trường Đảng ủy", "tới khoảng"], []),
        ("mở hộ kinh doanh cần giấy tờ gì > hội nghị > liên hệ ai", GIVEN, ["bà Lan"], []),
        ("đăng ký hội nghị", {"seats": 1}, ["Hiện còn 1 chỗ"], []),
        ("đăng ký hội nghị", {"seats": 0}, ["đã đủ chỗ", "nhận chỗ trước hạn"], []),
        ("đăng ký hội nghị > có gửi xe không", GIVEN, ["sân sau", "đồng ý"], []),
        ("lớp học khi nào", {}, ["khóa học miễn phí"], ["Hội nghị đối thoại quý 4"]),
        (
            "lớp học khi nào",
            {"kind": EventKind.TRAINING, "title": "Lớp tập huấn eTax"},
            ["Lớp tập huấn eTax", "Hội trường Đảng ủy"],
            [],
        ),
    ],
)
async def test_the_record_answers_or_is_said_to_be_silent(
    tmp_path: Path,
    content: Content,
    lines: str,
    given: dict[str, object],
    wanted: list[str],
    unwanted: list[str],
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await core.database.transaction(lambda tx: make_event(tx, **given))  # type: ignore[arg-type]
        for line in lines.split(" > "):
            replies = await exchange(core, channel, said(line))
    check_words("\n".join(reply.text for reply in replies), wanted, unwanted)
