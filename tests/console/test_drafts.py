"""Whose drafts there are, what is kept of a form, and when it is gone: over real HTTP."""

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import aiohttp

from bot.app import utc_now
from content.library import Content
from handlers.clock import retention
from handlers.own_data import erasure
from storage.audit import JournalFilter
from storage.database import Transaction
from storage.drafts import TypedDraft
from storage.staff_models import Role
from tests.console.test_questions import ask, now_of
from tests.support.desk import Desk, desk
from tests.support.site import Site, site

TEXT = "Đường đã sửa xong, mời bà con đi lại."


async def given(at: Site, code: str, office: str = "kthtdt") -> None:
    async with desk(at, f"thuky-{code[-4:].lower()}", Role.CLERK) as clerk:
        await clerk.get(f"/cau-hoi/{code}")
        await clerk.post(f"/cau-hoi/{code}/lam", {"do": "assign", "office": office})


async def kept(at: Site) -> list[TypedDraft]:
    def work(tx: Transaction) -> list[TypedDraft]:
        return [one for staff in tx.staff.all() for one in tx.drafts.of_staff(staff.id)]

    return await at.core.database.transaction(work)


async def keep(person: Desk, draft: str, **fields: str) -> int:
    status, _, _ = await person.post("/ban-nhap", draft=draft, **fields)
    return status


async def test_a_draft_is_kept_shown_again_and_ends_with_the_form(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "an", Role.RESPONDER) as an:
        question = await ask(at, "Đường hỏng")
        await given(at, question.code)
        await an.get(f"/cau-hoi/{question.code}")
        of = f"answer:{question.code}"
        assert await keep(an, of, text="Mới bắt đầu") == 303
        assert await keep(an, of, text=TEXT, basis="Điều 9", do="answer") == 303
        [one] = await kept(at)
        assert one.fields == {"text": [TEXT], "basis": ["Điều 9"]}
        _, page = await an.get(f"/cau-hoi/{question.code}")
        assert TEXT in page and "bản nháp của ông/bà" in page
        assert question.code in (await an.get(""))[1]
        # Two presses of the same button: one draft, one line of the journal.
        lines = await at.core.database.transaction(
            lambda tx: tx.audit.lines(JournalFilter(deeds=["draft.keep"]))
        )
        assert len(lines) == 1 and TEXT not in str(lines)
        status, _, _ = await an.post(
            f"/cau-hoi/{question.code}/lam", do="answer", text=TEXT, basis="", draft=of
        )
        assert status == 303 and await kept(at) == []


async def test_a_form_that_is_not_taken_leaves_the_draft(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "an", Role.RESPONDER) as an:
        question = await ask(at, "Đường hỏng")
        await given(at, question.code)
        await an.get(f"/cau-hoi/{question.code}")
        of = f"answer:{question.code}"
        await keep(an, of, text=TEXT)
        status, _, _ = await an.post(
            f"/cau-hoi/{question.code}/lam", do="answer", text="", draft=of
        )
        assert status == 400 and len(await kept(at)) == 1
        assert await keep(an, of, text="dài " * 20_000) == 400
        assert [one.fields["text"] for one in await kept(at)] == [[TEXT]]


async def test_nobody_keeps_a_draft_of_what_is_not_theirs_to_write(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "auditor", Role.AUDITOR) as auditor,
        desk(at, "thue", Role.EXTERNAL, office="thue") as outside,
    ):
        question = await ask(at, "Đường hỏng")
        await given(at, question.code)
        for person, of, status in (
            (auditor, f"answer:{question.code}", 403),
            (outside, f"answer:{question.code}", 403),
            (outside, "event:new-dialogue", 403),
            (outside, "broadcast:new", 403),
            (outside, "answer:KN-0000000", 403),
            (outside, "diary:1", 404),
        ):
            await person.get("")
            assert await keep(person, of, text=TEXT) == status, of
        assert await kept(at) == []


async def test_a_script_hears_when_it_was_kept_and_who_else_writes(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "an", Role.RESPONDER) as an,
        desk(at, "binh", Role.RESPONDER) as binh,
    ):
        question = await ask(at, "Đường hỏng")
        await given(at, question.code)
        for person in (an, binh):
            await person.get(f"/cau-hoi/{question.code}")
        await keep(an, f"answer:{question.code}", text=TEXT)
        form = aiohttp.FormData(
            {"csrf": binh.csrf, "draft": f"answer:{question.code}", "text": "Của tôi"}
        )
        headers = {"accept": "application/json"}
        async with binh.http.post(f"{binh.base}/ban-nhap", data=form, headers=headers) as answer:
            said = await answer.json()
        assert said["others"] == "Cán bộ an" and len(said["at"]) == len("14:05")
        assert TEXT not in str(said)


def _swept(content: Content, then: datetime, tx: Transaction) -> int:
    return retention.SWEEPS["drafts"][0](tx, content, then)


async def test_drafts_go_with_whom_they_are_about_and_with_their_time(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "an", Role.RESPONDER) as an,
        desk(at, "tin", Role.COMMUNICATOR) as tin,
    ):
        question = await ask(at, "Đường hỏng", who="w1")
        await given(at, question.code)
        await an.get(f"/cau-hoi/{question.code}")
        await keep(an, f"answer:{question.code}", text=TEXT)
        await tin.get("/thong-bao/soan")
        await keep(tin, "broadcast:new", text="Gọi bà Hoa số 0912345678", title="Nhớ gọi")
        assert len(await kept(at)) == 2
        now = utc_now()
        contact = (await now_of(at, question)).contact_id or 0
        await at.core.database.transaction(lambda tx: erasure.erase(tx, content, contact, now))
        assert await kept(at) == []
        await keep(tin, "broadcast:new", text="Phường nghỉ Tết", title="Nghỉ")
        for days, left in ((29, 1), (31, 0)):
            then = now + timedelta(days=days)
            await at.core.database.transaction(partial(_swept, content, then))
            assert len(await kept(at)) == left
