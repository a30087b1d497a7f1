"""What threatens somebody is understood in many words, and what follows by very few."""

import pytest
import yaml

from content.danger import alarm_in, blames_oneself, danger_in, lonely_in
from content.library import FOLDER
from content.needs import (
    need_in_distress,
    need_in_emergency,
    need_in_harm,
    need_in_swindle,
    need_in_violence,
)
from content.perils import peril_in
from content.vietnamese import fold

FIRST = """
fire	cháy rồi cháy rồi nhà tôi cháy
fire	hang ben canh chay roi troi oi
fire	khoi den o tang 2
fire	nổ bình ga
gas	rò gas thơm lắm trong bếp
gas	ga rò rỉ làm sao
electric	dây điện đứt rơi xuống đường nước
trapped	khói mù mịt tầng dưới, tôi kẹt tầng 3
trapped	có người bị kẹt thang máy ở tòa chung cư
food	quán tui có 5 người ăn xong ói mửa quá trời
poison	uống nhầm nước tẩy
medical	ba tôi đột quỵ méo miệng
medical	con tôi nuốt pin
medical	bà cụ bán nước cạnh quán tôi ngã không dậy được
medical	vợ tôi vỡ ối
medical	con toi hoc xuong
burn	nhà tôi có người bị bỏng nước lèo
bite	chó dại cắn tôi
water	cháu bé rơi xuống ao
accident	xe tải lật vào ki ốt
medical	xe tông ngay trước cửa, máu nhiều lắm
accident	sập giàn giáo có người bị thương
accident	sập chợ rồi
accident	sap cho roi
lost	con tôi bị lạc ở chợ rồi
lost	mẹ già lẫn đi mất từ sáng
robbed	em mới bị móc túi mất 5 triệu ở chợ
kidnap	con tôi bị bắt ở cam, nó đòi 100 triệu chuộc
threat	bọn xã hội đen đến quán đòi nợ tạt sơn
threat	nó bảo không trả nó đốt quán
threat	có thằng cầm dao đứng trước quán
threat	nó đang đập phá
threat	co 2 thang doi tien bao ke khong dua no danh
threat	có người theo dõi tôi
locked	tôi bị thằng chủ nợ nhốt trong nhà
gas	co mui gas trong quan, con vua nau vua hoi hoa don
gas	quan co mui gas co phai bao ai khong
gas	đang nấu thì nghe mùi gas, thuế để mai
burning	ma mui khet khet o bep tu dien
burning	bếp từ điện có mùi khét, có khói
burning	o cam nha toi xet lua
burning	nghe mui khet trong nha
racket	o cho co nguoi thu tien bao ke
racket	bọn nó bắt đóng bảo kê
threat	toi so lam, no biet nha
threat	tụi nó biết nhà tôi, sợ quá
fire	xe máy cháy rồi
medical	mẹ tôi té gãy tay, phải vào viện ngay
"""
SWINDLED = """
scam	có đứa gọi bảo là công an phường, kêu tôi đọc mã OTP để cập nhật hộ kinh doanh
scam	nhận tin nhắn của cục thuế bảo bấm vào thuedientu-vn.top hoàn thuế 3 triệu có thật không
scam	etax-vn.com có phải trang thật không
scam	có ông bảo cán bộ thuế bắt cài app đang gọi
scam	so 09xx bao toi no thue phai chuyen 5tr trong 10 phut
scam	họ nói trúng thưởng xe sh đóng 2 triệu phí
scam	shopee bảo hoàn tiền phải quét mã qr
scam	người ta bảo nộp 300 nghìn để được hỗ trợ hộ nghèo
scam	nó gửi giấy mời phường có dấu đỏ bắt đóng phạt vệ sinh 5 triệu qua tài khoản
swindled	quét xong mất tiền
swindled	chuyển nhầm 10 triệu cho người lạ
swindled	có nên trả tiền cho bọn nó lấy lại giùm không, có người trên mạng bảo lấy lại được
rage	tao giết thằng hàng xóm cho rồi
scam	có link nhận hỗ trợ 2 triệu cho hộ kinh doanh phường gửi, bấm chưa
scam	link la vneid-hotro gi do, doi otp
swindled	loi nhap otp roi
swindled	toi lo nhap ma otp vao link la roi
violence	neu chong em quay lai danh nua thi goi ai
distress	nhieu khi nghi di theo ba ay cho roi
distress	bac buon qua, nhieu khi muon di theo ba ay
distress	nhiều lúc chỉ muốn ngủ một giấc không dậy nữa
distress	toi chi la ganh nang cho con chau
distress	không có tôi thì tụi nó đỡ khổ
distress	uoc gi chet di cho roi
violence	nó dọa giết tôi
"""
NONE = """
món cơm cháy chảo
tôi bị gãy chân không đi họp được
nhà hàng chay bán rồi
cháy hàng rồi
chợ bị cháy năm ngoái có được giảm thuế không
phòng cháy chữa cháy có phải nộp phí không
sổ kế toán bị cháy ướt
mở quán gà rán
nước có ga
lạc rang bán ở chợ
con dấu mất rồi
quan o do son ke khai the nao
phai mua may pos bao nhieu tien
kẹt xe không đi họp được
tôi giết gà bán ở chợ
thuedientu.gdt.gov.vn vào không được
tôi cài etax.xong rồi
con chó cắn khách hôm qua
bán lòng lợn tiết canh
giá chát chết
nhân viên bảo đọc mã hóa đơn
con ma tui te gay tay nam vien
giay bao tu dua len dau de xoa thong tin cua me
tong cong co 1 ty dau ma, ba dao
dang ky cho ca day cho, toi la Nguyen Thi Dao
xe toi chay roi
tôi muốn đi theo vợ đi họp
toi di theo ba ay duoc khong
thuế là gánh nặng cho gia đình tôi
lỗi nhập otp etax
nhap otp roi ma khong vao duoc etax
cho tôi xin link nhận hỗ trợ lãi suất
quán nướng có khói bị phạt không
bi ngat ket noi etax
bán quạt điện, ổ cắm thuế bao nhiêu
sang nhuong sap cho
hai chi em doi sap cho nhau
"""
AFTER = """
harm	gas	binh gas nha toi o trong
harm	inside	me toi con tren gac
harm	inside	mẹ tôi ở trong
harm	inside	trong nhà còn bà già
harm	no_line	gọi 114 không ai nghe
harm	called	goi roi ho dang toi
harm	trapped	không xuống được
harm	medical	có đứa nhỏ lả đi rồi
harm		0911 222 333
harm		khong gui ten nghe
emergency	gas	van khoa roi ma con nghe xi
emergency	cut	cup cau dao roi
emergency	guests	con khach dang an 6 nguoi
emergency	out	ra het roi
emergency	inside	tôi ra ngoài rồi mà mẹ tôi còn trong nhà
emergency	over	tho sua xong, day ga bi chuot can
emergency	over	ma tui o benh vien roi, bac si lo roi
emergency	whom	giờ làm sao
emergency		goi ai sua
violence	returns	neu no quay lai thi goi ai
violence	taken	em ban duoc 30tr no lay het
violence	untold	dung bao cong an
violence	seen	ma neu em viet don phuong thi no co biet khong
violence	seen	xoa doan nay dc khong no hay coi dien thoai
violence	unsent	thoi khong viet
distress	eased	noi vay thoi chu chua lam gi
distress	means	chưa làm gì nhưng đã mua thuốc
swindle	unlost	tien chua mat, coi roi
swindle	untold	dung noi cho con tui biet nghe
distress	alone	không ai giúp
swindle	code	tôi đọc rồi
swindle	data	điền số tài khoản với cccd rồi
swindle	device	điện thoại nó tự cài cái gì ấy
swindle	device	tắt máy có được không
swindle	link	lỡ bấm vào rồi mà chưa điền gì
swindle	again	nó bảo lấy lại tiền giùm
swindle	loan	nó vay tiền bằng căn cước của tôi được không
"""
NEEDS = {
    "harm": need_in_harm,
    "emergency": need_in_emergency,
    "violence": need_in_violence,
    "distress": need_in_distress,
    "swindle": need_in_swindle,
}


def lines(told: str) -> list[list[str]]:
    return [line.split("\t") for line in told.strip().splitlines()]


@pytest.mark.parametrize(("name", "text"), lines(FIRST))
def test_what_threatens_is_understood_out_of_nothing(name: str, text: str) -> None:
    peril = peril_in(text)
    assert danger_in(text) in ("emergency", "violence")
    assert peril is not None
    assert peril.name == name


@pytest.mark.parametrize(("kind", "text"), lines(SWINDLED))
def test_swindlers_and_rage_are_understood(kind: str, text: str) -> None:
    assert danger_in(text) == kind


@pytest.mark.parametrize("text", NONE.strip().splitlines())
def test_trade_and_manner_of_speaking_are_no_danger(text: str) -> None:
    assert danger_in(text) == ""
    assert not alarm_in(text) or "cháy" in text


@pytest.mark.parametrize(("family", "step", "text"), lines(AFTER))
def test_what_follows_is_heard_in_the_same_need(family: str, step: str, text: str) -> None:
    assert NEEDS[family](text) == step


@pytest.mark.parametrize(
    "text",
    [
        *(
            "quán cần mấy bình cứu hỏa",
            "mua bình chữa cháy ở đâu",
            "lắp chuông báo cháy giá bao nhiêu",
        ),
        *("bảo hiểm cháy nổ có bắt buộc không", "số bình chữa cháy cho quán ăn nhỏ"),
        *("quán ăn có phải tập huấn chữa cháy không", "quan can may binh cuu hoa"),
    ],
)
def test_what_stands_in_a_shop_against_fire_is_no_alarm(text: str) -> None:
    assert danger_in(text) == "" and not alarm_in(text)


@pytest.mark.parametrize(
    "text",
    [
        *("ở bãi có cái gì nổ", "thấy máu ở cửa", "hình như có súng"),
        *("tôi báo cháy", "chợ có cháy nổ", "cháy to lắm cần bình cứu hỏa"),
    ],
)
def test_a_word_of_alarm_is_heard_where_nothing_else_is(text: str) -> None:
    assert danger_in(text) == ""
    assert alarm_in(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "tôi bị tai nạn nghỉ bán 2 tháng",
            "bị cướp mất khách",
            "tôi đang kẹt trong mấy cái thủ tục",
        ),
        # Whom somebody calls, and what is lost is a thing.
        *("troi oi tien nhieu qua sao ma dong", "em oi ban nhieu hang the co phai nop khong"),
        *(
            "em lac mat cai ma roi",
            "toi lac mat ve hom no roi",
            "chau lạc mất số xe",
        ),
        # Not a dog's bite, and oil for engines.
        *("thoi cho gap can bo noi cho nhanh", "cho toi noi chuyen voi can bo thue"),
        # Hurt once by what the ward is to mend.
        "đèn đường trước dãy trọ hỏng ba tháng nay, con bé đi ca đêm về ngã gãy cả tay",
        "nắp cống mất ba tuần nay, cháu té gãy tay rồi",
    ],
)
def test_what_is_told_of_the_trade_is_no_danger(text: str) -> None:
    assert danger_in(text) == ""


ASKED_OF_A_TRADE = (
    "{} phải đóng bao nhiêu",
    "doanh thu 2 tỷ {} phải đóng bao nhiêu",
    "bán {} bị phạt bao nhiêu",
    "mở {} cần giấy gì",
    "{} không nộp thuế thì sao",
    "tôi {} tháng 30 triệu",
)


def test_what_is_asked_of_any_trade_is_no_danger() -> None:
    """Where "ăn uống phải đóng bao nhiêu" was a poisoning, and "mo rua xe can giay gi" a man run
    over."""
    lines = yaml.safe_load((FOLDER / "sectors.yaml").read_text(encoding="utf-8"))["lines"]
    trades = {word for line in lines.values() for word in line.get("words", ())}
    asked = [said.format(trade) for trade in trades for said in ASKED_OF_A_TRADE]
    assert len(asked) > 1000
    assert [one for one in (*asked, *map(fold, asked)) if peril_in(one)] == []


# Asked of a rule, a sale, a paper; told of another day; a thing that stands there; an idiom.
HARMLESS = """
phản ánh cán bộ gợi ý tiền ở đâu mà không bị trả thù
phan anh o dau de khong bi tra thu
xe cứu thương đậu trước quán
xe cứu thương hay đậu trước quán tôi, khách không vào được
xe cứu hỏa không vào được ngõ nhà tôi thì phản ánh ai
tủ thuốc sơ cứu có bắt buộc không
quán có cần tủ sơ cứu không
hộ kinh doanh có phải có túi sơ cứu không
tập huấn sơ cứu có bắt buộc không
kho hàng bị cháy năm ngoái được giảm thuế không
hàng bị cháy có được trừ thuế không
cửa hàng bị cháy thì có được miễn thuế không
quán bị cháy tháng trước thì khai thuế thế nào
bị tai nạn nghỉ bán 2 tháng có được giảm thuế không
chồng tôi bị tai nạn năm ngoái, giờ đăng ký lại được không
thợ bị tai nạn lao động ai trả tiền
bảo hiểm cháy nổ bắt buộc không
mua bảo hiểm cháy nổ ở đâu
bán dao có phải đăng ký không
bán dao kéo cần giấy phép gì
bán súng nước đồ chơi có bị cấm không
bán pháo nổ có bị phạt không
bán hàng dễ cháy nổ cần giấy gì
hàng dễ cháy để trong chợ được không
đồ dùng chống cháy
sơn chống cháy mua ở đâu
cửa chống cháy có bắt buộc không
bán gas cần giấy phép gì
cửa hàng gas có phải tập huấn không
chủ hộ chết thì mã số thuế xử lý thế nào
chủ hộ đã chết, con làm tiếp có phải đăng ký lại không
bố tôi chết rồi thì đóng mã số thuế ra sao
ăn cướp à, thuế gì cao thế
thuế thế này khác gì cướp
giá điện tăng chết người
nóng chết đi được
quán bán tiết canh
cháy hàng rồi
tôi bán gà nướng bếp lửa
bán bếp lửa hồng
quán lẩu dê có đốt than có phải xin phép không
đốt rác có bị phạt không
đốt vàng mã ngoài đường có bị phạt không
hàng xóm đốt rác khói quá phản ánh ở đâu
kẹt đường không bán được hàng
hồ sơ bị kẹt ở đâu
tiền bị kẹt trong ví shopee
app bị lỗi máy bị treo
kinh doanh hàng đông lạnh máu me quá
xăng bán lẻ cần giấy phép gì
nguy hiểm không nếu không đăng ký
hàng hóa nguy hiểm cần giấy phép gì
chở hàng nguy hiểm có phải xin phép không
đơn vị cứu hộ giao thông nộp thuế thế nào
dịch vụ cứu hộ xe đăng ký ngành gì
bán thuốc chuột có cần giấy phép không
bán thuốc sâu có cần giấy phép không
bán chó mèo, chó dữ có phải xích không
bình chữa cháy mini mua ở đâu
quán ăn nhỏ có phải mua bình cứu hỏa không
lối thoát hiểm bắt buộc không
nộp phạt phòng cháy bao nhiêu
khói bếp sang nhà hàng xóm bị phạt không
bán đồ cứu sinh, áo phao
nghề cứu hộ bể bơi
phòng khám cấp cứu 24h thuế thế nào
xe cấp cứu tư nhân đăng ký thế nào
bị khách đốt tiền âm phủ
chém giá khách bị phạt không
karaoke có nguy cơ cháy nổ cần giấy gì
cúp điện cháy máy bơm có được đền không
cháy bóng đèn ngoài ngõ báo ai
đèn đường cháy bóng báo ai
cháy cầu dao điện của chợ ai sửa
tôi bị dao cắt tay, quán có phải mua bảo hiểm không
máu nhiễm mỡ
nước mắm bị chết men
cây chết ngoài phố báo ai
chuột chết trước cửa báo ai
heo chết có được hỗ trợ không
gà chết vì dịch có được hỗ trợ không
lợn chết chôn ở đâu
tôm chết hàng loạt được hỗ trợ gì
"""
# Some of the same words, and somebody may be in need.
HEARD = """
tụi nó nói sẽ trả thù nhà tôi
xe cứu thương đâu rồi
xe cứu thương chưa tới
gọi xe cứu thương số mấy
sơ cứu thế nào bây giờ
cháy
cháy rồi
có cháy
bốc khói
nhà bên bốc khói có phải cháy không
cứu
cứu tôi với
máu
có người chết
có dao
nó cầm dao
đang đánh nhau
chồng đốt nhà
bị kẹt
nguy hiểm lắm
nguy hiểm quá làm sao
cháu bị thương
lửa
nổ rồi
kho hàng đang cháy
kho cháy rồi có bảo hiểm không
bếp cháy giờ làm sao
quán bị cháy giờ làm sao
chết người rồi
có người bị đâm
bị đâm
hôm qua nó đâm tôi giờ vẫn chảy máu
tôi bị tai nạn
tai nạn trước quán
xe máy bị cháy
cháy máy bơm đang bốc khói
cháy bóng đèn bốc lửa
nổ bình gas
chết rồi
ngất
con tôi bị tai nạn, cứu
mẹ tôi ngã máu nhiều quá, có bảo hiểm không
xưởng cháy lớn quá, thuế má gì tầm này
chó dại cắn bố tôi
cho dai can bo toi chay mau
đèn hỏng ba tháng nay, con bé vừa ngã gãy tay nằm kia kìa
đường vỡ cả tháng nay, bà cụ ngã gãy chân đang nằm
chong nhot toi trong nha
"""


@pytest.mark.parametrize("text", HARMLESS.strip().splitlines())
def test_a_question_about_what_is_dangerous_is_no_alarm(text: str) -> None:
    assert danger_in(text) == "" and not alarm_in(text)


@pytest.mark.parametrize("text", HEARD.strip().splitlines())
def test_what_may_be_need_is_heard_among_the_same_words(text: str) -> None:
    assert danger_in(text) or alarm_in(text)


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("ba ay mat 3 nam roi, ban hang mot minh buon qua chau a", True),
        ("toi mo cua la de co nguoi noi chuyen thoi", True),
        ("vợ tôi mất, buồn quá, sang tên hộ kinh doanh thế nào", False),
        ("ế quá buồn quá", False),
    ],
)
def test_who_only_tells_of_being_alone_is_heard(text: str, alone: bool) -> None:
    assert lonely_in(text) is alone


@pytest.mark.parametrize(
    ("text", "own"),
    [
        *(("cảm ơn cháu, bác ngu quá", True), ("tui dại thiệt", True), ("tôi lú lẫn rồi", True)),
        *(("sao toi ngu the nay", True), ("toi dai qua di mat", True)),
        *(("mày ngu quá", False), ("bot ngu", False), ("thuê thợ dại quá", False)),
        *(("tôi ngu quá, giờ báo ai", False), ("bác bán đậu", False)),
    ],
)
def test_who_blames_himself_is_heard(text: str, own: bool) -> None:
    assert blames_oneself(text) is own
