"""Recognises that somebody asks when or where the ward's meeting is or if there is one (the
answer stands on the event itself, which the FAQ cannot know), and that somebody wants to come."""

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from content.vietnamese import bare_words, clean, has_marks


class Coming(StrEnum):
    ALONE = "alone"
    SEVERAL = "several"
    SOMEWHERE = "somewhere"  # no meeting is named: `cho tôi một suất`


LONGEST = 16  # words: a longer message tells a story

# Folded. `hop` is a meeting only where it is no hợp (tác, đồng, lý), and no market's or school's.
_OF_OTHERS = (
    "cho|phu huynh|to dan pho|to|tdp|lop|ho(?! kinh doanh)|ho toc|chi bo|chi hoi|dong|tac|phap|le"
    "|ly|voi(?! (?:ba con|tieu thuong|ho kinh|dan|phuong|nguoi (?:dan|ban)|doanh))(?= \\w)|nhat"
    "|quy|thanh vien|hoi dong|co dong|lai|mat|mang|online|giao|gia dinh|xom"
    "|khu pho|cong ty|co quan"
)
_COURSE = (
    r"(?:lop (?:hoc|tap huan|boi duong|huong dan"
    r"|(?:ve )?(?:hoa don|thue|ke toan|khai thue|so sach))"
    r"|khoa (?:hoc|tap huan|boi duong)|tap huan)"
    r"(?! (?:them|lai xe|nghe|tieng|cua con|cho con))"
)
_MEET = (
    rf"(?:{_COURSE}|hoi nghi|doi thoai|hoi truong|hoi thao|buoi (?:hop|gap mat|tap huan)|cuoc hop"
    r"|giao ban"
    rf"|(?<!\bphu )(?<!\btong )(?<!\bket )(?<!\btruong )(?<!\bthich )(?<!\bphong )(?<!\bhoa )"
    rf"hop(?! (?:{_OF_OTHERS})\b))"
)
# How people call the kinds of events (`EventKind`).
_NAMES = {
    "training": re.compile(rf"\b{_COURSE}\b"),
    "quarterly": re.compile(r"\bgiao ban\b"),
    "dialogue": re.compile(r"\bdoi thoai\b"),
    "": re.compile(r"\bhoi nghi\b"),
}
_WHEN = (
    r"(?:may gio|may h|gio nao|gio giac|bao gio|bao h|bh|khi nao|chung nao|luc nao|hom nao"
    r"|hom may|ngay nao|ngay may|thu may|bua nao|buoi nao|thang may|thoi gian|o dau|cho nao|dau"
    r"|dia diem|dia chi|lich|dien ra|may ngay nua|may hom nua)"
)
_SOON = (
    r"(?:mai|ngay mai|hom nay|mot|tuan (?:nay|sau|toi)|thang (?:nay|sau|toi|\d{1,2})|sap toi"
    r"|sap|toi day|cuoi nam|nam nay|quy nay|phuong|ngay \d{1,2}|toi|em|co|bac|minh|ho kinh doanh)"
)
_PHRASES = (
    rf"\b{_MEET}\b.*\b{_WHEN}\b",
    rf"\b{_WHEN}\b.*\b{_MEET}\b",
    rf"\b{_SOON}\b.*\b(?:co|phai)(?: phai)?(?: di| du)? {_MEET}(?: \w+)?(?: \w+)?"
    r" (?:khong|ko|k|hong|a|hem)\b",
    rf"^(?:\w+ ){{0,2}}co {_MEET} (?:gi|nao)? ?(?:khong|ko|k|sap toi)\b",
    rf"\b(?:co|sap co) {_MEET} (?:gi|nao)\b.*\b(?:khong|ko|k)\b",
    rf"\bco (?:sap |dinh )?(?:to chuc|mo|lam) {_MEET}(?: (?:gi|nao))?\b.*\b(?:khong|ko|k)\b",
    rf"^(?:gio|lich|ngay|cho|dia diem|dia chi|thoi gian) {_MEET}$",
    rf"^(?:\w+ ){{0,2}}{_MEET} gi(?: (?:vay|the|do|day|ay|ha))*$",
    rf"^(?:ngay )?(?:mai|mot|hom nay|bua nay|tuan nay|tuan sau|chu nhat)(?: la)?(?: co)? {_MEET}"
    r"(?: (?:ha|a|phai khong|dung khong|khong|hen|ko|k|vay))+$",
    r"\b(?:may gio|bao gio|khi nao|luc nao)\b.*\b(?:co mat|den noi|toi noi)\b",
)
# Of what was said or will be sent there, of an entry's own matter, of somebody else's meeting.
_OTHER = re.compile(
    r"\b(?:ket qua|ket luan|dang o dau|bien ban|tra loi|cau hoi|giay moi|dang (?:ky|ki)|dk|huy"
    r"|thue|nop|hoa don"
    r"|vay (?:von|tien)|mang gi|chuan bi|khach hang|cho thue|phong hop|may lan|nhu the nao|the nao"
    r"|la gi|noi gi|noi ve|chuong trinh|y kien|kien nghi|gui)\b"
)
_HOP = re.compile(r"\bhọp\b")
_ANY_HOP = re.compile(r"\bh[oọợộồốổôơ]p\b")
_ADDRESS = r"(?:toi|tui|em|minh|chau|chi|anh|bac|co|chu|ong|ba|nha toi|nha em)"
_ASIDE = rf"(?:da|a|e|oi|alo|nhe|nha|di|voi|giup|gium|ho|luon|cho|xin|can|muon|cai|{_ADDRESS})"
_SIGN_UP = r"(?:dang ky|dang ki|dki|dk|dky|ghi danh|ghi ten|bao danh|dat cho|giu cho|dat ve|lay ve)"
_FAMILY = r"(?:vo chong|vo|chong|me|bo|con|con trai|con gai|ca nha|ba con)"
_WHO = rf"(?:{_ADDRESS}|di(?= (?:di|du|tham|vo|vao|dang)\b))"  # dì, folded
_COME = re.compile(
    rf"\b{_SIGN_UP}\b.*\b{_MEET}\b"
    rf"|\b{_MEET}\b.*\b(?:cho|xin|muon|can)(?: {_ADDRESS})? {_SIGN_UP}\b"
    rf"|\b(?:hoi nghi|doi thoai|tap huan|cuoc hop|buoi hop)\b.*(?<!\bai )\b(?:muon|xin|dinh)"
    rf"(?: {_ADDRESS}| duoc)* (?:di|du|tham gia|tham du)\b"
    rf"|\b(?:muon|xin|cho|can|de|se|dinh|{_ADDRESS}|{_FAMILY})\b(?: \w+){{0,4}}"
    rf" (?:di|du|tham gia|tham du)(?: du| cai| buoi| cuoc)? {_MEET}\b"
    rf"|^(?:{_ASIDE} )*{_SIGN_UP}(?: {_ASIDE})*(?: (?:tham gia|tham du|lai|du))(?: {_ASIDE})*$"
    rf"|^(?:{_ASIDE} )*(?:tham du|tham gia)(?: {_ASIDE})*$"
    # `nhà tôi có 3 người muốn đi: …`
    r"|^(?:\w+ ){0,4}(?:\d{1,2}|hai|ba|bon|nam) nguoi (?:(?:cung|deu|nua) )?"
    r"(?:muon|xin|se|dinh) (?:di|du|tham du|tham gia)\b(?! (?:cho|lam|hoc|choi|kham|vien|xe|ban"
    r"|buon|nuoc|ra|len|thue|vay|mua|lay|xin|ve|nop|hoi(?! nghi)|khai)\b)"
    # `tiện đăng ký giúp mình một ghế luôn nhé`
    rf"|\b{_SIGN_UP}(?: {_ASIDE})* (?:mot|1) (?:suat|ghe|cho ngoi)\b"
    # `phường sắp họp với bà con, cho dì đi với`: wished behind the meeting.
    rf"|\b{_MEET}\b.*\b(?:cho|xin) {_WHO} (?:(?:vo|vao|cung|xin) )?(?:di|du|tham gia|ke)"
    r"(?: (?:voi|cung|ke))*\b"
    rf"|^(?:{_ASIDE} |lay |giu |dat )*(?:\d{{1,2}}|mot|hai|ba|bon|nam) (?:suat|cho|ve|ghe)"
    rf"(?: {_ASIDE})*$"
)
_SEVERAL = re.compile(
    r"\b(?:(?:\d{1,2}|mot|hai|ba|bon|nam) (?:nguoi|suat|cho|ve|ghe)|vo chong|ca nha)\b"
)
# Not now, not me, not that: and a question is none, either.
_NOT = re.compile(
    r"\b(?:muon|can|xin|cho|doi|nho) (?:\w+ )?(?:huy|bo|rut)\b|"
    r"\b(?:danh sach|nhung|may|cac|bao nhieu) (?:nguoi |ai )?(?:da )?(?:dang ky|dang ki|dk)\b|"
    r"\bdanh sach (?:nguoi|ten)\b|"
    r"\b(?:khong|ko|k|kg|chua|dung|chang|chan|huy|rut|bo|(?<!buon )(?<!mua )ban"
    r"|thoi)\b(?: \w+){0,3}"
    r" (?:muon|di|du|dang ky|dang ki|dk|tham gia|tham du|hoi nghi|hop)\b"
    r"|\b(?:chua|khong|ko|k|ha|nhi)$|(?<!\bthi )\bsao$"
    r"|\b(?:khong|ko|chua) (?:di|du|den|toi|tham gia)\b|\bai bao\b"
    r"|\b(?:sua|doi(?! thoai)|thay doi|di thay|hop thay|thay toi)\b"
)
_QUESTION = re.compile(
    r"\b(?:the nao|nhu nao|ra sao|lam sao|mang gi|can gi|o dau|khi nao|bao gio|may gio|hay khong"
    r"|mat phi|mat tien|la gi|vi sao|tai sao|ai duoc|co duoc|duoc khong|co phai|bao lau|co bi"
    r"|han chot|cho nao|lam gi|theo gi|bao nhieu|cho hoi(?! nghi)|hoi ve)\b"
)
_LONGEST_WISH = 45  # words: who and what else is told with it
# A wish put as a question: `cho dì đi với được hông`, `muốn dự thì ghi tên thế nào`.
_ASKS_TO_COME = re.compile(
    rf"\b(?:cho(?: phep)?|xin(?: cho)?) {_WHO} (?:(?:vo|vao|cung|xin) )?"
    r"(?:di|du|tham gia|tham du|dang ky|mot|1|ghi|ke)\b(?: \w+){0,6}?"
    r" ?(?P<asks>(?:co )?(?:duoc|dc) (?:khong|ko|k|hong|hok|hem|khg)(?: (?:a|con|em|chau|ad"
    r"|vay))*)$"
    rf"|\b(?:muon|xin|dinh)(?: {_ADDRESS})? (?:di|du|tham gia|tham du)\b.* ?"
    r"(?P<how>(?:thi )?(?:phai )?(?:ghi ten|dang ky|dang ki|ghi danh)"
    r" (?:the nao|o dau|ra sao|sao|lam sao|nhu nao)(?: (?:a|vay|em|con|chau|day))*)$"
)
_IN_THE_FORM = re.compile(
    r"(?:(?:the|vay|ma|a|oi|em|da|cho hoi|hop|hoi nghi|di) )*"
    r"(?:may gio|bao gio|khi nao|luc nao|hom nao|ngay nao|thu may|o dau|cho nao|dia diem|dia chi"
    r"|may h|o cho nao)(?: (?:the|vay|a|em|nhi|day|hop|hoi nghi|di|do|oi|bat dau))*"
)
_ALL = re.compile("|".join(f"(?:{phrase})" for phrase in _PHRASES))


def asks_about_meeting(text: str) -> bool:
    """`mấy giờ họp`, `tháng 12 có họp gì không`, `hội nghị ở đâu`."""
    said = clean(text).lower()
    plain = bare_words(said)
    if len(plain.split()) > LONGEST or _OTHER.search(plain):
        return False
    if _is_hop_of_marks(said):
        return False
    return bool(_ALL.search(plain))


def named_by_title(text: str, titles: Sequence[str]) -> list[int]:
    """The places in a list of those titles that a text names by words in a row which no other of
    them has, most of all: `hội nghị gặp mặt chợ` names `Gặp mặt chợ` beside `Hội nghị quý`."""
    said = f" {bare_words(text)} "
    words = [bare_words(title).split() for title in titles]
    counts = []
    for place, own in enumerate(words):
        others = {word for at, other in enumerate(words) if at != place for word in other}
        pairs = (f" {one} {two} " for one, two in pairwise(own) if not others & {one, two})
        counts.append(sum(pair in said for pair in pairs))
    most = max(counts, default=0)
    return [place for place, count in enumerate(counts) if most and count == most]


def is_of_that_name(text: str, title: str, kind: str) -> bool:
    """Whether a text names a meeting as the event is: `lớp học` or `tập huấn` a training,
    `hội nghị` any other."""
    plain = bare_words(text)
    names = [name for name, words in _NAMES.items() if words.search(plain)]
    return kind in names or any(
        words.search(plain) and words.search(bare_words(title)) for words in _NAMES.values()
    )


def names_a_course(text: str) -> bool:
    """Whether the meeting it names is a course: no conference is meant."""
    plain = bare_words(text)
    others = (words for name, words in _NAMES.items() if name != "training")
    return bool(_NAMES["training"].search(plain)) and not any(one.search(plain) for one in others)


def asks_when_or_where(text: str) -> bool:
    """The same in the middle of registering, where nothing else can be meant: also `mấy giờ`."""
    return asks_about_meeting(text) or bool(_IN_THE_FORM.fullmatch(bare_words(text)))


# `cho tôi đi họp với, Bùi Thị Tám 09…`: with those who meet, not with whom is named behind it.
_WITH_US = re.compile(r" (?:với|voi|vs)(?= *[,.;!])")


def wants_to_come(text: str) -> Coming | None:
    """How somebody who says so wants to be at the meeting; None where that is not said."""
    said = _WITH_US.sub("", clean(text).lower())
    plain = bare_words(said)
    asks_for_it = _ASKS_TO_COME.search(plain)
    if asks_for_it:
        plain = plain[: max(asks_for_it.start("asks"), asks_for_it.start("how"))].strip()
    if len(plain.split()) > _LONGEST_WISH or _NOT.search(plain) or _QUESTION.search(plain):
        return None
    if _is_hop_of_marks(said) or not _COME.search(plain):
        return None
    if _SEVERAL.search(plain):
        return Coming.SEVERAL
    return Coming.ALONE if re.search(_MEET, plain) else Coming.SOMEWHERE


# After a ticket was given back: that it is wanted again, and, weaker, that one comes after all.
_AGAIN = re.compile(rf"\b{_SIGN_UP}(?: {_ASIDE})* lai\b|\b(?:lay|giu|dat) lai (?:ve|cho|suat)\b")
_AFTER_ALL = re.compile(
    r"\bdi (?:lai )?(?:duoc|dc)\b|\b(?:van|lai) di\b|\bdi lai\b|\bdoi y\b.* (?:di|dang ky)\b"
    r"|\b(?:lay|giu|dat)(?: \w+)? (?:ve|cho|suat)\b"
)
_NOT_AGAIN = re.compile(
    r"\b(?:khong|ko|k|chua|dung|khoi|chang|chan)(?: \w+){0,2}"
    rf" (?:di|du|{_SIGN_UP}|lay|giu|dat|lai)\b"
    r"|\b(?:kinh doanh|doanh nghiep|cong ty|thue|hoa don|etax|tin|ma so|tai khoan|xe|con dau|luc"
    r"|hom truoc|the nao|lam sao|bao gio|khi nao)\b|\bdi lai (?:bat tien|kho|xa|mat)\b"
)


def comes_again(text: str, *, offered: bool) -> bool:
    """Whether whoever gave a ticket back wants it again: `thôi đăng ký lại cho tôi`. Where that is
    `offered`, also that one comes after all: `tôi đi được rồi`."""
    plain = bare_words(clean(text))
    if len(plain.split()) > LONGEST or _NOT_AGAIN.search(plain):
        return False
    return bool(_AGAIN.search(plain) or (offered and _AFTER_ALL.search(plain)))


def _is_hop_of_marks(said: str) -> bool:
    """Whether a word of hop is said with marks, and none of them is họp: hợp, hộp."""
    return has_marks(said) and bool(_ANY_HOP.search(said)) and not _HOP.search(said)
