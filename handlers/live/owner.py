"""What the owner of an open talk writes: kept while nobody is there, relayed while somebody is. The
assistant is silent meanwhile, but for a danger."""

from collections.abc import Callable
from dataclasses import replace

from handlers.answers import urgent
from handlers.live import confiding, holding, opening, relaying, talks
from handlers.talk.messages import IncomingKind, Shared
from handlers.talk.replies import silent
from handlers.talk.turn import Outcome, Turn
from storage.handoff_models import (
    Handoff,
    HandoffLine,
    HandoffResult,
    HandoffState,
)


def said(turn: Turn, talk: Handoff, for_assistant: Callable[[Turn], bool]) -> Outcome | None:
    """What becomes of a message of the owner's; None where the assistant answers it as ever.
    `for_assistant`: whether it is what an open form, a list or a command takes."""
    if confiding.is_open(turn):
        return confiding.answered(turn, talk)
    held = talk.state is HandoffState.HELD
    goes_there = (held or not for_assistant(turn)) and not turn.incoming.covered
    if goes_there and (asked := confiding.offered(turn, talk)):
        return asked
    if held:
        return _held(turn, talk)
    if turn.incoming.kind is IncomingKind.TEXT and not turn.conversation.flow:
        if opening.ends_it(turn.text):
            return _ended(turn, talk)
        if not turn.action and urgent.said_in(turn):
            _kept(turn, talk)
            return None
    if for_assistant(turn):
        return None
    return _waiting(turn, talk)


def _held(turn: Turn, talk: Handoff) -> Outcome:
    if turn.incoming.kind is IncomingKind.TEXT and opening.ends_it(turn.text):
        return _ended(turn, talk)
    if turn.incoming.kind is IncomingKind.START and not turn.text.strip():
        return silent(turn)  # opened anew: nothing was said
    if covered := _secrets(turn, talk):
        return _covered(turn, talk, covered)
    told = turn.keeping(choices=())
    line = _kept(told, talk)
    if line is not None:
        relaying.to_desk(turn.tx, turn.content, talk, line, turn.site, turn.now)
    danger = urgent.said_in(turn) if turn.incoming.kind is IncomingKind.TEXT else None
    if danger is None:
        return silent(told)
    # What helps comes first, whoever else reads along; and who reads along knows that it was said.
    waiting, help_first = urgent.beside(told, danger, kept=False)
    talks.tell_desk(turn.tx, turn.content, talk, "live/desk_danger", turn.now)
    talks.happened(turn.tx, talk, "danger", turn.now)
    return Outcome(waiting.conversation, (help_first,))


def _waiting(turn: Turn, talk: Handoff) -> Outcome:
    """Kept for whoever comes; said so once."""
    if covered := _secrets(turn, talk):
        return _covered(turn, talk, covered)
    if _kept(turn, talk) is None or talk.noted:
        return silent(turn)
    turn.tx.handoffs.note(replace(talk, noted=True))
    return turn.keeping(choices=()).say("live/kept")


def _secrets(turn: Turn, talk: Handoff) -> tuple[str, ...]:
    """What nobody should send and this message holds: by itself, or after the lines before it."""
    if turn.incoming.covered or turn.incoming.kind is not IncomingKind.TEXT:
        return turn.incoming.covered
    return relaying.secrets_after(turn.tx, talk, turn.text)


def _covered(turn: Turn, talk: Handoff, kinds: tuple[str, ...]) -> Outcome:
    """What nobody should send is not passed on, and both are told."""
    talks.tell_desk(turn.tx, turn.content, talk, "live/desk_covered", turn.now, kinds=kinds)
    talks.happened(turn.tx, talk, "covered", turn.now)
    turn.tx.inbox.forget_text(turn.incoming.channel, turn.incoming.external_id)
    # What was covered by itself is named above it already (`Reception`).
    named = () if turn.incoming.covered else kinds
    return turn.keeping(choices=()).say("live/covered", kinds=named)


def _ended(turn: Turn, talk: Handoff) -> Outcome:
    holding.end_by_owner(turn.tx, turn.content, talk, HandoffResult.OWNER, turn.now)
    ended = turn.keeping(asked=None, entry=None)
    return ended.say("live/owner_ended", back=turn.menu_choice(), held=bool(talk.holder_id))


def _kept(turn: Turn, talk: Handoff) -> HandoffLine | None:
    """The line of a message; None for one with nothing in it."""
    text, photo = words_of(turn), ""
    if turn.incoming.picture is not None:
        photo = turn.incoming.picture.name
        if not photo:
            lost = turn.words_of("live/thing", named="photo", lost=True)
            text = "\n".join(part for part in (text, lost) if part)
    if not text and not photo:
        return None
    return relaying.keep_owner(turn, talk, text, photo)


def words_of(turn: Turn) -> str:
    """What a message says, or what it is where it says nothing that can be passed on."""
    incoming = turn.incoming
    match incoming.kind:
        case IncomingKind.TAP:
            return next(
                (label for _, label, act in turn.conversation.choices if act == incoming.chosen), ""
            )
        case IncomingKind.SHARED if incoming.shared is not None:
            return _card(turn, incoming.shared)
        case IncomingKind.UNREADABLE:
            named = turn.words_of("live/thing", named=incoming.named, lost=False)
            return "\n".join(part for part in (turn.text.strip(), named) if part)
        case IncomingKind.START:
            return ""
    return turn.text.strip()


def _card(turn: Turn, shared: Shared) -> str:
    return turn.words_of("live/card", shared=shared)
