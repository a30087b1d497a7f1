"""Every contract holds on every engine."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import database
from storage.database import Database
from tests.support.engine import address


@pytest.fixture(params=["sqlite", "postgres"])
async def db(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    url = address(tmp_path)
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
    async with database.open(url) as opened:
        yield opened
