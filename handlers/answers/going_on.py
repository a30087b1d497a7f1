"""Words that go on with the answer a talk is about: read beside it and its neighbours, and answered
from it where it tells what they ask."""

from content.following import Behind, ReadBehind, follow
from content.knowledge import Entry
from handlers.answers import verdict
from handlers.talk.turn import Turn


def subject_of(turn: Turn) -> Entry | None:
    """The answer the talk is about; None for none, and where it turned to figures told."""
    talk = turn.conversation
    about = None if verdict.was_given(turn) else talk.about
    return turn.content.knowledge.entries.get(talk.entry or about or "")


def read_on(turn: Turn, subject: Entry, text: str) -> ReadBehind | None:
    """What a text means behind that answer; None without the encoder."""
    asked = turn.conversation.asked or subject.question
    behind = Behind(subject, asked, turn.today)
    return follow(turn.content.knowledge, turn.content.understanding, behind, text)
