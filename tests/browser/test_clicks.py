"""How many presses the jobs of questions take, from the first page on; typing is none. What a whole
conference takes is counted in `test_eight_roles.py`."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.app import utc_now
from content.library import Content
from handlers.question import answering, moves
from storage.database import Transaction
from storage.question_models import Question
from storage.staff_models import Role
from tests.browser.test_conference import enter
from tests.browser.test_webchat import DESKTOP, PHONE, browsing
from tests.console.test_questions import ask, now_of
from tests.support.desk import employ
from tests.support.site import Site, site

# Four people open the question and press (8); whoever publishes says that they read it once more.
MOST = {"one question": 9, "assign ten": 3, "approve five": 3}


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
        question = await ask(at, "Mấy giờ mở cửa?")
        one = Presses()
        await enter(clerk, at, "thuky")
        await one.on(clerk, "a.tile[href*='KN-']")
        await one.on(clerk, "button:text-is('Giao')")
        await enter(writer, at, "tra-loi")
        await one.on(writer, "a.tile[href*='KN-']")
        await writer.fill("textarea[name=text]", "Từ 7 giờ 30 ạ.")
        await writer.fill("details[open] [name=basis]", "Quy chế tiếp công dân")
        await one.on(writer, "button:text('Lưu, gửi duyệt')")
        await enter(boss, at, "duyet")
        await one.on(boss, f"a:text('{question.code}')")
        await one.on(boss, "button:text('Duyệt bản trên')")
        await expect(boss.locator(".done").first).to_be_visible()
        await enter(press, at, "tin")
        await one.on(press, "a.tile[href*='KN-']")
        await one.on(press, "[name=checked]")
        await one.on(press, "button:text-is('Đăng')")
        await expect(press.locator("h1")).to_contain_text("Đã đăng")
        counted["one question"] = one.count

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
