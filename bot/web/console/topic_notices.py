"""A notice on top of the answers of a topic, and a topic that is not answered for a time."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.contents import PATH as CONTENTS
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from handlers.desk import announcing
from handlers.desk.acts import DeskRefused
from handlers.desk.announcing import Proposed
from handlers.desk.moving import DeskAsk
from storage.database import Transaction
from storage.topic_notices import TopicNotice, TopicNoticeKind

PATH = f"{CONTENTS}/bao-truoc"
TEXT = 500
EVERY = "all"  # topics
MOVES = ("approve", "return", "end")


async def list_(console: Console, visit: Visit) -> Response:
    return await _page(console, visit)


async def _page(console: Console, visit: Visit, status: int = 200) -> Response:
    def work(tx: Transaction) -> dict[str, Any]:
        notices = tx.topic_notices.latest()
        return {
            "notices": [announcing.shown(tx, one, visit.staff, visit.today) for one in notices],
            "people": {person.id: person for person in tx.staff.all()},
        }

    found = await console.read(work)
    fresh = {"kind": "notice", "starts_on": visit.today.isoformat(), "office": visit.staff.office}
    return console.render(
        visit,
        "topic_notices",
        status,
        **found,
        fresh=fresh,
        kinds=[str(kind) for kind in TopicNoticeKind],
        topics=console.content.knowledge.topics,
        places=console.content.ward.offices,
    )


async def add(console: Console, visit: Visit) -> Response:
    topic = visit.choice("topic", [EVERY, *console.content.knowledge.topics])
    kind = visit.choice("kind", [str(kind) for kind in TopicNoticeKind])
    office = visit.choice("office", list(console.content.ward.offices))
    text = visit.text("text", required=True, limit=TEXT)
    starts, ends = visit.day("starts_on"), visit.day("ends_on")
    if visit.errors or starts is None or ends is None:
        return await _page(console, visit, 400)
    about = "" if topic == EVERY else topic
    notice = Proposed(TopicNoticeKind(kind), about, office, text, starts, ends)

    def work(tx: Transaction) -> TopicNotice:
        ask = DeskAsk(visit.staff, visit.now)
        return announcing.propose(tx, notice, ask, visit.today)

    try:
        await console.write(
            visit, "notice.submit", lambda made: f"notice:{made.id}", work, unseen=Unseen.ADDS
        )
    except DeskRefused as refusal:
        visit.errors["act"] = str(refusal)
        return await _page(console, visit, 409)
    return console.back(PATH, "notice_submit")


async def act(console: Console, visit: Visit) -> Response:
    """One of `MOVES`."""
    do = visit.choice("do", list(MOVES))
    if visit.errors:
        raise HTTPException(400)
    number = visit.number("notice")
    ask = DeskAsk(visit.staff, visit.now, why=visit.text("why", limit=TEXT))

    def work(tx: Transaction) -> TopicNoticeKind:
        notice = tx.topic_notices.get(number)
        if notice is None:
            raise HTTPException(404)
        visit.require_as_seen({}, notice)
        if do == "end":
            announcing.end(tx, notice, ask)
        else:
            announcing.decide(tx, notice, ask, approved=do == "approve")
        return notice.kind

    try:
        kind = await console.write(visit, f"notice.{do}", f"notice:{number}", work)
    except DeskRefused as refusal:
        visit.errors["act"] = str(refusal)
        return await _page(console, visit, 409)
    pauses = do == "approve" and kind is TopicNoticeKind.PAUSE
    return console.back(PATH, "notice_approve_pause" if pauses else f"notice_{do}")
