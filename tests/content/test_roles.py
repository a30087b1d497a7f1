"""What a sum is, by words no pattern knows: learned from messages of strangers
(`content/revenue/roles.jsonl`)."""

import io
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from content.library import Content
from content.revenue import Lack, read, roles
from content.revenue.fit_roles import digest_of, spans_in
from content.revenue.roles import FILE, SumRole, role_of
from content.tax import TaxRules
from content.vietnamese import fold

TODAY = date(2026, 11, 21)
# None of these stands in the file the layer was fitted to.
TAKINGS = (
    "ngày bắt độ hai ba triệu tiền cá",
    "mỗi tối vô được chừng 900 nghìn",
    "tuần nào cũng ra tầm 5 triệu",
    "một tháng kiếm được khoảng 18 triệu từ cái xe nước mía",
    "bình quân mỗi tháng vô 25 triệu",
)
NO_TAKINGS = (
    ("tháng trả tiền mặt bằng hết 9 triệu", SumRole.COST),
    ("lương chồng em đi làm công ty tháng 12 triệu", SumRole.WAGE),
    ("em vay ngân hàng 50 triệu làm vốn", SumRole.MOVED),
    ("trừ hết đi còn lãi được 6 triệu một tháng", SumRole.PROFIT),
    ("trên 1 tỷ mới phải nộp phải không", SumRole.LAW),
    ("mỗi bát 35 nghìn", SumRole.PRICE),
)


def test_the_layer_is_the_one_fitted_to_the_file() -> None:
    with np.load(io.BytesIO(FILE.read_bytes()), allow_pickle=False) as stored:
        fitted_to = stored["fitted_to"].tobytes().decode()
    assert fitted_to == digest_of(FILE.with_suffix(".jsonl"))


@pytest.mark.parametrize("bare", [False, True])
def test_what_people_say_of_a_sum_is_heard(*, bare: bool) -> None:
    expected = [(line, SumRole.SALES) for line in TAKINGS] + list(NO_TAKINGS)
    heard = [role_of(fold(line) if bare else line, spans_in(line), 0) for line, _ in expected]
    assert [one.role for one in heard if one] == [role for _, role in expected]


def test_takings_of_a_time_need_no_word_we_know(content: Content) -> None:
    """Before this it was asked whether they were sold for at all."""
    rules = TaxRules.of_year(content.knowledge.facts, 2026, TODAY)
    for line in TAKINGS[1:]:
        assert read(line, content.trades).lacks(rules) is None, line


def test_what_is_said_to_be_something_else_is_no_takings(content: Content) -> None:
    """A trade stands beside it, and yet it is asked."""
    rules = TaxRules.of_year(content.knowledge.facts, 2026, TODAY)
    told = read("em bán bún, lương chồng em đi làm công ty tháng 12 triệu", content.trades)
    assert not told.has_figures or told.lacks(rules) in (Lack.KIND, Lack.REVENUE)


def test_without_the_file_patterns_do_alone(
    content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "roles.npz"
    broken.write_bytes(b"no layer")
    monkeypatch.setattr(roles, "FILE", broken)
    roles.layer.cache_clear()
    role_of.cache_clear()
    try:
        assert role_of("tháng 20 triệu", spans_in("tháng 20 triệu"), 0) is None
        assert read("bán bún tháng 20 triệu", content.trades).yearly == 240_000_000
    finally:
        monkeypatch.undo()
        roles.layer.cache_clear()
        role_of.cache_clear()
