"""The ward: name, offices, halls, hours, from `content/ward.toml`. A new ward edits only that.

What is unknown stays empty there and is simply not shown.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from content.operator import tell
from content.problems import ContentError, Problem


@dataclass(frozen=True, slots=True)
class Office:
    id: str
    name: str
    about: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class WardRules:
    """Clocks (working days where not said otherwise) and retention (months)."""

    answer_days: int = 7
    silence_days: int = 10  # plain days
    note_every_days: int = 7  # plain days
    keep_registration_months: int = 12
    keep_question_months: int = 24
    keep_proof_months: int = 24
    keep_audit_months: int = 24


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
    privacy_contact: str = ""  # who answers for personal data: name, and number or mail
    checked: str = ""  # up to when the legal content was checked: "10/2026"

    def office(self, office_id: str) -> Office:
        return self.offices[office_id]

    @property
    def answering(self) -> Mapping[str, Office]:
        """Whom a question may be given to: every office but the hall."""
        return {name: office for name, office in self.offices.items() if name != "hoi_truong"}

    @property
    def front_office(self) -> Office:
        """Who a person is sent to when the assistant cannot help."""
        return self.offices["kthtdt"]


def load_ward(path: Path) -> Ward:
    """Reads ward.toml. Raises ContentError."""
    text = path.read_text(encoding="utf-8-sig")
    try:
        raw: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError([Problem(path, 1, tell("content.toml_unread", error=error))]) from error
    try:
        ward = Ward(
            name=raw["ward"]["name"],
            city=raw["ward"]["city"],
            assistant=raw["ward"]["assistant"],
            checked=raw["ward"]["checked"],
            hours=raw["ward"].get("hours", ""),
            offices={
                office_id: Office(id=office_id, **body) for office_id, body in raw["office"].items()
            },
            hotlines=raw.get("hotline", {}),
            rules=WardRules(**raw.get("rules", {})),
            neighbourhoods=tuple(raw["ward"].get("neighbourhoods", ())),
            **{
                name: raw["ward"].get(name, "")
                for name in (
                    *("place", "portal", "reception", "chairman", "vice_chairman"),
                    "privacy_contact",
                )
            },
        )
        ward.front_office  # noqa: B018  # the one office the program itself needs
    except (KeyError, TypeError) as error:
        raise ContentError([Problem(path, 1, tell("content.ward_entry", error=error))]) from error
    return ward
