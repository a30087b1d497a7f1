"""The waves of the yearly survey: the list, one wave with how far it is and what came of it, its
form."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.survey import SurveyQuestion, read_own, written_own
from content.whole import read_whole
from handlers.survey import results, waves
from handlers.survey.waves import WaveWording
from storage.database import Transaction
from storage.survey_models import SurveyWave

PATH = "/khao-sat"
ONE = f"{PATH}/{{wave}}"
TEXT = 6000
MOVES = ("submit", "return", "approve", "end", "remove")


async def list_(console: Console, visit: Visit) -> Response:
    def work(tx: Transaction) -> list[tuple[SurveyWave, int, int]]:
        found = []
        for wave in tx.surveys.waves():
            places = tx.surveys.progress(wave.id)
            begun, done = sum(one.begun for one in places), sum(one.done for one in places)
            found.append((wave, begun, done))
        return found

    found = await console.read(work)
    stands = {wave.id: waves.stands(wave, visit.today) for wave, *_ in found}
    return console.render(visit, "surveys", found=found, stands=stands)


def find(tx: Transaction, visit: Visit) -> SurveyWave:
    """The wave of the address; 404 for none."""
    wave = tx.surveys.wave(visit.number("wave"))
    if wave is None:
        raise HTTPException(404)
    return wave


# ---- writing one ----


async def new(console: Console, visit: Visit) -> Response:
    if visit.request.method == "GET":
        visit.form = {"starts_on": visit.today.isoformat()}
        visit.lists = {"questions": [one.id for one in console.content.survey[:12]]}
        return await _form(console, visit)
    wording = _read(console, visit)
    if visit.errors or wording is None:
        return await _form(console, visit, 400)
    made = await console.write(
        visit,
        "survey.add",
        lambda made: f"survey:{made.id}",
        lambda tx: waves.make(tx, console.content, visit.staff, wording, visit.now),
        unseen=Unseen.ADDS,
        title=wording.title,
    )
    return console.back(f"{PATH}/{made.id}", "saved")


async def edit(console: Console, visit: Visit) -> Response:
    wave = await console.read(lambda tx: find(tx, visit))
    if visit.request.method == "GET":
        visit.form, visit.lists = _as_form(wave)
        return await _form(console, visit, wave=wave)
    wording = _read(console, visit)
    if visit.errors or wording is None:
        return await _form(console, visit, 400, wave=wave)

    def work(tx: Transaction) -> None:
        wave = find(tx, visit)
        visit.require_as_seen(_as_form(wave)[0], wave)
        waves.change(tx, console.content, wave, visit.staff, wording, visit.now)

    await console.write(visit, "survey.edit", f"survey:{wave.id}", work, title=wording.title)
    return console.back(f"{PATH}/{wave.id}", "saved")


async def _form(
    console: Console, visit: Visit, status: int = 200, *, wave: SurveyWave | None = None
) -> Response:
    facts = console.content.knowledge.facts.as_of(visit.today)
    labels = {
        option.say: console.content.words.say(option.say, **facts)
        for question in console.content.survey
        for option in question.options
        if option.say
    }
    return console.render(
        visit,
        "survey_form",
        status,
        wave=wave,
        record=wave,
        bank=console.content.survey,
        labels=labels,
        ticked=visit.lists,
        sectors=results.SECTORS,
        places=console.content.ward.neighbourhoods,
        groups=await console.read(waves.groups),
        stored=_as_form(wave)[0] if wave else {},
    )


def _as_form(wave: SurveyWave) -> tuple[dict[str, str], dict[str, list[str]]]:
    """What the fields of its form hold, and which boxes are ticked."""
    asked = waves.questions(wave)
    days = (*wave.remind_on, "", "")
    fields = {
        "title": wave.title,
        "starts_on": wave.starts.isoformat(),
        "ends_on": wave.ends.isoformat(),
        "remind_1": days[0],
        "remind_2": days[1],
        "own": written_own(asked),
    }
    ticked = {
        "questions": [question.id for question in asked],
        "sectors": list(wave.sectors),
        "neighbourhoods": list(wave.neighbourhoods),
        "groups": [str(one) for one in wave.in_groups],
    }
    return fields, ticked


def _read(console: Console, visit: Visit) -> WaveWording | None:
    title = visit.text("title", required=True, limit=waves.TITLE)
    starts, ends = visit.day("starts_on"), visit.day("ends_on")
    days = (visit.day("remind_1", required=False), visit.day("remind_2", required=False))
    ticked = set(visit.lists.get("questions", ()))
    bank = [one for one in console.content.survey if one.id in ticked]
    own: tuple[SurveyQuestion, ...] = ()
    try:
        own = read_own(visit.text("own", limit=TEXT))
    except ValueError:
        visit.errors["own"] = "survey_own"
    if starts is None or ends is None or visit.errors:
        return None
    known = console.content.ward.neighbourhoods
    return WaveWording(
        title,
        starts,
        ends,
        (*bank, *own),
        tuple(one for one in results.SECTORS if one in visit.lists.get("sectors", ())),
        tuple(one for one in known if one in visit.lists.get("neighbourhoods", ())),
        tuple(day for day in days if day is not None),
        tuple(read_whole(one) or 0 for one in visit.lists.get("groups", ())),
    )


# ---- one wave ----


async def show(console: Console, visit: Visit) -> Response:
    def work(tx: Transaction) -> dict[str, Any]:
        wave = find(tx, visit)
        places, sectors = results.progress(tx, console.content, wave)
        return {
            "wave": wave,
            "places": places,
            "sectors": sectors,
            "asked_groups": [one for one in tx.business_lists.groups() if one.id in wave.in_groups],
            "results": results.results(tx, wave),
            "people": {one.id: one for one in tx.staff.all()},
        }

    found = await console.read(work)
    wave: SurveyWave = found["wave"]
    return console.render(
        visit,
        "survey",
        **found,
        questions=waves.questions(wave),
        state=waves.stands(wave, visit.today),
        takes_forms=wave.takes_forms_on(visit.today),
        shares=results.shares,
        columns=results.SECTORS,
        address=f"{console.site}/khao-sat/{wave.code}" if console.site else "",
        moves=[do for do in MOVES if waves.offers(do, wave, visit.staff, visit.today)],
    )


async def act(console: Console, visit: Visit) -> Response:
    """One of `MOVES`."""
    do = visit.choice("do", MOVES)
    if visit.errors:
        raise HTTPException(400)
    number = visit.number("wave")

    def work(tx: Transaction) -> None:
        wave = find(tx, visit)
        visit.require_as_seen({}, wave)
        if not waves.may_move(do, visit.staff):
            raise HTTPException(403)
        match do:
            case "submit":
                waves.submit(tx, console.content, wave, visit.now)
            case "return":
                waves.take_back(tx, wave)
            case "approve":
                waves.approve(tx, wave, visit.staff, visit.now)
            case "end":
                waves.end(tx, wave)
            case "remove":
                waves.remove(tx, wave)

    await console.write(visit, f"survey.{do}", f"survey:{number}", work)
    return console.back(PATH if do == "remove" else f"{PATH}/{number}", f"survey_{do}")
