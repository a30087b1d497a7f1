"""What the words of a list say besides naming people: its sum, who signed it, the tổ of those
below, who does not come, the same as above, nothing."""

import re
from collections.abc import Iterable, Sequence

from content.people import read_neighbourhood
from content.vietnamese import fold, tidy

LONGEST_TITLE = 120  # letters
# Below a list: its sum, then who made it and who signs; without a phone they are nobody's row.
_SUM = re.compile(
    r"(?:tong cong|tong so|tong|cong)\b(?:[\s:.,\d()]|nguoi|ho|dai bieu|co so|danh sach|to\b)*"
)
_SIGNED = re.compile(
    r"(?:nguoi (?:lap|tong hop|ghi|ky)|ky(?: va)? ghi ro|ky ten|xac nhan|lap bieu|t\.?m\.? )\b.*"
    r"|.*\bngay\b.{0,12}\bthang\b.{0,12}\bnam\b.*"
)
# What a column of states or notes says of somebody who does not come; on folded words.
_OFF = re.compile(
    r"(?:(?:(?:da|xin|bao|tu|di) )*(?:huy|rut|vang(?: mat)?|ban|tu choi|chet|mat|qua doi|tu vong|bo"
    r"|giai the|dong cua|nghi(?: ban| kinh doanh| han)?|chuyen di|ngung (?:ban|kinh doanh))"
    r"|(?:(?:xin|bao) )*(?:khong|ko|k) (?:con |the )?"
    r"(?:di|du|den|tham (?:du|gia)|kinh doanh))"
    # ... and of nothing else: `bán rau`, `hủy hợp đồng thuê`, `không đi xe`
    r"(?=$|[,.;:(!]| (?:vi|do|nua|duoc|roi|hop(?! dong)|hoi nghi|dang ky|tham (?:gia|du)|ngay|tu"
    r"|den|luon|han|nhe|a|\d))"
)
# What somebody answers who was asked whether they come.
_NO = re.compile(
    r"(?:false|0|no|khong|ko|k|hong|vang|ban|tu choi|xin phep|rat tiec)\b(?! (?:chac|biet|ro)\b)"
)
_YES = frozenset(("co", "x", "v", "yes", "true", "1", "du", "tham du", "co du", "co tham du"))
# What stands in a cell that says nothing, and in one that says what the cell above it says.
_NOTHING = frozenset(
    ("na", "khong", "ko", "k", "x", "0", "khong co", "chua co", "khong ro", "chua ro", "khong biet")
)
_NO_PHONE = re.compile(
    r"(?:khong|ko|k|chua)(?: (?:co|dung|xai|biet|ro|nho|cho|cung cap|may|so|dien thoai|sdt|dt))+"
)
_DITTO = frozenset(("nt", "nhu tren", "-nt-", "- nt -", '"', "''", "”", "〃", "//", "″"))
_FOR_NOTHING = frozenset(("nan", "null", "none", "n/a", "<na>", "undefined"))  # of programs
_COLUMN_NUMBER = re.compile(r"\(?[0-9A-Za-zĐđ]{1,3}\)?")
_SEVERAL_PLACES = re.compile(
    r"\b(?:to|tdp)\b.*\b(?:to|tdp)\b|\b(?:cac|tung) (?:to|tdp)\b"
    r"|\b(?:to|tdp)\b\D{0,12}\d+\s*(?:,|;|&|-|–|\bva\b|\bden\b)\s*(?:so )?\d"
)


def shown(text: str) -> str:
    """A cell without its spaces; "" for what programs write where there is nothing."""
    stripped = text.strip()
    return "" if stripped.lower() in _FOR_NOTHING else stripped


def says_sum(texts: Sequence[str]) -> bool:
    """Whether the cells of a row, in their order, begin with the sum of the list."""
    return _SUM.fullmatch(_first_words(texts)) is not None


def says_signed(texts: Sequence[str]) -> bool:
    """Whether they say who made or signs it, where and when."""
    return _SIGNED.fullmatch(_first_words(texts)) is not None


def _first_words(texts: Sequence[str]) -> str:
    folded = (fold(text).strip() for text in texts)
    return next((text for text in folded if any(char.isalpha() for char in text)), "")


def is_off(text: str) -> bool:
    """Whether a note says that somebody does not come."""
    return _OFF.match(fold(tidy(text)).strip(" .!")) is not None


def is_no(text: str) -> bool:
    """The same of an answer to the question whether they come."""
    return _NO.match(fold(tidy(text)).strip(" .!")) is not None


def is_yes(text: str) -> bool:
    """Whether it says that they come, and nothing more."""
    return fold(tidy(text)).strip(" .!") in _YES


def is_ditto(text: str) -> bool:
    """Whether a cell says what the one above it says: `nt`, `"`."""
    return fold(tidy(text)).strip() in _DITTO


def says_nothing(text: str) -> bool:
    """`-`, `không có`: no value that would stand instead of another."""
    plain = fold(tidy(text)).strip()
    return bool(plain) and (plain in _NOTHING or not any(char.isalnum() for char in plain))


def says_no_phone(text: str) -> bool:
    """`không có`, `chưa có số`, `không dùng điện thoại`: a cell of phones that holds none."""
    return says_nothing(text) or _NO_PHONE.fullmatch(fold(tidy(text)).strip(" .")) is not None


def are_column_numbers(texts: Iterable[str]) -> bool:
    """The line `(1) (2) (3)` or `A B 1 2` below the headings."""
    return all(_COLUMN_NUMBER.fullmatch(text) for text in texts)


def words_of_line(texts: Iterable[str]) -> str:
    """The words of a line that stands between people, `I | TỔ DÂN PHỐ SỐ 5`; "" for others."""
    words = [text for text in texts if not _COLUMN_NUMBER.fullmatch(text)]
    if len(words) != 1:
        return ""
    return words[0] if any(char.isalpha() for char in words[0]) else ""


def place_in(text: str, neighbourhoods: Sequence[str]) -> str:
    """The tổ that a title names, `Tổ 5` or one of the ward's; "" for none."""
    place = read_neighbourhood(text, neighbourhoods)
    is_tdp = place.startswith("TDP ") and any(char.isalpha() for char in text)
    return place if is_tdp or place in neighbourhoods else ""


def place_of_titles(titles: Iterable[str], neighbourhoods: Sequence[str]) -> str:
    """The tổ by its number that the titles above a list name; "" for none, or several."""
    found = set()
    for text in titles:
        if len(text) > LONGEST_TITLE or not any(char.isdecimal() for char in text):
            continue
        if _SEVERAL_PLACES.search(fold(text)):
            return ""
        found.add(place_in(text, neighbourhoods))
    found.discard("")
    place = found.pop() if len(found) == 1 else ""
    return place if place.removeprefix("TDP ").isdecimal() or place in neighbourhoods else ""
