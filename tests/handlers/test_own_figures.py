# ruff: noqa: E501
"""Lines of ordinary people that tell figures of their own, judged by `law_2026` (V1 to V57, K1 to
K51): what a year owes is said where the year is sure, else the one thing that is missing is asked;
the example of somebody else is never the answer. What follows `>` is typed next."""

from pathlib import Path

import pytest

from content.library import Content
from tests.support.play import check_words, last_replies

WHOLE = "Cả năm, đến hết tháng 12, được khoảng bao nhiêu?"
THIS_YEAR = "Cả năm nay, đến hết tháng 12, được khoảng bao nhiêu?"
PERIOD = "một ngày, một tháng hay một năm?"
DAYS = "Một năm bán khoảng bao nhiêu ngày?"
FIGURE = "Cả năm khoảng bao nhiêu?"
SALES = "Thuế xét theo doanh thu"
ADDED = "cộng thêm"
FREE, OWES = "không phải nộp thuế GTGT và TNCN", "khai và nộp thuế theo quý"
ZERO = "tiền thuế bằng 0"

CASES: list[tuple[str, list[str], list[str]]] = [
    # Another trade's, another sum's example.
    ("tạp hóa 5 tỷ, chi phí 4,8 tỷ thì thuế bao nhiêu", ["50 triệu", "40 triệu", "34 triệu", "23,8 triệu", "63,8 đến 73,8 triệu đồng"], ["1,6 tỷ"]),
    ("tạp hóa, 2 tỷ", ["20 triệu", "5 triệu", "3,5 triệu"], ["1,6 tỷ"]),
    ("tạp hóa, 2 tỷ > còn nếu 3 tỷ 5 thì sao", ["3,5 tỷ", "bắt buộc tính theo lãi", "35 triệu"], ["Sửa xe"]),
    ("tạp hóa, 2 tỷ > còn nếu 3 tỷ 5 thì sao > chi phí 3 tỷ", ["85 triệu", "59,5 triệu"], []),
    ("tôi có cửa hàng tạp hóa 1,6 tỷ với cho thuê nhà 1,2 tỷ thì thuế bao nhiêu", ["16 triệu", "60 triệu", "10 triệu", "7 triệu", "81,9 đến 85,1 triệu đồng"], []),
    ("quán phở 1 tỷ rưỡi đóng thuế bao nhiêu", ["45 triệu", "36 triệu", "7,5 triệu", "5,25 triệu"], [ZERO]),
    ("quán phở 1.500.000.000", ["45 triệu", OWES], [ZERO]),
    ("tiệm tóc 1 tỷ 1 thì nộp mấy", ["55 triệu", "44 triệu", "2 triệu", "1,4 triệu"], ["1,2 tỷ"]),
    ("em may đo quần áo 1,3 tỷ đóng thuế bao nhiêu ạ", ["65 triệu", "52 triệu", "6 triệu", "4,2 triệu"], ["36 triệu"]),
    ("tiệm sửa xe máy 1 tỷ 2 đóng thuế mấy đồng", ["36 triệu", "3 triệu", "2,1 triệu"], []),
    ("karaoke 1,4 tỷ nộp thuế bao nhiêu", ["70 triệu", "8 triệu", "5,6 triệu", "75,6 triệu đồng"], [" đến 75"]),
    ("bán rau ở chợ 1 tỷ 2 nộp thuế bao nhiêu", ["12 triệu", "1 triệu", "12,7 triệu đồng"], ["được giảm 20% thì còn", "10,3"]),
    ("cửa hàng rượu bia thuốc lá 2 tỷ thuế bao nhiêu", ["20 triệu", "23,5 triệu đồng"], ["được giảm 20% thì còn", "19,5"]),
    ("cho thuê nhà 3,6 tỷ thì nộp thuế bao nhiêu", ["180 triệu", "130 triệu", "91 triệu"], ["theo lãi"]),
    ("nhà cho thuê 2 căn, một căn 60tr/tháng một căn 50tr/tháng, thuế sao", ["1,32 tỷ", "66 triệu", "16 triệu", "11,2 triệu"], []),
    ("phở 800 triệu, tạp hóa 900 triệu thì thuế thế nào", ["24 triệu", "9 triệu", "3,5 triệu", "2,45 triệu"], [FREE]),
    ("hiệu tóc 600 triệu bán mỹ phẩm 700 triệu thuế sao", ["30 triệu", "7 triệu", "1,5 triệu", "1,05 triệu"], [FREE]),
    ("tạp hóa 900 triệu với cho thuê nhà 300 triệu có phải nộp thuế không", ["cộng hay tách thì luật chưa nói"], [FREE]),
    ("tiệm tóc 2 tỷ chi phí 1,9 tỷ nên chọn cách nào", ["15 triệu", "10,5 triệu", "20 triệu", "14 triệu"], []),
    ("quán ăn 1,7 tỷ, chi phí 1,5 tỷ thì tính thuế kiểu nào", ["30 triệu", "21 triệu", "10,5 triệu", "7,35 triệu"], []),
    ("shop quần áo 2 tỷ trong đó shopee 1 tỷ 5 thuế bao nhiêu", ["20 triệu", "5 triệu", "sàn đã trừ"], ["3,5 tỷ"]),
    # The threshold.
    ("doanh thu đúng 1 tỷ thì có phải nộp thuế không > 1 tỷ 1 đồng thì sao", ["1.000.000.001 đồng", OWES], ["Chưa bắt buộc"]),
    ("1 tỷ 1 đồng thì sao", ["trên 1 tỷ đồng"], ["Chưa bắt buộc"]),
    ("tạp hóa 999.999.999 đồng có phải nộp thuế không", [FREE], []),
    ("tôi bán phở hơn 1 tỷ có phải nộp thuế không", ["phải khai và nộp thuế", FIGURE], [FREE]),
    ("tôi bán phở gần 1 tỷ có phải nộp thuế không", [FREE], []),
    ("quán em dưới 900 triệu có phải nộp thuế không", [FREE], []),
    ("tôi bán tạp hóa hơn 800 triệu có phải đóng thuế không", [FREE], []),
    # Two units in one line.
    ("quán phở ngày 6 triệu, tháng bán 25 ngày thì thuế bao nhiêu", ["1,8 tỷ", "54 triệu", "43,2 triệu", "12 triệu", "8,4 triệu"], [FREE]),
    ("tạp hóa mỗi ngày 4 triệu, một năm bán 300 ngày, thuế bao nhiêu", ["1,2 tỷ", "12 triệu"], [FREE]),
    ("ngày 3 triệu, một tháng bán 20 ngày, tạp hóa thì thuế sao", ["720 triệu", FREE], []),
    ("ban bun ngay 5tr thang nghi 4 ngay thue bao nhieu", ["1,585 tỷ", OWES], [FREE]),
    ("quán nhậu ngày 10 triệu nghỉ chủ nhật, thuế sao", ["phải khai và nộp thuế", DAYS], [ZERO, FREE]),
    ("quán nhậu ngày 10 triệu nghỉ chủ nhật, thuế sao > 290 ngày", ["2,9 tỷ", "87 triệu"], [FREE]),
    ("bán rau ngày 2,8 triệu có phải nộp thuế không", [DAYS, "2,8 triệu đồng × 360 ngày"], [FREE, OWES]),
    ("bán rau ngày 2,8 triệu có phải nộp thuế không > 26 ngày một tháng", ["873,6 triệu", FREE], []),
    ("bán rau ngày 2,8 triệu có phải nộp thuế không > nghỉ 4 ngày mỗi tháng", ["887,6 triệu", FREE], []),
    ("tôi bán rau ngoài chợ ngày được 3-4 triệu thì thuế sao", ["1,08 đến 1,44 tỷ", "bao nhiêu ngày"], [FREE]),
    ("bún 15 triệu một tuần có phải nộp thuế không", [FREE, "780 triệu"], []),
    ("tạp hóa tháng nào cũng lúc 90 lúc 120 triệu, có phải nộp thuế không", ["1,08 đến 1,44 tỷ", "phải dùng hóa đơn", "8,92 đến 11,08"], [FREE]),
    ("cửa hàng quần áo tháng 90 triệu, mỗi năm bán 10 tháng, thuế sao", ["900 triệu", FREE], []),
    # Part of a year, last year.
    ("9 tháng đầu năm bán tạp hóa 900 triệu có phải nộp thuế không", [WHOLE], [FREE]),
    ("9 tháng đầu năm bán tạp hóa 900 triệu có phải nộp thuế không > chắc 1 tỷ 2", ["1,2 tỷ", "12 triệu"], [FREE]),
    ("6 tháng đầu năm phở được 600 triệu thì thuế", [WHOLE], [FREE]),
    ("quý này bán 500 triệu tạp hóa có phải nộp thuế không", [WHOLE], [FREE]),
    ("từ đầu năm đến giờ bán được 950 triệu tạp hóa có phải nộp thuế không", [WHOLE], [FREE]),
    ("từ đầu năm tới nay quán cơm thu 1 tỷ 3 thì thuế sao", [WHOLE, "phải khai và nộp thuế"], [FREE]),
    ("tu dau nam den gio ban tap hoa 950tr co phai nop thue ko", [WHOLE], [FREE]),
    ("tháng này quán tôi được 80 triệu có phải đóng thuế không", [WHOLE], [FREE]),
    ("hôm nay bán được 3 triệu có phải nộp thuế không", [WHOLE], [FREE]),
    ("nửa năm nay tạp hóa bán 550 triệu, có phải nộp thuế không", [WHOLE], [FREE]),
    ("năm ngoái tạp hóa 1 tỷ 2, năm nay 800 triệu có phải nộp thuế không", ["800 triệu", FREE], ["1,2 tỷ", OWES]),
    ("năm ngoái tạp hóa 1 tỷ 2, năm nay 800 triệu có phải nộp thuế không > 850 triệu", ["850 triệu", "Cộng cả hai"], ["1,2 tỷ", FREE]),
    # One shop of several, several people.
    ("tôi có 2 quán phở mỗi quán 700 triệu thì có phải nộp thuế không", ["1,4 tỷ", "42 triệu", "33,6 triệu", "6 triệu", "4,2 triệu"], [FREE]),
    ("có hai cửa hàng tạp hóa 700 triệu có phải nộp thuế không", ["một quán hay tất cả"], [FREE]),
    ("có hai cửa hàng tạp hóa 700 triệu có phải nộp thuế không > mỗi quán", ["1,4 tỷ", OWES], [FREE]),
    ("có hai cửa hàng tạp hóa 700 triệu có phải nộp thuế không > tất cả", ["700 triệu", FREE], []),
    ("có hai cửa hàng tạp hóa 300 triệu có phải nộp thuế không", [FREE], []),
    ("hai tạp hóa một cái 700 triệu một cái 800 triệu thuế bao nhiêu", ["1,5 tỷ", "15 triệu", "2,5 triệu", "1,75 triệu"], [FREE]),
    ("quán tôi 1 tỷ 2 của chồng, 900 triệu của tôi, thuế sao", ["Riêng hộ của ông/bà"], [FREE, ZERO]),
    ("tôi có dãy trọ 10 phòng cho công nhân thuê, mỗi phòng 1tr5, có phải nộp thuế không", ["180 triệu", FREE, "lưu trú"], []),
    ("cho thuê trọ 20 phòng 2 triệu có phải nộp thuế không", ["480 triệu", FREE], []),
    ("nhà trọ 50 phòng, mỗi phòng 2 triệu một tháng thì thuế bao nhiêu", ["1,2 tỷ", "62,8 triệu", "67 triệu"], [FREE]),
    # No unit of time; profit, costs.
    ("quán phở 80 triệu có phải nộp thuế không", [PERIOD], [FREE]),
    ("quán phở 80 triệu có phải nộp thuế không > một tháng", ["960 triệu", FREE], []),
    ("quán phở 80 triệu có phải nộp thuế không > một năm", [FREE], [PERIOD]),
    ("tạp hóa một năm 30 triệu có phải nộp thuế không", [PERIOD], [FREE]),
    ("tạp hóa lời được 90 triệu có phải nộp thuế không", [SALES], [FREE]),
    ("quán cơm lãi 300 triệu một năm thì thuế bao nhiêu", [SALES], [FREE]),
    ("quán phở bán 2 tỷ lãi 300 triệu thuế bao nhiêu", ["60 triệu", "15 triệu", "45 triệu"], ["2,3 tỷ"]),
    ("tạp hóa với sửa xe 2 tỷ thì thuế bao nhiêu", ["Mỗi ngành cả năm được bao nhiêu?"], [FREE]),
    # In the calculator.
    ("tính thuế > sửa xe máy > công 700 triệu phụ tùng 900 triệu > 1 > 1 > 1 > 1", ["30 triệu", "24 triệu", "3 triệu", "2,1 triệu"], [ZERO]),
    ("tính thuế > tạp hóa > mỗi tháng lúc 90 lúc 120 triệu", [FIGURE], ["1,44 tỷ"]),
    ("tính thuế > tạp hóa > mỗi tháng lúc 90 lúc 120 triệu > 1 tỷ 2", ["1,2 tỷ đồng một năm"], []),
    ("tính thuế > quán phở > 80 triệu", [PERIOD], ["Đã ghi"]),
    ("tính thuế > quán phở > 80 triệu > một tháng", ["960 triệu đồng một năm"], []),
    ("tính thuế > quán phở > 80 triệu > 2", ["960 triệu đồng một năm"], []),
    ("tính thuế > quán phở > 9 tháng được 900 triệu", [WHOLE], ["Đã ghi"]),
    ("tính thuế > quán phở > ngày 6 triệu tháng bán 25 ngày", ["1,8 tỷ đồng một năm"], []),
    ("tính thuế > bán rau > 1 tỷ 2 > 1 > 1 > 1 > 1", ["12,7 triệu đồng"], ["10,3"]),
    ("tính thuế > bán thuốc lá rượu bia > 2 tỷ > 1 > 1 > 1 > 1", ["23,5 triệu đồng"], ["19,5"]),
    ("tính thuế > tạp hóa > 1 tỷ 6 > 1 > 1 > 1 > 1", ["14,9 đến 18,1 triệu đồng"], []),
    ("tính thuế > tạp hóa > 3 tỷ 5 > 1 > 1 > 1 > 1 > 1", ["cần biết chi phí"], ["Tất cả:"]),
    # Found when playing strangers after the first mend.
    ("thuế quán phở 1 tỷ 2", ["36 triệu", "3 triệu", "2,1 triệu"], [ZERO]),
    ("tính thuế quán phở 1 tỷ 2", ["36 triệu"], [ZERO]),
    ("bán vé số 500 triệu", ["500 triệu đồng một năm"], ["thế chấp", "vay phục vụ"]),
    ("nhà nghỉ 10 phòng mỗi phòng 300k một đêm thuế sao", [FIGURE], [FREE]),
    ("cho thuê 5 phòng trọ mỗi phòng 3 triệu có phải đóng thuế không", ["180 triệu", FREE, "lưu trú"], ["ba loại khác nhau"]),
    ("cho thuê căn hộ 25tr/tháng 3 căn có phải nộp thuế ko", [FREE, "900 triệu"], [WHOLE]),
    ("tạp hóa 950 triệu hàng và 80 triệu thưởng doanh số có phải nộp thuế không", ["1,03 tỷ", OWES], [FREE, PERIOD]),
    ("một tháng trừ hết còn 20 triệu có phải đóng thuế không", [SALES], [FREE]),
    ("chồng tôi sửa xe 700 triệu, tôi bán tạp hóa 800 triệu có phải nộp thuế không", ["Riêng hộ của ông/bà"], [FREE, OWES]),
    ("2 vợ chồng bán tạp hóa 1 tỷ 5 thuế bao nhiêu", ["15 triệu", "2,5 triệu"], []),
    ("quán chính 600 triệu, quán phụ 500 triệu, bán bún, thuế sao", ["1,1 tỷ", "33 triệu"], [FREE]),
    ("quý 1 300tr quý 2 250tr quý 3 280tr quý 4 chắc 300tr tạp hóa có phải nộp thuế không", ["1,13 tỷ", "11,3 triệu"], [WHOLE]),
    ("cửa hàng hoa 1,2 tỷ thuế bao nhiêu", ["12 triệu", "12,7 triệu đồng"], ["được giảm 20% thì còn"]),
    ("cửa hàng điện thoại doanh số 4 tỷ lãi 300 triệu thuế bao nhiêu", ["40 triệu", "51 triệu", "35,7 triệu"], []),
    ("mỗi tháng 85 triệu riêng tháng tết 150 triệu, tạp hóa, thuế sao", ["1,085 tỷ"], [FREE]),
    ("bán vàng mã 1 tỷ 2 thuế nhiêu", ["12 triệu", "Vàng mã thì không được giảm"], ["vàng, bạc"]),
    ("tiem nail 1ty3 thue bn", ["65 triệu", "6 triệu"], ["thuế suất 10%"]),
    ("lương 20 triệu đóng thuế bao nhiêu", ["làm công ăn lương"], [SALES]),
    ("nợ thuế 60 triệu có bị cấm xuất cảnh không", ["120 ngày"], [FREE, PERIOD]),
    ("thue nha 15tr 1 thang ban pho 60tr 1 thang co phai nop thue ko", ["720 triệu", FREE], []),
    ("cho thuê mặt bằng 90 triệu tháng thuế bao nhiêu", ["54 triệu", "4 triệu", "2,8 triệu"], [FREE]),
    ("shop online bán tiktok 900 triệu và shopee 400 triệu có phải nộp thuế không", ["1,3 tỷ", OWES], [FREE]),
    ("tạp hóa 2 tỷ > thế cho thuê nhà 500 triệu nữa thì sao", ["20 triệu", "5 triệu", "cộng hay tách thì luật chưa nói"], [FREE]),
    # A trade with its own sum stands alone; it is added where that is said, and to what is shown.
    ("bán phở 1 tỷ 2 thuế nhiêu > lời 15% bán tạp hóa 5 tỷ", ["doanh thu khoảng 5 tỷ", "lãi 750 triệu"], ["1,2 tỷ", ADDED]),
    ("bán phở 1 tỷ 2 thuế nhiêu > còn tạp hóa 2 tỷ lời 20% thì sao", ["doanh thu khoảng 2 tỷ", "lãi 400 triệu"], ["1,2 tỷ", ADDED]),
    ("cat toc doanh thu 1.5 ty > tiệm tạp hóa 1ty5 với cho thuê xe 300tr, cộng lại thuế", ["cộng 1,8 tỷ"], ["cắt tóc", "3,3 tỷ", ADDED]),
    ("cat toc doanh thu 1.5 ty > con tap hoa 2 ty", ["doanh thu khoảng 2 tỷ"], ["cắt tóc", ADDED]),
    ("cat toc doanh thu 1.5 ty > tap hoa 500tr, cong lai", [ADDED, "cat toc doanh thu 1.5 ty", "cộng 2 tỷ"], []),
    ("cat toc doanh thu 1.5 ty > cong them tap hoa 500tr nua", [ADDED, "cộng 2 tỷ"], []),
    ("cat toc doanh thu 1.5 ty > tap hoa 1 ty va phu tung 200tr cong voi cai hoi nay", [ADDED, "cộng 2,7 tỷ"], []),
    ("tạp hóa 2 tỷ > loi 20%", ["lãi 400 triệu"], [ADDED]),
    ("tạp hóa 2 tỷ, vay ngân hàng lãi 12%", ["doanh thu khoảng 2 tỷ"], ["lãi 240 triệu"]),
    ("tạp hóa 2 tỷ > còn quán phở thì sao", ["60 triệu", "15 triệu"], []),
    ("tạp hóa 2 tỷ > nếu chi phí 1 tỷ 9", ["lãi 100 triệu", "15 triệu", "10,5 triệu"], []),
    ("tạp hóa 2 tỷ > cảm ơn em", ["Không có gì"], ["Trường hợp"]),
    ("tạp hóa 2 tỷ > vay 500 triệu được không", [], ["Trường hợp"]),
    ("quán phở có phải nộp thuế không > 900 triệu", ["900 triệu đồng một năm", FREE], []),
    ("quán phở nộp thuế thế nào > doanh thu tôi 1 tỷ rưỡi", ["45 triệu", "7,5 triệu"], [ZERO]),
    ("doanh thu 1 tỷ 2 thì thuế bao nhiêu > quán phở", ["36 triệu"], [ZERO]),
    ("tính thuế > tạp hóa > 1 tỷ 6 > 1 > 1 > 1 > chi phí 100 triệu một tháng", ["lãi 400 triệu", "42 triệu"], []),
    ("tính thuế > tạp hóa > doanh thu dưới 1 tỷ", [FIGURE], ["Đã ghi"]),
    ("tính thuế > sửa điện thoại > công 300 triệu bán linh kiện 900 triệu", ["Mỗi ngành cả năm được bao nhiêu?"], ["Đã ghi"]),
    ("tính thuế > tạp hóa > công 300 triệu phụ tùng 900 triệu", ["tỷ lệ khác nhau"], ["Đã ghi"]),
    ("tính thuế > tạp hóa 900 triệu và cho thuê nhà 300 triệu", ["900 triệu đồng một năm", "300 triệu đồng một năm"], []),
    ("tôi thuộc nhóm nào > 9 tháng đầu năm 900 triệu", ["cả năm nay"], ["kiểu nào"]),
    # A line that tells of no year of anybody's, or of another tax, is left to the answers.
    ("nghe nói hộ dưới 10 tỷ khỏi đóng thuế", ["giảm 30%"], [FIGURE]),
    ("vượt 1 tỷ thì thuế vat tính từ đồng đầu tiên à", ["GTGT"], [PERIOD, FREE]),
    ("gtgt có tính luôn 1 tỷ đầu không", ["GTGT"], ["Trường hợp"]),
    ("hồi trước 100 triệu giờ ngưỡng là mấy", ["1 tỷ đồng trở xuống"], [PERIOD]),
    ("cty mới lập dthu dưới 1 tỷ có phải nộp thuế TNDN k", [], ["Trường hợp"]),
    ("Nhà em bán vật liệu, năm ngoái bán được hơn 4 tỷ, giờ đang phân vân không biết tầm doanh thu nào thì nên chuyển lên công ty cho đỡ thiệt", [], [THIS_YEAR]),
    ("bán tạp hóa một tỷ sáu thuế bao nhiêu", ["16 triệu", "3 triệu"], [FREE]),
    ("Em bán Shopee doanh thu cả năm 300 triệu, thuế sàn trừ rồi có phải nộp nữa không", [FREE, "được hoàn hoặc bù trừ"], []),
    # The trade is put right where its sum is asked for.
    ("tính thuế > 1 > à không quán phở", ["Ngành: Dịch vụ ăn uống"], ["900 triệu thì phải làm gì"]),
    ("tính thuế > 1 > à không quán phở > 1 tỷ 2", ["Dịch vụ ăn uống: 1,2 tỷ"], ["Bán hàng hóa"]),
    ("tính thuế > 1 > quán phở chứ không phải bán hàng > 1 tỷ 2", ["Dịch vụ ăn uống: 1,2 tỷ"], ["Bán hàng hóa"]),
    ("tính thuế > tạp hóa > 90 triệu > à nhầm, cắt tóc", ["thay cho Bán buôn", "Doanh thu cả năm"], []),
    ("tính thuế > 1 > quán phở 1 tỷ 2", ["Dịch vụ ăn uống: 1,2 tỷ"], ["Bán hàng hóa"]),
    ("tính thuế > đại lý vé số", ["Hoa hồng cả năm"], ["tiền bán hàng"]),
    # A fee of the ward's or the market's is no tax: nobody is told not to pay it.
    ("thue mon bai thi sao > con tien thue via he 500k 1 thang la thue gi", ["chưa có câu trả lời chắc chắn", "biên lai"], ["Không phải nộp", "không đưa tiền"]),
    ("môn bài năm nay nộp bao nhiêu > thế tiền chợ 300k một tháng", ["không bảo đóng hay không đóng"], ["Không phải nộp"]),
    ("thue mon bai thi sao > lệ phí rác có bỏ không", ["không bảo đóng hay không đóng"], ["Không phải nộp"]),
    ("tiền an ninh trật tự 50k có phải nộp không", ["không bảo đóng hay không đóng"], ["được miễn"]),
    ("thue mon bai thi sao > tiền chợ có được tính chi phí không", [], ["Không phải nộp"]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "wanted", "unwanted"), CASES, ids=[case[0] for case in CASES])
async def test_own_figures_are_reckoned_or_asked_for(
    tmp_path: Path, content: Content, lines: str, wanted: list[str], unwanted: list[str]
) -> None:
    replies = await last_replies(tmp_path, content, lines)
    check_words("\n".join(reply.text for reply in replies), wanted, unwanted)
