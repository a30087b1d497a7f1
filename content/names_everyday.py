"""People named in a text without capitals, as most write: `anh nguyễn văn bảy`, `chị lan bán phở`,
`bà tư hủ tiếu`. Found by how people are addressed and what people are called here; a word that is
also one of every day counts only where it is not part of one (`chị hằng tháng`)."""

import re
from collections.abc import Iterator

from content.redaction import PLACE_BEFORE
from content.vietnamese import fold

Span = tuple[int, int]

_SURNAMES_WORDS = """
    nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn vương trịnh
    trương đinh lâm phùng mai tô hà tạ lưu lương cao thái chu châu tống quách nghiêm kiều bạch khúc
    la lại tăng tôn mạc cù kim từ hứa giang ninh nông văn thạch âu diệp khổng tiêu bằng
"""
_SURNAMES = frozenset(_SURNAMES_WORDS.split())
# Given names; behind `/` the words with which the name is another word.
_NAMES = """
    ánh/sáng bình/thường,gas,xăng,nước,luận,quân,chọn,ổn bích bách châu cúc cường/điệu,hào
    chiến/tranh,lược diễm diệp diệu duy/trì,nhất,tu duyên/dáng,phận dung/lượng,dịch dũng/cảm
    dương/tính đức/tính điệp giang hà/nội,tiện hạnh/phúc,kiểm hằng/ngày,tháng,năm,tuần,quý
    hải/quan,sản,phòng,an,đảo,dương hảo hân hậu/quả,mãi,kiểm hiền/lành hiệp/hội,định,thương
    hiếu/thảo,hỷ hoa/quả,hồng,tươi,lan,mai,màu,lợi  hoàng/hôn,mai
    hòa/giải,bình,vốn,nhập,thuận hoà/giải,bình,vốn,nhập,thuận hồng/hào huân huệ
    hùng/lao,lực,liệt,mạnh hưng/phấn,yên hương/khói,hoa,nhang,ước,liệu huy/động,chương huyền
    huỳnh khang khánh/thành,kiệt khải/hoàn khoa/học,khám,cấp khôi/phục kiên/trì,quyết,cố,nhẫn
    kiệt kiều/bào lan/can,rộng,truyền,tràn lành/nghề lâm/sản,nghiệp,thời lệ/phí
    liên/hệ,lạc,quan,kết,tục,tiếp,doanh,tịch linh/hoạt,kiện,động loan lộc long/trọng,đong
    lợi/nhuận,ích,dụng,tức luân luận/án luyến lụa
    mai/mới,lên,đi,có,em,sẽ,mốt,nộp,ra,mang,đến,táng,sau mận miên minh/bạch,chứng,mẫn my
    mỹ/phẩm,viện nam/giới,nữ,tính nga/ngố ngân/hàng,sách,khố ngọc nguyên/liệu,nhân,tắc,vẹn,giá
    nguyệt nhi nhung oanh phong/tục,tỏa,bì,cách phú/quý phúc/lợi,khảo
    phương/pháp,tiện,án,hướng,thức phượng quân/đội,nhân,sự,hàm,khu quang/cảnh,đãng
    quyên/góp,tiền quyền/lợi,hạn,được quỳnh sen sơn/nước,nhà,cửa,tường,móng,sửa,lại,xe
    tâm/lý,thần,sự,tư,huyết,đắc tấn/công thạch/cao,anh thái/độ,lan,bình,quá
    thanh/toán,lý,tra,niên,xuân,minh,tịnh,khoản
     thảo/luận,mộc,dược,nguyên thắm
    thịnh/hành,vượng thoa/kem,son thúy thuý thủy/sản,lợi,điện,tức,tinh
    thuỷ/sản,lợi,điện,tức,tinh tiến/hành,độ,sĩ,bộ,triển  toản
    trang/trí,tính,trại,bị,web,phục,mạng,điểm,trải trâm trinh/sát trúc
    trung/tâm,bình,gian,quốc,thực,thành,chuyển,ương tuấn tùng tuyết tuyến/đường tuyền uyên
    vân/tay,vân vinh/dự,danh việt/kiều,nam,vị vượng vũ/trường,khí,phu,lực vy xoan
    xuân/này,hè,thu,tới xuyến yến/sào,tiệc,mạch
"""
_OTHERWISE = {
    name: frozenset(filter(None, also.split(",")))
    for name, _, also in (word.partition("/") for word in _NAMES.split())
}
# As part of a whole name only: alone they are what people do, or how things are.
_IN_FULL_WORDS = """
    an anh ân bá hoài thành toàn bảo bảy bắc ba bốn cả chi chiêu chính chung chương công danh
    đại đạt đăng điền đình định đoàn đông đồng đôn gia giáp hai hợi hợp hữu kha khá khuê kỳ kim
    lương lực mạnh mẫn mùi mừng mười năm năng nghĩa ngoan nhã nhàn nhân nhật như phát phi phước
    quế quốc quý quyết sang sáng sáu sinh sửu tài tám tân thạnh thắng thế thi thiện thọ thông
    thơ thơm thu thuận thư thương thường tiên tiệp tín tính tình toán trí triều triệu trọng
    trường tư tú tứ tường tý út vĩ vĩnh vui xinh yên đào đức
"""
_IN_FULL = frozenset(_IN_FULL_WORDS.split())
_PARTS = frozenset(_OTHERWISE) | _IN_FULL
_PARTS_BARE = frozenset(map(fold, _OTHERWISE)) - {"ban", "thanh", "toan", "my", "quan", "lanh"}
# Without their marks these are words of every day, too: `xin lai thi gap ai`.
_EVERYDAY_WORDS = """
    lai la to cu tu nong mai do ho ha au van chu ta cao bang ton lam luong khong vo thai duong ly
"""
_EVERYDAY_BARE = frozenset(_EVERYDAY_WORDS.split())
# `thị trường`, `văn bản` behind a word that reads like a surname.
_NO_THIRD = frozenset(
    ("trường", "xã", "trấn", "phần", "thực", "bản", "phòng", "hóa", "hoá", "thư", "bằng", "truong")
)
_NAMES_BARE = frozenset(map(fold, _PARTS))
_NO_SURNAME_ALONE = frozenset(("văn", "lại", "la", "từ", "bằng", "hứa"))
_SURNAMES_BARE = frozenset(map(fold, _SURNAMES))

# How people are addressed or spoken of, and who says to be called what.
_KIN = "anh|chị|cô|chú|bác|bà|ông|dì|cậu|mợ|thím|dượng"
_ADDRESS = rf"(?:cô giáo|bác sĩ|thầy(?: giáo)?|{_KIN}|em|cháu|thằng|mụ|lão)"
_CALLED_BY = re.compile(rf"\b{_ADDRESS}\s+(?=(?P<word>[a-zà-ỹđ]+))")
_BY_NUMBER = re.compile(rf"\b(?:{_KIN})\s+(?P<word>hai|ba|tư|năm|sáu|bảy|tám|chín|mười|út)\b")
# What is counted, or another word begun so: `chị ba tháng nay`, `anh hai mươi tuổi`, `cô tư vấn`.
_COUNTED = re.compile(
    r"\s+(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|trăm|nghìn|ngàn|triệu|tỷ|tỉ|chục|rưỡi|tháng"
    r"|ngày|giờ|tuần|lần|con|người|đứa|cái|chỗ|quán|cửa|tuổi|tầng|phần|bữa|hôm|nay|ngoái|sau|trước"
    r"|tới|xe(?! ôm)|phòng|sạp|quầy|gian|nhà|bên|mặt|vợ|chồng|anh|chị|em|mẹ|má|cha|bố|tổ|lô|kg|cân"
    r"|mét|m2|vấn|pháp|nhân|cách|liệu|thục|gác|rọi|tháng|quý|vé|bàn|suất|giấy|loại|món|việc|ông|bà"
    r"|đồng|đầu|kia|thứ|mã|câu|số|tin|ảnh|ô|dòng|nút|mục|chữ|quản|này|ba|sĩ|mốt|đời|chục|qua|hết|\d)\b"
)
_SAYS_NAME = re.compile(
    r"\b(?:tên(?: (?:đầy đủ|tôi|em|mình|cháu|con))*(?: là)?"
    r"|(?:tôi|tui|em|mình|cháu|con|chồng tôi|vợ tôi|chồng em|vợ em|chồng|vợ) tên(?: là)?)\s+"
    r"(?=(?P<word>[a-zà-ỹđ]+))"
)
_SAYS_WHO = re.compile(
    r"\b(?:tôi|tui|em|cháu|mình) là (?=(?P<word>[a-zà-ỹđ]+)"
    r"(?:\s*[,.;]|\s*$|\s+(?:ở|bán|chủ|làm|hỏi|tổ|mở|xin|vợ|chồng)\b))"
)
_SAYS = (_CALLED_BY, _SAYS_WHO, _SAYS_NAME)
_BEFORE_FULL = re.compile(
    rf"(?:\b{_ADDRESS}|\btên(?: (?:tôi|em|mình|cháu|là))*|\b(?:tôi|em|cháu|mình|chồng|vợ|con|bố|mẹ)"
    r"(?: (?:tôi|em|mình|cháu|trai|gái))?(?: là)?|\blà)\s+$",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]+")
_REACH = 60  # letters before a name that say whose it is


def is_given(word: str) -> bool:
    """Whether a word typed without a capital is a given name, and no word of every day: `hoa`."""
    lower = word.lower()
    named = lower in _OTHERWISE or lower in _PARTS_BARE
    return named and fold(lower) not in _EVERYDAY_BARE


def found(text: str) -> Iterator[Span]:
    """Where people are named in words without a capital."""
    yield from _in_full(text)
    marked = not text.isascii()
    if not marked:
        return
    for match in (one for says in _SAYS for one in says.finditer(text)):
        also = _OTHERWISE.get(match["word"])
        if also is not None and not _goes_on(text, match.end("word"), also):
            yield match.span("word")
    for match in _BY_NUMBER.finditer(text):
        if not _COUNTED.match(text, match.end("word")):
            yield match.span("word")


def _goes_on(text: str, end: int, also: frozenset[str]) -> bool:
    following = _WORD.match(text, end + 1)
    return following is not None and text[end : end + 1] == " " and following[0] in also


def _in_full(text: str) -> Iterator[Span]:
    """A surname with what goes on as a name; without `văn` or `thị` only of somebody spoken of."""
    marked, words = not text.isascii(), list(_WORD.finditer(text))
    place = 0
    while place < len(words):
        taken = _full_name(text, words[place : place + 5], marked=marked)
        if taken:
            yield words[place].start(), words[place + taken - 1].end()
        place += taken or 1


def _full_name(text: str, words: list[re.Match[str]], *, marked: bool) -> int:
    """How many of these words are somebody's whole name; 0 for none."""
    said = [word[0] for word in words]
    for place in range(1, len(words)):
        if text[words[place - 1].end() : words[place].start()] != " ":
            said = said[:place]
            break
    if len(said) < 2 or not said[0].islower() or not _is_surname(said[0], marked=marked):
        return 0
    before = text[max(0, words[0].start() - _REACH) : words[0].start()]
    if PLACE_BEFORE.search(before):
        return 0
    bare = said[0].isascii() and said[1].isascii()
    middle = fold(said[1]) in ("van", "thi") and (bare or said[1] in ("văn", "thị"))
    if middle and len(said) > 2:
        bare_name = said[0] not in _EVERYDAY_BARE and said[2] in _NAMES_BARE
        if said[2] in _NO_THIRD or not (marked or bare_name):
            return 0
        more = len(said) > 3 and _is_part(said[3], marked=marked) and not _IS_VERB.match(said[3])
        return 4 if more else 3
    if not marked or said[0] in _NO_SURNAME_ALONE or not _BEFORE_FULL.search(before):
        return 0
    size = 1
    while size < min(len(said), 4) and said[size] in _PARTS:
        size += 1
    return size if size >= 2 else 0


_IS_VERB = re.compile(r"(?:anh|thu|chi|định|tính|sang|phát|thương|bảo|như|thế|thì|thông)$")


def _is_surname(word: str, *, marked: bool) -> bool:
    return word in _SURNAMES or (word.isascii() and fold(word) in _SURNAMES_BARE and not marked)


def _is_part(word: str, *, marked: bool) -> bool:
    return word in _PARTS if marked else word in _PARTS_BARE
