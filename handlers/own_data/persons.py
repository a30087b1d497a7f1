"""What there is of one person, where a chat may be of several: under a number, or under a code."""

from collections.abc import Iterable
from dataclasses import dataclass

from content.people import may_be_one
from handlers.own_data.traces import Item, name_of
from storage.database import Transaction
from storage.event_models import Registration


@dataclass(frozen=True, slots=True)
class Held:
    """What there is of one person, whoever wrote it down: under their number, or under a code.
    `beside` is what others have, or who knows who, in the same chats. `chats`: every chat where the
    number, or something of theirs, was ever given."""

    phone: str | None
    own: tuple[Item, ...]
    beside: tuple[Item, ...]
    chats: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.chats or self.own)

    @property
    def name(self) -> str:
        """What they are called; "" where nobody said."""
        return next((name_of(item) for item in self.own if name_of(item)), "")

    @property
    def has_several_names(self) -> bool:
        """Whether more than one person may have this number."""
        names = [name_of(item) for item in self.own if name_of(item)]
        return any(not may_be_one(one, names[0]) for one in names[1:])

    @property
    def proposed(self) -> tuple[Item, ...]:
        """What goes unless somebody says otherwise: all that is under the number, if one person has
        it; and what stands in their chats without a number, if nobody else is there."""
        if self.has_several_names:
            return ()
        doubtful = [item for item in self.beside if self._may_be_theirs(item)]
        return self.own if len(doubtful) < len(self.beside) else (*self.own, *doubtful)

    def _may_be_theirs(self, item: Item) -> bool:
        if item.phone:
            return False
        named = [name_of(one) for one in self.own if name_of(one)]
        return not name_of(item) or any(may_be_one(name_of(item), name) for name in named)


def key_of(item: Item) -> str:
    """What an item is called on a form."""
    return f"{'r' if isinstance(item, Registration) else 'q'}{item.id}"


def held_under(tx: Transaction, phone: str) -> Held:
    """`phone` as we store it (+84...)."""
    own: list[Item] = [*tx.registrations.with_phone(phone), *tx.questions.with_phone(phone)]
    met = (
        *tx.people.contacts_with_phone(phone),
        *tx.transcripts.contacts_with(phone.removeprefix("+84")),
    )
    return _held(tx, phone, tuple(own), met)


def held_of_code(tx: Transaction, code: str) -> Held:
    """Of whoever registered or asked under this code: all under their number, else that alone, with
    what else is in its chat. It is how somebody without a number is found."""
    about: Item | None = tx.registrations.by_code(code) or tx.questions.by_code(code)
    if about is None or about.anonymised_at is not None:
        return Held(None, (), (), ())
    return held_under(tx, about.phone) if about.phone else _held(tx, None, (about,), ())


def people_in_chat(tx: Transaction, contact_id: int) -> list[Held]:
    """Each person whose things are in this contact's chats, with what is theirs there; one whose
    name and number nobody gave is nobody by themselves."""
    items = _items_of(tx, (contact_id,))
    people: list[list[Item]] = []
    for item in items:
        if not item.phone and not name_of(item):
            continue
        same = next((one for one in people if _is_same(one[0], item)), None)
        if same is None:
            people.append([item])
        else:
            same.append(item)
    chats = tuple(tx.households.members(contact_id))
    return [
        Held(own[0].phone, tuple(own), tuple(one for one in items if one not in own), chats)
        for own in people
    ]


def of_nobody(tx: Transaction, contact_id: int) -> list[Item]:
    """What is in this contact's chats without a name or a number."""
    items = _items_of(tx, (contact_id,))
    return [item for item in items if not item.phone and not name_of(item)]


def _is_same(one: Item, other: Item) -> bool:
    names = (name_of(one), name_of(other))
    return one.phone == other.phone and (not all(names) or may_be_one(*names))


def _held(tx: Transaction, phone: str | None, own: tuple[Item, ...], met: Iterable[int]) -> Held:
    given = {item.contact_id for item in own if item.contact_id is not None}
    chats = {member for one in {*met, *given} for member in tx.households.members(one)}
    beside = tuple(item for item in _items_of(tx, sorted(chats)) if item not in own)
    return Held(phone, own, beside, tuple(sorted(chats)))


def _items_of(tx: Transaction, contacts: Iterable[int]) -> list[Item]:
    found: dict[str, Item] = {}
    for one in contacts:
        items: list[Item] = [*tx.registrations.of_contact(one), *tx.questions.of_contact(one)]
        for item in items:
            if item.anonymised_at is None:
                found[key_of(item)] = item
    return list(found.values())
