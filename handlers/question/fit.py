"""The one gate of what people other than its asker read of a question: nothing in it leads to
somebody who asked."""

from collections.abc import Iterable, Mapping

from content.anonymous import proposed
from content.library import Content
from content.redaction import Personal, addresses, personal
from content.vietnamese import fold
from handlers.question.together import askers_of
from storage.database import Transaction
from storage.question_models import Question


class NotForThePublic(Exception):
    """A text meant for others says something of somebody; `found` is what, `places` the fields it
    stands in."""

    def __init__(self, found: Personal, places: tuple[str, ...] = ()) -> None:
        super().__init__("personal data in a text for others")
        self.found = found
        self.places = places


def require_fit(
    tx: Transaction,
    content: Content,
    question: Question,
    texts: Mapping[str, str],
    *,
    judged: bool,
) -> None:
    """For anybody to read. Raises NotForThePublic when a text, by the name of its field, says
    something of somebody. `judged`: a person has looked at what only looks like a name."""
    _refuse({place: _found(tx, content, question, text) for place, text in texts.items()}, judged)


def require_fit_for_all(
    tx: Transaction,
    content: Content,
    question: Question,
    texts: Mapping[str, str],
    joining: Iterable[Question] = (),
) -> None:
    """For everybody who asked it, and those about to join them: where these are several, none reads
    who another is. A telephone number of staff may stand in it. Raises NotForThePublic."""
    askers = [*askers_of(tx, question), *joining]
    if len({one.phone or one.contact_id or one.id for one in askers}) < 2:
        return
    left = " ; ".join(f"{one.content} ; {one.phone or ''}" for one in askers)
    theirs = set(personal(left).sure)
    found = {}
    for place, text in texts.items():
        of_staff = set(personal(text).sure) - theirs  # numbers that none of them wrote
        seen = _found(tx, content, question, text, joining).sure
        found[place] = Personal(tuple(one for one in seen if one not in of_staff))
    _refuse(found, judged=True)


def _found(
    tx: Transaction,
    content: Content,
    question: Question,
    text: str,
    joining: Iterable[Question] = (),
) -> Personal:
    """What a text says of somebody; of addresses, those its askers wrote of."""
    askers = (question, *tx.questions.merged_into(question.id), *joining)
    names = [name for one in askers for name in (one.asker, one.business) if name]
    offices = [office.phone for office in content.ward.offices.values() if office.phone]
    found = personal(text, names, [*offices, *content.ward.hotlines.values()])
    theirs = {number for one in askers for number in addresses(one.content)}
    open_to_all = fold(" ".join(office.address for office in content.ward.offices.values()))
    doors = {
        number: place for number, place in addresses(text).items() if fold(place) not in open_to_all
    }
    homes = [place for number, place in doors.items() if number in theirs]
    others = [place for number, place in doors.items() if number not in theirs]
    return Personal((*found.sure, *homes), (*found.likely, *others))


def proposed_answer(tx: Transaction, content: Content, question: Question, text: str) -> str:
    """An answer as the public might read it: as its asker does, and without what a machine finds
    where something in it surely leads to somebody."""
    return proposed(text) if _found(tx, content, question, text).sure else text


def _refuse(found: Mapping[str, Personal], judged: bool) -> None:
    bad = {place: one for place, one in found.items() if one.sure or (one.likely and not judged)}
    if bad:
        sure = dict.fromkeys(word for one in bad.values() for word in one.sure)
        likely = dict.fromkeys(word for one in bad.values() for word in one.likely)
        raise NotForThePublic(Personal(tuple(sure), tuple(likely)), tuple(bad))
