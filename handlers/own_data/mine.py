"""One's own business in the ward's register: shown to be theirs by the platform's contact card, a
code from a letter or an official's yes; seen, put right, and said to be over.

No name and no number that is typed shows anything. Where somebody else was shown to be the owner
already, a person decides.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from content.people import read_phone
from handlers.answers import forms
from handlers.people import staff_links
from handlers.people.permissions import Action, able
from handlers.talk.flow import Flow
from handlers.talk.replies import told_first
from handlers.talk.turn import Outcome, Turn
from storage.business_claims import BusinessClaim, ClaimKind
from storage.business_models import (
    Business,
    BusinessField,
    BusinessPerson,
    BusinessPlace,
    BusinessStatus,
    Entered,
    KnownFrom,
    Relation,
    Tied,
)
from storage.database import Transaction
from storage.hashes import hashed

ACTOR = "owner"
CLAIM, SHOW = "mine:claim", "mine"
_STOPS = {"paused": BusinessStatus.PAUSED, "closed": BusinessStatus.CLOSED}
# Whoever is one of these may say of the business what its owner may.
_SPEAKS = (Relation.OWNER, Relation.SPOUSE, Relation.MANAGER)


@dataclass(frozen=True, slots=True)
class OwnBusiness:
    """One business as its own people are shown it."""

    business: Business
    values: dict[str, str]
    place: BusinessPlace | None
    person: BusinessPerson


def speaks(one: OwnBusiness) -> bool:
    """Whether this chat may say of the business what its owner may."""
    return one.person.relation in _SPEAKS


def by_owner(now: datetime) -> Entered:
    return Entered(KnownFrom.OWNER, now, ACTOR)


def owned(tx: Transaction, contact_id: int) -> list[OwnBusiness]:
    """What was shown to be this household's, each once."""
    found: dict[int, OwnBusiness] = {}
    for member in {contact_id, *tx.households.members(contact_id)}:
        for person in tx.businesses.persons_of_contact(member):
            business = tx.businesses.standing(person.business)
            if business is None or business.erased_at is not None or business.id in found:
                continue
            rows = tx.businesses.values(business.id)
            values = {str(field): row.value for field, row in rows.items()}
            places = tx.businesses.places(business.id)
            place = places[0] if places else None
            found[business.id] = OwnBusiness(business, values, place, person)
    return list(found.values())


def show(turn: Turn) -> Outcome:
    """`hộ của tôi`: what it is for, then the business, or which of several, or how it is shown."""
    mine = owned(turn.tx, turn.contact.id)
    if not mine:
        waits = [one for one in _claims(turn) if one.decided_at is None]
        choices = [] if waits else [turn.choice("my_business_claim", CLAIM)]
        return turn.say(
            "my_business/unknown", [*choices, turn.choice("staff", "staff")], turn.menu_choice(),
            waits=bool(waits), channel=turn.contact.channel,
        )  # fmt: skip
    if len(mine) == 1:
        return _card(turn, mine[0])
    choices = [turn.choice(f"={name_of(one)}", f"mine:{one.business.id}") for one in mine]
    return turn.say("my_business/which", choices, turn.menu_choice(), count=len(mine))


def name_of(one: OwnBusiness) -> str:
    return one.values.get(BusinessField.NAME) or one.business.code


def _claims(turn: Turn) -> list[BusinessClaim]:
    members = {turn.contact.id, *turn.tx.households.members(turn.contact.id)}
    return turn.tx.business_claims.of_contacts(members)


def _card(turn: Turn, one: OwnBusiness) -> Outcome:
    business = one.business
    to = f"mine:{business.id}"
    choices = []
    if speaks(one):
        choices.append(turn.choice("my_business_mend", f"{to}:mend"))
        if business.status.is_there:
            choices.append(turn.choice("my_business_stop", f"{to}:stop"))
        else:
            choices.append(turn.choice("my_business_again", f"{to}:active"))
        if business.status is not BusinessStatus.CONVERTED:
            choices.append(turn.choice("my_business_company", f"{to}:company"))
    choices.append(turn.choice("my_business_not_mine", f"{to}:leave"))
    claims = [c for c in _claims(turn) if c.business == business.id and c.decided_at is None]
    return turn.say(
        "my_business/card", choices, turn.menu_choice(),
        one=one, called=name_of(one), place=one.place, waits=bool(claims),
    )  # fmt: skip


def find(turn: Turn, business_id: int) -> OwnBusiness | None:
    """One of this household's; None for anybody else's."""
    mine = owned(turn.tx, turn.contact.id)
    return next((one for one in mine if one.business.id == business_id), None)


def act(turn: Turn, business_id: int, what: str) -> Outcome:
    """What was chosen under a business."""
    one = find(turn, business_id)
    if one is None:
        return show(turn)
    may_say = speaks(one)
    match what:
        case "stop" if may_say:
            choices = [
                turn.choice("my_business_paused", f"mine:{business_id}:paused"),
                turn.choice("my_business_closed", f"mine:{business_id}:closed"),
            ]
            back = turn.choice("my_business_keep", f"mine:{business_id}")
            return turn.say("my_business/stop", choices, back, called=name_of(one))
        case "paused" | "closed" if may_say and turn.answers_fresh_list:
            return _became(turn, one, _STOPS[what])
        case "active" if may_say and turn.answers_fresh_list:
            return _became(turn, one, BusinessStatus.ACTIVE)
        case "leave":
            sure = turn.choice("my_business_leave_sure", f"mine:{business_id}:left")
            back = turn.choice("my_business_keep", f"mine:{business_id}")
            return turn.say("my_business/leave", [sure], back, called=name_of(one))
        case "left" if turn.answers_fresh_list:
            for member in {turn.contact.id, *turn.tx.households.members(turn.contact.id)}:
                untie(turn.tx, member, business_id)
            return turn.say("my_business/left", back=turn.menu_choice(), called=name_of(one))
    return _card(turn, one)


def _became(turn: Turn, one: OwnBusiness, status: BusinessStatus) -> Outcome:
    """The owner's word is enough for a business that rests or is over: staff see whose it is."""
    if one.business.status is not status:
        turn.tx.businesses.change_status(one.business, status, turn.today, by_owner(turn.now))
    now = find(turn, one.business.id) or one
    return told_first(_card(turn, now), turn.words_of("my_business/became", status=status))


def put_right(turn: Turn, one: OwnBusiness, line: str, value: str) -> None:
    """A line as its owner tells it; what stood before stays as its history."""
    by, number = by_owner(turn.now), one.business.id
    if line == "address":
        place = one.place
        if place is not None:
            turn.tx.businesses.end_place(place, by)
        turn.tx.businesses.add_place(
            number, by, address=value,
            neighbourhood=place.neighbourhood if place else "",
            market=place.market if place else "", stall=place.stall if place else "",
            area=place.area if place else None, area_said=place.area_said if place else "",
        )  # fmt: skip
    else:
        turn.tx.businesses.put(number, {BusinessField(line): value}, by)
    turn.tx.businesses.touch(number, turn.now)


def untie(tx: Transaction, contact_id: int, business_id: int | None = None) -> None:
    """This chat is nobody's of a business any more, or of any."""
    for person in tx.businesses.persons_of_contact(contact_id):
        standing = tx.businesses.standing(person.business)
        if business_id is None or (standing is not None and standing.id == business_id):
            tx.businesses.untie(person)


# ---- how it is shown ----


def shared(turn: Turn, flows: dict[str, Flow[Any]]) -> Outcome:
    """A contact card: where one's business was asked for just now, and the platform vouches for the
    number, whose businesses have it; else what a form makes of it."""
    card, asked = turn.incoming.shared, [action for _, _, action in turn.conversation.choices]
    if turn.conversation.flow or CLAIM not in asked or card is None:
        return forms.shared(turn, flows)
    phone = read_phone(card.phone) if card.vouched else None
    if phone is None:
        return told_first(show(turn), turn.words_of("my_business/not_vouched"))
    found = [
        person
        for person in turn.tx.businesses.persons_with_phone(phone)
        if is_free(turn.tx, person.business)
    ]
    if not found:
        return told_first(show(turn), turn.words_of("my_business/no_such_number"))
    return _prove(turn, found, Tied.CONTACT_CARD)


def by_letter(turn: Turn, code: str) -> Outcome | None:
    """A code from a letter: the business it was sent to; None for a wrong one, or an old one."""
    number = turn.tx.business_claims.use_letter(hashed(code), turn.now)
    business = turn.tx.businesses.standing(number) if number else None
    if business is None or business.erased_at is not None:
        return None
    persons = turn.tx.businesses.persons(business.id)
    owners = [one for one in persons if one.relation is Relation.OWNER][:1]
    if not owners:
        return _waits(turn, business)
    return _prove(turn, owners, Tied.LETTER)


def is_free(tx: Transaction, business_id: int) -> bool:
    business = tx.businesses.standing(business_id)
    return business is not None and business.erased_at is None


def _prove(turn: Turn, persons: list[BusinessPerson], proof: Tied) -> Outcome:
    """Ties what nobody else was shown to be; of any other a person decides."""
    members = {turn.contact.id, *turn.tx.households.members(turn.contact.id)}
    others = [one for one in persons if one.contact_id not in (None, *members)]
    for person in persons:
        if person.contact_id is None:
            turn.tx.businesses.tie(person, turn.contact.id, proof, by_owner(turn.now))
    if others and (business := turn.tx.businesses.standing(others[0].business)) is not None:
        return _waits(turn, business)
    return told_first(show(turn), turn.words_of("my_business/shown"))


def _waits(turn: Turn, business: Business) -> Outcome:
    claim(turn, ClaimKind.MINE, business.code, business)
    return turn.say("my_business/two", [turn.choice("staff", "staff")], turn.menu_choice())


def claim(
    turn: Turn, kind: ClaimKind, said: str, business: Business | None = None, **given: object
) -> BusinessClaim:
    """Waits for an official, who is told."""
    made = turn.tx.business_claims.add(
        BusinessClaim(
            turn.tx.business_claims.ids.next(), kind, turn.contact.id, said, turn.now,
            business.id if business else None, **given,  # type: ignore[arg-type]
        )
    )  # fmt: skip
    staff_links.tell(
        turn.tx, turn.content, able(turn.tx.staff.all(), Action.MANAGE_BUSINESSES),
        "staff_chat/business_claim", turn.now, key=f"business_claim:{made.id}",
    )  # fmt: skip
    return made
