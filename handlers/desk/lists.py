"""What the pages of the desk show: the answers by what is to be done with them, and one answer with
its versions and what may be done with it now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from content.calendar import local
from content.fact_text import shown
from content.facts import FactMissing
from content.knowledge import Entry, Knowledge, Status
from content.library import Content
from content.named_figures import NAMED
from content.overlay import Published, Shelf, fact_named, hash_of, is_answer, part_named
from content.vietnamese import fold, order_key
from content.written import fields_of
from handlers.desk import acts
from handlers.desk.acts import DeskMove
from storage.database import Transaction
from storage.entry_models import OPEN_STATES, EntryAct, EntryState, EntryVersion
from storage.models import EntryUse
from storage.staff_models import Staff

SOON = timedelta(days=30)
# The lists of the page, and what else it may be sorted by than the day of review.
LISTS = ("den-han", "cho-duyet", "dang-soan", "chua-dung", "tat-ca")
ORDERS = ("ra-soat", "hoi", "chua-dung", "dung", "sao", "chu-de")


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One answer in the list. `entry` is None for one that was never published; `key` tells which
    text of it a box was ticked for."""

    id: str
    question: str
    topic: str
    office: str
    review_by: date | None
    served: bool  # given as true today
    use: EntryUse
    open: EntryVersion | None
    moves: frozenset[DeskMove]
    key: str
    new_review: str = ""  # the day the version in the making asks for, where it says the same words

    @property
    def keeps_review(self) -> bool:
        """Whether that day is the one it has."""
        return self.review_by is not None and self.new_review == self.review_by.isoformat()


@dataclass(frozen=True, slots=True)
class EntryList:
    rows: list[EntryRow]
    counts: Mapping[str, int]
    figures: Sequence[EntryVersion] = ()  # facts of which a version is in the making, in this list
    parts: Sequence[EntryVersion] = ()  # the same of the settings of the ward


@dataclass(frozen=True, slots=True)
class WantedEntries:
    """Which answers: of a list of `LISTS`, an office, a topic ("" for all), with these words, in
    the order of one of `ORDERS`."""

    list: str = "den-han"
    office: str = ""
    topic: str = ""
    words: str = ""
    order: str = "ra-soat"


@dataclass(frozen=True, slots=True)
class Standing:
    """How an answer stands: what is served (None: it was never published), the version in the
    making, all versions, latest first, what this person may do, and from which versions they may
    take it back (0: the file)."""

    id: str
    entry: Entry | None
    open: EntryVersion | None
    versions: list[EntryVersion]
    moves: frozenset[DeskMove]
    earlier: list[int]

    @property
    def seen(self) -> dict[str, str]:
        """What a page shows of it before somebody decides."""
        one = self.open
        return {
            "id": self.id,
            "text": hash_of(self.entry.text) if self.entry else "",
            "open": f"{one.id} {one.state} {hash_of(one.text)}" if one else "",
        }


@dataclass(frozen=True, slots=True)
class History:
    """The versions of an answer or of a figure, latest first: all, the one in the making, and those
    that may be gone back to (0: the file)."""

    versions: list[EntryVersion]
    open: EntryVersion | None
    earlier: list[int]


def history(tx: Transaction, shelf: Shelf, entry: str, *, in_files: bool) -> History:
    """Of what is called `entry` among what is published."""
    versions = tx.entries.of_entry(entry)
    open_ = next((one for one in versions if one.state in OPEN_STATES), None)
    earlier = [
        one.id for one in versions if one.published_at and one.state is not EntryState.PUBLISHED
    ]
    if in_files and entry in shelf.now.laid:
        earlier.append(0)
    return History(versions, open_, earlier)


def standing(tx: Transaction, content: Content, staff: Staff, entry_id: str) -> Standing | None:
    """None when there is no such answer."""
    shelf = content.shelf
    entry = shelf.now.knowledge.entries.get(entry_id)
    past = history(tx, shelf, entry_id, in_files=entry_id in shelf.files.entries)
    if entry is None and not past.versions:
        return None
    office, served = office_of(content, entry, past.open), entry is not None
    may = acts.moves(staff, office, past.open, served=served, earlier=bool(past.earlier))
    return Standing(entry_id, entry, past.open, past.versions, may, past.earlier)


def office_of(content: Content, entry: Entry | None, open_: EntryVersion | None) -> str:
    """Whose answer it is."""
    if entry is not None:
        return entry.office
    return fields_of(open_.text, content.laws)["office"] if open_ else ""


def look_up(
    tx: Transaction, content: Content, staff: Staff, wanted: WantedEntries, today: date
) -> EntryList:
    """The answers of one list; the counts are of every list, without office, topic and words."""
    rows = _rows(tx, content, staff, today)
    figures = {name: _open(tx, name, fact_named) for name in ("cho-duyet", "dang-soan")}
    parts = {name: _open(tx, name, part_named) for name in ("cho-duyet", "dang-soan")}
    lists = {name: [row for row in rows if _is_in(row, name, today)] for name in LISTS}
    words = fold(wanted.words).split()
    found = [
        row
        for row in lists.get(wanted.list, rows)
        if wanted.office in ("", row.office)
        and wanted.topic in ("", row.topic)
        and all(word in fold(f"{row.question} {row.id}") for word in words)
    ]
    found.sort(key=lambda row: _place(row, wanted.order))
    counts = {
        name: len(of) + len(figures.get(name, ())) + len(parts.get(name, ()))
        for name, of in lists.items()
    }
    return EntryList(found, counts, figures.get(wanted.list, ()), parts.get(wanted.list, ()))


def _open(tx: Transaction, name: str, of: Callable[[str], str]) -> list[EntryVersion]:
    open_ = [one for one in tx.entries.in_the_making() if of(one.entry)]
    return [one for one in open_ if _is_submitted(one) == (name == "cho-duyet")]


def _rows(tx: Transaction, content: Content, staff: Staff, today: date) -> list[EntryRow]:
    making = {one.entry: one for one in tx.entries.in_the_making() if is_answer(one.entry)}
    use = tx.feedback.use()
    known = content.knowledge.entries
    return [
        _row(
            content,
            staff,
            today,
            name,
            known.get(name),
            making.get(name),
            use.get(name, EntryUse()),
        )
        for name in {**known, **making}
    ]


def _row(
    content: Content, staff: Staff, today: date, name: str, entry: Entry | None,
    open_: EntryVersion | None, use: EntryUse,
) -> EntryRow:  # fmt: skip
    office = office_of(content, entry, open_)
    fields = fields_of(open_.text, content.laws) if open_ and entry is None else {}
    return EntryRow(
        id=name,
        question=entry.question if entry else fields.get("question", name),
        topic=entry.topic if entry else open_.topic if open_ else "",
        office=office,
        review_by=entry.review_by if entry else None,
        served=entry is not None and entry.servable_on(today),
        use=use,
        open=open_,
        moves=acts.moves(staff, office, open_, served=entry is not None, earlier=False),
        key=key_of(entry, open_),
        new_review=renewed_until(content, entry, open_),
    )


def renewed_until(content: Content, entry: Entry | None, open_: EntryVersion | None) -> str:
    """The new day of review (ISO) where a version in the making says what is served word for word,
    so that it may be approved without being read again; "" for any other: what changes words, or
    brings back what was withdrawn, is approved where it can be read."""
    if entry is None or open_ is None or open_.act is not EntryAct.CONFIRM:
        return ""
    if entry.status is not Status.APPROVED:
        return ""
    was, new = fields_of(entry.text, content.laws), fields_of(open_.text, content.laws)
    return new["review_by"] if was | {"review_by": new["review_by"]} == new else ""


def base_moved(shelf: Shelf, name: str) -> bool:
    """Whether the file under what was published is another than when that was written, and says
    something else: somebody is to choose."""
    laid = shelf.now.laid.get(name)
    if laid is None or laid.base == shelf.base_of(name):
        return False
    if not laid.is_answer:
        return hash_of(laid.facts if laid.fact else laid.text) != shelf.base_of(name)
    file = shelf.files.entries.get(name)
    return file is None or file.text != laid.text


def moved(content: Content) -> list[str]:
    """Everything published that a newer program has another file for."""
    shelf = content.shelf
    return [name for name in shelf.now.laid if base_moved(shelf, name)]


def ending(content: Content, today: date) -> list[Entry]:
    """The answers that are not given any more within thirty days, or are not given now; those that
    end first are first."""
    entries = content.knowledge.entries.values()
    found = [one for one in entries if not one.servable_on(today + SOON)]
    return sorted(found, key=lambda one: (one.review_by, one.id))


def key_of(entry: Entry | None, open_: EntryVersion | None) -> str:
    """Which text of an answer is shown: another, once it was changed."""
    of_open = f"{open_.id}{open_.state}{open_.text}{open_.facts}" if open_ else ""
    return hash_of(f"{entry.text if entry else ''}\0{of_open}")[:16]


def _is_in(row: EntryRow, name: str, today: date) -> bool:
    waits = DeskMove.PUBLISH in row.moves or DeskMove.RETURN in row.moves
    is_open = row.open is not None
    match name:
        case "den-han":
            due = row.review_by is not None and row.review_by <= today + SOON
            return (due or not row.served) and not is_open
        case "cho-duyet":
            return is_open and (waits or (row.open is not None and _is_submitted(row.open)))
        case "dang-soan":
            return is_open and not (row.open is not None and _is_submitted(row.open))
        case "chua-dung":
            return row.use.wrong > 0
    return True


def _is_submitted(version: EntryVersion) -> bool:
    return version.state is EntryState.SUBMITTED


def _place(row: EntryRow, order: str) -> tuple[object, ...]:
    day = row.review_by or date.min
    match order:
        case "chua-dung":
            return -row.use.wrong, day, row.id
        case "dung":
            return -row.use.right, day, row.id
        case "sao":
            return -(row.use.share or -1), -row.use.right, day, row.id
        case "hoi":
            return -row.use.shown, day, row.id
        case "chu-de":
            return row.topic, order_key(row.question), row.id
    return day, row.id


@dataclass(frozen=True, slots=True)
class SaidOnDay:
    """An answer as it is, or was, said on a day: None for the texts where it was not given."""

    on: date
    short: str | None
    sections: Sequence[tuple[str, str]] = ()


def said_on(content: Content, one: Standing, on: date, today: date) -> SaidOnDay:
    """What the assistant says, or said, on a day: before today by the version that was in force at
    the end of that day."""
    shelf = content.shelf
    knowledge: Knowledge | None = shelf.now.knowledge
    if on < today:
        knowledge = _as_it_was(shelf, one, on)
    if knowledge is None or one.id not in knowledge.entries:
        return SaidOnDay(on, None)
    if not knowledge.entries[one.id].servable_on(on):
        return SaidOnDay(on, None)
    return said_by(knowledge, one.id, on)


def said_by(knowledge: Knowledge, entry_id: str, on: date) -> SaidOnDay:
    """An answer as some knowledge has it, on a day; nothing where a fact has no value that day."""
    try:
        return SaidOnDay(on, knowledge.short(entry_id, on), knowledge.sections(entry_id, on))
    except FactMissing:
        return SaidOnDay(on, None)


def _as_it_was(shelf: Shelf, one: Standing, on: date) -> Knowledge | None:
    for version in one.versions:
        began = version.published_at and local(version.published_at).date()
        ended = version.ended_at and local(version.ended_at).date()
        if began and began <= on and (ended is None or on < ended):
            return shelf.tried(acts.published(version))[0]
    file = shelf.files.entries.get(one.id)
    if file is None:
        return None
    return shelf.tried(Published(one.id, file.topic, file.text))[0]


@dataclass(frozen=True, slots=True)
class FactUsed:
    """A figure an answer speaks of, with each value it has, had or will have."""

    name: str
    meaning: str
    values: Sequence[tuple[str, date, date | None, str, str]]  # value, from, to, law, article
    known: bool  # whether it has a page of its own: it is published


def facts_of(content: Content, knowledge: Knowledge, text: str) -> list[FactUsed]:
    """The facts a text names, in the order it names them."""
    names = dict.fromkeys(NAMED.findall(text))
    known = [knowledge.facts[name] for name in names if name in knowledge.facts]
    laws = content.laws
    return [
        FactUsed(
            fact.name,
            fact.meaning,
            [(shown(v.value), v.start, v.end, laws[v.law].name, v.article) for v in fact.values],
            fact.name in content.knowledge.facts,
        )
        for fact in known
    ]
