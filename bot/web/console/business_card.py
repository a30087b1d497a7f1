"""One business of the register: its card, its forms, what became of it, its people."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.businesses import DIFFICULTIES, NEEDS, PATH
from bot.web.console.console import Console, Place
from bot.web.console.seen import Unseen
from bot.web.console.visit import WRITES, Visit
from content.people import read_neighbourhood
from content.vietnamese import read_typed_day
from content.vsic import read_vsic
from handlers.people.permissions import Action, sees_businesses_of
from handlers.people.removed import TakenAway
from handlers.register import card, forgetting, listing, writing
from handlers.register import seen as registered
from handlers.register.writing import WrittenBusiness, WrittenPlace
from storage.audit import Deed
from storage.business_models import (
    REGISTERED_KINDS,
    Business,
    BusinessField,
    BusinessPerson,
    BusinessStatus,
    Relation,
    Tenure,
)
from storage.database import Transaction
from storage.event_models import BusinessKind

REVENUES = ("exempt", "free_choice", "by_income", "monthly")  # bands of the survey
LONG = (BusinessField.FACILITIES, BusinessField.NOTE)
CRITERIA = (BusinessField.LAW, BusinessField.JOBS, BusinessField.BUDGET, BusinessField.WELFARE)
# Fields typed as they are; the others are chosen, or read.
TYPED = (
    BusinessField.TRADE_SAID, BusinessField.REGISTRATION, *LONG, *CRITERIA,
)  # fmt: skip


async def show(console: Console, visit: Visit) -> Response:
    return await _page(console, visit)


def find_business(tx: Transaction, visit: Visit) -> Business:
    """Whose page it is, for whoever may see it; 404 for all else. Raises TakenAway where something
    is to be written of one that was erased."""
    business = registered.find(tx, visit.staff, visit.number("business"))
    if business is None:
        raise HTTPException(404)
    if business.erased_at is not None and visit.request.method in WRITES:
        raise TakenAway(f"business:{business.code}", Deed.BUSINESS_ERASE)
    return business


async def _page(console: Console, visit: Visit, status: int = 200, *, person: int = 0) -> Response:
    """`person`: whose number is shown whole, once."""

    def work(tx: Transaction) -> tuple[card.BusinessCard, BusinessPerson | None, dict[str, str]]:
        business = find_business(tx, visit)
        found = card.card(tx, console.content, visit.staff, business)
        (line,) = tx.business_lists.some([business.id])
        return found, tx.businesses.person(person), card.as_form(line)

    found, asked, fresh = await console.read(work)
    if not registered.sees_revenue(visit.staff):
        fresh.pop(str(BusinessField.REVENUE), None)
    return console.render(
        visit,
        "business",
        status,
        card=found,
        fresh=fresh,
        asked=asked,
        statuses=list(BusinessStatus),
        relations=list(Relation),
        fields=console.content.fields,
        register_fields=list(BusinessField),
        **choices(console, visit),
    )


def choices(console: Console, visit: Visit) -> dict[str, object]:
    """What the form of a business offers."""
    return {
        "kinds": REGISTERED_KINDS,
        "trades": console.content.trades,
        "needs": NEEDS,
        "difficulties": DIFFICULTIES,
        "criteria": CRITERIA,
        "revenues": REVENUES if registered.sees_revenue(visit.staff) else (),
        "tenures": list(Tenure),
        "own": sees_businesses_of(visit.staff),
    }


async def new(console: Console, visit: Visit) -> Response:
    if visit.request.method == "GET":
        visit.form = {"neighbourhood": sees_businesses_of(visit.staff) or ""}
        return console.render(visit, "business_add", **choices(console, visit))
    written = read_written(console, visit)
    if visit.errors:
        return console.render(visit, "business_add", 400, **choices(console, visit))
    made = await console.write(
        visit,
        "business.add",
        lambda made: f"business:{made.code}",
        lambda tx: writing.add(tx, visit.staff, written, visit.now),
        unseen=Unseen.ADDS,
    )
    return console.back(f"{PATH}/{made.id}", "saved")


async def edit(console: Console, visit: Visit) -> Response:
    def stored(tx: Transaction) -> dict[str, str]:
        business = find_business(tx, visit)
        (line,) = tx.business_lists.some([business.id])
        return card.as_form(line)

    visit.keep_rest(await console.read(stored))
    written = read_written(console, visit)
    if visit.errors:
        return await _page(console, visit, 400)

    def work(tx: Transaction) -> Business:
        business = find_business(tx, visit)
        (line,) = tx.business_lists.some([business.id])
        before = card.as_form(line)
        visit.require_as_seen(before, business)
        changed = writing.change(tx, business, visit.staff, written, visit.now)
        (after,) = tx.business_lists.some([business.id])
        now = card.as_form(after)
        visit.note(given=sorted(name for name in now if before.get(name) != now[name]))
        return changed

    changed = await console.write(
        visit, "business.edit", lambda changed: f"business:{changed.code}", work
    )
    return console.back(f"{PATH}/{changed.id}", "saved")


async def set_status(console: Console, visit: Visit) -> Response:
    became = BusinessStatus(visit.choice("became", list(BusinessStatus)))
    since = visit.day("from_day", near=visit.today)
    if since is not None and since > visit.today:
        visit.errors["from_day"] = "day_to_come"
    number, proof = visit.text("number", limit=40), visit.text("proof", limit=200)
    if since is None or visit.errors:
        return await _page(console, visit, 400)

    def work(tx: Transaction) -> Business:
        business = find_business(tx, visit)
        visit.require_as_seen({}, business)
        return writing.set_status(
            tx, business, visit.staff, became, since, visit.now, number=number, proof=proof
        )

    changed = await console.write(
        visit, "business.status", lambda changed: f"business:{changed.code}", work,
        title=console.content.words.console[f"business_{became}"], since=since,
    )  # fmt: skip
    return console.back(f"{PATH}/{changed.id}", "saved")


async def add_person(console: Console, visit: Visit) -> Response:
    name, phone = visit.person("person_name"), visit.phone("person_phone")
    relation = Relation(visit.choice("relation", list(Relation)))
    if name is None or visit.errors:
        return await _page(console, visit, 400)

    def work(tx: Transaction) -> Business:
        business = find_business(tx, visit)
        return writing.add_person(tx, business, visit.staff, name, relation, phone, visit.now)

    changed = await console.write(
        visit, "business.person_add", lambda changed: f"business:{changed.code}", work,
        unseen=Unseen.ADDS,
    )  # fmt: skip
    return console.back(f"{PATH}/{changed.id}", "saved", anchor="nguoi")


async def end_person(console: Console, visit: Visit) -> Response:
    number = visit.picked("person")

    def work(tx: Transaction) -> Business:
        business = find_business(tx, visit)
        visit.require_as_seen({}, business)
        return writing.end_person(tx, business, visit.staff, number, visit.now)

    changed = await console.write(
        visit, "business.person_end", lambda changed: f"business:{changed.code}", work
    )
    return console.back(f"{PATH}/{changed.id}", "saved", anchor="nguoi")


async def reveal(console: Console, visit: Visit) -> Response:
    """The whole number of one person, once, on record."""
    number = visit.picked("person")

    def work(tx: Transaction) -> Business:
        business, person = find_business(tx, visit), tx.businesses.person(number)
        if person is None or person.business != business.id:
            raise HTTPException(404)
        return business

    await console.write(
        visit, "phone.reveal", lambda business: f"business:{business.code}", work,
        unseen=Unseen.READS, repeatable=True,
    )  # fmt: skip
    visit.form = {}
    return await _page(console, visit, person=number)


async def erase(console: Console, visit: Visit) -> Response:
    """Its owner asked for it: what names anybody goes for good."""

    def work(tx: Transaction) -> Business:
        business = find_business(tx, visit)
        visit.require_as_seen({}, business)
        if visit.text("sure") != business.code:
            visit.errors["sure"] = "type_the_business_code"
            raise HTTPException(400)
        forgetting.one(tx, business.id, visit.now)
        return business

    business = await console.write(
        visit, "business.erase", lambda business: f"business:{business.code}", work
    )
    console.forget_held()
    return console.back(f"{PATH}/{business.id}", "business_erased")


def read_written(console: Console, visit: Visit) -> WrittenBusiness:
    """What the form of a business says; what is wrong stands in `visit.errors`."""
    places = console.content.ward.neighbourhoods
    values = {name: visit.text(str(name), limit=300) for name in TYPED if name in visit.form}
    values[BusinessField.NAME] = visit.text("name", required=True, limit=120)
    trade = visit.text("trade")
    if trade and trade not in console.content.trades:
        visit.errors["trade"] = "choice"
    values[BusinessField.TRADE] = trade
    values[BusinessField.TAX_CODE] = _tax_code(visit)
    vsic = visit.text("vsic", limit=120)
    values[BusinessField.VSIC] = read_vsic(vsic)[0] or vsic  # several stay as they are typed
    values[BusinessField.REGISTERED_ON] = _registered_on(visit)
    values[BusinessField.WORKERS] = _workers(visit)
    if "revenue" in visit.form:
        values[BusinessField.REVENUE] = visit.choice("revenue", ["", *REVENUES])
    ticked = visit.lists.get("support", []), visit.lists.get("difficulties", [])
    values[BusinessField.NEEDS] = " ".join(one for one in NEEDS if one in ticked[0])
    values[BusinessField.DIFFICULTIES] = " ".join(one for one in DIFFICULTIES if one in ticked[1])
    place = WrittenPlace(
        neighbourhood=read_neighbourhood(visit.text("neighbourhood", limit=80), places),
        address=visit.text("address", limit=200),
        market=visit.text("market", limit=80),
        stall=visit.text("stall", limit=40),
        area_said=visit.text("area", limit=40),
        tenure=Tenure(visit.choice("tenure", list(Tenure))),
    )
    if place.area_said and place.area is None:
        visit.errors["area"] = "area"
    owner = visit.text("owner", limit=80)
    return WrittenBusiness(
        kind=BusinessKind(visit.choice("kind", REGISTERED_KINDS)),
        values=values,
        place=place,
        owner=(visit.person("owner") or owner) if owner else "",
        phone=visit.phone("phone"),
        drops_phone=visit.text("drops_phone") == "1",
        proof=visit.text("proof", limit=200),
    )


def _tax_code(visit: Visit) -> str:
    """Digits as they are; one of a strange length is kept, and its card says so."""
    typed = visit.text("tax_number", limit=20)
    bare = typed.replace(" ", "").replace(".", "")
    if bare and not bare.replace("-", "").isdecimal():
        visit.errors["tax_number"] = "tax_number_digits"
    return bare


def _registered_on(visit: Visit) -> str:
    typed = visit.text("registered_on")
    day = read_typed_day(typed) if typed else None
    if typed and day is None:
        visit.errors["registered_on"] = "day"
    return day.isoformat() if day else ""


def _workers(visit: Visit) -> str:
    typed = visit.text("workers")
    number = listing.whole(typed) if typed else 0
    if typed and number is None:
        visit.errors["workers"] = "number"
    return str(number) if typed and number is not None else ""


_ONE = f"{PATH}/{{business}}"
_EDIT = Action.EDIT_BUSINESSES
PLACES = (
    Place(f"{PATH}/them", _EDIT, new, ("GET", "POST")),
    Place(_ONE, Action.SEE_BUSINESSES, show),
    Place(f"{_ONE}/sua", _EDIT, edit, ("POST",)),
    Place(f"{_ONE}/tinh-trang", _EDIT, set_status, ("POST",)),
    Place(f"{_ONE}/nguoi", _EDIT, add_person, ("POST",)),
    Place(f"{_ONE}/het-nguoi", _EDIT, end_person, ("POST",)),
    Place(f"{_ONE}/so", _EDIT, reveal, ("POST",)),
    Place(f"{_ONE}/xoa", Action.MANAGE_BUSINESSES, erase, ("POST",)),
)
