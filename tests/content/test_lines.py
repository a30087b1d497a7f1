"""What a line does besides telling a value, and what is told beside a consent."""

import pytest

from content.details import own_and_more
from content.lines import Does, does, without_consent
from content.mends import mends_in
from content.names import hear_name


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("to 5 hay to 15 nhi, moi doi ten", Does.WAVERS),
        ("5 hay 15 nhỉ", Does.WAVERS),
        ("to 7 cu, gio sap nhap roi hong biet", Does.WAVERS),
        ("ban 85 trieu thang thi sao", Does.ASKS),
        ("e ma co phat an khong day", Does.ASKS),
        ("85 trieu la thang tet, thuong 50", Does.COUNTS),
        ("Thoi day, cho coi lai ve", Does.ORDERS),
        ("má đồng ý á", Does.AGREES),
        ("sua xe Sau", None),
        ("Sữa Lai Châu", None),
        ("Quán Hay", None),
        ("Trần Yến Nhi", None),
        ("sửa lại là 3 người", None),
        ("thuoc dong y Bao An", None),
        ("Bún chả Hai Triệu", None),
    ],
)
def test_a_line_that_does_something_is_told_from_one_that_may_be_a_value(
    text: str, wanted: Does | None
) -> None:
    assert does(text) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ten Binh 0912000144 dong y gui", "ten Binh 0912000144"),
        ("Ngo Thi Xuan 0912000143 dong y", "Ngo Thi Xuan 0912000143"),
        ("toi dong y, Nguyen Van An", "Nguyen Van An"),
        ("đồng ý", ""),
        ("không đồng ý", "không đồng ý"),
        ("phòng khám Đông Y", "phòng khám Đông Y"),
    ],
)
def test_what_is_told_beside_a_consent_is_kept_without_it(text: str, wanted: str) -> None:
    assert without_consent(text) == wanted


def test_a_consent_a_question_or_a_doubt_is_nobodys_name() -> None:
    told = "Dinh Van Muoi 0912000128 tiem sat Muoi to 4 2 nguoi, dong y luu thong tin"
    for text, name in ((told, "Dinh Van Muoi"), ("Pham Thi Nga, cho hoi la gi", "Pham Thi Nga")):
        called = hear_name(text)
        assert called is not None
        assert called.name == name


def test_a_doubt_puts_nothing_right() -> None:
    assert mends_in("sửa tổ thành 5 hay 15 nhỉ") == ()
    assert mends_in("to 5 hay to 15 nhi, moi doi ten") == ()


def test_a_shop_ends_where_another_detail_has_a_part_of_its_own() -> None:
    shop, more = own_and_more("ban trai cay, to 1, 1 nguoi, dong y nghe")
    assert (shop, more.neighbourhood, more.people) == ("ban trai cay", "TDP 1", 1)
    assert own_and_more("Tạp hóa tổ 5")[0] == "Tạp hóa tổ 5"
