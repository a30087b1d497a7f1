"""What a broadcast says to each person, and a trial of it for whoever wrote it."""

from dataclasses import replace
from datetime import datetime, timedelta

from content.library import Content
from content.news import month_name
from content.variables import fill
from handlers.broadcast.drafting import BroadcastRefused, faults
from handlers.broadcast.words import event_of, variables
from handlers.people import telling
from handlers.talk.messages import Attachment, Choice, Reply
from storage.broadcast_models import Broadcast, BroadcastKind, Person
from storage.database import Transaction
from storage.models import Kind

LONGEST = 1800  # with the footer it fits the shortest channel
TRIAL_LASTS = timedelta(hours=1)  # of a trial that waits for its channel


class Message:
    """What one broadcast says to each person; what is the same for many is made once."""

    def __init__(self, tx: Transaction, content: Content, broadcast: Broadcast, site: str) -> None:
        self._content = content
        self._broadcast = broadcast
        self._site = site
        self._event = event_of(tx, broadcast)
        self._items = broadcast.news
        self._topics = {item["topic"] for item in self._items}
        self._digests: dict[frozenset[str], str] = {}
        self._personal = (
            broadcast.kind is BroadcastKind.DIGEST or "{" in broadcast.title + broadcast.text
        )
        self._body = ""  # where it is the same for everybody
        self._choices = (Choice(content.words.label("have_read"), f"read:{broadcast.id}"),)
        base = str(broadcast.filter.base)
        self._footer = content.words.say("broadcast/footer", base=base)

    def body(self, person: Person) -> str | None:
        """The same as the outbox keeps it."""
        if self._body:
            return self._body
        reply = self.to(person)
        body = reply.to_json() if reply else None
        if body and not self._personal:
            self._body = body
        return body

    def to(self, person: Person) -> Reply | None:
        """None when there is nothing in it for this person."""
        broadcast = self._broadcast
        if broadcast.kind is BroadcastKind.DIGEST:
            topics = person.topics & self._topics
            text = self._digest(topics) if topics else ""
            if not text:
                return None
        else:
            text = self._filled(person)
        return Reply(text, self._choices, footer=self._footer, attachment=self._attachment())

    def _attachment(self) -> Attachment | None:
        name = self._broadcast.attachment
        if not name:
            return None
        url = f"{self._site}/tep/{name}" if self._site else ""
        return Attachment(name, self._broadcast.attachment_name, url)

    def _filled(self, person: Person) -> str:
        broadcast = self._broadcast
        title, text = broadcast.title, broadcast.text
        if self._personal:
            values = variables(self._content, person.name, person.business, self._event)
            title, text = fill(title, values), fill(text, values)
        return self._content.words.say(
            "broadcast/message",
            title=title,
            text=text,
            link=broadcast.link,
            corrects=broadcast.corrects,
        )

    def _digest(self, topics: frozenset[str]) -> str:
        """In full where it fits one message, else the headlines with the way to the rest."""
        if topics not in self._digests:
            broadcast = self._broadcast
            items = [item for item in self._items if item["topic"] in topics]
            month = broadcast.month or ""
            page = page_of(broadcast, self._site)
            for brief in (False, True):
                text = self._content.words.say(
                    "news/digest", month=month_name(month), items=items, brief=brief, page=page
                )
                if len(text) <= LONGEST:
                    break
            self._digests[topics] = text
        return self._digests[topics]


def page_of(broadcast: Broadcast, site: str) -> str:
    """Where a month's news will be read in full, once it was sent; "" for anything else."""
    return f"{site}/tin-tuc/{broadcast.month}" if site and broadcast.month else ""


def somebody(channel: str, topics: frozenset[str], now: datetime) -> Person:
    """A person we know nothing of, for previews."""
    return Person(0, channel, True, now, "", "", "", topics)


def test_send(
    tx: Transaction, content: Content, broadcast: Broadcast, staff_id: int, now: datetime, site: str
) -> int:
    """Sends it to those of the author's own linked chats that can be reached now, marked as a
    trial; how many there are. Raises BroadcastRefused."""
    if faults(tx, broadcast):
        raise BroadcastRefused("broadcast_not_ready")
    topics = frozenset(broadcast.filter.topics)
    message = Message(tx, content, broadcast, site)
    sent = 0
    for contact_id, channel in tx.staff_links.contacts_of(staff_id):
        reply = message.to(somebody(channel, topics, now))
        if reply is None or not telling.reaches(tx, contact_id, now):
            continue
        marked = replace(
            reply, text=content.words.say("broadcast/trial", text=reply.text), choices=()
        )
        # An older text that has not gone yet would pass for this one.
        tx.outbox.withdraw(f"trial:{broadcast.id}:{contact_id}:", now)
        tx.outbox.add(
            contact_id,
            marked.to_json(),
            now,
            kind=Kind.NOTICE,
            dedupe_key=f"trial:{broadcast.id}:{contact_id}:{now.timestamp():.0f}",
            expires=now + TRIAL_LASTS,
        )
        sent += 1
    return sent
