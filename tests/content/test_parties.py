"""Several people told in one message, and what is said of them, as neighbours and market groups
type it."""

import pytest

from content.event_questions import EventMatter, asks_on_behalf, event_matter_in
from content.families import called_along, registers_another, without_whom
from content.mends import name_of_another
from content.names import hear_name
from content.parties import (
    adds,
    are_several,
    asks_who,
    drops_out,
    named,
    of_all,
    only_how_many,
    people_in,
    put_instead,
    says_same,
    sees_ticket,
)
from content.trade_told import has_papers, trade_told

FOUR = (
    "Trần Thị Hà 0912000111, Lê Thị Lan 0912000222, Vũ Văn Bính 0912000333"
    " và tôi Đỗ Thị Quế 0912000444"
)
NAMES = ("Trần Thị Hà", "Lê Thị Lan", "Vũ Văn Bính", "Đỗ Thị Quế", "Lê Thị Hạnh")


def test_each_of_a_list_has_a_name_and_a_number() -> None:
    people = people_in(FOUR)
    assert [one.name for one in people] == list(NAMES[:4])
    assert [one.phone[-3:] for one in people] == ["111", "222", "333", "444"]
    assert [one.myself for one in people] == [False, False, False, True]


def test_a_polite_word_behind_a_name_is_no_part_of_it() -> None:
    said = "chị tên Hường nha, Nguyễn Thị Hường, làm tóc gội đầu"
    assert [one.name for one in people_in(said)] == ["Nguyễn Thị Hường"]
    listed = "Lê Thị Nha 0912345678, Trần Văn Bảy nhé 0904555666"
    assert [one.name for one in people_in(listed)] == ["Lê Thị Nha", "Trần Văn Bảy"]


def test_what_stands_behind_a_name_is_theirs() -> None:
    people = people_in(
        "1. Tran Thi Ha 0912000111 tap hoa to 5\n2. Lê Thị Lan, 0912000222, bán vải ở chợ"
    )
    assert [(one.business, one.sector, one.neighbourhood) for one in people] == [
        ("tap hoa", "", "TDP 5"),
        ("", "bán vải ở chợ", ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "em đăng ký cho sếp em, chị Hoàng Lan Anh, 0988777666, spa Lan Anh tổ 6, 2 người",
        "nhà tôi có 3 người muốn đi: tôi Lê Thị Sen, chồng tôi Trần Văn Hùng",
        "2 người, đi cùng con gái Lê Thị Hoa",
        "Lê Thị Thảo, bánh mì cô Thảo, 0905 777 121",
        "tiệm vải Nga. tổ 12",
    ],
)
def test_one_person_and_who_comes_along_are_one_ticket(text: str) -> None:
    assert not are_several(people_in(text), grouped=False, text=text)


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("tôi là tổ trưởng ngành hàng quần áo, đăng ký hội nghị cho mấy chị em trong tổ", 0),
        ("dang ky hop cho nhom ban rau tui toi", 0),
        ("hai chị em tôi mỗi người một sạp ở chợ muốn đi họp hội nghị đối thoại", 2),
        ("đăng ký hội nghị giúp hai nhà hàng xóm với", 2),
        ("đăng ký họp cho chị Lê Thị Lan 0912000222 và chị Hồ Thị Hoa 0912000333", 2),
        ("đăng ký cho mẹ em", None),
        ("đăng ký hội nghị 2 người", None),
        ("hai vợ chồng mỗi người một quán thì tính thuế thế nào", None),
    ],
)
def test_a_group_wants_a_ticket_each(text: str, several: int | None) -> None:
    another = registers_another(text)
    heard = another.several if another and another.group else None
    assert heard == several


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "dang ky hop ho Ho Thi Lan 0912000222 va Du Van Ba 0912000333",
            ["Ho Thi Lan", "Du Van Ba"],
        ),
        ("em muốn đăng ký hội nghị cho Hồ Thị Hoa 0912000333", ["Hồ Thị Hoa"]),
        ("ghi tên chị Vũ Thị Mai, 0912000444", ["Vũ Thị Mai"]),
        ("đều chưa đăng ký kinh doanh", []),
        ("đăng ký kinh doanh", []),
        ("đăng ký cho cả nhóm", []),
    ],
)
def test_the_wish_before_a_list_is_no_part_of_a_name(text: str, names: list[str]) -> None:
    assert [one.name for one in people_in(text)] == names


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("đăng ký hội nghị cho chị Lan hàng xóm", "chị Lan"),
        ("dang ky cho anh Tuan", "anh Tuan"),
        ("đăng ký cho chị nhé", None),
        ("đăng ký kinh doanh cho chị Lan", None),
        ("đăng ký mã số thuế cho anh Nam thế nào", None),
    ],
)
def test_somebody_called_by_name_is_another(text: str, whom: str | None) -> None:
    another = registers_another(text)
    assert (another and another.whom) == whom


@pytest.mark.parametrize(
    ("text", "who", "drops"),
    [
        ("roi con chi Lan nua", ["Lê Thị Lan"], False),
        ("chị Hà bận, hủy của chị Hà thôi, mấy người kia giữ nguyên", ["Trần Thị Hà"], True),
        ("anh Binh ban mất rồi, bỏ anh ấy ra", ["Vũ Văn Bính"], True),
        ("chị Quế không đi nữa", ["Đỗ Thị Quế"], True),
        ("chị Lan bán vải", ["Lê Thị Lan"], False),
        ("chi Lan ban rau", ["Lê Thị Lan"], False),
        ("quán ở Hà Nội", [], False),
    ],
)
def test_who_is_named_and_who_drops_out(text: str, who: list[str], drops: bool) -> None:
    assert [NAMES[place] for place in named(text, NAMES)] == who
    assert drops_out(text) is drops


def test_who_comes_instead_is_told_apart_from_who_goes() -> None:
    going, comes = put_instead("bỏ anh Bính ra thay bằng chị Phạm Thị Dung 0912000555")
    assert named(going, NAMES) == (2,)
    assert comes is not None and (comes.name, comes.phone) == ("Phạm Thị Dung", "+84912000555")


def test_short_lines_of_a_group_are_heard() -> None:
    assert all(map(asks_who, ("thế bây giờ là những ai rồi", "roi nhung ai roi")))
    assert all(map(sees_ticket, ("cho em xem lại vé của mẹ", "ko thay dau ca, gui lai di")))
    assert not sees_ticket("xem về nhà lúc nào") and not asks_who("ai chủ trì")
    assert only_how_many("co 4 nguoi") == 4 and not only_how_many("tổ 4 nhiều người")
    assert says_same("như trên") and of_all("cả ba người tổ 7") and adds("thêm anh Mười nữa")


@pytest.mark.parametrize(
    ("text", "trade", "papers"),
    [
        ("mẹ em bán vải ở chợ, em không nhớ mã số thuế", "bán vải ở chợ", True),
        ("bố cháu sửa đồng hồ ngoài chợ thôi, chưa có giấy tờ gì", "sửa đồng hồ ngoài chợ", False),
        ("sua xe may", "sua xe may", False),
        ("Sửa xe Minh", "", False),
        ("bán bún Bà Ba", "", False),
        ("tạp hóa Hoa", "", False),
        ("bạn em làm ở đây", "", False),
        ("bán gì", "", False),
        ("rứa ghi tên cho ông hí", "", False),
        ("bán hoa, có giấy rồi", "bán hoa", True),
        ("chưa có giấy phép kinh doanh gì đâu", "", False),
    ],
)
def test_what_is_sold_is_no_name(text: str, trade: str, papers: bool) -> None:
    assert (trade_told(text), has_papers(text)) == (trade, papers)


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("mẹ em mang gì theo, đọc tên có được không hay phải có vé", EventMatter.ENTRY),
        ("em đi cùng mẹ thì có phải đăng ký nữa không", EventMatter.ALONG),
        ("moi nguoi mot ve hay chung 1 ve", EventMatter.EACH_OWN),
        ("gui ve cho tung nguoi qua so dien thoai duoc ko", EventMatter.SENT),
        ("toi ban hom do, di ngay khac dc ko", EventMatter.OTHER_DAY),
        ("tôi cần về quê được không", None),
        ("mất vé rồi làm sao", None),
    ],
)
def test_what_is_asked_of_tickets(text: str, matter: EventMatter | None) -> None:
    assert event_matter_in(text, near=True) is matter


def test_registering_somebody_else_is_asked_or_wished() -> None:
    assert asks_on_behalf("Mẹ em không dùng Zalo, em đăng ký hộ được không")
    assert not asks_on_behalf("đăng ký giúp chị được không")
    told = "được thế thì đăng ký cho mẹ em luôn nhé"
    assert without_whom(told) == "được thế thì đăng ký luôn nhé"


def test_a_mark_that_is_spelled_out_is_no_part_of_a_name() -> None:
    told = "tên mẹ em là Nguyễn Thị Thuỷ dấu hỏi, em gõ nhầm ạ"
    assert name_of_another(told) == "Nguyễn Thị Thuỷ"
    heard = hear_name("tôi Đỗ Thị Quế")
    assert heard is not None and heard.name == "Đỗ Thị Quế"


@pytest.mark.parametrize(
    ("text", "along"),
    [
        ("Cô đi cùng chị Hoa hàng bên với cả cái Thảo con dâu cô nữa", "chị Hoa, Thảo"),
        ("tôi đi với anh Nam", "anh Nam"),
        ("tôi đi cùng con gái Lê Thị Hoa", ""),  # a full name is read as one
        ("tôi đi cùng chị ấy", ""),
        ("chị Hoa bán hàng bên cạnh", ""),
    ],
)
def test_who_comes_along_as_they_are_called(text: str, along: str) -> None:
    assert called_along(text) == along
