"""Texts staff may begin an announcement with."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from content.operator import tell
from content.problems import Problem, read_file
from content.variables import unknown_variables


@dataclass(frozen=True, slots=True)
class BroadcastText:
    id: str
    name: str
    fields: dict[str, str]  # of the form, several values of one by lines


def load_broadcast_texts(path: Path) -> tuple[dict[str, BroadcastText], list[Problem]]:
    """Reads broadcast_texts.yaml."""
    raw = yaml.load(read_file(path), Loader=yaml.CSafeLoader)
    problems: list[Problem] = []
    texts: dict[str, BroadcastText] = {}
    for name, body in raw.items():
        try:
            fields = {field: body[field] for field in ("kind", "base", "title", "text")}
            fields["event_states"] = "\n".join(body.get("event_states", ()))
            texts[name] = BroadcastText(name, body["name"], fields)
            wrong = unknown_variables(body["title"] + body["text"])
        except (KeyError, TypeError) as error:
            wrong = [str(error)]
        if wrong:
            told = tell("content.broadcast_text", name=name, error=", ".join(wrong))
            problems.append(Problem(path, 1, told))
    return texts, problems
