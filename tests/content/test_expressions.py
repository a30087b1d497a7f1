"""Regular expressions and answers are made ready once on a machine, the same as made anew."""

import dataclasses
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import Environment, TemplateError

from content import expressions
from content.expressions import Expressions, at_start
from content.library import FOLDER, Content
from content.politeness import question_in
from content.rendering import compiled, environment
from content.ward import load_ward

TEXTS = (r"(?P<so>\d+) (?:triệu|tỷ)\b", r"(không|ko) (?P<gì>\w+)", r"[à-ỹ]{2,}|[^\W\d_]+?(?=x)")
SAID = "nộp 20 triệu, không sao, ko gì, 1 tỷ"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    at_start.end()
    monkeypatch.setenv("CACHE_DIRECTORY", str(tmp_path / "kept"))
    monkeypatch.setattr(expressions, "WORTH_KEEPING", 0)
    re.purge()
    yield tmp_path / "kept"
    re.purge()


def start(*texts: str, flags: int = 0) -> list[re.Pattern[str]]:
    """What one start of the program makes ready."""
    expressions = Expressions()
    expressions.begin()
    try:
        return [re.compile(text, flags) for text in texts]
    finally:
        expressions.end()
        re.purge()


class MadeAgainError(Exception):
    """An expression that was to be kept."""


def not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: object) -> None:
        raise MadeAgainError

    monkeypatch.setattr("re._compiler._code", fail)


def test_a_second_start_takes_what_the_first_made(monkeypatch: pytest.MonkeyPatch) -> None:
    first = start(*TEXTS)
    with monkeypatch.context() as patch:
        not_made(patch)
        again = start(*TEXTS)
    anew = [re.compile(text) for text in TEXTS]
    assert again == first == anew  # flags and what each was made into
    assert [one.findall(SAID) for one in again] == [one.findall(SAID) for one in anew]
    assert [one.groupindex for one in again] == [one.groupindex for one in anew]


def test_programs_that_start_at_once_take_nothing_from_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = Expressions()
    one.begin()
    re.compile(TEXTS[0])
    assert one._end
    one._end()  # it goes on, and keeps what it made when the other has kept its own
    start(TEXTS[1])
    one.end()
    with monkeypatch.context() as patch:
        not_made(patch)
        re.purge()
        start(*TEXTS[:2])


def test_of_too_many_those_used_last_are_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(*TEXTS[:2])
    (file,) = folder.iterdir()
    monkeypatch.setattr(expressions, "MOST_BYTES", file.stat().st_size)
    start(TEXTS[0], TEXTS[2])
    with monkeypatch.context() as patch:
        not_made(patch)
        start(TEXTS[0], TEXTS[2])
        with pytest.raises(MadeAgainError):
            start(TEXTS[1])


def test_a_few_small_ones_are_not_worth_writing_all(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(*TEXTS)
    (file,) = folder.iterdir()
    before = file.stat().st_mtime_ns
    monkeypatch.setattr(expressions, "WORTH_KEEPING", 4_000)
    start("một câu nhỏ")
    assert file.stat().st_mtime_ns == before


ALL_OF_THEM = """
import hashlib
from content.expressions import at_start
keep, noted = at_start.end, []
at_start.end = lambda: (noted.extend(at_start._new), keep())
import handlers.routes
from content import library
library.load_content(with_meaning=False)
texts = sorted(str(key) for key in noted if len(str(key[0])) > 60)
print(len(texts), hashlib.sha256(repr(texts).encode()).hexdigest())
"""


def test_every_start_makes_the_same_ones(tmp_path: Path) -> None:
    """What stands in the order of a set is another each time, and is never found again."""
    made = [
        subprocess.run(
            [sys.executable, "-c", ALL_OF_THEM],
            env={**os.environ, "PYTHONHASHSEED": seed, "CACHE_DIRECTORY": str(tmp_path / seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert made[0] == made[1]
    assert int(made[0].split()[0]) > 500


def test_other_flags_are_another_expression() -> None:
    start("KHÔNG")
    assert start("KHÔNG", flags=re.IGNORECASE)[0].search("không")
    assert not start("KHÔNG")[0].search("không")


def test_what_is_made_later_is_not_kept(folder: Path) -> None:
    start(*TEXTS)
    re.compile("số của bà Sáu")
    (file,) = folder.iterdir()
    assert "bà Sáu".encode() not in file.read_bytes()


@pytest.mark.parametrize("damage", [b"", b"\x00" * 90, None])
def test_a_damaged_file_is_made_again(folder: Path, damage: bytes | None) -> None:
    first = start(*TEXTS)
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    half = whole[:-9] + b"123456789"
    file.write_bytes(half if damage is None else damage)
    assert start(*TEXTS) == first
    assert len(file.read_bytes()) == len(whole)


def test_where_nothing_can_be_kept_each_start_makes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CACHE_DIRECTORY", str(tmp_path / "file" / "below"))
    assert start(*TEXTS) == start(*TEXTS)


def test_what_is_wrong_is_said_as_ever() -> None:
    with pytest.raises(re.error, match="missing"):
        start("(không")


def test_every_start_of_later_programs_adds_to_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    start(TEXTS[0])
    start(TEXTS[1])
    not_made(monkeypatch)
    assert len(start(*TEXTS[:2])) == 2


SAYING = "Ngưỡng là {{ figure | vnd }}{% if figure > 5 %}, không ít{% endif %}."


def answered(text: str = SAYING) -> str:
    """What an answer says that one start of the program makes ready."""
    env = environment(FOLDER / "messages" / "vi", load_ward(FOLDER / "ward.toml"))
    at_start.begin()
    try:
        return compiled(env, text).render(figure=1_000_000_000)
    finally:
        at_start.end()


def test_an_answer_is_made_ready_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = answered()
    monkeypatch.setattr(Environment, "compile", lambda *given, **named: pytest.fail("again"))
    assert answered() == first == "Ngưỡng là 1 tỷ đồng, không ít."


def test_by_other_filters_it_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    compile_anew = Environment.compile

    def noted(env: Environment, source: str, *given: Any, **named: Any) -> Any:
        made.append(source)
        return compile_anew(env, source, *given, **named)

    answered()
    monkeypatch.setattr(Environment, "compile", noted)
    monkeypatch.setattr("content.rendering._made_by", lambda: "others")
    answered()
    assert made == [SAYING]


def test_what_staff_write_is_kept_in_no_file(folder: Path) -> None:
    answered()
    env = environment(FOLDER / "messages" / "vi", load_ward(FOLDER / "ward.toml"))
    assert compiled(env, "Bà Sáu hỏi {{ figure }}").render(figure=1) == "Bà Sáu hỏi 1"
    (file,) = folder.iterdir()
    assert "Bà Sáu".encode() not in file.read_bytes()


def test_the_first_polite_message_waits_for_nothing(
    content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    not_made(monkeypatch)
    text = "dạ cho em hỏi chị ơi thuế môn bài năm nay còn không ạ, em cảm ơn chị nhiều"
    assert question_in(text) != text


FIRST_MESSAGES = """
import re._compiler
import yaml
from content import chatter, commands, dialect, names, politeness, spoken
from content.library import load_content
load_content(with_meaning=False)
def fail(*given, **named):
    raise SystemExit("a file is read, or a long expression made, while somebody waits")
made = re._compiler._code
yaml.load = fail
long = lambda parsed: len(parsed.state.str) > 200
re._compiler._code = lambda parsed, flags: fail() if long(parsed) else made(parsed, flags)
for text in ("xin chào", "ok ban", "Nguyễn Văn An", "bo nhieu tien", "em cảm ơn chị ạ"):
    chatter.chatter_in(text)
    politeness.question_in(text)
    names.deals_in(text)
    names.hear_name(text)
    spoken.is_made_of(text, "yes", "no")
    dialect.plainly(text)
    commands.anywhere()
"""


def test_the_first_messages_wait_for_nothing(tmp_path: Path) -> None:
    """What is heard by is made ready while the content is loaded."""
    done = subprocess.run(
        [sys.executable, "-c", FIRST_MESSAGES],
        env={**os.environ, "CACHE_DIRECTORY": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_a_fault_of_an_answer_is_said_as_ever() -> None:
    with pytest.raises(TemplateError, match="lackend"):
        answered("{{ figure | lackend }}")


WRITTEN = """
ask: [Ngưỡng là bao nhiêu, 20, 1.5, yes]
valid_from: 2026-01-01
values:
  - {from: 2026-07-01, to: null}
"""
READ = {
    "ask": ["Ngưỡng là bao nhiêu", 20, 1.5, True],
    "valid_from": date(2026, 1, 1),
    "values": [{"from": date(2026, 7, 1), "to": None}],
}


def read_at_start(text: str = WRITTEN) -> Any:
    """What stands in YAML, as one start of the program reads it."""
    kept = Expressions()
    kept.begin()
    try:
        return kept.yaml(text)
    finally:
        kept.end()


def test_yaml_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = read_at_start()
    monkeypatch.setattr(yaml, "load", lambda *given, **named: pytest.fail("again"))
    assert read_at_start() == first == READ


def test_who_changes_what_was_read_changes_it_for_nobody_else() -> None:
    read_at_start()["ask"].clear()
    changed = read_at_start()
    changed["ask"].clear()
    assert read_at_start() == READ


def test_other_yaml_is_read_and_its_faults_are_said() -> None:
    read_at_start()
    assert read_at_start("valid_from: 2026-01-02") == {"valid_from": date(2026, 1, 2)}
    moment = "at: 2026-01-02 08:00:00"  # what cannot be kept is read each time
    assert read_at_start(moment) == read_at_start(moment) == {"at": datetime(2026, 1, 2, 8)}  # noqa: DTZ001
    with pytest.raises(yaml.YAMLError):
        read_at_start("a: [")


def test_methods_of_dataclasses_are_made_once_and_are_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def made() -> type[Any]:
        kept = Expressions()
        kept.begin()
        try:
            fields: list[Any] = [("name", str), ("seats", int, dataclasses.field(default=1))]
            return dataclasses.make_dataclass("Guest", fields, frozen=True, order=True)
        finally:
            kept.end()

    first = made()
    with monkeypatch.context() as patch:
        patch.setattr(expressions, "compile", lambda *given: pytest.fail("again"), raising=False)
        again = made()
    assert "exec" not in vars(dataclasses)
    assert repr(again("Tám")) == repr(first("Tám"))
    assert again("Tám") == again("Tám", 1) != again("Tám", 2)
    assert again("Tám") < again("Tám", 2)
    assert hash(again("Tám")) == hash(first("Tám"))
    with pytest.raises(dataclasses.FrozenInstanceError):
        again("Tám").seats = 3
