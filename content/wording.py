"""From what was typed to plain words: normalise, then expand shorthand and chat language."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from content.expressions import at_start
from content.vietnamese import FORMS_KEPT, clean, fold, has_marks

# Longer than any question; what follows is a story whose gist stands at its ends.
READ_LIMIT = 1200

_URL = re.compile(r"https?://\S+|www\.\S+")
# No Vietnamese syllable but "xoong" doubles a letter: what is doubled is stretched (`baoo`), or
# Telex typed with the keyboard off (`thuees`). Levelled in the index and in the message alike.
_REPEATED = re.compile(r"([^\W\d_])\1+")
_NOT_WORD = re.compile(r"(?:[^\w%]|_)+")
_DIGIT_LETTER = re.compile(r"(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)")
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d)")


# Where one question of a message ends and the next begins: surely, and perhaps.
BETWEEN_QUESTIONS = re.compile(r"[?\n;]+|(?<=[^\d\s])\.\s+")
# ... and of matters told in one breath: `à mà`, `với lại`, `2. ...`.
BESIDES = re.compile(
    r"[?\n;]+|(?<=[^\d\s])\.\s+|(?:^|\s)\d[.)]\s+"
    r"|,?\s*\b(?:với lại|voi lai|à mà|a ma|ngoài ra|ngoai ra|tiện thể|tien the|thêm nữa|them nua"
    r"|còn nữa|con nua|hỏi thêm|hoi them)\b,?",
    flags=re.IGNORECASE,
)
# ... and perhaps of two questions with nothing but a comma or a little word between them.
CLAUSES = re.compile(
    r"(?:(?:(?<!\d),|,(?!\d)|[;?\n]|(?<=[^\d\s])\.(?=\s))\s*)+"
    r"(?:(?:và|va|với lại|voi lai|với|voi|vs|còn|con|rồi|roi|mà|ma|sẵn|san)\s+)?"
    r"|\s+(?:và|va|với lại|voi lai|còn|con|rồi|roi)\s+",
    flags=re.IGNORECASE,
)
AND = re.compile(r"\s+(?:và|va|với lại|voi lai|ngoài ra|ngoai ra)\s+", flags=re.IGNORECASE)


@lru_cache(maxsize=FORMS_KEPT)
def normalise(text: str) -> tuple[str, str]:
    """What was typed -> (folded words, the same with marks or "" when typed without marks).

    Any tone style, NFC or NFD, case, punctuation and stretched letters (`thuếếế`) are levelled.
    """
    text = clean(text)
    if len(text) > READ_LIMIT:
        half = READ_LIMIT // 2
        text = f"{text[:half]} {text[-half:]}"
    lowered = _URL.sub(" ", text.lower()).replace("=", " bằng ")
    lowered = _REPEATED.sub(r"\1", lowered)
    lowered = _THOUSANDS.sub("", lowered)
    words = _NOT_WORD.sub(" ", lowered).strip()
    # Folding can bring equal letters together (`iiì`), so levelled once more.
    return _REPEATED.sub(r"\1", fold(words)), words if has_marks(words) else ""


def _levelled(text: str) -> str:
    return _REPEATED.sub(r"\1", text)


def tidy(plain: str) -> str:
    """A short folded message without politeness particles, to compare whole phrases."""
    words = plain.split()
    if _PARTICLES.isdisjoint(words):
        return plain  # as most are: not kept twice
    return " ".join([word for word in words if word not in _PARTICLES]) or plain


_PARTICLES = frozenset({"a", "ah", "ak", "da", "nhe", "nha", "ad", "oi"})


@dataclass(frozen=True, slots=True)
class Typed:
    """One message or a part of one, as each scorer reads it: `text` folded, shorthand written out,
    without fillers; `marked` with its marks ("" when typed without); `written` every word as it was
    typed, shorthand written out."""

    text: str
    marked: str
    written: str


@dataclass(frozen=True, slots=True)
class Shorthand:
    """`content/shorthand.yaml`: how people shorten words, and words that only address someone."""

    phrases: dict[str, str]
    any_phrase: re.Pattern[str]
    tokens: dict[str, str]
    after_number: dict[str, str]
    fillers: frozenset[str]
    written: str  # the file as it stands

    @classmethod
    def load(cls, path: Path) -> "Shorthand":
        written = path.read_text(encoding="utf-8-sig")
        raw = at_start.yaml(written)
        phrases = {_levelled(short): full for short, full in raw["phrases"].items()}
        return cls(
            phrases=phrases,
            any_phrase=re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b"),
            tokens={_levelled(str(short)): full for short, full in raw["tokens"].items()},
            after_number=raw["after_number"],
            fillers=frozenset(raw["fillers"]),
            written=written,
        )

    def expand(self, plain: str) -> str:
        """Folded words -> folded words in full, without fillers (unless nothing else remains)."""
        text = self.written_out(plain)
        kept = " ".join(word for word in text.split() if word not in self.fillers)
        return kept or text

    def typed(self, plain: str, marked: str) -> Typed:
        """What `normalise` gave, read for the scorers."""
        return Typed(self.expand(plain), marked, self.written_out(marked or plain))

    def written_out(self, plain: str) -> str:
        """Words -> the same in full; only what was typed without marks is shorthand."""
        plain = self.any_phrase.sub(lambda found: self.phrases[found[0]], plain)
        words: list[str] = []
        number_before = False
        for word in _DIGIT_LETTER.sub(" ", plain).split():
            if number_before and word in self.after_number:
                words.append(self.after_number[word])
            else:
                words.append(self.tokens.get(word, word))
            number_before = word[0].isdecimal()
        return " ".join(words) or plain


def may_say_stop(text: str) -> bool:
    """Whether a lone `dung` may say dừng: not when its marks make it đúng, dùng or Dũng."""
    return not has_marks(text) or any(word in text.lower() for word in ("dừng", "đừng"))
