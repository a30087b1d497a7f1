"""`chắc chắn chưa`, `xóa chưa`: asked where erasing was spoken of, before anything is erased."""

import re

from content.vietnamese import bare_words
from handlers.talk.turn import Outcome, Turn

_SURELY = re.compile(
    r"^(?:(?:the|vay|da|a|roi|ma|la|thi) )*(?:chac chan|chac|(?:da )?xoa"
    r"(?: (?:het|that|sach|xong))*|xong) (?:chua|roi chua|roi a|that chua)\b"
)
_ENTRY, _ERASE = "xoa-du-lieu", "privacy:erase"


def answered(turn: Turn) -> Outcome | None:
    """That nothing is erased yet, and the way to do it; None where erasing was not spoken of."""
    if turn.action or not _SURELY.search(bare_words(turn.text)):
        return None
    shown = [action for _, _, action in turn.conversation.choices]
    spoken_of = turn.conversation.entry == _ENTRY or any(a.startswith(_ERASE) for a in shown)
    if not spoken_of:
        return None
    erase = [turn.choice("privacy_erase", _ERASE)]
    return turn.say("privacy/not_erased", erase, turn.menu_choice())
