"""What each move of a question needs from its form, and the one function that makes it."""

from bot.web.console.calls import SAID
from bot.web.console.console import Console
from bot.web.console.visit import Visit
from content.whole import read_whole
from handlers.question import (
    answerers,
    answering,
    approving,
    asking_back,
    closing,
    merging,
    promises,
    publishing,
    reopening,
    results,
    routing,
)
from handlers.question.hearing import Done
from handlers.question.moves import Move
from handlers.question.results import CameOfIt
from handlers.question.together import as_shown
from storage.database import Transaction
from storage.question_models import Question, QuestionKind, QuestionResult

Made = tuple[str, Done]
TEXT, BASIS = 6000, 600  # letters of an answer, and of what it rests on


class NotFilledIn(Exception):
    """Something the move needs was not filled in; `visit.errors` says what. Nothing is kept."""


class ToBeConfirmed(Exception):
    """The page to ask on before this is done."""

    def __init__(self, **values: object) -> None:
        super().__init__("to be confirmed")
        self.values = values


def _version(visit: Visit) -> int:
    return number_of(visit, "answer")


def number_of(visit: Visit, name: str) -> int:
    return read_whole(visit.text(name)) or 0


def _keeps(visit: Visit) -> list[int]:
    """Of the files of the version before, those that go with the next one, too."""
    return [read_whole(one) or 0 for one in visit.lists.get("keeps", [])]


def _need(visit: Visit, name: str, limit: int = 2000) -> str:
    text = visit.text(name, required=True, limit=limit)
    if visit.errors:
        raise NotFilledIn
    return text


def _assign(console: Console, visit: Visit, tx: Transaction, question: Question) -> Made:
    office = visit.choice("office", list(console.content.ward.answering))
    named = visit.picked("responder")
    responder = tx.staff.get(named) if named else None
    if named and responder is None:
        visit.errors["responder"] = "choice"
    if visit.errors:
        raise NotFilledIn
    given = routing.assign(
        tx,
        console.content,
        question,
        visit.now,
        staff=visit.staff,
        office=office,
        co_offices=visit.lists.get("co_offices", []),
        responder=responder,
        portal_code=visit.text("portal_code", limit=60),
    )
    theirs = tx.staff.get(given.question.responder_id) if given.question.responder_id else None
    visit.note(office=office, **({"name": theirs.name} if theirs else {}))
    nobody = answerers.is_out_of_reach(tx.staff.all(), given.question)
    return "assigned_to_nobody" if nobody else "assigned", given


def _redirect(console: Console, visit: Visit, tx: Transaction, question: Question) -> Made:
    note, purge = _need(visit, "note", 500), bool(visit.text("purge"))
    return "redirected", closing.redirect(
        tx, console.content, question, note, visit.now,
        staff=visit.staff, purge=purge, sure=visit.text("sure"),
    )  # fmt: skip


def _merge(console: Console, visit: Visit, tx: Transaction, question: Question) -> Made:
    head = merging.head_by_code(tx, question, visit.text("head"), visit.staff)
    if visit.text("sure") != head.code:
        raise ToBeConfirmed(
            question=question,
            record=as_shown(tx, question),
            head=head,
            askers=tx.questions.askers(question.id),
            together=tx.questions.askers(head.id),
        )
    return "merged", merging.merge(
        tx, console.content, question, head, visit.now, staff=visit.staff
    )


def _split(console: Console, visit: Visit, tx: Transaction, question: Question) -> Made:
    return "split", merging.split(
        tx, console.content, question, visit.now, staff=visit.staff, site=console.site
    )


def _restore(console: Console, visit: Visit, tx: Transaction, question: Question) -> Made:
    return "restored", closing.restore(tx, console.content, question, visit.now, staff=visit.staff)


def _ask_more(console: Console, visit: Visit, tx: Transaction, question: Question) -> Made:
    note = _need(visit, "note", 500)
    return "asked_more", asking_back.ask_more(
        tx, console.content, question, note, visit.now, staff=visit.staff
    )


def _tell_more(console: Console, visit: Visit, tx: Transaction, question: Question) -> Made:
    note = _need(visit, "note", SAID)
    return "told_more", asking_back.told_more(
        tx, console.content, question, note, visit.now, staff=visit.staff
    )


def _return(console: Console, visit: Visit, tx: Transaction, question: Question) -> Made:
    note = _need(visit, "note", 500)
    return "returned", routing.return_(tx, question, note, visit.now, staff=visit.staff)


def _forward(console: Console, visit: Visit, tx: Transaction, question: Question) -> Made:
    note = _need(visit, "note", 500)
    return "forwarded", routing.forward(
        tx, console.content, question, note, visit.now, staff=visit.staff
    )


def _answer(console: Console, visit: Visit, tx: Transaction, question: Question) -> Made:
    text, basis = _need(visit, "text", TEXT), visit.text("basis", limit=BASIS)
    promised = visit.day("promised", required=False)
    asked = visit.text("question_text", limit=2000)
    given = _given(visit, question)
    if visit.errors:
        raise NotFilledIn
    return "answered", answering.answer(
        tx, console.content, question, text, basis, visit.now,
        staff=visit.staff, promised_on=promised, public_question=asked, keeps=_keeps(visit),
        given=given,
    )  # fmt: skip


def _given(visit: Visit, question: Question) -> CameOfIt | None:
    """What came of it, as the form says; None where praise is thanked for, and of a question whose
    form was opened before it asked."""
    thanked = question.kind is QuestionKind.PRAISE and not visit.text("result")
    if thanked or (question.kind is QuestionKind.ASK and "result" not in visit.form):
        return None
    result = visit.choice("result", list(QuestionResult))
    proof = visit.text("proof", limit=results.PROOF)
    return CameOfIt(QuestionResult(result), proof)


def _want_changes(console: Console, visit: Visit, tx: Transaction, question: Question) -> Made:
    note = _need(visit, "note", 500)
    return "changes_wanted", approving.want_changes(
        tx, console.content, question, _version(visit), note, visit.now, staff=visit.staff
    )


def _approve(console: Console, visit: Visit, tx: Transaction, question: Question) -> Made:
    done = approving.approve(
        tx, console.content, question, _version(visit), visit.now,
        staff=visit.staff, site=console.site,
    )  # fmt: skip
    return "approved", done


def _take_back(console: Console, visit: Visit, tx: Transaction, question: Question) -> Made:
    return "taken_back", answering.take_back(
        tx, question, _version(visit), visit.now, staff=visit.staff
    )


def _publish(console: Console, visit: Visit, tx: Transaction, question: Question) -> Made:
    judged = visit.text("judged") == "1"
    return "published", publishing.publish(
        tx, console.content, question, visit.now, staff=visit.staff, judged=judged
    )


def _unpublish(console: Console, visit: Visit, tx: Transaction, question: Question) -> Made:
    note = _need(visit, "note", 500)
    return "unpublished", publishing.unpublish(
        tx, console.content, question, note, visit.now, staff=visit.staff
    )


def _correct(console: Console, visit: Visit, tx: Transaction, question: Question) -> Made:
    text, basis = _need(visit, "text", TEXT), visit.text("basis", limit=BASIS)
    promised = question.promised_on  # as it was, where the form was opened before it asked
    if "promised" in visit.form:
        promised = visit.day("promised", required=False)
    if visit.errors:
        raise NotFilledIn
    return "proposed", answering.correct(
        tx, console.content, question, text, basis, visit.now,
        staff=visit.staff, promised_on=promised, keeps=_keeps(visit),
    )  # fmt: skip


def _reword(console: Console, visit: Visit, tx: Transaction, question: Question) -> Made:
    asked = visit.text("question_text", required=True, limit=2000)
    text = _need(visit, "public_text", 6000)
    return "proposed", publishing.reword(
        tx, console.content, question, asked, text, visit.now, staff=visit.staff
    )


def _keep_promise(console: Console, visit: Visit, tx: Transaction, question: Question) -> Made:
    note, day = _need(visit, "note", 500), visit.day("kept_on")
    if visit.errors or day is None:
        raise NotFilledIn
    return "promise_kept", promises.keep(tx, question, day, note, visit.now, staff=visit.staff)


def _reopen(console: Console, visit: Visit, tx: Transaction, question: Question) -> Made:
    note = _need(visit, "note", 500)
    return "reopened", reopening.reopen(
        tx, console.content, question, note, visit.now, staff=visit.staff
    )


def _extend(console: Console, visit: Visit, tx: Transaction, question: Question) -> Made:
    note, due = _need(visit, "note", 300), visit.day("due")
    if visit.errors or due is None:
        raise NotFilledIn
    return "extended", routing.extend(
        tx, console.content, question, due, note, visit.now, staff=visit.staff
    )


def _put_off(console: Console, visit: Visit, tx: Transaction, question: Question) -> Made:
    note, until = _need(visit, "note", 300), visit.day("until")
    if visit.errors or until is None:
        raise NotFilledIn
    visit.note(until=until)
    return "put_off", routing.put_off(tx, question, until, note, visit.now, staff=visit.staff)


WORK = {
    Move.ASSIGN: _assign,
    Move.REDIRECT: _redirect,
    Move.MERGE: _merge,
    Move.SPLIT: _split,
    Move.RESTORE: _restore,
    Move.ASK_MORE: _ask_more,
    Move.TELL_MORE: _tell_more,
    Move.RETURN: _return,
    Move.FORWARD: _forward,
    Move.ANSWER: _answer,
    Move.TAKE_BACK: _take_back,
    Move.DROP: _take_back,
    Move.WANT_CHANGES: _want_changes,
    Move.REFUSE: _want_changes,
    Move.APPROVE: _approve,
    Move.ACCEPT: _approve,
    Move.PUBLISH: _publish,
    Move.UNPUBLISH: _unpublish,
    Move.CORRECT: _correct,
    Move.REWORD: _reword,
    Move.REOPEN: _reopen,
    Move.EXTEND: _extend,
    Move.PUT_OFF: _put_off,
    Move.KEEP_PROMISE: _keep_promise,
}
