"""Which of the messages we send unasked somebody wants no more, or wants to keep: the monthly news,
the reminders of tax dates, what is said of meetings. Only what is named is ended.

Looked for in folded words, but where marks tell two words apart (`nhắn`, `nhận`; `dừng`, `đúng`).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from content.spoken import asks
from content.vietnamese import bare_words, clean

LONGEST = 24  # words: a longer message tells a story


class Sending(StrEnum):
    NEWS = "news"
    REMINDERS = "reminders"
    MEETINGS = "meetings"


@dataclass(frozen=True, slots=True)
class WantedSendings:
    """What a line wants of what we send: which is ended, which goes on; `everything` where messages
    are to end and it is not said which; `news`: the words behind the news that is to end."""

    ended: frozenset[Sending]
    kept: frozenset[Sending]
    everything: bool
    news: str = ""


# With marks they are other words than those looked for.
_TOLD_APART = re.compile(r"\b(?:nhận|nhạc|đúng|bố|bộ|bò|bờ|tất|khối|khói)\b")
_ME = r"(?:toi|tui|em|minh|chau|con|chi|anh|bac|co|chu|ong|ba|tao|me|bo|nha toi|nha minh)"
_BESIDE = rf"(?:cho|giup|gium|ho|dum|cai|che do|viec|het|luon|may|them|lai|di|ve|cua|{_ME})"
_MEETING = r"(?:hoi nghi|hop|doi thoai|lop hoc|lop|tap huan)"
_DATE = r"(?:han|thue|nop|dong thue|khai|ke khai|to khai|lich thue)"
_MONTHLY = r"(?:hang|moi|dinh) (?:thang|ky)"
_BEHIND = r"(?:(?<=tat )|(?<=huy )|(?<=bo )|(?<=cat )|(?<=ngung ))"
_NAMED = {
    Sending.MEETINGS: rf"(?:nhac|bao|thong bao|moi|nhan|gui|tin|nhanx)(?: {_BESIDE}| tin| thong bao"
    rf"| giay| lich| du| moi)* {_MEETING}",
    Sending.REMINDERS: rf"(?:nhac nho|nhac)(?: {_BESIDE})*(?: truoc)?(?: (?:ve |cai )?{_DATE})*"
    rf"|(?:bao|gui|nhan|thong bao|nhanx)(?: {_BESIDE})*(?: tin)? {_DATE}(?: thue)?",
    Sending.NEWS: rf"(?:(?:gui|nhan|nhanx|lay|doc)(?: {_BESIDE})* )?(?:ban tin(?: {_MONTHLY})?"
    rf"|tin {_MONTHLY}|tin thang|tin tuc|tin (?:cua )?phuong|tin gap|thong tin {_MONTHLY})"
    rf"|(?:gui|nhanx|lay|doc)(?: {_BESIDE})* tin(?! (?:nhan|nhac|{_DATE} (?:toi|den)))"
    rf"|{_BEHIND}(?:{_BESIDE} )*tin(?! nhan)"
    r"|tin (?:thue|vay|von|hoa don|chung)|^tin(?= (?:thi|van|cu (?:gui|nhan|de|giu|cho)))",
}
_UNNAMED = (
    rf"nhan(?: {_BESIDE})* tin|gui tin nhan|tin nhan|nhan(?=(?: {_BESIDE})* nua)|gui(?= nua)"
    r"|thong bao(?! (?:doanh|thue|nop|cua))|lam phien"
)
_SENDING = re.compile(
    "|".join(rf"(?P<{one}>\b(?:{words})\b)" for one, words in _NAMED.items())
    + rf"|(?P<unnamed>\b(?:{_UNNAMED})\b)"
)
_KEEPS = (
    r"(?:dung|khong|ko|chua|chang)(?: \w+)? (?:bo|tat|huy|ngung|cat)|van(?: cu)?|cu|giu|tiep tuc"
    r"|de (?:nguyen|yen|lai)|chi(?= (?:can|nhanx|nhan|gui|nhac|lay|muon|de|giu))"
    r"|thi (?:de|duoc|ok|oke|gui|nhanx|nhan|nhac|can|lay|tot|van|cu|giu)"
)
_NOT = r"(?:khong|ko|k|kg|hong|hok|chang|chan)"
_ENDS = (
    r"(?:thi )?(?:dung|ngung|thoi(?! thi| duoc)|tat|bo|huy|cat|khoi|dep)"
    rf"|(?:thi )?{_NOT} (?:can|muon|thich|phai|them|co nhu cau)|(?:thi )?{_NOT}(?=.* nua)|{_NOT}$"
)
_BARE_END = re.compile(r"(?:thoi|dung)$")  # `chỉ nhắc hạn thôi`: no more than that
_SAID = re.compile(rf"(?P<keeps>\b(?:{_KEEPS})\b)|(?P<ends>\b(?:{_ENDS})(?!\w))")
_PARTS = re.compile(r"[,;.!\n:]|\b(?:nhưng|nhung|chứ|chu|riêng|rieng|còn(?! nhận| gửi| nhắc))\b")
_ASKS = re.compile(
    r"\b(?:the nao|nhu nao|ra sao|lam sao|o dau|la gi|vi sao|tai sao|sao lai|sao (?:khong|ko)"
    r"|co phai|duoc khong|co mat|bao nhieu|bao gio|khi nao|hom qua|hom truoc|ai bao|chua thay|quen"
    r"|qua doi|chet|mat (?:roi|hom|thang|nam|tuan|som)|tu tran)\b"
)
_ONLY = re.compile(rf"\bchi(?: (?:can|muon|de|giu|nhanx|nhan|gui))*(?: {_BESIDE})* nhac\b")


_A_NAME = re.compile(r"(?<=[a-zà-ỹđ] )(?:Tin|Tín)\b(?! [A-ZÀ-ỸĐ])")  # `thôi bỏ Tin, thế thằng Hiếu`


def sendings_in(text: str) -> WantedSendings | None:
    """`đừng nhắc nữa, tin hàng tháng thì vẫn gửi`: what is to end and what to go on; None for a
    question, a story, and for whoever ends nothing and names nothing to be kept."""
    said = unicodedata.normalize("NFC", _A_NAME.sub("", clean(text))).lower()
    if len(said.split()) > LONGEST or asks(text) or _ASKS.search(bare_words(said)):
        return None
    said = _TOLD_APART.sub(lambda word: f"{word[0]}x", said)
    ended, kept, unnamed, news = set[Sending](), set[Sending](), False, ""
    for part in _PARTS.split(said):
        for sending, ends, behind in _in_part(bare_words(part)):
            if sending is None:
                unnamed |= ends
            elif ends:
                ended.add(sending)
                news = behind if sending is Sending.NEWS else news
            else:
                kept.add(sending)
    if kept == {Sending.REMINDERS} and not ended and _ONLY.search(bare_words(said)):
        ended = {Sending.NEWS}
    if not (ended or kept or unnamed):
        return None
    everything = unnamed and not ended
    return WantedSendings(frozenset(ended - kept), frozenset(kept), everything, news)


def _in_part(said: str) -> Iterator[tuple[Sending | None, bool, str]]:
    """Each sending a part of a line names, whether it ends it, and the words behind it. What is
    said of one stands before it, or behind it with `thì`; a second takes over from the first."""
    named = list(_SENDING.finditer(said))
    ends: bool | None = None
    begin = 0
    for place, found in enumerate(named):
        before = [one for one in _SAID.finditer(said, begin) if one.start() < found.start()]
        end = named[place + 1].start() if place + 1 < len(named) else len(said)
        behind = said[found.end() : end]
        after = _SAID.match(behind.lstrip())
        if after and _BARE_END.match(after[0]):
            after = None
        own = after or (before[-1] if before else None)
        if own is not None:
            ends = own.lastgroup == "ends"
        begin = found.end() + (len(behind) - len(behind.lstrip()) + after.end() if after else 0)
        if ends is not None:
            name = str(found.lastgroup)
            yield (None if name == "unnamed" else Sending(name), ends, behind)
