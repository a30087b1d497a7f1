"""The folder of a conference: every document and table, from one set of data, as one zip."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from content.documents.word import Letterhead, WordTable, write
from content.library import Content
from content.people import by_name, mask_phone, show_phone
from content.sheets import attendee_sheet, sheet
from content.vietnamese import clock, day, local_day, long_day, when

TEMPLATES = Path(__file__).parent / "vi"
_ZIP_STAMP = (2026, 1, 1, 0, 0, 0)
BLANK = "[...]"
# Those that every folder has.
WORDS, SHEETS = 10, 2


@dataclass(frozen=True, slots=True)
class Petition:
    """A question with what belongs to it, as documents show it."""

    code: str
    content: str
    asker: str
    business: str
    neighbourhood: str
    field: str  # its id
    office: str  # its id
    co_offices: Sequence[str]
    answer: str
    basis: str
    state: str
    due: date
    promised_on: date | None
    source: str
    askers: int
    carried: str  # the title of the event it comes from, "" for none
    passed_on: str = ""  # the title of the event that has it on its list since, "" for none
    kept_on: date | None = None  # what was promised was done then
    erased: bool = False  # its asker had it erased: nothing of it is left to be done

    @property
    def waits(self) -> bool:
        """Whether an office is still to answer it."""
        return not self.answer and not self.erased


@dataclass(frozen=True, slots=True)
class Folder:
    """Everything the documents are made from."""

    event: Any
    programme: Sequence[Any]
    tasks: Sequence[Any]
    registrations: Sequence[Any]
    invitations: Sequence[Any]
    petitions: Sequence[Petition]
    site: str = ""
    minutes: Mapping[str, str] = field(default_factory=dict)
    phones: bool = False  # whole numbers on the lists


def speaking_order(content: Content, petitions: Sequence[Petition]) -> list[Petition]:
    """Carried over first, then field by field, what many ask before what one asks."""
    fields = list(content.fields)
    return sorted(
        petitions, key=lambda p: (not p.carried, fields.index(p.field), -p.askers, p.code)
    )


def make(
    content: Content, folder: Folder, tell: Callable[[int, int], None] = lambda done, of: None
) -> bytes:
    """The zip. Same input, same bytes. `tell` hears how many of its files are done, of how many."""
    ordered = speaking_order(content, folder.petitions)
    tables = _tables(content, folder, ordered)
    env = environment(content)
    values = _values(content, folder, ordered)
    head = letterhead(content, local_day(folder.event.starts_at).year)
    files: dict[str, bytes] = {}
    offices = sorted({p.office for p in ordered if p.office and p.waits})
    of = SHEETS + WORDS + len(offices) + bool(folder.invitations)

    def word(name: str, template: str, **more: Any) -> None:
        text = env.get_template(f"{template}.j2").render(values | more)
        files[f"{name}.docx"] = write(text, head, tables)
        tell(len(files), of)

    word("01-ke-hoach", "ke-hoach")
    if folder.invitations:
        word("02-giay-moi", "giay-moi")
    word("03-chuong-trinh", "chuong-trinh")
    word("04-kich-ban", "kich-ban")
    word("05-danh-sach-dai-bieu", "danh-sach")
    word("06-bien-ten", "bien-ten")
    word("07-the-dai-bieu", "the-dai-bieu")
    word("08-so-cau-hoi", "so-cau-hoi")
    for office_id in offices:
        office = content.ward.offices.get(office_id)
        mine = [p for p in ordered if p.office == office_id and p.waits]
        tables["transfer"] = _transfer(content, mine)
        word(f"09-phieu-chuyen-{office_id}", "phieu-chuyen", office=office, count=len(mine))
    word("10-bien-ban", "bien-ban")
    word("11-thong-bao-ket-luan", "thong-bao-ket-luan")
    word("12-bao-cao-ket-qua", "bao-cao")
    files["danh-sach-dang-ky.xlsx"] = attendee_sheet(
        content,
        event_title=folder.event.title,
        starts_at=folder.event.starts_at,
        registrations=folder.registrations,
        whole_phones=folder.phones,
    )
    files["tong-hop-kien-nghi.xlsx"] = _petition_sheet(content, folder, ordered)
    return _zipped(f"{file_name(folder.event)}/", files)


def transfer(content: Content, petition: Petition, title: str, year: int) -> bytes:
    """The one paper that goes with a question to its office. `title`: of the event it was asked
    for, "" for none."""
    text = (
        environment(content)
        .get_template("phieu-chuyen.j2")
        .render(
            office=content.ward.offices.get(petition.office),
            count=1,
            event={"title": title} if title else None,
            blank=BLANK,
        )
    )
    head = letterhead(content, year)
    return write(text, head, {"transfer": _transfer(content, [petition])})


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
    env.filters.update(when=when, clock=clock, day=day, long_day=long_day, phone=show_phone)
    env.filters["local_day"] = local_day
    env.globals["ward"] = content.ward
    return env


def _one_line(value: Any) -> Any:
    """What people typed stays within its line: it cannot become a directive of the layout."""
    return " ".join(value.split()) if isinstance(value, str) else value


def letterhead(content: Content, year: int) -> Letterhead:
    """What stands on top of a document of that year; number and date stay blank."""
    words, ward = content.words, content.ward
    return Letterhead(
        superior=f"{words.label('committee_short')} {ward.name.upper()}",
        ward=(words.label("committee"), ward.name.upper()),
        office=ward.front_office.name.upper().removesuffix(f" {ward.name.upper()}"),
        state=words.label("state_name"),
        motto=words.label("state_motto"),
        number=words.label("number"),
        date=words.say("documents/date", place=ward.place or BLANK, year=year),
        draft=words.label("draft_mark"),
        receivers=words.label("receivers"),
    )


def _values(content: Content, folder: Folder, ordered: Sequence[Petition]) -> dict[str, Any]:
    arrived = [r for r in folder.registrations if r.state == "checked_in"]
    answered = [p for p in ordered if p.answer]
    by_field = [
        (item.name, [p for p in ordered if p.field == item.id]) for item in content.fields.values()
    ]
    return {
        "event": folder.event,
        "programme": folder.programme,
        "tasks": folder.tasks,
        "registrations": by_name(folder.registrations),
        "arrived": arrived,
        "arrived_people": sum(r.present for r in arrived),
        "registered_people": sum(r.seats for r in folder.registrations if not r.walk_in),
        "walk_in_people": sum(r.present for r in arrived if r.walk_in),
        "speakers": [r for r in folder.registrations if r.wants_to_speak],
        "invitations": folder.invitations,
        "petitions": ordered,
        "numbers": {p.code: number for number, p in enumerate(ordered, 1)},
        "by_field": [(name, found) for name, found in by_field if found],
        "answered": answered,
        "open": [p for p in ordered if not p.answer],
        "carried": [p for p in ordered if p.carried],
        "passed_on": [p for p in ordered if p.passed_on],
        "advance": [p for p in ordered if p.source != "floor"],
        "minutes": _Blanks(folder.minutes),
        "offices": content.ward.offices,
        "site": folder.site,
        "blank": BLANK,
    }


class _Blanks(dict[str, str]):
    """What nobody has written yet is a mark for a person to fill in, never an invention."""

    def __getitem__(self, name: str) -> str:
        return dict.get(self, name, "") or BLANK


def _office(content: Content, office_id: str) -> str:
    office = content.ward.offices.get(office_id)
    return office.name if office else BLANK


def _tables(content: Content, folder: Folder, ordered: Sequence[Petition]) -> dict[str, WordTable]:
    guests = by_name(folder.registrations)
    return {
        "programme": WordTable(
            _heads(content, "number", "time", "content", "who"),
            (1.2, 2.8, 7.8, 4.7),
            [(n, line.time, line.content, line.who) for n, line in enumerate(folder.programme, 1)],
        ),
        "guests": _guest_table(content, folder, guests),
        "came": _guest_table(content, folder, [g for g in guests if g.present], came=True),
        "tasks": WordTable(
            _heads(content, "number", "task", "who", "deadline"),
            (1.2, 8.3, 4.2, 2.8),
            [(n, task.title, task.who, day(task.due_on)) for n, task in enumerate(folder.tasks, 1)],
        ),
        "petitions": _petition_table(content, ordered),
        "conclusions": _conclusion_table(content, ordered),
        "by_field": _field_table(content, ordered),
        "speakers": WordTable(
            _heads(content, "number", "name", "business", "neighbourhood"),
            (1.2, 5.5, 6.0, 3.8),
            [
                (n, r.name, r.business, _neighbourhood(r))
                for n, r in enumerate((g for g in guests if g.wants_to_speak), 1)
            ],
        ),
    }


def _heads(content: Content, *names: str) -> list[str]:
    return [content.words.console[f"col_{name}"] for name in names]


def _neighbourhood(registration: Any) -> str:
    return "" if registration.neighbourhood == "-" else registration.neighbourhood


def _guest_table(
    content: Content, folder: Folder, guests: Sequence[Any], *, came: bool = False
) -> WordTable:
    """`came`: with how many were there, not how many were to come."""
    phone = show_phone if folder.phones else mask_phone
    heads = ("number", "name", "position", "business", "neighbourhood", "phone", "signature")
    rows = [
        (
            number,
            _with_others(r.name, r.present if came else r.seats),
            r.position,
            r.business,
            _neighbourhood(r),
            phone(r.phone),
            "",
        )
        for number, r in enumerate(guests, 1)
    ]
    return WordTable(_heads(content, *heads), (1.2, 5.2, 3.8, 5.2, 3.6, 3.2, 3.4), rows)


def _with_others(name: str, people: int) -> str:
    return f"{name} (+{people - 1})" if people > 1 else name


def _conclusion_table(content: Content, ordered: Sequence[Petition]) -> WordTable:
    """What was promised, and what is not answered yet."""
    promised = [p for p in ordered if (p.promised_on and not p.erased) or p.waits]
    rows = [
        (
            number,
            f"{p.code}: {_short(p.content)}",
            _office(content, p.office),
            "\n".join(_office(content, o) for o in p.co_offices),
            day(p.promised_on or p.due),
            content.words.say("documents/kept", day=p.kept_on) if p.kept_on else BLANK,
        )
        for number, p in enumerate(promised, 1)
    ]
    heads = _heads(content, "number", "content", "lead", "co", "deadline", "product")
    return WordTable(heads, (1.2, 5.2, 3.4, 2.6, 2.4, 2.2), rows)


def _field_table(content: Content, ordered: Sequence[Petition]) -> WordTable:
    rows = [
        (
            number,
            item.name,
            len(found),
            sum(bool(p.answer) for p in found),
            sum(not p.answer for p in found),
        )
        for number, (item, found) in enumerate(_by_field(content, ordered), 1)
    ]
    heads = _heads(content, "number", "field", "total", "answered", "open")
    return WordTable(heads, (1.2, 7.3, 2.6, 2.8, 2.6), rows)


def _by_field(content: Content, petitions: Sequence[Petition]) -> list[tuple[Any, list[Petition]]]:
    found = [
        (item, [p for p in petitions if p.field == item.id]) for item in content.fields.values()
    ]
    return [(item, mine) for item, mine in found if mine]


def _short(text: str, limit: int = 300) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"


def _petition_table(content: Content, petitions: Sequence[Petition]) -> WordTable:
    words = content.words.console
    names = ("number", "code", "petition", "asker", "lead", "answer", "deadline", "note")
    return WordTable(
        [words[f"col_{name}"] for name in names],
        (1.1, 2.6, 6.4, 3.6, 3.2, 5.2, 2.2, 2.2),
        [
            (
                number,
                p.code,
                p.content.strip(),
                "\n".join(part for part in (p.asker, p.business, p.neighbourhood) if part != "-"),
                _office(content, p.office),
                p.answer or BLANK,
                day(p.due),
                _note(words, p),
            )
            for number, p in enumerate(petitions, 1)
        ],
    )


def _transfer(content: Content, petitions: Sequence[Petition]) -> WordTable:
    words = content.words.console
    names = ("number", "code", "petition", "co", "deadline")
    return WordTable(
        [words[f"col_{name}"] for name in names],
        (1.2, 2.8, 7.2, 3.0, 2.6),
        [
            (
                number,
                p.code,
                p.content.strip(),
                "\n".join(_office(content, o) for o in p.co_offices),
                day(p.due),
            )
            for number, p in enumerate(petitions, 1)
        ],
    )


def _note(words: Mapping[str, str], petition: Petition) -> str:
    """From which conference it came, and to which it went."""
    ways = (("note_carried", petition.carried), ("note_passed_on", petition.passed_on))
    return "; ".join(f"{words[note]}: {title}" for note, title in ways if title)


def _petition_sheet(content: Content, folder: Folder, ordered: Sequence[Petition]) -> bytes:
    words = content.words.console
    heads = (
        ("number", 6), ("code", 14), ("petition", 50), ("asker", 26), ("field", 22), ("lead", 26),
        ("co", 22), ("answer", 50), ("deadline", 14), ("state", 16), ("note", 24),
    )  # fmt: skip
    rows = [
        (
            number,
            p.code,
            p.content.strip(),
            ", ".join(
                part for part in (p.asker, p.business, p.neighbourhood) if part and part != "-"
            ),
            content.fields[p.field].name,
            _office(content, p.office),
            ", ".join(_office(content, o) for o in p.co_offices),
            p.answer,
            p.due,
            words[f"question_{p.state}"],
            _note(words, p),
        )
        for number, p in enumerate(ordered, 1)
    ]
    return sheet(
        content,
        words["sheet_petitions"],
        f"{folder.event.title}, {when(folder.event.starts_at)}",
        [(words[f"col_{name}"], width) for name, width in heads],
        rows,
    )


def _zipped(prefix: str, files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(files):
            info = zipfile.ZipInfo(prefix + name, _ZIP_STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            packed.writestr(info, files[name])
    return out.getvalue()
