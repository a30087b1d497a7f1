"""The papers of one question: the receipt, what goes with it to its office, the letter that answers
it. Each is made of what is on record, for whoever works on it."""

from dataclasses import replace
from functools import partial

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console import folder, jobs
from bot.web.console.console import Console
from bot.web.console.question import find
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.documents.case_papers import CaseOnPaper, CasePaper, make, offered
from content.documents.pdf import program as pdf_program
from content.documents.word import DOCX
from content.ward import SIGNERS
from handlers.office import papers
from handlers.people.permissions import Action
from storage.database import Transaction


async def list_(console: Console, visit: Visit) -> Response:
    case = await console.read(lambda tx: papers.case(tx, find(tx, visit), console.site))
    return console.render(
        visit,
        "question_papers",
        code=case.petition.code,
        papers=offered(case),
        kinds=list(CasePaper),
        signer=folder.signer_of(visit) or console.content.ward.signer,
        signers=SIGNERS,
        has_pdf=bool(pdf_program()),
    )


async def one(console: Console, visit: Visit) -> Response:
    """As it is or as PDF; who took it stands in the audit."""
    named = str(visit.request.path_params["paper"])[: folder.PAPER_LIMIT]
    stem, _, ending = named.partition(".")
    as_pdf = ending == "docx.pdf"
    if stem not in set(CasePaper) or not (ending == "docx" or (as_pdf and pdf_program())):
        raise HTTPException(404)
    as_of = console.database.erasures

    def work(tx: Transaction) -> CaseOnPaper:
        case = papers.case(tx, find(tx, visit), console.site)
        if stem not in offered(case):
            raise HTTPException(404)
        return case

    code = str(visit.request.path_params["code"]).upper()
    case = await console.write(visit, "export.case", f"question:{code}", work, unseen=Unseen.READS)
    phones = visit.may(Action.REVEAL_PHONE) and folder.wants_phones(visit)
    signer = folder.signer_of(visit)
    job = console.jobs.start(
        visit.staff.id,
        f"question:{code} {named} phones:{phones} signer:{signer}",
        f"{stem}-{code}.{'pdf' if as_pdf else 'docx'}",
        folder.PDF if as_pdf else DOCX,
        visit.now,
        partial(
            make,
            console.content,
            replace(case, phones=phones),
            CasePaper(stem),
            visit.today.year,
            signer,
            as_pdf=as_pdf,
        ),
        as_of=as_of,
    )
    return await jobs.hand_over(console, job)
