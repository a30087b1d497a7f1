"""What a turn is where the talk stands (`content/turns.py`), and one line to what asks nothing: a
remark, a circumstance told. Nothing that is sure alone is heard so."""

from content.danger import alarm_in
from content.encoder.intents import Intent
from content.other_matter import tells_money
from content.redaction import redact
from content.remarks import Mood, mood_in
from content.reports import wants_action
from content.search import Decision, Reading
from content.turns import Stands, TurnKind
from content.vietnamese import fold
from handlers.answers import urgent
from handlers.answers.going_on import subject_of
from handlers.answers.passing import may_be_meant
from handlers.talk import wishes
from handlers.talk.messages import IncomingKind
from handlers.talk.replies import SEND_WHOLE
from handlers.talk.turn import Outcome, Turn

SURE, SURELY_REMARK = 0.6, 0.75
SURE_BESIDE_FIXED = 0.8  # where the words are like those of a matter that has a fixed reply
SURELY_GOES_ON = 0.75
# What is told where nothing was asked for: with an answer just shown, it is told of that.
_TOLD = (TurnKind.TELLS, TurnKind.ANSWERS)
OF_LOANS = "vay-von"  # a topic
_TELLS_TAKINGS = frozenset(("thue", "doanh", "thu", "ban", "loi", "lai", "ngay", "thang"))
QUOTED = 160  # letters of what was told, at most


def likeliest(turn: Turn) -> Intent | None:
    """The kind of turn the words are most likely; None where nothing can tell, and in a group."""
    if turn.incoming.group is not None or turn.incoming.kind is not IncomingKind.TEXT:
        return None
    subject = subject_of(turn)
    talk = turn.conversation
    stands = Stands(subject.id if subject else "", bool(talk.flow), bool(talk.figures))
    return next(iter(turn.content.understanding.turn(turn.text, stands)), None)


def is_kind(turn: Turn, kind: TurnKind, least: float) -> bool:
    """Whether it is that kind of turn, at least so surely."""
    found = likeliest(turn)
    return found is not None and found.name == kind and found.sure >= least


def goes_on(turn: Turn, topic: str) -> bool:
    """Whether it surely goes on with an answer of another topic."""
    about = subject_of(turn)
    other = about is not None and about.topic != topic
    return other and is_kind(turn, TurnKind.FOLLOWS, SURELY_GOES_ON)


def is_of_loan(turn: Turn) -> bool:
    """Whether a sum is told where a loan is talked of, and nothing is taken in or taxed."""
    about = subject_of(turn)
    if (
        about is None
        or about.topic != OF_LOANS
        or not _TELLS_TAKINGS.isdisjoint(fold(turn.text).split())
    ):
        return False
    found = likeliest(turn)
    return found is not None and found.name in _TOLD


def is_remark(turn: Turn) -> bool:
    """Whether it is a remark so surely that nothing is wished in it."""
    if turn.content.understanding.read(turn.text).decision is Decision.ANSWER:
        return False
    return is_kind(turn, TurnKind.REMARKS, SURELY_REMARK) and not wishes.wish_in(turn.text)


def met(turn: Turn, reading: Reading) -> Outcome | None:
    """One line to a remark, or to a circumstance told; None for what may be asked or wished."""
    found = likeliest(turn)
    if found is None or turn.action or urgent.is_on(turn) or alarm_in(turn.text):
        return None
    if found.sure < (SURE_BESIDE_FIXED if reading.fixed else SURE):
        return None
    if wishes.wish_in(turn.text) or wants_action(turn.text):
        return None
    told_who = found.name == TurnKind.TELLS and subject_of(turn) is not None
    if may_be_meant(turn, beside="introduces" if told_who else "") and not is_remark(turn):
        return None
    if found.name == TurnKind.REMARKS:
        return remarked(turn)
    if turn.conversation.waiting or turn.content.understanding.is_likely(reading):
        return None  # it may be told for a form, or an answer is near
    kinds = _TOLD if subject_of(turn) else (TurnKind.TELLS,)
    if found.name not in kinds:
        return None
    return None if tells_money(turn.text) and not is_of_loan(turn) else told(turn)


def remarked(turn: Turn) -> Outcome:
    """A line to a remark, and what the talk is about."""
    mood, about = mood_in(turn.text), subject_of(turn)
    ways = [turn.choice("send_asked", SEND_WHOLE)] if mood in (Mood.PLAIN, Mood.WEARY) else []
    kept = turn if ways else turn.keeping(asked=None)
    return kept.say("faq/remark", ways, turn.menu_choice(), mood=mood, about=about)


def told(turn: Turn) -> Outcome:
    """What was told is read back, and what may be asked of it with the answer talked of."""
    about, said = subject_of(turn), redact(turn.text.strip())
    choices = [turn.choice("unfold", f"faq:{about.id}:details")] if about else []
    choices.append(turn.choice("send_asked", SEND_WHOLE))
    said = said if len(said) <= QUOTED else f"{said[:QUOTED].rsplit(' ', 1)[0]} …"
    return turn.say("faq/told", choices, turn.menu_choice(), text=said, about=about)
