"""Whoever writes an answer finds answers that fit and canned ones beside it, a press away."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, FilePayload, expect

from bot.app import utc_now
from content.calendar import local
from content.library import Content
from storage.staff_models import Role
from tests.browser.test_conference import enter
from tests.browser.test_webchat import PHONE, browsing
from tests.console.test_answer_files import PDF
from tests.console.test_canned import write
from tests.console.test_drafts import given
from tests.console.test_questions import ask
from tests.support.desk import desk, employ
from tests.support.sight import look, small
from tests.support.site import site

ASKED = "Hộ kinh doanh doanh thu bao nhiêu thì phải nộp thuế?"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
async def test_a_press_puts_a_piece_in_below_what_is_typed(
    tmp_path: Path, content: Content, chromium: Browser, scripts: bool
) -> None:
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size=PHONE, scripts=scripts) as page,
    ):
        async with desk(at, "an", Role.RESPONDER) as an:
            await write(an, "own", "Lời kết")
            await write(an, "office", "Mở đầu")
        await employ(at, "duyet", Role.APPROVER, office="vanphong")
        question = await ask(at, ASKED)
        await given(at, question.code)
        await enter(page, at, "an")
        await page.goto(f"{at.url}/can-bo/cau-hoi/{question.code}")
        typed = page.locator("textarea[name=text]")
        await typed.fill("Tôi đã xem.")
        rows = page.locator(".helps li:visible")
        assert await rows.count() == 5  # three that fit, two canned
        if scripts:
            await page.fill(".helps [type=search]", "loi ket")
            await expect(rows).to_have_count(4)
            await page.press(".helps [type=search]", "Enter")
            await expect(page.locator("h1")).to_contain_text("Đã giao")  # nothing was sent
            assert await look(page, "helps") == []
            assert await small(page, ".helps") == []
        await page.locator("li", has_text="Lời kết").get_by_role("button").click()
        await expect(page.locator(".done").first).to_contain_text("Chưa gửi ai")
        said = await typed.input_value()
        assert said.startswith("Tôi đã xem.\n\nKính gửi ông/bà.") and question.code in said
        await page.locator(".helps li").first.get_by_role("button").click()
        await expect(page.locator("[name=basis]")).not_to_have_value("")
        said = await typed.input_value()
        assert said.startswith("Tôi đã xem.\n\nKính gửi ông/bà.") and len(said) > 200
        # It is edited, and submitted as any other.
        await typed.fill(f"{said} Thêm một câu.")
        await page.get_by_role("button", name="Lưu, gửi duyệt").click()
        await expect(page.locator("h1")).to_contain_text("Chờ duyệt")
        assert "Thêm một câu." in await page.inner_text("main")


async def test_the_list_of_canned_answers_is_for_everybody_to_read(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size=PHONE) as page,
    ):
        async with desk(at, "an", Role.RESPONDER) as an:
            await write(an, "office", "Mở đầu")
        await enter(page, at, "an")
        await page.goto(f"{at.url}/can-bo/cau-hoi")
        await page.click("main >> text=Câu mẫu")
        assert await look(page, "canned") == [] and await small(page) == []
        await page.get_by_role("link", name="Sửa", exact=True).click()
        assert await look(page, "canned-edit") == [] and await small(page) == []
        await page.fill("[name=title]", "Lời mở đầu")
        await page.click("button.main")
        await expect(page.locator("main")).to_contain_text("Lời mở đầu")


async def test_a_file_is_added_by_choosing_it_and_seen_by_whoever_approves(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size=PHONE) as page,
        browsing(chromium, at, size=PHONE) as boss,
    ):
        await employ(at, "an", Role.RESPONDER)
        await employ(at, "duyet", Role.APPROVER, office="vanphong")
        question = await ask(at, ASKED)
        await given(at, question.code)
        await enter(page, at, "an")
        await page.goto(f"{at.url}/can-bo/cau-hoi/{question.code}")
        await page.fill("textarea[name=text]", "Mẫu đơn gửi kèm.")
        chosen = FilePayload(name="Mẫu đơn.pdf", mimeType="application/pdf", buffer=PDF)
        await page.set_input_files("[name=file]", files=[chosen])
        await expect(page.locator("#tep-answer")).to_contain_text("Mẫu đơn.pdf")
        await expect(page.locator("textarea[name=text]")).to_have_value("Mẫu đơn gửi kèm.")
        assert await look(page, "files") == [] and await small(page, "#tep-answer") == []
        # Enter in a field sends the form, and takes no file away.
        await page.press("[name=basis]", "Enter")
        await expect(page.locator("h1")).to_contain_text("Chờ duyệt")
        await enter(boss, at, "duyet")
        await boss.goto(f"{at.url}/can-bo/cau-hoi/{question.code}")
        await expect(boss.locator("main")).to_contain_text("Tệp gửi kèm người hỏi: Mẫu đơn.pdf")
        assert await look(boss, "files-approving") == []
        await boss.get_by_role("button", name="Duyệt bản trên").click()
        await expect(boss.locator(".done").first).to_be_visible()
        await boss.goto(f"{at.url}/can-bo/cau-hoi/{question.code}")
        async with boss.expect_download() as downloaded:
            await boss.click("main >> text=Mẫu đơn.pdf")
        assert (await downloaded.value).suggested_filename == "Mẫu đơn.pdf"


async def test_a_question_is_put_off_with_a_reason(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size=PHONE) as page,
    ):
        await employ(at, "an", Role.RESPONDER)
        question = await ask(at, ASKED)
        await given(at, question.code)
        await enter(page, at, "an")
        await page.goto(f"{at.url}/can-bo/cau-hoi/{question.code}")
        await page.click("summary:has-text('Hẹn lại')")
        day = local(utc_now() + timedelta(days=5)).date()
        await page.fill("[name=until]", day.isoformat())
        await page.fill("details[open]:has([name=until]) [name=note]", "Chờ chủ hộ nộp giấy")
        assert await look(page, "put-off") == []
        await page.get_by_role("button", name="Hẹn lại").click()
        await expect(page.locator("h1")).to_contain_text("Hẹn lại, nhắc từ")
        await expect(page.locator("main")).to_contain_text("Chờ chủ hộ nộp giấy")
