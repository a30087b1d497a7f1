"""Recognises that somebody thinks of ending his life, or that somebody near him does: said
outright, said round about, by the place he goes to or the means he has at hand.

Read of words without the manners of speaking (`content/idioms.py`).
"""

import re

from content.idioms import is_got_over
from content.toneless import either

_WHO = (
    "tôi|tui|tớ|tao|mình|em|cháu|con|anh|chị|cô|chú|bác|dì|ông|bà|vợ|chồng|mẹ|má|bố|ba|cha|bạn"
    "|nó|người"
)
_BEFORE = (
    f"{_WHO}|quá|lắm|rồi|chỉ|cũng|cứ|đang|thật|sự|rất|nên|thì|là|và|mà|khi|lúc|giờ|mức|nỗi|chắc|vẫn"
    "|nợ|nần|nợ thuế|buồn|khổ|chán|tuyệt vọng|bế tắc|cùng đường|lại|toàn"
)
_NO = "không|ko|k|kg|hk|hok|hông|hổng|hong|chẳng|chả|hết|đâu"
_WANT = "(?:muốn|mún|muống)"
_WISH = "muốn|mún|định|đòi|sẽ|đi|toan|tính|nghĩ đến|nghĩ tới|nghĩ về|phải|cách"
_SELF = "tôi|tui|tớ|tao|mình|em|cháu|con|anh|chị|bác|ba|mẹ|bố|má"
_FAMILY = (
    "vợ|chồng|con|cháu|mẹ|má|bố|ba|cha|gia đình|cả nhà|mọi người|chúng nó|tụi nó|tụi nhỏ|ai"
    "|các con|bọn nhỏ"
)
_DONE_WITH = r"cho (?:rồi|xong|nhẹ|khuất|khỏe|rảnh|đỡ|hết)|luôn(?: cho| quá|$)|quách"

_OUTRIGHT = (
    # "mệt muốn chết" is only tired: what stands before tells.
    rf"(?:^|(?<=[,.;:!?\n])|(?<=[,.;:!?\n] )|(?:{_BEFORE}) )(?:{_WANT})(?: đi)? chết",
    rf"(?:{_NO})(?: còn| hề| có)? (?:{_WANT}|thiết|ham|đáng|cần)(?: phải| để)? sống"
    r"(?! chung| cùng| với| ở| xa| gần| nhờ| dựa| kiểu)",
    rf"(?:{_NO}) (?:{_WANT}) tồn tại",
    r"sống (?:thêm )?(?:để )?làm gì nữa|chẳng sống làm gì|sống không (?:bằng|được bằng) chết",
    rf"(?:{_WANT}) (?:kết thúc|chấm dứt) (?:cuộc đời|cuộc sống|mạng sống|đời mình|đời tôi)",
    r"chết (?:quách|phứt|đi) cho|chết cho (?:xong|rồi|khuất|nhẹ|rảnh)|thà chết|chết quách",
    r"kết liễu|tự kết thúc đời|tự sát|quyết chết|tìm đến cái chết|tìm cái chết|tự hại mình",
    r"cắt cổ tay|rạch cổ tay|nhảy lầu|uống thuốc (?:trừ sâu|diệt cỏ|chuột|độc)",
    r"chán đời|sống chán|chán sống (?:quá|lắm|rồi)|tuyệt vọng|hết đường sống"
    rf"|(?:{_NO})(?: còn)?(?: thấy)? (?:đường|lý do|lí do|gì để)(?: gì)?(?: để)? sống"
    rf"|(?:{_NO}) còn gì để sống|(?:{_NO}) còn (?:hy|hi) vọng (?:gì )?(?:sống|nữa|vào đời)",
    rf"(?:{_WISH})(?: ra| đi| lên)? nhảy cầu",
    # Without marks `tu tu` is "từ từ" just as well, which some verb follows.
    rf"(?:{_WISH}) (?:đi )?tự tử"
    r"(?! (?:đã|thôi|làm|học|tìm|xem|đọc|hỏi|trả|đóng|nộp|khai|đăng|tính|nghĩ|bán|mở|vay|rồi))",
    r"^tự tử$|tự tử chết",
    # Of oneself, not of a trade or a shop: "quán không sống nổi nữa".
    rf"(?:^|(?<=[,.;:!?\n])|(?<=[,.;:!?\n] )|(?:{_BEFORE}) )(?:{_NO})(?: thể)?(?: sống)? "
    r"(?:nổi nữa|sống nổi nữa|sống tiếp(?: được)?(?: nữa)?)(?! nghề| bằng)",
    rf"(?:^|(?:{_WHO}) )sống (?:{_NO}) nổi(?: nữa)?",
    r"chết (?:còn )?(?:sướng|khỏe|nhẹ|tốt) hơn|vĩnh biệt|thư tuyệt mệnh"
    rf"|(?:{_NO})(?: còn)? (?:{_WANT} )?(?:ở )?trên (?:đời|cõi đời)(?: này)? nữa",
    rf"(?:{_NO})(?: còn)? thiết (?:gì|sống|tha gì)(?: nữa)?|sống (?:cũng )?như chết"
    rf"|^(?:(?:{_WHO}) )?(?:{_NO}) chịu (?:nổi|đựng nổi|được) nữa(?: rồi)?$"
    rf"|(?:chỉ |chỉ còn )?(?:{_WANT}) (?:được )?giải thoát",
    r"uống (?:hết|cả) (?:[^\W_]+ ){0,2}(?:vỉ|lọ|hộp|gói|đống) thuốc",
    rf"(?:chỉ |toàn )?(?:{_WANT}) biến mất(?: khỏi đời| luôn| mãi mãi|$)",
    r"(?:cứ|suốt ngày|toàn|lại|hay) đòi chết",
)
# Said round about: to follow the dead, to sleep and not to wake, to be a burden, to say goodbye.
_AT_TIMES = (
    r"(?:nhiều|có|lắm|đôi) (?:khi|lúc|hôm|đêm)|(?:cứ |hay |chỉ |toàn )?nghĩ|buồn(?: quá| lắm)?"
    r"|ước(?: gì)?|mong|giá mà|phải chi"
)
_DEAD = r"(?:bà|ông|bả|ổng|vợ|chồng|mẹ|má|bố|ba|cha|con|anh|chị|nó)(?: ấy| ta| tôi| nhà tôi| nó)?"
_THUS = r"(?: (?:thế này|như này|như thế|như vậy|vầy|vậy|kiểu này|mãi|tiếp|nữa|thì|cũng))*"
_ROUND_ABOUT = (
    rf"(?:{_AT_TIMES})(?: [^\W_]+){{0,4}} (?:đi )?theo {_DEAD}(?: (?:{_DONE_WITH}|quá|thôi|lắm)|$)",
    rf"(?:muốn|mún|định|tính|cũng) đi theo {_DEAD} (?:{_DONE_WITH})"
    r"(?! (?:khỏi|đỡ|rảnh|nợ)? ?(?:đăng|họp))",
    r"ngủ (?:luôn|một giấc|một mạch|mãi|1 giấc)(?: [^\W_]+){0,2} (?:không|đừng|khỏi|ko)(?: phải|"
    r" bao giờ)?"
    r" (?:tỉnh|thức|dậy)",
    rf"(?:{_NO}|đừng)(?: bao giờ)? (?:muốn |mún )?(?:thức|tỉnh) dậy nữa|(?:{_NO}) (?:muốn|mún) "
    r"(?:thức|tỉnh) dậy",
    r"buông (?:xuôi|tay|bỏ) (?:tất cả|hết|cuộc đời|cho (?:rồi|nhẹ|xong))"
    r"|(?:muốn|mún|chỉ muốn) buông xuôi",
    r"(?:tôi|tui|mình|em|bác|ông|bà)(?: chỉ| cũng| thấy mình| già rồi| bệnh| giờ| sống| toàn)*"
    r" (?:là|thành"
    r"|làm) gánh nặng",
    rf"(?:{_NO})(?: còn| có)? (?:tôi|tui|mình|em|bác)(?: nữa| thì| chắc| trên đời)* (?:con|cháu"
    rf"|chúng nó"
    r"|tụi nó|vợ|chồng|mọi người|cả nhà|nó|ai cũng)(?: [^\W_]+){0,2} (?:đỡ khổ|đỡ lo|đỡ cực|khỏe"
    r" hơn"
    r"|nhẹ hơn|nhẹ gánh|sung sướng)",
    rf"(?:{_SELF}) (?:mà )?chết(?: đi| rồi| quách)?(?: thì| là| chắc| có khi| may ra)* "
    rf"(?:{_FAMILY})"
    r"(?: [^\W_]+){0,3} (?:đỡ|nhẹ|khỏe|sướng|khổ|yên)",
    r"sống (?:chỉ |toàn )?(?:làm khổ|chật đất|báo hại|báo đời|tốn cơm)",
    rf"sống{_THUS} (?:chi|mà làm chi|làm chi)(?: nữa| cho| đời)?"
    r"|sống (?:cũng )?(?:có|chẳng|không|còn)(?: còn| có)? (?:ý nghĩa|nghĩa lý)"
    rf"|(?:{_NO})(?: còn)?(?: biết)? sống (?:để )?làm (?:chi|gì)",
    rf"sống{_THUS} (?:chả|chẳng|không|ko|k|để)(?: còn| có| được| biết)* (?:để )?làm (?:gì|chi)"
    r"(?! ăn| nghề)",
    r"(?:cuộc đời|cuộc sống|đời tôi|đời em|đời tui|đời mình|sống)(?: này| tôi| em| thật| quá| giờ)*"
    r" (?:vô nghĩa|vô vị|chẳng còn gì|không còn gì)",
    r"(?:ước|ước gì|mong|cầu|phải chi|giá mà|trời cho|xin trời)(?: [^\W_]+){0,3} (?:chết (?:đi"
    r"|sớm|cho)"
    r"|được chết|trời bắt đi|trời rước)",
    rf"trời (?:{_NO}|chưa)(?: chịu)? (?:bắt|rước|cho)(?: tôi| tui| em| mình| bác)* (?:chết|đi)",
    r"xuống (?:dưới )?(?:đó )?(?:với|gặp) (?:bà|ông|vợ|chồng|mẹ|má|bố|ba|cha|con)|về với (?:ông"
    r" bà tổ tiên|tổ"
    r" tiên|đất cho)",
    r"(?:mệt mỏi|chán|ngán|chán ngán)(?: với)? (?:cuộc sống|cuộc đời|cái đời|kiếp) (?:này|quá|lắm"
    r"|rồi)",
    r"nợ(?:[ ,.]+[^\W_]+){0,8}[ ,.]+(?:chỉ còn nước|chỉ còn cách|chỉ có nước|còn mỗi cách) chết"
    r"|nợ(?: [^\W_]+){0,5} (?:chỉ )?có (?:nước )?chết (?:mới|thôi|là)(?! cha)",
    r"(?:nhảy|đi|chết)(?: [^\W_]+)? cho (?:rồi|xong|hết)(?: một| 1)? (?:đời|kiếp)"
    rf"|(?:{_WANT}) (?:ra )?đi cho (?:nhẹ|khỏe|đỡ|rảnh)",
    rf"(?:{_NO}|chẳng)(?: còn)?(?: ai)?(?: còn)? (?:thấy|gặp) (?:tôi|tui|em|mình|anh) nữa(?! thì)",
    r"hẹn (?:[^\W_]+ ){0,3}kiếp sau|kiếp này(?: [^\W_]+){0,3} (?:chịu thua|thế là|đến đây|coi như)",
    r"xin lỗi (?:vợ|con|mẹ|bố|ba|má|gia đình|mọi người|cả nhà)(?:[ ,.]+[^\W_]+){0,8}[ ,.]+(?:đi đây"
    r"|đi trước|đi nhé|chịu thua|kiếp)",
    r"(?:chăm|nuôi|lo)(?: sóc| cho)? (?:con|vợ|mẹ|các con|tụi nhỏ)(?: [^\W_]+){0,4}(?:[ ,.]+[^\W_]+"
    r"){0,3}[ ,.]+(?:đi đây|đi trước|đi luôn)",
    r"đời (?:tôi|tui|em|mình|tao) (?:đến đây|tới đây|thế|vậy|coi như)(?: là| như)* (?:hết|xong)",
)
# Where somebody goes to end it; nobody goes there to buy.
_NO_ERRAND = r"(?! mua| bán| câu| chơi| lấy| giao| ngắm| tập| đứng bán| chụp| hóng| tắm| bơi)"
_PLACES = (
    r"(?:ra|lên|tìm|tới|đến|xuống)(?: cái| chân| giữa| bờ)? (?:cầu(?! lông| thang)|sông|hồ|biển"
    rf"|đường ray|đường tàu|sân thượng){_NO_ERRAND}(?: (?!mua|bán|câu|chơi|lấy|giao)[^\W_]+)"
    r"{0,3} (?:nhảy(?! size| việc)|cho (?:xong|rồi|nhẹ|rảnh|hết|đỡ|khuất))",
    rf"(?:{_WISH}|chắc|sắp|rồi)(?: [^\W_]+){{0,3}} (?:nhảy|gieo mình|đâm đầu|trầm mình)"
    r"(?: xuống| ra| từ| khỏi)+ (?:cầu|sông|hồ|biển|lầu|giếng|đường|tầng|dưới|đây|đó)",
    r"(?:gieo|trầm) mình",
    r"đường (?:ray|tàu)(?: [^\W_]+){0,2} nằm|nằm (?:ra |lên |trên |giữa |ngoài )*đường (?:ray|tàu)",
    r"(?:để|cho|mong)(?: cho)? xe(?: [^\W_]+){0,2} (?:tông|cán|đâm|húc) (?:chết|cho)"
    r"|lao (?:đầu )?(?:vào|vô|ra) (?:xe|đầu xe|gầm xe|tàu|ô tô)",
    r"nhìn xuống (?:sông|nước|dưới|đất)(?: [^\W_]+){0,4} (?:nhảy|nhẹ)"
    r"|bước thêm(?: một| 1)? bước(?: nữa)?(?: là|$)",
    r"(?:trèo|leo) (?:lên|ra|qua) (?:nóc|mái|lan can|thành cầu|cột điện)(?: [^\W_]+){0,3}[ ,.]+"
    r"(?:không xuống|nhảy|ko xuống)",
    r"(?:đang )?đứng (?:trên|ở|ngoài|ngay)(?: ngoài| trên| mép)? (?:cầu|sân thượng|lan can|nóc nhà"
    r"|tầng thượng|thành cầu|mép cầu)(?! bán| chụp| thang)",
    r"mở (?:van |bình )?(?:ga|gas)(?: [^\W_]+){0,5} cho (?:xong|rồi|chết)",
)
# Without their marks these are everyday words: tư vấn, treo cờ, thật có, chắn sóng, uống sau.
_MARKED = (
    r"tự tử|tự vẫn|quyên sinh|treo cổ(?! phiếu| phần| đông)|thắt cổ|nhảy cầu|nhảy sông|chán sống"
    r"|uống thuốc sâu|(?:muốn|định|đòi) uống thuốc ngủ|nghĩ (?:quẩn|dại)",
)
# What somebody has at hand; whoever sells or sprays it says so.
_MEANS = (
    "thuốc (?:chuột|sâu|trừ sâu|diệt cỏ|ngủ|độc)|dây (?:thừng|dù|thắt cổ)|sợi dây|dao lam|lưỡi lam"
)
_AT_HAND = (
    rf"(?:mua|để|có|chuẩn bị|giữ|cất|kiếm)(?: được)? sẵn(?: rồi)?(?: [^\W_]+){{0,2}} (?:{_MEANS})",
    rf"(?:chuẩn bị|kiếm|tìm)(?: được| sẵn| xong)?(?: [^\W_]+)? (?:{_MEANS})(?: rồi|$)",
    rf"(?:{_MEANS})(?: [^\W_]+){{0,4}} (?:trong (?:tay|tủ)|trên tay|đầu giường|trước mặt"
    r"|cạnh giường)",
    rf"(?:cầm|nắm|ôm)(?: sẵn)?(?: [^\W_]+){{0,2}} (?:{_MEANS}|vỉ thuốc|lọ thuốc)",
)
_OF_TRADE = re.compile(
    either(
        r"(?<!\w)(?:bán|khách|giá|ruộng|vườn|lúa|cây|rau|bẫy|bả|diệt chuột|đuổi chuột|phun|rắc|thuế"
        r"|hóa đơn|nhập|kho|gián|mối|kiến|chuột (?:nhiều|cắn|phá)|giao|mua ở đâu|trói|buộc|cột"
        r"|gà|vịt|cạo râu|cắt tóc|tiệm)(?!\w)"
    )
)
# A story of somebody seen or read of; not of somebody near.
_STORY = re.compile(
    either(
        r"(?<!\w)(?:hôm (?:qua|nọ|trước|bữa)|(?:tuần|tháng|năm) (?:trước|ngoái)|phim|đọc báo"
        r"|trên (?:báo|mạng|tivi)|nghe (?:nói|kể|đồn)|vụ)(?: [^\W_]+){0,5} (?:có|một|mấy|ông|bà|cô"
        r"|anh|đứa|cậu|thằng|khách|người|vụ)(?!\w)"
    )
)
_ALSO_ME = re.compile(
    either(r"(?<!\w)(?:tôi|tui|em|mình|tao)(?: cũng| chỉ)+ (?:muốn|định|mún)(?!\w)")
)
_KIN = (
    r"(?:vợ|chồng|mẹ|má|bố|ba|cha|con trai|con gái|con|anh trai|chị gái|em trai|em gái|anh|chị|em"
    r"|bạn|hàng xóm|ông|bà|cháu)(?: ruột)? (?:tôi|tui|em|mình|nhà tôi|nhà em|cháu|nó|anh|chị)"
    r"|ông xã|bà xã|thằng (?:cu|con|em|cháu|bé)|con bé|đứa (?:bạn|em|con|cháu)|nó"
)
_THINKS = (
    "muốn|mún|đòi|định|dọa|doạ|bảo|nói|kêu|nhắn|viết|đang đứng|nghĩ|uống|cắt|nhảy|chán sống|treo"
    "|tự|không muốn|ko muốn"
)
_OF_ANOTHER = re.compile(
    rf"(?<!\w)(?:{either(_KIN)})(?: [^\W_]+){{0,3}} (?:{either(_THINKS)})(?!\w)"
)
_POISON = either(
    r"uống (?:[^\W_]+ ){0,2}(?:thuốc (?:chuột|trừ sâu|diệt cỏ|độc)|(?:vỉ|lọ|hộp|gói|đống) thuốc)"
)
_BY_NOW = either(r"(?:[ ,.!]+[^\W_]+){0,4}[ ,.!]+(?:rồi|xong|cứu)")
_SWALLOWED = re.compile(
    rf"(?<!\w)(?:{_POISON}|uống (?:[^\W_]+ ){{0,2}}thuốc (?:sâu|ngủ)"
    rf"|uong thuoc sau(?= roi| cuu|$)){_BY_NOW}(?!\w)"
)


def _compiled(any_keys: tuple[str, ...], marked: tuple[str, ...] = ()) -> re.Pattern[str]:
    ways = "|".join(f"(?:{way})" for way in (*map(either, any_keys), *marked))
    return re.compile(rf"(?<!\w)(?:{ways})(?!\w)")


_DESPAIR = _compiled((*_OUTRIGHT, *_ROUND_ABOUT, *_PLACES), _MARKED)
_HAS_MEANS = _compiled(_AT_HAND)


def despair_in(said: str) -> bool:
    """Whether lower-case words, idioms aside, say that somebody thinks of ending his life."""
    if _DESPAIR.search(said):
        is_told = _STORY.search(said) and not _ALSO_ME.search(said)
        return not is_told and not is_got_over(said)
    return bool(_HAS_MEANS.search(said)) and not _OF_TRADE.search(said)


def is_of_another(said: str) -> bool:
    """Whether it is somebody near who thinks of it, not who writes."""
    return bool(_OF_ANOTHER.search(said))


def has_swallowed(said: str) -> bool:
    """Whether poison or all the pills were taken already."""
    return bool(_SWALLOWED.search(said))
