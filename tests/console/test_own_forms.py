"""Several forms on one page: what was typed into a refused one comes back in that one alone, and
the others show what they showed before."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from bot.app import utc_now
from content.library import Content
from handlers.question import moves, receiving
from storage.database import Transaction
from storage.event_models import EventState, EventTask
from storage.staff_models import Role
from tests.handlers.test_seats import sign_up
from tests.support.conference import make_event
from tests.support.desk import Desk, desk
from tests.support.site import site

MARK = "Chữ lạ 77"
OURS = ("csrf", "seen", "since", "answer", "version")


class Form:
    """One form of a page: where it leads, what it carries, what its fields show."""

    def __init__(self, action: str) -> None:
        self.action = action
        self.hidden: dict[str, str] = {}
        self.shown: dict[str, str] = {}
        self.texts: set[str] = set()
        self.buttons: list[tuple[str, str]] = []

    @property
    def key(self) -> tuple[Any, ...]:
        """The same on the page that comes back."""
        named = sorted((n, v) for n, v in self.hidden.items() if n not in OURS)
        return (self.action, *named, *self.buttons)


class Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._area = self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "") if "method" in given else "-"))
        if not self.forms:
            return
        form, name = self.forms[-1], given.get("name", "")
        if tag == "input" and given.get("type") == "hidden":
            form.hidden[name] = given.get("value", "")
        elif tag == "input" and given.get("type") not in ("checkbox", "radio", "file"):
            form.shown[name] = given.get("value", "")
            if given.get("type", "text") in ("text", "url", "tel"):
                form.texts.add(name)
        elif tag == "button" and name:
            form.buttons.append((name, given.get("value", "")))
        elif tag == "textarea" and name:
            self._area, form.shown[name] = name, ""
            form.texts.add(name)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            form.shown[self._select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].shown[self._area] += data


def posts(page: str) -> dict[tuple[Any, ...], Form]:
    return {
        form.key: form
        for form in Page(page).forms
        if form.action.startswith("/can-bo/") and "/dang-xuat" not in form.action
    }


async def strays(person: Desk, path: str) -> list[tuple[Any, ...]]:
    """Posts every form of the page with nonsense in it; returns the forms of the page that came
    back that do not show what was typed into them, or show what was typed into another one."""
    _, fresh = await person.get(path)
    found: list[tuple[Any, ...]] = []
    for key in posts(fresh):
        for name, value in posts(fresh)[key].buttons or [("", "")]:
            _, page = await person.get(path)
            before = posts(page)
            if key not in before:
                continue
            sent = before[key]
            fields: dict[str, Any] = dict(sent.hidden) | dict.fromkeys(sent.shown, MARK)
            fields |= {name: value} if name else {}
            status, back, _ = await person.post(sent.action.removeprefix("/can-bo"), fields)
            if status == 303:
                continue
            for other, now in posts(back).items():
                if other != key and other in before and now.shown != before[other].shown:
                    found.append((key, (name, value), other, now.shown))
                kept = f">{MARK}<" in back or all(now.shown[one] == MARK for one in now.texts)
                if other == key and now.texts and not kept:
                    found.append((key, (name, value), now.shown))
    return found


def paths(tx: Transaction, content: Content) -> Iterator[str]:
    """The pages with several forms, and something on each."""
    event = make_event(tx, now=utc_now(), state=EventState.OPEN)
    tx.events.add_task(EventTask(tx.events.ids.next(), event.id, utc_now().date(), "Loa", "Hoa"))
    tx.events.set_programme(event.id, [("8 giờ", "Khai mạc", "Hoa"), ("9 giờ", "Hỏi đáp", "")])
    yield f"/su-kien/{event.id}"
    registration = sign_up(tx, event, 1).registration
    assert registration
    yield f"/su-kien/{event.id}/dai-bieu/{registration.id}"
    for number in range(2):
        asked = receiving.Asked(f"Câu hỏi số {number}", "thue", "paper", public=True)
        question = receiving.receive(tx, content, asked, utc_now(), actor="x")
    yield f"/cau-hoi/{question.code}"
    given = moves.move(tx, question, moves.Move.ASSIGN, utc_now(), staff=None)
    yield f"/cau-hoi/{given.code}"
    tx.reach.set_neighbourhood("Tổ dân phố 1", 40)
    tx.reach.set_neighbourhood("Tổ dân phố 2", 50)
    yield from ("/tiep-can", "/lich-gui", "/ban-tin", "/lich", "/tai-khoan", "/nhan-su")
    yield from ("/kenh", "/yeu-cau-du-lieu", "/goi-dien", "/noi-dung/mon-bai", "/noi-dung/moi")


async def test_what_was_typed_comes_back_in_its_own_form_alone(
    tmp_path: Path, content: Content
) -> None:
    roles = (Role.OWNER, Role.CLERK, Role.APPROVER, Role.COMMUNICATOR, Role.ADMIN)
    async with site(tmp_path, content) as at, desk(at, "moi-viec", *roles) as person:
        pages = await at.core.database.transaction(lambda tx: list(paths(tx, content)))
        for path in pages:
            assert await strays(person, path) == [], path
