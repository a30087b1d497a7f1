"""What the program says to whoever runs it: `content/messages/vi/operator/<part>.j2`.

Read by itself, so that a command that is asked for help or finds no content still has words.
"""

from functools import lru_cache
from pathlib import Path

from content.sentences import fill, read_sentences

FOLDER = Path(__file__).parent / "messages" / "vi" / "operator"


def tell(name: str, /, **values: object) -> str:
    """The sentence `<part>.<key>` with its values: `tell("staff.no_account", login=login)`."""
    part, _, key = name.partition(".")
    return fill(_part(part)[key], values)


@lru_cache(maxsize=32)
def _part(part: str) -> dict[str, str]:
    source = (FOLDER / f"{part}.j2").read_text(encoding="utf-8")
    return {sentence.key: sentence.text for sentence in read_sentences(source)}
