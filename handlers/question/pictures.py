"""A photo belongs to a question that is being written; anywhere else it is not kept."""

from dataclasses import replace
from typing import Any

import orjson

from handlers.answers.forms import too_long
from handlers.question.asking import QUESTION
from handlers.question.writing import MOST_PHOTOS, AskStep
from handlers.talk.flow import Flow, advance, ask_again
from handlers.talk.replies import list_again, silent, told_already
from handlers.talk.turn import Outcome, Turn
from storage.models import Conversation
from storage.question_models import Photo


def wants_photo(conversation: Conversation) -> bool:
    """Whether a photo sent now would be taken: only while a question to the ward is written."""
    if conversation.flow is None or '"question"' not in conversation.flow:
        return False
    saved = orjson.loads(conversation.flow)
    if saved["name"] != QUESTION.name or saved["version"] != QUESTION.version:
        return False
    memory = QUESTION.restore(saved["memory"])
    return memory.step is AskStep.CONTENT and len(memory.photos) < MOST_PHOTOS


def _has_enough_photos(flow: Flow[Any], memory: Any) -> bool:
    return flow is QUESTION and memory.step is AskStep.CONTENT and len(memory.photos) >= MOST_PHOTOS


def cannot_see(turn: Turn) -> Outcome:
    """Asked what a paper or a photo says: nobody here sees it; it may be sent with a question."""
    choices = [turn.choice("ask_ward", "ask_ward"), turn.choice("staff", "staff")]
    return turn.keeping(asked=None).say("photo/cannot_see", choices, turn.menu_choice())


def take(turn: Turn, running: tuple[Flow[Any], Any] | None) -> Outcome:
    """A photo belongs to a question that is being written; anywhere else it is not kept."""
    picture = turn.incoming.picture
    if picture is not None and picture.name and running and wants_photo(turn.conversation):
        kept = Photo(picture.name, None, turn.contact.id, picture.size, turn.now)
        turn.tx.questions.add_photo(kept)
        hint = too_long(turn, *running)
        taken = turn if not hint else replace(turn, incoming=replace(turn.incoming, text=""))
        again = advance(taken, *running) or ask_again(taken, *running)
        return Outcome(again.conversation, (*hint, *again.replies))
    if told_already(turn):
        return silent(turn)
    why = picture.refused if picture is not None and picture.refused else ""
    why = why or ("enough" if running and _has_enough_photos(*running) else "elsewhere")
    if running is None:
        return list_again(turn, f"photo/{why}")
    # The words that came with a photo for the question are part of the question all the same.
    words = turn.text and wants_photo(turn.conversation)
    hint = too_long(turn, *running) if words else ()
    again = (advance(turn, *running) if words and not hint else None) or ask_again(turn, *running)
    return Outcome(again.conversation, (*turn.say(f"photo/{why}").replies, *hint, *again.replies))
