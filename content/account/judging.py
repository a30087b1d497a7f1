"""How right the hearing of numbers is, how the two hearings are weighed, and their card:

    python -m content.account.judging --words FILE... --talk FILE...

finds the weights, of what each heard of writers it was not fitted to (`--rows` of both fits).
"""

import argparse
import hashlib
import json
import pickle
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from content.account.heard import (
    BY_TALK,
    BY_WORDS,
    CARD,
    FOLDER,
    ROLES,
    TIMES,
    Weighing,
)
from content.account.marks import MarkedLine, MarkedSpan, by_writer
from content.account.numbers import numbers_in

_SOLD = 4  # of the roles, those that make a year's sum
_FILES = {"by_words": BY_WORDS, "by_talk": BY_TALK}
_TRIED = np.arange(0.2, 1.01, 0.1).round(2).tolist()

# Of each message of a talk, of each of its numbers: shares of the roles, the times, of mending.
Shares = list[list[tuple[NDArray[np.float32], ...]]]
Talk = Sequence[MarkedLine]


def owners_of(mark: MarkedSpan) -> tuple[int, int, int]:
    """What a number is, as numbers of the names of each head (-1: not said)."""
    time = -1 if mark.time is None else TIMES.index(mark.time)
    return ROLES.index(mark.role), time, -1 if mark.mends is None else int(mark.mends)


def told(talks: Sequence[Talk], heard: Sequence[Shares]) -> str:
    """How many roles and times (of what is sold) of a writer are heard."""
    right: Counter[str] = Counter()
    for talk, shares in zip(talks, heard, strict=True):
        for line, rows in zip(talk, shares, strict=True):
            for number, row in zip(numbers_in(line.text), rows, strict=True):
                role, time, _ = owners_of(line.mark_of(number))
                right["numbers"] += 1
                right["roles"] += int(row[0].argmax()) == role
                if time >= 0 and role < _SOLD:
                    right["timed"] += 1
                    right["times"] += int(row[1].argmax()) == time
    share = right["roles"] / right["numbers"]
    return f"{right['numbers']} role {share:.4f} time {right['times'] / right['timed']:.4f}"


def say_and_keep(
    talks: Mapping[str, Sequence[Talk]], heard: Mapping[str, Sequence[Shares]], rows: Path | None
) -> None:
    """Prints how many are heard of each writer; writes what is heard of them to `rows`."""
    for writer, shares in heard.items():
        print(writer, told(talks[writer], shares), flush=True)
    if rows:
        rows.write_bytes(pickle.dumps(heard))


def weighed(by_words: Mapping[str, list[Shares]], by_talk: Mapping[str, list[Shares]]) -> Weighing:
    """The weights with which the shares said of roles are right most nearly."""
    every = by_writer()
    words, talk_, owner = [], [], []
    for writer, heard in by_talk.items():
        for talk, first, second in zip(every[writer], by_words[writer], heard, strict=True):
            for line, some, others in zip(talk, first, second, strict=True):
                numbers = numbers_in(line.text)
                owner += [owners_of(line.mark_of(number))[0] for number in numbers]
                words += [row[0] for row in some]
                talk_ += [row[0] for row in others]
    rows = np.arange(len(owner))

    def loss(weighing: Weighing) -> float:
        return -float(
            np.log(weighing.of([np.array(words)], [np.array(talk_)])[0][rows, owner]).mean()
        )

    return min((Weighing(one, other) for one, other in product(_TRIED, _TRIED)), key=loss)


def together(
    weighing: Weighing, by_words: Sequence[Shares], by_talk: Sequence[Shares]
) -> list[Shares]:
    """What both say, talk by talk."""
    return [
        [
            [tuple(weighing.of(*both)) for both in zip(some, others, strict=True)]
            for some, others in zip(first, second, strict=True)
        ]
        for first, second in zip(by_words, by_talk, strict=True)
    ]


def write_card(**known: Mapping[str, Any]) -> None:
    """The card with this put in, and the hashes of the files as they are."""
    path = FOLDER / CARD
    card = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    for name, file in _FILES.items():
        card[name] = {**card.get(name, {}), **known.get(name, {})}
        if (FOLDER / file).exists():
            data = (FOLDER / file).read_bytes()
            card[name] |= {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    card["weighing"] = known.get("weighing", card.get("weighing", {"words": 0.5, "talk": 0.5}))
    path.write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def _read(paths: Sequence[Path]) -> dict[str, list[Shares]]:
    found: dict[str, list[Shares]] = {}
    for path in paths:
        found |= pickle.loads(path.read_bytes())  # noqa: S301  # what a fit just wrote
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--words", type=Path, nargs="+", required=True)
    parser.add_argument("--talk", type=Path, nargs="+", required=True)
    asked = parser.parse_args()
    words, talk = _read(asked.words), _read(asked.talk)
    weighing = weighed(words, talk)
    every = by_writer()
    for writer in sorted(talk):
        both = together(weighing, words[writer], talk[writer])
        for name, heard in (("words", words[writer]), ("talk", talk[writer]), ("both", both)):
            print(writer, name, told(every[writer], heard))
    print(weighing)
    write_card(weighing=asdict(weighing))


if __name__ == "__main__":
    main()
