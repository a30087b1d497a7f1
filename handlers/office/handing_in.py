"""What an office that is none of the ward's (Thuế cơ sở) takes down and hands in: opinions, one by
one or as a list; and the invitations it passes on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from content.library import Content
from content.opinion_list import OpinionFault, OpinionRow
from handlers.people import staff_links
from handlers.people.calendar import working_days
from handlers.people.permissions import Action, able
from handlers.question import receiving
from handlers.question.receiving import Asked
from storage.database import Transaction
from storage.event_models import Event, EventState
from storage.question_models import Question, QuestionKind
from storage.staff_models import Role, Staff

SOURCE = "office"  # of a question: another office brought it
TAX = "thue"  # the field whose office hands in what the ward's own staff enter for it


def office_of(staff: Staff, content: Content) -> str:
    """The id of the office this person hands in for: their own, or that of the tax."""
    ours = staff.roles & {Role.OWNER, Role.CLERK}
    return content.fields[TAX].office if ours else staff.office


def brought(tx: Transaction, office: str) -> list[Question]:
    """What this office handed in, the latest first."""
    return [one for one in tx.questions.brought_by(office) if not one.confidential]


def coming(tx: Transaction, now: datetime) -> list[Event]:
    """Published, and not over: what there is to invite to, and to hand in for."""
    open_ = [one for one in tx.events.all() if one.state is EventState.OPEN and one.ends_at > now]
    return sorted(open_, key=lambda one: one.starts_at)


def hand_in(
    tx: Transaction,
    content: Content,
    asked: Asked,
    now: datetime,
    *,
    office: str,
    actor: str,
    knows: str = "",
) -> Question:
    """One opinion, as a question of the ward. Raises QuestionsAlike unless the form `knows`."""
    made = receiving.write_down(tx, content, asked, now, actor=actor, knows=knows)
    return _brought(tx, made, office)


def tried(tx: Transaction, rows: Sequence[OpinionRow], event: int | None) -> list[OpinionRow]:
    """The rows, with a fault on those that are there already."""
    return [
        replace(row, fault=OpinionFault.THERE)
        if row.fault is None and receiving.alike(tx, _asked(row, event))
        else row
        for row in rows
    ]


def hand_in_all(
    tx: Transaction,
    content: Content,
    rows: Sequence[OpinionRow],
    now: datetime,
    *,
    event: int | None,
    office: str,
    actor: str,
) -> list[Question]:
    """Those that have no fault; whoever assigns questions is told once, of all of them."""
    made = [
        _brought(
            tx,
            receiving.receive(tx, content, _asked(row, event), now, actor=actor, tells=False),
            office,
        )
        for row in tried(tx, rows, event)
        if row.fault is None
    ]
    if made:
        opens = working_days(content.ward).moment(now)
        staff_links.tell(
            tx,
            content,
            [one for one in able(tx.staff.all(), Action.TRIAGE) if one.login != actor],
            "staff_chat/new_opinions",
            now,
            key=f"new_opinions:{made[0].id}",
            not_before=opens if opens > now else None,
            count=len(made),
            office=content.ward.offices[office].name,
        )
    return made


def _asked(row: OpinionRow, event: int | None) -> Asked:
    return Asked(
        content=row.text,
        field=row.field,
        source=SOURCE,
        event_id=event,
        asker=row.asker,
        phone=row.phone or None,
        business=row.business,
        neighbourhood=row.neighbourhood,
        kind=QuestionKind.PETITION,
    )


def _brought(tx: Transaction, question: Question, office: str) -> Question:
    fresh = tx.questions.get(question.id) or question
    return tx.questions.save(replace(fresh, brought_by=office, version=fresh.version + 1))
