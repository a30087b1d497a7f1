# ruff: noqa: E501
"""A year that is told in several breaths, by seasons, times a week, lots at one price, is one sum;
what is given, set or wondered at is none of it."""

from datetime import date

import pytest

from content.library import Content
from content.revenue import Lack, read
from content.tax import TaxRules

TR = 1_000_000
DAY = date(2026, 11, 29)
# (what is said, the year's least and most in millions)
TOLD: dict[str, list[tuple[str, float, float]]] = {
    "so many times a week or a month": [
        ("tôi bán bún chả, tuần mở 5 buổi, mỗi buổi 3 đến 4 triệu", 780, 1040),
        ("e ban do choi tren san, 1 tuan live 4 bua moi bua dc 2-3tr", 416, 624),
        ("ban quan ao, moi phien live 4-5tr, 1 tuan 4 phien", 832, 1040),
        ("hat dam cuoi, mot thang 6 show moi show 5 den 7 trieu", 360, 504),
        ("nấu cỗ thuê, mỗi tiệc 12 triệu, tháng 5 tiệc", 720, 720),
        ("trang điểm cô dâu, tháng nhận 8 đám, mỗi đám 3 triệu", 288, 288),
        ("mỗi chuyến xe tải 2 triệu rưỡi, ngày một chuyến, tháng 26 ngày", 780, 780),
        ("moi chuyen tram hai a khong trieu hai, ngay hai chuyen, thang hai hai hai bon ngay", 633.6, 691.2),
        ("cá tươi một ngày 2 đến 3 triệu, đi chợ chừng 280 ngày", 560, 840),
    ],
    "what is put right in the same breath": [
        ("quán ăn tháng 30 triệu à nhầm 50 triệu", 600, 600),
        ("tạp hóa tháng 60 triệu à không 80 triệu", 960, 960),
        ("bán hoa quả tháng bốn mươi triệu à quên năm mươi triệu", 600, 600),
        ("sua xe thang tam trieu o khong muoi hai trieu", 144, 144),
        ("tôi xây 8 cái nhà năm nay, mỗi cái 250 triệu à quên 6 cái thôi", 1500, 1500),
        ("năm nay mình làm mười cái nhà mỗi cái khoảng trăm rưỡi à quên bảy cái thôi ba cái là của em trai", 1050, 1050),
    ],
    "seasons, and days that are better than others": [
        ("bán cà phê ngày 4 triệu từ tháng 4 đến tháng 8, còn lại ngày 2 triệu, tết nghỉ 10 ngày", 1016, 1016),
        ("nha hang ven song he ngay tam chin trieu, tu thang 5 den het thang 8. con lai ngay ba trieu, tet nghi 10 ngay", 1680, 1803),
        ("ban ao am thang 10 den thang 12 ngay 5 trieu, con lai ngay 1 trieu", 702.9, 733),
        ("quán kem 4 tháng hè ngày 6 triệu, còn lại ngày 1 triệu", 933, 974),
        ("bán đồ lễ, ngày thường năm trăm, rằm mùng một thì hai triệu, hai mươi ngày tết ba triệu", 257, 269),
        ("quán chay ngày thường 2 triệu, mùng một rằm 6 triệu", 792, 826),
        ("ban tra da, thg 6 7 8 dc 40tr/thg, con lai 20-25", 300, 345),
        ("ban pho ngay thuong 80 bat, 45k mot bat, chu nhat 120 bat, tet nghi 10 ngay", 1364.4, 1364.4),
        ("hu tieu, ngay thuong nam sau chuc to, bon chuc ngan mot to, chu nhat chin chuc to, tet nghi nua thang", 780, 900),
    ],
    "some months or one month more": [
        ("quán cà phê tháng 50 triệu, có tháng 70", 600, 840),
        ("cắt tóc tháng ba mươi triệu, có tháng bốn mươi", 360, 480),
        ("giặt là tháng ba lăm bốn mươi triệu, có tháng năm mươi", 420, 600),
        ("tạp hóa tháng 70 triệu, tết gấp đôi", 910, 910),
        ("bán giò chả tháng trăm hai, tết gấp ba", 1680, 1680),
        ("may đo tháng 50 triệu, cuối năm gấp rưỡi", 625, 625),
    ],
    "the months so far and those that are left": [
        ("từ đầu năm đến tháng 10 bán được 700 triệu, 2 tháng cuối thêm 80 triệu nữa", 780, 780),
        ("tạp hóa từ tháng 1 đến hết tháng 11 được 950 triệu, tháng 12 chắc 100 triệu", 1050, 1050),
        ("shop tu t1 den t11 800tr, t12 them 70tr", 870, 870),
        ("10 tháng đầu năm 820 triệu, còn 2 tháng cuối mỗi tháng 90 triệu", 1000, 1000),
        ("quán lẩu từ tháng 1 đến tháng 11 được 1 tỷ 1, tháng 12 chắc 150 nữa", 1250, 1250),
        ("ban my pham tu t1 den het t11 la 640tr tru hoan r, thang 12 chac dc 80 nua", 720, 720),
    ],
    "so many of a thing at so much each": [
        ("tôi thầu xây năm nay 5 cái nhà, mỗi cái 400 triệu", 2000, 2000),
        ("làm cửa sắt, năm nay 10 công trình, mỗi công trình 90 triệu", 900, 900),
        ("4 con xe tự lái, mỗi con tháng 12 đến 14", 576, 672),
        ("cho thuê 6 ki ốt, mỗi ki ốt tháng 3 đến 4 triệu", 216, 288),
        ("mười phòng, triệu rưỡi một phòng, thường bảy tám phòng có người", 126, 144),
        ("20 phòng, 1tr8 một phòng, thường 15 phòng có khách", 324, 324),
        ("tôi dạy đàn, 2 lớp, mỗi lớp 10 em, 800 nghìn một tháng", 192, 192),
        ("dạy tiếng anh 4 lớp mỗi lớp 15 học sinh, 600k một tháng, dạy 9 tháng", 324, 324),
        ("day ve, co 30 em, moi em 500k mot thang", 180, 180),
    ],
    "a part of the day that is not worked every day": [
        ("quán bún sáng bán một triệu tám, tối có bữa một triệu, tháng nghỉ 2 ngày", 613, 955),
        ("sang ban xoi mot trieu, chieu co hom bay tram nghin, mot thang nghi bon bua", 317, 539),
        ("sáng bán phở 2 triệu, chiều có bữa 1 triệu, tháng nghỉ 4 ngày, chiều thì nửa tháng có nửa tháng không", 792, 793),
        ("quan oc, chieu ban hai trieu, toi co hom trieu ruoi, mot thang nghi hai ngay, toi thi nua thang co nua thang khong", 937, 938),
    ],
    "days before Tết are days, months of Tết are not": [
        ("bán hoa 2 tháng tết 150 triệu, mấy tháng còn lại 20 triệu", 170, 500),
        ("bán quần áo được 3 tháng Tết 100 triệu, còn lại tháng 20", 280, 480),
        ("bán đào 10 ngày tết 300 triệu, ngày thường 1 triệu", 628, 655),
        ("bán đào 10 ngày tết mỗi ngày 50 triệu, còn lại ngày 1 triệu", 820, 855),
        ("bán đồ cúng ngày thường 500 nghìn, 15 ngày tết 2 triệu", 196.58, 205),
        ("cua hang hoa, thang thuong 40tr, con thang 2 3 10 11 thi 120tr", 800, 800),
    ],
    "what everybody understands": [
        ("tiem toc thang thu tram mot tram hai", 1320, 1440),
        ("tiệm tóc tháng thu trăm mốt trăm hai", 1320, 1440),
        ("quầy thuốc tây, tháng bán được hai trăm rưỡi hà", 3000, 3000),
        ("sửa xe máy, tiền công tháng bốn chục, phụ tùng bán sáu chục", 1200, 1200),
        ("cho cong ty thue mat bang ngoai duong 40 trieu mot thang", 480, 480),
        ("bán gạo một tháng chừng 20 tấn, giá 17 nghìn một cân", 4080, 4080),
        ("trông trẻ 10 cháu, cháu 2 triệu rưỡi một tháng", 300, 300),
        ("nhà trọ 8 phòng à 6 phòng thôi, mỗi phòng 2 triệu", 144, 144),
        ("chạy xe tải, bán được sáu tháng đầu mỗi tháng chín chục triệu sáu tháng sau mỗi tháng sáu chục triệu", 900, 900),
    ],
    "what comes back": [
        ("shop online 90 triệu một tháng, hoàn hàng tầm 15%", 918, 918),
        ("bán giày trên shopee 100tr 1 tháng mà bom hàng khoảng 10%", 1080, 1080),
        ("ban do gia dung tiktok 60tr mot thang, boom hang 20%", 576, 576),
    ],
}  # fmt: skip
CASES = [(kind, *case) for kind, cases in TOLD.items() for case in cases]

NO_TAKINGS = [
    "mẹ em chuyển khoản cho em 200 triệu nhập hàng",
    "me e co ck cho e 150tr de lay hang",
    "bố cho tôi 300 triệu mở quán",
    "con trai ở Nhật gửi về cho bác 80 triệu",
    "phường ấn định cho tôi hai triệu một tháng",
    "ong ay bao em phai dong ba trieu",
    "ơ thế gần bốn chục triệu á??",
    "vãi, tầm trăm triệu.",
    "sao ma dong ba muoi trieu",
]


@pytest.mark.parametrize(("kind", "said", "least", "most"), CASES, ids=[case[1] for case in CASES])
def test_a_year_told_in_breaths(
    content: Content, kind: str, said: str, least: float, most: float
) -> None:
    told = read(said, content.trades, year=2026)
    ends = told.ends or (told.yearly, told.yearly)
    assert told.doubts <= {Lack.RANGE, Lack.DAYS, Lack.SPLIT}, kind
    assert ends[0] is not None and ends[1] is not None
    assert abs(ends[0] - least * TR) < TR and abs(ends[1] - most * TR) < TR, told.text


@pytest.mark.parametrize(
    "said",
    [
        "bán đào 10 ngày tết mỗi ngày 900 triệu, còn lại ngày 1 triệu",
        "bán hoa ngày thường 200 nghìn, chủ nhật 90 triệu, rằm 60 triệu",
        "tôi ba lớp, mỗi lớp 25 em, 500 nghìn một tháng, dạy 10 tháng. Vợ tôi cả năm 1 tỷ 1",
        "quán ngày thường 4 triệu cuối tuần 6 triệu, noel bán thêm 50 triệu nữa",
    ],
)
def test_what_does_not_decide_is_asked(content: Content, said: str) -> None:
    """A sum out of all proportion, two households, the year's and a day's: never taken as said."""
    told = read(said, content.trades, year=2026)
    assert told.lacks(TaxRules.of_year(content.knowledge.facts, DAY.year, DAY)) is not None, told


@pytest.mark.parametrize("said", NO_TAKINGS)
def test_money_that_nobody_paid_for_goods(content: Content, said: str) -> None:
    assert not read(said, content.trades, year=2026).shares


@pytest.mark.parametrize(
    "said",
    [
        "bán quần áo, khách đưa em 40 triệu một tháng",
        "bán phở nộp hết cho chủ 5 triệu, doanh thu tháng 60 triệu",
        "quán em tháng được 70 triệu, em gái phụ bán",
        "tạp hóa năm nay 900 triệu",
        "tới tháng 8 em mới bán qua 1 tỷ",
    ],
)
def test_takings_stay_takings(content: Content, said: str) -> None:
    assert read(said, content.trades, year=2026).shares
