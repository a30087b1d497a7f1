"""Fewer come than are named on a ticket: its owner says who stays at home."""

from handlers.conference.seating import named
from handlers.talk.messages import Choice
from handlers.talk.turn import Outcome, Turn
from storage.event_models import Registration


def staying(registration: Registration, gone: list[str]) -> list[str]:
    """The names on the ticket without those at the places `gone` (`["0", "2"]`)."""
    names = named(registration.companion_names)
    return [name for place, name in enumerate(names) if str(place) not in gone]


def ask(turn: Turn, registration: Registration, people: int, gone: list[str]) -> Outcome | None:
    """Asks who does not come, one after the other; None once no more are named than come, or where
    nobody comes along."""
    if not 0 < people - 1 < len(staying(registration, gone)):
        return None
    base = f"ticket:{registration.id}:people:{people}:less"
    choices = [
        Choice(name, ":".join((base, *gone, str(place))))
        for place, name in enumerate(named(registration.companion_names))
        if str(place) not in gone
    ]
    back = turn.choice("back", f"ticket:{registration.id}")
    return turn.say(
        "ticket/who_leaves", choices, back, people=people, names=staying(registration, gone)
    )
