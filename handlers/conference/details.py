"""What staff write of an event in its form, and what of it cannot be so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.people.refusing import NotDone
from storage.event_models import Category, Event
from storage.versions import next_version

MOST_SEATS = 5000
MOST_RESERVED = 500  # seats of one group
MOST_OF_A_BUSINESS = 50
GROUPS = (Category.WARD, Category.CITY, Category.PRESS, Category.GUEST)  # may have seats reserved
PAST_MIDNIGHT = timedelta(hours=8)  # an end before the beginning is the next day's, if so near


@dataclass(frozen=True, slots=True)
class EventDetails:
    """Named as in `Event`."""

    title: str
    place: str
    address: str
    map_url: str
    about: str
    bring: str
    contact: str
    doors: str
    parking: str
    host: str
    meal: str
    starts_at: datetime
    ends_at: datetime
    registration_until: datetime
    questions_until: datetime
    capacity: int
    most_companions: int
    per_business: int
    reserved: Mapping[str, int]


def ending(starts_at: datetime, ends_at: datetime) -> datetime:
    """When an event ends of which two times of one day were given. Raises NotDone for an end before
    the beginning."""
    if ends_at > starts_at:
        return ends_at
    if ends_at + timedelta(days=1) - starts_at > PAST_MIDNIGHT:
        raise NotDone("end", "end_before_start")
    return ends_at + timedelta(days=1)


def mistakes(wanted: EventDetails) -> dict[str, str]:
    """The field -> the name of the sentence."""
    found = {}
    if sum(wanted.reserved.values()) > wanted.capacity:
        found["capacity"] = "reserved_too_many"
    if wanted.registration_until > wanted.ends_at:
        found["registration_day"] = "after_the_event"
    if wanted.questions_until > wanted.ends_at:
        found["questions_day"] = "after_the_event"
    if wanted.map_url and not wanted.map_url.startswith(("https://", "http://")):
        found["map_url"] = "web_address"
    return found


def applied(event: Event, wanted: EventDetails) -> Event:
    """The next version of the event; the same where nothing is otherwise, so that what somebody
    else is editing is not late for nothing."""
    return next_version(
        event,
        title=wanted.title,
        place=wanted.place,
        address=wanted.address,
        map_url=wanted.map_url,
        about=wanted.about,
        bring=wanted.bring,
        contact=wanted.contact,
        doors=wanted.doors,
        parking=wanted.parking,
        host=wanted.host,
        meal=wanted.meal,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        registration_until=wanted.registration_until,
        questions_until=wanted.questions_until,
        capacity=wanted.capacity,
        most_companions=wanted.most_companions,
        per_business=wanted.per_business,
        reserved={group: seats for group, seats in wanted.reserved.items() if seats},
    )
