"""What staff say of a topic is said in every open chat from the moment it is approved."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from content.calendar import local
from content.library import Content
from storage.database import Transaction
from storage.staff_models import Role
from storage.topic_notices import TopicNotice, TopicNoticeKind, TopicNoticeState
from tests.support.clock import START
from tests.support.conference import make_staff
from tests.support.play import exchange, playing, said

ASKED = "môn bài năm nay nộp bao nhiêu"


PAUSED = "Đang chờ văn bản mới."


def pausing(tx: Transaction, topic: str) -> None:
    day = local(START).date()
    known = tx.staff.by_login("hoa") or make_staff(tx, "hoa", Role.CLERK)
    tx.topic_notices.add(
        TopicNotice(
            tx.topic_notices.ids.next(), TopicNoticeKind.PAUSE, topic, "thue", PAUSED, day,
            day + timedelta(days=400), TopicNoticeState.APPROVED, known.id, START,
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("topic", "lines"),
    [
        ("thue", ("quán cơm mỗi tháng bán 150 triệu nộp thuế bao nhiêu", "tính thuế")),
        ("thue", ("hạn của tôi", "sắp tới hộ kinh doanh có những hạn nào", "sổ tay")),
        ("", ("tính thuế", "tìm gói vay")),
        ("vay-von", ("tìm gói vay",)),
    ],
)
async def test_what_reckons_for_a_paused_topic_stops_with_it(
    tmp_path: Path, content: Content, topic: str, lines: tuple[str, ...]
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await core.database.transaction(lambda tx: pausing(tx, topic))
        for line in lines:
            replies = await exchange(core, channel, said(line))
            assert PAUSED in "\n".join(reply.text for reply in replies), line


async def test_a_form_under_way_ends_where_its_topic_is_paused(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        replies = await exchange(core, channel, said("tính thuế"))
        assert PAUSED not in replies[-1].text
        await core.database.transaction(lambda tx: pausing(tx, "thue"))
        replies = await exchange(core, channel, said("150 triệu một tháng"))
        assert PAUSED in replies[-1].text and "GTGT" not in replies[-1].text
        replies = await exchange(core, channel, said(ASKED))
        assert PAUSED in replies[-1].text
        replies = await exchange(core, channel, said("tìm gói vay"))
        assert PAUSED not in replies[-1].text


async def test_an_open_chat_hears_a_notice_and_a_pause_at_once(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        day = local(START).date()

        def put(tx: Transaction, kind: TopicNoticeKind, text: str, topic: str = "thue") -> None:
            known = tx.staff.by_login("hoa") or make_staff(tx, "hoa", Role.CLERK)
            made = TopicNotice(
                tx.topic_notices.ids.next(), kind, topic, "thue", text, day,
                day + timedelta(days=400), TopicNoticeState.APPROVED, known.id, START,
            )  # fmt: skip
            tx.topic_notices.add(made)

        async def ask(text: str) -> str:
            replies = await exchange(core, channel, said(text))
            return "\n".join(reply.text for reply in replies)

        first = await ask(ASKED)
        assert "Không phải nộp" in first and "Lưu ý" not in first
        await core.database.transaction(
            lambda tx: put(tx, TopicNoticeKind.NOTICE, "Từ năm sau có thể đổi.")
        )
        heard = await ask(ASKED)
        assert heard.startswith("**Lưu ý:** Từ năm sau có thể đổi.") and "Không phải nộp" in heard
        await core.database.transaction(
            lambda tx: put(tx, TopicNoticeKind.PAUSE, "Đang chờ văn bản mới.")
        )
        for text in (ASKED, "chi tiết"):
            heard = await ask(text)
            assert "Đang chờ văn bản mới." in heard and "Không phải nộp" not in heard
            assert content.ward.office("thue").name in heard

        def over(tx: Transaction) -> None:
            for one in tx.topic_notices.latest():
                tx.topic_notices.save(replace(one, state=TopicNoticeState.ENDED, ended_at=START))

        await core.database.transaction(over)
        assert "Đang chờ" not in await ask(ASKED)
