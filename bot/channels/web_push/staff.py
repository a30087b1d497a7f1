"""Notices in the browsers of staff who asked for them: a code and what to do, and a press on it
leads into the console. The address of one is the mark its browser is kept under."""

import json

from bot.channels.base import Capabilities, SendOutcome, SendsOnly, Stopped
from bot.channels.web_push.waker import Waker
from content.library import Content
from handlers.people.ways import PUSH
from handlers.talk.markup import to_plain
from handlers.talk.messages import Reply
from storage.database import Database

BODY = 200  # letters


class StaffPushChannel(SendsOnly):
    name = PUSH
    capabilities = Capabilities(text_limit=BODY, concurrency=4, for_staff=True)

    def __init__(self, waker: Waker, database: Database, content: Content) -> None:
        self._waker = waker
        self._database = database
        self._title = content.words.say("staff_notice/title")

    async def send(self, row_id: int, address: str, reply: Reply) -> SendOutcome:
        kept = await self._database.read(lambda tx: tx.pushes.marked(address))
        if kept is None:
            return Stopped("browser forgotten")
        body = to_plain(reply.text).partition("\n\n")[0][:BODY]
        told = {"title": self._title, "body": body, "url": f"/{reply.page or 'can-bo'}"}
        return await self._waker.send(kept.sealed, json.dumps(told, ensure_ascii=False).encode())
