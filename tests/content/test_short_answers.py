"""One reader for every open question: what people write for yes, no, don't know, later, skip, back
and stop, with and without marks, in short, drawn out, with polite words around."""

from pathlib import Path

import pytest

from content.short_answers import ShortAnswer, is_no_name, is_no_value, short_answer

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
