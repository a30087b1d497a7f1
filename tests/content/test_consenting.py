"""A consent that says more is one; what it depends on, takes back, asks, or what somebody else
agrees to, is none."""

import pytest

from content.consenting import consent_in, is_no_consent, refuses_consent
from content.vietnamese import fold


@pytest.mark.parametrize(
    ("said", "remark"),
    [
        ("đồng ý", ""),
        ("dạ em đồng ý ạ", ""),
        ("u thi dong y", ""),
        ("tôi đồng ý cho phường lưu thông tin của tôi", ""),
        ("gui luon di dong y", ""),
        ("ừ thế thì đồng ý", ""),
        ("vợ chồng tôi đồng ý nhé", ""),
        ("dạ em đồng ý gửi phản ánh này cho phường", ""),
        (
            "ờ dì đồng ý đó con ghi liền đi mà dì lãng tai nhớ biểu người ta nói lớn",
            "dì lãng tai nhớ biểu người ta nói lớn",
        ),
        ("ờ chú chịu lưu đó mà hổng biết bữa đó ai giữ xe", "hổng biết bữa đó ai giữ xe"),
        ("được, tôi đồng ý nhưng tôi đi xe lăn", "nhưng tôi đi xe lăn"),
        ("đồng ý mà đừng gọi giờ trưa nha", "đừng gọi giờ trưa nha"),
        ("Đồng ý nhé, nếu hết ghế thì báo mình sớm", "nếu hết ghế thì báo mình sớm"),
        ("u dong y roi, hoi lam the", "hoi lam the"),
        ("Vâng cả hai chúng tôi nhất trí, phường cứ ghi tên cho", ""),
        ("đồng ý nha cảm ơn", "cảm ơn"),
        ("Long 0868 552 319. gửi luôn đi, đồng ý", "Long 0868 552 319"),
        ("tôi đồng ý gửi, nhà số 12 ngõ 85 tối nào cũng ồn", "nhà số 12 ngõ 85 tối nào cũng ồn"),
        ("đồng ý, ở ngõ 85 Trần Tất Văn", "ở ngõ 85 Trần Tất Văn"),
        ("đồng ý. tổ 6, không có tên tiệm", "tổ 6, không có tên tiệm"),
        ("đồng ý chị ơi", ""),
        ("đồng ý thôi nha", ""),
        ("tui noi dong y roi ma", ""),
        ("đồng ý đồng ý, nhanh giùm cái", "nhanh giùm cái"),
        ("u toi dong y luu so", ""),
        ("tôi đồng ý hết các điều trên", ""),
        ("đồng ý với nội dung", ""),
        ("tôi đủ tuổi và đồng ý", ""),
        ("tôi trên 18 tuổi và đồng ý", ""),
        ("đồng ý nhé em gái", ""),
        ("đồng ý để phường liên hệ", ""),
        ("đồng ý, đường hư không đi được", "đường hư không đi được"),
        ("đồng ý, tôi tên Lê Thị Mai", "tôi tên Lê Thị Mai"),
        ("đồng ý, em chờ tin nhé", ""),
        ("đồng ý, mai gọi giúp tôi", "mai gọi giúp tôi"),
        ("đồng ý, gửi cho xong", "gửi cho xong"),
    ],
)
def test_what_is_told_with_a_consent_is_a_remark(said: str, remark: str) -> None:
    assert consent_in(said) == remark


NONE = """
đồng ý nếu không mất tiền
đồng ý nhưng đừng ghi tên tôi
đồng ý gửi nhưng đừng ghi tên, tôi là Long 0868123456
đồng ý với điều kiện họp ngắn
đồng ý không
đồng ý, mà phường giữ số tôi bao lâu
đồng ý thôi khỏi
đồng ý, à mà thôi
đồng ý rồi nhưng để tôi hỏi vợ đã
em đồng ý, em 16 tuổi
mẹ đồng ý nhưng để con hỏi lại
đồng ý là sao em
đồng ý thì phường gọi cho tôi à
đồng ý hủy nhận tin
tôi đồng ý thôi nhận tin
đồng ý ngừng gửi tin
đồng ý cái gì cơ
tôi đồng ý hồi nào
Đồng ý cái con khỉ
cháu học lớp 11, cháu đồng ý
giá mà phường trả tiền thì tôi đồng ý
bao giờ sửa xong tôi mới đồng ý
hôm qua thì đồng ý, hôm nay thì không
đồng ý, mà số tôi đừng cho ai
con gái tôi bị ngã, nó bảo đi viện, tôi đồng ý
"""
# What is no consent however it is heard: put off, a slip, a minor's, not for one to give.
NOT_YET = """
đồng ý, chờ con tôi về đã
đồng ý, đợi vợ về rồi bật
đồng ý, mai đăng ký
tôi đồng ý nhưng mai
đồng ý nhưng tuần sau
đồng ý, tôi đọc lại đã
đồng ý, vợ tôi xem lại đã
đồng ý nhưng tôi còn nói thêm
đồng ý, tối nay gửi
đồng ý tối nay gửi
dong y, toi nay gui
dong y, cho con toi ve da
ứ đồng ý
đồng ý, nhầm
đồng ý, lộn
đồng ý trước đây
em sinh năm 2012, em đồng ý
ừ mà em học lớp 9
tôi chưa tròn 18, tôi đồng ý
tôi không đủ 18 tuổi, đồng ý
em lớp 9, em đồng ý
em 2k10 đồng ý
cháu còn đi học, cháu đồng ý
cả nhà đồng ý
được, chồng tôi cho
gửi đi, à mà khoan
ừ gửi mà chờ tôi chụp hình đã
sếp ok rồi
ừ chồng em bảo được
tôi đồng ý gửi đồ, họ làm mất
"""
DENIED = """
tôi không đồng ý công khai tên tôi
vợ tôi không đồng ý, đừng gọi
chưa đồng ý, đừng ghi tên
tôi không có đồng ý
chú không đồng ý đâu
tôi chưa hề nói là đồng ý
ai đồng ý mà gửi
sao lại bảo tôi đồng ý
em 16 tuổi đồng ý nhận tin
em có đồng ý đâu
"""
OTHERS = """
họ đồng ý cho tôi gửi xe ở vỉa hè rồi giờ lại phạt
chú ấy đồng ý ghi biên bản mà giờ chối
chồng tôi nhất trí là đường này hư
vợ tôi đồng ý rồi
chị Hà hàng xóm đồng ý
con dâu tôi ok rồi
ổng đồng ý rồi
người ta đồng ý gửi đi
bên công ty đồng ý
ông nội đồng ý rồi
chi ha dong y
anh Ba đồng ý nhé
cả xóm đều đồng ý là ồn quá
sếp em đồng ý rồi đó
"""


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


@pytest.mark.parametrize("said", [*lines(NONE), *lines(DENIED), *lines(OTHERS)])
def test_what_depends_asks_or_takes_back_is_no_consent(said: str) -> None:
    assert consent_in(said) is None


@pytest.mark.parametrize("said", lines(NOT_YET))
def test_what_is_put_off_or_not_ones_to_give_is_no_consent(said: str) -> None:
    assert consent_in(said) is None and is_no_consent(said)


@pytest.mark.parametrize(
    "said", ["không đồng ý", "tôi không đồng ý", "dạ không đồng ý ạ", "không chịu", "ứ đồng ý"]
)
def test_ones_own_refusal_is_heard(said: str) -> None:
    assert refuses_consent(said)


@pytest.mark.parametrize(
    "said", ["chưa đồng ý", "vợ tôi không đồng ý", "không đồng ý công khai tên tôi", "đồng ý"]
)
def test_what_may_be_agreed_to_yet_is_no_refusal(said: str) -> None:
    assert not refuses_consent(said)


@pytest.mark.parametrize("said", ["hàng xóm đồng ý", "sếp tôi ok rồi"])
def test_a_strangers_yes_counts_for_nobody(said: str) -> None:
    assert is_no_consent(said, theirs=True)


@pytest.mark.parametrize("said", [*lines(DENIED), *lines(OTHERS), *map(fold, lines(DENIED))])
def test_a_yes_denied_or_of_another_is_no_consent_however_it_is_heard(said: str) -> None:
    assert is_no_consent(said)


@pytest.mark.parametrize("said", ["mẹ em đồng ý rồi", "vợ tôi đồng ý", "anh ấy đồng ý nhé"])
def test_theirs_counts_where_theirs_is_asked_for(said: str) -> None:
    assert is_no_consent(said) and not is_no_consent(said, theirs=True)


@pytest.mark.parametrize(
    "said",
    ["u gui di", "gửi luôn đi em", "ok", "co Oanh 0904 883 127", "chị chịu thua", "khám đông y"],
)
def test_an_order_to_send_is_no_consent_to_keep(said: str) -> None:
    assert consent_in(said) is None
    assert not is_no_consent(said)
