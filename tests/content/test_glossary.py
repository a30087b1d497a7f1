"""Hard words are explained where they stand and when asked for."""

import pytest

from content.library import Content


@pytest.mark.parametrize(
    ("asked", "term"),
    [
        ("GTGT là gì", "GTGT"),
        ("thuế VAT là gì?", "GTGT"),
        ("tncn nghia la gi", "TNCN"),
        ("chu so huu huong loi la gi", "chủ sở hữu hưởng lợi"),
        ("thuế GTGT bao nhiêu", None),
        ("mã số thuế là gì", None),
    ],
)
def test_a_term_is_found_when_asked_for(content: Content, asked: str, term: str | None) -> None:
    found = content.glossary.asked_for(asked)
    assert (found.name if found else None) == term


def test_only_whole_words_are_terms(content: Content) -> None:
    assert [t.name for t in content.glossary.used_in("thuế GTGT và TNCN")] == ["GTGT", "TNCN"]
    assert content.glossary.used_in("XGTGTX") == []
