"""Vietnamese text: one form for storage (NFC), one for comparison (folded), amounts and dates."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

# The years anybody means here.
YEARS = range(2000, 2101)
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
# What has no shape of its own: every sign of Unicode's kind Cf, and fillers, joiners and selectors
# of other kinds; but the selector that makes a sign an emoji.
_FORMAT_CONTROLS = re.compile(
    "[\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\ufe00-\ufe0e]"
)
# Spaces of every width, tabs, and line ends of other systems.
_SPACES = re.compile("[\t\u00a0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000\u3164\uffa0]")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# Most messages have none of all these: one look for them instead of one for each.
_UNTYPED = re.compile(
    "|".join(one.pattern for one in (_FORMAT_CONTROLS, _SPACES, _LINE_ENDS, _CONTROLS, _SURROGATES))
)
# A turn asks for the same forms of the same few texts dozens of times.
FORMS_KEPT = 512
# The order of the Vietnamese alphabet, with the letters of others where they stand elsewhere.
_ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_TYPED_DAY = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})")
_CLOCK_WITHIN = re.compile(
    r"(?P<hours>\d+)\s*(?::|(?:giờ|gio|h|g)(?![^\W\d_]))\s*(?P<minutes>\d*)", re.I
)
_LONGEST_NUMBER = 18
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_NO_WORD = re.compile(r"[^a-z0-9 ]+")
_IN_USE = 0x2000  # letters and marks of Vietnamese and its neighbours stand below
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


@lru_cache(maxsize=FORMS_KEPT)
def clean(text: str) -> str:
    """What a person typed, without what they did not: NFC, one kind of space and of line end, no
    control, bidi or zero-width marks, nothing that cannot be stored or sent as UTF-8."""
    if (text.isascii() and text.isprintable()) or not _UNTYPED.search(text):
        return unicodedata.normalize("NFC", text).strip()
    text = _FORMAT_CONTROLS.sub("", _SPACES.sub(" ", _LINE_ENDS.sub("\n", text)))
    text = _SURROGATES.sub("", _CONTROLS.sub(" ", text))
    return unicodedata.normalize("NFC", text).strip()


@lru_cache(maxsize=FORMS_KEPT)
def tidy(text: str) -> str:
    """The same on one line, with one space between words."""
    return " ".join(clean(text).split())


def printable(text: str, keep: str = "\n") -> str:
    """What a document or a sheet can hold: spaces of any kind as a space, no control characters; a
    name with one must not stop the document."""
    spaced = (char if char in keep else _SPACES.sub(" ", char) for char in text)
    return "".join(char for char in spaced if char.isprintable() or char in keep)


def says(text: str, *phrases: str) -> bool:
    """Whether the whole text is one of the phrases, each word typed with its marks (the tone on
    either vowel) or without any. Other marks are another word: `Chùa` does not say `chưa`."""
    said = tidy(text).strip(" .,!?").lower().split()
    return any(same_words(said, phrase.lower().split()) for phrase in phrases)


def same_words(said: Sequence[str], meant: Sequence[str]) -> bool:
    """Whether lower-case words are those meant, each with its marks or without any."""
    if len(said) != len(meant):
        return False
    for word, right in zip(said, meant, strict=True):
        bare = fold(right)
        if word in (right, bare):
            continue
        if fold(word) != bare or _marked(word) != _marked(right):
            return False
    return True


@lru_cache(maxsize=2048)
def _marked(word: str) -> tuple[str, str]:
    """Its letters, and its tone wherever it stands: `hủy` and `huỷ` are one."""
    parts = unicodedata.normalize("NFD", word)
    tones = "".join(part for part in parts if part in _TONES)
    return "".join(part for part in parts if part not in _TONES), tones


def order_key(text: str) -> tuple[object, ...]:
    """Sorts texts as a Vietnamese list does: letters first (d before đ, o before ô before ơ), then
    tones, then capitals; numbers by their size (`TDP 2` before `TDP 10`)."""
    letters: list[tuple[int, int]] = []
    tones: list[int] = []
    for part in re.findall(r"[0-9]+|.", unicodedata.normalize("NFC", text).lower(), re.S):
        if part.isascii() and part.isdecimal():
            letters.append((1, int(part[:_LONGEST_NUMBER])))
            tones.append(0)
            continue
        letter, tone = _letter(part)
        letters.append(letter)
        tones.append(tone)
    return (tuple(letters), tuple(tones), text)


@lru_cache(maxsize=4096)
def _letter(char: str) -> tuple[tuple[int, int], int]:
    parts = unicodedata.normalize("NFD", char)
    tone = next((_TONES[part] for part in parts if part in _TONES), 0)
    letter = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    place = _LETTERS.find(letter)
    if place < 0:
        place = _LETTERS.find(parts[0])  # another language's accent
    if place >= 0:
        return (2, place), tone
    return ((3, ord(parts[0])) if char.isalpha() else (0, ord(parts[0]) * (not char.isspace()))), 0


class _WithoutMarks(dict[int, int | None]):
    """For `str.translate`: letters as they are, d for đ, no marks; those in use are kept."""

    def __missing__(self, code: int) -> int | None:
        bare = None if unicodedata.combining(chr(code)) else code
        if code < _IN_USE:
            self[code] = bare
        return bare


_BARE = _WithoutMarks({ord("đ"): ord("d")})


@lru_cache(maxsize=2048)
def fold(text: str) -> str:
    """Lower case without marks: `Hộ` (any tone style, NFC or NFD) and `HO` are `ho`; đ is d."""
    return unicodedata.normalize("NFD", text.lower()).translate(_BARE)


@lru_cache(maxsize=2 * FORMS_KEPT)
def bare_words(text: str) -> str:
    """`Hộ, số 5!` -> `ho so 5`: folded, letters and digits alone, one space between the words."""
    return " ".join(_NO_WORD.sub(" ", fold(text)).split())


@lru_cache(maxsize=FORMS_KEPT)
def fold_in_place(text: str) -> str:
    """Folded letter by letter, digits of any script as 0 to 9: a place here is a place in the
    text."""
    return "".join(_bare(char) for char in text)


@lru_cache(maxsize=4096)
def _bare(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    simple = unicodedata.normalize("NFKC", char)
    base = unicodedata.normalize("NFD", simple)[:1].lower() if len(simple) == 1 else char
    return "d" if base == "đ" else base if len(base) == 1 else char


@lru_cache(maxsize=2048)
def has_marks(text: str) -> bool:
    """Whether the text was typed with Vietnamese marks."""
    return not text.isascii() and any(map(str.isalpha, _BEYOND_ASCII.findall(text)))


def capitalize_first(text: str) -> str:
    """`mã KN-8SRW5B4` -> `Mã KN-8SRW5B4`: the rest stays as it is."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """As it stands within a sentence; letters that stand for words (PCCC) stay."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def number(value: float) -> str:
    """1234567.5 -> `1.234.567,5` (Vietnamese separators)."""
    whole, _, fraction = f"{value:,.4f}".partition(".")
    fraction = fraction.rstrip("0")
    return whole.replace(",", ".") + (f",{fraction}" if fraction else "")


def vnd(amount: float) -> str:
    """An amount in đồng as people say it: `1 tỷ đồng`, `2,5 triệu đồng`, `25.000 đồng`."""
    for size, name in ((1_000_000_000, "tỷ"), (1_000_000, "triệu")):
        if amount >= size and amount * 10_000 % size == 0:
            return f"{number(amount / size)} {name} đồng"
    return f"{number(amount)} đồng"


def vnd_short(amount: float) -> str:
    """The same without `đồng`, as a name has it: `1 tỷ`."""
    return without_unit(vnd(amount))


def without_unit(amount: str) -> str:
    """`1 tỷ đồng` -> `1 tỷ`; `20%` stays."""
    return amount.removesuffix(" đồng")


def percent(value: float) -> str:
    """0.5 -> `0,5%`. The value is already in percent."""
    return f"{number(value)}%"


def day(moment: date) -> str:
    """2026-05-21 -> `21/5/2026`."""
    return f"{moment.day}/{moment.month}/{moment.year}"


def long_day(moment: date) -> str:
    """2026-05-21 -> `thứ Năm, 21/5/2026`."""
    return f"{WEEKDAYS[moment.weekday()]}, {day(moment)}"


def clock(moment: datetime) -> str:
    """An aware moment -> the time in Viet Nam: `8 giờ`, `13 giờ 30`."""
    here = moment.astimezone(VIETNAM)
    return f"{here.hour} giờ" + (f" {here.minute:02}" if here.minute else "")


def when(moment: datetime) -> str:
    """An aware moment -> `8 giờ, thứ Năm, 21/5/2026`, in Viet Nam."""
    return f"{clock(moment)}, {long_day(moment.astimezone(VIETNAM).date())}"


def paper_day(moment: date) -> str:
    """As documents of the state write it: 2026-12-02 -> `02/12/2026`."""
    return f"{moment:%d/%m}/{moment.year}"


def paper_when(moment: datetime) -> str:
    """An aware moment as documents write it: `8 giờ 00, thứ Tư, ngày 02/12/2026`."""
    here = moment.astimezone(VIETNAM)
    on = f"{WEEKDAYS[here.weekday()]}, ngày {paper_day(here.date())}"
    return f"{here.hour} giờ {here.minute:02}, {on}"


def local_day(moment: datetime) -> date:
    """An aware moment -> its date in Viet Nam."""
    return moment.astimezone(VIETNAM).date()


def read_day(text: str) -> date | None:
    """A day as a date field sends it (2026-12-11) or as people type it (11/12/2026, 11.12.2026);
    None when it is none, or of no year anybody means (2000 to 2100)."""
    found = _ISO_DAY.fullmatch(text.strip()) or _TYPED_DAY.fullmatch(text.strip())
    if found is None:
        return None
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
    return day if day.year in YEARS else None


def read_typed_day(text: str) -> date | None:
    """A day typed into a field for days: as `read_day`, or in haste (02122026, 2/12/26,
    2 / 12 / 2026)."""
    text = re.sub(r"\s*([/.-])\s*", r"\1", text.strip())
    if found := re.fullmatch(r"(\d\d)(\d\d)(\d{4})", text):
        text = "/".join(found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d\d)", text):
        text = f"{found[1]}/{found[2]}/20{found[3]}"
    return read_day(text)


def read_day_near(text: str, near: date) -> date | None:
    """A day typed without its year (2/12, 02-12): the one nearest to `near`."""
    found = re.fullmatch(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})", text.strip())
    if found is None:
        return None
    days = (read_typed_day(f"{found[1]}/{found[2]}/{near.year + n}") for n in (-1, 0, 1))
    return min((day for day in days if day), key=lambda day: abs(day - near), default=None)


def has_wrong_clock(text: str) -> bool:
    """Whether some time in the text cannot be one (25h99, 8:60, 8h3); words beside it are free
    (`8h30 - 9h`, `Sau giải lao`, `nghỉ 15 phút`)."""
    for found in _CLOCK_WITHIN.finditer(text):
        minutes = found["minutes"] or "00"
        if len(found["hours"]) > 2 or int(found["hours"]) > 23:
            return True
        if len(minutes) != 2 or int(minutes) > 59:
            return True
    return False


def written_clocks(text: str) -> str:
    """Times as a programme has them, all in one way: `8:10`, `8g10`, `10h` -> `8h10`, `10h00`; what
    stands beside them is left."""
    return _CLOCK_WITHIN.sub(lambda at: f"{int(at['hours'])}h{at['minutes'] or '00'}", text)


def clock_of(text: str) -> str | None:
    """A time as people type it (8:00, 8h30, 14 giờ) -> `08:00`; None when it is none."""
    found = re.fullmatch(r"(\d{1,2})\s*(?:[:hg]|giờ)?\s*(\d{2})?(?:\s*phút)?", text.strip().lower())
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return f"{int(found[1]):02}:{int(found[2] or 0):02}"
