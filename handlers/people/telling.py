"""Whoever must be told is told: by a message where one reaches them, else by a telephone call that
stands in the console as a task, else nobody could be told: that is said, and the task names them.

Every act that changes what somebody has a right to know ends in `tell`:

    told = tell(
        tx, content, question, "question/answered", now,
        key=f"answer:{answer.id}:{question.id}",
        choices=(("see_question", f"question:{question.id}"),),
        question=question, answer=answer, office=office,
    )
    ...
    return console.back(f"/cau-hoi/{code}", "approved", told=[told])  # the page says what happened

`tell` is given the registration or the question itself: who is to be told, and the number to call,
are read from it. The rest are the values of the template, as for `notices.notify`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from content.calendar import today
from content.library import Content
from content.whole import read_whole
from handlers.people.calendar import call_by as in_time
from handlers.people.calendar import working_days
from handlers.people.room import free_for
from handlers.talk import notices
from handlers.talk.markup import to_plain
from handlers.talk.messages import Attachment
from storage.calls import CallState, CallTask, Way
from storage.database import Transaction
from storage.event_models import Event, Invitation, Registration, RegistrationState
from storage.models import OutboxState
from storage.question_models import Question

About = Registration | Question

MOVED = "event/changed"
UNANSWERED = "invitation/silent"  # to whoever was invited and did not answer


class By(StrEnum):
    MESSAGE = "message"  # on its way to the person's phone
    CALL = "call"  # a task: somebody of the ward calls
    PAGE = "page"  # left on the page of a web chat, and no number is known
    NOBODY = "nobody"  # neither a channel nor a number: a task names them, for another way
    BEFORE = "before"  # the same was told before
    SPARED = "spared"  # no message reaches them, and it is not worth a call


@dataclass(frozen=True, slots=True)
class Told:
    """How somebody is told of something. `channel` is where a message goes, "" for none; `due` is
    when it goes, None for at once; `call_id` is the task that was made; `held`: after a restore
    nothing goes until a person releases it. `about`: the id of whose matter it is, 0 for unknown.
    """

    by: By
    channel: str = ""
    due: datetime | None = None
    call_id: int | None = None
    held: bool = False
    about: int = field(default=0, compare=False)


def tell(
    tx: Transaction,
    content: Content,
    about: About,
    message: str,
    now: datetime,
    *,
    key: str,
    due: datetime | None = None,
    expires: datetime | None = None,
    choices: Sequence[tuple[str, str]] = (),
    calls: bool = True,
    call_key: str = "",
    call_by: datetime | None = None,
    files: Sequence[Attachment] = (),
    **values: Any,
) -> Told:
    """Tells whoever `about` belongs to, once per `key`, and says by which way.

    `due`: not before then (sending hours). `expires`: the matter is over then, and neither a
    message nor a call is of use. `calls` False: not worth a telephone call. `call_key`:
    one call for several messages. `call_by`: by when the call is of use; else the end of the next
    working day; in time before the event it is about begins, whatever is given. A message that is
    refused later (blocked, window closed, failed) becomes a call by itself where a number is known.
    `files` follow the message, each by itself.
    """
    told = _tell(
        tx, content, about, message, now, key=key, due=due, expires=expires, choices=choices,
        calls=calls, call_key=call_key or key, call_by=call_by, files=files, **values,
    )  # fmt: skip
    return replace(told, about=about.id)


def _tell(
    tx: Transaction,
    content: Content,
    about: About,
    message: str,
    now: datetime,
    *,
    key: str,
    due: datetime | None,
    expires: datetime | None,
    choices: Sequence[tuple[str, str]],
    calls: bool,
    call_key: str,
    call_by: datetime | None,
    files: Sequence[Attachment],
    **values: Any,
) -> Told:
    values = {"files": files, **values}
    way = _way(tx, about, due or now)
    queued = None
    if way is not None:
        queued = notices.queue(
            tx, content, way.contact_id, message, now, key=key, due=due, expires=expires,
            choices=choices, code=about.code, **values,
        )  # fmt: skip
        if queued is None:
            return Told(By.BEFORE, way.channel)
        notices.attach(
            tx, content, way.contact_id, files, now,
            key=key, due=due, expires=expires, code=about.code,
        )  # fmt: skip
    reached = way is not None and way.is_open(due or now)
    arrives = way is not None and reached and way.arrives
    call = None
    # Whoever has no number is named among the calls: somebody finds another way.
    if calls and (about.phone or arrives or not reached):
        call = _call(
            tx, content, about, message, now, key=call_key, by=call_by,
            outbox_id=queued if arrives else None, page_id=queued if reached else None,
            goes=due or now, **values,
        )  # fmt: skip
    channel = way.channel if way is not None and reached else ""
    if arrives:
        return Told(By.MESSAGE, channel, due, held=tx.outbox.holds_back())
    if call is not None and about.phone:
        return Told(By.CALL, channel, due, call.id)
    if calls and about.phone:
        return Told(By.BEFORE, channel)
    if reached:
        return Told(By.PAGE, channel, due)
    return Told(By.SPARED if about.phone else By.NOBODY)


def by_chat(tx: Transaction, contact_id: int, now: datetime) -> Told:
    """How somebody is told who is known by their chat alone, of what was queued there just now."""
    ways = (way for way in tx.calls.ways(contact_id) if way.contact_id == contact_id)
    way = next(ways, None)
    if way is None or not way.is_open(now):
        return Told(By.NOBODY)
    by = By.MESSAGE if way.arrives else By.PAGE
    return Told(by, way.channel, held=by is By.MESSAGE and tx.outbox.holds_back())


def message_arrives(tx: Transaction, about: About, at: datetime) -> bool:
    """Whether a message would come to the person at the moment; else they have to be called."""
    way = _way(tx, about, at)
    return way is not None and way.arrives and way.is_open(at)


def reaches(tx: Transaction, contact_id: int, at: datetime) -> bool:
    """Whether a message to this very contact may go at the moment, if only to a page of theirs."""
    return any(
        way.contact_id == contact_id and way.is_open(at) for way in tx.calls.ways(contact_id)
    )


def is_on_page(tx: Transaction, about: About, at: datetime) -> bool:
    """Whether what is written to the person stands on the page of a web chat they may open."""
    way = _way(tx, about, at)
    return way is not None and not way.arrives and way.is_open(at)


def _way(tx: Transaction, about: About, at: datetime) -> Way | None:
    """The contact to write to: the person's own, or one linked to it where only that is open. A
    channel that does not run now takes the message for later; a closed one takes none, nor one
    they have left."""
    return way_to(tx, about.contact_id, at) if about.contact_id is not None else None


def way_to(tx: Transaction, contact_id: int, at: datetime) -> Way | None:
    """The same, of a contact."""
    ways = tx.calls.ways(contact_id)
    arriving = (way for way in ways if way.is_open(at) and way.arrives)
    waiting = (way for way in ways if way.is_open(at) or way.waits)
    return next(arriving, None) or next(waiting, None)


def _call(
    tx: Transaction,
    content: Content,
    about: About,
    message: str,
    now: datetime,
    *,
    key: str,
    by: datetime | None,
    outbox_id: int | None,
    page_id: int | None,
    goes: datetime,
    **values: Any,
) -> CallTask | None:
    """The task to call, or to call if the message fails; None when there is one for this key."""
    task = CallTask(
        id=tx.calls.ids.next(),
        key=key,
        message=message,
        text=_spoken(tx, content, about, message, now, **values),
        due_at=in_time(working_days(content.ward), now, events_of(tx, about), by),
        created_at=goes if outbox_id is not None else now,
        state=CallState.STANDBY if outbox_id is not None else CallState.OPEN,
        registration_id=about.id if isinstance(about, Registration) else None,
        question_id=about.id if isinstance(about, Question) else None,
        outbox_id=outbox_id,
        page_id=None if outbox_id is not None else page_id,
    )
    return task if tx.calls.add(task) else None


def ask_to_call(tx: Transaction, content: Content, question: Question, now: datetime) -> datetime:
    """The asker of a question wants to be called: a task, and by when it is to be made."""
    task = _call(
        tx, content, question, "question/call_me", now, key=f"call_me:{question.id}", by=None,
        outbox_id=None, page_id=None, goes=now, question=question,
    )  # fmt: skip
    return task.due_at if task is not None else now


def call_holder(
    tx: Transaction,
    content: Content,
    invitation: Invitation,
    event: Event,
    message: str,
    now: datetime,
    *,
    key: str,
    by: datetime,
) -> Told:
    """Of whoever was invited on paper only name and place are known: a task names them, `by` when
    they are to be told."""
    task = CallTask(
        id=tx.calls.ids.next(),
        key=key,
        message=message,
        text=script_of_invitation(content, invitation, event),
        due_at=by,
        created_at=now,
        state=CallState.OPEN,
        invitation_id=invitation.id,
    )
    by_whom = By.CALL if invitation.phone else By.NOBODY
    return Told(by_whom if tx.calls.add(task) else By.BEFORE, call_id=task.id, about=invitation.id)


def remind_holder(
    tx: Transaction,
    content: Content,
    invitation: Invitation,
    event: Event,
    now: datetime,
    *,
    key: str,
    way: Way | None,
    due: datetime,
    by: datetime,
) -> Told:
    """Whoever was invited and did not answer is asked to, once per `key`: by a message that comes
    to them (`way`) when it is `due`, with a call that stands by for when it does not; else by a
    call, `by` when it is to be made."""
    queued = None
    if way is not None:
        open_to = event.takes_registrations(due)
        register = (("register", f"event:{event.id}:register"),) if open_to else ()
        queued = notices.queue(
            tx, content, way.contact_id, UNANSWERED, now, key=key, due=due if due > now else None,
            expires=event.starts_at, choices=(*register, ("see_event", f"event:{event.id}")),
            code=invitation.code, invitation=invitation, event=event, registers=open_to,
        )  # fmt: skip
        if queued is None:
            return Told(By.BEFORE, way.channel, about=invitation.id)
    task = CallTask(
        id=tx.calls.ids.next(),
        key=key,
        message=UNANSWERED,
        text=script_of_invitation(content, invitation, event, UNANSWERED),
        due_at=by,
        created_at=due if queued is not None else now,
        state=CallState.OPEN if queued is None else CallState.STANDBY,
        invitation_id=invitation.id,
        outbox_id=queued,
    )
    is_new = tx.calls.add(task)
    if way is not None:
        later = due if due > now else None
        held = tx.outbox.holds_back()
        return Told(By.MESSAGE, way.channel, later, held=held, about=invitation.id)
    by_whom = By.CALL if invitation.phone else By.NOBODY
    return Told(by_whom if is_new else By.BEFORE, call_id=task.id, about=invitation.id)


def script_of_invitation(
    content: Content, invitation: Invitation, event: Event, message: str = ""
) -> str:
    """What to say to whoever holds it, as the event is now; `message` names the kind of news."""
    stands = invitation.revoked_at is None and event.takes_place
    name = "call/invitation_silent" if message == UNANSWERED and stands else "call/invitation"
    return to_plain(content.words.say(name, invitation=invitation, event=event))


def events_of(tx: Transaction, about: About | Invitation) -> list[Event]:
    """The event somebody registered for or is invited to, or their question is to be answered at;
    [] for none."""
    event = tx.events.get(about.event_id) if about.event_id is not None else None
    return [event] if event is not None else []


def say_too(
    tx: Transaction,
    content: Content,
    about: Registration,
    message: str,
    now: datetime,
    *,
    key: str,
    beside: str,
    **values: Any,
) -> None:
    """One more thing to say in the call of what was told just now under the key `beside`. That
    message says it already: the person gets no second one."""
    task = tx.calls.of_key(beside)
    if task is not None:
        _call(
            tx, content, about, message, now, key=key, by=task.due_at, outbox_id=task.outbox_id,
            page_id=task.page_id, goes=task.created_at, **values,
        )  # fmt: skip


def _spoken(
    tx: Transaction,
    content: Content,
    about: About,
    message: str,
    now: datetime,
    **values: Any,
) -> str:
    if isinstance(about, Registration):
        news = (message, *((MOVED,) if values.get("moved") else ()))
        return script(tx, content, about, values["event"], news, now)
    spoken = f"call/{message.replace('/', '_')}"
    name = spoken if content.words.has(spoken) else message
    return to_plain(content.words.say(name, today=today(now), **values))


def script(
    tx: Transaction,
    content: Content,
    registration: Registration,
    event: Event,
    news: Collection[str],
    now: datetime,
) -> str:
    """What to say on the telephone about a registration, as it and its event are now. `news`: what
    the person has not heard yet, the names of messages; it only chooses what is spoken of."""
    waits = registration.state is RegistrationState.WAITLISTED
    text = content.words.say(
        "call/registration",
        today=today(now),
        registration=registration,
        event=event,
        news=news,
        line=tx.registrations.place_in_line(registration) if waits else 0,
        free=free_for(tx, event, registration) if waits else 0,
        in_vain=waits and event.never_fits(registration),
        last=event.latest_answer(now),
    )
    return to_plain(text)


# News that says how a question stands: by when it is answered, and with which other one.
_STANDS = (
    "question/merged",
    "question/split",
    "question/restored",
    "question/reopened",
    "question/reopened_for_all",
)


def script_of_question(
    content: Content, message: str, question: Question, head: Question, now: datetime
) -> str | None:
    """What to say on the telephone of how a question stands, as it is now; None for other news,
    which stays as it was written."""
    if message not in _STANDS:
        return None
    said = content.words.say(message, today=today(now), question=question, head=head)
    return to_plain(said)


# A message that went, or may have.
_WENT = {OutboxState.SENDING, OutboxState.SENT, OutboxState.UNCONFIRMED}


def has_heard(tx: Transaction, key: str) -> bool | None:
    """Whether somebody was told of what was to be told under this key: a message went, or somebody
    called. None where nothing is known of it (any more)."""
    states, call = tx.outbox.states(f"{key}:"), tx.calls.of_key(key)
    if states & _WENT or (call is not None and call.state is CallState.TOLD):
        return True
    return False if states or call is not None else None


def last_of_unheard(tx: Transaction, prefix: str) -> str:
    """The last part of the first key of what is still to be told to somebody (keys that begin so)
    and has not come to them; "" for nothing."""
    waiting = (tx.calls.of_key(key) for key in tx.calls.keys(prefix))
    owed = [task for task in waiting if task and task.state in (CallState.STANDBY, CallState.OPEN)]
    unheard = [task for task in owed if has_heard(tx, task.key) is False]
    first = min(unheard, key=lambda task: task.id, default=None)
    return first.key.rpartition(":")[2] if first is not None else ""


def drop(tx: Transaction, prefix: str, now: datetime) -> None:
    """A matter is over: what has not gone of it (keys that begin so) is neither sent nor called."""
    tx.outbox.withdraw(prefix, now)
    tx.calls.settle(prefix, now)


def drop_about(tx: Transaction, question: Question, now: datetime) -> None:
    """Whatever was to be told of the question to its asker, and has not been, is no longer so."""
    tx.outbox.withdraw_about(question.id, now)
    tx.calls.settle_question(question.id, now)


# ---- what the page says ----

_MARKS = ("*sau", "*giu", "*trang", "*goi", "*khong")  # beside the names of channels


@dataclass(frozen=True, slots=True)
class Tally:
    """How several people are told: messages by channel, how many of them go later or are held back,
    left on a web page, calls to be made, and whom nobody could tell."""

    messages: Mapping[str, int]
    later: int = 0
    held: int = 0
    page: int = 0
    calls: int = 0
    nobody: int = 0

    @property
    def people(self) -> int:
        return sum(self.messages.values()) + self.page + self.calls + self.nobody


def _of_people(told: Iterable[Told]) -> list[Told]:
    """One for each person: whoever is told of two things is one person, reached by the last way."""
    people: dict[int, Told] = {}
    unknown = []
    for one in told:
        if not one.about:
            unknown.append(one)
        elif one.by not in (By.BEFORE, By.SPARED) or one.about not in people:
            people[one.about] = one
    return [*people.values(), *unknown]


def tally(told: Iterable[Told]) -> Tally:
    messages: Counter[str] = Counter()
    by: Counter[By] = Counter()
    later = held = 0
    for one in _of_people(told):
        by[one.by] += 1
        if one.by is By.MESSAGE:
            messages[one.channel] += 1
            later += one.due is not None
            held += one.held
    return Tally(dict(messages), later, held, by[By.PAGE], by[By.CALL], by[By.NOBODY])


def to_query(told: Iterable[Told]) -> str:
    """A tally small enough for the address of the page one is sent back to; "" for nobody."""
    sums = tally(told)
    counts = (sums.later, sums.held, sums.page, sums.calls, sums.nobody)
    marks = zip(_MARKS, counts, strict=True)
    parts = {**sums.messages, **{name: count for name, count in marks if count}}
    return ",".join(f"{name}.{count}" for name, count in parts.items())


def from_query(text: str) -> Tally | None:
    """The inverse of `to_query`; None for anything else."""
    counts: dict[str, int] = {}
    for part in text.split(","):
        name, _, number = part.rpartition(".")
        count = read_whole(number, high=99_999)
        if not name or count is None:
            return None
        counts[name] = count
    marks = [counts.pop(mark, 0) for mark in _MARKS]
    return Tally(counts, *marks)
