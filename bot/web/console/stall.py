"""The page for whoever asks at the stall: the list of businesses still to be asked, kept on the
phone for a day without a network, sealed as the door's; forms are sent when there is one, each
counted once."""

from datetime import timedelta
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console import phone
from bot.web.console.console import Console, Place
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from bot.web.pages import json_answer
from handlers.people.permissions import Action
from handlers.people.refusing import NotDone
from handlers.survey import stalls
from handlers.survey.stalls import StallForm
from storage.database import Transaction
from storage.survey_models import SurveyWave

PATH = "/hoi-giup"
ONE = f"{PATH}/{{asked}}"
MOST_AT_ONCE = 100
KEPT_FOR = timedelta(hours=24)  # the list, on a phone that sees no network
SEALED_FOR = timedelta(days=7)  # forms that wait to be sent


async def list_(console: Console, visit: Visit) -> Response:
    """The waves that ask today, and those whose last forms may still wait on a phone."""
    every = await console.read(lambda tx: tx.surveys.waves())
    found = [(one, one.runs_on(visit.today)) for one in every if one.takes_forms_on(visit.today)]
    return console.render(visit, "stalls", found=found)


def _find(tx: Transaction, visit: Visit) -> SurveyWave:
    wave = tx.surveys.wave(visit.number("asked"))
    if wave is None or not wave.takes_forms_on(visit.today):
        raise HTTPException(404)
    return wave


async def show(console: Console, visit: Visit) -> Response:
    wave = await console.read(lambda tx: _find(tx, visit))
    to_tax = console.content.ward.rules.survey_to_tax
    return console.render(visit, "stall", wave=wave, to_tax=to_tax, site=console.site)


async def stalls_(console: Console, visit: Visit) -> Response:
    """What the phone keeps: whom to ask, what, and the key it is sealed with."""

    def work(tx: Transaction) -> dict[str, Any]:
        wave = _find(tx, visit)
        until = visit.now + KEPT_FOR, visit.now + SEALED_FOR
        seal = phone.seal(console, visit, "survey", wave.id, *until)
        return _state(tx, console, visit, wave) | seal

    return json_answer(await console.read(work))


def _state(tx: Transaction, console: Console, visit: Visit, wave: SurveyWave) -> dict[str, Any]:
    return {
        "questions": [
            {
                "id": one.id,
                "text": one.text,
                "most": one.most,
                "options": [[option.id, option.label] for option in one.options],
            }
            for one in stalls.asked(wave)
        ],
        "stalls": [
            {"id": one.code, "name": one.name, "place": one.place, "done": one.done}
            for one in stalls.listed(tx, console.content, visit.staff, wave, visit.today)
        ],
    }


async def send(console: Console, visit: Visit) -> Response:
    """Forms in a batch: `{"key", "id", "chosen"}`, each answered."""
    items = phone.items_of(visit, MOST_AT_ONCE)

    def work(tx: Transaction) -> tuple[list[dict[str, str]], dict[str, Any]]:
        wave = _find(tx, visit)
        answered = [_taken(tx, console, visit, wave, item) for item in items]
        return answered, _state(tx, console, visit, wave)

    results, state = await console.write(
        visit,
        "survey.ask",
        f"survey:{visit.number('asked')}",
        work,
        unseen=Unseen.KEYED,
        repeatable=True,  # each form has a key of its own
        count=len(items),
    )
    return json_answer({"results": results, **state})


def _taken(
    tx: Transaction, console: Console, visit: Visit, wave: SurveyWave, item: dict[str, Any]
) -> dict[str, str]:
    """What became of one form: `kept`, or why it is not, in words."""
    key, chosen = str(item.get("key", ""))[:40], item.get("chosen")
    given = chosen if isinstance(chosen, dict) else {}
    said = {
        str(name): tuple(map(str, many)) for name, many in given.items() if isinstance(many, list)
    }
    form = StallForm(key, str(item.get("id", ""))[:20], said)
    try:
        stalls.take(tx, console.content, visit.staff, wave, form, visit.now)
    except NotDone as refusal:
        why = console.content.words.console.get(refusal.why, "")
        return {"key": key, "outcome": "refused", "why": why}
    return {"key": key, "outcome": "kept"}


PLACES = (
    Place(PATH, Action.ASK_SURVEY, list_),
    Place(ONE, Action.ASK_SURVEY, show),
    Place(f"{ONE}/danh-sach", Action.ASK_SURVEY, stalls_),
    Place(f"{ONE}/gui", Action.ASK_SURVEY, send, ("POST",)),
)
