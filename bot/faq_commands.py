"""What the `donghanh faq` commands print; the format is a contract (README, "Dòng lệnh")."""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from content.library import Content
from content.search import Decision, Reading
from handlers.markup import to_plain


class BadLine(Exception):
    """A line of input is not what was asked for; the message says which."""


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def _found(reading: Reading) -> dict[str, Any]:
    return {
        "decision": reading.decision,
        "score": reading.confidence,
        "entries": [{"id": item.id, "score": item.score} for item in reading.entries],
    }


def ask_text(content: Content, question: str, on: date, *, as_json: bool) -> str:
    """The answer to one question as of a day, as text or as JSON."""
    reading = content.understanding.read(question)
    result = _found(reading) | {"question": question, "date": on.isoformat(), "answer": None}
    if reading.decision is Decision.ANSWER:
        result["answer"] = _answer(content, reading.entries[0].id, on)
    if as_json:
        return _json(result)
    if result["answer"]:
        answer = result["answer"]
        parts = [answer["question"], answer["text"]]
        if answer["details"]:
            parts.append(answer["details"])
        basis = "\n".join(f"- {source}" for source in answer["sources"])
        return "\n\n".join([*parts, f"Căn cứ:\n{basis}", answer["footer"]])
    if reading.decision is Decision.CHOOSE:
        entries = content.knowledge.entries
        offered = content.understanding.rivals(reading)
        listed = "\n".join(f"  {n}. {entries[i].question}" for n, i in enumerate(offered, 1))
        return f"{to_plain(content.words.say('faq/choose', count=len(offered)))}\n{listed}"
    message = f"fixed/{reading.fixed}" if reading.fixed else "faq/unknown"
    return to_plain(content.words.say(message))


def _answer(content: Content, entry_id: str, on: date) -> dict[str, Any]:
    knowledge, entry = content.knowledge, content.knowledge.entries[entry_id]
    office = content.ward.office(entry.office)
    if not entry.servable_on(on):
        text = content.words.say("faq/under_review", entry=entry, office=office)
        details = None
    else:
        text = knowledge.short(entry_id, on)
        details = knowledge.details(entry_id, on)
    return {
        "id": entry.id,
        "question": entry.question,
        "text": to_plain(text),
        "details": to_plain(details) if details else None,
        "certainty": entry.certainty,
        "ask": office.name,
        "sources": [f"{source.law.name}: {source.articles}" for source in entry.sources],
        "footer": content.words.say("faq/footer", entry=entry),
    }


def search_lines(content: Content, lines: Iterable[str]) -> Iterator[str]:
    """JSON lines {"id", "text"} in, JSON lines with decision, score and entries out.

    Raises BadLine at the first line that is not such JSON.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            asked = orjson.loads(line)
            text = asked["text"]
            if not isinstance(text, str):
                raise TypeError("text")
            answer = {"id": asked["id"]} | _found(content.understanding.read(text))
        except (orjson.JSONDecodeError, KeyError, TypeError) as error:
            raise BadLine(f'dòng {number}: cần JSON dạng {{"id": ..., "text": "..."}}') from error
        yield _json(answer)


def list_text(content: Content, *, as_json: bool) -> str:
    """Every entry with id, topic, question, sources, valid_from, review_by."""
    rows = [
        {
            "id": entry.id,
            "topic": entry.topic,
            "question": entry.question,
            "sources": [f"{source.law.name}: {source.articles}" for source in entry.sources],
            "valid_from": entry.valid_from.isoformat(),
            "review_by": entry.review_by.isoformat(),
        }
        for topic in content.knowledge.topics
        for entry in content.knowledge.of_topic(topic)
    ]
    if as_json:
        return _json(rows)
    return "\n".join(
        f"{r['id']:32} {r['topic']:13} {r['review_by']}  {r['question']}" for r in rows
    )


async def unanswered_text(url: str, *, as_json: bool) -> str:
    """The questions kept for the staff, newest first."""
    from storage import database

    async with database.open(url, exclusive=False) as db:
        kept = await db.transaction(lambda tx: tx.feedback.unanswered())
    if as_json:
        return _json(
            [
                {"asked_on": k.asked_on, "reason": k.reason, "entry": k.entry, "text": k.text}
                for k in kept
            ]
        )
    if not kept:
        return "Chưa có câu nào."
    return "\n".join(f"{k.asked_on}  {k.reason:9}  {k.entry or '-':28}  {k.text}" for k in kept)


@dataclass(frozen=True, slots=True)
class _Tried:
    kind: str
    expected: tuple[str, ...]
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


def score_text(content: Content, path: Path) -> str:
    """The table of scores on a development set (kind, expected entries, text; tab separated)."""
    tried: list[_Tried] = []
    times: list[float] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        kind, expected, text = line.split("\t")
        started = time.perf_counter()
        reading = content.understanding.read(text)
        times.append(time.perf_counter() - started)
        tried.append(_Tried(kind, tuple(expected.split()), reading))
    within = [t for t in tried if t.kind not in ("out", "small")]
    outside = [t for t in tried if t.kind == "out"]
    small = [t for t in tried if t.kind == "small"]
    by_kind: dict[str, list[_Tried]] = defaultdict(list)
    for item in within:
        by_kind[item.kind].append(item)
    by_kind["all"] = within
    rows = ["kind       n   first  in 3   answered  wrong&confident"]
    for kind, items in by_kind.items():
        n = len(items)
        rows.append(
            f"{kind:8} {n:4}  {sum(t.first for t in items) / n:.3f}  "
            f"{sum(t.among_three for t in items) / n:.3f}  "
            f"{sum(t.answered for t in items) / n:.3f}     "
            f"{sum(t.answered and not t.first for t in items) / n:.3f}"
        )
    refused = sum(not t.answered for t in outside) / len(outside)
    chat = sum(t.reading.decision is Decision.SMALLTALK for t in small) / len(small)
    times.sort()
    rows += [
        f"out of scope, not answered: {refused:.3f} of {len(outside)}",
        f"in scope above out of scope (AUROC): {_auroc(within, outside):.3f}",
        f"small talk recognised: {chat:.3f} of {len(small)}",
        f"ranking ms: p50 {times[len(times) // 2] * 1e3:.2f},"
        f" p99 {times[int(len(times) * 0.99)] * 1e3:.2f}",
    ]
    return "\n".join(rows)


def _auroc(within: list[_Tried], outside: list[_Tried]) -> float:
    pairs = [
        (a.reading.confidence > b.reading.confidence)
        + 0.5 * (a.reading.confidence == b.reading.confidence)
        for a in within
        for b in outside
    ]
    return sum(pairs) / len(pairs)
