"""Names and numbers taken out of what is kept or shown without them."""

import pytest

from content.anonymous import proposed, redact_names, without
from content.redaction import personal, redact


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("tôi là Nguyễn Thị Huệ, hỏi thuế", "tôi là [tên], hỏi thuế"),
        ("tên tôi là Huệ xin hỏi", "tên tôi là [tên] xin hỏi"),
        ("Trần Văn Nam hỏi về vay vốn", "[tên] hỏi về vay vốn"),
        ("tên đầy đủ là Trần Thị Sáu xin cái gì đó", "tên đầy đủ là [tên] xin cái gì đó"),
        ("tên tôi là trần thị sáu", "tên tôi là [tên]"),
        ("em là Hiền vợ anh Quân sửa loa", "em là [tên] vợ anh [tên] sửa loa"),
        ("hàng xóm Lan và bà Tám kiện nhau", "hàng xóm [tên] và bà [tên] kiện nhau"),
        ("của Bộ Tài chính là Trần Văn Ba gửi", "của Bộ Tài chính là [tên] gửi"),
        ("cho tôi hỏi thuế khoán", "cho tôi hỏi thuế khoán"),
        ("Hà Nội có khác Hải Phòng không", "Hà Nội có khác Hải Phòng không"),
        ("Thông tư 40 của Bộ Tài chính", "Thông tư 40 của Bộ Tài chính"),
        ("hồ sơ đăng ký kinh doanh gồm gì", "hồ sơ đăng ký kinh doanh gồm gì"),
    ],
)
def test_names_are_taken_out(text: str, kept: str) -> None:
    assert redact_names(text) == kept


def test_somebodys_own_words_are_taken_out_however_they_are_spelled() -> None:
    own = ["Nguyễn Thị Huệ", "+84912345678", "Bún Cá Bà Huệ"]
    text = "Kính gửi bà NGUYEN THI HUE (0912 345 678, +84912345678), quán bún cá bà huệ"
    assert without(text, own) == "Kính gửi bà [...] ([...], [...]), quán [...]"
    assert without("Huệ và Nguyễn Thị Huệ An", ["Nguyễn Thị Huệ"]) == "Huệ và [...] An"


@pytest.mark.parametrize(
    "typed",
    [
        *("0912/345/678", "0912_345_678", "0912,345,678", "0912·345·678", "0912–345–678"),
        *("0912\n345\n678", "0912.345.678", "+84 912-345-678", "0912'345'678"),
    ],
)
def test_a_number_is_one_however_it_is_grouped(typed: str) -> None:
    said = f"gọi tôi: {typed} nhé"
    assert redact(said) == "gọi tôi: [số] nhé"
    assert personal(said).sure == ("0912 345 678",)
    assert without(said, ["+84912345678"]) == "gọi tôi: [...] nhé"


@pytest.mark.parametrize(
    "text",
    [
        "họp 02/12/2026, 09/12/2026 và 16/12/2026",
        "điều 10, 11, 12 khoản 3",
        "bán 0,5 tạ, 1,5 tạ",
        "từ 08/09/2026 đến 10/09/2026",
        "thu 120,000,000 đồng",
    ],
)
def test_days_and_amounts_are_no_numbers_of_anybody(text: str) -> None:
    assert redact(text) == text
    assert personal(text).sure == ()


@pytest.mark.parametrize("end", [".", ",", " ", "?", ". Xin cảm ơn", ""])
def test_a_number_is_taken_out_whatever_follows(end: str) -> None:
    assert redact(f"gọi tôi 0912345678{end}") == f"gọi tôi [số]{end}"
    assert redact(f"thu 12.000.000{end}") == f"thu 12.000.000{end}"


def test_what_people_are_called_with_is_a_name_only_in_capitals() -> None:
    assert personal("Ông/bà đăng ký tại một cửa, ông bà đừng lo").likely == ()
    assert personal("hỏi ông Bình đang đứng, chị Đăng").likely == ("Bình", "Đăng")


@pytest.mark.parametrize(
    "text",
    [
        "Phường có Quyết định thu hồi chưa",
        "giấy mất, xin lại thì gặp ai",
        "giay mat, xin lai thi gap ai",
        "Chủ Tịch phường, Chi Cục Thuế, Tổ Dân Phố 5",
        "Hỗ Trợ vay vốn, Hồ Sơ gồm gì",
        "đường Trần Phú ngập, ngõ 12 Lê Lợi tối",
        "Anh Chị cho hỏi",
    ],
)
def test_what_only_sounds_like_a_name_stays(text: str) -> None:
    assert redact_names(text) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("nhà tôi ở số 8 Trần Phú bị ngập", "[địa chỉ] bị ngập"),
        ("tại 123 Lê Lợi, phường", "tại [địa chỉ], phường"),
        ("nhà 45 đường Trần Nguyên Hãn", "[địa chỉ]"),
        ("Số nhà 12 Trần Phú, tổ 5", "[địa chỉ], tổ 5"),
        ("chị Lan ở tổ 5 Nguyễn Thị Hoa kể", "chị [tên] ở tổ 5 [tên] kể"),
    ],
)
def test_a_door_is_taken_out_with_its_street(text: str, kept: str) -> None:
    assert proposed(text) == kept
