"""Exchanges a database and its folders for others, whole: killed at any moment, the next start
carries it to its end. The plan stands in `<file>.restoring` while the renames are under way."""

import json
from pathlib import Path

from storage.engines.sqlite.lock import beside
from storage.engines.sqlite.seal import sync_folder, write_whole


def plan_of(path: Path) -> Path:
    return beside(path, ".restoring")


def exchange(path: Path, moves: list[tuple[Path, Path]]) -> None:
    """Renames each first, which is there, to its second, which is not, in this order; within one
    file system. Raises OSError."""
    write_whole(plan_of(path), json.dumps([[str(a), str(b)] for a, b in moves]).encode())
    finish(path)


def finish(path: Path) -> bool:
    """Carries an exchange that was begun to its end; whether there was one. Raises OSError and
    ValueError for a plan nobody can read."""
    plan = plan_of(path)
    if not plan.exists():
        return False
    folders = {path.parent}
    for first, second in json.loads(plan.read_text(encoding="utf-8")):
        source, target = Path(first), Path(second)
        # A rename that was done before the kill left nothing to move.
        if source.exists() and not target.exists():
            source.rename(target)
        folders |= {source.parent, target.parent}
    for folder in folders:
        if folder.is_dir():
            sync_folder(folder)
    plan.unlink()
    sync_folder(path.parent)
    return True
