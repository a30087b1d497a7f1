# ruff: noqa: E501
"""What was told, put right without another sum: only the line meant is changed, all else stays.
What follows `>` is typed next; the last reply is judged, with its choices."""

from pathlib import Path

import pytest

from content.library import Content
from tests.support.play import check_words, last_replies

TRADE, TIME = "đổi ngành", "đổi lại"

CASES: list[tuple[str, list[str], list[str]]] = [
    # Another trade: the sum and its time stay.
    ("cắt tóc tháng 40 triệu > không phải cắt tóc, tôi bán tạp hóa", [TRADE, "Bán buôn, bán lẻ", "40 triệu đồng × 12 tháng"], ["May đo", "một ngày, một tháng"]),
    ("tạp hóa tháng 90 triệu > tôi bán cà phê chứ không phải tạp hóa", [TRADE, "1,08 tỷ đồng × 3%"], ["× 1% ="]),
    ("bán phở ngày 3 triệu, nghỉ chủ nhật > nhầm, tui sửa xe máy", [TRADE, "Sửa chữa", "3 triệu đồng × 313 ngày"], []),
    ("sửa xe tháng 35 triệu > à mà sửa điện thoại chơ có phải sửa xe mô", [TRADE, "Sửa máy vi tính", "420 triệu"], []),
    ("ban pho thang 90 trieu > khong phai pho, tap hoa", [TRADE, "1,08 tỷ đồng × 1%"], []),
    ("bán phở tháng 40 triệu > không phải bán phở", ["Ông/bà bán gì, làm nghề gì"], ["tiền còn lại"]),
    ("bán phở tháng 40 triệu > không phải bán phở > tạp hóa", ["Bán buôn, bán lẻ", "480 triệu"], ["tại quán"]),
    ("tạp hóa tháng 40 triệu > còn quán phở thì sao", ["Dịch vụ ăn uống", "480 triệu"], ["một ngày, một tháng"]),
    # Another time.
    ("bán phở 40 triệu > một tháng > ý tôi là một năm", [TIME, "40 triệu đồng một năm"], ["Ý ông/bà là câu nào"]),
    ("bán phở tháng 400 triệu > ý tôi là một năm", [TIME, "400 triệu đồng một năm", "không phải nộp"], []),
    ("bán phở tháng 90 triệu > mỗi năm chứ không phải tháng", [TIME, "90 triệu đồng một năm"], []),
    ("ban pho thang 90 trieu > nham, la mot nam", [TIME, "90 triệu đồng một năm"], []),
    ("bán phở ngày 3 triệu > ý tui nói một tháng", ["3 triệu đồng × 12 tháng"], ["bao nhiêu ngày"]),
    # Profit or costs, and not what was sold: asked.
    ("bán phở tháng 90 triệu > không, đó là tiền lãi", ["bán được khoảng bao nhiêu", "tiền lãi 90 triệu một tháng"], ["không phải nộp", "32,4 triệu"]),
    ("bán phở tháng 90 triệu > đó là tiền lời á", ["bán được khoảng bao nhiêu"], ["Ý ông/bà là câu nào"]),
    ("bán phở tháng 90 triệu > không, đó là tiền vốn", ["bán được khoảng bao nhiêu", "tiền vốn"], ["Ý ông/bà là câu nào"]),
    ("ban pho thang 90 trieu > khong phai, tien von do", ["bán được khoảng bao nhiêu"], []),
    ("bán phở tháng 90 triệu > à không phải, đấy là tiền nhập hàng", ["bán được khoảng bao nhiêu"], []),
    ("bán phở tháng 90 triệu > không, đó là tiền lãi > bán được 150 triệu một tháng", ["1,8 tỷ đồng × 3% = 54 triệu", "lãi 1,08 tỷ đồng"], []),
    # It is as it was understood.
    ("bán phở tháng 90 triệu > hai quán cộng lại đó", ["1,08 tỷ"], ["tiền lãi,", "chưa có câu trả lời"]),
    ("bán phở tháng 90 triệu > đó là doanh thu", ["1,08 tỷ"], ["Doanh thu tính những khoản nào"]),
    # Something is asked.
    ("bán phở tháng 90 triệu > lãi suất vay bao nhiêu", ["Lãi suất"], ["vậy số ấy là"]),
    ("bán phở tháng 90 triệu > đó là tiền lãi hay doanh thu", [], ["vậy số ấy là"]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "wanted", "unwanted"), CASES, ids=[case[0] for case in CASES])
async def test_what_was_told_is_put_right(
    tmp_path: Path, content: Content, lines: str, wanted: list[str], unwanted: list[str]
) -> None:
    replies = await last_replies(tmp_path, content, lines)
    shown = [f"{reply.text} {[choice.label for choice in reply.choices]}" for reply in replies]
    check_words("\n".join(shown), wanted, unwanted)
