"""What exactly threatens somebody, in a message that comes out of nothing and has to say it itself:
fire, gas, an illness, a lost child, a threat. What follows is read by `content/needs.py`.

Every name here has a sentence in `content/messages/vi/danger/`.
"""

import re
from dataclasses import dataclass

from content import fires
from content.idioms import plain_words
from content.toneless import either

_PEOPLE = (
    "tôi|tui|em|cháu|con|mẹ|má|bố|ba|cha|bà|ông|vợ|chồng|anh|chị|cô|chú|bác|dì|cậu|cụ|người|nó|bé"
    "|đứa|khách|thợ|nhân viên|hàng xóm|trẻ|thằng bé|con bé|đứa nhỏ"
)
_BAD = "thằng|nó|bọn|tụi|chúng nó|đứa|ai|người|khách|hắn|lão|côn đồ|thanh niên|chủ nợ|hàng xóm"
# How each is said, typed in full, without tones or without marks; then what only marks tell.
_MEDICAL = (
    rf"(?:{_PEOPLE})(?: tôi| em| cháu| nó| bị| lại| vừa| tự nhiên){{0,4}} (?:ngất|xỉu|đột quỵ"
    rf"|tai biến"
    r"|co giật)(?! ngưởng| ngây)(?: rồi| méo| ngã| nằm|$)|(?:bị|vừa|mới|ngã|té) (?:ngất(?! kết"
    r"| quyền| mạng| nguồn| điện| dòng)|xỉu)"
    rf"|(?<!nhà )(?<!quán )(?<!tiệm )(?:{_PEOPLE})(?: tôi| em| cháu| nó| vừa| mới)* bị sét đánh"
    r"|đột quỵ(?: rồi| méo)|méo (?:miệng|mồm)|tê (?:liệt )?nửa người|liệt nửa người|co giật"
    r"|tím tái|tím ngắt|sùi bọt mép|hôn mê|mê man|lịm (?:đi|rồi|dần)"
    r"|(?:con|cháu|bé|mẹ|bà|ông|cụ|vợ|chồng|bố|nhỏ)(?: đang| bị| tôi)? lả (?:đi|dần)"
    r"|nằm (?:im )?bất động|tức ngực|sốc phản vệ|nhồi máu|hen suyễn lên cơn"
    r"|hóc (?:xương|thạch|hạt|đồng|kẹo|dị vật|cơm|[^\W_]+ tím)|(?:bị|mắc) (?:hóc|nghẹn)"
    r"|(?:nuốt|ngậm) (?:phải |nhầm |lộn )?(?:pin|kim|đồng xu|nam châm|hạt|xương|dị vật)"
    r"|trở dạ|vỡ ối|chuyển dạ|(?:đang|bị|sắp) đau đẻ|đẻ rơi|băng huyết"
    r"|(?:ngã|té)(?: [^\W_]+){0,3} (?:không dậy|không tỉnh|ko dậy|gãy|bất tỉnh|cầu thang)"
    r"|không dậy (?:được|nổi)(?! sớm)|gãy (?:chân|tay|cổ|xương)(?! cò)"
    r"|không (?:thở|cử động)(?: được| nữa|$)|máu (?:me|lênh láng)|chảy (?:nhiều )?máu|ra máu nhiều"
    r"|nôn ra máu|đứt (?:lìa )?(?:ngón )?tay",
    # Without marks: là rồi, lạ rồi; đâu để, đưa lên đâu để.
    r"lả (?:rồi|đi|dần)|đau đẻ",
    r"bất động(?! sản)|máu (?:nhiều|chảy|phun|ra|quá|khắp|đầy)|mất máu|nhiều máu",
)
_DRUNK = (
    "thuốc (?:chuột|trừ sâu|diệt cỏ|độc)|nước (?:tẩy|thông cống|lau sàn|rửa bát|javel|gia ven)"
    "|axit|a xít|dầu hỏa|thủy ngân"
)
_POISON = (
    rf"(?<!cho )uống (?:[^\W_]+ ){{0,2}}(?:{_DRUNK})(?! (?:có|bao|mấy|là))|"
    r"(?<!ăn )(?<!đồ )(?<!nước )uống (?:nhầm|phải|lộn)(?! hàng| hóa| hoá| đóng| nộp| khai| chịu| có"
    r"| xin| làm| bao)|ăn (?:nhầm|phải) (?:thuốc|bả|nấm|độc)|ngộ độc",
    r"uống (?:[^\W_]+ ){0,2}(?:thuốc sâu|xăng|cồn(?! bán))|uong thuoc sau(?= roi| cuu|$)",
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
# "xe tai tong cong 83tr" is a sum.
_SUM = r" (?:đơ|cộng|thu|số|doanh|cục|tiền|lại|hợp|kết|quan|chi|cả|giá|\d[\w,.]*)"
_ACCIDENT = (
    rf"xe (?:tải |máy |khách |con |hơi |ôm |buýt |container |ba gác |ben )?(?:tông(?!{_SUM})|lật"
    rf"|cán|húc"
    r"|lao vào|đâm (?:vào|trúng|phải|người|ngay))"
    r"|bị (?:xe|ô tô) (?:[^\W_]+ )?(?:tông|đâm|cán|húc|kẹp)"
    r"|ô tô (?:tông|lật|cán|húc|đâm)|tông xe|(?:có|bị|gặp|xảy ra) tai nạn|tai nạn (?:rồi|ngay|nặng)"
    r"|sập (?:mái|nhà|tường|trần|chợ (?:rồi|kìa|với|đè)|giàn|sàn|gác)"
    r"|(?:nhà|tường|mái|trần|giàn giáo)(?: chợ| nhà)? (?:bị |vừa |đang )?(?:sập|đổ sập|đổ đè)"
    r"|giật tung|tốc mái|bay mái|sạt lở"
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
    # Who rummages through a house looks for a thing.
    rf"(?<!con )(?:{_PEOPLE})(?! dấu| gà| vịt| cá)"
    r"(?: (?!lục (?:cả|tung|khắp|tủ|ngăn))[^\W_]+){0,4} (?:đi lạc|bị lạc"
    r"|lạc (?:mất(?! (?:cái|mã|vé|thẻ|số|tờ|tin|link|chìa|điện thoại))|đâu|đường)"
    r"|mất tích|bỏ nhà đi|(?:lẫn )?(?:bỏ )?đi (?:đâu )?mất (?:từ|rồi|tăm)"
    r"|không thấy đâu|không thấy về)(?! hồ sơ| giấy| đơn| mất giấy)"
    r"|lạc mất (?:con|cháu|bé|mẹ|bà|ông|đứa)|tìm (?:con|cháu|mẹ|trẻ) (?:bị |đi )?lạc",
)
_KIDNAP = (
    r"bắt cóc|(?:(?:đòi|đưa|nộp)(?: [^\W_]+){0,4}|tiền) chuộc(?! bìa| sổ| đồ| giấy)"
    r"|bị bắt (?:ở|sang|qua) (?:cam|campu|miến|lào|trung)",
)
_FILTH = r"mắm tôm|sơn|axit|a xít|xăng|chất bẩn|dầu (?:luyn|nhớt|thải)|phân|cá thối|trứng thối|đá"
_AT_OURS = (
    r"(?:vào|vô|ra|lên|trước|khắp|trong|ngay)(?: [^\W_]+){0,2} (?:quán|nhà|cửa|tường|tiệm|sạp|mặt"
    r"|cổng|xe|người|khách|hàng|cửa hàng)"
)
_AT_DOOR = r"(?:vào|vô|ra|lên|trước)(?: [^\W_]+){0,2} (?:quán|nhà|cửa|tường|tiệm|sạp|cổng)"
_CREDITORS = r"đòi nợ|siết nợ|xiết nợ|chủ nợ|(?:bọn|bên|thằng|tụi) cho vay|tín dụng đen|app vay"
_THREAT = (
    r"(?:tạt|hắt) (?:sơn|mắm tôm|axit|a xít|xăng|chất bẩn|dầu luyn)",
    rf"(?:nó|bọn|tụi|chúng|họ|ai|hắn|thằng|mấy thằng|người ta|{_CREDITORS})(?: [^\W_]+){{0,5}} "
    rf"(?:ném|đổ|tạt|hắt|quăng|liệng|bôi|xịt|dội|vứt|phun)(?: [^\W_]+){{0,3}} (?:{_FILTH})"
    rf"(?: [^\W_]+){{0,4}} {_AT_OURS}",
    rf"(?:ném|đổ|quăng|liệng|hất) (?:mắm tôm|chất bẩn|dầu luyn)(?: [^\W_]+){{0,2}} {_AT_DOOR}",
    r"(?:bị|nó|bọn|tụi|chúng|họ)(?: [^\W_]+){0,3} (?:ném|quăng|đổ) (?:mắm tôm|chất bẩn)",
    rf"(?:{_CREDITORS})(?: [^\W_]+){{0,5}} (?:dọa|doạ|đe|chặn|bao vây|đập|phá|khủng bố(?! điện)"
    rf"|ngồi lỳ"
    r"|ngồi lì|xăm trổ|chửi bới|bêu|ghép ảnh|kéo đến|kéo tới)",
    rf"(?:xăm trổ|đầu trọc|côn đồ)(?: [^\W_]+){{0,6}} (?:{_CREDITORS}|đòi tiền|kéo|dọa)",
    rf"(?:gọi|nhắn)(?: điện| tin)?(?: [^\W_]+){{0,2}} khủng bố|(?:ghép|dán|đăng|bêu)(?: [^\W_]+)? "
    rf"(?:ảnh|hình)(?: [^\W_]+){{0,6}} (?:{_CREDITORS}|nợ|truy nã)",
    r"(?:gửi|mang|đem|đặt)(?: [^\W_]+){0,2} (?:vòng hoa tang|vòng hoa đám ma|quan tài)"
    r"(?: [^\W_]+){0,2} (?:đến|tới|trước|cửa|quán|nhà)",
    rf"(?:{_BAD})(?: [^\W_]+){{0,3}} cầm (?:chai|ghế|gạch|đá|cây|gậy)(?: [^\W_]+){{0,2}} (?:đập"
    r"|phang|ném|đòi đánh|dọa|đòi đập)",
    r"(?:chặn|đón|theo)(?: đường)? (?:con gái|con trai|con|vợ) (?:tôi|em|tui|mình)",
    r"(?:dọa|doạ|đòi|sẽ|định|hăm|hăm dọa|tính|nó|họ)(?: [^\W_]+){0,2} (?:đốt (?:nhà|quán|xe|sạp"
    r"|tiệm|chợ|cửa hàng|chết|cả)|chém(?! giá| gió)|giết(?! gà| lợn| heo| mổ)|thủ tiêu"
    r"|thiêu (?:sống|rụi|chết|cả|nhà|quán))"
    r"|không (?:đưa|trả|nộp|chịu|đóng|chung)(?: [^\W_]+){0,4} (?:đánh|chém|đập|đốt|giết)(?! thuế"
    r"| giá)"
    r"|xã hội đen(?: [^\W_]+){0,3} (?:đến|tới|kéo|dọa|đe|tạt|đánh|phá|chặn)"
    r"|bọn xã hội đen|giang hồ(?! mạng)"
    r"|(?:đến|tới|kéo) (?:[^\W_]+ ){0,3}(?:quậy phá|đập phá|khủng bố)"
    r"|đang (?:đập phá|phá (?:quán|cửa|nhà)|cạy (?:cửa|khóa)|đập (?:cửa|quán|đồ))"
    r"|(?:người|đứa|thằng|bọn|tụi|chúng|chúng nó|nó|họ|khách|đám|nhóm)(?: [^\W_]+){0,5} (?:đập phá"
    r"|phá quán|đập quán|đập cửa|đập đồ|phá cửa|cạy cửa)"
    r"|(?:quán|nhà|tiệm|sạp|cửa hàng|cửa)(?: tôi| em| tao| tui| mình| đang| vừa| mới| lại)* "
    r"bị(?: [^\W_]+){0,2} (?:đập(?! đi| bỏ| dỡ| để)|phá(?! sản| dỡ| giá| bỏ| rào))"
    r"|(?:qua|tới|đến|sang|xuống|vào) (?:đập|phá) (?:quán|nhà|tiệm|sạp|cửa|đồ)"
    r"|(?:theo dõi|rình rập|bám theo|rình) (?:tôi|tui|em|mình|cháu|con tôi|nhà tôi|quán tôi)"
    r"|chặn đường(?! đi máy bay| xuất cảnh)|bao vây (?:quán|nhà|tôi)|hăm he",
    rf"(?:{_BAD})(?: [^\W_]+){{0,4}} (?:cầm|vác|mang|rút|giơ|vung|xách|lăm lăm)(?: theo| cái)? "
    r"(?:dao|gậy|mã tấu|kiếm|búa|súng|kim tiêm|rìu|hung khí|tuýp|xăng|can xăng)"
    r"(?! thái| chặt| mổ| gọt| cắt| bán| ra bán| đi mài)",
    r"(?:đánh|đập|bạo hành|hành hạ) (?:con nít|trẻ|trẻ con|em bé|thằng bé|con bé|đứa (?:nhỏ|bé)"
    r"|cháu bé)",
)
_THEY = r"(?:nó|tụi nó|bọn nó|chúng nó|bọn|tụi|hắn|họ|ổng|lão|chúng|thằng [^\W_]+|mấy thằng)"
_FEAR = r"sợ (?:lắm|quá|nó|tụi|bọn|chúng|bị|họ|hắn|ghê|không dám)"
_KNOWN = rf"{_THEY}(?: đều| cũng| đã)? biết (?:nhà|chỗ ở|quán|chỗ bán|trường|mặt)"
_HUNTED = (
    rf"{_FEAR}(?:[ ,.;!]+[^\W_]+){{0,6}}[ ,.;!]+{_KNOWN}|{_KNOWN}(?:[ ,.;!]+[^\W_]+){{0,6}}[ ,.;!]+"
    rf"(?:{_FEAR}|sợ)"
    rf"|(?:{_THEY}|sợ|(?<!không )(?<!khỏi )(?<!đừng )bị)(?: [^\W_]+){{0,4}} trả thù",
)
# Money for being left alone: whoever asks for it threatens, said or not.
_RACKET = (
    r"(?:thu|đòi|nộp|đóng|bắt|lấy|xin|ép|vòi|tiền|bọn|tụi|bị|dân|thằng)(?: [^\W_]+){0,4} bảo kê"
    r"(?! khai| hàng| toán)|trấn tiền|cưỡng đoạt",
)
_LOCKED = (
    r"(?:bị|đang)(?: [^\W_]+){0,4} (?:nhốt|khóa trái|giam (?:giữ|lỏng|trong|ở|tôi|em))|nhốt"
    r" (?:tôi|em|cháu|con tôi|vợ|mẹ)"
    r"|(?:nhốt|giam) (?:[^\W_]+ ){0,3}trong (?:nhà|phòng|kho)(?! gà| lợn)",
)
_ROBBED = (
    r"(?:vừa|mới|bị|đang) (?:bị )?(?:móc túi|trấn lột|cướp|giật (?:túi|dây|điện thoại|đồ))"
    r"|trộm (?:đang|còn|vào|trong|ở trong)|cướp (?:giật|tiệm|vàng|xe)",
)

FIRE, GAS, ELECTRIC, TRAPPED = "fire", "gas", "electric", "trapped"
MEDICAL, POISON, FOOD, BURN, BITE = "medical", "poison", "food", "burn", "bite"
WATER, ACCIDENT, LOST, ROBBED = "water", "accident", "lost", "robbed"
KIDNAP, THREAT, LOCKED, RACKET = "kidnap", "threat", "locked", "racket"
BURNING = "burning"
VIOLENT = frozenset((KIDNAP, THREAT, LOCKED, RACKET))

# In this order: what is nearest to a life, and most particular, first.
_PERILS = {
    GAS: (fires.GAS, ()),
    TRAPPED: (_TRAPPED, ()),
    FIRE: (fires.FIRE[:1], fires.FIRE[1:]),
    BURNING: (fires.BURNING, ()),
    ELECTRIC: (fires.ELECTRIC, ()),
    WATER: (_WATER, ()),
    KIDNAP: (_KIDNAP, ()),
    LOCKED: (_LOCKED, ()),
    THREAT: ((*_THREAT, *_HUNTED), (r"tống tiền",)),
    RACKET: (_RACKET, ()),
    POISON: (_POISON[:1], _POISON[1:]),
    FOOD: (_FOOD, ()),
    BURN: (_BURN, ()),
    BITE: (_BITE, ()),
    MEDICAL: (_MEDICAL[:1], _MEDICAL[1:]),
    ACCIDENT: (_ACCIDENT, (r"lở đất", r"sập chợ")),  # "sap cho" is a stall
    LOST: (_LOST, ()),
    ROBBED: (_ROBBED, ()),
}
LASTING = tuple(_PERILS)  # what goes on until somebody comes
# Asked of a rule, a paper, a tax; told of another day; a matter for the ward to mend.
_ONLY_ASKED = re.compile(
    either(
        r"\b(?:thuế|giảm|miễn|hỗ trợ|bảo hiểm|hóa đơn|hoá đơn|hđ|hd|chi phí|phòng cháy|chữa cháy"
        r"|pccc|chứng nhận|tập huấn|diễn tập|quy định|giấy phép|đăng ký|đứng tên|sang tên|phản ánh"
        r"|kiến nghị|hội nghị|đi họp|nghỉ bán|thủ tục|kinh doanh|mất khách|con trâu|con bò"
        r"|doanh thu|(?:đóng|nộp|khai|phạt) bao nhiêu|phải (?:đóng|nộp|khai|đền)"
        r"|cần (?:giấy|gì|những)|gửi phường|nướng|xả khói|(?:năm|tháng|tuần|hôm|đợt|lần) "
        r"(?:ngoái|trước|qua|kia|nọ)|hồi|trước đây|có được"
        r"|có phải(?! (?:báo|gọi|ra|tắt|chạy))|ai (?:trả|chịu|đền)"
        r"|phòng ngừa|đề phòng)\b"
    )
)
_NOW = re.compile(either(r"\b(?:cứu|cấp cứu|khẩn cấp|mau lên|trời ơi|làm ơn)\b"))
_LONG_BROKEN = re.compile(
    either(
        r"\b(?:hỏng|hư|tắt|vỡ|bể|sụt|tối om|không sáng|mất|bong)(?: [^\W_]+){0,4} "
        r"(?:năm|tháng|tuần) nay\b"
    )
)
_JUST_NOW = re.compile(
    either(r"\b(?:đang|vừa|mới|bây giờ|giờ|nằm|kìa|không dậy|chảy máu|làm sao|gọi ai)\b")
)

# What is smelt, heard or seen goes on while it is written, whatever else the message asks.
_SENSED = frozenset((GAS, BURNING, FIRE, RACKET))
_SENSES = re.compile(
    either(r"\b(?:mùi|nghe|thấy|xì|khói|đang|vẫn|bốc|lửa|bảo kê|(?:cháy|nổ) (?:rồi|to|lớn|kìa))\b")
)
_CLAUSE = re.compile(r"[,.;:!?\n]+")
# A doctor has them already.
_CARED = re.compile(
    either(
        r"^(?!.*\b(?:chưa|cần|phải|làm sao|ngay)\b).*\b(?:nằm viện|nhập viện|xuất viện|ra viện"
        r"|ở (?:bệnh )?viện|(?:vô|vào|tới|đến) (?:bệnh )?viện rồi|bác sĩ (?:lo|mổ|khám)|mổ xong"
        r"|bó bột|bệnh viện rồi)\b"
    )
)
ILL = frozenset((MEDICAL, POISON, FOOD, BURN, BITE, ACCIDENT))
# A dog that ate the bait is no matter for an ambulance.
_BEAST = re.compile(
    either(
        r"\b(?:chó|mèo|gà|vịt|lợn|heo|bò|cá|chim|cún)(?: nhà| con| tôi| em| hàng xóm| nuôi)*"
        r"(?: bị| lỡ)? (?:ăn|uống|nuốt|liếm) (?:nhầm|phải|trúng)\b"
    )
    # Typed without marks it is `cho cán bộ`, `cho gặp cán bộ`, said far more often.
    + r"|(?<!bi )\bcho (?:(?:gap|hoi|goi|bao|nho|noi chuyen voi) )?can bo\b"
)


@dataclass(frozen=True, slots=True)
class Peril:
    """What threatens, one of `LASTING`."""

    name: str


def _compiled(ways: tuple[tuple[str, ...], tuple[str, ...]]) -> re.Pattern[str]:
    any_keys, marked = ways
    joined = "|".join(f"(?:{way})" for way in (*map(either, any_keys), *marked))
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)")


_LOOKS = {name: _compiled(ways) for name, ways in _PERILS.items()}


def peril_in(text: str) -> Peril | None:
    """What the text by itself says is happening; None when it says nothing of the kind, or only
    asks about a rule or tells of another day."""
    said = plain_words(text)
    name = next((name for name, look in _LOOKS.items() if look.search(said)), "")
    if not name or (name in ILL and _BEAST.search(said)):
        return None
    if _NOW.search(said) or name in VIOLENT:
        return Peril(name)
    if name in ILL and (_CARED.search(said) or _came_of_neglect(said)):
        return None
    if not _ONLY_ASKED.search(said) or (name in _SENSED and _goes_on_in_a_clause(name, said)):
        return Peril(name)
    return None


def _came_of_neglect(said: str) -> bool:
    """Whether somebody was hurt once by what has been broken for weeks, which the ward is to mend;
    nothing says that it is just now."""
    return bool(_LONG_BROKEN.search(said)) and not _JUST_NOW.search(said)


def _goes_on_in_a_clause(name: str, said: str) -> bool:
    """Whether one clause tells it as something seen, heard or smelt, and asks nothing."""
    return any(
        _LOOKS[name].search(part) and _SENSES.search(part) and not _ONLY_ASKED.search(part)
        for part in _CLAUSE.split(said)
    )
