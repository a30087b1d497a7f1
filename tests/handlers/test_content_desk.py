"""Answers written at the desk: by one person, published by another, checked before both."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from content.library import Content
from content.overlay import Published, Shelf
from content.written import blank, fields_of, with_fields, with_keys
from handlers.desk import acts
from handlers.desk.acts import DeskMove, DeskRefused
from handlers.desk.checking import faults, harms
from storage.database import Database, Transaction
from storage.entry_models import EntryAct, EntryState, EntryVersion
from storage.staff_models import Role, Staff
from tests.support.clock import START
from tests.support.conference import make_staff

ENTRY, TODAY = "mon-bai", date(2026, 11, 21)
S = EntryState


@pytest.fixture
def shelf(content: Content) -> Shelf:
    return content.shelf.another()


def edited(shelf: Shelf, content: Content, entry: str = ENTRY, **fields: str) -> Published:
    known = shelf.now.knowledge.entries[entry]
    text = with_fields(known.text, fields, content.laws)
    return Published(entry, known.topic, text)


def serve(tx: Transaction, shelf: Shelf) -> None:
    """As the loop does that follows what is published."""
    versions = [acts.published(one) for one in tx.entries.in_force()]
    shelf.put(shelf.edition(tx.entries.last_serial(), versions))


def two(tx: Transaction) -> tuple[Staff, Staff]:
    return make_staff(tx, "hoa", Role.CLERK), make_staff(tx, "nam", Role.APPROVER)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DeskRefused) as caught:
        act()
    return str(caught.value)


async def test_what_one_writes_another_publishes_and_it_is_served(
    db: Database, content: Content, shelf: Shelf
) -> None:
    def work(tx: Transaction) -> None:
        author, approver = two(tx)
        one = edited(shelf, content, short="**Không phải nộp nữa.**")
        draft = acts.write(tx, shelf, one, author, START, "thue")
        assert (draft.state, draft.act, draft.authors) == (S.DRAFT, EntryAct.EDIT, (author.id,))
        assert draft.base == shelf.base_of(ENTRY) != ""
        sent = acts.submit(tx, shelf, draft, START)
        assert refused(lambda: acts.publish(tx, shelf, sent, author, START)) == "approve_own"
        done = acts.publish(tx, shelf, sent, approver, START)
        assert (done.state, done.serial, done.approver_id) == (S.PUBLISHED, 1, approver.id)
        assert not shelf.now.knowledge.short(ENTRY, TODAY).startswith("**Không phải nộp nữa.**")
        serve(tx, shelf)
        assert shelf.now.knowledge.short(ENTRY, TODAY) == "**Không phải nộp nữa.**"
        assert shelf.now.knowledge.entries[ENTRY].checked_on == TODAY

    await db.transaction(work)


async def test_nobody_who_wrote_any_of_it_publishes_it(
    db: Database, content: Content, shelf: Shelf
) -> None:
    def work(tx: Transaction) -> None:
        author, approver = two(tx)
        first = acts.write(tx, shelf, edited(shelf, content, short="Một."), author, START, "thue")
        second = edited(shelf, content, short="Hai.")
        both = acts.write(tx, shelf, second, approver, START, "thue")
        assert both.id == first.id and both.authors == (author.id, approver.id)
        sent = acts.submit(tx, shelf, both, START)
        assert refused(lambda: acts.publish(tx, shelf, sent, approver, START)) == "approve_own"
        assert acts.approvers(tx, sent) == []
        assert acts.take_back(tx, sent, author).state is S.DRAFT

    await db.transaction(work)


async def test_what_is_returned_goes_back_with_a_remark_and_can_be_sent_again(
    db: Database, content: Content, shelf: Shelf
) -> None:
    def work(tx: Transaction) -> None:
        author, approver = two(tx)
        draft = acts.write(tx, shelf, edited(shelf, content, short="Một."), author, START, "thue")
        assert refused(lambda: acts.return_(tx, draft, approver, "x", START)) == (
            "entry_not_submitted"
        )
        back = acts.return_(tx, acts.submit(tx, shelf, draft, START), approver, "Thiếu ý", START)
        assert (back.state, back.remark) == (S.RETURNED, "Thiếu ý")
        again = acts.submit(tx, shelf, back, START)
        assert again.state is S.SUBMITTED and again.remark == ""
        back = acts.return_(tx, again, approver, "Vẫn thiếu", START)
        assert acts.drop(tx, back, START).state is S.WITHDRAWN
        assert acts.open_of(tx, ENTRY) is None

    await db.transaction(work)


async def test_still_right_needs_no_words_and_a_second_person(
    db: Database, content: Content, shelf: Shelf
) -> None:
    late = START + timedelta(days=400)
    day = date(2027, 12, 26)

    def work(tx: Transaction) -> None:
        author, approver = two(tx)
        entry = shelf.now.knowledge.entries[ENTRY]
        assert not entry.servable_on(day)
        until = acts.propose_review(shelf, entry, day, Counter())
        assert day < until <= day + timedelta(days=365)
        made = acts.confirm(tx, shelf, entry, until, author, late)
        assert (made.state, made.act) == (S.SUBMITTED, EntryAct.CONFIRM)
        assert refused(lambda: acts.confirm(tx, shelf, entry, until, author, late)) == (
            "entry_in_the_making"
        )
        understanding = shelf.now.understanding
        acts.publish(tx, shelf, made, approver, late)
        serve(tx, shelf)
        now = shelf.now.knowledge.entries[ENTRY]
        assert now.servable_on(day) and now.review_by == until
        assert fields_of(now.text, content.laws) == fields_of(entry.text, content.laws) | {
            "review_by": str(until)
        }
        assert shelf.now.understanding is understanding
        far = until + timedelta(days=400)
        assert refused(lambda: acts.confirm(tx, shelf, now, far, author, late)) == "entry_faulty"

    await db.transaction(work)


def test_many_that_are_renewed_at_once_do_not_fall_due_at_once(shelf: Shelf) -> None:
    given: Counter[date] = Counter()
    for entry in shelf.files.entries.values():
        day = acts.propose_review(shelf, entry, date(2027, 1, 2), given)
        given[day] += 1
    assert max(given.values()) <= 10


async def test_what_is_withdrawn_says_so_and_can_be_undone(
    db: Database, content: Content, shelf: Shelf
) -> None:
    def entry() -> object:
        return shelf.now.knowledge.entries[ENTRY]

    def work(tx: Transaction) -> None:
        author, approver = two(tx)

        def let(version: EntryVersion) -> EntryVersion:
            done = acts.publish(tx, shelf, version, approver, START)
            serve(tx, shelf)
            return done

        draft = acts.write(tx, shelf, edited(shelf, content, short="Một."), author, START, "thue")
        first = let(acts.submit(tx, shelf, draft, START))
        known = shelf.now.knowledge.entries[ENTRY]
        let(acts.withdraw(tx, shelf, known, author, "Luật đổi", START))
        assert tx.entries.get(first.id) == replace(first, state=S.WITHDRAWN, ended_at=START)
        gone = shelf.now.knowledge.entries[ENTRY]
        assert not gone.servable_on(TODAY)
        assert refused(lambda: acts.withdraw(tx, shelf, gone, author, "", START)) == (
            "entry_withdrawn_already"
        )
        let(acts.undo(tx, shelf, gone, first, author, START))
        assert shelf.now.knowledge.entries[ENTRY].servable_on(TODAY)
        assert shelf.now.knowledge.short(ENTRY, TODAY) == "Một."
        let(acts.undo(tx, shelf, shelf.now.knowledge.entries[ENTRY], None, author, START))
        file = content.shelf.files.entries[ENTRY]
        now = shelf.now.knowledge.entries[ENTRY]
        same = with_keys(file.text, reviewed_on=TODAY, checked_on=TODAY, review_by=now.review_by)
        assert now.text == same

    await db.transaction(work)


async def test_only_who_may_writes_and_an_office_only_its_own(
    db: Database, content: Content, shelf: Shelf
) -> None:
    def work(tx: Transaction) -> None:
        tax = make_staff(tx, "thue", Role.EXTERNAL, office="thue")
        bank = make_staff(tx, "bank", Role.EXTERNAL, office="nhcsxh")
        one = edited(shelf, content, short="Một.")
        assert acts.write(tx, shelf, one, tax, START, "thue").authors == (tax.id,)
        assert refused(lambda: acts.write(tx, shelf, one, bank, START, "thue")) == "entry_not_yours"
        moved = edited(shelf, content, short="Một.", office="nhcsxh")
        assert refused(lambda: acts.write(tx, shelf, moved, bank, START, "nhcsxh")) == (
            "entry_not_yours"
        )

    await db.transaction(work)


# Who may do what with an answer of the tax office: while nothing is in the making, and while a
# version of somebody else waits.
ROLES = {
    Role.OWNER: ("confirm edit undo withdraw", "edit publish return"),
    Role.CLERK: ("confirm edit undo withdraw", "edit"),
    Role.APPROVER: ("confirm edit undo withdraw", "edit publish return"),
    Role.RESPONDER: ("", ""),
    Role.EXTERNAL: ("confirm edit undo withdraw", "edit"),
    Role.COMMUNICATOR: ("", ""),
    Role.AUDITOR: ("", ""),
    Role.DOOR: ("", ""),
    Role.ADMIN: ("", ""),
    Role.LEADER: ("", ""),
}


@pytest.mark.parametrize("role", Role)
async def test_each_role_has_its_moves(db: Database, role: Role) -> None:
    def work(tx: Transaction) -> None:
        office = "thue" if role is Role.EXTERNAL else "kthtdt"
        person = make_staff(tx, "x", role, office=office)
        waits = EntryVersion(
            1, ENTRY, "thue", EntryAct.EDIT, S.SUBMITTED, "", (person.id + 1,), START, START
        )

        def open_to(version: EntryVersion | None) -> str:
            found = acts.moves(person, "thue", version, served=True, earlier=True)
            return " ".join(sorted(found))

        assert (open_to(None), open_to(waits)) == ROLES[role]
        own = replace(waits, authors=(person.id,))
        assert DeskMove.PUBLISH not in open_to(own)

    await db.transaction(work)


@pytest.mark.parametrize(
    ("fields", "name", "what"),
    [
        ({"short": "Phải nộp 300 nghìn mỗi năm."}, "typed_figure", "300 nghìn"),
        ({"mistakes": "- Nộp trước 30/1."}, "typed_figure", "30/1"),
        ({"short": ""}, "said", ""),
        ({"question": ""}, "no_question", ""),
        ({"ask": ""}, "no_wording", ""),
        ({"sources": ""}, "no_source", ""),
        ({"review_by": "2026-11-01"}, "review_past", ""),
        ({"review_by": "2029-01-01"}, "review_late", ""),
        ({"review_by": "hôm nào"}, "said", ""),
        ({"short": "{{ fact('no_such') }}"}, "template_no_figure", "{{ fact('no_such') }}"),
        ({"short": "{{ oops"}, "template_bracket", "{{ oops"),
        ({"ask": "bị từ chối vay"}, "wording_taken", "bị từ chối vay"),
    ],
)
def test_what_is_wrong_with_a_text_is_found(
    shelf: Shelf, content: Content, fields: dict[str, str], name: str, what: str
) -> None:
    found = faults(shelf, edited(shelf, content, **fields), TODAY)
    assert name in {fault.name for fault in found}
    assert what in {fault.what for fault in found if fault.name == name} or not what
    assert faults(shelf, edited(shelf, content), TODAY) == []


def test_a_wording_that_takes_messages_from_another_entry_is_found(
    shelf: Shelf, content: Content
) -> None:
    ask = fields_of(shelf.files.entries[ENTRY].text, content.laws)["ask"]
    good = edited(shelf, content, ask=f"{ask}\ntiền bài của sạp tôi còn đóng nữa không")
    assert harms(shelf, good) == []
    leads = edited(shelf, content, ask=f"{ask}\nngân hàng không chịu cho vay thì làm sao")
    found = harms(shelf, leads)
    assert {fault.other for fault in found} >= {"bi-tu-choi-vay"}
    assert all(fault.what and (fault.example or fault.name == "wording_leads") for fault in found)
    assert harms(shelf, edited(shelf, content, short="Một.")) == []


def written_new(content: Content, question: str, *ask: str) -> Published:
    fields = {"question": question, "menu": question, "short": "Hỏi tổ trưởng.", "office": "kthtdt"}
    text = with_fields(blank("Phòng", TODAY), fields | {"ask": "\n".join(ask)}, content.laws)
    return Published("cau-moi", "phuong", text)


def test_a_new_answer_may_be_offered_beside_another_and_take_nothing_from_it(
    shelf: Shelf, content: Content
) -> None:
    """Somebody who is asked which of both they mean still gets the other."""
    wanted = "mượn bàn ghế của nhà văn hóa tổ làm tiệc được không"
    beside = written_new(content, "Mượn bàn ghế của nhà văn hóa tổ được không?", wanted)
    assert harms(shelf, beside) == []
    taken = "xin dựng rạp bạt che trước quán ngày khai trương"
    instead = written_new(content, "Dựng rạp trước quán ngày khai trương?", taken)
    assert "via-he" in {fault.other for fault in harms(shelf, instead)}
