"""What is worked out of the content is kept for the next start, and gives the same."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from content.features import Wording
from content.index import Index, IndexSource, Wordings, index_at_start
from content.lexical import LexicalScorer, _read
from content.library import FOLDER
from content.search import Parts, load_parts

MESSAGES = ("nop thue bao nhieu", "vay von", "troi mua", "chuyen khac")


@pytest.fixture(scope="module")
def parts() -> Parts:
    return load_parts(FOLDER)


@pytest.fixture
def source(parts: Parts) -> IndexSource:
    asked = {
        "tax": ["Tôi nộp thuế bao nhiêu?", "thue phai dong"],
        "loan": ["Vay vốn ở đâu?"],
        "decline:weather": ["trời có mưa không"],
    }
    read = Wordings(parts.shorthand)
    return IndexSource(asked, {"tax": "Mỗi quý."}, ["mưa bão"], parts.shorthand, parts.table, read)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CACHE_DIRECTORY", str(tmp_path / "kept"))
    return tmp_path / "kept"


def _same(one: Index, other: Index) -> bool:
    return (
        one.wordings == other.wordings
        and one.lexical.keys == other.lexical.keys
        and one.keys.spelled("mwa baxo") == other.keys.spelled("mwa baxo")
        and all(
            np.array_equal(one.lexical.scores(text, ""), other.lexical.scores(text, ""))
            and np.array_equal(one.semantic.scores(text, ""), other.semantic.scores(text, ""))
            for text in MESSAGES
        )
    )


def _not_made(self: LexicalScorer, *given: object) -> None:
    raise AssertionError("worked out again")


def test_a_second_start_takes_what_the_first_worked_out(
    folder: Path, source: IndexSource, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = index_at_start(source)
    monkeypatch.setattr("content.lexical._Told.of", _not_made)
    again = index_at_start(replace(source, read=Wordings(parts.shorthand)))
    assert _same(first, again)
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"asked": {"tax": ["Thuế?"]}},
        {"answers": {"tax": "Mỗi năm."}},
        {"spelled": ["lũ"]},
    ],
)
def test_of_other_content_nothing_kept_is_taken(
    folder: Path, source: IndexSource, changed: dict[str, object]
) -> None:
    index_at_start(source)
    other = replace(source, **changed)  # type: ignore[arg-type]
    assert _same(index_at_start(other), other.index({}))
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("damage", [b"", b"no archive", None])
def test_a_damaged_file_is_made_again(
    folder: Path, source: IndexSource, damage: bytes | None
) -> None:
    first = index_at_start(source)
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    assert _same(index_at_start(source), first)
    assert file.read_bytes()[:2] == b"PK"
    assert len(file.read_bytes()) == len(whole)


def test_where_nothing_can_be_kept_each_start_works_it_out(
    tmp_path: Path, source: IndexSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CACHE_DIRECTORY", str(tmp_path / "file" / "below"))
    assert _same(index_at_start(source), index_at_start(source))


def test_the_last_used_are_kept(folder: Path, source: IndexSource) -> None:
    index_at_start(source)
    for number in range(10):
        index_at_start(source)
        index_at_start(replace(source, spelled=[str(number)]))
    kept = len(list(folder.iterdir()))
    index_at_start(source)
    assert kept == 8 == len(list(folder.iterdir()))


def test_another_made_from_a_kept_one_reads_no_wording_again(
    folder: Path, source: IndexSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_at_start(source)
    kept = index_at_start(source).lexical
    asked = {**source.asked, "rain": ["trời mưa to quá"]}
    other = replace(source, asked=asked, answers={})
    anew = other.index({}).lexical
    read: list[int] = []

    def counted(wordings: Sequence[tuple[int, Wording]], column: dict[str, int]) -> object:
        read.append(len(wordings))
        return _read(wordings, column)

    monkeypatch.setattr("content.lexical._read", counted)
    made = other.index({}, before=kept).lexical
    assert read == [1]
    for text in (*MESSAGES, "mua to qua", "nộp thuế"):
        assert np.allclose(made.scores(text, ""), anew.scores(text, ""))


def test_another_made_from_one_is_the_same_as_made_anew(source: IndexSource) -> None:
    """Of wordings that come, go, move and change, and of words nobody says any more."""
    tax, loan = list(source.asked["tax"]), list(source.asked["loan"])
    editions: list[dict[str, list[str]]] = [
        {"tax": [*tax, "mỗi quý nộp bao nhiêu"], "loan": loan},
        {"loan": ["vay ngân hàng nào", *loan], "tax": tax},
        {"tax": tax[:1], "rain": ["mưa to quá", "troi mua"], "loan": loan},
        {"rain": ["trời mưa"]},
        {"tax": tax, "loan": loan},
    ]
    before = source.index({}).lexical
    for asked in editions:
        other = replace(source, asked=asked, answers={})
        anew, made = other.index({}).lexical, other.index({}, before=before).lexical
        assert made.keys == anew.keys
        assert set(made._column) == set(anew._column)
        for text in (*MESSAGES, "moi quy nop bao nhieu", "vay ngan hang"):
            for marked in ("", "mỗi quý"):
                assert np.allclose(
                    made.scores(text, marked), anew.scores(text, marked), rtol=0, atol=1e-6
                )
        before = made
