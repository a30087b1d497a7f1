"""What happens by itself: rows that say when, one run each, caught up once after an outage.

`fire_due` may be called by any number of processes at any time: a run is taken and its work done in
one transaction. Lateness is a written policy, the `grace_hours` of each schedule.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from content.calendar import at, local, today
from content.knowledge import Entry
from content.library import Content
from content.news import month_name, month_of
from content.recurrence import DAILY, moved, next_run, runs_between
from handlers.broadcast import approval, digests, news_items, steering
from handlers.conference import reminders
from handlers.desk import acts
from handlers.desk import lists as desk_lists
from handlers.people import staff_links
from handlers.people.calendar import sending_days, working_days
from handlers.people.permissions import Action, may, sees_question, writes_entry
from handlers.question import results
from handlers.question.lists import by_deadline, seen_by
from handlers.tools import deadlines
from storage.broadcast_models import BroadcastState, Schedule
from storage.database import Transaction
from storage.event_models import EventState
from storage.question_models import QuestionKind
from storage.staff_models import Staff

EIGHT = time(8)  # when reminders go
_WAKING = ("07:00", "20:59")
AHEAD = timedelta(hours=1)  # a clock that is set right by less than this was as good as right
HOUR = 1
DAY = 24


@dataclass(frozen=True, slots=True)
class ScheduleKind:
    """A kind of schedule: when it is unless staff change it, how late it may still be done,
    whether it waits for a day on which messages go out, and what it does. The work answers False
    when it wants to go on in another transaction; done twice it must do nothing twice."""

    day: int
    clock: str
    grace_hours: int
    moves: bool
    work: Callable[[Transaction, Content, datetime, datetime], bool]


def _news_drafts(tx: Transaction, content: Content, run_at: datetime, now: datetime) -> bool:
    news_items.prepare(tx, content, now)
    return True


def _monthly_news(tx: Transaction, content: Content, run_at: datetime, now: datetime) -> bool:
    """The digest of the month the run was named for; approvers are told."""
    month = month_of(local(run_at).date())
    made = digests.assemble(tx, content, month, now)
    if made is not None:
        tx.audit.write("broadcast.submit", f"broadcast:{made[0].id}", now)
    elif tx.broadcasts.digest_of(month) is None:
        writers = [person for person in tx.staff.all() if may(person, Action.WRITE_NEWS)]
        key = f"no_news:{month}"
        staff_links.tell(
            tx, content, writers, "staff_chat/no_news", now, key=key, month=month_name(month)
        )
    return True


def _event_reminders(tx: Transaction, content: Content, run_at: datetime, now: datetime) -> bool:
    for event in tx.events.all():
        if event.state is EventState.OPEN:
            reminders.remind(tx, content, event, now)
    return True


def _tax_reminders(tx: Transaction, content: Content, run_at: datetime, now: datetime) -> bool:
    return deadlines.remind(tx, content, now)


def _staff_morning(tx: Transaction, content: Content, run_at: datetime, now: datetime) -> bool:
    """What waits for each member of staff, on working days; nobody is told "nothing"."""
    day = today(now)
    if not working_days(content.ward).is_working(day):
        return True
    submitted = tx.broadcasts.in_states((BroadcastState.SUBMITTED,))
    waiting = [(broadcast, approval.approvers(tx, broadcast)) for broadcast in submitted]
    questions = tx.questions.open()
    ending = desk_lists.ending(content, day)
    drafts = tx.entries.in_the_making()
    for person in tx.staff.all():
        mine = [q for q in questions if sees_question(person, q)]
        dated = by_deadline(mine, day)
        values: dict[str, Any] = {
            "approvals": [b for b, deciders in waiting if person in deciders],
            "overdue": dated["overdue"],
            "extended": dated["extended"],
            "due_today": dated["due"],  # `due` is when a message goes
            "untaken": [q for q in mine if may(person, Action.TRIAGE) and q.is_untaken_at(now)],
            "review": _to_review(content, person, ending) if day.weekday() == 0 else [],
            "contents": [one for one in drafts if acts.can_approve(person, one)],
        }
        if any(values.values()):
            staff_links.tell(
                tx, content, [person], "staff_chat/morning", now, key=f"morning:{day}", **values,
                put_off=sum(one.is_quiet_on(day) for one in mine),
            )  # fmt: skip
    return True


def _staff_week(tx: Transaction, content: Content, run_at: datetime, now: datetime) -> bool:
    """What the week brought, on its last working day, for whoever assigns or approves: of what
    each of them may see."""
    day, days = today(now), working_days(content.ward)
    if not days.is_working(day) or days.after(day, 1).isocalendar()[:2] == day.isocalendar()[:2]:
        return True
    began = at(day - timedelta(days=day.weekday()), time())
    for person in tx.staff.all():
        if not (may(person, Action.TRIAGE) or may(person, Action.APPROVE_ANSWER)):
            continue
        mine = seen_by(tx, person)
        came = [q for q in mine if q.created_at >= began]
        answered = [q for q in mine if q.answered_at is not None and q.answered_at >= began]
        left = [q for q in mine if q.overdue_on(day)]
        if came or answered or left:
            staff_links.tell(
                tx, content, [person], "staff_chat/week", now, key=f"week:{day}",
                came=came, kinds=list(QuestionKind), counts=results.count(answered),
                left=left,
            )  # fmt: skip
    return True


def _to_review(
    content: Content, person: Staff, ending: Sequence[Entry]
) -> list[tuple[str, list[Entry]]]:
    """(office, its answers that end soon), of those that are this person's to see to; the office
    with most of them first."""
    by_office: dict[str, list[Entry]] = {}
    for entry in ending:
        if writes_entry(person, entry.office):
            by_office.setdefault(content.ward.office(entry.office).name, []).append(entry)
    return sorted(by_office.items(), key=lambda item: (-len(item[1]), item[0]))


DUTIES: Mapping[str, ScheduleKind] = {
    # Late is better than never until the next one is due.
    "monthly_news": ScheduleKind(5, "08:00", 31 * DAY, True, _monthly_news),
    "news_drafts": ScheduleKind(DAILY, "07:30", DAY, False, _news_drafts),
    "event_reminders": ScheduleKind(DAILY, "08:00", 12 * HOUR, False, _event_reminders),
    "staff_morning": ScheduleKind(DAILY, "08:00", 6 * HOUR, False, _staff_morning),
    "staff_week": ScheduleKind(DAILY, "15:30", 2 * HOUR, False, _staff_week),
    "tax_reminders": ScheduleKind(DAILY, "08:00", 12 * HOUR, False, _tax_reminders),
}


def ensure(tx: Transaction, now: datetime) -> None:
    """Adds what is missing; what staff changed stays. The drafts are made at once."""
    for what, duty in DUTIES.items():
        if tx.schedules.get(what) is None:
            first = now if what == "news_drafts" else next_run(duty.day, duty.clock, now)
            tx.schedules.keep(Schedule(what, duty.day, duty.clock, duty.grace_hours, first))


def is_waking(clock: str) -> bool:
    """Whether people may be written to at this hour ("08:00")."""
    first, last = _WAKING
    return first <= clock <= last


def change(
    tx: Transaction, what: str, day: int, clock: str, now: datetime, *, enabled: bool
) -> Schedule:
    """Another day or hour, from now on; or off."""
    schedule = tx.schedules.get(what)
    if schedule is None:
        raise KeyError(what)
    changed = replace(
        schedule, day=day, clock=clock, enabled=enabled, next_run_at=next_run(day, clock, now)
    )
    tx.schedules.keep(changed)
    return changed


def fire_due(tx: Transaction, content: Content, now: datetime) -> bool:
    """Does everything that is due, see `fire`. False when some of it wants to go on."""
    return all([fire(tx, content, what, now) for what in DUTIES])


def fire(tx: Transaction, content: Content, what: str, now: datetime) -> bool:
    """Does what is due of one schedule; of several missed runs only the latest. False when its work
    wants to go on in another transaction."""
    schedule, duty = _not_ahead(tx, what, now), DUTIES[what]
    if schedule is None or not schedule.enabled or schedule.next_run_at > now:
        return True
    run_at = runs_between(schedule.day, schedule.clock, schedule.next_run_at, now)[-1]
    due = moved(sending_days(content.ward), run_at)[0] if duty.moves else run_at
    if due > now:
        # Not yet: the day does not do. Earlier missed runs give way to this one.
        if run_at != schedule.next_run_at:
            tx.schedules.keep(replace(schedule, next_run_at=run_at))
        return True
    late = now - due > timedelta(hours=schedule.grace_hours)
    mine = tx.schedules.claim(what, run_at, now, "too_late" if late else "done")
    if mine and not late and not duty.work(tx, content, run_at, now):
        tx.schedules.unclaim(what, run_at)
        return False
    following = next_run(schedule.day, schedule.clock, run_at)
    tx.schedules.keep(replace(schedule, next_run_at=following))
    return True


def _not_ahead(tx: Transaction, what: str, now: datetime) -> Schedule | None:
    """The schedule; what a clock noted that was ahead, and is right again, is still to come."""
    schedule = tx.schedules.get(what)
    if schedule is None or not schedule.enabled:
        return schedule
    following = next_run(schedule.day, schedule.clock, now)
    if schedule.next_run_at <= following + AHEAD:
        return schedule
    tx.schedules.unclaim_after(what, now + AHEAD)
    right = replace(schedule, next_run_at=following)
    tx.schedules.keep(right)
    return right


# ---- the calendar of what goes out ----


@dataclass(frozen=True, slots=True)
class Planned:
    """Something that will happen: when, what (a name in `console.j2`), about what, and why it was
    moved from its own day."""

    at: datetime
    what: str
    title: str = ""
    named: datetime | None = None
    reasons: Sequence[tuple[date, str]] = ()
    broadcast_id: int = 0


def upcoming(tx: Transaction, content: Content, now: datetime, days: int = 75) -> list[Planned]:
    """Everything planned for the next days, soonest first."""
    until = now + timedelta(days=days)
    calendar = sending_days(content.ward)
    found = []
    for broadcast in tx.broadcasts.in_states(
        (BroadcastState.SUBMITTED, BroadcastState.APPROVED, BroadcastState.SCHEDULED)
    ):
        named = broadcast.wanted_at or broadcast.release_at or now
        really, reasons = moved(calendar, max(named, now))
        if broadcast.second_approver_id is not None:
            really, reasons = named, []
        found.append(
            Planned(
                broadcast.planned_at or really,
                f"planned_{broadcast.state}",
                broadcast.title,
                named,
                reasons,
                broadcast.id,
            )
        )
    for schedule in tx.schedules.all():
        duty = DUTIES.get(schedule.what)
        if duty is None or not schedule.enabled or not duty.moves:
            continue
        for run_at in runs_between(schedule.day, schedule.clock, schedule.next_run_at, until):
            really, reasons = moved(calendar, run_at)
            found.append(Planned(really, schedule.what, "", run_at, reasons))
    for event in tx.events.all():
        if event.state is not EventState.OPEN:
            continue
        for ahead in reminders.REMIND_DAYS:
            day = local(event.starts_at).date() - timedelta(days=ahead)
            named = at(day, EIGHT)
            goes = reminders.reminder_time(calendar, event, ahead, named)
            if goes is not None and now <= named <= until:
                reasons = [] if goes == named else moved(calendar, named)[1]
                found.append(Planned(goes, "event_reminder", event.title, named, reasons))
    found += _tax_dates(tx, content, now, until)
    return sorted(found, key=lambda planned: planned.at)


def _tax_dates(tx: Transaction, content: Content, now: datetime, until: datetime) -> list[Planned]:
    """The days tax reminders go, with how many people asked for them."""
    calendar = sending_days(content.ward)
    counted: dict[tuple[date, str], int] = {}
    for kept in tx.notebooks.to_remind():
        for deadline in deadlines.confirmed(content, kept.answers, today(now), calendar):
            for ahead in deadlines.REMIND_DAYS:
                day = deadlines.reminder_day(calendar, deadline.aim, ahead)
                if today(now) < day <= local(until).date():
                    key = (day, f"{deadline.duty}")
                    counted[key] = counted.get(key, 0) + 1
    return [
        Planned(at(day, EIGHT), "tax_reminder", f"{content.words.label(f'duty_{duty}')}: {count}")
        for (day, duty), count in counted.items()
    ]


def move_scheduled(
    tx: Transaction, content: Content, now: datetime
) -> tuple[int, tuple[Staff, ...]]:
    """After the calendar changed scheduled broadcasts move: (how many did, their authors whom a
    message of it is on its way to)."""
    days, count = sending_days(content.ward), 0
    told: dict[int, Staff] = {}
    for broadcast in tx.broadcasts.in_states((BroadcastState.SCHEDULED,)):
        moved_ = steering.move(tx, broadcast, days, now)
        if moved_.planned_at == broadcast.planned_at:
            continue
        count += 1
        authors = [person for person in tx.staff.all() if person.id in broadcast.authors]
        key = f"moved:{broadcast.id}:{moved_.planned_at}"
        heard = staff_links.tell(
            tx, content, authors, "staff_chat/moved", now, key=key, broadcast=moved_
        )
        told |= {person.id: person for person in heard}
    return count, tuple(told.values())
