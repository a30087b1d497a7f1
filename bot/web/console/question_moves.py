"""A move of one question, made from its page; and what is shown when others came before."""

from collections.abc import Mapping, Sequence

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.answer_files import take
from bot.web.console.console import Console
from bot.web.console.question import as_form, find, page, refuse
from bot.web.console.question_forms import WORK, Made, NotFilledIn, ToBeConfirmed, number_of
from bot.web.console.seen import Changed
from bot.web.console.visit import Visit
from handlers.question import (
    acts,
    moves,
)
from handlers.question.fit import NotForThePublic
from handlers.question.moves import Move, NotAllowed, NotYours, OtherText
from handlers.question.together import as_shown, head_of, seen_parts
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
    work = WORK.get(move)
    if work is None:
        raise HTTPException(404)

    if move in (Move.ANSWER, Move.CORRECT):
        await take(console, visit)

    def checked(tx: Transaction) -> Made:
        question = find(tx, visit)
        moves.check_right(move, visit.staff)
        try:
            visit.require_as_seen(as_form(tx, console.content, question), *as_shown(tx, question))
        except Changed as changed:
            raise _late(tx, visit, question, move, changed) from None
        acts.check(tx, question, move, visit.staff)
        return work(console, visit, tx, question)

    try:
        done, act_ = await console.write(visit, f"question.{move}", f"question:{code}", checked)
    except (NotAllowed, OtherText) as refusal:
        not_theirs = isinstance(refusal, NotYours)
        visit.errors["do"] = "not_yours" if not_theirs else "not_now"
        return await page(console, visit, 409)
    except _Late as late:
        if late.may_still:
            return console.show_both(visit, late.changed, late=late)
        typed = late.changed.own(visit.lists, visit.typed)
        return console.render(visit, "question_late", 409, code=code, late=late, typed=typed)
    except ToBeConfirmed as unsure:
        return console.render(visit, "question_merge", **unsure.values)
    except NotForThePublic as refusal:
        refuse(visit, refusal)
        return await page(console, visit, 400)
    except NotFilledIn:
        return await page(console, visit, 400)
    return console.back(f"/cau-hoi/{code}", done, told=act_.told, staff=act_.staff)


class _Late(Exception):
    """Others did something with the question since the page was opened. Nothing is kept. `steps` is
    what they did, `joined` the questions they joined to it, `names` who they are by login, `read`
    the version of the answer that was read, `now` the latest; `may_still`: whoever has seen all
    this may do theirs, too."""

    def __init__(
        self,
        changed: Changed,
        question: Question,
        steps: Sequence[QuestionStep],
        joined: Sequence[Question],
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
        self.joined = joined
        self.names = names
        self.read = read
        self.now = now
        self.may_still = may_still


def _late(tx: Transaction, visit: Visit, question: Question, move: Move, changed: Changed) -> _Late:
    """What this person has not seen yet: all that was done since their page, or, where the form
    does not say since when, the last of it."""
    head, since = head_of(tx, question), number_of(visit, "since")
    done = [*tx.questions.steps(question.id)]
    if head.id != question.id:  # what became of that one became of this one
        done += tx.questions.steps(head.id)
    joined = seen_parts(tx, question, visit.staff)
    read = tx.questions.answer(number_of(visit, "answer"))
    return _Late(
        changed,
        question,
        [step for step in done if step.id > since] if since else done[-1:],
        [one for one in joined if tx.questions.steps(one.id)[-1].id > since] if since else joined,
        {person.login: person.name for person in tx.staff.all()},
        read if read is not None and read.question_id == question.id else None,
        tx.questions.draft(question.id),
        may_still=moves.may_still(question, move),
    )
