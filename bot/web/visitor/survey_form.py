"""The survey on our own page, for whoever scans the code on a poster or on their paper: one form,
no script needed. The same form sent again is the same form; what was answered is never shown."""

import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.bodies import read_fields
from bot.web.limits import RateLimit
from bot.web.visitor.answers import VisitorAnswers
from content.codes import find_code
from content.survey import SurveyQuestion
from content.vietnamese import local_day
from handlers.people.refusing import NotDone
from handlers.survey import keyed, waves
from handlers.survey.keyed import KeyedForm
from storage.database import Transaction
from storage.survey_models import SurveyRespondent, SurveySource, SurveyWave

KEY = 40  # letters
ADDRESS_FORMS, WRONG_CODES, WITHIN_S = 200, 30, 3600.0  # a hall shares one address


@dataclass(frozen=True, slots=True)
class AskedHere:
    """What the code of the page leads to: a wave, and of a paper whose it is."""

    wave: SurveyWave
    paper: SurveyRespondent | None


class SurveyForm:
    def __init__(self, answers: VisitorAnswers) -> None:
        self._answers = answers
        self._forms = RateLimit(ADDRESS_FORMS, WITHIN_S)
        self._wrong = RateLimit(WRONG_CODES, WITHIN_S)

    async def form(self, request: Request) -> Response:
        said = find_code(str(request.path_params["code"])[:20])
        address = request.client.host if request.client else ""
        if said is None or self._wrong.used(address) >= WRONG_CODES:
            return self._answers.sorry("survey/no_code", 404)
        code, day = said[1], local_day(self._answers.clock())
        sent = request.query_params.get("phieu", "")[:KEY]
        found, done = await self._answers.database.read(lambda tx: _look_up(tx, code, sent))
        if found is None:
            self._wrong.allows(address)
            return self._answers.sorry("survey/no_code", 404)
        if done:
            return self._answers.sorry("survey/page_done", 200)
        if not found.wave.runs_on(day):
            return self._answers.sorry("survey/none", 410)
        if found.paper is not None and found.paper.done_at is not None:
            return self._answers.sorry("survey/page_answered", 200)
        if request.method == "GET":
            return self._page(found, {}, {"key": secrets.token_urlsafe(12)})
        given = await read_fields(request)
        if not self._forms.allows(address):
            return self._page(found, {"form": "survey_busy"}, given, 429)
        return await self._taken(found, code, given)

    async def _taken(self, found: AskedHere, code: str, given: dict[str, str]) -> Response:
        asked = waves.questions(found.wave)
        form = KeyedForm(
            key=given.get("key", "")[:KEY],
            chosen={one.id: _chosen(one, given) for one in asked},
            source=SurveySource.WEB,
            who=code if found.paper is not None else "",
            neighbourhood=self._place(given),
        )
        errors = {f"q_{name}": why for name, why in keyed.faults(asked, form.chosen).items()}
        if given.get("agree") != "1":
            errors["agree"] = "survey_not_agreed"
        if not any(form.chosen.values()):
            errors["form"] = "survey_empty"
        if errors or not form.key:
            return self._page(found, errors, given, 400)
        content, now = self._answers.content, self._answers.clock()

        def work(tx: Transaction) -> None:
            wave = tx.surveys.wave(found.wave.id)
            if wave is None or not wave.runs_on(local_day(now)):
                raise NotDone("form", "survey_not_running")
            keyed.take(tx, content, wave, form, now)

        try:
            await self._answers.database.transaction(work)
        except NotDone as refusal:
            return self._page(found, {"form": refusal.why}, given, 409)
        return RedirectResponse(f"/khao-sat/{code}?phieu={form.key}", 303)

    def _place(self, given: dict[str, str]) -> str:
        place = given.get("place", "")
        return place if place in self._answers.content.ward.neighbourhoods else ""

    def _page(
        self, found: AskedHere, errors: dict[str, str], form: dict[str, str], status: int = 200
    ) -> Response:
        return self._answers.page(
            "survey",
            status,
            wave=found.wave,
            paper=found.paper,
            questions=waves.questions(found.wave),
            places=self._answers.content.ward.neighbourhoods,
            errors=errors,
            form=form | {"key": form.get("key") or secrets.token_urlsafe(12)},
            rules=self._answers.content.ward.rules,
            today=local_day(self._answers.clock()),
        )


def _look_up(tx: Transaction, code: str, sent: str) -> tuple[AskedHere | None, bool]:
    """What the code leads to; whether the form that was `sent` from there is kept."""
    paper = tx.surveys.by_code(code)
    wave = tx.surveys.wave(paper.wave_id) if paper else tx.surveys.wave_by_code(code)
    if wave is None:
        return None, False
    kept = tx.surveys.by_key(wave.id, sent) if sent else None
    return AskedHere(wave, paper), kept is not None and kept.done_at is not None


def _chosen(question: SurveyQuestion, given: dict[str, str]) -> tuple[str, ...]:
    """The answers of a question: one of its field, or each that is ticked."""
    name = f"q_{question.id}"
    if question.most == 1:
        return (given[name],) if given.get(name) else ()
    return tuple(one.id for one in question.options if given.get(f"{name}_{one.id}"))
