"""A form that was not taken shows what was typed into it, whatever its template does: the page is
made as a fresh one, and what came back is written into that form alone."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from markupsafe import Markup

from bot.web.console import seen

# Keys of ours: they differ from page to page, and say nothing of which form it is.
KEYS = (
    *("csrf", seen.FIELD, seen.OPENED, "since", "answer", "version", "shown", "others"),
    *("held", "kept_file", "kept_name", "secret", "tells"),
)
_NEVER_SHOWN = ("password", "file")
_BOXES = ("checkbox", "radio")
_NUMBER = re.compile(r"-?\d+")
# What of a page is read: of its tags a few are those of forms.
_TAG = re.compile(
    r"""</?(?:form|details|select|option|textarea|button|input)\b(?:"[^"]*"|'[^']*'|[^'">])*>""",
    re.IGNORECASE,
)

Attributes = list[tuple[str, str | None]]
Edit = tuple[int, int, str]  # from, to, what stands there then


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form as it stands in the page: its tag from `start` to `end`, what it holds from
    `end` to `until`. `kind` is its type, `textarea` or `option` (of a list with this name)."""

    name: str
    kind: str
    value: str
    attributes: Attributes
    start: int
    end: int
    until: int = 0


@dataclass(slots=True)
class SentForm:
    """A form of the page: where it leads, what it carries, its fields, and the tags of the folded
    parts around it."""

    action: str
    carries: list[tuple[str, str]] = field(default_factory=list)
    hidden: list[FormField] = field(default_factory=list)  # of what it carries
    fields: list[FormField] = field(default_factory=list)
    end: int = 0  # before its closing tag
    folded: list[tuple[int, int]] = field(default_factory=list)

    def likeness(self, typed: Mapping[str, Sequence[str]]) -> int | None:
        """How much of what was sent it could have sent; None where it is another one."""
        carried: dict[str, set[str]] = {}
        for name, value in self.carries:
            carried.setdefault(name, set()).add(value)
        named = carried.keys() & typed.keys() - set(KEYS)
        if any(carried[name].isdisjoint(typed[name]) for name in named):
            return None
        fields = {one.name for one in self.fields}
        return len((fields | named) & typed.keys()) - len(fields - typed.keys())


class _FormReader(HTMLParser):
    """The forms of a page that send something, with where each of their fields stands."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[SentForm] = []
        self._form: SentForm | None = None
        self._details: list[tuple[int, int]] = []
        self._list = ""  # the name of the list whose options are read
        self._area: FormField | None = None
        self._here = 0  # where the tag stands that is read
        for found in _TAG.finditer(page):
            self._here = found.start()
            self.feed(found[0])

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        start = self._here
        end = start + len(self.get_starttag_text() or "")
        given = {name: value or "" for name, value in attrs}
        if tag == "details":
            self._details.append((start, end))
        elif tag == "form":
            self._form = SentForm(given.get("action", ""), folded=list(self._details))
            if given.get("method") == "post":
                self.forms.append(self._form)
        if self._form is None:
            return
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "select":
            self._list = name
        elif tag == "option":
            one = FormField(self._list, "option", given.get("value", ""), attrs, start, end)
            self._form.fields.append(one)
        elif tag == "textarea":
            self._area = FormField(name, tag, "", attrs, start, end)
        elif tag == "button" or (tag == "input" and kind == "hidden"):
            self._form.carries.append((name, given.get("value", "")))
            if tag == "input":
                self._form.hidden.append(
                    FormField(name, kind, given.get("value", ""), attrs, start, end)
                )
        elif tag == "input" and kind not in _NEVER_SHOWN:
            value = given.get("value", "on" if kind in _BOXES else "")
            self._form.fields.append(FormField(name, kind, value, attrs, start, end))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form:
            self._form.end = self._here
            self._form = None
        elif tag == "details" and self._details:
            self._details.pop()
        elif tag == "select":
            self._list = ""
        elif tag == "textarea" and self._area and self._form:
            a = self._area
            until = self._here
            self._form.fields.append(
                FormField(a.name, a.kind, "", a.attributes, a.start, a.end, until)
            )
            self._area = None


def find(page: str, path: str, typed: Mapping[str, Sequence[str]]) -> SentForm | None:
    """The form of a page that leads to `path` and was sent with `typed`; None where it is not there
    any more."""
    alike = [
        (fits, form)
        for form in _FormReader(page).forms
        if (form.action.partition("?")[0] or path) == path
        and (fits := form.likeness(typed)) is not None
    ]
    return max(alike, key=lambda one: one[0])[1] if alike else None


def marked(page: str, name: str, value: str) -> SentForm | None:
    """The form of a page that carries this; None for none."""
    forms = _FormReader(page).forms
    return next((form for form in forms if (name, value) in form.carries), None)


def made_from(page: str, form: SentForm, keys: Mapping[str, str]) -> str:
    """The page whose form carries these keys instead of its own: what was typed in it was typed
    beside an older one."""
    edits = [
        (one.start, one.end, _text(one, keys[one.name])[2])
        for one in form.hidden
        if one.name in keys
    ]
    for start, end, text in sorted(edits, reverse=True):
        page = page[:start] + text + page[end:]
    return page


def refill(
    page: str, form: SentForm, typed: Mapping[str, Sequence[str]], faults: Mapping[str, str]
) -> str:
    """The page with what was `typed` in that form, unfolded, and `faults` (field -> sentence)
    beside the fields that do not say theirs themselves; what is no field at the end of the form."""
    edits = [*_unfolded(page, form), *_filled(form, typed)]
    for name, sentence in faults.items():
        if f'id="{name}-fault"' not in page:
            beside = _end_of(form, page, name) or form.end
            said = f'<span class="fault" id="{name}-fault">{escape(sentence)}</span>'
            edits.append((beside, beside, said))
    for start, end, text in sorted(edits, reverse=True):
        page = page[:start] + text + page[end:]
    return page


def stands(text: str, page: str) -> bool:
    """Whether a page shows a text, in a field or elsewhere."""
    return escape(text) in page or str(Markup.escape(text)) in page


def _unfolded(page: str, form: SentForm) -> Iterator[Edit]:
    for start, end in form.folded:
        if " open" not in page[start:end]:
            yield end - 1, end - 1, " open"


def _end_of(form: SentForm, page: str, name: str) -> int:
    """Behind the last tag of a field; 0 where there is no such field."""
    own = [one for one in form.fields if one.name == name]
    if not own:
        return 0
    last = own[-1]
    closing = {"textarea": "</textarea>", "option": "</select>"}.get(last.kind, "")
    return page.index(closing, last.end) + len(closing) if closing else last.end


def _filled(form: SentForm, typed: Mapping[str, Sequence[str]]) -> Iterator[Edit]:
    """Each field as it was sent; of several with one name each its own. A box to confirm something
    (`required`) is ticked anew: what it confirms may be something else by now. A choice that is
    offered no more stays as the page has it."""
    met: dict[str, int] = {}
    offered: dict[str, set[str]] = {}
    for one in form.fields:
        if one.kind == "option":
            offered.setdefault(one.name, set()).add(one.value)
    for one in form.fields:
        sent = typed.get(one.name, ())
        if one.kind == "option":
            if offered[one.name].intersection(sent):
                yield one.start, one.end, _tag("option", one, selected=one.value in sent)
        elif one.kind in _BOXES:
            if one.kind == "radio" or ("required", None) not in one.attributes:
                yield one.start, one.end, _tag("input", one, checked=one.value in sent)
        else:
            place = met[one.name] = met.get(one.name, -1) + 1
            if place < len(sent):
                yield _text(one, sent[place])


def _text(one: FormField, text: str) -> Edit:
    if one.kind == "textarea":
        return one.end, one.until, "\n" + escape(text)
    attributes = [(n, v) for n, v in one.attributes if n != "value"]
    if not _fits(one.kind, text):  # the browser would show an empty field
        attributes = [(n, v) for n, v in attributes if n != "type"]
    return one.start, one.end, _written("input", [*attributes, ("value", text)])


def _fits(kind: str, text: str) -> bool:
    """Whether a field of this type can hold a text."""
    return kind != "number" or bool(_NUMBER.fullmatch(text))


def _tag(tag: str, one: FormField, **marks: bool) -> str:
    attributes = [(name, value) for name, value in one.attributes if name not in marks]
    return _written(tag, [*attributes, *((name, None) for name, on in marks.items() if on)])


def _written(tag: str, attributes: Attributes) -> str:
    said = (name if value is None else f'{name}="{escape(value)}"' for name, value in attributes)
    return f"<{' '.join((tag, *said))}>"
