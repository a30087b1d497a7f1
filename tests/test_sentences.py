"""A `.py` file says nothing to people: their sentences stand in `content/`, each under a key."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

import pytest

from content.operator import FOLDER
from content.sentences import read_sentences, values_of
from tests.support.code import parts_of, trees
from tests.test_templates import LETTERS

# What is typed to us, and how Vietnamese is written: words to recognise and to spell, no sentences.
# fmt: off
HEARD = (
    *(f"content/{name}" for name in (
        "account", "addressing", "anonymous", "danger",
        "desk_words", "despair", "encoder/noise", "headings", "keys", "legacy_fonts",
        "mends", "names", "people", "perils", "petitions", "pointing", "redaction",
        "revenue", "short_answers", "spoken", "syllables", "takings", "trade_told", "trades",
        "variables",
        "vietnamese", "wants_person", "wording",
    )),
    # what people of the benches type, and who they are
    "bot/bench/",
    "bot/commands/typed", "bot/loopback/zalo_oa",
)
# Marks and names that stand in texts we keep and that we look for there.
MARKS = {
    "[địa chỉ]",
    "[tên]", "[số]", "[thư điện tử]", "[số căn cước đã che]", "[mã đã che]", "[mật khẩu đã che]",
    "[số tài khoản đã che]", "[số thẻ đã che]", "Chi tiết", "Các bước", "Giấy tờ", "Hay nhầm",
    "Tết Nguyên Đán", "Tết Dương lịch", "Ngày Giỗ Tổ Hùng Vương", "Ngày Chiến thắng",
    "Ngày Quốc tế Lao động", "(đồng)",
}
PATTERN = re.compile(r"\\[a-zA-Z.\[]|\(\?|\||[A-Z]-")
# fmt: on


@lru_cache(maxsize=1)
def found() -> dict[str, list[str]]:
    """The modules with Vietnamese in their strings."""
    return {name: lines for name, tree in trees().items() if (lines := vietnamese(tree))}


def vietnamese(tree: ast.Module) -> list[str]:
    """Strings with Vietnamese letters in them, but docstrings, with their line."""
    explained = {id(node.value) for node in parts_of(tree) if isinstance(node, ast.Expr)}
    return [
        f"{node.lineno}: {node.value!r}"
        for node in parts_of(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in explained
        and set(node.value.lower()) & LETTERS
        and node.value not in MARKS
        and not PATTERN.search(node.value)
    ]


def told(tree: ast.Module) -> Iterator[tuple[int, str | None, set[str]]]:
    """Each `tell("part.key", name=...)`: its line, key (None: not written out) and values."""
    modules = {node.module for node in parts_of(tree) if isinstance(node, ast.ImportFrom)}
    for node in parts_of(tree) if "content.operator" in modules else ():
        match node:
            case ast.Call(func=ast.Name(id="tell"), args=[ast.Constant(value=str(key))]):
                yield node.lineno, key, {word.arg or "**" for word in node.keywords}
            case ast.Call(func=ast.Name(id="tell")):
                yield node.lineno, None, set()


def test_no_sentence_stands_in_the_code() -> None:
    assert {name: lines for name, lines in found().items() if not name.startswith(HEARD)} == {}


def test_what_is_excepted_needs_it() -> None:
    assert [name for name in HEARD if not any(one.startswith(name) for one in found())] == []


def test_every_sentence_for_the_operator_is_there_and_told() -> None:
    said: dict[str, set[str]] = defaultdict(set)
    written = {
        f"{path.stem}.{sentence.key}": values_of(sentence.text)
        for path in FOLDER.glob("*.j2")
        for sentence in read_sentences(path.read_text(encoding="utf-8"))
    }
    for name, tree in trees().items():
        for line, key, values in told(tree):
            assert key in written, f"{name}:{line}: no sentence {key}"
            assert values == written[key], f"{name}:{line}: {key} wants {written[key]}"
            said[key].add(name)
    assert set(written) == set(said)


@pytest.mark.parametrize(
    ("code", "many"), [('say("chờ")', 1), ('"""Chờ."""\nsay("x")', 0), ('say(f"{n} người")', 1)]
)
def test_a_planted_sentence_is_found(code: str, many: int) -> None:
    assert len(vietnamese(ast.parse(code))) == many
