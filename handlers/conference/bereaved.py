"""Somebody whose name stands here has died: what the family can do, each asked for once more."""

from handlers.talk.messages import Choice
from handlers.talk.turn import Outcome, Turn


def show(turn: Turn) -> Outcome:
    """Nothing is done by itself: the registrations of this contact may be given up, its data
    erased, the business handed on."""
    living = [r for r in turn.tx.registrations.of_contact(turn.contact.id) if r.is_alive]
    choices = [
        Choice(turn.words_of("ticket/give_up", registration=r), f"ticket:{r.id}:cancel")
        for r in living
    ]
    choices.append(turn.choice("privacy_erase", "privacy:erase"))
    choices.append(turn.choice("change_owner", "faq:doi-chu-ho"))
    return turn.say("ticket/bereaved", choices, turn.menu_choice(), living=living)
