"""Answering a wave of the survey in the chat: a question a message, each kept as it is answered, so
that who leaves goes on where they stopped for as long as the wave lasts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from content.survey import REVENUE, SurveyQuestion, chosen_in, question_of
from handlers.people import consents
from handlers.survey import waves
from handlers.talk.flow import Said, begin
from handlers.talk.messages import Reply
from handlers.talk.turn import Outcome, Turn
from storage.question_models import Purpose
from storage.survey_models import SurveyRespondent, SurveySource, SurveyWave

SKIP = "skip"


class SurveyStep(StrEnum):
    CONSENT = "consent"
    QUESTION = "question"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class SurveyTalk:
    """`place` is that of the question that is asked (`asked`, as kept with the wave) among
    `count`; `given` is the answer just heard, until it is kept."""

    step: SurveyStep = SurveyStep.CONSENT
    wave_id: int = 0
    title: str = ""
    respondent_id: int = 0
    place: int = 0
    count: int = 0
    asked: dict[str, Any] | None = None
    given: tuple[str, ...] | None = None
    goes_on: bool = False
    abroad: bool = False

    @property
    def is_stored(self) -> bool:
        return bool(self.respondent_id)

    @property
    def question(self) -> SurveyQuestion | None:
        return question_of(self.asked) if self.asked else None


class SurveyFlow:
    """`khảo sát`: consent, then its questions; the end of the last one is the end."""

    name = "survey"
    version = 1

    def begin(self) -> SurveyTalk:
        return SurveyTalk()

    def restore(self, memory: dict[str, Any]) -> SurveyTalk:
        given = None if memory["given"] is None else tuple(memory["given"])
        return SurveyTalk(**(memory | {"step": SurveyStep(memory["step"]), "given": given}))

    def takes_text(self, memory: SurveyTalk) -> bool:
        return memory.step is SurveyStep.QUESTION

    def choices(self, memory: SurveyTalk) -> Sequence[tuple[str, str]]:
        if memory.step is SurveyStep.CONSENT:
            return (("agree", "yes"), ("disagree", "no"))
        if (question := memory.question) is None:
            return ()
        options = tuple((f"={one.label}", f"={one.id}") for one in question.options)
        return (*options, ("survey_skip", SKIP))

    def advance(self, memory: SurveyTalk, said: Said) -> SurveyTalk | None:
        match memory.step:
            case SurveyStep.CONSENT if said.value == "yes":
                return replace(memory, step=SurveyStep.QUESTION)
            case SurveyStep.CONSENT if said.value == "no":
                return replace(memory, step=SurveyStep.REFUSED)
            case SurveyStep.QUESTION if (question := memory.question) is not None:
                given = _heard(question, said)
                if given is None:
                    return None
                place = memory.place + 1
                step = SurveyStep.DONE if place >= memory.count else SurveyStep.QUESTION
                return replace(memory, step=step, place=place, given=given, goes_on=False)
        return None

    def settled(self, turn: Turn, memory: SurveyTalk) -> tuple[SurveyTalk, tuple[Reply, ...]]:
        """Keeps the answer that was just heard; the consent with the first."""
        if memory.step is SurveyStep.REFUSED:
            return memory, ()
        wave = turn.tx.surveys.wave(memory.wave_id)
        if wave is None:
            return memory, ()
        if not memory.respondent_id:
            consents.agree(turn, Purpose.SURVEY, "survey/consent")
            memory = replace(memory, respondent_id=_respondent(turn, wave).id)
        if memory.given is not None and memory.asked is not None:
            _keep(turn, wave, memory)
            memory = replace(memory, given=None)
        return memory, ()

    def arrive(self, turn: Turn, memory: SurveyTalk) -> SurveyTalk:
        wave = turn.tx.surveys.wave(memory.wave_id)
        if (
            memory.step is not SurveyStep.QUESTION
            or wave is None
            or memory.place >= len(wave.asked)
        ):
            return memory
        return replace(memory, asked=wave.asked[memory.place])

    def is_over(self, turn: Turn, memory: SurveyTalk) -> bool:
        wave = turn.tx.surveys.wave(memory.wave_id)
        return wave is None or not wave.runs_on(turn.today)

    def is_done(self, memory: SurveyTalk) -> bool:
        return memory.step in (SurveyStep.DONE, SurveyStep.REFUSED)

    def finish(self, turn: Turn, memory: SurveyTalk) -> Outcome:
        if memory.step is SurveyStep.REFUSED:
            return turn.say("survey/refused", back=turn.menu_choice())
        respondent = turn.tx.surveys.respondent(memory.respondent_id)
        if respondent is not None and respondent.done_at is None:
            turn.tx.surveys.save_respondent(replace(respondent, done_at=turn.now))
        others = [wave for wave in _open(turn) if wave.id != memory.wave_id]
        choices = [turn.choice("survey_other", f"survey:{wave.id}") for wave in others[:1]]
        return turn.say("survey/done", choices, turn.menu_choice(), others=others)


def _heard(question: SurveyQuestion, said: Said) -> tuple[str, ...] | None:
    """What was answered; () would not say."""
    if said.value == SKIP:
        return ()
    if said.value.startswith("="):
        return (said.value[1:],)
    if (chosen := chosen_in(question, said.text)) is not None:
        return chosen
    bands = [option.id for option in question.options]
    return (said.band,) if question.reads == REVENUE and said.band in bands else None


def _keep(turn: Turn, wave: SurveyWave, memory: SurveyTalk) -> None:
    asked, given = memory.asked, memory.given
    respondent = turn.tx.surveys.respondent(memory.respondent_id)
    if asked is None or given is None or respondent is None or respondent.nameless_at is not None:
        return
    turn.tx.surveys.answer(respondent.id, asked["id"], given, turn.now)
    if asked["id"] == waves.TRADE and given and not respondent.sector:
        turn.tx.surveys.save_respondent(replace(respondent, sector=given[0]))


def _mine(turn: Turn, wave: SurveyWave) -> SurveyRespondent | None:
    """What this household has answered of a wave; None where it has not begun."""
    members = turn.tx.households.members(turn.contact.id)
    found = turn.tx.surveys.of_contacts([turn.contact.id, *members], wave.id)
    return found[0] if found else None


def _respondent(turn: Turn, wave: SurveyWave) -> SurveyRespondent:
    """Whoever answers here, from now on."""
    if (known := _mine(turn, wave)) is not None:
        if known.begun_at is None:
            return turn.tx.surveys.save_respondent(replace(known, begun_at=turn.now))
        return known
    profile = turn.tx.people.profile(turn.contact.id)
    return turn.tx.surveys.add_respondent(
        SurveyRespondent(
            id=turn.tx.surveys.ids.next(),
            wave_id=wave.id,
            source=SurveySource.CHAT,
            contact_id=turn.contact.id,
            neighbourhood=(profile.neighbourhood or "") if profile else "",
            begun_at=turn.now,
        )
    )


def _open(turn: Turn) -> list[SurveyWave]:
    """The waves that ask today and that this household has not done, the one begun first,
    then the one that ends first."""
    found = []
    for wave in turn.tx.surveys.running(turn.today):
        mine = _mine(turn, wave)
        if mine is None or mine.done_at is None:
            found.append((mine is None or mine.begun_at is None, wave.ends, wave.id, wave))
    return [wave for *_, wave in sorted(found, key=lambda one: one[:3])]


def is_open(turn: Turn, memory: SurveyTalk) -> bool:
    """Whether a survey that was begun is not done yet, and can be gone on with."""
    known = turn.tx.surveys.respondent(memory.respondent_id)
    return known is not None and known.done_at is None and not SURVEY.is_over(turn, memory)


def take_part(turn: Turn) -> Outcome:
    """`khảo sát`: the wave that asks now, where it was left."""
    running = turn.tx.surveys.running(turn.today)
    if not running:
        return turn.say("survey/none", back=turn.menu_choice())
    still = _open(turn)
    if not still:
        return turn.say("survey/answered", back=turn.menu_choice())
    return _in_wave(turn, still[0])


def act(turn: Turn, wave_id: int, rest: str) -> Outcome:
    """One wave, by its number: a button under a reminder."""
    wave = turn.tx.surveys.wave(wave_id)
    if wave is None or not wave.runs_on(turn.today):
        return turn.say("survey/none", back=turn.menu_choice())
    return _in_wave(turn, wave)


def by_code(turn: Turn, code: str) -> Outcome | None:
    """The code on a poster, or on the paper of one business; None where there is none such."""
    if (wave := turn.tx.surveys.wave_by_code(code)) is not None:
        return act(turn, wave.id, "")
    respondent = turn.tx.surveys.by_code(code)
    wave = turn.tx.surveys.wave(respondent.wave_id) if respondent else None
    if respondent is None or wave is None:
        return None
    if respondent.contact_id is None and _mine(turn, wave) is None:
        turn.tx.surveys.save_respondent(replace(respondent, contact_id=turn.contact.id))
    elif not turn.owns(respondent.contact_id):
        return None
    return act(turn, wave.id, "")


def _in_wave(turn: Turn, wave: SurveyWave) -> Outcome:
    """From the first question without an answer."""
    mine = _mine(turn, wave)
    asked = waves.questions(wave)
    memory = SurveyTalk(wave_id=wave.id, title=wave.title, count=len(asked), abroad=turn.abroad)
    if mine is None or mine.begun_at is None or not consents.has_agreed(turn, Purpose.SURVEY):
        return begin(turn, SURVEY, memory)
    answered = turn.tx.surveys.answers(mine.id)
    place = waves.unfinished(asked, answered)
    if place == len(asked):
        return turn.say("survey/answered", back=turn.menu_choice())
    going_on = replace(
        memory, step=SurveyStep.QUESTION, respondent_id=mine.id, place=place, goes_on=bool(answered)
    )
    return begin(turn, SURVEY, going_on)


SURVEY = SurveyFlow()
