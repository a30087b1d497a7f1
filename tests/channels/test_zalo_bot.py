"""The Zalo Bot channel against a loopback of it, over real HTTP: digits and free text only."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.app import Core, build_core, build_pages, running, utc_now
from bot.channels.base import Misconfigured, NotReceived, Rejected, Retry, Sent, Stopped
from bot.channels.opened import Around
from bot.channels.webchat import WebChatChannel
from bot.channels.zalo_bot.channel import ZaloBotChannel, read
from bot.channels.zalo_bot.settings import ZaloBotSettings
from bot.loopback.zalo_bot import TOKEN, ZaloBot, zalo_bot
from bot.settings.secret import Secret
from bot.settings.settings import ConfigError, Settings, read_settings
from bot.settings.values import Mode
from bot.web.chat import WebChat
from content.library import Content
from handlers.talk.messages import Attachment, Choice, Incoming, IncomingKind, Reply, numbered
from storage import database
from storage.database import Transaction
from tests.support.engine import address
from tests.support.patience import PATIENCE_S


@asynccontextmanager
async def live(
    folder: Path, content: Content, bot: ZaloBot, floor_s: float = 0.5
) -> AsyncIterator[tuple[Core, ZaloBotChannel]]:
    async with zalo_bot(bot) as base, database.open(address(folder, "z")) as db:
        channel = ZaloBotChannel(TOKEN, base, poll_floor_s=floor_s)
        core = build_core(db, content, {channel.name: channel})
        async with running(core, {channel.name: channel}):
            yield core, channel
    assert bot.faults == []


@asynccontextmanager
async def sending(bot: ZaloBot) -> AsyncIterator[ZaloBotChannel]:
    """The channel alone, for what goes out."""

    async def receive(incoming: Incoming) -> None:
        return

    async with zalo_bot(bot) as base:
        channel = ZaloBotChannel(TOKEN, base)
        await channel.start(receive)
        yield channel
        await channel.stop()


async def test_a_conversation_in_digits_and_words(tmp_path: Path, content: Content) -> None:
    bot = ZaloBot()
    async with live(tmp_path, content, bot, 0.05):
        bot.say("a", "menu")
        assert "1. " in await bot.until(1, "a")
        bot.say("a", "1")
        assert "Doanh thu bao nhiêu" in await bot.until(2, "a")
        bot.say("a", "ho kinh doanh bao nhieu thi phai dong thue")
        answer = await bot.until(3, "a")
        assert "1 tỷ đồng" in answer and "**" not in answer
        bot.say("a", "tính thuế")
        await bot.until(4, "a")
        bot.say("a", "0")
        assert "nút" not in " ".join(bot.texts("a")).lower()


class Faltering(ZaloBot):
    """Takes the first message, and not the second until it is asked again."""

    async def _sendMessage(self, call: dict[str, Any]) -> web.Response:
        if self.calls["sendMessage"] == 2:
            self.answers.append((500, "error"))
        return await super()._sendMessage(call)


async def test_the_beginning_of_a_long_text_is_not_sent_again(
    tmp_path: Path, content: Content
) -> None:
    bot = Faltering()
    bot.wrote["a"] = None
    text = "\n\n".join(f"Đoạn {number}. " + "Nộp tờ khai đúng hạn. " * 40 for number in range(4))
    async with live(tmp_path, content, bot) as (core, _):

        def queue(tx: Transaction) -> None:
            now = datetime.now(UTC)
            contact = tx.contacts.meet("zalo_bot", "a", now)
            tx.outbox.add(contact.id, Reply(text).to_json(), now)

        await core.database.transaction(queue)
        core.wake()
        await bot.until(2, "a")
    said = "\n".join(bot.texts("a"))
    assert [said.count(f"Đoạn {number}.") for number in range(4)] == [1, 1, 1, 1]


async def test_the_same_event_again_and_again_is_one_message(
    tmp_path: Path, content: Content
) -> None:
    bot = ZaloBot(replay=True)
    async with live(tmp_path, content, bot, 0.2):
        bot.say("a", "môn bài còn không")
        await bot.until(1, "a")
        await asyncio.sleep(1.0)
    assert len(bot.texts("a")) == 1
    # As many polls as the floor allows on the whole; a single one may arrive late.
    assert len(bot.polls) <= (bot.polls[-1] - bot.polls[0]) / 0.2 + 2


async def test_an_event_given_once_is_kept_until_it_is_stored(
    tmp_path: Path, content: Content
) -> None:
    bot = ZaloBot()
    async with zalo_bot(bot) as base:
        channel = ZaloBotChannel(TOKEN, base, poll_floor_s=0.05)
        seen: list[Incoming] = []

        async def receive(incoming: Incoming) -> None:
            seen.append(incoming)
            if len(seen) < 3:
                raise NotReceived("locked")

        await channel.start(receive)
        bot.say("a", "xin chào")
        while len(seen) < 3:  # noqa: ASYNC110  # the channel has no event for it
            await asyncio.sleep(0.02)
        await channel.stop()
    assert {incoming.external_id for incoming in seen} == {"m1"}


async def test_what_is_not_text_is_answered_kindly(tmp_path: Path, content: Content) -> None:
    bot = ZaloBot()
    async with live(tmp_path, content, bot, 0.05):
        bot.say("a", "", sticker="x")
        assert "chữ" in await bot.until(1, "a")
        bot.say("a", "", voice_url="https://x.vn/a.aac", message_type="CHAT_VOICE")
        await bot.until(2, "a")
        bot.say("a", "", photo_url="https://127.0.0.1/x.jpg")
        await bot.until(3, "a")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        *((400, Rejected), (403, Stopped), (404, Stopped), (401, Retry), (426, Rejected)),
        *((429, Retry), (500, Retry), (502, Retry)),
    ],
)
async def test_every_error_has_its_outcome(code: int, kind: type) -> None:
    bot = ZaloBot()
    async with sending(bot) as channel:
        bot.wrote.setdefault("a")
        bot.answers = [(code, "x"), (code, "x")]
        first = await channel.send(1, "a", Reply("chào"))
        second = await channel.send(1, "a", Reply("chào"))
        assert isinstance(first, kind)
        if code == 429:
            assert isinstance(first, Retry) and isinstance(second, Retry)
            assert first.everyone and second.after_s == 2 * first.after_s
        assert isinstance(await channel.send(1, "a", Reply("chào")), Sent)
        assert isinstance(await channel.send(1, "who never wrote", Reply("chào")), Stopped)


async def test_a_long_reply_fits_several_messages(tmp_path: Path, content: Content) -> None:
    bot = ZaloBot()
    async with sending(bot) as channel:
        bot.wrote.setdefault("a")
        choices = numbered((Choice("Thuế", "x"), Choice("Hóa đơn", "y")))
        text = "\n\n".join(f"Đoạn {n}: " + "chữ " * 90 for n in range(12))
        assert isinstance(await channel.send(1, "a", Reply(text, choices)), Sent)
    assert bot.faults == [] and len(bot.sent) >= 3
    assert bot.sent[-1]["text"].endswith("2. Hóa đơn")


async def test_a_picture_goes_by_its_address_and_words_stand_in_for_it() -> None:
    bot = ZaloBot()
    async with sending(bot) as channel:
        bot.wrote.setdefault("a")

        def reply(url: str, file: str = "a.jpg") -> Reply:
            return Reply("Tờ rơi", attachment=Attachment(file, "Tờ rơi", url))

        for url in ("https://phuong.test/tep/a.jpg", "http://127.0.0.1:8080/tep/a.jpg", ""):
            assert isinstance(await channel.send(1, "a", reply(url)), Sent)
        assert isinstance(await channel.send(1, "a", reply("https://x.vn/a.pdf", "a.pdf")), Sent)
        bot.answers = [(400, "photo")]
        assert isinstance(await channel.send(1, "a", reply("https://x.vn/a.jpg")), Sent)
    assert [call.get("photo", "") for call in bot.sent] == [
        "https://phuong.test/tep/a.jpg", "", "", "", "",
    ]  # fmt: skip
    assert bot.calls["sendPhoto"] == 2 and bot.faults == []
    assert "https://x.vn/a.pdf" in bot.sent[3]["text"]


async def test_the_fifty_first_person_and_the_last_message_are_refused_not_lost() -> None:
    bot = ZaloBot(quota=3, people=2)
    async with sending(bot) as channel:
        for who in ("a", "b", "c"):
            bot.wrote.setdefault(who)
        outcomes = [await channel.send(1, who, Reply("chào")) for who in ("a", "b", "c", "a", "b")]
    assert [type(outcome) for outcome in outcomes] == [Sent, Sent, Stopped, Sent, Retry]
    assert isinstance(outcomes[-1], Retry) and outcomes[-1].everyone


async def test_a_wrong_token_is_said_at_once() -> None:
    async with zalo_bot(ZaloBot()) as base:
        channel = ZaloBotChannel("1:wrong", base)

        async def receive(incoming: Incoming) -> None:
            return

        with pytest.raises(Misconfigured, match="ZALO_BOT_TOKEN"):
            await channel.start(receive)


async def test_the_webhook_takes_both_shapes_once_and_no_forgery(
    tmp_path: Path, content: Content
) -> None:
    bot = ZaloBot()
    async with zalo_bot(bot) as base, database.open(address(tmp_path, "z")) as db:
        own = ZaloBotSettings(bot_token=Secret(TOKEN), api_url=base, mode=Mode.WEBHOOK)
        settings = Settings(public_url="https://phuong.test", vendors=(own,))
        opened = await own.open(Around(db, content, utc_now, public_url=settings.public_url))
        channel = opened.channel
        web = WebChatChannel()
        core = build_core(db, content, {channel.name: channel, web.name: web})
        chat = WebChat(web, db, content, "key", secure=True)
        app = build_pages(core, chat, settings, [opened])
        transport = httpx.ASGITransport(app=app)
        async with (
            running(core, {channel.name: channel}),
            httpx.AsyncClient(transport=transport, base_url="https://phuong.test") as platform,
        ):
            async with asyncio.timeout(PATIENCE_S):
                while bot.webhook is None:  # noqa: ASYNC110  # a field has no event
                    await asyncio.sleep(0.02)
            assert bot.webhook["url"] == "https://phuong.test/zalo-bot"
            right = {"X-Bot-Api-Secret-Token": bot.webhook["secret_token"]}
            first, second = bot.say("a", "menu"), bot.say("a", "1")
            assert (await platform.post("/zalo-bot")).status_code == 200  # the empty probe
            for _ in range(3):
                done = await platform.post("/zalo-bot", json=first, headers=right)
                assert done.status_code == 200
            wrapped = {"ok": True, "result": second}
            assert (await platform.post("/zalo-bot", json=wrapped, headers=right)).is_success
            forged = await platform.post(
                "/zalo-bot", json=first, headers={"X-Bot-Api-Secret-Token": "x"}
            )
            assert forged.status_code == 403
            odd = await platform.post("/zalo-bot", json={"event_name": "new"}, headers=right)
            assert odd.status_code == 200
            await bot.until(2, "a")
            await asyncio.sleep(0.2)
    assert len(bot.texts("a")) == 2 and bot.calls["getUpdates"] == 0


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["result", "message", "from", "chat", "message_id", "date", "id"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_no_payload_makes_reading_raise(payload: object) -> None:
    read(payload)


def test_a_picture_is_read_under_either_name_and_groups_are_not_for_us() -> None:
    event = ZaloBot().say("a", "", photo="https://p.zdn.vn/x.jpg", caption="Cống tắc")
    incoming = read(event)
    assert incoming and incoming.kind is IncomingKind.PHOTO and incoming.text == "Cống tắc"
    assert incoming.at.year == 2025
    for odd in ({"photo_url": 7}, {"photo_url": [], "sticker": "x"}, {"voice_url": "v"}):
        about = {"photo_url": None, "photo": None} | odd
        told = read({**event, "message": {**event["message"], **about}})
        assert told and told.text == "Cống tắc" and told.picture is None
    both = {**event, "message": {**event["message"], "text": "Cống tắc đây"}}
    beside = read(both)
    assert beside and beside.kind is IncomingKind.PHOTO and beside.text == "Cống tắc đây"
    for private in ("private", None):
        event["message"]["chat"]["chat_type"] = private
        assert read(event) is not None
    event["message"]["chat"]["chat_type"] = "GROUP"
    assert read(event) is None


def test_a_message_without_a_number_is_known_by_what_it_says() -> None:
    event = ZaloBot().say("a", "menu")
    event["message"]["date"] //= 1000  # in seconds
    told = read(event)
    assert told and told.at.year == 2025
    odds: tuple[object, ...] = (None, [], True)
    for odd in odds:
        event["message"]["message_id"] = odd
        first, again = read(event), read(event)
        assert first and again and first.external_id == again.external_id
        other = read({**event, "message": {**event["message"], "text": "thuế"}})
        assert other and other.external_id != first.external_id


def test_settings_say_what_is_wrong() -> None:
    with pytest.raises(ConfigError, match="ZALO_BOT_MODE"):
        read_settings({"ZALO_BOT_MODE": "webhook"}, dotenv=None)
    with pytest.raises(ConfigError, match="ZALO_BOT_TOKEN"):
        read_settings({"ZALO_BOT_TOKEN": "not a token"}, dotenv=None)


async def test_the_token_is_in_no_log_line(
    tmp_path: Path, content: Content, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    bot = ZaloBot()
    async with live(tmp_path, content, bot, 0.05):
        bot.say("a", "xin chào")
        await bot.until(1, "a")
        bot.answers = [(500, "x")]
        bot.say("a", "menu")
        await bot.until(2, "a")
    ours = [record for record in caplog.records if record.name.startswith("bot")]
    assert not any(TOKEN in record.getMessage() for record in ours)
