"""Telegram payloads -> Incoming: a table, and anything at all."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.updates import chat_link
from handlers.talk.messages import IncomingKind, Shared
from tests.support.botapi import TOKEN, membership, message


def channel() -> TelegramChannel:
    made = TelegramChannel(TOKEN, "http://127.0.0.1:9", {})
    made._username, made._bot_id = "donghanhtestbot", 123456
    return made


def update(**content: Any) -> dict[str, Any]:
    return {"update_id": 77} | content


START = IncomingKind.START
OURS = {"from": {"id": 123456, "is_bot": True}}
MARKED_CODE = [{"type": "code", "offset": 0, "length": 16}]
GROUP = {"chat": {"id": -100, "type": "supergroup", "title": "Chợ"}}


@pytest.mark.parametrize(
    ("payload", "kind", "text", "action"),
    [
        (update(message=message(7, text="xin chào")), IncomingKind.TEXT, "xin chào", ""),
        (update(message=message(7, text=123)), IncomingKind.UNREADABLE, "", ""),
        (update(message=message(7, text="/start@DongHanhTestBot sk-A2")), START, "sk-A2", ""),
        (update(message=message(7, text="/start\nsk-A2")), START, "sk-A2", ""),
        (update(message=message(7, text="/start\tsk-A2")), START, "sk-A2", ""),
        (update(message=message(7, text="/start2")), IncomingKind.TEXT, "/start2", ""),
        (update(message=message(7, text="/start")), IncomingKind.START, "", ""),
        (update(message=message(7, text="/start etax")), IncomingKind.START, "etax", ""),
        (update(message=message(7, photo=[{}])), IncomingKind.UNREADABLE, "", ""),
        (update(message=message(7, photo=[{}], caption="x")), IncomingKind.UNREADABLE, "x", ""),
        (update(message=message(7, photo={}, caption="x")), IncomingKind.UNREADABLE, "x", ""),
        (update(message=message(7, voice={})), IncomingKind.UNREADABLE, "", ""),
        (update(message=message(7, sticker={})), IncomingKind.UNREADABLE, "", ""),
        (update(message=message(7, document={}, caption="x")), IncomingKind.UNREADABLE, "x", ""),
        (
            update(callback_query={"id": "1", "from": {"id": 7}, "data": "3.menu"}),
            IncomingKind.TAP,
            "",
            "3.menu",
        ),
        (update(my_chat_member=membership(7, "kicked")), IncomingKind.LEFT, "", ""),
        (update(my_chat_member=membership(7, "member")), IncomingKind.JOINED, "", ""),
        (
            update(message=message(7, migrate_to_chat_id=-1007)),
            IncomingKind.MOVED,
            "-1007",
            "",
        ),
        (
            update(message=message(7, text="@DongHanhTestBot thuế khoán") | GROUP),
            IncomingKind.TEXT,
            "thuế khoán",
            "",
        ),
        (
            update(
                message=message(7, text="còn không", reply_to_message={"from": {"id": 123456}})
                | GROUP
            ),
            IncomingKind.TEXT,
            "còn không",
            "",
        ),
    ],
)
def test_what_happened_is_understood(
    payload: dict[str, Any], kind: IncomingKind, text: str, action: str
) -> None:
    incoming = channel().read(payload)
    assert incoming is not None
    assert (incoming.kind, incoming.text, incoming.action) == (kind, text, action)
    assert incoming.external_id == "77"


def mark(text: str, name: str, **more: Any) -> dict[str, Any]:
    """A mark as Telegram counts: in UTF-16."""
    before, length = text[: text.index(name)], len(name.encode("utf-16-le")) // 2
    return {"offset": len(before.encode("utf-16-le")) // 2, "length": length} | more


@pytest.mark.parametrize(
    ("text", "name", "more", "heard"),
    [
        ("😀😀 @DongHanhTestBot hỏi", "@DongHanhTestBot", {"type": "mention"}, "😀😀  hỏi"),
        ("/menu@donghanhTESTbot", "/menu@donghanhTESTbot", {"type": "bot_command"}, "/menu"),
        ("Trợ lý ơi", "Trợ lý", {"type": "text_mention", "user": {"id": 123456}}, "ơi"),
    ],
)
def test_a_marked_name_is_ours_and_taken_out(
    text: str, name: str, more: dict[str, Any], heard: str
) -> None:
    said = message(7, text=text, entities=[mark(text, name, **more)]) | GROUP
    incoming = channel().read(update(message=said))
    assert incoming is not None
    assert incoming.text == heard


def test_a_name_called_twice_is_taken_out_twice() -> None:
    text = "@DongHanhTestBot @donghanhtestbot hỏi"
    ours = [{"type": "mention", "offset": at, "length": 16} for at in (0, 17)]
    for entities in (ours, []):
        incoming = channel().read(update(message=message(7, text=text, entities=entities) | GROUP))
        assert incoming is not None
        assert incoming.text == "hỏi"


@pytest.mark.parametrize(
    ("payload", "place"),
    [
        (message(7, text="@DongHanhTestBot x", message_thread_id=77, message_id=5) | GROUP, "77/5"),
        (message(7, text="@DongHanhTestBot x", message_id=5) | GROUP, "/5"),
        (message(7, text="@DongHanhTestBot x", message_thread_id="a") | GROUP, "/1"),
        (message(7, text="x"), ""),
        (message(7, text="x", message_thread_id=9, is_topic_message=True), "9/"),
    ],
)
def test_an_answer_knows_its_topic_and_its_question(payload: dict[str, Any], place: str) -> None:
    incoming = channel().read(update(message=payload))
    assert incoming is not None
    assert incoming.place == place


def test_in_a_group_the_way_to_the_private_chat_comes_with_the_message() -> None:
    incoming = channel().read(update(message=message(7, text="@DongHanhTestBot x") | GROUP))
    assert incoming and incoming.group
    assert incoming.group.private == "https://t.me/donghanhtestbot?start="
    tap = {"id": "1", "from": {"id": 7}, "data": "3.menu", "message": message(7) | GROUP}
    tapped = channel().read(update(callback_query=tap))
    assert tapped and tapped.group and tapped.place == "/1"


def test_only_ones_own_card_is_an_answer() -> None:
    card = {"phone_number": "84912345678", "first_name": "An", "last_name": "Nguyễn", "user_id": 7}
    own = channel().read(update(message=message(7, contact=card)))
    assert own and own.kind is IncomingKind.SHARED
    assert own.shared == Shared("Nguyễn An", "84912345678", vouched=True)
    for other in ({**card, "user_id": 8}, {"phone_number": "84912345678", "first_name": "An"}):
        theirs = channel().read(update(message=message(7, contact=other)))
        assert theirs and theirs.kind is IncomingKind.UNREADABLE and theirs.shared is None


@pytest.mark.parametrize(
    "payload",
    [
        update(message=message(7, text="nói chuyện với nhau") | GROUP),
        update(message=message(7, new_chat_title="x")),
        update(poll={"id": "1"}),
        update(poll_answer={"poll_id": "1", "option_ids": [0]}),
        update(channel_post=message(7, text="x")),
        update(edited_message=message(7, text="sửa")),
        update(edited_message=message(7, location={"latitude": 1, "longitude": 2})),
        update(edited_channel_post=message(7, text="sửa")),
        update(message_reaction={"chat": {"id": 7, "type": "private"}, "new_reaction": []}),
        update(message=message(7, pinned_message=message(7, text="x"))),
        update(message=message(7, message_auto_delete_timer_changed={"x": 1})),
        update(message=message(7, proximity_alert_triggered={"distance": 1})),
        update(message=message(7, write_access_allowed={})),
        update(message=message(7, text="/start2") | GROUP),
        update(message=message(7, text="/start@DongHanhTestBot2") | GROUP),
        update(message=message(7, text="@DongHanhTestBot_test hello") | GROUP),
        update(message=message(7, text="xem https://x.vn/@DongHanhTestBot nhé") | GROUP),
        update(message=message(7, text="thư a@DongHanhTestBot") | GROUP),
        update(message=message(7, text="@DongHanhTestBot x", entities=MARKED_CODE) | GROUP),
        update(
            message=message(7, text="chào", reply_to_message={"forum_topic_created": {}} | OURS)
            | GROUP
        ),
        update(message=message(7, text="/start@another_bot", reply_to_message=OURS) | GROUP),
        {},
        {"update_id": "x"},
        [],
        None,
        "văn bản",
        update(message={"chat": {"id": "không phải số"}}),
        update(message=None),
    ],
)
def test_what_is_not_for_us_is_left_alone(payload: Any) -> None:
    assert channel().read(payload) is None


def test_a_date_that_makes_no_sense_loses_no_message() -> None:
    incoming = channel().read(
        update(message=message(7, text="x") | {"date": 1_700_000_000_000_000})
    )
    assert incoming is not None
    assert incoming.text == "x"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(
                [
                    "update_id",
                    "message",
                    "chat",
                    "id",
                    "text",
                    "date",
                    "from",
                    "data",
                    "callback_query",
                    "my_chat_member",
                    "new_chat_member",
                    "status",
                    "type",
                ]
            )
            | st.text(),
            inner,
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_no_payload_makes_reading_raise(payload: Any) -> None:
    channel().read(payload)


def test_a_link_into_our_own_chat_carries_what_is_asked_for() -> None:
    assert chat_link("phuong_bot", "sk-1") == "https://t.me/phuong_bot?start=sk-1"
    assert chat_link("", "sk-1") == ""
