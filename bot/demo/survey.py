"""A wave of the survey, half done, in the invented ward."""

import random
from datetime import datetime, timedelta

from content.calendar import local
from content.library import Content
from content.survey import MOST_QUESTIONS, SurveyQuestion
from handlers.people.permissions import Action, able
from handlers.survey import keyed, waves
from handlers.survey.keyed import KeyedForm
from handlers.survey.waves import WaveWording
from storage.database import Transaction
from storage.survey_models import SurveySource

DONE = 0.5  # of the businesses
ALONE = 40  # forms of nobody in the register
_SOURCES = (SurveySource.CHAT, SurveySource.WEB, SurveySource.PAPER, SurveySource.LEADER)


def half_done(
    tx: Transaction, content: Content, title: str, chance: random.Random, now: datetime
) -> None:
    """Begun ten days ago, for a month; half of the register has answered, and some who are not in
    it."""
    people = tx.staff.all()
    author = able(people, Action.WRITE_SURVEYS)[0]
    others = [one for one in able(people, Action.APPROVE_SURVEY) if one.id != author.id]
    day = local(now).date()
    wording = WaveWording(
        title, day - timedelta(days=10), day + timedelta(days=20), content.survey[:MOST_QUESTIONS]
    )
    made = waves.make(tx, content, author, wording, now)
    wave = waves.approve(tx, waves.submit(tx, content, made, now), others[0], now)
    asked = waves.questions(wave)
    codes = [one.code for one in tx.surveys.businesses() if chance.random() < DONE]
    places = content.ward.neighbourhoods or ("",)
    for number, code in enumerate([*codes, *([""] * ALONE)]):
        chosen = {one.id: _answer(one, chance) for one in asked}
        source = chance.choice(_SOURCES) if code else SurveySource.PAPER
        place = "" if code else chance.choice(places)
        form = KeyedForm(f"demo-{number}", chosen, source, who=code, neighbourhood=place)
        keyed.take(tx, content, wave, form, now)


def _answer(question: SurveyQuestion, chance: random.Random) -> tuple[str, ...]:
    """One in ten would not say."""
    if chance.random() < 0.1:
        return ()
    ids = [option.id for option in question.options]
    return tuple(chance.sample(ids, chance.randint(1, min(question.most, 3))))
