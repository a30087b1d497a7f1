"""What was asked last, answered by a yes or a no in words, in doubt, or too late."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from content.agreeing import agreed_in, is_question
from content.closing import only_thanks
from content.consenting import consent_in
from content.spoken import is_courtesy, keeps_after_all, says_keep
from content.thanks import A_SENTENCE
from handlers.answers import faq
from handlers.broadcast import endings, subscriptions
from handlers.choices import choose
from handlers.conference import asked, giving_back, tickets
from handlers.places import FLOWS, go
from handlers.question import followed
from handlers.talk import confirming
from handlers.talk.answered import agreed_with
from handlers.talk.flow import open_flow
from handlers.talk.messages import IncomingKind
from handlers.talk.replies import list_again, told_first
from handlers.talk.turn import Outcome, Turn
from handlers.tools import deadlines

# What only tells or reckons: a yes below such a list is polite, or goes on with the figures.
_REGISTERS = "register"  # the first of the two things that one may register
_TELLS = ("faq:", "topic:", "tool:", "tools", "figure:", "good:", "bad:", "menu", "staff")
_DONE: Mapping[str, Callable[[Turn, int, str], bool]] = {
    "ticket": tickets.is_done,
    "question": followed.is_done,
}
DOUBT_WORDS = 9  # a longer message that has no answer is about something else


def to_what_was_asked(turn: Turn) -> Outcome | None:
    """A typed yes or no to what was asked last: to take a seat, to erase, to withdraw; and what
    ends or keeps something that we send, wherever nothing is being filled in."""
    if turn.action or turn.incoming.kind is not IncomingKind.TEXT or open_flow(turn, FLOWS):
        return None
    if erased := confirming.erasing(turn.text, turn.conversation.choices):
        return lapsed(turn, erased) or chosen(turn, erased)
    if of_sendings := endings.said(turn):
        return tickets.still_reminded(turn, of_sendings)
    if of_topics := subscriptions.said_of_topics(turn):
        return of_topics
    if switched := _switched_on(turn):
        return switched
    if of_days := deadlines.said_of_days(turn):
        return of_days
    action = confirming.meant(turn.text, turn.conversation.choices)
    if action == confirming.AMBIGUOUS:
        return list_again(turn, "system/choose_or_cancel")
    if not action and _gives_it_back(turn):
        action = turn.conversation.choices[0][2]
    if not action:
        return None
    done = lapsed(turn, action) or chosen(turn, action)
    return giving_back.with_answer(turn, done) if _GIVES_BACK.fullmatch(action) else done


_SENDINGS = ("deadlines:yes", "news:all", "news:here", "news:of:")


def _switched_on(turn: Turn) -> Outcome | None:
    """It is sent from now on, where the consent to that is asked for and given with more words:
    `đồng ý nhận tin nha em, cảm ơn`; what of them is written nowhere is said. None for no
    consent."""
    shown = [action for key, _, action in turn.conversation.choices if key]
    asked = bool(shown) and shown[0].startswith(_SENDINGS)
    remark = consent_in(turn.text) if asked else None
    if remark is None:
        return None
    done = lapsed(turn, shown[0]) or chosen(turn, shown[0])
    left = len(remark.split()) >= A_SENTENCE and not (is_courtesy(remark) or only_thanks(remark))
    if not left or deadlines.wished_of_reminders(remark):
        return done
    return told_first(done, turn.words_of("system/beside_left", text=remark))


_GIVES_BACK = re.compile(r"ticket:\d+:cancel:sure")
SURELY = 0.5


def _gives_it_back(turn: Turn) -> bool:
    """Whether, where it is asked whether a seat is to be given back, that is said once more in
    other words: `dạ bỏ giúp em ạ, hôm khác em đi`."""
    shown = turn.conversation.choices
    asked = bool(shown) and _GIVES_BACK.fullmatch(shown[0][2]) is not None
    if not asked or is_question(turn.text) or says_keep(turn.text) or keeps_after_all(turn.text):
        return False
    first = next(iter(turn.content.understanding.intents(turn.text)), None)
    again = first is not None and first.name == "cancel_ticket" and first.sure >= SURELY
    return again or agreed_with(turn.content.understanding, turn.text) is not None


def chosen(turn: Turn, action: str) -> Outcome:
    """What was chosen; whoever leaves all as it is reads that it is so."""
    outcome, shown = choose(turn, action), turn.conversation.choices
    if not confirming.ends_something(shown) or action != confirming.way_out(shown):
        return outcome
    *before, last = outcome.replies
    kept = replace(last, text=f"{turn.words_of('system/kept')}\n\n{last.text}")
    return replace(outcome, replies=(*before, kept))


def in_doubt(turn: Turn) -> Outcome | None:
    """Something else is said where a confirmation is asked: it is answered if that is sure, and the
    question stays, without the page about it once more."""
    question = confirming.question_in(turn.conversation.choices)
    if not question or not turn.answers_fresh_list:
        return None
    said = agreed_in(turn.text, "cancels")
    put = said.asked if said and said.asked else turn.text
    asking = replace(turn, incoming=replace(turn.incoming, text=put))
    beside = asked.answered(asking) or faq.answer_beside(asking)
    if beside is None and len(turn.text.split()) > DOUBT_WORDS:
        return None
    again = list_again(turn, "system/not_done_yet")
    answer = (replace(reply, choices=()) for reply in beside.replies) if beside else ()
    return replace(again, replies=(*answer, *again.replies))


def not_erased(turn: Turn, outcome: Outcome) -> Outcome:
    """What is answered instead of a yes or a no to erasing, with that nothing was erased."""
    asked = confirming.question_in(turn.conversation.choices) == _ERASING
    if not asked or not turn.answers_fresh_list:
        return outcome
    return told_first(outcome, turn.words_of("privacy/still_kept"))


_ERASING = "privacy:erase"


def lapsed(turn: Turn, action: str) -> Outcome | None:
    """The answer to a confirmation that was asked long ago, or on an older list: nothing is done,
    and it is asked anew. None where just that is done already: it was pressed twice."""
    question = confirming.asked_by(action)
    if not question or turn.answers_fresh_list or _is_done(turn, action):
        return None
    return go(turn, lambda turn: _asked_anew(turn, question))


def _is_done(turn: Turn, action: str) -> bool:
    subject, number, what = (*action.split(":", 2), "", "")[:3]
    if subject not in _DONE or not number.isdecimal():
        return False
    return _DONE[subject](turn, int(number), what)


def _asked_anew(turn: Turn, question: str) -> Outcome:
    outcome = choose(replace(turn, action=""), question)
    return told_first(outcome, turn.words_of("system/lapsed"))


def nothing_done(turn: Turn) -> Outcome | None:
    """A bare yes where several things may be done and none waits for a yes: that nothing was done,
    what stands, and the list again. None below an answer, where it is only polite, unless that
    answer was a guess."""
    shown = [action for key, _, action in turn.conversation.choices if key]
    if shown[:1] == [_REGISTERS]:
        return choose(turn, _REGISTERS)  # `đăng ký` was said, and which was asked
    acts = [action for action in shown if not action.startswith(_TELLS)]
    below = f"faq:{turn.conversation.entry}:"
    answered = faq.NONE not in shown and any(action.startswith(below) for action in shown)
    if answered or not acts:
        return None
    again = list_again(turn, "system/nothing_done")
    codes = [registration.code for registration, _ in tickets.living(turn)]
    return told_first(again, turn.words_of("system/still_held", codes=codes)) if codes else again
