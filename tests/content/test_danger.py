"""A life in danger is recognised however it is typed, and a manner of speaking is none."""

import pytest

from content.danger import danger_in
from content.library import Content

DISTRESS = """
không còn thiết gì nữa
không chịu nổi nữa rồi
tôi muốn giải thoát
sống cũng như chết
tôi đang đứng trên cầu
sống chán quá
tuyệt vọng quá rồi
hết đường sống rồi
tôi không còn đường sống
TÔI MUỐN CHẾT
chắc chết quách cho xong
nợ nần thế này thà chết còn hơn
em không thiết sống nữa ạ
vợ tôi định tự vẫn
làm ăn thua lỗ, chỉ muốn chết thôi
khổ quá tôi muốn chết
mệt quá, tôi muốn chết
mệt mỏi quá tôi chỉ muốn chết
tôi muốn tự tử
toi muon chet
toi muon tu tu
nợ thuế quá tôi muốn chết
không muốn sống nữa
ko muon song nua
k muốn sống
Tôi muốn chết
muốn chết quá
buồn quá muốn chết
chỉ muốn chết cho xong
chết quách cho rồi
toi se tu tu
tự tử
tự vẫn
nhảy cầu
vợ tôi đòi tự tử
chồng tôi muốn chết
uống thuốc trừ sâu
uong thuoc diet co
tôi không còn muốn sống
không thiết sống
sống làm gì nữa
toi khong muon song nua dau
muốn kết thúc cuộc đời
TÔI MUỐN TỰ TỬ!!!
tôi  muốn   tự-tử
muôn chêt
thà chết còn hơn
nợ nần muốn chết
chán đời quá
tôi muốn chết, ai giúp tôi
mất hết rồi, muốn chết
tui mún chết
toi chi muon chet
tôi đang nghĩ đến tự tử
bị phạt thế này thì tôi chết cho xong
không sống nổi nữa
tôi không sống nổi nữa
khong song noi nua
sống không nổi nữa rồi
tôi không thể sống tiếp
tôi không sống tiếp được nữa
chết sướng hơn
không muốn ở trên đời này nữa
tôi viết thư tuyệt mệnh rồi
uống hết vỉ thuốc rồi
tôi chỉ muốn biến mất
muốn tự tử vì nợ thuế
vĩnh biệt mọi người
"""

VIOLENCE = """
họ gọi điện nữa, bảo không đóng thì tối qua đập quán
chúng nó đang ở cửa đập cửa rồi
quán có người vào đập phá gọi ai
tao bảo là quán đang bị đập
quán em bị nó phá rồi
tối nay nó đến đập nhà em
mấy thằng lạ mặt vào phá quán
không chung tiền thì nó đập
chồng tôi đập đầu tôi
nó cầm dao đến quán tôi
ông nhà tôi cứ rượu vào là đánh vợ
tôi bị chồng đuổi ra khỏi nhà
con gái tôi bị bạn học đánh
con rể đánh mẹ vợ
chồng tôi đánh tôi
chồng tôi đánh tôi, tôi phải làm sao
chong toi danh toi
tôi bị đánh
toi bi danh
tôi bị chồng đánh
bị chồng bạo hành
chồng đang đánh tôi
chồng hay đánh vợ
chồng em say rượu đánh em
ông ấy uống rượu về đánh con
bố đánh mẹ tôi
con trai tôi đánh tôi
hàng xóm đánh tôi
nó đánh tôi chảy máu
nó dọa giết tôi
nó đòi chém tôi
chủ nợ đến dọa đánh tôi
bọn đòi nợ đập phá quán
tôi bị người ta hành hung
tôi bị đe dọa
bạo lực gia đình
bạo hành
con tôi bị đánh
cháu bé bị xâm hại
bị hiếp dâm
chồng bóp cổ tôi
chồng tát tôi suốt
tôi sợ chồng tôi đánh
ngoài chợ đang đánh nhau
khách đánh tôi
vừa bị chém
"""

EMERGENCY = """
mẹ tôi ngất xỉu
có trộm trong nhà
tôi đau ngực khó thở quá
mẹ tôi vừa bị đột quỵ
cháy nhà rồi cứu với
chay nha roi cuu voi
cứu tôi với
gọi cấp cứu
đang bị cướp
có người ngất
vợ tôi bất tỉnh
"""

NONE = """
quán bị đập đi xây lại
quán em bị phá sản năm ngoái
nhà bị phá dỡ để làm đường
không đóng thuế thì bị đánh thuế bao nhiêu
quán bị thuế đánh nặng quá
bị cơ quan thuế đánh trượt hồ sơ
bán dao kéo
cửa hàng bị phường đánh giá thấp
hay đánh con số sai
tôi đứng trên bục bán hàng
không chịu nổi nữa với thủ tục này
chồng tôi bị đột quỵ năm trước, ai đứng tên hộ
thuế cao đau tim
vừa chuyển khoản cho khách
đã chuyển tiền cho chi cục thuế
mệt muốn chết mà vẫn phải khai thuế
nong muon chet
hàng chết ế cả tháng
bán chết cũng không đủ nộp
để tôi từ từ nộp được không
toi tu tu nop duoc khong
máy tính tiền bị chết
chết máy etax
quán sống không
đông khách muốn chết
bán cá sống
thủ tục lâu quá muốn chết
tủ tử tế
tu van thue
muốn sống bằng nghề bán hàng
mệt muốn chết
bận muốn chết
bán chết
hàng chết
nóng muốn chết
từ từ tôi làm
tu tu da
tôi muốn từ từ trả nợ
toi muon tu tu tra no thue
tư vấn giúp tôi
tu van giup toi
cho toi xin tu van
tôi muốn tư vấn
treo cờ ngày lễ
treo co ngay le
tra cứu với
tra cuu voi
tra cứu mã số thuế cho tôi
thuốc trừ sâu thuế bao nhiêu
bán thuốc trừ sâu
vừa bị đánh thuế
vua bi danh thue
chợ bị cháy năm ngoái có được giảm thuế không
chạy chợ có phải đóng thuế không
đang chạy grab
dang chay xe om
không muốn sống chung với mẹ chồng
hàng bán chết, ế lắm
đóng thuế mệt muốn chết luôn
chủ hộ chết thì làm thế nào
bố tôi chết rồi, sang tên hộ kinh doanh thế nào
khi chết có phải nộp thuế không
chết rồi quên nộp thuế
chết tôi rồi
doanh số chết
mẫu này khó muốn chết
tử tuất
bị phạt chết người
cứu trợ hộ kinh doanh
tôi muốn ngừng kinh doanh
muốn sống phải nộp thuế à
không sống nổi với thuế
tôi muốn đóng cửa hàng
cháy hàng rồi
tháng trước bị cướp có được giảm thuế không
quán không sống nổi nữa
nghề này không sống nổi
quán không sống tiếp được nữa
tôi bị đánh thuế oan
bị đánh thuế hai lần
bi danh thue hai lan
thuế đánh tôi hai lần
nó đánh thuế tôi à
hàng bị đánh giá thấp
khách đánh giá tôi 1 sao
chồng tôi đánh cá
vợ tôi đánh giày
chồng tôi đánh xe đi giao hàng
tiệm rửa xe đánh bóng
quán đánh bi-a
chồng tôi đánh máy tính thuế
sổ bị đánh rơi
hàng bị đánh cắp năm ngoái
tôi bị đánh trượt hồ sơ
nó đánh con số này lên màn hình
bị đập bỏ mái che
shop đồ đá mẹ và bé
bán bao cát đấm bốc
võ đường có phải đóng thuế không
bị chém giá
bị phạt nặng quá
chồng tôi đứng tên hộ
chồng tôi không đi nữa
bán thịt chém sẵn
vợ tôi đá gà
thuế đập vào mặt tôi 20 triệu
khách đá bóng ngoài sân
hai vợ chồng cùng bán
mẹ tôi đâm ra lo
"""


@pytest.mark.parametrize("text", DISTRESS.strip().splitlines())
def test_who_thinks_of_ending_it_is_understood(text: str) -> None:
    assert danger_in(text) == "distress"


@pytest.mark.parametrize("text", VIOLENCE.strip().splitlines())
def test_who_is_beaten_or_threatened_is_understood(text: str) -> None:
    assert danger_in(text) == "violence"


@pytest.mark.parametrize("text", EMERGENCY.strip().splitlines())
def test_what_happens_right_now_is_understood(text: str) -> None:
    assert danger_in(text) == "emergency"


@pytest.mark.parametrize("text", NONE.strip().splitlines())
def test_a_manner_of_speaking_is_no_danger(text: str) -> None:
    assert danger_in(text) == ""


def test_typed_in_telex_it_is_understood_all_the_same(content: Content) -> None:
    assert content.understanding.danger_in("tooi muoosn cheest") == "distress"
