"""Events of one name are told apart wherever one is chosen among others."""

import re
from html import unescape
from pathlib import Path

from bot.app import utc_now
from content.library import Content
from handlers.conference.named import names
from storage.database import Transaction
from storage.event_models import EventState
from storage.staff_models import Role
from tests.support.conference import make_event
from tests.support.desk import desk
from tests.support.play import exchange, playing, said
from tests.support.site import site


async def test_only_what_is_needed_to_tell_events_apart_is_named(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):

        def fill(tx: Transaction) -> dict[int, str]:
            make_event(tx, title="Lớp Một", place="Nhà A")
            make_event(tx, title="Lớp  đôi", place="Nhà B")
            made = make_event(tx, title="Lớp Đôi", place="Nhà C")
            make_event(tx, title="Lớp Đôi", place="Nhà C")
            make_event(tx, title="Lớp Một", place="Nhà A", state=EventState.CANCELLED)
            assert names(content, [made])[made.id] == names(content, [made, made])[made.id]
            return names(content, tx.events.all())

        named = await core.database.transaction(fill)
        assert len(set(named.values())) == 5
        assert sum("Nhà A" in name for name in named.values()) == 0
        assert sum(", mã " in name for name in named.values()) == 2
        assert sum("đã hủy" in name for name in named.values()) == 1
        [reply] = await exchange(core, channel, said("hội nghị"))
        labels = [choice.label for choice in reply.choices]
        assert len(set(labels)) == len(labels)
        assert sum("Nhà" in label for label in labels) == 3


async def test_no_list_of_the_console_shows_two_events_alike(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", *Role) as person:

        def fill(tx: Transaction) -> None:
            for place in ("Nhà A", "Nhà B"):
                make_event(tx, title="Lớp Đôi", place=place, now=utc_now())

        await at.core.database.transaction(fill)
        for path in ("/thong-bao/soan", "/cau-hoi", "/cau-hoi/them"):
            _, page = await person.get(path)
            shown = re.findall(r"<option[^>]*>\s*(Lớp Đôi.*?)\s*</option>", unescape(page))
            assert len(shown) == len(set(shown)) == 2, (path, shown)
        # Nobody agreed to be published by what a form has ticked.
        _, page = await person.get("/cau-hoi/them?su-kien=1")
        assert not re.search(r'name="public"[^>]*checked', page)


async def test_whoever_names_an_event_by_its_title_registers_for_that_one(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):

        def fill(tx: Transaction) -> None:
            make_event(tx, title="Hội nghị đối thoại lần 2", days=5)
            make_event(tx, title="Gặp mặt hộ kinh doanh chợ", days=10)

        await core.database.transaction(fill)
        wish = said("đăng ký dự hội nghị gặp mặt hộ kinh doanh chợ")
        replies = await exchange(core, channel, wish)
        text = "\n".join(reply.text for reply in replies)
        assert "Gặp mặt hộ kinh doanh chợ" in text and "đối thoại" not in text
