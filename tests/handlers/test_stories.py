"""A story is read by its question, two questions get two answers: forty long messages, played."""

from pathlib import Path

import pytest

from content.library import Content
from content.stories import question_of, questions_of
from handlers.talk.messages import Reply
from tests.support.play import last_replies

FILE = Path("tests/understanding/stories.tsv")
MISSED = {
    "mst-sau-khi-dong-ho": "going to work for a company is taken for the work whose tax is asked",
    "etax-khong-nhan-otp": "`nó bảo nhập mã` of the application is taken for a swindler's order",
}
STORY = """Nhà tôi bán phở sáng ở đầu ngõ, ngày bán độ tám chín chục bát, đông nhất là chủ nhật, tôi
chưa bao giờ trễ hạn nộp tiền. Mấy cô ở chợ thì có biết hóa đơn là gì đâu. Vậy tôi phải ghi sổ gì?
Vợ tôi bảo thôi."""


def _cases() -> list[object]:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [
        pytest.param(
            wanted,
            expected,
            text,
            id=f"{kind}-{expected}",
            marks=[pytest.mark.xfail(reason=MISSED[expected], strict=True)]
            if wanted == "missed"
            else [],
        )
        for wanted, kind, expected, text in rows
    ]


@pytest.mark.parametrize(("wanted", "expected", "text"), _cases())
async def test_a_long_message_gets_the_answer_to_what_it_asks(
    tmp_path: Path, content_with_encoder: Content, wanted: str, expected: str, text: str
) -> None:
    entries = content_with_encoder.knowledge.entries
    replies = await last_replies(tmp_path, content_with_encoder, text)
    said = _offered(replies) if wanted == "offered" else "\n".join(one.text for one in replies)
    missing = [
        one
        for one in expected.split("+")
        if not any(entries[entry].question in said for entry in one.split("/"))
    ]
    assert missing == [], said


def _offered(replies: list[Reply]) -> str:
    return "\n".join(choice.label for reply in replies for choice in reply.choices)


def test_of_a_story_only_what_asks_is_its_question() -> None:
    story = " ".join(STORY.split())
    assert questions_of(story) == ("Vậy tôi phải ghi sổ gì?",)
    assert question_of(story) == "Vậy tôi phải ghi sổ gì?"
    assert questions_of("Tôi phải ghi sổ gì?") == ()
    assert question_of("Tôi bán phở. Phải ghi sổ gì?") == "Tôi bán phở. Phải ghi sổ gì?"
