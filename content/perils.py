"""What exactly threatens somebody, and the first step that helps: fire, gas, an illness, a lost
child, a threat, money in a swindler's hands.

Two readings: `peril_in` of a message that comes out of nothing, which has to say a danger itself;
`need_in` of what follows once a danger was answered, where little is enough (`còn bà già trong
nhà`). Every name here has a sentence in `content/messages/vi/danger/`.
"""

import re
from dataclasses import dataclass

from content.toneless import either
from content.vietnamese import clean, fold

_NO_WORD = re.compile(r"[^\w,.;:!?\n]+")
_PEOPLE = (
    "tôi|tui|em|cháu|con|mẹ|má|bố|ba|cha|bà|ông|vợ|chồng|anh|chị|cô|chú|bác|dì|cậu|cụ|người|nó|bé"
    "|đứa|khách|thợ|nhân viên|hàng xóm|trẻ|thằng bé|con bé|đứa nhỏ"
)
_BAD = "thằng|nó|bọn|tụi|chúng nó|đứa|ai|người|khách|hắn|lão|côn đồ|thanh niên|chủ nợ|hàng xóm"
_BUILT = (
    "nhà|quán|chợ|tiệm|kho|bếp|xưởng|phòng|sạp|ki ốt|kiốt|xe|tầng|lầu|gác|bên cạnh|hàng xóm"
    "|hàng bên|hàng xóm|ổ điện|tủ điện|dây điện|bình ga|bình gas|rác"
)

# How each is said, typed in full, without tones or without marks; then what only marks tell.
_FIRE = (
    rf"(?:{_BUILT})(?: (?!bán|nấu|món|đồ|ăn|cơm)[^\W_]+){{0,3}} cháy (?:rồi|to|lớn|kìa|với|dữ)"
    r"|khói (?:đen|mù mịt|nghi ngút|dày đặc)|(?:bốc|ngập|ngạt|đầy) khói|lửa (?:to|lớn|lan|bốc|cháy)"
    r"|(?:bốc|có) lửa|nổ (?:ga|gas|bình|tủ điện|bếp)|(?:bình|bếp|ga|gas|tủ điện)(?: ga| gas)? "
    r"(?:bị |vừa |mới )?nổ|(?:phát|bốc) hỏa|(?:phát|bốc) hoả",
    r"(?<!toán )(?<!sổ )(?<!giấy )(?<!đèn )(?:đang |bị |phát |bốc )cháy(?! hàng| vé| túi| nắng)"
    r"|^cháy(?: to| lớn)? (?:rồi|quá)"
    rf"|(?<!cơm )(?<!chống )(?<!phòng )cháy (?:{_BUILT})|(?:{_BUILT})(?: tôi| em| mình)? cháy$",
)
_GAS = (
    r"(?:rò|xì|hở|thoát)(?: rỉ)?(?: khí)? (?:ga|gas)|(?:khí )?(?:ga|gas) (?:bị |đang )?"
    r"(?:rò|xì|hở|rỉ|thoát)|(?:có|nghe|ngửi|thấy|toàn|nồng|sặc) mùi (?:khí )?(?:ga|gas)"
    r"|mùi (?:ga|gas) (?:nồng|nặc|khắp|trong|nhiều)|ngộ độc khí",
)
_ELECTRIC = (
    r"dây điện (?:[^\W_]+ ){0,3}(?:đứt|rơi|rớt)|điện giật|giật điện|chập điện|rò điện"
    r"|cột điện (?:bị |vừa )?(?:đổ|gãy)",
)
_MEDICAL = (
    rf"(?:{_PEOPLE})(?: tôi| em| cháu| nó| bị| lại| vừa| tự nhiên)* (?:ngất|xỉu|đột quỵ|tai biến"
    r"|co giật)(?! ngưởng| ngây)(?: rồi| méo| ngã| nằm|$)|(?:bị|vừa|mới|ngã|té) (?:ngất|xỉu)"
    r"|đột quỵ(?: rồi| méo)|méo (?:miệng|mồm)|tê (?:liệt )?nửa người|liệt nửa người|co giật"
    r"|tím tái|tím ngắt|sùi bọt mép|hôn mê|mê man|(?:lả|lịm) (?:đi|rồi|dần)"
    r"|bất động|tức ngực|sốc phản vệ|nhồi máu|hen suyễn lên cơn"
    r"|hóc (?:xương|thạch|hạt|đồng|kẹo|dị vật|cơm|[^\W_]+ tím)|(?:bị|mắc) (?:hóc|nghẹn)"
    r"|(?:nuốt|ngậm) (?:phải |nhầm |lộn )?(?:pin|kim|đồng xu|nam châm|hạt|xương|dị vật)"
    r"|trở dạ|vỡ ối|chuyển dạ|đau đẻ|đẻ rơi|băng huyết"
    r"|(?:ngã|té)(?: [^\W_]+){0,3} (?:không dậy|không tỉnh|ko dậy|gãy|bất tỉnh|cầu thang)"
    r"|không dậy (?:được|nổi)(?! sớm)|gãy (?:chân|tay|cổ|xương)(?! cò)"
    r"|không (?:thở|cử động)(?: được| nữa|$)|máu (?:me|lênh láng)|chảy (?:nhiều )?máu|ra máu nhiều"
    r"|nôn ra máu|đứt (?:lìa )?(?:ngón )?tay",
    r"máu (?:nhiều|chảy|phun|ra|quá|khắp|đầy)|mất máu|nhiều máu",
)
_POISON = (
    r"(?<!ăn )(?<!đồ )(?<!nước )uống (?:nhầm|phải|lộn)(?! hàng| hóa| hoá| đóng| nộp| khai| chịu| có"
    r"| xin| làm| bao)|ăn (?:nhầm|phải) (?:thuốc|bả|nấm|độc)|ngộ độc",
    r"uống (?:thuốc chuột|nước tẩy|xăng|dầu hỏa|axit)",
)
_FOOD = (
    r"(?:ói|nôn)(?: mửa)?(?: [^\W_]+){0,3} (?:quá trời|liên tục|dữ|nhiều|suốt|hết|thốc)"
    r"|ăn (?:xong|vào|phải)?(?: [^\W_]+){0,5} (?:ói|nôn|tiêu chảy|đau bụng)",
)
_BURN = (r"bị (?:bỏng|phỏng)(?! vấn)|(?:bỏng|phỏng) (?:nước|nặng|lửa|dầu|ga|điện|cồn|mặt|tay)",)
_BITE = (rf"rắn cắn|chó (?:dại |[^\W_]+ )?cắn (?:vào )?(?:{_PEOPLE}|mặt|tay|chân|cổ)",)
_WATER = (
    r"đuối nước|chết đuối|(?:rơi|té|ngã|rớt|tụt)(?: [^\W_]+){0,2} (?:sông|ao|giếng|hồ nước|kênh)"
    r"|nước cuốn|lũ (?:cuốn|quét|lên|tràn)|nước (?:ngập|dâng|lên) (?:tới|đến|quá) "
    r"(?:ngực|cổ|mái|đầu)",
)
_ACCIDENT = (
    r"xe (?:tải |máy |khách |con |hơi |ôm |buýt |container |ba gác )?(?:tông(?! đơ)|lật|cán|húc"
    r"|lao vào|đâm (?:vào|trúng|phải|người|ngay))"
    r"|bị (?:xe|ô tô) (?:[^\W_]+ )?(?:tông|đâm|cán|húc|kẹp)"
    r"|ô tô (?:tông|lật|cán|húc|đâm)|tông xe|(?:có|bị|gặp|xảy ra) tai nạn|tai nạn (?:rồi|ngay|nặng)"
    r"|sập (?:mái|nhà|tường|trần|chợ|giàn|sàn|gác)|(?:nhà|tường|mái|trần|giàn giáo)(?: chợ| nhà)?"
    r" (?:bị |vừa |đang )?(?:sập|đổ sập|đổ đè)|giật tung|tốc mái|bay mái|sạt lở|lở đất"
    r"|cây (?:đổ|ngã) (?:đè|vào|trúng)|(?:đổ|rơi|sập|ngã) (?:xuống )?(?:đè|trúng|vào) người",
)
_TRAPPED = (
    rf"(?:{_PEOPLE})(?: đang)?(?: bị)?(?: mắc)? kẹt(?: lại)? (?:trong|ở tầng|trên|dưới|thang|tầng"
    r"|lầu|gác)|(?<!tiền )(?<!hàng )(?<!vốn )(?<!sơ )(?:bị|đang|mắc) kẹt "
    r"(?:trong|trên|dưới|thang|tầng|lầu|gác)"
    r"|kẹt (?:thang máy|trên gác|trên lầu|trong (?:nhà|phòng|thang|đám cháy|xe))"
    r"|người (?:đang |bị |mắc )*kẹt",
)
_LOST = (
    rf"(?<!con )(?:{_PEOPLE})(?! dấu| gà| vịt| cá)(?: [^\W_]+){{0,4}} (?:đi lạc|bị lạc"
    r"|lạc (?:mất|đâu|đường)|mất tích|bỏ nhà đi|(?:lẫn )?(?:bỏ )?đi (?:đâu )?mất (?:từ|rồi|tăm)"
    r"|không thấy đâu|không thấy về)(?! hồ sơ| giấy| đơn| mất giấy)"
    r"|lạc mất (?:con|cháu|bé|mẹ|bà|ông|đứa)|tìm (?:con|cháu|mẹ|trẻ) (?:bị |đi )?lạc",
)
_KIDNAP = (
    r"bắt cóc|(?:đòi|đưa|nộp)(?: [^\W_]+){0,4} chuộc|tiền chuộc|bị bắt (?:ở|sang|qua) (?:cam|campu"
    r"|miến|lào|trung)",
)
_THREAT = (
    r"(?:tạt|hắt) (?:sơn|mắm tôm|axit|a xít|xăng|chất bẩn|dầu luyn)"
    r"|(?:dọa|doạ|đòi|sẽ|định|hăm|hăm dọa|tính|nó|họ)(?: [^\W_]+){0,2} (?:đốt (?:nhà|quán|xe|sạp"
    r"|tiệm|chợ|cửa hàng|chết|cả)|chém(?! giá| gió)|giết(?! gà| lợn| heo| mổ)|thủ tiêu"
    r"|thiêu (?:sống|rụi|chết|cả|nhà|quán))"
    r"|không (?:đưa|trả|nộp|chịu)(?: [^\W_]+){0,4} (?:đánh|chém|đập|đốt|giết)(?! thuế| giá)"
    r"|xã hội đen(?: [^\W_]+){0,3} (?:đến|tới|kéo|dọa|đe|tạt|đánh|phá|chặn)"
    r"|bọn xã hội đen|giang hồ(?! mạng)"
    r"|(?:đến|tới|kéo) (?:[^\W_]+ ){0,3}(?:quậy phá|đập phá|khủng bố)"
    r"|đang (?:đập phá|phá (?:quán|cửa|nhà)|cạy (?:cửa|khóa)|đập (?:cửa|quán|đồ))"
    r"|(?:theo dõi|rình rập|bám theo|rình) (?:tôi|tui|em|mình|cháu|con tôi|nhà tôi|quán tôi)"
    r"|tống tiền|chặn đường|bao vây (?:quán|nhà|tôi)|hăm he",
    rf"(?:{_BAD})(?: [^\W_]+){{0,4}} (?:cầm|vác|mang|rút|giơ|vung|xách|lăm lăm)(?: theo| cái)? "
    r"(?:dao|gậy|mã tấu|kiếm|búa|súng|kim tiêm|rìu|hung khí|tuýp|xăng|can xăng)"
    r"(?! thái| chặt| mổ| gọt| cắt| bán| ra bán| đi mài)",
    r"(?:đánh|đập|bạo hành|hành hạ) (?:con nít|trẻ|trẻ con|em bé|thằng bé|con bé|đứa (?:nhỏ|bé)"
    r"|cháu bé)",
)
_LOCKED = (
    r"(?:bị|đang)(?: [^\W_]+){0,4} (?:nhốt|khóa trái|giam)|nhốt (?:tôi|em|cháu|con tôi|vợ|mẹ)"
    r"|(?:nhốt|giam) (?:[^\W_]+ ){0,3}trong (?:nhà|phòng|kho)(?! gà| lợn)",
)
_ROBBED = (
    r"(?:vừa|mới|bị|đang) (?:bị )?(?:móc túi|trấn lột|cướp|giật (?:túi|dây|điện thoại|đồ))"
    r"|trộm (?:đang|còn|vào|trong|ở trong)|cướp (?:giật|tiệm|vàng|xe)",
)

FIRE, GAS, ELECTRIC, TRAPPED = "fire", "gas", "electric", "trapped"
INSIDE, CALLED, NO_LINE, ALONE = "inside", "called", "no_line", "alone"
MEDICAL, POISON, FOOD, BURN, BITE = "medical", "poison", "food", "burn", "bite"
WATER, ACCIDENT, LOST, ROBBED = "water", "accident", "lost", "robbed"
KIDNAP, THREAT, LOCKED = "kidnap", "threat", "locked"
CODE, DATA, DEVICE, LINK, AGAIN, LOAN = "code", "data", "device", "link", "again", "loan"
VIOLENT = frozenset((KIDNAP, THREAT, LOCKED))

# In this order: what is nearest to a life, and most particular, first.
_PERILS = {
    GAS: (_GAS, ()),
    TRAPPED: (_TRAPPED, ()),
    FIRE: (_FIRE[:1], _FIRE[1:]),
    ELECTRIC: (_ELECTRIC, ()),
    WATER: (_WATER, ()),
    KIDNAP: (_KIDNAP, ()),
    LOCKED: (_LOCKED, ()),
    THREAT: (_THREAT, ()),
    POISON: (_POISON[:1], _POISON[1:]),
    FOOD: (_FOOD, ()),
    BURN: (_BURN, ()),
    BITE: (_BITE, ()),
    MEDICAL: (_MEDICAL[:1], _MEDICAL[1:]),
    ACCIDENT: (_ACCIDENT, ()),
    LOST: (_LOST, ()),
    ROBBED: (_ROBBED, ()),
}
LASTING = tuple(_PERILS)  # what goes on until somebody comes
STEPS = (
    *LASTING,
    *(INSIDE, CALLED, NO_LINE, ALONE, CODE, DATA, DEVICE, LINK, AGAIN, LOAN),
)
# Asked of a rule, a paper, a tax; told of another day; a matter for the ward to mend.
_ONLY_ASKED = re.compile(
    either(
        r"\b(?:thuế|giảm|miễn|hỗ trợ|bảo hiểm|hóa đơn|hoá đơn|chi phí|phòng cháy|chữa cháy|pccc"
        r"|chứng nhận|tập huấn|diễn tập|quy định|giấy phép|đăng ký|đứng tên|sang tên|phản ánh"
        r"|kiến nghị|hội nghị|đi họp|nghỉ bán|thủ tục|kinh doanh|mất khách|con trâu|con bò"
        r"|doanh thu|(?:đóng|nộp|khai|phạt) bao nhiêu|phải (?:đóng|nộp|khai|đền)"
        r"|cần (?:giấy|gì|những)|gửi phường|nướng|xả khói|(?:năm|tháng|tuần|hôm|đợt|lần) "
        r"(?:ngoái|trước|qua|kia|nọ)|hồi|trước đây|có được|có phải|ai (?:trả|chịu|đền)"
        r"|phòng ngừa|đề phòng)\b"
    )
)
_NOW = re.compile(either(r"\b(?:cứu|cấp cứu|khẩn cấp|mau lên|trời ơi|làm ơn)\b"))

# What follows, all folded: by now few words are enough.
_NOT = r"(?:khong|ko|k|chua|chang|cha|hong|hok|kg|khg)"
_AFTER_HARM = {
    NO_LINE: rf"{_NOT}(?: \w+){{0,2}} (?:nghe may|nghe|bat may|goi duoc|lien lac duoc|nhac may)\b"
    rf"|\bmay ban\b|\bgoi(?: \w+){{0,3}} (?:{_NOT}|mai|hoai)\b|\bhet (?:tien|pin)\b|\bmat song\b",
    GAS: r"\b(?:gas|ga|xang|hoa chat)\b",
    INSIDE: r"\b(?:con|van|dang|me|ba|bo|ong|vo|chong|chau|em|be|cu)\b.*\b(?:trong nha|o trong"
    r"|ben trong|tren gac|tren lau|tren tang|trong do|trong phong|trong quan|duoi ham|trong bep)\b"
    r"|\b(?:trong nha|ben trong|trong do|tren gac|tren lau|tren tang) (?:van )?(?:con|co)\b"
    r"|\bcon (?:nguoi|me|ba gia|tre|chau|hai|may|nhieu nguoi)\b(?!.*\b(?:ban|lam)\b)",
    TRAPPED: rf"{_NOT}(?: \w+){{0,1}} (?:ra|xuong|thoat|chay|mo)(?: \w+){{0,3}} (?:duoc|noi)\b"
    r"|\b(?:ket|ngat|khoi (?:nhieu|vao|den|qua))\b",
    CALLED: r"\b(?:goi|bao)(?: \w+){0,3} roi\b|\b(?:dang|sap) (?:toi|den|ra|qua)\b",
    MEDICAL: rf"\b(?:chay mau|nhieu mau|mau nhieu|ngat|xiu|bat tinh|bi thuong|gay|{_NOT} tho"
    rf"|{_NOT} tinh|{_NOT} day|kho tho|co giat|tim tai|lim|la di)\b",
}
_AFTER_DISTRESS = {
    NO_LINE: _AFTER_HARM[NO_LINE],
    ALONE: rf"\b(?:{_NOT}(?: co| con| thay)? ai|mot minh|co doc|bo (?:toi|di) het)\b",
}
_AFTER_SWINDLE = {
    AGAIN: r"\b(?:lay|doi|thu hoi|rut|hoan|tim)(?: \w+){0,3} (?:lai )?(?:\w+ ){0,2}"
    r"(?:gium|giup|dum)\b|\b(?:luat su|dich vu|hacker|tren mang|nguoi khac|nguoi la)\b.*\b"
    r"(?:lay|doi|thu hoi) lai\b"
    r"|\blay lai (?:duoc|tien)\b",
    LOAN: r"\bvay(?: \w+){0,4} (?:bang|ten|can cuoc|cccd)\b|\b(?:can cuoc|cccd)\b.*\bvay\b",
    DEVICE: r"\b(?:dien thoai|dt|may|app|ung dung|no)\b(?: \w+){0,2} (?:tu|la|lam|dieu khien|dang)"
    r"|\b(?:cai|tai(?! khoan))(?: \w+){0,3} (?:roi|xong|mat)\b"
    r"|\b(?:tat|khoi dong|ngat)(?: \w+){0,2} (?:may|mang|nguon|wifi|dien thoai)\b"
    r"|\btu (?:cai|chay|mo|bam)\b",
    CODE: r"\b(?:doc|noi|dua|gui|bao)(?: \w+){0,4} (?:roi|xong|mat)\b|\botp\b",
    DATA: r"\b(?:dien|nhap|khai|ghi|chup|gui|cho|dua)\b.*\b(?:tai khoan|stk|cccd|can cuoc|cmnd|the"
    r"|mat khau|pin|anh|thong tin)\b|\b(?:dien|nhap|khai|quet)(?: \w+){0,3} (?:roi|xong)\b",
    LINK: r"\b(?:bam|an|vao|mo|nhan|click|kich)(?: \w+){0,3} (?:roi|xong|mat|link)\b"
    r"|\blo (?:bam|an|mo|vao|nhan)\b",
}


@dataclass(frozen=True, slots=True)
class Peril:
    """What threatens, one of `STEPS`; whether by a person's hand."""

    name: str

    @property
    def by_a_person(self) -> bool:
        return self.name in VIOLENT


def _compiled(ways: tuple[tuple[str, ...], tuple[str, ...]]) -> re.Pattern[str]:
    any_keys, marked = ways
    joined = "|".join(f"(?:{way})" for way in (*map(either, any_keys), *marked))
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)")


_LOOKS = {name: _compiled(ways) for name, ways in _PERILS.items()}


def _needs(ways: dict[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(way) for name, way in ways.items()}


_HARM, _DISTRESS, _SWINDLE = map(_needs, (_AFTER_HARM, _AFTER_DISTRESS, _AFTER_SWINDLE))
_NOT_WORDS = re.compile(r"[^a-z0-9 ]+")


def peril_in(text: str) -> Peril | None:
    """What the text by itself says is happening; None when it says nothing of the kind, or only
    asks about a rule or tells of another day."""
    said = _NO_WORD.sub(" ", clean(text).lower()).strip(" .,;:!?")
    name = next((name for name, look in _LOOKS.items() if look.search(said)), "")
    if not name:
        return None
    told = name not in VIOLENT and _ONLY_ASKED.search(said) and not _NOW.search(said)
    return None if told else Peril(name)


def need_in_harm(text: str) -> str:
    """Of fire, illness, violence answered just before: which of `STEPS` the words ask for."""
    if said := _first(_HARM, text):
        return said
    peril = peril_in(text)
    return peril.name if peril else ""


def need_in_distress(text: str) -> str:
    """The same, of somebody who spoke of ending it."""
    return _first(_DISTRESS, text)


def need_in_swindle(text: str) -> str:
    """The same, of a swindler at work or done."""
    return _first(_SWINDLE, text)


def _first(looks: dict[str, re.Pattern[str]], text: str) -> str:
    plain = " ".join(_NOT_WORDS.sub(" ", fold(clean(text))).split())
    return next((name for name, look in looks.items() if look.search(plain)), "")
