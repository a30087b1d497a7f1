"""The door to storage: open a database by its address, run work in a transaction.

    async with database.open("sqlite:///data/donghanh.db") as db:
        contact = await db.transaction(lambda tx: tx.contacts.find("telegram", "42"))

`work` is a plain function: it gets the repositories, does everything it has to do, and returns.
It runs whole or not at all, and must not wait for anything outside the database.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from content.operator import tell
from storage.addresses import is_on_server as is_on_server
from storage.addresses import shown as shown
from storage.bell import Bell
from storage.errors import StorageError as StorageError
from storage.errors import StorageUnavailable as StorageUnavailable
from storage.repositories import Repositories

if TYPE_CHECKING:
    from storage.engines.postgres.lanes import Lanes
    from storage.engines.postgres.readers import SharedReaders
    from storage.engines.postgres.serving import PostgresDatabase
    from storage.engines.postgres.side import PostgresSide
    from storage.engines.sqlite.serving import SqliteDatabase
    from storage.moving import Side

T = TypeVar("T")


class Fault(StrEnum):
    """Why the file cannot be trusted any more."""

    NONE = ""
    REPLACED = "replaced"  # deleted, moved away or exchanged under the running program
    DAMAGED = "damaged"  # a check found it not whole


# What `work` gets: the repositories, inside one transaction.
Transaction = Repositories


class Database(Protocol):
    erasures: int  # how often somebody was erased since the file was opened
    erased: asyncio.Event  # set when a transaction that erased somebody was committed
    talked: Bell  # rung when one that changed a talk was

    async def transaction(self, work: Callable[[Transaction], T]) -> T:
        """Runs `work` in one transaction and returns its result after the commit.

        `work` may be called again (an engine that several processes share tries once more what
        came into another's way): what it does outside goes through `tx.after_commit`. What `work`
        raises is raised here and nothing of it is kept. Raises StorageUnavailable when the
        database is locked, full or broken.
        """
        ...

    async def read(self, work: Callable[[Transaction], T], *, long: bool = False) -> T:
        """Runs `work` on what is stored at one moment, in a thread beside the traffic, and returns
        its result. For what only looks: a list, a page, an export. Everything committed before the
        call is seen. Those that may be `long` go one after another; what is short never waits for
        them. Raises StorageUnavailable, for work that writes as well."""
        ...

    async def rehearse(self, work: Callable[[Transaction], T]) -> T:
        """Runs `work` on a copy of what is stored, in a thread beside the traffic, and returns its
        result: nothing it did is kept, and nobody waits for it. Raises StorageUnavailable."""
        ...

    async def scrub(self) -> bool:
        """Rebuilds what is stored, so that nothing of what was erased is left in any file of it.
        Whether that could be done now; another program that reads the file puts it off."""
        ...

    @property
    def retried(self) -> int:
        """How often work was done again because others came into its way."""
        ...

    @property
    def fault(self) -> Fault:
        """Whether the database is still the one that was opened, and whole as far as is known.
        Cheap: for a look every few seconds, and for health."""
        ...

    def replaced(self) -> str:
        """What to tell whoever runs the program when `fault` is REPLACED."""
        ...

    def damage(self) -> str:
        """What is wrong with it, or ''. Takes its time: not on the event loop. Looks beside the
        traffic and holds nobody up."""
        ...

    @property
    def path(self) -> Path:
        """The file; where the database is none of ours, the name after which what belongs to it
        and stands in our files is named."""
        ...

    async def copy(self, target: Path, progress: Callable[[int, int], None]) -> None:
        """Copies all of it as it is at this moment, beside the traffic, to a new file: one as
        SQLite has it, without a log. `progress` gets what is left and all. Raises CopyFailed."""
        ...

    @property
    def wholly_checked(self) -> bool:
        """Whether the check at the start came to its end in the time it had."""
        ...

    def report_damage(self) -> None:
        """A check beside the traffic found the file not whole: `fault` says so from now on."""
        ...


def sqlite_path(url: str) -> Path:
    """`sqlite:///relative.db` or `sqlite:////absolute.db` -> the file. Raises StorageError."""
    prefix = "sqlite:///"
    if not url.startswith(prefix) or url == prefix:
        raise StorageError(tell("storage.address", url=repr(url)))
    return Path(url.removeprefix(prefix))


def folder(url: str) -> Path:
    """Where photos and attachments stand. Raises StorageError."""
    if is_on_server(url):
        from storage.engines.postgres import address

        return address.read(url).folder
    return sqlite_path(url).parent


def is_there(url: str) -> bool:
    """Whether there is a database at `url`, whatever its step. Raises StorageError."""
    if is_on_server(url):
        from storage.engines.postgres import serving

        return serving.is_there(url)
    return sqlite_path(url).exists()


def replaceable(url: str) -> "PostgresSide":
    """A ward on a server, to be replaced whole. Raises StorageError."""
    from storage.engines.postgres.side import PostgresSide

    return PostgresSide(url)


def side(url: str) -> "Side":
    """The database as one side of a move (`storage.moving`), made where it is not there. Raises
    StorageError."""
    if is_on_server(url):
        from storage.engines.postgres.side import PostgresSide

        return PostgresSide(url)
    from storage.engines.sqlite.side import SqliteSide

    return SqliteSide(sqlite_path(url))


def open_shared(url: str, readers: "SharedReaders", lanes: "Lanes") -> "PostgresDatabase":
    """A ward of several in this process, to be served; whoever opens it closes it. It waits for the
    server: not on the event loop. Raises StorageError."""
    from storage.engines.postgres.serving import PostgresDatabase

    return PostgresDatabase(url, exclusive=True, readers=readers, lanes=lanes)


@asynccontextmanager
async def open(url: str, *, exclusive: bool = True) -> AsyncIterator[Database]:
    """Opens (creating and migrating where needed) the database at `url`.

    `exclusive` takes it for this process, as serving must; a second process is refused with a
    StorageError. Without it the database is only looked into.
    """
    database = _engine(url, exclusive=exclusive)
    try:
        yield database
    finally:
        await database.close()


def _engine(url: str, *, exclusive: bool) -> "SqliteDatabase | PostgresDatabase":
    """The driver of one engine is loaded only where it is used."""
    if is_on_server(url):
        from storage.engines.postgres.serving import PostgresDatabase

        return PostgresDatabase(url, exclusive=exclusive)
    from storage.engines.sqlite.serving import SqliteDatabase

    return SqliteDatabase(sqlite_path(url), exclusive=exclusive)
