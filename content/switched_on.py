"""Recognises that somebody wants to be reminded of a tax date, or to get the ward's news: a wish to
switch on, never a question how it is switched off.

All is looked for in folded words; what the topics are called stands in `content/news/topics.yaml`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from content.agreeing import after_yes
from content.consenting import consents, is_no_consent
from content.spoken import asks
from content.vietnamese import bare_words, clean, fold

LONGEST = 24  # words: a longer message tells a story
SHORT = 14

_ME = (
    r"(?:toi|tui|em|minh|chau|con|chi|anh|bac|co|chu|ong|ba|di|me|bo|ho toi|nha toi|nha minh|tao|bu"
    r"|nguoi ta|e|t|to|mk|mik)"
)
_TAXES = (
    r"(?:han|thue|to khai|khai thue|ke khai|thong bao doanh thu|nop|dong thue|\d{1,2}/\d{1,2}"
    r"|toi ngay|den ngay|ky nop|truoc ngay)"
)
_REMIND = (
    # nhắc chị trước hạn, nhắc tôi nộp thuế
    rf"\bnhac(?: (?:giup|gium|dum|cho|nho|lai|ho|{_ME}))*(?: \w+){{0,6}} {_TAXES}\b",
    rf"\b(?:bat|mo|dat|cai|dang ky|dang ki|dk|can|muon(?: duoc)?|xin|dong y|chon|co)"
    rf"(?: (?:giup|gium|cho|cai|che do|chuc nang|phan|nhan|loi|{_ME}))*"
    rf" nhac(?: (?:toi|cho|nho|{_ME}))* {_TAXES}\b",
    # nhắc em với ạ
    rf"^(?:(?:a|da|u|ok|oke|vang|the|vay|thi|nho|co|hay|cu|lam on|xin) )*nhac"
    rf"(?: (?:giup|gium|cho|ho|dum))* {_ME}(?: (?:voi|vs|nhe|nha|nghe|a|di|nua|truoc|luon|dc"
    r" khong))*$",
    # nhớ báo tui khi tới hạn
    rf"\b(?:bao|nhan|goi|hu)(?: (?:giup|gium|cho|truoc|tin|{_ME}))* (?:khi|luc|truoc|neu|gan|sap)"
    r"(?: (?:nao|la|co|sap|gan|ma|khi|toi|den|qua))* (?:han|ky nop|ngay nop)\b",
    rf"\b(?:toi|den|gan|sap)(?: \w+)? (?:han|ky)(?: \w+){{0,4}} (?:bao|nhan|nhac|hu)(?: (?:cho"
    r"|giup|gium"
    rf"|tin))* {_ME}\b",
)
_OF_A_MEETING = re.compile(r"\b(?:hop|hoi nghi|lop|tap huan|buoi|su kien|doi thoai)\b")
_REMINDED = re.compile(r"\bbi nhac\b|\bnhac no\b|^thue (?:co )?nhac\b")  # by the tax office
_NEWS_WORD = r"(?:tin|ban tin|tin tuc|thong tin moi|tin chinh sach|chinh sach moi)"
_NEWS = (
    rf"\b(?:dang ky|dang ki|dk|muon|can|xin|cho|bat|mo|lay|dong y|gui|goi|thich)"
    rf"(?: (?:duoc|cho|them|giup|gium|nhan|{_ME}))* nhan(?: \w+)? {_NEWS_WORD}\b",
    rf"^(?:(?:da|a|oi|vang|u|uh|um|ok|oke|the|thi|{_ME}) )*nhan (?:tin|ban tin)\b"
    r"(?! (?:nhan|rac|cua ai|la|cho))",
    rf"\b(?:gui|goi|nhan|bao)(?: (?:giup|gium|cho|them|{_ME}))* {_NEWS_WORD}"
    r"(?: \w+){0,4} (?:hang thang|moi thang|moi ky|thuong xuyen)\b",
    # còn tin tức của phường nữa
    rf"^(?:(?:the|vay|a|oi|nhung|ma|a ma) )*con (?:cai |phan |ca )*{_NEWS_WORD}"
    r"(?: (?:cua|phuong|nua|thi sao|dau|ben))*\b(?!.*\b(?:gi|nao)\b)",
    rf"\b(?:bat|mo)(?: (?:giup|gium|cho|cai|luon|lai|{_ME}))* {_NEWS_WORD}\b",
    # tháng nào có tin thì nhắn tui
    rf"\b(?:co|ra)(?: \w+)? {_NEWS_WORD}(?: \w+){{0,4}} (?:thi|la|nho|cu)(?: \w+)?"
    rf" (?:nhan|gui|goi|bao|noi)(?: (?:cho|giup|gium|qua|tin))* {_ME}\b",
)
_LET_BE = (
    r"(?:dung(?! (?:roi|vay|han|y|ngay|gio|ky))|thoi(?! duoc| thi)|ngung|khong (?:can|muon|phai"
    r"|nhan)|khoi(?! (?:phai|mat|quen))|ko (?:can|muon)|huy|tat|bo|khong|ko)"
)
# `thôi nhắc`, `đừng gửi tin nữa`, `tắt nhắc hạn`.
_ENDS = re.compile(
    rf"\b{_LET_BE}(?: (?:di|giup|gium|cho|che do|cai|chuc nang|viec|bi|het|muon|can|{_ME}))*"
    rf" (?:(?:gui|nhan|bao)(?: \w+){{0,2}} (?:tin|nhac|han|thue|nua|viec|ban tin)"
    rf"|nhac(?: \w+){{0,2}} (?:han|thue|nua|viec|nop|{_ME}))\b"
)
_ASKS = re.compile(
    r"\b(?:the nao|nhu nao|ra sao|lam sao|o dau|la gi|vi sao|tai sao|mat phi|co phai|co duoc"
    r"|duoc khong|co mat|bao nhieu|co tin (?:gi|nao))\b(?!.*\bthi\b)"
)
_REMIND_DAYS_OR_DATES = (
    r"\bnhac(?: \w+){0,4} truoc (?:\d+|mot|hai|ba|bon|nam|bay|muoi) (?:ngay|hom|bua)\b",
    r"^(?:\w+ ){0,3}nhac (?:\w+ ){0,2}(?:lich|ngay|han|ky)(?: \w+){0,2} (?:nop|khai|dong|thue)\b",
)
_WANTS_REMINDERS = re.compile("|".join(f"(?:{way})" for way in (*_REMIND, *_REMIND_DAYS_OR_DATES)))
_WANTS_NEWS = re.compile("|".join(f"(?:{way})" for way in _NEWS))
_NOT_WORDS = re.compile(r"[^a-z0-9/ ]+")
_ONCE_MORE = re.compile(r"\b(?:nhac|nhan tin|gui tin|nhan|gui|bao)\b")
_BUT = re.compile(
    r"\b(?:nhung|mien|neu|dieu kien|chi (?:nhac|nhan)|tru|rieng|khong|ko|dung|khoi|chua|thoi|sao|gi"
    r"|ma|huy|tat|ngung|bo|rut|cat|k|hong|hok|chang|ai)\b"
)
_OFF = re.compile(r"\b(?:dung|khong|ko|bo|bot|cat|huy|tat|khoi|ngung)\b|^thoi\b")
_ADDS = re.compile(
    r"\b(?:voi lai|them|nua|nhan|lay|chi|giu|dang ky|chon|bot|dung|bo|thoi|rieng|muon)\b"
)
_ONLY = re.compile(r"\b(?:chi|giu|con moi|moi minh|rieng)\b|\bthoi(?: (?:nhe|nha|a|em|di))*$")
_NUMBERS = re.compile(
    rf"(?:(?:chon|cho|nhan|lay|muc|so|ca|la|cai|{_ME}) )*\d"
    r"(?: (?:(?:voi|va|cung|them|muc|so|ca|cai|lai) )*\d)+(?: (?:a|nhe|nha|di|thoi|nua|nghe))*"
)


# `em nhắc chị lịch nộp thuế được không`: it is asked for.
_BEGINS_WITH_REMIND = re.compile(r"(?:\w+ ){0,3}nhac\b")
_FOR_ME = re.compile(r"\b(?:co )?duoc (?:khong|ko|k|hong|hok|hem)\b")


def plain(text: str) -> str:
    """The folded words of a text, without stops."""
    return " ".join(_NOT_WORDS.sub(" ", fold(clean(text))).split())


def wants_reminders(text: str) -> bool:
    """`nhắc chị trước hạn nghe`, `bật nhắc hạn cho tôi`; not of a meeting, not to end it."""
    said = plain(text)
    if len(said.split()) > LONGEST or _OF_A_MEETING.search(said) or _ENDS.search(said):
        return False
    if _REMINDED.search(said):
        return False
    asked_for = _FOR_ME.sub("", said) if _BEGINS_WITH_REMIND.match(said) else said
    return bool(_WANTS_REMINDERS.search(said)) and not _ASKS.search(asked_for)


def wants_news(text: str) -> bool:
    """`tháng nào có tin thì nhắn tui`, `nhận tin thuế với vay vốn`; not to end it, nor to read it
    now."""
    said = plain(text)
    if len(said.split()) > LONGEST or _ENDS.search(said):
        return False
    return bool(_WANTS_NEWS.search(said)) and not _ASKS.search(said)


def agrees_and_wishes(text: str) -> bool:
    """`đồng ý, nhớ nhắc chị nghe`: a yes that says once more what is agreed to, without a
    condition; also `chị ĐỒNG Ý nhắc hạn mà`."""
    said = plain(text)
    if len(said.split()) > SHORT or asks(text) or is_no_consent(text):
        return False
    behind = after_yes(text)
    if behind is not None:
        rest = plain(behind).removesuffix(" ma")
        if _ONCE_MORE.search(rest):
            return not _BUT.search(rest)
    return consents(text) and bool(_ONCE_MORE.search(said))


@dataclass(frozen=True, slots=True)
class Topics:
    """Topics of the news as a line names them."""

    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]
    only: bool  # no other than those wanted


def topics_in(text: str, heard: Mapping[str, Iterable[str]]) -> Topics:
    """Of topics and the words each is called by, what a line like `chỉ thuế với vay vốn`,
    `đừng gửi tin vay nữa, giữ thuế thôi` says."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for part in re.split(r"[,;.\n]", text):
        said = plain(part)
        named = [
            topic
            for topic, words in heard.items()
            if any(re.search(rf"\b{re.escape(fold(one))}\b", said) for one in words)
        ]
        (unwanted if _OFF.search(said) else wanted).extend(named)
    kept = tuple(dict.fromkeys(wanted))
    off = tuple(one for one in dict.fromkeys(unwanted) if one not in kept)
    return Topics(kept, off, bool(_ONLY.search(plain(text))))


def speaks_of_topics(text: str) -> bool:
    """Whether a line adds or takes away, and asks nothing: `với lại vay vốn nữa`."""
    said = plain(text)
    short = len(said.split()) <= SHORT and not asks(text)
    return short and bool(after_yes(text) is not None or _ADDS.search(said))


def numbers_in(text: str) -> list[str]:
    """`1 với 3`, `chọn 1, 3 nhé`: several numbers of a list and nothing else; none for one."""
    said = plain(text)
    found = re.findall(r"\b\d\b", said)
    return found if len(found) > 1 and _NUMBERS.fullmatch(said) else []


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LONG_AGO = re.compile(
    r"\b(?:lau roi|lau lam|nam ngoai|nam truoc|truoc nam|tu truoc|tu lau|nam kia|hoi truoc"
    r"|(?<!thang )(?:\d+|may|chuc|hai|ba|bon|muoi|nhieu) (?:\w+ )?nam (?:nay|roi|truoc))\b"
)
_MONTH = re.compile(r"\bthang (\d{1,2})\b")


def opened_in(text: str, day: date) -> str:
    """When a shop was opened: `before` this year, in its first or second half (`h1`, `h2`); "" for
    what does not tell."""
    said = plain(text)
    years = {int(year) for year in _YEAR.findall(said)}
    if len(years) > 1:
        return ""
    if _LONG_AGO.search(said) or (years and max(years) < day.year):
        return "before"
    months = {int(month) for month in _MONTH.findall(said)}
    if len(months) != 1 or (years and max(years) > day.year):
        return ""
    return "h1" if max(months) <= 6 else "h2" if max(months) <= 12 else ""


_HOW_OFTEN = re.compile(
    r"\b(?:may lan|ngay nao|hom nao|bao lau|khi nao|bao gio|luc nao|gio nao|mat (?:tien|phi)"
    r"|ton tien|tinh tien|thu tien|mien phi|bao nhieu tin|nhieu tin)\b"
)
LONGEST_BELOW = 12  # words: a longer message is about something else


def asks_of_sending(text: str) -> bool:
    """`một tháng gửi mấy lần, có mất tiền không`: said below the news, when it comes or what it
    costs."""
    plain = bare_words(text)
    return len(plain.split()) <= LONGEST_BELOW and bool(_HOW_OFTEN.search(plain))
