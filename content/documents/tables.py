"""The tables of a conference's documents: programme, people, questions, what was promised."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from content.documents.petitions import Folder, Petition, by_field
from content.documents.word import WordTable
from content.library import Content
from content.people import by_name, mask_phone, show_phone
from content.sheets import sheet
from content.vietnamese import local_day, paper_day, paper_when

BLANK = "[...]"
TO_WRITE = "................................"  # by hand, on paper


def tables(content: Content, folder: Folder, ordered: Sequence[Petition]) -> dict[str, WordTable]:
    """By name, the tables that templates ask for."""
    guests = by_name(folder.registrations)
    return {
        "programme": WordTable(
            _heads(content, "number", "time", "content", "who"),
            (1.2, 2.8, 7.8, 4.7),
            [(n, line.time, line.content, line.who) for n, line in enumerate(folder.programme, 1)],
        ),
        "guests": _guest_table(content, folder, guests),
        "came": _guest_table(content, folder, [g for g in guests if g.present], came=True),
        "name_signs": WordTable((), (), list(_name_signs(content, guests))),
        "badges": _badge_table(content, folder, guests),
        "tasks": WordTable(
            _heads(content, "number", "task", "who", "deadline"),
            (1.2, 8.3, 4.0, 3.0),
            [
                (n, task.title, task.who, paper_day(task.due_on))
                for n, task in enumerate(folder.tasks, 1)
            ],
        ),
        "petitions": _petition_table(content, ordered),
        "conclusions": _conclusion_table(content, ordered, local_day(folder.event.starts_at)),
        "by_field": _field_table(content, ordered),
        "speakers": WordTable(
            _heads(content, "number", "name", "business", "neighbourhood"),
            (1.2, 5.5, 6.0, 3.8),
            [
                (n, r.name, r.business, _neighbourhood(r))
                for n, r in enumerate((g for g in guests if g.wants_to_speak), 1)
            ],
        ),
        "letters": WordTable(
            ("to", "code", "qr"),
            (),
            [_letter(invitation, folder.site) for invitation in folder.invitations],
        ),
        "invitations": WordTable(
            _heads(content, "number", "recipient", "address", "code", "handed_out"),
            (1.2, 6.0, 8.0, 3.6, 6.4),
            [(n, i.recipient, i.address, i.code, "") for n, i in enumerate(folder.invitations, 1)],
            to_sign=True,
        ),
    }


def _letter(invitation: Any, site: str) -> tuple[str, str, str]:
    """To whom, the code, and what its picture holds."""
    at = f" ({invitation.address})" if invitation.address else ""
    code = invitation.code
    return f"{invitation.recipient}{at}", code, f"{site}/giay-moi/{code}" if site else code


def _heads(content: Content, *names: str) -> list[str]:
    return [content.words.console[f"col_{name}"] for name in names]


def _neighbourhood(registration: Any) -> str:
    return "" if registration.neighbourhood == "-" else registration.neighbourhood


def party(registration: Any, people: int) -> Iterator[str]:
    """The names of those of a party who come, or came, besides whoever registered; "" for one
    nobody named."""
    named = [name for name in registration.companion_names.split(", ") if name]
    for place in range(people - 1):
        yield named[place] if place < len(named) else ""


def _guest_table(
    content: Content, folder: Folder, guests: Sequence[Any], *, came: bool = False
) -> WordTable:
    """A row to sign for everybody, whoever comes along too. `came`: those who were there, not those
    who were to come."""
    phone = show_phone if folder.phones else mask_phone
    said = content.words.console
    rows: list[Sequence[Any]] = []
    for r in guests:
        shared = (r.position, r.business, _neighbourhood(r), phone(r.phone), "")
        rows.append((len(rows) + 1, r.name, *shared))
        for name in party(r, r.present if came else r.seats):
            along = f"{name or TO_WRITE}\n{said['comes_with'].format(name=r.name)}"
            rows.append((len(rows) + 1, along, "", r.business, _neighbourhood(r), "", ""))
    heads = ("number", "name", "position", "business", "neighbourhood", "phone", "signature")
    widths = (1.2, 5.2, 3.4, 5.2, 3.2, 3.6, 3.6)
    return WordTable(_heads(content, *heads), widths, rows, to_sign=not came)


def _name_signs(content: Content, guests: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """(name, what stands below) for everybody, whoever comes along too; "" for a name that is
    written by hand."""
    for r in guests:
        yield r.name, r.position or r.business
        for name in party(r, r.seats):
            yield name, content.words.console["comes_with"].format(name=r.name)


def _badge_table(content: Content, folder: Folder, guests: Sequence[Any]) -> WordTable:
    said, title = content.words.console, folder.event.title
    rows = []
    for r in guests:
        below = r.business or r.position
        rows.append((said["badge"], title, r.name, below, r.code))
        for name in party(r, r.seats):
            along = said["comes_with"].format(name=r.name)
            rows.append((said["badge"], title, name or TO_WRITE, along, r.code))
    return WordTable((), (), rows)


def office_name(content: Content, office_id: str) -> str:
    office = content.ward.offices.get(office_id)
    return office.name if office else BLANK


def _co_offices(content: Content, petition: Petition) -> str:
    return "\n".join(office_name(content, office) for office in petition.co_offices)


def _conclusion_table(content: Content, ordered: Sequence[Petition], held_on: date) -> WordTable:
    """What was promised, and what is not answered yet; a deadline before the meeting is none of
    what it concluded."""
    promised = [p for p in ordered if (p.promised_on and not p.erased) or p.waits]
    rows = []
    for number, p in enumerate(promised, 1):
        until = p.promised_on or p.due
        rows.append(
            (
                number,
                f"{p.code}: {_short(p.content)}",
                office_name(content, p.office),
                _co_offices(content, p),
                paper_day(until) if until >= held_on else BLANK,
                content.words.say("documents/kept", day=p.kept_on) if p.kept_on else BLANK,
            )
        )
    heads = _heads(content, "number", "content", "lead", "co", "deadline", "product")
    return WordTable(heads, (1.2, 5.2, 3.0, 2.2, 2.8, 2.1), rows)


def _field_table(content: Content, ordered: Sequence[Petition]) -> WordTable:
    rows = [
        (
            number,
            item.name,
            len(found),
            sum(bool(p.answer) for p in found),
            sum(not p.answer for p in found),
        )
        for number, (item, found) in enumerate(by_field(content, ordered), 1)
    ]
    heads = _heads(content, "number", "field", "total", "answered", "open")
    return WordTable(heads, (1.2, 7.3, 2.6, 2.8, 2.6), rows)


def _short(text: str, limit: int = 300) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"


def _petition_table(content: Content, petitions: Sequence[Petition]) -> WordTable:
    names = ("number", "code", "petition", "asker", "lead", "answer", "deadline", "note")
    return WordTable(
        _heads(content, *names),
        (1.1, 3.2, 5.8, 3.2, 2.8, 4.8, 2.8, 2.0),
        [
            (
                number,
                p.code,
                p.content.strip(),
                "\n".join(_whose(p)),
                office_name(content, p.office),
                p.answer or BLANK,
                paper_day(p.due),
                _note(content.words.console, p),
            )
            for number, p in enumerate(petitions, 1)
        ],
    )


def _whose(petition: Petition) -> Iterator[str]:
    """Who asked: what is known of the name, the business and the tổ dân phố."""
    for part in (petition.asker, petition.business, petition.neighbourhood):
        if part not in ("", "-"):
            yield part


def transfer_table(content: Content, petitions: Sequence[Petition]) -> WordTable:
    """The questions that go to one office."""
    return WordTable(
        _heads(content, "number", "code", "petition", "co", "deadline"),
        (1.2, 3.3, 6.5, 2.7, 2.8),
        [
            (number, p.code, _told(content, p), _co_offices(content, p), paper_day(p.due))
            for number, p in enumerate(petitions, 1)
        ],
    )


def _told(content: Content, petition: Petition) -> str:
    """What it says, and where that is."""
    where = content.words.console["paper_place"].format(place=petition.place)
    return "\n".join([petition.content.strip(), *([where] if petition.place else [])])


def _note(words: Mapping[str, str], petition: Petition) -> str:
    """From which conference it came, and to which it went."""
    ways = (("note_carried", petition.carried), ("note_passed_on", petition.passed_on))
    return "; ".join(f"{words[note]}: {title}" for note, title in ways if title)


def petition_sheet(content: Content, folder: Folder, ordered: Sequence[Petition]) -> bytes:
    """Every question with its answer, as a spreadsheet."""
    words = content.words.console
    heads = (
        ("number", 6), ("code", 13), ("petition", 40), ("asker", 20), ("field", 14), ("lead", 18),
        ("co", 14), ("answer", 40), ("deadline", 12), ("state", 12), ("note", 14),
    )  # fmt: skip
    rows = [
        (
            number,
            p.code,
            p.content.strip(),
            ", ".join(_whose(p)),
            content.fields[p.field].name,
            office_name(content, p.office),
            ", ".join(office_name(content, o) for o in p.co_offices),
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
        f"{folder.event.title}, {paper_when(folder.event.starts_at)}",
        [(words[f"col_{name}"], width) for name, width in heads],
        rows,
    )
