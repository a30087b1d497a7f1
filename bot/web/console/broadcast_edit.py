"""A broadcast is written, or written anew: its form."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.files.attachments import AttachmentRefused
from bot.web.console import seen
from bot.web.console.broadcast import as_form, chosen, find, previews
from bot.web.console.console import Console
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.variables import NAMES
from content.whole import read_whole
from handlers.broadcast import drafting, keeping, whom
from handlers.broadcast.drafting import (
    BASES,
    EVENT_STATES,
    TEXT_LIMIT,
    TITLE_LIMIT,
    WRITTEN,
    BroadcastRefused,
    Writing,
)
from handlers.conference.named import names
from handlers.office import drafts
from handlers.office.drafts import DraftPlace
from handlers.talk.markup import bold_by_one_star
from storage.broadcast_models import Audience, Base, Broadcast, BroadcastKind
from storage.business_models import BusinessField
from storage.database import Transaction
from storage.event_models import BusinessKind


async def new(console: Console, visit: Visit) -> Response:
    if visit.request.method == "GET":
        wanted = visit.request.query_params
        base = wanted.get("nguoi-nhan", Base.SUBSCRIBERS)
        visit.form = {
            "kind": BroadcastKind.NEWS if base == Base.SUBSCRIBERS else BroadcastKind.NOTICE,
            "base": base,
            "event": wanted.get("su-kien", ""),
            "topic": "chung",
        }
        visit.lists = {"event_states": ["coming"]}
        await _begin(console, visit)
        return await _form(console, visit, None)
    writing = await _read(console, visit)
    if visit.errors:
        return await _form(console, visit, None, 400)

    def work(tx: Transaction) -> Broadcast:
        knows = visit.text("knows")
        return drafting.write(tx, writing, visit.now, author=visit.staff, knows=knows)

    try:
        made = await console.write(
            visit,
            "broadcast.create",
            lambda made: f"broadcast:{made.id}",
            work,
            unseen=Unseen.ADDS,
        )
    except drafting.BroadcastsAlike as doubt:
        return await _form(console, visit, None, 409, doubt.broadcasts)
    return console.back(f"/thong-bao/{made.id}", "draft_saved")


async def _begin(console: Console, visit: Visit) -> None:
    """Fills the form with a text of ours, or with what was kept, where the address names some."""
    wanted = visit.request.query_params
    text = console.content.broadcast_texts.get(wanted.get("san", ""))
    numbers = tuple(read_whole(wanted.get(name, "")) or 0 for name in ("mau", "nhom"))
    fields = await console.read(lambda tx: keeping.begin(tx, numbers))
    fields = (text.fields if text else {}) | fields
    proposed = read_whole(wanted.get("de-nghi", ""))
    if proposed and (one := await console.read(lambda tx: tx.city_packs.proposal(proposed))):
        fields |= {"title": one.title, "text": one.text}
    chosen = {name: fields.pop(name).splitlines() for name in seen.CHOSEN if name in fields}
    visit.form |= fields
    visit.lists |= chosen


async def preview(console: Console, visit: Visit) -> Response:
    """What the form says now, as people will see it; nothing is kept."""
    writing = _writing(visit, None)

    def work(tx: Transaction) -> dict[str, Any]:
        broadcast = drafting.unsaved(writing, visit.now)
        among = whom.chats(tx, broadcast.filter, visit.now)
        meant = tx.audiences.count_meant(broadcast.filter, visit.now, among)
        return {
            "previews": previews(tx, console, broadcast, visit.now) if writing.text else [],
            "people": sum(meant.values()),
        }

    visit.errors.clear()  # they are said once it is saved
    return console.render(visit, "broadcast_live", **await console.read(work))


async def edit(console: Console, visit: Visit) -> Response:
    broadcast = await console.read(lambda tx: find(tx, visit))
    if not drafting.may_edit(broadcast):
        if visit.request.method != "GET":
            raise HTTPException(409)  # no draft any more: what was typed comes back
        return console.back(f"/thong-bao/{broadcast.id}")
    if visit.request.method == "GET":
        _fill(visit, broadcast)
        return await _form(console, visit, broadcast)
    writing = await _read(console, visit, broadcast)
    if visit.errors:
        return await _form(console, visit, broadcast, 400)

    def work(tx: Transaction) -> Broadcast:
        current = find(tx, visit)
        visit.require_as_seen(as_form(current), current)
        return drafting.rewrite(tx, current, writing, editor=visit.staff)

    try:
        await console.write(visit, "broadcast.edit", f"broadcast:{broadcast.id}", work)
    except BroadcastRefused as refusal:
        visit.errors["title"] = str(refusal)
        return await _form(console, visit, broadcast, 409)
    return console.back(f"/thong-bao/{broadcast.id}", "draft_saved")


async def _form(
    console: Console,
    visit: Visit,
    broadcast: Broadcast | None,
    status: int = 200,
    alike: Sequence[Broadcast] = (),
) -> Response:
    """`alike`: broadcasts that say the very same, to be confirmed."""

    about = str(broadcast.id) if broadcast else "new"

    def work(tx: Transaction) -> dict[str, Any]:
        events = drafting.events_told_of(tx)
        return {
            "events": events,
            "named": names(console.content, events),
            "subscribers": tx.subscriptions.count(),
            "kept": keeping.listed(tx),
            "groups": tx.business_lists.groups(),
            "trades_there": tx.business_lists.values_there(BusinessField.TRADE),
            "drafts": drafts.shown(tx, visit.staff, about, DraftPlace.BROADCAST),
        }

    return console.render(
        visit,
        "broadcast_edit",
        status,
        broadcast=broadcast,
        alike=alike,
        knows=drafting.key(alike),
        fresh=as_form(broadcast) if broadcast else None,
        topics=console.content.news.topics,
        kinds=WRITTEN,
        bases=BASES,
        businesses=list(BusinessKind),
        event_states=list(EVENT_STATES),
        channels=sorted(console.channels.policies),
        variables=list(NAMES.values()),
        texts=list(console.content.broadcast_texts.values()),
        lists=visit.lists,
        trades=console.content.trades,
        limit=TEXT_LIMIT,
        **await console.read(work),
    )


def _fill(visit: Visit, broadcast: Broadcast) -> None:
    visit.form = as_form(broadcast)
    visit.lists = chosen(broadcast.filter)


async def _read(console: Console, visit: Visit, broadcast: Broadcast | None = None) -> Writing:
    """What the form asks for, with what is wrong in `visit.errors`."""
    visit.choice("topic", list(console.content.news.topics))
    writing = replace(_writing(visit, broadcast), attachment=await _attachment(console, visit))
    found = await console.read(lambda tx: drafting.mistakes(tx, writing, visit.now))
    for field, (fault, misused) in found.items():
        visit.errors.setdefault(field, fault)
        visit.form[f"{field}_variables"] = ", ".join(f"{{{name}}}" for name in misused)
    return writing


def _writing(visit: Visit, broadcast: Broadcast | None) -> Writing:
    """The form without its file, with what is wrong in `visit.errors`."""
    topic = visit.text("topic")
    return Writing(
        kind=BroadcastKind(visit.choice("kind", [str(kind) for kind in WRITTEN])),
        topic=topic,
        title=visit.text("title", required=True, limit=TITLE_LIMIT),
        text=bold_by_one_star(visit.text("text", required=True, limit=TEXT_LIMIT)),
        link=visit.text("link"),
        audience=_audience(visit, topic, broadcast),
        wanted_at=visit.moment("day", "time") if visit.form.get("day") else None,
        resend_unsure=visit.text("resend") == "1",
    )


async def _attachment(console: Console, visit: Visit) -> tuple[str, str] | None:
    if "file" in visit.files:
        await _keep_file(console, visit, *visit.files["file"])
    kept = visit.text("kept_file", limit=80)
    if kept and await console.attachments.path(kept) is not None:
        return kept, visit.text("kept_name", limit=80)
    return ("", "") if visit.text("no_file") == "1" else None


async def _keep_file(console: Console, visit: Visit, name: str, data: bytes) -> None:
    """Keeps what was uploaded at once: a form that comes back, with a mistake or beside somebody
    else's text, still has it."""
    try:
        kept = {"kept_file": await console.attachments.keep(data), "kept_name": name[-80:]}
    except AttachmentRefused as refusal:
        visit.errors["file"] = str(refusal)
        return
    visit.form |= kept
    visit.lists |= {field: [value] for field, value in kept.items()}


def _audience(visit: Visit, topic: str, broadcast: Broadcast | None) -> Audience:
    if broadcast is not None and broadcast.corrects is not None:
        return broadcast.filter  # its form does not ask
    places = [part.strip() for part in visit.text("neighbourhoods").split(",")]
    return drafting.audience(
        Base(visit.choice("base", [str(base) for base in BASES])),
        topic,
        event_id=visit.picked("event"),
        event_states=tuple(visit.lists.get("event_states", [])),
        kinds=tuple(visit.lists.get("kinds", [])),
        neighbourhoods=tuple(place for place in places if place),
        channels=tuple(visit.lists.get("channels", [])),
        trades=tuple(visit.lists.get("trades", [])),
        group=visit.picked("group"),
    )
