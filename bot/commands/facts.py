"""`donghanh facts`: what changes between two days, and what rests on a document."""

import re
from collections.abc import Iterator
from datetime import date

from jinja2 import TemplateError

from content.facts import FactMissing
from content.knowledge import Entry, Knowledge
from content.laws import Law
from content.library import Content
from content.operator import tell
from content.vietnamese import fold
from handlers.talk.markup import to_plain


def difference(content: Content, before: date, after: date) -> str:
    """Every answer that is not the same on both days, with the reasons. `after` is the later."""
    knowledge = content.knowledge
    changed = {
        name: _told(content, name, before, after) for name in _changed(content, before, after)
    }
    parts = []
    for entry in knowledge.entries.values():
        was, will = _served(knowledge, entry, before), _served(knowledge, entry, after)
        if was == will:
            continue
        reasons = [
            *_own_reasons(entry, before, after),
            *_fact_reasons(entry, changed),
        ]
        lines = [f"{entry.id}  ({entry.topic}): {entry.question}"]
        reasons = reasons or [tell("facts.by_day")]
        lines += [f"  {tell('facts.why', reason=reason)}" for reason in reasons]
        lines += _changed_lines(knowledge, entry, before, after)
        parts.append("\n".join(lines))
    facts = [f"  {told}" for told in changed.values()]
    head = tell("facts.answers_differ", before=before, after=after, count=len(parts))
    if facts:
        parts.insert(0, "\n".join([tell("facts.facts_differ"), *facts]))
    return "\n\n".join([head, *parts])


def _served(knowledge: Knowledge, entry: Entry, on: date) -> str:
    """What a person gets on a day; nothing when it is not served as fact."""
    if not entry.servable_on(on):
        return ""
    return _whole(knowledge, entry, on)


def _whole(knowledge: Knowledge, entry: Entry, on: date) -> str:
    return to_plain(f"{knowledge.short(entry.id, on)}\n\n{knowledge.details(entry.id, on) or ''}")


def _changed_lines(knowledge: Knowledge, entry: Entry, before: date, after: date) -> list[str]:
    """The lines that differ, whether or not the answer may be served: what to look at."""
    try:
        was, will = _whole(knowledge, entry, before), _whole(knowledge, entry, after)
    except (FactMissing, TemplateError) as error:
        return [f"  {tell('facts.mend_first', after=after, error=error)}"]
    gone = [f"  - {line}" for line in was.splitlines() if line not in will.splitlines()]
    return gone + [f"  + {line}" for line in will.splitlines() if line not in was.splitlines()]


def _own_reasons(entry: Entry, before: date, after: date) -> Iterator[str]:
    if before <= entry.review_by < after:
        yield tell("facts.review_over", review_by=entry.review_by)
    if entry.valid_to and before <= entry.valid_to < after:
        yield tell("facts.ends", valid_to=entry.valid_to)
    if before < entry.valid_from <= after:
        yield tell("facts.begins", valid_from=entry.valid_from)
    for source in entry.sources:
        ends = source.law.in_force_to
        if ends and before <= ends < after:
            law = source.law.name
            yield tell("facts.law_ends", law=law, ends=ends)


def _fact_reasons(entry: Entry, changed: dict[str, str]) -> list[str]:
    used = facts_in(entry.path.read_text(encoding="utf-8-sig"))
    return [told for name, told in changed.items() if name in used]


def _changed(content: Content, before: date, after: date) -> list[str]:
    facts = content.knowledge.facts
    return [name for name in facts if _value(content, name, before) != _value(content, name, after)]


def _told(content: Content, name: str, before: date, after: date) -> str:
    fact = content.knowledge.facts[name]
    was, will = _value(content, name, before), _value(content, name, after)
    holding = fact.on(before if was is not None else after)
    law = content.laws[holding.law].name
    old, new = (tell("facts.absent") if value is None else value for value in (was, will))
    return f"{fact.meaning}: {old} -> {new} ({law}, {holding.article})"


def _value(content: Content, name: str, on: date) -> object:
    fact = content.knowledge.facts[name]
    return fact.on(on).value if fact.holds_on(on) else None


def facts_in(text: str) -> set[str]:
    """The names of the facts a template asks for."""
    return set(re.findall(r"fact(?:_on)?\(\s*[\"']([a-z0-9_]+)[\"']", text))


class UnknownDocument(Exception):
    """No document goes by that name; the message says what is close."""


def impact(content: Content, document: str, on: date) -> str:
    """Every fact and every answer that rests on a legal document, directly or through a fact.

    `document` is an id (`nd-68-2026`) or a name, in full or short (`NĐ 68/2026`). Raises
    UnknownDocument.
    """
    law = _find(content, document)
    facts = content.knowledge.facts
    resting = {
        name: [value for value in facts[name].values if value.law == law.id] for name in facts
    }
    names = [name for name, values in resting.items() if values]
    lines = [f"{law.name}: {law.about}", ""]
    lines.append(tell("facts.facts_of", count=len(names)))
    lines += [
        f"  {name}: {facts[name].meaning} = {resting[name][-1].value} ({resting[name][-1].article})"
        for name in names
    ]
    direct, through = [], []
    for entry in content.knowledge.entries.values():
        named = [source.articles for source in entry.sources if source.law.id == law.id]
        used = sorted(facts_in(entry.path.read_text(encoding="utf-8-sig")) & set(names))
        if named:
            direct.append(f"  {entry.id}: {entry.question} ({'; '.join(named)})")
        elif used:
            through.append(f"  {entry.id}: {entry.question} (qua {', '.join(used)})")
    lines += ["", tell("facts.direct", count=len(direct)), *direct]
    lines += ["", tell("facts.through", count=len(through)), *through]
    said = [
        f"  {name} (qua {', '.join(used)})"
        for name in sorted(content.words.names())
        if (used := sorted(facts_in(content.words.source(name)) & set(names)))
    ]
    lines += ["", tell("facts.said", count=len(said)), *said]
    if not law.in_force_on(on):
        lines += ["", tell("facts.not_in_force", on=on)]
    return "\n".join(lines)


def _find(content: Content, document: str) -> Law:
    wanted = _key(document)
    for law in content.laws.values():
        if wanted in (_key(law.id), _key(law.name)):
            return law
    matching = [law for law in content.laws.values() if wanted and wanted in _key(law.name)]
    numbers = _numbers(document)
    matching = matching or [
        law
        for law in content.laws.values()
        if numbers and _numbers(law.name)[: len(numbers)] == numbers
    ]
    if len(matching) == 1:
        return matching[0]
    close = ", ".join(law.name for law in matching[:5])
    hint = tell("facts.perhaps", close=close) if close else tell("facts.see_list")
    raise UnknownDocument(tell("facts.unknown", document=document, hint=hint))


def _key(text: str) -> str:
    words = fold(text).replace("nghi dinh", "nd").replace("thong tu", "tt")
    words = words.replace("nghi quyet", "nq").replace("quyet dinh", "qd")
    return "".join(char for char in words if char.isalnum())


def _numbers(text: str) -> list[str]:
    kind = _key(re.split(r"\d", text, maxsplit=1)[0])
    return [kind, *re.findall(r"\d+", text)[:2]]
