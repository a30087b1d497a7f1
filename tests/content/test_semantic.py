"""The table of meaning: built the same way twice, small on disk, and better than words alone."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from content.distil import distil, sentences
from content.library import FOLDER, Content, load_content
from content.problems import ContentError
from content.semantic import SemanticTable
from content.wording import Shorthand

TEXTS = ["thuế môn bài", "lệ phí môn bài", "hủy hóa đơn", "xóa hóa đơn", "vay vốn ngân hàng"]


def teacher(texts: Sequence[str]) -> NDArray[np.float32]:
    """Stands in for the sentence model: near the same words, near each other."""
    known = sorted({word for text in TEXTS for word in text.split()})
    rows = [[float(word in text.split()) for word in known] for text in texts]
    return np.asarray(rows, dtype=np.float32)


def build() -> SemanticTable:
    return distil(TEXTS, teacher, Shorthand.load(FOLDER / "shorthand.yaml"))


def test_the_same_sentences_give_the_same_table(tmp_path: Path) -> None:
    build().save(tmp_path / "a.npz")
    build().save(tmp_path / "b.npz")
    with np.load(tmp_path / "a.npz") as a, np.load(tmp_path / "b.npz") as b:
        assert all(np.array_equal(a[name], b[name]) for name in a.files)


def test_a_table_survives_being_saved(tmp_path: Path) -> None:
    table = build()
    table.save(tmp_path / "table.npz")
    again = SemanticTable.load(tmp_path / "table.npz")
    weights = {"mon": 1.0, "mon bai": 0.7, "chua tung thay": 1.0}
    assert np.array_equal(table.sum_of(weights), again.sum_of(weights))


def test_what_the_table_learns_from_is_our_own_and_written_with_marks() -> None:
    found = sentences()
    assert len(found) > 5000
    assert "Môn bài năm nay nộp bao nhiêu?" in found


def test_meaning_finds_what_words_do_not_share(content: Content) -> None:
    """Questions whose words stand in no wording of the entry."""
    words_only = load_content(with_meaning=False).understanding
    asked = "sếp thuế có cho khất tiền tới tháng sau không"
    with_meaning = content.understanding.read(asked)
    assert with_meaning.entries != words_only.read(asked).entries


def test_a_damaged_table_is_named(tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "content"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    (copy / "semantic.npz").write_bytes(b"not a table")
    with pytest.raises(ContentError, match=r"semantic\.npz:1: không đọc được bảng nghĩa"):
        load_content(copy)
