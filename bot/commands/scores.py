"""`donghanh faq score`: how well messages nobody tuned for are understood.

A set is a file of `kind<TAB>expected<TAB>message`; expected are entry ids or numbers of the
catalogue of questions, `-` for what we must not answer. Kinds: how the message is written.
"""

import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from content.library import Content
from content.operator import tell
from content.search import Decision, Reading
from content.vietnamese import fold

SETS = Path("tests/understanding")
WRAPPERS = SETS / "wrappers.tsv"
SURE_FROM = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
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
        return _share([item.first for item in self.within])

    @property
    def among_three(self) -> float:
        return _share([item.among_three for item in self.within])

    @property
    def wrong_and_confident(self) -> float:
        return _share([item.wrong_and_confident for item in self.within])

    @property
    def refused(self) -> float:
        return _share([not item.answered for item in self.outside])


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


def strangers(content: Content, path: Path) -> Strangers:
    """Reads a file of messages, one JSON object a line: text, noise, in_scope, gold."""
    within: list[Tried] = []
    outside: list[Tried] = []
    unanswered: list[Tried] = []
    times = []
    for line in path.read_text(encoding="utf-8").splitlines():
        message = json.loads(line)
        started = time.thread_time()
        reading = content.understanding.read(message["text"])
        times.append(time.thread_time() - started)
        tried = Tried(message["noise"], frozenset(message["gold"]), message["text"], reading)
        group = within if tried.expected else unanswered if message["in_scope"] else outside
        group.append(tried)
    return Strangers(Scores(within, outside, [], sorted(times)), unanswered)


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


def misspelt(text: str) -> str:
    """Two slips of the finger: a letter lost, doubled or swapped; always the same for a text."""
    rng = random.Random(text)  # noqa: S311  # typing errors, not secrets
    words = text.split()
    long_enough = [place for place, word in enumerate(words) if len(word) > 2]
    for place in rng.sample(long_enough, min(2, len(long_enough))):
        word, at = words[place], rng.randrange(len(words[place]) - 1)
        slips = (
            word[:at] + word[at + 1 :],
            word[: at + 1] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
        words[place] = rng.choice(slips)
    return " ".join(words)


_SHORT = {
    "không": "k", "được": "dc", "bao nhiêu": "bn", "thế nào": "ntn", "hộ kinh doanh": "hkd",
    "hóa đơn": "hđ", "điện tử": "đt", "doanh nghiệp": "dn", "công ty": "cty", "mã số thuế": "mst",
    "gì": "j", "rồi": "r", "phải": "fải", "quá": "wá", "với": "vs", "tài khoản": "tk",
    "ngân hàng": "nh", "đăng ký": "đk", "giấy chứng nhận": "gcn", "kinh doanh": "kd",
    "doanh thu": "dthu", "bảo hiểm xã hội": "bhxh",
}  # fmt: skip


def shortened(text: str) -> str:
    """Chat language: what people shorten, shortened."""
    for full, short in _SHORT.items():
        text = text.replace(full, short)
    return text


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
            _interval([item.first for item in items]),
            _interval([item.among_three for item in items]),
            _interval([item.answered for item in items]),
            _interval([item.wrong_and_confident for item in items]),
        )
        rows.append(f"| {kind} | {len(items)} | {' | '.join(cells)} |")
    if scores.outside:
        at_90 = sorted(item.reading.confidence for item in scores.within)[len(scores.within) // 10]
        still = _share([item.reading.confidence >= at_90 for item in scores.outside])
        rows += [
            "",
            f"- out of scope, not answered: {_interval([not i.answered for i in scores.outside])}"
            f" of {len(scores.outside)}",
            f"- out of scope as sure as 90 % of in-scope messages are: {still:.3f}",
            f"- in scope above out of scope (AUROC): {_auroc(scores):.3f}",
        ]
    if scores.small:
        talk = [item.reading.decision is Decision.SMALLTALK for item in scores.small]
        rows.append(f"- small talk recognised: {_share(talk):.3f} of {len(talk)}")
    times = scores.times
    if times[-1]:
        p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
        rows.append(f"- time a message: p50 {p50 * 1e3:.2f} ms, p99 {p99 * 1e3:.2f} ms")
    return "\n".join(rows)


def _typed_differently(content: Content, scores: Scores) -> str:
    """Each way against the very messages it changes."""
    ways: dict[str, Callable[[str], str]] = {
        "without marks": fold,
        "two slips of the finger": misspelt,
        "shortened": shortened,
    }
    rows = ["| typed | n | first before | first | in three | wrong and confident |"]
    rows.append("|---|---|---|---|---|---|")
    for name, change in ways.items():
        after = changed(content, scores, change)
        before = [item.first for item in scores.within if change(item.text) != item.text]
        cells = (f"{value:.3f}" for value in (_share(before), after.first, after.among_three))
        wrong = f"{after.wrong_and_confident:.3f}"
        rows.append(f"| {name} | {len(after.within)} | {' | '.join(cells)} | {wrong} |")
    return "\n".join(rows)


def _wrapped(content: Content, within: list[Tried]) -> str:
    """Markdown: what polite words around a message cost."""
    rows = [
        "| polite words | n | first | in three | unknown or small talk |",
        "|---|---|---|---|---|",
    ]
    lost = (Decision.UNKNOWN, Decision.SMALLTALK)
    wrappers: dict[str, list[str]] = {"none": ["{}"]}
    for line in WRAPPERS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kind, _, wrapper = line.partition("\t")
            wrappers.setdefault(kind, []).append(wrapper)
    for kind, some in wrappers.items():
        tried = [
            Tried(kind, item.expected, text, content.understanding.read(text))
            for place, item in enumerate(within)
            for text in (some[place % len(some)].replace("{}", item.text),)
        ]
        cells = (
            _share([item.first for item in tried]),
            _share([item.among_three for item in tried]),
            _share([item.reading.decision in lost for item in tried]),
        )
        rows.append(f"| {kind} | {len(tried)} | {' | '.join(f'{cell:.3f}' for cell in cells)} |")
    return "\n".join(rows)


def _curve(told: Strangers) -> str:
    """Markdown: if we answered from so sure on, how many are answered, how many wrongly."""
    rows = [
        "| sure from | answered | wrong and sure | no entry, answered | out of scope, answered |",
        "|---|---|---|---|---|",
    ]
    within = told.scores.within
    for least in SURE_FROM:
        groups = (
            [item.reading.right >= least for item in within],
            [item.reading.right >= least and not item.first for item in within],
            [item.reading.right >= least for item in told.unanswered],
            [item.reading.right >= least for item in told.scores.outside],
        )
        rows.append(f"| {least} | {' | '.join(f'{_share(one):.3f}' for one in groups)} |")
    return "\n".join(rows)


def report_of_strangers(content: Content, path: Path) -> str:
    """Markdown of all that is known from a file of strangers' messages."""
    told = strangers(content, path)
    answered = _interval([item.answered for item in told.unanswered])
    return "\n\n".join(
        (
            "### Strangers' messages",
            as_table(told.scores),
            f"- about what has no entry, answered all the same: {answered}"
            f" of {len(told.unanswered)}",
            "### The same with polite words around them",
            _wrapped(content, told.scores.within),
            "### Strangers' messages, were we sure from another point on",
            _curve(told),
        )
    )


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


def report(content: Content, strange: Path | None = None) -> str:
    """Everything `docs/faq-quality.md` says in figures, first what a file of strangers' messages
    says where there is one."""
    tune, test = score(content, SETS / "tune.tsv"), score(content, SETS / "test.tsv")
    parts = [report_of_strangers(content, strange)] if strange else []
    parts += [
        "### The test half (never used to choose anything)",
        as_table(test),
        "### The test half typed differently",
        _typed_differently(content, test),
        "### The tuning half",
        as_table(tune),
        "### What is taken for what (both halves)",
        confusions(Scores(test.within + tune.within, [], [], [0.0])),
    ]
    return "\n\n".join(parts)


def write(path: Path, text: str) -> None:
    """Puts the report between its marks in a document. Raises ValueError when it has none."""
    document = path.read_text(encoding="utf-8-sig")
    before, start, rest = document.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise ValueError(tell("faq.no_place", path=path, start=START, end=END))
    path.write_text(f"{before}{START}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def _share(found: list[bool]) -> float:
    return sum(found) / len(found) if found else 0.0


def _interval(found: list[bool]) -> str:
    """A share with its 95 % Wilson interval."""
    n, share, z = len(found), _share(found), 1.96
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    reach = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low, high = max(0.0, middle - reach), min(1.0, middle + reach)
    return f"{share:.3f} ({low:.2f} to {high:.2f})"


def _auroc(scores: Scores) -> float:
    pairs = [
        (a.reading.confidence > b.reading.confidence)
        + 0.5 * (a.reading.confidence == b.reading.confidence)
        for a in scores.within
        for b in scores.outside
    ]
    return sum(pairs) / len(pairs)
