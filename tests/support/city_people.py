"""People of several wards who write without a pause, whatever happens to the processes that serve
them: what each was told was received, and what came back."""

import asyncio
import re
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from urllib.parse import urlencode

from content.library import FOLDER
from storage import database
from storage.database import Transaction
from tests.bot.test_kill import call
from tests.support.patience import PATIENCE_S

FIRST_CHAT = 1000
ANSWER_S = 45.0  # of a page: longer than a database is away
AGAIN_S = 0.3
SOON_S = 10.0


class OnTelegram:
    """People of one ward: each writes once, to the Bot API at `base`."""

    def __init__(self, base: str, every_s: float) -> None:
        self.base = base
        self._every_s = every_s
        self.wrote = 0

    def go_on(self, over: threading.Event) -> None:
        while not over.wait(self._every_s):
            said = {"chat": FIRST_CHAT + self.wrote, "text": "menu"}
            call(self.base, "/__control/updates", [said])
            self.wrote += 1

    def chats(self) -> set[int]:
        return set(range(FIRST_CHAT, FIRST_CHAT + self.wrote))


class OnTheWeb:
    """People of one ward: each opens its page and sends one form, again and again as it is, until
    the page says that it was taken."""

    def __init__(self, ward_at: str) -> None:
        self._at = ward_at
        self._answer_s = ANSWER_S
        self.taken: list[str] = []
        self.told: set[int] = set()  # when it was not: the statuses of what was shown

    def go_on(self, over: threading.Event) -> None:
        while not over.wait(0.1):
            if found := self._opened():
                self._send(*found, over)

    def is_heard(self) -> bool:
        """Whether what somebody sends now is taken, within seconds."""
        self._answer_s = SOON_S
        found = self._opened()
        return found is not None and self._is_taken(_form(found[1]), found[0])

    def _opened(self) -> tuple[str, str] | None:
        """(cookie, the key of its form) of a page that was opened."""
        try:
            with urllib.request.urlopen(f"{self._at}/", timeout=self._answer_s) as page:  # noqa: S310  # our own
                cookie = page.headers["set-cookie"].partition(";")[0]
                once = re.search(r'name="once" value="([^"]+)"', page.read().decode())
        except (OSError, HTTPException) as error:
            self._note(error)
            return None
        assert once is not None
        return cookie, once[1]

    def _send(self, cookie: str, once: str, over: threading.Event) -> None:
        form = _form(once)
        while not self._is_taken(form, cookie):
            if over.wait(AGAIN_S):
                return
        self.taken.append(_text(once))

    def _is_taken(self, form: bytes, cookie: str) -> bool:
        request = urllib.request.Request(f"{self._at}/send", form, {"Cookie": cookie})  # noqa: S310
        try:
            with _AS_IT_IS.open(request, timeout=self._answer_s) as answer:
                return bool(answer.status == 200)
        except (OSError, HTTPException) as error:
            if isinstance(error, urllib.error.HTTPError) and error.code == 303:
                return True
            self._note(error)
            return False

    def _note(self, error: Exception) -> None:
        if isinstance(error, urllib.error.HTTPError):
            self.told.add(error.code)


# Six digits in a row might be a number of somebody's, and would be covered.
_IN_LETTERS = str.maketrans("0123456789", "abcdefghij")


def _text(once: str) -> str:
    return f"câu hỏi {once.translate(_IN_LETTERS)}"


def _form(once: str) -> bytes:
    return urlencode({"text": _text(once), "once": once, "opened": ""}).encode()


class _NotFollowed(urllib.request.HTTPRedirectHandler):
    """What was taken stays so, whatever becomes of the page shown after it."""

    def redirect_request(self, *given: object) -> None:
        return None


_AS_IT_IS = urllib.request.build_opener(_NotFollowed)


@contextmanager
def writing(*people: OnTelegram | OnTheWeb) -> Iterator[None]:
    """They write for as long as this lasts; what goes wrong with them goes wrong here."""
    over, wrong = threading.Event(), list[BaseException]()

    def go_on(one: OnTelegram | OnTheWeb) -> None:
        try:
            one.go_on(over)
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=go_on, args=(one,), daemon=True) for one in people]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join(ANSWER_S + PATIENCE_S)
    assert not wrong, wrong


def what_became(url: str, on_telegram: OnTelegram, on_web: OnTheWeb | None) -> dict[str, int]:
    """Of all that people of a ward wrote, whose database is at `url`: nothing was lost, nothing
    done twice, and who got no answer stands in the list of what is in doubt. Returns how many."""
    heard, answers, said = asyncio.run(_kept(url))
    assert set(heard) == on_telegram.chats() and max(heard.values()) == 1
    assert set(answers) == on_telegram.chats()
    assert {len(each) for each in answers.values()} == {1}
    states = {chat: each[0] for chat, each in answers.items()}
    assert set(states.values()) <= {"sent", "unconfirmed"}
    got = _answered(call(on_telegram.base, "/__control/said"))
    assert max(got.values()) == 1, "an answer came twice"
    doubtful = {chat for chat, each in states.items() if each == "unconfirmed"}
    assert on_telegram.chats() - set(got) <= doubtful, "an answer was lost and is listed nowhere"
    assert call(on_telegram.base, "/__control/state")["faults"] == []
    taken = on_web.taken if on_web else []
    wrong = {text: said.get(text, 0) for text in taken if said.get(text, 0) != 1}
    assert not wrong, f"of the web, taken and how often there: {wrong}"
    return {"telegram": len(states), "in doubt": len(doubtful), "web": len(taken)}


def _answered(said: dict[str, list[str]]) -> Counter[int]:
    """How many answers each chat got; while nothing can be stored we say so, besides."""
    sorry = (FOLDER / "messages" / "vi" / "system" / "unavailable.j2").read_text().strip()
    return Counter(int(chat) for chat, texts in said.items() for text in texts if text != sorry)


async def _kept(url: str) -> tuple[dict[int, int], dict[int, list[str]], dict[str, int]]:
    """Messages of each chat, what became of its answers, and how often each text of the web is
    there."""

    def work(tx: Transaction) -> tuple[dict[int, int], dict[int, list[str]], dict[str, int]]:
        rows = tx.settings._db
        heard = rows.execute(
            "SELECT c.address AS chat, count(*) AS n FROM inbox AS i JOIN contact AS c"
            " ON c.id = i.contact_id WHERE i.channel = 'telegram' GROUP BY c.address"
        ).fetchall()
        answers: dict[int, list[str]] = {}
        for row in rows.execute(
            "SELECT c.address AS chat, o.state AS state FROM outbox AS o JOIN contact AS c"
            " ON c.id = o.contact_id WHERE c.channel = 'telegram'"
        ):
            answers.setdefault(int(row["chat"]), []).append(row["state"])
        said = rows.execute(
            "SELECT text, count(*) AS n FROM inbox WHERE channel = 'web' AND text IS NOT NULL"
            " GROUP BY text"
        )
        counted = {row["text"]: int(row["n"]) for row in said}
        return {int(row["chat"]): int(row["n"]) for row in heard}, answers, counted

    async with database.open(url, exclusive=False) as db:
        return await db.read(work)


def until_answered(url: str, on_telegram: OnTelegram) -> None:
    """Until everybody who wrote has an answer that is on its way no more."""
    end = time.monotonic() + 2 * PATIENCE_S
    while True:
        _, answers, _ = asyncio.run(_kept(url))
        settled = sum(each[0] in ("sent", "unconfirmed") for each in answers.values())
        if settled == on_telegram.wrote:
            return
        assert time.monotonic() < end, (settled, on_telegram.wrote)
        time.sleep(0.3)
