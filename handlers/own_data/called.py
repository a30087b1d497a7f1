"""How somebody wishes to be called: kept with their contact, used from then on in what they are
answered, shown and forgotten where one's own data is."""

from content.addressing import FORMS, OFFERED, as_before, form_wished
from handlers.talk.messages import Choice
from handlers.talk.turn import Outcome, Turn

CALLED = "called"  # what a choice begins with that says how
NOT_ANY_MORE = "-"


def wished(turn: Turn) -> Outcome:
    """What was wished is kept; where it is not said how, that is asked."""
    if as_before(turn.text):
        return act(turn, NOT_ANY_MORE)
    if form := form_wished(turn.text):
        return _kept(turn, form)
    choices = [Choice(form, f"{CALLED}:{form}") for form in OFFERED]
    return turn.say("chat/call_how", choices, turn.menu_choice())


def act(turn: Turn, form: str) -> Outcome:
    """A choice: one of the forms, or none any more."""
    return _kept(turn, form if form in FORMS.values() else "")


def _kept(turn: Turn, form: str) -> Outcome:
    turn.tx.contacts.call(turn.contact.id, form)
    return turn.say("chat/called", back=turn.menu_choice(), form=form)
