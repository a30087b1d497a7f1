"""Telegram: a photo with a question in, a ticket's QR code out, over real HTTP."""

import html
import re
from pathlib import Path

from bot.app import utc_now
from content.library import Content
from tests.support.botapi import BotApi, message, serving
from tests.support.conference import make_event
from tests.support.pictures import jpeg
from tests.support.site import site


async def test_a_photo_comes_in_and_a_qr_code_goes_out(tmp_path: Path, content: Content) -> None:
    api = BotApi()
    api.files["anh1"] = jpeg()
    async with serving(api) as base, site(tmp_path, content, api_url=base) as at:
        await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        sent = 0

        async def say(text: str, replies: int = 1) -> str:
            nonlocal sent
            api.say(7, text)
            sent += replies
            await api.until_sent(sent, chat=7)
            return str(api.sent(7)[-1].get("text", ""))

        assert "viết câu hỏi" in await say("/guicauhoi")
        sizes = [{"file_id": "nho", "file_size": 5}, {"file_id": "anh1", "file_size": 900}]
        photo = message(7, photo=sizes, caption="Cống tắc trước cổng chợ")
        api.add(message=photo)
        sent += 1
        await api.until_sent(sent, chat=7)
        assert "Kèm 1 ảnh" in api.sent(7)[-1]["text"]
        assert "Đã thôi" in await say("hủy")
        assert "nền tảng nước ngoài" in await say("đăng ký hội nghị")
        for text in ("1", "Nguyễn Thị Hoa", "0912345678", "chưa", "tổ 5", "1"):
            await say(text)
        assert "Đã giữ chỗ" in await say("1", replies=2)
        assert api.count("sendPhoto") == 1
        assert "DK-" in next(c for m, c in api.calls if m == "sendPhoto")["caption"]
    assert api.faults == []


async def test_personal_details_may_go_through_the_wards_own_page(
    tmp_path: Path, content: Content
) -> None:
    from tests.web.test_chat import session

    api = BotApi()
    async with (
        serving(api) as base,
        site(tmp_path, content, api_url=base) as at,
        session() as browser,
    ):
        await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        api.say(7, "đăng ký hội nghị")
        await api.until_sent(1, chat=7)
        api.say(7, "2")
        await api.until_sent(2, chat=7)
        found = re.search(r"/dang-ky/[\w-]+", api.sent(7)[-1]["text"])
        assert found
        address = at.url + found[0]
        page = await (await browser.get(address)).text()
        assert "Họ và tên" in page and "giữ 12 tháng" in page
        shown = re.search(r'name="shown" value="([^"]*)"', page)
        assert shown
        wrong = {"name": "Hoa", "phone": "12", "neighbourhood": "tổ 5", "people": "2"}
        wrong["shown"] = html.unescape(shown[1])
        answer = await browser.post(address, data=wrong | {"kind": "household", "agree": "1"})
        page = await answer.text()
        assert answer.status == 400 and "Số điện thoại chưa đúng" in page and "tổ 5" in page
        good = wrong | {"phone": "0912345678", "kind": "household", "business": "Phở"}
        answer = await browser.post(address, data=good)
        assert answer.status == 400  # without consent nothing is taken
        answer = await browser.post(address, data=good | {"agree": "1"})
        page = await answer.text()
        assert answer.status == 200 and "DK-" in page and "<svg" in page
        await api.until_sent(3, chat=7)
        assert "Đã giữ chỗ" in api.sent(7)[-1]["text"]
        # Sent again, or opened again: the first result, and no second registration.
        for again in (
            await browser.post(address, data=good | {"agree": "1"}),
            await browser.get(address),
        ):
            assert again.status == 200 and "DK-" in await again.text()
        [event] = await at.core.database.transaction(lambda tx: tx.events.all())
        kept = await at.core.database.transaction(lambda tx: tx.registrations.of_event(event.id))
        assert len(kept) == 1
