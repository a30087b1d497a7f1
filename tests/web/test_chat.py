"""The web chat over real HTTP: as a plain form, as a script uses it, and as an attacker would."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest

from bot.app import utc_now
from bot.web.chat import WebChat
from bot.web.limits import RateLimit
from content.library import Content
from handlers.talk.messages import Reply
from storage.database import Transaction
from tests.support.botapi import BotApi, serving
from tests.support.patience import PATIENCE_S
from tests.support.site import site

JSON = {"Accept": "application/json"}


class Visitor:
    """A browser without scripts: keeps its cookies, reads every answer whole."""

    def __init__(self, raw: aiohttp.ClientSession) -> None:
        self.raw = raw

    async def get(self, url: str, **options: Any) -> aiohttp.ClientResponse:
        return await self._read(self.raw.get(url, **options))

    async def post(self, url: str, **options: Any) -> aiohttp.ClientResponse:
        return await self._read(self.raw.post(url, **options))

    async def _read(self, request: Any) -> aiohttp.ClientResponse:
        async with request as response:
            await response.read()
            answer: aiohttp.ClientResponse = response
            return answer


@asynccontextmanager
async def session(headers: dict[str, str] | None = None) -> AsyncIterator[Visitor]:
    async with aiohttp.ClientSession(
        cookie_jar=aiohttp.CookieJar(unsafe=True),
        timeout=aiohttp.ClientTimeout(total=PATIENCE_S),
        headers=headers,
    ) as raw:
        yield Visitor(raw)


def fields(page: str) -> dict[str, str]:
    """The hidden fields of the page's question form."""
    form = page[page.index('id="ask"') :]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)[:2])


async def test_the_page_works_as_a_plain_form(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        page = await (await browser.get(at.url)).text()
        assert "trợ lý tự động" in page
        assert "Nói chuyện với cán bộ" in page
        form = fields(page) | {"text": "ho kinh doanh bao nhieu thi phai dong thue"}
        answer = await browser.post(at.url + "/send", data=form)
        assert answer.url.path == "/"  # redirected, so that a reload sends nothing again
        page = await answer.text()
        assert "từ 1 tỷ đồng trở xuống" in page
        assert "ho kinh doanh bao nhieu" in page
        assert page.count("<article") == 3  # the opening, the question, the answer
        # The number of a choice can be typed, though the list came from the page before.
        answer = await browser.post(at.url + "/send", data=fields(page) | {"text": "1"})
        assert "Nghị định 68/2026/NĐ-CP" in await answer.text()


async def test_the_number_of_an_opening_that_was_only_shown_can_be_typed(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        page = await (await browser.get(at.url + "/?chu-de=etax")).text()
        assert "Tải eTax Mobile ở đâu" in page
        answer = await browser.post(at.url + "/send", data=fields(page) | {"text": "1"})
        assert "App Store" in await answer.text()


async def test_the_same_form_sent_twice_is_one_message(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        form = fields(await (await browser.get(at.url)).text()) | {"text": "menu"}
        await browser.post(at.url + "/send", data=form)
        page = await (await browser.post(at.url + "/send", data=form)).text()
        assert page.count('class="said"') == 1


async def test_two_clicks_at_once_and_the_back_button_are_one_message(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        form = fields(await (await browser.get(at.url)).text()) | {"text": "menu"}
        clicks = [browser.post(at.url + "/send", data=form) for _ in range(4)]
        for answer in await asyncio.gather(*clicks):
            assert answer.status == 200 and answer.url.path == "/"
        again = await (await browser.post(at.url + "/send", data=form)).text()
        assert again.count('class="said"') == 1
        other = await (await browser.post(at.url + "/send", data=form | {"text": "2"})).text()
        assert other.count('class="said"') == 2  # other words from the same page are said, too


async def test_a_script_gets_the_new_lines(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, session(headers=JSON) as browser:
        await browser.get(at.url)
        form = {"text": "môn bài còn nộp không", "once": "1", "opened": "-", "after": "0"}
        lines = (await (await browser.post(at.url + "/send", data=form)).json())["lines"]
        assert ["said" in line["html"] for line in lines] == [False, True, False]
        after = str(lines[-1]["id"])
        later = await (await browser.get(f"{at.url}/new?after={after}")).json()
        assert later == {"lines": [], "gone": []}


async def test_later_lines_are_streamed_and_caught_up_with(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        await browser.get(at.url)
        form = {"text": "menu", "once": "1", "opened": ""}
        await browser.post(at.url + "/send", data=form, headers=JSON)
        async with browser.raw.get(at.url + "/stream") as stream:
            events = [await event(stream) for _ in range(2)]
            assert "menu" in events[0][1]["html"]
            await browser.post(at.url + "/send", data=form | {"once": "2"}, headers=JSON)
            live = [await event(stream) for _ in range(2)]
            assert live[0][0] > events[1][0]
        missed = {"Last-Event-ID": str(live[0][0])}
        async with browser.raw.get(at.url + "/stream", headers=missed) as stream:
            assert (await event(stream))[0] == live[1][0]


async def test_what_was_taken_back_leaves_every_page(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        await browser.get(at.url)
        form = {"text": "menu", "once": "1", "opened": ""}
        await browser.post(at.url + "/send", data=form, headers=JSON)
        async with browser.raw.get(at.url + "/stream") as stream:
            last = (await event(stream))[0]
            last = (await event(stream))[0]

            def ask(tx: Transaction) -> None:
                [found] = tx.outbox._db.execute("SELECT id FROM contact WHERE channel = 'web'")
                row = tx.outbox.add(found["id"], Reply("nhầm").to_json(), utc_now(), dedupe_key="k")
                assert row is not None

            def take(tx: Transaction) -> None:
                assert tx.outbox.retract("k", utc_now()) == 1

            await at.core.database.transaction(ask)
            at.core.wake()
            number, shown = await event(stream)
            assert number > last and "nhầm" in shown["html"]
            await at.core.database.transaction(take)
            at.core.wake()
            while b"event: gone" not in (line := await stream.content.readline()):
                assert line
            assert await stream.content.readline() == b"data: [%d]\n" % number
        later = await (await browser.get(f"{at.url}/new?after=0", headers=JSON)).json()
        assert later["gone"] == [number]
        assert "nhầm" not in "".join(line["html"] for line in later["lines"])
        assert "nhầm" not in await (await browser.get(at.url)).text()


async def event(stream: aiohttp.ClientResponse) -> tuple[int, dict[str, str]]:
    number = 0
    while line := await stream.content.readline():
        if line.startswith(b"id: "):
            number = int(line[4:])
        if line.startswith(b"data: "):
            return number, orjson.loads(line[6:])
    raise AssertionError("the stream ended")


async def test_everybody_sees_only_their_own_conversation(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, session() as one, session() as other:
        form = fields(await (await one.get(at.url)).text()) | {"text": "bí mật của tôi"}
        await one.post(at.url + "/send", data=form)
        assert "bí mật" not in await (await other.get(at.url)).text()
        forged = {"Cookie": "donghanh=ImFiYyI.AAAA"}
        assert "bí mật" not in await (await other.get(at.url, headers=forged)).text()


async def test_the_cookie_and_the_headers_are_safe(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        answer = await browser.get(at.url)
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        page = await answer.text()
        assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page)  # nothing from outside
        assert "<script>" not in page
        assert " style=" not in page


async def test_the_page_is_light_however_much_was_said(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        page = await (await browser.get(at.url)).text()
        for text in ("câu đầu tiên", *["menu"] * 18):
            page = await (
                await browser.post(at.url + "/send", data=fields(page) | {"text": text})
            ).text()
        weight = len(page.encode())
        for path in re.findall(r'(?:src|href)="(/static/[^"]+)"', page):
            weight += len((await (await browser.get(at.url + path)).text()).encode())
        assert 40_000 < weight < 60_000
        assert "câu đầu tiên" not in page
        # What was said before is behind a link, each line once.
        ids = re.findall(r'data-id="(\d+)"', page)
        while earlier := re.search(r'href="(/\?truoc=\d+)"', page):
            page = await (await browser.get(at.url + earlier[1])).text()
            assert len(page.encode()) < 40_000
            ids = re.findall(r'data-id="(\d+)"', page) + ids
        assert "câu đầu tiên" in page
        assert len(ids) == len(set(ids)) == 39 and ids == sorted(ids)


async def test_the_name_in_a_link_is_no_line_of_the_visitors(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        form = fields(await (await browser.get(at.url + "/?chu-de=etax")).text()) | {"text": "1"}
        page = await (await browser.post(at.url + "/send", data=form)).text()
        assert page.count('class="said"') == 1


async def test_what_was_typed_is_shown_as_text(tmp_path: Path, content: Content) -> None:
    hostile = '<img src=x onerror=alert(1)> "quoted" {{ 7*7 }}'
    async with site(tmp_path, content) as at, session() as browser:
        form = fields(await (await browser.get(at.url)).text()) | {"text": hostile}
        page = await (await browser.post(at.url + "/send", data=form)).text()
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page
        assert "{{ 7*7 }}" in page


async def test_somebody_too_fast_is_asked_to_wait_and_keeps_their_words(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        await browser.get(at.url)
        for number in range(60):  # as fast as two who write to each other
            form = {"text": "ok", "once": str(number), "opened": ""}
            assert (await browser.post(at.url + "/send", data=form)).status == 200
        form = {"text": "câu hỏi quan trọng", "once": "x", "opened": ""}
        answer = await browser.post(at.url + "/send", data=form)
        page = await answer.text()
        assert answer.status == 429
        assert "hơi nhanh" in page
        assert ">câu hỏi quan trọng</textarea>" in page


async def test_too_long_a_text_is_refused_kindly_and_kept(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        form = fields(await (await browser.get(at.url)).text()) | {"text": "dài " * 800}
        answer = await browser.post(at.url + "/send", data=form)
        page = await answer.text()
        assert answer.status == 413
        assert "Tin dài quá" in page
        assert "dài dài" in page
        huge = await browser.post(at.url + "/send", data={"text": "x" * 1_000_000})
        assert huge.status == 413


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"text": "   "},
        {"choice": "rác"},
        {"choice": "9.good:khong-co"},
        {"choice": "0.faq:khong-co"},
        {"choice": "0.topic:thue:999999999999"},
        {"choice": "0.flow:send"},
        {"text": "x", "after": "-1", "once": "y" * 5000, "opened": "%00"},
    ],
)
async def test_odd_forms_get_a_page(tmp_path: Path, content: Content, form: dict[str, str]) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        await browser.get(at.url)
        answer = await browser.post(at.url + "/send", data=form)
        assert answer.status == 200
        assert "gặp lỗi" not in await answer.text()


async def test_a_form_from_another_site_is_not_taken(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        await browser.get(at.url)
        foreign = {"Origin": "https://xau.example"}
        answer = await browser.post(at.url + "/send", data={"text": "menu"}, headers=foreign)
        assert answer.status == 403


async def test_binary_rubbish_is_no_form(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        answer = await browser.post(at.url + "/send", data=bytes(range(256)))
        assert answer.status == 400 and "không đọc được" in await answer.text()


async def test_health(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        answer = await browser.get(at.url + "/healthz")
        assert answer.status == 200 and (await answer.json())["status"] == "ok"


async def test_the_webhook_stores_before_it_answers(tmp_path: Path, content: Content) -> None:
    api = BotApi()
    secret = {"X-Telegram-Bot-Api-Secret-Token": "test-secret"}
    async with (
        serving(api) as base,
        site(tmp_path, content, api_url=base, webhook=True) as at,
        session() as telegram,
    ):
        update = {
            "update_id": 5,
            "message": {"chat": {"id": 7, "type": "private"}, "text": "menu"},
        }
        hook = at.url + "/telegram"
        for _ in range(3):
            assert (await telegram.post(hook, json=update, headers=secret)).status == 200
        await api.until_sent(1)
        assert len(api.sent(7)) == 1
        wrong = {"X-Telegram-Bot-Api-Secret-Token": "đoán".encode().decode("latin-1")}
        assert (await telegram.post(hook, json=update, headers=wrong)).status == 403
        assert (await telegram.post(hook, json=update)).status == 403
        bad = await telegram.post(hook, data=b"{", headers=secret)
        assert bad.status == 400
        odd: object
        for odd in ([], {}, "x", {"update_id": "x", "message": 3}):
            assert (await telegram.post(hook, json=odd, headers=secret)).status == 200
    assert api.webhook is not None
    assert api.webhook["secret_token"] == "test-secret"


async def test_telegram_and_the_web_chat_give_the_same_answers(
    tmp_path: Path, content: Content
) -> None:
    said = [
        "ho kinh doanh bao nhieu thi phai dong thue",
        "1",
        "vay vốn",
        "1",
        "asdf qwer",
        "gặp cán bộ",
        "1",
        "Vỉa hè có được kê bàn không?",
        "1",
        "1",
    ]
    api = BotApi()
    async with serving(api) as base, site(tmp_path, content, api_url=base) as at, session() as web:
        await web.get(at.url)
        for number, text in enumerate(said):
            api.say(7000 + number, "menu")  # other people talk at the same time
            api.say(7, text)
            await api.until_sent(number + 1, chat=7)
            form = {"text": text, "once": str(number), "opened": "", "after": "0"}
            lines = await (await web.post(at.url + "/send", data=form, headers=JSON)).json()
            assert words(lines["lines"][-1]["html"]) == words(telegram_text(api.sent(7)[-1])), text
    assert api.faults == []


def telegram_text(call: dict[str, object]) -> str:
    markup = call.get("reply_markup") or {"inline_keyboard": []}
    assert isinstance(markup, dict)
    labels = [button["text"] for row in markup["inline_keyboard"] for button in row]
    return f"{call['text']}\n" + "\n".join(labels)


def words(html: str) -> list[str]:
    """The bare words, without tags, list marks, the numbers of choices and how to pass it on."""
    text = re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<details.*?</details>", "", html))
    for mark, plain in (
        ("&amp;", "&"),
        ("&#34;", '"'),
        ("&quot;", '"'),
        ("&lt;", "<"),
        ("&gt;", ">"),
    ):
        text = text.replace(mark, plain)
    return [word.strip(".") for word in re.sub(r"[•]", " ", text).split() if word.strip(".")]


def test_the_rate_limit_slides_and_forgets() -> None:
    limit = RateLimit(2, 60, keys=2)
    assert [limit.allows("a", now) for now in (0, 1, 2)] == [True, True, False]
    assert limit.allows("a", 60.5)
    assert limit.allows("b", 61)
    assert limit.allows("c", 61)
    assert len(limit._times) == 2


async def test_many_visitors_at_once(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at:

        async def visit(number: int) -> bool:
            async with session() as browser:
                page = await (await browser.get(at.url)).text()
                form = fields(page) | {"text": f"thuế khoán còn không {number}"}
                answer = await browser.post(at.url + "/send", data=form)
                return "chấm dứt từ 1/1/2026" in await answer.text()

        assert all(await asyncio.gather(*(visit(number) for number in range(50))))


async def test_a_fault_of_ours_is_a_kind_page_and_not_a_bare_500(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with site(tmp_path, content) as at, session() as browser:

        async def fails(*_: object, **__: object) -> None:
            raise MemoryError

        monkeypatch.setattr(WebChat, "_receive", fails)
        answer = await browser.post(f"{at.url}/send", data={"text": "menu", "once": "x"})
        page = await answer.text()
        assert answer.status == 500 and "gặp lỗi" in page and "<html" in page
        assert answer.headers["x-content-type-options"] == "nosniff"
        json = {"Accept": "application/json"}
        answer = await browser.post(f"{at.url}/send", data={"text": "menu"}, headers=json)
        assert answer.status == 500 and "gặp lỗi" in (await answer.json())["notice"]
