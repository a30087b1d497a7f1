"""What a choice does, whichever way it was made: its first word names the subject that does it."""

from collections.abc import Callable

from content.whole import read_whole
from handlers import meant, places, told_alone
from handlers.answers import faq, menu, tally
from handlers.broadcast import news
from handlers.conference import invitations, shown, tickets
from handlers.live import desk, opening
from handlers.office import approve_flow
from handlers.own_data import called, households, mine, mine_flow, privacy
from handlers.question import asking, followed, pictures
from handlers.survey import answering
from handlers.talk.replies import SEND_ASKED, SEND_WHOLE, cancel, list_again
from handlers.talk.turn import Outcome, Turn
from handlers.tools import deadlines, enterprise
from handlers.tools import menu as tools

# Those that stand alone.
_WHOLE: dict[str, Callable[[Turn], Outcome]] = {
    "menu": menu.show_topics,
    "none": faq.none_of_these,
    "tools": tools.show,
    "notebook": tools.my_notebook,
    "deadlines": tools.my_deadlines,
    "checklist": enterprise.checklist,
    "staff": opening.wish,
    "call_told": told_alone.call_told,
    "register": shown.register,
    "ask_ward": asking.ask_ward,
    SEND_ASKED: asking.send_whole,
    SEND_WHOLE: asking.send_whole,
    "events": shown.upcoming,
    "invitation": invitations.ask,
    "cancel": cancel,
    "resume": places.resume,
    mine.SHOW: mine.show,
}
# Those that name something, and maybe what to do with it: `faq:<entry>:basis`.
_ACTS: dict[str, Callable[[Turn, str], Outcome]] = {
    "topic": menu.act,
    "faq": faq.act,
    "figure": tally.go_on,
    meant.MEANT: meant.chosen,
    "good": faq.good,
    "bad": faq.bad,
    "task": enterprise.show_task,
    "tick": enterprise.tick,
    "news": news.act,
    "photo": pictures.act,
    "link": households.act,
    "privacy": privacy.act,
    called.CALLED: called.act,
    "approve": approve_flow.act,
    mine.SHOW: mine_flow.act,
}
# Those of one thing in storage, by its number.
_OF_ONE: dict[str, Callable[[Turn, int, str], Outcome]] = {
    "event": shown.act,
    "ticket": tickets.act,
    "question": followed.act,
    "talk": desk.act,
    "survey": answering.act,
}


def choose(turn: Turn, action: str) -> Outcome:
    """An action that is offered nowhere (any more) shows the list that is."""
    first, _, rest = action.partition(":")
    if not rest and first in _WHOLE:
        return _WHOLE[first](turn)
    match action.split(":"):
        case ["tool", name, "asked"] if name in places.PLACES:
            return places.PLACES[name](turn)
        case ["tool", name, "asked"]:
            return tools.for_question(turn, name)
        case ["tool", name, "again"]:
            return tools.begin_anew(turn, name)
        case ["tool", name]:
            return tools.begin_tool(turn, name)
        case ["deadlines", what]:
            return deadlines.act(turn, what) or tools.my_deadlines(turn)
        case ["begin", name] if name in places.BEGINNINGS:
            return places.BEGINNINGS[name](turn)
        case ["event", item, "ask"] if (number := read_whole(item)) is not None:
            return asking.ask_ward(turn, number)
        case ["read", item] if (number := read_whole(item)) is not None:
            return news.have_read(turn, number)
    if first in _ACTS:
        return _ACTS[first](turn, rest)
    item, _, what = rest.partition(":")
    number = read_whole(item)
    if first in _OF_ONE and number is not None:
        return _OF_ONE[first](turn, number, what)
    return list_again(turn, "system/stale")
