"""Whoever writes an answer finds answers that fit and canned ones beside it, a press away."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from content.library import Content
from storage.staff_models import Role
from tests.browser.test_conference import enter
from tests.browser.test_webchat import PHONE, browsing
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
        await page.click("main >> text=Sửa")
        assert await look(page, "canned-edit") == [] and await small(page) == []
        await page.fill("[name=title]", "Lời mở đầu")
        await page.click("button.main")
        await expect(page.locator("main")).to_contain_text("Lời mở đầu")
