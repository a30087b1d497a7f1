"""The real channel against a loopback Bot API over real HTTP."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from bot.app import Core, build_core, running, utc_now
from bot.channels.base import Misconfigured, Retracting, Retraction
from bot.channels.opened import Around
from bot.channels.telegram.opening import build
from bot.channels.telegram.settings import TelegramSettings
from bot.settings.secret import Secret
from content.library import Content
from storage import database
from storage.database import Transaction
from storage.engines.sqlite import serving as engine
from storage.models import ContactState, OutboxState
from tests.support.botapi import TOKEN, BotApi, message, serving
from tests.support.engine import address
from tests.support.patience import until


@asynccontextmanager
async def live(
    folder: Path, content: Content, api: BotApi, token: str = TOKEN
) -> AsyncIterator[Core]:
    async with serving(api) as base:
        own = TelegramSettings(bot_token=Secret(token), api_url=base)
        async with database.open(address(folder, "live")) as db:
            channel = build(own, Around(db, content, utc_now))
            core = build_core(db, content, {channel.name: channel})
            async with running(core, {channel.name: channel}):
                yield core
    assert api.faults == []


async def test_a_conversation(tmp_path: Path, content: Content) -> None:
    api = BotApi()
    async with live(tmp_path, content, api):
        api.say(7, "/start etax")
        await api.until_sent(1)
        assert "eTax Mobile" in api.sent(7)[0]["text"]
        api.say(7, "ho kinh doanh bao nhieu thi phai dong thue")
        await api.until_sent(2)
        assert "<b>từ 1 tỷ đồng trở xuống</b>" in api.sent(7)[1]["text"]
        api.tap(7, api.sent(7)[1]["reply_markup"]["inline_keyboard"][0][0]["callback_data"])
        await api.until_sent(3)
        assert "Nghị định 68/2026/NĐ-CP" in api.sent(7)[2]["text"]
        api.add(
            message={"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "photo": []}
        )
        await api.until_sent(4)
        assert "chỉ đọc được chữ" in api.sent(7)[3]["text"]
    assert api.count("answerCallbackQuery") == 1
    commands = next(call for method, call in api.calls if method == "setMyCommands")["commands"]
    names = [command["command"] for command in commands]
    assert names[:3] == ["start", "menu", "hoi"]
    assert {"hoinghi", "guicauhoi", "tracuu", "huy", "giup"} < set(names)


async def test_limits_are_kept_and_order_holds(tmp_path: Path, content: Content) -> None:
    api = BotApi(enforce_limits=True)
    async with live(tmp_path, content, api):
        for text in ("menu", "1", "0"):
            api.say(7, text)
        await api.until_sent(3)
        times = api.sent_at[7]
        assert all(later - earlier >= 1.0 for earlier, later in pairwise(times))
        firsts = [call["text"].splitlines()[0] for call in api.sent(7)]
        assert firsts[0] == firsts[2] != firsts[1]
    # While a chat waits for its turn it sees "typing ...".
    assert api.count("sendChatAction") >= 1


@pytest.mark.parametrize("seconds", [1, "1", 0.5, "soon", None, -3, [1]])
async def test_too_many_requests_is_waited_for(
    tmp_path: Path, content: Content, seconds: object
) -> None:
    api = BotApi()
    async with live(tmp_path, content, api):
        api.trouble("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=seconds)
        api.say(7, "menu")
        await api.until_sent(2)  # the refused call and the one that went through
        await asyncio.sleep(0.05)
        assert len(api.sent_at[7]) == 1


async def test_somebody_who_blocked_us_is_marked(tmp_path: Path, content: Content) -> None:
    api = BotApi()
    async with live(tmp_path, content, api) as core:
        api.blocked.add(7)
        api.say(7, "menu")
        await api.until_sent(1)
        await _until(core, "7", ContactState.LEFT)
        api.blocked.clear()
        api.say(7, "menu")
        await api.until_sent(2)
        api.block(7)
        await _until(core, "7", ContactState.LEFT)


async def test_a_migrated_group_is_followed(tmp_path: Path, content: Content) -> None:
    api = BotApi()
    async with live(tmp_path, content, api):
        api.trouble(
            "sendMessage", 400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1007
        )
        api.say(7, "menu")
        await api.until_sent(1, chat=-1007)


async def test_a_send_that_got_no_answer_is_not_repeated(tmp_path: Path, content: Content) -> None:
    api = BotApi()
    async with live(tmp_path, content, api) as core:
        api.trouble("sendMessage", 500, "Internal Server Error")
        api.say(7, "menu")
        await api.until_sent(2)  # an error of the server was surely not delivered
        sent = await core.database.transaction(lambda tx: tx.outbox.count(OutboxState.SENT))
        assert sent <= 1


async def test_polling_survives_trouble_and_loses_nothing(tmp_path: Path, content: Content) -> None:
    api = BotApi()
    api.trouble("getUpdates", 500, "Internal Server Error")
    api.trouble("getUpdates", 409, "Conflict: terminated by other getUpdates request")
    async with live(tmp_path, content, api):
        api.say(7, "menu")
        await api.until_sent(1)


async def test_a_locked_database_gets_an_apology_and_loses_nothing(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 50)
    api = BotApi()
    async with live(tmp_path, content, api):
        api.say(7, "menu")
        await api.until_sent(1)
        other = sqlite3.connect(tmp_path / "live.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        api.say(7, "môn bài còn nộp không")
        await api.until_sent(2)
        assert "tạm gián đoạn" in api.sent(7)[1]["text"]
        other.execute("ROLLBACK")
        other.close()
        await api.until_sent(3)
        assert "Không phải nộp" in api.sent(7)[2]["text"]
    assert len(api.sent(7)) == 3


async def test_an_update_that_can_never_be_stored_does_not_silence_the_others(
    tmp_path: Path, content: Content
) -> None:
    api = BotApi()
    async with live(tmp_path, content, api) as core:
        poison = api.say(7, "tin này không ghi được")
        other = sqlite3.connect(tmp_path / "live.db", isolation_level=None)
        other.execute(
            f"CREATE TRIGGER poison BEFORE INSERT ON inbox WHEN new.external_id = '{poison}'"
            " BEGIN SELECT RAISE(ABORT, 'poison'); END"
        )
        other.close()
        api.say(8, "menu")
        await api.until_sent(1, chat=8)
        await api.until_sent(1, chat=7)
        assert "không xử lý được" in api.sent(7)[0]["text"]
        api.say(7, "menu")
        await api.until_sent(2, chat=7)
        assert api.confirmed >= poison
        (kept,) = await core.database.transaction(lambda tx: tx.set_aside.all())
        assert kept.external_id == str(poison)


async def test_a_wrong_token_is_said_in_one_line(tmp_path: Path, content: Content) -> None:
    with pytest.raises(Misconfigured, match="TELEGRAM_BOT_TOKEN") as error:
        async with live(tmp_path, content, BotApi(), token="999:wrong"):
            pass
    assert "999:wrong" not in str(error.value)
    assert "\n" not in str(error.value)


async def test_a_platform_that_cannot_be_reached_stops_nothing(
    tmp_path: Path, content: Content
) -> None:
    own = TelegramSettings(bot_token=Secret(TOKEN), api_url="http://127.0.0.1:9")
    async with database.open(address(tmp_path, "live")) as db:
        channel = build(own, Around(db, content, utc_now))
        core = build_core(db, content, {channel.name: channel})
        async with running(core, {channel.name: channel}):
            await asyncio.sleep(0.05)


async def _until(core: Core, address: str, state: ContactState) -> None:
    def became(tx: Transaction) -> bool:
        contact = tx.contacts.find("telegram", address)
        return contact is not None and contact.state is state

    await until(lambda: core.database.transaction(became))


async def test_two_members_of_a_group_get_their_answers_in_their_topics(
    tmp_path: Path, content: Content
) -> None:
    api = BotApi(round_trip_s=0.02)  # each sending is on its way for a while
    room = {"chat": {"id": -100, "type": "supergroup", "title": "Chợ", "is_forum": True}}

    def say(topic: int, number: int, text: str) -> None:
        said = {"text": text, "message_thread_id": topic, "message_id": number}
        api.add(message=message(-100, **said) | room)

    async with live(tmp_path, content, api):
        say(77, 501, "@DongHanhTestBot vé của tôi")
        say(78, 502, "@DongHanhTestBot doanh thu bao nhiêu thì phải nộp thuế")
        say(77, 503, "nói chuyện với nhau")
        api.add(edited_message={"message_id": 501, "text": "@DongHanhTestBot sửa"} | room)
        await api.until_sent(2, -100)
        api.trouble("sendMessage", 400, "Bad Request: message thread not found")
        say(79, 504, "/menu@DongHanhTestBot")
        await api.until_sent(4, -100)  # the refused one as well
    *answers, _refused, third = api.sent(-100)
    first, second = sorted(answers, key=lambda one: int(one["message_thread_id"]))
    assert "t.me/donghanhtestbot?start=ve" in first["text"]
    assert (first["message_thread_id"], first["reply_parameters"]["message_id"]) == (77, 501)
    assert "1 tỷ đồng" in second["text"]
    assert (second["message_thread_id"], second["reply_parameters"]["message_id"]) == (78, 502)
    assert second["reply_parameters"]["allow_sending_without_reply"] is True
    # A topic that is gone: the answer goes to the group itself, under its question.
    assert "message_thread_id" not in third
    assert third["reply_parameters"]["message_id"] == 504


async def test_a_place_shared_live_is_answered_once(tmp_path: Path, content: Content) -> None:
    api = BotApi()
    place = {"latitude": 20.8, "longitude": 106.6, "live_period": 900}
    async with live(tmp_path, content, api):
        api.add(message=message(7, location=place))
        for _ in range(8):
            api.add(edited_message={"message_id": 1, "chat": {"id": 7}, "location": place})
        api.say(7, "xin chào")
        await api.until_sent(2, 7)
    assert "trợ lý tự động" in api.sent(7)[1]["text"]  # the next answer, not the same once more


async def test_what_was_sent_is_taken_back_as_telegram_lets_it(
    tmp_path: Path, content: Content
) -> None:
    api = BotApi()
    async with live(tmp_path, content, api) as core:
        [channel] = core.channels
        assert isinstance(channel, Retracting)
        assert await channel.retract("7", "12") is Retraction.GONE
        [(_, call)] = [one for one in api.calls if one[0] == "deleteMessage"]
        assert call == {"chat_id": 7, "message_id": 12}
        for status, why, became in (
            (400, "Bad Request: message to delete not found", Retraction.GONE),
            (400, "Bad Request: message can't be deleted for everyone", Retraction.KEPT),
            (403, "Forbidden: bot was blocked by the user", Retraction.KEPT),
            (429, "Too Many Requests: retry after 1", Retraction.LATER),
            (500, "Internal Server Error", Retraction.LATER),
        ):
            api.trouble(
                "deleteMessage", status, why, **({"retry_after": 1} if status == 429 else {})
            )
            assert await channel.retract("7", "12") is became
        assert await channel.retract("7", "") is Retraction.KEPT
