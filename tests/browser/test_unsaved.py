"""What was typed in one form of a page outlives the others, and is said not to be saved."""

from pathlib import Path

from playwright.async_api import Browser, expect

from content.library import Content
from storage.staff_models import Role
from tests.browser.test_conference import enter, leave
from tests.browser.test_webchat import browsing
from tests.console.test_questions import ask
from tests.support.conference import add_event
from tests.support.desk import employ
from tests.support.site import site

NOTE = "Chữ gõ dở ở đây chưa lưu"
LONG = "Câu trả lời tôi vừa soạn mười lăm phút."


async def test_an_answer_half_typed_outlives_the_page_s_other_forms(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size={"width": 1366, "height": 768}) as page,
    ):
        for login in ("truongphong", "thuky"):
            await employ(at, login, Role.CLERK, Role.RESPONDER, Role.OWNER, office="kthtdt")
        question = await ask(at, "Đèn đường tắt, bao giờ sửa?")
        await enter(page, at, "truongphong")
        await page.goto(f"{at.url}/can-bo/cau-hoi/{question.code}")
        await page.locator("button", has_text="Giao").last.click()
        answer = page.locator("textarea[name=text]")
        await answer.fill(LONG)
        await expect(page.locator(".unsaved")).to_have_count(0)
        # Another form of the page, then another page.
        facts = page.locator("details", has=page.locator("select[name=field]"))
        await facts.locator("summary").first.click()
        await page.locator("select[name=field]").select_option(index=2)
        await page.locator("form", has=page.locator("select[name=field]")).locator("button").click()
        await expect(page.locator(".done").first).to_contain_text("Đã lưu")
        await expect(answer).to_have_value(LONG)
        await expect(page.locator("#nhap-answer")).to_contain_text("bản nháp của ông/bà")
        await page.click("nav >> text=Gọi điện")
        await page.goto(f"{at.url}/can-bo/cau-hoi/{question.code}")
        await expect(answer).to_have_value(LONG)
        # Saved, there is nothing left of it.
        await page.fill("details[open] [name=basis]", "Quy chế tiếp công dân")
        await page.locator("form", has=answer).locator("button.main").click()
        await expect(page.locator("main")).to_contain_text(LONG)
        await page.reload()
        await expect(page.locator(".unsaved, #nhap-answer")).to_have_count(0)


async def test_half_typed_words_overwrite_nothing_and_are_for_nobody_else(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size={"width": 1366, "height": 768}, faults_allowed=1) as page,
        browsing(chromium, at, size={"width": 1366, "height": 768}) as other,
    ):
        for login in ("mot", "hai"):
            await employ(at, login, Role.CLERK, office="kthtdt")
        event = await add_event(at.core.database)
        desk = f"{at.url}/can-bo/su-kien/{event.id}"
        await enter(page, at, "mot")
        await page.goto(desk)
        about = page.locator("textarea[name=about]")
        await page.click("a.button[href='#thong-tin']")
        await about.fill("Lời của tôi")
        await enter(other, at, "hai")
        await other.goto(desk)
        await other.click("a.button[href='#thong-tin']")
        await other.fill("textarea[name=about]", "Lời của người khác")
        await other.locator("#thong-tin button.main").click()
        await expect(other.locator(".done").first).to_be_visible()
        await page.click("nav >> text=Gọi điện")
        await page.goto(desk)
        await page.click("text=đang soạn dở ở phần Thông tin")
        # It is this person's draft; to save it would show both.
        await expect(about).to_have_value("Lời của tôi")
        await expect(page.locator("#draft-fault")).to_be_visible()
        await page.locator("form", has=about).locator("button.main").click()
        await expect(page.locator("main")).to_contain_text("Lời của người khác")
        await page.goto(desk)
        await page.click("text=đang soạn dở ở phần Thông tin")
        await about.fill("Lời mới của tôi")
        await leave(page)
        await enter(page, at, "hai")
        await page.goto(desk)
        await expect(about).to_have_value("Lời của người khác")
        await expect(page.locator(".unsaved")).to_have_count(0)


async def test_an_event_is_shown_part_by_part_and_a_refused_form_in_its_own(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    parts = ("tong-quan", "thong-tin", "chuong-trinh", "giay-moi", "viec")
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size={"width": 390, "height": 844}, faults_allowed=1) as page,
    ):
        await employ(at, "mot", Role.CLERK, office="kthtdt")
        event = await add_event(at.core.database)
        await enter(page, at, "mot")
        await page.goto(f"{at.url}/can-bo/su-kien/{event.id}")
        for part in (parts[0], *parts):
            if part == "thong-tin":
                await page.click("a.button[href='#thong-tin']")
            elif part != parts[0]:
                await page.click(f".tabs [href$='#{part}']")
            for other in parts:
                await expect(page.locator(f"#{other}")).to_be_visible(visible=other == part)
        await page.click(".tabs [href$='#tong-quan']")
        await page.click("a.button[href='#thong-tin']")
        await page.fill("#thong-tin [name=end]", "07:00")
        await page.click("#thong-tin button.main")
        await expect(page.locator("#thong-tin .fault")).to_contain_text("sau giờ bắt đầu")
        await expect(page.locator("#tong-quan")).to_be_hidden()
