"""Where slow work is done, kind by kind."""

from dataclasses import dataclass, field

from bot.running.documents import DocumentMaker
from bot.running.pool import Pool


@dataclass(frozen=True, slots=True)
class Pools:
    """Checking a password takes every core for a tenth of a second, and 64 MB: strangers have one
    thread, behind those who chat; whoever signed in on this device before has another that
    strangers cannot fill."""

    documents: DocumentMaker
    strangers: Pool = field(default_factory=lambda: Pool("passwords", 1, 12, behind=True))
    known: Pool = field(default_factory=lambda: Pool("passwords-known", 1, 12))
    pages: Pool = field(default_factory=lambda: Pool("pages", 1, 60))
    previews: Pool = field(default_factory=lambda: Pool("previews", 1, 12, behind=True))
    disk_space: Pool = field(default_factory=lambda: Pool("disk-space", 1, 3))
