"""A form in progress: what is said is its answer, takes it back, gives it up, or asks something in
the middle, which is answered, and the form goes on.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from content.addressing import form_of_address
from content.agreeing import agreed_in
from content.complaints import asks_of_the_answer
from content.holding_on import asked_meanwhile
from content.other_matter import is_question, tells_person
from content.parties import wished_politely
from content.short_answers import goes_back, short_answer
from content.wants_person import wanted_in
from handlers import (
    agreed,
    by_kind,
    calling_off,
    courtesy,
    letting_go,
    meant,
    stepping_aside,
    told_alone,
)
from handlers.answers import forms, sharing
from handlers.answers.forms import MINE, NOT_MINE
from handlers.choices import choose
from handlers.conference import party_talk, shown
from handlers.own_data import asked as own_asked
from handlers.own_data import called, privacy
from handlers.places import BACK_WORDS, FLOWS, PLACES
from handlers.question import field_said, of_sending, of_sent
from handlers.talk import confirming, mending, so_far, wishes
from handlers.talk.flow import (
    BACK,
    Flow,
    Settles,
    after_aside,
    ask_again,
    has_answers,
    is_settled,
    leave,
    noting_too,
    open_flow,
    put_aside,
)
from handlers.talk.messages import IncomingKind, Reply, Shared
from handlers.talk.replies import cancel, plain, told_first
from handlers.talk.turn import LASTING, Outcome, Turn

SURELY_MEANT = 0.7
LONGEST_ANSWER = 1000  # letters, where no text of one's own is asked for
STAY, OTHER = "stay", "other:"
_REGISTERS = (shown.REGISTER.name,)
_ASKS_WARD = ("question", "question_note")
_REMINDS = ("deadlines",)
_SEATS = ("register", "register_party", "register_another")  # no text asks for these
# What is clearly something else than the form that is open, and in which forms it is not.
_CLEAR: dict[str, tuple[str, ...]] = {
    "question": _ASKS_WARD,
    "call_me": _ASKS_WARD,
    "my_questions": _ASKS_WARD,
    "add_words": _ASKS_WARD,
    "news": (),
    "stop_news": (),
    "this_month": (),
    "deadlines": _REMINDS,
    "remind": _REMINDS,
    "my_dates": (),
    "event_when": _REGISTERS,
    "staff": (),
    "invitation": (),
    "my_ticket": (),
    "register": _REGISTERS,
    "register_another": _REGISTERS,
    "register_party": _REGISTERS,
    "privacy": (),
    "notebook": ("notebook",),
}
# What takes no form of its own: it is shown at once, and the form waits.
_ONLY_SHOWN = (
    "my_ticket",
    "event_when",
    "stop_news",
    "this_month",
    "my_dates",
    "staff",
    "my_questions",
    "privacy",
)


def go_on(turn: Turn, flow: Flow[Any], memory: Any, answer: stepping_aside.Answer) -> Outcome:
    """What is said while the form stands open; `answer` is who answers where none does."""
    turn = _as_meant(turn, flow)
    said = plain(turn.text)
    if turn.action == STAY:
        return ask_again(turn.keeping(asked=None), flow, memory)
    if turn.action.startswith(OTHER):
        return _go_elsewhere(turn, turn.action.removeprefix(OTHER))
    back = not turn.action and (said in BACK_WORDS or goes_back(turn.text))
    if turn.action == BACK or back:
        return mending.step_back(turn, flow, memory) or cancel(turn)
    if turn.action.startswith(MINE):
        phone, _, name = turn.action.removeprefix(MINE).partition(":")
        card = replace(turn.incoming, shared=Shared(name, phone))
        return forms.shared(replace(turn, incoming=card, action=""), FLOWS)
    if turn.action == NOT_MINE:
        return ask_again(turn, flow, memory)
    if turn.action.startswith(LASTING):
        return _beside(turn, flow, memory)
    if long := _far_too_long(turn, flow, memory):
        again = ask_again(turn, flow, memory)
        return Outcome(again.conversation, (*long, *again.replies))
    if is_settled(turn) and not turn.action and meant.gives_seat_back(turn):
        return PLACES["cancel_ticket"](leave(turn))
    if polite := courtesy.in_form(turn, flow, memory) or of_sending.asked(turn, flow, memory):
        return polite
    if in_own_words := agreed.in_own_words(turn, flow, memory):
        return in_own_words
    written = forms.is_written(flow, memory)
    if not (turn.action or written or is_settled(turn)) and (link := sharing.link_of_answer(turn)):
        bare = [replace(reply, choices=()) for reply in link.replies]
        return after_aside(turn, bare, ask_again(turn, flow, memory), memory.step)
    tells = tells_person(turn.text) and not is_question(turn.text)
    if not tells and (of_data := own_asked.in_form(turn, flow, memory)):
        return of_data
    if flow.name not in _REGISTERS and (signed := told_alone.signed_up(turn)):
        return signed
    if of_party := party_talk.in_form(turn, flow, memory):
        return of_party
    if about := of_sent.said_in_note(turn, flow, memory):
        return about
    if called_off := calling_off.in_form(turn, flow, memory):
        return called_off
    if of_field := field_said.in_words(turn, flow, memory):
        return of_field
    if told_so_far := so_far.asked(turn, flow, memory):
        return told_so_far
    if question := forms.asked_with_yes(turn, flow, memory):
        return agreed.and_asked(turn, flow, memory, question)
    return _of_another_matter(turn, flow, memory, answer)


def _as_meant(turn: Turn, flow: Flow[Any]) -> Turn:
    """The turn with the question behind `khoan đã`, or a wish without how it is asked."""
    meanwhile = asked_meanwhile(turn.text) if wishes.leaves(turn.text) else ""
    wished = wished_politely(turn.text) if flow.name in _REGISTERS else ""
    text = "" if turn.action else meanwhile or wished
    return replace(turn, incoming=replace(turn.incoming, text=text)) if text else turn


def _of_another_matter(
    turn: Turn, flow: Flow[Any], memory: Any, answer: stepping_aside.Answer
) -> Outcome:
    """Another wish, a question beside the form, or else its answer."""
    typed = not turn.action and not forms.is_written(flow, memory)
    if _asks_of_one_sent(turn, flow):
        return PLACES["my_questions"](leave(turn))
    if typed and (of_data_kept := wishes.wish_in(turn.text)) in ("erase", "withdraw"):
        return privacy.act(put_aside(turn), of_data_kept)
    if typed and wishes.leaves(turn.text) and not forms.leaves_open(turn, flow, memory):
        registers = flow.name == shown.REGISTER.name
        of_ticket = not registers and wishes.wish_in(turn.text) == "cancel_ticket"
        return PLACES["cancel_ticket"](put_aside(turn)) if of_ticket else forms.stopped(turn)
    if typed and flow.name in _ASKS_WARD and _asks_of_answer(turn):
        words = turn.words_of("question/when_answered")
        return told_first(ask_again(turn, flow, memory), words)
    if typed and form_of_address(turn.text):
        told = called.wished(turn).replies
        return after_aside(turn, told, ask_again(turn, flow, memory), memory.step)
    if not_now := agreed.or_not(turn, flow, memory):
        return not_now
    if typed and (told := shown.beside(turn, getattr(memory, "event_id", 0))):
        return after_aside(turn, told, noting_too(turn, flow, memory), memory.step)
    if let_go := letting_go.let_go(turn, flow, memory, answer):
        return let_go
    if typed and (other := _other_wish(turn, flow, memory)):
        if other == "staff":
            return _shown_beside(turn, flow, memory, PLACES[other])
        if other in _ONLY_SHOWN or not has_answers(turn):
            return PLACES[other](put_aside(turn))
        return _ask_which(turn, flow, other)
    aside = _seat_wished(turn, flow) or stepping_aside.another(turn, flow, memory, answer)
    aside = aside or by_kind.said(turn, flow, memory, answer)
    return aside or _written_too(turn, flow, forms.answered(turn, flow, memory))


def _written_too(turn: Turn, flow: Flow[Any], outcome: Outcome) -> Outcome:
    """What was put right in a form whose matter is done stands there, too."""
    after = replace(turn, conversation=outcome.conversation)
    running = open_flow(after, FLOWS) if isinstance(flow, Settles) and is_settled(after) else None
    if running is None or not isinstance(flow, Settles) or running[0].name != flow.name:
        return outcome
    memory, told = flow.settled(after, running[1])
    if not told:
        return outcome
    again = ask_again(after, flow, memory)
    return Outcome(again.conversation, (*told, *again.replies))


def _shown_beside(
    turn: Turn, flow: Flow[Any], memory: Any, place: Callable[[Turn], Outcome]
) -> Outcome:
    """What asks nothing itself is told, and the form goes on; one without an answer is left."""
    if not has_answers(turn):
        return place(leave(turn))
    told = place(put_aside(turn))
    if told.conversation.flow:
        return told
    bare = [replace(reply, choices=()) for reply in told.replies]
    return after_aside(turn, bare, ask_again(turn, flow, memory), memory.step)


def _seat_wished(turn: Turn, flow: Flow[Any]) -> Outcome | None:
    """A wish to come to the meeting, among the words of a text for the ward."""
    wish = "" if turn.action or flow.name not in _ASKS_WARD else wishes.wish_in(turn.text)
    return _ask_which(turn, flow, wish) if wish in _SEATS else None


def _asks_of_answer(turn: Turn) -> bool:
    """Whether it is asked when what is being written will be answered, and where."""
    if wishes.wish_in(turn.text) == "my_questions" or asks_of_the_answer(turn.text):
        return True
    return meant.intent_of(turn, SURELY_MEANT) == "my_questions"


def _asks_of_one_sent(turn: Turn, flow: Flow[Any]) -> bool:
    """Whether, before anything of a new question is written, an earlier one is asked about."""
    if turn.action or flow.name not in _ASKS_WARD or has_answers(turn):
        return False
    sent = wishes.wish_in(turn.text) == "my_questions"
    return sent and bool(turn.tx.questions.of_contact(turn.contact.id))


def _far_too_long(turn: Turn, flow: Flow[Any], memory: Any) -> tuple[Reply, ...]:
    """What says that no answer to such a question is so long. It is told before anything is read:
    readers made for an answer take seconds over thousands of figures."""
    typed = len(turn.text.strip())
    takes_more = forms.is_written(flow, memory) or memory.step == "confirm"
    if turn.action or takes_more or typed <= LONGEST_ANSWER:
        return ()
    return turn.say("system/too_long", most=LONGEST_ANSWER, typed=typed).replies


def _other_wish(turn: Turn, flow: Flow[Any], memory: Any) -> str:
    """The wish in what is said that this form has nothing to do with; "" for none, and for what may
    answer the question that is open."""
    if agreed_in(turn.text):
        return ""
    wish = wishes.wish_in(turn.text) or ("staff" if wanted_in(turn.text) else "")
    if not wish and not flow.takes_text(memory) and short_answer(turn.text) is None:
        wish = meant.intent_of(turn, SURELY_MEANT)  # where only a choice is taken, none is lost
    if wish not in _CLEAR or flow.name in _CLEAR[wish] or memory.step == "confirm":
        return ""
    if wish == "staff" and memory.step == "phone":
        return ""  # `số điện thoại nào`: which one is asked for
    return wish


def _ask_which(turn: Turn, flow: Flow[Any], wish: str) -> Outcome:
    """Whether to go on with the form, or to turn to what was wished; the form stays as it stands,
    and any answer to its question is still one."""
    choices = [turn.choice("stay_in_form", STAY), turn.choice("to_the_other", f"{OTHER}{wish}")]
    kept = turn.keeping(asked=turn.text.strip())
    return kept.say("system/other_wish", choices, form=flow.name, wish=wish)


def _go_elsewhere(turn: Turn, wish: str) -> Outcome:
    """What was wished in the middle of the form is done; the form waits."""
    text = turn.conversation.asked or ""
    asking = replace(turn.incoming, kind=IncomingKind.TEXT, text=text, action="")
    left = replace(put_aside(turn.keeping(asked=None)), incoming=asking, action="")
    return PLACES[wish](left) if wish in PLACES else cancel(turn)


def _beside(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome:
    """What another message offers, chosen in the middle of a form: it is shown or done, and the
    form goes on. Where it asks something itself, the form waits."""
    outcome = choose(replace(put_aside(turn), action=""), turn.action)
    asked = outcome.conversation
    if asked.flow or any(confirming.asked_by(action) for _, _, action in asked.choices):
        return outcome
    told = [replace(reply, choices=()) for reply in outcome.replies]
    return after_aside(turn, told, ask_again(turn, flow, memory), memory.step)
