"""Vietnamese text: one form for storage (NFC), one for comparison (folded), amounts and dates."""

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_FORMAT_CONTROLS = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def clean(text: str) -> str:
    """What a person typed, without what they did not: NFC, no control, bidi or zero-width marks."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROLS.sub(" ", _FORMAT_CONTROLS.sub("", text))
    # Lone surrogates cannot be stored or sent as UTF-8.
    text = text.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", text).strip()


@lru_cache(maxsize=2048)
def fold(text: str) -> str:
    """Lower case without marks: `Hộ` (any tone style, NFC or NFD) and `HO` are `ho`; đ is d."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.replace("đ", "d")


def has_marks(text: str) -> bool:
    """Whether the text was typed with Vietnamese marks."""
    return not text.isascii() and any(char.isalpha() for char in text if char > "\x7f")


def number(value: float) -> str:
    """1234567.5 -> `1.234.567,5` (Vietnamese separators)."""
    whole, _, fraction = f"{value:,.4f}".partition(".")
    fraction = fraction.rstrip("0")
    return whole.replace(",", ".") + (f",{fraction}" if fraction else "")


def vnd(amount: float) -> str:
    """An amount in đồng as people say it: `1 tỷ đồng`, `2,5 triệu đồng`, `25.000 đồng`."""
    for size, name in ((1_000_000_000, "tỷ"), (1_000_000, "triệu")):
        if amount >= size and round(amount / size, 4) * size == amount:
            return f"{number(amount / size)} {name} đồng"
    return f"{number(amount)} đồng"


def percent(value: float) -> str:
    """0.5 -> `0,5%`. The value is already in percent."""
    return f"{number(value)}%"


def day(moment: date) -> str:
    """2026-05-21 -> `21/5/2026`."""
    return f"{moment.day}/{moment.month}/{moment.year}"


def long_day(moment: date) -> str:
    """2026-05-21 -> `thứ Năm, 21/5/2026`."""
    return f"{_WEEKDAYS[moment.weekday()]}, {day(moment)}"


def clock(moment: datetime) -> str:
    """An aware moment -> the time in Viet Nam: `8 giờ`, `13 giờ 30`."""
    here = moment.astimezone(VIETNAM)
    return f"{here.hour} giờ" + (f" {here.minute:02}" if here.minute else "")


def when(moment: datetime) -> str:
    """An aware moment -> `8 giờ, thứ Năm, 21/5/2026`, in Viet Nam."""
    return f"{clock(moment)}, {long_day(moment.astimezone(VIETNAM).date())}"


def local_day(moment: datetime) -> date:
    """An aware moment -> its date in Viet Nam."""
    return moment.astimezone(VIETNAM).date()


def clock_of(text: str) -> str | None:
    """A time as people type it (8:00, 8h30, 14 giờ) -> `08:00`; None when it is none."""
    found = re.fullmatch(r"(\d{1,2})\s*(?:[:hg]|giờ)?\s*(\d{2})?(?:\s*phút)?", text.strip().lower())
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return f"{int(found[1]):02}:{int(found[2] or 0):02}"
