"""The field of a question, said in words where it is asked, or with the last word of the text."""

import re
from dataclasses import replace
from typing import Any

from content.fields import field_said
from content.spoken import asks
from content.vietnamese import fold
from handlers.answers import forms
from handlers.question.asking import QUESTION
from handlers.question.writing import FIELD_STEPS, AskStep
from handlers.talk.flow import CHOICE, Flow
from handlers.talk.turn import Outcome, Turn

_WHOLE = re.compile(r"^(?:xong|het|roi|xong roi)\b[ ,.]+(?=.*\b(?:linh vuc|thuoc)\b)")


def in_words(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome | None:
    """`không, cái này là chuyện thuế`; `xong, thuộc lĩnh vực lên doanh nghiệp`. None for other
    words."""
    if turn.action or flow.name != QUESTION.name or asks(turn.text):
        return None
    fields = turn.content.fields
    if memory.step in FIELD_STEPS and (named := field_said(turn.text, fields, memory.guess)):
        return forms.answered(replace(turn, action=f"{CHOICE}{named}"), flow, memory)
    if memory.step != AskStep.CONTENT or not memory.content or not _WHOLE.search(fold(turn.text)):
        return None
    whole = replace(turn, incoming=replace(turn.incoming, text="xong"))
    return forms.answered(whole, flow, replace(memory, guess=field_said(turn.text, fields)))
