"""A template is made once on a machine, the same as made anew."""

from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, TemplateError, UndefinedError

from content.kept_templates import KeptTemplates
from content.rendering import Later
from content.safe_templates import sandbox

SAID = "Ngưỡng là {{ figure }}{% if figure > 5 %}, không ít{% endif %}."
TOLD = "Ngưỡng là 20, không ít."


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CACHE_DIRECTORY", str(tmp_path))
    return tmp_path / "templates"


def environment(said: str = SAID, made_by: str = "") -> Environment:
    """As one start of the program makes it."""
    loader = DictLoader({"one.j2": said})
    env = Environment(loader=loader, bytecode_cache=KeptTemplates(made_by))  # noqa: S701  # no HTML
    env.globals["ward"] = "Phù Liễn"
    return env


def told(env: Environment) -> str:
    return env.get_template("one.j2").render(figure=20)


def not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Environment, "compile", lambda *given, **named: pytest.fail("again"))


def test_another_start_takes_what_the_first_made(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(environment()) == TOLD
    not_made(monkeypatch)
    assert told(environment()) == TOLD


def test_another_template_makes_its_own() -> None:
    told(environment())
    assert told(environment("{{ figure }} thôi")) == "20 thôi"
    assert told(environment()) == TOLD


def test_another_program_makes_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    told(environment())
    made: list[str] = []
    compile_anew = Environment.compile

    def noted(env: Environment, source: Any, *given: Any, **named: Any) -> Any:
        made.append(source)
        return compile_anew(env, source, *given, **named)

    monkeypatch.setattr(Environment, "compile", noted)
    assert told(environment(made_by="other filters")) == TOLD
    assert made == [SAID]


@pytest.mark.parametrize("damage", [b"", b"\x00" * 200, None])
def test_a_damaged_file_is_made_again(folder: Path, damage: bytes | None) -> None:
    told(environment())
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:-9] + b"123456789" if damage is None else damage)
    assert told(environment()) == TOLD
    assert file.read_bytes() == whole


def test_where_nothing_can_be_kept_it_is_made_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CACHE_DIRECTORY", str(tmp_path / "file" / "below"))
    assert told(environment()) == told(environment()) == TOLD


def test_details_are_kept_by_their_name(monkeypatch: pytest.MonkeyPatch) -> None:
    first = Later(environment(), "mon-bai", SAID)
    other = Later(environment(), "ho-so", "{{ figure }} bản, ở {{ ward }}")
    assert first.render({"figure": 20}) == TOLD
    assert other.render({"figure": 2}) == "2 bản, ở Phù Liễn"
    not_made(monkeypatch)
    assert Later(environment(), "mon-bai", SAID).render({"figure": 20}) == TOLD


def test_faults_are_said_as_ever() -> None:
    with pytest.raises(TemplateError, match="lackend"):
        Later(environment(), "mon-bai", "{{ figure | lackend }}").make_ready()
    with pytest.raises(TemplateError):
        told(environment("{% if %}"))
    with pytest.raises(UndefinedError):
        told(environment("{{ nobody.name }}"))


def test_what_staff_write_is_kept_in_no_file(folder: Path) -> None:
    assert Later(sandbox(environment()), "mon-bai", "Bà Sáu, {{ ward }}").render({}) == (
        "Bà Sáu, Phù Liễn"
    )
    assert not folder.exists()
