"""What people say about themselves, in one form: phone numbers, names, businesses, tổ dân phố."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Protocol, TypeVar

import phonenumbers
from stdnum.exceptions import ValidationError
from stdnum.vn import mst

from content import phone_roles
from content.short_answers import is_no_name
from content.spelled import DIGITS
from content.spoken import read_number
from content.vietnamese import FORMS_KEPT, VIETNAM, bare_words, fold, order_key, tidy


class HasName(Protocol):
    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=HasName)

# Letters of each that are kept; what is longer is refused, and never cut.
NAME_LIMIT, BUSINESS_LIMIT, NEIGHBOURHOOD_LIMIT, SECTOR_LIMIT = 80, 120, 80, 120

_BUSINESS_WORDS = re.compile(
    r"\b(?:ho kinh doanh|hkd|cua hang|cong ty|tnhh|mtv|cp|co phan|dntn|doanh nghiep|hop tac xa"
    r"|htx)\b"
)
# `Họ và tên: ...`, as in a form.
_LABEL = re.compile(
    r"^(?:dạ,?\s+)?(?:họ\s+(?:và\s+|&\s*)?tên|ho\s+(?:va\s+)?ten|tên|ten|tên\s+(?:tôi|em)"
    r"|ông|ong|bà|anh|chị|chi|cô|chú|bác)"
    r"\s*[:=]\s*",
    re.I,
)
_VERB = re.compile(
    r"(?:dạ,?\s+|da\s+)?"
    r"(?P<who>(?:(?:tôi|toi|tui|em|mình|minh|cháu|chau|con)\s+)?"
    r"(?:(?:họ\s+(?:và\s+)?|ho\s+(?:va\s+)?)?(?:tên|ten)\s+)?(?:(?:tôi|toi|em)\s+)?)"
    r"(?P<verb>là|la)\b[\s:]*",
    re.I,
)
_NO_NAME = re.compile(r"\d{2,}|[?<>@{}\[\]#=|\\]|https?:|www\.", re.I)
# Words before the name of a tổ dân phố. `Tô` and `To` start names of streets and people.
_PLACE_WORD = re.compile(
    r"^(?:khu\s+)?(?:tổ\s+dân\s+phố|to\s+dan\s+pho|tổ\s+dp|to\s+dp|tdp|tđp|t\.đ\.p|t\.d\.p|tổ)"
    r"(?![^\W\d_])[\s.:]*(?:số\b\s*)?",
    re.I,
)
_UNMARKED_PLACE = re.compile(r"^(?:to|t)\b[\s.:]*", re.I)
_KINDS = r"tổ\s*dân\s*phố|to\s*dan\s*pho|tổ\s*dp|to\s*dp|tdp|tđp|t\.đ\.p|t\.d\.p|tổ|to"
_KIND_WORD = re.compile(rf"^(?:khu\s+)?(?:{_KINDS})[\s.:]+(?:(?:số|so)\s+)?", re.I)
_NUMBERED = re.compile(
    rf"(?:khu\s+)?(?:{_KINDS}|t)?[\s.:]*(?:số|so)?[\s.:]*(\d{{1,3}})(?:\.0)?", re.I
)
_WITHIN = re.compile(
    r"(?<!\w)(?:tổ\s*dân\s*phố|to\s*dan\s*pho|tổ\s*dp|to\s*dp|tdp|tđp|tổ)[\s.:]*(?:số|so)?[\s.:]*"
    r"(\d{1,3})(?![\w/])",
    re.I,
)
# Mobile numbers of eleven digits, before September 2018, and what they became.
_OLD_MOBILES = {
    **{f"016{digit}": f"03{digit}" for digit in "23456789"},
    **{"0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078"},
    **{"0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082"},
    **{"0186": "056", "0188": "058", "0199": "059"},
}
_OLD_MOBILE = re.compile(r"(?:\+?84|0)?(1\d{9})")
_GROUP = re.compile(r"\+?\d+")
# What may stand between two groups of digits of one number.
_BETWEEN = re.compile(r"[\s.()\-_'’·\u2010-\u2015\u2212]*")
_BY_COMMAS = re.compile(r"[+0]\d*(?:,\d{2,4}){1,4}")  # `0912,345,678`; other numbers are amounts
_MOST_GROUPS = 6
_MOST_DIGITS = 15  # 0084 0 and ten
_ROUNDED = re.compile(r"\d(?:[.,]\d{1,7})?[eE]\+?\d{1,2}")  # 9,12E+08, of a spreadsheet
_O_FOR_ZERO = re.compile(r"(?<!\w)[oO]+\d|\d[oO]+\d")  # nobody knows which digits were meant
_L_FOR_ONE = re.compile(r"\d[lI|]+\d")
_PIECE = re.compile(r"[^\W_]+")
_COVERED = "[số căn cước đã che]"  # twelve digits, by `content.sensitive`
_SPOKEN_FROM = 9  # digits
_MOBILE_DIGITS = 10
_OF_A_PERSON = frozenset(
    (
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    )
)

_OF_AGE = 18
_OWN_AGE = re.compile(
    r"^(?:(?:da|a|nhung|ma|toi|tui|em|chau|minh"
    r"|con(?! toi| em| chau| gai| trai)|nam nay|moi|co|chi|duoc|la|hoc sinh) )*"
    r"(\d{1,2}) tuoi\b"
)
# Of oneself, as the young call themselves: `cháu học lớp 11`.
_IN_SCHOOL = re.compile(
    r"^(?:(?:da|a|u|uh|um|ok|vang|nhung|ma|em|e|chau|minh|con(?! toi| em| chau| gai| trai)|nam nay"
    r"|moi|dang|la) )+"
    r"(?:(?<=em )lop (?:[6-9]|1[01])(?= *$)|(?<=chau )lop (?:[6-9]|1[01])(?= *$)"
    r"|hoc(?: sinh)?(?: (?:lop|cap) (?:[1-9]|1[01]|mot|hai|ba|muoi)\b|(?<=sinh)\b))"
)
_BELOW_AGE = re.compile(
    r"\b(?:(?:chua|khong|ko) (?:du|toi|den|tron)|duoi) (?:18|muoi tam)\b"
    r"|\bvi thanh nien\b(?!.*\bkhong\b)"
)
_BORN = re.compile(
    r"^(?:(?:da|a|u|ok|nhung|ma|toi|tui|em|chau|minh) )*(?:sinh )?(?:nam )?"
    r"(?:(?<=sinh )(20\d\d)|(?<=sinh nam )(20\d\d)"
    r"|(?:(?<=em )|(?<=chau ))2k(\d\d))\b"
)


@lru_cache(maxsize=FORMS_KEPT)
def read_phone(text: str) -> str | None:
    """The phone number of a person in what people write -> `+84912345678`; None without one.

    Of several, the first mobile one. Takes numbers that lost their leading zero in a spreadsheet
    (912345678), and those of eleven digits, as what they became in 2018. Service numbers
    (1900 ..., 1800 ...) and foreign ones are nobody's here.
    """
    return next(iter(read_phones(text)), None)


def read_phones(text: str) -> list[str]:
    """Every phone number of a person in the text, once each; mobile ones first, then those written
    with the eleven digits of before 2018, those said to be of another, and last the old ones."""
    if _O_FOR_ZERO.search(text):
        return []
    text = in_digits(text)
    if _BY_COMMAS.fullmatch(text.strip()):
        text = text.replace(",", " ")
    whole = _number(text)
    found = [whole] if whole else _numbers_within(text)
    if len(found) < 2:
        return found
    given_up = {_number(typed) for typed in phone_roles.given_up(text)}
    others = {_number(typed) for typed in phone_roles.of_another(text)}

    def rank(number: str) -> tuple[bool, ...]:
        old = bool(old_form(text, number))
        return number in given_up, number in others, old, not _is_mobile(number)

    return sorted(dict.fromkeys(found), key=rank)


def in_digits(text: str) -> str:
    """Nine digits or more, said one by one (`không chín một hai`) or typed apart (`0 9 1 2 3`),
    as one number; other text as it is."""
    pieces = list(_PIECE.finditer(text))
    runs: list[list[re.Match[str]]] = []
    for piece in pieces:
        spoken = _digit(piece.group())
        if (
            spoken
            and runs
            and runs[-1]
            and _BETWEEN.fullmatch(text, runs[-1][-1].end(), piece.start())
        ):
            runs[-1].append(piece)
        else:
            runs.append([piece] if spoken else [])
    for run in reversed(runs):
        if len(run) >= _SPOKEN_FROM:
            digits = "".join(_digit(piece.group()) for piece in run)
            if len(run) > _MOBILE_DIGITS and digits[-_MOBILE_DIGITS] == "0":  # `số của bà không …`
                digits, run = digits[-_MOBILE_DIGITS:], run[-_MOBILE_DIGITS:]
            text = text[: run[0].start()] + digits + text[run[-1].end() :]
    return text


def _digit(piece: str) -> str:
    """`chín`, `chin`, `9` -> `9`; "" for what is no single digit."""
    if len(piece) == 1 and piece.isdecimal():
        return str(int(piece))
    return str(DIGITS[fold(piece)]) if fold(piece) in DIGITS else ""


_PART_AT_END = re.compile(r"(?<!\d)(?P<part>0\d{2,8})\D*$")
_OF_A_PLACE = re.compile(r"\b(?:to|tdp|ngo|ngach|hem|kiet|nam|thang|ngay|nha|phong|lo|luc|ki ot)\b")
_PART_ALONE = re.compile(r"\D{0,20}(\d{2,9})(?:\D{0,20})")


def part_of_number(text: str) -> str:
    """The first figures of a number that ends in the next message, `số là 091`; "" for none, and
    for the number of a group, a lane, a year."""
    said = re.sub(r"(?<=\d)[ .\-]+(?=\d)", "", in_digits(text))
    found = None if read_phone(text) else _PART_AT_END.search(said)
    if found is None or _OF_A_PLACE.search(bare_words(said[: found.start()])):
        return ""
    return found["part"]


def whole_number(before: str, text: str) -> str:
    """The number (E.164) whose first figures were told before, and whose rest is told now: `091`,
    `3456789 nhé`; "" where the two make none."""
    said = re.sub(r"(?<=\d)[ .\-]+(?=\d)", "", in_digits(text))
    found = _PART_ALONE.fullmatch(said)
    parts = [part_of_number(part) for part in (before, before.partition(",")[0])]
    parts += [part_of_number(piece) for piece in before.split(",")]
    if found is None or read_phone(text):
        return ""
    return next((whole for part in parts if part and (whole := _number(part + found[1]))), "") or ""


def is_minor(text: str) -> bool:
    """`em mới 17 tuổi`, `chưa đủ 18`: whoever types is below 18; not of a child or a shop."""
    plain = fold(text)
    age = _OWN_AGE.search(plain)
    young = _BELOW_AGE.search(plain) or _IN_SCHOOL.search(plain)
    if born := _BORN.search(plain):
        year = int(born[1] or born[2] or f"20{born[3]}")
        return year > datetime.now(VIETNAM).year - _OF_AGE
    return bool(young) or (age is not None and int(age[1]) < _OF_AGE)


def tells_age(text: str) -> bool:
    """`em 19t`: whoever types says to be of age."""
    age = _OWN_AGE.search(fold(text)) or _BARE_AGE.search(fold(text))
    return age is not None and int(age[1]) >= _OF_AGE


_BARE_AGE = re.compile(
    r"(?:^|[,.;] *)(?:(?:da|em|toi|tui|minh|chau|nam nay) )*(\d\d) ?(?:t|tuoi)\b[ .!]*$"
)


def phone_fault(text: str) -> tuple[str, int]:
    """What is wrong with what was meant for a phone number: (`letters`, 0) for an O or an L among
    its digits, (`rounded`, 0) for one a spreadsheet cut short, (`short` or `long`, how many digits
    it has); ("", 0) when nothing can be said."""
    if _ROUNDED.fullmatch(text.strip()):
        return "rounded", 0
    if _O_FOR_ZERO.search(text) or _L_FOR_ONE.search(text):
        return "letters", 0
    if _COVERED in text:
        return "long", 12
    digits = sum(char.isdecimal() for char in in_digits(text))
    if 6 <= digits < 10:
        return "short", digits
    return ("long", digits) if 10 < digits <= 15 else ("", 0)


def old_form(text: str, number: str) -> str:
    """How the text writes this number in its eleven digits of before 2018, to be shown beside it:
    `0166 912 3456` for `+84369123456`; "" when it does not."""
    national = f"0{number.removeprefix('+84')}"
    typed = re.sub(r"\D", "", text)
    for before, after in _OLD_MOBILES.items():
        rest = national.removeprefix(after)
        if national.startswith(after) and f"{before[1:]}{rest}" in typed:
            return f"{before} {rest[:3]} {rest[3:]}"
    return ""


def _numbers_within(text: str) -> list[str]:
    """Numbers among other words: the longest run of groups of digits that makes one, then on."""
    groups = list(_GROUP.finditer(text))
    found: list[str] = []
    place = 0
    while place < len(groups):
        near = groups[place : place + _MOST_DIGITS + 2]
        if taken := _too_long(text, near):
            place += taken
            continue
        for end in range(min(place + _MOST_GROUPS, len(groups)), place, -1):
            run = groups[place:end]
            joined = all(
                _BETWEEN.fullmatch(text, one.end(), two.start()) for one, two in pairwise(run)
            )
            if joined and (number := _number("".join(group[0] for group in run))):
                found.append(number)
                taken = end - place
                break
        if not taken:
            found += _run_together(groups[place][0])
            taken = _foreign(text, near) or 1
        place += taken
    return found


def _too_long(text: str, groups: Sequence[re.Match[str]]) -> int:
    """How many groups one number of too many digits takes, `0912 345 678 90`: none of its digits
    is cut off. 0 for what is none, as digits with a word behind them (`… 2 người`)."""
    size = 1
    while size < len(groups) and _BETWEEN.fullmatch(
        text, groups[size - 1].end(), groups[size].start()
    ):
        size += 1
    run = groups[:size]
    digits = "".join(re.sub(r"\D", "", group[0]) for group in run)
    begins = digits.startswith("0") or not run[0][0].startswith("+")
    behind = text[run[-1].end() : run[-1].end() + 8].lstrip(" .,-")[:1]
    if size < 2 or not begins or not 10 < len(digits) < 15 or behind.isalpha():
        return 0
    return 0 if _number("".join(group[0] for group in run)) else size


def _foreign(text: str, groups: Sequence[re.Match[str]]) -> int:
    """How many groups a number of another country takes: none of them starts one of ours."""
    if not groups[0][0].startswith("+") or groups[0][0].startswith("+84"):
        return 0
    taken = 1
    while taken < len(groups) and _BETWEEN.fullmatch(
        text, groups[taken - 1].end(), groups[taken].start()
    ):
        taken += 1
    return taken


def _run_together(digits: str) -> list[str]:
    """Two numbers of ten digits typed without anything between them."""
    if len(digits) != 20:
        return []
    both = [_number(digits[:10]), _number(digits[10:])]
    return [number for number in both if number] if all(both) else []


def _number(text: str) -> str | None:
    """A text that is one number and nothing else."""
    digits = re.sub(r"\.0+$", "", text.strip())  # 912345678.00, from a spreadsheet
    if any(char.isalpha() for char in digits):
        return None  # the library would read letters as keys of a phone: O as 6
    bare = re.sub(r"\D", "", digits)
    if not _may_be_number(bare, plus=digits.startswith("+")):
        return None
    tries = [digits]
    if not digits.startswith(("+", "0")) and len(bare) == 9:
        tries.append(f"0{bare}")
    if bare.startswith("84"):
        tries.append(f"+{bare}")
    if modern := _modern(bare):
        tries = [modern]
    for candidate in tries:
        try:
            number = phonenumbers.parse(candidate, "VN")
        except phonenumbers.NumberParseException:
            continue
        if (
            number.country_code == 84
            and not number.extension
            and phonenumbers.number_type(number) in _OF_A_PERSON
        ):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None


# Help lines of the state that the library does not know: 111 for children, 112 for rescue, 1022 of
# the cities.
_HELP_LINES = ("111", "112", "1022")


def is_public_phone(text: str) -> bool:
    """Whether a text is one number at which an office may be called: any number that is given out
    in Viet Nam, a service number (1900 ..., 1800 ...), a short one of the state (113, 1022)."""
    if any(char.isalpha() for char in text):
        return False
    try:
        number = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException:
        return False
    digits = "".join(char for char in text if char.isdecimal())
    return (number.country_code == 84 and phonenumbers.is_valid_number(number)) or (
        digits in _HELP_LINES or phonenumbers.is_valid_short_number_for_region(number, "VN")
    )


def _may_be_number(digits: str, *, plus: bool) -> bool:
    """Whether the library is worth asking: it takes long, and a text may hold thousands of
    groups of digits."""
    if not 9 <= len(digits) <= _MOST_DIGITS:
        return False
    if plus or digits.startswith(("84", "0084")):
        return True
    return len(digits) <= 10 or (digits[0] == "0" and digits[1] != "0")


def _modern(digits: str) -> str | None:
    """01669 123 456 -> 0369123456; None for what is no number of before 2018."""
    found = _OLD_MOBILE.fullmatch(digits)
    if found is None:
        return None
    old = f"0{found[1]}"
    prefix = _OLD_MOBILES.get(old[:4])
    return prefix + old[4:] if prefix else None


def _is_mobile(number: str) -> bool:
    kind = phonenumbers.number_type(phonenumbers.parse(number))
    return kind == phonenumbers.PhoneNumberType.MOBILE


def show_phone(number: str | None) -> str:
    """`+84912345678` -> `0912 345 678`; "" for none."""
    if not number:
        return ""
    parsed = phonenumbers.parse(number, "VN")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)


def mask_phone(number: str | None) -> str:
    """`+84912345678` -> `09xx xxx 678`; "" for none."""
    if not number:
        return ""
    national = show_phone(number).replace(" ", "")
    return f"{national[:2]}xx xxx {national[-3:]}"


def read_tax_code(text: str) -> str | None:
    """The tax code of an enterprise (10 or 13 digits, checked); None when it is none.

    Twelve digits are a person's own number since 2025: never taken here.
    """
    try:
        return str(mst.validate(text))
    except ValidationError:
        return None


@lru_cache(maxsize=FORMS_KEPT)
def read_name(text: str) -> str | None:
    """A person's name with its spaces and capitals in order; None for what cannot be one, as
    a yes, a no or a refusal."""
    text = _without_introduction(tidy(text)).strip(" .,;:")
    words = text.split(" ")
    letters = sum(char.isalpha() for char in text)
    if letters < 2 or len(words) > 8 or len(text) > NAME_LIMIT or _NO_NAME.search(text):
        return None
    if is_no_name(text):
        return None
    if all(word in (word.lower(), word.upper()) for word in words):  # no capital says anything
        words = [word[:1].upper() + word[1:].lower() for word in words]
    return " ".join(words)


def _without_introduction(text: str) -> str:
    """`Dạ tôi tên là Nguyễn Văn An` -> `Nguyễn Văn An`.

    `La` is a surname too: without its mark it is the verb only after somebody who speaks (`toi la
    Nam`), written small, with a name left behind it.
    """
    text = _LABEL.sub("", text)
    found = _VERB.match(text)
    if found is None or not (rest := text[found.end() :].strip(" :,.")):
        return text
    if found["verb"].lower() == "là":
        return rest
    spoken = found["who"] and (found["verb"] == "la" or text.isupper()) and found["who"] != "Minh "
    return rest if spoken and sum(char.isalpha() for char in rest) > 1 else text


_BEHIND_NAME = re.compile(r"(?<=\w)\s*\([^()]*\)$")


@lru_cache(maxsize=8192)
def name_key(name: str) -> tuple[object, ...]:
    """Sorts Vietnamese names as lists do: by given name, then by the words before it. What stands
    in brackets behind a name is none of it."""
    before, _, given = _BEHIND_NAME.sub("", name.strip()).rpartition(" ")
    return (order_key(given)[:2], order_key(before)[:2], name)


_ADDRESSED = frozenset(("anh", "chi", "ong", "ba", "co", "chu", "bac", "em"))


def may_be_one(name: str, other: str) -> bool:
    """Whether two names may be one person's: `Hoa`, `chị Hoa` and `nguyen thi hoa` may be `Nguyễn
    Thị Hoa`; the given name must be the same, and no word of the shorter one another."""
    first, second = (fold(one).split() for one in (name, other))
    if not first or not second or first[-1] != second[-1]:
        return False
    shorter, longer = sorted((first, second), key=len)
    return set(shorter) <= {*longer, *_ADDRESSED}


def by_name(people: Iterable[T]) -> list[T]:
    """People (whatever has a `name`) in the order of a Vietnamese list: the one order of names on
    every page, sheet and document."""
    return sorted(people, key=lambda person: name_key(person.name))


def finds(wanted: str, *texts: str, phone: str | None = None) -> bool:
    """Whether every word of a search is in the texts, with marks or without; or its digits, three
    or more, are in the phone number (+84...)."""
    text = fold(tidy(" ".join(texts)))
    digits = "".join(str(int(char)) for char in wanted if char.isdecimal())
    national = f"0{(phone or '').removeprefix('+84')} {phone}"
    in_phone = bool(phone) and len(digits) >= 3 and digits in national
    return all(word in text for word in fold(tidy(wanted)).split()) or in_phone


def business_key(name: str, neighbourhood: str, tax_code: str = "") -> str:
    """The same for one business however it is spelled; "" for somebody without one."""
    if tax_code:
        return tax_code
    plain = " ".join(_BUSINESS_WORDS.sub(" ", re.sub(r"[^a-z0-9 ]+", " ", fold(name))).split())
    return f"{plain}|{fold(neighbourhood)}" if plain else ""


def read_neighbourhood(text: str, known: Sequence[str] = ()) -> str:
    """`to 5`, `TDP số 5`, `Tổ dân phố 05`, `5` -> `TDP 5`, also within an address; a name keeps its
    own spelling, or the one of the ward's list."""
    shown = tidy(text).strip(" .,;:")
    if number := _NUMBERED.fullmatch(shown):
        return f"TDP {int(number[1])}"
    spoken = read_number(_KIND_WORD.sub("", shown).lower().split())
    if spoken and (spoken < 10 or " " in shown):
        return f"TDP {spoken}"
    bare = _PLACE_WORD.sub("", shown)
    spelled = {bare_words(name) for name in (shown, bare, _UNMARKED_PLACE.sub("", shown))} - {""}
    for official in known:
        if spelled & {bare_words(official), bare_words(_PLACE_WORD.sub("", official))}:
            return official
    if within := _WITHIN.search(shown):
        return f"TDP {int(within[1])}"
    return f"TDP {bare}" if bare and bare != shown else shown
