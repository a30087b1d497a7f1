"""Who answers: the table of contents of every conversation, in order, with the reasons.

0. Where a person is in the chat the assistant is silent (`live/talking.py`). A life in danger
comes before all else, a form included.   1. What a form or a confirmation that stands open asks for
(a name, a code, a skip, a yes) comes first.   2. Escape words always work, or people get stuck.
3. A form in progress comes next: its answers look like anything.   4. Then what was chosen from the
list shown.   5. Then a code (a ticket, a question, an invitation).   6. Then plain wishes
(`talk/wishes.py`), or what is meant (`meant.py`).   7. Then the FAQ, or "I do not know"."""

from collections.abc import Callable
from dataclasses import replace

from content.codes import find_code, is_code
from content.short_answers import says_yes
from content.spoken import asks
from content.thanks import beside_thanks
from handlers import (
    calling_off,
    codes,
    confirmations,
    in_talk,
    meant,
    my_ticket,
    orders,
    returning,
    taken_up,
    told_alone,
    under_way,
    unread,
)
from handlers.answers import below, by_number, faq, forms, groups, not_sales, start, tally, urgent
from handlers.answers import whole_year as year
from handlers.answers.another_matter import perhaps_none
from handlers.answers.forms import SKIP
from handlers.answers.sharing import link_of_answer
from handlers.answers.urgent import Danger
from handlers.broadcast import news
from handlers.choices import choose
from handlers.conference import again, asked, joining
from handlers.own_data import mine, not_yet, privacy
from handlers.places import (
    FLOWS,
    PLACES,
    escape_in,
    go,
    resume,
    start_at,
    wish_in_group,
    with_payload,
)
from handlers.question import asking, lane, noting, of_sent, pictures
from handlers.talk import confirming, replies, wishes
from handlers.talk.flow import (
    BACK,
    CANCEL,
    CHOICE,
    goes_on,
    is_over,
    open_flow,
    put_aside,
)
from handlers.talk.messages import Group, IncomingKind
from handlers.talk.turn import Outcome, Turn, in_letters
from handlers.tools import borrowing, enterprise
from storage.conversations import WhyEnded, without_forms

_IN_OWN_WORDS = (IncomingKind.TEXT, IncomingKind.PHOTO, IncomingKind.UNREADABLE)


def route(turn: Turn) -> Outcome:
    """The one place that decides who answers."""
    return in_talk.beside(
        turn,
        lambda: tally.kept(turn, lane.forgetting(turn, unread.beside(in_letters(turn), _answered))),
    )


def _answered(turn: Turn) -> Outcome:
    typed = turn.text and turn.incoming.kind in _IN_OWN_WORDS
    danger = urgent.said_in(turn) if typed else None
    if danger and not perhaps_none(turn, danger.kind, goes_on=danger.goes_on):
        return _in_danger(turn, danger)
    # Begun with another version of the program, or about an event that is over by now.
    standing = without_forms(
        turn.conversation,
        WhyEnded.GONE,
        lambda form: not goes_on(form, FLOWS) or is_over(turn, form, FLOWS),
    )
    turn = replace(turn, conversation=standing)
    dropped = standing.dropped or ""
    if dropped.startswith(WhyEnded.LEFT) and standing.waiting:
        return returning.offered(turn, _ordinary, alone=_stands_alone(turn))
    if dropped:
        outcome = returning.ended(turn, dropped, _ordinary, alone=_stands_alone(turn))
    else:
        outcome = _ordinary(turn)
    return _about_waiting(turn, urgent.around(turn, outcome, perhaps=danger is not None))


def _about_waiting(turn: Turn, outcome: Outcome) -> Outcome:
    """Whoever began another form is told that the first one waits; whoever is done with a form is
    offered to go on with one that waits."""
    before, after = turn.conversation, outcome.conversation
    if not after.waiting or not outcome.replies:
        return returning.left_off(turn, outcome)
    if after.flow and len(after.waiting) > len(before.waiting):
        return replies.told_first(outcome, turn.words_of("system/form_kept"))
    return replies.offering_to_resume(turn, outcome) if before.flow and not after.flow else outcome


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
    if (escape := escape_in(turn)) or find_code(turn.text):
        return escape not in (replies.cancel, resume)
    polite = faq.is_smalltalk(turn) and not says_yes(turn.text)
    return polite or bool(wishes.wish_in(turn.text)) or asks(turn.text) or faq.is_sure(turn)


def _in_danger(turn: Turn, danger: Danger) -> Outcome:
    """First what helps. Then, where the words are the text of something being written for the
    ward, they are taken as ever; a form that asks for anything else stays as it stood."""
    running = open_flow(turn, FLOWS)
    writing = running is not None and forms.is_written(*running)
    if running is None and turn.incoming.group is None and turn.incoming.kind is IncomingKind.TEXT:
        return asking.offered_beside(turn, urgent.answer(turn, danger))
    waiting, help_first = urgent.beside(turn, danger, kept=running is not None and not writing)
    if turn.incoming.group is not None:
        return Outcome(turn.conversation, (help_first,))
    if turn.incoming.kind is IncomingKind.TEXT and not writing:
        return Outcome(waiting.conversation, (help_first,))
    outcome = _ordinary(waiting if writing else turn)
    return Outcome(outcome.conversation, (help_first, *outcome.replies))


def _ordinary(turn: Turn) -> Outcome:
    if turn.incoming.group is not None:
        return _in_group(turn, turn.incoming.group)
    if turn.incoming.kind is IncomingKind.UNREADABLE:
        return unread.alone(turn)
    if turn.incoming.kind is IncomingKind.PHOTO:
        return pictures.take(turn, open_flow(turn, FLOWS), _ordinary)
    if turn.incoming.kind is IncomingKind.SHARED:
        return mine.shared(turn, FLOWS)
    if turn.incoming.kind is IncomingKind.START:
        return start_at(put_aside(turn))
    if turn.stale:
        tapped = turn.incoming.kind is IncomingKind.TAP
        return replies.list_again(turn, "system/stale" if tapped else "system/typed_before")
    return confirmations.lapsed(turn, turn.action) or _said(turn)


def _said(turn: Turn) -> Outcome:
    """Words or a choice, first as what is open takes them: a form, something to be confirmed."""
    running = open_flow(turn, FLOWS)
    if running and forms.is_name(turn, running[1].step):
        return forms.answered(replace(turn, action=""), *running)
    if read := news.typed_read(turn, running):
        return read
    if running and is_code(turn.text) and (coded := codes.code_in(put_aside(turn))):
        return coded
    if running and forms.skips(turn, *running):
        return forms.answered(replace(turn, action=f"{CHOICE}{SKIP}"), *running)
    if running and forms.may_not_skip(turn):
        return forms.needed(turn, *running)
    if answered := confirmations.to_what_was_asked(turn) or calling_off.to_be_forgotten(turn):
        return answered
    if escape := escape_in(turn):
        idle = escape is replies.cancel and not running and not turn.conversation.waiting
        return (orders.taken_up(turn) if idle else None) or _cried(turn, escape) or go(turn, escape)
    if running:
        return under_way.go_on(turn, *running, _with_nothing_open)
    if turn.action:
        return confirmations.chosen(turn, turn.action)
    return _with_nothing_open(turn)


def _cried(turn: Turn, escape: Callable[[Turn], Outcome]) -> Outcome | None:
    """`thôi`, `giúp tôi`, said in danger, are no command."""
    said = escape in (replies.cancel, start.help_) and not turn.text.startswith("/")
    alone = open_flow(turn, FLOWS) is None and turn.incoming.kind is IncomingKind.TEXT
    danger = urgent.stays(turn) if said and alone and not turn.action else None
    return urgent.answer(turn, danger) if danger else None


def _with_nothing_open(turn: Turn) -> Outcome:
    """Words that are no choice: a number, a code, a wish, a question."""
    if turn.out_of_range and confirming.question_in(turn.conversation.choices) and _is_zero(turn):
        return confirmations.chosen(turn, confirming.way_out(turn.conversation.choices))
    if turn.out_of_range:
        return by_number.again(turn, faq.show) or replies.list_again(turn, "system/out_of_range")
    if not turn.text.strip():
        return replies.list_again(turn, "system/only_text")
    if not any(char.isalnum() for char in turn.text):
        return faq.without_words(turn)
    if coded := codes.code_in(turn):
        return coded
    by_words = confirming.by_words(turn.text, turn.conversation.choices)
    if named := by_words or below.said(turn) or again.said(turn) or enterprise.done(turn):
        return choose(turn, named)
    if danger := urgent.stays(turn):
        return urgent.answer(turn, danger)
    of_last = (link_of_answer, pictures.said_of_it, borrowing.answered, not_sales.answer)
    of_form = (taken_up.said, year.answer, not_yet.answered)
    if told := next(filter(None, (said(turn) for said in (*of_form, *of_last))), None):
        return told
    if act := meant.surely(turn):
        return act
    if not meant.is_surely_an_act(turn) and (told := noting.for_the_ward(turn)):
        return told
    if rest := beside_thanks(turn.text):
        return faq.after_thanks(turn, rest, _with_nothing_open)
    if act := orders.taken_up(turn) or calling_off.with_nothing_open(turn) or in_talk.wished(turn):
        return act
    if asks(turn.text) and (doubt := confirmations.in_doubt(turn)):
        return doubt
    of_shown = (my_ticket.said_of_it, of_sent.said_of_it, start.asked_of_contact, asked.answered)
    if told := next(filter(None, (said(turn) for said in (*of_shown, told_alone.heard))), None):
        return told
    if wish := wishes.wish_in(turn.text):
        return PLACES[wish](turn) if wish in PLACES else privacy.act(turn, wish)
    if about := meant.heard(turn) or joining.offered(turn) or confirmations.in_doubt(turn):
        return about
    yes = says_yes(turn.text) and not urgent.is_on(turn)
    if yes and (nothing := confirmations.nothing_done(turn)):
        return nothing
    more = noting.perhaps_more(turn) or faq.thanked(turn) or told_alone.said_not_written(turn)
    outcome = confirmations.not_erased(turn, more or faq.answer_text(turn, instead=meant.offered))
    waits = outcome.conversation.waiting and not outcome.conversation.flow
    return replies.offering_to_resume(turn, outcome) if waits else outcome


def _in_group(turn: Turn, group: Group) -> Outcome:
    if replies.told_already(turn):
        return replies.silent(turn)
    wish = wish_in_group(turn)
    if escape_in(turn) is start.ask:  # `/hoi ...` carries the question
        turn, wish = with_payload(turn), None
    return groups.answer(turn, group, wish, choose)


def _is_zero(turn: Turn) -> bool:
    return turn.text.strip(" .()") == "0"
