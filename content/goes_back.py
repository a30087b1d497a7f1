"""`quay lại cái đơn kia đi`, `rứa thì tiếp đi, số chị …`: whoever turned to something else goes
back to the form that waits. Looked for folded."""

import re

from content.vietnamese import bare_words

_MOST = 14  # words
_IT = r"(?:don|phan anh|kien nghi|cau hoi|cau gui|mau|dang ky|viec|chuyen|vu|cai|vo)"
_OPENS = r"(?:(?:a|o|da|u|ok|roi|thoi|rua|vay|the|thi|gio|bay gio|chu|chau|em|minh|cho) )*"
_BACK = re.compile(
    rf"\b(?:quay|tro|ve|quay tro) lai(?: (?:voi|cho|cai|vu|chuyen|phan))* {_IT}\b"
    r"(?!.*\b(?:truoc|thue|hoi nghi|etax|app|hoa don|vay)\b)"
    rf"|^{_OPENS}(?:lam |dien |viet )?tiep (?:di|tuc|nhe|nha|cho)\b(?! \w+ (?:gi|sao))"
)

_ADDS = re.compile(
    r"\b(?:ghi|viet|noi|bo sung|cho) (?:them )?(?:luon )?(?:vao|vo) (?:cai )?"
    r"(?:don|cau|phan anh|kien nghi)\b"
)


def adds_to_text(text: str) -> bool:
    """`ghi thêm vào đơn hộ bác`: what is said is more of the text for the ward."""
    return bool(_ADDS.search(bare_words(text)))


def goes_back_to_it(text: str) -> bool:
    """Whether somebody goes back to what waits, maybe with an answer for it behind."""
    plain = bare_words(text)
    return len(plain.split()) <= _MOST and bool(_BACK.search(plain)) and "?" not in text


def without_it(text: str) -> str:
    """What is said besides: `rứa thì tiếp đi, số chị 0905…` -> `số chị 0905…`."""
    parts = [part.strip() for part in re.split(r"[,.;!\n]+(?=\s|$)", text) if part.strip()]
    return ", ".join(part for part in parts if not _BACK.search(bare_words(part)))
