"""What is handed out whole is read a few rows at a time: conversations go in between."""

import io
from pathlib import Path

import openpyxl
import pytest

from bot.app import utc_now
from bot.web.console import attendees, folder, ledger
from content.library import Content
from handlers.question import receiving
from storage.database import Transaction
from storage.event_models import Event
from storage.ledger import Ledger
from storage.questions import Questions
from storage.registrations import Registrations
from storage.staff_models import Role
from tests.console.test_broadcasts import move, office, sent, written
from tests.handlers.test_seats import sign_up
from tests.support.conference import make_event
from tests.support.desk import desk
from tests.support.site import site

LOT, ALL = 5, 12


class Lots:
    """How many rows each call of some methods of repositories gave."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.sizes: list[int] = []
        for module in (ledger, attendees, folder):
            patch.setattr(module, "AT_ONCE", LOT)
        self._watch(patch, Ledger, "rows")
        self._watch(patch, Registrations, "some_of_event")
        self._watch(patch, Registrations, "of_event")

    def _watch(self, patch: pytest.MonkeyPatch, repository: type, name: str) -> None:
        real = getattr(repository, name)

        def read(*given: object, **named: object) -> object:
            found = real(*given, **named)
            self.sizes.append(len(found))
            return found

        patch.setattr(repository, name, read)


def lines(data: bytes) -> list[str]:
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    assert page is not None
    return [str(row) for row in page.iter_rows(values_only=True)]


async def test_a_ledger_is_read_in_lots_and_whole(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with office(tmp_path, content) as (at, clock, author, approver):
        path = await written(author)
        await move(author, path, "submit")
        await move(approver, path, "approve", typed=str(ALL))
        await sent(at, clock)
        lots = Lots(monkeypatch)
        _, data = await approver.raw(f"{path}/so.xlsx")
        assert lots.sizes and max(lots.sizes) <= LOT and sum(lots.sizes) == ALL
        assert sum("Chưa mở" in line for line in lines(data)) == ALL


async def test_a_list_and_a_folder_are_read_in_lots_and_whole(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with site(tmp_path, content) as at, desk(at, "thuky", Role.CLERK) as clerk:

        def work(tx: Transaction) -> Event:
            event = make_event(tx, now=utc_now())
            for number in range(ALL):
                sign_up(tx, event, number)
                asked = receiving.Asked(f"Câu số {number}", "thue", "paper", event_id=event.id)
                receiving.receive(tx, content, asked, utc_now(), actor="x")
            return event

        event = await at.core.database.transaction(work)
        lots = Lots(monkeypatch)
        _, data = await clerk.raw(f"/su-kien/{event.id}/xuat.xlsx")
        assert lots.sizes and max(lots.sizes) <= LOT and sum(lots.sizes) == ALL
        assert sum("Hộ " in line for line in lines(data)) == ALL
        asked: list[str] = []
        real = Questions.askers

        def askers(self: Questions, question: int) -> int:
            asked.append("one")
            return real(self, question)

        monkeypatch.setattr(Questions, "askers", askers)
        lots.sizes.clear()
        gathered = await folder.gather(at.core.database, event, "")
        assert max(lots.sizes) <= LOT and sum(lots.sizes) == ALL
        assert len(gathered.petitions) == len(asked) == ALL
