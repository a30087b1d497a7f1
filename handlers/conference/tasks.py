"""What has to be done for an event, and by when."""

from dataclasses import replace
from datetime import date, datetime

from handlers.people.refusing import NotDone
from handlers.people.removed import TakenAway
from storage.audit import Deed
from storage.database import Transaction
from storage.event_models import Event, EventTask


def find(tx: Transaction, event: Event, number: int, title: str) -> EventTask:
    """A task of the event; `title` is what the page called it. Raises TakenAway."""
    task = tx.events.task(number)
    if task is None or task.event_id != event.id:
        raise TakenAway(f"event:{event.id}", Deed.TASK_REMOVE, title=title)
    return task


def add(tx: Transaction, event: Event, due: date | None, title: str, who: str) -> EventTask:
    """Raises NotDone for one without a title or a day, of an event that is over, or that is there
    already."""
    if due is None or not title:
        raise NotDone("task", "task_incomplete")
    if event.is_over:
        raise NotDone("task", "event_over")
    waiting = (task for task in tx.events.tasks(event.id) if task.done_at is None)
    if any((task.due_on, task.title, task.who) == (due, title, who) for task in waiting):
        raise NotDone("task", "task_there")
    return tx.events.add_task(EventTask(tx.events.ids.next(), event.id, due, title, who))


def tick(tx: Transaction, task: EventTask, by: str, now: datetime) -> EventTask:
    """Done, by whom; one that was done is not done after all."""
    done = task.done_at is None
    return tx.events.save_task(
        replace(task, done_at=now if done else None, done_by=by if done else "")
    )


def give_date(tx: Transaction, task: EventTask, due: date | None) -> EventTask:
    if due is None:
        raise NotDone("task", "task_incomplete")
    return tx.events.save_task(replace(task, due_on=due))


def remove(tx: Transaction, task: EventTask) -> None:
    tx.events.delete_task(task.id)
