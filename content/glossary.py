"""Hard words in plain words (`content/glossary.yaml`)."""

import re
from dataclasses import dataclass
from pathlib import Path

from content.problems import Problem, line_of, read_yaml
from content.vietnamese import fold

_WHAT_IS = re.compile(r"(?P<term>.+?) (?:la|nghia la|co nghia la) (?:gi|j|sao|the nao)")


@dataclass(frozen=True, slots=True)
class Term:
    name: str
    gloss: str


class Glossary:
    def __init__(self, terms: dict[str, Term]) -> None:
        self._by_name = terms  # folded name or other name -> term
        named = {term.name for term in terms.values()}
        self._in_text = {name: re.compile(rf"(?<!\w){re.escape(name)}(?!\w)") for name in named}
        self._terms = {term.name: term for term in terms.values()}

    def asked_for(self, text: str) -> Term | None:
        """The term a message asks to explain: `GTGT là gì?`; None when it asks something else."""
        match = _WHAT_IS.fullmatch(" ".join(fold(text).strip(" ?.!").split()))
        return self._by_name.get(match["term"]) if match else None

    def used_in(self, text: str, limit: int = 3) -> list[Term]:
        """Terms that stand in a text, in the order of the glossary."""
        used = [self._terms[name] for name, found in self._in_text.items() if found.search(text)]
        return sorted(used, key=lambda term: list(self._terms).index(term.name))[:limit]


def load_glossary(path: Path) -> tuple[Glossary, list[Problem]]:
    """Reads the glossary; returns it and what is wrong with the file."""
    text, raw, problems = read_yaml(path)
    terms: dict[str, Term] = {}
    for name, body in raw.items():
        try:
            term = Term(str(name), body["gloss"])
            for other in (name, *body.get("also", ())):
                terms[fold(str(other))] = term
        except (KeyError, TypeError, AttributeError) as error:
            problems.append(Problem(path, line_of(text, str(name)), f"«{name}»: {error!r}"))
    return Glossary(terms), problems
