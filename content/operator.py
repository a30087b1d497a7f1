"""What the program says to whoever runs it: `content/messages/vi/operator/<part>.j2`.

Read by itself, so that a command that is asked for help or finds no content still has words.
"""

from functools import lru_cache
from pathlib import Path

from content.sentences import fill, read_sentences

FOLDER = Path(__file__).parent / "messages" / "vi" / "operator"


def tell(name: str, /, **values: object) -> str:
    """The sentence `<part>.<key>` with its values: `tell("staff.no_account", login=login)`."""
    return fill(_sentences()[name], values)


@lru_cache(maxsize=1)
def _sentences() -> dict[str, str]:
    """All at once, when a command says its first: a full or broken disk is told of without it."""
    return {
        f"{path.stem}.{sentence.key}": sentence.text
        for path in FOLDER.glob("*.j2")
        for sentence in read_sentences(path.read_text(encoding="utf-8"))
    }
