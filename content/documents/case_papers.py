"""The papers of one question: the receipt for whoever sent it, what goes with it to its office, and
the letter that answers it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from content.documents.folder import environment, letterhead
from content.documents.pdf import to_pdf
from content.documents.petitions import Petition
from content.documents.tables import BLANK, office_name, transfer_table
from content.documents.word import WordTable, write
from content.library import Content
from content.people import mask_phone, show_phone
from content.vietnamese import paper_when
from content.ward import FRONT


class CasePaper(StrEnum):
    """By the name of its file."""

    RECEIPT = "phieu-tiep-nhan"
    TRANSFER = "phieu-chuyen"
    REPLY = "van-ban-tra-loi"


@dataclass(frozen=True, slots=True)
class CaseOnPaper:
    """One question with all that its papers say of it. `event`: the title of the one it was asked
    for; `received_by`: who wrote it down, "" where its asker did; `phones`: whole numbers."""

    petition: Petition
    kind: str
    urgent: bool
    received_at: datetime
    phone: str | None = None
    event: str = ""
    photos: int = 0
    portal_code: str = ""
    received_by: str = ""
    result: str = ""
    proof: str = ""
    is_open: bool = True
    confidential: bool = False
    attached: Sequence[str] = ()  # what the files are called that go with its answer
    site: str = ""
    phones: bool = False


def offered(case: CaseOnPaper) -> list[CasePaper]:
    """What there is to be made now. A letter says what was approved; what is confidential goes to
    no office on paper; of what was erased nothing is left to say."""
    if case.petition.erased:
        return []
    papers = [CasePaper.RECEIPT]
    if case.is_open and case.petition.office and not case.confidential:
        papers.append(CasePaper.TRANSFER)
    if case.petition.answer:
        papers.append(CasePaper.REPLY)
    return papers


def make(
    content: Content,
    case: CaseOnPaper,
    paper: CasePaper,
    year: int,
    signer: str,
    *,
    as_pdf: bool = False,
) -> bytes:
    """One of the papers `offered`, as it is or as PDF. `signer`: of `content/ward.py: SIGNERS`, ""
    for whoever signs as a rule. Raises NoPdf."""
    petition, words = case.petition, content.words.console
    text = environment(content).get_template(f"{paper}.j2").render(
        code=petition.code,
        kind=words[f"kind_{case.kind}"],
        asker=petition.asker,
        business=petition.business,
        neighbourhood="" if petition.neighbourhood == "-" else petition.neighbourhood,
        received_at=case.received_at,
        received_by=case.received_by,
        content=petition.content,
        answer=petition.answer,
        basis=petition.basis,
        result=words[f"result_{case.result}"] if case.result else "",
        proof=case.proof,
        attached=case.attached,
        promised_on=petition.promised_on,
        kept_on=petition.kept_on,
        due=petition.due,
        office=_office(content, paper, petition),
        in_front=petition.office == FRONT,
        count=1,
        event={"title": case.event} if case.event else None,
        site=case.site,
        signer=signer or content.ward.signer,
        blank=BLANK,
    )  # fmt: skip
    tables = {
        "facts": _facts(content, case),
        "transfer": transfer_table(content, [petition]),
    }
    made = write(text, letterhead(content, year), tables)
    return to_pdf(f"{paper}.docx", made) if as_pdf else made


def _office(content: Content, paper: CasePaper, petition: Petition) -> Any:
    """The transfer is to an office; a letter only names it."""
    found = content.ward.offices.get(petition.office)
    return found if paper is CasePaper.TRANSFER or found is None else found.name


def _facts(content: Content, case: CaseOnPaper) -> WordTable:
    """What is known of it, a row each; what nobody told has none."""
    words, petition = content.words.console, case.petition
    phone = show_phone if case.phones else mask_phone
    kind = words[f"kind_{case.kind}"]
    urgent = f", {words['urgency_urgent'].lower()}" if case.urgent else ""
    rows: Sequence[tuple[str, str]] = (
        ("code", petition.code),
        ("received", paper_when(case.received_at)),
        ("source", words[f"source_{petition.source}"]),
        ("kind", f"{kind}{urgent}"),
        ("field", content.fields[petition.field].name),
        ("event", case.event),
        ("asker", petition.asker),
        ("business", petition.business),
        ("neighbourhood", "" if petition.neighbourhood == "-" else petition.neighbourhood),
        ("phone", phone(case.phone) if case.phone else ""),
        ("place", petition.place),
        ("content", petition.content.strip()),
        ("photos", str(case.photos) if case.photos else ""),
        ("office", office_name(content, petition.office)),
        ("portal_code", case.portal_code),
    )
    heads = [words["fact_what"], words["fact_told"]]
    return WordTable(
        heads, (4.0, 12.5), [(words[f"fact_{name}"], said) for name, said in rows if said]
    )
