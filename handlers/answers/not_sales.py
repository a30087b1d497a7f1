"""Whether money that comes in beside what is sold counts as revenue: said plainly, with what was
told before left as it is."""

from content.revenue import BONUS, Share, Sureness, asked_apart
from content.stories import question_of
from handlers.answers import beside, verdict
from handlers.talk.flow import read_told, rules_on
from handlers.talk.replies import SEND_ASKED
from handlers.talk.told import asking_words, kept_in, reckoned, sure_in
from handlers.talk.turn import Outcome, Turn


def answer(turn: Turn) -> Outcome | None:
    """The answer; None where the line asks of no such money, or tells sales of its own, so that it
    has a verdict."""
    if told := beside.answer(turn):
        return told
    if turn.incoming.group is not None or not words(turn):
        return None
    shares = [one for one in read_told(turn, turn.text).shares if not _is_bonus(one)]
    if shares and all(share.sureness is Sureness.SAID for share in shares):
        return None
    own = asking_words(turn, turn.text)  # what may be sent to the ward
    offered = [turn.choice("send_asked", SEND_ASKED), turn.choice("tax", "tool:tax")]
    return own.say("faq/apart", offered, turn.menu_choice(), words=words(turn))


def _is_bonus(share: Share) -> bool:
    return share.named.trade is not None and share.named.trade.id == BONUS


def words(turn: Turn) -> str:
    """What is said of it; "" where nothing is asked of such money."""
    kept = kept_in(turn)
    kinds = asked_apart(question_of(turn.text), known=bool(kept))
    if not kinds:
        return ""
    sure = sure_in(turn)
    known = verdict.year_of(reckoned(turn, sure)) if sure else None
    rules = rules_on(turn.content, turn.today)
    names = [str(kind) for kind in kinds]
    return turn.words_of("faq/not_sales", kinds=names, known=known, rules=rules)
