"""Files that go with an answer: added while it is written, seen by whoever approves it, sent to its
askers, gone with the question. A version keeps those it went with; nothing of them is published."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from handlers.people.refusing import NotDone
from handlers.question.together import head_of
from handlers.talk.messages import Attachment
from storage.answer_files import AnswerFile
from storage.database import Transaction
from storage.question_models import ANSWERED_STATES, Answer, Question
from storage.staff_models import Staff

MOST = 3  # of one answer


def loose(tx: Transaction, question: Question, staff: Staff) -> list[AnswerFile]:
    """What this person has added to the answer they are writing."""
    return [
        file
        for file in tx.answer_files.of_question(question.id)
        if file.answer_id is None and file.staff_id == staff.id
    ]


def of(tx: Transaction, question: Question, answer: Answer | None) -> list[AnswerFile]:
    """What goes with a version, in order."""
    if answer is None:
        return []
    there = {file.id: file for file in tx.answer_files.of_question(question.id)}
    return [there[number] for number in answer.files if number in there]


def by_version(tx: Transaction, question: Question) -> dict[int, list[AnswerFile]]:
    return {one.id: of(tx, question, one) for one in tx.questions.answers(question.id)}


def add(
    tx: Transaction, question: Question, staff: Staff, name: str, title: str, size: int,
    now: datetime,
) -> AnswerFile:  # fmt: skip
    """One more file of the answer this person is writing: `name` as it is kept. Raises NotDone."""
    if len(loose(tx, question, staff)) >= MOST:
        raise NotDone("file", "files_too_many")
    number = tx.answer_files.ids.next()
    return tx.answer_files.add(AnswerFile(number, question.id, staff.id, name, title, size, now))


def drop(tx: Transaction, question: Question, staff: Staff, file_id: int) -> bool:
    """Takes a file away that went with nothing yet. Whether there was one."""
    meant = next((one for one in loose(tx, question, staff) if one.id == file_id), None)
    if meant is None:
        return False
    tx.answer_files.remove(meant.id)
    tx.erasures.ask([meant.name])
    return True


def taken(
    tx: Transaction, question: Question, staff: Staff, keeps: Collection[int]
) -> tuple[int, ...]:
    """What goes with the version that is being written: of the one before those to be kept, and
    what this person added. Raises NotDone."""
    before = of(tx, question, tx.questions.draft(question.id))
    found = [one.id for one in before if one.id in keeps]
    found += [one.id for one in loose(tx, question, staff)]
    if len(found) > MOST:
        raise NotDone("file", "files_too_many")
    return tuple(found)


def bind(tx: Transaction, answer: Answer) -> None:
    """The files of a version that was added just now go with it from here on."""
    for file in tx.answer_files.of_question(answer.question_id):
        if file.id in answer.files and file.answer_id is None:
            tx.answer_files.save(replace(file, answer_id=answer.id))


def for_asker(
    tx: Transaction, question: Question, answer: Answer | None, site: str
) -> tuple[Attachment, ...]:
    """As they are sent; `site` is where our own pages are."""
    return tuple(
        Attachment(file.name, file.title, address(site, file)) for file in of(tx, question, answer)
    )


def address(site: str, file: AnswerFile) -> str:
    return f"{site}/tep/{file.name}" if site else ""


def served(tx: Transaction, name: str) -> AnswerFile | None:
    """The file with this name, where whoever has its address may read it: while it goes with the
    answer in force of a question that is still there."""
    file = tx.answer_files.by_name(name)
    question = tx.questions.get(file.question_id) if file is not None else None
    if file is None or question is None or question.anonymised_at is not None:
        return None
    if head_of(tx, question).state not in ANSWERED_STATES:
        return None
    approved = tx.questions.approved(question.id)
    return file if approved is not None and file.id in approved.files else None


def shown_to(tx: Transaction, question: Question, staff: Staff, name: str) -> AnswerFile | None:
    """The file of a question, for somebody who sees the question: not what another person is still
    adding."""
    file = tx.answer_files.by_name(name)
    if file is None or file.question_id != question.id:
        return None
    return file if file.answer_id is not None or file.staff_id == staff.id else None


def forget(tx: Transaction, question: Question) -> None:
    """The question is erased, or its time is over: its files go, wherever they went."""
    tx.erasures.ask(tx.answer_files.remove_of(question.id))
