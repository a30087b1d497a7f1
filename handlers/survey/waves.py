"""A wave of the survey: written from the bank, approved by somebody else, asked from its first to
its last day.

    draft -> submitted -> approved (asks between its days) -> ended

What is asked, of whom and when stands still once it is approved. Forms that were filled in while it
asked, on paper or at a stall, are taken for two weeks more: they come in late.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from content.codes import CodeKind, unused_code
from content.library import Content
from content.survey import MOST_QUESTIONS, SurveyQuestion, as_asked, question_of
from handlers.people import staff_links
from handlers.people.permissions import Action, able, may
from handlers.people.refusing import NotDone
from storage.business_lists import BusinessGroup, filter_of
from storage.database import Transaction
from storage.staff_models import Staff
from storage.survey_models import SurveyState, SurveyWave

S = SurveyState
TITLE = 120  # letters
MOST_REMINDERS = 2
LONGEST = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class WaveWording:
    """What a form says of a wave."""

    title: str
    starts: date
    ends: date
    questions: tuple[SurveyQuestion, ...]
    sectors: tuple[str, ...] = ()
    neighbourhoods: tuple[str, ...] = ()
    remind_on: tuple[date, ...] = ()
    in_groups: tuple[int, ...] = ()


def questions(wave: SurveyWave) -> tuple[SurveyQuestion, ...]:
    """What it asks, in order."""
    return tuple(map(question_of, wave.asked))


def asks(tx: Transaction, wave: SurveyWave) -> Callable[[str, str, int], bool]:
    """Whether a wave asks whoever is there, of that trade (its group) and that business of the
    register; of one of whom any of it is not known ("", 0), as if it were one of those asked."""
    groups = [tx.business_lists.group(one) for one in wave.in_groups]
    numbers = {
        one
        for group in groups
        if group is not None
        for one in tx.business_lists.numbers(filter_of(group.wanted))
    }

    def one(neighbourhood: str, sector: str, business: int) -> bool:
        there = not (wave.neighbourhoods and neighbourhood) or neighbourhood in wave.neighbourhoods
        of_trade = not (wave.sectors and sector) or sector in wave.sectors
        return there and of_trade and (not (groups and business) or business in numbers)

    return one


def groups(tx: Transaction) -> list[BusinessGroup]:
    """The saved groups a wave may ask: none that changes with every message that goes out."""
    return [one for one in tx.business_lists.groups() if not one.is_of_untold]


APPROVE = "approve"


def stands(wave: SurveyWave, today: date) -> str:
    """Where a wave stands that day: its state, and of an approved one whether it is `running` or
    `over`."""
    if wave.state is not S.APPROVED or today < wave.starts:
        return str(wave.state)
    return "running" if wave.runs_on(today) else "over"


_MOVES: Mapping[str, tuple[SurveyState, tuple[Action, ...]]] = {
    "submit": (S.DRAFT, (Action.WRITE_SURVEYS,)),
    "remove": (S.DRAFT, (Action.WRITE_SURVEYS,)),
    "return": (S.SUBMITTED, (Action.WRITE_SURVEYS, Action.APPROVE_SURVEY)),
    APPROVE: (S.SUBMITTED, (Action.APPROVE_SURVEY,)),
    "end": (S.APPROVED, (Action.WRITE_SURVEYS,)),
}


def may_move(do: str, staff: Staff) -> bool:
    """Whether somebody may do that with any wave."""
    return any(may(staff, action) for action in _MOVES[do][1])


def offers(do: str, wave: SurveyWave, staff: Staff, today: date) -> bool:
    """Whether it may be done with this one as it stands."""
    if wave.state is not _MOVES[do][0] or not may_move(do, staff):
        return False
    return do not in (APPROVE, "end") or (
        _other(staff, wave) if do == APPROVE else today >= wave.starts
    )


def make(
    tx: Transaction, content: Content, staff: Staff, wording: WaveWording, now: datetime
) -> SurveyWave:
    """A draft. Raises NotDone."""
    _check(wording)
    code = unused_code(CodeKind.SURVEY, lambda one: tx.surveys.wave_by_code(one) is not None)
    made = SurveyWave(
        id=tx.surveys.ids.next(),
        code=code,
        author_id=staff.id,
        created_at=now,
        **_written(content, wording, now),
    )
    return tx.surveys.add_wave(made)


def change(
    tx: Transaction,
    content: Content,
    wave: SurveyWave,
    staff: Staff,
    wording: WaveWording,
    now: datetime,
) -> SurveyWave:
    """A draft as it is written now; who changes it is its author, and approves it no more. Raises
    NotDone."""
    _is(wave, S.DRAFT)
    _check(wording)
    written = _written(content, wording, now)
    return _moved(tx, replace(wave, author_id=staff.id, **written))


def remove(tx: Transaction, wave: SurveyWave) -> None:
    """A draft nobody needs. Raises NotDone."""
    _is(wave, S.DRAFT)
    tx.surveys.remove_wave(wave.id)


def submit(tx: Transaction, content: Content, wave: SurveyWave, now: datetime) -> SurveyWave:
    """Whoever may approve it hears that it waits. Raises NotDone."""
    _is(wave, S.DRAFT)
    submitted = _moved(tx, replace(wave, state=S.SUBMITTED))
    approvers = [one for one in able(tx.staff.all(), Action.APPROVE_SURVEY) if _other(one, wave)]
    staff_links.tell(
        tx,
        content,
        approvers,
        "staff_chat/approve_survey",
        now,
        key=f"survey:{wave.id}:{submitted.version}",
        wave=submitted,
    )
    return submitted


def take_back(tx: Transaction, wave: SurveyWave) -> SurveyWave:
    """Not as it is: a draft again. Raises NotDone."""
    _is(wave, S.SUBMITTED)
    return _moved(tx, replace(wave, state=S.DRAFT))


def approve(tx: Transaction, wave: SurveyWave, approver: Staff, now: datetime) -> SurveyWave:
    """By somebody who did not write it. Raises NotDone."""
    _is(wave, S.SUBMITTED)
    if not _other(approver, wave):
        raise NotDone("approve", "not_own")
    return _moved(tx, replace(wave, state=S.APPROVED, approver_id=approver.id, approved_at=now))


def end(tx: Transaction, wave: SurveyWave) -> SurveyWave:
    """Nobody is asked any more; what was answered stays. Raises NotDone."""
    _is(wave, S.APPROVED)
    return _moved(tx, replace(wave, state=S.ENDED))


def _written(content: Content, wording: WaveWording, now: datetime) -> dict[str, Any]:
    facts = content.knowledge.facts.as_of(max(now.date(), wording.starts))
    return {
        "title": wording.title,
        "starts": wording.starts,
        "ends": wording.ends,
        "asked": tuple(as_asked(one, content.words, facts) for one in wording.questions),
        "sectors": wording.sectors,
        "neighbourhoods": wording.neighbourhoods,
        "in_groups": wording.in_groups,
        "remind_on": tuple(sorted(day.isoformat() for day in wording.remind_on)),
    }


def _check(wording: WaveWording) -> None:
    if not wording.title or len(wording.title) > TITLE:
        raise NotDone("title", "survey_title")
    if not wording.questions:
        raise NotDone("questions", "survey_no_question")
    if len(wording.questions) > MOST_QUESTIONS:
        raise NotDone("questions", "survey_too_many")
    if not timedelta() <= wording.ends - wording.starts <= LONGEST:
        raise NotDone("ends", "survey_days")
    if len(wording.remind_on) > MOST_REMINDERS:
        raise NotDone("remind_on", "survey_reminders")
    if any(not wording.starts < day <= wording.ends for day in wording.remind_on):
        raise NotDone("remind_on", "survey_reminders")


def _is(wave: SurveyWave, state: SurveyState) -> None:
    if wave.state is not state:
        raise NotDone("state", "not_now")


def _other(staff: Staff, wave: SurveyWave) -> bool:
    return staff.id != wave.author_id


def _moved(tx: Transaction, wave: SurveyWave) -> SurveyWave:
    return tx.surveys.save_wave(replace(wave, version=wave.version + 1))


def unfinished(asked: Sequence[SurveyQuestion], answered: dict[str, tuple[str, ...]]) -> int:
    """The place of the first question without an answer; how many there are for none."""
    left = (place for place, one in enumerate(asked) if one.id not in answered)
    return next(left, len(asked))
