"""The figures of a business that stay for the conversation."""

from content.revenue import Lack
from handlers.talk.flow import read_told
from handlers.talk.turn import PATIENCE, Turn

MENDING = "figure:mend"  # in place of the entry shown last: the next figure is a correction


def remember(turn: Turn, asked: str) -> Turn:
    """The turn with a line of figures kept, where they are those of a business; in a group nothing
    is, for it would be everybody's."""
    told = read_told(turn, asked)
    if turn.incoming.group is not None or not told.shares or told.doubts & {Lack.KIND, Lack.UNIT}:
        return turn
    return turn.keeping(figures=asked, expires_at=turn.now + PATIENCE)


def line_before(turn: Turn) -> str:
    """The line of figures told before: the one we asked about just now, or the kept one."""
    pending = turn.conversation.asked if turn.answers_fresh_list else None
    kept = turn.conversation.figures or ""
    if pending and read_told(turn, pending).shares and not kept.endswith(pending):
        return pending
    return kept
