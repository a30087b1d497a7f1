"""What is said of a loan after an answer about loans: the sum, what it is for, that there is
nothing to pledge. Such words alone are no sales, and no question of another subject."""

from content.borrowing import borrows_for, has_no_pledge, purpose_in, sum_in
from content.search import Decision
from handlers.answers import faq
from handlers.talk.turn import Outcome, Turn
from handlers.tools.loans import LoanStep, LoanTool, Need

TOPIC, PLEDGE = "vay-von", "the-chap"  # in the catalogue
_TOOL = f"tool:{LoanTool.name}"


def answered(turn: Turn) -> Outcome | None:
    """The answer; None for any other words, and where no loan is spoken of."""
    if turn.incoming.group is not None:
        return None
    of_loan = _is_spoken_of(turn)
    if (wanted := sum_in(turn.text, of_loan=of_loan)) is not None:
        choices = [turn.choice("offer_loans", _TOOL), turn.choice("loan_papers", "faq:ho-so-vay")]
        kept = turn.keeping(asked=None, entry="vay-o-dau")
        return kept.say("loans/wanted", choices, turn.menu_choice(), wanted=wanted)
    unknown = turn.content.understanding.read(turn.text).decision is Decision.UNKNOWN
    purpose = borrows_for(turn.text) if unknown else ""
    if not of_loan and not purpose:
        return None
    if purpose := purpose or purpose_in(turn.text):
        need = Need(LoanStep.DONE, purpose, "household")
        choices = [turn.choice("offer_loans", _TOOL), turn.choice("loan_papers", "faq:ho-so-vay")]
        kept = turn.keeping(asked=None, entry="vay-o-dau")
        return kept.say("loans/result", choices, turn.menu_choice(), need=need)
    return faq.show(turn.keeping(asked=None), PLEDGE) if has_no_pledge(turn.text) else None


def _is_spoken_of(turn: Turn) -> bool:
    """Whether the answer shown last, or what is offered below it, is about loans."""
    if not turn.answers_fresh_list:
        return False
    entries = turn.content.knowledge.entries
    entry = entries.get(turn.conversation.entry or "")
    if entry is not None:
        return entry.topic == TOPIC
    shown = [action for key, _, action in turn.conversation.choices if key not in ("", "0")]
    asked = [action.split(":")[1] for action in shown if action.startswith("faq:")]
    return bool(asked) and all(one in entries and entries[one].topic == TOPIC for one in asked)
