"""The neutral vocabulary: what comes in from any channel, and what goes out to any channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

import orjson

# What buttons that people still have on their phones call what has another name today.
_RENAMED = {"case": "question", "case_note": "question_note", "handbook": "notebook"}


class IncomingKind(StrEnum):
    """What happened. All but the last three are somebody saying something."""

    TEXT = "text"
    TAP = "tap"  # a choice was tapped; `action` holds what its button carried
    START = "start"  # somebody opened the conversation; `text` holds the deep link's payload
    PHOTO = "photo"  # a picture, perhaps with words
    SHARED = "shared"  # a contact card or the platform's form; `shared` holds what it says
    UNREADABLE = "unreadable"  # a voice message, a sticker, a payload we do not know
    LEFT = "left"  # blocked us or left
    JOINED = "joined"  # unblocked us or let us in
    MOVED = "moved"  # the address changed; `text` holds the new one


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo that came with a message. `reference` is the channel's own way to fetch it; `name`
    is our file once it was fetched, checked and kept; `refused` says why it was not."""

    reference: str
    size: int = 0
    name: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """A name and a phone number as a card or a form gives them; "" for what it does not say. `own`:
    the platform says that they are the sender's; where it cannot tell, the sender is asked.
    `vouched`: the platform itself gives the number of the sender's account."""

    name: str = ""
    phone: str = ""
    own: bool = True
    vouched: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """What was said was said among several people, who all read the answer. `private` is the
    address of a chat with us alone, to which the name of a wish is appended; "" when unknown."""

    private: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message from one contact.

    `external_id` is unique within the channel and the same when the platform delivers again;
    `address` is where replies go; `at` is when it was sent (aware, UTC). `group` is none in a chat
    with one person. `place` is where within the address an answer belongs (a topic, under which
    message), in the channel's own words; `album` is the same for what was sent together.
    `covered` names what nobody should send and was taken out of the words (`content.sensitive`).
    `via` is the network address it came from, where we see one: counted by, never kept. `named`
    says what something unreadable is ("sticker", "voice", "file:bang-ke.pdf"), "" for not known.
    """

    channel: str
    external_id: str
    address: str
    at: datetime
    kind: IncomingKind = IncomingKind.TEXT
    text: str = ""
    action: str = ""
    picture: Picture | None = None
    shared: Shared | None = None
    group: Group | None = None
    place: str = ""
    album: str = ""
    covered: tuple[str, ...] = ()
    via: str = ""
    named: str = ""

    @property
    def chosen(self) -> str:
        """What the tapped button does, without the number of its list; "" for no tap."""
        _, _, action = self.action.partition(".")
        return ":".join(_RENAMED.get(word, word) for word in action.split(":"))


@dataclass(frozen=True, slots=True)
class Choice:
    """Something the person can choose. `key` is what to type: 1 to 9, or 0 to go back; "" for what
    can only be tapped, and is left out where there are no buttons."""

    label: str
    action: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture or a document that goes with a message. `file` is its name in our folder of
    attachments, `name` what people see, `url` where it is on our own pages ("" when nowhere)."""

    file: str
    name: str
    url: str

    @property
    def is_picture(self) -> bool:
        return self.file.endswith((".jpg", ".png"))


@dataclass(frozen=True, slots=True)
class SendingPolicy:
    """What a platform allows to say unasked. The windows count from the person's last message."""

    per_second: int = 0  # 0: no limit
    per_minute: int = 0  # 0: no limit; replies count, too
    free_for: timedelta | None = None  # longer than this costs money; None: always free
    paid_for: timedelta | None = None  # longer than this is refused
    pays: bool = False  # whether what costs money is sent
    monthly: int | None = None  # messages a month
    counts_everything: bool = False  # the month's messages: replies and what came in, too
    people: int | None = None  # how many people it serves
    arrives: bool = True  # taken means on the person's phone; else on a page they come back to

    @property
    def open_for(self) -> timedelta | None:
        """How long after a person's last message we still write to them; None: always."""
        return self.paid_for if self.pays and self.paid_for is not None else self.free_for

    @property
    def most_per_second(self) -> float:
        """How fast a broadcast goes at best; 0: no limit."""
        rates = [rate for rate in (float(self.per_second), self.per_minute / 60) if rate]
        return min(rates, default=0.0)


Policies = Mapping[str, SendingPolicy]  # by channel


@dataclass(frozen=True, slots=True)
class Reply:
    """What we say: neutral markup (`handlers.talk.markup`), choices, and a small print footer.

    `menu` numbers the list of choices, so that a tap on an older list is recognised. `place` is the
    `Incoming.place` of what it answers. `begun` is how many messages of it have arrived, where one
    could not hold it: they are not sent again. `code` is what may be typed to see what an unasked
    message is about, "" for nothing. `page` is the path of the public page that says the same, to
    be passed on ("cau/mon-bai"); "" where there is none. `private`: no official is shown it, who
    takes a talk with whoever it was said to.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    footer: str = ""
    menu: int = 0
    qr: str = ""  # shown as a QR picture where the channel has pictures
    attachment: Attachment | None = None
    asks_contact: str = ""  # why name and phone are wanted, where the channel has a form for them
    place: str = ""
    begun: int = 0
    code: str = ""
    page: str = ""
    private: bool = False

    def to_json(self) -> str:
        return orjson.dumps(
            {
                "text": self.text,
                "footer": self.footer,
                "menu": self.menu,
                "qr": self.qr,
                "attachment": self.attachment,
                "asks_contact": self.asks_contact,
                "place": self.place,
                "begun": self.begun,
                "code": self.code,
                "page": self.page,
                "private": self.private,
                "choices": [(choice.key, choice.label, choice.action) for choice in self.choices],
            }
        ).decode()

    @staticmethod
    @lru_cache(maxsize=256)  # a broadcast says the same to thousands
    def from_json(body: str) -> "Reply":
        raw = orjson.loads(body)
        return Reply(
            text=raw["text"],
            footer=raw["footer"],
            menu=raw["menu"],
            qr=raw.get("qr", ""),  # bodies queued before there were pictures have none
            attachment=Attachment(**raw["attachment"]) if raw.get("attachment") else None,
            asks_contact=raw.get("asks_contact", ""),
            place=raw.get("place", ""),
            begun=raw.get("begun", 0),
            code=raw.get("code", ""),
            page=raw.get("page", ""),
            private=raw.get("private", False),
            choices=tuple(Choice(label, action, key) for key, label, action in raw["choices"]),
        )

    def tap(self, choice: Choice) -> str:
        """What a button for `choice` carries, and a tap on it brings back as `Incoming.action`."""
        return f"{self.menu}.{choice.action}"


def numbered(
    choices: tuple[Choice, ...], back: Choice | None = None, *, after: int = 0
) -> tuple[Choice, ...]:
    """Choices with their keys: 1, 2, 3 ... (or on from `after`), and 0 for the way back."""
    keyed = tuple(
        Choice(choice.label, choice.action, str(key))
        for key, choice in enumerate(choices, after + 1)
    )
    return (*keyed, Choice(back.label, back.action, "0")) if back else keyed
