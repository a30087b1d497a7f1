"""What the ward is asked to see to, told in plain words: its kind, urgency and place are guessed,
and confirmed by whoever tells it before it goes."""

import re
from collections.abc import Sequence
from dataclasses import replace

from content.agreeing import after_yes, beside_sending, says_send
from content.closing import closes, only_thanks
from content.conditions import Condition, condition_in
from content.consenting import (
    consent_in,
    is_no_consent,
    is_wrong,
    refuses_consent,
    speaks_of_consent,
)
from content.meetings import wants_to_come
from content.names import hear_name, is_full, own_name
from content.parties import people_in
from content.people import read_phone
from content.petitions import (
    HARASSED,
    Raised,
    hands_on,
    is_question,
    place_in,
    raised_in,
)
from content.put_right import put_right
from content.reports import LONGEST as LONGEST_REPORT
from content.reports import told_in, wants_action
from content.search import Decision
from content.short_answers import says_no, says_yes, stops_writing
from content.spoken import keeps_unnamed
from content.thanks import A_SENTENCE
from content.vietnamese import bare_words
from handlers.question.writing import (
    LETTERS,
    LONGEST,
    AskStep,
    Draft,
    may_go,
    told_apart,
    told_beside,
    who_and_more,
    whole_of,
    with_condition,
    with_hours,
)
from handlers.talk import wishes
from handlers.talk.flow import Said
from handlers.talk.told import lines_in
from handlers.talk.turn import Turn
from storage.question_models import QuestionKind

PLACE_LONGEST = 120
_NO_PLACE = "skip"
_KEPT = "keep"  # praise that was only said
AT_ONCE = "at_once"  # a yes in words: nothing is asked that can be guessed
REPORT = "report"  # the wish of whoever wants the ward to act
SURELY_MEANT = 0.35
SURER_THAN_WISH = 0.9
_WHO = 14  # words that tell a name, a number, a trade
_A_FEW = 5  # words: so few beside a consent are none of the matter
_REFUSES = 8  # words: so few with a refusal tell nothing of the matter
_FRONT = 12  # letters: so near the beginning the name stands
_MAY_BE = ("angry_call", "question", "distrust")  # intents that are one of these, too
STEPS = (AskStep.OFFER, AskStep.KIND, AskStep.PLACE)


def said(turn: Turn) -> Raised | None:
    """What the ward is asked to see to by a message that stands alone; None where that is not said,
    or where its words are rather a plain wish, or about anything else."""
    wish, understanding = wishes.wish_in(turn.text), turn.content.understanding
    raised = heard(turn, turn.text)
    if raised is None or wishes.question_in(turn.text):
        return None  # `gửi câu hỏi: …` begins the form with what stands behind it
    if wants_to_come(turn.text) or _tells_only_who(turn.text):
        return None
    if wish == "question" and hands_on(turn.text):
        return None  # what was asked just now is to be answered by the ward
    if wish in (REPORT, "question"):
        return raised
    heard_ = understanding.petitions(turn.text)
    by_meaning = sum(one.sure for one in heard_ if one.name != HARASSED)
    meant = next(iter(understanding.intents(turn.text)), None)
    angry = meant is not None and meant.name in _MAY_BE and meant.sure >= SURELY_MEANT
    telling = bool(lines_in(turn.conversation)) and not (angry or told_in(turn.text))
    if telling and by_meaning < SURER_THAN_WISH and not wants_action(turn.text):
        return None  # it goes on with what was told of takings
    if wish and by_meaning < SURER_THAN_WISH:
        return None
    if meant is None or meant.name in _MAY_BE:
        return raised
    return raised if meant.sure < max(SURELY_MEANT, by_meaning) else None


def _tells_only_who(text: str) -> bool:
    """`bà Trần Thị Lợi 0905…, bán mì quảng`: who somebody is, and nothing to see to."""
    told = people_in(text)
    called = hear_name(text.partition(",")[0])
    if (
        called
        and called.sure
        and is_full(called.name)
        and len(text.split()) <= _WHO
        and not (wants_action(text) or told_in(text))
    ):
        return True
    if not told or not told[0].phone or len(text.split()) > _WHO or wants_action(text):
        return False
    return 0 <= text.lower().find(told[0].name.lower()) <= _FRONT


def heard(turn: Turn, text: str) -> Raised | None:
    """What the ward is asked to see to by these words; None where that is not said."""
    if not 0 < len(text) <= LONGEST:
        return None
    understanding = turn.content.understanding
    answered = understanding.read(text).decision is Decision.ANSWER
    return raised_in(text, understanding.petitions(text), answered=answered)


def drafted(memory: Draft, raised: Raised) -> Draft:
    """The draft as it is guessed to be."""
    return replace(
        memory, guessed=raised.kind, urgent=raised.urgent, about=raised.about, place=raised.place
    )


def choices(memory: Draft) -> Sequence[tuple[str, str]]:
    match memory.step:
        case AskStep.OFFER:
            if memory.guessed == QuestionKind.PRAISE:
                return (("send_praise", "send"), ("keep_praise", _KEPT))
            return (("send_to_ward", "send"), ("only_ask", "ask"))
        case AskStep.KIND:
            others = [kind for kind in QuestionKind if kind != memory.guessed]
            return (
                ("kind_right", memory.guessed),
                *((f"raised_{one}", str(one)) for one in others),
            )
    return (("no_place", _NO_PLACE),)


def advanced(memory: Draft, said: Said) -> Draft | None:
    match memory.step:
        case AskStep.OFFER:
            return _offered(memory, said)
        case AskStep.KIND:
            kind = said.value or (memory.guessed if says_yes(said.text) else "")
            return _of_kind(memory, kind) if kind else _told_at_kind(memory, said.text)
    return _placed(memory, said)


def _told_at_kind(memory: Draft, text: str) -> Draft | None:
    """Who asks, or more of the matter, where its kind is asked: shown with the text once more. None
    for anything else."""
    if is_question(text) or only_thanks(text) or says_no(text) or is_no_consent(text):
        return None
    if keeps_unnamed(text):
        return with_condition(memory, Condition.UNNAMED)
    told = told_beside(memory, text) or _told_more(memory, beside_sending(text))
    return replace(told, step=AskStep.OFFER) if told else None


def _placed(memory: Draft, said: Said) -> Draft | None:
    """Where it is; who asks and that it may go are no place."""
    leaves = says_no(said.text) or only_thanks(said.text) or closes(said.text)
    if said.value == _NO_PLACE or (leaves and not said.value):
        return _on(memory)
    if is_no_consent(said.text):
        return None
    if keeps_unnamed(said.text):
        return with_condition(memory, Condition.UNNAMED)
    if (beside := consent_in(said.text)) is not None:
        told, where = who_and_more(replace(memory, hurried=True), beside)
        told = told or replace(memory, hurried=True)
        return _on(replace(told, place=where[:PLACE_LONGEST]))
    if may_go(said.text):
        return _on(replace(memory, hurried=True))
    if told := told_beside(memory, said.text):
        return _on(told) if told.hurried else told
    place = " ".join(said.text.split())[:PLACE_LONGEST]
    return _on(replace(memory, place=place)) if len(place) > 1 else None


def _on(memory: Draft) -> Draft:
    """What comes once its kind and place are known; one that is to go at once goes, where its
    writer agreed to that before."""
    if memory.hurried and memory.agreed:
        return replace(memory, step=AskStep.DONE, field=memory.guess)
    return replace(memory, step=AskStep.JOIN)


def _offered(memory: Draft, said: Said) -> Draft | None:
    if said.value == "ask":
        return replace(memory, step=AskStep.ONLY_ASK)
    made = None if said.value else condition_in(said.text)
    if made and (met := with_condition(memory, made)) is not None:
        return replace(met, place=met.place or place_in(said.text))
    if said.value == _KEPT or (not said.value and _is_refused(said.text)):
        return replace(memory, step=AskStep.STOPPED, content="")
    if not said.value and (less := _with_less(memory, said.text)) is not None:
        return less
    if not said.value and is_no_consent(said.text):
        return _told_more(memory, said.text) if len(said.text.split()) > _REFUSES else None
    if not said.value and (remark := consent_in(said.text)) is not None:
        return _agreed_with(memory, remark)
    goes = not said.value and (says_yes(said.text) or may_go(said.text))
    at_once = said.value == AT_ONCE or (goes and says_send(said.text))
    if at_once:
        return _at_once(memory)
    if said.value == "send" or goes:
        if memory.guessed == QuestionKind.PRAISE:  # as the button says
            return _of_kind(memory, memory.guessed)
        return replace(memory, step=AskStep.KIND)
    text = beside_sending(said.text)
    if beside := told_beside(memory, text):
        return with_hours(beside, text) if beside.phone else beside
    if text != said.text and (told := who_and_more(memory, text)[0]):
        return told
    if memory.nameless and own_name(text):
        return memory  # no name was wanted there
    if keeps_unnamed(text):
        return with_condition(memory, Condition.UNNAMED)
    if apart := told_apart(memory, text):
        told, text = apart
        return (_told_more(told, text) if text else None) or told
    return None if only_thanks(text) else _told_more(memory, text)


def _is_refused(text: str) -> bool:
    return stops_writing(text) or says_no(text) or refuses_consent(text)


# Folded: `tên tôi đừng ghi`, `khỏi tên tuổi`, `tên thì thôi`; `xóa số tôi`. `Đúng tên` is none.
_ME = r"(?:toi|tui|em|minh|chau|chi|anh|bac|co|chu|di|con|thi)"
_DO = r"(?:can|ghi|neu|luu|de|lay|cai|muon|lo|nham)"
_NOT_IT = (
    r"(?:(?:khong|ko)(?! (?:dung|phai|sai)\b)|khoi|dung(?= (?:ghi|neu|de|luu|lo|cho)\b)|xoa|giau"
    r"|bo(?: (?:di|ra|giup|gium|luon))? *$|thoi *$)"
)
_NO_NAME, _NO_NUMBER = (
    re.compile(
        rf"\b{what}(?: {_ME}){{0,2}} {_NOT_IT}"
        rf"|\b(?:(?:khong|ko|khoi|giau)(?: {_DO}){{0,3}}|dung(?: {_DO}){{1,3}}) {what}\b(?! sai)"
        rf"|\b(?:bo|xoa)(?: (?:giup|luon))? {what}(?: {_ME})*"
        r"(?: (?:di|ra|giup|gium|luon|nhe|nha|a))*$"
    )
    for what in ("ten(?: tuoi)?", "(?:so|sdt|dien thoai)")
)


def _with_less(memory: Draft, text: str) -> Draft | None:
    """What may go, but without the name or the number: shown so. None for other words."""
    plain, head = bare_words(text), re.split(r"[,;.]", text)[0]
    may = speaks_of_consent(head) or may_go(head) or after_yes(text) is not None
    if not may or is_no_consent(head) or len(plain.split()) > _WHO or read_phone(text):
        return None
    if _NO_NAME.search(plain):
        return with_condition(memory, Condition.UNNAMED)
    return with_condition(memory, Condition.UNCALLED) if _NO_NUMBER.search(plain) else None


def _told_more(memory: Draft, text: str) -> Draft | None:
    """What is told of the same matter, or put right in it; None for what is too little, too much,
    or asks."""
    if mended := put_right(memory.content, text):
        place = put_right(memory.place, text) or memory.place
        return replace(memory, content=mended, place=place)
    return None if is_question(text) else with_more(memory, text)


def with_more(memory: Draft, text: str) -> Draft | None:
    """The same with what is told of the same matter; None for what is too little or too much."""
    whole = whole_of(memory.content, text)
    more = sum(char.isalpha() for char in text) >= LETTERS
    if not more or len(whole) > LONGEST or len(text.split()) > LONGEST_REPORT:
        return None
    return replace(memory, content=whole, place=memory.place or place_in(text))


def _agreed_with(memory: Draft, beside: str) -> Draft | None:
    """It is agreed that it goes, and more is told: who tells it, where it is and what else it is
    are shown once more before it goes; a few words that are none of it keep nothing back."""
    told, more = who_and_more(memory, beside)
    if told is None and is_wrong(beside) and not place_in(beside):
        return None  # what is wrong is asked for, and nothing goes with it
    place = memory.place or place_in(beside)
    of_matter = more if place_in(more) or len(more.split()) > _A_FEW else ""
    if told is None and not of_matter:
        return _at_once(memory)
    whole = whole_of(memory.content, of_matter) if of_matter else memory.content
    return replace(told or memory, content=whole[:LONGEST], place=place)


def left_of(beside: str) -> str:
    """What is told beside a consent to send and goes nowhere; "" where all of it is taken."""
    plain = bare_words(beside)
    if is_wrong(beside) or _NO_NAME.search(plain) or _NO_NUMBER.search(plain):
        return ""
    _, more = who_and_more(Draft(), beside)
    taken = place_in(more) or len(more.split()) > _A_FEW
    return "" if taken or len(more.split()) < A_SENTENCE or only_thanks(more) else more


def _at_once(memory: Draft) -> Draft:
    """It goes: at once where the consent stands above it, as it does once somebody is named; else
    once that was shown."""
    if memory.name or memory.phone:
        return replace(memory, step=AskStep.DONE, kind=memory.guessed, field=memory.guess)
    return _of_kind(replace(memory, hurried=True), memory.guessed)


def _of_kind(memory: Draft, kind: str) -> Draft:
    """What comes after its kind: where it is, where that is not said; a question may have been
    answered."""
    confirmed = replace(memory, kind=kind, added=False)
    if memory.field:  # it was looked over already
        return replace(confirmed, step=AskStep.CONFIRM)
    if kind == QuestionKind.ASK:
        return replace(confirmed, step=AskStep.SIMILAR)
    if kind == QuestionKind.ON_SITE and not memory.place:
        return replace(confirmed, step=AskStep.PLACE)
    return _on(confirmed)
