"""What in a chat names somebody who is erased, where the chat goes on for others: their number,
name and business in any spelling, the codes and words of what they asked for. Line by line, of both
sides.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson

from content.library import Content
from content.people import read_phones
from content.vietnamese import fold
from handlers.live import forgetting as talks_forgotten
from handlers.question.moves import ASKER
from storage.conversations import WhyEnded, without_forms
from storage.database import Transaction
from storage.event_models import Registration
from storage.question_models import Question

Item = Registration | Question

_SHORT = 3  # letters; names of no more are looked for as they are written
_BEGINNING = 36  # letters by which a message that quotes a question is known
_LINE = 12  # letters; shorter lines are no part of a question that would be known again
_OFFICIAL = re.compile(r"TDP \d{1,3}|-|")
_MARKUP = re.compile(r"[\\*_]")
_MOST = 1_000_000  # lines of one chat
_NAMING = ("name", "business", "tax_code")  # what a form knows of whoever fills it in


def name_of(item: Item) -> str:
    return item.name if isinstance(item, Registration) else item.asker


@dataclass(frozen=True, slots=True)
class Traces:
    """How somebody is known again in a text."""

    phones: frozenset[str]
    codes: frozenset[str]
    words: frozenset[str]  # folded
    names: frozenset[str]  # short ones, as they are written
    texts: frozenset[str]  # questions, folded

    @classmethod
    def of(
        cls,
        tx: Transaction,
        content: Content,
        going: Iterable[Item],
        phone: str | None,
        forms: Sequence[Mapping[str, Any]] = (),
    ) -> "Traces":
        """Of what is erased, of the number it was found by, and of the `forms` (their memory) in
        which somebody was telling of themselves."""
        going = list(going)
        said = [word for item in going for word in _words(content, item)]
        said += [str(form.get(field, "")) for form in forms for field in _NAMING]
        asked = [text for item in going for text in _asked(tx, item)]
        asked += [str(form.get("content", "")) for form in forms]
        phones = {item.phone for item in going} | {phone}
        return cls(
            frozenset(number for number in phones if number),
            frozenset(item.code.upper() for item in going),
            frozenset(fold(word) for word in said if len(word) > _SHORT),
            frozenset(word for word in said if 0 < len(word) <= _SHORT),
            frozenset(fold(text) for text in asked),
        )

    def but(self, kept: "Traces") -> "Traces":
        """Without what names those who stay, too: a number or a business of both."""
        return replace(
            self,
            phones=self.phones - kept.phones,
            words=self.words - kept.words,
            names=self.names - kept.names,
        )

    def are_in(self, text: str) -> bool:
        """Whether the text names them."""
        bare = _MARKUP.sub("", text)
        plain, upper = fold(bare), bare.upper()
        if any(code in upper for code in self.codes):
            return True
        if any(_stands_in(word, plain) for word in self.words):
            return True
        if any(_stands_in(name, bare) for name in self.names):
            return True
        if any(_quotes(plain.strip(), asked) for asked in self.texts):
            return True
        return bool(self.phones.intersection(read_phones(bare)))


def _words(content: Content, item: Item) -> Iterator[str]:
    """What names whoever the item is of; not a place as the ward names it."""
    yield from (name_of(item), item.business)
    if isinstance(item, Registration):
        yield from (item.tax_code, item.represented_by, item.registered_by, item.companion_names)
    place = item.neighbourhood
    if place not in content.ward.neighbourhoods and not _OFFICIAL.fullmatch(place):
        yield place


def _asked(tx: Transaction, item: Item) -> Iterator[str]:
    """What somebody wrote of a question of theirs: first, and later."""
    if isinstance(item, Question):
        yield from item.content.split("\n\n+ ")
        yield from (step.note for step in tx.questions.steps(item.id) if step.actor == ASKER)


def _stands_in(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def _quotes(line: str, asked: str) -> bool:
    if len(line) >= _LINE and line in asked:
        return True
    return len(asked) >= _LINE and asked[:_BEGINNING] in line


def forget_in_chat(tx: Transaction, contact_id: int, traces: Traces, now: datetime) -> int:
    """Takes what names them out of one chat: of what was said there, by either side, and of where
    the conversation stands. Returns how many lines and forms went."""
    lines = tx.transcripts.lines(contact_id, limit=_MOST)
    found = [
        line.id
        for line in lines
        if traces.are_in(line.text or "") or any(map(traces.are_in, _said(line.body)))
    ]
    tx.transcripts.forget(contact_id, found)
    for line in found:
        tx.gone.add("line", f"{contact_id}:{line}")
    unanswered = tx.feedback.forget_where(contact_id, traces.are_in)
    for number in unanswered:
        tx.gone.add("unanswered", number)
    besides = len(unanswered) + tx.set_aside.forget_where(contact_id, traces.are_in)
    besides += talks_forgotten.lines_with(tx, contact_id, traces.are_in)
    conversation = tx.conversations.load(contact_id, now)
    bare = without_forms(conversation, WhyEnded.GONE, traces.are_in)
    if bare.asked and traces.are_in(bare.asked):
        bare = replace(bare, asked=None)
    bare = replace(bare, choices=tuple(one for one in bare.choices if not traces.are_in(one[1])))
    if bare != conversation:
        tx.conversations.save(bare)
        besides += 1
    if found or besides:
        tx.gone.add("chat", contact_id)
    return len(found) + besides


def forget_open(tx: Transaction, contact_id: int, now: datetime) -> None:
    """What is open in a chat out of which somebody was taken, as an older copy has it: nobody knows
    any more what of it named them."""
    bare = without_forms(tx.conversations.load(contact_id, now), WhyEnded.GONE, lambda form: True)
    tx.conversations.save(replace(bare, asked=None, choices=()))
    tx.set_aside.forget_of(contact_id)


def forms_of(tx: Transaction, contact_id: int, phone: str, now: datetime) -> list[dict[str, Any]]:
    """The memories of the forms, open or waiting, that somebody with this number (+84...) was
    filling in."""
    conversation = tx.conversations.load(contact_id, now)
    forms = (*conversation.waiting, *([conversation.flow] if conversation.flow else []))
    memories = (orjson.loads(form)["memory"] for form in forms)
    return [memory for memory in memories if memory.get("phone") == phone]


def _said(body: str | None) -> Iterator[str]:
    """Every text in a message as it is stored."""
    return _texts(orjson.loads(body)) if body else iter(())


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from _texts(inner)
        case list():
            for inner in value:
                yield from _texts(inner)
