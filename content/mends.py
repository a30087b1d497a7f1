"""What somebody puts right of what they told before, in the middle of something else: `ủa lộn tên,
tui là Nguyễn Văn Ba`, `số đúng là 09…`, `tổ 5 chứ không phải tổ 3`, `sửa lại tên`. Only which line
is meant and what stands in its place; whether that is an answer the form decides.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from content.lines import wavers
from content.names import hear_name, without_marks_told
from content.people import read_phones
from content.spoken import asks, read_number
from content.vietnamese import fold, fold_in_place, tidy


class Line(StrEnum):
    """What forms ask for, whatever each calls it."""

    NAME = "name"
    PHONE = "phone"
    BUSINESS = "business"
    KIND = "kind"
    NEIGHBOURHOOD = "neighbourhood"
    PEOPLE = "people"
    TEXT = "text"  # what is written for the ward
    REVENUE = "revenue"
    TRADE = "trade"


@dataclass(frozen=True, slots=True)
class Mend:
    """`line` is None where no line is named, `value` "" where only the line is. `plain`: nothing
    says that something was wrong (`tên tôi là …`): it may as well answer what is asked. `wrong`:
    what stood there, as it was said (`Lan` of `Lành chứ không phải Lan`). `ends`: the value is only
    the last figures of a number. `unread`: the value is a part that puts right what we cannot tell.
    """

    line: Line | None
    value: str
    plain: bool = False
    wrong: str = ""
    ends: bool = False
    unread: bool = False


# All folded. Who speaks, and who is spoken to.
_I = r"(?:cua )?(?:toi|tui|em|minh|chau|con|chi|anh|bac|co|chu|di|cau|ong|ba)"
_YOU = r"(?:oi|em|chau|con|co|chu|anh|chi|cung|nghen|nghe|nghe em)"
_START = (
    r"(?:(?:cai|a|ah|ua|uy|ui|o|oi|y|i|ay|ay chet|thoi chet|chet|chet cha|chet roi|khoan"
    rf"|khoan da|quen|xin loi|ma|thoi|da|u|um|ma nay|nay|{_I} oi|{_YOU} oi)\b[ ,.:!]*)*"
)
# ... of these alone it is plain that something before is meant.
_SURPRISED = re.compile(
    r"^(?:da )?(?:a|ah|ua|uy|ui|o|y|i|ay chet|thoi chet|chet|chet cha|chet roi|khoan|khoan da|quen"
    r"|xin loi)\b(?! (?:la sao|ma nay)\b)"
)
_WRONG = (
    r"(?:(?:(?:ghi|go|noi|viet|danh|bam|nhap|khai|dien|doc|nhan) )?(?:bi )?"
    r"(?:nham|lon|lam|sai|trat)|(?:ghi|go|viet|danh|nhap) thieu)"
)
_FIX = (
    rf"(?:(?:cho|xin|muon|can|giup|nho|lam on|phai|de) )*(?:{_I} )?(?:(?:muon|xin|can) )?"
    rf"(?:sua|chinh|chua|thay doi|thay|doi)(?: (?:lai|giup|gium|ho|dum|cho|cai|dong|{_I}))*"
)
_RIGHT = r"(?:dung ra|dung|phai|moi dung|moi|that ra|that|chinh xac|day du|moi phai)"
_IS = rf"(?:(?: {_RIGHT})*(?: la| thanh| ra| sang| qua| lai la|:)+(?: {_RIGHT})*)"
_IS_THEN = re.compile(rf"{_IS}(?= \S)")
_NEW_ONE = re.compile(r"\b(?:so|so dien thoai|so dt|sdt|ten|to) moi\b(?! dung)")
_MORE_RIGHT = re.compile(
    r"\bmoi (?:dung|phai)\b|\bdung (?:ra )?la\b|\bgio (?:la|thanh)\b"
    r"|\bdoi ten\b|\bten (?:day du|khai sinh)\b"
)
_CALLED = r"(?:em|con|chau|co|chu|anh|chi)"
_TAIL = re.compile(
    rf"(?:[ ,.!]+(?:moi dung|moi phai|thi dung|ma"
    rf"|(?:nha|nhe|nhen|nghe|nghen|a|roi|di)(?: {_CALLED})?"
    rf"|{_CALLED} oi|gium|giup|dum|(?:cho )?(?:toi|tui)))+[ .!]*$"
)
_NOT_THAT = re.compile(
    r"(?:,? +(?:chu|cho) +|,? +)(?:ko|k|khong|hong|hok|hong|dau|chang|ha)(?: co)? phai\b"
    r"(?: la\b)? *(?P<wrong>.*)$"
)
_NOT_FIRST = re.compile(
    r"^(?:ko|k|khong|hong|hok|chang)(?: co)? phai\b(?: la\b)? *(?P<wrong>.*?)"
    r"(?:,| ma la| ma| dau| la)+ (?P<new>.+)$"
)
_NAMES: tuple[tuple[Line, str], ...] = (
    (
        Line.BUSINESS,
        r"(?:cai )?ten (?:cai )?(?:quan|tiem|cua hang|co so|shop|sap|ki ot|quay|ho kinh doanh|ho"
        r"|cong ty|hang quan|hang(?= (?:la|thanh|sai|bi|ghi|roi)\b|:|$))"
        r"|(?:quan|tiem|cua hang|shop|sap)(?: {i})?(?= (?:ten|la)\b)"
        r"|(?:cai |muc |dong )?co so(?! (?:dien|dt|phone|nguoi|nha|may|\d))(?: {i})?",
    ),
    (Line.PEOPLE, r"so nguoi(?: di)?|may nguoi|so luong(?: nguoi)?"),
    (
        Line.PHONE,
        r"(?:cai )?(?:so (?:dien thoai|dt|phone|may|lien lac|zalo|di dong)|sdt|sddt|dien thoai"
        r"|(?<!\bco )so(?! \d\d?(?! ?\d)))"  # `số 14` is of a house
        r"(?! (?:nguoi|tien|luong|nha|luong))",
    ),
    (Line.NEIGHBOURHOOD, r"to dan pho|so to|tdp|dia chi|khu pho|to"),
    (Line.NAME, r"(?:cai )?(?:ho (?:va |voi )?ten|ten ho|ten tuoi|ten nguoi di|ten)"),
    (Line.KIND, r"loai(?: hinh)?(?: kinh doanh| co so)?"),
    (Line.TEXT, r"(?:cai )?(?:cau hoi|noi dung|kien nghi|phan anh)(?: hoi nay| luc nay| nay)?"),
    (Line.REVENUE, r"doanh thu|tien ban|so tien|doanh so"),
    (Line.TRADE, r"nganh(?: nghe)?|nghe"),
)
_NAMED = tuple((line, re.compile(rf"\b(?:{name.format(i=_I)})\b")) for line, name in _NAMES)
_ANY_NAME = "|".join(f"(?P<{line}>{name.format(i=_I)})" for line, name in _NAMES)
# `sửa lại tên`, `nhầm số rồi`, `tên bị sai`: a line, and nothing in its place.
_ONLY_LINE = re.compile(
    rf"^{_START}(?:{_WRONG}(?: roi)?[ ,.]+)?(?:{_I} )?(?:{_WRONG}|{_FIX})"
    rf"(?: mat| luon| cai)*(?: {_I})? (?:{_ANY_NAME})(?: {_I})?(?: roi| mat| mat roi| luon)*$"
)
_LINE_WRONG = re.compile(
    rf"^{_START}(?:{_ANY_NAME})(?: {_I})?(?: (?:bi|hoi nay|luc nay|o tren|kia|do|nay|{_I}))*"
    rf"(?: cung| deu)? {_WRONG}(?: mat| roi| mat roi)*$"
    # `quán tui đổi tên rồi`
    rf"|^{_START}(?P<renamed>quan|tiem|cua hang|shop|sap)(?: {_I})?(?: moi| vua)? (?:doi|thay) ten"
    r"(?: roi)?$"
)
# `quay lại chỗ số điện thoại`, `quay lại tên quán ghi sai`.
_BACK_TO = re.compile(
    rf"^{_START}(?:quay|tro|ve) lai (?:(?:cho|cau|dong|muc|sua) )*(?:{_ANY_NAME})(?: {_WRONG})?$"
)
# `tên quán sai, Chè Xen`: the line, and what stands in its place.
_WRONG_THEN = re.compile(
    rf"^{_START}(?:{_ANY_NAME})(?: {_I})?(?: (?:bi|hoi nay|luc nay|o tren|kia|do|nay))* {_WRONG}"
    r"(?: mat| roi)*[ ,.:]+(?=\S)"
)
# Only the last figures of a number: `số cuối là 334`, `đuôi 79 cơ`.
_LAST_FIGURES = re.compile(
    r"\b(?:so )?(?:cuoi|duoi)(?: cung)?(?: (?:moi|phai|dung))?(?: la)? *(\d[\d .]{0,7})\b"
)
_OPENING = re.compile(rf"^{_START}(?:{_I} )?(?P<said>{_WRONG}|{_FIX})\b(?: mat| roi| luon)*[ ,.:]*")
_INTO = re.compile(r"(?:thanh|sang) +(?=\S)")
_STARTING = re.compile(rf"^{_START}(?=\S)")
_SAID_WRONG = re.compile(rf"\b(?:{_WRONG})\b")
# Of these alone, at the beginning, no line is named: `lộn rồi, …`, `sửa lại là …`.
_TAKES_BACK = re.compile(
    rf"^{_START}(?:{_I} )?(?:(?:ghi|go|noi|viet|danh|bam|nhap) )?(?:bi )?(?:nham|lon|sai|trat)"
    rf"(?: mat| roi| luon| {_I})*[ ,.:]+"
    rf"|^{_START}(?:sua|doi|chinh|chua)(?: lai)? (?:la|thanh)\b[ :]*"
)
_MARKS = frozenset(("nhầm", "lộn", "lầm", "sai", "trật", "sửa", "đổi", "chỉnh", "chữa", "thay"))
_MARK = re.compile(r"\b(?:nham|lon|lam|sai|trat|sua|doi|chinh|chua|thay)\b")
_PHONE_REPAIR = re.compile(r"^(?:sua|thay|doi) (?:dien thoai|so)$")  # a trade, or no line yet
_PLACE = re.compile(r"\b(?:to dan pho|tdp|to)(?: so)? *(?P<n>\d{1,3}|[a-z]+(?: [a-z]+)?)\b")
_COUNT = re.compile(r"\b(?:\d{1,2}|mot|hai|ba|bon|nam|sau) nguoi\b")
_SELF = re.compile(
    rf"(?:^|[ ,])(?:(?:ho va ten|ho ten|ten)(?: {_I}| nguoi di)?(?: day du| that| khai sinh)?"
    rf"|{_I} (?:la|ten))"
    rf"(?:{_IS})?(?=[ ,:]+\S)"
)
_SHOP_IS = re.compile(
    r"(?:ten (?:cai )?(?:hang|ki ot|quay|ho)|(?:ten (?:cai )?)?(?:quan|tiem|cua hang|co so|shop|sap"
    r"|ho kinh doanh|cong ty))"
    rf"(?: {_I})?(?: ten{_IS}?|(?: doi(?: ten)?)?{_IS}) +"
)
_SHOP_FIRST = re.compile(r"(?:quan|tiem|cua hang|shop|sap|tap hoa)\b")
_OWN_NAME = re.compile(rf"(?:^|[ ,])(?:(?:ho va ten|ho ten|ten) {_I}|{_I} ten|{_I} la) ")
# Whoever comes along has a name and a number, too.
_RELATIVE = (
    r"(?:chong|vo|con|me|bo|ma|cha|ba xa|ong xa|anh trai|em trai|em gai|chi gai|con gai|con trai"
    r"|chau gai|chau trai|nguoi di cung|nguoi nha|nguoi kia)"
)
_OF_ANOTHER = re.compile(
    rf"\b(?:ten|so|so dien thoai|so dt|sdt|dien thoai) (?:cua )?{_RELATIVE}\b"
    rf"|\b{_RELATIVE}(?: {_I})?(?: (?:ten|la|ten la))\b"
)
_LINE_WORD = (
    r"(?:cai )?(?:ho ten|ten|so dien thoai|so dt|sdt|dien thoai|so nguoi|so|to dan pho|tdp|to|quan"
    r"|tiem|cua hang|shop|sap|dia chi|loai|nganh)\b"
)
# What joins one correction to the next, where a line or a figure follows.
_JOINT = re.compile(
    r" *[,;\n]+ *(?!(?:chu |cho |ma )?(?:khong|hong|ko|k|hok) phai\b)|\. +"
    rf"| +(?:voi lai|voi ca|voi|va|con|roi|xong) +(?=(?:sua |doi )?{_LINE_WORD}|\d+ nguoi)"
)
_NAMES_SHOP = re.compile(
    rf"(?:{_FIX} )?(?P<called>ten )?(?P<shop>quan|tiem|cua hang|shop|sap|tap hoa|(?<=ten )ho)"
    rf"(?: {_I})?(?P<named> ten)?(?: la)? +(?=\S)"
)
_OPENS_VALUE = re.compile(
    r"(?:(?:gio|bay gio|phai|dung ra|dung|that ra|moi|ten) +)*(?:la|thanh|doi thanh|:) *"
)
_MOST_IN_VALUE = 9  # words
_DIGITS = re.compile(r"\d[\d .]{2,}")
_WHOLE = (Line.REVENUE, Line.TRADE, Line.KIND, Line.TEXT)  # told without a `là`, too
_LONGEST = 160  # letters


def mends_in(text: str) -> tuple[Mend, ...]:
    """Every line the text puts right, or names to be put right; () where it does none of it."""
    text = without_marks_told(text)
    whole = _mends_of(text)
    said = unicodedata.normalize("NFC", tidy(text)).strip(" .!")
    if len(said) > _LONGEST or asks(text) or wavers(text) or _OF_ANOTHER.search(fold(said)):
        return whole
    parts = [part for part in _parts(said) if part]
    if len(parts) < 2 or not (whole or _is_marked(fold_in_place(said))):
        return whole
    each = _mends_of_parts(parts)
    lines = [one.line for one in each if not one.unread]
    known = {one.line for one in whole} - {None}
    if not lines or len(set(lines)) < len(lines) or not known.issubset(lines):
        return whole
    return each if len(each) > len(whole) or not any(one.value for one in whole) else whole


def _parts(said: str) -> list[str]:
    """The parts of a message that puts several lines right: `tên là …, với lại tổ 6`."""
    plain, parts, begin = fold_in_place(said), [], 0
    for found in _JOINT.finditer(plain):
        parts.append(said[begin : found.start()].strip(" ,.;"))
        begin = found.end()
    return [*parts, said[begin:].strip(" ,.;")]


def _mends_of_parts(parts: Sequence[str]) -> tuple[Mend, ...]:
    """The mends of each part; a part with a value alone is of the line named before it, and one
    that puts right what we cannot tell is kept as `unread`."""
    found: list[Mend] = []
    for part in parts:
        plain = fold_in_place(part)
        told = _mends_of(part)
        waits = found[-1] if found and not found[-1].value else None
        if waits and (not told or all(one.line is None for one in told)):
            if value := _bare_value(part, plain):
                shop = waits.line is Line.NAME and bool(_SHOP_FIRST.match(fold(value)))
                found[-1] = replace(waits, line=Line.BUSINESS if shop else waits.line, value=value)
        elif waits and any(_is_of(one.line, waits.line) for one in told):
            found[-1:] = told
        elif told:
            found += told
        elif shop_named := _NAMES_SHOP.match(plain):
            called = shop_named["called"] or shop_named["named"]
            begin = shop_named.end() if called else shop_named.start("shop")
            found.append(Mend(Line.BUSINESS, part[begin:].strip(" ,.:"), plain=True))
        elif _IS_THEN.search(plain):
            found.append(Mend(None, part, unread=True))
    firm = any(not one.plain and not one.unread for one in found)
    firm = firm or any(_is_marked(fold_in_place(part)) for part in parts)
    return tuple(replace(one, plain=one.plain and not firm) for one in found)


def _is_of(line: Line | None, named: Line | None) -> bool:
    """Whether a line is the one named before it; `tên sai rồi, quán …` is of a shop."""
    return line is named or (named is Line.NAME and line is Line.BUSINESS)


def _bare_value(part: str, plain: str) -> str:
    """`phải là Hoa Mai`, `Hoa Mai mới đúng` -> `Hoa Mai`; "" for words that are no value."""
    if len(part.split()) > _MOST_IN_VALUE or asks(part):
        return ""
    begin = opening.end() if (opening := _OPENS_VALUE.match(plain)) else 0
    tail = _TAIL.search(plain, begin)
    end = tail.start() if tail and part[tail.start() :].islower() else len(part)
    return part[begin:end].strip(" ,.:")


def _mends_of(text: str) -> tuple[Mend, ...]:
    """What one part, or a message of one, puts right."""
    said = unicodedata.normalize("NFC", tidy(text)).strip(" .!")
    plain = fold_in_place(said)
    if len(said) > _LONGEST or asks(text) or wavers(text) or not _are_marks(said, plain):
        return ()
    if only := _only_line(plain):
        return (Mend(only, ""),)
    wrong = _named_wrong(said, plain)
    if (last := _LAST_FIGURES.search(plain)) and not read_phones(said):
        return (Mend(Line.PHONE, re.sub(r"\D", "", last[1]), wrong=wrong, ends=True),)
    firm = bool(_SURPRISED.match(plain)) or _is_marked(plain)
    begin, end = _right_part(said, plain)
    right, bare = said[begin:end], plain[begin:end]
    named = _line_of(plain)
    if _OF_ANOTHER.search(plain):
        called = hear_name(right) if wrong else None
        return (Mend(None, called.name, wrong=wrong),) if called else ()
    found = tuple(_told(right, bare, named, firm=firm))
    own = bool(_OWN_NAME.search(bare))
    if found:
        return tuple(
            Mend(line, value, plain=not (firm or (own and line is Line.NAME)), wrong=wrong)
            for line, value in found
        )
    taken_back = _TAKES_BACK.match(plain) or _NOT_THAT.search(plain) or _MORE_RIGHT.search(plain)
    if then := _WRONG_THEN.match(plain):
        of = next(line for line in Line if then.groupdict().get(line))
        rest = said[then.end() :].strip(" ,.:")
        if of is Line.NAME and _SHOP_FIRST.match(fold_in_place(rest)):
            of, rest = Line.BUSINESS, _bare_value(rest, fold_in_place(rest)) or rest
        return (Mend(of, rest),)
    value = right.strip(" ,.:")
    if not (taken_back or wrong) or named is not None or not value:
        return ()
    line = Line.BUSINESS if _SHOP_FIRST.match(bare) and not wrong else None
    return (Mend(line, value, wrong=wrong),)


def name_or_shop(value: str, name: str, shop: str) -> Line | None:
    """Which line a name that is said without one is put in place of, by the words it shares with
    how they stand, and by its length; None where it may be either."""
    words, named, sold = (set(fold(one).split()) for one in (value, name, shop))
    if not shop or (words & named and not words & sold):
        return Line.NAME
    if words & sold:
        return None if words & named else Line.BUSINESS
    return Line.NAME if len(value.split()) > 2 else None  # with a middle name


def name_of_another(text: str) -> str:
    """`ý quên, má tên Trần Thị Út Lớn`: the name said to be of somebody else than who types, who
    may be the one the form is for; "" for none."""
    said = unicodedata.normalize("NFC", tidy(without_marks_told(text))).strip(" .!")
    if len(said) > _LONGEST or asks(text):
        return ""
    for part in (said, *said.split(",")):
        begins = _STARTING.match(fold_in_place(part))
        part = part[begins.end() :] if begins else part
        called = hear_name(part) if _OF_ANOTHER.search(fold_in_place(part)) else None
        if called and called.sure:
            return called.name
    return ""


def _named_wrong(said: str, plain: str) -> str:
    """What is said to have been wrong; "" where it is not named."""
    found = _NOT_FIRST.match(plain) or _NOT_THAT.search(plain)
    return said[found.start("wrong") : found.end("wrong")].strip(" ,.:") if found else ""


def _are_marks(said: str, plain: str) -> bool:
    """Whether the words that say so are those words: `sữa` and `Lâm` are none."""
    found = [said[match.start() : match.end()] for match in _MARK.finditer(plain)]
    return all(word.isascii() or word.lower() in _MARKS for word in found)


def _only_line(plain: str) -> Line | None:
    if _PHONE_REPAIR.match(plain):
        return None
    bare = _TAIL.sub("", plain)
    for pattern in (_ONLY_LINE, _LINE_WRONG, _BACK_TO):
        if found := pattern.match(bare):
            if found.groupdict().get("renamed"):
                return Line.BUSINESS
            return next(line for line in Line if line in found.groupdict() and found[line])
    return None


def _is_marked(plain: str) -> bool:
    """Whether something is said to have been wrong."""
    patterns = (_NOT_THAT, _NOT_FIRST, _SAID_WRONG, _MORE_RIGHT, _NEW_ONE)
    return bool(_OPENING.match(plain)) or any(pattern.search(plain) for pattern in patterns)


def _right_part(said: str, plain: str) -> tuple[int, int]:
    """Where the part that is right begins and ends."""
    begin, end = 0, len(plain)
    if tail := _NOT_THAT.search(plain):
        end = tail.start()
    if first := _NOT_FIRST.match(plain):
        begin = first.start("new")
    elif new := _NEW_ONE.search(plain[:end]):
        begin = new.start()
    elif opening := _OPENING.match(plain[:end]) or _STARTING.match(plain[:end]):
        begin = opening.end()
        if into := _INTO.match(plain[begin:end]):
            begin += into.end()
    polite = _TAIL.search(plain[:end], begin)
    small = polite is not None and said[polite.start() : end].islower()  # `Ánh`, `Nghệ` are names
    return begin, polite.start() if polite and small else end


def _line_of(plain: str) -> Line | None:
    """The line that is named first."""
    spots = [(match.start(), line) for line, one in _NAMED if (match := one.search(plain))]
    return min(spots, default=(0, None), key=lambda spot: spot[0])[1]


def _told(said: str, plain: str, named: Line | None, *, firm: bool) -> Iterator[tuple[Line, str]]:
    """What the right part tells: by its shape, by its word, else as the line that is named."""
    value = _after_is(said, plain)
    shop = _SHOP_IS.search(plain)
    if shop and (title := said[shop.end() :].strip(" ,.:")):
        yield Line.BUSINESS, title
        return
    shapes = tuple(_shapes(value)) or tuple(_shapes(said))
    yield from shapes
    if any(line in (named, Line.PHONE) for line, _ in shapes):
        return
    if named in (None, Line.NAME) and (name := _name(said, plain, firm=firm)):
        yield Line.NAME, name
    elif named is Line.NEIGHBOURHOOD and value:
        yield named, f"tổ {value}" if _counts(fold_in_place(value)) else value
    elif named in _WHOLE and (value or firm):
        rest = value or _after_name(said, plain, named)
        if rest:
            yield named, rest
    elif named in (Line.BUSINESS, Line.PEOPLE, Line.PHONE) and value:
        yield named, value
    elif named is Line.PHONE and firm and (digits := _DIGITS.search(plain)):
        yield named, digits[0]  # of a number that is none


def _shapes(said: str) -> Iterator[tuple[Line, str]]:
    """What tells by its shape what it is."""
    plain = fold_in_place(said)
    if phones := read_phones(said):
        yield Line.PHONE, phones[0]
        return
    places = [match["n"] for match in _PLACE.finditer(plain) if _counts(match["n"])]
    if places:
        yield Line.NEIGHBOURHOOD, f"tổ {places[-1]}"
    if counted := list(_COUNT.finditer(plain)):
        last = counted[-1]
        yield Line.PEOPLE, said[last.start() : last.end()]


def _counts(word: str) -> bool:
    return word.isdecimal() or read_number(word.split()) is not None


def _name(said: str, plain: str, *, firm: bool) -> str:
    """Somebody's name after `tên … là`, `tui là`; one that is not sure only where something was
    wrong. "" for none."""
    openings = [match.end() for match in _SELF.finditer(plain)]
    heard = [hear_name(said[end:].strip(" ,.:")) for end in reversed(openings)]
    named = [called for called in heard if called and (called.sure or firm)]
    sure = next((called for called in named if called.sure), None)
    return (sure or named[0]).name if named else ""


def _after_is(said: str, plain: str) -> str:
    """What stands after the last `là`, `thành`, `:`; "" without one."""
    found = list(_IS_THEN.finditer(plain))
    return said[found[-1].end() :].strip(" ,.:") if found else ""


def _after_name(said: str, plain: str, line: Line) -> str:
    pattern = dict(_NAMED)[line]
    found = pattern.search(plain)
    return said[found.end() :].strip(" ,.:") if found else ""
