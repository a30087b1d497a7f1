"""Whether others who ask the same see an open question, and in which words."""

from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.question import find, page, refuse
from bot.web.console.visit import Visit
from handlers.question import sharing
from handlers.question.fit import NotForThePublic
from handlers.question.moves import NotAllowed
from handlers.question.together import as_shown
from storage.database import Transaction
from storage.question_models import Question


async def change(console: Console, visit: Visit) -> Response:
    """Shows the question in the words of the form, or hides it again."""
    shows = visit.text("do") == "show"
    text = visit.text("shown_text", required=shows, limit=2000) if shows else ""
    if visit.errors:
        return await page(console, visit, 400)

    def work(tx: Transaction) -> Question:
        question = find(tx, visit)
        now = {"shown_text": question.shown_text}
        visit.require_as_seen(now, *as_shown(tx, question))
        if not shows:
            return sharing.hide(tx, question)
        judged = visit.text("judged") == "1"
        return sharing.share(tx, console.content, question, text, judged=judged)

    code = str(visit.request.path_params["code"]).upper()
    action = "question.show_to_others" if shows else "question.hide_from_others"
    try:
        await console.write(visit, action, f"question:{code}", work)
    except NotAllowed:
        visit.errors["do"] = "not_now"
        return await page(console, visit, 409)
    except NotForThePublic as refusal:
        refuse(visit, refusal)
        return await page(console, visit, 400)
    return console.back(f"/cau-hoi/{code}", "saved")
