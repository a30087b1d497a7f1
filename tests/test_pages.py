"""Pages read a form, have one function of a subject do it, and show the result: they write nothing
themselves and decide nothing by the state something is in."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "bot" / "web").rglob("*.py"))
PAGES_AS_SHOWN = sorted((ROOT / "bot" / "web" / "templates").rglob("*.html"))
_WRITING_SQL = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b")
_WRITING_CALL = re.compile(r"delete_lot|self\._\w+\.(add|save|put|remove)")

# What pages still change by themselves: the console's memory of its own forms, and signing in.
OF_THE_CONSOLE = {"audit.write", "once.claim", "once.keep_result"}
SIGNING_IN = {"staff.end_session", "staff.end_sessions_of", "staff.save", "staff_links.unlink"}

_STATE = re.compile(r"\.state (?:==|!=|in|not in) |takes_\w+\(now\)|gives_seats\(")
# Templates that still ask in which state something is; the list may only shrink.
TEMPLATES_LEFT = {
    *("broadcast_article", "data_requests", "event_invitations"),
    *("import_sheets", "news", "question", "question_answer", "question_moves"),
}


def writing_methods() -> dict[str, set[str]]:
    """By repository, as a transaction calls it, the methods that change something."""
    named = re.findall(
        r"self\.(\w+) = (\w+)\(connection", (ROOT / "storage/repositories.py").read_text("utf-8")
    )
    classes = {
        node.name: node
        for path in (ROOT / "storage").glob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef)
    }
    return {name: _writing(classes[kind]) for name, kind in named}


def _writing(repository: ast.ClassDef) -> set[str]:
    methods = {node.name: node for node in repository.body if isinstance(node, ast.FunctionDef)}
    found = {name for name, method in methods.items() if _writes(method)}
    while more := {n for n, m in methods.items() if n not in found and found & set(_own_calls(m))}:
        found |= more
    return found


def _writes(method: ast.FunctionDef) -> bool:
    for node in ast.walk(method):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if _WRITING_SQL.match(node.value):
                return True
        elif _WRITING_CALL.fullmatch(_called(node)):
            return True
    return False


def _called(node: ast.AST) -> str:
    """`tx.questions.save` of a call of it; "" of what calls nothing by a name."""
    match node:
        case ast.Call(func=ast.Name() | ast.Attribute() as named):
            return ast.unparse(named)
    return ""


def _own_calls(method: ast.FunctionDef) -> Iterable[str]:
    for node in ast.walk(method):
        if found := re.fullmatch(r"self\.(\w+)", _called(node)):
            yield found[1]


def writes(source: str, methods: dict[str, set[str]]) -> set[str]:
    """`questions.save`, ...: where a transaction's repository is told to change something."""
    return {
        f"{found[1]}.{found[2]}"
        for node in ast.walk(ast.parse(source))
        if (found := re.search(r"\btx\.(\w+)\.(\w+)$", _called(node)))
        and found[2] in methods.get(found[1], ())
    }


def decisions(source: str) -> set[str]:
    """A state named, or compared as a word: a rule of a subject."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id.endswith("State"):
                found.add(ast.unparse(node))
        elif isinstance(node, ast.Name) and re.fullmatch(r"\w+_STATES|ALIVE", node.id):
            if node.id != "EVENT_STATES":  # the words of a form
                found.add(node.id)
        elif isinstance(node, ast.Compare) and _compares_a_state(node):
            found.add(ast.unparse(node))
    return found


def _compares_a_state(node: ast.Compare) -> bool:
    with_a_word = isinstance(node.comparators[0], ast.Constant)
    return with_a_word and ast.unparse(node.left).endswith(".state")


@pytest.fixture(scope="module")
def methods() -> dict[str, set[str]]:
    return writing_methods()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_pages_write_only_through_a_subject(path: Path, methods: dict[str, set[str]]) -> None:
    changed = writes(path.read_text("utf-8"), methods)
    assert changed <= OF_THE_CONSOLE | SIGNING_IN


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_pages_decide_nothing_by_a_state(path: Path) -> None:
    assert decisions(path.read_text("utf-8")) == set()


def test_templates_decide_nothing_by_a_state() -> None:
    """Whether something may be done now is said by the view that the subject makes."""
    deciding = [one for one in PAGES_AS_SHOWN if _STATE.search(one.read_text("utf-8"))]
    assert {f"{one.parent.name}/{one.stem}" for one in deciding} == {
        f"console/{name}" for name in TEMPLATES_LEFT
    }
    assert _STATE.search('{% if event.state == "draft" and event.takes_questions(now) %}')


def test_a_planted_write_and_a_planted_rule_are_caught(methods: dict[str, set[str]]) -> None:
    planted = "def work(tx):\n    tx.questions.save(one)\n    tx.questions.get(1)\n"
    assert writes(planted, methods) == {"questions.save"}
    assert writes("tx.outbox.withdraw('', now)", methods) == {"outbox.withdraw"}
    assert decisions("if one.state is QuestionState.MERGED: ...") == {"QuestionState.MERGED"}
    assert decisions("if one.state in OPEN_STATES: ...") == {"OPEN_STATES"}
    assert decisions("if one.state == 'open': ...") == {"one.state == 'open'"}
