"""Whether somebody tells of selling what he grew or raised himself: no VAT is on it (Luật
48/2024/QH15 Điều 5.1), and no takings of it tell that tax is due (Nghị định 253/2026 Điều 21)."""

import re

from content.vietnamese import fold, fold_in_place, has_marks

ENTRY = "tu-trong-tu-ban"  # the answer about it
_SOME = r"(?:(?!toi |em )\w+ ){0,3}?"  # `nuôi mấy trăm con vịt`
_ANIMAL = (
    "vịt|gà|heo|lợn|bò|trâu|dê|cừu|ngan|ngỗng|cút|chim cút|bồ câu|thỏ|hươu|cá|tôm|cua|ếch|lươn|ốc"
    "|ba ba|ong|yến|hàu|ngao"
)
_PLANT = (
    "rau|lúa|ngô|khoai|sắn|mía|dưa|chuối|bưởi|cam|quýt|vải|nhãn|ổi|táo|xoài|sầu riêng|thanh long"
    "|dâu|nấm|chè|cà phê|tiêu|cà chua|hành|tỏi|cây ăn quả|cây ăn trái|hoa|đào|quất|mai|cây cảnh"
)
_OWN = (
    rf"\b(?:nuôi {_SOME}(?:{_ANIMAL})|trồng {_SOME}(?:{_PLANT})"
    r"|nhà (?:(?:tự|mình|em|tôi|bác) )?(?:trồng|nuôi)(?: được| ra)?"
    r"|tự (?:trồng|nuôi)|(?:vườn|ao|ruộng|chuồng|đầm) (?:của )?nhà|trang trại)\b"
)
_MARKED = re.compile(_OWN)
# Without marks `nuôi cả nhà`, `nuôi bố mẹ` read alike.
_FOLDED = re.compile(rf"(?!\bnuoi (?:ca nha|bo me|ong ba)\b){fold_in_place(_OWN)}")
_SELLS = re.compile(r"\b(?:ban|thu hoach|xuat chuong|thue|doanh thu)\b")
# Of others, or made into something else, or work for somebody.
_BOUGHT = re.compile(
    r"\b(?:mua|thu mua|thu gom|gom|nhap|lay (?:hang|cua|lai|o|tu|hoa|rau|ca)|ban lai|buon|dai ly"
    r"|vua (?:rau|ca|trai cay|tom))\b"
)
_MADE = re.compile(
    r"\b(?:luoc|nuong|chien|che bien|dong hop|gio cha|lap xuong|xuc xich|mam|nau|ruou|banh|com|pho"
    r"|bun|lau|say kho|kho ca|u muoi|quan (?:an|nhau|com|pho)|gia cong|nuoi ho|trong ho|nuoi thue"
    r"|trong thue|thuc an|phan bon|thuoc thu y|vat tu|dich vu)\b"
)


def is_own_produce(text: str) -> bool:
    """Whether a line tells of selling what is grown or raised by whoever sells it, as it is; not
    where anything is bought to be sold, or made into something else."""
    folded = fold(text)
    if not _SELLS.search(folded) or _BOUGHT.search(folded) or _MADE.search(folded):
        return False
    own = _MARKED.search(text.lower()) if has_marks(text) else _FOLDED.search(folded)
    return own is not None
