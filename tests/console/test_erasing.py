"""Somebody asks on paper to be erased whose chat another person uses, too: nothing of that person
goes unseen, and nothing of the first stays."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.app import utc_now
from content.library import Content
from handlers.conference.seating import Wanted
from handlers.conference.seats import register
from handlers.question.receiving import Asked, receive
from storage.database import Transaction
from storage.event_models import BusinessKind, RegistrationState
from storage.question_models import QuestionState
from storage.staff_models import Role
from tests.support.conference import at_desk, make_event
from tests.support.desk import Desk, desk
from tests.support.site import Site, site
from tests.web.test_chat import Visitor, session
from tests.web.test_erasure import found, ticked
from tests.web.test_notebook import says

PATH = "/yeu-cau-du-lieu/xoa"
HIM, HIS, HERS, HER = "Tô Văn Mười Hai", "0912000012", "0912000088", "Nguyễn Thị Vợ"
ASKED = "Cống trước cổng chợ Phù Liễn tắc từ hôm bão, nước ngập cả nhà"


async def two_of_one_chat(browser: Visitor, at: Site, content: Content) -> None:
    """He registers himself and asks; then she is registered in the same chat."""
    steps = ("1", "1", "1", HIM, HIS, "Cơm Mười Hai", "1", "TDP 7", "1", "1")
    await says(browser, at, "đăng ký hội nghị", *steps, ASKED)

    def then(tx: Transaction) -> None:
        first, second = sorted(tx.events.all(), key=lambda event: event.title)
        [his] = tx.registrations.of_event(first.id)
        assert his.contact_id is not None
        asked = Asked(ASKED, "khac", "chat", his.contact_id, asker=HIM, phone=his.phone)
        receive(tx, content, asked, utc_now(), actor="contact")
        hers = Wanted(HER, "+84912000088", BusinessKind.HOUSEHOLD, "Xôi Vợ", "TDP 7", 0)
        desk_ = at_desk(tx, utc_now())
        register(desk_, second, hers, contact_id=his.contact_id, source="chat")
        given = {"name": HER, "phone": "+84912000088", "business": "Xôi Vợ"}
        tx.people.keep_profile(his.contact_id, utc_now(), given)

    await at.core.database.transaction(then)
    await says(browser, at, "nguyen thi vo, 0912 000 088", "vé của tôi")


async def stands(at: Site) -> dict[str, Any]:
    def work(tx: Transaction) -> dict[str, Any]:
        rows = [r for e in tx.events.all() for r in tx.registrations.of_event(e.id)]
        return {
            "names": {row.phone: row.name for row in rows if row.phone},
            "seats": {row.phone: row.state for row in rows if row.phone},
            "question": tx.questions.all()[0],
            "steps": tx.questions.steps(tx.questions.all()[0].id),
            "rows": rows,
        }

    return await at.core.database.transaction(work)


async def erase(clerk: Desk, phone: str, what: Sequence[str] | None = None) -> tuple[str, str]:
    """(the page shown before, the page it led to)."""
    await clerk.get("/yeu-cau-du-lieu")
    _, before, _ = await clerk.post(PATH, phone=phone)
    chosen = ticked(before) if what is None else what
    status, page, to = await clerk.post(
        PATH, {"phone": phone, "do": "erase", "sure": phone[-4:], "what": list(chosen)}
    )
    assert status == 303, page
    _, after = await clerk.get(to.removeprefix("/can-bo"))
    return before, after


async def prepared(at: Site, browser: Visitor, content: Content) -> None:
    for title in ("Hội nghị A", "Hội nghị B"):
        await at.core.database.transaction(
            lambda tx, title=title: make_event(tx, now=utc_now(), title=title)  # type: ignore[misc]
        )
    await two_of_one_chat(browser, at, content)


async def test_her_erasure_takes_nothing_of_his(tmp_path: Path, content: Content) -> None:
    async with (
        site(tmp_path, content) as at,
        session() as browser,
        desk(at, "thuky", Role.CLERK) as clerk,
    ):
        await prepared(at, browser, content)
        before, after = await erase(clerk, HERS)
        assert HER in before and HIM in before and "“Cống trước cổng chợ" in before
        assert len(ticked(before)) == 1
        assert "vẫn giữ" in after and "1 người" in after  # he is told there
        kept = await stands(at)
        assert kept["names"] == {"+84912000012": HIM}
        assert kept["seats"] == {"+84912000012": RegistrationState.CONFIRMED}
        assert kept["question"].is_open and kept["question"].content == ASKED
        assert await at.core.database.scrub()
        assert found(tmp_path, (HER, "912000088", "Xôi Vợ")) == set()
        page = await (await browser.get(at.url)).text()
        assert HIM in page and HER not in page and "Có người yêu cầu phường xóa dữ liệu" in page
        assert HIM in await says(browser, at, "vé của tôi")


async def test_of_him_no_line_stays_in_the_chat_she_uses(tmp_path: Path, content: Content) -> None:
    async with (
        site(tmp_path, content) as at,
        session() as browser,
        desk(at, "thuky", Role.CLERK) as clerk,
    ):
        await prepared(at, browser, content)
        before, _ = await erase(clerk, HIS)
        assert "1 cuộc trò chuyện" in before and len(ticked(before)) == 2
        kept = await stands(at)
        assert kept["names"] == {"+84912000088": HER}
        assert kept["question"].state is QuestionState.WITHDRAWN
        [*_, step] = kept["steps"]
        assert (step.action, step.actor) == ("erase", "thuky")
        _, page = await clerk.get(f"/cau-hoi/{kept['question'].code}")
        assert "Xóa theo yêu cầu" in page and "Cán bộ thuky" in page
        assert await at.core.database.scrub()
        assert found(tmp_path, (HIM, "912000012", "Cơm Mười Hai", ASKED)) == set()
        page = await (await browser.get(at.url)).text()
        assert "nguyen thi vo" in page and "Mười Hai" not in page and "Cống trước" not in page
        assert HER in await says(browser, at, "vé của tôi")


async def test_what_is_another_persons_goes_only_ticked_and_they_are_told(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        session() as browser,
        desk(at, "thuky", Role.CLERK) as clerk,
    ):
        await prepared(at, browser, content)
        his = next(row for row in (await stands(at))["rows"] if row.phone == "+84912000012")
        await clerk.get("/yeu-cau-du-lieu")
        _, before, _ = await clerk.post(PATH, phone=HERS)
        nothing = {"phone": HERS, "do": "erase", "sure": HERS[-4:]}
        status, page, _ = await clerk.post(PATH, nothing)
        assert status == 400 and "Chưa đánh dấu mục nào" in page
        every = re.findall(r'name="what" value="(\w+)"', before)
        await erase(clerk, HERS, every)
        kept = await stands(at)
        assert kept["names"] == {} and kept["question"].content != ASKED
        assert await at.core.database.scrub()
        assert found(tmp_path, (HIM, HER, "912000012", "912000088", ASKED)) == set()
        page = await (await browser.get(at.url)).text()
        assert his.code in page and "Không phải ý ông/bà" in page


async def test_a_number_of_two_people_asks_whose_is_meant(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "thuky", Role.CLERK) as clerk:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        form = f"/su-kien/{event.id}/them-dai-bieu"
        for name in (HIM, HER):
            guest = {"name": name, "phone": HIS, "companions": "0", "source": "paper"}
            guest |= {"kind": "household", "category": "business", "business": "Cơm"}
            guest |= {"neighbourhood": "TDP 1", "shares_phone": "1" if name == HER else "0"}
            await clerk.get(form)
            assert (await clerk.post(form, guest))[0] == 303
        await clerk.get("/yeu-cau-du-lieu")
        _, page, _ = await clerk.post(PATH, phone=HIS)
        assert "Nhiều người cùng dùng số này" in page and ticked(page) == []
        hers = next(row for row in (await stands_of(at)) if row.name == HER)
        await erase(clerk, HIS, [f"r{hers.id}"])
        assert [row.name for row in await stands_of(at) if row.phone] == [HIM]


async def stands_of(at: Site) -> list[Any]:
    def work(tx: Transaction) -> list[Any]:
        return [r for e in tx.events.all() for r in tx.registrations.of_event(e.id)]

    return await at.core.database.transaction(work)


async def test_of_an_unfinished_form_nothing_stays_and_the_page_says_what_went(
    tmp_path: Path, content: Content
) -> None:
    """The number stands in no ticket and no question, only in a form somebody left open in a chat
    with things of another person."""
    hers = ("Phạm Thị Dở Dang", "0987000111")
    async with (
        site(tmp_path, content) as at,
        session() as browser,
        desk(at, "thuky", Role.CLERK) as clerk,
    ):
        await prepared(at, browser, content)
        await at.core.database.transaction(
            lambda tx: make_event(tx, now=utc_now(), title="Hội nghị C")
        )
        chat = (await stands(at))["rows"][0].contact_id
        await at.core.database.transaction(lambda tx: tx.people.forget_profile(chat))
        await says(browser, at, "thôi", "đăng ký hội nghị", "3", "1", *hers)
        before, after = await erase(clerk, hers[1], ())
        assert "1 cuộc trò chuyện" in before and ticked(before) == []
        assert "mẫu đang điền dở" in after and "Không xóa vé, câu hỏi nào" in after
        assert set((await stands(at))["names"].values()) == {HIM, HER}
        assert await at.core.database.scrub()
        assert found(tmp_path, (hers[0], "987000111")) == set()
        _, page, _ = await clerk.post(PATH, phone=hers[1])
        assert "Không có gì dưới số này" in page
