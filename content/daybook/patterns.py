"""By what words owners say how a sum belongs: more, instead, a cost, of some months, of another.
Matched with folded text, unless said."""

import re

PER_OF_TIME = {"buoi": "day", "fifth": "day"}
QUANTITY = frozenset({"money", "number", "count"})
CHANGE = frozenset({"times", "fraction", "half_of"})
WHEN = frozenset(
    {"months", "from_to", "from_on", "until", "half", "quarter", "rest_of", "other_quarters"}
    | {"n_months", "season_is", "week_end", "week_days", "from_day", "lunar", "one_day", "season"}
)
OFF = frozenset(
    {"rest_week", "rest_lunar", "rest_of_year", "rest_month_days", "rest_month", "opened"}
    | {"month_days", "no_rest", "stopped", "n_days"}
)
OFTEN_A_DAY = 31
MOST_OF_A_WEEK = 7
REST_OF_MONTHS = re.compile(
    r"\b(?:(?:may|cac|nhung) thang (?:khac|kia|con lai|mua|nang|vang|e|sau|thuong|binh thuong)"
    r"|thang (?:khac|thuong|binh thuong|con lai)|mua (?:mua|vang|e|thap diem|dong|khac)|con lai"
    r"|ngoai mua|het mua|trai mua|may thang [a-z]+ khac)\b"
)
NOTHING_SOLD = re.compile(
    r"\b(?:coi nhu|gan nhu|hau nhu)(?: (?:la|chang|cha))? (?:khong|ko|k|hong|nghi|khoi)\b"
    r"|\b(?:khong|ko|k|hong|chang|cha) (?:co )?(?:ai|khach|don|ban duoc|thue)\b|\bbo khong\b"
    r"|\bnghi(?: [a-z]+)? (?:han|luon|het|nguyen|ca)\b|\b(?:dong cua|nghi) (?:nguyen|ca|tron)\b"
)
HALF = re.compile(
    r"\b(?:phan nua|mot nua|1 nua|nua thoi|(?:con|duoc|chung|co|bang|chac) nua|nua so (?:ngay|phong"
    r"|do))\b"
)
FULL = re.compile(r"\b(?:kin|day phong|kin phong|lap day|full)\b")
PART = re.compile(r"\b([1-9])/(\d{1,2})\b(?!/)")
A_DATE = re.compile(r"\b(\d{1,2})/(1[0-2]|0?[1-9])\b")
BY_PERCENT = re.compile(r"\b(tang|giam|hon|len|bot|sut|tut|it di)(?: [a-z]+){0,3} $")
COMES_BACK = re.compile(r"\b(?:hoan|huy|boom|bom|tra lai|tra hang|doi tra)\b")
FEE = re.compile(r"\b(?:phi|cat|chiet khau|hoa hong|an|thu|tru|giu)\b")
MORE = re.compile(
    r"\b(?:them|nua|nx|con (?:ban|lam|cho|chay|nhan|co)|ngoai ra|voi (?:ca|lai)|cong (?:them|voi))"
    r"\b|^(?:voi|con|va|ca) "
)
MENDS = re.compile(
    r"\b(?:nham|lon|noi lai|sua lai|tinh lai|that ra|thuc ra|y (?:toi|em|e|minh|chi|anh|bac"
    r"|co)? ?la"
    r"|khong phai|hong phai|ko phai|k phai|cu lay|chac lay|cu cho la|cu tinh|dung ra|a khong"
    r"|ua sai|sai roi|hoi truoc|luc nay|hoi nay|bay gio|gio (?:con|chi|thi)|h con)\b"
)
ONLY_BEHIND = re.compile(r" (?:[a-z]+ )?(?:thoi|thui)\b")
ONLY = re.compile(r"\b(?:thoi|thui|con(?: co)?|chi(?: con| co)?|len|xuong|tut con|gia len)\b")
LESS_OF = re.compile(r"\b(?:trong do|nam trong|trong so|tinh trong)\b|^rieng ")
WAS = re.compile(
    r" (?:[a-z]+ )?(?:la |thi )?(?:hoi truoc|luc truoc|ngay truoc|truoc day|hoi dau|gia cu"
    r"|cu (?=tu|roi))\b"
)
SOMETIMES = re.compile(
    r"\b(?:troi mua|mua gio|(?:hom|ngay|bua) (?:nao )?mua|co (?:hom|ngay|bua|thang|luc|khi)"
    r"|(?:hom|ngay|bua|thang)(?: nao)? (?:dong|nhieu|dat|kha"
    r"|cao|it|e|vang|te|thap|yeu))\b"
)
LABOUR = re.compile(r"\b(?:tien cong|cong (?:tho|sua|lam|cat|may))\b")
PAID_OUT = re.compile(r"\b(?:tra|thue|luong|cho tho|phai chi|mat)\b")
NET = re.compile(
    r"\b(?:da tru (?:phi|san|het)|tru (?:phi|san)(?: [a-z]+)? (?:r|roi|xong)|sau khi (?:san )?tru"
    r"|thuc nhan|nhan ve|ve (?:vi|tk|tay|tai khoan))\b"
)
PRIVATE = re.compile(r"\b(?:moi|vua) ban (?:duoc )?(?:chiec|cai|con|mieng|manh|lo)\b")
FAR = 4  # times
FEW = 4  # words of a clause, which goes on with the one before
MEAN = re.compile(r"\b(?:chia (?:ra|deu)|binh quan|trung binh|tinh deu|do dong)\b")
# `6tr là 2 buổi cộng lại`
# `từ t7 tụt còn 40tr/th`: of a month
SINCE_SHORT = re.compile(r"(?i)\b(từ|tu) t([2-7])\b(?! ?(?:-|–|đến|den|tới|toi))")
WHOLE_OFF = re.compile(r"\bnghi (?:[a-z]+ ){0,3}(?:nguyen|ca|tron|het) thang (?P<m>1[0-2]|[1-9])\b")
IS_OF = re.compile(r" (?:thoi )?la(?: (?:chi|cua|bua|ngay|hom|cho|may))* *$")
FIRST_MONTH = re.compile(r"\bthang dau(?: tien)?\b(?! nam)")
NO_EACH = ("o", "ban", "mo", "me", "be", "vi", "bo", "cho", "ba", "con")
LETS = re.compile(r"\bcho (?:(?!toi\b|em\b|hoi\b)[a-z0-9]+ ){1,5}thue\b")
SO_FAR = re.compile(
    r"\b(?:duoc|dc|mo|ban|lam) (?:duoc |dc )?(?:moi |hon |gan )?\d+ thang\b|\d+ thang (?:nay|roi)\b"
)
PAID_AT_ONCE = re.compile(r"\b(?:tra|dong|cu|thu|(?:mot|1) lan)(?: [a-z]+){0,2} $")
TOGETHER = re.compile(
    r"\b(?:la |tinh )?(?:ca )?(?P<n>[2-9]|hai|ba|bon|nam) (?:buoi|ngay|bua|hom)"
    r" (?:cong|gop|tinh) (?:lai|chung|vao)\b"
)
OPENED = re.compile(
    r"\btu (?:thang )?thang (?P<m>1[0-2]|[2-9])\b(?: [a-z]+){0,2} (?:moi|bat dau)\b"
    r"|\bmoi (?:[a-z]+ ){1,4}tu thang (?P<m2>1[0-2]|[2-9])\b"
)
MARKUP = re.compile(r"\b(?:loi|lai)(?: (?:them|khoang|tam|duoc|chung|co))* $")
COST = re.compile(
    r"\b(?:von|tien (?:hang|thit|ca|rau|cua|nguyen lieu|nha|xang|dau|gas|cong tho|tho|dien|nuoc|mat"
    r" bang|luong|lay hang|nhap)|nhap(?: ve| hang)?|lay hang|mua vao|luong|thue tho|thue nguoi"
    r"|tra (?:tho|luong|cong|nguoi)|phu (?:ban|bep)|chi phi|mat bang|xang|gas)\b"
    r"|\bhet(?: [a-z]+){0,2} $|\btra (?:no|nguoi ta|ho)\b|\bmua(?: vao| het| ve| khoang| tam)* $"
)
PROFIT = re.compile(r"\b(?:loi|lai|con lai|du ra|de ra|bo tui)\b")
PROFIT_MARKED = re.compile(r"\b(?:lãi|lời)\b")
SELLS = re.compile(r"\bban(?: ra| duoc| dc| le| si)?\b|\bgia ban\b")
NO_SALE = re.compile(
    r"\b(?:vay|muon (?:no|cua|chi|anh)|no (?:thue|ngan hang)|tra gop|coc|mung|cuoi|hui|luong huu"
    r"|tro cap|gui ve|gui cho|bieu|phat|phi ho so|hoc phi|trung so|ve so trung|bao hiem"
    r"|nap|le phi|mon bai|khoan (?:thang|nam|mot)|nop khoan|thue khoan|tien dien|tien nuoc"
    r"|dien nuoc"
    r"|thu ho|tip|da (?:dong|nop)|phi cho|bao bi|du kien|sua nha|xay nha|mua (?:xe|nha|dat|may))\b"
)
TAKEN_FROM = re.compile(
    r"\b(?:ong|ba|thang|dua|nguoi|may ong) (?:kia|nao|ta|do|ay)\b[a-z ]*\b(?:thu|doi|lay|xin)\b"
)
LESS = re.compile(r"\b(?:bot|giam|tru)(?: (?:di|ra|bot))+(?: [a-z]+){0,2} $")
SUPPOSED = re.compile(
    r"^(?:[a-z]+ ){0,3}(?:neu|gia su|gia nhu|vi du)\b|\bneu (?:sang nam|nam (?:sau|toi|den)"
    r"|toi|em|e"
    r"|minh|chi|anh|bac|co|chu)\b|\b(?:sang nam|nam (?:sau|toi)|(?:qua|sang) thang (?:1|gieng))\b"
)
# `sát nút 1 tỷ`, `còn xa một tỷ`: the law's bound, and no sum of theirs.
IS_LIMIT = re.compile(
    r"\b(?:sat|sat nut|gan|toi|chua|xa|qua|vuot|duoi|tren|hon|den|nguong|muc|dung|ca|cham)"
    r"(?: (?:nut|toi|den|hon|muc|cai|xa|qua|khoang|duoc))* $"
)
LIMIT = 1_000_000_000
DEPOSIT = re.compile(r"\b(?:tien|dat|khach) coc\b")
IS_LEFT = re.compile(r"\b(?:nhan|ve|con)(?: (?:ve|co|duoc|lai|con|vi|tay|moi|chi))* $")
PHONE = re.compile(r"\b0\d{2}[ .]?\d{3}[ .]?\d{3,4}\b|\b0\d{3}[ .]?\d{3}[ .]?\d{3}\b")
THING_OF_PRICE = 5_000_000  # less, beside so many of a thing, is the price of one
BEHIND_A_SUM = frozenset(
    {"mot", "moi", "thoi", "thui", "nua", "a", "ha", "nhe", "nha", "la", "thi", "roi", "r",
     "ngay", "thang", "tuan", "nam", "con", "ma", "va", "voi", "do", "gi", "chan", "di", "chu"}
)  # fmt: skip
# `bán trà đá`, `cho thuê xe máy`: what no list of trades has.
OWN_NAME = re.compile(
    r"\b(?:ban|lam|nhan|sua|rua|cho thue|chay)(?: (?:them|ca|duoc|dc|ra|kem|cai))*"
    r" (?P<what>[a-z]+(?: [a-z]+){0,2})"
)
PLAIN_NAME = re.compile(r"\b(?:tien cong|cong (?:tho|sua)|phu tung|(?:bo|ban|khach) (?:si|le))\b")
NO_NAME = frozenset(
    [
        "moi",
        "duoc",
        "dc",
        "khoang",
        "tam",
        "chung",
        "them",
        "nua",
        "ngay",
        "thang",
        "tuan",
        "mot",
        "phan",
        "it",
        "cham",
        "dat",
        "dong",
        "vang",
        "e",
        "nhieu",
        "co",
        "chi",
        "con",
        "tu",
        "den",
        "cho",
        "o",
        "tren",
        "trong",
        "ngoai",
        "rieng",
        "hang",
        "gi",
        "the",
        "vay",
        "khong",
        "ko",
        "k",
        "ma",
        "thi",
        "la",
        "gap",
        "bang",
        "hai",
        "ba",
        "may",
        "cung",
        "luon",
        "xong",
        "nhu",
        "ve",
        "lai",
        "ra",
        "bon",
        "nam",
        "sau",
        "bay",
        "tam",
        "chin",
        "muoi",
        "trieu",
        "nghin",
        "chac",
        "deu",
    ]
)
