"""Who asks when and where the meeting is, and who asks something near it."""

import pytest

from content.meetings import Coming, asks_about_meeting, asks_when_or_where, wants_to_come

ASKED = """
the e oi may gio mo hoi nghi day
tháng 12 có họp gì không
thang 12 co hop gi ko
mai tôi có phải đi họp không
bao h họp
bao giờ họp
hội nghị ngày nào
may gio hop hoi nghi
họp ở đâu
hop o dau
mấy giờ họp
mấy giờ họp thế em
hôm nào họp vậy
hội nghị hôm nào
hội nghị tổ chức ở đâu
địa điểm hội nghị
hop o cho nao
giờ họp
lịch họp
lịch họp phường
họp lúc mấy giờ
hội nghị mấy giờ bắt đầu
đi họp ở đâu vậy
hội trường ở đâu
họp hôm thứ mấy
mấy giờ phải có mặt
đến đâu họp
sắp tới có hội nghị nào không
phường có họp gì không
tuần sau có họp không
tháng này có hội nghị không
buổi đối thoại diễn ra khi nào
ngày 11 họp mấy giờ
bác hỏi họp hộ kinh doanh hôm nào
còn mấy ngày nữa họp
hội nghị hộ kinh doanh ở đâu
bữa nào họp vậy cháu
họp mấy h
"""

NEAR = """
họp chợ mấy giờ
kết luận hội nghị đối thoại đăng ở đâu
bao giờ họp chợ
họp tổ dân phố hôm nào
họp phụ huynh mấy giờ
họp hội đồng thành viên công ty khi nào
hợp đồng thuê nhà ký khi nào
hop dong thue nha ky khi nao
hợp tác xã nộp hồ sơ ở đâu
hop tac xa o dau
khi nào có kết quả hội nghị
bao giờ phường trả lời câu hỏi ở hội nghị
hội nghị là gì
hội nghị nói về gì
chương trình hội nghị thế nào
ai được dự hội nghị
đi hội nghị mang gì
hội nghị có mất tiền không
mấy giờ phường làm việc
mấy giờ ngân hàng mở cửa
ngày nào nộp thuế
tháng 12 có hạn gì không
tháng 12 phải nộp gì
khi nào phải đăng ký hóa đơn
tổ chức hội nghị khách hàng ở đâu
phòng họp cho thuê ở đâu
hẹn gặp cán bộ ở đâu
nộp hồ sơ ở đâu
chỗ bán hàng ở đâu
đăng ký hội nghị ở đâu
giấy mời họp có thật không
hộp sữa bán ở đâu
trường hợp này nộp ở đâu
tổng hợp doanh thu khi nào
gửi câu hỏi cho hội nghị khi nào
kết hợp bán online thì khai ở đâu
tôi muốn đi họp
tôi không đi họp nữa
hóa đơn không phù hợp thì khi nào sửa
"""


@pytest.mark.parametrize("text", ASKED.strip().splitlines())
def test_when_and_where_the_meeting_is_is_asked_in_many_ways(text: str) -> None:
    assert asks_about_meeting(text)


@pytest.mark.parametrize("text", NEAR.strip().splitlines())
def test_other_meetings_and_other_questions_are_not_that(text: str) -> None:
    assert not asks_about_meeting(text)


@pytest.mark.parametrize("text", ["mấy giờ", "ở đâu vậy em", "may gio", "o dau the", "mấy giờ họp"])
def test_in_the_middle_of_registering_few_words_are_enough(text: str) -> None:
    assert asks_when_or_where(text)


@pytest.mark.parametrize("text", ["Trần Thị Giờ", "phở Đâu", "tổ 5", "Cô Hợp", "Nguyễn Văn Lúc"])
def test_an_answer_is_no_question(text: str) -> None:
    assert not asks_when_or_where(text)


COMING = """
dk hoi nghi
dki hoi nghi
đki hội nghị
đk họp
dk di hop
đăng kí đi họp hộ kinh doanh
chào em, cô bán phở ở ngõ 12, cô muốn đi cái hội nghị hộ kinh doanh ấy
đăng ký cho 2 vợ chồng tôi đi hội nghị: Trần Văn Hùng 0903111222 và vợ là Phạm Thị Lan 0903111333
Đăng ký cho tôi đi hội nghị, tôi là Lương Văn Khải, sđt 0913 456 789, cửa hàng Khải Hoàn
cho cô đăng ký đi họp hộ kinh doanh
bác muốn đi hội nghị mà bác không có điện thoại
cho tôi xin 1 suất
cho em xin một suất với ạ
đăng ký lại
tôi muốn tham gia hội nghị đối thoại
cho em đi họp với
ghi tên tôi đi họp
đặt chỗ hội nghị
giữ cho tôi một chỗ
cho tôi 1 vé
lấy cho bác 2 suất
tôi muốn dự buổi họp hôm 11
xin đi dự hội nghị
cho tôi tham dự với
muốn đăng ký dự họp
đăng ký họp phường
cho vợ chồng tôi đi hội nghị
báo danh hội nghị
tôi đi hội nghị nhé
cho mẹ tôi đi họp hộ kinh doanh
bac muon di hop
đăng ký tham gia
tôi đăng ký đi hội nghị ngày 11/12
"""

NOT_COMING = """
hội nghị là gì
sửa đăng ký dự hội nghị
nhờ con đi họp thay
muốn đi họp đối thoại phải làm gì
Muốn dự hội nghị thì đăng ký chỗ nào, mang theo gì?
đăng ký hội nghị ở đâu
hội nghị mấy giờ
có phải đăng ký mới được dự hội nghị không
đăng ký kinh doanh lại
đăng ký lại kết hôn
đăng ký lại hộ kinh doanh
đăng ký lại mã số thuế
cho tôi xin lãi suất
xin 1 suất vay
xin một suất bán hàng chợ
cho tôi xin 1 chỗ bán hàng
hôm nay họp chợ
đi họp phụ huynh
tôi không đi hội nghị nữa
hội nghị bị hủy à
đăng ký hóa đơn
đk hđđt
dk kinh doanh
dk hkd
dki thuế
đk mst
tôi đã đăng ký hội nghị chưa
danh sách có tên tôi chưa
cho tôi hỏi về hội nghị
kết quả hội nghị
mở quán ăn phục vụ hội nghị
cho thuê hội trường hội nghị thuế bao nhiêu
tổ chức hội nghị khách hàng
cho thuê phòng họp
họp tổ dân phố
muốn đi học nghề
cho em đi họp phụ huynh
đăng ký hợp đồng
đăng ký hợp tác xã
dk hop tac xa
cho tôi 1 vé xe
tôi muốn đi vay
đừng đăng ký cho tôi
tôi không muốn đi hội nghị
hủy đăng ký hội nghị
tôi bận không đi họp được
muốn mở hội nghị
đi hội nghị mang gì
vợ tôi không đi họp nữa
chưa muốn đăng ký hội nghị
cho con tôi đi học
"""


@pytest.mark.parametrize("text", COMING.strip().splitlines())
def test_who_wants_to_come_is_understood(text: str) -> None:
    assert wants_to_come(text)


@pytest.mark.parametrize("text", NOT_COMING.strip().splitlines())
def test_who_does_not_say_so_is_not_registered(text: str) -> None:
    assert not wants_to_come(text)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("cho tôi xin 2 suất", Coming.SEVERAL),
        ("đăng ký cho 2 vợ chồng tôi đi hội nghị", Coming.SEVERAL),
        ("dk hoi nghi", Coming.ALONE),
        ("đăng ký lại", Coming.SOMEWHERE),
    ],
)
def test_whether_others_come_along_is_understood(text: str, how: Coming) -> None:
    assert wants_to_come(text) is how
