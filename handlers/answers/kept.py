"""The figures of a business that stay for the conversation."""

from content.revenue import Lack, Statements
from handlers.talk.told import asked_in, keeping, kept_in, reckoned
from handlers.talk.turn import PATIENCE, Turn

MENDING = "figure:mend"  # in place of the entry shown last: the next figure is a correction


def remember(turn: Turn, statements: Statements) -> Turn:
    """The turn with these statements kept, where they are those of a business; in a group nothing
    is, for it would be everybody's."""
    told = reckoned(turn, statements)
    if turn.incoming.group is not None or not told.shares or told.doubts & {Lack.KIND, Lack.UNIT}:
        return turn
    return keeping(turn, statements).keeping(expires_at=turn.now + PATIENCE)


def told_before(turn: Turn) -> Statements:
    """What was told before: by the line we asked about just now, or what is kept."""
    pending = asked_in(turn) if turn.answers_fresh_list and turn.conversation.asked else ()
    kept = kept_in(turn)
    is_last = bool(pending) and kept[-len(pending) :] == pending
    if pending and not is_last and reckoned(turn, pending).shares:
        return pending
    return kept
