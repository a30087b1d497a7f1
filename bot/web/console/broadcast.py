"""One broadcast: see it as people will, count, approve, watch, steer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.channels import html
from bot.channels.plain import to_text
from bot.web.console import retold
from bot.web.console.businesses import query_of
from bot.web.console.console import Console
from bot.web.console.seen import Changed, Unseen
from bot.web.console.visit import Visit
from bot.web.pages import json_answer
from content.calendar import local
from content.whole import read_whole
from handlers.broadcast import (
    acts,
    approval,
    articles,
    calls,
    drafting,
    message,
    old_figures,
    planning,
    trying,
    whom,
)
from handlers.broadcast.acts import ACTS, Ask, BroadcastDone
from handlers.broadcast.approval import OtherVersion
from handlers.broadcast.drafting import EVENT_STATES, BroadcastRefused
from handlers.broadcast.whom import PartOfRegister
from handlers.broadcast.words import event_of, for_everybody, misused
from handlers.conference.named import names
from handlers.office import unheard
from handlers.people.permissions import Action
from handlers.talk.messages import Reply
from storage.audit import JournalFilter
from storage.broadcast_models import ON_ITS_WAY, Audience, Broadcast, BroadcastKind
from storage.business_lists import UNTOLD
from storage.database import Transaction

MOST_NAMED = 200  # people nobody can tell, by name on one page


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


async def show(console: Console, visit: Visit) -> Response:
    return await page(console, visit)


def _told_of(tx: Transaction, console: Console, visit: Visit) -> dict[str, Any]:
    """All that the page of one broadcast says of it."""
    broadcast = find(tx, visit)
    plan = _plan(tx, console, visit, broadcast)
    missed = plan.group.unheard[:MOST_NAMED] if plan else []
    event = event_of(tx, broadcast)
    return {
        "broadcast": broadcast,
        "audience": broadcast.filter,
        "event": event,
        "event_name": names(console.content, tx.events.all())[event.id] if event else "",
        "old_figures": old_figures.to_mend(tx, console.content, broadcast, visit.now),
        "off": planning.is_of_cancelled(tx, broadcast),
        "plan": plan,
        "part": whom.part(tx, broadcast, visit.now) if plan else None,
        "unheard": [_unheard(one) for one in unheard.shown_to(visit.staff, tx, missed)],
        "calls_made": calls.counts(tx, broadcast),
        "counts": tx.ledger.counts(broadcast.id),
        "by_channel": tx.ledger.counts_by_channel(broadcast.id),
        "in_doubt": tx.ledger.in_doubt(broadcast.id),
        "reasons": tx.ledger.reasons(broadcast.id),
        "read": tx.ledger.read_count(broadcast.id),
        "people": {person.id: person for person in tx.staff.all()},
        "original": tx.broadcasts.get(broadcast.corrects) if broadcast.corrects else None,
        "corrections": tx.broadcasts.corrections_of(broadcast.id),
        "approvers": approval.approvers(tx, broadcast),
        "needs_second": planning.needs_second(tx, console.content.ward, broadcast, visit.now),
        "recent": planning.news_lately(tx, visit.now),
        "linked": trying.can_be_sent_to(tx, visit.staff, visit.now),
        "is_tried": trying.is_tried(tx, broadcast),
        "faults": drafting.faults(tx, broadcast),
        "previews": previews(tx, console, broadcast, visit.now),
        "open": acts.open_to(broadcast, visit.staff),
        "steered": steered(broadcast),
        **_as_article(tx, console, visit, broadcast),
    }


async def page(console: Console, visit: Visit, status: int = 200) -> Response:
    values = await console.read(lambda tx: _told_of(tx, console, visit))
    broadcast: Broadcast = values["broadcast"]
    own = visit.staff.id in broadcast.authors
    return console.render(
        visit,
        "broadcast",
        status,
        on_its_way=broadcast.state in ON_ITS_WAY,
        own=own,
        topics=console.content.news.topics,
        trades=console.content.trades,
        untold_query=_untold_query(values["part"], broadcast.filter),
        event_states=EVENT_STATES,
        articles=console.channels.articles,
        has_article=articles.may_become_one(broadcast),
        may_keep=visit.may(Action.WRITE_NEWS) and broadcast.kind is not BroadcastKind.DIGEST,
        **values,
    )


def _untold_query(part: PartOfRegister | None, audience: Audience) -> str:
    """The address of the list of whom to visit: what the group and a single trade narrow."""
    said = dict(part.group.wanted) if part and part.group else {}
    if len(audience.trades) == 1:
        said.setdefault("trade", audience.trades[0])
    return query_of(said | {"told": UNTOLD})


def _plan(
    tx: Transaction, console: Console, visit: Visit, broadcast: Broadcast
) -> planning.Plan | None:
    policies = console.channels.policies
    return planning.plan_of(tx, console.content.ward, broadcast, visit.now, policies)


def _as_article(
    tx: Transaction, console: Console, visit: Visit, broadcast: Broadcast
) -> dict[str, Any]:
    """What became of it as an article, its words, and what may be done with it."""
    shown = for_everybody(tx, console.content, broadcast)
    page_of = message.page_of(broadcast, console.site)
    article, words = tx.zalo.article(broadcast.id), articles.mark_of(console.content, shown)
    return {
        "article": article,
        "article_seen": article_of(tx, broadcast),
        "article_text": articles.article_of(console.content, shown, page_of),
        "article_of_before": article is not None and article.words != words,
        "article_open": articles.open_to(broadcast, visit.staff),
    }


def _unheard(one: unheard.Unheard) -> dict[str, str]:
    if one.registration is not None:
        guest = one.registration
        page = f"/can-bo/su-kien/{guest.event_id}/dai-bieu/{guest.id}"
    else:
        page = f"/can-bo/cau-hoi/{one.question.code if one.question else ''}"
    return {"label": one.label, "href": page}


def previews(
    tx: Transaction, console: Console, broadcast: Broadcast, now: datetime
) -> list[Preview]:
    """As Telegram, the web chat and a channel of plain text show it, to somebody unknown."""
    said = message.Message(tx, console.content, broadcast, console.site)
    topics = frozenset(broadcast.filter.topics) | {item["topic"] for item in broadcast.news}
    if not misused(broadcast.title + broadcast.text, event_of(tx, broadcast))[0]:
        reply = said.to(message.somebody("", topics, now))
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


def as_form(broadcast: Broadcast) -> dict[str, str]:
    audience = broadcast.filter
    form: dict[str, str] = {
        "kind": broadcast.kind,
        "topic": broadcast.topic,
        "title": broadcast.title,
        "text": broadcast.text,
        "link": broadcast.link,
        "base": audience.base,
        "event": str(audience.event_id or ""),
        "group": str(audience.group or ""),
        "neighbourhoods": ", ".join(audience.neighbourhoods),
        "resend": "1" if broadcast.resend_unsure else "",
        "day": "",
        "time": "",
        **{name: "\n".join(chosen) for name, chosen in chosen(audience).items()},
    }
    if broadcast.wanted_at:
        form["day"] = local(broadcast.wanted_at).strftime("%Y-%m-%d")
        form["time"] = local(broadcast.wanted_at).strftime("%H:%M")
    return form


def chosen(audience: Audience) -> dict[str, list[str]]:
    """The boxes that are ticked."""
    wanted = set(audience.event_states)
    return {
        "kinds": list(audience.kinds),
        "channels": list(audience.channels),
        "trades": list(audience.trades),
        "event_states": [name for name, all_ in EVENT_STATES.items() if wanted & set(all_)],
    }


def steered(broadcast: Broadcast) -> dict[str, Any]:
    """What the page shows of one on its way, and its buttons decide on: how far it has come does
    not change it."""
    return {
        "id": broadcast.id,
        "version": broadcast.version,
        "state": broadcast.state,
        "note": broadcast.note,
    }


def article_of(tx: Transaction, broadcast: Broadcast) -> dict[str, Any]:
    """What the page shows of a broadcast's article before somebody decides about it."""
    known = tx.zalo.article(broadcast.id)
    shown = {"article": known.article, "article_state": known.state} if known else {}
    return steered(broadcast) | {"id": f"article:{broadcast.id}"} | shown


async def act(console: Console, visit: Visit) -> Response:
    """One act of `ACTS`; each asks for its own permission."""
    do = visit.text("do")
    if not acts.may_do(do, visit.staff):
        raise HTTPException(403)
    target = visit.number("broadcast")
    ask = _ask(console, visit)

    def work(tx: Transaction) -> BroadcastDone:
        broadcast = find(tx, visit)
        if ACTS[do].of_a_text:
            visit.require_as_seen(as_form(broadcast), broadcast)
        elif do != "test":
            visit.require_as_seen({}, steered(broadcast))
        return acts.do(tx, broadcast, do, ask)

    try:
        done = await console.write(
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
        now, last = await console.read(lambda tx: _as_it_is(tx, console, visit))
        return console.render(visit, "broadcast_other_version", 409, broadcast=now, last=last)
    except BroadcastRefused as refusal:
        visit.errors["move"] = str(refusal)
        return await page(console, visit, 409)
    if do == "correct":
        return console.back(f"/thong-bao/{done.broadcast.id}/sua")
    said = "broadcast_approve_first" if done.first_of_two else f"broadcast_{do}"
    return console.back(f"/thong-bao/{target}", said, staff=done.staff)


def _as_it_is(
    tx: Transaction, console: Console, visit: Visit
) -> tuple[Broadcast, retold.JournalLine | None]:
    """The broadcast, and what was done with it last, in words."""
    broadcast = find(tx, visit)
    about = JournalFilter(objects=[f"broadcast:{broadcast.id}"])
    lines = retold.entries(tx, console.content, visit.staff, tx.audit.lines(about, limit=1))
    return broadcast, lines[0] if lines else None


def _ask(console: Console, visit: Visit) -> Ask:
    number = visit.text("sure") or visit.text("typed")
    typed = read_whole(number.replace(".", ""))
    return Ask(
        console.content,
        visit.staff,
        visit.now,
        console.site,
        why=visit.text("why", limit=300),
        typed=-1 if typed is None else typed,
        version=read_whole(visit.text("version")) or 0,
        knows_cancelled=visit.text("cancelled") == "1",
        knows_figures=visit.text("old_figures") == "1",
    )


async def progress(console: Console, visit: Visit) -> Response:
    """The numbers of the page that move, for its script."""

    def work(tx: Transaction) -> dict[str, Any]:
        broadcast = find(tx, visit)
        counts = tx.ledger.counts(broadcast.id)
        return {
            "state": broadcast.state,
            "left_s": planning.seconds_to_undo(broadcast, visit.now),
            "total": counts.total,
            "settled": counts.settled,
            "by_state": counts.by_state,
            "read": tx.ledger.read_count(broadcast.id),
        }

    return json_answer(await console.read(work))
