"""The survey on our own page: over real HTTP, without a script."""

import asyncio
import re
from pathlib import Path
from typing import Any

from bot.app import utc_now
from content.library import Content
from handlers.survey import keyed, waves
from storage.database import Transaction
from storage.survey_models import SurveyRespondent, SurveySource, SurveyWave
from tests.console.test_surveys import shop
from tests.support.site import Site, site
from tests.support.survey import running_wave
from tests.web.test_chat import Visitor, session

ANSWERED = {"q_nghe": "an_uong", "q_kho_khan_von": "1", "q_kho_khan_thue": "1", "agree": "1"}


async def running(at: Site, content: Content) -> SurveyWave:
    return await at.core.database.transaction(lambda tx: running_wave(tx, content, utc_now()))


async def respondents(at: Site, wave: SurveyWave) -> list[SurveyRespondent]:
    return await at.core.database.read(lambda tx: tx.surveys.of_wave(wave.id))


async def opened(browser: Visitor, address: str) -> dict[str, str]:
    """The form as it stands, with the key of the page."""
    page = await (await browser.get(address)).text()
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found, page
    return ANSWERED | {"key": found[1]}


async def send(browser: Visitor, address: str, form: dict[str, Any]) -> tuple[int, str]:
    answer = await browser.post(address, data=form)
    return answer.status, await answer.text()


async def test_a_form_is_kept_once_however_often_it_is_sent(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        wave = await running(at, content)
        address = f"{at.url}/khao-sat/{wave.code}"
        await at.core.database.transaction(lambda tx: shop(tx, 1, "TDP 7"))
        form = await opened(browser, address) | {"place": "TDP 7"}
        sent = await asyncio.gather(*(send(browser, address, form) for _ in range(4)))
        assert all(status == 200 and "Đã ghi phiếu" in page for status, page in sent)
        (one,) = await respondents(at, wave)
        assert one.source is SurveySource.WEB and one.done_at is not None
        assert one.neighbourhood == "TDP 7"
        answers = await at.core.database.read(lambda tx: tx.surveys.answers(one.id))
        assert answers["kho_khan"] == ("von", "thue") and answers["doanh_thu"] == ()
        assert "Đã ghi phiếu" not in await (await browser.get(f"{address}?phieu=khac")).text()


async def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        wave = await running(at, content)
        address = f"{at.url}/khao-sat/{wave.code.lower()}"
        form = await opened(browser, address)
        status, page = await send(browser, address, form | {"agree": ""})
        assert status == 400 and "Phải đồng ý" in page
        assert re.search(r'name="q_nghe" value="an_uong" checked', page)
        four = {f"q_kho_khan_{name}": "1" for name in ("dau_ra", "lao_dong")}
        status, page = await send(browser, address, form | four)
        assert status == 400 and "quá số ý" in page
        status, page = await send(browser, address, {"agree": "1", "key": form["key"]})
        assert status == 400 and "chưa chọn câu nào" in page
        status, page = await send(browser, address, form | {"q_nghe": "gi_do"})
        assert status == 400
        assert await respondents(at, wave) == []
        assert (await browser.get(f"{at.url}/khao-sat/KS-2222222")).status == 404


async def test_a_paper_s_own_code_answers_for_its_business_and_shows_nothing_after(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        wave = await running(at, content)

        def printed(tx: Transaction) -> str:
            shop(tx, 1)
            return keyed.coded(tx, content, wave, "TDP 5")[0][0]

        code = await at.core.database.transaction(printed)
        address = f"{at.url}/khao-sat/{code}"
        form = await opened(browser, address)
        assert (await send(browser, address, form))[0] == 200
        page = await (await browser.get(address)).text()
        assert "đã được trả lời rồi" in page and "Thiếu vốn" not in page
        (one,) = await respondents(at, wave)
        assert one.business_id is not None and one.neighbourhood == "TDP 5"


async def test_a_wave_that_is_over_says_so(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        wave = await running(at, content)
        address = f"{at.url}/khao-sat/{wave.code}"
        form = await opened(browser, address)
        await at.core.database.transaction(
            lambda tx: waves.end(tx, tx.surveys.wave(wave.id) or wave)
        )
        answer = await browser.post(address, data=form)
        assert answer.status == 410 and await respondents(at, wave) == []
