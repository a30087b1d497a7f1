"""How owners tell when, how often and of what they sell: every token that is no sum. Matched with
folded text, in this order."""

import re
from functools import lru_cache

from content.takings.numerals import DIGIT, NUM, TENS, TO, TWO, UNIT

THINGS = (
    r"(?:o to|oto|bat|to|ly|coc|chai|qua|trai|cai|chiec|kg|lang|yen|bao|thung|hop|goi|suat|phan"
    r"|khach"
    r"|luot|tui|hu|binh|met|bong|vien|cap|tam|cuon|bich|khay|mam|noi|xien|lon|ky|ki"
    r"|dia|cuoc|con|can"
    r"|ta|don|xe|dau|o|me|bo|doi|mon|ban|gio|cay|bo|chen|gio|mo|chau|ve|lit|mieng|vi|trung|bia"
    r"|nguoi|tieng|hoc sinh|hoc vien|be|dua|phong|canh|can nha|nha|kiot|ki ot|quay|sap|quan|tiem"
    r"|cua hang"
    r"|shop|chi nhanh|cho|chuyen|phien|vu|dot|lua|mua|cong trinh|hop dong|show|dam|tiec|ca|lop"
    r"|tour|cuon|mau|san|thau|ban)"
)
SAME = {
    "ki": "kg", "ky": "kg", "can": "can", "nguoi": "khach", "luot": "khach", "ve": "khach",
    "khach": "khach", "hoc sinh": "khach", "hoc vien": "khach", "dua": "khach", "be": "khach",
    "tieng": "gio", "o to": "xe", "oto": "xe", "kiot": "can", "ki ot": "can", "can nha": "can",
}  # fmt: skip
PERS = {
    "ngay": "day", "bua": "day", "hom": "day", "day": "day", "dem": "day", "tuan": "week",
    "thang": "month", "thag": "month", "th": "month", "thg": "month", "quy": "quarter",
    "nam": "year", "sang": "day",
    "toi": "day", "buoi": "buoi", "chieu": "day", "trua": "day", "bu": "day",
}  # fmt: skip
_M = (
    r"(?:1[0-2]|0?[1-9]"
    r"|gieng|chap|tet|hai|ba|tu|nam(?! (?:nay|ni|ngoai|truoc|toi|2))|sau|bay|tam|chin"
    r"|muoi mot"
    r"|muoi hai|muoi(?! (?:lam|nham)\b))(?![a-z])"
)
MONTH_NAMES = {
    "gieng": "1", "hai": "2", "ba": "3", "tu": "4", "nam": "5", "sau": "6", "bay": "7",
    "tam": "8", "chin": "9", "muoi": "10", "muoi mot": "11", "muoi hai": "12", "chap": "12",
    "tet": "tet",
}  # fmt: skip
_LUNAR = (
    r"(?:(?:ngay |hom )?(?:ram|(?:mung|mong|ngay mot|ngay) (?:mot|1)"
    r"(?! (?:thang|trieu|con|cai|chuyen|to|bat|suat|don|khach|xe|noi|buoi|me|thung|kg|can|ta)\b)"
    r"|(?:mung|mong) (?:mot|1|hai|2)|muoi bon|muoi tu"
    r"|ba muoi|(?:hai|ham) chin|hai muoi chin|muoi ram))"
)
_END = (
    r"(?:(?:t|thu) ?(?:7|bay) ?(?:va|voi|,|\+|&|-|/|hay|hoac)? ?(?:cn|chu nhat)|(?:2"
    r"|hai) ngay cuoi tuan"
    r"|cuoi tuan|cn t7)"
)
_WEEKDAYS = (
    r"(?:(?:ngay |bua |hom |thu )?(?:thuong ngay|ngay thuong|bua thuong|hom thuong|trong tuan"
    r"|dau tuan|thuong nhat)|(?:tu )?(?:t|thu) ?(?:2|hai) ?(?:-|–|den|toi) ?(?:t|thu)? ?(?:6|sau))"
)


_NO_UNIT_BEHIND = (
    r"(?! ?(?:mam|bo|chiec|dam|tan|don|khach|suat|cai|kg|ky|chuyen|hop|bich|show|tiec|thung|bao"
    r"|chau|phien|buoi|lop|tour|cong|xe)\b)"
    rf"(?!\d|[.,]\d| ?(?!k (?:ban|lam|mo|co|thu)\b){UNIT}\b"
    rf"| ?(?:chuc|muoi|tram|ruoi|ty)\b| {DIGIT} (?:chuc|muoi|tram|{UNIT})\b"
    r"| ?[-–] ?\d+ ?(?:tr|trieu|k|cu)\b| (?:den|toi) \d+ ?(?:tr|trieu|k|cu)\b)"
)
_MONTHS_SAID = rf"{_M}{_NO_UNIT_BEHIND}(?:(?:,| va| voi|,? thang| ?-)* {_M}{_NO_UNIT_BEHIND})*"
_N_WORD = rf"(?:\d{{1,3}}|{TENS}|{DIGIT})"
_WDAY = r"(?:[2-7]|hai|ba|tu|nam|sau|bay)"
_NAMED_DAY = rf"(?:t ?[2-7]|thu ?{_WDAY}|chu nhat|cn)"
_WHO = (
    r"(?:(?:nao|co|thi|toi|tui|em|e|minh|chu|ba|bac|cung|la|luon|deu|nha|con|chi|anh|quan|tiem"
    r"|van|phai|hay|moi|het|vao|ca|tron|nguyen|hang|han) )*"
)
_RESTS = r"(?:nghi|off|dong cua|khong ban|ko ban|k ban|khong mo)"

_STATES = (
    r"(?:dong|vang|dat|e|e am|nhieu|it|kha|kem|cao|thap|tot|xau|nang|mua|dat hang|yeu|cao diem"
    r"|thap diem)(?: khach)?"
)
# `hôm nào đông`, `tháng ít`, `lúc`, `có tháng`: of which days or months a sum is, not how many.
_WHILE = (
    rf"(?:(?:hom|ngay|bua|thang|luc|khi|dot) (?:nao )?(?:ma )?{_STATES}|hom nao|bua nao|ngay nao"
    rf"|co (?:thang|hom|bua|ngay|khi|luc)|luc|khi|(?:con )?{_STATES}(?= thi\b))"
)

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "nothing",
            r"\b(?:ngo|ngach|hem|kiet|so nha) " + NUM + r"\b(?! ?(?:tr|trieu|k|nghin)\b)"
            r"|\b0\d{8,10}\b|\b(?:nguong|duoi|tren|qua|vuot|hon|toi|den|muc|du) (?:1"
            r"|mot) ty\b(?! (?:\d|ruoi|hai|ba|tu|mot|chin|tam|bay|sau|nam))|\b(?:sang"
            r"|qua) thang (?:1|gieng) (?:phai|co|thi|toi|em)\b|\b(?:1|mot) lan\b"
            r"|\b\d(?:-\d)? nguoi lam\b"
            r"|\b(?:quan|tiem|cua hang|shop|sap|co so|chi nhanh|nha|cai|con) thu (?:hai|2|ba|3)\b"
            r"(?! (?:nghi|dong|off|den|toi|khong|ko|hang|tuan)\b| ?-)"
            r"|\bhai (?:vo chong|ben|bo con|me con|cai)\b|\b2 (?:bo con|vo chong|me con)\b"
            r"|\b(?:chi nhanh|tang|lau|cua hang|quan|tiem|co so) (?:1|2|3|mot)\b"
            r"(?! ?(?:tr|trieu|ty|k|cu|phong|can|quan|tiem|shop|cai|kiot|quay|sap)\b)"
            r"|\btang (?:tren|duoi|hai|ba)\b|\bxe \d+ cho\b"
            r"|\b\d+ cho\b|\b7 con so\b|\b(?:so|to|ngo|hem|phuong) \d+\b(?! ?(?:tr|trieu|k"
            r"|nghin|ngan|cu|ty)\b)|\b\d+ (?:tuoi|met vuong|m vuong)\b"
            r"|\bhop dong \d+ nam\b|\b\d+ nam (?:nay|roi)\b|\b(?:di|co|chu|ba|anh|chi|cau"
            r"|bac|ong) (?:hai|ba|tu|nam|sau|bay|tam|chin)\b(?! (?:trieu|chuc|tram|muoi"
            r"|tr)\b)"
            r"|\b(?:tu |den |toi |luc |mo )+\d{1,2} ?(?:h|gio)\b(?: ?\d\d\b)?(?: ?(?:sang|trua"
            r"|chieu"
            r"|toi|dem)\b)?(?: ?(?:-|den|toi) ?\d{1,2} ?(?:h|gio)\b(?: (?:sang|trua|chieu|toi"
            r"|dem)\b)?)?"
            r"|\bkiem tra\b|\bmot chut\b|\bmot minh\b|\bcung mot\b|\bmot so\b|\bthu (?:nhap"
            r"|hai|nhat) ca nhan\b",
        ),
        (
            "nothing",
            r"\b(?:ca|nguyen|tron) nam\b(?! (?:trieu|tram|chuc|muoi))"
            r"(?!(?: (?:nay|duoc|ban|thu|khoang|chac|la|tam|cung|chung|ve))* \d)"
            r"|\b(?:trong|cuoi|het) nam\b(?! (?:trieu|tram|chuc|muoi))"
            r"|\b(?:may|bao) thang nay\b",
        ),
        (
            "per_year",
            r"\b(?:mot|1|moi|hang|ca|nguyen|tron|/) ?nam\b(?! (?:trieu|tram|chuc|muoi|nay))",
        ),
        (
            "occupancy",
            r"\b(?:kin|day|lap day|cong suat|kin phong|day phong)(?: (?:phong|chung|khoang"
            r"|tam|duoc|co|la|con|chi))* (?P<n>\d{1,2}) ?(?:%|phan tram\b)(?: (?:phong"
            r"|cong suat))?",
        ),
        (
            "season_is",
            r"\b(?P<s>he|mua he|tet|mua [a-z]+|vu [a-z]+)(?: (?:la|co|keo dai|tinh|chung"
            rf"|khoang))+ (?P<n>{_N_WORD}) thang\b"
            r"|\b(?P<s2>he|mua he|mua [a-z]+|vu [a-z]+)(?: (?:la|tinh|tu|thi))+ thang"
            rf" (?P<m1>{_M}) ?(?:den|toi|-|–)(?: het)? ?(?:thang )?(?P<m2>{_M})(?!\d)\b",
        ),
        (
            "season_days",
            r"\b(?:mot |moi |1 )?(?:mua|vu|dot)(?: (?:keo dai|chung|khoang|co"
            rf"|tam))* (?P<n>{_N_WORD}) ngay\b",
        ),
        (
            "nothing",
            rf"\bthang (?:sau|toi)\b|\bnua (?:buoi|ngay)\b(?= (?:[a-z]+ )?{NUM} ?{UNIT}\b)",
        ),
        ("foreign", rf"\b{NUM} ?(?:\$|usd\b|do la\b|do(?= (?:mot|1|moi|/))|euro\b|yen\b)"),
        ("share", r"\b(?P<n>\d{1,2}(?:[.,]\d)?) ?(?:%|phan tram\b)"),
        ("halves", r"\b(?:nua no nua kia|nua nua|nua (?:no|kia|nay)(?: nua (?:no|kia|nay))?)\b"),
        (
            "state",
            rf"\b{_WHILE}(?: (?:thi|chi|con|duoc|dc|ban|len|toi|den|khoang|tam|co))* (?={NUM})",
        ),
        (
            "unread",
            rf"\bco (?:thang|hom|bua|khi|luc)\b(?! {_M})"
            r"|\b(?:may|vai) (?:chuc|tram)\b(?: (?:trieu|nghin|ngan))?"
            r"|\b\d+ ngay (?:giap |can |gan )?(?:tet|le)\b"
            r"|\b(?:may|vai|nhung) (?:ngay|hom) (?:giap |can |gan )?(?:tet|le|ram)\b"
            r"|\b(?:hom|bua|ngay hom) (?:nay|qua)\b"
            r"|\b(?:toi|den) (?:gio|nay|hien)\b|\bnua nam\b(?! (?:dau|cuoi|sau|truoc|vua"
            r"|con))|\btu dau nam (?:den|toi) (?:gio|nay)\b|\bmoi (?:ban )?duoc\b"
            r"|\bhoa hong\b|\b(?!1 )\d+ tuan\b|\b(?:duoi|(?<!duoi )tren(?! (?:san|mang|shopee"
            r"|tiktok|lazada|duoi|lau|pho|duong|app|fb|cho))|khong qua|toi da|it nhat)"
            r"(?: (?:co|khoang|tam))? (?=\d|mot|hai|ba|bon|nam|sau|bay|tam|chin)",
        ),
        ("nothing", r"\b\d+ lan\b|\bnam (?:19|20)\d\d\b"),
        ("chain_each", r"\b(?:5|nam) ngay (?:hop |co |moi |thi )?(?:mot|1) (?:lan|phien)\b"),
        (
            "no_rest",
            r"\b(?:khong|ko|k|chang|cha|hong|hem|khoi) (?:co )?nghi\b(?: (?:bua|ngay|hom) nao)?"
            r"|\b(?:chu nhat|cn|tet) cung (?:lam|ban|mo)\b(?: luon)?"
            r"|\b(?:kin )?quanh nam\b(?: suot thang)?|\bmo (?:ca|quanh) nam\b"
            r"|\bmua nao cung\b|\bsuot nam\b|\bdi ban het\b",
        ),
        (
            "empty",
            rf"\b(?P<n>{_N_WORD}) (?P<t>can|phong|kiot|sap) (?:bo )?trong(?: (?:nua nam"
            rf"|(?P<m>{_N_WORD}) thang))?\b|\btrong(?: (?:thuong xuyen|khoang|tam|mat|suot"
            rf"|het))* (?P<n2>{_N_WORD}) (?P<t2>can|phong|kiot|sap)\b",
        ),
        (
            "stopped",  # on what is left of this year nothing is sold
            r"\b(?:nghi|dong cua|ngung|dung|thoi)(?: (?:ban|han|lam|luon|quan|tiem|tren|shopee"
            r"|tiktok|tt|lazada|san|online))* (?:tu|hoi)"
            r" thang (?P<m>1[0-2]|[2-9])(?!\d)(?: (?:roi|r|toi nay|den nay|toi gio|luon))*"
            r"|\b(?:(?:toi|den) )?het thang (?P<last>1[01]|[1-9])(?!\d)(?: (?:thi|la|ho|khach"
            r"|nguoi thue|nguoi ta|toi|em|minh))* (?:tra (?:lai )?(?:nha|phong|mat bang)|nghi"
            r"|dong cua|ngung)(?: (?:ban|han|luon|roi))*(?:,? tu (?:do|day)(?: (?:toi|den)"
            r" (?:gio|nay|bay gio))?(?: (?:nha|van|la|thi))* (?:bo (?:khong|trong)|nghi"
            r"|dong cua)(?: (?:han|luon))*)?",
        ),
        (
            "rest_week",
            rf"\b{_RESTS} {_WHO}(?P<a>{_NAMED_DAY})(?: (?:va |voi "
            rf"|, )?(?P<b>{_NAMED_DAY}))?(?: hang tuan| moi tuan)?\b"
            rf"|\b(?P<c>{_NAMED_DAY})(?:,? (?:va |voi )?(?P<d>{_NAMED_DAY}))? {_WHO}{_RESTS}\b"
            rf"|\b(?:mot |moi )?tuan {_WHO}{_RESTS} (?:mot|1) (?:ngay|bua|hom|buoi)\b",
        ),
        (
            "rest_lunar",
            rf"\b{_RESTS} {_WHO}{_LUNAR}(?:(?: (?:va|voi|hom|ngay)|,)* {_LUNAR})*\b"
            rf"|\b{_LUNAR}(?:(?: (?:va|voi|hom|ngay)|,)* {_LUNAR})* {_WHO}{_RESTS}\b",
        ),
        (
            "rest_of_year",
            rf"\b(?:tet|dip tet|tet nhat|le tet) {_WHO}nghi(?: (?:do|khoang|co|mat|tam|chung"
            rf"|het|ca|them))* (?P<n>{_N_WORD}|nua) (?P<of>ngay|tuan|thang)\b"
            r"|\b(?:mua mua |mua lu |mua he |he |mua dong )?nghi(?: ban)?(?: (?:tet|dip tet"
            r"|an tet|do|le|he|voi"
            rf"|va|tong|cong|khoang|co|mat|tam|chung|het|ca|luon|chac|cung|dau|dung|nguyen))*"
            rf" (?P<n2>{_N_WORD}|nua) (?P<of2>ngay"
            r"|hom|bua|tuan|thang)"
            r"(?: (?:tet|an tet|mua mua|he|nuoc ngap))*\b(?! (?:moi|mot|1|/) ?(?:thang|tuan))"
            r"|\bthang (?:do|ay)(?: (?:quan|tiem|toi|em|minh|nha|thi|phai|cung))* nghi\b"
            rf"|\b(?:mua|vu) [a-z]+(?: (?:het|khoang|tam|chung))* (?P<n3>{_N_WORD}) (?P<of3>thang)"
            rf" {_WHO}{_RESTS}\b",
        ),
        (
            "rest_month_days",
            rf"\b(?:thang|moi thang|mot thang) {_WHO}nghi (?P<n>{_N_WORD}) (?:ngay|bua|hom)\b"
            rf"|\bnghi (?P<n2>{_N_WORD}) (?:ngay|bua|hom) (?:moi|mot|1|/) ?thang\b"
            r"|\b(?:mua (?:thi )?)?nghi (?:mot |moi |1 )?thang(?: (?:chung|khoang|tam|co|do|mat))*"
            rf" (?P<n3>{_N_WORD}) (?:ngay|bua|hom|dem)\b",
        ),
        (
            "rest_month",
            r"\b(?:tru|nghi|dong cua)(?: (?:ca|het|hang|nguyen|tron"
            rf"|han))* thang (?P<m>{_M})(?!\d)(?: (?:am|am lich|toi|em|minh|nghi|han))*\b"
            r"|\bthang (?P<m2>1[0-2]|[1-9])(?!\d)(?: (?:thi|toi|em|ba|minh|am))* (?:nghi"
            r"|dong cua|chua ban|coi nhu chua ban)(?: han)?\b"
            r"|\bthang (?P<m3>1[0-2]|[1-9])(?!\d)(?: (?:am|am lich|thi))*"
            r" (?:khong|ko|k|chang|hong) (?:co )?(?:ai|khach|don|ban)\b",
        ),
        (
            "closed_else",
            r"\b(?:con lai|ngay khac|thang khac|cac thang khac|ngoai ra)(?: (?:trong nam|thi"
            r"|la|toi|em|minh|ca nam))* (?:dong cua|nghi|khong ban|khong mo|k ban|ko ban)\b",
        ),
        (
            "nothing",  # the whole of this year is worked
            r"\b(?:moi )?(?:mo|khai truong|bat dau|ban|lam)(?: (?!moi\b|\d)\w+){0,3} (?:tu|hoi)"
            r"(?: (?:tu|hoi|dau|giua|cuoi))*(?: thang (?:1[0-2]|0?[1-9]))?"
            r"(?: nam (?:ngoai|kia|truoc|roi|201\d|202[0-5])| 201\d| 202[0-5])\b",
        ),
        (
            "opened",
            r"\b(?:moi |vua )*(?:mo|khai truong|bat dau)(?: (?:quan|tiem|cua hang|ban|cua|tu"
            r"|hoi|hom|duoc|dau|giua))*(?:(?: \w+){1,3} (?:tu|hoi|dau|giua|hoi dau|tu dau))?"
            r" thang (?P<m>1[0-2]|0?[1-9])(?!\d)(?! ?(?:tr|trieu|cu|ty|tram|chuc|k)\b)"
            r"|\bthang (?P<m2>1[0-2]|0?[1-9])(?!\d)(?: (?:nay|nam nay))?(?: (?:e|em|toi|minh"
            r"|moi|vua|thi))* (?:mo|khai truong)\b"
            r"|\bkhai truong (?:ngay )?\d{1,2}/(?P<m3>\d{1,2})\b"
            r"|\b(?:moi |vua )*(?:mo|khai truong|bat dau)(?: (?:quan|tiem|cua hang|ban|cua))*"
            r"(?: (?:tu|hoi|ngay|hom))+ (?P<d>[0-3]?\d)/(?P<m6>1[0-2]|0?[1-9])(?![\d/])"
            r"(?! nam (?:ngoai|truoc|kia|roi)\b)"
            r"|\b(?:(?:nam nay )?moi (?:ban |lam )?|hop dong )tu thang (?P<m5>1[0-2]|0?[1-9])(?!\d)"
            r"|\bmo (?:quan|tiem|cua hang|shop|sap)(?: \w+){0,2} thang"
            r" (?P<m4>1[0-2]|0?[1-9])(?!\d)(?! ?(?:tr|trieu|cu|ty|tram|chuc|k)\b)",
        ),
        ("nothing", r"\b(?:8/3|20/11|20/10|14/2)\b(?=.*\bdot\b)"),
        (
            "unread",
            r"\b(?:ngay )?\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|\b\d+(?:[.,]\d+)? ?(?:%"
            r"|phan tram\b)|\bco phan\b",
        ),
        (
            "quarter",
            r"\b(?:quy|q) ?(?P<n>iv|iii|ii|i|[1-4]|mot|hai|ba|bon|tu)\b(?! ?(?:tr|trieu|chuc"
            r"|tram|ty)\b)|\bquy (?P<now>nay|truoc|vua roi|roi|vua qua)\b",
        ),
        ("other_quarters", r"\b(?:cac|may|nhung|ba|3) quy (?:kia|khac|con lai)\b"),
        (
            "half",
            r"\b(?:6|sau) thang (?P<a>dau|cuoi|sau|truoc|con lai)(?: nam)?\b"
            r"|\bnua (?:nam )?(?P<b>dau|cuoi|sau|truoc|vua roi|con lai)(?: nam)?\b",
        ),
        (
            "from_to",
            rf"\b(?:tu )?thang (?P<m1>{_M}) ?(?:den|toi|-"
            rf"|–)(?: het)?(?: cuoi)? ?(?:thang )?(?P<m2>{_M})(?!\d)\b{_NO_UNIT_BEHIND}",
        ),
        (
            "from_on",
            r"\b(?:tu )?thang (?P<m>1[0-2]|[1-9])(?!\d)(?: (?:tro di|tro ve sau|(?:den"
            r"|toi) (?:bay )?"
            r"(?:nay|gio)|(?:den|toi) cuoi nam|nam nay))+",
        ),
        (
            "until",
            r"\b(?:den |toi |tinh den |tu dau nam den )*het thang (?P<m>1[0-2]|[1-9])(?!\d)"
            r"|\b(?:tinh den|tu dau nam (?:den|toi)|so toi|so den"
            r"|la toi) thang (?P<m2>1[0-2]|[1-9])(?!\d)",
        ),
        (
            "same_rest",
            r"\bmay thang kia van (?:vay|the)\b|\b(?:cac )?thang khac (?:van "
            r"|cung )?(?:nhu )?(?:vay|the|cu)\b",
        ),
        (
            "rest_of",
            r"\b(?:cac |may |nhung )?thang (?:con lai|khac|kia|thuong|binh thuong|ngoai)\b"
            r"|\b(?:ngoai mua|het mua|mua khac|con lai|binh thuong|ngay khac|hom khac)\b",
        ),
        ("last_months", r"\bthang (?:nay|truoc|vua roi|roi)\b"),
        ("months", rf"\bthang (?P<m>{_MONTHS_SAID})(?: (?:am|am lich|duong|co hon)\b)?"),
        (
            "all_months",
            r"\b(?:mot|1|ca|moi) nam (?:ban|lam|mo)?(?: (?:co|duoc|chi|du))* ?12 thang\b",
        ),
        (
            "month_days",
            r"\bthang(?: (?:di|ban|lam|mo|chay|duoc|co|chi|khoang|tam"
            rf"|chung))* (?P<n>{_N_WORD}) (?:ngay|bua|hom)\b",
        ),
        ("n_months", r"\bdung (?P<n>1|mot) thang\b"),
        (
            "n_months",
            rf"\b(?P<n>{_N_WORD}) thang(?: (?:he|tet|mua [a-z]+|cao diem|dong|cuoi nam"
            r"|dau nam|gan tet|cuoi|dau))?\b",
        ),
        (
            "n_days",
            rf"\b(?P<n>{_N_WORD}) (?:ngay|buoi|bua|hom|toi|phien|dem)\b(?: (?:sang|toi"
            r"|chieu))?(?! cuoi tuan)",
        ),
        ("week_end", rf"\b{_END}\b"),
        (
            "from_day",
            r"\b(?:tu )?(?:t|thu) ?(?P<a>[2-7]|hai|ba|tu|nam|sau|bay) ?(?:-|–|den"
            r"|toi)(?: het)? ?(?:t|thu)? ?(?P<b>[3-7]|ba|tu|nam|sau|bay|cn|chu nhat)\b",
        ),
        ("week_days", rf"\b{_WEEKDAYS}\b"),
        ("lunar", rf"\b{_LUNAR}\b(?:(?: ?(?:va|voi|,|hom|ngay|bua))* {_LUNAR}\b)*(?! ?{UNIT}\b)"),
        ("one_day", rf"\b{_NAMED_DAY}\b(?! ?{UNIT}\b)"),
        (
            "season",
            r"\b(?:mua|vu|dip) (?:gan |can )?(?:he|tet|cuoi|mua|nang|dong|lanh|trung thu|vai"
            r"|du lich|le hoi|nong|ret|kho|gat|lu|bao|nuoc noi|thi|nhap hoc|tuu truong|khai giang"
            r"|cao diem|thap diem)\b|\b(?<!via )he(?= (?:la|thi|cung|nam|ngay|thang|gap|tang)\b"
            r"| \d thang\b)|\btet(?= (?:thi )?(?:gap|tang)\b)",
        ),
        ("last_years", r"\bnam (?:ngoai|kia|truoc|roi)\b"),
        (
            "next_year",
            r"\b(?:sang nam|nam (?:sau|toi)|qua nam)\b(?! (?:nay|thang|chuc|muoi|tram|trieu|tr))",
        ),
        ("this_year", r"\b(?:nam )?20[123]\d\b|\bnam (?:nay|ni)\b"),
        (
            "times",
            r"\b(?:gap|tang)(?: len)? (?P<n>doi|ruoi|hai|ba|bon|nam"
            r"|[2-5])(?: lan)?\b(?! trieu| tr\b| muoi| chuc)",
        ),
        ("fraction", r"\b(?:mot|1) phan (?P<n>ba|tu|bon|nam|3|4|5)\b(?: (?:cho do|so do))?"),
        (
            "half_of",
            r"\b(?:bang|con|chi|duoc|co|chac|chi bang|chung|khoang|tam)(?: (?:mot|1|co))* nua\b",
        ),
        ("as_much", r"\b(?:bang|chung|cung|tam|co) (?:ay|do|vay)\b"),
    )
)
_BARE = (
    r"bat|to|ly|coc|chai|qua|trai|cai|chiec|kg|thung|hop|goi|suat|tui"
    r"|dia|cuoc|ve|chuyen|buoi|trung|bia"
)


def each_of(more: tuple[str, ...]) -> re.Pattern[str]:
    """What says that a sum is of one of a thing; `more`: words that a line uses for things."""
    things = "|".join((THINGS, *more))
    return re.compile(
        rf"(?P<lead>/ ?|\b(?:mot|1|moi|tung|gia|gia moi) )(?P<thing>{things})\b"
        rf"|\b(?P<bare>{'|'.join((_BARE, *more))})\b(?=(?: (?:gia|la|ban|duoc|co|khoang|tam"
        r"|vao|cau))* \d+ ?(?:k|ngan|nghin|tr|trieu)\b)"
    )


def count_of(more: tuple[str, ...]) -> re.Pattern[str]:
    """So many of a thing."""
    things = "|".join((THINGS, *more))
    return re.compile(
        rf"(?:(?P<pair>{TWO})|(?P<low>{NUM}){TO}(?P<high>{NUM})|(?P<one>{NUM}))(?:(?<=\d) ?| )"
        rf"(?P<thing>{things})\b"
    )


_COUNTED = re.compile(rf"\b(?:\d{{1,4}}|{TENS}) ?(?P<thing>[a-z]{{2,6}})\b")
_NO_THING = re.compile(
    rf"(?:{UNIT}|{DIGIT}|{THINGS}|muoi|chuc|tram|ruoi|linh|le|dong|ngay|thang|tuan|quy|buoi|bua|hom"
    r"|dem|toi|sang|chieu|trua|lan|moi|cai|nay|truoc|sau|va|voi|den|cho|la|thi|ma|con|phan|gio"
    r"|nua|ca|het|duoc|dc|ban|tinh|thoi|roi|khong|ko|hay|co|khoang|tam|chung|nguoi|tuoi|usd|do"
    r"|met|kg|nha|so|can|tat|tu|luc|trong|cung|mot|lai|loi|ve|nhung|cong|tren|duoi|dau)"
)


@lru_cache(maxsize=256)
def things_in(folded: str) -> tuple[str, ...]:
    """Words of no list that a line both counts and tells the price of: `10 cháu, mỗi cháu`."""
    found = {one["thing"] for one in _COUNTED.finditer(folded)}
    return tuple(
        sorted(
            one
            for one in found
            if not _NO_THING.fullmatch(one)
            and re.search(rf"(?:/ ?|\b(?:mot|1|moi|tung) ){one}\b|\b{one} \d+ ?(?:k|tr)\b", folded)
        )
    )


PER = re.compile(
    r"(?P<lead>/ ?|\b(?:mot|1|moi|hang|tung|tren) )?\b(?P<per>ngay|bua|hom|day|dem"
    r"|tuan|thang|thag|thg|th|quy|nam(?! (?:tram|chuc|muoi|trieu|tr|nghin|ngan|k|cu"
    r"|xi)\b)|sang|toi|buoi|chieu)\b"
)
WORDS_OF = {
    "adds": re.compile(
        r"\b(?:(?:chung|cung) (?:giay phep|dang ky|ho)|them|voi lai|ngoai ra|cong voi"
        r"|con ban|chua ke)\b|^(?:voi|con) "
        r"|\b(?:nua|nx)\b(?! (?:nam|thang|gia|dau|sau|cuoi))"
    ),
    "mends": re.compile(
        r"\b(?:(?:a|o|u|y|ua|oi)[ ,]+(?:quen|khong|khong phai|lon)|nham|dung ra|that ra"
        r"|y (?:(?:toi|tau|tui|em|minh) )?(?:noi )?la|tuc la|tinh binh quan"
        r"|binh quan lay|binh quan cu|khoan|a khong|(?:sua|tinh|dem|coi|xem) lai|chac bay"
        r"|rieng (?:minh|toi|em|tui|chi)|gom ca|thu vao phai)\b|^(?:khong|ko),"
    ),
    "sells": re.compile(
        r"\b(?:ban|thu (?:duoc|ve|vao)|thu|doanh thu|doanh so|cho (?:[a-z]+ ){0,3}thue"
        r"|(?<!tra )tien cong|gia"
        r"|don (?:dat|hang)|khach (?:tra|dua))\b"
    ),
    "mostly": re.compile(r"\b(?:da phan|chu yeu|phan lon|hay duoc)\b"),
    "few": re.compile(r"\b(?:hiem|it khi|thinh thoang|lau lau)\b"),
    "other": re.compile(
        r"\b(?:tien dien|dien nuoc|tien nuoc|xang xe|tien xang|bao bi|tien mat bang"
        r"|phong bi|mung cuoi|hui|choi ho|tra luong|luong|nhap hang|tien nha"
        r"|tien von|von|chi phi"
        r"|dat coc|nhan coc|tien coc|bao hiem|me cho|me chuyen|bo cho|tro cap|thu ho"
        r"|nop ho|thue khoan"
        r"|ton|an uong het|chi tieu|phai tra|tra gop|gop moi)\b|\bhet (?:khoang |tam "
        r"|chung )?$"
        r"|\b(?:tra|thue) (?:tho|nguoi)\b|\bvay (?:ngan hang|nong|ba|anh|chi|me|cua|bank"
        r"|von|no|them)\b"
    ),
    "profit": re.compile(
        r"\b(?:(?<!con )(?<!voi )(?<!ban )(?<!tra )(?<!gop )(?<!cong )(?<!noi )lai(?! rai)|loi"
        r"|lai rong|loi nhuan)\b(?! (?:rai|the|vay|nua|di|day|suat))"
    ),
    "left_over": re.compile(r"\b(?:tru|ve vi|ve tay|thuc nhan|tra ve|phi san|san tru|can tru)\b"),
    "returned": re.compile(r"\b(?:hoan|huy|boom|bom|tra lai|tra hang|hang tra)\b"),
    "supposes": re.compile(
        r"\b(?:neu|gia su|gia nhu|vi du|hang xom (?:ban|thu|lam|duoc|thang|ngay)"
        r"|nguoi ta ban|nguoi khac)\b|\bcon\b.*\bthi (?:sao|the nao)\b"
    ),
    "empty": re.compile(r"\b(?:trong|bo khong)\b"),
}
