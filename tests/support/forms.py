"""The forms of a page of the console, read as a browser reads them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

# Keys of ours, which differ from page to page.
KEYS = ("csrf", "seen", "opened", "since", "answer", "version", "held", "tells", "secret")
BOXES = ("checkbox", "radio")


@dataclass
class Input:
    """A field: its type (`select` and `textarea` too), what it shows, whether it must be filled in;
    of a list what may be chosen, of a box whether it is ticked."""

    name: str
    kind: str
    value: str = ""
    required: bool = False
    ticked: bool = False
    options: list[str] = field(default_factory=list)


@dataclass
class PageForm:
    action: str
    hidden: list[tuple[str, str]] = field(default_factory=list)
    inputs: list[Input] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def key(self) -> tuple[Any, ...]:
        """The same on the page that comes back."""
        carried = sorted(pair for pair in self.hidden if pair[0] not in KEYS)
        does = [pair for pair in self.buttons if pair[0] != "move"]  # one for each line
        names = sorted({(one.name, one.kind == "password") for one in self.inputs})
        return (self.action, *carried, *does, *names)

    @property
    def shown(self) -> list[tuple[str, str]]:
        """What its fields hold; a box what it sends."""
        return [
            (one.name, one.value if one.kind not in BOXES or one.ticked else "-")
            for one in self.inputs
        ]


class Page(HTMLParser):
    """`forms`: those that send something; `alerts`: what the page says is wrong; `words`: all that
    stands on it, in fields too."""

    def __init__(self, page: str, path: str) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.alerts: list[str] = []
        self._words: list[str] = []
        self._path = path
        self._form: PageForm | None = None
        self._open: Input | None = None
        self._alert = 0  # how deep in one
        self.feed(page)
        self.words = " ".join(self._words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if given.get("role") == "alert" or (self._alert and tag in ("p", "div", "section", "ul")):
            self._alert += 1
            self.alerts += [""] if self._alert == 1 else []
        if tag == "form":
            self._form = PageForm(given.get("action") or self._path)
            if given.get("method") == "post":
                self.forms.append(self._form)
        if tag == "input":
            self._words.append(given.get("value", ""))
        if self._form is None:
            return
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag in ("select", "textarea"):
            self._open = Input(name, tag, required="required" in given)
            if "readonly" not in given and name:
                self._form.inputs.append(self._open)
        elif tag == "option" and self._open:
            self._open.options.append(given.get("value", ""))
            if "selected" in given or len(self._open.options) == 1:
                self._open.value = given.get("value", "")
        elif tag == "button" and given.get("type") != "button":
            self._form.buttons.append((name, given.get("value", "")))
        elif tag == "input" and kind == "hidden":
            self._form.hidden.append((name, given.get("value", "")))
        elif tag == "input" and name:  # without a name it is not sent
            one = Input(name, kind, given.get("value", ""), "required" in given, "checked" in given)
            self._form.inputs.append(one)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag in ("select", "textarea"):
            self._open = None
        elif self._alert and tag in ("p", "div", "section", "ul"):
            self._alert -= 1

    def handle_data(self, data: str) -> None:
        self._words.append(data)
        if self._alert:
            self.alerts[-1] += data
        if self._open and self._open.kind == "textarea":
            begins = not self._open.value
            self._open.value += data.removeprefix("\n") if begins else data
