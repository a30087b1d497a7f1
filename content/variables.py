"""The {variables} staff may write in an announcement or a canned answer, and what they become."""

import re
from collections.abc import Mapping, Sequence

# What the program calls it -> what staff type between braces.
NAMES = {
    "ward": "phường",
    "name": "tên",
    "business": "hộ",
    "event": "sự kiện",
    "time": "thời gian",
    "place": "địa điểm",
}
# The same of a canned answer.
OF_AN_ANSWER = {
    "ward": "phường",
    "today": "ngày",
    "code": "mã",
    "due": "hạn",
    "office": "cơ quan",
    "phone": "điện thoại cơ quan",
    "staff": "cán bộ",
}
OF_AN_EVENT = ("event", "time", "place")  # mean nothing to readers who share no event
OF_ITS_DAY = ("time", "place")  # mean nothing once the event is off
_VARIABLE = re.compile(r"\{([^{}\n]{1,20})\}")
_KEYS = {typed: name for name, typed in NAMES.items()}


def unknown_variables(text: str, names: Mapping[str, str] = NAMES) -> list[str]:
    """What stands between braces and means nothing."""
    known = set(names.values())
    return [typed for typed in _VARIABLE.findall(text) if typed.strip() not in known]


def variables_in(text: str, names: Mapping[str, str]) -> list[str]:
    """What stands between braces and means something."""
    known = set(names.values())
    return [typed for typed in _VARIABLE.findall(text) if typed.strip() in known]


def variables_of_an_event(text: str, keys: Sequence[str] = OF_AN_EVENT) -> list[str]:
    """What only those who share an event can be told."""
    found = (typed.strip() for typed in _VARIABLE.findall(text))
    return [typed for typed in found if _KEYS.get(typed) in keys]


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables replaced; `values` are by our own names. Raises KeyError for one
    that has none: a sentence with a hole in it would say something else."""
    return _VARIABLE.sub(lambda found: values[_KEYS[found[1].strip()]], text)


def fill_known(text: str, values: Mapping[str, str]) -> str:
    """A canned answer with its variables replaced; one without a value stays as it is, for whoever
    edits it."""
    typed = {OF_AN_ANSWER[name]: value for name, value in values.items()}
    return _VARIABLE.sub(lambda found: typed.get(found[1].strip(), found[0]), text)
