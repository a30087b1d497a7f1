"""One browser for all tests of a worker; each has a context of its own, as another person would."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests.support.patience import PATIENCE_MS

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
expect.set_options(timeout=PATIENCE_MS)


def browser_program(*, with_windows: bool = False) -> str:
    """Where the browser is that the tests drive: the Chromium without windows, which takes less
    than half the time, or the whole one where there is no other or what only that has is tried."""
    path = None if with_windows else shutil.which("chromium-headless-shell")
    path = path or shutil.which("chromium")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing; in CI this test must run")
        pytest.skip("chromium is missing: sudo apt-get install chromium chromium-headless-shell")
    return path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They share the event loop the browser is spoken to from."""
    here = f"{Path(__file__).parent}/"
    for item in items:
        if str(item.path).startswith(here) and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@asynccontextmanager
async def _running(path: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path, args=FLAGS, timeout=PATIENCE_MS
        )
        browser.on("context", lambda made: made.set_default_timeout(PATIENCE_MS))
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with _running(browser_program()) as browser:
        yield browser


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def whole_chromium() -> AsyncIterator[Browser]:
    """The one that shows notifications."""
    async with _running(browser_program(with_windows=True)) as browser:
        yield browser
