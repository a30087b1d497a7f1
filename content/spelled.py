"""Words and digits of a sum as tokens, and the numbers that begin among them: `chín trăm năm mươi`,
`9 chục`, `1.600.000.000`. Read from folded text, so marks do not matter, but where they tell two
words apart they are heeded first."""

import re

from content.vietnamese import fold

UNITS = {
    "ty": 10**9,
    "ti": 10**9,
    "t": 10**9,
    "trieu": 10**6,
    "tr": 10**6,
    "cu": 10**6,
    "m": 10**6,
    "nghin": 10**3,
    "ngan": 10**3,
    "k": 10**3,
    "dong": 1,
    "d": 1,
    "vnd": 1,
    "xz": 10**5,  # what a slang word for a hundred thousand is read as
}
# Slang, where it stands behind a number and nothing is counted by it: `8 xị`, not `8 xị rượu`.
_SLANG = {"lit": "xz", "xi": "xz", "lop": "xz", "loet": "xz", "canh": "k"}
# `80 ngàn một lít`, `lít 80k`: what is sold by the litre, and no slang.
_BY_LITRE = re.compile(
    r"\d ?(?:k|nghin|ngan|tr|trieu|dong|d) ?(?:/|mot|moi|1) ?lit\b"
    r"|\blit (?:[a-z]+ )?\d+ ?(?:k|nghin|ngan)\b|\b\d{2,} lit\b.*\d ?(?:k|nghin|ngan)\b"
)
DIGITS = {
    "khong": 0, "mot": 1, "mo": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5,
    "sau": 6, "bay": 7, "tam": 8, "chin": 9,
}  # fmt: skip
HALF = "ruoi"  # rưỡi, rưởi
BREAK = ","  # of a sentence: what stands behind it is said of something else
ALONE = "tz"  # a tỷ whose one is unsaid
ABOUT = "tvm"  # tầm, which folded would be an eight
# Words that are no digit where one of these follows.
_NO_DIGIT_BEFORE = {
    "tu": frozenset({"dau", "thang", "khi", "luc", "hoi", "viec"}),
    "bay": frozenset({"gio"}),
    "tam": frozenset({"do", "day", "ay", "khoang"}),
}
_LONGEST = 20  # characters of a number with its separators
TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[a-z]+|/|[-–~](?=\s*\d)|[,;.:?!\n](?=\s|$)")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
# What may stand behind a slip or a slang word for a unit, so that it is one.
_ENDS = frozenset(
    {"", ",", "mot", "moi", "1", "/", "-", "ngay", "thang", "tuan", "nam", "quy", "ruoi", "thoi"}
    | {"roi", "a", "la", "thi", "nhe", "co", "dong"}
)
_MILLION = frozenset(
    {"rieu", "tieu", "treu", "triu", "trie", "rtieu", "tireu", "treiu", "triue"}
    | {"ttrieu", "trrieu", "triieu", "trieeu", "trieuu"}
)

# Each of these keeps every letter's place.
_SPACED = re.compile(
    r"\b\d{1,3}(?: \d{3}){2,}\b|\b\d{1,3}(?: \d{3})+(?= ?(?:đ|d|vnd|vnđ|đồng)\b)", re.I
)
_LETTER_L = re.compile(r"\b[lI](?=[\doO]+ ?(?:tr|tri|tỷ|ty|k\b|ngh|ng))")
_LETTER_O = re.compile(r"(?<=[\dlIoO])[oO](?=[oO\d]* ?(?:tr|tri|tỷ|ty|k\b|ngh|ng))")
_GARLIC = re.compile(
    r"(?:(?<=\d)|(?<=\d )|(?<=nửa )|(?<=một )|(?<=hai )|(?<=ba )|(?<=bốn )|(?<=gần )|(?<=hơn ))"
    r"tỏi\b|\btỏi(?= (?:hai|ba|tư|mốt|bảy|tám|chín|rưỡi|rưởi)\b)|(?<=\d )toi(?= ruoi\b)",
    re.I,
)  # what some call a tỷ
# Words that, without their marks, would be a digit of the sum they follow.
_NO_DIGIT = re.compile(
    r"(?:(?<=t[ỷỉ] )|(?<=triệu )|(?<=tr ))"
    r"(?:từ|mở|tầm|bây|làm|bà|sau|năm(?= (?:nay|ngoái|trước)))\b",
    re.I,
)
# `quán phở tỷ hai`: with its marks it is no `công ty`, whatever stands before it.
_ONE_UNSAID = re.compile(
    r"(?:(?<=[^\W\d_] )|^)t[ỷỉ](?= (?:hai|ba|tư|mốt|bảy|tám|chín|rưỡi|rưởi|bạc)\b)", re.I
)
# `1 tỷ 2 đóng thuế`: folded, "to pay" is the đồng.
# `một tỷ sáu thuế bao nhiêu`: folded, six is "after".
_SIX = re.compile(
    r"(?:(?<=t[ỷỉ] )|(?<=triệu ))sáu\b(?! (?:trăm|mươi|chục|triệu|tỷ|nghìn|ngàn))", re.I
)
_TO_PAY = re.compile(r"đóng|\bdong(?= (?:thue|bao|may|tien|gtgt|tncn|het|khong|k\b))", re.I)


YEAR_NUMBER = re.compile(r"20[12]\d")
# `năm 2027 k có`, `tháng 7 k bán`: no thousands, but not. And `19t`, of somebody: years of age.
_NO_UNIT = re.compile(
    r"(?i)(?:(?<=\bnăm 20\d\d)|(?<=\bnam 20\d\d)|(?<=\b20[12]\d)|(?<=tháng \d)|(?<=thang \d)"
    r"|(?<=tháng 1\d)|(?<=thang 1\d)|(?<=quý \d)|(?<=quy \d)) ?k\b(?! ?(?:/|mỗi|một|1))"
)
_AGE = re.compile(
    r"(?i)\b(?:em|tôi|toi|tui|mình|minh|cháu|chau|con|bé|anh|chị|chi|cô|co|chú|chu|bác|bac|ông|ong|bà"
    r"|ba|mẹ|me|bố|bo|cụ|cu|vợ|vo|chồng|chong|người|nguoi)(?: (?:em|tôi|toi|mình|năm nay|nam nay"
    r"|mới|moi|gần|gan|đã|da|hơn|được|duoc))* [1-9]\d ?t\b"
    r"(?! ?(?:/|một|mot|mỗi|moi|1|năm|nam|doanh|tháng|thang|tiền|tien|rưỡi|\d))"
)


# `1tr9 ngày`: nine tenths, no nine days.
_GLUED = re.compile(
    r"(?i)\b(\d+)(tr|ty|tỷ|ti|tỉ)(\d)(?= ?(?:ngày|ngay|tháng|thang|tuần|tuan|năm|nam)\b)"
)
_TAM = re.compile(r"\btầm\b", re.I)
_MALE = re.compile(r"(?i)(?:tóc|toc|đồ|áo|ao|quần|giày|trang) nam\b")  # no year


def tokens_of(text: str) -> tuple[list[str], list[re.Match[str]]]:
    """The folded tokens of a text, and where each stands in it."""
    folded = fold(_as_meant(text))
    spots = list(TOKEN.finditer(folded))
    tokens = [_one_sign(spot.group()) for spot in spots]
    slang = {**_SLANG, "lit": "lit"} if _BY_LITRE.search(folded) else _SLANG
    for place, token in enumerate(tokens):
        behind = tokens[place + 1] if place + 1 < len(tokens) else ""
        if place and _is_numeral(tokens[place - 1]) and behind in _ENDS:
            tokens[place] = "trieu" if token in _MILLION else slang.get(token, token)
    return tokens, spots


def _as_meant(text: str) -> str:
    """A text with its slips mended (`5O triệu`, `75 000 000 đ`), and its words that folding would
    make another word told apart; every letter keeps its place."""
    text = _SPACED.sub(lambda found: found[0].replace(" ", "."), text)
    text = _NO_UNIT.sub(lambda found: "w" * len(found[0]), text)
    text = _AGE.sub(lambda found: re.sub(r"[0-9](?=\d? ?t$)| ?t$", _masked, found[0]), text)
    text = _LETTER_O.sub("0", _LETTER_L.sub("1", text))
    text = _GLUED.sub(_as_decimal, text)
    text = _MALE.sub(lambda found: found[0][:-3] + "wam", text)
    text = _GARLIC.sub("ty ", text)
    text = _SIX.sub("6  ", _TO_PAY.sub("nopx", text))
    text = _NO_DIGIT.sub(lambda word: "w" * len(word[0]), _TAM.sub(ABOUT, text))
    return _ONE_UNSAID.sub(_as_one_unsaid, text)


def _masked(found: re.Match[str]) -> str:
    return "w" * len(found[0])


def _as_decimal(found: re.Match[str]) -> str:
    """`1tr9` as `1.9m`, `1ty3` as `1.3t`."""
    unit = "m" if found[2].lower() == "tr" else "t"
    return f"{found[1]}.{found[3]}".ljust(len(found[0]) - 1) + unit


def _as_one_unsaid(found: re.Match[str]) -> str:
    before = (fold(found.string[: found.start()]).split() or [""])[-1]
    return found[0] if before in DIGITS or before in ("chuc", "tram", "muoi") else ALONE


def _one_sign(said: str) -> str:
    """Every dash as `-`, every break of a sentence as `,`."""
    return "-" if said in "–~" else BREAK if said in ";.:?!\n" else said


def _is_numeral(token: str) -> bool:
    return token[:1].isdecimal() or token in DIGITS or token in ("chuc", "tram", "muoi", "nua")


def number(tokens: list[str], start: int) -> tuple[float | None, int]:
    """A number in digits or words that begins at `start`, and the place after it."""
    if start >= len(tokens):
        return None, start
    token = tokens[start]
    if len(token) > _LONGEST:
        return None, start  # no amount of anybody
    if token[0].isdecimal():
        if _GROUPED.fullmatch(token):
            return float(token.replace(".", "").replace(",", "")), start + 1
        if token.count(".") + token.count(",") > 1:
            return None, start + 1
        return _counted(float(token.replace(",", ".")), tokens, start + 1)
    return _spelled(tokens, start)


def _counted(number: float, tokens: list[str], after: int) -> tuple[float, int]:
    """`9 chục`, `1 trăm`, `2 trăm rưỡi`, `1 trăm 2`: digits with the words that count them."""
    word = tokens[after] if after < len(tokens) else ""
    if word not in ("chuc", "tram") or number >= 100:
        return number, after
    step = 10 if word == "chuc" else 100
    number, after = number * step, after + 1
    following = tokens[after] if after < len(tokens) else ""
    if following == HALF:
        return number + step / 2, after + 1
    if word != "tram":
        return number, after
    then = tokens[after + 1] if after + 1 < len(tokens) else ""
    if following in ("le", "linh") and then.isdecimal() and len(then) == 1:
        return number + int(then), after + 2
    if following.isdecimal() and len(following) <= 2:
        tens = tokens[after + 1 : after + 2] in (["chuc"], ["muoi"])  # 1 trăm 2 chục
        return number + int(following) * (10 if len(following) == 1 else 1), after + 1 + tens
    more, end = _spelled(tokens, after)  # 1 trăm hai mươi, 1 trăm hai
    if not more or more >= 100 or (end == after + 1 and more > 9 and following != "muoi"):
        return number, after
    return number + more * (10 if end == after + 1 and more < 10 else 1), end


def _spelled(tokens: list[str], start: int) -> tuple[float | None, int]:
    """A number in words up to 999: `chín trăm năm mươi`, `hai mươi lăm`, `ba chục`."""
    total, last, place, hundreds = 0, -1, start, -2
    while place < len(tokens):
        word = tokens[place]
        if place > start and _is_one_time(tokens, place):
            break
        if word == "tram" and (0 < last < 10 or tokens[place - 1] == "khong" or place == start):
            none = place > start and tokens[place - 1] == "khong"
            total, last, hundreds = total + (0 if none else max(last, 1) * 100), 0, place
        elif word in ("muoi", "chuc"):
            total, last = total + (last if last > 0 else 1) * 10, 0
        elif word in _ONLY_UNITS and 2 <= last <= 9 and _is_behind_tens(tokens, place):  # hai lăm
            total, last = total + last * 10, DIGITS[word]
        elif _is_units(tokens, place, last, hundreds):  # bốn trăm chín mốt, bốn trăm hai sáu
            total, last = total + last * 10, DIGITS[word]
            place += 1
            break
        elif word in ("linh", "le") and place > start:
            last, hundreds = 0, -2
        elif word == HALF and place == hundreds + 1:
            total, place = total + 50, place + 1
            break
        elif word == HALF and place > start and tokens[place - 1] == "chuc":  # hai chục rưỡi
            total, place = total + 5, place + 1
            break
        elif word in DIGITS and last <= 0 and _counts(tokens, place, start):
            last = DIGITS[word]
        else:
            break
        place += 1
    if place == start:
        return None, start
    if place == hundreds + 2:  # trăm hai: 120; 102 is trăm linh hai
        last *= 10
    return float(total + max(last, 0)), place


def _is_units(tokens: list[str], place: int, last: int, hundreds: int) -> bool:
    """Whether a digit is the units behind tens that are only a digit, after a hundred: `trăm hai
    sáu`, before a unit of money."""
    following = tokens[place + 1] if place + 1 < len(tokens) else ""
    after = place == hundreds + 2 and 1 < last < 10
    return after and DIGITS.get(tokens[place], 0) > 0 and following in ("trieu", "nghin", "ngan")


def _is_one_time(tokens: list[str], place: int) -> bool:
    """`tám chục một tháng`: of a month, and no eighty-one of them."""
    one = tokens[place] == "mot" and tokens[place - 1] in ("chuc", "tram")
    return one and tokens[place + 1 : place + 2] in (["ngay"], ["tuan"], ["thang"], ["nam"])


_ONLY_UNITS = ("lam", "mot", "tu")  # lăm, mốt, tư: never said of tens


def _is_behind_tens(tokens: list[str], place: int) -> bool:
    """Whether a digit is the units behind tens that are only a digit: `hai lăm`, `ba mốt triệu`."""
    if tokens[place - 1] == "nam" and tokens[place] == "mot":
        return False  # năm một tỷ: a year
    if tokens[place] != "lam":
        return tokens[place + 1 : place + 2] != [] and tokens[place + 1] in UNITS
    return _ends_number(tokens, place)


def _ends_number(tokens: list[str], place: int) -> bool:
    """Whether a number may end here: `hai lăm triệu`, not `hai làm thế nào`."""
    following = tokens[place + 1] if place + 1 < len(tokens) else ""
    return following in ("", BREAK, "mot", "moi", "/") or following in UNITS


def _counts(tokens: list[str], place: int, start: int) -> bool:
    """Whether a word that can be a digit is one here: `nam` is also a year, `ba` a grandmother."""
    if place > start:
        return tokens[place] != "nam" or tokens[place - 1] in ("muoi", "tram", "chuc", "linh", "le")
    following = tokens[place + 1] if place + 1 < len(tokens) else ""
    if following in UNITS and following not in ("t", "m", "d", "k"):
        return True
    if following in ("tram", "muoi", "chuc"):
        return True
    unit = tokens[place + 2 : place + 3]
    a_year = tokens[place] == "nam" and following == "mot"
    if following in _ONLY_UNITS and unit and unit[0] in UNITS and not a_year:
        return True
    # "một tỷ hai": a digit right after a unit.
    before = tokens[place - 1] if place else ""
    if tokens[place] in ("lam", "mo") or following in _NO_DIGIT_BEFORE.get(tokens[place], ()):
        return False  # làm, mở; từ đầu năm, bây giờ, tầm đó
    if tokens[place] in ("nam", "sau"):  # also "year", "after": a digit only at the very end
        return before in ("ty", "ti") and not following and tokens[place] == "sau"
    return before in ("ty", "ti", "trieu")
