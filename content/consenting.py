"""A consent of one's own, in so many words: not denied, not asked, not somebody else's, not taken
back, hung on no condition. Where the words may be anything else they are no consent: to ask once
more costs a question, to take one that was not given does harm. Looked for folded, clause by
clause.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from content.agreeing import after_yes, agreed_in, asks_of_data, is_question
from content.conditions import Condition, condition_in
from content.names import CAPITAL
from content.people import is_minor
from content.short_answers import holds_back, says_no, waits
from content.vietnamese import FORMS_KEPT, bare_words, fold, fold_in_place, has_marks, tidy

LONGEST = 30  # words: a longer message tells a story

# Words of a no, by their marks, and those that are one without any, too; read as `khong`.
_NO_MARKED = re.compile(
    r"(?i)\b(?:đừng|chưa|chẳng|chả|hông|hổng|hỏng(?= (?:có|đồng|chịu|muốn|cho))|hem|hok|khỏi"
    r"|ngưng|ngừng|đéo|đếch|ko|k|kg|kh|kô|đâu có|huỷ|hủy|cấm"
    r"|ứ(?= (?:đồng|chịu|thèm|muốn|cho|gửi)))\b"
)
_NO_UNMARKED = re.compile(
    r"(?i)\b(?:ko|k|kg|kh|hong|hok|hem|chua|chang|khoi|ngung|dau co"
    r"|huy(?= (?:bo|di|giup|luon|nhan|ve|dang ky|gium|het|tin|nhac)\b)"
    r"|dung(?= (?:ghi|gui|goi|luu|lay|nhac|nhan|co|dua|bao|noi|dang|cong khai|xai|hoi)\b))\b"
)
_SISTER = re.compile(r"(?i)\bchị\b")
_EVENING, _GOODS = re.compile(r"(?i)\btối\b"), re.compile(r"(?i)\bđồ\b")  # folded: `tôi`, `đó`
_NOT = "khong"
_AGREE = r"(?:dong (?:y|i)|nhat tri|tan thanh|bang long|ung thuan)"
_AGREEING = re.compile(
    r"(?<!thuoc )(?<!kham )(?<!tiem )(?<!nha )(?<!hieu )(?<!nganh )(?<!\w)"
    rf"(?P<word>{_AGREE}(?: {_AGREE})*|ung(?= *$)"
    r"|chiu(?= (?:cho )?(?:luu|ghi|gui|dang ky|nhan|lien)\b))(?!\w)"
)
_EAST, _CONTENT = re.compile(r"đông\b"), re.compile(r"ưng\b")
# How somebody calls oneself; what of it may as well be somebody else is told by what follows.
_SELF = r"(?:toi|tui|tao|em|e|minh|mk|chau|con|co|o|chu|di|bac|chi|anh|ong|ba|cu|u|mo|thim|cau)"
_WE = (
    r"(?:ca hai|hai)? ?(?:vo chong|bon|chung|anh em|chi em)"
    r" (?:toi|tui|em|minh|chau|con|nha toi)|ca hai"
)
_LEAD = (
    r"(?:da|a|u|uh|uk|um|o|ok|oke|okie|oki|okela|vang|duoc|dc|roi|the|vay|thi|thoi|cu|rua|gui"
    r"|goi|ghi|luu|chuyen|luon|di|giup|gium|ngay|lien|xin|nhe|nha|co|tat nhien|hoan toan"
    r"|cung|deu|da|van|rat|day|do)"
)
_BEFORE = re.compile(
    rf"(?:{_LEAD} )*(?:(?:{_WE}|{_SELF}|(?:toi|tui|minh)(?: da)? noi(?: la)?) )?(?:{_LEAD} )*"
    r"(?:(?:du tuoi|(?:(?:tu )?du|tren) (?:18|muoi tam)(?: tuoi)?) (?:va )?)?"
)
# `tôi là Hà`, `Long 0868…`: who agrees.
_NAMED = re.compile(
    rf"(?:{_LEAD} )*(?:{_SELF} )?(?:(?:ten|ten la|la) )?(?:\w+ ){{1,5}}(?:(?:so|sdt|dt) )?"
    rf"\d[\d .\-]{{7,}}\d (?:{_SELF} )?(?:{_LEAD} )*"
    rf"|(?:{_LEAD} )*(?:toi|tui|em|minh|chau) (?:ten la|ten|la) (?:\w+ ){{1,5}}"
)
# Words that make of what stands before a consent something else.
_NO_WHO = re.compile(
    rf"\b(?:{_NOT}|neu|khi|luc|hoi|phai|moi|ai|ho|no|nguoi|ep|bat|lua|lo|nut|bam|chu|muon|doi|gia"
    r"|vo|chong|bo|me|cha|nho)\b"
)
_ALONG = (
    r"(?:(?:em|con) (?:gai|trai)(?= *$)"
    r"|(?:voi )?(?:cac |nhung )?(?:noi dung|dieu khoan|dieu)(?: (?:o )?(?:tren|nay|do))?"
    r"|ghi|luu|gui|goi|dang ky|dang ki|dk|lam|cho|nhan|nhac|ten|so|thong tin|du lieu"
    r"|giup|gium|ho|dum|lien|luon|ngay|di|do|day|roi|r|nha|nhe|nghe|nghen|nhen|hi|hen|he|a|het|ca"
    r"|tat|tat ca|phuong|can bo|cu|de|tra loi|xu ly|lai|nay|tin|tin tuc|thong bao|han|thue|nop"
    r"|cua|truoc|vao|vo|dien thoai|cai|oi|giu cho|ma(?= *$)|chu(?= *$)|phan anh|kien nghi|gop y"
    r"|cau hoi|su dung|cung cap|lien he|lien lac|tham gia|tham du|hoi nghi|hop"
    r"|thoi(?=(?: (?:nhe|nha|a|ma|em|con|chau))* *$)"
    rf"|{_SELF})"
)
_BEHIND = re.compile(rf"(?: {_ALONG}\b)*")
_ONLY_ALONG = re.compile(rf"(?:{_LEAD}|{_ALONG}|{_SELF})(?: (?:{_LEAD}|{_ALONG}|{_SELF}))*")
_JOINS = re.compile(r" ?(?:ma|nhung|nhg|nho|co gi|khi nao|cam on|cam ta)\b")
_JOINED_BY = re.compile(r"(?i)^(?:mà|ma)\s+")
# What stands right behind it and makes of it a question, a condition, an opinion, an order to stop.
_SPOILS = re.compile(
    rf" (?:gi|chi|dau|nao|sao|the nao|khi nao|hoi|luc|bao gio|{_NOT}|ha|nhi|la|rang|thi|huy"
    r"|thoi(?! (?:nhe|nha|a|ma|em|con|chau)\b)|tat|bo|rut|xoa|neu|mien|mai|sau|chet|moi"
    r"|voi dieu kien)\b(?! *$)"
    rf"| (?:gi|chi|dau|nao|sao|the nao|khi nao|hoi nao|bao gio|{_NOT}|ha|nhi|luc nao) *$"
    r"| truoc (?:day|kia|do)\b"
)
_ASKED_WITH_MARKS = re.compile(r"(?i)\b(?:à|hả|hử|nhỉ|ư)\W*$")
_OTHERS_ONLY = (
    r"(?:vo(?! chong\b)|(?<!vo )chong|me|bo|cha|tia|bu|ba xa|ong xa|ba nha|ong nha"
    r"|con (?:trai|gai|dau|re)|(?<!ghi )(?<!lam )(?<!ky )ho|no|nguoi ta|nguoi nha|nguoi khac"
    r"|hang xom|ca nha|moi nguoi|sep|chung no|bon no|chu nha"
    r"|ben (?:do|kia|ay|cong ty|phuong|thue)|cong ty|cty|ngan hang|doi quan ly|to truong|ai"
    r"|con em|thang \w+)"
)
_THEIRS = r"(?:ay|do|kia|nay|nha|ta|toi|tui|em|minh|chau|con|no|ho|hang xom|\w+ nha)"
# Without marks `u toi`, `gui di toi` are no mother's and no aunt's.
_OLDER = (
    r"(?:em|e|chau|con|co|chu|(?<!gui )(?<!ghi )(?<!luon )(?<!ky )(?<!goi )di|bac|chi|anh|ong|ba"
    r"|cu|mo|thim|cau)"
)
_AGREED_BY = r"(?:dong (?:y|i)|nhat tri|tan thanh|bang long|chiu|ok|oke|okie|ung|gat dau|cho phep)"
_OF_OTHERS = re.compile(
    rf"\b(?:{_OTHERS_ONLY} (?:\w+ ){{0,3}}?|{_OLDER} {_THEIRS} (?:\w+ ){{0,2}}?){_AGREED_BY}\b"
    rf"|^(?:{_LEAD} )*{_OTHERS_ONLY} (?:{_THEIRS} )?(?:da )?(?:cho|bao (?:duoc|u|ok))"
    r"(?: (?:roi|phep|nhe|nha|a|day|do))* *$"
)
# Who agrees for nobody else, even where somebody else's consent is asked for.
_OF_STRANGERS = re.compile(
    r"\b(?:hang xom|nguoi ta|nguoi khac|chu nha|sep|to truong|cong ty|cty|ngan hang)"
    rf" (?:\w+ ){{0,3}}?{_AGREED_BY}\b"
)
# With their marks, as the south contracts them, or with a name: `ổng đồng ý`, `chị Hà đồng ý`.
_OF_OTHERS_MARKED = re.compile(
    r"(?i:\b(?:ổng|bả|cổ|ảnh|chỉ|mẻ|dỉ|má|nó|họ)\b)(?:\s+\w+){0,2}?\s+(?i:đồng ý|chịu|ok|nhất trí)"
    r"|(?i:\b(?:anh|chị|cô|chú|bác|ông|bà|dì|cậu|em|mợ|thím))\s+(?:" + CAPITAL + r"\w*\s+){1,4}"
    r"(?:\w+\s+)?(?i:đồng ý|chịu|ok|nhất trí)"
)
_DENIED = re.compile(rf"\b{_NOT} (?!sao\b|van de\b)(?:\w+ ){{0,4}}?(?:{_AGREE}|chiu)\b")
_TAKES_BACK = re.compile(
    r"^(?:(?:a|ma|u|nhung) )*thoi\b(?! (?:nhe|nha|cu|thi|duoc|vay)\b)"
    r"|\b(?:ma thoi|thoi (?:khong|bo|de|dung)|khoan|nghi lai|suy nghi|rut lai|doi y"
    r"|de (?:mai|sau|xem|tinh|hoi|nghi|(?:toi|em|chi|con|co|bac|chu|anh) (?:hoi|xem|nghi|tinh))"
    r"|hoi lai|tu tu"
    r"|(?:cho|doi) (?:chut|ti|xiu|toi|da)|noi choi|noi dua|bo di)\b"
    r"|^(?:(?:a|u|y|i|ui|oi|ma|la|em|toi|tui) )*(?:(?:bam|noi|go|ghi|viet) )?(?:nham|lon|lo tay)"
    r"(?: (?:roi|a|nhe|em|chau|con))*$"
)
_REFUSES_PART = re.compile(
    r"\bkhong (?:chac|quyet|gui|ghi|luu|lam|nhac|nhan|di|dang ky|can|cho|dua|lo|dang"
    r"|cong khai)\b"
)
# What is to come first, or only later; read by `_of_time`.
_CALLS = r"(?! (?:\w+ ){0,3}(?:goi|alo|dien|nhan|bao)\b)"
_NOT_YET = re.compile(
    r"\bwaits\b(?! (?:\w+ )?(?:tin|tra loi|ket qua|phuong|hoai|ca|lau|tu|may)\b)"
    rf"|\b(?:tomorrow|(?:tuan|bua|hom) sau|evening nay|de sau)\b{_CALLS}"
    rf"|\b(?:{_SELF}|vo|chong) (?:\w+ )?(?:xem|doc|coi|kiem tra) lai\b"
    r"|\b(?:noi|viet|ghi|ke|bo sung) them(?: (?:chut|ti|xiu|already|nua|vai|mot|may|cai)\b| *$)"
    r"|(?<!dong y)(?<!^) already *$"
)
_TIMES = (
    (re.compile(r"(?i)\b(?:chờ|đợi)\b"), "waits"),
    (re.compile(r"(?i)\bđã\b"), "already"),
    (_EVENING, "evening"),
    (re.compile(r"\bmai\b|^Mai\b"), "tomorrow"),
)
_TIMES_UNMARKED = (
    (re.compile(r"(?i)\b(?:cho|doi)(?= (?:\w+ ){0,5}?(?:da|ve|xong)\b)"), "waits"),
    (re.compile(r"(?i)\bda$"), "already"),
    (re.compile(r"\bmai\b|^Mai\b"), "tomorrow"),
    (re.compile(r"(?i)\btoi nay\b"), "evening nay"),
)
# What of a refusal, a lack or a wish only tells how it is.
_HARMLESS = re.compile(
    r"\bkhong di (?:lai )?(?:duoc|noi|qua duoc)\b"
    r"|\bkhong(?: co)? (?:(?:ten )?(?:tiem|quan|shop|cua hang|hieu)|so(?: dien thoai)?|sdt"
    r"|dien thoai|ma so(?: thue)?|ai|gi(?: them| khac| nua)?)\b"
    r"|\bkhong (?:sao|di bo|nghe ro|nghe duoc|nhin ro|thay ro|thay duong|doc duoc|biet doc"
    r"|biet chu|biet duong|ranh chu|duoc khoe|khoe|nhanh|quen|on|du|ky)\b"
    r"|\bkhong goi (?:vao |luc )?(?:gio|buoi|luc|trua|som|khuya|dem|sang|toi(?! nua))\b"
)
_HANGS_ON = re.compile(
    r"\b(?:nhung|nhg)(?: ma)? (?:phai|chi|xin|cho(?! ngoi)|de|khi|rieng|can|voi|neu|mien|bo|sua"
    r"|xoa|doi|them|thay)\b"
    r"|\b(?:dieu kien|mien|tru|rieng|con(?= lai\b)"
    r"|neu(?!.*\bthi (?:nho )?(?:bao|nhan|goi|alo|nhac|noi)\b)"
    r"|chi(?= (?:ghi|luu|gui|dung|cho|nhan|nhac|lay|phuong|can bo)\b))\b"
)
_NEGATED = re.compile(rf"\b{_NOT}\b")
# `hổng biết bữa đó ai giữ xe giùm`: nothing is asked.
_SIGHS = re.compile(r"^(?:(?:ma|nhung|a) )*khong (?:biet|ro)\b")
_MEETS = re.compile(r"\d[\d .\-]{7,}\d")
_MOST_BEFORE = 8  # words that say who agrees, before it


@dataclass(frozen=True, slots=True)
class _Clause:
    """What a clause with words of agreeing says: a consent of one's own (`own`), or none at all;
    None where neither is sure. `spoiled`: what stands behind it makes it none, whosever it is.
    `rest`: what is told behind it, as typed."""

    own: bool | None
    spoiled: bool = False
    rest: str = ""


@lru_cache(maxsize=FORMS_KEPT)
def consent_in(text: str) -> str | None:
    """What is told beside a clear consent, "" where nothing else is; None where no consent is said,
    or none that holds."""
    if len(text.split()) > LONGEST or is_minors(text) or _is_denied(text) or _is_theirs(text):
        return None
    if condition_in(text) not in (None, Condition.OTHER):
        return None  # what is met or not, the form knows
    beside: list[str] = []
    agreed = False
    for part in _clauses(text):
        read = _read(part)
        if read is None:
            beside.append(part)
        elif not read.own or not (agreed or all(map(_may_lead, beside))):
            return None
        else:
            agreed = True
            beside.append(read.rest)
    told = [one for one in beside if one and not _ONLY_ALONG.fullmatch(_plain(one))]
    if not agreed or _is_put_off(text) or any(map(_takes_back, beside)):
        return None
    if any(map(_unsays, told)):
        return None
    return ", ".join(told)


def consents(text: str) -> bool:
    """Whether a consent is said in clear words, whatever is told beside it."""
    return consent_in(text) is not None


def speaks_of_consent(text: str) -> bool:
    """Whether words of agreeing stand there, denied or not, anybody's."""
    return any(_read(part) is not None for part in _clauses(text))


def is_no_consent(text: str, *, theirs: bool = False) -> bool:
    """Whether a yes heard in some words would be no consent of who writes: it is denied, taken
    back, hung on a condition, a minor's, or somebody else's. `theirs`: theirs is what is asked
    for."""
    strangers = any(_OF_STRANGERS.search(_plain(part)) for part in _clauses(text))
    if is_minors(text) or _is_denied(text) or strangers or (_is_theirs(text) and not theirs):
        return True
    reads = [read for part in _clauses(text) if (read := _read(part)) is not None]
    if not reads:
        said_yes = after_yes(text) is not None or any(map(agreed_in, _clauses(text)))
        held = _is_put_off(text) or any(_TAKES_BACK.search(_plain(one)) for one in _clauses(text))
        return said_yes and held
    if any(read.spoiled or (read.own is False and not theirs) for read in reads):
        return True
    if any(read.own is None for read in reads) and not agreed_in(text):
        return True  # more is said right behind it than is understood
    behind = [read.rest for read in reads if read.rest]
    others = [part for part in _clauses(text) if _read(part) is None]
    beside = [one for one in (*behind, *others) if not (theirs and _STAYS.fullmatch(_plain(one)))]
    return _is_put_off(text) or any(map(_takes_back, beside))


# `em ko đi, chỉ mẹ thôi`: who writes registers somebody else.
_STAYS = re.compile(rf"(?:{_LEAD} )*{_SELF} khong di(?: duoc)?")


_OWN_REFUSAL = re.compile(
    rf"(?:{_LEAD} )*(?:{_SELF} )?khong (?:(?:co|he|muon|the) )?(?:{_AGREE}|chiu)"
    rf"(?: (?:dau|{_ALONG}))*"
)
_NOT_SO_FAR = re.compile(r"\bchua\b")


def refuses_consent(text: str) -> bool:
    """`tôi không đồng ý`, `dạ không chịu ạ`: one's own consent refused, and nothing else said; not
    `chưa đồng ý`, which may come yet."""
    plain = _plain(text)
    return _OWN_REFUSAL.fullmatch(plain) is not None and not _NOT_SO_FAR.search(bare_words(text))


_IS_WRONG = re.compile(
    r"\b(?:ten|so|sdt|dien thoai)\b(?: \w+){0,3} (?:sai|nham|lon|dung la|doi)\b"
    r"|\b(?:xoa|bo) (?:ten|so|sdt|dien thoai)\b|\bten thi thoi\b"
)


def is_wrong(beside: str) -> bool:
    """`số sai rồi`, `tên đúng là …`, `xóa số tôi`: what is told beside a consent is that a name or
    a number does not stand as it should."""
    return bool(_IS_WRONG.search(bare_words(beside)))


def _takes_back(part: str) -> bool:
    """Whether a clause beside a consent takes it back, or refuses some of it."""
    plain = _plain(part)
    return bool(_TAKES_BACK.search(plain) or _REFUSES_PART.search(_HARMLESS.sub(" ", plain)))


def _is_put_off(text: str) -> bool:
    """`đồng ý, chờ con tôi về đã`, `đồng ý, mai đăng ký`: something is to come first, or it is for
    later."""
    times = _TIMES if has_marks(text) else _TIMES_UNMARKED
    for part in _clauses(text):
        for said, word in times:
            part = said.sub(word, part)
        if _NOT_YET.search(bare_words(part)):
            return True
    return False


def _is_denied(text: str) -> bool:
    return any(_DENIED.search(_plain(part)) for part in _clauses(text))


def _is_theirs(text: str) -> bool:
    """Whether it is said that somebody else agrees: `vợ tôi đồng ý rồi`, `họ chịu`."""
    parts = _clauses(text)
    return any(_OF_OTHERS.search(_plain(one)) or _OF_OTHERS_MARKED.search(one) for one in parts)


def _read(part: str) -> _Clause | None:
    plain = fold_in_place(_GOODS.sub("xx", _EVENING.sub("dem", part))).lower()
    found = next((one for one in _AGREEING.finditer(plain) if _is_agreeing(part, one)), None)
    if found is None:
        return None
    before = " ".join(plain[: found.start()].split())
    before = f"{before} " if before else ""
    named = len(before.split()) <= _MOST_BEFORE and _NAMED.fullmatch(before)
    sure = named and not _NO_WHO.search(_plain(part[: found.start()]))
    own = bool(_BEFORE.fullmatch(before) or sure)
    behind = plain[found.end() :]
    along = _BEHIND.match(behind)
    end = along.end() if along else 0
    left = behind[end:].rstrip()
    spoiled = any(_SPOILS.match(f" {_plain(part[at:])}") for at in (found.end(), found.end() + end))
    spoiled = spoiled or _ASKED_WITH_MARKS.search(part) is not None
    if spoiled or not own:
        return _Clause(own=False, spoiled=spoiled)
    told = part[: found.start()] if _MEETS.search(before) else ""
    if left and not _JOINS.match(left):
        return _Clause(own=None)
    rest = _JOINED_BY.sub("", part[found.end() + end :].strip())
    return _Clause(own=True, rest=", ".join(filter(None, (told.strip(), rest))))


def _is_agreeing(part: str, found: re.Match[str]) -> bool:
    """Whether the words are those of agreeing, with their marks or without any: `đông y` is
    none."""
    word = part[found.start() : found.end()].lower()
    if fold(word) == "ung":
        return _CONTENT.match(word) is not None  # `ứng`, `úng` are none, nor is `ung`
    return word.isascii() or not _EAST.match(word)


def _may_lead(part: str) -> bool:
    """Whether a clause before a consent says who agrees, or no more than a yes: after a story it is
    as likely somebody else who agrees."""
    plain = _plain(part)
    if _ONLY_ALONG.fullmatch(plain) or _MEETS.search(part):
        return True
    named = re.match(rf"(?:{_LEAD} )*(?:{_SELF} )?(?:ten|ten la|la) ", plain)
    return bool(named or part.istitle()) and len(plain.split()) <= _MOST_BEFORE


def _unsays(rest: str) -> bool:
    """Whether what is told beside a consent takes it back, hangs it on something, refuses part of
    it, or asks."""
    plain = _plain(rest)
    bare = _HARMLESS.sub(" ", plain)
    sighs = _SIGHS.match(plain) is not None and not asks_of_data(rest)
    if waits(rest) or holds_back(rest) or says_no(rest) or _HANGS_ON.search(bare):
        return True
    return not sighs and bool(_NEGATED.search(bare) or is_question(rest))


def _plain(text: str) -> str:
    """The folded words, every word of a no as `khong`; `chị` as none that asks (`chi`)."""
    no = _NO_MARKED if has_marks(text) else _NO_UNMARKED
    return bare_words(_SISTER.sub("ba", no.sub("khong", tidy(text))))


def _clauses(text: str) -> Sequence[str]:
    parts = re.split(r"[,;!\n]+|(?<=\?)|\.(?=\s|$)", tidy(text))
    return [part.strip() for part in parts if part.strip()]


_AT_SCHOOL = re.compile(r"(?:da )?(?:em|chau|con) (?:con|dang) di hoc")


def is_minors(text: str) -> bool:
    """Whether somebody below age says so, in any clause: their consent is none."""
    parts = _clauses(text)
    at_school = any(_AT_SCHOOL.fullmatch(_plain(part)) for part in parts)
    return is_minor(text) or any(map(is_minor, parts)) or at_school
