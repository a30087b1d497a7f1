"""An answer is short: what to do next is at most three choices, and all else is behind one."""

from pathlib import Path

import pytest

from content.library import Content
from handlers.answers.start import opening
from handlers.talk.messages import IncomingKind, Reply
from tests.support.clock import START
from tests.support.play import exchange, last_replies, playing, said

ASKED = "hộ kinh doanh doanh thu bao nhiêu thì phải nộp thuế"
FOLDED = ("Chi tiết", "Căn cứ", "Đúng ý tôi", "Chưa đúng")


def labels(reply: Reply) -> list[str]:
    return [choice.label for choice in reply.choices]


async def test_every_answer_offers_at_most_three_things_and_one_that_unfolds_the_rest(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        for number, entry in enumerate(content.knowledge.entries):
            who = str(number // 100)  # nobody is answered three hundred times in a row
            tapped = said("", address=who, kind=IncomingKind.TAP, action=f"0.faq:{entry}")
            (answer,) = await exchange(core, channel, tapped)
            unfold, *actions, back = answer.choices
            assert (unfold.label, back.key) == ("Chi tiết, căn cứ", "0"), entry
            assert 1 <= len(actions) <= 3, (entry, labels(answer))
            assert len({choice.action for choice in answer.choices}) == len(answer.choices), entry


async def test_unfolded_is_everything_and_asks_whether_it_was_right(
    tmp_path: Path, content: Content
) -> None:
    (whole,) = await last_replies(tmp_path, content, f"{ASKED} > chi tiết, căn cứ")
    for part in ("quán phở doanh thu 900 triệu", "**Căn cứ**", "Nghị định 68/2026/NĐ-CP"):
        assert part in whole.text
    assert labels(whole)[-3:] == ["Đúng ý tôi", "Chưa đúng", "Chủ đề khác"]


@pytest.mark.parametrize(
    "words, told",
    [
        ("chi tiết", "quán phở doanh thu 900 triệu"),
        ("cho xem chi tiết ạ", "quán phở doanh thu 900 triệu"),
        ("can cu", "Nghị định 141/2026/NĐ-CP"),
        ("đúng ý tôi", "Cảm ơn"),
        ("chưa đúng", "Chưa gửi cho ai"),
    ],
)
@pytest.mark.parametrize("before", ["", " > chi tiết, căn cứ"], ids=["folded", "unfolded"])
async def test_what_is_folded_away_can_be_said(
    tmp_path: Path, content: Content, before: str, words: str, told: str
) -> None:
    (reply,) = await last_replies(tmp_path, content, f"{ASKED}{before} > {words}")
    assert told in reply.text.replace("**", "")


async def test_words_for_what_is_folded_mean_nothing_below_another_list(
    tmp_path: Path, content: Content
) -> None:
    (reply,) = await last_replies(tmp_path, content, f"{ASKED} > menu > đúng ý tôi")
    assert "Cảm ơn ông/bà đã cho biết" not in reply.text


async def test_old_buttons_of_an_answer_still_work(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await exchange(core, channel, said(ASKED))
        await exchange(core, channel, said("menu"))
        for part in ("details", "basis"):
            old = said("", kind=IncomingKind.TAP, action=f"1.faq:nguong-doanh-thu:{part}")
            (reply,) = await exchange(core, channel, old)
            assert "Nghị định 68/2026/NĐ-CP" in reply.text, part


def test_the_greeting_shows_four_subjects_and_the_way_to_all(content: Content) -> None:
    *subjects, everything = opening(content, START.date()).choices
    assert [choice.key for choice in subjects] == ["1", "2", "3", "4"]
    assert (everything.key, everything.label, everything.action) == ("0", "Xem tất cả", "menu")
