"""The papers of a conference: every document and table from one set of data, each alone or all as
one zip."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from content.documents.pdf import to_pdf
from content.documents.petitions import Folder, Petition, by_field, speaking_order
from content.documents.tables import BLANK, petition_sheet, tables, transfer_table
from content.documents.word import Letterhead, WordTable, write
from content.library import Content
from content.people import by_name, show_phone
from content.sheets import attendee_sheet
from content.vietnamese import (
    capitalize_first,
    clock,
    local_day,
    long_day,
    lower_first,
    paper_day,
    paper_when,
)
from content.ward import FRONT, Office

TEMPLATES = Path(__file__).parent / "vi"
_ZIP_STAMP = (2026, 1, 1, 0, 0, 0)
_TRANSFER = "09-phieu-chuyen"  # one for each office that is still to answer
# The Word documents by the names of their files: the template each is made from.
_WORD = {
    "01-ke-hoach": "ke-hoach",
    "02-giay-moi": "giay-moi",
    "02-phieu-giay": "phieu-giay",
    "02-so-giao-giay-moi": "so-giao-giay-moi",
    "03-chuong-trinh": "chuong-trinh",
    "04-kich-ban": "kich-ban",
    "05-danh-sach-dai-bieu": "danh-sach",
    "06-bien-ten": "bien-ten",
    "07-the-dai-bieu": "the-dai-bieu",
    "08-so-cau-hoi": "so-cau-hoi",
    "10-bien-ban": "bien-ban",
    "11-thong-bao-ket-luan": "thong-bao-ket-luan",
    "12-bao-cao-ket-qua": "bao-cao",
    "13-tin-bai": "tin-bai",
}
_ATTENDEES, _PETITIONS = "danh-sach-dang-ky.xlsx", "tong-hop-kien-nghi.xlsx"
_FOR_INVITED = ("02-giay-moi", "02-so-giao-giay-moi")


@dataclass(frozen=True, slots=True)
class Paper:
    """One file of a folder. `office`: the id of the one it goes to, "" for any other."""

    name: str
    office: str = ""

    @property
    def stem(self) -> str:
        """The name without `.docx` or `.xlsx`."""
        return self.name.rpartition(".")[0]

    @property
    def kind(self) -> str:
        """What paper it is, whatever office it goes to."""
        return _TRANSFER if self.office else self.stem


def papers(folder: Folder) -> list[Paper]:
    """Every paper of a conference, in the order of its folder."""
    names = [name for name in _WORD if folder.invitations or name not in _FOR_INVITED]
    word = {f"{name}.docx": Paper(f"{name}.docx") for name in names}
    for office in {p.office for p in folder.petitions if p.waits} - {"", FRONT}:  # to itself: none
        name = f"{_TRANSFER}-{office}.docx"
        word[name] = Paper(name, office)
    return [*(word[name] for name in sorted(word)), Paper(_ATTENDEES), Paper(_PETITIONS)]


class _Maker:
    """Makes any paper of one conference."""

    def __init__(self, content: Content, folder: Folder) -> None:
        self._content, self._folder = content, folder
        self._ordered = speaking_order(content, folder.petitions)
        self._env = environment(content)
        self._head = letterhead(content, local_day(folder.event.starts_at).year)
        self._values = _values(content, folder, self._ordered)
        self._tables = tables(content, folder, self._ordered)

    def make(self, paper: Paper) -> bytes:
        match paper.name:
            case name if name == _ATTENDEES:
                return attendee_sheet(
                    self._content,
                    event_title=self._folder.event.title,
                    starts_at=self._folder.event.starts_at,
                    was_held=self._folder.event.was_held,
                    registrations=self._folder.registrations,
                    whole_phones=self._folder.phones,
                )
            case name if name == _PETITIONS:
                return petition_sheet(self._content, self._folder, self._ordered)
        if paper.office:
            return self._transfer(paper.office)
        return self._word(_WORD[paper.stem], {}, {})

    def _word(self, template: str, more: dict[str, Any], own: Mapping[str, WordTable]) -> bytes:
        text = self._env.get_template(f"{template}.j2").render(self._values | more)
        return write(text, self._head, {**self._tables, **own})

    def _transfer(self, office_id: str) -> bytes:
        mine = [p for p in self._ordered if p.office == office_id and p.waits]
        more = {"office": self._content.ward.offices.get(office_id), "count": len(mine)}
        return self._word("phieu-chuyen", more, {"transfer": transfer_table(self._content, mine)})


def make(
    content: Content, folder: Folder, tell: Callable[[int, int], None] = lambda done, of: None
) -> bytes:
    """The zip. Same input, same bytes. `tell` hears how many of its files are done, of how many."""
    maker, wanted = _Maker(content, folder), {one.name: one for one in papers(folder)}
    prefix, out = f"{file_name(folder.event)}/", io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for done, name in enumerate(sorted(wanted), 1):
            info = zipfile.ZipInfo(prefix + name, _ZIP_STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            packed.writestr(info, maker.make(wanted[name]))
            tell(done, len(wanted))
    return out.getvalue()


def make_one(content: Content, folder: Folder, paper: Paper, *, as_pdf: bool = False) -> bytes:
    """One of the papers, as it is or as PDF. Raises NoPdf."""
    made = _Maker(content, folder).make(paper)
    return to_pdf(paper.name, made) if as_pdf else made


def file_name(event: Any) -> str:
    """Without marks: `ho-so-11-12-2026-ABC234`."""
    return f"ho-so-{local_day(event.starts_at):%d-%m-%Y}-{event.code}"


def environment(content: Content) -> Environment:
    """The templates of documents: lines for Word, nothing escaped."""
    env = Environment(  # noqa: S701  # lines for a Word document, not HTML
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_one_line,
    )
    env.filters.update(when=paper_when, clock=clock, day=paper_day, long_day=long_day)
    env.filters.update(phone=show_phone, local_day=local_day, lines=_lines)
    env.filters.update(capitalize_first=capitalize_first, lower_first=lower_first)
    env.globals["ward"] = content.ward
    env.globals["front_office"] = _in_capitals(content, content.ward.front_office)
    return env


def _one_line(value: Any) -> Any:
    """What people typed stays within its line: it cannot become a directive of the layout."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _lines(text: str) -> list[str]:
    """What somebody wrote in several lines, one by one."""
    return [line for line in text.splitlines() if line.strip()]


def _in_capitals(content: Content, office: Office) -> str:
    """Without the ward's name."""
    return office.name.upper().removesuffix(f" {content.ward.name.upper()}")


def letterhead(content: Content, year: int, office: str = "") -> Letterhead:
    """What stands on top of a document of that year; number and date stay blank. `office`: the id
    of the one that prepared it, where it is not the front office."""
    words, ward = content.words, content.ward
    return Letterhead(
        superior=f"{words.label('committee_short')} {ward.name.upper()}",
        ward=(words.label("committee"), ward.name.upper()),
        office=_in_capitals(content, ward.offices.get(office) or ward.front_office),
        state=words.label("state_name"),
        motto=words.label("state_motto"),
        number=words.label("number"),
        date=words.say("documents/date", place=ward.place or BLANK, year=year),
        draft=words.label("draft_mark"),
        receivers=words.label("receivers"),
    )


def _values(content: Content, folder: Folder, ordered: Sequence[Petition]) -> dict[str, Any]:
    arrived = [r for r in folder.registrations if r.state == "checked_in"]
    came_as = {
        group: sum(r.present for r in arrived if r.category == group)
        for group in ("city", "ward", "business", "press", "guest")
    }
    return {
        "event": folder.event,
        "programme": folder.programme,
        "tasks": folder.tasks,
        "registrations": by_name(folder.registrations),
        "arrived": arrived,
        "arrived_people": sum(r.present for r in arrived),
        "came_as": {group: people for group, people in came_as.items() if people},
        "registered_people": sum(r.seats for r in folder.registrations if not r.walk_in),
        "walk_in_people": sum(r.present for r in arrived if r.walk_in),
        "speakers": [r for r in folder.registrations if r.wants_to_speak],
        "invitations": folder.invitations,
        "petitions": ordered,
        "numbers": {p.code: number for number, p in enumerate(ordered, 1)},
        "by_field": [(item.name, found) for item, found in by_field(content, ordered)],
        "answered": [p for p in ordered if p.answer],
        "open": [p for p in ordered if not p.answer],
        "carried": [p for p in ordered if p.carried],
        "passed_on": [p for p in ordered if p.passed_on],
        "advance": [p for p in ordered if p.source != "floor"],
        "minutes": _Blanks(folder.minutes),
        "offices": content.ward.offices,
        "site": folder.site,
        "signer": folder.signer or content.ward.signer,
        "blank": BLANK,
    }


class _Blanks(dict[str, str]):
    """What nobody has written yet is a mark for a person to fill in, never an invention."""

    def __getitem__(self, name: str) -> str:
        return dict.get(self, name, "") or BLANK
