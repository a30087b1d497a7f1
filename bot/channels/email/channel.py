"""A letter: Reply -> one message handed to the mail server, its answer -> what became of it.

The first line of what is said is the subject. The mail server alone decides whether an address
takes letters; a letter it took may still come back to `sender`, which somebody of the ward reads.
"""

import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr, formatdate

import aiosmtplib

from bot.channels.base import (
    Capabilities,
    Rejected,
    Retry,
    SendOutcome,
    SendsOnly,
    Sent,
    Stopped,
    Unsure,
)
from bot.channels.email.server import MailServer, Tls
from handlers.talk.markup import to_plain
from handlers.talk.messages import Reply

log = logging.getLogger(__name__)

CHANNEL = "email"
WITHIN_S = 20.0  # for each step of one letter
AGAIN_S = 60.0
SUBJECT = 120  # letters
# The mail server says that there is no such address.
_NO_SUCH = (550, 551, 553)
_BY_POLICY = "5.7"  # ... or that it takes nothing from us: the address is none the worse

# Told "" when letters go again, else why none does.
Troubled = Callable[[str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class LetterWords:
    """`name` is whom letters are from; `body` makes the text of one, from what is said and where in
    the console it is."""

    name: str
    body: Callable[[str, str], str]


class EmailChannel(SendsOnly):
    name = CHANNEL
    capabilities = Capabilities(
        text_limit=20_000, concurrency=2, send_within_s=120.0, for_staff=True
    )

    def __init__(self, own: MailServer, words: LetterWords, troubled: Troubled) -> None:
        self._own = own
        self._words = words
        self._troubled = troubled
        self._was_troubled = True  # nobody knows what was before this start

    async def send(self, row_id: int, address: str, reply: Reply) -> SendOutcome:
        letter = self._letter(row_id, address, reply)
        client = aiosmtplib.SMTP(
            hostname=self._own.host,
            port=self._own.port,
            timeout=WITHIN_S,
            use_tls=self._own.tls is Tls.TLS,
            start_tls=self._own.tls is Tls.STARTTLS,
            username=self._own.user or None,
            password=self._own.password.value or None,
        )
        try:
            await client.connect()
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            await self._note("login" if _is_login(error) else "unreached")
            client.close()
            return Retry(AGAIN_S, type(error).__name__, everyone=True)
        await self._note("")
        try:
            return await self._hand_over(client, address, letter)
        finally:
            with contextlib.suppress(aiosmtplib.SMTPException, OSError):
                await client.quit()
            client.close()

    async def _hand_over(
        self, client: aiosmtplib.SMTP, address: str, letter: EmailMessage
    ) -> SendOutcome:
        try:
            await client.mail(self._own.sender)
            await client.rcpt(address)
        except aiosmtplib.SMTPResponseException as error:
            return _refused(error)
        except (aiosmtplib.SMTPException, OSError) as error:
            return Retry(AGAIN_S, type(error).__name__)
        try:
            response = await client.data(letter.as_bytes(policy=SMTP))
        except aiosmtplib.SMTPResponseException as error:
            again = 400 <= error.code < 500
            return Retry(AGAIN_S, _said(error)) if again else Rejected(_said(error))
        except (aiosmtplib.SMTPException, OSError) as error:
            return Unsure(type(error).__name__)  # it may have been taken
        return Sent(response.message[:80])

    def _letter(self, row_id: int, address: str, reply: Reply) -> EmailMessage:
        subject, _, rest = to_plain(reply.text).partition("\n\n")
        letter = EmailMessage()
        letter["Subject"] = " ".join(subject.split())[:SUBJECT]
        letter["From"] = formataddr((self._words.name, self._own.sender))
        letter["To"] = address
        letter["Date"] = formatdate(usegmt=True)
        domain = self._own.sender.rpartition("@")[2]
        letter["Message-ID"] = f"<donghanh-{row_id}@{domain}>"
        letter["Auto-Submitted"] = "auto-generated"
        body = self._words.body(rest.strip() or subject, reply.page)
        letter.set_content(body, cte="quoted-printable")
        return letter

    async def _note(self, why: str) -> None:
        if why or self._was_troubled:
            self._was_troubled = bool(why)
            await self._troubled(why)


def _is_login(error: Exception) -> bool:
    return isinstance(error, aiosmtplib.SMTPAuthenticationError)


def _refused(error: aiosmtplib.SMTPResponseException) -> SendOutcome:
    """The mail server does not take this letter for this address."""
    if 400 <= error.code < 500:
        return Retry(AGAIN_S, _said(error))
    refuses_address = isinstance(error, aiosmtplib.SMTPRecipientRefused)
    if refuses_address and error.code in _NO_SUCH and not error.message.startswith(_BY_POLICY):
        return Stopped(_said(error))
    return Rejected(_said(error))


def _said(error: aiosmtplib.SMTPResponseException) -> str:
    """Without its words, which may name the address."""
    return f"SMTP {error.code}"
