"""The papers of a conference, each alone or all in one folder, and the few lines of the minutes
only a person can write."""

from dataclasses import replace
from functools import partial

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console import attendees, events, jobs
from bot.web.console.console import Console
from bot.web.console.lots import read_for
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.documents.folder import file_name, make, make_one
from content.documents.folder import papers as papers_of
from content.documents.pdf import program as pdf_program
from content.documents.petitions import Folder
from content.documents.word import DOCX
from content.sheets import XLSX
from content.ward import SIGNERS
from handlers.conference import minutes
from handlers.office import drafts, papers
from handlers.office.drafts import DraftPlace
from handlers.people.permissions import Action
from storage.database import Database, Transaction
from storage.event_models import Event

PDF = "application/pdf"
KINDS = {"docx": DOCX, "xlsx": XLSX}
PAPER_LIMIT = 80  # letters of the name of one
AT_ONCE = 50  # questions, each with its answer, read in one transaction


async def list_(console: Console, visit: Visit) -> Response:
    """Every paper of a conference by itself, and all of them as one file."""
    event = await console.read(lambda tx: events.find(tx, visit))
    folder = await gather(console.database, event, console.site)
    signer = signer_of(visit) or console.content.ward.signer
    return console.render(
        visit,
        "papers",
        event=event,
        papers=papers_of(folder),
        signer=signer,
        offices=console.content.ward.offices,
        signers=SIGNERS,
        who={
            "chairman": console.content.ward.chairman,
            "vice_chairman": console.content.ward.vice_chairman,
            "office": console.content.ward.office_head,
        }[signer],
        has_pdf=bool(pdf_program()),
    )


async def download(console: Console, visit: Visit) -> Response:
    """One zip, a minute's work for a full hall; who took it stands in the audit."""
    event, folder, as_of = await _gathered(console, visit)
    job = console.jobs.start(
        visit.staff.id,
        f"event:{event.id} phones:{folder.phones} signer:{folder.signer}",
        f"{file_name(event)}.zip",
        "application/zip",
        visit.now,
        partial(make, console.content, folder),
        as_of=as_of,
        in_parts=True,
    )
    return await jobs.hand_over(console, job)


async def one(console: Console, visit: Visit) -> Response:
    """One paper by itself, as it is or as PDF."""
    named = str(visit.request.path_params["paper"])[:PAPER_LIMIT]
    name, as_pdf = (named[:-4], True) if named.endswith(".pdf") else (named, False)
    if as_pdf and not pdf_program():
        raise HTTPException(404)
    event, folder, as_of = await _gathered(console, visit)
    paper = next((one for one in papers_of(folder) if one.name == name), None)
    if paper is None:
        raise HTTPException(404)
    ending = name.rpartition(".")[2]
    job = console.jobs.start(
        visit.staff.id,
        f"event:{event.id} {named} phones:{folder.phones} signer:{folder.signer}",
        f"{paper.stem}-{event.code}.{'pdf' if as_pdf else ending}",
        PDF if as_pdf else KINDS[ending],
        visit.now,
        partial(make_one, console.content, folder, paper, as_pdf=as_pdf),
        as_of=as_of,
    )
    return await jobs.hand_over(console, job)


async def _gathered(console: Console, visit: Visit) -> tuple[Event, Folder, int]:
    """What the papers are made from; that they were taken is on record. The count of erasures is
    from before anything was read."""
    event_id, as_of = visit.number("event"), console.database.erasures
    event = await console.write(
        visit,
        "export.folder",
        f"event:{event_id}",
        lambda tx: events.find(tx, visit),
        unseen=Unseen.READS,
    )
    folder = await gather(console.database, event, console.site)
    phones = visit.may(Action.REVEAL_PHONE) and wants_phones(visit)
    return event, replace(folder, phones=phones, signer=signer_of(visit)), as_of


def signer_of(visit: Visit) -> str:
    """Who signs, as the address says it; "" for whoever does as a rule."""
    said = visit.request.query_params.get("ky", "")
    return said if said in SIGNERS else ""


def wants_phones(visit: Visit) -> bool:
    """A list on a table shows everybody's number: only when asked for."""
    return visit.request.query_params.get("dien-thoai") == "1"


async def gather(database: Database, event: Event, site: str) -> Folder:
    """Everything the documents are made from, a few rows at a time."""
    everybody = await attendees.all_of(database, event.id)
    asked = await database.read(lambda tx: tx.questions.of_event(event.id), long=True)
    programme, tasks, invitations = await database.read(
        lambda tx: (
            tx.events.programme(event.id),
            tx.events.tasks(event.id),
            tx.events.invitations(event.id),
        )
    )
    return Folder(
        event=event,
        programme=programme,
        tasks=tasks,
        registrations=papers.delegates(everybody),
        invitations=[i for i in invitations if i.revoked_at is None],
        petitions=await read_for(
            database, asked, AT_ONCE, lambda tx, question: papers.petition(tx, question, event)
        ),
        site=site,
        minutes=event.minutes,
    )


async def write_minutes(console: Console, visit: Visit) -> Response:
    """Chair, secretary, conclusion ...: what the documents leave as `[...]` until it is written."""

    def as_seen(tx: Transaction) -> Event:
        event = events.find(tx, visit)
        if visit.request.method != "GET":
            visit.require_as_seen(minutes.as_form(event), event.minutes)
        return event

    event = await console.read(as_seen)
    if visit.request.method == "GET":
        visit.form = minutes.begun(event)
        return await _minutes_page(console, visit, event)
    visit.keep_rest(minutes.as_form(event))
    written = {name: visit.text(name, limit=6000) for name in minutes.LINES}
    if visit.errors:
        return await _minutes_page(console, visit, event, 400)

    def work(tx: Transaction) -> Event:
        return minutes.write(tx, as_seen(tx), written)

    await console.write(visit, "event.minutes", f"event:{event.id}", work)
    return console.back(f"/su-kien/{event.id}/bien-ban", "saved")


async def _minutes_page(
    console: Console, visit: Visit, event: Event, status: int = 200
) -> Response:
    about, place = str(event.id), DraftPlace.MINUTES
    return console.render(
        visit,
        "minutes",
        status,
        event=event,
        lines=minutes.LINES,
        fresh=minutes.as_form(event),
        drafts=await console.read(lambda tx: drafts.shown(tx, visit.staff, about, place)),
    )
