"""Answering: an entry, its details and basis, whether it was right, and what to do when unsure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from content import other_matter
from content.amounts import amounts, opening_month
from content.anonymous import redact_names
from content.aspects import asked_in as asked_in_words
from content.aspects import asks_only_of, lines_telling
from content.borrowing import only_sounds_of_loan
from content.closing import closes, only_thanks, thanks_and_leaves
from content.complaints import tells_of_bribe
from content.danger import EMERGENCY, alarm_in, blames_oneself, lonely_in
from content.following import body_of
from content.knowledge import Case, Certainty, Entry
from content.library import Content
from content.local_fees import is_of_local_fee, names_local_fee
from content.own_produce import ENTRY as OWN_PRODUCE
from content.own_produce import is_own_produce
from content.petitions import is_question, may_tell_of_harassment
from content.redaction import redact
from content.revenue import OTHER_MONEY, Sureness
from content.search import Decision, Reading
from content.short_answers import ShortAnswer, short_answer
from content.special_needs import needs_in
from content.spoken import asks, is_made_of, not_cut_in, says_wrong
from content.trades import Cut
from content.vietnamese import bare_words, fold, has_marks
from handlers.answers import (
    below,
    beside,
    by_number,
    chat,
    figures,
    going_on,
    in_turn,
    late,
    later,
    menu,
    named_figure,
    not_sales,
    of_the_ward,
    passing,
    pieces,
    put_right,
    reach,
    takings,
    urgent,
    verdict,
)
from handlers.answers import of_figures as asked_of
from handlers.answers.context import FOLLOW_UP_WORDS, SHOWN, More, understand
from handlers.answers.kept import remember
from handlers.talk import pausing, wishes
from handlers.talk.flow import read_told, rules_on
from handlers.talk.messages import Choice, IncomingKind, Reply, numbered
from handlers.talk.public_pages import of_entry
from handlers.talk.replies import SEND_ASKED, SEND_WHOLE, told_first
from handlers.talk.replies import thanked as thanks_met
from handlers.talk.told import asked_in, kept_in, told_beside, told_in
from handlers.talk.turn import PATIENCE, Outcome, Turn
from storage.models import Reason
from storage.topic_notices import TopicNotice, TopicNoticeKind

NONE = "none"  # what the last choice of a list of answers does
_TELLS_TRADE = 16  # words
_DOES = re.compile(
    r"\b(?:mo|ban|lam|chay|buon|kinh doanh|cho thue|sua|nau|may|cat|quan|tiem|shop|nghe)\b"
)
FEW = 4  # words beside a thank you that say no more than it
NEAR_SHOWN = 3  # answers offered under a verdict
KEPT_QUESTION = 500
WAGES = "decline_salary_tax"
DECLINED = "decline_"
# Fixed replies to what may well be a matter of the ward.
LOCAL_FEE, OF_WARD = "local_fee", "phuong"  # who collects, and may not
SENT_ON = ("decline_other_law", "decline_no_news", "complaint", "abuse", LOCAL_FEE)
_SMILES, _PICTURES = ")(", 0x2190  # of `:)`; from arrows and signs to emoji
LETTERS_KEPT = 3  # less than this is no question anybody could answer


def answer_text(turn: Turn, instead: Callable[[Turn], Outcome | None] = lambda _: None) -> Outcome:
    """Free text: the answer, a choice between close answers, a fixed reply, or an honest no.
    `instead` is asked first where no answer is sure."""
    if danger := urgent.going_on(turn):
        return urgent.answer(turn, danger)
    shown = turn.conversation.entry or ""
    of_sum = bool(kept_in(turn) and amounts(turn.text))
    if shown in turn.content.knowledge.entries and says_wrong(turn.text) and not of_sum:
        return _contradicted(turn, shown)
    if reached := reach.answer(turn):
        return reached
    named = turn.content.knowledge.topic_by_alias("-".join(bare_words(turn.text).split()))
    if named:
        return menu.show_topic(turn, named.id)
    if term := turn.content.glossary.asked_for(turn.text):
        return turn.say("faq/gloss", back=turn.menu_choice(), term=term)
    if verdict.is_denied(turn):
        return verdict.other_money(turn)
    if of_debt := _of_a_debt(turn):
        return of_debt
    of_figures = () if in_turn.is_of_loan(turn) else OF_FIGURES
    if told := next(filter(None, (heard(turn) for heard in of_figures)), None):
        return told
    if verdict.asks_more_of_it(turn):
        return verdict.give(turn, [])
    if talked := _talked(turn):
        return talked
    if _asks_of_local_fee(turn):
        return _about_local_fee(turn)
    if of_name := named_figure.answer(turn):
        return of_name
    if each := by_number.answer(turn):
        return each
    understood = understand(turn)
    kept = redact(understood.asked)[:KEPT_QUESTION]
    unanswered = turn.conversation.asked if turn.conversation.entry is None else None
    if understood.readings[-1].fixed == "abuse" and unanswered:
        kept = unanswered  # the anger is about that
    thanks = urgent.is_on(turn) and understood.readings[-1].fixed == "thanks"
    entry = turn.conversation.entry if thanks else None  # a danger is not over by a thank you
    asked = turn.keeping(asked=kept, entry=entry, expires_at=turn.now + PATIENCE)
    if understood.about:
        return _of_the_last(asked, understood.about, understood.wanted, understood.beside)
    *before, last = (without_loans(turn, one) for one in understood.readings)
    unsure = not before and last.decision in _UNSURE
    if unsure and (other := figures.told_on(turn) or _met(asked, last) or instead(turn)):
        return other
    outcome = from_reading(asked, last)
    if left := _not_answered(asked, understood.left):
        outcome = told_first(outcome, turn.words_of("faq/several", left=left))
    earlier = (_plainly(show(asked, reading.entries[0].id)) for reading in before)
    return replace(outcome, replies=(*(one for each in earlier for one in each), *outcome.replies))


def _met(turn: Turn, reading: Reading) -> Outcome | None:
    """One line to what asks nothing; None for anything else."""
    return in_turn.met(turn, reading) or passing.met(turn, reading)


def _of_own_produce(turn: Turn) -> Outcome | None:
    """The answer about what is sold by whoever grew or raised it, where its takings might be told
    to owe tax: they are neither judged nor kept. None for anything else."""
    entry = turn.content.knowledge.entries.get(OWN_PRODUCE)
    if entry is None or not is_own_produce(turn.text):
        return None
    told, rules = read_told(turn, turn.text), rules_on(turn.content, turn.today)
    trades = {one.named.trade.id for one in told.named if one.named.trade}
    if not told.has_figures or not trades <= {_RAW}:
        return None
    if told.lacks(rules) is None and told.high is not None and told.high <= rules.threshold:
        return None  # no tax is due either way
    return show(turn.keeping(asked=entry.question, expires_at=turn.now + PATIENCE), entry.id)


_RAW = "1.a-2"  # the trade of rau, quả, thịt, cá


def _of_a_debt(turn: Turn) -> Outcome | None:
    """What is asked of a debt spoken of just now: whether paying it is enough to leave the country
    (`nộp hết ba mươi triệu là đi được à`), where it is paid; None for anything else."""
    known = turn.content.knowledge.entries
    entry, folded = known.get(turn.conversation.entry or ""), fold(turn.text)
    if entry is None or entry.id not in OF_DEBT:
        return None
    if entry.id == LEAVING and _PAYS_AND_GOES.search(folded):
        return _of_the_last(turn, entry, More.DETAILS)
    return show(turn, PAYING) if PAYING in known and _WHERE.match(folded) else None


LEAVING, PAYING = "no-thue-xuat-canh", "nop-thue-ngoai-app"
OF_DEBT = (LEAVING, "etax-tra-no", "cham-nop-tien", "cuong-che-no-thue")
_WHERE = re.compile(r"(?:(?:the|vay|da|roi|thi|bac|toi|em) )*(?:nop|dong|tra)(?: \w+){0,2} o dau\b")
_PAYS_AND_GOES = re.compile(r"\b(?:nop|tra|dong)\b.*\b(?:la|thi) (?:duoc )?(?:di|bay)\b")


def _not_answered(turn: Turn, left: Sequence[str]) -> Sequence[str]:
    """Of the matters of a message that have no reading of their own, those that the verdict on its
    figures does not answer."""
    if not left or not verdict.words(turn, turn.conversation.asked or ""):
        return left
    return [one for one in left if not verdict.is_about_tax(turn, one)]


def without_loans(turn: Turn, reading: Reading) -> Reading:
    """The reading without the answers about loans, where none is spoken of: `bán lại` is no
    `vay lãi`, `đắt vậy` no `vay`."""
    entries = turn.content.knowledge.entries
    shown = entries.get(turn.conversation.entry or "")
    if (shown and shown.topic == in_turn.OF_LOANS) or not only_sounds_of_loan(turn.text):
        return reading
    kept = tuple(one for one in reading.entries if entries[one.id].topic != in_turn.OF_LOANS)
    sure = reading.decision is Decision.ANSWER and not has_marks(turn.text)
    if kept == reading.entries or sure or turn.content.understanding.known_as(turn.text):
        return reading
    if kept[:1] == reading.entries[:1]:
        return replace(reading, entries=kept)
    unsure = Decision.CHOOSE if kept and reading.decision is not Decision.UNKNOWN else None
    return replace(reading, entries=kept, decision=unsure or Decision.UNKNOWN, right=0.0)


_UNSURE = (Decision.UNKNOWN, Decision.CHOOSE)
# What speaks of the figures told before, or tells some.
OF_FIGURES = (
    lambda turn: _talked(turn) if chat.name_of(turn) in chat.IN_PASSING else None,
    _of_own_produce,
    *(
        later.afresh,
        figures.costs_told,
        figures.of_all_told,
        put_right.answer,
        asked_of.answer,
        late.answer,
        later.told,
    ),
    *(verdict.going_on, pieces.answer),
)


def _talked(turn: Turn) -> Outcome | None:
    """The reply to what is said beside questions; None for anything else."""
    kind = chat.name_of(turn)
    if kind is None:
        return None
    name = chat.fixed_name(kind)
    return fixed(turn, name) if name else chat.answer(turn, kind)


def _about_local_fee(turn: Turn) -> Outcome:
    said = redact(turn.text)[:KEPT_QUESTION]
    fee = turn.keeping(asked=said, entry=None, expires_at=turn.now + PATIENCE)
    return fixed(fee, LOCAL_FEE)


def _asks_of_local_fee(turn: Turn) -> bool:
    """Whether a line is about a fee of the ward's or the market's: no answer about a tax is one to
    it. Not a danger, nor what a trade takes in."""
    if not is_of_local_fee(turn.text):
        return False
    told, own = read_told(turn, turn.text), turn.content.understanding.read(turn.text)
    of_trade = bool(told.named) or any(one.sureness is Sureness.SAID for one in told.shares)
    first = own.entries[0].id if own.entries else ""
    of_ward = first and turn.content.knowledge.entries[first].topic == OF_WARD
    danger = own.decision is Decision.SMALLTALK or alarm_in(turn.text)
    return not (of_trade or of_ward or danger)


def _of_the_last(turn: Turn, entry: Entry, wanted: More, beside: Sequence[str] = ()) -> Outcome:
    """More of the answer shown before: its details, itself in short, or what is known of it where
    the very thing that was asked has no answer; `beside`: answers that may be meant instead."""
    if (
        wanted is More.DETAILS
        or not entry.servable_on(turn.today)
        or _paused(turn, entry, _notices(turn, entry))
    ):
        return details(turn, entry.id)
    known = turn.content.knowledge
    short = known.short(entry.id, turn.today)
    gist, _, _ = short.strip().partition("\n\n")
    gist = short.strip() if gist.endswith(":") else gist  # it only opens a list
    part = _lines_asked(turn, entry) if wanted is More.PART else _part_asked(turn, entry)
    body = part or known.details(entry.id, turn.today) or short
    text = turn.words_of(
        f"faq/{wanted}",
        entry=entry,
        gist=gist,
        body=body,
        terms=turn.content.glossary.used_in(gist),
        office=turn.content.ward.office(entry.office),
    )
    send = turn.choice("send_asked", SEND_ASKED)
    shown = [action for _, _, action in turn.conversation.choices]
    told = SEND_ASKED in shown and f"faq:{entry.id}:details" not in shown
    if wanted is More.STILL and told:  # all that is known of it was told just before
        wanted = More.NO_MORE
    offered = below.again(turn, entry, send)
    if wanted is not More.AGAIN:
        offered = below.still(turn, entry, send, beside)
    return _with_follow_up(turn.keeping(entry=entry.id), entry, text, offered)


def _lines_asked(turn: Turn, entry: Entry) -> str:
    """The lines of an answer that tell what a few words ask of it."""
    body = body_of(turn.content.knowledge, entry, turn.today)
    return "\n".join(lines_telling(body, asked_in_words(turn.text)))


def in_plain_words(turn: Turn) -> Outcome | None:
    """The answer shown last once more, in short; None where none was."""
    entry = turn.content.knowledge.entries.get(turn.conversation.entry or "")
    return _of_the_last(turn, entry, More.AGAIN) if entry else None


def more_of_it(turn: Turn) -> Outcome | None:
    """What else is known of the answer shown last, for whoever does not find what it names; None
    where none was."""
    entry = turn.content.knowledge.entries.get(turn.conversation.entry or "")
    if entry is None:
        return None
    if of_debt := _of_a_debt(turn):
        return of_debt
    asked = turn.keeping(asked=f"{entry.menu}: {redact(turn.text)}"[:KEPT_QUESTION])
    return _of_the_last(asked, entry, More.STILL)


# What a few words ask of the answer shown last: a part of it, by its heading; "" for its beginning.
_PARTS = (
    ("Giấy tờ", re.compile(r"\b(?:mang (?:gi|theo)|giay to gi|can gi|ho so gi|chuan bi gi)\b")),
    ("Các bước", re.compile(r"\b(?:gio|bay gio|roi) (?:lam sao|lam gi|lam the nao)\b")),
    ("", re.compile(r"\b(?:ra|den|toi|len|vo) (?:phuong|thue)\b")),
)


def _part_asked(turn: Turn, entry: Entry) -> str:
    """The part of an answer that a few words ask for; "" where it has none of that name."""
    known, folded = turn.content.knowledge, fold(turn.text)
    for title, asked in _PARTS:
        if not asked.search(folded):
            continue
        if not title:
            return known.short(entry.id, turn.today)
        found = [text for name, text in known.sections(entry.id, turn.today) if name == title]
        return f"**{title}**\n\n{found[0]}" if found else known.short(entry.id, turn.today)
    return ""


def _near(turn: Turn, reading: Reading) -> list[Entry]:
    """The answers near what was said, none that reckons another's figures."""
    asked = turn.conversation.asked or ""
    entries = turn.content.knowledge.entries
    ids = dict.fromkeys(
        (*(item.id for item in reading.entries[:1]), *turn.content.understanding.rivals(reading))
    )
    near = [entries[one] for one in ids if not verdict.is_another_case(turn, entries[one], asked)]
    return near[:NEAR_SHOWN]


def go_on(turn: Turn, name: str) -> Outcome:
    """A tapped answer to the question what figures are of."""
    if name == figures.MEND:
        return figures.mend(turn)
    if name == figures.FORGET:
        return figures.forget(turn)
    if outcome := later.chosen(turn, name) or beside.chosen(turn, name):
        return outcome
    if name == OTHER_MONEY:
        return verdict.other_money(turn)
    whole = verdict.chosen(turn, name)
    return verdict.give(whole, []) if whole else turn.say("system/stale", back=turn.menu_choice())


def denounced(turn: Turn) -> Outcome:
    """Whom to turn to with a denunciation; nothing of it is kept to be sent."""
    name = "bribe" if tells_of_bribe(turn.text) else "denounce"
    turn.tx.inbox.forget_text(turn.incoming.channel, turn.incoming.external_id)
    told = turn.keeping(asked=None, entry=None)
    return told.say(f"fixed/{name}", [turn.choice("staff", "staff")], turn.menu_choice())


_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")  # `nhaaa`


def thanked(turn: Turn) -> Outcome | None:
    """The answer to a thank you, a leave, or a bare no to nothing that was asked; None for anything
    else, and while somebody is in danger."""
    if short_answer(turn.text) is ShortAnswer.NO and not urgent.is_on(turn):
        return fixed(turn, "okay")
    text = _STRETCHED.sub(r"\1", turn.text)
    ends = is_made_of(text, "done") or short_answer(text) is ShortAnswer.LATER
    alone = only_thanks(text) or closes(text) or ends or _thanks_in_passing(turn)
    if not alone or urgent.is_on(turn):
        return None
    return thanks_met(turn, fixed(turn.keeping(asked=None), "thanks"))


def _thanks_in_passing(turn: Turn) -> bool:
    """Whether somebody thanks with small talk beside it, who asks, wishes and tells nothing."""
    text = turn.text
    if turn.action or not thanks_and_leaves(text) or wishes.wish_in(text):
        return False
    return not (other_matter.tells_person(text) or other_matter.is_question(text))


def after_thanks(turn: Turn, rest: str, answer: Callable[[Turn], Outcome]) -> Outcome:
    """The answer to what is said beside a thank you, where it asks or wishes something or is more
    than a few words; `chị hiểu rồi` is a thank you too."""
    said = replace(turn, incoming=replace(turn.incoming, text=rest))
    few = len(rest.split()) <= FEW and not urgent.is_on(turn)
    leaves = closes(turn.text) and not urgent.is_on(turn)
    if leaves or (few and not (asks(rest) or wishes.wish_in(rest) or is_sure(said))):
        return thanks_met(turn, fixed(turn.keeping(asked=None, entry=None), "thanks"))
    return answer(said)


def without_words(turn: Turn) -> Outcome:
    """The answer to signs alone: `?` asks for the answer shown last in other words, a smile is
    polite, and dots say nothing that could be answered."""
    signs = turn.text.strip()
    entry = turn.content.knowledge.entries.get(turn.conversation.entry or "")
    if entry is not None and set(signs) == {"?"}:
        return _of_the_last(turn, entry, More.AGAIN)
    if urgent.is_on(turn) or not any(char in _SMILES or ord(char) > _PICTURES for char in signs):
        return unknown(turn.keeping(asked=None))
    return fixed(turn, "okay")


def is_smalltalk(turn: Turn) -> bool:
    """Whether the message only greets, thanks, agrees."""
    understood = understand(turn)
    return not understood.about and understood.readings[-1].decision is Decision.SMALLTALK


def only_greets(turn: Turn) -> bool:
    """Whether the message is a greeting, and nothing else."""
    if turn.action or turn.incoming.kind is not IncomingKind.TEXT:
        return False
    reading = turn.content.understanding.read(turn.text)
    return reading.decision is Decision.SMALLTALK and (reading.fixed or "hello") == "hello"


def is_sure(turn: Turn) -> bool:
    """Whether the message by itself has one sure answer."""
    return turn.content.understanding.read(turn.text).decision is Decision.ANSWER


def from_reading(turn: Turn, reading: Reading) -> Outcome:
    match reading.decision:
        case Decision.SMALLTALK if reading.fixed == EMERGENCY:
            # Not by likeness alone, without a word of alarm: a dish is said to be burnt, too.
            sure = not reading.entries or alarm_in(turn.text)
            if sure:
                return urgent.answer(turn, urgent.alarmed(turn))
            return of_the_ward.answered(turn) or unknown(turn)
        case _ if blames_oneself(turn.text):
            return fixed(turn, "self_blame")
        case Decision.SMALLTALK:
            return fixed(turn, reading.fixed or "hello")
        case Decision.UNKNOWN | Decision.CHOOSE if lonely_in(turn.text):
            return fixed(turn, "lonely")
        case _ if verdict.tells_gift(turn, turn.conversation.asked or ""):
            return verdict.other_money(turn)
        case Decision.ANSWER if not _is_another_case(turn, reading):
            return show(turn, reading.entries[0].id)
        case _ if gone_on := figures.going_on(turn):
            return gone_on
        case _ if _has_verdict(turn, reading):
            only = verdict.tells_only(turn, turn.conversation.asked or "")  # asks nothing else
            offered = [] if only else _offered(_near(turn, reading))
            return verdict.give(turn, offered, beside=not_sales.words(turn))
        case _ if danger := _danger_instead(turn, reading):
            return urgent.answer(turn, danger)
        case _ if of_ward := of_the_ward.answered(turn):
            return of_ward
        case Decision.CHOOSE | Decision.ANSWER if near := _near(turn, reading):
            likely = turn.content.understanding.is_likely(reading)
            return (
                _nearest(turn, near, reading)
                if likely and near[0].servable_on(turn.today)
                else choose(turn, near)
            )
        case Decision.UNKNOWN if needs_in(turn.text) and not asks(turn.text):
            return turn.say("faq/needs_told", [turn.choice("staff", "staff")], turn.menu_choice())
        case Decision.UNKNOWN if _tells_trade(turn):
            return turn.say("faq/trade_alone", [turn.choice("tax", "tool:tax")], turn.menu_choice())
        case Decision.UNKNOWN if reading.fixed:
            return fixed(turn, reading.fixed)
        case _:
            return unknown(turn)


def _tells_trade(turn: Turn) -> bool:
    """Whether a few words tell what somebody does and ask nothing: `cháu ơi bà bán cá ở chợ`."""
    told = told_in(turn, turn.text)
    named = told.one_trade.trade if told.one_trade else None
    if named is None or told.has_figures or asks(turn.text) or turn.incoming.group is not None:
        return False
    if amounts(turn.text) or not _DOES.search(fold(turn.text)):
        return False
    return len(turn.text.split()) <= _TELLS_TRADE and not verdict.is_of_company(turn.text)


def _danger_instead(turn: Turn, reading: Reading) -> urgent.Danger | None:
    """The danger that is not over, where there is no answer to give, or only some that are like
    words that ask nothing."""
    asked = reading.decision is Decision.CHOOSE and asks(turn.text)
    answered = asked or reading.decision is Decision.ANSWER or reading.fixed
    return None if answered else urgent.instead_of_none(turn)


def _is_another_case(turn: Turn, reading: Reading) -> bool:
    """Whether the answer is about other figures than those of the line, or about none while the
    line only tells figures."""
    entry = turn.content.knowledge.entries[reading.entries[0].id]
    asked = turn.conversation.asked or turn.text
    if entry.case is Case.REVENUE and verdict.is_of_paid_work(asked):
        return True
    if entry.example is None and entry.case is Case.NONE:
        if verdict.is_another_case(turn, entry, asked):
            return True
        return verdict.tells_only(turn, asked) or verdict.is_off(turn, entry, asked)
    return verdict.is_another_case(turn, entry, asked)


def _has_verdict(turn: Turn, reading: Reading) -> bool:
    asked = turn.conversation.asked or ""
    own = _is_of_trade(turn, reading.fixed or "")
    if reading.fixed and not (own or verdict.tells_only(turn, asked)):
        return False  # about something else that has a reply of its own
    about_tax = reading.decision is Decision.ANSWER or verdict.is_about_tax(turn, asked)
    about_tax = about_tax or verdict.tells_sales(turn, asked)
    return about_tax and bool(verdict.words(turn, asked))


def _is_of_trade(turn: Turn, fixed: str) -> bool:
    """Whether a line that is like one about a matter of others (cooking, crops, wages) tells what
    a trade takes in."""
    asked = turn.conversation.asked or ""
    told = bool(read_told(turn, asked).named) or fixed == WAGES
    return fixed.startswith(DECLINED) and told and verdict.tells_sales(turn, asked)


def show(turn: Turn, entry_id: str) -> Outcome:
    """The short answer, what to do next, and all else that belongs to it behind one choice."""
    entry = turn.content.knowledge.entries.get(entry_id)
    if entry is None:
        return turn.say("system/stale", back=turn.menu_choice())
    turn = turn.keeping(entry=entry.id)
    turn.tx.feedback.show(entry.id, turn.today)
    if not entry.servable_on(turn.today):
        return _under_review(turn, entry)
    notices = _notices(turn, entry)
    if paused := _paused(turn, entry, notices):
        return paused
    text, case = _for_the_person(turn, entry, notices)
    if case and entry.case is Case.REVENUE:
        turn = remember(turn, asked_in(turn))
    return _with_follow_up(turn, entry, text, below.short(turn, entry, case), of_entry(entry))


def _for_the_person(turn: Turn, entry: Entry, notices: Sequence[TopicNotice]) -> tuple[str, str]:
    """The short answer as it is for what the question said, and the branch of it that fits ("")."""
    text = _not_cut(turn, entry) or answer(turn.content, entry, turn.today)
    for notice in notices:
        if notice.kind is TopicNoticeKind.NOTICE:
            text = turn.words_of("faq/noticed", text=notice.text, answer=text)
    case = your_case(turn, entry)
    if case and entry.case is Case.REVENUE:
        return f"{case}\n\n{text}", case  # what was asked, before the rule it follows from
    return (f"{text}\n\n{case}" if case else text), case


def your_case(turn: Turn, entry: Entry) -> str:
    """The branch of the answer that fits what the question said: a revenue, a month of opening."""
    asked = turn.conversation.asked or ""
    if entry.case is Case.REVENUE and (told := verdict.words(turn, asked)):
        return told
    if entry.case is Case.OPENING and (month := opening_month(asked)):
        return turn.words_of("faq/case_opening", month=month)
    return ""


def _not_cut(turn: Turn, entry: Entry) -> str:
    """The answer where the question names goods whose VAT rate is not cut; "" for any other."""
    asked = turn.conversation.asked or ""
    if entry.case is not Case.CUT or not asked:
        return ""
    mentions = turn.content.trades.mentions(asked)
    trades = [(m.words, m.named.trade) for m in mentions if m.named.trade]
    out = [said for said, trade in trades if trade.cut is Cut.NONE]
    named = [*out, *(said for said in not_cut_in(asked) if not any(said in one for one in out))]
    unsure = [said for said, trade in trades if trade.cut is Cut.OPEN]
    if not named and not unsure:
        return ""
    return turn.words_of("faq/not_cut", entry=entry, named=named, unsure=unsure)


def answer(content: Content, entry: Entry, on: date) -> str:
    """The answer as given on a day: the question, the short answer, and whom to ask if unsure."""
    return _answer(content, entry, on, content.shelf.now.serial)


@lru_cache(maxsize=1024)
def _answer(content: Content, entry: Entry, on: date, _edition: int) -> str:
    """A figure in it may be another in another edition."""
    return content.words.say(
        "faq/answer",
        entry=entry,
        short=content.knowledge.short(entry.id, on),
        office=content.ward.office(entry.office),
        open=entry.certainty is Certainty.OPEN,
        one_source=entry.certainty is Certainty.ONE_SOURCE,
    )


def small_print(content: Content, entry: Entry) -> str:
    """When the answer was reviewed, and that a machine gave it."""
    return _small_print(content, entry, content.shelf.now.serial)


@lru_cache(maxsize=1024)
def _small_print(content: Content, entry: Entry, _edition: int) -> str:
    """The ward may say another month in another edition."""
    return content.words.say("faq/footer", entry=entry)


def linked(content: Content, entry_id: str, today: date) -> Reply | None:
    """The answer a link names, as a page of ours shows it before anything was said; None where
    there is no such answer to give on that day."""
    entry = content.knowledge.entries.get(entry_id)
    if entry is None or not entry.servable_on(today):
        return None
    choices = numbered(
        tuple(below.first(content, entry)), Choice(content.words.label("other_topics"), "menu")
    )
    text, footer = answer(content, entry, today), small_print(content, entry)
    return Reply(text, choices, footer, page=of_entry(entry))


def details(turn: Turn, entry_id: str) -> Outcome:
    """The whole of an answer: its details, hard words, and what it is based on."""
    entry = turn.content.knowledge.entries.get(entry_id)
    if (
        entry is None
        or not entry.servable_on(turn.today)
        or _paused(turn, entry, _notices(turn, entry))
    ):
        return show(turn, entry_id)
    body = turn.content.knowledge.details(entry.id, turn.today) or ""
    short = turn.content.knowledge.short(entry.id, turn.today)
    terms = turn.content.glossary.used_in(f"{short}\n{body}")
    text = turn.content.words.say("faq/details", entry=entry, body=body, terms=terms)
    kept = turn.keeping(entry=entry.id)
    return _with_follow_up(kept, entry, text, below.unfolded(turn, entry), of_entry(entry))


def basis(turn: Turn, entry_id: str) -> Outcome:
    entry = turn.content.knowledge.entries.get(entry_id)
    if (
        entry is None
        or not entry.servable_on(turn.today)
        or _paused(turn, entry, _notices(turn, entry))
    ):
        return show(turn, entry_id)
    text = turn.content.words.say("faq/basis", entry=entry)
    offered = below.unfolded(turn, entry, details=True)
    return _with_follow_up(turn.keeping(entry=entry.id), entry, text, offered)


def _offered(entries: list[Entry]) -> list[Choice]:
    return [Choice(entry.question, f"faq:{entry.id}") for entry in entries]


def choose(turn: Turn, entries: list[Entry]) -> Outcome:
    choices = _offered(entries)
    if told_in(turn, turn.conversation.asked or "").yearly:
        # Somebody who tells a revenue wants to know where that puts them.
        choices.append(turn.choice("offer_group", "tool:group:asked"))
    none = turn.choice("none_of_these", NONE)
    return urgent.shielded(turn, turn.say("faq/choose", choices, none, count=len(choices)))


# From which on it is said that this is how the question was understood, and not that it is unsure:
# of the messages of strangers so shown, 30 of 34 ask what is shown.
LIKELY_RIGHT = 0.55


def _nearest(turn: Turn, entries: list[Entry], reading: Reading) -> Outcome:
    """The likeliest answer is shown already, for asking back to cost nothing; the others are
    offered below it."""
    first, *others = entries
    turn = turn.keeping(entry=first.id)
    notices = _notices(turn, first)
    if paused := _paused(turn, first, notices):
        return paused
    turn.tx.feedback.show(first.id, turn.today)
    told, _ = _for_the_person(turn, first, notices)
    likely = reading.right >= LIKELY_RIGHT and reading.entries[0].id == first.id
    text = turn.words_of("faq/nearest", text=told, others=others, likely=likely)
    choices = [turn.choice("unfold", f"faq:{first.id}:details"), *_offered(others)]
    none = turn.choice("none_of_these", NONE)
    footer = small_print(turn.content, first)
    return urgent.shielded(turn, turn.reply(text, choices, none, footer, page=of_entry(first)))


def none_of_these(turn: Turn) -> Outcome:
    """None of the offered answers was meant: keep the question for the staff, offer other ways."""
    kept = _keep(turn, Reason.UNKNOWN, turn.conversation.asked)
    return _offer_ways(_missed(turn), "faq/none_of_these", SEND_ASKED, kept=kept)


def unknown(turn: Turn) -> Outcome:
    kept = _keep(turn, Reason.UNKNOWN, turn.conversation.asked or turn.text)
    tells = len(turn.text.split()) > FEW and not (asks(turn.text) or is_question(turn.text))
    ways = _offer_ways(_missed(turn), "faq/unknown", SEND_WHOLE, kept=kept, asked=not tells)
    return urgent.shielded(turn, ways)


def _missed(turn: Turn) -> Turn:
    return turn.keeping(misses=turn.conversation.misses + 1, expires_at=turn.now + PATIENCE)


def good(turn: Turn, entry_id: str) -> Outcome:
    turn.tx.feedback.rate(entry_id, turn.today, good=True)
    return turn.keeping(asked=None).say("faq/good", back=turn.menu_choice())


def bad(turn: Turn, entry_id: str) -> Outcome:
    turn.tx.feedback.rate(entry_id, turn.today, good=False)
    kept = _keep(turn, Reason.WRONG, turn.conversation.asked, entry=entry_id)
    return _offer_ways(turn.keeping(entry=None), "faq/bad", SEND_ASKED, kept=kept)


def _contradicted(turn: Turn, entry_id: str) -> Outcome:
    """Somebody says of the answer given just now that it is wrong, maybe why."""
    asked = "\n".join((turn.conversation.asked or "", redact(turn.text))).strip()
    return bad(turn.keeping(asked=asked[:KEPT_QUESTION]), entry_id)


def contradicted(turn: Turn) -> Outcome | None:
    """The same in words no pattern knows; of answers only offered, that none was meant."""
    if turn.conversation.entry:
        return _contradicted(turn, turn.conversation.entry)
    return none_of_these(turn) if turn.conversation.asked else None


def fixed(turn: Turn, name: str) -> Outcome:
    """A reply written beforehand for small talk, danger, complaints or a neighbouring topic."""
    if name == "denounce":
        return denounced(turn)
    choices = [turn.choice("staff", "staff")]
    if name in SENT_ON and turn.conversation.asked:
        choices.insert(0, turn.choice("send_asked", SEND_WHOLE))
    return urgent.shielded(turn, turn.say(f"fixed/{name}", choices, turn.menu_choice()))


def _under_review(turn: Turn, entry: Entry) -> Outcome:
    """Past its review date an answer is not served as fact."""
    return turn.say(
        "faq/under_review",
        [turn.choice("staff", "staff")],
        turn.menu_choice(),
        entry=entry,
        office=turn.content.ward.office(entry.office),
    )


def _notices(turn: Turn, entry: Entry) -> list[TopicNotice]:
    """What staff say of the topic of an answer today; looked up in each turn, so that it holds
    from the moment it is approved."""
    return pausing.of_entry(turn.tx.topic_notices, entry, turn.today)


def _paused(turn: Turn, entry: Entry, notices: Sequence[TopicNotice]) -> Outcome | None:
    """The topic is not answered for now: why, until when, whom to ask; None for any other."""
    for pause in notices:
        if pause.kind is TopicNoticeKind.PAUSE:
            return turn.say_paused(pause, entry)
    return None


def _with_follow_up(
    turn: Turn, entry: Entry, text: str, offered: Sequence[Choice], page: str = ""
) -> Outcome:
    footer = small_print(turn.content, entry)
    return turn.reply(text, offered, turn.menu_choice(), footer, page=page)


def _offer_ways(
    turn: Turn, message: str, sending: str, *, kept: bool, asked: bool = True
) -> Outcome:
    """What is only noted is answered by nobody: first the offer to send it (`sending`)."""
    choices = [turn.choice("send_asked", sending)] if kept else []
    return turn.say(
        message,
        [*choices, turn.choice("staff", "staff")],
        turn.menu_choice(),
        kept=kept,
        asked=asked,
    )


def _keep(turn: Turn, reason: Reason, text: str | None, *, entry: str | None = None) -> bool:
    """Keeps a question for the staff; whether there was one to keep."""
    if not text or sum(char.isalpha() for char in text) < LETTERS_KEPT:
        return False
    if may_tell_of_harassment(text, turn.content.understanding.petitions(text)):
        return False
    kept = redact_names(redact(text.strip()))[:KEPT_QUESTION]
    turn.tx.feedback.add_unanswered(
        kept, reason, turn.today, entry=entry, contact_id=turn.contact.id
    )
    return True


def answer_beside(turn: Turn) -> Outcome | None:
    """In the middle of a form: the answer if we are sure of one, or what told figures mean in tax;
    else None."""
    if reckoned := _reckoned_beside(turn):
        return reckoned
    if reached := reach.answer(turn):
        return Outcome(turn.conversation, _plainly(reached))
    reading = turn.content.understanding.read(turn.text)
    if (
        names_local_fee(turn.text)
        or reading.decision is not Decision.ANSWER
        or _is_another_case(turn, reading)
    ):
        return None
    outcome = show(turn, reading.entries[0].id)
    return Outcome(turn.conversation, _plainly(outcome))


# What a form is about, in the catalogue: what is asked in the middle of it goes on with that.
_ABOUT_FORM = {"enterprise": "ho-so-chuyen-doi", "loans": "vay-o-dau"}


def of_form(turn: Turn, form: str) -> Entry | None:
    """The answer that a form is about; None for most forms."""
    entry = turn.content.knowledge.entries.get(_ABOUT_FORM.get(form, ""))
    return entry if entry and entry.servable_on(turn.today) else None


def beside_form(turn: Turn, form: str) -> Outcome | None:
    """In the middle of a form: the answer to a few words that go on with what the form is about;
    None for a question of its own."""
    subject, own = of_form(turn, form), turn.content.understanding.read(turn.text)
    asked = asks_only_of(turn.text) or (other_matter.is_question(turn.text) and not own.fixed)
    sure = own.decision is Decision.ANSWER and not asks_only_of(turn.text)
    if subject is None or not asked or sure or len(turn.text.split()) > FOLLOW_UP_WORDS:
        return None
    gone = going_on.read_on(turn, subject, turn.text)
    first = gone.found[0] if gone else None
    if first is None or first.score < SHOWN:
        return None
    if not turn.content.knowledge.entries[first.id].servable_on(turn.today):
        return None
    return Outcome(turn.conversation, _plainly(show(turn, first.id)))


def likely_beside(turn: Turn) -> Outcome | None:
    """In the middle of a form: the answer that is likeliest to what is asked, said to be that; None
    where none is likely."""
    reading = turn.content.understanding.read(turn.text)
    if reading.decision not in (Decision.CHOOSE, Decision.ANSWER):
        return None
    near = _near(turn, reading)
    likely = turn.content.understanding.is_likely(reading)
    if not near or not likely or not near[0].servable_on(turn.today):
        return None
    outcome = show(turn, near[0].id)
    return Outcome(turn.conversation, tuple(_plainly(outcome)))


def _reckoned_beside(turn: Turn) -> Outcome | None:
    """The verdict on the figures of a question that lacks nothing; None for any other words."""
    if of_own := _of_own_produce(turn):
        return Outcome(turn.conversation, _plainly(of_own))
    told = read_told(turn, turn.text)
    of_tax = not verdict.TAX_WORDS.isdisjoint(fold(turn.text).split())
    asked = of_tax and asks(turn.text)
    tells = bool(told.shares) and (asked or takings.tells(turn, turn.text))
    if not tells or verdict.is_bare(told):
        return None
    if told.lacks(rules_on(turn.content, turn.today)) or verdict.is_of_company(turn.text):
        return None
    shown = verdict.words(turn, turn.text)
    return Outcome(told_beside(turn, told.parts), (Reply(shown),)) if shown else None


def _plainly(outcome: Outcome) -> tuple[Reply, ...]:
    """Replies without anything to choose, because something else is shown after them."""
    return tuple(replace(reply, choices=()) for reply in outcome.replies)


def act(turn: Turn, action: str) -> Outcome:
    """`<entry>`, `<entry>:details`, `<entry>:basis`."""
    entry_id, _, part = action.partition(":")
    match part:
        case "details":
            return details(turn, entry_id)
        case "basis":
            return basis(turn, entry_id)
    return show(turn, entry_id)
