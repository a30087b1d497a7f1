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
    "nhà|quán|chợ|tiệm|kho|bếp|xưởng|phòng|sạp|ki ốt|kiốt|tầng|lầu|gác|bên cạnh|hàng xóm"
    "|hàng bên|ổ điện|tủ điện|dây điện|bình ga|bình gas|rác"
)

# How each is said, typed in full, without tones or without marks; then what only marks tell.
_FIRE = (
    rf"(?:{_BUILT})(?: (?!bán|nấu|món|đồ|ăn|cơm)[^\W_]+){{0,3}} cháy (?:rồi|to|lớn|kìa|với|dữ)"
    r"|khói (?:đen|mù mịt|nghi ngút|dày đặc)|(?:bốc|ngập|ngạt|đầy) khói|lửa (?:to|lớn|lan|bốc|cháy)"
    r"|(?:bốc|có) lửa|nổ (?:ga|gas|bình|tủ điện|bếp)|(?:bình|bếp|ga|gas|tủ điện)(?: ga| gas)? "
    r"(?:bị |vừa |mới )?nổ|(?:phát|bốc) hỏa|(?:phát|bốc) hoả",
    r"(?<!toán )(?<!sổ )(?<!giấy )(?<!đèn )(?:đang |bị |phát |bốc )cháy(?! hàng| vé| túi| nắng)"
    r"|^cháy(?: to| lớn)? (?:rồi|quá)"
    rf"|(?<!cơm )(?<!chống )(?<!phòng )cháy (?:{_BUILT}|xe)"
    rf"|(?:{_BUILT}|xe)(?: tôi| em| mình)? cháy$"
    r"|xe(?: [^\W_]+){0,3} cháy (?:rồi|to|lớn|kìa|với|dữ)",
)
_GAS = (
    r"(?:rò|xì|hở|thoát)(?: rỉ)?(?: khí)? (?:ga|gas)|(?:khí )?(?:ga|gas) (?:bị |đang )?"
    r"(?:rò|xì|hở|rỉ|thoát)|(?:có|nghe|ngửi|thấy|toàn|nồng|sặc) mùi (?:khí )?(?:ga|gas)"
    r"|mùi (?:ga|gas) (?:nồng|nặc|khắp|trong|nhiều)|mùi gas (?:quá|lắm|hoài|từ)|hôi (?:mùi )?gas"
    r"|(?:bình|van|ống|dây)(?: ga| gas)(?: [^\W_]+){0,3} xì|ngộ độc khí",
)
_ELECTRIC = (
    r"dây điện (?:[^\W_]+ ){0,3}(?:đứt|rơi|rớt)|điện giật|giật điện|chập điện|rò điện"
    r"|cột điện (?:bị |vừa )?(?:đổ|gãy)",
)
# What runs on electricity, and what tells that it burns inside.
_WIRED = (
    r"bếp (?:từ|điện|hồng ngoại)|ổ (?:điện|cắm)|dây điện|tủ điện|công tơ|đồng hồ điện|cầu dao"
    r"|áp tô mát|aptomat|phích cắm|bảng điện|cột điện|trạm điện|quạt|tủ (?:lạnh|đông|mát)|máy lạnh"
    r"|điều hòa|nồi cơm|lò (?:vi sóng|nướng điện)|máy (?:bơm|giặt|xay|nước nóng|in|tính)"
    r"|bình nóng lạnh|sạc|pin|xe (?:đạp )?điện|bóng đèn|bóng điện"
)
_SCORCHED = (
    r"mùi khét|khét (?:lẹt|khét|quá|lắm)|bị khét|(?:bốc|có|lên|tỏa|ra) khói(?! động| lượng| phải)"
    r"|(?:xẹt|tóe|toé|bắn|nháy|tia) (?:ra )?lửa|xẹt điện|nóng (?:ran|rực|bỏng)|nổ (?:lụp|lách|lẹt)"
)
_BURNING = (
    rf"(?:{_WIRED})(?: [^\W_]+){{0,4}} (?:{_SCORCHED})|(?:{_SCORCHED})(?: [^\W_]+){{0,4}}"
    rf" (?:{_WIRED})"
    r"|(?:nghe|có|thấy|ngửi|ngửi thấy) mùi khét(?: [^\W_]+){0,3} (?:trong|ở|trên|dưới|từ) "
    r"(?:nhà|quán|phòng|tiệm|sạp|kho|trần|gác|tầng|chợ)",
)
_MEDICAL = (
    rf"(?:{_PEOPLE})(?: tôi| em| cháu| nó| bị| lại| vừa| tự nhiên)* (?:ngất|xỉu|đột quỵ|tai biến"
    r"|co giật)(?! ngưởng| ngây)(?: rồi| méo| ngã| nằm|$)|(?:bị|vừa|mới|ngã|té) (?:ngất(?! kết|"
    r" mạng| nguồn| điện| dòng)|xỉu)"
    r"|đột quỵ(?: rồi| méo)|méo (?:miệng|mồm)|tê (?:liệt )?nửa người|liệt nửa người|co giật"
    r"|tím tái|tím ngắt|sùi bọt mép|hôn mê|mê man|lịm (?:đi|rồi|dần)"
    r"|(?:con|cháu|bé|mẹ|bà|ông|cụ|vợ|chồng|bố|nhỏ)(?: đang| bị| tôi)? lả (?:đi|dần)"
    r"|bất động|tức ngực|sốc phản vệ|nhồi máu|hen suyễn lên cơn"
    r"|hóc (?:xương|thạch|hạt|đồng|kẹo|dị vật|cơm|[^\W_]+ tím)|(?:bị|mắc) (?:hóc|nghẹn)"
    r"|(?:nuốt|ngậm) (?:phải |nhầm |lộn )?(?:pin|kim|đồng xu|nam châm|hạt|xương|dị vật)"
    r"|trở dạ|vỡ ối|chuyển dạ|(?:đang|bị|sắp) đau đẻ|đẻ rơi|băng huyết"
    r"|(?:ngã|té)(?: [^\W_]+){0,3} (?:không dậy|không tỉnh|ko dậy|gãy|bất tỉnh|cầu thang)"
    r"|không dậy (?:được|nổi)(?! sớm)|gãy (?:chân|tay|cổ|xương)(?! cò)"
    r"|không (?:thở|cử động)(?: được| nữa|$)|máu (?:me|lênh láng)|chảy (?:nhiều )?máu|ra máu nhiều"
    r"|nôn ra máu|đứt (?:lìa )?(?:ngón )?tay",
    # Without marks: là rồi, lạ rồi; đâu để, đưa lên đâu để.
    r"lả (?:rồi|đi|dần)|đau đẻ",
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
_THEY = r"(?:nó|tụi nó|bọn nó|chúng nó|bọn|tụi|hắn|họ|ổng|lão|chúng|thằng [^\W_]+|mấy thằng)"
_FEAR = r"sợ (?:lắm|quá|nó|tụi|bọn|chúng|bị|họ|hắn|ghê|không dám)"
_KNOWN = rf"{_THEY}(?: đều| cũng| đã)? biết (?:nhà|chỗ ở|quán|chỗ bán|trường|mặt)"
_HUNTED = (
    rf"{_FEAR}(?:[ ,.;!]+[^\W_]+){{0,6}}[ ,.;!]+{_KNOWN}|{_KNOWN}(?:[ ,.;!]+[^\W_]+){{0,6}}[ ,.;!]+"
    rf"(?:{_FEAR}|sợ)|(?:{_THEY}|sợ|bị)(?: [^\W_]+){{0,4}} trả thù",
)
# Money for being left alone: whoever asks for it threatens, said or not.
_RACKET = (
    r"(?:thu|đòi|nộp|đóng|bắt|lấy|xin|ép|vòi|tiền|bọn|tụi|bị|dân|thằng)(?: [^\W_]+){0,4} bảo kê"
    r"(?! khai| hàng| toán)|trấn tiền|cưỡng đoạt",
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
KIDNAP, THREAT, LOCKED, RACKET = "kidnap", "threat", "locked", "racket"
BURNING, OUT, GUESTS, OVER, CUT = "burning", "out", "guests", "over", "cut"
RETURNS, TAKEN, SEEN, UNSENT, UNTOLD = "returns", "taken", "seen", "unsent", "untold"
EASED, UNLOST, WHOM = "eased", "unlost", "whom"
CODE, DATA, DEVICE, LINK, AGAIN, LOAN = "code", "data", "device", "link", "again", "loan"
VIOLENT = frozenset((KIDNAP, THREAT, LOCKED, RACKET))

# In this order: what is nearest to a life, and most particular, first.
_PERILS = {
    GAS: (_GAS, ()),
    TRAPPED: (_TRAPPED, ()),
    FIRE: (_FIRE[:1], _FIRE[1:]),
    BURNING: (_BURNING, ()),
    ELECTRIC: (_ELECTRIC, ()),
    WATER: (_WATER, ()),
    KIDNAP: (_KIDNAP, ()),
    LOCKED: (_LOCKED, ()),
    THREAT: ((*_THREAT, *_HUNTED), ()),
    RACKET: (_RACKET, ()),
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
    *(OUT, GUESTS, OVER, CUT, RETURNS, TAKEN, SEEN, UNSENT, UNTOLD, EASED, UNLOST, WHOM),
)
# Asked of a rule, a paper, a tax; told of another day; a matter for the ward to mend.
_ONLY_ASKED = re.compile(
    either(
        r"\b(?:thuế|giảm|miễn|hỗ trợ|bảo hiểm|hóa đơn|hoá đơn|chi phí|phòng cháy|chữa cháy|pccc"
        r"|chứng nhận|tập huấn|diễn tập|quy định|giấy phép|đăng ký|đứng tên|sang tên|phản ánh"
        r"|kiến nghị|hội nghị|đi họp|nghỉ bán|thủ tục|kinh doanh|mất khách|con trâu|con bò"
        r"|doanh thu|(?:đóng|nộp|khai|phạt) bao nhiêu|phải (?:đóng|nộp|khai|đền)"
        r"|cần (?:giấy|gì|những)|gửi phường|nướng|xả khói|(?:năm|tháng|tuần|hôm|đợt|lần) "
        r"(?:ngoái|trước|qua|kia|nọ)|hồi|trước đây|có được"
        r"|có phải(?! (?:báo|gọi|ra|tắt|chạy))|ai (?:trả|chịu|đền)"
        r"|phòng ngừa|đề phòng)\b"
    )
)
_NOW = re.compile(either(r"\b(?:cứu|cấp cứu|khẩn cấp|mau lên|trời ơi|làm ơn)\b"))

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
_ILL = frozenset((MEDICAL, POISON, FOOD, BURN, BITE, ACCIDENT))

# What follows, all folded: by now few words are enough.
_NOT = r"(?:khong|ko|k|chua|chang|cha|hong|hok|kg|khg)"
_WHO_TO_CALL = (
    r"\b(?:goi|bao|keu)(?: cho)? (?:ai|so nao|o dau|so may)\b(?! (?:sua|thay|lam))"
    r"|\b(?:lam sao|lam gi|tinh sao) (?:bay gio|day|gio)\b|\bgio (?:lam sao|lam gi|sao)\b"
)
_NOT_TELL = (
    r"\b(?:dung|khoi|khong duoc) (?:\w+ )?(?:bao|noi|ke|goi|mach)(?: \w+){0,2} (?:cong an|phuong"
    r"|ai|con|chong|vo|me|bo|gia dinh|nguoi|nha|no)\b|\b(?:khong|ko|k) bao cong an\b"
)
_READ_BY = (
    r"\bxoa\b.*\b(?:doan|tin nhan|tin nay|may tin|chat|cuoc tro chuyen|lich su)\b"
    r"|\b(?:coi|xem|doc|luc|kiem tra)(?: \w+){0,2} (?:dien thoai|dt|may|tin nhan|zalo)\b"
    r"|\b(?:no|chong|ong|vo|han|ho|bon no|tui no)(?: \w+){0,2} (?:co )?(?:biet|doc duoc|coi duoc"
    r"|thay) (?:khong|ko|k|duoc)\b|\bai (?:\w+ )?(?:doc|thay|coi) (?:duoc )?(?:tin|doan|cai)"
)
_AFTER_VIOLENCE = {
    RETURNS: r"\b(?:neu|lo|nho|so|lat|toi|mai)\b.*\b(?:no|chong|ong|ong ay|han|bon|tui no|bon no|ho"
    r"|chung)\b.*\b(?:quay|ve|toi|den|qua|tro lai)\b|\b(?:no|chong(?: \w+)?|han|bon no|tui no|ho)"
    r" (?:dang |lai |sap |moi )*(?:quay lai|ve lai|tro lai|ve toi|quay ve)\b",
    UNTOLD: _NOT_TELL,
    UNSENT: r"\b(?:thoi|khong|ko) (?:khong|ko|k|khoi|dung)? ?(?:viet|gui|nop|ghi)(?: nua| don| gi"
    r"| dau)*$",
    SEEN: _READ_BY,
    TAKEN: r"\b(?:no|chong(?: \w+)?|han|bon|bon no|tui no|ho|ong|ong ay)(?: da| lai| cung)?"
    r" (?:lay|cuom"
    r"|giat|cuop|vet|cam)(?: \w+){0,4} (?:het|tien|trieu|tr|sach|mat|\d\w*)\b",
    WHOM: _WHO_TO_CALL,
}
_SOLVED = (
    r"^(?!.*\b(?:con (?:nghe|xi|mui|khoi|chay|lua|ngat|nguoi|ai)|van (?:con|nghe|xi)|chua|khong"
    r"|ko|mat"
    r" tich)\b).*(?:\b(?:sua|thay|dap|xu ly|va)(?: \w+){0,3} (?:xong|roi)\b"
    r"|\b(?:het (?:mui|khoi|chay|lua)|tat lua|dap tat|on|an toan|tinh lai)(?: lai)? roi\b"
    r"|\bbac si (?:lo|kham|mo|dang)\b|\b(?:o|vo|vao|toi|nam|nhap|trong) (?:benh )?vien\b"
    r"|\btim (?:thay|duoc)(?: \w+){0,2} roi\b|\b(?:xe cuu thuong|cong an|cuu hoa)(?: \w+)? "
    r"(?:den|toi) roi\b)"
)
_AFTER_EMERGENCY = {
    GAS: r"\b(?:nghe|con|van|cu) (?:nghe |no )?xi\b",
    OVER: _SOLVED,
    CUT: r"\b(?:khoa|tat|cup|ngat|dong|rut)(?: \w+){0,3} (?:xong|roi)\b",
    OUT: r"^(?!.*\b(?:con|ket|chua)\b).*(?:\bra (?:het|ngoai|duoc|xa)(?: \w+){0,2} roi\b"
    r"|\b(?:chay|thoat) (?:ra|het)(?: \w+)? roi\b|\b(?:da|vua|moi) (?:chay )?ra (?:het|ngoai)\b)",
    GUESTS: r"\b(?:con|dang|nhieu|may) (?:\w+ )?(?:khach|nguoi)\b(?: \w+){0,2} (?:an|ngoi|mua|uong"
    r"|choi)\b",
}
_AFTER_HARM = {
    NO_LINE: rf"{_NOT} (?:ai |thay ai |co ai )?nghe\b"
    rf"|{_NOT}(?: \w+){{0,2}} (?:nghe may|bat may|goi duoc|lien lac duoc|nhac may)\b"
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
    WHOM: _WHO_TO_CALL,
}
_AFTER_DISTRESS = {
    EASED: r"^(?!.*\b(?:nhung|thuoc|dao|se|sap)\b).*\b(?:noi (?:vay|the|choi)(?: \w+){0,2} thoi"
    r"|chua lam gi|khong lam gi dau|do roi|binh"
    r" tinh"
    r"|nghi (?:vay|the) thoi|khong sao dau|noi cho (?:nhe|do))\b",
    NO_LINE: _AFTER_HARM[NO_LINE],
    UNTOLD: _NOT_TELL,
    ALONE: rf"\b(?:{_NOT}(?: co| con| thay)? ai|mot minh|co doc|bo (?:toi|di) het)\b",
}
_AFTER_SWINDLE = {
    UNLOST: r"\btien (?:\w+ ){0,2}(?:chua mat|con nguyen|con du|chua bi)\b|\bchua (?:bi )?mat"
    r" (?:tien"
    r"|gi|dong)",
    UNTOLD: _NOT_TELL,
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


_EMERGENCY, _VIOLENCE = _needs(_AFTER_EMERGENCY), _needs(_AFTER_VIOLENCE)
_HARM, _DISTRESS, _SWINDLE = map(_needs, (_AFTER_HARM, _AFTER_DISTRESS, _AFTER_SWINDLE))
_NOT_WORDS = re.compile(r"[^a-z0-9 ]+")


def peril_in(text: str) -> Peril | None:
    """What the text by itself says is happening; None when it says nothing of the kind, or only
    asks about a rule or tells of another day."""
    said = _NO_WORD.sub(" ", clean(text).lower()).strip(" .,;:!?")
    name = next((name for name, look in _LOOKS.items() if look.search(said)), "")
    if not name:
        return None
    if _NOW.search(said) or name in VIOLENT:
        return Peril(name)
    if name in _ILL and _CARED.search(said):
        return None
    if not _ONLY_ASKED.search(said) or (name in _SENSED and _goes_on_in_a_clause(name, said)):
        return Peril(name)
    return None


def _goes_on_in_a_clause(name: str, said: str) -> bool:
    """Whether one clause tells it as something seen, heard or smelt, and asks nothing."""
    return any(
        _LOOKS[name].search(part) and _SENSES.search(part) and not _ONLY_ASKED.search(part)
        for part in _CLAUSE.split(said)
    )


def need_in_emergency(text: str) -> str:
    """Of fire, gas, illness answered just before: which of `STEPS` the words ask for."""
    return _first(_EMERGENCY, text) or need_in_harm(text)


def need_in_violence(text: str) -> str:
    """The same, of somebody who is beaten or threatened."""
    return _first(_VIOLENCE, text) or need_in_harm(text)


def need_in_harm(text: str) -> str:
    """What either of both may need."""
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
