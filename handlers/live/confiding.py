"""What officials do to people, told in a talk with an official: nobody of the talk reads it before
its owner chose who does, the two of the confidential lane or whoever has the talk."""

import re
from collections.abc import Callable
from dataclasses import replace

from content.complaints import tells_of_bribe
from handlers.answers import urgent
from handlers.live import relaying, talks
from handlers.question import lane
from handlers.question.asking import QUESTION, confidentially
from handlers.question.writing import TO_TALK, Draft, InTalk
from handlers.talk.flow import CHOICE, begin, close, open_flow
from handlers.talk.messages import IncomingKind, Reply
from handlers.talk.replies import told_first
from handlers.talk.turn import Outcome, Turn
from storage.handoff_models import Handoff, HandoffState, LineSide
from storage.question_models import Photo

CHOSE_TALK = "confided"  # among the lines: its owner was asked, and chose whoever has the talk
_SENTENCES = re.compile(r"[.!?;\n]+")
_WRITTEN = (IncomingKind.TEXT, IncomingKind.PHOTO, IncomingKind.UNREADABLE)


def is_open(turn: Turn) -> bool:
    """Whether the form of the lane is open: what is said goes there, and not into the talk."""
    return _memory(turn) is not None


def offered(turn: Turn, talk: Handoff) -> Outcome | None:
    """Who is to read what this message tells, asked before anybody of the talk does; None where it
    tells nothing of the kind, or its owner chose whoever has the talk before."""
    if turn.incoming.kind not in _WRITTEN or not _tells_of_it(turn, turn.text):
        return None
    if _chose_before(turn, talk):
        return None
    draft = lane.draft(turn, turn.text, InTalk.OPEN)
    picture = turn.incoming.picture
    if picture is not None and picture.name:
        kept = Photo(picture.name, None, turn.contact.id, picture.size, turn.now)
        turn.tx.questions.add_photo(kept)
        draft = replace(draft, photos=(picture.name,))
    asking, first = turn, list[Reply]()
    danger = urgent.said_in(turn) if turn.incoming.kind is IncomingKind.TEXT else None
    if danger is not None:  # what helps comes first
        asking, help_first = urgent.beside(turn, danger, kept=False)
        first = [help_first]
    asked = begin(asking.keeping(asked=None, entry=None), QUESTION, draft)
    return lane.forgetting(turn, replace(asked, replies=(*first, *asked.replies)))


def before_a_talk(turn: Turn, matter: str) -> Outcome | None:
    """The same of words that ask for an official, before anybody is told; None for others."""
    if not matter or not lane.tells_of_it(turn, matter):
        return None
    saying = replace(turn, incoming=replace(turn.incoming, text=matter, action=""), action="")
    asked = confidentially(saying)
    return told_first(asked, turn.words_of("live/first_who")) if asked is not None else None


def answered(turn: Turn, talk: Handoff) -> Outcome | None:
    """The choice of whoever has the talk: what was held back goes there now. None for all else,
    which the form takes."""
    memory = _memory(turn)
    if memory is None or turn.action != CHOICE + TO_TALK:
        return None
    told = close(turn).keeping(choices=(), asked=None)
    first, *others = memory.photos or ("",)
    lines = [relaying.keep_owner(told, talk, memory.content, first)]
    lines += [relaying.keep_owner(told, talk, "", name, alone=False) for name in others]
    for name in memory.photos:
        turn.tx.questions.drop_photo(name)  # from here on it is the line's
    talks.happened(turn.tx, talk, CHOSE_TALK, turn.now)
    held = talk.state is HandoffState.HELD
    for line in lines if held else ():
        relaying.to_desk(turn.tx, turn.content, talk, line, turn.site, turn.now)
    return lane.forgetting(turn, told.say("live/confided", held=held))


def around(turn: Turn, answered: Callable[[], Outcome]) -> Outcome:
    """What the assistant `answered`. Whoever is done with the form of the lane is told that what
    they type goes to their talk again."""
    talk = turn.tx.handoffs.open_of(turn.contact.id) if is_open(turn) else None
    outcome = answered()
    done = outcome.replies and not is_open(replace(turn, conversation=outcome.conversation))
    if talk is None or not done:
        return outcome
    words = turn.words_of("live/goes_on", held=talk.state is HandoffState.HELD)
    *others, last = outcome.replies
    return replace(outcome, replies=(*others, replace(last, text=f"{last.text}\n\n{words}")))


def _tells_of_it(turn: Turn, text: str) -> bool:
    """Of a long story, one sentence is enough."""
    return lane.tells_of_it(turn, text) or any(map(tells_of_bribe, _SENTENCES.split(text)))


def _memory(turn: Turn) -> Draft | None:
    form = open_flow(turn, {QUESTION.name: QUESTION})
    memory: Draft | None = form[1] if form is not None else None
    return memory if memory is not None and (memory.readers or memory.talk) else None


def _chose_before(turn: Turn, talk: Handoff) -> bool:
    """Since whoever has the talk now took it."""
    return any(
        line.side is LineSide.EVENT
        and line.text == CHOSE_TALK
        and (talk.taken_at is None or line.at >= talk.taken_at)
        for line in turn.tx.handoffs.lines(talk.id)
    )
