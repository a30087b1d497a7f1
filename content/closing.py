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
    rf"|{_LEAD}(?:het roi|xong roi)(?: {_YOU})*"
)
# `thôi nhé tôi trả máy cho nó`
_OFF_TO = re.compile(
    rf"{_OFF}(?: {_YOU})+ (?:(?:{_GO}|bac|con|chau|di) )?(?:(?:phai|con|ban|di|ra|ve) )*"
    r"(?:tra may|ban hang|trong hang|nau com|don hang|di cho|lam|ngu|an com|ve|dong cua)"
    r"(?: \w+){0,3}"
)
# `vậy thôi nha, khi nào cần cô hỏi tiếp`: nothing is asked.
_TILL_NEEDED = re.compile(
    rf"{_OFF}(?: {_YOU})* (?:khi nao|bao gio|luc nao|bua nao|hom nao|mai mot) (?:\w+ )?can\b"
    r"(?: (?:co|toi|tui|em|bac|chi|anh|chu|minh|di|con|lai|thi|hoi|nhan|tiep|nhe|nha|nua))*"
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


# How thanks are typed, in short, in other letters, by who types marks by hand.
_ANY_THANKS = re.compile(
    r"\b(?:cam ?on|cam ta|cam mon|camr own|cam own|da ta|thanks?|thankiu|thank (?:kiu|u|you)"
    r"|thks?|tks|thx|arigato|mang on|biet on)\b"
)
_SAID_OF_WHO = re.compile(r"\b(?:can bo|mot cua|bo phan|cong an|chi cuc|to truong|nhan vien)\b")
# What is more than small talk: an order, a wish, a but, that something is wrong, a name.
_MORE = re.compile(
    r"\b(?:huy|bo di|dung|tat|xoa|dang ky|rut|doi(?! thoai)|tinh thue|gui|goi lai|cho hoi|link"
    r"|hoi (?:them|cai|ti|chut)|con (?:cai|chuyen|viec)|nhac|nhung|nhg|ma|van|bi|ten|khong|ko|hong"
    r"|hok|chua|chang|nho(?! cho (?:\w+ )?(?:hay|biet)\b)|can|muon|lam on|duong dan|ngap|tac"
    r"|xin(?! (?:\w+ )?(?:cam|chao|phep))|dau|met|chet|chay|mat(?! cong)|benh|cap cuu|doa"
    r"|danh|lua)\b"
)
_THANKS_UP_TO = 16  # words


def thanks_and_leaves(text: str) -> bool:
    """`cám ơn nha em bận ra lò đá`, `hay quá, cảm ơn cháu đã chỉ cặn kẽ`: a thank you with small
    talk beside it; nothing is asked, wished, told in figures, or said of an official."""
    plain = bare_words(text)
    if len(plain.split()) > _THANKS_UP_TO or not _ANY_THANKS.search(plain):
        return False
    if "?" in text or asks(text) or amounts(text) or any(char.isdecimal() for char in text):
        return False
    return not (_SAID_OF_WHO.search(plain) or _MORE.search(plain))


def closes(text: str) -> bool:
    """Whether the whole line only ends the talk."""
    plain = bare_words(text)
    if _TILL_NEEDED.fullmatch(plain):
        return True
    if len(plain.split()) > LONGEST or asks(text) or amounts(text) or "?" in text:
        return False
    if _OFF_TO.fullmatch(plain) and not _MORE.search(plain):
        return True
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
