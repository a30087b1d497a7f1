"""Where anybody may read what was said in a conversation: the paths of our public pages."""

from content.knowledge import Entry
from storage.broadcast_models import Broadcast
from storage.event_models import Event
from storage.question_models import Question


def of_entry(entry: Entry) -> str:
    return f"cau/{entry.id}"


def of_event(event: Event) -> str:
    return f"su-kien/{event.code.lower()}"


def of_question(question: Question) -> str:
    """One that the ward published with its answer, by its number: its code is its asker's."""
    return f"hoi-dap/{question.id}"


def of_case(question_id: int) -> str:
    """One that the ward shows on its way, by the number of its question."""
    return f"phan-anh/{question_id}"


def of_news(broadcast: Broadcast) -> str:
    """A month's digest by its month, another by its number."""
    return f"tin-tuc/{broadcast.month or broadcast.id}"
