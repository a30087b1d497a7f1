"""Sums and numbers as owners say them: `2tr25`, `triệu mốt`, `năm sáu chục`, `trăm rưỡi`. Read from
folded text; amounts are in đồng."""

import re

from content.vietnamese import fold, has_marks

DIGITS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7,
    "tam": 8, "chin": 9, "dam": 5, "nham": 5,
}  # fmt: skip
DIGIT = r"(?:mot|hai|ba|bon|tu|nam|lam|nham|sau|bay|tam|chin|dam)"
TENS = (
    rf"(?:{DIGIT} (?:muoi|chuc)(?: (?:{DIGIT}(?! (?:ngay|thang|tuan)\b)|ruoi))?"
    rf"|muoi(?: (?:{DIGIT}))?|chuc(?: ruoi)?)"
)
HUNDREDS = (
    rf"(?:(?:{DIGIT}|\d) )?tram(?: (?:ruoi|(?:linh|le) {DIGIT}|{TENS}|{DIGIT}(?! (?:ngay"
    r"|thang|tuan|tram|cai|nguoi|khach)\b)))?"
)
_WORDS = rf"(?:{HUNDREDS}|{TENS}|{DIGIT} ruoi|(?!tu |lam |nham ){DIGIT} (?:lam|nham))"
_FIGURE = r"\d{1,2} (?:chuc|muoi)\b|\d{1,3}(?:\.\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
NUM = rf"(?:{_WORDS}|{_FIGURE}|{DIGIT})"
_NEXT = "|".join(f"{one} {one + 1}" for one in range(1, 9))
# `năm sáu chục`, `7 8`
TWO = rf"(?:{DIGIT} (?!lam\b|nham\b){DIGIT}|(?:{_NEXT})(?!\d|[.,]\d))(?: (?:chuc|muoi|tram))?"
TO = r"(?: ?(?:-|–|~) ?| (?:den|toi|hoac|sang) (?:khoang )?)"
_UNITS = {
    "ty": 10**9, "ti": 10**9, "trieu": 10**6, "tr": 10**6, "cu": 10**6, "chai": 10**6, "m": 10**6,
    "trieuj": 10**6, "nghin": 1000, "ngan": 1000, "ngin": 1000, "k": 1000, "xi": 10**5,
    "lit": 10**5,
}  # fmt: skip
UNIT = r"(?:ty|ti|trieuj|trieu|tr|cu|chai|m|nghin|ngan|ngin|k|xi|lit)"
_GAP = r"(?:(?<=\d) ?| )"
_REST = (
    rf"(?: ?(?P<tenths>\d{{1,3}})(?!\d|[.,]\d| ?(?:{UNIT}|ngay|thang|tuan|nam|quy"
    r"|buoi|bua|bat|to|ly|kg|con|cai"
    r"|nguoi|phong|can|suat|o|khach|dem|lan|day|hom|quan|xe)\b)| (?P<word>(?:ruoi"
    r"|tu(?! \d))\b(?! (?:ngay|thang|muoi|chuc|tram|trieu|tr|nghin|ngan|k)\b)|(?:mot|hai|ba|sau|bay"
    r"|tam|chin)\b(?! (?:ngay|thang|tuan|muoi|chuc|tram|trieu|tr|nghin|ngan|k|cai|nguoi|dua"
    r"|phong|can|con|bua|gio|tieng|dam|cong|chau|em|ao|ban|may|tan|suat|vi|met|tan|lit|lang|yen"
    r"|buoi|to|bat|quan|ly|coc|bia|o|suat|kg|ky|ki|dem|khach|ve|bo|trung|qua|hop|goi"
    r"|chai|dia|lan|chuyen|xe|can|sap|kiot|nam|quy|ngay|dau|chiec|cap|phan|mieng|thung|bao|luot"
    r"|mon|cay)\b))"
    r"|(?: le)? ?(?P<more>(?:\d+|\d+ tram|"
    rf"{HUNDREDS}|{TENS})) ?(?P<less>trieu|tr|nghin|ngan|k)\b)?"
)
MONEY = re.compile(
    rf"(?P<low>{NUM})(?P<unit1>{_GAP}{UNIT})?{TO}(?P<high>{NUM}){_GAP}(?P<unit>{UNIT})(?![a-z]){_REST}"
    rf"|(?P<pair>{TWO}) (?P<unit2>{UNIT})\b"
    rf"|(?P<one>{NUM}){_GAP}(?P<unit3>{UNIT})(?![a-z])"
    + _REST.replace("<tenths>", "<tenths3>")
    .replace("<word>", "<word3>")
    .replace("<more>", "<more3>")
    .replace("<less>", "<less3>")
    + r"|\b(?P<few>\d{3,4}) dong(?= (?:mot|1|moi)\b| ?[/,.]|$)"  # of one thing
    + r"|\b(?P<alone>ty|trieu|tr) (?P<tail>ruoi|mot|hai|ba|tu|sau|bay|tam|chin)\b"
    r"(?! (?:ngay|thang|trieu|nghin|ngan|tram|chuc)\b)"
    r"|(?P<dong>\d{1,3}(?:[.,]\d{3}){2,}|\d{1,3}(?:[.,]\d{3})+(?= ?(?:d"
    r"|dong|vnd)\b)|\d{5,12})(?: ?(?:d|dong|vnd))?\b(?!,\d)"
)
RANGE = re.compile(rf"(?P<pair>{TWO})\b|(?P<low>{NUM}){TO}(?P<high>{NUM})\b|(?P<one>{NUM})\b")


def value_of(said: str) -> float:
    """What a numeral says: `trăm rưỡi` 150, `hai trăm năm chục` 250, `1.200` 1200."""
    if said[0].isdecimal() and " " not in said:
        if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", said):
            return float(said.replace(".", ""))
        return float(said.replace(",", "."))
    words, value, last = said.split(), 0.0, 1.0
    if words[0].isdecimal() and words[1] in ("chuc", "muoi"):
        return float(words[0]) * 10
    if len(words) == 2 and words[1] in ("lam", "nham") and words[0] in DIGITS:
        return DIGITS[words[0]] * 10 + 5.0  # bốn lăm
    for place, word in enumerate(words):
        if word == "ruoi":
            value += last / 2
        elif word == "tram":
            last = 100.0
            value = value * 100 if value else 100.0
        elif word in ("muoi", "chuc"):
            ones = value % 100 % 10
            behind = place and words[place - 1] in DIGITS
            value = value - ones + ones * 10 if behind else value + 10
            last = 10.0
        elif word.isdecimal():
            value += float(word)
        elif word in DIGITS:
            alone = place and words[place - 1] == "tram" and place == len(words) - 1
            value += DIGITS[word] * (10 if alone else 1)
            if not alone:
                last = 1.0
    return value


def pair_of(said: str) -> tuple[float, float]:
    first, second, *tail = said.split()
    by = {"chuc": 10, "muoi": 10, "tram": 100}.get(tail[0] if tail else "", 1)
    low, high = ((int(one) if one.isdecimal() else DIGITS[one]) * by for one in (first, second))
    return (low, high) if low < high else (high, high)


def _tail(found: re.Match[str], number: str) -> tuple[float, float]:
    """(tenths of the unit, đồng besides) behind a sum: `1 tỷ 2`, `2tr25`, `3 triệu rưỡi`."""
    groups = found.groupdict()
    if tenths := groups.get(f"tenths{number}"):
        return float(f"0.{tenths}"), 0.0
    if word := groups.get(f"word{number}"):
        return (0.5 if word == "ruoi" else DIGITS[word] / 10), 0.0
    if more := groups.get(f"more{number}"):
        return 0.0, value_of(more) * _UNITS[groups[f"less{number}"]]
    return 0.0, 0.0


def money_in(found: re.Match[str]) -> tuple[float, float]:
    if found["pair"]:
        low, high = pair_of(found["pair"])
        return low * _UNITS[found["unit2"]], high * _UNITS[found["unit2"]]
    if found["few"]:
        return (value := float(found["few"])), value
    if found["alone"]:
        tail = 0.5 if found["tail"] == "ruoi" else DIGITS[found["tail"]] / 10
        return (value := (1 + tail) * _UNITS[found["alone"]]), value
    if found["dong"]:
        return (value := float(re.sub(r"[.,]", "", found["dong"]))), value
    if found["one"]:
        unit = _UNITS[found["unit3"]]
        tenths, more = _tail(found, "3")
        value = (value_of(found["one"]) + tenths) * unit + more
        return value, value
    unit = _UNITS[found["unit"]]
    first = _UNITS[found["unit1"].strip()] if found["unit1"] else unit
    tenths, more = _tail(found, "")
    low, high = low_of(found), value_of(found["high"]) + tenths
    return low * first, high * unit + more


def low_of(found: re.Match[str]) -> float:
    """The lower end in the size of the upper: `5-6 trăm`."""
    low, said = value_of(found["low"]), found["high"]
    if low < 10:
        return low * (100 if "tram" in said else 10 if re.search(r"\w (?:chuc|muoi)", said) else 1)
    return low


_NUMERALS = {
    "mot": ("một", "mốt"), "hai": ("hai",), "ba": ("ba",), "bon": ("bốn",), "tu": ("tư",),
    "nam": ("năm",),
    "lam": ("lăm",), "nham": ("nhăm",), "sau": ("sáu",), "bay": ("bảy", "bẩy"),
    "tam": ("tám",),
    "chin": ("chín",), "dam": ("dăm",), "muoi": ("mười", "mươi"), "chuc": ("chục",),
    "tram": ("trăm",),
    "ruoi": ("rưỡi", "rưởi", "rươi"), "linh": ("linh",), "le": ("lẻ",),
}  # fmt: skip


WORD = re.compile(r"[^\W\d_]+")


def are_numerals(said: str) -> bool:
    """Whether the words of a marked stretch that folded are numerals are written as such."""
    written = ((_NUMERALS.get(fold(word)), word) for word in said.lower().split())
    return all(numerals is None or word in numerals for numerals, word in written)


def without_false_numerals(text: str, folded: str) -> str:
    """The folded line without words that only folded are numerals: `tầm`, `bà`, `từ`."""
    if not has_marks(text):
        return folded
    bare = list(folded)
    for word in WORD.finditer(text):
        written = _NUMERALS.get(folded[word.start() : word.end()])
        if written and word[0].lower() not in (*written, "đám"):
            bare[word.start() : word.end()] = "z" * len(word[0])
    return "".join(bare)
