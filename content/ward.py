"""The ward: name, offices, halls, hours, from `content/ward.toml`. A new ward edits only that; what
its staff change afterwards in the console lies over it (`content/ward_parts.py`).

What is unknown stays empty there and is simply not shown.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from content.calendar import SENDING
from content.days_apart import apart, tidied
from content.laws import LAW_FIELDS, Law, law_of
from content.office_hours import Span, read_spans
from content.operator import tell
from content.problems import ContentError, Problem, read_file
from content.service_clocks import ServiceClock, clock_texts, read_clock, usual_clock

SIGNERS = ("chairman", "vice_chairman", "office")  # who may sign for the committee
FRONT = "kthtdt"  # the office every ward has: people are sent there
HALL = "hoi_truong"  # the office that is one in files of before halls were told by `hall = true`


@dataclass(frozen=True, slots=True)
class Office:
    id: str
    name: str
    about: str = ""
    address: str = ""
    phone: str = ""
    hall: bool = False  # a place to meet: no question is given to it
    also: tuple[str, ...] = ()  # what people call it besides
    above: str = ""  # the body above it, as its documents name it


@dataclass(frozen=True, slots=True)
class WardRules:
    """Clocks (working days where not said otherwise) and retention (months)."""

    answer_days: int = 7
    silence_days: int = 10  # plain days
    note_every_days: int = 7  # plain days
    keep_registration_months: int = 12
    keep_question_months: int = 24
    keep_survey_months: int = 36  # after the wave: whose answers they were
    # Whether one household's answers may be shown to the tax office. The form says which it is.
    survey_to_tax: bool = False
    keep_proof_months: int = 24
    keep_audit_months: int = 24
    keep_passers_by_days: int = 14  # plain days
    # Talks with an official, in minutes: until the next is told, until who is silent is asked, and
    # loses it, and until nobody has anything to say any more.
    talk_take_minutes: int = 5
    talk_ask_minutes: int = 10
    talk_back_minutes: int = 20
    talk_quiet_minutes: int = 60


@dataclass(frozen=True, slots=True)
class Ward:
    name: str  # "phường Phù Liễn"
    city: str
    assistant: str
    hours: str
    offices: Mapping[str, Office]
    hotlines: Mapping[str, str] = field(default_factory=dict)
    rules: WardRules = WardRules()
    neighbourhoods: tuple[str, ...] = ()
    place: str = ""  # as in "Phù Liễn, ngày ... tháng ... năm"
    portal: str = ""
    reception: str = ""  # when and where the chairman receives citizens
    chairman: str = ""
    vice_chairman: str = ""
    office_head: str = ""  # of the front office
    signer: str = "chairman"  # of `SIGNERS`: who signs as a rule
    government_law: str = ""  # Luật Tổ chức chính quyền địa phương: its number and date
    team_plan: str = ""  # the plan the advisory team rests on: its number and date
    privacy_contact: str = ""  # who answers for personal data: name, and number or mail
    checked: str = ""  # up to when the legal content was checked: "10/2026"
    sending: tuple[Span, ...] = SENDING  # when a message nobody asked for may go, on working days
    days_off: tuple[str, ...] = ()  # besides weekends and holidays: "2/1/2027: nghỉ bù"
    days_worked: tuple[str, ...] = ()  # though they are off by the calendar
    clocks: Mapping[str, str] = field(default_factory=dict)  # of `service_clocks`, as texts
    deputy: str = ""  # logins: who hears of what is not answered in time, first
    head: str = ""  # ... and after that
    reader_1: str = ""  # who alone reads what is sent confidentially
    reader_2: str = ""
    laws: Mapping[str, Law] = field(default_factory=dict)  # that staff added to those of the files

    def office(self, office_id: str) -> Office:
        return self.offices[office_id]

    def clock(self, kind: str, urgency: str) -> ServiceClock:
        """How long the ward takes for such a question."""
        name = f"{kind}_{urgency}"
        told = read_clock(self.clocks.get(name, ""))
        return told or usual_clock(name, self.rules.answer_days)

    @property
    def exceptions(self) -> Mapping[date, bool]:
        """Day -> whether the ward works on it, where that is otherwise than by the calendar."""
        return apart(self.days_off, self.days_worked)

    @property
    def answering(self) -> Mapping[str, Office]:
        """Whom a question may be given to: every office but the halls."""
        return {name: office for name, office in self.offices.items() if not office.hall}

    @property
    def halls(self) -> list[Office]:
        """Where meetings are held; the first is the usual one."""
        return [office for office in self.offices.values() if office.hall]

    @property
    def front_office(self) -> Office:
        """Who a person is sent to when the assistant cannot help."""
        return self.offices[FRONT]


class WardInForce:
    """The ward as it is now, for templates: they are made once, and it changes while the program
    runs."""

    def __init__(self, ward: Ward) -> None:
        self._ward = ward

    def put(self, ward: Ward) -> None:
        self._ward = ward

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ward, name)


def load_ward(path: Path) -> Ward:
    """Reads ward.toml. Raises ContentError."""
    text = read_file(path)
    try:
        raw: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError([Problem(path, 1, tell("content.toml_unread", error=error))]) from error
    try:
        rules = WardRules(**raw.get("rules", {}))
        ward = Ward(
            name=raw["ward"]["name"],
            city=raw["ward"]["city"],
            assistant=raw["ward"]["assistant"],
            checked=raw["ward"]["checked"],
            hours=raw["ward"].get("hours", ""),
            offices={
                office_id: Office(
                    **{"id": office_id, "hall": office_id == HALL}
                    | body
                    | {"also": tuple(body.get("also", ()))}
                )
                for office_id, body in raw["office"].items()
            },
            hotlines=raw.get("hotline", {}),
            rules=rules,
            neighbourhoods=tuple(raw["ward"].get("neighbourhoods", ())),
            sending=_sending(raw["ward"]),
            days_off=tuple(tidied(raw["ward"].get("days_off", ()))),
            days_worked=tuple(tidied(raw["ward"].get("days_worked", ()))),
            laws={name: _law(name, body) for name, body in raw.get("law", {}).items()},
            clocks=clock_texts(rules.answer_days) | _clocks(raw.get("clock", {})),
            **{
                name: raw["ward"].get(name, "")
                for name in (
                    *("place", "portal", "reception", "chairman", "vice_chairman"),
                    *("privacy_contact", "office_head", "deputy", "head"),
                    *("reader_1", "reader_2", "government_law", "team_plan"),
                )
            },
            signer=_signer(raw["ward"].get("signer") or SIGNERS[0]),
        )
        ward.front_office  # noqa: B018  # the one office the program itself needs
    except (KeyError, TypeError, ValueError) as error:
        raise ContentError([Problem(path, 1, tell("content.ward_entry", error=error))]) from error
    return ward


def _law(name: str, body: dict[str, Any]) -> Law:
    replaces = "\n".join(body.get("replaces", ()))
    return law_of(name, dict.fromkeys(LAW_FIELDS, "") | body | {"replaces": replaces})


def _signer(named: str) -> str:
    if named not in SIGNERS:
        raise ValueError("signer")
    return named


def _clocks(raw: dict[str, str]) -> dict[str, str]:
    if not all(map(read_clock, raw.values())):
        raise ValueError("clock")
    return dict(raw)


def _sending(raw: dict[str, Any]) -> tuple[Span, ...]:
    if "sending" not in raw:
        return SENDING
    spans = tuple(span for text in raw["sending"] for span in read_spans(text))
    if not spans:
        raise ValueError("sending")
    return spans
