"""Erasing a person from everything we keep, whoever asks for it and however: the chat, staff for
somebody at the counter, the end of a retention.

What stays is numbers (a seat was taken, a question was answered) and what was published, in words
a person has checked. `erase` is the one act; it also tells whoever gets a seat that became free.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from content import unkept_rows
from content.anonymous import without
from content.library import Content
from content.people import may_be_one
from content.redaction import redact
from handlers.broadcast import subscriptions
from handlers.conference.offers import Desk
from handlers.conference.seats import cancel
from handlers.live import forgetting as talks_forgotten
from handlers.office import drafts
from handlers.own_data.persons import Held, key_of
from handlers.own_data.traces import Item, Traces, forget_in_chat, forms_of, name_of
from handlers.people import telling
from handlers.people.telling import By, Told
from handlers.question import files, followed
from handlers.question.moves import ASKER, Move, record
from handlers.question.together import waits
from handlers.register import forgetting as registered
from handlers.survey.answered import forget_of
from handlers.talk import notices
from storage.database import Transaction
from storage.event_models import Registration
from storage.question_models import Profile, Purpose, Question, QuestionState

ANSWER_STAYS = timedelta(days=1)  # for whoever was erased but waited for an answer
_TOO_COMMON = 3  # letters; shorter names are words of everybody
_OFFICIAL_PLACE = re.compile(r"TDP \d{1,3}|-")


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure left: open questions kept until they are answered, things of others that
    stay, chats that go on for others. `told` is how whoever it concerns was told: who is offered a
    seat that became free, and whose chat or things were touched; `untold`: so many of these no
    message reaches. `gone` are tickets, questions and whole chats, `words` lines and open forms
    taken out of chats that go on."""

    kept_open: int = 0
    kept: int = 0
    kept_chats: int = 0
    untold: int = 0
    told: tuple[Told, ...] = ()
    gone: int = 0
    words: int = 0


def erase(
    tx: Transaction,
    content: Content,
    contact_id: int,
    now: datetime,
    *,
    keep_open: bool = False,
    by: str = ASKER,
) -> Erased:
    """Erases all that is this contact's, on every linked channel. `keep_open`: open questions
    stay, with their asker, until they are answered. `by` is who did it."""
    members = tx.households.members(contact_id)
    told: list[Told] = []
    items: list[Item] = [
        *tx.registrations.of_contact(contact_id),
        *tx.questions.of_contact(contact_id),
    ]
    _forget_typed(tx, Traces.of(tx, content, items, None))
    for registration in tx.registrations.of_contact(contact_id):
        told += erase_registration(tx, content, registration, now)
    kept = 0
    for question in tx.questions.of_contact(contact_id):
        if keep_open and waits(tx, question):
            kept += 1
            fresh = tx.questions.get(question.id) or question
            tx.questions.save(replace(fresh, contact_id=contact_id))
        else:
            erase_question(tx, content, question, now, by=by)
    tx.erasures.ask(tx.questions.drop_loose_photos_of(members))
    for member in members:
        forget_contact(tx, content, member, now, keeps_consent=bool(kept))
        if member != contact_id:
            tx.contacts.delete(member)
    return Erased(kept, told=tuple(told))


def erase_held(
    tx: Transaction,
    content: Content,
    held: Held,
    chosen: Collection[str],
    now: datetime,
    *,
    by: str,
    here: int = 0,
) -> Erased:
    """Erases what was `chosen` (`key_of`) of what is held of somebody: at the counter, on paper, by
    phone. A chat all of whose things go is erased, with its address: nobody waits there for an
    answer. One that others use stays: what names this person is taken out of it, and its user is
    told, but for the contact `here`, who does this. `by` is the login of whoever does it, or ASKER.
    """
    every = (*held.own, *held.beside)
    going = [item for item in every if key_of(item) in chosen]
    kept = [item for item in every if key_of(item) not in chosen]
    others = [item for item in going if item not in held.own and item not in held.proposed]
    forms = [form for chat in held.chats for form in _forms_here(tx, held, chat, now)]
    traces = Traces.of(tx, content, going, held.phone, forms)
    traces = traces.but(Traces.of(tx, content, kept, None))
    _forget_typed(tx, traces)
    whole = [chat for chat in held.chats if _is_over(tx, held, chat, going, kept, others)]
    about = {chat: [item for item in others if chat in _chats_of(tx, item)] for chat in held.chats}
    told: list[Told] = []
    by_chat: list[Told] = []
    words = 0
    for item in going:
        if isinstance(item, Registration):
            told += erase_registration(tx, content, item, now)
        else:
            erase_question(tx, content, item, now, by=by)
    for chat in held.chats:
        if chat in whole:
            _forget_chat(tx, content, chat, now, keeps_address=bool(about[chat]))
        changed = 0 if chat in whole else _forget_here(tx, held, chat, traces, now)
        words += changed
        if chat != here and (about[chat] or changed):
            by_chat.append(_tell_chat(tx, content, chat, about[chat], now))
    tx.erasures.ask()
    reached = [one for one in by_chat if one.by is not By.NOBODY]
    untold = len(by_chat) - len(reached)
    chats, gone = len(held.chats) - len(whole), len(going) + len(whole)
    return Erased(0, len(kept), chats, untold, (*told, *reached), gone, words)


def _is_over(
    tx: Transaction,
    held: Held,
    chat: int,
    going: Sequence[Item],
    kept: Sequence[Item],
    others: Sequence[Item],
) -> bool:
    """Whether nobody else uses the chat: all that was ever given there goes."""

    def here(items: Sequence[Item]) -> bool:
        return any(chat in _chats_of(tx, item) for item in items)

    profile = tx.people.profile(chat)
    told_of_themselves = profile is not None and bool(held.phone) and profile.phone == held.phone
    if here(kept) or not (here(going) or told_of_themselves):
        return False
    return here(others) or not _is_of_another(held, profile)


def _forget_chat(
    tx: Transaction, content: Content, chat: int, now: datetime, *, keeps_address: bool
) -> None:
    if tx.contacts.get(chat) is None:
        return  # went with the one it was linked to
    erase(tx, content, chat, now)
    if not keeps_address:
        tx.contacts.delete(chat)


def _chats_of(tx: Transaction, item: Item) -> list[int]:
    return tx.households.members(item.contact_id) if item.contact_id is not None else []


def _is_of_another(held: Held, profile: Profile | None) -> bool:
    """Whether somebody of another number and another name told of themselves there."""
    if profile is None or not profile.phone or profile.phone == held.phone:
        return False
    names = [name_of(item) for item in held.own if name_of(item)]
    return not any(may_be_one(profile.name, name) for name in names)


def _forms_here(tx: Transaction, held: Held, chat: int, now: datetime) -> list[dict[str, Any]]:
    """The unfinished forms in which they tell of themselves; what somebody of another number fills
    in names that person."""
    if held.phone is None or _is_of_another(held, tx.people.profile(chat)):
        return []
    return forms_of(tx, chat, held.phone, now)


def _forget_here(tx: Transaction, held: Held, chat: int, traces: Traces, now: datetime) -> int:
    """How much there was that named them."""
    profile, found = tx.people.profile(chat), 0
    if profile is not None and held.phone and profile.phone == held.phone:
        for member in tx.households.members(chat):
            tx.people.forget_profile(member)
        found = 1
    return found + forget_in_chat(tx, chat, traces, now)


def forget_traces(tx: Transaction, content: Content, item: Item, now: datetime) -> None:
    """Takes out of its chat what names whoever an item is of, as when it was erased the first time;
    a chat that was erased with it is gone by itself."""
    traces = Traces.of(tx, content, (item,), None)
    _forget_typed(tx, traces)
    for chat in _chats_of(tx, item):
        forget_in_chat(tx, chat, traces, now)


def _forget_typed(tx: Transaction, traces: Traces) -> None:
    """Takes them out of what staff typed, or loaded, and did not keep."""
    tx.drafts.forget_where(traces.are_in)
    tx.unkept_rows.forget_where(lambda sheets: any(map(traces.are_in, unkept_rows.texts(sheets))))


def _tell_chat(
    tx: Transaction, content: Content, chat: int, mine: Sequence[Item], now: datetime
) -> Told:
    """Tells whoever uses a chat that somebody else's words were taken out of it, and which of
    theirs went."""
    notices.notify(
        tx, content, chat, "privacy/taken_out", now, key=f"taken_out:{chat}:{now.isoformat()}",
        codes=[item.code for item in mine],
    )  # fmt: skip
    return telling.by_chat(tx, chat, now)


def forget_contact(
    tx: Transaction, content: Content, member: int, now: datetime, *, keeps_consent: bool
) -> None:
    """Everything that hangs on one contact but its registrations and questions."""
    tx.gone.add_contact(member)
    tx.contacts.call(member, "")
    profile = tx.people.own_profile(member)
    if profile is not None and profile.phone:
        tx.events.forget_invited_phone(profile.phone)
    tx.people.forget_profile(member)
    tx.people.forget_forms_of(member)
    subscriptions.end(tx, member, now)
    for purpose in Purpose:
        if not (keeps_consent and purpose is Purpose.CASE):
            tx.people.withdraw(member, purpose, now)
    tx.pushes.remove(member)
    tx.notebooks.forget(member)
    tx.inbox.forget_texts_of(member)
    tx.set_aside.forget_of(member)
    tx.feedback.forget_of(member)
    talks_forgotten.of_contact(tx, content, member, now)
    forget_of(tx, [member], now)
    tx.business_claims.forget_of(member)
    tx.outbox.forget(member)
    tx.ledger.forget_contact(member)
    tx.conversations.forget(member)
    tx.households.leave(member)
    tx.households.forget_codes_of(member)
    registered.of_contact(tx, member, now)


def erase_registration(
    tx: Transaction, content: Content, registration: Registration, now: datetime
) -> tuple[Told, ...]:
    """The registration without anybody in it: it still counts, in numbers. A seat to come is
    given up; returns how whoever gets it was told."""
    told: tuple[Told, ...] = ()
    registration = tx.registrations.get(registration.id) or registration
    event = tx.events.get(registration.event_id)
    if event is not None and event.ends_at > now and registration.is_alive:
        told = cancel(Desk(tx, content, now), event, registration).told
    fresh = tx.registrations.get(registration.id) or registration
    if fresh.phone and not fresh.shares_phone:
        tx.events.forget_invited_phone(fresh.phone)
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
            registered_by="",
            companion_names="",
            invitation_id=None,
            needs="",
            loaded="",
            loaded_over="",
            neighbourhood=_official(content, fresh.neighbourhood),
            anonymised_at=now,
        )
    )
    tx.erasures.ask()
    return told


def erase_question(
    tx: Transaction, content: Content, question: Question, now: datetime, *, by: str = ASKER
) -> None:
    """The question without its asker and its words; what was published stays as published. Others
    who asked the same keep theirs, and the answer they were given. On its record `by` erased it: a
    login, ASKER, or "system"."""
    # As it is now: another one of the same person, erased just before, may have left it its heirs.
    question = tx.questions.get(question.id) or question
    if question.is_open or question.state is QuestionState.MERGED:
        followed.take_back(tx, question, now, by=by, move=Move.ERASE)
    else:
        record(tx, question, Move.ERASE, by, now)
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
            replace(
                answer,
                text=text,
                public_text=public,
                public_question=asked,
                # Nobody is asked to approve what has no words any more.
                returned_at=answer.returned_at or (None if answer.approved_at else now),
            )
        )
    _nameless(tx, content, fresh, now, published_text or mark, published_text)
    tx.questions.forget_notes(fresh.id)
    tx.public_cases.remove(fresh.id)
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
    drafts.forget_question(tx, question.code)
    files.forget(tx, question)
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
            place="",
            shown_text="",
            published_text=published_text,
            portal_code="",
            public=question.public and question.state is QuestionState.PUBLISHED,
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
    day ago, they go the same way. Nothing is said to be erased while an answer is on its way."""
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
        if not left and not tx.outbox.waits_for(request.contact_id or 0):
            tx.outbox.forget_settled(request.contact_id or 0, now - ANSWER_STAYS)
            tx.people.save_request(replace(request, result="erased"))
            tx.erasures.ask()


def _is_settled(question: Question, now: datetime) -> bool:
    if question.is_open:
        return False
    since = question.answered_at or question.closed_at
    return since is None or now - since >= ANSWER_STAYS
