"""Several people registered in one flow, one after the other, a ticket for each: who is next, what
is common to them, what is still missing."""

import re
from collections.abc import Sequence
from dataclasses import asdict, replace

from content.details import details_in
from content.parties import Attendee, are_several, of_all, only_how_many, people_in, says_same
from content.people import may_be_one, read_phone, read_phones
from content.spoken import has_no_shop
from content.trade_told import trade_told
from content.vietnamese import fold
from handlers.conference.register_answers import (
    NO_PHONE,
    RegisterAnswers,
    RegisterStep,
    forgotten,
    onward,
    open_step,
    unanswered,
)
from handlers.conference.shop_told import hear_business, kind_in_words, kind_of_shop
from handlers.talk.flow import Said
from storage.event_models import BusinessKind

_S = RegisterStep
_TELLING = (_S.NAME, _S.PHONE, _S.BUSINESS, _S.KIND, _S.NEIGHBOURHOOD)
_OF_ALL = (*_TELLING, _S.SUMMARY, _S.HELPER)


def told_ahead(form: RegisterAnswers, text: str) -> RegisterAnswers | None:
    """The form with the people a text tells before anybody has agreed: kept with it until then.
    None for a text that tells of nobody, or of one person where no others are spoken of."""
    if form.group and form.others and (put := _numbers_put(form, text)):
        return put
    people = people_in(text)
    before = people_in(form.opening) if not form.group else ()
    numbered = any(one.phone for one in before)
    if len(before) == len(read_phones(text)) == _A_COUPLE and not (people or numbered):
        told = _in_their_order([asdict(one) for one in before], text)  # with a number each
        people = _people(told)
    several = only_how_many(text)
    more_than_one = are_several(people, grouped=False, text=text) or several > form.most_people
    if not form.group and not more_than_one:
        return None
    if not people and not several:
        return None
    form = replace(form, group=True, another=True, known=False, name="", phone="")
    form = replace(form, several=several or form.several, others=_with(form.others, people))
    return _of_all_told(form, text)


_A_COUPLE = 2
_NO_NUMBER = re.compile(
    r"\b(?:bo|xoa|dung ghi|khong ghi|khoi ghi) so (?:cua )?"
    r"(?:ong|ba|anh|chi|chong|vo|no|nguoi kia)\b"
)
_SAME_NUMBER = re.compile(
    r"\b(?:lay|dung|xai|chung|cung)(?: chung)? so(?: cua)? (?:toi|em|chi|minh)\b"
)


def _numbers_put(form: RegisterAnswers, text: str) -> RegisterAnswers | None:
    """`Yến số 09…, còn bà Nết lấy số em`: the numbers of those listed before, by their given name;
    None where a full name is told, or none of them is called."""
    if people_in(text):
        return None
    others, found = [dict(one) for one in form.others], False
    if _NO_NUMBER.search(fold(text)) and len(others) == _A_COUPLE:
        others[1]["phone"] = NO_PHONE
        return replace(form, others=tuple(others))
    numbers = read_phones(text)
    if len(others) == len(numbers) == _A_COUPLE and not any(one["phone"] for one in others):
        return replace(form, others=_in_their_order(others, text))
    for part in re.split(r"[,;]", fold(text)):
        words = part.split()
        for one in others:
            given = fold(one["name"]).split()[-1]
            if given not in words:
                continue
            phone = read_phone(part) or ""
            if _SAME_NUMBER.search(part):
                phone = others[0]["phone"]
            if phone:
                one["phone"], found = phone, True
    return replace(form, others=tuple(others)) if found else None


_THE_OTHER_WAY = re.compile(r"\b(?:nguoc|lon|nham|doi cho|trao)\b")
_ENDING = re.compile(r"(?<!\d)\d{2,5}(?!\d)")


def swapped(form: RegisterAnswers, text: str) -> RegisterAnswers | None:
    """The numbers of two the other way round, told by how they end: `viết ngược số rồi, 107 mới là
    số mình, 170 là của chị Hạnh`. None for any other words."""
    if len(form.others) != _A_COUPLE or not _THE_OTHER_WAY.search(fold(text)):
        return None
    first, second = (str(one["phone"]) for one in form.others)
    ends = [end for end in _ENDING.findall(text) if first.endswith(end) or second.endswith(end)]
    if first == second or len({first.endswith(end) for end in ends}) != _A_COUPLE:
        return None
    turned = (form.others[0] | {"phone": second}, form.others[1] | {"phone": first})
    return replace(form, others=turned)


def _in_their_order(others: list[dict[str, object]], text: str) -> tuple[dict[str, object], ...]:
    """Two people with the two numbers of a line, `số tôi 09…, số con dâu 03…`, in their order."""
    told = [phone for part in re.split(r"[,;\n]", text) if (phone := read_phone(part))]
    pairs = zip(others, told if len(told) == _A_COUPLE else read_phones(text), strict=False)
    return tuple(one | {"phone": phone} for one, phone in pairs)


def agreed(form: RegisterAnswers) -> RegisterAnswers:
    """The first of them, once it is agreed; the question for their names where none was told."""
    form = replace(forgotten(form), step=_S.NAME, known=False, opening=form.opening)
    form = replace(form, several=max(form.several, len(form.others)))
    if not form.others:
        return replace(form, people=1)
    return replace(first_of(form), noted=("party",), holds=True)


def first_of(form: RegisterAnswers) -> RegisterAnswers:
    """The form of whoever is next in line."""
    person, *rest = (Attendee(**one) for one in form.others)
    mine = next((one.name for one in (person, *rest) if one.myself), "")
    kind = _kind_of(form, person)
    filled = replace(
        form,
        name=person.name,
        phone=person.phone,
        business=person.business,
        kind=kind,
        sector=person.sector,
        described=bool(person.sector) and not person.business,
        neighbourhood=person.neighbourhood or form.same.get("neighbourhood", ""),
        people=1,
        whom=person.called,
        another=not person.myself,
        helper="" if person.myself else form.helper or mine,
        others=tuple(asdict(one) for one in rest),
        seat=form.seats.get(person.name, 0),
    )
    return replace(filled, step=unanswered(replace(filled, step=_S.NAME)))


def _kind_of(form: RegisterAnswers, person: Attendee) -> str:
    if person.business:
        return kind_of_shop(person.business)
    return form.same.get("kind") or (BusinessKind.PERSON if person.sector else "")


def following(form: RegisterAnswers) -> RegisterAnswers | None:
    """The form of who comes after this one; None where nobody does."""
    if not form.group or not (form.others or form.several > form.nth):
        return None
    bare = RegisterAnswers(
        step=_S.NAME,
        event_id=form.event_id,
        event_title=form.event_title,
        most_people=form.most_people,
        abroad=form.abroad,
        agreed=True,
        another=True,
        group=True,
        several=form.several,
        others=form.others,
        nth=form.nth + 1,
        helper=form.helper if form.another else form.name,
        own_phone=form.own_phone or ("" if form.another else form.phone.strip(NO_PHONE)),
        last_place=form.neighbourhood.strip("-") or form.last_place,
        same=form.same,
        seats=form.seats,
        opening=form.opening or form.name,
        people=1,
    )
    return first_of(bare) if bare.others else bare


def heard(form: RegisterAnswers, said: Said) -> RegisterAnswers | None:
    """The form with what a line tells of several people; None where it tells nothing of the kind.
    Of those who are named first, before they were spoken of, it is asked whether they agree."""
    step = open_step(form)
    if said.value:
        same = said.value == "same" and step is _S.NEIGHBOURHOOD
        return onward(replace(form, step=step, neighbourhood=form.last_place)) if same else None
    if step not in _OF_ALL:
        return None
    if not form.group:
        people = people_in(said.text) if step in _TELLING else ()
        if not are_several(people, grouped=False, text=said.text):
            return None
        kept = _known(form) if form.name and step is not _S.NAME else ()
        form = replace(form, others=_with(kept, people), opening=said.text, noted=())
        return replace(form, step=_S.CONSENT, group=True, another=True, editing=False, doubt="")
    asked_first = step is _S.NAME and not form.name and not form.editing
    if asked_first and (people := people_in(said.text)):
        form = replace(form, others=_with(_as_dicts(people), _people(form.others)))
        form = replace(form, several=max(form.several, form.nth + len(form.others) - 1))
        first = first_of(_of_all_told(form, said.text))
        return replace(first, noted=("party",) if len(people) > 1 else ("name",))
    if step is _S.NEIGHBOURHOOD and form.last_place and _only_same(said.text):
        own = replace(form, step=step, neighbourhood=form.last_place, doubt="")
        return onward(_everybody(own, "neighbourhood") if of_all(said.text) else own)
    if each := _one_each(form, said.text):
        return each
    return _of_everybody(form, said)


def _of_everybody(form: RegisterAnswers, said: Said) -> RegisterAnswers | None:
    """What is said of all of them: `cả ba người tổ 7`, `đều chưa đăng ký hết`, `cùng tổ`."""
    if not of_all(said.text):
        return None
    step, place = open_step(form), details_in(said.text).neighbourhood
    if place or (form.neighbourhood and _only_same(said.text)):
        told = replace(form, neighbourhood=place or form.neighbourhood)
        told = replace(_everybody(told, "neighbourhood"), noted=("same_place",))
        return _on(told, step)
    bare = replace(form, step=step, doubt="")
    if step in (_S.BUSINESS, _S.KIND) and (has_no_shop(said.text) or trade_told(said.text)):
        none = replace(bare, business="", kind=BusinessKind.PERSON)
        return _on(replace(_everybody(none, "kind"), noted=("same_kind",)), step)
    if not (kind := kind_in_words(said.text)) or len(said.text.split()) > _MOST_WORDS:
        return None
    return _on(replace(_everybody(replace(bare, kind=kind), "kind"), noted=("same_kind",)), step)


_MOST_WORDS = 10  # of a line that says only which kind all of them are


def _on(form: RegisterAnswers, step: RegisterStep) -> RegisterAnswers:
    """The same question, or the next where this one has its answer by now."""
    form = replace(form, step=step, doubt="")
    if step is _S.SUMMARY or form.editing:
        return form
    answered = step is _S.BUSINESS and (form.business or form.kind)
    return onward(form) if answered else replace(form, step=unanswered(form))


def _everybody(form: RegisterAnswers, line: str) -> RegisterAnswers:
    """The form with a line as it stands said of all of them."""
    value = str(getattr(form, line))
    others = form.others
    if line == "neighbourhood":
        others = tuple(one | {line: one[line] or value} for one in others)
    return replace(form, same=form.same | {line: value}, others=others)


def _of_all_told(form: RegisterAnswers, text: str) -> RegisterAnswers:
    """The form with the tổ that a list of people says to be everybody's."""
    place = details_in(text).neighbourhood
    return (
        replace(form, same=form.same | {"neighbourhood": place}) if place and of_all(text) else form
    )


def _only_same(text: str) -> bool:
    return says_same(text) and not details_in(text).neighbourhood


_BETWEEN = re.compile(r"\s*[,;\n]\s*|\s+(?:còn|con)\s+(?=(?:sạp|sap|quán|quan|tiệm|tiem|em|chị)\b)")


def _one_each(form: RegisterAnswers, text: str) -> RegisterAnswers | None:
    """`sạp chị bán giày dép, sạp em bán túi`: what each of them deals in, in their order."""
    if open_step(form) is not _S.BUSINESS:
        return None
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    if len(parts) < 2 or len(parts) != 1 + len(form.others):
        return None
    trades = [trade_told(_STALL.sub("", part)) for part in parts]
    shops = ["" if trade else _shop(part) for trade, part in zip(trades, parts, strict=True)]
    if not all(trade or shop for trade, shop in zip(trades, shops, strict=True)):
        return None
    (trade, *trades), (shop, *shops) = trades, shops
    others = tuple(
        one | {"sector": one["sector"] or sector, "business": one["business"] or name}
        for one, sector, name in zip(form.others, trades, shops, strict=True)
    )
    own = replace(form, step=_S.BUSINESS, doubt="", business=shop, sector=trade, others=others)
    kind = kind_of_shop(shop) if shop else BusinessKind.PERSON
    own = replace(own, kind=kind, described=bool(trade), noted=("each",))
    return onward(own)


_STALL = re.compile(
    r"(?i)^(?:sạp|sap|quán|quan|tiệm|tiem|nhà|nha|bên|ben)\s+(?:chị|chi|em|anh|cô|co|bà|ba|tôi|toi)"
    r"(?:\s+(?:thì|thi))?\s+"
)


def _shop(part: str) -> str:
    heard_shop = hear_business(part)
    return heard_shop.value if heard_shop and heard_shop.sure else ""


def _known(form: RegisterAnswers) -> tuple[dict[str, object], ...]:
    """Whoever the form is for already, first of those who are registered one after the other."""
    person = Attendee(
        form.name,
        form.phone.strip(NO_PHONE),
        form.business,
        form.neighbourhood,
        form.sector,
        myself=not form.another,
    )
    return (asdict(person),)


def _as_dicts(people: Sequence[Attendee]) -> tuple[dict[str, object], ...]:
    return tuple(asdict(person) for person in people)


def _people(others: Sequence[dict[str, object]]) -> tuple[Attendee, ...]:
    return tuple(Attendee(**one) for one in others)  # type: ignore[arg-type]  # as they were saved


def _with(
    others: Sequence[dict[str, object]], people: Sequence[Attendee]
) -> tuple[dict[str, object], ...]:
    """Those in line with others who are told, each once; what is told later is added."""
    kept = list(_people(others))
    for person in people:
        at = next((n for n, one in enumerate(kept) if is_one(one, person)), None)
        if at is None:
            kept.append(person)
            continue
        there = kept[at]
        kept[at] = replace(
            there,
            name=person.name if len(person.name.split()) > len(there.name.split()) else there.name,
            phone=there.phone or person.phone,
            business=there.business or person.business,
            neighbourhood=there.neighbourhood or person.neighbourhood,
            sector=there.sector or person.sector,
        )
    return _as_dicts(kept)


def is_one(there: Attendee, told: Attendee) -> bool:
    """Whether somebody told now is one who was told before: of the same name, with no other
    number."""
    name = there.name or there.called
    numbers = {there.phone, told.phone} - {""}
    return bool(name) and may_be_one(name, told.name) and len(numbers) < 2


def joined(form: RegisterAnswers, people: Sequence[Attendee]) -> RegisterAnswers:
    """The form with more people in line."""
    others = _with(form.others, people)
    added = len(others) - len(form.others)
    several = form.several + added if form.several else 0
    return replace(form, others=others, several=several)


def missing(form: RegisterAnswers) -> tuple[str, ...]:
    """The lines that are still to be asked of whoever the form is for."""
    lines = (_S.NAME, _S.PHONE, _S.BUSINESS, _S.KIND, _S.NEIGHBOURHOOD, _S.PEOPLE)
    return tuple(str(line) for line in lines if not _has(form, line))


def _has(form: RegisterAnswers, line: RegisterStep) -> bool:
    if form.doubt == line:
        return False
    if line is _S.BUSINESS:
        return bool(form.business or form.kind or form.described)
    if line is _S.KIND:
        return bool(form.kind) or not (form.business or form.described)  # of none it is not asked
    return bool(getattr(form, str(line)))
