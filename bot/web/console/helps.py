"""What helps whoever writes an answer: answers of the assistant that fit the question, and canned
ones. A press puts one into the draft, where it is edited; nothing is sent."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.drafts import keep_typed, named, page_of
from bot.web.console.question import find
from bot.web.console.question_forms import BASIS, TEXT
from bot.web.console.visit import Visit
from content.library import Content
from content.whole import read_whole
from handlers.question import canned, fitting
from handlers.question.canned import DraftPiece
from storage.database import Transaction


async def put_in(console: Console, visit: Visit) -> Response:
    """The piece below what is typed by now, all of it kept as this person's draft."""
    of = named(visit)
    piece = await console.read(lambda tx: _piece(tx, console.content, visit))
    written = canned.put_into(piece, visit.form.get("text", ""), visit.form.get("basis", ""))
    for name, text, limit in (("text", written.text, TEXT), ("basis", written.basis, BASIS)):
        if len(text) > limit:
            visit.errors[name] = "too_long"
            raise HTTPException(400)
    changed = {"text": [written.text], "basis": [written.basis]}
    await keep_typed(console, visit, of, changed, repeatable=False)
    return console.back(page_of(of), "put_in", anchor=f"nhap-{of.place}")


def _piece(tx: Transaction, content: Content, visit: Visit) -> DraftPiece:
    """What the form's button names; 404 for none, or one that is not theirs, or not served now."""
    question = find(tx, visit)
    kind, _, name = visit.form.get("insert", "").partition(":")
    if kind == "canned":
        one = canned.find(tx, visit.staff, read_whole(name) or 0)
        if one is not None:
            return canned.filled(content, one, question, visit.staff, visit.now)
    elif kind == "entry":
        fits = fitting.one(tx, content, name, visit.today)
        if fits is not None:
            return fits.piece
    raise HTTPException(404)
