"""Recognises, in what somebody writes, that help is needed now: `distress` (somebody thinks of
ending his life), `violence` (somebody is beaten or threatened, at home or elsewhere), `emergency`
(fire, an accident, a robbery, right now), `rage` (who says in anger that he will kill somebody),
and what a swindler does (`content/swindles.py`). These
are answered before anything else, wherever the conversation stands.

What is said too often costs a kind sentence, what is missed may cost a life; only what everybody
says without meaning it ("mệt muốn chết", "cháy hàng") is left out (`content/idioms.py`).
"""

import re

from content.despair import despair_in, has_swallowed, is_of_another
from content.idioms import is_got_over, is_long_over, laughs, plain_words
from content.perils import VIOLENT, peril_in
from content.spoken import asks
from content.swindles import SCAM, SWINDLED, swindle_in
from content.toneless import either
from content.vietnamese import bare_words

DISTRESS, VIOLENCE, EMERGENCY, RAGE = "distress", "violence", "emergency", "rage"
KINDS = (DISTRESS, VIOLENCE, EMERGENCY, SWINDLED, SCAM, RAGE)

_CRY = (
    r"(?<!tra )(?<!nghiên )(?<!nghien )(?<!truy )cứu (?:tôi|với|mạng|người|em|cháu|mình|mẹ|con)\b"
)
_EMERGENCY_EITHER = (
    _CRY,
    r"gọi (?:xe )?(?:cấp cứu|cứu hỏa|cứu hoả|cứu thương)|cần cấp cứu|cấp cứu (?:với|gấp|ngay)",
    r"cháy nhà(?: rồi| to| lớn| kìa| với|$)|đang có cháy|đang cháy nhà",
    r"(?:đang|vừa|mới) bị (?:ăn )?(?:cướp|trộm|bắt cóc)",
    r"(?:đang|vừa) (?:có|bị|xảy ra) tai nạn|bất tỉnh|đang co giật|bị điện giật"
    r"|khó thở|đau ngực|nghẹt thở|(?:đang|vừa|mới) (?:bị )?đột quỵ|hộc máu|chảy máu nhiều"
    r"|nổ bình ga|đuối nước|có người ngất|ngất xỉu|(?:bị|mới|vừa) ngất(?! kết| quyền| mạng"
    r"| nguồn| điện| dòng)|trộm (?:vào|trong) nhà"
    r"|ngừng thở|ngưng thở",
)
_EMERGENCY_MARKED = (
    r"đang cháy|cháy (?:chợ|quán|kho|xe|cửa hàng|tiệm|bếp)(?: rồi| to| lớn| kìa| với|$)",
)
# Whom somebody beats; not a price, a tax, a card, a car.
_WHOM = (
    "tôi|tui|tao|mình|em|cháu|con|mẹ|má|bố|ba|bà|ông|vợ|chồng|anh|chị|cô|chú|bác|dì|người|nhau"
    "|thằng bé|con bé|đứa"
)
_HITS = (
    "đánh(?: đập| đấm| chết)?|đập|đấm|tát|đá|đâm|chém|bóp cổ|bạo hành|hành hung|hành hạ|tra tấn"
    "|đuổi đánh|xích|nhốt|oánh|uýnh|oýnh|bạt tai|bợp tai"
)
_HOW = (
    "cứ |hay |toàn |lại |vẫn |tìm đến |tìm tới |đến quán |tới quán |đến nhà |suốt ngày |đang |vừa "
    "|mới |đã |thường xuyên |say |rượu |uống rượu |về "
)
# What follows "đánh" where nobody is hit: taxed, typed, turned down, swapped.
_NO_BLOW = (
    r"(?! thuế| vat| gtgt| giá| cắp| rơi| rớt(?! răng)| mất| trượt| hỏng| dấu| tráo| bật| vần| bại"
    r"| sập| thức| chìm| bóng| thêm| lộn (?:chữ|tên|số|ngày)|,? chỉ đánh"
    # Without marks as well "mấy".
    r"| máy(?! (?:cái|lần|phát|trận|đòn|bữa|hôm|ngày|tháng|năm)))"
)
_VIOLENCE_EITHER = (
    # "đánh tôi"; not "đánh con số", "đánh thuế tôi", "đánh giá".
    r"(?:chồng|vợ|nó|họ|chúng nó|bọn nó|hàng xóm|bố|ba|cha|mẹ|dượng|ông ấy|ông ta|ổng|ông xã|bả"
    r"|anh ấy|anh ta|tụi nó|thằng chồng|bạn trai"
    r"|lão|bà ấy|con trai|con rể|con dâu|thằng con|chủ nợ|bọn đòi nợ|xã hội đen|côn đồ|người ta"
    rf"|người yêu|chồng cũ|khách)(?: (?:tôi|em|cháu|mình|nó))? (?:{_HOW})*"
    rf"(?:{_HITS}) (?:{_WHOM})\b(?! (?:số|thuế|hàng|dấu|giá|bài|máy|giày|răng|bóng"
    r"|cá|chó|gà|heo|ba|năm|sao|hai lần|mấy|bao nhiêu|vài|một sao|1|2|3)\b)",
    r"bị (?:(?:chồng|vợ|ổng|ông xã|tụi nó|nó|họ"
    r"|chúng nó|bọn nó|bố|mẹ|cha|người ta|hàng xóm"
    r"|chủ nợ|côn đồ|con trai"
    r"|con|khách|bọn|dượng|người yêu)(?: (?:tôi|nó|cũ|đòi nợ))? )?(?:đang )?"
    rf"(?:đánh{_NO_BLOW}|đấm|tát|bóp cổ|oánh|uýnh|bạo hành|hành hung|hành hạ"
    r"|đâm(?! xe)|chém(?! giá| đẹp)|đe dọa|đe doạ"
    r"|dọa đánh|dọa giết|xâm hại|hiếp|hiếp dâm|cưỡng hiếp|sàm sỡ|đập chết|nhốt)",
    r"(?:dọa|doạ|đòi|sẽ|định) (?:đâm|chém|giết|đánh (?:chết )?(?:tôi|em|cháu|con|mẹ|vợ|cả nhà))",
    r"(?<!chống )bạo lực gia đình|bạo hành(?! động vật)"
    rf"|(?:đánh|đập|đấm|tát|đá) (?:vào )?(?:đầu|mặt|bụng) (?:{_WHOM})(?! (?:hàng|xe|máy|\d))"
    r"|(?:cầm|vác|mang|rút) (?:dao|gậy|mã tấu|kiếm|búa)(?: đến| tới| vào| đòi| dọa| đuổi| ra)"
    r"|(?:hay|là|lại|toàn|suốt ngày|cứ) (?:đánh|đập) (?:vợ|con|mẹ|chồng|tôi|em)(?! số| giá| cái)"
    r"|bị (?:chồng|vợ|bố|con|nó) (?:tôi )?đuổi (?:ra khỏi|khỏi|ra) (?:nhà|đường)"
    r"|(?<!chống )xâm hại (?:trẻ|tình dục|cháu|con)|hiếp dâm|đánh nhau|đâm nhau|chém nhau",
    r"đập phá (?:nhà|quán|đồ|cửa hàng|tiệm|hàng quán)(?: của)?(?: tôi| em| nhà)?",
    r"tôi (?:rất |quá )?sợ chồng(?: tôi)?(?: đánh|$)",
    r"(?:chồng|nó|hắn|dượng|bố|ba|cha|bọn nó|tụi nó|ổng)(?: tôi| em| tui| con| cháu)?(?: mà| có|"
    r" lại)* "
    r"(?:quay lại|quay về|trở lại|về)(?: [^\W_]+)? (?:đánh|đập|hành hung|đấm|giết|phá)(?: nữa| tiếp"
    r"| tôi| em|$)",
)
# Without its marks `danh` is a name or a list just as well: bị mạo danh.
_VIOLENCE_MARKED = (
    r"bị (?:(?!thuế|cơ|quan|nhà|nước|sàn|khách|chi|cục|phường|người|hàng|sét)[^\W_]+ ){1,3}đánh"
    rf"{_NO_BLOW}",
    rf"(?:chồng|vợ|nó|chúng nó|bọn nó|tụi nó|bố|ba|cha|mẹ|dượng|ổng|lão|hắn|con trai|khách)"
    rf"(?: (?:tôi|em|cháu|mình|tui))? (?:{_HOW})*(?:tẩn|nện|vả|táng|quánh|đạp|thụi|phang) "
    rf"(?:{_WHOM})(?! (?:hàng|máy|xe|giá|số)\b)",
    r"(?:sờ mó|giở trò(?: đồi bại)? với|dâm ô) (?:con|bé|cháu|em|tôi|tui|trẻ)",
)
# Said of oneself, in anger; a butcher says it of a pig.
_RAGE_EITHER = (
    r"(?:^|(?<=[,.;:!?\n])|(?<=[,.;:!?\n] ))(?:tao|bố mày|ông mày|tôi|tui|bố|ông)"
    r"(?: (?:sẽ|muốn|chỉ muốn|định|phải|thề|thề sẽ|điên lên|đến|mà|mới))* "
    r"(?:giết|chém chết|đâm chết|đập chết|bắn chết|chém)(?: chết| quách)? "
    r"(?:thằng|con(?! gà| lợn| heo| vịt| cá| bò| chó| mèo| dê| ngan| ngỗng| trâu| ruồi| muỗi"
    r"| chuột)"
    r"|nó|mày|bọn|chúng|lão|tụi|hắn|mụ|cả nhà|hết|mẹ mày)",
)
# The words a keyboard without Vietnamese may have typed as keys.
VOCABULARY = "muốn chết, tự tử, tự vẫn, sống nữa, cứu với, cháy nhà, nhảy cầu, kết liễu, thiết"
_ALARM_EITHER = (
    r"cấp cứu|cứu (?:tôi|với|giúp|người|mạng)|ngất(?! kết| quyền| mạng| nguồn| điện| dòng)|bất tỉnh"
    r"|đột quỵ|co giật|giết|đánh đập|chém"
    r"|máu me|bắt cóc|cướp|tai nạn|ngộ độc|đe dọa|hăm dọa|trấn lột|chảy máu|nguy hiểm"
    r"|nguy kịch|khẩn cấp|bị thương|mắc kẹt|chết đuối|nhốt|bốc khói|xăng dội"
    # A knife in a hand: without marks `dao` is as well Đào, đạo, đảo.
    r"|(?:có|cầm|rút|vác|kề|dí|giơ|vung|chĩa|mang|xách|bằng)(?: cái| con)? dao(?! động| tạo| chợ)"
    r"|dao (?:găm|bấm|đâm)",
)
_ALARM_MARKED = (r"tự tử|cháy|chết|máu|lửa|nổ|súng|đâm|đốt|kẹt|cứu",)
# What these words also say: trade, goods, a manner of speaking.
_HARMLESS_EITHER = (
    r"(?:dầu|thay|xăng|ruột|bán) nhớt"
    r"|cháy hàng|cơm cháy|cháy chảo|cháy túi|cháy vé|ế chết|chết (?:mất|dở|thật|tôi rồi|cha|mẹ"
    r"|bà|máy|đi được)|(?<!có )(?:hàng|máy|số|vốn|app|bố|mẹ|chồng|vợ|ông|bà|gà|lợn|heo|cá|người)"
    r"(?: [^\W_]+)? chết|(?:chát|đắt|mắc|mệt|lo|sợ|chán|nóng|buồn|ế|đông|bận|lỗ) (?:[^\W_]+ )?chết"
    r"|khi chết"
    r"|chém (?:giá|gió|đẹp|sẵn|[\d.,]+ ?(?:triệu|tr|trăm|nghìn|ngàn|k)\b)|cướp ngày|phòng cháy"
    r"|chữa cháy|bán (?:dao|lửa|máu)|dao kéo|mài dao"
    # What stands in a shop against fire, or insures it; "tôi báo cháy", "có cháy nổ" are alarms.
    r"|(?:bình|tập huấn) cứu (?:hỏa|hoả)|(?:chuông|còi|đầu|tủ|hệ thống|thiết bị) báo cháy"
    r"|(?:bảo hiểm|phòng|phòng chống|nguy cơ|dễ) cháy nổ"
    r"|(?:tủ|túi|hộp|bộ|tập huấn|học|lớp|dụng cụ|đồ)(?: thuốc| dụng cụ)? "
    r"(?:sơ cứu|sơ cấp cứu|cứu sinh)|phòng khám cấp cứu|hàng (?:hóa |hoá )?nguy hiểm"
    r"|(?:hồ sơ|giấy tờ|giấy|đơn|tiền|vốn|hàng)(?: của)?(?: [^\W_]+)? (?:bị )?kẹt|cướp (?:à|hả|chứ)"
    r"|khác gì cướp|bếp lửa|máu nhiễm|nhóm máu|mỡ máu|đốt tiền|hàng [^\W_]+ [^\W_]+ máu me"
    r"|(?:tăng|đắt|mắc|nóng|cao|mệt) (?:đến |tới )?chết người"
    r"|dao động|kẹt (?:xe|tiền|vốn|hàng|mạng|đường)|tra cứu|nghiên cứu|cứu trợ|cứu hộ|cứu vãn"
    r"|cứu xét|lửa (?:lò|bếp|nhỏ|vừa|liu riu|riu riu|than)|ngất luôn|bật lửa|máu (?:kinh doanh"
    r"|buôn|me kinh doanh)|tiết canh|giết mổ"
    r"|nổ (?:máy|đơn|hàng|hũ)|bùng nổ|đâm ra|đốt (?:vía|vàng mã|sổ)|thuốc đốt|bị chém giá"
    r"|(?:token|usb|bộ sạc|ổ cứng|máy in|bóng đèn) (?:bị )?cháy|(?:vay|chữ ký|tài khoản|mật khẩu"
    r"|căn cước|giấy tờ|ký giấy|đứng tên)(?: [^\W_]+){0,6} có nguy hiểm(?: gì)? (?:không|ko|k)"
    r"|bảo hiểm tai nạn|hết máu|hiến máu|xét nghiệm máu|giết thời gian|giết gà|giết lợn",
)
_HARMLESS_MARKED = (
    r"máy nổ|(?:sổ|giấy|hóa đơn|chứng từ|hồ sơ)(?: [^\W_]+){0,3} cháy|cháy bỏng|chết ế|ế chết"
    r"|sống chết|(?:chống|dễ) cháy|pháo nổ|súng nước|áo phao cứu sinh"
    r""
    r"|chết (?:men|máy)|(?:wifi|cây|hoa|rau|chuột|chó|mèo|tôm|cua|bò|trâu|vịt|ong)"
    r"(?: [^\W_]+)? chết"
    # Told of where it stands; `xe cứu thương đâu rồi` is asked in need.
    r"|(?:xe|ô tô) (?:cứu thương|cứu hỏa|cứu hoả|chữa cháy|cấp cứu)(?: [^\W_]+){0,2} "
    r"(?:đậu|đỗ|chắn|chặn|dừng|tư nhân)"
    # A lamp or a pump that is broken; one that smokes is said so besides.
    r"|cháy (?:bóng|máy bơm|cầu dao|mô tơ|công tơ|tụ|đèn)",
)
# Asked of a rule, a paper, a sale, or whom to report to: what happened is not happening now ...
_OF_A_RULE = re.compile(
    either(
        r"\b(?:thuế|miễn|giảm|bắt buộc|giấy phép|giấy gì|thủ tục|quy định|đăng ký|xin phép|bị cấm"
        r"|bị phạt|nộp phạt|hóa đơn|hoá đơn|bảo hiểm|hỗ trợ|phản ánh|mã số|ngành nghề|ngành gì"
        r"|cấp lại|bản (?:mới|gốc)|được bớt|đc bớt|tập huấn"
        r"|mua ở đâu|báo ai|ai sửa|được (?:đền|trừ|bồi thường|để)|ai (?:trả|chịu|đền))\b"
    )
)
# ... unless it is said to be.
_GOES_ON = re.compile(
    either(
        r"\b(?:đang|bây giờ|giờ làm sao|làm sao đây|vẫn|nhiều quá|lớn quá|to quá|trời ơi|mau|làm ơn"
        r"|khẩn cấp|gọi|cứu (?:với|tôi|em|người|mạng)|(?:cháy|nổ|sập|ngất|chảy máu|đâm) rồi)\b"
    )
)
# Told of another time, or asked about, it is a question like any other.
_PAST = re.compile(
    either(r"\b(?:năm|tháng|tuần|hôm|đợt|lần|ngày) (?:ngoái|trước|qua|kia)\b|\bhồi\b|\btrước đây\b")
)


def _compiled(any_keys: tuple[str, ...], marked: tuple[str, ...]) -> re.Pattern[str]:
    # One look for all of them where a word begins; most of a text is the middle of one.
    ways = "|".join(f"(?:{way})" for way in (*map(either, any_keys), *marked))
    return re.compile(rf"(?<!\w)(?:{ways})(?!\w)")


# Sad, and alone or in mourning; or said outright.
_SAD = _compiled(
    (r"(?:buồn|tủi thân|tủi|trống vắng|nhớ|thui thủi)(?: [^\W_]+)? (?:quá|lắm|ghê|hoài|thiệt)",), ()
)
_ALONE = _compiled((r"một mình|mất|qua đời|không ai|chẳng ai|bỏ đi",), ())
_LONELY = _compiled(
    (
        r"cô đơn|có người (?:để )?(?:nói chuyện|tâm sự)(?: cho (?:vui|khuây))?(?: thôi|$)",
        r"(?:không|chẳng) (?:có |biết )?(?:ai|người nào) (?:để )?(?:nói chuyện|tâm sự|hỏi han)",
    ),
    (),
)
_VIOLENCE = _compiled(_VIOLENCE_EITHER, _VIOLENCE_MARKED)
_EMERGENCY = _compiled(_EMERGENCY_EITHER, _EMERGENCY_MARKED)
_ONLY_CRIED = _compiled((_CRY,), ())  # `cứu với`: what for, the other words say
_RAGE = _compiled(_RAGE_EITHER, ())
_FIGHT = _compiled((r"(?:đánh|đâm|chém|đấm) nhau",), ())  # told with a laugh, it is none
_ALARM = _compiled(_ALARM_EITHER, _ALARM_MARKED)
_HARMLESS = _compiled(_HARMLESS_EITHER, _HARMLESS_MARKED)


def danger_in(text: str) -> str:
    """One of `KINDS`, or "" when nothing in the text says so."""
    said = plain_words(text)
    if despair_in(said):
        return EMERGENCY if has_swallowed(said) and is_of_another(said) else DISTRESS
    if _RAGE.search(said):
        return RAGE
    is_over = is_long_over(said)
    if not is_over and _VIOLENCE.search(_FIGHT.sub(" ", said) if laughs(text) else said):
        return VIOLENCE
    if _EMERGENCY.search(said) and not _PAST.search(said):
        called = not _EMERGENCY.search(_ONLY_CRIED.sub(" ", said)) and not peril_in(text)
        return (called and swindle_in(text)) or EMERGENCY
    if (peril := peril_in(text)) and not is_over:
        return VIOLENCE if peril.name in VIOLENT else EMERGENCY
    return swindle_in(text)


def lonely_in(text: str) -> bool:
    """Whether somebody only tells of being alone, or of mourning, and asks nothing."""
    said = plain_words(text)
    if _OF_A_RULE.search(said) or asks(text):
        return False
    return bool(_LONELY.search(said) or (_SAD.search(said) and _ALONE.search(said)))


_SELF_BLAME = re.compile(
    r"\b(?:toi|tui|minh|bac|chu|ong|ba|di|gia)(?: (?:nay|ma|cung|sao|that|dung la|thay|la|lai|dung"
    r"|gia|roi|ca))* (?:ngu dot|ngu ngoc|ngu|dai dot|dai|lu lan|dot)"
    r"(?: (?:qua|that|thiet|lam|ghe|nguoi|muoi|roi|co|a|oi|chau|em|nhi|di|mat|the|nay))*$"
)


def blames_oneself(text: str) -> bool:
    """`cảm ơn cháu, bác ngu quá`, `tui dại thiệt`: whether somebody is ashamed of a mistake of his
    own, and asks nothing."""
    return not asks(text) and bool(_SELF_BLAME.search(bare_words(text)))


def alarm_in(text: str) -> bool:
    """Whether some word of alarm is in it that is not only a manner of speaking: too little to
    know what happens, enough to say whom to call."""
    said = plain_words(text)
    if laughs(text) or is_long_over(said) or is_got_over(said):
        return False
    if _OF_A_RULE.search(said) and not _GOES_ON.search(said):
        return False
    return bool(_ALARM.search(_HARMLESS.sub(" ", said)))
