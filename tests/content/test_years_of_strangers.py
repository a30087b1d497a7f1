"""What strangers told of their takings in one message each, in their own words, and what of it is a
year: prices of several things, seasons, parts of a day, what came back, who keeps a share of it."""

import pytest

from content.library import Content
from content.takings.tokens import without_slips
from content.takings.year import YearTold, year_told
from content.vietnamese import tidy

MILLION = 1_000_000
# (the message, the year in millions)
TOLD: list[tuple[str, float]] = [
    # So many of a thing, each of its own price.
    ("ngay ban chung 40 ly ca phe 15k voi 20 ly sinh to 25k", 399),
    ("quan com trua 80 suat 35k thu 2 den thu 6", 728),
    ("em bán hàng trên fb, tháng lai rai 5 6 chục đơn mỗi đơn 250k", 165),
    ("cho thuê rạp đám cưới mỗi bộ 3 triệu tháng được khoảng 7 8 đám", 270),
    ("3 ban bida 40k mot gio, moi ban chay chung 5 tieng mot ngay", 218),
    ("ban ve so o sap, ngay 200 to, moi to huong 1100 dong", 80),
    ("ban xe may cu, thang 5 chiec moi chiec tam 15tr, lai 1tr", 900),
    ("nhà có 6 phòng: 4 phòng giá 2 triệu, 2 phòng có máy lạnh 2 triệu rưỡi", 156),
    ("chồng em cho thuê 2 ô tô tự lái 800k/ngày, mỗi xe tháng chạy 18 ngày", 346),
    ("Homestay 5 phòng, 400 nghìn một đêm, tháng kín được chừng 15 đêm mỗi phòng", 360),
    ("quán bún bò sáng bán 60 tô chiều 30 tô, tô 40k, chủ nhật nghỉ", 1125),
    ("bún bò, ngày thường 80 bát, thứ bảy chủ nhật 120, bát 45 nghìn", 1499),
    ("em bán online tuần chốt 40 đơn đồ trẻ em, đơn tầm 250k", 520),
    ("làm mắm bán tuần 50 lít, 80 ngàn một lít", 208),
    # Seasons, months, days off.
    ("tho may lanh mua nong 4 thang moi thang 45tr con lai thang 12tr", 276),
    ("mua cuoi 4 thang moi thang 8 dam, mot dam 6 trieu, mua khac thang 2 dam", 288),
    ("làm bánh tráng ngày được 50 ký, 45 ngàn một ký, mùa mưa 3 tháng nghỉ", 610),
    ("nghỉ bán từ tháng 8 rồi, trước đó tháng 50tr, quán lẩu", 350),
    ("ban nuoc truoc cong truong, ngay 350k, he voi tet nghi tong 3 thang, cn nghi", 82),
    ("tiệm vàng mã tháng 7 với tháng chạp mỗi tháng 60, tháng giêng 30, mấy tháng kia 6", 204),
    ("Năm nay mới từ tháng 3, tháng 3 tới tháng 5 mỗi tháng 20, tháng 6 trở đi 35, tiệm giặt", 305),
    ("làm mâm trầu cau đám hỏi tháng 10 mâm, mâm 1tr2; tháng 7 âm ko có ai", 132),
    ("ban do an sang tu 5h den 9h dc trieu mot, thang nghi 4 ngay", 343),
    ("tháng đó quán nghỉ, 11 tháng còn lại tháng 33tr, quán bún bò", 363),
    ("bán xôi sáng 600k một ngày, thứ bảy chủ nhật nghỉ", 156),
    ("phở ngày 100 tô 50k, thứ hai đóng cửa, tết nghỉ thêm 10 ngày", 1515),
    ("trà sữa mới mở từ 15/9, ngày bán 1tr2", 128),
    ("cho thuê mặt bằng tháng 20tr, hết tháng 8 họ trả nhà, từ đó tới giờ bỏ không", 160),
    ("quán chè tháng 12 triệu, hết tháng 8 nghỉ", 96),
    ("bán bánh trung thu đúng 1 tháng 200 triệu, còn lại cả năm nghỉ", 200),
    # Where and how it comes in.
    ("shopee 50 lazada 20 con cua hang ngoai 35 moi thang, do gia dung", 1260),
    ("Tiền mặt 20, chuyển khoản 35, mỗi tháng, quán ốc", 660),
    ("bán shopeefood 300k/ngày, tại quán 1tr2, nghỉ thứ 3", 469),
    ("sáng bán xôi 500 chiều bán chè 400, ngày nào cũng bán", 326),
    ("Bán cho công ty có hoá đơn 300tr/năm còn khách lẻ 25tr tháng, văn phòng phẩm", 600),
    ("E làm spa tháng 60 mà 25 trong đó là bán mỹ phẩm", 720),
    ("ca nam duoc 1 ty 2 ban dien thoai, co sua chua tam 200tr nam trong do", 1200),
    ("đồ ăn vặt: grabfood 25tr, shopeefood 10tr một tháng, khách tới mua ngày 600k", 637),
    (
        "hoa don xuat ra ca nam 780tr con ban le khong hoa don chung 20tr thang, vat lieu xd",
        1020,
    ),
    # What is no takings, what came back, what was before.
    (
        "tài khoản mỗi tháng vào 80tr nhưng 30tr là mẹ nhờ chuyển hộ, còn lại tiền bán giày",
        600,
    ),
    ("e cho thue nguyen can 12 chai 1 thang, coc 24 chai", 144),
    ("vua roi ban mieng dat dc 2 ty, con quan chao long ngay 1tr2", 435),
    ("góp họ hốt được 100 triệu, bán vải thì tháng cỡ 17", 204),
    ("cô bán tháng 100 mà trả hàng lại nhà cung cấp hết 20, đồ nhựa", 1200),
    ("bán rau trừ vốn còn 8 triệu tháng, vốn lấy hàng mỗi tháng hết 20 triệu", 336),
    ("bình quân 1 tháng 1 trăm triệu, trừ tiền hàng 85 còn 15", 1200),
    ("live tiktok 1 phiên 20tr tuần 2 phiên, khách hoàn cỡ 20%", 1664),
    ("hồi trước dịch ngày 5 triệu giờ còn một phần ba, tiệm cơm gà", 604),
    ("nam ngoai toi ban duoc 700 trieu, nam nay giam mat 1 phan 3, vat lieu xay dung", 467),
    ("sang năm dự tính 900 triệu chứ năm nay mới 300, đại lý sơn nước", 300),
    ("moi ngay thu 3 trieu a nham 2 trieu 3 thoi, ram mung mot nghi, quan pho", 778),
    ("mot thang 1.5 ty a khong 150 trieu lon so 0, may tinh", 1800),
    ("khong phai 60 dau, 60 la nam ngoai, nam nay 45 thang, ban son", 540),
]
# Of some days or months one sum, of others another: from the least to the most of a year.
BETWEEN: list[tuple[str, float, float]] = [
    ("tháng nhiều được 12 triệu tháng ít 5 triệu, sửa điện nước", 60, 144),
    ("tháng khoảng 15 đến 20tr chị ạ có tháng lên 30, bán đồ ăn vặt", 180, 360),
    ("ngày nắng 1tr ngày mưa 300k, bán kem", 108, 365),
    ("hôm nào đông 3tr vắng thì 1tr, đông vắng nửa nọ nửa kia, quán bánh xèo", 720, 730),
]
UNPLACED = [
    "bán bánh trung thu đúng 1 tháng 200 triệu",  # and nothing said of the others
    "youtube tra 800 do mot thang",  # no rate of exchange is known here
    "bán sim thẻ 20 một ngày mà lãi có 5%",
    "quán bún, hôm nào mưa thì vắng",
    "3 phong tro 3tr5, duoi nha lam shop 20tr",
    "2 cửa hàng, 1 cái 40tr 1 cái 55tr mỗi tháng, cái sau mới mở tháng 7",
    "Cho thuê 15 triệu một tháng, hợp đồng từ tháng 4, khách trả trước cả năm 180 triệu",
    "một tháng 70 chục trứng 35 ngàn chục",
]


# What is told later of one place, one sum, or of all of them.
LATER: list[tuple[str, float]] = [
    ("shopee 42tr/th, tt 18", 720),
    ("shopee 42tr/th, tt 18 > à mà 42 là chưa trừ đơn hoàn nha, hoàn tầm 15%", 644),
    ("shopee 42tr/th, tt 18 > còn khách ck thẳng ngoài sàn nữa, tuần khoảng 2 củ", 824),
    ("shopee 42tr/th, tt 18 > thế e nghỉ shopee từ tháng 9 r thì tính sao", 552),
    ("shopee 42tr/th, tt 18 > mà e mới bán từ tháng 3 cơ", 600),
    (
        "ban hang kho, thang thuong 30 trieu > ma thang chap voi thang gieng thi ban gap ba"
        " > a nham, thang gieng it thoi, co thang chap la gap ba",
        420,
    ),
    ("bán hủ tiếu ngày tám chục tô tô ba lăm ngàn > nghỉ mùng một với rằm nghen", 950),
]


def _read(content: Content, said: str) -> YearTold:
    lines = [without_slips(tidy(line)) for line in said.split(" > ")]
    return year_told(lines, [content.trades.mentions(line) for line in lines])


@pytest.mark.parametrize(("said", "year"), [*TOLD, *LATER], ids=[one[0] for one in (*TOLD, *LATER)])
def test_a_year_as_strangers_tell_it(content: Content, said: str, year: float) -> None:
    told = _read(content, said)
    assert told.streams, told.why
    assert (told.low + told.high) / 2 == pytest.approx(year * MILLION, rel=0.02)


@pytest.mark.parametrize(("said", "low", "high"), BETWEEN, ids=[one[0] for one in BETWEEN])
def test_a_year_between_its_good_days_and_its_bad_ones(
    content: Content, said: str, low: float, high: float
) -> None:
    told = _read(content, said)
    assert (told.low, told.high) == pytest.approx((low * MILLION, high * MILLION), rel=0.01)


@pytest.mark.parametrize("said", UNPLACED)
def test_no_year_where_a_piece_may_be_anything(content: Content, said: str) -> None:
    assert not _read(content, said).streams
