"""Swindles as people tell of them who never saw the program: most of them do not know yet that it
is one, and use none of the words it is known by. Everyday messages with the same words are none."""

from collections import defaultdict
from pathlib import Path

import pytest

from content.library import Content
from content.swindles import SCAM, SWINDLED, swindle_meant
from tests.support.conference import loaded_content

# By somebody who saw neither the examples nor the program. Of these: 51 of 100 warned of before all
# else (12 by patterns alone), 17 more with a warning first; of 180 that only sound alike 1 and 2.
STRANGERS = Path(__file__).parent.parent / "understanding" / "swindles_of_strangers.tsv"
LEAST_ALARMED, LEAST_WARNED = 0.5, 0.65
MOST_ALARMED, MOST_WARNED = 0.03, 0.04


@pytest.fixture(scope="module")
def content() -> Content:
    return loaded_content(with_encoder=True)


@pytest.mark.parametrize(
    "text",
    [
        "em ơi có ông mô xưng cán bộ thuế gọi cho chị",
        "có cô nào xưng công an phường gọi cho bác",
        "có bà tự nhận cán bộ phường gọi điện cho tôi",
    ],
)
def test_who_only_says_that_he_is_an_official_is_warned_of(content: Content, text: str) -> None:
    assert content.understanding.danger_in(text) == SCAM


def test_strangers_are_heard(content: Content) -> None:
    read: dict[bool, list[tuple[str, bool, bool]]] = defaultdict(list)
    for line in STRANGERS.read_text(encoding="utf-8").splitlines():
        kind, text = line.split("\t")
        alarmed = content.understanding.danger_in(text) in (SCAM, SWINDLED)
        warned = alarmed or content.understanding.may_be_swindled(text)
        read[kind == "swindle"].append((text, alarmed, warned))
    told, everyday = read[True], read[False]
    assert sum(alarmed for _, alarmed, _ in told) >= LEAST_ALARMED * len(told)
    assert sum(warned for _, _, warned in told) >= LEAST_WARNED * len(told)
    wrongly = [text for text, alarmed, _ in everyday if alarmed]
    assert len(wrongly) <= MOST_ALARMED * len(everyday), wrongly
    warned_of = [text for text, _, warned in everyday if warned]
    assert len(warned_of) <= MOST_WARNED * len(everyday), warned_of


@pytest.mark.parametrize(
    "text",
    [
        "Thằng quản lý chợ bảo đưa 10 triệu thì mới cho bốc thăm chỗ đẹp",
        "nắp hố ga trước tiệm tóc nhà em mất từ tuần trước, phường cho cái nắp mới với",
    ],
)
def test_what_the_ward_is_told_keeps_its_own_way(content: Content, text: str) -> None:
    assert content.understanding.danger_in(text) == ""


def test_without_the_layer_the_patterns_do() -> None:
    assert swindle_meant("ai đó gọi nói nhà tôi nợ tiền", ()) == ""


@pytest.mark.parametrize(
    "text",
    [
        "860 triệu",
        "tho hai dua tra 170",
        "đăng ký thêm cho vợ mình nữa, Lê Thu Hà 0912 330 118",
        "Tốn bao nhiêu? Bên kế toán họ báo 8 triệu trọn gói",
        "hàng xóm biểu phải cài cái thuế vô máy mà tui xài máy cục gạch thì cài chỗ nào",
        "con gái cho cái điện thoại có sẵn cái vê nờ e i rồi",
        "tong tien vo tai khoan 1 ty 2 ma 300tr la vo chuyen qua lai",
    ],
)
def test_everyday_talk_is_met_with_no_warning(content: Content, text: str) -> None:
    assert content.understanding.danger_in(text) == ""
    assert not content.understanding.may_be_swindled(text)


def test_a_code_to_scan_is_seen_through(content: Content) -> None:
    told = "có thằng nhắn zalo để hình lô gô thuế gửi cái mã quy a bảo quét nộp thuế, suýt tôi quét"
    assert content.understanding.may_be_swindled(told)
