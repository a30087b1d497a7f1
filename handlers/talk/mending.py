"""Putting right what was answered before, from a later question: one way for every form. The form
says how each of its lines is asked (`Mends`); what somebody means is heard in `content/mends.py`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar, runtime_checkable

import orjson

from content.amounts import amounts
from content.mends import Line, Mend, mends_in, name_of_another
from content.names import hear_name
from content.people import may_be_one
from content.vietnamese import fold
from handlers.talk import confirming
from handlers.talk import flow as flows
from handlers.talk.flow import (
    SURE,
    Flow,
    Memory,
    Said,
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


def mend(turn: Turn, flow: Flow[M], memory: M) -> Outcome | None:
    """Puts right what was answered before, says what, and goes on with the question that is open;
    None when the text does nothing of it."""
    if not isinstance(flow, Mends) or turn.action or mending_in(turn):
        return None
    kept, own = without_notes(flow, memory), ""
    lines: list[tuple[Line, str]] = []
    for line, told, value in _meant(turn, flow, memory):
        asking = flow.asking(kept, line)
        if asking is None:
            continue
        if asking.step == memory.step:
            own = told.value
            continue
        if told.plain and flow.takes_text(memory):
            continue
        if line is Line.NAME and _is_part(told.value, flow.told(turn, kept, line)):
            continue  # `tên tui là Bảy`, of Trần Văn Bảy
        said = heard_text(turn, told.value) if not value else heard(turn, value)
        answered = flow.advance(asking, said) if told.value else None
        if answered is None or answered.step in (asking.step, SURE):
            waiting = {"line": str(line), "kept": as_saved(kept)}
            before = saved_in(turn, "before")
            asked = prompt(turn, flow, answered or asking, before, (), waiting)
            not_read = told.value if answered is None else ""
            return _with_note(turn, flow, asked, kept, lines, not_read)
        turn = _mended_before(turn, flow, answered, line, said)
        lines.append((line, flow.told(turn, kept, line)))
        kept = flow.mended(kept, answered, line, said)
    if not lines:
        return None
    following = flow.advance(kept, heard_text(turn, own)) if own else None
    return _told_mended(turn, flow, following or kept, lines, [as_saved(kept)] if following else [])


def _meant(turn: Turn, flow: Flow[M], memory: M) -> Iterator[tuple[Line, Mend, str]]:
    """What the text puts right, with the choice it is, where it is one. Where no line is named: the
    one that offers a choice of that name, or the name."""
    if (other := name_of_another(turn.text)) and isinstance(flow, Mends):
        known = flow.told(turn, memory, Line.NAME)
        if known and set(fold(known).split()) < set(fold(other).split()):
            yield Line.NAME, Mend(Line.NAME, other), ""
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
            guessed = told.line is None and not told.wrong
            called = hear_name(told.value) if guessed else None
            if called and called.sure and " " in called.name:
                yield Line.NAME, told, ""
            elif told.line is not None:
                yield told.line, told, ""


# Where words are put in place of others, by the line that was named.
_WORDED = {None: (Line.NAME, Line.BUSINESS), Line.NAME: (Line.NAME,)}


def is_unplaced(text: str) -> bool:
    """Whether the text puts something right without a word of which line."""
    return any(told.line is None for told in mends_in(text))


def _in_place(turn: Turn, flow: Flow[M], memory: M, told: Mend) -> tuple[Line, str] | None:
    """The one line that holds what is said to be wrong, and how it reads put right: `Lành chứ không
    phải Lan`, of `Nguyễn Thị Lan`. Of several that hold it, the one that is nothing else."""
    if not isinstance(flow, Mends):
        return None
    if told.line is Line.PHONE or (told.wrong.isdecimal() and told.value.isdecimal()):
        known = re.sub(r"\D", "", flow.told(turn, memory, Line.PHONE))
        whole = _with_figures(known, told)
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
    old = flow.told(turn, kept, line)
    return _told_mended(turn, flow, flow.mended(kept, following, line, said), [(line, old)], [])


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
    lines: Sequence[tuple[Line, str]],
    taken: Sequence[dict[str, Any]],
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
    return _with_note(turn, flow, outcome, memory, lines)


def _with_note(
    turn: Turn,
    flow: Mends,
    outcome: Outcome,
    memory: Memory,
    lines: Sequence[tuple[Line, str]],
    not_read: str = "",
) -> Outcome:
    """What was put right, and what was not (`not_read`), above the first reply."""
    if not lines and not not_read:
        return outcome
    told = [(str(line), flow.told(turn, memory, line), old) for line, old in lines]
    words = turn.words_of("system/mended", lines=told, not_read=not_read)
    return told_first(outcome, words)
