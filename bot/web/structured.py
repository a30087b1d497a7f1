"""What our public pages say to machines: schema.org, as JSON-LD, and only what they say to people
as well."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from content.vietnamese import VIETNAM
from content.ward import Ward
from storage.event_models import Event

Data = dict[str, Any]


def _typed(kind: str, **values: Any) -> Data:
    """Without what is not known."""
    return {"@type": kind} | {key: value for key, value in values.items() if value}


def _in_context(data: Data) -> Data:
    return {"@context": "https://schema.org"} | data


def ward_itself(ward: Ward) -> Data:
    office = ward.front_office
    return _typed(
        "GovernmentOrganization",
        name=office.name,
        telephone=office.phone,
        address=_address(ward, office.address),
    )


def _address(ward: Ward, street: str) -> Data:
    return _typed(
        "PostalAddress",
        streetAddress=street,
        addressLocality=ward.name,
        addressRegion=ward.city,
        addressCountry="VN",
    )


def answered(ward: Ward, url: str, question: str, answer: str, on: date) -> Data:
    """A question with the one answer of the ward, which is no page of many people's answers; `on`
    is when it was last looked through."""
    asked = _typed(
        "Question",
        name=question,
        acceptedAnswer=_typed("Answer", text=answer, dateModified=on.isoformat(), url=url),
    )
    page = _typed(
        "FAQPage",
        url=url,
        inLanguage="vi",
        dateModified=on.isoformat(),
        publisher=ward_itself(ward),
        mainEntity=[asked],
    )
    return _in_context(page)


def event(ward: Ward, url: str, picture: str, event: Event) -> Data:
    state = "EventScheduled" if event.takes_place else "EventCancelled"
    held = _typed(
        "Event",
        name=event.title,
        description=event.about,
        url=url,
        image=picture,
        inLanguage="vi",
        startDate=_moment(event.starts_at),
        endDate=_moment(event.ends_at),
        eventStatus=f"https://schema.org/{state}",
        eventAttendanceMode="https://schema.org/OfflineEventAttendanceMode",
        isAccessibleForFree=True,
        maximumAttendeeCapacity=event.capacity,
        location=_typed("Place", name=event.place, address=_address(ward, event.address)),
        organizer=ward_itself(ward),
    )
    return _in_context(held)


def news(ward: Ward, url: str, picture: str, title: str, at: datetime | None) -> Data:
    said = _typed(
        "NewsArticle",
        headline=title,
        url=url,
        image=picture,
        inLanguage="vi",
        datePublished=_moment(at) if at else "",
        publisher=ward_itself(ward),
        author=ward_itself(ward),
    )
    return _in_context(said)


def listed(url: str, named: Sequence[Mapping[str, str]]) -> Data:
    """A page that leads to others: each a `name` and its `url`."""
    items = [
        _typed("ListItem", position=place, name=one["name"], url=one["url"])
        for place, one in enumerate(named, 1)
    ]
    return _in_context(_typed("ItemList", url=url, itemListElement=items))


def _moment(at: datetime) -> str:
    return at.astimezone(VIETNAM).isoformat(timespec="minutes")
