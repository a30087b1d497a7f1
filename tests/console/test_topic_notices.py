"""A notice on top of the answers of a topic and the switch that stops them: by two people, at once
in every open chat, ending by themselves."""

from datetime import timedelta
from pathlib import Path

from content.library import Content
from storage.staff_models import Role
from tests.console.test_contents import NEW_YEAR, TODAY, At
from tests.support.desk import Desk, desk
from tests.support.site import site

PATH = "/noi-dung/bao-truoc"


async def propose(person: Desk, kind: str, text: str, **more: str) -> int:
    await person.get(PATH)
    form = {
        "kind": kind, "topic": "thue", "office": "thue", "text": text,
        "starts_on": str(TODAY), "ends_on": str(TODAY + timedelta(days=5)),
    }  # fmt: skip
    return (await person.post(f"{PATH}/them", form | more))[0]


async def decide(person: Desk, do: str, number: int) -> int:
    await person.get(PATH)
    return (await person.post(f"{PATH}/{number}", do=do))[0]


async def test_what_two_people_say_of_a_topic_holds_at_once_and_ends_by_itself(
    tmp_path: Path, content: Content
) -> None:
    clock = At(NEW_YEAR)
    async with (
        site(tmp_path, content, clock=clock) as at,
        desk(at, "hoa", Role.CLERK, Role.APPROVER) as author,
        desk(at, "nam", Role.APPROVER) as approver,
    ):

        async def page() -> tuple[int, str]:
            async with approver.http.get(f"{at.url}/cau/mon-bai") as answer:
                return answer.status, await answer.text()

        async def first() -> int:
            notices = await at.core.database.transaction(lambda tx: tx.topic_notices.latest())
            return notices[0].id

        assert await propose(author, "notice", "x", ends_on=str(TODAY - timedelta(days=1))) == 409
        assert await propose(author, "notice", "x", ends_on="2028-01-01") == 409
        assert await propose(author, "notice", "Từ năm nay mức này đổi.") == 303
        assert "Từ năm nay" not in (await page())[1]
        assert await decide(author, "approve", await first()) == 409  # never one's own
        assert await decide(approver, "approve", await first()) == 303
        assert "Từ năm nay mức này đổi." in (await page())[1]
        assert await propose(author, "pause", "Đang chờ văn bản mới.") == 303
        assert await decide(approver, "approve", await first()) == 303
        status, text = await page()
        assert status == 503 and "Đang chờ văn bản mới." in text and "Thuế cơ sở" in text
        for person in (author, approver):
            _, home = await person.get("")
            assert "Đang chờ văn bản mới." in home and "Từ năm nay mức này đổi." in home
        assert await decide(approver, "end", await first()) == 303
        assert (await page())[0] == 200
        clock.now = NEW_YEAR + timedelta(days=6)
        assert "Từ năm nay mức này đổi." not in (await page())[1]
