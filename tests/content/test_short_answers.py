"""One reader for every open question: what people write for yes, no, don't know, later, skip, back
and stop, with and without marks, in short, drawn out, with polite words around."""

from pathlib import Path

import pytest

from content.agreeing import agreed_in
from content.lines import without_consent
from content.short_answers import (
    ShortAnswer,
    ends_writing,
    holds_back,
    is_no_name,
    is_no_value,
    short_answer,
    stops_writing,
)

FORMS = Path(__file__).with_name("short_answers.txt")
NONE_OF_THEM = """
Trần Văn Bảy
tạp hóa
quán phở ông Ba
tổ 5
2 người
0912345678
1 tỷ rưỡi
có phải nộp thuế không
được không
đồng ý nhưng đừng ghi tên
không bán trên sàn
ngày mai họp mấy giờ
bỏ qua lỗi nhập hóa đơn
dừng xe trước cổng trường
để mai tôi lên phường nộp tờ khai được không
em
anh ơi
o dau
ở đâu
được đâu
"""


def _forms() -> list[tuple[str, ShortAnswer]]:
    """`# yes`, then a form a line."""
    found, answer = [], ShortAnswer.YES
    for line in FORMS.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            answer = ShortAnswer(line[2:])
        else:
            found.append((line, answer))
    return found


@pytest.mark.parametrize(("form", "answer"), _forms(), ids=lambda value: str(value))
def test_a_short_answer(form: str, answer: ShortAnswer) -> None:
    assert short_answer(form) is answer
    assert is_no_value(form)


def test_there_are_many_forms() -> None:
    assert len(_forms()) >= 120


@pytest.mark.parametrize("text", NONE_OF_THEM.strip().splitlines())
def test_what_says_more_is_none(text: str) -> None:
    assert short_answer(text) is None


@pytest.mark.parametrize("name", ["Huy", "Dung", "Trần Thị Mai", "Cô Không", "Mai", "Ngọc Hân"])
def test_a_name_stays_one(name: str) -> None:
    assert not is_no_name(name)


@pytest.mark.parametrize(
    "said",
    ["hổng", "hem", "okê", "hok biết", "skip", "ngừng", "kết thúc", "để mai", "về câu trước"],
)
def test_none_of_them_is_a_name(said: str) -> None:
    assert is_no_name(said)


@pytest.mark.parametrize(
    "said",
    """đúng
đồng ý
xác nhận
đăng ký luôn đi
ok đăng ký đi
ừ đăng ký
gửi luôn
chốt đơn
đúng hết rồi
ừ thế
hợp lý
ừ ừ xong""".splitlines(),
)
def test_where_all_is_looked_over_it_is_a_yes(said: str) -> None:
    assert agreed_in(said)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Ngô Thị Xuân 0912000143 đồng ý gửi", "Ngô Thị Xuân 0912000143"),
        ("đồng ý nhé, tên tôi Phạm Nghiêm", "tên tôi Phạm Nghiêm"),
        ("Lê Thị Hoa, tổ 7, dong y luon", "Lê Thị Hoa, tổ 7"),
        ("tổ 3, tôi đồng ý cho lưu số điện thoại", "tổ 3"),
        ("đồng ý cho phường giữ thông tin, tổ 5", "tổ 5"),
        ("bán thuốc đông y", "bán thuốc đông y"),
        ("tiệm Đồng Ý", "tiệm Đồng Ý"),
        ("không đồng ý cho lưu tên", "không đồng ý cho lưu tên"),
        ("đồng ý bán quán cho người khác", "đồng ý bán quán cho người khác"),
    ],
)
def test_a_consent_stands_apart_from_what_is_told_with_it(said: str, left: str) -> None:
    assert without_consent(said) == left


@pytest.mark.parametrize(
    "said",
    ["thôi", "mà thôi", "thôi khỏi viết", "khỏi gởi", "không gửi nữa", "hủy", "thoi k hoi nua"],
)
def test_a_text_is_not_to_be_sent(said: str) -> None:
    assert stops_writing(said)


@pytest.mark.parametrize(
    "said", ["vậy thôi", "thế thôi ạ", "xong", "gửi luôn đi", "hết rồi", "gui"]
)
def test_a_text_is_whole(said: str) -> None:
    assert ends_writing(said)
    assert not stops_writing(said)


@pytest.mark.parametrize(
    "said", ["vợ tôi bảo thôi đừng gửi", "ừ rút", "sợ lắm", "chưa gửi vội nhé", "khoan gửi"]
)
def test_a_text_is_held_back(said: str) -> None:
    assert holds_back(said)
    assert not holds_back("rút lại câu hỏi thì làm thế nào")
