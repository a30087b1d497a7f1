"""Who comes along is changed only by names that stand there."""

import pytest

from content.digits_mended import groups_in
from content.event_questions import EventMatter, asks_on_behalf, event_matters_in
from content.names import hear_name
from content.other_matter import tells_money
from content.parties import asks_if_done, asks_who
from content.sendings import sendings_in
from content.who_comes import kin_named, leaves_somebody, left_out, listed, put_in

ALONG = ("chị Hoa", "Thảo", "Tin")


@pytest.mark.parametrize(
    ("line", "out"),
    [
        ("Ấy chết cái Thảo hôm đó nó đi làm, thôi bỏ nó ra nhé", (1,)),
        ("thoi bo Tin, the thang Hieu vo", (2,)),
        ("vâng bỏ chị Hoa khỏi danh sách của em", (0,)),
        ("chị Hoa không đi được đâu", (0,)),
        ("bỏ chị hoa ra", (0,)),
        ("chị Hoa bán vải đấy", ()),
        ("bỏ chị Hoa ra được không", ()),
    ],
)
def test_who_is_left_out(line: str, out: tuple[int, ...]) -> None:
    assert left_out(line, ALONG) == out


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("4 la tinh ca tui, 3 thang kia la Phat, Loc voi Tin", ("Phat", "Loc", "Tin")),
        (
            "4 chị đấy là:\nHoa làm tóc\nHuệ bán bánh\nTâm giặt là\nLan thì chưa biết có đi không",
            ("Hoa", "Huệ", "Tâm"),
        ),
        ("hai chị là chị hoa với chị mận", ("chị hoa", "chị mận")),
        ("3 người là vợ chồng tôi", ()),
        ("2 anh em là thợ hồ", ()),
    ],
)
def test_who_is_listed(line: str, names: tuple[str, ...]) -> None:
    assert listed(line) == names


def test_who_comes_in_a_place() -> None:
    assert put_in("thoi bo Tin, the thang Hieu vo") == "Hieu"
    assert put_in("thế thì đi vào lúc nào") == ""
    assert leaves_somebody("thôi bỏ Tín") and not leaves_somebody("thôi bỏ tin đi")


def test_one_of_the_family_by_full_name() -> None:
    assert kin_named("Cụ tên là Lê Thị Tẹo, cụ không dùng điện thoại") == "Lê Thị Tẹo"
    assert kin_named("mẹ tên Năm, số 0912345678") == ""
    assert kin_named("tôi tên là Lê Thị Tẹo") == ""


@pytest.mark.parametrize(
    "line",
    ["Thế bây giờ cô đăng ký mấy người rồi?", "check lai danh sach coi", "tổng kết lại tui coi"],
)
def test_who_is_asked_for(line: str) -> None:
    assert asks_who(line)


def test_small_words_around_what_is_told() -> None:
    assert asks_if_done("mà em đăng ký xong chưa nhỉ, chưa thấy mã")
    assert groups_in("Sửa lại giúp cô số máy, đuôi là 223 chứ không phải 222") == ("223", "222")
    assert sendings_in("thoi bo Tin, the thang Hieu vo") is None
    assert sendings_in("bỏ tin đi") is not None
    assert not tells_money("Nguyễn Thị Hồng, tạp hoá ngõ 15, đi cùng bà cụ nữa")
    assert tells_money("hàng ba củ thôi")
    called = hear_name("coi lai ten, la Trần Thị Mỹ Duyên nha")
    assert called is not None and called.name == "Trần Thị Mỹ Duyên"
    assert asks_on_behalf(
        "cô đăng ký hộ bà cụ nhà cô luôn được không, cụ 84 tuổi nhưng sạp đứng tên cụ"
    )


def test_several_things_asked_of_an_event() -> None:
    matters = (EventMatter.BRING, EventMatter.PARKING)
    assert (
        event_matters_in("Có phải mang giấy tờ gì không cháu, gửi xe ở đâu", near=True) == matters
    )
    matters = (EventMatter.WHEN, EventMatter.MEAL)
    assert event_matters_in("ma may gio vay, co bao com k", near=True) == matters
    assert event_matters_in("còn chỗ không") == (EventMatter.SEATS,)
    assert event_matters_in("tháng bán được 30 triệu, phải đóng thuế không") == ()
