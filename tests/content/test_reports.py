"""What the ward is asked to do is told from a question about a rule or a trade."""

import pytest

from content.reports import told_in, wants_action

WANTED = """
vỉa hè trước cửa nhà tôi bị người khác chiếm để xe, phường xử lý giúp
cống trước nhà tắc 3 hôm rồi
cong truoc nha tac 3 hom roi
tôi tên Lan bán cá, số 0912333444, phường xem giúp cái cống trước nhà tắc
ghi cho tôi số 0912333444 để cán bộ gọi lại
gọi lại cho tôi nhé
tôi muốn phản ánh cống tắc
phản ánh
phan anh den duong hong
đèn đường ngõ 12 hỏng cả tuần
duong ngo nha toi ngap suot
rác không ai thu
đề nghị phường dọn rác
nhờ phường can thiệp
mong phường giúp đỡ
yêu cầu phường giải quyết
phường cho người xuống xem
hàng xóm hát karaoke ồn cả đêm
hàng rong chiếm hết lối vào quán tôi
người ta đổ rác trước cửa hàng tôi
nhà bên cạnh lấn vỉa hè
xe đỗ chắn cửa hàng tôi
bảo cán bộ gọi cho tôi
cho cán bộ gọi lại giúp bác
nắp cống hở nguy hiểm
cây đổ chắn đường
ghi lại giúp tôi để cán bộ xem
báo phường giúp tôi cái cống
tôi muốn góp ý
cán bộ gọi lại cho bác với
nắp cống trước nhà bị vỡ
đèn đường ngõ tôi tắt ngóm
nước thải hàng xóm bốc mùi quá
kính đề nghị ủy ban xem xét cho bà con
phường xử lý giúp tôi cái cống được không
"""

NEAR = """
phường xử lý vi phạm thế nào
vỉa hè có được bày hàng không
thuê vỉa hè bán hàng
bán hàng vỉa hè có phải đóng thuế không
làm nghề thông tắc cống thuế bao nhiêu
sửa cống có phải đóng thuế
thu gom rác có phải đăng ký
kinh doanh karaoke thuế bao nhiêu
quán karaoke
phản ánh là gì
gửi phản ánh ở đâu
khách phản ánh hàng kém
tôi gọi lại rồi không được
để tôi gọi lại sau
nhờ phường xác nhận vay vốn được không
phường xác nhận giúp hồ sơ vay cần gì
đề nghị hoàn thuế làm thế nào
phường có hỗ trợ gì không
xe đỗ sai chỗ phạt bao nhiêu
bán đèn đường
công ty tắc trách
công việc ngập đầu
hàng bị ngập mưa bão có được miễn thuế không
mất điện không gửi được hóa đơn thì sao
phường làm việc mấy giờ
gọi điện cho cán bộ thuế số nào
hàng xóm mở quán có phải xin phép
tôi tố cáo cán bộ phường nhận tiền
khiếu nại quyết định xử phạt
quán tôi đông khách
sửa xe đỗ bên đường
cho tôi xem vé
người ta lấy cccd của tôi lập hộ
tiền công trả vợ con có trừ được không
mở cửa hàng tháng 6 khai mấy lần
phản ánh hộ kinh doanh không có thật
phuong ho tro ho len doanh nghiep nhung gi
phản ánh với phường bằng cách nào
kien nghi cua ho kinh doanh gui ai
cong trai nghiem cho ho kinh doanh
phường có cho người đi thu tiền PCCC không
phường có cho người xuống kiểm tra không
phường giúp tôi tính thuế
nhà bên xây lấn sang đất nhà tôi giờ kiện ở đâu
alo cho tôi hỏi mở quán cần gì
"""


@pytest.mark.parametrize("text", WANTED.strip().splitlines())
def test_what_the_ward_is_to_do_is_understood(text: str) -> None:
    assert wants_action(text)


@pytest.mark.parametrize("text", NEAR.strip().splitlines())
def test_a_question_near_it_is_a_question(text: str) -> None:
    assert not wants_action(text)


@pytest.mark.parametrize("text", ["phản ánh", "tôi muốn góp ý", "toi muon kien nghi voi phuong"])
def test_who_only_begins_has_told_nothing_to_send(text: str) -> None:
    assert told_in(text) == ""


@pytest.mark.parametrize("text", ["tôi muốn phản ánh cống tắc", "gọi lại cho tôi nhé"])
def test_what_is_told_is_sent_as_it_was_typed(text: str) -> None:
    assert told_in(text) == text
