"""The log under attack: a line that repeats itself is counted, not written a thousand times."""

import io
import logging

from bot.logs import Sparing


def record(text: str, *args: object, at: float = 60.0, level: int = 30) -> logging.LogRecord:
    made = logging.LogRecord("x", level, "f.py", 1, text, args, None)
    made.created = at
    return made


def test_a_trouble_that_repeats_itself_is_counted() -> None:
    out = io.StringIO()
    handler = Sparing(out)
    for number in range(5000):
        handler.emit(record("no more files: fd=%d at 0x%x", number, number + 2**40))
    handler.emit(record("another trouble"))
    lines = out.getvalue().splitlines()
    assert len(lines) == Sparing.MOST + 1 and lines[-1] == "another trouble"
    handler.emit(record("a minute later", at=121.0))
    assert out.getvalue().splitlines()[-2] == "... ×4970: no more files: fd=# at #"


def test_what_happened_to_different_people_is_written_for_each() -> None:
    out = io.StringIO()
    handler = Sparing(out)
    for number in range(3000):
        handler.emit(record("turn handled contact=%d", number, level=logging.INFO))
    assert len(out.getvalue().splitlines()) == 3000
    assert len(handler._seen) <= Sparing.KINDS


def test_many_kinds_take_no_memory_and_the_counts_are_told_at_the_end() -> None:
    out = io.StringIO()
    handler = Sparing(out)
    for number in range(40):
        handler.emit(record("the same"))
        for letter in range(50):
            handler.emit(record(f"kind {chr(200 + letter)}{chr(300 + number)}"))
    handler.close()
    assert "... ×10: the same" in out.getvalue()


def test_the_exception_is_part_of_the_kind() -> None:
    out = io.StringIO()
    handler = Sparing(out)
    for error in (KeyError, ValueError):
        for _ in range(100):
            one = record("in the application")
            one.exc_info = (error, error(), None)
            handler.emit(one)
    assert out.getvalue().count("KeyError") == Sparing.MOST
    assert out.getvalue().count("ValueError") == Sparing.MOST
