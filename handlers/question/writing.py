"""What is written into a question to the ward, one message at a time: words, field, who asks."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from content.agreeing import after_yes, agreed_in, beside_sending, sends
from content.call_me import is_of_stranger
from content.closing import only_thanks
from content.complaints import asks_of_the_answer, asks_who_reads, is_complaint, makes_up
from content.conditions import Condition, condition_in
from content.consenting import consent_in, is_no_consent, speaks_of_consent
from content.lines import without_consent
from content.names import CAPITAL, deals_in, hear_name, is_full, is_given_as_name, own_name
from content.parties import people_in, uses_own_number
from content.people import in_digits, read_phone
from content.phone_roles import of_another
from content.put_right import put_right
from content.short_answers import (
    ShortAnswer,
    ends_writing,
    holds_back,
    rewrites,
    says_no,
    says_yes,
    short_answer,
    stops_writing,
    waits,
)
from content.spoken import (
    adds_to_it,
    asks,
    instead,
    is_courtesy,
    is_shop,
    keeps_unnamed,
    stays_unnamed,
)
from content.vietnamese import bare_words, fold
from handlers.talk.flow import Said
from handlers.talk.wishes import added_to_question, question_in

LONGEST = 2000
LETTERS = 10
AGAIN = 12  # letters: shorter words may be meant twice
MOST_PHOTOS = 3


class AskStep(StrEnum):
    CONTENT = "content"
    WHOLE = "whole"  # the words as they were said, sent as they are
    OFFER = "offer"  # words that were meant for the ward: are they to be sent?
    KIND = "kind"  # a petition, something in the street, praise, or a question
    PLACE = "place"  # where it is
    LANE = "lane"  # of officials: confidentially, to two who are named
    SIMILAR = "similar"  # answered already
    JOIN = "join"  # asked already, not answered yet
    FIELD = "field"
    FIELDS = "fields"
    CONSENT = "consent"
    NAME = "name"
    SURE = "sure"  # of what may be no name
    PHONE = "phone"
    CALL = "call"  # whether, by which number, and of what to call
    CONFIRM = "confirm"
    OFFICE = "office"  # another one to send it to
    DONE = "done"
    SOLVED = "solved"
    STOPPED = "stopped"
    REFUSED = "refused"
    REDIRECTED = "redirected"
    ONLY_ASK = "only_ask"  # it is not to be sent, but answered here


class InTalk(StrEnum):
    """Whether it was told in a talk with an official, where it may go instead."""

    NO = ""
    OPEN = "open"
    OVER = "over"  # it has ended since


TO_TALK = "talk"  # the choice of whoever has the talk
_SAYS_NOTHING = (ShortAnswer.UNKNOWN, ShortAnswer.SKIP, ShortAnswer.BACK)  # of a question
LAST_LOOKS = (AskStep.CONFIRM, AskStep.WHOLE)
FIELD_STEPS = (AskStep.FIELD, AskStep.FIELDS)
ABOUT_THEM = (AskStep.NAME, AskStep.PHONE, AskStep.CONFIRM)  # in the order they are asked


@dataclass(frozen=True, slots=True)
class Draft:
    step: AskStep = AskStep.CONTENT
    event_id: int = 0
    content: str = ""
    earlier: bool = False  # the content was said before: is it the question?
    last: str = ""  # what was written to it just now: is that alone the question?
    held: bool = False  # it is not to be sent yet
    left_out: str = ""  # ... because of these words, which may have been meant for it
    nameless: bool = False  # no name is to be asked for
    uncalled: bool = False  # ... nor a number
    unshown: bool = False  # it is to be answered to its asker only
    photos: tuple[str, ...] = ()
    entry: str = ""  # the FAQ entry that may answer it
    answered: int = 0  # ... or the published question
    shown: str = ""  # its words
    join: int = 0
    join_count: int = 0
    looked: bool = False
    guess: str = ""
    field: str = ""
    agreed: bool = False
    identified: bool = False
    name: str = ""
    phone: str = ""
    public: bool = False
    fields: tuple[tuple[str, str], ...] = ()  # (id, name) to choose from
    office: str = ""  # the one it is to go to, where another than the field's was chosen
    addressee: str = ""  # the name of the one it goes to
    offices: tuple[tuple[str, str], ...] = ()  # (id, name) of the others
    of_staff: bool = False  # it speaks of an official
    added: bool = False  # more was said at the last look
    calls: bool = False  # the answer is to be given by telephone
    guessed: str = ""  # what kind it seems to be, as `QuestionKind`; "": a question
    kind: str = ""  # ... and is, by whoever sends it
    urgent: bool = False
    about: str = ""
    place: str = ""
    readers: tuple[int, ...] = ()  # confidential: whom it is for, by id
    reader_names: tuple[str, ...] = ()
    talk: str = InTalk.NO
    hurried: bool = False  # it is to go at once: a name is taken where told, and not asked for


def written(memory: Draft, said: Said) -> Draft | None:
    earlier, last = memory.earlier, memory.last
    memory = replace(memory, earlier=False, last="", held=False, left_out="")
    if said.value == "last":
        return replace(memory, content=last, looked=False)
    if said.value == "more":
        return memory
    if said.picture is not None and said.picture.name:
        return replace(
            memory,
            photos=(*memory.photos, said.picture.name)[:MOST_PHOTOS],
            content=whole_of(memory.content, said.text),
        )
    if said.value == "rewrite":
        return replace(memory, content="", looked=False)
    if said.value == "":
        return take_words(memory, said.text, earlier=earlier)
    return replace(memory, step=AskStep.SIMILAR) if memory.content else None


def take_words(memory: Draft, text: str, *, earlier: bool) -> Draft | None:
    """A message while the question is written: a part of it, unless it only says that the question
    is whole, is given up, is written anew, waits, or is polite. It is added to an earlier remark:
    nothing that was written goes without a word."""
    if is_complaint(text):
        return replace(memory, step=AskStep.REDIRECTED, content="")
    if stops_writing(text) or (says_no(text) and not memory.content):
        return replace(memory, step=AskStep.STOPPED, content="")
    if not memory.content:
        return _first_said(memory, text)
    if (sent := _told_to_send(memory, text)) is not None:
        return sent
    if ends_writing(text) or may_go(text) or _ALL_SAID.search(bare_words(text)):
        return replace(memory, step=AskStep.SIMILAR)
    if _goes_now(text):
        return replace(memory, step=AskStep.SIMILAR)
    if waits(text):
        return replace(memory, earlier=earlier, held=True)
    if asks_who_reads(text) or asks_of_the_answer(text) or makes_up(text):
        return replace(memory, earlier=earlier, held=True, left_out=text.strip())
    if holds_back(text) or _goes_not_yet(text):
        return replace(memory, earlier=earlier, held=True, left_out=text.strip())
    if keeps_unnamed(text):
        return replace(memory, earlier=earlier, nameless=True, name="", phone="")
    if short_answer(text) in _SAYS_NOTHING:
        return replace(memory, earlier=earlier)
    if rewrites(text) or (says_no(text) and earlier):
        return replace(memory, content="", looked=False)
    if is_courtesy(text) or only_thanks(text) or says_no(text):
        return replace(memory, earlier=earlier)
    if mended := put_right(memory.content, text):
        return replace(memory, content=mended, looked=False)
    if other := instead(text):
        return replace(memory, content=other, looked=False)
    if _NOTHING_TO_SHOW.fullmatch(bare_words(text)):
        return replace(memory, earlier=earlier)
    text = beside_sending(text)
    if beside := told_beside(memory, without_consent(text) or text):
        return replace(beside, earlier=earlier)
    if told := _who_it_is(memory, text):
        return replace(told, earlier=earlier)
    if called := own_name(text):
        return replace(memory, earlier=earlier, identified=True, name=called)
    memory, text = told_apart(memory, text) or (memory, text)
    last = text.strip() if earlier else ""
    return replace(memory, content=whole_of(memory.content, text), last=last, looked=False)


def _goes_now(text: str) -> bool:
    """`rồi mấy chị chịu rồi, gửi đi ạ`: others agreed, and it is to be sent; nothing of it is
    written."""
    *before, last = [part for part in _PARTS.split(text) if part.strip()] or [""]
    few = len(text.split()) <= _SHORT and not asks(text)
    return few and may_go(last) and all(_OTHERS_AGREED.search(bare_words(one)) for one in before)


def _goes_not_yet(text: str) -> bool:
    """`mà thôi khoan gửi, để em hỏi mấy chị kia đã`: in one of its clauses."""
    parts = _PARTS.split(text)
    return len(text.split()) <= _MOST_OF_ONESELF and any(holds_back(one) for one in parts)


_OTHERS_AGREED = re.compile(r"\b(?:chiu|dong y|ung|xong|nhat tri|ok|duoc)(?: het| ca)? roi\b")


def may_go(text: str) -> bool:
    """`gửi luôn đi em`: that a text may go is said, by who writes, and nothing else."""
    return sends(text) and not is_no_consent(text)


_TO_SEND = re.compile(
    r"^(?:.*\b(?:dong y|dong i|nhat tri|chiu)|\w+|)(?: cho)? ?\b(?:gui|chuyen)"
    r"(?: (?:di|luon|giup|gium|ngay|lien|nhe|nha|a|em|chau|con|ban|ad|cho|len|phuong|phan anh"
    r"|kien nghi|cau hoi|noi dung|don|nay|roi|ma|toi|tui|minh))*$"
)


def _told_to_send(memory: Draft, text: str) -> Draft | None:
    """What is written is to go, as its writer agrees (`mình là Tuấn 09…, mình đồng ý gửi`): nothing
    more is asked but the consent, once what is kept was shown. None for other words."""
    beside = consent_in(text)
    parts = _PARTS.split(text)
    if beside is None or not any(_TO_SEND.search(bare_words(part)) for part in parts):
        return None
    told, left = who_and_more(memory, beside)
    whole = whole_of(memory.content, left) if left else memory.content
    return replace(told or memory, step=AskStep.JOIN, hurried=True, content=whole)


def who_and_more(memory: Draft, beside: str) -> tuple[Draft | None, str]:
    """Who asks, told beside a consent (None where nobody is), and what else is told there, which is
    of the question."""
    told = told_beside(memory, beside) if beside else None
    parts = [part.strip() for part in _PARTS.split(beside) if part.strip()]
    if told is None and (named := next(filter(None, map(_right_name, parts)), "")):
        told = replace(memory, identified=True, name="" if memory.nameless else named)
    if told is None and (phone := read_phone(beside)):
        told = replace(memory, phone="" if memory.uncalled or memory.nameless else phone)
    more = [part for part in parts if told is None or not _tells_who(part)]
    return told, ", ".join(part for part in more if not is_courtesy(part))


_PARTS = re.compile(r"[,;!\n]+|\.(?=\s|$)")
_BESIDE_A_NUMBER = 5  # words


def told_apart(memory: Draft, text: str) -> tuple[Draft, str] | None:
    """Who asks, told in a clause of its own, and what else is told, which is of the text: `0978…,
    mà số 87 nhá`, `ghi tên tôi cũng được, Lê Thị Nga`. None where no clause tells it."""
    if is_of_stranger(text) or any(of_another(text)) or asks(text) or keeps_unnamed(text):
        return None
    parts = [part.strip() for part in _PARTS.split(in_digits(text)) if part.strip()]
    signs = [part for part in parts if _SIGNS.search(bare_words(part))]
    names = [part for part in parts if signs and _is_a_name(part)]
    numbers = [
        part for part in parts if read_phone(part) and len(part.split()) <= _BESIDE_A_NUMBER + 3
    ]
    if len(names) > 1 or len(numbers) > 1 or not (names or numbers):
        return None
    told = memory
    if names:
        told = replace(told, identified=True, nameless=False, name=names[0])
    if numbers and not (told.uncalled or told.nameless):
        told = replace(told, phone=read_phone(numbers[0]) or "")
    taken = (*names, *numbers, *(signs if names else ()))
    return told, ", ".join(part for part in parts if part not in taken)


_CALLING = re.compile(r"\b(?:goi|alo|dien thoai luc)\b")


def with_hours(memory: Draft, text: str) -> Draft:
    """The question with when its asker may be called, told beside who that is: `Lê Đình Thuận,
    0983…. Đừng gọi giờ nghỉ trưa`."""
    parts = [part.strip() for part in _PARTS.split(text)[1:]]
    hours = [p for p in parts if _CALLING.search(bare_words(p)) and not read_phone(p)]
    whole = whole_of(memory.content, ", ".join(hours)) if hours else memory.content
    return replace(memory, content=whole)


def _is_a_name(part: str) -> bool:
    called = hear_name(part)
    return called is not None and called.sure and is_full(called.name) and called.name == part


_SIGNS = re.compile(r"\b(?:ghi|de|viet|lay|cu)(?: \w+)? ten\b")
_THE_RIGHT_NAME = re.compile(
    r"(?i)^(?:mà |nhưng )?(?:họ )?tên(?: (?:tôi|tui|em|mình))?(?: (?:đúng|mới|phải))*"
    r" là (?P<name>.+)$"
)


def _right_name(part: str) -> str:
    """`tên đúng là Nguyễn Thị Bẩy` -> the name; "" for none."""
    found = _THE_RIGHT_NAME.match(part)
    called = hear_name(found["name"]) if found else None
    return called.name if called else ""


def _tells_who(part: str) -> bool:
    called = hear_name(part)
    return bool(read_phone(part) or own_name(part) or _right_name(part) or (called and called.sure))


# `Long 0868…`, `co Oanh so 09…`: a name written as one, before its number.
_NAME_AND_NUMBER = re.compile(
    r"^(?:(?:[Tt]ôi|[Tt]oi|[Mm]ình|[Ee]m|[Cc]háu|[Cc]on|[Cc]ô|[Cc]o|[Cc]hú|[Cc]hu|[Bb]ác|[Bb]ac|[Aa]nh"
    r"|[Tt]hôi|[Tt]hoi|ghi|cứ|cu|[Cc]hị|[Cc]hi|[Dd]ì|[Ôô]ng|[Bb]à|là|la|tên|ten)\s+)*"
    rf"(?P<name>{CAPITAL}\w+(?:\s+{CAPITAL}\w+){{0,4}})[\s,.:]*(?:(?:số|so|sđt|sdt|đt|dt)\b[\s.:]*)?"
    r"(?=\+?\d[\d .\-]{7,})"
)


def _named_with_number(text: str) -> str:
    """The name written before a number, in a line or one of its clauses; "" for none."""
    parts = (part.strip() for part in re.split(r"[;\n]|[,.](?=\s*\D)", text))
    found = next((one for part in (text, *parts) if (one := _NAME_AND_NUMBER.match(part))), None)
    called = hear_name(found["name"]) if found else None
    return called.name if called and called.sure else ""


# `thế thôi nhé, cảm ơn`, behind what was written
_ALL_SAID = re.compile(
    r"^(?:(?:da|u|ok|vang) )*(?:the|vay|chi the|chi vay) thoi(?: (?:nhe|nha|a|ban|em|chau))*"
    r"(?: (?:cam on|cam ta|tks|thank).*)?$"
)
_NOTHING_TO_SHOW = re.compile(
    r"(?:khong|ko|hong|k|chang) co (?:hinh|anh|giay to|giay)(?: (?:anh|nao|gi|het|ca|dau|nua))*"
)
_OWN_NUMBER = re.compile(
    r"\b(?:so|sdt|so dt|dt|dien thoai)(?: dien thoai)? (?:cua )?"
    r"(?:toi|tui|em|e|minh|chau|chi|anh|bac|co|chu|ong|ba|nha|vo|chong|con)\b"
)
_TAKES_OUT = re.compile(
    r"\b(?:bo|xoa|gach|dung (?:ghi|de)|khong (?:ghi|de)|khoi ghi)(?: (?:cai|ca|luon|di|het))*"
    r" (?P<what>so|sdt|dien thoai|ten (?:quan|tiem|shop|cua hang)|ten)\b"
)
_PUT_RIGHT = re.compile(r"\b(?:sai|nham|lon|moi dung)\b")  # `à sai, 0385… mới đúng`
_SHORT = 9  # words
_E_FOR_EM = re.compile(r"(?i)^e (l[aà]|t[eê]n)\b")
_NAMED_TO_WRITE = re.compile(
    r"(?i)^(?:(?:dạ|da|ừ|u|ok|vâng|vang|được|duoc)\s+)*(?:(?:thì|thi|cứ|cu)\s+)*(?:ghi|viết|viet)"
    r"\s+(?:đi|di|lại|lai|giúp|giup|cho)?[\s.,]*(?:ghi\s+)?(?:tên\s+|ten\s+)?(?:là|la)\s+"
    r"(?P<name>[^,.;\d]{3,40})[,.;]\s*"
)


# `phần kiến nghị cô để tên cũng được: Hoàng Thị Diệp`; `em tên Kiều, đừng ghi số điện thoại em`
_SIGNED = re.compile(
    r"(?i)^[^:\d]{0,60}\b(?:để tên|de ten|ghi tên|ghi ten|tên là|ten la)\b[^:\d]{0,25}:\s*"
    r"(?P<name>[^,.;:\d]{3,40})[.]?\s*$"
)
_NO_NUMBER = re.compile(
    r"\b(?:dung|khong|khoi|ko)(?: can)? (?:ghi|de|luu|lay)(?: \w+)? (?:so|sdt|dien thoai)\b"
)


def told_beside(memory: Draft, text: str) -> Draft | None:
    """What is said beside the text of a question: one's number, one's name, or that one of them is
    to go. None for words of the question itself. Who asked that no name or number stands there gets
    none written by what they tell."""
    told, plain = _told_of_oneself(memory, text), bare_words(text)
    if told is None:
        return None
    if _WRITE_IT.search(plain) and not (_NO_NUMBER.search(plain) or keeps_unnamed(text)):
        unnamed, uncalled = told.nameless and not told.name, told.uncalled and not told.phone
        return replace(told, nameless=unnamed, uncalled=uncalled)
    if told.nameless:
        return replace(told, name="", phone="", identified=memory.identified)
    return replace(told, phone="") if told.uncalled else told


_WRITE_IT = re.compile(r"\b(?:ghi|viet|them|de|luu|lay)(?: \w+)? (?:so|sdt|ten|dien thoai)\b")


def _told_of_oneself(memory: Draft, text: str) -> Draft | None:
    text = in_digits(_E_FOR_EM.sub(r"em \1", text))
    plain = bare_words(text)
    words = plain.split()
    mine = own_name(re.split(r"[,.;]", text)[0]) if _NO_NUMBER.search(plain) else ""
    if mine:
        return replace(memory, identified=True, name=mine, phone="", uncalled=True)
    taken = _TAKES_OUT.search(plain)
    if taken and len(words) <= _MOST_OF_ONESELF and not read_phone(text):
        return _taken_out(memory, taken["what"])
    if named := _NAMED_TO_WRITE.match(text):
        called = hear_name(named["name"])
        if called and called.sure and is_full(called.name):
            more = text[named.end() :].strip()
            whole = whole_of(memory.content, more) if more else memory.content
            return replace(memory, content=whole, identified=True, name=called.name, looked=False)
    phone = read_phone(text)
    if not phone and (signed := _SIGNED.match(text)):
        called = hear_name(signed["name"])
        if called and called.sure:
            uncalled = memory.uncalled or bool(_NO_NUMBER.search(plain))
            return replace(memory, identified=True, name=called.name, uncalled=uncalled)
    if not phone or asks(text) or len(words) > _MOST_OF_ONESELF:
        return None
    people = people_in(text)
    if people and people[0].phone:
        return replace(memory, identified=True, name=people[0].name, phone=people[0].phone)
    called = hear_name(text)
    if called and is_given_as_name(called, text):
        return replace(memory, identified=True, name=called.name, phone=phone)
    if name := _named_with_number(text):
        return replace(memory, identified=True, name=name, phone=phone)
    corrects = len(words) <= _SHORT and _PUT_RIGHT.search(plain)
    return replace(memory, phone=phone) if corrects or _OWN_NUMBER.search(plain) else None


def _taken_out(memory: Draft, what: str) -> Draft:
    """The question without the number, the name of who asks, or the shop in its text."""
    if what == "ten":
        return replace(memory, nameless=True, name="", identified=False)
    if not what.startswith("ten "):
        bare = re.sub(r"[,;]?\s*\+?\d[\d .]{7,}\d", "", memory.content).strip()
        return replace(memory, phone="", content=bare or memory.content)
    kept = [
        ", ".join(part for part in line.split(", ") if not (is_shop(part) or deals_in(part)))
        for line in memory.content.split("\n")
    ]
    return replace(memory, content="\n".join(filter(None, kept)) or memory.content, looked=False)


_CALLED = re.compile(r"(?i)\b(?:tên|ten)(?: (?:là|la|em|tôi|toi|tui))* (?P<name>[^\d,.;:]+)")
_MOST_OF_ONESELF = 14  # words


def _who_it_is(memory: Draft, text: str) -> Draft | None:
    """`tên Khoa, quán Khoa Mập, 0918…`: a name with a number is who asks, and no part of what is
    asked."""
    phone, named = read_phone(text), _CALLED.search(text)
    called = hear_name(named["name"].strip()) if named else None
    if not phone or called is None or len(text.split()) > _MOST_OF_ONESELF or asks(text):
        return None
    return replace(memory, identified=True, name=called.name, phone=phone)


def _first_said(memory: Draft, text: str) -> Draft | None:
    """The first words of a question; None for what says nothing yet."""
    letters = sum(char.isalpha() for char in text)
    if consent_in(text) is not None or (condition_in(text) and speaks_of_consent(text)):
        return None  # a consent, and nothing asked yet
    says_nothing = is_courtesy(text) or short_answer(text) or waits(text) or holds_back(text)
    if letters < LETTERS or says_nothing or own_name(text):
        return None
    return replace(memory, content=text.strip())


def said_more(memory: Draft, text: str) -> Draft | None:
    """What is typed at the last look, besides a choice: more of the question, shown again before
    it is sent. Nothing stands in its place: both are read. None for what is none of it."""
    if is_complaint(text):
        return replace(memory, step=AskStep.REDIRECTED, content="")
    if stops_writing(text):
        return replace(memory, step=AskStep.STOPPED, content="")
    is_sure = says_yes(text) or ends_writing(text) or may_go(text)
    if waits(text):
        return replace(memory, held=True, left_out="", added=False)
    if holds_back(text) and not is_sure:
        return replace(memory, held=True, left_out=text.strip(), added=False)
    if is_sure:
        return confirmed(memory, "private")  # to its asker only, as long as nothing else is said
    if rewrites(text):
        return confirmed(memory, "rewrite")
    polite = is_courtesy(text) or only_thanks(text) or is_sure or says_no(text)
    if polite or short_answer(text) in _SAYS_NOTHING or ends_writing(text):
        return None
    enough = sum(char.isalpha() for char in text) >= LETTERS and not asks(text)
    if not enough and not adds_to_it(text):
        return None
    return replace(memory, content=whole_of(memory.content, text), added=True, held=False)


def said_beside(memory: Draft, text: str) -> Draft | None:
    """What is told where something else of a question is asked: more of it, who asks, or that no
    name is to be given; None for anything else."""
    if more := added_to_question(text):
        return replace(memory, content=whole_of(memory.content, more))
    if stays_unnamed(text) or keeps_unnamed(text):
        return replace(memory, nameless=True, name="", phone="")
    called, phone = own_name(text), read_phone(text)
    if not called and not phone:
        return None
    return replace(
        memory,
        name=called or memory.name,
        phone=phone or memory.phone,
        identified=bool(called) or memory.identified,
    )


def with_condition(memory: Draft, condition: Condition) -> Draft | None:
    """The question as somebody wants it who agrees only so; None for what it cannot be."""
    match condition:
        case Condition.UNNAMED:
            return replace(memory, nameless=True, name="", phone="", held=False, added=False)
        case Condition.UNSHOWN:
            return replace(memory, unshown=True, held=False, added=False)
        case Condition.UNCALLED:
            return replace(memory, uncalled=True, phone="", held=False, added=False)
    return None


def of_call(memory: Draft, said: Said) -> Draft | None:
    """What is said where a call is about to be asked for: a yes, another number, what it is about.
    None for anything else."""
    if said.value == "yes":
        return replace(memory, step=AskStep.DONE)
    if said.value == "phone":
        return replace(memory, step=AskStep.PHONE, phone="")
    if is_complaint(said.text):
        return replace(memory, step=AskStep.REDIRECTED, content="")
    if says_no(said.text) or stops_writing(said.text):
        return replace(memory, step=AskStep.STOPPED, content="")
    if phone := read_phone(said.text):
        return replace(memory, phone=phone)
    if confirms_call(said.text):
        when = whole_of(memory.content, said.text) if _WHEN.search(fold(said.text)) else ""
        return replace(memory, step=AskStep.DONE, content=when or memory.content)
    if is_no_consent(said.text):
        return None
    if sum(char.isalpha() for char in said.text) < LETTERS:
        return None
    return replace(memory, content=whole_of(memory.content, said.text), field="", added=True)


_WHEN = re.compile(
    r"\b(?:gio|h|sang|trua|chieu|buoi toi|toi (?:nay|mai)|thu \w+|mai|truoc|sau|ranh|luc)\b"
)


def confirms_call(text: str) -> bool:
    """`ok số đó, gọi khoảng 12h trưa`, `đồng ý, dùng số đó`: a yes to the number and to the call,
    maybe with when."""
    plain = bare_words(text)
    if asks(text) or is_no_consent(text) or _NO_CALL.search(plain):
        return False
    if consent_in(text) is not None or uses_own_number(text) or agreed_in(text):
        return True
    behind = after_yes(text)
    return behind is not None and bool(_CALL_THEN.match(bare_words(behind)))


# Folded.
_NO_CALL = re.compile(
    r"\b(?:khong|ko|k|kg|hong|hok|chua|chang|dung(?! (?:chung |luon )?so\b)|khoi|thoi|huy|bo"
    r"|nhung|neu|khoan|doi|de)\b"
)
_CALL_THEN = re.compile(
    r"(?:(?:thi|cu|em|a|nhe|nha|vay|luc nao|co) )*(?:goi|alo|dien|so (?:do|ay|day|nay))\b"
)


def leaves_open(text: str) -> bool:
    return says_no(text) or (stays_unnamed(text) and read_phone(text) is None)


def whole_of(before: str, text: str) -> str:
    """What is written with what was said now. The same said again (on a page gone back to, after an
    answer that was lost) stands there already."""
    said = _plain(question_in(text) or text)
    if len(said) > AGAIN and said in map(_plain, (before, *before.split("\n"))):
        return before
    return f"{before}\n{text.strip()}".strip()


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


def goes_at_once(memory: Draft) -> bool:
    """Whether nothing is asked after the consent: a call whose number is known, what its writer
    said to send right away."""
    return bool(memory.phone) if memory.calls else memory.hurried and not memory.readers


def who_is_asked(memory: Draft) -> AskStep:
    if memory.calls:
        return AskStep.CALL if memory.phone else AskStep.PHONE
    return AskStep.CONFIRM if memory.identified or memory.nameless else AskStep.NAME


def named_field(memory: Draft, text: str) -> str:
    """The field somebody types by name, or by a word of it."""
    plain = fold(text).strip(" .")
    if len(plain) < 3:
        return ""
    return next((field_id for field_id, name in memory.fields if plain in fold(name)), "")


def confirmed(memory: Draft, value: str) -> Draft | None:
    match value:
        case "public" | "private":
            return replace(memory, step=AskStep.DONE, public=value == "public")
        case "rewrite":
            return replace(
                memory, step=AskStep.CONTENT, content="", looked=False, join=0, added=False
            )
        case "office":
            return replace(memory, step=AskStep.OFFICE)
        case "nameless":
            return replace(memory, name="", phone="")
        case "kind":
            return replace(memory, step=AskStep.KIND)
    return None
