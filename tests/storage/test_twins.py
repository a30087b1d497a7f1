"""A database on PostgreSQL has what one on SQLite has: every migration has its twin."""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from storage.engines.postgres import address
from storage.engines.postgres import schema as postgres_schema
from storage.engines.postgres.connecting import connect
from storage.engines.sqlite import schema as sqlite_schema

BEGUN = 78  # what came before stands in one file
OURS = {"committed", "utc_now", "audit_is_never_emptied"}  # the engine's own
TYPES = {"REAL": "double precision", "INTEGER": "bigint", "TEXT": "text"}

Found = dict[str, set[Any]]  # by table


def test_every_migration_has_its_twin() -> None:
    """What is missing is a file in storage/migrations/postgres/ of the same name."""
    wanted = {p.stem for p in sqlite_schema.migrations() if int(p.name[:4]) > BEGUN}
    there = {p.stem for p in postgres_schema.migrations() if int(p.name[:4]) > BEGUN}
    assert sorted(wanted - there) == [], "write these for PostgreSQL, too"
    assert sorted(there - wanted) == [], "these are of no migration of SQLite"


@pytest.fixture
def rows(postgres_url: str) -> Iterator[Any]:
    """What a statement gives on a new database of PostgreSQL."""
    with closing(connect(address.read(postgres_url), "tests")) as driver:
        yield lambda statement: [tuple(row) for row in driver.execute(statement).fetchall()]


@pytest.fixture
def old() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        sqlite_schema.migrate(connection)
        yield connection


def tables(old: sqlite3.Connection) -> list[str]:
    found = old.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return [name for (name,) in found]


def by_table(found: list[tuple[Any, ...]]) -> Found:
    """The first of each row is its table."""
    sorted_out: Found = defaultdict(set)
    for table, *rest in found:
        if table not in OURS:
            sorted_out[table].add(tuple(rest))
    return dict(sorted_out)


def test_tables_have_the_same_columns(rows: Any, old: sqlite3.Connection) -> None:
    before = [
        (table, column, TYPES[kind], bool(required or key))
        for table in tables(old)
        for _, column, kind, required, _, key in old.execute(f"PRAGMA table_info({table})")
    ]
    after = rows(
        "SELECT c.relname, a.attname, format_type(a.atttypid, NULL), CAST(a.attnotnull AS text)"
        " FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid"
        " WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped"
        " AND c.relnamespace = CAST(current_schema() AS regnamespace)"
    )
    assert by_table([(*one, must == "true") for *one, must in after]) == by_table(before)


def test_texts_are_in_the_order_of_their_code_points(rows: Any) -> None:
    others = rows(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND data_type = 'text'"
        " AND collation_name IS DISTINCT FROM 'C' AND table_name <> 'migration'"
    )
    assert others == [], 'write `text COLLATE "C"`'


def test_the_same_is_there_only_once_and_found_by_an_index(
    rows: Any, old: sqlite3.Connection
) -> None:
    before = [
        (table, tuple(of[2] for of in old.execute(f"PRAGMA index_info({index[1]})")), *index[2::2])
        for table in tables(old)
        for index in old.execute(f"PRAGMA index_list({table})")
    ]
    before += [  # SQLite needs no index for it
        (table, (name,), 1, 0)
        for table in tables(old)
        for _, name, kind, _, _, key in old.execute(f"PRAGMA table_info({table})")
        if key and kind == "INTEGER" and _keys(old, table) == 1
    ]
    after = rows(
        "SELECT c.relname, (SELECT string_agg(pg_get_indexdef(i.indexrelid, at, true), ','"
        "   ORDER BY at) FROM generate_series(1, i.indnkeyatts) AS at),"
        " CAST(i.indisunique AS int), CAST(i.indpred IS NOT NULL AS int)"
        " FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid"
        " WHERE c.relnamespace = CAST(current_schema() AS regnamespace)"
    )
    told = [(table, tuple(columns.split(",")), *rest) for table, columns, *rest in after]
    assert by_table(told) == by_table(before)


def _keys(old: sqlite3.Connection, table: str) -> int:
    """Of how many columns its primary key is."""
    return sum(bool(row[5]) for row in old.execute(f"PRAGMA table_info({table})"))


def test_rows_refer_to_the_same(rows: Any, old: sqlite3.Connection) -> None:
    before = [
        (table, column, other, on_delete)
        for table in tables(old)
        for _, _, other, column, _, _, on_delete, _ in old.execute(
            f"PRAGMA foreign_key_list({table})"
        )
    ]
    after = rows(
        "SELECT c.relname, a.attname, o.relname, CASE r.confdeltype WHEN 'c' THEN 'CASCADE'"
        "  WHEN 'n' THEN 'SET NULL' ELSE 'NO ACTION' END FROM pg_constraint AS r"
        " JOIN pg_class AS c ON c.oid = r.conrelid JOIN pg_class AS o ON o.oid = r.confrelid"
        " JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = r.conkey[1]"
        " WHERE r.contype = 'f' AND c.relnamespace = CAST(current_schema() AS regnamespace)"
    )
    assert by_table(after) == by_table(before)


def test_the_same_words_are_let_in(rows: Any, old: sqlite3.Connection) -> None:
    """Of the conditions of a table: the texts they name."""
    made = old.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    before = [(name, text) for name, sql in made for text in _texts(_conditions(sql))]
    after = rows(
        "SELECT c.relname, pg_get_constraintdef(r.oid) FROM pg_constraint AS r"
        " JOIN pg_class AS c ON c.oid = r.conrelid WHERE r.contype = 'c'"
        " AND c.relnamespace = CAST(current_schema() AS regnamespace)"
    )
    told = [(table, text) for table, condition in after for text in _texts(condition)]
    assert by_table(told) == by_table(before)


def _conditions(sql: str) -> str:
    plain = re.sub(r"--[^\n]*", "", sql)
    return " ".join(re.findall(r"CHECK \(((?:[^()]|\([^()]*\))*)\)", plain))


def _texts(condition: str) -> list[str]:
    return re.findall(r"'([^']*)'", condition)


def test_the_same_follows_by_itself(rows: Any, old: sqlite3.Connection) -> None:
    before = old.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'")
    after = rows(
        "SELECT c.relname, t.tgname FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid"
        " WHERE NOT t.tgisinternal AND c.relnamespace = CAST(current_schema() AS regnamespace)"
    )
    told = [(table, name) for table, name in after if name not in OURS]
    assert by_table(told) == by_table(before.fetchall())
