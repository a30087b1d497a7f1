"""No method of a repository is without its contract: an engine is trusted for what was tried."""

import ast
import inspect
import re
from pathlib import Path

from storage.database import Database, Transaction

FOLDER = Path(__file__).parent


def called() -> set[str]:
    """`repository.method` of every `tx.repository.method(...)` in these tests."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.py")]
    calls = [node.func for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {
        f"{call.value.attr}.{call.attr}"
        for call in calls
        if isinstance(call, ast.Attribute)
        and isinstance(call.value, ast.Attribute)
        and isinstance(call.value.value, ast.Name)
        and call.value.value.id == "tx"
    }


def methods(tx: Transaction) -> set[str]:
    return {
        f"{name}.{method}"
        for name, repository in vars(tx).items()
        if not name.startswith("_")
        for method, _ in inspect.getmembers(type(repository), inspect.isfunction)
        if not method.startswith("_")
    }


async def test_every_method_of_every_repository_has_a_contract_test(db: Database) -> None:
    there = await db.transaction(methods)
    assert len(there) > 300
    assert sorted(there - called()) == []


def test_a_contract_names_no_engine() -> None:
    for path in FOLDER.glob("test_*.py"):
        text = path.read_text(encoding="utf-8")
        assert path == Path(__file__) or not re.search("sqlite|postgres", text), path.name
