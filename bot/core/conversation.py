"""The one door in: `receive` turns one incoming message into a saved conversation and queued
replies, in one transaction. Only when it returns may the platform be told "received".
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import orjson

from bot.channels.base import Capabilities, NotReceived
from bot.core.space import ROW, NoRoom, Space
from bot.files.decoding import Refusal
from bot.files.photos import Photos
from bot.running.pool import Pool
from bot.settings.space import USUAL_SPACE
from content.library import Content
from content.petitions import may_tell_of_harassment
from content.redaction import redact
from content.sensitive import mask, mask_after
from content.spoken import asks
from content.vietnamese import VIETNAM, clean
from handlers import routes
from handlers.answers.matters import read_ahead
from handlers.clock import alarms
from handlers.live import talking
from handlers.question import pictures
from handlers.talk.addressing import form_of, said_to_them
from handlers.talk.markup import split
from handlers.talk.messages import Incoming, IncomingKind, Picture, Reply
from handlers.talk.turn import REPLY_LASTS, Outcome, Turn, resolve
from storage.database import Database, StorageUnavailable, Transaction
from storage.models import Contact, Conversation, InboxState, Kind, OutboxRow

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

# What a person types in one go fits in this; the rest of a longer text is not read.
TEXT_LIMIT = 4000

# Words of a message that may be a question; fewer are a choice, a command, a yes.
READ_AHEAD_FROM = 3
FORMS_KNOWN = 4096  # people of whom is known that they are in a form; the others' words are read

# Somebody's words, whatever came beside them.
SAID = (IncomingKind.TEXT, IncomingKind.PHOTO, IncomingKind.UNREADABLE)

# What happened to a chat, as against what somebody said in it.
UNSAID = (IncomingKind.LEFT, IncomingKind.JOINED, IncomingKind.MOVED)

ENOUGH = "enough"  # why a photo is not kept, as `photo/enough` says

# A message that cannot be stored while others can is set aside after so many tries.
MOST_TRIES = 3
# Of its words so many are kept for staff.
KEPT_TEXT = 1000

# More than this from one contact is a machine or an accident: answer once that we pause, then
# record without answering, so that the outbox of everybody else is not held up.
FLOOD_WINDOW = timedelta(minutes=10)
FLOOD_LIMIT = 300


class Outlet(Protocol):
    """What the door in asks of the way out (`bot.core.delivery.Delivery`)."""

    def reserve(self) -> bool: ...

    def release(self) -> None: ...

    def start(self, row: OutboxRow, *, alone: bool) -> None: ...

    def wake(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a message, in a word, and whose it was: for the log. `in_form`: the next one
    is likely what a form asks for. `elsewhere`: somebody else is written to by it as well;
    `on_its_way`: the answer is, and whoever sends it looks further once it is there."""

    word: str
    contact_id: int
    in_form: bool = False
    elsewhere: bool = False
    on_its_way: bool = False


class Reception:
    """Receives messages from every channel."""

    def __init__(
        self,
        database: Database,
        content: Content,
        capabilities: Mapping[str, Capabilities],
        clock: Clock,
        outlets: Mapping[str, Outlet],
        site: str = "",
        photos: Photos | None = None,
        public_url: str = "",
        space: Space | None = None,
        may_send: Callable[[], bool] = lambda: True,
        on_turn: Callable[[str, str, float], None] = lambda channel, result, took_s: None,
    ) -> None:
        """`public_url` is where anybody reaches our pages, without a slash at the end ("" when
        nobody can but this machine); `space` is what strangers may take of the disk. Where another
        process `may_send` by now, it answers; nobody is told here that nothing could be stored.
        `on_turn` is told the channel of each message, what became of it, and after how long."""
        self._may_send = may_send
        self._database = database
        self._content = content
        self._capabilities = capabilities
        self._clock = clock
        self._outlets = outlets
        self._site = site
        self._public_url = public_url
        self._photos = photos
        self._space = space or Space(USUAL_SPACE)
        self._on_turn = on_turn
        self._turns: set[asyncio.Task[None]] = set()
        # Who sent a photo that is at work: (channel, address) -> the newest turn with one.
        self._photo_turns: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._reading = asyncio.Lock()
        self._readers = Pool("reading", 1, 1)  # one after the other: the lock lets in one
        self._in_forms: dict[tuple[str, str], None] = {}  # (channel, address), the oldest first
        self.received_at: dict[str, datetime] = {}  # per channel, when something last came

    async def receive(self, incoming: Incoming) -> None:
        """Handles one message, exactly once however often it is delivered.

        A turn that fails costs that turn: it is rolled back whole, recorded as failed and
        answered with an apology. Raises NotReceived when it cannot be stored, and nothing else;
        what cannot be stored while other messages can is set aside after a few tries.
        """
        # A caller that gives up must not leave a committed reply that nobody sends.
        who = incoming.channel, incoming.address
        before = self._photo_turns.get(who)
        turn = asyncio.create_task(self._receive(incoming, before))
        self._turns.add(turn)
        turn.add_done_callback(self._turn_ended)
        if incoming.picture is not None:
            self._photo_turns[who] = turn
            turn.add_done_callback(partial(self._photo_ended, who))
        await asyncio.shield(turn)

    def _photo_ended(self, who: tuple[str, str], turn: asyncio.Task[None]) -> None:
        if self._photo_turns.get(who) is turn:
            del self._photo_turns[who]

    def _turn_ended(self, turn: asyncio.Task[None]) -> None:
        self._turns.discard(turn)
        if not turn.cancelled():
            turn.exception()  # whoever still waits gets it; here it is only marked as seen

    async def _receive(self, incoming: Incoming, before: asyncio.Task[None] | None = None) -> None:
        """`before` is a turn of the same person whose photo is at work: what was written after it
        is heard after it."""
        self.received_at[incoming.channel] = self._clock()
        if before is not None:
            await asyncio.wait({before})
        started = time.perf_counter()
        try:
            done = await self._handle(incoming)
        except NoRoom:
            self._on_turn(incoming.channel, "no room", time.perf_counter() - started)
            raise
        except Exception as error:
            # The boundary of a turn: whatever came, whatever was raised, it costs this turn only.
            try:
                done = await self._failed(incoming, error)
            except NotReceived:
                self._on_turn(incoming.channel, "not received", time.perf_counter() - started)
                raise
        took_s = time.perf_counter() - started
        self._on_turn(incoming.channel, done.word, took_s)
        for name, outlet in self._outlets.items():
            if done.elsewhere or (name == incoming.channel and not done.on_its_way):
                outlet.wake()
        log.info(
            "turn %s channel=%s contact=%s ms=%.1f",
            done.word,
            incoming.channel,
            done.contact_id,
            took_s * 1000,
        )

    async def _handle(self, incoming: Incoming) -> Received:
        """The whole of a turn, its photo included; what it raises left nothing behind."""
        incoming = _readable(incoming)
        if incoming.picture is not None:
            incoming = await self._with_photo(incoming, incoming.picture)
        await self._read_ahead(incoming)
        place = _Place(self._outlets[incoming.channel])
        try:
            done = await self._database.transaction(lambda tx: self._turn(tx, incoming, place))
        finally:
            place.give_back()
        self._note_form(incoming, in_form=done.in_form)
        return replace(done, on_its_way=place.has_started)

    def _note_form(self, incoming: Incoming, *, in_form: bool) -> None:
        who = incoming.channel, incoming.address
        self._in_forms.pop(who, None)
        if in_form:
            self._in_forms[who] = None
        if len(self._in_forms) > FORMS_KNOWN:
            del self._in_forms[next(iter(self._in_forms))]

    async def _read_ahead(self, incoming: Incoming) -> None:
        """Has a message that may ask something understood in a thread, one after the other in their
        order: the turn then finds it read, and nobody's turn waits for it. A name or an address a
        form asks for is no question: the form takes it unread."""
        understanding = self._content.understanding
        if not understanding.takes_time or incoming.kind not in SAID:
            return
        async with self._reading:
            if self._may_ask(incoming):
                await self._readers.run(read_ahead, understanding, incoming.text)

    def _may_ask(self, incoming: Incoming) -> bool:
        if len(incoming.text.split()) < READ_AHEAD_FROM:
            return False
        return (incoming.channel, incoming.address) not in self._in_forms or asks(incoming.text)

    async def _failed(self, incoming: Incoming, error: Exception) -> Received:
        """Records a turn that raised and apologises. Raises NotReceived when it must be tried
        again."""
        if not isinstance(error, StorageUnavailable):
            log.error("turn raised channel=%s", incoming.channel, exc_info=error)
            try:
                return await self._apologise(_readable(incoming), type(error).__name__)
            except Exception as worse:
                error = worse
        return await self._in_vain(incoming, error)

    async def _in_vain(self, incoming: Incoming, error: Exception) -> Received:
        """Not even the apology could be stored: raises NotReceived, but not for ever."""
        if isinstance(error, StorageUnavailable):
            log.error("storage unavailable: %s", error)
            if error.everyone:
                raise self._not_received() from error
        else:
            log.error("a message could not be stored", exc_info=error)
        why = type(error).__name__
        try:
            given_up = await self._database.transaction(lambda tx: self._note(tx, incoming, why))
        except Exception as worse:  # the message is not to blame: nothing can be stored
            log.error("storage unavailable: %s", type(worse).__name__)
            raise self._not_received() from worse
        if not given_up:
            raise self._not_received(everyone=False) from error
        return await self._say_it_was_set_aside(incoming)

    def _note(self, tx: Transaction, incoming: Incoming, why: str) -> bool:
        """Counts a try in vain; whether it was the last."""
        key = _storable(incoming.channel), _storable(incoming.external_id)
        now = self._clock()
        tries = tx.set_aside.note(*key, _storable(incoming.address), _kept_text(incoming), why, now)
        if tries < MOST_TRIES:
            return False
        if tx.set_aside.give_up(*key, now):
            alarms.sound(tx, self._content, incoming.channel, "set_aside", why, now)
        return True

    async def _say_it_was_set_aside(self, incoming: Incoming) -> Received:
        """The person is told, if that can be stored; the message is out of the way all the same."""

        def tell(tx: Transaction) -> Received:
            now = self._clock()
            contact = _meet(tx, incoming, now)
            key = f"set aside:{incoming.channel}:{incoming.external_id}"
            reply = Reply(self._content.words.say("system/set_aside"), place=incoming.place)
            if incoming.kind not in UNSAID:
                tx.outbox.add(contact.id, reply.to_json(), now, dedupe_key=key)
            return Received("set aside", contact.id)

        try:
            return await self._database.transaction(tell)
        except Exception:
            log.exception("nobody could be told that a message was set aside")
            return Received("set aside", 0)

    async def _with_photo(self, incoming: Incoming, picture: Picture) -> Incoming:
        """Fetches and keeps a photo, only when one is wanted now; nothing else is ever fetched, and
        nothing of a message that came before."""

        def looked_at(tx: Transaction) -> str:
            """Why it is not fetched: `known`, `unwanted`, `enough`; "" when it is."""
            contact, now = tx.contacts.find(incoming.channel, incoming.address), self._clock()
            if tx.inbox.knows(incoming.channel, incoming.external_id):
                return "known"
            if contact is not None and talking.takes_photo(tx, contact.id):
                return ""
            conversation = tx.conversations.current(contact.id, now) if contact else None
            if contact is None or conversation is None or not pictures.wants_photo(conversation):
                return "unwanted"
            alone = not incoming.text.strip()
            full = alone and pictures.has_enough(tx, contact.id, conversation, now)
            return ENOUGH if full else ""

        if self._photos is None or incoming.group is not None:
            return incoming
        if why := await self._database.transaction(looked_at):
            full = replace(picture, refused=ENOUGH)
            return replace(incoming, picture=full) if why == ENOUGH else incoming
        if not self._space.takes_photos(incoming):
            return replace(incoming, picture=replace(picture, refused=Refusal.NO_ROOM))
        try:
            taken = await self._photos.take(incoming.channel, picture)
            self._space.took(incoming, taken.size if taken.name else 0)
        except Exception:
            # Still the turn's boundary: a photo must not cost the words that came with it.
            log.exception("photo raised channel=%s", incoming.channel)
            taken = replace(picture, refused=Refusal.NOT_KEPT)
        return replace(incoming, picture=taken)

    def _turn(self, tx: Transaction, incoming: Incoming, place: "_Place") -> Received:
        """The whole turn. In the `place` a reply starts on its way with the commit."""
        now = self._clock()
        if incoming.kind in (IncomingKind.LEFT, IncomingKind.MOVED):
            return self._note_absence(tx, incoming, now)
        contact, written = _meet(tx, incoming, now), tx.outbox.watch()
        conversation = _count_message(tx.conversations.current(contact.id, now), now)
        if self._space.refuses(tx, contact, incoming):
            return self._turn_away(tx, contact, incoming, now)
        self._space.hears_again(contact)
        incoming = _in_context(incoming, conversation)
        excess = conversation.window_count - FLOOD_LIMIT
        capabilities = self._capabilities[incoming.channel]
        if not tx.inbox.record(
            incoming.channel,
            incoming.external_id,
            contact.id,
            now,
            state=InboxState.HANDLED if excess <= 0 else InboxState.THROTTLED,
            text=None if capabilities.keeps_history else _shown(incoming, conversation),
        ):
            return Received("repeated", contact.id)
        if incoming.kind is IncomingKind.JOINED:
            return Received("joined", contact.id)
        if excess > 0:
            tx.conversations.save(conversation)
            if excess == 1:
                slowly = Reply(self._content.words.say("system/slow_down"))
                self._queue(tx, contact, _placed(incoming, slowly), now)
            return Received("throttled", contact.id)
        outcome = self._answer(tx, incoming, contact, conversation, now)
        tx.conversations.save(outcome.conversation)
        told = [self._with_address(reply, capabilities) for reply in outcome.replies]
        answers = self._with_warning(incoming, told)
        form = form_of(tx, contact.id)  # as it may be wished just now
        replies = [
            said_to_them(reply, form) for reply in (*self._about_expired(tx, contact), *answers)
        ]
        said = self._queue(tx, contact, _placed(incoming, *replies), now, place)
        tx.after_commit(partial(self._space.took, incoming, ROW + len(incoming.text) + said))
        return Received(
            "handled",
            contact.id,
            in_form=bool(outcome.conversation.flow),
            elsewhere=bool(written - {contact.id}),
        )

    def _turn_away(
        self, tx: Transaction, contact: Contact, incoming: Incoming, now: datetime
    ) -> Received:
        """There is no room for what this contact says. On a page of ours nothing is kept, and the
        words come back with the refusal: raises NoRoom. Elsewhere it counts as received, unread,
        and they are told once."""
        state, key = InboxState.THROTTLED, (incoming.channel, incoming.external_id)
        if not tx.inbox.record(*key, contact.id, now, state=state):
            return Received("repeated", contact.id)
        sorry = self._content.words.say("system/no_room")
        if not self._capabilities[incoming.channel].keeps_history:
            raise NoRoom(sorry)
        if incoming.kind not in UNSAID and self._space.is_told_first(contact):
            self._queue(tx, contact, _placed(incoming, Reply(sorry)), now)
        return Received("no room", contact.id)

    def _about_expired(self, tx: Transaction, contact: Contact) -> list[Reply]:
        """Once, that an answer of before was never sent; in a group nobody knows whose it was."""
        if not tx.outbox.take_expired(contact.id) or contact.is_group:
            return []
        return [Reply(self._content.words.say("system/expired"))]

    def _answer(
        self,
        tx: Transaction,
        incoming: Incoming,
        contact: Contact,
        conversation: Conversation,
        now: datetime,
    ) -> Outcome:
        action, stale, out_of_range = resolve(
            incoming, conversation.choices, conversation.menu, conversation.pushed_at
        )
        return routes.route(
            Turn(
                incoming=incoming,
                contact=contact,
                conversation=conversation,
                content=self._content,
                tx=tx,
                now=now,
                today=now.astimezone(VIETNAM).date(),
                site=self._site,
                action=action,
                stale=stale,
                out_of_range=out_of_range,
                abroad=self._capabilities[incoming.channel].abroad,
            )
        )

    def _with_address(self, reply: Reply, capabilities: Capabilities) -> Reply:
        """Where the channel has no button of its own to pass a page on, its address is in the
        text; an address that only this machine reaches helps nobody."""
        if not reply.page or capabilities.passes_on:
            return reply
        if not self._public_url:
            return replace(reply, page="")
        address = f"{self._public_url}/{reply.page}"
        link = self._content.words.say("system/pass_on", address=address)
        return replace(reply, page="", text=f"{reply.text}\n\n{link}")

    def _with_warning(self, incoming: Incoming, replies: Sequence[Reply]) -> Sequence[Reply]:
        """Whoever typed what nobody should send reads so, at the top of the first reply."""
        if not incoming.covered or not replies:
            return replies
        warning = self._content.words.say("privacy/masked", kinds=incoming.covered)
        return [replace(replies[0], text=f"{warning}\n\n{replies[0].text}"), *replies[1:]]

    def _note_absence(self, tx: Transaction, incoming: Incoming, now: datetime) -> Received:
        contact = tx.contacts.find(incoming.channel, incoming.address)
        if contact is None:
            return Received("unknown", 0)
        if not tx.inbox.record(incoming.channel, incoming.external_id, contact.id, now):
            return Received("repeated", contact.id)
        if incoming.kind is IncomingKind.MOVED:
            tx.contacts.move(contact.id, incoming.text)
            return Received("moved", contact.id)
        tx.contacts.leave(contact.id)
        tx.outbox.refuse_all(contact.id, now, "left")
        return Received("left", contact.id)

    def _queue(
        self,
        tx: Transaction,
        contact: Contact,
        replies: Sequence[Reply],
        now: datetime,
        place: "_Place | None" = None,
    ) -> int:
        """Queues replies, cut to the channel's size; the first may start with this commit. How much
        that is, in letters."""
        size = 0
        capabilities = self._capabilities[contact.channel]
        limit = capabilities.text_limit
        # Our own page shows what was said whenever it is opened: there nothing comes too late.
        expires = now + REPLY_LASTS if capabilities.keeps_history else None
        parts = [part for reply in replies for part in paginate(reply, limit)]
        for part in parts:
            body = part.to_json()
            size += len(body)
            at_once = place is not None and place.is_ours and _may_go(tx, contact, now)
            row_id = tx.outbox.add(contact.id, body, now, claimed=at_once, expires=expires)
            if at_once and place is not None and row_id is not None:
                row = OutboxRow(
                    id=row_id,
                    contact_id=contact.id,
                    channel=contact.channel,
                    address=contact.address,
                    kind=Kind.REPLY,
                    body=body,
                    attempts=1,
                    is_group=contact.is_group,
                )
                tx.after_commit(partial(place.start, row, alone=len(parts) == 1))
            place = None  # only the first
        return size

    async def _apologise(self, incoming: Incoming, why: str) -> Received:
        """Records what failed, for staff too, and says so. Raises what the transaction raises."""

        def record(tx: Transaction) -> Received:
            now = self._clock()
            contact = _meet(tx, incoming, now)
            keeps = self._capabilities[incoming.channel].keeps_history
            if not tx.inbox.record(
                incoming.channel,
                incoming.external_id,
                contact.id,
                now,
                state=InboxState.FAILED,
                text=None if keeps else incoming.text or None,
            ):
                return Received("repeated", contact.id)
            key = incoming.channel, incoming.external_id
            tx.set_aside.note(*key, incoming.address, _kept_text(incoming), why, now)
            tx.set_aside.give_up(*key, now)
            alarms.sound(tx, self._content, incoming.channel, "set_aside", why, now)
            if incoming.kind not in UNSAID:
                sorry = Reply(self._content.words.say("system/failed"))
                self._queue(tx, contact, _placed(incoming, sorry), now)
            return Received("failed", contact.id)

        return await self._database.transaction(record)

    def _not_received(self, *, everyone: bool = True) -> NotReceived:
        everyone = everyone and self._may_send()
        return NotReceived(self._content.words.say("system/unavailable"), everyone=everyone)


class _Place:
    """A place on the way out, held for a turn until its reply starts in it or none does."""

    def __init__(self, outlet: Outlet) -> None:
        self._outlet = outlet
        self.is_ours = outlet.reserve()
        self.has_started = False

    def start(self, row: OutboxRow, *, alone: bool) -> None:
        self.is_ours, self.has_started = False, True
        self._outlet.start(row, alone=alone)

    def give_back(self) -> None:
        if self.is_ours:
            self.is_ours = False
            self._outlet.release()


def _may_go(tx: Transaction, contact: Contact, now: datetime) -> bool:
    """Nothing else is open for the contact, and it has rested."""
    if contact.rest_until is not None and contact.rest_until > now:
        return False
    return not tx.outbox.has_open(contact.id, now)


def _readable(incoming: Incoming) -> Incoming:
    """The message with its words as we read them: secrets covered before anything is kept; of a
    very long text, the beginning."""
    if incoming.kind is IncomingKind.MOVED:
        return incoming  # its text is an address
    said = mask(clean(incoming.text[: 2 * TEXT_LIMIT]))
    covered, shared = said.kinds, incoming.shared
    if shared is not None:
        name, phone = mask(clean(shared.name)), mask(clean(shared.phone))
        covered = (*covered, *name.kinds, *phone.kinds)
        shared = replace(shared, name=name.text, phone=phone.text)
    text = said.text[:TEXT_LIMIT]
    if text == incoming.text and shared == incoming.shared:
        return incoming
    return replace(
        incoming, text=text, shared=shared, covered=tuple(dict.fromkeys(map(str, covered)))
    )


def _in_context(incoming: Incoming, conversation: Conversation) -> Incoming:
    """A lone number after what it was called in the message before."""
    if incoming.kind not in SAID:
        return incoming
    memory = orjson.loads(conversation.flow)["memory"] if conversation.flow else {}
    said = mask_after(memory.get("content") or conversation.asked or "", incoming.text)
    if said.text == incoming.text:
        return incoming
    covered = (*incoming.covered, *map(str, said.kinds))
    return replace(incoming, text=said.text, covered=tuple(dict.fromkeys(covered)))


def _kept_text(incoming: Incoming) -> str:
    """Of a message that failed, what staff may see: without numbers and addresses, and nothing of
    a denunciation."""
    text = mask(clean(incoming.text[: 2 * TEXT_LIMIT])).text[:KEPT_TEXT]
    return "" if may_tell_of_harassment(text, ()) else redact(text)


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def paginate(reply: Reply, limit: int) -> list[Reply]:
    """A reply as parts that each fit a message; choices and footer stay with the last."""
    # Room for the footer and for choices written out as text on channels without buttons.
    tail = len(reply.footer) + sum(len(choice.label) + 5 for choice in reply.choices) + 4
    room = max(limit - tail, limit // 2)
    parts = split(reply.text, room)
    if len(parts) == 1:
        return [reply]
    before = (Reply(part, place=reply.place, private=reply.private) for part in parts[:-1])
    return [*before, replace(reply, text=parts[-1])]


def _meet(tx: Transaction, incoming: Incoming, now: datetime) -> Contact:
    is_group = incoming.group is not None
    return tx.contacts.meet(incoming.channel, incoming.address, now, is_group=is_group)


def _placed(incoming: Incoming, *replies: Reply) -> list[Reply]:
    """Where the message was that they answer."""
    return [replace(reply, place=incoming.place) for reply in replies]


def _count_message(conversation: Conversation, now: datetime) -> Conversation:
    # A window that began in the future was begun by a clock that was wrong.
    if not timedelta() <= now - conversation.window_started_at < FLOOD_WINDOW:
        return replace(conversation, window_started_at=now, window_count=1)
    return replace(conversation, window_count=conversation.window_count + 1)


def _shown(incoming: Incoming, conversation: Conversation) -> str | None:
    """What the person's own bubble says: the words typed, or the label of what was tapped. The name
    that a link carries was said by nobody."""
    if incoming.kind is IncomingKind.START:
        return None
    if incoming.kind is not IncomingKind.TAP:
        return incoming.text or None
    chosen = incoming.chosen
    return next((label for _, label, offer in conversation.choices if offer == chosen), None)
