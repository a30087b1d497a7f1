"""What a leader sends from the stalls: each form once, of their own neighbourhood alone."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson

from bot.app import utc_now
from content.calendar import today
from content.codes import CodeKind, new_code
from content.library import Content
from storage.database import Transaction
from storage.staff_models import Role
from storage.survey_models import SurveySource, SurveyWave
from tests.console.test_surveys import running, shop
from tests.support.desk import Desk, desk
from tests.support.site import Site, site
from tests.support.survey import leads


async def codes(at: Site) -> dict[str, str]:
    """Businesses of two neighbourhoods: where each is, and its code."""

    def work(tx: Transaction) -> dict[str, str]:
        found = {}
        for number, place in enumerate(("TDP 5", "TDP 6")):
            made = replace(shop(tx, number, place), code=new_code(CodeKind.BUSINESS))
            found[place] = tx.businesses.save(made).code
        return found

    return await at.core.database.transaction(work)


async def sent(person: Desk, wave: SurveyWave, *items: Any) -> list[str]:
    """What became of each."""
    async with person.http.get(f"{person.base}/hoi-giup/{wave.id}/danh-sach") as answer:
        person.csrf = (await answer.json())["csrf"]
    status, page, _ = await person.post(
        f"/hoi-giup/{wave.id}/gui", items=orjson.dumps(items).decode()
    )
    assert status == 200, page
    return [one["outcome"] for one in orjson.loads(page)["results"]]


async def test_a_form_is_kept_once_and_only_of_ones_own_neighbourhood(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "to5", Role.LEADER) as leader,
        desk(at, "khach", Role.RESPONDER) as other,
    ):
        await leads(at, "to5", "TDP 5")
        wave, known = await running(at, content), await codes(at)
        one = {"key": "a", "id": known["TDP 5"], "chosen": {"nghe": ["an_uong"]}}
        assert await sent(leader, wave, one, one) == ["kept", "kept"]
        assert await sent(leader, wave, one | {"key": "b"}) == ["refused"]  # has a form
        theirs = {"key": "c", "id": known["TDP 6"], "chosen": {}}
        odd = {"key": "d", "id": "HB-2222222", "chosen": {"nghe": "x"}}
        assert await sent(leader, wave, theirs, odd, {}) == ["refused"] * 3
        (form,) = await at.core.database.read(lambda tx: tx.surveys.of_wave(wave.id))
        assert form.source is SurveySource.LEADER and form.neighbourhood == "TDP 5"
        answers = await at.core.database.read(lambda tx: tx.surveys.answers(form.id))
        assert "doanh_thu" not in answers and answers["kho_khan"] == ()
        assert (await other.get(f"/hoi-giup/{wave.id}"))[0] == 403
        assert (await leader.get(f"/khao-sat/{wave.id}"))[0] == 403
        assert (await leader.get("/hoi-giup/1"))[0] == 404
        assert (await leader.get("/hoi-giup"))[0] == 200


async def test_revenue_a_leader_sends_is_not_kept(tmp_path: Path, content: Content) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "to5", Role.LEADER) as leader,
    ):
        await leads(at, "to5", "TDP 5")
        wave, known = await running(at, content), await codes(at)
        chosen = {"doanh_thu": ["exempt"], "nghe": ["an_uong"]}
        item = {"key": "a", "id": known["TDP 5"], "chosen": chosen}
        assert await sent(leader, wave, item) == ["kept"]
        (form,) = await at.core.database.read(lambda tx: tx.surveys.of_wave(wave.id))
        answers = await at.core.database.read(lambda tx: tx.surveys.answers(form.id))
        assert "doanh_thu" not in answers


async def test_forms_that_waited_on_the_phone_past_the_last_day_are_taken(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "to5", Role.LEADER) as leader:
        await leads(at, "to5", "TDP 5")
        day, known = today(utc_now()), await codes(at)
        days = {"starts": day - timedelta(days=9), "ends": day - timedelta(days=1)}
        wave = await running(at, content, **days)
        _, page = await leader.get("/hoi-giup")
        assert "Đợt này đã thôi hỏi" in page and f"/hoi-giup/{wave.id}" in page
        path = f"{leader.base}/hoi-giup/{wave.id}/danh-sach"

        async def shown() -> list[tuple[str, bool]]:
            async with leader.http.get(path) as answer:
                return [(one["id"], one["done"]) for one in (await answer.json())["stalls"]]

        assert await shown() == []  # nobody is asked any more
        item = {"key": "a", "id": known["TDP 5"], "chosen": {"nghe": ["an_uong"]}}
        assert await sent(leader, wave, item) == ["kept"]
        assert await shown() == [(known["TDP 5"], True)]
