"""Keys that no keyboard made letters of; and ordinary messages, which stay as they are."""

import pytest

from content.keys import Keys
from content.library import Content
from content.search import Decision

SAID = (
    "Ngưỡng doanh thu phải nộp thuế của hộ kinh doanh bao nhiêu được miễn, kê khai hóa đơn quý "
    "một tháng mấy? Tờ khai, tả, tổ, số, đã, quý, tháng, cá, ô, mã, phở, thuê"
)
KEYS = Keys([SAID])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ngu7o7ng4 thue61", "ngưỡng thuế"),
        ("nguo7ng4 thue61", "ngưỡng thuế"),
        ("nguwowngx thuees", "ngưỡng thuế"),
        ("Nguwowngx doanh thu phair noopj thuees", "Ngưỡng doanh thu phải nộp thuế"),
        ("hoas ddown", "hóa đơn"),
        ("d9u7o7c5 mie6n4 bao nhie6u", "được miễn bao nhiêu"),
        ("dduowcj mieenx", "được miễn"),
        ("ke6 khai hoa1 d9o7n quy1 1", "kê khai hóa đơn quý 1"),
        (
            "thuế thì noopj ở đâu, ngưỡng mieenx bao nhieeu",
            "thuế thì nộp ở đâu, ngưỡng miễn bao nhiêu",
        ),
    ],
)
def test_keys_are_read(typed: str, meant: str) -> None:
    assert KEYS.spelled(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nguong thue",
        "ngưỡng thue61",  # the keyboard works
        "ngưỡng thuees",
        "thuế quán ăn bao nhiêu hoas",
        "to 72 thue bao nhieu",
        "to72 quy1 thang1 so9",  # a number typed onto its word
        "tt40 nd70 mau01 tk1",
        "max bao nhieu tax form office google fax",
        "thue baooo nhieu",
        "doanh thu bao nhieu phai nop thuee",
        "https://a.vn/x1y2z3 t5 q1 k0 dc",
        "ok thanks a",
        "a" * 5000,
    ],
)
def test_ordinary_messages_stay(text: str) -> None:
    assert KEYS.spelled(text) == text


def test_a_wording_kept_as_it_was_typed_does_not_make_its_keys_a_word() -> None:
    """Some of the ways to ask are left in their keys; they must be read all the same."""
    keys = Keys([SAID, "hộ thì nộp thuees bao nhieeu", "ddoanh thu phair noopj thuees"])
    assert keys.spelled("thuees phair noopj") == "thuế phải nộp"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("mơ tiêm lam giây tơ gi", "mo tiem lam giay to gi"),
        ("cho tôi xem đơn", "cho tôi xem đơn"),  # three words need no tone
        ("nộp thuê ơ đâu cho tiên", "nộp thuê ơ đâu cho tiên"),
    ],
)
def test_letters_without_any_tone_are_read_without_marks(typed: str, read: str) -> None:
    assert KEYS.spelled(typed) == read


@pytest.mark.parametrize("typed", ["ngu7o7ng4 chi5u thue61", "nguwowngx chiuj thuees"])
def test_a_question_in_keys_is_understood(content: Content, typed: str) -> None:
    right = content.understanding.read("ngưỡng chịu thuế")
    read = content.understanding.read(typed)
    assert read.decision is not Decision.UNKNOWN and read.entries[0].id == right.entries[0].id
