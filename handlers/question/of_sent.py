"""What its asker says of a question that was sent, besides more words for it: that the name go,
that it be published nowhere, that it be taken back."""

import re
from typing import Any

from content.call_me import calls_off
from content.conditions import Condition, condition_in
from content.orders import Ordered, order_in
from content.spoken import asks, keeps_unnamed
from content.vietnamese import bare_words, fold
from handlers.question import followed, looked_up, noting, together, withholding
from handlers.question.looked_up import call_owed
from handlers.talk.flow import Flow, leave
from handlers.talk.turn import Outcome, Turn
from storage.question_models import Question

# ... and not of somebody else's business: `chợ không công khai giá` is more of the question.
_OF_THE_QUESTION = re.compile(
    r"(?:(?:a|da|ma|thoi|toi|em|minh|nho|xin|nhung|muon|khong muon) )*"
    r"(?:dung|khong|ko|khoi|chi|gui)\b"
    r".*(?:\b(?:cau|toi|ten|minh|em|mang|loa|rieng|phuong|face|zalo)\b|cong khai(?: nhe| a| dau)?$)"
)
# Of the question shown just now: `khi nào trả lời`, `ai trả lời`, `sao lâu thế`.
_OF_ITS_ANSWER = re.compile(
    r"(?:(?:a|da|the|vay|roi|thi|ma|em|oi|no|cai|cau|cau hoi|do|nay|cua|toi|tui|minh|phuong) )*"
    r"(?:(?:(?:bao gio|khi nao|chung nao|bao lau|may ngay|mat bao lau|ai|co|da|co ai|hom nao)"
    r"(?: (?:nua|thi|se|moi|duoc|co|phuong|can bo|la|nguoi|phai|doi|cho))*"
    r" (?:tra loi|xong|ket qua|phan hoi|giai quyet|xu ly|xem|doc))"
    r"|(?:phai )?(?:doi|cho) (?:bao lau|may ngay|den bao gio|toi bao gio)|bao lau|khi nao|bao gio"
    r"|sao (?:ma )?lau|lau|di dau|den dau|toi dau|gui di dau|sao roi|den dau roi)"
    r"(?: (?:roi|the|vay|chua|a|nhi|em|khong|ko|nua|cho|toi|tui|minh|qua|ha|cau|hoi|nay|duoc))*"
)
_WANTS_TO_ADD = ("gui them", "viet them", "ghi them", "noi them", "bo sung", "them nua")


def said_of_it(turn: Turn) -> Outcome | None:
    """Where no form is open; None for anything else."""
    if calls_off(turn.text) and (called := _to_be_called(turn)):
        return followed.act(turn, called.id, "withdraw")
    question = noting.just_shown(turn) or _only_one(turn)
    if question is None:
        return None
    if fold(turn.text).strip(" .!") in _WANTS_TO_ADD and noting.just_shown(turn):
        return noting.add(turn)
    if noting.just_shown(turn) and _OF_ITS_ANSWER.fullmatch(bare_words(turn.text)):
        return looked_up.show(turn, question)
    return _withheld(turn, question)


def _to_be_called(turn: Turn) -> Question | None:
    """The newest question that waits with a call its asker wished."""
    asked = turn.tx.questions.of_contact(turn.contact.id)
    waiting = [one for one in asked if together.waits(turn.tx, one)]
    wished = (one for one in waiting if call_owed(turn.tx, one))
    return max(wished, key=lambda one: one.id, default=None)


def said_in_note(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome | None:
    """Where more words for it are being written or asked about: what is no part of them. The words
    that waited are not added, and that is said."""
    if flow.name != noting.QUESTION_NOTE.name or turn.action:
        return None
    question = turn.tx.questions.get(memory.question_id)
    if question is None or not turn.owns(question.contact_id):
        return None
    left = leave(turn)
    taken_back = order_in(turn.text) is Ordered.WITHDRAW and together.waits(turn.tx, question)
    outcome = (
        followed.act(left, question.id, "withdraw") if taken_back else _withheld(left, question)
    )
    if outcome is None or not memory.text:
        return outcome
    return noting.not_added(left, outcome, memory)


def _withheld(turn: Turn, question: Question) -> Outcome | None:
    if keeps_unnamed(turn.text) or _takes_name_out(turn.text):
        return withholding.ask_unname(turn, question)
    unshown = condition_in(turn.text) is Condition.UNSHOWN and not asks(turn.text)
    if unshown and _OF_THE_QUESTION.match(fold(turn.text)):
        return withholding.unshow(turn, question)
    return None


def _takes_name_out(text: str) -> bool:
    plain = f" {fold(text).strip(' .!')} "
    return any(f" {words} " in plain for words in ("giau ten", "xoa ten toi", "an ten", "bo ten"))


def _only_one(turn: Turn) -> Question | None:
    """The one question that waits, where no other thing of theirs bears a name."""
    waiting = [
        question
        for question in turn.tx.questions.of_contact(turn.contact.id)
        if together.waits(turn.tx, question)
    ]
    alone = len(waiting) == 1 and not turn.tx.registrations.of_contact(turn.contact.id)
    return waiting[0] if alone else None
