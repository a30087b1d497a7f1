"""The forms of one question's page: each reads what its move needs and has it made."""

from collections.abc import Mapping, Sequence

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.calls import SAID
from bot.web.console.console import Console
from bot.web.console.question import as_form, find, page
from bot.web.console.seen import Changed
from bot.web.console.visit import Visit
from content.whole import read_whole
from handlers.people.refusing import NotDone
from handlers.question import (
    acts,
    answerers,
    answering,
    approving,
    asking_back,
    closing,
    merging,
    moves,
    promises,
    publishing,
    reopening,
    routing,
)
from handlers.question.hearing import Done
from handlers.question.moves import Move, NotAllowed, OtherText
from handlers.question.publishing import NotForThePublic
from storage.database import Transaction
from storage.question_models import Answer, Question, QuestionStep


async def act(console: Console, visit: Visit) -> Response:
    """One move of the state machine, with what it needs. A decision about an answer names the
    version that was read; whoever comes too late is told what others did, and keeps their words."""
    name = visit.choice("do", [str(move) for move in Move])
    if visit.errors:
        return await page(console, visit, 400)
    move = Move(name)
    code = str(visit.request.path_params["code"]).upper()
    work = _WORK.get(move)
    if work is None:
        raise HTTPException(404)

    def checked(tx: Transaction) -> _Result:
        question = find(tx, visit)
        moves.check_right(move, visit.staff)
        try:
            visit.require_as_seen(
                as_form(tx, question), question, tx.questions.answers(question.id)
            )
        except Changed as changed:
            raise _late(tx, visit, question, move, changed) from None
        acts.check(tx, question, move, visit.staff)
        return work(console, visit, tx, question)

    try:
        done, act_ = await console.write(visit, f"question.{move}", f"question:{code}", checked)
    except (NotAllowed, OtherText):
        visit.errors["do"] = "move_not_allowed"
        return await page(console, visit, 409)
    except _Late as late:
        if late.may_still:
            return console.show_both(visit, late.changed, late=late)
        return console.render(visit, "question_late", 409, code=code, late=late, typed=visit.typed)
    except _Unsure as unsure:
        return console.render(visit, "question_merge", **unsure.values)
    except NotForThePublic as refusal:
        visit.form["found"] = "; ".join((*refusal.found.sure, *refusal.found.likely))
        visit.errors["found"] = "personal" if refusal.found.sure else "likely_personal"
        return await page(console, visit, 400)
    except NotDone as refusal:
        visit.errors[refusal.field] = refusal.why
        return await page(console, visit, 400)
    except _Missing:
        return await page(console, visit, 400)
    return console.back(f"/cau-hoi/{code}", done, told=act_.told, staff=act_.staff)


_Result = tuple[str, Done]


class _Missing(Exception):
    """Something the move needs was not filled in; `visit.errors` says what. Nothing is kept."""


class _Late(Exception):
    """Others did something with the question since the page was opened. Nothing is kept. `steps` is
    what they did, `names` who they are by login, `read` the version of the answer that was read,
    `now` the latest; `may_still`: whoever has seen all this may do theirs, too."""

    def __init__(
        self,
        changed: Changed,
        question: Question,
        steps: Sequence[QuestionStep],
        names: Mapping[str, str],
        read: Answer | None,
        now: Answer | None,
        *,
        may_still: bool,
    ) -> None:
        super().__init__("done meanwhile")
        self.changed = changed
        self.question = question
        self.steps = steps
        self.names = names
        self.read = read
        self.now = now
        self.may_still = may_still


class _Unsure(Exception):
    """The page to ask on before this is done."""

    def __init__(self, **values: object) -> None:
        super().__init__("to be confirmed")
        self.values = values


def _late(tx: Transaction, visit: Visit, question: Question, move: Move, changed: Changed) -> _Late:
    """What this person has not seen yet: all that was done since their page, or, where the form
    does not say since when, the last of it."""
    done, since = tx.questions.steps(question.id), _id(visit, "since")
    read = tx.questions.answer(_id(visit, "answer"))
    return _Late(
        changed,
        question,
        [step for step in done if step.id > since] if since else done[-1:],
        {person.login: person.name for person in tx.staff.all()},
        read if read is not None and read.question_id == question.id else None,
        tx.questions.draft(question.id),
        may_still=moves.may_still(question, move),
    )


def _version(visit: Visit) -> int:
    return _id(visit, "answer")


def _id(visit: Visit, name: str) -> int:
    return read_whole(visit.text(name)) or 0


def _need(visit: Visit, name: str, limit: int = 2000) -> str:
    text = visit.text(name, required=True, limit=limit)
    if visit.errors:
        raise _Missing
    return text


def _assign(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    office = visit.choice("office", list(console.content.ward.answering))
    responder = read_whole(visit.text("responder"))
    if visit.errors:
        raise _Missing
    given = routing.assign(
        tx,
        console.content,
        question,
        visit.now,
        staff=visit.staff,
        office=office,
        co_offices=visit.lists.get("co_offices", []),
        responder=tx.staff.get(responder) if responder else None,
        portal_code=visit.text("portal_code", limit=60),
    )
    named = tx.staff.get(given.question.responder_id) if given.question.responder_id else None
    visit.note(office=office, **({"name": named.name} if named else {}))
    nobody = answerers.is_out_of_reach(tx.staff.all(), given.question)
    return "assigned_to_nobody" if nobody else "assigned", given


def _redirect(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    note, purge = _need(visit, "note", 500), bool(visit.text("purge"))
    return "redirected", closing.redirect(
        tx, console.content, question, note, visit.now,
        staff=visit.staff, purge=purge, sure=visit.text("sure"),
    )  # fmt: skip


def _merge(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    head = merging.head_by_code(tx, question, visit.text("head"), visit.staff)
    if visit.text("sure") != head.code:
        raise _Unsure(
            question=question,
            versions=tx.questions.answers(question.id),
            head=head,
            askers=tx.questions.askers(question.id),
            together=tx.questions.askers(head.id),
        )
    return "merged", merging.merge(
        tx, console.content, question, head, visit.now, staff=visit.staff
    )


def _split(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    return "split", merging.split(tx, console.content, question, visit.now, staff=visit.staff)


def _restore(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    return "restored", closing.restore(tx, console.content, question, visit.now, staff=visit.staff)


def _ask_more(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    note = _need(visit, "note", 500)
    return "asked_more", asking_back.ask_more(
        tx, console.content, question, note, visit.now, staff=visit.staff
    )


def _tell_more(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    note = _need(visit, "note", SAID)
    return "told_more", asking_back.told_more(
        tx, console.content, question, note, visit.now, staff=visit.staff
    )


def _return(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    note = _need(visit, "note", 500)
    return "returned", routing.return_(tx, question, note, visit.now, staff=visit.staff)


def _forward(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    note = _need(visit, "note", 500)
    return "forwarded", routing.forward(
        tx, console.content, question, note, visit.now, staff=visit.staff
    )


def _answer(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    text, basis = _need(visit, "text", 6000), visit.text("basis", limit=600)
    promised = visit.day("promised", required=False)
    asked = visit.text("question_text", limit=2000)
    if visit.errors:
        raise _Missing
    return "answered", answering.answer(
        tx, console.content, question, text, basis, visit.now,
        staff=visit.staff, promised_on=promised, public_question=asked,
    )  # fmt: skip


def _want_changes(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    note = _need(visit, "note", 500)
    return "changes_wanted", approving.want_changes(
        tx, console.content, question, _version(visit), note, visit.now, staff=visit.staff
    )


def _approve(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    done = approving.approve(
        tx, console.content, question, _version(visit), visit.now, staff=visit.staff
    )
    return "approved", done


def _take_back(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    return "taken_back", answering.take_back(
        tx, question, _version(visit), visit.now, staff=visit.staff
    )


def _publish(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    return "published", publishing.publish(
        tx, console.content, question, visit.now, staff=visit.staff,
        checked=bool(visit.text("checked")), judged=visit.text("judged") == "1",
    )  # fmt: skip


def _unpublish(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    note = _need(visit, "note", 500)
    return "unpublished", publishing.unpublish(
        tx, console.content, question, note, visit.now, staff=visit.staff
    )


def _correct(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    text, basis = _need(visit, "text", 6000), visit.text("basis", limit=600)
    promised = question.promised_on  # as it was, where the form was opened before it asked
    if "promised" in visit.form:
        promised = visit.day("promised", required=False)
    if visit.errors:
        raise _Missing
    return "proposed", answering.correct(
        tx, console.content, question, text, basis, visit.now,
        staff=visit.staff, promised_on=promised,
    )  # fmt: skip


def _reword(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    asked = visit.text("question_text", required=True, limit=2000)
    text = _need(visit, "public_text", 6000)
    return "proposed", publishing.reword(
        tx, console.content, question, asked, text, visit.now, staff=visit.staff
    )


def _keep_promise(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    note, day = _need(visit, "note", 500), visit.day("kept_on")
    if visit.errors or day is None:
        raise _Missing
    return "promise_kept", promises.keep(tx, question, day, note, visit.now, staff=visit.staff)


def _reopen(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    note = _need(visit, "note", 500)
    return "reopened", reopening.reopen(
        tx, console.content, question, note, visit.now, staff=visit.staff
    )


def _extend(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    note, due = _need(visit, "note", 300), visit.day("due")
    if visit.errors or due is None:
        raise _Missing
    return "extended", routing.extend(
        tx, console.content, question, due, note, visit.now, staff=visit.staff
    )


_WORK = {
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
    Move.KEEP_PROMISE: _keep_promise,
}
