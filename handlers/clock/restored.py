"""What a database put back from a backup needs before it may be served: nothing goes by itself,
nothing is done a second time, who was erased since is erased again, and no account that was
switched off since opens."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from content.library import Content
from content.recurrence import next_run
from handlers.broadcast import steering
from handlers.clock import alarms
from handlers.own_data import erasure, invited
from handlers.own_data.traces import forget_open
from handlers.people import accounts
from handlers.people.refusing import NotDone
from handlers.register import forgetting as registered
from handlers.survey import respondents
from storage.broadcast_models import BroadcastState
from storage.database import Transaction
from storage.gone import GoneLine
from storage.models import HeldBack


def settle(
    tx: Transaction, content: Content, lines: Sequence[GoneLine], now: datetime
) -> tuple[int, int]:
    """`lines` are of the list kept apart. Returns (messages held, erasures carried out again)."""
    held = tx.outbox.hold_all(now)
    tx.pushes.calm()
    _stop_broadcasts(tx)
    _pass_over_schedules(tx, now)
    tx.staff.shut_all()
    tx.recovery_codes.forget_all()
    again = 0
    for line in sorted(lines, key=lambda one: one.at):
        if not tx.gone.known(line):
            _forget(tx, content, line, now)
            tx.gone.note(line)
            again += 1
    alarms.sound(tx, content, "storage", "restored", "", now)
    return held, again


def decide_held(tx: Transaction, held: HeldBack, now: datetime, *, goes: bool, typed: int) -> None:
    """What was held back goes now, or never: only with the number of messages, as somebody `typed`
    it. Raises NotDone."""
    if typed != held.count:
        raise NotDone("sure", "type_the_number")
    if goes:
        tx.outbox.release(now)
    else:
        tx.outbox.drop_held(now)
    alarms.end(tx, "storage", "restored")


def _stop_broadcasts(tx: Transaction) -> None:
    """What was on its way may have arrived since: a person looks before it goes on."""
    waiting = (BroadcastState.APPROVED, BroadcastState.SCHEDULED, BroadcastState.SENDING)
    for broadcast in tx.broadcasts.in_states(waiting):
        sending = tx.broadcasts.save(replace(broadcast, state=BroadcastState.SENDING))
        steering.pause(tx, sending, "restored")


def _pass_over_schedules(tx: Transaction, now: datetime) -> None:
    """Runs that were due since the backup were done then."""
    for schedule in tx.schedules.all():
        if schedule.next_run_at <= now:
            tx.schedules.claim(schedule.what, schedule.next_run_at, now, "restored")
            following = next_run(schedule.day, schedule.clock, now)
            tx.schedules.keep(replace(schedule, next_run_at=following))


def _forget(tx: Transaction, content: Content, line: GoneLine, now: datetime) -> None:
    """Carries one line out again; what the copy never had is gone already."""
    match line.kind:
        case "contact" if tx.contacts.get(int(line.object)):
            erasure.forget_contact(tx, content, int(line.object), now, keeps_consent=True)
        case "contact_row":
            tx.contacts.delete(int(line.object))
        case "registration":
            registration = tx.registrations.get(int(line.object))
            if registration is not None and registration.anonymised_at is None:
                erasure.forget_traces(tx, content, registration, now)
                erasure.erase_registration(tx, content, registration, now)
        case "question":
            question = tx.questions.get(int(line.object))
            if question is not None and question.anonymised_at is None:
                erasure.forget_traces(tx, content, question, now)
                erasure.erase_question(tx, content, question, now, by="system")
        case "invitation":
            invitation = tx.events.invitation_of(int(line.object))
            if invitation is not None:
                invited.erase_one(tx, content, invitation, now)
        case "consent":
            tx.gone.withdraw_consent(int(line.object), now)
        case "subscription":
            contact, _, topic = line.object.partition(":")
            tx.subscriptions.remove(int(contact), topic)
        case "push":
            contact, _, mark = line.object.partition(":")
            tx.pushes.remove(int(contact), mark)
        case "profile":
            tx.people.forget_profile(int(line.object))
        case "notebook":
            tx.notebooks.forget(int(line.object))
        case "photo":
            tx.gone.delete_photo(line.object)
        case "line":
            contact, _, number = line.object.partition(":")
            tx.transcripts.forget(int(contact), [int(number)])
        case "unanswered":
            tx.feedback.forget(int(line.object))
        case "survey" if answered := tx.surveys.respondent(int(line.object)):
            respondents.forget(tx, [answered], now)
        case "business" if tx.businesses.get(int(line.object)):
            registered.again(tx, int(line.object), now)
        case "business_person":
            tx.businesses.forget_person(int(line.object))
        case "chat" if tx.contacts.get(int(line.object)):
            forget_open(tx, int(line.object), now)
        case accounts.OFF if staff := tx.staff.get(int(line.object)):
            accounts.switch_off(tx, staff)
        case accounts.ON if staff := tx.staff.get(int(line.object)):
            accounts.switch_on(tx, staff)
