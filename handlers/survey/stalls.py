"""Asking at the stall: a leader sees the businesses of their own neighbourhood and no revenue of
any; what is answered is never shown back."""

from dataclasses import dataclass
from datetime import date, datetime

from content.library import Content
from content.survey import SurveyQuestion
from content.vietnamese import order_key
from handlers.people.permissions import sees_businesses_of
from handlers.people.refusing import NotDone
from handlers.survey import keyed, waves
from handlers.survey.keyed import Chosen, KeyedForm
from handlers.survey.respondents import sector_of
from storage.database import Transaction
from storage.staff_models import Staff
from storage.survey_models import SurveyRespondent, SurveySource, SurveyWave


@dataclass(frozen=True, slots=True)
class Stall:
    """A business as whoever asks is shown it."""

    code: str
    name: str
    place: str
    done: bool


@dataclass(frozen=True, slots=True)
class StallForm:
    """What was answered there; `code` is the business's, `key` made when it was begun."""

    key: str
    code: str
    chosen: Chosen


def asked(wave: SurveyWave) -> list[SurveyQuestion]:
    """The questions that are put at a stall."""
    return [one for one in waves.questions(wave) if not one.private]


def listed(
    tx: Transaction, content: Content, staff: Staff, wave: SurveyWave, today: date
) -> list[Stall]:
    """Whom this person asks: those of their neighbourhood, all of the ward for the desk; once the
    wave is over only those that are done."""
    own = sees_businesses_of(staff)
    done = {one.business_id for one in tx.surveys.of_wave(wave.id) if one.done_at is not None}
    found = []
    asks = waves.asks(tx, wave)
    for business in tx.surveys.businesses():
        if own is not None and (not own or business.neighbourhood != own):
            continue
        if not asks(business.neighbourhood, sector_of(content, business.trade), business.id):
            continue
        if business.id not in done and not wave.runs_on(today):
            continue
        places = tx.businesses.places(business.id)[:1]
        parts = [part for one in places for part in (one.market, one.stall, one.address) if part]
        place = ", ".join(parts) or business.neighbourhood
        name = business.name or business.code
        found.append(Stall(business.code, name, place, business.id in done))
    return sorted(found, key=lambda one: (order_key(one.place), order_key(one.name)))


def take(
    tx: Transaction,
    content: Content,
    staff: Staff,
    wave: SurveyWave,
    form: StallForm,
    now: datetime,
) -> SurveyRespondent:
    """Keeps a form, once. Raises NotDone: also for a business of another neighbourhood, which is
    not said to be there."""
    if not form.key:
        raise NotDone("who", "survey_code")
    if (before := tx.surveys.by_key(wave.id, form.key)) is not None:
        return before
    subject = keyed.subject_of(tx, content, wave, form.code)
    own = sees_businesses_of(staff)
    if own is not None and (not own or subject.neighbourhood != own):
        raise NotDone("who", "survey_code")
    put = {one.id for one in asked(wave)}
    chosen = {name: given for name, given in form.chosen.items() if name in put}
    if keyed.faults(tuple(asked(wave)), chosen):
        raise NotDone("who", "survey_odd")
    return keyed.take(
        tx, content, wave,
        KeyedForm(form.key, chosen, SurveySource.LEADER, who=form.code, staff_id=staff.id), now,
    )  # fmt: skip
