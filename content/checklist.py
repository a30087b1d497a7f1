"""The list of things to do when becoming an enterprise: `content/checklist.yaml`."""

from dataclasses import dataclass
from pathlib import Path

import yaml
from jinja2 import Environment, Template, TemplateError

from content.expressions import at_start
from content.operator import tell
from content.problems import Problem, read_file
from content.rendering import compiled


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """`id` is what a tick is kept under; `details` is rendered as of a day."""

    id: str
    title: str
    details: Template


def load_checklist(path: Path, env: Environment) -> tuple[tuple[Task, ...], list[Problem]]:
    """The tasks in order, and what is wrong with the file."""
    try:
        raw = at_start.yaml(read_file(path))
        tasks = tuple(
            Task(item["id"], item["title"], compiled(env, item["details"])) for item in raw
        )
    except (yaml.YAMLError, TemplateError, KeyError, TypeError, OSError) as error:
        return (), [Problem(path, 1, tell("content.checklist_unread", error=repr(error)))]
    if len({task.id for task in tasks}) < len(tasks):
        return tasks, [Problem(path, 1, tell("content.task_twice"))]
    return tasks, []
