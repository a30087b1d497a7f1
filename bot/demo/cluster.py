"""A PostgreSQL to try with: a folder of its own, reached by a socket in it, removed at the end."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "donghanh"
_OPTIONS = {"listen_addresses": "", "shared_buffers": "64MB", "max_connections": "200"}


class NoServer(Exception):
    """PostgreSQL is not installed."""


@contextmanager
def cluster(**settings: str) -> Iterator[Path]:
    """The folder its socket stands in; `settings` are the server's, beside the usual ones. Raises
    NoServer and CalledProcessError."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="donghanh-pg-"))
    user = "postgres" if os.geteuid() == 0 else None  # a server of root's own is refused
    if user is not None:
        shutil.chown(folder, user)

    def run(program: str, *given: str) -> None:
        subprocess.run(  # noqa: S603  # programs of the system
            [programs / program, "-D", folder / "data", *given],
            check=True, user=user, stdout=subprocess.DEVNULL, cwd=folder,
        )  # fmt: skip

    try:
        run("initdb", "-U", USER, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        given = _OPTIONS | settings | {"unix_socket_directories": str(folder)}
        options = " ".join(f"-c {name}='{value}'" for name, value in given.items())
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield folder
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """Where initdb is: Debian keeps it out of the way."""
    found = sorted(Path("/usr/lib/postgresql").glob("[0-9]*/bin/initdb"))
    initdb = shutil.which("initdb") or (found[-1] if found else None)
    if initdb is None:
        raise NoServer
    return Path(initdb).parent
