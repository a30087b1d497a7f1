# ruff: noqa: E501
"""Figures told over several messages: what comes later narrows, adds to or puts right the former,
and nobody else's money is counted. What follows `>` is typed next; the last reply is judged."""

from pathlib import Path

import pytest

from content.library import Content
from tests.support.play import check_words, exchange, last_replies, playing, said

FREE, OWES = "không phải nộp thuế GTGT và TNCN", "khai và nộp thuế theo quý"
HOUSES = "năm nay thầu xây 8 cái nhà, mỗi cái 200 triệu"

CASES: list[tuple[str, list[str], list[str]]] = [
    # Narrowed or split by the next message.
    ("quán bún sáng bán một triệu tám, chiều có bữa hai triệu, tháng nghỉ 2 ngày > chiều thì nửa tháng có nửa tháng không", ["954,8 triệu", FREE], ["1,2958"]),
    ("shop online bán quần áo 90 triệu một tháng > mà hoàn hàng tầm 15%", ["918 triệu", FREE], ["1,08 tỷ"]),
    (f"{HOUSES} > năm cái mình bao cả vật liệu còn ba cái chỉ lấy công thôi", ["1 tỷ đồng", "600 triệu", "cộng 1,6 tỷ"], ["Mỗi ngành"]),
    ("cho thuê 4 con xe tự lái, mỗi con tháng 15 triệu > giờ thành 6 con", ["1,08 tỷ"], ["720 triệu"]),
    # The year so far and what is left takes the place of an estimate.
    ("bán giày trên shopee, tuần live 3 buổi mỗi buổi 6-8tr > shop báo từ t1 đến hết t11 là 780tr, t12 chắc 90 nữa", ["870 triệu", FREE], ["Cả năm khoảng bao nhiêu", "Tính cộng thêm"]),
    ("ban quan ao 70 trieu mot thang > a quen, shopee 20tr 1 thg nx", ["1,08 tỷ", OWES], ["tiền khác"]),
    # Money of one's own, of a debt, and the tax itself are no takings.
    ("tạp hóa cả năm 870 triệu > mẹ em ck cho em 200tr để nhập hàng nữa, có tính vô không", ["870 triệu", "không tính vào doanh thu"], ["1,07 tỷ", "Đã ghi chi phí"]),
    ("quán phở năm 1 tỷ 3 > ơ thế gần bốn chục triệu á?? tôi lãi được mấy đồng", ["1,3 tỷ"], ["1,34 tỷ", "Tính cộng thêm"]),
    # Another trade asked about does not take the place of the household's.
    ("gara công tám chục một tháng, phụ tùng trăm ba > thế còn rửa xe tháng mười triệu", ["2,64 tỷ", "trên 1 tỷ"], ["không bắt buộc hóa đơn"]),
    ("bà Lan bán rau thì sao, ngày được hai trăm nghìn > còn em bán thịt, tháng trăm mốt, tết gấp đôi", ["1,43 tỷ", OWES], ["1,502 tỷ"]),
    # A trade asked about before, and what it comes to in the end.
    ("quán nhậu của tôi nộp thuế kiểu gì > hè ngày năm sáu triệu, từ tháng 5 đến hết tháng 9. còn lại ngày hai triệu, tết nghỉ 15 hôm", ["1,159 đến 1,312 tỷ", "ăn uống", OWES], []),
    ("quán phở hè ngày năm sáu triệu, từ tháng 5 đến hết tháng 9. còn lại ngày hai triệu, tết nghỉ 15 hôm > thế cuối cùng tôi phải nộp tổng bao nhiêu", ["1,159", "1,312 tỷ"], ["Cả năm khoảng bao nhiêu"]),
    # Two of a family, each with a business: told apart, or asked, and never added.
    ("tôi dạy thêm, vợ tôi có tiệm làm tóc, khai chung hay khai riêng > Tôi ba lớp, mỗi lớp 25 em, 500 nghìn một tháng, dạy mười tháng. Vợ tôi cả năm 1 tỷ 150 triệu", ["375 triệu", "1,15 tỷ", "Chung một đăng ký, hay"], [FREE, OWES]),
    ("Tôi ba lớp, mỗi lớp 25 em, 500 nghìn một tháng, dạy mười tháng. Vợ tôi cắt tóc cả năm 1 tỷ 150 triệu > mỗi người đứng tên riêng", ["375 triệu", FREE, "1,15 tỷ", "không cộng"], ["1,525"]),
    ("bán hoa quả năm 400 triệu > nhà có cho thuê tầng trên tám triệu một tháng, chồng sửa xe tháng ba mươi triệu, giấy tờ riêng", ["cộng 496 triệu", "360 triệu", FREE], ["Không ai được đòi tiền riêng"]),
    ("12 phòng trọ mỗi phòng 1 triệu 8 một tháng > bà nhà bác bán tạp hóa ngày 2 triệu thì có phải cộng vào không", ["chung đăng ký với ông/bà hay riêng"], ["Phải cộng tất cả"]),
    # One more, told to be counted; a part, with the figure that is to be taken.
    ("14 phòng trọ, 1 triệu 2 một phòng, thường 11 12 phòng có người > còn cái mặt bằng cho công ty thuê 20 triệu một tháng, tính cả tiền ấy thì sao", ["398,4 đến 412,8 triệu", FREE], []),
    ("tiem toc thang thu tram mot tram hai dong thue sao > trong do ban dau goi 20 trieu, cu cho la 120 di", ["1,2 tỷ đồng", "240 triệu", "cộng 1,44 tỷ"], ["2,64"]),
    ("tôi chạy xe tải tháng chín chục triệu thuế bao nhiêu > có phải tháng nào cũng thế đâu sáu tháng đầu chín chục sáu tháng sau có sáu chục", ["900 triệu", FREE], [OWES]),
    ("quán cà phê ngày 4 triệu, tháng nghỉ 2 ngày > à quên, mình mới mở từ mùng 1 tháng 6 năm nay thôi", ["792 triệu"], [OWES]),
    ("ban quan ao tren shopee 70tr/thang + live fb 30tr/thang thi thue sao > a nham 70tr la tinh ca don hoan a, don hoan tam 10tr", ["cộng 1,08 tỷ"], ["80 triệu đồng một tháng"]),
    ("xe tải tháng chín chục triệu thuế bao nhiêu > chín chục là chưa trừ dầu trừ phí đường còn có hai chục thôi", ["1,08 tỷ", "lãi 240 triệu đồng × 15%"], [FREE]),
    ("bán hoa tươi tháng thường 40tr, còn tháng 2 3 10 11 thì 120tr > còn tiền trang trí đám cưới nữa, năm 15 đám mỗi đám 15tr", ["cộng 1,025 tỷ"], ["[số]"]),
    ("tiệm tóc tháng thu 120 triệu > vậy em tách ra làm hai tiệm một cái tên em một cái tên má em được không", ["Không. Một chỗ kinh doanh", "1,44 tỷ"], ["Mỗi người đứng tên một hộ riêng thì tính riêng"]),
    ("nhà bác trồng đào năm bán tết được 300 triệu > ngoài ra bác lấy hoa cúc hoa hồng về bán lại, tháng 50 triệu", ["cộng 900 triệu", FREE], ["Lãi suất", "thù lao"]),
    # Costs that do not count, a bonus, money of the family, what customers owe.
    ("bán gạo năm 5 tỷ, chi phí 4,7 tỷ > trong đó có 100 triệu trả người bốc hàng chưa đóng bảo hiểm", ["không được trừ", "400 triệu đồng × 17%"], []),
    ("bán gạo năm 5 tỷ > công ty gạo thưởng tôi 90 triệu doanh số, tính vào đâu", ["5,09 tỷ"], ["Công ty tính thuế khác"]),
    ("tạp hóa năm 950 triệu > con gái bên Hàn gửi về 120 triệu năm nay sửa nhà", ["không tính vào doanh thu", "950 triệu"], ["CHƯA đăng ký", "1,07 tỷ"]),
    ("xây nhà năm nay 1 tỷ 6 > có một nhà chủ còn nợ 150 chưa trả thì chắc chưa tính nhỉ", ["Có tính", "1,6 tỷ"], ["Nợ thuế nhiều quá"]),
]  # fmt: skip

FB = "e còn live fb nữa, cái này khách ck thẳng, tuần 2 buổi mỗi buổi chốt 6tr"
SHOP = "e bán qa trên tts vs shopee, tiền về tk tầm 45tr/th là đã trừ phí sàn r > phí sàn nó ăn cỡ 20% á > ủa thế tính trc khi trừ phí ah, vô lý v trời"
CUTS = "ua ma tiem tui cat toc ngay chung 15 dau, 70k 1 dau, thu 2 nghi, co bi thue k"
ROOMS = "chú có mười hai phòng mỗi phòng một triệu tám một tháng > mà dạo ni có ba phòng trống từ đầu năm tới chừ không ai thuê"
FISH = "chị bán cá ngoài chợ á > mỗi bữa chừng 2 triệu rưỡi > mà rằm với mùng một chị nghỉ, tháng bán chừng 28 bữa thôi"
GARAGE = "tiệm sửa xe máy mở từ tháng 6 năm nay, công thợ ngày 700 nghìn, phụ tùng bán kèm tháng tầm 25 triệu, chủ nhật nghỉ. thuế bao nhiêu"

# What was told before has no place in the sum: it is asked for, and no sum is said.
LEFT_OUT: list[tuple[str, list[str], list[str]]] = [
    (f"{SHOP} > {FB}", ["1,299 tỷ"], [FREE]),
    (f"{SHOP} > {FB} > à nhầm 6tr là 2 buổi cộng lại r á", ["cộng 987 triệu", FREE], ["6 triệu đồng một năm"]),
    (f"{SHOP} > {FB} > à nhầm 6tr là 2 buổi cộng lại r á > tóm lại e pải đóng thêm j k", [], ["6 triệu đồng một năm", FREE]),
    ("bán quần áo live fb tuần 2 buổi mỗi buổi chốt 6tr > à nhầm 6tr là 2 buổi cộng lại r á", ["312 triệu", FREE], ["6 triệu đồng một năm"]),
    (f"{CUTS} > goi dau cao rau them chung 200k 1 ngay nua", ["Chưa rõ «15 dau»"], ["72 triệu", FREE]),
    ("chị bán cá ngoài chợ á > còn bán thêm rau nữa ngày 500 nghìn", ["Chưa rõ"], ["180 triệu", FREE]),
    (f"{ROOMS} > tiền điện tiền nước chú thu hộ rồi đóng cho nhà nước mỗi tháng chừng bốn triệu", ["thu hộ"], ["259,2"]),
    (f"{ROOMS} > à mà dưới nhà chú còn cho người ta thuê mặt bằng bán cà phê tháng chín triệu nữa", ["chưa cộng được thành một tổng chắc", "ba phòng trống"], ["367,2 triệu"]),
    (f"{GARAGE} > năm sau chạy đủ 12 tháng thì sao", ["năm sau (2027)", "Chưa rõ"], ["302", FREE]),
    # Money that is no takings changes no sum.
    (f"{FISH} > ủa sao nhiều dữ, tiền đó là tiền bán chớ đâu phải tiền lời, lời có hai ba trăm ngàn à", ["852,5 triệu"], ["780"]),
    # The year's whole, told where it was asked for, settles it, however small.
    (f"{CUTS} > goi dau cao rau them chung 200k 1 ngay nua > 935 triệu", ["935 triệu", FREE], ["Chưa rõ"]),
    ("chị bán cá ngoài chợ á > còn bán thêm rau nữa ngày 500 nghìn > 150 triệu", ["150 triệu", FREE], ["Chưa rõ"]),
    # Said outright, a small sum takes the place of the former.
    ("bán tạp hóa tháng 60 triệu > à nhầm, tháng 6 triệu thôi", ["72 triệu", FREE], ["Chưa rõ"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "wanted", "unwanted"), LEFT_OUT, ids=[one[0] for one in LEFT_OUT]
)
async def test_no_sum_leaves_out_what_was_told_before(
    tmp_path: Path, content: Content, lines: str, wanted: list[str], unwanted: list[str]
) -> None:
    replies = await last_replies(tmp_path, content, lines)
    check_words("\n".join(reply.text for reply in replies), wanted, unwanted)


PLAIN: list[tuple[str, list[str], list[str]]] = [
    # Takings are no petition, no denunciation and no more of a danger.
    ("quán bún nhà em có phải nộp thuế không > ngay ban dc tam 2tr5 a, chu nhat nghi o nha trong con", ["782,5 triệu", FREE], ["Ông/bà muốn gửi phường"]),
    ("Em ơi anh sửa xe máy, tiền công tháng bốn chục, phụ tùng bán sáu chục. Tính thuế giúp anh", ["cộng 1,2 tỷ"], ["Không ai được đòi tiền riêng"]),
    ("cán bộ đòi tôi nộp 2 triệu một tháng mới cho bán phở", ["Không ai được đòi tiền riêng"], [FREE]),
    # A debt is asked about, and no verdict on what was sold.
    ("tạp hóa năm 950 triệu > bác còn nợ thuế cũ 30 triệu có đi thăm con bên Hàn được không > thế nộp hết ba mươi triệu là được đi à > nộp ở đâu, không có máy", ["ngân hàng"], [FREE, "950 triệu"]),
]  # fmt: skip
CASES += PLAIN


@pytest.mark.parametrize(("lines", "wanted", "unwanted"), CASES, ids=[case[0] for case in CASES])
async def test_what_is_told_over_several_messages(
    tmp_path: Path, content: Content, lines: str, wanted: list[str], unwanted: list[str]
) -> None:
    replies = await last_replies(tmp_path, content, lines)
    check_words("\n".join(reply.text for reply in replies), wanted, unwanted)


@pytest.mark.parametrize(
    "lines",
    [
        ("vịt quay 260k con", "mười hai con một ngày", "đó là cuối tuần, còn bình thường 6 con"),
        ("flan hộp 90k", "25 hộp ngày", "ý là cả tuần á, ghi lộn"),
    ],
)
async def test_nothing_that_is_told_ends_a_turn(
    tmp_path: Path, content: Content, caplog: pytest.LogCaptureFixture, lines: tuple[str, ...]
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        for line in lines:
            assert await exchange(core, channel, said(line))
    assert "turn raised" not in caplog.text
