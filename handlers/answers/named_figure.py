"""A figure that is asked for by its name: its value today, from when, by which article."""

from content import named_figures
from content.facts import SourceRead
from content.search import Decision
from handlers.talk import pausing
from handlers.talk.messages import Choice
from handlers.talk.turn import Outcome, Turn
from storage.topic_notices import TopicNoticeKind

OFFERED = 2  # answers that speak of it


def answer(turn: Turn) -> Outcome | None:
    """The answer; None where no figure is asked for, or another answer is sure."""
    facts = turn.content.knowledge.facts
    fact = named_figures.asked_for(turn.text, facts, turn.today)
    if fact is None:
        return None
    if turn.content.understanding.read(turn.text).decision is Decision.ANSWER:
        return None
    users = named_figures.users_of(turn.content.knowledge, fact.name)
    for entry in users:
        for notice in pausing.of_entry(turn.tx.topic_notices, entry, turn.today):
            if notice.kind is TopicNoticeKind.PAUSE:
                return turn.say_paused(notice, entry)
    now = fact.on(turn.today)
    later = next((one for one in fact.values if one.start > turn.today), None)
    ward = turn.content.ward
    near = [one for one in users if one.servable_on(turn.today)][:OFFERED]
    return turn.keeping(asked=None, entry=None).say(
        "faq/figure",
        [Choice(one.question, f"faq:{one.id}") for one in near],
        turn.menu_choice(),
        called=named_figures.called(fact),
        value=named_figures.said(fact, now.value),
        now=now,
        law=turn.content.laws[now.law],
        later=later,
        later_value=named_figures.said(fact, later.value) if later else "",
        office=ward.office(users[0].office) if users else ward.front_office,
        unsure=now.source_read is SourceRead.SINGLE,
    )
