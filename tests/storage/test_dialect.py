"""Repositories are written in the SQL every engine has; what differs is a word of the engine."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

STORAGE = Path(__file__).parents[2] / "storage"
SOURCES = sorted(STORAGE.glob("*.py"))

# What only one engine understands, or understands in a way of its own, and what to write instead.
REFUSED = {
    r"json_each|json_set|json_extract|json_array": "words.texts, words.numbers, words.with_number",
    r"group_concat|string_agg": "words.joined",
    r"\b(?:instr|strpos)\(": "words.contains",
    r"\b(?:greatest|least)\(": "words.greatest",
    r"\b(?:max|min)\((?:[^()\"]|\([^()]*\))*,": "words.greatest",
    r"\bINSERT OR\b|\bREPLACE INTO\b": "ON CONFLICT",
    r"\bROWID\b|\b_?rowid_?\b": "an id of ours",
    r"\brandom\(\)": "words.lot",
    r"\bCROSS JOIN\b": "words.join_in_order",
    r"\+[a-z]\.[a-z_]+ [<>=]": "words.unsought",
    r"\bIS(?: NOT)? :|\bIS NOT DISTINCT\b": "= or IS NULL",
    r"\bLIMIT -1\b|\bLIMIT ALL\b": "a limit",
    r"\bsubstr\([^\"]*, -": "substr from a length",
    r"\b(?:strftime|julianday|datetime|date)\('": "a moment given by the caller",
    r"\bPRAGMA\b|\bsqlite_master\b|\bGLOB\b|\bILIKE\b": "nothing of one engine",
    r"\bNOT (?:[a-z]\.)?[a-z_]+(?=[\" )])": "= 0",
    r"::|%s|= \?": "cast() and named parameters",
    r"\(:[a-z_]+ IS (?:NOT )?NULL OR": "the condition that says its type first",
}
# Words of SQL that stand after NOT.
_AFTER_NOT = re.compile(r"NOT (?:in|null|exists|between|like|distinct)\b", re.IGNORECASE)


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Every text that stands in a module, pieces that follow each other in one, with its line; what
    is put into it as `…`. Descriptions are none of them."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {id(part) for node in ast.walk(tree) for part in _pieces(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(map(_text, node.values))
        elif isinstance(node, ast.Constant) and id(node) not in inside:
            yield node.lineno, _text(node)


def _pieces(node: ast.AST) -> list[ast.expr]:
    """What is no text of its own: the parts of another, and descriptions."""
    if isinstance(node, ast.JoinedStr):
        return node.values
    return [node.value] if isinstance(node, ast.Expr) else []


def _text(node: ast.expr) -> str:
    said = node.value if isinstance(node, ast.Constant) else "…"
    return said if isinstance(said, str) else ""


def refused(path: Path) -> list[str]:
    return [
        f"{path.name}:{line} {match[0]!r}: write {instead}"
        for line, text in texts(path)
        for pattern, instead in REFUSED.items()
        for match in re.finditer(pattern, text)
        if not _AFTER_NOT.match(match[0])
    ]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_a_repository_says_only_what_every_engine_understands(path: Path) -> None:
    assert not refused(path)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT value FROM json_each(:ids)",
        "UPDATE t SET due_at = max(due_at, :now)",
        "UPDATE t SET due_at = max(coalesce(a, b), c)",
        "INSERT OR IGNORE INTO t (a) VALUES (:a)",
        "SELECT 1 FROM t AS o WHERE +o.due_at <= :now",
        "SELECT rowid FROM t",
        "SELECT 1 FROM t WHERE NOT aside",
        "SELECT 1 FROM t WHERE done_at IS :done_at",
        "SELECT substr(key, -length(:about)) FROM t",
        "SELECT instr(body, :code) > 0 FROM t",
        "SELECT 1 FROM t WHERE (:until IS NULL OR at < :until)",
    ],
)
def test_what_one_engine_alone_understands_is_found(statement: str, tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(f'def f(x: int) -> str:\n    return ("{statement}" f" {{x}}")\n')
    assert refused(planted)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT coalesce(max(seq), 0) AS n FROM gone",
        "SELECT min(o.created_at) AS oldest, max(o.created_at) AS newest FROM outbox AS o",
        "SELECT 1 FROM t WHERE a NOT IN (1) AND b IS NOT NULL AND NOT EXISTS (SELECT 1 FROM u)",
    ],
)
def test_what_all_understand_is_let_through(statement: str, tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(f'STATEMENT = "{statement}"\n')
    assert not refused(planted)
