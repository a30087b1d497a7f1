"""Registering for a conference: consent, at most six short questions, a summary to confirm."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any

from content.commands import typed
from content.details import Details, details_in
from content.mends import Line
from content.names import hear_name
from content.people import (
    BUSINESS_LIMIT,
    NEIGHBOURHOOD_LIMIT,
    SECTOR_LIMIT,
    read_neighbourhood,
    read_phone,
    read_tax_code,
    show_phone,
)
from content.spoken import (
    does_not_know,
    has_no_shop,
    is_elsewhere,
    is_filler,
    is_no_value,
    is_talk,
    read_people,
    says_no,
    says_yes,
    taken_back,
    without_lives,
)
from content.vietnamese import fold, says
from handlers.conference import tickets
from handlers.conference.outcomes import SeatOutcome as Result
from handlers.conference.seating import Wanted, given
from handlers.conference.seats import register
from handlers.people import consents
from handlers.talk.flow import Said, reopen
from handlers.talk.turn import Outcome, Turn
from handlers.talk.wishes import wants_to_speak
from storage.event_models import BusinessKind, Event
from storage.question_models import Profile, Purpose

LINK_LASTS = timedelta(hours=24)


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
    SUMMARY = "summary"
    EDIT = "edit"
    SECTOR = "sector"
    TAX_CODE = "tax_code"
    DONE = "done"
    REFUSED = "refused"
    LINK = "link"


_S = RegisterStep


@dataclass(frozen=True, slots=True)
class RegisterAnswers:
    step: RegisterStep = _S.CONSENT
    event_id: int = 0
    event_title: str = ""
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
    most_people: int = tickets.MOST_BY_TAP  # as many as the event lets come together


_IN_ORDER = (
    _S.NAME,
    _S.PHONE,
    _S.BUSINESS,
    _S.KIND,
    _S.NEIGHBOURHOOD,
    _S.PEOPLE,
    _S.SUMMARY,
)
_TEXT_STEPS = (
    *(
        _S.NAME,
        _S.PHONE,
        _S.BUSINESS,
        _S.KIND,
        _S.NEIGHBOURHOOD,
        _S.PEOPLE,
    ),
    *(
        _S.SUMMARY,
        _S.EDIT,
        _S.SECTOR,
        _S.TAX_CODE,
        _S.SURE,
    ),
)
_LONGEST = {
    _S.BUSINESS: BUSINESS_LIMIT,
    _S.NEIGHBOURHOOD: NEIGHBOURHOOD_LIMIT,
    _S.SECTOR: SECTOR_LIMIT,
}
# What may be told without being asked for just then, where, and where the answer may be any words.
_TOLD = (
    _S.NAME,
    _S.PHONE,
    _S.BUSINESS,
    _S.NEIGHBOURHOOD,
    _S.PEOPLE,
)
_TELLS = (*_TOLD, _S.KIND, _S.SUMMARY, _S.EDIT, _S.SURE)
_FREE = (_S.BUSINESS, _S.KIND)
_MOST_DIGITS = 5  # in a name of a business
_MOST_GROUPS = 60  # of a ward: a higher number is asked about
_LINES = (
    _S.NAME,
    _S.PHONE,
    _S.BUSINESS,
    _S.KIND,
    _S.NEIGHBOURHOOD,
    _S.PEOPLE,
)
# How people name a line when they want to mend it; folded.
_NAMES = {
    _S.PHONE: ("dien thoai", "sdt", "so may", "so dt"),
    _S.BUSINESS: ("ten ho", "ten cua hang", "ten quan", "ten cong ty", "ho kinh doanh"),
    _S.KIND: ("loai",),
    _S.NEIGHBOURHOOD: ("to dan pho", "tdp", "dia chi", "to"),
    _S.PEOPLE: ("so nguoi", "may nguoi", "nguoi di"),
    _S.NAME: ("ho ten", "ho va ten", "ten"),
}


# ... and how they are called in every form. A kind is read by its own words.
_LINE_STEPS = {
    Line.NAME: RegisterStep.NAME,
    Line.PHONE: RegisterStep.PHONE,
    Line.BUSINESS: RegisterStep.BUSINESS,
    Line.KIND: RegisterStep.KIND,
    Line.NEIGHBOURHOOD: RegisterStep.NEIGHBOURHOOD,
    Line.PEOPLE: RegisterStep.PEOPLE,
}


_ASKS_ITS_NAME = re.compile(
    r"^(?:(?:a|u|o|the|ten|quan|cua hang|tiem|no|ghi|viet|khai) )+(?:la )?(?:gi|nao|sao)"
    r"(?: (?:nhi|ta|the|vay|a|day|ha|bay gio|em|co|chi))*[ ?.]*$"
)
_ASKS_WHICH = re.compile(r"\bto (?:may|nao|gi)\b")
_WRONG = re.compile(r"\b(?:sai|nham|chua dung|khong dung|chua phai|khong phai)\b")


class RegisterFlow:
    name = "register"
    version = 1

    def begin(
        self,
        event: Event | None = None,
        profile: Profile | None = None,
        *,
        agreed: bool = False,
        abroad: bool = False,
    ) -> RegisterAnswers:
        form = RegisterAnswers(abroad=abroad, agreed=agreed)
        if event is not None:
            form = replace(
                form,
                event_id=event.id,
                event_title=event.title,
                most_people=max(tickets.people_to_choose(event)),
            )
        if profile is not None and profile.name and profile.phone:
            form = replace(
                form,
                known=True,
                name=profile.name,
                phone=profile.phone,
                business=profile.business,
                kind=profile.kind or BusinessKind.HOUSEHOLD,
                neighbourhood=profile.neighbourhood,
                sector=profile.sector,
                tax_code=profile.tax_code,
            )
        return replace(form, step=_after_consent(form)) if agreed else form

    def restore(self, memory: dict[str, Any]) -> RegisterAnswers:
        noted = tuple(memory.get("noted", ()))
        return RegisterAnswers(**(memory | {"step": RegisterStep(memory["step"]), "noted": noted}))

    def asked_again(self, memory: RegisterAnswers) -> RegisterAnswers:
        return replace(memory, noted=())

    def takes_text(self, memory: RegisterAnswers) -> bool:
        return memory.step in _TEXT_STEPS

    def takes_digits(self, memory: RegisterAnswers) -> bool:
        return memory.step is _S.NEIGHBOURHOOD

    def too_long(self, memory: RegisterAnswers, text: str) -> int | None:
        most = _LONGEST.get(memory.step, len(text))
        return most if len(text) > most else None

    def choices(self, memory: RegisterAnswers) -> Sequence[tuple[str, str]]:
        match memory.step:
            case _S.CONSENT if memory.abroad:
                return (("agree", "yes"), ("fill_in_on_web", "web"), ("disagree", "no"))
            case _S.CONSENT:
                return (("agree", "yes"), ("disagree", "no"))
            case _S.KNOWN:
                return (("still_right", "yes"), ("mend", "no"))
            case _S.SURE:
                away = memory.doubt == _S.NEIGHBOURHOOD
                outside = (("outside_ward", "outside"),) if away else ()
                return (("sure_right", "yes"), *outside, ("sure_again", "no"))
            case _S.BUSINESS:
                return (("no_business", "none"),)
            case _S.KIND:
                kinds = (BusinessKind.HOUSEHOLD, BusinessKind.ENTERPRISE, BusinessKind.COOPERATIVE)
                return tuple((f"is_{kind}", str(kind)) for kind in kinds)
            case _S.NEIGHBOURHOOD:
                return (("outside_ward", "outside"),)
            case _S.PEOPLE:
                return tuple((f"people_{n}", str(n)) for n in range(1, memory.most_people + 1))
            case _S.SUMMARY:
                speak = "speak_no" if memory.wants_to_speak else "speak"
                more = [("register_now", "yes"), ("mend", "edit"), (speak, "speak")]
                if not memory.sector:
                    more.append(("add_sector", "sector"))
                if memory.kind == BusinessKind.ENTERPRISE and not memory.tax_code:
                    more.append(("add_tax_code", "tax_code"))
                return tuple(more)
            case _S.EDIT:
                lines = [step for step in _LINES if step is not _S.KIND or memory.business]
                return tuple((f"line_{step}", str(step)) for step in lines)
            case _S.TAX_CODE | _S.SECTOR:
                return (("skip", "skip"),)
        return ()

    def asking(self, memory: RegisterAnswers, line: Line) -> RegisterAnswers | None:
        step = _LINE_STEPS.get(line)
        if step is None or not (step is _open_step(memory) or _is_answered(memory, step)):
            return None
        asked = replace(memory, step=step, editing=True, doubt="", heard="", noted=())
        return memory if step is _open_step(memory) else asked

    def mended(
        self, kept: RegisterAnswers, answered: RegisterAnswers, line: Line, said: Said
    ) -> RegisterAnswers:
        new = replace(kept, **{str(line): getattr(answered, str(line))})
        if line is not Line.BUSINESS or kept.step is RegisterStep.BUSINESS:
            return new
        # A business that had no name has no kind yet.
        return replace(
            new, kind=answered.kind, step=kept.step if answered.kind else RegisterStep.KIND
        )

    def told(self, turn: Turn, memory: RegisterAnswers, line: Line) -> str:
        if line is Line.KIND:
            return turn.choice(f"is_{memory.kind}", "").label if memory.business else ""
        value = getattr(memory, str(line))
        return show_phone(value) if line is Line.PHONE else str(value or "")

    def advance(self, memory: RegisterAnswers, said: Said) -> RegisterAnswers | None:
        memory = replace(memory, noted=())
        if memory.heard:
            return self._of_number(memory, said)
        if other := _another_number(memory, said):
            return replace(memory, step=_S.SURE, doubt=_S.PHONE, heard=other)
        if not said.value and memory.step in _TELLS:
            told = _told(memory, said)
            if told is not None:
                return told
        match memory.step:
            case _S.CONSENT:
                return _consented(memory, said.value)
            case _S.KNOWN if said.value == "yes":
                return replace(memory, step=_S.PEOPLE)
            case _S.KNOWN if said.value == "no":
                return _forgotten(replace(memory, step=_S.NAME, known=False))
            case _S.SUMMARY:
                return _confirmed(memory, said)
            case _S.EDIT:
                wanted = RegisterStep(said.value) if said.value else _named_line(said.text)
                return replace(memory, step=wanted, editing=True) if wanted else None
            case _S.SECTOR if said.value or not is_no_value(said.text):
                sector = "" if said.value == "skip" else said.text.strip()
                return replace(memory, step=_S.SUMMARY, sector=sector)
            case _S.TAX_CODE if said.value == "skip":
                return replace(memory, step=_S.SUMMARY)
            case _S.TAX_CODE:
                code = read_tax_code(said.text)
                return replace(memory, step=_S.SUMMARY, tax_code=code) if code else None
            case _S.SURE:
                asked = replace(memory, step=RegisterStep(memory.doubt), doubt="")
                match said.value:
                    case "yes":
                        return _onward(asked)
                    case "no":
                        return asked
                memory = asked
        filled = _filled(memory, said)
        return _onward(filled) if filled else None

    def _of_number(self, memory: RegisterAnswers, said: Said) -> RegisterAnswers | None:
        """Whether the number told at the review is to stand in place of the one on the form."""
        looked = replace(memory, step=_S.SUMMARY, doubt="", heard="")
        if said.value == "yes" or says_yes(said.text):
            return replace(looked, phone=memory.heard, noted=(_S.PHONE,))
        return looked if said.value or says_no(said.text) else self.advance(looked, said)

    def is_done(self, memory: RegisterAnswers) -> bool:
        return memory.step in (_S.DONE, _S.REFUSED, _S.LINK)

    def finish(self, turn: Turn, memory: RegisterAnswers) -> Outcome:
        event = turn.tx.events.get(memory.event_id)
        if event is None or memory.step is _S.REFUSED:
            return turn.say("register/refused", back=turn.menu_choice())
        if memory.step is _S.LINK:
            return _send_link(turn, event)
        if not memory.agreed:
            consents.agree(turn, Purpose.CASE, "register/consent")
        asked = wanted(memory)
        turn.tx.people.keep_profile(turn.contact.id, turn.now, as_profile(asked))
        decided = register(
            tickets.at_desk(turn), event, asked, contact_id=turn.contact.id, source="chat"
        )
        told = tickets.told(turn, event, decided)
        if decided.outcome is not Result.TAKEN:
            return told
        # Only the number stands in the way: what else was answered is kept.
        mended = replace(memory, step=_S.PHONE, editing=True)
        again = reopen(turn, self, mended, [replace(memory, step=_S.SUMMARY)])
        said = (replace(reply, choices=()) for reply in told.replies)
        return Outcome(again.conversation, (*said, *again.replies))


def wanted(form: RegisterAnswers) -> Wanted:
    """What the form was told; what it did not ask, or was not answered, is not given."""
    return Wanted(
        name=form.name,
        phone=form.phone,
        kind=BusinessKind(form.kind),
        business=form.business,
        neighbourhood=form.neighbourhood,
        companions=form.people - 1,
        sector=form.sector or None,
        tax_code=form.tax_code or None,
        wants_to_speak=form.wants_to_speak or None,
    )


def as_profile(wanted: Wanted) -> dict[str, str]:
    """What of a registration is offered back the next time: what was given of it."""
    kept = {field.name for field in fields(Profile)}
    return {name: str(value) for name, value in given(wanted).items() if name in kept}


def _after_consent(form: RegisterAnswers) -> RegisterStep:
    return _S.KNOWN if form.known else _S.NAME


def _consented(form: RegisterAnswers, value: str) -> RegisterAnswers | None:
    match value:
        case "yes":
            return replace(form, step=_after_consent(form))
        case "web":
            return replace(form, step=_S.LINK)
        case "no":
            return replace(form, step=_S.REFUSED)
    return None


def _another_number(form: RegisterAnswers, said: Said) -> str:
    """A bare number typed where all is looked over, other than the one on the form: it may be of
    whoever comes along. "" for none."""
    bare = not any(char.isalpha() for char in said.text)
    phone = read_phone(said.text) if bare and not said.value else None
    looks = form.step in (_S.SUMMARY, _S.EDIT)
    return phone if looks and phone and phone != form.phone else ""


def _confirmed(form: RegisterAnswers, said: Said) -> RegisterAnswers | None:
    match said.value:
        case "yes":
            return replace(form, step=_S.DONE)
        case "edit":
            return replace(form, step=_S.EDIT)
        case "speak":
            return replace(form, wants_to_speak=not form.wants_to_speak)
        case "sector" | "tax_code":
            return replace(form, step=RegisterStep(said.value))
    if says(said.text, *typed("right")):
        return replace(form, step=_S.DONE)
    if (speaks := wants_to_speak(said.text)) is not None:
        return replace(form, wants_to_speak=speaks)
    if line := _named_line(said.text):
        return replace(form, step=line, editing=True)
    wrong = says_no(said.text) or _WRONG.search(fold(said.text))
    return replace(form, step=_S.EDIT) if wrong else None


def _named_line(text: str) -> RegisterStep | None:
    """The line a text names; of several, the one said to be wrong: `đúng tên nhưng sai tổ`."""
    plain = fold(text)
    wrong = re.search(r"\b(?:sai|nham|sua|doi|chua dung)\b(.*)", plain)
    for said in (wrong[1] if wrong else "", plain):
        for step, names in _NAMES.items():
            if any(re.search(rf"\b{name}\b", said) for name in names):
                return step
    return None


def _filled(form: RegisterAnswers, said: Said) -> RegisterAnswers | None:
    """The form with this step's answer; None when the answer makes no sense."""
    text = _back(said.text) or said.text.strip()
    match form.step:
        case _S.NAME if called := hear_name(text):
            return replace(form, name=called.name, doubt="" if called.sure else _S.NAME)
        case _S.PHONE if phone := read_phone(text):
            return replace(form, phone=phone)
        case _S.BUSINESS if said.value == "none" or says(text, *typed("no_business")):
            return replace(form, business="", kind=BusinessKind.PERSON)
        case _S.BUSINESS if has_no_shop(text):
            return replace(form, business="", kind=BusinessKind.PERSON)
        case _S.BUSINESS if shop := hear_business(text):
            kind = form.kind if form.kind != BusinessKind.PERSON else ""
            doubt = "" if shop.sure else _S.BUSINESS
            return replace(form, business=shop.value, kind=kind, doubt=doubt)
        case _S.KIND if has_no_shop(text):
            return replace(form, kind=BusinessKind.PERSON)
        case _S.KIND if kind := said.value or _kind_named(text):
            return replace(form, kind=kind)
        case _S.NEIGHBOURHOOD if said.value == "outside" or is_elsewhere(text):
            return replace(form, neighbourhood="-")
        case _S.NEIGHBOURHOOD if does_not_know(text):
            return replace(form, neighbourhood="")
        case _S.NEIGHBOURHOOD if place := hear_place(text, said.neighbourhoods):
            doubt = "" if place.sure else _S.NEIGHBOURHOOD
            return replace(form, neighbourhood=place.value, doubt=doubt)
        case _S.PEOPLE:
            people = read_people(said.value or text)
            allowed = people and people <= form.most_people
            return replace(form, people=people) if people and allowed else None
    return None


@dataclass(frozen=True, slots=True)
class HeardAnswer:
    """What somebody answered; one that is not `sure` is asked about before it is kept."""

    value: str
    sure: bool


def hear_business(text: str) -> HeardAnswer | None:
    """The name of a business; None for what cannot be one."""
    digits = max(map(len, re.findall(r"\d+", text)), default=0)
    letters = sum(char.isalpha() for char in text)
    if letters < 2 or digits > _MOST_DIGITS or read_phone(text) or is_filler(text):
        return None
    if _ASKS_ITS_NAME.search(fold(text)):
        return None
    return HeardAnswer(text, not is_talk(text) or text.istitle())


def hear_place(text: str, known: Sequence[str]) -> HeardAnswer | None:
    """A tổ dân phố: sure are a numbered group, and a name of a place as names are written. None
    for what is none, as a question (`tổ mấy nhỉ`)."""
    if not text or is_filler(text) or _ASKS_WHICH.search(fold(text)):
        return None
    bare = without_lives(text)
    place = details_in(text).neighbourhood or read_neighbourhood(bare, known)
    number = re.fullmatch(r"TDP (\d+)", place)
    if number:
        return HeardAnswer(place, 0 < int(number[1]) <= _MOST_GROUPS)
    return HeardAnswer(
        place, place in known or (bare == text and text.istitle() and not is_talk(text))
    )


def _kind_named(text: str) -> str:
    plain = fold(text)
    if any(word in plain for word in ("cong ty", "doanh nghiep", "tnhh")):
        return BusinessKind.ENTERPRISE
    if "hop tac" in plain or "htx" in plain:
        return BusinessKind.COOPERATIVE
    return BusinessKind.HOUSEHOLD if "ho" in plain.split() or "hkd" in plain else ""


def _told(form: RegisterAnswers, said: Said) -> RegisterAnswers | None:
    """The form with what was told besides the answer, or instead of it: an earlier answer put right
    (`à nhầm, tổ 8`), later ones given at once. None when the text only answers the question."""
    back = _back(said.text)
    told = details_in(back or said.text)
    if back and form.step is not _S.NAME and not any(_values(told)):
        told = _other_answer(form, back)
    step = RegisterStep(form.doubt) if form.step is _S.SURE else form.step
    others = [line for line, value in zip(_TOLD, _values(told), strict=True) if value]
    others = [line for line in others if line is not step and _may_change(form, line, back)]
    own = None
    if step in _TOLD or step is _S.KIND:
        own = _filled(replace(form, step=step, doubt=""), said)
    if not others or (step in _FREE and not back and own):
        return None
    new = {str(line): getattr(told, str(line)) for line in others}
    if own and own.doubt:  # `Đổi thành 2 người` is no name
        own = None
    if step is _S.NAME and not own and not form.editing:
        return None
    filled = replace(own or replace(form, step=step, doubt=""), **new)
    filled = replace(filled, noted=tuple(map(str, others)))
    if filled.people > filled.most_people:
        return None
    if own or (form.editing and step is not _S.SUMMARY):
        return _onward(filled)
    return replace(filled, step=_unanswered(filled))


def _back(text: str) -> str | None:
    """What stands in place of an earlier answer; of `ý là sao`, which only asks, nothing."""
    return None if is_filler(text) else taken_back(text)


def _values(told: Details) -> tuple[str | int, ...]:
    return tuple(getattr(told, str(line)) for line in _TOLD)


def _may_change(form: RegisterAnswers, line: RegisterStep, back: str | None) -> bool:
    """A line not answered yet, or the one answered just before; any, when it is taken back or the
    whole is being looked over."""
    if back or form.step in (_S.SUMMARY, _S.EDIT) or not getattr(form, str(line)):
        return True
    step = RegisterStep(form.doubt) if form.step is _S.SURE else form.step
    return line is _IN_ORDER[max(0, _IN_ORDER.index(step) - 1)]


def _other_answer(form: RegisterAnswers, text: str) -> Details:
    """What words without a name of their own put right: a full name, or the answer before."""
    called = hear_name(text)
    if called and called.sure and " " in called.name:
        return Details(name=called.name)
    if form.step is _S.KIND and not _kind_named(text) and not is_filler(text):
        return Details(business=text)
    return Details()


def _forgotten(form: RegisterAnswers) -> RegisterAnswers:
    """The form with none of the answers it was offered with: each is asked."""
    return replace(form, name="", phone="", business="", kind="", neighbourhood="")


def _open_step(form: RegisterAnswers) -> RegisterStep:
    return RegisterStep(form.doubt) if form.step is RegisterStep.SURE and form.doubt else form.step


def _unanswered(form: RegisterAnswers) -> RegisterStep:
    """The step itself, unless it has its answer by now."""
    answered = form.step in _TOLD and bool(getattr(form, str(form.step)))
    return _next(form) if answered else form.step


def _onward(form: RegisterAnswers) -> RegisterAnswers:
    """The next question; first whether the answer was one, where that is in doubt."""
    if form.doubt:
        return replace(form, step=_S.SURE)
    return replace(form, step=_next(form), editing=False)


def _next(form: RegisterAnswers) -> RegisterStep:
    if form.editing:
        # A business that had no name has no kind yet.
        return _S.SUMMARY if form.kind else _S.KIND
    later = _IN_ORDER[_IN_ORDER.index(form.step) + 1 :]
    return next(step for step in later if step is _S.SUMMARY or not _is_answered(form, step))


def _is_answered(form: RegisterAnswers, step: RegisterStep) -> bool:
    if step is _S.BUSINESS:
        return bool(form.business or form.kind)
    return bool(getattr(form, str(step)))


def _send_link(turn: Turn, event: Event) -> Outcome:
    """A page of our own, for whoever does not want to type a phone number in this channel."""
    token = secrets.token_urlsafe(24)
    turn.tx.people.make_link(token, turn.contact.id, event.id, turn.now + LINK_LASTS)
    address = f"{turn.site}/dang-ky/{token}"
    return turn.say("register/link", back=turn.menu_choice(), address=address, event=event)
