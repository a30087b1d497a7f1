"""What may be a swindler's is answered, with a warning first; what surely is, by that alone; what
only sounds alike, without one."""

from pathlib import Path

import pytest

from content.library import Content
from tests.support.play import last_replies

WARNS = "Nếu là người lạ gọi, nhắn hay tới bảo làm"
ALARMS = "dấu hiệu lừa đảo"


@pytest.mark.parametrize(
    ("line", "said", "not_said"),
    [
        (
            "có cậu nhận làm hộ quyết toán trên mạng, xin tài khoản etax với sim điện thoại của tôi"
            " hai hôm, nay không liên lạc được, sim tôi cũng mất sóng",
            WARNS,
            ALARMS,
        ),
        ("có anh kia nhắn zalo kêu nâng cấp định danh hộ kinh doanh, tải ở đâu em", ALARMS, WARNS),
        (
            "e ban quan ao onl, nhan vien san nt bao shop e vi pham sap bi khoa, dong 2tr ky quy de"
            " khang cao, e lay dau ra tien gio, co that k a",
            WARNS,
            "doanh thu khoảng",
        ),
        ("em đổi điện thoại mới thì cài lại etax thế nào", "eTax", WARNS),
        ("e bán qa trên tts vs shopee, tiền về tk tầm 45tr/th", "triệu", WARNS),
        ("cán bộ thuế bảo em nộp tờ khai trước 31/1, nộp ở đâu ạ", "khai", WARNS),
    ],
)
async def test_a_warning_stands_where_it_is_needed(
    tmp_path: Path, content_with_encoder: Content, line: str, said: str, not_said: str
) -> None:
    text = "\n".join(
        reply.text for reply in await last_replies(tmp_path, content_with_encoder, line)
    )
    assert said in text and not_said not in text
