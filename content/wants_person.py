"""Whether somebody wants a person in place of the assistant: `cho tôi gặp cán bộ thuế`, `nói với
máy chán quá`. Not who tells of one they met, or asks where and when one is there."""

import re
from dataclasses import dataclass
from functools import lru_cache

from content.vietnamese import FORMS_KEPT, bare_words, has_marks, tidy

_MAY = re.compile(r"\bmay\b")
# Typed without marks: `may ao dai`, `may do`, `may ma hoi`.
_SEWS = re.compile(
    r"\bmay(?= (?:ao|quan|vay|vest|dam|mac|gia cong|rem|man|nem|balo|tai nha|cho khach)\b)"
    r"|\b(?:tho|tiem|xuong|nghe) may\b(?! (?:tinh|moc|in)\b)"
)
LONGEST = 32  # words: a longer line tells a story

# Whoever speaks, as they call themselves.
_ME = r"(?:toi|tui|em|e|minh|mk|bac|chau|con|co|chu|o|a|anh|chi|ong|ba|di|cau|t|tao)"
# Somebody of the office, or a human being and no machine.
_HUMAN = (
    r"nguoi (?:(?:that|thiet)(?! (?:de|lam|ngoai))|truc|tu van|ho tro|dang hoang|bang xuong)"
    r"|(?:nguoi|anh|chi|co|chu|ong|ba|vi) (?:phu trach|co trach nhiem|co tham quyen|dang truc)"
    r"|con nguoi|nguoi ta"
    r"|nguoi(?! (?:khac|can|nha|thue|ban|mua|lam|du|quen|than|dan|gia|hoi|den|xuong|dong|tre"
    r"|khuyet|lao|toi|nop|ky|dai dien|choi|yeu)\b)"
)
_STAFF = (
    r"can bo|cb|nhan vien(?! (?:cua|ban|nghi|lam|phai))|nv|tong dai vien|tu van vien|chuyen vien"
    r"|admin|lanh dao|chu tich|truong phong|bo phan \w+|(?:phong|ben) (?:thue|dang ky|kinh te"
    r"|tu phap|ho tich|dia chinh|cong an|giay phep)"
)
_ONE = r"(?:(?:mot|1|cac|may|anh|chi|em|co|ong|ba|vi|a|c|dong chi|bao nhieu) )*"
_OFFICIAL = rf"{_ONE}(?:{_HUMAN}|{_STAFF})"
_SOMEBODY = (
    rf"(?:{_OFFICIAL}|ai do|mot ai|(?:anh chi|anh|chi|co|chu|ong|ba) nao|(?:mot|1) (?:anh chi"
    r"|anh|chi|co|chu|ong)|anh chi|ai)"
)
_MACHINE = (
    r"(?:may(?! (?:tinh|pos|in|bom|lanh|giat|moc thiet bi|ban|quay|dien thoai|hong|\d))|bot|chatbot"
    r"|robot|ro bot|tu dong|tro ly ao)"
)
_HELPS = r"(?:cho|giup|gium|dum|ho|voi|di|ra|sang|qua|den|nhanh|ngay|lien|truc tiep)"

_WANTS = re.compile(
    "|".join(
        (
            # To meet, to talk with.
            rf"\b(?:gap|noi chuyen|tro chuyen|trao doi|noi rieng|noi truc tiep|chat|hoi rieng)"
            rf"(?: (?:rieng|truc tiep|ngay|duoc|thang|lai|thu))*(?: (?:voi|vs|v))? {_OFFICIAL}\b",
            rf"\b(?:gap|noi chuyen|tro chuyen|noi rieng|hoi rieng)(?: (?:rieng|truc tiep|ngay|duoc"
            rf"|thang))*(?: (?:voi|vs))? {_SOMEBODY}(?: \w+)? (?:truc|ben|o|phu trach"
            r"|do|thoi|di)\b",
            rf"\b(?:noi|chi noi|muon noi|phai noi)(?: (?:thang|mieng))? (?:voi|vs) {_OFFICIAL}\b",
            rf"\b(?:cho|xin|muon|doi)(?: {_ME})?(?: (?:xin|duoc))* gap {_SOMEBODY}\b",
            rf"\b(?:cho|xin|muon|doi|can)(?: {_ME})?(?: (?:xin|duoc))* gap(?: (?:di|voi|a|nhe|luon"
            r"|ngay|lien|cai|mot chut|ti))*$",
            rf"\b(?:cho|xin|muon)(?: {_ME})? (?:noi|noi chuyen)(?: (?:voi|vs)) (?:anh|chi|co|chu"
            r"|ong|ba|nguoi)\b",
            # To be put through, to have somebody called.
            r"^(?:(?:thoi|da|a|nho|xin|cho|lam on) )*(?:noi|chuyen|dua) may\b",
            rf"\b(?:noi|chuyen|dua|ket noi|bam|chuyen cuoc)(?: may)?(?: (?:{_HELPS}|{_ME}|cau|nay"
            rf"|viec))* {_OFFICIAL}\b",
            rf"\b(?:goi|keu|moi|kiem|tim|nho)(?: (?:{_HELPS}|{_ME}))* {_OFFICIAL}(?: \w+)?"
            r" (?:ra|vao|len|noi|tra loi|giai thich|nghe|tu van|noi chuyen|den day)\b",
            # No machine.
            rf"\b(?:khong|ko|k|hong|chang|dung)(?: (?:can|muon|thich|quen|phai|dam|chiu"
            rf"|the|con|noi|chuyen|noi chuyen|nhan tin|hoi|tin))*(?: (?:voi|vs|cai|con|la))*"
            rf" {_MACHINE}\b",
            rf"\b(?:noi|noi chuyen|chuyen|nhan|hoi)(?: (?:voi|vs|cai|con))+ {_MACHINE}\b"
            r".*\b(?:met|chan|buc|tuc|nan|khong hieu|ko hieu|hoai|mai|khong|nguoi|can bo|ai)\b",
            rf"\b(?:met|chan|buc|tuc|ngan|nan|gian)(?: \w+){{0,4}} {_MACHINE}\b",
            rf"\b{_MACHINE} (?:tra loi|noi|ngu|hoai|ma|roi|thoi|gi)\b"
            rf".*\b(?:{_HUMAN}|{_STAFF}|ai do)\b",
            rf"\b(?:toan|chi|chi co|hay chi|hay la)(?: (?:co|la))* {_MACHINE}\b",
            # Is anybody there.
            rf"\bco {_SOMEBODY}(?: (?:o|dang|con|ben|trong|tren|la|phuong|uy ban|tru so))*"
            r" (?:truc|do khong|day khong|o day|o do|nghe may|nghe khong|nguoi khong|nguoi k"
            r"|noi chuyen|nhan tin)\b",
            r"\bco (?:nguoi that|nguoi thiet|tong dai vien|nguoi truc)\b",
            rf"\bco {_SOMEBODY}(?: nao)?(?: (?:o|dang|con|ben|lam) \w+(?: \w+){{0,2}})?"
            rf"(?: (?:khong|k|ko))? (?:nghe|giup|giai thich(?: cho)?|tra loi|nhan tin voi"
            rf"|noi chuyen voi|chi) {_ME}\b",
            r"^(?:(?:the|vay|nay|alo|a) )*ai (?:dang )?truc\b",
            r"\b(?:ai do|mot ai)(?: \w+){0,3} nghe may\b",
            r"\bdoi(?: sang| qua)? nguoi khac (?:tra loi|noi|tu van)\b",
            rf"^(?:(?:nay|alo|ua|a|oi|the) )*{_OFFICIAL}(?: \w+)? dau(?: (?:roi|het|ra|rui|a))*",
            # Somebody who explains, hears, answers.
            rf"\b(?:xin|nho|can|muon|mong|cho|goi|tim|kiem)(?: (?:{_ME}|xin|gap|lay))*"
            rf" (?!ai (?:noi|nghe|giup)\b){_SOMEBODY}(?: (?:nao|ben \w+|trong phuong|o phuong))*"
            rf" (?:giai thich|noi chuyen|noi cho|nghe {_ME}|nghe may|truc may|ra day|tu van|tra loi"
            r"|ngoi noi|noi truc tiep|noi mieng|goi dien noi)\b",
            rf"\b(?:can|doi|muon)(?: (?:gap|duoc|noi voi))* (?:{_HUMAN})(?: (?:that|co))?"
            r"(?:$| (?:chu|khong|ko|k|de|noi|tu van|giai|a|co|ngay|day|thoi)\b)",
            rf"\bde {_OFFICIAL}(?: \w+){{0,2}} (?:noi|tra loi|giai thich|lam viec|nghe)"
            rf"(?: \w+)? {_ME}\b",
            r"\b(?:ra|vao|len) day(?: \w+){0,2} (?:noi|noi chuyen|tra loi|giai thich)\b",
            rf"\b(?:noi|chuyen|goi|keu|dua|bam)(?: \w+){{0,3}} (?:cho|sang|qua) {_OFFICIAL}\b",
        )
    )
)
# Told of, not wished: somebody said or did it, it was before, one is only asked about.
_TOLD = re.compile(
    r"\b(?:hom qua|hom kia|hom truoc|hom no|tuan truoc|thang truoc|luc nay|ban nay|sang nay"
    r"|chieu qua|hoi nay|nam ngoai|bua truoc|bua no|vua nay|da|vua|moi|tung|lan truoc)"
    r"(?: \w+){0,3} (?:gap|noi chuyen|hoi|noi voi|trao doi|lien he|goi)\b"
    rf"|\b(?:{_STAFF}|nguoi ta)(?: \w+){{0,5}}?"
    r" (?:dan|bao(?! hiem)|noi la|noi rang|hen|yeu cau|khen|che|mang|quat|hach sach|thu tien|phat"
    r"|kiem tra"
    r"|xuong|di ve|nghi|ten gi|ten la|co phai|co can|co duoc)\b"
    r"|\b(?:can bo|cb) (?:noi|moi|hoi|thue noi)\b(?! (?:chuyen|voi))"
    r"|\b(?:lam|la|con|vo|chong) (?:can bo|nhan vien|chu tich)\b"
    r"|\bgap (?:can bo|nhan vien|nguoi)(?: \w+){0,2} (?:thi(?! truong)|phai|co can|can mang"
    r"|can gi|mac)\b"
    r"|\b(?:thue|tuyen|nuoi|tra luong|dong bao hiem|ky hop dong)(?: \w+){0,3} (?:nhan vien"
    r"|nguoi)\b|\bnguoi that viec that\b"
    r"|\b(?:dang ky|di|du|den|toi|cho)(?: \w+){0,4} (?:hoi nghi|buoi|hop)\b"
    r"|\b(?:kien nghi|cau hoi|thac mac|gop y|phan anh)\b|\b(?:mat|anh) nguoi that\b"
)
# Only asked whether a person or a machine is talking.
_WHICH = re.compile(
    rf"\bnguoi(?: that)?(?: \w+)? hay(?: (?:la|cai|con))* {_MACHINE}\b"
    rf"|\b{_MACHINE}(?: \w+)? hay(?: (?:la|co))* nguoi\b"
)
# Wished for in the same breath.
_STILL = re.compile(
    rf"\b(?:cho|xin|muon|can|doi|noi may|ket noi)(?: {_ME})?(?: (?:xin|duoc|lai))*"
    r" (?:gap|noi chuyen|noi voi|trao doi|nguoi that|nguoi truc)\b"
)
# Only where, when and by which number somebody is reached.
_HOW = re.compile(
    r"\b(?:bao nhieu gio|may gio|may h|gio lam viec|gio mo cua|luc nao|khi nao|bua nao|thu may"
    r"|thu bay|thu 7|chu nhat|mo cua|lam viec (?:tu|may|den)|o dau|cho nao|nam mo|phong so|dia chi"
    r"|so dien thoai|so nao|so gi|sdt|so dt|so may|so zalo|hotline|duong day"
    r"|so cua (?:anh|chi|can bo)|dien thoai (?:cua|phuong)|lich tiep|tiep dan"
    r"|phu trach (?:la ai|to|khu)|gap ai"
    r"|(?:len|ra|den|toi) phuong|lien he (?:truc tiep|ai|bang|the nao)|gio trua|co lam khong)\b"
)
_NUMBER = re.compile(
    r"\b(?:so dien thoai|dien thoai|sdt|so dt|so may|so zalo|hotline|duong day nong)"
    r"(?: (?:cua|ben|cho|mot|1|anh|chi|cac|may))* (?:can bo|cb|nguoi (?:that|phu trach|truc)"
    r"|phuong|ubnd|uy ban)\b"
)
_NUMBER_WORDS = 12
_SUBJECTS = (
    ("thue", re.compile(r"\b(?:(?:can bo|ben|phong|anh|chi|co) thue|hoa don|etax|ke khai)\b")),
    ("dang-ky", re.compile(r"\b(?:dang ky|giay phep|dkkd)\b")),
    ("pccc", re.compile(r"\b(?:pccc|chua chay|phong chay)\b")),
    ("attp", re.compile(r"\b(?:attp|thuc pham)\b")),
    ("lao-dong", re.compile(r"\b(?:bao hiem|bhxh|bhyt)\b")),
    ("von", re.compile(r"\b(?:vay (?:von|tien|ngan hang|them)|tin dung)\b")),
    ("xay-dung", re.compile(r"\b(?:xay dung|via he|do thi)\b")),
    ("dat-dai", re.compile(r"\b(?:dat dai|dia chinh|mat bang)\b")),
    ("thi-truong", re.compile(r"\b(?:quan ly thi truong|qltt)\b")),
    ("moi-truong", re.compile(r"\b(?:moi truong|ve sinh|rac)\b")),
    ("tthc", re.compile(r"\b(?:mot cua|1 cua|thu tuc)\b")),
)
_SAYS_NO_MORE = 9  # words: the wish itself, whom it names and how urgent it is


@dataclass(frozen=True, slots=True)
class PersonWanted:
    """A person is wanted: for which field ("" for none named), and whether the line also says what
    about."""

    subject: str = ""
    says_more: bool = False


@lru_cache(maxsize=FORMS_KEPT)
def wanted_in(text: str) -> PersonWanted | None:
    """Whether the words want a person now, and for what; None for any other words."""
    said = _said(text)
    words = said.split()
    if not words or len(words) > LONGEST or not _WANTS.search(said):
        return None
    if _WHICH.search(said) and not _STILL.search(said):
        return None
    if asks_how(text) or (_TOLD.search(said) and not _STILL.search(said)):
        return None
    subject = next((field for field, named in _SUBJECTS if named.search(said)), "")
    return PersonWanted(subject, len(words) > _SAYS_NO_MORE)


def asks_how(text: str) -> bool:
    """Whether only how, where or when somebody is reached is asked."""
    said = _said(text)
    return bool(_HOW.search(said)) and not _STILL.search(said)


def asks_number(text: str) -> bool:
    """`cho tôi số điện thoại cán bộ`: by which number somebody of the ward is reached. Who names
    what they deal with (`cán bộ thuế`) asks for that office."""
    said = _said(text)
    named = any(subject.search(said) for _, subject in _SUBJECTS)
    return not named and len(said.split()) <= _NUMBER_WORDS and _NUMBER.search(said) is not None


def _said(text: str) -> str:
    """Folded words, where `mấy` is no `máy`, nor `may` with marks around it or before clothes."""
    said = tidy(text).lower().replace("mấy", "bao nhiêu")
    sews = _MAY if has_marks(text) else _SEWS
    return bare_words(sews.sub("khâu", said))
