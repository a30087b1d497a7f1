"""A list of an office, tried against the register and then kept lot by lot.

The trial writes nothing: each row is new, says something else than what is known, is known as it
is, may be one that is known, or cannot be read; some that stood in earlier lists of this origin
stand in this one no more. A person takes or leaves them by group and by row. One that its owner had
erased comes back by a person's word about its row alone.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from content.business_list import BusinessListing, BusinessRow
from handlers.register import alike, erased
from handlers.register.alike import Known, Likeness, Register
from handlers.register.told_before import ToldBefore
from handlers.register.writing import new_business, owner_of
from storage.business_lists import ANYWHERE, BusinessFilter, BusinessLine
from storage.business_models import (
    Alike,
    Business,
    BusinessField,
    BusinessImport,
    BusinessPair,
    BusinessStatus,
    Entered,
    KnownFrom,
    ListOrigin,
    PairDecision,
    Relation,
)
from storage.database import Transaction
from storage.event_models import BusinessKind

LOT = 50  # rows kept in one transaction: about as long as a turn of a chat
READ_AT_ONCE = 500


class RowOutcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    ERASED = "erased"  # its owner had it erased: kept only where somebody says so of the row
    LIKELY = "likely"  # it may be one that is known: kept as new, and the pair waits
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """`field`: of the values, else owner, phone, neighbourhood, address, market, stall, area,
    status or kind."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """`business`: whom it is about, None for a new one. `twin`: the row above (by its place) that
    is the same business for sure. `likely`: whom it may be; below 0, a row above. `erased_at`: when
    what it may be was erased."""

    row: BusinessRow
    outcome: RowOutcome
    business: int | None = None
    version: int = 0
    changes: tuple[FieldChange, ...] = ()
    likely: tuple[Likeness, ...] = ()
    twin: int | None = None
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LoadPlan:
    rows: Sequence[PlannedRow]
    gone: Sequence[BusinessLine]
    names: Mapping[int, tuple[str, str]]  # of those named in it: code, name
    state: str = ""  # of the register it was made from

    def of(self, outcome: RowOutcome) -> list[PlannedRow]:
        return [one for one in self.rows if one.outcome is outcome]


@dataclass(frozen=True, slots=True)
class LoadOrder:
    """What a person says of a plan. `left`: keys of rows, `left_groups`: outcomes; `same`: row key
    -> the business it is; `ended`: businesses that are closed, as they are in the list no more;
    `anew`: rows that are kept although it was erased."""

    left: Collection[str] = ()
    anew: Collection[str] = ()
    left_groups: Collection[str] = ()
    same: Mapping[str, int] | None = None
    ended: Collection[int] = ()


_AS_IT_IS = LoadOrder()
_ADDED = (RowOutcome.NEW, RowOutcome.LIKELY, RowOutcome.ERASED)


def mark_of(data: bytes) -> str:
    """The same for the same file."""
    return hashlib.sha256(data).hexdigest()[:24]


def all_lines(tx: Transaction) -> list[BusinessLine]:
    numbers = tx.business_lists.numbers(BusinessFilter(status=ANYWHERE))
    found: list[BusinessLine] = []
    for start in range(0, len(numbers), READ_AT_ONCE):
        found += tx.business_lists.some(numbers[start : start + READ_AT_ONCE])
    return found


def plan(
    tx: Transaction, listing: BusinessListing, origin: ListOrigin, order: LoadOrder = _AS_IT_IS
) -> LoadPlan:
    """What the list would do; nothing is written."""
    lines = {line.business.id: line for line in all_lines(tx)}
    register = Register(alike.known(line) for line in lines.values())
    told_before = ToldBefore(tx, origin)
    gone_before = erased.read(tx)
    rows: list[PlannedRow] = []
    met: set[int] = set()
    first: dict[int, int] = {}  # of each business the row that names it first
    for place, row in enumerate(listing.rows):
        planned = _plan_row(tx, row, -place - 1, register, lines, order)
        if planned.outcome in _ADDED and planned.twin is None:
            known = told_before.business(row, (one.id for one in planned.likely))
            if known is not None and known in lines:
                planned = _told_already(row, lines[known])
        elif (
            planned.outcome is RowOutcome.CHANGED
            and planned.business is not None
            and told_before.is_of_latest(row, planned.business)
        ):
            planned = _told_already(row, lines[planned.business])
        if planned.outcome in _ADDED and (at := gone_before.of(alike.known_row(row, 0))):
            planned = replace(planned, outcome=RowOutcome.ERASED, erased_at=at)
        if planned.outcome in _ADDED and planned.twin is None:
            register.add(alike.known_row(row, -place - 1))
        if planned.business is not None:
            met.add(planned.business)
            if first.setdefault(planned.business, place) != place:
                planned = PlannedRow(row, RowOutcome.SAME, twin=first[planned.business])
        met |= {one.id for one in planned.likely if one.id > 0}
        rows.append(planned)
    listed = [number for number in tx.business_imports.listed(origin) if number in lines]
    gone = [lines[n] for n in listed if n not in met and lines[n].business.status.is_there]
    named = met | {one.business.id for one in gone}
    names = {
        n: (lines[n].business.code, lines[n].values.get(BusinessField.NAME, "")) for n in named
    }
    return LoadPlan(rows, gone, names, tx.business_lists.state())


def _plan_row(
    tx: Transaction,
    row: BusinessRow,
    number: int,
    register: Register,
    lines: Mapping[int, BusinessLine],
    order: LoadOrder,
) -> PlannedRow:
    if row.fault is not None:
        return PlannedRow(row, RowOutcome.UNREADABLE)
    wanted: Known = alike.known_row(row, number)
    there = (order.same or {}).get(row.key)
    if there is None or there not in lines:
        there = register.sure(wanted)
    if there is not None and there < 0:
        return PlannedRow(row, RowOutcome.SAME, twin=-there - 1)
    if there is not None:
        line = lines[there]
        changes = _news(tx, row, line)
        outcome = RowOutcome.CHANGED if changes else RowOutcome.SAME
        return PlannedRow(row, outcome, there, line.business.version, tuple(changes))
    likely = tuple(register.likely(wanted))
    return PlannedRow(row, RowOutcome.LIKELY if likely else RowOutcome.NEW, likely=likely)


def _told_already(row: BusinessRow, line: BusinessLine) -> PlannedRow:
    """All of the row but whether it still is there, and as what."""
    apart = [one for one in _differences(row, line) if one.field in ("status", "kind")]
    outcome = RowOutcome.CHANGED if apart else RowOutcome.SAME
    return PlannedRow(row, outcome, line.business.id, line.business.version, tuple(apart))


def _news(tx: Transaction, row: BusinessRow, line: BusinessLine) -> list[FieldChange]:
    """What the row says otherwise than what is in force; what it said already in an earlier list,
    and somebody corrected since, is no news."""
    found = _differences(row, line)
    if not any(change.field in list(BusinessField) for change in found):
        return found
    said_before = {
        (str(one.field), one.value)
        for one in tx.businesses.history(line.business.id)
        if one.source is KnownFrom.IMPORT and not one.current
    }
    corrected = {
        str(field)
        for field, one in tx.businesses.values(line.business.id).items()
        if one.source is not KnownFrom.IMPORT
    }
    return [
        change
        for change in found
        if not (change.field in corrected and (change.field, change.after) in said_before)
    ]


def _differences(row: BusinessRow, line: BusinessLine) -> list[FieldChange]:
    values = {str(field): value for field, value in line.values.items()}
    said: list[tuple[str, str, str]] = [
        (field, values.get(field, ""), value) for field, value in row.values.items()
    ]
    owner = owner_of(list(line.persons))
    if row.owner:
        said.append(("owner", owner.name if owner else "", row.owner))
    if row.phone or row.phone_said:
        known = (owner.phone or owner.phone_said) if owner else ""
        said.append(("phone", known, row.phone or row.phone_said))
    if owner is not None and owner.contact_id is not None:
        said = [one for one in said if one[0] not in ("owner", "phone")]  # it was shown to be so
    place = line.places[0] if line.places else None
    for name in ("neighbourhood", "address", "market", "stall", "area_said"):
        said.append((name, getattr(place, name) if place else "", getattr(row, name)))
    said.append(("status", str(line.business.status), row.status))
    said.append(("kind", str(line.business.kind), row.kind))
    return [FieldChange(*one) for one in said if one[2] and one[1] != one[2]]


def digest(plan: LoadPlan) -> str:
    """The same for the same plan: what a page shows of it, and what its button would do."""
    said = [
        (one.row.key, one.outcome, one.business, one.version, [str(c) for c in one.changes])
        for one in plan.rows
    ]
    gone = [line.business.id for line in plan.gone]
    return hashlib.sha256(repr((said, gone)).encode()).hexdigest()[:24]


def still_holds(tx: Transaction, plan: LoadPlan) -> bool:
    """Whether nothing of the register was changed since the plan was made."""
    return tx.business_lists.state() == plan.state


def is_left(planned: PlannedRow, order: LoadOrder) -> bool:
    if planned.outcome is RowOutcome.ERASED:
        return planned.row.key not in order.anew
    return planned.row.key in order.left or planned.outcome in order.left_groups


def is_kept(planned: PlannedRow, order: LoadOrder) -> bool:
    """Whether the row changes anything, as it was ordered."""
    if planned.outcome is RowOutcome.ERASED:
        return planned.row.key in order.anew
    changing = (RowOutcome.NEW, RowOutcome.CHANGED, RowOutcome.LIKELY)
    return planned.outcome in changing and not is_left(planned, order)


@dataclass(frozen=True, slots=True)
class LotKept:
    """What became of some rows; `made`: the business each place of the plan became."""

    added: int = 0
    changed: int = 0
    ended: int = 0
    moved_on: int = 0  # changed by somebody since the trial: left as they are now
    made: Mapping[int, int] | None = None

    def __add__(self, other: "LotKept") -> "LotKept":
        return LotKept(
            self.added + other.added, self.changed + other.changed, self.ended + other.ended,
            self.moved_on + other.moved_on, other.made if other.made is not None else self.made,
        )  # fmt: skip


def begin(
    tx: Transaction, plan: LoadPlan, origin: ListOrigin, name: str, mark: str,
    listed_on: date, login: str, now: datetime,
) -> BusinessImport:  # fmt: skip
    number = tx.business_imports.ids.next()
    return tx.business_imports.add(
        BusinessImport(number, origin, name, mark, listed_on, now, login, rows_read=len(plan.rows))
    )


def keep_lot(
    tx: Transaction,
    loaded: BusinessImport,
    lot: Sequence[tuple[int, PlannedRow]],
    made: Mapping[int, int],
    now: datetime,
) -> LotKept:
    """Keeps these rows (place in the plan, row); `made`: what the rows before became."""
    by = Entered(KnownFrom.IMPORT, now, loaded.actor, loaded.id)
    became = dict(made)
    added = changed = moved_on = 0
    for place, planned in lot:
        if planned.business is None:
            business = _add(tx, loaded, planned, by)
            became[place] = business.id
            _pair(tx, loaded, business.id, planned.likely, became, now)
            added += 1
        else:
            there = tx.businesses.get(planned.business)
            if there is None or there.version != planned.version or there.merged_into:
                moved_on += 1
                continue
            _change(tx, loaded, there, planned, by)
            changed += 1
    return LotKept(added, changed, 0, moved_on, became)


def end_gone(
    tx: Transaction, loaded: BusinessImport, numbers: Sequence[int], proof: str, now: datetime
) -> int:
    """Has these be closed from the day of the list on; returns how many were still there."""
    by = Entered(KnownFrom.IMPORT, now, loaded.actor, loaded.id)
    ended = 0
    for number in numbers:
        business = tx.businesses.get(number)
        if business is None or not business.status.is_there or business.merged_into:
            continue
        since = loaded.listed_on
        after = tx.businesses.change_status(business, BusinessStatus.CLOSED, since, by, proof=proof)
        tx.business_imports.note(loaded.id, business, after)
        ended += 1
    return ended


def finish(tx: Transaction, import_id: int, kept: LotKept, left_out: int) -> BusinessImport:
    """Writes down what came of it."""
    loaded = tx.business_imports.get(import_id)
    assert loaded is not None  # noqa: S101  # begun before
    return tx.business_imports.save(
        replace(
            loaded, added=loaded.added + kept.added, changed=loaded.changed + kept.changed,
            ended=loaded.ended + kept.ended, left_out=loaded.left_out + left_out,
        )
    )  # fmt: skip


def _add(tx: Transaction, loaded: BusinessImport, planned: PlannedRow, by: Entered) -> Business:
    row = planned.row
    kind = BusinessKind(row.kind) if row.kind else BusinessKind.HOUSEHOLD
    business = new_business(tx, kind, by.at)
    tx.businesses.put(business.id, _values(row.values), by)
    if row.owner or row.phone_said:
        tx.businesses.add_person(
            business.id, row.owner, Relation.OWNER, by, phone=row.phone, phone_said=row.phone_said
        )
    if place := _place(row):
        tx.businesses.add_place(business.id, by, **place)
    if row.status and row.status != BusinessStatus.ACTIVE:
        became = BusinessStatus(row.status)
        business = tx.businesses.change_status(business, became, loaded.listed_on, by)
    else:
        business = tx.businesses.touch(business.id, by.at)
    tx.business_imports.note(loaded.id, None, business)
    return business


def _change(
    tx: Transaction,
    loaded: BusinessImport,
    before: Business,
    planned: PlannedRow,
    by: Entered,
) -> None:
    row, fields = planned.row, {change.field for change in planned.changes}
    given = {name: value for name, value in row.values.items() if name in fields}
    tx.businesses.put(before.id, _values(given), by)
    if fields & {"owner", "phone"}:
        known = owner_of(tx.businesses.persons(before.id))
        if known is not None:
            tx.businesses.end_person(known, by)
        name = row.owner or (known.name if known else "")
        phone = row.phone or (None if row.phone_said or not known else known.phone)
        said = row.phone_said or (known.phone_said if known else "")
        tx.businesses.add_person(before.id, name, Relation.OWNER, by, phone=phone, phone_said=said)
    if fields & {"neighbourhood", "address", "market", "stall", "area_said"}:
        places = tx.businesses.places(before.id)
        old = places[0] if places else None
        if old is not None:
            tx.businesses.end_place(old, by)
        kept = (
            {
                name: getattr(old, name)
                for name in ("neighbourhood", "address", "market", "stall", "area", "area_said",
                             "tenure")
            }
            if old is not None
            else {}
        )  # fmt: skip
        tx.businesses.add_place(before.id, by, **(kept | _place(row)))
    business = before
    if "kind" in fields:
        business = tx.businesses.save(replace(before, kind=BusinessKind(row.kind)))
    if "status" in fields:
        became = BusinessStatus(row.status)
        after = tx.businesses.change_status(business, became, loaded.listed_on, by)
    else:
        after = tx.businesses.touch(business.id, by.at)
    tx.business_imports.note(loaded.id, before, after)


def _values(given: Mapping[str, str]) -> dict[BusinessField, str]:
    return {BusinessField(name): value for name, value in given.items()}


def _place(row: BusinessRow) -> dict[str, object]:
    found: dict[str, object] = {
        name: text
        for name in ("neighbourhood", "address", "market", "stall", "area_said")
        if (text := getattr(row, name))
    }
    return found | ({"area": row.area} if row.area_said else {})


def _pair(
    tx: Transaction,
    loaded: BusinessImport,
    number: int,
    likely: Sequence[Likeness],
    became: Mapping[int, int],
    now: datetime,
) -> None:
    """Those it may be wait for a person beside it."""
    for one in likely:
        other = one.id if one.id > 0 else became.get(-one.id - 1)
        if other is None or other == number or tx.businesses.get(other) is None:
            continue
        low, high = sorted((number, other))
        tx.business_pairs.add(
            BusinessPair(
                tx.business_pairs.ids.next(), low, high, Alike(one.why), now,
                PairDecision.OPEN, import_id=loaded.id,
            )
        )  # fmt: skip
