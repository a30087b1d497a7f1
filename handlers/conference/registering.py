"""Registering for a conference: consent, at most six short questions, a summary to confirm."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from content.absences import Who, absence_in, comes_alone
from content.dialect import plainly
from content.digits_mended import groups_in, mended_phone
from content.families import (
    ForAnother,
    called_along,
    in_name_of,
    registers_another,
    without_whom,
)
from content.mends import Line
from content.parties import shares_number, uses_own_number
from content.people import (
    BUSINESS_LIMIT,
    NEIGHBOURHOOD_LIMIT,
    SECTOR_LIMIT,
    part_of_number,
    read_phone,
    read_tax_code,
    show_phone,
    whole_number,
)
from content.short_answers import ends_writing, is_no_value, says_no, says_yes
from content.special_needs import needs_in
from content.spoken import asks, has_no_phone, lacks_phone
from content.vietnamese import fold
from handlers.conference import along, party, seat_first, tickets
from handlers.conference.facts import EventFacts, changed, facts_of
from handlers.conference.outcomes import SeatOutcome as Result
from handlers.conference.register_answers import (
    NO_PHONE,
    TOLD,
    RegisterAnswers,
    RegisterStep,
    after_consent,
    as_profile,
    forgotten,
    has_what_holds,
    is_answered,
    onward,
    open_step,
    wanted,
)
from handlers.conference.register_hearing import (
    another_number,
    confirmed,
    consented,
    helper_in,
    named_line,
    party_again,
    place_first,
    shop_and_more,
    shop_late,
    take_answer,
    told_besides,
    told_in_opening,
    told_names,
    too_many,
    with_needs,
    with_party,
    without,
)
from handlers.conference.seats import register
from handlers.conference.shop_told import (
    has_a_name,
    kind_in_words,
    kind_of_shop,
    trade_for_shop,
)
from handlers.conference.told_along import told_along, with_no_shop
from handlers.people import consents
from handlers.people.room import free_seats
from handlers.talk.flow import Said, prompt, reopen
from handlers.talk.messages import Reply
from handlers.talk.turn import Outcome, Turn
from storage.event_models import BusinessKind, Category, Event
from storage.question_models import Profile, Purpose

_S = RegisterStep

LINK_LASTS = timedelta(hours=24)

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
        _S.HELPER,
        _S.COMPANIONS,
    ),
)

_LONGEST = {
    _S.BUSINESS: BUSINESS_LIMIT,
    _S.NEIGHBOURHOOD: NEIGHBOURHOOD_LIMIT,
    _S.SECTOR: SECTOR_LIMIT,
}

_TELLS = (*TOLD, _S.KIND, _S.SUMMARY, _S.EDIT, _S.SURE)

_NO_NAMES = (_S.PHONE, _S.KIND, _S.NEIGHBOURHOOD, _S.PEOPLE)  # dialect is no name there

_LINES = (
    _S.NAME,
    _S.PHONE,
    _S.BUSINESS,
    _S.KIND,
    _S.NEIGHBOURHOOD,
    _S.PEOPLE,
)

# ... and how they are called in every form. A kind is read by its own words.
_LINE_STEPS = {
    Line.NAME: RegisterStep.NAME,
    Line.PHONE: RegisterStep.PHONE,
    Line.BUSINESS: RegisterStep.BUSINESS,
    Line.KIND: RegisterStep.KIND,
    Line.NEIGHBOURHOOD: RegisterStep.NEIGHBOURHOOD,
    Line.PEOPLE: RegisterStep.PEOPLE,
}


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
        another: ForAnother | None = None,
    ) -> RegisterAnswers:
        """`another`: somebody else than who writes is registered, and agrees for themselves."""
        form = RegisterAnswers(abroad=abroad, agreed=agreed and another is None)
        if another is not None:
            form = replace(
                form,
                another=True,
                whom=another.whom,
                group=another.group,
                several=another.several,
                helper=profile.name if profile else "",
                own_phone=profile.phone if profile else "",
            )
            profile = None
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
        return replace(form, step=after_consent(form)) if form.agreed else form

    def opened(self, begun: RegisterAnswers, said: Said) -> RegisterAnswers | None:
        """The form with what the words that opened it tell: taken at once for whoever has agreed
        before, else kept with the form until they agree, and gone with it when they do not. None
        where they tell nothing."""
        if (ahead := party.told_ahead(begun, said.text)) is not None and not begun.agreed:
            return replace(ahead, step=_S.CONSENT, opening=said.text)
        if begun.group:
            return None
        told = told_in_opening(begun, said)
        if told is None or begun.step is not _S.CONSENT:
            return told
        return _read_back(replace(begun, opening=said.text), said)

    def for_whom(self, memory: RegisterAnswers, text: str) -> RegisterAnswers | None:
        """`đồng ý nhưng mà là tên mẹ`: the ticket is the mother's, who agrees for herself."""
        several = registers_another(text)
        if several and several.group and not memory.group:
            bare = replace(memory, another=True, known=False, name="", phone="")
            return replace(bare, group=True, several=several.several)
        if memory.group and without_whom(text) != text:
            return memory
        whom = in_name_of(text)
        if not whom or memory.another:
            return memory if whom else None
        return replace(memory, another=True, whom=whom, known=False, name="", phone="")

    def told_ahead(self, memory: RegisterAnswers, said: Said) -> RegisterAnswers | None:
        """What is told where the consent is asked for, kept like the words that opened the form."""
        if (groups := groups_in(said.text)) and (known := read_phone(memory.opening)):
            local = f"0{known.removeprefix('+84')}"
            if right := mended_phone(local, *groups):
                return _read_back(replace(memory, opening=f"{right}, {memory.opening}"), said)
        if put := along.changed(memory, said.text):
            return _read_back(put, said)
        if (ahead := party.told_ahead(memory, said.text)) is not None:
            memory = ahead
        elif called := _called_along(memory, said.text):
            return _read_back(called, said)
        elif memory.own_phone and not memory.group and uses_own_number(said.text):
            said = replace(said, text=memory.own_phone)
        elif memory.opening and not memory.group and shares_number(said.text):
            pass  # the number is there
        elif memory.opening and (comes_alone(said.text) or along.other_stays(memory, said.text)):
            alone_now = along.only_first(memory)
            alone = replace(memory, opening=alone_now, companions="", people=0)
            return _read_back(alone, said) if alone_now else None
        elif (whole := whole_number(memory.opening, said.text)) and not memory.group:
            said = replace(said, text=whole)
        elif memory.group or not (needs_in(said.text) or told_in_opening(memory, said)):
            return None
        return _read_back(
            replace(memory, opening=f"{said.text}, {memory.opening}".strip(", ")), said
        )

    def restore(self, memory: dict[str, Any]) -> RegisterAnswers:
        lists = {name: tuple(memory.get(name, ())) for name in ("noted", "others")}
        return RegisterAnswers(**(memory | {"step": RegisterStep(memory["step"])} | lists))

    def arrive(self, turn: Turn, memory: RegisterAnswers) -> RegisterAnswers:
        """The review with the event as it is now, and what of it was shown otherwise before."""
        whole = memory.step is _S.SUMMARY or memory.looked or (memory.known and memory.people)
        event = turn.tx.events.get(memory.event_id) if whole else None
        if event is None:
            return memory
        now = facts_of(event)
        was = {name: old for name, old in changed(_shown(memory), event).items() if old}
        return replace(
            memory,
            event_title=now.title,
            event_when=now.when,
            event_place=now.place,
            event_was=was,
            free=_too_few(turn, event, memory.people),
        )

    def is_over(self, turn: Turn, memory: RegisterAnswers) -> bool:
        event = turn.tx.events.get(memory.event_id)
        return event is None or not event.takes_registrations(turn.now)

    def asked_again(self, memory: RegisterAnswers) -> RegisterAnswers:
        return replace(memory, noted=(), absent="", too_many=0)

    def left_out(self, memory: RegisterAnswers) -> RegisterAnswers:
        return replace(memory, unheard=True)

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
            case _S.PHONE:
                own = memory.own_phone and not memory.editing
                mine = (("use_my_phone", "own"),) if own else ()
                return (*mine, ("go_without_phone", "none")) if memory.no_phone else mine
            case _S.BUSINESS:
                return (("no_business", "none"),)
            case _S.HELPER | _S.COMPANIONS:
                return (("no_name_needed", "skip"),)
            case _S.KIND:
                kinds = (BusinessKind.HOUSEHOLD, BusinessKind.ENTERPRISE, BusinessKind.COOPERATIVE)
                none = () if memory.business else (("no_business", "none"),)
                return (*((f"is_{kind}", str(kind)) for kind in kinds), *none)
            case _S.NEIGHBOURHOOD:
                shop = (("name_shop", "shop"),) if memory.described and not memory.editing else ()
                same = (("same_place", "same"),) if memory.last_place else ()
                return (*shop, *same, ("outside_ward", "outside"))
            case _S.PEOPLE:
                return tuple((f"people_{n}", str(n)) for n in range(1, memory.most_people + 1))
            case _S.SUMMARY:
                return _at_the_review(memory)
            case _S.EDIT:
                lines = [
                    step
                    for step in _LINES
                    if step is not _S.KIND or memory.business or memory.described
                ]
                return tuple((f"line_{step}", str(step)) for step in lines)
            case _S.TAX_CODE | _S.SECTOR:
                return (("skip", "skip"),)
        return ()

    def asking(self, memory: RegisterAnswers, line: Line) -> RegisterAnswers | None:
        step = _LINE_STEPS.get(line)
        if step is None or not (step is open_step(memory) or is_answered(memory, step)):
            return None
        asked = replace(memory, step=step, editing=True, doubt="", heard="", noted=())
        return memory if step is open_step(memory) else asked

    def mended(
        self, kept: RegisterAnswers, answered: RegisterAnswers, line: Line, said: Said
    ) -> RegisterAnswers:
        new = replace(kept, **{str(line): getattr(answered, str(line))})
        if line is not Line.BUSINESS or kept.step is RegisterStep.BUSINESS:
            return new
        # A business that had no name has no kind yet.
        new = replace(new, sector=answered.sector, described=answered.described)
        return replace(
            new, kind=answered.kind, step=kept.step if answered.kind else RegisterStep.KIND
        )

    def told(self, turn: Turn, memory: RegisterAnswers, line: Line) -> str:
        if line is Line.PHONE and memory.phone == NO_PHONE:
            return turn.choice("go_without_phone", "").label
        if line is Line.KIND:
            known = (memory.business or memory.described) and memory.kind
            label = "no_business" if memory.kind == BusinessKind.PERSON else f"is_{memory.kind}"
            return turn.choice(label, "").label if known else ""
        value = getattr(memory, str(line))
        return show_phone(value) if line is Line.PHONE else str(value or "")

    def looked_over(self, turn: Turn, memory: RegisterAnswers) -> RegisterAnswers:
        return self.arrive(turn, replace(memory, looked=True))

    def besides(self, memory: RegisterAnswers) -> tuple[tuple[str, str], ...]:
        told = (
            ("event", memory.event_title),
            ("when", memory.event_when),
            ("place", memory.event_place),
            ("companions", memory.companions),
        )
        return tuple((name, value) for name, value in told if value)

    def noting(self, memory: RegisterAnswers, said: Said) -> RegisterAnswers:
        """The memory with what is to be ready for who comes, where a text names it, and how many
        come, where it asks whether so many may."""
        return with_party(with_needs(memory, said), said)

    def advance(self, memory: RegisterAnswers, said: Said) -> RegisterAnswers | None:
        if memory.step is _S.SUMMARY and memory.another and helper_in(said.text):
            return told_along(replace(memory, noted=(), helper=""), said)
        if memory.step is not _S.CONSENT and (told := party.heard(replace(memory, noted=()), said)):
            return told
        following = self._advance(memory, said)
        if following is None:
            following = told_along(replace(memory, noted=(), unheard=False), said)
        else:
            following = with_no_shop(memory, following, said)
        filled = following and _with_kind(trade_for_shop(memory, following, said.text))
        return filled and _holding(memory, filled)

    def _advance(self, memory: RegisterAnswers, said: Said) -> RegisterAnswers | None:
        if (again := party_again(memory, said)) is not None:
            return again
        memory = replace(memory, noted=(), absent="", unheard=False, too_many=0)
        said = _plainer(memory, said)
        if (noted := _noted_beside(memory, said)) is not None:
            return noted
        memory = with_needs(memory, said)
        said = place_first(memory, said)
        if memory.heard:
            return self._of_number(memory, said)
        if (told := _told_aside(memory, said)) is not None:
            return told
        match memory.step:
            case _S.CONSENT if memory.group and said.value == "yes":
                return party.agreed(memory)
            case _S.CONSENT:
                return consented(memory, said)
            case _S.KNOWN if said.value == "yes":
                if not memory.people:
                    return replace(memory, step=_S.PEOPLE)
                return replace(memory, step=_S.DONE if memory.event_when else _S.SUMMARY)
            case _S.KNOWN if said.value == "no":
                return forgotten(replace(memory, step=_S.NAME, known=False))
            case _S.SUMMARY:
                return confirmed(memory, said) or too_many(memory, said)
            case _S.KIND | _S.NEIGHBOURHOOD if memory.described and has_a_name(said):
                return replace(
                    memory, step=_S.BUSINESS, kind="", sector="", described=False, editing=False
                )
            case _S.EDIT:
                wanted = RegisterStep(said.value) if said.value else named_line(said.text)
                return replace(memory, step=wanted, editing=True) if wanted else None
            case _S.HELPER | _S.COMPANIONS:
                return told_names(memory, said)
            case _S.SECTOR if said.value or not is_no_value(said.text):
                sector = "" if said.value == "skip" else said.text.strip()
                return replace(memory, step=_S.SUMMARY, sector=sector)
            case _S.TAX_CODE if said.value == "skip":
                return replace(memory, step=_S.SUMMARY)
            case _S.TAX_CODE:
                code = read_tax_code(said.text)
                return replace(memory, step=_S.SUMMARY, tax_code=code) if code else None
            case _S.SURE:
                memory = replace(memory, step=RegisterStep(memory.doubt), doubt="")
                if (settled := _settled(memory, said)) is not None:
                    return settled
        filled = take_answer(memory, said)
        if filled is None:
            return too_many(memory, said)
        return onward(filled)

    def _of_number(self, memory: RegisterAnswers, said: Said) -> RegisterAnswers | None:
        """Whether the number told at the review is to stand in place of the one on the form."""
        looked = replace(memory, step=_S.SUMMARY, doubt="", heard="")
        if said.value == "yes" or says_yes(said.text):
            return replace(looked, phone=memory.heard, noted=(_S.PHONE,))
        return looked if said.value or says_no(said.text) else self.advance(looked, said)

    def _with_all_told(self, turn: Turn, event: Event, memory: RegisterAnswers) -> Outcome:
        """The ticket that was held, with all that was answered since; of several people, the
        questions for the next."""
        registration = turn.tx.registrations.get(memory.seat)
        if registration is None:
            return turn.say("ticket/none", back=turn.menu_choice(), lost=False)
        told = tickets.show(turn, registration, event, fresh=True, brief=memory.nth > 1)
        if next_one := party.following(memory):
            return self._with_next_of_party(turn, event, next_one, told)
        return self._with_next(turn, event, memory, told) if memory.then else told

    def _with_next(
        self, turn: Turn, event: Event, memory: RegisterAnswers, told: Outcome
    ) -> Outcome:
        """What came of it, and the form for who is to be registered next."""
        if not event.takes_registrations(turn.now):
            return told
        profile = turn.tx.people.profile(turn.contact.id)
        form = self.begin(event, profile, abroad=memory.abroad, another=ForAnother(memory.then))
        form = replace(form, opening=memory.then_said)
        following = prompt(replace(turn, conversation=told.conversation), self, form)
        said = (replace(reply, choices=()) for reply in told.replies)
        return Outcome(following.conversation, (*said, *following.replies))

    def _with_next_of_party(
        self, turn: Turn, event: Event, form: RegisterAnswers, told: Outcome
    ) -> Outcome:
        """What came of it, and the questions for the next of those who are registered together."""
        if not event.takes_registrations(turn.now):
            return told
        following = prompt(replace(turn, conversation=told.conversation), self, form)
        said = (replace(reply, choices=()) for reply in told.replies)
        return Outcome(following.conversation, (*said, *following.replies))

    def settled(
        self, turn: Turn, memory: RegisterAnswers
    ) -> tuple[RegisterAnswers, tuple[Reply, ...]]:
        return seat_first.settled(turn, memory)

    def is_done(self, memory: RegisterAnswers) -> bool:
        return memory.step in (_S.DONE, _S.REFUSED, _S.LINK)

    def finish(self, turn: Turn, memory: RegisterAnswers) -> Outcome:
        event = turn.tx.events.get(memory.event_id)
        if event is None or memory.step is _S.REFUSED:
            return turn.say("register/refused", back=turn.menu_choice())
        if memory.step is _S.LINK:
            return _send_link(turn, event)
        if memory.seat:
            return self._with_all_told(turn, event, memory)
        if event.takes_registrations(turn.now) and changed(_shown(memory), event):
            return reopen(turn, self, replace(memory, step=_S.SUMMARY), ())
        if not memory.agreed:
            consents.agree(turn, Purpose.CASE, "register/consent")
        asked = wanted(memory)
        if not memory.another:
            turn.tx.people.keep_profile(turn.contact.id, turn.now, as_profile(asked))
        decided = register(
            tickets.at_desk(turn),
            event,
            asked,
            contact_id=turn.contact.id,
            source="chat",
            shares_phone=memory.another or _has_others(turn, event),
        )
        told = tickets.told(turn, event, decided, brief=memory.nth > 1)
        if decided.outcome is not Result.TAKEN and (next_one := party.following(memory)):
            return self._with_next_of_party(turn, event, next_one, told)
        if decided.outcome is not Result.TAKEN:
            return self._with_next(turn, event, memory, told) if memory.then else told
        # Only the number stands in the way: what else was answered is kept.
        mended = replace(memory, step=_S.PHONE, editing=True)
        again = reopen(turn, self, mended, [replace(memory, step=_S.SUMMARY)])
        said = (replace(reply, choices=()) for reply in told.replies)
        return Outcome(again.conversation, (*said, *again.replies))


_BEFORE_SEAT = (_S.NAME, _S.PHONE, _S.SURE)


def _holding(before: RegisterAnswers, form: RegisterAnswers) -> RegisterAnswers:
    """The form that takes the seat now, where what was told ahead of the consent lacked only the
    name or the number that is given now."""
    lacked = bool(before.ahead) and before.step in _BEFORE_SEAT and not form.seat
    whole = has_what_holds(form) and form.step not in (*_BEFORE_SEAT, _S.CONSENT)
    return replace(form, holds=True) if lacked and whole and not form.group else form


_SHOWN_AHEAD = ("name", "phone", "business", "sector", "neighbourhood", "people", "companions")


def _called_along(form: RegisterAnswers, text: str) -> RegisterAnswers | None:
    """The form with who comes along, once who registers was told; None where nobody is called."""
    names = "" if form.group or form.companions or not form.opening else called_along(text)
    people = len(names.split(", ")) + 1
    if not names or people > form.most_people:
        return None
    return replace(form, companions=names, people=people)


def _read_back(form: RegisterAnswers, said: Said) -> RegisterAnswers:
    """The form with what its opening words will be taken for, so that it can be shown before
    anybody agrees."""
    told = told_in_opening(replace(form, ahead={}), replace(said, text=form.opening, value=""))
    told = told or form
    if form.companions and not told.companions:
        told = replace(told, companions=form.companions, people=form.people)
    shown = {line: str(getattr(told, line) or "") for line in _SHOWN_AHEAD}
    return replace(form, ahead={line: value for line, value in shown.items() if value})


def _at_the_review(form: RegisterAnswers) -> tuple[tuple[str, str], ...]:
    """What can be done where all is looked over."""
    speak = "speak_no" if form.wants_to_speak else "speak"
    more = [("register_now", "yes"), ("mend", "edit"), (speak, "speak")]
    if form.free:
        more.append(("take_free", "free"))
    if form.people > 1 and not form.companions:
        more.append(("add_companions", "companions"))
    if not form.sector:
        more.append(("add_sector", "sector"))
    if form.kind == BusinessKind.ENTERPRISE and not form.tax_code:
        more.append(("add_tax_code", "tax_code"))
    return tuple(more)


def _with_kind(form: RegisterAnswers) -> RegisterAnswers:
    """The form past the question for the kind, where the name of the business says it; of several
    people, each, none is asked. It is said how it was taken, and shown with all the rest."""
    if form.step is not _S.KIND or not form.business or form.editing:
        return form
    kind = kind_of_shop(form.business) if form.group else kind_in_words(form.business)
    return onward(replace(form, kind=kind, noted=(*form.noted, str(_S.KIND)))) if kind else form


def _speaks_of(whom: str, text: str) -> bool:
    """Whether a line tells of who is registered next: `mẹ em bán rau, tên Nguyễn Thị Gái`."""
    begins = re.match(rf"(?:(?:da|a|con|thi|ten) )*{re.escape(fold(whom))}\b", fold(text))
    return begins is not None and not asks(text)


_AND_SO_ON = re.compile(r"(?i)\b(?:nữa|nua|luôn|luon|nha|nhé|nhe|ạ)\b")


def _then(memory: RegisterAnswers, said: Said) -> RegisterAnswers | None:
    """The same question, with somebody noted who is to be registered next: `đăng ký cho cả mẹ em
    nữa`; None for other words."""
    if said.value or memory.another or memory.step is _S.CONSENT:
        return None
    if memory.then and _speaks_of(memory.then, said.text):
        told = f"{memory.then_said}, {said.text}".strip(", ")
        return replace(memory, then_said=told, noted=("then_said",))
    another = registers_another(_AND_SO_ON.sub("", said.text))
    if another is None or not another.whom:
        return None
    return replace(memory, then=another.whom, noted=("then",))


def _plainer(memory: RegisterAnswers, said: Said) -> Said:
    """What was said, in plain words where no name is asked for."""
    names_none = memory.step in _NO_NAMES and not said.value
    return replace(said, text=plainly(said.text)) if names_none else said


def _noted_beside(memory: RegisterAnswers, said: Said) -> RegisterAnswers | None:
    """What is told of who is registered next, or of there being no number; None for other words."""
    if (then := _then(memory, said)) is not None:
        return then
    if _of_the_phone(memory, said):
        return replace(memory, noted=("no_phone",))
    return _without_phone(memory, said) if memory.step is _S.PHONE else None


def _of_the_phone(memory: RegisterAnswers, said: Said) -> bool:
    """Whether somebody says of the number, where another thing is asked, that there is none."""
    elsewhere = memory.step in (_S.BUSINESS, _S.KIND, _S.NEIGHBOURHOOD, _S.PEOPLE)
    return elsewhere and not said.value and lacks_phone(said.text) and not read_phone(said.text)


_MY_NUMBER = re.compile(
    r"\bso (?:dien thoai |dt )?(?:cua )?(?:toi|tui|em|e|minh|chau|con)\b(?!.*\d)"
)


_HAS_NONE = re.compile(r"(?i)\b(?:không|chưa) có(?: (?:ạ|đâu|mà|em|con|cháu))*[\s.!]*$")


def _without_phone(memory: RegisterAnswers, said: Said) -> RegisterAnswers | None:
    """Whoever has no number is told the ways there are, and goes on without when they say so, or
    with that of who writes; of whoever tells the first figures, the rest is asked."""
    if memory.own_phone and not said.value and _MY_NUMBER.search(fold(said.text)):
        return onward(replace(memory, phone=memory.own_phone))
    if not said.value and not memory.part and (part := part_of_number(said.text)):
        return replace(memory, part=part)
    none = has_no_phone(said.text) or says_no(said.text) or _HAS_NONE.search(plainly(said.text))
    lacks = not said.value and bool(none)
    if said.value == "none" or (lacks and memory.no_phone):
        return onward(replace(memory, phone=NO_PHONE, no_phone=False))
    return replace(memory, no_phone=True) if lacks and not read_phone(said.text) else None


def _settled(asked: RegisterAnswers, said: Said) -> RegisterAnswers | None:
    """The form once it is said whether the answer in doubt was one; `xong` says so too where all
    was shown before, and ends the form. None for other words."""
    match said.value:
        case "yes":
            return onward(asked)
        case "no":
            return asked
    if not asked.looked or not ends_writing(said.text):
        return None
    following = onward(asked)
    whole = following.step is _S.SUMMARY and not asked.another
    return replace(following, step=_S.DONE) if whole else following


def _has_others(turn: Turn, event: Event) -> bool:
    """Whether this chat has tickets for the event already, of people it registered."""
    return any(of.id == event.id and one.registered_by for one, of in tickets.living(turn))


def _too_few(turn: Turn, event: Event, people: int) -> int:
    """The seats there are for a party that is larger; 0 where there are enough, or none."""
    waited_for = turn.tx.registrations.how_many_wait(event.id)
    free = 0 if waited_for else max(0, free_seats(turn.tx, event, Category.BUSINESS))
    return free if free < people else 0


def _shown(memory: RegisterAnswers) -> EventFacts:
    return EventFacts(memory.event_title, memory.event_when, memory.event_place)


def _send_link(turn: Turn, event: Event) -> Outcome:
    """A page of our own, for whoever does not want to type a phone number in this channel."""
    token = secrets.token_urlsafe(24)
    turn.tx.people.make_link(token, turn.contact.id, event.id, turn.now + LINK_LASTS)
    address = f"{turn.site}/dang-ky/{token}"
    return turn.say("register/link", back=turn.menu_choice(), address=address, event=event)


def _told_aside(memory: RegisterAnswers, said: Said) -> RegisterAnswers | None:
    """The memory after a line that tells something else than its step asks: another number,
    who cannot come, or what is asked later."""
    if other := another_number(memory, said):
        return replace(memory, step=_S.SURE, doubt=_S.PHONE, heard=other)
    if said.value or memory.step not in _TELLS:
        return None
    absent = absence_in(said.text, registering=True)
    if absent is not None and absent.who is not Who.SELF:
        return without(memory, absent)
    return shop_late(memory, said) or shop_and_more(memory, said) or told_besides(memory, said)
