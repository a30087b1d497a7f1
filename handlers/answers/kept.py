"""The figures of a business that stay for the conversation."""

import re

from content.revenue import Lack, Statements
from content.vietnamese import fold
from handlers.talk.told import asked_in, keeping, kept_in, reckoned
from handlers.talk.turn import PATIENCE, Turn

MENDING = "figure:mend"  # in place of the entry shown last: the next figure is a correction


# `nghe nói bán dưới một tỷ là không phải đóng, có đúng không`: the law's bound, and nobody's sum.
_HEARSAY = re.compile(
    r"\bnghe (?:noi|bao|dau|don|ta|nguoi ta)\b"
    r"|\b(?:dung|phai)(?: the)? (?:khong|ko|k|hong)$"
)


def remember(turn: Turn, statements: Statements) -> Turn:
    """The turn with these statements kept, where they are those of a business; in a group nothing
    is, for it would be everybody's."""
    told = reckoned(turn, statements)
    if turn.incoming.group is not None or not told.shares or told.doubts & {Lack.KIND, Lack.UNIT}:
        return turn
    if told.is_vague and _HEARSAY.search(fold(told.text).rstrip(" ?.!")):
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
