"""What an official means for the assistant, in the chat through which they talk with somebody:
`xong`, `rút lại dòng vừa rồi`, `/tim ngưỡng`. What may as well be meant for whom they talk with
(`xong nhé`, `chuyển rồi em`) is heard, but not surely.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from content.vietnamese import bare_words, fold, same_words, tidy


class DeskWord(StrEnum):
    """What is meant."""

    END = "end"
    PASS = "pass"  # noqa: S105  # a name, no password
    CASE = "case"
    BACK = "back"  # the last line
    SLOW = "slow"
    QUICK = "quick"
    NOTE = "note"
    CANNED = "canned"
    FIND = "find"
    OFFER = "offer"  # an answer to the offer of the talk, which is taken: `1`, `nhận nhé`
    UNKNOWN = "unknown"  # a command there is none of


@dataclass(frozen=True, slots=True)
class HeardWord:
    """`rest`: the words of a note, or what is looked for. `sure`: nothing else can be meant."""

    word: DeskWord
    rest: str = ""
    sure: bool = True


# How people are spoken to, and what only is polite; and what makes a word something told.
_KIND = (
    r"(?:a|nhe|nha|nhen|nghen|nghe|hen|he|ne|em|anh|chi|ban|bac|co|chu|ong|ba|oi|di|luon|giup|ho"
    r"|gium|dum|voi|cai|da|vang|ok|oke|oki|okie|u|uh|um|thoi|day|nay|do|toi|tui|minh|may|tro ly|de"
    r"|cho|xin|nho|nua|ha|cam on)"
)
_TOLD = rf"(?:{_KIND}|roi|duoc|xuoi|het|ca|viec|vay|the|la)"
_BEFORE, _AFTER = rf"(?:{_KIND} )*", rf"(?: {_KIND})*"
_TOLD_BEFORE, _TOLD_AFTER = rf"(?:{_TOLD} )*", rf"(?: {_TOLD})*"
_TALK = r"cuoc(?: (?:tro chuyen|noi chuyen|nay))?"
_LINE = r"(?:cai )?(?:dong|tin(?: nhan)?|cau|loi)"
_JUST = r"(?:vua|moi) (?:roi|gui|xong|go|nhan|nay)"
_OTHER = r"(?:nguoi|dong chi|can bo|ban|anh|chi) khac"
_SURE = {
    DeskWord.END: rf"xong|ket thuc|{_BEFORE}(?:xong|ket thuc|dong|khep)(?: lai)? {_TALK}{_AFTER}"
    rf"|{_BEFORE}ket thuc tro chuyen{_AFTER}",
    DeskWord.PASS: rf"chuyen|{_BEFORE}(?:chuyen|giao)(?: lai)? {_TALK}(?: (?:cho|sang) {_OTHER})?"
    rf"{_AFTER}|{_BEFORE}(?:chuyen|giao)(?: (?:cho|sang|giup))* {_OTHER}{_AFTER}",
    DeskWord.CASE: rf"cau hoi|{_BEFORE}(?:ghi|chuyen|tao|lap|doi)(?: (?:no|lai|viec nay|cuoc nay))*"
    rf"(?: (?:thanh|lam))?(?: mot)? cau hoi{_AFTER}",
    DeskWord.BACK: rf"{_BEFORE}rut(?: lai)?{_AFTER}(?: {_LINE}(?: (?:{_JUST}|cuoi|tren))?{_AFTER})?"
    rf"|{_BEFORE}(?:lay|thu|go|xoa|huy)(?: (?:lai|hoi|bo|di))*{_AFTER} {_LINE} {_JUST}{_AFTER}"
    rf"|{_BEFORE}thu hoi(?: {_LINE})?{_AFTER}",
}
_PERHAPS = {
    DeskWord.END: rf"{_TOLD_BEFORE}(?:xong|ket thuc){_TOLD_AFTER}",
    DeskWord.PASS: rf"{_TOLD_BEFORE}chuyen{_TOLD_AFTER}",
    DeskWord.CASE: rf"{_TOLD_BEFORE}cau hoi{_TOLD_AFTER}",
    DeskWord.BACK: rf"{_TOLD_BEFORE}rut(?: lai)?{_TOLD_AFTER}",
    DeskWord.CANNED: rf"{_BEFORE}(?:cau |loi )?mau(?: cau| tra loi)?{_AFTER}",
    DeskWord.OFFER: rf"[123]{_AFTER}|{_BEFORE}(?:tiep )?nhan{_TOLD_AFTER}"
    rf"|{_BEFORE}lat nua{_AFTER}",
}
# The words themselves: with other marks they are other ones (`chuyện`, `màu`).
_SPELLED = {
    DeskWord.END: ("xong", "kết", "đóng", "khép"),
    DeskWord.PASS: ("chuyển", "giao"),
    DeskWord.CASE: ("câu",),
    DeskWord.BACK: ("rút", "lấy", "thu", "gỡ", "xóa", "hủy"),
    DeskWord.CANNED: ("mẫu",),
    DeskWord.OFFER: ("nhận", "lát", "1", "2", "3"),
}
_ARE_SURE = {word: re.compile(pattern) for word, pattern in _SURE.items()}
_MAY_BE = {word: re.compile(pattern) for word, pattern in _PERHAPS.items()}
_POLITE = re.compile(rf"(?:{_KIND}(?: {_KIND})*)?")
_SLASHED = {
    "/xong": DeskWord.END, "/chuyen": DeskWord.PASS, "/cauhoi": DeskWord.CASE,
    "/rut": DeskWord.BACK, "/cham": DeskWord.SLOW, "/nhanh": DeskWord.QUICK,
}  # fmt: skip
_WITH_WORDS = {"/mau": DeskWord.CANNED, "/tim": DeskWord.FIND}
# `Ghi chú nội bộ nợ quý 2`, `note: hay quên`; `ghi chú vào tờ khai` may be for whom they talk with.
_NOTE = re.compile(
    r"(?i)(?P<sure>(?:ghi chú|ghi chu|note)(?: nội bộ| noi bo| riêng| rieng)\b[\s:,-]*"
    r"|(?:ghi chú|ghi chu|note|nội bộ|noi bo) ?:\s*)(?P<rest>.*)"
    r"|(?:ghi chú|ghi chu|note|nội bộ|noi bo) (?P<perhaps>.+)",
    re.DOTALL,
)
_FIND = re.compile(r"(?i)(?:tìm|tim)(?: câu trả lời| cau tra loi)?(?: về| ve)? (?P<rest>.+)")
_SHORT = 8  # words: whoever says more tells it to somebody
_PLUS = "+\uff0b"


def desk_word(text: str) -> HeardWord | None:
    """What a line means for the assistant; None for one that is meant for whom they talk with."""
    line = tidy(text)
    if line.startswith(tuple(_PLUS)):
        return HeardWord(DeskWord.NOTE, text.strip().lstrip(_PLUS).strip())
    if line.startswith("/"):
        return _slashed(line)
    said = bare_words(line)
    for sure, patterns in ((True, _ARE_SURE), (False, _MAY_BE)):
        for word, pattern in patterns.items():
            if pattern.fullmatch(said) and _is_spelled(line, word):
                return HeardWord(word, sure=sure)
    if note := _NOTE.fullmatch(text.strip()):
        perhaps = note["perhaps"]
        return HeardWord(DeskWord.NOTE, (perhaps or note["rest"]).strip(), sure=not perhaps)
    found = _FIND.fullmatch(line) if len(said.split()) <= _SHORT else None
    return HeardWord(DeskWord.FIND, found["rest"], sure=False) if found else None


def _slashed(line: str) -> HeardWord:
    first, _, rest = line.partition(" ")
    if named := _WITH_WORDS.get(fold(first)):
        return HeardWord(named, rest.strip())
    named = _SLASHED.get(fold(first).rstrip(".!,"))
    polite = named is not None and _POLITE.fullmatch(bare_words(rest))
    return HeardWord(named if named is not None and polite else DeskWord.UNKNOWN)


def _is_spelled(line: str, word: DeskWord) -> bool:
    """Whether the word itself is typed with its own marks, or without any."""
    said = [one.strip(".,!?") for one in line.lower().split()]
    return any(same_words((one,), (right,)) for one in said for right in _SPELLED[word])


def answers_offer(text: str) -> str:
    """What is done with a talk offered in somebody's own chat, in words: `take` (`để anh nhận`),
    `pass` (`bận rồi, chuyển giúp`), `later` (`lát nữa nhé`); "" for anything else."""
    said = bare_words(text)
    return next((what for what, pattern in _TO_OFFER.items() if pattern.fullmatch(said)), "")


_BUSY = rf"(?:(?:dang |toi |minh )*ban(?: (?:qua|lam|hop|mat|viec|{_TOLD}))* )?"
_TO_OFFER = {
    "take": re.compile(
        rf"(?:so )?1{_AFTER}|{_BEFORE}(?:tiep )?nhan(?: viec| cuoc)?(?: nay)?{_TOLD_AFTER}"
        rf"|{_BEFORE}vao (?:lien|ngay|day){_AFTER}"
    ),
    "pass": re.compile(
        rf"(?:so )?2{_AFTER}|{_BEFORE}(?:dang )?ban(?: (?:qua|lam|hop|mat|viec))*{_TOLD_AFTER}"
        rf"|{_BUSY}{_BEFORE}(?:chuyen|giao|bao)(?: (?:cho|sang|giup))*(?: {_OTHER})?{_AFTER}"
        rf"|{_BUSY}{_BEFORE}khong nhan(?: duoc)?{_AFTER}"
    ),
    "later": re.compile(
        rf"(?:so )?3{_AFTER}|{_BEFORE}(?:lat|ti|chut|xiu|mot lat|mot chut)(?: nua)?"
        rf"(?: {_KIND})*(?: (?:vao|nhan|xem))?{_AFTER}"
    ),
}
