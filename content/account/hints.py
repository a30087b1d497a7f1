"""Kinds of words by which a number is known: of whom, of when, of what it is."""

import re
from functools import lru_cache

from content.takings.patterns import PERS, THINGS
from content.vietnamese import fold, has_marks

KINDS = {
    "another": re.compile(
        r"\b(?:hang xom|ben canh|ben kia|canh nha|nguoi ta|nha kia|nha no|doi dien|dau ngo"
        r"|ke ben|sat vach"
        r"|(?:quan|tiem|sap|nha|shop|cua hang|hang) (?:cua )?(?:ba|ong|chi|anh|em|chu|co|cau|di"
        r"|mo|bac|thang|con"
        r"|dua|vo|chong|me|bo|ban)(?! (?:toi|tui|hang|le|si)\b)"
        r"|(?:em|anh|chi|con) (?:gai|trai|re|dau|ho|ruot)|dua (?:em|ban|chau|con)|thang (?:em"
        r"|ban|con|chau|ut)"
        r"|nguoi quen|ba ban|ong ban|ba chi|ong anh|con ban than|nho ban)\b"
    ),
    "kin": re.compile(r"\b(?:vo|chong|bo|me|ma|ba|ong|con|chau|cau|di|mo|chu|co|bac|anh|chi|em)\b"),
    "past": re.compile(
        r"\b(?:nam (?:ngoai|kia|truoc|roi|qua|do|xua)|hoi (?:truoc|xua|do|ay|dich|nam)"
        r"|truoc (?:day|kia|dich|do)"
        r"|hoi con|ngay xua|dao truoc|lau nay|luc truoc|20[012]\d|mua truoc|vu truoc)\b"
    ),
    "now": re.compile(r"\b(?:nam nay|bay gio|gio|hien|nay|dao nay)\b"),
    "law": re.compile(
        r"\b(?:nghe (?:noi|dau|bao|don|tren|ba|ong|chi|anh|thang|con|nguoi)|nghe|luat|quy dinh"
        r"|muc|nguong|bao dai"
        r"|(?:moi|phai|khoi|khong|chua|ko|hong) (?:phai )?(?:dong|nop|chiu|dinh)|mien thue"
        r"|tro (?:len|xuong))\b"
    ),
    "part": re.compile(
        r"\b(?:trong do|trong day|trong ay|rieng|phan nua|mot nua|nua la|chiem|trong so"
        r"|tinh luon|gom|ke ca|ca)\b"
    ),
    "cost": re.compile(
        r"\b(?:von|chi phi|tien (?:hang|nha|thue|cong|luong|dien|nuoc|gao|rac|nguyen lieu"
        r"|mat bang|xang|ga|gas|cho)"
        r"|thue (?:nha|tho|nguoi|mat bang|ki ot|kiot|cho|sap|quay|dat|phu|tro|xe)|mat bang"
        r"|luong|tra|mua|nhap|lay hang"
        r"|het|mat|xang|dau|dien|nuoc|phan|bon|chi|phi|tru|sua|nguyen lieu|lay|nhap ve|cho phi"
        r"|tien cho)\b"
    ),
    "profit": re.compile(
        r"\b(?:lai|loi|loi nhuan|con lai|bo tui|dut tui|de ra|con duoc|an|ve tay|kiem duoc)\b"
    ),
    "moved": re.compile(
        r"\b(?:vay|muon|no|ngan hang|gop|coc|cho|gui|bieu|mung|cuoi|hui|ho|phat|thue (?:khoan"
        r"|mon bai)|nop|dong"
        r"|tro cap|luong huu|bao hiem|tip|boa|ung|tra truoc|den bu|thuong|li xi|tien tet|biet"
        r"|dam|qua)\b"
    ),
    "sells": re.compile(
        r"\b(?:ban|thu|doanh thu|doanh so|tong|duoc|vao|vo|khach tra|ban ra|chay|kiem|lam duoc"
        r"|tien ban)\b"
    ),
    "mends": re.compile(
        r"\b(?:nham|lon|khong phai|y la|y toi|y em|thoi|that ra|dung ra|sua lai|tinh lai|chu"
        r"|cho|a quen|quen)\b"
        r"|^(?:a|u|o|khong|ko|hong|ua|y)\b"
    ),
    "rests": re.compile(
        r"\b(?:nghi|dong cua|khong ban|ko ban|off|ngung|khoi ban|khong di|khong lam|mat mua"
        r"|nam nha|ban duoc|lam"
        r"|mo|chay|di)\b"
    ),
    "adds": re.compile(r"\b(?:them|nua|cong|ngoai ra|voi|va|con|rieng)\b"),
    "each": re.compile(r"\b(?:moi|gia|mot|tung|/)\b"),
    "person": re.compile(r"\b(?:tuoi|nguoi|tho|dua|con|vo chong|khau|lao|cu)\b"),
    "place": re.compile(
        r"\b(?:to|so|duong|hem|ngo|phuong|quan|khu|tang|xom|ap|kiot|ki ot|lo|so nha|quoc lo)\b"
    ),
    "hour": re.compile(r"\b(?:gio|h|sang|trua|chieu|toi|khuya|dem|giac)\b"),
    "season": re.compile(
        r"\b(?:tet|mua|vu|he|cao diem|thap diem|mua mua|ram|le|giap|noel|cuoi nam)\b"
    ),
    "days": re.compile(
        r"\b(?:cuoi tuan|chu nhat|thu bay|cn|t7|ngay thuong|hom|bua|ngay dong|ngay vang"
        r"|ngay mua)\b"
    ),
}  # fmt: skip
_WRITTEN = {
    "ngay": ("ngày",), "thang": ("tháng",), "tuan": ("tuần",), "quy": ("quý", "quí"),
    "nam": ("năm",), "bua": ("bữa", "bựa", "bửa"), "hom": ("hôm",), "dem": ("đêm",),
    "toi": ("tối",), "sang": ("sáng",), "chieu": ("chiều",), "trua": ("trưa",),
    "buoi": ("buổi",),
}  # fmt: skip
_ONLY_MARKED = ("toi", "sang", "chieu", "trua", "buoi")
_WORDS = re.compile(r"[^\W\d_]+")
# `mỗi ngày`, `/tháng`; no part of the week, and no `tháng 7`, `5 ngày`.
_PER = re.compile(
    r"(?P<lead>/ ?|\b(?:mot|1|moi|hang|tung) )?\b(?<!cuoi )(?<!trong )(?<!dau )(?<!\d )(?<!\d)"
    r"(?<!may )(?<!chuc )(?<!hai )(?<!ba )(?<!bon )(?<!sau )(?<!bay )(?<!tam )(?<!chin )(?<!muoi )"
    r"(?P<per>ngay(?! (?:thuong|mua|le|tet|dong|vang))|bua|hom|dem|tuan|thang(?! \d| nao"
    r"| (?:mot|hai|ba|chap|gieng)\b)"
    r"|thag|thg|quy(?! (?:[1-4]|mot|hai|ba|bon)\b)|nam(?! (?:tram|chuc|muoi|trieu|tr|nghin|ngan"
    r"|k|cu|xi)\b)"
    r"|sang|toi|chieu|trua)\b"
)
UNITS = (
    "ngay", "bua", "hom", "thang", "tuan", "nam", "buoi", "dem", "quy", "tieng", "gio", "h", "phut",
    "mua", "vu", "lua",
)  # fmt: skip
_TIME = re.compile(rf" ?(?P<time>{'|'.join(UNITS)})\b")
_IS_THING = re.compile(rf" ?(?:{THINGS})\b")


@lru_cache(maxsize=512)
def kinds_in(folded: str) -> tuple[str, ...]:
    """The kinds of words that stand in a folded stretch."""
    return tuple(name for name, pattern in KINDS.items() if pattern.search(folded))


@lru_cache(maxsize=512)
def folded_times(text: str) -> str:
    """The text folded, without the words that only folded name a time (`tôi`, `sang`)."""
    folded = list(fold(text))
    marked = has_marks(text)
    for word in _WORDS.finditer(text):
        bare = fold(word[0])
        if bare not in _WRITTEN:
            continue
        if word[0].lower() in _WRITTEN[bare] if marked else bare not in _ONLY_MARKED:
            continue
        folded[word.start() : word.end()] = "x" * len(word[0])
    return "".join(folded)


def unit_behind(folded: str, end: int) -> str:
    """What stands right behind a number: a time, a thing, or nothing known."""
    if found := _TIME.match(folded, end):
        return found["time"]
    return "thing" if _IS_THING.match(folded, end) else ""


def _name(per: str) -> str:
    return PERS.get(per, "day")


def time_before(folded: str, begin: int, start: int) -> str:
    """The last time named between `begin` and a number; "" for none."""
    last = ""
    for found in _PER.finditer(folded, begin, start):
        last = _name(found["per"])
    return last


def time_behind(folded: str, end: int, until: int) -> str:
    """The first time named behind a number, with how it is led to."""
    found = _PER.search(folded, end, until)
    if found is None:
        return ""
    gap = len(folded[end : found.start()].split())
    lead = "/" if found["lead"] else ""
    return f"{_name(found['per'])}{lead}{min(gap, 3)}"
