"""What was answered to register for a conference, and which question comes next."""

from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from handlers.conference import tickets
from handlers.conference.seating import Wanted, given
from storage.event_models import BusinessKind
from storage.question_models import Profile


class RegisterStep(StrEnum):
    CONSENT = "consent"
    KNOWN = "known"
    NAME = "name"
    SURE = "sure"  # of an answer that may be none: `doubt`
    PHONE = "phone"
    BUSINESS = "business"
    KIND = "kind"
    NEIGHBOURHOOD = "neighbourhood"
    PEOPLE = "people"
    HELPER = "helper"  # who registers somebody else
    COMPANIONS = "companions"  # their names
    SUMMARY = "summary"
    EDIT = "edit"
    SECTOR = "sector"
    TAX_CODE = "tax_code"
    DONE = "done"
    REFUSED = "refused"
    LINK = "link"


_S = RegisterStep
NO_PHONE = "-"  # in place of a number


@dataclass(frozen=True, slots=True)
class RegisterAnswers:
    step: RegisterStep = _S.CONSENT
    event_id: int = 0
    event_title: str = ""
    event_when: str = ""  # as the review showed it last, as the place
    event_place: str = ""
    event_was: dict[str, str] = field(
        default_factory=dict
    )  # as it was shown before, of what changed
    abroad: bool = False
    agreed: bool = False  # before this form: not asked again
    known: bool = False  # the details below were told before
    name: str = ""
    phone: str = ""
    business: str = ""
    kind: str = ""
    neighbourhood: str = ""
    people: int = 0
    sector: str = ""
    tax_code: str = ""
    wants_to_speak: bool = False
    editing: bool = False
    doubt: str = ""  # the step whose answer is asked about
    heard: str = ""  # a number told at the review, perhaps of somebody else: not taken yet
    noted: tuple[str, ...] = ()  # the steps whose answers were told at this one
    absent: str = ""  # who was said at this step not to come, where that is still to be asked
    unheard: bool = False  # words at the review were not taken: a bare yes may be to them
    opening: str = ""  # the words that opened it and tell something: taken once agreed
    most_people: int = tickets.MOST_BY_TAP  # as many as the event lets come together
    free: int = 0  # seats there are, where they are fewer than come
    another: bool = False  # one more ticket, of somebody else than who writes
    whom: str = ""  # as they were called: `má`
    helper: str = ""  # who writes, where another goes; "-" where they do not say
    own_phone: str = ""  # the number known of who writes
    companions: str = ""  # the names of who comes along
    needs: str = ""  # what is to be ready for them, as it is kept
    looked: bool = False  # all that was answered so far was shown when they asked for it
    then: str = ""  # who is to be registered once this one is
    then_said: str = ""  # what was told of them already: taken once they agree
    part: str = ""  # the first figures of a number, told alone
    no_phone: bool = False  # it was said that there is none: the form may do without
    too_many: int = 0  # so many were said to come, which is more than one ticket takes
    described: bool = False  # what is sold was told in place of the name of a shop
    group: bool = False  # several people, one after the other, a ticket each
    several: int = 0  # so many are to have one; 0 where that was not said
    others: tuple[dict[str, Any], ...] = ()  # who is registered after this one: a `Attendee` each
    nth: int = 1  # which of them this one is
    last_place: str = ""  # where the one before lives
    same: dict[str, str] = field(default_factory=dict)  # what was said of all of them, by its line
    ahead: dict[str, str] = field(default_factory=dict)  # as `opening` is understood, to be shown
    holds: bool = False  # name, number and consent are there: the seat is taken at once
    seat: int = 0  # the registration that holds it; what is answered after that is written to it
    seats: dict[str, int] = field(default_factory=dict)  # the same of those in line, by their name

    @property
    def is_settled(self) -> bool:
        """Whether all whom the form is for have their seats."""
        told = all(one.get("name") in self.seats for one in self.others)
        return bool(self.seat) and told and self.several <= self.nth + len(self.others)

    @property
    def total(self) -> int:
        """Of how many this is one, as far as is known."""
        listed = len(self.others) if self.step is _S.CONSENT else self.nth + len(self.others)
        return max(self.several, listed)


IN_ORDER = (
    _S.NAME,
    _S.PHONE,
    _S.BUSINESS,
    _S.KIND,
    _S.NEIGHBOURHOOD,
    _S.PEOPLE,
    _S.HELPER,
    _S.SUMMARY,
)

# What may be told without being asked for just then, where, and where the answer may be any words.
TOLD = (
    _S.NAME,
    _S.PHONE,
    _S.BUSINESS,
    _S.NEIGHBOURHOOD,
    _S.PEOPLE,
)


def wanted(form: RegisterAnswers) -> Wanted:
    """What the form was told; what it did not ask, or was not answered, is not given."""
    return Wanted(
        name=form.name,
        phone=form.phone.strip(NO_PHONE),
        kind=BusinessKind(form.kind) if form.kind else None,
        business=form.business,
        neighbourhood=form.neighbourhood,
        companions=form.people - 1 if form.people else None,
        sector=form.sector or None,
        tax_code=form.tax_code or None,
        wants_to_speak=form.wants_to_speak or None,
        registered_by=form.helper.strip("-") or None,
        companion_names=form.companions or None,
        needs=form.needs or None,
    )


def has_what_holds(form: RegisterAnswers) -> bool:
    """Whether enough is told, and sure, for a seat to be taken."""
    return bool(form.name and form.phone and not form.doubt and not form.editing)


def as_profile(wanted: Wanted) -> dict[str, str]:
    """What of a registration is offered back the next time: what was given of it."""
    kept = {field.name for field in fields(Profile)}
    return {name: str(value) for name, value in given(wanted).items() if name in kept}


def after_consent(form: RegisterAnswers) -> RegisterStep:
    return _S.KNOWN if form.known else _S.NAME


def forgotten(form: RegisterAnswers) -> RegisterAnswers:
    """The form with none of the answers it was offered with: each is asked."""
    return replace(form, name="", phone="", business="", kind="", neighbourhood="", people=0)


def open_step(form: RegisterAnswers) -> RegisterStep:
    return RegisterStep(form.doubt) if form.step is RegisterStep.SURE and form.doubt else form.step


def unanswered(form: RegisterAnswers) -> RegisterStep:
    """The step itself, unless it has its answer by now."""
    answered = form.step in TOLD and bool(getattr(form, str(form.step)))
    return _next(form) if answered else form.step


def onward(form: RegisterAnswers) -> RegisterAnswers:
    """The next question; first whether the answer was one, where that is in doubt."""
    if form.doubt:
        return replace(form, step=_S.SURE)
    return replace(form, step=_next(form), editing=False)


def _next(form: RegisterAnswers) -> RegisterStep:
    if form.editing:
        # A business that had no name has no kind yet.
        return _S.SUMMARY if form.kind else _S.KIND
    later = IN_ORDER[IN_ORDER.index(form.step) + 1 :]
    return next(step for step in later if step is _S.SUMMARY or not is_answered(form, step))


def is_answered(form: RegisterAnswers, step: RegisterStep) -> bool:
    if step is _S.HELPER:
        return bool(form.helper) or form.group or not form.another
    if step is _S.BUSINESS:
        return bool(form.business or form.kind or form.described)
    return bool(getattr(form, str(step)))
