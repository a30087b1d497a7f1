"""What somebody puts right in the middle of something else: the line meant, and its value."""

import pytest

from content.mends import Line, Mend, mends_in


@pytest.mark.parametrize(
    ("text", "line", "value"),
    [
        ("ủa lộn tên, tui là Nguyễn Văn Ba", Line.NAME, "Nguyễn Văn Ba"),
        ("ua lon ten, tui la nguyen van ba", Line.NAME, "Nguyen Van Ba"),
        ("à tên là Trần Văn Bẩy", Line.NAME, "Trần Văn Bẩy"),
        ("đổi tên lại là Trần Thị Tám nha em", Line.NAME, "Trần Thị Tám"),
        ("chết, tui ghi sai tên rồi, Lê Thị Hồng mới đúng", Line.NAME, "Lê Thị Hồng"),
        ("ua ten sai roi, ten dung la tran van bay", Line.NAME, "Tran Van Bay"),
        ("đổi tên người đi thành Lê Thị Na", Line.NAME, "Lê Thị Na"),
        ("ủa hộ kinh doanh mà, không phải công ty", None, "hộ kinh doanh"),
        ("sửa tên thành Nguyễn Thị Anh", Line.NAME, "Nguyễn Thị Anh"),
        ("lộn tên, Nguyễn Thị Hà", Line.NAME, "Nguyễn Thị Hà"),
        ("tui tên Ba chứ hổng phải Bảy", Line.NAME, "Ba"),
        ("nhầm số rồi, số đúng là 0912 345 678", Line.PHONE, "+84912345678"),
        ("số của tui là 0987654321 chứ không phải 0912345678", Line.PHONE, "+84987654321"),
        ("so 0903111222 la so cu, so moi 0908777666", Line.PHONE, "+84908777666"),
        ("tổ 5 chứ không phải tổ 3", Line.NEIGHBOURHOOD, "tổ 5"),
        ("to 5 chu hong phai to 3", Line.NEIGHBOURHOOD, "tổ 5"),
        ("không phải tổ 3, tổ 5", Line.NEIGHBOURHOOD, "tổ 5"),
        ("sửa tổ 3 thành tổ 5", Line.NEIGHBOURHOOD, "tổ 5"),
        ("sửa tổ thành 5", Line.NEIGHBOURHOOD, "tổ 5"),
        ("tổ 8 nha em, hồi nãy nói lộn", Line.NEIGHBOURHOOD, "tổ 8"),
        ("đi 2 người chứ không phải 1", Line.PEOPLE, "2 người"),
        ("à tên tiệm là Hoa Mai", Line.BUSINESS, "Hoa Mai"),
        ("à doanh thu 2 tỷ chứ không phải 1 tỷ", Line.REVENUE, "2 tỷ"),
        ("sua lai ten gium tui", Line.NAME, ""),
        ("tui ghi lộn số rồi em ơi", Line.PHONE, ""),
        ("số điện thoại hồi nãy sai rồi", Line.PHONE, ""),
        ("à lộn, sửa số điện thoại", Line.PHONE, ""),
        ("đổi tổ dân phố", Line.NEIGHBOURHOOD, ""),
        ("nhầm, Trần Văn Bến", None, "Trần Văn Bến"),
        ("lộn, Lành chứ không phải Lan", None, "Lành"),
        ("không phải Lan mà là Lành", None, "Lành"),
        ("tên đầy đủ Nguyễn Thị Thu Hà", Line.NAME, "Nguyễn Thị Thu Hà"),
        ("sửa tên hàng thành Thịt sạch Vinh", Line.BUSINESS, "Thịt sạch Vinh"),
        ("à tên quán sai, Chè Xen", Line.BUSINESS, "Chè Xen"),
        ("quán tôi đổi tên thành Phở Béo", Line.BUSINESS, "Phở Béo"),
        ("ghi lộn, quán Chè Sen Vàng", Line.BUSINESS, "quán Chè Sen Vàng"),
        ("quay lại tên quán ghi sai", Line.BUSINESS, ""),
        ("số cuối là 334 không phải 333", Line.PHONE, "334"),
        ("số đuôi 79 cơ", Line.PHONE, "79"),
        ("tổ 3 cũ giờ là tổ 13", Line.NEIGHBOURHOOD, "tổ 13"),
        ("2 người không phải 1", Line.PEOPLE, "2 người"),
    ],
)
def test_what_is_put_right(text: str, line: Line | None, value: str) -> None:
    assert [(one.line, one.value, one.plain) for one in mends_in(text)] == [(line, value, False)]


@pytest.mark.parametrize(
    "text",
    [
        *("phở Bảy", "Lâm Văn Sai", "Nguyễn Văn Lộn", "Trần Văn Lâm", "sữa Cô Gái", "sửa xe Hùng"),
        *("sửa điện thoại", "quán nhậu Sài Gòn", "đổi ý rồi", "bún bò Huế Cô Ba", "sửa lại"),
        *("à tên vợ tui là Lê Thị Hoa", "số của chồng tui là 0912333444", "vợ tôi là Phạm Thị Lan"),
        "cho hỏi số điện thoại để làm gì",
    ],
)
def test_what_puts_nothing_right(text: str) -> None:
    assert mends_in(text) == ()


def test_what_is_told_without_a_word_of_a_mistake_may_answer_what_is_asked() -> None:
    assert mends_in("tổ 7") == (Mend(Line.NEIGHBOURHOOD, "tổ 7", plain=True),)
    assert mends_in("quán tên Hương Xưa") == (Mend(Line.BUSINESS, "Hương Xưa", plain=True),)
    assert mends_in("tên tui là Lê Thị Tư") == (Mend(Line.NAME, "Lê Thị Tư"),)
