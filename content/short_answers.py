"""The one reader of a short answer, for every open question: yes, no, unknown, later, skip, back,
stop, as people write them, with or without marks, in short, and with polite words around.

A line is one of these only where all of its words are. Words: `content/spoken.yaml`.
"""

import re
from enum import StrEnum
from functools import lru_cache

from content.spoken import (
    as_it_was,
    asks,
    is_courtesy,
    is_made_of,
    phrase_at,
    places,
    says_keep,
    word_spots,
    words_of,
)
from content.vietnamese import bare_words, fold, tidy


class ShortAnswer(StrEnum):
    """What is meant. Of two in one line (`thôi bỏ qua đi`) the later of this list."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    LATER = "later"
    SKIP = "skip"
    BACK = "back"
    STOP = "stop"


LONGEST = 12  # words: a longer line says more than that
_WAITS_UP_TO = 10
_GROUPS = {
    ShortAnswer.YES: ("yes",),
    ShortAnswer.NO: ("no",),
    ShortAnswer.UNKNOWN: ("unknown",),
    ShortAnswer.LATER: ("later",),
    ShortAnswer.SKIP: ("skip",),
    ShortAnswer.BACK: ("back",),
    ShortAnswer.STOP: ("gives_up", "refuse", "stop"),
}
_ASIDE = ("polite", "beside_answer")
# Before a no they are polite: `vâng không cần đâu`, `ừ thôi`.
_SOFT_YES = frozenset(("da", "vang", "u", "um", "uh", "uk", "ua", "o", "ok", "da vang"))
_IN_SHORT = {
    "không": r"ko|k|kh|kg|kô|khg|khong|hok|hong|hông|hổng|hỏng|hem|hẻm|hôn|hăm|hong",
    "được": r"đc|dc|duoc",
    "biết": r"bít|bik|biet|bit|bt",
    "vâng": r"vưng|vg",
    "dạ": r"dzạ|dza",
}
_SPELLED = tuple((re.compile(rf"(?i)\b(?:{short})\b"), word) for word, short in _IN_SHORT.items())
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")


@lru_cache(maxsize=256)
def short_answer(text: str) -> ShortAnswer | None:
    """The short answer that a line is; None for any other line."""
    said = _DRAWN_OUT.sub(r"\1", tidy(text))
    for short, word in _SPELLED:
        said = short.sub(word, said)
    found = _found(said)
    if found is None or (set(found) == {ShortAnswer.YES} and "dau" in fold(said).split()):
        return None  # `o dau`, `được đâu`: behind a yes it is no polite word
    return _meant(found) if found else None


def _found(said: str) -> dict[ShortAnswer, list[str]] | None:
    """Each short answer said with its phrases, folded; None where something else is said."""
    words = [word for word, _, _ in word_spots(said)]
    if not 0 < len(words) <= LONGEST:
        return None
    found: dict[ShortAnswer, list[str]] = {}
    place = 0
    while place < len(words):
        sizes = {
            answer: max(phrase_at(words, place, group) for group in groups)
            for answer, groups in _GROUPS.items()
        }
        size = max(sizes.values())
        aside = max(phrase_at(words, place, group) for group in _ASIDE)
        if not size and not aside:
            return None
        if size >= aside:
            answer = next(one for one in ShortAnswer if sizes[one] == size)
            found.setdefault(answer, []).append(fold(" ".join(words[place : place + size])))
        place += max(size, aside)
    return found


def _meant(found: dict[ShortAnswer, list[str]]) -> ShortAnswer | None:
    yes, others = found.get(ShortAnswer.YES), set(found) - {ShortAnswer.YES}
    if not yes or not others:
        return [one for one in ShortAnswer if one in found][-1]
    if others == {ShortAnswer.NO} and not _SOFT_YES.issuperset(yes):
        return None  # `được mà thôi`
    return [one for one in ShortAnswer if one in others][-1]


def says_yes(text: str) -> bool:
    """`có`, `co`, `vâng ạ`, `dạ được`."""
    return short_answer(text) is ShortAnswer.YES


def says_no(text: str) -> bool:
    """`không`, `thôi ạ`, `đâu có`."""
    return short_answer(text) is ShortAnswer.NO


def refuses(text: str) -> bool:
    """`Tôi không muốn nữa`, `thôi dẹp đi`: they want to stop."""
    return short_answer(text) is ShortAnswer.STOP


def does_not_know(text: str) -> bool:
    """`không nhớ`, `ko biết`, `quên rồi`."""
    return short_answer(text) is ShortAnswer.UNKNOWN


_NO_MORE = re.compile(
    r"(?:(?:da|vang|u|uh|um|thoi|a|o|thi|the|vay) )*"
    r"(?:(?:khong|ko|k|hong|chang|het|chua)(?: (?:con|co|lam|ban))*"
    r"(?: (?:gi|nganh|viec|khoan|cai|nghe|nao|nua|khac|them|het|roi|dau|ca|thu))*"
    r"|(?:chi )?(?:co )?(?:the|vay|nhieu do|bay nhieu|nhiu do|chung do|chung ay|ngan ay|mot nganh)"
    r"(?: (?:thoi|do|do thoi|la het|la du))*|xong(?: roi| het)*|du roi)"
    r"(?: (?:a|em|e|chau|con|ban|anh|chi|bac|co|chu|ong|ba|nhe|nha|nghe|nghen|oi))*"
)


def has_no_more(text: str) -> bool:
    """Whether nothing is to be added to what was told: `không có gì nữa đâu`, `hết rồi`, `có vậy
    thôi`, or one does not know of anything."""
    return does_not_know(text) or _NO_MORE.fullmatch(bare_words(text)) is not None


def skips(text: str) -> bool:
    """`bỏ qua đi`, `cho qua câu này`."""
    return short_answer(text) is ShortAnswer.SKIP


def goes_back(text: str) -> bool:
    """`quay lại câu trước`."""
    return short_answer(text) is ShortAnswer.BACK


def waits(text: str) -> bool:
    """`thôi để tôi hỏi chồng đã`, `chờ tôi nghĩ đã`: no answer yet, and nothing is given up."""
    return short_answer(text) is ShortAnswer.LATER or _stands_in(text, "waits")


def holds_back(text: str) -> bool:
    """`vợ tôi bảo thôi đừng gửi`, `ừ rút`, `sợ lắm`: a short word that what was written should
    perhaps not go, when it is no part of it."""
    if _stands_in(text, "holds_back"):
        return True
    return _is_short(text) and is_made_of(text, "gives_it_up", "yes")


def _stands_in(text: str, group: str) -> bool:
    """Whether a phrase of a group stands anywhere in a short line that asks nothing."""
    words = [word for word, _, _ in word_spots(tidy(text))]
    return _is_short(text) and bool(places(words, group))


def _is_short(text: str) -> bool:
    words = [word for word, _, _ in word_spots(tidy(text))]
    return len(words) <= _WAITS_UP_TO and not any(map(str.isdecimal, words)) and not asks(text)


def is_no_value(text: str) -> bool:
    """Whether it is an answer to another question, never a name of anything: yes, no, later."""
    return short_answer(text) is not None or as_it_was(text) or says_keep(text)


def is_no_name(text: str) -> bool:
    """The same of somebody's name, which also holds none of certain words. Two words or more, each
    with its capital, are a name though they read like a yes or a no: `Cô Không`."""
    words = tidy(text).split()
    if len(words) > 1 and all(word[0].isupper() for word in words):
        return is_made_of(text, "refuse", "no") and not says_no(text)  # `Ông Huy` is one
    lower = [word for word, _, _ in word_spots(tidy(text))]
    if any(word in words_of("never_in_a_name", folded=False) for word in lower):
        return True
    if is_made_of(text, "no_name", "no"):
        return True
    called = [word for word in lower if not phrase_at([word], 0, "address")]
    return is_no_value(text) and not (called and words_of("also_a_name").issuperset(called))


def is_filler(text: str) -> bool:
    """Whether it is nothing but a yes, a no, a greeting, a wait: no value of anything."""
    return is_no_value(text) or is_made_of(text, "no_name", "no", "yes")


def ends_writing(text: str) -> bool:
    """`xong nhé em`, `đúng rồi ạ`: a text that was being written is whole."""
    if is_made_of(text, "written", "yes"):
        return True
    return not is_courtesy(text) and is_made_of(text, "written", "yes", "thanks")


def stops_writing(text: str) -> bool:
    """`thôi không hỏi nữa`, `mà thôi`: it is not to be sent."""
    answer = short_answer(text)
    lets_go = answer is ShortAnswer.NO and "thoi" in fold(text).split()
    return answer is ShortAnswer.STOP or (lets_go and not is_made_of(text, "written"))


def rewrites(text: str) -> bool:
    """`viết lại`, `không ghi`: what was written is to go, and nothing stands in its place."""
    return is_made_of(text, "rewrites", "no") and not says_no(text)
