"""What was said just now is to go to the ward after all, or nothing is to go: said in passing, with
no form open."""

import re

from content.short_answers import says_no
from content.vietnamese import bare_words
from handlers.places import PLACES
from handlers.question import asking, looked_up, noting
from handlers.talk.messages import IncomingKind
from handlers.talk.replies import SEND_ASKED, SEND_WHOLE, told_first
from handlers.talk.turn import Outcome, Turn

_SEND_IT = re.compile(
    r"\b(?:cu|thi|cung) gui (?:di|luon|giup|ho)\b|^(?:(?:u|ok|da|vang|thi|the) )*gui (?:di|luon)\b"
    r"|\bgui (?:giup |ho )?(?:cai )?(?:cau|loi|y|chuyen|viec) (?:do|day|ay|nay|kia|vua roi|tren)\b"
    r"|\bghi (?:vao|lai) (?:cho|giup|ho) (?:toi|tui|em|anh|chi|co|bac|minh)\b"
)
_NOT_SENT = re.compile(
    r"\b(?:khong|ko|k|hong|thoi|khoi|dung)(?: \w+)? gui(?: (?:cau hoi|cau|gi|phuong|cho phuong))*"
    r"(?: \w+)? (?:nua|dau|mo)\b"
)
_NOT_TO = re.compile(r"\b(?:khong|ko|k|hong|hok|chua|khoi|thoi|dung)(?: \w+)? gui\b")
_MOST = 14  # words


def heard(turn: Turn) -> Outcome | None:
    """The page that sends the words of just now as they are, or that nothing was sent; None for any
    other words."""
    plain = bare_words(turn.text)
    if turn.action or turn.incoming.kind is not IncomingKind.TEXT or len(plain.split()) > _MOST:
        return None
    if _NOT_SENT.search(plain):
        return _not_sent(turn)
    sends_it = _SEND_IT.search(plain) and not (says_no(turn.text) or _NOT_TO.search(plain))
    if sends_it and (sent := noting.just_shown(turn)):
        words = turn.words_of("question/sent_already", question=sent)
        return told_first(looked_up.show(turn, sent), words)
    asked, shown = turn.conversation.asked, [one for _, _, one in turn.conversation.choices]
    offered = any(one in (SEND_WHOLE, SEND_ASKED) for one in shown)
    if not sends_it or not asked:
        return None
    named = re.search(r"\bgui .*\bcau\b", plain)
    return asking.send_whole(turn) if offered or named else None


def _not_sent(turn: Turn) -> Outcome:
    """What was sent before can be taken back; else it is said that nothing was, and what was typed
    last is kept no longer."""
    if turn.tx.questions.of_contact(turn.contact.id):
        return PLACES["my_questions"](turn)
    erase = [turn.choice("privacy_erase", "privacy:erase")]
    left = turn.keeping(asked=None, entry=None)
    return left.say("question/nothing_sent", erase, turn.menu_choice())
