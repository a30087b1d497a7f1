"""Who comes along on one ticket, changed before its consent is given: left out, in somebody's
place, or listed by how they are called."""

from dataclasses import replace

from content.dialect import plainly
from content.parties import drops_out, pair_in
from content.people import read_phone
from content.spoken import asks
from content.who_comes import kin_named, leaves_somebody, left_out, listed, put_in
from handlers.conference.register_answers import RegisterAnswers

_SHOP = ("business", "neighbourhood")


def other_stays(form: RegisterAnswers, text: str) -> bool:
    """Whether, of two, the other one does not come: `mẹ chị bảo không đi nữa`, `bỏ ông ra`."""
    along = form.ahead.get("companions", "")
    two = str(form.ahead.get("people")) == "2" or bool(along and "," not in along)
    return two and not form.group and drops_out(plainly(text)) and not asks(text)


def only_first(form: RegisterAnswers) -> str:
    """What is told of the first one alone: name, number, shop; "" where none is known."""
    name = form.ahead.get("name") or pair_in(form.opening)[0]
    shop = (form.ahead.get(one) for one in _SHOP)
    return ", ".join(filter(None, (name, read_phone(form.opening), *shop)))


def changed(form: RegisterAnswers, text: str) -> RegisterAnswers | None:
    """The form with those who come along by now, as many as one ticket takes; None for words that
    change nobody, and for a ticket each."""
    if form.group or not form.opening:
        return None
    names = form.ahead.get("companions", "").split(", ") if form.ahead.get("companions") else []
    gone = left_out(text, names)
    leaves = bool(gone) or leaves_somebody(text)
    with_kin = bool(form.ahead.get("name")) and not form.another
    one = put_in(text) if leaves else kin_named(text) if with_kin else ""
    more = (one,) if one else listed(text)
    stay = [name for place, name in enumerate(names) if place not in gone]
    along = list(dict.fromkeys((*stay, *more)))
    if not (leaves or more):
        return None
    most = form.most_people - 1
    too_many = len(along) + 1 if len(along) > most else 0
    phone = f"0{form.ahead['phone'].removeprefix('+84')}" if form.ahead.get("phone") else ""
    told = filter(None, (form.ahead.get("name"), phone, *(form.ahead.get(one) for one in _SHOP)))
    return replace(
        form,
        opening=", ".join(told) or form.opening,
        companions=", ".join(along[:most]),
        people=len(along[:most]) + 1 if along else 0,
        too_many=too_many,
    )
