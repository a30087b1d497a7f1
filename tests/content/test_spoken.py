"""Short things people type in the middle of a form."""

import pytest

from content.people import read_name
from content.short_answers import refuses, says_no, says_yes, waits
from content.spoken import (
    asks,
    corrected,
    declines,
    has_no_phone,
    is_unhappy,
    names_choice,
    read_people,
    says_erase,
    says_keep,
    taken_back,
    takes,
)


@pytest.mark.parametrize(
    "said",
    ["co", "có", "Vâng ạ", "dạ được", "dạ có ạ", "đồng ý ạ", "ok em", "Đúng rồi!", "dung roi"],
)
def test_a_yes_is_heard_with_marks_or_without(said: str) -> None:
    assert says_yes(said)
    assert not says_no(said)
    assert takes(said)
    assert read_name(said) is None


@pytest.mark.parametrize(
    "said", ["không", "thôi", "ko", "không ạ", "thôi không cần đâu ạ", "sai rồi"]
)
def test_a_no_is_heard(said: str) -> None:
    assert says_no(said)
    assert not says_yes(said)
    assert declines(said)
    assert read_name(said) is None


@pytest.mark.parametrize(
    "said", ["cô", "tôi", "có không", "được không", "có mà không", "Khổng", ""]
)
def test_what_only_holds_such_a_word_is_neither(said: str) -> None:
    assert not says_yes(said)
    assert not says_no(said)


@pytest.mark.parametrize(
    "said",
    [
        "Tôi không muốn nữa",
        "toi khong muon nua",
        "thôi tôi không đăng ký nữa",
        "không muốn",
        "dạ thôi em đổi ý rồi ạ",
    ],
)
def test_whoever_wants_to_stop_is_heard_and_is_no_name(said: str) -> None:
    assert refuses(said)
    assert read_name(said) is None


@pytest.mark.parametrize(
    "name", ["Dung", "dung", "anh Dung", "Chuan", "Anh", "Khổng Tú Anh", "Co Van Duoc"]
)
def test_a_name_that_reads_like_a_yes_without_its_marks_stays_a_name(name: str) -> None:
    assert read_name(name) is not None


@pytest.mark.parametrize("said", ["tôi không biết nữa", "không nói", "bạn muốn làm gì"])
def test_a_sentence_is_no_name(said: str) -> None:
    assert read_name(said) is None


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("tổ 5 à không tổ 6", "tổ 6"),
        ("to 5 a khong to 6", "to 6"),
        ("tổ 5, không, tổ 6", "tổ 6"),
        ("tổ 5 xin lỗi tổ 6 mới đúng", "tổ 6"),
        ("không phải tổ 5 mà là tổ 6", "tổ 6"),
        ("tổ 6 chứ không phải tổ 5", "tổ 6"),
        ("0912345678 nhầm 0912345679", "0912345679"),
        ("0912 345 678, ghi nhầm, 0912 345 679", "0912 345 679"),
        ("Nguyễn Văn Nam, à nhầm, Nguyễn Văn Năm", "Nguyễn Văn Năm"),
        ("1 tỷ à không 2 tỷ", "2 tỷ"),
        ("tổ 4 à không tổ 5 à không tổ 6", "tổ 6"),
    ],
)
def test_of_what_somebody_takes_back_the_right_words_count(said: str, right: str) -> None:
    assert corrected(said) == right


@pytest.mark.parametrize(
    "said", ["tổ 5", "Quán Quên", "nhầm", "Nguyen Thi Nham Anh", "à không", ""]
)
def test_where_nothing_is_taken_back_nothing_is_cut(said: str) -> None:
    assert corrected(said) is None


@pytest.mark.parametrize(
    "said",
    [
        "hội nghị họp ở đâu vậy?",
        "thuế môn bài còn phải nộp không",
        "có phải nộp tiền không ạ",
        "cho tôi hỏi mấy giờ bắt đầu",
    ],
)
def test_a_question_is_told_from_a_value(said: str) -> None:
    assert asks(said)


@pytest.mark.parametrize("said", ["Quán Có Không", "Tạp hóa Không Tên", "tổ 5", "Cơm Bà Sáu"])
def test_a_name_of_a_shop_is_no_question(said: str) -> None:
    assert not asks(said)


@pytest.mark.parametrize(
    ("said", "people"),
    [
        ("1", 1),
        ("một mình", 1),
        ("tôi đi một mình", 1),
        ("mình tôi thôi", 1),
        ("2 người", 2),
        ("hai vợ chồng", 2),
        ("vo chong toi", 2),
        ("2 vợ chồng", 2),
        ("vợ chồng tôi 2 người", 2),
        ("hai mẹ con", 2),
        ("bà đi cùng mình nữa", 2),
        ("dạ có má với con", 2),
        ("2 thôi không phải 3", 2),
        ("tôi và vợ", 2),
        ("tôi và vợ là 2 người", 2),
        ("3 người kể cả tôi", 3),
        ("tôi với 2 con", 3),
        ("hai vợ chồng và 1 con", 3),
        ("cả nhà", None),
        ("mẹ con tôi", None),
        ("2 hoặc 3", None),
        ("2-3 người", None),
        ("tôi", None),
        ("9999999999999", None),
    ],
)
def test_how_many_come_is_read_or_asked(said: str, people: int | None) -> None:
    assert read_people(said) == people


@pytest.mark.parametrize("said", ["giữ nguyên", "như cũ ạ", "giu nguyen", "đừng xóa", "khoan đã"])
def test_what_keeps_things_is_never_a_yes_to_ending_them(said: str) -> None:
    assert says_keep(said)
    assert not says_yes(said)
    assert not says_erase(said)
    assert not takes(said)


@pytest.mark.parametrize("said", ["xóa", "xoa het", "vâng xóa đi ạ", "dạ xóa giúp em"])
def test_a_yes_to_erasing_is_heard(said: str) -> None:
    assert says_erase(said)
    assert not says_keep(said)
    assert not says_yes(said)


@pytest.mark.parametrize("said", ["xong", "chưa biết", "để mai", "sao phải khai"])
def test_what_answers_something_else_is_no_name(said: str) -> None:
    assert read_name(said) is None


@pytest.mark.parametrize("said", ["Mai", "Sao Mai", "Trần Thị Mai", "Sạ"])
def test_names_that_hold_such_words_stay_names(said: str) -> None:
    assert read_name(said) == said


@pytest.mark.parametrize(
    ("said", "named"),
    [("xong", True), ("xong rồi ạ", True), ("tính luôn", True), ("tính", False), ("", False)],
)
def test_a_choice_is_named_by_its_words(said: str, named: bool) -> None:
    assert names_choice(said, "Xong, tính luôn") is named


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("à nhầm, Trần Văn Bến", "Trần Văn Bến"),
        ("nhầm tổ 8", "tổ 8"),
        ("dạ em nhầm, tổ 4", "tổ 4"),
        ("sai tên rồi, tên tôi là Trần Văn Bến", "tên tôi là Trần Văn Bến"),
        *((said, None) for said in ("Nguyễn Văn An", "không", "tổ 5", "Nham Van An", "à nhầm", "")),
    ],
)
def test_what_takes_an_earlier_answer_back_is_told_from_an_answer(
    said: str, rest: str | None
) -> None:
    assert taken_back(said) == rest


def test_a_question_after_an_answer_is_no_complaint_about_it() -> None:
    assert is_unhappy("hôm qua tôi đi qua vẫn tối om")
    assert not is_unhappy("thuế môn bài vẫn phải nộp hay không")
    assert not is_unhappy("cảm ơn phường")


@pytest.mark.parametrize(
    ("said", "people"),
    [
        *(("tổ 2", None), ("to 3", None), ("hơn 2", None), ("hai mươi người thì sao", 20)),
        *(("hai mươi", 20), ("mười hai người", 12), ("ở tổ 5, đi 2 người", 2), ("mười", 10)),
    ],
)
def test_a_number_of_something_else_is_no_number_of_people(said: str, people: int | None) -> None:
    assert read_people(said) == people


@pytest.mark.parametrize(
    "text",
    """thôi để tôi hỏi chồng đã
thoi de toi hoi chong da
để bác hỏi con bác đã
chờ tôi nghĩ đã
cho toi nghi da
để em xem lại đã
khoan đã em
đợi tí nhé
tí nữa bác trả lời
lát nữa nhé
để mai tính
để tối về hỏi nhà đã
từ từ đã cháu
chờ xíu nha
để tôi bàn đã""".splitlines(),
)
def test_who_has_no_answer_yet_is_given_time(text: str) -> None:
    assert waits(text)


@pytest.mark.parametrize(
    "text",
    """tôi bán phở để tính thuế
chờ 2 ngày được không
để tôi hỏi phường bao giờ dọn
Trần Thị Chờ
quán Chờ Em
bán hàng chờ tàu
tôi không chờ nữa
chưa biết tổ nào
tạp hóa Hỏi Đáp
hỏi xem thuế bao nhiêu
để ngoài chợ
bác Đợi""".splitlines(),
)
def test_an_answer_or_a_question_is_no_waiting(text: str) -> None:
    assert not waits(text)


@pytest.mark.parametrize(
    "text",
    """bác không có điện thoại
khong co so dien thoai
không có
ko co dt
nhà bác không dùng điện thoại
làm gì có điện thoại
mất điện thoại rồi
không có số
chả có điện thoại đâu
bác không biết dùng điện thoại""".splitlines(),
)
def test_who_has_no_phone_is_understood(text: str) -> None:
    assert has_no_phone(text)


@pytest.mark.parametrize(
    "text",
    [
        "0912345678",
        "số điện thoại của con",
        "không chín một hai ba bốn",
        "bán điện thoại",
        "091234",
    ],
)
def test_a_number_or_a_trade_is_no_lack_of_a_phone(text: str) -> None:
    assert not has_no_phone(text)
