"""Templates of events: programme, tasks from T-30 to T+30, seats."""

from dataclasses import dataclass
from pathlib import Path

from content.expressions import at_start
from content.operator import tell
from content.problems import Problem, read_file


@dataclass(frozen=True, slots=True)
class EventTemplate:
    kind: str
    name: str
    title: str
    hours: int
    capacity: int
    bring: str
    reserved: dict[str, int]
    programme: tuple[tuple[str, str], ...]  # (content, who)
    tasks: tuple[tuple[int, str, str], ...]  # (days from T, title, who)


def load_event_templates(path: Path) -> tuple[dict[str, EventTemplate], list[Problem]]:
    """Reads events.yaml."""
    raw = at_start.yaml(read_file(path))
    problems: list[Problem] = []
    templates: dict[str, EventTemplate] = {}
    for kind, body in raw.items():
        try:
            templates[kind] = EventTemplate(
                kind=kind,
                name=body["name"],
                title=body["title"],
                hours=int(body["hours"]),
                capacity=int(body["capacity"]),
                bring=body["bring"],
                reserved=dict(body["reserved"]),
                programme=tuple((content, who) for content, who in body["programme"]),
                tasks=tuple((int(days), title, who) for days, title, who in body["tasks"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            problems.append(
                Problem(path, 1, tell("content.event_incomplete", kind=kind, error=error))
            )
    return templates, problems
