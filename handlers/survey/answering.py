"""Answering a wave of the survey in the chat: a question a message, each kept as it is answered, so
that who leaves goes on where they stopped for as long as the wave lasts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from content.survey import REVENUE, SurveyQuestion, chosen_in, question_of
from handlers.people import consents
from handlers.survey import respondents, waves
from handlers.survey.respondents import SurveySubject
from handlers.talk.flow import Said, begin
from handlers.talk.messages import Reply
from handlers.talk.turn import Outcome, Turn
from storage.question_models import Purpose
from storage.survey_models import SurveySource, SurveyWave

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
    business_id: int = 0
    business: str = ""  # for which one it is asked
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
            memory = replace(memory, respondent_id=_begun(turn, wave, memory))
        respondent = turn.tx.surveys.respondent(memory.respondent_id)
        if memory.given is not None and memory.asked is not None and respondent is not None:
            asked = memory.asked["id"]
            respondents.keep(turn.tx, wave, respondent, asked, memory.given, turn.now)
        return replace(memory, given=None), ()

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
        respondents.finish(turn.tx, memory.respondent_id, turn.now)
        others = _open(turn)
        choices = [turn.choice("survey_other", f"survey:{wave.id}") for wave, _ in others[:1]]
        return turn.say("survey/done", choices, turn.menu_choice(), others=others)


def _begun(turn: Turn, wave: SurveyWave, memory: SurveyTalk) -> int:
    """The consent is kept, and who answers from now on."""
    consents.agree(turn, Purpose.SURVEY, "survey/consent")
    for_whom = respondents.subjects(turn.tx, turn.content, wave, turn.contact.id)
    same = (one for one in for_whom if one.business_id == memory.business_id)
    subject = next(same, SurveySubject())
    return respondents.begin(
        turn.tx, wave, subject, SurveySource.CHAT, turn.now, contact_id=turn.contact.id
    ).id


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


def _open(turn: Turn) -> list[tuple[SurveyWave, SurveySubject]]:
    """What asks this household today and is not done: what was begun first, then what ends
    first."""
    found = []
    for wave in turn.tx.surveys.running(turn.today):
        for one in respondents.subjects(turn.tx, turn.content, wave, turn.contact.id):
            if not one.is_done:
                found.append((not one.is_begun, wave.ends, wave.id, wave, one))
    return [(wave, one) for *_, wave, one in sorted(found, key=lambda one: one[:3])]


def is_open(turn: Turn, memory: SurveyTalk) -> bool:
    """Whether a survey that was begun is not done yet, and can be gone on with."""
    known = turn.tx.surveys.respondent(memory.respondent_id)
    return known is not None and known.done_at is None and not SURVEY.is_over(turn, memory)


def take_part(turn: Turn) -> Outcome:
    """`khảo sát`: the wave that asks now, where it was left."""
    return _next(turn, _open(turn), turn.tx.surveys.running(turn.today))


def act(turn: Turn, wave_id: int, rest: str) -> Outcome:
    """One wave, by its number: a button under a reminder."""
    running = [wave for wave in turn.tx.surveys.running(turn.today) if wave.id == wave_id]
    still = [one for one in _open(turn) if one[0].id == wave_id]
    return _next(turn, still, running)


def by_code(turn: Turn, code: str) -> Outcome | None:
    """The code on a poster, or on the paper of one business; None where there is none such."""
    if (wave := turn.tx.surveys.wave_by_code(code)) is not None:
        return act(turn, wave.id, "")
    respondent = turn.tx.surveys.by_code(code)
    if respondent is None:
        return None
    if respondent.contact_id is None and respondent.begun_at is None:
        turn.tx.surveys.save_respondent(replace(respondent, contact_id=turn.contact.id))
    elif not turn.owns(respondent.contact_id):  # who finds a paper is shown nothing of it
        return turn.say("survey/page_answered", back=turn.menu_choice())
    return act(turn, respondent.wave_id, "")


def _next(
    turn: Turn, still: Sequence[tuple[SurveyWave, SurveySubject]], running: Sequence[SurveyWave]
) -> Outcome:
    """The first of what is not done, from its first question without an answer."""
    if not still:
        said = "survey/answered" if _took_part(turn, running) else "survey/none"
        return turn.say(said, back=turn.menu_choice())
    wave, subject = still[0]
    asked = waves.questions(wave)
    memory = SurveyTalk(
        wave_id=wave.id,
        title=wave.title,
        business_id=subject.business_id,
        business=subject.name,
        count=len(asked),
        abroad=turn.abroad,
    )
    known = subject.known
    if known is None or not subject.is_begun or not consents.has_agreed(turn, Purpose.SURVEY):
        return begin(turn, SURVEY, memory)
    answered = turn.tx.surveys.answers(known.id)
    place = min(waves.unfinished(asked, answered), len(asked) - 1)
    going_on = replace(
        memory,
        step=SurveyStep.QUESTION,
        respondent_id=known.id,
        place=place,
        goes_on=bool(answered),
    )
    return begin(turn, SURVEY, going_on)


def _took_part(turn: Turn, running: Sequence[SurveyWave]) -> bool:
    return any(
        one.is_done
        for wave in running
        for one in respondents.subjects(turn.tx, turn.content, wave, turn.contact.id)
    )


SURVEY = SurveyFlow()
