"""Fixtures every test may use."""

import gc
import os
import shutil
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path

import hypothesis
import pytest

from bot.web.console import passwords
from content import spreadsheet
from content.library import Content
from storage import database
from storage.database import Database
from storage.engines.sqlite import opening
from tests.support import postgres
from tests.support.clock import FixedClock
from tests.support.conference import loaded_content
from tests.support.desk import QUICK
from tests.support.engine import address
from tests.support.program import PROGRAM
from tests.support.sheets import READER, ByForks

# In CI the same examples every time; on a laptop new ones. Slow machines are no failure.
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis.settings.register_profile("laptop", deadline=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "laptop")

# The developer's own settings must not reach the tests.
for name in ("TELEGRAM_BOT_TOKEN", "TELEGRAM_MODE", "PUBLIC_URL", "DATABASE_URL", "SECRET_KEY"):
    os.environ.pop(name, None)
os.environ["ENCODER"] = "off"  # words and the table do for what is started here


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Eleven thousand tests stay as long as the process: none of it is looked through for
    garbage."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The file that takes longest by far begins first: a file is one worker's, and the last of
    them would leave the other core to nobody."""
    items.sort(key=lambda item: item.path.name != "test_parity.py")


def pytest_sessionfinish() -> None:
    """pytest looks for garbage five times at its end, to hear what objects complain of as they go:
    after the first time there is little to look through."""
    gc.collect()
    gc.freeze()


def pytest_collection_finish(session: pytest.Session) -> None:
    """`make check` collects once before its workers do: what each of them and each program they
    start would work out is worked out and kept then."""
    if session.config.option.collectonly:
        loaded_content()


@pytest.fixture(scope="session")
def content() -> Content:
    """As words and the table read messages; most tests need no more."""
    return loaded_content()


@pytest.fixture(scope="session")
def content_with_encoder() -> Content:
    """As the program reads messages."""
    return loaded_content(with_encoder=True)


@pytest.fixture(autouse=True)
def _ward_as_in_its_file(request: pytest.FixtureRequest) -> Iterator[None]:
    """What templates say of the ward is one thing for all shelves of a content."""
    yield
    for name in {"content", "content_with_encoder"} & set(request.fixturenames):
        loaded: Content = request.getfixturevalue(name)
        loaded.words.ward.put(loaded.shelf.files.ward)


@pytest.fixture(scope="session", autouse=True)
def _migrated_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A new database is made by all migrations once, then copied: a test needs one, not its
    history."""
    made, make = tmp_path_factory.mktemp("made") / "new.db", opening._make

    def copy(path: Path) -> None:
        if not made.exists():
            make(made)
        shutil.copy(made, path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "_make", copy)
        yield


@pytest.fixture(scope="session", autouse=True)
def _started_as_forks() -> Iterator[None]:
    """What reads a list is forked, too; `tests/content/test_spreadsheet.py` starts it afresh."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spreadsheet, "subprocess", ByForks)
        yield
    PROGRAM.end()
    READER.end()


@pytest.fixture(scope="session", autouse=True)
def _hashed_quickly() -> Iterator[None]:
    """To hash a password is slow on purpose, and says itself how slow it was made."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", QUICK)
        yield


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with database.open(address(tmp_path)) as opened:
        yield opened


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    """A PostgreSQL for all tests of this process, started when the first of them needs it."""
    made = postgres.opened()
    yield made
    made.remove()


@pytest.fixture
def postgres_url(cluster: postgres.Cluster, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database on it."""
    url = cluster.lend(tmp_path)
    yield url
    cluster.give_back(url)
