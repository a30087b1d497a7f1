"""The platforms people may reach us on: the one list of them, and what each has to bring. The web
chat and the terminal are ours and always there."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from bot.channels.email.settings import read_email
from bot.channels.telegram.render import to_html
from bot.channels.telegram.settings import read_telegram
from bot.channels.zalo_bot.settings import read_zalo_bot
from bot.channels.zalo_oa.settings import read_zalo_oa
from bot.settings.values import Values
from handlers.talk.messages import Reply

if TYPE_CHECKING:  # a command that only reads settings starts without all that
    from bot.channels.opened import Around, OpenedChannel


class Vendor(Protocol):
    """The settings of one platform: a frozen dataclass whose every field has a default."""

    @property
    def is_on(self) -> bool: ...

    def summary(self, address: str) -> str:
        """A line for the operator: on or off, and how to go on. `address` is our first page."""
        ...

    async def open(self, around: "Around") -> "OpenedChannel":
        """The channel, not started yet. Its module, and with it the platform's library, is
        imported here."""
        ...


ReadVendor = Callable[[Values], Vendor]

VENDORS: tuple[ReadVendor, ...] = (
    read_telegram,
    read_zalo_bot,
    read_zalo_oa,
    read_email,
)

# How a broadcast looks there, for those who write it; where a channel shows more than plain text.
PREVIEWS: Mapping[str, Callable[[Reply], str]] = {"telegram": to_html}
