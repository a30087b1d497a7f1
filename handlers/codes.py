"""One router for every code somebody may type: a ticket, a question, an invitation, a chat of
staff, a household. Whoever guesses is stopped after a few wrong ones."""

from datetime import timedelta

from content.codes import CodeKind, find_code, is_foreign_code, looks_like_code
from handlers.conference import invitations, tickets
from handlers.own_data import households, mine
from handlers.people import staff_links
from handlers.question import looked_up
from handlers.survey import answering
from handlers.talk.turn import Outcome, Turn

TRIES_WITHIN = timedelta(hours=1)
TRIES = 10


def code_in(turn: Turn) -> Outcome | None:
    """The answer to a message that holds a code; None when it holds none."""
    found = find_code(turn.text)
    if found is None:
        if is_foreign_code(turn.text):
            return turn.say("code/foreign", [turn.choice("staff", "staff")], turn.menu_choice())
        return _mistyped(turn) if looks_like_code(turn.text) else None
    subject = f"contact:{turn.contact.id}"
    if turn.tx.people.count_wrong_tries(subject, turn.now - TRIES_WITHIN) >= TRIES:
        return turn.say("code/too_many", back=turn.menu_choice())
    kind, code = found
    match kind:
        case CodeKind.TICKET:
            outcome = tickets.by_code(turn, code)
        case CodeKind.QUESTION:
            outcome = looked_up.by_code(turn, code, _digits_after(turn.text, code))
        case CodeKind.INVITATION:
            outcome = invitations.check(turn, code)
        case CodeKind.STAFF:
            outcome = staff_links.link(turn, code)
        case CodeKind.LINK:
            outcome = households.join(turn, code)
        case CodeKind.LETTER:
            outcome = mine.by_letter(turn, code)
        case CodeKind.SURVEY:
            outcome = answering.by_code(turn, code)
        case CodeKind.BUSINESS:  # read by staff alone
            outcome = None
    if outcome is not None:
        return outcome
    turn.tx.people.add_wrong_try(subject, turn.now)
    return turn.say(_unknown(kind), [turn.choice("staff", "staff")], turn.menu_choice(), code=code)


def _mistyped(turn: Turn) -> Outcome:
    return turn.say("code/mistyped", back=turn.menu_choice())


def _unknown(kind: CodeKind) -> str:
    return "invitation/unknown" if kind is CodeKind.INVITATION else "code/unknown"


def _digits_after(text: str, code: str) -> str:
    """The last four digits of a phone, typed after the code."""
    words = text.replace(".", " ").split()
    last = words[-1] if words else ""
    return last if len(last) == 4 and last.isdecimal() and last not in code else ""
