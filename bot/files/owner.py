"""Whoever works on the data as root works as its owner: files made by root could not be read by the
service that comes after."""

import os
from pathlib import Path

from content.operator import tell


class NoOwner(Exception):
    """The process could not become the owner of the data; the message says what to do."""


def become_owner(data: Path, *new: Path) -> None:
    """From now on this process is the owner of the folder with the data, if it was root and that
    folder is somebody else's. Folders of `new` that are not there yet are made, and are theirs.
    Raises NoOwner."""
    if os.geteuid() != 0 or not data.is_dir():
        return
    owner = data.stat()
    if owner.st_uid == 0:
        return
    try:
        for folder in new:
            if not folder.exists():
                folder.mkdir(parents=True, mode=0o700)
                os.chown(folder, owner.st_uid, owner.st_gid)
        os.setgroups([owner.st_gid])
        os.setgid(owner.st_gid)
        os.setuid(owner.st_uid)
    except OSError as error:
        raise NoOwner(tell("backup.no_owner", folder=data)) from error
