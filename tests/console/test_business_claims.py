"""What owners say of their businesses: an official confirms it, over real HTTP."""

import re
from dataclasses import replace
from pathlib import Path

from bot.app import utc_now
from content.calendar import today
from content.codes import CodeKind, new_code
from content.library import Content
from handlers.question import receiving
from storage.business_claims import BusinessClaim, ClaimKind
from storage.business_models import Entered, KnownFrom, Relation, Tied
from storage.database import Transaction
from storage.staff_models import Role
from tests.console.test_surveys import shop, written
from tests.support.desk import desk
from tests.support.site import Site, site


async def claimed(
    at: Site, kind: ClaimKind = ClaimKind.MINE, *, owner: bool = True
) -> BusinessClaim:
    def work(tx: Transaction) -> BusinessClaim:
        now = utc_now()
        made = shop(tx, 1)
        by = Entered(KnownFrom.STAFF, now, "an")
        tx.businesses.add_person(made.id, "Nguyễn Thị Lành", Relation.OWNER, by)
        contact = tx.contacts.meet("web", "7", now)
        number = tx.business_claims.ids.next()
        of = made.id if kind is ClaimKind.CONVERTED else None
        said = "0201234567" if of else "Quán 1 ở tổ 5"
        since = now.date() if of else None
        return tx.business_claims.add(BusinessClaim(number, kind, contact.id, said, now, of, since))

    return await at.core.database.transaction(work)


async def test_an_official_confirms_whose_a_business_is(tmp_path: Path, content: Content) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "thuky", Role.CLERK) as clerk,
        desk(at, "toruong", Role.LEADER) as leader,
    ):
        claim = await claimed(at)
        business = await at.core.database.read(lambda tx: tx.surveys.businesses()[0])
        code = await at.core.database.transaction(lambda tx: _with_code(tx, business.id))
        assert (await leader.get("/xac-nhan-ho"))[0] == 403
        _, page = await clerk.get("/xac-nhan-ho")
        assert "Quán 1 ở tổ 5" in page
        to = f"/xac-nhan-ho/{claim.id}"
        status, page, _ = await clerk.post(to, do="accept", proof="GCN", code="HB-2222222")
        assert status == 409 and "Không có hộ nào" in page
        status, page, _ = await clerk.post(to, do="accept", code=code, proof="")
        assert status == 409  # by nothing that was seen
        assert (await clerk.post(to, do="accept", code=code, proof="GCN số 12"))[0] == 303
        (person,) = await at.core.database.read(lambda tx: tx.businesses.persons(business.id))
        assert (person.contact_id, person.proof) == (claim.contact_id, Tied.STAFF)
        assert person.proof_said == "GCN số 12"
        assert "Không có lời nào" in (await clerk.get("/xac-nhan-ho"))[1]


def _with_code(tx: Transaction, business_id: int) -> str:
    """A real code, as the register gives them."""
    business = tx.businesses.get(business_id)
    assert business is not None
    return tx.businesses.save(replace(business, code=new_code(CodeKind.BUSINESS))).code


async def test_that_it_became_an_enterprise_needs_the_paper(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "thuky", Role.CLERK) as clerk:
        claim = await claimed(at, ClaimKind.CONVERTED)
        await clerk.get("/xac-nhan-ho")
        to = f"/xac-nhan-ho/{claim.id}"
        assert (await clerk.post(to, do="accept", proof=""))[0] == 409
        await clerk.get("/xac-nhan-ho")
        assert (await clerk.post(to, do="accept", proof="GCN số 12"))[0] == 303
        found = await at.core.database.read(lambda tx: tx.businesses.get(claim.business or 0))
        assert found is not None and found.status == "converted"


async def test_a_letter_carries_a_code_of_its_own(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "thuky", Role.CLERK) as clerk:
        await claimed(at)
        business = await at.core.database.read(lambda tx: tx.surveys.businesses()[0])
        code = await at.core.database.transaction(lambda tx: _with_code(tx, business.id))
        status, data = await clerk.raw(f"/xac-nhan-ho/thu.docx?ma={code}")
        assert status == 200
        text = written(data)
        assert re.search(r"XN-\w{7}", text) and "Nguyễn Thị Lành" in text
        years = set(re.findall(r"tháng\s+năm (\d{4})", text))
        assert years == {str(today(utc_now()).year)}  # of the day it is printed, not of its last
        assert (await clerk.get("/xac-nhan-ho/thu.docx?ma=HB-1"))[0] == 409


async def test_an_official_ties_whoever_wrote_and_takes_it_back(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "thuky", Role.CLERK) as clerk,
        desk(at, "toruong", Role.LEADER) as leader,
    ):
        await claimed(at)
        business = await at.core.database.read(lambda tx: tx.surveys.businesses()[0])

        def ask(tx: Transaction) -> tuple[str, str, int]:
            chat = tx.contacts.meet("web", "nguoi-nhan", utc_now())
            told = receiving.Asked("Đèn hỏng", "moi-truong", "web", asker="Bà Lành")
            asked = receiving.receive(
                tx, content, replace(told, contact_id=chat.id), utc_now(), actor=""
            )
            paper = receiving.receive(
                tx, content, replace(told, source="paper"), utc_now(), actor=""
            )
            return asked.code, paper.code, chat.id

        code, on_paper, chat = await at.core.database.transaction(ask)
        to = f"/so-ho/{business.id}/gan"
        assert (await leader.get(to))[0] == 403
        assert (await clerk.get(f"{to}?ma=KN-2222222"))[0] == 409
        _, page = await clerk.get(f"{to}?ma={on_paper}")
        assert "không gửi từ trò chuyện" in page
        _, page = await clerk.get(f"{to}?ma={code}")
        assert "Bà Lành" in page and "Đúng người" in page
        (person,) = await at.core.database.read(lambda tx: tx.businesses.persons(business.id))
        fields = {"code": code, "person": str(person.id), "proof": ""}
        assert (await clerk.post(to, fields))[0] == 409
        assert (await clerk.post(to, fields | {"proof": "GCN, căn cước"}))[0] == 303
        _, page = await clerk.get(f"/so-ho/{business.id}")
        assert "căn cứ: GCN, căn cước" in page and "thuky" in page and "Đèn hỏng" in page
        assert (await clerk.post(f"/so-ho/{business.id}/bo-gan", person=person.id, why=""))[
            0
        ] == 409
        await clerk.get(f"/so-ho/{business.id}")
        why = {"person": str(person.id), "why": "nhầm người"}
        assert (await clerk.post(f"/so-ho/{business.id}/bo-gan", why))[0] == 303
        (person,) = await at.core.database.read(lambda tx: tx.businesses.persons(business.id))
        assert person.contact_id is None and person.proof_said == ""
        lines = await at.core.database.read(lambda tx: tx.audit.lines())
        deeds = [line.action for line in lines]
        assert "business.tie" in deeds and "business.untie" in deeds
        told = await at.core.database.read(lambda tx: tx.outbox.states("tie:"))
        assert told and chat
