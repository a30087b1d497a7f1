"""A PostgreSQL of the tests' own: a cluster in a folder, reached by a socket in it, gone with the
process that asked for it. Nothing of it is meant to last, so nothing waits for a disk."""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

from storage.engines.postgres import address, schema
from storage.engines.postgres.connecting import connect

USER = "donghanh"
# A test's database is a schema that was used before: to make one takes a third of a second.
_EMPTY = """
DO $$
DECLARE
    made text;
    filled boolean;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR made IN SELECT relname FROM pg_class WHERE relkind = 'r'
        AND relnamespace = CAST(current_schema() AS regnamespace)
        AND relname NOT IN ('migration', 'id_slot')
        AND pg_relation_size(oid) > 0  -- most were never written to
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', made) INTO filled;
        IF filled THEN
            EXECUTE format('DELETE FROM %I', made);
        END IF;
    END LOOP;
END $$
"""


def programs() -> Path | None:
    """Where initdb and pg_ctl are: Debian keeps them out of the way."""
    found = sorted(Path("/usr/lib/postgresql").glob("[0-9]*/bin/initdb"))
    initdb = shutil.which("initdb") or (found[-1] if found else None)
    return Path(initdb).parent if initdb else None


class Cluster:
    def __init__(self, programs: Path, *, durable: bool = False) -> None:
        """`durable`: what is committed outlives a kill."""
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._data = self._folder / "data"
        self._durable = durable
        self._unused: list[str] = []
        self._made: dict[str, psycopg.Connection[Any]] = {}  # connected: that takes longer than use
        # A server of root's own is refused.
        self._user = "postgres" if os.geteuid() == 0 else None
        if self._user is not None:
            shutil.chown(self._folder, self._user)
        letters = ("-E", "UTF8", "--locale=C.UTF-8")
        self._run("initdb", "-U", USER, "-A", "trust", "--no-sync", *letters)
        self.start()

    def start(self) -> None:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": self._folder,
            "autovacuum": "off",
            "shared_buffers": "32MB",
        }
        if not self._durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        self._run("pg_ctl", "-w", "-l", str(self._folder / "log"), "-o", options, "start")

    def stop(self, how: str = "immediate") -> None:
        """`immediate` is a kill."""
        self._run("pg_ctl", "-w", "-m", how, "stop")

    def kill(self) -> None:
        """SIGKILL, to each of its processes."""
        first = int((self._data / "postmaster.pid").read_text().split()[0])
        begun = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for each in (first, *map(int, begun)):
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)

    def remove(self) -> None:
        for driver in self._made.values():
            driver.close()
        self.stop()
        shutil.rmtree(self._folder)

    @property
    def socket(self) -> Path:
        return self._folder / ".s.PGSQL.5432"

    def url(self, schema_name: str, folder: Path) -> str:
        """Where a database of this name stands, there or not."""
        server = f"host={self._folder}&user={USER}"
        return f"postgresql:///postgres?{server}&schema={schema_name}&folder={folder}"

    def lend(self, folder: Path) -> str:
        """The address of an empty database, migrated; with `give_back` it is another test's."""
        if self._unused:
            name = self._unused.pop()
            url = self.url(name, folder)
            try:
                self._made[name].execute(_EMPTY)
            except psycopg.OperationalError:  # the last test ended every connection
                self._made[name] = connect(address.read(url), "tests")
                self._made[name].execute(_EMPTY)
            return url
        name = f"test_{len(self._made) + 1}"
        url = self.url(name, folder)
        self._made[name] = connect(address.read(url), "tests")
        schema.migrate(self._made[name], address.read(url))
        return url

    def give_back(self, url: str) -> None:
        self._unused.append(address.read(url).schema)

    def _run(self, program: str, *given: str) -> None:
        subprocess.run(
            [self._programs / program, "-D", self._data, *given],
            check=True,
            user=self._user,
            stdout=subprocess.DEVNULL,
            cwd=self._folder,
        )


def opened(*, durable: bool = False) -> Cluster:
    """A cluster that runs; skips the test where there is no PostgreSQL, which fails in CI."""
    found = programs()
    if found is not None:
        return Cluster(found, durable=durable)
    why = "PostgreSQL is missing: deploy/install-postgresql"
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)
