"""What an official types is there after a closed tab, on another phone, after signing out; it says
so only once the server has it; saved, there is nothing left of it."""

from pathlib import Path

from playwright.async_api import Browser, Page, expect

from content.library import Content
from storage.staff_models import Role
from tests.browser.test_conference import enter, leave
from tests.browser.test_webchat import PHONE, browsing
from tests.console.test_questions import ask
from tests.support.conference import add_event
from tests.support.desk import desk, employ
from tests.support.sight import look, small
from tests.support.site import Site, site

WIDE = {"width": 1366, "height": 768}
LONG = "Câu trả lời tôi vừa soạn mười lăm phút."
KEPT = "Đã giữ bản nháp lúc"


async def _given(at: Site, login: str) -> str:
    """The code of a question that is for this office to answer."""
    question = await ask(at, "Đèn đường tắt, bao giờ sửa?")
    async with desk(at, login, Role.CLERK, office="kthtdt") as clerk:
        await clerk.get(f"/cau-hoi/{question.code}")
        await clerk.post(f"/cau-hoi/{question.code}/lam", {"do": "assign", "office": "kthtdt"})
    return question.code


async def _staff(at: Site, *logins: str) -> None:
    for login in logins:
        await employ(at, login, Role.RESPONDER, office="kthtdt")


def _bar(page: Page) -> str:
    return "form:has(input[name=draft][value^=answer]) .drafts"


async def test_an_answer_half_typed_is_there_on_another_phone(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size=WIDE) as one,
        browsing(chromium, at, size=PHONE) as phone,
        browsing(chromium, at, size=WIDE) as other,
    ):
        await _staff(at, "an", "binh")
        code = await _given(at, "thuky")
        page_of = f"{at.url}/can-bo/cau-hoi/{code}"
        await enter(one, at, "an")
        await one.goto(page_of)
        bar = one.locator(_bar(one))
        await expect(bar).not_to_contain_text(KEPT)
        await one.fill("textarea[name=text]", LONG)
        await one.fill("[name=basis]", "Điều 5")
        await expect(bar).to_contain_text(KEPT)
        assert await small(one, ".drafts") == []
        # The tab is closed; the phone has it.
        await one.context.new_page()
        await one.close()
        await enter(phone, at, "an")
        await expect(phone.locator("#ban-nhap")).to_contain_text(code)
        await phone.click(f"#ban-nhap >> text={code}")
        await expect(phone.locator("textarea[name=text]")).to_have_value(LONG)
        await expect(phone.locator("[name=basis]")).to_have_value("Điều 5")
        await expect(phone.locator("#nhap-answer")).to_contain_text("bản nháp của ông/bà")
        assert await look(phone, "draft-of-mine") == []
        # What was typed just before signing out is kept, too.
        await phone.fill("textarea[name=text]", f"{LONG} Thêm.")
        await phone.click("label.menu")
        await leave(phone)
        # Somebody else sees that there is one, and none of it.
        await enter(other, at, "binh")
        await other.goto(page_of)
        await expect(other.locator("textarea[name=text]")).to_have_value("")
        await expect(other.locator(_bar(other))).to_contain_text("Cũng đang soạn ở đây: Cán bộ an")
        assert await look(other, "draft-of-another") == []
        await enter(phone, at, "an")
        await phone.goto(page_of)
        await expect(phone.locator("textarea[name=text]")).to_have_value(f"{LONG} Thêm.")
        # Sent, nothing is left of it.
        await phone.locator("button", has_text="Lưu, gửi duyệt").click()
        await expect(phone.locator(".done").first).to_be_visible()
        kept = await at.core.database.transaction(
            lambda tx: [tx.drafts.of_staff(staff.id) for staff in tx.staff.all()]
        )
        assert not any(kept)


async def test_nothing_is_said_to_be_kept_that_the_server_has_not(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size=WIDE, faults_allowed=9) as page,
    ):
        await _staff(at, "an")
        code = await _given(at, "thuky")
        await enter(page, at, "an")
        await page.goto(f"{at.url}/can-bo/cau-hoi/{code}")
        await page.context.set_offline(True)
        await page.fill("textarea[name=text]", LONG)
        await expect(page.locator(_bar(page))).to_contain_text("Chưa giữ được bản nháp")
        await expect(page.locator(_bar(page))).not_to_contain_text(KEPT)
        await page.context.set_offline(False)
        await page.press("textarea[name=text]", "End")
        await page.type("textarea[name=text]", "!")
        await expect(page.locator(_bar(page))).to_contain_text(KEPT)


async def test_an_event_and_its_minutes_are_kept_beside_what_others_save(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size=WIDE, faults_allowed=1) as page,
    ):
        for login in ("mot", "hai"):
            await employ(at, login, Role.CLERK)
        event = await add_event(at.core.database)
        await enter(page, at, "mot")
        await page.goto(f"{at.url}/can-bo/su-kien/{event.id}")
        await page.click("a.button[href='#thong-tin']")
        await page.fill("textarea[name=about]", "Lời của tôi")
        await expect(page.locator("#thong-tin .drafts")).to_contain_text(KEPT)
        async with desk(at, "ba", Role.CLERK) as other:
            await other.get(f"/su-kien/{event.id}")
            status, _, _ = await other.post(f"/su-kien/{event.id}/sua", about="Lời người khác")
            assert status == 303
        await page.reload()
        await expect(page.locator("textarea[name=about]")).to_have_value("Lời của tôi")
        await expect(page.locator("#draft-fault")).to_contain_text("có người sửa sau khi")
        assert await look(page, "draft-of-event") == []
        await page.locator("#thong-tin button.main").click()
        await expect(page.locator("main")).to_contain_text("Lời người khác")
        await expect(page.locator("main")).to_contain_text("Lời của tôi")
        stored = await at.core.database.transaction(lambda tx: tx.events.get(event.id))
        assert stored and stored.about == "Lời người khác"
        # The minutes, and a broadcast not made yet.
        await page.goto(f"{at.url}/can-bo/su-kien/{event.id}/bien-ban")
        await page.fill("textarea[name=conclusion]", "Sửa đèn trước Tết.")
        await expect(page.locator(".drafts")).to_contain_text(KEPT)
        await page.reload()
        await expect(page.locator("textarea[name=conclusion]")).to_have_value("Sửa đèn trước Tết.")
        assert await look(page, "draft-of-minutes") == []
        await page.click("button.main")
        await expect(page.locator(".done").first).to_be_visible()
        await expect(page.locator("#nhap-minutes")).to_have_count(0)


async def test_without_scripts_a_button_keeps_it_and_two_presses_drop_it(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size=PHONE, scripts=False) as page,
    ):
        await employ(at, "tin", Role.COMMUNICATOR)
        await enter(page, at, "tin")
        await page.goto(f"{at.url}/can-bo/thong-bao/soan")
        await page.fill("[name=title]", "Nghỉ Tết")
        await page.fill("[name=text]", "Phường nghỉ từ 28.")
        await page.check("[name=channels] >> nth=0")
        await page.click("text=Giữ bản nháp")
        await expect(page.locator(".done").first).to_contain_text("Đã giữ bản nháp")
        await page.goto(f"{at.url}/can-bo/thong-bao/soan")
        await expect(page.locator("[name=title]")).to_have_value("Nghỉ Tết")
        await expect(page.locator("[name=text]")).to_have_value("Phường nghỉ từ 28.")
        await expect(page.locator("[name=channels] >> nth=0")).to_be_checked()
        await page.click(".drafts summary")
        await page.click("text=Xóa hẳn chữ đang soạn")
        await expect(page.locator(".done").first).to_contain_text("Đã bỏ bản nháp")
        await expect(page.locator("[name=title]")).to_have_value("")
