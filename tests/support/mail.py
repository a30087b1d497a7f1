"""A mail server on this machine, which keeps the letters it takes."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword

from bot.channels.email.server import MailServer, Tls
from bot.channels.email.settings import EmailSettings
from bot.settings.secret import NONE, Secret

SENDER = "donghanh@phuong.test"


@dataclass
class Mail:
    """`refuses`: what is answered to an address; `answers`: to the next letters, then they are
    taken. `password`: asked for, where it is not empty."""

    port: int = 0
    password: str = ""
    letters: list[EmailMessage] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    answers: list[str] = field(default_factory=list)
    silent: bool = False  # takes a letter and never says so
    tried: int = 0

    def settings(self, password: str = "") -> EmailSettings:
        user = "phuong" if password else ""
        given = Secret(password) if password else NONE
        return EmailSettings(MailServer("127.0.0.1", self.port, Tls.OFF, user, given, SENDER))

    async def handle_RCPT(  # as aiosmtpd calls it
        self, server: SMTP, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tried += 1
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Envelope) -> str:
        if self.answers:
            return self.answers.pop(0)
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        if self.silent:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return "250 taken"

    def check(self, server: SMTP, session: Any, envelope: Any, way: str, given: Any) -> AuthResult:
        right = isinstance(given, LoginPassword) and given.password.decode() == self.password
        return AuthResult(success=right, handled=False)

    def said(self) -> list[str]:
        return [str(letter["subject"]) for letter in self.letters]


@asynccontextmanager
async def mail_server(password: str = "") -> AsyncIterator[Mail]:
    mail = Mail(password=password)
    loop = asyncio.get_running_loop()

    def connection() -> SMTP:
        if not password:
            return SMTP(mail, hostname="thu.test", loop=loop)
        return SMTP(
            mail, hostname="thu.test", loop=loop, authenticator=mail.check, auth_require_tls=False
        )

    with socket.create_server(("127.0.0.1", 0)) as listening:
        mail.port = listening.getsockname()[1]
        server = await loop.create_server(connection, sock=listening)
        try:
            yield mail
        finally:
            server.close()
