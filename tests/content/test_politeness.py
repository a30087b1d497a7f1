"""What is only polite is cut off a message before it is read, and changes nothing about it."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.library import Content
from content.politeness import question_in
from content.search import Decision, Reading

WRAPPERS = Path(__file__).parent.parent / "understanding" / "wrappers.tsv"
WORDINGS, EACH = 300, 60  # of the wordings drawn, each wrapper is tried around some


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("em chào anh chị ạ. Mở quán cần gì? Em cảm ơn ạ", "Mở quán cần gì?"),
        ("cho em hỏi mở quán cần gì em cảm ơn nhiều", "mở quán cần gì"),
        ("chao chau ba hoi ti mo quan can gi cam on chau", "mo quan can gi"),
        ("mở quán cần gì, mong sớm được trả lời, chúc một ngày tốt lành", "mở quán cần gì"),
        ("mở quán cần gì tư vấn giúp em với", "mở quán cần gì"),
        ("em cảm ơn ạ thế còn môn bài", "thế còn môn bài"),
        ("doanh thu 1,2 tỷ thì sao? em cảm ơn ạ!", "doanh thu 1,2 tỷ thì sao?"),
    ],
)
def test_polite_words_are_cut(typed: str, asked: str) -> None:
    assert question_in(typed) == asked


@pytest.mark.parametrize(
    "typed",
    [
        "chào em, em cảm ơn nhiều ạ",  # nothing else in it
        "cho hỏi",
        "cho thuê nhà có phải nộp thuế không",
        "giúp làm hồ sơ được không",
        "cháo lòng ngày bán 2 triệu thì sao",  # by its mark no greeting
        "tôi muốn hỏi cán bộ",
        "tôi hỏi ngân hàng người ta bảo phải có sổ đỏ",
        "nói cho tôi biết thuế suất",
        "hướng dẫn giúp em kê khai thuế",
    ],
)
def test_what_is_asked_stays(typed: str) -> None:
    assert question_in(typed) == typed


@given(st.text())
def test_never_everything_is_cut(text: str) -> None:
    said = any(char.isalnum() for char in text)
    assert not said or any(char.isalnum() for char in question_in(text))


def test_much_politeness_is_no_work(content: Content) -> None:
    for text in ("em chào anh chị " * 80, "mong duoc tra loi " * 70 + "z", "em ơi " * 200):
        assert question_in(text)


def _decision(reading: Reading) -> tuple[Decision, str | None, str]:
    answered = reading.decision is Decision.ANSWER
    return reading.decision, reading.fixed, reading.entries[0].id if answered else ""


@pytest.mark.parametrize(("kind", "least"), [("known", 0.99), ("unknown", 0.97)])
def test_a_wrapped_wording_is_read_as_the_bare_one(
    content: Content, kind: str, least: float
) -> None:
    rng = random.Random(16)  # a sample
    every = [text for entry in content.knowledge.entries.values() for text in entry.ask]
    wordings = rng.sample(every, WORDINGS)
    read = content.understanding.read_anew
    lines = WRAPPERS.read_text(encoding="utf-8").splitlines()
    wrappers = [line.partition("\t")[2] for line in lines if line.partition("\t")[0] == kind]
    bare = {text: _decision(read(text)) for text in wordings}
    other = [
        (text, _decision(read(wrapper.replace("{}", text))))
        for wrapper in wrappers
        for text in rng.sample(wordings, EACH)
    ]
    lost = [(text, found) for text, found in other if found != bare[text]]
    assert len(lost) <= (1 - least) * len(other), lost[:10]
