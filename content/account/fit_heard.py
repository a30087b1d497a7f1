"""Fits the layers that hear what a number is: `python -m content.account.fit_heard FOLDER...`, each
folder the marked talks of one writer. Prints what is heard of each writer by the others."""

import io
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from content.account.heard import (
    COLUMNS,
    FILE,
    MENDS,
    ROLES,
    TIMES,
    NumberLayers,
    NumberRole,
    NumberTime,
    ToldSoFar,
    Weights,
    columns_of,
    features,
)
from content.account.hints import kinds_in
from content.account.numbers import numbers_in
from content.encoder.intents import softmax
from content.vietnamese import fold, tidy

SEED = 20261130
STEPS, BATCH, RATE, RIDGE = 8, 64, 0.2, 2e-4
TALKS = 2  # a number of a talk weighs as much as so many of single messages
_MARK = re.compile(r"\[([^\[\]|]+)\|(!?)([a-z]+)(?:/([a-z-]+))?\]")
_SUMS = Path(__file__).parents[1] / "revenue" / "roles.jsonl"
_OF_SUMS = {
    "sales": "takings", "wage": "cost", "moved": "money", "months": "worked", "days": "worked",
    "weeks": "worked", "date": "none", "people": "none", "other": "none", "factor": "none",
}  # fmt: skip
_UNMARKED = frozenset(("another", "past", "part"))  # of which these labels say nothing
_TIMES_OF_SUMS = {"night": "day"}


@dataclass(frozen=True, slots=True)
class MarkedNumber:
    """What one number of a talk is heard by, and what its writer says it is."""

    columns: list[int]
    role: int
    time: int  # -1: not said
    mends: int  # -1: not said


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    start: int
    end: int
    role: NumberRole
    time: NumberTime | None
    mends: bool | None


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A message without its marks, the marks, and what its writer holds of the year then."""

    text: str
    spans: Sequence[MarkedSpan]
    year: str


def unmarked(line: str) -> MarkedLine:
    """One line of a talk."""
    said, _, year = line.rpartition("=>")
    text, spans, at = "", [], 0
    for mark in _MARK.finditer(said):
        text += said[at : mark.start()]
        role = NumberRole(mark[3]) if mark[3] in set(ROLES) else NumberRole.NONE
        time = NumberTime(mark[4]) if mark[4] in set(TIMES) else NumberTime.UNSAID
        spans.append(MarkedSpan(len(text), len(text) + len(mark[1]), role, time, bool(mark[2])))
        text, at = text + mark[1], mark.end()
    return MarkedLine((text + said[at:]).rstrip(), spans, year.strip())


def talks_in(folder: Path) -> Iterator[list[MarkedLine]]:
    """The talks of one writer."""
    for path in sorted(folder.glob("talks_*.txt")):
        for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip()):
            yield [unmarked(line) for line in block.splitlines() if "=>" in line]


def _of_line(text: str, spans: Sequence[MarkedSpan], so_far: ToldSoFar) -> list[MarkedNumber]:
    numbers = numbers_in(text)
    found: list[MarkedNumber] = []
    before: list[NumberRole] = []
    for place, number in enumerate(numbers):
        mark = _mark_on(number.start, number.end, spans)
        columns = columns_of(features(text, numbers, place, before, so_far))
        role = mark.role if mark else NumberRole.NONE
        time = TIMES.index(mark.time) if mark and mark.time else -1
        mends = int(mark.mends) if mark and mark.mends is not None else -1
        found.append(MarkedNumber(columns, ROLES.index(role), time, mends))
        before.append(role)
    return found


def _mark_on(start: int, end: int, spans: Sequence[MarkedSpan]) -> MarkedSpan | None:
    return next((one for one in spans if one.start < end and one.end > start), None)


def of_talks(folder: Path) -> list[MarkedNumber]:
    """The numbers of one writer's talks, each as typed and without its marks."""
    found = []
    for talk in talks_in(folder):
        for folding in (tidy, fold):
            so_far: tuple[NumberRole, ...] = ()
            for line in talk:
                found += _of_line(folding(line.text), line.spans, ToldSoFar(so_far))
                so_far += tuple(one.role for one in line.spans)
    return found


def of_sums(path: Path = _SUMS) -> list[MarkedNumber]:
    """The numbers of single messages that were labelled for `content/revenue/roles.py`."""
    found = []
    for row in path.read_text(encoding="utf-8").splitlines():
        told = json.loads(row)
        if not _UNMARKED.isdisjoint(kinds_in(fold(told["text"]))):
            continue
        spans, at = [], 0
        for span in told["spans"]:
            start = told["text"].find(span["s"], at)
            if start < 0:
                continue
            at = start + len(span["s"])
            per = _TIMES_OF_SUMS.get(span["per"], span["per"])
            time = NumberTime(per) if per in set(TIMES) else None
            role = NumberRole(_OF_SUMS.get(span["role"], span["role"]))
            spans.append(MarkedSpan(start, at, role, time, None))
        for folding in (tidy, fold):
            found += _of_line(folding(told["text"]), spans, ToldSoFar())
    return found


def fitted(some: Sequence[MarkedNumber], owners: Sequence[int], names: int) -> Weights:
    """A softmax regression, a few numbers at a time."""
    order = np.random.default_rng(SEED)
    weights = np.zeros((COLUMNS, names), np.float32)
    spread = np.full((COLUMNS, 1), 1e-3, np.float32)
    owner = np.array(owners)
    for step in range(STEPS):
        shuffled = order.permutation(len(some))
        for at in range(0, len(some), BATCH):
            batch = shuffled[at : at + BATCH].tolist()
            lengths = [len(some[one].columns) for one in batch]
            columns = np.array([column for one in batch for column in some[one].columns])
            value = np.repeat(np.array(lengths, np.float32) ** -0.5, lengths)[:, None]
            starts = np.cumsum([0, *lengths[:-1]])
            errors = softmax(np.add.reduceat(weights[columns] * value, starts, axis=0))
            errors[np.arange(len(batch)), owner[batch]] -= 1
            slope = np.repeat(errors, lengths, axis=0) * value
            np.add.at(spread, columns, (slope**2).mean(1, keepdims=True))
            touched = np.unique(columns)
            np.add.at(weights, columns, -RATE * slope / np.sqrt(spread[columns]))
            weights[touched] *= 1 - RIDGE * (1 - step / STEPS)
    return weights.T


def layers_of(some: Sequence[MarkedNumber]) -> tuple[Weights, Weights, Weights]:
    """(role, time, whether it mends)."""
    timed = [one for one in some if one.time >= 0]
    mending = [one for one in some if one.mends >= 0]
    return (
        fitted(some, [one.role for one in some], len(ROLES)),
        fitted(timed, [one.time for one in timed], len(TIMES)),
        fitted(mending, [one.mends for one in mending], len(MENDS)),
    )


def told(name: str, talks: Sequence[list[MarkedLine]], layers: NumberLayers) -> None:
    """What is heard of one writer, the roles before being those heard."""
    roles: Counter[str] = Counter()
    right: Counter[str] = Counter()
    taken: Counter[tuple[str, str]] = Counter()
    times = [0, 0]
    for talk in talks:
        so_far: tuple[NumberRole, ...] = ()
        for line in talk:
            for one in layers.heard(tidy(line.text), ToldSoFar(so_far)):
                so_far += (one.role,)
                mark = _mark_on(one.number.start, one.number.end, line.spans)
                role = mark.role if mark else NumberRole.NONE
                roles[role] += 1
                right[role] += role == one.role
                if role != one.role:
                    taken[(role, one.role)] += 1
                if mark and role in (NumberRole.TAKINGS, NumberRole.COUNT, NumberRole.WORKED):
                    times[0] += 1
                    times[1] += mark.time == one.time
    print(name, round(sum(right.values()) / sum(roles.values()), 4), "time", times[1] / times[0])
    print("  ", {role: f"{right[role]}/{roles[role]}" for role in roles})
    print("  ", taken.most_common(14))


def main() -> None:
    folders = [Path(one) for one in sys.argv[1:]]
    by_writer, sums = [of_talks(one) for one in folders], of_sums()
    for out, folder in enumerate(folders):
        others = [one for n, some in enumerate(by_writer) if n != out for one in some]
        told(
            folder.name, list(talks_in(folder)), NumberLayers(*layers_of([*others * TALKS, *sums]))
        )
    role, time, mends = layers_of([*[one for some in by_writer for one in some] * TALKS, *sums])
    whole = io.BytesIO()
    np.savez_compressed(
        whole,
        role=role.astype(np.float16),
        time=time.astype(np.float16),
        mends=mends.astype(np.float16),
    )
    FILE.write_bytes(whole.getvalue())
    print(len(whole.getvalue()), "bytes")


if __name__ == "__main__":
    main()
