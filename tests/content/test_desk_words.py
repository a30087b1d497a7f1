"""What an official means for the assistant in the chat through which they talk with somebody."""

import pytest

from content.desk_words import DeskWord, answers_offer, desk_word

SURE = {
    DeskWord.END: (
        "xong",
        "Xong.",
        "/xong",
        "/xong nhé",
        "kết thúc",
        "ket thuc",
        "kết thúc cuộc trò chuyện nhé",
        "xong cuộc này nhé",
        "đóng cuộc trò chuyện giúp tôi",
        "cho anh kết thúc trò chuyện",
    ),
    DeskWord.PASS: (
        "chuyển",
        "CHUYEN",
        "/chuyển",
        "chuyển người khác",
        "chuyển cho người khác nhé",
        "giao cho đồng chí khác giúp anh",
        "chuyen cuoc nay di",
        "chuyển cuộc trò chuyện cho người khác",
    ),
    DeskWord.CASE: ("câu hỏi", "/cauhoi", "ghi thành câu hỏi nhé", "chuyển thành câu hỏi giúp tôi"),
    DeskWord.BACK: (
        "rút",
        "rút lại",
        "rút nhé",
        "rut di",
        "rút lại dòng vừa rồi",
        "rút giúp anh tin vừa gửi",
        "lấy lại dòng vừa rồi nhé",
        "thu hồi tin nhắn",
        "xóa tin vừa gửi đi",
        "/rút",
    ),
    DeskWord.SLOW: ("/cham", "/chậm nhé"),
    DeskWord.QUICK: ("/nhanh",),
    DeskWord.UNKNOWN: ("/xongg", "/xong chị mang giấy ra nhé", "/"),
}
PERHAPS = {
    DeskWord.END: (
        "xong nhé",
        "xong rồi",
        "xong rồi em",
        "thế là xong nhé chị",
        "ok xong",
        "xong hết rồi ạ",
        "kết thúc nhé",
    ),
    DeskWord.PASS: ("chuyển nhé", "chuyển rồi em", "chuyen giup chi", "được, chuyển đi"),
    DeskWord.CASE: ("câu hỏi này", "câu hỏi nhé"),
    DeskWord.BACK: ("rút rồi", "rút được rồi nhé"),
    DeskWord.CANNED: ("mẫu", "câu mẫu", "cho tôi câu mẫu"),
    DeskWord.FIND: ("tìm ngưỡng doanh thu", "tim cau tra loi ve thue khoan"),
    DeskWord.OFFER: ("1", "2", "3 nhé", "nhận", "nhận nhé", "để anh nhận", "lát nữa"),
    DeskWord.NOTE: ("ghi chú vào tờ khai giúp em", "note hay kiện"),
}
LINES = (
    "xong thì chị mang giấy ra phường nhé",
    "chị nộp xong chưa",
    "có chuyện gì thế",
    "chuyện này",
    "chuyển khoản cho thuế nhé",
    "rút hồ sơ về",
    "tôi nhận được rồi, chị chờ chút",
    "xóa dòng cuối đi",
    "câu hỏi của chị tôi đang xem",
    "tìm trong túi hồ sơ tờ giấy màu hồng có đóng dấu đỏ giúp tôi",
    "11",
    "chờ tôi một chút",
    "màu",
    "một lát nữa nhé",
    "lấy tin nhắn gửi tôi xem",
    "được nhé",
)


@pytest.mark.parametrize(("word", "text"), [(w, t) for w, ts in SURE.items() for t in ts])
def test_what_can_only_be_an_order(word: DeskWord, text: str) -> None:
    heard = desk_word(text)
    assert heard is not None and (heard.word, heard.sure) == (word, True)


@pytest.mark.parametrize(("word", "text"), [(w, t) for w, ts in PERHAPS.items() for t in ts])
def test_what_may_be_for_whom_they_talk_with(word: DeskWord, text: str) -> None:
    heard = desk_word(text)
    assert heard is not None and (heard.word, heard.sure) == (word, False)


@pytest.mark.parametrize("text", LINES)
def test_what_is_only_for_whom_they_talk_with(text: str) -> None:
    assert desk_word(text) is None


def test_notes_and_what_is_looked_for_keep_their_words() -> None:
    for text in (
        "+ nợ quý 2",
        "＋nợ quý 2",
        "ghi chú nội bộ: nợ quý 2",
        "Note: nợ quý 2",
        "nội bộ: nợ quý 2",
    ):
        heard = desk_word(text)
        assert heard is not None and heard.word is DeskWord.NOTE and heard.sure, text
        assert heard.rest == "nợ quý 2"
    for text, rest in (("/tim Ngưỡng", "Ngưỡng"), ("/mẫu chào", "chào"), ("/mau", "")):
        heard = desk_word(text)
        assert heard is not None and heard.rest == rest
    assert getattr(desk_word("tìm ngưỡng"), "rest", "") == "ngưỡng"


def test_an_offered_talk_is_answered_in_words() -> None:
    said = {
        "take": (
            "nhận",
            "nhận nhé",
            "để anh nhận",
            "em nhận luôn",
            "ok tôi nhận việc này",
            "tôi vào ngay",
            "1 nhé",
        ),
        "pass": (
            "chuyển",
            "chuyển giúp anh",
            "bận rồi em ơi",
            "bận rồi chuyển giúp",
            "đang bận họp",
            "bận, chuyển người khác nhé",
            "tôi không nhận được",
            "số 2",
        ),
        "later": ("lát nữa", "lát nữa nhé", "tí nữa anh vào", "3 nhé"),
        "": ("nhận hồ sơ ở đâu", "chuyển nhà thì làm gì", "thuế khoán còn không", "xong", "4"),
    }
    for what, texts in said.items():
        assert {text: answers_offer(text) for text in texts} == dict.fromkeys(texts, what)
