"""The register of what people sent the ward (sổ theo dõi), and the sheet on which an office hands
in the opinions it was told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from content.documents.folder import environment, letterhead
from content.documents.tables import BLANK, office_name
from content.documents.word import WordTable, write
from content.library import Content
from content.sheets import sheet
from content.vietnamese import local_day, paper_day


@dataclass(frozen=True, slots=True)
class DaysAsked:
    """Days in Viet Nam, both included; None: without end."""

    since: date | None = None
    until: date | None = None

    def has(self, moment: datetime) -> bool:
        day = local_day(moment)
        begun = self.since is None or self.since <= day
        return begun and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One question as the register has it. `answered_on`: None while nobody answered; `on_time`:
    by the first date that was promised; `joined`: the code of the one it was joined to."""

    code: str
    received_at: datetime
    source: str
    asker: str
    business: str
    neighbourhood: str
    content: str
    kind: str
    field: str
    office: str
    first_due: date
    due: date
    answered_on: date | None
    on_time: bool
    portal_code: str
    state: str
    result: str = ""
    proof: str = ""
    joined: str = ""

    @property
    def who(self) -> str:
        parts = (self.asker, self.business, self.neighbourhood)
        return ", ".join(part for part in parts if part and part != "-")


_COLUMNS = (
    ("number", 4), ("code", 12), ("received", 12), ("source", 8), ("sender", 12), ("told", 25),
    ("kind", 8), ("lead", 11), ("first_due", 12), ("due_now", 12), ("answered_on", 12),
    ("on_time", 5), ("portal", 7), ("outcome", 10),
)  # fmt: skip


def register(content: Content, period: DaysAsked, lines: Sequence[RegisterLine]) -> bytes:
    """The register as a spreadsheet that is printed on A4: practice of a ward, report 2."""
    words = content.words.console
    rows = [
        (
            number,
            line.code,
            local_day(line.received_at),
            words[f"source_{line.source}"],
            line.who,
            line.content.strip(),
            words[f"kind_{line.kind}"],
            office_name(content, line.office),
            line.first_due,
            line.due,
            line.answered_on or "",
            "x" if line.on_time else "",
            line.portal_code,
            _outcome(content, line),
        )
        for number, line in enumerate(lines, 1)
    ]
    return sheet(
        content,
        words["sheet_register"],
        content.words.say(
            "documents/period", since=_day(period.since), until=_day(period.until)
        ).strip(),
        [(words[f"col_{name}"], width) for name, width in _COLUMNS],
        rows,
    )


def _day(day: date | None) -> str:
    return paper_day(day) if day else ""


def _outcome(content: Content, line: RegisterLine) -> str:
    words = content.words.console
    said = words[f"result_{line.result}"] if line.result else words[f"question_{line.state}"]
    return "; ".join(part for part in (said, line.joined, line.proof) if part)


def hand_in(
    content: Content,
    office_id: str,
    period: DaysAsked,
    lines: Sequence[RegisterLine],
    year: int,
    *,
    event: str = "",
    prepared_by: str = "",
) -> bytes:
    """The sheet (phiếu tổng hợp) of an office that takes down opinions for the ward. `event`: the
    title of the one they are for."""
    words, office = content.words.console, content.ward.offices[office_id]
    text = environment(content).get_template("phieu-tong-hop-y-kien.j2").render(
        office=office,
        count=len(lines),
        since=period.since,
        until=period.until,
        event=event,
        prepared_by=prepared_by,
        blank=BLANK,
    )  # fmt: skip
    heads = ("number", "code", "received", "told", "sender", "field", "lead", "state")
    rows = [
        (
            number,
            line.code,
            paper_day(local_day(line.received_at)),
            line.content.strip(),
            line.who,
            content.fields[line.field].name,
            office_name(content, line.office),
            words[f"question_{line.state}"],
        )
        for number, line in enumerate(lines, 1)
    ]
    table = WordTable(
        [words[f"col_{name}"] for name in heads], (1.1, 3.5, 2.7, 7.4, 3.8, 2.6, 3.1, 2.3), rows
    )
    head = replace(
        letterhead(content, year, office_id),
        superior=(office.above or content.words.label("above_not_entered")).upper(),
        date=content.words.say("documents/date", place=BLANK, year=year),
    )
    return write(text, head, {"opinions": table})
