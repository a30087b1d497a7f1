"""`donghanh` of a release to come, whose migrations stand in the folder NEWER."""

import os
from pathlib import Path

from storage.engines.postgres import schema


def main() -> None:
    """Its arguments are the command's."""
    folder = (Path(os.environ["NEWER"]),)
    for function in (schema.migrations, schema.newest, schema.migrate):
        function.__defaults__ = folder
    from bot.__main__ import main as donghanh

    donghanh()
