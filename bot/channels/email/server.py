"""The mail server our letters are handed to."""

from dataclasses import dataclass
from enum import StrEnum

from bot.settings.secret import NONE, Secret


class Tls(StrEnum):
    """How the way to the mail server is locked."""

    STARTTLS = "starttls"  # asked for once connected, refused without
    TLS = "tls"  # from the first byte
    OFF = "off"  # only for a server on this machine


PORTS = {Tls.STARTTLS: 587, Tls.TLS: 465, Tls.OFF: 25}


@dataclass(frozen=True, slots=True)
class MailServer:
    """`sender` is whom letters are from; `user` and `password` are empty where none is asked."""

    host: str = ""
    port: int = PORTS[Tls.STARTTLS]
    tls: Tls = Tls.STARTTLS
    user: str = ""
    password: Secret = NONE
    sender: str = ""
