"""Nobody overwrites or decides on what they did not see."""

import asyncio
from dataclasses import replace
from functools import partial
from pathlib import Path

from content.library import Content
from storage.event_models import Event, EventState
from storage.staff_models import Role
from tests.support.conference import make_event
from tests.support.desk import desk
from tests.support.site import Site, site


async def the_event(at: Site) -> Event:
    [event] = await at.core.database.transaction(lambda tx: tx.events.all())
    return event


async def test_of_two_people_editing_the_second_sees_both_texts_and_loses_nothing(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "a", Role.CLERK) as one,
        desk(at, "b", Role.CLERK) as two,
    ):
        event = await at.core.database.transaction(lambda tx: make_event(tx))
        page, path = f"/su-kien/{event.id}", f"/su-kien/{event.id}/sua"
        await one.get(page)
        await two.get(page)
        assert (await one.post(path, about="Của người thứ nhất"))[0] == 303
        status, shown, _ = await two.post(path, about="Của người thứ hai", bring="Sổ")
        assert status == 409
        assert "Của người thứ nhất" in shown and "Của người thứ hai" in shown and "Sổ" in shown
        kept = await the_event(at)
        assert (kept.about, kept.bring) == ("Của người thứ nhất", event.bring)
        # Having seen both, the second one may still decide for theirs.
        assert (await two.post(path, about="Của người thứ hai", bring="Sổ"))[0] == 303
        assert (await the_event(at)).about == "Của người thứ hai"


async def test_an_edit_with_a_mistake_does_not_lose_what_came_meanwhile(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as one:
        event = await at.core.database.transaction(lambda tx: make_event(tx))
        page, path = f"/su-kien/{event.id}", f"/su-kien/{event.id}/sua"
        await one.get(page)
        assert (await one.post(path, about="x", end="05:00"))[0] == 400
        other = replace(await the_event(at), bring="Căn cước")
        await at.core.database.transaction(lambda tx: tx.events.save(other))
        assert (await one.post(path, about="x"))[0] == 409
        assert (await the_event(at)).bring == "Căn cước"


async def test_a_cancelled_event_is_not_brought_back_by_an_edit(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "a", Role.CLERK) as clerk,
        desk(at, "b", Role.APPROVER) as approver,
    ):
        for number in range(12):
            event = await at.core.database.transaction(partial(make_event, title=f"Số {number}"))
            page = f"/su-kien/{event.id}"
            await clerk.get(page)
            await approver.get(page)
            answers = await asyncio.gather(
                clerk.post(f"{page}/sua", about="mới"),
                approver.post(f"{page}/trang-thai", do="cancel", sure=event.code, reason="bão"),
            )
            every = await at.core.database.transaction(lambda tx: tx.events.all())
            kept = next(other for other in every if other.id == event.id)
            assert sorted(answer[0] for answer in answers) == [303, 409]
            cancelled = answers[1][0] == 303
            assert (kept.state is EventState.CANCELLED) is cancelled
            assert (kept.about == "mới") is not cancelled


async def test_a_decision_brings_what_it_was_made_from(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.OWNER) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx))
        path = f"/su-kien/{event.id}/trang-thai"
        for do in ("publish", "hold", "cancel", "report"):
            status, page, _ = await person.post(path, do=do, sure=event.code, seen="")
            assert status == 409 and "Người khác vừa sửa" in page, do
        assert (await the_event(at)).state is event.state
