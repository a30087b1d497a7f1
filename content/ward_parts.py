"""The settings of the ward in parts, as staff write them in the console: each part lies by itself
over `content/ward.toml`. Its fields are texts, as a form has them: spans of a day as
`7:30-11:30 và 13:30-17:00`, a list with one thing a line."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

import orjson

from content.calendar import URGENT
from content.days_apart import days_in, read_line, tidied
from content.laws import law_of, values_of_law
from content.office_hours import (
    Hours,
    hours_text,
    read_hours,
    read_spans,
    spans_text,
    typed_spans,
)
from content.people import is_public_phone
from content.service_clocks import USUAL, clock_text, clock_texts, read_clock
from content.vietnamese import fold, read_day, tidy
from content.ward import SIGNERS, Office, Ward


class WardFieldKind(StrEnum):
    LINE = "line"
    TEXT = "text"  # of several lines
    LIST = "list"  # one thing a line
    PHONE = "phone"
    SPANS = "spans"  # of a day
    DAYS = "days"  # one a line, each with what is said of it
    SIGNER = "signer"  # of `content/ward.py: SIGNERS`
    MONTH = "month"  # 10/2026
    DAY = "day"  # kept as 2026-10-31
    SITE = "site"
    CLOCK = "clock"  # 8 giờ, 7 ngày
    PERSON = "person"  # the login of somebody of the staff
    HALL = "hall"  # "1" for a place to meet: said when it is added, and never changed


@dataclass(frozen=True, slots=True)
class WardField:
    name: str
    kind: WardFieldKind = WardFieldKind.LINE
    required: bool = False


class WardPart(StrEnum):
    """The value stands in addresses. An office is `OFFICE` with its id behind a dot, a document
    that staff added is `LAW` with its."""

    GENERAL = "chung"
    SIGNING = "nguoi-ky"
    HOURS = "gio-lam-viec"
    DAYS_APART = "ngay-nghi"
    SENDING = "gio-gui-tin"
    CLOCKS = "thoi-han"
    ABOVE = "bao-len-tren"
    LANE = "gui-kin"
    PLACES = "to-dan-pho"
    HOTLINES = "duong-day-nong"
    OFFICE = "co-quan"
    LAW = "van-ban"


K = WardFieldKind
_FIELDS: Mapping[WardPart, tuple[WardField, ...]] = {
    WardPart.GENERAL: (
        WardField("checked", K.MONTH, required=True),
        WardField("portal", K.SITE),
        WardField("reception", K.TEXT),
        WardField("privacy_contact"),
    ),
    WardPart.SIGNING: (
        WardField("place", required=True),
        WardField("chairman"),
        WardField("vice_chairman"),
        WardField("office_head"),
        WardField("signer", K.SIGNER, required=True),
        WardField("government_law"),
        WardField("team_plan"),
    ),
    WardPart.HOURS: (WardField("week", K.SPANS), WardField("saturday", K.SPANS)),
    WardPart.DAYS_APART: (WardField("days_off", K.DAYS), WardField("days_worked", K.DAYS)),
    WardPart.SENDING: (WardField("sending", K.SPANS, required=True),),
    WardPart.CLOCKS: tuple(WardField(name, K.CLOCK, required=True) for name in USUAL),
    WardPart.ABOVE: (WardField("deputy", K.PERSON), WardField("head", K.PERSON)),
    WardPart.LANE: (WardField("reader_1", K.PERSON), WardField("reader_2", K.PERSON)),
    WardPart.PLACES: (WardField("neighbourhoods", K.LIST),),
    WardPart.OFFICE: (
        WardField("name", required=True),
        WardField("about"),
        WardField("address"),
        WardField("phone", K.PHONE),
        WardField("also", K.LIST),
        WardField("above"),
        WardField("hall", K.HALL),
    ),
    WardPart.LAW: (
        WardField("title", required=True),
        WardField("subject", required=True),
        WardField("begins", K.DAY, required=True),
        WardField("ends", K.DAY),
        WardField("replaces", K.LIST),
    ),
}
_MANY = (WardPart.OFFICE, WardPart.LAW)
LIMITS: Mapping[WardFieldKind, int] = {K.TEXT: 500, K.LIST: 6000, K.DAYS: 6000}
_LISTED = (K.LIST, K.DAYS)
LIMIT = 200
_ID = re.compile(r"[a-z][a-z0-9_]{1,30}")
_MONTH = re.compile(r"(0?[1-9]|1[0-2])/(20\d\d)")
_SITE = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?")


class WardUnread(ValueError):
    """What was typed cannot be: in which field, and why (a name in `console.j2`). `all` are the
    faults of the whole form, by field."""

    def __init__(self, field: str, why: str, also: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why
        self.all = {field: why} | dict(also or {})


def office_part(office: str) -> str:
    return f"{WardPart.OFFICE}.{office}"


def office_named(part: str) -> str:
    """The id of the office a part is of; "" for any other part."""
    kind, _, office = part.partition(".")
    return office if kind == WardPart.OFFICE and _ID.fullmatch(office) else ""


def law_part(law: str) -> str:
    return f"{WardPart.LAW}.{law}"


def law_named(part: str) -> str:
    """The id of the document a part is of; "" for any other part."""
    kind, _, law = part.partition(".")
    return law if kind == WardPart.LAW and _ID.fullmatch(law) else ""


def parts_of(ward: Ward) -> list[str]:
    """The names of all parts, in the order of their page."""
    fixed = [str(part) for part in WardPart if part not in _MANY]
    return [*fixed, *map(office_part, ward.offices), *map(law_part, ward.laws)]


def fields_of(ward: Ward, part: str) -> tuple[WardField, ...]:
    """The fields of a part; none for what is no part."""
    if office_named(part):
        return _FIELDS[WardPart.OFFICE]
    if law_named(part):
        return _FIELDS[WardPart.LAW]
    if part == WardPart.HOTLINES:
        return tuple(WardField(name, K.PHONE, required=True) for name in ward.hotlines)
    return _FIELDS.get(WardPart(part), ()) if part in set(WardPart) - set(_MANY) else ()


def values_of(ward: Ward, part: str) -> dict[str, str]:
    """A part as it is in a ward; every field empty for an office or document not there."""
    if name := office_named(part):
        office = ward.offices.get(name, Office(name, ""))
        named = {one.name: getattr(office, one.name) for one in _FIELDS[WardPart.OFFICE]}
        return named | {"hall": "1" if office.hall else "", "also": "\n".join(office.also)}
    if name := law_named(part):
        return values_of_law(ward.laws.get(name))
    match part:
        case WardPart.HOTLINES:
            return dict(ward.hotlines)
        case WardPart.CLOCKS:
            return clock_texts(ward.rules.answer_days) | dict(ward.clocks)
        case WardPart.HOURS:
            hours = read_hours(ward.hours)
            return {"week": spans_text(hours.week), "saturday": spans_text(hours.saturday)}
        case WardPart.SENDING:
            return {"sending": spans_text(ward.sending)}
    held = {one: getattr(ward, one.name) for one in fields_of(ward, part)}
    return {one.name: "\n".join(v) if one.kind in _LISTED else v for one, v in held.items()}


def in_file(part: str, values: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """(table, key -> value) as `ward.toml` has a part with these values."""
    if name := office_named(part):
        listed = [line for line in values.get("also", "").split("\n") if line]
        return f"office.{name}", dict(values) | {"hall": bool(values["hall"]), "also": listed}
    if name := law_named(part):
        replaced = [line for line in values.get("replaces", "").split("\n") if line]
        return f"law.{name}", dict(values) | {"replaces": replaced}
    match part:
        case WardPart.HOTLINES:
            return "hotline", dict(values)
        case WardPart.CLOCKS:
            return "clock", dict(values)
        case WardPart.HOURS:
            hours = Hours(tuple(read_spans(values["week"])), tuple(read_spans(values["saturday"])))
            return "ward", {"hours": hours_text(hours)}
        case WardPart.SENDING:
            spans = read_spans(values["sending"])
            return "ward", {"sending": [spans_text([span]) for span in spans]}
    kinds = {one.name: one.kind for one in _FIELDS[WardPart(part)]}
    return "ward", {
        name: [line for line in text.split("\n") if line] if kinds[name] in _LISTED else text
        for name, text in values.items()
    }


def laid(ward: Ward, part: str, values: Mapping[str, str]) -> Ward:
    """The ward with a part as these values say. Raises ValueError."""
    if name := law_named(part):
        return replace(ward, laws={**ward.laws, name: law_of(name, values)})
    _, keys = in_file(part, values)
    held: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in keys.items()}
    if name := office_named(part):
        return replace(ward, offices={**ward.offices, name: Office(name, **held)})
    match part:
        case WardPart.HOTLINES:
            return replace(ward, hotlines=keys)
        case WardPart.CLOCKS:
            return replace(ward, clocks=keys)
        case WardPart.SENDING:
            return replace(ward, sending=tuple(read_spans(values["sending"])))
    return replace(ward, **held)


def read_values(ward: Ward, part: str, typed: Mapping[str, str], today: date) -> dict[str, str]:
    """What was typed into the form of a part, tidied. Raises WardUnread."""
    read: dict[str, str] = {}
    faults: dict[str, str] = {}
    for one in fields_of(ward, part):
        try:
            read[one.name] = _read(one, typed.get(one.name, ""), today)
        except WardUnread as fault:
            faults |= fault.all
    if faults:
        raise WardUnread(*next(iter(faults.items())), faults)
    if part == WardPart.DAYS_APART:
        off, worked = (days_in(read[name].split("\n")) for name in ("days_off", "days_worked"))
        if not set(off).isdisjoint(worked):
            raise WardUnread("days_worked", "ward_day_both")
    if part == WardPart.LANE and bool(read["reader_1"]) != bool(read["reader_2"]):
        raise WardUnread("reader_2", "ward_two_readers")
    if part == WardPart.LANE and read["reader_1"] and read["reader_1"] == read["reader_2"]:
        raise WardUnread("reader_2", "ward_same_reader")
    return read


def _read(field: WardField, typed: str, today: date) -> str:
    text = _tidied(field.kind, typed)
    if not text:
        if field.required:
            raise WardUnread(field.name, "required")
        return ""
    if len(text) > LIMITS.get(field.kind, LIMIT):
        raise WardUnread(field.name, "too_long")
    if why := _fault(field, text, today):
        raise WardUnread(field.name, why)
    return text


def _tidied(kind: WardFieldKind, typed: str) -> str:
    lines = [tidy(line) for line in typed.splitlines()]
    lines = [line for line in lines if line]
    if kind is K.SPANS:
        return spans_text(typed_spans(typed)) or " ".join(lines)
    if kind is K.CLOCK and (clock := read_clock(" ".join(lines))):
        return clock_text(clock)
    if kind is K.DAY:
        day = read_day(typed.strip())
        return day.isoformat() if day else " ".join(lines)
    if kind is K.DAYS and all(map(read_line, lines)):
        return "\n".join(tidied(lines))
    return "\n".join(lines) if kind in (K.TEXT, *_LISTED) else " ".join(lines)


def _fault(field: WardField, text: str, today: date) -> str:
    match field.kind:
        case K.LIST:
            lines = [fold(line) for line in text.split("\n")]
            return "" if len(set(lines)) == len(lines) else "line_twice"
        case K.DAYS:
            days = days_in(text.split("\n"))
            if len(days) < len(text.split("\n")):
                return "ward_days"
            return "" if len(set(days)) == len(days) else "ward_day_twice"
        case K.PHONE:
            numbers = [number.strip() for number in re.split(r"[,;/]|\bhoặc\b", text)]
            return "" if all(map(is_public_phone, numbers)) else "ward_phone"
        case K.SIGNER:
            return "" if text in SIGNERS else "choice"
        case K.MONTH:
            found = _MONTH.fullmatch(text)
            if found is None:
                return "ward_month"
            return "ward_month_ahead" if (int(found[2]), int(found[1])) > _ym(today) else ""
        case K.DAY:
            return "" if read_day(text) else "day"
        case K.SITE:
            return "" if _SITE.fullmatch(text) else "ward_site"
        case K.SPANS:
            return _span_fault(field, text)
        case K.CLOCK:
            return "" if read_clock(text) else "ward_clock"
    return ""


def _ym(day: date) -> tuple[int, int]:
    return day.year, day.month


def _span_fault(field: WardField, text: str) -> str:
    spans = typed_spans(text)
    if not spans:
        return "ward_spans"
    if field.name == "sending" and not all(
        first >= low and last <= high for first, last in spans for low, high in URGENT
    ):
        return "ward_sending_night"
    return ""


def part_text(values: Mapping[str, str]) -> str:
    """A part as it is kept."""
    return orjson.dumps(dict(values), option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2).decode()


def read_text(ward: Ward, part: str, text: str) -> dict[str, str]:
    """The other way round, for the fields a part has in this program: what a version does not say
    is as in `ward`. Raises ValueError."""
    kept = orjson.loads(text)
    if not isinstance(kept, dict) or not all(isinstance(one, str) for one in kept.values()):
        raise ValueError(text)
    known = values_of(ward, part)
    return {name: kept.get(name, value) for name, value in known.items()}


def id_of(name: str, taken: Collection[str]) -> str:
    """What a new office or document is called in addresses; "" where its name has too few
    letters."""
    made = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")[:24].strip("_")
    tries = (made, *(f"{made}_{number}" for number in range(2, 30)))
    return next((one for one in tries if _ID.fullmatch(one) and one not in taken), "")
