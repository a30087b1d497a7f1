"""The list of things to do when becoming an enterprise: `content/checklist.yaml`."""

from dataclasses import dataclass
from pathlib import Path

import yaml
from jinja2 import Environment, Template, TemplateError

from content.operator import tell
from content.problems import Problem, read_file


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """`id` is what a tick is kept under; `details` is rendered as of a day."""

    id: str
    title: str
    details: Template


def load_checklist(path: Path, env: Environment) -> tuple[tuple[Task, ...], list[Problem]]:
    """The tasks in order, and what is wrong with the file."""
    try:
        raw = yaml.load(read_file(path), Loader=yaml.CSafeLoader)
        tasks = tuple(
            Task(item["id"], item["title"], env.from_string(item["details"])) for item in raw
        )
    except (yaml.YAMLError, TemplateError, KeyError, TypeError, OSError) as error:
        return (), [Problem(path, 1, tell("content.checklist_unread", error=repr(error)))]
    if len({task.id for task in tasks}) < len(tasks):
        return tasks, [Problem(path, 1, tell("content.task_twice"))]
    return tasks, []
