"""What else is said by somebody who thanks: `cảm ơn, mà phường có lưu câu hồi nãy không`."""

import re
from functools import lru_cache

from content.spoken import is_courtesy
from content.vietnamese import FORMS_KEPT

_PARTS = re.compile(r"(?i)[,.;!\n]+|\b(?:nhưng mà|nhưng|nhung ma|nhung|mà)\b(?= )")
_THANKS = re.compile(r"\b(?:cảm ơn|cám ơn|cam on|thanks|thank)\b", re.IGNORECASE)
A_SENTENCE = 3  # words: fewer say nothing else


@lru_cache(maxsize=FORMS_KEPT)
def beside_thanks(text: str) -> str:
    """The rest of a line that thanks, "" where there is none, or nobody thanks."""
    parts = [part.strip() for part in _PARTS.split(text) if part.strip()]
    thanks = [part for part in parts if _THANKS.search(part) and is_courtesy(part)]
    rest = ", ".join(part for part in parts if part not in thanks and not is_courtesy(part))
    return rest if thanks and len(rest.split()) >= A_SENTENCE else ""
