"""The staff's loop: what was not answered, grouped; a draft for it; a new wording for an entry.

Nothing here names a person: the questions are kept without names and with numbers masked.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import orjson

from bot.commands import scores
from bot.commands.refusal import CommandRefused
from content.knowledge import SECTIONS
from content.library import FOLDER, Content, check_content, load_content
from content.operator import tell
from content.problems import ContentError
from content.review import ID_LIMIT, MENU_LIMIT
from content.search import Decision
from content.vietnamese import fold
from content.wording import normalise
from handlers.desk.asked import SameQuestions, grouped
from storage.models import Unanswered

REVIEW_DAYS = 30  # a draft is looked at again within a month


def inbox_text(content: Content, kept: Sequence[Unanswered], *, as_json: bool) -> str:
    groups = grouped(content, kept)
    if as_json:
        return orjson.dumps(
            [
                {"count": g.count, "reasons": g.reasons, "texts": g.texts, "entry": g.entry}
                for g in groups
            ]
        ).decode()
    if not groups:
        return tell("inbox.none")
    return "\n\n".join(_told(content, number, group) for number, group in enumerate(groups, 1))


def _told(content: Content, number: int, group: SameQuestions) -> str:
    why = {
        "unknown": tell("inbox.unknown"),
        "wrong": tell("inbox.wrong"),
        "for_staff": tell("inbox.for_staff"),
    }
    reasons = ", ".join(f"{why.get(name, name)} {n}" for name, n in group.reasons.items())
    usual, count = group.texts[0], group.count
    lines = [tell("inbox.asked_times", number=number, count=count, reasons=reasons)]
    lines += [f"   - {text}" for text in group.texts]
    if group.entry is None:
        lines.append(f"   {tell('inbox.nothing_near', usual=usual)}")
    else:
        entry, question = group.entry, content.knowledge.entries[group.entry].question
        lines.append(f"   {tell('inbox.near', entry=entry, question=question)}")
        lines.append(f"      {tell('inbox.add', entry=entry, usual=usual)}")
    return "\n".join(lines)


_NEW = """---
question: "{question}"
menu: "{menu}"
ask:
  - "{asked}"
sources: []
related: [{related}]
status: under_review
valid_from: {today}
reviewed_on: {today}
checked_on: {today}
review_by: {review_by}
owner: {owner}
---
{answer}

## {heading}
- {mistake}
"""


def draft(content: Content, question: str, topic: str, today: date, folder: Path = FOLDER) -> Path:
    """A new entry to fill in, under review until somebody approves it. Raises CommandRefused."""
    if topic not in content.knowledge.topics:
        topics = ", ".join(content.knowledge.topics)
        raise CommandRefused(tell("inbox.no_topic", topic=topic, topics=topics))
    words = re.findall(r"[a-z0-9]+", fold(question))
    if len(words) < 2:
        raise CommandRefused(tell("inbox.question_short"))
    name = "-".join(words)[:ID_LIMIT].rstrip("-")
    path = folder / "faq" / topic / f"{name}.md"
    if path.exists() or name in content.knowledge.entries:
        raise CommandRefused(tell("inbox.has_entry", name=name))
    asked = question.strip().replace('"', "'")
    near = [item.id for item in content.understanding.read(question).entries[:2]]
    path.write_text(
        _NEW.format(
            question=f"{asked[:1].upper()}{asked[1:]}",
            menu=asked[:MENU_LIMIT],
            asked=tell("inbox.asked_politely", asked=asked),
            related=", ".join(near),
            today=today,
            review_by=today + timedelta(days=REVIEW_DAYS),
            owner=tell("inbox.owner"),
            answer=tell("inbox.being_written"),
            heading=SECTIONS[-1],
            mistake=tell("inbox.usual_mistake"),
        ),
        encoding="utf-8",
    )
    return path


def add_wording(entry_id: str, wording: str, folder: Path = FOLDER, *, sure: bool = False) -> str:
    """Adds a way of asking to an entry and scores again; takes it back when it breaks others.

    What is surely answered by another entry so far is only taken over when `sure`. Returns what
    happened. Raises CommandRefused.
    """
    before = load_content(folder)
    entry = before.knowledge.entries.get(entry_id)
    wording = " ".join(wording.split()).replace('"', "'")
    if entry is None:
        raise CommandRefused(tell("inbox.no_entry", entry_id=entry_id))
    if len(normalise(wording)[0].split()) < 2:
        raise CommandRefused(tell("inbox.wording_short"))
    now_read = before.understanding.read(wording)
    other = now_read.entries[0].id if now_read.decision is Decision.ANSWER else entry_id
    if other != entry_id and not sure:
        question = before.knowledge.entries[other].question
        raise CommandRefused(tell("inbox.leads_elsewhere", other=other, question=question))
    text = entry.path.read_text(encoding="utf-8-sig")
    lines = text.splitlines(keepends=True)
    start = lines.index("ask:\n")
    end = next(n for n in range(start + 1, len(lines)) if not lines[n].startswith("  - "))
    lines.insert(end, f'  - "{wording}"\n')
    was = _scores(before)
    entry.path.write_text("".join(lines), encoding="utf-8")
    try:
        after = load_content(folder)
        check_content(after, date.today(), folder)  # noqa: DTZ011  # any day the content is good on
        broken = sorted(lost - lost_wordings(before)) if (lost := lost_wordings(after)) else []
        now = _scores(after)
        if broken:
            raise CommandRefused(tell("inbox.lost", lost="; ".join(broken)))
        if now < was:
            raise CommandRefused(tell("inbox.score_fell", was=f"{was:.3f}", now=f"{now:.3f}"))
    except ContentError as error:
        entry.path.write_text(text, encoding="utf-8")
        raise CommandRefused(str(error)) from error
    except CommandRefused:
        entry.path.write_text(text, encoding="utf-8")
        raise
    file = entry.path.name
    return tell("inbox.added", file=file, was=f"{was:.3f}", now=f"{now:.3f}")


def lost_wordings(content: Content) -> set[str]:
    """The wordings that do not lead to their own entry among the first two."""
    understanding = content.understanding
    return {
        f"{wording} ({entry.id})"
        for entry in content.knowledge.entries.values()
        for wording in (entry.question, *entry.ask)
        if understanding.known_as(wording) != entry.id
        and entry.id not in [item.id for item in understanding.read(wording).entries[:2]]
    }


def _scores(content: Content) -> float:
    path = scores.SETS / "tune.tsv"
    return scores.score(content, path).first if path.exists() else 1.0
