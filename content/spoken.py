"""Short things people type in the middle of a form, whatever was asked: a correction of what they
just said, a question of their own, an order (yes, no and the like: `short_answers`). Words:
`content/spoken.yaml`.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from content.dialect import plainly
from content.expressions import at_start
from content.vietnamese import FORMS_KEPT, bare_words, fold, has_marks, same_words, tidy

FILE = Path(__file__).with_name("spoken.yaml")

_WORD = re.compile(r"\w+|[,;:.\-]")
_WAITS_UP_TO = 10  # words: a longer text says more than that
# Folded: `chưa có đăng ký gì`, `hổng có tên con ơi`, `có tên gì đâu`, `quán chưa đặt tên`.
_THING = (
    r"(?:dang ky|dang ki|dkkd|dk|hkd|ho kinh doanh|kinh doanh|ten|giay|giay phep|giay to|bang hieu"
    r"|quan|tiem|cua hang|shop)"
)
_NO_SHOP = re.compile(
    r"\b(?:chua|khong|ko|k|kg|hong|hok|hem|chang|cha|lam gi)(?: (?:co|lam|dat|ra))*(?: cai)?"
    rf" {_THING}\b(?! (?:la|thanh)\b)|\bco {_THING}(?: {_THING})? (?:gi |nao )?(?:dau|het)\b"
    r"|^(?:(?:da|toi|tui|em|chi|co|chu|bac|minh) )*ban"
    r" (?:rong|dao|via he|le duong|ve duong|ngoai cho)\b"
)
_ASKS_FROM = 4  # words: fewer are a name that happens to hold one of a question


def takes(text: str) -> bool:
    """A yes to a seat that is offered: also `nhận`, `tôi đi`."""
    return _is_made_of(text, "take", "yes")


def declines(text: str) -> bool:
    """A no to a seat that is offered: also `bận rồi`, `tôi không đi được`."""
    return _is_made_of(text, "decline", "refuse", "no")


def is_busy(text: str) -> bool:
    """`bận rồi ạ`: the whole text says that somebody cannot come. `Ban` without its mark is a
    name."""
    return _is_made_of(text, "busy") and (len(_words(text)) > 1 or has_marks(text))


def stays_unnamed(text: str) -> bool:
    """`thôi khỏi ghi`, `sợ bị trả thù`: to a question that may be left open, that it is."""
    return not asks(text) and bool(_places(_words(text), "unnamed"))


def as_it_was(text: str) -> bool:
    """A yes, or `giữ nguyên`, to what was answered before one went back."""
    return _is_made_of(text, "as_it_was", "yes")


def says_keep(text: str) -> bool:
    """A no to what cannot be taken back: `giữ nguyên`, `đừng xóa`, `khoan đã`."""
    return _is_made_of(text, "keep")


def keeps_after_all(text: str) -> bool:
    """Whether somewhere it takes back what is asked back before it is done, whatever else it says:
    `ừ mà thôi`, `có, vẫn đi`, `để hỏi vợ đã`; not a question."""
    return bool(_places(_words(text), "keeps_after_all")) and not asks(text)


def gives_order(text: str) -> bool:
    """Whether one of its words orders something off, as it is written: `bố` does not."""
    return bool(_places(_words(text), "orders"))


def says_erase(text: str) -> bool:
    """A yes to erasing: `xóa`, `vâng xóa hết đi ạ`."""
    return _is_made_of(text, "erase", "yes")


def is_shop(text: str) -> bool:
    """Whether it names a shop, with or without somebody: `chị Hương cửa hàng tạp hóa`."""
    return bool(_places(_words(text), "shop"))


def names_choice(text: str, label: str) -> bool:
    """Whether the text, without polite words at its ends, is the part of the label before its first
    comma (`xong` of `Xong, tính luôn`) or two or more words that stand together in it."""
    said = _words(text)
    bare = list(said)
    while bare and _phrase_at(bare[-1:], 0, "polite"):
        bare.pop()
    whole = list(bare)  # `chi` begins `chi tiết` and, without its mark, is how one is addressed
    while bare and _phrase_at(bare[:1], 0, "polite"):
        bare.pop(0)
    return bool(bare) and any(_stands_in(one, label) for one in (said, whole, bare))


def _stands_in(said: Sequence[str], label: str) -> bool:
    whole, size = _words(label), len(said)
    if same_words(said, _words(label.partition(",")[0])):
        return True
    spots = range(len(whole) - size + 1)
    return size > 1 and any(same_words(said, whole[at : at + size]) for at in spots)


_DO_NOT = re.compile(r"(?i)\bđừng\b|\bdung\b(?= (?:h[uủ]y|xoa|rut|bo|tat)\b)")
_NO = re.compile(r"(?:(?:da|a|o|ay|the|vang) )*(?:khong|ko)\b")


def corrected(text: str) -> str | None:
    """`tổ 5 à không tổ 6` -> `tổ 6`: what somebody says instead of what they said first; None when
    nothing is taken back."""
    found = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]
    words = [word.lower() for word, _, _ in found]
    for start, size in _places(words, "keeps_first"):
        if start > 0 and start + size < len(words):
            return text[: found[start][1]].strip(" ,.;:-")
    spots = [(start + size, start) for start, size in _places(words, "correction")]
    after, before = max(spots, default=(0, 0))
    first = [word for word in words[:before] if word.isalnum()]
    if not before or after >= len(words) or all(_phrase_at([w], 0, "polite") for w in first):
        return None  # of `à nhầm, tổ 8` the first words were another message
    last = len(words)
    while after < last and (size := _phrase_at(words, after, "after_correction")):
        after += size
    for size in (2, 1):
        if last - size > after and _phrase_at(words, last - size, "after_correction") == size:
            last -= size
            break
    if all(_phrase_at([word], 0, "polite") for word in words[after:last]):
        return None  # `tên mẹ là Thuỷ, em gõ nhầm ạ`: what is right stands before it
    return text[found[after][1] : found[last - 1][2]].strip() if after < last else None


def names_figure(text: str, figure: str) -> bool:
    """Whether the text calls an amount so: `chi phí 2 tỷ 3`, of `costs`."""
    return bool(_places(_words(text), f"figure_{figure}"))


def is_figure_of(text: str, *asked: str) -> bool:
    """Whether an amount in the text may be of what is asked (`turnover`, `platform`, `costs`): it
    is named as nothing (`2 tỷ 3`) or as that, not only as something else (`chi phí 2 tỷ 3`)."""
    figures = ("turnover", "platform", "costs", "other")
    named = {figure for figure in figures if names_figure(text, figure)}
    return not named or bool(named.intersection(asked))


def says_spent(text: str) -> bool:
    """`hết tầm 900 triệu tiền hàng`, `chi phí 1 tỷ`: that money went out, and none was taken in."""
    words = _words(text)
    spent = bool(_places(words, "figure_costs")) or (bool(words) and words[0] in ("hết", "tốn"))
    return spent and not names_figure(text, "turnover")


def places(words: Sequence[str], group: str) -> list[tuple[int, int]]:
    """(where, how many words) of every phrase of a group of `spoken.yaml` among lower-case
    words."""
    return _places(words, group)


def word_spots(text: str) -> list[tuple[str, int, int]]:
    """The lower-case words of a text, and where each begins and ends in it."""
    return [(m[0].lower(), m.start(), m.end()) for m in re.finditer(r"\w+", text)]


def is_made_of(text: str, *groups: str) -> bool:
    """Whether the text holds phrases of these groups and polite words only; one of the first."""
    return _is_made_of(text, *groups)


def phrase_at(words: Sequence[str], place: int, group: str) -> int:
    """How many words the longest phrase of a group has that begins here; 0 for none."""
    return _phrase_at(words, place, group)


@cache
def words_of(group: str, *, folded: bool = True) -> frozenset[str]:
    """The phrases of a group of `spoken.yaml`."""
    return frozenset(fold(phrase) if folded else phrase for phrase in _load()[group])


_ROSES = re.compile(
    r"\bhoa (?:cuc|ly|lan|dao|mai|tuoi|sen|giay|kho|ngu sac)\b|\b(?:bo|canh|cay|chau|bong|trong"
    r"|cam)"
    r" hoa hong\b"
)


def names_roses(folded: str) -> bool:
    """Whether `hoa hong` is a flower, and no commission: `hoa cúc hoa hồng`."""
    return _ROSES.search(folded) is not None


def is_paid_work(text: str) -> bool:
    """`freelancer 300 triệu`, `được hoa hồng`: somebody is paid for work, which is a wage unless it
    is registered as a business. Not an agent's or a broker's, nor what a business pays."""
    words = _words(text)
    paid, pays = _places(words, "paid_work"), _places(words, "pays_work")
    own = any(
        not any(start <= place and place + size <= start + length for start, length in pays)
        for place, size in paid
    )
    return own and not _places(words, "agency") and not names_roses(fold(text))


def not_cut_in(text: str) -> list[str]:
    """What a text names whose VAT rate Nghị quyết 204/2025/QH15 does not cut, as it was typed."""
    words = _words(text)
    found = _places(words, "not_cut")
    inside = {
        (place, size)
        for place, size in found
        for start, length in found
        if size < length and start <= place and place + size <= start + length
    }
    return [
        " ".join(words[place : place + size])
        for place, size in found
        if (place, size) not in inside
    ]


def only_services(text: str) -> bool:
    """`dịch vụ`: the kind of work, and nothing nearer."""
    return _is_made_of(text, "services")


def told_not(text: str) -> str:
    """The text folded, with `đừng` as `dung=`: without its marks it would be one with `dừng` and
    `đúng`. Typed without marks it is that where something is not to be done (`dung huy ve`)."""
    return fold(_DO_NOT.sub("dung=", text))


_INTO = re.compile(r"(?i)\bvô\b")


def into(text: str) -> str:
    """The text with the southern `vô` as `vào`: folded it would be one with `vợ`."""
    return _INTO.sub("vào", text)


def is_of_rent(text: str) -> bool:
    """Whether it speaks of renting, with its mark, and of no tax: folded they are one."""
    return "thuê" in text.lower() and "thuế" not in text.lower()


def denies(text: str) -> bool:
    """`không phải, 2 tỷ 3`, `không, 300 triệu`: it begins by saying no to something, and what
    follows may be of that and not of what is asked."""
    return bool(_NO.match(fold(text))) or taken_back(text) is not None


def says_none_there(text: str) -> bool:
    """`không`, `không bán online`: nothing of it was sold there."""
    return _is_made_of(text, "none_there", "no")


def says_all_there(text: str) -> bool:
    """`tất cả`, `hết`: all of it was."""
    return _is_made_of(text, "all_there")


@lru_cache(maxsize=FORMS_KEPT)
def asks(text: str) -> bool:
    """Whether it is a question, not a value: `hội nghị họp ở đâu`, `có phải nộp tiền không`."""
    if text.rstrip(" .!").endswith("?"):
        return True
    said = _words(text)
    if len(said) < _ASKS_FROM:
        return False
    told = {at for place, size in _places(said, "asks_not") for at in range(place, place + size)}
    if any(told.isdisjoint(range(at, at + size)) for at, size in _places(said, "asks")):
        return True
    words = [word for word in said if not _phrase_at([word], 0, "polite")]
    ends = bool(words) and bool(_phrase_at(words[-1:], 0, "asks_end"))
    return ends and bool(_places(words[:-1], "asks_with"))


def taken_back(text: str) -> str | None:
    """`à nhầm, Trần Văn Bến` -> `Trần Văn Bến`: what somebody says in place of an earlier answer;
    None when the text does not begin by taking one back."""
    return _after_opening(text, "takes_back")


def adds_to_it(text: str) -> bool:
    """`quên chưa nói, từ hôm qua`, `tôi viết nhầm, là xe máy`: more of what was just written, or
    other words for a part of it."""
    return _after_opening(text, "adds") is not None or taken_back(text) is not None


def _after_opening(text: str, group: str) -> str | None:
    """What follows a phrase of the group at the beginning of the text, polite words before it
    aside; None without such a beginning, or with nothing behind it."""
    found = list(_WORD.finditer(text))
    words = [match.group().lower() for match in found]
    place = 0
    while place < len(words) and not _phrase_at(words, place, group):
        if not _phrase_at(words, place, "polite") or place > 1:
            return None
        place += 1
    place += _phrase_at(words, place, group)
    while place < len(words) and _phrase_at(words, place, "after_correction"):
        place += 1
    return text[found[place].start() :].strip() if place < len(words) else None


_WHY_UNNAMED = re.compile(r"(?i)[,;.]\s*(?:sợ|so|kẻo|keo|vì|vi)\b")


def keeps_unnamed(text: str) -> bool:
    """`không ghi tên tôi được không`, `đừng có ghi tên tui vô đơn, sợ người ta ghét`: of a text,
    and no part of it, that no name stand under it. Why, counts for nothing."""
    words = _words(_WHY_UNNAMED.split(text, maxsplit=1)[0])
    return len(words) <= _WAITS_UP_TO + 4 and bool(_places(words, "without_name"))


def is_courtesy(text: str) -> bool:
    """`dạ em cảm ơn ạ`, `chào anh`: polite words and nothing else."""
    return _is_made_of(text, "thanks", "no_name", "polite")


def instead(text: str) -> str | None:
    """`à sửa lại: bao giờ họp chợ` -> `bao giờ họp chợ`: what stands in place of all that was
    written; None when nothing is replaced."""
    return _after_opening(text, "instead")


def rating_in(text: str) -> int | None:
    """`5 sao`, `năm điểm`, `rất tốt`: the points (1 to 5) that the whole text gives."""
    words = [word for word in _words(text) if not _phrase_at([word], 0, "polite")]
    if len(words) == 2 and _phrase_at(words[1:], 0, "points"):
        points = read_number(words[:1])
        return points if points in range(1, 6) else None
    marks = (points for points in range(5, 0, -1) if _is_made_of(text, f"rate_{points}"))
    return next(marks, None)


def says_wrong(text: str) -> bool:
    """`sai bét`, `sai rồi, trên thuế bảo tôi khác cơ`: the answer given just now is wrong."""
    if _is_made_of(text, "wrong_answer"):
        return True
    head, comma, _ = text.partition(",")
    return bool(comma) and _is_made_of(head, "wrong_answer") and not asks(text)


def links_on(text: str) -> bool:
    """`thế bán online thì sao`, `nop muon thi sao`: by its first word, or its last ones, it goes on
    with the answer given just now. A first word counts as it is written (`vay` is no `vậy`); of a
    text without marks only where the rest of it names nothing (`con nop o dau`)."""
    words = _words(text)
    if any(place + size == len(words) for place, size in _places(words, "links_end")):
        return True
    size = _phrase_at(words, 0, "links_on")
    rest = words[size:]
    if not size or not rest:
        return False
    if has_marks(text):
        return any(phrase == words[: len(phrase)] for phrase in _phrases("links_on"))
    return names_nothing(" ".join(rest))


def asks_again(text: str) -> bool:
    """`là sao`, `nói lại cho dễ hiểu`, `dài quá cô không đọc`, `??`: the answer once more,
    plainer."""
    if text.strip() and not text.strip("? "):
        return True
    return _is_made_of(text, "again", "asking_along") and bool(_places(_words(text), "again"))


def asks_further(text: str) -> bool:
    """`rồi sao nữa`, `nói kỹ hơn đi`: more of the answer given just now."""
    return _is_made_of(text, "further", "asking_along") and bool(_places(_words(text), "further"))


def names_nothing(text: str) -> bool:
    """`làm ở đâu`, `bao nhiêu tiền`, `không làm thì sao`: a question without what it is about."""
    return _is_made_of(text, "names_nothing")


def has_no_phone(text: str) -> bool:
    """`bác không có điện thoại`, `không có`: there is no number to give."""
    return lacks_phone(text) or _is_made_of(plainly(text), "no")


def lacks_phone(text: str) -> bool:
    """`bác không có điện thoại`: said of the phone, wherever it is said."""
    return bool(_places(_words(plainly(text)), "no_phone"))


def asks_why(text: str) -> bool:
    """`sao phải đồng ý`: why something is asked for."""
    return bool(_places(_words(text), "asks_why"))


def is_unhappy(text: str) -> bool:
    """`chưa được, báo rồi mà đã sửa đâu`: after an answer, that it did not help."""
    return not asks(text) and bool(_places(_words(text), "not_done"))


def is_talk(text: str) -> bool:
    """Whether words of talking stand in what should be a name of a shop or of a place."""
    return bool(_places(_words(text), "talk"))


def has_no_shop(text: str) -> bool:
    """`chưa đăng ký`, `tôi bán hàng rong`: there is no registered business to name. Written as
    names are, it is one: `Quán Không Tên`."""
    if bool(_places(_words(text), "no_shop")):
        return True
    return bool(_NO_SHOP.search(fold(tidy(text)))) and not text.strip().istitle()


def is_elsewhere(text: str) -> bool:
    """`ngoài phường`, `tôi ở phường khác`."""
    return bool(_places(_words(text), "elsewhere"))


def without_lives(text: str) -> str:
    """`tôi ở Kiến An` -> `Kiến An`; any other text as it is."""
    found = list(_WORD.finditer(text))
    size = _phrase_at([match.group().lower() for match in found], 0, "lives")
    return text[found[size].start() :] if 0 < size < len(found) else text


def read_number(words: Sequence[str]) -> int | None:
    """`5`, `năm`, `mười hai`, `hai mươi lăm`: the number that all the words are (0 to 999)."""
    match list(words):
        case [one]:
            return 10 if same_words([one], ["mười"]) else _number(one)
        case [*tens, one] if tens:
            last = 5 if same_words([one], ["lăm"]) else 1 if one == "mốt" else _number(one)
            if any(same_words([one], [ten]) for ten in ("mươi", "chục")) and len(tens) == 1:
                return 10 * count if (count := _number(tens[0])) else None
            whole = read_number(tens)
            tens_only = whole is not None and whole >= 10 and not tens[0].isdecimal()
            return whole + last if whole and last and tens_only and whole % 10 == 0 else None
    return None


def says_company(text: str) -> int:
    """How many come, where the words say so and little else: `mình tôi thôi`, `hai vợ chồng`, `hai
    mẹ con thôi`; 0 for any other text."""
    words = _words(text)
    said = any(_places(words, group) for group in ("alone", "couple", "family"))
    short = len(words) <= _WAITS_UP_TO and not asks(text)
    return (read_people(text) or 0) if said and short else 0


_DENIED = re.compile(
    r"(?i)(?<=\S)[, ]+(?:(?:chứ|chu) +)?(?:không|khong|hổng|ko) (?:phải|phai)\b.*$"
)


_BECOMES = re.compile(
    r"(?<!\bto )(?<!pho )(?<!tdp )\b(?:thanh|len) (?:la )?(\w+)(?: (?:nguoi|suat|cho|ve))?"
    r"(?: (?:nhe|nha|a|di|em|thoi|luon))*$"
)
_MORE_OR_FEWER = re.compile(
    r"\b(them|bot)(?: (?:cho|di|vao|cai|giup))* (\w+) (?:nguoi|suat|cho|ve)\b"
)


def becomes_so_many(text: str) -> int:
    """`đổi thành 4`, `thêm 1 người thành 4` -> 4; 0 for other words."""
    parts = (bare_words(part) for part in fold(text).split(","))
    found = None if asks(text) else next(filter(None, map(_BECOMES.search, parts)), None)
    return (read_number([found[1]]) or 0) if found else 0


def party_after(text: str, before: int) -> int | None:
    """How many come after `thêm 1 người`, `bớt 1 người`, `thành 4`, of so many before; None for
    other words."""
    plain = bare_words(text)
    if many := becomes_so_many(text):
        return many
    if asks(text):
        return None
    if (found := _MORE_OR_FEWER.search(plain)) and (number := read_number([found[2]])):
        return before + number if found[1] == "them" else before - number
    return None


_COUNTED_FIRST = re.compile(
    r"\b(?:\d{1,2}|mot|hai|ba|bon|nam|sau|bay) nguoi(?: (?:thoi|di|nhe|nha|a|tat ca))*\s*$"
)
_ADDED = re.compile(r"^\s*(?:them|va|voi|cong|cung)\b|\b(?:nua|tre em|tre con|em be)\b")


def read_people(text: str) -> int | None:
    """How many people somebody says come, themselves included: `2 người`, `hai vợ chồng`, `tôi và
    hai con`; None when it is not sure."""
    head, _, rest = (text := plainly(text)).partition(",")
    if rest and _COUNTED_FIRST.search(fold(head)) and not _ADDED.search(fold(rest)):
        return read_people(head)  # `ba người, tôi với bà Sáu`: who they are
    words = _in_figures(_words(_DENIED.sub("", text) or text))
    if _places(words, "about"):
        return None
    others = [start + size for start, size in _places(words, "counts_another")]
    words = [word for place, word in enumerate(words) if place not in others]
    couple = max(_places(words, "couple"), key=lambda place: place[1], default=None)
    alone = max(_places(words, "alone"), key=lambda place: place[1], default=None)
    named = couple or alone  # its words are no numbers of their own
    numbers = [
        (place, number)
        for place, word in enumerate(words)
        if (number := _number(word)) is not None
        and (named is None or not named[0] <= place < sum(named))
    ]
    joined = [place for place, _ in _apart(_places(words, "together"))]
    if alone and not numbers and not joined and not couple:
        return 1
    if len(numbers) > 1 or len(joined) > 1:
        return None
    first = 2 if couple else 1
    if not numbers:
        return first + len(joined) if couple or joined else None
    place, number = numbers[0]
    if couple and not joined:
        return number if number == first else None
    counts_all = any(start < place for start, _ in _places(words, "whole"))
    return first + number if joined and joined[0] < place and not counts_all else number


def _apart(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The phrases that do not begin inside another: `đi cùng` holds `cùng`."""
    inside = {at for start, size in places for at in range(start + 1, start + size)}
    return [found for found in places if found[0] not in inside]


def _in_figures(words: Sequence[str]) -> list[str]:
    """The words with every number of several words (`hai mươi`, `mười hai`) as one in figures."""
    figures: list[str] = []
    place = 0
    while place < len(words):
        runs = ((size, read_number(words[place : place + size])) for size in (3, 2))
        size, number = next(((s, n) for s, n in runs if n is not None), (1, None))
        if number is None and same_words(words[place : place + 1], ["mười"]):
            number = 10
        figures.append(words[place] if number is None else str(number))
        place += size
    return figures


def _number(word: str) -> int | None:
    if word.isascii() and word.isdecimal():
        return int(word) if len(word) < _ASKS_FROM else None
    spoken = (n for n, phrase in enumerate(_phrases("numbers"), 1) if same_words([word], phrase))
    return next(spoken, None)


@lru_cache(maxsize=FORMS_KEPT)
def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", tidy(text).lower()))


@lru_cache(maxsize=FORMS_KEPT)
def _is_made_of(text: str, *groups: str) -> bool:
    """Whether the text holds phrases of these groups and polite words only; one of the first."""
    words, place, said = _words(text), 0, 0
    while place < len(words):
        main = max(_phrase_at(words, place, group) for group in groups)
        polite = _phrase_at(words, place, "polite")
        if not main and not polite:
            return False
        said += bool(main)
        place += max(main, polite)
    return said > 0


def _places(words: Sequence[str], group: str) -> list[tuple[int, int]]:
    """(where, how many words) of every phrase of the group among the words."""
    begins = _beginning(group)
    spots = (place for place, word in enumerate(words) if fold(word) in begins)
    sizes = ((place, _phrase_at(words, place, group)) for place in spots)
    return [(place, size) for place, size in sizes if size]


def _phrase_at(words: Sequence[str], place: int, group: str) -> int:
    """How many words the longest phrase of the group that begins here has; 0 for none."""
    if place >= len(words) or not (phrases := _beginning(group).get(fold(words[place]))):
        return 0
    found = 0
    for phrase in phrases:
        size = len(phrase)
        said = words[place : place + size]
        takes_back = group in ("correction", "takes_back")
        alone_unmarked = takes_back and size == 1 and not has_marks("".join(said))
        if size > found and same_words(said, phrase) and not alone_unmarked:
            found = size
    return found


def make_ready() -> None:
    """While the content is loaded: what the first messages would have to wait for."""
    for group in _load():
        _beginning(group)


@cache
def _beginning(group: str) -> dict[str, list[tuple[str, ...]]]:
    """The phrases of a group by their first word, folded: others cannot begin at that word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in _phrases(group):
        found.setdefault(fold(phrase[0]), []).append(phrase)
    return found


@cache
def _phrases(group: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(_WORD.findall(phrase)) for phrase in _load()[group])


@cache
def _load() -> dict[str, list[str]]:
    raw = at_start.yaml(FILE.read_text(encoding="utf-8-sig"))
    return {group: [str(phrase).lower() for phrase in phrases] for group, phrases in raw.items()}
