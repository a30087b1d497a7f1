"""An answer and a broadcast that wait for approval, written by one and approved by others."""

from dataclasses import replace
from datetime import datetime

from content.library import Content
from handlers.broadcast import approval, drafting
from handlers.question import answering, receiving
from handlers.question.results import CameOfIt
from storage.broadcast_models import Audience, Base, Broadcast, BroadcastKind
from storage.database import Transaction
from storage.question_models import Question, QuestionKind, QuestionResult, QuestionState
from storage.staff_links import WayKind
from storage.staff_models import Role, Staff
from tests.support.broadcast import subscribe
from tests.support.conference import make_staff

ANSWER = "Phường cho nạo vét cống trước chợ ngày 30/11/2026, do Ban quản lý chợ làm."


def who(tx: Transaction, login: str) -> Staff:
    found = tx.staff.by_login(login)
    assert found is not None
    return found


def employed(tx: Transaction, login: str, *roles: Role, office: str = "kthtdt") -> Staff:
    """Somebody who can sign in."""
    return tx.staff.save(replace(make_staff(tx, login, *roles, office=office), password="x"))


def answered(
    tx: Transaction, content: Content, now: datetime, text: str = ANSWER,
    kind: QuestionKind = QuestionKind.ASK,
) -> Question:  # fmt: skip
    """By `viet`."""
    asked = receiving.Asked("Cống trước chợ tắc, mưa là ngập", "khac", "chat", kind=kind)
    question = receiving.receive(tx, content, asked, now, actor="contact")
    clerk = who(tx, "viet")
    question = tx.questions.save(
        replace(question, state=QuestionState.ASSIGNED, office="kthtdt", responder_id=clerk.id)
    )
    done = answering.answer(
        tx, content, question, text, "Quyết định 12/QĐ-UBND", now, staff=clerk,
        given=CameOfIt(QuestionResult.SOLVED),
    )  # fmt: skip
    return done.question


def submitted(
    tx: Transaction, content: Content, now: datetime, channel: str, text: str = "Nhớ nộp."
) -> Broadcast:
    """By `viet`, for three people."""
    subscribe(tx, 3, now, channel=channel)
    meant = Audience(base=Base.SUBSCRIBERS, topics=("thue",))
    made = drafting.draft(
        tx, BroadcastKind.NEWS, "thue", "Hạn nộp quý", text, meant, now, author=who(tx, "viet")
    )
    return approval.submit(tx, content, made, now)[0]


def waits_for_approval(
    tx: Transaction, content: Content, channel: str, address: str, now: datetime
) -> None:
    """Both, for whoever has the chat at this address, which was linked after they were told."""
    employed(tx, "viet", Role.CLERK, Role.OWNER, Role.COMMUNICATOR)
    approver = employed(tx, "duyet", Role.APPROVER)
    answered(tx, content, now)
    submitted(tx, content, now, channel)
    contact = tx.contacts.meet(channel, address, now)
    tx.staff_links.add_way(approver.id, contact.id, WayKind.CHAT, "", now)
