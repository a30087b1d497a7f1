"""What a line does besides telling a value. One that asks, orders, puts something right, wavers or
tells a sum is no name, no shop, no place and no part of a text: one test for every step that takes
words. A consent said in the same line stands apart from what is told with it."""

import re
from enum import StrEnum
from functools import lru_cache

from content.short_answers import says_yes
from content.spoken import asks, is_courtesy, is_made_of, places, taken_back
from content.vietnamese import FORMS_KEPT, fold_in_place, tidy


class Does(StrEnum):
    """What a line does, in the order in which it is looked for."""

    WAVERS = "wavers"  # `tổ 5 hay tổ 15 nhỉ`
    ASKS = "asks"
    COUNTS = "counts"  # `85 triệu là tháng Tết`
    ORDERS = "orders"  # `đọc lại cho tui nghe`
    AGREES = "agrees"  # `má đồng ý á`
    SCOLDS = "scolds"  # `đồ ngu`
    ADDRESSES = "addresses"  # `chú`, `bác Ba`: how somebody is called, not who


# All folded.
_COUNT = r"(?:\d{1,4}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)"
_UNSURE = (
    r"hinh nhu|khong chac|ko chac|k chac|chua chac|khong nho|ko nho|hong nho|khong biet|ko biet"
    r"|hong biet|hok biet|chua biet|chua ro|khong ro"
)
_WAVERS = re.compile(
    rf"\b{_COUNT}\b(?: nguoi)?(?: \w+)? (?:hay|hoac|hay la|hoac la)"
    rf"(?: (?:to|tdp|so|la|cho|di|lau))* {_COUNT}\b"
    r"|\w (?:hay|hoac)(?: la)? \w.*\b(?:nhi|ta|ha|the|vay|quen roi|quen mat)[ .?!]*$"
    rf"|\b(?:to|tdp|so|nguoi|\d+)\b.*\b(?:{_UNSURE})\b"
    rf"|\b(?:{_UNSURE})\b.*\b(?:to|tdp|so|nguoi) \d"
    r"|\b(?:to|tdp) \d+ (?:phai khong|dung khong|nhi|chu nhi)\b"
)
_ASKS = re.compile(
    r"\b(?:thi sao|sao vay|vay sao|phai khong|dung khong|duoc khong|co khong|cho hoi"
    r"|the nao|la gi|bao nhieu|lam gi|o dau|may gio)\b|\bhoi (?:hoai|chi|gi|chut|cai|ti|xiu)\b"
    r"|\b(?:co|ai)\b(?: \w+){1,6} (?:khong|ko|chua|day)[ .?!]*$|\bgi,"
)
_COUNTS = re.compile(
    r"(?<![\w/])\d[\d.,]*\s?(?:trieu|tr(?:\d+)?|ty(?:\d+)?)(?!\w)(?!\s+(?:phu|do la))"
)
_OBJECT = r"(?:lai|ten|so|to|cai|het|khoi|dum|gium|giup|ho|di)"
_ORDERS = re.compile(
    r"^(?:(?:a|u|da|thoi|vay|the|ma|roi|nay|khoan|ok)\b[ ,]*)*"
    rf"(?:(?P<order>sua|doi|ghi|viet|xoa|bo|huy|rut|doc|xem|coi|gui|goi) {_OBJECT}\b"
    r"|cho (?:toi|tui|em|minh|ma|ba|chau)? ?(?:coi|xem|hoi|nghe|biet)\b"
    r"|(?:huy|xoa|khoan|khoan da|de do|de sau|de mai|de tinh|thoi bo|thoi day|thoi khoi)\b)"
)
# `quán nào cũng ngon`: any, which is no question.
_ANY = re.compile(r"\b(?:gì|gi|nào|nao|ai|đâu|dau) (?=(?:cũng|cung)\b)", re.IGNORECASE)
_ASKS_NAME = re.compile(
    r"^(?:(?:a|u|o|da|cai|cho|ma) )*(?:ho ten|ten|quan|tiem|shop|duong) (?:gi|nao|may|sao)\b"
)
# How somebody is called by age and by the order of birth; with a trade behind it, too.
_TITLE = r"(?:anh|chi|co|chu|bac|di|cau|mo|thim|duong|ong|ba|ma|me|con|em|chau|cu|bo|tia|bu|u|o|me)"
_ORDER = r"(?:hai|ba|tu|nam|sau|bay|tam|chin|muoi|ut|ca|lon|nho|ba nho|tu nho)"
_ADDRESSES = re.compile(
    rf"(?:(?:da|a|oi|vang|thua|toi|tui) )*{_TITLE}"
    rf"(?: (?:{_ORDER}|nha toi|nha tui|toi|tui|day|ne|do|a|nha))*"
    r"(?: (?:ban|sua|lam|chu|cho|quan|tiem|sap)(?: \w+){0,3})?"
)
_OWN_TITLE = re.compile(r"(?:cu|con|em|ut|ca|lon|nho|u|o|bo|me|ma|ba|di|bu|chau|mo|co)")
# A consent; `thuốc đông y` is a trade. What belongs to it behind it: the reader of short answers.
_AGREES = re.compile(
    r"(?<!thuoc )(?<!kham )(?<!tiem )(?<!nha )(?<!hieu )(?<!nganh )(?<!chua )(?<!khong )(?<!ko )"
    r"(?<!\w)(?P<dong>dong) (?P<y>y|i)(?P<along>[^,.;:!\n]*)"
)
_BEFORE_AGREEING = re.compile(
    r"(?:[\s,;.:]*\b(?:(?:toi|tui|em|minh|chau|con|u|uh|ok|da|vang|thi|ma|va|xin)\b\s*))*[\s,;:]*$"
)


_SOMEBODY = re.compile(
    r"(?:(?:toi|tui|em|minh|chau|con|ma|me|ba|bo|cha|chi|anh|co|chu|bac|ong|vo|chong|thi|cung|ca"
    r"|hai|nguoi|deu|u|ok|da)[ ,]*)*"
)


@lru_cache(maxsize=FORMS_KEPT)
def does(text: str) -> Does | None:
    """What a line does; None where it may be a value."""
    plain = _plain(text)
    if _WAVERS.search(plain):
        return Does.WAVERS
    asked = _ANY.sub(" ", text), _ANY.sub(" ", plain)
    if asks(asked[0]) or _ASKS.search(asked[1]) or _ASKS_NAME.search(asked[1]):
        return Does.ASKS
    if _COUNTS.search(plain):
        return Does.COUNTS
    if _gives_order(text):
        return Does.ORDERS
    if scolds(text):
        return Does.SCOLDS
    if _addresses(text):
        return Does.ADDRESSES
    told = without_consent(text)
    agrees = told != text and _SOMEBODY.fullmatch(fold_in_place(told))
    return Does.AGREES if agrees else None


def scolds(text: str) -> bool:
    """`đồ ngu`, `đồ khùng`: the whole line scolds. A name with its capitals does not."""
    return is_made_of(text, "scolding") and not (" " in text.strip() and text.istitle())


def _addresses(text: str) -> bool:
    """`chú`, `bác Ba`, `cô Tư bán bún`: how somebody is called. One word with its capital may be a
    name (`Ba`, `Út`)."""
    said = tidy(text).strip(" .,!")
    found = _ADDRESSES.fullmatch(fold_in_place(said))
    if not found:
        return False
    return " " in said or (said.islower() and not _OWN_TITLE.fullmatch(fold_in_place(said)))


_LONGEST_WAVER = 1000  # letters: looking through more costs, and is no line of a form


def wavers(text: str) -> bool:
    """`tổ 5 hay tổ 15 nhỉ`, `tổ 7 cũ, giờ không biết`: of several, or of none for sure."""
    return len(text) <= _LONGEST_WAVER and bool(_WAVERS.search(_plain(text)))


# `đồng ý nhé tên tôi Phạm Nghiêm`: before what is told, and not what it depends on.
_AGREES_FIRST = re.compile(
    r"(?:(?:da|vang|u|ok|oke|toi|tui|em|minh|chau) )*(?P<dong>dong) (?P<y>y|i)"
    r"(?: (?:nhe|nha|a|em|chau|luon|roi))+[ ,.;:]+(?=\S)(?!(?:nhung|neu|ma|thi|voi|de|cho)\b)"
)


_ALL_AGREE = re.compile(
    r"(?:(?:da|vang|u|uh|ok|roi) )*(?:(?:chi em|anh em|moi nguoi|ca nha|ba con|ca hai|ca nhom"
    r"|bon em|hai vo chong|me|ho|ai cung) )?(?:deu |cung |da )*dong y (?:het|ca|roi|luon|tat)\b"
)
# `mẹ em ok rồi nha`, `cổ đồng ý rồi đó`: of the one it is for
_THEY_AGREE = re.compile(
    r"(?:(?:da|vang|u|uh|ok|roi|a) )*(?:me|ma|bo|ba|vo|chong|ong|co|chi|anh|bac|chu|no|em|con|chau)"
    r"(?: (?:em|e|toi|tui|anh|chi|chau|con|ay|do|minh|gai|trai|xa)){0,2}"
    r" (?:cung |da |bao )*(?:dong y|dong i|ok|oke|okie|chiu|duoc)"
    r"(?: (?:roi|r|luon|nha|nhe|a|do|day|em|chau|het))+"
)
_HELD_BACK = re.compile(r"\b(?:chua|khong|ko|nhung|tru|neu|mien)\b")


def all_agree(text: str) -> bool:
    """`vâng chị em đồng ý hết, em hỏi rồi`: a consent of all of them, told as a whole sentence."""
    plain = " ".join(re.sub(r"[^a-z0-9 ]+", " ", fold_in_place(tidy(text))).split())
    return bool(_ALL_AGREE.match(plain) or _THEY_AGREE.fullmatch(plain)) and not _HELD_BACK.search(
        plain
    )


def without_consent(text: str) -> str:
    """`Ngô Thị Xuân 0912000143 đồng ý gửi` -> `Ngô Thị Xuân 0912000143`: what is told beside a
    consent; the text as it is where none is said, "" where nothing else is."""
    said = tidy(text)
    if (first := _AGREES_FIRST.match(fold_in_place(said))) and _is_agreeing(said, first):
        return said[first.end() :].strip(" ,.;:!")
    found = next(
        (one for one in _AGREES.finditer(fold_in_place(said)) if _is_whole(said, one)), None
    )
    if found is None:
        return text
    head, tail = said[: found.start()], said[found.end() :]
    polite = _BEFORE_AGREEING.search(fold_in_place(head))
    head = head[: polite.start()] if polite else head
    return ", ".join(part for one in (head, tail) if (part := one.strip(" ,.;:!")))


def _is_whole(said: str, found: re.Match[str]) -> bool:
    """Whether a clause from its words of agreeing on says nothing else."""
    along = said[found.start("along") : found.end("along")].strip()
    more = bool(along) and not is_made_of(
        along, "agrees_along", "yes", "go_on", "that_is_all", "beside_answer"
    )
    return _is_agreeing(said, found) and (not more or is_courtesy(along))


def _gives_order(text: str) -> bool:
    """Whether it begins with an order, as it is written: `Sữa Lai Châu` does not. What stands in
    place of an earlier answer is no order, either: `sửa lại là 3 người`."""
    said = tidy(text)
    found = _ORDERS.search(fold_in_place(said))
    if found is None or taken_back(text) is not None or (" " in said and said.istitle()):
        return False
    word = said[found.start("order") : found.end("order")].lower() if found["order"] else ""
    return word.isascii() or bool(places([word], "ordered"))


def _is_agreeing(said: str, found: re.Match[str]) -> bool:
    """Whether the words are those of agreeing, with their marks or without any."""
    words = said[found.start("dong") : found.end("y")]
    return words.isascii() or says_yes(words)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9,.;:?\n ]+", " ", fold_in_place(tidy(text))).split())
