"""For whom somebody answers a wave: each business that was shown to be theirs, or, where none was,
themselves. A business is counted once, whatever its channels."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from content.library import Content
from handlers.survey import waves
from storage.business_models import Business, BusinessField, Entered, KnownFrom
from storage.database import Transaction
from storage.survey_models import SurveyRespondent, SurveySource, SurveyWave


@dataclass(frozen=True, slots=True)
class SurveySubject:
    """Somebody a wave asks: of a business in the register, its id and name; 0 for a chat. `known`
    is what was answered for it, where that was begun or a paper was sent."""

    business_id: int = 0
    name: str = ""
    neighbourhood: str = ""
    sector: str = ""
    known: SurveyRespondent | None = None

    @property
    def is_done(self) -> bool:
        return self.known is not None and self.known.done_at is not None

    @property
    def is_begun(self) -> bool:
        return self.known is not None and self.known.begun_at is not None


def subjects(
    tx: Transaction, content: Content, wave: SurveyWave, contact_id: int
) -> list[SurveySubject]:
    """For whom the people of this household answer the wave; nobody where it asks others."""
    members = {contact_id, *tx.households.members(contact_id)}
    answered = tx.surveys.of_contacts(members, wave.id)
    numbers = [one.business_id for one in answered if one.business_id is not None]
    owned = [*_businesses(tx, members), *numbers]
    found = [of_business(tx, content, wave, number) for number in dict.fromkeys(owned)]
    theirs = [one for one in found if one is not None]
    asks = waves.asks(tx, wave)
    asked = [
        one for one in theirs if one.known or asks(one.neighbourhood, one.sector, one.business_id)
    ]
    alone = next((one for one in answered if one.business_id is None), None)
    if asked or (theirs and alone is None):
        return asked
    profile = tx.people.profile(contact_id)
    place = (profile.neighbourhood or "") if profile else ""
    if alone is None and not asks(place, "", 0):
        return []
    return [SurveySubject(neighbourhood=place, known=alone)]


def of_business(
    tx: Transaction, content: Content, wave: SurveyWave, business_id: int
) -> SurveySubject | None:
    """One business as a wave asks it; None for one that is no more the ward's."""
    business = tx.businesses.standing(business_id)
    if business is None or not is_asked(business):
        return None
    values = tx.businesses.values(business.id)
    name = values[BusinessField.NAME].value if BusinessField.NAME in values else ""
    trade = values[BusinessField.TRADE].value if BusinessField.TRADE in values else ""
    places = tx.businesses.places(business.id)
    return SurveySubject(
        business.id,
        name,
        places[0].neighbourhood if places else "",
        sector_of(content, trade),
        tx.surveys.of_business(wave.id, business.id),
    )


def is_asked(business: Business) -> bool:
    """Whether a business is still one of the ward's, and somebody's."""
    return business.status.is_there and business.erased_at is None and business.merged_into is None


def sector_of(content: Content, trade: str) -> str:
    """The group of a trade of the list; "" for none."""
    return str(content.trades[trade].sector) if trade in set(content.trades) else ""


def begin(
    tx: Transaction,
    wave: SurveyWave,
    subject: SurveySubject,
    source: SurveySource,
    now: datetime,
    *,
    contact_id: int | None = None,
    staff_id: int | None = None,
    key: str | None = None,
) -> SurveyRespondent:
    """Whoever answers, from now on."""
    if (known := subject.known) is not None:
        if known.begun_at is not None:
            return known
        begun = replace(
            known, begun_at=now, source=source, staff_id=staff_id, key=key,
            contact_id=known.contact_id or contact_id,
        )  # fmt: skip
        return tx.surveys.save_respondent(begun)
    return tx.surveys.add_respondent(
        SurveyRespondent(
            id=tx.surveys.ids.next(),
            wave_id=wave.id,
            source=source,
            key=key,
            contact_id=contact_id,
            business_id=subject.business_id or None,
            neighbourhood=subject.neighbourhood,
            sector=subject.sector,
            staff_id=staff_id,
            begun_at=now,
        )
    )


def keep(
    tx: Transaction,
    wave: SurveyWave,
    respondent: SurveyRespondent,
    question_id: str,
    chosen: tuple[str, ...],
    now: datetime,
) -> None:
    """Keeps one answer; nothing for somebody who is not known any more. The trade that is told
    counts where the register has none."""
    if respondent.nameless_at is not None:
        return
    tx.surveys.answer(respondent.id, question_id, chosen, now)
    question = next((one for one in waves.questions(wave) if one.id == question_id), None)
    if question is None or respondent.sector:
        return
    told = next((one.sector for one in question.options if one.id in chosen and one.sector), "")
    fresh = tx.surveys.respondent(respondent.id)
    if told and fresh is not None:
        tx.surveys.save_respondent(replace(fresh, sector=told))


# What of the bank's questions the register has a field for.
_IN_REGISTER = {
    "lao_dong": BusinessField.WORKERS,
    "doanh_thu": BusinessField.REVENUE,
    "kho_khan": BusinessField.DIFFICULTIES,
    "ho_tro": BusinessField.NEEDS,
}
_NONE = "khong"  # no trouble, no wish


def finish(tx: Transaction, respondent_id: int, now: datetime) -> None:
    """All of its questions were put: what the register asks, too, stands there from now on."""
    respondent = tx.surveys.respondent(respondent_id)
    if respondent is None or respondent.done_at is not None:
        return
    tx.surveys.save_respondent(replace(respondent, done_at=now))
    if respondent.business_id is None:
        return
    said = tx.surveys.answers(respondent.id)
    told = {
        field: " ".join(one for one in said[question] if one != _NONE)
        for question, field in _IN_REGISTER.items()
        if said.get(question)
    }
    by = Entered(KnownFrom.SURVEY, now, "owner")
    if tx.businesses.put(respondent.business_id, told, by):
        tx.businesses.touch(respondent.business_id, now)


def forget(tx: Transaction, gone: Collection[SurveyRespondent], now: datetime) -> None:
    """Nobody knows any more whose answers these are, the register neither; they stay counted."""
    tx.surveys.make_nameless([one.id for one in gone], now)
    for business_id in {one.business_id for one in gone if one.business_id is not None}:
        if tx.surveys.take_from_register(business_id):
            tx.businesses.recount(business_id)
            tx.businesses.touch(business_id, now)


def _businesses(tx: Transaction, members: Iterable[int]) -> list[int]:
    """What was shown to be theirs, under the number it stands by."""
    tied = [person.business for one in members for person in tx.businesses.persons_of_contact(one)]
    standing = [tx.businesses.standing(number) for number in tied]
    return [business.id for business in standing if business is not None]
