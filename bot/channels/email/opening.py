"""How the channel of letters is opened with its settings."""

from bot.channels.email.channel import CHANNEL, EmailChannel, LetterWords
from bot.channels.email.server import MailServer
from bot.channels.opened import Around, OpenedChannel
from handlers.clock import alarms
from storage.database import Transaction

_ALARMS = ("login", "unreached")


def opened(own: MailServer, around: Around) -> OpenedChannel:
    content = around.content

    def body(text: str, page: str) -> str:
        address = f"{around.site}/{page}" if around.site else f"/{page}"
        return content.words.say("staff_notice/letter", text=text, address=address)

    async def troubled(why: str) -> None:
        def work(tx: Transaction) -> None:
            for what in _ALARMS:
                if what != why:
                    alarms.end(tx, CHANNEL, what)
            if why:
                alarms.sound(tx, content, CHANNEL, why, own.host, around.clock())

        await around.database.transaction(work)

    return OpenedChannel(EmailChannel(own, LetterWords(content.ward.assistant, body), troubled))
