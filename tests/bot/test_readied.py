"""What the program makes ready once it serves is ready for whoever is told it first."""

from datetime import date
from pathlib import Path

import pytest
from jinja2 import Environment

from bot.running import readied
from content.library import load_content


async def test_nobody_waits_for_words_said_for_the_first_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CACHE_DIRECTORY", str(tmp_path))
    monkeypatch.setattr(readied, "PAUSE_S", 0.0)
    await readied.make_ready(load_content(with_meaning=False), date(2026, 11, 29))
    content = load_content(with_meaning=False)  # another start
    monkeypatch.setattr(Environment, "compile", lambda *given, **named: pytest.fail("again"))
    assert content.words.say("system/only_text")
    assert "menu" in {name.partition("/")[0] for name in content.words.names()}
    for name in content.words.names():
        if not name.startswith(readied.NOT_SAID):
            content.words.make_ready(name)
    for entry in content.knowledge.entries.values():
        if entry.details is not None:
            entry.details.make_ready()
