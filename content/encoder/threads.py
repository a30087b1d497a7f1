"""The talks of `content/threads`, by people who never saw the program.

A talk is lines of `message, label` by a tab, talks stand apart by an empty line. The label is the
ids of the answers that meet the message there, best first; `=`: more of the answer given before;
`none`: no answer has it; `other`: it asks for none (thanks, figures, a wish).
"""

from collections.abc import Iterator
from pathlib import Path

from content.library import FOLDER

THREADS = FOLDER / "threads"
SAME, NO_ANSWER, OTHER = "=", "none", "other"


def talks_in(path: Path) -> Iterator[list[tuple[str, str]]]:
    """The talks of a file, each (message, label)s. Raises ValueError for a line that is none."""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = [line.rpartition("\t") for line in block.strip().splitlines()]
        if any(not tab for _, tab, _ in lines):
            raise ValueError(f"{path.name}: {block}")
        yield [(message.strip(), label.strip()) for message, _, label in lines]
