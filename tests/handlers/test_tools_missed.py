"""What is typed wrongly in a tool is told once in full, then in one line with an example, then with
a person offered."""

from pathlib import Path

import pytest

from content.library import Content
from tests.support.play import check_words, last_replies


@pytest.mark.parametrize(
    ("lines", "wanted", "unwanted"),
    [
        ("tìm gói vay > xyz", "chọn một mục", "ví dụ: 1"),
        ("tìm gói vay > xyz > xyz", "ví dụ: 1", "chọn một mục"),
        ("tìm gói vay > xyz > xyz > abc", "gặp cán bộ", "chọn một mục"),
        ("bật nhắc hạn cho tôi > abc > abc", "60 triệu một tháng", "Tôi chỉ giữ"),
        ("bật nhắc hạn cho tôi > khoảng 800 triệu > bán ở chợ", "từ khi nào", "Xin"),
        ("bật nhắc hạn cho tôi > khoảng 800 triệu > gội đầu", "từ khi nào", "Xin"),
    ],
)
async def test_the_same_is_not_said_three_times(
    tmp_path: Path, content: Content, lines: str, wanted: str, unwanted: str
) -> None:
    replies = await last_replies(tmp_path, content, lines)
    check_words("\n".join(reply.text for reply in replies), [wanted], [unwanted])
