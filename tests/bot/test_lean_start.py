"""What only makes documents, wakes browsers, or asks a database server, is not loaded by whoever
only starts: a start takes long enough."""

import subprocess
import sys

HEAVY = ("openpyxl", "docx", "icalendar", "pywebpush", "py_vapid", "requests", "psycopg")


def test_a_start_loads_nothing_of_these() -> None:
    code = f"import sys, bot.app; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_keeps_accounts_and_backups_does_not_load_the_server() -> None:
    names = "staff, backup, zalo, facts, inbox"
    code = f"import sys; from bot.commands import {names}; print('bot.app' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
