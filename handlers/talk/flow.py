"""Flows: a conversation with steps, as a frozen dataclass advanced by a pure function.

A flow stands in one place. Its memory names its step; `advance` is pure; `finish` is its one side
effect. The prompt of a step is the template `<flow>/<step>`. Saved as JSON with the flow's name
and version; a saved flow of another version is dropped rather than misread.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Protocol, TypeVar, runtime_checkable

import orjson

from content.amounts import Period, amounts
from content.conditions import Condition
from content.library import Content
from content.revenue import NOTHING_TOLD, Lack, ToldFigures, read
from content.takings.told_line import names_sale
from content.tax import TaxRules
from content.trades import NOTHING_NAMED, Named, Trades
from handlers.talk import pausing
from handlers.talk.messages import Picture, Reply
from handlers.talk.turn import PATIENCE, Outcome, Turn
from storage.conversations import WhyEnded, without_forms
from storage.models import Conversation


@dataclass(frozen=True, slots=True)
class Said:
    """What the person said at a step: the value of a choice, or free text and what was read in
    it (an amount in đồng, a trade, what it tells of a year). `today` is the day in Viet Nam,
    `rules` its tax figures, `rules_of` those of a year, `trades` what a trade may be."""

    text: str
    today: date
    rules_of: Callable[[int], TaxRules]
    trades: Trades
    value: str = ""
    amount: int | None = None
    told: ToldFigures = NOTHING_TOLD
    named: Named = NOTHING_NAMED
    picture: Picture | None = None
    neighbourhoods: Sequence[str] = ()  # as the ward spells them

    @property
    def rules(self) -> TaxRules:
        return self.rules_of(self.today.year)

    @property
    def band(self) -> str:
        """The band of the year that was told, when that is sure, or the value chosen."""
        if self.value or not self.told.shares or self.told.lacks(self.rules):
            return self.value
        year = self.told.yearly if self.told.high is None else self.told.high
        return str(self.rules.band(year or self.told.low))


class Memory(Protocol):
    """What a flow remembers; a frozen dataclass whose fields are JSON values."""

    @property
    def step(self) -> str: ...


M = TypeVar("M", bound=Memory)


class Flow(Protocol[M]):
    """One kind of conversation. `advance` answers None when it did not understand."""

    name: str
    version: int

    def begin(self) -> M: ...

    def restore(self, memory: dict[str, Any]) -> M: ...

    def takes_text(self, memory: M) -> bool: ...

    def choices(self, memory: M) -> Sequence[tuple[str, str]]: ...

    def advance(self, memory: M, said: Said) -> M | None: ...

    def is_done(self, memory: M) -> bool: ...

    def finish(self, turn: Turn, memory: M) -> Outcome: ...


@runtime_checkable
class Settles(Protocol):
    """A flow whose matter is done before its last question: `settled` does it, or writes to it what
    was answered since, and gives the memory that knows of it and what is said first. What such a
    form still asks need not be answered: it is left without a word of anything unsent."""

    def settled(self, turn: Turn, memory: Any) -> tuple[Any, tuple[Reply, ...]]: ...


@runtime_checkable
class LooksUp(Protocol):
    """A flow whose next question needs something from storage: `arrive` reads it (and writes
    nothing) before the question is asked."""

    def arrive(self, turn: Turn, memory: Any) -> Any: ...


@runtime_checkable
class Notes(Protocol):
    """A flow that says with its question what it noted just now: `asked_again` gives the memory
    without that, when the question is only repeated."""

    def asked_again(self, memory: Any) -> Any: ...


@runtime_checkable
class LeavesOut(Protocol):
    """A flow with a review: `left_out` gives the memory after words there that were not taken. It
    says so (`unheard`), and a bare yes is then asked about once more."""

    def left_out(self, memory: Any) -> Any: ...


@runtime_checkable
class Conditional(Protocol):
    """A flow that can meet a condition made with a yes: `with_condition` gives the memory that does
    so; None where the condition is none it can meet."""

    def with_condition(self, memory: Any, condition: Condition) -> Any: ...


@runtime_checkable
class ForWhom(Protocol):
    """A flow that may be for somebody else than who writes: `for_whom` gives the memory with whom
    the words name, the same where it is so already; None where they name nobody."""

    def for_whom(self, memory: Any, text: str) -> Any: ...


@runtime_checkable
class TakesAhead(Protocol):
    """A flow that may be told an answer before the consent: `told_ahead` gives the memory that
    keeps it until then; None for words that tell none."""

    def told_ahead(self, memory: Any, said: Said) -> Any: ...


@runtime_checkable
class TakesNotes(Protocol):
    """A flow that keeps more of a text than answers its question: `noting` gives the memory with
    it, the same where there is nothing."""

    def noting(self, memory: Any, said: Said) -> Any: ...


@runtime_checkable
class TakesSums(Protocol):
    """A flow that hears a sum where one chooses from a list: `takes_sums` says at which steps."""

    def takes_sums(self, memory: Any) -> bool: ...


@runtime_checkable
class Bounded(Protocol):
    """A flow that keeps texts: `too_long` gives the letters its step takes when the text has more
    of them, else None. Such a text is refused in words; none is cut."""

    def too_long(self, memory: Any, text: str) -> int | None: ...


@runtime_checkable
class Passing(Protocol):
    """A flow about something that comes to an end: whether a form that waits is over with it."""

    def is_over(self, turn: Turn, memory: Any) -> bool: ...


@runtime_checkable
class TakesDigits(Protocol):
    """A flow where a digit may be an answer by itself (`1`, of tổ 1): whether it is at this step.
    Its choices there have no numbers, and its question says what to type for them."""

    def takes_digits(self, memory: Any) -> bool: ...


@runtime_checkable
class ToldBeside(Protocol):
    """A flow that notes what is told beside its question: the fields `told_beside` of its memory.
    That is no step to go back from, and stays on the way back."""

    told_beside: tuple[str, ...]


@runtime_checkable
class Shows(Protocol):
    """A flow whose questions show more than its memory: `shown` gives it by name."""

    def shown(self, turn: Turn, memory: Any) -> dict[str, Any]: ...


# Until the last return of a year is due, a revenue may be of the year before.
LAST_YEAR_UNTIL = 4  # month
CHOICE = "flow:"
SURE = "sure"  # the step that asks whether an answer was one
CANCEL = "cancel"
BACK = "back"
STEPS_BACK = 12
MOST_WAITING = 5  # forms put aside at a time
STEPPED = "stepped"  # of a saved form that waits: it was left for another matter
SETTLED = "is_settled"  # of a memory: what the form is for is done already
STORED = "is_stored"  # of a memory: each answer is stored as it is given, and gone on with any day
# So long after the last word in one of them the forms of a conversation are kept.
FORMS_KEPT = timedelta(days=14)
# Where a channel with a form of its own may offer it: it answers this step and the number's.
CONSENT_STEP = "consent"  # of every form that asks for one
CONTACT_STEP = "name"


def pack(
    flow: Flow[M],
    memory: M,
    before: Sequence[dict[str, Any]] = (),
    ahead: Sequence[dict[str, Any]] = (),
    mending: dict[str, Any] | None = None,
) -> str:
    """What is saved of an open flow; `before` are the memories of the steps already taken, `ahead`
    those that were gone back from, the nearest first; `mending`: the line asked anew (`line`), and
    the memory at the question that waits meanwhile (`kept`)."""
    body: dict[str, Any] = {
        "name": flow.name,
        "version": flow.version,
        "memory": as_saved(memory),
        "before": list(before)[-STEPS_BACK:],
        "ahead": list(ahead)[:STEPS_BACK],
    }
    if getattr(memory, SETTLED, False) or getattr(memory, STORED, False):
        body["settled"] = True
    if mending is not None:
        body["mending"] = mending
    return orjson.dumps(body).decode()


def open_flow(turn: Turn, flows: dict[str, Flow[Any]]) -> tuple[Flow[Any], Any] | None:
    """The flow this conversation is in and its memory; None when there is none."""
    return _restored(turn.conversation.flow, flows) if turn.conversation.flow else None


def goes_on(form: str, flows: dict[str, Flow[Any]]) -> bool:
    """Whether a saved form can be gone on with: not when it is of another version."""
    return _restored(form, flows) is not None


def is_over(turn: Turn, form: str, flows: dict[str, Flow[Any]]) -> bool:
    """Whether a form that waits is about something that is over by now."""
    saved = _restored(form, flows) if form in turn.conversation.waiting else None
    return saved is not None and isinstance(saved[0], Passing) and saved[0].is_over(turn, saved[1])


def open_name(turn: Turn) -> str:
    """The name of the form that is open; "" for none."""
    form = turn.conversation.flow
    return str(orjson.loads(form)["name"]) if form else ""


def is_settled(turn: Turn) -> bool:
    """Whether nothing of the open form is unsent: what it is for is done, or each answer stored."""
    saved = orjson.loads(turn.conversation.flow) if turn.conversation.flow else {}
    return bool(saved.get("settled"))


def has_answers(turn: Turn) -> bool:
    """Whether something was answered in the flow that is open, or told by the words that opened
    it, that is lost with it."""
    if is_settled(turn):
        return False
    saved = orjson.loads(turn.conversation.flow) if turn.conversation.flow else {}
    return bool(saved.get("before") or saved.get("memory", {}).get("opening"))


def put_aside(turn: Turn) -> Turn:
    """The open form waits, with all that was answered; one without an answer yet is left."""
    form = turn.conversation.flow
    if form is None:
        return close(turn)  # a picture that came unasked may still be sent
    if not has_answers(turn):
        return leave(turn)
    waiting = (*turn.conversation.waiting, form)
    kept = turn.keeping(flow=None, waiting=waiting, **_kept_from(turn))
    oldest = waiting[:-MOST_WAITING]
    return replace(
        kept,
        conversation=without_forms(kept.conversation, WhyEnded.MANY, lambda form: form in oldest),
    )


def is_aside(conversation: Conversation) -> bool:
    """Whether the form that waits last stepped aside for another matter: that was said once."""
    waiting = conversation.waiting
    return bool(waiting) and bool(orjson.loads(waiting[-1]).get(STEPPED))


def begin(turn: Turn, flow: Flow[M], memory: M) -> Outcome:
    """Begins a form: the one that is open waits meanwhile. A form that was begun the same way, and
    is not finished, is gone on with."""
    aside = put_aside(turn)
    first = orjson.loads(orjson.dumps(as_saved(memory)))
    for form in reversed(aside.conversation.waiting):
        saved = orjson.loads(form)
        same = (saved["name"], saved["version"]) == (flow.name, flow.version)
        if same and saved["before"][:1] == [first]:
            return _with_hint(_gone_on(aside, form, flow, saved["memory"]), turn, "form_goes_on")
    return prompt(aside, flow, memory)


def reopen(turn: Turn, flow: Flow[M], memory: M, before: Sequence[M]) -> Outcome:
    """A form that could not be finished, at the step where it can be mended."""
    return prompt(turn, flow, memory, [as_saved(one) for one in before])


def resume(turn: Turn, flows: dict[str, Flow[Any]]) -> Outcome | None:
    """Asks the question at which the latest form was put aside, or the open one's; None without."""
    if running := open_flow(turn, flows):
        return ask_again(turn, *running)
    for form in reversed(turn.conversation.waiting):
        if saved := _restored(form, flows):
            return _gone_on(turn, form, saved[0], orjson.loads(form)["memory"])
    return None


def _gone_on(turn: Turn, form: str, flow: Flow[Any], memory: dict[str, Any]) -> Outcome:
    """Opens a form that waits, where it stopped."""
    others = tuple(other for other in turn.conversation.waiting if other != form)
    return ask_again(turn.keeping(flow=form, waiting=others), flow, flow.restore(memory))


def _restored(form: str, flows: dict[str, Flow[Any]]) -> tuple[Flow[Any], Any] | None:
    saved = orjson.loads(form)
    flow = flows.get(saved["name"])
    if flow is None or flow.version != saved["version"]:
        return None
    return flow, flow.restore(saved["memory"])


def prompt(
    turn: Turn,
    flow: Flow[M],
    memory: M,
    before: Sequence[dict[str, Any]] = (),
    ahead: Sequence[dict[str, Any]] = (),
    mending: dict[str, Any] | None = None,
) -> Outcome:
    """Asks the step's question and saves where we are. The way back leads to the step before, or
    out of the form from its first step."""
    if pause := turn.pause_of(pausing.FORMS.get(flow.name, ())):
        return turn.keeping(flow=None).say_paused(pause)
    if isinstance(flow, LooksUp):
        memory = flow.arrive(turn, memory)
    choices = [turn.choice(label, CHOICE + value) for label, value in flow.choices(memory)]
    packed = pack(flow, memory, before, ahead, mending)
    saved = turn.keeping(flow=packed, **_kept_from(turn))
    done = getattr(memory, SETTLED, False) or getattr(memory, STORED, False)
    out = "no_more_asked" if done else "cancel"
    back = turn.choice("back", BACK) if before or mending else turn.choice(out, CANCEL)
    more = flow.shown(turn, memory) if isinstance(flow, Shows) else {}
    name, trades = f"{flow.name}/{memory.step}", turn.content.trades
    text = saved.words_of(name, memory=memory, trades=trades, **more)
    bare = isinstance(flow, TakesDigits) and flow.takes_digits(memory)
    outcome = saved.reply(text, choices, back, keyed=not bare)
    if memory.step != CONTACT_STEP:
        return outcome
    asking = replace(outcome.replies[0], asks_contact=turn.words_of("system/contact_form"))
    return replace(outcome, replies=(asking,))


def ask_again(turn: Turn, flow: Flow[M], memory: M) -> Outcome:
    """The same step once more, with its way back."""
    memory = without_notes(flow, memory)
    before, ahead = saved_in(turn, "before"), saved_in(turn, "ahead")
    return prompt(turn, flow, memory, before, ahead, mending_in(turn))


def after_aside(turn: Turn, told: Sequence[Reply], again: Outcome, step: str) -> Outcome:
    """What was asked in the middle of a form is told, then the form asks its question `again`. A
    page that asks for a consent stands above already: it is called to mind in a line."""
    first, *rest = again.replies
    if step == CONSENT_STEP:
        first = replace(first, text=turn.words_of("system/agree_still"))
    return replace(again, replies=(*told, first, *rest))


def noting_too(turn: Turn, flow: Flow[M], memory: M) -> Outcome:
    """The same step once more, with what a question asked beside it tells: `đi 2 người được
    không`."""
    if not isinstance(flow, TakesNotes):
        return ask_again(turn, flow, memory)
    kept = flow.noting(without_notes(flow, memory), heard_text(turn, turn.text))
    return prompt(
        turn, flow, kept, saved_in(turn, "before"), saved_in(turn, "ahead"), mending_in(turn)
    )


def step_back(turn: Turn, flow: Flow[M], memory: M) -> Outcome | None:
    """The step before, as it was; None at the first."""
    *earlier, last = saved_in(turn, "before") or [None]
    if not last:
        return None
    left = [as_saved(memory), *saved_in(turn, "ahead")]
    if isinstance(flow, ToldBeside):
        last |= {name: left[0][name] for name in flow.told_beside}
    memory = without_notes(flow, flow.restore(last))
    outcome = prompt(turn, flow, memory, earlier, left)
    return _with_hint(outcome, turn, "as_it_was")


def without_notes(flow: Flow[M], memory: M) -> M:
    return flow.asked_again(memory) if isinstance(flow, Notes) else memory


def _with_hint(outcome: Outcome, turn: Turn, hint: str) -> Outcome:
    """The question asked, and below it what else there is to say about it."""
    asked = outcome.replies[0]
    again = replace(asked, text=f"{asked.text}\n\n{turn.words_of(f'system/{hint}')}")
    return replace(outcome, replies=(again, *outcome.replies[1:]))


def step_on(turn: Turn, flow: Flow[M], memory: M) -> Outcome | None:
    """The step that was gone back from, with what was answered then; None when none was."""
    nearest, *farther = saved_in(turn, "ahead") or [None]
    if not nearest:
        return None
    taken = [*saved_in(turn, "before"), as_saved(memory)]
    return prompt(turn, flow, flow.restore(nearest), taken, farther)


def advance(turn: Turn, flow: Flow[M], memory: M) -> Outcome | None:
    """Takes the person's words to the next step; None when the step did not understand them."""
    following = flow.advance(memory, heard(turn, chosen(turn)))
    if following is None:
        return None
    told: tuple[Reply, ...] = ()
    if isinstance(flow, Settles):
        following, told = flow.settled(turn, following)
    if told and not flow.is_done(following):
        outcome = prompt(turn, flow, following)  # there is no way back behind what is done
    else:
        outcome = _on(turn, flow, memory, following)
    return replace(outcome, replies=(*told, *outcome.replies))


def _on(turn: Turn, flow: Flow[M], memory: M, following: M) -> Outcome:
    """What comes of the last answer, or the next question."""
    if flow.is_done(following):
        outcome = flow.finish(close(turn), following)
        _drop_pictures(turn)  # those that became part of nothing
        return outcome
    before = saved_in(turn, "before")
    if _is_beside(flow, memory, following):
        return prompt(turn, flow, following, before, saved_in(turn, "ahead"), mending_in(turn))
    return prompt(turn, flow, following, [*before, as_saved(memory)])


def _is_beside(flow: Flow[M], memory: M, following: M) -> bool:
    """Whether only what is told beside the question was noted."""
    if not isinstance(flow, ToldBeside):
        return False
    was, now = as_saved(memory), as_saved(following)
    return all(was[name] == now[name] for name in now if name not in flow.told_beside)


def chosen(turn: Turn) -> str:
    """The value of the choice that was made; "" for none."""
    return turn.action.removeprefix(CHOICE) if turn.action.startswith(CHOICE) else ""


def mending_in(turn: Turn) -> dict[str, Any] | None:
    """The line that is asked anew (`line`) and the memory that waits meanwhile (`kept`)."""
    saved = orjson.loads(turn.conversation.flow) if turn.conversation.flow else {}
    found: dict[str, Any] | None = saved.get("mending")
    return found


def saved_in(turn: Turn, where: str) -> list[Any]:
    saved = orjson.loads(turn.conversation.flow) if turn.conversation.flow else {}
    return list(saved.get(where, ()))


def misses_in(turn: Turn, step: str) -> tuple[int, str]:
    """How many times in a row the answer to a step was none, and what was said of it last."""
    saved = orjson.loads(turn.conversation.flow) if turn.conversation.flow else {}
    at, many, told = saved.get("missed", ("", 0, ""))
    return (many, told) if at == step else (0, "")


def with_miss(outcome: Outcome, step: str, many: int, told: str) -> Outcome:
    """The question asked again, which remembers that it was not answered."""
    if outcome.conversation.flow is None:
        return outcome
    saved = orjson.loads(outcome.conversation.flow) | {"missed": (step, many, told)}
    kept = replace(outcome.conversation, flow=orjson.dumps(saved).decode())
    return replace(outcome, conversation=kept)


def as_saved(memory: Memory) -> dict[str, Any]:
    return asdict(memory)  # type: ignore[call-overload,no-any-return]  # a Memory is a dataclass


def heard(turn: Turn, value: str = "") -> Said:
    """What the person said in this turn, with what can be read in it."""
    text = "" if value else turn.text
    found = heard_told(turn, text, read_told(turn, text))
    return replace(found, text=turn.text, value=value, picture=turn.incoming.picture)


def heard_told(turn: Turn, text: str, told: ToldFigures) -> Said:
    """The same as if only this had been typed, which tells so much of a business."""
    return Said(
        text=text,
        today=turn.today,
        rules_of=lambda year: rules_of(turn.content, year, turn.today),
        trades=turn.content.trades,
        amount=_amount(told, text),
        told=told.as_asked(),
        named=turn.content.trades.named(text),
        neighbourhoods=turn.content.ward.neighbourhoods,
    )


def heard_text(turn: Turn, text: str) -> Said:
    """The same as if only this had been typed."""
    return heard(replace(turn, action="", incoming=replace(turn.incoming, text=text)))


def read_told(turn: Turn, text: str, *, after: ToldFigures | None = None) -> ToldFigures:
    """What a line tells of a business's year, as of today, maybe after other figures; nothing where
    the sum in it may be what a swindler wants."""
    swindled = turn.content.understanding.may_be_swindled(text)
    if swindled and not names_sale(text, turn.content.trades):
        return NOTHING_TOLD if after is None else after
    last_year = turn.today.month <= LAST_YEAR_UNTIL
    if after is not None:
        trades = turn.content.trades
        return read(text, trades, year=turn.today.year, last_year_counts=last_year, after=after)
    return _told_in(text, turn.content.trades, turn.today.year, last_year)


@lru_cache(maxsize=64)
def _told_in(text: str, trades: Trades, year: int, last_year: bool) -> ToldFigures:
    """Several ask in one turn what the same line tells."""
    return read(text, trades, year=year, last_year_counts=last_year)


def _amount(told: ToldFigures, text: str) -> int | None:
    """The one amount of a year that a line says, of whatever; None when it is not one."""
    if told.shares:
        return None if told.doubts - _ANSWERED else sum(share.yearly for share in told.shares)
    found = amounts(text)
    if len(found) != 1 or found[0].bound is not None:
        return None
    return found[0].value if found[0].period in (None, Period.YEAR) else told.costs


# Who is asked for a year's sum and names one need not be asked of what time it is.
_ANSWERED = {Lack.PERIOD, Lack.DAYS, Lack.REVENUE, Lack.KIND}


def rules_on(content: Content, day: date) -> TaxRules:
    return rules_of(content, day.year, day)


@lru_cache(maxsize=8)
def rules_of(content: Content, year: int, day: date) -> TaxRules:
    """The tax figures of a year, asked on a day."""
    return TaxRules.of_year(content.knowledge.facts, year, day)


def _kept_from(turn: Turn) -> dict[str, Any]:
    """Until when what was said, and the forms, are kept that were gone on with now."""
    return {"expires_at": turn.now + PATIENCE, "forms_until": turn.now + FORMS_KEPT}


def _keeps_figures(conversation: Conversation) -> bool:
    """Whether figures were told, and not only lines that may go on."""
    raw = conversation.figures or ""
    told = orjson.loads(raw) if raw.startswith("{") else {}
    return bool(told.get("kept") or told.get("asked"))


def close(turn: Turn) -> Turn:
    waiting = turn.conversation.waiting
    waits = bool(waiting) or _keeps_figures(turn.conversation)
    return turn.keeping(
        flow=None,
        expires_at=turn.now + PATIENCE if waits else None,
        forms_until=turn.conversation.forms_until if waiting else None,
    )


def leave(turn: Turn) -> Turn:
    """Closes a form that comes to nothing: the pictures sent for it go at once."""
    left = close(turn)
    _drop_pictures(left)
    return left


def _drop_pictures(turn: Turn) -> None:
    """Pictures that are part of nothing, a form that waits included."""
    waiting = (orjson.loads(form)["memory"] for form in turn.conversation.waiting)
    kept = [picture for memory in waiting for picture in memory.get("photos", ())]
    if pictures := turn.tx.questions.drop_loose_photos_of([turn.contact.id], kept):
        turn.tx.erasures.ask(pictures)
