"""What nobody should type into a chat: identity numbers, codes, passwords, accounts, cards.

`mask` covers them before anything is kept. A number is taken for one of these when it is called so
("cccd", "otp", "stk" ...), or when its form says it: twelve digits are a person's number, 13 to 19
digits with a right check digit a card. Phones, tax codes, money, dates and our own codes stay.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from stdnum import ean, luhn

from content import passwords, spelled_out
from content.codes import find_codes
from content.people import read_phone, read_tax_code
from content.vietnamese import fold_in_place


class Sensitive(StrEnum):
    """What was covered; names the word for it (`content/messages/vi/privacy/masked.j2`)."""

    IDENTITY = "identity"
    OTP = "otp"
    PASSWORD = "password"  # noqa: S105  # the kind, not one
    ACCOUNT = "account"
    CARD = "card"


_MARKS = {
    Sensitive.IDENTITY: "[số căn cước đã che]",
    Sensitive.OTP: "[mã đã che]",
    Sensitive.PASSWORD: "[mật khẩu đã che]",
    Sensitive.ACCOUNT: "[số tài khoản đã che]",
    Sensitive.CARD: "[số thẻ đã che]",
}


@dataclass(frozen=True, slots=True)
class Masked:
    """The text with what was covered, and what kinds of it there were, each once."""

    text: str
    kinds: tuple[Sensitive, ...] = ()


Span = tuple[int, int]

# Between the digits of one number: a space, a dot, a dash, a line's end, as people write it; and
# what stands on a digit or around it.
_BETWEEN = (
    r"[\s._()\-\u2010-\u2015\u2212\u00b7\u200b-\u200d\u2060\ufeff\u00ad\u0300-\u036f\ufe0f\u20e3]"
)
_RUN = re.compile(rf"(?<![a-z0-9])\d(?:{_BETWEEN}{{0,3}}\d)*(?![a-z0-9]*[a-z]{{3}})")
_LABELLED_RUN = re.compile(rf"\d(?:{_BETWEEN}{{0,3}}\d)*")
_GROUP = re.compile(r"\d+")

_PROTECTED = (
    re.compile(r"\S+@\S+\.\S+|https?://\S+"),
    # 11/12/2026, 11.12.2026, 11 12 2026, 12/2026, 2026-12-11
    re.compile(
        r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])([/.\- ])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d(?!\d)"
        r"|(?<!\d)(?:0?[1-9]|1[0-2])/(?:19|20)\d\d(?!\d)"
        r"|(?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)"
    ),
    # 68/2026/ND-CP, 181/2025, so 4567/QD-UBND
    re.compile(r"(?<!\d)\d{1,5}/(?:\d{4}/)?[a-z]{2,6}[\w\-]*|(?<!\d)\d{1,5}/(?:19|20)\d\d(?!\d)"),
    # 2024 2025 2026: years in a row
    re.compile(r"(?<!\d)(?:19|20)\d\d(?:\s*[,;\- ]\s*(?:19|20)\d\d)+(?!\d)"),
    # H29.187-241105-0001: a file number that begins with letters
    re.compile(r"(?<![a-z0-9])[a-z]{1,4}\d{1,4}[.\-][\d.\-]+"),
)
_UNIT = re.compile(
    rf"{_BETWEEN}{{0,2}}"
    r"(?:đ|d|dong|vnd|vnđ|tr|trieu|ty|ti|k|nghin|ngan(?! hang)|usd|cai|thung|kg)\b"
)
_AMOUNT = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:\.\d{3}){2,}(?![.,]?\d)")
# tôi031185001234, 031185001234nhé: with words on either side, and none of our codes.
_GLUED = re.compile(
    r"(?<=[a-z])0(?:0[1-9]|[1-9]\d)\d{9}(?!\d)|(?<![\d.,/-])0(?:0[1-9]|[1-9]\d)\d{9}(?=[a-z])"
)
_GLUED_CARD = re.compile(r"(?<=[a-z])[3-69]\d{12,18}(?!\d)|(?<![\d.,/-])[3-69]\d{12,18}(?=[a-z])")
_NAPAS = re.compile(r"9704(?:\d{12}|\d{15})")  # cards of banks here; not all have a check digit
_THREES = re.compile(r"[1-9]\d{0,2}(?:([.,\s])\d{3})(?:\1\d{3})*(?:,\d+)?")

# What a number is called. The words between it and the number must not name something else.
_IDENTITY = re.compile(
    r"(?:\bcccd|\bcmnd|\bcmtnd|\bcmt|\bcan cuoc|\bchung minh|\bdinh danh|\bcc\s?cd"
    r"|\bso cc\b|cancuoc|chungminh|socccd)"
)
_OTP = re.compile(
    r"(?:\bo\.?t\.?p\b|otp(?=\s*[\d:])|\bma (?:xac nhan|xac thuc|xac minh|kich hoat)"
    r"|\bmaxacnhan|\bma xn\b|\bpasscode|\bverification code|\bma pin\b"
    r"|\bpin\b(?=\s*(?:la\b|[:=]|\d)))"
)
_ACCOUNT = re.compile(
    r"(?:\bso tai khoan|\btai khoan(?: ngan hang)? so\b|\bsotaikhoan|\bso tk\b|\bstk"
    r"|\bso acc(?:ount)?\b|\baccount (?:no|number)\b)"
)
# Looser words: also a login, a line of the ledger, a bank somebody only speaks of.
_LOOSE_ACCOUNT = re.compile(
    r"\b(?:tai khoan|tk|account|vietcombank|vcb|bidv|agribank|techcombank|tcb|mb ?bank|vietinbank"
    r"|acb|sacombank|vpbank|tpbank|vib|shb|hdbank|ocb|msb|seabank|scb|eximbank|lpbank|lienviet"
    r"|kienlong|namabank|bac a bank|pvcombank|abbank|ncb|cake|timo"
    r"|(?:tech|techcom|mb|vietin|agri|sacom)(?= ?:? ?\d[\d .]{8}))\b"
)
_CARD = re.compile(
    r"\b(?:so the|the (?:atm|tin dung|ghi no|ngan hang|visa|master\w*|napas)|card)\b"
)
# What a code sent to a phone looks like without the word for it, and in talk about one.
_OTP_FORMS = (
    re.compile(r"(?<![a-z0-9])(g ?[\-\u2010-\u2015] ?\d{6})(?!\d)"),  # G-482913, of Google
    # 482913 là mã của bạn, FB-12345 is your Facebook code; not: là mã hồ sơ
    re.compile(
        r"(?<![\w/.,])((?:[a-z]{1,3}-)?\d{3}[ \-]?\d{1,5})\s+(?:day\s+)?(?:la|is)\s+"
        r"(?:your\b[a-z ]{0,30}\bcode\b|(?:cai )?ma\b(?! (?:so|ho so|ve|nganh|hang|khach|qr|buu|sp"
        r"|san pham|don|co so|dai ly|cua hang|giao dich|tra cuu|hoa don|lo|vach|chi nhanh|phuong"
        r"|tinh|quan|vung|loi|chuong|muc|tieu muc)\b))"
    ),
    # mã: 482913, mã của bạn là 482 913, nhập mã G-482913, code 482913
    re.compile(
        r"\b(?:ma|code)(?:\s+(?:cua (?:ban|toi|em|minh)|dang nhap|bao mat|mo khoa|mot lan|zalo"
        r"|google|facebook|telegram|viber|vneid|momo|gui ve(?: may)?|vua (?:nhan|gui|ve)|la|is|nay"
        r"|do|ay|moi))*\s*[:=]?\s*((?:[a-z]{1,3}-)?\d{3}[ \-]?\d{3})(?![\d/]|[.,]\d)"
    ),
    # 482913 otp; not: 2026 otp
    re.compile(
        r"(?<![\w/.,])(?!(?:19|20)\d\d\s+(?:ma\s+)?otp)(\d{4,8})\s*(?:la\s+)?(?:ma\s+)?otp\b"
    ),
    # nó hỏi mã, tôi đọc 482913
    re.compile(r"\bma\b[^\n\d]{0,40}\b(?:doc|nhap|bao)\s+(?:so\s+)?(\d{6})(?!\d)"),
)
_OTP_OF_LETTERS = re.compile(  # mã OTP AB12CD
    r"\b(?:otp|ma xac (?:nhan|thuc|minh))\b(?:\s+(?:la|cua (?:toi|em|minh)))*\s*[:=]?\s*"
    r"(?=[a-z]*\d)(?=\d*[a-z])([a-z0-9]{5,8})\b"
)
# 0071000123456 Vietcombank: the bank after its account.
_BANKED = re.compile(
    rf"(?<![\d.,])(\d(?:{_BETWEEN}{{0,2}}\d){{8,18}})\W{{0,3}}"
    rf"(?:(?:o|tai|nh|cua|ngan hang|bank)\s+){{0,3}}{_LOOSE_ACCOUNT.pattern}"
)
_OLD_ACCOUNT = re.compile(  # 711A12345678
    r"\b(?:so tai khoan|so tk|stk)\b[^\d\n]{0,20}\b(\d{2,4}[a-z]\d{5,})\b"
)
# 031/092/001/234, 0310•9200•1234: with one sign between them that stands in no other number.
_IDENTITY_BY_MARKS = re.compile(
    r"(?<![\d/,.])(?!000)0\d\d( ?[/,•|*~:;\\] ?)\d{3}\1\d{3}\1\d{3}(?!\d)"
    r"|(?<![\d•|*~\\])(?!000)0(?:\d{3}( ?[•|*~\\] ?)\d{4}\2\d{4}|\d{5} ?[•|*~\\] ?\d{6})(?!\d)"
)
_CARD_BY_MARKS = re.compile(r"(?<![\d/,.])\d{4}( ?[/,•|*~:;\\] ?)\d{4}\1\d{4}\1\d{4}(?!\d)")
_CVV = re.compile(r"\b(?:cvv2?|cvc2?|ma bao mat)\b\D{0,12}(\d{3,4})(?!\d)")
_PASSPORT = re.compile(r"\b(?:ho chieu|passport)\b[^\d\n]{0,20}?\b([a-z]\d{7,8})\b")
_MASK_MARK = re.compile(r"\[[^\[\]]*đã che\]")

_ELSEWHERE = re.compile(
    r"\b(?:sdt|dien thoai|dt|goi|lien he|zalo|hotline|tong dai|so may|di dong|alo|fax"
    r"|mst|ma so thue|trieu|ty|dong|tien|nghi dinh|thong tu|luat|dieu|khoan|nam|ngay|thang|luc)\b"
)
_SHORTEST, _LONGEST = 12, 19  # digits that have the form of a secret, so groups as well
# Nobody writes one number among so many: there it is looked for in few groups, as numbers are
# written, or a long text of single digits would take seconds.
_MANY_GROUPS, _FEW_GROUPS = 64, 6
_REACH = 48  # letters between a name and its number
_CLOSE = 14  # ... within which the end of a sentence does not count


# What never stands in a text of the office's own; the number of an account may.
NEVER_WRITTEN = frozenset({Sensitive.IDENTITY, Sensitive.CARD, Sensitive.OTP})


def mask(text: str, kinds: Collection[Sensitive] = frozenset(Sensitive)) -> Masked:
    """The text with secrets of these kinds covered; the same text when there are none. What is
    covered stays so: masking twice changes nothing."""
    if len(text) < 4:
        return Masked(text)
    plain = _plain(text)
    if not _may_hold(plain):
        return Masked(text)
    spoken = spelled_out.runs(fold_in_place(text))
    spans: dict[Span, Sensitive] = {}
    for found, kind in _found(text, plain):
        span = _with_its_words(found, spoken)
        if not any(span[0] < end and start < span[1] for start, end in spans):
            spans[span] = kind
    spans = {span: kind for span, kind in spans.items() if kind in kinds}
    if not spans:
        return Masked(text)
    parts, place = [], 0
    for (start, end), kind in sorted(spans.items()):
        parts += [text[place:start], _MARKS[kind]]
        place = end
    covered = tuple(kind for kind in Sensitive if kind in spans.values())
    return Masked("".join(parts) + text[place:], covered)


_ONLY_A_NUMBER = re.compile(r"[\d\s._()-]{4,40}")


def mask_after(before: str, text: str) -> Masked:
    """The text as the next words after `before`: "mã otp" in one message, the code in the next."""
    if not before or "\n" in text or not _ONLY_A_NUMBER.fullmatch(_plain(text)):
        return mask(text)
    last = before[-_REACH:].replace("\n", " ")
    whole = mask(f"{last}: {text}")
    if not whole.kinds or whole.text.endswith(text):
        return mask(text)
    return Masked(whole.text[whole.text.rfind("[") :], whole.kinds)


_DIGIT = re.compile(r"\d")


def _may_hold(plain: str) -> bool:
    """Cheap, because every message passes here."""
    return bool(_DIGIT.search(plain)) or passwords.may_hold(plain)


def _found(text: str, plain: str) -> Iterator[tuple[Span, Sensitive]]:
    """What was called a secret first, then what has the form of one. Spans may overlap."""
    known = _known_things(text, plain)
    covered = [match.span() for match in _MASK_MARK.finditer(text)]
    known.extend(covered)
    for found in (*_passwords(text, plain, known), *_called(plain, known)):
        if not any(found[0][0] < end and start < found[0][1] for start, end in covered):
            yield found
    amounts = [match.span() for match in _AMOUNT.finditer(plain)]
    yield from _formed(plain, [*known, *amounts])


_LETTERS_AS_DIGITS = re.compile(r"(?<![a-z\d])(?=(?:[oil]*\d){6})[oil\d]{9,19}(?![a-z\d])")
_AS_DIGITS = str.maketrans("oil", "011")


def _plain(text: str) -> str:
    """Folded in place; letters typed among digits, and digits spelled in words, stand as the
    digits they mean. What was spelled has its digits at its beginning, then spaces."""
    folded = fold_in_place(text)
    for start, end in spelled_out.runs(folded):
        digits = spelled_out.digits_of(folded[start:end])
        folded = f"{folded[:start]}{digits.ljust(end - start)}{folded[end:]}"
    plain = re.sub(r"(?<=\d)o(?=\d)|(?<![a-z\d])o(?=\d{3})|(?<=\d{3})o(?![a-z])", "0", folded)
    return _LETTERS_AS_DIGITS.sub(lambda run: run[0].translate(_AS_DIGITS), plain)


def _with_its_words(span: Span, spoken: list[Span]) -> Span:
    """All the words of a number that was spelled: its digits stand at their beginning."""
    ends = [end for start, end in spoken if start < span[1] and span[0] < end]
    return span[0], max([span[1], *ends])


def _passwords(text: str, plain: str, known: list[Span]) -> Iterator[tuple[Span, Sensitive]]:
    for span in passwords.found(text, plain):
        if not _touches(span, known):
            yield span, Sensitive.PASSWORD


# ---- what stays ----


def _known_things(text: str, plain: str) -> list[Span]:
    """Dates, decrees, our own codes, money with its unit: never part of a secret."""
    spans = [match.span() for pattern in _PROTECTED for match in pattern.finditer(plain)]
    spans += [span for _, _, span in find_codes(text)]
    spans += [
        (start, end)
        for start, end in spelled_out.runs(fold_in_place(text))
        if _UNIT.match(plain, end)
    ]
    for match in re.finditer(r"(?<![\d.,])\d[\d.,\s]*", plain):
        number = match[0].rstrip(" .,\n\t")
        end = match.start() + len(number)
        if _UNIT.match(plain, end) and not re.search(r"\s0|^0", number):
            last = re.search(r"\d+(?:[.,\s]\d{3})*(?:[.,]\d+)?$", number)
            start = match.start() + (last.start() if last else 0)
            spans.append((start, end))
    return spans


def _touches(span: Span, known: list[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in known)


def _is_money(written: str) -> bool:
    """12.000.000, or a long round figure: an amount even without its unit."""
    digits = re.sub(r"\D", "", written)
    if digits.startswith("0"):
        return False
    grouped = _THREES.fullmatch(written)
    if grouped and (grouped[1] in (".", ",") or digits.endswith("000")):
        return True
    return written.isdecimal() and digits.endswith("00000")


def _is_phone(digits: str) -> bool:
    return digits.startswith(("0", "84", "1800", "1900")) and read_phone(digits) is not None


def _is_tax_code(digits: str) -> bool:
    return len(digits) in (10, 13) and read_tax_code(digits) is not None


# ---- called by its name ----


def _called(plain: str, known: list[Span]) -> Iterator[tuple[Span, Sensitive]]:
    for match in _PASSPORT.finditer(plain):
        yield match.span(1), Sensitive.IDENTITY
    for match in _CVV.finditer(plain):
        yield match.span(1), Sensitive.CARD
    for match in _OLD_ACCOUNT.finditer(plain):
        yield match.span(1), Sensitive.ACCOUNT
    for match in _BANKED.finditer(plain):
        digits = re.sub(r"\D", "", match[1])
        sure = _as_account(digits, match[1]) and not digits.endswith("000")
        if sure and not _touches(match.span(1), known):
            yield match.span(1), Sensitive.ACCOUNT
    for form in _OTP_FORMS:
        for match in form.finditer(plain):
            digits = re.sub(r"\D", "", match[1])
            if _as_otp(digits, match[1]) and not _touches(match.span(1), known):
                yield match.span(1), Sensitive.OTP
    for match in _OTP_OF_LETTERS.finditer(plain):
        yield match.span(1), Sensitive.OTP
    names: tuple[tuple[re.Pattern[str], Sensitive, Callable[[str, str], bool]], ...] = (
        (_IDENTITY, Sensitive.IDENTITY, _as_identity),
        (_CARD, Sensitive.CARD, lambda digits, _: 12 <= len(digits) <= 19),
        (_ACCOUNT, Sensitive.ACCOUNT, lambda digits, _: 6 <= len(digits) <= 19),
        (_OTP, Sensitive.OTP, _as_otp),
        (_LOOSE_ACCOUNT, Sensitive.ACCOUNT, _as_account),
    )
    for name, kind, fits in names:
        for said in name.finditer(plain):
            yield from ((span, kind) for span in _after(plain, said.end(), fits, known))
            if kind in (Sensitive.OTP, Sensitive.IDENTITY):
                yield from ((span, kind) for span in _before(plain, said.start(), fits, known))


def _after(
    plain: str, place: int, fits: Callable[[str, str], bool], known: list[Span]
) -> Iterator[Span]:
    """The number right after its name: `cccd: 031 092 ...`, `otp của tôi là 123456`. A second one
    in the same breath is taken, too."""
    runs = _LABELLED_RUN.finditer(plain, place, place + _REACH + 40)
    # "cmnd 9 số của tôi là ...": how many digits it has is not yet the number.
    run = next((run for run in runs if len(run[0]) > 2), None)
    if run is None or run.start() - place > _REACH:
        return
    between = plain[place : run.start()]
    ended = len(between) > _CLOSE and re.search(r"[.?!]\s|\n", between)
    if ended or _ELSEWHERE.search(between):
        return
    end = _whole_run(plain, run)
    for span in _cut(plain, (run.start(), end), fits):
        if not _touches(span, known):
            yield span
            break


def _before(
    plain: str, place: int, fits: Callable[[str, str], bool], known: list[Span]
) -> Iterator[Span]:
    """`123456 là mã OTP của tôi`."""
    said = re.search(rf"(\d(?:{_BETWEEN}{{0,2}}\d)*)\W{{0,3}}(?:day\s+)?(?:la\s+)"
                     r"(?:cai\s+|so\s+|ma\s+)*$", plain[max(0, place - 60) : place])  # fmt: skip
    if said is None:
        return
    start = max(0, place - 60) + said.start(1)
    span = (start, start + len(said[1]))
    if fits(re.sub(r"\D", "", said[1]), said[1]) and not _touches(span, known):
        yield span


def _whole_run(plain: str, run: re.Match[str]) -> int:
    """Where the run ends; a search that stopped in the middle of a number goes on."""
    whole = _LABELLED_RUN.match(plain, run.start())
    return whole.end() if whole else run.end()


def _cut(plain: str, span: Span, fits: Callable[[str, str], bool]) -> Iterator[Span]:
    """The longest beginnings of a run that fit; the run may go on with another number."""
    groups = [(m.start(), m.end()) for m in _GROUP.finditer(plain, *span)]
    for last in range(min(len(groups), _LONGEST), 0, -1):
        written = plain[groups[0][0] : groups[last - 1][1]]
        if fits(re.sub(r"\D", "", written), written):
            yield groups[0][0], groups[last - 1][1]


def _as_identity(digits: str, written: str) -> bool:
    if len(digits) in (9, 12):
        return not _is_money(written) or digits.startswith("0")
    near = 8 <= len(digits) <= 13
    return near and not (_is_phone(digits) or _is_tax_code(digits) or _is_money(written))


def _as_otp(digits: str, written: str) -> bool:
    return 4 <= len(digits) <= 8 and not (len(digits) > 4 and _is_money(written))


def _as_account(digits: str, written: str) -> bool:
    if not 8 <= len(digits) <= 19 or _is_money(written):
        return False
    return not (_is_phone(digits) or _is_tax_code(digits))


# ---- by its form alone ----


@dataclass(frozen=True, slots=True)
class _Group:
    start: int
    end: int
    digits: str


_NATURAL_IDENTITY = {(3, 3, 3, 3), (4, 4, 4), (6, 6), (3, 9), (9, 3), (3, 3, 6), (3, 1, 2, 6)}
_NATURAL_CARD = {(4, 4, 4, 4), (4, 6, 5), (4, 4, 4, 4, 3), (8, 8), (6, 10), (4, 4, 8)}


def _formed(plain: str, known: list[Span]) -> Iterator[tuple[Span, Sensitive]]:
    for match in _IDENTITY_BY_MARKS.finditer(plain):
        yield match.span(), Sensitive.IDENTITY
    for match in _CARD_BY_MARKS.finditer(plain):
        if luhn.is_valid(re.sub(r"\D", "", match[0])):
            yield match.span(), Sensitive.CARD
    for pattern, kind in ((_GLUED, Sensitive.IDENTITY), (_GLUED_CARD, Sensitive.CARD)):
        for match in pattern.finditer(plain):
            sure = kind is Sensitive.IDENTITY or _is_card(match[0])
            if sure and not _touches(match.span(), known):
                yield match.span(), kind
    for run in _RUN.finditer(plain):
        groups = [_Group(m.start(), m.end(), m[0]) for m in _GROUP.finditer(plain, *run.span())]
        free = [g for g in groups if not _touches((g.start, g.end), known)]
        for group in free:
            yield from _run_together(group)
        for piece in _pieces(plain, free):
            yield from _secrets_of(plain, piece)


def _run_together(group: _Group) -> Iterator[tuple[Span, Sensitive]]:
    """A person's number typed without anything before the next one, or before or behind a phone."""
    digits = group.digits
    if len(digits) not in (22, 24):
        return
    for at in (0, len(digits) - 12):
        rest = digits[:at] + digits[at + 12 :]
        begins = digits[at] == "0" and digits[at : at + 3] != "000"
        if begins and (_is_phone(rest) if len(rest) == 10 else rest[0] == "0"):
            yield (group.start + at, group.start + at + 12), Sensitive.IDENTITY
            if len(rest) == 10:
                return


def _pieces(plain: str, groups: list[_Group]) -> Iterator[list[_Group]]:
    """Groups that stand together, cut where a phone number stands between them."""
    piece: list[_Group] = []
    place = 0
    while place < len(groups):
        group = groups[place]
        if piece and not re.fullmatch(rf"{_BETWEEN}{{0,3}}", plain[piece[-1].end : group.start]):
            yield piece
            piece = []
        taken = _phone_at(plain, groups, place)
        if taken:
            if piece:
                yield piece
            piece, place = [], place + taken
            continue
        piece.append(group)
        place += 1
    if piece:
        yield piece


def _phone_at(plain: str, groups: list[_Group], place: int) -> int:
    """How many groups from here are one phone number; 0 for none. A phone is written in few
    groups of two digits or more."""
    digits = ""
    plus = plain[max(0, groups[place].start - 2) : groups[place].start].rstrip(" (").endswith("+")
    for count, group in enumerate(groups[place : place + 5], 1):
        if len(group.digits) < 2 and not plus:
            return 0
        digits += group.digits
        if len(digits) >= 10 and (plus or digits[0] in "01" or digits.startswith("84")):
            if len(digits) == 12 and not plus:
                return 0
            if _is_phone(digits) or (plus and read_phone(f"+{digits}")):
                return count
        if len(digits) > 14:
            return 0
    return 0


def _secrets_of(plain: str, piece: list[_Group]) -> Iterator[tuple[Span, Sensitive]]:
    place = 0
    reach = _LONGEST if len(piece) <= _MANY_GROUPS else _FEW_GROUPS
    while place < len(piece):
        sizes = accumulate(len(group.digits) for group in piece[place : place + reach])
        lasts = [place + n for n, size in enumerate(sizes, 1) if _SHORTEST <= size <= _LONGEST]
        place += 1
        for last in reversed(lasts):
            window = piece[place - 1 : last]
            kind = _kind_of(plain, window, whole=len(window) == len(piece))
            if kind is not None:
                yield (window[0].start, window[-1].end), kind
                place = last
                break


def _kind_of(plain: str, window: list[_Group], *, whole: bool) -> Sensitive | None:
    digits = "".join(group.digits for group in window)
    written = plain[window[0].start : window[-1].end]
    if _is_money(written) or _UNIT.match(plain, window[-1].end):
        return None
    sizes = tuple(len(group.digits) for group in window)
    if len(digits) == 12:
        # In groups it must begin as one does: 4711 4719 4721 are codes of trades.
        begins_right = digits[0] == "0" and digits[:3] != "000"
        grouped = begins_right and (whole or sizes in _NATURAL_IDENTITY)
        return Sensitive.IDENTITY if len(sizes) == 1 or grouped else None
    if _is_tax_code(digits) or sizes == (10, 3) or _is_phone(digits):
        return None
    if digits.startswith("893") and ean.is_valid(digits):
        return None  # on goods made here
    fits = whole or len(sizes) == 1 or sizes in _NATURAL_CARD
    return Sensitive.CARD if fits and _is_card(digits) else None


def _is_card(digits: str) -> bool:
    return luhn.is_valid(digits) or _NAPAS.fullmatch(digits) is not None
