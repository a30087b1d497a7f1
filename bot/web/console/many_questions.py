"""Several questions assigned, approved or published with one press: each by itself."""

from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console import questions
from bot.web.console.console import Console
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.whole import read_whole
from handlers.people.refusing import NotDone
from handlers.people.telling import Told
from handlers.question import many
from handlers.question.fit import NotForThePublic
from handlers.question.hearing import Done
from handlers.question.many import GivenTo, ManyAct
from handlers.question.moves import NotAllowed, OtherText
from storage.database import Transaction
from storage.staff_models import Staff


async def act(console: Console, visit: Visit) -> Response:
    """Each box carries the code of its question and how it was shown; what could not be done is
    said by question, and the list comes back."""
    batch = many.batch_of(visit.request.query_params.get("loc", ""), visit.staff)
    if batch is None:
        raise HTTPException(403)
    items = visit.lists.get("item", [])
    to = (
        await console.read(lambda tx: _given(console, visit, tx))
        if batch is ManyAct.ASSIGN
        else None
    )
    if visit.errors:
        return await questions.page(console, visit, 400)
    if not items or len(items) > many.AT_ONCE:
        why = "entries_too_many" if items else "questions_none"
        return await questions.page(console, visit, 409, [("", why)], 0)
    done: list[Done] = []
    refused: list[tuple[str, str]] = []
    for item in items:
        code, _, key = item.partition(":")
        try:
            done.append(await _one(console, visit, batch, code, key, to))
        except (NotAllowed, OtherText):
            refused.append((code, "question_changed"))
        except NotForThePublic:
            refused.append((code, "question_personal"))
        except NotDone as refusal:
            refused.append((code, refusal.why))
    if refused:
        return await questions.page(console, visit, 409, refused, len(done))
    return console.back(
        f"/cau-hoi?{questions.query_of(visit)}",
        told=_told(done),
        staff=_staff(done),
        more={"so": str(len(done))},
    )


async def _one(
    console: Console, visit: Visit, batch: ManyAct, code: str, key: str, to: GivenTo | None
) -> Done:
    """One of them, in a transaction of its own, on record as on its own page."""

    move = await console.read(lambda tx: many.move_of(tx, batch, code, visit.staff))

    def work(tx: Transaction) -> Done:
        if to is not None:
            visit.note(
                office=to.office or None, **({"name": to.responder.name} if to.responder else {})
            )
        return many.do(
            tx,
            console.content,
            batch,
            move,
            code,
            key,
            visit.now,
            staff=visit.staff,
            to=to,
            site=console.site,
        )

    return await console.write(
        visit, f"question.{move}", f"question:{code}", work, unseen=Unseen.KEYED
    )


def _given(console: Console, visit: Visit, tx: Transaction) -> GivenTo | None:
    """To whom the form gives them: `o:thue` an office, `s:12` one of it, `f:` to each its own; what
    is wrong with it in `visit.errors`."""
    kind, _, name = visit.text("to", required=True).partition(":")
    if kind == "f":
        return GivenTo("")
    person = tx.staff.get(read_whole(name) or 0) if kind == "s" else None
    office = person.office if person else name if kind == "o" else ""
    known = person is None or person in many.could_be_given_to([person])
    if office not in console.content.ward.answering or not known:
        visit.errors.setdefault("to", "choice")
        return None
    return GivenTo(office, person)


def _told(done: Sequence[Done]) -> list[Told]:
    return [one for each in done for one in each.told]


def _staff(done: Sequence[Done]) -> list[Staff] | None:
    """Whom of the staff the acts wrote to; None where none of them had to."""
    written = [each.staff for each in done if each.staff is not None]
    return list({one.id: one for some in written for one in some}.values()) if written else None
