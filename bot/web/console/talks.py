"""Trò chuyện: the list of talks, one talk with all its lines, and what is done there."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from bot.files.attachments import AttachmentRefused, media_type
from bot.web.console.answer_files import titled
from bot.web.console.console import Console, Place
from bot.web.console.seen import Unseen
from bot.web.console.talk_stream import look, stream
from bot.web.console.talk_views import list_of, view_of
from bot.web.console.visit import Visit
from bot.web.pages import json_answer, wants_json
from content.vietnamese import clean
from content.whole import read_whole
from handlers.live import at_console, on_duty, relaying, seen
from handlers.live.at_console import TalkAct
from handlers.people.permissions import Action
from handlers.people.refusing import NotDone
from handlers.question import canned, fitting
from handlers.question.canned import DraftPiece, put_into
from storage.database import Transaction
from storage.handoff_models import Handoff, HandoffLine

PATH = "/tro-chuyen"
CANNED_SHOWN = 30
SENT = ("jpg", "pdf")  # kinds of files an official sends


async def list_(console: Console, visit: Visit) -> Response:
    """Those that wait, are held, are over; the earlier ones by pages (`?truoc=`)."""
    before = read_whole(visit.request.query_params.get("truoc", "")) or 0

    def work(tx: Transaction) -> dict[str, Any]:
        closed, more = seen.closed(tx, visit.staff, before)
        return {
            **list_of(tx, console, visit),
            "closed": [seen.in_list(tx, console.content, visit.staff, one) for one in closed],
            "more": more,
            "before": before,
            "able": on_duty.able(tx, visit.now),
        }

    return console.render(visit, "talks", **await console.read(work))


async def show(console: Console, visit: Visit) -> Response:
    return await page(console, visit)


async def page(console: Console, visit: Visit, status: int = 200, *, why: str = "") -> Response:
    """One talk. `why`: what was not done, beside its field; a script reads that alone."""
    if why and wants_json(visit.request):
        said = await console.read(lambda tx: _said(tx, console, visit, why))
        return json_answer({"notice": said, "why": why}, status)
    wanted = visit.form.get("find", "").strip()
    near = await _near(console, wanted)

    def work(tx: Transaction) -> dict[str, Any]:
        talk = _find(tx, visit)
        return {
            **view_of(tx, console, visit, talk),
            "why": _said(tx, console, visit, why) if why else "",
            "canned": canned.seen_by(tx, visit.staff)[:CANNED_SHOWN],
            "fits": fitting.offered(tx, console.content, near, visit.today),
            "wanted": wanted,
            "longest": relaying.LONGEST,
        }

    return console.render(visit, "talk", status, **await console.read(work))


async def act(console: Console, visit: Visit) -> Response:
    """Take, put off, pass on, make a question, end."""
    what = TalkAct(visit.choice("do", list(TalkAct)))
    if visit.errors:
        return await page(console, visit, 400)
    to = visit.text("to") if what is TalkAct.PASS else ""

    def work(tx: Transaction) -> str:
        talk = _find(tx, visit)
        return at_console.act(tx, console.content, talk, visit.staff, what, visit.now, to=to)

    try:
        # Each act writes its own line, as it does in a chat.
        done = await console.write(
            visit, "talk.take", _object(visit), work, unseen=Unseen.HELD, is_deed=lambda _: False
        )
    except NotDone as refusal:
        return await page(console, visit, 409, why=refusal.why)
    away = what in (TalkAct.END, TalkAct.PASS, TalkAct.REFUSE)
    return console.back(PATH if away else _path(visit), done)


async def say(console: Console, visit: Visit) -> Response:
    """A line to the owner, with a photo or a PDF, or with `do=note` a word among staff."""
    is_note = visit.form.get("do") == "note"
    name = title = ""
    # As it was typed: what nobody should send is not sent covered, it is not sent.
    text = clean(visit.raw.get("text", "")).strip()

    def work(tx: Transaction) -> HandoffLine:
        talk = _find(tx, visit)
        if len(text) > relaying.LONGEST:
            raise NotDone("text", "talk_long")
        if is_note:
            return relaying.note(tx, talk, visit.staff, text, visit.now)
        return relaying.from_staff(
            tx, console.content, talk, visit.staff, text, visit.now,
            photo=name, title=title, site=console.site,
        )  # fmt: skip

    deed = "talk.note" if is_note else "talk.say"
    try:
        name, title = await _file(console, visit, is_note=is_note)
        await console.write(visit, deed, _object(visit), work, unseen=Unseen.HELD)
    except NotDone as refusal:
        return await page(console, visit, 409, why=refusal.why)
    if wants_json(visit.request):
        return await look(console, visit)
    return console.back(_path(visit), "talk_note" if is_note else "", anchor="go")


async def put_in(console: Console, visit: Visit) -> Response:
    """The page with a piece below what is typed by now, or with what was found to put there;
    nothing is kept and nothing goes."""
    if "insert" in visit.form and "find_now" not in visit.form:
        piece = await console.read(lambda tx: _piece(tx, console, visit))
        whole = put_into(piece, visit.form.get("text", ""), "")
        basis = console.content.words.say("live/piece", text=whole.text, basis=whole.basis)
        visit.form["text"] = basis.strip()
    return await page(console, visit)


async def photo(console: Console, visit: Visit) -> Response:
    """A photo or a document of a line, for whoever may see the talk."""
    name = str(visit.request.path_params["name"])

    def work(tx: Transaction) -> HandoffLine:
        line = tx.handoffs.with_photo(name)
        if line is None or line.handoff_id != _find(tx, visit).id:
            raise HTTPException(404)
        return line

    line = await console.read(work)
    path = await console.answer_files.path(line.photo)
    if path is None:
        raise HTTPException(404)
    return FileResponse(
        path, media_type=media_type(line.photo), filename=line.title or line.photo,
        headers={"cache-control": "private, no-store"},
        content_disposition_type="attachment" if line.title else "inline",
    )  # fmt: skip


# ---- parts ----


async def _file(console: Console, visit: Visit, *, is_note: bool) -> tuple[str, str]:
    """The file of the form as it is kept, and what a document is called; ("", "") without one.
    Raises NotDone where it cannot be taken."""
    if "file" not in visit.files:
        return "", ""
    if is_note:
        raise NotDone("file", "talk_note_file")
    typed, data = visit.files["file"]
    try:
        name = await console.answer_files.keep(data, SENT)
    except AttachmentRefused as refusal:
        why = str(refusal)
        raise NotDone("file", "talk_file_kind" if why == "attachment_kind" else why) from None
    return name, titled(typed, name) if name.endswith(".pdf") else ""


def _path(visit: Visit) -> str:
    return f"{PATH}/{visit.number('talk')}"


def _object(visit: Visit) -> str:
    return f"talk:{visit.number('talk')}"


def _find(tx: Transaction, visit: Visit) -> Handoff:
    """The talk of the page's address; 404 for none, and for one that is not theirs to see."""
    talk = at_console.find(tx, visit.staff, visit.number("talk"))
    if talk is None:
        raise HTTPException(404)
    return talk


def _said(tx: Transaction, console: Console, visit: Visit, why: str) -> str:
    """Why something was not done, with who holds the talk now."""
    talk = _find(tx, visit)
    holder = tx.staff.get(talk.holder_id) if talk.holder_id is not None else None
    words = console.content.words.console
    return words[why].replace("#", holder.name if holder is not None else "")


async def _near(console: Console, wanted: str) -> Any:
    if not wanted:
        return ()
    return await console.pools.pages.run(fitting.read, console.content, wanted)


def _piece(tx: Transaction, console: Console, visit: Visit) -> DraftPiece:
    talk = _find(tx, visit)
    chosen = visit.form.get("insert", "")
    found = at_console.piece(tx, console.content, talk, visit.staff, chosen, visit.now)
    if found is None:
        raise HTTPException(404)
    return found


_ONE = f"{PATH}/{{talk}}"
PLACES = (
    Place(PATH, Action.HOLD_TALKS, list_),
    Place(f"{PATH}/moi", Action.HOLD_TALKS, stream, asks_by_itself=True),
    Place(_ONE, Action.HOLD_TALKS, show),
    Place(f"{_ONE}/lam", Action.HOLD_TALKS, act, ("POST",)),
    Place(f"{_ONE}/nhan", Action.HOLD_TALKS, say, ("POST",)),
    Place(f"{_ONE}/chen", Action.HOLD_TALKS, put_in, ("POST",)),
    Place(f"{_ONE}/anh/{{name}}", Action.HOLD_TALKS, photo),
)
