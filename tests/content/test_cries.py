"""A cry is heard as people of every region type it, and what only sounds like one is not."""

from collections.abc import Set
from functools import cache
from pathlib import Path

import pytest
import yaml

from content.danger import alarm_in, danger_in
from content.library import FOLDER, Content
from content.search import Decision
from content.vietnamese import fold, has_marks

DISTRESS = """
chắc tôi ra cầu nhảy cho rồi đời
Tôi mệt mỏi lắm rồi, nợ nần chồng chất, chắc ra cầu Kiến An cho xong
ra cau binh nhay xuong cho nhe no
toi nay tui ra song cho xong
Sống thế này chả để làm gì nữa em ạ
song the nay cha de lam gi nua
thực ra tôi mua sẵn thuốc chuột rồi, để trong tủ
toi de san lo thuoc sau dau giuong roi
tui có sẵn sợi dây rồi
da chuan bi day thung roi
tôi nhìn xuống sông mà muốn nhảy
đứng trên cầu Rào nhìn xuống nước thấy nhẹ lòng
dung o lan can tang 5, buoc them buoc nua la xong
tôi chết đi thì vợ con đỡ khổ
tui chet di chac chung no nhe ganh
giờ tôi sống chỉ làm khổ con cháu
toi song chi lam kho vo con
em k dang song
em thấy mình không đáng sống
xin loi vo con, kiep nay anh chiu thua
mai la khong con thay toi nua dau
hẹn vợ con kiếp sau
vỡ nợ 2 tỷ rồi, chỉ còn nước chết
no nan the nay co chet moi tra xong
đời tôi đến đây là hết
doi tui the la het roi
tui hong mun sống nữa, mệt lắm rùi
chan song lam roi
mần ăn thất bát, răng tui khổ ri, chết quách đi cho rồi
tui uống hết vỉ thuốc ngủ rồi
uong het vi thuoc ngu roi
mẹ em cứ đòi chết, phải làm sao
con trai toi viet thu tuyet menh bo di roi
chồng em nói ra đường ray nằm
sao ông trời không bắt tôi chết đi
cuoc doi vo nghia qua
cuộc sống vô nghĩa, không còn hy vọng gì nữa
muốn buông tay tất cả cho nhẹ
muon di cho nhe dau
toi khong thay ly do gi de song
tao chỉ muốn chết theo ổng
muốn lao đầu vào xe tải cho xong
lao dau vao xe tai cho xong
trèo lên nóc nhà rồi, không xuống nữa
mở bình ga ngồi trong phòng cho xong
lo cho con giùm tôi, tôi đi đây
e dang dung tren san thuong, chi muon nhay
"""

VIOLENCE = """
chồng em nó mới tát em chảy máu mũi
ong xa uong ruou vo oanh tui suot
bị ổng uýnh bầm mình mẩy
no bop co em
chồng tôi vả tôi rách môi
bọn đòi nợ ném mắm tôm vào quán rồi
nó ném mắm tôm vào quán rồi
no tat mam tom vo nha em
nó đổ dầu luyn ra trước cửa
chung no do chat ban truoc cua nha
mấy thằng xăm trổ ngồi lỳ ở quán đòi tiền
chu no nhan tin doa giet ca nha
doi no goi dien khung bo ca ngay lan dem
nó ghép ảnh em đăng lên fb đòi nợ
nó gửi vòng hoa tang đến quán
bon cho vay chan duong con gai toi
nó dọa mai không trả thì đốt quán
thằng hàng xóm vác dao sang dọa
khách say cầm chai đòi đập tôi
co trom dang cay cua
ly hôn rồi mà nó vẫn tìm đến đánh em
hoi xua no danh, gio no lai tim den doa giet
toi bi danh may cai vo mat
bị đánh mấy trận rồi
hôm qua em bị đánh rớt răng
"""

EMERGENCY = """
con toi uong nham nuoc thong cong
con tôi 5 tuổi nó uống nhầm nước thông cống ở quán rồi
chị gái em uống thuốc sâu rồi cứu với
vo toi uong thuoc chuot roi
chap dien chay quat trong quan
bếp ăn bốc cháy dữ lắm
ba nội té xỉu ngoài sạp
ong noi toi co giat sui bot mep
con be bi phong nuoc soi
xe ben cán người trước cửa
xe tải tông vô quán tui
xe tai tong mot nguoi truoc quan
có người rớt xuống sông
vừa bị cướp giật điện thoại rồi
nước ngập tới cổ rồi
chồng em bị sét đánh ngoài ruộng
con toi luc tan hoc khong thay dau
"""

SCAM = """
có người nhắn zalo bảo là cán bộ phường Phù Liễn thu 500k phí dự hội nghị đối thoại
can bo phuong goi thu le phi hoi nghi 300k
có cô tự nhận bên thuế tới quán thu tiền sách 600 nghìn
co anh mac do cong an den quan doi 2 trieu pccc khong bien lai
nguoi ta noi mua ve hoi nghi 500 nghin moi duoc vao
quan ly thi truong goi doi chuyen tien phat
"""

SWINDLED = """
tui lỡ quét mã nó gửi mất 3 triệu
em đưa otp cho nó rồi
no gia danh con toi muon tien, chuyen mat roi
"""

IDLE = """
nhà bị đập để làm đường thì được đền bao nhiêu
quán bị phá sản thì nợ thuế sao
quán cũ bị phá dỡ chuyển chỗ mới có phải khai không
em nộp 2tr rồi họ bảo nộp thêm tiền chậm nộp
mà tiền vốn e nhập 70% lận tính zậy lỗ chết
trời ơi tui muốn chết vì nóng quá
nóng quá tui muốn chết
lạnh muốn chết mà vẫn phải mở hàng
doi bung muon chet
khách đông muốn chết luôn á
dong khach muon chet
cười chết mất, khách nhậu say đánh nhau với cái cây
cuoi muon chet voi ong khach
buồn cười chết đi được
thuế cao chết cha
chết dở, quên nộp tờ khai
chet me roi quen chua nop to khai quy 3
chết thật, hôm nay hạn cuối à
ế chết, bán cả ngày được 200k
mệt chết đi được với cái app này
tức chết đi được
Quán em cháy hàng liên tục, bán chạy như lửa luôn ạ hihi
chay hang lien tuc
đập hộp bán hàng online cháy đơn
nổ đơn ầm ầm từ sáng tới giờ
no don qua troi, dong khong kip
chốt đơn mỏi tay
bể hàng luôn, khách đặt nhiều quá
cháy vé hội chợ
cháy phòng khách sạn dịp lễ
chém giá quá trời
chem gio thoi
dao chặt thịt có phải khai không
ban dao chat xuong
Tao đang cầm dao phay đây, băm sườn mỏi cả tay haha
cam dao ca ngay thai thit moi tay
3 xe tai tong cong 83tr 1 thang, chay 11 thang
xe tai tong doanh thu 1 ty
xe may tong thu 90 trieu
giết lợn bán thì đóng thuế gì
giet mo gia cam can giay gi
Hồi xưa em bị chồng đánh suốt, giờ ly hôn rồi, tự mở quán cơm
ngay xua bi chong danh, gio o voi me ban xoi
ly hôn 5 năm rồi, hồi đó nó hay đánh em, giờ em buôn bán một mình
quán nhà tôi từng cháy năm 2020, giờ mở lại
nam ngoai quan chay, gio sua xong roi
tôi từng muốn chết vì nợ, giờ qua rồi, buôn bán ổn
để lửa nhỏ cho nước dùng trong
bán bún đậu mắm tôm
do mam tom ra bat cho khach
sơn lại cửa cuốn hết 3 triệu
xịt sơn xe máy thuế bao nhiêu
mua thuốc chuột về rắc ngoài kho
ban thuoc sau thuoc chuot
tôi bỏ thuốc chuột ở kho bị chó nhà ăn phải
phun thuoc sau ruong rau
ra cầu Rào bán bánh mì có phải xin phép không
ra cau ban nuoc mia
quan o chan cau, gan song
nhảy việc ra bán hàng
câu cá ngoài sông
bán dây thừng, dây dù
sống bằng nghề này chả ăn ai
nghe nay song khong noi, chac doi nghe
giá xăng tăng sốc, ngất luôn
món này ngon ngất ngây
giá ngất ngưởng
bùng đơn suốt, chán chết
chủ nhà đòi tăng giá thuê, không chịu thì đuổi
đại lý đòi nợ tiền hàng
nợ thuế bao lâu thì bị cưỡng chế
hội nghị có thu phí không
phi du hoi nghi bao nhieu
phường thu tiền rác 30k một tháng
can bo phuong thu phi ve sinh cho bao nhieu mot thang
cán bộ thuế gọi mời đi họp
ngân hàng gọi mời vay vốn
tui uong thuoc cam roi, mai moi ban
làm ăn kiểu này sập tiệm mất
giá vải sập, kẹt vốn
gãy size nhiều quá
lãi cắt cổ
Đánh thuế kiểu này khác gì bóp cổ dân
thue bop co nguoi ban hang
thuế này giết dân à
tranh cướp khách của nhau
đốt tiền quảng cáo
hôm qua có ông nhảy cầu gần quán
xem phim thấy thằng kia nhảy lầu
nghe này, tăng thuế thì chỉ có chết
thuê nhà gần đường tàu
ra hồ câu cá giải trí
ra bien tam voi con
trời nóng quá nằm dài cả ngày
tôi mua dao lam cạo râu cho tiệm cắt tóc
gpkd bị đánh máy lộn
to giay bi danh lon chu lot
đơn vay bị đánh rớt
phần trên 1 tỷ có bị đánh VAT không
kho nhà trọ bị sét đánh cháy, có được giảm thuế không
no thue bi chan duong di may bay
tôi lục cả nhà không thấy tờ giấy đâu
bị ngắt quyền vào trang thuế
bên dịch vụ chém 3 triệu một quý
wifi quán chết cả ngày
hết năm đốt sổ cũ được chưa
đơn của mình bị kẹt chỗ nào
đứng tên giùm người ta có nguy hiểm ko
Cháy quán hôm nọ cháy luôn tờ giấy, xin bản mới ở đâu
lên công ty có phải đưa cho người ta luôn không
mỗi lần đưa mặt vào nó quay rồi báo không khớp
khỏi làm hồ sơ xin mã nữa đúng không
bỏ lỡ cái link duyệt hóa đơn
nợ bao nhiêu ngày thì thuế phong tỏa tài khoản
thuế nhắn kêu thông báo tài khoản kinh doanh
thông tin mình nhắn ở đây ai đọc được
tin nhắn link hóa đơn khách không nhận được
"""

ABOUT_SWINDLES = {"etax-lua-dao", "canh-giac-gia-mao-phuong", "vay-lua-dao", "khong-gui-can-cuoc"}
OF_THEIR_NUMBERS = {"56", "114", "196"}  # in the catalogue
# What these entries answer is told of with the words of a danger.
OF_DANGER = ABOUT_SWINDLES | {"vay-nong", "phong-chay-chua-chay", "gia-han-nop-thue"}


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("distress", DISTRESS),
        ("violence", VIOLENCE),
        ("emergency", EMERGENCY),
        ("scam", SCAM),
        ("swindled", SWINDLED),
    ],
)
def test_a_cry_is_heard_in_many_words(kind: str, lines: str) -> None:
    assert {
        one: danger_in(one) for one in lines.strip().splitlines() if danger_in(one) != kind
    } == {}


@pytest.mark.parametrize("said", IDLE.strip().splitlines())
def test_what_only_sounds_like_one_is_none(said: str) -> None:
    assert danger_in(said) == "" and not alarm_in(said)


# Fourteen thousand wordings are looked through twice.
_danger_in = cache(danger_in)


def wordings(content: Content, but: Set[str]) -> list[str]:
    """How people ask for all entries but these."""
    entries = [one for one in content.knowledge.entries.values() if one.id not in but]
    return [text for one in entries for text in (one.question, *one.ask)]


def test_no_wording_of_the_catalogue_raises_an_alarm(content: Content) -> None:
    asked = wordings(content, OF_DANGER)
    marked = [one for one in asked if has_marks(one)]
    assert [one for one in marked if _danger_in(one) or alarm_in(one)] == []
    # Without marks a word is several others: then it is enough that the question is answered.
    read = content.understanding.read
    unmarked = list(map(fold, asked))
    found = [one for one in unmarked if danger_in(one)]
    assert [one for one in found if read(one).decision is not Decision.ANSWER] == []
    assert len(found) < 10
    assert [one for one in unmarked if one not in found and alarm_in(one)] == []


def test_no_question_of_the_catalogue_is_taken_for_a_swindle(content: Content) -> None:
    asked = wordings(content, ABOUT_SWINDLES)
    for half in ("tune", "test"):
        lines = Path("tests/understanding", f"{half}.tsv").read_text(encoding="utf-8").splitlines()
        labelled = [line.split("\t") for line in lines if line and not line.startswith("#")]
        known = {*ABOUT_SWINDLES, *OF_THEIR_NUMBERS}
        asked += [text for _, meant, text in labelled if meant not in known]
    assert [text for text in asked if _danger_in(text) in ("swindled", "scam")] == []


def test_no_cry_is_surely_read_as_another_question(content: Content) -> None:
    """What is answered below whom to call (`urgent.perhaps_none`) is no cry for help."""
    said = [fold(one) for one in (*VIOLENCE.strip().splitlines(), *EMERGENCY.strip().splitlines())]
    read = content.understanding.read
    assert [one for one in said if read(one).decision is Decision.ANSWER] == []


def test_no_trade_raises_an_alarm() -> None:
    lines = yaml.safe_load((FOLDER / "sectors.yaml").read_text(encoding="utf-8"))["lines"]
    trades = {word for line in lines.values() for word in line.get("words", ())}
    said = [
        way.format(one)
        for one in trades
        for way in ("tôi làm {} ở chợ", "{} nộp thuế bao nhiêu", "quán {} đông khách muốn chết")
    ]
    assert [one for one in (*said, *map(fold, said)) if danger_in(one) or alarm_in(one)] == []
