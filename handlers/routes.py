"""Who answers: the table of contents of every conversation, in order, with the reasons.

0. A life in danger comes before everything, a form included.
1. Escape words always work, or people get stuck.   2. A form in progress comes next: its answers
look like anything.   3. Then what was chosen from the list shown.   4. Then a code (a ticket, a
question, an invitation).   5. Then plain wishes (`talk/wishes.py`).   6. Then the FAQ, which
ends in an honest "I do not know" with the menu and a person.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson

from content.codes import find_code, is_code
from content.commands import typed
from content.names import hear_name
from content.people import old_form, phone_fault, read_phones
from content.spoken import (
    as_it_was,
    asks,
    corrected,
    is_no_name,
    is_shop,
    refuses,
    says_no,
    says_yes,
)
from content.vietnamese import clean, fold, has_marks, says
from content.whole import read_whole
from content.wording import may_say_stop
from handlers import codes
from handlers.answers import faq, groups, menu, start
from handlers.broadcast import announce, news, subscriptions
from handlers.conference import invitations, tickets
from handlers.conference import shown as conference_shown
from handlers.own_data import households, privacy
from handlers.own_data.privacy import CORRECT
from handlers.question import followed
from handlers.question.asking import MOST_PHOTOS, QuestionFlow, Step
from handlers.question.followed import CASE_NOTE
from handlers.talk import confirming, wishes
from handlers.talk.flow import (
    BACK,
    CANCEL,
    CHOICE,
    Bounded,
    Flow,
    advance,
    ask_again,
    begin,
    goes_on,
    has_answers,
    heard,
    leave,
    open_flow,
    put_aside,
    step_back,
    step_on,
)
from handlers.talk.flow import resume as continued
from handlers.talk.messages import Choice, Group, IncomingKind, Reply, Shared, numbered
from handlers.talk.turn import LASTING, PATIENCE, Outcome, Turn
from handlers.tools import deadlines, enterprise, notebook
from handlers.tools.enterprise import EnterpriseTool
from handlers.tools.group import GroupTool
from handlers.tools.loans import LoanTool
from handlers.tools.notebook import HandbookTool
from handlers.tools.tax import TaxTool
from storage.case_models import Photo
from storage.conversations import Why, without_forms
from storage.event_models import EventState
from storage.models import Conversation

QUESTION = QuestionFlow()
TAX, GROUP = TaxTool(), GroupTool()
# The order of the tools' menu.
TOOLS: dict[str, Flow[Any]] = {
    flow.name: flow
    for flow in (GROUP, TAX, EnterpriseTool(), LoanTool(), HandbookTool(), deadlines.DEADLINES)
}
FORMS: tuple[Flow[Any], ...] = (
    QUESTION,
    conference_shown.REGISTER,
    CASE_NOTE,
    CORRECT,
    announce.ANNOUNCE,
)
FLOWS: dict[str, Flow[Any]] = {**{flow.name: flow for flow in FORMS}, **TOOLS}

DOUBT_WORDS = 9  # a longer message that has no answer is about something else
CONSENT_STEP = "consent"  # of every form that asks for one
SKIP = "skip"  # the value of the choice that leaves a question open
KEPT = ("handbook", "deadlines")
MINE, NOT_MINE = "mine:", "not_mine"  # whose card it is
SHARED_LIMIT = 200  # of a name or number on a card

_LINK_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")

# Where the answer is a name of something, and may read like a command without its marks.
_NAMED = ("name", "business", "neighbourhood", "sector")
_SURE = "sure"  # where it is asked whether that was one
_NAMES_TOO = ("huy", "dung", "tin")  # common given names

_IN_OWN_WORDS = (IncomingKind.TEXT, IncomingKind.PHOTO, IncomingKind.UNREADABLE)
_OWN_TEXT = ("content", "more", "reopen", "text")  # steps whose answer is a whole text

_NOT_LETTER = re.compile(r"[^a-z ]+")


def staff(turn: Turn) -> Outcome:
    """How to reach a person, and the offer to leave the question here."""
    choices = [turn.choice("leave_question", "ask_ward")]
    return turn.say("staff/contact", choices, turn.menu_choice())


def ask_ward(turn: Turn, event_id: int = 0) -> Outcome:
    """A question to the ward's staff; what was asked just now and had no answer is offered."""
    event = turn.tx.events.get(event_id) if event_id else None
    if event is None:
        coming = [e for e in turn.tx.events.upcoming(turn.now) if e.takes_questions(turn.now)]
        event = coming[0] if len(coming) == 1 else None
    told = wishes.question_in(turn.text)
    last = turn.conversation.asked or ""
    answered = turn.conversation.entry and not wishes.means_the_last(turn.text)
    asked = told or ("" if answered else last)
    profile = turn.tx.people.profile(turn.contact.id)
    return begin(turn, QUESTION, QUESTION.begin(event, profile, asked, meant=bool(told)))


def ask(turn: Turn) -> Outcome:
    """`/hoi` asks for a question; `/hoi thuế khoán còn không` is one."""
    if turn.text.strip():
        return faq.answer_text(turn)
    return turn.keeping(choices=()).say("start/ask")


def come_together(turn: Turn) -> Outcome:
    """To register oneself with others, or to change how many come."""
    return tickets.party(turn) or (
        conference_shown.register(turn) if _is_registering(turn) else faq.answer_text(turn)
    )


def register_what(turn: Turn) -> Outcome:
    """`đăng ký` alone: for the conference, where one is open, or the business."""
    if not _is_registering(turn):
        return faq.answer_text(turn)
    choices = [
        turn.choice("register_event", "register"),
        turn.choice("register_business", "topic:dang-ky"),
    ]
    return turn.say("register/which", choices, turn.menu_choice())


def _is_registering(turn: Turn) -> bool:
    return any(event.takes_registrations(turn.now) for event in turn.tx.events.upcoming(turn.now))


def tools(turn: Turn) -> Outcome:
    # The notebook and the dates made before are shown, if there are any.
    choices = [turn.choice(name, name if name in KEPT else f"tool:{name}") for name in TOOLS]
    choices.append(turn.choice("checklist", "checklist"))
    return turn.say("tools/menu", choices, turn.menu_choice())


def tool(turn: Turn, name: str) -> Outcome:
    """A tool from its beginning; an unknown name leads to the list."""
    if name not in TOOLS:
        return tools(turn)
    return begin(turn, TOOLS[name], TOOLS[name].begin())


def tool_for_question(turn: Turn, name: str) -> Outcome:
    """A tool offered under an answer starts from what the question already said."""
    said = heard(replace(turn, incoming=replace(turn.incoming, text=turn.conversation.asked or "")))
    if name == TAX.name:
        return begin(turn, TAX, TAX.begin(said.amount, said.named.trade))
    if name == GROUP.name and said.amount:
        return begin(turn, GROUP, GROUP.begin(said.rules.band(said.amount)))
    if name in PLACES:
        return PLACES[name](turn)
    return my_handbook(turn) if name == "handbook" else tool(turn, name)


def _tool(name: str) -> Callable[[Turn], Outcome]:
    return lambda turn: tool(turn, name)


def my_handbook(turn: Turn) -> Outcome:
    """The notebook made before, or the questions that make it."""
    return notebook.show(turn) or tool(turn, "handbook")


def my_deadlines(turn: Turn) -> Outcome:
    """The tax dates of whoever told the band and the kind, or the questions about them."""
    return deadlines.show(turn) or tool(turn, "deadlines")


def _privacy(what: str) -> Callable[[Turn], Outcome]:
    return lambda turn: privacy.act(turn, what)


CALCULATE, WHICH_GROUP, COMPARE, FIND_LOAN = (
    _tool(name) for name in ("tax", "group", "enterprise", "loans")
)
ERASE, EXPORT, MEND, WITHDRAW = (
    _privacy(what) for what in ("erase", "export", "correct", "withdraw")
)


def cancel(turn: Turn) -> Outcome:
    if turn.conversation.flow is None and turn.conversation.waiting:  # nothing else can be meant
        *others, latest = turn.conversation.waiting
        turn = turn.keeping(flow=latest, waiting=tuple(others))
    was_open = turn.conversation.flow is not None
    outcome = leave(turn).say(
        "system/cancelled" if was_open else "system/nothing_to_cancel", back=turn.menu_choice()
    )
    return _offering_to_resume(turn, outcome) if outcome.conversation.waiting else outcome


def begin_anew(turn: Turn) -> Outcome:
    """The open form, or the latest that waits, from its first question; else a greeting."""
    form, waiting = turn.conversation.flow, turn.conversation.waiting
    if form is None and waiting:
        *others, form = waiting
        waiting = tuple(others)
    if form is None:
        return start.greet(turn)
    return BEGINNINGS[orjson.loads(form)["name"]](leave(turn.keeping(waiting=waiting)))


def resume(turn: Turn) -> Outcome:
    """The form that was put aside, at the question where it stopped."""
    return continued(turn, FLOWS) or turn.say("system/nothing_waits", back=turn.menu_choice())


# How each form begins when it came to an end by itself.
BEGINNINGS: dict[str, Callable[[Turn], Outcome]] = {
    QUESTION.name: ask_ward,
    conference_shown.REGISTER.name: conference_shown.register,
    CASE_NOTE.name: followed.mine,
    CORRECT.name: MEND,
    announce.ANNOUNCE.name: announce.announce,
    **{name: _tool(name) for name in TOOLS},
}

# Where an answer's "do it now" leads that is not one of the tools.
PLACES: dict[str, Callable[[Turn], Outcome]] = {
    "events": conference_shown.upcoming,
    "register": conference_shown.register,
    "tickets": tickets.mine,
    "cancel_ticket": tickets.cancel_mine,
    "register_party": come_together,
    "register_which": register_what,
    "question": ask_ward,
    "my_questions": followed.mine,
    "privacy": privacy.show,
    "invitation": invitations.ask,
    "news": subscriptions.show,
    "stop_news": subscriptions.ask_stop,
    "this_month": news.this_month,
    "deadlines": my_deadlines,
}

# What a link may ask for (`https://t.me/<bot>?start=<name>`), and where it leads: from a leaflet,
# or from a group, where none of this is done. Each only shows something or asks before it acts.
LINKS: dict[str, Callable[[Turn], Outcome]] = {
    "hoi-nghi": conference_shown.upcoming,
    "dang-ky-du": conference_shown.register,
    "ve": tickets.mine,
    "huy-ve": tickets.cancel_mine,
    "cau-hoi": ask_ward,
    "cau-hoi-cua-toi": followed.mine,
    "giay-moi": invitations.ask,
    "du-lieu": privacy.show,
    "xoa-du-lieu": ERASE,
    "tai-du-lieu": EXPORT,
    "sua-thong-tin": MEND,
    "rut-dong-y": WITHDRAW,
    "nhan-tin": subscriptions.show,
    "thoi-nhan-tin": subscriptions.ask_stop,
    "tin": news.this_month,
    "tin-cu": news.archive,
    "han-thue": my_deadlines,
    "so-tay": my_handbook,
    "cong-cu": tools,
    "tinh-thue": CALCULATE,
    "nhom-nao": WHICH_GROUP,
    "so-sanh": COMPARE,
    "tim-goi-vay": FIND_LOAN,
    "viec-can-lam": enterprise.checklist,
    "lien-ket": households.show,
    "bo-lien-ket": households.ask_leave,
    "thong-bao": announce.announce,
    "can-bo": staff,
    "tiep-tuc": resume,
}
_LINK_TO = {place: name for name, place in LINKS.items()} | {
    subscriptions.stop: "thoi-nhan-tin",
    begin_anew: "",  # of a form, and a group has none
    come_together: "dang-ky-du",
    register_what: "dang-ky-du",
}
# The same for what a button carries, by its first word.
_LINK_OF = {
    "events": "hoi-nghi",
    "event": "hoi-nghi",
    "register": "dang-ky-du",
    "ticket": "ve",
    "case": "cau-hoi-cua-toi",
    "ask_ward": "cau-hoi",
    "invitation": "giay-moi",
    "privacy": "du-lieu",
    "news": "nhan-tin",
    "read": "tin",
    "deadlines": "han-thue",
    "handbook": "so-tay",
    "tools": "cong-cu",
    "tool": "cong-cu",
    "checklist": "viec-can-lam",
    "link": "lien-ket",
}

# Besides the words below, without spaces: what the menu of a Zalo OA sends after its #.
KEYWORDS: dict[str, Callable[[Turn], Outcome]] = {
    "hoidap": menu.show_topics,
    "cauhoi": ask_ward,
    "traloi": followed.mine,
    "canbo": staff,
    "giaymoi": invitations.ask,
    "lichthue": my_deadlines,
    "dulieu": privacy.show,
    "lienket": households.show,
    "dung": subscriptions.stop,
}

# What each command of `content/commands.yaml` does.
COMMANDS: dict[str, Callable[[Turn], Outcome]] = {
    "cancel": cancel,
    "skip": cancel,  # where no form is open
    "resume": resume,
    "help": start.help_,
    "topics": menu.show_topics,
    "start": start.greet,
    "begin_anew": begin_anew,
    "ask": ask,
    "tools": tools,
    "calculate_tax": CALCULATE,
    "which_group": WHICH_GROUP,
    "compare": COMPARE,
    "events": conference_shown.upcoming,
    "register": conference_shown.register,
    "tickets": tickets.mine,
    "cancel_ticket": tickets.cancel_mine,
    "ask_ward": ask_ward,
    "my_questions": followed.mine,
    "invitation": invitations.ask,
    "privacy": privacy.show,
    "erase": ERASE,
    "export": EXPORT,
    "mend": MEND,
    "withdraw_consent": WITHDRAW,
    "news": subscriptions.show,
    "stop_news": subscriptions.stop,
    "news_now": news.this_month,
    "news_archive": news.archive,
    "deadlines": my_deadlines,
    "announce": announce.announce,
    "link": households.show,
    "unlink": households.ask_leave,
    "find_loan": FIND_LOAN,
    "handbook": my_handbook,
    "checklist": enterprise.checklist,
    "staff": staff,
}
# As people spell them, and folded: anywhere but where a name is asked, the marks do not matter.
_TYPED = {words: place for name, place in COMMANDS.items() for words in typed(name)}
ESCAPES = {fold(words): place for words, place in _TYPED.items()}
_READ, _BACK, _SKIP = (
    {fold(words) for words in typed(name)} for name in ("have_read", "back", "skip")
)


def route(turn: Turn) -> Outcome:
    """The one place that decides who answers."""
    typed = turn.text and turn.incoming.kind in _IN_OWN_WORDS
    danger = turn.content.understanding.danger_in(turn.text) if typed else ""
    if danger:
        return _in_danger(turn, danger)
    # Begun with another version of the program.
    standing = without_forms(turn.conversation, Why.GONE, lambda form: not goes_on(form, FLOWS))
    turn = replace(turn, conversation=standing)
    outcome = _after_drop(turn, standing.dropped) if standing.dropped else _ordinary(turn)
    return _about_waiting(turn, outcome)


def _about_waiting(turn: Turn, outcome: Outcome) -> Outcome:
    """Whoever began another form is told that the first one waits; whoever is done with a form is
    offered to go on with one that waits."""
    before, after = turn.conversation, outcome.conversation
    if not after.waiting or not outcome.replies:
        return outcome
    if after.flow and len(after.waiting) > len(before.waiting):
        return _told_first(outcome, turn.words_of("system/form_kept"))
    return _offering_to_resume(turn, outcome) if before.flow and not after.flow else outcome


def _after_drop(turn: Turn, dropped: str) -> Outcome:
    """Says once that a form came to an end by itself, and offers to begin it again. What was typed
    now may be an answer to it: it is taken for something else only where it clearly is."""
    why, _, names = dropped.partition(":")
    forms = names.split(",")
    turn = turn.keeping(dropped=None)
    again = [
        turn.choice(f"begin_{name}" if len(forms) > 1 else "begin_again", f"begin:{name}")
        for name in forms
        if name in BEGINNINGS
    ]
    told = turn.say("system/form_dropped", again, turn.menu_choice(), forms=forms, why=why)
    if not _stands_alone(turn):
        return told
    outcome = _ordinary(turn)
    if why == Why.EMPTY:
        return outcome  # nothing was lost
    note = replace(told.replies[0], choices=(), menu=0)
    return Outcome(outcome.conversation, (note, *outcome.replies))


def _stands_alone(turn: Turn) -> bool:
    """Whether a message means something without the form that is gone."""
    if turn.incoming.group is not None or turn.incoming.kind is IncomingKind.START:
        return True
    if open_flow(turn, FLOWS):
        return True
    if turn.action:
        return not turn.action.startswith((CHOICE, BACK, CANCEL, "resume"))
    if turn.incoming.kind is not IncomingKind.TEXT:
        return False
    if (escape := _escape(turn)) or find_code(turn.text):
        return escape not in (cancel, resume)
    return bool(wishes.wish_in(turn.text)) or asks(turn.text) or faq.is_sure(turn)


def _in_danger(turn: Turn, danger: str) -> Outcome:
    """First what helps. Then, where the words are the text of something being written for the
    ward, they are taken as ever; a form that asks for anything else stays as it stood."""
    running = open_flow(turn, FLOWS)
    writing = running is not None and _is_written(*running)
    alone = running is None and turn.incoming.group is None
    if alone and turn.incoming.kind is IncomingKind.TEXT:
        return faq.fixed(turn, danger)
    help_first = Reply(turn.words_of(f"fixed/{danger}", kept=running is not None and not writing))
    if turn.incoming.group is not None:
        return Outcome(turn.conversation, (help_first,))
    if turn.incoming.kind is IncomingKind.TEXT and not writing:
        waiting = turn.keeping(expires_at=turn.now + PATIENCE)
        return Outcome(waiting.conversation, (help_first,))
    outcome = _ordinary(turn)
    return Outcome(outcome.conversation, (help_first, *outcome.replies))


def _ordinary(turn: Turn) -> Outcome:
    if turn.incoming.group is not None:
        return _in_group(turn, turn.incoming.group)
    if turn.incoming.kind is IncomingKind.UNREADABLE:
        return _silent(turn) if _told_already(turn) else _unreadable(turn)
    if turn.incoming.kind is IncomingKind.PHOTO:
        return _photo(turn)
    if turn.incoming.kind is IncomingKind.SHARED:
        return _shared(turn)
    if turn.incoming.kind is IncomingKind.START:
        return _start(put_aside(turn))
    if turn.stale:
        tapped = turn.incoming.kind is IncomingKind.TAP
        return _again(turn, "system/stale" if tapped else "system/typed_before")
    if lapsed := _lapsed(turn, turn.action):
        return lapsed
    if (running := open_flow(turn, FLOWS)) and _is_name(turn, running[1].step):
        return _answered(replace(turn, action=""), *running)
    if read := _have_read(turn):
        return read
    if running and is_code(turn.text) and (coded := codes.code_in(put_aside(turn))):
        return coded
    if running and _skips(turn, *running):
        return _answered(replace(turn, action=f"{CHOICE}{SKIP}"), *running)
    if running and _may_not_skip(turn):
        return _needed(turn, *running)
    if answered := _to_what_was_asked(turn):
        return answered
    if escape := _escape(turn):
        return _escaped(turn, escape)
    if running:
        return _continue(turn, *running)
    if turn.action:
        return _chosen(turn, turn.action)
    if turn.out_of_range and confirming.question_in(turn.conversation.choices) and _is_zero(turn):
        return _chosen(turn, confirming.way_out(turn.conversation.choices))
    if turn.out_of_range:
        return _again(turn, "system/out_of_range")
    if not turn.text.strip():
        return _again(turn, "system/only_text")
    if coded := codes.code_in(turn):
        return coded
    if named := confirming.by_words(turn.text, turn.conversation.choices):
        return choose(turn, named)
    if asks(turn.text) and (doubt := _in_doubt(turn)):
        return doubt
    if wish := wishes.wish_in(turn.text):
        return PLACES[wish](turn) if wish in PLACES else privacy.act(turn, wish)
    if doubt := _in_doubt(turn):
        return doubt
    outcome = followed.perhaps_more(turn) or faq.answer_text(turn)
    waits = outcome.conversation.waiting and not outcome.conversation.flow
    return _offering_to_resume(turn, outcome) if waits else outcome


def _escaped(turn: Turn, escape: Callable[[Turn], Outcome]) -> Outcome:
    """Goes where a command leads. A form that was being filled in waits, and is offered again."""
    if escape in (cancel, resume, begin_anew):
        return escape(turn)
    if escape in (start.greet, _start) and not _with_payload(turn).text:  # they begin anew
        greeted = escape(_with_payload(leave(turn)))
        left = turn.words_of("system/form_left")
        return _told_first(greeted, left) if has_answers(turn) else greeted
    outcome = escape(_with_payload(put_aside(turn)))
    waits = outcome.conversation.waiting and not outcome.conversation.flow
    return _offering_to_resume(turn, outcome) if waits else outcome


def _told_first(outcome: Outcome, words: str) -> Outcome:
    first, *rest = outcome.replies
    told = replace(first, text=f"{words}\n\n{first.text}")
    return replace(outcome, replies=(told, *rest))


def _offering_to_resume(turn: Turn, outcome: Outcome) -> Outcome:
    last = outcome.replies[-1]
    if any(choice.action == "resume" for choice in last.choices):
        return outcome
    last = replace(last, text=f"{last.text}\n\n{turn.words_of('system/form_waits')}")
    if not last.choices:
        return replace(outcome, replies=(*outcome.replies[:-1], last))
    back = next((choice for choice in last.choices if choice.key == "0"), None)
    shown = [choice for choice in last.choices if choice.key != "0"]
    keyed = numbered((*shown, turn.choice("resume", "resume")), back)
    choices = tuple((choice.key, choice.label, choice.action) for choice in keyed)
    last = replace(last, choices=keyed)
    conversation = replace(outcome.conversation, choices=choices)
    return Outcome(conversation, (*outcome.replies[:-1], last))


def _to_what_was_asked(turn: Turn) -> Outcome | None:
    """A typed yes or no to what was asked last: to take a seat, to erase, to withdraw."""
    if turn.action or turn.incoming.kind is not IncomingKind.TEXT or open_flow(turn, FLOWS):
        return None
    action = confirming.meant(turn.text, turn.conversation.choices)
    if action == confirming.AMBIGUOUS:
        return _again(turn, "system/choose_or_cancel")
    return (_lapsed(turn, action) or _chosen(turn, action)) if action else None


def _chosen(turn: Turn, action: str) -> Outcome:
    """What was chosen; whoever leaves all as it is reads that it is so."""
    outcome, shown = choose(turn, action), turn.conversation.choices
    if not confirming.question_in(shown) or action != confirming.way_out(shown):
        return outcome
    *before, last = outcome.replies
    kept = replace(last, text=f"{turn.words_of('system/kept')}\n\n{last.text}")
    return replace(outcome, replies=(*before, kept))


def _in_doubt(turn: Turn) -> Outcome | None:
    """Something else is said where a confirmation is asked: it is answered if that is sure, and the
    question stays."""
    question = confirming.question_in(turn.conversation.choices)
    if not question or not turn.answers_fresh_list:
        return None
    beside = faq.answer_beside(turn)
    if beside is None and len(turn.text.split()) > DOUBT_WORDS:
        return None
    asked = _told_first(choose(turn, question), turn.words_of("system/not_done_yet"))
    answer = beside.replies if beside else ()
    return replace(asked, replies=(*answer, *asked.replies))


def _lapsed(turn: Turn, action: str) -> Outcome | None:
    """The answer to a confirmation that was asked long ago, or on an older list: nothing is done,
    and it is asked anew."""
    question = confirming.asked_by(action)
    if not question or turn.answers_fresh_list:
        return None
    return _escaped(turn, lambda turn: _asked_anew(turn, question))


def _asked_anew(turn: Turn, question: str) -> Outcome:
    outcome = choose(replace(turn, action=""), question)
    return _told_first(outcome, turn.words_of("system/lapsed"))


def _unreadable(turn: Turn) -> Outcome:
    """A file, a voice, a sticker: what is taken instead, where the conversation stands."""
    taken = "photo/as_file" if wants_photo(turn.conversation) else "system/only_text"
    running = open_flow(turn, FLOWS)
    if running is None:
        return _again(turn, taken)
    again = ask_again(turn, *running)
    return _told_first(again, turn.words_of(taken))


def _in_group(turn: Turn, group: Group) -> Outcome:
    if _told_already(turn):
        return _silent(turn)
    wish = _wish_in_group(turn)
    if _escape(turn) is ask:  # `/hoi ...` carries the question
        turn, wish = _with_payload(turn), None
    return groups.answer(turn, group, wish, choose)


def _silent(turn: Turn) -> Outcome:
    return Outcome(turn.conversation)


def _told_already(turn: Turn) -> bool:
    """Whether this is the rest of an album that was answered: one answer for what came together."""
    album, incoming = turn.incoming.album, turn.incoming
    return bool(album) and not turn.tx.inbox.record(
        incoming.channel, f"album:{album}", turn.contact.id, turn.now
    )


def _wish_in_group(turn: Turn) -> str | None:
    """What a message in a group asks for besides the FAQ: the name of a link, `groups.HELLO`,
    `groups.TOPICS`; none when only the FAQ can tell."""
    match turn.incoming.kind:
        case IncomingKind.START:
            payload = turn.text.split(maxsplit=1)
            return payload[0] if payload and _LINK_NAME.fullmatch(payload[0]) else groups.HELLO
        case IncomingKind.TAP:
            first = turn.incoming.action.partition(".")[2].split(":")[0]
            return None if groups.is_public(first) else _LINK_OF.get(first, "")
    place = _escape(turn)
    if place is None and (wish := wishes.wish_in(turn.text)):
        place = PLACES.get(wish) or {"erase": ERASE}.get(wish, privacy.show)
    if place in (start.greet, start.help_, cancel, _start, begin_anew):
        return groups.HELLO
    if place is menu.show_topics:
        return groups.TOPICS
    return _LINK_TO.get(place, "") if place is not None else None


def choose(turn: Turn, action: str) -> Outcome:
    """What a choice does, whichever way it was made."""
    match action.split(":"):
        case ["menu"]:
            return menu.show_topics(turn)
        case ["topic", topic_id]:
            return menu.show_topic(turn, topic_id)
        case ["topic", topic_id, page] if (number := read_whole(page)) is not None:
            return menu.show_topic(turn, topic_id, number)
        case ["faq", entry_id]:
            return faq.show(turn, entry_id)
        case ["faq", entry_id, "details"]:
            return faq.details(turn, entry_id)
        case ["faq", entry_id, "basis"]:
            return faq.basis(turn, entry_id)
        case ["good", entry_id]:
            return faq.good(turn, entry_id)
        case ["bad", entry_id]:
            return faq.bad(turn, entry_id)
        case ["none"]:
            return faq.none_of_these(turn)
        case ["tools"]:
            return tools(turn)
        case ["tool", name]:
            return tool(turn, name)
        case ["tool", name, "asked"]:
            return tool_for_question(turn, name)
        case ["handbook"]:
            return my_handbook(turn)
        case ["deadlines"]:
            return my_deadlines(turn)
        case ["deadlines", what]:
            return deadlines.act(turn, what) or my_deadlines(turn)
        case ["news"]:
            return subscriptions.show(turn)
        case ["news", "old"]:
            return news.archive(turn)
        case ["news", item] if (number := read_whole(item)) is not None:
            return news.show(turn, number)
        case ["news", item, place] if (number := read_whole(item)) is not None:
            return news.show(turn, number, read_whole(place) or 0)
        case ["news", *rest]:
            return subscriptions.act(turn, ":".join(rest))
        case ["read", item] if (number := read_whole(item)) is not None:
            return news.have_read(turn, number)
        case ["checklist"]:
            return enterprise.checklist(turn)
        case ["task", task_id]:
            return enterprise.show_task(turn, task_id)
        case ["tick", task_id]:
            return enterprise.tick(turn, task_id)
        case ["staff"]:
            return staff(turn)
        case ["register"]:
            return conference_shown.register(turn)
        case ["ask_ward"]:
            return ask_ward(turn)
        case ["events"]:
            return conference_shown.upcoming(turn)
        case ["event", item, *rest] if (number := read_whole(item)) is not None:
            return _event(turn, number, rest)
        case ["ticket", item, *rest] if (number := read_whole(item)) is not None:
            return tickets.act(turn, number, ":".join(rest))
        case ["case", item, *rest] if (number := read_whole(item)) is not None:
            return followed.act(turn, number, ":".join(rest))
        case ["invitation"]:
            return invitations.ask(turn)
        case ["link", *rest]:
            return households.act(turn, ":".join(rest))
        case ["privacy", *rest]:
            return privacy.act(turn, ":".join(rest))
        case ["cancel"]:
            return cancel(turn)
        case ["resume"]:
            return resume(turn)
        case ["begin", name] if name in BEGINNINGS:
            return BEGINNINGS[name](turn)
    return _again(turn, "system/stale")


def _event(turn: Turn, event_id: int, rest: list[str]) -> Outcome:
    event = turn.tx.events.get(event_id)
    if event is None or event.state is EventState.DRAFT:
        return conference_shown.upcoming(turn)
    match rest:
        case ["register"]:
            return conference_shown.register(turn, event)
        case ["ask"]:
            return ask_ward(turn, event.id)
        case ["programme"]:
            return conference_shown.programme(turn, event)
        case ["invitation"]:
            return invitations.ask(turn)
    return conference_shown.show(turn, event)


def _start(turn: Turn) -> Outcome:
    """A deep link leads to an event (`sk-<code>`), to what it names, or to a topic."""
    payload = fold(turn.text).replace("_", "-")
    payload = payload.split(maxsplit=1)[0] if payload.strip() else ""
    turn = replace(turn, incoming=replace(turn.incoming, text=payload))
    if place := LINKS.get(payload):
        return place(replace(turn, incoming=replace(turn.incoming, text="")))
    if payload.startswith("sk-"):
        event = turn.tx.events.by_code(payload.removeprefix("sk-"))
        if event is not None and event.state is not EventState.DRAFT:
            return conference_shown.show(turn, event)
        return conference_shown.upcoming(turn)
    if payload.startswith(("dk-", "kn-", "gm-")):
        return codes.code_in(turn) or start.greet(turn)
    return start.greet(turn)


def wants_photo(conversation: Conversation) -> bool:
    """Whether a photo sent now would be taken: only while a question to the ward is written."""
    if conversation.flow is None or '"question"' not in conversation.flow:
        return False
    saved = orjson.loads(conversation.flow)
    if saved["name"] != QUESTION.name or saved["version"] != QUESTION.version:
        return False
    memory = QUESTION.restore(saved["memory"])
    return memory.step is Step.CONTENT and len(memory.photos) < MOST_PHOTOS


def _has_enough_photos(flow: Flow[Any], memory: Any) -> bool:
    return flow is QUESTION and memory.step is Step.CONTENT and len(memory.photos) >= MOST_PHOTOS


def _photo(turn: Turn) -> Outcome:
    """A photo belongs to a question that is being written; anywhere else it is not kept."""
    picture = turn.incoming.picture
    running = open_flow(turn, FLOWS)
    if picture is not None and picture.name and running and wants_photo(turn.conversation):
        kept = Photo(picture.name, None, turn.contact.id, picture.size, turn.now)
        turn.tx.questions.add_photo(kept)
        hint = _too_long(turn, *running)
        taken = turn if not hint else replace(turn, incoming=replace(turn.incoming, text=""))
        again = advance(taken, *running) or ask_again(taken, *running)
        return Outcome(again.conversation, (*hint, *again.replies))
    if _told_already(turn):
        return _silent(turn)
    why = picture.refused if picture is not None and picture.refused else ""
    why = why or ("enough" if running and _has_enough_photos(*running) else "elsewhere")
    if running is None:
        return _again(turn, f"photo/{why}")
    # The words that came with a photo for the question are part of the question all the same.
    words = turn.text and wants_photo(turn.conversation)
    hint = _too_long(turn, *running) if words else ()
    again = (advance(turn, *running) if words and not hint else None) or ask_again(turn, *running)
    return Outcome(again.conversation, (*turn.say(f"photo/{why}").replies, *hint, *again.replies))


def _shared(turn: Turn) -> Outcome:
    """A card or a form: its name and number answer the questions they are answers to, as if they
    were typed; anywhere else nothing of it is kept."""
    shared, outcome = turn.incoming.shared, None
    running = open_flow(turn, FLOWS)
    if running and running[1].step in ("name", "phone") and shared and not shared.own:
        return _ask_whose(turn, shared)
    for step in ("name", "phone"):
        running = open_flow(turn, FLOWS)
        said = clean(getattr(shared, step, ""))[:SHARED_LIMIT]
        if running is None or running[1].step != step or not said:
            continue
        typed = replace(turn.incoming, kind=IncomingKind.TEXT, text=said)
        outcome = _continue(replace(turn, incoming=typed), *running)
        turn = replace(turn, conversation=outcome.conversation)
        asked = open_flow(turn, FLOWS)
        if asked and asked[1].step == _SURE:  # the card is theirs, and the summary shows the name
            outcome = _answered(replace(turn, action=f"{CHOICE}yes"), *asked)
            turn = replace(turn, conversation=outcome.conversation)
    if outcome is not None:
        return outcome
    running = open_flow(turn, FLOWS)
    if running is None:
        return _again(turn, "system/card_elsewhere")
    again = ask_again(turn, *running)
    hint = turn.say("system/card_elsewhere").replies
    return Outcome(again.conversation, (*hint, *again.replies))


def _ask_whose(turn: Turn, shared: Shared) -> Outcome:
    """A card that may be somebody else's; the form stays open, and a typed answer is one, too."""
    card = Shared(clean(shared.name)[:SHARED_LIMIT], clean(shared.phone)[:SHARED_LIMIT])
    mine = turn.choice("card_mine", f"{MINE}{card.phone}:{card.name}")
    other = turn.choice("card_other", NOT_MINE)
    return turn.say("system/card_whose", [mine, other], card=card)


def _is_zero(turn: Turn) -> bool:
    return turn.text.strip(" .()") == "0"


def _plain(text: str) -> str:
    """Folded words without punctuation."""
    return " ".join(_NOT_LETTER.sub(" ", fold(text)).split())


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
    return tuple(replies)


def _is_written(flow: Flow[Any], memory: Any) -> bool:
    """Whether the answer to the step is a whole text, taken as it is."""
    return memory.step in _OWN_TEXT and flow.takes_text(memory)


def _as_meant(turn: Turn, flow: Flow[Any], memory: Any) -> Turn:
    """A typed yes or no as the choice it stands for; of a correction, what is right."""
    if turn.action or _is_written(flow, memory):
        return turn
    values = [value for _, value in flow.choices(memory)]
    for value, said in (("yes", says_yes), ("no", says_no)):
        if value in values and said(turn.text):
            return replace(turn, action=f"{CHOICE}{value}")
    named = confirming.by_words(turn.text, turn.conversation.choices)
    if named.startswith(CHOICE) and not flow.takes_text(memory):
        return replace(turn, action=named)
    right = corrected(turn.text) if flow.takes_text(memory) else None
    return replace(turn, incoming=replace(turn.incoming, text=right)) if right else turn


def _too_long(turn: Turn, flow: Flow[Any], memory: Any) -> tuple[Reply, ...]:
    """What says that the text is longer than its step takes; nothing when it is not."""
    if turn.action or not isinstance(flow, Bounded) or not flow.takes_text(memory):
        return ()
    most = flow.too_long(memory, turn.text.strip())
    if most is None:
        return ()
    return turn.say("system/too_long", most=most, typed=len(turn.text.strip())).replies


def _is_name(turn: Turn, step: str) -> bool:
    """Whether a name is asked and this is one, though without its marks it would read like a
    command or a choice: `Tín`, `Sử Kiên`, `Chú Đệ`; typed without any, as names are: `Huy`."""
    if step not in _NAMED or turn.incoming.kind is not IncomingKind.TEXT:
        return False
    labels = (label for _, label, _ in turn.conversation.choices)
    text, said = turn.text.strip(), _plain(turn.text)
    alike = [
        words
        for words in (*_TYPED, *typed("have_read"), *typed("back"), *typed("stop"), *labels)
        if said == _plain(words)
    ]
    if not alike or text.startswith(("/", "#")):
        return False
    if has_marks(text):
        return not says(text, *alike)
    return said in _NAMES_TOO and text[0].isupper() if " " not in said else text.istitle()


def _skips(turn: Turn, flow: Flow[Any], memory: Any) -> bool:
    """Whether somebody passes over a question that need not be answered: no reason to lose all."""
    offered = any(value == SKIP for _, value in flow.choices(memory))
    return offered and not turn.action and _plain(turn.text) in _SKIP


def _may_not_skip(turn: Turn) -> bool:
    """Whether somebody passes over a question after answers that would be lost with the form."""
    typed = turn.incoming.kind is IncomingKind.TEXT and not turn.action
    return typed and _plain(turn.text) in _SKIP and has_answers(turn)


def _needed(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome:
    """A question that must be answered is not passed over, and what was typed before stays. Where
    a no is a choice, passing over is a no."""
    if any(value == "no" for _, value in flow.choices(memory)):
        return _answered(replace(turn, action=f"{CHOICE}no"), flow, memory)
    again = ask_again(turn, flow, memory)
    return Outcome(again.conversation, (*turn.say("system/needed").replies, *again.replies))


def _have_read(turn: Turn) -> Outcome | None:
    """Somebody types that they have read a broadcast, wherever the conversation stands; it goes on
    from there."""
    if turn.incoming.kind is not IncomingKind.TEXT or _plain(turn.text) not in _READ:
        return None
    last = turn.tx.broadcasts.last_received(turn.contact.id)
    if last is None or not news.read(turn, last):
        return None
    thanks = turn.say("news/thanks_read").replies
    running = open_flow(turn, FLOWS)
    if running is None:
        return Outcome(turn.conversation, (replace(thanks[0], menu=0),))
    again = ask_again(turn, *running)
    return Outcome(again.conversation, (*thanks, *again.replies))


def _escape(turn: Turn) -> Callable[[Turn], Outcome] | None:
    if turn.action == CANCEL:
        return cancel
    if turn.incoming.kind is not IncomingKind.TEXT or turn.action:
        return None
    words = turn.text.split(maxsplit=1)
    if words and words[0].startswith("/"):
        # `/start@name_of_bot etax`: the name is Telegram's, the rest a deep link's payload.
        command = words[0][1:].partition("@")[0]
        if fold(command) == "dung":
            return subscriptions.stop
        if fold(command) == "start":
            return _start
        return ESCAPES.get(fold(command), start.help_)
    if words and words[0].startswith("#") and (keyword := _keyword(turn, words[0][1:])):
        return keyword
    said = _plain(turn.text)
    if subscriptions.means_stop(turn, said):
        return subscriptions.stop
    if said == "dung" and has_marks(turn.text) and may_say_stop(turn.text):
        return cancel  # of a form, by somebody who gets no news
    return ESCAPES.get(said)  # the whole message, or it is a question that happens to contain it


def _keyword(turn: Turn, word: str) -> Callable[[Turn], Outcome] | None:
    """`#dangky`, `#etax`: what an item of an OA's own menu sends, or somebody copies from it."""
    known = KEYWORDS.get(fold(word)) or ESCAPES.get(fold(word))
    if known is None and start.opens(turn.content, fold(word)):
        return lambda turn: _start(replace(turn, incoming=replace(turn.incoming, text=fold(word))))
    return known


def _with_payload(turn: Turn) -> Turn:
    """What follows a command: `/start etax` a topic, `/hoi ...` a question; words carry nothing."""
    _, *payload = turn.text.split(maxsplit=1) or [""]
    text = payload[0].strip() if payload and turn.text.startswith("/") else ""
    return replace(turn, incoming=replace(turn.incoming, text=text))


def _continue(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome:
    """A form in progress; a question asked in the middle is answered and the form goes on."""
    said = _plain(turn.text)
    if turn.action == BACK or (said in _BACK and not turn.action):
        return step_back(turn, flow, memory) or cancel(turn)
    if turn.action.startswith(MINE):
        phone, _, name = turn.action.removeprefix(MINE).partition(":")
        card = replace(turn.incoming, shared=Shared(name, phone))
        return _shared(replace(turn, incoming=card, action=""))
    if turn.action == NOT_MINE:
        return ask_again(turn, flow, memory)
    if turn.action.startswith(LASTING):
        return _beside(turn, flow, memory)
    return _answered(turn, flow, memory)


def _beside(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome:
    """What another message offers, chosen in the middle of a form: it is shown or done, and the
    form goes on. Where it asks something itself, the form waits."""
    outcome = choose(replace(put_aside(turn), action=""), turn.action)
    asked = outcome.conversation
    if asked.flow or any(confirming.asked_by(action) for _, _, action in asked.choices):
        return outcome
    again = ask_again(turn, flow, memory)
    shown = (replace(reply, choices=()) for reply in outcome.replies)
    return Outcome(again.conversation, (*shown, *again.replies))


def _answered(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome:
    """What was chosen or typed, as the answer to the step."""
    if long := _too_long(turn, flow, memory):
        again = ask_again(turn, flow, memory)
        return Outcome(again.conversation, (*long, *again.replies))
    typed, turn = turn.text, _as_meant(turn, flow, memory)
    own_words = not turn.action and not _is_written(flow, memory)
    if own_words and refuses(typed):
        return cancel(turn)
    right = own_words and as_it_was(typed) and not _is_called(typed, memory.step)
    if right and (kept := step_on(turn, flow, memory)):
        return kept  # back at a question, and it was right as it stood
    if own_words and memory.step == "name" and _is_only_shop(typed):
        return _unclear(turn, flow, memory)
    if own_words and memory.step in (*_NAMED, _SURE) and asks(typed):
        return _not_taken(turn, flow, memory)
    if turn.action or (flow.takes_text(memory) and turn.text.strip()):
        following = advance(turn, flow, memory)
        if following is not None:
            told = _taken(turn, memory, typed)
            return Outcome(following.conversation, (*told, *following.replies))
    return _not_taken(turn, flow, memory)


def _is_only_shop(text: str) -> bool:
    """Whether a shop is named, and nobody's name beside it."""
    called = hear_name(text)
    return is_shop(text) and not asks(text) and not (called and called.sure)


def _is_called(text: str, step: str) -> bool:
    """Whether a name is asked and the text can be one, though it also says yes: `Dung`."""
    return step == "name" and not is_no_name(text)


def _not_taken(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome:
    """What is no answer to the step: a question is answered beside it, and the step asked again."""
    beside = faq.answer_beside(turn) if turn.text.strip() else None
    if beside is None:
        return _unclear(turn, flow, memory)
    again = ask_again(turn, flow, memory)
    return Outcome(again.conversation, (*beside.replies, *again.replies))


def _unclear(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome:
    """Says what the step takes, and asks it again."""
    again = ask_again(turn, flow, memory)
    unclear = f"{flow.name}/{memory.step}_unclear"
    explained = turn.text.strip() and turn.content.words.has(unclear)
    fault, digits = phone_fault(turn.text) if memory.step == "phone" else ("", 0)
    hint = turn.say(unclear if explained else "system/choose_or_cancel", fault=fault, digits=digits)
    if asks(turn.text):
        hint = turn.say("system/question_later")
    if memory.step == CONSENT_STEP:  # the page was shown: a long text again and again says nothing
        short = replace(again.replies[0], text=turn.words_of("system/agree_or_not"))
        told = hint.replies if asks(turn.text) else ()
        return Outcome(again.conversation, (*told, short, *again.replies[1:]))
    return Outcome(again.conversation, (*hint.replies, *again.replies))


def _again(turn: Turn, message: str) -> Outcome:
    """Says what is the matter and shows the current choices once more, so nothing is lost."""
    offered = turn.conversation.choices
    choices = [Choice(label, action) for key, label, action in offered if key not in ("", "0")]
    back = next((Choice(label, action) for key, label, action in offered if key == "0"), None)
    return turn.say(message, choices, back or turn.menu_choice(), last=len(choices))
