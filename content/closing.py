"""Recognises that somebody takes leave of the talk: `thôi để tôi tự tính, cảm ơn`, `ừ thế nhé`,
`vậy thôi chào cháu`. Never where something is asked, told in figures, or wished. Looked for folded.
"""

import re

from content.amounts import amounts
from content.dialect import plainly
from content.spoken import asks, is_courtesy, is_made_of
from content.vietnamese import bare_words, fold

LONGEST = 14  # words: a longer message tells a story

_YOU = (
    r"(?:a|em|e|o|chau|con|ban|anh|chi|c|co|chu|bac|oi|ad|nhe|nha|nghe|nghen|nhen|hen|day|luon|da)"
)
_LEAD = r"(?:(?:u|uh|um|da|vang|ok|oke|okie|thoi|a|o|duoc|roi|the|vay|thi|ma|rua) )*"
_OFF = r"(?:(?:u|uh|da|ok|oke|a|duoc|roi) )*(?:thoi|the|vay)(?: (?:thoi|the|vay|roi|duoc|thi))*"
_GO = r"di|gio|toi|tui|em|anh|chi|minh|bac|co|chu"
_THANKS = rf"(?:cam on|cam ta|thanks|tks|thank)(?: {_YOU}| nhieu| lam| ca)*"
_ONLY_THANKS = re.compile(rf"{_LEAD}(?:{_YOU} )*{_THANKS}")
_SOME_THANKS = re.compile(r"\b(?:cam on|thanks|thank)\b")
_ENDED = re.compile(
    rf"{_LEAD}(?:the|vay|thoi|la duoc)(?: (?:{_YOU}|thoi))+|{_LEAD}(?:the|vay) thoi"
    rf"|{_LEAD}(?:bye|bai|bb|bai bai|bye bye|tam biet)(?: {_YOU})*"
    rf"|{_LEAD}(?:(?:{_GO}) )?(?:nhau|ngu|an com|ban hang|lam viec|ve)(?: (?:day|da|nhe|nha))+"
    rf"|{_OFF} (?:chao|tam biet|bye|bai bai)(?: {_YOU})*|{_LEAD}{_THANKS}"
    rf"|{_LEAD}(?:{_YOU} )*{_THANKS}"
)
# What stands before the thanks: one has understood, or goes to think it over, or to try it.
_UNDERSTOOD = re.compile(
    rf"{_LEAD}(?:{_YOU} )*(?:hieu|ro|biet|nam|may)"
    rf"(?: (?:roi|qua|het|ra|hon|{_YOU}))+"
)
_LATER = re.compile(
    rf"{_LEAD}(?:de|cho) (?:{_YOU} )*(?:thu|xem|coi|tinh|nghi|ban|hoi|lam|ve|suy nghi|can nhac)"
    rf"(?: (?:lai|da|ky|them|thu|di|xem|coi|nghi|voi|ve|nha|vo|chong|con|{_YOU}))*"
)
_SELF = r"(?:toi|tui|t|em|e|minh|chi|c|bac|co|chu|anh|chau|con|ong|ba)"
_BY_OTHERS = re.compile(
    rf"(?:{_OFF}|(?:(?:u|uh|da|ok|duoc|roi|a) )*de)"
    rf"(?: {_SELF}| de| (?:kho|met|phuc tap|rac roi|dai) qua)*"
    rf" (?:tu (?:tinh|lam|xem|coi|lo|tim)|(?:keu|nho|bao|hoi)(?: {_SELF})* (?:con|chau|vo|chong|no"
    r"|nguoi nha|thang|dua|may dua|con gai|con trai|ke toan)\b.*)"
)
_BEHIND = re.compile(rf"[,.;\s]+{_THANKS}[\s.!]*$")
_LEAVES = re.compile(rf"{_OFF}\b.*")
_DEEDS = re.compile(
    r"\b(?:huy|bo|dung|tat|xoa|nhac|gui|dang ky|rut|sua|doi|nhan|bao|goi lai|lien he|tinh thue)\b"
)


def only_thanks(text: str) -> bool:
    """`cám ơn ạ`, `ừ cảm ơn cháu hí`, `cảm ơn em, chị hiểu rồi`: a thank you and nothing that is
    not polite."""
    plain = bare_words(plainly(text))
    if _ONLY_THANKS.fullmatch(plain):
        return True
    polite = is_courtesy(text) or is_made_of(text, "thanks", "yes", "no_name")
    return bool(_SOME_THANKS.search(plain)) and polite


def closes(text: str) -> bool:
    """Whether the whole line only ends the talk."""
    plain = bare_words(text)
    if len(plain.split()) > LONGEST or asks(text) or amounts(text) or "?" in text:
        return False
    if _ENDED.fullmatch(plain):
        return True
    rest = bare_words(_BEHIND.sub("", fold(text)))
    if _BY_OTHERS.fullmatch(rest):
        return True
    if rest == plain:
        return False
    if _UNDERSTOOD.fullmatch(rest) or _LATER.fullmatch(rest):
        return True
    return bool(_LEAVES.fullmatch(rest)) and not _DEEDS.search(rest)
