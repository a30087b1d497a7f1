"""The page of Thuế cơ sở, and of any office that is none of the ward's: opinions it takes down, one
by one or as a list; invitations it passes on; the sheet it hands in."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console import jobs, register
from bot.web.console.console import Console
from bot.web.console.lots import read_for
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.documents.folder import Paper, make_one
from content.documents.petitions import Folder
from content.documents.register import hand_in
from content.documents.word import DOCX
from content.opinion_list import MOST_ROWS, OpinionRow, read_opinions
from content.spreadsheet import Unreadable
from handlers.conference import inviting
from handlers.conference.named import names
from handlers.office import handing_in
from handlers.office import register as lines
from handlers.people.permissions import sees_question
from handlers.people.refusing import NotDone
from handlers.question import receiving
from storage.database import Transaction
from storage.event_models import Category, Event, Invitation
from storage.question_models import Question, QuestionKind

PATH = "/thue-co-so"
SHOWN = 100  # opinions on the page; all of them are on the sheet
AT_ONCE = 50  # questions, each with what belongs to it, read in one transaction
_LETTERS = Paper("02-giay-moi.docx")


async def show(console: Console, visit: Visit) -> Response:
    return await page(console, visit)


async def page(
    console: Console,
    visit: Visit,
    status: int = 200,
    *,
    alike: Sequence[Question] = (),
    rows: Sequence[OpinionRow] = (),
    held: str = "",
    repeated: Sequence[inviting.Invitee] = (),
    wrong: Sequence[str] = (),
) -> Response:
    """`alike`: open questions that say the same, to be confirmed; `rows`: a list that was tried,
    and waits in `held`; `repeated`: who is invited already; `wrong`: lines whose
    number cannot be taken."""
    office = handing_in.office_of(visit.staff, console.content)

    def work(tx: Transaction) -> dict[str, Any]:
        events, found = handing_in.coming(tx, visit.now), handing_in.brought(tx, office)
        return {
            "events": events,
            "brought": found[:SHOWN],
            "count": len(found),
            "opens": [one.id for one in found if sees_question(visit.staff, one)],
            "invited": {event.id: len(_own(tx, console, event, office)) for event in events},
        }

    values = await console.read(work)
    return console.render(
        visit,
        "hand_in",
        status,
        office=console.content.ward.offices[office],
        named=names(console.content, values["events"]),
        kinds=[str(one) for one in QuestionKind],
        alike=[one for one in alike if sees_question(visit.staff, one)],
        knows=receiving.key(alike),
        rows=rows,
        held=held,
        repeated=repeated,
        wrong=wrong,
        site=console.site,
        **values,
    )


async def add(console: Console, visit: Visit) -> Response:
    """One opinion, as somebody at the office told it."""
    office = handing_in.office_of(visit.staff, console.content)
    asked = receiving.Asked(
        content=visit.text("content", required=True, limit=2000),
        field=visit.choice("field", list(console.content.fields)),
        source=handing_in.SOURCE,
        event_id=await _event(console, visit, "event"),
        asker=visit.text("asker", limit=80),
        phone=visit.phone(),
        business=visit.text("business", limit=200),
        neighbourhood=visit.text("neighbourhood", limit=80),
        public=visit.text("public") == "1",
        kind=QuestionKind(visit.choice("kind", list(QuestionKind))),
    )
    if visit.errors:
        return await page(console, visit, 400)

    def work(tx: Transaction) -> Question:
        return handing_in.hand_in(
            tx, console.content, asked, visit.now,
            office=office, actor=visit.staff.login, knows=visit.text("knows"),
        )  # fmt: skip

    try:
        await console.write(
            visit,
            "question.add",
            lambda question: f"question:{question.code}",
            work,
            unseen=Unseen.ADDS,
            source=asked.source,
        )
    except receiving.QuestionsAlike as doubt:
        return await page(console, visit, 409, alike=doubt.questions)
    return console.back(PATH, "question_added")


async def _event(console: Console, visit: Visit, name: str) -> int | None:
    """The event of the field, None for none; a fault for one that is over by now."""
    event = visit.picked(name)
    events = await console.read(lambda tx: handing_in.coming(tx, visit.now))
    if event and event not in {one.id for one in events}:
        visit.errors[name] = "choice"
    return event or None


async def load(console: Console, visit: Visit) -> Response:
    """A list: tried out first, which shows what would become of each row; then kept."""
    event = await _event(console, visit, "list_event")
    kept = console.held.find(visit, visit.text("held"))
    name, data = kept or visit.files.get("file", ("", b""))
    if not data and (pasted := visit.raw.get("pasted", "").strip("\n")):
        name, data = "", pasted.encode()
    if not data:
        visit.errors["file"] = "required"
    if visit.errors:
        return await page(console, visit, 400)
    rows = await _read(console, visit, data)
    if rows is None:
        return await page(console, visit, 400)
    if visit.text("do") != "keep":
        tried = await console.read(lambda tx: handing_in.tried(tx, rows, event))
        token = console.held.keep(visit, name, data)
        return await page(console, visit, rows=tried, held=token)
    office = handing_in.office_of(visit.staff, console.content)

    def work(tx: Transaction) -> list[Question]:
        made = handing_in.hand_in_all(
            tx, console.content, rows, visit.now,
            event=event, office=office, actor=visit.staff.login,
        )  # fmt: skip
        visit.note(count=len(made), source=handing_in.SOURCE)
        return made

    await console.write(visit, "question.add_many", f"day:{visit.today}", work, unseen=Unseen.ADDS)
    return console.back(PATH, "opinions_added")


async def _read(console: Console, visit: Visit, data: bytes) -> list[OpinionRow] | None:
    """None where `visit.errors` says why it cannot be read."""
    rows = await console.pools.documents.run(
        read_opinions, data, console.content.fields, console.content.ward.neighbourhoods
    )
    if isinstance(rows, Unreadable):
        visit.errors["file"] = "opinions_no_heading" if rows is Unreadable.NO_HEADING else rows
        return None
    if len(rows) > MOST_ROWS:
        visit.errors["file"] = "opinions_too_many"
        return None
    return rows


async def sheet(console: Console, visit: Visit) -> Response:
    """The sheet of what was handed in within the days asked for, on record."""
    asked = register.period(visit)
    if visit.errors:
        return await page(console, visit, 400)
    office, as_of = handing_in.office_of(visit.staff, console.content), console.database.erasures
    found = await console.write(
        visit,
        "export.hand_in",
        f"day:{visit.today}",
        lambda tx: [one for one in handing_in.brought(tx, office) if asked.has(one.created_at)],
        unseen=Unseen.READS,
    )
    read = await read_for(console.database, found[::-1], AT_ONCE, lines.line)
    job = console.jobs.start(
        visit.staff.id,
        f"hand_in {office} {asked.since} {asked.until}",
        f"phieu-tong-hop-{visit.today:%d-%m-%Y}.docx",
        DOCX,
        visit.now,
        partial(
            hand_in, console.content, office, asked, read, visit.today.year,
            prepared_by=visit.staff.name,
        ),
        as_of=as_of,
    )  # fmt: skip
    return await jobs.hand_over(console, job)


# ---- invitations ----


async def invite(console: Console, visit: Visit) -> Response:
    """A code for each business this office passes an invitation on to; whoever is invited already
    is shown first, and left out once somebody said so."""
    office = handing_in.office_of(visit.staff, console.content)
    event_id = await _event(console, visit, "invite_event")
    if event_id is None:
        visit.errors.setdefault("invite_event", "choice")
    try:
        listed = inviting.read_lines(visit.form.get("recipients", ""))
    except NotDone as refusal:
        visit.refuse(refusal)
    if visit.errors:
        return await page(console, visit, 400)

    def work(tx: Transaction) -> list[Invitation]:
        event = tx.events.get(event_id or 0)
        if event is None:
            raise HTTPException(404)
        made = inviting.invite(
            tx,
            event,
            listed,
            Category.BUSINESS,
            console.content.ward.offices[office].name,
            visit.now,
            decided="skip" if visit.text("skip") == "1" else "",
            shown=visit.lists.get("shown", []),
        )
        visit.note(count=len(made))
        return made

    try:
        await console.write(
            visit, "invitation.issue", f"event:{event_id}", work, unseen=Unseen.ADDS
        )
    except inviting.WrongNumbers as refusal:
        visit.refuse(refusal)
        return await page(console, visit, 409, wrong=refusal.lines)
    except inviting.NamedTwice as doubt:
        visit.errors["recipients"] = "recipients_repeated"
        return await page(console, visit, 409, repeated=doubt.repeated)
    return console.back(PATH, "invited", "giay-moi")


async def letters(console: Console, visit: Visit) -> Response:
    """The invitations this office passes on, a letter each, as the ward's own are."""
    office, as_of = handing_in.office_of(visit.staff, console.content), console.database.erasures
    number = visit.number("conference")

    def work(tx: Transaction) -> Folder:
        event = next((one for one in handing_in.coming(tx, visit.now) if one.id == number), None)
        own = _own(tx, console, event, office) if event else []
        if event is None or not own:
            raise HTTPException(404)
        return Folder(event, tx.events.programme(event.id), (), (), own, (), console.site)

    made_from = await console.write(
        visit, "export.letters", f"event:{number}", work, unseen=Unseen.READS
    )
    job = console.jobs.start(
        visit.staff.id,
        f"event:{number} letters {office} {len(made_from.invitations)}",
        f"giay-moi-{made_from.event.code}.docx",
        DOCX,
        visit.now,
        partial(make_one, console.content, made_from, _LETTERS),
        as_of=as_of,
    )
    return await jobs.hand_over(console, job)


def _own(tx: Transaction, console: Console, event: Event, office: str) -> list[Invitation]:
    """What this office passes on of an event, as far as it still holds."""
    name = console.content.ward.offices[office].name
    return [
        one
        for one in tx.events.invitations(event.id)
        if one.issued_by == name and one.revoked_at is None
    ]
