"""The import rules hold, and each has been seen to catch a planted violation."""

import ast
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.support.code import PACKAGES, ROOT, parts_of, product, trees


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


# What each rule forbids, as a line somebody might write.
PLANTED = [
    ("content/search.py", "import handlers.talk.turn", "content imports nothing of ours"),
    ("storage/inbox.py", "import content.facts", "storage imports nothing of ours"),
    ("handlers/answers/faq.py", "import aiohttp", "handlers know no channel"),
    ("handlers/answers/faq.py", "import bot.settings.settings", "handlers know no channel"),
    ("bot/core/schedule.py", "import sqlite3", "only the storage engines touch a database driver"),
    ("storage/outbox.py", "import sqlite3", "only the storage engines touch a database driver"),
    ("storage/search.py", "import psycopg", "only the storage engines touch a database driver"),
    ("storage/rows.py", "import aiosqlite", "only the storage engines touch a database driver"),
    ("bot/channels/webchat.py", "import storage.models", "channels are given receive"),
    ("bot/channels/terminal.py", "import bot.channels.webchat", "channels do not know each other"),
    (
        "handlers/conference/seats.py",
        "import handlers.question.moves",
        "subjects stand on each other",
    ),
    ("handlers/people/telling.py", "import handlers.answers.faq", "subjects stand on each other"),
    ("bot/core/delivery.py", "import telegram", "the core knows no vendor"),
    ("bot/core/conversation.py", "import bot.web.limits", "the core knows no vendor"),
    ("bot/web/pages.py", "import bot.channels.webchat", "the web knows no concrete channel"),
    ("bot/logs.py", "import bot.app", "only the command and the tests build the program"),
]


def copy(to: Path) -> Path:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, to / package, ignore=shutil.ignore_patterns("*.md"))
    shutil.copy(ROOT / "pyproject.toml", to)
    return to


@pytest.fixture(scope="module")
def caught(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is said of each rule when all of `PLANTED` stands in the code."""
    folder = copy(tmp_path_factory.mktemp("planted"))
    for module, violation, _ in PLANTED:
        with (folder / module).open("a", encoding="utf-8") as file:
            file.write(f"\n{violation}\n")
    result = lint_imports(folder)
    assert result.returncode != 0
    broken = result.stdout.partition("Broken contracts\n")[2]
    # The name of a rule is underlined.
    _, *parts = re.split(r"\n(\S.*)\n-{9,}\n", broken)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_the_order_of_answering_is_nothing_else() -> None:
    """What a subject does with a message stands with the subject."""
    routes = (ROOT / "handlers/routes.py").read_text(encoding="utf-8")
    assert len(routes.splitlines()) <= 250


def test_the_import_rules_hold(tmp_path: Path) -> None:
    result = lint_imports(copy(tmp_path))
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("module", "violation", "rule"), PLANTED)
def test_a_planted_violation_is_caught(
    caught: dict[str, str], module: str, violation: str, rule: str
) -> None:
    """By its own rule, which names it as it stands there."""
    importer = module.removesuffix(".py").replace("/", ".")
    said = "".join(text for name, text in caught.items() if name.startswith(rule))
    assert re.search(rf"- +{re.escape(importer)} -> {violation.removeprefix('import ')} \(", said)


def classes_of_one_name(modules: Mapping[str, ast.Module]) -> dict[str, list[str]]:
    """Class names that stand for more than one thing -> where; of modules by their path."""
    found: dict[str, list[str]] = defaultdict(list)
    for path, tree in modules.items():
        for node in parts_of(tree):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(f"{path}:{node.lineno}")
    return {name: places for name, places in found.items() if len(places) > 1}


def test_no_class_name_stands_for_two_things() -> None:
    assert classes_of_one_name(trees()) == {}
    twice = classes_of_one_name(trees() | {"planted.py": ast.parse("class Outcome: ...")})
    assert list(twice) == ["Outcome"]


def imported_at_once(path: str, source: str, modules: set[str]) -> set[str]:
    """The modules of ours one needs to begin: not what a function imports."""
    needed = set()
    for node in ast.parse(source, path).body:
        if isinstance(node, ast.Import):
            needed |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{name.name}" for name in node.names}
            needed |= (inner & modules) or {node.module}
    return needed & modules


def loaded_in_a_circle(sources: Mapping[str, str]) -> list[str]:
    """Modules that need each other to begin: whether it goes well is up to who comes first."""
    needs = {name: imported_at_once(name, source, set(sources)) for name, source in sources.items()}
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_any_module_may_be_the_first() -> None:
    """Before this, `donghanh faq score` and `bench pairs` broke at their first line, while the
    program itself, which loads its parts in another order, ran."""
    sources = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"):
        path.read_text(encoding="utf-8")
        for path in product()
    }  # fmt: skip
    assert loaded_in_a_circle(sources) == []
    planted = {"a.b": "from a import c", "a.c": "from a.d import D", "a.d": "import a.b"}
    assert sorted(set(loaded_in_a_circle(planted))) == ["a.b", "a.c", "a.d"]


# What has another name today; the first two are still read from buttons people have (`_RENAMED`).
OLD_WORDS = ("case_note", "handbook", "casework", "case_models", "last_login")


def test_no_older_word_comes_back() -> None:
    """One word per thing: a question, a notebook, signing in."""
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in product()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if any(word in line for word in OLD_WORDS) and not line.startswith("_RENAMED = ")
    ]
    assert found == []


MOST_LINES = 50


def longest(modules: Mapping[str, ast.Module]) -> list[str]:
    """Functions with more lines than a reader holds; what says what they do is not counted."""
    found = []
    for path, tree in modules.items():
        for node in parts_of(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[1] if ast.get_docstring(node) and node.body[1:] else node.body[0]
                if (node.end_lineno or 0) - first.lineno + 1 > MOST_LINES:
                    found.append(f"{path}:{node.lineno} {node.name}")
    return found


def test_a_function_fits_in_the_head() -> None:
    assert longest(trees()) == []
    planted = "def f():\n" + "    x = 1\n" * (MOST_LINES + 1)
    assert longest({"a.py": ast.parse(planted)}) == ["a.py:1 f"]


def misnumbered(names: Iterable[str], first: int = 1) -> list[str]:
    """Steps of the database that do not go on from the one before: two branches may each have made
    one of the same number."""
    return [name for number, name in enumerate(sorted(names), first) if int(name[:4]) != number]


def test_every_step_of_the_database_has_a_number_of_its_own() -> None:
    begins = {"sqlite": 1, "postgres": 78, "city": 1}
    for folder in (ROOT / "storage" / "migrations").iterdir():
        names = (path.name for path in folder.glob("*.sql"))
        assert misnumbered(names, begins[folder.name]) == [], folder
    assert misnumbered(["0001_a.sql", "0002_b.sql", "0002_c.sql"]) == ["0002_c.sql"]
