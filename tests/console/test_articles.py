"""The monthly news as an article of the Zalo OA: made, looked at, sent, never twice."""

from collections import deque
from dataclasses import replace
from pathlib import Path

import pytest

from bot.loopback.zalo_oa import FakeOa
from content.library import Content
from handlers.broadcast import digests, news_items
from handlers.broadcast.articles import DESCRIPTION_LIMIT, TITLE_LIMIT, article_of, shortened
from storage.broadcast_models import Broadcast
from storage.database import Transaction
from storage.staff_models import Role
from storage.zalo import Article
from tests.support.broadcast import MONDAY, approved, subscribe
from tests.support.conference import make_staff
from tests.support.desk import Desk, desk
from tests.support.patience import until
from tests.support.zalo_oa import LiveOa, live_oa


async def ready(live: LiveOa) -> Broadcast:
    def work(tx: Transaction) -> Broadcast:
        subscribe(tx, 3, MONDAY, channel="web")
        return approved(tx, MONDAY, text="Hạn nộp thuế quý này. " * 40)

    return await live.db.transaction(work)


async def article(live: LiveOa, broadcast: Broadcast, *states: str) -> Article:
    """When it stands where it is expected."""

    def standing(tx: Transaction) -> Article | None:
        found = tx.zalo.article(broadcast.id)
        return found if found is not None and found.state in states else None

    return await until(lambda: live.db.transaction(standing))


async def do(person: Desk, broadcast: Broadcast, what: str) -> int:
    await person.get(f"/thong-bao/{broadcast.id}")
    status, _, _ = await person.post(f"/thong-bao/{broadcast.id}/bai-zalo", do=what)
    return status


async def test_made_looked_at_and_sent_once(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.zalo_oa.articles.LOOK_AGAIN_S", 0.05)
    fake = FakeOa(clock=MONDAY.timestamp)
    async with (
        live_oa(tmp_path, content, fake, public_url="", articles="broadcast") as live,
        desk(live.site, "viet", Role.COMMUNICATOR) as writer,
        desk(live.site, "chu", Role.OWNER) as owner,
    ):
        broadcast = await ready(live)
        assert live.oa.articles
        monkeypatch.setattr(live.oa.articles, "_cover", "https://phuong.test/static/zalo.png")
        assert await do(owner, broadcast, "send") == 409  # nothing is made yet
        assert await do(writer, broadcast, "create") == 303
        made = await article(live, broadcast, "created")
        kept = fake.articles[made.article]
        assert kept["status"] == "hide" and kept["cover"]["photo_url"].startswith("https://")
        assert len(kept["title"]) <= TITLE_LIMIT
        assert len(kept["description"]) <= DESCRIPTION_LIMIT
        assert await do(writer, broadcast, "create") == 409  # once
        assert await do(writer, broadcast, "send") == 403
        fake.answers["message"] = deque([(-211, "quota")])
        assert await do(owner, broadcast, "send") == 303

        async def why() -> str:
            return (await article(live, broadcast, "created")).error

        assert "-211" in await until(why)
        assert await do(owner, broadcast, "send") == 303
        await article(live, broadcast, "sent")
        assert fake.broadcasts == [[made.article]]
        assert await do(owner, broadcast, "send") == 409


async def test_an_article_of_words_that_changed_since_is_not_sent(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.zalo_oa.articles.LOOK_AGAIN_S", 0.05)
    fake = FakeOa(clock=MONDAY.timestamp)
    async with (
        live_oa(tmp_path, content, fake, public_url="", articles="broadcast") as live,
        desk(live.site, "viet", Role.COMMUNICATOR) as writer,
        desk(live.site, "chu", Role.OWNER) as owner,
    ):
        broadcast = await ready(live)
        assert live.oa.articles
        monkeypatch.setattr(live.oa.articles, "_cover", "https://phuong.test/static/zalo.png")
        assert await do(writer, broadcast, "create") == 303
        before = await article(live, broadcast, "created")

        def change(tx: Transaction) -> None:
            known = tx.broadcasts.get(broadcast.id)
            assert known is not None
            tx.broadcasts.save(replace(known, text="Chữ mới.", version=known.version + 1))

        await live.db.transaction(change)
        _, page = await owner.get(f"/thong-bao/{broadcast.id}")
        assert "mang chữ của bản trước" in page
        assert await do(owner, broadcast, "send") == 409
        assert fake.broadcasts == []
        assert await do(writer, broadcast, "create") == 303
        made = await article(live, broadcast, "created")
        assert made.article != before.article
        assert await do(owner, broadcast, "send") == 303
        await article(live, broadcast, "sent")
        assert fake.broadcasts == [[made.article]]
        assert fake.articles[made.article]["body"][0]["content"] == "Chữ mới."


async def test_no_answer_is_for_a_person_to_settle(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = FakeOa(clock=MONDAY.timestamp)
    async with (
        live_oa(tmp_path, content, fake, public_url="", articles="create") as live,
        desk(live.site, "chu", Role.OWNER) as owner,
    ):
        broadcast = await ready(live)
        articles = live.oa.articles
        assert articles
        monkeypatch.setattr(articles._api, "post", _silence)
        assert await do(owner, broadcast, "create") == 303
        await article(live, broadcast, "unsure")
        _, page = await owner.get(f"/thong-bao/{broadcast.id}")
        assert "Chưa rõ Zalo đã nhận hay chưa" in page
        assert await do(owner, broadcast, "create") == 409
        assert await do(owner, broadcast, "not_there") == 303
        assert (await article(live, broadcast, "failed")).state == "failed"
        monkeypatch.undo()
        # Killed in the middle: the next start says so.
        await live.db.transaction(
            lambda tx: tx.zalo.put_article(Article(broadcast.id, "creating", MONDAY))
        )
        await articles.recover()
        assert (await article(live, broadcast, "unsure")).error == "crash"


async def test_nobody_sends_what_they_wrote_to_all_who_follow(
    tmp_path: Path, content: Content
) -> None:
    fake = FakeOa(clock=MONDAY.timestamp)
    async with (
        live_oa(tmp_path, content, fake, public_url="", articles="broadcast") as live,
        desk(live.site, "chu", Role.OWNER) as owner,
    ):

        def work(tx: Transaction) -> Broadcast:
            subscribe(tx, 3, MONDAY, channel="web")
            author = tx.staff.by_login("chu")
            assert author
            people = (author, make_staff(tx, "lanhdao", Role.APPROVER, now=MONDAY))
            made = approved(tx, MONDAY, people=people)
            tx.zalo.put_article(Article(made.id, "created", MONDAY, article="a-1"))
            return made

        broadcast = await live.db.transaction(work)
        assert await do(owner, broadcast, "send") == 403
    assert fake.broadcasts == []


async def test_an_oa_that_may_not_is_posted_to_by_hand(tmp_path: Path, content: Content) -> None:
    fake = FakeOa(clock=MONDAY.timestamp)
    async with (
        live_oa(tmp_path, content, fake, public_url="") as live,
        desk(live.site, "chu", Role.OWNER) as owner,
    ):
        broadcast = await ready(live)
        assert await do(owner, broadcast, "create") == 409
        _, page = await owner.get(f"/thong-bao/{broadcast.id}")
        assert "đăng bằng tay" in page
    assert not fake.articles


async def test_the_real_digest_fits_an_article(tmp_path: Path, content: Content) -> None:
    fake = FakeOa(clock=MONDAY.timestamp)
    async with live_oa(tmp_path, content, fake) as live:

        def work(tx: Transaction) -> Broadcast:
            news_items.prepare(tx, content, MONDAY)
            made = digests.assemble(tx, content, "2026-11", MONDAY)
            assert made
            return made[0]

        text = article_of(content, await live.db.transaction(work), "https://phuong.test/tin-tuc")
    assert len(text.title) <= TITLE_LIMIT and len(text.description) <= DESCRIPTION_LIMIT
    assert "tháng 11" in text.title and "**" not in "".join(text.parts)
    assert len(text.parts) > 3 and "https://phuong.test/tin-tuc" in text.parts[-1]


def test_cut_between_words() -> None:
    assert shortened("một hai ba", 10) == "một hai ba"
    assert shortened("một hai, ba bốn", 10) == "một hai…"


async def _silence(*_: object) -> None:
    raise TimeoutError
