"""A line as it is meant: without what is taken back in the same breath, and without sums that
nobody paid for goods or work: `mẹ cho 200 triệu`, `phường ấn định hai triệu`, `gần bốn chục triệu
á`."""

import re

from content.amounts import Amount, amounts
from content.revenue.spans import COUNT, DIGIT, NUMBER, SPELLED, UNIT, put
from content.vietnamese import fold

# `trăm tám à không triệu tám`, `30 cái, à quên, 25 cái`: what was said first is not meant.
_OOPS = (
    r"[ ,.]+(?:(?:a|o|ay|y|ui|oi|chet|ua|u) )+(?:khong phai|khong|ko|nham roi|nham|quen mat|quen"
    r"|lon"
    r" roi|lon)(?: (?:la|phai la|phai|moi dung))?[ ,.]+"
)
_SUM_PUT_RIGHT = re.compile(
    rf"\b(?P<wrong>(?:{NUMBER}|{SPELLED})(?: ?{UNIT}(?: {DIGIT})?)?){_OOPS}"
    rf"(?P<right>(?:(?:{NUMBER}|{SPELLED}) ?{UNIT}\b|trieu {DIGIT}\b|ty {DIGIT}\b)"
    rf"(?: {DIGIT})?)"
)
_COUNT_PUT_RIGHT = re.compile(
    rf"\b(?P<wrong>{COUNT}) (?P<thing>cai|can|phong|con|chiec|nha|ngoi|chuyen|bua|buoi|ngay|lop|em"
    rf"|hoc sinh|dam|xe)\b(?P<between>.*?)"
    rf"(?P<oops>(?:{_OOPS}|[ ,.]+(?:a|o|y|ay) (?:thuc ra |that ra |ma )?)(?:co "
    rf"|chi )?)(?P<right>{COUNT}) (?P=thing)\b(?: thoi)?"
)


def corrected_in(text: str) -> str:
    """The line without what is taken back in the same breath."""
    folded = fold(text)
    if found := _SUM_PUT_RIGHT.search(folded):
        return put(text, found.start("wrong"), found.start("right"), "")
    found = _COUNT_PUT_RIGHT.search(folded)
    if found is None:
        return text
    right = text[found.start("right") : found.end("right")]
    left = put(text, found.start("oops"), found.end(), ", ")
    return put(left, found.start("wrong"), found.end("wrong"), right)


# What is given by one's own, and what an office says is to be paid: no takings.
_KIN = (
    r"(?:con (?:gai|trai|dau|re)|con|bo|me|ba|ma|anh|chi|em|ong|co|chu|bac|cau|mo|vo|chong|ho hang"
    r"|nguoi nha|gia dinh|nguoi yeu)"
)
_GIVEN = re.compile(
    rf"\b{_KIN}(?: (?:toi|e|em|t|minh|chau|bac|gai|trai|ruot|o|ben|nuoc|ngoai|my|han|nhat|duc"
    rf"|duoi|que|no"
    r"|co|moi|vua|han quoc|dai loan)){0,4}"
    r" (?:ck|chuyen khoan|chuyen|cho|gui|bieu|dua|bom|ban tien|ho tro)"
    r"(?: (?:cho|ve|tien|toi|em|e|t|minh|bac|chau|vay|muon|them|qua|giup|khoang|tam)){1,5} $"
)
_SET = re.compile(
    r"\b(?:phuong|thue|can bo|chi cuc|doi thue)(?: [a-z]+){0,2} (?:bao|noi|ap|cham|ghi)\b"
    r"(?: (?!ban|duoc|thang|ngay)[a-z]+){0,5} $|"
    r"\b(?:an dinh|ap thue|bat (?:toi |em |t |minh )?(?:nop|dong|mua|tra)|(?:bao|noi|keu|doi|bat"
    r"|yeu cau)"
    r"(?: (?:toi|em|t|minh|nha|phai|la|thi)){0,3} (?:nop|dong|dua|lot tay|boi duong))"
    r"(?: (?:cho|toi|em|t|minh|nha|la|moi|mot|thang|them|khoang|tam|cu|het|thue|1|nam|quy|toi"
    r" nop)){0,5} $"
)


# `thế gần bốn chục triệu á??`, `vãi, tầm trăm triệu`, `lời có mấy mà đóng ba mươi triệu`: the tax.
_ECHO = re.compile(
    r"^(?:o|oi|oi gioi|troi oi|troi|gioi oi|vai|ua|sao|ui|uay|chet|thoi chet|the|the thi|vay|gi"
    r"|nhieu"
    r"|,|\.|!| )*(?:(?:la |mat |toi |nhung |tan |gan |hon |tam |khoang |nop |dong |het |phai "
    r"|can )*) ?$"
)
_WONDERS = re.compile(r"^(?: dong)? ?(?:a|ha|co|co a|lan|lan a|luon|luon a|co ha)? ?(?:[?!.,]|$)")
_MUST = re.compile(
    r"\b(?:ma|phai|bat|sao) (?:phai )?(?:dong|nop|mat)(?: (?:thue|toi|den|tan|nhung|gan|ca|het))* $"
)


def _is_echo(folded: str, item: Amount) -> bool:
    """Whether a sum is that of the tax, wondered at."""
    left, right = folded[: item.start], folded[item.end :]
    wonders = re.match(r"(?:o|oi|troi|gioi|vai|ua|sao|ui|uay|chet|the|vay|gi)\b", left) is not None
    return bool(wonders and _ECHO.match(left) and _WONDERS.match(right)) or bool(_MUST.search(left))


def without_given(text: str) -> str:
    """The line without the sums that are given by one's own, or set, asked for or owed."""
    folded = fold(text)
    for item in reversed(amounts(text)):
        left = folded[: item.start]
        if _GIVEN.search(left) or _SET.search(left) or _is_echo(folded, item):
            text = put(text, item.start, item.end, " " * (item.end - item.start))
    return text


# `công ty cám thưởng tôi 90 triệu doanh số`: as it is called elsewhere.
_BONUS = re.compile(
    r"\bthuong (?:(?:cho|toi|em|minh|nha|quan|duoc|them|khoang|tam) )*(?P<sum>.{2,24}?) doanh so\b"
)


def with_bonus(text: str) -> str:
    found = _BONUS.search(fold(text))
    if found is None or len(amounts(found["sum"])) != 1:
        return text
    said = text[found.start("sum") : found.end("sum")]
    return put(text, found.start(), found.end(), f"thuong doanh so {said}")


# `T1`, `thg 7`: a month.
_SHORT_MONTH = re.compile(
    r"(?i)\b(?:thg|thag)(?: ?(?=\d)|(?= |$|,))|(?<=từ )t(?=\d)|(?<=tu )t(?=\d)|(?<=hết )t(?=\d)"
    r"|(?<=het )t(?=\d)"
    r"|(?<=đến )t(?=\d)|(?<=den )t(?=\d)|\bt(?=1[0-2]\b)"
)


def with_months(text: str) -> str:
    month = "tháng" if fold(text) != text.lower() else "thang"
    return _SHORT_MONTH.sub(lambda found: month if found[0].endswith("g") else f"{month} ", text)
