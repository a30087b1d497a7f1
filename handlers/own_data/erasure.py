"""Erasing a person from everything we keep, whoever asks for it and however: the chat, staff for
somebody at the counter, the end of a retention.

What stays is numbers (a seat was taken, a question was answered) and what was published, in words
a person has checked. `erase` is the one act; it also tells whoever gets a seat that became free.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from content.anonymous import without
from content.library import Content
from content.redaction import redact
from handlers.broadcast import subscriptions
from handlers.conference.offers import Desk
from handlers.conference.seats import cancel
from handlers.question import followed
from handlers.question.moves import Move
from storage.case_models import Purpose, Question, QuestionState
from storage.database import Transaction
from storage.event_models import Registration

ANSWER_STAYS = timedelta(days=1)  # for whoever was erased but waited for an answer
_TOO_COMMON = 3  # letters; shorter names are words of everybody
_OFFICIAL_PLACE = re.compile(r"TDP \d{1,3}|-")


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure left: open questions kept until they are answered."""

    kept_open: int = 0


def erase(
    tx: Transaction, content: Content, contact_id: int, now: datetime, *, keep_open: bool = False
) -> Erased:
    """Erases all that is this contact's, on every linked channel. `keep_open`: open questions
    stay, with their asker, until they are answered."""
    members = tx.households.members(contact_id)
    for registration in tx.registrations.of_contact(contact_id):
        erase_registration(tx, content, registration, now)
    kept = 0
    for question in tx.questions.of_contact(contact_id):
        if keep_open and _is_waiting(question):
            kept += 1
            fresh = tx.questions.get(question.id) or question
            tx.questions.save(replace(fresh, contact_id=contact_id))
        else:
            erase_question(tx, content, question, now)
    tx.erasures.ask(tx.questions.drop_loose_photos_of(members))
    for member in members:
        forget_contact(tx, member, now, keeps_consent=bool(kept))
        if member != contact_id:
            tx.contacts.delete(member)
    return Erased(kept)


@dataclass(frozen=True, slots=True)
class Held:
    """What there is under one phone number, whoever wrote it down."""

    contacts: list[int]
    registrations: list[Registration]
    questions: list[Question]

    def __bool__(self) -> bool:
        return bool(self.contacts or self.registrations or self.questions)


def held_under(tx: Transaction, phone: str) -> Held:
    """`phone` as we store it (+84...)."""
    return Held(
        tx.people.contacts_with_phone(phone),
        tx.registrations.with_phone(phone),
        tx.questions.with_phone(phone),
    )


def held_of_code(tx: Transaction, code: str) -> Held:
    """Of whoever registered or asked under this code: all under their number, else of their chats,
    else that alone. It is how somebody without a number is found."""
    registration, question = tx.registrations.by_code(code), tx.questions.by_code(code)
    about = registration or question
    if about is None or about.anonymised_at is not None:
        return Held([], [], [])
    if about.phone:
        return held_under(tx, about.phone)
    if about.contact_id is not None:
        of = about.contact_id
        return Held([of], tx.registrations.of_contact(of), tx.questions.of_contact(of))
    return Held([], [registration] if registration else [], [question] if question else [])


def erase_phone(tx: Transaction, content: Content, phone: str, now: datetime) -> Held:
    """Erases whoever is behind a phone number; returns what there was."""
    held = held_under(tx, phone)
    erase_held(tx, content, held, now)
    return held


def erase_held(tx: Transaction, content: Content, held: Held, now: datetime) -> None:
    """Erases somebody for whom staff act: at the counter, on paper, by phone. Of their chats not
    even the address stays: nobody waits there for an answer."""
    for registration in held.registrations:
        erase_registration(tx, content, registration, now)
    for question in held.questions:
        erase_question(tx, content, question, now)
    for contact_id in held.contacts:
        erase(tx, content, contact_id, now)
        tx.contacts.delete(contact_id)


def _is_waiting(question: Question) -> bool:
    return question.is_open or question.state is QuestionState.MERGED


def forget_contact(tx: Transaction, member: int, now: datetime, *, keeps_consent: bool) -> None:
    """Everything that hangs on one contact but its registrations and questions."""
    tx.gone.add_contact(member)
    tx.people.forget_profile(member)
    tx.people.forget_forms_of(member)
    subscriptions.end(tx, member, now)
    for purpose in Purpose:
        if not (keeps_consent and purpose is Purpose.CASE):
            tx.people.withdraw(member, purpose, now)
    tx.notebooks.forget(member)
    tx.inbox.forget_texts_of(member)
    tx.set_aside.forget_of(member)
    tx.feedback.forget_of(member)
    tx.outbox.forget(member)
    tx.broadcasts.forget_contact(member)
    tx.conversations.forget(member)
    tx.households.leave(member)
    tx.households.forget_codes_of(member)


def erase_registration(
    tx: Transaction, content: Content, registration: Registration, now: datetime
) -> None:
    """The registration without anybody in it: it still counts, in numbers. A seat to come is
    given up."""
    registration = tx.registrations.get(registration.id) or registration
    event = tx.events.get(registration.event_id)
    if event is not None and event.ends_at > now and registration.is_alive:
        cancel(Desk(tx, content, now), event, registration)
    fresh = tx.registrations.get(registration.id) or registration
    tx.registrations.save(
        replace(
            fresh,
            contact_id=None,
            name=content.words.label("erased_name"),
            phone=None,
            business="",
            business_key="",
            position="",
            sector="",
            tax_code="",
            represented_by="",
            neighbourhood=_official(content, fresh.neighbourhood),
            anonymised_at=now,
        )
    )
    tx.erasures.ask()


def erase_question(tx: Transaction, content: Content, question: Question, now: datetime) -> None:
    """The question without its asker and its words; what was published stays as published. Others
    who asked the same keep theirs, and the answer they were given."""
    # As it is now: another one of the same person, erased just before, may have left it its heirs.
    question = tx.questions.get(question.id) or question
    if _is_waiting(question):
        followed.take_back(tx, question, now)
    fresh = tx.questions.get(question.id) or question
    shown_to_others = [fresh.shown_text] if fresh.shown_text else []
    published = fresh.state is QuestionState.PUBLISHED or bool(fresh.published_text)
    own = _words_of(fresh)
    mark = content.words.label("erased_text")
    published_text = without(fresh.published_text, own)
    needed = published or any(
        other.state is QuestionState.MERGED for other in tx.questions.merged_into(fresh.id)
    )
    for answer in tx.questions.answers(fresh.id):
        public = without(answer.public_text, own)
        in_force = needed and answer.approved_at is not None
        text = (public or without(answer.text, own)) if in_force else mark
        as_published = published and answer.public_question == fresh.published_text
        asked = published_text if as_published else ""
        tx.questions.save_answer(
            replace(answer, text=text, public_text=public, public_question=asked)
        )
    _nameless(tx, content, fresh, now, published_text or mark, published_text)
    tx.questions.forget_notes(fresh.id)
    if fresh.merged_into is not None:
        _forget_in_head(tx, fresh.merged_into, own)
    for text in shown_to_others:
        tx.outbox.forget_shown(text)
        tx.conversations.forget_shown(text)


def _forget_in_head(tx: Transaction, head_id: int, own: Iterable[str]) -> None:
    """Whoever asked the same as somebody else: their name in what staff wrote there, and the words
    which once were kept with that question without saying whose they are."""
    head = tx.questions.get(head_id)
    if head is None:
        return
    content, unsigned = head.content, False
    for step in tx.questions.steps(head_id):
        bare = step.actor == "system"
        note = "" if bare and step.action == Move.REOPEN else without(step.note, own)
        unsigned = unsigned or (bare and step.action == Move.TELL_MORE)
        if note != step.note:
            tx.questions.save_step(replace(step, note=note))
    if unsigned:
        content = content.partition("\n\n+ ")[0]
    tx.questions.save(replace(head, content=without(content, own), version=head.version + 1))
    for answer in tx.questions.answers(head_id):
        tx.questions.save_answer(
            replace(
                answer,
                text=without(answer.text, own),
                public_text=without(answer.public_text, own),
                public_question=without(answer.public_question, own),
            )
        )


def make_nameless(tx: Transaction, content: Content, question: Question, now: datetime) -> None:
    """The end of the retention: what was asked and answered is the ward's record, without its
    asker, in the words as well."""
    question = tx.questions.get(question.id) or question
    own = _words_of(question)
    for answer in tx.questions.answers(question.id):
        public = without(answer.public_text, own)
        text = without(answer.text, own)
        asked = without(answer.public_question, own)
        tx.questions.save_answer(
            replace(answer, text=text, public_text=public, public_question=asked)
        )
    words = redact(without(question.content, own))
    _nameless(tx, content, question, now, words, without(question.published_text, own))
    tx.questions.forget_notes(question.id)
    if question.merged_into is not None:
        _forget_in_head(tx, question.merged_into, own)


def _nameless(
    tx: Transaction,
    content: Content,
    question: Question,
    now: datetime,
    words: str,
    published_text: str,
) -> None:
    tx.erasures.ask([photo.name for photo in tx.questions.photos(question.id)])
    tx.questions.drop_photos_of(question.id)
    tx.questions.save(
        replace(
            question,
            contact_id=None,
            asker="",
            phone=None,
            business="",
            neighbourhood=_official(content, question.neighbourhood),
            content=words,
            shown_text="",
            published_text=published_text,
            portal_code="",
            anonymised_at=now,
        )
    )


def _words_of(question: Question) -> Iterable[str]:
    """What names the asker: it may stand in a text, too."""
    given = (question.asker, question.phone or "", question.business)
    return [word for word in given if len(word) > _TOO_COMMON]


def _official(content: Content, place: str) -> str:
    """A place as the ward names it; what somebody typed in its stead may be a house."""
    known = place in content.ward.neighbourhoods or _OFFICIAL_PLACE.fullmatch(place)
    return place if known else ""


def finish(tx: Transaction, content: Content, now: datetime) -> None:
    """Questions that were kept until their answer, of people who asked to be erased: answered a
    day ago, they go the same way."""
    for request in tx.people.erasures_to_finish():
        left = 0
        for question in tx.questions.of_contact(request.contact_id or 0):
            if question.created_at > request.received_at:
                continue
            head = tx.questions.get(question.merged_into) if question.merged_into else None
            if not _is_settled(head or question, now):
                left += 1
                continue
            erase_question(tx, content, question, now)
        if not left:
            tx.outbox.forget_settled(request.contact_id or 0, now - ANSWER_STAYS)
            tx.people.save_request(replace(request, result="erased"))


def _is_settled(question: Question, now: datetime) -> bool:
    if question.is_open:
        return False
    since = question.answered_at or question.closed_at
    return since is None or now - since >= ANSWER_STAYS
