"""Telegram payloads -> Incoming: a table, and anything at all."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram import TelegramChannel
from handlers.messages import IncomingKind, Shared
from tests.support.botapi import TOKEN, membership, message


def channel() -> TelegramChannel:
    made = TelegramChannel(TOKEN, "http://127.0.0.1:9", {})
    made._username, made._bot_id = "donghanhtestbot", 123456
    return made


def update(**content: Any) -> dict[str, Any]:
    return {"update_id": 77} | content


GROUP = {"chat": {"id": -100, "type": "supergroup", "title": "Chợ"}}


@pytest.mark.parametrize(
    ("payload", "kind", "text", "action"),
    [
        (update(message=message(7, text="xin chào")), IncomingKind.TEXT, "xin chào", ""),
        (update(message=message(7, text=123)), IncomingKind.UNREADABLE, "", ""),
        (update(edited_message=message(7, text="sửa")), IncomingKind.TEXT, "sửa", ""),
        (update(message=message(7, text="/start")), IncomingKind.START, "", ""),
        (update(message=message(7, text="/start etax")), IncomingKind.START, "etax", ""),
        (update(message=message(7, photo=[{}])), IncomingKind.UNREADABLE, "", ""),
        (update(message=message(7, voice={})), IncomingKind.UNREADABLE, "", ""),
        (update(message=message(7, sticker={})), IncomingKind.UNREADABLE, "", ""),
        (update(message=message(7, document={}, caption="x")), IncomingKind.UNREADABLE, "", ""),
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


def test_only_ones_own_card_is_an_answer() -> None:
    card = {"phone_number": "84912345678", "first_name": "An", "last_name": "Nguyễn", "user_id": 7}
    own = channel().read(update(message=message(7, contact=card)))
    assert own and own.kind is IncomingKind.SHARED
    assert own.shared == Shared("Nguyễn An", "84912345678")
    for other in ({**card, "user_id": 8}, {"phone_number": "84912345678", "first_name": "An"}):
        theirs = channel().read(update(message=message(7, contact=other)))
        assert theirs and theirs.kind is IncomingKind.UNREADABLE and theirs.shared is None


@pytest.mark.parametrize(
    "payload",
    [
        update(message=message(7, text="nói chuyện với nhau") | GROUP),
        update(message=message(7, new_chat_title="x")),
        update(poll={"id": "1"}),
        update(channel_post=message(7, text="x")),
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
