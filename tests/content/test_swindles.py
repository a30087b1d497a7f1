"""Who is being swindled is understood in his own words; who speaks of tax, banks and apps is not
told of thieves."""

from time import thread_time

import pytest

from content.danger import danger_in
from content.swindled import done_since

SWINDLED = """
đóng 5tr rồi mà nó kêu đóng thêm 10
em chuyển 2 triệu xong họ lại bảo chuyển thêm 3 triệu nữa
coc 500k roi no doi coc them
bị lừa đảo qua mạng
nó lấy hết tiền của tôi
tiền mất sạch rồi
tôi mất hết tiền rồi vì nghe nó
tôi lỡ nhấp vào link trong tin nhắn
tôi chuyển khoản nhầm cho lừa đảo
thằng xưng thuế nó lấy của tôi 30 triệu
nó rút sạch tiền rồi
máy em nó tự chạy
điện thoại đen xì tự thao tác
quét mã qr nó đưa mất tiền rồi
vừa mới ck 15 củ cho nó
em nhập otp vào trang đó rồi
tôi chuyển tiền cho nó mất rồi
toi chuyen tien cho no mat roi
điện thoại bị nó điều khiển rồi
dien thoai toi bi chiem quyen roi
điện thoại em bị hack
nó đang điều khiển điện thoại tôi
máy tự chuyển tiền
ngân hàng trừ mất 20 triệu
tai khoan bi tru mat 30tr
tài khoản ngân hàng của tôi bị rút hết tiền
tự dưng mất 15 triệu trong tài khoản
mất hết tiền trong thẻ rồi
tiền trong tài khoản bay mất
nó đòi số otp của tôi tôi đọc rồi
tôi lỡ đọc mã otp cho người ta
em đọc otp cho nó rồi giờ sao
lo dua ma otp roi
đọc mã xác nhận cho nó rồi
tôi đưa mật khẩu cho nó rồi
tôi nhập mật khẩu vào trang nó gửi
toi bam vao link roi
lỡ bấm vào đường link của nó
tôi trót bấm link lạ
tôi trót cài app nó gửi
lỡ cài file apk
tôi cài cái apk nó gửi rồi
tôi bị lừa rồi
bi lua roi
bị lừa mất 5 triệu
mẹ tôi bị lừa chuyển 50 triệu
tôi bị nó lừa mất 10 triệu
nó lừa tôi 10 triệu
bọn nó lừa mẹ tôi
toi chuyen khoan cho thang gia danh thue roi
lỡ chuyển khoản cho số lạ
vừa ck cho tài khoản lạ 8 triệu
tôi quét mặt cho nó rồi, mất tiền rồi
zalo của tôi bị hack rồi
tài khoản bị hack
tôi nghe nó chuyển 20 triệu vào stk lạ rồi
chuyển tiền cọc cho nó xong nó chặn số
toi vua chuyen 20 trieu cho no roi
lỡ chuyển tiền cho bọn lừa đảo
toi vua bi lua mat tien
lai co nguoi goi bao la luat su lay lai tien dat coc 5 trieu
có dịch vụ bảo thu hồi lại tiền cho, bắt đóng trước 3 triệu
"""

SCAM = """
cứu với có người gọi xưng là chi cục thuế bảo em vào link cập nhật mã số thuế đang trên máy đây
cuu em voi co nguoi xung can bo thue bat cai app
có bạn trên zalo bảo cho vay 200tr không cần thế chấp phí trước 5tr
trên facebook có người cho vay nhanh đòi đóng phí bảo hiểm trước
app vay tiền bắt nộp trước 2 triệu mới giải ngân
đòi chuyển khoản mới được dự hội nghị
có ông zalo tui nói đóng 500k mới được dự hội nghị của phường, phải ko
ổng đòi chuyển khoản trước 5h
ong doi chuyen khoan truoc 5h
tui lo bam roi, no bat nhap so tai khoan
nó bắt nhập số tài khoản
co nguoi keu nop 200k giu cho hoi nghi
no bao phai dong tien moi nhan duoc ve hoi nghi
họ nhắn chuyển 300k để lấy giấy mời đối thoại
giấy mời này nó kêu chuyển cọc 100k
bả giục nộp tiền mới được đi họp
nó đòi ck mới cho dự họp
có người gọi biểu đóng lệ phí dự hội nghị
nó bảo tôi đọc mã
công an gọi bảo tôi dính vào đường dây ma túy
người tự xưng cán bộ phường thu 200 nghìn tiền sách
trên fb bảo hoàn thuế vào link này
có người gọi bảo chuyển 5 triệu tiền phạt thuế
bên thuế gọi bảo tôi cài app nộp thuế
nó gọi bảo tôi nợ thuế, không nộp là khóa mã số thuế
no goi bao toi no thue
tin nhắn: ho kinh doanh cua ban bi no thue 12tr, bam vao day gdt-vn.com de nop, co that ko
có người kết bạn zalo xưng là thuế cơ sở 5 gửi file apk
có người xưng công an gọi bảo tôi rửa tiền
số lạ gọi bảo tôi nợ thuế
co so la goi xung can bo thue
nó bảo tôi chuyển tiền vào tài khoản cá nhân để đóng thuế
cán bộ thuế kết bạn zalo bảo gửi ảnh căn cước
thuế kết bạn zalo với tôi
nó đòi mã otp
no xin otp cua toi
có người gọi xin mã otp
nhận tin nhắn có đường link bảo hoàn thuế
tin nhắn bảo nộp phạt bấm vào link
họ gọi video bảo cài vneid mới
nó dọa bắt tôi nếu không chuyển tiền
nó bảo không nộp thì phong tỏa tài khoản
thuế gọi bảo cài phần mềm
công an phường gọi bảo tôi tải app dịch vụ công
người ta bảo cài app qua đường link
nó gửi tôi cái file apk
gọi điện dọa khóa mã số thuế
có ai tự xưng ngân hàng gọi hỏi mật khẩu
nó kêu tôi đọc mã xác nhận
người lạ gọi bảo cập nhật mã số thuế
có số lạ nhắn xưng là phường đòi nộp tiền
nó bắt tôi chuyển tiền ngay không thì đi tù
"""

NONE = """
nó đòi quét mặt mà quét mãi không được
app bắt chụp khuôn mặt, chụp hoài vẫn chẳng qua
vay ngân hàng có phải đóng phí trước không
đóng 5 triệu tiền thuế rồi mà họ kêu đóng thêm
khách chuyển 5tr rồi, nó bảo chuyển thêm tiền hàng
vay ngân hàng chính sách trên app có mất phí không
hội nghị có phải đóng tiền không
dự hội nghị có mất tiền không em
có bắt đóng tiền mới được dự hội nghị không
khách đòi chuyển khoản không lấy hóa đơn
ông chủ nhà đòi chuyển tiền nhà
ổng đòi chuyển khoản tiền hàng
eTax bắt nhập số tài khoản làm gì
phải nhập số tài khoản nào khi nộp thuế
làm ăn mất hết tiền vốn rồi
máy tính tiền tự chạy được không
máy giặt tự chạy
quét mã qr trên hóa đơn
họ hỏi mã số thuế
khách hỏi mã vạch
nó hỏi mã hàng
phần mềm nó tự rút số liệu
mất tiền thuê mặt bằng
khách chuyển khoản cho tôi rồi
vừa chuyển khoản cho khách
đã chuyển tiền cho chi cục thuế
tôi chuyển tiền nộp thuế rồi mà chưa thấy
chuyển tiền hàng cho nhà cung cấp rồi mà không có hóa đơn
chuyển tiền cho nhân viên có phải kê khai không
ngân hàng trừ tiền nộp thuế hai lần
tài khoản bị trừ mất tiền thuế hai lần
sàn trừ mất 5 triệu tiền phí
tài khoản shopee bị trừ hết tiền phí sàn
tôi cài etax rồi mà không vào được
tôi cài app etax mobile rồi
lỡ cài etax hai máy có sao không
tôi đọc hướng dẫn rồi
tôi đọc rồi
tôi cài rồi
khách lừa tôi lấy hàng không trả tiền
làm sao để không bị lừa
đăng ký hội nghị có bị lừa không
bán điều khiển điện thoại
sửa điện thoại bị hỏng
máy tính tiền bị hỏng
không nhận được mã otp
k nhận đc mã otp
otp là gì
tôi nhập mật khẩu etax rồi mà báo sai
nó bảo sai mật khẩu
nó báo nợ thuế 12tr trên etax
etax bảo tôi nợ thuế
sao etax báo tôi nợ thuế
thuế gửi thông báo trên etax bảo nợ thuế
link đăng ký hội nghị tôi bấm vào không được
bấm vào đâu để nộp thuế
gửi link etax cho tôi
tải app etax ở đâu
cài app etax thế nào
quét mã qr rồi
phường gọi bảo tôi đi họp
cán bộ phường xin số điện thoại
cơ quan thuế có gọi điện không
thuế có gửi tin nhắn nhắc nợ không
không nộp thì có bị khóa mã số thuế không
bị khóa mã số thuế thì sao
kết bạn zalo với phường kiểu gì
khách đòi hóa đơn
nó đòi hóa đơn thì sao
tổng đài thuế gọi số nào
con tôi gọi bảo tôi đi nộp thuế
chuyển tiền nhầm số tài khoản
quên mã pin thẻ ngân hàng
tôi mất giấy đăng ký kinh doanh
mất tiền phí bao nhiêu
tôi lỡ gửi hóa đơn sai cho người ta
nộp thuế bằng tài khoản ngân hàng nào
nhân viên bảo tôi nộp thuế qua app
tôi gửi ảnh cho phường rồi
tôi bấm đăng ký rồi
tôi vay tiền của họ rồi
quán lẩu lừa
thịt lừa bán ở đâu
bán lừa giống có phải đóng thuế không
đưa tiền thuê nhà cho họ rồi có cần hóa đơn không
"""


@pytest.mark.parametrize("text", SWINDLED.strip().splitlines())
def test_who_has_been_swindled_is_understood(text: str) -> None:
    assert danger_in(text) == "swindled"


@pytest.mark.parametrize("text", SCAM.strip().splitlines())
def test_who_is_being_tried_by_a_swindler_is_understood(text: str) -> None:
    assert danger_in(text) == "scam"


@pytest.mark.parametrize("text", NONE.strip().splitlines())
def test_ordinary_talk_of_money_apps_and_calls_is_no_swindle(text: str) -> None:
    assert danger_in(text) == ""


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("tôi cài rồi", True),
        ("bấm rồi em ơi", True),
        ("toi chuyen mat roi", True),
        ("đọc cho nó rồi", True),
        ("lỡ bấm", True),
        ("có phải không", False),
        ("thế tôi phải làm gì", False),
        ("chưa bấm", False),
    ],
)
def test_that_it_is_too_late_is_understood_after_a_warning(text: str, done: bool) -> None:
    assert done_since(text) is done


@pytest.mark.parametrize("said", ["zalo hoàn thuế ", "tin nhắn ", "nó ", "xưng thuế ", "lỡ "])
def test_a_long_text_takes_no_more_time_than_its_length(said: str) -> None:
    began = thread_time()
    danger_in(said * (4000 // len(said)))
    assert thread_time() - began < 0.5


def test_a_swindle_is_found_far_down_in_a_long_text() -> None:
    story = "tôi bán phở ở chợ đã mười năm nay, khách quen nhiều " * 30
    assert danger_in(f"{story} hôm nay tôi lỡ chuyển tiền cho bọn lừa đảo {story}") == "swindled"
