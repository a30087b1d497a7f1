"""A broadcast is tried out before it goes for approval; texts and audiences are used again; what is
being written is seen as people will see it."""

from datetime import timedelta
from pathlib import Path

import pytest

from content.library import Content
from handlers.broadcast.words import misused
from handlers.talk.markup import bold_by_one_star
from storage.broadcast_models import BroadcastState
from storage.database import Transaction
from tests.console.test_broadcasts import DRAFT, office, written
from tests.support.broadcast import MONDAY
from tests.support.desk import Desk
from tests.support.site import Site


async def act(person: Desk, path: str, do: str) -> tuple[int, str]:
    await person.get(path)
    status, page, _ = await person.post(f"{path}/lam", {"do": do})
    return status, page


async def link(at: Site, login: str) -> None:
    def work(tx: Transaction) -> None:
        staff = next(one for one in tx.staff.all() if one.login == login)
        contact = tx.contacts.meet("web", "77", MONDAY)
        tx.staff_links.make_code("x", staff.id, MONDAY + timedelta(hours=1))
        tx.staff_links.use_code("x", contact.id, MONDAY)

    await at.core.database.transaction(work)


async def test_nothing_goes_for_approval_that_nobody_saw_as_people_will(
    tmp_path: Path, content: Content
) -> None:
    async with office(tmp_path, content) as (_, _, author, _):
        path = await written(author)
        _, page = await author.get(path)
        assert ">Gửi duyệt<" not in page and "Tôi đã đọc bản xem trước" in page
        status, page = await act(author, path, "submit")
        assert status == 409 and "chưa ai xem như người nhận sẽ thấy" in page
        assert (await act(author, path, "read"))[0] == 303
        assert ">Gửi duyệt<" in (await author.get(path))[1]
        # Other words were read by nobody; to whom they go is another matter.
        changes = {**DRAFT, "text": "Xin gửi trước 30/1/2027."}
        await author.get(f"{path}/sua")
        assert (await author.post(f"{path}/sua", changes))[0] == 303
        assert (await act(author, path, "submit"))[0] == 409
        assert (await act(author, path, "read"))[0] == 303
        await author.get(f"{path}/sua")
        await author.post(f"{path}/sua", {**changes, "neighbourhoods": "TDP 5"})
        assert (await act(author, path, "submit"))[0] == 303


async def test_whoever_linked_a_chat_sends_it_there(tmp_path: Path, content: Content) -> None:
    async with office(tmp_path, content) as (at, _, author, _):
        await link(at, "truyenthong")
        path = await written(author)
        _, page = await author.get(path)
        assert "Gửi thử cho tôi" in page and "Tôi đã đọc bản xem trước" not in page
        status, page = await act(author, path, "read")
        assert status == 409 and "bấm Gửi thử cho tôi" in page
        assert (await act(author, path, "test"))[0] == 303
        assert (await act(author, path, "submit"))[0] == 303
        number = int(path.rpartition("/")[2])
        now = await at.core.database.transaction(lambda tx: tx.broadcasts.get(number))
        assert now and now.state is BroadcastState.SUBMITTED


async def test_a_text_and_an_audience_are_used_again(tmp_path: Path, content: Content) -> None:
    async with office(tmp_path, content) as (_, _, author, _):
        path = await written(author, neighbourhoods="TDP 5, TDP 6", kinds="household")
        for what, name in (("text", "Nhắc hạn thuế"), ("audience", "Tổ 5 và 6")):
            await author.get(path)
            fields = {"what": what, "name": name}
            assert (await author.post(f"{path}/luu-mau", fields))[0] == 303
        _, page = await author.get("/thong-bao/soan")
        assert "Nhắc hạn thuế" in page and "Tổ 5 và 6" in page and "Nhắc người đã đăng ký" in page
        _, kept = await author.get("/thong-bao/mau")
        text, group = (
            kept.partition(f"soan?{name}=")[2].partition('"')[0] for name in ("mau", "nhom")
        )
        _, page = await author.get(f"/thong-bao/soan?mau={text}&nhom={group}")
        assert DRAFT["text"] in page.replace("&#39;", "'") and "TDP 5, TDP 6" in page
        assert 'name="kinds" value="household" checked' in page
        await author.get("/thong-bao/mau")
        assert (await author.post(f"/thong-bao/mau/{text}/xoa"))[0] == 303
        assert "Nhắc hạn thuế" not in (await author.get("/thong-bao/mau"))[1]


async def test_what_is_being_written_is_seen_as_people_will_and_kept_nowhere(
    tmp_path: Path, content: Content
) -> None:
    async with office(tmp_path, content) as (at, _, author, _):
        await author.get("/thong-bao/soan")
        status, page, _ = await author.post("/thong-bao/xem-truoc", DRAFT)
        assert status == 200 and "<b>dưới ngưỡng</b>" in page and "<b>12</b>" in page
        assert (await author.post("/thong-bao/xem-truoc", DRAFT | {"text": ""}))[0] == 200
        wrong = DRAFT | {"text": "Tới lúc {thời gian}", "day": "sai"}
        status, page, _ = await author.post("/thong-bao/xem-truoc", wrong)
        assert status == 200 and "<figure" not in page
        assert await at.core.database.transaction(lambda tx: tx.broadcasts.latest()) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("xin *gửi trước* nhé", "xin **gửi trước** nhé"),
        ("xin **gửi trước** nhé", "xin **gửi trước** nhé"),
        ("2*3*4 và 5 * 6 * 7", "2*3*4 và 5 * 6 * 7"),
        ("*một*, *hai*", "**một**, **hai**"),
        ("* gạch đầu dòng\n* nữa", "* gạch đầu dòng\n* nữa"),
    ],
)
def test_bold_is_one_star_or_two(typed: str, kept: str) -> None:
    assert bold_by_one_star(typed) == kept


def test_the_texts_of_ours_can_be_said(content: Content) -> None:
    for text in content.broadcast_texts.values():
        fault, _ = misused(text.fields["title"] + text.fields["text"], None)
        assert fault in ("", "variable_of_an_event")
        assert (fault == "") == (text.fields["base"] != "attendees")
