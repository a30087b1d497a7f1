"""Approved news as an article of the Zalo OA: made by whoever writes, sent to all who follow by
whoever approves and did not write it."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.channels.oa import NotNow
from bot.web.console.broadcast import article_of, find, page
from bot.web.console.console import Console
from bot.web.console.visit import Visit
from handlers.broadcast import articles
from handlers.broadcast.words import for_everybody
from storage.database import Transaction


async def act(console: Console, visit: Visit) -> Response:
    broadcast = await console.read(lambda tx: find(tx, visit))
    do, platform = visit.text("do"), console.channels.articles
    if not articles.may_do(broadcast, do, visit.staff):
        raise HTTPException(403)
    if platform is None or not articles.may_become_one(broadcast):
        visit.errors["move"] = "article_by_hand"
        return await page(console, visit, 409)

    def asked(tx: Transaction) -> None:
        visit.require_as_seen({}, article_of(tx, find(tx, visit)))

    await console.write(visit, f"zalo_article.{do}", f"broadcast:{broadcast.id}", asked)
    try:
        shown = await console.read(lambda tx: for_everybody(tx, console.content, broadcast))
        match do:
            case "create":
                await platform.create(shown)
            case "send":
                await platform.send(shown)
            case _:
                await platform.settle(broadcast.id, there=do == "there")
    except NotNow as refusal:
        visit.errors["move"] = str(refusal)
        return await page(console, visit, 409)
    return console.back(f"/thong-bao/{broadcast.id}", anchor="bai-viet")
