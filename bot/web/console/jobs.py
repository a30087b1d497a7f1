"""The page of a document that takes long: how far it is, and the file when it is ready."""

import asyncio

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from bot.web.console.console import Console
from bot.web.console.making import Job
from bot.web.console.seen import Unseen
from bot.web.console.typed import HOME
from bot.web.console.visit import Visit

WAIT_S = 2.0


async def hand_over(console: Console, job: Job) -> Response:
    """The file if it is ready soon, else the page that waits for it."""
    await asyncio.wait([asyncio.wrap_future(job.made)], timeout=WAIT_S)
    kept = console.jobs.find(job.staff_id, job.token, job.since)
    return _file(console, job) if kept and job.is_over and not job.failed else _to_page(job)


async def show(console: Console, visit: Visit) -> Response:
    """How far it is; the page asks again by itself."""
    job = _find(console, visit).standing()
    return console.render(visit, "job", 500 if job.failed else 200, job=job)


async def fetch(console: Console, visit: Visit) -> Response:
    job = _find(console, visit)
    if not job.is_over or job.failed:
        return _to_page(job)
    about = job.what.partition(" ")[0]
    await console.write(visit, "export.fetch", about, lambda tx: None, unseen=Unseen.READS)
    return _file(console, _find(console, visit))  # nobody was erased meanwhile


def _find(console: Console, visit: Visit) -> Job:
    token = str(visit.request.path_params["name"])
    job = console.jobs.find(visit.staff.id, token, visit.now)
    if job is None:
        raise HTTPException(404)
    return job


def _to_page(job: Job) -> Response:
    return RedirectResponse(f"{HOME}/dang-lam/{job.token}", 303)


def _file(console: Console, job: Job) -> Response:
    return console.file(job.made.result(), job.name, job.kind)
