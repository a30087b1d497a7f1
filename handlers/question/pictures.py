"""A photo belongs to a question that is being written; one that comes unasked is kept for a day,
and offered to be sent. In any other form it is not kept."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson

from content.spoken import asks, names_nothing
from content.vietnamese import fold
from handlers.answers import faq
from handlers.answers.forms import too_long
from handlers.question.asking import QUESTION, send_whole
from handlers.question.writing import MOST_PHOTOS, AskStep, Draft
from handlers.talk.flow import Flow, advance, ask_again
from handlers.talk.messages import Picture
from handlers.talk.replies import list_again, silent, told_already, told_first
from handlers.talk.turn import PATIENCE, Outcome, Turn, in_words
from storage.database import Transaction
from storage.models import Conversation
from storage.question_models import Photo

_SEND, _FEW = "photo:send", 9
_POINTS = re.compile(
    r"\b(?:cai|to|giay|anh|hinh|don|thong bao|van ban|to giay)? ?(?:nay|do|kia|day|vua gui|tren)\b"
    r"|\b(?:to|anh|hinh|giay|thong bao) (?:thue|phat|gui)\b"
)
Said = Callable[[Turn], Outcome]  # what answers words that come alone


def wants_photo(conversation: Conversation) -> bool:
    """Whether a photo sent now would be taken: until a question to the ward is sent, or while no
    form is open, so that it can be sent to the ward at once."""
    if conversation.flow is None:
        return True  # it is offered to be sent
    if '"question"' not in conversation.flow:
        return False
    saved = orjson.loads(conversation.flow)
    if saved["name"] != QUESTION.name or saved["version"] != QUESTION.version:
        return False
    memory = QUESTION.restore(saved["memory"])
    return len(memory.photos) < MOST_PHOTOS


def has_enough(tx: Transaction, contact_id: int, conversation: Conversation, now: datetime) -> bool:
    """Whether as many photos as one question takes wait already to be sent with one."""
    if conversation.flow is not None:
        return False
    return len(tx.questions.loose_photos(contact_id, now - PATIENCE)) >= MOST_PHOTOS


def cannot_see(turn: Turn) -> Outcome:
    """Asked what a paper or a photo says: nobody here sees it; it may be sent with a question."""
    choices = [turn.choice("ask_ward", "ask_ward"), turn.choice("staff", "staff")]
    return turn.keeping(asked=None).say("photo/cannot_see", choices, turn.menu_choice())


def said_of_it(turn: Turn) -> Outcome | None:
    """A few words about the photo that was offered to be sent just now: they go with it, and nobody
    here sees it. None for any other words."""
    shown = [action for _, _, action in turn.conversation.choices]
    if _SEND not in shown or not turn.answers_fresh_list or faq.is_sure(turn):
        return None
    plain, words = fold(turn.text), turn.text.strip()
    of_it = _POINTS.search(plain) or (names_nothing(turn.text) and asks(turn.text))
    if not of_it or len(plain.split()) > _FEW:
        return None
    said = "\n".join(part for part in (turn.conversation.asked, words) if part)
    choices = [turn.choice("send_photo", _SEND), turn.choice("drop_photo", "photo:drop")]
    asked = turn.keeping(asked=said, entry=None, expires_at=turn.now + PATIENCE)
    return asked.say("photo/not_seen", choices, turn.menu_choice(), words=said)


def _offered(turn: Turn, picture: Picture, said: Said) -> Outcome:
    """A photo that came unasked waits a day for the tap that sends it, with its words."""
    words = turn.text.strip()
    waiting = turn.tx.questions.loose_photos(turn.contact.id, turn.now - PATIENCE)
    if len(waiting) >= MOST_PHOTOS:
        turn.tx.erasures.ask([picture.name])
        if words:
            return told_first(said(in_words(turn)), turn.words_of("photo/enough"))
        return list_again(turn, "photo/enough")
    kept = Photo(picture.name, None, turn.contact.id, picture.size, turn.now)
    turn.tx.questions.add_photo(kept)
    if told_already(turn) and not words:
        return silent(turn)
    choices = [turn.choice("send_photo", _SEND), turn.choice("drop_photo", "photo:drop")]
    asked = turn.keeping(asked=words or None, entry=None, expires_at=turn.now + PATIENCE)
    return asked.say("photo/offered", choices, turn.menu_choice(), words=words)


def act(turn: Turn, what: str) -> Outcome:
    """The photos that came unasked: sent with a question, or gone."""
    if what == "send":
        return send_whole(turn)
    turn.tx.erasures.ask(turn.tx.questions.drop_loose_photos_of([turn.contact.id]))
    return turn.keeping(asked=None).say("photo/dropped", back=turn.menu_choice())


def take(turn: Turn, running: tuple[Flow[Any], Any] | None, said: Said) -> Outcome:
    """A photo belongs to a question that is not sent yet; in any other form it is not kept. Words
    beside one that is of no use came alone (`talk.turn.in_words`)."""
    picture = turn.incoming.picture
    if picture is not None and picture.name and running and wants_photo(turn.conversation):
        kept = Photo(picture.name, None, turn.contact.id, picture.size, turn.now)
        turn.tx.questions.add_photo(kept)
        if running[1].step is not AskStep.CONTENT:
            return _added(turn, *running, said)
        hint = too_long(turn, *running)
        taken = turn if not hint else replace(turn, incoming=replace(turn.incoming, text=""))
        again = advance(taken, *running) or ask_again(taken, *running)
        return Outcome(again.conversation, (*hint, *again.replies))
    if picture is not None and picture.name and running is None:
        return _offered(turn, picture, said)
    if told_already(turn, "unread"):
        return silent(turn)
    why = why_not(turn, running)
    if running is None:
        return list_again(turn, why)
    again = ask_again(turn, *running)
    return Outcome(again.conversation, (*turn.say(why).replies, *again.replies))


def why_not(turn: Turn, running: tuple[Flow[Any], Any] | None) -> str:
    """The name of the sentence that says why a photo is not kept."""
    picture = turn.incoming.picture
    why = picture.refused if picture is not None else ""
    return f"photo/{why or _why_not(running)}"


def _why_not(running: tuple[Flow[Any], Any] | None) -> str:
    """Why a photo with nothing wrong about it is not kept: it did not come through, there are
    enough, or it belongs nowhere."""
    if running is None:
        return "not_fetched"
    if running[0] is not QUESTION:
        return "elsewhere"
    return "enough" if len(running[1].photos) >= MOST_PHOTOS else "not_fetched"


def _added(turn: Turn, flow: Flow[Any], memory: Draft, said: Said) -> Outcome:
    """A photo that comes once the words are written: kept with them; the step is asked again, but
    where words beside the photo answer it."""
    photos = (*memory.photos, turn.incoming.picture.name) if turn.incoming.picture else ()
    again = ask_again(turn, flow, replace(memory, photos=photos))
    if turn.text.strip():
        again = said(in_words(replace(turn, conversation=again.conversation)))
    return told_first(again, turn.words_of("photo/added", count=len(photos)))
