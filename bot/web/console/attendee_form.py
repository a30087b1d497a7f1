"""The form of a registration: what it shows, and what it brought."""

from bot.web.console.console import Console
from bot.web.console.visit import Visit
from content.people import read_neighbourhood, read_tax_code
from handlers.conference.seating import Wanted, named
from storage.event_models import BusinessKind, Category, Registration


def as_form(registration: Registration) -> dict[str, str]:
    return {
        "name": registration.name,
        "business": registration.business,
        "kind": registration.kind,
        "neighbourhood": registration.neighbourhood,
        "position": registration.position,
        "sector": registration.sector,
        "tax_code": registration.tax_code,
        "companions": str(registration.companions),
        "companion_names": registration.companion_names,
        "category": registration.category,
        "wants_to_speak": str(int(registration.wants_to_speak)),
    }


def read_wanted(console: Console, visit: Visit) -> Wanted:
    """What the form brought; a field it lacks is not given, an empty one is given as empty.
    `visit.errors` says what cannot be."""
    form = visit.form
    name = visit.person() if "name" in form else None
    phone = visit.phone()
    tax_code = read_tax_code(visit.text("tax_code")) if visit.text("tax_code") else ""
    if tax_code is None:
        visit.errors["tax_code"] = "tax_code"
    place = read_neighbourhood(
        visit.text("neighbourhood", limit=80), console.content.ward.neighbourhoods
    )
    texts = {
        "business": visit.text("business", limit=200),
        "neighbourhood": place,
        "position": visit.text("position", limit=120),
        "sector": visit.text("sector", limit=120),
        "tax_code": tax_code,
        "companion_names": ", ".join(named(visit.text("companion_names", limit=400))),
    }
    kept = {field: text for field, text in texts.items() if field in form}
    return Wanted(
        name=name,
        phone=phone,
        kind=BusinessKind(visit.choice("kind", list(BusinessKind))) if "kind" in form else None,
        companions=visit.whole("companions", 0, 99) if "companions" in form else None,
        wants_to_speak=form["wants_to_speak"] == "1" if "wants_to_speak" in form else None,
        category=Category(visit.choice("category", list(Category))) if "category" in form else None,
        **kept,
    )
