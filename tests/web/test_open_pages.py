"""Pages for anybody: each answer, event and piece of news, to be found, read and passed on."""

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest
from PIL import Image

from bot.running.pool import Pool
from bot.web.preview import HEIGHT, WIDTH, PreviewPicture, draw
from content.knowledge import Entry
from content.library import Content
from handlers.answers import browsing
from handlers.broadcast import digests
from storage.broadcast_models import BroadcastState
from storage.database import Transaction
from storage.event_models import Event, EventState
from storage.question_models import Answer, Question, QuestionState
from storage.staff_models import Role
from tests.support.broadcast import MONDAY
from tests.support.clock import FixedClock
from tests.support.conference import make_event, make_staff
from tests.support.site import Site, site

PUBLIC = "https://phulien.example"
HEAVIEST = 60_000
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>')


@dataclass
class Visit:
    """A browser at our pages, and what stands on them."""

    at: Site
    http: aiohttp.ClientSession
    clock: FixedClock
    event: Event

    async def get(self, path: str, **headers: str) -> tuple[int, str, Any]:
        async with self.http.get(path, headers=headers, allow_redirects=False) as answer:
            raw = await answer.read()
            return answer.status, raw.decode("utf-8", "replace"), answer.headers


@asynccontextmanager
async def visiting(
    folder: Path, content: Content, public_url: str = PUBLIC
) -> AsyncIterator[Visit]:
    clock = FixedClock(MONDAY)
    async with (
        site(folder, content, clock=clock, public_url=public_url) as at,
        aiohttp.ClientSession(at.url) as http,
    ):

        def furnish(tx: Transaction) -> Event:
            event = make_event(tx, now=MONDAY)
            tx.events.set_programme(event.id, [("8 giờ", "Đón <tiếp>", "Ban tổ chức")])
            digests.assemble(tx, content, "2026-12", MONDAY)
            made = tx.broadcasts.digest_of("2026-12")
            assert made
            tx.broadcasts.save(replace(made, state=BroadcastState.SENT, started_at=MONDAY))
            return event

        yield Visit(at, http, clock, await at.core.database.transaction(furnish))


def _published(tx: Transaction, number: int) -> Question:
    """A question with its answer, as the ward publishes it."""
    day = MONDAY.date()
    question = tx.questions.add(
        Question(
            tx.questions.ids.next(), f"KN-222222{number}", "Bí mật", "khac", "web",
            QuestionState.PUBLISHED, day, day, MONDAY,
            public=True, published_text=f"Câu hỏi số {number} về vỉa hè?", answered_at=MONDAY,
        )
    )  # fmt: skip
    author = tx.staff.by_login("a") or make_staff(tx, "a", Role.RESPONDER)
    text = "Được để xe, không lấn lối đi. " * 200
    tx.questions.add_answer(
        Answer(
            tx.questions.ids.next(), question.id, text, "Luật", author.id, MONDAY,
            approver_id=author.id, approved_at=MONDAY,
        )
    )  # fmt: skip
    return question


def first(content: Content) -> Entry:
    return content.knowledge.entries["nguong-doanh-thu"]


def said_to_machines(page: str) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(DATA.findall(page)[0])
    return found


async def test_every_answer_has_a_page_with_all_that_belongs_to_it(
    tmp_path: Path, content: Content
) -> None:
    async with visiting(tmp_path, content) as visit:
        today = MONDAY.date()
        for entry in content.knowledge.entries.values():
            status, page, _ = await visit.get(f"/cau/{entry.id}")
            assert status == (200 if entry.servable_on(today) else 410), entry.id
            assert len(page.encode()) < HEAVIEST, entry.id
            assert entry.question.replace('"', "&#34;") in page, entry.id
        status, page, headers = await visit.get("/cau/nguong-doanh-thu")
        entry = first(content)
        for part in ("từ 1 tỷ đồng trở xuống", "Hay nhầm", "Căn cứ", entry.sources[0].law.name,
                     content.ward.office(entry.office).name, "Soát lại lần gần nhất",
                     'href="/?cau=nguong-doanh-thu"', f'href="/cau/{entry.related[0]}"',
                     f'<link rel="canonical" href="{PUBLIC}/cau/nguong-doanh-thu">',
                     f'content="{PUBLIC}/cau/nguong-doanh-thu/anh.png"',
                     'src="/qr/cau/nguong-doanh-thu.svg"'):  # fmt: skip
            assert part in page, part
        assert "noindex" not in page and "x-robots-tag" not in headers
        data = said_to_machines(page)
        assert data["@type"] == "FAQPage" and data["mainEntity"][0]["name"] == entry.question
        assert "1 tỷ đồng" in data["mainEntity"][0]["acceptedAnswer"]["text"]
        assert "**" not in page
        status, code, headers = await visit.get("/qr/cau/nguong-doanh-thu.svg")
        assert status == 200 and code.startswith("<?xml") and "public" in headers["cache-control"]


async def test_an_unchanged_page_is_not_sent_twice(tmp_path: Path, content: Content) -> None:
    async with visiting(tmp_path, content) as visit:
        event = f"/su-kien/{visit.event.code.lower()}"
        for path in ("/cau", "/cau/mon-bai", event, "/tin-tuc/2026-12", "/cau/mon-bai/anh.png"):
            _, _, headers = await visit.get(path)
            again, body, _ = await visit.get(path, **{"if-none-match": f'W/{headers["etag"]}, "x"'})
            assert (again, body) == (304, ""), path
            assert (await visit.get(path, **{"if-none-match": '"other"'}))[0] == 200, path


async def test_an_answer_taken_back_takes_its_page_and_its_place_along(
    tmp_path: Path, content: Content
) -> None:
    async with visiting(tmp_path, content) as visit:
        entry = first(content)
        path = f"/cau/{entry.id}"
        assert path in (await visit.get("/cau"))[1] + (await visit.get("/sitemap.xml"))[1]
        visit.clock.now = visit.clock.now + (entry.review_by - MONDAY.date()) + timedelta(days=1)
        status, page, headers = await visit.get(path)
        assert status == 410 and "đang được phường kiểm tra lại" in page
        assert "Hay nhầm" not in page and headers["cache-control"] == "no-store"
        assert (await visit.get(f"{path}/anh.png"))[0] == 404
        for other in ("/cau", "/sitemap.xml", "/cau?tim=doanh+thu+bao+nhieu+thi+nop+thue"):
            assert f"{path}<" not in (shown := (await visit.get(other))[1]), other
            assert f'{path}"' not in shown, other


async def test_what_is_nowhere_is_said_in_our_words(tmp_path: Path, content: Content) -> None:
    async with visiting(tmp_path, content) as visit:
        for path in (
            *("/cau/khong-co", "/cau/khong-co/anh.png", "/cau/../etc", "/su-kien/ABCDEF"),
            *(
                "/hoi-dap/1",
                "/hoi-dap/x",
                "/tin-tuc/1",
                "/qr/can-bo/x.svg",
                "/qr/cau/X.svg",
                "/xyz",
            ),
        ):
            status, page, _ = await visit.get(path)
            assert status == 404 and "Không tìm thấy" in page and 'action="/cau"' in page, path


async def test_the_list_is_searched_by_meaning_and_by_words(
    tmp_path: Path, content: Content
) -> None:
    async with visiting(tmp_path, content) as visit:
        for wanted, found in (
            ("quên mật khẩu etax", "etax-quen-mat-khau"),
            ("quen mat khau", "etax-quen-mat-khau"),
            ("môn bài", "mon-bai"),
            ("MON BAI", "mon-bai"),
            ("bán phở bao nhiêu thì phải đóng thuế", "nguong-doanh-thu"),
        ):
            _, page, headers = await visit.get(f"/cau?tim={wanted}")
            assert f'href="/cau/{found}"' in page, wanted
            assert "noindex" in page and headers["x-robots-tag"] == "noindex"
        for nothing in ("xyzzy qwrt", "?!"):
            assert "Không thấy câu nào" in (await visit.get(f"/cau?tim={nothing}"))[1]
        for odd in ("<script>alert(1)</script>", "a" * 5000, "%00%ff", "' OR 1=1"):
            status, page, _ = await visit.get(f"/cau?tim={odd}")
            assert status == 200 and "<script>alert" not in page
        found_many = browsing.find(content, "thuế", MONDAY.date())
        assert 1 < len(found_many) <= browsing.MOST_FOUND


async def test_an_event_has_a_page_and_a_draft_has_none(tmp_path: Path, content: Content) -> None:
    async with visiting(tmp_path, content) as visit:
        event, path = visit.event, f"/su-kien/{visit.event.code.lower()}"
        _, page, headers = await visit.get(path)
        assert event.title in page and f'href="/?su-kien={event.code}"' in page
        assert "Đón &lt;tiếp&gt;" in page and headers["cache-control"] == "no-cache"
        data = said_to_machines(page)
        assert data["startDate"].endswith("+07:00") and data["eventStatus"].endswith("Scheduled")
        assert path in (await visit.get("/su-kien"))[1] + (await visit.get("/sitemap.xml"))[1]

        async def become(**changes: Any) -> tuple[int, str, Any]:
            def save(tx: Transaction) -> None:
                fresh = tx.events.get(event.id)
                assert fresh
                tx.events.save(replace(fresh, **changes))

            await visit.at.core.database.transaction(save)
            return await visit.get(path)

        _, page, _ = await become(state=EventState.CANCELLED, cancel_reason="Bão <số 9>")
        assert "Bão &lt;số 9&gt;" in page and "Đăng ký tham dự" not in page
        assert said_to_machines(page)["eventStatus"].endswith("Cancelled")
        status, _, _ = await become(state=EventState.DRAFT)
        assert status == 404 and path not in (await visit.get("/su-kien"))[1]


async def test_a_published_answer_has_a_page_as_long_as_it_is_published(
    tmp_path: Path, content: Content
) -> None:
    async with visiting(tmp_path, content) as visit:
        database = visit.at.core.database

        def publish(tx: Transaction) -> list[int]:
            return [_published(tx, number).id for number in range(17)]

        ids = await database.transaction(publish)
        _, newest, _ = await visit.get("/hoi-dap")
        _, older, _ = await visit.get("/hoi-dap?trang=2")
        assert f"/hoi-dap/{ids[-1]}" in newest and f"/hoi-dap/{ids[0]}" in older
        assert (await visit.get("/hoi-dap?trang=99999"))[1] == older
        for path in ("/hoi-dap", f"/hoi-dap/{ids[0]}"):
            assert len((await visit.get(path))[1].encode()) < HEAVIEST
        _, page, _ = await visit.get(f"/hoi-dap/{ids[3]}")
        assert "Câu hỏi số 3 về vỉa hè?" in page and "KN-" not in page and "Bí mật" not in page
        assert f'href="/hoi-dap/{ids[3]}"' in (await visit.get("/cau?tim=so+3+via+he"))[1]

        def take_back(tx: Transaction) -> None:
            question = tx.questions.get(ids[3])
            assert question
            tx.questions.save(replace(question, state=QuestionState.DELIVERED))

        await database.transaction(take_back)
        assert (await visit.get(f"/hoi-dap/{ids[3]}"))[0] == 404
        assert (await visit.get(f"/hoi-dap/{ids[3]}/anh.png"))[0] == 404


async def test_news_say_what_they_are_to_whoever_passes_them_on(
    tmp_path: Path, content: Content
) -> None:
    async with visiting(tmp_path, content) as visit:
        _, page, _ = await visit.get("/tin-tuc/2026-12")
        data = said_to_machines(page)
        assert data["@type"] == "NewsArticle" and data["url"] == f"{PUBLIC}/tin-tuc/2026-12"
        assert f'{PUBLIC}/tin-tuc/2026-12/anh.png"' in page and 'name="description"' in page


async def test_the_map_names_whole_addresses_and_nobodys_own_pages(
    tmp_path: Path, content: Content
) -> None:
    async with visiting(tmp_path, content) as visit:
        _, page, _ = await visit.get("/sitemap.xml")
        places = [one.text or "" for one in ET.fromstring(page).iter() if one.tag.endswith("loc")]  # noqa: S314  # our own
        assert len(places) == len(set(places)) > 200
        assert all(one.startswith(f"{PUBLIC}/") for one in places)
        for one in ("/", "/cau", "/cau/mon-bai", "/tin-tuc/2026-12", "/hoi-dap", "/su-kien"):
            assert PUBLIC + one in places
        assert not re.search(r"/(ve|du-lieu|dang-ky|so-tay|can-bo)/", page)
        _, robots, _ = await visit.get("/robots.txt")
        assert f"Sitemap: {PUBLIC}/sitemap.xml" in robots and "Disallow: /can-bo" in robots


async def test_no_address_is_told_that_only_this_machine_reaches(
    tmp_path: Path, content: Content
) -> None:
    async with visiting(tmp_path, content, public_url="") as visit:
        _, page, _ = await visit.get("/cau/mon-bai")
        _, chat, _ = await visit.get("/?cau=mon-bai")
        for shown in (page, chat):
            assert "127.0.0.1" not in shown and "og:image" not in shown and "canonical" not in shown
            assert "/qr/" not in shown and "data-copy" in shown
        assert (await visit.get("/sitemap.xml"))[0] == 404
        assert (await visit.get("/qr/cau/mon-bai.svg"))[0] == 404
        assert "Sitemap" not in (await visit.get("/robots.txt"))[1]


async def test_the_page_opens_the_chat_with_its_question_asked(
    tmp_path: Path, content: Content
) -> None:
    async with visiting(tmp_path, content) as visit:
        _, page, _ = await visit.get("/?cau=nguong-doanh-thu")
        assert first(content).question in page and "từ 1 tỷ đồng trở xuống" in page
        assert 'name="opened" value="cau-nguong-doanh-thu"' in page
        assert f'data-page="{PUBLIC}/cau/nguong-doanh-thu"' in page
        # Each choice below it does what it says, though nothing was said before.
        below = page[page.index('<article class="reply"') : page.rindex("</article>")]
        offered = re.findall(r'name="choice" value="(0\.[^"]+)"', below)
        assert len(offered) >= 4
        for tap in offered:
            form = {"choice": tap, "once": tap, "opened": "cau-nguong-doanh-thu"}
            async with aiohttp.ClientSession(visit.at.url) as person:
                accept = {"accept": "application/json"}
                async with person.post("/send", data=form, headers=accept) as answer:
                    lines = (await answer.json())["lines"]
            assert "đã cũ" not in lines[-1]["html"] and len(lines) >= 3, tap
        _, page, _ = await visit.get("/?cau=khong-co")
        assert "Đồng Hành" in page and 'value="cau-' not in page


async def test_a_picture_is_drawn_once_and_few_wait(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[PreviewPicture] = []

    def drawing(picture: PreviewPicture) -> bytes:
        drawn.append(picture)
        return b"drawn"

    monkeypatch.setattr("bot.web.visitor.open_pages.draw", drawing)
    async with visiting(tmp_path, content) as visit:
        for _ in range(3):
            status, body, headers = await visit.get("/cau/mon-bai/anh.png")
            assert (status, body, headers["content-type"]) == (200, "drawn", "image/png")
        assert [one.title for one in drawn] == [content.knowledge.entries["mon-bai"].question]
        full = visit.at.pools.previews
        monkeypatch.setattr(full, "_most", 0)
        status, _, headers = await visit.get("/cau/nguong-doanh-thu/anh.png")
        assert status == 503 and headers["retry-after"] and isinstance(full, Pool)


TITLES = ("", "Ừ", "W" * 2000, "thuế " * 300, "Ấy ậy " * 12, "a\nb\tc\x00", "😀 cười")


@pytest.mark.parametrize("title", TITLES, ids=range(len(TITLES)))
def test_a_picture_holds_whatever_the_title_is(title: str) -> None:
    made = draw(PreviewPicture(title, title, title, title))
    with Image.open(io.BytesIO(made)) as picture:
        assert picture.size == (WIDTH, HEIGHT)
    assert len(made) < HEAVIEST
    assert made == draw(PreviewPicture(title, title, title, title))
