"""What cannot be used (a file, a picture that did not come through, a card) takes no words along
that came beside it: they are answered as if they came alone, and it is said what was not read."""

from collections.abc import Callable

from handlers.answers import forms, urgent
from handlers.places import FLOWS
from handlers.question import pictures
from handlers.talk.flow import ask_again, open_flow
from handlers.talk.messages import IncomingKind, Reply
from handlers.talk.replies import list_again, silent, told_already, told_first
from handlers.talk.turn import Outcome, Turn, in_words


def beside(turn: Turn, answer: Callable[[Turn], Outcome]) -> Outcome:
    unread = _unread(turn)
    if not unread:
        return answer(turn)
    words = in_words(turn)
    outcome = answer(words)
    if not outcome.replies:
        return outcome
    note = turn.words_of(unread, photo=pictures.wants_photo(turn.conversation))
    if urgent.said_in(words):  # first what helps
        return Outcome(outcome.conversation, (*outcome.replies, Reply(note)))
    return told_first(outcome, note)


def _unread(turn: Turn) -> str:
    """The name of the sentence that says what beside the words is of no use; "" where nothing came
    beside them, or it is used."""
    incoming, running = turn.incoming, open_flow(turn, FLOWS)
    if not turn.text.strip():
        return ""
    match incoming.kind:
        case IncomingKind.UNREADABLE:
            return "system/beside_words"
        case IncomingKind.PHOTO if not (incoming.picture and incoming.picture.name):
            return "system/beside_words" if incoming.group else pictures.why_not(turn, running)
        case IncomingKind.SHARED if not (running and running[1].step in forms.OF_A_CARD):
            return "system/card_elsewhere"
    return ""


def alone(turn: Turn) -> Outcome:
    """A file, a voice, a sticker: what is taken instead, where the conversation stands."""
    if told_already(turn, "unread"):
        return silent(turn)
    running = open_flow(turn, FLOWS)
    if running is None:
        return _with_a_way_to_ask(turn, list_again(turn, "system/only_text"))
    taken = "photo/as_file" if pictures.wants_photo(turn.conversation) else "system/only_text"
    return told_first(ask_again(turn, *running), turn.words_of(taken))


def _with_a_way_to_ask(turn: Turn, outcome: Outcome) -> Outcome:
    """Below what cannot be read: what it says may be written to the ward."""
    shown = [one for one in outcome.replies[-1].choices if one.key not in ("", "0")]
    if any(one.action == "ask_ward" for one in shown):
        return outcome
    offered = [*shown, turn.choice("leave_question", "ask_ward")]
    return turn.reply(outcome.replies[-1].text, offered, turn.menu_choice())
