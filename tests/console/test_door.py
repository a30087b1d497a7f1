"""The door: twice is once, two phones agree, walk-ins, and nothing private in the list."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from starlette.exceptions import HTTPException

from bot.app import utc_now
from bot.web.console.door import MOST_AT_ONCE
from bot.web.console.phone import items_of
from content.library import Content
from handlers.conference.inviting import issue
from handlers.conference.seating import Wanted
from handlers.conference.seats import register
from storage.event_models import BusinessKind, Event, EventState, Registration, RegistrationState
from storage.staff_models import Role
from tests.handlers.test_seats import sign_up
from tests.support.conference import at_desk, change_event, make_event
from tests.support.desk import Desk, desk
from tests.support.site import Site, site


async def furnish(at: Site, seats: int, people: int) -> tuple[Event, list[Registration]]:
    def work(tx: Any) -> tuple[Event, list[Registration]]:
        event = make_event(tx, now=utc_now(), seats=seats)
        for number in range(people):
            sign_up(tx, event, number)
        return event, tx.registrations.of_event(event.id)

    return await at.core.database.transaction(work)


async def arrive(person: Desk, event: Event, *items: dict[str, Any]) -> dict[str, Any]:
    _, page, _ = await person.post(
        f"/su-kien/{event.id}/cua/diem-danh", items=orjson.dumps(items).decode()
    )
    answer: dict[str, Any] = orjson.loads(page)
    return answer


async def test_two_phones_and_a_repeated_batch_count_once(tmp_path: Path, content: Content) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "cua1", Role.DOOR) as one,
        desk(at, "cua2", Role.DOOR) as two,
    ):
        event, guests = await furnish(at, 9, 3)
        await one.get(f"/su-kien/{event.id}/cua")
        await two.get(f"/su-kien/{event.id}/cua")
        batch = [{"key": str(n), "code": guest.code} for n, guest in enumerate(guests)]
        first = await arrive(one, event, *batch)
        assert [r["outcome"] for r in first["results"]] == ["arrived"] * 3
        assert first["arrived"] == 3
        again = await arrive(one, event, *batch)
        other = await arrive(two, event, {"key": "x", "id": str(guests[0].id)})
        assert [r["outcome"] for r in again["results"]] == ["already"] * 3
        assert other["results"][0]["outcome"] == "already" and other["arrived"] == 3
        wrong = await arrive(one, event, {"key": "y", "code": "DK-2222222"})
        assert wrong["results"] == [{"key": "y", "outcome": "unknown"}]


async def test_a_ticket_of_another_event_and_a_paper_invitation_are_known(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "cua", Role.DOOR) as person:
        event, _ = await furnish(at, 2, 1)
        _, [guest] = await furnish(at, 2, 1)

        def invite(tx: Any) -> list[str]:
            stands, gone = (
                issue(tx, event, name, "Phường", utc_now()) for name in ("Hội Phụ nữ", "Ông Nhầm")
            )
            tx.events.save_invitation(replace(gone, revoked_at=utc_now()))
            return [stands.code]

        codes = await at.core.database.transaction(invite)
        await person.get(f"/su-kien/{event.id}/cua")
        answer = await arrive(person, event, {"key": "z", "code": guest.code})
        [result] = answer["results"]
        assert (result["outcome"], result["event"]) == ("other_event", event.title)
        assert "guest" not in result and answer["arrived"] == 0
        assert answer["invited"] == [{"code": codes[0], "name": "Hội Phụ nữ"}]


@pytest.mark.parametrize(
    ("name", "phone", "why", "typed"),
    [
        ("Lê Ba", "01669123456", "số cũ 11 chữ số", {"phone": "0369 123 456"}),
        ("Lê Ba", "0912345678 0987654321", "hai số", {"phone": "0912345678 0987654321"}),
        ("ông Lê Ba và bà Hoa", "", "hai người", {"name": "ông Lê Ba và bà Hoa"}),
    ],
)
async def test_a_guest_not_taken_comes_back_with_the_reason(
    tmp_path: Path, content: Content, name: str, phone: str, why: str, typed: dict[str, str]
) -> None:
    async with site(tmp_path, content) as at, desk(at, "cua", Role.CLERK) as person:
        event, _ = await furnish(at, 9, 1)
        await person.get(f"/su-kien/{event.id}/cua")
        status, page, _ = await person.post(
            f"/su-kien/{event.id}/cua/khach", name=name, phone=phone, category="business", key="a"
        )
        answer: dict[str, Any] = orjson.loads(page)
        assert (status, answer["outcome"], answer["typed"]) == (400, "bad", typed)
        assert why in answer["why"]


async def test_which_invitation_came_in_is_kept(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "cua", Role.CLERK) as person:
        event, _ = await furnish(at, 9, 1)
        other, _ = await furnish(at, 9, 1)

        def invite(tx: Any) -> list[str]:
            made = [
                issue(tx, one, name, "Phường", utc_now())
                for one, name in ((event, "Hội Phụ nữ"), (event, "Ông Nhầm"), (other, "Nơi khác"))
            ]
            tx.events.save_invitation(replace(made[1], revoked_at=utc_now()))
            return [one.code for one in made]

        codes = await at.core.database.transaction(invite)
        await person.get(f"/su-kien/{event.id}/cua")

        async def let_in(key: str, name: str, invitation: str) -> dict[str, Any]:
            _, page, _ = await person.post(
                f"/su-kien/{event.id}/cua/khach",
                name=name, phone="", category="business", key=key, invitation=invitation,
            )  # fmt: skip
            answer: dict[str, Any] = orjson.loads(page)
            return answer

        for wrong in (codes[1], codes[2], "GM-2222222", "không rõ"):
            refused = await let_in(wrong, "Lê Thị Bông", wrong)
            assert refused["outcome"] == "no_invitation" and refused["arrived"] == 0
        came = await let_in("a", "Lê Thị Bông", codes[0].lower().replace("-", " "))
        assert came["outcome"] == "arrived" and "with_it" not in came
        again = await let_in("a", "Lê Thị Bông", codes[0])  # sent twice is sent once
        assert again["outcome"] == "already" and again["arrived"] == 1
        second = await let_in("b", "Trần Văn Hai", codes[0])
        assert second["outcome"] == "arrived" and second["with_it"]["name"] == "Lê Thị Bông"
        guest = int(came["guest"]["id"])
        _, page = await person.get(f"/su-kien/{event.id}/dai-bieu/{guest}")
        assert codes[0] in page and "Vào bằng giấy mời" in page
        _, page = await person.get(f"/su-kien/{event.id}")
        assert "đã vào cửa" in page and "Lê Thị Bông" in page


async def test_a_representative_and_a_slip_taken_back(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "cua", Role.DOOR) as person:
        event, [guest] = await furnish(at, 2, 1)
        await person.get(f"/su-kien/{event.id}/cua")
        await arrive(person, event, {"key": "1", "id": str(guest.id), "representative": "Con trai"})
        kept = await at.core.database.transaction(lambda tx: tx.registrations.get(guest.id))
        assert kept and kept.represented_by == "Con trai"
        await arrive(person, event, {"key": "2", "id": str(guest.id), "undo": True})
        kept = await at.core.database.transaction(lambda tx: tx.registrations.get(guest.id))
        assert kept and kept.state is RegistrationState.CONFIRMED


async def test_walk_ins_take_free_seats_only_and_never_twice(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "cua", Role.DOOR) as person:
        event, _ = await furnish(at, 2, 1)
        await person.get(f"/su-kien/{event.id}/cua")
        path = f"/su-kien/{event.id}/cua/khach"
        fields = {"name": "Khách lạ", "phone": "", "category": "business", "key": "abc"}
        for outcome in ("arrived", "already"):
            _, page, _ = await person.post(path, fields)
            assert orjson.loads(page)["outcome"] == outcome
        _, page, _ = await person.post(path, fields | {"name": "Trần Thị Mai", "key": "d"})
        assert orjson.loads(page)["outcome"] == "full"
        status, page, _ = await person.post(path, fields | {"name": "9", "key": "e"})
        assert status == 400


async def test_a_number_alone_lets_nobody_in_as_somebody_else(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "cua", Role.DOOR) as person:

        def fill(tx: Any) -> tuple[Event, list[Registration]]:
            event = make_event(tx, now=utc_now(), seats=9)
            couple: list[Registration] = []
            for name in ("Trần Thị Mai", "Nguyễn Văn Hùng"):
                guest = Wanted(name, "+84912000001", kind=BusinessKind.HOUSEHOLD)
                made = register(
                    at_desk(tx, staff="a"),
                    event,
                    guest,
                    contact_id=None,
                    source="paper",
                    shares_phone=bool(couple),
                ).registration
                assert made
                couple.append(made)
            return event, couple

        event, [wife, husband] = await at.core.database.transaction(fill)
        await person.get(f"/su-kien/{event.id}/cua")

        async def comes(key: str, name: str, **more: str) -> dict[str, Any]:
            fields = {"name": name, "phone": "0912000001", "category": "business", "key": key}
            _, page, _ = await person.post(f"/su-kien/{event.id}/cua/khach", fields | more)
            answer: dict[str, Any] = orjson.loads(page)
            return answer

        # The second of the two is let in as himself, however the number came first to his wife.
        answer = await comes("1", "nguyen van hung", companions="0")
        assert answer["outcome"] == "arrived" and answer["guest"]["id"] == str(husband.id)
        # Of whom the name does not tell, staff are asked; nobody is let in meanwhile.
        answer = await comes("2", "Mai")
        assert answer["outcome"] == "which" and answer["arrived"] == 1
        assert {one["id"] for one in answer["among"]} == {str(wife.id), str(husband.id)}
        answer = await arrive(person, event, {"key": "3", "id": str(wife.id)})
        assert answer["arrived"] == 2
        # Or it is somebody else of the family.
        answer = await comes("4", "Nguyễn Thị Con", another="1")
        assert answer["outcome"] == "arrived" and answer["arrived"] == 3
        assert answer["guest"]["name"] == "Nguyễn Thị Con"


async def test_the_list_on_the_phone_holds_no_whole_number(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "cua", Role.DOOR) as person:
        event, guests = await furnish(at, 5, 3)
        _, page = await person.get(f"/su-kien/{event.id}/cua/danh-sach")
        assert guests[0].code in page
        assert not any((guest.phone or "x") in page for guest in guests)
        assert orjson.loads(page)["guests"][0]["last"] == "0000"


async def test_absent_seats_go_to_the_door_only_after_the_start(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event, _ = await furnish(at, 2, 2)
        await person.get(f"/su-kien/{event.id}/cua")
        status, _, _ = await person.post(f"/su-kien/{event.id}/cua/nhuong-cho")
        assert status == 409


async def test_part_of_a_party_and_the_limits_hold_at_the_door(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "cua", Role.DOOR) as person:

        def fill(tx: Any) -> tuple[Event, Registration]:
            event = make_event(tx, now=utc_now(), seats=12)
            party = sign_up(tx, event, 1, 10).registration
            assert party
            return event, party

        event, party = await at.core.database.transaction(fill)
        await person.get(f"/su-kien/{event.id}/cua")
        answer = await arrive(person, event, {"key": "1", "id": str(party.id), "people": 4})
        guest = answer["results"][0]["guest"]
        assert (answer["arrived"], guest["present"], guest["people"]) == (4, 4, 10)
        answer = await arrive(person, event, {"key": "2", "id": str(party.id), "people": 10})
        assert answer["arrived"] == 10
        answer = await arrive(person, event, {"key": "3", "id": str(party.id), "people": 11})
        assert answer["results"][0]["outcome"] == "too_many" and answer["arrived"] == 10
        for people in ("²", "x", -1, 10**9, None, True):
            answer = await arrive(
                person, event, {"key": "4", "id": str(party.id), "people": people}
            )
            assert answer["results"][0]["outcome"] == "already"
        fields = {"name": "Khách lạ", "category": "business", "key": "abc", "companions": "2"}
        _, page, _ = await person.post(f"/su-kien/{event.id}/cua/khach", fields)
        assert orjson.loads(page)["outcome"] == "full"
        fields |= {"companions": "1", "key": "abd"}
        _, page, _ = await person.post(f"/su-kien/{event.id}/cua/khach", fields)
        assert orjson.loads(page)["outcome"] == "arrived" and orjson.loads(page)["arrived"] == 12


async def test_a_ticket_at_two_doors_is_said_and_kept(tmp_path: Path, content: Content) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "cua", Role.DOOR) as first,
        desk(at, "thuky", Role.CLERK) as second,
    ):
        event, [guest] = await furnish(at, 2, 1)
        when = int(utc_now().timestamp() * 1000)
        for person in (first, second):
            await person.get(f"/su-kien/{event.id}/cua")
        item = {"key": "1", "id": str(guest.id), "at": when - 60_000}
        for _ in range(2):  # an answer was lost: sent again it is the same arrival
            state = await arrive(first, event, item)
            assert "twice" not in state["results"][0]
        state = await arrive(second, event, {"key": "2", "id": str(guest.id), "at": when})
        assert state["results"][0]["outcome"] == "already" and state["results"][0]["twice"]
        assert state["arrived"] == 1
        _, page = await second.get(f"/su-kien/{event.id}/dai-bieu/{guest.id}")
        assert "Vào lần nữa" in page and "Cán bộ thuky" in page


async def test_a_guest_with_the_name_of_whoever_has_a_seat_is_asked_about_first(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "cua", Role.DOOR) as person:
        event, [guest] = await furnish(at, 1, 1)  # full, by somebody who has not come
        await person.get(f"/su-kien/{event.id}/cua")
        path = f"/su-kien/{event.id}/cua/khach"
        fields = {"name": guest.name.lower(), "phone": "", "category": "business", "key": "a"}
        _, page, _ = await person.post(path, fields)
        state = orjson.loads(page)
        assert state["outcome"] == "which"
        assert [one["id"] for one in state["among"]] == [str(guest.id)]
        _, page, _ = await person.post(path, fields | {"another": "1", "key": "b"})
        assert orjson.loads(page)["outcome"] == "full"  # somebody else, and there is no seat
        await arrive(person, event, {"key": "c", "id": str(guest.id)})
        _, page, _ = await person.post(path, fields | {"key": "d"})
        assert orjson.loads(page)["outcome"] == "full"  # who has come is no doubt any more


async def test_of_a_party_that_came_in_part_another_door_does_not_say_that_all_came(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "cua", Role.DOOR) as first,
        desk(at, "thuky", Role.CLERK) as second,
    ):

        def fill(tx: Any) -> tuple[Event, Registration]:
            event = make_event(tx, now=utc_now(), seats=12)
            party = sign_up(tx, event, 1, 2).registration
            assert party
            return event, party

        event, party = await at.core.database.transaction(fill)
        for person in (first, second):
            await person.get(f"/su-kien/{event.id}/cua")
        when = int(utc_now().timestamp() * 1000)
        one = {"key": "1", "id": str(party.id), "people": 1, "at": when - 60_000}
        await arrive(first, event, one)
        late = {"key": "2", "id": str(party.id), "at": when, "inside": True}
        state = await arrive(second, event, late)
        result = state["results"][0]
        assert result["outcome"] == "partly" and "twice" not in result
        assert (result["guest"]["present"], state["arrived"]) == (1, 1)


async def test_whoever_an_old_list_let_in_is_there_though_their_seat_is_gone(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "cua", Role.DOOR) as person:
        event, guests = await furnish(at, 2, 2)
        await person.get(f"/su-kien/{event.id}/cua")

        def taken_by_another(tx: Any) -> None:
            gone = tx.registrations.get(guests[0].id)
            tx.registrations.save(replace(gone, state=RegistrationState.CANCELLED))
            sign_up(tx, event, 7)

        await at.core.database.transaction(taken_by_another)
        item = {"key": "1", "id": str(guests[0].id)}
        state = await arrive(person, event, item)
        assert (state["results"][0]["outcome"], state["arrived"]) == ("full", 0)
        for _ in range(2):  # sent again is the same
            state = await arrive(person, event, item | {"inside": True})
        assert state["arrived"] == 1
        state = await arrive(person, event, {"key": "2", "id": str(guests[1].id), "inside": True})
        assert (state["results"][0]["outcome"], state["arrived"]) == ("arrived", 2)


def test_half_of_an_emoji_in_one_arrival_costs_no_other() -> None:
    visit = SimpleNamespace(
        raw={"items": r'[{"key": "a", "representative": "\ud83d"}, {"key": "b"}]'}
    )
    assert [item["key"] for item in items_of(visit, MOST_AT_ONCE)] == ["a", "b"]  # type: ignore[arg-type]
    with pytest.raises(HTTPException):
        items_of(SimpleNamespace(raw={"items": "{"}), MOST_AT_ONCE)  # type: ignore[arg-type]


@pytest.mark.parametrize(("ago", "offered"), [(1, True), (3, False)])
async def test_the_door_is_offered_until_no_phone_has_its_list_any_more(
    tmp_path: Path, content: Content, ago: int, offered: bool
) -> None:
    async with site(tmp_path, content) as at, desk(at, "cua", Role.DOOR) as person:
        event, _ = await furnish(at, 9, 1)
        ended = utc_now() - timedelta(hours=ago)
        starts = ended - timedelta(hours=2)
        await change_event(
            at.core.database, event, starts_at=starts, ends_at=ended, state=EventState.HELD
        )
        path = f"/su-kien/{event.id}"
        for page in ("", path):
            _, shown = await person.get(page)
            assert (f"{path}/cua" in shown) is offered, page
        _, door = await person.get(f"{path}/cua")
        assert ("Sự kiện đã qua" in door) is not offered
