"""The conference folder, and the few lines of the minutes only a person can write."""

from dataclasses import replace

from starlette.responses import Response

from bot.web.console import attendees, events, jobs
from bot.web.console.console import Console
from bot.web.console.lots import read_for
from bot.web.console.question import find
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.documents.folder import Folder, Petition, file_name, make, transfer
from handlers.people.permissions import Action
from handlers.question import together
from storage.database import Database, Transaction
from storage.event_models import ALIVE, Event, RegistrationState
from storage.question_models import ANSWERED_STATES, Question, QuestionState

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
AT_ONCE = 50  # questions, each with its answer, read in one transaction
LINES = ("chair", "secretary", "opening", "opinions", "conclusion", "ended", "judgement")


async def download(console: Console, visit: Visit) -> Response:
    """One zip, a minute's work for a full hall; who took it stands in the audit."""
    event_id, as_of = visit.number("event"), console.database.erasures
    event = await console.write(
        visit,
        "export.folder",
        f"event:{event_id}",
        lambda tx: events.find(tx, visit),
        unseen=Unseen.READS,
    )
    folder = await gather(console.database, event, console.site)
    whole = replace(folder, phones=visit.may(Action.REVEAL_PHONE) and _wants_phones(visit))
    job = console.jobs.start(
        visit.staff.id,
        f"event:{event_id} phones:{whole.phones}",
        f"{file_name(event)}.zip",
        "application/zip",
        visit.now,
        lambda tell: make(console.content, whole, tell),
        as_of=as_of,
    )
    return await jobs.hand_over(console, job)


def _wants_phones(visit: Visit) -> bool:
    """A list on a table shows everybody's number: only when asked for."""
    return visit.request.query_params.get("dien-thoai") == "1"


async def gather(database: Database, event: Event, site: str) -> Folder:
    """Everything the documents are made from, a few rows at a time."""
    # Whoever waits, or has not answered an offer, is no delegate.
    shown = (*ALIVE, RegistrationState.NO_SHOW)
    unsure = (RegistrationState.WAITLISTED, RegistrationState.OFFERED)
    everybody = await attendees.all_of(database, event.id)
    asked = await database.read(lambda tx: tx.questions.of_event(event.id))
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
        registrations=[r for r in everybody if r.state in shown and r.state not in unsure],
        invitations=[i for i in invitations if i.revoked_at is None],
        petitions=await read_for(
            database, asked, AT_ONCE, lambda tx, question: _petition(tx, question, event)
        ),
        site=site,
        minutes=event.minutes,
    )


def _petition(tx: Transaction, question: Question, event: Event | None) -> Petition:
    """As the papers of that event say it: what was joined to a question asked elsewhere has that
    one's office, answer and dates."""
    head = together.head_of(tx, question)
    answer = tx.questions.approved(head.id) or tx.questions.draft(head.id)
    sure = head.state in (*ANSWERED_STATES, QuestionState.APPROVED)
    first = question.carried_from
    carried = tx.events.get(first) if first and event and first != event.id else None
    passed_on = tx.questions.passed_on(event.id).get(question.id) if event else None
    next_ = tx.events.get(passed_on) if passed_on else None
    return Petition(
        code=question.code,
        content=question.content,
        asker=question.asker,
        business=question.business,
        neighbourhood=question.neighbourhood,
        field=question.field,
        office=head.office,
        co_offices=head.co_offices,
        answer=answer.text if answer and sure else "",
        basis=answer.basis if answer and sure else "",
        state=str(head.state),
        due=head.due,
        promised_on=head.promised_on,
        source=question.source,
        askers=tx.questions.askers(head.id),
        carried=carried.title if carried else "",
        passed_on=next_.title if next_ else "",
    )


async def transfer_paper(console: Console, visit: Visit) -> Response:
    """The paper that goes with one question to its office: where nobody there can open it here."""

    def work(tx: Transaction) -> tuple[Petition, str]:
        question = find(tx, visit)
        event = tx.events.get(question.event_id) if question.event_id else None
        return _petition(tx, question, event), event.title if event else ""

    petition, title = await console.read(work)
    data = await console.pools.documents.run(
        transfer, console.content, petition, title, visit.today.year
    )
    return console.file(data, f"phieu-chuyen-{petition.code}.docx", DOCX)


def _as_form(event: Event) -> dict[str, str]:
    """Every line, also those not written yet."""
    return {name: event.minutes.get(name, "") for name in LINES}


async def minutes(console: Console, visit: Visit) -> Response:
    """Chair, secretary, conclusion ...: what the documents leave as `[...]` until it is written."""

    def as_seen(tx: Transaction) -> Event:
        event = events.find(tx, visit)
        if visit.request.method != "GET":
            visit.require_as_seen(_as_form(event), event.minutes)
        return event

    event = await console.read(as_seen)
    if visit.request.method == "GET":
        visit.form = dict(event.minutes)
        return console.render(visit, "minutes", event=event, lines=LINES, fresh=_as_form(event))
    visit.keep_rest(_as_form(event))
    written = {name: visit.text(name, limit=6000) for name in LINES}
    if visit.errors:
        return console.render(
            visit, "minutes", 400, event=event, lines=LINES, fresh=_as_form(event)
        )

    def work(tx: Transaction) -> Event:
        current = as_seen(tx)
        return tx.events.save(replace(current, minutes=written, version=current.version + 1))

    await console.write(visit, "event.minutes", f"event:{event.id}", work)
    return console.back(f"/su-kien/{event.id}/bien-ban", "saved")
