"""What forms ended with, for whoever sends one again: where the first led, or the page it ended
with. Pages are kept in memory, none once somebody they may name was erased."""

from collections import OrderedDict

from starlette.responses import RedirectResponse, Response

from storage.database import Database

PAGES_KEPT = 50


class FirstResults:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._pages: OrderedDict[str, Response] = OrderedDict()
        self._as_of = database.erasures

    async def is_known(self, key: str) -> bool:
        """Whether the form of this key was sent before."""
        return await self._database.read(lambda tx: tx.once.is_claimed(key))

    async def keep(self, key: str, response: Response) -> None:
        to = response.headers.get("location", "")
        if not to:
            self.hold(key, response)
        await self._database.transaction(lambda tx: tx.once.keep_result(key, to))

    def hold(self, key: str, page: Response) -> None:
        """Keeps a page to be shown again: one that came back with what was typed."""
        pages = self._kept()
        pages[key] = page
        while len(pages) > PAGES_KEPT:
            pages.popitem(last=False)

    def held(self, key: str) -> Response | None:
        return self._kept().get(key)

    async def find(self, key: str) -> Response | None:
        """None where it is not known any more."""
        if page := self._kept().get(key):
            return page
        to = await self._database.read(lambda tx: tx.once.result(key))
        return RedirectResponse(to, 303) if to else None

    def forget(self) -> None:
        self._pages.clear()

    def _kept(self) -> OrderedDict[str, Response]:
        if self._as_of != self._database.erasures:
            self._pages.clear()
            self._as_of = self._database.erasures
        return self._pages
