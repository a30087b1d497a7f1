"""Where commands, links, keywords and plain wishes lead: one table for each, and how one is read in
a message."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson

from content.commands import typed
from content.vietnamese import fold, has_marks
from content.wording import may_say_stop
from handlers import codes
from handlers.answers import faq, figures, groups, menu, pieces, start
from handlers.broadcast import announce, endings, news, subscriptions
from handlers.conference import bereaved, giving_back, invitations, shown, tickets
from handlers.live import opening
from handlers.office import approve_flow
from handlers.own_data import households, mine, mine_flow, privacy
from handlers.people import staff_links
from handlers.question import asking, looked_up, noting, pictures
from handlers.survey import answering
from handlers.talk import wishes
from handlers.talk.flow import CANCEL, Flow, has_answers, leave, put_aside
from handlers.talk.flow import resume as continued
from handlers.talk.messages import IncomingKind
from handlers.talk.replies import cancel, offering_to_resume, plain, told_first
from handlers.talk.told import kept_in
from handlers.talk.turn import Outcome, Turn
from handlers.tools import deadlines, enterprise
from handlers.tools import menu as tools

FORMS: tuple[Flow[Any], ...] = (
    asking.QUESTION,
    shown.REGISTER,
    noting.QUESTION_NOTE,
    privacy.CORRECT,
    announce.ANNOUNCE,
    approve_flow.APPROVE,
    answering.SURVEY,
    mine_flow.MINE,
)
FLOWS: dict[str, Flow[Any]] = {**{flow.name: flow for flow in FORMS}, **tools.TOOLS}

_DATES = "han-sap-toi"  # in the catalogue
_LONG_NUMBER = re.compile(r"\d{4}")
LINK_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


def _tool(name: str) -> Callable[[Turn], Outcome]:
    return lambda turn: tools.begin_tool(turn, name)


def _privacy(what: str) -> Callable[[Turn], Outcome]:
    return lambda turn: privacy.act(turn, what)


CALCULATE, WHICH_GROUP, COMPARE, FIND_LOAN = (
    _tool(name) for name in ("tax", "group", "enterprise", "loans")
)


def _reckoned(turn: Turn) -> Outcome:
    """The tax of one's own work: what it brings is asked where the work is told in a sentence."""
    return pieces.asked_in_a_sentence(turn) or CALCULATE(turn)


ERASE, EXPORT, MEND, WITHDRAW = (
    _privacy(what) for what in ("erase", "export", "correct", "withdraw")
)


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


def _mend_what_is_kept(turn: Turn) -> Outcome:
    """Whoever left no details here may have meant any other paper."""
    kept = turn.tx.people.profile(turn.contact.id) or tickets.living(turn)
    return (privacy.put_right(turn) or MEND(turn)) if kept else faq.answer_text(turn)


def _my_dates(turn: Turn) -> Outcome:
    """The dates of whoever told their kind of business before; else what anybody is answered."""
    return deadlines.show(turn) or faq.show(turn.keeping(asked=None), _DATES)


def _remind_again(turn: Turn) -> Outcome:
    """`nhắc lại`: an answer shown just now once more, else to be reminded of the tax dates."""
    return faq.answer_text(turn) if turn.conversation.entry else tools.remind_me(turn)


def _other_revenue(turn: Turn) -> Outcome:
    """The figure told in this conversation, or the band told once, is asked anew."""
    if kept_in(turn):
        return figures.mend(turn)
    banded = turn.tx.notebooks.of(turn.contact.id)
    return tools.begin_anew(turn, "deadlines" if banded else "tax")


def _kept(place: Callable[[Turn], Outcome]) -> Callable[[Turn], Outcome]:
    return lambda turn: told_first(place(turn), turn.words_of("system/kept"))


# How each form begins when it came to an end by itself.
BEGINNINGS: dict[str, Callable[[Turn], Outcome]] = {
    asking.QUESTION.name: asking.ask_ward,
    shown.REGISTER.name: shown.register,
    noting.QUESTION_NOTE.name: looked_up.mine,
    privacy.CORRECT.name: MEND,
    announce.ANNOUNCE.name: announce.announce,
    approve_flow.APPROVE.name: approve_flow.waiting,
    answering.SURVEY.name: answering.take_part,
    mine_flow.MINE.name: mine.show,
    **{name: _tool(name) for name in tools.TOOLS},
}


# Where an answer's "do it now" leads that is not one of the tools.
def _no_more(turn: Turn) -> Outcome:
    return tickets.still_reminded(turn, endings.asked(turn))


PLACES: dict[str, Callable[[Turn], Outcome]] = {
    "events": shown.upcoming,
    "register": shown.register,
    "tickets": tickets.mine,
    "my_ticket": tickets.mine,
    "cancel_ticket": giving_back.asked_once_more,
    "register_party": shown.come_together,
    "register_another": shown.for_another,
    "fewer": shown.come_fewer,
    "instead": shown.come_instead,
    "take_back": looked_up.mine,
    "not_coming": shown.not_coming,
    "speak": tickets.speak,
    "speak_no": tickets.speak,
    "register_which": shown.register_what,
    "question": asking.ask_ward,
    "report": noting.report,
    "call_me": asking.call_me,
    "unseen": pictures.cannot_see,
    "bereaved": bereaved.show,
    "event_when": shown.when_and_where,
    "my_questions": looked_up.mine,
    "add_words": noting.add,
    "privacy": privacy.show,
    "invitation": invitations.ask,
    "news": subscriptions.show,
    "stop_news": _no_more,
    "this_month": news.this_month,
    "how_often": subscriptions.how_often,
    "deadlines": tools.my_deadlines,
    "remind": tools.remind_me,
    "calculate_tax": _reckoned,
    "notebook": tools.my_notebook,
    "mend": _mend_what_is_kept,
    "staff": opening.asked_how,
    "my_dates": _my_dates,
    "remind_again": _remind_again,
    "other_revenue": _other_revenue,
}

# Something was not to be taken away: it is shown, and that nothing happened to it.
PLACES |= {
    "keep_cancel_ticket": _kept(tickets.mine),
    "keep_erase": _kept(privacy.show),
    "keep_stop_news": _kept(subscriptions.show),
    "keep_my_questions": _kept(looked_up.mine),
}

# What a link may ask for (`https://t.me/<bot>?start=<name>`), and where it leads: from a leaflet,
# or from a group, where none of this is done. Each only shows something or asks before it acts.
LINKS: dict[str, Callable[[Turn], Outcome]] = {
    "hoi-nghi": shown.upcoming,
    "dang-ky-du": shown.register,
    "ve": tickets.mine,
    "huy-ve": tickets.cancel_mine,
    "cau-hoi": asking.ask_ward,
    "cau-hoi-cua-toi": looked_up.mine,
    "giay-moi": invitations.ask,
    "du-lieu": privacy.show,
    "xoa-du-lieu": ERASE,
    "tai-du-lieu": EXPORT,
    "sua-thong-tin": MEND,
    "rut-dong-y": WITHDRAW,
    "nhan-tin": subscriptions.show,
    "thoi-nhan-tin": _no_more,
    "tin": news.this_month,
    "tin-cu": news.archive,
    "han-thue": tools.my_deadlines,
    "so-tay": tools.my_notebook,
    "cong-cu": tools.show,
    "tinh-thue": _reckoned,
    "nhom-nao": WHICH_GROUP,
    "so-sanh": COMPARE,
    "tim-goi-vay": FIND_LOAN,
    "viec-can-lam": enterprise.checklist,
    "lien-ket": households.show,
    "bo-lien-ket": households.ask_leave,
    "thong-bao": announce.announce,
    "duyet": approve_flow.waiting,
    "can-bo": opening.wish,
    "khao-sat": answering.take_part,
    "ho-cua-toi": mine.show,
    "tiep-tuc": resume,
}
_LINK_TO = {place: name for name, place in LINKS.items()} | {
    endings.stop: "thoi-nhan-tin",
    subscriptions.how_often: "nhan-tin",
    tools.remind_me: "han-thue",
    opening.asked_how: "can-bo",
    _mend_what_is_kept: "sua-thong-tin",
    _my_dates: "han-thue",
    _remind_again: "han-thue",
    _other_revenue: "han-thue",
    begin_anew: "",  # of a form, and a group has none
    figures.show: "cong-cu",
    figures.forget: "cong-cu",
    giving_back.asked_once_more: "huy-ve",
    shown.come_together: "dang-ky-du",
    shown.for_another: "dang-ky-du",
    shown.come_fewer: "ve",
    shown.come_instead: "ve",
    shown.not_coming: "ve",
    tickets.speak: "ve",
    PLACES["keep_cancel_ticket"]: "ve",
    PLACES["keep_erase"]: "du-lieu",
    PLACES["keep_stop_news"]: "nhan-tin",
    PLACES["keep_my_questions"]: "cau-hoi-cua-toi",
    shown.register_what: "dang-ky-du",
    noting.report: "cau-hoi",
    asking.call_me: "cau-hoi",
    noting.add: "cau-hoi-cua-toi",
    pictures.cannot_see: "cau-hoi",
    bereaved.show: "ve",
    shown.when_and_where: "hoi-nghi",
}
# The same for what a button carries, by its first word.
_LINK_OF = {
    "events": "hoi-nghi",
    "event": "hoi-nghi",
    "register": "dang-ky-du",
    "ticket": "ve",
    "question": "cau-hoi-cua-toi",
    "ask_ward": "cau-hoi",
    "invitation": "giay-moi",
    "privacy": "du-lieu",
    "news": "nhan-tin",
    "read": "tin",
    "deadlines": "han-thue",
    "notebook": "so-tay",
    "tools": "cong-cu",
    "tool": "cong-cu",
    "checklist": "viec-can-lam",
    "link": "lien-ket",
    "survey": "khao-sat",
    "mine": "ho-cua-toi",
}

# Besides the words below, without spaces: what the menu of a Zalo OA sends after its #.
KEYWORDS: dict[str, Callable[[Turn], Outcome]] = {
    "hoidap": menu.show_topics,
    "cauhoi": asking.ask_ward,
    "traloi": looked_up.mine,
    "canbo": opening.wish,
    "khaosat": answering.take_part,
    "giaymoi": invitations.ask,
    "lichthue": tools.my_deadlines,
    "dulieu": privacy.show,
    "lienket": households.show,
    "dung": endings.stop,
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
    "ask": start.ask,
    "tools": tools.show,
    "calculate_tax": _reckoned,
    "my_figures": figures.show,
    "forget_figures": figures.forget,
    "which_group": WHICH_GROUP,
    "compare": COMPARE,
    "events": shown.upcoming,
    "register": shown.register,
    "tickets": tickets.mine,
    "cancel_ticket": tickets.cancel_mine,
    "ask_ward": asking.ask_ward,
    "my_questions": looked_up.mine,
    "invitation": invitations.ask,
    "privacy": privacy.show,
    "erase": ERASE,
    "export": EXPORT,
    "mend": MEND,
    "withdraw_consent": WITHDRAW,
    "news": subscriptions.show,
    "stop_news": _no_more,
    "stop_all": endings.stop,
    "news_now": news.this_month,
    "news_archive": news.archive,
    "deadlines": tools.my_deadlines,
    "remind": tools.remind_me,
    "announce": announce.announce,
    "approve": approve_flow.waiting,
    "link": households.show,
    "unlink": households.ask_leave,
    "find_loan": FIND_LOAN,
    "notebook": tools.my_notebook,
    "checklist": enterprise.checklist,
    "staff": opening.wish,
    "survey": answering.take_part,
    "my_business": mine.show,
}
# As people spell them, and folded: anywhere but where a name is asked, the marks do not matter.
ESCAPES = {fold(words): place for name, place in COMMANDS.items() for words in typed(name)}
BACK_WORDS = {fold(words) for words in typed("back")}


def escape_in(turn: Turn) -> Callable[[Turn], Outcome] | None:
    if turn.action == CANCEL:
        return cancel
    if turn.incoming.kind is not IncomingKind.TEXT or turn.action:
        return None
    words = turn.text.split(maxsplit=1)
    if words and words[0].startswith("/"):
        # `/start@name_of_bot etax`: the name is Telegram's, the rest a deep link's payload.
        command = words[0][1:].partition("@")[0]
        if fold(command) == "dung":
            return endings.stop
        if fold(command) == "start":
            return start_at
        return ESCAPES.get(fold(command), start.help_)
    if words and words[0].startswith("#") and (keyword := _keyword(turn, words[0][1:])):
        return keyword
    said = plain(turn.text)
    if endings.means_stop(turn, said):
        return endings.stop
    if said == "dung" and has_marks(turn.text) and may_say_stop(turn.text):
        return cancel  # of a form, by somebody who gets no news
    if said == "stop" and turn.conversation.flow and not endings.running(turn):
        return cancel  # the same
    if _LONG_NUMBER.search(turn.text):
        return None  # `số của tôi 0912...`: a number is told
    # The whole message, or it is a question that happens to contain it; `gõ nhận tin`, as we say.
    found = ESCAPES.get(said) or ESCAPES.get(said.removeprefix("go "))
    if found is approve_flow.waiting and staff_links.who(turn) is None:
        return None  # a word like any other, but to staff
    return found


def _keyword(turn: Turn, word: str) -> Callable[[Turn], Outcome] | None:
    """`#dangky`, `#etax`: what an item of an OA's own menu sends, or somebody copies from it."""
    known = KEYWORDS.get(fold(word)) or ESCAPES.get(fold(word))
    if known is None and start.opens(turn.content, turn.today, fold(word)):
        return lambda turn: start_at(_saying(turn, fold(word)))
    return known


def _saying(turn: Turn, text: str) -> Turn:
    return replace(turn, incoming=replace(turn.incoming, text=text))


def with_payload(turn: Turn) -> Turn:
    """What follows a command: `/start etax` a topic, `/hoi ...` a question; words carry nothing."""
    _, *payload = turn.text.split(maxsplit=1) or [""]
    text = payload[0].strip() if payload and turn.text.startswith("/") else ""
    return _saying(turn, text)


# What a leaflet's link may call it, however it is written.
_CONFERENCE = (
    *("hoinghi", "doithoai", "hoinghidoithoai", "sukien", "sk", "event", "hop", "buoihop"),
    *(
        "cuochop",
        "dangkyhop",
        "dangkyhoinghi",
        "dangkysukien",
        "thamdu",
        "duhop",
        "dihop",
        "apphich",
    ),
)


def start_at(turn: Turn) -> Outcome:
    """A deep link leads to an event (`sk-<code>`), to what it names, or to a topic."""
    payload = fold(turn.text).replace("_", "-")
    payload = payload.split(maxsplit=1)[0] if payload.strip() else ""
    turn = _saying(turn, payload)
    if place := LINKS.get(payload):
        return place(_saying(turn, ""))
    if payload.replace("-", "") in _CONFERENCE and turn.tx.events.upcoming(turn.now):
        return shown.upcoming(_saying(turn, ""))
    if payload.startswith("sk-"):
        event = turn.tx.events.by_code(payload.removeprefix("sk-"))
        return shown.act(turn, event.id if event else 0, "")
    if payload.startswith(("dk-", "kn-", "gm-", "ks-", "xn-")):
        return codes.code_in(turn) or start.greet(turn)
    return start.greet(turn)


def go(turn: Turn, escape: Callable[[Turn], Outcome]) -> Outcome:
    """Goes where a command leads. A form that was being filled in waits, and is offered again."""
    if escape in (cancel, resume, begin_anew):
        return escape(turn)
    if escape in (start.greet, start_at) and not with_payload(turn).text:  # they begin anew
        greeted = escape(with_payload(leave(turn)))
        left = turn.words_of("system/form_left")
        return told_first(greeted, left) if has_answers(turn) else greeted
    outcome = escape(with_payload(put_aside(turn)))
    waits = outcome.conversation.waiting and not outcome.conversation.flow
    return offering_to_resume(turn, outcome) if waits else outcome


def wish_in_group(turn: Turn) -> str | None:
    """What a message in a group asks for besides the FAQ: the name of a link, `groups.HELLO`,
    `groups.TOPICS`; none when only the FAQ can tell."""
    match turn.incoming.kind:
        case IncomingKind.START:
            payload = turn.text.split(maxsplit=1)
            return payload[0] if payload and LINK_NAME.fullmatch(payload[0]) else groups.HELLO
        case IncomingKind.TAP:
            first = turn.incoming.chosen.split(":")[0]
            return None if groups.is_public(first) else _LINK_OF.get(first, "")
    place = escape_in(turn)
    if place is None and (wish := wishes.wish_in(turn.text)):
        place = PLACES.get(wish) or {"erase": ERASE}.get(wish, privacy.show)
    if place in (shown.when_and_where, _my_dates):
        return None
    if place in (start.greet, start.help_, cancel, start_at, begin_anew):
        return groups.HELLO
    if place is menu.show_topics:
        return groups.TOPICS
    return _LINK_TO.get(place, "") if place is not None else None
