"""What everybody reads of a question on /phan-anh: prepared here, released by somebody else, taken
down."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.question import PLACE, find, refuse
from bot.web.console.visit import Visit
from content.people import by_name
from handlers.people.telling import Told
from handlers.question import lists, releasing, versions
from handlers.question.fit import NotForThePublic
from handlers.question.moves import NotAllowed
from handlers.question.releasing import CaseWords
from storage.database import Transaction
from storage.public_cases import PublicCase
from storage.question_models import Question

LIST, ONE = "/cong-khai", "/cau-hoi/{code}/cong-khai"
WORDS = 1000  # letters
SHOWN = 50  # of each part of the list


async def list_(console: Console, visit: Visit) -> Response:
    """What waits for words, what waits to be released, what everybody reads."""
    found = await console.read(
        lambda tx: releasing.of_staff(lists.seen_by(tx, visit.staff), tx.public_cases.all())
    )
    return console.render(visit, "public_cases", found=found, shown=SHOWN)


async def show(console: Console, visit: Visit) -> Response:
    return await page(console, visit)


async def page(console: Console, visit: Visit, status: int = 200) -> Response:
    def work(tx: Transaction) -> dict[str, Any]:
        question = find(tx, visit)
        case = tx.public_cases.of(question.id)
        people = by_name(tx.staff.all())
        return {
            "question": question,
            "case": case,
            "record": _as_shown(question, case),
            "people": {one.id: one for one in people},
            "may_prepare": releasing.may_prepare(visit.staff, question),
            "may_release": releasing.may_release(visit.staff, question, case),
            "may_take_down": releasing.may_take_down(visit.staff, case),
            "may_be_shown": releasing.may_be_shown(question),
            "approvers": versions.approvers(people, question, case.author_id) if case else [],
            "fresh": _as_form(question, case),
        }

    values = await console.read(work)
    visit.form = visit.form or dict(values["fresh"])
    return console.render(visit, "public_case", status, **values)


def _as_shown(question: Question, case: PublicCase | None) -> tuple[Question, list[PublicCase]]:
    return question, [case] if case else []


def _as_form(question: Question, case: PublicCase | None) -> dict[str, str]:
    words = releasing.worded(question, case)
    return {"case_text": words.text, "case_place": words.place}


async def act(console: Console, visit: Visit) -> Response:
    """Keeps the words, releases them or takes them down, each for whoever may."""
    do = visit.choice("do", ["prepare", "release", "take_down"])
    words = CaseWords(
        visit.text("case_text", required=do == "prepare", limit=WORDS),
        visit.text("case_place", limit=PLACE),
    )
    if visit.errors:
        return await page(console, visit, 400)

    def work(tx: Transaction) -> tuple[Told, ...]:
        question = find(tx, visit)
        case = tx.public_cases.of(question.id)
        now = _as_form(question, case) if do == "prepare" else {}
        visit.require_as_seen(now, *_as_shown(question, case))
        match do:
            case "prepare":
                judged = visit.text("judged") == "1"
                releasing.prepare(
                    tx, console.content, question, words, visit.now,
                    staff=visit.staff, judged=judged,
                )  # fmt: skip
                return ()
            case "release":
                checked = visit.text("checked") == "1"
                return releasing.release(
                    tx, console.content, question, visit.now,
                    staff=visit.staff, checked=checked, site=console.site,
                ).told  # fmt: skip
        return releasing.take_down(tx, console.content, question, visit.now, staff=visit.staff).told

    code = str(visit.request.path_params["code"]).upper()
    shown = "question.case_release" if do == "release" else "question.case_take_down"
    action = "question.case_words" if do == "prepare" else shown
    try:
        told = await console.write(visit, action, f"question:{code}", work)
    except NotAllowed:
        raise HTTPException(409) from None
    except NotForThePublic as refusal:
        refuse(visit, refusal)
        return await page(console, visit, 400)
    return console.back(f"/cau-hoi/{code}/cong-khai", f"case_{do}", told=told)
