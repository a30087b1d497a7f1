"""The list of people to call."""

from pathlib import Path

from bot.app import utc_now
from content.library import Content
from handlers.telling import tell
from storage.database import Transaction
from storage.staff_models import Role
from tests.handlers.test_seats import sign_up
from tests.support.conference import make_event
from tests.support.desk import desk
from tests.support.site import site


async def test_somebody_is_called_the_number_and_the_outcome_are_on_record(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "a", Role.CLERK) as clerk,
        desk(at, "b", Role.RESPONDER) as responder,
    ):

        def owe(tx: Transaction) -> int:
            event = make_event(tx, now=utc_now())
            who = sign_up(tx, event, 7).registration
            assert who
            told = tell(
                tx, content, who, "event/changed", utc_now(),
                key="k", registration=who, event=event,
            )  # fmt: skip
            return told.call_id or 0

        number = await at.core.database.transaction(owe)
        _, page = await clerk.get("")
        assert "<b>1</b> người chờ phường gọi điện" in page
        _, page = await clerk.get("/goi-dien")
        assert "Người 7" in page and "09xx xxx 007" in page and "0910 000 007" not in page
        _, page = await responder.get("/goi-dien")
        assert "Người 7" not in page and "Không phải gọi cho ai" in page
        for path in (f"/goi-dien/{number}", f"/goi-dien/{number}/so"):
            status, _, _ = await responder.post(path, do="told")
            assert status == 404
        await clerk.get("/goi-dien")
        status, page, _ = await clerk.post(f"/goi-dien/{number}/so")
        assert status == 200 and "0910 000 007" in page
        status, _, to = await clerk.post(f"/goi-dien/{number}", do="unreached")
        assert status == 303 and "xong=call_unreached&" in to
        _, page = await clerk.get("/goi-dien")
        assert "Không phải gọi cho ai" in page and "không liên lạc được" in page
        await clerk.post(f"/goi-dien/{number}", do="undo")
        await clerk.post(f"/goi-dien/{number}", do="told")
        _, page = await clerk.get("/goi-dien")
        assert "<td>đã báo</td>" in page
        lines = await at.core.database.transaction(lambda tx: tx.audit.lines())
        assert [line.action for line in lines][:4] == [
            "call.told",
            "call.open",
            "call.unreached",
            "phone.reveal",
        ]
