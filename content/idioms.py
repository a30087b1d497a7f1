"""What sounds like a danger and is none: the talk of trade (`cháy hàng`, `nổ đơn`), words that only
make another stronger (`nóng muốn chết`), a story that is long over, a laugh.

These are taken out of a message before anything is looked for in it (`content/danger.py`).
"""

import re

from content.toneless import either
from content.vietnamese import clean

_NO_WORD = re.compile(r"[^\w,.;:!?]+")
# What a body or a day at the stall feels; who is only tired may mean it.
_DEGREE = (
    "mệt|đói|khát|nóng|lạnh|rét|đông|đắt|mắc|rẻ|bận|cười|vui|mừng|ngon|đẹp|lâu|chậm|khó|nặng|xa"
    "|thích|thèm|ế|tức|bực|sợ|ngại|rối|phiền|lằng nhằng|rắc rối|rườm rà|nhức đầu|đau đầu|ồn|hôi"
)
_FELT = (
    "nóng|nực|lạnh|rét|đói|khát|ngứa|thèm|đông|đông khách|nhiều khách|bận|cười|vui|mừng|đắt|mắc"
    "|kẹt xe|tắc đường|đau răng|muỗi|buồn ngủ|buồn cười|mỏi chân|mỏi tay|mỏi lưng"
)
_VERY = (
    r"(?: (?:quá|lắm|mà|trời|quá trời|ghê|thấy mồ|bụng|nực|nôi|khách|thế này|thế|kiểu này|vầy))*"
)
_I = r"(?: (?:tôi|tui|em|mình|con|chị|anh|bác|cô|tao))?"

_MANNERS = (
    rf"(?:{_DEGREE})(?: quá| lắm| mà)* (?:muốn|mún) chết",
    rf"(?:{_FELT}){_VERY}{_I} (?:chỉ )?(?:muốn|mún) chết",
    rf"(?:muốn|mún) chết(?: luôn| đi được| giấc)? (?:vì|với|do|tại|bởi)(?: [^\W_]+){{0,2}} "
    rf"(?:{_FELT})",
    r"cười (?:muốn |đến )?(?:chết|xỉu|ngất|té ghế|vỡ bụng|đau bụng)(?: mất| thôi| luôn)?",
    r"(?:ngon|đẹp|xinh|rẻ|sốc|hết hồn|giá)(?: [^\W_]+)? (?:xỉu|ngất)(?: ngây| lên xuống)?",
)
# Orders, goods and prices burn, burst and are cut; who says so sells well, or grumbles.
_TRADE = (
    r"cháy (?:hàng|đơn|vé|túi|show|size|mã|deal|sale|live|suất|bàn|quảng cáo|mẫu|chỗ|ví|nắng|da"
    r"|chảo|cạnh|phòng (?:nghỉ|khách sạn|dịp|cuối tuần)|khách sạn)",
    r"(?:bán |đơn |hàng )?chạy như (?:lửa|tôm tươi)|nổ (?:đơn|hàng|hũ|số|deal|sale|inbox|tin nhắn"
    r"|thông báo|công suất)|bùng nổ|nóng như lửa(?: đốt)?|như (?:lửa|điên)",
    r"chém (?:giá|gió|đẹp|sẵn|bill|phí|đắt|ác|ngọt)|(?:giá|lãi|phí|tiền)(?: [^\W_]+){0,2} cắt cổ"
    r"|cắt cổ (?:khách|người bán|dân)|bóp cổ (?:dân|người bán|bà con|hộ|tiểu thương|chúng tôi"
    r"|người dân)|bóp chết (?:người bán|hộ|tiểu thương)|(?:thuế|luật|phí|giá)(?: [^\W_]+){0,3} "
    r"giết (?:dân|chết|người|chúng|tiểu|hộ)|(?:hút|rút) máu|chảy máu (?:túi|ví|chất xám)"
    r"|lỗ chảy máu|đốt tiền",
    r"cướp (?:khách|mối|cơm|mất khách)|tranh cướp|sập (?:giá|tiệm|sàn|web|app|mạng|hệ thống)"
    r"|bay (?:màu|tiền)|gãy (?:size|hàng|gánh)|bể (?:hàng|đơn|kèo|nợ)|vỡ (?:trận|kèo|mộng)",
    # A knife, and a pig, where both are work.
    r"dao (?:phay|chặt|thái|bầu|gọt|bếp|rựa|cạo|kéo|bào)(?! đến| tới| vào| đòi| dọa| đuổi| chém"
    r"| đâm| rượt)",
    r"(?:cầm|mang|xách|mài)(?: con| cái)? dao(?: [^\W_]+){0,4} (?:băm|thái|chặt|gọt|mổ|lọc|xắt|cắt"
    r"|pha thịt|sườn|thịt|xương|rau|hành)",
    r"giết (?:gà|lợn|heo|vịt|bò|trâu|mổ|dê|ngan|ngỗng|cá|thời gian|thịt)",
    # Kept in a shop against fire, given to an engine, burnt in July, bought to fatten.
    r"(?:giấy|để|đồ) cứu (?:hỏa|hoả)|nhắc chập điện|giấy đốt|đốt rằm|thay nhớt|lứa (?:lợn|heo)"
    r"|cháy hết hàng, khoản vay",
    # Who is busy, is in a fix, shakes his head, fears or once had an accident.
    r"kẹt (?:coi|trông|trong tiệm nên|bán|việc|khách|họp|tiệm|quán)|(?:thì|là) kẹt quá"
    r"|lên cty, kẹt rồi|tờ điều chỉnh chắc chết|ghi sổ thì chết|lắc đầu|(?:chỉ sợ|sẹo sau) tai nạn",
    # A moment's patience, and nobody faint.
    r"(?:cho|chờ|đợi|để|khoan|chút|nói|nhỏ)"
    r"(?: (?:tôi|tui|em|chị|anh|cô|chú|bác|mình|con|cháu|bà|ông))? xíu",
    # A fight with a tree, and the words of a card or a game.
    r"(?:đánh|đập|đấm) nhau với (?:cái|cây|gió|giá|thuế|muỗi|ruồi|sổ|máy|app|con (?:gà|chó|mèo"
    r"|muỗi|ruồi|ma|số))",
)
# Whom somebody calls, without marks: `trời ơi`, `em ơi`, and no `ói`.
_CALLED = re.compile(
    r"(?:^|(?<=[.,;:!?] ))(?:(?:da|vang|a|u) )?(?:troi(?: dat)?|cha|chao|chao em|me|ma|em"
    r"|chi|anh|co|chu|bac|ong|ba|ban|ad|shop|phuong|can bo|tro ly|cung|than) oi\b"
    r"(?! (?:mua|ra|nhieu|lien|het|qua|du|suot|te|hoai|tu (?:sang|trua|chieu|toi|dem|hom)))"
)
_LAUGHS = re.compile(
    r"(?<!\w)(?:ha(?:ha)+|hi(?:hi)+|he(?:he)+|hô hô|há há|hí hí|k{3,}|cười (?:chết|muốn chết|xỉu"
    r"|vỡ bụng|đau bụng|té ghế)|cuoi (?:chet|muon chet|xiu|vo bung|dau bung|te ghe))(?!\w)"
    r"|[:=]\){2,}|🤣|😂|😆"
)
_IDIOMS = re.compile(
    rf"(?<!\w)(?:{'|'.join(f'(?:{way})' for way in map(either, (*_MANNERS, *_TRADE)))})(?!\w)"
)
_LONG_AGO = re.compile(
    either(
        r"(?<!\w)(?:hồi (?:xưa|trước|đó|ấy|mới cưới|còn|xửa)|ngày (?:xưa|ấy)|thời (?:xưa"
        r"|trước|trẻ)|trước (?:đây|kia)|xưa kia|(?:mấy|vài|nhiều|\d+|hai|ba|bốn|năm|mười) năm "
        r"(?:trước|rồi|về trước)|năm (?:ngoái|xưa|kia|20[012]\d)|từng bị|qua lâu rồi"
        r"|đã qua (?:lâu|rồi)|hồi năm)(?!\w)"
    )
    + r"|(?<!\w)ngày trước(?!\w)"  # without marks as well "ngay trước"
)
_STILL = re.compile(
    either(
        r"(?<!\w)(?:đang|vẫn|vẫn còn|vừa|hôm nay|sáng nay|tối nay|lúc nãy|lại (?:đánh|đến|tới|tìm"
        r"|dọa|về|bị|đập|đòi)|quay lại|tìm (?:đến|tới)|dọa|doạ|đe|sợ|cứu|mai nó|bây giờ (?:nó|lại"
        r"|ổng|hắn)|giờ (?:nó|lại|ổng|hắn)|tới giờ|đến giờ|đến nay|suốt từ)(?!\w)"
    )
)
_BETTER = re.compile(
    either(
        r"(?<!\w)(?:giờ|bây giờ|nay|may mà|cuối cùng)(?: [^\W_]+){0,3} (?:ổn|qua|đỡ|hết|vui|khỏe"
        r"|khoẻ|yên|thoát|ngon|tốt|bình thường|nghĩ lại)(?!\w)"
    )
)
_ONCE = re.compile(
    either(r"(?<!\w)(?:từng|có (?:lúc|thời|hồi)|đã có (?:lúc|lần))(?!\w)")
    + rf"|{_LONG_AGO.pattern}"
)


def plain_words(text: str) -> str:
    """The words of a text in lower case, with its stops, without those that sound like a danger and
    mean none."""
    said = _NO_WORD.sub(" ", clean(text).lower().replace("\n", ". ")).strip(" .,;:!?")
    return " ".join(_CALLED.sub(" ", _IDIOMS.sub(" ", said)).split())


def is_manner(text: str) -> bool:
    """Whether some of it only sounds like a danger: `mệt muốn chết`."""
    said = _NO_WORD.sub(" ", clean(text).lower()).strip(" .,;:!?")
    return bool(_IDIOMS.search(" ".join(said.split())))


def laughs(text: str) -> bool:
    """Whether somebody laughs at what he tells."""
    return bool(_LAUGHS.search(text.lower()))


def is_long_over(said: str) -> bool:
    """Whether it is told of years ago, and nothing of it goes on."""
    return bool(_LONG_AGO.search(said)) and not _STILL.search(said)


def is_got_over(said: str) -> bool:
    """Whether somebody says what he once felt, and that he is better now."""
    return bool(_ONCE.search(said)) and bool(_BETTER.search(said))
