"""What browsers and proxies may keep of pages with somebody's data: nothing."""

import re
from pathlib import Path

from bot.app import utc_now
from content.library import Content
from storage.staff_models import Role
from tests.support.conference import make_event
from tests.support.desk import desk as sitting
from tests.support.erasing import erase_phone
from tests.support.site import site
from tests.web.test_chat import session
from tests.web.test_erasure import NAME, tells_all
from tests.web.test_notebook import says

TICKET = re.compile(r'href="(http://[^"]+/ve/[^"]+)"')


async def test_pages_with_somebodys_data_are_kept_by_nobody(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        session() as browser,
        sitting(at, "a", Role.CLERK) as desk,
    ):
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        await tells_all(browser, at)
        page = await says(browser, at, "xuất dữ liệu", "vé của tôi")
        ticket = TICKET.findall(page)[-1]
        data = re.findall(r'href="(http://[^"]+/du-lieu/[^"]+)"', page)[-1]
        question = await at.core.database.transaction(lambda tx: tx.questions.all()[0])
        photo = await at.core.database.transaction(lambda tx: tx.questions.photos(question.id)[0])
        for address in (f"{at.url}/", ticket, f"{ticket}/lich.ics", data, f"{at.url}/new?after=0"):
            answer = await browser.get(address)
            assert answer.status == 200, address
            assert "no-store" in answer.headers["cache-control"], address
            assert answer.headers["referrer-policy"] in ("same-origin", "no-referrer"), address
        case, guests = f"/cau-hoi/{question.code}", f"/su-kien/{event.id}/dai-bieu"
        for path in (
            *(case, f"{case}/anh/{photo.name}", guests, f"{guests}?tim=Hu%E1%BB%87"),
            *(f"/su-kien/{event.id}/xuat.xlsx", f"/su-kien/{event.id}/cua/danh-sach"),
            *(f"/su-kien/{event.id}/cua", "/yeu-cau-du-lieu", "/goi-dien"),
        ):
            async with desk.http.get(desk.base + path) as kept:
                assert kept.status == 200, path
                assert "no-store" in kept.headers["cache-control"], path
                named = kept.headers.get("content-disposition", "")
                assert "Hu" not in named and "912345678" not in named, named
        # The audit cannot be mended: it names nobody.
        lines = await at.core.database.transaction(lambda tx: tx.audit.lines(limit=500))
        assert NAME not in str(lines) and "912345678" not in str(lines)
        await at.core.database.transaction(
            lambda tx: erase_phone(tx, content, "+84912345678", utc_now())
        )
        assert (await browser.get(ticket)).status == 404
        assert (await browser.get(f"{ticket}/lich.ics")).status == 404
