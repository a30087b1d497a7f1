"""What staff find by the words they type, and what nobody finds any more."""

from dataclasses import replace

import pytest

from storage.database import Database, Transaction
from storage.event_models import Category, Invitation
from storage.search import Searched, Sort
from tests.storage.contract.records import contact, event, on_every_engine, question, registration
from tests.support.clock import START

EVERY = frozenset(Sort)
NAMELESS = frozenset({Sort.OPEN})


@on_every_engine
def test_a_person_is_found_by_any_words_number_or_code(tx: Transaction) -> None:
    here = event(tx).id
    bay = registration(
        tx, here, name="Trần Văn Bảy", phone="+84904111222", code="DK-P398XCV",
        business="Cà phê Góc Phố", neighbourhood="TDP 12", tax_code="8012345678",
        companion_names="Lê Thị Đào",
    )  # fmt: skip
    registration(tx, here, name="Trần Thị Bảy Hai", phone="+84904111333")
    found = {Searched.REGISTRATION: [bay.id]}
    for wanted in (
        "trần văn bảy", "TRAN VAN bay", "Bảy cà phê", "dao le", "bay tdp 12", "van ba",
        "222", "1222", "0904111222", "+84 904 111 222", "0904.111.222", "bảy 0904 111 222",
        "0904111222 Bảy", "DK-P398XCV", "p398", "8XCV", "dkp398", "8012345678", "45678",
    ):  # fmt: skip
        assert tx.search.find(wanted, EVERY) == found, wanted
    for wanted in ("bảy bún", "0905", "222 111", "904111", "zz", "", "  ", ".", "b ả y"):
        assert tx.search.find(wanted, EVERY) == {}, wanted
    assert tx.search.find("P398XCV", NAMELESS) == found
    assert tx.search.find("bay", NAMELESS) == tx.search.find("1222", {Sort.OPEN, Sort.NAMED}) == {}


@on_every_engine
def test_each_kind_is_found_latest_first(tx: Transaction) -> None:
    held = event(tx, "HN1", title="Đối thoại chợ Đồng Hòa")
    first = question(tx, content="Chợ Đồng Hòa ngập, bao giờ sửa?", asker="Bà Tư", phone="+84981")
    later = question(tx, content="đồng hoà có chợ mới chưa")
    paper = tx.events.invite(
        Invitation(tx.events.ids.next(), held.id, "GM-1", "Ban quản lý chợ Đồng Hòa",
                   Category.WARD, "lan", START)
    )  # fmt: skip
    tx.people.keep_profile(contact(tx), START, {"name": "Hòa", "business": "Chợ Đồng"})
    assert set(tx.search.find("cho dong hoa", EVERY)) == {
        Searched.PROFILE, Searched.INVITATION, Searched.QUESTION, Searched.EVENT,
    }  # fmt: skip
    assert tx.search.find("cho dong hoa", NAMELESS) == {
        Searched.QUESTION: [later.id, first.id], Searched.EVENT: [held.id],
    }  # fmt: skip
    assert tx.search.find("ban quan ly", EVERY) == {Searched.INVITATION: [paper.id]}
    assert tx.search.find("hn1", EVERY) == {Searched.EVENT: [held.id]}


@on_every_engine
def test_what_changes_or_goes_is_found_no_longer(tx: Transaction) -> None:
    here = event(tx).id
    one = registration(tx, here, name="Phạm Thị Gấm", phone="+84904111222", code="DK-K7M2345")
    tx.registrations.save(replace(one, name="Phạm Thị Nhung"))
    assert tx.search.find("gấm", EVERY) == {}
    assert tx.search.find("nhung", EVERY) == {Searched.REGISTRATION: [one.id]}
    tx.registrations.save(replace(one, name="đã xóa", phone=None, anonymised_at=START))
    assert tx.search.find("1222", EVERY) == tx.search.find("đã xóa", EVERY) == {}
    assert tx.search.find("k7m2345", EVERY) == {Searched.REGISTRATION: [one.id]}
    asked = question(tx, asker="Ông Lụa", content="Hỏi", business="May Lụa")
    tx.questions.save(replace(asked, asker="", business="", anonymised_at=START))
    assert tx.search.find("lụa", EVERY) == {}

    somebody = contact(tx)
    tx.people.keep_profile(somebody, START, {"name": "Vải"})
    tx.people.keep_profile(somebody, START, {"name": "Vóc"})
    assert tx.search.find("vải", EVERY) == {}
    assert tx.people.own_profile(somebody) is not None
    assert tx.search.find("vóc", EVERY) == {Searched.PROFILE: [somebody]}
    tx.contacts.delete(somebody)
    assert tx.search.find("vóc", EVERY) == {}
    assert tx.people.own_profile(somebody) is None

    gone = event(tx, "E2", days=-400).id
    tx.events.invite(
        Invitation(tx.events.ids.next(), gone, "GM-2", "Bà Tơ", Category.WARD, "lan", START)
    )
    assert tx.events.forget_recipients(START, "đã xóa") == 1
    assert tx.search.find("tơ", EVERY) == {}


async def test_what_was_there_before_the_index_is_written_a_lot_at_a_time(db: Database) -> None:
    def before(tx: Transaction) -> int:
        here = event(tx).id
        for number in range(5):
            registration(tx, here, name=f"Người {number}")
        return here

    await db.transaction(before)

    def as_before(tx: Transaction) -> None:
        every = tx.search.find("người", EVERY)
        for kind, number in ((kind, one) for kind, numbers in every.items() for one in numbers):
            tx._connection.execute(
                "INSERT INTO search_owed (kind, object) VALUES (:kind, :number)",
                {"kind": kind, "number": number},
            )
        tx._connection.execute("DELETE FROM search_word")

    await db.transaction(as_before)
    assert await db.transaction(lambda tx: tx.search.find("người", EVERY)) == {}

    def write(tx: Transaction) -> list[int]:
        return [tx.search.write_owed(4), tx.search.write_owed(4), tx.search.write_owed(4)]

    assert await db.transaction(write) == [4, 1, 0]
    found = await db.transaction(lambda tx: tx.search.find("người", EVERY))
    assert len(found[Searched.REGISTRATION]) == 5


@pytest.mark.parametrize(
    "wanted", ["%", "*", "' OR 1=1 --", "\x00", "a" * 5000, "٣٣٣", "bảy " * 500]
)
async def test_odd_searches_find_nothing_and_break_nothing(db: Database, wanted: str) -> None:
    assert await db.transaction(lambda tx: tx.search.find(wanted, EVERY)) == {}
