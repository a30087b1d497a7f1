"""One's own data: what is kept and why, see it, mend it, take it away, erase it, withdraw consent.

Erasing is `erasure.py` beside it. Proof of consent and of the erasure is kept, without a name.
"""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import orjson

from content.calendar import today
from content.library import Content
from content.mends import Line
from content.names import hear_name
from content.people import (
    BUSINESS_LIMIT,
    NEIGHBOURHOOD_LIMIT,
    may_be_one,
    read_phone,
    show_phone,
)
from content.short_answers import does_not_know
from content.spoken import is_elsewhere
from handlers.broadcast import subscriptions
from handlers.conference import tickets
from handlers.conference.outcomes import SeatOutcome as Result
from handlers.conference.register_hearing import hear_place
from handlers.conference.seating import OUTSIDE, Wanted
from handlers.conference.seats import change
from handlers.conference.shop_told import hear_business
from handlers.own_data import erasure, mine, persons
from handlers.people import consents
from handlers.people.calendar import working_days
from handlers.question import together
from handlers.question.moves import ASKER, OWN_DETAILS, record
from handlers.survey.answered import AnsweredSurvey, answered_by, forget_of
from handlers.talk import mending
from handlers.talk.addressing import form_of
from handlers.talk.flow import Said, begin
from handlers.talk.messages import Choice
from handlers.talk.replies import told_first
from handlers.talk.turn import Outcome, Turn
from storage.database import Transaction
from storage.event_models import Registration
from storage.handoff_models import HandoffLine, LineSide
from storage.models import Conversation
from storage.pushes import PushSubscription
from storage.question_models import DataRequest, Profile, Purpose, Question, RequestKind
from storage.versions import next_version

MOST_PEOPLE = 4  # of one chat, each with a choice of their own to be erased
LINK_LASTS = timedelta(hours=24)
# NĐ 356/2025/NĐ-CP: first answer in 2 working days; then days by kind (reference CF H5).
ANSWER_IN = 2
DONE_IN = {
    RequestKind.VIEW: 10,
    RequestKind.CORRECT: 10,
    RequestKind.EXPORT: 10,
    RequestKind.ERASE: 20,
    RequestKind.WITHDRAW: 15,
}


# Where a form asks for the consent: at these steps of it, none was given in it yet.
_BEFORE_CONSENT = {
    "register": ("consent",),
    "question": ("content", "similar", "join", "field", "fields", "consent"),
}


_TEXTS = ("content", "text", "value", "opening")  # what a form calls the words it holds


@dataclass(frozen=True, slots=True)
class UnfinishedForm:
    """A form that is not finished: what it holds until then, and until when. `agreed`: the consent
    was given in it, and is kept only with the form."""

    form: str
    until: datetime | None
    agreed: bool
    name: str = ""
    phone: str = ""
    business: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything stored about one contact."""

    profile: Profile | None
    registrations: list[Registration]
    questions: list[Question]
    consents: list[Any]
    notebook: bool
    topics: frozenset[str]
    unanswered: list[str]
    drafts: list[UnfinishedForm]
    browser: PushSubscription | None  # that is woken when something new waits
    talked: list[HandoffLine]  # with officials, both sides
    surveyed: list[AnsweredSurvey]
    owned: list[str]  # businesses of the register that were shown to be theirs, by name
    addressed: str = ""  # how they wish to be called

    @property
    def reminders(self) -> bool:
        """Whether tax dates are reminded of."""
        return any(c.purpose == Purpose.REMINDER and not c.withdrawn_at for c in self.consents)


def kept_about(tx: Transaction, contact_id: int, conversation: Conversation) -> Kept:
    """`conversation` is the contact's, as it stands."""
    return Kept(
        tx.people.profile(contact_id),
        tx.registrations.of_contact(contact_id),
        tx.questions.of_contact(contact_id),
        tx.people.consents(contact_id),
        tx.notebooks.of(contact_id) is not None,
        tx.subscriptions.topics_of(contact_id),
        tx.feedback.of_contact(contact_id),
        _drafts(conversation),
        tx.pushes.of(contact_id),
        [
            line
            for line in tx.handoffs.lines_of_contact(contact_id)
            if line.side in (LineSide.OWNER, LineSide.STAFF)
        ],
        answered_by(tx, contact_id),
        [mine.name_of(one) for one in mine.owned(tx, contact_id)],
        form_of(tx, contact_id),
    )


def _drafts(conversation: Conversation) -> list[UnfinishedForm]:
    forms = (*conversation.waiting, *([conversation.flow] if conversation.flow else []))
    opened = [form for form in map(orjson.loads, forms) if not form.get("settled")]
    return [_draft(form, conversation) for form in opened]


def _draft(form: dict[str, Any], conversation: Conversation) -> UnfinishedForm:
    name, memory = form["name"], form["memory"]
    until = conversation.forms_until if form["before"] else conversation.expires_at
    asked = name in _BEFORE_CONSENT and not memory["agreed"]
    return UnfinishedForm(
        name,
        until,
        agreed=asked and memory["step"] not in _BEFORE_CONSENT[name],
        name=memory.get("name", ""),
        phone=memory.get("phone", ""),
        business=memory.get("business", ""),
        text=next((memory[told] for told in _TEXTS if memory.get(told)), ""),
    )


def show(turn: Turn) -> Outcome:
    """What is stored and why, in one message."""
    choices = [
        turn.choice("privacy_view", "privacy:view"),
        turn.choice("privacy_correct", "privacy:correct"),
        turn.choice("privacy_export", "privacy:export"),
        turn.choice("privacy_erase", "privacy:erase"),
        turn.choice("privacy_withdraw", "privacy:withdraw"),
    ]
    kept = kept_about(turn.tx, turn.contact.id, turn.conversation)
    rules = turn.content.ward.rules
    return turn.say("privacy/show", choices, turn.menu_choice(), kept=kept, rules=rules)


def act(turn: Turn, action: str) -> Outcome:
    match action.split(":"):
        case ["view"]:
            log_request(turn, RequestKind.VIEW, done=True)
            kept = kept_about(turn.tx, turn.contact.id, turn.conversation)
            return turn.say(
                "privacy/view", back=turn.choice("back_to_privacy", "privacy"), kept=kept
            )
        case ["export"]:
            return _export(turn)
        case ["correct"]:
            profile = _details(turn)
            if profile is None:
                return turn.say("privacy/nothing", back=turn.choice("back_to_privacy", "privacy"))
            return begin(turn, CORRECT, CORRECT.begin(profile))
        case ["erase"]:
            return _ask_erase(turn)
        case ["erase", "sure"]:
            choices = [turn.choice("erase_last", "privacy:erase:last")]
            return turn.say("privacy/erase_sure", choices, turn.choice("keep_data", "privacy"))
        case ["erase", "keep"]:
            choices = [turn.choice("erase_last", "privacy:erase:keeping")]
            return turn.say("privacy/erase_sure", choices, turn.choice("keep_data", "privacy"))
        case ["erase", "of", key] if person := _person(turn, key):
            sure = turn.choice("erase_last", f"privacy:erase:of:{key}:sure")
            back = turn.choice("keep_data", "privacy")
            return turn.say("privacy/erase_one", [sure], back, person=person)
        case ["erase", "of", key, "sure"] if person := _person(turn, key):
            return _erased_one(turn, person)
        case ["erase", "last"]:
            return _erased(turn, keep_open=False)
        case ["erase", "keeping"]:
            return _erased(turn, keep_open=True)
        case ["withdraw"]:
            return _ask_withdraw(turn)
        case ["withdraw", purpose] if purpose in list(Purpose):
            sure = turn.choice("withdraw_consent_sure", f"privacy:withdraw:{purpose}:sure")
            return turn.say(
                "privacy/withdraw_sure",
                [sure],
                turn.choice("keep_data", "privacy"),
                purpose=purpose,
            )
        case ["withdraw", purpose, "sure"] if purpose in list(Purpose):
            return _withdrawn(turn, Purpose(purpose))
    return show(turn)


def log_request(turn: Turn, kind: RequestKind, *, done: bool, result: str = "") -> DataRequest:
    """Every request is on the staff's list with its legal clock, also when it was met at once."""
    who = turn.contact
    request = _request(turn.tx, turn.content, kind, turn.now, who.channel)
    state = "done" if done else "received"
    return turn.tx.people.add_request(
        replace(
            request,
            contact_id=who.id,
            state=state,
            done_at=turn.now if done else None,
            result=result,
        )
    )


def log_erasure(tx: Transaction, content: Content, now: datetime) -> DataRequest:
    """Staff erased somebody at the counter; the proof leads back to nobody."""
    request = _request(tx, content, RequestKind.ERASE, now, "office")
    return tx.people.add_request(replace(request, state="done", done_at=now, result="erased"))


def _request(
    tx: Transaction, content: Content, kind: RequestKind, now: datetime, channel: str
) -> DataRequest:
    return DataRequest(
        id=tx.people.ids.next(),
        contact_id=None,
        subject=secrets.token_hex(12),
        channel=channel,
        kind=kind,
        state="received",
        received_at=now,
        answer_by=working_days(content.ward).after(today(now), ANSWER_IN),
        done_by=today(now) + timedelta(days=DONE_IN[kind]),
    )


# ---- taking it away ----


def _export(turn: Turn) -> Outcome:
    log_request(turn, RequestKind.EXPORT, done=True)
    kept = kept_about(turn.tx, turn.contact.id, turn.conversation)
    address = ""
    if turn.site:
        token = secrets.token_urlsafe(24)
        turn.tx.people.make_link(token, turn.contact.id, None, turn.now + LINK_LASTS)
        address = f"{turn.site}/du-lieu/{token}"
    return turn.say(
        "privacy/export",
        back=turn.choice("back_to_privacy", "privacy"),
        kept=kept,
        address=address,
    )


def behind_link(tx: Transaction, token: str, now: datetime) -> dict[str, Any] | None:
    """What a link from the chat leads to, within its day: all about its contact."""
    link = tx.people.link(token, now)
    return as_json(tx, link[0], now) if link is not None and link[1] is None else None


def as_json(tx: Transaction, contact_id: int, now: datetime) -> dict[str, Any]:
    """Everything stored about a contact, for a machine."""
    kept = kept_about(tx, contact_id, tx.conversations.current(contact_id, now))
    return {
        "profile": _plain(kept.profile),
        "registrations": [_plain(item) for item in kept.registrations],
        "questions": [
            _plain(item)
            | {"answers": [a.text for a in tx.questions.answers(item.id) if a.approved_at]}
            for item in kept.questions
        ],
        "consents": [_plain(item) for item in kept.consents],
        "notebook": kept.notebook,
        "news_topics": sorted(kept.topics),
        "unanswered": kept.unanswered,
        "drafts": [_plain(item) for item in kept.drafts],
        "browser_woken": _plain(kept.browser),
        "addressed": kept.addressed,
        "businesses": kept.owned,
        "surveys": [asdict(survey) for survey in kept.surveyed],
        "talks_with_staff": [
            {"at": line.at.isoformat(), "by": str(line.side), "text": line.text}
            for line in kept.talked
        ],
        "broadcasts": [
            {"title": title, "outcome": outcome, "at": at.isoformat() if at else ""}
            for title, outcome, at in tx.ledger.received_by(contact_id)
        ],
    }


_OURS = (
    *("id", "contact_id", "token", "business_key", "merged_into", "responder_id", "version"),
    *("sealed", "mark", "tries"),
)


def _plain(record: Any) -> dict[str, Any]:
    if record is None:
        return {}
    return {
        name: value.isoformat() if isinstance(value, date | datetime) else value
        for name, value in asdict(record).items()
        if name not in _OURS and value not in (None, "")
    }


# ---- erasing ----


def asked_of_erasing(turn: Turn) -> Outcome:
    """`nếu xóa thì vé có mất không`: nothing was erased, what would go, and the question."""
    kept = kept_about(turn.tx, turn.contact.id, turn.conversation)
    coming = [r for r in kept.registrations if r.is_alive and _is_to_come(turn, r)]
    told = turn.words_of("privacy/erase_asked", coming=len(coming))
    return told_first(_ask_erase(turn), told)


def _ask_erase(turn: Turn) -> Outcome:
    kept = kept_about(turn.tx, turn.contact.id, turn.conversation)
    open_ = [q for q in kept.questions if together.waits(turn.tx, q)]
    choices = [turn.choice("erase_all" if open_ else "erase_go_on", "privacy:erase:sure")]
    if open_:
        choices.append(turn.choice("erase_but_open", "privacy:erase:keep"))
    coming = [r for r in kept.registrations if r.is_alive and _is_to_come(turn, r)]
    people = persons.people_in_chat(turn.tx, turn.contact.id)
    if len(people) > 1:
        choices += [_only_of(turn, person) for person in people[:MOST_PEOPLE]]
    unnamed = persons.of_nobody(turn.tx, turn.contact.id)
    return turn.say(
        "privacy/erase",
        choices,
        turn.choice("keep_data", "privacy"),
        open=len(open_),
        coming=len(coming),
        people=people,
        unnamed=unnamed,
        rules=turn.content.ward.rules,
    )


def _only_of(turn: Turn, person: persons.Held) -> Choice:
    label = turn.words_of("privacy/only_of", person=person)
    return Choice(label, f"privacy:erase:of:{persons.key_of(person.own[0])}")


def _person(turn: Turn, key: str) -> persons.Held | None:
    """The person of this contact's chats whom one of their things names."""
    for person in persons.people_in_chat(turn.tx, turn.contact.id):
        if any(persons.key_of(item) == key for item in person.own):
            return person
    return None


def _erased_one(turn: Turn, person: persons.Held) -> Outcome:
    """One of several whose things are in this chat is erased; it goes on for the others."""
    tx, me = turn.tx, turn.contact.id
    chosen = [persons.key_of(item) for item in person.own]
    erasure.erase_held(tx, turn.content, person, chosen, turn.now, by=ASKER, here=me)
    request = log_request(turn, RequestKind.ERASE, done=True, result="erased")
    waiting = tx.conversations.load(me, turn.now).waiting
    fresh = turn.keeping(
        entry=None, asked=None, danger=None, flow=None, waiting=waiting, dropped=None
    )
    codes = [item.code for item in person.beside]
    return fresh.say("privacy/erased_one", back=turn.menu_choice(), codes=codes, code=request.code)


def _is_to_come(turn: Turn, registration: Registration) -> bool:
    event = turn.tx.events.get(registration.event_id)
    return event is not None and event.ends_at > turn.now


def _erased(turn: Turn, *, keep_open: bool) -> Outcome:
    tx, me = turn.tx, turn.contact.id
    kept_open = erasure.erase(tx, turn.content, me, turn.now, keep_open=keep_open).kept_open
    result = "open kept" if kept_open else "erased"
    request = log_request(turn, RequestKind.ERASE, done=True, result=result)
    fresh = turn.keeping(entry=None, asked=None, danger=None, flow=None, waiting=(), dropped=None)
    return fresh.say(
        "privacy/erased",
        back=turn.menu_choice(),
        kept_open=kept_open,
        code=request.code,
        rules=turn.content.ward.rules,
    )


# ---- consent ----


def _ask_withdraw(turn: Turn) -> Outcome:
    standing = [p for p in Purpose if turn.tx.people.agreed(turn.contact.id, p)]
    choices = [turn.choice(f"purpose_{p}", f"privacy:withdraw:{p}") for p in standing]
    return turn.say(
        "privacy/withdraw", choices, turn.choice("keep_data", "privacy"), count=len(standing)
    )


def _withdrawn(turn: Turn, purpose: Purpose) -> Outcome:
    """At once: what rested on the consent ends with it."""
    members = turn.tx.households.members(turn.contact.id)
    for member in members:
        consents.withdraw(turn.tx, member, purpose, turn.now)
        if purpose is Purpose.CASE:
            turn.tx.people.forget_profile(member)
        if purpose is Purpose.SURVEY:
            forget_of(turn.tx, [member], turn.now)
        if purpose is Purpose.BROADCAST:
            subscriptions.end_news(turn.tx, member, turn.now)
    if purpose is Purpose.CASE:
        for registration in turn.tx.registrations.of_contact(turn.contact.id):
            event = turn.tx.events.get(registration.event_id)
            if event is not None and event.ends_at > turn.now:
                erasure.erase_registration(turn.tx, turn.content, registration, turn.now)
        # Those answered, too: nobody calls, corrects or publishes them on a consent that is gone.
        for question in turn.tx.questions.of_contact(turn.contact.id):
            erasure.erase_question(turn.tx, turn.content, question, turn.now)
    log_request(turn, RequestKind.WITHDRAW, done=True, result=purpose)
    return turn.say("privacy/withdrawn", back=turn.menu_choice(), purpose=purpose)


# ---- correcting ----


class CorrectStep(StrEnum):
    LINE = "line"
    NAME = "name"
    SURE = "sure"  # of what may be no name
    PHONE = "phone"
    BUSINESS = "business"
    NEIGHBOURHOOD = "neighbourhood"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Correction:
    step: CorrectStep = CorrectStep.LINE
    field: str = ""  # the line told anew
    value: str = ""
    known: tuple[tuple[str, str], ...] = ()  # the lines as they stand
    more: tuple[tuple[str, str], ...] = ()  # those told anew in the same message


_LINES = (Line.NAME, Line.PHONE, Line.BUSINESS, Line.NEIGHBOURHOOD)


def _heard(line: CorrectStep, value: str, *, sure: bool = True) -> Correction:
    return Correction(CorrectStep.DONE if sure else CorrectStep.SURE, str(line), value)


class CorrectFlow:
    """One line of what we know about the contact, told anew; registrations to come follow."""

    name = "correct"
    version = 1

    def begin(self, profile: Profile | None = None) -> Correction:
        kept = asdict(profile) if profile else {}
        return Correction(known=tuple((str(line), kept.get(line, "")) for line in _LINES))

    def restore(self, memory: dict[str, Any]) -> Correction:
        known = tuple((line, value) for line, value in memory.get("known", ()))
        step = CorrectStep(memory["step"])
        more = tuple((line, value) for line, value in memory.get("more", ()))
        return Correction(step, memory["field"], memory["value"], known, more)

    def takes_text(self, memory: Correction) -> bool:
        return memory.step is not CorrectStep.LINE

    def too_long(self, memory: Correction, text: str) -> int | None:
        most = {
            CorrectStep.BUSINESS: BUSINESS_LIMIT,
            CorrectStep.NEIGHBOURHOOD: NEIGHBOURHOOD_LIMIT,
        }
        longest = most.get(memory.step, len(text))
        return longest if len(text) > longest else None

    def choices(self, memory: Correction) -> Sequence[tuple[str, str]]:
        if memory.step is CorrectStep.LINE:
            return tuple((f"line_{line}", str(line)) for line in _LINES)
        if memory.step is CorrectStep.SURE:
            return (("sure_right", "yes"), ("sure_again", "no"))
        return ()

    def asking(self, memory: Correction, line: Line) -> Correction | None:
        """The line that is meant, in place of the one that was chosen."""
        if line not in _LINES:
            return None
        asked = CorrectStep(str(line))
        if asked in (memory.step, memory.field):
            return memory
        return Correction(asked, known=memory.known)

    def mended(self, kept: Correction, answered: Correction, line: Line, said: Said) -> Correction:
        before = ((kept.field, kept.value),) if kept.step is CorrectStep.DONE else ()
        return replace(answered, known=kept.known, more=(*kept.more, *before))

    def told(self, turn: Turn, memory: Correction, line: Line) -> str:
        new = dict((*memory.more, (memory.field, memory.value)))
        value = new[line] if line in new else dict(memory.known).get(line, "")
        return show_phone(value) if line is Line.PHONE and value else value

    def advance(self, memory: Correction, said: Said) -> Correction | None:
        text = said.text.strip()
        match memory.step:
            case CorrectStep.LINE:
                return replace(memory, step=CorrectStep(said.value)) if said.value else None
            case CorrectStep.SURE if said.value == "no":
                return Correction(CorrectStep(memory.field), known=memory.known)
            case CorrectStep.SURE if said.value == "yes":
                return replace(memory, step=CorrectStep.DONE)
            case CorrectStep.SURE:
                anew = Correction(CorrectStep(memory.field), known=memory.known)
                return self.advance(anew, said)
            case CorrectStep.NAME if called := hear_name(text):
                return _heard(CorrectStep.NAME, called.name, sure=called.sure)
            case CorrectStep.PHONE if phone := read_phone(text):
                return _heard(CorrectStep.PHONE, phone)
            case CorrectStep.BUSINESS if shop := hear_business(text):
                return _heard(CorrectStep.BUSINESS, shop.value, sure=shop.sure)
            case CorrectStep.NEIGHBOURHOOD if is_elsewhere(text):
                return _heard(CorrectStep.NEIGHBOURHOOD, OUTSIDE)
            case CorrectStep.NEIGHBOURHOOD if not does_not_know(text):
                place = hear_place(text, said.neighbourhoods)
                return (
                    _heard(CorrectStep.NEIGHBOURHOOD, place.value, sure=place.sure)
                    if place
                    else None
                )
        return None

    def is_done(self, memory: Correction) -> bool:
        return memory.step is CorrectStep.DONE

    def finish(self, turn: Turn, memory: Correction) -> Outcome:
        profile = _details(turn)
        if profile is None:
            return show(turn)
        changed = dict((*memory.more, (memory.field, memory.value)))
        if turn.tx.people.profile(turn.contact.id) is not None:
            turn.tx.people.keep_profile(turn.contact.id, turn.now, changed)
        log_request(turn, RequestKind.CORRECT, done=True, result=", ".join(changed))
        kept_old = followed = False
        living = tickets.living(turn)
        for registration, event in living:
            alone = len(living) == 1 and not registration.registered_by
            if not alone and not may_be_one(registration.name, profile.name):
                continue  # of somebody else, registered in the same chat
            wanted = Wanted(**changed)  # type: ignore[arg-type]  # names of fields, all text
            decided = change(tickets.at_desk(turn), event, registration, wanted)
            kept_old |= decided.outcome is Result.TAKEN
            followed |= decided.outcome is not Result.TAKEN
        codes = asked_by(turn, profile, changed)
        held = tickets.living(turn)
        view = turn.choice("privacy_view", "privacy:view")
        shown = [turn.choice("my_ticket", f"ticket:{one.id}") for one, _ in held[:1]] or [view]
        return turn.say(
            "privacy/corrected",
            shown,
            turn.menu_choice(),
            kept_old=kept_old,
            followed=followed,
            codes=codes,
        )


CORRECT = CorrectFlow()


def asked_by(turn: Turn, profile: Profile, changed: dict[str, str]) -> list[str]:
    """What this person still waits for an answer to is asked by them as they are called, and by the
    number they have, now; the codes. A line nobody gave there stays empty."""
    codes = []
    for question in turn.tx.questions.of_contact(turn.contact.id):
        told = {"asker": (Line.NAME, question.asker), "phone": (Line.PHONE, question.phone or "")}
        told |= {one: (Line(one), getattr(question, one)) for one in ("business", "neighbourhood")}
        new = {
            field: changed[line]
            for field, (line, value) in told.items()
            if line in changed and value and value == getattr(profile, line)
        }
        theirs = not question.asker or may_be_one(question.asker, profile.name)
        if not (new and theirs and together.waits(turn.tx, question)):
            continue
        mended = next_version(question, **new)
        turn.tx.questions.save(mended)
        record(turn.tx, mended, OWN_DETAILS, ASKER, turn.now)
        codes.append(question.code)
    return codes


def _details(turn: Turn) -> Profile | None:
    """What we know of the contact; of one who only registered somebody else, of that one."""
    if known := turn.tx.people.profile(turn.contact.id):
        return known
    living = tickets.living(turn)
    if len(living) != 1:
        return None
    [(one, _)] = living
    return Profile(
        turn.contact.id,
        turn.now,
        name=one.name,
        phone=one.phone or "",
        business=one.business,
        kind=one.kind,
        neighbourhood=one.neighbourhood,
    )


def put_right(turn: Turn) -> Outcome | None:
    """What a message puts right of the details kept here, done and said: `tôi tên Lê Thị Xen chứ
    không phải Sen`. None where it does nothing of it."""
    profile = _details(turn)
    if profile is None:
        return None
    begun = CORRECT.begin(profile)
    asked = begin(turn, CORRECT, begun)
    return mending.mend(replace(turn, conversation=asked.conversation), CORRECT, begun)
