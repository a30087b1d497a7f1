"""What root does with the data belongs to the owner of the data."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

NOBODY = 65534
_WORK = """
import os, sys
from pathlib import Path
from bot.files.owner import become_owner
database, backups = map(Path, sys.argv[1:])
become_owner(database.parent, backups)
database.write_text("x")
(backups / "copy").write_text("x")
print(os.geteuid(), os.getegid())
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_what_root_makes_is_the_owners() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:  # others may walk in there
        home = Path(folder)
        home.chmod(0o755)
        data, backups = home / "data", home / "backups"
        data.mkdir(mode=0o700)
        os.chown(data, NOBODY, NOBODY)
        done = subprocess.run(
            [sys.executable, "-c", _WORK, data / "d.db", backups],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == [str(NOBODY), str(NOBODY)]
        made = (data / "d.db", backups, backups / "copy")
        assert {path.stat().st_uid for path in made} == {NOBODY}
