"""Words of the Centre and the South, and of chat, as they are said elsewhere: `nỏ có`, `hk phải`,
`đi một chắc`. For patterns that listen to plain words; never for a name or a text that is kept.
Words: `content/dialect.yaml`.
"""

import re
from functools import cache, lru_cache
from pathlib import Path

from content.expressions import at_start
from content.vietnamese import FORMS_KEPT, has_marks

_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=FORMS_KEPT)
def plainly(text: str) -> str:
    """The text with such words put otherwise, everything else as it was."""
    marked = has_marks(text)
    words, marked_only, phrases = _said()
    for pattern, plain in phrases:
        text = pattern.sub(plain, text)

    def in_place(found: re.Match[str]) -> str:
        lower = found[0].lower()
        return found[0] if lower in marked_only and not marked else words.get(lower, found[0])

    return _WORD.sub(in_place, text)


def make_ready() -> None:
    """While the content is loaded, not with the first message."""
    _said()


@cache
def _said() -> tuple[dict[str, str], frozenset[str], tuple[tuple[re.Pattern[str], str], ...]]:
    """(what each word means, those that need their marks, phrases and what they mean)."""
    raw = at_start.yaml(Path(__file__).with_name("dialect.yaml").read_text(encoding="utf-8"))
    words = {said: plain for plain, all_said in raw["words"].items() for said in all_said}
    phrases = tuple(
        (re.compile(rf"(?i)\b{re.escape(said)}\b"), plain) for said, plain in raw["phrases"].items()
    )
    return words, frozenset(raw["marked_only"]), phrases
