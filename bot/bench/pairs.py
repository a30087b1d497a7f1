"""`donghanh bench pairs`: what a message means after every answer it may follow. A message that is
sure alone must mean the same after any answer; a true follow-up must be read against the one shown.
"""

import json
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bot.commands.scores import SETS
from bot.running.clock import utc_now
from content.calendar import today
from content.library import Content
from content.search import Decision
from content.vietnamese import fold
from handlers.answers.context import Understood, understand
from handlers.talk.messages import Incoming, IncomingKind
from handlers.talk.turn import Turn
from storage import database
from storage.database import Transaction

FOLLOWUPS = SETS / "followups.tsv"
ANSWERS_EACH = 25  # random answers before each strange message
THREE = 3
SEED = 15
EXAMPLES = 5


class Listener:
    """Reads messages after an answer, as the door to the FAQ does, without showing anything."""

    def __init__(self, content: Content, tx: Transaction) -> None:
        now = utc_now()
        contact = tx.contacts.meet("bench", "pairs", now)
        incoming = Incoming("bench", "pairs", "pairs", now, IncomingKind.TEXT, "")
        conversation = tx.conversations.current(contact.id, now)
        self._turn = Turn(incoming, contact, conversation, content, tx, now, today(now))

    def hears(self, text: str, after: str | None) -> Understood:
        """What a text means after the answer of that id; after None, alone."""
        incoming = replace(self._turn.incoming, text=text)
        conversation = replace(self._turn.conversation, entry=after, asked=after)
        return understand(replace(self._turn, incoming=incoming, conversation=conversation))


def answered(understood: Understood) -> str:
    """The id of the answer given, "" where none is given at once."""
    if understood.about:
        return understood.about.id
    last = understood.readings[-1]
    return last.entries[0].id if last.decision is Decision.ANSWER else ""


def wordings(content: Content) -> Iterator[tuple[str, str]]:
    """(entry, wording) of every way of asking that the project has, with and without marks."""
    for entry in content.knowledge.entries.values():
        for text in dict.fromkeys((entry.question, entry.menu, *entry.ask)):
            for typed in dict.fromkeys((text, fold(text))):
                yield entry.id, typed


def overridden(
    content: Content, listener: Listener, every_wording: int = 1, every_answer: int = 1
) -> tuple[int, list[tuple[str, str, str]]]:
    """How many pairs were tried, and those where a wording meant something else than alone: the
    answer before, the wording, what it was taken for. Only every so-manieth of each is tried."""
    ids, tried, wrong = list(content.knowledge.entries), 0, []
    for number, (entry, text) in enumerate(wordings(content)):
        if number % every_wording:
            continue
        alone = answered(listener.hears(text, None))
        for before in ids[number % every_answer :: every_answer]:
            if before == entry:
                continue
            tried += 1
            if (got := answered(listener.hears(text, before))) != alone:
                wrong.append((before, text, got))
    return tried, wrong


def outside(
    content: Content, listener: Listener, texts: Sequence[str]
) -> tuple[int, list[tuple[str, str, str]]]:
    """How many pairs of a strange message after a random answer were tried, and those answered with
    an entry outside the message's own three best."""
    ids, chance, wrong = list(content.knowledge.entries), random.Random(SEED), []
    for text in texts:
        own = {one.id for one in content.understanding.read(text).entries[:THREE]}
        for before in chance.sample(ids, ANSWERS_EACH):
            got = answered(listener.hears(text, before))
            if got and got not in own:
                wrong.append((before, text, got))
    return len(texts) * ANSWERS_EACH, wrong


def lost(listener: Listener, path: Path = FOLLOWUPS) -> tuple[int, list[tuple[str, str, str]]]:
    """How many true follow-ups there are, and those not read against the answer before."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    wrong = []
    for before, text, right in rows:
        wanted = {before if one == "=" else one for one in right.split()}
        if (got := answered(listener.hears(text, before))) not in wanted:
            wrong.append((before, text, got))
    return len(rows), wrong


def messages(path: Path) -> list[str]:
    """The messages of a file of strangers: a JSON object a line, its words under `text`."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines if line.strip()]


def _figures(content: Content, tx: Transaction, strange: Path | None) -> dict[str, object]:
    listener = Listener(content, tx)
    began = time.perf_counter()
    tried, wrong = overridden(content, listener)
    figures: dict[str, object] = {
        "pairs": tried,
        "overridden": len(wrong),
        "us_per_pair": round((time.perf_counter() - began) / tried * 1e6, 1),
        "overridden_such_as": wrong[:EXAMPLES],
    }
    tried, wrong = lost(listener)
    figures |= {"followups": tried, "followed": tried - len(wrong), "lost": wrong[:EXAMPLES]}
    if strange is not None:
        tried, wrong = outside(content, listener, messages(strange))
        share = round(len(wrong) / tried, 5)
        figures |= {"strange_pairs": tried, "outside": share, "outside_such_as": wrong[:EXAMPLES]}
    return figures


async def run(content: Content, strange: Path | None) -> dict[str, object]:
    """Every pair; `strange` is a file of messages by people who never saw the program."""
    with tempfile.TemporaryDirectory() as folder:
        async with database.open(f"sqlite:///{folder}/pairs.db") as db:
            return await db.transaction(lambda tx: _figures(content, tx, strange))
