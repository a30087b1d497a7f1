"""The Zalo OA channel against a loopback of it, over real HTTP in both directions."""

import asyncio
import io
import logging
import time
import unicodedata
from collections import deque
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Closed, Rejected, Retry, Sent, Stopped, Unsure
from bot.channels.zalo_oa.api import MinuteGate
from bot.channels.zalo_oa.errors import FAULTS, Remedy, outcome_of
from bot.channels.zalo_oa.events import is_fresh, read, signed_with
from bot.loopback.zalo_oa import (
    APP_ID,
    APP_SECRET,
    OA_ID,
    WEBHOOK_KEY,
    FakeOa,
    buttons_of,
    text_of,
)
from bot.web.bodies import BodyBound
from content.library import Content
from handlers.broadcast import planning
from handlers.talk.messages import Attachment, Choice, IncomingKind, Reply, Shared, numbered
from storage.database import Transaction
from storage.models import ContactState, Kind, OutboxRow
from tests.support.broadcast import MONDAY, approved, subscribe
from tests.support.clock import START
from tests.support.conference import add_event
from tests.support.patience import PATIENCE_S, until
from tests.support.pictures import jpeg
from tests.support.zalo_oa import answers, live_oa, pair_of

CHOICES = numbered((Choice("Thuế", "x"), Choice("Hóa đơn", "y")))


# ---- conversations ----


async def test_a_conversation_in_words_and_digits(tmp_path: Path, content: Content) -> None:
    fake = FakeOa(oa_type=4)  # a government OA: the older address, no buttons
    async with live_oa(tmp_path, content, fake) as live:
        await fake.follow("u1")
        assert "trợ lý" in (await answers(fake, "u1", 1))[0].lower()
        await fake.say("u1", "menu")
        assert "1. " in (await answers(fake, "u1", 2))[1]
        await fake.say("u1", "hộ kinh doanh bao nhiêu thì phải đóng thuế")
        told = (await answers(fake, "u1", 3))[2]
        assert "1 tỷ đồng" in told and "**" not in told
        for number, keyword in enumerate(("#dangky", "#hoidap", "#tintuc", "#tra cứu", "#etax"), 4):
            await fake.say("u1", keyword)
            assert "chưa hiểu" not in (await answers(fake, "u1", number))[-1]
        said = " ".join(fake.users["u1"].texts).lower()
        assert "nút" not in said and "bấm" not in said
        assert live.oa.account.known("message_api") == "v2"
    # The newer address was tried once; what was learned is remembered.
    assert fake.calls["/v3.0/oa/message/cs"] == 1
    assert fake.calls["/v2.0/oa/message"] == 8


async def test_buttons_where_the_oa_has_them_come_back_as_words(
    tmp_path: Path, content: Content
) -> None:
    fake = FakeOa()
    async with live_oa(tmp_path, content, fake) as live:
        await fake.say("u1", "tính thuế")
        await answers(fake, "u1", 1)
        fake.user("u1")
        assert isinstance(await live.oa.channel.send(1, "u1", Reply("Chọn:", CHOICES)), Sent)
        last = fake.users["u1"].received[-1]
        assert [b["title"] for b in buttons_of(last)] == ["1. Thuế", "2. Hóa đơn"]
        assert "1. Thuế" not in text_of(last)
        many = numbered(tuple(Choice(f"Mục {n}", "x") for n in range(6)))
        await live.oa.channel.send(2, "u1", Reply("Chọn:", many))
        assert not buttons_of(fake.users["u1"].received[-1])
        assert "6. Mục 5" in fake.users["u1"].texts[-1]
        long = numbered((Choice("Một nhãn dài quá hai mươi hai chữ", "x"),))
        await live.oa.channel.send(3, "u1", Reply("Chọn:", long))
        assert not buttons_of(fake.users["u1"].received[-1])


@pytest.mark.parametrize("shape", ["B", "off"])
async def test_refused_buttons_are_said_in_words_and_remembered(
    shape: str, tmp_path: Path, content: Content
) -> None:
    fake = FakeOa(buttons=shape)
    async with live_oa(tmp_path, content, fake) as live:
        fake.user("u1")
        for _ in range(2):
            assert isinstance(await live.oa.channel.send(1, "u1", Reply("Chọn:", CHOICES)), Sent)
        assert all("2. Hóa đơn" in text for text in fake.users["u1"].texts)
        assert live.oa.account.known("buttons") == "off"
    assert fake.calls["/v3.0/oa/message/cs"] == 3  # refused once, never tried again


async def test_the_form_answers_name_and_number(tmp_path: Path, content: Content) -> None:
    fake = FakeOa()
    async with live_oa(tmp_path, content, fake) as live:
        await add_event(live.db, now=datetime.now(UTC))
        await fake.say("u1", "#dangky")
        await answers(fake, "u1", 1)
        await fake.say("u1", "1")  # agrees
        got = await answers(fake, "u1", 3)
        assert "Câu 1/6" in got[1]
        form = fake.users["u1"].received[2]["attachment"]["payload"]
        assert form["template_type"] == "request_user_info"
        info = {
            "name": unicodedata.normalize("NFD", "Nguyễn Văn An"),
            "phone": "84912345678",
            "full_address": {},
        }
        await fake.push(fake.event("user_submit_info", "u1", info=info))
        assert "Câu 3/6" in (await answers(fake, "u1", 4))[3]

        def kept(tx: Transaction) -> str:
            contact = tx.contacts.find("zalo_oa", "u1")
            assert contact
            return tx.conversations.load(contact.id, datetime.now(UTC)).flow or ""

        flow = await live.db.transaction(kept)
        assert unicodedata.normalize("NFC", "Nguyễn Văn An") in flow and "+84912345678" in flow


async def test_a_card_and_what_is_not_text(tmp_path: Path, content: Content) -> None:
    fake = FakeOa()
    async with live_oa(tmp_path, content, fake):
        card = {"attachments": [{"type": "contact", "payload": {"phone": "84912345678"}}]}
        fake.user("u1")
        await fake.push(fake.event("user_send_business_card", "u1", message=card))
        assert "danh thiếp" in (await answers(fake, "u1", 1))[0]
        for number, kind in enumerate(("sticker", "audio", "file", "location", "gif", "video"), 2):
            message = {"attachments": [{"type": kind, "payload": {}}]}
            await fake.push(fake.event(f"user_send_{kind}", "u1", message=message))
            assert "chữ" in (await answers(fake, "u1", number))[-1]


CARD = {"attachments": [{"type": "contact", "payload": {"phone": "84912345678", "name": "Lê An"}}]}


@pytest.mark.parametrize("said", ["Đúng, của tôi", "1", "0987654321"])
async def test_whose_card_it_is_is_asked(said: str, tmp_path: Path, content: Content) -> None:
    fake = FakeOa()
    async with live_oa(tmp_path, content, fake) as live:
        await add_event(live.db, now=datetime.now(UTC))
        # The question for the name comes with the form, in a message of its own.
        for count, text in ((1, "đăng ký hội nghị"), (3, "1"), (4, "Nguyễn Văn Bình")):
            await fake.push(fake.text_event("u1", text))
            await answers(fake, "u1", count)
        await fake.push(fake.event("user_send_business_card", "u1", message=CARD))
        assert "của chính ông/bà" in (await answers(fake, "u1", 5))[-1]
        await fake.push(fake.text_event("u1", said))
        await answers(fake, "u1", 6)

        def kept(tx: Transaction) -> str:
            contact = tx.contacts.find("zalo_oa", "u1")
            assert contact
            return tx.conversations.load(contact.id, datetime.now(UTC)).flow or ""

        flow = await live.db.transaction(kept)
        wanted = "+84987654321" if said.startswith("09") else "+84912345678"
        assert wanted in flow and "Nguyễn Văn Bình" in flow


def test_a_time_in_seconds_is_a_time() -> None:
    now = datetime(2026, 11, 26, 3, tzinfo=UTC)
    for told in (now.timestamp(), now.timestamp() * 1000):
        assert is_fresh({"timestamp": str(int(told))}, now)
    assert is_fresh({"timestamp": str(int(now.timestamp()))}, now - timedelta(days=1))
    for sample in ("1549870000", "1549870000000", "0", "x", "-5", "9" * 30):
        assert not is_fresh({"timestamp": sample}, now)


async def test_somebody_who_leaves_is_left_alone_until_they_come_back(
    tmp_path: Path, content: Content
) -> None:
    fake = FakeOa()
    async with live_oa(tmp_path, content, fake) as live:
        await fake.follow("u1")
        await answers(fake, "u1", 1)
        await fake.unfollow("u1")

        def state(tx: Transaction) -> ContactState:
            contact = tx.contacts.find("zalo_oa", "u1")
            assert contact
            return contact.state

        assert await live.db.transaction(state) is ContactState.LEFT
        await asyncio.sleep(0.01)
        await fake.follow("u1")
        assert await live.db.transaction(state) is ContactState.ACTIVE
        await answers(fake, "u1", 2)


async def test_an_unfollow_that_comes_late_drives_nobody_out(
    tmp_path: Path, content: Content
) -> None:
    fake = FakeOa()
    async with live_oa(tmp_path, content, fake) as live:
        await fake.follow("u1")
        left = fake._membership("unfollow", "u1")
        left["timestamp"] = str(int(left["timestamp"]) - 3_600_000)
        await fake.say("u1", "menu")
        await answers(fake, "u1", 2)
        assert (await fake.push(left)).status == 200  # it is not to be tried again

        def state(tx: Transaction) -> ContactState:
            contact = tx.contacts.find("zalo_oa", "u1")
            assert contact is not None
            return contact.state

        assert await live.db.transaction(state) is ContactState.ACTIVE
        await fake.push(fake._membership("unfollow", "u1"))
        assert await live.db.transaction(state) is ContactState.LEFT


async def test_our_own_words_and_other_events_are_not_answered(
    tmp_path: Path, content: Content
) -> None:
    fake = FakeOa()
    async with live_oa(tmp_path, content, fake) as live:
        fake.user("u1")
        ours = fake.event("oa_send_text", "u1", message={"text": "menu"})
        ours["sender"], ours["recipient"] = ours["recipient"], ours["sender"]
        odd = [
            ours,
            fake.event("user_seen_message", "u1", message={"msg_ids": ["a"]}),
            fake.event("user_received_message", "u1", message={}),
            fake.event("user_reacted_message", "u1", message={"react_icon": ":)"}),
            fake.event("user_send_group_text", "u1", message={"text": "menu"}),
            fake.event("anonymous_send_text", "u1", message={"text": "menu"}),
            fake.event("some_event_of_tomorrow", "u1"),
            {"event_name": "user_click_chatnow", "oa_id": OA_ID, "user_id": "u1", "app_id": APP_ID}
            | {"timestamp": str(int(fake.clock() * 1000))},
        ]
        for event in odd:
            assert (await fake.push(event)).status == 200
        assert await live.db.transaction(lambda tx: tx.contacts.find("zalo_oa", "u1")) is None
    assert fake.users["u1"].received == []


# ---- what comes in ----


async def test_the_same_event_five_times_is_one_message(tmp_path: Path, content: Content) -> None:
    fake = FakeOa()
    async with live_oa(tmp_path, content, fake):
        event, follow = fake.text_event("u1", "menu"), fake._membership("follow", "u1")
        for _ in range(5):
            await fake.push(event)
            await fake.push(follow)
        await answers(fake, "u1", 2)
        await asyncio.sleep(0.2)
    assert len(fake.users["u1"].received) == 2


async def test_messages_without_a_number_are_each_answered(
    tmp_path: Path, content: Content
) -> None:
    fake = FakeOa()
    async with live_oa(tmp_path, content, fake):
        for user in ("u1", "u2"):
            event = fake.text_event(user, "menu")
            event["message"]["msg_id"] = None
            for _ in range(2):
                await fake.push(event)
            await answers(fake, user, 1)
        await asyncio.sleep(0.2)
    assert [len(fake.users[user].received) for user in ("u1", "u2")] == [1, 1]


async def test_marks_written_apart_mean_the_same(tmp_path: Path, content: Content) -> None:
    fake = FakeOa()
    async with live_oa(tmp_path, content, fake):
        for form in ("NFC", "NFD"):
            text = unicodedata.normalize(form, "môn bài còn phải nộp không")
            await fake.push(fake.text_event("u1", text))
        first, second = await answers(fake, "u1", 2)
    assert first == second


def forged(fake: FakeOa, raw: bytes, body: dict[str, Any]) -> dict[str, tuple[bytes, str]]:
    """name -> (body, signature) of what must be refused."""
    right = fake.signature(raw, body)
    changed = raw.replace(b"menu", b"menv")
    later = orjson.dumps({**body, "timestamp": str(int(body["timestamp"]) + 1)})
    old = {**body, "timestamp": str(int(body["timestamp"]) - 25 * 3600 * 1000)}
    of_others = FakeOa(secret="another", clock=fake.clock)
    return {
        "no signature": (raw, ""),
        "one letter of it": (raw, right[:-1] + ("0" if right[-1] != "0" else "1")),
        "half of it": (raw, right[:40]),
        "letters that are none": (raw, "mac=ữ"),
        "another secret": (raw, of_others.signature(raw, body)),
        "one byte of the body": (changed, right),
        "another time": (later, right),
        "an old event": (orjson.dumps(old), fake.signature(orjson.dumps(old), old)),
        "not JSON": (b"{", right),
        "a list": (b"[]", right),
        "nothing": (b"", ""),
        "10 MB": (b'{"a":"' + b"x" * 10_000_000 + b'"}', right),
        "deep": (b"[" * 200_000, right),
    }


async def test_forged_webhooks_are_refused_and_leave_nothing(
    tmp_path: Path, content: Content
) -> None:
    fake = FakeOa()
    async with live_oa(tmp_path, content, fake) as live, aiohttp.ClientSession() as anybody:
        body = fake.text_event("u1", "menu")
        raw = orjson.dumps(body)
        for name, (sent, signature) in forged(fake, raw, body).items():
            headers = {"X-ZEvent-Signature": signature.encode().decode("latin-1")}
            try:
                async with anybody.post(
                    fake.webhook_url, data=io.BytesIO(sent), headers=headers
                ) as answer:
                    assert answer.status in (400, 403, 413), name
            except aiohttp.ClientError:  # the door closed while 10 MB were still coming
                assert name == "10 MB"
        contacts = await live.db.transaction(lambda tx: tx.contacts.find("zalo_oa", "u1"))
        assert contacts is None
        assert (await fake.push(body)).status == 200
        await answers(fake, "u1", 1)


async def test_a_body_that_never_ends_is_given_up(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.bodies.HOOK", BodyBound(1_000_000, within_s=0.3))
    fake = FakeOa()
    async with live_oa(tmp_path, content, fake) as live:
        host, _, port = live.address.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"POST /zalo-oa HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n{")
        answer = await asyncio.wait_for(reader.readline(), PATIENCE_S)
        writer.close()
        assert b" 408 " in answer
        await fake.say("u1", "menu")
        await answers(fake, "u1", 1)


@pytest.mark.parametrize("first", ["app_id", "oa_id"])
@pytest.mark.parametrize("secret", [APP_SECRET, WEBHOOK_KEY])
async def test_both_ways_of_signing_are_known(
    first: str, secret: str, tmp_path: Path, content: Content, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    fake = FakeOa(first_term=first, secret=secret)
    async with live_oa(tmp_path, content, fake):
        assert (await fake.say("u1", "menu")).status == 200
    place = 0 if secret == WEBHOOK_KEY else 1
    assert f"signed with {first}/{place}" in caplog.text


async def test_one_way_can_be_demanded_or_only_logged(tmp_path: Path, content: Content) -> None:
    fake = FakeOa(first_term="oa_id")
    async with live_oa(tmp_path, content, fake, first_term="app_id"):
        assert (await fake.push(fake.text_event("u1", "menu"), retries=0)).status == 403
    only_log = FakeOa(secret="unknown")
    async with live_oa(tmp_path, content, only_log, only_log_signatures=True):
        assert (await only_log.say("u1", "menu")).status == 200


EVENTS: list[tuple[str, dict[str, Any], list[tuple[IncomingKind, str, str]]]] = [
    ("user_send_text", {"text": "xin chào"}, [(IncomingKind.TEXT, "xin chào", "")]),
    (
        "user_send_image",
        {"attachments": [{"type": "image", "payload": {"url": "http://f6.photo.zdn.vn/a.jpg"}}]},
        [(IncomingKind.PHOTO, "", "http://f6.photo.zdn.vn/a.jpg")],
    ),
    (
        "user_send_image",
        {
            "text": "cống",
            "attachments": [
                {"type": "photo", "payload": {"url": "https://x.vn/1.jpg"}},
                {"type": "photo", "payload": {"url": "https://x.vn/2.jpg"}},
            ],
        },
        [
            (IncomingKind.PHOTO, "cống", "https://x.vn/1.jpg"),
            (IncomingKind.PHOTO, "", "https://x.vn/2.jpg"),
        ],
    ),
    ("user_send_link", {"text": "https://a.vn", "attachments": [{"type": "link", "payload": {}}]},
     [(IncomingKind.TEXT, "https://a.vn", "")]),
    ("user_send_location", {"attachments": [{"type": "location", "payload": {"coordinates": {}}}]},
     [(IncomingKind.UNREADABLE, "", "")]),
    ("user_send_audio", {"attachments": [{"type": "audio", "payload": {"url": "u"}}]},
     [(IncomingKind.UNREADABLE, "", "")]),
    ("user_send_file", {"attachments": [{"type": "file", "payload": {"name": "a.doc"}}]},
     [(IncomingKind.UNREADABLE, "", "")]),
    ("user_send_sticker", {"attachments": [{"type": "sticker", "payload": {"id": "1"}}]},
     [(IncomingKind.UNREADABLE, "", "")]),
    # What has no address, or no shape, takes neither the words nor its neighbours along.
    ("user_send_image", {"text": "cống tắc", "attachments": [{"type": "image", "payload": {}}]},
     [(IncomingKind.UNREADABLE, "cống tắc", "")]),
    ("user_send_image", {"text": "cống tắc", "attachments": [{"type": "image"}, None, 7]},
     [(IncomingKind.UNREADABLE, "cống tắc", "")]),
    ("user_send_image", {"text": "cống tắc", "attachments": {"type": "photo", "payload": "x"}},
     [(IncomingKind.UNREADABLE, "cống tắc", "")]),
    ("user_send_image",
     {"text": "hai ảnh", "attachments": [
         {"type": "image", "payload": {"url": 5}},
         {"type": "image", "payload": {"url": "https://x.vn/2.jpg"}},
         {"type": "file", "payload": {"name": "a.doc"}}]},
     [(IncomingKind.PHOTO, "hai ảnh", "https://x.vn/2.jpg"), (IncomingKind.UNREADABLE, "", "")]),
    ("user_send_audio", {"text": "nghe giúp", "attachments": [{"type": "audio"}]},
     [(IncomingKind.UNREADABLE, "nghe giúp", "")]),
    ("user_seen_message", {"msg_ids": ["1"]}, []),
    ("oa_send_text", {"text": "x"}, []),
    ("user_send_group_text", {"text": "x"}, []),
]  # fmt: skip


@pytest.mark.parametrize(("event", "message", "wanted"), EVENTS)
def test_every_kind_of_event(
    event: str, message: dict[str, Any], wanted: list[tuple[IncomingKind, str, str]]
) -> None:
    found = read(FakeOa().event(event, "246845883529197922", message=message))
    assert [(i.kind, i.text, i.picture.reference if i.picture else "") for i in found] == wanted
    assert len({i.external_id for i in found}) == len(found)
    assert all(i.address == "246845883529197922" for i in found)


@pytest.mark.parametrize(
    "info",
    [
        {"name": "An", "phone": "84912345678", "full_address": {"user_ward": "Phù Liễn"}},
        {"name": "An", "phone": "84912345678", "address": "1", "city": "Hải Phòng"},
    ],
)
def test_both_forms_of_what_was_filled_in(info: dict[str, Any]) -> None:
    [found] = read(FakeOa().event("user_submit_info", "1", info=info))
    assert found.shared == Shared("An", "84912345678") and found.kind is IncomingKind.SHARED


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        *("event_name", "message", "sender", "follower", "timestamp", "id"),
                        *("attachments", "payload", "type", "info", "msg_id", "recipient"),
                    ]
                ),
                inner | st.sampled_from(["user_send_text", "follow", "user_submit_info"]),
                max_size=5,
            )
        ),
        max_leaves=14,
    )
)
def test_no_event_makes_reading_raise(body: object) -> None:
    read(body)
    if isinstance(body, dict):
        signed_with(b"x", body, "mac=1", ("app_id", "oa_id"), ("a", "b"))


# ---- what goes out ----


WANTED: dict[Remedy, type] = {
    Remedy.RENEW: Sent,  # after a refresh
    Remedy.LIMIT: Retry,
    Remedy.WAIT: Retry,
    Remedy.NIGHT: Retry,
    Remedy.PERSON: Retry,
    Remedy.QUOTA: Retry,
    Remedy.PERMANENT: Rejected,
    Remedy.CLOSED: Closed,
    Remedy.GONE: Stopped,
    Remedy.UPLOAD: Rejected,
    Remedy.OTHER_API: Retry,
}


async def test_every_error_of_the_reference_has_its_outcome(
    tmp_path: Path, content: Content
) -> None:
    now = [1_800_000_000.0]
    fake = FakeOa(clock=lambda: now[0])
    async with live_oa(tmp_path, content, fake, message_api="v3") as live:
        fake.user("u1")
        for code, fault in FAULTS.items():
            now[0] += 120
            fake.user("u1")
            fake.answers["message/cs"] = deque([(code, "x")])
            outcome = await live.oa.channel.send(1, "u1", Reply("chào"))
            assert isinstance(outcome, WANTED[fault]), (code, outcome)
            waits = isinstance(outcome, Retry) and outcome.everyone
            assert waits is (fault in (Remedy.LIMIT, Remedy.PERSON, Remedy.OTHER_API)), code
        fake.answers["message/cs"] = deque([(-98765, "something new")])
        assert isinstance(await live.oa.channel.send(1, "u1", Reply("chào")), Rejected)
        fake.answers["message/cs"] = deque([(-224, "package")])
        await live.oa.channel.send(1, "u1", Reply("chào"))
        alarms = await live.db.transaction(lambda tx: tx.alarms.all())
        assert {(a.channel, a.what) for a in alarms} == {("zalo_oa", "refused")}
        assert isinstance(await live.oa.channel.send(1, "u1", Reply("chào")), Sent)
        assert await live.db.transaction(lambda tx: tx.alarms.all()) == []  # it is over


# The table of the reference (platforms 3.10), and what the door for tokens says.
PUBLISHED = [
    *(-32, -100, -200, -201, -204, -205, -209, -210, -211, -212, -213, -214, -216, -217, -218),
    *(-219, -220, -221, -223, -224, -227, -230, -232, -233, -234, -235, -237, -238, -240, -241),
    *(-242, -244, -248, -249, -320, -321, -403),
    *(-108, -109, -114, -115, -117, -118, -119, -124, -126, -127, -131, -133, -135, -136, -137),
    *(-139, -141, -144, -146, -147, -1121, -1122),
    *(-14002, -14003),
]


def test_every_published_error_is_known_once() -> None:
    assert sorted(FAULTS) == sorted(PUBLISHED)


def test_the_night_ends_at_five_past_six() -> None:
    late = START.replace(hour=15, minute=5)  # 22:05 in Viet Nam
    outcome = outcome_of(-234, "night", late)
    assert isinstance(outcome, Retry) and outcome.after_s == 8 * 3600


async def test_windows_are_the_platforms(tmp_path: Path, content: Content) -> None:
    now = [1_800_000_000.0]
    fake = FakeOa(clock=lambda: now[0])
    async with live_oa(tmp_path, content, fake) as live:
        fake.user("u1")
        now[0] += 8 * 86_400
        await live.oa.account.connect(pair_of(fake))
        outcome = await live.oa.channel.send(1, "u1", Reply("chào"))
        assert outcome == Closed("window")
        assert isinstance(await live.oa.channel.send(1, "nobody", Reply("chào")), Rejected)


async def test_what_was_taken_without_an_answer_is_in_doubt(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.zalo_oa.api.READ_TIMEOUT_S", 0.3)
    fake = FakeOa()
    async with live_oa(tmp_path, content, fake) as live:
        fake.user("u1")
        fake.accept_and_hang.append("u1")
        assert isinstance(await live.oa.channel.send(1, "u1", Reply("chào")), Unsure)


async def test_pictures_documents_and_tickets(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = FakeOa()
    files = {"a.jpg": jpeg(), "b.pdf": b"%PDF-1.4 x", "big.jpg": b"x" * 1_100_000}
    async with live_oa(tmp_path, content, fake) as live:
        fake.user("u1")
        channel = live.oa.channel
        monkeypatch.setattr(channel, "_attachment", files.get)

        def reply(name: str) -> Reply:
            return Reply("Xem", attachment=Attachment(name, "Tờ rơi", f"https://x.vn/tep/{name}"))

        for _ in range(2):
            assert isinstance(await channel.send(1, "u1", reply("a.jpg")), Sent)
        assert fake.calls["/v2.0/oa/upload/image"] == 1  # once for everybody
        element = fake.users["u1"].received[-1]["attachment"]["payload"]["elements"][0]
        assert element["media_type"] == "image"
        assert "https://x.vn/tep/a.jpg" in fake.users["u1"].texts[-1]
        fake.forget_uploads()  # a week later
        assert isinstance(await channel.send(1, "u1", reply("a.jpg")), Sent)
        assert fake.calls["/v2.0/oa/upload/image"] == 2
        assert isinstance(await channel.send(1, "u1", reply("b.pdf")), Sent)
        assert fake.users["u1"].received[-1]["attachment"]["type"] == "file"
        assert "https://x.vn/tep/b.pdf" in fake.users["u1"].texts[-1]
        fake.forget_uploads()
        assert isinstance(await channel.send(1, "u1", reply("b.pdf")), Sent)
        assert fake.users["u1"].received[-1]["attachment"]["type"] == "file"
        assert isinstance(await channel.send(1, "u1", reply("big.jpg")), Sent)
        assert "attachment" not in fake.users["u1"].received[-1]
        assert isinstance(await channel.send(1, "u1", Reply("Vé của ông", qr="DK-1")), Sent)
        assert "attachment" in fake.users["u1"].received[-1]


LONG = "\n\n".join(f"Đoạn {number}. " + "Nộp tờ khai đúng hạn. " * 40 for number in range(4))


def how_often(fake: FakeOa) -> list[int]:
    said = "\n".join(fake.users["u1"].texts)
    return [said.count(f"Đoạn {number}.") for number in range(4)]


async def test_the_beginning_of_a_long_text_is_not_sent_again(
    tmp_path: Path, content: Content
) -> None:
    fake = FakeOa()
    async with live_oa(tmp_path, content, fake, message_api="v3") as live:
        fake.user("u1")

        def queue(tx: Transaction) -> None:
            now = datetime.now(UTC)
            contact = tx.contacts.meet("zalo_oa", "u1", now)
            tx.outbox.add(contact.id, Reply(LONG).to_json(), now)

        fake.troubles = lambda user_id, text: "limit" if "Đoạn 3." in text else ""
        await live.db.transaction(queue)
        live.core.wake()
        later = datetime.now(UTC) + timedelta(hours=1)
        rows: list[OutboxRow] = []
        while not rows:  # until the first try is written down
            await asyncio.sleep(0.1)
            if how_often(fake)[0]:
                rows = await live.db.transaction(lambda tx: tx.outbox.claim("zalo_oa", later, 1))
        fake.troubles = lambda user_id, text: ""
        outcome = await live.oa.channel.send(rows[0].id, "u1", Reply.from_json(rows[0].body))
        assert isinstance(outcome, Sent) and how_often(fake) == [1, 1, 1, 1]


async def test_a_long_text_whose_buttons_are_refused_is_said_once(
    tmp_path: Path, content: Content
) -> None:
    fake = FakeOa()
    async with live_oa(tmp_path, content, fake, message_api="v3", buttons="B") as live:
        fake.user("u1")
        reply = Reply(LONG, numbered((Choice("Xem vé", "ticket"), Choice("Thôi", "menu"))))
        outcome = await live.oa.channel.send(1, "u1", reply)
        assert isinstance(outcome, Sent) and how_often(fake) == [1, 1, 1, 1]
        assert "1. Xem vé" in fake.users["u1"].texts[-1]


@pytest.mark.parametrize("gate", [20, 400])
async def test_the_plans_calls_a_minute_are_never_exceeded(
    gate: int, tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A minute of two seconds: a broadcast, and people who write meanwhile."""
    for name in ("bot.channels.zalo_oa.api.WINDOW_S", "bot.core.pacing.MINUTE_S"):
        monkeypatch.setattr(name, 2.0)
    moment = MONDAY.timestamp() - time.time()
    fake = FakeOa(gate=gate, gate_window_s=2.0, latency_s=0.02, clock=lambda: time.time() + moment)
    people = int(gate * 2.5)
    async with live_oa(tmp_path, content, fake, per_minute=gate) as live:

        def work(tx: Transaction) -> int:
            for number in range(people):
                fake.user(str(10_000 + number))
            subscribe(tx, people, MONDAY, channel="zalo_oa")
            return approved(tx, MONDAY).id

        broadcast_id = await live.db.transaction(work)
        fake_user = [f"c{number}" for number in range(gate // 4)]
        moment += 130  # the two minutes to take it back are over
        live.core.wake()
        for user_id in fake_user:
            await fake.say(user_id, "menu")
            await asyncio.sleep(4 / len(fake_user))

        def all_sent(tx: Transaction) -> bool:
            return tx.ledger.counts(broadcast_id).by_state.get("sent") == people

        await until(lambda: live.db.transaction(all_sent))
        for user_id in fake_user:
            await answers(fake, user_id, 1)
    times, worst = fake.times, 0
    for place, at in enumerate(times):
        worst = max(worst, sum(at - 2.0 < other <= at for other in times[: place + 1]))
    assert worst <= gate, f"{worst} calls in one window"
    assert sum(len(user.received) for user in fake.users.values()) == people + len(fake_user)


async def test_the_gate_alone_holds_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.zalo_oa.api.WINDOW_S", 0.5)
    monkeypatch.setattr("bot.channels.zalo_oa.api.MARGIN_S", 0.02)
    gate, times = MinuteGate(10), []

    async def call() -> None:
        await gate.enter()
        times.append(time.monotonic())

    await asyncio.gather(*(call() for _ in range(35)))
    assert all(later - sooner >= 0.5 for sooner, later in zip(times, times[10:], strict=False))


async def test_a_long_reply_fits_several_messages(tmp_path: Path, content: Content) -> None:
    fake = FakeOa(oa_type=4)
    async with live_oa(tmp_path, content, fake) as live:
        fake.user("u1")
        text = "\n\n".join(f"Đoạn {n}: " + "chữ " * 90 for n in range(12))
        assert isinstance(await live.oa.channel.send(1, "u1", Reply(text, CHOICES)), Sent)
    assert len(fake.users["u1"].received) >= 3
    assert fake.users["u1"].texts[-1].endswith("2. Hóa đơn")


async def test_no_secret_is_in_any_log_line(
    tmp_path: Path, content: Content, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ahead = [0.0]
    fake = FakeOa(clock=lambda: time.time() + ahead[0])
    async with live_oa(tmp_path, content, fake):
        await fake.say("u1", "menu")
        await answers(fake, "u1", 1)
        ahead[0] = 3600.0
        fake.answers["message/cs"] = deque([(-216, "x")])
        await fake.say("u1", "xin chào")
        await answers(fake, "u1", 2)
    ours = "\n".join(r.getMessage() for r in caplog.records if not r.name.startswith("asyncio"))
    for secret in (fake.access_token, fake.refresh_token, APP_SECRET, WEBHOOK_KEY, "xin chào"):
        assert secret not in ours


# ---- exact requests, a question with a photo, windows ----


def to(message: dict[str, Any]) -> dict[str, Any]:
    return {"recipient": {"user_id": "u1"}, "message": message}


def template(payload: dict[str, Any]) -> dict[str, Any]:
    return {"type": "template", "payload": payload}


BUTTON = {"title": "1. Đồng ý", "type": "oa.query.show", "payload": "Đồng ý"}
YES = numbered((Choice("Đồng ý", "x"),))
KINDS: list[tuple[str, dict[str, Any], Reply, list[dict[str, Any]]]] = [
    ("words", {}, Reply("Chào **ông/bà**"), [{"text": "Chào ông/bà"}]),
    (
        "numbers",
        {"buttons": "off"},
        Reply("Chọn:", YES, footer="Nguồn: x"),
        [{"text": "Chọn:\n\n  1. Đồng ý\n\n(Nguồn: x)"}],
    ),
    (
        "buttons A",
        {"buttons": "A"},
        Reply("Chọn:", YES),
        [{"text": "Chọn:", "attachment": template({"buttons": [BUTTON]})}],
    ),
    (
        "buttons B",
        {"buttons": "B"},
        Reply("Chọn:", YES),
        [
            {
                "attachment": template(
                    {"template_type": "button", "text": "Chọn:", "buttons": [BUTTON]}
                )
            }
        ],
    ),
    (
        "the form",
        {"form": "on"},
        Reply("Họ và tên?", asks_contact="Điền tại đây"),
        [
            {"text": "Họ và tên?"},
            {
                "attachment": template(
                    {
                        "template_type": "request_user_info",
                        "elements": [
                            {
                                "title": "phường Phù Liễn",
                                "subtitle": "Điền tại đây",
                                "image_url": "https://phuong.test/static/zalo.png",
                            }
                        ],
                    }
                )
            },
        ],
    ),
]


@pytest.mark.parametrize(
    ("given", "reply", "wanted"), [kind[1:] for kind in KINDS], ids=[kind[0] for kind in KINDS]
)
async def test_every_kind_of_message_as_the_reference_writes_it(
    given: dict[str, Any],
    reply: Reply,
    wanted: list[dict[str, Any]],
    tmp_path: Path,
    content: Content,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fake = FakeOa(buttons=given.get("buttons", "A"))
    async with live_oa(tmp_path, content, fake, **given) as live:
        fake.user("u1")
        asked: list[tuple[str, dict[str, Any]]] = []
        post = live.oa.channel.api.post

        async def noted(path: str, body: dict[str, Any]) -> dict[str, Any]:
            asked.append((path, body))
            return await post(path, body)

        monkeypatch.setattr(live.oa.channel.api, "post", noted)
        assert isinstance(await live.oa.channel.send(1, "u1", reply), Sent)
    assert asked == [("/v3.0/oa/message/cs", to(message)) for message in wanted]


@pytest.mark.parametrize("slow", [False, True])
async def test_photos_go_with_a_question_if_they_come_in_time(
    slow: bool, tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two photos sent together arrive as two events; a slow one is asked for again, and the event
    is acknowledged in time all the same."""
    monkeypatch.setattr("bot.channels.download.is_public", lambda address, **_: True)
    monkeypatch.setattr("bot.channels.download.is_global", lambda host: True)
    monkeypatch.setattr("bot.channels.zalo_oa.channel.FETCH_TIMEOUT_S", 0.4 if slow else PATIENCE_S)

    async def photo(request: web.Request) -> web.Response:
        if slow:
            await asyncio.sleep(PATIENCE_S)
        return web.Response(body=jpeg(), content_type="image/jpeg")

    app = web.Application()
    app.router.add_get("/{name}", photo)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    cdn = f"http://127.0.0.1:{runner.addresses[0][1]}"
    fake = FakeOa(oa_type=4)
    async with live_oa(tmp_path, content, fake) as live:
        said = ["gửi câu hỏi", "Cống trước nhà tắc, nước dâng khi mưa"]
        for number, text in enumerate(said, 1):
            await fake.say("u1", text)
            await answers(fake, "u1", number)
        await fake.say("u1", "0")  # back to the words, where photos are taken
        count = len(await answers(fake, "u1", 3))
        for name in ("a", "b"):
            files = [{"type": "photo", "payload": {"url": f"{cdn}/{name}.jpg"}}]
            event = fake.event("user_send_image", "u1", message={"attachments": files})
            push = await fake.push(event)
            assert push.status == 200 and push.took_s < PATIENCE_S / 2
            count += 1
            await answers(fake, "u1", count)
        kept = await live.db.transaction(lambda tx: tx.questions.photo_names())
    await runner.cleanup()
    assert len(kept) == (0 if slow else 2), fake.users["u1"].texts[-2:]


@pytest.mark.parametrize("pays", [False, True])
async def test_who_is_reached_for_nothing_for_money_and_not_at_all(
    pays: bool, tmp_path: Path, content: Content
) -> None:
    fake = FakeOa(clock=lambda: MONDAY.timestamp() + 130)
    ages = {"10000": 1.0, "10001": 3 * 24.0, "10002": 8 * 24.0}  # hours since they last wrote
    async with live_oa(tmp_path, content, fake, pays=pays) as live:

        def work(tx: Transaction) -> tuple[Any, int]:
            for user_id, hours in ages.items():
                fake.user(user_id).last_at -= hours * 3600
                contact = tx.contacts.meet("zalo_oa", user_id, MONDAY - timedelta(hours=hours))
                tx.subscriptions.add(contact.id, "thue", MONDAY - timedelta(days=30))
                if hours > 48:  # a reminder, which nobody should pay for unasked
                    tx.outbox.add(contact.id, Reply("Nhắc").to_json(), MONDAY, kind=Kind.NOTICE)
            made = approved(tx, MONDAY)
            return planning.plan(
                tx, live.core.content.ward, made, MONDAY, live.core.policies
            ).channels[0], made.id

        plan, broadcast_id = await live.db.transaction(work)
        assert (plan.people, plan.free, plan.paid, plan.unreachable) == (3, 1, 1, 1)
        live.core.wake()

        def settled(tx: Transaction) -> Any:
            counts = tx.ledger.counts(broadcast_id)
            return counts if counts.total and counts.settled == 3 else None

        counts = await until(lambda: live.db.transaction(settled))
        assert counts.by_state.get("sent") == (2 if pays else 1)
        assert counts.by_state.get("skipped") == (1 if pays else 2)
    assert len(fake.users["10001"].received) == (2 if pays else 0)
    assert fake.users["10002"].received == [] and fake.billed == (2 if pays else 0)


@pytest.mark.parametrize(
    "attachments", [[{"type": "image"}], [{"type": "image", "payload": {}}], ["x"], 7]
)
def test_a_picture_without_an_address_is_answered(attachments: object) -> None:
    body = {
        "event_name": "user_send_image",
        "timestamp": "1750316131602",
        "sender": {"id": "42"},
        "message": {"msg_id": "m1", "attachments": attachments},
    }
    [incoming] = read(body)
    assert (incoming.kind, incoming.address) == (IncomingKind.UNREADABLE, "42")
