"""What people want in words no pattern knows leads where it should, or is offered."""

from pathlib import Path

import pytest
import yaml

from content.encoder.intents import NONE
from content.library import FOLDER, Content
from handlers import meant
from handlers.meant import MEANT
from handlers.places import PLACES
from handlers.talk.messages import Reply
from tests.support.conference import add_event, loaded_content
from tests.support.play import exchange, playing, said


@pytest.fixture(scope="module")
def content() -> Content:
    return loaded_content(with_encoder=True)


async def told(folder: Path, content: Content, *lines: str) -> list[Reply]:
    """What the last line got, where a conference is open."""
    async with playing(folder, content) as (core, channel):
        await add_event(core.database)
        replies: list[Reply] = []
        for line in lines:
            replies = await exchange(core, channel, said(line))
    return replies


def test_every_intent_leads_somewhere_and_can_be_offered(content: Content) -> None:
    names = yaml.safe_load((FOLDER / "intents.yaml").read_text(encoding="utf-8"))
    for name in names.keys() - {NONE}:
        assert name in {*PLACES, "erase", *meant.LED}, name
        offered = name not in meant.ONLY_HEARD
        assert not offered or content.words.label(f"{MEANT}_{name}"), name


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["có phải phường thật không"], "Ông/bà cẩn thận là đúng"),
        (["tôi không cho số căn cước đâu nhé"], "không cần tên"),
        (["chào em, anh người Nghệ ra đây mần ăn, mở quán cháo lươn"], "khoảng bao nhiêu"),
        (["cái câu hôm bữa chị hỏi tới đâu rồi"], "chưa gửi câu hỏi nào"),
        (["con trai bà làm hộ được không"], "Nộp thuế hộ người nhà có được không?"),
        (["mở quán cần giấy tờ gì", "không hiểu gì cả, nói lại cho dễ hiểu"], "giấy"),
        (["bữa đó nhà có đám giỗ chắc chị không lên được rồi"], "chưa có đăng ký nào"),
        (["không"], "không làm gì thêm"),
    ],
)
async def test_what_is_meant_is_answered(
    lines: list[str], wanted: str, tmp_path: Path, content: Content
) -> None:
    replies = await told(tmp_path, content, *lines)
    plain = "\n".join(
        [reply.text.replace("**", "") for reply in replies]
        + [choice.label for reply in replies for choice in reply.choices]
    )
    assert wanted in plain, plain


async def test_numbered_matters_keep_their_numbers(tmp_path: Path, content: Content) -> None:
    asked = "1 là mở quán cần giấy tờ gì, 2 là quên mật khẩu eTax thì sao"
    [reply] = await told(tmp_path, content, asked)
    assert "1. " in reply.text
    assert "2. " in reply.text
    [second] = await told(tmp_path / "again", content, asked, "thế còn câu 2")
    assert "mật khẩu" in second.text


async def test_news_is_asked_about_below_its_topics(tmp_path: Path, content: Content) -> None:
    [reply] = await told(
        tmp_path, content, "nhận tin", "1", "một tháng gửi mấy lần, có mất tiền không"
    )
    assert "mỗi tháng một lần" in reply.text
    assert any(choice.action.startswith("news:topic:") for choice in reply.choices)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("Hè học trò nghỉ thì bán được chừng phân nửa thôi hà", "Học hành"),
        ("hay thang 12 e nghi som may hom cho du 1 ty thoi dc k", "Hội nghị đối thoại"),
    ],
)
async def test_when_less_is_sold_is_no_school_and_no_conference(
    tmp_path: Path, content: Content, line: str, wrong: str
) -> None:
    assert wrong not in (await told(tmp_path, content, line))[0].text
