"""What happens at an event, line by line: a time, what, who."""

from collections.abc import Sequence

from content.vietnamese import has_wrong_clock, written_clocks
from handlers.people.refusing import NotDone
from storage.database import Transaction
from storage.event_models import Event

Line = tuple[str, str, str]  # when, what, who
LONGEST = (40, 400, 200)  # letters of each


def tidy(lines: Sequence[Line]) -> list[Line]:
    """Lines as somebody typed them, their times in one way; one that does not say what goes."""
    bare = (tuple(part.strip() for part in line) for line in lines)
    return [
        (when if has_wrong_clock(when) else written_clocks(when), what, who)
        for when, what, who in bare
        if what
    ]


def moved(lines: Sequence[Line], here: int, by: int) -> list[Line]:
    """With the line at `here` one up (-1) or down (1), where there is room for it."""
    there, all_ = here + by, list(lines)
    if 0 <= here < len(all_) and 0 <= there < len(all_):
        all_[here], all_[there] = all_[there], all_[here]
    return all_


def require_right(lines: Sequence[Line]) -> None:
    """Raises NotDone for lines that cannot be kept."""
    if any(len(text) > most for line in lines for text, most in zip(line, LONGEST, strict=True)):
        raise NotDone("programme", "programme_too_long")
    if any(has_wrong_clock(when) for when, _, _ in lines):
        raise NotDone("programme", "programme_time")


def keep(tx: Transaction, event: Event, lines: Sequence[Line]) -> None:
    """All lines at once, in place of what was there. Raises NotDone."""
    require_right(lines)
    tx.events.set_programme(event.id, lines)
