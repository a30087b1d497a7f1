"""What people asked in vain becomes wordings and answers, through the pages of two people."""

import re
from pathlib import Path

from content.library import Content
from storage.database import Transaction
from storage.models import EntryUse, Reason
from storage.staff_models import Role
from tests.console.test_contents import ENTRY, NEW_YEAR, TODAY, At, do, fields
from tests.handlers.test_first_answer import answered
from tests.support.desk import desk
from tests.support.site import site

NEW = (
    "thả diều sáo ở bãi sông có phải xin phép không",
    "tha dieu sao bai song phai xin phep khong",
)
MORE = "sạp của tôi khỏi đóng cái tiền bài nữa rồi phải không"


def ids_of(page: str, text: str) -> str:
    card = next(part for part in page.split('<section class="card">') if text in part)
    found = re.search(r"tin=([\d,]+)", card)
    assert found
    return found[1]


def form_of(page: str) -> dict[str, str]:
    areas = re.findall(r'<textarea name="(\w+)"[^>]*>([^<]*)</textarea>', page)
    return dict(areas) | dict(re.findall(r'name="(messages)" value="([^"]*)"', page))


async def test_messages_become_a_wording_and_an_answer(tmp_path: Path, content: Content) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        desk(at, "hoa", Role.CLERK) as author,
        desk(at, "nam", Role.APPROVER) as approver,
    ):

        def said(tx: Transaction) -> None:
            for text in (*NEW, MORE):
                tx.feedback.add_unanswered(text, Reason.UNKNOWN, TODAY)
            tx.feedback.add_unanswered("vé số trúng", Reason.WRONG, TODAY, entry=ENTRY)
            tx.feedback.show(ENTRY, TODAY)

        await at.core.database.transaction(said)
        _, page = await author.get("/noi-dung/cau-hoi")
        assert re.search(r'class="waits"[^>]*>4<', page)
        new, more = ids_of(page, NEW[0]), ids_of(page, MORE)
        assert new.count(",") == 1  # one group
        _, card = await author.get(f"/noi-dung/{ENTRY}")
        assert "Đã trả lời 1 lần" in card and "vé số trúng" in card

        # a wording, refused where it takes messages from another, then taken
        path = f"/noi-dung/{ENTRY}/sua"
        _, page = await author.get(f"{path}?tin={more}")
        asked = form_of(page)
        assert asked["ask"].endswith(f"\n{MORE}") and asked["messages"] == more
        known = fields(at)
        form = known | {"ask": f"{known['ask']}\n{MORE}", "messages": more, "do": "submit"}
        harmful = form["ask"] + "\nngân hàng không chịu cho vay làm sao"
        status, page, _ = await author.post(path, form | {"ask": harmful})
        assert status == 409 and "Bị từ chối vay" in page
        assert (await author.post(path, form))[0] == 303
        assert (await do(approver, "publish"))[0] == 303
        assert at.core.content.understanding.read(MORE).entries[0].id == ENTRY

        # an answer of its own, begun with all of the group
        _, page = await author.get(f"/noi-dung/moi?tin={new}")
        begun = form_of(page)
        assert begun["question"].lower() in NEW and set(begun["ask"].splitlines()) == set(NEW)
        form |= begun | {
            "topic": "phuong", "sources": form["sources"], "menu": "Thả diều sáo",
            "short": "Không phải xin phép.",
            "details": "", "steps": "", "papers": "", "mistakes": "",
        }  # fmt: skip
        status, page, _ = await author.post("/noi-dung/moi", form)
        assert status == 303, page
        _, page = await author.get("/noi-dung/cau-hoi")
        assert re.search(r'class="waits"[^>]*>1<', page) and NEW[0] not in page
        (left,) = await at.core.database.transaction(lambda tx: tx.feedback.waiting())
        assert (await author.post("/noi-dung/cau-hoi/xong", messages=str(left.id)))[0] == 303
        assert await at.core.database.transaction(lambda tx: tx.feedback.count_waiting()) == 0

        # ... and what one person was answered, for all
        def was_answered(tx: Transaction) -> str:
            return answered(tx, content)[0].code

        code = await at.core.database.transaction(was_answered)
        _, page = await author.get(f"/cau-hoi/{code}")
        assert f"/noi-dung/moi?tu={code}" in page
        _, page = await author.get(f"/noi-dung/moi?tu={code}")
        begun = form_of(page)
        assert (begun["question"], begun["short"]) == ("Cống tắc ở chợ", "Nạo vét tháng 12.")
        use = await at.core.database.transaction(lambda tx: tx.feedback.use())
        assert use == {ENTRY: EntryUse(1, 0, 0)}
