"""What people type as a command: `content/commands.yaml`."""

from functools import cache
from pathlib import Path

from content.operator import tell
from content.problems import Problem, line_of, read_yaml
from content.vietnamese import fold

FILE = Path(__file__).with_name("commands.yaml")
_SECTIONS = ("anywhere", "in_a_step")


def typed(name: str) -> tuple[str, ...]:
    """The phrases of one command, as they are spelled. Raises KeyError for a name the file does
    not have."""
    return _commands()[name]


def make_ready() -> None:
    """While the content is loaded, not with the first message."""
    _commands()
    anywhere()


@cache
def anywhere() -> tuple[str, ...]:
    """Every phrase that is a command wherever it is typed."""
    _, raw, _ = read_yaml(FILE)
    return tuple(phrase for name in raw["anywhere"] for phrase in typed(name))


@cache
def _commands() -> dict[str, tuple[str, ...]]:
    return load_commands(FILE)[0]


def load_commands(path: Path) -> tuple[dict[str, tuple[str, ...]], list[Problem]]:
    """Phrases by the name of their command, and what is wrong with the file: a command without a
    phrase, a phrase that belongs to two commands that hold everywhere."""
    text, raw, problems = read_yaml(path)
    commands: dict[str, tuple[str, ...]] = {}
    owners: dict[str, str] = {}
    for section in _SECTIONS:
        for name, phrases in (raw.get(section) or {}).items():
            line = line_of(text, name)
            if not isinstance(phrases, list) or not phrases:
                problems.append(Problem(path, line, tell("content.command_silent", name=name)))
                continue
            if name in commands:
                problems.append(Problem(path, line, tell("content.command_twice", name=name)))
            commands[name] = tuple(map(str, phrases))
            for phrase in commands[name] if section == "anywhere" else ():
                owner = owners.setdefault(fold(phrase), name)
                if owner != name:
                    problems.append(
                        Problem(
                            path,
                            line,
                            tell(
                                "content.phrase_twice", phrase=repr(phrase), owner=owner, name=name
                            ),
                        )
                    )
    if not commands and not problems:
        problems.append(
            Problem(path, 1, tell("content.sections_missing", names=", ".join(_SECTIONS)))
        )
    return commands, problems
