"""Whether what is being asked was answered, or asked, before."""

from dataclasses import replace

from content.fields import similar
from content.search import Decision
from handlers.answers import of_the_ward
from handlers.answers.of_the_ward import ALIKE, LOOKED_AT
from handlers.question.writing import Draft
from handlers.talk import pausing
from handlers.talk.turn import Turn
from storage.outbox import SHOWN


def look_for_answer(turn: Turn, memory: Draft) -> Draft:
    """The official answer that may be the one: published for somebody else, or of the FAQ."""
    if found := of_the_ward.published_like(turn, memory.content):
        return replace(memory, answered=found[0].id, shown=of_the_ward.words(turn, *found))
    reading = turn.content.understanding.read(memory.content)
    if reading.decision is Decision.ANSWER:
        entry = turn.content.knowledge.entries[reading.entries[0].id]
        paused = turn.pause_of(pausing.topics_of_entry(entry))
        if entry.servable_on(turn.today) and paused is None:
            short = turn.content.knowledge.short(entry.id, turn.today)
            return replace(memory, entry=entry.id, shown=f"**{entry.question}**\n\n{short}")
    return memory


def look_for_company(turn: Turn, memory: Draft) -> Draft:
    """An open question that says the same, in the words staff let others see."""
    others = [
        other
        for other in turn.tx.questions.open()
        if other.shown_text and other.public and not turn.owns(other.contact_id)
    ][-LOOKED_AT:]
    found = similar(memory.content, [other.shown_text for other in others])
    if not found or found[0][0] < ALIKE:
        return memory
    other = others[found[0][1]]
    return replace(
        memory,
        join=other.id,
        join_count=turn.tx.questions.askers(other.id),
        shown=other.shown_text[:SHOWN],
        field=other.field,
    )
