"""Long lists: the numbers of their tabs and their pages are those of all there is, though most of
it is only counted."""

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from content.people import by_name
from handlers.conference import lists as attendee_lists
from handlers.conference.lists import NO_PHONE, attendees
from handlers.people.permissions import sees_question
from handlers.question import lists
from handlers.question.clears import Narrowed
from storage.database import Database, Transaction
from storage.event_models import Registration, RegistrationState
from storage.question_models import Question, QuestionState
from storage.staff_models import Role, Staff
from tests.storage.contract import records
from tests.support.clock import START
from tests.support.conference import make_event, make_staff

DAY = date(2026, 12, 1)
S = QuestionState
R = RegistrationState


def many(tx: Transaction, dice: random.Random, event_id: int) -> None:
    """Questions of every standing, some with other words that wait."""
    author = make_staff(tx, "tac-gia", Role.RESPONDER, office="thue")
    heads: list[int] = []
    for _ in range(160):
        state = dice.choice(list(S))
        confidential = dice.random() < 0.1
        one = records.question(
            tx,
            state=state,
            public=dice.random() < 0.5,
            office=dice.choice(["", "thue", "kthtdt"]),
            co_offices=dice.choice([(), ("thue",)]),
            responder_id=dice.choice([None, author.id]),
            confidential=confidential,
            readers=(1, 2) if confidential else (),
            event_id=dice.choice([None, event_id]),
            merged_into=dice.choice(heads) if state is S.MERGED and heads else None,
            first_due=DAY + timedelta(days=dice.randint(-9, 9)),
            again_due=dice.choice([None, DAY + timedelta(days=5)]),
            kind=dice.choice(["ask", "praise"]),
        )
        heads.append(one.id)
        if state in (S.ANSWERED, S.DELIVERED, S.PUBLISHED) and dice.random() < 0.5:
            records.answer(tx, one.id, author.id)


def pages_of(first: lists.Found, look: Callable[[int], lists.Found]) -> list[int]:
    every = [first, *(look(page) for page in range(1, first.pages))]
    return [one.id for found in every for one in found.questions]


@pytest.mark.parametrize(
    "role", [one for one in Role if one not in (Role.DOOR, Role.ADMIN, Role.LEADER)]
)
async def test_tabs_and_pages_of_questions_are_those_of_every_question(
    db: Database, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "SHOWN", 20)

    def work(tx: Transaction) -> None:
        event_id = make_event(tx).id
        many(tx, random.Random(role), event_id)
        person = Staff(2, "a", "A", "thue", frozenset({role}), START)
        seen = [one for one in tx.questions.all() if sees_question(person, one)]
        assert seen
        for event in (None, event_id):
            meant = [one for one in seen if event is None or one.event_id == event]
            of = {name: lists.of(tx, meant, name, person, DAY) for name in (*lists.NAMES, "gop")}
            counts = {one: len(of[one]) for one in lists.NAMES}
            for name, listed in of.items():
                if name not in lists.LATEST_FIRST:
                    listed.sort(key=lambda one: (one.answer_by, one.id))
                for kind in ("", "praise"):
                    narrowed = Narrowed(kind=kind)

                    def look(page: int, n: str = name, e: int | None = event) -> lists.Found:
                        return lists.look_up(
                            tx, person, DAY, n, event=e, narrowed=narrowed, page=page  # noqa: B023
                        )  # fmt: skip

                    first = look(0)
                    assert pages_of(first, look) == [one.id for one in narrowed.of(listed)], name
                    assert first.counts == counts
                    assert look(99).page == first.pages - 1

    await db.transaction(work)


async def test_what_is_settled_is_not_read_for_the_numbers(db: Database) -> None:
    def work(tx: Transaction) -> list[Question]:
        for _ in range(400):
            records.question(tx, state=S.CLOSED)
        return [records.question(tx), records.question(tx, state=S.ASSIGNED)]

    made = await db.transaction(work)

    def look(tx: Transaction) -> None:
        clerk = Staff(1, "a", "A", "thue", frozenset({Role.CLERK}), START)
        found = lists.look_up(tx, clerk, DAY, "mo", event=None)
        assert {one.id for one in found.questions} == {one.id for one in made}
        assert found.counts["tat-ca"] == 402 and found.counts["xong"] == 400
        read = [known for known in tx.questions._db.known if known[0] == "question"]
        assert len(read) == 3  # the two, and one that stands for the others

    await db.transaction(look)


async def test_the_list_of_attendees_is_counted_and_paged(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attendee_lists, "SHOWN", 9)

    def work(tx: Transaction) -> None:
        event, dice = make_event(tx), random.Random(18)
        for number in range(60):
            records.registration(
                tx,
                event.id,
                name=dice.choice(["Đỗ Ba", "Dương An", "Lê Ân", "Ông Tư"]),
                phone=dice.choice([None, f"+8491{number:07}"]),
                state=dice.choice(list(R)),
                companions=dice.randint(0, 3),
                queued_at=START + timedelta(minutes=dice.randint(0, 99)),
                arrived_people=dice.choice([None, 1, 2]),
                rest_released=dice.random() < 0.3,
            )
        clerk = Staff(1, "a", "A", "thue", frozenset({Role.CLERK}), START)
        every = tx.registrations.of_event(event.id)
        alive = [one for one in every if one.is_alive]
        line = [one.id for one in tx.registrations.waiting(event.id)]

        def wanted_list(state: str, wanted: str) -> list[Registration]:
            bare = [one for one in alive if not one.phone]
            listed = bare if state == NO_PHONE else every
            found = [one for one in listed if state in ("", NO_PHONE, one.state)]
            found = [one for one in found if wanted in one.name]
            if state == R.WAITLISTED:
                found.sort(key=lambda one: line.index(one.id))
            return found

        for state in ("", NO_PHONE, *R):
            for wanted in ("", "Ba"):
                for in_order in (False, True):
                    expected = wanted_list(state, wanted)
                    found: list[Registration] = []
                    page = 0
                    while True:
                        listed = attendees(
                            tx, event, clerk, START,
                            wanted=wanted, state=state, in_order=in_order, page=page,
                        )  # fmt: skip
                        found += listed.found
                        page += 1
                        if page == listed.pages:
                            break
                    assert found == (by_name(expected) if in_order else expected)
                    assert listed.total == len(every) and listed.alive == len(alive)
                    assert listed.people == sum(one.seats for one in alive)
                    waiting = [one for one in every if one.state is R.WAITLISTED]
                    assert listed.waiting == sum(one.seats for one in waiting)
                    assert listed.without_phone == sum(not one.phone for one in alive)
                    assert listed.counts == {
                        one: sum(each.state is one for each in every) for one in R
                    }

    await db.transaction(work)
