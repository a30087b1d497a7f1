"""`xem lại hộ chị`, `xong` in the middle of a form: what was answered so far, and that the question
that stands open is still to be answered."""

import re
from typing import Any, Protocol, runtime_checkable

from content.dialect import plainly
from content.mends import Line
from content.short_answers import ends_writing, says_yes
from content.vietnamese import fold
from handlers.talk.flow import Flow, ask_again
from handlers.talk.mending import Mends
from handlers.talk.replies import told_first
from handlers.talk.turn import Outcome, Turn

_LOOKS = re.compile(
    r"(?:(?:cho|a|da|em|toi|chi|anh|chau|bac|co|chu|xin|thu) )*"
    r"(?:xem lai|coi lai|kiem tra lai|doc lai|da ghi (?:nhung )?gi(?: roi)?"
    r"|ghi (?:duoc )?(?:nhung )?gi roi|(?:toi dau|sao|the nao) roi|gui chua"
    r"|xem lai (?:cai )?cau(?: hoi)?|(?:(?:the|vay) )?(?:la )?xong (?:chua|roi (?:a|ha|chua))"
    r"|(?:nay|hoi nay|luc nay)?(?: ?(?:lam|ghi|dien|dang ky|dk))?(?: duoc)?"
    r" ?(?:toi|den) dau(?: r| roi)?)"
    r"(?: (?:ho|giup|gium|cho|toi|chi|anh|em|chau|bac|co|chu|voi|nhe|a|di|xem|cai|phieu|mau|don"
    r"|tat ca|het|thong tin|dang ky))*"
)
_ASKED = ("name", "phone", "business", "kind", "neighbourhood", "people", "sure")
_OF_A_DRAFT = ("field", "fields", "join", "similar", "consent")  # of a question, once it is written
_REVIEW, _DOUBT = "summary", "sure"


@runtime_checkable
class LooksOver(Protocol):
    """A flow that remembers when its answers so far were shown, and shows more than its lines."""

    def looked_over(self, turn: Turn, memory: Any) -> Any: ...

    def besides(self, memory: Any) -> tuple[tuple[str, str], ...]: ...


def asked(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome | None:
    """The answers so far and the open question; None for any other message or step."""
    if turn.action or not isinstance(flow, Mends):
        return None
    text = re.split(r"[.!?]\s+", turn.text.strip())[-1]
    looks = _LOOKS.fullmatch(fold(plainly(text)).strip(" ?.!")) and not text.istitle()
    if memory.step == _REVIEW and looks:
        return ask_again(turn, flow, memory)
    content: str = getattr(memory, "content", "") or ""
    if looks and content and memory.step in _OF_A_DRAFT:
        words = turn.words_of("question/so_far", content=content)
        return told_first(ask_again(turn, flow, memory), words)
    if memory.step not in _ASKED:
        return None
    if not looks and (says_yes(text) or not ends_writing(text)):
        return None
    if not looks and memory.step == _DOUBT and getattr(memory, "looked", False):
        return None  # `xong` to a value that was shown with all the others: the form hears it
    doubted = getattr(memory, "doubt", "")
    answered = [one for one in Line if one != doubted and flow.asking(memory, one) is not None]
    lines = [(str(line), value) for line in answered if (value := flow.told(turn, memory, line))]
    if not lines and not looks:
        return None
    if looks and isinstance(flow, LooksOver):
        memory = flow.looked_over(turn, memory)
        lines = [*lines, *flow.besides(memory)]
    return told_first(ask_again(turn, flow, memory), turn.words_of("system/so_far", lines=lines))
