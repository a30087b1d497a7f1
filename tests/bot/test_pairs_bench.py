"""The bench of pairs on a part of them: what is sure alone stays so after any answer, and what goes
on with an answer is read against it."""

from pathlib import Path

import pytest

from bot.bench import pairs
from content.library import Content
from storage import database
from storage.database import Transaction
from tests.support.engine import address

# Typed after any answer at all, each has nothing to do with it.
OTHERS = (
    *("vay tiền mở rộng cửa hàng", "mã số thuế của tôi ở đâu", "thẻ bảo hiểm y tế hết hạn"),
    *(
        "the bhyt het han gia han the nao",
        "vay tra gop mua xe may",
        "con toi di hop thay duoc khong",
    ),
    *("thế ngưỡng nộp thuế là bao nhiêu", "còn vay vốn thì hỏi ai", "mã câu hỏi hôm trước"),
)


async def test_every_pair_of_a_part(content: Content, tmp_path: Path) -> None:
    def try_out(tx: Transaction) -> None:
        listener = pairs.Listener(content, tx)
        tried, wrong = pairs.overridden(content, listener, 37, 10)
        assert tried > 5000 and wrong == []
        followups, lost = pairs.lost(listener)
        assert followups == 80 and len(lost) <= 2, lost
        tried, wrong = pairs.outside(content, listener, OTHERS)
        assert tried == len(OTHERS) * pairs.ANSWERS_EACH and wrong == []

    async with database.open(address(tmp_path, "pairs")) as db:
        await db.transaction(try_out)


async def test_with_the_encoder_as_many_go_on(
    content_with_encoder: Content, tmp_path: Path
) -> None:
    """A few words that lean on an answer are weighed by words and the table, whoever else reads."""

    def try_out(tx: Transaction) -> None:
        listener = pairs.Listener(content_with_encoder, tx)
        followups, lost = pairs.lost(listener)
        assert followups == 80 and len(lost) <= 2, lost
        tried, wrong = pairs.outside(content_with_encoder, listener, OTHERS)
        assert tried == len(OTHERS) * pairs.ANSWERS_EACH and wrong == []

    async with database.open(address(tmp_path, "pairs")) as db:
        await db.transaction(try_out)


@pytest.mark.parametrize(
    ("before", "text", "wanted"),
    [
        ("khai-quy", "làm ở đâu", "still"),
        ("khai-quy", "bao giờ", "still"),
        ("etax-lua-dao", "là sao", "again"),
        ("nguong-doanh-thu", "nói ngắn thôi dài quá chị ko đọc", "again"),
        ("ma-so-thue", "dễ hiểu hơn đi", "again"),
        ("ma-so-thue", "noi lai di", "again"),
        ("nen-len-dn", "nói kỹ hơn đi", "details"),
        ("etax-tai-ung-dung", "rồi sao nữa", "details"),
    ],
)
async def test_words_that_name_nothing_stay_with_the_answer(
    content: Content, tmp_path: Path, before: str, text: str, wanted: str
) -> None:
    async with database.open(address(tmp_path, "pairs")) as db:
        heard = await db.transaction(lambda tx: pairs.Listener(content, tx).hears(text, before))
    assert heard.about is not None and (heard.about.id, heard.wanted) == (before, wanted)
