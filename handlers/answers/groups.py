"""In a group: what the FAQ says, to whoever names us, and nothing of a person's own. All else moves
to the private chat, by a link that carries the wish.

What may be shown to everybody is the list `PUBLIC`; a new flow is private until it stands there. A
group has no form, no numbered list and no memory: what one member asked means nothing to the next.
"""

from collections.abc import Callable
from dataclasses import replace

from content.codes import CodeKind, find_code, looks_like_code
from content.redaction import redact
from handlers.answers import faq, menu
from handlers.talk.messages import Choice, Group, IncomingKind, Reply
from handlers.talk.turn import Outcome, Turn
from storage.hashes import hashed

# The first word of every choice that may be made in a group.
PUBLIC = frozenset({"menu", "topic", "faq"})
HELLO, TOPICS = "*hello", "*topics"  # no link has such a name


def is_public(action: str) -> bool:
    return action.split(":")[0] in PUBLIC


def answer(
    turn: Turn, group: Group, wish: str | None, choose: Callable[[Turn, str], Outcome]
) -> Outcome:
    """The one door of a group. `wish` names what is asked for besides the FAQ: the name of a link
    ("" for one without), HELLO, TOPICS; none for the FAQ. `choose` does what a choice says."""
    fresh = turn.keeping(flow=None, choices=(), entry=None, asked=None, expires_at=None)
    outcome = _answer(fresh, group, wish, choose)
    # Nothing of this turn stays: the next member begins anew.
    return Outcome(fresh.conversation, tuple(_public(reply) for reply in outcome.replies))


def _answer(
    turn: Turn, group: Group, wish: str | None, choose: Callable[[Turn, str], Outcome]
) -> Outcome:
    if holds_code(turn.text):
        return turn.say("in_group/code", link=_link(group, ""), burnt=_burn(turn))
    if wish == HELLO:
        return turn.say("in_group/hello", [turn.menu_choice()], link=_link(group, ""))
    if wish == TOPICS:
        return menu.show_topics(turn)
    if wish is not None:
        return turn.say("in_group/private", link=_link(group, wish), opens=bool(wish))
    if turn.incoming.kind is IncomingKind.TAP:
        return choose(turn, turn.incoming.chosen)
    if turn.incoming.covered or redact(turn.text) != turn.text:
        return turn.say("in_group/personal", link=_link(group, ""))
    if not any(char.isalpha() for char in turn.text):
        return turn.say("in_group/ask", [turn.menu_choice()])
    return faq.answer_text(turn)


def _link(group: Group, wish: str) -> str:
    return f"{group.private}{wish or 'bat-dau'}" if group.private else ""


def _public(reply: Reply) -> Reply:
    """Without what is not for everybody; and nothing has a number: whose would it be?"""
    shown = [Choice(c.label, c.action) for c in reply.choices if is_public(c.action)]
    return replace(reply, choices=tuple(shown), qr="", asks_contact="", menu=0)


def holds_code(text: str) -> bool:
    return find_code(text) is not None or looks_like_code(text)


def _burn(turn: Turn) -> bool:
    """A code that links a chat was read by everybody: it no longer works. Whether it was one."""
    found = find_code(turn.text)
    match found:
        case (CodeKind.STAFF, code):
            return turn.tx.staff_links.drop_code(hashed(code))
        case (CodeKind.LINK, code):
            return turn.tx.households.drop_code(hashed(code))
    return False
