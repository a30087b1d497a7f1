"""What was kept or sent under an older word is found under today's."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.places import FLOWS
from handlers.talk.messages import IncomingKind
from handlers.talk.turn import resolve
from storage.engines.sqlite import schema
from tests.support.play import said

ONE_WORD = "one_word"


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("case:41", "question:41"),
        ("case:41:more", "question:41:more"),
        ("handbook", "notebook"),
        ("tool:handbook", "tool:notebook"),
        ("begin:case_note", "begin:question_note"),
        ("topic:thue", "topic:thue"),
    ],
)
def test_a_button_sent_under_an_older_word_still_works(sent: str, meant: str) -> None:
    tap = said("", kind=IncomingKind.TAP, action=f"5.{sent}")
    assert resolve(tap, (("1", "Xem", meant),), 5) == (meant, False, False)


def since(name: str) -> list[Path]:
    files = schema.migrations()
    return list(files[next(at for at, file in enumerate(files) if file.stem.endswith(name)) :])


@pytest.fixture
def old() -> Iterator[sqlite3.Connection]:
    """A database as it was before the words were made one."""
    later = since(ONE_WORD)
    connection = sqlite3.connect(":memory:")
    for file in (one for one in schema.migrations() if one not in later):
        connection.executescript(file.read_text(encoding="utf-8"))
    yield connection
    connection.close()


def test_an_older_database_keeps_its_forms_choices_notices_and_calls(
    old: sqlite3.Connection,
) -> None:
    old.executescript("""
        PRAGMA foreign_keys = OFF;
        INSERT INTO staff (id, login, name, office, roles, created_at, last_login_at)
            VALUES (1, 'hue', 'Hue', 'thue', '', 'x', '2026-11-20');
        INSERT INTO conversation (contact_id, menu, choices, flow, waiting, dropped,
            window_started_at, window_count) VALUES
            (1, 3, '[["1","Xem","case:7"],["2","Sổ tay","handbook"],["3","Lại","tool:handbook"]]',
             '{"name":"case_note","memory":{"text":"case: handbook"}}',
             '[{"name":"handbook","memory":{}}]', 'late:case_note,tax', 'x', 1),
            (2, 3, '[["1","Xem","faq:x"]]', NULL, '[]', '', 'x', 1);
        INSERT INTO outbox (id, contact_id, kind, priority, body, state, created_at, due_at) VALUES
            (1, 1, 'notice', 1, '{"choices":[["","Xem","case:7:rate:1"]]}', 'pending', 'x', 'x');
        INSERT INTO call_task (id, key, question_id, message, text, due_at, created_at, state)
            VALUES (1, 'k', 7, 'case/needs_info', 'x', 'x', 'x', 'open');
    """)
    for file in since(ONE_WORD):
        old.executescript(file.read_text(encoding="utf-8"))
    assert old.execute("SELECT signed_in_at FROM staff").fetchone() == ("2026-11-20",)
    first, second = old.execute("SELECT choices, flow, waiting, dropped FROM conversation")
    assert first == (
        '[["1","Xem","question:7"],["2","Sổ tay","notebook"],["3","Lại","tool:notebook"]]',
        '{"name":"question_note","memory":{"text":"case: handbook"}}',
        '[{"name":"notebook","memory":{}}]',
        "late:question_note,tax",
    )
    assert second == ('[["1","Xem","faq:x"]]', None, "[]", "")
    assert {"question_note", "notebook"} <= set(FLOWS)
    (body,) = old.execute("SELECT body FROM outbox").fetchone()
    assert body == '{"choices":[["","Xem","question:7:rate:1"]]}'
    assert old.execute("SELECT message FROM call_task").fetchone() == ("question/needs_info",)
