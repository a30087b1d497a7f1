"""What people ask of an event before they come is told from what only sounds like it."""

import pytest

from content.event_questions import event_matter_in
from content.meetings import is_of_that_name, named_by_title, names_a_course


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("còn chỗ không", "seats"),
        ("con may cho", "seats"),
        ("hội nghị hết chỗ chưa", "seats"),
        ("có gửi xe không", "parking"),
        ("hội nghị có chỗ để xe không ạ", "parking"),
        ("mấy giờ mở cửa", "doors"),
        ("mo cua luc may gio", "doors"),
        ("chương trình", "programme"),
        ("chuong trinh hoi nghi co gi", "programme"),
        ("có ăn trưa không", "meal"),
    ],
)
def test_it_is_heard_without_naming_the_event(text: str, matter: str) -> None:
    assert event_matter_in(text) == matter


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("ở đâu", "when"),
        ("liên hệ ai", "contact"),
        ("tôi đi trễ được không", "late"),
        ("con nhỏ đi cùng được không", "children"),
        ("có mất tiền không", "fee"),
    ],
)
def test_a_few_words_count_only_where_an_event_was_shown(text: str, matter: str) -> None:
    assert event_matter_in(text) is None
    assert event_matter_in(text, near=True) == matter


@pytest.mark.parametrize(
    "text",
    [
        "ở chợ thu tiền gửi xe 10k có đúng không",
        "phường mấy giờ mở cửa",
        "cửa hàng tôi mở cửa mấy giờ cũng được",
        "chương trình vay vốn cho hộ kinh doanh",
        "vỉa hè để xe máy hết chỗ đi",
        "gửi xe bà Tám",
    ],
)
def test_other_places_and_matters_are_none(text: str) -> None:
    assert event_matter_in(text) is None


def test_a_course_is_told_from_a_conference() -> None:
    dialogue, course = "Hội nghị đối thoại quý 4", "Lớp tập huấn eTax"
    assert is_of_that_name("lớp học khi nào", course, "training")
    assert not is_of_that_name("lớp học khi nào", dialogue, "dialogue")
    assert is_of_that_name("hội nghị ở đâu", dialogue, "dialogue")
    assert not is_of_that_name("hội nghị ở đâu", course, "training")
    assert names_a_course("đăng ký tập huấn") and not names_a_course("hội nghị tập huấn")


def test_an_event_is_named_by_the_words_no_other_title_has() -> None:
    titles = ["Hội nghị đối thoại lần 2", "Gặp mặt hộ kinh doanh chợ", "Hội nghị hộ kinh doanh"]
    assert named_by_title("đăng ký dự hội nghị gặp mặt hộ kinh doanh chợ", titles) == [1]
    assert named_by_title("tôi dự buổi đối thoại hộ kinh doanh", titles) == [0]
    assert named_by_title("đăng ký hội nghị hộ kinh doanh", titles) == []  # of two of them
    assert named_by_title("đăng ký tham dự", titles) == []
