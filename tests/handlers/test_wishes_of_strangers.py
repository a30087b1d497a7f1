"""Turns of people who had never seen the program, which were taken for something else: what each
gets instead."""

from pathlib import Path

import pytest

from content.library import Content
from tests.support.play import check_words, last_replies

OTP = "có người gọi bảo là cán bộ thuế phường, bảo tôi cài app họ gửi zalo, giờ bảo đọc mã OTP"
GIVEN = f"{OTP} > chết rồi tôi đọc mất rồi, vừa đọc xong"
SENT = f"{GIVEN} > khóa thẻ rồi, mất 12 triệu rồi. có đòi lại được không"
BRIBED, LOST_AGAIN = "Không ai được đòi tiền riêng", "Gọi ngân hàng ngay"
NO_ANSWER = "nên không đoán"
SUICIDE = "Đang có người gặp nguy"
BEER = (
    "Cho hỏi tiền thưởng khuyến mãi hãng bia trả 40 triệu với tiền con gửi về 200 triệu"
    " có tính vào doanh thu quán nhậu không"
)


@pytest.mark.parametrize(
    ("lines", "wanted", "unwanted"),
    [
        # An official who takes money and gives no receipt.
        (
            "Cán bộ thuế xuống quán tôi quát tháo, bắt tôi nộp 5 triệu tiền mặt không biên lai",
            BRIBED,
            "chi phí",
        ),
        ("can bo thue bat toi nop 5 trieu tien mat ko bien lai", BRIBED, "chi phí"),
        ("đoàn kiểm tra thu của tôi 2 triệu mà không viết biên lai", BRIBED, "Ý ông/bà"),
        ("gửi đơn tố cáo qua mạng được không", "Cổng Dịch vụ công quốc gia", NO_ANSWER),
        # ... and none of it.
        (BEER, "", BRIBED),
        ("tien thuong cua hang bia 40 trieu voi tien con gui ve co tinh khong", "", BRIBED),
        ("cán bộ thuế bảo nộp 5 triệu tiền thuế, tôi lấy biên lai ở đâu", "", BRIBED),
        # A swindler, and what comes next.
        (f"{SENT} > cái app đó xóa đi là xong chưa, điện thoại còn dùng được ko", "cài lại", "Gõ"),
        (f"{SENT} > cai app do xoa di la xong chua", "cài lại", "xóa dữ liệu"),
        (f"{SENT} > nó lại gọi nữa, nói kết án tôi trốn thuế, chuyển 20 triệu để xóa", "Cúp", ""),
        (f"{SENT} > tôi sợ quá, có bị bắt không, đã chuyển cho nó thêm 5 triệu", LOST_AGAIN, "May"),
        (f"{SENT} > mất chứ sao lại may! tôi chuyển 5 triệu vừa rồi", LOST_AGAIN, "May quá"),
        ("mới bị mất tiền vì lừa, làm gì bây giờ", "khóa tài khoản", NO_ANSWER),
        (f"{OTP} > tôi không chuyển", "chưa mất gì", ""),
        (f"{OTP} > thế xem thuế cơ sở ở đâu để hỏi trực tiếp", "Thuế cơ sở 5", "Đó là dấu hiệu"),
        # Carpentry is no despair.
        ("ban go, ban giuong tu tu lam ra, thang nao cung 95 trieu", "", SUICIDE),
        ("tôi bán tủ tự làm", "", SUICIDE),
        ("tôi muốn tự tử", "115", ""),
        # To be reminded, and no more.
        ("nhac e vs a", "Doanh thu một năm khoảng bao nhiêu", "dừng"),
        ("nhắc tớ nhé", "Doanh thu một năm khoảng bao nhiêu", ""),
        ("thôi k cần nhắc nữa, em nhớ đc", "không nhận tin", "Rút đồng ý được xử lý"),
        ("bao giờ hạn gần nhất của em", "Doanh thu một năm khoảng bao nhiêu", NO_ANSWER),
        ("còn tin tức phường?", "Nhận tin của phường", "Ý ông/bà"),
        ("còn tin tức của phường nữa, tôi bảo bật tin tức mà", "Nhận tin của phường", "Ý ông/bà"),
        ("gõ nhận tin", "Nhận tin của phường", "Rút đồng ý"),
        ("nhận tin > đồng ý, nhận mọi chủ đề > thôi nhận hết đi phiền quá", "thôi nhận", "Ý ông"),
        ("xem hạn của tôi", "Doanh thu một năm khoảng bao nhiêu", "Ý ông/bà"),
        (
            "gửi cho cán bộ câu này giúp tôi: chủ trọ thu tiền điện của khách có tính thuế không",
            "chủ trọ thu tiền điện của khách",
            "Văn bản không nói",
        ),
        # What was asked before, and its answer.
        ("câu hỏi của bác", "câu hỏi", "Câu trợ lý chưa trả lời được"),
        # Money that a child sends is no ticket sent.
        ("thế con gửi về 200 triệu giúp quán thì sao", "", "chưa có đăng ký nào"),
        ("thôi bỏ đi, cho đăng ký hội nghị, hai anh em đi", "", "chưa có đăng ký nào"),
        # Who cannot write.
        (
            "den thang may phai nop giay bao doanh thu, minh ko biet chu thi ai lam ho",
            "Con cháu",
            "Câu trợ lý chưa trả lời",
        ),
        ("tôi không biết chữ thì nhờ ai khai thuế hộ", "Con cháu", "Câu trợ lý chưa trả lời"),
    ],
)
async def test_it_is_understood(
    tmp_path: Path, content: Content, lines: str, wanted: str, unwanted: str
) -> None:
    replies = await last_replies(tmp_path, content, lines)
    said = "\n".join(reply.text for reply in replies)
    check_words(said, [wanted], [unwanted] if unwanted else [])
