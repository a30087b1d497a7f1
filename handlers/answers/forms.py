"""A form in progress: what was typed or chosen as the answer to its step. A question asked in the
middle is answered, and the form goes on."""

import re
from dataclasses import replace
from typing import Any

from content.agreeing import Agreed, agreed_in, answer_and_question, asks_of_data
from content.amounts import amounts
from content.closing import closes, only_thanks
from content.commands import anywhere, typed
from content.conditions import Condition, condition_in
from content.consenting import consents
from content.dialect import plainly
from content.families import without_whom
from content.lines import Does, all_agree, does, wavers, without_consent
from content.mends import name_of_another
from content.names import hear_name, is_full, own_name
from content.other_matter import (
    is_no_value,
    is_question,
    tells_person,
    thanks_first,
    thanks_too,
    yes_first,
)
from content.people import is_minor, old_form, phone_fault, read_phones, tells_age
from content.phone_roles import of_another
from content.short_answers import (
    ShortAnswer,
    does_not_know,
    ends_writing,
    is_no_name,
    refuses,
    says_no,
    says_yes,
    short_answer,
    waits,
)
from content.short_answers import skips as skips_it
from content.spoken import (
    as_it_was,
    asks,
    asks_again,
    asks_why,
    corrected,
    has_no_phone,
    is_shop,
    says_spent,
)
from content.vietnamese import clean, fold, fold_in_place, has_marks, says
from handlers.answers import faq
from handlers.talk import confirming, mending
from handlers.talk.answered import holds_no_consent
from handlers.talk.flow import (
    CHOICE,
    CONSENT_STEP,
    Bounded,
    Conditional,
    Flow,
    ForWhom,
    LeavesOut,
    TakesAhead,
    TakesSums,
    after_aside,
    ask_again,
    has_answers,
    heard,
    heard_text,
    is_settled,
    leave,
    misses_in,
    open_flow,
    open_name,
    put_aside,
    step_on,
    with_miss,
)
from handlers.talk.messages import IncomingKind, Reply, Shared
from handlers.talk.replies import cancel, list_again, plain, told_first
from handlers.talk.told import with_figures
from handlers.talk.turn import Outcome, Turn

SKIP = "skip"  # the value of the choice that leaves a question open
MINE, NOT_MINE = "mine:", "not_mine"  # whose card it is
OF_A_CARD = ("name", "phone")  # steps that a card answers
SHARED_LIMIT = 200  # of a name or number on a card

# Where the answer is a name of something, and may read like a command without its marks.
_NAMED = ("name", "business", "neighbourhood", "sector")
_REVIEW = "summary"
# Where a yes and `gửi đi` are one.
_DONE_ON_YES = (CONSENT_STEP, "known", "sure", "summary", "join", "field")
_SURE = "sure"  # where it is asked whether that was one
_NAMES_TOO = ("huy", "dung", "tin")  # common given names
_ASKED_OF_ONE = ("name", "phone", "business", "kind", "neighbourhood", "people")  # why they are
_OF_TAX = ("more", "platform", "since", "method", "costs", "revenue", "sector", "year")
_NAMED_OR_SURE = ("name", "business", "neighbourhood", _SURE)
# Where of `tổ 5 hay tổ 15 nhỉ` neither is taken.
_NO_DOUBT = (*_NAMED, _SURE, _REVIEW, "phone", "kind", "people", "edit")
_LAST_LOOK = "confirm"  # at a text: its choices first, any other words are more of the text
_OWN_TEXT = ("content", "whole", "more", "reopen", "text")  # steps whose answer is a whole text
_HELPER = "helper"  # who registers somebody else


def is_written(flow: Flow[Any], memory: Any) -> bool:
    """Whether the answer to the step is a whole text, taken as it is."""
    return memory.step in _OWN_TEXT and flow.takes_text(memory)


def too_long(turn: Turn, flow: Flow[Any], memory: Any) -> tuple[Reply, ...]:
    """What says that the text is longer than its step takes; nothing when it is not."""
    if turn.action or not isinstance(flow, Bounded) or not flow.takes_text(memory):
        return ()
    most = flow.too_long(memory, turn.text.strip())
    if most is None:
        return ()
    return turn.say("system/too_long", most=most, typed=len(turn.text.strip())).replies


def is_name(turn: Turn, step: str) -> bool:
    """Whether a name is asked and this is one, though without its marks it would read like a
    command or a choice: `Tín`, `Sử Kiên`, `Chú Đệ`; typed without any, as names are: `Huy`."""
    if step not in _NAMED or turn.incoming.kind is not IncomingKind.TEXT:
        return False
    labels = (label for _, label, _ in turn.conversation.choices)
    text, said = turn.text.strip(), plain(turn.text)
    alike = [words for words in (*anywhere(), *typed("stop"), *labels) if said == plain(words)]
    if not alike or text.startswith(("/", "#")):
        return False
    if has_marks(text):
        return not says(text, *alike)
    return said in _NAMES_TOO and text[0].isupper() if " " not in said else text.istitle()


def skips(turn: Turn, flow: Flow[Any], memory: Any) -> bool:
    """Whether somebody passes over a question that need not be answered: no reason to lose all."""
    offered = any(value == SKIP for _, value in flow.choices(memory))
    no_phone = memory.step == "phone" and has_no_phone(turn.text)
    return offered and not turn.action and (skips_it(turn.text) or no_phone)


def may_not_skip(turn: Turn) -> bool:
    """Whether somebody passes over a question after answers that would be lost with the form."""
    typed = turn.incoming.kind is IncomingKind.TEXT and not turn.action
    return typed and skips_it(turn.text) and has_answers(turn)


def leaves_open(turn: Turn, flow: Flow[Any], memory: Any) -> bool:
    """Whether a no is one of the answers to the step: `khỏi` is that one, and gives up no form."""
    values = {value for _, value in flow.choices(memory)}
    return says_no(turn.text) and not values.isdisjoint((SKIP, "no"))


def needed(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome:
    """A question that must be answered is not passed over, and what was typed before stays. Where
    a no is a choice, passing over is a no."""
    if any(value == "no" for _, value in flow.choices(memory)):
        return answered(replace(turn, action=f"{CHOICE}no"), flow, memory)
    again = ask_again(turn, flow, memory)
    return Outcome(again.conversation, (*turn.say("system/needed").replies, *again.replies))


def answered(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome:
    """What was chosen or typed, as the answer to the step."""
    if long := too_long(turn, flow, memory):
        again = ask_again(turn, flow, memory)
        return Outcome(again.conversation, (*long, *again.replies))
    if not turn.action and memory.step in _NO_DOUBT and _wavers(turn):
        words = turn.words_of("system/wavers", text=turn.text.strip())
        return told_first(ask_again(turn, flow, memory), words)
    mends = not is_written(flow, memory) and not _tells_helper(turn.text, memory)
    if mends and (mended := mending.mend(_with_its_line(turn), flow, memory)):
        return mended
    if aside := _before_agreed(turn, flow, memory) or _left(turn, flow, memory):
        return aside
    as_typed = turn
    typed, turn = turn.text, _as_meant(turn, flow, memory)
    own_words = not turn.action and not is_written(flow, memory)
    if getattr(memory, "unheard", False) and says_yes(typed):
        return told_first(
            ask_again(turn, flow, replace(memory, unheard=False)),
            turn.words_of("system/left_out"),
        )
    if own_words and skips_it(typed):
        return cancel(turn)  # of a form in which nothing is answered yet
    if own_words and refuses(typed) and not _is_called(typed, memory.step):
        return stopped(turn) if has_answers(turn) else cancel(turn)
    if own_words and memory.step == CONSENT_STEP and is_minor(typed):
        return leave(turn).say("system/too_young", back=turn.menu_choice())
    if own_words and _waits(typed, memory.step):
        return _unclear(turn, flow, memory)
    right = own_words and as_it_was(typed) and not _is_called(typed, memory.step)
    if right and (kept := step_on(turn, flow, memory)):
        return kept  # back at a question, and it was right as it stood
    shop = own_words and _names_shop(typed, memory.step)
    if shop and flow.advance(memory, heard(turn)) is None:
        return _unclear(turn, flow, memory)
    if own_words and _asks_again(typed, memory.step):
        return _unclear(turn, flow, memory)
    if own_words and (beside := _with_question(turn, flow, memory)):
        return beside
    tells_none = asks(typed) if memory.step == "sector" else _does(typed, memory.step)
    tells_none = tells_none or _is_nobody(typed, memory.step)
    if own_words and memory.step in (*_NAMED, _SURE) and tells_none:
        return _told_beside(turn, flow, memory) or _not_taken(turn, flow, memory)
    takes = flow.takes_text(memory) or (isinstance(flow, TakesSums) and flow.takes_sums(memory))
    if turn.action or (takes and turn.text.strip()):
        following = mending.advance(turn, flow, memory)
        if following is not None:
            told = _taken(turn, memory, typed)
            return Outcome(following.conversation, (*told, *following.replies))
    if own_words and mending.is_unplaced(typed):
        return _unclear(as_typed, flow, memory)
    return _not_taken(turn, flow, memory)


def _wavers(turn: Turn) -> bool:
    """Whether two answers are told at once; not where a question has a sure answer: `người hay
    máy`."""
    return wavers(turn.text) and not faq.is_sure(turn)


_ASIDE = 3  # words: so few may be a yes
# `thôi được rồi, cảm ơn`, `thôi chào cháu`: a leave, and no yes to what is asked.
_LEAVE = re.compile(
    r"^(?:(?:da|u|uh|a|the|vay) )*thoi\b.*\b(?:chao|cam on|cam ta|tam biet|bye|tks|thanks"
    r"|met qua|(?:mai|bua khac|hom khac|luc khac) (?:\w+ )?(?:hoi|tinh|lam|ghi)(?: tiep)?)\b"
    r"|^(?:da|u|a) thoi(?: (?:con|em|chau|a|nha|nhe|khoi|di))*[ .!]*$"
)
_CLEAR_YES = re.compile(r"\b(?:gui di|gui luon|dang ky di|dk di|cu gui|dung roi)\b")


def _left(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome | None:
    """Out of the form, where somebody takes leave of it; None for other words."""
    polite = only_thanks(turn.text) or thanks_first(turn.text) or waits(turn.text)
    closing = closes(turn.text) and not polite
    leaves = takes_leave(turn.text) or (closing and len(turn.text.split()) > _ASIDE)
    if turn.action or is_written(flow, memory) or not leaves:
        return None
    if _is_called(turn.text, memory.step) and not thanks_too(turn.text):
        return None
    return stopped(turn) if has_answers(turn) else cancel(turn)


def takes_leave(text: str) -> bool:
    """`thôi chào cháu nhé`, `thôi để mai hỏi tiếp`: somebody goes, and the form with them."""
    plain = fold(text)
    clear = _CLEAR_YES.search(plain) or consents(text)
    return _LEAVE.search(plain) is not None and not clear


_LINE_FIRST = re.compile(
    r"(?:(?:a|da|thi|cai) )*(?:(?:ho )?ten(?: \w+){0,2} la|(?:ten )?(?:quan|tiem|cua hang) la"
    r"|(?:so )?(?:dien thoai|dt|sdt)(?: \w+)?(?: la)?|so (?:cua )?\w+ la)\s+"
)


def _with_its_line(turn: Turn) -> Turn:
    """`tên chị là Thoa à nhầm Kim Thoa` as `tên chị là Kim Thoa`: what is right, still of the line
    that was named."""
    line = _LINE_FIRST.match(fold_in_place(turn.text))
    right = corrected(turn.text) if line else None
    if line is None or not right or _LINE_FIRST.match(fold_in_place(f"{right} ")):
        return turn
    return replace(turn, incoming=replace(turn.incoming, text=turn.text[: line.end()] + right))


def _tells_helper(text: str, memory: Any) -> bool:
    """Whether the name that is told is of who registers another, and puts no other right."""
    if not getattr(memory, "another", False) or memory.step == "name":
        return False
    called = hear_name(text) if memory.step == _HELPER else None
    return bool(own_name(text)) or (called is not None and not name_of_another(text))


def _does(text: str, step: str) -> Does | None:
    """What a line does where a name of somebody or of something is asked; the name itself may read
    like an order: `Huy`."""
    if step not in _NAMED_OR_SURE:
        return None
    said = does(text)
    if said is Does.ADDRESSES and step == "business" and text.istitle():
        return None  # a shop may be called `Cô Ba`
    return None if said is Does.ORDERS and step == "name" else said


def _with_question(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome | None:
    """An answer with a question behind it: `Tạp hóa Bảy Hoa, mà … đóng tiền không`. The answer is
    taken, the question answered or said to be for later; None where the first part is none."""
    head, question = answer_and_question(turn.text)
    if not question or memory.step not in _ASKED_OF_ONE:
        return None
    if memory.step in _NAMED and not (is_shop(head) or head.istitle() or re.search(r"\d", head)):
        return None  # small talk before the question
    first = replace(turn, incoming=replace(turn.incoming, text=head))
    if _does(head, memory.step) or flow.advance(memory, heard(first)) is None:
        return None
    following = mending.advance(first, flow, memory)
    if following is None:
        return None
    asking = replace(turn, incoming=replace(turn.incoming, text=question))
    beside = faq.answer_beside(asking) or turn.say("system/question_left", question=question)
    after = with_figures(following.conversation, beside)
    return Outcome(after, (*beside.replies, *following.replies))


def _told_beside(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome | None:
    """A name with a question behind it: the name is taken, the question answered, or said to be for
    later. None without a name that is sure."""
    called = hear_name(turn.text) if memory.step == "name" else None
    if called is None or not called.sure or not is_full(called.name):
        return None
    named = replace(turn, incoming=replace(turn.incoming, text=called.name))
    following = mending.advance(named, flow, memory)
    if following is None:
        return None
    beside = faq.answer_beside(turn) or turn.say("system/question_later")
    after = with_figures(following.conversation, beside)
    return Outcome(after, (*beside.replies, *following.replies))


def _before_agreed(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome | None:
    """Where a yes is asked for: a condition is met or said not to be, and the yes asked for once
    more; what is told ahead of the consent waits for it."""
    if turn.action or memory.step not in (CONSENT_STEP, _LAST_LOOK, _REVIEW):
        return None
    denied = memory.step == CONSENT_STEP and holds_no_consent(turn.text, memory)
    if memory.step == CONSENT_STEP and isinstance(flow, ForWhom) and not denied:
        bare = without_whom(turn.text)
        if bare != turn.text and agreed_in(bare) and (of := flow.for_whom(memory, turn.text)):
            if of != memory:
                return ask_again(turn, flow, of)
            return answered(replace(turn, action=f"{CHOICE}yes"), flow, memory)
    made = condition_in(turn.text)
    if made is Condition.UNCALLED and (put := _of_one_of_them(turn, flow, memory)):
        return put
    other = made is Condition.OTHER and memory.step == CONSENT_STEP and not denied
    if other and isinstance(flow, ForWhom):
        theirs = flow.for_whom(memory, turn.text)
        if theirs == memory:
            return answered(replace(turn, action=f"{CHOICE}yes"), flow, memory)
        if theirs is not None:
            return ask_again(turn, flow, theirs)
    facts = other and _only_tells(turn.text)
    if made and not facts and (made is not Condition.OTHER or memory.step != _REVIEW):
        return _with_condition(turn, flow, memory, made)
    if memory.step != CONSENT_STEP or not isinstance(flow, TakesAhead) or asks(turn.text):
        return None
    rest = without_consent(turn.text)
    # `đồng ý nhé, tên tôi …`
    agreed = rest != turn.text or (tells_person(turn.text) and yes_first(turn.text))
    ahead = flow.told_ahead(memory, heard_text(turn, rest)) if rest else None
    if agreed and not (denied or is_minor(turn.text)) and (ahead or tells_age(turn.text)):
        return answered(replace(turn, action=f"{CHOICE}yes"), flow, ahead or memory)
    if ahead is None:
        return None
    own = f"{flow.name}/told_ahead"
    name = own if turn.content.words.has(own) else "system/told_ahead"
    words = turn.words_of(name, text=turn.text.strip(), memory=ahead, alone=True)
    return _in_place_of_page(ask_again(turn, flow, ahead), words)


def _of_one_of_them(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome | None:
    """`bỏ số ông ấy đi`, of one of those listed ahead: put right there; None where nothing is."""
    known = getattr(memory, "others", ())
    if memory.step != CONSENT_STEP or not known or not isinstance(flow, TakesAhead):
        return None
    ahead = flow.told_ahead(memory, heard(turn))
    if ahead is None or ahead.others == known:
        return None
    words = turn.words_of(
        f"{flow.name}/told_ahead", text=turn.text.strip(), memory=ahead, alone=True
    )
    return _in_place_of_page(ask_again(turn, flow, ahead), words)


_IF = re.compile(r"\b(?:nhung|nhg|nhma|dieu kien|mien|neu|tru|voi lai|dung|cam)\b")


def _only_tells(text: str) -> bool:
    """Whether what stands behind a yes is told, and nothing it depends on: `đồng ý. tổ 6, không có
    tên tiệm`."""
    rest = without_consent(text)
    return rest != text and not _IF.search(fold(rest))


def _with_condition(turn: Turn, flow: Flow[Any], memory: Any, made: Condition) -> Outcome:
    met = flow.with_condition(memory, made) if isinstance(flow, Conditional) else None
    own = f"{flow.name}/condition"
    name = own if turn.content.words.has(own) else "system/condition"
    words = turn.words_of(name, made=made, step=memory.step, text=turn.text.strip())
    again = ask_again(turn, flow, memory if met is None else met)
    return (
        _in_place_of_page(again, words) if memory.step == CONSENT_STEP else told_first(again, words)
    )


def _in_place_of_page(outcome: Outcome, words: str) -> Outcome:
    """The page about the consent was shown: only what is new, above its choices."""
    first, *rest = outcome.replies
    return replace(outcome, replies=(replace(first, text=words), *rest))


def _taken(turn: Turn, memory: Any, typed: str) -> tuple[Reply, ...]:
    """What says how an answer was taken that could be taken otherwise: the words after a
    correction, one phone number of several, the new form of a number of before 2018."""
    if turn.action:
        return ()
    replies: list[Reply] = []
    if turn.text != typed:
        replies += turn.say("system/corrected", text=turn.text).replies
    phones = read_phones(turn.text) if memory.step == "phone" else []
    if len(phones) > 1:
        replies += turn.say("system/one_phone", phone=phones[0], count=len(phones)).replies
    if phones and (old := old_form(turn.text, phones[0])):
        replies += turn.say("system/renumbered", old=old, phone=phones[0]).replies
    if len(phones) == 1 and any(of_another(turn.text)):
        replies += turn.say("system/phone_of_another", phone=phones[0]).replies
    return tuple(replies)


def _as_meant(turn: Turn, flow: Flow[Any], memory: Any) -> Turn:
    """A typed yes or no as the choice it stands for; of a correction, what is right."""
    if turn.action or is_written(flow, memory):
        return turn
    values = [value for _, value in flow.choices(memory)]
    agrees = _agrees(turn.text, memory)
    of_consent = memory.step == CONSENT_STEP and not holds_no_consent(turn.text, memory)
    if "yes" in values and (agrees or (of_consent and all_agree(turn.text))):
        return replace(turn, action=f"{CHOICE}yes")
    denies = says_no(turn.text) or (memory.step == CONSENT_STEP and refuses(turn.text))
    if "no" in values and denies:
        return replace(turn, action=f"{CHOICE}no")
    named = confirming.by_words(turn.text, turn.conversation.choices)
    last_look = memory.step == _LAST_LOOK
    if named.startswith(CHOICE) and (last_look or not flow.takes_text(memory)):
        return replace(turn, action=named)
    if last_look:
        return turn
    right = corrected(turn.text) if flow.takes_text(memory) else None
    return replace(turn, incoming=replace(turn.incoming, text=right)) if right else turn


def _agrees(text: str, memory: Any) -> Agreed | None:
    """The yes to what a step asks, whatever is said with it. `Gửi đi` alone is one where all is
    looked over; to what may be answered already it is none."""
    said, step = agreed_in(text), memory.step
    if said is None or (said.urged and step not in _DONE_ON_YES):
        return None
    if step == CONSENT_STEP and (asks_of_data(said.asked) or holds_no_consent(text, memory)):
        return None  # it is asked what would be agreed to, or no consent of theirs
    return said if said.yes or step == _REVIEW else None


def asked_with_yes(turn: Turn, flow: Flow[Any], memory: Any) -> str:
    """The question put with a yes where one is asked for; "" for none."""
    if turn.action or is_written(flow, memory) or memory.step == _LAST_LOOK:
        return ""
    said = _agrees(turn.text, memory) if _takes_yes(flow, memory) else None
    return said.asked if said else ""


def _takes_yes(flow: Flow[Any], memory: Any) -> bool:
    return any(value == "yes" for _, value in flow.choices(memory))


def _is_only_shop(text: str) -> bool:
    """Whether a shop is named, and nobody's name beside it."""
    called = hear_name(text)
    return is_shop(text) and not asks(text) and not (called and called.sure)


def _names_shop(text: str, step: str) -> bool:
    return step == "name" and _is_only_shop(text)


def _asks_again(text: str, step: str) -> bool:
    """Whether the question is to be put again, plainer: `nói dễ hiểu hơn`, `nói lại coi`."""
    named = step == "name" and " " not in text.strip()
    explained = step in _ASKED_OF_ONE or step in _OF_TAX
    return explained and asks_again(text) and not (named or does_not_know(text))


def _is_nobody(text: str, step: str) -> bool:
    """Thanks, a plea, a question where a name of somebody or of a shop is asked; not what is
    written as a name is: `Cam Ơn`."""
    written = " " in text.strip() and text.istitle()
    return step in ("name", "business") and not written and is_no_value(text)


def _is_called(text: str, step: str) -> bool:
    """Whether a name is asked and the text can be one, though it also says yes: `Dung`."""
    return step == "name" and not is_no_name(text)


def _not_taken(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome:
    """What is no answer to the step: a question is answered beside it, and the step asked again."""
    asking = turn.text.strip() and short_answer(turn.text) is None
    beside = faq.beside_form(turn, flow.name) or faq.answer_beside(turn) if asking else None
    if beside is None and asking and is_question(turn.text):
        beside = faq.likely_beside(turn)
    if beside is None:
        return _unclear(turn, flow, memory)
    held = replace(turn, conversation=with_figures(turn.conversation, beside))
    return after_aside(turn, beside.replies, ask_again(held, flow, memory), memory.step)


def stopped(turn: Turn) -> Outcome:
    """Whoever does not want the form any more is out of it; what was answered waits its 24 hours
    for a change of mind."""
    kept, form = has_answers(turn), open_name(turn)
    if is_settled(turn):
        return cancel(turn)
    return put_aside(turn).say("system/form_stopped", back=turn.menu_choice(), kept=kept, form=form)


def _unclear(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome:
    """Says what the step takes, and asks it again: once in full, then in a line with an example,
    then with a person offered, and never the same twice in a row."""
    if memory.step == _REVIEW and isinstance(flow, LeavesOut):
        memory = flow.left_out(memory)
    if memory.step == _REVIEW and condition_in(turn.text):
        return _with_condition(turn, flow, memory, Condition.OTHER)
    again = ask_again(turn, flow, memory)
    hint, values = _hint(turn, flow, memory)
    before, told = misses_in(turn, memory.step)
    key = f"{hint}{values.get('fault', '')}{values.get('digits', '') or ''}"  # of what is wrong
    special = hint not in (f"{flow.name}/{memory.step}_unclear", "system/choose_or_cancel")
    special = special or bool(values.get("fault"))
    if before and (key == told or not special):
        words = _shorter(turn, flow, memory, values, person=before % 2 == 0)
        if words.strip():
            short = replace(again.replies[0], text=words)
            asked = Outcome(again.conversation, (short, *again.replies[1:]))
            return with_miss(asked, memory.step, before + 1, key)
    # The page was shown: a long text again and again says nothing.
    own = f"{flow.name}/{memory.step}_again"
    brief = "system/agree_or_not" if memory.step == CONSENT_STEP else own
    replies = turn.say(hint, **values).replies
    if turn.content.words.has(brief):
        short = replace(again.replies[0], text=turn.words_of(brief))
        replies = replies if special else ()
        asked = Outcome(again.conversation, (*replies, short, *again.replies[1:]))
    else:
        asked = Outcome(again.conversation, (*replies, *again.replies))
    return with_miss(asked, memory.step, before + 1, key)


def _shorter(
    turn: Turn, flow: Flow[Any], memory: Any, values: dict[str, Any], *, person: bool
) -> str:
    """One line with an example in place of what was told in full; "" where all is to be told again:
    a sum was said, and which it is stands in the full words alone."""
    own = f"{flow.name}/again"
    has_own = turn.content.words.has(own)
    if not has_own and amounts(turn.text):
        return ""
    labels = [turn.choice(label, value).label for label, value in flow.choices(memory)]
    return turn.words_of(
        own if has_own else "system/again",
        step=memory.step,
        person=person,
        example=labels[0] if labels else "",
        fault=values.get("fault"),
        digits=values.get("digits"),
    )


# What the form will say once it is filled in.
_ASKS_SUM = re.compile(
    r"\b(?:nop|dong|thue|quy|thang|nam|het|la|ra) (?:la |het |mat |tat ca |tong cong )?bao nhieu\b"
    r"|\b(?:sao|tai sao|vi sao)(?: lai)? (?:ra )?(?:the|vay|nhieu|it)\b|\bgiai thich\b"
)


def _hint(turn: Turn, flow: Flow[Any], memory: Any) -> tuple[str, dict[str, Any]]:
    """The message that says what was wrong with an answer, and its values."""
    answer, step = short_answer(turn.text), memory.step
    said = None if answer else _does(turn.text, step)
    why, unclear = f"{flow.name}/why", f"{flow.name}/{step}_unclear"
    words = turn.content.words
    if aside := _said_aside(turn.text, step):
        return f"system/{aside}", {"form": flow.name}
    if isinstance(flow, mending.Mends) and mending.is_unplaced(turn.text):
        return "system/which_line", {}
    if said in (Does.COUNTS, Does.ORDERS, Does.AGREES) and not says_yes(turn.text):
        return "system/no_value", {"text": turn.text.strip()}
    if _asks_again(turn.text, step) and words.has(f"{flow.name}/explain"):
        return f"{flow.name}/explain", {"step": step}
    if _ASKS_SUM.search(fold(turn.text)) and words.has(f"{flow.name}/reckons"):
        return f"{flow.name}/reckons", {}
    if step in _ASKED_OF_ONE and not answer and asks_why(turn.text) and words.has(why):
        return why, {"step": step}
    if said is Does.SCOLDS:
        return "system/calm", {}
    if says_spent(turn.text) and words.has(f"{flow.name}/spent"):
        return f"{flow.name}/spent", {"step": step}
    if said is Does.ADDRESSES and step in ("name", _SURE):
        return "system/full_name", {"text": turn.text.strip()}
    asked = asks(plainly(turn.text)) or (step == "phone" and is_question(turn.text))
    if not answer and (asked or said is Does.ASKS):
        at_step = f"{flow.name}/question_at_{step}"
        return at_step if words.has(at_step) else "system/question_later", {}
    fault, digits = phone_fault(turn.text) if step == "phone" else ("", 0)
    agrees = says_yes(turn.text) or ends_writing(turn.text)
    explained = turn.text.strip() and words.has(unclear)
    return unclear if explained else "system/choose_or_cancel", {
        "fault": fault,
        "digits": digits,
        "agrees": agrees,
    }


_HOLD_ON = re.compile(r"\b(?:cho|doi|khoan|tu)\b")


def _waits(text: str, step: str) -> bool:
    """Whether there is no answer yet. At the review, and of `chờ tí` where a name is asked, what
    to type is said instead."""
    later = short_answer(text) is ShortAnswer.LATER
    if later and not (step == "name" and _HOLD_ON.search(fold(text))):
        return not (" " in text.strip() and text.istitle())
    told_what = step == _REVIEW or (step == "name" and is_no_name(text))
    return waits(text) and not told_what and not text.istitle()


def _said_aside(text: str, step: str) -> str:
    """What is said that is no answer, and has one of its own: the name of its message, or ""."""
    if step == CONSENT_STEP and asks_why(text) and not short_answer(text):
        return "why_agree"
    if _waits(text, step):
        return "take_time"
    if only_thanks(text) or thanks_first(text):
        return "thanked"
    lacks = has_no_phone(text) or says_no(text) or does_not_know(text)
    return "no_phone" if step == "phone" and lacks else ""


def shared(turn: Turn, flows: dict[str, Flow[Any]]) -> Outcome:
    """A card or a form: its name and number answer the questions they are answers to, as if they
    were typed; anywhere else nothing of it is kept."""
    card, outcome = turn.incoming.shared, None
    running = open_flow(turn, flows)
    if running and running[1].step in OF_A_CARD and card and not card.own:
        return _ask_whose(turn, card)
    for step in OF_A_CARD:
        running = open_flow(turn, flows)
        said = clean(getattr(card, step, ""))[:SHARED_LIMIT]
        if running is None or running[1].step != step or not said:
            continue
        typed = replace(turn.incoming, kind=IncomingKind.TEXT, text=said)
        outcome = answered(replace(turn, incoming=typed), *running)
        turn = replace(turn, conversation=outcome.conversation)
        asked = open_flow(turn, flows)
        if asked and asked[1].step == _SURE:  # the card is theirs, and the summary shows the name
            outcome = answered(replace(turn, action=f"{CHOICE}yes"), *asked)
            turn = replace(turn, conversation=outcome.conversation)
    if outcome is not None:
        return outcome
    running = open_flow(turn, flows)
    if running is None:
        return list_again(turn, "system/card_elsewhere")
    again = ask_again(turn, *running)
    hint = turn.say("system/card_elsewhere").replies
    return Outcome(again.conversation, (*hint, *again.replies))


def _ask_whose(turn: Turn, shared: Shared) -> Outcome:
    """A card that may be somebody else's; the form stays open, and a typed answer is one, too."""
    card = Shared(clean(shared.name)[:SHARED_LIMIT], clean(shared.phone)[:SHARED_LIMIT])
    mine = turn.choice("card_mine", f"{MINE}{card.phone}:{card.name}")
    other = turn.choice("card_other", NOT_MINE)
    return turn.say("system/card_whose", [mine, other], card=card)
