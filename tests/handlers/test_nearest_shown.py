"""Where the question is not quite clear, the likeliest answer is shown while asking back."""

from pathlib import Path

import pytest

from content.library import Content
from content.search import Decision
from tests.support.play import check_words, last_replies

# Not sure, and likely: the second as a stranger asked.
LIKELY = (
    "sửa hóa đơn",
    "the nop thong bao do o dau, chi khong biet dung dien thoai may",
)


@pytest.mark.parametrize("line", LIKELY)
async def test_the_likeliest_answer_is_shown(tmp_path: Path, content: Content, line: str) -> None:
    reading = content.understanding.read(line)
    assert reading.decision is Decision.CHOOSE and content.understanding.is_likely(reading)
    [reply] = await last_replies(tmp_path, content, line)
    first = content.knowledge.entries[reading.entries[0].id]
    assert first.question in reply.text and len(reply.text) > 200
    assert reply.footer
    assert reply.choices[0].action == f"faq:{first.id}:details"
    assert reply.choices[-1].action == "none"
    assert first.question not in [choice.label for choice in reply.choices]


async def test_a_yes_to_a_guess_does_nothing_and_says_so(tmp_path: Path, content: Content) -> None:
    [reply] = await last_replies(tmp_path, content, "sửa hóa đơn > ừ")
    check_words(reply.text, ("chưa làm gì thêm",), ("đã",))


@pytest.mark.parametrize("line", ["phạt tiền", "tra cứu thuế"])
async def test_a_guess_that_is_not_likely_is_only_offered(
    tmp_path: Path, content: Content, line: str
) -> None:
    [reply] = await last_replies(tmp_path, content, line)
    check_words(reply.text, ("câu nào dưới đây",), ("Gần nhất là câu này",))
    assert [choice.action for choice in reply.choices if choice.action.endswith(":details")] == []
