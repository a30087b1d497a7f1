"""The operators' guide of a city, done as it says: a database of an ordinary user's, settings in a
.env, wards added, moved, copied and brought up to date by the commands that stand there."""

import re
import shlex
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from tests.support import postgres
from tests.support.city import program, status_of
from tests.support.forks import ROOT
from tests.support.patience import PATIENCE_S
from tests.support.program import donghanh

GUIDE = (ROOT / "docs" / "van-hanh-thanh-pho.md").read_text("utf-8")
BLOCKS: list[str] = re.findall(r"^```sh\n(.*?)^```", GUIDE, re.M | re.S)
USER = "citizen"  # and the name of the database
PROGRAM = ".venv/bin/donghanh"


def test_a_city_is_set_up_and_kept_as_the_guide_says(tmp_path: Path) -> None:
    with ExitStack() as till:
        cluster = postgres.opened()
        till.callback(cluster.remove)
        for line in BLOCKS[0].splitlines():
            if line.startswith("sudo -u postgres"):
                # The server of the tests is one of a "donghanh" who may do everything.
                made = shlex.split(line.replace("--pwprompt", "").replace("donghanh", USER))
                cluster.as_operator(*made[3:])
        (tmp_path / ".env").write_text(settings_of_the_guide(cluster, tmp_path))
        (tmp_path / "phu-lien.env").write_text("WARD_FILE=\n")
        began, moved = (block for block in BLOCKS if "city add" in block)
        said = run(tmp_path, began)
        assert "phường Phù Liễn" in said and "/w/phu-lien" in said
        first, _ = till.enter_context(program(tmp_path, {"PORT": "0"}, "work"))
        till.enter_context(program(tmp_path, {"PORT": "0"}, "work"))
        _, front = till.enter_context(program(tmp_path, {"PORT": "0"}, "serve"))
        until(lambda: status_of(f"{front}/w/phu-lien/") == 200)
        [staff] = (block for block in BLOCKS if "staff add" in block)
        url = re.sub(r"postgresql://[^?]*\?", f"{server_of(cluster)}&", staff)
        assert "http" in run(tmp_path, url.replace("/var/lib/donghanh", str(tmp_path / "wards")))
        alone = tmp_path / "alone.db"
        donghanh("migrate", "--database", f"sqlite:///{alone}", folder=tmp_path)
        moved = moved.replace("phu-lien", "kien-an").replace("/duong/dan/donghanh.db", str(alone))
        (tmp_path / "kien-an.env").write_text("")
        run(tmp_path, moved)
        until(lambda: status_of(f"{front}/w/kien-an/") == 200)
        copies = tmp_path / "copies"
        for line in commands_in_tables():
            if "restore" in line:
                line = f"{PROGRAM} city restore phu-lien {next(copies.glob('donghanh-*'))}"
            run(tmp_path, line.replace("/var/backups/donghanh/phu-lien", str(copies)))
        until(lambda: status_of(f"{front}/w/phu-lien/") == 200)
        run(tmp_path, next(block for block in BLOCKS if "city upgrade" in block))
        first.kill()  # an ordinary user of the server may take from another process of its own
        time.sleep(1.0)
        for key in ("phu-lien", "kien-an"):
            until(lambda key=key: status_of(f"{front}/w/{key}/") == 200)  # type: ignore[misc]


def test_what_the_guide_names_to_be_run_is_there() -> None:
    units = re.findall(r"donghanh-(?:work@\d+|serve)", GUIDE)
    assert {re.sub(r"@\d+", "@", unit) for unit in units} == {"donghanh-work@", "donghanh-serve"}
    for unit in units:
        assert (ROOT / "deploy" / f"{re.sub(r'@.*', '@', unit)}.service").is_file()
    for line in "\n".join(BLOCKS).splitlines():
        if path := re.search(r"tests/city/\w+\.py", line):
            assert (ROOT / path[0]).is_file()


def settings_of_the_guide(cluster: postgres.Cluster, folder: Path) -> str:
    """Its .env, with what is this machine's."""
    [text] = (block for block in BLOCKS if block.startswith("CITY_DATABASE"))
    server = f"{server_of(cluster)}&schema=city"
    key = donghanh("city", "key").stdout.strip()
    own = {"CITY_DATABASE": server, "CITY_KEY": key, "CITY_FOLDER": str(folder / "wards")}
    for name, value in own.items():
        text, found = re.subn(rf"^{name}=\S+", f"{name}={value}", text, flags=re.M)
        assert found == 1, name
    return text


def server_of(cluster: postgres.Cluster) -> str:
    return f"postgresql:///{USER}?host={cluster.socket.parent}&user={USER}"


def commands_in_tables() -> list[str]:
    """What stands there to be done every day, with a ward."""
    table = GUIDE.partition("## Hằng ngày")[2].partition("```")[0]
    found = re.findall(r"`(donghanh city [^`]*)`", table)
    return [line.replace("donghanh", PROGRAM, 1) for line in found]


def run(folder: Path, lines: str) -> str:
    """The commands of ours among them, one after another; what the last said."""
    said = ""
    for line in lines.splitlines():
        if line.startswith(PROGRAM):
            given = shlex.split(line.partition("  #")[0])[1:]
            done = donghanh(*given, folder=folder)
            assert done.returncode == 0, (line, done.stderr)
            said = done.stdout
    return said


def until(look: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not look():
        assert time.monotonic() < end
        time.sleep(0.2)
