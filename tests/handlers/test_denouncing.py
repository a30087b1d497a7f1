"""An official who asks for money: whom to turn to is said at once, nothing of it is kept or sent;
the field of a question is heard in words; who thanks and asks is answered."""

from pathlib import Path

import pytest

from content.complaints import is_complaint, tells_of_bribe
from content.fields import field_said
from content.library import Content
from content.thanks import beside_thanks
from content.vietnamese import fold
from tests.support.play import check_words, last_replies

BRIBES = """
tui phản ánh: cán bộ thuế xuống tiệm kêu đưa 5 triệu mới cho qua, tui phải gởi cho ai
cán bộ đòi 5 triệu mới ký giấy cho em
anh ở phường bảo đưa 2 triệu thì không phạt, dọa em mà nói ra là đóng quán
cán bộ thuế gợi ý bỏ phong bì mới cho qua
họ vòi tiền tui 3 lần rồi, dặn không được nói với ai
đi làm giấy phải lót tay à
ông cán bộ phường kêu đưa 3 triệu mới cấp giấy
vậy thanh tra hay công an nhận tố cáo cán bộ đòi tiền
"""
NONE = """
cán bộ thuế yêu cầu nộp 5 triệu tiền thuế có đúng không
cán bộ ngân hàng cho vay tiền 50 triệu
chị thuê nhà đòi 5 triệu tiền cọc
có người tự xưng cán bộ thuế đòi 5 triệu qua zalo
cán bộ phường quát tôi
khách đưa 5 triệu thì ký hợp đồng
"""
WRITING = "gửi câu hỏi > cống trước nhà tắc ba tháng rồi không ai sửa"


@pytest.mark.parametrize("text", BRIBES.strip().splitlines())
def test_it_is_a_bribe(text: str) -> None:
    assert tells_of_bribe(text) and tells_of_bribe(fold(text)) and is_complaint(text)


@pytest.mark.parametrize("text", NONE.strip().splitlines())
def test_what_is_none(text: str) -> None:
    assert not tells_of_bribe(text)


@pytest.mark.parametrize("text", BRIBES.strip().splitlines()[:5])
@pytest.mark.parametrize("before", ["", "gửi câu hỏi > ", f"{WRITING} > xong > "])
async def test_whom_to_turn_to_is_said_first(
    tmp_path: Path, content: Content, before: str, text: str
) -> None:
    replies = await last_replies(tmp_path, content, f"{before}{text}")
    told = "\n".join(reply.text for reply in replies)
    wanted = ["Ủy ban nhân dân", "Công an", "không cần nói tên", "không giữ lại, không gửi cho ai"]
    check_words(told, wanted, ["Đã ghi", "lĩnh vực"])


@pytest.mark.parametrize(
    ("text", "denied", "named"),
    [
        ("không, cái này là chuyện thuế", "khac", "thue"),
        ("khong, la linh vuc phong chay, moi truong gi do", "khac", "pccc"),
        ("1 lĩnh vực thuế chứ", "thai-do", "thue"),
        ("hông phải vỉa hè, thuế chớ", "xay-dung", "thue"),
        ("thuộc lĩnh vực lên doanh nghiệp", "thue", "dang-ky"),
        ("tôi nói chuyện chợ mà", "thue", "dat-dai"),
        ("tôi cần người nói chuyện thôi, không phải chợ", "dat-dai", ""),
        ("không biết", "thue", ""),
    ],
)
def test_a_field_is_heard_in_words(content: Content, text: str, denied: str, named: str) -> None:
    assert field_said(text, content.fields, denied) == named


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (f"{WRITING} > xong > không, cái này là chuyện thuế", "Để trả lời, phường lưu"),
        (f"{WRITING} > xong > đéo phải thái độ, thuế chứ", "Để trả lời, phường lưu"),
        (f"{WRITING} > xong, thuộc lĩnh vực lên doanh nghiệp", "lên doanh nghiệp, đúng không"),
        ("thôi cảm ơn, mà phường có lưu lại câu hồi nãy tui kể không", "Phường lưu gì"),
        ("cảm ơn, giờ tui muốn gởi cái hình chụp tin nhắn cho phường", "Gửi kèm ảnh được"),
        ("em cảm ơn. Nhưng thuế môn bài nộp khi nào", "ôn bài"),
        ("cảm ơn em, chị hiểu rồi", "Không có gì"),
        ("em cảm ơn nhiều lắm ạ", "Không có gì"),
    ],
)
async def test_what_is_said_beside_is_heard(
    tmp_path: Path, content: Content, lines: str, told: str
) -> None:
    replies = await last_replies(tmp_path, content, lines)
    said = "\n".join(f"{reply.text} {[c.label for c in reply.choices]}" for reply in replies)
    check_words(said, [told], [])


SWINDLER = "có người tự xưng công an gọi điện dọa bắt, đòi chuyển tiền"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (f"{SWINDLER} > má tui không biết chữ, má tui cũng bị gọi, dặn má sao", "ba câu"),
        (f"{SWINDLER} > dặn má tui đừng nghe điện thoại kiểu gì, má 70 tuổi", "ba câu"),
        (f"{SWINDLER} > noi voi me toi the nao", "ba câu"),
        (
            "tui muốn hỏi lãnh đạo phường: sao chợ tạm dẹp hoài mà không bố trí chỗ mới",
            "sao chợ tạm dẹp hoài",
        ),
        (
            "Xin chào trợ lý. Tôi là chủ hộ kinh doanh gas. Tôi muốn gửi câu hỏi tới phòng"
            " kinh tế: điều kiện khoảng cách kho gas với khu dân cư là bao nhiêu mét?",
            "khoảng cách kho gas",
        ),
    ],
)
async def test_an_old_mother_is_warned_and_a_question_for_the_ward_is_taken(
    tmp_path: Path, content: Content, lines: str, told: str
) -> None:
    replies = await last_replies(tmp_path, content, lines)
    check_words("\n".join(reply.text for reply in replies), [told], ["Gần nhất là câu này"])


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("cảm ơn, giờ tui muốn gởi cái hình", "giờ tui muốn gởi cái hình"),
        ("em cảm ơn. Nhưng thuế môn bài nộp khi nào", "thuế môn bài nộp khi nào"),
        ("cảm ơn nhiều nhé", ""),
        ("giấy cảm ơn thì ghi hóa đơn thế nào, bao nhiêu tiền", ""),
    ],
)
def test_the_rest_of_a_thank_you(text: str, rest: str) -> None:
    assert beside_thanks(text) == rest
