"""A question asked by several is one question, on every page and in every document; and no written
news says of a conference what its publication makes untrue."""

from pathlib import Path

from bot.app import utc_now
from bot.web.console.folder import gather
from content.library import FOLDER, Content
from handlers.question import merging, receiving
from storage.database import Transaction
from storage.event_models import Event
from storage.staff_models import Role
from tests.support.conference import make_event, make_staff
from tests.support.desk import desk
from tests.support.site import site


async def test_what_was_joined_counts_once_on_the_page_and_in_the_report(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:

        def work(tx: Transaction) -> Event:
            event = make_event(tx, now=utc_now())
            asked = receiving.Asked("Cống tắc", "khac", "paper", event_id=event.id)
            head, other = (
                receiving.receive(tx, content, asked, utc_now(), actor="a") for _ in range(2)
            )
            staff = make_staff(tx, "b", Role.CLERK)
            merging.merge(tx, content, other, head, utc_now(), staff=staff)
            return event

        event = await at.core.database.transaction(work)
        assert len((await gather(at.core.database, event, "")).petitions) == 1
        _, page = await clerk.get(f"/su-kien/{event.id}")
        assert "<b>1</b>\n<span>câu hỏi (1 còn mở)" in page
        _, page = await clerk.get("")
        assert "<b>1</b> câu hỏi" in page


async def test_the_lists_of_one_event_count_what_was_asked_at_it(
    tmp_path: Path, content: Content
) -> None:
    """Before this each tab told of all questions, above a list of none; and what was written down
    there was of no event."""
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:

        def work(tx: Transaction) -> Event:
            event = make_event(tx, now=utc_now())
            for text, about in (("Cống tắc", event.id), ("Đèn hỏng", None), ("Vay vốn", None)):
                asked = receiving.Asked(text, "khac", "paper", event_id=about)
                receiving.receive(tx, content, asked, utc_now(), actor="a")
            return event

        event = await at.core.database.transaction(work)
        _, page = await clerk.get("/cau-hoi?loc=tat-ca")
        assert "Tất cả <b>3</b>" in page and 'href="/can-bo/cau-hoi/them"' in page
        _, page = await clerk.get(f"/cau-hoi?loc=tat-ca&su-kien={event.id}")
        assert "Tất cả <b>1</b>" in page and "Mới <b>1</b>" in page
        add = f"/cau-hoi/them?cua={event.id}"
        assert f'href="/can-bo{add}"' in page
        _, page = await clerk.get(add)
        assert f'<option value="{event.id}" selected>' in page
        assert '<option value="paper" selected>' in page


def test_no_written_news_says_that_a_day_is_not_known_yet() -> None:
    """It goes out unasked, also when the conference was published meanwhile."""
    for path in (FOLDER / "news").glob("*.md"):
        assert "báo sau" not in path.read_text("utf-8"), path
