"""The fields a question to the ward may be about, and a guess at which one it is."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from content.expressions import at_start
from content.operator import tell
from content.problems import Problem, read_file
from content.vietnamese import fold, fold_in_place, has_marks
from content.ward import Ward

OTHER = "khac"


@dataclass(frozen=True, slots=True)
class Field:
    id: str
    name: str
    office: str
    words: tuple[str, ...]  # folded
    spelled: tuple[str, ...] = ()  # ... and as they are written with their marks


def load_fields(path: Path, ward: Ward) -> tuple[dict[str, Field], list[Problem]]:
    """Reads fields.yaml; each office must be one of the ward's."""
    raw = at_start.yaml(read_file(path))
    problems: list[Problem] = []
    fields: dict[str, Field] = {}
    for field_id, body in raw.items():
        try:
            spelled = tuple(str(word).lower() for word in body["words"])
            words = tuple(fold(word) for word in spelled)
            fields[field_id] = Field(field_id, body["name"], body["office"], words, spelled)
        except (KeyError, TypeError) as error:
            problems.append(
                Problem(path, 1, tell("content.field_lacks", field_id=field_id, error=error))
            )
            continue
        if body["office"] not in ward.offices:
            problems.append(Problem(path, 1, tell("content.field_office", field_id=field_id)))
    if OTHER not in fields:
        problems.append(Problem(path, 1, tell("content.field_missing", other=OTHER)))
    return fields, problems


_DENIED = re.compile(
    r"\b(?:khong|ko|deo|chang|cha|dau)(?: co)? (?:phai|dung)(?: (?:la|chuyen|ve|cai))*"
    r"(?: \w+){1,4}?(?=[,.;]|$| chu\b| ma\b)"
)
_NAMES_IT = re.compile(
    r"\b(?:linh vuc|thuoc|chuyen|ve|chu|la|muc|khong|ko|deo|nham|sai|phai|moi dung)\b"
)
SHORT, BARE = 16, 5  # words: a longer line tells something else; of so few each names it


def field_said(text: str, fields: Mapping[str, Field], denied: str = "") -> str:
    """The field that a line names by one of its words: `không, cái này là chuyện thuế`, after
    `denied` was offered; "" for none."""
    said = fold(text)
    words = len(said.split())
    if words > SHORT or not (words <= BARE or _NAMES_IT.search(said)):
        return ""
    said = _DENIED.sub(" ", said)
    found = []
    for field in fields.values():
        known = (*field.words, *(fold(part.strip()) for part in field.name.split(",")))
        places = [match.start() for one in known if (match := re.search(rf"\b{one}\b", said))]
        if places and field.id not in (denied, OTHER):
            found.append((min(places), field.id))
    return min(found)[1] if found else ""


def guess_field(text: str, fields: Mapping[str, Field]) -> str:
    """The field whose words are in the text most; `khac` when there are none."""
    scores = {
        field.id: sum(
            len(word.split())
            for word, spelled in zip(field.words, field.spelled or field.words, strict=True)
            if _says(text, word, spelled)
        )
        for field in fields.values()
    }
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] else OTHER


def _says(text: str, word: str, spelled: str) -> bool:
    """Whether a text has a word at the beginning of one, with its own marks or none: `vậy` is no
    `vay`."""
    typed = f" {unicodedata.normalize('NFC', text.lower())} "
    said = fold_in_place(typed)
    start = said.find(f" {word}")
    while start >= 0:
        found = typed[start + 1 : start + 1 + len(word)]
        if found in (word, spelled) or not has_marks(found):
            return True
        start = said.find(f" {word}", start + 1)
    return False


def similar(text: str, others: Sequence[str]) -> list[tuple[float, int]]:
    """(how alike 0..1, place in `others`) of texts that say much the same, most alike first.

    Shared words and pairs of words, weighed by how rare they are among all these texts.
    """
    wanted = _parts(text)
    if not wanted or not others:
        return []
    parts = [_parts(other) for other in others]
    seen: dict[str, int] = {}
    for found in [wanted, *parts]:
        for part in found:
            seen[part] = seen.get(part, 0) + 1
    weight = {part: 1.0 / count**0.5 for part, count in seen.items()}
    scored = []
    for place, found in enumerate(parts):
        shared = sum(weight[part] for part in wanted & found)
        total = min(sum(weight[part] for part in wanted), sum(weight[part] for part in found))
        if total and len(wanted & found) >= 3:
            scored.append((shared / total, place))
    return sorted(scored, reverse=True)


_SAY_LITTLE = """
toi la co khong thi va cua cho duoc bao nhieu nhu the nao sao a o xin hoi phuong de bi ma nha hay ve
voi cac nhung mot nay do khi phai can muon ho kinh doanh em anh chi ong ba chung
"""
_EMPTY = frozenset(_SAY_LITTLE.split())


def _parts(text: str) -> frozenset[str]:
    plain = "".join(char if char.isalnum() else " " for char in fold(text))
    words = [word for word in plain.split() if word not in _EMPTY]
    return frozenset(words) | {f"{a} {b}" for a, b in pairwise(words)}
