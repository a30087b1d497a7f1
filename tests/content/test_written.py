"""An answer taken apart into a form and put together again."""

from datetime import date

import pytest

from content.library import Content
from content.overlay import Published
from content.written import (
    FIELDS,
    UnknownLaw,
    blank,
    fields_of,
    with_fields,
    with_keys,
)

ENTRY = "mon-bai"


def test_a_form_that_changes_nothing_leaves_every_answer_letter_by_letter(content: Content) -> None:
    for entry in content.shelf.files.entries.values():
        fields = fields_of(entry.text, content.laws)
        assert set(fields) == set(FIELDS)
        assert with_fields(entry.text, fields, content.laws) == entry.text
        if entry.titles is None:
            assert fields["question"] == entry.question and fields["menu"] == entry.menu
        else:  # named with the facts of today
            assert "fact(" in fields["question"] + fields["menu"]
        assert tuple(fields["ask"].splitlines()) == entry.ask, entry.id
        assert len(fields["sources"].splitlines()) == len(entry.sources)


def test_every_answer_put_together_anew_is_the_same_answer(content: Content) -> None:
    """What is rewritten is written as the files write it."""
    for entry in content.shelf.files.entries.values():
        fields = fields_of(entry.text, content.laws)
        other = with_fields(entry.text, dict.fromkeys(fields, "x") | {"sources": ""}, content.laws)
        assert with_fields(other, fields, content.laws) == entry.text, entry.id


def test_only_what_was_changed_is_different(content: Content) -> None:
    text = content.shelf.files.entries[ENTRY].text
    fields = fields_of(text, content.laws) | {
        "question": 'Môn bài "năm nay": bao nhiêu?',
        "papers": "- Không cần giấy gì.",
        "sources": "Nghị quyết 198/2025/QH15: Điều 10 khoản 7\nnd-68-2026: điểm a: ý 2",
    }
    changed = with_fields(text, fields, content.laws)
    lines = set(changed.splitlines()) ^ set(text.splitlines())
    assert lines == {
        'question: "Môn bài năm nay nộp bao nhiêu?"',
        'question: "Môn bài \\"năm nay\\": bao nhiêu?"',
        "## Giấy tờ",
        "- Không cần giấy gì.",
        '  - nd-68-2026: "điểm a: ý 2"',
    }
    entry, _, troubles = content.shelf.read(Published(ENTRY, "thue", changed))
    assert troubles == [] and entry is not None
    assert entry.question == fields["question"]
    assert [source.articles for source in entry.sources][1] == "điểm a: ý 2"
    assert fields_of(changed, content.laws) == fields | {
        "sources": fields["sources"].replace("nd-68-2026", "Nghị định 68/2026/NĐ-CP")
    }


@pytest.mark.parametrize("line", ["Nghị định 999/2026/NĐ-CP: Điều 1", "nd-68-2026:", "Điều 3"])
def test_a_source_of_no_document_is_refused(content: Content, line: str) -> None:
    text = content.shelf.files.entries[ENTRY].text
    fields = fields_of(text, content.laws) | {"sources": line}
    with pytest.raises(UnknownLaw):
        with_fields(text, fields, content.laws)


def test_a_new_key_stands_where_files_have_it(content: Content) -> None:
    text = content.shelf.files.entries[ENTRY].text
    review = with_keys(text, status="under_review", review_by=date(2027, 1, 9))
    assert "related: [mon-bai-cong-ty, bo-thue-khoan]\nstatus: under_review\nvalid_from" in review
    assert "review_by: 2027-01-09\nowner:" in review
    assert with_keys(review, status="", review_by=date(2027, 8, 12)) == text


def test_a_blank_answer_can_be_filled_in(content: Content) -> None:
    fields = {
        "question": "Thả diều ở đâu?",
        "menu": "Thả diều",
        "short": "Ở bãi sông.",
        "mistakes": "- Thả gần dây điện.",
        "ask": "tha dieu o dau\ncho thả diều",
        "sources": "nq-198-2025: Điều 10",
        "certainty": "one_source",
        "office": "kthtdt",
        "review_by": "2027-02-01",
    }
    text = with_fields(blank("Phòng", date(2026, 11, 28)), fields, content.laws)
    entry, _, troubles = content.shelf.read(Published("tha-dieu", "phuong", text))
    assert troubles == [] and entry is not None
    assert entry.ask == ("tha dieu o dau", "cho thả diều") and entry.certainty == "one_source"
    assert entry.review_by == date(2027, 2, 1)
