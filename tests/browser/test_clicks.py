"""How many presses the jobs of the console's review take, from the first page on; typing is none,
nor is choosing from a list. What a whole conference takes is counted in `test_eight_roles.py`."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.app import utc_now
from content.calendar import WorkingDays, local
from content.library import Content
from handlers.question import answering, moves
from storage.database import Transaction
from storage.question_models import Question
from storage.staff_models import Role
from tests.browser.test_conference import enter
from tests.browser.test_webchat import DESKTOP, PHONE, browsing
from tests.console.test_questions import ask, now_of
from tests.support.broadcast import MONDAY
from tests.support.clock import FixedClock
from tests.support.desk import employ
from tests.support.site import Site, site

# One question: it is assigned where it is read first; then everybody opens it and presses once, and
# whoever approves it may publish it there, too.
MOST = {
    "one question, three people": 6,
    "one question, four people": 7,
    "assign ten": 3,
    "approve five": 3,
}


class Presses:
    """Counts what is pressed on a page."""

    def __init__(self) -> None:
        self.count = 0

    async def on(self, page: Page, what: str) -> None:
        await page.locator(what).first.click()
        self.count += 1


async def _asked(at: Site, text: str, *, waits: bool = False) -> Question:
    """A question that is new, or (`waits`) whose answer waits for approval."""
    question = await ask(at, text)

    def work(tx: Transaction) -> None:
        author, fresh = tx.staff.by_login("tra-loi"), tx.questions.get(question.id)
        assert author and fresh
        given = moves.move(tx, fresh, moves.Move.ASSIGN, utc_now(), staff=None, office="thue")
        answering.answer(tx, at.core.content, given, "Được ạ.", "", utc_now(), staff=author)

    if waits:
        await at.core.database.transaction(work)
    return question


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
async def test_the_jobs_of_questions_take_few_presses(
    tmp_path: Path, content: Content, chromium: Browser, size: dict[str, int]
) -> None:
    counted = {}
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size=size) as clerk,
        browsing(chromium, at, size=size) as writer,
        browsing(chromium, at, size=size) as boss,
        browsing(chromium, at, size=size) as press,
    ):
        await employ(at, "thuky", Role.CLERK)
        await employ(at, "tra-loi", Role.EXTERNAL, office="thue")
        await employ(at, "duyet", Role.APPROVER, office="vanphong")
        await employ(at, "tin", Role.COMMUNICATOR, office="ttsnc")
        for page, login in ((clerk, "thuky"), (writer, "tra-loi"), (boss, "duyet"), (press, "tin")):
            await enter(page, at, login)
        for people, publisher in (("three", boss), ("four", press)):
            question = await ask(at, f"Mấy giờ mở cửa? {people}")
            one = Presses()
            await clerk.goto(f"{at.url}/can-bo")
            await expect(clerk.locator("#cau-moi blockquote")).to_have_text(question.content)
            await one.on(clerk, "#cau-moi button")
            await expect(clerk.locator("main")).to_contain_text("Đã giao 1 câu")
            await writer.goto(f"{at.url}/can-bo")
            await one.on(writer, "a.tile[href*='KN-']")
            await writer.fill("textarea[name=text]", "Từ 7 giờ 30 ạ.")
            await writer.fill("details[open] [name=basis]", "Quy chế tiếp công dân")
            await one.on(writer, "button:text('Lưu, gửi duyệt')")
            await boss.goto(f"{at.url}/can-bo")
            await one.on(boss, f"a:text('{question.code}')")
            await one.on(boss, "button:text('Duyệt bản trên')")
            await expect(boss.locator(".done").first).to_be_visible()
            if publisher is not boss:
                await publisher.goto(f"{at.url}/can-bo")
                await one.on(publisher, "a.tile[href*='KN-']")
            await one.on(publisher, "button:text('Tôi đã đọc lại')")
            await expect(publisher.locator("h1")).to_contain_text("Đã đăng")
            counted[f"one question, {people} people"] = one.count

        asked = [await _asked(at, f"Câu số {n}") for n in range(10)]
        many = Presses()
        await clerk.goto(f"{at.url}/can-bo")
        await many.on(clerk, "a.tile[href$='loc=moi']")
        await many.on(clerk, ".bar input[type=checkbox]")
        await many.on(clerk, "button.main:text-is('Giao')")
        await expect(clerk.locator("main")).to_contain_text("Đã giao 10 câu")
        offices = {(await now_of(at, one_of)).office for one_of in asked}
        assert offices == {content.fields["thue"].office}
        counted["assign ten"] = many.count

        for n in range(5):
            await _asked(at, f"Câu chờ số {n}", waits=True)
        five = Presses()
        await boss.goto(f"{at.url}/can-bo")
        await five.on(boss, "a.tile[href$='loc=cho-duyet']")
        await five.on(boss, ".bar input[type=checkbox]")
        await five.on(boss, "button.main:text('Duyệt')")
        await expect(boss.locator("main")).to_contain_text("Đã duyệt 5 câu")
        counted["approve five"] = five.count
    assert counted == MOST


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
async def test_an_event_is_made_and_published_in_few_presses(
    tmp_path: Path, content: Content, chromium: Browser, size: dict[str, int]
) -> None:
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size=size) as owner,
    ):
        await employ(at, "truongphong", Role.OWNER)
        await enter(owner, at, "truongphong")
        made = Presses()
        await made.on(owner, "main h2 a[href='/can-bo/su-kien']")
        await made.on(owner, "text=+ Hội nghị đối thoại")
        day = WorkingDays().after(local(utc_now()).date() + timedelta(days=24), 1)
        await owner.fill("[name=day]", f"{day:%d/%m/%Y}")
        await owner.fill("[name=time]", "8h")
        await made.on(owner, "text=Tạo sự kiện, chưa công bố")
        await made.on(owner, "button:text-is('Công bố')")
        await expect(owner.locator(".done").first).to_contain_text("Đã công bố")
    assert made.count == 4


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
async def test_a_broadcast_by_two_people_takes_few_presses(
    tmp_path: Path, content: Content, chromium: Browser, size: dict[str, int]
) -> None:
    async with (
        site(tmp_path, content, clock=FixedClock(MONDAY)) as at,
        browsing(chromium, at, size=size) as writer,
        browsing(chromium, at, size=size) as boss,
        browsing(chromium, at, size=size) as owner,
    ):
        await employ(at, "tin", Role.COMMUNICATOR)
        await employ(at, "duyet", Role.APPROVER)
        await owner.goto(f"{at.url}/?chu-de=nhan-tin")
        await owner.locator("button", has_text="Đồng ý, nhận mọi chủ đề").click()
        await expect(owner.locator(".reply").last).to_contain_text("Đang nhận tin về")
        await enter(writer, at, "tin")
        sent = Presses()
        await sent.on(writer, "main >> text=Soạn thông báo")
        await writer.select_option("[name=topic]", "thue")
        await writer.fill("[name=title]", "Hạn thông báo doanh thu")
        await writer.fill("[name=text]", "Xin gửi **trước 29/1/2027**.")
        await sent.on(writer, "text=Lưu nháp và xem trước")
        await sent.on(writer, "button:text('Tôi đã đọc bản xem trước')")
        await sent.on(writer, "button:text('Gửi duyệt')")
        await expect(writer.locator("main")).to_contain_text("Đang chờ người duyệt")
        await enter(boss, at, "duyet")
        await sent.on(boss, "text=Hạn thông báo doanh thu")
        await boss.fill("[name=typed]", "1")
        await sent.on(boss, "button:text('Duyệt, gửi sau 2 phút')")
        await expect(boss.locator("#tien-do")).to_contain_text("giây để thu hồi")
    assert sent.count == 6
