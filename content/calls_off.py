"""Recognises that somebody gives up what he is about, whatever else he says with it: `tui không gởi
nữa, hủy`, `bỏ hết đi, tôi không viết gì cho phường`, `đăng ký hôm qua, giờ muốn huỷ`; and that he
only asks what erasing would take away. Words are looked for folded.
"""

import re
from collections.abc import Sequence

from content.spoken import asks, phrase_at, told_not, word_spots
from content.vietnamese import clean, fold_in_place, tidy

LONGEST = 20  # words: a longer message tells a story

_ME = (
    "(?:toi|tui|em|minh|chau|con|chi|anh|bac|co|chu|ong|ba|di|tao|me|bo|qua|ban|cac em|em oi|u|u a)"
)
_LEAD = (
    rf"(?:(?:da|vang|thoi|a|o|oi|uh|um|ok|the|vay|ma|thi|nay|gio|bay gio|nhung|khong khong|ay"
    rf"|lam on|cho|xin|muon|can|nho|phien|khoan|chac|hay|la|sorry|xin loi|{_ME}) )*"
)
_TAIL = (
    rf"(?: (?:di|nhe|nha|nghe|nghen|a|luon|het|giup|gium|dum|ho|cho|voi|roi|nua|lai|dau|thoi|ngay"
    rf"|ca|do|day|nay|ma|co|vay|mau|don|cau hoi|cau nay|cau do|tat ca|toan bo|sach|{_ME}))*"
)
_NO = "(?:khong|hong|hok|hong co|ko|k|kh|chang|cha|khoi|thoi khong|dung=|dung|chua muon)"
_DOES = "(?:gui|goi|viet|hoi|dang ky|dang ki|dk)"
_DROPS = "(?:huy bo|huy|bo|rut|cancel|dep|dep di)"
_OBJECT = (
    r"(?:gi(?: het| ca| dau)?|cau hoi|cau nay|cau do|don|kien nghi|phan anh|cho (?:phuong|ai"
    r"|can bo|uy ban)|len phuong|nua|nao|cai (?:do|nay|gi)|hoi nghi|lop|mau(?: nay)?)"
)
_GIVES_UP = re.compile(
    rf"{_LEAD}(?:{_DROPS}{_TAIL}"
    rf"|(?:{_NO}) (?:(?:muon|can|dinh|co|he) )?{_DOES}(?: {_OBJECT})*{_TAIL}"
    rf"|thoi{_TAIL}|khong dong y{_TAIL})"
)
_MUST = re.compile(rf"\b(?:{_DROPS}|{_DOES})\b")
_MEETING = r"(?:lop|tap huan|hoi nghi|buoi|doi thoai)"
_SEAT = re.compile(
    rf"{_LEAD}(?:huy bo|huy|rut|bo|cancel)(?: (?:bot|di|giup|gium|cho|dum|ho|cai|{_ME}))*"
    rf" (?:cai |ve |dang ky |dang ki |du )*{_MEETING}\b.*"
)
_WAITS = re.compile(r"\b(?:dung=|khoan|chua)(?: \w+)* (?:voi|da)\b")  # đừng gửi vội
_BARE = re.compile(rf"{_LEAD}(?:huy bo|huy|rut|cancel){_TAIL}")
_REGISTERED = re.compile(
    r"\b(?:dang ky|dang ki|dk|giu cho|co ve)\b.*\b(?:hoi nghi|lop|tap huan|buoi|hop|doi thoai|ve)\b"
    r"|\bve (?:hoi nghi|hop|lop)\b"
)
_BEFORE = re.compile(
    r"\b(?:hom qua|hom truoc|hom kia|bua truoc|hoi nay|luc nay|cu|kia|da dang ky)\b"
)
_ERASING = re.compile(
    r"\b(?:neu |ma |lo |nho )*(?:xoa|huy)\b(?: \w+){0,6} (?:thi|la|co|roi)\b.*\b(?:mat|con|giu"
    r"|anh huong|bi gi|sao|gi|het)\b"
)
_OF_DATA = re.compile(
    r"\b(?:du lieu|thong tin|dang ky|hoi nghi|ve|cau hoi|mat (?:gi|cai gi)|ten)\b"
)
_OF_PAPERS = re.compile(
    r"\b(?:ma so|mst|hoa don|thue|kinh doanh|giay phep|to khai|cong ty|app|ung dung|zalo)\b"
)
_PARTS = re.compile(r"[,;.!\n]+|\bnhưng\b")


# What a clause is made of that gives something up, the strongest first.
_OFF = ("gives_up", "refuse", "busy", "later", "no", "gives_up_along", "polite")
_CLAUSE = re.compile(r"[,;.!\n]+")
_KEEPS = re.compile(r"(?i)\bđừng\b|\bchưa\b|\bdung (?:huy|bo|xoa)\b")


def gives_up(text: str) -> bool:
    """`hủy giùm tui`, `bận rồi để bữa khác`, `thôi bỏ đi, hổng đăng ký nữa`: in the middle of a
    form, that it is not wanted any more, maybe with the reason. Never where something else is told
    or asked with it, and never of what is named to be kept (`đừng hủy`)."""
    parts = [words for part in _CLAUSE.split(text) if (words := _words(part))]
    told = any(word.isdecimal() for words in parts for word in words)
    if told or not parts or sum(map(len, parts)) > LONGEST or asks(text) or _KEEPS.search(text):
        return False
    groups = [_groups_in(words) for words in parts]
    if any(found and "gives_up" in found for found in groups):
        return True
    off = [found for found in groups if found and found & {"busy", "later", "refuse"}]
    return bool(off) and (len(parts) > 1 or len(off[0] & {"busy", "later", "refuse"}) > 1)


def _groups_in(words: Sequence[str]) -> frozenset[str]:
    """The groups of which all of a clause is made; empty where it says something else."""
    place, found = 0, set[str]()
    while place < len(words):
        sizes = {group: phrase_at(words, place, group) for group in _OFF}
        size = max(sizes.values())
        if not size:
            return frozenset()
        found.add(next(group for group in _OFF if sizes[group] == size))
        place += size
    return frozenset(found)


def _words(text: str) -> list[str]:
    return [word for word, _, _ in word_spots(text)]


def _said(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9= ]+", " ", told_not(clean(text))).split())


def _parts(text: str) -> list[str]:
    return [one.strip() for one in _PARTS.split(text) if one.strip()]


def given_up(text: str) -> str | None:
    """What else is said by a line that gives something up: "" for nothing; None where it gives up
    nothing."""
    if len(text.split()) > LONGEST or text.rstrip().endswith("?") or _WAITS.search(_said(text)):
        return None
    parts = _parts(text)
    up = [bool(_GIVES_UP.fullmatch(_said(part))) for part in parts]
    named = [part for part, one in zip(parts, up, strict=True) if one]
    if not any(_MUST.search(_said(part)) for part in named):
        return None
    return ", ".join(part for part in parts if part not in named)


def no_question(text: str) -> str:
    """`không, ý là đăng ký cho vợ tôi, không phải câu hỏi`: what is wished instead of a question
    that is being written; "" where that is not said."""
    parts = _parts(text)
    kept = [one for one in parts if not _NO_QUESTION.fullmatch(_said(one))]
    meant = [_MEANS.sub("", one) for one in kept if _said(one) not in ("khong", "ko", "a khong")]
    return ", ".join(meant) if len(kept) < len(parts) else ""


_NO_QUESTION = re.compile(
    r"(?:(?:chu|cho|day|do|cai nay|a|da|ma) )*(?:khong|ko|k|dau) (?:co )?phai"
    r" (?:la )?(?:gui )?cau hoi"
    r"(?: (?:dau|a|em|nhe|gi))*"
)
_MEANS = re.compile(r"(?i)^(?:không |khong )?(?:ý|y) (?:(?:tôi|toi|em|mình|minh|tui|là|la) )+")


def seat_given_back(text: str) -> str:
    """The part of a line that gives back a seat, of whatever it is: `huy lop tap huan thoi, giu hoi
    nghi`; of a bare `giờ muốn huỷ` the whole line, where it says what was registered. Else ""."""
    if len(text.split()) > LONGEST or asks(text):
        return ""
    parts = _parts(text)
    named = next((part for part in parts if _SEAT.fullmatch(_said(part))), "")
    if named:
        return named
    bare = any(_BARE.fullmatch(_said(part)) for part in parts)
    return text if bare and _REGISTERED.search(_said(text)) else ""


_STAYS = re.compile(r"\bgiu\b")


def before_what_stays(text: str) -> str:
    """`hủy của chị Hà, giữ của chị Lan` -> `hủy của chị Hà,`: the text up to what is to be kept."""
    said = tidy(text)
    stays = _STAYS.search(fold_in_place(said))
    return said[: stays.start()].strip() if stays else said


def drops(text: str) -> bool:
    """Whether something is given back, or only not sent: `hủy`, `bỏ hết`, not `không gửi nữa`."""
    return bool(re.search(rf"\b(?:{_DROPS}|dang ky|dang ki)\b", _said(text)))


def speaks_of_before(text: str) -> bool:
    """`hủy cái hôm qua cơ`: of what was registered before, not of what is being filled in."""
    said = _said(text)
    return bool(re.search(r"\b(?:huy|rut|bo)\b", said) and _BEFORE.search(said))


def asks_of_erasing(text: str) -> bool:
    """`nếu xóa thì đăng ký có mất không`: what erasing would take away."""
    said = _said(text)
    if len(said.split()) > LONGEST or _OF_PAPERS.search(said):
        return False
    if not (asks(text) or re.search(r"\b(?:gi|khong|ko|k)$", said)):
        return False
    return bool(_ERASING.search(said) and _OF_DATA.search(said))


def is_of_kind(said: str, name: str) -> bool:
    """Whether an event of that name may be meant: a class, or a conference, is named in both."""
    kinds = (r"\b(?:lop|tap huan)\b", r"\b(?:hoi nghi|doi thoai)\b")
    return any(re.search(kind, _said(said)) and re.search(kind, _said(name)) for kind in kinds)
