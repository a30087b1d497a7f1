"""What somebody who is to come asks of the meeting: `mai mấy giờ`, `có chỗ gửi xe không`, `tôi đi
trễ được không`. Only which matter; the answer stands on the event itself, or is not known.
"""

import re
from enum import StrEnum

from content.event_questions import EventMatter
from content.vietnamese import bare_words, clean


class TicketMatter(StrEnum):
    """What only somebody with a ticket asks."""

    REMIND = "remind"
    TICKET = "ticket"  # one's own: its code, how many, whether it stands


LONGEST = 12  # words: a longer message is about something else

# Folded.
_NOT = r"(?:khong|ko|k|kg|hong|hok|chua|a|nhi|the|vay)"
_I = r"(?:toi|tui|em|minh|chau|con|chi|anh|bac|co|chu|ong|ba)"
_ASIDE = (
    rf"(?:(?:the|vay|ma|a|da|alo|cho hoi|cho {_I} hoi|em oi|hop|hoi nghi|di hop|di|buoi hop) )*"
)
_END = rf"(?: (?:the|vay|a|em|nhi|day|do|oi|ha|{_NOT}|{_I}))*"
_MATTERS: tuple[tuple[EventMatter | TicketMatter, re.Pattern[str]], ...] = (
    (
        TicketMatter.TICKET,
        re.compile(
            rf"^(?:cho {_I} )?(?:xem|coi|mo|kiem tra|gui) (?:lai )?(?:cai |giup |cho |{_I} )*"
            r"(?:dang ky|dang ki|phieu|ma|ve|ma ve)"
            rf"(?: (?:cua|cho|{_I}|hoi nghi|hop|voi|nhe|di|a))*$"
            rf"|^(?:gui|cho|doc|nhan) (?:lai )?(?:cho )?(?:{_I} )?(?:lai )?(?:cai )?(?:ma|ma ve|ve)"
            rf"(?: lai)?(?: (?:cho|{_I}|voi|nhe|di|a|cai))*$"
            rf"|^(?:cai )?(?:ma|ma so|so ve)(?: ve)?(?: (?:cua )?{_I})?(?: la)?"
            rf" (?:gi|bao nhieu|so may|dau|o dau){_END}$"
            r"|\b(?:da )?(?:dang ky|dang ki|giu|ghi)(?: cho)? (?:duoc )?(?:may|bao nhieu)"
            r" (?:nguoi|cho|ve|suat)\b|\b(?:co|duoc) (?:ve|cho|ten) chua\b"
            rf"|\bcon {_I} co (?:ve|ten)\b"
            rf"|\b(?:bi )?(?:ghi|dang ky|nhan) (?:2|hai) lan\b"
        ),
    ),
    (
        EventMatter.PARKING,
        re.compile(
            r"\b(?:gui|do|de|dau|giu|trong) xe\b|\bbai (?:xe|do|dau)\b"
            r"|\bxe (?:de|gui|dau|do) (?:o )?dau\b"
            r"|\bcho de xe\b|\bdi (?:xe may|o to|oto|xe) (?:duoc|vao)\b"
        ),
    ),
    (
        EventMatter.LATE,
        re.compile(
            r"\b(?:di|den|toi|vao|ve)(?: \w+)? (?:tre|muon|cham|som)\b"
            r".*\b(?:duoc|sao|khong|ko|k|co)\b"
            r"|\b(?:tre|muon) (?:mot chut|chut|ti|\d+ phut|nua tieng|mot tieng)\b"
            r"|\b(?:di|den) (?:tre|muon)$"
        ),
    ),
    (
        EventMatter.CHILDREN,
        re.compile(
            r"\b(?:con nho|em be|tre (?:em|con|nho)|chau nho|con chau|dua nho|be)\b"
            r".*\b(?:di|theo|vao|mang|dan|cho)\b"
            r"|\b(?:mang|dan|cho|dem) (?:theo )?(?:con|chau|be|tre)\b"
            r".*\b(?:duoc|khong|ko|k)\b"
        ),
    ),
    (
        EventMatter.MEAL,
        re.compile(
            r"\b(?:an|com) (?:trua|sang|toi|com|uong|gi|nhe)\b.*\b(?:khong|ko|k|gi|a|nhi)\b"
            r"|\bco (?:an|com|nuoc|nuoc uong|do an)(?: \w+)? (?:khong|ko|k)\b"
        ),
    ),
    (
        EventMatter.FEE,
        re.compile(
            rf"^{_ASIDE}(?:co )?(?:phai )?(?:mat|dong|ton|tra|nop|thu)"
            r" (?:tien|phi|gi|dong nao|le phi)"
            rf"(?: (?:gi|nao|ve|vao cua))*{_END}$|^{_ASIDE}(?:mien phi|ve bao nhieu tien){_END}$"
        ),
    ),
    (
        TicketMatter.REMIND,
        re.compile(
            rf"\b(?:nhac|bao|nhan|goi)(?: (?:lai|cho|giup|truoc|{_I}))* (?:truoc|trc|hom do|hom ay"
            rf"|ngay do|gan ngay|sang do|di hop|hop)\b|^(?:co )?(?:ai )?nhac (?:lai )?(?:{_I} )?"
            rf"(?:truoc )?{_NOT}$|\bai (?:se )?(?:goi|nhac|bao) (?:cho )?(?:\w+ )?{_I}\b"
        ),
    ),
    (
        EventMatter.BRING,
        re.compile(
            rf"^{_ASIDE}(?:{_I} )?(?:co |can |phai )*(?:mang|cam|dem)(?: theo)?"
            rf" (?:gi|giay to gi|nhung gi){_END}$"
            rf"|^{_ASIDE}(?:can|phai) chuan bi (?:gi|nhung gi){_END}$"
        ),
    ),
    (
        EventMatter.WHEN,
        re.compile(
            rf"^{_ASIDE}(?:(?:ngay )?mai|hom do|hom ay|ngay nao|luc|la)? ?{_ASIDE}"
            r"(?:may gio|may h|luc may gio|bao gio|khi nao|hom nao|ngay nao|thu may|o dau|cho nao"
            rf"|o cho nao|dia diem|dia chi|dia chi o dau|gio nao|mai may gio|duong nao|di duong nao"
            r"|di dau)(?: (?:bat dau|hop|di|co mat|den|xong|tan|ket thuc|het|phong nao|hoi nghi))*"
            rf"{_END}$"
        ),
    ),
)


def asked_of_event(text: str) -> EventMatter | TicketMatter | None:
    """The matter a short message asks of; None for any other message."""
    plain = bare_words(clean(text))
    if not plain or len(plain.split()) > LONGEST:
        return None
    return next((matter for matter, pattern in _MATTERS if pattern.search(plain)), None)
