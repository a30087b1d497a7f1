"""A wish to be reminded or to get the news switches it on, never the answer how it is switched
off; on their consents a yes counts however much is said with it."""

from datetime import date
from pathlib import Path

import pytest

from content.library import Content
from content.switched_on import opened_in, wants_news, wants_reminders
from content.vietnamese import fold
from tests.support.play import check_words, last_replies

SHOP = "chị bán tạp hóa một tháng khoảng 70 triệu, giờ chị phải làm giấy tờ gì với thuế"
TOLD = f"{SHOP} > nhắc chị trước hạn nghe"
REMINDERS = """
Nhắc chị trước hạn nghe
không, chị muốn được nhắc trước ngày 1/2, bật nhắc hạn cho chị
bật nhắc hạn cho chị
nhắc tôi nộp thuế nhé
sao cứ chỉ cách tắt, chị ĐỒNG Ý nhắc hạn mà
nhớ báo tui khi tới hạn đóng thuế
tới hạn thì nhắn cho bác với
mở giùm em cái nhắc hạn thuế
"""
NEWS = """
tháng nào có tin thì nhắn tui
nhận tin thuế với vay vốn
chào em chị muốn nhận tin chính sách hàng tháng mà đừng gọi điện cho chị nhé
không không chị không gửi câu hỏi, chị muốn đăng ký nhận tin hàng tháng
gửi tin thuế hàng tháng cho tui
khi nào có chính sách mới thì báo bác nhé
cho tôi nhận tin với
"""
NEITHER = """
làm sao để tắt nhắc hạn
tôi không muốn nhận nhắc hạn, tin nữa thì làm sao
đừng nhắc hạn nữa
thôi nhắc thuế cho tôi
không cần nhắc tôi nộp thuế đâu
đừng gửi tin nữa
nhắc tôi trước hội nghị
nộp thuế muộn bị phạt bao nhiêu
có tin gì mới không
xem tin tháng này
"""


def both(lines: str) -> list[str]:
    typed = lines.strip().splitlines()
    return [*typed, *map(fold, typed)]


@pytest.mark.parametrize("text", both(REMINDERS))
def test_a_wish_to_be_reminded_is_heard(text: str) -> None:
    assert wants_reminders(text)


@pytest.mark.parametrize("text", both(NEWS))
def test_a_wish_for_the_news_is_heard(text: str) -> None:
    assert wants_news(text)


@pytest.mark.parametrize("text", both(NEITHER))
def test_what_ends_it_or_asks_is_no_wish_for_it(text: str) -> None:
    assert not wants_reminders(text) and not wants_news(text)


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (f"{SHOP} > Nhac chi truoc han nghe", "Ông/bà đồng ý chứ ạ"),
        (TOLD, "Ông/bà đồng ý chứ ạ"),
        (f"{TOLD} > dong y, nho nhac chi nghe", "sẽ nhắc ông/bà trước hạn"),
        (f"{TOLD} > ok nhắc giùm tui nha", "sẽ nhắc ông/bà trước hạn"),
        (f"{TOLD} > đồng ý > bật nhắc hạn cho chị", "Việc và hạn sắp tới"),
        (f"{TOLD} > không đồng ý > chị ĐỒNG Ý nhắc hạn mà", "Ông/bà đồng ý chứ ạ"),
        ("nhắc tôi nộp thuế nhé > dưới 1 tỷ", "Ông/bà làm ăn theo kiểu nào"),
        ("bật nhắc hạn cho chị", "Doanh thu một năm khoảng bao nhiêu"),
        ("tháng nào có tin thì nhắn tui", "đồng ý nhận tin chứ ạ"),
        ("nhận tin > đồng ý nhưng chị chỉ lấy tin thuế với vay vốn", "nhận tin về: Thuế, Vay vốn."),
        ("nhận tin > dong y nhung chi thue voi vay von", "nhận tin về: Thuế, Vay vốn."),
        ("nhận tin thuế với vay vốn", "đồng ý nhận tin về Thuế, Vay vốn chứ ạ"),
        ("nhận tin thuế với vay vốn > đồng ý", "nhận tin về: Thuế, Vay vốn."),
        ("nhận tin thuế với vay vốn > không", "Ông/bà"),
        ("nhận tin > Đồng ý, để tôi chọn chủ đề > 1 với 3", "nhận tin về: Thuế, Vay vốn."),
        ("nhận tin thuế > ừ > với lại vay vốn nữa", "nhận tin về: Thuế, Vay vốn."),
        (
            "nhận tin thuế với vay vốn > ừ > đừng gửi tin vay nữa, giữ thuế thôi",
            "nhận tin về: Thuế.",
        ),
    ],
)
async def test_it_is_switched_on(tmp_path: Path, content: Content, lines: str, wanted: str) -> None:
    replies = await last_replies(tmp_path, content, lines)
    check_words("\n".join(reply.text for reply in replies), [wanted], ["thôi nhắc hạn: gõ"])


async def test_a_no_to_named_topics_subscribes_to_nothing(tmp_path: Path, content: Content) -> None:
    replies = await last_replies(tmp_path, content, "nhận tin thuế > không > đừng gửi tin nữa")
    check_words("\n".join(reply.text for reply in replies), ["không nhận tin nào"], [])


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("mo tu 2015 lan", "before"),
        ("lâu rồi, hơn chục năm nay", "before"),
        ("tháng 3 năm nay", "h1"),
        ("mới mở hồi tháng 9", "h2"),
        ("2027", ""),
        ("không nhớ", ""),
    ],
)
def test_when_a_shop_was_opened_is_heard(text: str, half: str) -> None:
    assert opened_in(text, date(2026, 11, 30)) == half
