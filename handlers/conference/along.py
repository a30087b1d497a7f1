"""Who comes along on one ticket, changed before its consent is given: left out, in somebody's
place, or listed by how they are called."""

from dataclasses import replace

from content.who_comes import kin_named, leaves_somebody, left_out, listed, put_in
from handlers.conference.register_answers import RegisterAnswers

_SHOP = ("business", "neighbourhood")


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
