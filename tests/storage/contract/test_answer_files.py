"""Files of answers: by their name, by their question, gone when they are to go."""

from dataclasses import replace

from storage.answer_files import AnswerFile
from storage.database import Transaction
from tests.storage.contract.records import LATER, on_every_engine, question, staff
from tests.support.clock import START


@on_every_engine
def test_files_are_of_a_question_and_go_with_it(tx: Transaction) -> None:
    author, asked, other = staff(tx), question(tx), question(tx, code="Q2")

    def made(name: str, of: int) -> AnswerFile:
        number = tx.answer_files.ids.next()
        return tx.answer_files.add(
            AnswerFile(number, of, author.id, name, "Tờ khai.pdf", 2048, START)
        )

    one, two, third = made("a.pdf", asked.id), made("b.jpg", asked.id), made("c.pdf", other.id)
    assert tx.answer_files.by_name("a.pdf") == one and tx.answer_files.by_name("x.pdf") is None
    assert tx.answer_files.of_question(asked.id) == [one, two]
    assert tx.answer_files.names() == {"a.pdf", "b.jpg", "c.pdf"}
    tx.answer_files.remove(two.id)
    assert tx.answer_files.of_question(asked.id) == [one]
    assert tx.answer_files.save(replace(one, title="Mẫu.pdf")).title == "Mẫu.pdf"
    assert tx.answer_files.remove_loose_before(START) == []
    assert tx.answer_files.remove_loose_before(LATER, most=1) == ["a.pdf"]
    assert tx.answer_files.remove_of(other.id) == [third.name]
    assert tx.answer_files.names() == set()
