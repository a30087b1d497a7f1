"""A name where a name is asked: taken, asked about, or none."""

import pytest

from content.names import Called, hear_name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Nguyễn Văn An", "Nguyễn Văn An"),
        ("nguyen thi hoa", "Nguyen Thi Hoa"),
        ("CAO THỊ BÍCH", "Cao Thị Bích"),
        ("Huy", "Huy"),
        ("Thi Văn Tám", "Thi Văn Tám"),
        ("Thi Thị Hoa", "Thi Thị Hoa"),
        ("thì Lê Văn Tám", "Lê Văn Tám"),
        ("anh Dung", "anh Dung"),
        ("dạ em tên Hiền ạ", "Hiền"),
        ("dạ em tên Hiền ạ, Lê Thị Hiền ạ", "Lê Thị Hiền"),
        ("tên tôi là Trần Văn Bến nhé", "Trần Văn Bến"),
        ("Nguyễn Văn Nam 0912 345 678", "Nguyễn Văn Nam"),
        ("nguyen thi hoa, tap hoa hoa binh, 0912345678, to 5, 2 nguoi", "Nguyen Thi Hoa"),
        ("Hoa 0912345678", "Hoa"),
        ("La Thị Út", "La Thị Út"),
        ("Zòng A Páo", "Zòng A Páo"),
        ("John Smith", "John Smith"),
        ("tôi là Hoàng Văn Thụ", "Hoàng Văn Thụ"),
        ("lê thị hến", "Lê Thị Hến"),
        ("le thi tuoi", "Le Thi Tuoi"),
        ("Tôi tên Đặng Thị Mùi 61 tuổi", "Đặng Thị Mùi"),
        ("Lê Thị Sáu sinh năm 1960", "Lê Thị Sáu"),
        ("con gái tôi Nguyễn Thị Lan đi thay tôi", "Nguyễn Thị Lan"),
        ("ghi tên mẹ tôi: Nguyễn Thị Lan", "Nguyễn Thị Lan"),
        ("đăng ký cho mẹ: Lê Thị Sáu", "Lê Thị Sáu"),
        ("bà ấy là Phạm Thị Tý", "Phạm Thị Tý"),
        ("ông nhà tôi là Đinh Văn Khải", "Đinh Văn Khải"),
        ("sếp em tên Hoàng Lan Anh", "Hoàng Lan Anh"),
        ("tôi là Nguyễn Thị Ba, ghi cho bà Tý", "bà Tý"),
        ("Tâm bún cá", "Tâm"),
        ("Đỗ Thu Trang nail Trang Xinh", "Đỗ Thu Trang"),
        ("bác tên Ngọ", "Ngọ"),
    ],
)
def test_a_name_made_of_words_of_names_is_sure(said: str, name: str) -> None:
    assert hear_name(said) == Called(name, sure=True)


@pytest.mark.parametrize(
    "said",
    [
        "đm hỏi lắm thế",
        "mai",
        "zòng a páo",
        "Nguyễn Thị Mai va Đỗ Văn Tú",
        "Nguyễn Thị Mai, Đỗ Văn Tú",
    ],
)
def test_what_holds_another_word_or_another_person_is_asked_about(said: str) -> None:
    called = hear_name(said)
    assert called is not None
    assert not called.sure


@pytest.mark.parametrize(
    "said",
    [
        *("dạ em chào anh", "chờ tí nhé", "vâng ạ", "ừ mà khoan", "dạ hộ ạ", "sửa", "tên"),
        *("tối nay chị điền nốt", "chị ở tổ 3", "tiệm bánh Ngọc", "Tiệm Bánh Ngọc"),
        *("Đổi Thành 2 Người", "số điện thoại của chồng", "chồng tôi đi thay", "bún cá"),
        *("bận mất rồi, cho tôi rút", "tôi không đi được nữa, hủy vé", "1 người"),
        *("số điện thoại lúc nãy sai, số đúng là 0912000112", "so dien thoai luc nay sai"),
        *("đây là máy của bố tôi, giờ tôi đăng ký cho tôi nữa", "thôi khỏi ghi"),
        *("tôi không đi đâu, chỉ nó đi thôi", "sợ bị trả thù", "bán cá ngoài chợ"),
        *("thôi dẹp", "bỏ qua câu tên"),
        *(
            "từ từ có khách",
            "nhầm bác đọc thừa, 0903 215 476",
            "ờ tiếp đi, 0979 888 123",
            "chè Lan",
        ),
        *("cho chị hỏi đã", "không biết", "0912345678", "", "...", "số điện thoại", "ok", "từ từ"),
    ],
)
def test_a_greeting_a_yes_a_wait_or_talk_is_no_name(said: str) -> None:
    assert hear_name(said) is None


def test_a_surname_that_may_be_a_polite_word_is_asked_about() -> None:
    assert hear_name("Vang Thi My") == Called("Vang Thi My", sure=False)
    assert hear_name("vang, Le Thi My") == Called("Le Thi My", sure=True)
