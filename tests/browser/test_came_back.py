"""What came back not taken: going back and loading again send nothing, and what was typed is where
it was typed; a form is sent once, and says that it is."""

from pathlib import Path

from playwright.async_api import Browser, Page, Request, expect

from content.library import Content
from content.ward_parts import office_part
from storage.staff_models import Role
from tests.browser.test_conference import enter
from tests.browser.test_webchat import browsing
from tests.console.test_contents import NEW_YEAR, At
from tests.support.desk import employ
from tests.support.site import Site, site

DESK = {"width": 1366, "height": 900}
EDIT = "/can-bo/noi-dung/mon-bai/sua"
POLICE = f"/can-bo/noi-dung/phuong/{office_part('cong_an')}"
PHONE = "[name=ward_phone]"


async def another(page: Page, at: Site, login: str) -> Page:
    """Somebody else at a desk of their own."""
    assert page.context.browser
    other = await (await page.context.browser.new_context()).new_page()
    await enter(other, at, login)
    return other


async def test_a_form_that_came_back_is_not_sent_again_by_the_browser(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        browsing(chromium, at, size=DESK, faults_allowed=9) as page,
    ):
        await employ(at, "hoa", Role.CLERK)
        await enter(page, at, "hoa")
        sent: list[str] = []
        page.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
        await page.goto(at.url + POLICE)
        await page.fill(PHONE, "02253")
        await page.fill("[name=ward_address]", "số 1 phố Thử")
        await page.click("button >> text=Gửi duyệt")
        await expect(page.locator("#chua-luu")).to_be_visible()
        assert len(sent) == 1
        answer = await page.reload()
        assert answer and answer.status == 400 and answer.request.method == "GET"
        await expect(page.locator(PHONE)).to_have_value("02253")
        await page.fill(PHONE, "02254")
        await page.go_back()
        await expect(page.locator(PHONE)).to_have_value("02254")
        await expect(page.locator("[name=ward_address]")).to_have_value("số 1 phố Thử")
        await expect(page.locator("form .unsaved")).to_be_visible()
        await page.go_forward()
        await expect(page.locator("#chua-luu")).to_be_visible()
        assert len(sent) == 1
        await page.fill(PHONE, "0225 3 123 456")
        await page.click("button >> text=Gửi duyệt")
        await expect(page.locator(".done")).to_contain_text("Đã gửi duyệt")
        assert len(sent) == 2
        # ... and nothing of it is left to be put anywhere
        await page.goto(at.url + POLICE)
        assert await page.locator("form .unsaved").count() == 0


async def test_one_s_own_words_stand_beside_the_newer_version(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        browsing(chromium, at, size=DESK, faults_allowed=9) as page,
    ):
        await employ(at, "hoa", Role.CLERK)
        await employ(at, "nam", Role.APPROVER)
        await enter(page, at, "hoa")
        other = await another(page, at, "nam")
        for each in (page, other):
            await each.goto(at.url + EDIT)
        await other.fill("[name=details]", "- Chi tiết của anh Nam.")
        await other.click("button >> text=Lưu nháp")
        await expect(other.locator(".done")).to_be_visible()
        await page.fill("[name=details]", "- Chi tiết của chị Hoa.")
        await page.fill("[name=steps]", "1. Bước của chị Hoa.")
        await page.click("button >> text=Lưu nháp")
        await expect(page.locator("main")).to_contain_text("Người khác vừa sửa")
        await page.click("text=Xem bản mới")
        await expect(page.locator("[name=details]")).to_have_value("- Chi tiết của anh Nam.")
        await expect(page.locator("blockquote")).to_contain_text("Chi tiết của chị Hoa")
        # What the other did not touch stands where it was typed.
        await expect(page.locator("[name=steps]")).to_have_value("1. Bước của chị Hoa.")


async def test_what_was_typed_is_there_after_signing_in_again(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        browsing(chromium, at, size=DESK, faults_allowed=9) as page,
    ):
        await employ(at, "hoa", Role.CLERK)
        await enter(page, at, "hoa")
        await page.goto(at.url + EDIT)
        await page.fill("[name=details]", "- Chi tiết gõ cả buổi sáng.")
        await page.context.clear_cookies(name="donghanh_can_bo")
        await page.click("button >> text=Gửi duyệt")
        await expect(page.locator("main")).to_contain_text("Chi tiết gõ cả buổi sáng")
        async with page.context.expect_page() as opened:
            await page.click("a[target=_blank]")
        new = await opened.value
        await new.fill("[name=login]", "hoa")
        await new.fill("[name=password]", "con-trau-trang-9")
        await new.click("button.main")
        await expect(new.locator("[name=details]")).to_have_value("- Chi tiết gõ cả buổi sáng.")
        await expect(new.locator("form .unsaved")).to_be_visible()


async def test_a_form_says_that_it_is_being_sent_and_is_sent_once(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        browsing(chromium, at, size=DESK) as page,
    ):
        await employ(at, "hoa", Role.CLERK)
        await enter(page, at, "hoa")
        sent: list[Request] = []
        page.on("request", lambda one: sent.append(one) if one.method == "POST" else None)
        await page.goto(at.url + POLICE)
        await page.fill(PHONE, "0225 3 123 456")

        await page.evaluate(_WATCH)
        button = page.locator("button >> text=Gửi duyệt")
        await button.evaluate("(one) => { one.click(); one.click(); one.click(); }")
        await expect(page.locator(".done")).to_contain_text("Đã gửi duyệt")
        assert len(sent) == 1
        assert "Đang ghi" in await page.evaluate("localStorage.said")


# What the page says while it waits for the answer.
_WATCH = """() => addEventListener("pagehide", () => {
  localStorage.said = document.querySelector(".sending").textContent;
})"""


async def test_several_are_ticked_with_one_press_and_what_was_done_is_said(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        browsing(chromium, at, size={"width": 390, "height": 844}) as page,
    ):
        await employ(at, "hoa", Role.CLERK)
        await employ(at, "nam", Role.APPROVER)
        await enter(page, at, "hoa")
        await page.goto(f"{at.url}/can-bo/noi-dung?loc=tat-ca&chu-de=hoa-don")
        bar, boxes = page.locator(".bar"), page.locator("[name=item]")
        await expect(bar).to_be_in_viewport()
        await expect(bar.locator("button")).to_be_disabled()
        await boxes.nth(0).check()
        await expect(bar).to_contain_text("Đã đánh dấu 1 câu")
        await bar.locator("input").check()
        many = min(40, await boxes.count())
        await expect(bar).to_contain_text(f"Đã đánh dấu {many} câu")
        await bar.locator("input").uncheck()
        await expect(bar).to_contain_text("Đã đánh dấu 0 câu")
        for number in range(many - 3, many):  # those at the top rest on a law that ended
            await boxes.nth(number).check()
        await bar.locator("button").click()
        await expect(page.locator(".done")).to_contain_text("Đã gửi duyệt 3 câu còn đúng")
        await expect(page.locator(".done")).to_contain_text("câu đến hạn xem lại")
        assert "chu-de=hoa-don" in page.url  # the same list as before
        other = await another(page, at, "nam")
        await other.goto(f"{at.url}/can-bo/noi-dung?loc=cho-duyet")
        await other.locator(".bar input").check()
        await other.locator(".bar button").click()
        await expect(other.locator(".done")).to_contain_text("Đã duyệt hạn xem lại của 3 câu")
