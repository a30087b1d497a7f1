"""What an answer says, where it stands in the questions of a registration: also of other lines than
the one that was asked for."""

import re
from collections.abc import Sequence
from dataclasses import replace

from content.absences import Absence, Who
from content.agreeing import agreed_in
from content.commands import typed
from content.details import (
    Details,
    details_in,
    is_shop_first,
    own_and_more,
    several_in,
    shop_beside,
    without_places,
)
from content.dialect import plainly
from content.families import (
    asks_for_companions,
    comes_along_oneself,
    companions_in,
    names_along,
    names_in,
    oneself_and_kin,
    with_companions,
)
from content.lines import Does, does, without_consent
from content.mends import Line, name_or_shop
from content.names import Called, hear_name, is_full, own_name
from content.parties import pair_in, people_in
from content.people import (
    may_be_one,
    read_neighbourhood,
    read_phone,
    whole_number,
)
from content.short_answers import does_not_know, ends_writing, is_filler, says_no, says_yes
from content.special_needs import needs_in, needs_no_more
from content.spoken import (
    has_no_shop,
    is_elsewhere,
    is_talk,
    party_after,
    read_people,
    says_company,
    taken_back,
    without_lives,
)
from content.trade_told import trade_told
from content.vietnamese import fold, fold_in_place, says
from handlers.conference.register_answers import (
    IN_ORDER,
    TOLD,
    RegisterAnswers,
    RegisterStep,
    after_consent,
    forgotten,
    has_what_holds,
    is_answered,
    onward,
    open_step,
    unanswered,
)
from handlers.conference.shop_told import (
    KIND_BEHIND,
    HeardAnswer,
    hear_business,
    kind_named,
    kind_of_shop,
    kind_without_name,
    repeats_shop,
    with_kind_of_shop,
    with_trade,
)
from handlers.talk.flow import Said
from handlers.talk.wishes import wants_to_speak
from storage.event_models import BusinessKind

_S = RegisterStep

_BORN = re.compile(r"(?i)[ ,]*\b(?:sinh năm|sinh nam|sn)? ?(?:19[2-9]|200)\d\b(?! ?\d{3})")
_FREE = (_S.BUSINESS, _S.KIND)


_MOST_GROUPS = 60  # of a ward: a higher number is asked about

# How people name a line when they want to mend it; folded.
_NAMES = {
    _S.PHONE: ("dien thoai", "sdt", "so may", "so dt"),
    _S.BUSINESS: (
        "ten ho",
        "ten cua hang",
        "ten quan",
        "ten hang",
        "ten tiem",
        "ten shop",
        "ten sap",
        "ten cong ty",
        "ho kinh doanh",
        "co so",
    ),
    _S.KIND: ("loai",),
    _S.NEIGHBOURHOOD: ("to dan pho", "tdp", "dia chi", "to"),
    _S.PEOPLE: ("so nguoi", "may nguoi", "nguoi di"),
    _S.NAME: ("ho ten", "ho va ten", "ten"),
}


_NUMBER_FIRST = re.compile(r"\s*\d{1,3}\s*[,;.]\s*\D")
_STREET = re.compile(r"^(?:so(?: nha)? \d+\w* )?(?:duong|pho|ngo|ngach|hem|kiet|quoc lo) \w")
_ASKS_WHICH = re.compile(r"\bto (?:may|nao|gi)\b")

_NAMELESS = re.compile(r"\b(?:chua|khong|ko|chang|dau) (?:co |dat )?ten\b")
_GOES_ALONG = re.compile(r"\bdi (?:cung|theo|kem)\b")
_WRONG = re.compile(r"\b(?:sai|nham|chua dung|khong dung|chua phai|khong phai)\b")


def with_needs(form: RegisterAnswers, said: Said) -> RegisterAnswers:
    """The form with what is to be ready for who comes, where the words name it."""
    if said.value or form.step in (_S.SECTOR, _S.BUSINESS):
        return form
    if form.needs and needs_no_more(said.text):
        return replace(form, needs="")
    told = [*filter(None, form.needs.split(",")), *needs_in(said.text)]
    return replace(form, needs=",".join(dict.fromkeys(told)))


def with_party(form: RegisterAnswers, said: Said) -> RegisterAnswers:
    """The form with how many come, where that is asked: `đi 2 người được không`."""
    asked = does(said.text) is Does.ASKS and not form.people
    people = details_in(said.text).people if asked else 0
    if not 0 < people <= form.most_people or form.step is _S.PEOPLE:
        return form
    return replace(form, people=people, noted=(*form.noted, str(_S.PEOPLE)))


def too_many(form: RegisterAnswers, said: Said) -> RegisterAnswers | None:
    """The question how many come once more, where more were named than one ticket takes; at the
    review, what stands there stays. None for any other words."""
    if form.step not in (_S.PEOPLE, _S.SUMMARY) or said.value or companions_in(said.text):
        return None
    people = party_after(said.text, form.people) or read_people(said.text)
    if not people or people <= form.most_people:
        return None
    return replace(form, too_many=people)


def consented(form: RegisterAnswers, said: Said) -> RegisterAnswers | None:
    match said.value:
        case "yes":
            opened = replace(said, text=form.opening, value="")
            agreed = replace(form, step=after_consent(form), opening="")
            agreed = with_needs(agreed, opened)
            told = told_in_opening(agreed, opened) or agreed
            return replace(told, holds=bool(form.opening) and has_what_holds(told))
        case "web":
            return replace(form, step=_S.LINK)
        case "no":
            return replace(form, step=_S.REFUSED)
    return None


def told_in_opening(form: RegisterAnswers, said: Said) -> RegisterAnswers | None:
    """The form with what the words that opened it tell; None where they tell nothing of it. A name
    other than the one known here is of somebody else: nothing known is theirs."""
    told = several_in(said.text)
    called = named_in(said.text)
    filled = {str(line): getattr(told, str(line)) for line in TOLD}
    filled["name"] = called.name if called else ""
    together = () if form.known or form.another else people_in(said.text)
    names = [person.name for person in together]
    if all(pair := pair_in(said.text)) and not form.another:
        names, called = list(pair), None
    if not form.another and any(with_kin := oneself_and_kin(said.text)):
        mine, kin = with_kin
        called = Called(mine, sure=True) if mine else None
        filled |= {"name": mine, "companions": kin, "people": 2}
        names = []
    if called is None and 1 < len(names) <= form.most_people:
        filled |= {"name": names[0], "companions": ", ".join(names[1:]), "people": len(names)}
    new = {line: value for line, value in filled.items() if value}
    if int(told.people) > form.most_people:
        del new["people"]
        form = replace(form, too_many=told.people)
    trade = "" if form.known else trade_told(told.business or said.text)
    if trade:
        form = with_trade(form, trade, said.text)
        new = {line: value for line, value in new.items() if line != "business"} | {"trade": ""}
    if not new:
        return None
    if form.known and called and not may_be_one(called.name, form.name):
        form = forgotten(replace(form, known=False))
    noted = tuple(new)
    new.pop("trade", None)
    if form.known:
        new = {line: value for line, value in new.items() if line == "people"}
        return replace(form, **new, noted=tuple(new)) if new else None
    form = replace(form, **new, noted=noted, step=_S.NAME)
    if called and not called.sure:
        return replace(form, step=_S.SURE, doubt=str(_S.NAME))
    return replace(form, step=unanswered(form))


def named_in(text: str) -> Called | None:
    """Whose full name the words that open the form tell, after the colon or anywhere; of several
    people the first, which is not sure."""
    text = _BORN.sub(",", text)
    for part in (text.partition(":")[2], text):
        called = hear_name(without_places(part))
        if called and called.sure and is_full(called.name):
            return called
    parts = re.split(r"[,;:?!\n]", text)
    heard = (hear_name(tail) for part in parts for tail in (part, _behind_is(part)) if tail)
    found = [called for called in heard if called and called.sure and is_full(called.name)]
    several = len({called.name for called in found}) > 1
    if not found and len(listed := people_in(text)) == 1:  # `đăng ký hội nghị Lâm Thị Thu 0901…`
        return Called(listed[0].name, sure=True)
    return replace(found[0], sure=not several) if found else None


_IS = re.compile(r"\b(?:la|ten la|ten) (?=\S+ \S+)")


_NAME_ENDS = re.compile(r" (?:so|sdt|dt|dien thoai|nha|o|to|sinh|nhe|nha|a)\b| \d")


def _behind_is(part: str) -> str:
    """`mẹ em là Đặng Thị Lan` -> `Đặng Thị Lan`; "" where nothing is said to be anybody."""
    plain = fold_in_place(part)
    found = _IS.search(plain)
    if found is None:
        return ""
    ends = _NAME_ENDS.search(plain, found.end())
    return part[found.end() : ends.start() if ends else None].strip()


def party_again(form: RegisterAnswers, said: Said) -> RegisterAnswers | None:
    """The form where a bare number says again how many come, as was noted just before (`đi 2 người
    được không`, `2`): it is no name, and a tổ only once that is sure. None for any other words."""
    again = str(_S.PEOPLE) in form.noted and said.text.strip() == str(form.people)
    if not again or form.step not in (_S.NAME, _S.PHONE, _S.NEIGHBOURHOOD):
        return None  # where it is a choice, it is that one
    if form.step is not _S.NEIGHBOURHOOD:
        return replace(form, noted=(str(_S.PEOPLE),))
    place = f"TDP {form.people}"
    doubt = str(_S.NEIGHBOURHOOD)
    return replace(form, step=_S.SURE, neighbourhood=place, doubt=doubt, noted=())


def another_number(form: RegisterAnswers, said: Said) -> str:
    """A bare number typed where all is looked over, other than the one on the form: it may be of
    whoever comes along. "" for none."""
    bare = not any(char.isalpha() for char in said.text)
    phone = read_phone(said.text) if bare and not said.value else None
    looks = form.step in (_S.SUMMARY, _S.EDIT)
    return phone if looks and phone and phone != form.phone else ""


def confirmed(form: RegisterAnswers, said: Said) -> RegisterAnswers | None:
    match said.value:
        case "yes":
            return replace(form, step=_S.DONE)
        case "free":
            return replace(form, people=form.free, companions="")
        case "edit":
            return replace(form, step=_S.EDIT)
        case "speak":
            return replace(form, wants_to_speak=not form.wants_to_speak)
        case "sector" | "tax_code" | "companions":
            return replace(form, step=RegisterStep(said.value))
    if agreed_in(said.text):
        return replace(form, step=_S.DONE)
    if (speaks := wants_to_speak(said.text)) is not None:
        return replace(form, wants_to_speak=speaks)
    if along := _come_along(form, said.text):
        return along
    people = party_after(said.text, form.people)
    if people and 0 < people <= form.most_people:
        return replace(form, people=people, noted=(str(_S.PEOPLE),))
    if people:
        return None
    if line := named_line(said.text):
        return replace(form, step=line, editing=True)
    wrong = says_no(said.text) or _WRONG.search(fold(said.text))
    return replace(form, step=_S.EDIT) if wrong else None


def _come_along(form: RegisterAnswers, text: str) -> RegisterAnswers | None:
    """Where all is looked over: the names of who comes along, or the question for them; with one
    more than was said, so many more come. None where nothing is said of them."""
    names = with_companions(form.companions, text)
    if not names and comes_along_oneself(text):
        names = form.helper.strip("-")
    if not names:
        asked = asks_for_companions(text)
        return replace(form, step=_S.COMPANIONS, people=max(2, form.people)) if asked else None
    if (people := len(names.split(", ")) + 1) > form.most_people:
        return None
    return replace(form, companions=names, people=max(people, form.people))


def named_line(text: str) -> RegisterStep | None:
    """The line a text names; of several, the one said to be wrong: `đúng tên nhưng sai tổ`."""
    plain = fold(text)
    wrong = re.search(r"\b(?:sai|nham|sua|doi|chua dung)\b(.*)", plain)
    for said in (wrong[1] if wrong else "", plain):
        for step, names in _NAMES.items():
            if any(re.search(rf"\b{name}\b", said) for name in names):
                return step
    return None


def take_answer(form: RegisterAnswers, said: Said) -> RegisterAnswers | None:
    """The form with this step's answer; None when the answer makes no sense."""
    text = _back(said.text) or said.text.strip()
    match form.step:
        case _S.NAME | _S.BUSINESS | _S.NEIGHBOURHOOD if _goes_along(text):
            return None  # whoever comes along is told later
        case _S.NAME if called := hear_name(text):
            named = replace(form, name=called.name, doubt="" if called.sure else _S.NAME)
            return with_shop(named, text)
        case _S.PHONE if said.value == "own":
            return replace(form, phone=form.own_phone)
        case _S.PHONE if phone := read_phone(text) or whole_number(form.part, text):
            return replace(form, phone=phone, part="")
        case _S.BUSINESS if said.value == "none" or says(text, *typed("no_business")):
            return replace(form, business="", kind=BusinessKind.PERSON)
        case _S.BUSINESS if trade := trade_told(text):
            return with_trade(form, trade, text)
        case _S.BUSINESS if has_no_shop(text):
            return replace(form, business="", kind=BusinessKind.PERSON)
        case _S.BUSINESS if shop := hear_business(text):
            kind = form.kind if form.kind != BusinessKind.PERSON else ""
            if KIND_BEHIND.search(text):
                kind = BusinessKind.HOUSEHOLD
            doubt = "" if shop.sure else _S.BUSINESS
            return replace(form, business=shop.value, kind=kind, doubt=doubt)
        case _S.KIND if has_no_shop(text):
            nameless = _NAMELESS.search(fold(text))
            business = "" if nameless or _back(said.text) else form.business
            return replace(form, business=business, kind=BusinessKind.PERSON)
        case _S.KIND if kind := kind_without_name(form, said) or said.value or kind_named(text):
            return replace(form, kind=kind)
        case _S.KIND if says_yes(plainly(text)):
            return replace(form, kind=BusinessKind.HOUSEHOLD, noted=(str(_S.KIND),))
        case _S.KIND if form.business and (repeats_shop(form, text) or trade_told(text)):
            return with_kind_of_shop(form)
        case _S.NEIGHBOURHOOD if said.value == "outside" or is_elsewhere(text):
            return replace(form, neighbourhood="-")
        case _S.NEIGHBOURHOOD if does_not_know(text):
            return replace(form, neighbourhood="")
        case _S.NEIGHBOURHOOD if _back(said.text) and not details_in(text).neighbourhood:
            return None  # of another line
        case _S.NEIGHBOURHOOD if place := hear_place(text, said.neighbourhoods):
            doubt = "" if place.sure else _S.NEIGHBOURHOOD
            return replace(form, neighbourhood=place.value, doubt=doubt)
        case _S.PEOPLE:
            people = read_people(said.value or text)
            if names_along(text):  # `Nam` is no five
                people = len(companions_in(text).split(", ")) + 1
            allowed = people and people <= form.most_people
            return _with_names(form, people, text) if people and allowed else None
    return None


def _goes_along(text: str) -> bool:
    return bool(_GOES_ALONG.search(fold(text))) and not details_in(text).neighbourhood


def with_shop(form: RegisterAnswers, text: str) -> RegisterAnswers:
    """The form with the shop told where a name is asked, where none was told before."""
    shop = hear_business(shop_beside(text)) if not is_answered(form, _S.BUSINESS) else None
    if shop is None or not shop.sure or form.editing or shop.value in form.name:
        return form
    return replace(form, business=shop.value, noted=(*form.noted, str(_S.BUSINESS)))


def _with_names(form: RegisterAnswers, people: int, text: str) -> RegisterAnswers:
    """So many come, and who they are where that is told: `2 người, đi cùng con gái Lê Thị Hoa`."""
    names = companions_in(text) or form.companions
    told = len(names.split(", ")) if names else 0
    return replace(form, people=people, companions=names if told < people else "")


# `tên mẹ là …, Thủy là em`: which of two names is of who helps.
_IS_ME = re.compile(
    r"(?i)(?:^|[,.;] *)(?P<name>[^\W\d_]+(?: [^\W\d_]+){0,4}) (?:là|la|mới là|moi la)"
    r" (?:tên )?(?:em|tôi|toi|tui|mình|minh|con|cháu|chau)\b"
)


def helper_in(text: str) -> str:
    """The name somebody who registers another says to be their own; "" for none."""
    mine = _IS_ME.search(text)
    called = hear_name(mine["name"]) if mine else None
    return called.name if called else own_name(text)


def told_names(form: RegisterAnswers, said: Said) -> RegisterAnswers | None:
    """The names of who registers another, or of who comes along; neither need be told. None for
    what is no full name."""
    skips = said.value == "skip"
    if form.step is _S.HELPER:
        skips = skips or says_yes(said.text) or ends_writing(said.text)
        mine = _IS_ME.search(said.text)
        called = None if skips else hear_name(mine["name"] if mine else said.text)
        if not skips and (called is None or not called.sure):
            return None
        return onward(replace(form, helper=called.name if called else "-"))
    names = "" if skips else names_in(companions_in(said.text) or said.text)
    if not skips and not 0 < len(names.split(", ")) < form.people + bool(not names):
        return None
    return replace(form, step=_S.SUMMARY, companions=names) if names or skips else None


_SAYS_ELSE = re.compile(
    r"\b(?:khong|ko|ha|nhi|vay|a|cam on|cam ta|chao|ai|duoc|xong roi|mot minh|sao|nao)\b[ .?!]*$"
    r"|\b(?:ai|gi|sao) (?:chu tri|cho|noi|lam)\b|^(?:u|da) cam on\b"
)


def hear_place(text: str, known: Sequence[str]) -> HeardAnswer | None:
    """A tổ dân phố: sure are a numbered group, and a name of a place as names are written. None
    for what is none, as a question (`tổ mấy nhỉ`)."""
    if not text or is_filler(text) or does(text) or _ASKS_WHICH.search(fold(text)):
        return None
    bare = without_lives(text)
    if _STREET.match(fold(bare)) and not details_in(text).neighbourhood and bare not in known:
        return None
    place = details_in(text).neighbourhood or read_neighbourhood(bare, known)
    if place not in known and _SAYS_ELSE.search(fold(plainly(text))):
        return None  # `đau lưng nữa, có ai chở không` is no place
    number = re.fullmatch(r"TDP (\d+)", place)
    if number:
        return HeardAnswer(place, 0 < int(number[1]) <= _MOST_GROUPS)
    return HeardAnswer(
        place, place in known or (bare == text and text.istitle() and not is_talk(text))
    )


def told_besides(form: RegisterAnswers, said: Said) -> RegisterAnswers | None:
    """The form with what was told besides the answer, or instead of it: an earlier answer put right
    (`à nhầm, tổ 8`), later ones given at once. None when the text only answers the question."""
    back = _back(said.text)
    first = form.step in (_S.NAME, _S.PHONE) and not form.editing and not back
    told = several_in(said.text) if first else details_in(back or said.text)
    if back and form.step is not _S.NAME and not any(_values(told)):
        told = _other_answer(form, back)
    if form.step in (_S.NEIGHBOURHOOD, _S.SUMMARY, _S.EDIT) and not any(_values(told)):
        told = Details(people=says_company(said.text))
    step = RegisterStep(form.doubt) if form.step is _S.SURE else form.step
    others = [line for line, value in zip(TOLD, _values(told), strict=True) if value]
    others = [line for line in others if line is not step and _may_change(form, line, back)]
    own = None
    if step in TOLD or step is _S.KIND:
        own = take_answer(replace(form, step=step, doubt=""), said)
    if not others or (step in _FREE and not back and own):
        return None
    new = {str(line): getattr(told, str(line)) for line in others}
    if own and own.doubt:  # `Đổi thành 2 người` is no name
        own = None
    only_phone = others == [_S.PHONE]  # `nhầm bác đọc thừa, 0903 215 476`: its shape is enough
    if step is _S.NAME and not own and not form.editing and not only_phone:
        return None
    filled = replace(own or replace(form, step=step, doubt=""), **new)
    filled = replace(filled, noted=tuple(dict.fromkeys((*filled.noted, *map(str, others)))))
    if filled.people > filled.most_people:
        return None
    if own or (form.editing and step is not _S.SUMMARY):
        return onward(filled)
    return replace(filled, step=unanswered(filled))


def place_first(form: RegisterAnswers, said: Said) -> Said:
    """`12, hai người` where a tổ is asked for: the bare number is the tổ."""
    bare = _NUMBER_FIRST.match(said.text) if open_step(form) is _S.NEIGHBOURHOOD else None
    return replace(said, text=f"tdp {said.text.strip()}") if bare and not said.value else said


def shop_late(form: RegisterAnswers, said: Said) -> RegisterAnswers | None:
    """The name of a shop told where the tổ is asked, or at the review, of somebody for whom none
    was written down."""
    step = open_step(form)
    late = step in (_S.NEIGHBOURHOOD, _S.SUMMARY) and not form.business
    if not late or not is_shop_first(said.text):
        return None
    shop = hear_business(said.text)
    if shop is None or not shop.sure or details_in(said.text).neighbourhood:
        return None
    kind = kind_of_shop(shop.value)
    told = replace(form, step=step, business=shop.value, kind=kind, described=False, doubt="")
    return replace(told, noted=(str(_S.BUSINESS), str(_S.KIND)))


def shop_and_more(form: RegisterAnswers, said: Said) -> RegisterAnswers | None:
    """The name of a shop with what is told beside it in parts of their own: `tiệm vải Nga. tổ 12`.
    None where nothing is."""
    if open_step(form) is not _S.BUSINESS or said.value or _back(said.text):
        return None
    shop, told = own_and_more(said.text)
    if not any(_values(told)) and without_consent(said.text) == said.text:
        return None
    asked = replace(form, step=_S.BUSINESS, doubt="")
    own = take_answer(asked, replace(said, text=shop)) if shop else None
    if own is None:
        return None
    lines = [line for line in TOLD if getattr(told, str(line)) and _may_change(form, line, None)]
    new = {str(line): getattr(told, str(line)) for line in lines}
    if int(told.people) > form.most_people:
        new.pop("people", None)
    return onward(replace(own, **new, noted=tuple(new)))


def _back(text: str) -> str | None:
    """What stands in place of an earlier answer; of `ý là sao`, which only asks, nothing."""
    return None if is_filler(text) else taken_back(text)


def _values(told: Details) -> tuple[str | int, ...]:
    return tuple(getattr(told, str(line)) for line in TOLD)


def _may_change(form: RegisterAnswers, line: RegisterStep, back: str | None) -> bool:
    """A line not answered yet, or the one answered just before; any, when it is taken back or the
    whole is being looked over."""
    if back or form.step in (_S.SUMMARY, _S.EDIT) or not getattr(form, str(line)):
        return True
    step = RegisterStep(form.doubt) if form.step is _S.SURE else form.step
    return line is IN_ORDER[max(0, IN_ORDER.index(step) - 1)]


def _other_answer(form: RegisterAnswers, text: str) -> Details:
    """What words without a name of their own put right: a full name, or the answer before."""
    called = hear_name(text)
    if called and called.sure and " " in called.name:
        line = name_or_shop(called.name, form.name, form.business)
        if line is None and form.step is _S.KIND:
            line = Line.BUSINESS  # the answer just before
        if line is Line.BUSINESS:
            return Details(business=called.name)
        return Details(name=called.name) if line else Details()
    if form.step is _S.KIND and has_no_shop(text):
        return Details()  # what was taken for its name was none
    if form.step is _S.KIND and not kind_named(text) and not is_filler(text):
        return Details(business=text)
    if form.people and (people := says_company(text)):
        return Details(people=people)
    return Details()


def without(form: RegisterAnswers, absent: Absence) -> RegisterAnswers:
    """The form once somebody does not come: where it is not sure how many do, that is asked."""
    if absent.who is Who.INSTEAD:
        bare = replace(form, step=_S.NAME, name="", people=0, doubt="", editing=False)
        return replace(bare, absent=str(absent.who))
    people = absent.left or (form.people - absent.fewer if absent.fewer else 0)
    if 0 < people <= form.most_people:
        fewer = replace(form, people=people, noted=(str(_S.PEOPLE),))
        return fewer if form.step is _S.SURE else replace(fewer, step=unanswered(fewer))
    told = replace(form, absent=str(absent.who))
    if form.editing or form.step in (_S.SUMMARY, _S.EDIT):
        return replace(told, step=_S.PEOPLE, editing=True, doubt="")
    return replace(told, people=0)
