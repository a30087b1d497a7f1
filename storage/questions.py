"""Questions, their answers, what happened to them, and the photos that came with them."""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from storage.connection import Connection, number
from storage.households import MEMBERS
from storage.ids import IdSource
from storage.lots import LOT
from storage.models import stamp
from storage.question_models import Answer, Photo, Question, QuestionState, QuestionStep
from storage.rows import Table
from storage.search import Searched, SearchedTable, Sort, Word, code_words, phone_words, words

# Asked for that event, or passed on from it to a later one.
_OPEN = "('received', 'needs_info', 'assigned', 'waiting_upper', 'answered', 'approved')"
# All that decides in whose lists a question stands that nobody works at any more.
_STANDING = (
    "state, public, confidential, responder_id, office, co_offices, readers, merged_into IS NULL"
)
_OF_EVENT = "(event_id = :id OR id IN (SELECT question_id FROM carried_over WHERE event_id = :id))"


class Questions:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self._rows = self.searched = SearchedTable(
            connection, Searched.QUESTION, Question, _spelled
        )
        self._answers = Table(connection, "answer", Answer)
        self._steps = Table(connection, "question_step", QuestionStep)
        self._photos = Table(connection, "photo", Photo)

    def add(self, question: Question) -> Question:
        return self._rows.add(question)

    def save(self, question: Question) -> Question:
        return self._rows.save(question)

    def get(self, question_id: int) -> Question | None:
        return self._rows.one("WHERE id = :id", id=question_id)

    def by_code(self, code: str) -> Question | None:
        return self._rows.one("WHERE code = :code", code=code)

    def all(self) -> list[Question]:
        """Latest first."""
        return self._rows.all("ORDER BY id DESC")

    def with_phone(self, phone: str) -> list[Question]:
        """Latest first."""
        return self._rows.all("WHERE phone = :phone ORDER BY id DESC", phone=phone)

    def of_contact(self, contact_id: int) -> list[Question]:
        """Latest first; also those asked on a channel linked to this one."""
        return self._rows.all(f"WHERE contact_id IN ({MEMBERS}) ORDER BY id DESC", id=contact_id)

    def of_event(self, event_id: int) -> list[Question]:
        """What is or was to be answered there, also what was passed on to a later event. What was
        joined to another counts with that one, where that one is among them."""
        return self._rows.all(
            f"WHERE {_OF_EVENT} AND state NOT IN ('redirected', 'withdrawn')"
            " AND NOT"
            " (state = 'merged' AND merged_into IN"
            f" (SELECT id FROM question WHERE {_OF_EVENT})) ORDER BY id",
            id=event_id,
        )

    def carry_over(self, question_id: int, event_id: int, to_event_id: int, now: datetime) -> None:
        """The event passed it on; its papers keep it."""
        self._db.execute(
            "INSERT INTO carried_over (question_id, event_id, to_event_id, at)"
            " VALUES (:question_id, :event_id, :to_event_id, :at)"
            " ON CONFLICT (question_id, event_id)"
            " DO UPDATE SET to_event_id = excluded.to_event_id, at = excluded.at",
            {
                "question_id": question_id,
                "event_id": event_id,
                "to_event_id": to_event_id,
                "at": stamp(now),
            },
        )

    def bring_back(self, question_id: int, event_id: int) -> None:
        """The event did not pass it on after all."""
        self._db.execute(
            "DELETE FROM carried_over WHERE question_id = :question_id AND event_id = :event_id",
            {"question_id": question_id, "event_id": event_id},
        )

    def passed_on(self, event_id: int) -> dict[int, int]:
        """By question that was passed on from there, to which event."""
        rows = self._db.execute(
            "SELECT question_id, to_event_id FROM carried_over WHERE event_id = :id",
            {"id": event_id},
        ).fetchall()
        return {row["question_id"]: row["to_event_id"] for row in rows}

    def in_hand(self) -> list[Question]:
        """All that may wait for somebody of the staff: not answered yet, answered for anybody to
        read and not published, or with other words that wait for approval."""
        ids = str(list(self.with_new_words()))
        return _by_promise(
            self._rows.all(
                f"WHERE state IN {_OPEN} OR (public = 1 AND state IN ('delivered', 'closed'))"
                f" OR id IN {self._db.words.numbers(':ids')}",
                ids=ids,
            )
        )

    def open(self) -> list[Question]:
        """Not answered, not merged into another; the oldest promise first."""
        return _by_promise(self._rows.all(f"WHERE state IN {_OPEN}"))

    def unsettled(self) -> list[Question]:
        """Not answered yet, or other words of it wait for approval; the oldest promise first."""
        return _by_promise(
            self._rows.all(
                f"WHERE state IN {_OPEN} OR id IN {self._db.words.numbers(':ids')}",
                ids=self.with_new_words(),
            )
        )

    def settled(self, event_id: int | None = None) -> list[tuple[Question, int]]:
        """All others, counted: of those that stand in the same lists the latest, and how many they
        are. `event_id`: of what was asked for that event or passed on from it."""
        where, given = self._are_settled(event_id)
        rows = self._db.execute(
            "SELECT max(id) AS id, count(*) AS n FROM question"
            f" WHERE {where} GROUP BY {_STANDING} ORDER BY id DESC",
            given,
        ).fetchall()
        counted = {row["id"]: row["n"] for row in rows}
        return [(one, counted[one.id]) for one in self.some(counted)]

    def settled_like(
        self, ones: Collection[int], event_id: int | None = None
    ) -> list[tuple[int, date]]:
        """(id, the day it was promised for) of all that stand as one of these of `settled`, the
        latest first."""
        where, given = self._are_settled(event_id)
        rows = self._db.execute(
            "SELECT id, due FROM (SELECT id, coalesce(again_due, first_due) AS due,"
            f" max(id) OVER (PARTITION BY {_STANDING}) AS one FROM question WHERE {where})"
            f" AS standing WHERE one IN {self._db.words.numbers(':ones')} ORDER BY id DESC",
            {"ones": str(list(ones)), **given},
        ).fetchall()
        return [(row["id"], date.fromisoformat(row["due"])) for row in rows]

    def _are_settled(self, event_id: int | None) -> tuple[str, dict[str, Any]]:
        given: dict[str, Any] = {"worded": str(self.with_new_words())}
        where = f"state NOT IN {_OPEN} AND id NOT IN {self._db.words.numbers(':worded')}"
        if event_id is None:
            return where, given
        return f"{where} AND {_OF_EVENT}", {"id": event_id, **given}

    def some(self, ids: Collection[int]) -> list[Question]:
        """Those with these ids, the latest first."""
        return self._rows.all(
            f"WHERE id IN {self._db.words.numbers(':ids')} ORDER BY id DESC", ids=list(ids)
        )

    def joined_to(self, ids: Collection[int]) -> list[Question]:
        """Of those with these ids, the other askers of the same."""
        return self._rows.all(
            f"WHERE merged_into IN {self._db.words.numbers(':ids')} ORDER BY id", ids=list(ids)
        )

    def open_of_event(self, event_id: int) -> list[Question]:
        return _by_promise(
            self._rows.all(f"WHERE event_id = :id AND state IN {_OPEN}", id=event_id)
        )

    def published(self) -> list[Question]:
        """Latest first."""
        return self._rows.all("WHERE state = 'published' ORDER BY id DESC")

    def brought_by(self, office: str) -> list[Question]:
        """What this office took down and handed in, the latest first."""
        return self._rows.all("WHERE brought_by = :office ORDER BY id DESC", office=office)

    def merged_into(self, question_id: int) -> list[Question]:
        """The other askers of the same question."""
        return self._rows.all("WHERE merged_into = :id ORDER BY id", id=question_id)

    def askers(self, question_id: int) -> int:
        """How many asked it, the first one included."""
        others = number(
            self._db.execute(
                "SELECT count(*) AS n FROM question WHERE merged_into = :id", {"id": question_id}
            )
        )
        return others + 1

    def to_close(self, moment: datetime) -> list[Question]:
        """Answered before the moment and neither reopened nor closed since."""
        return self._rows.all(
            "WHERE state IN ('delivered', 'published') AND closed_at IS NULL"
            " AND answered_at < :moment",
            moment=moment,
        )

    def escalations(self) -> dict[tuple[int, date], int]:
        """By question and the day it is promised for, of how much of its time (percent) those above
        were told."""
        rows = self._db.execute(
            "SELECT question_id, answer_by, percent FROM question_escalation"
        ).fetchall()
        return {
            (row["question_id"], date.fromisoformat(row["answer_by"])): row["percent"]
            for row in rows
        }

    def escalate(self, question: Question, percent: int, now: datetime) -> None:
        """Those above were told that so much of its time is gone."""
        self._db.execute(
            "INSERT INTO question_escalation (question_id, answer_by, percent, at)"
            " VALUES (:id, :answer_by, :percent, :at) ON CONFLICT (question_id) DO UPDATE"
            " SET answer_by = excluded.answer_by, percent = excluded.percent, at = excluded.at",
            {
                "id": question.id,
                "answer_by": question.answer_by.isoformat(),
                "percent": percent,
                "at": stamp(now),
            },
        )

    def to_ask_again(self, day: date) -> list[Question]:
        """Whose askers are to be asked once more what became of it, that day or before."""
        return self._rows.all(
            "WHERE ask_again_on <= :day AND state IN ('delivered', 'published', 'closed')"
            " ORDER BY id",
            day=day,
        )

    def silent_since(self, day: date) -> list[Question]:
        """Asked for more information on that day or before, and still silent."""
        return self._rows.all("WHERE state = 'needs_info' AND stopped_on <= :day", day=day)

    def with_identity_closed_before(self, moment: datetime, most: int = LOT) -> list[Question]:
        return self._rows.all(
            "WHERE anonymised_at IS NULL AND closed_at IS NOT NULL AND closed_at < :moment"
            " LIMIT :most",
            moment=moment,
            most=most,
        )

    # ---- answers ----

    def add_answer(self, answer: Answer) -> Answer:
        return self._answers.add(answer)

    def save_answer(self, answer: Answer) -> Answer:
        return self._answers.save(answer)

    def answers(self, question_id: int) -> list[Answer]:
        """All versions, the latest first."""
        return self._answers.all("WHERE question_id = :id ORDER BY id DESC", id=question_id)

    def answer(self, answer_id: int) -> Answer | None:
        return self._answers.one("WHERE id = :id", id=answer_id)

    def with_new_words(self) -> list[int]:
        """Questions answered before, for which another version of the answer waits."""
        rows = self._db.execute(
            "SELECT a.question_id FROM answer AS a JOIN question AS q ON q.id = a.question_id"
            " WHERE a.approved_at IS NULL AND a.returned_at IS NULL"
            " AND q.state IN ('delivered', 'published', 'closed')"
            " AND a.id = (SELECT max(id) FROM answer WHERE question_id = a.question_id)"
        ).fetchall()
        return [row["question_id"] for row in rows]

    def draft(self, question_id: int) -> Answer | None:
        """The latest version, approved or not."""
        return self._answers.one("WHERE question_id = :id ORDER BY id DESC LIMIT 1", id=question_id)

    def approved(self, question_id: int) -> Answer | None:
        """The answer in force: the latest approved version."""
        return self._answers.one(
            "WHERE question_id = :id AND approved_at IS NOT NULL ORDER BY id DESC LIMIT 1",
            id=question_id,
        )

    # ---- who was told ----

    def tell(self, answer_id: int, question_ids: Sequence[int], now: datetime) -> None:
        """Their askers are told this version of an answer."""
        self._db.executemany(
            "INSERT INTO answer_told (answer_id, question_id, at) VALUES (:answer, :question, :at)"
            " ON CONFLICT (answer_id, question_id) DO NOTHING",
            [{"answer": answer_id, "question": one, "at": stamp(now)} for one in question_ids],
        )

    def told(self, question_id: int) -> dict[int, set[int]]:
        """By question whose asker was told any of this one's answers, whatever became of either
        since: the versions they were told."""
        rows = self._db.execute(
            "SELECT t.question_id, t.answer_id FROM answer_told AS t"
            " JOIN answer AS a ON a.id = t.answer_id WHERE a.question_id = :id"
            " ORDER BY t.question_id",
            {"id": question_id},
        ).fetchall()
        found: dict[int, set[int]] = {}
        for row in rows:
            found.setdefault(row["question_id"], set()).add(row["answer_id"])
        return found

    def told_to(self, question_id: int) -> set[int]:
        """The versions, of whichever question's answer, that the asker of this one was told."""
        rows = self._db.execute(
            "SELECT answer_id FROM answer_told WHERE question_id = :id", {"id": question_id}
        ).fetchall()
        return {row["answer_id"] for row in rows}

    # ---- what happened ----

    def add_step(self, step: QuestionStep) -> QuestionStep:
        return self._steps.add(step)

    def save_step(self, step: QuestionStep) -> QuestionStep:
        return self._steps.save(step)

    def steps(self, question_id: int) -> list[QuestionStep]:
        return self._steps.all("WHERE question_id = :id ORDER BY id", id=question_id)

    def last_step(self, question_id: int, state: QuestionState) -> QuestionStep | None:
        return self._steps.one(
            "WHERE question_id = :id AND state = :state ORDER BY id DESC LIMIT 1",
            id=question_id,
            state=state,
        )

    def last_act(self, question_id: int, action: str) -> QuestionStep | None:
        """The last time this was done with it."""
        return self._steps.one(
            "WHERE question_id = :id AND action = :action ORDER BY id DESC LIMIT 1",
            id=question_id,
            action=action,
        )

    def sent_back(self, back: Sequence[str], aside: Sequence[str]) -> dict[int, QuestionStep]:
        """By question, the last thing done with it, where that is one of `back`; what is of
        `aside` changes nothing about it."""
        found = self._steps.all(
            f"WHERE action IN {self._db.words.texts(':back')} AND id IN"
            " (SELECT max(id) FROM question_step"
            f" WHERE action NOT IN {self._db.words.texts(':aside')} GROUP BY question_id)"
            " ORDER BY id DESC",
            back=json.dumps(back),
            aside=json.dumps(aside),
        )
        return {step.question_id: step for step in found}

    def forget_notes(self, question_id: int) -> None:
        """What was written beside the steps; the steps stay."""
        self._db.execute(
            "UPDATE question_step SET note = '' WHERE question_id = :id AND note <> ''",
            {"id": question_id},
        )

    # ---- photos ----

    def add_photo(self, photo: Photo) -> Photo:
        return self._photos.add(photo)

    def photo(self, name: str) -> Photo | None:
        return self._photos.one("WHERE name = :name", name=name)

    def photos(self, question_id: int) -> list[Photo]:
        return self._photos.all("WHERE question_id = :id ORDER BY created_at", id=question_id)

    def give_photos(self, contact_id: int, names: list[str], question_id: int) -> int:
        """Photos a contact sent while writing now belong to the question; returns how many."""
        return self._db.executemany(
            "UPDATE photo SET question_id = :question"
            " WHERE name = :name AND contact_id = :contact AND question_id IS NULL",
            [{"question": question_id, "name": name, "contact": contact_id} for name in names],
        ).rowcount

    def drop_photo(self, name: str) -> None:
        self._db.execute("DELETE FROM photo WHERE name = :name", {"name": name})

    def drop_photos_of(self, question_id: int) -> None:
        self._db.execute("DELETE FROM photo WHERE question_id = :id", {"id": question_id})

    def loose_photos(self, contact_id: int, since: datetime) -> list[str]:
        """The files of a contact's photos that belong to no question yet, in order of coming."""
        rows = self._photos.all(
            "WHERE question_id IS NULL AND contact_id = :contact AND created_at >= :since"
            " ORDER BY created_at",
            contact=contact_id,
            since=stamp(since),
        )
        return [photo.name for photo in rows]

    def drop_loose_photos_of(
        self, contact_ids: Sequence[int], keep: Sequence[str] = ()
    ) -> list[str]:
        """Photos of these contacts that belong to no question, but for those to `keep`; returns
        their files."""
        rows = self._db.execute(
            "DELETE FROM photo WHERE question_id IS NULL"
            f" AND contact_id IN {self._db.words.numbers(':ids')}"
            f" AND name NOT IN {self._db.words.texts(':keep')} RETURNING name",
            {"ids": str(list(contact_ids)), "keep": json.dumps(list(keep))},
        ).fetchall()
        return [row["name"] for row in rows]

    def drop_loose_photos(self, now: datetime, before: datetime) -> list[str]:
        """Photos of before for no question: none is being written any more. Returns their files."""
        rows = self._db.execute(
            "DELETE FROM photo WHERE question_id IS NULL AND created_at < :before"
            " AND NOT EXISTS (SELECT 1 FROM conversation AS c WHERE c.contact_id = photo.contact_id"
            " AND (c.flow IS NOT NULL OR c.waiting <> '[]')"
            " AND coalesce(c.forms_until, c.expires_at) > :now)"
            " RETURNING name",
            {"before": stamp(before), "now": stamp(now)},
        ).fetchall()
        return [row["name"] for row in rows]

    def photo_names(self) -> set[str]:
        return {row["name"] for row in self._db.execute("SELECT name FROM photo")}


def _by_promise(questions: list[Question]) -> list[Question]:
    return sorted(questions, key=lambda question: (question.answer_by, question.id))


def _spelled(question: Question) -> Iterator[Word]:
    """By what it is found; a confidential one by its code alone."""
    yield from code_words(Sort.OPEN, question.code, question.portal_code)
    if question.confidential:
        return
    yield from words(Sort.OPEN, question.content, question.place)
    if question.anonymised_at is None:
        yield from words(Sort.NAMED, question.asker, question.business, question.neighbourhood)
        yield from phone_words(question.phone)
