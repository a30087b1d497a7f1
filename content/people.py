"""What people say about themselves, in one form: phone numbers, names, businesses, tổ dân phố."""

import re
import unicodedata
from collections.abc import Sequence

import phonenumbers
from stdnum.exceptions import ValidationError
from stdnum.vn import mst

from content.vietnamese import fold

_SEPARATORS = re.compile(r"[;,/\n|]|\s-\s|\bhoặc\b|\bvà\b")
_BUSINESS_WORDS = re.compile(
    r"\b(?:ho kinh doanh|hkd|cua hang|cong ty|tnhh|mtv|cp|co phan|dntn|doanh nghiep|hop tac xa"
    r"|htx)\b"
)
_NEIGHBOURHOOD = re.compile(
    r"^(?:khu\s+)?(?:tdp|t\.d\.p|to dan pho|to dp|to|t)\b[\s.:]*(?:so\b\s*)?"
)
_INTRODUCED = re.compile(
    r"^(?:dạ\s+|da\s+)?(?:(?:tôi|toi|tui|em|mình|minh|cháu|chau)\s+)?(?:(?:họ\s+)?(?:tên|ten)\s+)?"
    r"(?:(?:tôi|toi|em)\s+)?(?:là|la)\b[\s:]*",
    re.I,
)
# The order of the Vietnamese alphabet; letters with a tone follow the bare one.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def read_phone(text: str) -> str | None:
    """A Vietnamese phone number as people write it -> `+84912345678`; None when it is none.

    Also takes numbers that lost their leading zero in a spreadsheet (912345678).
    """
    digits = re.sub(r"\.0$", "", text.strip())  # 912345678.0, from a spreadsheet
    bare = re.sub(r"\D", "", digits)
    tries = [digits]
    if not digits.startswith(("+", "0")) and len(bare) == 9:
        tries.append(f"0{bare}")
    if bare.startswith("84"):
        tries.append(f"+{bare}")
    for candidate in tries:
        try:
            number = phonenumbers.parse(candidate, "VN")
        except phonenumbers.NumberParseException:
            continue
        if number.country_code == 84 and phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None


def read_phones(text: str) -> list[str]:
    """Every phone number in a cell that holds several."""
    whole = read_phone(text)
    if whole:
        return [whole]
    found = (read_phone(part) for part in _SEPARATORS.split(text))
    return list(dict.fromkeys(number for number in found if number))


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


def read_name(text: str) -> str | None:
    """A person's name with its spaces and capitals in order; None for what cannot be one."""
    text = _INTRODUCED.sub("", text.strip())
    words = re.sub(r"\s+", " ", text).strip(" .,;:").split(" ")
    letters = sum(char.isalpha() for char in text)
    if letters < 2 or len(words) > 8 or len(text) > 80 or re.search(r"\d{2,}|[?<>@{}\[\]]", text):
        return None
    if text.islower() or text.isupper():
        words = [word[:1].upper() + word[1:].lower() for word in words]
    return " ".join(words)


def name_key(name: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Sorts Vietnamese names as lists do: by given name, then by the words before it."""
    words = name.split()
    return tuple(_word_key(word) for word in [*words[-1:], *words[:-1]])


def _word_key(word: str) -> tuple[tuple[int, int], ...]:
    key: list[tuple[int, int]] = []
    for char in word.lower():
        parts = unicodedata.normalize("NFD", char)
        tone = next((_TONES[part] for part in parts if part in _TONES), 0)
        kept = "".join(part for part in parts if part not in _TONES)
        letter = unicodedata.normalize("NFC", kept)
        key.append((_LETTERS.find(letter) + 1 or ord(letter[0]) + 100, tone))
    return tuple(key)


def business_key(name: str, neighbourhood: str, tax_code: str = "") -> str:
    """The same for one business however it is spelled; "" for somebody without one."""
    if tax_code:
        return tax_code
    plain = " ".join(_BUSINESS_WORDS.sub(" ", re.sub(r"[^a-z0-9 ]+", " ", fold(name))).split())
    return f"{plain}|{fold(neighbourhood)}" if plain else ""


def read_neighbourhood(text: str, known: Sequence[str] = ()) -> str:
    """`to 5`, `TDP số 5`, `Tổ dân phố 05`, `5` -> `TDP 5`; a name keeps its own spelling, or the
    one of the ward's list."""
    shown = re.sub(r"\s+", " ", text).strip(" .,;:")
    plain = fold(shown)
    stripped = _NEIGHBOURHOOD.sub("", plain)
    name = shown[len(plain) - len(stripped) :].strip() if len(shown) == len(plain) else shown
    if number := re.fullmatch(r"(?:so\s*)?0*(\d{1,3})(?:\.0)?", stripped):
        return f"TDP {number[1]}"
    if compact := re.fullmatch(r"(?:t|to|tdp)\s*0*(\d{1,3})", plain):
        return f"TDP {compact[1]}"
    wanted = " ".join(re.sub(r"[^a-z0-9 ]+", " ", stripped).split())
    for official in known:
        bare = _NEIGHBOURHOOD.sub("", fold(official))
        if wanted and wanted == bare:
            return official
    return f"TDP {name}" if name and name != shown else shown
