"""Whether a word can be Vietnamese at all: how its syllables are built, not a list of words."""

import unicodedata
from functools import lru_cache

from content.vietnamese import fold

_ONSETS = (
    *("", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh"),
    *("nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x"),
)
# Everything after the first consonants, without its tone.
_RIME_LIST = """
    a ac ach ai am an ang anh ao ap at au ay
    ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet
    oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut
    uy uya uych uyên uyêt uyn uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu
    ưt ưu y yêm yên yêng yêt yêu ynh yt ych
"""
_RIMES = frozenset(_RIME_LIST.split())
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_AFTER_A_STOP = "\u0301\u0323"  # a syllable that ends in p, t, c, ch has one of these two tones
_STOPS = ("p", "t", "c", "ch")
_BARE_ONSETS = frozenset(map(fold, _ONSETS))
_BARE_RIMES = frozenset(map(fold, _RIMES))
_LONGEST = 7  # letters of a syllable: nghiêng


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether the word, with its marks, is built like a Vietnamese syllable (`nguyễn`, `An`)."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [part for part in parts if part in _TONES]
    bare = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    if len(tones) > 1:
        return False
    if bare.endswith(_STOPS) and (not tones or tones[0] not in _AFTER_A_STOP):
        return False
    return any(bare.startswith(onset) and bare[len(onset) :] in _RIMES for onset in _ONSETS)


@lru_cache(maxsize=8192)
def is_made_of_syllables(letters: str) -> bool:
    """Whether letters without marks are syllables one after another, two letters or more each
    (`hoinghi`); small letters only. Nothing at all is, too."""
    ends = range(2, min(_LONGEST, len(letters)) + 1)
    return not letters or any(
        _is_bare_syllable(letters[:end]) and is_made_of_syllables(letters[end:]) for end in ends
    )


def _is_bare_syllable(word: str) -> bool:
    starts = (word[:end] for end in range(4))
    return any(onset in _BARE_ONSETS and word[len(onset) :] in _BARE_RIMES for onset in starts)
