"""Short things people type in the middle of a form, whatever was asked: yes, no, that they want to
stop, a correction of what they just said, a question of their own. Words: `content/spoken.yaml`.
"""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import yaml

from content.vietnamese import fold, has_marks, same_words, tidy

FILE = Path(__file__).with_name("spoken.yaml")

_WORD = re.compile(r"\w+|[,;:.\-]")
_ASKS_FROM = 4  # words: fewer are a name that happens to hold one of a question


def says_yes(text: str) -> bool:
    """`có`, `co`, `vâng ạ`, `dạ được`: the whole text is a yes."""
    return _is_made_of(text, "yes")


def says_no(text: str) -> bool:
    """`không`, `thôi ạ`, `không cần đâu`: the whole text is a no."""
    return _is_made_of(text, "no")


def refuses(text: str) -> bool:
    """`Tôi không muốn nữa`: the whole text says that they want to stop."""
    return _is_made_of(text, "refuse", "no") and not says_no(text)


def takes(text: str) -> bool:
    """A yes to a seat that is offered: also `nhận`, `tôi đi`."""
    return _is_made_of(text, "take", "yes")


def declines(text: str) -> bool:
    """A no to a seat that is offered: also `bận rồi`, `tôi không đi được`."""
    return _is_made_of(text, "decline", "refuse", "no")


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
    while bare and _phrase_at(bare[:1], 0, "polite"):
        bare.pop(0)
    return bool(bare) and (_stands_in(said, label) or _stands_in(bare, label))


def _stands_in(said: Sequence[str], label: str) -> bool:
    whole, size = _words(label), len(said)
    if same_words(said, _words(label.partition(",")[0])):
        return True
    spots = range(len(whole) - size + 1)
    return size > 1 and any(same_words(said, whole[at : at + size]) for at in spots)


def is_no_value(text: str) -> bool:
    """Whether it is an answer to another question, never a name of anything: yes, no, a refusal."""
    return as_it_was(text) or says_no(text) or refuses(text) or says_keep(text)


def is_no_name(text: str) -> bool:
    """The same of somebody's name, which also holds none of certain words. Two words or more, each
    with its capital, are a name though they read like a yes or a no: `Cô Không`."""
    words = tidy(text).split()
    if len(words) > 1 and all(word[0].isupper() for word in words):
        return refuses(text)
    lower = _words(text)
    if any((word,) in _phrases("never_in_a_name") for word in lower):
        return True
    if _is_made_of(text, "no_name", "no"):
        return True
    called = [word for word in lower if not _phrase_at([word], 0, "address")]
    unmarked = {fold(phrase[0]) for phrase in _phrases("also_a_name")}
    return is_no_value(text) and not (called and unmarked.issuperset(called))


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
    if not before or after >= len(words):
        return None
    last = len(words)
    while after < last and (size := _phrase_at(words, after, "after_correction")):
        after += size
    for size in (2, 1):
        if last - size > after and _phrase_at(words, last - size, "after_correction") == size:
            last -= size
            break
    return text[found[after][1] : found[last - 1][2]].strip() if after < last else None


def asks(text: str) -> bool:
    """Whether it is a question, not a value: `hội nghị họp ở đâu`, `có phải nộp tiền không`."""
    if text.rstrip(" .!").endswith("?"):
        return True
    words = [word for word in _words(text) if not _phrase_at([word], 0, "polite")]
    if len(_words(text)) < _ASKS_FROM:
        return False
    if _places(_words(text), "asks"):
        return True
    ends = bool(words) and bool(_phrase_at(words[-1:], 0, "asks_end"))
    return ends and bool(_places(words[:-1], "asks_with"))


def read_people(text: str) -> int | None:
    """How many people somebody says come, themselves included: `2 người`, `hai vợ chồng`, `tôi và
    hai con`; None when it is not sure."""
    words = _words(text)
    couple = max(_places(words, "couple"), key=lambda place: place[1], default=None)
    alone = max(_places(words, "alone"), key=lambda place: place[1], default=None)
    named = couple or alone  # its words are no numbers of their own
    numbers = [
        (place, number)
        for place, word in enumerate(words)
        if (number := _number(word)) is not None
        and (named is None or not named[0] <= place < sum(named))
    ]
    joined = [place for place, _ in _places(words, "together")]
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


def _number(word: str) -> int | None:
    if word.isascii() and word.isdecimal():
        return int(word) if len(word) < _ASKS_FROM else None
    spoken = (n for n, phrase in enumerate(_phrases("numbers"), 1) if same_words([word], phrase))
    return next(spoken, None)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", tidy(text).lower())


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
    sizes = ((place, _phrase_at(words, place, group)) for place in range(len(words)))
    return [(place, size) for place, size in sizes if size]


def _phrase_at(words: Sequence[str], place: int, group: str) -> int:
    """How many words the longest phrase of the group that begins here has; 0 for none."""
    found = 0
    for phrase in _phrases(group):
        size = len(phrase)
        said = words[place : place + size]
        alone_unmarked = group == "correction" and size == 1 and not has_marks("".join(said))
        if size > found and same_words(said, phrase) and not alone_unmarked:
            found = size
    return found


@cache
def _phrases(group: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(_WORD.findall(phrase)) for phrase in _load()[group])


@cache
def _load() -> dict[str, list[str]]:
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8-sig"))
    return {group: [str(phrase).lower() for phrase in phrases] for group, phrases in raw.items()}
