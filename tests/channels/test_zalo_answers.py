"""Whatever Zalo's servers answer, it is read within bounds, and no pair of tokens is lost by it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.channels import answers
from bot.channels.base import Retry, SendOutcome, Sent, Unsure
from bot.channels.oa import NoAnswer, OaRefused, Pair
from bot.channels.zalo_oa.account import OaAccount, OaLogin
from bot.channels.zalo_oa.api import FixedAccount
from bot.channels.zalo_oa.channel import OaOptions, ZaloOaChannel
from content.library import Content
from handlers.talk.messages import Reply
from storage import database
from tests.support.engine import address
from tests.support.zalo_oa import KEY

NOW = datetime(2026, 8, 3, 2, 0, tzinfo=UTC)
OK = b'{"error": 0, "message": "Success", "data": {"message_id": "m1"}}'
NO_ANSWERS = [
    b"", b"null", b"[]", b"7", b'"x"', b"{}", b'{"error": null}', b'{"error": [1]}',
    b'{"error": 1e999}', b'{"error": "' + b"9" * 5000 + b'"}', b"<html>Bad Gateway</html>",
    b"\xff\xfe", b"[" * 100_000,
]  # fmt: skip


class Answering:
    """Answers every call with the bodies given, the last one again and again."""

    def __init__(self, *bodies: bytes, status: int = 200) -> None:
        self.bodies = list(bodies)
        self.status = status
        self.asked = 0

    async def answer(self, request: web.Request) -> web.Response:
        await request.read()
        self.asked += 1
        body = self.bodies.pop(0) if len(self.bodies) > 1 else self.bodies[0]
        return web.Response(body=body, status=self.status, content_type="text/html")


@asynccontextmanager
async def served(answering: Answering) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answering.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def sent(body: bytes) -> SendOutcome:
    async with served(Answering(body)) as base:
        channel = ZaloOaChannel(FixedAccount("t"), base, OaOptions(per_minute=0))
        await channel.api.open()
        try:
            return await channel.send(1, "u1", Reply("xin chào"))
        finally:
            await channel.api.close()


@pytest.mark.parametrize("body", NO_ANSWERS)
async def test_an_answer_of_any_shape_leaves_a_message_in_doubt_and_raises_nothing(
    body: bytes,
) -> None:
    assert isinstance(await sent(body), Unsure)


@pytest.mark.parametrize(
    "body",
    [
        OK,
        b'{"error": "0", "data": null}',
        b'{"error": 0, "data": []}',
        b'{"error": 0, "data": {"message_id": null}}',
        b'{"error": 0, "data": {"message_id": "\\ud800", "n": 1e400}}',
        b'{"error": 0, "data": {"message_id": ' + b"9" * 3000 + b"}}",
    ],
)
async def test_a_message_that_was_taken_is_sent_whatever_stands_beside_it(body: bytes) -> None:
    outcome = await sent(body)
    assert isinstance(outcome, Sent)
    outcome.vendor_id.encode()  # can be stored
    assert len(outcome.vendor_id) <= answers.LONGEST_NAME


async def test_an_answer_without_an_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "LARGEST_ANSWER", 1000)
    assert isinstance(await sent(OK[:-1] + b" " * 200_000 + b"}"), Unsure)


async def test_an_error_in_odd_words_is_an_error() -> None:
    outcome = await sent(b'{"error": -32, "message": ["\\ud800"]}')
    assert isinstance(outcome, Retry)
    outcome.error.encode()


PAIR = b'{"access_token": "a2", "refresh_token": "r2", "expires_in": %s}'


async def refreshed(*bodies: bytes) -> Pair:
    async with served(Answering(*bodies)) as base:
        return await OaLogin(base, "1", "s").refresh("r1")


@pytest.mark.parametrize(
    ("told", "lasts"),
    [
        (b'"90000"', 25.0),
        (b"3600", 1.0),
        (b"null", 25.0),
        (b'"soon"', 25.0),
        (b"[]", 25.0),
        (b"-5", 25.0),
        (b"1e999", 25.0),
        (b"9" * 30, 25.0),
        (b"99999999999999", 25.0),
    ],
)
async def test_a_pair_is_kept_whatever_its_time_is_said_to_be(told: bytes, lasts: float) -> None:
    pair = await refreshed(PAIR % told)
    assert pair == Pair("a2", "r2", timedelta(hours=lasts))
    assert NOW + pair.lasts > NOW


@pytest.mark.parametrize(
    "body",
    [
        *NO_ANSWERS,
        b'{"access_token": "a2"}',
        b'{"error": 0}',
        b'{"access_token": ["a"], "refresh_token": "r"}',
    ],
)
async def test_an_answer_that_says_nothing_leaves_the_pair_in_doubt(body: bytes) -> None:
    with pytest.raises(NoAnswer):
        await refreshed(body)


async def test_a_refusal_in_odd_words_is_a_refusal() -> None:
    with pytest.raises(OaRefused) as raised:
        await refreshed(b'{"error": -14014, "error_description": ["\\ud800"]}')
    assert raised.value.code == -14014
    str(raised.value).encode()


@pytest.mark.parametrize("odd", [b"null", b"[]", b"{}", b"<html>", b'{"error": 0}'])
async def test_one_odd_answer_costs_nobody_the_connection(
    odd: bytes, tmp_path: Path, content: Content
) -> None:
    async with (
        served(Answering(odd, PAIR % b'"90000"')) as base,
        database.open(address(tmp_path, "t")) as db,
    ):
        own = OaAccount(db, content, OaLogin(base, "1", "s"), KEY, lambda: NOW)
        await own.connect(Pair("a1", "r1", timedelta(seconds=1)), "oa")
        row = await db.transaction(lambda tx: tx.zalo.get())
        assert row is not None
        later = OaAccount(
            db, content, OaLogin(base, "1", "s"), KEY, lambda: NOW + timedelta(hours=1)
        )
        assert await later.token() == "a2"
        assert await db.transaction(lambda tx: tx.alarms.all()) == []
