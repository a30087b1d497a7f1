"""The settings of letters to staff: the mail server they are handed to."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.channels.email.server import PORTS, MailServer, Tls
from bot.settings.values import Values
from content.operator import tell

if TYPE_CHECKING:
    from bot.channels.opened import Around, OpenedChannel

_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")
_HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class EmailSettings:
    server: MailServer = field(default_factory=MailServer)

    @property
    def is_on(self) -> bool:
        return bool(self.server.host)

    def summary(self, address: str) -> str:
        if self.is_on:
            own = self.server
            return f"  {tell('run.email_on', host=own.host, sender=own.sender)}"
        return f"  {tell('run.email_off')}"

    async def open(self, around: "Around") -> "OpenedChannel":
        from bot.channels.email.opening import opened

        return opened(self.server, around)


def read_email(values: Values) -> EmailSettings:
    tls = Tls(values.one_of("SMTP_TLS", Tls.STARTTLS, *Tls))
    own = MailServer(
        host=values.text("SMTP_HOST"),
        port=values.whole("SMTP_PORT", PORTS[tls], 1, 65535, tell("settings.port")),
        tls=tls,
        user=values.text("SMTP_USER"),
        password=values.secret("SMTP_PASSWORD"),
        sender=values.text("SMTP_FROM"),
    )
    if own.host:
        is_address = _ADDRESS.fullmatch(own.sender) is not None
        values.require(is_address, tell("settings.smtp_from"))
        values.require(tls is not Tls.OFF or own.host in _HERE, tell("settings.smtp_tls"))
    values.require(bool(own.user) == bool(own.password), tell("settings.smtp_password"))
    return EmailSettings(own)
