"""`donghanh faq score`: how well messages nobody tuned for are understood.

A set is a file of `kind<TAB>expected<TAB>message`; expected are entry ids or numbers of the
catalogue of questions, `-` for what we must not answer. Kinds: how the message is written.
"""

import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from content.library import Content
from content.operator import tell
from content.search import Decision, Reading

SETS = Path("tests/understanding")
NOW = SETS / "strangers_now.tsv"
OUT, SMALL = "out", "small"
START, END = "<!-- scores: donghanh faq score --write -->", "<!-- end of scores -->"


@dataclass(frozen=True, slots=True)
class Tried:
    kind: str
    expected: frozenset[str]
    text: str
    reading: Reading

    @property
    def first(self) -> bool:
        return bool(self.reading.entries) and self.reading.entries[0].id in self.expected

    @property
    def among_three(self) -> bool:
        return any(item.id in self.expected for item in self.reading.entries[:3])

    @property
    def answered(self) -> bool:
        return self.reading.decision is Decision.ANSWER

    @property
    def wrong_and_confident(self) -> bool:
        return self.answered and not self.first


@dataclass(frozen=True, slots=True)
class Scores:
    within: list[Tried]
    outside: list[Tried]
    small: list[Tried]
    times: list[float]  # seconds, sorted

    @property
    def first(self) -> float:
        return share([item.first for item in self.within])

    @property
    def among_three(self) -> float:
        return share([item.among_three for item in self.within])

    @property
    def wrong_and_confident(self) -> float:
        return share([item.wrong_and_confident for item in self.within])

    @property
    def refused(self) -> float:
        return share([not item.answered for item in self.outside])


def score(content: Content, path: Path) -> Scores:
    """Reads every message of a set."""
    by_number: dict[str, set[str]] = defaultdict(set)
    for entry in content.knowledge.entries.values():
        for number in entry.catalogue:
            by_number[str(number)].add(entry.id)
    tried, times = [], []
    for kind, expected, text in _lines(path):
        wanted = frozenset().union(*(by_number.get(word, {word}) for word in expected.split()))
        started = time.thread_time()
        reading = content.understanding.read(text)
        times.append(time.thread_time() - started)
        tried.append(Tried(kind, wanted, text, reading))
    return Scores(
        within=[item for item in tried if item.kind not in (OUT, SMALL)],
        outside=[item for item in tried if item.kind == OUT],
        small=[item for item in tried if item.kind == SMALL],
        times=sorted(times),
    )


@dataclass(frozen=True, slots=True)
class Strangers:
    """Messages of people who never saw the entries; `unanswered` are about what has none."""

    scores: Scores
    unanswered: list[Tried]


def strangers(content: Content, path: Path, now: Path = NOW) -> Strangers:
    """Reads a file of messages, one JSON object a line: text, noise, in_scope, gold, id, about.
    `now` names entries that answer some of them since they were labelled."""
    since = answering_since(now)
    within: list[Tried] = []
    outside: list[Tried] = []
    unanswered: list[Tried] = []
    times = []
    for line in path.read_text(encoding="utf-8").splitlines():
        message = json.loads(line)
        started = time.thread_time()
        reading = content.understanding.read(message["text"])
        times.append(time.thread_time() - started)
        named = (since.get(message.get(key, ""), frozenset()) for key in ("id", "about"))
        wanted = frozenset(message["gold"]).union(*named)
        tried = Tried(message["noise"], wanted, message["text"], reading)
        group = within if tried.expected else unanswered if message["in_scope"] else outside
        group.append(tried)
    return Strangers(Scores(within, outside, [], sorted(times)), unanswered)


def answering_since(path: Path) -> dict[str, frozenset[str]]:
    """The entries that answer a message by now, by its number or its subject: `key<TAB>entries`."""
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {key: frozenset(entries.split()) for key, entries in pairs}


def changed(content: Content, scores: Scores, change: Callable[[str], str]) -> Scores:
    """The same in-scope messages after a change to each: what that way of typing costs. Those it
    does not change are left out."""
    read = content.understanding.read
    pairs = [(item, change(item.text)) for item in scores.within]
    kept = [
        Tried(item.kind, item.expected, text, read(text))
        for item, text in pairs
        if text != item.text
    ]
    return Scores(kept, [], [], [0.0])


def _lines(path: Path) -> Iterator[tuple[str, str, str]]:
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if line and not line.startswith("#"):
            kind, expected, text = line.split("\t")
            yield kind, expected, text


def as_table(scores: Scores) -> str:
    """Markdown: a row per kind with 95 % intervals, then scope, small talk and speed."""
    kinds: dict[str, list[Tried]] = defaultdict(list)
    for item in scores.within:
        kinds[item.kind].append(item)
    kinds["all"] = scores.within
    rows = [
        "| kind | n | first | in three | answered | wrong and confident |",
        "|---|---|---|---|---|---|",
    ]
    for kind, items in kinds.items():
        cells = (
            interval([item.first for item in items]),
            interval([item.among_three for item in items]),
            interval([item.answered for item in items]),
            interval([item.wrong_and_confident for item in items]),
        )
        rows.append(f"| {kind} | {len(items)} | {' | '.join(cells)} |")
    if scores.outside:
        at_90 = sorted(item.reading.confidence for item in scores.within)[len(scores.within) // 10]
        still = share([item.reading.confidence >= at_90 for item in scores.outside])
        rows += [
            "",
            f"- out of scope, not answered: {interval([not i.answered for i in scores.outside])}"
            f" of {len(scores.outside)}",
            f"- out of scope as sure as 90 % of in-scope messages are: {still:.3f}",
            f"- in scope above out of scope (AUROC): {_auroc(scores):.3f}",
        ]
    if scores.small:
        talk = [item.reading.decision is Decision.SMALLTALK for item in scores.small]
        rows.append(f"- small talk recognised: {share(talk):.3f} of {len(talk)}")
    times = scores.times
    if times[-1]:
        p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
        rows.append(f"- time a message: p50 {p50 * 1e3:.2f} ms, p99 {p99 * 1e3:.2f} ms")
    return "\n".join(rows)


def confusions(scores: Scores, limit: int = 30) -> str:
    """Markdown: which entry was put before which, most often first."""
    pairs = Counter(
        (
            " ".join(sorted(item.expected)),
            item.reading.entries[0].id if item.reading.entries else "-",
        )
        for item in scores.within
        if not item.first
    )
    rows = [f"- `{wanted}` read as `{got}`: {n}" for (wanted, got), n in pairs.most_common(limit)]
    return "\n".join(rows) or "- none"


def write(path: Path, text: str) -> None:
    """Puts the report between its marks in a document. Raises ValueError when it has none."""
    document = path.read_text(encoding="utf-8-sig")
    before, start, rest = document.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise ValueError(tell("faq.no_place", path=path, start=START, end=END))
    path.write_text(f"{before}{START}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def share(found: list[bool]) -> float:
    return sum(found) / len(found) if found else 0.0


def interval(found: list[bool]) -> str:
    """A share with its 95 % Wilson interval."""
    n, part, z = len(found), share(found), 1.96
    middle = (part + z * z / (2 * n)) / (1 + z * z / n)
    reach = z * sqrt(part * (1 - part) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low, high = max(0.0, middle - reach), min(1.0, middle + reach)
    return f"{part:.3f} ({low:.2f} to {high:.2f})"


def _auroc(scores: Scores) -> float:
    pairs = [
        (a.reading.confidence > b.reading.confidence)
        + 0.5 * (a.reading.confidence == b.reading.confidence)
        for a in scores.within
        for b in scores.outside
    ]
    return sum(pairs) / len(pairs)
