"""A form in progress: what is said is its answer, takes it back, gives it up, or asks something in
the middle, which is answered, and the form goes on.
"""

from dataclasses import replace
from typing import Any

from handlers import calling_off
from handlers.answers import faq, forms
from handlers.answers.forms import MINE, NOT_MINE
from handlers.choices import choose
from handlers.conference import shown
from handlers.own_data import privacy
from handlers.places import BACK_WORDS, FLOWS, PLACES
from handlers.question import field_said, of_sent
from handlers.talk import confirming, mending, wishes
from handlers.talk.flow import BACK, CHOICE, Flow, ask_again, put_aside
from handlers.talk.messages import Shared
from handlers.talk.replies import cancel, plain
from handlers.talk.turn import LASTING, Outcome, Turn


def go_on(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome:
    """What is said while the form stands open."""
    said = plain(turn.text)
    if turn.action == BACK or (said in BACK_WORDS and not turn.action):
        return mending.step_back(turn, flow, memory) or cancel(turn)
    if turn.action.startswith(MINE):
        phone, _, name = turn.action.removeprefix(MINE).partition(":")
        card = replace(turn.incoming, shared=Shared(name, phone))
        return forms.shared(replace(turn, incoming=card, action=""), FLOWS)
    if turn.action == NOT_MINE:
        return ask_again(turn, flow, memory)
    if turn.action.startswith(LASTING):
        return _beside(turn, flow, memory)
    if about := of_sent.said_in_note(turn, flow, memory):
        return about
    if called_off := calling_off.in_form(turn, flow, memory):
        return called_off
    if of_field := field_said.in_words(turn, flow, memory):
        return of_field
    if question := forms.asked_with_yes(turn, flow, memory):
        return _agreed_and_asked(turn, flow, memory, question)
    typed = not turn.action and not forms.is_written(flow, memory)
    if typed and wishes.wish_in(turn.text) == "erase":
        return privacy.act(put_aside(turn), "erase")
    if typed and wishes.leaves(turn.text) and not forms.leaves_open(turn, flow, memory):
        registers = flow.name == shown.REGISTER.name
        of_ticket = not registers and wishes.wish_in(turn.text) == "cancel_ticket"
        return PLACES["cancel_ticket"](put_aside(turn)) if of_ticket else forms.stopped(turn)
    if typed and (told := shown.beside(turn, getattr(memory, "event_id", 0))):
        again = ask_again(turn, flow, memory)
        return Outcome(again.conversation, (*told, *again.replies))
    return forms.answered(turn, flow, memory)


def _agreed_and_asked(turn: Turn, flow: Flow[Any], memory: Any, question: str) -> Outcome:
    """A yes with a question: the question is answered, or said to be left for later, and what the
    yes was to is done."""
    asking = replace(turn, incoming=replace(turn.incoming, text=question))
    told = shown.beside(asking, getattr(memory, "event_id", 0))
    if not told:
        beside = faq.answer_beside(asking) or turn.say("system/question_left", question=question)
        told = beside.replies
    outcome = forms.answered(replace(turn, action=f"{CHOICE}yes"), flow, memory)
    return Outcome(outcome.conversation, (*told, *outcome.replies))


def _beside(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome:
    """What another message offers, chosen in the middle of a form: it is shown or done, and the
    form goes on. Where it asks something itself, the form waits."""
    outcome = choose(replace(put_aside(turn), action=""), turn.action)
    asked = outcome.conversation
    if asked.flow or any(confirming.asked_by(action) for _, _, action in asked.choices):
        return outcome
    again = ask_again(turn, flow, memory)
    beside = (replace(reply, choices=()) for reply in outcome.replies)
    return Outcome(again.conversation, (*beside, *again.replies))
