"""The draft of the decision by which the chairman sets up the advisory team (Tổ tư vấn)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from content.documents.folder import environment, letterhead
from content.documents.tables import BLANK
from content.documents.word import WordTable, write
from content.library import Content

LAWS = ("nq-68-tw", "nq-198-2025")  # it rests on, while they are in force
_TO_FILL = 6  # rows, where nobody is known to be a member


@dataclass(frozen=True, slots=True)
class NamedMember:
    """`title` and `office`: as they are called; `subjects`: what they advise on."""

    name: str
    title: str
    office: str
    subjects: Sequence[str] = ()


def decision(
    content: Content, members: Sequence[NamedMember], on: date, *, signer: str = ""
) -> bytes:
    """`members` besides the chairman, who leads it (the ward's plan); none: rows to fill in."""
    laws = [content.laws[name] for name in LAWS if name in content.laws]
    text = environment(content).get_template("quyet-dinh-to-tu-van.j2").render(
        bases=[law for law in laws if law.issued_on and law.in_force_on(on)],
        signer=signer or content.ward.signer,
        blank=BLANK,
        not_entered=content.words.label("number_not_entered"),
    )  # fmt: skip
    words, ward = content.words.console, content.ward
    rows = [(ward.chairman or BLANK, words["team_chairman"], words["team_head"])]
    rows += [
        (
            one.name,
            ", ".join(part for part in (one.title, one.office) if part),
            "\n".join((words["team_member"], *one.subjects)),
        )
        for one in members
    ] or [(BLANK, BLANK, words["team_member"])] * _TO_FILL
    table = WordTable(
        [words[f"col_{name}"] for name in ("number", "name", "position", "in_team")],
        (1.2, 5.0, 6.3, 4.0),
        [(number, *row) for number, row in enumerate(rows, 1)],
    )
    return write(text, letterhead(content, on.year), {"members": table})
