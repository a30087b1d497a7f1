"""A form sent twice (a double click, a repeated POST, the back button) is done once."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from content.library import Content
from storage.database import Transaction
from storage.staff_models import Role
from tests.support.conference import make_event
from tests.support.desk import desk
from tests.support.site import site

NOW_ROLES = (Role.CLERK, Role.APPROVER, Role.ADMIN, Role.COMMUNICATOR)

FORMS: list[tuple[str, str, dict[str, Any]]] = [
    (
        "/su-kien/moi?mau=dialogue",
        "/su-kien/tao",
        {
            "kind": "dialogue",
            "title": "Đối thoại",
            "place": "Hội trường",
            "day": "2099-12-11",
            "time": "08:00",
        },
    ),
    ("/su-kien/{e}", "/su-kien/{e}/giay-moi", {"recipients": "Hộ A\nHộ B", "category": "guest"}),
    (
        "/su-kien/{e}",
        "/su-kien/{e}/viec",
        {"do": "add", "title": "Mượn ghế", "due": "2099-12-01"},
    ),
    (
        "/cau-hoi/them",
        "/cau-hoi/them",
        {"content": "Chợ ngập khi mưa", "field": "khac", "source": "paper", "asker": "Bà Tư"},
    ),
    (
        "/su-kien/{e}/them-dai-bieu",
        "/su-kien/{e}/them-dai-bieu",
        {
            "name": "Trần Văn Bảy",
            "kind": "household",
            "category": "guest",
            "companions": "0",
            "source": "paper",
        },
    ),
    (
        "/nhan-su",
        "/nhan-su/them",
        {"name": "Người Mới", "login": "moi", "office": "kthtdt", "roles": ["clerk"]},
    ),
]


def count(tx: Transaction) -> list[int]:
    events = tx.events.all()
    return [
        len(events),
        sum(len(tx.events.invitations(e.id)) for e in events),
        sum(len(tx.events.tasks(e.id)) for e in events),
        len(tx.questions.all()),
        sum(len(tx.registrations.of_event(e.id)) for e in events),
        len(tx.staff.all()),
        len(tx.audit.lines(limit=1000)),
    ]


@pytest.mark.parametrize(("page", "path", "fields"), FORMS)
async def test_two_clicks_at_once_and_one_later_are_one_act_with_one_result(
    tmp_path: Path, content: Content, page: str, path: str, fields: dict[str, Any]
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", *NOW_ROLES) as person:
        database = at.core.database
        event = await database.transaction(lambda tx: make_event(tx))
        page, path = page.format(e=event.id), path.format(e=event.id)
        assert (await person.get(page))[0] == 200
        csrf = person.csrf
        clicks = await asyncio.gather(*(person.post(path, fields) for _ in range(3)))
        once = await database.transaction(count)
        person.csrf = csrf  # the back button, and the same form again
        again = await person.post(path, fields)
        assert await database.transaction(count) == once
        assert {click[0] for click in clicks} | {again[0]} <= {200, 303}, clicks
        results = {(click[1], click[2]) for click in (*clicks, again)}
        assert len(results) == 1, "everybody is shown the first result"


async def test_other_words_from_the_same_page_are_another_form(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        await person.get("/cau-hoi/them")
        fields = {"field": "khac", "source": "paper", "asker": "Bà Tư"}
        for text in ("Chợ ngập khi mưa", "Đèn đường hỏng"):
            assert (await person.post("/cau-hoi/them", fields, content=text))[0] == 303
        kept = await at.core.database.transaction(lambda tx: tx.questions.all())
        assert len(kept) == 2


async def test_what_was_refused_may_be_sent_again_from_the_same_page(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        await person.get("/cau-hoi/them")
        fields = {"field": "khac", "source": "paper", "asker": "Bà Tư", "content": ""}
        assert (await person.post("/cau-hoi/them", fields))[0] == 400
        assert (await person.post("/cau-hoi/them", fields | {"content": "Chợ ngập"}))[0] == 303


async def test_a_page_kept_for_whoever_sends_a_form_again_goes_when_somebody_is_erased(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", *NOW_ROLES) as person:
        page, path, fields = next(form for form in FORMS if form[1] == "/nhan-su/them")
        await person.get(page)
        csrf = person.csrf

        async def again() -> str:
            person.csrf = csrf
            status, text, _ = await person.post(path, fields)
            assert status == 200
            return text

        assert await again() == await again()
        await at.core.database.transaction(lambda tx: tx.erasures.ask())
        assert "Người Mới" not in await again()
