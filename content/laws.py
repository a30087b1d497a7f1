"""Legal documents: number, when in force, what replaced them (`content/laws/*.yaml`)."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from content.operator import tell
from content.problems import Problem, line_of, read_yaml


@dataclass(frozen=True, slots=True)
class Law:
    id: str
    name: str  # as cited: "Nghị định 68/2026/NĐ-CP"
    about: str
    issued_on: date | None
    in_force_from: date | None  # None: in force before 2026, the day is in no source
    in_force_to: date | None
    replaced_by: str | None

    def in_force_on(self, day: date) -> bool:
        begun = self.in_force_from is None or self.in_force_from <= day
        return begun and (self.in_force_to is None or day <= self.in_force_to)


def load_laws(folder: Path) -> tuple[dict[str, Law], list[Problem]]:
    """Reads every law file; returns the laws by id and what is wrong with the files."""
    laws: dict[str, Law] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        text, raw, unreadable = read_yaml(path)
        problems += unreadable
        for law_id, body in raw.items():
            try:
                laws[law_id] = Law(
                    id=law_id,
                    name=body["name"],
                    about=body["about"],
                    issued_on=body.get("issued_on"),
                    in_force_from=_day(body, "in_force_from"),
                    in_force_to=body.get("in_force_to"),
                    replaced_by=body.get("replaced_by"),
                )
            except (KeyError, TypeError, ValueError) as error:
                problems.append(Problem(path, line_of(text, law_id), f"«{law_id}»: {error!r}"))
    return laws, problems


def _day(body: dict[str, object], key: str) -> date | None:
    value = body[key]
    if value is not None and not isinstance(value, date):
        raise ValueError(tell("content.law_not_a_day", key=key, value=value))
    return value
