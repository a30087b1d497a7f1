"""Registering on our own page instead of a foreign platform: the form behind a one-time link."""

from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.web.bodies import read_fields
from bot.web.visitor.answers import VisitorAnswers, token_of
from bot.web.visitor.ticket import to_ticket
from content.people import (
    BUSINESS_LIMIT,
    NAME_LIMIT,
    NEIGHBOURHOOD_LIMIT,
    old_form,
    read_name,
    read_neighbourhood,
    read_phone,
    read_phones,
    show_phone,
)
from content.sensitive import mask
from content.vietnamese import clean
from handlers.conference import by_link, tickets
from handlers.conference.facts import facts_of, unpacked
from handlers.conference.offers import Desk
from handlers.conference.register_answers import RegisterAnswers
from handlers.conference.seating import Wanted
from storage.event_models import BusinessKind, Event
from storage.question_models import Profile

FIELDS = ("name", "phone", "business", "kind", "neighbourhood", "people")
# Letters of each that are kept; of a phone number, with what stands around it.
LONGEST = {
    "name": NAME_LIMIT,
    "phone": 120,
    "business": BUSINESS_LIMIT,
    "neighbourhood": NEIGHBOURHOOD_LIMIT,
}


class LinkForm:
    def __init__(self, answers: VisitorAnswers) -> None:
        self._answers = answers

    async def form(self, request: Request) -> Response:
        token, now = token_of(request), self._answers.clock()
        found = await self._answers.database.read(lambda tx: by_link.find(tx, token, now))
        if isinstance(found, str):
            return self._led_to(found)
        contact_id, event, known = found
        if not event.takes_place:  # nobody fills in what leads nowhere
            text = self._answers.content.words.say("ticket/not_held", event=event)
            return self._answers.page("message", 409, text=text)
        values = self._of_form(event, now)
        if request.method == "GET":
            return self._answers.page("form", **values, form=_known(known))
        given = await read_fields(request)
        form, covered = _fields(given)
        errors: dict[str, str] = {}
        wanted = self._read(form, errors, values["most_people"])
        if wanted is None or errors:
            shown = values | {"errors": errors, "covered": covered}
            return self._answers.page("form", 400, **shown, form=form)
        decided = await self._answers.database.transaction(
            lambda tx: by_link.register(
                Desk(tx, self._answers.content, now), token, contact_id, event.id, wanted,
                unpacked(given.get("shown", "")),
            )
        )  # fmt: skip
        self._answers.wake()
        if isinstance(decided, by_link.NotAsShown):
            shown = self._of_form(decided.event, now) | {"was": decided.was, "covered": covered}
            return self._answers.page("form", 409, **shown, form=form)
        if isinstance(decided, str):
            return self._led_to(decided)
        if decided.registration is None or decided.outcome not in by_link.KEPT:
            text = self._answers.content.words.say(f"ticket/{decided.outcome}", event=event)
            return self._answers.page("message", 409, text=text)
        return to_ticket(decided.registration.token, covered=covered)

    def _of_form(self, event: Event, now: datetime) -> dict[str, Any]:
        """What the form shows besides what was typed."""
        consent = self._answers.content.words.say(
            "register/consent", memory=RegisterAnswers(event_title=event.title), today=now
        )
        most = max(tickets.people_to_choose(event))
        return {
            "event": event,
            "facts": facts_of(event),
            "was": {},
            "consent": consent,
            "errors": {},
            "most_people": most,
        }

    def _led_to(self, ticket: str) -> Response:
        """A link that was used shows the first result again: a double click, a reload, going back
        are no second registration."""
        return to_ticket(ticket) if ticket else self._answers.sorry("visitor/link_ended", 404)

    def _read(
        self, form: dict[str, str], errors: dict[str, str], most_people: int
    ) -> Wanted | None:
        """What the form was told. It asks for no sector, tax code or wish to speak: those stay."""
        errors |= {field: "too_long" for field, most in LONGEST.items() if len(form[field]) > most}
        if errors:
            return None
        name, phone = read_name(form["name"]), read_phone(form["phone"])
        if name is None:
            errors["name"] = "name"
        if phone is None:
            errors["phone"] = "phone"
        elif old_form(form["phone"], phone) or len(read_phones(form["phone"])) > 1:
            # Shown as what is taken, to be sent once more.
            several = len(read_phones(form["phone"])) > 1
            form["phone"] = show_phone(phone)
            errors["phone"] = "one_of_two" if several else "renumbered"
        if form["people"] not in [str(n) for n in range(1, most_people + 1)]:
            errors["people"] = "choice"
        kind = form["kind"]
        if kind not in list(BusinessKind):
            errors["kind"] = "choice"
        if not form["neighbourhood"]:
            errors["neighbourhood"] = "required"
        if form.get("agree") != "1":
            errors["agree"] = "required"
        if errors or name is None:
            return None
        business = form["business"]
        return Wanted(
            name=name,
            phone=phone,
            kind=BusinessKind(kind) if business else BusinessKind.PERSON,
            business=business,
            neighbourhood=read_neighbourhood(
                form["neighbourhood"], self._answers.content.ward.neighbourhoods
            ),
            companions=int(form["people"]) - 1,
        )


def _fields(given: dict[str, str]) -> tuple[dict[str, str], bool]:
    """What was typed, with every field of the form there; whether secrets were covered in it."""
    said = {name: mask(clean(value)) for name, value in given.items()}
    form = dict.fromkeys(FIELDS, "") | {name: one.text.strip() for name, one in said.items()}
    return form, any(one.kinds for one in said.values())


def _known(profile: Profile | None) -> dict[str, str]:
    blank = {name: "" for name in FIELDS} | {"kind": "household", "people": "1"}
    if profile is None:
        return blank
    return blank | {
        "name": profile.name,
        "phone": profile.phone,
        "business": profile.business,
        "kind": profile.kind or "household",
        "neighbourhood": profile.neighbourhood,
    }
