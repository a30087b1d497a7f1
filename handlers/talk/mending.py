"""Putting right what was answered before, from a later question: one way for every form. The form
says how each of its lines is asked (`Mends`); what somebody means is heard in `content/mends.py`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar, runtime_checkable

import orjson

from content.amounts import amounts
from content.digits_mended import digits_in, mended_phone
from content.mends import Line, Mend, mends_in, name_of_another, name_or_shop
from content.names import hear_name
from content.people import may_be_one, read_phone, show_phone
from content.vietnamese import fold
from handlers.talk import confirming
from handlers.talk import flow as flows
from handlers.talk.flow import (
    SURE,
    Flow,
    Memory,
    Said,
    TakesNotes,
    TakesSums,
    as_saved,
    close,
    heard,
    heard_text,
    mending_in,
    prompt,
    saved_in,
    without_notes,
)  # fmt: skip
from handlers.talk.replies import told_first
from handlers.talk.turn import Outcome, Turn

M = TypeVar("M", bound=Memory)
_LOOKS_OVER = ("summary", "edit")  # steps where all that was answered is shown


@runtime_checkable
class Mends(Protocol):
    """A flow whose answers can be put right from a later question. `asking` gives the memory at the
    question for a line, None where that was not asked yet; `mended` the memory `kept` with that
    line as it was answered there; `told` how the line stands, in words for a person, "" for not."""

    def asking(self, memory: Any, line: Line) -> Any: ...

    def mended(self, kept: Any, answered: Any, line: Line, said: Said) -> Any: ...

    def told(self, turn: Turn, memory: Any, line: Line) -> str: ...


def step_back(turn: Turn, flow: Flow[M], memory: M) -> Outcome | None:
    """The step before, as it was; from a line that is asked anew, the question that waits. None at
    the first."""
    if waiting := mending_in(turn):
        kept = without_notes(flow, flow.restore(waiting["kept"]))
        return prompt(turn, flow, kept, saved_in(turn, "before"), saved_in(turn, "ahead"))
    return flows.step_back(turn, flow, memory)


def advance(turn: Turn, flow: Flow[M], memory: M) -> Outcome | None:
    """Takes the person's words to the next step, or to the question that waits for a line that is
    asked anew; None when the step did not understand them."""
    waiting = mending_in(turn)
    if waiting is None:
        return flows.advance(turn, flow, memory)
    said = heard(turn, flows.chosen(turn))
    following = flow.advance(memory, said)
    if following is None:
        return None
    return _asked_anew(turn, flow, following, waiting, said)


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a message did: the memory it left, the lines put right with what they said before, those
    to be asked for, and the words that could not be placed."""

    kept: Any
    done: tuple[tuple[Line, str], ...] = ()
    asked: tuple[tuple[Line, str], ...] = ()
    left: tuple[str, ...] = ()
    own: str = ""  # of the question that is open


def mend(turn: Turn, flow: Flow[M], memory: M) -> Outcome | None:
    """Puts right what was answered before, says what, and goes on with the question that is open;
    None when the text does nothing of it. What was not done is said; a line without its value is
    asked for, one after the other."""
    if not isinstance(flow, Mends) or turn.action or mending_in(turn):
        return None
    kept = without_notes(flow, memory)
    result = Repaired(
        flow.noting(kept, heard_text(turn, turn.text)) if isinstance(flow, TakesNotes) else kept
    )
    meant = tuple(_meant(turn, flow, memory))
    for line, told, value in meant:
        several = len(meant) > 1 and memory.step in _LOOKS_OVER
        turn, result = _mend_one(turn, flow, memory, result, (line, told, value), several=several)
    if result.asked and not (result.done and flow.is_done(result.kept)):
        return _ask_anew(turn, flow, result)
    if not result.done:
        return None
    own = flow.advance(result.kept, heard_text(turn, result.own)) if result.own else None
    taken = [as_saved(result.kept)] if own else []
    return _told_mended(turn, flow, own or result.kept, result, taken)


def _mend_one(
    turn: Turn,
    flow: Flow[M],
    memory: M,
    result: Repaired,
    meant: tuple[Line | None, Mend, str],
    *,
    several: bool,
) -> tuple[Turn, Repaired]:
    """What one line of the message does, after those before it."""
    line, told, value = meant
    if not isinstance(flow, Mends):
        raise TypeError("a flow that mends nothing")
    asking = flow.asking(result.kept, line) if line else None
    if line is None or asking is None:
        said = told.value if told.unread or (told.value and not told.plain) else ""
        return turn, replace(result, left=(*result.left, said)) if said else result
    if asking.step == memory.step:
        return turn, replace(result, own=told.value)
    if told.plain and flow.takes_text(memory) and not several:
        return turn, result
    if told.plain and line is Line.PHONE:  # perhaps of whoever comes along
        left = show_phone(read_phone(told.value)) or told.value  # `0122`: an old one, in short
        return turn, replace(result, left=(*result.left, left))
    if line is Line.NAME and _is_part(told.value, flow.told(turn, result.kept, line)):
        return turn, result  # `tên tui là Bảy`, of Trần Văn Bảy
    said_there = heard_text(turn, told.value) if not value else heard(turn, value)
    answered = flow.advance(asking, said_there) if told.value else None
    if answered is None or answered.step in (asking.step, SURE):
        return turn, replace(result, asked=(*result.asked, (line, told.value)))
    turn = _mended_before(turn, flow, answered, line, said_there)
    done = (*result.done, (line, flow.told(turn, result.kept, line)))
    return turn, replace(
        result, done=done, kept=flow.mended(result.kept, answered, line, said_there)
    )


def _ask_anew(turn: Turn, flow: Flow[M], result: Repaired) -> Outcome:
    """Asks for the first of the lines that have no value yet; the others wait for their turn."""
    if not isinstance(flow, Mends):
        raise TypeError("a flow that mends nothing")
    (line, value), *later = result.asked
    asking = flow.asking(result.kept, line)
    answered = flow.advance(asking, heard_text(turn, value)) if value else None
    waiting = {
        "line": str(line),
        "kept": as_saved(result.kept),
        "next": [str(one) for one, _ in later],
    }
    asked = prompt(turn, flow, answered or asking, saved_in(turn, "before"), (), waiting)
    return _with_note(turn, flow, asked, result, value if answered is None else "")


def _meant(turn: Turn, flow: Flow[M], memory: M) -> Iterator[tuple[Line | None, Mend, str]]:
    """What the text puts right, with the choice it is, where it is one. Where no line is named: the
    one that offers a choice of that name, or the name."""
    if (other := name_of_another(turn.text)) and isinstance(flow, Mends):
        known = flow.told(turn, memory, Line.NAME)
        longer = set(fold(known).split()) < set(fold(other).split())
        theirs = fold(getattr(memory, "whom", "")).split()  # whom the form is for: `mẹ`
        named = bool(theirs) and set(theirs) <= set(fold(turn.text).split())
        only_marks = fold(known) == fold(other)  # `Thuý`, `Thuỷ`
        if known and known != other and (only_marks or longer or named):
            yield Line.NAME, Mend(Line.NAME, other), ""
            return
    if _is_bare_sum(turn, flow, memory):
        yield Line.REVENUE, Mend(Line.REVENUE, turn.text), ""
        return
    for told in mends_in(turn.text):
        if put := _in_place(turn, flow, memory, told):
            yield put[0], replace(told, value=put[1], plain=False), ""
            continue
        for line in Line if told.line is None else (told.line,):
            if value := _choice_at(turn, flow, memory, line, told.value):
                yield line, told, value
                break
        else:
            if of_shape := _by_shape(turn, flow, memory, told):
                yield of_shape, told, ""
                continue
            if told.line is None and not told.wrong and not told.unread:
                guessed = _guessed(turn, flow, memory, told.value)
                if guessed:
                    yield guessed, told, ""
            else:
                yield told.line, told, ""


def _is_bare_sum(turn: Turn, flow: Flow[M], memory: M) -> bool:
    """Whether nothing but a sum is said where a choice is asked for, and a revenue was told."""
    takes = flow.takes_text(memory) or (isinstance(flow, TakesSums) and flow.takes_sums(memory))
    if takes or not isinstance(flow, Mends) or memory.step in _LOOKS_OVER:
        return False
    found = amounts(turn.text)
    asking = flow.asking(memory, Line.REVENUE) if len(found) == 1 else None
    if asking is None or asking.step == memory.step:
        return False
    rest = turn.text[: found[0].start] + turn.text[found[0].end :]
    return len(fold(rest).split()) <= 1


def _guessed(turn: Turn, flow: Flow[M], memory: M, value: str) -> Line | None:
    """The line that a full name said without one is put in; None where it may be of another."""
    called = hear_name(value)
    if not (called and called.sure and " " in called.name and isinstance(flow, Mends)):
        return None
    name, shop = (flow.told(turn, memory, line) for line in (Line.NAME, Line.BUSINESS))
    return name_or_shop(called.name, name, shop)


# Where words are put in place of others, by the line that was named.
_WORDED = {None: (Line.NAME, Line.BUSINESS), Line.NAME: (Line.NAME,)}


def is_unplaced(text: str) -> bool:
    """Whether the text puts something right without a word of which line."""
    return any(told.line is None and not told.unread for told in mends_in(text))


def _in_place(turn: Turn, flow: Flow[M], memory: M, told: Mend) -> tuple[Line, str] | None:
    """The one line that holds what is said to be wrong, and how it reads put right: `Lành chứ không
    phải Lan`, of `Nguyễn Thị Lan`. Of several that hold it, the one that is nothing else."""
    if not isinstance(flow, Mends):
        return None
    of_figures = bool(digits_in(told.wrong) and digits_in(told.value))
    if told.line is Line.PHONE or of_figures:
        known = re.sub(r"\D", "", flow.told(turn, memory, Line.PHONE))
        whole = _with_figures(known, told) or mended_phone(known, told.value, told.wrong)
        return (Line.PHONE, whole) if whole else None
    held: list[tuple[Line, str]] = []
    for line in _WORDED.get(told.line, ()):
        known = flow.told(turn, memory, line)
        if known and told.wrong and fold(known) == fold(told.wrong):
            return line, told.value
        if whole := _with_words(known, told):
            held.append((line, whole))
    return held[0] if len(held) == 1 else None


def _with_figures(known: str, told: Mend) -> str:
    """A number with the last figures that were told, in place of those that are wrong."""
    wrong = re.sub(r"\D", "", told.wrong)
    if not known or not told.value.isdecimal() or not 2 <= len(told.value) < len(known) - 1:
        return ""
    if not (wrong or told.ends):
        return ""
    if wrong and not known.endswith(wrong):
        return known.replace(wrong, told.value) if known.count(wrong) == 1 else ""
    return known[: -len(wrong or told.value)] + told.value


def _with_words(known: str, told: Mend) -> str:
    """A line with what is right in place of the words of it that are wrong; "" without them."""
    words, wrong, right = known.split(), fold(told.wrong).split(), told.value.split()
    plain = fold(known).split()
    spots = [at for at in range(len(plain)) if wrong and plain[at : at + len(wrong)] == wrong]
    if len(spots) != 1:
        return ""
    if len(right) > 1 and fold(right[0]) == plain[0]:
        return told.value  # said whole
    return " ".join((*words[: spots[0]], *right, *words[spots[0] + len(wrong) :]))


def _is_part(name: str, known: str) -> bool:
    shorter = 0 < len(name.split()) < len(known.split())
    return shorter and may_be_one(name, known)


def _by_shape(turn: Turn, flow: Flow[M], memory: M, told: Mend) -> Line | None:
    """The line of a bare sum or trade, where the form asks for one."""
    if told.line is not None or not isinstance(flow, Mends):
        return None
    if amounts(told.value):
        return Line.REVENUE if flow.asking(memory, Line.REVENUE) else None
    is_trade = turn.content.trades.named(told.value).trade is not None
    return Line.TRADE if is_trade and flow.asking(memory, Line.TRADE) else None


def _choice_at(turn: Turn, flow: Flow[M], memory: M, line: Line, text: str) -> str:
    """The value of the choice that the text names, at an earlier question; "" for none."""
    asking = flow.asking(memory, line) if isinstance(flow, Mends) else None
    if asking is None or asking.step == memory.step or not text:
        return ""
    choices = [turn.choice(label, value) for label, value in flow.choices(asking)]
    return confirming.by_words(text, [("1", one.label, one.action) for one in choices])


def _asked_anew(
    turn: Turn, flow: Flow[M], following: M, waiting: dict[str, Any], said: Said
) -> Outcome:
    """A line that was asked anew has its answer, or is asked about once more."""
    line, kept = Line(waiting["line"]), flow.restore(waiting["kept"])
    asking = flow.asking(kept, line) if isinstance(flow, Mends) else None
    if not isinstance(flow, Mends) or asking is None or following.step in (asking.step, SURE):
        before = saved_in(turn, "before")
        return prompt(turn, flow, following, before, (), waiting)
    turn = _mended_before(turn, flow, following, line, said)
    done = ((line, flow.told(turn, kept, line)),)
    later = tuple((Line(one), "") for one in waiting.get("next", ()))
    result = Repaired(flow.mended(kept, following, line, said), done, later)
    return _ask_anew(turn, flow, result) if later else _told_mended(turn, flow, result.kept, result)


def _mended_before(turn: Turn, flow: Flow[M], answered: M, line: Line, said: Said) -> Turn:
    """The steps already taken with the line as it is now: going back brings no old answer back."""
    if not isinstance(flow, Mends) or turn.conversation.flow is None:
        return turn
    saved = orjson.loads(turn.conversation.flow)
    for where in ("before", "ahead"):
        memories = [flow.restore(one) for one in saved[where]]
        saved[where] = [
            as_saved(flow.mended(one, answered, line, said) if flow.asking(one, line) else one)
            for one in memories
        ]
    return turn.keeping(flow=orjson.dumps(saved).decode())


def _told_mended(
    turn: Turn,
    flow: Flow[M],
    memory: M,
    result: Repaired,
    taken: Sequence[dict[str, Any]] = (),
) -> Outcome:
    """What was put right and in place of what, then the question that is open; `taken`: the steps
    answered in the same text."""
    if not isinstance(flow, Mends):
        raise TypeError("a flow that mends nothing")
    if flow.is_done(memory):
        outcome = flow.finish(close(turn), memory)
    else:
        before = [*saved_in(turn, "before"), *taken]
        outcome = prompt(turn, flow, memory, before, () if taken else saved_in(turn, "ahead"))
    return _with_note(turn, flow, outcome, replace(result, kept=memory))


def _with_note(
    turn: Turn, flow: Any, outcome: Outcome, result: Repaired, unread: str = ""
) -> Outcome:
    """What was put right, and what was not (`unread`: of the line that is asked for), above the
    first reply."""
    if not (result.done or result.left or unread):
        return outcome
    told = [(str(line), flow.told(turn, result.kept, line), old) for line, old in result.done]
    wait = [] if unread or not flow.is_done(result.kept) else [str(one) for one, _ in result.asked]
    words = turn.words_of(
        "system/mended", lines=told, left=result.left, unread=unread, still_wrong=wait
    )
    return told_first(outcome, words)
