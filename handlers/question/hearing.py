"""Who hears of what is done with a question: everybody who asked it, and staff.

Askers are told by `people/telling.py`: a message, else a call that stands as a task. Staff hear in
their own chats, where they have linked one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from content.library import Content
from handlers.people import staff_links, telling
from handlers.people.permissions import sees_question
from handlers.people.telling import Told
from handlers.question.together import askers_of
from handlers.talk.messages import Attachment
from storage.calls import CallState
from storage.database import Transaction
from storage.question_models import Question
from storage.staff_models import Staff

Choices = Sequence[tuple[str, str]] | Callable[[Question], Sequence[tuple[str, str]]]
SEE = (("see_question", ""),)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act: the question as it is now, how its askers are told, and which staff
    were written to in their own chats (None: there was nobody of the staff to tell)."""

    question: Question
    told: tuple[Told, ...] = ()
    staff: tuple[Staff, ...] | None = None


def to_call(tx: Transaction, question: Question) -> int:
    """How many of those who asked are still to be called: no message could reach them."""
    return sum(
        any(task.state is CallState.OPEN for task in tx.calls.of_question(asker.id))
        for asker in askers_of(tx, question)
    )


def tell_askers(
    tx: Transaction,
    content: Content,
    question: Question,
    message: str,
    now: datetime,
    *,
    key: str,
    askers: Iterable[Question] | None = None,
    choices: Choices = SEE,
    expires: datetime | None = None,
    files: Sequence[Attachment] = (),
    **values: Any,
) -> tuple[Told, ...]:
    """Tells everybody who asked (or those given), once per `key` and asker. `choices` are (label,
    what to do with the asker's own question), or what gives them for that question."""
    told = []
    for asker in askers_of(tx, question) if askers is None else askers:
        base = f"question:{asker.id}"
        offered = choices(asker) if callable(choices) else choices
        told.append(
            telling.tell(
                tx,
                content,
                asker,
                message,
                now,
                key=f"{key}:{asker.id}",
                expires=expires,
                files=files,
                choices=[(label, f"{base}:{do}" if do else base) for label, do in offered],
                question=asker,
                head=question,
                office=content.ward.offices.get(question.office),
                **values,
            )
        )
    return tuple(told)


def who_agreed(tx: Transaction, question: Question) -> list[Question]:
    """Those who agreed to be published: nobody else is told of the ward's pages."""
    return [asker for asker in askers_of(tx, question) if asker.public]


def overtake(tx: Transaction, question: Question, now: datetime, *acts: str) -> None:
    """What was to be said of these acts (the first word of their keys), and has not been, is no
    longer so: nobody is written to, or called, to hear it."""
    for act in acts:
        telling.drop(tx, f"{act}:{question.id}:", now)


def drop_all(tx: Transaction, questions: Iterable[Question], now: datetime) -> None:
    """Things stand otherwise with these from now on: what they have not been told yet, they are
    neither sent nor called about."""
    for question in questions:
        telling.drop_about(tx, question, now)


def tell_staff(
    tx: Transaction,
    content: Content,
    staff: Iterable[Staff],
    message: str,
    question: Question,
    now: datetime,
    note: str = "",
    choices: Sequence[tuple[str, str]] = (),
) -> tuple[Staff, ...]:
    """Those of them who see the question; why stands in no notice about a confidential one, which
    is acted on in the console alone: it offers no `choices`."""
    key = f"{message}:{question.id}:{question.version}"
    if question.confidential:
        staff, note, choices = [one for one in staff if sees_question(one, question)], "", ()
    return staff_links.tell(
        tx, content, staff, message, now, key=key, choices=choices, question=question, note=note
    )
