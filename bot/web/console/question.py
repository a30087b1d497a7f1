"""One question: all there is to see of it, and what is put right without moving it."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import partial

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.empty_phrases import empty_in
from content.library import Content
from content.people import by_name
from content.search import Scored
from handlers.office import calls, drafts
from handlers.office.drafts import OF_QUESTIONS
from handlers.people.permissions import Action, sees_question
from handlers.people.removed import TakenAway
from handlers.question import (
    acts,
    answerers,
    asking_back,
    canned,
    clears,
    details,
    files,
    fitting,
    hearing,
    lists,
    merging,
    publishing,
    redoing,
    routing,
    sharing,
    together,
    versions,
)
from handlers.question.fit import NotForThePublic
from handlers.question.moves import Move, NotAllowed
from handlers.question.together import as_shown
from storage.audit import Deed
from storage.database import Transaction
from storage.question_models import (
    Answer,
    Authority,
    Question,
    QuestionAbout,
    QuestionKind,
    QuestionResult,
    Urgency,
)
from storage.staff_models import Role, Staff


def find(tx: Transaction, visit: Visit) -> Question:
    """The question of the page's address; 404 for none, and for one that is not theirs to see."""
    code = str(visit.request.path_params["code"]).upper()
    question = tx.questions.by_code(code)
    if question is None or not sees_question(visit.staff, question):
        raise HTTPException(404)
    return question


async def show(console: Console, visit: Visit) -> Response:
    return await page(console, visit)


async def page(console: Console, visit: Visit, status: int = 200, *, phone: str = "") -> Response:
    """One question with all that may be done with it. `phone` is shown in full."""

    values = await console.read(partial(_shown, console, visit))
    question = values["question"]
    if not isinstance(question, Question):
        raise HTTPException(404)
    near = await _near(console, question, values["moves"])
    fresh, fits = await console.read(
        lambda tx: (
            as_form(tx, console.content, question),
            fitting.offered(tx, console.content, near, visit.today),
        )
    )
    visit.form = visit.form or dict(fresh)
    return console.render(
        visit, "question", status, phone=phone, Move=Move, fresh=fresh, fits=fits, **values
    )


def _shown(console: Console, visit: Visit, tx: Transaction) -> dict[str, object]:
    """What is looked up at once, beside the traffic."""
    question = find(tx, visit)
    head = tx.questions.get(question.merged_into) if question.merged_into else None
    draft, waits = tx.questions.draft(question.id), versions.waiting(tx, question)
    people = {staff.id: staff for staff in by_name(tx.staff.all())}
    return {
        "question": question,
        "record": as_shown(tx, question),
        "proposed": sharing.proposed(question),
        "head": head,
        "event": tx.events.get(question.event_id) if question.event_id else None,
        "carried": tx.events.get(question.carried_from) if question.carried_from else None,
        "missing": asking_back.missing(tx, question),
        "merged": together.seen_parts(tx, question, visit.staff),
        "askers": tx.questions.askers(question.id),
        "to_call": hearing.to_call(tx, question),
        "steps": tx.questions.steps(question.id),
        "word_on": routing.word_due(tx, console.content, question, visit.now),
        "draft": draft,
        "photos": tx.questions.photos(question.id),
        "alike": merging.alike(tx, question, visit.staff),
        "people": people,
        "logins": {person.login: person.name for person in people.values()},
        "clear": clears.clear_of(question),
        "six": list(clears.Clear),
        "named": NAMED,
        "empty": empty_in(waits.text) if waits else [],
        "back": redoing.sent_back(tx).get(question.id),
        "moves": acts.open_to(tx, question, visit.staff),
        "may_share": sharing.is_shareable(question) and visit.may(Action.TRIAGE),
        "may_set_field": details.may_set_field(question, visit.staff),
        "may_set_phone": details.may_set_phone(question, visit.staff),
        "waits": waits,
        "extended": (extended := question.extended_on(visit.today)),
        "overdue": question.overdue_on(visit.today) and not extended,
        "deadline": together.head_of(tx, question),
        "following": lists.next_to(tx, visit.staff, visit.today, question),
        **_being_written(tx, visit, question),
        **_whose_it_may_be(console, visit, question, waits, list(people.values())),
    }


def _being_written(tx: Transaction, visit: Visit, question: Question) -> dict[str, object]:
    """What belongs to the answer this person may be writing, and the versions before it."""
    return {
        "drafts": drafts.shown(tx, visit.staff, question.code, *OF_QUESTIONS),
        "files": files.by_version(tx, question),
        "loose": files.loose(tx, question, visit.staff),
        "canned": canned.seen_by(tx, visit.staff),
        "versions": tx.questions.answers(question.id),
        "fates": versions.fates(tx, question),
        "approved": tx.questions.approved(question.id),
        "release": publishing.to_publish(tx, question),
    }


async def _near(console: Console, question: Question, moves: object) -> Sequence[Scored]:
    """The answers of the assistant near a question whose answer this person may write: read in a
    thread, as a message is."""
    writes = isinstance(moves, list) and not {Move.ANSWER, Move.CORRECT}.isdisjoint(moves)
    if not writes or question.anonymised_at is not None:
        return ()
    return await console.pools.pages.run(fitting.read, console.content, question.content)


def _whose_it_may_be(
    console: Console, visit: Visit, question: Question, waits: Answer | None, people: list[Staff]
) -> dict[str, object]:
    """Who may answer the question and who may approve what `waits`, for the page to name them."""
    return {
        "responders": [
            one for one in people if answerers.could_answer(one, question, question.office)
        ],
        "unmanned": answerers.unmanned(console.content, people, question),
        "out_of_reach": answerers.is_out_of_reach(people, question),
        "approvers": versions.approvers(people, question, waits.author_id) if waits else [],
        "approvers_of_mine": versions.approvers(people, question, visit.staff.id),
        "admins": [one for one in people if one.active and Role.ADMIN in one.roles],
    }


def as_form(tx: Transaction, content: Content, question: Question) -> dict[str, str]:
    """The texts of the page's forms, as a fresh page shows them."""
    draft, approved = tx.questions.draft(question.id), tx.questions.approved(question.id)
    return {
        "text": draft.text if draft else "",
        "basis": draft.basis if draft else "",
        "result": question.result
        or (QuestionResult.GUIDED if question.kind is QuestionKind.ASK else ""),
        "proof": question.proof,
        "promised": str((draft.promised_on if draft else question.promised_on) or ""),
        "question_text": publishing.worded(question, draft),
        "public_text": publishing.answer_worded(tx, content, question, approved),
    }


def refuse(visit: Visit, refusal: NotForThePublic) -> None:
    """The page says what leads to somebody, and in which of its fields."""
    visit.form["found"] = "; ".join((*refusal.found.sure, *refusal.found.likely))
    visit.form["found_in"] = " ".join(refusal.places)
    visit.errors["found"] = "personal" if refusal.found.sure else "likely_personal"


async def reveal(console: Console, visit: Visit) -> Response:
    """The whole number of the asker, on record."""

    def work(tx: Transaction) -> str:
        try:
            return details.phone_of(find(tx, visit), visit.staff)
        except NotAllowed:
            raise HTTPException(403) from None

    phone = await console.write(
        visit,
        "phone.reveal",
        f"question:{_code(visit)}",
        work,
        unseen=Unseen.READS,
        repeatable=True,
    )
    visit.form = {}
    return await page(console, visit, phone=phone)


def _code(visit: Visit) -> str:
    return str(visit.request.path_params["code"]).upper()


async def photo(console: Console, visit: Visit) -> Response:
    """A photo that came with the question, for whoever may see the question."""

    def work(tx: Transaction) -> str:
        kept = details.photo(tx, find(tx, visit), str(visit.request.path_params["name"]))
        if kept is None:
            raise HTTPException(404)
        return kept.name

    data = await console.photos.read(await console.read(work))
    if data is None:
        raise HTTPException(404)
    return Response(data, media_type="image/jpeg", headers={"cache-control": "private, no-store"})


async def drop_photo(console: Console, visit: Visit) -> Response:
    """A photo that should not be here goes at once."""
    name = visit.text("name")

    def work(tx: Transaction) -> None:
        question = find(tx, visit)
        meant = details.photo(tx, question, name)
        if meant is None:
            raise TakenAway(f"question:{question.code}", Deed.PHOTO_DELETE)
        visit.require_as_seen({}, [meant])
        details.drop_photo(tx, question, name, sure=visit.text("sure"))

    code = _code(visit)
    await console.write(visit, "photo.delete", f"question:{code}", work)
    return console.back(f"/cau-hoi/{code}", "saved")


async def clarify(console: Console, visit: Visit) -> Response:
    """Its field, kind, urgency, place ...: what the form has of them."""
    said = _said(console, visit)
    if visit.errors:
        return await page(console, visit, 400)

    def work(tx: Transaction) -> None:
        question = find(tx, visit)
        visit.require_as_seen({}, *as_shown(tx, question))
        try:
            details.clarify(tx, question, staff=visit.staff, **said)
        except NotAllowed:
            raise HTTPException(409) from None

    code = _code(visit)
    if "field" in said:
        visit.note(field=str(said["field"]))
    await console.write(visit, "question.field", f"question:{code}", work)
    return console.back(f"/cau-hoi/{code}", "saved")


PLACE, PRODUCT = 120, 200  # letters
_CHOSEN: Mapping[str, type[StrEnum]] = {
    "kind": QuestionKind,
    "urgency": Urgency,
    "about": QuestionAbout,
    "authority": Authority,
}
# What the page lets one choose from, in order.
NAMED = {name: [str(one) for one in known] for name, known in _CHOSEN.items()} | {
    "result": [str(one) for one in QuestionResult]
}


def _said(console: Console, visit: Visit) -> dict[str, object]:
    """What the form says the question is about; faults in `visit.errors`."""
    said: dict[str, object] = {}
    if "field" in visit.form:
        said["field"] = visit.choice("field", list(console.content.fields))
    for name, known in _CHOSEN.items():
        if name in visit.form:
            may_be_open = [""] if name in ("about", "authority") else []
            chosen = visit.choice(name, [*may_be_open, *known])
            said[name] = known(chosen) if chosen else None
    for name, limit in (("place", PLACE), ("product", PRODUCT)):
        if name in visit.form:
            said[name] = visit.text(name, limit=limit)
    return said


async def set_phone(console: Console, visit: Visit) -> Response:
    phone = visit.phone()
    if phone is None:
        visit.errors.setdefault("phone", "phone")
        return await page(console, visit, 400)

    def work(tx: Transaction) -> bool:
        question = find(tx, visit)
        visit.require_as_seen({}, *as_shown(tx, question))
        try:
            details.set_phone(tx, question, phone, staff=visit.staff)
        except NotAllowed:
            raise HTTPException(403) from None
        return phone != question.phone and calls.was_called(tx, question)

    code = _code(visit)
    called = await console.write(visit, "question.phone", f"question:{code}", work)
    return console.back(f"/cau-hoi/{code}", "phone_called_before" if called else "saved")
