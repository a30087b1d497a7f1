"""What somebody sees of people who is shown no names: every record a page is made from, without
them, so that no template can name anybody by mistake."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from content.anonymous import proposed, without
from handlers.office.calls import Call
from storage.calls import CallTask
from storage.event_models import Invitation, Registration
from storage.question_models import Answer, Question, QuestionStep

# What a form says it was made from is compared with what is stored, and never shown.
_AS_STORED = ("record",)
_SHORT = 3  # letters: a word of everybody


def nameless(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a page, each record in them with its code for a name, and no text of it with
    what leads to somebody."""
    words = {word for word in _names(values.values()) if len(word) > _SHORT}
    return {
        key: value if key in _AS_STORED else _masked(value, words) for key, value in values.items()
    }


def _names(values: Iterable[Any]) -> Iterator[str]:
    """Whom the records of a page name."""
    for value in values:
        match value:
            case Question():
                yield from (value.asker, value.phone or "")
            case Registration():
                yield from (value.name, value.phone or "", value.registered_by)
            case Invitation():
                yield value.recipient
            case Call():
                about = (value.registration, value.question, value.head, value.invitation)
                yield from _names(one for one in about if one is not None)
            case list() | tuple():
                yield from _names(value)
            case dict():
                yield from _names(value.values())


def _masked(value: Any, words: set[str]) -> Any:
    def text(written: str) -> str:
        return proposed(without(written, words)) if written else written

    match value:
        case Question():
            return replace(value, content=text(value.content), asker="")
        case Answer():
            return replace(value, text=text(value.text))
        case QuestionStep():
            return replace(value, note=text(value.note))
        case Registration():
            return replace(value, name=value.code, registered_by="")
        case Invitation():
            return replace(value, recipient="", address="")
        case CallTask():
            return replace(value, text=text(value.text), said=text(value.said))
        case Call():
            tasks = _masked(value.tasks, words)
            return replace(value, tasks=tasks, text=text(value.text), asked=text(value.asked))
        case list():
            return [_masked(one, words) for one in value]
        case tuple() if type(value) is tuple:
            return tuple(_masked(one, words) for one in value)
        case dict():
            return {key: _masked(one, words) for key, one in value.items()}
    return value
