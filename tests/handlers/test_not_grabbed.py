"""A plain sentence is what it says: no small talk, apology, denunciation or loan is heard in a part
of it, in words that only look alike without marks, or where something of one's own is told."""

from pathlib import Path

import pytest

from content.borrowing import only_sounds_of_loan
from content.library import Content
from content.petitions import tells_of_harassment
from content.search import Decision
from content.wants_person import wanted_in
from handlers import meant
from tests.support.play import check_words, last_replies

OF_ITSELF = "không có tuổi, không có gia đình"
SORRY = "Xin lỗi vì đã làm mất thời gian"
BRIBE = "đòi tiền riêng"

NOT_GRABBED = (
    ("thế đã ai làm gì cho tôi chưa", OF_ITSELF),
    ("cho hoi da ai lam gi chua", OF_ITSELF),
    ("tôi bảy mươi tuổi rồi, tự khai sao nổi", OF_ITSELF),
    ("Tôi 68 tuổi rồi mắt kém lắm", OF_ITSELF),
    ("sai rồi, quán tôi là quán cà phê chứ không phải quán cơm", SORRY),
    ("làm thì nhiều mà lời chẳng bao nhiêu", SORRY),
    ("buồn ngủ quá mà vẫn phải ngồi cộng sổ", SORRY),
    ("chị chưa đăng ký gì hết, cứ ai gọi thì đi làm thôi", SORRY),
    ("cả chợ này ai cũng lo, chẳng biết đường nào mà lần", SORRY),
    ("có gì gọi chị buổi trưa, sáng chị ở ngoài chợ không nghe máy được", SORRY),
    ("quan nhau toi moi dem khoang bay trieu, lai chi duoc mot trieu", BRIBE),
    ("tiền công thợ bốn chục, tiền vật tư sáu chục, tính thuế hộ anh", BRIBE),
    ("ông chủ nhà không cho tôi lấy địa chỉ đăng ký, thế tôi đăng ký ở đâu", "Để giữ chỗ"),
    ("bà hàng xóm nói đăng ký xong tháng nào cũng phải nộp tiền, đúng không cháu", "nhẹ đi"),
    ("sao mac du vay, khong co cach nao nhe hon ha", "vay"),
    ("lay hoa o cho dau moi ve ban lai, co phai khai khong", "Lãi suất"),
)


@pytest.mark.parametrize(("line", "not_said"), NOT_GRABBED)
async def test_a_plain_sentence_is_not_taken_for_anything_else(
    tmp_path: Path, content_with_encoder: Content, line: str, not_said: str
) -> None:
    for reply in await last_replies(tmp_path, content_with_encoder, line):
        shown = "\n".join((reply.text, *(choice.label for choice in reply.choices)))
        assert not_said not in shown


STILL = (
    ("em có người yêu chưa", OF_ITSELF),
    ("bạn bao nhiêu tuổi rồi", OF_ITSELF),
    ("trả lời vòng vo quá", SORRY),
    ("trả lời chán quá", SORRY),
    ("hỏi một đằng trả lời một nẻo", SORRY),
    ("cán bộ thuế đòi tôi hai triệu mới cho qua", BRIBE),
)


@pytest.mark.parametrize(("line", "said"), STILL)
async def test_what_it_is_meant_for_is_heard_as_before(
    tmp_path: Path, content_with_encoder: Content, line: str, said: str
) -> None:
    reply, *_ = await last_replies(tmp_path, content_with_encoder, line)
    check_words(reply.text, (said,), ())


@pytest.mark.parametrize(
    "line",
    ["bán lại", "sao đắt vậy", "ban lai cho quan an", "gi ma mac vay", "vậy có nhẹ hơn không"],
)
def test_what_only_sounds_of_a_loan_is_none(line: str) -> None:
    assert only_sounds_of_loan(line)


@pytest.mark.parametrize(
    "line",
    [
        "vay ở đâu",
        "muon vay it von",
        "vay 100 trieu",
        "lãi bao nhiêu",
        "lai suat bao nhieu",
        "bán hoa",
    ],
)
def test_a_loan_is_one(line: str) -> None:
    assert not only_sounds_of_loan(line)


@pytest.mark.parametrize(
    "line",
    ["cháu là người hay là máy thế", "em la nguoi that hay bot", "đây là máy hay là người vậy em"],
)
async def test_who_asks_man_or_machine_is_told(
    tmp_path: Path, content_with_encoder: Content, line: str
) -> None:
    assert wanted_in(line) is None
    reply, *_ = await last_replies(tmp_path, content_with_encoder, line)
    check_words(reply.text, ("Đây là trợ lý tự động",), ("Để gặp người thật",))


async def test_it_is_told_in_a_form_too(tmp_path: Path, content_with_encoder: Content) -> None:
    told, *_ = await last_replies(
        tmp_path, content_with_encoder, "tính thuế > bán phở > cháu là người hay là máy thế"
    )
    check_words(told.text, ("Đây là trợ lý tự động",), ("việc nào trước",))


async def test_who_wants_a_person_gets_one_and_not_the_word_to_type(
    tmp_path: Path, content_with_encoder: Content
) -> None:
    line = "có người ở phường nói chuyện trực tiếp với tôi được không, tôi nghe rõ hơn"
    reply, *_ = await last_replies(tmp_path, content_with_encoder, line)
    check_words(reply.text, ("Để gặp người thật",), ("Gõ gặp cán bộ",))


async def test_what_is_only_shown_is_shown_at_once_and_the_form_goes_on(
    tmp_path: Path, content_with_encoder: Content
) -> None:
    lines = "tính thuế > bán phở > chán nói với máy lắm, cho tôi gặp người"
    replies = await last_replies(tmp_path, content_with_encoder, lines)
    told = "\n".join(reply.text for reply in replies)
    check_words(told, ("Để gặp người thật", "năm"), ("việc nào trước",))


async def test_a_matter_the_verdict_answers_is_not_said_to_be_left(
    tmp_path: Path, content_with_encoder: Content
) -> None:
    line = "Bác có 12 phòng cho thuê, 1 triệu 8 một phòng. Bác phải nộp thuế bao nhiêu?"
    reply, *_ = await last_replies(tmp_path, content_with_encoder, line)
    check_words(reply.text, ("259,2 triệu",), ("chưa trả lời",))


async def test_what_is_pointed_to_is_what_was_spoken_of(
    tmp_path: Path, content_with_encoder: Content
) -> None:
    lines = (
        "hàng nước của cô mỗi tháng được 20 triệu, có phải nộp thuế không"
        " > cái thông báo kia làm trên máy tính được không"
    )
    reply, *_ = await last_replies(tmp_path, content_with_encoder, lines)
    check_words(reply.text, ("Thông báo doanh thu",), ("máy tính tiền",))


async def test_that_question_is_sent_that_was_asked(
    tmp_path: Path, content_with_encoder: Content
) -> None:
    lines = "rửa xe tính mấy phần trăm > thế gửi câu đấy hỏi thuế hộ anh đi"
    reply, *_ = await last_replies(tmp_path, content_with_encoder, lines)
    check_words(reply.text, ("rửa xe tính mấy phần trăm",), ())


def test_money_of_a_trade_is_no_favour_asked(content_with_encoder: Content) -> None:
    for line in (
        "sửa xe máy, tiền công tháng bốn chục, phụ tùng bán sáu chục. Tính thuế giúp anh",
        "mỗi đêm quán nhậu thu khoảng bảy triệu",
        "con tien dien tien xang xe tai thang 4 trieu nua thi tru di chu",
        "co noi lai cai so cuoi cung toi phai nop de toi chep ra giay",
    ):
        assert not tells_of_harassment(line, content_with_encoder.understanding.petitions(line))


def test_a_question_near_answers_is_offered_them(content_with_encoder: Content) -> None:
    reading = content_with_encoder.understanding.read("bán lỗ ba tháng liền có phải nộp thuế không")
    assert reading.decision is not Decision.UNKNOWN


def test_whoever_is_called_to_work_calls_nobody() -> None:
    assert not meant._may_be("angry_call", "chưa đăng ký gì, cứ ai gọi thì đi làm thôi")
    assert meant._may_be("angry_call", "gọi hoài không ai bắt máy")
