"""Recognises what people type beside questions: a greeting, a wish, a sigh, an impatient word, a
slip to the wrong chat, a picture or a number and nothing else. Always the whole message, never a
part of one; whoever calls looks for danger first. Read as any keyboard types it.
"""

import re
from enum import StrEnum
from functools import cache, lru_cache

from content.keys import letters_in
from content.names import hear_name, is_full
from content.vietnamese import FORMS_KEPT, fold, has_marks
from content.wording import normalise

LONGEST = 16  # words: a longer message tells something


class Chatter(StrEnum):
    """What kind of talk a whole message is."""

    HELLO = "hello"
    ABOUT_ME = "about_me"
    OKAY = "okay"
    PRAISE = "thanks"
    COMPLAINT = "complaint"
    WISH = "wish"
    SLOW = "slow"
    COMPANY = "company"
    HARD_TIMES = "hard_times"
    SLIP = "slip"
    WAIT = "wait"
    TODAY = "today"
    UNSURE = "unsure"  # `?`
    WORDLESS = "wordless"
    NUMBER = "number"
    NAME = "name"


_ME = r"(?:tôi|tui|t|em|e|mình|m|cháu|con|chị|anh|cô|chú|bác|ông|bà|dì|tao|tớ)"
_YOU = (
    r"(?:em|e|cháu|con|bạn|b|ad|admin|bot|bot này|máy|trợ lý|ông|bà|anh|chị|cô|chú|bác|phường|mày"
    r"|cưng)"
)
_NO = r"(?:không|ko|k|hông|hem|hok|hổng|hk)"
_SOFT = (
    rf"(?:{_YOU}|o|ne|nè|nhé|nhe|nha|nhen|nghe|nghen|hen|hè|hỉ|hả|dạ|vâng|ạ|à|ừ|ơi|mà|vậy|thế|z|v"
    r"|zậy|đấy|đó|rồi|r|với|vs|đi|luôn|thật|nữa|cái|cả nhà|mọi người|hai|haiz|haizz|hic|hix|huhu"
    r"|trời|trời ơi|thôi|coi|xem|nào|nhỉ|shop|đang)"
)
_SO = (
    r"(?:\s(?:quá|lắm|ghê|thế|thật|đấy|vậy|phết|vl|vãi|gớm|khiếp|wá|ghia|hết sức|nhỉ|quá trời"
    r"|quá đi|luôn|quá chừng|quá xá|à|mà))+"
)
_WISHED = (
    rf"(?:{_YOU}|{_ME}|sức khỏe|mạnh khỏe|mạnh giỏi|khỏe|dồi dào|công tác|làm việc|làm ăn|buôn bán"
    r"|tốt|vui|vui vẻ|hạnh phúc|may mắn|phát tài|phát đạt|phát lộc|thành công|thuận lợi|an lành"
    r"|bình an|tốt lành|tốt đẹp|gia đình|cả nhà|luôn luôn|luôn|thật|nhiều|mọi điều|điều|những|và"
    r"|một|ngày|ngày mới|buổi|sáng|trưa|chiều|tối|đêm|tuần|tuần mới|cuối tuần|năm mới|ngủ ngon"
    r"|ăn ngon|lễ|noel|giáng sinh|tết|cán bộ|các|quý|mọi người|nhé|nha|nghen|ạ|trẻ đẹp|xinh đẹp"
    r"|đắt hàng|đông khách|buôn may bán đắt|ở lại)"
)
_A_BIT = r"(?:một |1 )?(?:chút|tí|xíu|tị|lát|lác|phút|tẹo)(?: xíu| tẹo)?"
_HERE = r"(?:ở|đang|còn|đây|đấy|đó|trực|nghe|online|onl|làm việc|trả lời|máy)"
_WITH_ME = rf"(?:với|vs|cùng)? ?(?:{_ME}|chơi|phiếm)(?: tí| chút| chơi)?"
_LATELY = (
    r"(?:(?:(?:dạo|đợt) (?:này|ni)|mấy (?:hôm|bữa|ngày|tháng|bựa) (?:nay|rày|ni)|hôm nay|bữa nay"
    r"|nay"
    r"|thời buổi|thời buổi này|năm nay|tháng này|giờ|bây giờ) )?"
)
_AS_A_TOMB = r"như (?:chùa )?bà đanh"
_FORMS: dict[Chatter, str] = {
    Chatter.HELLO: (
        r"alo|alô|xin chào|chào|hello|helo|hi|hey|hế lô"
        rf"|(?:có )?ai(?: {_HERE})+(?: {_NO}| thế| vậy)?|có ai {_NO}"
        rf"|có {_HERE}(?: đây| đấy| đó)?(?: {_YOU})? {_NO}"
        rf"|(?:{_YOU} )?(?:có )?nghe (?:thấy |rõ )?(?:{_ME} )?(?:nói )?(?:gì )?{_NO}"
        r"|(?:thử|test)(?: (?:thử|tí|cái|chút|máy|tin|bot|tin nhắn|một cái))*(?: (?:xem|coi)"
        rf"(?: thử| nào| có (?:nói|nhắn|nghe|nhắn tin|trả lời|gõ|chat|dùng)(?: gì)? được {_NO})?)?"
        rf"|{_ME} (?:xin |muốn )?hỏi(?: {_YOU})? (?:{_A_BIT}|(?:một |1 |vài )?(?:câu|điều|việc))"
        rf"(?: thôi)? (?:được|dc|đc) {_NO}"
        r"|(?:chào )?buổi (?:sáng|trưa|chiều|tối)(?: tốt lành| vui vẻ)?"
        rf"|(?:cho|xin|cho phép) {_ME} hỏi(?: {_YOU})?"
        rf" (?:{_A_BIT}|cái|xí|(?:một |1 |vài )?(?:câu|điều))"
        r"|(?:à |ấy )?(?:quên|nhầm|lộn)(?: mất)? (?:hi|hello|chào|alo)"
    ),
    Chatter.ABOUT_ME: (
        rf"(?:{_YOU} )?(?:tên|gọi|xưng hô)(?: là)? (?:gì|chi|sao|thế nào)(?: cho phải)?"
        rf"|{_YOU} là ai|ai (?:đang trả lời|nói chuyện|đang nói chuyện|đang nhắn)"
        r"|(?:trợ lý|bot|máy|app|cái) này (?:do|của|là) (?:ai|đơn vị nào|bên nào|cơ quan nào)"
        r"(?: (?:làm|lập|làm ra|xây dựng|quản lý|viết|tạo|ra))*"
    ),
    Chatter.OKAY: (
        r"ok|oki|okie|oke|okla|okela|okay|(?:thế|vậy) là (?:được|ok|tốt)"
        r"|(?:hiểu|rõ|biết|nắm|thông|nghe|nhớ)(?: được)? (?:rồi|r)|ra (?:thế|vậy|là thế|là vậy)"
        r"|k|kk|kkk|hihi|haha|hehe|hì|hì hì|kaka|buồn cười|thôi (?:được|khỏi|không cần)"
        rf"|{_NO} (?:sao|có gì|có chi|vấn đề gì) đâu"
    ),
    Chatter.PRAISE: (
        r"(?:trả lời|nói|chỉ|chỉ dẫn|giải thích|hướng dẫn|tư vấn|làm|làm việc|phục vụ)? ?"
        rf"(?:{_YOU} |cái này |app này |này )?(?:hay|giỏi|nhanh|tốt|dễ hiểu|rõ ràng|thông minh"
        r"|chi tiết|đỉnh|xịn|chuẩn|tuyệt|tuyệt vời|tiện|tiện lợi|nhiệt tình|tận tình|dễ thương"
        rf"|lịch sự|khôn){_SO}|(?:thật )?(?:tuyệt vời|xuất sắc|tuyệt)"
        rf"|(?:khen|thương|quý|thích)(?: {_YOU})+(?:{_SO})?|good|good job|nice|perfect"
    ),
    Chatter.COMPLAINT: (
        rf"(?:bực|bực mình|bực bội|tức|tức mình|khó chịu|điên tiết|phát bực|ghét){_SO}"
        r"|(?:chán|mệt|ghét|bực|tức)(?: với| vs)? (?:bot|máy|trợ lý|app|ứng dụng)(?: này)?"
        rf"(?:{_SO})?"
        rf"|(?:hỏi|nói) (?:hoài|mãi) (?:{_NO}|chẳng|chả) (?:hiểu|được|ra)(?: gì)?"
        rf"|(?:nói|trả lời) (?:chi|gì) (?:nỏ|{_NO}|chẳng|chả) hiểu(?: chi| gì)?"
    ),
    Chatter.WISH: rf"(?:{_ME} )?(?:xin |kính )?chúc(?: {_WISHED})+|ngủ ngon|good night",
    Chatter.SLOW: (
        rf"(?:sao |mà |sao mà )?(?:{_YOU} )?(?:trả lời|rep|phản hồi|nhắn tin|làm việc|chạy|load)? ?"
        rf"(?:lâu|chậm|ì ạch)(?: như rùa)?{_SO}"
        rf"|(?:{_ME} )?(?:chờ|đợi|ngồi chờ|ngồi đợi)(?: {_YOU})? (?:mãi|hoài|lâu|cả buổi|cả ngày"
        rf"|dài cổ|mỏi cổ)(?: (?:mà|chẳng|chả|{_NO}|chưa|thấy|ai|rep|trả lời|phản hồi|gì|hết))*"
        rf"(?:{_SO})?|(?:sao |mà |sao mà )?(?:{_YOU} )?(?:mãi |hoài )?(?:{_NO}|chưa|chẳng|chả)"
        rf"(?: (?:thấy|ai|chịu|có))* (?:trả lời|rep|phản hồi|lên tiếng)"
        rf"(?: (?:gì|hết|cả|{_ME}|tin|tin nhắn|mãi|hoài|vậy|thế|hả))*"
        rf"|(?:mau |nhanh )?(?:trả lời|rep)(?: (?:mau|nhanh|lẹ|liền|{_ME}))* (?:đi|lên|coi|xem)"
        r"|nhanh (?:lên|đi|giúp|cái)|im (?:lặng|re|thin thít|ru)(?: vậy| thế)?"
        r"|ngủ (?:rồi|quên|gật)(?: hả| à| sao| hay sao)?"
    ),
    Chatter.COMPANY: (
        r"(?:đang |thấy |hôm nay )?(?:chán|mệt|buồn ngủ|đói|đói bụng|nóng|lạnh|rảnh|nản|oải|đuối"
        rf"|căng thẳng|stress|nhức đầu){_SO}(?: trời| trời ơi)*"
        rf"|(?:(?:chán|rảnh){_SO} )?(?:nói chuyện|tâm sự|trò chuyện|tán gẫu|tám|chat) {_WITH_ME}"
        rf"(?: (?:đi|nào|nhé|cho vui|cho đỡ buồn|(?:được|dc|đc)? ?{_NO}))*"
        r"|(?:kể|nói)(?: cho)?(?: \w+)? (?:một |câu )?(?:chuyện|chuyện cười|chuyện vui|truyện cười)"
        rf"(?: (?:vui|cười|ma|tiếu lâm))?(?: (?:nghe|coi|chơi|đi|cho {_ME} nghe|cho vui))*"
        r"|hát (?:một |1 )?(?:bài )?(?:đi|nghe|nghe coi|nghe chơi)"
    ),
    Chatter.HARD_TIMES: (
        rf"{_LATELY}(?:{_ME} )?(?:buôn bán|bán buôn|làm ăn|hàng hóa|hàng quán|hàng|quán|chợ"
        r"|tiệm|khách|khách khứa|sạp|bán hàng|bán|kinh tế|buôn)(?: này| xá)?"
        r" (?:ế|ế ẩm|ế chảnh|vắng|vắng vẻ"
        r"|vắng khách|vắng hoe|vắng teo|khó|khó khăn|chậm|thua lỗ|lỗ|lỗ vốn|bê bết"
        rf"|{_NO} có khách|{_NO} ai mua|ít khách|chẳng ai mua)(?: {_AS_A_TOMB}|{_SO})?"
        rf"|{_LATELY}(?:ế|ế ẩm|ế khách|vắng khách|vắng hoe|vắng)(?: {_AS_A_TOMB}|{_SO})"
    ),
    Chatter.SLIP: (
        rf"(?:(?:xin lỗi|sorry|thông cảm|xl)(?: {_YOU})* )?(?:{_ME} )?(?:lỡ )?"
        r"(?:(?:nhắn|gửi|gõ|bấm|hỏi|nói|viết|vào) )?(?:nhầm|lộn|lạc)"
        r"(?: (?:số|người|máy|chỗ|tin|nhóm|zalo|nick|chat))?"
        rf"|(?:xin lỗi|sorry|xl|à)(?: {_YOU})*(?: (?:hồi )?(?:nãy|vừa rồi|vừa nãy))?"
        rf" (?:(?:hồi )?nãy )?(?:{_ME} )?(?:đang |vừa |mải )?(?:nói|nhắn|kêu|dặn) (?:với|cho|nhầm)"
        r" (?:con nhỏ|thằng nhỏ|con bé|đứa nhỏ|con|chồng|vợ|khách|người ta|người nhà|chị kia"
        r"|anh kia)"
        rf"|(?:xin lỗi|sorry|thông cảm|xl)(?: {_YOU})*(?: (?:vì )?(?:đã )?(?:làm phiền|phiền"
        r"|quấy rầy|nóng tính))?"
    ),
    Chatter.WAIT: (
        rf"(?:chờ|đợi|khoan)(?: {_YOU}| {_ME})? (?:{_A_BIT}|đã)"
        rf"(?: (?:để )?{_ME} (?:đi |ra |vô |vào )?(?:lấy|tìm|coi|xem|mở|đeo|hỏi|kiếm|bật|sạc|ra|vào"
        r"|vô|nghe|bán|tính)(?: \w+){0,5})?"
        r"|(?:chờ|đợi|khoan)(?: (?:xíu|xí|chút|tí|tẹo))? (?:đang )?(?:có|có mấy) khách"
        rf"|(?:lát nữa|tí nữa|chút nữa)(?: {_ME})?(?: (?:hỏi|nói|quay lại|nhắn))?(?: tiếp)?"
        rf"|để {_ME} (?:lấy|tìm|đeo|kiếm)(?: \w+){{1,5}}"
    ),
    Chatter.TODAY: (
        r"(?:hôm nay|nay|bữa nay|hnay|bây giờ|giờ|lúc này|giờ này)(?: đang| là)* (?:thứ mấy"
        r"|ngày mấy|ngày bao nhiêu|ngày nào|bao nhiêu tây|mấy tây|ngày mấy tháng mấy|mấy giờ|mấy h"
        r"|tháng mấy)(?: dương lịch| dương)?|(?:thứ mấy|ngày mấy|mấy giờ|mấy h) (?:rồi|r)"
        r"|(?:thứ mấy|ngày mấy|ngày bao nhiêu|mấy tây) (?:hôm nay|nay)"
    ),
}
_PICTURE = re.compile(r"\[[^\[\]]{2,24}\]|\([yYnN]\)|[:;=]['-]?[)(DPpvVxX3oO]+")
_ALNUM = re.compile(r"[^\W_]")
_GLAD = re.compile("[👍👌🙏❤💕💖💗💙💚💛🧡💜😍🥰😘😊🙂😀😃😄😁😆😂🤣🤗🎉🌹💐👏]")
_NUMBER = re.compile(r"[#(]?\d{1,6}[.)]?")
_FEW = 9
_NAMED = range(2, 6)  # words of a whole name


@lru_cache(maxsize=FORMS_KEPT)
def chatter_in(text: str) -> Chatter | None:
    """The kind of talk the whole message is; None for what asks, tells or wishes something."""
    said = text.strip()
    bare = _PICTURE.sub(" ", said).strip()
    if not _ALNUM.search(bare):
        return _without_words(said, bare)
    if _NUMBER.fullmatch(said):
        return Chatter.NUMBER
    for words in dict.fromkeys((_words(bare), _words(letters_in(bare)))):
        if len(words.split()) > LONGEST:
            return None
        forms = _forms(bare=not has_marks(words))
        if kind := next((one for one, form in forms.items() if form.fullmatch(words)), None):
            return kind
        hello = _forms(bare=True)[Chatter.HELLO]  # `em oi cho chi hỏi xíu`: few of its marks typed
        if words.count(" ") < _FEW and hello.fullmatch(fold(words)):
            return Chatter.HELLO
    return Chatter.NAME if _is_name(said) else None


def _words(text: str) -> str:
    plain, marked = normalise(text)
    return marked or plain


def make_ready() -> None:
    """While the content is loaded: what the first words of talk would have to wait for."""
    for bare in (False, True):
        _forms(bare=bare)


@cache
def _forms(*, bare: bool) -> dict[Chatter, re.Pattern[str]]:
    """For words typed with their marks, or without any."""
    whole = (
        (kind, rf"(?:{_SOFT} )*(?:(?:{form})(?: |$)(?:{_SOFT}(?: |$))*)+")
        for kind, form in _FORMS.items()
    )
    return {kind: re.compile(fold(form) if bare else form) for kind, form in whole}


def _without_words(said: str, bare: str) -> Chatter | None:
    if not said:
        return None
    if bare and not bare.strip("? "):
        return Chatter.UNSURE
    return Chatter.OKAY if _GLAD.search(said) else Chatter.WORDLESS


def _is_name(said: str) -> bool:
    """Whether it is a person's whole name, written as names are."""
    words = said.split()
    if len(words) not in _NAMED or not all(word[:1].isupper() for word in words):
        return False
    called = hear_name(said)
    return called is not None and called.sure and called.name == said and is_full(said)
