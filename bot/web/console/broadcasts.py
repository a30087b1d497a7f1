"""Broadcasts: write, see as people will, count, approve, watch, steer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.channels import html
from bot.channels.oa import NotNow
from bot.channels.plain import to_text
from bot.files.attachments import AttachmentRefused
from bot.web.console.console import Console
from bot.web.console.seen import Changed, Unseen
from bot.web.console.visit import Visit
from bot.web.pages import json_answer
from content.calendar import local
from content.variables import NAMES
from content.whole import read_whole
from handlers.broadcast import announce, approval, calls, digests, engine
from handlers.broadcast.approval import (
    EVENT_STATES,
    TEXT_LIMIT,
    TITLE_LIMIT,
    BroadcastRefused,
    OtherVersion,
)
from handlers.broadcast.words import event_of, event_of_audience, for_everybody, misused
from handlers.people import staff_links
from handlers.people.permissions import Action, sees_names, sees_question
from handlers.question import together
from handlers.talk.messages import Reply
from storage.broadcast_models import (
    ON_ITS_WAY,
    Audience,
    Base,
    Broadcast,
    BroadcastKind,
    BroadcastState,
)
from storage.broadcasts import audience_json
from storage.database import Transaction
from storage.event_models import BusinessKind, EventState

S = BroadcastState
MOST_NAMED = 200  # people nobody can tell, by name on one page
WEEK = timedelta(days=7)
WRITTEN = (BroadcastKind.NEWS, BroadcastKind.NOTICE, BroadcastKind.URGENT)
PUBLISHED = (BroadcastKind.NEWS, BroadcastKind.DIGEST)  # what may become an article
APPROVED = (S.APPROVED, S.SCHEDULED, S.SENDING, S.PAUSED, S.SENT)
# What is decided about the text or the audience; nothing else changes such a row meanwhile.
OF_A_TEXT = ("submit", "return", "approve", "take_back", "withdraw", "restore", "refresh")
ARTICLE_MOVES = ("create", "send", "there", "not_there")
UNTOLD = (EventState.DRAFT, EventState.REPORTED)  # events nobody is told of
BASES = (Base.SUBSCRIBERS, Base.ATTENDEES, Base.ASKERS)


@dataclass(frozen=True, slots=True)
class Unheard:
    """Somebody a broadcast does not reach, as this member of staff may see them."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Preview:
    """How one kind of channel will show it."""

    name: str
    html: Markup
    length: int


def find(tx: Transaction, visit: Visit) -> Broadcast:
    """The broadcast of the page's address; 404 for none."""
    found = tx.broadcasts.get(visit.number("broadcast"))
    if found is None:
        raise HTTPException(404)
    return found


async def list_(console: Console, visit: Visit) -> Response:
    def work(tx: Transaction) -> dict[str, Any]:
        latest = tx.broadcasts.latest()
        return {
            "broadcasts": latest,
            "counts": {b.id: tx.broadcasts.counts(b.id) for b in latest if b.started_at},
            "subscribers": tx.subscriptions.count_people(),
            "by_topic": tx.subscriptions.count(),
        }

    return console.render(
        visit, "broadcasts", topics=console.content.news.topics, **await console.read(work)
    )


# ---- writing ----


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
        return await _form(console, visit, None)
    fields = await _read(console, visit)
    if visit.errors:
        return await _form(console, visit, None, 400)

    def work(tx: Transaction) -> Broadcast:
        blank = approval.draft(
            tx, BroadcastKind.NEWS, "chung", "", "", Audience(), visit.now, author=visit.staff
        )
        return tx.broadcasts.save(replace(blank, **fields))

    made = await console.write(
        visit,
        "broadcast.create",
        lambda made: f"broadcast:{made.id}",
        work,
        unseen=Unseen.ADDS,
    )
    return console.back(f"/thong-bao/{made.id}", "draft_saved")


async def edit(console: Console, visit: Visit) -> Response:
    broadcast = await console.read(lambda tx: find(tx, visit))
    if broadcast.kind is BroadcastKind.DIGEST or broadcast.state is not S.DRAFT:
        if visit.request.method != "GET":
            raise HTTPException(409)  # no draft any more: what was typed comes back
        return console.back(f"/thong-bao/{broadcast.id}")
    if visit.request.method == "GET":
        _fill(visit, broadcast)
        return await _form(console, visit, broadcast)
    fields = await _read(console, visit, broadcast)
    if visit.errors:
        return await _form(console, visit, broadcast, 400)

    def work(tx: Transaction) -> Broadcast:
        current = find(tx, visit)
        visit.require_as_seen(_as_form(current), current)
        return approval.edit(tx, current, visit.staff, **fields)

    try:
        await console.write(visit, "broadcast.edit", f"broadcast:{broadcast.id}", work)
    except BroadcastRefused as refusal:
        visit.errors["title"] = str(refusal)
        return await _form(console, visit, broadcast, 409)
    return console.back(f"/thong-bao/{broadcast.id}", "draft_saved")


def _is_told_of(tx: Transaction, event_id: int) -> bool:
    event = tx.events.get(event_id)
    return event is not None and event.state not in UNTOLD


async def _form(
    console: Console, visit: Visit, broadcast: Broadcast | None, status: int = 200
) -> Response:
    def work(tx: Transaction) -> dict[str, Any]:
        return {
            "events": [e for e in tx.events.all() if e.state not in UNTOLD],
            "subscribers": tx.subscriptions.count(),
        }

    return console.render(
        visit,
        "broadcast_edit",
        status,
        broadcast=broadcast,
        fresh=_as_form(broadcast) if broadcast else None,
        topics=console.content.news.topics,
        kinds=[kind for kind in WRITTEN],
        bases=BASES,
        businesses=list(BusinessKind),
        event_states=list(EVENT_STATES),
        channels=sorted(console.channels.policies),
        variables=list(NAMES.values()),
        lists=visit.lists,
        limit=TEXT_LIMIT,
        **await console.read(work),
    )


def _as_form(broadcast: Broadcast) -> dict[str, str]:
    audience = broadcast.filter
    form: dict[str, str] = {
        "kind": broadcast.kind,
        "topic": broadcast.topic,
        "title": broadcast.title,
        "text": broadcast.text,
        "link": broadcast.link,
        "base": audience.base,
        "event": str(audience.event_id or ""),
        "neighbourhoods": ", ".join(audience.neighbourhoods),
        "resend": "1" if broadcast.resend_unsure else "",
        "day": "",
        "time": "",
        **{name: "\n".join(chosen) for name, chosen in _chosen(audience).items()},
    }
    if broadcast.wanted_at:
        form["day"] = local(broadcast.wanted_at).strftime("%Y-%m-%d")
        form["time"] = local(broadcast.wanted_at).strftime("%H:%M")
    return form


def _chosen(audience: Audience) -> dict[str, list[str]]:
    """The boxes that are ticked."""
    wanted = set(audience.event_states)
    return {
        "kinds": list(audience.kinds),
        "channels": list(audience.channels),
        "event_states": [name for name, all_ in EVENT_STATES.items() if wanted & set(all_)],
    }


def _fill(visit: Visit, broadcast: Broadcast) -> None:
    visit.form = _as_form(broadcast)
    visit.lists = _chosen(broadcast.filter)


async def _read(
    console: Console, visit: Visit, broadcast: Broadcast | None = None
) -> dict[str, Any]:
    """The fields of a draft, with what is wrong in `visit.errors`."""
    topics = list(console.content.news.topics)
    fields: dict[str, Any] = {
        "kind": BroadcastKind(visit.choice("kind", [str(kind) for kind in WRITTEN])),
        "topic": visit.choice("topic", topics),
        "title": visit.text("title", required=True, limit=TITLE_LIMIT),
        "text": visit.text("text", required=True, limit=TEXT_LIMIT),
        "link": visit.text("link"),
        "resend_unsure": visit.text("resend") == "1",
        "wanted_at": None,
    }
    if fields["link"] and not fields["link"].startswith(("https://", "http://")):
        visit.errors["link"] = "web_address"
    if visit.form.get("day"):
        fields["wanted_at"] = visit.moment("day", "time")
        if fields["wanted_at"] and fields["wanted_at"] < visit.now:
            visit.errors["day"] = "in_the_past"
    audience = _audience(visit, fields["topic"], broadcast)
    if audience.event_id and not await console.read(lambda tx: _is_told_of(tx, audience.event_id)):
        visit.errors["event"] = "choice"
    await _check_variables(console, visit, fields, audience)
    fields["audience"] = audience_json(audience)
    if "file" in visit.files:
        await _keep_file(console, visit, *visit.files["file"])
    kept = visit.text("kept_file", limit=80)
    if kept and await console.attachments.path(kept) is not None:
        fields |= {"attachment": kept, "attachment_name": visit.text("kept_name", limit=80)}
    elif visit.text("no_file") == "1":
        fields |= {"attachment": "", "attachment_name": ""}
    return fields


async def _check_variables(
    console: Console, visit: Visit, fields: dict[str, Any], audience: Audience
) -> None:
    """What stands between braces must have a value for whoever the audience is."""
    if audience.base is Base.ATTENDEES and "event" in visit.errors:
        return  # which event it is has to be said first
    event = await console.read(lambda tx: event_of_audience(tx, audience))
    for field in ("title", "text"):
        fault, names = misused(fields[field], event)
        if fault:
            visit.errors.setdefault(field, fault)
            visit.form[f"{field}_variables"] = ", ".join(f"{{{name}}}" for name in names)


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
        return broadcast.filter  # exactly those who received the original
    base = Base(visit.choice("base", [str(base) for base in BASES]))
    event = read_whole(visit.text("event"))
    if base is Base.ATTENDEES and event is None:
        visit.errors["event"] = "choice"
    chosen = [s for s in visit.lists.get("event_states", []) if s in EVENT_STATES]
    if base is Base.ATTENDEES and not chosen:
        visit.errors["event_states"] = "required"
    places = [part.strip() for part in visit.text("neighbourhoods").split(",")]
    return Audience(
        base=base,
        topics=(topic,) if base is Base.SUBSCRIBERS else (),
        kinds=tuple(k for k in visit.lists.get("kinds", []) if k in list(BusinessKind)),
        neighbourhoods=tuple(place for place in places if place),
        channels=tuple(visit.lists.get("channels", [])),
        event_id=event if base is Base.ATTENDEES and event is not None else 0,
        event_states=tuple(state for name in chosen for state in EVENT_STATES[name])
        if base is Base.ATTENDEES
        else (),
    )


# ---- one broadcast ----


async def show(console: Console, visit: Visit) -> Response:
    return await page(console, visit)


async def page(console: Console, visit: Visit, status: int = 200) -> Response:
    def work(tx: Transaction) -> dict[str, Any]:
        broadcast = find(tx, visit)
        waiting = broadcast.started_at is None
        plan = None
        if waiting and broadcast.state is not S.WITHDRAWN:
            plan = approval.plan(tx, broadcast, visit.now, console.channels.policies)
        people = {person.id: person for person in tx.staff.all()}
        news = tx.broadcasts.news_since(visit.now - WEEK) if waiting else []
        return {
            "broadcast": broadcast,
            "audience": broadcast.filter,
            "event": event_of(tx, broadcast),
            "plan": plan,
            "unheard": _unheard(tx, visit, plan.group.unheard) if plan else [],
            "calls_made": calls.counts(tx, broadcast),
            "counts": tx.broadcasts.counts(broadcast.id),
            "by_channel": tx.broadcasts.counts_by_channel(broadcast.id),
            "in_doubt": tx.broadcasts.in_doubt(broadcast.id),
            "reasons": tx.broadcasts.reasons(broadcast.id),
            "read": tx.broadcasts.read_count(broadcast.id),
            "people": people,
            "original": tx.broadcasts.get(broadcast.corrects) if broadcast.corrects else None,
            "corrections": tx.broadcasts.corrections_of(broadcast.id),
            "approvers": approval.approvers(tx, broadcast),
            "needs_second": approval.needs_second(tx, broadcast, visit.now),
            "recent": [b for b in news if b.kind is BroadcastKind.NEWS],
            "linked": bool(tx.staff_links.contacts_of(visit.staff.id)),
            "faults": approval.faults(tx, broadcast) if broadcast.state is S.DRAFT else {},
            "previews": _previews(tx, console, visit, broadcast),
            "article": tx.zalo.article(broadcast.id),
            "article_seen": article_of(tx, broadcast),
            "steered": steered(broadcast),
        }

    values = await console.read(work)
    broadcast: Broadcast = values["broadcast"]
    own = visit.staff.id in broadcast.authors
    return console.render(
        visit,
        "broadcast",
        status,
        on_its_way=broadcast.state in ON_ITS_WAY,
        own=own,
        topics=console.content.news.topics,
        event_states=EVENT_STATES,
        articles=console.channels.articles,
        has_article=broadcast.kind in PUBLISHED and broadcast.state in APPROVED,
        **values,
    )


def _unheard(tx: Transaction, visit: Visit, people: list[calls.Somebody]) -> list[Unheard]:
    """Who of them may be shown to this member of staff: by name, or by code only."""
    found, named = [], sees_names(visit.staff)
    for one in people[:MOST_NAMED]:
        member = one.members[0]
        if member.registration_id is not None:
            registration = tx.registrations.get(member.registration_id)
            if registration is None or not visit.may(Action.SEE_ATTENDEES):
                continue
            label = registration.name if named else registration.code
            page = f"/can-bo/su-kien/{registration.event_id}/dai-bieu/{registration.id}"
            found.append(Unheard(label, page))
            continue
        question = tx.questions.get(member.question_id) if member.question_id is not None else None
        if question is None or not sees_question(visit.staff, together.head_of(tx, question)):
            continue
        label = question.asker if named and question.asker else question.code
        found.append(Unheard(label, f"/can-bo/cau-hoi/{question.code}"))
    return found


def _previews(
    tx: Transaction, console: Console, visit: Visit, broadcast: Broadcast
) -> list[Preview]:
    """As Telegram, the web chat and a channel of plain text show it, to somebody unknown."""
    message = engine.Message(tx, console.content, broadcast, console.site)
    topics = frozenset(broadcast.filter.topics) | {item["topic"] for item in broadcast.news}
    if not misused(broadcast.title + broadcast.text, event_of(tx, broadcast))[0]:
        reply = message.to(engine.somebody("", topics, visit.now))
        if reply is not None:
            return _shown(console, reply)
    return []


def _preview(channel: str, shown: str) -> Preview:
    """Of what the channel's own renderer escaped."""
    text = Markup(shown)  # noqa: S704
    return Preview(channel, text, len(text.striptags()))


def _shown(console: Console, reply: Reply) -> list[Preview]:
    web = html.to_html(reply.text) + f"<small>{Markup.escape(reply.footer)}</small>"
    plain = to_text(reply)
    return [
        *(_preview(name, shown(reply)) for name, shown in console.channels.previews.items()),
        Preview("web", Markup(web), len(reply.text)),  # noqa: S704
        Preview("plain", Markup.escape(plain), len(plain)),
    ]


def steered(broadcast: Broadcast) -> dict[str, Any]:
    """What the page shows of one on its way, and its buttons decide on: how far it has come does
    not change it."""
    return {
        "id": broadcast.id,
        "version": broadcast.version,
        "state": broadcast.state,
        "note": broadcast.note,
    }


Move = Callable[[Transaction, Broadcast], object]


async def act(console: Console, visit: Visit) -> Response:
    """One move of a broadcast; each asks for its own permission."""
    do = visit.text("do")
    needed, move = _move(console, visit, do)
    if move is None or not any(visit.may(action) for action in needed):
        raise HTTPException(403)
    target = visit.number("broadcast")

    def work(tx: Transaction) -> object:
        broadcast = find(tx, visit)
        if do in OF_A_TEXT:
            visit.require_as_seen(_as_form(broadcast), broadcast)
        elif do != "test":
            visit.require_as_seen({}, steered(broadcast))
        return move(tx, broadcast)

    try:
        result = await console.write(
            visit,
            f"broadcast.{do}",
            f"broadcast:{target}",
            work,
            unseen=Unseen.READS if do == "test" else None,
            typed=visit.text("typed"),
        )
    except (Changed, OtherVersion) as other:
        if isinstance(other, Changed) and "title" not in visit.form:
            raise  # its form shows no text to compare
        now = await console.read(lambda tx: find(tx, visit))
        return console.render(visit, "broadcast_other_version", 409, broadcast=now)
    except BroadcastRefused as refusal:
        visit.errors["move"] = str(refusal)
        return await page(console, visit, 409)
    if do == "correct" and isinstance(result, Broadcast):
        return console.back(f"/thong-bao/{result.id}/sua")
    if do == "test" and not result:
        visit.errors["move"] = "link_first"
        return await page(console, visit, 409)
    if do == "approve" and isinstance(result, Broadcast) and result.state is S.SUBMITTED:
        return console.back(f"/thong-bao/{target}", "broadcast_approve_first")
    told = result if do in ("submit", "return") and isinstance(result, tuple) else None
    return console.back(f"/thong-bao/{target}", f"broadcast_{do}", staff=told)


def _move(console: Console, visit: Visit, do: str) -> tuple[tuple[Action, ...], Move | None]:
    content, now, staff = console.content, visit.now, visit.staff
    write, approve, steer = Action.WRITE_NEWS, Action.APPROVE_NEWS, Action.STEER_NEWS

    def submit(tx: Transaction, broadcast: Broadcast) -> object:
        submitted = approval.submit(tx, broadcast, now)
        return announce.ask_approval(tx, content, submitted, now)

    def approve_(tx: Transaction, broadcast: Broadcast) -> object:
        typed = read_whole(visit.text("typed").replace(".", ""))
        version = read_whole(visit.text("version")) or 0
        number = -1 if typed is None else typed
        knows = visit.text("cancelled") == "1"
        return approval.approve(
            tx, broadcast, version, staff, now, typed=number, knows_cancelled=knows
        )

    why = visit.text("why", limit=300)

    def return_(tx: Transaction, broadcast: Broadcast) -> object:
        returned = approval.return_(tx, broadcast, why)
        authors = approval.rewriters(tx, returned)
        key = f"returned:{returned.id}:{returned.version}"
        message = "staff_chat/broadcast_returned"
        return staff_links.tell(tx, content, authors, message, now, key=key, broadcast=returned)

    def stop(tx: Transaction, broadcast: Broadcast) -> object:
        if visit.text("sure").replace(".", "") != str(tx.broadcasts.counts(broadcast.id).total):
            raise BroadcastRefused("type_the_number")
        return approval.stop(tx, broadcast, why, now)

    moves: dict[str, tuple[tuple[Action, ...], Move]] = {
        "submit": ((write,), submit),
        "test": (
            (write, approve),
            lambda tx, b: engine.test_send(tx, content, b, staff.id, now, console.site),
        ),
        "return": ((approve,), return_),
        "take_back": ((write,), lambda tx, b: approval.take_back(tx, b, staff)),
        "restore": ((write,), lambda tx, b: approval.restore(tx, b)),
        "approve": ((approve,), approve_),
        "undo": ((write, approve), lambda tx, b: approval.undo(tx, b)),
        "withdraw": ((write,), lambda tx, b: approval.withdraw(tx, b)),
        "pause": ((steer,), lambda tx, b: approval.pause(tx, b, why)),
        "resume": ((steer,), lambda tx, b: approval.resume(tx, b)),
        "stop": ((steer,), stop),
        "correct": ((write,), lambda tx, b: approval.correction(tx, content, b, staff, now)),
        "refresh": ((write,), lambda tx, b: digests.refresh(tx, content, b)),
    }
    return moves.get(do, ((), None))


def article_of(tx: Transaction, broadcast: Broadcast) -> dict[str, Any]:
    """What the page shows of a broadcast's article before somebody decides about it."""
    known = tx.zalo.article(broadcast.id)
    shown = {"article": known.article, "article_state": known.state} if known else {}
    return steered(broadcast) | {"id": f"article:{broadcast.id}"} | shown


async def article(console: Console, visit: Visit) -> Response:
    """The approved news as an article of the Zalo OA: made by whoever writes, sent to all who
    follow by whoever approves and did not write it."""
    broadcast = await console.read(lambda tx: find(tx, visit))
    do, articles = visit.text("do"), console.channels.articles
    own = visit.staff.id in broadcast.authors
    needed = Action.WRITE_NEWS if do == "create" else Action.APPROVE_NEWS
    if do not in ARTICLE_MOVES or not visit.may(needed) or (do == "send" and own):
        raise HTTPException(403)
    if articles is None or broadcast.kind not in PUBLISHED or broadcast.state not in APPROVED:
        visit.errors["move"] = "article_by_hand"
        return await page(console, visit, 409)

    def asked(tx: Transaction) -> None:
        visit.require_as_seen({}, article_of(tx, find(tx, visit)))

    await console.write(visit, f"zalo_article.{do}", f"broadcast:{broadcast.id}", asked)
    try:
        match do:
            case "create":
                await articles.create(
                    await console.read(lambda tx: for_everybody(tx, console.content, broadcast))
                )
            case "send":
                await articles.send(broadcast)
            case _:
                await articles.settle(broadcast.id, there=do == "there")
    except NotNow as refusal:
        visit.errors["move"] = str(refusal)
        return await page(console, visit, 409)
    return console.back(f"/thong-bao/{broadcast.id}", anchor="bai-viet")


async def progress(console: Console, visit: Visit) -> Response:
    """The numbers of the page that move, for its script."""

    def work(tx: Transaction) -> dict[str, Any]:
        broadcast = find(tx, visit)
        counts = tx.broadcasts.counts(broadcast.id)
        left = (broadcast.release_at - visit.now).total_seconds() if broadcast.release_at else 0
        return {
            "state": broadcast.state,
            "left_s": max(0, round(left)) if broadcast.state is S.APPROVED else 0,
            "total": counts.total,
            "settled": counts.settled,
            "by_state": counts.by_state,
            "read": tx.broadcasts.read_count(broadcast.id),
        }

    return json_answer(await console.read(work))
