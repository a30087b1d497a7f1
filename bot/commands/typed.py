"""What people make of the same question when they type it, always the same for a text: marks left
out, keys left on, chat language, slips of the finger, a telephone that listens."""

import random
import re
import unicodedata
from collections.abc import Callable

from content.encoder.noise import in_keys, telex
from content.vietnamese import fold

_TONES = "\u0301\u0300\u0309\u0303\u0323"
_VNI = dict(zip(_TONES, "12345", strict=True))
_VNI_LETTERS = {"ă": "a8", "â": "a6", "đ": "d9", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7"}
BETWEEN = ("? ", "?\n", ". ", ", với lại ", " và ")  # two questions in one message
_WORD = re.compile(r"[^\W\d_]+")
_SHORT = {
    "không": "k", "được": "dc", "bao nhiêu": "bn", "thế nào": "ntn", "hộ kinh doanh": "hkd",
    "hóa đơn": "hđ", "điện tử": "đt", "doanh nghiệp": "dn", "công ty": "cty", "mã số thuế": "mst",
    "gì": "j", "rồi": "r", "phải": "fải", "quá": "wá", "với": "vs", "tài khoản": "tk",
    "ngân hàng": "nh", "đăng ký": "đk", "giấy chứng nhận": "gcn", "kinh doanh": "kd",
    "doanh thu": "dthu", "bảo hiểm xã hội": "bhxh",
}  # fmt: skip


def misspelt(text: str) -> str:
    """Two slips of the finger: a letter lost, doubled or swapped."""
    rng = random.Random(text)  # noqa: S311  # typing errors, not secrets
    words = text.split()
    long_enough = [place for place, word in enumerate(words) if len(word) > 2]
    for place in rng.sample(long_enough, min(2, len(long_enough))):
        word, at = words[place], rng.randrange(len(words[place]) - 1)
        slips = (
            word[:at] + word[at + 1 :],
            word[: at + 1] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
        words[place] = rng.choice(slips)
    return " ".join(words)


def shortened(text: str) -> str:
    """Chat language: what people shorten, shortened."""
    for full, short in _SHORT.items():
        text = text.replace(full, short)
    return text


def without_tones(text: str) -> str:
    """Letters with their marks, no tones: `mơ tiêm`."""
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))


def spoken(text: str) -> str:
    """As a telephone writes down what it heard: no capitals, no punctuation."""
    return "à ừ " + " ".join(re.sub(r"[^\w\s%/]", " ", text.lower()).split())


def in_telex(text: str) -> str:
    return _each(text, telex)


def in_vni(text: str) -> str:
    return _each(text, lambda word: in_keys(word, _VNI, _VNI_LETTERS))


def half_in_telex(text: str) -> str:
    """The keyboard switched over now and then."""
    rng = random.Random(text)  # noqa: S311
    return _each(text, lambda word: telex(word) if rng.random() < 1 / 2 else word)


def half_marked(text: str) -> str:
    rng = random.Random(text)  # noqa: S311
    return _each(text, lambda word: fold(word) if rng.random() < 1 / 2 else word)


WAYS: dict[str, Callable[[str], str]] = {
    "without marks": fold,
    "half of the words without marks": half_marked,
    "marks without tones": without_tones,
    "Telex keys left on": in_telex,
    "half of the words in Telex keys": half_in_telex,
    "VNI keys left on": in_vni,
    "as a telephone hears it": spoken,
    "two slips of the finger": misspelt,
    "shortened": shortened,
}


def _each(text: str, change: Callable[[str], str]) -> str:
    return _WORD.sub(lambda word: change(word[0]), unicodedata.normalize("NFC", text))
