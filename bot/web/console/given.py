"""What the console is built from, by subject."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.channels.oa import Articles, OaConnection
from bot.files.attachments import AttachmentStore
from bot.files.photos import PhotoStore
from bot.running.pools import Pools
from bot.web.waking import Wakes
from content.library import Content
from handlers.talk.messages import Policies, Reply
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Channels:
    """What staff see of the channels. `policies` is what each allows to say unasked; `usernames`
    how people find us there, `chat_links` what opens a chat with us for what a payload names, as on
    posters (both "" while not known yet); `previews` what a broadcast will look like there, as HTML
    that is escaped; `oa` the connection of an Official Account, and `articles` what may be posted
    there (none: staff post by hand)."""

    policies: Policies
    usernames: Mapping[str, Callable[[], str]] = field(default_factory=dict)
    chat_links: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    previews: Mapping[str, Callable[[Reply], str]] = field(default_factory=dict)
    oa: OaConnection | None = None
    articles: Articles | None = None

    def username(self, channel: str) -> str:
        return self.usernames[channel]() if channel in self.usernames else ""


@dataclass(frozen=True, slots=True)
class Given:
    """`clock` gives the time now (aware, UTC); `site` is where the pages are; `secure` says that
    they are reached by https alone; `wake` starts deliveries of what was queued; `key` signs what
    browsers keep; `catch_up` returns when the answers published until now are served here;
    `letters`: staff may be written to by e-mail; `wakes` wakes browsers (none: without https);
    `pack_key` is what the packs of the city are signed by ("": none is taken).
    """

    database: Database
    content: Content
    clock: Callable[[], datetime]
    photos: PhotoStore
    attachments: AttachmentStore
    answer_files: AttachmentStore
    pools: Pools
    wake: Callable[[], None]
    site: str
    secure: bool
    key: str
    channels: Channels
    catch_up: Callable[[], Awaitable[None]]
    letters: bool = False
    wakes: Wakes | None = None
    pack_key: str = ""
