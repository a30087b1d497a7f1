"""What somebody answered: shown to them, and forgotten to be theirs. The totals of a wave stay."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from handlers.survey import respondents, waves
from storage.database import Transaction


@dataclass(frozen=True, slots=True)
class AnsweredSurvey:
    """A wave somebody answered: each question with what was said, "" for what was not."""

    title: str
    answers: tuple[tuple[str, str], ...]


def answered_by(tx: Transaction, contact_id: int) -> list[AnsweredSurvey]:
    """By this contact and those linked to it, the latest wave first."""
    found = []
    for one in tx.surveys.of_contacts([contact_id, *tx.households.members(contact_id)]):
        wave, said = tx.surveys.wave(one.wave_id), tx.surveys.answers(one.id)
        if wave is None or not said:
            continue
        answers = (
            (question.text, ", ".join(question.label(option) for option in said[question.id]))
            for question in waves.questions(wave)
            if question.id in said
        )
        found.append(AnsweredSurvey(wave.title, tuple(answers)))
    return found


def forget_of(tx: Transaction, contact_ids: Collection[int], now: datetime) -> None:
    """Nobody knows any more what these contacts answered."""
    respondents.forget(tx, tx.surveys.of_contacts(contact_ids), now)
