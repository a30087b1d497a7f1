"""Somebody asks to be erased at the counter, on paper or by phone: what there is of them, whom it
is found by, and what goes of it. The page shows it first; nothing goes that was not shown.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from content.library import Content
from content.people import read_phone
from handlers.own_data import erasure, invited, persons, privacy
from handlers.own_data.erasure import Erased
from handlers.own_data.persons import Held
from storage.business_models import Business
from storage.database import Transaction
from storage.event_models import Invitation
from storage.question_models import DataRequest

SETTLED = ("done", "refused")  # how a request ends
_SURE = 4  # the last letters of the number or code, typed once more


class NothingFound(Exception):
    """There is nothing to erase; nothing is kept or recorded."""


@dataclass(frozen=True, slots=True)
class Met:
    """An erasure as it was done. `sentence` is the name of what the page says of it."""

    erased: Erased
    request: DataRequest

    @property
    def sentence(self) -> str:
        untold = bool(self.erased.untold)
        if not self.erased.gone:
            return "erased_words_untold" if untold else "erased_words"
        if untold:
            return "erased_untold"
        return "erased_of_shared" if self.erased.kept or self.erased.kept_chats else "erased"


def read_who(typed: str) -> str:
    """The number (+84...) of whoever asks to be erased, or the code they came under."""
    return read_phone(typed) or typed.strip().upper()


def is_number(who: str) -> bool:
    return who.startswith("+")


def held_of(tx: Transaction, who: str) -> Held:
    return persons.held_under(tx, who) if is_number(who) else persons.held_of_code(tx, who)


def as_shown(who: str, held: Held, papers: Sequence[Invitation]) -> dict[str, Any]:
    """What stands under a number or a code, as it is shown before it is erased, and the paper
    invitations that may be theirs."""
    return {
        "id": who,
        "chats": held.chats,
        "own": [persons.key_of(one) for one in held.own],
        "beside": [persons.key_of(one) for one in held.beside],
        "papers": [invited.key_of(one) for one in papers],
    }


def channels_of(tx: Transaction, held: Held) -> dict[int, str]:
    """The channel of each chat."""
    found = ((chat, tx.contacts.get(chat)) for chat in held.chats)
    return {chat: contact.channel for chat, contact in found if contact is not None}


def mistakes(who: str, held: Held, chosen: Collection[str], sure: str) -> dict[str, str]:
    """Why it is not to be erased so: the field of the form -> the name of the sentence. Whoever has
    tickets or questions loses those that were ticked; of whoever has none, their words go."""
    found = {}
    if sure.upper() != who[-_SURE:]:
        found["sure"] = "type_the_digits"
    if held.own and not chosen:
        found["what"] = "tick_what_to_erase"
    return found


def erase(
    tx: Transaction,
    content: Content,
    held: Held,
    chosen: Collection[str],
    now: datetime,
    *,
    by: str,
) -> Met:
    """Erases what was `chosen` (`persons.key_of`), and the words of that person where they stand in
    chats that go on. `by` is a login. Raises NothingFound."""
    papers = invited.erase(tx, content, held, chosen, now)
    done = erasure.erase_held(tx, content, held, chosen, now, by=by)
    if not (done.gone or done.words or papers):
        raise NothingFound
    return Met(done, privacy.log_erasure(tx, content, now))


def needs_reason(state: str) -> bool:
    return state == "refused"


def in_register(tx: Transaction, who: str) -> list[Business]:
    """The businesses of the register with this number, which are erased on their own pages: a list
    of an office may have it without anybody of theirs having written to us."""
    found = (tx.businesses.standing(one.business) for one in tx.businesses.persons_with_phone(who))
    return list({one.id: one for one in found if one and one.erased_at is None}.values())


def settle(
    tx: Transaction, request: DataRequest, state: str, result: str, now: datetime
) -> DataRequest:
    """A request that came on paper or by phone ends in a `state` of SETTLED."""
    return tx.people.save_request(replace(request, state=state, done_at=now, result=result))
