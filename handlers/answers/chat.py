"""What people type beside questions gets a short, kind reply; a question never ends here."""

from content.chatter import Chatter, chatter_in
from content.search import Decision
from content.vietnamese import clock, long_day
from handlers.answers import menu, urgent
from handlers.talk.replies import list_again
from handlers.talk.turn import Outcome, Turn

# A reply that small talk has always had; the others stand in `chat/`.
_FIXED = (Chatter.HELLO, Chatter.ABOUT_ME, Chatter.OKAY, Chatter.PRAISE, Chatter.COMPLAINT)
# Said beside whatever is shown: its list stays.
_BESIDE = (Chatter.WAIT, Chatter.SLIP, Chatter.SLOW, Chatter.TODAY, Chatter.WORDLESS)
IN_PASSING = (Chatter.WAIT, Chatter.SLIP)  # of no figures, whatever was told before
_LEAST = (Chatter.NUMBER, Chatter.NAME)  # may belong to what was typed just before


def name_of(turn: Turn) -> Chatter | None:
    """What kind of talk the message is; None where it means something else where it stands."""
    kind = chatter_in(turn.text)
    if kind is None or urgent.is_on(turn):
        return None
    conversation = turn.conversation
    if kind is Chatter.UNSURE:  # of an answer shown: that it is not understood
        return None if conversation.entry else Chatter.WORDLESS
    if kind in _LEAST and conversation.asked and not conversation.entry:
        return None
    answered = turn.content.understanding.read(turn.text).decision is Decision.ANSWER
    return None if answered else kind


def fixed_name(kind: Chatter) -> str:
    """The fixed reply to it; "" where it has one of its own."""
    return str(kind) if kind in _FIXED else ""


def answer(turn: Turn, kind: Chatter) -> Outcome:
    """The reply to talk that has no fixed one."""
    if kind is Chatter.NUMBER and turn.text.strip(" .()#") == "0":
        return menu.show_topics(turn)
    values = {"day": long_day(turn.today), "time": clock(turn.now)}
    told = values if kind is Chatter.TODAY else {}
    if kind in _BESIDE:
        return list_again(turn, f"chat/{kind}", **told)
    return turn.say(f"chat/{kind}", back=turn.menu_choice())
