"""What we need not keep is forgotten when its time is over (docs/architecture.md, "What is kept and
how long"): identities go, numbers and answers stay. One place for all of it.

Each function forgets at most a lot and returns how much it found, in a transaction of its own: when
a lot was full there may be more, and whoever chats goes first. `now` is aware (UTC).
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from content.library import Content
from handlers.live import forgetting, team
from handlers.own_data import erasure
from handlers.people import waking
from handlers.question import together
from handlers.survey import respondents
from storage.database import Transaction
from storage.lots import LOT

MONTH = timedelta(days=30.44)
LOOSE_PHOTOS = timedelta(hours=24)
ERASED_CONTACTS = timedelta(hours=24)
CHAT_TEXT = timedelta(days=90)
OUTBOX_ROWS = timedelta(days=90)
INBOX_ROWS = timedelta(days=180)
CLAIMS = timedelta(days=365)  # after they were decided
UNANSWERED = timedelta(days=730)
UNOWNED = timedelta(days=90)
NOTEBOOKS = timedelta(days=365)
LEDGERS = timedelta(days=730)
RUNS = timedelta(days=400)
CLOSED_BUSINESSES = timedelta(days=730)
OLD_VALUES = timedelta(days=1096)  # of the register, out of force
FORMS_SENT = timedelta(days=2)
SET_ASIDE = timedelta(days=30)
GIVEN = timedelta(days=7)
LINKS = timedelta(days=7)
DRAFTS = timedelta(days=30)  # after the last word
WRONG_TRIES = timedelta(days=1)
PEOPLE = 50  # erased in one transaction: each touches many rows

Sweep = Callable[[Transaction, Content, datetime], int]


def _registrations(tx: Transaction, content: Content, now: datetime) -> int:
    until = now - content.ward.rules.keep_registration_months * MONTH
    found = tx.registrations.with_identity_from_events_before(until, PEOPLE)
    for registration in found:
        erasure.erase_registration(tx, content, registration, now)
    return len(found)


def _surveys(tx: Transaction, content: Content, now: datetime) -> int:
    until = (now - content.ward.rules.keep_survey_months * MONTH).date()
    found = tx.surveys.named_of_waves_before(until, LOT)
    respondents.forget(tx, found, now)
    return len(found)


def _claims(tx: Transaction, content: Content, now: datetime) -> int:
    tx.business_claims.forget_letters_before(now - CLAIMS)
    return min(tx.business_claims.forget_before(now - CLAIMS), LOT - 1)  # all of them went


def _erased_businesses(tx: Transaction, content: Content, now: datetime) -> int:
    return tx.business_erasures.forget_before(now - CLOSED_BUSINESSES)


def _recipients(tx: Transaction, content: Content, now: datetime) -> int:
    until = now - content.ward.rules.keep_registration_months * MONTH
    if tx.events.forget_recipients(until, content.words.label("erased_name")):
        tx.erasures.ask()
    return 0


def _questions(tx: Transaction, content: Content, now: datetime) -> int:
    until = now - content.ward.rules.keep_question_months * MONTH
    found = tx.questions.with_identity_closed_before(until, PEOPLE)
    for question in found:
        erasure.make_nameless(tx, content, question, now)
    return len(found)


def _unfinished(tx: Transaction, content: Content, now: datetime) -> int:
    erasure.finish(tx, content, now)
    return 0


def _loose_photos(tx: Transaction, content: Content, now: datetime) -> int:
    if loose := tx.questions.drop_loose_photos(now, now - LOOSE_PHOTOS):
        tx.erasures.ask(loose)
    return 0


def _loose_files(tx: Transaction, content: Content, now: datetime) -> int:
    if loose := tx.answer_files.remove_loose_before(now - DRAFTS):
        tx.erasures.ask(loose)
    return len(loose)


def _erased_contacts(tx: Transaction, content: Content, now: datetime) -> int:
    gone = 0
    for contact_id in tx.people.erased_contacts(now - ERASED_CONTACTS):
        asked = tx.questions.of_contact(contact_id)
        if gone < PEOPLE and not any(together.waits(tx, question) for question in asked):
            tx.contacts.delete(contact_id)
            gone += 1
    return gone


def _outreach(tx: Transaction, content: Content, now: datetime) -> int:
    tx.reach.forget_names_before((now - LEDGERS).date().isoformat())
    return 0


def _unkept_rows(tx: Transaction, content: Content, now: datetime) -> int:
    if gone := tx.unkept_rows.forget_of_ended(now):
        tx.erasures.ask()
    return min(gone, LOT - 1)  # all of them went


def _proofs(tx: Transaction, content: Content, now: datetime) -> int:
    return tx.people.delete_proofs_before(now - content.ward.rules.keep_proof_months * MONTH)


def _audit(tx: Transaction, content: Content, now: datetime) -> int:
    return tx.audit.delete_before(now - max(content.ward.rules.keep_audit_months, 24) * MONTH)


def _passers_by(tx: Transaction, content: Content, now: datetime) -> int:
    until = now - timedelta(days=content.ward.rules.keep_passers_by_days)
    return tx.passers_by.forget_before(until, PEOPLE)


def _closed_businesses(tx: Transaction, content: Content, now: datetime) -> int:
    found = tx.businesses.closed_before(now - CLOSED_BUSINESSES, PEOPLE)
    for number in found:
        tx.businesses.erase(number, now)
    if found:
        tx.erasures.ask()
    return len(found)


# Each with how much it forgets at most: so much found means there may be more.
SWEEPS: Mapping[str, tuple[Sweep, int]] = {
    "registrations": (_registrations, PEOPLE),
    "invitations": (_recipients, LOT),
    "surveys": (_surveys, LOT),
    "claims of businesses": (_claims, LOT),
    "marks of erased businesses": (_erased_businesses, LOT),
    "questions": (_questions, PEOPLE),
    "unfinished erasures": (_unfinished, LOT),
    "loose photos": (_loose_photos, LOT),
    "erased contacts": (_erased_contacts, PEOPLE),
    "passers-by": (_passers_by, PEOPLE),
    "businesses": (_closed_businesses, PEOPLE),
    "values of businesses": (
        lambda tx, content, now: tx.businesses.forget_values_before(now - OLD_VALUES),
        LOT,
    ),
    "outreach": (_outreach, LOT),
    "rows not kept": (_unkept_rows, LOT),
    "proofs": (_proofs, LOT // 2),
    "audit": (_audit, LOT),
    "forms": (lambda tx, content, now: tx.conversations.forget_expired(now), LOT),
    "chat texts": (
        lambda tx, content, now: tx.transcripts.forget_texts_before(now - CHAT_TEXT),
        LOT,
    ),
    "outbox": (lambda tx, content, now: tx.outbox.delete_older_than(now - OUTBOX_ROWS), LOT),
    "calls": (lambda tx, content, now: tx.calls.delete_older_than(now - OUTBOX_ROWS), LOT),
    "inbox": (lambda tx, content, now: tx.inbox.delete_older_than(now - INBOX_ROWS), LOT),
    "household codes": (lambda tx, content, now: tx.households.delete_codes_before(now), LOT),
    "notebooks": (lambda tx, content, now: tx.notebooks.delete_older_than(now - NOTEBOOKS), LOT),
    "ticks": (lambda tx, content, now: tx.notebooks.delete_ticks_before(now - NOTEBOOKS), LOT),
    "unanswered": (
        lambda tx, content, now: tx.feedback.delete_unanswered_before((now - UNANSWERED).date()),
        LOT,
    ),
    "unowned": (
        lambda tx, content, now: tx.feedback.delete_unowned_before((now - UNOWNED).date()),
        LOT,
    ),
    "ledgers": (
        lambda tx, content, now: tx.ledger.delete_ledgers_before(now - LEDGERS),
        LOT,
    ),
    "runs": (lambda tx, content, now: tx.schedules.delete_runs_before(now - RUNS), LOT),
    "forms sent": (lambda tx, content, now: tx.once.delete_before(now - FORMS_SENT), LOT),
    "set aside": (lambda tx, content, now: tx.set_aside.delete_older_than(now - SET_ASIDE), LOT),
    "given events": (lambda tx, content, now: tx.given_events.delete_older_than(now - GIVEN), LOT),
    "browsers": (lambda tx, content, now: waking.end_expired(tx, now), LOT),
    "talks": (forgetting.after_their_time, LOT),
    "duties": (
        lambda tx, content, now: tx.duties.forget((now - team.KEPT).date()),
        LOT,
    ),
    "files of no answer": (_loose_files, LOT),
    "drafts": (lambda tx, content, now: tx.drafts.delete_older_than(now - DRAFTS), LOT),
    "links": (lambda tx, content, now: tx.people.delete_links_before(now - LINKS), LOT),
    "wrong tries": (
        lambda tx, content, now: tx.people.forget_wrong_tries(now - WRONG_TRIES),
        LOT,
    ),
}
# What people asked for is done at once; all else waits while the clock is doubted.
ASKED_FOR = frozenset(("unfinished erasures",))
