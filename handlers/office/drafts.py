"""What an official types into a long form is kept for them while they type, on the server: after a
closed tab, on another phone, after signing out. It is theirs alone; others who write the same are
told that there is one. Saving the form ends it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from handlers.people.permissions import Action, may, sees_question
from storage.database import Transaction
from storage.drafts import TypedDraft
from storage.staff_models import Staff

MOST_LETTERS = 60_000  # of one form
MOST_FIELDS = 80


class DraftPlace(StrEnum):
    """The forms that are kept."""

    ANSWER = "answer"
    CORRECT = "correct"
    REWORD = "reword"
    EVENT = "event"
    MINUTES = "minutes"
    BROADCAST = "broadcast"


OF_QUESTIONS = (DraftPlace.ANSWER, DraftPlace.CORRECT, DraftPlace.REWORD)
_NEEDS = {
    DraftPlace.ANSWER: Action.DRAFT_ANSWER,
    DraftPlace.CORRECT: Action.DRAFT_ANSWER,
    DraftPlace.REWORD: Action.PUBLISH_ANSWER,
    DraftPlace.EVENT: Action.EDIT_EVENTS,
    DraftPlace.MINUTES: Action.EDIT_EVENTS,
    DraftPlace.BROADCAST: Action.WRITE_NEWS,
}


@dataclass(frozen=True, slots=True)
class DraftOf:
    """Which form, and of what: a question by its code, an event or a broadcast by its number, `new`
    or `new-training` for one that is not made yet. On a form: `answer:CH-2611-0001`."""

    place: DraftPlace
    about: str

    @classmethod
    def read(cls, text: str) -> "DraftOf | None":
        """None for no form that is kept."""
        place, _, about = text.partition(":")
        return cls(DraftPlace(place), about) if place in set(DraftPlace) else None

    @property
    def new(self) -> tuple[bool, str]:
        """Whether it is of something not made yet, and of which sort."""
        begins, _, sort = self.about.partition("-")
        return begins == "new", sort

    def __str__(self) -> str:
        return f"{self.place}:{self.about}"


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else who has a draft of the same."""

    name: str
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class DraftShown:
    """What a page shows of the drafts of one of its forms: this person's, and who else has one."""

    of: DraftOf
    mine: TypedDraft | None
    others: Sequence[Other]

    @property
    def keeps_version(self) -> bool:
        """Whether saving it takes the place of what is stored: then it is judged by the page it was
        begun on. An answer becomes one more version beside those before it."""
        return self.of.place not in OF_QUESTIONS and not self.of.new[0]


class NotTheirDraft(Exception):
    """A draft of something this person may not write, or that is not there."""


def shown(tx: Transaction, staff: Staff, about: str, *places: DraftPlace) -> dict[str, DraftShown]:
    """By place, the drafts of these forms of one thing."""
    return {place: _shown(tx, staff, DraftOf(place, about)) for place in places}


def _shown(tx: Transaction, staff: Staff, of: DraftOf) -> DraftShown:
    drafts = tx.drafts.of_thing(of.place, of.about)
    people = {one.id: one for one in tx.staff.all() if one.active}
    return DraftShown(
        of,
        next((one for one in drafts if one.staff_id == staff.id), None),
        [
            Other(people[one.staff_id].name, one.kept_at)
            for one in drafts
            if not of.new[0] and one.staff_id != staff.id and one.staff_id in people
        ],
    )


def of_staff(tx: Transaction, staff: Staff) -> list[tuple[DraftOf, TypedDraft]]:
    """All this person has begun and may still write, latest first."""
    found = (
        (DraftOf.read(f"{one.place}:{one.about}"), one) for one in tx.drafts.of_staff(staff.id)
    )
    return [(of, one) for of, one in found if of is not None and _may_keep(tx, staff, of)]


def keep(
    tx: Transaction,
    staff: Staff,
    of: DraftOf,
    fields: Mapping[str, Sequence[str]],
    now: datetime,
    *,
    seen: str,
    opened: str,
) -> tuple[DraftShown, bool]:
    """Keeps what stands in a form now; and whether it is the first time. What its page was made
    from stays that of the first time. Raises NotTheirDraft."""
    if not _may_keep(tx, staff, of):
        raise NotTheirDraft(str(of))
    before = tx.drafts.get(staff.id, of.place, of.about)
    plain = {name: list(texts) for name, texts in fields.items()}
    if before is None:
        number = tx.drafts.ids.next()
        tx.drafts.add(TypedDraft(number, staff.id, of.place, of.about, plain, seen, opened, now))
    else:
        tx.drafts.save(replace(before, fields=plain, kept_at=now))
    return _shown(tx, staff, of), before is None


def is_too_long(fields: Mapping[str, Sequence[str]]) -> bool:
    """Whether a form holds more than is kept of any."""
    texts = [text for texts in fields.values() for text in texts]
    return len(texts) > MOST_FIELDS or sum(map(len, texts)) > MOST_LETTERS


def end(tx: Transaction, staff: Staff, of: DraftOf) -> bool:
    """The form was saved, or its words are wanted no more. Whether there was a draft."""
    return tx.drafts.drop(staff.id, of.place, of.about)


def forget_question(tx: Transaction, code: str) -> None:
    """A question is erased: nobody keeps words about it."""
    tx.drafts.forget_about(OF_QUESTIONS, code)


def _may_keep(tx: Transaction, staff: Staff, of: DraftOf) -> bool:
    if not may(staff, _NEEDS[of.place]):
        return False
    if of.place in OF_QUESTIONS:
        question = tx.questions.by_code(of.about)
        return question is not None and sees_question(staff, question)
    if of.new[0]:
        return of.place is not DraftPlace.MINUTES
    number = int(of.about) if of.about.isascii() and of.about.isdecimal() else 0
    if of.place is DraftPlace.BROADCAST:
        return tx.broadcasts.get(number) is not None
    return tx.events.get(number) is not None
