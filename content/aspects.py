"""What of a matter a few words ask for: the papers, the place, how long, how much. Hearing only: a
question of its own is read whole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from content.dialect import plainly
from content.vietnamese import bare_words, fold


@dataclass(frozen=True, slots=True)
class Aspect:
    """`asked` is how it is asked for, `told` what tells it in an answer."""

    name: str
    asked: re.Pattern[str]
    told: re.Pattern[str]


_ASPECTS = tuple(
    Aspect(name, re.compile(rf"\b(?:{asked})\b"), re.compile(rf"\b(?:{told})\b"))
    for name, asked, told in (
        (
            "papers",
            r"giay (?:to|ma|nao|gi|chi)|nhung giay|ho so|can (?:gi|chi|nhung gi)"
            r"|mang (?:gi|chi|theo)|dem theo|chuan bi (?:gi|chi|nhung)|mau (?:nao|gi|lay)",
            r"giay|ho so|mau \d|can cuoc|to khai|mang theo|ban sao|hop dong",
        ),
        (
            "place",
            r"o (?:dau|mo|cho nao|tang may)|(?:nop|hoi|lay|xin|bao|mua|dang ky|dki|khai)"
            r" (?:dau|mo|cho nao|cho ai)|den dau|ra (?:phuong|thue|ngan hang|cong an|dau|mo)"
            r"|len (?:tinh|so|phuong|quan)|phuong hay|hay (?:la )?(?:ra|len)",
            r"nop (?:o|tai|qua)|trung tam|phong dang ky|thue co so|tai (?:quay|tru so)|ngan hang"
            r"|dichvucong\S*|dangkykinhdoanh\S*|app store|google play|hoi .{0,20}(?:phong|thue)",
        ),
        (
            "time",
            r"bao lau|(?:may|bao nhieu) (?:ngay|hom|bua|tuan|thang|phut|buoi)|khi nao|bao gio"
            r"|chung mo|mat may|may gio|khi mo|ngay mo|ngay nao|lau (?:khong|ko|k|hong)|han",
            r"\d+ (?:ngay|thang|gio|phut|tuan|nam)|ngay lam viec|han|gio lam viec|\d+/\d+",
        ),
        (
            "fee",
            r"bao nhieu tien|het bao nhieu|(?:het|ton|mat) (?:nhiu|nhieu|bn|bao nhieu)|le phi"
            r"|(?:mat|ton|dong|tra) tien|gia (?:bn|nhiu|bao nhieu|sao)|mac|dat (?:khong|ko|k|hong)"
            r"|may tien|bao nhieu mot|phi (?:gi|bao nhieu|bn)|tron goi",
            r"le phi|mien phi|(?:khong )?mat tien|\d dong|nghin dong|trieu dong|phi|goi|gia",
        ),
        (
            "who",
            r"ai (?:ky|dung ten|di|nop|lam|chi|giup|xac nhan|cho|duoc)|(?:nho|nguoi khac|ai do)"
            r" .{0,12}(?:nop|lam|di|khai)|(?:ky|nop|lam) (?:thay|mot minh|giup|gium|ho)|tu ky",
            r"uy quyen|dung ten|nop thay|ky|chu ho|nguoi khac|thay",
        ),
        ("penalty", r"phat|sao khong|co sao|bi gi|lam gi (?:toi|tui|minh)", r"phat|truy thu"),
        (
            "online",
            r"tren mang|online|onl|qua mang|(?:tren|bang) (?:dien thoai|dt|may tinh|web)|tai nha"
            r"|o nha",
            r"qua mang|dien thoai|truc tuyen|\S+\.gov\.vn|etax|may tinh",
        ),
        (
            "steps",
            r"lam (?:sao|rang|the nao|cach nao|gi|kieu gi)|buoc|roi (?:sao|gi)|tiep theo"
            r"|bam (?:vao|vo|dau|cai)|kieu (?:gi|nao)|cach nao",
            r"buoc|bam|chon|vao muc|dang nhap|mo (?:ung dung|etax)|\d\.",
        ),
    )
)
MOST_LINES = 5


def asked_in(text: str) -> tuple[Aspect, ...]:
    """What of a matter is asked for; none of most words."""
    plain = bare_words(text)
    return tuple(one for one in _ASPECTS if one.asked.search(plain))


# Particles, who speaks and is spoken to, what points, what is done with a paper: of no matter.
_OF_NO_MATTER = re.compile(
    r"(?:a|ad|ah|anh|ba|bac|ban|bi|biet|cac|cai|can|cau|chac|chau|chi|cho|chu|chua|co|con|cu"
    r"|cua|da|dang|day|dc|de|di|dki|dk|dky|do|dong|duoc|e|em|gi|gio|gium|giup|h|ha|hen|het"
    r"|hi|hk|hoi|hok|hong|j|k|khac|khai|khi|ki|ko|khong|la|lai|lam|lay|len|luon|ma|mat"
    r"|minh|mk|moi|mot|mua|muon|nao|nay|ne|nen|neu|ngay|nghe|nghen|nha|nhan|nhe|nhi|no|nop"
    r"|nua|nui|o|oi|ong|phai|qua|ra|rang|roi|rua|sao|sau|se|ta|tai|them|thi|thoi|the|tien"
    r"|to|toi|ton|tra|trong|truoc|tu|tui|u|ua|uh|um|v|va|van|viec|vo|vs|voi|xin|xong|y|z"
    r"|ky|dang|gui|giay|thu|tuc|gom|nhung)"
)
_SO = re.compile(r"(?i)\bvậy\b")  # folded it is a loan


def asks_only_of(text: str) -> bool:
    """`giấy tờ cần gì`, `xin ở đâu`: what of a matter is asked for, and no matter is named."""
    plain, aspects = bare_words(_SO.sub(" ", plainly(text))), asked_in(text)
    for aspect in aspects:
        plain = aspect.asked.sub(" ", plain)
    asked = bool(aspects or _PROCEDURE.search(plain))
    return asked and all(_OF_NO_MATTER.fullmatch(word) for word in plain.split())


_PROCEDURE = re.compile(r"\bthu tuc\b.*\bgi\b")


def named_in(text: str) -> frozenset[str]:
    """The names of what the question of an answer asks for."""
    return frozenset(one.name for one in asked_in(text))


def lines_telling(body: str, aspects: Sequence[Aspect]) -> list[str]:
    """The lines of an answer that tell one of these, as they stand there, the first few."""
    lines = [line for line in body.splitlines() if line.strip() and not line.startswith("#")]
    found = [one for one in lines if any(aspect.told.search(fold(one)) for aspect in aspects)]
    return found[:MOST_LINES]
