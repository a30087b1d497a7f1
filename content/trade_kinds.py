"""How somebody does business, told in a few words where it is asked: `bán ở chợ`, `trên shopee`."""

import re

from content.vietnamese import bare_words, clean

LONGEST = 12  # words
# All folded; the first that is found, so that what is named more narrowly comes first.
_WORDS = {
    "platform": r"shopee|shoppe|tiktok|lazada|sendo|tiki|tren san|qua san|san",
    "online": r"facebook|fb|face|zalo|online|onl|qua mang|tren mang|livestream",
    "vehicles": r"(?:ban|buon|mua ban) (?:o to|oto|xe(?: may| hoi| cu)?|tau|thuyen)",
    "rent": r"cho thue(?: \w+)? (?:nha|phong|mat bang|kho|can ho|tro|dat)|(?:phong|nha) tro",
    "service": r"dich vu|an uong|quan (?:an|nuoc|com|pho|bun|nhau|ca phe)|cat toc|goi dau|lam toc"
    r"|lam dau|spa|sua (?:xe|chua|may|dien)|van tai|cho (?:hang|khach)|may do|gia cong|san xuat"
    r"|xay dung|nau an|giat la",
    "shop": r"cho|cua hang|tap hoa|quay|sap|ki ?ot|tiem|shop|buon ban|ban (?:hang|le|buon|do)",
}
_LOOKS = {kind: re.compile(rf"\b(?:{words})\b") for kind, words in _WORDS.items()}
_SELLS = re.compile(r"\bban\b")
_ASKS_OR_DENIES = re.compile(r"\b(?:khong|ko|chua|la gi|the nao|lam sao|bao nhieu)\b")


def trade_kind_in(text: str) -> str:
    """`platform`, `online`, `vehicles`, `both`, `rent`, `service`, `shop`; "" for no kind."""
    plain = bare_words(clean(text))
    if len(plain.split()) > LONGEST or _ASKS_OR_DENIES.search(plain):
        return ""
    kind = next((kind for kind, look in _LOOKS.items() if look.search(plain)), "")
    return "both" if kind == "rent" and _SELLS.search(plain) else kind
