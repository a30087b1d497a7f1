"""Our statements over libpq: what a piece of work looked up, what it wrote, and what is planned."""

from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest

from storage.engines.postgres import address
from storage.engines.postgres.connecting import PostgresConnection, connect

ASK = "SELECT value FROM setting WHERE name = :name"
PUT = (
    "INSERT INTO setting (name, value) VALUES (:name, :value)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)


@pytest.fixture
def connection(postgres_url: str) -> Iterator[PostgresConnection]:
    with closing(connect(address.read(postgres_url), "tests")) as driver:
        yield PostgresConnection(driver)


def asked(connection: PostgresConnection, name: str = "one") -> str | None:
    row = connection.execute(ASK, {"name": name}).fetchone()
    return None if row is None else row["value"]


def put(connection: PostgresConnection, value: str) -> None:
    assert connection.execute(PUT, {"name": "one", "value": value}).rowcount == 1


def test_a_piece_of_work_asks_once_until_it_writes(
    connection: PostgresConnection, postgres_url: str
) -> None:
    with closing(connect(address.read(postgres_url), "tests")) as other:
        behind = PostgresConnection(other)
        connection.begin_work()
        assert asked(connection) is None
        put(behind, "theirs")
        assert asked(connection) is None, "it was looked up already"
        assert asked(connection, "another") is None, "this was not"
        put(connection, "ours")
        assert asked(connection) == "ours"
        rows = connection.execute(ASK, {"name": "one"})
        assert [row["value"] for row in rows] == ["ours"], "an answer is whole for whoever asks"
        connection.executemany(PUT, [{"name": "one", "value": "many"}])
        assert asked(connection) == "many"
        connection.end_work()
        put(behind, "theirs again")
        assert asked(connection) == "theirs again", "outside of work everything is asked"


def test_what_is_asked_again_and_again_is_planned_once_for_each_kind_of_values(
    connection: PostgresConnection,
) -> None:
    for _ in range(20):
        asked(connection)
    plans = connection.driver.execute("SELECT statement FROM pg_prepared_statements").fetchall()
    assert [row["statement"] for row in plans] == ["SELECT value FROM setting WHERE name = $1"]


def test_values_go_and_come_as_they_are(connection: PostgresConnection) -> None:
    given = {"n": 2**53, "t": "đường\x00 'x' %s :a $1", "b": True, "none": None, "f": 0.5}
    row = connection.execute(
        "SELECT :n AS n, CAST(:t AS text) AS t, :b AS b, CAST(:none AS text) AS none,"
        " :f AS f, :n > 1 AS more, 1.50 AS sum, ':n' AS quoted",
        given,
    ).fetchone()
    assert row is not None
    assert list(row) == [2**53, "đường 'x' %s :a $1", 1, None, 0.5, 1, 1.5, ":n"]
    assert row.keys() == ("n", "t", "b", "none", "f", "more", "sum", "quoted")


def test_errors_are_the_drivers(connection: PostgresConnection) -> None:
    with pytest.raises(psycopg.errors.UniqueViolation):
        for _ in range(2):
            connection.execute("INSERT INTO setting (name, value) VALUES (:n, '')", {"n": "x"})
    with pytest.raises(psycopg.errors.UndefinedTable):
        connection.execute("SELECT 1 FROM nothing WHERE 1 = :n", {"n": 1})
    ended = "SELECT pg_terminate_backend(pg_backend_pid()) AS n WHERE 1 = :n"
    with pytest.raises(psycopg.OperationalError):
        connection.execute(ended, {"n": 1})
    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1 AS n WHERE 1 = :n", {"n": 1})
    assert connection.driver.closed or connection.driver.broken
