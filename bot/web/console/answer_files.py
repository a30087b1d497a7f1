"""Files of an answer that is being written: added, taken away, looked at."""

from pathlib import PurePath

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from bot.files.attachments import AttachmentRefused, media_type
from bot.web.console.console import Console
from bot.web.console.drafts import keep_typed, named, page_of
from bot.web.console.question import find
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit, covered_in
from content.whole import read_whole
from handlers.question import files
from storage.answer_files import AnswerFile
from storage.database import Transaction

TITLE = 70  # letters


async def add(console: Console, visit: Visit) -> Response:
    """The file of the form, kept with this person's draft; what is typed is kept, too."""
    of = named(visit)
    if "file" not in visit.files:
        visit.errors["file"] = "required"
        raise HTTPException(400)
    await take(console, visit)
    await keep_typed(console, visit, of, repeatable=False)
    return console.back(page_of(of), "file_added", anchor=f"tep-{of.place}")


async def take(console: Console, visit: Visit) -> None:
    """Keeps the file a form brought, if it brought one. Raises HTTPException with what is wrong in
    `visit.errors`."""
    if "file" not in visit.files:
        return
    typed, data = visit.files["file"]
    try:
        name = await console.answer_files.keep(data)
    except AttachmentRefused as refusal:
        visit.errors["file"] = str(refusal)
        raise HTTPException(400) from None
    title = titled(typed, name)

    def work(tx: Transaction) -> AnswerFile:
        question = find(tx, visit)
        return files.add(tx, question, visit.staff, name, title, len(data), visit.now)

    await console.write(
        visit, "answer_file.add", f"question:{_code(visit)}", work, unseen=Unseen.ADDS
    )


def titled(typed: str, name: str) -> str:
    """What people read a file is called that was `typed` so, and is kept as `name`."""
    stem = covered_in("content", PurePath(typed.replace("\\", "/")).stem).text[:TITLE].strip()
    return f"{stem or PurePath(name).stem}{PurePath(name).suffix}"


async def drop(console: Console, visit: Visit) -> Response:
    """A file that went with nothing yet is wanted no more."""
    of = named(visit)
    number = read_whole(visit.form.get("leaves", "")) or 0
    await keep_typed(console, visit, of, repeatable=False)
    await console.write(
        visit,
        "answer_file.drop",
        f"question:{_code(visit)}",
        lambda tx: files.drop(tx, find(tx, visit), visit.staff, number),
        unseen=Unseen.OWN,
        is_deed=bool,
    )
    return console.back(page_of(of), "file_dropped", anchor=f"tep-{of.place}")


async def show(console: Console, visit: Visit) -> Response:
    """As its asker gets it."""

    def work(tx: Transaction) -> AnswerFile:
        name = str(visit.request.path_params["name"])
        file = files.shown_to(tx, find(tx, visit), visit.staff, name)
        if file is None:
            raise HTTPException(404)
        return file

    file = await console.read(work)
    path = await console.answer_files.path(file.name)
    if path is None:
        raise HTTPException(404)
    headers = {"cache-control": "private, no-store"}
    return FileResponse(
        path, media_type=media_type(file.name), filename=file.title, headers=headers,
        content_disposition_type="inline" if file.name.endswith(".jpg") else "attachment",
    )  # fmt: skip


def _code(visit: Visit) -> str:
    return str(visit.request.path_params["code"]).upper()
