"""Forms of a survey on paper: printed with their codes, keyed in when they come back; and the
results as a spreadsheet."""

import secrets
from functools import partial
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console import jobs, surveys
from bot.web.console.console import Console
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.codes import CodeKind, find_code
from content.documents.survey import RESULT_HEADS, forms, result_sheet
from content.documents.word import DOCX
from content.sheets import XLSX
from handlers.people.refusing import NotDone
from handlers.survey import keyed, results, waves
from handlers.survey.keyed import KeyedForm
from storage.database import Transaction
from storage.survey_models import SurveyRespondent, SurveySource, SurveyWave


async def key_in(console: Console, visit: Visit) -> Response:
    wave = await console.read(lambda tx: surveys.find(tx, visit))
    if visit.request.method == "GET":
        return _page(console, visit, wave)
    form = _read(console, visit, wave)
    if visit.errors:
        return _page(console, visit, wave, 400)

    def work(tx: Transaction) -> SurveyRespondent:
        found = surveys.find(tx, visit)
        if not found.takes_forms_on(visit.today):
            raise NotDone("who", "survey_no_forms")
        return keyed.take(tx, console.content, found, form, visit.now)

    try:
        await console.write(visit, "survey.key_in", f"survey:{wave.id}", work, unseen=Unseen.KEYED)
    except NotDone as refusal:
        visit.refuse(refusal)
        return _page(console, visit, wave, 409)
    return console.back(f"{surveys.PATH}/{wave.id}/phieu", "survey_keyed")


def _page(console: Console, visit: Visit, wave: SurveyWave, status: int = 200) -> Response:
    given: dict[str, Any] = {
        "wave": wave,
        "questions": waves.questions(wave),
        "ticked": visit.lists,
        "places": console.content.ward.neighbourhoods,
        "key": visit.form.get("key") or secrets.token_urlsafe(12),
        "takes_forms": wave.takes_forms_on(visit.today),
    }
    return console.render(visit, "survey_paper", status, **given)


def _read(console: Console, visit: Visit, wave: SurveyWave) -> KeyedForm:
    asked = waves.questions(wave)
    chosen = {one.id: tuple(visit.lists.get(f"q_{one.id}", ())) for one in asked}
    chosen = {name: tuple(filter(None, given)) for name, given in chosen.items()}
    for question, why in keyed.faults(asked, chosen).items():
        visit.errors[f"q_{question}"] = why
    if visit.text("agreed") != "1":
        visit.errors["agreed"] = "survey_agreed"
    place = visit.text("place", limit=60)
    known = console.content.ward.neighbourhoods
    if place and place not in known:
        visit.errors["place"] = "choice"
    who = visit.text("who", limit=60)
    of_anybody = find_code(who) == (CodeKind.SURVEY, wave.code)  # printed for whoever takes one
    return KeyedForm(
        key=visit.text("key", required=True, limit=60),
        chosen=chosen,
        source=SurveySource.PAPER,
        who="" if of_anybody else who,
        neighbourhood=place,
        staff_id=visit.staff.id,
    )


async def export(console: Console, visit: Visit) -> Response:
    """The results as a spreadsheet, on record; what the page hides is hidden there, too."""
    number = visit.number("wave")

    def work(tx: Transaction) -> tuple[SurveyWave, results.SurveyResults]:
        wave = surveys.find(tx, visit)
        return wave, results.results(tx, wave)

    wave, found = await console.write(
        visit, "export.survey", f"survey:{number}", work, unseen=Unseen.READS
    )
    words = console.content.words.console
    rows: list[tuple[Any, ...]] = []
    for place, table in enumerate(found.tables, 1):
        rows.append((place, table.question.text, "", *_cells(table.answered)))
        for line in table.lines:
            label = line.label or words["survey_unsaid"]
            rows.append(("", "", label, *_cells(line.counts)))
    heads = [words[f"col_{name}"] for name in RESULT_HEADS]
    heads += [words[f"survey_sector_{sector}"] for sector in results.SECTORS]
    data = await console.pools.documents.run(
        result_sheet, console.content, wave.title, (found.forms, found.done, found.alone),
        heads, rows,
    )  # fmt: skip
    return console.file(data, f"khao-sat-{wave.code}.xlsx", XLSX)


def _cells(counts: tuple[int | None, ...]) -> list[int | str]:
    return ["…" if count is None else count for count in counts]


async def papers(console: Console, visit: Visit) -> Response:
    """The form to be printed: for every business of a tổ with a code of its own, or one for
    anybody, which has the code of the wave."""
    place = visit.request.query_params.get("to", "").strip()[:60]
    number = visit.number("wave")

    def work(tx: Transaction) -> tuple[SurveyWave, list[tuple[str, str, str]]]:
        wave = surveys.find(tx, visit)
        if place:
            return wave, keyed.coded(tx, console.content, wave, place)
        return wave, [(wave.code, "", "")]

    wave, rows = await console.write(
        visit,
        "export.survey_papers",
        f"survey:{number}",
        work,
        unseen=Unseen.READS,
        which=place or None,
    )
    if not rows:
        raise HTTPException(404)
    job = console.jobs.start(
        visit.staff.id,
        f"survey papers {wave.id} {place}",
        f"phieu-khao-sat-{wave.code}.docx",
        DOCX,
        visit.now,
        partial(
            forms, console.content, wave.title, wave.ends, waves.questions(wave), rows,
            console.site,
        ),
        as_of=console.database.erasures,
    )  # fmt: skip
    return await jobs.hand_over(console, job)
