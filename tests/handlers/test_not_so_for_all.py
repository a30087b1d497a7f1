# ruff: noqa: E501
"""What is so for most and not for who asks: pay for work is no revenue of a household unless it is
registered (K18, X43 of the law file), and not every trade's VAT rate is cut (K13)."""

from pathlib import Path

import pytest

from content.library import Content
from content.spoken import is_paid_work
from tests.support.play import exchange, playing, said

FREE, WAGE = "không phải nộp thuế GTGT", "tiền lương, tiền công"
PAID = [
    "tôi làm freelancer 300 triệu có phải nộp thuế không",
    "tôi là freelancer, thu nhập 300 triệu một năm thì có phải nộp thuế không",
    "tôi làm thuê, 300 triệu một năm có phải nộp thuế không",
    "tôi là người làm thuê được 300 triệu, thuế thế nào",
    "tôi được hoa hồng 300 triệu có phải nộp thuế không",
    "tôi làm cộng tác viên được 300 triệu, thuế bao nhiêu",
    "ctv ban hang 300 trieu co phai nop thue ko",
    "làm cộng tác viên cho công ty, năm nhận 300 triệu thuế sao",
    "thù lao viết bài 200 triệu có phải nộp thuế không",
    "kol doanh thu 800 triệu có phải nộp thuế không",
    "freelancer dưới 1 tỷ có phải nộp thuế không",
    "freelancer có phải nộp thuế không",
]  # fmt: skip
NOT_PAID = [
    "quán phở 700 triệu, trả lương người làm thuê 100 triệu", "bán hoa hồng 300 triệu", "trả hoa hồng cho cộng tác viên 50 triệu",
    "cho thuê nhà 300 triệu", "đại lý vé số hoa hồng 300 triệu", "môi giới nhà đất hoa hồng 400 triệu", "tôi làm quán phở",
]  # fmt: skip
NOT_CUT = [
    "rượu", "bia", "thuốc lá", "karaoke", "massage", "rau thịt", "rau mua đi bán lại", "vàng mã", "cho thuê nhà", "gạo",
    "thuốc tây", "sắt thép", "phân bón", "vé số", "cá",
]  # fmt: skip
CUT = ["tạp hóa", "quán phở", "tiệm tóc", "quần áo", "xăng dầu"]


@pytest.mark.parametrize("line", PAID)
async def test_pay_for_work_is_not_said_to_be_free_of_tax(
    tmp_path: Path, content: Content, line: str
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        replies = await exchange(core, channel, said(line))
    last = replies[-1].text.replace("**", "")
    assert WAGE in last and FREE not in last, last


@pytest.mark.parametrize("line", NOT_PAID)
def test_what_a_business_pays_or_an_agent_earns_is_not_pay_for_work(line: str) -> None:
    assert not is_paid_work(line)


@pytest.mark.parametrize("goods", NOT_CUT)
@pytest.mark.parametrize(
    "ask", ["bán {} có được giảm 20% không", "{} được giảm 20% thuế gtgt không"]
)
async def test_no_cut_is_said_for_what_has_none(
    tmp_path: Path, content: Content, goods: str, ask: str
) -> None:
    line = ask.format(goods).replace("bán cho thuê", "cho thuê").replace("cá được", "bán cá được")
    async with playing(tmp_path, content) as (core, channel):
        replies = await exchange(core, channel, said(line))
        if "câu nào dưới đây" in replies[-1].text:
            replies = await exchange(core, channel, said("1"))
    last = replies[-1].text.replace("**", "")
    assert "Không được giảm" in last and "Đang giảm" not in last, last


@pytest.mark.parametrize("goods", ["bia", "rau", "karaoke"])
async def test_a_question_of_the_cut_after_a_sum_is_no_other_sum(
    tmp_path: Path, content: Content, goods: str
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await exchange(core, channel, said("tạp hóa 300 triệu có phải nộp thuế không"))
        replies = await exchange(core, channel, said(f"bán {goods} được giảm 20% không"))
        if "câu nào dưới đây" in replies[-1].text:
            replies = await exchange(core, channel, said("1"))
    assert "Không được giảm" in replies[-1].text and FREE not in replies[-1].text


@pytest.mark.parametrize("goods", CUT)
async def test_what_is_cut_is_still_said_to_be(
    tmp_path: Path, content: Content, goods: str
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        replies = await exchange(core, channel, said(f"{goods} có được giảm 20% thuế gtgt không"))
    last = replies[-1].text.replace("**", "")
    assert "Đang giảm" in last and "Không được giảm" not in last, last
