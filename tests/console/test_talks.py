"""Talks at the console: seen, taken by one, written, passed on, made a question, ended."""

import asyncio
import html
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import orjson

from bot.app import utc_now
from bot.web.console.console import STREAMS_OF_STAFF
from content.library import Content
from handlers.live import on_duty
from handlers.talk.markup import to_plain
from handlers.talk.messages import Incoming, IncomingKind, Picture
from storage.canned import CannedAnswer, CannedReach
from storage.database import Transaction
from storage.handoff_models import Handoff, HandoffState
from storage.staff_links import WayKind
from storage.staff_models import Role
from tests.support.clock import FixedClock
from tests.support.desk import Desk, desk
from tests.support.live import MONDAY
from tests.support.patience import PATIENCE_S, until
from tests.support.pictures import jpeg
from tests.support.site import Site, site

JSON = {"Accept": "application/json"}


@asynccontextmanager
async def ward(
    folder: Path, content: Content, clock: FixedClock | None = None
) -> AsyncIterator[tuple[Site, FixedClock]]:
    """A ward in its working hours."""
    clock = clock or FixedClock(MONDAY)
    async with site(folder, content, clock=clock) as at:
        yield at, clock


async def ask(person: Desk, path: str = "") -> dict[str, Any]:
    """How it stands, as a page asks."""
    async with person.http.get(f"{person.base}/tro-chuyen/moi{path}", headers=JSON) as answer:
        assert answer.status == 200
        found: dict[str, Any] = await answer.json()
        return found


class Owner:
    """Somebody at the web chat."""

    def __init__(self, at: Site, name: str = "chu") -> None:
        self.at, self.name, self.count = at, name, 0

    async def says(self, text: str, **given: Any) -> None:
        self.count += 1
        await self.at.web.receive(
            Incoming(
                "web", f"{self.name}:{self.count}", self.name, MONDAY,
                **{"kind": IncomingKind.TEXT, "text": text} | given,
            )
        )  # fmt: skip
        await self.at.core.settle()

    async def reads(self) -> list[str]:
        """Everything said to them."""

        def work(tx: Transaction) -> list[str]:
            contact = tx.contacts.find("web", self.name)
            assert contact
            lines = tx.transcripts.lines(contact.id)
            return [orjson.loads(line.body)["text"] for line in lines if line.body]

        return await self.at.core.database.transaction(work)

    async def talk(self) -> Handoff:
        def work(tx: Transaction) -> Handoff:
            contact = tx.contacts.find("web", self.name)
            assert contact
            return tx.handoffs.of_contact(contact.id)[0]

        return await self.at.core.database.transaction(work)


async def test_from_the_wish_to_the_end(tmp_path: Path, content: Content) -> None:
    async with ward(tmp_path, content) as (at, _), desk(at, "an", Role.CLERK) as an:
        owner = Owner(at)
        assert (await ask(an, "?list=1"))["count"] == 0  # the page is open from now on
        await owner.says("gặp cán bộ")
        assert "Đang báo" in (await owner.reads())[-1]
        talk = await owner.talk()
        state = await ask(an, "?list=1")
        assert state["count"] == 1 and state["heard"] == talk.id
        assert f"/tro-chuyen/{talk.id}/lam" in state["list"]
        await owner.says("cống trước nhà tắc")
        page = f"/tro-chuyen/{talk.id}"
        assert "cống trước nhà tắc" in (await an.get(page))[1]
        status, _, to = await an.post(f"{page}/lam", do="take")
        assert status == 303 and page in to
        assert "đã vào trò chuyện" in (await owner.reads())[-1]
        assert (await an.post(f"{page}/nhan", text="Chào chị, chị ở tổ mấy?", do="say"))[0] == 303
        await at.core.settle()
        last = (await owner.reads())[-1]
        assert last.startswith("**Cán bộ Phòng") and "chị ở tổ mấy" in last
        assert (await an.post(f"{page}/nhan", text="Chị này hỏi lần thứ ba", do="note"))[0] == 303
        await owner.says("tổ 5 ạ")
        assert len(await owner.reads()) == len(await owner.reads())
        shown = (await an.get(page))[1]
        assert "tổ 5 ạ" in shown and "Chị này hỏi lần thứ ba" in shown
        assert not any("lần thứ ba" in text for text in await owner.reads())
        assert (await an.post(f"{page}/lam", do="end"))[0] == 303
        assert "Cán bộ đã xong" in (await owner.reads())[-1]
        await owner.says("cảm ơn")
        assert "Cán bộ Phòng" not in (await owner.reads())[-1]
        deeds = await at.core.database.transaction(
            lambda tx: [
                line.action for line in tx.audit.lines() if line.object == f"talk:{talk.id}"
            ]
        )
        assert deeds == ["talk.end", "talk.note", "talk.say", "talk.take"]


async def begun(at: Site, an: Desk, words: str = "gặp cán bộ") -> tuple[Owner, Handoff, str]:
    """A talk that waits, of somebody at the web chat; where its page is."""
    await ask(an)
    owner = Owner(at)
    await owner.says(words)
    talk = await owner.talk()
    return owner, talk, f"/tro-chuyen/{talk.id}"


async def held(at: Site, an: Desk) -> tuple[Owner, Handoff, str]:
    """A talk that this official has looked at and taken."""
    owner, talk, page = await begun(at, an)
    await an.get(page)
    await an.post(f"{page}/lam", do="take")
    return owner, talk, page


async def test_of_two_who_take_it_the_second_reads_who_holds_it(
    tmp_path: Path, content: Content
) -> None:
    async with (
        ward(tmp_path, content) as (at, _),
        desk(at, "an", Role.CLERK) as an,
        desk(at, "binh", Role.RESPONDER) as binh,
    ):
        owner, _, page = await begun(at, an)
        for person in (an, binh):
            await person.get("/tro-chuyen")
        first, second = await asyncio.gather(
            *(person.post(f"{page}/lam", do="take") for person in (an, binh))
        )
        assert sorted((first[0], second[0])) == [303, 409]
        late, holder = (second, "an") if first[0] == 303 else (first, "binh")
        assert f"“Cán bộ {holder}” đang giữ" in late[1]
        assert len([text for text in await owner.reads() if "đã vào" in text]) == 1
        # What they type comes back, and nobody else reads it.
        person = binh if holder == "an" else an
        status, shown, _ = await person.post(f"{page}/nhan", do="say", text="Để tôi trả lời")
        assert status == 409 and "Để tôi trả lời" in shown
        assert not any("Để tôi" in text for text in await owner.reads())
        held = await owner.talk()
        assert held.staff_lines == 0


async def test_what_nobody_should_send_is_held_back_and_comes_back(
    tmp_path: Path, content: Content
) -> None:
    async with ward(tmp_path, content) as (at, _), desk(at, "an", Role.CLERK) as an:
        owner, talk, page = await held(at, an)
        before = await owner.reads()
        for secret in ("mã OTP của chị là 482913", "căn cước 031085001234", "STK 0123456789012"):
            status, shown, _ = await an.post(f"{page}/nhan", do="say", text=secret)
            assert status == 409 and "Chưa gửi" in shown
        await an.post(f"{page}/nhan", do="note", text="Chị ấy đọc mã OTP 482913 cho tôi nghe")
        assert await owner.reads() == before

        def lines(tx: Transaction) -> list[str]:
            return [line.text for line in tx.handoffs.lines(talk.id)]

        kept = await at.core.database.transaction(lines)
        assert not any("482913" in text for text in kept)
        await owner.says("mã OTP của tôi là 771204")
        assert not any("771204" in text for text in await at.core.database.transaction(lines))
        assert "không chuyển, đã nhắc họ" in (await an.get(page))[1]


async def test_a_closed_window_is_said_before_anything_is_typed(
    tmp_path: Path, content: Content
) -> None:
    async with ward(tmp_path, content) as (at, clock), desk(at, "an", Role.CLERK) as an:
        owner, _, page = await begun(at, an)
        await an.post(f"{page}/lam", do="take")
        assert "đang đóng" not in (await an.get(page))[1]
        before = await owner.reads()
        # As Zalo does.
        await at.core.database.transaction(
            lambda tx: tx.calls.set_channels([("web", True, timedelta(hours=48))])
        )
        clock.pass_time(days=3)
        assert await an.login("an") == 303
        assert "đang đóng" in (await an.get(page))[1]
        status, shown, _ = await an.post(f"{page}/nhan", do="say", text="Chị còn đó không?")
        assert status == 409 and "Chị còn đó không?" in shown
        assert await owner.reads() == before


async def test_it_is_passed_to_whoever_was_chosen_and_to_another_office(
    tmp_path: Path, content: Content
) -> None:
    async with (
        ward(tmp_path, content) as (at, _),
        desk(at, "an", Role.CLERK) as an,
        desk(at, "thue", Role.EXTERNAL, office="thue") as tax,
        desk(at, "motcua", Role.RESPONDER, office="ttpvhcc") as stop,
    ):
        owner, _, page = await begun(at, an)
        await ask(tax), await ask(stop)
        await an.post(f"{page}/lam", do="take")
        shown = (await an.get(page))[1]
        person = await at.core.database.read(lambda tx: tx.staff.by_login("motcua"))
        assert person and f'value="staff:{person.id}"' in shown and 'value="office:thue"' in shown
        assert (await stop.get(page))[0] == 404  # of another office, and nobody told them
        assert (await an.post(f"{page}/lam", do="pass", to=f"staff:{person.id}"))[0] == 303
        assert "chuyển cuộc trò chuyện" in (await owner.reads())[-1]
        passed = await owner.talk()
        assert (passed.state, passed.told[-1]) == (HandoffState.WAITING, person.id)
        await stop.get(page)
        assert (await stop.post(f"{page}/lam", do="take"))[0] == 303
        assert (await stop.post(f"{page}/lam", do="pass", to="office:thue"))[0] == 303
        passed = await owner.talk()
        assert passed.office == "thue" and (await tax.get(page))[0] == 200
        assert (await tax.post(f"{page}/lam", do="take"))[0] == 303
        # Nobody who is not there is given it.
        status, _, _ = await tax.post(f"{page}/lam", do="pass", to="staff:12345")
        assert status == 409 and (await owner.talk()).state is HandoffState.HELD


async def test_it_becomes_a_question_with_a_code(tmp_path: Path, content: Content) -> None:
    async with ward(tmp_path, content) as (at, _), desk(at, "an", Role.CLERK) as an:
        owner, _, page = await begun(at, an)
        await owner.says("cống trước chợ tắc, mưa là ngập")
        await an.get(page)
        await an.post(f"{page}/lam", do="take")
        assert (await an.post(f"{page}/lam", do="case"))[0] == 303
        told = (await owner.reads())[-1]
        code = re.search(r"KN-\w+", told)
        assert code and "thành câu hỏi" in told
        assert code[0] in (await an.get(page))[1] and code[0] in (await an.get("/tro-chuyen"))[1]


async def test_words_are_put_in_below_what_is_typed(tmp_path: Path, content: Content) -> None:
    async with ward(tmp_path, content) as (at, _), desk(at, "an", Role.CLERK) as an:
        owner, _, page = await begun(at, an)

        def write(tx: Transaction) -> int:
            an_ = tx.staff.by_login("an")
            assert an_
            made = CannedAnswer(
                tx.canned.ids.next(), "Nơi nộp", "Mời ông/bà tới {cơ quan}", "Điều 5",
                CannedReach.WARD, "kthtdt", an_.id, utc_now(), utc_now(), an_.id,
            )  # fmt: skip
            return tx.canned.add(made).id

        number = await at.core.database.transaction(write)
        await an.get(page)
        await an.post(f"{page}/lam", do="take")
        assert "Nơi nộp" in (await an.get(page))[1]
        _, shown, _ = await an.post(f"{page}/chen", text="Chào chị", insert=f"canned:{number}")
        assert "Chào chị\n\nMời ông/bà tới Phòng" in shown and "Căn cứ: Điều 5" in shown
        _, shown, _ = await an.post(
            f"{page}/chen", text="Chào chị", find="ngưỡng doanh thu nộp thuế", find_now="1"
        )
        assert "Chào chị" in shown and 'value="entry:' in shown
        assert not any("Mời ông/bà" in text for text in await owner.reads())


async def test_photos_are_seen_by_whoever_sees_the_talk(tmp_path: Path, content: Content) -> None:
    async with (
        ward(tmp_path, content) as (at, _),
        desk(at, "an", Role.CLERK) as an,
        desk(at, "motcua", Role.RESPONDER, office="ttpvhcc") as stop,
    ):
        owner, _, page = await begun(at, an)
        reference = at.web.hold(jpeg())
        await owner.says("", kind=IncomingKind.PHOTO, picture=Picture(reference, 1))
        shown = (await an.get(page))[1]
        found = re.search(rf"{page}/anh/[\w.-]+", shown)
        assert found
        status, data = await an.raw(found[0])
        assert status == 200 and data[:2] == b"\xff\xd8"
        assert (await stop.raw(found[0]))[0] == 404


async def test_who_has_a_page_open_can_be_told_and_nobody_else(
    tmp_path: Path, content: Content
) -> None:
    async with ward(tmp_path, content) as (at, clock), desk(at, "an", Role.CLERK) as an:

        async def able() -> list[str]:
            return await at.core.database.read(
                lambda tx: [one.login for one in on_duty.able(tx, clock.now)]
            )

        await an.get("/tro-chuyen")
        assert await able() == []
        await ask(an)
        assert await able() == ["an"]
        clock.pass_time(minutes=3)
        assert await able() == []

        def told_by_letter(tx: Transaction) -> None:
            person = tx.staff.by_login("an")
            assert person
            contact = tx.contacts.meet("email", "an@phuong.test", MONDAY)
            tx.staff_links.add_way(person.id, contact.id, WayKind.EMAIL, "", MONDAY)

        await at.core.database.transaction(told_by_letter)
        assert await able() == ["an"]


async def test_a_page_that_asks_by_itself_keeps_no_session_open(
    tmp_path: Path, content: Content
) -> None:
    async with ward(tmp_path, content) as (at, clock), desk(at, "an", Role.CLERK) as an:
        for _ in range(13):
            clock.pass_time(minutes=10)
            async with an.http.get(
                f"{an.base}/tro-chuyen/moi", headers=JSON, allow_redirects=False
            ) as answer:
                status = answer.status
        assert status == 303  # two hours without a press


# ---- as it comes ----


@asynccontextmanager
async def streaming(
    person: Desk, query: str = "", **headers: str
) -> AsyncIterator[aiohttp.ClientResponse]:
    wanted = {"Accept": "text/event-stream"} | headers
    async with person.http.get(f"{person.base}/tro-chuyen/moi{query}", headers=wanted) as answer:
        yield answer


async def event(answer: aiohttp.ClientResponse) -> tuple[str, int, dict[str, Any]]:
    """(its name, its id, what it says) of the next event."""
    read: dict[str, str] = {}
    async with asyncio.timeout(PATIENCE_S):
        while line := (await answer.content.readline()).decode():
            name, _, value = line.rstrip("\n").partition(": ")
            if not name and "data" in read:
                return read.get("event", ""), int(read["id"]), orjson.loads(read["data"])
            if name:
                read[name] = value
    raise EOFError


async def test_lines_come_as_they_are_said_and_after_a_break_only_new_ones(
    tmp_path: Path, content: Content
) -> None:
    async with ward(tmp_path, content) as (at, _), desk(at, "an", Role.CLERK) as an:
        owner, talk, _ = await held(at, an)
        async with streaming(an, f"?talk={talk.id}&list=1") as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            assert (await answer.content.readline()) == b"retry: 3000\n"
            _, number, first = await event(answer)
            assert first["mine"] and number == first["last"]
            await owner.says("tôi ở tổ 5")
            _, number, came = await event(answer)
            assert [line["id"] for line in came["lines"]] == [number] and "tổ 5" in str(came)
            assert "list" not in came  # nothing of it has changed
        await owner.says("gần chợ")
        async with streaming(an, f"?talk={talk.id}", **{"Last-Event-ID": str(number)}) as answer:
            _, _, again = await event(answer)
            new = [line["html"] for line in again["lines"] if line["id"] > number]
            assert len(new) == 1 and "gần chợ" in new[0]


async def test_a_stream_ends_when_its_session_does(tmp_path: Path, content: Content) -> None:
    async with ward(tmp_path, content) as (at, _), desk(at, "an", Role.CLERK) as an:
        await an.get("/tro-chuyen")
        async with streaming(an) as answer:
            await event(answer)
            await an.post("/dang-xuat")
            name, _, _ = await event(answer)
            assert name == "over"
            assert (await answer.content.read()) == b""


async def test_streams_are_bounded_and_the_others_ask(tmp_path: Path, content: Content) -> None:
    async with ward(tmp_path, content) as (at, _), desk(at, "an", Role.CLERK) as an:
        async with AsyncExitStack() as stack:
            for _ in range(STREAMS_OF_STAFF):
                answer = await stack.enter_async_context(streaming(an))
                assert answer.status == 200
            async with streaming(an) as one_more:
                assert one_more.status == 429 and one_more.headers["retry-after"]
            assert (await ask(an))["count"] == 0

        async def a_place_is_free_again() -> bool:
            async with streaming(an) as answer:
                return answer.status == 200

        await until(a_place_is_free_again)


async def test_what_was_told_in_the_confidential_lane_is_shown_to_nobody_else(
    tmp_path: Path, content: Content
) -> None:
    """A talk with somebody who told of it just before, and asked something else then."""
    async with (
        ward(tmp_path, content) as (at, clock),
        desk(at, "an", Role.CLERK) as an,
        desk(at, "binh", Role.CLERK) as binh,
    ):
        owner = Owner(at)
        await ask(an)
        await owner.says("cán bộ thuế đòi tôi lót tay 5 triệu mới cho qua")
        told = to_plain((await owner.reads())[-1])[:40]
        clock.pass_time(seconds=5)
        for text in ("môn bài năm nay còn nộp không", "thuế khoán còn không", "gặp cán bộ"):
            await owner.says(text)
        clock.pass_time(seconds=5)
        page = f"/tro-chuyen/{(await owner.talk()).id}"
        before = (await an.get(page))[1]
        await an.post(f"{page}/lam", do="take")
        held, others = (await an.get(page))[1], (await binh.get(page))[1]
        assert "môn bài năm nay" in held and "chấm dứt từ 1/1/2026" in held
        assert "môn bài năm nay" not in before + others
        assert "lót tay" not in before + held + others
        assert told not in html.unescape(before + held + others)
