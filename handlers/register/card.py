"""All that is known of one business: what holds now and from whom, what was before, and what came
from its people by the other doors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from content.library import Content
from content.survey import question_of
from handlers.people.permissions import Action, may, sees_names, sees_question
from handlers.register import seen
from handlers.register.writing import as_written, owner_of
from storage.business_lists import BusinessLine
from storage.business_models import (
    Business,
    BusinessField,
    BusinessMerge,
    BusinessPerson,
    BusinessPlace,
    BusinessValue,
    StatusChange,
    is_personal,
)
from storage.database import Transaction
from storage.event_models import Event, Registration
from storage.question_models import Question
from storage.staff_models import Staff

# Of the bank's questions, what the register has no field for that a survey could fill.
PREMISES = ("mat_bang", "dien_tich", "co_so_vat_chat")


@dataclass(frozen=True, slots=True)
class SaidInSurvey:
    """What a business said of its premises in the latest wave it answered to the end."""

    wave: str
    at: datetime
    lines: Sequence[tuple[str, Sequence[str]]]  # the question, the answers


@dataclass(frozen=True, slots=True)
class BusinessCard:
    """`now`: the value in force by field, `before` the earlier ones of each, the latest first.
    `channels`: on which its tied chats are. `merged`: the others that were made one with it, by
    their codes. `lists`: the names of the lists it came by, by the id of the import."""

    line: BusinessLine
    now: Mapping[BusinessField, BusinessValue]
    before: Mapping[BusinessField, Sequence[BusinessValue]]
    ended_persons: Sequence[BusinessPerson]
    ended_places: Sequence[BusinessPlace]
    statuses: Sequence[StatusChange]
    merged: Sequence[tuple[BusinessMerge, Business]]
    lists: Mapping[int, str]
    channels: Sequence[str]
    registrations: Sequence[tuple[Registration, Event]]
    questions: Sequence[Question]
    topics: Sequence[str]
    surveyed: SaidInSurvey | None = None

    @property
    def business(self) -> Business:
        return self.line.business


def card(tx: Transaction, content: Content, staff: Staff, business: Business) -> BusinessCard:
    """As this person may see it."""
    (line,) = tx.business_lists.some([business.id])
    history = [_shown(one) for one in tx.businesses.history(business.id)]
    if not seen.sees_revenue(staff):
        history = [one for one in history if one.field is not BusinessField.REVENUE]
    now = {one.field: one for one in history if one.current}
    before: dict[BusinessField, list[BusinessValue]] = {}
    for one in history:
        if not one.current:
            before.setdefault(one.field, []).append(one)
    persons = tx.businesses.persons(business.id, ended=True)
    if not sees_names(staff):
        persons = [replace(one, name="", folded="") for one in persons]
        now.pop(BusinessField.NAME, None)
        before.pop(BusinessField.NAME, None)
    contacts = sorted({one.contact_id for one in line.persons if one.contact_id is not None})
    return BusinessCard(
        line=seen.shown(staff, line),
        now=now,
        before=before,
        ended_persons=[one for one in persons if one.ended_at is not None],
        ended_places=[
            one for one in tx.businesses.places(business.id, ended=True) if one.ended_at is not None
        ],
        statuses=tx.businesses.statuses(business.id),
        merged=[
            (merge, gone)
            for merge in tx.business_pairs.merges_of(business.id)
            if (gone := tx.businesses.get(merge.gone)) is not None
        ],
        lists={one.id: one.name for one in tx.business_imports.all()},
        channels=_channels(tx, contacts),
        registrations=_registrations(tx, staff, contacts),
        questions=[
            one
            for contact in contacts
            for one in tx.questions.of_contact(contact)
            if sees_question(staff, one)
        ],
        topics=sorted(
            {topic for contact in contacts for topic in tx.subscriptions.topics_of(contact)}
        ),
        surveyed=_surveyed(tx, business.id) if seen.sees_revenue(staff) else None,
    )


def _surveyed(tx: Transaction, business_id: int) -> SaidInSurvey | None:
    """Nothing of it is written into the register: a band is no number of square metres."""
    respondent = tx.surveys.latest_of_business(business_id)
    wave = tx.surveys.wave(respondent.wave_id) if respondent is not None else None
    if respondent is None or respondent.done_at is None or wave is None:
        return None
    said = tx.surveys.answers(respondent.id)
    asked = (one for one in map(question_of, wave.asked) if one.id in PREMISES)
    lines = [
        (one.text, [one.label(it) for it in said[one.id]]) for one in asked if said.get(one.id)
    ]
    return SaidInSurvey(wave.title, respondent.done_at, lines) if lines else None


def _shown(value: BusinessValue) -> BusinessValue:
    return replace(value, value=seen.in_part(value.field, value.value))


def _channels(tx: Transaction, contacts: Sequence[int]) -> list[str]:
    found = (tx.contacts.get(one) for one in contacts)
    return sorted({one.channel for one in found if one is not None})


def _registrations(
    tx: Transaction, staff: Staff, contacts: Sequence[int]
) -> list[tuple[Registration, Event]]:
    if not (may(staff, Action.SEE_ATTENDEES) and may(staff, Action.SEE_EVENTS)):
        return []
    return [
        (one, event)
        for contact in contacts
        for one in tx.registrations.of_contact(contact)
        if (event := tx.events.get(one.event_id)) is not None
    ]


def as_form(line: BusinessLine) -> dict[str, str]:
    """A business as its form shows it. A tax code that is somebody's own number is not brought: an
    empty field leaves it as it is."""
    business, values = line.business, line.values
    place = as_written(line.places[0]) if line.places else None
    owner = owner_of(list(line.persons))
    form = {str(name): values.get(name, "") for name in BusinessField}
    tax_code = form.pop(BusinessField.TAX_CODE)
    form["tax_number"] = "" if is_personal(tax_code) else tax_code
    form["support"] = "\n".join(form.pop(BusinessField.NEEDS).split())
    form["difficulties"] = "\n".join(form["difficulties"].split())
    return form | {
        "kind": str(business.kind),
        "neighbourhood": place.neighbourhood if place else "",
        "address": place.address if place else "",
        "market": place.market if place else "",
        "stall": place.stall if place else "",
        "area": place.area_said if place else "",
        "tenure": str(place.tenure) if place else "",
        "owner": owner.name if owner else "",
        "phone": "",
        "proof": "",
    }
