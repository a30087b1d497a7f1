"""Every role at every address, by every method, about somebody else's things: nothing is shown."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import utc_now
from bot.web.console.console import Place
from bot.web.console.routes import PLACES
from content.library import Content
from handlers.question import moves, receiving
from storage.calls import CallState, CallTask
from storage.database import Transaction
from storage.event_models import Category, Invitation
from storage.handoff_models import Handoff, HandoffLine, HandoffState, HandoffWhy, LineSide
from storage.question_models import Answer
from storage.staff_models import Role
from tests.console.test_access import filled, furnish
from tests.support.desk import desk
from tests.support.site import Site, site

# Written by nobody else: where one of them is on a page, the page shows the object.
NAME, BUSINESS, TEXT = "Ẩn Danh Mật", "Cơ sở Không Ai Biết", "Điều chỉ cơ quan khác được đọc"
DIGITS = "987650123"


async def hide(at: Site) -> list[tuple[Place, str]]:
    """Somebody else's question and attendee, full of marks -> every address that names them."""
    registration, question, broadcast = await furnish(at)

    def work(tx: Transaction) -> tuple[str, int]:
        kept = tx.registrations.get(registration.id)
        assert kept
        tx.registrations.save(replace(kept, name=NAME, business=BUSINESS, phone=f"+84{DIGITS}"))
        asked = receiving.Asked(
            TEXT, "thue", "paper", asker=NAME, phone=f"+84{DIGITS}", business=BUSINESS
        )
        hidden = receiving.receive(tx, at.core.content, asked, utc_now(), actor="x")
        told = f"{TEXT}: gọi ông {NAME}, 0{DIGITS}"
        hidden = tx.questions.save(replace(hidden, office="thue", content=told))
        moves.record(tx, hidden, "return", "x", utc_now(), f"Ông {NAME} hẹn lại")
        tx.questions.add_answer(
            Answer(91, hidden.id, f"Kính gửi {NAME}", "", tx.staff.all()[0].id, utc_now())
        )
        invitation = Invitation(92, kept.event_id, "GM-23456", NAME, Category.GUEST, "x", utc_now())
        tx.events.invite(invitation)
        now, text = utc_now(), f"Gọi cho {NAME}"
        task = CallTask(1, "k1", "x", text, now, now, CallState.OPEN, registration.id)
        tx.calls.add(task)
        tx.calls.add(replace(task, id=2, key="k2", registration_id=None, question_id=hidden.id))
        contact = tx.contacts.meet("web", "somebody", now)
        talk = Handoff(
            tx.handoffs.ids.next(), contact.id, HandoffState.WAITING, HandoffWhy.ASKED, "thue",
            "thue", now,
        )  # fmt: skip
        tx.handoffs.open(talk)
        tx.handoffs.add_line(
            HandoffLine(tx.handoffs.ids.next(), talk.id, contact.id, now, LineSide.OWNER, told)
        )
        return hidden.code, talk.id

    code, talk = await at.core.database.transaction(work)
    paths = []
    for place in PLACES:
        named = replace(place, path=place.path.replace("{talk}", str(talk)))
        path = filled(named, registration, replace(question, code=code), broadcast)
        for call in ("1", "2") if "{call}" in path else ("",):
            paths.append((place, path.replace("{call}", call)))
    return paths


# What each of them must never be shown of people and questions that are not theirs. The door sees
# names, since it lets people in; the auditor sees what was asked, and whose it is by its code.
ALL = (NAME, BUSINESS, TEXT, DIGITS)
HIDDEN = {
    Role.RESPONDER: ALL,
    Role.EXTERNAL: ALL,
    Role.COMMUNICATOR: ALL,
    Role.ADMIN: ALL,
    Role.DOOR: (TEXT, DIGITS),
    Role.AUDITOR: (DIGITS, NAME),
}
MOVES = ("approve", "assign", "draft", "told", "keep", "take")


@pytest.mark.parametrize("role", list(HIDDEN))
async def test_somebody_elses_object_is_never_shown(
    tmp_path: Path, content: Content, role: Role
) -> None:
    async with site(tmp_path, content) as at, desk(at, "nguoi", role) as person:
        shown = []
        for place, path in await hide(at):
            if place.path == "/dang-xuat":
                continue
            for method in place.methods:
                tries = [await person.raw(path)] if method == "GET" else []
                moves = MOVES if "{" in place.path else ("",)
                for move in moves if method == "POST" else ():
                    status, page, _ = await person.post(path, do=move, head="x", text="x")
                    tries.append((status, page.encode()))
                for status, answer in tries:
                    text = answer.decode("utf-8", "replace").replace(" ", "").replace(".", "")
                    marks = [mark for mark in HIDDEN[role] if mark.replace(" ", "") in text]
                    if marks:
                        shown.append((method, path, status, marks))
        assert not shown
