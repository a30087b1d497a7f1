"""Legal documents: number, when in force, what replaced them. Those of `content/laws/*.yaml`, and
beside them those that staff added in the console (`content/ward_parts.py`)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
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
    replaces: tuple[str, ...] = ()  # the names of those that end the day before it begins

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


def with_added(laws: Mapping[str, Law], added: Mapping[str, Law]) -> Mapping[str, Law]:
    """All documents a source may name; those that one of `added` replaces end with it."""
    if not added:
        return laws
    found = {**laws, **added}
    named = {law.name.lower(): name for name, law in found.items()}
    for one in added.values():
        for name in one.replaces:
            if (old := named.get(name.lower())) and old != one.id and one.in_force_from:
                last = one.in_force_from - timedelta(days=1)
                found[old] = replace(found[old], in_force_to=last, replaced_by=one.id)
    return found


def values_of_law(law: Law | None) -> dict[str, str]:
    """A document as texts of a form; empty ones for none."""
    if law is None:
        return dict.fromkeys(LAW_FIELDS, "")
    days = [day.isoformat() if day else "" for day in (law.in_force_from, law.in_force_to)]
    texts = (law.name, law.about, *days, "\n".join(law.replaces))
    return dict(zip(LAW_FIELDS, texts, strict=True))


LAW_FIELDS = ("title", "subject", "begins", "ends", "replaces")


def law_of(law_id: str, values: Mapping[str, str]) -> Law:
    """The other way round. Raises ValueError."""
    begins, ends = values["begins"], values["ends"]
    return Law(
        law_id,
        values["title"],
        values["subject"],
        issued_on=None,
        in_force_from=date.fromisoformat(begins) if begins else None,
        in_force_to=date.fromisoformat(ends) if ends else None,
        replaced_by=None,
        replaces=tuple(filter(None, values["replaces"].split("\n"))),
    )


def _day(body: dict[str, object], key: str) -> date | None:
    value = body[key]
    if value is not None and not isinstance(value, date):
        raise ValueError(tell("content.law_not_a_day", key=key, value=value))
    return value
