"""A field for one person's name and number takes one, and says what it does not take."""

from pathlib import Path

import pytest

from content.library import Content
from storage.event_models import Registration
from storage.staff_models import Role
from tests.console.test_given_pages import furnish
from tests.support.desk import desk
from tests.support.site import Site, site

FORM = {"kind": "household", "category": "business", "companions": "0", "source": "paper"}


async def everybody(at: Site, event_id: int) -> list[Registration]:
    return await at.core.database.transaction(lambda tx: tx.registrations.of_event(event_id))


@pytest.mark.parametrize(
    ("name", "phone", "said", "shown"),
    [
        ("Trần Vui", "0912000021 0987000021", "hai số", "0912000021 0987000021"),
        ("Trần Vui", "01669123456", "số cũ 11 chữ số", "0369 123 456"),
        ("Trần Vui và Lê Mừng", "0912000021", "hai người", "Trần Vui và Lê Mừng"),
        ("Ông An, bà Bình", "0912000021", "hai người", "Ông An, bà Bình"),
    ],
)
async def test_two_in_a_field_are_said_and_nothing_typed_is_lost(
    name: str, phone: str, said: str, shown: str, tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event, _ = await furnish(at)
        path = f"/su-kien/{event.id}/them-dai-bieu"
        await person.get(path)
        status, page, _ = await person.post(path, FORM | {"name": name, "phone": phone})
        assert status == 400 and said in page and shown in page
        assert len(await everybody(at, event.id)) == 1


async def test_a_question_taken_by_hand_keeps_the_number_in_use(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        asked = {"content": "Cống tắc", "field": next(iter(content.fields)), "source": "counter"}
        asked |= {"asker": "Trần Vui", "phone": "01669123456 0912000031"}
        await person.get("/cau-hoi/them")
        status, page, _ = await person.post("/cau-hoi/them", asked)
        assert status == 400 and "hai số" in page and "01669123456 0912000031" in page
