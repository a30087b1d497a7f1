"""Every form on every page carries the page's own key, and what it was made from."""

import re
from collections.abc import Callable
from pathlib import Path

from bot.web.console.routes import PLACES
from content.library import Content
from content.packs import public_of
from storage.database import Transaction
from storage.staff_models import Role
from tests.console.test_access import filled, furnish
from tests.console.test_pairs import GUARDS, OF_A_STATE, SEEN, WITH_AN_OA, open_page
from tests.support.desk import desk, employ
from tests.support.pairs import CASE, EVENT, KINDS, PACK_KEY, Pair, World
from tests.support.site import site

# The first of two steps: it only shows what the second one decides on.
FIRST_STEPS = (f"{EVENT}/nhap", "/yeu-cau-du-lieu/xoa")
# Where a second button of a form leads: it carries what that form does.
BY_A_BUTTON = {
    *("/ban-nhap", "/ban-nhap/bo", "/thong-bao/xem-truoc", "/tro-chuyen/{talk}/chen"),
} | {f"{CASE}/{name}" for name in ("chen", "tep", "bo-tep")}


def is_scripted(path: str) -> bool:
    """Whether a script sends there what a telephone kept while it saw no network."""
    return "/cua/" in path or path.startswith("/hoi-giup/")


_PATTERNS = [(place.path, re.compile(re.sub(r"\{\w+\}", r"[^/]+", place.path))) for place in PLACES]


def place_of(action: str) -> str:
    """The address of the console that a form leads to."""
    path = action.partition("?")[0]
    fixed = [place.path for place in PLACES if place.path == path]
    fixed += [place for place, pattern in _PATTERNS if pattern.fullmatch(path)]
    assert fixed, action
    return fixed[0]


async def test_every_form_carries_its_key_and_what_it_was_made_from(
    tmp_path: Path, content: Content
) -> None:
    roles = (Role.OWNER, Role.ADMIN, Role.COMMUNICATOR)
    wrong, met = [], set()
    async with (
        site(tmp_path, content, pack_key=public_of(PACK_KEY)) as at,
        desk(at, "hoa", *roles) as person,
    ):
        furniture = await furnish(at)
        author = await employ(at, "soan", Role.COMMUNICATOR, Role.OWNER, Role.CLERK)

        def check(page: str) -> None:
            for action, forms in person.forms.items():
                place = place_of(action)
                met.add(place)
                for hidden in forms:
                    if not re.fullmatch(r"[\w-]{20,}\.[\w-]{8,}", hidden.get("csrf", "")):
                        wrong.append(f"{page}: {action} without the page's key")
                    bare = "seen" not in hidden and place not in FIRST_STEPS
                    if GUARDS[place][1] == {SEEN} and bare:
                        wrong.append(f"{page}: {action} without what it was made from")
            person.forms.clear()

        for place in PLACES:
            if "GET" in place.methods:
                path = filled(place, *furniture)
                await person.get(path)
                check(path)
        for n, (_, make) in enumerate(KINDS.values(), 1):

            def prepare(tx: Transaction, n: int = n, make: Callable[[World], Pair] = make) -> Pair:
                return make(World(tx, content, n, author))

            pair = await at.core.database.transaction(prepare)
            await open_page(person, pair, pair.files[0] if pair.files else None)
            check(pair.page)
    assert not wrong, "\n".join(wrong)
    # Those a script sends from the door or a stall have no form; the others need an OA, or a state
    # of its own.
    scripted = set(filter(is_scripted, GUARDS)) | BY_A_BUTTON
    assert set(GUARDS) - scripted - met <= WITH_AN_OA | OF_A_STATE
