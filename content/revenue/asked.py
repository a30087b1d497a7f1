"""What is asked, in a few words, of the figures that somebody told: `thế phải đóng mấy`, `nộp ở
đâu`, `sao nhiều thế`. A line that says more than that is of something else."""

import re
from enum import StrEnum

from content.amounts import amounts
from content.spoken import words_of
from content.vietnamese import fold, has_marks, tidy

MOST_WORDS = 14
_MOST_OF_A_REFUND = 20  # what was withheld is told besides


class FigureQuestion(StrEnum):
    VERDICT = "verdict"  # how much
    QUARTERS = "quarters"  # how much each
    PERIOD = "period"  # every month, or every quarter
    WHEN = "when"
    WHERE = "where"
    LESS = "less"  # can it be made less
    WHY = "why"  # so much, or nothing
    UNPAID = "unpaid"  # what if it is not paid
    FORGET = "forget"
    WAY = "way"  # which of both is the better
    REFUND = "refund"  # of what was withheld
    NEXT = "next"  # what is to be done
    PAID = "paid"  # some of it already
    INVOICE = "invoice"  # by when one must register for invoices


_PAY = r"(?:nop|dong|dong gop|khai|bao|gui|tra|mat|chiu|ton|dinh)"
_NOT = r"(?:khong|ko|k|hong|hem|hok|chang|chua|hay khong)"
_MUCH = r"(?:bao nhieu|bao nhiu|bao lam|bn|bnhieu|nhieu it|nhieu|nhiu|may|co nao)"
_UNIT = r"(?:ngay|tuan|thang|quy|nam|ky)"
_THEN = r"(?:(?:the|vay|roi|gio|bay|ma|thi|chi|c|em|e|toi|t|minh|m|bac|co|chu|anh|a|chau) )"
_WITHHELD = (
    r"(?:grab|be|san|shopee|tiktok|ung dung|app|thue|cong ty|cty|no)\b.*\b(?:tru|khau tru|thu)"
)
_INVOICES = r"(?:hoa don(?: dien tu)?|hddt|hd dien tu|hdon)"
_BY_WHEN = r"(?:bao gio|khi nao|khi mo|chung nao|luc nao|ngay nao|truoc ngay nao|han)"
_PATTERNS = (
    (
        FigureQuestion.INVOICE,
        rf"\b{_BY_WHEN}\b(?: \w+){{0,4}} (?:dang ky|dk|lam|co|dung)(?: \w+){{0,2}} {_INVOICES}\b"
        rf"|\b(?:dang ky|dk|lam|dung)(?: \w+){{0,2}} {_INVOICES}(?: \w+){{0,2}} {_BY_WHEN}\b",
    ),
    (
        FigureQuestion.FORGET,
        r"\b(?:quen|xoa|bo|huy|dep)(?: (?:het|di|luon|giup|gium|may|cac|nhung|cai|con|toan bo))*"
        r" (?:con so|cai so|so lieu|so tien|so)\b"
        r"|\b(?:dung|khong can|khoi) (?:co )?(?:nho|luu|giu)\b",
    ),
    (
        FigureQuestion.WAY,
        r"\b(?:cach|kieu|ben|dang) (?:nao|gi)(?: (?:thi|cho|la|se|duoc))*"
        r" (?:loi|re|it|nhe|hon|do)(?: hon| nhat)?\b"
        r"|\b(?:lai|ty le|ti le)(?: thi| co)? (?:loi|re|it|nhe)(?: tien| thue)? hon\b"
        r"|\b(?:lai|ty le|ti le) hay (?:theo |la )?(?:lai|ty le|ti le)\b",
    ),
    (
        FigureQuestion.REFUND,
        r"^(?!.*\b(?:tien cong|luong|(?:tra|mua|don|tien|nhap|giao) hang|khach)\b)(?:"
        rf".*\b{_WITHHELD}\b.*\b(?:lay lai|hoan|doi|thi sao|bu tru)\b.*"
        rf"|{_THEN}*(?:co |duoc )*(?:lay lai|hoan lai|doi lai|xin hoan|duoc hoan)"
        r"(?: (?:o|dau|cho|nao|bang|cach|the|sao|khong|ko|k|duoc|dc|bao|nhieu|kieu|gi|het|may|thue"
        r"|tien))*"
        r"|.*\b(?:giay to|giay|ho so|mau)(?: gi)?\b.*\b(?:lay lai|hoan|doi lai)\b.*)$",
    ),
    (
        FigureQuestion.NEXT,
        rf"^{_THEN}*(?:phai |can |nen )*(?:lam gi|lam sao|lam the nao|nop (?:giay|giay to|mau) gi"
        r"|khai mau (?:gi|nao)|giay (?:to )?gi)"
        r"(?: (?:cho|dung|tiep|theo|bay|gio|nua|truoc|day|a|ha|vay|the|phai|k|ko|khong))*$"
        rf"|^{_THEN}*co phai (?:nop|khai|gui|lam) (?:giay to|giay|mau|to khai) gi"
        r"(?: [a-z]+){0,2}$",
    ),
    (
        FigureQuestion.UNPAID,
        r"\b(?:khong|ko|k|hong|hem|hok|chang|khoi|quen|tre|cham|tron|de do|no)"
        r"(?: (?:co|luon|thue))*"
        rf"(?: (?:{_PAY}|han))*(?: (?:tien|thue|tre|cham|luon|han|ngay))*"
        r" (?:thi |roi |co |ma )*(?:sao|bi gi|bi sao|bi phat|phat|lam sao|chuyen gi|duoc)\b"
        rf"|\b{_PAY} (?:tre|cham|muon)\b.* (?:sao|phat|gi)\b"
        r"|\b(?:co )?bi phat (?:khong|ko|hong|gi|sao|bao nhieu)\b"
        r"|\bphat (?:bao nhieu|nhieu khong)\b",
    ),
    (
        FigureQuestion.QUARTERS,
        rf"\b(?:moi|tung|mot|1|hang|theo|quy nay|nop) quy (?:thi |la |phai |toi )*(?:{_PAY} )?"
        rf"(?:thue )?(?:het |khoang )*{_MUCH}\b(?:.*\b(?:khi nao|han|luc nao|bao gio)\b)?"
        rf"|\b{_MUCH} (?:tien )?(?:mot|moi|1) quy\b",
    ),
    (
        FigureQuestion.PERIOD,
        rf"\b{_UNIT} (?:hay|hoac|hay la)(?: (?:hang|theo|moi|tung|la|mot))* {_UNIT}\b"
        rf"|\bmay lan\b|\bbao lau {_PAY}|\btheo ky nao\b|\b{_PAY} (?:thue )?hang {_UNIT}\b",
    ),
    (
        FigureQuestion.WHEN,
        r"\b(?:khi nao|khi mo|bao gio|chung nao|luc nao|ngay nao|bua nao|hom nao|thoi han|tre nhat"
        r"|cham nhat|han chot|han)\b",
    ),
    (
        FigureQuestion.WHERE,
        r"\b(?:o dau|o mo|cho nao|cho ai|gui ai|noi nao|den dau|ra dau|vo dau|len dau|di dau)\b",
    ),
    (
        FigureQuestion.LESS,
        r"\b(?:bot|giam|mien|nhe)"
        rf"(?: (?:duoc|di|xuong|gi|them|nhieu|chut|it|ti|tien|thue))* {_NOT}\b"
        r"|\b(?:cach nao|lam sao|co cach)(?: [a-z]+){0,3} (?:bot|giam|it|nhe)\b"
        r"|\b(?:co |duoc |xin |cho )+(?:bot|giam|mien)\b|\b(?:giam|bot) duoc\b",
    ),
    (
        FigureQuestion.WHY,
        r"\b(?:sao|rang|can gi|gi)(?: (?:ma|lai|tinh|den|toi|no|gi))*"
        r" (?:nhieu|mac|cao|lam|dat|du|ghe)\b"
        r"|\b(?:nhieu|mac|cao|dat) (?:the|vay|rua|qua|du|ghe|lam|khung)\b|\b(?:o dau ra|dau ra)\b"
        rf"|\b(?:tai sao|vi sao|sao|rang)(?: (?:ma|lai|toi|tui|nha|minh))* (?:phai|khong phai|khoi)"
        rf" {_PAY}\b|\btinh (?:kieu gi|kieu sao|sao|the nao|cach nao|rang)\b",
    ),
    (
        FigureQuestion.VERDICT,
        rf"\b{_PAY} (?:thue )?(?:het |khoang |them |tong cong |tat ca )*{_MUCH}\b"
        rf"|^(?:z|v|vay|the|thi|roi|gio)? ?(?:phai )?{_PAY} (?:thue )?(?:ntn|the nao|sao|ra sao)$"
        r"|\bcong (?:lai|het|het lai|vao|gop|ca)?(?: ?(?:ca )?\d (?:khoan|cai|thu|viec))?"
        r"(?: (?:vao|lai|het|thi|la))* (?:la )?(?:bao nhieu|may|co (?:gi |bi )?(?:doi|khac)(?: gi)?"
        r"|co (?:qua|vuot))\b"
        r"|\b(?:qua|vuot)(?: qua)? (?:nguong|muc|1 ty|mot ty)"
        r"(?: (?:khong|ko|k|chua|hong|chua a))?\b"
        r"|\b(?:la|con|thanh) \d[\d.,]*(?: ?(?:trieu|tr|ty))?(?: thoi)? (?:phai khong|dung khong"
        r"|phai ko|dung ko|phai k|ha|chu gi)\b"
        r"|\b(?:thi|co|vay|the) (?:co )?(?:khac|doi)(?: gi)? (?:khong|ko|k|hong|hem)\b"
        rf"|\b(?:thue|tien|het|la|quy nay|{_UNIT}) (?:het |la |khoang |thi )*{_MUCH}\b"
        rf"|\b(?:bao nhieu|nhiu|nhieu) (?:tien|thue|vay|the|rua|a|ha|day)\b|\b{_MUCH} dong\b"
        r"|\btinh (?:ho|giup|gium|dum|luon|thu|cho|lai|ra)\b"
        rf"|\b(?:co )?(?:phai )?{_PAY} (?:thue )?hay (?:la )?{_NOT}(?: (?:phai )?{_PAY}| phai"
        rf"| can)?\b"
        rf"|\b(?:co |phai |khoi |can |khong |bi |bat )+(?:phai )?{_PAY}\b"
        rf"|\b{_PAY} (?:gi|dong nao)\b"
        r"|\b(?:duoc mien|mien)\b|\b(?:nhac|xem|tom tat|doc) lai\b|\btom tat\b"
        r"|\bnam nay (?:thi )?(?:sao|the nao)\b",
    ),
)
_FIRST = tuple((asked, re.compile(pattern)) for asked, pattern in _PATTERNS)
_BESIDE = frozenset({
    "hong", "hem", "hok", "chang", "ko", "k", "ty", "vay", "the", "rua", "ri", "ro", "tui", "toi",
    "nha", "con", "em", "di", "luon", "giup", "gium", "dum", "ho", "nhe", "nghe", "voi", "a",
    "ha", "hen", "troi", "oi", "qua", "nao", "gi", "nop", "dong", "thue", "khai", "tien", "gtgt",
    "tncn", "vat", "phat", "bac", "co", "chu", "dau", "mot", "nguoi", "minh", "biet", "noi",
    "khoan", "nguong", "vuot", "muc", "z", "v", "j", "r", "u", "ad", "dc", "hk", "thiet", "hoi",
    "cai", "do", "day", "nay", "kia", "thi", "duoc", "khong", "bao", "nhieu", "may", "hay",
    "gio", "hang", "theo", "quy", "nam", "ky", "lan", "so", "to", "giay", "vua", "roi", "ay",
    "no", "cu", "va", "cua", "xem", "nhac", "tom", "tat",
    "tinh", "ra", "lai", "dua", "mang", "gui", "sau", "nua", "hieu", "rang", "mo", "te", "chi",
    "ni", "ma", "lo", "neu", "thoi", "nho", "bi", "het", "thong", "truoc", "hom", "bo", "dung",
    "kha", "uh", "o", "ua", "ok", "phai", "cho", "can", "toan", "la", "hi",
})  # fmt: skip
# Short and of no tax by themselves: they go on with what was shown last.
_OF_TAX = re.compile(
    r"\b(?:nop|dong|thue|khai|tien thue)\b|\bdoanh thu (?:cua )?(?:toi|em|minh|nha|quan|ho)\b"
)


# `nói một câu thôi`, `chỉ cần con số`, `tóm lại`
_BRIEFLY = re.compile(
    r"\b(?:(?:cu |chi )?(?:noi|tra loi|chot|bao)(?: (?:cho|thang|luon|gon|lai|toi|em|co|chu|bac"
    r"|chi|ba|anh))*"
    r" (?:mot|1|dung mot|dung 1) (?:cau|loi|chu|tu)"
    r"|(?:[a-z]+ )?(?:chi )?can (?:moi )?(?:mot |1 |cai )?con so|noi (?:gon|ngan|thang)|ngan gon"
    r"|gon thoi"
    r"|cho (?:xin |toi |chu |em |co |bac )?(?:mot |1 |cai )?con so|(?:tom|chot|noi) lai(?: la)?)"
    r"(?: (?:thoi|la duoc|cho|nhanh|gon|ra|di|nhe|ma|voi|giup|toi|chu|co|em|bac))*(?= |$|[,.])"
)


def asks_briefly(text: str) -> bool:
    """Whether a line wants a yes or no, or a number, and no reasons."""
    return asks_of_limit(text) or _BRIEFLY.search(fold(tidy(text))) is not None


# `ối thế là hơn tỷ à`, `vậy là dưới ngưỡng chưa`
_OF_LIMIT = re.compile(
    r"(?:(?:oi|ui|troi|vai|the|vay|v|z|la|thi|nhu|con|van|tinh|ra|cung|da|ma) )*"
    r"(?:hon|qua|vuot|tren|duoi|chua toi|chua den|chua qua|chua vuot|khong qua|khong vuot)"
    r"(?: (?:qua|muc|cai|nguong|1|mot|ty|ti|roi|r))*"
    r"(?: (?:a|ha|ah|ch|chu|chua|khong|ko|k|hong|sao|dung|phai|ad|em|chau|ban|roi|r|nhi|ta))+"
)
_CLAUSES = re.compile(r"[.!?,;)(=]+")


def asks_of_limit(text: str) -> bool:
    """Whether what is said last asks only if the limit is passed."""
    said = [one for part in _CLAUSES.split(fold(tidy(text))) if (one := part.strip())]
    return bool(said) and _OF_LIMIT.fullmatch(said[-1]) is not None


def asked_of_it(text: str) -> FigureQuestion | None:
    """What a line asks of told figures; None where it is about something else."""
    said = tidy(text)
    folded = " ".join(_BRIEFLY.sub(" ", _INCOME_TAX.sub("tncn", fold(said))).split())
    long = len(folded.split()) > MOST_WORDS
    if asks_of_limit(said):
        return FigureQuestion.VERDICT
    if _of_books(said) or (long and len(folded.split()) > _MOST_OF_A_REFUND):
        return None
    for asked, pattern in _FIRST:
        if (long and asked is not FigureQuestion.REFUND) or (
            asked is FigureQuestion.WAY and amounts(said)
        ):
            continue
        if found := pattern.search(folded):
            rest = f"{folded[: found.start()]} {folded[found.end() :]}"
            whole = asked in (FigureQuestion.REFUND, FigureQuestion.WAY, FigureQuestion.NEXT)
            return asked if whole or not _others(rest) else None
    return None


_INCOME_TAX = re.compile(r"\bthu nhap ca nhan\b")
_PAID = re.compile(r"\b(?:da|moi|tam) (?:nop|dong)\b")
_LEFT = re.compile(
    r"\bcon (?:lai |phai |thieu |no )*(?:nop|dong|bao nhieu|may|nhieu|phai)\b|\bcon thieu\b"
)


def paid_in(text: str) -> int:
    """How much tax a line says was paid already, where it asks what is left; 0 for none."""
    folded, found = fold(text), amounts(text)
    paid = [one for one in found if _PAID.search(folded[: one.start])]
    return paid[0].value if paid and _LEFT.search(folded) else 0


def names_notice(text: str) -> bool:
    """Whether a line asks of the notice of revenue, and of no return."""
    folded = fold(text)
    return "thong bao" in folded and not re.search(r"\b(?:to khai|khai thue|nop thue)\b", folded)


def names_tax(text: str) -> bool:
    """Whether a line says by itself that it is about paying or declaring."""
    return asks_of_limit(text) or _OF_TAX.search(fold(text)) is not None


# `thế là một năm chị phải nộp bao nhiêu`: of the business that was told of.
_OF_OWN = re.compile(
    rf"\b(?:mot|1|ca|moi) nam\b.*\b{_PAY}\b"
    r"|^(?:(?:the|vay|roi|gio|thi|la|tom lai|ma|nhu vay|nhu the) )+(?:(?:mot|1|ca) nam )?"
    rf"(?:toi|tui|minh|em|e|anh|chi|co|chu|bac|ba|nha|quan)\b(?: [a-z]+){{0,3}} {_PAY}\b"
)


def speaks_of_own(text: str) -> bool:
    """Whether a line asks what who speaks is to pay a year, whatever was shown meanwhile."""
    return asks_of_limit(text) or _OF_OWN.search(fold(tidy(text))) is not None


_EACH_YEAR = re.compile(r"\b1 (?:nam|thang|quy)\b")


def _others(rest: str) -> list[str]:
    known = words_of("figure_fillers") | _BESIDE
    rest = _EACH_YEAR.sub(" ", rest)
    return [word for word in re.findall(r"[^\W_]+", rest) if word not in known]


def _of_books(said: str) -> bool:
    """`bỏ sổ`, `xóa sổ`: of account books, or of closing down, and not of numbers."""
    return has_marks(said) and re.search(r"\bsổ\b", said.lower()) is not None
