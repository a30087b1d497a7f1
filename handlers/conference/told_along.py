"""What is told beside the question of a registration that is open, and is no answer to it: what is
to be ready, who comes along, how many, that there is no shop. None of it is lost."""

import re
from dataclasses import replace

from content.details import details_in, is_shop_first, own_and_more
from content.families import with_companions
from content.names import hear_name, is_full
from content.people import may_be_one
from content.special_needs import needs_in
from content.spoken import has_no_shop
from content.trade_told import trade_told
from content.vietnamese import fold
from handlers.conference.register_answers import (
    TOLD,
    RegisterAnswers,
    RegisterStep,
    is_answered,
    onward,
    unanswered,
)
from handlers.conference.register_hearing import helper_in, with_needs, with_shop
from handlers.conference.shop_told import with_trade
from handlers.talk.flow import Said
from storage.event_models import BusinessKind

_S = RegisterStep
# `thêm tên em Nga đi cùng`: who writes comes along.
_OF_MYSELF = re.compile(r"\bten (?:em|toi|tui|minh|chau|con)\b")
_OPEN = (_S.NAME, _S.PHONE, _S.BUSINESS, _S.KIND, _S.NEIGHBOURHOOD, _S.PEOPLE, _S.SUMMARY, _S.SURE)
_ALSO = (*_OPEN, _S.HELPER)
_BEFORE_SHOP = (_S.NAME, _S.PHONE)


def told_along(form: RegisterAnswers, said: Said) -> RegisterAnswers | None:
    """The form with what was told, at the question that stays open; None where nothing was."""
    if said.value or form.step not in _ALSO:
        return None
    if fuller := _fuller_name(form, said.text):
        return fuller
    told, noted = with_needs(form, said), []
    if form.step is _S.SURE:  # whether the answer was one is asked again, below what else was told
        facts = details_in(said.text)
        for line in TOLD:
            value = getattr(facts, str(line))
            if value and line is not form.doubt and not getattr(form, str(line)):
                told = replace(told, **{str(line): value})
                noted.append(str(line))
    if told.needs != form.needs or (form.needs and needs_in(said.text)):
        noted.append("needs")
    if form.another and form.helper in ("", "-") and (helper := helper_in(said.text)):
        told = replace(told, helper=helper)
        noted.append("helper")
    if form.step is _S.NAME:
        told = with_shop(replace(told, noted=()), said.text)
        noted += told.noted
    bare = not (is_answered(told, _S.BUSINESS) or told.editing)
    if form.step in _BEFORE_SHOP and bare and (trade := trade_told(said.text)):
        told = with_trade(told, trade, said.text)
        noted.append("trade")
    own, more = own_and_more(said.text)
    names = with_companions(form.companions, said.text)
    people = len(names.split(", ")) + 1 if names else more.people
    if 0 < people <= form.most_people and people > form.people * bool(names):
        told = replace(told, people=people)
        noted.append(str(_S.PEOPLE))
    if names and people <= form.most_people:
        told = replace(told, companions=names)
        noted.append("companions")
        if form.step is _S.HELPER and _OF_MYSELF.search(fold(said.text)):
            told = onward(replace(told, helper=names.split(", ")[-1]))
    if form.step is _S.KIND and is_shop_first(own) and not names:
        told = replace(told, business=own, described=False)
        noted.append(str(_S.BUSINESS))
    return replace(told, noted=tuple(noted)) if noted else None


def _fuller_name(form: RegisterAnswers, text: str) -> RegisterAnswers | None:
    """Where it is asked if a short name is one: that name in full, before any digits."""
    head = re.split(r"\d", text)[0]
    called = hear_name(head) if form.step is _S.SURE and form.doubt == _S.NAME else None
    if called is None or not is_full(called.name) or not may_be_one(form.name, called.name):
        return None
    if len(called.name.split()) <= len(form.name.split()):
        return None
    return onward(replace(form, step=_S.NAME, name=called.name, doubt=""))


def with_no_shop(
    before: RegisterAnswers, form: RegisterAnswers | None, said: Said
) -> RegisterAnswers | None:
    """The form past the questions for the shop, where it was told with an earlier answer that there
    is none."""
    asked = form is not None and form.step is _S.BUSINESS and not form.editing
    if form is None or not asked or before.step not in _BEFORE_SHOP or said.value:
        return form
    if not has_no_shop(said.text):
        return form
    none = replace(form, business="", kind=BusinessKind.PERSON)
    return replace(none, step=_next_of(none))


def _next_of(form: RegisterAnswers) -> RegisterStep:
    """The first question behind those for the shop that is open."""
    return unanswered(replace(form, step=_S.NEIGHBOURHOOD))
