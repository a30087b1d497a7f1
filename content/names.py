"""Whose name somebody types where a name is asked, and whether that is sure: what holds a word that
is in no name (`content/names.yaml`) is asked about before it is kept, never guessed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from content.expressions import at_start
from content.lines import Does, does, without_consent
from content.people import may_be_one, read_name
from content.spoken import taken_back
from content.vietnamese import FORMS_KEPT, fold, fold_in_place, tidy

FILE = Path(__file__).with_name("names.yaml")

_LETTERS = (*range(0x41, 0x5B), *range(0xC0, 0x1B5), *range(0x1EA0, 0x1EFA))
CAPITAL = f"[{''.join(chr(code) for code in _LETTERS if chr(code).isupper())}]"
_ADDRESS = r"anh|chị|chi|ông|ong|bà|ba|cô|co|chú|chu|bác|bac|em"
# Who speaks, and polite words, before the name: `dạ em tên Hiền`; written small.
_SPEAKER = r"(?:tôi|toi|tui|tớ|em|mình|minh|cháu|chau|con|chị|chi|bác|bac|cô|co|chú|chu|anh)"
_RELATION = (
    r"(?:bà xã|ông xã|con gái|con trai|con dâu|con rể|cháu gái|cháu trai|em gái|em trai|chị gái"
    r"|anh trai|chị dâu|anh rể|em dâu|mẹ chồng|mẹ vợ|bố chồng|bố vợ|bà hàng xóm|hàng xóm|sếp|chủ"
    r"|nhân viên|mẹ|me|má|bố|bo|ba|bà|cha|vợ|vo|chồng|chong|ông|ong|dì|cậu|mợ|thím|nó"
    r"|ma(?=\s+la\s))"
)
_THEIR = rf"(?:\s+(?:(?:của|cua)\s+)?(?:ấy|ay|(?:nhà\s+)?{_SPEAKER}))"
_WHO = rf"(?:(?:{_RELATION}|{_SPEAKER}){_THEIR}?)"
_TO_WRITE = (
    r"(?:(?:cứ|xin|nhờ|em|tôi)\s+)*(?:ghi|viết|lấy|để|gọi|đăng ký|ghi danh)"
    # `lại` written small is no surname here, unless it goes on as one: `lại văn sâm`.
    r"(?:\s+(?:giúp|giùm|dùm|hộ|cho|là|lại(?!\s+(?:văn|thị)\b)))*"
)
# Before the name: that it is to be written, and of whom it is: `ghi tên mẹ tôi:`, `bà ấy là`.
_BEFORE = re.compile(
    r"^(?:(?:dạ|da|vâng|vang|à|thì|thi|ừ)[\s,]+)*"
    rf"(?:{_TO_WRITE}\s+(?=\S))?"
    rf"(?:(?:{_WHO}\s+)?(?:họ\s+)?(?:tên|ten)\s+(?:(?:của\s+|cua\s+)?{_WHO}"
    rf"(?:\s+(?=(?:là|la)\s)|\s*:\s*|\s+(?={CAPITAL}\w*\s+{CAPITAL})))?"
    r"(?:(?:đầy đủ|thật|khai sinh)\s+)?(?:(?:là|la)\s+)?(?=\S)"
    rf"|{_WHO}\s+là\s+|{_RELATION}{_THEIR}(?:\s+la\s+|\s+(?=[^\W\d_]))|{_RELATION}{_THEIR}?\s*:\s*"
    r"|(?:con gái|con trai|hàng xóm|sếp)\s+(?:là\s+)?"
    # `tôi Lê Thị Sen`: two words or more, written as names are.
    rf"|(?:tôi|tui|tớ|mình|toi)\s+(?={CAPITAL}\w*\s+{CAPITAL}))?"
)
# `Thi Văn Tám`, `Vang Thi My`: written as a name is, a surname and no polite word.
_SURNAME_TOO = re.compile(rf"(Thi|Vang)\s+{CAPITAL}")
_CALLS_IT_A_NAME = re.compile(r"(?:tên|ten)\s", re.I)
# For whom somebody writes: the name of that one, not of who writes.
_FOR_WHOM = re.compile(
    r"(?:ghi|đăng ký|đăng kí|dk|đk|ghi danh|ghi tên)(?:\s+(?:giúp|giùm|dùm|hộ))?"
    r"(?:\s+(?:đi|họp|dự|hội nghị|hop|du|hoi nghi)){0,3}\s+cho\s+(?P<whom>\S.*)$",
    re.I,
)
# What is said of somebody behind the name: `61 tuổi`, `đi thay tôi`.
_OF_THEM = re.compile(
    r"\s+(?:(?:năm nay\s+)?\d{1,3}\s+tuổi|(?:sinh\s+năm|sn)\s*\d{2,4}"
    r"|(?:sẽ\s+)?đi\s+(?:thay|cùng|họp|dự)\b.*)$",
    re.I,
)
# The whole line says whose name it is; folded.
_SAYS_OWN = re.compile(
    r"(?:(?:da|a|vang|thi|u)[\s,]+)*(?:(?:toi|tui|em|minh|chau) (?:ho )?ten(?: la)?"
    r"|ten (?:toi|tui|em|minh|chau)(?: la)?) \D+"
)
_AFTER = re.compile(r"(?:\s+(?:(?:em|anh|chị|cháu|bác|cô|chú)\s+)?(?:ạ|a|nhé|nhe|nhá|đây|đấy))+$")
_PHONE = re.compile(r"(?:(?:sđt|sdt|đt|dt|số)\b[\s:.]*)?\+?\d[\d\s.\-]{7,}\d", re.I)
# `Trần Thị Hợi số điện thoại thì cứ ghi số con dâu`
_NUMBER_FOLLOWS = re.compile(r"(?<=\w)\s+(?:số|sđt|sdt)\s+\S[^,;/\n]*")
_APART = re.compile(r"[,;/\n]|\s-\s|\.\s")
_TWO = re.compile(r"\s+(?:và|va|với|voi|cùng|cung|&|\+)\s+", re.I)
_CALLED = re.compile(rf"^(?:{_ADDRESS})\s+(?=\S)", re.I)
# An order may hold a name, or be one: `ghi tên mẹ tôi: Nguyễn Thị Lan`, `Huy`.
_NO_NAMES = (Does.WAVERS, Does.ASKS, Does.COUNTS, Does.SCOLDS, Does.ADDRESSES)
_MOST_WORDS = 6
_LONGEST_DOUBTED = 4  # words written small: more of them are a sentence, if no surname begins it
_MIDDLE = ("thị", "thi", "văn", "van")  # between a surname and a given name, whatever that is


@dataclass(frozen=True, slots=True)
class Called:
    """A name; `sure` when all of its words are those of names, and it is one person's."""

    name: str
    sure: bool


# How a name is written, said beside it: `Thuỷ dấu hỏi`, `Tứ có dấu sắc`.
_MARK_SAID = re.compile(
    r"(?i)[\s,(]*(?:\b(?:có|co|là|la|thì|thi|phải|phai|chữ|chu)\s+)*(?<!\w)(?:dấu|dau)\s+"
    r"(?:hỏi|hoi|sắc|sac|huyền|huyen|ngã|nga|nặng|nang|mũ|móc)(?!\w)\)?"
)


def without_marks_told(text: str) -> str:
    """`Nguyễn Thị Thuỷ dấu hỏi, em gõ nhầm` -> `Nguyễn Thị Thuỷ, em gõ nhầm`."""
    return _MARK_SAID.sub("", text)


# `má tên Năm, tên giấy tờ Trần Thị Ngọ`: the one that counts, in whatever order they are said.
_ON_PAPER = re.compile(
    r"(?i)\b(?:tên|ten) (?:(?:trong|trên|ở) )?(?:giấy tờ|giay to|giấy|khai sinh|căn cước|can cuoc"
    r"|thật|that|đầy đủ|day du)(?: (?:là|la|ghi|ghi là|của|cua|thì|thi))* (?P<name>[^,.;()]{3,60})"
)


# `tên là Đỗ Đức Toàn nhà ở tổ bảy số điện thoại …`: spoken without a stop.
_IN_ONE_BREATH = re.compile(
    r"\b(?:(?:[Tt]ên|[Tt]en)\s+|(?:[Tt]ôi|[Tt]oi|[Tt]ui|[Mm]ình|[Mm]inh)\s+(?=(?:là|la)\s))"
    r"(?:(?:tôi|toi|mình|minh|em|là|la)\s+)*"
    rf"(?P<name>{CAPITAL}\w*(?:\s+{CAPITAL}\w*){{1,3}})\s+"
    r"(?=(?:nhà|nha|ở|o|số|so|sđt|sdt|điện thoại|dien thoai|máy|tổ|to|bán|ban)\s+\S+\s+\S+\s+\S)"
)


@lru_cache(maxsize=FORMS_KEPT)
def hear_name(text: str) -> Called | None:
    """The name in what somebody answers: `dạ em tên Hiền ạ, Lê Thị Hiền ạ` is `Lê Thị Hiền`. None
    for what cannot be one, as a yes, a no, a greeting."""
    told = without_consent(without_marks_told(text))
    if breath := _IN_ONE_BREATH.search(tidy(told)):
        return Called(breath["name"], sure=True)
    if written := _ON_PAPER.search(tidy(told)):
        return hear_name(written["name"])
    rest = _NUMBER_FOLLOWS.sub("", _PHONE.sub(",", taken_back(told) or told)).strip(" ,")
    whom = _FOR_WHOM.search(rest)
    if whom and whom["whom"] != rest and (called := hear_name(whom["whom"])):
        return called
    parts = [part for part in _APART.split(rest) if does(part) not in _NO_NAMES]
    parts = [part for part in parts if not _OF_MARKS.search(fold_in_place(part))]
    found = [named for part in parts for named in _parts(part)]
    if not found:
        return None
    sure = [named for named in found if named.sure]
    if not sure:
        return Called(found[0].name, sure=False)
    fullest = max(sure, key=lambda named: len(named.name.split()))
    one = all(may_be_one(named.name, fullest.name) for named in sure)
    return fullest if one else Called(sure[0].name, sure=False)


_OF_MARKS = re.compile(r"\b(?:co|khong|ko|them|bo) dau\b")  # how a name is written


def own_name(text: str) -> str:
    """`dạ tên tôi là Lan ạ` -> `Lan`: the name somebody says to be theirs, and nothing else; ""
    for any other text."""
    found = _SAYS_OWN.fullmatch(fold_in_place(tidy(text)).strip(" .,!"))
    called = hear_name(text) if found else None
    return called.name if called and called.sure else ""


def is_full(name: str) -> bool:
    """Whether it is more than a given name and how somebody is addressed: `chị Lan Anh`."""
    return " " in _CALLED.sub("", name)


def is_given_as_name(called: Called | None, text: str) -> bool:
    """Whether a name is one to write down where any will do: sure, and in full or said to be one's
    name (`chị tên Hà`)."""
    if called is None or not called.sure:
        return False
    return is_full(called.name) or _CALLS_IT_A_NAME.search(text) is not None


def deals_in(text: str) -> bool:
    """Whether it begins with what somebody deals in, or where: `spa Lan Anh`, `Quán phở Béo`."""
    first = next(iter(text.lower().split()), "")
    return " " in text.strip() and first in _trades()


def _parts(part: str) -> list[Called]:
    """The names of one part: two full ones with an `and` between them are two people's."""
    two = [named for half in _TWO.split(part) if (named := _named(half)) is not None]
    if len(two) > 1 and all(named.sure and " " in named.name for named in two):
        return two
    whole = _named(part)
    return [whole] if whole else []


# `la Trần Thị Mỹ Duyên nha`: three words as names are written, between small ones that are none.
_AS_WRITTEN = re.compile(
    rf"(?:(?:tên|ten|là|la) )*(?P<name>{CAPITAL}\w*(?: {CAPITAL}\w*){{2,5}})"
    r"(?: (?:nha|nghen|nghe|hen|á))*"
)


@lru_cache(maxsize=FORMS_KEPT)
def _named(part: str) -> Called | None:
    text = _AFTER.sub("", tidy(part).strip(" .,;:!")).strip()
    if written := _AS_WRITTEN.fullmatch(text):
        text = written["name"]
    surname = _SURNAME_TOO.match(text)
    before = None if surname else _BEFORE.match(text[:1].lower() + text[1:])
    bare = _without_trade(_OF_THEM.sub("", text[before.end() :] if before else text))
    name = read_name(bare) if bare != "lại" else ""  # `đăng ký lại nhé`
    if not name or _is_talk(" ".join(bare.split()[-len(name.split()) :])):
        return None
    if surname and surname[1] == "Vang":
        return Called(name, sure=False)  # `vâng`, or Vàng
    told = before is not None and bool(_CALLS_IT_A_NAME.search(before[0]))
    sure = _is_sure(name, bare) or (told and _is_one_word_of_names(name, bare))
    is_sentence = bare.islower() and len(bare.split()) > _LONGEST_DOUBTED
    return None if is_sentence and not sure else Called(name, sure)


def _without_trade(text: str) -> str:
    """`Tâm bún cá`, `Đỗ Thu Trang nail Trang Xinh`: the name before what somebody deals in, written
    small."""
    words = text.split()
    trades = _trades()
    spots = [at for at in range(1, len(words)) if words[at] in trades or _is_shop(words[at:])]
    first = _CALLED.sub("", " ".join(words[: spots[0]])) if spots else ""
    return " ".join(words[: spots[0]]) if first and first.split()[0] not in trades else text


def _is_shop(words: Sequence[str]) -> bool:
    """Whether a word for a shop of two words begins here: `cửa hàng`."""
    return fold(" ".join(words[:2])) in ("cua hang", "nha hang", "dai ly")


def _is_one_word_of_names(name: str, typed: str) -> bool:
    """Whether it is one word with its capital, and of nothing else: `Ngọ`, of `bác tên Ngọ`."""
    one = len(name.split()) == 1 and name[:1].isupper() and not typed.islower()
    return one and name.lower() not in _words("of_other_things")


def _is_talk(text: str) -> bool:
    """Whether it is no name at all, not even an odd one: `hủy vé`, `1 người`, `bún cá`."""
    words = _CALLED.sub("", text).split()
    if any(char.isdecimal() for char in text) or not _words("never").isdisjoint(words):
        return True
    plain = f" {fold(text)} "
    if any(f" {fold(said)} " in plain for said in _words("never_said")):
        return True
    small = {word.lower() for word in words}
    if words and words[0] in _trades():
        return True
    first = words[0].lower() if words else ""
    return first not in _words("surnames") and not _words("of_other_things").isdisjoint(small)


def _is_sure(name: str, typed: str) -> bool:
    words = _CALLED.sub("", name).split()
    if not 1 <= len(words) <= _MOST_WORDS or any(char.isdecimal() for char in name):
        return False
    first, *others = (word.lower() for word in words)
    if not others:  # `mai`, `sau` are names only with their capital
        return first in _words("given") and not typed.islower()
    if first in _words("surnames") and others[0] in _MIDDLE and len(others) in (2, 3):
        return True
    if not _words("of_other_things").isdisjoint((first, *others)):
        return False
    if name.istitle() and not typed.islower() and not typed.isupper():
        return True  # written as names are
    # Small and bare, three words are as soon a sentence: `hoi lam the` is no name.
    begins = first in _words("surnames") or (first in _words("given") and len(others) < 2)
    return begins and all(word in _words("given") for word in others)


@cache
def _trades() -> frozenset[str]:
    """What is dealt in, as written small; not what is in names, too (`hoa`)."""
    return _words("trades") - _words("surnames") - _words("given")


def make_ready() -> None:
    """While the content is loaded: what the first name would have to wait for."""
    for group in _load():
        _words(group)
    _trades()


@cache
def _words(group: str) -> frozenset[str]:
    """The words of a group in small letters, with their marks; those of names also without."""
    said = frozenset(str(word).lower() for word in _load()[group])
    return said | {fold(word) for word in said} if group in ("surnames", "given") else said


@cache
def _load() -> dict[str, list[str]]:
    raw: dict[str, list[str]] = at_start.yaml(FILE.read_text(encoding="utf-8-sig"))
    return raw
