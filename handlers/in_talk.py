"""Where a person is in the chat, or about to come: before the assistant hears a message, and after
it did not understand one."""

from collections.abc import Callable
from dataclasses import replace

from content.codes import find_code
from handlers.live import confiding, opening, talking
from handlers.places import FLOWS, escape_in
from handlers.talk.flow import open_flow
from handlers.talk.messages import IncomingKind
from handlers.talk.turn import Outcome, Turn

wished = opening.heard  # a person, in free words


def beside(turn: Turn, answered: Callable[[], Outcome]) -> Outcome:
    """What becomes of a message in a talk with an official; of any other, what the assistant
    `answered`. Whoever was not understood again and again is told of a person."""
    if talked := talking.heard(turn, _is_for_assistant):
        return talked
    outcome = _of_its_subject(turn, confiding.around(turn, answered))
    if outcome.conversation.misses == turn.conversation.misses:
        return replace(outcome, conversation=replace(outcome.conversation, misses=0))
    return opening.after_misses(turn, outcome)


def _of_its_subject(turn: Turn, outcome: Outcome) -> Outcome:
    """The outcome, whose talk is about the answer shown last from now on."""
    after = outcome.conversation
    if after.entry == after.about or after.entry not in turn.content.knowledge.entries:
        return outcome
    return replace(outcome, conversation=replace(after, about=after.entry))


def _is_for_assistant(turn: Turn) -> bool:
    """Whether somebody who waits for a person means the assistant: a form, a list, a command."""
    if open_flow(turn, FLOWS) or turn.action or turn.incoming.kind is IncomingKind.START:
        return True
    return bool(escape_in(turn) or find_code(turn.text))
