"""Questions: the inbox, one question with all that may be done with it, entry by hand."""

from collections import Counter
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.calls import SAID
from bot.web.console.console import Console
from bot.web.console.seen import Changed, Unseen
from bot.web.console.visit import Visit
from content.fields import OTHER, similar
from content.people import by_name, finds, read_phone
from content.whole import read_whole
from handlers.people.permissions import sees_names, sees_question
from handlers.question import answering, moves, sharing
from handlers.question.answering import CannotAnswer, NobodyToAsk, NotForThePublic
from handlers.question.moves import Move, NotAllowed, OtherText
from storage.database import Transaction
from storage.event_models import Event, EventState
from storage.question_models import OPEN_STATES, Answer, Question, QuestionState, QuestionStep
from storage.staff_models import Role, Staff

SHOWN = 200
LATEST_DATE = timedelta(days=180)  # from today, for an answer that takes longer


def find(tx: Transaction, visit: Visit) -> Question:
    """The question of the page's address; 404 for none, and for one that is not theirs to see."""
    code = str(visit.request.path_params["code"]).upper()
    question = tx.questions.by_code(code)
    if question is None or not sees_question(visit.staff, question):
        raise HTTPException(404)
    return question


async def list_(console: Console, visit: Visit) -> Response:
    query = visit.request.query_params
    chosen, wanted, event = query.get("loc", "mo"), query.get("tim", ""), query.get("su-kien", "")

    def work(
        tx: Transaction,
    ) -> tuple[list[Question], list[Event], dict[str, list[Question]], Container[int]]:
        seen = [q for q in tx.questions.all() if sees_question(visit.staff, q)]
        names = dict.fromkeys((*_FILTERS, chosen))
        lists = {name: filtered(tx, seen, name, visit) for name in names}
        return seen, tx.events.all(), lists, tx.questions.passed_on(read_whole(event) or 0)

    all_, events, lists, passed_on = await console.read(work)
    found = [q for q in lists[chosen] if not event or str(q.event_id) == event or q.id in passed_on]
    elsewhere = False
    if wanted.strip():
        here, found = found, _searched(visit, found, wanted)
        if not found:  # under this tab; a search that finds nothing looks everywhere
            found = _searched(visit, [q for q in all_ if q not in here], wanted)
            elsewhere = bool(found)
    elif chosen != "tat-ca":
        found.sort(key=lambda q: (q.answer_by, q.id))
    askers = Counter(q.merged_into for q in all_ if q.merged_into)
    return console.render(
        visit,
        "questions",
        questions=found[:SHOWN],
        askers=askers,
        chosen=chosen,
        wanted=wanted,
        elsewhere=elsewhere,
        event=event,
        events={e.id: e for e in events},
        counts={name: len(lists[name]) for name in _FILTERS},
    )


def _searched(visit: Visit, questions: Sequence[Question], wanted: str) -> list[Question]:
    """Those with the words in text or code, with marks or without, and, for those who are shown
    them, in the asker's name, business or phone number; without any, those that say much the
    same."""
    named = sees_names(visit.staff)
    found = [
        q
        for q in questions
        if finds(
            wanted,
            *(q.content, q.code, q.code.replace("-", "")),
            *((q.asker, q.business) if named else ()),
            phone=q.phone if named else None,
        )
    ]
    ranked = similar(wanted, [q.content for q in questions]) if not found else []
    return found or [questions[place] for score, place in ranked if score > 0.2]


_FILTERS = ("mo", "moi", "tre", "viec-toi", "khong-ai", "cho-duyet", "cho-dang", "xong", "tat-ca")


def filtered(
    tx: Transaction, questions: Sequence[Question], name: str, visit: Visit
) -> list[Question]:
    """The questions one filter lists; a tile or a tab that leads there counts the same."""
    reworded = set(tx.questions.with_new_words())
    people = tx.staff.all() if name == "khong-ai" else []
    return [
        question
        for question in questions
        if (question.merged_into is None or name == "gop")
        and _in_filter(question, name, visit, reworded, people)
    ]


def _in_filter(
    question: Question,
    name: str,
    visit: Visit,
    reworded: Collection[int],
    people: Sequence[Staff],
) -> bool:
    """`reworded`: questions whose answer waits for approval in other words; `people`: all staff."""
    match name:
        case "khong-ai":
            return moves.is_out_of_reach(people, question)
        case "moi":
            return question.state is QuestionState.RECEIVED
        case "tre":
            return question.overdue_on(visit.today)
        case "cho-duyet":
            return question.state is QuestionState.ANSWERED or question.id in reworded
        case "cho-dang":
            answered = question.state in (QuestionState.DELIVERED, QuestionState.CLOSED)
            return question.public and answered and question.id not in reworded
        case "viec-toi":
            mine = question.responder_id == visit.staff.id or question.office == visit.staff.office
            return mine and question.state in (
                QuestionState.ASSIGNED,
                QuestionState.WAITING_UPPER,
            )
        case "xong":
            return not question.is_open and question.state is not QuestionState.MERGED
        case "gop":
            return question.state is QuestionState.MERGED
        case "tat-ca":
            return True
    return question.is_open


async def show(console: Console, visit: Visit) -> Response:
    return await page(console, visit)


async def page(console: Console, visit: Visit, status: int = 200, *, phone: str = "") -> Response:
    """One question with all that may be done with it. `phone` is shown in full."""

    def work(tx: Transaction) -> dict[str, object]:
        question = find(tx, visit)
        head = tx.questions.get(question.merged_into) if question.merged_into else None
        others = [q for q in tx.questions.open() if q.id != question.id and not q.merged_into]
        alike = [
            others[place]
            for score, place in similar(question.content, [q.content for q in others])[:5]
            if score >= 0.3 and sees_question(visit.staff, others[place])
        ]
        draft, waits = tx.questions.draft(question.id), moves.waiting(tx, question)
        people = {staff.id: staff for staff in by_name(tx.staff.all())}
        return {
            "question": question,
            "proposed": sharing.proposed(question),
            "head": head,
            "event": tx.events.get(question.event_id) if question.event_id else None,
            "carried": tx.events.get(question.carried_from) if question.carried_from else None,
            "missing": moves.missing(tx, question),
            "merged": tx.questions.merged_into(question.id),
            "steps": tx.questions.steps(question.id),
            "word_on": moves.word_due(tx, console.content, question, visit.now),
            "versions": tx.questions.answers(question.id),
            "fates": moves.fates(tx, question),
            "draft": draft,
            "photos": tx.questions.photos(question.id),
            "alike": alike,
            "people": people,
            "logins": {person.login: person.name for person in people.values()},
            "responders": [
                s for s in people.values() if moves.could_answer(s, question, question.office)
            ],
            "back": moves.sent_back(tx).get(question.id),
            "unmanned": unmanned(console, people.values(), question),
            "out_of_reach": moves.is_out_of_reach(people.values(), question),
            "moves": moves.open_moves(question, visit.staff),
            "may_approve": moves.may_approve(visit.staff, question, draft),
            "waits": waits,
            "approvers": moves.approvers(people.values(), question, waits.author_id)
            if waits
            else [],
            "approvers_of_mine": moves.approvers(people.values(), question, visit.staff.id),
            "admins": [one for one in people.values() if one.active and Role.ADMIN in one.roles],
            "approved": tx.questions.approved(question.id),
            "overdue": question.overdue_on(visit.today),
        }

    values = await console.read(work)
    question = values["question"]
    if not isinstance(question, Question):
        raise HTTPException(404)
    fresh = await console.read(lambda tx: _as_form(tx, question))
    visit.form = visit.form or dict(fresh)
    return console.render(visit, "question", status, phone=phone, Move=Move, fresh=fresh, **values)


def unmanned(console: Console, people: Iterable[Staff], question: Question) -> set[str]:
    """Offices where nobody could open the question if it were given to them."""
    everybody = list(people)
    return {
        office
        for office in console.content.ward.answering
        if not moves.openers(everybody, replace(question, office=office, responder_id=None))
    }


async def reveal(console: Console, visit: Visit) -> Response:
    def work(tx: Transaction) -> str:
        question = find(tx, visit)
        if not sees_names(visit.staff):
            raise HTTPException(403)
        return question.phone or ""

    code = str(visit.request.path_params["code"]).upper()
    phone = await console.write(
        visit, "phone.reveal", f"question:{code}", work, unseen=Unseen.READS, repeatable=True
    )
    visit.form = {}
    return await page(console, visit, phone=phone)


async def photo(console: Console, visit: Visit) -> Response:
    """A photo that came with the question, for whoever may see the question."""

    def work(tx: Transaction) -> str:
        question = find(tx, visit)
        name = str(visit.request.path_params["name"])
        kept = tx.questions.photo(name)
        if kept is None or kept.question_id != question.id:
            raise HTTPException(404)
        return name

    data = await console.photos.read(await console.read(work))
    if data is None:
        raise HTTPException(404)
    return Response(data, media_type="image/jpeg", headers={"cache-control": "private, no-store"})


async def drop_photo(console: Console, visit: Visit) -> Response:
    """A photo that should not be here (an identity card) goes at once."""
    name = visit.text("name")

    def work(tx: Transaction) -> Question:
        question = find(tx, visit)
        meant = [kept for kept in tx.questions.photos(question.id) if kept.name == name]
        visit.require_as_seen({}, meant)
        if not meant:
            raise HTTPException(404)
        tx.questions.drop_photo(name)
        tx.erasures.ask([name])  # its file goes right after the commit, whatever the disk does now
        return question

    code = str(visit.request.path_params["code"]).upper()
    if visit.text("sure").upper() != code:
        visit.errors["do"] = "type_the_question"
        visit.form = {}
        return await page(console, visit, 400)
    question = await console.write(visit, "photo.delete", f"question:{code}", work)
    return console.back(f"/cau-hoi/{question.code}", "saved")


async def add(console: Console, visit: Visit) -> Response:
    """A question on paper, by phone, or from the floor of a conference."""
    events = await console.read(
        lambda tx: [
            e
            for e in tx.events.all()
            if e.state in (EventState.DRAFT, EventState.OPEN, EventState.HELD)
        ]
    )
    floor = visit.request.query_params.get("su-kien", "")
    if visit.request.method == "GET":
        visit.form = {
            "source": "floor" if floor else "paper",
            "event": floor,
            "field": OTHER,
            "public": "1" if floor else "",
        }
        return console.render(visit, "question_add", events=events)
    text = visit.text("content", required=True, limit=2000)
    field = visit.choice("field", list(console.content.fields))
    source = visit.choice("source", ["paper", "phone", "floor", "office"])
    typed = visit.text("phone")
    phone = read_phone(typed) if typed else None
    if typed and phone is None:
        visit.errors["phone"] = "phone"
    if visit.errors:
        return console.render(visit, "question_add", 400, events=events)
    event_id = next((e.id for e in events if str(e.id) == visit.text("event")), None)
    asked = moves.Asked(
        content=text,
        field=field,
        source=source,
        event_id=event_id,
        asker=visit.text("asker", limit=80),
        phone=phone,
        business=visit.text("business", limit=200),
        neighbourhood=visit.text("neighbourhood", limit=80),
        public=visit.text("public") == "1",
    )
    question = await console.write(
        visit,
        "question.add",
        lambda question: f"question:{question.code}",
        lambda tx: moves.receive(tx, console.content, asked, visit.now, actor=visit.staff.login),
        unseen=Unseen.ADDS,
        source=source,
    )
    if visit.text("again"):
        return console.back(f"/cau-hoi/them?su-kien={visit.text('event')}", "question_added")
    return console.back(f"/cau-hoi/{question.code}", "question_added")


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
                _as_form(tx, question), question, tx.questions.answers(question.id)
            )
        except Changed as changed:
            raise _late(tx, visit, question, move, changed) from None
        moves.check(question, move, visit.staff)
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
    except _Missing:
        return await page(console, visit, 400)
    return console.back(f"/cau-hoi/{code}", done, told=act_.told, staff=act_.staff)


_Result = tuple[str, answering.Done]

# Decisions about one version of the answer.
_OF_A_VERSION = (Move.APPROVE, Move.ACCEPT, Move.WANT_CHANGES, Move.REFUSE, Move.TAKE_BACK,
                 Move.DROP)  # fmt: skip


def _as_form(tx: Transaction, question: Question) -> dict[str, str]:
    """The texts of the page's forms, as a fresh page shows them."""
    draft, approved = tx.questions.draft(question.id), tx.questions.approved(question.id)
    return {
        "text": draft.text if draft else "",
        "basis": draft.basis if draft else "",
        "promised": str((draft.promised_on if draft else question.promised_on) or ""),
        "question_text": answering.worded(question, draft),
        "public_text": approved.for_the_public if approved else "",
    }


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
        may_still=moves.is_open_from(question, move) and move not in _OF_A_VERSION,
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
    staff = tx.staff.get(responder) if responder else None
    if visit.errors:
        raise _Missing
    others = tuple(o for o in visit.lists.get("co_offices", []) if o != office)
    try:
        given = answering.assign(
            tx,
            console.content,
            question,
            visit.now,
            staff=visit.staff,
            office=office,
            co_offices=tuple(o for o in others if o in console.content.ward.offices),
            responder=staff if staff is not None and staff.office == office else None,
            portal_code=visit.text("portal_code", limit=60) or question.portal_code,
        )
    except CannotAnswer:
        visit.errors["responder"] = "cannot_answer"
        raise _Missing from None
    named = tx.staff.get(given.question.responder_id) if given.question.responder_id else None
    visit.note(office=office, **({"name": named.name} if named else {}))
    nobody = moves.is_out_of_reach(tx.staff.all(), given.question)
    return "assigned_to_nobody" if nobody else "assigned", given


def _redirect(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    note, purge = _need(visit, "note", 500), bool(visit.text("purge"))
    if purge and visit.text("sure").upper() != question.code:
        visit.errors["sure"] = "type_the_question"
        raise _Missing
    return "redirected", answering.redirect(
        tx, console.content, question, note, visit.now, staff=visit.staff, purge=purge
    )


def _merge(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    head = tx.questions.by_code(visit.text("head").upper())
    if head is None or not sees_question(visit.staff, head):
        visit.errors["head"] = "no_such_code"
        raise _Missing
    if why := moves.why_no_merge(question, head):
        visit.errors["head"] = why
        raise _Missing
    if visit.text("sure") != head.code:
        raise _Unsure(
            question=question,
            versions=tx.questions.answers(question.id),
            head=head,
            askers=tx.questions.askers(question.id),
            together=tx.questions.askers(head.id),
        )
    return "merged", answering.merge(
        tx, console.content, question, head, visit.now, staff=visit.staff
    )


def _split(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    return "split", answering.split(tx, console.content, question, visit.now, staff=visit.staff)


def _restore(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    return "restored", answering.restore(
        tx, console.content, question, visit.now, staff=visit.staff
    )


def _ask_more(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    note = _need(visit, "note", 500)
    try:
        asked = answering.ask_more(
            tx, console.content, question, note, visit.now, staff=visit.staff
        )
    except NobodyToAsk:
        visit.errors["note"] = "nobody_to_ask"
        raise _Missing from None
    return "asked_more", asked


def _tell_more(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    note = _need(visit, "note", SAID)
    return "told_more", answering.told_more(
        tx, console.content, question, note, visit.now, staff=visit.staff
    )


def _return(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    note = _need(visit, "note", 500)
    returned = moves.move(
        tx, question, Move.RETURN, visit.now, staff=visit.staff, note=note, responder_id=None
    )
    return "returned", answering.Done(returned)


def _forward(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    note = _need(visit, "note", 500)
    return "forwarded", answering.forward(
        tx, console.content, question, note, visit.now, staff=visit.staff
    )


def _answer(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    text, basis = _need(visit, "text", 6000), visit.text("basis", limit=600)
    promised = visit.day("promised", required=False)
    asked = visit.text("question_text", limit=2000) if question.public else ""
    if visit.errors:
        raise _Missing
    return "answered", answering.answer(
        tx, console.content, question, text, basis, visit.now,
        staff=visit.staff, promised_on=promised, public_question=asked,
    )  # fmt: skip


def _want_changes(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    note = _need(visit, "note", 500)
    return "changes_wanted", answering.want_changes(
        tx, console.content, question, _version(visit), note, visit.now, staff=visit.staff
    )


def _approve(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    done = answering.approve(
        tx, console.content, question, _version(visit), visit.now, staff=visit.staff
    )
    return "approved", done


def _take_back(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    taken = moves.take_back(tx, question, _version(visit), visit.now, staff=visit.staff)
    return "taken_back", answering.Done(taken)


def _publish(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    if not visit.text("checked"):
        visit.errors["checked"] = "tick_to_publish"
    if visit.errors:
        raise _Missing
    return "published", answering.publish(
        tx, console.content, question, visit.now,
        staff=visit.staff, judged=visit.text("judged") == "1",
    )  # fmt: skip


def _unpublish(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    note = _need(visit, "note", 500)
    return "unpublished", answering.unpublish(
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
    return "proposed", answering.reword(
        tx, console.content, question, asked, text, visit.now, staff=visit.staff
    )


def _reopen(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    note = _need(visit, "note", 500)
    return "reopened", answering.reopen(
        tx, console.content, question, note, visit.now, staff=visit.staff
    )


def _extend(console: Console, visit: Visit, tx: Transaction, question: Question) -> _Result:
    note, due = _need(visit, "note", 300), visit.day("due")
    if due is not None and due <= max(question.due, visit.today):
        visit.errors["due"] = "later_date"
    if visit.errors or due is None or due > visit.today + LATEST_DATE:
        visit.errors.setdefault("due", "later_date")
        raise _Missing
    return "extended", answering.extend(
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
}


async def set_field(console: Console, visit: Visit) -> Response:
    field = visit.choice("field", list(console.content.fields))

    def work(tx: Transaction) -> Question:
        question = find(tx, visit)
        visit.require_as_seen({}, question, tx.questions.answers(question.id))
        if question.state not in OPEN_STATES:
            raise HTTPException(409)
        return tx.questions.save(replace(question, field=field, version=question.version + 1))

    code = str(visit.request.path_params["code"]).upper()
    await console.write(visit, "question.field", f"question:{code}", work, field=field)
    return console.back(f"/cau-hoi/{code}", "saved")


async def set_phone(console: Console, visit: Visit) -> Response:
    """The number an asker is called under was written down wrong: the right one, for every call
    that is still to be made."""
    code = str(visit.request.path_params["code"]).upper()
    phone = read_phone(visit.text("phone"))
    if phone is None:
        visit.errors["phone"] = "phone"
        return await page(console, visit, 400)

    def work(tx: Transaction) -> None:
        question = find(tx, visit)
        if not sees_names(visit.staff) or question.anonymised_at is not None:
            raise HTTPException(403)
        visit.require_as_seen({}, question, tx.questions.answers(question.id))
        tx.questions.save(replace(question, phone=phone, version=question.version + 1))

    await console.write(visit, "question.phone", f"question:{code}", work)
    return console.back(f"/cau-hoi/{code}", "saved")
