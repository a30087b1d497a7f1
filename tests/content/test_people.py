"""What people write about themselves: names, phones, tổ dân phố, and the order of lists."""

import unicodedata

import phonenumbers
import pytest

from content.people import (
    is_minor,
    name_key,
    old_form,
    read_name,
    read_neighbourhood,
    read_phone,
    read_phones,
)
from content.vietnamese import (
    clean,
    has_wrong_clock,
    order_key,
    printable,
    says,
    tidy,
    written_clocks,
)
from content.whole import read_whole

# The commonest surnames, those that are also words, and some of the rare ones.
SURNAMES = (
    *("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ"),
    *("Hồ", "Ngô", "Dương", "Lý", "La", "Lã", "Là", "Tô", "Từ", "Tôn", "Tạ", "Tống", "Tên", "Ông"),
    *("Ong", "Bà", "Anh", "Chị", "Cô", "Cao", "Con", "Em", "Minh", "Mình", "Châu", "Chu", "Da"),
    *("Thôi", "Huy", "Dung", "Không", "Chưa", "Khu", "Hộ", "Số", "Và", "Bạc", "Sầm", "Y", "Ma"),
)
GIVEN = (
    *("An", "Anh", "La", "Là", "Lan", "Tên", "Tố", "Tổ", "To", "Minh", "Em", "Ba", "Bà", "Chi"),
    *("Cô", "Dung", "Dũng", "Huy", "Hủy", "Thôi", "Không", "Số", "Khu", "Hộ", "Và", "Sáu", "Tư"),
)


@pytest.mark.parametrize("surname", SURNAMES)
def test_no_word_is_cut_off_a_name(surname: str) -> None:
    for given in GIVEN:
        for middle in (" ", " Văn ", " Thị La "):
            name = f"{surname}{middle}{given}"
            if surname != "Là":  # no surname; "Là Nguyễn Văn An" answers a question
                assert read_name(name) == name
            assert (read_name(name.upper()) or "").lower() == name.lower() or surname in (
                *("Là", "Con", "Em", "Minh", "Mình", "Châu", "Da", "Tên"),
            )


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("tôi là Nguyễn Văn An", "Nguyễn Văn An"),
        ("Dạ em tên là Hoa", "Hoa"),
        ("toi la nguyen van nam", "Nguyen Van Nam"),
        ("Họ và tên: Trần Thị Bình", "Trần Thị Bình"),
        ("cháu là La Văn Nam", "La Văn Nam"),
        ("la văn nam", "La Văn Nam"),
        ("phạm văn TÀI", "Phạm Văn Tài"),
        ("Minh La", "Minh La"),
        ("MINH LA", "Minh La"),
        ("tên tôi là La", "La"),
        ("Phan\tVăn\u00a0\u2003Hải", "Phan Văn Hải"),
        ("Nguye\u0302\u0303n\u202e An\u200b", "Nguyễn An"),
        ("#N/A", None),
        ("0912345678", None),
        ("x", None),
    ],
)
def test_names(said: str, name: str | None) -> None:
    assert read_name(said) == name


@pytest.mark.parametrize(
    ("typed", "phones"),
    [
        ("0912345678 (chị Lan)", ["0912345678"]),
        ("0912345678 0987654321", ["0912345678", "0987654321"]),
        ("0912345678-0987654321", ["0912345678", "0987654321"]),
        ("0912345678–0987654321", ["0912345678", "0987654321"]),
        ("0912 345 678 / 0987.654.321", ["0912345678", "0987654321"]),
        ("09123456780987654321", ["0912345678", "0987654321"]),
        ("DĐ: 0912.345.678 (vợ)", ["0912345678"]),
        ("0225 3855 123, 0912345678", ["0912345678", "02253855123"]),
        ("Số nhà 12, 0912345678", ["0912345678"]),
        ("01669 123 456", ["0369123456"]),
        ("+84 120 123 4567", ["0701234567"]),
        ("1239123456", ["0839123456"]),
        ("912345678.0", ["0912345678"]),
        ("0912\u00a0345\u00a0678", ["0912345678"]),
        ("０９１２３４５６７８", ["0912345678"]),
        ("+84 (0) 912 345 678", ["0912345678"]),
        *((text, []) for text in ("1900 9068", "1800 1234", "113", "²", "", "031185001234")),
        *((text, []) for text in ("+1 650 253 0000", "+61 912345678", "8613800138000")),
        ("+61 412 345 678, 0912345678", ["0912345678"]),
    ],
)
def test_phones(typed: str, phones: list[str]) -> None:
    assert read_phones(typed) == [f"+84{number[1:]}" for number in phones]
    assert read_phone(typed) == (f"+84{phones[0][1:]}" if phones else None)


def test_numbers_of_before_2018_are_known_as_such() -> None:
    assert old_form("01669123456", "+84369123456") == "0166 912 3456"
    assert old_form("ĐT 0166-912.3456 (vợ)", "+84369123456") == "0166 912 3456"
    assert old_form("0369123456", "+84369123456") == "" == old_form("", "+84912345678")
    # Another number beside it is what it was.
    assert old_form("0912345678, 01669123456", "+84912345678") == ""


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        *(
            (text, "TDP 5")
            for text in ("to 5", "TDP số 5", "Tổ dân phố 05", "5", "T5", "Khu TDP 5")
        ),
        *((text, "TDP 5") for text in ("12 Lê Duẩn, tổ 5", "TDP\u00a05", "tổ 5.0")),
        *((text, "Tô Hiệu") for text in ("Tô Hiệu", "To Hieu", "tổ Tô Hiệu", "tdp tô hiệu")),
        *((text, "TDP Cầu Đen") for text in ("to cau den", "tổ cầu đen", "Cầu Đen")),
        ("Tố Hữu", "Tố Hữu"),
        ("Tổ hợp tác", "TDP hợp tác"),
        ("Số 5 Trần Tất Văn", "Số 5 Trần Tất Văn"),
    ],
)
def test_neighbourhoods(typed: str, read: str) -> None:
    assert read_neighbourhood(typed, ["TDP 5", "TDP Cầu Đen", "Tô Hiệu"]) == read


def test_a_street_called_to_keeps_its_name() -> None:
    for name in ("Tô Hiệu", "Tố Hữu", "Tô Vĩnh Diện", "To Hieu", "Tố Như", "T. Hiệu"):
        assert read_neighbourhood(name) == name.strip(".")


def test_vietnamese_order() -> None:
    names = ["Bích", "Bình", "Hà", "Hai", "Hòa", "Hoàng", "Tú", "Tuấn", "Tùng"]
    assert sorted(reversed(names), key=name_key) == names
    people = ["Lê An", "Nguyễn An", "Đỗ Văn Ân", "Lê Bá", "Dương Da", "Đào Đa", "Trần Ý Yên"]
    assert sorted(reversed(people), key=name_key) == people
    called = ["Trần Văn An (Út)", "Lê Bình (Cả)", "Đỗ Chi"]  # brackets are no part of a name
    assert sorted(reversed(called), key=name_key) == called
    letters = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    assert sorted(reversed(letters), key=order_key) == letters
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(reversed(tones), key=order_key) == tones
    places = ["TDP 1", "TDP 2", "TDP 10", "TDP 11", "TDP Cầu Đen", "TDP Đẩu Vũ"]
    assert sorted(reversed(places), key=order_key) == places


def test_text_is_cleaned_in_one_place() -> None:
    assert clean("Phở\u00a0Bình\u3000số\t2") == "Phở Bình số 2"
    assert clean("a\u2028b\r\nc\x0bd") == "a\nb\nc\nd"
    assert clean("079\u061c201\u034f001\U000e0031234") == "079201001234"
    assert clean("\u2764\ufe0f") == "\u2764\ufe0f"  # an emoji
    assert not [
        hex(code)
        for code in (*range(0x20000), *range(0xE0000, 0xE0200))
        if unicodedata.category(chr(code)) == "Cf" and clean(f"a{chr(code)}b") not in ("ab", "a b")
    ]
    assert clean("\ufeffA\u202eB\u200bC\x00D\ud800E\u00ad") == "ABC DE"
    assert tidy(" Chủ \u2003 hộ\n kinh doanh ") == "Chủ hộ kinh doanh"
    assert printable("Phở\u00a0Bình\x07\tA") == "Phở Bình A"
    assert printable("a\tb", keep="\t") == "a\tb"


@pytest.mark.parametrize(
    "text",
    ["", "8:00", "7h30 - 8h", "13 giờ 30", "Sau giải lao", "Nghỉ 15 phút", "8g-8g45"],
)
def test_times_of_a_programme_are_taken(text: str) -> None:
    assert not has_wrong_clock(text)


def test_times_of_a_programme_are_written_in_one_way() -> None:
    typed = ("8:10", "08h00", "10h", "7h30 - 8h", "13 giờ 30", "Sau giải lao", "Nghỉ 15 phút")
    assert [written_clocks(text) for text in typed] == [
        *("8h10", "8h00", "10h00", "7h30 - 8h00", "13h30", "Sau giải lao", "Nghỉ 15 phút")
    ]


@pytest.mark.parametrize("text", ["25h99", "8:60", "8h - 24h", "8h3", "123:00", "8 giờ 75"])
def test_what_can_be_no_time_is_not(text: str) -> None:
    assert has_wrong_clock(text)


def test_a_text_with_marks_must_have_the_right_ones() -> None:
    assert says("Chưa.", "chưa") and says("chua", "chưa") and says("CHƯA", "chưa")
    assert not says("Chùa", "chưa") and not says("Dung", "dừng lại")
    assert says("huỷ", "hủy") and says("Hủy!", "hủy") and says("chua có", "chưa có")
    assert not says("Húy", "hủy") and not says("Tín", "tin") and not says("Đang", "dang")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("5", 5), (" 05 ", 5), ("５", 5), ("0", 0)),
        *((text, None) for text in ("²", "①", "", "-1", "1.5", "1e3", "9" * 30, "٣²", "\ud800")),
    ],
)
def test_whole_numbers(text: str, number: int | None) -> None:
    assert read_whole(text) == number


@pytest.mark.parametrize(
    "text", ["O977OOOOO6", "0977.OOO.OO6", "09770O0007", "0912-CALLME", "o912345678", "O9I2345678"]
)
def test_letters_of_a_number_are_never_guessed(text: str) -> None:
    assert read_phone(text) is None


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("tôi 17 tuổi", True),
        ("em mới 16 tuổi ạ", True),
        ("chau 15 tuoi", True),
        ("em chưa đủ 18", True),
        ("chưa đủ 18 tuổi thì có được không", True),
        ("tôi 70 tuổi", False),
        ("tôi 18 tuổi", False),
        ("con tôi 5 tuổi", False),
        ("quán tôi 5 tuổi", False),
        ("đồng ý", False),
    ],
)
def test_who_is_below_eighteen_is_understood(text: str, minor: bool) -> None:
    assert is_minor(text) is minor


@pytest.mark.parametrize("part", ["0 9 1 2 ", "079 201 ", "84 91 ", "+84 ", "0912 345 678 "])
def test_each_of_thousands_of_groups_of_digits_is_tried_a_few_times_at_most(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried, parse = [], phonenumbers.parse

    def counting(text: str, region: str | None = None) -> phonenumbers.PhoneNumber:
        tried.append(text)
        return parse(text, region)

    monkeypatch.setattr(phonenumbers, "parse", counting)
    text = (part * 4000)[:4000]
    read_phones(text)
    assert len(tried) < 5 * len(text.split())
