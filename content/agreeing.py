"""A yes in a sentence, where a yes is asked for: `ừ thế thôi đăng ký đi cháu`, and `được rồi mà họp
mấy giờ vậy`, which agrees and asks. Words: `content/spoken.yaml`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from content.lines import Does, does
from content.short_answers import ShortAnswer, says_yes, short_answer
from content.spoken import asks, is_courtesy, keeps_after_all, phrase_at, word_spots
from content.vietnamese import FORMS_KEPT, bare_words, fold

_LONGEST = 24  # words: a longer message tells a story

# Folded. What joins a question to the yes before it.
_JOINS = frozenset(("ma", "nhung", "con", "the", "vay", "thi"))
_ASKS_ON = re.compile(
    r"^(?:(?:ma|nhung|con|the|vay|thi|a|em oi|chau oi|em|chau|co|chi|bac) )*cho (?:\w+ )?hoi\b"
)
# Who else agrees, of whom it was asked, too: `vâng mẹ đồng ý rồi`.
_ANOTHER = re.compile(
    r"(?i)\b(?:mẹ|me|má|ma|bố|bo|ba|bà|ông|ong|vợ|vo|chồng|chong|cha|tía|tia|cô|co|chú|chu|bác|bac"
    r"|chị|chi|anh)(?: (?:em|tôi|toi|tui|cháu|chau|con|mình|minh|ấy|ay|nhà|nha|cũng|cung|đã|da"
    r"|thì|thi|nói|noi|bảo|bao|là|la|có|co))* (?=(?:đồng ý|dong y|chịu|chiu)\b)"
)
# `được, thế thì đăng ký luôn`, `ghi giúp cháu với`: no more than how it is said.
_SO_THEN = re.compile(
    r"(?i)\b(?:thế|the|vậy|vay|thôi|thoi) (?:thì|thi)\b"
    r"|(?<=\w)\s+(?:với|voi)(?=(?:\s+(?:ạ|a|nhé|nhe))*[\s.!]*$)"
)
_ALONG = ("that_is_all", "polite", "thanks")
# A yes as it may also begin a question (`có phải …`), with nothing between them: it is none.
_BEGINS_QUESTIONS = frozenset(("co", "duoc", "phai", "chac", "dung", "chuan"))
_POLITE_ONLY = frozenset(("da", "o", "um", "uh", "y"))  # before a question they say no yes
_IF = re.compile(r"\b(?:neu|mien (?:la|sao)?|voi dieu kien|dieu kien|tru khi|mien)\b(?! phi)")
# Of what is kept and shown: whoever asks that has not agreed to it.
_OF_DATA = re.compile(
    r"\b(?:thong tin|du lieu|lo|lam gi|lam chi|ai (?:xem|biet|doc|thay)|giu (?:bao|den)|luu|so cua"
    r"|so dien thoai|ten (?:toi|tui|em|minh)|an toan|tin duoc|lua)\b"
)
_MERE_TAG = re.compile(
    r"(?:(?:phai|dung|duoc|chac|xong) )?(?:khong|ko|k|kg|hong|hok|hem|chua|ha|nhi|hen)"
    r"(?: (?:vay|the|a|em|chau|con|co|chi|anh|chu|bac|oi|ta))*"
)
_FOR_ME = re.compile(r"\b(?:giup|gium|dum|ho)\b.*\bduoc (?:khong|ko|hong|k)\b")
_NOT = re.compile(r"(?:ma |nhung )?(?:khong|ko|dung|chua|khoi|khoan)\b")
_QUICK_ASK = re.compile(
    r"\b(?:may gio|may h|o dau|cho nao|khi nao|bao gio|hom nao|ngay nao|bao nhieu|bao lau|the nao"
    r"|ra sao|gi|sao|dau|nao|ai|may|hay sao)(?: (?:vay|the|nhi|ha|a|em|chau|con|co|chi|day|do|ta"
    r"|ban|hen|he|toi|tui|bac|anh|chu))*$"
    r"|\b(?:khong|ko|k|kg|hong|hok|hem|chua|ha|nhi)(?: (?:vay|the|nhi|ha|a|em|chau|con|co|chi|ta"
    r"|day|do|bac|anh|chu))*$"
)


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is said where a yes is asked for: a yes (`yes`), that it is to be done (`urged`: `đăng
    ký đi`), or both. `asked`: the question put with it, "" for none."""

    yes: bool = True
    urged: bool = False
    asked: str = ""


@lru_cache(maxsize=FORMS_KEPT)
def agreed_in(text: str, to: str = "go_on") -> Agreed | None:
    """The yes in a sentence; None where there is none, where it is a question, has a condition, or
    says more than a yes and a question. `to`: the group of words that say that it is to be done."""
    text = _SO_THEN.sub(" ", _ANOTHER.sub("", text))
    found = word_spots(text)
    if _SURPRISED.match(text.lower()):
        return None
    if not 0 < len(found) <= _LONGEST or keeps_after_all(text):
        return None
    answer = short_answer(text)
    if answer in (ShortAnswer.YES, ShortAnswer.NO):  # `đâu có` holds a word of yes, and is none
        return Agreed() if answer is ShortAnswer.YES else None
    for place in _joints(text, found):
        rest = text[found[place][1] :].strip()
        if is_question(rest):
            return _with_question(text, _yes_in(found[:place], to), rest, joined=True)
    whole = _yes_in(found, to)
    if whole is not None:
        if not whole.urged and is_courtesy(text) and not says_yes(text):
            return None
        return Agreed(bool(whole.words), whole.urged) if whole.words or whole.urged else None
    for place in range(len(found) - 1, 0, -1):
        rest = text[found[place][1] :].strip()
        if is_question(rest) and (yes := _yes_in(found[:place], to)):
            return _with_question(text, yes, rest, joined=False)
    return None


_OF_A_SEAT = re.compile(r"\b(?:dang ky|dang ki|dk|dki|ghi danh|ve|cho (?:ngoi|hop))\b")
_TO_SEND = re.compile(r"\b(?:dong y|gui|goi)\b")


def says_send(text: str) -> bool:
    """Whether a yes says in so many words that it agrees, or that a text is to be sent."""
    return bool(_TO_SEND.search(fold(text)))


def sends(text: str) -> bool:
    """`gửi luôn đi em`, `đồng ý, gửi giúp bác nhé`: a text that was shown may go, and nothing else
    is said; not with a condition or a question, nor of a seat at a meeting."""
    said = agreed_in(text)
    return said is not None and not said.asked and not _OF_A_SEAT.search(bare_words(text))


def beside_sending(text: str) -> str:
    """`gửi luôn đi. em là Nghĩa 0986…` -> `em là Nghĩa 0986…`: what stands in other clauses than
    the one by which a text may go; the text as it is where no clause says so, or all of them do."""
    parts = [part.strip() for part in re.split(r"[,;!\n]+|\.(?=\s|$)", text) if part.strip()]
    rest = [part for part in parts if not (says_send(part) and sends(part))]
    rest = [] if sends(text) else rest
    return ", ".join(rest) if 0 < len(rest) < len(parts) else text


@dataclass(frozen=True, slots=True)
class _Yes:
    words: frozenset[str]  # the words that say yes, folded
    urged: bool  # it is to be done now


# `ua cái này có mất tiền không`: astonished, and no yes; `ừa` is one.
_SURPRISED = re.compile(r"(?:(?:dạ|da|ơ|o) )*(?:ủa|ua)\b(?=\W+\w+ \w)")


def after_yes(text: str) -> str | None:
    """What stands behind a yes that begins a line, folded: `đồng ý, nhớ nhắc chị nghe`; None where
    none does. A word that as often begins a question is no yes here: `có tin thì nhắn`."""
    found = word_spots(text)
    words, place = [word for word, _, _ in found], 0
    while place < len(words) and not phrase_at(words, place, "yes"):
        if not phrase_at(words, place, "polite"):
            return None
        place += 1
    size = phrase_at(words, place, "yes")
    if _SURPRISED.match(text.lower()):
        return None
    if not size or fold(" ".join(words[place : place + size])) in _BEGINS_QUESTIONS - {"duoc"}:
        return None
    return fold(text[found[place + size - 1][2] :])


def behind_agreeing(text: str) -> str:
    """What stands behind words of agreeing or of doing it (`đồng ý gửi nhé, nhưng …`), folded; ""
    where a line does not begin with any, or says nothing else."""
    found = word_spots(text)
    words, place, agreed = [word for word, _, _ in found], 0, False
    while place < len(words):
        size = max(phrase_at(words, place, "yes"), phrase_at(words, place, "go_on"))
        along = max(phrase_at(words, place, group) for group in _ALONG)
        if not max(size, along):
            break
        agreed = agreed or size >= along
        place += max(size, along)
    return fold(text[found[place][1] :]) if agreed and place < len(words) else ""


def _yes_in(found: Sequence[tuple[str, int, int]], to: str) -> _Yes | None:
    """What some words say who are all of agreeing, or of politeness; None for others."""
    words = [word for word, _, _ in found]
    place, urged, yes = 0, False, set[str]()
    while place < len(words):
        agrees, goes = phrase_at(words, place, "yes"), phrase_at(words, place, to)
        along = max(phrase_at(words, place, group) for group in _ALONG)
        size = max(agrees, goes, along)
        if not size:
            return None
        if agrees == size:
            yes.add(fold(" ".join(words[place : place + size])))
        urged = urged or goes == size > along
        place += size
    return _Yes(frozenset(yes), urged)


def _joints(text: str, found: Sequence[tuple[str, int, int]]) -> Iterator[int]:
    """The places of words before which another clause begins, first to last."""
    for place in range(1, len(found)):
        between = text[found[place - 1][2] : found[place][1]]
        before = fold(found[place - 1][0])
        if re.search(r"[,.;:!\n-]", between) or before in _JOINS or fold(found[place][0]) in _JOINS:
            yield place


def _with_question(text: str, yes: _Yes | None, rest: str, *, joined: bool) -> Agreed | None:
    """The yes with the question behind it, after a comma or a joining word, or after a yes that
    begins no question."""
    plain = bare_words(rest)
    if _MERE_TAG.fullmatch(plain):
        asked_for = yes is not None and yes.urged and bool(_FOR_ME.search(bare_words(text)))
        return Agreed(bool(yes and yes.words), urged=True) if asked_for else None
    if yes is None or _NOT.match(plain) or _IF.search(plain):
        return None
    joined = joined or bool(_ASKS_ON.match(plain))
    while fold(rest.partition(" ")[0]) in _JOINS:
        rest = rest.partition(" ")[2].strip()
    said = yes.words - _POLITE_ONLY
    if joined:
        return Agreed(bool(said), yes.urged, rest) if said or yes.urged else None
    alone = said - _BEGINS_QUESTIONS - {"u"}
    return Agreed(asked=rest) if alone and not yes.urged else None


_ALL_OF_IT = re.compile(r"\b(?:het|sach|tat ca|toan bo)\b")
_ERASES = re.compile(
    r"(?:(?:u|uh|uhm|um|o|ok|oke|okie|vang|da|roi|duoc|dong y|chac chan|chac) )+"
    r"(?:(?:xoa|het|sach|tat ca|toan bo|di|luon|giup|gium|dum|ho|cho|ngay|nhe|nha|a|em|chau|toi"
    r"|tui|minh|chi|anh|co|chu|bac|ong|ba|oi|tron|trui|moi thu)(?: |$))+"
    r"(?:(?:ca|lan|voi|va) (?:ban tin|tin|nhac han|nhac|ho ten|ten|so dien thoai|sdt|so|so tay"
    r"|ve|cau hoi|du lieu|thong tin)(?: |$))*"
)


def erases_all(text: str) -> bool:
    """`ừ xóa`, `ừ hết luôn, cả bản tin cả nhắc`: a yes to erasing that says once more what it is a
    yes to, and nothing else."""
    plain = bare_words(text)
    named = " xoa" in plain or _ALL_OF_IT.search(plain)
    return bool(named and _ERASES.fullmatch(plain)) and not is_question(text)


def erases_every_bit(text: str) -> bool:
    """The same, saying that all of it is to go."""
    return erases_all(text) and bool(_ALL_OF_IT.search(bare_words(text)))


@lru_cache(maxsize=FORMS_KEPT)
def is_question(text: str) -> bool:
    """Whether words behind a yes ask something, however few they are."""
    plain = bare_words(text)
    return asks(text) or does(text) is Does.ASKS or bool(_QUICK_ASK.search(plain))


_JOINT = re.compile(
    r"(?i)\s+(?:mà|ma) (?:cho )?(?:hỏi|hoi)\s+(?:cái |cai )?"
    r"|[,;.\n]+\s*(?:(?:mà|ma|nhưng|nhung|à|cho (?:\w+ )?hỏi|cho (?:\w+ )?hoi)\s+)?"
)


def answer_and_question(text: str) -> tuple[str, str]:
    """`Tạp hóa Bảy Hoa, mà có phải đóng tiền không` -> the part before, and the question; ("", "")
    where no question follows another part, or that part asks, too."""
    for joint in _JOINT.finditer(text):
        head, rest = text[: joint.start()].strip(), text[joint.end() :].strip()
        put = asks(rest) or ("hoi" in fold(joint[0]) and is_question(rest))
        if head and rest and len(rest.split()) > 2 and put and not asks(head):
            return head, rest
    return "", ""


def asks_of_data(text: str) -> bool:
    """Whether it asks what becomes of what one tells: no yes to a consent."""
    return bool(_OF_DATA.search(fold(text)))
