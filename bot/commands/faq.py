"""What the `donghanh faq` commands print; the format is a contract (README, "Dòng lệnh")."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import orjson

from content.library import Content
from content.operator import tell
from content.search import Decision, Reading
from handlers.talk.markup import to_plain
from storage.models import Unanswered


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
        return "\n\n".join([*parts, "\n".join([tell("faq.basis"), basis]), answer["footer"]])
    if reading.decision is Decision.CHOOSE:
        entries = content.knowledge.entries
        offered = content.understanding.rivals(reading)
        listed = "\n".join(f"  {n}. {entries[i].question}" for n, i in enumerate(offered, 1))
        return f"{to_plain(content.words.say('faq/choose', count=len(offered)))}\n{listed}"
    message = f"fixed/{reading.fixed}" if reading.fixed else "faq/no_answer"
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
            raise BadLine(tell("faq.bad_line", number=number)) from error
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


async def kept_questions(url: str) -> list[Unanswered]:
    """The questions kept for the staff, newest first. Raises StorageError."""
    from storage import database

    async with database.open(url, exclusive=False) as db:
        return await db.transaction(lambda tx: tx.feedback.unanswered())


async def unanswered_text(url: str, *, as_json: bool) -> str:
    """The questions kept for the staff, newest first."""
    kept = await kept_questions(url)
    if as_json:
        return _json(
            [
                {"asked_on": k.asked_on, "reason": k.reason, "entry": k.entry, "text": k.text}
                for k in kept
            ]
        )
    if not kept:
        return tell("faq.none")
    return "\n".join(f"{k.asked_on}  {k.reason:9}  {k.entry or '-':28}  {k.text}" for k in kept)
