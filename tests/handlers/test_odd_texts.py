"""A long odd text costs a moment at every door, and not seconds of everybody's time."""

import time
from pathlib import Path

from content.library import Content
from tests.support.conference import make_event
from tests.support.play import exchange, playing, said

# Four thousand letters of each.
ODD = ("0 ", "1.2.3.4.", "1 triệu 2 tỷ ")
REGISTERING = ("đăng ký hội nghị", "1")
DOORS = (
    (),
    REGISTERING,
    (*REGISTERING, "Lê Văn Tám", "0987654321", "Quán Tám"),
    ("tính thuế", "1"),
    ("gửi câu hỏi",),
)


async def test_a_text_of_digits_costs_a_moment_at_every_door(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await core.database.transaction(lambda tx: make_event(tx))
        for number, lines in enumerate(DOORS):
            for part in ODD:
                who = f"{number}{part}"
                for line in lines:
                    await exchange(core, channel, said(line, address=who))
                started = time.thread_time()
                replies = await exchange(core, channel, said((part * 4000)[:4000], address=who))
                assert time.thread_time() - started < 0.8, (lines, part)
                too_long = "nhiều nhất 1000 chữ cái" in replies[0].text
                assert too_long == (number in (1, 2, 3)), replies[0].text
