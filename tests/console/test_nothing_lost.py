"""Nothing somebody types into the console is lost: every form of every page, found in the pages
themselves, sent with what cannot be, comes back as it was typed, says why, and keeps nothing."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.web.console.console import COOKIE, Console
from bot.web.console.routes import PLACES
from content.library import Content
from content.packs import public_of
from handlers.people.permissions import Action
from storage.database import Transaction
from storage.staff_models import Role
from tests.console.test_access import filled, furnish
from tests.console.test_forms import BY_A_BUTTON, is_scripted, place_of
from tests.console.test_pairs import GUARDS, OF_A_STATE, WITH_AN_OA
from tests.support.desk import Desk, desk, employ
from tests.support.forms import BOXES, Page, PageForm
from tests.support.pairs import KINDS, PACK_KEY, Pair, World
from tests.support.site import Site, site

ROLES = (Role.OWNER, Role.ADMIN, Role.COMMUNICATOR)
ODD = {
    "date": "31/2/2026",
    "time": "25h99",
    "number": "²",
    "tel": "0912345678, 0987654321",
    "select": "khong-co",
}
UNSHOWN = ("sure", "code")  # what confirms something is typed anew
TEXTS = ("text", "textarea", "url", "search", "tel")

Typed = list[tuple[str, str]]


class Kept(Exception):
    """A write went through: it is undone, so that the next form finds what this one did."""


class Undone:
    """The database, for one write: whatever goes through is undone."""

    def __init__(self, real: Any, kept: list[Any]) -> None:
        self._real, self._kept = real, kept

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    async def transaction(self, work: Callable[[Transaction], Any]) -> Any:
        made: list[Any] = []

        def undone(tx: Transaction) -> None:
            made.append(work(tx))
            raise Kept

        try:
            await self._real.transaction(undone)
        except Kept:
            self._kept.append(made[-1])
        return made[-1]


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What writes of the console would have kept."""
    found: list[Any] = []
    write = Console.write

    async def tried(console: Console, *given: Any, **named: Any) -> Any:
        real = console.database
        console.database = Undone(real, found)
        try:
            return await write(console, *given, **named)
        finally:
            console.database = real

    monkeypatch.setattr(Console, "write", tried)
    return found


def plain(form: PageForm, number: int = 0) -> Typed:
    """The form filled in as somebody would, each field with words of its own."""
    typed: Typed = []
    for one in form.inputs:
        number += 1
        match one.kind:
            case "checkbox" | "radio":
                typed += [] if one.ticked or one.required else [(one.name, one.value)]
            case "select":
                typed.append((one.name, one.options[-1]))
            case "date":
                typed.append((one.name, f"2027-03-{number % 28 + 1:02}"))
            case "time":
                typed.append((one.name, f"09:{number % 60:02}"))
            case "number":
                typed.append((one.name, one.value or "1"))
            case "url":
                typed.append((one.name, f"https://phuong.vn/{number}"))
            case "file":
                pass
            case _ if one.kind == "tel" or one.name == "phone":
                typed.append((one.name, f"09123456{number:02}"))
            case _:
                typed.append((one.name, f"Chữ lạ thứ {number}"))
    return typed


def long(kind: str) -> str:
    """More than a field of this type may hold; of dates and choices there is no such thing."""
    return {"textarea": "qua dai " * 3000}.get(kind, "qua dai " * 300) if kind in TEXTS else ""


def cases(form: PageForm) -> Iterator[tuple[str, Typed]]:
    """(what is odd, what is sent): too long a text in every field at once, then each field that
    may hold no such text with what it cannot be, and each that must be filled in left empty."""
    usual = plain(form)
    kinds = {one.name: one.kind for one in form.inputs}
    if any(kinds[name] in TEXTS for name, _ in usual):
        yield "too long", [(n, long(kinds[n]) + v) for n, v in usual]
    for one in form.inputs:
        kind = "tel" if one.name == "phone" else one.kind
        if kind in ODD:
            yield f"{one.name} odd", [(n, ODD[kind] if n == one.name else v) for n, v in usual]
        if one.required and one.kind not in BOXES:
            yield f"{one.name} empty", [(n, "" if n == one.name else v) for n, v in usual]


async def send(
    person: Desk, form: PageForm, typed: Typed, button: tuple[str, str], **other: str
) -> tuple[int, str, str]:
    """(status, page, where it leads)."""
    carried = [(name, other.get(name, value)) for name, value in form.hidden]
    data = aiohttp.FormData([*carried, *typed, *([button] if button[0] else [])])
    url = f"{person.origin}{form.action}"
    async with person.http.post(url, data=data, allow_redirects=False) as answer:
        return answer.status, await answer.text(), answer.headers.get("location", "")


def given_back(form: PageForm, typed: Typed, page: Page) -> list[str]:
    """What of it does not stand on the page that came back."""
    back = next((one for one in page.forms if one.key == form.key), None)
    lost = []
    names = Counter(name for name, _ in typed)
    if back is None:
        return [name for name, text in typed if " " in text and text.strip() not in page.words]
    for one in back.inputs:
        sent = [text.strip() for name, text in typed if name == one.name]
        if one.kind in BOXES:
            if one.ticked != (one.value in sent) and not one.required:
                lost.append(one.name)
        elif one.kind == "select" and not set(sent) <= set(one.options):
            continue  # nothing of the list
        elif names[one.name] > 1 and not one.value:
            continue  # room for another line
        elif one.kind not in ("password", "file") and one.value not in sent:
            lost.append(f"{one.name} shows {one.value[:40]!r}, not {sent[:1]}"[:120])
    return lost


def strays(form: PageForm, before: Page, after: Page) -> list[str]:
    """Other forms that show what they did not show before."""
    was = {one.key: one.shown for one in before.forms}
    return [
        one.action for one in after.forms
        if one.key != form.key and one.key in was and one.shown != was[one.key]
    ]  # fmt: skip


def faults(
    form: PageForm, typed: Typed, before: Page, answer: tuple[int, str, str], *, kept: bool
) -> list[str]:
    status, text, to = answer
    if not 400 <= status < 500:
        return [f"{status} {to} kept={kept}"]
    page = Page(text, form.action)
    said = [f"{status}, and yet kept"] if kept else []
    if status == 400 and not any(one.key == form.key for one in page.forms):
        said.append("its form is not there")
    said += [] if any(alert.strip() for alert in page.alerts) else ["does not say why"]
    said += [f"lost: {name}" for name in given_back(form, typed, page)]
    return said + [f"{other} changed, too" for other in strays(form, before, page)]


@dataclass(frozen=True)
class Sent:
    """A form that was met, as somebody filled it in."""

    place: str
    form: PageForm
    typed: Typed
    button: tuple[str, str]


async def open_pages(at: Site, content: Content, person: Desk) -> AsyncIterator[tuple[str, str]]:
    """(address, page) of every page of the console, in every state the pairs know."""
    furniture = await furnish(at)
    author = await employ(at, "soan", Role.COMMUNICATOR, Role.OWNER, Role.CLERK, Role.RESPONDER)
    for n, (_, make) in enumerate(KINDS.values(), 1):

        def prepare(tx: Transaction, n: int = n, make: Any = make) -> Pair:
            pair: Pair = make(World(tx, content, n, author))
            return pair

        pair = await at.core.database.transaction(prepare)
        if pair.page.startswith("POST "):  # a page that is asked for with a form
            _, path, phone = pair.page.split()
            await person.get(path)
            _, text, _ = await person.post(path, phone=phone)
            yield path, text
        else:
            yield pair.page, (await person.get(pair.page))[1]
        if pair.files:
            _, text, _ = await person.post(pair.page, file=pair.files[0])
            yield pair.page, text
    for place in PLACES:
        if "GET" in place.methods:
            path = filled(place, *furniture)
            yield path, (await person.get(path))[1]


async def walk(
    at: Site, content: Content, person: Desk, kept: list[Any], wrong: list[str]
) -> list[Sent]:
    """Sends every form there is, wrongly; returns each as it should be filled in."""
    met: set[tuple[Any, ...]] = set()
    found: list[Sent] = []

    async def one_page(path: str, text: str) -> None:
        page = Page(text, f"/can-bo{path}".partition("?")[0])
        for form in page.forms:
            place = place_of(form.action.removeprefix("/can-bo"))
            carried = {(n, v if n in ("do", "what") else "") for n, v in form.hidden}
            like = (place, *sorted({one.name for one in form.inputs} | carried_names(carried)))
            if (like, *form.buttons) in met or place == "/dang-xuat":
                continue
            met.add((like, *form.buttons))
            for button in form.buttons or [("", "")]:
                found.append(Sent(place, form, plain(form), button))
                for odd, typed in cases(form):
                    kept.clear()
                    answer = await send(person, form, typed, button)
                    for fault in faults(form, typed, page, answer, kept=bool(kept)):
                        wrong.append(f"{place} {button[1]} {odd}: {fault}")
                if any(name == "seen" for name, _ in form.hidden):
                    answer = await send(person, form, plain(form), button, seen="0" * 24)
                    sent = found[-1]
                    if answer[0] == 400:  # it was found wrong before
                        late = faults(form, sent.typed, page, answer, kept=bool(kept))
                    else:
                        late = lost_elsewhere(sent, answer, (409,))
                    for fault in late:
                        wrong.append(f"{place} {button[1]} changed meanwhile: {fault}")

    async for path, text in open_pages(at, content, person):
        await one_page(path, text)
    return found


def carried_names(carried: set[tuple[str, str]]) -> set[str]:
    return {f"{name}={value}" for name, value in carried}


def lost_elsewhere(
    sent: Sent, answer: tuple[int, str, str], statuses: tuple[int, ...]
) -> list[str]:
    """What is wrong with a page that is not the form's own any more."""
    status, text, to = answer
    if status not in statuses:
        return [f"{status} {to}"]
    page = Page(text, sent.form.action)
    said = [] if any(alert.strip() for alert in page.alerts) else ["does not say why"]
    kinds = {one.name: one.kind for one in sent.form.inputs}
    return said + [
        f"lost: {name}" for name, value in sent.typed
        if kinds[name] in TEXTS and name not in UNSHOWN and value not in page.words
    ]  # fmt: skip


async def test_what_was_typed_comes_back_and_nothing_is_kept(
    tmp_path: Path, content: Content, kept: list[Any]
) -> None:
    """Found wrong, changed by somebody else meanwhile, permission taken away, session ended."""
    wrong: list[str] = []
    own = {place.path for place in PLACES if place.needs == (Action.OWN_ACCOUNT,)}
    async with (
        site(tmp_path, content, pack_key=public_of(PACK_KEY)) as at,
        desk(at, "hoa", *ROLES) as person,
    ):
        found = await walk(at, content, person, kept, wrong)
        database = at.core.database

        def demote(tx: Transaction) -> None:
            staff = tx.staff.by_login("hoa")
            assert staff
            tx.staff.save(replace(staff, roles=frozenset()))

        await database.transaction(demote)
        for sent in found:
            if sent.place not in own:
                answer = await send(person, sent.form, sent.typed, sent.button)
                wrong += [
                    f"{sent.place} not theirs: {f}" for f in lost_elsewhere(sent, answer, (403,))
                ]
        person.http.cookie_jar.clear(lambda cookie: cookie.key == COOKIE)
        for sent in found:
            answer = await send(person, sent.form, sent.typed, sent.button)
            wrong += [f"{sent.place} signed out: {f}" for f in lost_elsewhere(sent, answer, (403,))]
    met = {sent.place for sent in found}
    scripted = set(filter(is_scripted, GUARDS)) | BY_A_BUTTON
    assert set(GUARDS) - scripted - met <= WITH_AN_OA | OF_A_STATE | {"/dang-xuat"}
    assert not wrong, "\n".join(wrong)
