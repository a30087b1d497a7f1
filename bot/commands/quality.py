"""Everything `docs/faq-quality.md` says in figures: `donghanh faq score`."""

import asyncio
import random
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bot.bench.pairs import Listener
from bot.commands.scores import (
    SETS,
    Scores,
    Strangers,
    Tried,
    as_table,
    changed,
    confusions,
    interval,
    score,
    share,
    strangers,
)
from bot.commands.typed import BETWEEN, WAYS
from content.encoder.fit import without
from content.encoder.held import HELD
from content.library import FOLDER, Content
from content.search import Decision, asked_by_key, fixed_texts
from content.wording import normalise
from storage import database

WRAPPERS = SETS / "wrappers.tsv"
SURE_FROM = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
SEED = 16
PAIRS = 150


def report(content: Content, strange: Path | None = None) -> str:
    """Markdown; first what a file of strangers' messages says where there is one."""
    tune, test = score(content, SETS / "tune.tsv"), score(content, SETS / "test.tsv")
    parts = [report_of_strangers(content, strange)] if strange else []
    parts += [
        "### Wordings left out of training and index",
        held_out(content),
        "### The test half (fifteen wordings were written for what failed on it)",
        as_table(test),
        "### The tuning half",
        as_table(tune),
        "### What is taken for what (both halves)",
        confusions(Scores(test.within + tune.within, [], [], [0.0])),
    ]
    return "\n\n".join(parts)


def report_of_strangers(content: Content, path: Path) -> str:
    """Markdown of all that is known from a file of strangers' messages."""
    told = strangers(content, path)
    answered = share([item.answered for item in told.unanswered])
    return "\n\n".join(
        (
            "### Strangers' messages",
            as_table(told.scores),
            f"- in scope, about what has no entry yet: {len(told.unanswered)}"
            f" (answered: {answered:.3f})\n- wordings that are one of these messages word for word:"
            f" {len(repeated(content, told))}",
            "### Strangers' messages, were we sure from another point on",
            _curve(told),
            "### The same with polite words around them",
            _wrapped(content, told.scores.within),
            "### The same typed differently",
            typed_differently(content, told.scores),
            "### Two of them in one message",
            in_pairs(content, told.scores.within),
        )
    )


def repeated(content: Content, told: Strangers) -> list[str]:
    """The messages that are a wording, but for marks and stops: what is learned by heart says
    nothing of how a stranger fares."""
    asked = asked_by_key(content.knowledge, fixed_texts(FOLDER)).values()
    known = {normalise(text)[0] for texts in asked for text in texts}
    all_of_them = [*told.scores.within, *told.scores.outside, *told.unanswered]
    return [item.text for item in all_of_them if normalise(item.text)[0] in known]


def typed_differently(content: Content, scores: Scores) -> str:
    """Markdown: each way of typing against the very messages it changes."""
    rows = [
        "| typed | n | first before | first | in three | answered | wrong and sure | no answer |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, change in WAYS.items():
        after = changed(content, scores, change).within
        before = share([item.first for item in scores.within if change(item.text) != item.text])
        lost = share([item.reading.decision in _LOST for item in after])
        shares = (
            f"{share([item.among_three for item in after]):.3f}",
            f"{share([item.answered for item in after]):.3f}",
            interval([item.wrong_and_confident for item in after]),
        )
        first = interval([item.first for item in after])
        rows.append(
            f"| {name} | {len(after)} | {before:.3f} | {first} | {' | '.join(shares)}"
            f" | {lost:.3f} |"
        )
    return "\n".join(rows)


_LOST = (Decision.UNKNOWN, Decision.SMALLTALK)


def _wrapped(content: Content, within: list[Tried]) -> str:
    """Markdown: what polite words around a message cost."""
    rows = [
        "| polite words | n | first | in three | answered | unknown or small talk |",
        "|---|---|---|---|---|---|",
    ]
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
            share([item.first for item in tried]),
            share([item.among_three for item in tried]),
            share([item.answered for item in tried]),
            share([item.reading.decision in _LOST for item in tried]),
        )
        rows.append(f"| {kind} | {len(tried)} | {' | '.join(f'{cell:.3f}' for cell in cells)} |")
    return "\n".join(rows)


def _curve(told: Strangers) -> str:
    """Markdown: if we answered from so sure on, how many are answered, how many wrongly."""
    rows = [
        "| sure from | answered | wrong and sure | no entry yet, answered"
        " | out of scope, answered |",
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
        rows.append(f"| {least} | {' | '.join(f'{share(one):.3f}' for one in groups)} |")
    return "\n".join(rows)


def held_out(content: Content, path: Path = HELD) -> str:
    """Markdown: wordings neither the encoder nor the index has, as written."""
    left_out = frozenset(path.read_text(encoding="utf-8").splitlines())
    understanding = without(content, left_out)
    within = [
        Tried("entries", frozenset({entry.id}), text, understanding.read(text))
        for entry in content.knowledge.entries.values()
        for text in entry.ask
        if text in left_out
    ]
    outside = [
        Tried("declined", frozenset(), text, understanding.read(text))
        for texts in fixed_texts(FOLDER)["decline"].values()
        for text in texts
        if text in left_out
    ]
    return as_table(Scores(within, outside, [], [0.0]))


@dataclass(frozen=True, slots=True)
class Both:
    """Two questions in one message: how many of them are answered, and an answer to neither."""

    answered: int
    wrong: bool


def in_pairs(content: Content, within: list[Tried]) -> str:
    """Markdown: two messages that are answered rightly each alone, as one."""
    sure = [item for item in within if item.answered and item.first]
    rng = random.Random(SEED)  # noqa: S311
    pairs = [rng.sample(sure, 2) for _ in range(PAIRS)] if len(sure) > 1 else []
    apart = [(a, b) for a, b in pairs if not a.expected & b.expected]
    rows = ["| between them | n | both answered | one | an answer to neither |"]
    rows.append("|---|---|---|---|---|")
    found = asyncio.run(_heard(content, apart))
    for number, between in enumerate(BETWEEN):
        some = found[number :: len(BETWEEN)]
        cells = (
            share([one.answered == len(("a", "b")) for one in some]),
            share([one.answered == 1 for one in some]),
            share([one.wrong for one in some]),
        )
        name = between.strip().replace("\n", "") or between
        rows.append(
            f"| `{name}`{' and a new line' * between.endswith(chr(10))} | {len(some)}"
            f" | {' | '.join(f'{cell:.3f}' for cell in cells)} |"
        )
    return "\n".join(rows)


async def _heard(content: Content, pairs: list[tuple[Tried, Tried]]) -> list[Both]:
    with tempfile.TemporaryDirectory() as folder:
        async with database.open(f"sqlite:///{folder}/pairs.db") as db:
            return await db.transaction(
                lambda tx: [
                    _both(Listener(content, tx), a, b, BETWEEN[number % len(BETWEEN)])
                    for number, (a, b) in enumerate(pairs)
                ]
            )


def _both(listener: Listener, a: Tried, b: Tried, between: str) -> Both:
    understood = listener.hears(f"{a.text.rstrip(' ?.')}{between}{b.text}", None)
    given = [
        reading.entries[0].id
        for reading in understood.readings
        if reading.decision is Decision.ANSWER
    ]
    right = [any(one in item.expected for one in given) for item in (a, b)]
    strange = [one for one in given if one not in a.expected | b.expected]
    return Both(sum(right), bool(strange))
