"""What ends soon is said in the morning to whoever sees to it, and put on paper for its office."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl

from content.documents.review_paper import paper, workbook
from content.fact_text import fact_text
from content.library import Content
from content.overlay import Published, fact_entry
from handlers.clock import schedules
from handlers.desk import acts, lists, on_paper
from handlers.desk.lists import WantedEntries
from storage.database import Database, Transaction
from storage.staff_models import Role
from tests.handlers.test_content_desk import ENTRY, edited
from tests.support.clock import START
from tests.support.conference import make_staff

DAY = date(2026, 12, 14)


async def test_a_monday_says_what_ends_within_thirty_days_and_whose_it_is(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> list[tuple[str, list[str]]]:
        tax = make_staff(tx, "thue", Role.EXTERNAL, office="thue")
        clerk = make_staff(tx, "hoa", Role.CLERK)
        ending = lists.ending(content, DAY)
        assert {one.id for one in ending} >= {"gia-han-nop-thue"}
        found = []
        for person in (tax, clerk):
            for office, entries in schedules._to_review(content, person, ending):
                found.append((f"{person.login} {office}", [one.id for one in entries]))
        return found

    found = dict(await db.transaction(work))
    office = content.ward.office("thue").name
    assert "gia-han-nop-thue" in found[f"thue {office}"] and f"hoa {office}" in found
    assert all(name.partition(" ")[2] == office for name in found if name.startswith("thue"))


async def test_a_version_waits_for_whoever_did_not_write_it(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        shelf = content.shelf.another()
        author = make_staff(tx, "hoa", Role.APPROVER)
        other = make_staff(tx, "nam", Role.APPROVER)
        draft = acts.write(tx, shelf, edited(shelf, content, short="M."), author, START, "thue")
        assert not acts.can_approve(other, draft)
        sent = acts.submit(tx, shelf, draft, START)
        assert acts.can_approve(other, sent) and not acts.can_approve(author, sent)
        assert not acts.can_approve(replace(other, roles=frozenset({Role.CLERK})), sent)

    await db.transaction(work)


async def test_answers_go_on_paper_as_they_are_said(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> list[lists.EntryRow]:
        clerk = make_staff(tx, "hoa", Role.CLERK)
        wanted = WantedEntries("tat-ca", words="môn bài")
        return lists.look_up(tx, content, clerk, wanted, DAY).rows

    answers = on_paper.answers(content, await db.transaction(work), DAY)
    one = next(one for one in answers if one.id == ENTRY)
    assert one.short.startswith("Không phải nộp.") and "{{" not in one.short + one.more
    book = openpyxl.load_workbook(io.BytesIO(workbook(content, answers, DAY)))
    cells = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
    assert one.question in cells and one.basis in cells
    word = zipfile.ZipFile(io.BytesIO(paper(content, "Thuế cơ sở", answers, 2026)))
    text = word.read("word/document.xml").decode()
    assert one.question in text and "PHIẾU RÀ SOÁT" in text and "Đúng" in text


async def test_a_newer_program_asks_about_what_both_changed(content: Content) -> None:
    own = replace(content, shelf=content.shelf.another())
    shelf = own.shelf
    fact = shelf.files.facts["luong_co_so"]
    other = replace(fact, meaning="Khác")
    entry = replace(edited(shelf, content, short="Một."), base=shelf.base_of(ENTRY))
    figure = Published(fact_entry(fact.name), "", "", fact_text(other), shelf.base_of("fact:x"))
    beside = replace(figure, base=shelf.base_of(fact_entry(fact.name)))
    shelf.put(shelf.edition(1, [entry, beside]))
    assert lists.moved(own) == []
    shelf.put(shelf.edition(2, [replace(entry, base="x"), figure]))
    assert lists.moved(own) == [ENTRY, fact_entry(fact.name)]
    same = replace(entry, base="x", text=shelf.files.entries[ENTRY].text)
    shelf.put(shelf.edition(3, [same, replace(figure, facts=fact_text(fact))]))
    assert lists.moved(own) == []  # both say the same by now
