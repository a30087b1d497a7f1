"""What waits for somebody's approval, as they read it in their own chat, and what they decide about
it: by the rights and rules of the console's pages, which do the same work.

Nobody decides on what they did not see: what was shown has a fingerprint, compared in the
transaction that decides. What was sent confidentially is shown in the console alone: a chat rests
on somebody else's servers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from content.calendar import today
from content.empty_phrases import empty_in
from content.library import Content
from handlers.broadcast import acts as news_acts
from handlers.broadcast import message, old_figures, planning
from handlers.broadcast.acts import Ask
from handlers.broadcast.approval import OtherVersion
from handlers.broadcast.drafting import BroadcastRefused, faults
from handlers.broadcast.words import event_of
from handlers.desk.acts import DeskMove, DeskRefused
from handlers.office import approving_content as contents
from handlers.office import waiting
from handlers.people.permissions import sees_question
from handlers.people.refusing import NotDone
from handlers.question import acts as question_acts
from handlers.question import approving, files, together, versions
from handlers.question.fit import NotForThePublic
from handlers.question.moves import Move, NotAllowed, OtherText
from handlers.question.reopening import TO_BE_DONE
from handlers.talk.messages import Reply
from storage.broadcast_models import Broadcast, BroadcastState
from storage.database import Transaction
from storage.question_models import Question
from storage.rows import fingerprint
from storage.staff_models import Staff


class ApprovalKind(StrEnum):
    ANSWER = "answer"
    NEWS = "news"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class ToApprove:
    """Something that waits for somebody, whole. `shown`: what its template says; `seen`: the
    fingerprint of all of it; `people`: to how many it goes, which whoever approves types (None: a
    digit is enough); `files` go with it; `hinders`: why it can be approved in the console alone,
    "" where it can be here."""

    kind: ApprovalKind
    id: int
    called: str
    seen: str
    shown: Mapping[str, Any]
    people: int | None = None
    files: Sequence[Reply] = ()
    hinders: str = ""


class NotApproved(Exception):
    """It may not be decided so now: `why` is a name of `approve/refused`. Nothing was kept."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides, when, on which channel; `site` is where our own pages are."""

    staff: Staff
    now: datetime
    site: str
    channel: str


def listed(
    tx: Transaction, content: Content, staff: Staff, now: datetime
) -> tuple[list[tuple[ApprovalKind, int, str]], int]:
    """What waits for this person and can be read in a chat (its kind, its id, what it is called);
    how much more waits for them in the console alone."""
    found = waiting.approvals(tx, staff, now)
    open_ = [one for one in found.questions if not one.confidential]
    here = [
        *((ApprovalKind.ANSWER, one.id, one.code) for one in open_),
        *((ApprovalKind.NEWS, one.id, one.title) for one in found.news),
        *(
            (ApprovalKind.CONTENT, one.id, contents.called(content, one))
            for one in found.contents
        ),
    ]  # fmt: skip
    return here, found.count - len(here)


def read(
    tx: Transaction, content: Content, by: Decider, kind: ApprovalKind, number: int
) -> ToApprove | None:
    """As it stands now; None where it does not wait for this person, or not any more."""
    match kind:
        case ApprovalKind.ANSWER:
            return _answer(tx, content, by, number)
        case ApprovalKind.NEWS:
            return _news(tx, content, by, number)
    return _content(tx, content, by, number)


def approve(tx: Transaction, content: Content, by: Decider, one: ToApprove) -> str:
    """Done, with its line in the journal; the name of what is said of it. `one` was just read in
    this transaction. Raises NotApproved."""
    if one.hinders:
        raise NotApproved(one.hinders)
    try:
        match one.kind:
            case ApprovalKind.ANSWER:
                return _approve_answer(tx, content, by, one.id)
            case ApprovalKind.NEWS:
                return _approve_news(tx, content, by, one)
        contents.do(tx, content, by.staff, by.now, one.id, DeskMove.PUBLISH, by.channel)
        return "content"
    except (NotAllowed, OtherText, OtherVersion):
        raise NotApproved("changed") from None
    except NotForThePublic:
        raise NotApproved("personal") from None
    except NotDone as refusal:
        raise NotApproved(refusal.why) from None
    except (BroadcastRefused, DeskRefused) as refusal:
        raise NotApproved(str(refusal)) from None


def give_back(tx: Transaction, content: Content, by: Decider, one: ToApprove, why: str) -> None:
    """Back to whoever wrote it, who hears why. Raises NotApproved."""
    try:
        match one.kind:
            case ApprovalKind.ANSWER:
                _give_answer_back(tx, content, by, one.id, why)
            case ApprovalKind.NEWS:
                _do_news(tx, content, by, one, "return", why=why)
            case ApprovalKind.CONTENT:
                move = DeskMove.RETURN
                contents.do(tx, content, by.staff, by.now, one.id, move, by.channel, why)
    except (NotAllowed, OtherText, OtherVersion):
        raise NotApproved("changed") from None
    except (BroadcastRefused, DeskRefused) as refusal:
        raise NotApproved(str(refusal)) from None


# ---- answers to questions ----


def _answer(tx: Transaction, content: Content, by: Decider, number: int) -> ToApprove | None:
    question = tx.questions.get(number)
    if question is None or question.confidential or not sees_question(by.staff, question):
        return None
    draft = versions.waiting(tx, question)
    if draft is None or _decides(tx, question, by.staff, (Move.APPROVE, Move.ACCEPT)) is None:
        return None
    with_it = files.of(tx, question, draft)
    names = {one.id: one.name for one in tx.staff.all()}
    untold = question.result is None and question.kind in TO_BE_DONE
    return ToApprove(
        ApprovalKind.ANSWER,
        question.id,
        question.code,
        fingerprint(*together.as_shown(tx, question)),
        {
            "question": question,
            "draft": draft,
            "author": names.get(draft.author_id, ""),
            "askers": len(together.askers_of(tx, question)),
            "field": content.fields[question.field].name,
            "office": content.ward.offices.get(question.office),
            "empty": empty_in(draft.text),
            "again": tx.questions.approved(question.id),
            "names": [one.title for one in with_it],
        },
        # Nobody who has their address reads them before they are approved.
        hinders="result_missing" if untold else "has_files" if with_it else "",
    )


def _decides(
    tx: Transaction, question: Question, staff: Staff, moves: Iterable[Move]
) -> Move | None:
    """Which of these moves is open to somebody now."""
    open_ = question_acts.open_to(tx, question, staff)
    return next((move for move in moves if move in open_), None)


def _approve_answer(tx: Transaction, content: Content, by: Decider, number: int) -> str:
    question, draft_id, move = _to_decide(tx, by, number, (Move.APPROVE, Move.ACCEPT))
    approving.approve(tx, content, question, draft_id, by.now, staff=by.staff, site=by.site)
    about = f"question:{question.code}"
    tx.audit.write(f"question.{move}", about, by.now, staff=by.staff, channel=by.channel)
    return "answer" if move is Move.APPROVE else "answer_again"


def _give_answer_back(
    tx: Transaction, content: Content, by: Decider, number: int, why: str
) -> None:
    question, draft_id, move = _to_decide(tx, by, number, (Move.WANT_CHANGES, Move.REFUSE))
    approving.want_changes(tx, content, question, draft_id, why, by.now, staff=by.staff)
    about = f"question:{question.code}"
    tx.audit.write(f"question.{move}", about, by.now, staff=by.staff, channel=by.channel)


def _to_decide(
    tx: Transaction, by: Decider, number: int, moves: Iterable[Move]
) -> tuple[Question, int, Move]:
    """Raises NotAllowed."""
    question = tx.questions.get(number)
    draft = versions.waiting(tx, question) if question is not None else None
    move = _decides(tx, question, by.staff, moves) if question is not None else None
    if question is None or draft is None or move is None:
        raise NotAllowed("nothing waits for this person")
    return question, draft.id, move


# ---- broadcasts ----


def _news(tx: Transaction, content: Content, by: Decider, number: int) -> ToApprove | None:
    broadcast = tx.broadcasts.get(number)
    if broadcast is None or broadcast.state is not BroadcastState.SUBMITTED:
        return None
    if "approve" not in news_acts.open_to(broadcast, by.staff):
        return None
    plan = planning.plan(tx, content.ward, broadcast, by.now, {})
    topics, event = content.news.topics, event_of(tx, broadcast)
    names = {one.id: one.name for one in tx.staff.all()}
    read_by = message.somebody("", frozenset(broadcast.filter.topics), by.now)
    ready = not faults(tx, broadcast)
    reply = message.Message(tx, content, broadcast, by.site).to(read_by) if ready else None
    with_it = reply.attachment if reply is not None else None
    console = content.words.console
    return ToApprove(
        ApprovalKind.NEWS,
        broadcast.id,
        broadcast.title,
        fingerprint(broadcast),
        {
            "broadcast": broadcast,
            "kind": console[f"broadcast_kind_{broadcast.kind}"],
            "text": reply.text if reply is not None else broadcast.text,
            "footer": reply.footer if reply is not None else "",
            "whom": console[f"base_{broadcast.filter.base}"],
            "topics": [topics[one].name for one in broadcast.filter.topics if one in topics],
            "kinds": [console[f"kind_{one}"] for one in broadcast.filter.kinds],
            "event": event,
            "told": plan.told,
            "plan": plan,
            "authors": [names[one] for one in broadcast.authors if one in names],
            "needs_second": planning.needs_second(tx, content.ward, broadcast, by.now),
            "names": [with_it.name] if with_it is not None else [],
        },
        people=plan.told,
        files=[Reply(with_it.name, attachment=with_it)] if with_it is not None else [],
        hinders=_hinders(tx, content, by, broadcast, plan.told),
    )


def _hinders(
    tx: Transaction, content: Content, by: Decider, broadcast: Broadcast, people: int
) -> str:
    """Why a broadcast is to be approved on its page, where what is doubtful about it stands."""
    if faults(tx, broadcast):
        return "broadcast_not_ready"
    if old_figures.in_broadcast(tx, content, broadcast, by.now):
        return "old_figures"
    if planning.is_of_cancelled(tx, broadcast):
        return "event_is_cancelled"
    return "" if people else "nobody"


def _approve_news(tx: Transaction, content: Content, by: Decider, one: ToApprove) -> str:
    done = _do_news(tx, content, by, one, "approve")
    return "news_first" if done.first_of_two else "news"


def _do_news(
    tx: Transaction, content: Content, by: Decider, one: ToApprove, do: str, why: str = ""
) -> news_acts.BroadcastDone:
    broadcast = tx.broadcasts.get(one.id)
    if broadcast is None:
        raise OtherVersion
    typed = one.people if one.people is not None else -1
    ask = Ask(content, by.staff, by.now, by.site, why, typed, broadcast.version)
    done = news_acts.do(tx, broadcast, do, ask)
    tx.audit.write(
        f"broadcast.{do}", f"broadcast:{broadcast.id}", by.now, staff=by.staff,
        channel=by.channel, typed=str(typed) if do == "approve" else "",
    )  # fmt: skip
    return done


# ---- what the assistant says ----


def _content(tx: Transaction, content: Content, by: Decider, number: int) -> ToApprove | None:
    shown = contents.shown(tx, content, by.staff, number, today(by.now))
    if shown is None:
        return None
    return ToApprove(
        ApprovalKind.CONTENT,
        number,
        shown.called,
        fingerprint(shown.seen),
        shown.values,
        hinders="entry_faulty" if shown.is_faulty else "",
    )
